//! A dispute that ends and is opened again keeps the start of its total clock.

use super::*;
use crate::domain::event::{Because, Complained, Resolved, Withdrawn};
use crate::domain::steps::{Escalate, Reopen};

#[derive(Debug, Clone, Copy)]
enum Ending {
    Resolved,
    Withdrawn,
    Complaint,
    /// It was referred to the complaints procedure, and ended during the complaint.
    ComplaintThenResolved,
    ComplaintThenWithdrawn,
}

const ENDINGS: [Ending; 5] = [
    Ending::Resolved,
    Ending::Withdrawn,
    Ending::Complaint,
    Ending::ComplaintThenResolved,
    Ending::ComplaintThenWithdrawn,
];

impl Story<'_> {
    fn ends(&mut self, how: Ending, on: &str) {
        let reason = || "sample reason".to_string();
        let resolve = || Resolved { outcome: reason(), ..Resolved::default() };
        if matches!(how, Ending::Complaint | Ending::ComplaintThenResolved | Ending::ComplaintThenWithdrawn) {
            self.goes_on(on, |one, step| one.complain(Complained { reason: reason(), ..Complained::default() }, step));
        }
        match how {
            Ending::Resolved | Ending::ComplaintThenResolved => {
                self.goes_on(on, |one, step| one.resolve(resolve(), step));
            }
            Ending::Withdrawn | Ending::ComplaintThenWithdrawn => {
                self.goes_on(on, |one, step| one.withdraw(Withdrawn { reason: reason(), raised_in_error: None }, step));
            }
            Ending::Complaint => {}
        }
    }

    fn comes_back(&mut self, to: &StageId, on: &str) {
        let (reason, to) = ("sample reason".to_string(), Some(to.clone()));
        let reopen = Reopen { reason, to, respond_by: Some(day("2026-12-18")), fields: Default::default() };
        // Where the protocol continues beside a complaint, the dispute has not ended.
        if !self.dispute.is_open() || self.dispute.status() == crate::domain::dispute::Status::Complaint {
            self.goes_on(on, |one, step| one.reopen(reopen, step));
        }
    }

    /// Escalates to the next stage, if there is one.
    fn goes_up(&mut self, on: &str) {
        let to = self.dispute.next_stages().first().map(|stage| stage.id.clone());
        let to = to.filter(|_| self.dispute.next_in_chain().is_none());
        if to.is_some() || self.dispute.next_in_chain().is_some() {
            let up = Escalate {
                because: Because::Urgent,
                reason: Some("sample reason".to_string()),
                to: to.map(|to| to.to_string()),
                respond_by: Some(day("2026-12-18")),
                ask: None,
                fields: Default::default(),
            };
            self.goes_on(on, |one, step| one.escalate(up, step));
        }
    }

    /// The facts about the total clock: whether it runs, and its start and deadline each time that it was set.
    fn total(&self) -> (Vec<bool>, Vec<(Moment, Date)>) {
        let totals = || self.clocks("total");
        let given = totals().map(|clock| (clock.deadline.started, clock.due));
        (totals().map(Clock::is_running).collect(), given.collect())
    }
}

/// Tries every ending, every stage to reopen at, with and without escalating afterwards, then a second ending and
/// reopening.
#[test]
fn whatever_ends_and_comes_back_the_total_has_one_start_and_one_date() {
    let calendar = Calendar::england_and_wales();
    for policy in protocols() {
        let formal = policy.first_formal().filter(|formal| formal.id != policy.stages[0].id);
        for start in policy.stages.first().into_iter().chain(formal) {
            let raised = Story::raised(&policy, start, "2026-03-02T10:00", &calendar);
            let (runs, given) = raised.total();
            for (first, back) in ENDINGS.into_iter().flat_map(|end| policy.stages.iter().map(move |back| (end, back))) {
                let mut once = raised.clone();
                once.ends(first, "2026-03-05T10:00");
                once.comes_back(&back.id, "2026-03-12T10:00");
                let formal = start.is_formal() || back.is_formal();
                let case = format!("{}: {} {first:?} {}", policy.id, start.id, back.id);
                assert_eq!(once.total().0, vec![true; usize::from(formal)], "{case}: {:?}", once.total());
                if !runs.is_empty() {
                    assert_eq!(once.total().1, given, "{case}");
                }
                let seconds = [Ending::Resolved, Ending::Withdrawn, Ending::Complaint];
                for (further, second) in [false, true].into_iter().flat_map(|up| seconds.map(|end| (up, end))) {
                    let mut twice = once.clone();
                    if further {
                        twice.goes_up("2026-03-13T10:00");
                    }
                    let before = twice.total();
                    twice.ends(second, "2026-03-16T10:00");
                    let to = twice.dispute.stage().id.clone();
                    twice.comes_back(&to, "2026-03-17T10:00");
                    assert_eq!(twice.total(), before, "{case}, further: {further}, then {second:?}");
                }
            }
        }
    }
}
