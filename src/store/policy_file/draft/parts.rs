//! The parts of a draft: its stages, and answers that consist of several values.

use crate::domain::policy::MeetingNeed;
use crate::domain::worded::worded;

#[derive(Debug, Clone, Default)]
pub struct DraftStage {
    pub title: String,
    pub formal: bool,
    /// The titles of those who answer, and how many of them must.
    pub who: Vec<String>,
    pub how: DraftWay,
    pub time: DraftTime,
    /// What that counts from; `None` if there is only the start of the stage.
    pub from: Option<DraftStart>,
    /// What the clock ends with; `None` if not answered.
    pub until: Option<DraftEnd>,
    pub copies: Vec<String>,
    pub meeting: Option<DraftMeeting>,
}

worded! {
    /// What the time of a stage counts from, where it has a meeting.
    pub enum DraftStart {
        StageEntered = "stage-entered",
        Meeting = "meeting",
        /// The document doesn't say.
        Open = "open",
    }

    /// What ends the time of a stage.
    pub enum DraftEnd {
        Answered = "answered",
        Decided = "decided",
        Resolved = "resolved",
    }
}

/// How more time may be given for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftMoreTime {
    /// The most time that can be added, as a limit.
    pub limit: String,
    /// The title of the person who approves it.
    pub approved_by: Option<String>,
    /// How often at one stage; `None` if not answered.
    pub times: Option<u32>,
    /// The indices of the stages; all of them if not answered.
    pub stages: Option<Vec<usize>>,
}

impl DraftMoreTime {
    pub(super) fn is_given_at(&self, stage: usize) -> bool {
        self.stages.as_ref().is_none_or(|stages| stages.contains(&stage))
    }
}

/// The letter about the outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftLetter {
    /// How soon after the end, as a limit.
    pub limit: String,
    /// The title of the person who sends it; the raiser if `None`.
    pub by: Option<String>,
    /// Whether it is also sent after a withdrawal.
    pub however_it_ends: bool,
    pub aim: Option<bool>,
}

/// What is done again and again while a dispute is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftRegular {
    /// How often, as a limit.
    pub limit: String,
    pub aim: Option<bool>,
    /// Whether each turn counts from the day of the last, rather than from its date.
    pub from_done: bool,
}

/// Which of several people must answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DraftWay {
    #[default]
    Any,
    All,
    /// One after another.
    Chain,
}

/// The time that a stage has for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DraftTime {
    /// The document doesn't say.
    #[default]
    Open,
    /// Agreed case by case.
    Agreed,
    /// A limit, whether it is only an aim, and a shorter aim beside it.
    Within { limit: String, aim: Option<bool>, shorter: Option<String> },
}

/// A meeting at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftMeeting {
    pub needed: MeetingNeed,
    /// The title of the person who chairs it.
    pub chair: Option<String>,
    /// Within what time of the start of the stage it is held, as a limit.
    pub within: Option<String>,
}

/// The total limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTotal {
    pub limit: String,
    pub aim: Option<bool>,
    /// Whether it counts from raising rather than from the first formal stage.
    pub from_raised: bool,
    /// Whether a decision ends it, rather than only the end of the dispute.
    pub until_decided: bool,
}
