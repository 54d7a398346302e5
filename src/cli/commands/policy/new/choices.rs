//! What the questions let people choose from, each with the word that saved answers have for it. Those that say `open`
//! mean that the document doesn't say.

use crate::domain::policy::MeetingNeed;
use crate::domain::worded::worded;

worded! {
    pub enum YesOrNo {
        Yes = "yes",
        No = "no",
    }

    /// Whether all disputes take the same stages.
    pub enum Stages {
        One = "one",
        Several = "several",
        Open = "open",
    }

    /// How binding a limit is.
    pub enum Binding {
        Duty = "duty",
        Aim = "aim",
    }

    /// Whether a stage has a meeting.
    pub enum Meeting {
        None = "none",
        Required = "required",
        IfNeeded = "if-needed",
        Optional = "optional",
    }

    /// What the total counts from.
    pub enum TotalFrom {
        FormalEntered = "formal-entered",
        Raised = "raised",
    }

    /// What ends the total.
    pub enum TotalUntil {
        Resolved = "resolved",
        Decided = "decided",
    }

    /// How often more time may be given at one stage.
    pub enum Often {
        Once = "1",
        Twice = "2",
        ThreeTimes = "3",
        Open = "open",
    }

    /// After which end the letter about it is sent.
    pub enum LetterAfter {
        Closed = "closed",
        Resolved = "resolved",
    }

    /// What `hours` are.
    pub enum Hours {
        Elapsed = "elapsed",
        WorkingDays = "working-days",
        Open = "open",
    }

    /// Whether stages may be left out.
    pub enum LeavingOut {
        Free = "free",
        Reason = "reason",
        No = "no",
        Open = "open",
    }

    /// From when a dispute may be referred.
    pub enum Referral {
        Any = "any",
        AfterAll = "after-all",
        Open = "open",
    }
}

impl From<bool> for YesOrNo {
    fn from(yes: bool) -> YesOrNo {
        if yes { YesOrNo::Yes } else { YesOrNo::No }
    }
}

impl Meeting {
    /// Whether it has to be held; `None` if there is none.
    pub fn needed(self) -> Option<MeetingNeed> {
        match self {
            Meeting::None => None,
            Meeting::Required => Some(MeetingNeed::Required),
            Meeting::IfNeeded => Some(MeetingNeed::IfNeeded),
            Meeting::Optional => Some(MeetingNeed::Optional),
        }
    }
}

impl Often {
    /// The number of times; `None` if the document doesn't say.
    pub fn times(self) -> Option<u32> {
        match self {
            Often::Once => Some(1),
            Often::Twice => Some(2),
            Often::ThreeTimes => Some(3),
            Often::Open => None,
        }
    }
}
