//! Warns once a day if others on the computer can open the store's folder, whatever the command. The warning is
//! remembered in a folder of the user's, because reading must change nothing in a store.

use std::path::PathBuf;

use crate::cli::context::{Context, shown};
use crate::store::{Sum, settings};

/// Warns if others can look into the store, unless it has already done so today.
pub fn point_out(ctx: &mut Context) {
    let heard = !ctx.console.quiet && !ctx.console.json;
    let is_store = ctx.is_in_folder() && ctx.store.is_there();
    if !heard || !is_store || ctx.time.looks_back() || !settings::is_exposed(&ctx.data.dir) {
        return;
    }
    let today = ctx.now().date().to_string();
    let Some(memory) = memory(ctx).filter(|file| settings::is_news(file, today.as_bytes())) else { return };
    // If that can't be remembered, don't warn: nobody would read a warning that every command repeats. `doctor` reports
    // it.
    if settings::write(&memory, today.as_bytes()).is_ok() {
        let store = shown(&ctx.data.dir);
        ctx.console.note(&format!(
            "others on this computer can look into the store `{store}`; `iro doctor --repair` makes it private"
        ));
    }
}

/// The file with the day of the last warning about this store.
fn memory(ctx: &Context) -> Option<PathBuf> {
    let mut sum = Sum::new();
    sum.add(settings::real_path(&ctx.data.dir).as_os_str().as_encoded_bytes());
    let folder = directories::ProjectDirs::from("", "", "iro")?.cache_dir().to_path_buf();
    Some(folder.join(format!("exposed-{:016x}", sum.finish())))
}
