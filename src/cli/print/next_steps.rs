//! What can come next in a dispute.

use super::advice;
use crate::domain::dispute::{Clock, Dispute, Status};
use crate::domain::event::ResultKind;
use crate::domain::policy::{EndsOn, ReferralWhen, Verb};
use crate::domain::text::each_once;
use crate::domain::time::Moment;
use crate::render::ink::{STRONG, styled};
use crate::render::{clean, words};

/// What can come next, as the protocol has it, if there is an answer to judge or none came in time.
pub fn choices(dispute: &Dispute, as_of: Moment) -> Vec<String> {
    let late = |clock: &Clock| clock.is_running() && clock.is_past(as_of);
    let silent = dispute.status() == Status::AwaitingResponse && dispute.answer_due().is_some_and(late);
    if dispute.status() != Status::AwaitingReview && !silent {
        return Vec::new();
    }
    let policy = &dispute.policy;
    let ends = match (dispute.is_judged_by_another(), policy.raiser_ends.is_some()) {
        (true, _) => format!(", if {} is satisfied", words::party(&dispute.judge(), policy)),
        (false, true) => format!(", if {} is satisfied", dispute.raiser()),
        (false, false) => String::new(),
    };
    // If somebody else judges the answer, it depends on them; without an answer there is nothing to judge.
    let judged = |is: &str| match dispute.is_judged_by_another() && !silent {
        true => format!(", if {} {is} satisfied", words::party(&dispute.judge(), policy)),
        false => String::new(),
    };
    let up = match dispute.next_in_chain() {
        Some(role) => vec![policy.role_title(role).to_string()],
        None => dispute.next_stages().iter().map(|stage| stage.title.clone()).collect(),
    };
    let referral = policy.referral.as_ref().filter(|_| !dispute.is_referral_reached(as_of));
    let refer = referral.map(|rule| match &rule.when {
        ReferralWhen::Any => String::new(),
        ReferralWhen::AfterAll => " (a reason is needed before the last stage is over)".to_string(),
        ReferralWhen::AfterStage(stage) => {
            format!(" (a reason is needed before {} is over)", policy.stage_title(stage))
        }
    });
    let more = dispute.may_be_extended();
    let more = more.map(|rule| rule.at_most.as_ref().map_or(String::new(), |most| format!(", {most} at most")));
    let referable = dispute.referral.is_none() && dispute.can_be_referred();
    let complaint = dispute.awaits_complaint().then(|| "start the complaints procedure, as was chosen".to_string());
    let meeting = dispute.meeting_called_for(as_of.date()).map(|title| ("meeting", format!("hold the {title}")));
    let ways = [
        meeting,
        complaint.map(|text| ("complaint", text)),
        (!silent && has_plan(dispute)).then(|| {
            (
                "agree",
                format!(
                    "accept the plan{}; the {} stays open while the actions are tracked",
                    judged("is"),
                    policy.labels.dispute
                ),
            )
        }),
        Some(("resolve", format!("end it{ends}"))),
        more.map(|most| ("extend", format!("give more time{most}"))),
        (!up.is_empty()).then(|| ("escalate", format!("go to {}{}", words::list(&up, "or"), judged("is not")))),
        referable.then(|| ("refer", format!("refer to {}{}", dispute.referred_to(), refer.unwrap_or_default()))),
    ];
    let ways =
        ways.into_iter().flatten().map(|(way, text)| format!("  {}  {}", styled(STRONG, way), clean::line(&text)));
    let advice =
        if silent { advice::lines(policy, Verb::Escalate, Some(&advice::upwards(dispute))) } else { Vec::new() };
    std::iter::once(styled(STRONG, "what may come next:")).chain(ways).chain(advice).collect()
}

/// Whether there is a plan to accept: an answer, or an action that is open. A decision alone is none.
fn has_plan(dispute: &Dispute) -> bool {
    dispute.has_answer_that_counts() || dispute.open_actions().next().is_some()
}

/// The commands that can come next, ready to be copied.
pub fn commands(dispute: &Dispute, as_of: Moment) -> Vec<String> {
    let (id, top) = (dispute.header.id, dispute.is_at_the_top());
    let mut commands: Vec<String> = match dispute.status() {
        Status::AwaitingResponse => vec!["respond", "escalate", "resolve"],
        Status::AwaitingReview => vec!["agree", "resolve", "escalate"],
        Status::Agreed => vec!["resolve", "escalate"],
        Status::Complaint => vec!["resolve", "reopen"],
        Status::Resolved | Status::Withdrawn => vec!["log", "reopen"],
    }
    .into_iter()
    .filter(|command| !(top && *command == "escalate"))
    .filter(|command| *command != "agree" || has_plan(dispute))
    .map(|command| format!("iro {command} {id}"))
    .collect();
    let running = || dispute.clocks.iter().filter(|clock| clock.is_running());
    let waits = |end: &EndsOn| running().any(|clock| dispute.waits_until(clock, end));
    let waiting = dispute.status() == Status::AwaitingResponse;
    let called_for = dispute.meeting_called_for(as_of.date()).is_some();
    match waiting && running().any(|clock| dispute.waits_for_decision_here(clock)) {
        true if dispute.awaits_decision() => commands.insert(0, format!("iro decide {id}")),
        // Somebody decides who isn't a responder, or beside an answer.
        true => commands.push(format!("iro decide {id}")),
        false => {}
    }
    if waiting && (waits(&EndsOn::Meeting) || called_for) {
        commands.insert(0, format!("iro meeting {id}"));
    }
    // One responder's plan was accepted while another still owes an answer.
    if dispute.status() == Status::Agreed && waits(&EndsOn::Answered) {
        commands.insert(0, format!("iro respond {id}"));
    }
    if let Some(action) = dispute.open_actions().next().filter(|_| dispute.status() == Status::Agreed) {
        commands.insert(0, format!("iro action done {id} {}", action.number));
    }
    if dispute.awaits_complaint() {
        commands.insert(0, format!("iro complaint {id}"));
    }
    if !dispute.is_open() || dispute.status() == Status::Complaint {
        let owed = dispute.owed();
        commands.splice(0..0, each_once(owed.iter().map(|duty| dispute.command_for(duty))));
    }
    // There is no further stage, but there may be further people to ask.
    let going_on = dispute.is_open() && dispute.status() != Status::Complaint;
    let others = top && going_on && dispute.responders_at(dispute.stage()).needs_choice();
    commands.extend(others.then(|| format!("iro escalate {id} --ask ROLE")));
    let unsettled = dispute.result().is_some_and(ResultKind::leaves_referral_open);
    if (dispute.is_open() || unsettled) && dispute.referral.is_none() {
        commands.extend(dispute.can_be_referred().then(|| format!("iro refer {id}")));
    }
    in_rows(&commands)
}

/// Puts as many commands on a row as fit on any terminal. A command is never split.
fn in_rows(commands: &[String]) -> Vec<String> {
    const WIDTH: usize = 80;
    const NEXT: &str = "next:";
    const BETWEEN: &str = "  ·  ";
    let mut rows: Vec<String> = Vec::new();
    for command in commands {
        let room = WIDTH - NEXT.len() - 1;
        match rows.last_mut() {
            Some(row) if [row.as_str(), BETWEEN, command].concat().chars().count() <= room => {
                row.push_str(BETWEEN);
                row.push_str(command);
            }
            _ => rows.push(command.clone()),
        }
    }
    let rows = rows.into_iter().enumerate();
    rows.map(|(at, row)| match at {
        0 => format!("{} {row}", styled(STRONG, NEXT)),
        _ => format!("{:1$} {row}", "", NEXT.len()),
    })
    .collect()
}

/// Who gets a copy when the dispute reaches a stage, and who acts that day in place of those who are asked.
pub fn who_is_told(at: Moment, dispute: &Dispute) -> Vec<String> {
    let policy = &dispute.policy;
    let told: Vec<&str> = dispute.copied_here().into_iter().map(|role| policy.role_title(role)).collect();
    let copies = (!told.is_empty()).then(|| format!("send a copy to: {}", words::list(&told, "and")));
    let away = words::acting(&dispute.responder(), policy, at.date()).into_iter();
    let lines = copies.into_iter().chain(away.map(|acting| format!("away: {acting}")));
    lines.map(|line| format!("  {}", clean::line(&line))).collect()
}
