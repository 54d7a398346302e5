//! What analysts count by: dates, stages, roles and results of one dispute. Nothing that people wrote in their own
//! words.

use std::borrow::Cow;

use serde::Serialize;

use super::dispute::DisputeView;
use crate::domain::case::Case;
use crate::domain::dispute::ClockState;
use crate::domain::event::{Barrier, ResultKind};
use crate::domain::id::DisputeId;
use crate::domain::policy::{CaseType, CategoryId, ClockId, ImpactLevel, RoleId, StageId, Strength};
use crate::domain::status::CaseStatus;
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Date, Instant};

#[derive(Serialize)]
struct Facts<'a> {
    child: Option<&'a str>,
    raised_on: Date,
    iro: Option<&'a str>,
    team: Option<&'a str>,
    case_type: Option<CaseType>,
    legal_status: Option<&'a str>,
    impact_level: Option<ImpactLevel>,
    categories: &'a [CategoryId],
    stage: Option<&'a StageId>,
    stage_title: Option<&'a str>,
    formal: bool,
    status: CaseStatus,
    waiting_on: &'a [RoleId],
    due: Option<Date>,
    closed_on: Option<Date>,
    result: Option<ResultKind>,
    repeat_of: &'a [DisputeId],
    referred_on: Option<Date>,
    clocks: Vec<ClockFacts<'a>>,
    answers: Vec<AnswerFacts<'a>>,
}

#[derive(Serialize)]
struct ClockFacts<'a> {
    clock: &'a ClockId,
    stage: Option<&'a StageId>,
    label: Cow<'a, str>,
    role: Option<&'a RoleId>,
    limit: &'a str,
    strength: Strength,
    started: Date,
    original_due: Date,
    due: Date,
    #[serde(serialize_with = "super::with_offset")]
    due_at: Option<Instant>,
    state: ClockState,
    ended: Option<Date>,
    /// For a clock that has ended; for one that runs, it depends on the day.
    late: Option<bool>,
}

#[derive(Serialize)]
struct AnswerFacts<'a> {
    event: EntryNumber,
    stage: &'a StageId,
    on: Date,
    role: Option<&'a RoleId>,
    name: Option<&'a str>,
    barrier: Option<Barrier>,
}

/// The facts of a record as JSON, from its view; `None` for praise.
pub fn facts(view: &DisputeView, case: &Case) -> Option<String> {
    let Case::Dispute(dispute) = case else { return None };
    let clocks = view.clocks.iter().map(|clock| ClockFacts {
        clock: &clock.clock,
        stage: clock.stage.as_ref(),
        // What an action is about is free text.
        label: match clock.clock {
            ClockId::Action(number) => format!("action {number}").into(),
            ClockId::Total
            | ClockId::Raise
            | ClockId::NeededBy
            | ClockId::Arranged
            | ClockId::Extension
            | ClockId::Named(_) => clock.label.as_str().into(),
        },
        role: clock.r#for.role.as_ref(),
        limit: &clock.limit,
        strength: clock.strength,
        started: clock.started,
        original_due: clock.original_due,
        due: clock.due,
        due_at: clock.due_at,
        state: clock.state,
        ended: clock.ended,
        late: Some(clock.late).filter(|_| !clock.is_running()),
    });
    let answers = dispute.answers().map(|(stage, entry, answer)| AnswerFacts {
        event: entry.number,
        stage,
        on: entry.at.date(),
        role: Some(&answer.role).filter(|role| !role.is_empty()),
        name: answer.name.as_deref(),
        barrier: answer.barrier,
    });
    let facts = Facts {
        child: view.child.as_deref(),
        raised_on: view.raised_on,
        iro: view.iro.as_deref(),
        team: view.team.as_deref(),
        case_type: view.case_type,
        legal_status: view.legal_status.as_deref(),
        impact_level: view.impact_level,
        categories: &view.categories,
        stage: view.stage.as_ref(),
        stage_title: view.stage_title.as_deref(),
        formal: view.formal,
        status: view.status,
        waiting_on: view.waiting_on.as_ref().map_or(&[], |party| &party.roles),
        due: view.due,
        closed_on: view.closed_on,
        result: view.result,
        repeat_of: &view.repeat_of,
        referred_on: view.referral.as_ref().and_then(|referral| referral.written_on.or(referral.phoned_on)),
        clocks: clocks.collect(),
        answers: answers.collect(),
    };
    serde_json::to_string(&facts).ok()
}
