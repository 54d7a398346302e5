//! A dispute as it stands: the state that its entries add up to under the policy it was raised with. Whether a step
//! may be taken is decided in `steps`, not here.

mod after_the_end;
mod applied;
mod apply;
mod asked_for;
mod awaited;
mod beyond_terms;
mod binding;
mod chain;
mod circumstances;
mod clock_ends;
mod clock_words;
mod clocks;
mod complaint;
mod corrections;
mod dateless;
mod decisions;
mod duties;
mod enter;
mod extensions;
mod given_dates;
mod lapses;
mod late_answers;
mod left_over;
mod marks;
mod next_steps;
mod numbering;
mod owed_since;
mod party;
mod people;
mod referral;
mod regular;
mod reopened;
mod state;
mod turn;
mod upward;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use asked_for::AskedFor;
pub use clocks::AS_AGREED;
pub use complaint::ComplaintStands;
pub use corrections::CONFIRMED;
pub(in crate::domain) use corrections::{Corrections, corrected, with_numbers};
pub use corrections::{recount, with_corrections, with_facts};
pub use dateless::{ClockToBegin, ClockWithoutDate, Lacks};
pub use decisions::DecisionFor;
pub use duties::{DutyStanding, DutyState, with_command};
pub use left_over::Unrecorded;
pub(in crate::domain) use numbering::numbers_kept;
pub use party::Party;
pub use referral::{ItemState, PackState, Referral, ReferralState};
pub use reopened::Reopening;
pub use state::{
    Action, ActionState, Answer, Clock, ClockEnd, ClockOrigin, ClockResult, ClockState, Ending, ExtensionRecord, Mark,
    MarkKind, MeetingRecord, Resumes, StageEntry, StageNotice, Standing, Status, StayNumber, days_left, is_past,
};
pub use upward::{NotUp, not_up};

use applied::Applied;
use beyond_terms::BeyondTerms;
use decisions::Decision;
use state::{Agreement, Arrangement, ClockIndex};
use turn::{Awaits, Turn};

use super::calendar::{BeyondHorizon, Calendar};
use super::event::{Decided, Entry, Event, Overridden, Raised, Resolved};
use super::policy::{FieldId, KnownField, Policy, Stage, StageId};
use super::record::{Header, Record};
use super::sequence::{Order, happened_by, in_time, last_move};
use super::terms::{ActionNumber, ChainStep, EntryNumber};
use super::text::each_once;
use super::time::Moment;

/// The state of a dispute after some or all of its entries.
#[derive(Debug, Clone)]
pub struct Dispute {
    pub header: Header,
    pub policy: Arc<Policy>,
    /// The facts of the event that raised it, as corrected.
    pub raised: Raised,
    /// The values of the policy's own fields, each as last given.
    pub(super) fields: BTreeMap<FieldId, String>,
    pub raised_at: Moment,
    pub raised_by: String,
    /// Each stage entered, each step of a chain, and each reopening; never empty, the last is where it stands.
    pub stage_entries: Vec<StageEntry>,
    turn: Turn,
    pub clocks: Vec<Clock>,
    /// Indexes into `clocks`, by what the clocks are for.
    clock_index: ClockIndex,
    pub actions: Vec<Action>,
    /// What entries say of duties: done, waived or overridden.
    pub marks: Vec<Mark>,
    pub notices: Vec<StageNotice>,
    pub meetings: Vec<MeetingRecord>,
    /// The days for which meetings were arranged, in order.
    arranged: Vec<Arrangement>,
    pub extensions: Vec<ExtensionRecord>,
    pub overrides: Vec<(Overridden, Moment)>,
    /// When the plan was agreed, and in which entry.
    pub plan_agreed: Option<(Moment, EntryNumber)>,
    /// The plans that were agreed, also at stages that were left.
    agreements: Vec<Agreement>,
    /// The last decision, whoever made it.
    pub decision: Option<(Decided, Moment)>,
    /// The decisions that count.
    decisions: Vec<Decision>,
    pub resolved: Option<(Resolved, Moment)>,
    pub withdrawn_because: Option<String>,
    /// Whether it was withdrawn because it should not have been raised; `None` if nobody said.
    pub raised_in_error: Option<bool>,
    /// When it went to the complaints procedure, and in which entry.
    pub complained: Option<(Moment, EntryNumber)>,
    /// Since when the complaints procedure has been chosen or taken, whether alone or beside the stages.
    pub complaint_chosen: Option<Moment>,
    pub referral: Option<Referral>,
    /// What was recorded, as it stands corrected, in the order of typing.
    pub(super) history: Arc<Vec<Entry>>,
    applied: Applied,
    /// How many entries the record has.
    pub entry_count: u32,
    /// The highest number that an action was given, also by entries that were struck.
    actions_numbered: ActionNumber,
    /// The moment up to which `lapses` worked out what begins by itself; `None` if it did not.
    lapsed_by: Option<Moment>,
    /// The clocks of the present that lack a date because the school terms are not listed so far.
    beyond: Vec<BeyondTerms>,
}

/// Why entries can't be replayed as a dispute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    #[error("the record has no events")]
    Empty,
    #[error("the first event is `{0}`, not `raised`")]
    NotRaised(&'static str),
    #[error("event {number} leads to stage `{stage}`, which policy `{policy}` does not have")]
    NoSuchStage { number: EntryNumber, stage: StageId, policy: String },
    #[error("event {number} is about action {action}, which the dispute does not have")]
    NoSuchAction { number: EntryNumber, action: ActionNumber },
    #[error("event {number} corrects event {corrects}, which is not an earlier one that can be corrected: {why}")]
    NoSuchEvent { number: EntryNumber, corrects: EntryNumber, why: String },
    /// A clock that begins because another ran out needs a date, too.
    #[error(transparent)]
    Beyond(#[from] BeyondHorizon),
}

impl Dispute {
    /// Replays the entries of a record, as corrected.
    ///
    /// # Errors
    /// Entries that cannot follow from each other under this policy.
    pub fn replay(record: &Record, policy: Arc<Policy>) -> Result<Dispute, ReplayError> {
        let corrected = corrected(&record.entries)?;
        let mut entries = corrected.entries;
        entries.retain(|entry| !matches!(entry.event, Event::Corrected(_)));
        let dispute = Dispute::replay_all(&record.header, policy, &Arc::new(entries), None)?;
        let actions_numbered = corrected.actions_numbered;
        Ok(Dispute { entry_count: record.entries.len() as u32, actions_numbered, ..dispute })
    }

    /// Replays a whole history, in the order in which it happened.
    fn replay_all(
        header: &Header,
        policy: Arc<Policy>,
        history: &Arc<Vec<Entry>>,
        lapses: Option<&Calendar>,
    ) -> Result<Dispute, ReplayError> {
        Dispute::replay_entries(header, policy, history, in_time(history).into_iter(), lapses)
    }

    /// Replays some of the entries of a history; with a calendar, the clocks that begin by themselves in between are
    /// started too.
    fn replay_entries<'e>(
        header: &Header,
        policy: Arc<Policy>,
        history: &Arc<Vec<Entry>>,
        mut entries: impl Iterator<Item = &'e Entry>,
        lapses: Option<&Calendar>,
    ) -> Result<Dispute, ReplayError> {
        let first = entries.next().ok_or(ReplayError::Empty)?;
        let mut dispute = Dispute::opened(header, policy, history, first)?;
        dispute.begin(first);
        for entry in entries {
            if let Some(calendar) = lapses {
                dispute.let_lapse(entry.at, calendar)?;
            }
            dispute.apply(entry)?;
            dispute.begin(entry);
        }
        Ok(dispute)
    }

    /// This dispute replayed, with what entries that stand can't tell: how many were typed, and the numbers that
    /// actions got by entries struck out since.
    fn replayed(&self, then: Dispute) -> Dispute {
        let actions_numbered = self.actions_numbered.max(then.actions_numbered);
        Dispute { entry_count: self.entry_count, actions_numbered, ..then }
    }

    /// A dispute that was just opened, with its first entry as it will be written, deadlines included.
    pub fn with_first(self, entry: &Entry) -> Dispute {
        Dispute { history: Arc::new(vec![entry.clone()]), ..self }
    }

    /// The dispute once an entry is written, which may have happened before others that are there.
    ///
    /// # Errors
    /// An entry that can't follow, or that others can't follow.
    pub fn after(&self, entry: &Entry, calendar: &Calendar) -> Result<Dispute, ReplayError> {
        let mut entry = entry.clone();
        entry.action_numbers = self.action_numbers(&entry);
        let entry = &entry;
        let mut history = Arc::clone(&self.history);
        Arc::make_mut(&mut history).push(entry.clone());
        let last = in_time(&history).last().is_some_and(|last| last.number == entry.number);
        if !last || self.is_looking_back() {
            let next = Dispute::replay_all(&self.header, Arc::clone(&self.policy), &history, Some(calendar))?;
            return Ok(Dispute { entry_count: entry.number.into(), ..self.replayed(next) });
        }
        let mut next = self.clone();
        next.history = history;
        next.let_lapse(entry.at, calendar)?;
        next.lapsed_by = None;
        next.apply(entry)?;
        next.begin(entry);
        next.note_beyond_terms(calendar);
        Ok(next)
    }

    /// The dispute as it stood at a moment, for an entry of this order that is recorded only now, with the clocks that
    /// had begun by themselves by then; `None` if it stood as it does now.
    ///
    /// # Errors
    /// Entries that can't follow from each other, or a date the calendar doesn't reach.
    pub(super) fn looking_back(
        &self,
        on: Moment,
        order: Order,
        calendar: &Calendar,
    ) -> Result<Option<Dispute>, ReplayError> {
        let entries: Vec<&Entry> = happened_by(&self.history, on, order).collect();
        let earliest = if order == Order::OwnDate { self.raised_at } else { self.last_moved().1 };
        if entries.len() >= self.applied.len() || on.is_before(&earliest) {
            if self.lapsed_by == Some(on) || !self.begins_by_itself() {
                return Ok(None);
            }
            let mut then = self.clone();
            then.begin_lapsed(on, calendar)?;
            return Ok(Some(then));
        }
        let numbers: Vec<EntryNumber> = entries.iter().map(|entry| entry.number).collect();
        let in_order = in_time(&self.history).into_iter().filter(|entry| numbers.contains(&entry.number));
        let then =
            Dispute::replay_entries(&self.header, Arc::clone(&self.policy), &self.history, in_order, Some(calendar))?;
        let mut then = self.replayed(then);
        then.let_lapse(on, calendar)?;
        then.lapsed_by = Some(on);
        Ok(Some(then))
    }

    /// Whether this is a past state: entries that happened later are recorded, but not applied.
    pub(super) fn is_looking_back(&self) -> bool {
        self.applied.len() < self.history.len()
    }

    /// The entries that happened later than this past state, in the order in which they happened.
    pub(super) fn later_events(&self) -> impl Iterator<Item = &Entry> {
        in_time(&self.history).into_iter().filter(|entry| !self.applied.has(entry.number))
    }

    /// The marks that `then`, a past state of this dispute, does not have yet.
    pub(super) fn later_than(&self, then: &Dispute) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| !then.applied.has(mark.entry))
    }

    /// The last entry that moved it, and the earliest moment that a further step may have.
    pub fn last_moved(&self) -> (&Entry, Moment) {
        let taken_in = self.history.iter().filter(|entry| self.applied.has(entry.number));
        last_move(taken_in).expect("a dispute was raised")
    }

    /// The latest moment of any entry.
    pub fn latest(&self) -> Moment {
        self.history.iter().fold(self.raised_at, |latest, entry| entry.at.following(latest))
    }

    /// The place of an entry in the order in which they happened, from 1. An entry that is not applied yet comes after
    /// all others.
    pub(super) fn position_in_time(&self, entry: EntryNumber) -> usize {
        self.applied.place(entry)
    }

    /// Whether one entry happened after another, whichever was typed first.
    pub fn happened_after(&self, entry: EntryNumber, other: EntryNumber) -> bool {
        self.position_in_time(entry) > self.position_in_time(other)
    }

    /// A dispute with its first entry applied; its clocks are not begun.
    pub(crate) fn opened(
        header: &Header,
        policy: Arc<Policy>,
        history: &Arc<Vec<Entry>>,
        entry: &Entry,
    ) -> Result<Dispute, ReplayError> {
        let Event::Raised(raised) = &entry.event else {
            return Err(ReplayError::NotRaised(entry.event.word()));
        };
        let no_stage = || ReplayError::NoSuchStage {
            number: entry.number,
            stage: raised.stage.clone(),
            policy: policy.id.clone(),
        };
        let policy = policy.for_dispute(raised).ok_or_else(no_stage)?;
        let stage = policy.stage_index(&raised.stage).ok_or_else(no_stage)?;
        let mut dispute = Dispute {
            header: header.with_child(raised.child.as_ref()),
            policy,
            raised: (**raised).clone(),
            fields: raised.fields.clone(),
            raised_at: entry.at,
            raised_by: entry.by.clone(),
            stage_entries: Vec::new(),
            turn: Turn::first(entry.at),
            clocks: Vec::new(),
            clock_index: ClockIndex::default(),
            actions: Vec::new(),
            marks: Vec::new(),
            notices: Vec::new(),
            meetings: Vec::new(),
            arranged: Vec::new(),
            extensions: Vec::new(),
            overrides: Vec::new(),
            plan_agreed: None,
            agreements: Vec::new(),
            decision: None,
            decisions: Vec::new(),
            resolved: None,
            withdrawn_because: None,
            raised_in_error: None,
            complained: None,
            complaint_chosen: None,
            referral: None,
            history: Arc::clone(history),
            applied: Applied::begun_by(entry.number),
            entry_count: 1,
            actions_numbered: ActionNumber::NONE,
            lapsed_by: None,
            beyond: Vec::new(),
        };
        dispute.enter(stage, ChainStep::FIRST, entry, raised.respond_by);
        dispute.mark_confirmed_and_overridden(entry, StayNumber::FIRST);
        dispute.note_route(entry.at);
        Ok(dispute)
    }

    pub fn stage_entry(&self) -> &StageEntry {
        self.stage_entries.last().expect("a dispute has entered a stage since it was opened")
    }

    pub fn stage(&self) -> &Stage {
        &self.policy.stages[self.stage_entry().stage]
    }

    pub fn is_open(&self) -> bool {
        self.ended().is_none()
    }

    /// Whose turn it is, or how it ended.
    pub fn status(&self) -> Status {
        self.turn.status()
    }

    /// Since when it has had its present status.
    pub fn status_since(&self) -> Moment {
        self.turn.since()
    }

    /// How it ended, where it did.
    pub fn ended(&self) -> Option<&Ending> {
        self.turn.ended()
    }

    /// Whether it has ended for the child it is about: what was raised in error was never about this child.
    pub fn ended_for_the_child(&self) -> bool {
        !self.is_open() && self.raised_in_error != Some(true)
    }

    /// When it ended.
    pub fn ended_at(&self) -> Option<Moment> {
        self.ended().map(|ending| ending.on)
    }

    /// The stages that one may escalate to from here, in the policy's order.
    pub fn next_stages(&self) -> Vec<&Stage> {
        self.policy.next_stages(self.stage_entry().stage)
    }

    /// Whether nobody is left to escalate to.
    pub fn is_at_the_top(&self) -> bool {
        self.next_stages().is_empty() && self.next_in_chain().is_none()
    }

    /// The stages entered so far, each once, in order of first entry.
    pub fn stages_visited(&self) -> Vec<&StageId> {
        each_once(self.stage_entries.iter().map(|stage_entry| &self.policy.stages[stage_entry.stage].id))
    }

    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.state == ActionState::Open)
    }

    /// The values of the policy's own fields, each as last given.
    pub fn fields(&self) -> &BTreeMap<FieldId, String> {
        &self.fields
    }

    /// The latest value of a field; `None` if none was given.
    pub fn known_field(&self, field: KnownField) -> Option<&str> {
        self.fields().get(&field.id()).map(String::as_str)
    }
}
