//! Where a dispute is along the chain of a stage.

use super::Dispute;
use crate::domain::policy::{Responders, RoleId, Stage};
use crate::domain::terms::ChainStep;

impl Dispute {
    /// The role of the present stage's chain to ask next; `None` if nobody is left, or if the stage has no chain.
    pub fn next_in_chain(&self) -> Option<&RoleId> {
        match &self.stage().responders {
            Responders::Chain(roles) => {
                roles.get(self.step_in_chain(self.stage(), self.stage_entry().step.next())?.index())
            }
            Responders::AnyOf(_) | Responders::AllOf(_) => None,
        }
    }

    /// The first place in a stage's chain, from `from` on, whose role is asked in the present circumstances.
    pub fn step_in_chain(&self, stage: &Stage, from: ChainStep) -> Option<ChainStep> {
        let Responders::Chain(roles) = &stage.responders else { return None };
        let called = |at: &usize| self.is_called_for(stage, &roles[*at], false);
        (from.index()..roles.len()).find(called).map(ChainStep::at)
    }

    /// The place of the present person among those of the chain who are asked in the present circumstances, from 1, and
    /// how many these are.
    pub fn place_in_chain(&self) -> (usize, usize) {
        let (stage, here) = (self.stage(), self.stage_entry().step);
        let next = |step: ChainStep| self.step_in_chain(stage, step);
        let asked: Vec<ChainStep> = std::iter::successors(next(ChainStep::FIRST), |step| next(step.next())).collect();
        let place = asked.iter().filter(|step| **step <= here).count().max(1);
        (place, asked.len().max(place))
    }

    /// Whether the last step led on to another person of the same stage.
    pub fn is_along_a_chain(&self) -> bool {
        let mut entries = self.stage_entries.iter().rev();
        let (last, before) = (entries.next(), entries.next());
        before.zip(last).is_some_and(|(before, last)| before.stay == last.stay)
    }
}
