//! Escalating: to the next stage, to the next person of a chain, or past stages that are left out.

use std::collections::BTreeMap;

use super::approval::Approval;
use super::gate::Gate;
use super::given::Given;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::whom::{chosen, may_ask, undecided};
use super::{Denied, Refusal, StepContext, Unknown, known, known_fields};
use crate::domain::calendar::Calendar;
use crate::domain::dispute::{AskedFor, Dispute};
use crate::domain::event::{Because, Entry, Escalated};
use crate::domain::policy::{DutyId, Fact, FieldId, Responders, RoleId, Stage, Verb};
use crate::domain::same_name::is_same;
use crate::domain::suggest::plain;
use crate::domain::terms::ChainStep;
use crate::domain::text::list;
use crate::domain::time::{Date, describe_moment};

#[derive(Debug, Clone)]
pub struct Escalate {
    pub because: Because,
    pub reason: Option<String>,
    /// A stage or a role other than the next, as typed.
    pub to: Option<String>,
    pub respond_by: Option<Date>,
    /// The role to ask, if the stage leaves the choice open.
    pub ask: Option<RoleId>,
    pub fields: BTreeMap<FieldId, String>,
}

/// Where an escalation leads.
struct Target<'p> {
    stage: &'p Stage,
    step: ChainStep,
    bypassed: Vec<String>,
    /// Whether the protocol leads there from the present stage.
    leads_there: bool,
}

impl Dispute {
    /// Escalates the dispute. This never happens by itself.
    ///
    /// # Errors
    /// An unknown stage; no stage further up; what the policy asks for first; a bypass without its reason.
    pub fn escalate(&self, mut escalate: Escalate, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.escalate(escalate, step);
        }
        escalate.to = escalate.to.map(|to| self.meant_by(&to));
        if let Some(to) = &escalate.to {
            self.is_further_on(to)?;
        }
        known_fields(&self.policy, &escalate.fields)?;
        self.open_and_in_order(step)?;
        let ask = escalate.ask.map(|role| self.policy.resolve_role(role.as_str()));
        let target = match ask.as_ref().filter(|_| escalate.to.is_none()).and_then(|role| self.another_here(role)) {
            Some(target) => target,
            None => {
                if let Some(role) = ask.as_ref().filter(|_| escalate.to.is_none() && self.is_at_the_top()) {
                    chosen(self.stage(), role.clone())?;
                }
                self.target(escalate.to.as_deref())?
            }
        };
        let asked = ask.map(|role| chosen(target.stage, role)).transpose()?;
        // Along a chain no stage is entered, so that only what is asked before any step up is asked.
        let along = target.stage.id == self.stage().id;
        let mut gate = Gate::new(&self.policy, step, Verb::Escalate, (!along).then_some(&target.stage.id));
        let (facts, agreed) = (self.facts_at(Some(escalate.because), Some(step.on)), escalate.respond_by);
        let explained = target.leads_there || self.policy.bypass.free || escalate.reason.is_some();
        let event = Escalated {
            from: self.stage().id.clone(),
            to: target.stage.id.clone(),
            step: (target.step > ChainStep::FIRST).then_some(target.step),
            because: escalate.because,
            reason: escalate.reason,
            respond_by: agreed,
            asked: asked.clone(),
            bypassed: target.bypassed.clone(),
            fields: escalate.fields,
        };
        let event = event.into();
        let given = Given::with(&event, Some(self));
        gate.entering(Verb::Escalate, target.stage, agreed, &facts, Some(self), &given)?;
        let responders = self.responders_at(target.stage);
        gate.warn_of(undecided(target.stage, &responders).filter(|_| asked.is_none()));
        let asked = asked.as_ref().map_or(responders.at_step(target.step), std::slice::from_ref);
        let there = if along { self.any_of(asked) } else { target.stage.title.clone() };
        let text = match target.bypassed.is_empty() {
            true => format!("the protocol doesn't lead from {} to {there}", self.stage().title),
            false => {
                let left_out: Vec<&str> = target.bypassed.iter().map(|id| self.titled(id)).collect();
                format!("escalating to {there} leaves out {}", list(&left_out, "and"))
            }
        };
        let source = Some(if along { &target.stage.source } else { &self.policy.bypass.source }.as_str());
        match self.stage().ends_here && !along {
            true => {
                let text = format!("the ladder ends at {}", self.stage().title);
                gate.refuse(OwnRule::LadderEnds, text, Some(&self.stage().source), Remedy::Override)
            }
            false => gate.require(explained, OwnRule::Bypass, text, source, Remedy::give(Fact::Reason)),
        };
        if let Some(role) = self.policy.bypass.approved_by.as_ref().filter(|_| !target.leads_there) {
            let approval = Approval { role, of: DutyId::BYPASS_APPROVED, source };
            approval.ask(&mut gate, &self.policy, step, self.holder_of(role));
        }
        let (next, now) = (self.party(asked), self.responder());
        let same = next.roles == now.roles
            || next.name.as_deref().zip(now.name.as_deref()).is_some_and(|(next, now)| is_same(next, now));
        let again = next.name.clone().unwrap_or_else(|| format!("the {}", self.any_of(&next.roles)));
        gate.warn(same, format!("{again} was already asked at {}, and is asked again", self.stage().title));
        let minutes = step.confirmed.iter().find_map(|one| self.of_no_meeting(&one.duty, None));
        gate.warn_of(minutes);
        self.warn_of_silence(&mut gate, escalate.because, step);
        let gate_outcome = gate.pass()?;
        self.check_names_and_dates(&event, step.on, step.now)?;
        let mut entry = self.entry(step, event, gate_outcome)?;
        entry.warned.extend(self.left_undone(&entry, step.calendar)?);
        Ok(entry)
    }

    /// Checks that there is such a stage, or such a person in the chain. The error for a stage of another ladder says
    /// so.
    fn is_further_on(&self, to: &str) -> Result<(), Unknown> {
        let stages = self.policy.stages.iter().map(|stage| stage.id.as_str());
        known("stage", to, stages.chain(self.chain().iter().map(RoleId::as_str))).map_err(|unknown| {
            let other = self.policy.other_stages.iter().find(|(stage, _)| plain(stage.as_str()) == plain(to));
            match other.zip(self.policy.ladder_title.as_ref()) {
                None => unknown,
                Some(((stage, ladder), taken)) => {
                    let (id, label) = (self.header.id, &self.policy.labels.dispute);
                    let hint = format!(
                        "raise another one there, with `iro raise --stage {stage}`; `iro withdraw {id} --reason TEXT` ends this one"
                    );
                    let message =
                        format!("`{stage}` is a stage of {ladder}, and this {label} takes {taken} to its end");
                    Unknown { message, hint: Some(hint), ..unknown }
                }
            }
        })
    }

    /// The present stage with another role to ask; `None` if the stage may not ask that role, or asks it already.
    fn another_here(&self, role: &RoleId) -> Option<Target<'_>> {
        let stage = self.stage();
        let another = may_ask(stage).contains(role) && self.stage_entry().asked.roles() != std::slice::from_ref(role);
        another.then_some(Target { stage, step: ChainStep::FIRST, bypassed: Vec::new(), leads_there: true })
    }

    /// The roles whom the present stage may ask and has not asked; empty if it leaves no choice.
    pub fn others_to_ask(&self) -> Vec<&RoleId> {
        let open = self.responders_at(self.stage()).needs_choice();
        let choice = if open { may_ask(self.stage()) } else { &[] };
        choice.iter().filter(|role| self.stage_entry().asked.roles() != std::slice::from_ref(*role)).collect()
    }

    /// Resolves what was typed to the id of a stage, or else of a role.
    fn meant_by(&self, to: &str) -> String {
        let stage = self.policy.resolve_stage(to);
        if self.policy.stage(&stage).is_some() { stage.into() } else { self.policy.resolve_role(to).into() }
    }

    /// A warning of the duties that are still owed at the stage that is left.
    fn left_undone(&self, entry: &Entry, calendar: &Calendar) -> Result<Option<String>, Denied> {
        let (stage, next) = (self.stage(), self.after(entry, calendar)?);
        let mut left = next.left_over();
        left.retain(|view| view.place.stage() == Some(&stage.id));
        // A meeting comes last: what the command in brackets records comes first.
        left.sort_by_key(|view| self.is_meeting(&view.duty));
        let Some(first) = left.first() else { return Ok(None) };
        let all: Vec<String> = left.iter().map(|view| format!("\"{}\"", view.text)).collect();
        let (way, rest) = (next.way_to_record(first), if left.len() > 1 { "records the first" } else { "records it" });
        Ok(Some(format!("not on record yet for {}: {} ({way} {rest})", stage.title, all.join(", "))))
    }

    /// Where the escalation leads: to the stage or role named, or else to the next.
    fn target(&self, to: Option<&str>) -> Result<Target<'_>, Denied> {
        let here = self.stage_entry().stage;
        let next = self.next_stages();
        let named = to.and_then(|id| self.policy.stage_index(&id.into()));
        if let Some(step) =
            to.filter(|_| named.is_none()).and_then(|role| self.chain().iter().position(|one| one.as_str() == role))
        {
            return self.along_the_chain(ChainStep::at(step));
        }
        let along = self.step_in_chain(self.stage(), self.stage_entry().step.next());
        if let Some(step) = along.filter(|_| named.is_none_or(|index| index == here)) {
            return Ok(Target { stage: self.stage(), step, bypassed: Vec::new(), leads_there: true });
        }
        let id = self.header.id;
        let Some(index) = named.or_else(|| next.first().and_then(|stage| self.policy.stage_index(&stage.id))) else {
            let message = format!("{} is the last stage of dispute `{id}`", self.stage().title);
            let to = self.referred_to();
            let hint = match self.can_be_referred() {
                true => format!("run `iro refer {id}` for a referral to {to}, or `iro resolve {id}`"),
                false => format!("run `iro resolve {id}` once it is settled"),
            };
            let hint = match self.stage().ends_here && here + 1 < self.policy.stages.len() {
                true => format!("{hint}; `--to STAGE --override REASON` escalates anyway"),
                false => hint,
            };
            let others: Vec<String> = self.others_to_ask().iter().map(|role| format!("`{role}`")).collect();
            let hint = match others.as_slice() {
                [] => hint,
                others => {
                    format!("`iro escalate {id} --ask ROLE` asks somebody else there, {}; {hint}", list(others, "or"))
                }
            };
            return Err(Refusal::absolute(Bar::LastStage, message, Some(hint)));
        };
        if to.is_none() && next.len() > 1 {
            let titles: Vec<&str> = next.iter().map(|stage| stage.title.as_str()).collect();
            let message = format!("{} leads to several stages: {}", self.stage().title, list(&titles, "and"));
            let ways: Vec<String> = next.iter().map(|stage| format!("`--to {}`", stage.id)).collect();
            return Err(Refusal::absolute(Bar::To, message, Some(format!("say which: {}", list(&ways, "or")))));
        }
        let stage = &self.policy.stages[index];
        let allowed = next.iter().any(|one| one.id == stage.id);
        if index <= here && !allowed {
            let message =
                format!("dispute `{id}` is at {} already: {} is not further up", self.stage().title, stage.title);
            let hint = match next.as_slice() {
                [] => format!("see `iro show {id}` for what can be done from there"),
                [only] => format!("leave `--to` out to escalate to {}", only.title),
                several => {
                    let ways: Vec<String> = several.iter().map(|stage| format!("`--to {}`", stage.id)).collect();
                    format!("give {}", list(&ways, "or"))
                }
            };
            return Err(Refusal::absolute(Bar::NotUp, message, Some(hint)));
        }
        let left_out = if allowed { &[] } else { &self.policy.stages[here + 1..index] };
        let bypassed = left_out.iter().map(|stage| stage.id.to_string()).collect();
        let step = self.step_in_chain(stage, ChainStep::FIRST).unwrap_or_default();
        Ok(Target { stage, step, bypassed, leads_there: allowed })
    }

    /// The title of a stage, or else of a person along the chain.
    fn titled<'a>(&'a self, id: &'a str) -> &'a str {
        let stage = self.policy.stage(&id.into()).map(|stage| stage.title.as_str());
        let role = || self.chain().iter().find(|role| role.as_str() == id).map(|role| self.policy.role_title(role));
        stage.or_else(role).unwrap_or(id)
    }

    fn any_of(&self, roles: &[RoleId]) -> String {
        list(&roles.iter().map(|role| self.title(role)).collect::<Vec<_>>(), "or")
    }

    /// The roles of the present stage that are asked one after another; empty if it has no chain.
    fn chain(&self) -> &[RoleId] {
        match &self.stage().responders {
            Responders::Chain(roles) => roles,
            Responders::AnyOf(_) | Responders::AllOf(_) => &[],
        }
    }

    /// A role further along the chain; those in between are left out.
    fn along_the_chain(&self, step: ChainStep) -> Result<Target<'_>, Denied> {
        let (here, chain) = (self.stage_entry().step, self.chain());
        if step <= here {
            let id = self.header.id;
            let message = format!("dispute `{id}` is with {} already", self.title(&chain[here.index()]));
            let hint = "leave `--to` out for whoever is asked next".to_string();
            return Err(Refusal::absolute(Bar::NotUp, message, Some(hint)));
        }
        let asked = |between: &ChainStep| self.step_in_chain(self.stage(), *between) == Some(*between);
        let between = (here.next().index()..step.index()).map(ChainStep::at).filter(asked);
        let bypassed: Vec<String> = between.map(|between| chain[between.index()].to_string()).collect();
        Ok(Target { stage: self.stage(), step, leads_there: bypassed.is_empty(), bypassed })
    }

    /// Warns if the ground given and the record disagree. Where the protocol sets no time for an answer, what does not
    /// satisfy may be a talk or a meeting.
    fn warn_of_silence(&self, gate: &mut Gate<'_>, because: Because, step: &StepContext<'_>) {
        let (answered, decided) = (self.answered().is_some(), self.is_decided_here());
        let instead = match self.asked_for() {
            AskedFor::Work | AskedFor::Nothing => true,
            AskedFor::Resolution => self.facts(None).meeting_held,
            AskedFor::Answer | AskedFor::Decision | AskedFor::FurtherWork => false,
        };
        let missing = match self.stage_entry().answers.is_empty() && self.chain().is_empty() {
            true => "no answer is recorded at this stage".to_string(),
            false => format!("no answer of the {} is recorded at this stage", self.awaited()),
        };
        gate.warn(because == Because::Unsatisfactory && !answered && !decided && !instead, missing);
        if because != Because::NoResponse {
            return;
        }
        gate.warn(answered, "an answer is recorded at this stage");
        gate.warn(decided && !answered, "a decision is recorded at this stage");
        if let Some(clock) = self.answer_due().filter(|clock| !clock.is_past(step.on)) {
            gate.warn(true, format!("an answer is not due before {}", describe_moment(clock.falls_due())));
        }
    }
}
