//! Implements `Store` for a database.

use std::collections::BTreeMap;

use super::clock;
use super::content::{self, event_rows, id, key};
use super::memo::{PostgresMemo, filter};
use super::statement::Value;
use super::wire::{First, Rows, quoted, rows, value};
use super::write::Plan;
use super::{PostgresStore, failure};
use crate::domain::event::Entry;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::record::{FORMAT, Header, Record};
use crate::domain::time::Instant;
use crate::domain::worded::Worded;
use crate::store::chain::{Accepted, ChainEnd, Digest, Seal, header_text, sealed};
use crate::store::contract::{Drafting, Expected, Store, drafted};
use crate::store::error::StoreError;
use crate::store::ids::{LAST_NUMBER, following, pick, similar};
use crate::store::ledger::{Head, LineKind};
use crate::store::memo::Memo;
use crate::store::records::{Among, Filed, Listed, Revision, State, Stored, Which};
use crate::store::server_rule::ServerRule;
use crate::store::small_files::{Keeping, SmallFiles};
use crate::store::sum::Sum;

/// How many records are loaded with one query.
const SHARE: usize = 500;

impl Store for PostgresStore {
    fn describe(&self) -> String {
        self.wire.address.to_string()
    }

    /// Always true: the first query fails if there is no store.
    fn is_there(&self) -> bool {
        true
    }

    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError> {
        Ok(ids(&self.wire.rows(&ids_of(which))?))
    }

    fn load(&self, id: DisputeId) -> Result<Stored, StoreError> {
        if let Some(stored) = self.looked_up.take().filter(|stored| stored.record.header.id == id) {
            return Ok(stored);
        }
        match self.load_all(&[id])?.pop() {
            Some(loaded) => loaded,
            None => Err(self.missing(id)),
        }
    }

    fn load_all(&self, ids: &[DisputeId]) -> Result<Vec<Result<Stored, StoreError>>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.wire.rows(&content::select(ids))?;
        let found: BTreeMap<DisputeId, &[Vec<Option<String>>]> = content::by_record(&rows).collect();
        let load = |id: &DisputeId| match found.get(id) {
            Some(rows) => content::stored(*id, rows),
            None => Err(self.missing(*id)),
        };
        Ok(ids.iter().map(load).collect())
    }

    fn share(&self) -> usize {
        SHARE
    }

    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        numbered(&self.wire.rows(&highest(year))?, year, count)
    }

    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        self.wire.write(
            &format!("{}{}", highest(year), time_for(count)),
            |plan, answer| {
                let ids = numbered(rows(answer, 0), year, count)?;
                for draft in drafted(&ids, draft)? {
                    let head = put_record(plan, &draft.record, &seals_of_new(&draft.record), draft.filed)?;
                    plan.note(LineKind::Wrote, None, Some(head), None);
                }
                Ok(ids)
            },
            |ids| ids,
        )
    }

    fn append(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError> {
        let id = seen.record.header.id;
        self.wire.write(
            &last_event(id),
            |plan, answer| {
                self.still_as_seen(id, answer, seen.revision)?;
                let head = put_events(plan, seen, entries, Vec::new(), then)?;
                plan.note(LineKind::Wrote, None, Some(head), None);
                Ok(())
            },
            |_| (),
        )
    }

    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        self.listed(which.into())
    }

    fn listing_of_children(&self, children: &[String]) -> Result<Vec<Listed>, StoreError> {
        self.listed(Among::OfChildren(children))
    }

    fn memo(&self, basis: &Sum, _now: Instant) -> Option<Box<dyn Memo>> {
        let may_write = self.wire.opened().is_ok_and(|opened| opened.remembers);
        let rows = self.remembered.take().unwrap_or_default();
        Some(Box::new(PostgresMemo::of(self.wire.clone(), basis.finish(), rows, may_write)))
    }

    fn memo_is_writable_by_others(&self) -> bool {
        true
    }

    fn counted(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids = content::keys(ids);
        let rows = self.wire.rows(&format!("SELECT record, facts FROM iro.worked_out WHERE record IN ({ids});"))?;
        let counted = |row: &Vec<Option<String>>| match row.as_slice() {
            [Some(record), Some(facts)] => Some((id(record)?, facts.clone())),
            _ => None,
        };
        Ok(rows.iter().filter_map(counted).collect())
    }

    /// Each row saves a query, and analysts see the program's results only for records that have one.
    fn worth_remembering(&self) -> usize {
        1
    }

    fn clock_ahead(&self) -> Option<String> {
        let ahead = self.wire.line().clock_ahead;
        (ahead.abs() > clock::AGREE).then(|| clock::in_words(ahead))
    }

    fn person(&self) -> Result<Option<String>, StoreError> {
        Ok(self.wire.opened()?.person)
    }

    /// The record is returned by the same query, and kept for the next `load`.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        let rows = self.wire.rows(&content::select_meant(query))?;
        let found: Vec<_> = content::by_record(&rows).collect();
        match (found.as_slice(), query) {
            ([(id, rows)], _) => {
                // A record that can't be read was found all the same; `load` will report its fault.
                self.looked_up.set(content::stored(*id, rows).ok());
                Ok(*id)
            }
            ([], IdQuery::Full(id)) => Err(self.missing(id)),
            ([], IdQuery::Number(_)) => pick(query, &self.ids(Which::All)?),
            (several, _) => pick(query, &several.iter().map(|(id, _)| *id).collect::<Vec<_>>()),
        }
    }

    fn expect(&self, first: Expected) {
        self.wire.expect(match first {
            Expected::List(which, shown) => {
                let _said_once = self.shown.set(shown);
                First { question: super::memo::question(which.into(), shown), with_policies: true }
            }
            Expected::Records(which) => First { question: ids_of(which), with_policies: true },
            Expected::Record(query) => First { question: content::select_meant(query), with_policies: false },
            Expected::Policies => First { question: String::new(), with_policies: true },
        });
    }
}

impl SmallFiles for PostgresStore {
    fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.wire.kept_beside(name)?.get(name).cloned())
    }

    fn keep(&self, name: &str, change: &mut Keeping<'_>) -> Result<(), StoreError> {
        let mut written = None;
        self.wire.write(
            &latest(name),
            |plan, answer| {
                let rows = rows(answer, 0);
                let version: i32 = value(rows, 0, 0).and_then(|version| version.parse().ok()).unwrap_or(0);
                written = change(value(rows, 0, 1).and_then(super::wire::unhex));
                if let Some(bytes) = &written {
                    let row = vec![
                        Value::Text(name.to_string()),
                        Value::Small(version + 1),
                        Value::Bytes(bytes.clone()),
                        plan.write_id(),
                    ];
                    plan.insert("kept", "name, version, bytes, write_id", row, "");
                }
                Ok(())
            },
            |_| (),
        )?;
        if let Some(bytes) = written {
            self.wire.has_kept(name, &bytes);
        }
        Ok(())
    }

    fn kept_in(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let inside = |name: &str| {
            let rest = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| !rest.contains('/'))
        };
        Ok(self.wire.kept_beside(&format!("{folder}/"))?.keys().filter(|name| inside(name)).cloned().collect())
    }
}

impl PostgresStore {
    fn listed(&self, among: Among<'_>) -> Result<Vec<Listed>, StoreError> {
        let (rows, remembered) =
            super::memo::listing(&self.wire, among, self.shown.get().copied().unwrap_or_default())?;
        self.remembered.set(remembered);
        let listed = |row: &Vec<Option<String>>| {
            let digest = row.get(2)?.as_deref().and_then(super::wire::unhex);
            let state = digest.and_then(|digest| <[u8; State::SIZE]>::try_from(digest).ok()).map(State);
            Some(Listed { id: id(row.first()?.as_deref()?)?, filed: content::filed(row.get(1)?.as_deref()), state })
        };
        Ok(rows.iter().filter_map(listed).collect())
    }

    /// The error for a record that isn't there: purged, or unknown.
    pub(super) fn missing(&self, id: DisputeId) -> StoreError {
        match self.tombstones(Some(id)).map(|mut stones| stones.pop()) {
            Ok(Some(tombstone)) => return StoreError::Purged(Box::new(tombstone)),
            Ok(None) => {}
            Err(error) => return error,
        }
        match self.ids(Which::All) {
            Ok(ids) => StoreError::NotFound { asked: id.to_string(), near: similar(id, &ids) },
            Err(error) => error,
        }
    }

    /// Checks that the last event, read while the lock is held, is the one that was seen.
    pub(super) fn still_as_seen(&self, id: DisputeId, answer: &[Rows], seen: Revision) -> Result<(), StoreError> {
        let rows = rows(answer, 0);
        let number = value(rows, 0, 0).and_then(|number| number.parse().ok());
        let digest = value(rows, 0, 1).and_then(super::wire::unhex).and_then(|digest| digest.try_into().ok());
        match number.zip(digest) {
            Some((number, digest)) if Revision::new(number, digest) == seen => Ok(()),
            Some(_) => Err(StoreError::Changed { id }),
            None if rows.is_empty() => Err(StoreError::NotFound { asked: id.to_string(), near: Vec::new() }),
            None => Err(failure::server(
                ServerRule::Database,
                format!("the last event of `{id}` can't be read"),
                "see `iro check`",
            )),
        }
    }
}

/// A query for the ids of these records.
fn ids_of(which: Which) -> String {
    match filter(which) {
        None => "SELECT id FROM iro.record ORDER BY id;".to_string(),
        Some(filter) => format!("SELECT record FROM iro.head WHERE {filter} ORDER BY record;"),
    }
}

/// A query for the last event of a record.
pub(super) fn last_event(id: DisputeId) -> String {
    format!("SELECT number, digest FROM iro.event WHERE record = {} ORDER BY number DESC LIMIT 1;", key(id))
}

/// A query for the newest version of a small file.
fn latest(name: &str) -> String {
    let name = quoted(name);
    format!("SELECT version, encode(bytes, 'hex') FROM iro.kept WHERE name = {name} ORDER BY version DESC LIMIT 1;")
}

/// A query for the highest number of a year that was ever given out, whatever became of the record.
fn highest(year: u16) -> String {
    let (from, to) = (key(DisputeId::new(year, 0)), key(DisputeId::new(year, LAST_NUMBER)));
    format!(
        "SELECT greatest((SELECT max(id) FROM iro.record WHERE id BETWEEN {from} AND {to}), \
         (SELECT max(record) FROM iro.tombstone WHERE record BETWEEN {from} AND {to}), \
         (SELECT max(record) FROM iro.ledger WHERE record BETWEEN {from} AND {to}));"
    )
}

/// A statement that lets the transaction wait for so many drafts. A few need none.
fn time_for(drafts: usize) -> String {
    match drafts / 100 {
        0 => String::new(),
        hundreds => format!(" SET LOCAL idle_in_transaction_session_timeout = '{}s';", 5 + hundreds),
    }
}

fn numbered(rows: &Rows, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
    let highest = value(rows, 0, 0).and_then(id).map_or(0, DisputeId::number);
    following(year, highest, count, |_| Ok(false))
}

fn ids(rows: &Rows) -> Vec<DisputeId> {
    rows.iter().filter_map(|row| id(row.first()?.as_deref()?)).collect()
}

/// The seals of a new record: for each event, the digest of the one before.
fn seals_of_new(record: &Record) -> Vec<Seal> {
    let mut end = ChainEnd::of_header(&record.header);
    record.entries.iter().map(|entry| end.seal(entry, Vec::new())).collect()
}

/// Plans the rows of a whole record.
pub(super) fn put_record(plan: &mut Plan, record: &Record, seals: &[Seal], filed: Filed) -> Result<Head, StoreError> {
    let id = record.header.id;
    let header = header_text(&record.header);
    let digest = ChainEnd::of_header(&record.header).head;
    let row = vec![
        Value::Number(key(id)),
        Value::Small(id.number() as i32),
        Value::Small(FORMAT as i32),
        Value::Text(header),
        Value::Text(digest.to_string()),
    ];
    plan.insert("record", "id, number, format, body, digest", row, "");
    put_rows(plan, &record.header, sealed(&record.entries, seals), 0, filed)
}

/// Plans new events after those that were seen. The first of them may accept edits.
pub(super) fn put_events(
    plan: &mut Plan,
    seen: &Stored,
    entries: &[Entry],
    accepts: Vec<Accepted>,
    then: Filed,
) -> Result<Head, StoreError> {
    let id = seen.record.header.id;
    if let Some(format) = seen.newer {
        return Err(StoreError::Newer { id, format });
    }
    // The row's own digest: that of what was read differs from it if somebody added the row by hand.
    let mut end = ChainEnd { events: seen.record.entries.len() as u32, head: Digest::of_bytes(seen.revision.mark()) };
    let mut accepts = Some(accepts);
    let seals: Vec<Seal> = entries.iter().map(|entry| end.seal(entry, accepts.take().unwrap_or_default())).collect();
    let before = sealed(&seen.record.entries, &seen.seals);
    put_rows(plan, &seen.record.header, before.chain(entries.iter().zip(&seals)), seen.record.entries.len(), then)
}

/// Plans the rows of the events from `from` on, and returns the resulting state of the record.
pub(super) fn put_rows<'r>(
    plan: &mut Plan,
    header: &Header,
    events: impl Iterator<Item = (&'r Entry, &'r Seal)>,
    from: usize,
    filed: Filed,
) -> Result<Head, StoreError> {
    let id = header.id;
    let (rows, end) = event_rows(header, events, from)?;
    let head = Head::new(id, end);
    for row in rows {
        let row = vec![
            Value::Number(key(id)),
            Value::Small(u32::from(row.number) as i32),
            Value::Text(row.body),
            Value::Flag(row.sealed),
            Value::Text(row.prev.to_string()),
            Value::Text(row.digest.to_string()),
            plan.write_id(),
        ];
        plan.insert("event", "record, number, body, sealed, prev, digest, write_id", row, "");
    }
    let row = vec![
        Value::Number(key(id)),
        Value::Small(head.events as i32),
        Value::Text(head.head.to_string()),
        Value::Text(filed.word().to_string()),
    ];
    let suffix = "ON CONFLICT (record) DO UPDATE SET events = excluded.events, digest = excluded.digest, \
                  filed = excluded.filed";
    plan.insert("head", "record, events, digest, filed", row, suffix);
    Ok(head)
}
