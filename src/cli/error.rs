//! Failures as a person at the command line sees them: an exit code, what is wrong, and what to type next.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value, json};

use super::gone_back::is_gone_back;
use crate::domain::calendar::BeyondHorizon;
use crate::domain::dispute::ReplayError;
use crate::domain::event::Unreadable;
use crate::domain::fault::Fault;
use crate::domain::id::{DisputeId, NotAnId};
use crate::domain::limit::LimitError;
use crate::domain::steps::{Denied, NotMet, Refusal, Rule, Source, Unknown};
use crate::domain::suggest;
use crate::domain::time::DateError;
use crate::domain::worded::Worded;
use crate::render::words;
use crate::store::policies::PolicyError;
use crate::store::policies::kept::NotKept;
use crate::store::{GIVE_THE_RIGHT, NoPlace, StoreError, TWICE, repair_hint};

/// The documented exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    Failed = 1,
    Usage = 2,
    Refused = 3,
    Unknown = 4,
    Busy = 5,
    Faults = 6,
    Unreported = 7,
    Listed = 10,
    Interrupted = 130,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    pub code: Code,
    pub message: String,
    pub rules: Vec<String>,
    pub source: Option<String>,
    pub hint: Option<String>,
    /// Requirements that are not met, which a person can still be asked about.
    pub not_met: Vec<NotMet>,
    /// Faults of files, each with its place.
    pub faults: Vec<Fault>,
    /// What an answer lacks because of it.
    pub leaves_out: LeftOut,
}

/// What an answer lacks because of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// No record, as far as anybody can say.
    Nothing,
    Record(DisputeId),
    /// A record, or several, whose ids are not known.
    Unknown,
}

impl LeftOut {
    /// The records that these failures leave out, as far as their ids are known.
    pub fn known(failures: &[Failure]) -> BTreeSet<DisputeId> {
        let id = |failure: &Failure| match failure.leaves_out {
            LeftOut::Record(id) => Some(id),
            LeftOut::Nothing | LeftOut::Unknown => None,
        };
        failures.iter().filter_map(id).collect()
    }

    /// The records that these failures leave out, each once; `None` for one whose id is not known.
    pub fn each(failures: &[Failure]) -> Vec<Option<DisputeId>> {
        let unknown = failures.iter().filter(|failure| failure.leaves_out == LeftOut::Unknown).map(|_| None);
        LeftOut::known(failures).into_iter().map(Some).chain(unknown).collect()
    }

    /// How many records these failures leave out, each counted once.
    pub fn count(failures: &[Failure]) -> usize {
        LeftOut::each(failures).len()
    }
}

impl Failure {
    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure {
            code,
            message: message.into(),
            rules: Vec::new(),
            source: None,
            hint: None,
            not_met: Vec::new(),
            faults: Vec::new(),
            leaves_out: LeftOut::Nothing,
        }
    }

    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Code::Usage, message)
    }

    /// The failure for an unknown name, with the most similar one or the list of all.
    pub fn unknown(what: &str, given: &str, known: &[String]) -> Failure {
        let hint = suggest::choices(given, known);
        Failure { hint, ..Failure::new(Code::Unknown, format!("there is no {what} `{given}`")) }
    }

    /// The person has stopped.
    pub fn stopped() -> Failure {
        Failure::new(Code::Interrupted, "stopped; nothing was written")
    }

    pub fn hinted(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Whether another answer could help, because the answer is wrong rather than the store.
    pub fn may_be_answered_otherwise(&self) -> bool {
        self.not_met.is_empty() && matches!(self.code, Code::Usage | Code::Refused | Code::Unknown | Code::Failed)
    }

    /// The failure for a missing argument when nobody can be asked.
    pub fn missing(flag: &str) -> Failure {
        Failure::usage(format!("`{flag}` is missing")).hinted("run the command with `--help` to see what it needs")
    }

    /// The same failure, naming the record it is about.
    pub fn of(self, id: DisputeId) -> Failure {
        Failure { message: format!("dispute `{id}`: {}", self.message), ..self }
    }

    /// The same failure, because of which an answer lacks this.
    pub fn leaving_out(self, leaves_out: LeftOut) -> Failure {
        Failure { leaves_out, ..self }
    }

    pub fn to_json(&self) -> Value {
        json!({"error": {
            "code": self.code as u8,
            "message": self.message,
            "rules": self.rules,
            "source": self.source,
            "hint": self.hint,
            "unmet": self.not_met.iter().map(|not_met| json!({
                "rule": not_met.rule.name(), "text": not_met.text(), "source": not_met.source.as_ref().map(Source::as_str),
            })).collect::<Vec<_>>(),
            "faults": self.faults,
        }})
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Failure {
        match denied {
            Denied::Unknown(Unknown { message, given, known, none, hint }) => Failure::new(Code::Unknown, message)
                .hinted(hint.or_else(|| suggest::choices(&given, &known)).unwrap_or(none.to_string())),
            Denied::Refused(refusal) => {
                let Refusal { message, not_met, rules, source, hint } = *refusal;
                let rules = rules.iter().map(Rule::to_string).collect();
                Failure { rules, source, hint, not_met, ..Failure::new(Code::Refused, message) }
            }
            Denied::Unreadable(fault) => fault.into(),
            Denied::Beyond(gap) => gap.into(),
            Denied::Replay(fault) => fault.into(),
        }
    }
}

impl From<BeyondHorizon> for Failure {
    fn from(gap: BeyondHorizon) -> Failure {
        Failure::new(Code::Failed, gap.to_string())
    }
}

impl From<ReplayError> for Failure {
    fn from(fault: ReplayError) -> Failure {
        if let ReplayError::Beyond(gap) = fault {
            return gap.into();
        }
        Failure::new(Code::Failed, fault.to_string()).hinted("run `iro check` to see everything that is wrong")
    }
}

impl From<DateError> for Failure {
    fn from(fault: DateError) -> Failure {
        Failure::usage(fault.to_string())
    }
}

impl From<Unreadable> for Failure {
    fn from(fault: Unreadable) -> Failure {
        Failure::usage(fault.to_string())
    }
}

impl From<LimitError> for Failure {
    fn from(fault: LimitError) -> Failure {
        Failure::usage(fault.to_string())
    }
}

impl From<NotAnId> for Failure {
    fn from(fault: NotAnId) -> Failure {
        let child = crate::render::clean::line(&fault.0);
        let child = shell_words::quote(&child);
        Failure::new(Code::Unknown, fault.to_string())
            .hinted(format!("if it is a child's reference, `iro list --all --child {child}` lists what there is"))
    }
}

impl From<csv::Error> for Failure {
    fn from(fault: csv::Error) -> Failure {
        Failure::new(Code::Failed, fault.to_string())
    }
}

impl From<rust_xlsxwriter::XlsxError> for Failure {
    fn from(fault: rust_xlsxwriter::XlsxError) -> Failure {
        Failure::new(Code::Failed, format!("the workbook can't be written: {fault}"))
    }
}

impl From<io::Error> for Failure {
    fn from(fault: io::Error) -> Failure {
        // Going back from the first question means stopping.
        if fault.kind() == io::ErrorKind::Interrupted || is_gone_back(&fault) {
            return Failure::stopped();
        }
        Failure::new(Code::Failed, fault.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(fault: StoreError) -> Failure {
        let message = fault.to_string();
        match fault {
            StoreError::NotFound { near, .. } => {
                let near: Vec<String> = near.iter().map(|id| format!("`{id}`")).collect();
                let hint = match near.as_slice() {
                    [] => "see `iro list --all`".to_string(),
                    near => format!("did you mean {}?", words::list(near, "or")),
                };
                Failure::new(Code::Unknown, message).hinted(hint)
            }
            StoreError::Ambiguous { ids, .. } => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                Failure::new(Code::Unknown, message).hinted(format!("say which: {}", words::list(&ids, "or")))
            }
            StoreError::Purged(_) => Failure::new(Code::Unknown, message),
            StoreError::Misnamed { id, .. } => Failure::new(Code::Unknown, message)
                .hinted(format!("if it is the record, name it `{id}.yaml`; `iro doctor` says what it found")),
            StoreError::Gone { .. } => {
                Failure::new(Code::Unknown, message).hinted("take it from a backup; `iro check` says what else is gone")
            }
            StoreError::Crowded { .. } => Failure::new(Code::Busy, message)
                .hinted("nothing was changed; try again, and if it stays so ask your database administrator"),
            StoreError::Busy { .. } | StoreError::Changed { .. } => {
                Failure::new(Code::Busy, message).hinted("nothing was changed; try again")
            }
            StoreError::RolledBack { id, .. } => Failure::new(Code::Failed, message).hinted(format!(
                "nothing was recorded; look for the newer copy in a backup or among the versions that your sync client keeps, \
                 and put it in its place; if there is none, `iro doctor --accept {id} --reason TEXT` keeps this one"
            )),
            StoreError::Damaged { faults, .. } => {
                let hint = match faults.iter().any(|fault| fault.rule == TWICE) {
                    true => "compare the two, keep one, and move the other out of the store",
                    false => repair_hint(&faults),
                }
                .to_string();
                Failure { faults, ..Failure::new(Code::Failed, message).hinted(hint) }
            }
            StoreError::Unwritable { .. } => Failure::new(Code::Failed, message)
                .hinted(
                    "nothing was recorded; get the right to write there, or, for a store that is only begun, choose another \
                     folder with `--data-dir DIR`",
                ),
            StoreError::NoLocks { .. } => Failure::new(Code::Failed, message).hinted(
                "keep the store on a disk of this computer, or on a share that knows locks; `iro doctor` says what a place can promise",
            ),
            StoreError::Unplaced { .. } => Failure::new(Code::Unreported, message)
                .hinted(format!("{DONE_ALREADY}; the next command that writes puts it in place")),
            StoreError::Unsynced { .. } => Failure::new(Code::Unreported, message).hinted(DONE_ALREADY),
            StoreError::Server { rule, hint, .. } => {
                Failure { rules: vec![rule.word().to_string()], hint, ..Failure::new(Code::Failed, message) }
            }
            StoreError::CopyLeft { paths, .. } => {
                let file = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
                Failure::new(Code::Refused, message).hinted(format!(
                    "look into each, and move copies out of the store; another record is kept under a new number by `iro \
                     doctor --take-in \"{file}\"`"
                ))
            }
            StoreError::TakenIn { id, .. } => Failure::new(Code::Refused, message).hinted(format!(
                "compare the file with `iro log {id}`, record there what is missing, and move the file out of the store"
            )),
            StoreError::Newer { .. } => Failure::new(Code::Failed, message)
                .hinted("this version can show it and can't add to it; update iro on this computer"),
            StoreError::NoNumberLeft { year, highest } => Failure::new(Code::Failed, message)
                .hinted(format!("see `iro show {year}-{highest}`: its number is probably a slip")),
            StoreError::Unrecorded { source, .. } => {
                let is_full = matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
                let hint = match is_full {
                    true => "make room there, and try again",
                    false => "try again; if it stays so, `iro doctor` says what the place of the store can do",
                };
                Failure::new(Code::Failed, message).hinted(hint)
            }
            StoreError::Io { source, .. }
                if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) =>
            {
                Failure::new(Code::Failed, message).hinted("make room there, and try again")
            }
            ref fault @ StoreError::Io { .. } => {
                let hint = match fault.lacks_right() {
                    true => GIVE_THE_RIGHT,
                    false => "`iro doctor` looks through the whole store",
                };
                Failure::new(Code::Failed, message).hinted(hint)
            }
            StoreError::Unfaithful { .. } | StoreError::Draft(_) => Failure::new(Code::Failed, message),
        }
    }
}

/// The hint if something was done but could not be reported.
pub const DONE_ALREADY: &str = "it was recorded: do not give the command again";

impl From<NoPlace> for Failure {
    fn from(fault: NoPlace) -> Failure {
        Failure { hint: fault.hint, ..Failure::usage(fault.message) }
    }
}

impl From<NotKept> for Failure {
    fn from(fault: NotKept) -> Failure {
        match fault {
            NotKept::Policy(fault) => fault.into(),
            NotKept::Store(fault) => fault.into(),
        }
    }
}

impl From<PolicyError> for Failure {
    fn from(fault: PolicyError) -> Failure {
        let (message, hint) = (fault.to_string(), fault.hint());
        match fault {
            PolicyError::Unknown { .. } | PolicyError::UnknownVersion { .. } => {
                Failure { hint, ..Failure::new(Code::Unknown, message) }
            }
            PolicyError::Faulty(faults) => Failure { faults, hint, ..Failure::new(Code::Failed, message) },
            PolicyError::Clash { .. } | PolicyError::Io { .. } => {
                Failure { hint, ..Failure::new(Code::Failed, message) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_right_is_no_reason_to_replace_a_file() {
        let hint = |kind: io::ErrorKind| {
            let fault = StoreError::Io { path: "open/2026-0001.yaml".into(), source: kind.into() };
            Failure::from(fault).hint.unwrap_or_default()
        };
        assert!(hint(io::ErrorKind::PermissionDenied).contains("don't replace it"));
        assert!(hint(io::ErrorKind::IsADirectory).contains("iro doctor"));
    }
}
