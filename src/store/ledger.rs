//! The ledger of records. Each write adds a line with the number of events the record then had and the digest of the
//! last, so that a record that was rolled back, deleted or swapped is noticed. Each line also has a digest of itself
//! and the line before. Only `check` and `doctor` need all of it. Each kind of store keeps the lines in its own way.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use memchr::{memchr, memmem, memrchr};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::chain::{ChainEnd, Digest};
use super::tombstone::Tombstone;
use crate::domain::id::DisputeId;
use crate::domain::text::hex;
use crate::domain::time::Moment;
use crate::domain::worded::{Worded, worded};

/// The digest that the first line follows.
pub(super) const NOTHING: &str = "00000000000000000000000000000000";

worded! {
    /// Why a line is there.
    pub enum LineKind {
        /// A record was written.
        Wrote = "wrote",
        /// A record was found that the ledger didn't know, or not with all its events.
        Found = "found",
        /// A record that was edited by hand, or is gone, is accepted as it is; with who, when and why.
        Accepted = "accepted",
        /// A record past its retention was removed; with who, when and why.
        Purged = "purged",
        /// The ledger was begun again; with when and why.
        Began = "began",
        /// There were records and no ledger, so that it is not known what was removed or changed before.
        Lost = "lost",
    }
}

/// The state of a record as a line of the ledger keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub id: DisputeId,
    pub events: u32,
    pub head: Digest,
}

impl Head {
    pub fn new(id: DisputeId, end: ChainEnd) -> Head {
        Head { id, events: end.events, head: end.head }
    }
}

/// What a ledger says about records, after lines that were superseded are left out.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Whether there is a ledger. False also if it is empty although it certainly had lines.
    pub there: bool,
    pub end: LedgerEnd,
    /// For each record, the lines since it was last accepted as it is.
    pub known: BTreeMap<DisputeId, Vec<Line>>,
    /// Records that were removed or accepted as gone.
    pub gone: BTreeMap<DisputeId, Line>,
    /// Lines that were changed, or before which one is missing.
    pub broken: Doubtful,
    /// Lines that were not written completely.
    pub torn: Doubtful,
    /// The number of the line that says that all lines before it were lost.
    pub lost: Option<usize>,
    /// The number and the digest of each whole line.
    borne: Vec<(usize, String)>,
}

/// The length and the end of a ledger when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerEnd {
    pub lines: usize,
    /// The digest of the last line. If somebody keeps it elsewhere, it shows later that the whole store was rolled
    /// back: the ledger then no longer has it.
    pub head: Option<String>,
}

/// Lines in which something is wrong: only the first is kept, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubtful {
    /// The number of the first such line.
    pub first: Option<usize>,
    pub many: usize,
}

impl Doubtful {
    pub fn is_empty(self) -> bool {
        self.many == 0
    }

    fn add(&mut self, number: usize) {
        self.first.get_or_insert(number);
        self.many += 1;
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub number: usize,
    pub what: LineKind,
    pub id: Option<DisputeId>,
    pub events: u32,
    pub head: Option<Digest>,
    pub more: Option<Value>,
}

impl Ledger {
    /// Reads a ledger from bytes.
    #[cfg(test)]
    pub(super) fn of(bytes: &[u8]) -> Ledger {
        Ledger::read(bytes).unwrap()
    }

    /// Reads a whole ledger. It is read line by line, so that a file that isn't a ledger doesn't fill the memory.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn read(mut from: impl BufRead) -> io::Result<Ledger> {
        let mut ledger = Ledger { there: true, ..Ledger::default() };
        let mut last = NOTHING.to_string();
        let mut written = Vec::new();
        for number in 1.. {
            match next_line(&mut from, &mut written)? {
                Next::End => break,
                Next::Line if written.is_empty() => continue,
                Next::Line | Next::TooLong => ledger.end.lines += 1,
            }
            let Some((borne, body, line)) = parse(number, &written) else {
                ledger.torn.add(number);
                continue;
            };
            if chain(&last, body) != borne {
                ledger.broken.add(number);
            }
            last = borne.to_string();
            ledger.borne.push((number, last.clone()));
            ledger.take(line);
        }
        ledger.end.head = (ledger.end.lines > 0).then_some(last);
        Ok(ledger)
    }

    /// Whether lines were lost or changed and nobody has accepted that, so that it isn't known what happened before.
    pub fn has_to_be_accepted(&self) -> bool {
        self.lost.is_some() || !self.broken.is_empty()
    }

    /// Whether a record that isn't there is missing, and nobody has accepted that: it was never removed, or was and has
    /// no tombstone any more.
    pub(super) fn is_missing(&self, id: DisputeId, has_tombstone: bool) -> bool {
        let is_purged = self.gone.get(&id).is_some_and(|line| line.what == LineKind::Purged);
        self.known.contains_key(&id) || is_purged && !has_tombstone
    }

    /// Whether at least one line is whole.
    pub fn says_anything(&self) -> bool {
        !self.borne.is_empty()
    }

    /// The number of the line that has this digest, or one that begins with it.
    pub fn line_with_digest(&self, digest: &str) -> Option<usize> {
        self.borne.iter().find(|(_, borne)| borne.starts_with(digest)).map(|(number, _)| *number)
    }

    fn take(&mut self, line: Line) {
        let Some(id) = line.id else {
            match line.what {
                LineKind::Began => {
                    // Whoever began the ledger again knew what was wrong with the lines before.
                    self.broken = Doubtful::default();
                    self.torn = Doubtful::default();
                    self.lost = None;
                }
                LineKind::Lost => self.lost = Some(line.number),
                LineKind::Wrote | LineKind::Found | LineKind::Accepted | LineKind::Purged => {}
            }
            return;
        };
        let of_it = self.known.entry(id).or_default();
        if matches!(line.what, LineKind::Accepted | LineKind::Purged) {
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

/// The digest of a line, the text after it, and that text parsed; `None` if the line is not whole.
fn parse(number: usize, written: &[u8]) -> Option<(&str, &str, Line)> {
    let (borne, body) = std::str::from_utf8(written).ok()?.split_once(' ')?;
    if borne.len() != NOTHING.len() || !borne.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut words = body.splitn(5, ' ');
    let what = LineKind::named(words.next()?)?;
    let id = match words.next()? {
        "-" => None,
        id => Some(id.parse().ok()?),
    };
    let events = words.next()?.parse().ok()?;
    let head = match words.next()? {
        "-" => None,
        head => Some(head.parse().ok()?),
    };
    let more = match (words.next(), what) {
        (None, _) => None,
        // There is one such line for each write, and only the database compares what it says more.
        (Some(more), LineKind::Wrote) => {
            let IgnoredAny = serde_json::from_str(more).ok()?;
            None
        }
        (Some(more), _) => Some(serde_json::from_str(more).ok()?),
    };
    Some((borne, body, Line { number, what, id, events, head, more }))
}

/// The highest number of a year that a ledger mentions, whatever became of the record, even in lines that aren't whole.
///
/// # Errors
/// The ledger can't be read.
pub(super) fn highest(mut from: impl BufRead, year: u16) -> io::Result<u32> {
    let prefix = format!("{year:04}-");
    let number = |line: &[u8]| -> Option<u32> {
        let word = line.split(|byte| *byte == b' ').nth(2)?;
        std::str::from_utf8(word).ok()?.strip_prefix(&prefix)?.parse().ok()
    };
    let (mut highest, mut line) = (0, Vec::new());
    while !matches!(next_line(&mut from, &mut line)?, Next::End) {
        highest = number(&line).unwrap_or(0).max(highest);
    }
    Ok(highest)
}

/// The last whole line about a record in a part of a ledger.
pub(super) fn last_of(part: &[u8], id: DisputeId) -> Option<Line> {
    let name = format!(" {id} ");
    memmem::rfind_iter(part, &name).find_map(|at| {
        let begin = memrchr(b'\n', &part[..at]).map_or(0, |end| end + 1);
        let end = memchr(b'\n', &part[at..]).map_or(part.len(), |end| at + end);
        let (.., line) = parse(0, &part[begin..end])?;
        (line.id == Some(id)).then_some(line)
    })
}

/// What `next_line` found.
enum Next {
    Line,
    /// Too long to be a line of a ledger; only its beginning was kept.
    TooLong,
    End,
}

/// The maximum length of a line in bytes. Reasons are limited by the length of a command line, so no line is longer.
pub(super) const LONGEST: u64 = 256 * 1024;

/// Reads a line, without its line break.
fn next_line(mut from: impl BufRead, line: &mut Vec<u8>) -> io::Result<Next> {
    line.clear();
    if (&mut from).take(LONGEST).read_until(b'\n', line)? == 0 {
        return Ok(Next::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Next::Line);
    }
    if (line.len() as u64) < LONGEST {
        return Ok(Next::Line);
    }
    from.skip_until(b'\n')?;
    Ok(Next::TooLong)
}

/// The digest and the text of a line, if it is a whole one.
pub(super) fn whole_line(written: &[u8]) -> Option<(&str, &str)> {
    parse(0, written).map(|(borne, body, _)| (borne, body))
}

/// What a line says that somebody gave a reason for.
pub(super) fn why(at: Moment, by: &str, reason: &str) -> Value {
    json!({"at": at.to_string(), "by": by, "reason": reason})
}

/// The same for the removal of a record.
pub(super) fn why_purged(tombstone: &Tombstone) -> Value {
    why(tombstone.purged_at, &tombstone.by, &tombstone.reason)
}

/// A line to add after the one with the digest `before`, `NOTHING` for the first: its digest, and the whole line
/// without a line break.
pub(super) fn line(
    before: &str,
    what: LineKind,
    id: Option<DisputeId>,
    state: Option<Head>,
    more: Option<&Value>,
) -> (String, String) {
    let body = body(what, id.or(state.map(|head| head.id)), state, more);
    let borne = chain(before, &body);
    let line = format!("{borne} {body}");
    (borne, line)
}

fn body(what: LineKind, id: Option<DisputeId>, state: Option<Head>, more: Option<&Value>) -> String {
    let id = id.map_or_else(|| "-".to_string(), |id| id.to_string());
    let (events, head) = state.map_or((0, "-".to_string()), |state| (state.events, state.head.to_string()));
    let more = more.map(|more| format!(" {more}")).unwrap_or_default();
    format!("{} {id} {events} {head}{more}", what.word())
}

/// The digest of a line: of the digest before it and its own text.
fn chain(before: &str, body: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(before.as_bytes());
    hasher.update(b" ");
    hasher.update(body.as_bytes());
    hex(&hasher.finalize()[..16])
}
