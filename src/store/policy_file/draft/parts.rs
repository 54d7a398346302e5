//! The parts of a draft: its stages, and what has several answers.

#[derive(Debug, Clone, Default)]
pub struct DraftStage {
    pub title: String,
    pub formal: bool,
    /// The titles of those who answer, and how many of them must.
    pub who: Vec<String>,
    pub how: DraftWay,
    pub time: DraftTime,
    /// What ends the time, as a policy has it.
    pub until: Option<String>,
    pub copies: Vec<String>,
    pub meeting: Option<DraftMeeting>,
}

/// More time for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftMoreTime {
    /// How much at most.
    pub limit: String,
    /// The title of the person who approves it.
    pub approved_by: Option<String>,
    /// How often at one stage; `None` if that is open.
    pub times: Option<u32>,
    /// The stages, by their places; all of them if that is open.
    pub stages: Option<Vec<usize>>,
}

impl DraftMoreTime {
    pub(super) fn is_given_at(&self, stage: usize) -> bool {
        self.stages.as_ref().is_none_or(|stages| stages.contains(&stage))
    }
}

/// The letter with the outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftLetter {
    /// How soon after the end.
    pub limit: String,
    /// The title of the person who sends it; by default the raiser.
    pub by: Option<String>,
    /// Whether it is sent after a withdrawal, too.
    pub however_it_ends: bool,
}

/// Which of several must answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DraftWay {
    #[default]
    Any,
    All,
    /// One after another.
    Chain,
}

/// By when a stage is answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DraftTime {
    /// The document doesn't say.
    #[default]
    Open,
    /// Agreed case by case.
    Agreed,
    /// A time, whether it is only aimed at, and a shorter one that is aimed at beside it.
    Within { limit: String, aim: Option<bool>, shorter: Option<String> },
}

/// A meeting at a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftMeeting {
    /// `required`, `if-needed` or `optional`.
    pub needed: String,
    /// The title of the person who chairs it.
    pub chair: Option<String>,
}

/// The time for the stages together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTotal {
    pub limit: String,
    pub aim: Option<bool>,
    /// Whether it counts from the day of raising, and not from the first formal stage.
    pub from_raised: bool,
    /// Whether a decision ends it, and not only the end of the matter.
    pub until_decided: bool,
}
