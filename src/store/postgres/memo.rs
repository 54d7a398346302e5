//! What is remembered of records, as rows of a table. The facts are fetched together with the list of records, the
//! texts when they are shown. A row counts only if it has the record's present digest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;

use super::content::{self, key, keys};
use super::statement::{Statement, Value};
use super::wire::{Rows, Wire, quoted, unhex};
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::same_name::NameKey;
use crate::domain::time::{Date, parse_date};
use crate::store::contract::Shown;
use crate::store::error::StoreError;
use crate::store::memo::{Memo, Names, RecordFacts, Span, Spot, Texts};
use crate::store::policies::changed::Changed;
use crate::store::records::{Among, Listed, Which};

/// What was fetched with a listing, by record and basis.
pub(super) type Remembered = BTreeMap<Key, OfRecord>;

/// The record, and the checksum of the basis.
type Key = (DisputeId, u64);

/// What is known of a record, for the state that has this digest.
#[derive(Debug, Clone)]
pub(super) struct OfRecord {
    digest: Vec<u8>,
    known: RecordFacts,
    /// The text that shows the record, if it was fetched along with the list.
    pub(super) text: Option<Vec<u8>>,
}

/// How many texts are fetched at a time.
const TOGETHER: usize = 500;

/// How many texts are kept in memory before more are fetched.
const KEPT_AT_ONCE: usize = 4 * TOGETHER;

const COLUMNS: &str = "basis, record, digest, kind, raised_on, closed_on, due, earliest, waits, dateless, changed, written_from, \
     written_to, holds_from, holds_to, over_on, child, view, facts";

/// Up to this many texts are fetched along with the list, which is quicker than a second query.
const FEW: usize = 300;

/// A query for the heads of these records, each with what is remembered of the record.
pub(super) fn question(among: Among<'_>, shown: Shown) -> String {
    // A query for all records must also find one whose head is missing.
    let every = "SELECT r.id AS record, h.filed, h.digest FROM iro.record r LEFT JOIN iro.head h ON h.record = r.id";
    let all = "LEFT JOIN iro.memo m ON m.record = h.record AND m.digest = h.digest";
    // `OFFSET 0` makes the planner look each record up by the index. Otherwise it may read the rows of all records, closed
    // ones too, to find those of a few.
    let each =
        "LEFT JOIN LATERAL (SELECT * FROM iro.memo WHERE record = h.record AND digest = h.digest OFFSET 0) m ON true";
    let (head, memo, texts) = match among {
        Among::OfChildren(children) => (format!("{every} WHERE {}", of_children(children)), all, "NULL".to_string()),
        Among::Filed(which) => match filter(which) {
            None => (every.to_string(), all, "NULL".to_string()),
            Some(filter) => {
                (format!("SELECT record, filed, digest FROM iro.head WHERE {filter}"), each, texts(filter, shown))
            }
        },
    };
    format!(
        "SELECT h.record, h.filed, h.digest, m.basis, m.kind, m.raised_on, m.closed_on, m.due, m.earliest, m.waits, \
         m.dateless, m.written_from, m.written_to, m.holds_from, m.holds_to, m.over_on, m.child, m.changed, {texts} \
         FROM ({head}) h {memo} ORDER BY h.record;"
    )
}

/// The texts to fetch along with the list: those that will be shown, unless they are many.
fn texts(filter: &str, shown: Shown) -> String {
    let few = match shown {
        Shown::None => return "NULL".to_string(),
        Shown::All => {
            format!("(SELECT count(*) FROM (SELECT FROM iro.head WHERE {filter} LIMIT {FEW} + 1) few) <= {FEW}")
        }
        Shown::Due(latest) => {
            let comes_up = comes_up_by(latest);
            format!(
                "({comes_up}) AND count(*) FILTER (WHERE {comes_up}) OVER (ORDER BY h.record ROWS UNBOUNDED PRECEDING) <= {FEW}"
            )
        }
    };
    format!("CASE WHEN {few} THEN encode(m.view, 'hex') END")
}

/// What `RecordFacts::comes_up_by` says, in SQL.
fn comes_up_by(latest: Option<Date>) -> String {
    let is_due = match latest {
        Some(latest) => format!("m.earliest <= {}::date", written(latest)),
        None => "m.earliest IS NOT NULL".to_string(),
    };
    format!(
        "{is_due} OR m.kind = 'dispute' AND m.waits AND (m.due IS NULL OR m.dateless) \
         OR m.changed IS NOT NULL AND m.closed_on IS NULL"
    )
}

/// The SQL condition for the heads of these records; `None` for all records.
pub(super) fn filter(which: Which) -> Option<&'static str> {
    match which {
        Which::All => None,
        Which::Open => Some("filed = 'open'"),
        Which::Waiting => Some("filed <> 'closed'"),
        Which::Closed => Some("filed <> 'open'"),
    }
}

/// The expression of the index `record_child`; it must be the same as there.
const DIGITS_OF_CHILD: &str = "CASE WHEN octet_length(body) > char_length(body) OR strpos(body, '\\') > 0 THEN NULL \
     ELSE coalesce(regexp_replace(substring(body from '\"child\":\"([^\"]*)\"'), '[^0-9]', '', 'g'), '') END";

/// The condition of the index `event_child`. `LIKE` lets the planner estimate that few events match.
const PUTS_A_CHILD: &str = "body LIKE '%\"event\":\"corrected\"%\"child\":%'";

/// Three conditions that can each use an index; joined by `OR`, they would make the planner read every record.
fn of_children(children: &[String]) -> String {
    let digits = |child: &String| {
        let key = NameKey::of(child);
        quoted(&key.as_str().chars().filter(char::is_ascii_digit).collect::<String>())
    };
    let digits: Vec<String> = children.iter().map(digits).collect();
    format!(
        "r.id IN (SELECT id FROM iro.record WHERE ({DIGITS_OF_CHILD}) IN ({}) \
         UNION ALL SELECT id FROM iro.record WHERE ({DIGITS_OF_CHILD}) IS NULL \
         UNION ALL SELECT record FROM iro.event WHERE {PUTS_A_CHILD})",
        digits.join(", ")
    )
}

/// The heads of these records, and what is remembered of them.
pub(super) fn listing(wire: &Wire, among: Among<'_>, shown: Shown) -> Result<(Rows, Remembered), StoreError> {
    let mut rows = wire.rows(&question(among, shown))?;
    let remembered = rows.iter().filter_map(|row| remembered(row)).collect();
    rows.dedup_by(|one, other| one.first() == other.first());
    Ok((rows, remembered))
}

fn remembered(row: &[Option<String>]) -> Option<(Key, OfRecord)> {
    let text = |at: usize| row.get(at)?.as_deref();
    let day = |at: usize| text(at).map(date);
    let flag = |at: usize| Some(text(at)? == "t");
    let kind = match text(4)? {
        "dispute" => Kind::Dispute,
        "praise" => Kind::Praise,
        _ => return None,
    };
    let known = RecordFacts {
        kind,
        raised_on: day(5)??,
        closed_on: day(6).flatten(),
        due: day(7).flatten(),
        earliest: day(8).flatten(),
        waits: flag(9)?,
        asked: if flag(9)? { Names::ANYBODY } else { Names::default() },
        dateless: flag(10)?,
        policy_changed: match text(17) {
            None => None,
            Some("goes-on") => Some(Changed::GoesOn),
            Some(_) => Some(Changed::Lost),
        },
        written: Span { from: day(11)??, to: day(12)?? },
        holds: Span { from: day(13)??, to: day(14)?? },
        over_on: day(15).flatten(),
        child: text(16)?.parse::<i64>().ok()?.cast_unsigned(),
    };
    let basis = text(3)?.parse::<i64>().ok()?.cast_unsigned();
    let of_record = OfRecord { digest: unhex(text(2)?)?, known, text: text(18).and_then(unhex) };
    Some(((content::id(text(0)?)?, basis), of_record))
}

pub(super) struct PostgresMemo {
    wire: Arc<Wire>,
    basis: u64,
    rows: Remembered,
    /// Whether this login may write what is learnt.
    may_write: bool,
    /// The record that each `Spot` stands for.
    spots: Vec<DisputeId>,
    /// The records whose texts will be asked for, in that order.
    shown: Vec<DisputeId>,
    /// What was learnt and not yet written, in the order of the list.
    learnt: Vec<(Listed, RecordFacts)>,
    /// The texts fetched so far; `None` for a record that has none.
    texts: Mutex<BTreeMap<DisputeId, Option<Vec<u8>>>>,
    facts: BTreeMap<DisputeId, String>,
}

impl PostgresMemo {
    pub(super) fn of(wire: Arc<Wire>, basis: u64, mut rows: Remembered, may_write: bool) -> PostgresMemo {
        rows.retain(|(_, of), _| *of == basis);
        let texts = rows.iter_mut().filter_map(|((id, _), one)| Some((*id, Some(one.text.take()?)))).collect();
        PostgresMemo {
            wire,
            basis,
            rows,
            may_write,
            spots: Vec::new(),
            shown: Vec::new(),
            learnt: Vec::new(),
            texts: Mutex::new(texts),
            facts: BTreeMap::new(),
        }
    }

    fn spot(&mut self, id: DisputeId) -> Spot {
        self.spots.push(id);
        Spot(self.spots.len() - 1)
    }

    /// Fetches the texts of these records, and some of those that will be shown next: several threads show records, and
    /// the first to need a text fetches for the others too.
    fn fetch(&self, mut all: Vec<DisputeId>, texts: &mut BTreeMap<DisputeId, Option<Vec<u8>>>) {
        let at = all.last().and_then(|last| self.shown.iter().position(|id| id == last));
        let (before, after) = self.shown.split_at(at.unwrap_or_default());
        let lacking: BTreeSet<DisputeId> = all.iter().copied().collect();
        let others = after.iter().chain(before).copied();
        let next = others.filter(|id| !texts.contains_key(id) && !lacking.contains(id));
        all.extend(next.take(TOGETHER.saturating_sub(lacking.len())));
        for some in all.chunks(TOGETHER) {
            texts.extend(some.iter().map(|id| (*id, None)));
            let question = format!(
                "SELECT m.record, encode(m.view, 'hex') FROM iro.memo m JOIN iro.head h ON h.record = m.record \
                 AND h.digest = m.digest WHERE m.basis = {} AND m.record IN ({});",
                self.basis.cast_signed(),
                keys(some)
            );
            for row in self.wire.rows(&question).unwrap_or_default() {
                if let [Some(record), Some(text)] = row.as_slice()
                    && let Some((id, text)) = content::id(record).zip(unhex(text))
                {
                    texts.insert(id, Some(text));
                }
            }
        }
    }

    /// Writes what was learnt since the last time. A failure costs only time.
    fn write(&mut self) {
        let texts = self.texts.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut statement = Statement::default();
        let rows = self.learnt.iter().filter_map(|(listed, known)| {
            let text = texts.get(&listed.id)?.as_deref()?;
            row(self.basis, listed, known, text, self.facts.get(&listed.id), &mut statement)
        });
        let rows: Vec<String> = rows.collect();
        if !rows.is_empty() {
            let updated = COLUMNS.split(", ").filter(|column| !["basis", "record"].contains(&column.trim()));
            let updated: Vec<String> = updated.map(|column| format!("{column} = excluded.{column}")).collect();
            statement.add(format!(
                "INSERT INTO iro.memo ({COLUMNS}) VALUES {} ON CONFLICT (record, basis) DO UPDATE SET {}, learnt_at = now()",
                rows.join(", "),
                updated.join(", ")
            ));
            let ids: Vec<DisputeId> = self.learnt.iter().map(|(listed, _)| listed.id).collect();
            statement.add(format!(
                "DELETE FROM iro.memo WHERE record IN ({}) AND basis <> {} AND learnt_at < now() - interval '14 days'",
                keys(&ids),
                self.basis.cast_signed()
            ));
            let mut line = self.wire.line();
            // If it can't be written, nothing is remembered.
            let _unsaid = line.same_client().map(|client| client.query_typed(&statement.sql(), &statement.values()));
        }
        self.learnt.clear();
        self.facts.clear();
        if texts.len() > KEPT_AT_ONCE {
            texts.clear();
        }
    }
}

/// A row of `COLUMNS`; its text and facts are added as values of the statement.
fn row(
    basis: u64,
    listed: &Listed,
    known: &RecordFacts,
    text: &[u8],
    facts: Option<&String>,
    statement: &mut Statement,
) -> Option<String> {
    let digest = HEXLOWER.encode(&listed.state?.0);
    let kind = match known.kind {
        Kind::Dispute => "dispute",
        Kind::Praise => "praise",
    };
    let maybe = |day: Option<Date>| day.map_or_else(|| "NULL".to_string(), written);
    let changed = match known.policy_changed {
        None => "NULL",
        Some(Changed::GoesOn) => "'goes-on'",
        Some(Changed::Lost) => "'lost'",
    };
    let view = statement.value(Value::Bytes(text.to_vec()));
    let facts = match facts {
        Some(facts) => format!("{}::jsonb", statement.value(Value::Text(facts.clone()))),
        None => "NULL".to_string(),
    };
    Some(format!(
        "({}, {}, '{digest}', '{kind}', {}::date, {}::date, {}::date, {}::date, {}, {}, {changed}, {}::date, {}::date, {}::date, \
         {}::date, {}::date, {}, {view}, {facts})",
        basis.cast_signed(),
        key(listed.id),
        written(known.raised_on),
        maybe(known.closed_on),
        maybe(known.due),
        maybe(known.earliest),
        known.waits,
        known.dateless,
        written(known.written.from),
        written(known.written.to),
        written(known.holds.from),
        written(known.holds.to),
        maybe(known.over_on),
        known.child.cast_signed(),
    ))
}

impl Memo for PostgresMemo {
    fn find(&mut self, listed: &Listed) -> Option<(RecordFacts, Option<Spot>)> {
        let OfRecord { digest, known, .. } = self.rows.get(&(listed.id, self.basis))?;
        let known = (digest.as_slice() == listed.state?.0).then(|| known.clone())?;
        Some((known, Some(self.spot(listed.id))))
    }

    fn texts(&self, spots: &[Option<Spot>]) -> Texts {
        let ids: Vec<Option<DisputeId>> = spots.iter().map(|spot| self.spots.get((*spot)?.0).copied()).collect();
        let mut known = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > KEPT_AT_ONCE {
            let wanted: BTreeSet<DisputeId> = ids.iter().flatten().copied().collect();
            known.retain(|id, _| wanted.contains(id));
        }
        let lacking: Vec<DisputeId> = ids.iter().flatten().copied().filter(|id| !known.contains_key(id)).collect();
        if !lacking.is_empty() {
            self.fetch(lacking, &mut known);
        }
        let mut texts = Texts::default();
        for id in ids {
            let Some(text) = id.and_then(|id| known.get(&id)?.as_deref()) else {
                texts.add_missing(1);
                continue;
            };
            let from = texts.bytes.len();
            texts.bytes.extend_from_slice(text);
            texts.places.push(Some(from..texts.bytes.len()));
        }
        texts
    }

    /// Learns only records with a text: whoever keeps facts has made the text anyway.
    fn learn(&mut self, listed: &Listed, known: &RecordFacts, text: Option<&[u8]>) -> Option<Spot> {
        if self.learnt.len() >= TOGETHER {
            self.write();
        }
        let text = text.filter(|_| self.may_write && listed.state.is_some())?;
        self.learnt.push((*listed, known.clone()));
        self.texts.get_mut().unwrap_or_else(PoisonError::into_inner).insert(listed.id, Some(text.to_vec()));
        Some(self.spot(listed.id))
    }

    fn will_show(&mut self, spots: &[Spot]) {
        self.shown = spots.iter().filter_map(|spot| self.spots.get(spot.0).copied()).collect();
    }

    fn takes_facts(&self) -> bool {
        self.may_write
    }

    /// Facts with a NUL character, which PostgreSQL can't store, are ignored; nobody counts by them.
    fn take_facts(&mut self, of: DisputeId, json: String) {
        if !json.contains("\\u0000") {
            self.facts.insert(of, json);
        }
    }

    fn save(&mut self) {
        self.write();
        self.rows.clear();
    }
}

/// A date as an SQL literal; the first and the last possible date become infinity.
fn written(day: Date) -> String {
    match day {
        Date::MIN => "'-infinity'".to_string(),
        Date::MAX => "'infinity'".to_string(),
        day => format!("'{day}'"),
    }
}

fn date(written: &str) -> Option<Date> {
    match written {
        "-infinity" => Some(Date::MIN),
        "infinity" => Some(Date::MAX),
        day => parse_date(day).ok(),
    }
}
