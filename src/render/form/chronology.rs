//! What happened, a line for each event: the chronology that goes with a file, a report or a referral.

use super::settled::overridden as passed_in_words;
use super::stages::{added, meeting_title, note};
use crate::domain::dispute::{Dispute, Ending};
use crate::domain::event::{Because, Entry, Event, Referred};
use crate::domain::policy::{DutyId, Policy, StageId};
use crate::domain::summary::History;
use crate::domain::terms::ActionNumber;
use crate::domain::time::{Moment, describe, describe_moment};
use crate::render::words;

/// Rows of when, what and by whom. Duties confirmed with a step are listed on the day they were done.
pub fn of(history: &History) -> Vec<[String; 3]> {
    let (policy, dispute) = (history.case.policy(), history.dispute());
    let mut rows: Vec<(Moment, [String; 3])> = Vec::new();
    for entry in &history.entries {
        for confirmed in &entry.confirmed {
            let (on, what) = (confirmed.on, format!("Done: {}", duty(&confirmed.duty, entry, dispute)));
            let after = rows.iter().rposition(|(at, _)| !on.is_before(at)).map_or(0, |last| last + 1);
            let by = settled_by(&confirmed.duty, entry, dispute);
            rows.insert(after, (on, [describe_moment(on), what, by]));
        }
        let what = format!("{}{}{}", what(entry, policy, dispute), fields(entry, policy), passed(entry, dispute));
        let on = held(entry).unwrap_or(entry.at);
        let after = rows.iter().rposition(|(at, _)| !on.is_before(at)).map_or(0, |last| last + 1);
        let place = if on == entry.at { rows.len() } else { after };
        rows.insert(place, (on, [describe_moment(on), what, by(entry, policy, dispute)]));
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// When a meeting was held, even if it was recorded later; `None` for other events.
fn held(entry: &Entry) -> Option<Moment> {
    let Event::MeetingHeld(facts) = &entry.event else { return None };
    facts.held
}

/// A duty that an entry settled, with the stage it was settled for.
fn duty(id: &DutyId, entry: &Entry, dispute: Option<&Dispute>) -> String {
    match dispute {
        Some(dispute) => {
            let without = words::of_no_meeting(id, entry.number, dispute);
            // What was done before raising was done before any stage.
            let raised = matches!(entry.event, Event::Raised(_)).then_some(&dispute.raised.stage);
            format!("{}{without}", words::settled(id, entry.number, raised, dispute))
        }
        None if *id == DutyId::ON_FILE => "On the child's file".to_string(),
        None => id.as_str().replace('-', " "),
    }
}

/// Who did it, if that is known; otherwise whoever recorded it.
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
        | Event::MeetingArranged(_)
        | Event::Noted(_)
        | Event::Referred(_)
        | Event::Complained(_)
        | Event::Praised(_)
        | Event::Withdrawn(_)
        | Event::Reopened(_)
        | Event::Corrected(_) => entry.by.clone(),
    }
}

/// Whose duty it was: the role that the protocol gives it to, with the name of the person in that role. Of any other
/// duty it is only known who recorded it.
fn settled_by(id: &DutyId, entry: &Entry, dispute: Option<&Dispute>) -> String {
    let who = dispute.and_then(|dispute| {
        if *id == DutyId::RAISER_SATISFIED {
            return Some(dispute.raiser().to_string());
        }
        let role = dispute.settled_in(id, entry.number).1?.by.as_ref()?;
        Some(words::party(&dispute.party(std::slice::from_ref(role)), &dispute.policy))
            .filter(|_| *role != dispute.raised.by_role)
    });
    who.unwrap_or_else(|| format!("recorded by {}", entry.by))
}

/// The values a step gives for the fields that the policy declares.
fn fields(entry: &Entry, policy: &Policy) -> String {
    let each = policy.in_order(entry.event.fields());
    let each =
        each.map(|(id, value)| format!(" ({}: {})", policy.field_text(id), words::field_value(id, value, policy)));
    each.collect()
}

/// The requirements that were overridden, and why.
fn passed(entry: &Entry, dispute: Option<&Dispute>) -> String {
    let passed = dispute.and_then(|dispute| passed_in_words(entry, None, dispute));
    passed.map(|(name, text)| format!(" ({name}: {text})")).unwrap_or_default()
}

/// A text with its name, to follow what it belongs to; empty if there is none.
fn with(name: &str, text: Option<&str>) -> String {
    text.map(|text| format!("; {name}: {text}")).unwrap_or_default()
}

/// How far a step of a referral went: decided, phoned, in writing, which papers.
fn referral(facts: &Referred, policy: &Policy, dispute: Option<&Dispute>) -> String {
    let to = dispute.map_or_else(|| policy.referred_to(None), Dispute::referred_to);
    let pack = policy.referral.iter().flat_map(|rule| &rule.pack);
    let sent = pack.filter(|item| facts.sent.contains(&item.id)).map(|item| item.text.as_str()).collect::<Vec<_>>();
    let sent = (!sent.is_empty()).then(|| format!("sent: {}", sent.join("; ")));
    let steps: Vec<String> = [
        facts.phoned.map(|on| format!("phoned on {}", describe_moment(on))),
        facts.written.map(|on| format!("in writing on {}", describe_moment(on))),
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
fn action(number: ActionNumber, dispute: Option<&Dispute>) -> String {
    let what = dispute.and_then(|dispute| dispute.actions.iter().find(|action| action.number == number));
    what.map_or_else(|| format!("Action {number}"), |action| format!("Action {number} ({})", action.what))
}

fn what(entry: &Entry, policy: &Policy, dispute: Option<&Dispute>) -> String {
    let stage = |id: &StageId| policy.stage_title(id).to_string();
    let duty = |id: &DutyId| duty(id, entry, dispute);
    match &entry.event {
        Event::Raised(facts) => {
            let asked = facts.asked.as_ref().map(|role| format!(", {}", policy.role_title(role)));
            format!("Raised at {}{}: {}", stage(&facts.stage), asked.unwrap_or_default(), facts.concern)
        }
        Event::Responded(facts) => {
            let pleaded = facts.barrier.map(|obstacle| format!(" (obstacle named: {})", obstacle.meaning()));
            let promised: Vec<String> = facts.actions.iter().map(|one| words::planned(one, policy)).collect();
            let promised = Some(promised.join("; ")).filter(|promised| !promised.is_empty());
            let pleaded = format!("{}{}", pleaded.unwrap_or_default(), with("actions promised", promised.as_deref()));
            let late = dispute.and_then(|dispute| Some((dispute, dispute.late_for(entry.number)?)));
            let late = late.map(|(dispute, asked)| {
                let stage = &dispute.policy.stages[asked.stage].title;
                format!(" to what was asked at {stage} on {}", describe(asked.entered.date()))
            });
            let late = late.unwrap_or_default();
            format!("{}{late}: {}{pleaded}", words::answer_of(facts, policy), facts.text)
        }
        Event::PlanAgreed(facts) => {
            let accepted = dispute.map_or("Plan accepted", |dispute| words::plan_accepted(entry.number, dispute));
            facts.text.as_ref().map_or_else(|| accepted.to_string(), |text| format!("{accepted}: {text}"))
        }
        Event::Resolved(facts) => {
            let for_whom =
                dispute.map(|dispute| words::ended_for(&Ending::by_entry(entry), dispute)).unwrap_or_default();
            let how = words::otherwise_than_resolved(facts.result).map(|how| format!(", {how}")).unwrap_or_default();
            let changed = with("what changed for the child", facts.impact_on_child.as_deref());
            let outcome = if changed.is_empty() { facts.outcome.as_str() } else { facts.outcome.trim_end_matches('.') };
            format!("{}{for_whom}{how}: {outcome}{changed}", words::ended(facts.result))
        }
        Event::Escalated(facts) => {
            let left_out = words::left_out(facts, policy);
            let left_out = if left_out.is_empty() { left_out } else { format!(", leaving out {left_out}") };
            let to = words::led_to(facts, policy);
            let why = words::escalated_because(facts);
            // Another ground is only in the words of whoever gave it.
            let in_own_words = facts.because == Because::Other && facts.reason.is_some();
            let why = if in_own_words { format!(": {why}") } else { format!(", because {why}") };
            format!("Escalated to {to}{left_out}{why}")
        }
        Event::Extended(facts) => {
            let until = dispute.and_then(|dispute| dispute.extended_until(entry.number)).or(facts.until);
            let until = until.map(|until| format!(" until {}", describe_moment(until))).unwrap_or_default();
            let of = dispute.and_then(|dispute| dispute.clock_extended(entry)).map(|label| format!(" ({label})"));
            let agreed = facts.agreed_with.as_ref().map(|with| format!(", agreed with {}", policy.titled(with)));
            let (of, agreed) = (of.unwrap_or_default(), agreed.unwrap_or_default());
            format!("{}{of}{until}: {}{agreed}", words::more_time(&facts.clock), facts.reason)
        }
        Event::DutyDone(facts) => {
            let with = facts.with.as_ref().map(|with| format!(", with {}", policy.titled(with))).unwrap_or_default();
            let text = facts.text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
            format!("Done: {}{with}{text}", duty(&facts.duty))
        }
        Event::DutyWaived(facts) => format!("{}: not done, because: {}", duty(&facts.duty), facts.reason),
        Event::ActionAdded(facts) => format!("Action added: {}", words::planned(&added(facts), policy)),
        Event::ActionDone(facts) => format!("{} done", action(facts.action, dispute)),
        Event::ActionMissed(facts) => format!("{} not done: {}", action(facts.action, dispute), facts.reason),
        Event::MeetingArranged(facts) => {
            let title = dispute.and_then(|dispute| meeting_title(entry, dispute)).unwrap_or("Meeting");
            let why = facts.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{title} arranged for {}{why}", facts.day.map(describe_moment).unwrap_or_default())
        }
        Event::MeetingHeld(facts) => {
            let title = dispute.and_then(|dispute| meeting_title(entry, dispute)).unwrap_or("Meeting");
            let came: Vec<&str> = facts.attended.iter().map(|who| policy.titled(who)).collect();
            let came = Some(came.join(", ")).filter(|came| !came.is_empty());
            let chair = policy.titled(&facts.chair);
            format!(
                "{title}, chaired by {chair}{}{}",
                with("present", came.as_deref()),
                with("minutes", facts.minutes.as_deref())
            )
        }
        Event::Decided(facts) => format!("Decision by {}: {}", policy.titled(&facts.decided_by), facts.text),
        Event::Noted(facts) => format!("{}: {}", note(facts.kind), facts.text),
        Event::Referred(facts) => {
            let why = [
                facts.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default(),
                with("ground", facts.ground.as_ref().map(|id| policy.ground_text(id))),
                with("what it means for the child", facts.impact_on_child.as_deref()),
                with("why the stages were cut short", facts.curtail.as_deref()),
            ];
            format!("{}{}", referral(facts, policy, dispute), why.concat())
        }
        Event::Complained(facts) => format!("Taken to the complaints procedure: {}", facts.reason),
        Event::Praised(facts) => format!("Praise for {}: {}", facts.r#for.join(", "), facts.text),
        Event::Acknowledged(facts) => format!("Read by {}", policy.titled(&facts.name)),
        Event::Withdrawn(facts) if facts.raised_in_error == Some(true) => {
            format!("Withdrawn, raised in error: {}", facts.reason)
        }
        Event::Withdrawn(facts) => format!("Withdrawn: {}", facts.reason),
        Event::Reopened(facts) => format!("Reopened at {}: {}", stage(&facts.stage), facts.reason),
        Event::Corrected(facts) => format!("Correction: {}", facts.reason),
    }
}
