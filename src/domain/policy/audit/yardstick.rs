//! The yardsticks, as data; and what is found where a policy falls short of one.

use serde::Deserialize;

use crate::domain::policy::{Ladder, RoleId, Stage};

/// One thing that guidance asks of every protocol.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yardstick {
    pub id: String,
    pub text: String,
    pub source: String,
    pub check: Check,
    /// Where the policy has to claim that it meets this.
    #[serde(default)]
    pub r#where: Where,
    /// The finding if nothing meets it.
    #[serde(default)]
    pub missing: String,
    /// The roles that the test is about.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The longest time it allows.
    #[serde(default)]
    pub limit: Option<String>,
}

/// How a policy is tested against a yardstick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    InformalFirst,
    InformalTimed,
    FormalTimed,
    BothKinds,
    Bypass,
    Total,
    ReferralAnyTime,
    ReferralConcurrent,
    OwnDecision,
    /// That obstacles are no bar: a rule of the policy, or a claim.
    Obstacles,
    /// Something in the policy says that it `meets` this one.
    Claimed,
}

/// Where a claim is needed: once in the policy, at each informal stage, or at every stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    #[default]
    Policy,
    Informal,
    Every,
}

/// Where a policy is at odds with a yardstick, or says nothing about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub yardstick: String,
    pub message: String,
    /// The clause of the policy it rests on; that of the yardstick where the policy is silent.
    pub source: String,
    /// What the yardstick asks for, and where to read it.
    pub basis: String,
    pub spot: PolicyPath,
}

/// A place in a policy file, by the keys and ids that lead there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyPath(pub Vec<String>);

impl PolicyPath {
    pub(super) fn at(parts: &[&str]) -> PolicyPath {
        PolicyPath(parts.iter().map(|part| (*part).to_owned()).collect())
    }

    pub(super) fn stage(stage: &Stage) -> PolicyPath {
        PolicyPath::at(&["stages", stage.id.as_str()])
    }

    /// Within the part of the file that is about a ladder, if it has one.
    pub(super) fn on(self, ladder: &Ladder) -> PolicyPath {
        match ladder.named {
            true => PolicyPath([vec!["ladders".to_owned(), ladder.id.clone()], self.0].concat()),
            false => self,
        }
    }
}
