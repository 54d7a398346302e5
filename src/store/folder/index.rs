//! The index remembers, for each record, what filters need and, once it was shown, the text that shows it, so that
//! records need not be read again. It is only a cache: deleting or damaging it changes no answer. A row counts only
//! while the record's file has the time, to the nanosecond, the size and the inode that it had when it was read. Of the
//! code that writes records only the purge has to know about the index: it deletes it.
//!
//! In `.index/` there are two files for the open records, two for ended ones that still owe something, and two for the
//! closed ones of each year. Each pair is a volume:
//!
//! * `open.rows`, `closed-2026.rows`: the name of the layout, the basis, a checksum, and the rows in the order of their
//!   ids. Read at once, and rewritten as a whole whenever something was learnt.
//! * `open.texts`, `closed-2026.texts`: the texts, one after another. New ones are added at the end. A row has the
//!   place and the checksum of its text, so that a text that another process has overwritten isn't mistaken for it.
//!
//! (D2 in `docs/decisions.md`.)

mod row;
mod stamp;
#[cfg(test)]
mod tests;
mod volume;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::{self, Lock};
use crate::domain::time::Instant;
use crate::store::error::{At, StoreError};
use crate::store::memo::{Memo, RecordFacts, Spot, Texts};
use crate::store::records::{Filed, Listed};
use crate::store::sum::Sum;
use row::Place;
pub(super) use stamp::Stamp;
use volume::Volume;

/// The folder of the index, beside those of the records.
pub(super) const FOLDER: &str = ".index";

/// The index of a store, with the volumes that were needed so far.
#[derive(Debug)]
pub(super) struct Index {
    folder: PathBuf,
    basis: u64,
    now: Instant,
    volumes: BTreeMap<Part, Volume>,
    /// The place of each `Spot` that was given out.
    spots: Vec<TextAt>,
    /// Shared lock, held until everything is saved, so that no record is purged in between. Without it nothing is
    /// learnt.
    lock: Option<Lock>,
}

/// The records that a volume covers: the open ones, ended ones that still owe something, or the closed ones of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Open,
    Owing,
    Closed(u16),
}

/// The place of a record's text.
#[derive(Debug, Clone, Copy)]
struct TextAt {
    volume: Part,
    place: Place,
}

impl Index {
    /// The index of a store. Rows written under another `basis` are ignored. No file is read before the first question.
    pub(super) fn of(root: &Path, basis: &Sum, now: Instant) -> Index {
        let (volumes, spots) = (BTreeMap::new(), Vec::new());
        let lock = lock::share_index(root);
        Index { folder: root.join(FOLDER), basis: basis.finish(), now, volumes, spots, lock }
    }

    fn volume(&mut self, volume: Part) -> &mut Volume {
        let name = || match volume {
            Part::Open => "open".to_string(),
            Part::Owing => "owing".to_string(),
            Part::Closed(year) => format!("closed-{year:04}"),
        };
        self.volumes.entry(volume).or_insert_with(|| Volume::load(&self.folder, &name(), self.basis))
    }

    fn spot(&mut self, volume: Part, place: Place) -> Spot {
        self.spots.push(TextAt { volume, place });
        Spot(self.spots.len() - 1)
    }

    fn at(&self, spot: Option<Spot>) -> Option<TextAt> {
        self.spots.get(spot?.0).copied()
    }
}

impl Memo for Index {
    fn find(&mut self, listed: &Listed) -> Option<(RecordFacts, Option<Spot>)> {
        let stamp = Stamp::of_state(listed.state?);
        let volume = key(listed);
        let (known, place) = self.volume(volume).find(listed.id, stamp)?;
        Some((known, place.map(|place| self.spot(volume, place))))
    }

    fn texts(&self, spots: &[Option<Spot>]) -> Texts {
        let mut texts = Texts::default();
        let places: Vec<Option<TextAt>> = spots.iter().map(|spot| self.at(*spot)).collect();
        for together in places.chunk_by(|one, other| one.zip(*other).is_some_and(|(one, other)| one.is_before(other))) {
            let volume = together[0].and_then(|at| self.volumes.get(&at.volume));
            let places: Vec<Place> = together.iter().flatten().map(|at| at.place).collect();
            match volume {
                Some(volume) => volume.texts(&places, &mut texts),
                None => texts.add_missing(together.len()),
            }
        }
        texts
    }

    /// Ignores a file that changed a moment ago: it might change again without getting another time.
    fn learn(&mut self, listed: &Listed, known: &RecordFacts, text: Option<&[u8]>) -> Option<Spot> {
        let stamp = Stamp::of_state(listed.state?);
        if self.lock.is_none() || !stamp.has_settled(self.now) {
            return None;
        }
        let volume = key(listed);
        let place = self.volume(volume).learn(listed.id, stamp, known, text)?;
        Some(self.spot(volume, place))
    }

    /// Afterwards the index has no rows in memory.
    fn save(&mut self) {
        for volume in self.volumes.values_mut() {
            if self.lock.is_some() {
                let _only_time_is_lost = volume.save(self.basis);
            }
            volume.forget();
        }
        self.lock = None;
    }
}

impl TextAt {
    /// Whether the other text starts where this one ends.
    fn is_before(self, other: TextAt) -> bool {
        self.volume == other.volume && self.place.end() == Some(other.place.at())
    }
}

fn key(listed: &Listed) -> Part {
    match listed.filed {
        Filed::Open => Part::Open,
        Filed::Owing => Part::Owing,
        Filed::Closed => Part::Closed(listed.id.year()),
    }
}

/// Deletes the index with all its texts.
pub(super) fn delete(root: &Path) -> Result<(), StoreError> {
    let folder = root.join(FOLDER);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at(&folder),
        _ => Ok(()),
    }
}
