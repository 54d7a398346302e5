//! Converts records to rows and back: the header and each event are stored as the text that their digests are taken of.

use serde_json::{Map, Value};

use super::void::StandIn;
use super::wire::Rows;
use crate::domain::event::{Entry, Event};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::record::{FORMAT, Header, Record};
use crate::domain::terms::EntryNumber;
use crate::domain::worded::Worded;
use crate::store::chain::{Accepted, ChainEnd, Digest, Seal, header_text};
use crate::store::error::{DAMAGED_ROWS, StoreError};
use crate::store::ids::LAST_NUMBER;
use crate::store::ledger::Ledger;
use crate::store::records::{Filed, Revision, Stored};

/// How many numbers of the tables stand for the ids of a year.
const A_YEAR: i64 = LAST_NUMBER as i64 + 1;

/// The number that stands for an id in the tables.
pub(super) fn key(id: DisputeId) -> i64 {
    i64::from(id.year()) * A_YEAR + i64::from(id.number())
}

/// The id that a number in the tables stands for.
pub(super) fn id(key: &str) -> Option<DisputeId> {
    let key: i64 = key.parse().ok()?;
    let (year, number) = (u16::try_from(key / A_YEAR).ok()?, u32::try_from(key % A_YEAR).ok()?);
    Some(DisputeId::new(year, number))
}

/// The numbers of ids as a list for SQL.
pub(super) fn keys(ids: &[DisputeId]) -> String {
    ids.iter().map(|id| key(*id).to_string()).collect::<Vec<_>>().join(",")
}

/// A record that isn't known to be closed is treated as open, so that it is read.
pub(super) fn filed(word: Option<&str>) -> Filed {
    word.and_then(Filed::named).unwrap_or(Filed::Open)
}

/// What messages call a record.
pub(super) fn name(id: DisputeId) -> String {
    format!("record {id}")
}

/// The columns of one event.
pub(super) struct EventRow {
    pub(super) number: EntryNumber,
    pub(super) body: String,
    pub(super) sealed: bool,
    pub(super) prev: Digest,
    pub(super) digest: Digest,
}

/// The rows of the events of a record from index `from` on, and the end of its chain with them. They are read back and
/// compared first.
///
/// # Errors
/// They would not be read back as the intended events.
pub(super) fn event_rows<'r>(
    header: &Header,
    events: impl Iterator<Item = (&'r Entry, &'r Seal)>,
    from: usize,
) -> Result<(Vec<EventRow>, ChainEnd), StoreError> {
    let unfaithful = |reason: String| StoreError::Unfaithful { id: header.id, reason };
    if read_header(&header_text(header)).as_ref() != Ok(header) {
        return Err(unfaithful("the header would read differently".to_string()));
    }
    let mut end = ChainEnd::of_header(header);
    let (mut rows, mut size) = (Vec::new(), 0);
    for (at, (entry, seal)) in events.enumerate() {
        let number = EntryNumber::following(at as u32);
        if entry.number != number {
            return Err(unfaithful(format!("event {} comes where event {number} should be", entry.number)));
        }
        let prev = seal.prev.unwrap_or(end.head);
        let body = end.push(entry, seal);
        size += body.len() as u64;
        if at < from {
            continue;
        }
        let sealed = seal.prev.is_some();
        if !read_entry(&body, sealed).is_ok_and(|(read, its_seal)| read == *entry && its_seal == *seal) {
            return Err(unfaithful(format!("event {number} would read differently")));
        }
        rows.push(EventRow { number, body, sealed, prev, digest: end.head });
    }
    match (end.events, size > crate::store::yaml::LARGEST) {
        (0, _) => Err(unfaithful("there are no events".to_string())),
        (_, true) => Err(unfaithful("the record would grow beyond what a record may be".to_string())),
        (_, false) => Ok((rows, end)),
    }
}

pub(super) fn read_header(text: &str) -> Result<Header, String> {
    serde_json::from_str(text).map_err(|wrong| wrong.to_string())
}

pub(super) fn read_entry(text: &str, sealed: bool) -> Result<(Entry, Seal), String> {
    let Ok(Value::Object(mut keys)) = serde_json::from_str(text) else { return Err("it is no JSON".to_string()) };
    let prev = taken::<Option<String>>(&mut keys, "prev")?.ok_or("`prev` is missing")?;
    let prev: Digest = prev.parse().map_err(|wrong| format!("`prev`: {wrong}"))?;
    let accepts = taken::<Vec<Value>>(&mut keys, "accepts")?.iter().map(accepted).collect::<Option<_>>();
    let seal = Seal { prev: sealed.then_some(prev), accepts: accepts.ok_or("`accepts` can't be read")? };
    let number = taken::<u32>(&mut keys, "number")?.into();
    let word = taken::<String>(&mut keys, "event")?;
    let moment = |text: String| text.parse().map_err(|wrong| format!("`{text}`: {wrong}"));
    let entry = Entry {
        number,
        at: moment(taken(&mut keys, "at")?)?,
        recorded_at: moment(taken(&mut keys, "recorded_at")?)?,
        by: taken(&mut keys, "by")?,
        confirmed: taken(&mut keys, "confirmed")?,
        overridden: taken(&mut keys, "overridden")?,
        warned: taken(&mut keys, "warned")?,
        clocks: taken(&mut keys, "clocks")?,
        action_numbers: Vec::new(),
        event: Event::from_facts(&word, keys).map_err(|wrong| wrong.to_string())?,
    };
    Ok((entry, seal))
}

/// Removes a value from a map and parses it; the default value if it isn't there.
fn taken<T: serde::de::DeserializeOwned + Default>(keys: &mut Map<String, Value>, key: &str) -> Result<T, String> {
    match keys.remove(key) {
        Some(value) => serde_json::from_value(value).map_err(|wrong| format!("`{key}`: {wrong}")),
        None => Ok(T::default()),
    }
}

fn accepted(value: &Value) -> Option<Accepted> {
    let event = value.get("event")?.as_u64().and_then(|event| u32::try_from(event).ok())?;
    Some(Accepted { part: event.into(), digest: value.get("digest")?.as_str()?.parse().ok()? })
}

/// A query for these records, with the columns that `stored` reads.
pub(super) fn select(ids: &[DisputeId]) -> String {
    select_where(&format!("r.id IN ({})", keys(ids)))
}

/// The same for the records that a query may mean.
pub(super) fn select_meant(query: IdQuery) -> String {
    match query {
        IdQuery::Full(id) => select(&[id]),
        IdQuery::Number(number) => select_where(&format!("r.number = {number}")),
    }
}

fn select_where(condition: &str) -> String {
    format!(
        "SELECT r.id, r.format, r.digest, h.filed, e.number, e.sealed, e.digest, e.body, \
         CASE WHEN e.number = 1 OR e.number IS NULL THEN r.body END \
         FROM iro.record r LEFT JOIN iro.head h ON h.record = r.id LEFT JOIN iro.event e ON e.record = r.id \
         WHERE {condition} ORDER BY r.id, e.number;"
    )
}

/// The record that these rows make, with one row per event. For an event that can't be read stands a note, once that is
/// accepted.
pub(super) fn stored(id: DisputeId, rows: &[Vec<Option<String>>]) -> Result<Stored, StoreError> {
    Ok(read(id, rows, false)?.0)
}

/// The same with a note for every event that can't be read, although nobody has accepted that yet; and what an event has
/// to say that accepts it.
pub(super) fn stored_to_accept(
    id: DisputeId,
    rows: &[Vec<Option<String>>],
) -> Result<(Stored, Vec<Accepted>), StoreError> {
    read(id, rows, true)
}

fn read(id: DisputeId, rows: &[Vec<Option<String>>], with_all: bool) -> Result<(Stored, Vec<Accepted>), StoreError> {
    let column = |row: usize, at: usize| rows.get(row).and_then(|row| row.get(at)).and_then(Option::as_deref);
    let damaged = |message: String, hint: String| StoreError::Damaged { faults: vec![fault(id, message, hint)] };
    let as_a_whole = |message: String| damaged(message, by_the_owner(id));
    let format = column(0, 1).and_then(|format| format.parse().ok()).unwrap_or(FORMAT);
    if format > FORMAT {
        return Err(StoreError::Newer { id, format });
    }
    let header = column(0, 8).ok_or_else(|| as_a_whole("its first event is missing".to_string()))?;
    let header = read_header(header).map_err(|wrong| as_a_whole(format!("the header can't be read: {wrong}")))?;
    if header.id != id {
        return Err(as_a_whole(format!("the id is `{}`, but the row is that of `{id}`", header.id)));
    }
    let (mut entries, mut seals, mut void) = (Vec::new(), Vec::new(), Vec::new());
    let digest = |row: usize| column(row, 6).and_then(|digest| digest.parse::<Digest>().ok());
    for (row, expected) in (0..rows.len()).zip((1_u32..).map(EntryNumber::from)) {
        let body = column(row, 7).ok_or_else(|| as_a_whole("there are no events".to_string()))?;
        if column(row, 4) != Some(expected.to_string().as_str()) {
            return Err(as_a_whole(format!("event {expected} is missing")));
        }
        let read =
            read_entry(body, column(row, 5) == Some("t")).and_then(|(entry, seal)| match entry.number == expected {
                true => Ok((entry, seal)),
                false => Err(format!("its text is that of an event {}", entry.number)),
            });
        let (entry, seal) = match read {
            Ok(read) => read,
            Err(wrong) => {
                let message = format!("event {expected} can't be read: {wrong}");
                let prev = row.checked_sub(1).and_then(digest);
                let stand_in = prev.and_then(|prev| StandIn::of(body, &entries, prev));
                let stand_in = stand_in.ok_or_else(|| as_a_whole(message.clone()))?;
                let later = (row + 1..rows.len()).filter_map(|row| column(row, 7));
                match (stand_in.is_accepted(later), with_all) {
                    (true, _) => {}
                    (false, true) => void.push(stand_in.accepted),
                    (false, false) => return Err(damaged(message, to_accept(id))),
                }
                (stand_in.entry, stand_in.seal)
            }
        };
        entries.push(entry);
        seals.push(seal);
    }
    let last = digest(rows.len().saturating_sub(1));
    let last = last.ok_or_else(|| as_a_whole("the digest of its last event is none".to_string()))?;
    let revision = Revision::new(entries.len() as u64, last.bytes());
    let stored =
        Stored { record: Record { header, entries }, revision, filed: filed(column(0, 3)), newer: None, seals };
    Ok((stored, void))
}

/// What to do about an event that can't be read.
fn to_accept(id: DisputeId) -> String {
    format!(
        "somebody added it by hand, and `SELECT typed_by, typed_at FROM iro.event WHERE record = {}` says who; no row is ever \
         changed, but `iro doctor --accept {id} --reason TEXT` notes that it counts for nothing, and the record can be used again",
        key(id)
    )
}

/// What to do about a record that can't be read at all.
fn by_the_owner(id: DisputeId) -> String {
    format!(
        "compare its rows with a backup: `SELECT * FROM iro.event WHERE record = {}`; how the store's owner takes away what \
         somebody added by hand is on the administrator's page, docs/store-on-postgresql.md",
        key(id)
    )
}

/// Groups rows by record, in the order of the ids.
pub(super) fn by_record(rows: &Rows) -> impl Iterator<Item = (DisputeId, &[Vec<Option<String>>])> {
    let same = |one: &Vec<Option<String>>, other: &Vec<Option<String>>| one.first() == other.first();
    rows.chunk_by(same).filter_map(|rows| Some((id(rows[0].first()?.as_deref()?)?, rows)))
}

fn fault(id: DisputeId, message: String, hint: String) -> Fault {
    Fault::whole(name(id), Severity::Error, DAMAGED_ROWS, message, Some(hint))
}

/// The ledger that these rows make, with the digest and the text of a line each.
pub(super) fn ledger_of(rows: &Rows) -> Ledger {
    let mut text = String::new();
    for row in rows {
        let column = |at: usize| row.get(at).and_then(Option::as_deref).unwrap_or_default();
        let (borne, body) = (column(0), column(1).replace('\n', " "));
        text.extend([borne, " ", &body, "\n"]);
    }
    // Reading from memory can't fail.
    Ledger::read(text.as_bytes()).unwrap_or_default()
}
