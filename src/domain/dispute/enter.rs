//! Entering a stage: who is asked there, who is told, and in which stay.

use super::state::StayNumber;
use super::{Dispute, StageEntry, StageNotice};
use crate::domain::event::{Entry, Event};
use crate::domain::policy::{Responders, RoleId, StageId};
use crate::domain::terms::ChainStep;
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// Enters a stage, by its index in the policy, at a place in its chain: notes who is asked and who is told, and
    /// gives them the turn.
    pub(super) fn enter(&mut self, stage: usize, step: ChainStep, entry: &Entry, respond_by: Option<Date>) {
        let reopened = matches!(entry.event, Event::Reopened(_));
        let same_chain = self.stage_entries.last().is_some_and(|last| {
            let chain = matches!(self.policy.stages[stage].responders, Responders::Chain(_));
            last.stage == stage && step > ChainStep::FIRST && chain && !reopened
        });
        let stay = match self.stage_entries.last() {
            Some(last) if same_chain => last.stay,
            Some(last) => last.stay.next(),
            None => StayNumber::FIRST,
        };
        if same_chain {
            self.set_plans_aside(stay);
        }
        let policy_stage = &self.policy.stages[stage];
        let step = match step == ChainStep::FIRST {
            true => self.step_in_chain(policy_stage, step).unwrap_or(step),
            false => step,
        };
        for clock in &mut self.clocks {
            if clock.stay.is_none() && clock.stage.as_ref() == Some(&policy_stage.id) {
                clock.stay = Some(stay);
            }
        }
        for mark in self.marks.iter_mut().filter(|mark| mark.ahead.as_ref() == Some(&policy_stage.id)) {
            (mark.stay, mark.ahead) = (stay, None);
        }
        // If one of several roles was chosen, it is asked again if the dispute is reopened at the same stage.
        let again = self.stage_entries.last().filter(|last| reopened && last.stage == stage);
        let again = again.map(|last| last.asked.clone()).filter(|asked| asked.roles().len() == 1);
        let chosen = entry.event.asked().map(|role| Responders::AnyOf(vec![role.clone()]));
        let responders = chosen.or(again).unwrap_or_else(|| self.responders_at(policy_stage));
        let asked = responders.at_step(step).iter();
        let copied: Vec<RoleId> = self.copied_at(policy_stage).filter(|_| !same_chain).cloned().collect();
        let mut told: Vec<StageNotice> = Vec::new();
        let asked = asked.map(|to| (to, false));
        for (to, copied) in asked.chain(copied.iter().map(|to| (to, true))) {
            // Whoever is asked again is told again.
            if !told.iter().any(|notice| notice.to == *to) {
                told.push(StageNotice { to: to.clone(), copied, stage: policy_stage.id.clone(), on: entry.at });
            }
        }
        self.notices.extend(told);
        self.stage_entries.push(StageEntry {
            asked: responders,
            copied,
            stage,
            step,
            stay,
            entered: entry.at,
            entry: entry.number,
            reopened,
            respond_by,
            answers: Vec::new(),
        });
        self.turn.enter(entry.at);
    }

    /// The last entry into a stage; `None` if it was never entered.
    pub(super) fn last_entry_into(&self, stage: &StageId) -> Option<&StageEntry> {
        self.stage_entries.iter().rfind(|entry| self.policy.stages[entry.stage].id == *stage)
    }

    /// When a stage was last left, or the dispute went on along its chain or was reopened there.
    pub(super) fn last_left(&self, stage: &StageId) -> Option<Moment> {
        let last = self.last_entry_into(stage)?.entry;
        self.stage_entries.iter().skip_while(|entry| entry.entry != last).nth(1).map(|next| next.entered)
    }

    /// The entries of a stay in their order: one, or one for each step of a chain and each time it was reopened there.
    pub(in crate::domain) fn entries_of(
        &self,
        stay: StayNumber,
    ) -> impl DoubleEndedIterator<Item = &StageEntry> + Clone {
        self.stage_entries.iter().filter(move |entry| entry.stay == stay)
    }
}
