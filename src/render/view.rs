//! The published shapes. What `--json` shows is decided here and nowhere else: keys may be added, never renamed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::case::Case;
use crate::domain::dispute::{
    Action, ActionState, Clock, ClockEnd, Dispute, DutyState, DutyView, PackState, Party, Referral, ReferralState,
    Status, with_facts,
};
use crate::domain::event::{Entry, Event, ResultKind};
use crate::domain::id::DisputeId;
use crate::domain::policy::{CaseType, ImpactLevel, Strength};
use crate::domain::praise::Praise;
use crate::domain::record::Kind;
use crate::domain::time::{Date, Instant, Moment};

/// A dispute, or a word of praise, as it stands at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct DisputeView {
    pub id: DisputeId,
    pub kind: Kind,
    pub policy: String,
    pub policy_version: String,
    pub child: String,
    pub siblings: Vec<DisputeId>,
    pub raised_on: Date,
    pub raised_at: Option<Instant>,
    pub raised_by: String,
    pub by_role: Option<String>,
    pub iro: Option<String>,
    pub team: Option<String>,
    pub case_type: Option<CaseType>,
    pub legal_status: Option<String>,
    pub subject: Option<String>,
    pub decided_by: Option<String>,
    pub aware_on: Option<Date>,
    pub arose_on: Option<Date>,
    pub needed_by: Option<Date>,
    pub review_date: Option<Date>,
    pub categories: Vec<String>,
    pub concern: Option<String>,
    pub impact: Option<String>,
    pub impact_level: Option<ImpactLevel>,
    pub seeking: Option<String>,
    pub fields: BTreeMap<String, String>,
    pub stage: Option<String>,
    pub stage_title: Option<String>,
    pub formal: bool,
    pub status: &'static str,
    pub owner: Option<Party>,
    pub waiting_on: Option<Party>,
    pub status_since_on: Date,
    pub due: Option<Date>,
    pub overdue: bool,
    pub clocks: Vec<ClockView>,
    pub actions: Vec<ActionView>,
    pub duties: Vec<DutyLine>,
    pub notices: Vec<NoticeView>,
    pub meetings: Vec<MeetingView>,
    pub extensions: Vec<ExtensionView>,
    pub referral: Option<ReferralView>,
    pub praise: Option<PraiseView>,
    pub stages_visited: Vec<String>,
    pub overrides: Vec<OverrideView>,
    pub decision: Option<DecisionView>,
    pub repeat_of: Vec<DisputeId>,
    pub closed_on: Option<Date>,
    pub result: Option<ResultKind>,
    pub outcome: Option<String>,
    pub impact_on_child: Option<String>,
    pub withdrawn_because: Option<String>,
    pub events: u32,
}

/// One clock: the date it gave, what it waits for, and how it stands.
#[derive(Debug, Clone, Serialize)]
pub struct ClockView {
    pub dispute: DisputeId,
    pub child: String,
    pub clock: String,
    pub stage: Option<String>,
    pub label: String,
    pub r#for: Party,
    pub limit: String,
    pub strength: Strength,
    pub started: Date,
    pub started_at: Option<Instant>,
    pub due: Date,
    pub due_at: Option<Instant>,
    pub original_due: Date,
    pub state: &'static str,
    pub late: bool,
    pub ended: Option<Date>,
    pub ended_at: Option<Instant>,
    pub status: Option<&'static str>,
    pub working_days_left: i64,
    pub source: Option<String>,
    pub explain: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ActionView {
    pub n: u32,
    pub what: String,
    pub owner: Option<String>,
    pub due: Option<Date>,
    pub state: ActionState,
    pub done_on: Option<Date>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DutyLine {
    pub duty: String,
    pub text: String,
    pub stage: String,
    pub before: Option<String>,
    pub state: DutyState,
    pub on: Option<Date>,
    pub with: Option<String>,
    pub by: Option<String>,
    pub source: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    pub to: String,
    pub stage: Option<String>,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize)]
pub struct MeetingView {
    pub held_on: Date,
    pub chair: String,
    pub attended: Vec<String>,
    pub minutes: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExtensionView {
    pub clock: String,
    pub until: String,
    pub reason: String,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize)]
pub struct OverrideView {
    pub rules: Vec<String>,
    pub reason: String,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize)]
pub struct DecisionView {
    pub decided_by: String,
    pub text: String,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReferralView {
    pub ground: Option<String>,
    pub state: ReferralState,
    pub phoned_on: Option<Date>,
    pub written_on: Option<Date>,
    pub reason: Option<String>,
    pub curtail: Option<String>,
    pub impact_on_child: Option<String>,
    pub pack: Vec<PackState>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PraiseView {
    pub r#for: Vec<String>,
    pub role: Option<String>,
    pub text: String,
    pub acknowledged: Vec<AcknowledgedView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AcknowledgedView {
    pub name: String,
    pub on: Date,
}

/// One line of the log.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    pub n: u32,
    pub at: Moment,
    pub recorded_at: Moment,
    pub by: String,
    pub event: &'static str,
    pub stage: Option<String>,
    /// Its words no longer hold: it was struck, or other facts took their place.
    pub struck: bool,
    /// The event that corrects it.
    pub corrected_by: Option<u32>,
    pub fields: Map<String, Value>,
}

impl DisputeView {
    /// The view of a dispute as of a moment.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn of(dispute: &Dispute, as_of: Moment, calendar: &Calendar) -> Result<DisputeView, BeyondHorizon> {
        let raised = &dispute.raised;
        let day = |moment: Option<Moment>| moment.map(|moment| moment.date());
        let clocks = dispute.clocks.iter().map(|clock| ClockView::of(dispute, clock, as_of, calendar));
        let clocks = clocks.collect::<Result<Vec<_>, _>>()?;
        let binding = || {
            let running = clocks.iter().filter(|clock| clock.is_running());
            running.filter(|clock| clock.strength != Strength::Advisory)
        };
        let resolved = dispute.resolved.as_ref().map(|(facts, _)| facts);
        Ok(DisputeView {
            id: dispute.header.id,
            kind: dispute.header.kind,
            policy: dispute.header.policy.clone(),
            policy_version: dispute.header.policy_version.clone(),
            child: dispute.header.child.clone(),
            siblings: raised.siblings.clone(),
            raised_on: dispute.raised_at.date(),
            raised_at: dispute.raised_at.instant(),
            raised_by: dispute.raised_by.clone(),
            by_role: Some(raised.by_role.clone()),
            iro: raised.iro.clone(),
            team: raised.team.clone(),
            case_type: raised.case_type,
            legal_status: raised.legal_status.clone(),
            subject: raised.subject.clone(),
            decided_by: raised.decided_by.clone(),
            aware_on: day(raised.aware_on),
            arose_on: day(raised.arose_on),
            needed_by: raised.needed_by,
            review_date: raised.review_date,
            categories: raised.categories.clone(),
            concern: Some(raised.concern.clone()),
            impact: raised.impact.clone(),
            impact_level: raised.impact_level,
            seeking: raised.seeking.clone(),
            fields: raised.fields.clone(),
            stage: Some(dispute.stage().id.clone()),
            stage_title: Some(dispute.stage().title.clone()),
            formal: dispute.stage().is_formal(),
            status: status_word(dispute.status),
            owner: Some(dispute.owner()),
            waiting_on: dispute.waiting_on(),
            status_since_on: dispute.status_since.date(),
            due: binding().map(|clock| clock.due).min(),
            overdue: binding().any(|clock| clock.status == Some("overdue")),
            actions: dispute.actions.iter().map(ActionView::of).collect(),
            duties: dispute.duties().into_iter().map(DutyLine::of).collect(),
            notices: notices(dispute),
            meetings: meetings(dispute),
            extensions: extensions(dispute),
            referral: dispute.referral.as_ref().map(ReferralView::of),
            praise: None,
            stages_visited: dispute.stages_visited().into_iter().map(str::to_string).collect(),
            overrides: overrides(dispute),
            decision: dispute.decision.as_ref().map(|(facts, on)| DecisionView {
                decided_by: facts.decided_by.clone(),
                text: facts.text.clone(),
                on: on.date(),
            }),
            repeat_of: raised.repeat_of.clone(),
            closed_on: day(dispute.closed),
            result: resolved.map(|facts| facts.result),
            outcome: resolved.map(|facts| facts.outcome.clone()),
            impact_on_child: resolved.and_then(|facts| facts.impact_on_child.clone()),
            withdrawn_because: dispute.withdrawn_because.clone().filter(|_| !dispute.is_open()),
            events: dispute.entries,
            clocks,
        })
    }
}

impl DisputeView {
    /// The view of praise: no stage, no clocks.
    pub fn of_praise(praise: &Praise) -> DisputeView {
        let facts = &praise.facts;
        let acknowledged = praise.acknowledged.iter();
        let acknowledged = acknowledged.map(|(name, on)| AcknowledgedView { name: name.clone(), on: on.date() });
        let waiting = praise.waiting_for().next().map(|name| Party {
            role: facts.role.clone(),
            name: Some(name.to_string()),
            roles: facts.role.clone().into_iter().collect(),
            holders: Vec::new(),
        });
        let since =
            if waiting.is_none() { praise.acknowledged.last().map_or(praise.at, |(_, on)| *on) } else { praise.at };
        DisputeView {
            id: praise.header.id,
            kind: praise.header.kind,
            policy: praise.header.policy.clone(),
            policy_version: praise.header.policy_version.clone(),
            child: praise.header.child.clone(),
            siblings: Vec::new(),
            raised_on: praise.at.date(),
            raised_at: praise.at.instant(),
            raised_by: praise.by.clone(),
            by_role: Some(facts.by_role.clone()),
            iro: facts.iro.clone(),
            team: facts.team.clone(),
            case_type: None,
            legal_status: None,
            subject: None,
            decided_by: None,
            aware_on: None,
            arose_on: None,
            needed_by: None,
            review_date: None,
            categories: Vec::new(),
            concern: None,
            impact: None,
            impact_level: None,
            seeking: None,
            fields: facts.fields.clone(),
            stage: None,
            stage_title: None,
            formal: false,
            status: if waiting.is_none() { "acknowledged" } else { "recorded" },
            owner: None,
            waiting_on: waiting,
            status_since_on: since.date(),
            due: None,
            overdue: false,
            clocks: Vec::new(),
            actions: Vec::new(),
            duties: Vec::new(),
            notices: praise
                .policy
                .praise
                .iter()
                .flat_map(|rule| &rule.notify)
                .map(|to| NoticeView { to: to.clone(), stage: None, on: praise.at.date() })
                .collect(),
            meetings: Vec::new(),
            extensions: Vec::new(),
            referral: None,
            praise: Some(PraiseView {
                r#for: facts.r#for.clone(),
                role: facts.role.clone(),
                text: facts.text.clone(),
                acknowledged: acknowledged.collect(),
            }),
            stages_visited: Vec::new(),
            overrides: Vec::new(),
            decision: None,
            repeat_of: Vec::new(),
            closed_on: Some(praise.at.date()),
            result: None,
            outcome: None,
            impact_on_child: None,
            withdrawn_because: None,
            events: praise.entries,
        }
    }

    /// The view of whatever a record is.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn of_case(case: &Case, as_of: Moment, calendar: &Calendar) -> Result<DisputeView, BeyondHorizon> {
        match case {
            Case::Dispute(dispute) => DisputeView::of(dispute, as_of, calendar),
            Case::Praise(praise) => Ok(DisputeView::of_praise(praise)),
        }
    }
}

impl ReferralView {
    fn of(referral: &Referral) -> ReferralView {
        ReferralView {
            ground: referral.ground.clone(),
            state: referral.state(),
            phoned_on: referral.phoned.map(|on| on.date()),
            written_on: referral.written.map(|on| on.date()),
            reason: referral.reason.clone(),
            curtail: referral.curtail.clone(),
            impact_on_child: referral.impact_on_child.clone(),
            pack: referral.pack.clone(),
        }
    }
}

impl ClockView {
    /// The view of one clock as of a moment, without its explanation.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn of(
        dispute: &Dispute,
        clock: &Clock,
        as_of: Moment,
        calendar: &Calendar,
    ) -> Result<ClockView, BeyondHorizon> {
        let promise = &clock.promise;
        let ended = clock.end.map(|(_, at)| at);
        let status = match clock.end {
            Some(_) => None,
            None if clock.is_past(as_of) => Some("overdue"),
            None if clock.due == as_of.date() => Some("today"),
            None => Some("upcoming"),
        };
        Ok(ClockView {
            dispute: dispute.header.id,
            child: dispute.header.child.clone(),
            clock: clock.id.clone(),
            stage: promise.stage.clone(),
            label: dispute.label_of(clock),
            r#for: dispute.party_of(clock),
            limit: promise.limit.clone(),
            strength: promise.strength,
            started: promise.started.date(),
            started_at: promise.due_at.map(|_| promise.started.instant_or_end()).or(promise.started.instant()),
            due: clock.due,
            due_at: clock.due_at,
            original_due: promise.due,
            state: match clock.end {
                None => "running",
                Some((ClockEnd::Met, _)) => "met",
                Some((ClockEnd::Stopped, _)) => "stopped",
            },
            late: clock.is_past(ended.unwrap_or(as_of)),
            ended: ended.map(|at| at.date()),
            ended_at: ended.and_then(|at| at.instant()),
            status,
            working_days_left: calendar.between(as_of.date(), clock.due, &dispute.policy.counting)?,
            source: dispute.source_of(clock),
            explain: Vec::new(),
        })
    }

    /// The same with its explanation filled in.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn explained(
        dispute: &Dispute,
        clock: &Clock,
        as_of: Moment,
        calendar: &Calendar,
    ) -> Result<ClockView, BeyondHorizon> {
        let view = ClockView::of(dispute, clock, as_of, calendar)?;
        Ok(ClockView { explain: dispute.explain(clock, calendar)?, ..view })
    }

    pub fn is_running(&self) -> bool {
        self.state == "running"
    }
}

impl ActionView {
    fn of(action: &Action) -> ActionView {
        ActionView {
            n: action.number,
            what: action.what.clone(),
            owner: action.owner.clone(),
            due: action.due,
            state: action.state,
            done_on: (action.state == ActionState::Done).then(|| action.since.date()),
        }
    }
}

impl DutyLine {
    fn of(duty: DutyView) -> DutyLine {
        DutyLine {
            duty: duty.duty,
            text: duty.text,
            stage: duty.stage,
            before: duty.before.map(|step| step.to_string()),
            state: duty.state,
            on: duty.on.map(|on| on.date()),
            with: duty.with,
            by: duty.by,
            source: duty.source,
        }
    }
}

impl EventView {
    /// The log of a record: each entry as it was written, with the stage it happened in.
    pub fn log(entries: &[Entry], struck: &[u32]) -> Vec<EventView> {
        let mut stage: Option<String> = None;
        let mut views = Vec::new();
        for entry in entries {
            let stands = !struck.contains(&entry.number);
            let corrected_by = entries.iter().rev().find_map(|later| match &later.event {
                Event::Corrected(facts) if facts.corrects == entry.number && !struck.contains(&later.number) => {
                    let otherwise = with_facts(entry, &facts.set).is_ok_and(|corrected| corrected != *entry);
                    (facts.set.is_empty() || otherwise).then_some(later.number)
                }
                _ => None,
            });
            match &entry.event {
                Event::Raised(facts) => stage = Some(facts.stage.clone()),
                Event::Escalated(facts) if stands => stage = Some(facts.to.clone()),
                Event::Reopened(facts) if stands => stage = Some(facts.stage.clone()),
                _ => {}
            }
            views.push(EventView {
                n: entry.number,
                at: entry.at,
                recorded_at: entry.recorded_at,
                by: entry.by.clone(),
                event: entry.event.word(),
                stage: stage.clone(),
                struck: !stands || corrected_by.is_some(),
                corrected_by,
                fields: all_facts(entry),
            });
        }
        views
    }
}

/// An entry's own facts and what it carried beside them.
pub fn all_facts(entry: &Entry) -> Map<String, Value> {
    let mut facts = entry.event.facts();
    let mut add = |name: &str, empty: bool, value: serde_json::Result<Value>| {
        if let Some(value) = value.ok().filter(|_| !empty) {
            facts.insert(name.to_string(), value);
        }
    };
    add("confirmed", entry.confirmed.is_empty(), serde_json::to_value(&entry.confirmed));
    add("overridden", entry.overridden.is_none(), serde_json::to_value(&entry.overridden));
    add("warned", entry.warned.is_empty(), serde_json::to_value(&entry.warned));
    add("clocks", entry.clocks.is_empty(), serde_json::to_value(&entry.clocks));
    facts
}

pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::AwaitingResponse => "awaiting-response",
        Status::AwaitingReview => "awaiting-review",
        Status::Agreed => "agreed",
        Status::Resolved => "resolved",
        Status::Withdrawn => "withdrawn",
        Status::Complaint => "complaint",
    }
}

fn notices(dispute: &Dispute) -> Vec<NoticeView> {
    let views = dispute.notices.iter();
    views.map(|one| NoticeView { to: one.to.clone(), stage: Some(one.stage.clone()), on: one.on.date() }).collect()
}

fn meetings(dispute: &Dispute) -> Vec<MeetingView> {
    let views = dispute.meetings.iter().map(|held| MeetingView {
        held_on: held.on.date(),
        chair: held.chair.clone(),
        attended: held.attended.clone(),
        minutes: held.minutes.clone(),
    });
    views.collect()
}

fn extensions(dispute: &Dispute) -> Vec<ExtensionView> {
    let views = dispute.extensions.iter().map(|one| ExtensionView {
        clock: one.clock.clone(),
        until: one.until.to_string(),
        reason: one.reason.clone(),
        on: one.on.date(),
    });
    views.collect()
}

fn overrides(dispute: &Dispute) -> Vec<OverrideView> {
    let views = dispute.overrides.iter().map(|(one, on)| OverrideView {
        rules: one.rules.clone(),
        reason: one.reason.clone(),
        on: on.date(),
    });
    views.collect()
}
