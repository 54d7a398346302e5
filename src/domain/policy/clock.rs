//! Clocks as a protocol writes them: a limit, whose it is, what starts it and what it waits for.

use serde::Serialize;

use super::{ClockId, DutyId, RoleId, StageId, Strength, When};
use crate::domain::calendar::HoursMean;
use crate::domain::limit::{Direction, Limit, Unit};
use crate::domain::worded::worded;

/// One time limit of a stage, or of the whole dispute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockRule {
    pub id: ClockId,
    /// The clock that this is the aim of: it runs where that does.
    #[serde(skip)]
    pub aim_of: Option<ClockId>,
    /// What has to happen, as a person would read it on a work list.
    pub label: String,
    pub limit: LimitRule,
    /// What the hours of its limit mean, if its clause means others than the calendar does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursMean>,
    pub strength: Strength,
    pub whose: Whose,
    /// What starts it, in order of preference: a later one counts only once the earlier can't happen any more.
    pub from: Vec<StartsOn>,
    /// What it waits for; any of these meets it.
    pub until: Vec<EndsOn>,
    /// What makes it pointless: any of these stops it.
    pub stopped_by: Vec<EndsOn>,
    /// The stages it covers: it starts at the first of them that is entered, or runs while the dispute is in them, and
    /// stops when the dispute leaves them. Empty for one that runs whatever the stage.
    pub over: Vec<StageId>,
    pub extension: Option<Extension>,
    /// It starts again each time it is met, and counts from there.
    pub repeats: Option<Rhythm>,
    pub when: When,
    /// It may be waived as not needed, and is shown as such.
    pub if_needed: bool,
    pub source: String,
}

impl ClockRule {
    /// Whether it counts from the end of the dispute, and so starts only once that has ended.
    pub fn starts_at_the_end(&self) -> bool {
        self.from.iter().any(StartsOn::is_the_end)
    }

    /// Whether it counts back from the day of the meeting of its stage: papers three working days before it.
    pub fn is_before_meeting(&self) -> bool {
        let back = matches!(&self.limit, LimitRule::Fixed(limit) if limit.direction == Direction::Before);
        back && self.from == [StartsOn::Meeting]
    }

    /// Whether its date depends on the school terms.
    pub fn counts_school_days(&self) -> bool {
        let counted = match &self.limit {
            LimitRule::Fixed(limit) => Some(limit),
            LimitRule::Agreed { fallback, .. } => fallback.as_ref(),
        };
        counted.is_some_and(|limit| limit.unit == Unit::SchoolDays)
    }

    /// Whether it waits for an answer, or for the decision that is one.
    pub fn is_met_by_an_answer(&self) -> bool {
        self.until.contains(&EndsOn::Answered) || self.asks_for_a_decision()
    }

    /// Whether it asks those who answer at its stage for a decision, which is their answer.
    pub fn asks_for_a_decision(&self) -> bool {
        self.until.contains(&EndsOn::Decided) && self.whose == Whose::Responder
    }
}

worded! {
    /// What the next turn of a regular duty counts from.
    pub enum Rhythm {
        /// When it was done.
        Done = "done",
        /// Its own date, whether it was done early or late; turns whose date had passed by then are left out.
        Due = "due",
    }
}

/// A limit, or that it is agreed each time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitRule {
    Fixed(Limit),
    /// Agreed case by case; `fallback` applies if nothing was agreed, `ceiling` is the longest that may be agreed.
    Agreed {
        fallback: Option<Limit>,
        ceiling: Option<Limit>,
    },
}

/// Who has to keep the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    Responder,
    Owner,
    Raiser,
    Role(RoleId),
}

/// What starts a clock, brings up a duty or calls for a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartsOn {
    Raised,
    /// The raiser became aware.
    Aware,
    Arose,
    /// This stage was entered, or the next person of its chain.
    StageEntered,
    /// The first formal stage was entered, whichever it is.
    FormalEntered,
    /// An earlier stage was entered.
    Entered {
        stage: StageId,
    },
    /// An earlier stage was left.
    Left {
        stage: StageId,
    },
    /// An answer came.
    Answered,
    /// The plan was agreed.
    Agreed,
    /// A meeting of this stage was held.
    Meeting,
    /// A duty was done, of this stage or of the one named.
    Duty {
        duty: DutyId,
        stage: Option<StageId>,
    },
    /// Another clock of this stage came to its due date.
    Due {
        clock: ClockId,
    },
    /// Another clock of this stage ran out with nothing done.
    Lapsed {
        clock: ClockId,
    },
    /// The date of an action of the plan passed with nothing done, or it was recorded as missed.
    ActionMissed,
    /// The date of the review that was recorded.
    Review,
    /// The date of the next review, which the dispute leads up to.
    NextReview,
    /// The authority decided.
    Decided,
    Referred,
    Complaint,
    /// It was resolved.
    Resolved,
    /// It ended, resolved or withdrawn.
    Closed,
}

/// Where a dispute shows whether a start has come, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartKind<'a> {
    /// In the facts of the dispute: it comes once, at whatever stage.
    OnRecord,
    /// A day that somebody has to give.
    DayGiven(DayGiven),
    /// When this stage was entered or left.
    Stage(&'a StageId),
    /// In the current stay at a stage.
    Here,
    /// Among the duties that were done; a meeting is one.
    Done,
    /// In the date of this clock.
    Date(&'a ClockId),
    /// On the date of this clock, if nothing was done by then.
    Lapse(&'a ClockId),
    /// In the dates of the plan's actions.
    Actions,
    /// In how it ended.
    End,
}

/// A date that no event has, and that is given when the dispute is raised, or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayGiven {
    Aware,
    Arose,
    Review,
    NextReview,
}

impl StartsOn {
    /// Places each start. When it comes is decided by `Dispute::happened` and the matches over all starts in
    /// `dispute/clocks.rs` and `dispute/lapses.rs`; code that asks only for the kind needs no change for a new one.
    pub fn kind(&self) -> StartKind<'_> {
        match self {
            StartsOn::Aware => StartKind::DayGiven(DayGiven::Aware),
            StartsOn::Arose => StartKind::DayGiven(DayGiven::Arose),
            StartsOn::Review => StartKind::DayGiven(DayGiven::Review),
            StartsOn::NextReview => StartKind::DayGiven(DayGiven::NextReview),
            StartsOn::Raised
            | StartsOn::FormalEntered
            | StartsOn::Decided
            | StartsOn::Referred
            | StartsOn::Complaint => StartKind::OnRecord,
            StartsOn::Entered { stage } | StartsOn::Left { stage } => StartKind::Stage(stage),
            StartsOn::StageEntered | StartsOn::Answered | StartsOn::Agreed => StartKind::Here,
            StartsOn::Meeting | StartsOn::Duty { .. } => StartKind::Done,
            StartsOn::Due { clock } => StartKind::Date(clock),
            StartsOn::Lapsed { clock } => StartKind::Lapse(clock),
            StartsOn::ActionMissed => StartKind::Actions,
            StartsOn::Resolved | StartsOn::Closed => StartKind::End,
        }
    }

    /// Whether it is that a stage begins or is left.
    pub fn is_a_step_between_stages(&self) -> bool {
        match self.kind() {
            StartKind::Stage(_) => true,
            StartKind::Here => *self == StartsOn::StageEntered,
            StartKind::OnRecord => *self == StartsOn::FormalEntered,
            StartKind::DayGiven(_)
            | StartKind::Done
            | StartKind::Date(_)
            | StartKind::Lapse(_)
            | StartKind::Actions
            | StartKind::End => false,
        }
    }

    /// Whether it is the end of the dispute.
    pub fn is_the_end(&self) -> bool {
        self.kind() == StartKind::End
    }

    /// Whether it is the passing of a date with nothing done, which no event records.
    pub fn is_a_lapse(&self) -> bool {
        match self.kind() {
            StartKind::Lapse(_) | StartKind::Actions => true,
            StartKind::OnRecord
            | StartKind::DayGiven(_)
            | StartKind::Stage(_)
            | StartKind::Here
            | StartKind::Done
            | StartKind::Date(_)
            | StartKind::End => false,
        }
    }

    /// Whether it only comes up in some stays (a lapse, a missed action, a duty done), so that what it brings up may
    /// never have been called for.
    pub fn comes_up(&self) -> bool {
        match self.kind() {
            StartKind::Lapse(_) | StartKind::Actions | StartKind::Done => true,
            StartKind::OnRecord
            | StartKind::DayGiven(_)
            | StartKind::Stage(_)
            | StartKind::Here
            | StartKind::Date(_)
            | StartKind::End => false,
        }
    }

    /// Whether somebody at a stage waits for it: it comes there, and is neither a day that is given nor a date that
    /// passes with nothing done.
    pub fn is_awaited_at_a_stage(&self) -> bool {
        match self.kind() {
            StartKind::Here => *self != StartsOn::StageEntered,
            StartKind::OnRecord => *self == StartsOn::Decided,
            StartKind::Done | StartKind::Date(_) => true,
            StartKind::DayGiven(_)
            | StartKind::Stage(_)
            | StartKind::Lapse(_)
            | StartKind::Actions
            | StartKind::End => false,
        }
    }

    /// Whether it happens in the turn of one person of a chain, and not again for the next.
    pub fn is_of_a_turn(&self) -> bool {
        match self {
            StartsOn::Answered | StartsOn::Agreed | StartsOn::Decided => true,
            StartsOn::Raised
            | StartsOn::Aware
            | StartsOn::Arose
            | StartsOn::StageEntered
            | StartsOn::FormalEntered
            | StartsOn::Entered { .. }
            | StartsOn::Left { .. }
            | StartsOn::Due { .. }
            | StartsOn::Review
            | StartsOn::NextReview
            | StartsOn::Referred
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed => false,
            StartsOn::Meeting | StartsOn::Duty { .. } | StartsOn::Lapsed { .. } | StartsOn::ActionMissed => true,
        }
    }

    /// The clock whose date it counts from.
    pub fn clock(&self) -> Option<&ClockId> {
        match self.kind() {
            StartKind::Date(clock) | StartKind::Lapse(clock) => Some(clock),
            StartKind::OnRecord
            | StartKind::DayGiven(_)
            | StartKind::Stage(_)
            | StartKind::Here
            | StartKind::Done
            | StartKind::Actions
            | StartKind::End => None,
        }
    }

    /// The other stage at which it happens, if it names one.
    pub fn elsewhere(&self) -> Option<&StageId> {
        match (self, self.kind()) {
            (StartsOn::Duty { stage, .. }, _) => stage.as_ref(),
            (_, StartKind::Stage(stage)) => Some(stage),
            (
                _,
                StartKind::OnRecord
                | StartKind::DayGiven(_)
                | StartKind::Here
                | StartKind::Done
                | StartKind::Date(_)
                | StartKind::Lapse(_)
                | StartKind::Actions
                | StartKind::End,
            ) => None,
        }
    }

    /// The day that somebody has to give, if it counts from one.
    pub fn day_given(&self) -> Option<DayGiven> {
        match self.kind() {
            StartKind::DayGiven(day) => Some(day),
            StartKind::OnRecord
            | StartKind::Stage(_)
            | StartKind::Here
            | StartKind::Done
            | StartKind::Date(_)
            | StartKind::Lapse(_)
            | StartKind::Actions
            | StartKind::End => None,
        }
    }
}

/// What meets a clock or stops it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndsOn {
    Raised,
    Answered,
    Agreed,
    Resolved,
    Meeting,
    Duty(DutyId),
    /// Every action of the plan was done.
    ActionsDone,
    Decided,
    Referred,
    /// It was escalated from this stage.
    Escalated,
}

impl EndsOn {
    /// Whether it can't come any more once the stage is left.
    pub fn is_over_with_its_stage(&self) -> bool {
        match self {
            EndsOn::Raised | EndsOn::Answered | EndsOn::Agreed | EndsOn::Decided | EndsOn::Escalated => true,
            EndsOn::Resolved | EndsOn::Meeting | EndsOn::Duty(_) | EndsOn::ActionsDone | EndsOn::Referred => false,
        }
    }

    /// The duty that brings about this end, if one does; a meeting counts as one.
    pub fn duty(&self) -> Option<&DutyId> {
        match self {
            EndsOn::Duty(duty) => Some(duty),
            EndsOn::Meeting => Some(&DutyId::MEETING),
            EndsOn::Raised
            | EndsOn::Answered
            | EndsOn::Agreed
            | EndsOn::Resolved
            | EndsOn::ActionsDone
            | EndsOn::Decided
            | EndsOn::Referred
            | EndsOn::Escalated => None,
        }
    }
}

/// More time: how much, how often, and what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extension {
    pub kind: ExtensionKind,
    pub at_most: Option<Limit>,
    /// How often in one stay at the stage; `None` if there is no ceiling.
    pub times: Option<u32>,
    /// What a further clock counts from if the limit still runs.
    pub counts_from: CountsFrom,
    /// Who has to approve it beforehand.
    pub approved_by: Option<RoleId>,
    pub source: String,
}

worded! {
    /// What a further clock counts from if it is given while the limit still runs. Either way it doesn't end before the
    /// limit.
    pub enum CountsFrom {
        /// The end of the limit, or the agreement if that is later.
        LimitEnd = "limit-end",
        /// The agreement, whenever the limit ends.
        Agreement = "agreement",
    }
}

worded! {
    /// What more time does to a clock.
    pub enum ExtensionKind {
        /// The clock's own date moves; the first one is kept.
        Moves = "moves",
        /// A further clock, `extension`, runs beside it: from the agreement, once the limit was met or has run out.
        Further = "further",
    }
}
