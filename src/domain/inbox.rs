//! One person's tasks: answers to give, answers to judge, praise to read, things to do.

mod owed;
mod people;
mod task;

use std::cell::LazyCell;

use super::case::Case;
use super::dispute::{AskedFor, Clock, Dispute, DutyStanding, DutyState, Party, Status};
use super::praise::Praise;
use super::same_name::is_same;
use super::text::list;
use super::time::{Date, Moment, describe, describe_moment};
use crate::domain::policy::{ClockId, DutyId, EndsOn};
use owed::owed;
pub use people::{everybody, stands_in_for};
pub use task::{Task, TaskKind, What, with_note};

/// The tasks in a record, at a moment, for somebody given by role or by name.
pub fn tasks(case: &Case, who: &str, now: Moment) -> Vec<Task> {
    match case {
        Case::Dispute(dispute) => tasks_of_dispute(dispute, who, now),
        Case::Praise(praise) => of_praise(praise, who),
    }
}

fn of_praise(praise: &Praise, who: &str) -> Vec<Task> {
    let mut tasks = to_read(praise, who);
    let mine = is_same(praise.facts.by_role.as_str(), who)
        || is_same(&praise.by, who)
        || praise.facts.iro.as_ref().is_some_and(|iro| is_same(iro, who));
    let text = format!("Put the {} on the child's file", praise.policy.labels.praise);
    tasks.extend((mine && praise.owes_filing()).then(|| Task::new(TaskKind::Filing, text, praise.at, None)));
    tasks
}

/// The praise that somebody has still to read.
fn to_read(praise: &Praise, who: &str) -> Vec<Task> {
    if !praise.is_to_be_read() || praise.is_read_by(who) {
        return Vec::new();
    }
    let rule = praise.policy.praise.iter().flat_map(|rule| &rule.acknowledged_by);
    let is_asked = rule.chain(&praise.facts.role).any(|role| is_same(role.as_str(), who));
    let beside = praise.other_readers().any(|role| is_same(role.as_str(), who));
    let named = |name: &str| praise.facts.r#for.iter().any(|one| one == name);
    let mine = praise.waiting_for().filter(|name| is_same(name, who) || is_asked && !beside && named(name));
    let text = |name: &str| format!("{}: {}", praise.policy.titled(name), praise.facts.text);
    mine.map(|name| Task::new(TaskKind::Reading, text(name), praise.at, None)).collect()
}

/// As `tasks`, for a dispute.
pub fn tasks_of_dispute(dispute: &Dispute, who: &str, now: Moment) -> Vec<Task> {
    let today = now.date();
    let mut tasks = if dispute.is_open() { of_open_dispute(dispute, who, now) } else { Vec::new() };
    tasks.extend(owed(dispute, who, today));
    tasks.extend(own_dates(dispute, who, today, &tasks));
    tasks
}

/// Tasks for this person's clocks that are due by today and that no task in `listed` covers.
fn own_dates(dispute: &Dispute, who: &str, today: Date, listed: &[Task]) -> Vec<Task> {
    // Few clocks have the date of a task that isn't theirs at first sight.
    let owed = LazyCell::new(|| dispute.owed());
    let comes = |clock: &Clock| clock.is_running() && clock.binds() && clock.due <= today;
    let own = |clock: &Clock| comes(clock) && dispute.further_time_beside(clock).is_none();
    let here = |clock: &&Clock| own(clock) && dispute.party_of(clock).is(who);
    let about = |clock: &Clock| {
        let waits_for =
            |duty: &DutyId| owed.iter().any(|view| view.duty == *duty && dispute.waits_for_owed(clock, view));
        let same = |task: &Task| {
            let of_it = match &task.kind {
                TaskKind::Answer | TaskKind::LateAnswer => waits_for_the_answer(dispute, clock),
                TaskKind::Judgement => true,
                TaskKind::Owed(duty) | TaskKind::NotRecorded(duty) => waits_for(duty),
                TaskKind::Clock(id) => *id == clock.id,
                TaskKind::Reading | TaskKind::Filing | TaskKind::Action(_) | TaskKind::LateAction(_) => false,
            };
            task.due == Some(clock.falls_due()) && of_it
        };
        matches!(clock.id, ClockId::Action(_)) || listed.iter().any(same)
    };
    let dates = dispute.clocks.iter().filter(here).filter(|clock| !about(clock));
    let task = |clock: &Clock| Task {
        kind: TaskKind::Clock(clock.id.clone()),
        text: dispute.label_of(clock),
        since: clock.deadline.started,
        note: None,
        command: None,
        due: Some(clock.falls_due()),
    };
    dates.map(task).collect()
}

/// Whether a clock waits for the answer, and not for something else with the same date.
fn waits_for_the_answer(dispute: &Dispute, clock: &Clock) -> bool {
    dispute.waits_until(clock, &EndsOn::Answered)
        || dispute.answer_clock().is_some_and(|answer| std::ptr::eq(answer, clock))
}

/// The tasks in an open dispute, except duties.
fn of_open_dispute(dispute: &Dispute, who: &str, now: Moment) -> Vec<Task> {
    let today = now.date();
    let mut tasks = Vec::new();
    let waits = dispute.waiting_on().is_some_and(|party| party.is(who));
    let stands_in =
        dispute.waiting_on().filter(|_| !waits).and_then(|party| stands_in_for(dispute, &party, who, today));
    let running = || dispute.clocks.iter().filter(|clock| clock.is_running());
    let stage = Some(&dispute.stage().id);
    let staged = running().filter(|clock| dispute.stage_of(clock) == stage);
    let mine = |clock: &&Clock| {
        let party = dispute.party_of(clock);
        party.is(who) || stands_in_for(dispute, &party, who, today).is_some()
    };
    let soonest = staged
        .filter(mine)
        .map(|clock| dispute.in_force(clock, now))
        .filter_map(Clock::binds_by)
        .min_by_key(Moment::instant_or_end);
    match dispute.status() {
        // Responders are asked for nothing until others have acted, who have their own dates and duties.
        Status::AwaitingResponse if dispute.acts_first().is_some() => {}
        Status::AwaitingResponse if waits => tasks.push(Task {
            kind: TaskKind::Answer,
            text: dispute.raised.concern.clone(),
            since: dispute.stage_entry().entered,
            note: None,
            command: None,
            due: dispute.answer_due().map(Clock::falls_due),
        }),
        // If the answer has already led to a next task, list that instead of judging the answer again.
        Status::AwaitingReview if waits && after_the_answer(dispute, who).is_some() => {
            tasks.extend(after_the_answer(dispute, who));
        }
        Status::AwaitingReview if waits => tasks.push(Task {
            kind: TaskKind::Judgement,
            text: format!("{}: {}", dispute.stage().title, to_review(dispute)),
            since: dispute.status_since(),
            note: None,
            command: None,
            due: soonest,
        }),
        Status::Agreed if dispute.to_conclude().is_some_and(|party| party.is(who)) => tasks.push(Task {
            kind: TaskKind::Judgement,
            text: format!(
                "{}: nothing is left to do of what was agreed; end it, or take it further",
                dispute.stage().title
            ),
            since: dispute.actions.iter().map(|action| action.since).fold(dispute.status_since(), Moment::following),
            note: None,
            command: None,
            due: soonest,
        }),
        Status::AwaitingResponse => tasks.extend(stands_in.map(|role| Task {
            kind: TaskKind::Answer,
            text: format!("{} (for the {} if away)", dispute.raised.concern, dispute.policy.role_title(&role)),
            since: dispute.stage_entry().entered,
            note: None,
            command: None,
            due: dispute.answer_due().map(Clock::falls_due),
        })),
        Status::AwaitingReview => tasks.extend(to_judge(dispute, who, soonest)),
        Status::Agreed | Status::Resolved | Status::Withdrawn | Status::Complaint => {}
    }
    let actions = dispute.open_actions().filter(|action| dispute.somebody(action.owner.as_deref()).is(who));
    tasks.extend(actions.map(|action| Task {
        kind: TaskKind::Action(action.number),
        text: action.what.clone(),
        since: action.since,
        note: None,
        command: None,
        due: action.due.map(Moment::on),
    }));
    tasks.extend(to_chase(dispute, who, now));
    tasks
}

/// What this person has to do before the stage is left, if its clock began since the answer.
fn after_the_answer(dispute: &Dispute, who: &str) -> Option<Task> {
    let since = dispute.status_since();
    let stay = Some(dispute.stage_entry().stay);
    let theirs = |clock: &&Clock| {
        let began = !clock.deadline.started.is_before(&since) && clock.stay == stay;
        clock.is_running() && began && dispute.is_before_leaving(clock) && dispute.party_of(clock).is(who)
    };
    dispute.clocks.iter().find(theirs).map(|clock| Task {
        kind: TaskKind::Clock(clock.id.clone()),
        text: format!("{}: {}", dispute.stage().title, dispute.label_of(clock)),
        since: clock.deadline.started,
        note: None,
        command: None,
        due: clock.binds_by(),
    })
}

/// What is overdue from others. The stage's owner has to ask for it, and the raiser may go on without it.
fn to_chase(dispute: &Dispute, who: &str, now: Moment) -> Vec<Task> {
    let today = now.date();
    let raises = dispute.party(std::slice::from_ref(&dispute.raised.by_role)).is(who);
    if !dispute.owner().is(who) && !raises {
        return Vec::new();
    }
    let others = |party: &Party| !party.is(who);
    let next = match (raises, dispute.is_at_the_top()) {
        (false, _) => "",
        (true, true) => ", or end it or refer",
        (true, false) => ", or escalate",
    };
    let late = |due: Date| due < today;
    let silent = dispute.status() == Status::AwaitingResponse && dispute.waiting_on().as_ref().is_some_and(others);
    let answer = dispute.answer_due().filter(|clock| silent && clock.is_past(now)).map(|clock| {
        let roles = dispute.still_to_answer().roles;
        let titles: Vec<&str> = roles.iter().map(|role| dispute.policy.role_title(role)).collect();
        let missing = match dispute.has_further_time() {
            true => format!("the further time is over; see whether it was done{next}"),
            false => {
                let chase = match (dispute.meeting_called_for(today), dispute.meeting_arranged()) {
                    (Some(meeting), Some(day)) => format!("hold the {meeting} on {}", describe_moment(day)),
                    (Some(meeting), None) => format!("call the {meeting}"),
                    (None, _) => "ask for it".to_string(),
                };
                let by = list(&titles, "or the");
                let suggested = if dispute.is_suggested(clock) { " (the date was only suggested)" } else { "" };
                let what = match dispute.asked_for() {
                    AskedFor::Answer | AskedFor::Resolution | AskedFor::FurtherWork | AskedFor::Nothing => {
                        format!("no answer from the {by}")
                    }
                    AskedFor::Decision => format!("no decision from the {by}"),
                    AskedFor::Work => format!("not done by the {by}: {}", dispute.label_of(clock)),
                };
                format!("{what}{suggested}; {chase}{next}")
            }
        };
        Task {
            kind: TaskKind::LateAnswer,
            text: format!("{}: {missing}", dispute.stage().title),
            since: dispute.stage_entry().entered,
            note: None,
            command: None,
            due: Some(clock.falls_due()),
        }
    });
    let theirs = dispute.open_actions().filter(|action| others(&dispute.somebody(action.owner.as_deref())));
    let actions = theirs.filter_map(|action| {
        let due = action.due.filter(|due| late(*due))?;
        let owner = action.owner.as_ref().map(|owner| format!(" ({})", dispute.policy.titled(owner)));
        let (by, owner) = (describe(due), owner.unwrap_or_default());
        Some(Task {
            kind: TaskKind::LateAction(action.number),
            text: format!("not done by {by}: {}{owner}; ask for it{next}", action.what),
            since: action.since,
            note: None,
            command: None,
            due: Some(Moment::on(due)),
        })
    });
    answer.into_iter().chain(actions).collect()
}

/// What to do about an answer: judge it, or act on the judgement.
fn to_review(dispute: &Dispute) -> String {
    let next = if dispute.is_at_the_top() { "end it or refer" } else { "escalate" };
    let judge = dispute.stage().judge.as_ref().map_or("", |role| dispute.policy.role_title(role));
    match dispute.judgement() {
        None => format!("judge the {}", dispute.to_be_judged()),
        Some(true) => format!("the {judge} is satisfied with the answer; agree the plan, or end it"),
        Some(false) => format!("the {judge} is not satisfied with the answer; {next}"),
    }
}

/// The task to judge the answer, for somebody besides the raiser who must be satisfied with it.
fn to_judge(dispute: &Dispute, who: &str, due: Option<Moment>) -> Option<Task> {
    if dispute.judgement().is_some() {
        return None;
    }
    let asked = |duty: &DutyStanding| {
        let judges = dispute.policy.duty(&duty.duty).is_some_and(|rule| dispute.policy.is_satisfaction(rule));
        judges
            && duty.state == DutyState::Outstanding
            && dispute.party(&duty.by.clone().into_iter().collect::<Vec<_>>()).is(who)
    };
    dispute.duties().into_iter().any(|duty| asked(&duty)).then(|| Task {
        kind: TaskKind::Judgement,
        text: format!("{}: judge the answer; you must be satisfied with it too", dispute.stage().title),
        since: dispute.status_since(),
        note: None,
        command: None,
        due,
    })
}
