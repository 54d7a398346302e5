//! In which order steps may be taken: none in the future, none before the last one that moved the dispute, and what a
//! step that is recorded late does to what is recorded for later.

use chrono::TimeDelta;

use super::checks::confirmable;
use super::rule::Bar;
use super::{Denied, Refusal, StepContext, exactly};
use crate::domain::dispute::{Dispute, MarkKind, ReplayError, Status};
use crate::domain::event::{Entry, Event};
use crate::domain::sequence::Order;
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Moment, describe_moment};

/// Refuses a step that is dated in the future.
pub(super) fn not_in_future(step: &StepContext<'_>) -> Result<(), Denied> {
    if step.now.is_before(&step.on) {
        let message = format!("{} is in the future: it is {} now", exactly(step.on), exactly(step.now));
        let hint = "leave `--on` out if it happens now, or give the day it happened".to_string();
        return Err(Refusal::absolute(Bar::Future, message, Some(hint)));
    }
    Ok(())
}

/// The most by which two computers' clocks are taken to differ; beyond it, one of them is wrong.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::hours(1);

/// The entry typed last, if its time is up to an hour after `now`: another computer's clock is ahead, and its time
/// counts as now.
pub fn typed_ahead(entries: &[Entry], now: Moment) -> Option<&Entry> {
    let last = entries.iter().max_by_key(|entry| entry.recorded_at.instant_or_end())?;
    let ahead = last.recorded_at.instant_or_end() - now.instant()?;
    (TimeDelta::zero() < ahead && ahead <= CLOCKS_DIFFER).then_some(last)
}

impl Dispute {
    /// The checks for every step: not in the future, not before the last step that moved the dispute, and with known
    /// duties confirmed.
    pub(super) fn in_order(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        not_in_future(step)?;
        let (last, moved) = self.last_moved();
        if step.on.is_before(&moved) {
            return Err(self.before_last_move(step, last, moved));
        }
        confirmable(&step.confirmed, self.duty_names(), step.now)
    }

    /// The checks for a step that counts from its own day: not in the future, and not before the dispute was raised.
    pub(super) fn not_before_it_was_raised(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        not_in_future(step)?;
        // If the last step is later than the time here, a computer's clock is wrong.
        let (last, moved) = self.last_moved();
        if step.now.is_before(&moved) {
            return Err(self.before_last_move(step, last, moved));
        }
        match self.history.first().filter(|first| step.on.is_before(&first.at)) {
            Some(first) => Err(self.before_last_move(step, first, first.at)),
            None => confirmable(&step.confirmed, self.duty_names(), step.now),
        }
    }

    /// The dispute as it stood when a step that is recorded late was taken; `None` if it stood as it does now.
    pub(super) fn state_at_step(&self, step: &StepContext<'_>) -> Result<Option<Dispute>, Denied> {
        Ok(self.looking_back(step.on, Order::AfterLastMove, step.calendar)?)
    }

    /// As `state_at_step`, for a step that counts from its own day.
    pub(super) fn state_on_own_day(&self, step: &StepContext<'_>) -> Result<Option<Dispute>, Denied> {
        self.not_before_it_was_raised(step)?;
        Ok(self.looking_back(step.on, Order::OwnDate, step.calendar)?)
    }

    /// The refusal of a step dated before the last one that moved the dispute, with the ways out.
    fn before_last_move(&self, step: &StepContext<'_>, last: &Entry, moved: Moment) -> Denied {
        let (id, number) = (self.header.id, last.number);
        let same_day = step.on.date() == moved.date();
        let shown = if same_day { exactly } else { describe_moment };
        let message = format!(
            "{} is before the latest step of dispute `{id}`: event {number} ({}) on {}",
            shown(step.on),
            last.event.word(),
            shown(moved)
        );
        let correct = format!("`iro correct {id} --event {number} --set on=WHEN --reason TEXT`");
        // The first event can be corrected, but not struck.
        let strikes = if number == EntryNumber::FIRST { "" } else { " (without `--set`, the event is struck out)" };
        let hint = if step.now.is_before(&moved) {
            format!(
                "it is {} here, so the clock of this computer or of the one that recorded event {number} is wrong: set \
                 this one, or correct the event: {correct}{strikes}",
                exactly(step.now)
            )
        } else {
            format!(
                "if event {number} has the wrong date, correct it: {correct}{strikes}; if not, leave `--on` out, and \
                 say in the text when this happened"
            )
        };
        Refusal::absolute(Bar::BeforeLatest, message, Some(hint))
    }

    /// As `in_order`, for a step that only an open dispute can take.
    pub(super) fn open_and_in_order(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        self.in_order(step)?;
        let id = self.header.id;
        let (ended, reopens) = match self.status() {
            Status::AwaitingResponse | Status::AwaitingReview | Status::Agreed => return Ok(()),
            Status::Resolved => ("is already resolved", "if it was not carried out"),
            Status::Withdrawn => ("was withdrawn", "to open it again"),
            Status::Complaint => ("has gone to the complaints procedure", "to open it again"),
        };
        let hint = format!("run `iro reopen {id} --reason TEXT` {reopens}");
        Err(Refusal::absolute(Bar::Closed, format!("dispute `{id}` {ended}"), Some(hint)))
    }

    /// A warning for each later entry about the duty that is now recorded as done; those entries stay as they are.
    pub(super) fn warnings_of_later_marks(&self, entry: &Entry, then: &Dispute) -> Vec<String> {
        let Event::DutyDone(facts) = &entry.event else { return Vec::new() };
        let stay = then.stay_of(facts.stage.as_ref());
        let later = self.later_than(then).filter(|mark| mark.duty == facts.duty && mark.stay == stay);
        later
            .map(|mark| {
                let (number, duty) = (mark.entry, &mark.duty);
                match mark.kind {
                    MarkKind::Done => {
                        format!("event {number} says that `{duty}` was done on {}, too", describe_moment(mark.on))
                    }
                    MarkKind::Waived => format!("event {number} says that `{duty}` will not be done"),
                    MarkKind::Overridden => {
                        format!("event {number} went on without `{duty}`, and its reason stays on record")
                    }
                }
            })
            .collect()
    }

    /// A warning that a later event now counts at this step's stage; a refusal if the dispute would have ended before
    /// it.
    pub(super) fn warning_of_later_move(&self, entry: &Entry, next: &Dispute) -> Result<Option<String>, Denied> {
        let mut later = self.later_events().filter(|later| entry.event.moves() && later.event.needs_open_dispute());
        let Some(first) = later.next() else { return Ok(None) };
        let (number, word, on) = (first.number, first.event.word(), describe_moment(first.at));
        if next.is_open() && next.status() != Status::Complaint {
            let title = &next.stage().title;
            return Ok(Some(format!(
                "event {number} ({word}) of {on} came later than this step, so it now counts at {title}"
            )));
        }
        let id = self.header.id;
        let message = format!("event {number} ({word}) is recorded for {on}, when the dispute would have ended");
        let hint = format!(
            "give a later day with `--on`, or correct the date of event {number}: `iro correct {id} --event {number} --set \
             on=WHEN --reason TEXT`"
        );
        Err(Refusal::absolute(Bar::Order, message, Some(hint)))
    }

    /// The refusal of a step after which the later events can't be replayed.
    pub(super) fn at_odds_with_later(&self, entry: &Entry, fault: &ReplayError) -> Denied {
        let message =
            format!("with this on {}, what is recorded for later does not follow: {fault}", describe_moment(entry.at));
        Refusal::absolute(Bar::Order, message, Some(format!("see `iro log {}`", self.header.id)))
    }
}
