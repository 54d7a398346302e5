//! The questions about what is owed beside the stages: word while it is open, and a letter after the end.

use super::choices::LetterAfter;
use super::flow::Flow;
use crate::domain::policy::Rhythm;
use crate::store::policy_file::{DraftLetter, DraftRegular};

impl Flow<'_> {
    pub(super) fn beside(&mut self) {
        let often = "such as `2 weeks` (press Enter if it doesn't say)\nHow often is somebody told how it stands, while it is open?";
        if let Some(limit) = self.optional_limit("regular", often) {
            let aim = self.aim("regular-aim", false);
            let starts = [
                (Rhythm::Due, "from its date, whenever it was done"),
                (Rhythm::Done, "from the day on which it was done"),
            ];
            let from = self.choice("regular-from", "From when does the next time count?", None, &starts);
            self.draft.regular = Some(DraftRegular { limit, aim, from_done: from == Some(Rhythm::Done) });
        }
        let letter = "such as `5 working days` (press Enter if it doesn't say)\nHow soon after the end is the outcome confirmed in writing?";
        if let Some(limit) = self.optional_limit("letter", letter) {
            let aim = self.aim("letter-aim", false);
            let by = self.optional_person("letter-by", "Who sends it? (press Enter for whoever raised it)");
            let ends = [
                (LetterAfter::Closed, "yes, however it ended"),
                (LetterAfter::Resolved, "no, only where it was settled"),
            ];
            let after = self.choice("letter-after", "Also where it is withdrawn, or ends otherwise?", None, &ends);
            self.draft.letter =
                Some(DraftLetter { limit, by, however_it_ends: after == Some(LetterAfter::Closed), aim });
        }
    }
}
