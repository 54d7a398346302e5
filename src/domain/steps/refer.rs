//! Referral to Cafcass, and the complaints procedure. The statutory power belongs to the IRO: a policy's rules about
//! it are asked for, and can always be overridden with a reason.

use super::gate::Gate;
use super::given::Given;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::{Denied, Refusal, StepContext};
use crate::domain::calendar::Calendar;
use crate::domain::dispute::{AskedFor, Dispute, DutyState, Referral, ReferralState, Status};
use crate::domain::event::{Complained, Entry, Referred};
use crate::domain::policy::{CaseType, Fact, GroundId, ReferralWhen, Responders, Verb, has_one_of};
use crate::domain::same_name::is_same;
use crate::domain::text::list;
use crate::domain::time::{Moment, describe, describe_moment};

/// The statute that gives the power.
const STATUTE: &str = "Children Act 1989, section 25B";

impl Dispute {
    /// Records a step of a referral; the first begins it.
    ///
    /// # Errors
    /// An unknown ground or paper; for the first step, what the policy asks for, unless overridden with a reason.
    pub fn refer(&self, facts: Referred, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.refer(facts, step);
        }
        self.check_names_and_dates(&facts.clone().into(), step.on, step.now)?;
        self.in_order(step)?;
        self.ground_stands(&facts)?;
        let mut gate = self.gate(step, Verb::Refer);
        if self.referral.is_none() {
            self.first_step(&mut gate, &facts, step);
        } else if facts.curtail.is_some() {
            self.curtailing(&mut gate, &facts, step);
        }
        let mut gate_outcome = gate.pass()?;
        gate_outcome.warned.extend(self.warnings_of_days(&facts));
        let mut entry = self.entry(step, facts.into(), gate_outcome)?;
        entry.warned.extend(self.still_to_come(&entry, step.calendar)?);
        Ok(entry)
    }

    /// Warnings of days that a person may have mistyped: before the dispute was raised, or in place of another day.
    fn warnings_of_days(&self, facts: &Referred) -> Vec<String> {
        let known = |of: fn(&Referral) -> Option<Moment>| self.referral.as_ref().and_then(of);
        let reasons = self.referral.as_ref().and_then(|referral| referral.reason.as_ref()).zip(facts.reason.as_ref());
        let replaced = reasons.filter(|(known, given)| known != given);
        let mut warnings: Vec<String> = replaced
            .map(|(known, _)| format!("the reason on record was \"{known}\"; this one replaces it"))
            .into_iter()
            .collect();
        for (flag, given, known) in [
            ("--phoned", facts.phoned, known(|referral| referral.phoned)),
            ("--written", facts.written, known(|referral| referral.written)),
        ] {
            let Some(given) = given else { continue };
            if given.is_before(&self.raised_at) {
                let raised = describe_moment(self.raised_at);
                warnings
                    .push(format!("`{flag}` is {}, before the dispute was raised on {raised}", describe_moment(given)));
            }
            if let Some(known) = known.filter(|known| *known != given) {
                warnings.push(format!(
                    "`{flag}` was recorded as {}; {} replaces it",
                    describe_moment(known),
                    describe_moment(given)
                ));
            }
        }
        warnings
    }

    /// Refuses a second ground that differs from the first: that takes a correction.
    fn ground_stands(&self, facts: &Referred) -> Result<(), Denied> {
        let named = self.referral.as_ref().and_then(|referral| referral.ground.as_ref());
        match named.zip(facts.ground.as_ref()).filter(|(named, given)| named != given) {
            None => Ok(()),
            Some((named, given)) => {
                let id = self.header.id;
                let hint = format!(
                    "leave `--ground` out; `iro correct {id} --event N --set ground={given} --reason TEXT` changes it, \
                     and `iro log {id}` says which event it is of"
                );
                let message = format!("the ground of this referral is `{named}`, and is named only once");
                Err(Refusal::absolute(Bar::Ground, message, Some(hint)))
            }
        }
    }

    fn first_step(&self, gate: &mut Gate<'_>, facts: &Referred, step: &StepContext<'_>) {
        let grounds: Vec<&str> = self.grounds().map(GroundId::as_str).collect();
        let named = facts.ground.is_some() || grounds.is_empty();
        let waits = self.is_open() && self.status() == Status::AwaitingResponse;
        let until = |past| self.asked_for().until(past);
        let due =
            self.answer_due().map(|clock| format!("; {} {}", until(clock.is_past(gate.on())), describe(clock.due)));
        let decides = self.awaits_decision();
        // Along a chain, and where all are asked, others of the stage may have answered.
        let awaited = match &self.stage().responders {
            Responders::Chain(_) => self.stage_entry().asked.at_step(self.stage_entry().step).to_vec(),
            Responders::AllOf(_) if !decides && !self.stage_entry().answers.is_empty() => self.awaited_after(None),
            Responders::AnyOf(_) | Responders::AllOf(_) => Vec::new(),
        };
        let awaited: Vec<&str> = awaited.iter().map(|role| self.policy.role_title(role)).collect();
        let done = if decides { "decided" } else { "answered" };
        let (here, due) = (&self.stage().title, due.unwrap_or_default());
        // Where others talk the matter over with those who are asked, nobody has to answer once they have.
        let talked = self.asked_for() == AskedFor::Nothing && self.talk_stands() == Some(DutyState::Done);
        gate.warn(
            waits && !talked,
            match awaited.as_slice() {
                [] => format!("nobody has {done} at {here} yet{due}"),
                [one] => format!("the {one} at {here} has not {done} yet{due}"),
                several => format!("the {} at {here} have not {done} yet{due}", several.join(" and the ")),
            },
        );
        if let Some(role) = self.policy.referral.as_ref().and_then(|rule| rule.by.as_ref()) {
            let theirs = *role == self.raised.by_role || self.known_as(role).any(|name| is_same(name, &step.by));
            let source = self.policy.referral.as_ref().map_or("", |rule| rule.source.as_str());
            gate.warn(!theirs, format!("under this protocol the {} makes the referral ({source})", self.title(role)));
        }
        let anybodys = self.policy.referral.as_ref().is_none_or(|rule| rule.by.is_none());
        let by_law = self.raised.case_type.is_some_and(|case| self.policy.refers_by_law(case));
        let text = format!(
            "by law it is the child's reviewing officer who refers to {} (Children Act 1989, section 25B(3)), and the {} raised \
             it",
            self.referred_to(),
            self.title(&self.raised.by_role)
        );
        gate.warn(anybodys && by_law && !self.policy.is_reviewing_officer(&self.raised.by_role), text);
        let given = Given::with(&facts.clone().into(), Some(self)).unless_settled(Fact::Ground, named);
        gate.policy_rules(&self.facts_at(None, Some(step.on)), Some(self), &given);
        let rule = self.policy.referral.as_ref();
        let text = format!("no ground is named, one of {}", grounds.join(", "));
        gate.require(named, OwnRule::Ground, text, rule.map(|rule| rule.source.as_str()), Remedy::give(Fact::Ground));
        let elsewhere = self.raised.case_type == Some(CaseType::LookedAfter);
        let text = match elsewhere {
            true => format!(
                "the power to refer to Cafcass is there in England and Wales, and the protocol opens no way of its own in {}",
                self.policy.counting.division.name()
            ),
            false => "the power to refer is for a child who is looked after; think of legal advice instead".to_string(),
        };
        let covered = self.can_be_referred();
        gate.require_by_law(covered, OwnRule::ReferralCovers, text, STATUTE);
        if let Some(rule) = rule {
            let met = self.is_referral_reached(step.on);
            let text = match &rule.when {
                ReferralWhen::Any => String::new(),
                ReferralWhen::AfterAll => {
                    let title = &self.stage().title;
                    let to_come: Vec<&str> = self.next_stages().iter().map(|stage| stage.title.as_str()).collect();
                    let yet = match self.is_at_the_last_stage() || to_come.is_empty() {
                        true => format!(", and {title} is not over yet"),
                        false => format!(", and {} is still to come", list(&to_come, "or")),
                    };
                    format!("the protocol makes a referral the last resort, after every stage{yet}")
                }
                ReferralWhen::AfterStage(stage) => {
                    let title = self.policy.stage(stage).map_or(stage.as_str(), |stage| stage.title.as_str());
                    let yet = if self.stages_visited().contains(&stage) { ", which is not over yet" } else { "" };
                    format!("the protocol refers only after {title}{yet}")
                }
            };
            match facts.curtail.is_some() {
                true => gate.warn(!met, format!("{text} ({})", rule.source)),
                false => {
                    gate.require(met, OwnRule::ReferralWhen, text, Some(&rule.source), Remedy::give(Fact::Curtail))
                }
            };
        }
        if facts.curtail.is_some() {
            self.curtailing(gate, facts, step);
        }
    }

    /// Whether the stages are over after which the protocol refers, so that it asks for no reason.
    pub fn is_referral_reached(&self, on: Moment) -> bool {
        match self.policy.referral.as_ref().map(|rule| &rule.when) {
            None | Some(ReferralWhen::Any) => true,
            Some(ReferralWhen::AfterAll) => self.used_up_since(on).is_some(),
            Some(ReferralWhen::AfterStage(stage)) => self.over_since(stage, on).is_some(),
        }
    }

    /// Whether the power to refer covers this kind of case.
    pub fn can_be_referred(&self) -> bool {
        self.raised.case_type.is_some_and(|case| self.policy.refers(case))
    }

    /// The grounds that the protocol lists; empty if it leaves them to the raiser.
    pub fn grounds(&self) -> impl Iterator<Item = &GroundId> {
        self.policy.referral.iter().flat_map(|rule| &rule.grounds).map(|ground| &ground.id)
    }

    /// Adds what the protocol asks for if its stages are cut short.
    fn curtailing(&self, gate: &mut Gate<'_>, facts: &Referred, step: &StepContext<'_>) {
        let given = Given::with(&facts.clone().into(), Some(self));
        gate.rules_of(Verb::Curtail, &self.facts_at(None, Some(step.on)), Some(self), &given);
    }

    /// Since when every stage is over, as of a moment, from the one it was raised at to the last; `None` if one is
    /// not.
    pub fn used_up_since(&self, as_of: Moment) -> Option<Moment> {
        self.is_at_the_last_stage().then(|| self.over_since(&self.stage().id, as_of)).flatten()
    }

    /// Whether it has reached the last stage, and the last person of its chain. Stages that were left out don't
    /// matter.
    fn is_at_the_last_stage(&self) -> bool {
        if self.policy.next_stages(self.stage_entry().stage).is_empty() {
            return self.next_in_chain().is_none();
        }
        let entered = |stage: usize| self.stage_entries.iter().any(|entry| entry.stage == stage);
        let mut here = self.stage_entries.first().map_or(0, |entry| entry.stage);
        // In a ladder that goes round, the walk ends once it can have been everywhere.
        for _ in &self.policy.stages {
            let next = self.policy.next_stages(here);
            match next.iter().filter_map(|stage| self.policy.stage_index(&stage.id)).find(|stage| entered(*stage)) {
                Some(stage) => here = stage,
                None => return false,
            }
        }
        true
    }

    /// What the referral still lacks once this step is recorded.
    fn still_to_come(&self, entry: &Entry, calendar: &Calendar) -> Result<Vec<String>, Denied> {
        let after = self.after(entry, calendar)?;
        let Some(referral) = &after.referral else {
            return Ok(Vec::new());
        };
        let papers: Vec<String> = referral.missing().map(|item| format!("{} (`{}`)", item.text, item.item)).collect();
        Ok(match referral.state() {
            ReferralState::Decided => vec![format!(
                "it is decided and not made yet: `iro refer {} --phoned WHEN` or `--written WHEN` says when it is",
                self.header.id
            )],
            ReferralState::Phoned => vec!["a referral that was phoned must be confirmed in writing".to_string()],
            ReferralState::Made => vec![format!("still to be sent, or said not to apply: {}", papers.join("; "))],
            ReferralState::Complete => Vec::new(),
        })
    }

    /// Takes the other route: the statutory complaints procedure.
    ///
    /// # Errors
    /// A dispute that has ended, or what the policy asks for first.
    pub fn complain(&self, mut facts: Complained, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.complain(facts, step);
        }
        self.open_and_in_order(step)?;
        if self.complained.is_some() {
            let id = self.header.id;
            let message = format!("dispute `{id}` has gone to the complaints procedure already");
            return Err(Refusal::absolute(Bar::Complaint, message, Some(format!("see `iro show {id}`"))));
        }
        self.check_names_and_dates(&facts.clone().into(), step.on, step.now)?;
        self.choose_complaint(&mut facts)?;
        let event = facts.into();
        let gate_outcome =
            self.gate_for(step, Verb::Complaint, &event).of("take it to the complaints procedure").pass()?;
        self.entry(step, event, gate_outcome)
    }

    /// Sets the fields that say that the complaints procedure was chosen, unless the record says so already. Refuses a
    /// field that is given with another value.
    fn choose_complaint(&self, facts: &mut Complained) -> Result<(), Denied> {
        let Some(rule) = &self.policy.complaint_chosen else { return Ok(()) };
        for (name, values) in rule.when.raised.fields.iter().filter(|(_, values)| !values.is_empty()) {
            let known = facts.fields.get(name).or_else(|| self.fields().get(name));
            if known.is_some_and(|value| has_one_of(value, values)) {
                continue;
            }
            if let Some(other) = facts.fields.get(name) {
                let message = format!("`{name}={other}` is not the complaints procedure");
                let ways: Vec<String> = values.iter().map(|value| format!("`--field {name}={value}`")).collect();
                let hint = format!("give {}, or leave it out", ways.join(" or "));
                return Err(Refusal::absolute(Bar::Complaint, message, Some(hint)));
            }
            facts.fields.insert(name.clone(), values[0].clone());
        }
        Ok(())
    }
}
