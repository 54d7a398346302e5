//! The data directory: records and policies as files. What keeps records stands behind one small trait, so that the
//! commands don't know what it is.

#![expect(clippy::disallowed_methods, reason = "files are read and written in this layer and in no other")]

mod atomic;
pub mod check;
pub mod dir;
pub mod doctor;
mod error;
mod folders;
pub mod guidance_checks;
mod highest;
pub mod index;
mod ledger;
mod lock;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod mutations;
pub mod parallel;
mod pending;
pub mod policies;
pub mod policy_file;
mod purge;
mod record_file;
#[cfg(test)]
mod samples;
pub mod settings;
#[cfg(test)]
mod suite;
mod tamper;
pub mod yaml;

use std::hash::{DefaultHasher, Hasher};

pub use dir::DirStore;
pub use error::StoreError;
pub use folders::{Stray, StrayKind};
pub use index::{Index, Stamp};
pub use purge::Tombstone;
pub use tamper::Acceptance;

use crate::domain::event::Entry;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::record::Record;

/// What drafts new records once their ids are known. It runs while others wait: it must not ask anybody anything.
pub type Drafting<'a> = dyn FnMut(&[DisputeId]) -> Result<Vec<Draft>, anyhow::Error> + 'a;

/// Keeps records. Everything is written whole or not at all, and nothing that was written is ever changed.
pub trait Store: Sync {
    /// The ids of the records there are, in order. Reads no record: a damaged one is among them.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError>;

    /// One record.
    ///
    /// # Errors
    /// There is none of that id, or it can't be read.
    fn load(&self, id: DisputeId) -> Result<Stored, StoreError>;

    /// The ids that `create` would give out now; another process may be quicker.
    ///
    /// # Errors
    /// The store can't be looked through, or the year has no numbers left.
    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError>;

    /// Creates `count` records at once, all of them or none. The drafts are in the order of the ids they are given.
    ///
    /// # Errors
    /// The store is busy or can't be written, or what `draft` returned as its error.
    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError>;

    /// Adds events to a record, if it is still as it was `seen`, and puts it where it then belongs.
    ///
    /// # Errors
    /// The record has changed or was written by a newer program; the store is busy or can't be written.
    fn append(&self, seen: &Stored, entries: &[Entry], then: Shelf) -> Result<(), StoreError>;

    /// What is left of records that were removed for good.
    ///
    /// # Errors
    /// A tombstone that can't be read.
    fn removed(&self) -> Result<Vec<Tombstone>, StoreError> {
        Ok(Vec::new())
    }

    /// The same records with the state of each one's file, which spares reading those whose state is known.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        let listed = |id| Listed { id, shelf: Shelf::Open, stamp: None };
        Ok(self.ids(which)?.into_iter().map(listed).collect())
    }

    /// Whether a record that stands among the open ones stands among the closed ones too, so that it can't be told which
    /// is right.
    fn is_twice(&self, _open: DisputeId) -> bool {
        false
    }

    /// The record that a person means.
    ///
    /// # Errors
    /// There is none, or several have that number.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        pick(query, &self.ids(Which::All)?)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Open,
    Closed,
    All,
}

/// Where a record is kept. What it says is the truth; the shelf only spares the morning question the closed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    Open,
    Closed,
}

/// A record by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub id: DisputeId,
    pub shelf: Shelf,
    /// In which state its file is; `None` where it isn't just one file in its place, so that only reading it tells.
    pub stamp: Option<Stamp>,
}

/// A record as the store has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    pub record: Record,
    pub revision: Revision,
    pub shelf: Shelf,
    /// Of this newer format: understood as far as possible, and never to be written by this program.
    pub newer: Option<u32>,
    seals: Vec<record_file::Seal>,
}

impl Stored {
    fn of(bytes: &[u8], reading: record_file::Reading, shelf: Shelf) -> Stored {
        let record_file::Reading { record, seals, newer } = reading;
        Stored { record, revision: Revision::of(bytes), shelf, newer, seals }
    }

    /// What was read of its file.
    fn reading(&self) -> record_file::Reading {
        record_file::Reading { record: self.record.clone(), seals: self.seals.clone(), newer: self.newer }
    }
}

/// A record that is to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub record: Record,
    pub shelf: Shelf,
}

/// One state of a record. Two that are equal are the same bytes; good only while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    length: usize,
    hash: u64,
}

impl Revision {
    fn of(bytes: &[u8]) -> Revision {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Revision { length: bytes.len(), hash: hasher.finish() }
    }
}

/// The highest number that still reads as an id.
const LAST_NUMBER: u32 = 999_999_999;

/// How many ids to suggest for one that isn't there.
const SUGGESTIONS: usize = 5;

fn pick(query: IdQuery, ids: &[DisputeId]) -> Result<DisputeId, StoreError> {
    let number = match query {
        IdQuery::Full(id) if ids.contains(&id) => return Ok(id),
        IdQuery::Full(id) => {
            return Err(StoreError::NotFound { asked: id.to_string(), near: near(id, ids) });
        }
        IdQuery::Number(number) => number,
    };
    let same: Vec<DisputeId> = ids.iter().copied().filter(|id| id.number() == number).collect();
    match same[..] {
        [id] => Ok(id),
        [] => Err(StoreError::NotFound {
            asked: number.to_string(),
            near: ids.last().map_or_else(Vec::new, |last| near(DisputeId::new(last.year(), number), ids)),
        }),
        _ => Err(StoreError::Ambiguous { number, ids: same }),
    }
}

/// The ids that are one slip of the fingers away, or the same number of another year.
fn near(asked: DisputeId, ids: &[DisputeId]) -> Vec<DisputeId> {
    let written = asked.to_string();
    let mut near: Vec<(usize, DisputeId)> = ids
        .iter()
        .map(|id| match id.number() == asked.number() {
            true => (0, *id),
            false => (strsim::damerau_levenshtein(&written, &id.to_string()), *id),
        })
        .filter(|(distance, _)| *distance <= 1)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, id)| id).take(SUGGESTIONS).collect()
}

/// The ids behind the highest number known, less those that are taken all the same.
fn following(
    year: u16,
    highest: u32,
    count: usize,
    taken: impl Fn(DisputeId) -> Result<bool, StoreError>,
) -> Result<Vec<DisputeId>, StoreError> {
    let mut ids = Vec::with_capacity(count);
    let mut number = highest;
    while ids.len() < count {
        if number >= LAST_NUMBER {
            return Err(StoreError::NoNumberLeft { year, highest });
        }
        number += 1;
        let id = DisputeId::new(year, number);
        if !taken(id)? {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The file of a new record, not yet in its place.
struct Arrival {
    id: DisputeId,
    shelf: Shelf,
    composed: record_file::Composed,
}

/// Has records drafted, which must be of the ids that were given out, and composes their files.
fn arrivals(ids: &[DisputeId], draft: &mut Drafting<'_>) -> Result<Vec<Arrival>, StoreError> {
    let drafts = draft(ids).map_err(StoreError::Draft)?;
    if !drafts.iter().map(|draft| draft.record.header.id).eq(ids.iter().copied()) {
        let message = "the drafts are not of the ids that were given out";
        return Err(StoreError::Draft(anyhow::anyhow!(message)));
    }
    let compose = |draft: Draft| {
        let id = draft.record.header.id;
        let composed = record_file::compose(&format!("{id}.yaml"), &draft.record)
            .map_err(|wrong| StoreError::Unfaithful { id, reason: wrong.0 })?;
        Ok(Arrival { id, shelf: draft.shelf, composed })
    };
    drafts.into_iter().map(compose).collect()
}
