//! Answers of people who are no longer asked: those of a stage that was left, and of anybody else. They are kept, and
//! don't count for the stage where the dispute stands.

use super::{Action, Answer, Dispute, StageEntry};
use crate::domain::terms::EntryNumber;

impl Dispute {
    /// The answer that an entry gave, with the place in `stage_entries` of the one in which it was given.
    fn answer_given(&self, entry: EntryNumber) -> Option<(usize, &Answer)> {
        let in_each = self.stage_entries.iter().enumerate();
        let mut all = in_each.flat_map(|(at, stay)| stay.answers.iter().map(move |answer| (at, answer)));
        all.find(|(_, answer)| answer.entry == entry)
    }

    fn is_asked_at(&self, stage_entry: &StageEntry, answer: &Answer) -> bool {
        self.counts(answer, stage_entry.asked.at_step(stage_entry.step))
    }

    /// Whether an answer is from somebody who was asked where it was given.
    pub(super) fn counts_where_given(&self, entry: EntryNumber) -> bool {
        self.answer_given(entry).is_some_and(|(at, answer)| self.is_asked_at(&self.stage_entries[at], answer))
    }

    /// The earlier stay for which an answer came after it was left: whoever gave it was asked then, and is not where it
    /// was given.
    pub fn late_for(&self, entry: EntryNumber) -> Option<&StageEntry> {
        let (at, answer) = self.answer_given(entry)?;
        let given_in = &self.stage_entries[at];
        if self.is_asked_at(given_in, answer) {
            return None;
        }
        let asked = self.stage_entries[..at].iter().rfind(|one| self.is_asked_at(one, answer));
        asked.filter(|one| one.stay != given_in.stay)
    }

    /// Whether the present stay has an answer of anybody who is asked there.
    pub fn has_answer_that_counts(&self) -> bool {
        self.entries_of(self.stage_entry().stay).any(|stay| stay.answers.iter().any(|one| self.is_asked_at(stay, one)))
    }

    /// Whether an action was only offered in an answer, which nobody has accepted.
    pub fn is_only_offered(&self, action: &Action) -> bool {
        let accepted = || self.plan_agreed.is_some_and(|(_, entry)| self.happened_after(entry, action.entry));
        self.answer_given(action.entry).is_some() && !accepted()
    }

    /// Whether an action belongs to the plan of the present stage: not if somebody promised it who is not asked there,
    /// unless a plan was accepted since.
    pub(super) fn is_of_the_plan(&self, action: &Action) -> bool {
        let Some((at, answer)) = self.answer_given(action.entry) else { return true };
        let accepted = self.plan_agreed.is_some_and(|(_, entry)| self.happened_after(entry, action.entry));
        accepted || self.is_asked_at(&self.stage_entries[at], answer)
    }
}
