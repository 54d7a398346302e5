//! The quick reader: reads a record that is in exactly the form in which this program writes it, without building a
//! tree. It never reports a fault. If anything departs from that form, it returns `None`, and the full YAML reader
//! decides. Where it does read a record, both readers must agree. (D6 in `docs/decisions.md`.)

mod block;
mod lines;
mod scalar;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use super::reading::{Reading, named_in};
use crate::domain::event::{Entry, Event};
use crate::domain::record::{FORMAT, Header, Record};
use crate::domain::terms::EntryNumber;
use crate::domain::time::Moment;
use crate::store::chain::{Accepted, Seal};
use block::{Block, Facts, Spot};
use lines::Lines;

/// The keys of an event after its facts, in order.
const AFTER: [&str; 6] = ["confirmed", "overridden", "warned", "clocks", "accepts", "prev"];

/// The record; `None` if the full reader has to read it.
pub(super) fn read(file: &str, text: &str) -> Option<Reading> {
    let mut reader = Reader { lines: Lines::of(text)?, last: None };
    if reader.value::<u32>(0, "format")? != FORMAT {
        return None;
    }
    let header = Header {
        id: reader.word(0, "id")?.parse().ok()?,
        kind: reader.value(0, "kind")?,
        policy: reader.value(0, "policy")?,
        policy_version: reader.value(0, "policy_version")?,
        child: reader.value(0, "child")?,
    };
    if named_in(file).is_some_and(|named| named != header.id) {
        return None;
    }
    let (entries, seals) = reader.events()?;
    Some(Reading { record: Record { header, entries }, seals, newer: None })
}

struct Reader<'t> {
    lines: Lines<'t>,
    /// The last moment that was parsed and its text: most occur several times in a row.
    last: Option<(&'t str, Moment)>,
}

impl<'t> Reader<'t> {
    fn events(&mut self) -> Option<(Vec<Entry>, Vec<Seal>)> {
        self.lines.key(0, "events")?;
        self.lines.end()?;
        let column = self.lines.column();
        let (mut entries, mut seals) = (Vec::new(), Vec::new());
        while !self.lines.is_at_end() {
            (self.lines.column() == column).then_some(())?;
            self.lines.dash()?;
            let number = EntryNumber::following(u32::try_from(entries.len()).ok()?);
            let (entry, seal) = self.entry(self.lines.column(), number)?;
            entries.push(entry);
            seals.push(seal);
        }
        (!entries.is_empty()).then_some((entries, seals))
    }

    /// Reads an event whose keys are at this column.
    fn entry(&mut self, column: usize, expected: EntryNumber) -> Option<(Entry, Seal)> {
        let number = self.value(column, "number").filter(|number: &EntryNumber| *number == expected)?;
        let word = self.word(column, "event")?;
        let at = self.moment(column, "at")?;
        let recorded_at = self.moment(column, "recorded_at")?;
        let by = self.value(column, "by")?;
        let event = Event::read(word, Facts { lines: &mut self.lines, column, after: &AFTER }).ok()?;
        let confirmed = self.after(column, "confirmed")?.unwrap_or_default();
        let overridden = self.after(column, "overridden")?;
        let warned = self.after(column, "warned")?.unwrap_or_default();
        let clocks = self.after(column, "clocks")?.unwrap_or_default();
        let accepts: Vec<Accepts> = self.after(column, "accepts")?.unwrap_or_default();
        let accepts = accepts.iter().map(Accepts::edit).collect::<Option<_>>()?;
        let prev = match self.lines.is_key(column, "prev") {
            true => Some(self.word(column, "prev")?.parse().ok()?),
            false => None,
        };
        let action_numbers = Vec::new();
        let entry = Entry { number, at, recorded_at, by, event, confirmed, overridden, warned, clocks, action_numbers };
        Some((entry, Seal { prev, accepts }))
    }

    fn moment(&mut self, column: usize, key: &str) -> Option<Moment> {
        let written = self.word(column, key)?;
        match self.last {
            Some((last, moment)) if last == written => Some(moment),
            _ => {
                let moment = written.parse().ok()?;
                self.last = Some((written, moment));
                Some(moment)
            }
        }
    }

    /// An optional key after the facts; the outer `None` means that the full reader has to read the record.
    #[expect(clippy::option_option, reason = "absent and not to be read here are different answers")]
    fn after<T: Deserialize<'t>>(&mut self, column: usize, key: &str) -> Option<Option<T>> {
        match self.lines.is_key(column, key) {
            true => self.value(column, key).map(Some),
            false => Some(None),
        }
    }

    fn value<T: Deserialize<'t>>(&mut self, column: usize, key: &str) -> Option<T> {
        self.lines.key(column, key)?;
        T::deserialize(Block { lines: &mut self.lines, spot: Spot::Value(column), depth: 0 }).ok()
    }

    fn word(&mut self, column: usize, key: &str) -> Option<&'t str> {
        self.lines.key(column, key)?;
        self.lines.word()
    }
}

/// An accepted edit in the form that a record file has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepts {
    event: u32,
    digest: String,
}

impl Accepts {
    fn edit(&self) -> Option<Accepted> {
        Some(Accepted { part: self.event.into(), digest: self.digest.parse().ok()? })
    }
}
