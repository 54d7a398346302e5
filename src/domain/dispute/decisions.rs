//! Decisions: whose count, and for which clocks. A stage with a clock that waits for a decision asks its responders
//! for one. If no stage has such a clock, nobody in particular is asked, and any decision counts.

use super::state::StayNumber;
use super::{Clock, Dispute, StageEntry};
use crate::domain::event::{Decided, Entry};
use crate::domain::policy::{ClockRule, EndsOn, RoleId, Stage, Substitute, Whose};
use crate::domain::same_name::is_same;
use crate::domain::terms::EntryNumber;
use crate::domain::text::each_once;
use crate::domain::time::{Date, Moment};

/// A decision of somebody who is asked for it.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    at: Moment,
    entry: EntryNumber,
    /// The stay in which it was made.
    made_in: StayNumber,
    /// The stay whose clocks it ends; `None` if another stage asks for it.
    stay: Option<StayNumber>,
    /// In which role it was made; if nobody knows, in any that this stage asked, and `None` where it asks nobody.
    roles: Option<Vec<RoleId>>,
}

/// What a decision counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionFor {
    /// The stage where the dispute stands, and the whole dispute.
    Stage,
    /// The whole dispute: another stage asks for it.
    Dispute,
    /// Nothing: it is kept, and that is all.
    Nothing,
}

fn decides(stage: &Stage) -> bool {
    stage.clocks.iter().any(|rule| rule.until.contains(&EndsOn::Decided))
}

/// The role whose decision a clock waits for, if it names one.
fn decider(rule: &ClockRule) -> Option<&RoleId> {
    match &rule.whose {
        Whose::Role(role) => Some(role),
        Whose::Responder | Whose::Owner | Whose::Raiser => None,
    }
}

/// The roles whose decision a stage waits for: those that its clocks name, then those it asks.
fn named_to_decide(stage: &Stage, asked: &[RoleId]) -> Vec<RoleId> {
    let waiting = stage.clocks.iter().filter(|rule| rule.until.contains(&EndsOn::Decided));
    each_once(waiting.filter_map(decider).cloned().chain(asked.iter().cloned()))
}

impl Dispute {
    /// Whether the present stage's responders are to decide, and not to answer.
    pub fn awaits_decision(&self) -> bool {
        let ends = |end: EndsOn| {
            let mut theirs = self.stage().clocks.iter().filter(|rule| rule.whose == Whose::Responder);
            theirs.any(|rule| rule.until.contains(&end))
        };
        ends(EndsOn::Decided) && !ends(EndsOn::Answered)
    }

    /// Whether a clock waits for a decision that is for this stage to await: one beside the stages may wait for the
    /// decision of a later stage.
    pub fn waits_for_decision_here(&self, clock: &Clock) -> bool {
        let later = || self.policy.stages.iter().any(decides) && !decides(self.stage());
        self.waits_until(clock, &EndsOn::Decided) && (self.belongs_to_stage(clock) || !later())
    }

    /// The roles that are asked to decide: those of the present stage if it waits for a decision, else those of every
    /// stage that does.
    pub fn deciders(&self) -> Vec<RoleId> {
        if decides(self.stage()) {
            return self.deciders_here();
        }
        let deciding = self.policy.stages.iter().filter(|stage| decides(stage));
        let all = deciding.flat_map(|stage| named_to_decide(stage, self.responders_at(stage).roles()));
        each_once(all)
    }

    fn deciders_here(&self) -> Vec<RoleId> {
        let entry = self.stage_entry();
        named_to_decide(self.stage(), entry.asked.at_step(entry.step))
    }

    /// The role of somebody as typed: by the role's name or its holder's.
    pub fn role_of(&self, by: &str) -> Option<RoleId> {
        let role = self.policy.resolve_role(by);
        if self.policy.roles.iter().any(|known| known.id == role) {
            return Some(role);
        }
        self.raised.assigned.iter().find(|(_, holder)| is_same(holder, by)).map(|(role, _)| role.clone())
    }

    /// What a decision on a day counts for. Somebody whose role is not known is believed if the present stage waits
    /// for a decision.
    pub fn decision_for(&self, by: &str, on: Date) -> DecisionFor {
        let deciding = || self.policy.stages.iter().filter(|stage| decides(stage));
        if deciding().next().is_none() {
            return DecisionFor::Stage;
        }
        let role = self.role_of(by);
        let acts = |role: &RoleId, asked: &[RoleId]| asked.iter().any(|one| self.policy.acts_for(role, one, on));
        if decides(self.stage()) && role.as_ref().is_none_or(|role| acts(role, &self.deciders_here())) {
            return DecisionFor::Stage;
        }
        let elsewhere = |role: &RoleId| {
            deciding().any(|stage| acts(role, &named_to_decide(stage, self.responders_at(stage).roles())))
        };
        // A clock beside the stages may wait for somebody whom no stage asks.
        let beside = |role: &RoleId| {
            let waiting = self.policy.dispute_wide_clocks().filter(|rule| rule.until.contains(&EndsOn::Decided));
            waiting.filter_map(decider).any(|one| self.policy.acts_for(role, one, on))
        };
        match role.is_some_and(|role| elsewhere(&role) || beside(&role)) {
            true => DecisionFor::Dispute,
            false => DecisionFor::Nothing,
        }
    }

    /// On which days a role acts for those who are asked to decide, in words.
    pub fn decides_only(&self, role: &RoleId) -> Vec<String> {
        let deciders = self.deciders();
        let acts = deciders.iter().flat_map(|one| self.policy.substitutes(one)).filter(|one| one.role == *role);
        acts.map(Substitute::in_words).collect()
    }

    /// Applies a decision; returns whether it counts.
    pub(super) fn take_in_decision(&mut self, facts: &Decided, entry: &Entry) -> bool {
        self.decision = Some((facts.clone(), entry.at));
        let counts = self.decision_for(&facts.decided_by, entry.at.date());
        if counts == DecisionFor::Nothing {
            return false;
        }
        let stay = (counts == DecisionFor::Stage).then_some(self.stage_entry().stay);
        let asked = || decides(self.stage()).then(|| self.deciders_here());
        let roles = self.role_of(&facts.decided_by).map(|role| vec![role]).or_else(asked);
        let (at, made_in) = (entry.at, self.stage_entry().stay);
        self.decisions.push(Decision { at, entry: entry.number, made_in, stay, roles });
        true
    }

    /// Stops the clocks of the present stage that wait for an answer, once there is a decision to judge in its place; not
    /// where some stage waits for a decision: then that is what it counts for.
    pub(super) fn stop_awaiting_an_answer(&mut self, at: Moment) {
        if self.policy.stages.iter().any(decides) {
            return;
        }
        let stay = Some(self.stage_entry().stay);
        let awaits = |clock: &Clock| {
            clock.is_running() && self.stay_that_ends(clock) == stay && self.waits_until(clock, &EndsOn::Answered)
        };
        self.stop_all(self.clocks_where(awaits), at);
    }

    /// When the decision was made that a clock waits for.
    pub(in crate::domain) fn decided_for(&self, clock: &Clock) -> Option<Moment> {
        if self.belongs_to_stage(clock) {
            let here = |one: &&Decision| one.stay.is_some() && one.stay == clock.stay;
            let since = |one: &&Decision| self.happened_after(one.entry, clock.entry);
            return self.decisions.iter().filter(here).find(since).map(|one| one.at);
        }
        let rule = self.rule_behind(clock);
        let since = |one: &&Decision| !one.at.is_before(&clock.deadline.started);
        let counts = |one: &&Decision| rule.is_none_or(|rule| self.decides_beside(one, rule));
        self.decisions.iter().filter(since).find(counts).map(|one| one.at)
    }

    /// Whether a decision is one that a clock beside the stages waits for: made at a stage that it covers, and by the
    /// role that it names, if it names any.
    fn decides_beside(&self, decision: &Decision, rule: &ClockRule) -> bool {
        let mut made_at = self.entries_of(decision.made_in).map(|entry| &self.policy.stages[entry.stage].id);
        let covered = rule.over.is_empty() || made_at.any(|stage| rule.over.contains(stage));
        let acts_for = |role: &RoleId, named: &RoleId| self.policy.acts_for(role, named, decision.at.date());
        let acts =
            |named: &RoleId| decision.roles.as_ref().is_none_or(|roles| roles.iter().any(|role| acts_for(role, named)));
        covered && decider(rule).is_none_or(acts)
    }

    /// When whoever is asked in an entry into a stage first decided.
    pub(super) fn decided_since(&self, entry: &StageEntry) -> Option<Moment> {
        let here = |one: &&Decision| one.made_in == entry.stay && self.happened_after(one.entry, entry.entry);
        self.decisions.iter().find(here).map(|one| one.at)
    }

    /// When the last decision was made in the present stay that counts.
    pub fn decided_here(&self) -> Option<Moment> {
        self.decisions.iter().rfind(|one| one.made_in == self.stage_entry().stay).map(|one| one.at)
    }

    /// When the first decision was made in a stay that counts.
    pub(super) fn decided_in(&self, stay: StayNumber) -> Option<Moment> {
        self.decisions.iter().find(|one| one.made_in == stay).map(|one| one.at)
    }

    /// Whether a decision that counts was made in this stay.
    pub(in crate::domain) fn is_decided_here(&self) -> bool {
        self.decided_in(self.stage_entry().stay).is_some()
    }

    /// When the decision was recorded that a further one takes the place of: the last, unless that was made at another
    /// stage, where it stands.
    pub(in crate::domain) fn decision_to_replace(&self) -> Option<Moment> {
        let (_, on) = self.decision.as_ref()?;
        (self.decisions.is_empty() || self.is_decided_here()).then_some(*on)
    }

    /// When the last decision was made that counts.
    pub fn decided_on(&self) -> Option<Moment> {
        self.decisions.last().map(|one| one.at)
    }
}
