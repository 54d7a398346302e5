//! A store in memory, for tests. It keeps each record as the text that a folder would have, and a ledger.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use serde_json::{Value, json};

use crate::domain::event::Entry;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::time::Moment;
use crate::store::chain::Accepted;
use crate::store::contract::{Drafting, Evidence, Store, drafted};
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ids::following;
use crate::store::ledger::{self, Head, Ledger, LineKind, NOTHING};
use crate::store::policies::PolicyBook;
use crate::store::record_file::{self, Composed, Reading};
use crate::store::records::{Filed, Found, Revision, Stored, Where, Which};
use crate::store::small_files::{Keeping, SmallFiles};
use crate::store::tamper::{Acceptance, acceptance, to_accept};
use crate::store::tombstone::Tombstone;

#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<DisputeId, (Filed, Vec<u8>)>,
    tombstones: BTreeMap<DisputeId, Tombstone>,
    beside: BTreeMap<String, Vec<u8>>,
    ledger: String,
    /// The digest of the last line of the ledger.
    last: Option<String>,
}

impl Kept {
    fn note(&mut self, what: LineKind, id: Option<DisputeId>, state: Option<Head>, more: Option<&Value>) {
        let (borne, line) = ledger::line(self.last.as_deref().unwrap_or(NOTHING), what, id, state, more);
        self.ledger.push_str(&format!("{line}\n"));
        self.last = Some(borne);
    }
}

impl MemoryStore {
    fn all(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn file(&self, id: DisputeId) -> Result<(Filed, Vec<u8>), StoreError> {
        if let Some(tombstone) = self.all().tombstones.get(&id) {
            return Err(StoreError::Purged(Box::new(tombstone.clone())));
        }
        self.find(IdQuery::Full(id))?;
        Ok(self.all().files[&id].clone())
    }

    fn put(&self, seen: &Stored, entries: &[Entry], accepts: Vec<Accepted>, then: Filed) -> Result<Head, StoreError> {
        let id = seen.record.header.id;
        let (_, bytes) = self.file(id)?;
        if Revision::of(&bytes) != seen.revision {
            return Err(StoreError::Changed { id });
        }
        let reading = Reading { record: seen.record.clone(), seals: seen.seals.clone(), newer: seen.newer };
        let composed = record_file::append(&name(id), &bytes, reading, entries, accepts)
            .map_err(|refused| StoreError::not_appended(id, refused))?;
        let head = head(id, &composed);
        self.all().files.insert(id, (then, composed.bytes));
        Ok(head)
    }
}

impl Store for MemoryStore {
    fn describe(&self) -> String {
        "memory".to_string()
    }

    fn is_there(&self) -> bool {
        true
    }

    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError> {
        Ok(self.all().files.iter().filter(|(_, file)| which.has(file.0)).map(|(id, _)| *id).collect())
    }

    fn load(&self, id: DisputeId) -> Result<Stored, StoreError> {
        let (filed, bytes) = self.file(id)?;
        let Reading { record, seals, newer } =
            record_file::read(&name(id), &bytes).map_err(|wrong| StoreError::unreadable(id, wrong))?;
        Ok(Stored { record, revision: Revision::of(&bytes), filed, newer, seals })
    }

    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        let all = self.all();
        let own = all.files.keys().chain(all.tombstones.keys()).filter(|id| id.year() == year);
        following(year, own.map(|id| id.number()).max().unwrap_or(0), count, |_| Ok(false))
    }

    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        let ids = self.next_ids(year, count)?;
        let mut composed = Vec::new();
        for draft in drafted(&ids, draft)? {
            let id = draft.record.header.id;
            let file = record_file::compose(&name(id), &draft.record)
                .map_err(|wrong| StoreError::Unfaithful { id, reason: wrong.0 })?;
            composed.push((id, draft.filed, file));
        }
        let mut all = self.all();
        for (id, filed, file) in composed {
            all.note(LineKind::Wrote, None, Some(head(id, &file)), None);
            all.files.insert(id, (filed, file.bytes));
        }
        Ok(ids)
    }

    fn append(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError> {
        let head = self.put(seen, entries, Vec::new(), then)?;
        self.all().note(LineKind::Wrote, None, Some(head), None);
        Ok(())
    }
}

impl SmallFiles for MemoryStore {
    fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.all().beside.get(name).cloned())
    }

    fn keep(&self, name: &str, change: &mut Keeping<'_>) -> Result<(), StoreError> {
        let mut all = self.all();
        if let Some(bytes) = change(all.beside.get(name).cloned()) {
            all.beside.insert(name.to_string(), bytes);
        }
        Ok(())
    }

    fn kept_in(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let within = format!("{folder}/");
        Ok(self.all().beside.keys().filter(|name| name.starts_with(&within)).cloned().collect())
    }
}

impl Evidence for MemoryStore {
    fn copies(&self, ids: &[DisputeId]) -> Result<Vec<Result<Vec<Found>, StoreError>>, StoreError> {
        let copies = |id: &DisputeId| match self.all().files.get(id).map(|file| file.0) {
            Some(filed) => vec![(self.belongs(*id, filed), *id)],
            None => Vec::new(),
        };
        let found = |(at, id)| Found { at, stored: self.load(id) };
        Ok(ids.iter().map(copies).map(|copies| Ok(copies.into_iter().map(found).collect())).collect())
    }

    fn belongs(&self, id: DisputeId, filed: Filed) -> Where {
        Where { id, name: name(id), filed, in_place: true }
    }

    fn ledger(&self) -> Result<Ledger, StoreError> {
        Ok(Ledger::of(self.all().ledger.as_bytes()))
    }

    fn ledger_name(&self) -> String {
        "ledger".to_string()
    }

    fn removed(&self) -> Result<Vec<Tombstone>, StoreError> {
        Ok(self.all().tombstones.values().cloned().collect())
    }

    fn removed_ids(&self) -> Result<Vec<DisputeId>, StoreError> {
        Ok(self.all().tombstones.keys().copied().collect())
    }

    fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        let id = tombstone.id;
        if Revision::of(&self.file(id)?.1) != seen {
            return Err(StoreError::Changed { id });
        }
        let mut all = self.all();
        all.files.remove(&id);
        all.tombstones.insert(id, tombstone.clone());
        all.note(LineKind::Purged, Some(id), None, Some(&json!({"by": tombstone.by})));
        Ok(())
    }

    fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError> {
        let ledger = self.ledger()?;
        let more = json!({"at": now.to_string(), "by": by, "reason": reason});
        if !self.all().files.contains_key(&id) {
            if !ledger.known.contains_key(&id) {
                return Ok(None);
            }
            self.all().note(LineKind::Accepted, Some(id), None, Some(&more));
            return Ok(Some(Acceptance::Gone));
        }
        let seen = self.load(id)?;
        let Some(accepts) = to_accept(&seen, &ledger) else { return Ok(None) };
        let changed = accepts.len();
        let entry = acceptance(&seen.record.entries, reason, by, now);
        let event = entry.number;
        let head = self.put(&seen, &[entry], accepts, seen.filed)?;
        self.all().note(LineKind::Accepted, None, Some(head), Some(&more));
        Ok(Some(Acceptance::Record { event, changed }))
    }

    fn doctor(&self, _policies: &PolicyBook, _: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError> {
        Ok(Vec::new())
    }
}

fn name(id: DisputeId) -> String {
    format!("{id}.yaml")
}

fn head(id: DisputeId, composed: &Composed) -> Head {
    Head::new(id, composed.end)
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::store::tests::suite::contract!((MemoryStore::default(), ()));
}
