//! A protocol's advice on a step, shown to the person who is about to take it.

use crate::cli::context::Context;
use crate::domain::dispute::Dispute;
use crate::domain::policy::{Guidance, Policy, StageId, Verb};
use crate::render::{clean, wrap};

/// With more lines of advice than this, they are shown only when asked for.
const ADVICE: usize = 2;

/// The protocol's guidance on a step, one line each.
pub fn lines(policy: &Policy, verb: Verb, stage: Option<&StageId>) -> Vec<String> {
    let at = |one: &&Guidance| one.at.iter().any(|step| step.covers(verb, stage));
    let own = policy.referral.iter().filter(|_| verb == Verb::Refer).flat_map(|rule| &rule.guidance);
    let texts = policy.guidance.iter().filter(at).map(|one| &one.text).chain(own);
    texts.map(|text| format!("  · {}", clean::line(text))).collect()
}

/// Shows the same to a person or keeps it ready for `?`; where nobody is asked, it is shown once the step is possible.
pub fn show(ctx: &mut Context, policy: &Policy, verb: Verb, stage: Option<&StageId>, asking: bool) {
    let lines = lines(policy, verb, stage);
    let title = clean::line(&policy.title);
    let heading = format!("{title} advises:");
    let advice = wrap::hanging(&[std::slice::from_ref(&heading), &lines].concat(), ctx.console.width);
    if !ctx.console.has_person() && !lines.is_empty() {
        ctx.console.advise_once_possible(advice);
    } else if asking && lines.len() > ADVICE {
        let offer = format!("{title} has {} points of advice on this step; type ? to read them.", lines.len());
        ctx.console.advise((!ctx.answers.has_begun_again()).then_some(offer), advice);
    } else if !lines.is_empty() && !ctx.answers.has_begun_again() {
        ctx.console.note(&advice);
    }
}

/// The same for a step that a dispute is about to take, if notes are printed and the step is possible.
pub fn before(ctx: &mut Context, dispute: &Dispute, verb: Verb, to: Option<&str>) {
    if !ctx.console.takes_notes() || dispute.is_open() == (verb == Verb::Reopen) {
        return;
    }
    let policy = &dispute.policy;
    let stage = match verb {
        Verb::Escalate => to.map_or_else(|| upwards(dispute), |to| policy.resolve_stage(to)),
        Verb::Reopen => to.map_or_else(|| dispute.stage().id.clone(), |to| policy.resolve_stage(to)),
        Verb::Raise
        | Verb::Respond
        | Verb::Agree
        | Verb::Resolve
        | Verb::Extend
        | Verb::Meeting
        | Verb::Decide
        | Verb::Refer
        | Verb::Curtail
        | Verb::Complaint
        | Verb::Praise => dispute.stage().id.clone(),
    };
    // An impossible step is refused later; no advice is shown for it.
    if policy.stage(&stage).is_some() {
        show(ctx, policy, verb, Some(&stage), true);
    }
}

/// The stage that an escalation leads to if none is named.
pub fn upwards(dispute: &Dispute) -> StageId {
    let next = dispute.next_stages();
    let here = dispute.next_in_chain().is_some() || next.is_empty();
    if here { dispute.stage().id.clone() } else { next[0].id.clone() }
}
