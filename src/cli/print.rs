//! What commands say: JSON documents, the words after a change, the text of an event.

use serde::Serialize;
use serde_json::Value;

use super::console::{FAINT, STRONG, styled};
use super::context::Context;
use super::error::{Code, Failure};
use crate::domain::dispute::{AS_AGREED, Dispute, DutyState, ReferralState, Status};
use crate::domain::event::{Entry, Event};
use crate::domain::time::describe;
use crate::render::view::{ClockView, DisputeView, all_facts};
use crate::render::{clean, words};

/// Prints one JSON document.
///
/// # Errors
/// Standard output can't be written.
pub fn json<T: Serialize>(ctx: &mut Context, value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
    ctx.console.say(&text)
}

/// What happened, what is due next, by whom and when, and which commands come next.
pub fn changed(entry: &Entry, dispute: &Dispute, view: &DisputeView) -> String {
    let mut lines = vec![clean::line(&what_happened(entry, dispute))];
    lines.extend(next_due(dispute, view));
    lines.extend(next_commands(dispute));
    lines.join("\n")
}

fn what_happened(entry: &Entry, dispute: &Dispute) -> String {
    let (id, stage) = (dispute.header.id, &dispute.stage().title);
    let label = &dispute.policy.labels.dispute;
    let on = words::moment(entry.at);
    match &entry.event {
        Event::Raised(_) => format!("Raised {label} {id} for {} at {stage}, {on}.", dispute.header.child),
        Event::Responded(facts) => {
            let who = dispute.policy.role_title(&facts.role);
            let plan = words::count(facts.actions.len(), "action");
            format!("{who} answered {id} on {on}, with {plan}. It stays open: accept the plan or go on.")
        }
        Event::PlanAgreed(_) => format!("The plan of {id} is accepted. It stays open while its actions are tracked."),
        Event::Resolved(_) => format!("{id} is resolved, {on}."),
        Event::Escalated(_) => {
            let whom = words::party(&dispute.responder(), &dispute.policy);
            format!("{id} went up to {stage} on {on}: {whom}.")
        }
        Event::Extended(facts) => format!("More time for `{}` of {id}.", facts.clock),
        Event::DutyDone(facts) => format!("`{}` is recorded as done for {id}, {on}.", facts.duty),
        Event::DutyWaived(facts) => format!("`{}` of {id} will not be done; the reason is kept.", facts.duty),
        Event::ActionAdded(facts) => format!("Added to the plan of {id}: {}.", facts.what),
        Event::ActionDone(facts) => format!("Action {} of {id} is done.", facts.action),
        Event::ActionMissed(facts) => format!("Action {} of {id} was not done; the reason is kept.", facts.action),
        Event::MeetingHeld(facts) => format!("Meeting of {id} on {on}, chaired by {}.", facts.chair),
        Event::Decided(facts) => {
            format!("Decision on {id} by {}. It stays open until you resolve it.", facts.decided_by)
        }
        Event::Noted(_) => format!("Noted in {id}."),
        Event::Withdrawn(_) => format!("{id} is withdrawn; it stays in the record and in the figures."),
        Event::Reopened(_) => format!("{id} is open again at {stage}. The total goes on from its first date."),
        Event::Corrected(facts) => {
            format!("Event {} of {id} is corrected; the old words stay, struck.", facts.corrects)
        }
        Event::Referred(_) => {
            let state = dispute.referral.as_ref().map(|referral| referral.state());
            let state = match state {
                Some(ReferralState::Phoned) => "made by phone; the letter is still to follow",
                Some(ReferralState::Made) => "made in writing; papers are still to follow",
                _ => "made in writing, with every paper it needs",
            };
            format!("{} of {id}: {state}. The dispute goes on beside it.", capital(&dispute.policy.labels.referral))
        }
        Event::Complained(_) => format!("{id} goes to the complaints procedure; its ladder stops here, {on}."),
        Event::Praised(_) | Event::Acknowledged(_) => format!("{id}, {on}."),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The clocks still running, soonest first, and the duties not yet done.
pub fn next_due(dispute: &Dispute, view: &DisputeView) -> Vec<String> {
    let mut running: Vec<&ClockView> = view.clocks.iter().filter(|clock| clock.is_running()).collect();
    running.sort_by_key(|clock| (clock.due, clock.due_at));
    let mut lines: Vec<String> = running.iter().map(|clock| due_line(clock, dispute)).collect();
    let open: Vec<_> = view.duties.iter().filter(|duty| duty.state == DutyState::Outstanding).collect();
    if view.closed_on.is_none() && !open.is_empty() {
        lines.push(styled(FAINT, "still to do:"));
        lines.extend(open.iter().map(|duty| {
            let before = duty.before.as_ref().map(|step| format!(" (before: {step})")).unwrap_or_default();
            format!("  {}  {}{before}", styled(STRONG, &duty.duty), clean::line(&duty.text))
        }));
    }
    lines
}

fn due_line(clock: &ClockView, dispute: &Dispute) -> String {
    let at = clock.due_at.map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default();
    let kind = words::strength(clock.strength).filter(|_| clock.limit != AS_AGREED);
    let kind = kind.map(|kind| format!(", {kind}")).unwrap_or_default();
    let whom = words::party(&clock.r#for, &dispute.policy);
    let left = words::days_left(clock.working_days_left, clock.status);
    format!(
        "  {}  {}: {} ({}{kind}; {left})",
        styled(STRONG, &format!("{}{at}", describe(clock.due))),
        clean::line(&clock.label),
        clean::line(&whom),
        clean::line(&clock.limit)
    )
}

/// The commands that come next, to be copied.
pub fn next_commands(dispute: &Dispute) -> Vec<String> {
    let id = dispute.header.id;
    let mut commands: Vec<&str> = match dispute.status {
        Status::AwaitingResponse => vec!["respond", "escalate", "resolve"],
        Status::AwaitingReview => vec!["agree", "resolve", "escalate"],
        Status::Agreed => vec!["action done", "resolve", "escalate"],
        Status::Complaint => vec!["resolve", "reopen"],
        Status::Resolved | Status::Withdrawn => vec!["log", "reopen"],
    };
    let top = dispute.next_stages().is_empty() && dispute.next_in_chain().is_none();
    if dispute.is_open() && (top || dispute.decision.is_some()) {
        commands.retain(|command| !(top && *command == "escalate"));
        commands.push("refer");
    }
    let typed: Vec<String> = commands.iter().map(|command| format!("iro {command} {id}")).collect();
    vec![format!("{} {}", styled(FAINT, "next:"), typed.join("  ·  "))]
}

/// An event as a person reads it: what, when, by whom, and its facts one a line.
pub fn event(entry: &Entry) -> String {
    let mut lines = vec![format!(
        "{}. {}  {}  by {}",
        entry.number,
        styled(STRONG, entry.event.word()),
        words::moment(entry.at),
        clean::line(&entry.by)
    )];
    for (name, value) in all_facts(entry) {
        lines.extend(fact(&name, &value));
    }
    lines.join("\n")
}

fn fact(name: &str, value: &Value) -> Vec<String> {
    let name = clean::line(&name.replace('_', " "));
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let inner = items.iter().map(|item| format!("     - {}", clean::line(&short(item))));
            std::iter::once(format!("   {name}:")).chain(inner).collect()
        }
        Value::String(text) if text.contains('\n') => {
            let body = clean::block(text);
            let inner = body.lines().map(|line| format!("     {line}"));
            std::iter::once(format!("   {name}:")).chain(inner).collect::<Vec<_>>()
        }
        value => vec![format!("   {name}: {}", clean::line(&short(value)))],
    }
}

fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), short(value)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}
