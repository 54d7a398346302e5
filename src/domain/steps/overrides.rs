//! The reasons given for overriding requirements that are not met.

use super::rule::Rule;
use crate::domain::event::Overridden;

/// What to override in a step, given before it is known what is not met.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The reason for overriding everything that is not met.
    pub every: Option<String>,
    /// The rules to override one by one; of two reasons for the same rule the later counts.
    pub single: Vec<RuleOverride>,
    /// Given in advance, in case they are needed: there is no warning if they are not.
    pub in_case: bool,
}

/// One rule to override, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOverride {
    pub rule: String,
    pub reason: String,
}

impl Overrides {
    /// Overrides everything in a step that is only rehearsed.
    pub fn in_case(reason: impl Into<String>) -> Overrides {
        Overrides { every: Some(reason.into()), single: Vec::new(), in_case: true }
    }

    /// Overrides everything that is not met, for one reason.
    pub fn of_every(reason: impl Into<String>) -> Overrides {
        Overrides { every: Some(reason.into()), ..Overrides::default() }
    }

    /// The reason for overriding a rule: the one given for it, or else the one given for all.
    pub(super) fn reason_for(&self, rule: &Rule) -> Option<&str> {
        let single = self.single.iter().rfind(|one| one.rule == rule.name()).map(|one| &one.reason);
        single.or(self.every.as_ref()).map(String::as_str)
    }

    /// A warning for each override that was not needed: the record doesn't keep it.
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
