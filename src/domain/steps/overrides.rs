//! The reasons that are given for going past the rules in the way of a step.

use super::rule::Rule;
use crate::domain::event::Overridden;

/// What is said of the rules in the way of a step, before it is known which there are.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The reason for going past every rule that is not met.
    pub every: Option<String>,
    /// The rules to go past one by one; of two reasons for the same rule the later counts.
    pub single: Vec<RuleOverride>,
    /// They are held ready for whatever may come: nothing is said of one that was not needed.
    pub in_case: bool,
}

/// One rule that is to be passed, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOverride {
    pub rule: String,
    pub reason: String,
}

impl Overrides {
    /// A reason for whatever may be in the way of a step that is played and not taken.
    pub fn in_case(reason: impl Into<String>) -> Overrides {
        Overrides { every: Some(reason.into()), single: Vec::new(), in_case: true }
    }

    /// The reason for going past every rule, whatever it is.
    pub fn of_every(reason: impl Into<String>) -> Overrides {
        Overrides { every: Some(reason.into()), ..Overrides::default() }
    }

    /// Why a rule is passed: for the reason given for it alone, or else for the one given for all.
    pub(super) fn reason_for(&self, rule: &Rule) -> Option<&str> {
        let single = self.single.iter().rfind(|one| one.rule == rule.name()).map(|one| &one.reason);
        single.or(self.every.as_ref()).map(String::as_str)
    }

    /// What is to be said where nothing was in the way that a reason was given for: the record doesn't keep it.
    pub(super) fn not_needed(&self, passed: Option<&Overridden>) -> Vec<String> {
        if self.in_case {
            return Vec::new();
        }
        let was_passed = |rule: &String| passed.is_some_and(|passed| passed.rules.contains(rule));
        let single = self.single.iter().map(|one| &one.rule).filter(|rule| !was_passed(rule));
        let single = single.map(|rule| format!("`{rule}` is not in the way, so there was nothing to override"));
        let every = self.every.iter().filter(|_| passed.is_none()).map(|_| {
            "nothing was in the way, so there was nothing to override: the reason given with `--override` is not kept"
                .to_string()
        });
        single.chain(every).collect()
    }
}
