//! Implements `Transfer` for a database.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{id, key, keys};
use super::records::{put_record, put_rows};
use super::statement::Value;
use super::wire::{COPYING, Rows, rows, unhex};
use super::write::Plan;
use super::{PostgresStore, failure};
use crate::domain::id::DisputeId;
use crate::store::chain::sealed;
use crate::store::contract::Store;
use crate::store::error::StoreError;
use crate::store::records::Stored;
use crate::store::server_rule::ServerRule;
use crate::store::small_files::SmallFiles;
use crate::store::transfer::{Original, RecordToCopy, Rest, Transfer};

/// How many lines of the ledger are written at a time, so that memory doesn't grow with the ledger. If a copy stops between,
/// it resumes there.
const TOGETHER: usize = if cfg!(test) { 3 } else { 10_000 };

const LINES: &str = "SELECT borne, body FROM iro.ledger ORDER BY line;";

/// A query for the newest version of each small file, except the one about an unfinished copy.
fn newest_files() -> String {
    format!("SELECT name, max(version) FROM iro.kept WHERE name <> '{COPYING}' GROUP BY name ORDER BY name;")
}

/// The tables that a copy has to write to and this login may not.
const LACKING: &str = "SELECT t FROM unnest(ARRAY['record', 'event', 'ledger', 'head', 'kept', 'original', 'tombstone']) t \
     WHERE NOT has_any_column_privilege('iro.' || t, 'INSERT') \
     OR t = 'kept' AND NOT (pg_has_role('iro_keep', 'MEMBER') OR pg_has_role((SELECT nspowner FROM pg_namespace \
     WHERE nspname = 'iro'), 'MEMBER')) ORDER BY t;";

impl Transfer for PostgresStore {
    fn load_to_copy(&self, ids: &[DisputeId]) -> Result<Vec<(Stored, Option<Original>)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let question =
            format!("SELECT record, events, encode(bytes, 'hex') FROM iro.original WHERE record IN ({});", keys(ids));
        let original = |row: &Vec<Option<String>>| {
            let [Some(record), Some(events), Some(bytes)] = row.as_slice() else { return None };
            Some((id(record)?, Original { events: events.parse().ok()?, bytes: unhex(bytes)? }))
        };
        let mut originals: BTreeMap<_, _> = self.wire.rows(&question)?.iter().filter_map(original).collect();
        let loaded = ids.iter().zip(self.load_all(ids)?);
        loaded.map(|(id, stored)| Ok((stored?, originals.remove(id)))).collect()
    }

    fn ledger_lines(&self) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.wire.rows(LINES)?;
        let pair = |row: Vec<Option<String>>| {
            let [borne, body] = <[Option<String>; 2]>::try_from(row).ok()?;
            Some((borne?, body?))
        };
        Ok(rows.into_iter().filter_map(pair).collect())
    }

    fn small_files(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.wire.rows(&newest_files())?.into_iter().filter_map(|row| row.into_iter().next()?).collect())
    }

    fn may_take_over(&self) -> Result<(), StoreError> {
        let rows = self.wire.rows(LACKING)?;
        let lacking: Vec<&str> = rows.iter().filter_map(|row| row.first()?.as_deref()).collect();
        match lacking.is_empty() {
            true => Ok(()),
            false => Err(failure::server(
                ServerRule::NoRight,
                format!(
                    "your login may not copy into `{}`: it may not write `{}`",
                    self.describe(),
                    lacking.join("`, `")
                ),
                "whoever owns the store copies into it; nothing was written",
            )),
        }
    }

    fn begin(&self, from: &str) -> Result<(), StoreError> {
        self.keep(COPYING, &mut |_| Some(from.as_bytes().to_vec()))
    }

    fn finish(&self) -> Result<(), StoreError> {
        self.keep(COPYING, &mut |_| Some(Vec::new()))
    }

    fn write_records(&self, cargo: &[RecordToCopy]) -> Result<(), StoreError> {
        self.wire.write(
            "",
            |plan, _| {
                for RecordToCopy { stored, original, had } in cargo {
                    let (record, seals) = (&stored.record, &stored.seals);
                    match *had {
                        0 => {
                            put_record(plan, record, seals, stored.filed)?;
                            if let Some(Original { events, bytes }) = original {
                                let id = Value::Number(key(record.header.id));
                                let row = vec![id, Value::Small(*events as i32), Value::Bytes(bytes.clone())];
                                plan.insert("original", "record, events, bytes", row, "");
                            }
                        }
                        had if (had as usize) < record.entries.len() => {
                            let events = sealed(&record.entries, seals);
                            put_rows(plan, &record.header, events, had as usize, stored.filed)?;
                        }
                        _ => {}
                    }
                }
                Ok(())
            },
            |_| (),
        )
    }

    fn write_rest(&self, rest: &Rest) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (name, bytes) in &rest.files {
            if self.kept(name)?.as_ref() != Some(bytes) {
                files.push((name, bytes));
            }
        }
        let question = format!("{} SELECT record FROM iro.tombstone;", newest_files());
        self.wire.write(
            &question,
            |plan, answer| {
                let versions: BTreeMap<&str, i32> = rows(answer, 0)
                    .iter()
                    .filter_map(|row| Some((row.first()?.as_deref()?, row.get(1)?.as_deref()?.parse().ok()?)))
                    .collect();
                let stones: BTreeSet<DisputeId> =
                    rows(answer, 1).iter().filter_map(|row| id(row.first()?.as_deref()?)).collect();
                for tombstone in rest.tombstones.iter().filter(|tombstone| !stones.contains(&tombstone.id)) {
                    let key = key(tombstone.id);
                    let body = serde_json::to_string(tombstone)
                        .map_err(|wrong| StoreError::Unfaithful { id: tombstone.id, reason: wrong.to_string() })?;
                    let row = vec![Value::Number(key), Value::Text(body)];
                    plan.insert("tombstone", "record, body", row, "");
                }
                for (name, bytes) in &files {
                    let version = versions.get(name.as_str()).copied().unwrap_or(0);
                    let row = vec![
                        Value::Text((*name).clone()),
                        Value::Small(version + 1),
                        Value::Bytes((*bytes).clone()),
                        plan.write_id(),
                    ];
                    plan.insert("kept", "name, version, bytes, write_id", row, "");
                }
                Ok(())
            },
            |_| (),
        )?;
        for some in rest.lines.chunks(TOGETHER) {
            let add = |plan: &mut Plan, _: &[Rows]| {
                for (borne, body) in some {
                    let of = body.split(' ').nth(1).and_then(|id| id.parse().ok());
                    plan.note_as_it_is(borne.clone(), body.clone(), of);
                }
                Ok(())
            };
            self.wire.write("", add, |_| ())?;
        }
        self.wire.forget();
        Ok(())
    }
}
