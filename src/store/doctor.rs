//! What a store reports about its own health. What it looks at is each store's business.

use std::path::Path;

use serde::Serialize;

use crate::domain::time::Moment;

/// Something that a doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about, stable for scripts.
    pub what: &'static str,
    pub state: State,
    pub message: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Well,
    /// Something a person has to see to, or that `--repair` can.
    Wrong,
    Repaired,
}

/// Asks another process whether the file at a path is locked; `None` if none can be asked.
pub type Elsewhere<'a> = dyn Fn(&Path) -> Option<bool> + 'a;

/// Who repairs, and when; `None` to look only.
#[derive(Debug, Clone, Copy)]
pub struct Repairer<'a> {
    pub by: &'a str,
    pub now: Moment,
}

impl Finding {
    pub(super) fn well(what: &'static str, message: impl Into<String>) -> Finding {
        Finding { what, state: State::Well, message: message.into(), hint: None }
    }

    pub(super) fn repaired(what: &'static str, message: impl Into<String>) -> Finding {
        Finding { what, state: State::Repaired, message: message.into(), hint: None }
    }

    pub(super) fn wrong(what: &'static str, message: impl Into<String>, hint: &str) -> Finding {
        Finding { what, state: State::Wrong, message: message.into(), hint: Some(hint.to_string()) }
    }
}
