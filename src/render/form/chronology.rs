//! What happened, one line an event: the chronology that goes with a file, a report or a referral.

use super::stages::note;
use crate::domain::dispute::{Dispute, Ending};
use crate::domain::event::{Entry, Event, Referred};
use crate::domain::policy::{DutyId, Policy, StageId};
use crate::domain::summary::History;
use crate::domain::time::Moment;
use crate::render::words;

/// When, what, by whom. What was confirmed with a step stands at the day it was done.
pub fn of(history: &History) -> Vec<[String; 3]> {
    let (policy, dispute) = (history.case.policy(), history.dispute());
    let mut rows: Vec<(Moment, [String; 3])> = Vec::new();
    for entry in &history.entries {
        for confirmed in &entry.confirmed {
            let (on, what) = (confirmed.on, format!("Done: {}", duty(&confirmed.duty, entry, dispute)));
            let after = rows.iter().rposition(|(at, _)| !on.is_before(at)).map_or(0, |last| last + 1);
            let by = settled_by(&confirmed.duty, entry, dispute);
            rows.insert(after, (on, [words::moment(on), what, by]));
        }
        let what = format!("{}{}", what(entry, policy, dispute), fields(entry, policy));
        rows.push((entry.at, [words::moment(entry.at), what, by(entry, policy, dispute)]));
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A duty that an entry settled, with the stage it was settled for.
fn duty(id: &DutyId, entry: &Entry, dispute: Option<&Dispute>) -> String {
    match dispute {
        Some(dispute) => {
            let without = words::of_no_meeting(id, entry.number, dispute);
            format!("{}{without}", words::settled(id, entry.number, None, dispute))
        }
        None => id.as_str().replace('-', " "),
    }
}

/// Who did what happened, as far as it is known; who wrote it down stands in the log.
fn by(entry: &Entry, policy: &Policy, dispute: Option<&Dispute>) -> String {
    match &entry.event {
        Event::Responded(facts) => words::answered_by(facts, policy),
        Event::Decided(facts) => policy.titled(&facts.decided_by).to_string(),
        Event::MeetingHeld(facts) => policy.titled(&facts.chair).to_string(),
        Event::Acknowledged(facts) => policy.titled(&facts.name).to_string(),
        Event::DutyDone(facts) => settled_by(&facts.duty, entry, dispute),
        Event::ActionDone(facts) => {
            let action = dispute.and_then(|dispute| dispute.actions.iter().find(|one| one.number == facts.action));
            let owner = action.and_then(|action| action.owner.as_deref());
            owner.map_or_else(|| entry.by.clone(), |owner| policy.titled(owner).to_string())
        }
        Event::Raised(_)
        | Event::PlanAgreed(_)
        | Event::Resolved(_)
        | Event::Escalated(_)
        | Event::Extended(_)
        | Event::DutyWaived(_)
        | Event::ActionAdded(_)
        | Event::ActionMissed(_)
        | Event::Noted(_)
        | Event::Referred(_)
        | Event::Complained(_)
        | Event::Praised(_)
        | Event::Withdrawn(_)
        | Event::Reopened(_)
        | Event::Corrected(_) => entry.by.clone(),
    }
}

/// Whose duty it was: the role that the protocol gives it to, else whoever recorded it.
fn settled_by(id: &DutyId, entry: &Entry, dispute: Option<&Dispute>) -> String {
    let role = dispute.and_then(|dispute| {
        let role = dispute.settled_in(id, entry.number).1?.by.as_ref()?;
        Some(dispute.policy.role_title(role).to_string()).filter(|_| *role != dispute.raised.by_role)
    });
    role.unwrap_or_else(|| entry.by.clone())
}

/// What was said with a step of the fields that the policy declares. Those it was raised with stand on the form; the route
/// that was chosen belongs to what happened, too.
fn fields(entry: &Entry, policy: &Policy) -> String {
    let route = policy.complaint_chosen.iter().flat_map(|rule| rule.when.parts()).flat_map(|when| &when.fields);
    let is_route = |id: &String| route.clone().any(|(field, _)| field == id);
    let given = entry.event.fields().filter(|(id, _)| !matches!(entry.event, Event::Raised(_)) || is_route(id));
    let each =
        given.map(|(id, value)| format!(" ({}: {})", policy.field_text(id), words::field_value(id, value, policy)));
    each.collect()
}

/// How far a step of a referral went: decided, phoned, in writing, which papers.
fn referral(facts: &Referred, policy: &Policy, dispute: Option<&Dispute>) -> String {
    let to = dispute.map_or_else(|| policy.referred_to(None), Dispute::referred_to);
    let pack = policy.referral.iter().flat_map(|rule| &rule.pack);
    let sent = pack.filter(|item| facts.sent.contains(&item.id)).map(|item| item.text.as_str()).collect::<Vec<_>>();
    let sent = (!sent.is_empty()).then(|| format!("sent: {}", sent.join("; ")));
    let steps: Vec<String> = [
        facts.phoned.map(|on| format!("by phone on {}", words::moment(on))),
        facts.written.map(|on| format!("in writing on {}", words::moment(on))),
        sent,
    ]
    .into_iter()
    .flatten()
    .collect();
    match (steps.is_empty(), facts.ground.is_some() || facts.reason.is_some()) {
        (true, true) => format!("Decided to refer to {to}"),
        (true, false) => format!("Referral to {to}"),
        (false, _) => format!("Referral to {to}, {}", steps.join(", ")),
    }
}

/// `Action 2 (Begin sessions)`.
fn action(number: u32, dispute: Option<&Dispute>) -> String {
    let what = dispute.and_then(|dispute| dispute.actions.iter().find(|action| action.number == number));
    what.map_or_else(|| format!("Action {number}"), |action| format!("Action {number} ({})", action.what))
}

fn what(entry: &Entry, policy: &Policy, dispute: Option<&Dispute>) -> String {
    let stage = |id: &StageId| policy.stage_title(id).to_string();
    let duty = |id: &DutyId| duty(id, entry, dispute);
    match &entry.event {
        Event::Raised(facts) => format!("Raised at {}: {}", stage(&facts.stage), facts.concern),
        Event::Responded(facts) => {
            let pleaded = facts.barrier.map(|obstacle| format!(" (obstacle pleaded: {})", obstacle.meaning()));
            let pleaded = pleaded.unwrap_or_default();
            match words::answered_by(facts, policy).as_str() {
                "" => format!("Answer: {}{pleaded}", facts.text),
                who => format!("Answer of {who}: {}{pleaded}", facts.text),
            }
        }
        Event::PlanAgreed(_) => {
            dispute.map_or("Plan accepted", |dispute| words::plan_accepted(entry.number, dispute)).to_string()
        }
        Event::Resolved(facts) => {
            let for_whom =
                dispute.map(|dispute| words::ended_for(&Ending::by_entry(entry), dispute)).unwrap_or_default();
            let how = words::otherwise_than_resolved(facts.result).map(|how| format!(", {how}")).unwrap_or_default();
            format!("{}{how}{for_whom}: {}", words::ended(facts.result), facts.outcome)
        }
        Event::Escalated(facts) => {
            let reason = facts.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("Escalated to {}, because {}{reason}", words::led_to(facts, policy), facts.because.meaning())
        }
        Event::Extended(facts) => {
            let until = facts.until.map(|until| format!(" until {}", words::moment(until))).unwrap_or_default();
            format!("{}{until}: {}", words::more_time(&facts.clock), facts.reason)
        }
        Event::DutyDone(facts) => {
            let with = facts.with.as_ref().map(|with| format!(", with {}", policy.titled(with))).unwrap_or_default();
            let text = facts.text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
            format!("Done: {}{with}{text}", duty(&facts.duty))
        }
        Event::DutyWaived(facts) => format!("Not to be done: {}: {}", duty(&facts.duty), facts.reason),
        Event::ActionAdded(facts) => format!("Action added: {}", facts.what),
        Event::ActionDone(facts) => format!("{} done", action(facts.action, dispute)),
        Event::ActionMissed(facts) => format!("{} not done: {}", action(facts.action, dispute), facts.reason),
        Event::MeetingHeld(facts) => {
            let held = facts.held.map(|held| format!(" on {}", words::moment(held))).unwrap_or_default();
            format!("Meeting{held}, chaired by {}", policy.titled(&facts.chair))
        }
        Event::Decided(facts) => format!("Decision by {}: {}", policy.titled(&facts.decided_by), facts.text),
        Event::Noted(facts) => format!("{}: {}", note(facts.kind), facts.text),
        Event::Referred(facts) => match &facts.reason {
            Some(reason) => format!("{}: {reason}", referral(facts, policy, dispute)),
            None => referral(facts, policy, dispute),
        },
        Event::Complained(facts) => format!("Taken to the complaints procedure: {}", facts.reason),
        Event::Praised(facts) => format!("Praise for {}: {}", facts.r#for.join(", "), facts.text),
        Event::Acknowledged(facts) => format!("Read by {}", policy.titled(&facts.name)),
        Event::Withdrawn(facts) => format!("Withdrawn: {}", facts.reason),
        Event::Reopened(facts) => format!("Reopened at {}: {}", stage(&facts.stage), facts.reason),
        Event::Corrected(facts) => format!("Correction: {}", facts.reason),
    }
}
