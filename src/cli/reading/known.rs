//! Works out the facts of a record that filters and lists are decided by.

use chrono::Days;

use super::LoadedRecord;
use crate::domain::case::Case;
use crate::domain::dispute::{Clock, ClockWithoutDate, Dispute, Status};
use crate::domain::inbox::everybody;
use crate::domain::time::{Date, Moment};
use crate::render::view::CachedView;
use crate::store::memo::{Names, RecordFacts, Span};

/// The facts of a record; those that only its view has are missing without `view`.
pub fn known(loaded: &LoadedRecord, view: Option<&CachedView<'_>>, as_of: Moment) -> RecordFacts {
    let header = loaded.case.header();
    let days = || loaded.stored.record.entries.iter().map(|entry| entry.at.date());
    let written = Span { from: days().min().unwrap_or(Date::MIN), to: days().max().unwrap_or(Date::MAX) };
    let said = view.filter(|_| is_over(&loaded.case)).map(|view| view.latest().unwrap_or(written.to));
    let mut known = RecordFacts {
        kind: header.kind,
        raised_on: as_of.date(),
        closed_on: None,
        due: None,
        earliest: None,
        waits: false,
        asked: Names::default(),
        dateless: false,
        policy_changed: loaded.policy_changed,
        written,
        holds: Span::ALWAYS,
        over_on: said.map(|said| said.max(written.to)),
        child: RecordFacts::child(&header.child),
    };
    match &loaded.case {
        Case::Dispute(dispute) => {
            known.raised_on = dispute.raised_at.date();
            known.closed_on = dispute.ended_at().map(|at| at.date());
            let running = || dispute.clocks.iter().filter(|clock| clock.is_running());
            let due = |clock: &Clock| dispute.in_force(clock, as_of).due;
            known.due = running().filter(|clock| clock.binds()).map(due).min();
            known.earliest = running().map(due).min();
            known.waits = dispute.waits();
            known.dateless = match dispute.is_open() {
                true => {
                    let lacks = dispute.clocks_without_date().iter().any(ClockWithoutDate::is_awaited);
                    // With the complaints procedure nothing else brings up what is owed.
                    let beside = || dispute.status() == Status::Complaint && !dispute.owed_without_date().is_empty();
                    lacks || !dispute.owed_of_referral().is_empty() || beside()
                }
                false => !dispute.owed_without_date().is_empty(),
            };
            known.holds = between_lapses(dispute, as_of).within(between_listings(dispute, as_of.date()));
        }
        Case::Praise(praise) => {
            known.raised_on = praise.at.date();
            known.closed_on = Some(praise.at.date());
            known.waits = praise.waiting_for().next().is_some() || praise.owes_filing();
        }
    }
    if known.waits {
        known.asked = Names::of(everybody(&loaded.case, as_of.date()).iter().map(String::as_str));
    }
    known
}

/// Whether a record is closed and nothing of it is owed, so that it no longer changes.
fn is_over(case: &Case) -> bool {
    match case {
        Case::Dispute(dispute) => {
            let runs = dispute.clocks.iter().any(Clock::is_running);
            !dispute.is_open() && !runs && dispute.open_actions().next().is_none()
        }
        Case::Praise(praise) => praise.waiting_for().next().is_none() && !praise.owes_filing(),
    }
}

/// The dates around today on which the same clocks are past. If the protocol lets a clock start when another runs out,
/// or further time runs beside one, the dispute changes outside this range.
fn between_lapses(dispute: &Dispute, as_of: Moment) -> Span {
    let lapses = dispute.is_open() && dispute.policy.has_lapses();
    let counts = |clock: &&Clock| clock.is_running() && (lapses || dispute.further_time_beside(clock).is_some());
    let (past, ahead): (Vec<&Clock>, Vec<&Clock>) =
        dispute.clocks.iter().filter(counts).partition(|clock| clock.is_past(as_of));
    let after = past.iter().filter_map(|clock| clock.due.succ_opt()).max();
    // A deadline with a time of day is past before the day is over.
    let last = |clock: &&Clock| clock.due - Days::new(u64::from(clock.due_at.is_some()));
    Span { from: after.unwrap_or(Date::MIN), to: ahead.iter().map(last).min().unwrap_or(Date::MAX) }
}

/// The dates around today on which the same duties are listed. A duty that waits for a deadline is listed from that
/// date on.
fn between_listings(dispute: &Dispute, day: Date) -> Span {
    let dates = dispute.listing_dates();
    let from = dates.iter().copied().filter(|date| *date <= day).max();
    let to = dates.iter().copied().filter(|date| *date > day).min().and_then(|date| date.pred_opt());
    Span { from: from.unwrap_or(Date::MIN), to: to.unwrap_or(Date::MAX) }
}
