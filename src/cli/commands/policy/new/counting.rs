//! The questions about more time, and about which days count.

use super::choices::Often;
use super::flow::{Flow, Kind};
use crate::domain::holidays::Division;
use crate::domain::worded::Worded;
use crate::store::policy_file::{DraftMoreTime, DraftStage, DraftTime};

impl Flow<'_> {
    /// Who approves more time, how often it can be given, and at which stages.
    pub(super) fn more_time(&mut self, limit: String) -> DraftMoreTime {
        let approved_by =
            self.optional_person("more-time-by", "Who has to approve more time? (press Enter for nobody)");
        let often = [
            (Often::Once, "once"),
            (Often::Twice, "twice"),
            (Often::ThreeTimes, "three times"),
            (Often::Open, "it doesn't say"),
        ];
        let times = self.choice("more-time-times", "How often may it be given at one stage?", None, &often);
        let timed = |stage: &DraftStage| matches!(stage.time, DraftTime::Within { .. });
        let stages = self.draft.stages.iter().enumerate().filter(|(_, stage)| timed(stage));
        let stages: Vec<(String, String)> = stages.map(|(at, stage)| (at.to_string(), stage.title.clone())).collect();
        let at = match stages.len() > 1 {
            true => self.get("more-time-at", None, || ("At which stages?".to_owned(), Kind::Several(stages))),
            false => None,
        };
        let at = at.map(|at| at.split(',').filter_map(|one| one.parse().ok()).collect());
        DraftMoreTime { limit, approved_by, times: times.and_then(Often::times), stages: at }
    }

    /// Which division's bank holidays apply.
    pub(super) fn division(&mut self) {
        let divisions = Division::ALL.iter().map(|one| (one.word().to_owned(), one.name().to_owned()));
        let open = ("open".to_owned(), "it doesn't say".to_owned());
        let options: Vec<(String, String)> = divisions.chain([open]).collect();
        let words = "Which part of the UK's bank holidays count as days off?".to_owned();
        let division = self.get("division", None, || (words, Kind::Choice { usual: None, options }));
        self.draft.division = division.and_then(|word| Division::named(&word));
    }
}
