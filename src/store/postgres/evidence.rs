//! Implements `Evidence` for a database.

use std::collections::{BTreeMap, BTreeSet};

use super::connect::described;
use super::content::{self, id, key, ledger_of};
use super::faults::typed_here;
use super::records::{last_event, put_events};
use super::statement::Value;
use super::wire::rows;
use super::{PostgresStore, doctor, failure, faults, repair_ledger};
use crate::domain::fault::Fault;
use crate::domain::id::DisputeId;
use crate::domain::terms::EntryNumber;
use crate::domain::text::{each_once, one_line};
use crate::domain::time::Moment;
use crate::store::chain::RecordPart;
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, LineKind, why, why_purged};
use crate::store::policies::PolicyBook;
use crate::store::records::{Filed, Found, Revision, Typist, Where};
use crate::store::server_rule::ServerRule;
use crate::store::tamper::{Acceptance, Sign, acceptance, acceptance_of_void, signs_of, to_accept};
use crate::store::tombstone::Tombstone;

/// Every line of the ledger, in order.
const LEDGER: &str = "SELECT borne, body FROM iro.ledger ORDER BY line;";

impl Evidence for PostgresStore {
    fn copies(&self, ids: &[DisputeId]) -> Result<Vec<Result<Vec<Found>, StoreError>>, StoreError> {
        let found = |(id, stored): (&DisputeId, Result<_, StoreError>)| match stored {
            Err(StoreError::NotFound { .. } | StoreError::Purged(_)) => Ok(Vec::new()),
            stored => {
                let filed = stored.as_ref().map_or(Filed::Open, |stored: &crate::store::Stored| stored.filed);
                Ok(vec![Found { at: self.belongs(*id, filed), stored }])
            }
        };
        Ok(ids.iter().zip(self.load_all(ids)?).map(found).collect())
    }

    fn belongs(&self, id: DisputeId, filed: Filed) -> Where {
        Where { id, name: content::name(id), filed, in_place: true }
    }

    fn ledger(&self) -> Result<Ledger, StoreError> {
        Ok(ledger_of(&self.wire.rows(LEDGER)?))
    }

    fn ledger_name(&self) -> String {
        "ledger".to_string()
    }

    fn removed(&self) -> Result<Vec<Tombstone>, StoreError> {
        self.tombstones(None)
    }

    fn removed_ids(&self) -> Result<Vec<DisputeId>, StoreError> {
        let rows = self.wire.rows("SELECT record FROM iro.tombstone ORDER BY record;")?;
        Ok(rows.iter().filter_map(|row| id(row.first()?.as_deref()?)).collect())
    }

    fn typists(&self, id: DisputeId) -> Result<BTreeMap<EntryNumber, Typist>, StoreError> {
        let rows = self.wire.rows(&format!(
            "SELECT e.number, e.typed_by, p.name, to_json(p.earlier) FROM iro.event e \
             LEFT JOIN iro.person p ON p.login = e.typed_by WHERE e.record = {} AND {} ORDER BY e.number;",
            key(id),
            typed_here()
        ))?;
        let typist = |row: Vec<Option<String>>| {
            let [number, login, name, earlier] = <[Option<String>; 4]>::try_from(row).ok()?;
            let earlier: Vec<String> = earlier.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
            let earlier = earlier.iter().map(|name| one_line(name)).collect();
            Some((number?.parse().ok()?, Typist { login: login?, name: name.as_deref().map(one_line), earlier }))
        };
        Ok(rows.into_iter().filter_map(typist).collect())
    }

    fn connection(&self) -> Option<String> {
        described(&self.wire.address)
    }

    fn faults(&self) -> Result<Vec<Fault>, StoreError> {
        faults::faults(&self.wire)
    }

    fn faults_of_rows(&self, ids: &[DisputeId]) -> Result<Vec<Fault>, StoreError> {
        let names: BTreeSet<String> = ids.iter().map(|id| content::name(*id)).collect();
        Ok(faults::faults(&self.wire)?.into_iter().filter(|fault| names.contains(&fault.file)).collect())
    }

    /// The tombstone is written first: without it, the tables refuse to delete the record.
    fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        let id = tombstone.id;
        let body = serde_json::to_string(tombstone)
            .map_err(|wrong| StoreError::Unfaithful { id, reason: wrong.to_string() })?;
        let more = why_purged(tombstone);
        self.wire.write(
            &last_event(id),
            |plan, answer| {
                self.still_as_seen(id, answer, seen)?;
                let stone = vec![Value::Number(key(id)), Value::Text(body.clone())];
                plan.insert("tombstone", "record, body", stone, "");
                for (table, column) in [
                    ("memo", "record"),
                    ("head", "record"),
                    ("original", "record"),
                    ("event", "record"),
                    ("record", "id"),
                ] {
                    plan.then();
                    let statement = plan.statement();
                    let key = statement.value(Value::Number(key(id)));
                    statement.add(format!("DELETE FROM iro.{table} WHERE {column} = {key}"));
                }
                plan.then();
                plan.note(LineKind::Purged, Some(id), None, Some(&more));
                Ok(())
            },
            |_| (),
        )
    }

    fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError> {
        let more = why(now, by, reason);
        let has_tombstone = self.removed_ids()?.contains(&id);
        let question = format!("{LEDGER} {}", content::select(&[id]));
        self.wire.write(
            &question,
            |plan, answer| {
                let (ledger, rows) = (ledger_of(rows(answer, 0)), rows(answer, 1));
                if rows.is_empty() {
                    if !ledger.is_missing(id, has_tombstone) {
                        return Ok(None);
                    }
                    plan.note(LineKind::Accepted, Some(id), None, Some(&more));
                    return Ok(Some(Acceptance::Gone));
                }
                let (seen, void) = content::stored_to_accept(id, rows)?;
                let edited = to_accept(&seen, &ledger);
                if edited.is_none() && void.is_empty() {
                    return Ok(None);
                }
                let accepts = each_once(void.iter().copied().chain(edited.unwrap_or_default()));
                let changed = accepts.len();
                let entries = &seen.record.entries;
                let numbers = void.iter().filter_map(|accepted| match accepted.part {
                    RecordPart::Event(number) => Some(number),
                    RecordPart::Header => None,
                });
                let entry = match numbers.collect::<Vec<_>>().as_slice() {
                    [] => acceptance(entries, reason, by, now),
                    numbers => acceptance_of_void(entries, numbers, reason, by, now),
                };
                let event = entry.number;
                let head = put_events(plan, &seen, &[entry], accepts, seen.filed)?;
                plan.note(LineKind::Accepted, None, Some(head), Some(&more));
                Ok(Some(Acceptance::Record { event, changed }))
            },
            // The write succeeded, so the record is accepted as gone.
            |_| Some(Acceptance::Gone),
        )
    }

    /// Also if an event can't be read, which accepting it ends.
    fn has_to_be_accepted(&self, id: DisputeId) -> Result<bool, StoreError> {
        let ledger = self.ledger()?;
        let rows = self.wire.rows(&content::select(&[id]))?;
        if rows.is_empty() {
            return Ok(ledger.is_missing(id, self.removed_ids()?.contains(&id)));
        }
        let (stored, void) = content::stored_to_accept(id, &rows)?;
        Ok(!void.is_empty() || signs_of(&stored, &ledger).into_iter().any(Sign::is_certain))
    }

    fn accept_ledger(&self, reason: &str, by: &str, now: Moment) -> Result<bool, StoreError> {
        repair_ledger::accept(self, reason, by, now)
    }

    fn doctor(&self, policies: &PolicyBook, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError> {
        doctor::examine(self, policies, repairer)
    }
}

impl PostgresStore {
    /// The tombstone of one record, or all in the order of the ids.
    pub(super) fn tombstones(&self, of: Option<DisputeId>) -> Result<Vec<Tombstone>, StoreError> {
        let filter = of.map(|id| format!("WHERE record = {}", key(id))).unwrap_or_default();
        let rows = self.wire.rows(&format!("SELECT record, body FROM iro.tombstone {filter} ORDER BY record;"))?;
        let read = |row: &Vec<Option<String>>| {
            let body = row.get(1).and_then(Option::as_deref).unwrap_or_default();
            serde_json::from_str(body).map_err(|wrong| {
                let which = row.first().and_then(Option::as_deref).and_then(id);
                let which = which.map_or_else(|| "a record".to_string(), |id| id.to_string());
                failure::server(
                    ServerRule::Database,
                    format!("the tombstone of {which} can't be read: {wrong}"),
                    "see `iro doctor`",
                )
            })
        };
        rows.iter().map(read).collect()
    }
}
