//! Reads the ledger, and finds lines that were changed or taken out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::{NOTHING, What, chain, path};
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::record_file::Digest;

/// The lines of a ledger that still say something about records.
#[derive(Debug, Default)]
pub(in crate::store) struct Ledger {
    /// Whether there is one.
    pub there: bool,
    pub lines: usize,
    /// What the last line bears: who knows it can tell whether the whole ledger was rolled back.
    pub head: Option<String>,
    /// By record, since it was last accepted as it is.
    pub known: BTreeMap<DisputeId, Vec<Line>>,
    /// Records that are meant to be gone.
    pub gone: BTreeMap<DisputeId, Line>,
    /// Lines that were changed, or behind which one is missing; by their numbers.
    pub broken: Vec<usize>,
    /// Lines that were never finished.
    pub torn: Vec<usize>,
    /// What each whole line bears, with its number.
    borne: Vec<(usize, String)>,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Line {
    pub number: usize,
    pub what: What,
    pub id: Option<DisputeId>,
    pub events: u32,
    pub head: Option<Digest>,
    pub more: Option<Value>,
}

impl Ledger {
    pub(in crate::store) fn read(root: &Path) -> Result<Ledger, StoreError> {
        let path = path(root);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::default()),
            Ok(found) if !found.is_file() => {
                return Err(io::Error::other("not a file, as the ledger must be")).at(&path);
            }
            _ => {}
        }
        Ok(Ledger::of(&fs::read(&path).at(&path)?))
    }

    pub(super) fn of(bytes: &[u8]) -> Ledger {
        let mut ledger = Ledger { there: true, ..Ledger::default() };
        let mut last = NOTHING.to_string();
        for (number, written) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if written.is_empty() {
                continue;
            }
            ledger.lines += 1;
            let Some((borne, body, line)) = parse(number, written) else {
                ledger.torn.push(number);
                continue;
            };
            if chain(&last, body) != borne {
                ledger.broken.push(number);
            }
            last = borne.to_string();
            ledger.borne.push((number, last.clone()));
            ledger.take(line);
        }
        ledger.head = (ledger.lines > 0).then_some(last);
        ledger
    }

    /// The line that bears this digest, or one that begins so.
    pub(in crate::store) fn bears(&self, digest: &str) -> Option<usize> {
        self.borne.iter().find(|(_, borne)| borne.starts_with(digest)).map(|(number, _)| *number)
    }

    fn take(&mut self, line: Line) {
        let Some(id) = line.id else {
            if line.what == What::Began {
                // Whatever was not whole before was seen by whoever began anew.
                self.broken.clear();
                self.torn.clear();
            }
            return;
        };
        let of_it = self.known.entry(id).or_default();
        if matches!(line.what, What::Accepted | What::Purged) {
            of_it.clear();
        }
        if line.events == 0 {
            self.known.remove(&id);
            self.gone.insert(id, line);
        } else {
            of_it.push(line);
            self.gone.remove(&id);
        }
    }
}

/// What a line bears, what it says, and that taken apart.
fn parse(number: usize, written: &[u8]) -> Option<(&str, &str, Line)> {
    let (borne, body) = std::str::from_utf8(written).ok()?.split_once(' ')?;
    if borne.len() != NOTHING.len() || !borne.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut words = body.splitn(5, ' ');
    let what = What::of(words.next()?)?;
    let id = match words.next()? {
        "-" => None,
        id => Some(id.parse().ok()?),
    };
    let events = words.next()?.parse().ok()?;
    let head = match words.next()? {
        "-" => None,
        head => Some(head.parse().ok()?),
    };
    let more = match words.next() {
        Some(more) => Some(serde_json::from_str(more).ok()?),
        None => None,
    };
    Some((borne, body, Line { number, what, id, events, head, more }))
}

/// What a line bears, if it is a whole one.
pub(super) fn chain_of(written: &[u8]) -> Option<String> {
    parse(0, written).map(|(borne, ..)| borne.to_string())
}
