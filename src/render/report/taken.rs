//! What a report is taken from: how many records, and the state of their ledger.

use serde::Serialize;

use super::Report;
use crate::domain::summary::suppress::SMALLEST;
use crate::domain::time::without_weekday;
use crate::render::words;

/// The head of the ledger when the report was made: with it, a reader of the report can check whether the records have
/// been replaced by an older copy since.
#[derive(Debug, Clone, Serialize)]
pub struct Witness {
    pub lines: usize,
    pub head: String,
}

impl Witness {
    /// The beginning of the digest, as much as a person will compare.
    pub fn short(&self) -> &str {
        self.head.get(..16).unwrap_or(&self.head)
    }
}

/// A sentence on how many records the report is taken from, and on the ledger.
pub fn taken_from(report: &Report) -> String {
    let (records, all) = (words::count(report.records, "record"), report.records_in_store);
    let from = match report.hidden(report.records) {
        true => format!("fewer than {SMALLEST} records"),
        false if report.records == all => records,
        false if !report.only.is_empty() => {
            format!("{records} of these periods that the filters keep, of {all} in the store")
        }
        false => {
            let matter = if report.records == 1 { "matters" } else { "matter" };
            format!("the {records} that {matter} to these periods, of {all} in the store")
        }
    };
    let taken = format!("Taken from {from}, {}.", without_weekday(report.made_on));
    match &report.witness {
        Some(witness) => {
            let lines = words::count(witness.lines, "line");
            format!("{taken} Ledger head {}, {lines}.", witness.short())
        }
        None => taken,
    }
}
