//! One task of somebody's.

use serde::Serialize;

use crate::domain::dispute::with_command;
use crate::domain::policy::{ClockId, DutyId};
use crate::domain::terms::ActionNumber;
use crate::domain::time::Moment;

/// What a task asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Answer,
    Review,
    Acknowledge,
    Do,
}

/// What a task is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskKind {
    /// The answer that is waited for.
    Answer,
    /// The last answer, which has to be judged.
    Judgement,
    /// Praise that has to be read.
    Reading,
    /// Praise that belongs on the child's file.
    Filing,
    /// An action of this person's, by its number.
    Action(ActionNumber),
    /// What a duty asks for, in words that say what to do.
    Owed(DutyId),
    /// A duty whose own words say what holds once it is done.
    NotRecorded(DutyId),
    /// What a clock waits for that no other task is about.
    Clock(ClockId),
    /// An answer of somebody else's that is overdue.
    LateAnswer,
    /// An action of somebody else's that is overdue. The text names its date, which is not one to ask for it by.
    LateAction(ActionNumber),
}

/// One task; `due` is `None` if nothing sets a date, and has a time of day if it is due by the hour.
#[derive(Debug, Clone)]
pub struct Task {
    pub kind: TaskKind,
    pub text: String,
    /// What has to be known with it: whose it is, where it was left over, that the dispute has ended.
    pub note: Option<String>,
    /// What to type once it is done, where the text alone doesn't say it.
    pub command: Option<String>,
    pub since: Moment,
    pub due: Option<Moment>,
}

/// A text with a note in brackets after it, if there is one.
pub fn with_note(text: String, note: Option<&str>) -> String {
    match note {
        Some(note) => format!("{text} ({note})"),
        None => text,
    }
}

impl Task {
    /// A task that no command is named for.
    pub fn new(kind: TaskKind, text: String, since: Moment, due: Option<Moment>) -> Task {
        Task { kind, text, note: None, command: None, since, due }
    }

    /// The text as somebody with the record reads it: a duty's own words, on a list, would read as if it were done.
    pub fn in_full(&self) -> String {
        let text = match self.kind {
            TaskKind::NotRecorded(_) => format!("Not recorded yet: {}", self.text),
            TaskKind::Answer
            | TaskKind::Judgement
            | TaskKind::Reading
            | TaskKind::Filing
            | TaskKind::Action(_)
            | TaskKind::Owed(_)
            | TaskKind::Clock(_)
            | TaskKind::LateAnswer
            | TaskKind::LateAction(_) => self.text.clone(),
        };
        with_command(with_note(text, self.note.as_deref()), self.command.as_deref())
    }

    pub fn what(&self) -> What {
        match self.kind {
            TaskKind::Answer => What::Answer,
            TaskKind::Judgement => What::Review,
            TaskKind::Reading => What::Acknowledge,
            TaskKind::Filing
            | TaskKind::Action(_)
            | TaskKind::Owed(_)
            | TaskKind::NotRecorded(_)
            | TaskKind::Clock(_)
            | TaskKind::LateAnswer
            | TaskKind::LateAction(_) => What::Do,
        }
    }
}
