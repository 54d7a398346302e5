//! What is pointed out after a command, whatever it was.

use super::context::Context;
use super::{exposed, unrecorded};
use crate::domain::time::Moment;
use crate::render::words;
use crate::store::{MayBe, Unplaced};

/// Clocks of several computers differ; not by so much.
const A_DAY: i64 = 24 * 60 * 60;

/// All of it.
pub fn point_out(ctx: &mut Context) {
    exposed::point_out(ctx);
    clock_set_back(ctx);
    unrecorded_texts(ctx);
    lost_settings(ctx);
}

/// Deadlines would seem far off, and what is recorded would be dated wrongly.
fn clock_set_back(ctx: &mut Context) {
    let now = ctx.now();
    let Some(written) = ctx.store.last_written().filter(|_| ctx.time.is_the_clock()) else { return };
    if (written - now.instant_or_end()).num_seconds() > A_DAY {
        ctx.console.warn(&format!(
            "the store was last written on {}, and by this computer's clock it is {}: dates may be wrong; set the clock",
            words::moment(Moment::at(written)),
            words::moment(now)
        ));
    }
}

/// A copy that a sync client left in place of the settings or the closing days: what was dated just now was dated without.
fn lost_settings(ctx: &mut Context) {
    let lost = if ctx.console.has_recorded() { ctx.store.lost_settings().unwrap_or_default() } else { Vec::new() };
    for Unplaced { name, may_be } in lost {
        if let MayBe::Beside(own) = may_be {
            ctx.console.warn(&format!(
                "`{name}` may be the store's `{own}`, which is not there: this was recorded without it; if it is, name it \
                 `{own}`"
            ));
        }
    }
}

/// Texts that somebody typed in an editor while `iro` was killed: the next command that writes reports where they are.
fn unrecorded_texts(ctx: &mut Context) {
    if ctx.console.has_recorded() && ctx.console.takes_notes() {
        let files = ctx.store.unrecorded();
        files.iter().for_each(|file| ctx.console.note(&unrecorded::said(file)));
    }
}
