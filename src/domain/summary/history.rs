//! A record as it was at the end of a day: what it adds up to, and the events behind it, with corrections applied.

use std::sync::Arc;

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::dispute::{Clock, Dispute, ReplayError, with_corrections};
use crate::domain::event::{Course, Entry, Event};
use crate::domain::policy::Policy;
use crate::domain::praise::Praise;
use crate::domain::record::{Header, Record};
use crate::domain::sequence::{in_time, is_open_after};
use crate::domain::time::{Date, Moment};

/// A record as it was at the end of a day.
#[derive(Debug, Clone)]
pub struct History {
    pub case: Case,
    /// What happened, in the order in which it did. Corrections are already applied and left out.
    pub entries: Vec<Entry>,
    /// The dispute as it stands now, if a date had passed by that day that something may have come to since.
    now: Option<Dispute>,
}

impl History {
    /// A record as it was at the end of a day; `None` if it did not exist yet. A correction counts from the day of what
    /// it corrects, whenever it was made.
    ///
    /// # Errors
    /// Entries that can't follow each other, or a date the calendar doesn't reach.
    pub fn until(
        record: &Record,
        policy: &Arc<Policy>,
        day: Date,
        calendar: &Calendar,
    ) -> Result<Option<History>, ReplayError> {
        let (mut entries, _) = with_corrections(&record.entries)?;
        entries.retain(|entry| entry.at.date() <= day && !matches!(entry.event, Event::Corrected(_)));
        let is_begun = entries.first().is_some_and(|first| match first.event.course() {
            Course::Opens(_) | Course::Praise => true,
            Course::EscalatesTo(_) | Course::HandedOver | Course::Ends | Course::Unchanged => false,
        });
        if !is_begun {
            return Ok(None);
        }
        let record = Record { header: record.header.clone(), entries };
        let mut case = Case::replay(&record, Arc::clone(policy))?;
        if let Case::Dispute(dispute) = &mut case {
            dispute.begin_lapsed(Moment::on(day), calendar)?;
        }
        let entries = in_time(&record.entries).into_iter().cloned().collect();
        Ok(Some(History { case, entries, now: None }))
    }

    /// The same with what is known of it by now: whether what was late at the end of that day came after it.
    pub fn known_by_now(self, day: Date, now: &Case) -> History {
        let missed = |clock: &Clock| clock.is_running() && clock.deadline.due <= day;
        let may_have_come = self.dispute().is_some_and(|dispute| dispute.clocks.iter().any(missed));
        History { now: now.dispute().filter(|_| may_have_come).cloned(), ..self }
    }

    /// The dispute as it stands now, for what came too late for the day and counts in its period.
    pub fn dispute_by_now(&self) -> Option<&Dispute> {
        self.now.as_ref().or_else(|| self.dispute())
    }

    pub fn header(&self) -> &Header {
        self.case.header()
    }

    pub fn dispute(&self) -> Option<&Dispute> {
        self.case.dispute()
    }

    pub fn praise(&self) -> Option<&Praise> {
        match &self.case {
            Case::Praise(praise) => Some(praise),
            Case::Dispute(_) => None,
        }
    }

    /// Whether it was open at the end of a day.
    pub fn open_on(&self, day: Date) -> bool {
        is_open_after(self.entries.iter().filter(|entry| entry.at.date() <= day))
    }
}
