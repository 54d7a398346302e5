//! Compares a protocol with yardsticks from outside it: the statutory guidance and the national standards. The
//! yardsticks are data; this only knows how to test each kind of them. A finding doesn't mean that the file is wrong.

mod span;
mod total;
mod yardstick;

use super::{Duty, Enforce, Ladder, Policy, ReferralWhen, RoleId, Stage, StageKind, Verb};
use crate::domain::holidays::Division;
pub use span::Span;
pub use yardstick::{Check, Finding, PolicyPath, Where, Yardstick};

/// Why a policy can't be compared with the yardsticks, which are guidance for England about children; `None` if it can.
pub fn why_guidance_does_not_apply(policy: &Policy) -> Option<String> {
    let division = policy.counting.division;
    if division != Division::EnglandAndWales {
        return Some(format!("they are for England, and it counts the bank holidays of {}", division.name()));
    }
    let whom: Vec<&str> = policy.covers.iter().map(|case| case.whom()).collect();
    let about_children = policy.covers.iter().any(|case| case.is_about_a_child());
    (!about_children).then(|| format!("they are about children, and it is about {}", whom.join(" or ")))
}

/// Everything in which a policy falls short of the yardsticks, in their order; empty for a policy out of their reach.
pub fn audit(policy: &Policy, yardsticks: &[Yardstick]) -> Vec<Finding> {
    if why_guidance_does_not_apply(policy).is_some() {
        return Vec::new();
    }
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

/// The same for a protocol with one ladder.
fn audit_one(policy: &Policy, yardsticks: &[Yardstick]) -> Vec<Finding> {
    let mut audit = Audit { policy, findings: Vec::new() };
    for yardstick in yardsticks {
        audit.check(yardstick);
    }
    audit.findings
}

struct Audit<'a> {
    policy: &'a Policy,
    findings: Vec<Finding>,
}

impl Audit<'_> {
    fn check(&mut self, yard: &Yardstick) {
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

    /// Adds a finding on a rule of the policy, with its clause, that is at odds with a yardstick.
    fn report_conflict(&mut self, yard: &Yardstick, message: String, source: &str, spot: PolicyPath) {
        let basis = format!("{} ({})", yard.text, yard.source);
        let source = if source.is_empty() { &yard.source } else { source }.to_owned();
        self.findings.push(Finding { yardstick: yard.id.clone(), message, source, basis, spot });
    }

    /// Adds a finding on something that the policy does not say.
    fn report_missing(&mut self, yard: &Yardstick, message: String, spot: PolicyPath) {
        self.report_conflict(yard, message, "", spot);
    }

    fn of_kind(&self, kind: StageKind) -> Vec<Stage> {
        self.policy.stages.iter().filter(|stage| stage.kind == kind).cloned().collect()
    }

    fn informal_first(&mut self, yard: &Yardstick) {
        let informal = self.of_kind(StageKind::Informal);
        let Some(first) = informal.first() else {
            return self.report_missing(yard, "there is no informal stage".into(), PolicyPath::at(&["stages"]));
        };
        let declared = self.policy.roles.iter().any(|role| yard.roles.contains(&role.id));
        let asked = informal.iter().any(|stage| stage.responders.roles().iter().any(|role| yard.roles.contains(role)));
        if declared && !asked {
            let titles: Vec<&str> = yard.roles.iter().map(|role| self.policy.role_title(role)).collect();
            let message = format!("`{}` goes neither to the {}", first.id, titles.join(" nor to the "));
            self.report_conflict(yard, message, &first.source, PolicyPath::stage(first));
        }
    }

    fn both_kinds(&mut self, yard: &Yardstick) {
        for (kind, name) in [(StageKind::Informal, "informal"), (StageKind::Formal, "formal")] {
            if self.of_kind(kind).is_empty() {
                self.report_missing(yard, format!("there is no {name} stage"), PolicyPath::at(&["stages"]));
            }
        }
    }

    fn informal_timed(&mut self, yard: &Yardstick) {
        for stage in self.of_kind(StageKind::Informal) {
            if !is_timed(&stage) && !self.claims_at(yard, Some(&stage)) {
                let message = format!("`{}` has no time limit, and {}", stage.id, yard.missing);
                self.report_conflict(yard, message, &stage.source, PolicyPath::stage(&stage));
            }
        }
    }

    fn formal_timed(&mut self, yard: &Yardstick) {
        for stage in self.of_kind(StageKind::Formal) {
            if !is_timed(&stage) {
                let message = format!("the formal stage `{}` has no time limit of its own", stage.id);
                self.report_conflict(yard, message, &stage.source, PolicyPath::stage(&stage));
            }
        }
    }

    fn bypass(&mut self, yard: &Yardstick) {
        let bypass = &self.policy.bypass;
        if bypass.free {
            return;
        }
        let spot = PolicyPath::at(&["bypass", "free"]);
        match bypass.source.is_empty() {
            true => self.report_missing(
                yard,
                "nothing says that a stage may be left out, so a reason is needed".into(),
                spot,
            ),
            false => {
                let source = bypass.source.clone();
                let message = "leaving a stage out, or starting above the first, needs a reason".into();
                self.report_conflict(yard, message, &source, spot);
            }
        }
    }

    fn referral(&mut self, yard: &Yardstick, when: &str) {
        // The statutory power is for looked-after children.
        if !self.policy.covers.iter().any(|case| self.policy.refers_by_law(*case)) {
            return;
        }
        let Some(rule) = self.policy.referral.clone() else {
            return self.report_missing(
                yard,
                format!("nothing says that a referral is open at {when}"),
                PolicyPath::default(),
            );
        };
        let held = match &rule.when {
            ReferralWhen::Any => return,
            ReferralWhen::AfterAll => "the referral is a last resort, after every stage".to_owned(),
            ReferralWhen::AfterStage(stage) => format!("the referral comes only after `{stage}`"),
        };
        let message = format!("{held}; going sooner needs a reason");
        self.report_conflict(yard, message, &rule.source, PolicyPath::at(&["referral", "when"]));
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
                format!("led by somebody other than whoever raised it: {}", each.collect::<Vec<_>>().join(", "));
            self.report_conflict(yard, message, &first.source, PolicyPath::at(&["stages", first.id.as_str(), "owner"]));
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
                    format!(
                        "before {steps} a talk with the {title} is required (`{}`), which must not become a veto",
                        duty.id
                    )
                }
                _ => continue,
            };
            self.report_conflict(yard, message, &duty.source, spot_of(duty));
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
                    self.report_missing(yard, format!("{}; {way}", yard.missing), PolicyPath::default());
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
            let spot = if at.is_empty() { PolicyPath::default() } else { PolicyPath::stage(first) };
            self.report_missing(yard, message, spot);
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

/// A duty that can stop the raiser's own steps.
fn is_gate(duty: &Duty) -> bool {
    let own = |verb: Verb| verb.enters_a_stage() || verb.refers();
    duty.enforce == Enforce::Refuse && duty.before.iter().any(|step| own(step.verb))
}

/// A duty owed in one stage only is found in that stage; any other is found beside the stages.
fn spot_of(duty: &Duty) -> PolicyPath {
    match duty.stages.as_slice() {
        [only] => PolicyPath::at(&["stages", only.as_str(), "duties", duty.id.as_str()]),
        _ => PolicyPath::at(&["duties", duty.id.as_str()]),
    }
}

fn is_timed(stage: &Stage) -> bool {
    stage.clocks.iter().any(|clock| clock.strength.binds())
}
