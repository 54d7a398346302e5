//! What is recorded along the way: duties done or waived, meetings, the authority's decision, notes.

use super::gate::Gate;
use super::given::Given;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::{Denied, GateOutcome, Refusal, StepContext, known, known_fields, known_stage};
use crate::domain::dispute::{DecisionFor, Dispute, DutyStanding, DutyState, MarkKind};
use crate::domain::event::{Decided, DutyDone, DutyWaived, Entry, Event, MeetingHeld, Noted};
use crate::domain::policy::{DutyId, Meeting, OwedAt, RoleId, StageId, Verb};
use crate::domain::same_name::is_same;
use crate::domain::text::{list, people};
use crate::domain::time::{Date, describe, describe_moment};

impl Dispute {
    /// Records that a duty of the policy was done.
    ///
    /// # Errors
    /// A duty that the policy doesn't have, or that belongs to a stage the dispute is not at.
    pub fn done(&self, mut facts: DutyDone, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_on_own_day(step)? {
            let mut entry = then.done(facts, step)?;
            entry.warned.extend(self.warnings_of_later_marks(&entry, &then));
            return Ok(entry);
        }
        facts.stage = self.check_duty(&facts.duty, facts.stage, step)?;
        let id = self.header.id;
        if DutyId::OF_REFERRAL.contains(&facts.duty) {
            let hint = match facts.duty == DutyId::REFERRAL_WRITTEN {
                true => format!("run `iro refer {id} --written WHEN`"),
                false => format!("run `iro refer {id} --sent ITEM`, or `--not-applicable ITEM=REASON`"),
            };
            let message = format!("`{}` is recorded as a step of the referral", facts.duty);
            return Err(Refusal::absolute(Bar::Duty, message, Some(hint)));
        }
        if self.is_meeting(&facts.duty) {
            let hint = format!("run `iro meeting {id} --held WHEN --chair NAME`");
            return Err(Refusal::absolute(
                Bar::Meeting,
                "a meeting is recorded with its chair".to_string(),
                Some(hint),
            ));
        }
        let mut gate_outcome = GateOutcome::default();
        gate_outcome.warned.extend(self.settled_already(&facts));
        gate_outcome.warned.extend(self.of_no_meeting(&facts.duty, facts.stage.as_ref().and_then(OwedAt::stage)));
        self.entry(step, facts.into(), gate_outcome)
    }

    /// A warning that a duty is done or waived already, unless it is awaited once more.
    fn settled_already(&self, facts: &DutyDone) -> Option<String> {
        let awaited = self.clocks.iter().any(|clock| clock.is_running() && self.waits_for(clock, &facts.duty));
        if awaited || facts.stage.is_some() {
            return None;
        }
        let mark = self.mark_in_stay(&facts.duty, self.stage_entry().stay)?;
        let (duty, on, number) = (&facts.duty, describe_moment(mark.on), mark.entry);
        match mark.kind {
            MarkKind::Done => {
                Some(format!("`{duty}` is recorded as done already, on {on} (event {number}); both are kept"))
            }
            MarkKind::Waived => Some(format!("`{duty}` was waived on {on} (event {number}), and now counts as done")),
            MarkKind::Overridden => None,
        }
    }

    /// The command that records that a duty was done.
    pub fn way_to_record(&self, owed: &DutyStanding) -> String {
        let (command, duty) = (self.command_for(owed), &owed.duty);
        let more = match () {
            () if self.is_meeting(duty) => "--held WHEN --chair NAME".to_string(),
            () if *duty == DutyId::REFERRAL_WRITTEN => "--written WHEN".to_string(),
            () if *duty == DutyId::REFERRAL_PAPERS => "--sent ITEM".to_string(),
            () => match owed.place.stage() {
                Some(stage) if *stage != self.stage().id => format!("{duty} --stage {stage}"),
                Some(_) | None => duty.to_string(),
            },
        };
        format!("`{command} {more}`")
    }

    /// As `way_to_record`, without what has to be given.
    pub fn command_for(&self, owed: &DutyStanding) -> String {
        let verb = match () {
            () if self.is_meeting(&owed.duty) => "meeting",
            () if DutyId::OF_REFERRAL.contains(&owed.duty) => "refer",
            () => "done",
        };
        format!("iro {verb} {}", self.header.id)
    }

    /// A warning if a duty is about a meeting, as minutes are, that is not recorded.
    pub(super) fn of_no_meeting(&self, duty: &DutyId, stage: Option<&StageId>) -> Option<String> {
        let of = stage.and_then(|id| self.policy.stage(id)).unwrap_or(self.stage());
        let (id, meeting) = (self.header.id, self.lacks_meeting(duty, &of.id)?);
        Some(format!(
            "no {} is recorded at {}, so `{duty}` belongs to none: `iro meeting {id} --held WHEN --chair NAME` records it",
            meeting.title, of.title
        ))
    }

    /// Records that a duty will not be done, and why.
    ///
    /// # Errors
    /// As for `done`.
    pub fn waive(&self, mut facts: DutyWaived, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.waive(facts, step);
        }
        facts.stage = self.check_duty(&facts.duty, facts.stage, step)?;
        let done = |view: &&DutyStanding| view.duty == facts.duty && view.state == DutyState::Done;
        if let Some(duty) = self.duties().iter().find(done).filter(|_| facts.stage.is_none()) {
            let message = format!("`{}` is recorded as done already", duty.duty);
            let id = self.header.id;
            let hint = format!(
                "if that is wrong, `iro correct {id} --event N --reason TEXT` strikes it out; `iro log {id}` has its N"
            );
            return Err(Refusal::absolute(Bar::Duty, message, Some(hint)));
        }
        self.entry(step, facts.into(), GateOutcome::default())
    }

    /// Whether a duty is the meeting of a stage, which is recorded with its chair.
    pub(super) fn is_meeting(&self, duty: &DutyId) -> bool {
        *duty == DutyId::MEETING && self.policy.duty(duty).is_none()
    }

    /// Checks a duty, and returns where it is owed: the end, the earlier stage named, or the latest that it is left
    /// over from; `None` for the present stage.
    fn check_duty(&self, duty: &DutyId, of: Option<OwedAt>, step: &StepContext<'_>) -> Result<Option<OwedAt>, Denied> {
        let of_referral = self.referral.iter().flat_map(|_| DutyId::OF_REFERRAL);
        known("duty", duty, self.duty_names().chain(of_referral))?;
        let of = match of {
            Some(OwedAt::Stage(stage)) => Some(OwedAt::Stage(self.policy.resolve_stage(stage.as_str()))),
            Some(OwedAt::End) | None => of,
        };
        if let Some(stage) = of.as_ref().and_then(OwedAt::stage) {
            known_stage(&self.policy, stage)?;
        }
        self.in_order(step)?;
        let asked_at_end = self.policy.duty_in(duty, &OwedAt::End).is_some_and(|rule| rule.at_end);
        let of_a_stage = matches!(of, Some(OwedAt::Stage(_)));
        if asked_at_end && self.ended_at().is_some() && !of_a_stage {
            return Ok(Some(OwedAt::End));
        }
        let of = of.filter(|place| place.stage() != Some(&self.stage().id));
        let left = self.left_over();
        let mut left = left.iter().filter(|view| view.duty == *duty).map(|view| &view.place);
        if let Some(place) = of {
            if left.any(|one| *one == place) {
                return Ok(Some(place));
            }
            let message = match &place {
                OwedAt::End if asked_at_end => format!("`{duty}` is asked for at the end, and the dispute is open"),
                OwedAt::End => format!("`{duty}` is not asked for at the end"),
                OwedAt::Stage(stage) => format!("`{duty}` is not left over from {}", self.policy.stage_title(stage)),
            };
            return Err(Refusal::absolute(
                Bar::Duty,
                message,
                Some(format!("`iro show {}` lists what is asked for", self.header.id)),
            ));
        }
        let listed = self.duties().iter().any(|view| view.duty == *duty);
        if let Some(place) = left.next_back().filter(|_| !listed) {
            return Ok(Some(place.clone()));
        }
        let waited = self.clocks.iter().any(|clock| clock.is_running() && self.waits_for(clock, duty));
        let visited = self.stages_visited();
        let owed = self
            .policy
            .duties
            .iter()
            .filter(|one| one.id == *duty)
            .any(|one| one.once || one.stages.iter().any(|stage| visited.contains(&stage)));
        // A duty that was overridden can still be done.
        let overridden = self.marks.iter().any(|mark| mark.duty == *duty && mark.kind == MarkKind::Overridden);
        if listed || waited || owed || overridden {
            return Ok(None);
        }
        let message = format!("`{duty}` is not asked for at {}", self.stage().title);
        let hint = self
            .confirmed_before(duty)
            .unwrap_or_else(|| format!("`iro show {}` lists what is asked for", self.header.id));
        Err(Refusal::absolute(Bar::Duty, message, Some(hint)))
    }

    /// How to correct the confirmation of a duty with an earlier step; `None` if there is none.
    fn confirmed_before(&self, duty: &DutyId) -> Option<String> {
        let confirms = |entry: &&Entry| entry.confirmed.iter().any(|one| one.duty == *duty);
        let (id, number) = (self.header.id, self.history.iter().rev().find(confirms)?.number);
        Some(format!(
            "event {number} confirms it: `iro correct {id} --event {number} --set confirmed={duty}=WHEN --reason TEXT` \
             corrects when it was done, `confirmed={duty}=` that it was"
        ))
    }

    /// The earlier stage that a meeting belongs to: the one named, or the latest that lacks one if the stage at which
    /// it was held has none. `None` for the stage at which it was held.
    fn stage_of_meeting(&self, facts: &MeetingHeld, step: &StepContext<'_>) -> Result<Option<StageId>, Denied> {
        let on = facts.held.unwrap_or(step.on);
        let then = self.stage_entries.iter().rfind(|entry| !on.is_before(&entry.entered));
        let then = &self.policy.stages[then.unwrap_or(&self.stage_entries[0]).stage];
        let lacking = self.left_over().into_iter().filter(|view| self.is_meeting(&view.duty));
        let lacking: Vec<StageId> = lacking.filter_map(|view| view.place.stage().cloned()).collect();
        let Some(named) = &facts.stage else {
            let latest = lacking.last().filter(|_| then.meeting.is_none());
            return Ok(latest.filter(|stage| **stage != then.id).cloned());
        };
        let named = self.policy.resolve_stage(named.as_str());
        known_stage(&self.policy, &named)?;
        if named == then.id {
            return Ok(None);
        }
        if lacking.contains(&named) {
            return Ok(Some(named));
        }
        let message = format!("no meeting is left over from {}", self.policy.stage_title(&named));
        let hint = format!("`iro show {}` lists the meetings that are missing", self.header.id);
        Err(Refusal::absolute(Bar::Meeting, message, Some(hint)))
    }

    /// A warning if an earlier stage lacks a meeting, which this may be.
    fn other_meeting(&self, facts: &MeetingHeld) -> Option<String> {
        let mut lacking = self.left_over().into_iter().filter(|view| self.is_meeting(&view.duty));
        let stage = lacking.find_map(|view| view.place.stage().cloned()).filter(|_| facts.stage.is_none())?;
        Some(format!(
            "the {} of {} is not recorded: if this was it, add `--stage {stage}`",
            self.policy.stage(&stage)?.meeting.as_ref()?.title,
            self.policy.stage_title(&stage)
        ))
    }

    /// Records a meeting. A different chair, or somebody absent, is only a warning.
    ///
    /// # Errors
    /// A dispute that has ended, or an impossible date.
    pub fn meet(&self, mut facts: MeetingHeld, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_on_own_day(step)? {
            return then.meet(facts, step);
        }
        facts.stage = self.stage_of_meeting(&facts, step)?;
        facts.held = facts.held.filter(|held| *held != step.on);
        self.check_names_and_dates(&facts.clone().into(), step.on, step.now)?;
        // A meeting that is still owed may be recorded after the end.
        match self.is_open() || !self.owed().iter().any(|view| self.is_meeting(&view.duty)) {
            true => self.open_and_in_order(step)?,
            false => self.in_order(step)?,
        }
        let gate = self.gate_for(step, Verb::Meeting, &facts.clone().into()).of("record the meeting");
        let mut gate_outcome = gate.pass()?;
        if let Some(held) = facts.held.filter(|held| held.is_before(&self.raised_at)) {
            let raised = describe(self.raised_at.date());
            gate_outcome.warned.push(format!(
                "the meeting on {} was before the dispute was raised on {raised}",
                describe(held.date())
            ));
        }
        let of = facts.stage.as_ref().and_then(|id| self.policy.stage(id)).unwrap_or(self.stage());
        gate_outcome.warned.extend(self.other_meeting(&facts));
        if let Some(meeting) = &of.meeting {
            let held = facts.held.unwrap_or(step.on).date();
            gate_outcome.warned.extend(self.other_people(meeting, &facts, held));
        }
        self.entry(step, facts.into(), gate_outcome)
    }

    /// Warnings if somebody else was in the chair of a meeting than the protocol says, or if somebody expected did not
    /// come.
    fn other_people(&self, meeting: &Meeting, facts: &MeetingHeld, held: Date) -> Vec<String> {
        let is = |role: &RoleId, name: &String| {
            is_same(name, role.as_str())
                || is_same(name, self.policy.role_title(role))
                || self.known_as(role).any(|known| is_same(known, name))
        };
        // A name that is known by no role may be the chair's own.
        let role = self.role_of(&facts.chair);
        let may_be = |chair: &RoleId| match &role {
            None => self.known_as(chair).next().is_none(),
            Some(role) => self.policy.acts_for(role, chair, held),
        };
        let other = meeting.chair.as_ref().filter(|chair| !is(chair, &facts.chair) && !may_be(chair));
        let title = other.map(|chair| self.title(chair));
        let chair = title.map(|title| format!("the chair should be the {title} ({})", meeting.source));
        // Of the roles that may raise, only the one that did is expected.
        let raiser = &self.raised.by_role;
        let others = |role: &&RoleId| self.policy.raisers.contains(role) && *role != raiser;
        let expected = meeting.attendees.iter().filter(|role| !(others(role) && meeting.attendees.contains(raiser)));
        let came = || facts.attended.iter().chain([&facts.chair]);
        let there = |role: &RoleId| came().any(|name| is(role, name));
        let absent = expected.filter(|role| !there(role) && !meeting.instead.get(*role).is_some_and(there));
        let absent: Vec<String> = absent.map(|role| meeting.titled(role, &self.policy)).collect();
        let missing = (!absent.is_empty() && !facts.attended.is_empty())
            .then(|| format!("not named among those who came: {} ({})", people(&absent, "and"), meeting.source));
        chair.into_iter().chain(missing).collect()
    }

    /// Records the authority's final decision, which is not a resolution.
    ///
    /// # Errors
    /// A dispute that has ended, or an impossible date.
    pub fn decide(&self, facts: Decided, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.decide(facts, step);
        }
        self.open_and_in_order(step)?;
        let mut gate = self.gate(step, Verb::Decide).of("record the decision");
        gate.policy_rules(
            &self.facts_at(None, Some(step.on)),
            Some(self),
            &Given::with(&facts.clone().into(), Some(self)),
        );
        let mut gate_outcome = gate.pass()?;
        if let Some(on) = self.decision_to_replace() {
            gate_outcome
                .warned
                .push(format!("a decision of {} is recorded; this one takes its place", describe_moment(on)));
        }
        if self.decision_for(&facts.decided_by, step.on.date()) == DecisionFor::Nothing {
            gate_outcome.warned.push(self.not_asked_to_decide(&facts.decided_by));
        }
        self.entry(step, facts.into(), gate_outcome)
    }

    /// The warning if somebody decides who is not asked to: it is recorded, but doesn't count as the decision.
    fn not_asked_to_decide(&self, by: &str) -> String {
        let (deciders, role) = (self.deciders(), self.role_of(by));
        let titles: Vec<&str> = deciders.iter().map(|role| self.policy.role_title(role)).collect();
        let id = self.header.id;
        let given = |role: &RoleId| format!("`iro decide {id} --decided-by {role} --text TEXT`");
        let given: Vec<String> = deciders.iter().map(given).collect();
        let only = role.as_ref().map(|role| self.decides_only(role)).unwrap_or_default();
        let only = if only.is_empty() { String::new() } else { format!(", who acts for them {}", list(&only, "or")) };
        format!(
            "{} is asked to decide, not {}{only}: it is kept, and the decision is still awaited. One that was made for \
             them is recorded with {}",
            list(&titles, "or"),
            role.map_or_else(|| by.to_owned(), |role| self.title(&role)),
            list(&given, "or")
        )
    }

    /// Records anything else worth keeping, also after the end.
    ///
    /// # Errors
    /// An impossible date.
    pub fn note(&self, facts: Noted, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_on_own_day(step)? {
            return then.note(facts, step);
        }
        known_fields(&self.policy, &facts.fields)?;
        self.in_order(step)?;
        self.entry(step, facts.into(), GateOutcome::default())
    }

    /// A gate for a step at the present stage, with what the policy asks for before it; `event` says what is given
    /// with it.
    pub(super) fn gate_for<'a>(&'a self, step: &'a StepContext<'a>, verb: Verb, event: &Event) -> Gate<'a> {
        let mut gate = self.gate(step, verb);
        gate.policy_rules(&self.facts_at(None, Some(step.on)), Some(self), &Given::with(event, Some(self)));
        gate
    }

    /// As `gate_for`, with nothing asked for yet.
    pub(super) fn gate<'a>(&'a self, step: &'a StepContext<'a>, verb: Verb) -> Gate<'a> {
        Gate::new(&self.policy, step, verb, Some(&self.stage().id))
    }

    /// Requires that no action is open.
    pub(super) fn no_open_actions(&self, gate: &mut Gate<'_>) {
        let Some(first) = self.open_actions().next() else { return };
        let open: Vec<String> =
            self.open_actions().map(|action| format!("{} `{}`", action.number, action.what)).collect();
        let text = match open.as_slice() {
            [only] => format!("action {only} is still open"),
            several => format!("{} actions are still open: {}", several.len(), several.join(", ")),
        };
        let remedy = Remedy::CloseAction { id: self.header.id, number: first.number };
        gate.refuse(OwnRule::OpenActions, text, None, remedy);
    }
}
