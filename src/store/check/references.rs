//! Checks records that name each other: each record named must exist, and siblings must name each other.

use std::collections::BTreeMap;

use super::place::Places;
use crate::domain::check::{Finding, Reference};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::contract::Evidence;
use crate::store::records::Where;

/// A record that names another.
pub(super) struct Named {
    pub by: DisputeId,
    pub at: Where,
    pub reference: Reference,
}

pub(super) fn faults(
    store: &dyn Evidence,
    named: &[Named],
    there: impl Fn(DisputeId) -> bool,
    siblings: &BTreeMap<DisputeId, Vec<DisputeId>>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for one in named {
        let Reference { event, sibling, to } = one.reference;
        let what = if sibling { "the sibling" } else { "the earlier dispute" };
        let finding = |severity, rule, message| Finding { event: Some(event), severity, rule, message, hint: None };
        let finding = if to == one.by {
            finding(Severity::Error, "reference", format!("{what} `{to}` is this record itself"))
        } else if !there(to) {
            finding(Severity::Error, "reference", format!("{what} `{to}` is not there"))
        } else if sibling && siblings.get(&to).is_some_and(|back| !back.contains(&one.by)) {
            finding(Severity::Warning, "sibling", format!("{what} `{to}` does not name this one in turn"))
        } else {
            continue;
        };
        faults.push(Places::of(store, &one.at).fault(finding));
    }
    faults
}
