//! Finds the line of a finding in a record's file. The file is read a second time, but only if there is something to
//! report.

use crate::domain::check::Finding;
use crate::domain::fault::{Fault, Severity};
use crate::store::contract::Evidence;
use crate::store::record_file::Outline;
use crate::store::records::Where;
use crate::store::yaml;

/// The places in one record, looked up when the first is asked for.
pub(super) struct Places<'a> {
    store: &'a dyn Evidence,
    at: &'a Where,
    outline: Option<Outline>,
}

impl<'a> Places<'a> {
    pub(super) fn of(store: &'a dyn Evidence, at: &'a Where) -> Self {
        Places { store, at, outline: None }
    }

    /// A finding as a fault with its place in the file.
    pub(super) fn fault(&mut self, finding: Finding) -> Fault {
        let place = finding.event.map(|number| self.outline().event(number)).unwrap_or_default();
        let Finding { severity, rule, message, hint, .. } = finding;
        placed(self.at.fault(rule, severity, message, hint), place)
    }

    /// An error, placed at a key of the header.
    pub(super) fn of_key(&mut self, key: &str, rule: &str, message: String, hint: Option<String>) -> Fault {
        let place = self.outline().key(key);
        placed(self.at.fault(rule, Severity::Error, message, hint), place)
    }

    /// A warning, placed at a key of the header.
    pub(super) fn warning(&mut self, key: &str, rule: &str, message: String, hint: Option<String>) -> Fault {
        let place = self.outline().key(key);
        placed(self.at.fault(rule, Severity::Warning, message, hint), place)
    }

    fn outline(&mut self) -> &Outline {
        self.outline.get_or_insert_with(|| self.store.outline(self.at))
    }
}

fn placed(fault: Fault, place: yaml::Place) -> Fault {
    fault.at(place.line, place.column)
}
