//! The questions about who decides that a matter is settled, and at which stages.

use super::flow::{Flow, Kind};

impl Flow<'_> {
    /// Who must be satisfied before a dispute can end, and who judges an answer in the raiser's place.
    pub(super) fn judging(&mut self) {
        let words = "Who must be satisfied before it can end? (press Enter for whoever raised it)";
        self.draft.satisfied = self.optional_people("satisfied", words);
        if !self.draft.satisfied.is_empty() {
            self.draft.satisfied_at = self.at_stages("satisfied-at", "At which stages must they be satisfied?");
        }
        let words = "Who judges whether an answer will do? (press Enter for whoever raised it)";
        self.draft.judge = self.optional_person("judge", words);
        if self.draft.judge.is_some() {
            self.draft.judge_at = self.at_stages("judge-at", "At which stages do they judge it?");
        }
    }

    /// The indices of the stages that are chosen; `None` if there is only one, or nobody was asked.
    fn at_stages(&mut self, key: &str, words: &str) -> Option<Vec<usize>> {
        let stages = self.draft.stages.iter().enumerate();
        let stages: Vec<(String, String)> = stages.map(|(at, stage)| (at.to_string(), stage.title.clone())).collect();
        let at = match stages.len() > 1 {
            true => self.get(key, None, || (words.to_owned(), Kind::Several(stages)))?,
            false => return None,
        };
        Some(at.split(',').filter_map(|one| one.parse().ok()).collect())
    }
}
