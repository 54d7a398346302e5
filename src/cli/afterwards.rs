//! What may be pointed out after any command.

pub mod exposed;

use super::console::unrecorded;
use super::context::Context;
use crate::domain::time::{Moment, describe_moment};
use crate::render::clean;
use crate::store::{MayBe, Misplaced, Unplaced};

/// In seconds. Clocks of several computers may differ, but not by this much.
const A_DAY: i64 = 24 * 60 * 60;

/// Points out whatever applies.
pub fn point_out(ctx: &mut Context) {
    exposed::point_out(ctx);
    clock_set_back(ctx);
    clock_apart(ctx);
    unrecorded_texts(ctx);
    lost_settings(ctx);
    lost_ledger(ctx);
}

/// Points out that the ledger was gone, and that this command began a new one.
fn lost_ledger(ctx: &mut Context) {
    if ctx.store.take_ledger_begun() {
        ctx.console.warn(&format!(
            "the ledger `{}` was missing, and a new one has been begun: what was removed or changed before can't be noticed; if \
             there is a backup of it, compare the records with that; then `iro doctor --accept ledger --reason TEXT`",
            clean::line(&ctx.store.ledger_name())
        ));
    }
}

/// Warns that the clock seems to be set back: deadlines would seem far off, and events would be dated wrongly.
fn clock_set_back(ctx: &mut Context) {
    let now = ctx.now();
    let Some(written) = ctx.store.last_written().filter(|_| ctx.time.is_the_clock()) else { return };
    if (written - now.instant_or_end()).num_seconds() > A_DAY {
        ctx.console.warn(&format!(
            "the store was last written on {}, and by this computer's clock it is {}: dates may be wrong; set the clock",
            describe_moment(Moment::at(written)),
            describe_moment(now)
        ));
    }
}

/// Warns that the clock differs from that of the server on which something was recorded.
fn clock_apart(ctx: &mut Context) {
    if let Some(ahead) = ctx.store.clock_ahead() {
        ctx.console.warn(&format!(
            "this computer's clock is {ahead} the server's: what was recorded has the time of this computer; set its clock"
        ));
    }
}

/// Points out a copy that a sync client left instead of the settings or closing days: the dates just given ignore them.
fn lost_settings(ctx: &mut Context) {
    let lost = if ctx.console.has_recorded() { ctx.store.lost_settings().unwrap_or_default() } else { Vec::new() };
    for Unplaced { name, may_be, .. } in lost {
        if let MayBe::Misplaced(Misplaced::CopyBeside(own)) = may_be {
            ctx.console.warn(&format!(
                "`{name}` may be the store's `{own}`, which is not there: this was recorded without it; if it is, name it \
                 `{own}`"
            ));
        }
    }
}

/// Points out texts whose `iro` was killed while somebody was writing them.
fn unrecorded_texts(ctx: &mut Context) {
    if ctx.console.has_recorded() && ctx.console.takes_notes() {
        let files = ctx.store.unrecorded();
        files.iter().for_each(|file| ctx.console.note(&unrecorded::message_about(file)));
    }
}
