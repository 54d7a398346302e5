//! The stages of a draft.

use super::ids::counted;
use super::{Draft, DraftEnd, DraftStage, DraftStart, DraftTime, DraftWay, quoted, strength};
use crate::domain::suggest::plain;
use crate::domain::worded::Worded;

/// The longest title that becomes an id unchanged.
const SHORT: usize = 20;

impl DraftStage {
    /// The titles of everybody that the stage mentions.
    pub(super) fn people(&self) -> impl Iterator<Item = &String> {
        let chair = self.meeting.iter().filter_map(|meeting| meeting.chair.as_ref());
        self.who.iter().chain(&self.copies).chain(chair)
    }
}

impl Draft {
    pub(super) fn ladder(&self) -> String {
        let stages: Vec<String> = self.stages.iter().enumerate().map(|(at, stage)| self.stage(at, stage)).collect();
        format!("stages:                          # from the bottom up\n{}{}", stages.join("\n"), self.ladders())
    }

    fn stage(&self, at: usize, stage: &DraftStage) -> String {
        let mut text = format!(
            "  - id: {}\n    title: {}\n    kind: {}\n    {}: [{}]   # any_of: one of them, all_of: each, chain: one after \
             another\n",
            self.stage_id(at),
            quoted(&stage.title),
            if stage.formal { "formal" } else { "informal" },
            match stage.how {
                DraftWay::Any => "any_of",
                DraftWay::All => "all_of",
                DraftWay::Chain => "chain",
            },
            self.ids(&stage.who),
        );
        if let Some(owner) = &self.owner {
            text.push_str(&format!("    owner: {}\n", self.id_of(owner)));
        }
        let is_here = |stages: &Option<Vec<usize>>| stages.as_ref().is_none_or(|stages| stages.contains(&at));
        let judge = self.judge.as_ref().filter(|_| is_here(&self.judge_at));
        // The judge must be satisfied anyway.
        let satisfied = self.satisfied.iter().filter(|one| is_here(&self.satisfied_at) && Some(*one) != judge);
        let satisfied: Vec<String> = satisfied.cloned().collect();
        if !satisfied.is_empty() {
            text.push_str(&format!("    satisfied: [{}]\n", self.ids(&satisfied)));
        }
        if let Some(judge) = judge {
            text.push_str(&format!("    judge: {}\n", self.id_of(judge)));
        }
        if !stage.copies.is_empty() {
            text.push_str(&format!("    copy_to: [{}]\n", self.ids(&stage.copies)));
        }
        text.push_str(&format!("    source: {}\n", quoted(&stage.title)));
        if let Some(meeting) = &stage.meeting {
            let chair =
                meeting.chair.as_ref().map(|chair| format!(", chair: {}", self.id_of(chair))).unwrap_or_default();
            text.push_str(&format!(
                "    meeting: {{title: {}, needed: {}{chair}}}\n",
                quoted(&format!("Meeting at {}", stage.title)),
                meeting.needed.word()
            ));
        }
        text.push_str(&self.clock(at, stage));
        text
    }

    /// The question whether some disputes have stages of their own, with an example.
    fn ladders(&self) -> String {
        let who = self.stages.first().map(|stage| self.ids(&stage.who)).unwrap_or_default();
        let example = format!(
            "# ladders:\n\
             #   - id: partner\n#     title: Partner agency\n#     when: {{other_service: true}}\n#     source: Partner agencies\n\
             #     stages: [{{id: partner-lead, title: Partner agency's lead, kind: formal, any_of: [{who}], source: Partner agencies}}]\n\
             #   - id: own\n#     title: Own service\n#     source: Stages\n\
             #     stages: [{{id: own-lead, title: Own service's lead, kind: formal, any_of: [{who}], source: Stages}}]\n"
        );
        match self.several_ladders {
            Some(false) => String::new(),
            Some(true) => format!(
                "\n# ? Which disputes have stages of their own, and which are they? The stages above come first on each ladder; what only \
                 one has\n# ? is moved to it:\n{example}"
            ),
            None => format!(
                "\n# ? Do all disputes take these stages, or do some have their own, such as those with a partner agency?\n{example}"
            ),
        }
    }

    /// The id of a stage: the number that the document gives it, such as `stage-3`, or its short title; otherwise
    /// `informal`, `stage-1`, `stage-2`, numbered by kind.
    fn stage_id(&self, at: usize) -> String {
        let ids: Vec<Option<String>> = self.stages.iter().map(named).collect();
        if let Some(id) = &ids[at]
            && ids.iter().filter(|other| other.as_ref() == Some(id)).count() == 1
        {
            return id.clone();
        }
        let formal = self.stages[at].formal;
        let same = |stages: &[DraftStage]| stages.iter().filter(|stage| stage.formal == formal).count();
        let numbered = match (formal, same(&self.stages)) {
            (false, 1) => "informal".to_owned(),
            (false, _) => format!("informal-{}", same(&self.stages[..=at])),
            (true, _) => format!("stage-{}", same(&self.stages[..=at])),
        };
        let taken = ids.iter().flatten().any(|id| *id == numbered);
        if taken { format!("{numbered}-{}", at + 1) } else { numbered }
    }

    fn clock(&self, at: usize, stage: &DraftStage) -> String {
        let meeting = self.meeting_clock(stage);
        let begun = if meeting.is_empty() { "" } else { "    clocks:\n" };
        let (limit, strength, shorter) = match &stage.time {
            DraftTime::Open => {
                return format!(
                    "{begun}{meeting}{}",
                    "    # ? By when is it answered, and what ends that time?\n    # clocks: [{id: respond, label: Answer, limit: 5 \
                        working days, strength: hard, from: stage-entered, until: answered}]\n"
                );
            }
            DraftTime::Agreed => ("agreed", "agreed".to_string(), None),
            DraftTime::Within { limit, aim, shorter } => (limit.as_str(), strength(*aim), shorter.as_ref()),
        };
        let unanswered = "answered            # ? answered, decided, or resolved: only an end to the matter will do";
        let until = stage.until.map_or(unanswered, DraftEnd::word);
        let aim = shorter.map(|aim| format!("        aim: {aim}\n")).unwrap_or_default();
        let agreed = stage.time == DraftTime::Agreed;
        let source = quoted(&stage.title);
        let more = match &self.more_time {
            Some(more) if !agreed && more.is_given_at(at) => {
                let who = more.approved_by.as_ref().map(|who| format!(", approved_by: {}", self.id_of(who)));
                let times = more.times.map(|times| format!(", times: {times}")).unwrap_or_default();
                let who = who.unwrap_or_default();
                format!("        extend: {{kind: moves, at_most: {}{times}{who}, source: {source}}}\n", more.limit)
            }
            None if !agreed && stage.formal && self.stages[..at].iter().all(|earlier| !earlier.formal) => {
                format!(
                    "        # ? May more time be given? How much, how often, and who approves it (`approved_by`)?\n        \
                     # extend: {{kind: moves, at_most: 3 working days, times: 1, source: {source}}}\n"
                )
            }
            Some(_) | None => String::new(),
        };
        let from = match stage.from {
            Some(DraftStart::Open) => "stage-entered           # ? what it counts from: stage-entered, or meeting",
            Some(DraftStart::Meeting) => "meeting",
            Some(DraftStart::StageEntered) | None => "stage-entered",
        };
        format!(
            "    clocks:\n{meeting}      - id: {}\n        label: {}\n        limit: {limit}\n{aim}        strength: {strength}\n        \
             from: {from}\n        until: {until}\n{more}",
            if stage.until == Some(DraftEnd::Resolved) { "resolve" } else { "respond" },
            quoted(&match stage.until {
                Some(DraftEnd::Resolved) => format!("Resolve it at {}", stage.title),
                Some(DraftEnd::Decided) => format!("Decide at {}", stage.title),
                Some(DraftEnd::Answered) | None => format!("Answer at {}", stage.title),
            }),
        )
    }
}

impl Draft {
    /// The clock by which a stage's meeting is held; empty if the document sets no time.
    fn meeting_clock(&self, stage: &DraftStage) -> String {
        let Some((meeting, within)) =
            stage.meeting.iter().find_map(|meeting| Some((meeting, meeting.within.as_ref()?)))
        else {
            return String::new();
        };
        let whose = meeting.chair.as_ref().map(|chair| format!("        whose: {}\n", self.id_of(chair)));
        format!(
            "      - id: meeting\n        label: {}\n        limit: {within}\n        strength: {}\n{}        from: \
             stage-entered\n        until: meeting\n",
            quoted(&format!("Meet at {}", stage.title)),
            strength(None),
            whose.unwrap_or_default(),
        )
    }
}

/// The id that a title gives; `None` if it would be too long or a word that policies reserve.
fn named(stage: &DraftStage) -> Option<String> {
    // Of `Rung 2: Joint managers`, only the part before the colon is the name.
    let id = plain(stage.title.split_once(':').map_or(stage.title.as_str(), |(called, _)| called));
    let short = id.is_ascii()
        && id.len() <= SHORT
        && !["formal", "informal", "pre-formal", "every", "end", ""].contains(&id.as_str());
    counted(&stage.title).or_else(|| short.then_some(id))
}
