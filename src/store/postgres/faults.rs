//! Faults of a store in a database that aren't a fault of one record: rows that contradict each other, and tables that
//! aren't as this program makes them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::PostgresStore;
use super::catalogue::Differences;
use super::content::{id, ledger_of, name};
use super::wire::{COPYING, Wire, as_raised, newest, quoted, rows, unhex};
use super::write::STAMP;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::same_name::is_same;
use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, LineKind, why_purged};
use crate::store::policies::kept::fits_name;
use crate::store::server_rule::ServerRule;
use crate::store::small_files::{SmallFiles, lies_inside};
use crate::store::tombstone::Tombstone;

/// SQL: whether a row `e` was recorded here rather than copied from another store. While a copy is unfinished, nothing
/// else is written.
pub(super) fn typed_here() -> String {
    format!(
        "NOT EXISTS (SELECT FROM iro.kept b WHERE b.name = '{COPYING}' AND octet_length(b.bytes) > 0 \
         AND e.typed_at >= b.typed_at AND NOT EXISTS (SELECT FROM iro.kept f WHERE f.name = '{COPYING}' \
         AND f.version > b.version AND octet_length(f.bytes) = 0 AND f.typed_at < e.typed_at))"
    )
}

/// Everything inconsistent, with record and event: events whose digest is not that of their text, or whose `prev` is
/// not the digest before, unless a later event accepts that one as it is; the same for headers; heads that differ from the
/// last event; a `tip` that differs from the ledger.
const WRONG: &str = "SELECT record, number, 'digest' FROM iro.event \
     WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex') ORDER BY record, number; \
     SELECT id, 0, 'digest' FROM iro.record WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex') ORDER BY id; \
     SELECT record, number, 'prev' FROM (SELECT e.record, e.number, e.prev, \
     coalesce(lag(e.digest) OVER (PARTITION BY e.record ORDER BY e.number), r.digest) AS before \
     FROM iro.event e JOIN iro.record r ON r.id = e.record) e WHERE prev <> before AND NOT EXISTS (SELECT FROM iro.event a \
     WHERE a.record = e.record AND a.number >= e.number \
     AND strpos(a.body, '{\"digest\":\"' || e.before || '\",\"event\":' || e.number - 1 || '}') > 0) ORDER BY record, number; \
     SELECT r.id, h.events, e.number FROM iro.record r LEFT JOIN iro.head h ON h.record = r.id \
     LEFT JOIN (SELECT DISTINCT ON (record) record, number, digest FROM iro.event ORDER BY record, number DESC) e \
     ON e.record = r.id WHERE h.digest IS DISTINCT FROM e.digest OR h.events IS DISTINCT FROM e.number ORDER BY r.id; \
     SELECT t.line, coalesce(l.line, 0), k.line, t.line <= l.line FROM (SELECT) one LEFT JOIN iro.tip t ON true \
     LEFT JOIN (SELECT line, borne FROM iro.ledger ORDER BY line DESC LIMIT 1) l ON true \
     LEFT JOIN iro.ledger k ON k.line = t.line AND k.borne = t.borne \
     WHERE t.line IS NULL OR t.line <> coalesce(l.line, 0) OR t.borne <> coalesce(l.borne, repeat('0', 32));";

/// Faults of the tables, and of rows that are not a fault of a record itself.
pub(super) fn faults(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let FaultsOfRows { heads, tip, others } = FaultsOfRows::of(wire)?;
    let mut faults: Vec<Fault> = heads.into_iter().map(of_head).chain(tip).chain(others).collect();
    faults.extend(Differences::of(wire)?.faults());
    Ok(faults)
}

/// Faults of rows that are not a fault of a record itself.
pub(super) struct FaultsOfRows {
    /// The records whose row in `head` differs from their events.
    pub(super) heads: BTreeSet<DisputeId>,
    /// That `tip` doesn't name the last line of the ledger, so that nobody can write.
    pub(super) tip: Option<Fault>,
    /// All others: nothing that the program derives can put them right.
    pub(super) others: Vec<Fault>,
}

impl FaultsOfRows {
    /// # Errors
    /// The store can't be asked.
    pub(super) fn of(wire: &Wire) -> Result<FaultsOfRows, StoreError> {
        let answer = wire
            .ask(&format!("{WRONG} SELECT name, count(*), max(version) FROM iro.kept GROUP BY name ORDER BY name;"))?;
        let rows = |at| rows(&answer, at);
        let mut faults = Vec::new();
        for (at, said) in [
            (0, "is not what its digest was taken of: the row was changed behind the program's back"),
            (1, "is not what its digest was taken of: the row was changed behind the program's back"),
            (2, "doesn't name the one before it as it is: a row was added or changed behind the program's back"),
        ] {
            for row in rows(at) {
                let [Some(record), Some(number), _] = row.as_slice() else { continue };
                let Some(id) = id(record) else { continue };
                let what = if number == "0" { "the header".to_string() } else { format!("event {number}") };
                let hint = "compare it with a backup before you change anything";
                faults.push(fault(id, Severity::Error, "row-changed", format!("{what} {said}"), hint));
            }
        }
        faults.extend(rows(5).iter().filter_map(|row| misplaced(row)));
        faults.extend(stamped_otherwise(wire)?);
        faults.extend(typed_for_another(wire)?);
        faults.extend(tombstones(wire)?);
        faults.extend(kept_policies(wire)?);
        let heads = rows(3).iter().filter_map(|row| id(row.first()?.as_deref()?)).collect();
        Ok(FaultsOfRows { heads, tip: rows(4).first().map(|row| astray(row)), others: faults })
    }
}

fn of_head(id: DisputeId) -> Fault {
    let message = "what the table `head` says of this record is not what its events say".to_string();
    fault(id, Severity::Error, "head", message, "`iro doctor --repair` puts that right")
}

/// A small file under an impossible name, or with versions missing.
fn misplaced(row: &[Option<String>]) -> Option<Fault> {
    let [Some(name), Some(there), Some(newest)] = row else { return None };
    let (message, hint) = match () {
        () if !lies_inside(name) => (
            format!("a file is kept under the name `{name}`, which would lie outside of a store"),
            "the program gives no such name: ask your database administrator who wrote it".to_string(),
        ),
        () if there != newest => (
            format!(
                "of `{name}` there are {there} versions, and the newest is {newest}: rows were removed or added by hand"
            ),
            format!("`SELECT version, typed_by, typed_at FROM iro.kept WHERE name = {}`", quoted(name)),
        ),
        () => return None,
    };
    Some(kept_wrongly(message, hint))
}

/// Events that the ledger says were typed by another login or at another time. Lines that older versions wrote don't say
/// it, and a copied event has the stamps of whoever copied it.
fn stamped_otherwise(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let rows = wire.rows(&format!(
        "WITH line AS (SELECT line, record, write_id, body, split_part(body, ' ', 4) AS digest, \
         CASE WHEN split_part(body, ' ', 3) ~ '^[0-9]{{1,9}}$' THEN split_part(body, ' ', 3)::integer END AS events \
         FROM iro.ledger WHERE record > 0), \
         written AS (SELECT *, coalesce(lag(events) OVER (PARTITION BY record ORDER BY line), 0) AS before FROM line) \
         SELECT e.record, e.number, e.typed_by, e.at, l.body FROM written l \
         JOIN iro.event last ON last.record = l.record AND last.number = l.events AND last.digest = l.digest \
         JOIN (SELECT record, number, write_id, typed_by, typed_at, \
         to_char(typed_at AT TIME ZONE 'UTC', '{STAMP}') AS at FROM iro.event) e \
         ON e.record = l.record AND e.number > l.before AND e.number <= l.events \
         AND (e.number = l.events OR e.write_id = l.write_id) \
         WHERE l.body LIKE 'wrote % {{\"at\":\"%' AND right(l.body, 1) = '}}' AND strpos(l.body, \
         ' {{\"at\":\"' || e.at || '\",\"login\":' || to_json(e.typed_by)::text || '}}') = 0 AND {} \
         ORDER BY e.record, e.number;",
        typed_here()
    ))?;
    let fault = |row: &Vec<Option<String>>| {
        let [Some(record), Some(number), Some(login), Some(at), Some(line)] = row.as_slice() else { return None };
        let said: Value = line.splitn(5, ' ').nth(4).and_then(|said| serde_json::from_str(said).ok())?;
        let said = |key: &str| said.get(key).and_then(Value::as_str).unwrap_or("?").to_string();
        let message = format!(
            "event {number} was typed by the login `{}` at {}, as the ledger says, and its row says `{login}` at {at}: it was \
             changed behind the program's back",
            said("login"),
            said("at")
        );
        Some(fault(
            id(record)?,
            Severity::Error,
            "row-changed",
            message,
            "compare it with a backup before you change anything",
        ))
    };
    Ok(rows.iter().filter_map(fault).collect())
}

/// Events by another name than their login's.
fn typed_for_another(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let rows = wire.rows(&format!(
        "SELECT e.record, e.number, e.body::jsonb ->> 'by', e.typed_by, p.name FROM iro.event e \
         JOIN iro.person p ON p.login = e.typed_by WHERE e.body::jsonb ->> 'by' <> ALL (p.earlier || p.name) AND {} \
         ORDER BY e.record, e.number;",
        typed_here()
    ));
    let rows = match rows {
        // The text of an event is no JSON, which is a fault of its record.
        Err(StoreError::Server { rule: ServerRule::Database, .. }) => return Ok(Vec::new()),
        rows => rows?,
    };
    let fault = |row: &Vec<Option<String>>| {
        let [Some(record), Some(number), Some(by), Some(login), Some(name)] = row.as_slice() else { return None };
        let id = id(record).filter(|_| !is_same(by, name))?;
        let message = format!("event {number} is named for {by}, and {name} typed it (the login `{login}`)");
        let hint = "ask them whether it was agreed; `iro log` shows it beside the event";
        Some(fault(id, Severity::Warning, "typed-for-another", message, hint))
    };
    Ok(rows.iter().filter_map(fault).collect())
}

/// Policies that records were made under and that are another one now. No digest holds these files, but their names do.
fn kept_policies(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let rows = wire.rows(&format!(
        "SELECT DISTINCT ON (name) name, version, encode(bytes, 'hex'), typed_by FROM iro.kept WHERE {} \
         ORDER BY name, version DESC;",
        as_raised()
    ))?;
    let mut faults = Vec::new();
    for row in &rows {
        let [Some(name), Some(version), Some(bytes), Some(login)] = row.as_slice() else { continue };
        if unhex(bytes).is_some_and(|bytes| fits_name(name, &bytes)) {
            continue;
        }
        let used = wire.kept_beside(name)?.get(name).is_some_and(|used| fits_name(name, used));
        let (then, hint) = match used {
            true => ("an earlier version goes on being used", "`iro doctor --repair` makes that one the newest again"),
            false => ("no earlier version is, either", "ask your database administrator to take it from a backup"),
        };
        let message = format!(
            "version {version} of `{name}` is not the policy that disputes were raised under: it was changed by hand, by \
             the login `{login}` or by a superuser; {then}"
        );
        faults.push(kept_wrongly(message, hint.to_string()));
    }
    Ok(faults)
}

/// Makes the right version of such policies the newest again. False if none was wrong.
pub(super) fn repair_kept(store: &PostgresStore) -> Result<bool, StoreError> {
    let rows = store.wire.rows(&newest(&as_raised()))?;
    let mut repaired = false;
    for row in &rows {
        let [Some(name), Some(newest), _] = row.as_slice() else { continue };
        let Some(used) = store.kept(name)?.filter(|used| fits_name(name, used)) else { continue };
        if unhex(newest).as_ref() != Some(&used) {
            store.keep(name, &mut |_| Some(used.clone()))?;
            repaired = true;
        }
    }
    Ok(repaired)
}

/// The fault of a small file that can't be right.
fn kept_wrongly(message: String, hint: String) -> Fault {
    Fault::whole("kept", Severity::Error, "kept", message, Some(hint))
}

/// Tombstones that `purge` did not write: whoever may write one can delete the record's evidence by hand.
fn tombstones(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let answer = wire.ask(&format!(
        "SELECT e.record, e.body, e.typed_by, EXISTS (SELECT FROM iro.record r WHERE r.id = e.record), {} \
         FROM iro.tombstone e ORDER BY e.record; \
         SELECT borne, body FROM iro.ledger WHERE record IN (SELECT record FROM iro.tombstone) ORDER BY line;",
        typed_here()
    ))?;
    let ledger = ledger_of(rows(&answer, 1));
    let forged = |row: &Vec<Option<String>>| {
        let [Some(record), Some(body), Some(login), Some(there), Some(here)] = row.as_slice() else { return None };
        let id = id(record)?;
        let (message, hint) = forged(id, body, there == "t", here == "t", &ledger)?;
        let message = format!("{message}: the tombstone was written by hand (the login `{login}`)");
        Some(fault(id, Severity::Error, "tombstone", message, &hint))
    };
    Ok(rows(&answer, 0).iter().filter_map(forged).collect())
}

/// What shows that a tombstone was written by hand, and what to do; `None` if nothing does.
fn forged(id: DisputeId, body: &str, there: bool, here: bool, ledger: &Ledger) -> Option<(String, String)> {
    if there {
        let message = "it has a tombstone and is there all the same, so that it can be deleted".to_string();
        return Some((message, "a superuser takes the tombstone away before somebody does".to_string()));
    }
    let line = ledger.gone.get(&id);
    if line.is_some_and(|line| line.what == LineKind::Accepted) {
        return None;
    }
    let hint =
        format!("take the record from a backup; if it is meant to be gone, `iro doctor --accept {id} --reason TEXT`");
    let Some(tombstone) = serde_json::from_str::<Tombstone>(body).ok().filter(|tombstone| tombstone.id == id) else {
        return Some(("it was removed, and its tombstone can't be read or is another's".to_string(), hint));
    };
    let more = why_purged(&tombstone);
    match line {
        Some(line) if line.what == LineKind::Purged && line.more.as_ref() == Some(&more) => None,
        Some(line) if line.what == LineKind::Purged && (here || line.more.is_some()) => Some((
            "it was removed, and the ledger gives another time, name or reason than its tombstone".to_string(),
            hint,
        )),
        // A folder can have a tombstone whose line was lost when a command was stopped.
        _ if !here => None,
        _ => Some(("it was removed, and the ledger has no line that says so".to_string(), hint)),
    }
}

/// The fault of a `tip` that doesn't name the last line of the ledger: nobody can write.
fn astray(row: &[Option<String>]) -> Fault {
    let column = |at: usize| row.get(at).and_then(Option::as_deref);
    let last = column(1).unwrap_or_default();
    let (message, hint) = match (column(0), column(2)) {
        (None, _) => (
            "nobody can write: the row of `tip`, which writers lock, is gone".to_string(),
            "whoever owns the store puts it back with `iro doctor --repair`",
        ),
        (Some(tip), Some(_)) | (Some(tip @ "0"), None) => (
            format!(
                "nobody can write: `tip` names line {tip} of the ledger and its last line is {last}, so that somebody put the one \
                 back or added to the other by hand"
            ),
            "`iro doctor --repair` puts that right",
        ),
        (Some(tip), None) if column(3) == Some("t") => (
            format!(
                "nobody can write: `tip` names line {tip} of the ledger by a digest that it has not, and its last line is {last}: \
                 `tip` or lines were changed by hand"
            ),
            "compare with a backup, and with the head that an earlier report gave; then `iro doctor --repair`",
        ),
        (Some(tip), None) => (
            format!(
                "nobody can write: `tip` names a line {tip} that the ledger, which ends with line {last}, does not have: lines \
                 were removed, or `tip` was changed by hand"
            ),
            "compare with a backup, and with the head that an earlier report gave; then `iro doctor --repair`",
        ),
    };
    Fault::whole("ledger", Severity::Error, "ledger", message, Some(hint.to_string()))
}

fn fault(id: DisputeId, severity: Severity, rule: &str, message: String, hint: &str) -> Fault {
    Fault::whole(name(id), severity, rule, message, Some(hint.to_string()))
}
