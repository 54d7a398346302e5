//! The view of a dispute, and of praise, as a whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::ClockView;
use super::parts::*;
use crate::domain::about::About;
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, Party, Standing};
use crate::domain::event::ResultKind;
use crate::domain::id::DisputeId;
use crate::domain::lead::Lead;
use crate::domain::policy::{CaseType, CategoryId, FieldId, ImpactLevel, RoleId, StageId};
use crate::domain::praise::Praise;
use crate::domain::record::Kind;
use crate::domain::status::CaseStatus;
use crate::domain::time::{Date, Instant, Moment};

/// A dispute, or praise, at one moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DisputeView {
    pub id: DisputeId,
    pub kind: Kind,
    pub policy: String,
    pub policy_version: String,
    pub child: Option<String>,
    pub siblings: Vec<DisputeId>,
    pub raised_on: Date,
    #[serde(serialize_with = "super::with_offset")]
    pub raised_at: Option<Instant>,
    pub raised_by: String,
    pub by_role: Option<RoleId>,
    pub iro: Option<String>,
    pub team: Option<String>,
    pub case_type: Option<CaseType>,
    pub legal_status: Option<String>,
    /// The fostering household that it is about.
    pub household: Option<String>,
    pub subject: Option<String>,
    pub decided_by: Option<RoleId>,
    /// Whether it calls for immediate action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immediate: Option<bool>,
    /// The reason that was given when it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub aware_on: Option<Date>,
    pub arose_on: Option<Date>,
    pub needed_by: Option<Date>,
    pub review_date: Option<Date>,
    #[serde(default)]
    pub next_review: Option<Date>,
    #[serde(serialize_with = "super::with_offset")]
    pub review_at: Option<Instant>,
    /// What the protocol counts from that review.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_leads: Vec<Lead>,
    pub categories: Vec<CategoryId>,
    pub concern: Option<String>,
    pub impact: Option<String>,
    pub impact_level: Option<ImpactLevel>,
    pub seeking: Option<String>,
    pub fields: BTreeMap<FieldId, String>,
    /// Which of several ladders of the protocol it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<String>,
    pub stage: Option<StageId>,
    pub stage_title: Option<String>,
    pub formal: bool,
    pub status: CaseStatus,
    pub owner: Option<Party>,
    pub waiting_on: Option<Party>,
    pub status_since_on: Date,
    pub due: Option<Date>,
    pub overdue: bool,
    pub clocks: Vec<ClockView>,
    /// Clocks that have no date yet.
    pub without_deadline: Vec<DatelessView>,
    /// The answers at the present stage.
    pub answers: Vec<AnswerView>,
    pub complaint: Option<ComplaintView>,
    pub actions: Vec<ActionView>,
    pub duties: Vec<DutyLine>,
    pub left_over: Vec<DutyLine>,
    pub notices: Vec<NoticeView>,
    pub meetings: Vec<MeetingView>,
    pub extensions: Vec<ExtensionView>,
    /// The days for which meetings were arranged, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arranged: Vec<ArrangedView>,
    pub referral: Option<ReferralView>,
    pub praise: Option<PraiseView>,
    pub stages_visited: Vec<StageId>,
    pub overrides: Vec<OverrideView>,
    pub decision: Option<DecisionView>,
    pub repeat_of: Vec<DisputeId>,
    pub closed_on: Option<Date>,
    pub ended_by: Option<String>,
    /// The raiser, if they asked somebody else to end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_for: Option<String>,
    /// How it ended before it was reopened, each time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_ends: Vec<EarlierEndView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<ReopenedView>,
    pub result: Option<ResultKind>,
    pub outcome: Option<String>,
    pub impact_on_child: Option<String>,
    pub withdrawn_because: Option<String>,
    pub events: u32,
}

impl DisputeView {
    /// Whether what is due first is past or today; `None` if nothing is.
    pub fn standing(&self) -> Option<Standing> {
        let mut first = self.clocks.iter().filter(|clock| Some(clock.due) == self.due);
        if self.overdue { Some(Standing::Overdue) } else { first.find_map(ClockView::pressing) }
    }

    pub fn about(&self) -> About<'_> {
        let household = self.household.as_deref();
        About { child: self.child.as_deref(), household, subject: self.subject.as_deref() }
    }

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
            running.filter(|clock| clock.strength.binds())
        };
        // A review that lies beyond the calendar is no reason not to show the dispute.
        let before = raised.next_review.or(raised.review_date);
        let leads = before.and_then(|review| dispute.policy.leads(review.date(), calendar).ok());
        let mut review_leads = leads.unwrap_or_default();
        // Before a review that was over when the dispute was raised, nothing can be done any more.
        let over = before.filter(|review| review.date() < dispute.raised_at.date());
        review_leads.retain(|lead| over.is_none_or(|review| lead.due >= review.date()));
        let resolved = dispute.resolved.as_ref().map(|(facts, _)| facts);
        Ok(DisputeView {
            id: dispute.header.id,
            kind: dispute.header.kind,
            policy: dispute.header.policy.clone(),
            policy_version: dispute.header.policy_version.clone(),
            child: dispute.header.child().map(str::to_string),
            siblings: raised.siblings.clone(),
            raised_on: dispute.raised_at.date(),
            raised_at: dispute.raised_at.instant(),
            raised_by: dispute.raised_by.clone(),
            by_role: Some(raised.by_role.clone()),
            iro: raised.iro.clone(),
            team: raised.team.clone(),
            case_type: raised.case_type,
            legal_status: raised.legal_status.clone(),
            household: raised.household.clone(),
            subject: raised.subject.clone(),
            decided_by: raised.decided_by.clone(),
            immediate: raised.immediate,
            reason: raised.reason.clone(),
            aware_on: day(raised.aware_on),
            arose_on: day(raised.arose_on),
            needed_by: raised.needed_by,
            review_date: day(raised.review_date),
            next_review: day(raised.next_review),
            review_at: raised.review_date.and_then(|review| review.instant()),
            review_leads,
            categories: raised.categories.clone(),
            concern: Some(raised.concern.clone()),
            impact: raised.impact.clone(),
            impact_level: raised.impact_level,
            seeking: raised.seeking.clone(),
            fields: dispute.fields().clone(),
            ladder: raised.ladder.clone(),
            stage: Some(dispute.stage().id.clone()),
            stage_title: Some(dispute.stage().title.clone()),
            formal: dispute.stage().is_formal(),
            status: dispute.status().into(),
            owner: Some(dispute.owner()),
            waiting_on: dispute.waiting_on(),
            status_since_on: dispute.status_since().date(),
            due: binding().map(|clock| clock.due).min(),
            overdue: binding().any(|clock| clock.status == Some(Standing::Overdue)),
            without_deadline: dispute.clocks_without_date().iter().map(DatelessView::of).collect(),
            answers: answers(dispute),
            complaint: dispute
                .complaint()
                .map(|(on, reason)| ComplaintView { on: on.date(), reason: reason.to_string() }),
            actions: dispute.actions.iter().map(ActionView::of).collect(),
            duties: dispute.duties_on(as_of.date()).into_iter().map(|duty| DutyLine::of(duty, dispute)).collect(),
            left_over: dispute.left_over().into_iter().map(|duty| DutyLine::of(duty, dispute)).collect(),
            notices: notices(dispute),
            meetings: meetings(dispute),
            extensions: extensions(dispute),
            arranged: arranged(dispute),
            referral: dispute.referral.as_ref().map(ReferralView::of),
            praise: None,
            stages_visited: dispute.stages_visited().into_iter().cloned().collect(),
            overrides: overrides(dispute),
            decision: dispute.decision.as_ref().map(|(facts, on)| DecisionView {
                decided_by: facts.decided_by.clone(),
                text: facts.text.clone(),
                on: on.date(),
            }),
            repeat_of: raised.repeat_of.clone(),
            closed_on: day(dispute.ended_at()),
            ended_by: dispute.ended().map(|ending| ending.by.clone()),
            ended_for: dispute
                .ended()
                .filter(|ending| ending.asked && !dispute.is_raiser(&ending.by))
                .map(|_| dispute.raiser().to_string()),
            earlier_ends: earlier_ends(dispute),
            reopened: reopened(dispute),
            result: resolved.map(|facts| facts.result),
            outcome: resolved.map(|facts| facts.outcome.clone()),
            impact_on_child: resolved.and_then(|facts| facts.impact_on_child.clone()),
            withdrawn_because: dispute.withdrawn_because.clone().filter(|_| !dispute.is_open()),
            events: dispute.entry_count,
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
        let unread: Vec<String> = praise.waiting_for().filter(|_| praise.is_to_be_read()).map(str::to_string).collect();
        let waiting = unread.first().map(|who| {
            let as_role = praise.other_readers().find(|role| role.as_str() == who);
            let role = as_role.or(facts.role.as_ref()).cloned();
            Party {
                name: as_role.is_none().then(|| who.clone()),
                roles: role.clone().into_iter().collect(),
                role,
                each: false,
                holders: Vec::new(),
            }
        });
        DisputeView {
            id: praise.header.id,
            kind: praise.header.kind,
            policy: praise.header.policy.clone(),
            policy_version: praise.header.policy_version.clone(),
            child: praise.header.child().map(str::to_string),
            siblings: Vec::new(),
            raised_on: praise.at.date(),
            raised_at: praise.at.instant(),
            raised_by: praise.by.clone(),
            by_role: Some(facts.by_role.clone()),
            iro: facts.iro.clone(),
            team: facts.team.clone(),
            case_type: None,
            legal_status: None,
            household: None,
            subject: None,
            decided_by: None,
            immediate: None,
            reason: None,
            aware_on: None,
            arose_on: None,
            needed_by: None,
            review_date: None,
            next_review: None,
            review_at: None,
            review_leads: Vec::new(),
            categories: Vec::new(),
            concern: None,
            impact: None,
            impact_level: None,
            seeking: None,
            fields: facts.fields.clone(),
            ladder: None,
            stage: None,
            stage_title: None,
            formal: false,
            status: praise.status(),
            owner: None,
            waiting_on: waiting,
            status_since_on: praise.status_since().date(),
            due: None,
            overdue: false,
            clocks: Vec::new(),
            without_deadline: Vec::new(),
            answers: Vec::new(),
            complaint: None,
            actions: Vec::new(),
            duties: Vec::new(),
            left_over: Vec::new(),
            notices: praise
                .policy
                .praise
                .iter()
                .flat_map(|rule| &rule.notify)
                .map(|to| NoticeView { to: to.clone(), copied: false, stage: None, on: praise.at.date(), name: None })
                .collect(),
            meetings: Vec::new(),
            extensions: Vec::new(),
            arranged: Vec::new(),
            referral: None,
            praise: Some(PraiseView {
                r#for: facts.r#for.clone(),
                role: facts.role.clone(),
                text: facts.text.clone(),
                reasons: facts.reasons.clone(),
                acknowledged: acknowledged.collect(),
                unread,
                filing_owed: praise.owes_filing(),
                filed_on: praise.filed.map(|on| on.date()),
            }),
            stages_visited: Vec::new(),
            overrides: Vec::new(),
            decision: None,
            repeat_of: Vec::new(),
            closed_on: Some(praise.at.date()),
            ended_by: None,
            ended_for: None,
            earlier_ends: Vec::new(),
            reopened: Vec::new(),
            result: None,
            outcome: None,
            impact_on_child: None,
            withdrawn_because: praise.withdrawn.as_ref().map(|(why, _)| why.clone()),
            events: praise.entry_count,
        }
    }

    /// The view of a record, whether it is a dispute or praise.
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
