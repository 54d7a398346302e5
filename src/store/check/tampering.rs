//! Signs that a record was changed, removed or replaced outside the program, worded for people.

use super::place::Places;
use crate::domain::check::Finding;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::terms::EntryNumber;
use crate::store::chain::{Chain, RecordPart};
use crate::store::compare_with_ledger::{only_said_to_be_removed, without_tombstone};
use crate::store::contract::{Evidence, Store};
use crate::store::error::StoreError;
use crate::store::ledger::{Doubtful, Ledger};
use crate::store::records::{Filed, Where};
use crate::store::tamper::{Sign, signs};

pub(super) struct Tampering<'a> {
    ledger: &'a Ledger,
    /// Records with events that the ledger didn't have when it was read: somebody may have been writing them just then.
    unsure: Vec<(Where, Chain)>,
    sealed: bool,
}

impl<'a> Tampering<'a> {
    pub(super) fn new(ledger: &'a Ledger) -> Self {
        Tampering { ledger, unsure: Vec::new(), sealed: false }
    }

    /// The certain signs in one record. Uncertain ones are kept for `unsure`.
    pub(super) fn record(&mut self, at: &Where, chain: &Chain, places: &mut Places<'_>) -> Vec<Fault> {
        self.sealed |= chain.is_sealed();
        let signs = signs(chain, self.ledger, at.id);
        if signs.iter().any(|sign| !sign.is_certain()) {
            self.unsure.push((at.clone(), chain.clone()));
        }
        let certain = signs.into_iter().filter(|sign| sign.is_certain());
        certain.map(|sign| places.fault(finding(sign, at.id, chain))).collect()
    }

    /// The events that the ledger doesn't have even when it is read again.
    pub(super) fn unsure(&self, store: &dyn Evidence) -> Result<Vec<Fault>, StoreError> {
        if self.unsure.is_empty() {
            return Ok(Vec::new());
        }
        let ledger = store.ledger()?;
        let (mut faults, mut lacking) = (Vec::new(), Vec::new());
        for (at, chain) in &self.unsure {
            let still = signs(chain, &ledger, at.id)
                .into_iter()
                .filter(|sign| matches!(sign, Sign::Ahead { .. } | Sign::Unknown));
            for sign in still {
                lacking.push(sign);
                faults.push(Places::of(store, at).fault(finding(sign, at.id, chain)));
            }
        }
        // One write adds to one record, or raises several.
        if lacking.len() > 1 && lacking.iter().any(|sign| *sign != Sign::Unknown) {
            let message = "it lacks more than the last write: an older copy may have been put in its place";
            let hint = "compare it with a backup before `iro doctor --repair` notes in it what is there now";
            faults.push(of_ledger(store, 0, Severity::Warning, message, hint.to_string()));
        }
        Ok(faults)
    }

    /// Records that the ledger has and the store doesn't.
    pub(super) fn missing(&self, store: &dyn Evidence, there: impl Fn(DisputeId) -> bool) -> Vec<Fault> {
        let missing = self.ledger.known.keys().filter(|id| !there(**id));
        missing
            .map(|id| {
                let message = format!("the record of `{id}` was here, as the ledger says, and is gone");
                let hint = format!(
                    "take it from a backup; if it is meant to be gone, `iro doctor --accept {id} --reason TEXT`"
                );
                store.belongs(*id, Filed::Open).fault("deleted", Severity::Error, message, Some(hint))
            })
            .collect()
    }

    /// Records that a tombstone says were removed, but not the ledger.
    pub(super) fn only_said_to_be_removed(&self, store: &dyn Store) -> Result<Vec<Fault>, StoreError> {
        let fault = |id: DisputeId| {
            let message = format!(
                "the record of `{id}` was here, as the ledger says, and is gone: of its removal there is only a tombstone"
            );
            let hint = format!(
                "take it from a backup, and move the tombstone out of the store; if it is meant to be gone, \
                 `iro doctor --accept {id} --reason TEXT`"
            );
            store.belongs(id, Filed::Closed).fault("deleted", Severity::Error, message, Some(hint))
        };
        Ok(only_said_to_be_removed(store, self.ledger)?.into_iter().map(fault).collect())
    }

    /// Records that the ledger says were removed, without a tombstone.
    pub(super) fn without_tombstone(&self, store: &dyn Store) -> Result<Vec<Fault>, StoreError> {
        let fault = |id: DisputeId| {
            let message = format!("the record of `{id}` was removed, as the ledger says, and its tombstone is gone");
            let hint = format!(
                "take the tombstone from a backup; if there is none, `iro doctor --accept {id} --reason TEXT` notes that the \
                 record is gone"
            );
            store.belongs(id, Filed::Closed).fault("tombstone", Severity::Error, message, Some(hint))
        };
        Ok(without_tombstone(store, self.ledger)?.into_iter().map(fault).collect())
    }

    /// The faults of the ledger itself.
    pub(super) fn of_ledger(&self, store: &dyn Evidence) -> Result<Vec<Fault>, StoreError> {
        let fault = |line: usize, severity, message: &str| {
            let then = match severity {
                Severity::Error => "`iro doctor --accept ledger --reason TEXT`",
                Severity::Warning => "`iro doctor --repair`",
            };
            let hint = format!("see what is missing beside a backup; {then} then notes in it that this was so");
            of_ledger(store, line, severity, message, hint)
        };
        let mut faults = Vec::new();
        if !self.ledger.there && (self.sealed || store.last_lost()?.is_some()) {
            let message = "there is no ledger, or no line of it can be read: records that are gone or older than they were can't be \
                 noticed";
            faults.push(fault(0, Severity::Error, message));
        }
        if let Some(line) = self.ledger.lost {
            let message = "the lines before this one were lost: what was removed or changed before can't be noticed";
            faults.push(fault(line, Severity::Error, message));
        }
        let of_lines = |lines: Doubtful, severity, one: &str, many: &str| {
            let line = lines.first?;
            let others = format!("{} lines from this one on {many}", lines.many);
            Some(fault(line, severity, if lines.many == 1 { one } else { &others }))
        };
        faults.extend(of_lines(
            self.ledger.broken,
            Severity::Error,
            "this line was changed, or one before it is missing",
            "were changed, or others before them are missing",
        ));
        faults.extend(of_lines(
            self.ledger.torn,
            Severity::Warning,
            "this line is not whole: a command was stopped while it was written, or it was changed",
            "are not whole: commands were stopped while they were written, or they were changed",
        ));
        Ok(faults)
    }
}

/// A fault of the ledger, at a line of it or, for 0, as a whole.
fn of_ledger(store: &dyn Evidence, line: usize, severity: Severity, message: &str, hint: String) -> Fault {
    Fault::whole(store.ledger_name(), severity, "ledger", message, Some(hint)).at(line as u32, u32::from(line > 0))
}

fn finding(sign: Sign, id: DisputeId, chain: &Chain) -> Finding {
    let accept = format!(
        "compare it with a backup before you put anything in its place; if the edit is meant to stay, `iro doctor --accept {id} --reason TEXT`"
    );
    let (severity, rule, message, hint) = match sign {
        Sign::Reused { line } => {
            let message =
                format!("another record had this number before, as the ledger says on line {line}, and is gone");
            let hint = format!(
                "never put that one back in this one's place: `iro doctor --take-in FILE` takes it in under a new number; \
                 then `iro doctor --accept {id} --reason TEXT`"
            );
            (Severity::Error, "number-twice", message, hint)
        }
        Sign::Replaced { line } => {
            let message = format!(
                "this record had the number first, and stands in the place of the one that the ledger knows since line {line}"
            );
            let hint = "move this file elsewhere, put the newer record back from a backup, and take this one in under a new \
                        number with `iro doctor --take-in FILE`";
            (Severity::Error, "number-twice", message, hint.to_string())
        }
        Sign::Changed { part: RecordPart::Header, .. } => (
            Severity::Error,
            "changed",
            "the header is not what it was when the record was written".to_string(),
            accept,
        ),
        Sign::Changed { part: RecordPart::Event(event), earlier } => {
            let or_earlier = if earlier && event != EntryNumber::FIRST { ", or one before it," } else { "" };
            let message = format!("event {event}{or_earlier} is not what it was when it was written");
            let or_another = match event {
                EntryNumber::FIRST => {
                    "; if it is another dispute, raised elsewhere under this number, move the file away, put the backup in its \
                      place, and `iro doctor --take-in FILE`"
                }
                _ => "",
            };
            (Severity::Error, "changed", message, accept + or_another)
        }
        Sign::RolledBack { known, line } => {
            let has = if chain.events() == 1 { "1 event".to_string() } else { format!("{} events", chain.events()) };
            let message = format!(
                "the record has {has}, and had {known} as the ledger says on line {line}: it is an older copy, or events \
                 were taken out"
            );
            (Severity::Error, "rolled-back", message, accept)
        }
        Sign::Ahead { known } => {
            let message = format!("the ledger knows {known} of the {} events", chain.events());
            let hint = "look whether it should be there; `iro doctor --repair` notes it".to_string();
            (Severity::Warning, "not-in-ledger", message, hint)
        }
        Sign::Unknown => {
            let message = "the ledger does not know this record".to_string();
            let hint = "look whether it should be there; `iro doctor --repair` notes it".to_string();
            (Severity::Warning, "not-in-ledger", message, hint)
        }
    };
    Finding { event: sign.event(), severity, rule, message, hint: Some(hint) }
}
