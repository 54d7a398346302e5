//! Whose turn it is, and how a dispute ends: only by an event that is made for it. An answer passes the turn on, and
//! can do no more.

use super::{Ending, Status};
use crate::domain::event::{Complained, Entry, Resolved, Withdrawn};
use crate::domain::time::Moment;

/// Where a dispute stands, since when, and how it ended where it did.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    status: Status,
    since: Moment,
    ended: Option<Ending>,
}

/// What is waited for while a dispute is open.
#[derive(Debug, Clone, Copy)]
pub(super) enum Awaits {
    /// Those who must answer.
    Answer,
    /// Whoever judges the answer.
    Review,
    /// Those who carry out the plan.
    Actions,
}

/// A status in which nobody has the turn. It is only made from the facts of the events that end a dispute or hand it
/// over, so that nothing else can.
pub(super) struct Ends(Status);

impl From<&Resolved> for Ends {
    fn from(_: &Resolved) -> Ends {
        Ends(Status::Resolved)
    }
}

impl From<&Withdrawn> for Ends {
    fn from(_: &Withdrawn) -> Ends {
        Ends(Status::Withdrawn)
    }
}

/// The complaints procedure takes over: the dispute is still open, but its stages stand still.
impl From<&Complained> for Ends {
    fn from(_: &Complained) -> Ends {
        Ends(Status::Complaint)
    }
}

impl Status {
    /// Whether nobody has a turn.
    fn is_over(self) -> bool {
        match self {
            Status::AwaitingResponse | Status::AwaitingReview | Status::Agreed => false,
            Status::Resolved | Status::Withdrawn | Status::Complaint => true,
        }
    }
}

impl Turn {
    /// A dispute begins by waiting for an answer.
    pub fn first(at: Moment) -> Turn {
        Turn { status: Status::AwaitingResponse, since: at, ended: None }
    }

    pub fn status(&self) -> Status {
        self.status
    }

    pub fn since(&self) -> Moment {
        self.since
    }

    pub fn ended(&self) -> Option<&Ending> {
        self.ended.as_ref()
    }

    /// Passes the turn on. Once nobody has it, this does nothing: only entering a stage gives it again (`enter`).
    pub fn pass_to(&mut self, next: Awaits, at: Moment) {
        if !self.status.is_over() {
            self.await_from(next, at);
        }
    }

    /// Gives the turn to those who are asked at a stage, whatever the status was.
    pub fn enter(&mut self, at: Moment) {
        self.await_from(Awaits::Answer, at);
    }

    pub fn end(&mut self, ends: impl Into<Ends>, entry: &Entry) {
        let Ends(status) = ends.into();
        (self.status, self.since) = (status, entry.at);
        if status != Status::Complaint {
            self.ended = Some(Ending::by_entry(entry));
        }
    }

    /// Removes the ending; the stage that is entered next gives the turn.
    pub fn reopen(&mut self) {
        self.ended = None;
    }

    fn await_from(&mut self, next: Awaits, at: Moment) {
        let status = match next {
            Awaits::Answer => Status::AwaitingResponse,
            Awaits::Review => Status::AwaitingReview,
            Awaits::Actions => Status::Agreed,
        };
        (self.status, self.since) = (status, at);
    }
}
