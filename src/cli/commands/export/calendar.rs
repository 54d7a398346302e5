//! Which clocks go into the calendar file, and when their alarms sound.

use std::sync::Arc;

use chrono::Days;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::reading::LoadedRecord;
use crate::domain::dispute::{Clock, Dispute};
use crate::domain::limit::{Direction, Limit};
use crate::domain::policy::Policy;
use crate::domain::same_name::is_wanted;
use crate::domain::time::{Date, Instant, Moment, morning};
use crate::render::ics;
use crate::render::view::ClockView;

/// How long an ended clock stays in the file as a cancelled entry.
const CANCELLED_FOR: Days = Days::new(60);

/// What was asked for.
pub struct Wanted<'a> {
    iro: Option<&'a str>,
    alarm: Option<Limit>,
    ended: bool,
}

impl<'a> Wanted<'a> {
    /// Reads the options.
    ///
    /// # Errors
    /// The alarm is no length of time.
    pub fn of(iro: Option<&'a str>, alarm: Option<&str>, ended: bool) -> Result<Wanted<'a>, Failure> {
        let alarm = alarm.map(Limit::parse).transpose()?;
        Ok(Wanted { iro, alarm: alarm.map(|limit| Limit { direction: Direction::Before, ..limit }), ended })
    }

    /// Whether the deadlines of a dispute are wanted.
    pub fn is_of(&self, dispute: &Dispute) -> bool {
        let whose = dispute.raised.iro.as_deref();
        is_wanted(whose, self.iro)
    }

    /// When the alarm of a running clock sounds: so long before its deadline, or before the morning of that day. `None`
    /// without an alarm, and for a date for guidance.
    fn alarm_of(&self, clock: &Clock, dispute: &Dispute, ctx: &Context) -> Result<Option<Instant>, Failure> {
        let Some(limit) = self.alarm.as_ref().filter(|_| clock.is_running() && clock.binds()) else {
            return Ok(None);
        };
        let due = clock.due_at.unwrap_or_else(|| morning(clock.due));
        let before = ctx.calendar()?.due(Moment::at(due), limit, &dispute.policy.counting)?;
        Ok(Some(before.at.unwrap_or_else(|| morning(before.date))))
    }
}

/// A clock with everything that its calendar entry needs.
struct Dated {
    clock: ClockView,
    policy: Arc<Policy>,
    place: (usize, usize),
    sequence: u32,
    stamp: Moment,
    alarm: Option<Instant>,
}

/// The calendar file.
///
/// # Errors
/// The calendar doesn't reach a date.
pub fn write(loaded: &[LoadedRecord], wanted: &Wanted<'_>, ctx: &mut Context) -> Result<String, Failure> {
    let mut found: Vec<Dated> = Vec::new();
    for (done, dispute) in loaded.iter().filter_map(LoadedRecord::dispute).enumerate() {
        ctx.console.progress("writing the calendar", done, loaded.len());
        if wanted.is_of(dispute) {
            found.extend(dated(dispute, wanted, ctx)?);
        }
    }
    ctx.console.progress_ends();
    let order = |one: &Dated| (one.clock.due, one.clock.dispute, one.clock.clock.clone(), one.place);
    found.sort_by_key(order);
    let entries = found.iter().map(|one| ics::Entry {
        clock: &one.clock,
        policy: &one.policy,
        place: one.place,
        sequence: one.sequence,
        stamp: one.stamp,
        alarm: one.alarm,
    });
    Ok(ics::render("Disputes: who has to answer by when", &entries.collect::<Vec<_>>()))
}

/// The running clocks of a dispute, and those that ended recently if they are wanted.
fn dated(dispute: &Dispute, wanted: &Wanted<'_>, ctx: &Context) -> Result<Vec<Dated>, Failure> {
    let since = ctx.now().date().checked_sub_days(CANCELLED_FOR).unwrap_or(Date::MIN);
    let mut found = Vec::new();
    for (index, clock) in dispute.clocks.iter().enumerate() {
        if clock.end.is_some_and(|(_, at)| !wanted.ended || at.date() < since) {
            continue;
        }
        let same =
            |one: &&Clock| (&one.id, &one.stage, one.stage_entry) == (&clock.id, &clock.stage, clock.stage_entry);
        found.push(Dated {
            clock: ClockView::of(dispute, clock, ctx.now(), ctx.calendar()?)?,
            policy: dispute.policy.clone(),
            place: (clock.stage_entry, dispute.clocks[..index].iter().filter(same).count()),
            sequence: dispute.entry_count,
            stamp: dispute.latest(),
            alarm: wanted.alarm_of(clock, dispute, ctx)?,
        });
    }
    Ok(found)
}
