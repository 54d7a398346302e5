//! The gate before a step: collects every requirement that is not met, so that all are named at once, and lets the
//! step through once each is met or overridden with a reason. (T11 in `docs/decisions.md`.)

use super::given::Given;
use super::remedy::{NotMet, Remedy, Source, remedy, ways_past};
use super::rule::{OwnRule, Rule};
use super::{Denied, GateOutcome, Refusal, StepContext};
use crate::domain::calendar::{BeyondHorizon, Due};
use crate::domain::dispute::{Dispute, MarkKind};
use crate::domain::event::Overridden;
use crate::domain::policy::{
    Ask, Asked, Circumstances, ClockRule, Duty, Enforce, Fact, LimitRule, Policy, Stage, StageId, Step, Verb,
};
use crate::domain::text::each_once;
use crate::domain::time::{Date, Moment, describe, describe_moment};
use crate::domain::worded::Worded;

pub(in crate::domain) struct Gate<'a> {
    policy: &'a Policy,
    step: &'a StepContext<'a>,
    verb: Verb,
    /// What a refusal calls the step.
    called: &'static str,
    stage: Option<&'a StageId>,
    /// Whether the dispute is raised with a brother's or sister's: what is asked of each child is then only a warning.
    sibling: bool,
    not_met: Vec<NotMet>,
    warned: Vec<String>,
}

impl<'a> Gate<'a> {
    pub fn new(policy: &'a Policy, step: &'a StepContext<'a>, verb: Verb, stage: Option<&'a StageId>) -> Self {
        let called = verb.word();
        Self { policy, step, verb, called, stage, sibling: false, not_met: Vec::new(), warned: Vec::new() }
    }

    /// Sets what a refusal calls the step, if that is not its verb.
    pub fn of(self, called: &'static str) -> Self {
        Self { called, ..self }
    }

    /// Sets whether the dispute is raised with a brother's or sister's, so that what is asked of each child refuses
    /// nothing.
    pub fn of_sibling(self, sibling: bool) -> Self {
        Gate { sibling, ..self }
    }

    fn enforced(&self, enforce: Enforce, each_child: bool) -> Enforce {
        if self.sibling && each_child && enforce == Enforce::Refuse { Enforce::Warn } else { enforce }
    }

    /// Adds the duties that guard this step, and the facts that must be given with it.
    pub fn policy_rules(&mut self, facts: &Circumstances<'_>, here: Option<&Dispute>, given: &Given<'_>) -> &mut Self {
        self.rules_of(self.verb, facts, here, given)
    }

    /// As `policy_rules`, for another verb that the step includes.
    pub fn rules_of(
        &mut self,
        verb: Verb,
        facts: &Circumstances<'_>,
        here: Option<&Dispute>,
        given: &Given<'_>,
    ) -> &mut Self {
        let stage = self.stage;
        let asked = |steps: &[Step]| steps.iter().any(|step| step.covers(verb, stage));
        for duty in self.policy.duties.iter().filter(|duty| asked(&duty.before) && duty.when.holds(facts)) {
            if owed(duty, here, self.step.on) && !self.is_done(duty, here) {
                let due = here.and_then(|dispute| dispute.counts_from(duty, self.step.on));
                let enforce = self.enforced(duty.enforce, duty.each_child);
                let what = duty.text.clone();
                self.fail(enforce, duty.id.clone(), what, Some(&duty.source), Remedy::Confirm { due });
            }
        }
        let asks = self.policy.asks.iter().filter(|ask| asked(&ask.before) && ask.when.holds(facts));
        let missing: Vec<&Ask> = asks.filter(|ask| !given.has(&ask.ask, verb)).collect();
        for ask in &missing {
            // What two rules ask for is missing once: for the stricter of them, or else for the first.
            let same = missing.iter().filter(|other| other.ask == ask.ask);
            if same.min_by_key(|other| other.enforce).is_some_and(|first| !std::ptr::eq(*first, *ask)) {
                continue;
            }
            let remedy = remedy(&ask.ask, verb, here.map(|dispute| dispute.header.id));
            let enforce = self.enforced(ask.enforce, self.policy.is_of_each_child(&ask.ask));
            let what = not_given(self.policy, ask, self.verb);
            self.fail(enforce, ask.ask.clone(), what, Some(&ask.source), remedy);
        }
        self
    }

    /// Adds what is asked for before a dispute enters a stage, whichever step leads there: the duties and facts of
    /// that step, and a date if the protocol leaves the time at that stage to be agreed.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn entering(
        &mut self,
        verb: Verb,
        stage: &Stage,
        agreed: Option<Date>,
        facts: &Circumstances<'_>,
        here: Option<&Dispute>,
        given: &Given<'_>,
    ) -> Result<&mut Self, BeyondHorizon> {
        self.rules_of(verb, facts, here, given);
        let mut runs = stage.clocks.iter().filter(|rule| rule.applies(&stage.clocks, |when| when.holds(facts)));
        let left_open = runs.find_map(|rule| match &rule.limit {
            LimitRule::Agreed { fallback, ceiling: _ } => Some((rule, fallback)),
            LimitRule::Fixed(_) => None,
        });
        let Some((rule, fallback)) = left_open else {
            let nothing = format!("{} leaves no date to be agreed: `--respond-by` changes nothing", stage.title);
            self.warn(agreed.is_some(), nothing);
            return Ok(self);
        };
        let flag = || Remedy::give(Fact::RespondBy);
        let text =
            format!("the protocol leaves the time for {} to be agreed, and no date has been agreed", stage.title);
        let respond_by = || Rule::from(Asked::Fact(Fact::RespondBy));
        self.require(agreed.is_some() || fallback.is_some(), respond_by(), text, Some(&rule.source), flag());
        match agreed {
            Some(date) => self.agreed(rule, date, self.step.on, respond_by(), flag()),
            None => Ok(self),
        }
    }

    /// Requires a date that is agreed to be no later than the protocol lets it be, counted from when the stage began, and
    /// warns if it is not a working day.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn agreed(
        &mut self,
        rule: &ClockRule,
        date: Date,
        from: Moment,
        name: impl Into<Rule>,
        remedy: Remedy,
    ) -> Result<&mut Self, BeyondHorizon> {
        let works = self.step.calendar.is_working(date, &self.policy.counting)?;
        self.warn(!works, format!("{} is not a working day", describe(date)));
        let LimitRule::Agreed { ceiling: Some(ceiling), .. } = &rule.limit else { return Ok(self) };
        match self.step.calendar.due(from, ceiling, &self.policy.counting) {
            Ok(Due { date: latest, .. }) => {
                let text = format!("no more than {ceiling} may be agreed, which is {}", describe(latest));
                Ok(self.require(date <= latest, name, text, Some(&rule.source), remedy))
            }
            Err(gap) => Ok(self.warn_of(Some(gap.cannot_tell_whether_more_than(ceiling)?))),
        }
    }

    fn is_done(&self, duty: &Duty, here: Option<&Dispute>) -> bool {
        let since = here.and_then(|dispute| dispute.counts_from(duty, self.step.on));
        let counts = |on: Moment| since.is_none_or(|since| on.date() >= since);
        self.step.confirmed.iter().any(|confirmed| confirmed.duty == duty.id && counts(confirmed.on))
            || here.and_then(|dispute| dispute.mark_of(duty)).is_some_and(|mark| match mark.kind {
                MarkKind::Done => counts(mark.on),
                MarkKind::Waived => true,
                MarkKind::Overridden => false,
            })
    }

    /// Adds a requirement, unless it is met.
    pub fn require(
        &mut self,
        met: bool,
        rule: impl Into<Rule>,
        text: String,
        source: Option<&str>,
        remedy: Remedy,
    ) -> &mut Self {
        if met { self } else { self.refuse(rule, text, source, remedy) }
    }

    /// Adds a requirement of the law, or of the guidance for every protocol, unless it is met.
    pub fn require_by_law(&mut self, met: bool, rule: OwnRule, text: String, source: &'static str) -> &mut Self {
        if !met {
            let source = Some(Source::Law(source));
            self.add(Enforce::Refuse, NotMet { rule: rule.into(), what: text, source, remedy: Remedy::Override });
        }
        self
    }

    /// Adds a requirement that is not met.
    pub fn refuse(&mut self, rule: impl Into<Rule>, text: String, source: Option<&str>, remedy: Remedy) -> &mut Self {
        self.fail(Enforce::Refuse, rule, text, source, remedy);
        self
    }

    /// When the step happened.
    pub fn on(&self) -> Moment {
        self.step.on
    }

    /// Adds warnings; takes an `Option` too.
    pub fn warn_of(&mut self, texts: impl IntoIterator<Item = String>) -> &mut Self {
        self.warned.extend(texts);
        self
    }

    pub fn warn(&mut self, when: bool, text: impl Into<String>) -> &mut Self {
        if when {
            self.warned.push(text.into());
        }
        self
    }

    fn fail(&mut self, enforce: Enforce, rule: impl Into<Rule>, what: String, source: Option<&str>, remedy: Remedy) {
        let source = source.map(|clause| Source::Protocol(clause.to_owned()));
        self.add(enforce, NotMet { rule: rule.into(), what, source, remedy });
    }

    fn add(&mut self, enforce: Enforce, not_met: NotMet) {
        let is_reminded = match not_met.remedy {
            Remedy::Confirm { .. } | Remedy::Override => false,
            Remedy::Give(_) | Remedy::Correct { .. } | Remedy::AddAction { .. } | Remedy::CloseAction { .. } => true,
        };
        let with_its_clause = || with_clause(&not_met.text(), not_met.source.as_ref().map(Source::as_str));
        match enforce {
            // What the policy and the program both ask for is missing once.
            Enforce::Refuse if self.not_met.iter().any(|other| other.rule == not_met.rule) => {}
            Enforce::Refuse => self.not_met.push(not_met),
            Enforce::Warn => self.warned.push(with_its_clause()),
            Enforce::Remind if is_reminded => self.warned.push(with_its_clause()),
            Enforce::Remind => {}
        }
    }

    /// Lets the step through, or refuses it with everything that is neither met nor overridden. A rule that is
    /// overridden by name has its own reason, which covers no other rule.
    pub fn pass(mut self) -> Result<GateOutcome, Denied> {
        let late = self.step.confirmed.iter().filter(|one| self.step.on.is_before(&one.on));
        let late: Vec<String> = late
            .map(|one| {
                format!(
                    "`{}` is confirmed as done on {}, which is after this step, on {}",
                    one.duty,
                    describe_moment(one.on),
                    describe_moment(self.step.on)
                )
            })
            .collect();
        self.warned.extend(late);
        let reason_for = |not_met: &NotMet| self.step.overrides.reason_for(&not_met.rule);
        let left: Vec<NotMet> = self.not_met.iter().filter(|not_met| reason_for(not_met).is_none()).cloned().collect();
        if !left.is_empty() {
            return Err(refused(self.called, self.policy, left));
        }
        let passed: Vec<(&str, &str)> =
            self.not_met.iter().filter_map(|not_met| Some((not_met.rule.name(), reason_for(not_met)?))).collect();
        let overridden = overridden(&passed);
        Ok(GateOutcome { overridden, warned: self.warned })
    }
}

/// The overridden rules as recorded: with one reason if it is the same for all, else with each rule's reason.
fn overridden(passed: &[(&str, &str)]) -> Option<Overridden> {
    let (_, first) = passed.first()?;
    let rules = passed.iter().map(|(rule, _)| rule.to_string()).collect();
    let reason = match passed.iter().all(|(_, reason)| reason == first) {
        true => first.to_string(),
        false => passed.iter().map(|(rule, reason)| format!("{rule}: {reason}")).collect::<Vec<_>>().join("; "),
    };
    Some(Overridden { rules, reason })
}

/// Whether a duty guards steps now: one of certain stages only does so at those, and one that something has to bring
/// up only after that.
fn owed(duty: &Duty, here: Option<&Dispute>, on: Moment) -> bool {
    here.is_none_or(|dispute| {
        (duty.stages.is_empty() || duty.stages.contains(&dispute.stage().id)) && dispute.is_asked_for(duty, on)
    })
}

/// That something is missing which a policy asks for before a step.
fn not_given(policy: &Policy, ask: &Ask, verb: Verb) -> String {
    match &ask.ask {
        Asked::Fact(fact) => fact.missing_before(verb),
        Asked::Field(id) => format!("not given: {}", policy.field_text(id)),
    }
}

/// The same as the warning that a record keeps.
pub(super) fn warning_of(policy: &Policy, ask: &Ask, verb: Verb) -> String {
    with_clause(&not_given(policy, ask, verb), Some(&ask.source))
}

/// A sentence with its clause in brackets, if there is one.
pub(super) fn with_clause(text: &str, source: Option<&str>) -> String {
    source.map_or_else(|| text.to_string(), |source| format!("{text} ({source})"))
}

/// The document's title with its clauses; what is not from the document is cited by itself.
fn cited(document: &str, sources: &[&Source]) -> String {
    let (own, others): (Vec<&Source>, Vec<&Source>) = sources.iter().partition(|source| source.is_of_document());
    let own: Vec<&str> = own.into_iter().map(Source::as_str).collect();
    let own = (!own.is_empty()).then(|| match own.as_slice() {
        [only] if *only == document => document.to_string(),
        several => format!("{document}: {}", several.join("; ")),
    });
    own.into_iter().chain(others.into_iter().map(Source::to_string)).collect::<Vec<_>>().join("; ")
}

fn refused(step: &str, policy: &Policy, not_met: Vec<NotMet>) -> Denied {
    let sources = each_once(not_met.iter().filter_map(|one| one.source.as_ref()));
    let source = (!sources.is_empty()).then(|| cited(&policy.document.title, &sources));
    let yet = if not_met.iter().any(|one| one.rule.is_for_good()) { "" } else { " yet" };
    let message = match not_met.as_slice() {
        [one] => format!("can't {step}{yet}: {}", one.text()),
        several => format!("can't {step}{yet}: {} requirements are not met", several.len()),
    };
    let hint = Some(ways_past(policy, &not_met));
    let rules = not_met.iter().map(|one| one.rule.clone()).collect();
    Denied::Refused(Box::new(Refusal { message, hint, source, rules, not_met }))
}
