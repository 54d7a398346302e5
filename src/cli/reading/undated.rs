//! What lists show of a dispute that has no date to bring it up.

use crate::domain::dispute::{Clock, Dateless, Dispute, Status};
use crate::domain::time::describe;
use crate::render::clean;

/// Of an open dispute, a line for each thing that lacks a date, and for what a referral owes; of one that has ended, what it owes without one.
pub fn undated(dispute: &Dispute) -> Vec<String> {
    if !dispute.is_open() {
        return dispute.owed_without_date();
    }
    let id = dispute.header.id;
    let dateless = dispute.dateless();
    let awaited: Vec<&Dateless<'_>> = dateless.iter().filter(|one| one.is_awaited()).collect();
    let runs = dispute.clocks.iter().any(Clock::is_running);
    let mut lines = Vec::new();
    if dispute.status() == Status::Complaint && !runs {
        let since = dispute.complained.map(|(on, _)| format!(" since {}", describe(on.date()))).unwrap_or_default();
        let owed = dispute.owed_by_name();
        let owed = if owed.is_empty() { String::new() } else { format!(", still owed: {}", owed.join(", ")) };
        lines.push(format!(
            "{id} has been with the complaints procedure{since} and has no deadline{owed}; `iro reopen {id} --reason TEXT` reopens it"
        ));
    } else if !runs && awaited.is_empty() {
        lines.push(format!("{id} is open and has no deadline; see `iro show {id}`"));
    }
    lines.extend(dispute.owed_of_referral().iter().map(|owed| {
        let since = describe(dispute.asked_since(owed).date());
        format!("{id}: {}, since {since}", clean::line(&owed.text))
    }));
    lines.extend(awaited.into_iter().map(|one| format!("{id}: {}", clean::line(&one.sentence(&id.to_string())))));
    lines
}
