//! The ladder: its stages, who answers at each, and how a dispute enters it and moves up.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Circumstances, ClockRule, Policy, RoleId, StageId, StartsOn, When};
use crate::domain::terms::ChainStep;
use crate::domain::worded::worded;

/// One stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    pub id: StageId,
    pub title: String,
    pub kind: StageKind,
    pub responders: Responders,
    /// Roles among the responders and those that get a copy that are asked or informed only under some circumstances.
    pub only_when: Vec<OnlyWhen>,
    /// The role that drives the stage; `None` is the raiser.
    pub owner: Option<RoleId>,
    /// Who else, besides the raiser, must be satisfied with the outcome before it can end here. Each is a duty too.
    pub satisfied: Vec<RoleId>,
    /// The role that judges the answer here and says whether it is satisfied, in the raiser's place. That is a duty
    /// too.
    pub judge: Option<RoleId>,
    pub clocks: Vec<ClockRule>,
    pub meeting: Option<Meeting>,
    /// Roles that are informed, or get a copy, when the stage begins.
    pub copy_to: Vec<RoleId>,
    /// The stages that can follow; empty means the next one in the file, or none if the ladder ends here.
    pub next: Vec<StageId>,
    /// The file ends the ladder here with `next: []`, whatever follows.
    pub ends_here: bool,
    pub form_section: Option<String>,
    pub guidance: Vec<String>,
    pub source: String,
}

/// A role that a stage asks, or tells, only under some circumstances.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnlyWhen {
    pub role: RoleId,
    /// It gets a copy, and is not asked.
    pub copy: bool,
    pub when: When,
}

worded! {
    pub enum StageKind {
        Informal = "informal",
        PreFormal = "pre-formal",
        Formal = "formal",
    }
}

/// Who must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Responders {
    /// One answer, from any of them.
    AnyOf(Vec<RoleId>),
    /// An answer from each.
    AllOf(Vec<RoleId>),
    /// One after another: escalating goes to the next of them before it leaves the stage.
    Chain(Vec<RoleId>),
}

/// The meeting of a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meeting {
    pub title: String,
    pub needed: MeetingNeed,
    pub chair: Option<RoleId>,
    pub attendees: Vec<RoleId>,
    /// Who may come instead of one of them.
    pub instead: BTreeMap<RoleId, RoleId>,
    pub minutes_by: Option<RoleId>,
    /// What calls for it: nobody owes it until one of these has happened.
    pub from: Vec<StartsOn>,
    pub when: When,
    /// It is no longer owed once the stage is left.
    pub lapses: bool,
    /// It is no longer owed once the dispute has ended.
    pub while_open: bool,
    pub source: String,
}

impl Meeting {
    /// Whether it is owed once its stage is left: one that is held only if needed was not needed.
    pub fn stays_owed(&self) -> bool {
        self.needed == MeetingNeed::Required && !self.lapses
    }

    /// Whether it is owed after the end until it is held or waived.
    pub fn stays_owed_after_end(&self) -> bool {
        self.stays_owed() && !self.while_open
    }

    /// Those who are expected, by their titles: `Head of Service or Deputy Head of Service` where either may come.
    pub fn expected<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = String> + 'a {
        self.attendees.iter().map(|role| self.titled(role, policy))
    }

    /// An attendee's title, with that of the person who may come instead.
    pub fn titled(&self, role: &RoleId, policy: &Policy) -> String {
        let title = policy.role_or_raisers(role);
        match self.instead.get(role) {
            Some(other) => format!("{title} or {}", policy.role_title(other)),
            None => title,
        }
    }
}

worded! {
    pub enum MeetingNeed {
        Required = "required",
        IfNeeded = "if-needed",
        Optional = "optional",
    }
}

/// Where a dispute starts if no stage is given.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StartRules {
    /// The first that applies decides; else the first stage.
    pub rules: Vec<StartRule>,
    /// Circumstances that leave no choice but the formal stages.
    pub formal_when: Vec<FormalRule>,
    pub repeats: Option<Repeats>,
}

/// The stage at which a dispute begins under some circumstances.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StartRule {
    pub when: When,
    pub stage: StageId,
    pub source: String,
}

/// Circumstances in which a dispute must begin at a formal stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormalRule {
    pub id: String,
    pub text: String,
    pub when: When,
    pub source: String,
}

/// The same concern for the same child again within so many months.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repeats {
    pub months: u32,
    /// A repeat must go formal.
    pub formal: bool,
    pub source: String,
}

/// The rule on leaving stages out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Bypass {
    /// No reason need be given.
    pub free: bool,
    /// Who has to approve it beforehand.
    pub approved_by: Option<RoleId>,
    pub source: String,
}

impl Stage {
    /// Who is asked in these circumstances.
    pub fn responders_for(&self, facts: &Circumstances<'_>) -> Responders {
        self.responders.only(|role| {
            let mut rules = self.only_when.iter().filter(|one| one.role == *role && !one.copy);
            rules.all(|one| one.when.holds(facts))
        })
    }

    pub fn is_formal(&self) -> bool {
        self.kind == StageKind::Formal
    }
}

impl Responders {
    /// Whether so many roles may answer that somebody has to say whom it goes to.
    pub fn needs_choice(&self) -> bool {
        const FEW: usize = 2;
        matches!(self, Responders::AnyOf(roles) if roles.len() > FEW)
    }

    pub fn roles(&self) -> &[RoleId] {
        match self {
            Responders::AnyOf(roles) | Responders::AllOf(roles) | Responders::Chain(roles) => roles,
        }
    }

    /// The same, with only the roles that are asked; a chain stays as it is.
    pub fn only(&self, is_asked: impl Fn(&RoleId) -> bool) -> Responders {
        let asked = |roles: &[RoleId]| -> Vec<RoleId> {
            let asked: Vec<RoleId> = roles.iter().filter(|role| is_asked(role)).cloned().collect();
            // If none is asked, all are: somebody has to answer.
            if asked.is_empty() { roles.to_vec() } else { asked }
        };
        match self {
            Responders::AnyOf(roles) => Responders::AnyOf(asked(roles)),
            Responders::AllOf(roles) => Responders::AllOf(asked(roles)),
            Responders::Chain(roles) => Responders::Chain(roles.clone()),
        }
    }

    /// Whose turn it is at a step of a chain; all of them if it is not a chain.
    pub fn at_step(&self, step: ChainStep) -> &[RoleId] {
        match self {
            Responders::Chain(roles) => roles.get(step.index()..=step.index()).unwrap_or_default(),
            Responders::AnyOf(roles) | Responders::AllOf(roles) => roles,
        }
    }
}
