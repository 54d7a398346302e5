//! What lists show of disputes that lack a date and so would never come up.

use crate::domain::dispute::{ClockWithoutDate, Dispute, DutyStanding, Status};
use crate::domain::time::describe;
use crate::render::clean;

/// For an open dispute, a line for each clock without a date and for whatever a referral lacks; for an ended one, what
/// it owes without a date.
pub fn undated(dispute: &Dispute) -> Vec<String> {
    if !dispute.is_open() {
        return dispute.owed_without_date();
    }
    let id = dispute.header.id;
    let dateless = dispute.clocks_without_date();
    let awaited: Vec<&ClockWithoutDate<'_>> = dateless.iter().filter(|one| one.is_awaited()).collect();
    let runs = dispute.clocks.iter().any(|clock| clock.is_running() && clock.binds());
    let mut lines = Vec::new();
    if dispute.status() == Status::Complaint && !runs {
        let since = dispute.complained.map(|(on, _)| format!(" since {}", describe(on.date()))).unwrap_or_default();
        let owed = in_short(dispute, &dispute.owed()).map(|owed| format!("; {owed}")).unwrap_or_default();
        lines.push(format!(
            "{id} has been in the complaints procedure{since} and has no deadline{owed}; `iro reopen {id} --reason TEXT` reopens it"
        ));
    } else if dispute.status() == Status::Complaint {
        let undated: Vec<_> = dispute.owed().into_iter().filter(|view| dispute.owed_by(view).is_none()).collect();
        let owed = in_short(dispute, &undated);
        lines.extend(owed.map(|owed| format!("{id} is in the complaints procedure; {owed}")));
    } else if !runs && awaited.is_empty() {
        lines.push(format!("{id} is open and has no deadline; see `iro show {id}`"));
    }
    lines.extend(dispute.owed_of_referral().iter().map(|owed| {
        let since = describe(dispute.asked_since(owed).date());
        format!("{id}, since {since}: {}", clean::line(&owed.in_full()))
    }));
    lines.extend(awaited.into_iter().map(|one| format!("{id}: {}", clean::line(&one.sentence(&id.to_string())))));
    lines
}

/// What of these duties is not on record yet; of several, how many they are and what lists them.
fn in_short(dispute: &Dispute, owed: &[DutyStanding]) -> Option<String> {
    let id = dispute.header.id;
    match owed {
        [_, _, ..] => Some(format!("{} things are not on record yet: `iro show {id}`", owed.len())),
        [_] | [] => dispute.not_on_record_yet(owed).map(|owed| clean::line(&owed)),
    }
}
