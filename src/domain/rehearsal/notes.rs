//! What an author should know beside the dates of a rehearsal.

use super::Play;
use crate::domain::dispute::{ClockEnd, Lacks};
use crate::domain::policy::{CaseType, ClockId, ReferralWhen, StartsOn};
use crate::domain::steps::Denied;
use crate::domain::time::describe;

impl Play<'_> {
    /// Clocks of the stage that wait for a meeting or a duty that nobody has a date for.
    pub(super) fn note_what_never_began(&mut self) {
        let without: Vec<String> = self
            .dispute
            .dateless()
            .iter()
            .filter(|one| one.lacks != Lacks::Agreed)
            .map(|one| {
                format!(
                    "`{}` has no date: {}; `--{}` gives it",
                    one.rule.id,
                    one.lacks.because(),
                    one.lacks.fact().flag()
                )
            })
            .collect();
        without.into_iter().for_each(|note| self.note(note));
        let stage = self.dispute.stage().clone();
        let run = Some(self.dispute.stage_entry().run);
        for rule in &stage.clocks {
            let began = self.dispute.clocks.iter().any(|clock| clock.id == rule.id && clock.run == run);
            let waits = rule.from.iter().find_map(|start| match start {
                StartsOn::Meeting => Some("a meeting that is not held here".to_string()),
                StartsOn::Duty { duty, .. } => Some(format!("`{duty}`, which nobody does here")),
                _ => None,
            });
            if let Some(waits) = waits.filter(|_| !began) {
                self.note(format!("`{}` of {} has no date: it is counted from {waits}", rule.id, stage.title));
            }
        }
    }

    /// What can be said once the top of the ladder is reached.
    pub(super) fn after_the_end(&mut self) -> Result<(), Denied> {
        let totals = self.dispute.clocks.iter().filter(|clock| clock.id == ClockId::Total || self.covers_some(clock));
        for total in totals.cloned().collect::<Vec<_>>() {
            let (out, counting) = (describe(total.due), &self.dispute.policy.counting);
            let left = total.end.filter(|(end, _)| *end == ClockEnd::Stopped).map(|(_, at)| at.date());
            let past = self.calendar.between(total.due, left.unwrap_or(self.over_on), counting)?;
            let days = if past == 1 { "working day" } else { "working days" };
            let named = if total.id == ClockId::Total { "the total".to_string() } else { format!("`{}`", total.id) };
            self.note(match (past > 0, left) {
                (true, None) => format!("{named} runs out on {out}, {past} {days} before the last date of the stages"),
                (true, Some(_)) => format!("{named} runs out on {out}, {past} {days} before its stages are left"),
                (false, None) => format!("the stages end within {named}, which runs out on {out}"),
                (false, Some(_)) => format!("its stages are left within {named}, which runs out on {out}"),
            });
        }
        let note = self.referral();
        self.note(note);
        Ok(())
    }

    /// From when the matter can be referred without giving a reason for not waiting.
    fn referral(&self) -> String {
        let policy = &self.dispute.policy;
        let (label, to) = (&policy.labels.referral, policy.labels.referred_to());
        if !self.dispute.can_be_referred() {
            let case = self.dispute.raised.case_type.map_or("no child", CaseType::whom);
            return format!(
                "this is about {case}, and only the case of a looked-after child is referred to {to}, by law"
            );
        }
        let entered = |stage: usize| {
            let stage_entry = self.dispute.stage_entries.iter().find(|stage_entry| stage_entry.stage == stage);
            stage_entry.map_or_else(
                || "never here".to_string(),
                |stage_entry| format!("from {}", describe(stage_entry.entered.date())),
            )
        };
        match policy.referral.as_ref().map(|rule| &rule.when) {
            None => format!("the file says nothing of a {label}; it is open at any point, by law"),
            Some(ReferralWhen::Any) => format!("{label}: open from the first day"),
            Some(ReferralWhen::AfterAll) => {
                format!("{label}: without a reason for not waiting, {}", entered(self.dispute.stage_entry().stage))
            }
            Some(ReferralWhen::AfterStage(stage)) => {
                let index = policy.stage_index(stage).unwrap_or_default();
                format!("{label}: without a reason for not waiting, {}", entered(index))
            }
        }
    }
}
