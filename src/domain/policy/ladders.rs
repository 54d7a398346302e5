//! Several ladders in one protocol: a dispute takes one of them and stays on it. For that dispute the protocol is
//! reduced to its ladder, a policy like any other, so that nothing else has to know about ladders.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::when::AtRaising;
use super::{
    Asked, Bypass, Circumstances, ClockRule, Fact, FieldId, Policy, ReferralRule, Rules, Stage, StageId, StartRules,
    Step, When,
};
use crate::domain::event::Raised;
use crate::domain::text::each_once;

/// More ways through a ladder than anybody would write.
const MOST_WAYS: usize = 200;

/// One of several ladders.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    pub id: String,
    pub title: String,
    /// Which disputes take it; of several that would do, the first is taken.
    pub when: When,
    /// Whether the file names it. If not, it is a group of stages that lead only to each other, and a dispute can be
    /// moved from one such group to another, with a reason.
    pub named: bool,
    pub source: String,
    /// The protocol as it is for a dispute that takes this ladder.
    pub policy: Arc<Policy>,
}

/// As `policy show --json` has it: what is particular to it, and its stages by their ids.
impl Serialize for Ladder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            id: &'a str,
            title: &'a str,
            when: &'a When,
            stages: Vec<&'a StageId>,
            total: Option<&'a ClockRule>,
            raise_within: Option<&'a ClockRule>,
            entry: &'a StartRules,
            bypass: &'a Bypass,
            referral: Option<&'a ReferralRule>,
            source: &'a str,
        }
        let policy = &self.policy;
        Shown {
            id: &self.id,
            title: &self.title,
            when: &self.when,
            stages: policy.stages.iter().map(|stage| &stage.id).collect(),
            total: policy.total.as_ref(),
            raise_within: policy.raise_within.as_ref(),
            entry: &policy.entry,
            bypass: &policy.bypass,
            referral: policy.referral.as_ref(),
            source: &self.source,
        }
        .serialize(serializer)
    }
}

impl Policy {
    /// The protocol for one dispute: with only its own ladder, if there are several, and with the role that raised it
    /// wherever the protocol says `raiser`. `None` if no ladder is for a dispute like this.
    pub fn for_dispute(self: &Arc<Policy>, facts: &Raised) -> Option<Arc<Policy>> {
        let policy = match self.ladders.iter().any(|ladder| ladder.named) {
            false => Arc::clone(self),
            true => Arc::clone(&self.ladder_of(facts)?.policy),
        };
        Some(if policy.names_raiser { policy.as_raised_by(&facts.by_role) } else { policy })
    }

    /// Whether a stage is the first of its ladder.
    pub fn begins_ladder(&self, stage: &StageId) -> bool {
        self.each_ladder().iter().any(|ladder| ladder.stages.first().is_some_and(|first| first.id == *stage))
    }

    /// The ladder that a dispute takes: the one it took when it was raised, else one with the stage that is named, else
    /// the first that is for a dispute like this.
    pub fn ladder_of(&self, facts: &Raised) -> Option<&Ladder> {
        if let Some(id) = &facts.ladder {
            return self.ladders.iter().find(|ladder| ladder.id == *id);
        }
        let holds = |ladder: &&Ladder| ladder.when.holds(&Circumstances::at_raising(facts));
        let mut named = self.ladders.iter().filter(|ladder| ladder.named);
        if facts.stage.is_empty() {
            return named.find(holds);
        }
        let mut with_stage = named.filter(|ladder| ladder.policy.stage(&facts.stage).is_some());
        with_stage.clone().find(holds).or_else(|| with_stage.next())
    }

    /// The ladders that a dispute could take depending on answers that nobody has given yet, each with the missing
    /// answers. Empty if a stage is named: that decides the ladder.
    pub fn undecided_ladders(&self, facts: &Raised) -> Vec<(&Ladder, Vec<Asked>)> {
        let Some(taken) = self.ladder_of(facts).filter(|_| facts.stage.is_empty()) else { return Vec::new() };
        let place = |one: &Ladder| self.ladders.iter().position(|ladder| ladder.id == one.id);
        let may_pass = taken.when.may_fail(facts);
        let others = self.ladders.iter().filter(|ladder| ladder.named && ladder.id != taken.id);
        let others = others.filter(|ladder| may_pass || place(ladder) < place(taken));
        let others = others.filter(|ladder| ladder.when.may_hold(facts));
        let unsaid = others.map(|ladder| {
            let own = ladder.when.missing_answers(facts);
            (ladder, if own.is_empty() { taken.when.missing_answers(facts) } else { own })
        });
        unsaid.filter(|(_, asked)| !asked.is_empty()).collect()
    }

    /// The ladders as protocols of their own; the protocol itself if it has only one.
    pub fn each_ladder(&self) -> Vec<&Policy> {
        match self.ladders.is_empty() {
            true => vec![self],
            false => self.ladders.iter().map(|ladder| &*ladder.policy).collect(),
        }
    }
}

impl When {
    /// The answers that these circumstances depend on and the dispute doesn't have, each once.
    pub(super) fn missing_answers(&self, facts: &Raised) -> Vec<Asked> {
        each_once(self.parts().into_iter().flat_map(|when| when.raised.missing_answers(facts)))
    }

    /// Whether they are nothing but alternatives, any of which is enough.
    pub fn is_either(&self) -> bool {
        *self == When { any: self.any.clone(), ..When::default() }
    }

    /// Whether they hold with the answers so far, and could fail with another answer.
    fn may_fail(&self, facts: &Raised) -> bool {
        let mut holding = self.any.iter().filter(|when| when.holds(&Circumstances::at_raising(facts))).peekable();
        !self.raised.missing_answers(facts).is_empty()
            || holding.peek().is_some() && holding.all(|when| when.may_fail(facts))
            || self.none.iter().any(|when| when.may_hold(facts))
    }

    /// Whether they hold, or could hold once the missing answers are given.
    pub(super) fn may_hold(&self, facts: &Raised) -> bool {
        self.as_far_as_said(facts).holds(&Circumstances::at_raising(facts))
    }

    /// The circumstances without those that depend on a missing answer.
    fn as_far_as_said(&self, facts: &Raised) -> When {
        let said = |when: &&When| when.missing_answers(facts).is_empty();
        When {
            raised: self.raised.as_far_as_said(facts),
            later: self.later.clone(),
            any: self.any.iter().map(|when| when.as_far_as_said(facts)).collect(),
            none: self.none.iter().filter(said).cloned().collect(),
        }
    }
}

impl AtRaising {
    /// The answers that they depend on and the dispute doesn't have.
    fn missing_answers(&self, facts: &Raised) -> Vec<Asked> {
        // Every field is named, so that a new one is not forgotten.
        let AtRaising {
            immediate,
            other_service,
            impact_levels,
            case_types,
            categories,
            decided_by,
            raised_by,
            fields,
            subjects,
        } = self;
        let services = other_service.is_some() || !subjects.is_empty();
        let said = [
            (Fact::Subject, services && facts.other_service().is_none()),
            (Fact::Category, !categories.is_empty() && facts.categories.is_empty()),
            (Fact::ImpactLevel, !impact_levels.is_empty() && facts.impact_level.is_none()),
            (Fact::Immediate, immediate.is_some() && facts.immediate.is_none()),
            (Fact::DecidedBy, !decided_by.is_empty() && facts.decided_by.is_none()),
            (Fact::CaseType, !case_types.is_empty() && facts.case_type.is_none()),
            (Fact::ByRole, !raised_by.is_empty() && facts.by_role.is_empty()),
        ];
        let said = said.into_iter().filter(|(_, unsaid)| *unsaid).map(|(fact, _)| Asked::Fact(fact));
        let fields = fields.iter().filter(|(name, _)| !facts.fields.contains_key(name));
        said.chain(fields.map(|(name, _)| Asked::Field(name.clone()))).collect()
    }

    /// Without those that depend on a missing answer.
    fn as_far_as_said(&self, facts: &Raised) -> AtRaising {
        let unsaid = self.missing_answers(facts);
        let without = |fact: Fact| unsaid.contains(&Asked::Fact(fact));
        fn unless<T: Default>(left_out: bool, value: T) -> T {
            if left_out { T::default() } else { value }
        }
        let AtRaising {
            immediate,
            other_service,
            impact_levels,
            case_types,
            categories,
            decided_by,
            raised_by,
            fields,
            subjects,
        } = self.clone();
        let said = |(name, _): &(FieldId, Vec<String>)| facts.fields.contains_key(name);
        AtRaising {
            immediate: unless(without(Fact::Immediate), immediate),
            other_service: unless(without(Fact::Subject), other_service),
            impact_levels: unless(without(Fact::ImpactLevel), impact_levels),
            case_types: unless(without(Fact::CaseType), case_types),
            categories: unless(without(Fact::Category), categories),
            decided_by: unless(without(Fact::DecidedBy), decided_by),
            raised_by: unless(without(Fact::ByRole), raised_by),
            fields: fields.into_iter().filter(said).collect(),
            subjects: unless(without(Fact::Subject), subjects),
        }
    }
}

impl Rules {
    /// The stages in groups with no way from one group to another; a single group if all are connected.
    pub fn stage_groups(&self) -> Vec<Vec<StageId>> {
        let mut group: Vec<usize> = (0..self.stages.len()).collect();
        for at in 0..self.stages.len() {
            for next in self.next_stages(at).iter().filter_map(|stage| self.stage_index(&stage.id)) {
                let (one, other) = (group[at], group[next]);
                group.iter_mut().filter(|of| **of == one.max(other)).for_each(|of| *of = one.min(other));
            }
        }
        let mut heads = group.clone();
        heads.sort_unstable();
        heads.dedup();
        let of = |head: usize| self.stages.iter().zip(&group).filter(move |(_, group)| **group == head);
        heads.into_iter().map(|head| of(head).map(|(stage, _)| stage.id.clone()).collect()).collect()
    }

    /// The ways through the stages, as their indexes, each from a stage that nothing leads to up to an end; all stages
    /// in a row if there are more than `MOST_WAYS`.
    pub fn stage_paths(&self) -> Vec<Vec<usize>> {
        let next = |at: usize| -> Vec<usize> {
            self.next_stages(at).iter().filter_map(|stage| self.stage_index(&stage.id)).collect()
        };
        let all: Vec<usize> = (0..self.stages.len()).collect();
        let led_to: Vec<usize> = all.iter().flat_map(|at| next(*at)).collect();
        let starts = all.iter().filter(|at| **at == 0 || !led_to.contains(at));
        let mut open: Vec<Vec<usize>> = starts.map(|at| vec![*at]).collect();
        let mut ways = Vec::new();
        while let Some(way) = open.pop() {
            let on: Vec<usize> =
                way.last().map(|at| next(*at)).unwrap_or_default().into_iter().filter(|at| !way.contains(at)).collect();
            if on.is_empty() {
                ways.push(way);
            } else {
                open.extend(on.iter().rev().map(|at| [way.as_slice(), &[*at]].concat()));
            }
            if ways.len() + open.len() > MOST_WAYS {
                return vec![all];
            }
        }
        ways.sort();
        ways
    }

    /// What is left of the protocol with these stages alone.
    pub fn with_stages_only(&self, kept: &[StageId]) -> Rules {
        let mut rules = self.clone();
        let is_kept = |id: &StageId| kept.contains(id);
        rules.ladders = Vec::new();
        rules.stages.retain(|stage| is_kept(&stage.id));
        rules.stages.iter_mut().for_each(|stage| keep_ways(stage, &is_kept));
        rules.entry.rules.retain(|rule| is_kept(&rule.stage));
        let guards = |before: &mut Vec<Step>| {
            let guarded = !before.is_empty();
            before.retain(|step| step.stage.as_ref().is_none_or(&is_kept));
            guarded && before.is_empty()
        };
        rules.duties.retain_mut(|duty| {
            let (owed, at_end) = (!duty.stages.is_empty(), duty.at_end);
            duty.stages.retain(&is_kept);
            let nothing_guarded = guards(&mut duty.before);
            match owed {
                true => !duty.stages.is_empty() || at_end,
                false => !nothing_guarded || at_end,
            }
        });
        rules.asks.retain_mut(|ask| !guards(&mut ask.before));
        let keep_over = |clock: &mut ClockRule| {
            let bound = !clock.over.is_empty();
            clock.over.retain(&is_kept);
            !(bound && clock.over.is_empty())
        };
        rules.clocks.retain_mut(keep_over);
        rules.total = rules.total.take().and_then(|mut total| keep_over(&mut total).then_some(total));
        rules
    }
}

fn keep_ways(stage: &mut Stage, is_kept: &impl Fn(&StageId) -> bool) {
    if !stage.next.is_empty() {
        stage.next.retain(is_kept);
        stage.ends_here = stage.next.is_empty();
    }
}
