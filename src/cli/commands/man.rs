//! `iro man`: the help of every command as manual pages.

use std::path::{Path, PathBuf};

use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::domain::time::Date;
use crate::render::words;
use crate::render::wrap::fold;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro man ~/.local/share/man/man1")]
pub struct Args {
    /// The folder; it is made if it isn't there
    dir: PathBuf,
}

/// Writes the manual pages of a command and all its subcommands.
pub fn run(args: Args, mut command: clap::Command, ctx: &mut Context) -> Result<(), Failure> {
    command.build();
    let count = write(&command, "iro", &args.dir, ctx.now().date())?;
    ctx.console.recorded(format!("the manual pages in `{}`", shown(&args.dir)));
    match ctx.console.json {
        true => crate::cli::print::json(ctx, &serde_json::json!({"dir": shown(&args.dir), "pages": count}))?,
        false => ctx.console.say(&format!("Wrote {} to {}.", words::count(count, "page"), shown(&args.dir)))?,
    }
    ctx.console.was_reported();
    Ok(())
}

/// Writes public files, unlike those of a store, because everybody may read manual pages.
#[expect(clippy::disallowed_methods, reason = "not part of the store")]
fn write(command: &clap::Command, name: &str, dir: &Path, made_on: Date) -> Result<usize, Failure> {
    let failed =
        |fault: std::io::Error| Failure::new(Code::Failed, format!("`{}` can't be written: {fault}", dir.display()));
    std::fs::create_dir_all(dir).map_err(failed)?;
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text).map_err(failed)?;
    let name_of_page = name.replace(' ', "-");
    let text = tidy(&String::from_utf8_lossy(&text), &name_of_page, made_on);
    std::fs::write(dir.join(format!("{name_of_page}.1")), text).map_err(failed)?;
    let mut count = 1;
    for deeper in command.get_subcommands().filter(|one| one.get_name() != "help") {
        count += write(deeper, &format!("{name} {}", deeper.get_name()), dir, made_on)?;
    }
    Ok(count)
}

/// The greatest width of a line in the source of a manual page.
const WIDEST: usize = 79;

/// Improves the page that clap makes: a title in capitals with a date, lines of usual length, no breaks beside gaps,
/// examples under their own heading exactly as typed, and no reference to a page that doesn't exist.
fn tidy(page: &str, name: &str, made_on: Date) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut as_typed = false;
    for line in page.lines().map(str::trim_end) {
        match line {
            _ if line.starts_with(".TH ") => {
                let title = name.to_uppercase();
                lines.push(format!(".TH {title} 1 {made_on} \"iro {}\"", env!("CARGO_PKG_VERSION")));
            }
            ".SH EXTRA" => {
                lines.extend([".SH EXAMPLES", ".nf"].map(str::to_string));
                as_typed = true;
            }
            _ if as_typed && line.starts_with(".SH ") => {
                lines.extend([".fi".to_string(), line.to_string()]);
                as_typed = false;
            }
            _ if as_typed => lines.push(line.to_string()),
            ".br" if lines.last().is_some_and(|last| last == ".sp" || last == ".br") => {}
            ".sp" => {
                lines.pop_if(|last| last == ".br");
                lines.push(line.to_string());
            }
            "" => {}
            _ if line.starts_with(['.', '\'']) || line.len() <= WIDEST => lines.push(line.to_string()),
            // A line that begins with a dot or a quote would be a command of roff.
            _ => lines.extend(fold(line, WIDEST, 0).into_iter().map(|row| match row.starts_with(['.', '\'']) {
                true => format!("\\&{row}"),
                false => row,
            })),
        }
    }
    let mut text = lines.join("\n");
    let of_help = format!(".TP\n{}\\-help(1)\n", name.replace('-', "\\-"));
    if let Some(at) = text.find(&of_help) {
        let end = text[at + of_help.len()..].find('\n').map_or(text.len(), |end| at + of_help.len() + end + 1);
        text.replace_range(at..end, "");
    }
    format!("{text}\n")
}
