//! The parts that a dispute's view is made of.

use serde::{Deserialize, Serialize};

use crate::domain::dispute::{
    Action, ActionState, ClockWithoutDate, Dispute, DutyStanding, DutyState, Lacks, PackState, Referral, ReferralState,
    Reopening, StageNotice,
};
use crate::domain::event::{Barrier, Entry, PlannedAction, ResultKind};
use crate::domain::policy::{ClockId, DutyId, Fact, GroundId, OwedAt, RoleId, StageId, Step};
use crate::domain::terms::ActionNumber;
use crate::domain::time::{Date, Instant, Moment};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActionView {
    pub n: ActionNumber,
    pub what: String,
    pub owner: Option<String>,
    pub due: Option<Date>,
    #[serde(default)]
    pub measure: Option<String>,
    pub state: ActionState,
    pub done_on: Option<Date>,
}

impl ActionView {
    /// As it would be planned.
    pub fn as_planned(&self) -> PlannedAction {
        let ActionView { n: _, what, owner, due, measure, state: _, done_on: _ } = self.clone();
        PlannedAction { what, owner, due, measure }
    }
}

/// What the responder answered, with the obstacle it pleads.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerView {
    pub on: Date,
    pub role: Option<RoleId>,
    pub name: Option<String>,
    pub text: String,
    pub barrier: Option<Barrier>,
    /// The earlier stage that it is for, if it came once that was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_for: Option<StageId>,
    /// When that stay began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<Date>,
}

/// An end that didn't last, because the dispute was reopened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarlierEndView {
    pub on: Date,
    pub by: String,
    /// `None` if it was withdrawn.
    pub result: Option<ResultKind>,
    pub outcome: String,
    pub impact_on_child: Option<String>,
}

pub(super) fn earlier_ends(dispute: &Dispute) -> Vec<EarlierEndView> {
    let view = |entry: &Entry| {
        let end = entry.event.end()?;
        Some(EarlierEndView {
            on: entry.at.date(),
            by: entry.by.clone(),
            result: end.result,
            outcome: end.outcome.to_string(),
            impact_on_child: end.impact_on_child.map(str::to_string),
        })
    };
    dispute.earlier_ends().filter_map(view).collect()
}

/// When and why it was reopened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReopenedView {
    pub on: Date,
    pub reason: String,
}

pub(super) fn reopened(dispute: &Dispute) -> Vec<ReopenedView> {
    let view = |one: Reopening<'_>| ReopenedView { on: one.on.date(), reason: one.reason.to_string() };
    dispute.reopenings().into_iter().map(view).collect()
}

/// When the matter went to the complaints procedure, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComplaintView {
    pub on: Date,
    pub reason: String,
}

pub(super) fn answers(dispute: &Dispute) -> Vec<AnswerView> {
    let each = dispute.answers_here().map(|(entry, facts)| {
        let earlier = dispute.late_for(entry.number);
        AnswerView {
            on: entry.at.date(),
            role: Some(facts.role.clone()).filter(|role| !role.is_empty()),
            name: facts.name.clone(),
            text: facts.text.clone(),
            barrier: facts.barrier,
            late_for: earlier.map(|stay| dispute.policy.stages[stay.stage].id.clone()),
            asked_on: earlier.map(|stay| stay.entered.date()),
        }
    });
    each.collect()
}

/// A duty and its state. `stage` is where it is owed, or `end`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DutyLine {
    pub duty: DutyId,
    pub text: String,
    pub stage: OwedAt,
    /// Whether it is to be done whatever the next step is; if not, it is only asked for before some steps.
    pub owed: bool,
    /// The first of the steps it is asked for before: `escalate`, if that is one of them.
    pub before: Option<Step>,
    pub steps: Vec<Step>,
    pub state: DutyState,
    pub on: Option<Date>,
    pub with: Option<String>,
    pub by: Option<RoleId>,
    pub source: String,
    /// The day of the meeting before which it should have been done, and was not.
    #[serde(default)]
    pub missed_before_meeting: Option<Date>,
}

/// A clock that the protocol has and that has no date, with the flag that gives the date it waits for: `stage` if it
/// counts from a stage that was left out, `arranged-for` if it counts back from a meeting without a day, `terms` if the listed school terms don't reach its date.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DatelessView {
    pub clock: ClockId,
    pub label: String,
    pub lacks: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<StageId>,
}

impl DatelessView {
    pub fn of(dateless: &ClockWithoutDate<'_>) -> DatelessView {
        let (lacks, left_out) = match dateless.lacks {
            Lacks::Day(day) => (day.fact().flag(), None),
            Lacks::Agreement => (Fact::RespondBy.flag(), None),
            Lacks::LeftOut(stage) => ("stage", Some(stage.id.clone())),
            Lacks::Meeting(_) => ("arranged-for", None),
            Lacks::Terms(_) => ("terms", None),
        };
        DatelessView {
            clock: dateless.rule.id.clone(),
            label: dateless.rule.label.clone(),
            lacks: lacks.to_string(),
            left_out,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoticeView {
    pub to: RoleId,
    /// Whether it is a copy for information; any other is asked to answer, or informed of praise.
    #[serde(default)]
    pub copied: bool,
    pub stage: Option<StageId>,
    pub on: Date,
    /// Who holds the role, if that is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingView {
    pub held_on: Date,
    pub chair: String,
    pub attended: Vec<String>,
    pub minutes: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExtensionView {
    pub clock: ClockId,
    pub until: String,
    pub reason: String,
    pub on: Date,
    #[serde(default)]
    pub agreed_with: Option<String>,
    /// `until`, for a person to read, and the stage of the clock.
    #[serde(skip)]
    pub ends: Option<Moment>,
    #[serde(skip)]
    pub stage: Option<StageId>,
}

/// The day for which a meeting was arranged.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArrangedView {
    pub on: Date,
    #[serde(serialize_with = "super::with_offset")]
    pub at: Option<Instant>,
    pub reason: Option<String>,
    pub arranged_on: Date,
}

/// The rules that were overridden in one step, and the reason given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OverrideView {
    pub rules: Vec<String>,
    pub reason: String,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecisionView {
    pub decided_by: String,
    pub text: String,
    pub on: Date,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReferralView {
    pub ground: Option<GroundId>,
    pub state: ReferralState,
    pub phoned_on: Option<Date>,
    pub written_on: Option<Date>,
    pub reason: Option<String>,
    pub curtail: Option<String>,
    pub impact_on_child: Option<String>,
    pub pack: Vec<PackState>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PraiseView {
    pub r#for: Vec<String>,
    pub role: Option<RoleId>,
    pub text: String,
    /// Which of the protocol's reasons for praise it has.
    #[serde(default)]
    pub reasons: Vec<String>,
    pub acknowledged: Vec<AcknowledgedView>,
    /// Those who have still to acknowledge it: people it is for, and ids of roles.
    pub unread: Vec<String>,
    /// Whether the protocol wants it on the child's file and it is not there yet.
    pub filing_owed: bool,
    pub filed_on: Option<Date>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AcknowledgedView {
    pub name: String,
    pub on: Date,
}

impl ReferralView {
    pub(super) fn of(referral: &Referral) -> ReferralView {
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

impl ActionView {
    pub(super) fn of(action: &Action) -> ActionView {
        ActionView {
            n: action.number,
            what: action.what.clone(),
            owner: action.owner.clone(),
            due: action.due,
            measure: action.measure.clone(),
            state: action.state,
            done_on: (action.state == ActionState::Done).then(|| action.since.date()),
        }
    }
}

impl DutyLine {
    pub(super) fn of(duty: DutyStanding, dispute: &Dispute) -> DutyLine {
        DutyLine {
            missed_before_meeting: dispute.missed_before_meeting(&duty),
            text: duty.in_full(),
            duty: duty.duty,
            stage: duty.place,
            owed: duty.owed,
            before: duty.before.first().cloned(),
            steps: duty.before,
            state: duty.state,
            on: duty.on.map(|on| on.date()),
            with: duty.with,
            by: duty.by,
            source: duty.source,
        }
    }
}

pub(super) fn notices(dispute: &Dispute) -> Vec<NoticeView> {
    let views = dispute.notices.iter();
    let view = |one: &StageNotice| NoticeView {
        to: one.to.clone(),
        copied: one.copied,
        stage: Some(one.stage.clone()),
        on: one.on.date(),
        name: dispute.holder_of(&one.to).map(str::to_string),
    };
    views.map(view).collect()
}

pub(super) fn meetings(dispute: &Dispute) -> Vec<MeetingView> {
    let views = dispute.meetings.iter().map(|held| MeetingView {
        held_on: held.on.date(),
        chair: held.chair.clone(),
        attended: held.attended.clone(),
        minutes: held.minutes.clone(),
    });
    views.collect()
}

pub(super) fn extensions(dispute: &Dispute) -> Vec<ExtensionView> {
    let views = dispute.extensions.iter().map(|one| ExtensionView {
        clock: one.clock.clone(),
        until: one.until.to_string(),
        reason: one.reason.clone(),
        on: one.on.date(),
        agreed_with: dispute.agreed_with(one.entry).map(str::to_string),
        ends: Some(one.until),
        stage: one.stage.clone(),
    });
    views.collect()
}

pub(super) fn arranged(dispute: &Dispute) -> Vec<ArrangedView> {
    let views = dispute.arrangements().map(|(day, reason, since)| ArrangedView {
        on: day.date(),
        at: day.instant(),
        reason: reason.map(str::to_string),
        arranged_on: since.date(),
    });
    views.collect()
}

pub(super) fn overrides(dispute: &Dispute) -> Vec<OverrideView> {
    let views = dispute.overrides.iter().map(|(one, on)| OverrideView {
        rules: one.rules.clone(),
        reason: one.reason.clone(),
        on: on.date(),
    });
    views.collect()
}
