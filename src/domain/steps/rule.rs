//! The rules that can be in the way of a step, with their names in refusals, `--override-rule` and records.

use std::fmt;

use crate::domain::policy::{Asked, DutyId};
use crate::domain::worded::{Worded, worded};

worded! {
    /// Rules that can't be overridden: what is asked for can't have happened, or not to this dispute.
    pub enum Bar {
        Acknowledged = "acknowledged",
        Action = "action",
        AroseOn = "arose-on",
        AwareOn = "aware-on",
        BeforeLatest = "before-latest",
        Closed = "closed",
        Complaint = "complaint",
        Correct = "correct",
        Duty = "duty",
        Extension = "extension",
        Future = "future",
        Ground = "ground",
        LastStage = "last-stage",
        Meeting = "meeting",
        NoLadder = "no-ladder",
        NotUp = "not-up",
        Open = "open",
        Order = "order",
        RespondBy = "respond-by",
        To = "to",
    }

    /// Rules that every protocol has in one form or another. They can be overridden with a reason.
    pub enum OwnRule {
        Barrier = "barrier",
        Bypass = "bypass",
        Child = "child",
        Covers = "covers",
        Extension = "extension",
        ExtensionLength = "extension-length",
        ExtensionTimes = "extension-times",
        Ground = "ground",
        LadderEnds = "ladder-ends",
        OpenActions = "open-actions",
        Raisers = "raisers",
        ReferralCovers = "referral-covers",
        ReferralWhen = "referral-when",
        Repeat = "repeat",
        Theme = "theme",
    }
}

impl OwnRule {
    /// Whether it stays in the way: what the protocol never allows isn't a matter of time, and a refusal says no "yet".
    fn is_for_good(self) -> bool {
        match self {
            OwnRule::Barrier
            | OwnRule::Covers
            | OwnRule::Extension
            | OwnRule::ExtensionLength
            | OwnRule::ExtensionTimes
            | OwnRule::LadderEnds
            | OwnRule::Raisers
            | OwnRule::ReferralCovers
            | OwnRule::Theme => true,
            OwnRule::Bypass
            | OwnRule::Child
            | OwnRule::Ground
            | OwnRule::OpenActions
            | OwnRule::ReferralWhen
            | OwnRule::Repeat => false,
        }
    }
}

/// A rule that is in the way of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    Bar(Bar),
    Own(OwnRule),
    /// A duty that guards the step.
    Duty(DutyId),
    /// A fact or a field that must be given with it.
    Asked(Asked),
    /// A rule or a category of the protocol by which a dispute starts formally.
    Formal(String),
}

impl Rule {
    /// The name by which it is overridden and recorded.
    pub fn name(&self) -> &str {
        match self {
            Rule::Bar(bar) => bar.word(),
            Rule::Own(rule) => rule.word(),
            Rule::Duty(duty) => duty.as_str(),
            Rule::Asked(asked) => asked.word(),
            Rule::Formal(id) => id,
        }
    }

    /// Whether waiting doesn't help.
    pub(super) fn is_for_good(&self) -> bool {
        match self {
            Rule::Own(rule) => rule.is_for_good(),
            Rule::Bar(_) | Rule::Duty(_) | Rule::Asked(_) | Rule::Formal(_) => false,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Bar> for Rule {
    fn from(bar: Bar) -> Rule {
        Rule::Bar(bar)
    }
}

impl From<OwnRule> for Rule {
    fn from(rule: OwnRule) -> Rule {
        Rule::Own(rule)
    }
}

impl From<DutyId> for Rule {
    fn from(duty: DutyId) -> Rule {
        Rule::Duty(duty)
    }
}

impl From<Asked> for Rule {
    fn from(asked: Asked) -> Rule {
        Rule::Asked(asked)
    }
}
