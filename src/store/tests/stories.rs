//! Tests of what is true for every dispute under every built-in protocol, whatever happens: stories played in memory.

mod asked;
mod more_time;
mod typing_order;
mod ways_back;

use std::sync::Arc;

use crate::domain::calendar::Calendar;
use crate::domain::dispute::{Clock, Dispute};
use crate::domain::event::{Entry, Raised};
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, Policy, Stage, StageId};
use crate::domain::record::{Header, Kind, Record};
use crate::domain::sequence::is_open_after;
use crate::domain::steps::{Denied, Overrides, Raise, StepContext, decide_raise};
use crate::domain::time::{Date, Moment, parse_date, parse_when};
use crate::store::policies::PolicyBook;

const PROTOCOLS: [&str; 5] = ["knowsley", "south-west", "qa-notification", "mosaic", "national"];

/// A dispute, and the record that its events are written to.
#[derive(Clone)]
struct Story<'a> {
    calendar: &'a Calendar,
    record: Record,
    dispute: Dispute,
}

fn protocols() -> Vec<Arc<Policy>> {
    let book = PolicyBook::new(Vec::new());
    PROTOCOLS.iter().map(|id| book.latest(id, day("2026-03-02")).unwrap()).collect()
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn moment(text: &str) -> Moment {
    parse_when(text, Moment::on(day("2026-03-02"))).unwrap()
}

/// The context of a step at a moment, with a reason to override whatever requirements are not met.
fn at(now: Moment, on: Moment, calendar: &Calendar) -> StepContext<'_> {
    let overrides = Overrides::in_case("sample reason");
    let by = "Jo Bloggs".to_string();
    StepContext { now, on, by, confirmed: Vec::new(), overrides, calendar }
}

impl<'a> Story<'a> {
    /// A dispute raised at a stage. Every date that has to be agreed is 18 December.
    fn raised(policy: &Arc<Policy>, stage: &Stage, on: &str, calendar: &'a Calendar) -> Story<'a> {
        let header = Header {
            id: DisputeId::new(2026, 1),
            kind: Kind::Dispute,
            policy: policy.id.clone(),
            policy_version: policy.version.clone(),
            child: "C-1".to_string(),
        };
        let facts = Raised {
            stage: stage.id.clone(),
            concern: "The plan has not moved".to_string(),
            aware_on: Some(moment(on)),
            respond_by: Some(day("2026-12-18")),
            ..Raised::default()
        };
        let step = at(moment(on), moment(on), calendar);
        let (dispute, entry) = decide_raise(&header, policy, Raise { facts, ..Raise::default() }, &step).unwrap();
        Story { calendar, record: Record { header, entries: vec![entry] }, dispute }
    }

    /// Takes a step and records it, or returns why it can't be taken.
    fn tries(
        &mut self,
        now: &str,
        on: &str,
        step: impl FnOnce(&Dispute, &StepContext<'_>) -> Result<Entry, Denied>,
    ) -> Result<(), Denied> {
        let entry = step(&self.dispute, &at(moment(now), moment(on), self.calendar))?;
        self.record.entries.push(entry);
        self.dispute = Dispute::replay(&self.record, Arc::clone(&self.dispute.policy))?;
        assert_eq!(is_open_after(&self.record.entries), self.dispute.is_open(), "{:?}", self.record.entries);
        Ok(())
    }

    #[track_caller]
    fn goes_on(&mut self, on: &str, step: impl FnOnce(&Dispute, &StepContext<'_>) -> Result<Entry, Denied>) {
        self.tries(on, on, step).unwrap_or_else(|why| panic!("{on}: {why}"));
    }

    fn clocks<'c>(&'c self, id: &'c str) -> impl Iterator<Item = &'c Clock> {
        self.dispute.clocks.iter().filter(move |clock| clock.id == ClockId::from(id))
    }
}
