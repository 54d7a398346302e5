//! The steps that can come next, and what is asked for before them.

use super::{Dispute, Status};
use crate::domain::policy::{Duty, StageId, Step, Verb};

impl Dispute {
    /// The steps that can follow without an override, with the stage they lead to or happen in.
    pub(super) fn next_steps(&self) -> Vec<(Verb, Option<StageId>)> {
        if !self.is_open() {
            return Vec::new();
        }
        let here = Some(self.stage().id.clone());
        let up = if self.next_in_chain().is_some() {
            vec![here.clone()]
        } else {
            self.next_stages().iter().map(|stage| Some(stage.id.clone())).collect()
        };
        let refers = self.can_be_referred() || self.referral.is_some();
        let refer = [Verb::Refer, Verb::Curtail].into_iter().filter(|_| refers);
        let mut others: Vec<Verb> = [Verb::Resolve].into_iter().chain(refer).collect();
        if self.status() == Status::Complaint {
            return others.into_iter().map(|verb| (verb, here.clone())).collect();
        }
        others.extend([Verb::Respond, Verb::Agree]);
        others.extend(self.awaits_meeting().then_some(Verb::Meeting));
        others.push(Verb::Decide);
        others.extend(self.may_be_given_time().then_some(Verb::Extend));
        others.extend(self.complained.is_none().then_some(Verb::Complaint));
        let up = up.into_iter().map(|stage| (Verb::Escalate, stage));
        up.chain(others.into_iter().map(|verb| (verb, here.clone()))).collect()
    }

    /// Those of the next steps that a duty is asked for before, each once; escalating comes first.
    pub(super) fn guarded(&self, duty: &Duty, next: &[(Verb, Option<StageId>)]) -> Vec<Step> {
        // Along a chain no stage is entered.
        let entered = |verb: Verb, stage: &StageId| verb != Verb::Escalate || *stage != self.stage().id;
        let mut before: Vec<Step> = Vec::new();
        for step in &duty.before {
            let covers =
                |verb: Verb, stage: Option<&StageId>| step.covers(verb, stage.filter(|stage| entered(verb, stage)));
            let taken = next.iter().find(|(verb, stage)| covers(*verb, stage.as_ref()));
            let taken = taken.map(|(verb, stage)| {
                let stage = stage.clone().filter(|_| *verb == Verb::Escalate);
                Step { verb: *verb, stage }
            });
            before.extend(taken.filter(|step| !before.contains(step)));
        }
        before.sort_by_key(|step| step.verb != Verb::Escalate);
        before
    }
}
