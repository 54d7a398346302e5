//! The two files of one shelf: the rows, and the texts that they point to.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::row::{Known, Row};
use super::stamp::Stamp;
use super::sum;
use crate::domain::id::DisputeId;
use crate::store::atomic;

/// The first bytes of the rows; another layout has another number.
const MAGIC: &[u8; 8] = b"iroidx02";

/// What stands before the rows: the magic, the basis and the checksum.
const HEAD: usize = 24;

/// More bytes than any shelf's rows have.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Texts that nothing points to any more are left until they are this much, and more than the others.
const RUBBISH: u64 = 1024 * 1024;

/// Where a text is, and what it has to add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    at: u64,
    length: u32,
    sum: u64,
}

#[derive(Debug)]
pub(super) struct Shelved {
    rows_at: PathBuf,
    texts_at: PathBuf,
    /// As they were found, in the order of their ids.
    rows: Vec<Row>,
    /// Which of them were found again.
    again: Vec<bool>,
    learnt: BTreeMap<DisputeId, Row>,
    /// None before the first text is wanted, and where they can't be had.
    texts: Option<Texts>,
}

#[derive(Debug)]
struct Texts {
    file: File,
    end: u64,
    /// Whether it was opened to be added to.
    grows: bool,
}

impl Shelved {
    /// The rows of a shelf; none where there are none that can be trusted.
    pub fn load(folder: &Path, name: &str, basis: u64) -> Shelved {
        let (rows_at, texts_at) = (folder.join(format!("{name}.rows")), folder.join(format!("{name}.texts")));
        let rows = read(&rows_at).and_then(|bytes| parse(&bytes, basis)).unwrap_or_default();
        let texts = if rows.is_empty() { None } else { Texts::open(&texts_at, false) };
        Shelved { again: vec![false; rows.len()], rows, rows_at, texts_at, learnt: BTreeMap::new(), texts }
    }

    pub fn find(&mut self, id: DisputeId, stamp: Stamp) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        let row = self.rows.get(at).filter(|row| row.stamp == stamp)?;
        *self.again.get_mut(at)? = true;
        Some(row)
    }

    /// A text that isn't what was written takes the rows away, so that the shelf is read anew the next time.
    pub fn text(&self, place: Place) -> Option<Vec<u8>> {
        let text = self.stored(place);
        if text.is_none() {
            let _only_time_is_lost = fs::remove_file(&self.rows_at);
        }
        text
    }

    fn stored(&self, place: Place) -> Option<Vec<u8>> {
        let texts = self.texts.as_ref()?;
        let length = u64::from(place.length);
        if place.at.checked_add(length)? > texts.end {
            return None;
        }
        let mut text = vec![0; usize::try_from(length).ok()?];
        read_at(&texts.file, &mut text, place.at).ok()?;
        (sum(&text) == place.sum).then_some(text)
    }

    pub fn learn(&mut self, id: DisputeId, stamp: Stamp, known: Known, text: &[u8]) -> Option<Place> {
        if self.texts.as_ref().is_none_or(|texts| !texts.grows) {
            self.begin()?;
        }
        let texts = self.texts.as_mut()?;
        let place = Place { at: texts.end, length: u32::try_from(text.len()).ok()?, sum: sum(text) };
        if texts.file.write_all(text).is_err() {
            // How much of it came through is not known, so nothing more goes there.
            self.texts = None;
            return None;
        }
        texts.end += u64::from(place.length);
        self.learnt.insert(id, Row { id, stamp, known, place });
        Some(place)
    }

    /// Makes ready to add texts: at the end of those there are, if rows point to any.
    fn begin(&mut self) -> Option<()> {
        atomic::make_folder(self.texts_at.parent()?).ok()?;
        let fresh = self.rows.is_empty() && self.learnt.is_empty();
        self.texts = if fresh { None } else { Texts::open(&self.texts_at, true) };
        if self.texts.is_none() {
            atomic::replace_unsynced(&self.texts_at, b"").ok()?;
            self.texts = Some(Texts::open(&self.texts_at, true)?);
        }
        Some(())
    }

    /// Writes the rows that were found again and those that were learnt.
    pub fn save(&mut self, basis: u64) -> Option<()> {
        if self.learnt.is_empty() {
            return None;
        }
        let learnt = std::mem::take(&mut self.learnt);
        let mut rows: Vec<Row> = self
            .rows
            .iter()
            .zip(&self.again)
            .filter(|(row, again)| **again && !learnt.contains_key(&row.id))
            .map(|(row, _)| row.clone())
            .collect();
        rows.extend(learnt.into_values());
        rows.sort_unstable_by_key(|row| row.id);
        self.sweep(&mut rows);
        let body = postcard::to_stdvec(&rows).ok()?;
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend(MAGIC);
        bytes.extend(basis.to_le_bytes());
        bytes.extend(sum(&body).to_le_bytes());
        bytes.extend(body);
        atomic::replace_unsynced(&self.rows_at, &bytes).ok()
    }

    /// Leaves out texts that nothing points to, once they are many. The ones in hand can still be read.
    fn sweep(&self, rows: &mut [Row]) -> Option<()> {
        let live: u64 = rows.iter().map(|row| u64::from(row.place.length)).sum();
        let end = self.texts.as_ref()?.end;
        if end < live.saturating_mul(2).saturating_add(RUBBISH) {
            return None;
        }
        let mut texts = Vec::with_capacity(usize::try_from(live).ok()?);
        let mut moved = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            moved.push(Place { at: texts.len() as u64, ..row.place });
            // One that can't be read stays unreadable: its sum won't be right.
            texts.extend(self.stored(row.place).unwrap_or_else(|| vec![0; row.place.length as usize]));
        }
        atomic::replace_unsynced(&self.texts_at, &texts).ok()?;
        rows.iter_mut().zip(moved).for_each(|(row, place)| row.place = place);
        Some(())
    }
}

impl Texts {
    fn open(path: &Path, grows: bool) -> Option<Texts> {
        fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        let file = OpenOptions::new().read(true).append(grows).open(path).ok()?;
        let end = file.metadata().ok()?.len();
        Some(Texts { file, end, grows })
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], at + done as u64)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let found = fs::symlink_metadata(path).ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).ok()?);
    File::open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The rows of a file that is whole and goes by the same basis.
fn parse(bytes: &[u8], basis: u64) -> Option<Vec<Row>> {
    let (head, body) = bytes.split_at_checked(HEAD)?;
    let expected = [&MAGIC[..], &basis.to_le_bytes(), &sum(body).to_le_bytes()].concat();
    if head != expected {
        return None;
    }
    let (rows, rest) = postcard::take_from_bytes::<Vec<Row>>(body).ok()?;
    (rest.is_empty() && rows.is_sorted_by(|a, b| a.id < b.id)).then_some(rows)
}
