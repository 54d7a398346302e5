//! The gate before a step: gathers every duty, text and rule that is not met, so that all are said at once,
//! and lets through what is confirmed or overridden with a reason.

use super::{Denied, Doing, Passing, Refusal};
use crate::domain::calendar::Counting;
use crate::domain::dispute::{Dispute, Facts};
use crate::domain::event::Overridden;
use crate::domain::policy::{Ask, Duty, Enforce, Policy, Step, Verb};

/// One thing in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// A duty, a text, or a rule of the program's own.
    pub rule: String,
    pub text: String,
    pub source: Option<String>,
    pub remedy: Remedy,
}

/// What would satisfy a rule, beside an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Saying that the duty was done.
    Confirm,
    /// Giving this flag.
    Flag(String),
    /// Only a reason.
    Override,
}

pub(in crate::domain) struct Gate<'a> {
    policy: &'a Policy,
    doing: &'a Doing<'a>,
    verb: Verb,
    stage: &'a str,
    unmet: Vec<Unmet>,
    warned: Vec<String>,
}

impl<'a> Gate<'a> {
    pub fn new(policy: &'a Policy, doing: &'a Doing<'a>, verb: Verb, stage: &'a str) -> Self {
        Self { policy, doing, verb, stage, unmet: Vec::new(), warned: Vec::new() }
    }

    /// Asks for the duties that guard this step and for the texts that must come with it.
    pub fn policy_rules(
        &mut self,
        facts: &Facts<'_>,
        here: Option<&Dispute>,
        given: impl Fn(&str) -> bool,
    ) -> &mut Self {
        self.rules_of(self.verb, facts, here, given)
    }

    /// As `policy_rules`, for another verb that the step includes.
    pub fn rules_of(
        &mut self,
        verb: Verb,
        facts: &Facts<'_>,
        here: Option<&Dispute>,
        given: impl Fn(&str) -> bool,
    ) -> &mut Self {
        let asked = |steps: &[Step]| steps.iter().any(|step| step.covers(verb, Some(self.stage)));
        for duty in self.policy.duties.iter().filter(|duty| asked(&duty.before) && duty.when.holds(facts)) {
            if owed(duty, here) && !self.is_done(duty, here) {
                self.fail(duty.enforce, &duty.id, &duty.text, Some(&duty.source), Remedy::Confirm);
            }
        }
        for ask in self.policy.asks.iter().filter(|ask| asked(&ask.before) && ask.when.holds(facts)) {
            if !given(&ask.ask) {
                self.fail(ask.enforce, &ask.ask, &self.words(ask), Some(&ask.source), self.flag(&ask.ask));
            }
        }
        self
    }

    fn is_done(&self, duty: &Duty, here: Option<&Dispute>) -> bool {
        self.doing.confirmed.iter().any(|confirmed| confirmed.duty == duty.id)
            || here.is_some_and(|dispute| dispute.mark_of(duty).is_some())
    }

    fn words(&self, ask: &Ask) -> String {
        match self.policy.fields.iter().find(|field| field.id == ask.ask) {
            Some(field) => field.text.clone(),
            None => format!("no {} is given", ask.ask.replace('-', " ")),
        }
    }

    fn flag(&self, ask: &str) -> Remedy {
        match self.policy.fields.iter().any(|field| field.id == ask) {
            true => Remedy::Flag(format!("field {ask}=")),
            false => Remedy::Flag(ask.to_string()),
        }
    }

    /// A rule of the program's own that must hold, or be passed with a reason.
    pub fn require(&mut self, met: bool, rule: &str, text: String, source: Option<&str>, remedy: Remedy) -> &mut Self {
        if !met {
            self.fail(Enforce::Refuse, rule, &text, source, remedy);
        }
        self
    }

    pub fn counting(&self) -> &'a Counting {
        &self.policy.counting
    }

    pub fn warn(&mut self, when: bool, text: impl Into<String>) -> &mut Self {
        if when {
            self.warned.push(text.into());
        }
        self
    }

    fn fail(&mut self, enforce: Enforce, rule: &str, text: &str, source: Option<&str>, remedy: Remedy) {
        match enforce {
            Enforce::Refuse => self.unmet.push(Unmet {
                rule: rule.to_string(),
                text: text.to_string(),
                source: source.map(str::to_string),
                remedy,
            }),
            Enforce::Warn => {
                let clause = source.map(|source| format!(" ({source})")).unwrap_or_default();
                self.warned.push(format!("not yet: {text}{clause}"));
            }
            Enforce::Remind => {}
        }
    }

    /// Lets the step through, or says everything that is in its way.
    pub fn pass(self) -> Result<Passing, Denied> {
        let rules: Vec<String> = self.unmet.iter().map(|unmet| unmet.rule.clone()).collect();
        let confirmed = self.doing.confirmed.clone();
        let overridden = match (&self.doing.override_reason, rules.is_empty()) {
            (_, true) => None,
            (Some(reason), false) => Some(Overridden { rules, reason: reason.clone() }),
            (None, false) => return Err(refused(self.verb, &self.policy.document.title, self.unmet, rules)),
        };
        Ok(Passing { confirmed, overridden, warned: self.warned })
    }
}

/// A duty that is owed in certain stages guards only on leaving those.
fn owed(duty: &Duty, here: Option<&Dispute>) -> bool {
    here.is_none_or(|dispute| duty.stages.is_empty() || duty.stages.contains(&dispute.stage().id))
}

fn refused(verb: Verb, document: &str, unmet: Vec<Unmet>, rules: Vec<String>) -> Denied {
    let sources: Vec<&str> = unmet.iter().filter_map(|one| one.source.as_deref()).collect();
    let source = (!sources.is_empty()).then(|| format!("{document}: {}", sources.join("; ")));
    let ways: Vec<String> = unmet
        .iter()
        .filter_map(|one| match &one.remedy {
            Remedy::Confirm => Some(format!("`--confirm {}` if that was done", one.rule)),
            Remedy::Flag(flag) => Some(format!("`--{flag}`")),
            Remedy::Override => None,
        })
        .chain(["`--override REASON` to go on all the same".to_string()])
        .collect();
    let texts: Vec<&str> = unmet.iter().map(|one| one.text.as_str()).collect();
    Denied::Refused(Box::new(Refusal {
        message: format!("can't {} yet: {}", verb.word(), texts.join("; ")),
        hint: Some(format!("give {}", ways.join(", or "))),
        source,
        rules,
        unmet,
    }))
}
