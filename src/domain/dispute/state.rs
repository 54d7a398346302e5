//! The parts that a dispute's state is made of.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::event::{Deadline, Entry, PlannedAction};
use crate::domain::limit::Limit;
use crate::domain::policy::{ClockId, ClockRule, DutyId, ExtensionKind, Responders, RoleId, StageId};
use crate::domain::terms::{ActionNumber, ChainStep, EntryNumber};
use crate::domain::time::{Date, Instant, Moment};
use crate::domain::worded::worded;

/// Whose turn it is, or how the dispute ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    AwaitingResponse,
    AwaitingReview,
    Agreed,
    Resolved,
    Withdrawn,
    Complaint,
}

/// The number of a stay at a stage, in the order of the stays. A stay lasts from entering a stage to leaving it; the
/// steps of one chain share it, and a stage that is entered again has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StayNumber(u32);

impl StayNumber {
    /// The stay that begins with raising the dispute.
    pub(super) const FIRST: StayNumber = StayNumber(0);

    pub(super) fn next(self) -> StayNumber {
        StayNumber(self.0 + 1)
    }
}

/// One entry into a stage, or one step to the next person of its chain.
#[derive(Debug, Clone)]
pub struct StageEntry {
    /// Index into the policy's stages.
    pub stage: usize,
    /// Who was asked to answer, in the circumstances of that moment.
    pub asked: Responders,
    /// Who got a copy then.
    pub copied: Vec<RoleId>,
    /// The place in the stage's chain.
    pub step: ChainStep,
    pub stay: StayNumber,
    pub entered: Moment,
    pub entry: EntryNumber,
    /// Whether the dispute was reopened here.
    pub reopened: bool,
    /// The date agreed for this stay.
    pub respond_by: Option<Date>,
    pub answers: Vec<Answer>,
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub role: RoleId,
    pub at: Moment,
    pub entry: EntryNumber,
}

/// A plan that was agreed.
#[derive(Debug, Clone)]
pub(super) struct Agreement {
    pub at: Moment,
    pub stay: StayNumber,
    /// Whether nothing has come since that is still to be judged, and nobody further along the chain was asked.
    pub stands: bool,
}

/// A clock that was started, with its deadline.
#[derive(Debug, Clone)]
pub struct Clock {
    pub id: ClockId,
    /// As in `Deadline`: its stage, or the stage at which a dispute-wide clock began.
    pub stage: Option<StageId>,
    /// The stay it belongs to; `None` while its stage lies ahead, or if it has no stage.
    pub stay: Option<StayNumber>,
    /// Index into `stage_entries` of the one in which it began.
    pub stage_entry: usize,
    /// Which of the policy's rules of its name gave it its date, by their order; 0 for a clock of no rule.
    pub rule: usize,
    /// The entry that started it.
    pub entry: EntryNumber,
    pub deadline: Deadline,
    /// The date in force: the deadline's, unless it was extended.
    pub due: Date,
    pub due_at: Option<Instant>,
    pub end: Option<(ClockEnd, Moment)>,
    /// What resumes it, with its date, after it has stopped; `None` if it ended for good.
    pub resumes: Option<Resumes>,
    /// The day on which it resumed, if its date had passed while it stood still.
    pub went_on_late: Option<Date>,
    /// Whether it began by itself, because a date passed with nothing done: no event says so.
    pub of_itself: bool,
}

/// What resumes a stopped clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumes {
    /// It ended with the dispute, or when the complaints procedure took over.
    OnReopening,
    /// The stages that it covers were left.
    OnComingBack,
    /// Its circumstances no longer held.
    WhenItApplies,
}

/// Indexes into a dispute's clocks by what they are for: a plan may have a thousand actions, each with its clock.
#[derive(Debug, Clone, Default)]
pub(super) struct ClockIndex {
    /// The clocks of actions, by the action's number.
    by_action: BTreeMap<ActionNumber, Vec<usize>>,
    /// Actions with a date whose clock has not begun yet.
    awaited: BTreeSet<ActionNumber>,
    /// All other clocks.
    pub others: Vec<usize>,
}

/// Whether a clock runs, and how it ended where it doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockState {
    Running,
    Met,
    Stopped,
}

/// What became of a clock: whether what it waits for came, and in time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClockResult {
    #[default]
    Running,
    InTime,
    Late,
    /// It came after a date that was for guidance.
    AfterGuide,
    /// It came late, and within the further time that was agreed.
    InFurtherTime,
    /// It waited for a resolution, and the dispute ended without one.
    Unsettled,
    /// It was no longer needed, and stopped before its date.
    Stopped,
    /// It stopped after its date, with nothing done.
    Missed,
}

worded! {
    /// Whether the date of a running clock is past, today or still to come.
    pub enum Standing {
        Overdue = "overdue",
        Today = "today",
        Upcoming = "upcoming",
    }
}

impl Standing {
    /// Whether it is due by now.
    pub fn is_due(self) -> bool {
        match self {
            Standing::Overdue | Standing::Today => true,
            Standing::Upcoming => false,
        }
    }

    pub fn at(due: Date, due_at: Option<Instant>, as_of: Moment) -> Standing {
        if is_past(due, due_at, as_of) {
            Standing::Overdue
        } else if due == as_of.date() {
            Standing::Today
        } else {
            Standing::Upcoming
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEnd {
    Met,
    Stopped,
}

/// Where a clock comes from: a rule of the policy, or something that was agreed in this dispute.
pub enum ClockOrigin<'a> {
    By(&'a ClockRule),
    /// The further time agreed beside the clock of this rule.
    Further(&'a ClockRule),
    /// The child's own deadline.
    NeededBy,
    /// The day for which a meeting of a stage is arranged.
    Arranged,
    Action(&'a Action),
}

#[derive(Debug, Clone)]
pub struct Action {
    pub number: ActionNumber,
    pub what: String,
    pub owner: Option<String>,
    pub due: Option<Date>,
    /// How its completion is measured.
    pub measure: Option<String>,
    pub state: ActionState,
    /// Since when it has been in this state.
    pub since: Moment,
    pub entry: EntryNumber,
}

impl Action {
    /// The action as it was planned.
    pub fn as_planned(&self) -> PlannedAction {
        let Action { what, owner, due, measure, .. } = self.clone();
        PlannedAction { what, owner, due, measure }
    }
}

/// Whether an action is done; `Missed` was recorded, and is not only overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionState {
    Open,
    Done,
    Missed,
}

/// What an entry says of a duty: done, waived or overridden.
#[derive(Debug, Clone)]
pub struct Mark {
    pub duty: DutyId,
    pub kind: MarkKind,
    pub on: Moment,
    pub with: Option<String>,
    /// The stay it counts for.
    pub stay: StayNumber,
    /// The later stage whose clock waited for it already: once that stage is entered, it counts as done in that stay.
    pub ahead: Option<StageId>,
    /// Whether it was owed once the dispute had ended.
    pub at_end: bool,
    /// Whether it was confirmed for the way into this stay, and says nothing of the way out.
    pub arriving: bool,
    pub entry: EntryNumber,
}

/// How it ended: when, by whom, and in which entry.
#[derive(Debug, Clone)]
pub struct Ending {
    pub on: Moment,
    pub by: String,
    pub entry: EntryNumber,
    /// Whether somebody else ended it, and confirmed that the raiser had asked for that.
    pub asked: bool,
}

impl Ending {
    /// The ending that an entry gives a dispute.
    pub fn by_entry(entry: &Entry) -> Ending {
        let asked = entry.confirmed.iter().any(|one| one.duty == DutyId::RAISER_SATISFIED);
        Ending { on: entry.at, by: entry.by.clone(), entry: entry.number, asked }
    }
}

/// How a mark settles a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    Done,
    /// It will not be done, for a reason.
    Waived,
    /// One step went on without it, for a reason; it is asked for again before the next.
    Overridden,
}

/// A role that was told when a stage began.
#[derive(Debug, Clone)]
pub struct StageNotice {
    pub to: RoleId,
    /// Whether they only get a copy; any other is asked to answer.
    pub copied: bool,
    pub stage: StageId,
    pub on: Moment,
}

/// A meeting that was held.
#[derive(Debug, Clone)]
pub struct MeetingRecord {
    pub on: Moment,
    pub chair: String,
    pub attended: Vec<String>,
    pub minutes: Option<String>,
    pub stay: StayNumber,
    pub entry: EntryNumber,
}

/// The day for which a meeting was arranged.
#[derive(Debug, Clone, Copy)]
pub struct Arrangement {
    pub day: Moment,
    /// When it was arranged.
    pub since: Moment,
    pub stay: StayNumber,
    pub entry: EntryNumber,
}

/// What came of more time, as the record stands corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionEffect {
    /// It moved the date, or runs beside it.
    Given,
    /// It ends no later than the date that it extends, since that was corrected.
    Overtaken,
    /// The clock no longer ran, since what ended it was corrected.
    TooLate,
}

/// More time that was given to a clock.
#[derive(Debug, Clone)]
pub struct ExtensionRecord {
    pub clock: ClockId,
    pub stage: Option<StageId>,
    /// How much more; `None` if a date was named, or if the record doesn't say.
    pub more: Option<Limit>,
    pub until: Moment,
    pub reason: String,
    pub on: Moment,
    pub kind: ExtensionKind,
    pub effect: ExtensionEffect,
    pub stay: StayNumber,
    /// The entry it was agreed in.
    pub entry: EntryNumber,
}

impl ClockIndex {
    pub fn add(&mut self, clock: &ClockId, index: usize) {
        match clock {
            ClockId::Action(number) => {
                self.awaited.remove(number);
                self.by_action.entry(*number).or_default().push(index);
            }
            ClockId::Total
            | ClockId::Raise
            | ClockId::NeededBy
            | ClockId::Extension
            | ClockId::Arranged
            | ClockId::Named(_) => {
                self.others.push(index);
            }
        }
    }

    /// The clocks of an action; empty if it has no date, or its clock has not begun.
    pub fn of_action(&self, number: ActionNumber) -> &[usize] {
        self.by_action.get(&number).map_or(&[], Vec::as_slice)
    }

    /// Notes that an action has a date, so that its clock is still to begin.
    pub fn await_action(&mut self, number: ActionNumber) {
        if self.of_action(number).is_empty() {
            self.awaited.insert(number);
        }
    }

    /// The numbers of the actions whose clocks are still to begin, in order.
    pub fn awaited_actions(&self) -> impl Iterator<Item = ActionNumber> {
        self.awaited.iter().copied()
    }

    /// The clocks of all actions.
    pub fn of_actions(&self) -> Vec<usize> {
        self.by_action.values().flatten().copied().collect()
    }
}

impl Mark {
    /// What an entry says of a duty in a stay.
    pub(super) fn new(duty: DutyId, kind: MarkKind, on: Moment, stay: StayNumber, entry: EntryNumber) -> Mark {
        Mark { duty, kind, on, with: None, stay, ahead: None, at_end: false, arriving: false, entry }
    }

    pub fn is_done(&self) -> bool {
        self.kind == MarkKind::Done
    }
}

impl Clock {
    pub fn is_running(&self) -> bool {
        self.end.is_none()
    }

    /// Resumes it with its date, if this is what it waits for.
    pub(super) fn resume(&mut self, on: Resumes, at: Moment) {
        if self.resumes == Some(on) {
            let passes = |moment: Moment| is_past(self.deadline.due, self.deadline.due_at, moment);
            if self.end.is_some_and(|(_, ended)| !passes(ended)) && passes(at) {
                self.went_on_late = Some(at.date());
            }
            (self.end, self.resumes) = (None, None);
        }
    }

    /// The date in force, with its time of day where it has one.
    pub fn falls_due(&self) -> Moment {
        self.due_at.map_or(Moment::on(self.due), Moment::at)
    }

    /// Whether a moment lies past the date in force.
    pub fn is_past(&self, at: Moment) -> bool {
        is_past(self.due, self.due_at, at)
    }
}

/// Whether a moment lies past a date. Where only the day is known, the day decides.
pub fn is_past(due: Date, due_at: Option<Instant>, at: Moment) -> bool {
    match (due_at, at.instant()) {
        (Some(due), Some(now)) => now > due,
        _ => at.date() > due,
    }
}

/// The working days that are left, of those that were counted from a day to a date: none on the date itself, whatever
/// the hour, and fewer than none from the next day on, also on a weekend, when no working day has gone by since.
pub fn days_left(counted: i64, due: Date, today: Date) -> i64 {
    if today > due { counted.min(-1) } else { counted }
}
