//! A protocol held against yardsticks that lie outside it: the statutory guidance and the national standards. What the
//! yardsticks are is data; here is only how each kind of them is tested. A finding is no fault of the file.

mod span;

use serde::Deserialize;

use super::{
    ClockRule, Duty, Enforce, Ladder, LimitRule, Policy, ReferralWhen, RoleId, Stage, StageKind, Strength, Verb,
};
use crate::domain::limit::Limit;
pub use span::Span;

/// One thing that guidance asks of every protocol.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yardstick {
    pub id: String,
    pub text: String,
    pub source: String,
    pub check: Check,
    /// Where a claim must hold.
    #[serde(default)]
    pub r#where: Where,
    /// What is said where nothing meets it.
    #[serde(default)]
    pub missing: String,
    /// The roles that the test is about.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The longest time it allows.
    #[serde(default)]
    pub limit: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    InformalFirst,
    InformalTimed,
    FormalTimed,
    BothKinds,
    Bypass,
    Total,
    ReferralAnyTime,
    ReferralConcurrent,
    OwnDecision,
    /// That obstacles are no bar: a rule of the policy, or a claim.
    Obstacles,
    /// Something in the policy says that it `meets` this one.
    Claimed,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    #[default]
    Policy,
    Informal,
    Every,
}

/// Where a policy is at odds with a yardstick, or says nothing of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub yardstick: String,
    pub message: String,
    /// The clause of the policy it rests on; that of the yardstick where the policy is silent.
    pub source: String,
    /// What the yardstick asks for, and where that stands.
    pub basis: String,
    pub spot: Spot,
}

/// A place in a policy file, by the keys and ids that lead there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot(pub Vec<String>);

impl Spot {
    fn at(parts: &[&str]) -> Spot {
        Spot(parts.iter().map(|part| (*part).to_owned()).collect())
    }

    fn stage(stage: &Stage) -> Spot {
        Spot::at(&["stages", stage.id.as_str()])
    }

    /// Within the part of the file that is about a ladder, where it has one.
    fn on(self, ladder: &Ladder) -> Spot {
        match ladder.named {
            true => Spot([vec!["ladders".to_owned(), ladder.id.clone()], self.0].concat()),
            false => self,
        }
    }
}

/// Everything in which a policy falls short of the yardsticks, in their order.
pub fn audit(policy: &Policy, yardsticks: &[Yardstick]) -> Vec<Finding> {
    if policy.ladders.is_empty() {
        return audit_one(policy, yardsticks);
    }
    let each: Vec<(&Ladder, Vec<Finding>)> =
        policy.ladders.iter().map(|ladder| (ladder, audit_one(&ladder.policy, yardsticks))).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for yardstick in yardsticks {
        for (ladder, found) in &each {
            for one in found.iter().filter(|one| one.yardstick == yardstick.id) {
                let of_all = each.iter().all(|(_, others)| others.iter().any(|other| other.message == one.message));
                let named = match of_all {
                    true => one.clone(),
                    false => Finding {
                        message: format!("on the ladder `{}`: {}", ladder.id, one.message),
                        spot: one.spot.clone().on(ladder),
                        ..one.clone()
                    },
                };
                if !findings.contains(&named) {
                    findings.push(named);
                }
            }
        }
    }
    findings
}

/// The same of a protocol with one ladder.
fn audit_one(policy: &Policy, yardsticks: &[Yardstick]) -> Vec<Finding> {
    let mut audit = Audit { policy, findings: Vec::new() };
    for yardstick in yardsticks {
        audit.hold(yardstick);
    }
    audit.findings
}

struct Audit<'a> {
    policy: &'a Policy,
    findings: Vec<Finding>,
}

impl Audit<'_> {
    fn hold(&mut self, yard: &Yardstick) {
        match yard.check {
            Check::InformalFirst => self.informal_first(yard),
            Check::InformalTimed => self.informal_timed(yard),
            Check::FormalTimed => self.formal_timed(yard),
            Check::BothKinds => self.both_kinds(yard),
            Check::Bypass => self.bypass(yard),
            Check::Total => self.total(yard),
            Check::ReferralAnyTime => self.referral(yard, "any point"),
            Check::ReferralConcurrent => self.referral(yard, "the moment the dispute is started"),
            Check::OwnDecision => self.own_decision(yard),
            Check::Obstacles if self.policy.obstacles.is_some() => {}
            Check::Obstacles | Check::Claimed => self.claimed(yard),
        }
    }

    /// A rule of the policy, with its clause, that is at odds with a yardstick.
    fn at_odds(&mut self, yard: &Yardstick, message: String, source: &str, spot: Spot) {
        let basis = format!("{} ({})", yard.text, yard.source);
        let source = if source.is_empty() { &yard.source } else { source }.to_owned();
        self.findings.push(Finding { yardstick: yard.id.clone(), message, source, basis, spot });
    }

    /// Something that the policy does not say.
    fn silent(&mut self, yard: &Yardstick, message: String, spot: Spot) {
        self.at_odds(yard, message, "", spot);
    }

    fn of_kind(&self, kind: StageKind) -> Vec<Stage> {
        self.policy.stages.iter().filter(|stage| stage.kind == kind).cloned().collect()
    }

    fn informal_first(&mut self, yard: &Yardstick) {
        let informal = self.of_kind(StageKind::Informal);
        let Some(first) = informal.first() else {
            return self.silent(yard, "there is no informal stage".into(), Spot::at(&["stages"]));
        };
        let declared = self.policy.roles.iter().any(|role| yard.roles.contains(&role.id));
        let asked = informal.iter().any(|stage| stage.responders.roles().iter().any(|role| yard.roles.contains(role)));
        if declared && !asked {
            let titles: Vec<&str> = yard.roles.iter().map(|role| self.policy.role_title(role)).collect();
            let message = format!("`{}` goes neither to the {}", first.id, titles.join(" nor to the "));
            self.at_odds(yard, message, &first.source, Spot::stage(first));
        }
    }

    fn both_kinds(&mut self, yard: &Yardstick) {
        for (kind, name) in [(StageKind::Informal, "informal"), (StageKind::Formal, "formal")] {
            if self.of_kind(kind).is_empty() {
                self.silent(yard, format!("there is no {name} stage"), Spot::at(&["stages"]));
            }
        }
    }

    fn informal_timed(&mut self, yard: &Yardstick) {
        for stage in self.of_kind(StageKind::Informal) {
            if !is_timed(&stage) && !self.claims_at(yard, Some(&stage)) {
                let message = format!("`{}` has no time limit, and {}", stage.id, yard.missing);
                self.at_odds(yard, message, &stage.source, Spot::stage(&stage));
            }
        }
    }

    fn formal_timed(&mut self, yard: &Yardstick) {
        for stage in self.of_kind(StageKind::Formal) {
            if !is_timed(&stage) {
                let message = format!("the formal stage `{}` has no time limit of its own", stage.id);
                self.at_odds(yard, message, &stage.source, Spot::stage(&stage));
            }
        }
    }

    fn bypass(&mut self, yard: &Yardstick) {
        let bypass = &self.policy.bypass;
        if bypass.free {
            return;
        }
        let spot = Spot::at(&["bypass", "free"]);
        match bypass.source.is_empty() {
            true => {
                self.silent(yard, "nothing says that a stage may be left out, so a reason is asked for".into(), spot)
            }
            false => {
                let source = bypass.source.clone();
                let message = "leaving a stage out, or starting above the first, asks for a reason".into();
                self.at_odds(yard, message, &source, spot);
            }
        }
    }

    fn total(&mut self, yard: &Yardstick) {
        let limit = yard.limit.as_deref().and_then(|limit| Limit::parse(limit).ok());
        let Some(most) = limit.as_ref().map(Limit::in_working_days) else { return };
        let binding = match self.policy.total.clone() {
            None => {
                let first = self.policy.first_formal().map(Spot::stage).unwrap_or_default();
                self.silent(yard, format!("no total is set; the formal stages may take {most} working days"), first);
                false
            }
            Some(total) => self.total_itself(yard, &total, most),
        };
        let span = Span::of_formal(self.policy);
        let (sum, extended) = (span.days, span.days + if binding { 0 } else { span.extensions });
        let spot = || self.policy.first_formal().map(Spot::stage).unwrap_or_default();
        let source = self.policy.first_formal().map(|stage| stage.source.clone()).unwrap_or_default();
        let parts = span.in_words();
        let untimed: Vec<String> = span.untimed.iter().map(|id| format!("`{id}`")).collect();
        let message = if sum > most {
            format!("the formal stages add up to {sum} working days ({parts}), more than {most}")
        } else if extended > most {
            format!(
                "the formal stages add up to {sum} working days ({parts}), and to {extended} with every extension, \
                 more than {most}"
            )
        } else if sum == most && !binding && !untimed.is_empty() {
            format!(
                "the formal stages add up to {sum} working days ({parts}), with {} still to come",
                untimed.join(", ")
            )
        } else {
            return;
        };
        self.at_odds(yard, message, &source, spot());
    }

    /// What is wrong with the total itself; whether it holds the stages within the yardstick.
    fn total_itself(&mut self, yard: &Yardstick, total: &ClockRule, most: u32) -> bool {
        let LimitRule::Fixed(limit) = &total.limit else {
            let spot = Spot::at(&["total", "limit"]);
            self.at_odds(
                yard,
                format!("the total is left to be agreed; it is {most} working days"),
                &total.source,
                spot,
            );
            return false;
        };
        if limit.in_working_days() > most {
            let message = format!("the total is {limit}, more than {most} working days");
            self.at_odds(yard, message, &total.source, Spot::at(&["total", "limit"]));
        }
        if total.strength != Strength::Hard {
            let message =
                format!("the total of {limit} is shown for guidance; the protocol itself sets none that binds");
            self.at_odds(yard, message, &total.source, Spot::at(&["total", "strength"]));
        }
        let uncovered = |stage: &&Stage| stage.is_formal() && !total.over.is_empty() && !total.over.contains(&stage.id);
        let outside: Vec<String> =
            self.policy.stages.iter().filter(uncovered).map(|stage| format!("`{}`", stage.id)).collect();
        if !outside.is_empty() {
            let message = format!("the total of {limit} is not over {}; nothing binds those", outside.join(", "));
            self.at_odds(yard, message, &total.source, Spot::at(&["total", "over"]));
        }
        if let Some(extension) = &total.extension {
            let more =
                extension.at_most.as_ref().zip(extension.times).map(|(most, times)| most.in_working_days() * times);
            if more.is_none_or(|more| limit.in_working_days() + more > most) {
                let ceiling = match (&extension.at_most, extension.times) {
                    (Some(most), Some(1)) => format!("by {most}"),
                    (Some(most), Some(times)) => format!("by {most}, {times} times"),
                    _ => "without a ceiling".to_owned(),
                };
                let message = format!("the total of {limit} can be extended {ceiling}, past {most} working days");
                self.at_odds(yard, message, &extension.source, Spot::at(&["total", "extend"]));
            }
        }
        total.strength == Strength::Hard && limit.in_working_days() <= most && outside.is_empty()
    }

    fn referral(&mut self, yard: &Yardstick, when: &str) {
        // The power is there for looked-after children.
        if self.policy.referable().is_empty() {
            return;
        }
        let Some(rule) = self.policy.referral.clone() else {
            return self.silent(yard, format!("nothing says that a referral is open at {when}"), Spot::default());
        };
        let held = match &rule.when {
            ReferralWhen::Any => return,
            ReferralWhen::AfterAll => "the referral is a last resort, after every stage".to_owned(),
            ReferralWhen::AfterStage(stage) => format!("the referral comes only after `{stage}`"),
        };
        let message = format!("{held}; at {when} it asks for a reason");
        self.at_odds(yard, message, &rule.source, Spot::at(&["referral", "when"]));
    }

    fn own_decision(&mut self, yard: &Yardstick) {
        let raisers = self.policy.raisers.clone();
        let driven = |stage: &&Stage| stage.owner.as_ref().is_some_and(|owner| !raisers.contains(owner));
        let others: Vec<Stage> = self.policy.stages.iter().filter(driven).cloned().collect();
        if let Some(first) = others.first() {
            let each = others.iter().map(|stage| {
                let owner = stage.owner.as_ref().map(|owner| self.policy.role_title(owner)).unwrap_or_default();
                format!("`{}` by the {owner}", stage.id)
            });
            let message =
                format!("driven by somebody other than whoever raised it: {}", each.collect::<Vec<_>>().join(", "));
            self.at_odds(yard, message, &first.source, Spot::at(&["stages", first.id.as_str(), "owner"]));
        }
        for duty in self.policy.duties.clone().iter().filter(|duty| is_gate(duty)) {
            let title = |role: &RoleId| self.policy.role_title(role).to_owned();
            let steps = duty.before.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(", ");
            let message = match (&duty.by, &duty.with) {
                (Some(by), _) if !raisers.contains(by) => {
                    format!("before {steps} the {} has to act (`{}`)", title(by), duty.id)
                }
                (_, Some(with)) if yard.roles.contains(with) => {
                    let title = title(with);
                    format!("before {steps} a talk with the {title} is asked for (`{}`), which can be no veto", duty.id)
                }
                _ => continue,
            };
            self.at_odds(yard, message, &duty.source, spot_of(duty));
        }
    }

    fn claimed(&mut self, yard: &Yardstick) {
        let way = match yard.check {
            Check::Obstacles => "`obstacles` is for the clause that does".to_owned(),
            Check::InformalFirst
            | Check::InformalTimed
            | Check::FormalTimed
            | Check::BothKinds
            | Check::Bypass
            | Check::Total
            | Check::ReferralAnyTime
            | Check::ReferralConcurrent
            | Check::OwnDecision
            | Check::Claimed => format!("a duty or guidance that does says `meets: {}`", yard.id),
        };
        let wanted: Vec<Stage> = match yard.r#where {
            Where::Policy => {
                if !self.claims_at(yard, None) {
                    self.silent(yard, format!("{}; {way}", yard.missing), Spot::default());
                }
                return;
            }
            Where::Informal => self.of_kind(StageKind::Informal),
            Where::Every => self.policy.stages.clone(),
        };
        let without: Vec<&Stage> = wanted.iter().filter(|stage| !self.claims_at(yard, Some(stage))).collect();
        if let Some(first) = without.first() {
            let ids: Vec<String> = without.iter().map(|stage| format!("`{}`", stage.id)).collect();
            let at =
                if ids.len() == self.policy.stages.len() { String::new() } else { format!(" at {}", ids.join(", ")) };
            let message = format!("{}{at}; {way}", yard.missing);
            let spot = if at.is_empty() { Spot::default() } else { Spot::stage(first) };
            self.silent(yard, message, spot);
        }
    }

    /// Whether something says that it meets a yardstick: anywhere, or at a stage.
    fn claims_at(&self, yard: &Yardstick, stage: Option<&Stage>) -> bool {
        let says = |meets: &[String]| meets.contains(&yard.id);
        let owed = |duty: &Duty| {
            stage.is_none_or(|stage| {
                let guards = duty.before.iter().any(|step| step.stage.as_ref().is_none_or(|at| *at == stage.id));
                duty.stages.contains(&stage.id) || (duty.stages.is_empty() && guards)
            })
        };
        let said = |at: &[super::Step]| stage.is_none_or(|_| at.is_empty());
        self.policy.duties.iter().any(|duty| says(&duty.meets) && owed(duty))
            || self.policy.guidance.iter().any(|one| says(&one.meets) && said(&one.at))
    }
}

/// A duty in the way of the raiser's own steps.
fn is_gate(duty: &Duty) -> bool {
    let own = |verb: Verb| matches!(verb, Verb::Raise | Verb::Escalate | Verb::Refer | Verb::Curtail);
    duty.enforce == Enforce::Refuse && duty.before.iter().any(|step| own(step.verb))
}

/// A duty stands in its stage where it is owed in one only, or beside the stages.
fn spot_of(duty: &Duty) -> Spot {
    match duty.stages.as_slice() {
        [only] => Spot::at(&["stages", only.as_str(), "duties", duty.id.as_str()]),
        _ => Spot::at(&["duties", duty.id.as_str()]),
    }
}

fn is_timed(stage: &Stage) -> bool {
    stage.clocks.iter().any(|clock| clock.strength != Strength::Advisory)
}
