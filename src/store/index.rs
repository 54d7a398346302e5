//! What spares reading records again: of each one what questions are asked about, and the text that shows it. It is
//! never the truth. A row counts only while the record's file is the one that was read then, to the nanosecond, byte
//! count and inode; deleting or damaging the index changes no answer. Those who write records don't know of it.
//!
//! In `.index/` there are two files for the open records, and two for the closed ones of each year:
//!
//! * `open.rows`, `closed-2026.rows`: the layout's name, what the rows go by, a checksum, and the rows in the order of
//!   their ids. Read at once, and written anew, whole, whenever something was learnt.
//! * `open.texts`, `closed-2026.texts`: the texts, one behind the other. What was learnt is added at the end; a row says
//!   where its text is and has its checksum, so that a text which others wrote over meanwhile is not taken for it.

mod row;
mod shelf;
mod stamp;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};

pub use row::{Known, Span};
pub use stamp::Stamp;
use twox_hash::XxHash3_64;

use super::error::{At, StoreError};
use super::{Listed, Shelf};
use crate::domain::time::Instant;
pub use shelf::Texts;
use shelf::{Place, Shelved};

/// The folder of the index, outside those of the records.
const FOLDER: &str = ".index";

/// Fewer records than this are read quicker than an index is kept.
pub const WORTH_IT: usize = 32;

/// The index of a store, as far as it was asked.
#[derive(Debug)]
pub struct Index {
    folder: PathBuf,
    basis: u64,
    now: Instant,
    /// By the year of closed records; none is that of the open ones.
    shelves: BTreeMap<Option<u16>, Shelved>,
}

/// Where the text of a record is.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    shelf: Option<u16>,
    place: Place,
}

/// A number that tells whether anything of what was added has changed.
pub struct Sum(twox_hash::xxhash3_64::Hasher);

impl Index {
    /// The index of a store. `basis` is everything else that the rows depend on: one that went by anything else is
    /// none. Nothing is read before the first question.
    pub fn of(root: &Path, basis: Sum, now: Instant) -> Index {
        Index { folder: root.join(FOLDER), basis: basis.finish(), now, shelves: BTreeMap::new() }
    }

    /// What is known of a record whose file is in this state, and where its text is.
    pub fn find(&mut self, listed: &Listed) -> Option<(Known, Spot)> {
        let stamp = listed.stamp?;
        let shelf = key(listed);
        let (known, place) = self.shelf(shelf).find(listed.id, stamp)?;
        Some((known, Spot { shelf, place }))
    }

    /// The texts of records, in their order; none for those of which no spot is known.
    pub fn texts(&self, spots: &[Option<Spot>]) -> Texts {
        let mut texts = Texts::default();
        for together in spots.chunk_by(|one, other| one.zip(*other).is_some_and(|(one, other)| one.is_before(other))) {
            let shelf = together[0].and_then(|spot| self.shelves.get(&spot.shelf));
            let places: Vec<Place> = together.iter().flatten().map(|spot| spot.place).collect();
            match shelf {
                Some(shelf) => shelf.texts(&places, &mut texts),
                None => texts.lack(together.len()),
            }
        }
        texts
    }

    /// Takes in what a record was found to be. The stamp is from before it was read.
    pub fn learn(&mut self, listed: &Listed, known: &Known, text: &[u8]) -> Option<Spot> {
        let stamp = listed.stamp.filter(|stamp| stamp.has_settled(self.now))?;
        let shelf = key(listed);
        let place = self.shelf(shelf).learn(listed.id, stamp, known, text)?;
        Some(Spot { shelf, place })
    }

    /// Keeps what was learnt for the next time, and holds no rows any more. Whatever goes wrong, only time is lost.
    pub fn save(&mut self) {
        for shelved in self.shelves.values_mut() {
            let _only_time_is_lost = shelved.save(self.basis);
            shelved.forget();
        }
    }

    fn shelf(&mut self, shelf: Option<u16>) -> &mut Shelved {
        let name = || shelf.map_or_else(|| "open".to_string(), |year| format!("closed-{year:04}"));
        self.shelves.entry(shelf).or_insert_with(|| Shelved::load(&self.folder, &name(), self.basis))
    }
}

impl Spot {
    /// Whether the other one begins where this one ends.
    fn is_before(self, other: Spot) -> bool {
        self.shelf == other.shelf && self.place.end() == Some(other.place.at())
    }
}

fn key(listed: &Listed) -> Option<u16> {
    (listed.shelf == Shelf::Closed).then(|| listed.id.year())
}

impl Sum {
    pub fn new() -> Sum {
        Sum(twox_hash::xxhash3_64::Hasher::new())
    }

    /// Adds something, so that it can't be taken for a part of what is added before or after it.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.write(&(bytes.len() as u64).to_le_bytes());
        self.0.write(bytes);
    }

    pub fn finish(&self) -> u64 {
        self.0.finish()
    }
}

impl Default for Sum {
    fn default() -> Sum {
        Sum::new()
    }
}

fn sum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// Takes the index away, with every text in it.
pub(super) fn forget(root: &Path) -> Result<(), StoreError> {
    let folder = root.join(FOLDER);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at(&folder),
        _ => Ok(()),
    }
}
