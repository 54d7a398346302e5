//! The stages of a draft.

use super::{Draft, DraftStage, DraftTime, DraftWay, ids, quoted, role_id, strength};
use crate::domain::suggest::plain;

/// The longest title that is an id by itself.
const SHORT: usize = 20;

impl DraftStage {
    /// Everybody whom the stage names.
    pub(super) fn people(&self) -> impl Iterator<Item = &String> {
        let chair = self.meeting.iter().filter_map(|meeting| meeting.chair.as_ref());
        self.who.iter().chain(&self.copies).chain(chair)
    }
}

impl Draft {
    pub(super) fn ladder(&self) -> String {
        let stages: Vec<String> = self.stages.iter().enumerate().map(|(at, stage)| self.stage(at, stage)).collect();
        format!("stages:                          # from the bottom up\n{}", stages.join("\n"))
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
            ids(&stage.who),
        );
        if let Some(owner) = &self.owner {
            text.push_str(&format!("    owner: {}\n", role_id(owner)));
        }
        if !self.satisfied.is_empty() {
            text.push_str(&format!("    satisfied: [{}]\n", ids(&self.satisfied)));
        }
        if !stage.copies.is_empty() {
            text.push_str(&format!("    copy_to: [{}]\n", ids(&stage.copies)));
        }
        text.push_str(&format!("    source: {}\n", quoted(&stage.title)));
        if let Some(meeting) = &stage.meeting {
            let chair = meeting.chair.as_ref().map(|chair| format!(", chair: {}", role_id(chair))).unwrap_or_default();
            text.push_str(&format!(
                "    meeting: {{title: {}, needed: {}{chair}}}\n",
                quoted(&format!("Meeting at {}", stage.title)),
                meeting.needed
            ));
        }
        text.push_str(&clock(stage));
        text
    }

    /// A short title as an id, `step-1`; where that makes none, `informal`, `stage-1`, `stage-2`, numbered by kind.
    fn stage_id(&self, at: usize) -> String {
        let named = |stage: &DraftStage| plain(&stage.title);
        let id = named(&self.stages[at]);
        let alone = self.stages.iter().filter(|stage| named(stage) == id).count() == 1;
        let words = id.is_ascii()
            && id.len() <= SHORT
            && !["formal", "informal", "pre-formal", "every", "end", ""].contains(&id.as_str());
        if alone && words {
            return id;
        }
        let formal = self.stages[at].formal;
        let same = |stages: &[DraftStage]| stages.iter().filter(|stage| stage.formal == formal).count();
        let numbered = match (formal, same(&self.stages)) {
            (false, 1) => "informal".to_owned(),
            (false, _) => format!("informal-{}", same(&self.stages[..=at])),
            (true, _) => format!("stage-{}", same(&self.stages[..=at])),
        };
        let taken = self.stages.iter().any(|stage| named(stage) == numbered);
        if taken { format!("{numbered}-{}", at + 1) } else { numbered }
    }
}

fn clock(stage: &DraftStage) -> String {
    let (limit, strength) = match &stage.time {
        DraftTime::Open => {
            return "    # ? By when is it answered, and what ends that time?\n    # clocks: [{id: respond, label: Answer, limit: 5 working \
                    days, strength: hard, from: stage-entered, until: answered}]\n"
                .to_owned();
        }
        DraftTime::Agreed => ("agreed", "agreed"),
        DraftTime::Within { limit, aim } => (limit.as_str(), strength(*aim)),
    };
    let until = stage
        .until
        .as_deref()
        .unwrap_or("answered            # ? answered, decided, or resolved: only an end to the matter will do");
    format!(
        "    clocks:\n      - id: {}\n        label: {}\n        limit: {limit}\n        strength: {strength}\n        from: \
         stage-entered\n        until: {until}\n",
        if stage.until.as_deref() == Some("resolved") { "resolve" } else { "respond" },
        quoted(&match stage.until.as_deref() {
            Some("resolved") => format!("Resolve it at {}", stage.title),
            Some("decided") => format!("Decide at {}", stage.title),
            _ => format!("Answer at {}", stage.title),
        }),
    )
}
