//! The two files of a volume: the rows, and the texts that they point to.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zerocopy::{FromBytes, IntoBytes};

use super::row::{Place, Row};
use super::stamp::Stamp;
use crate::domain::id::DisputeId;
use crate::store::folder::atomic;
use crate::store::memo::{RecordFacts, Texts};
use crate::store::sum::sum;

/// The first bytes of the rows.
const MAGIC: &[u8; 8] = b"iro-rows";

/// The length of what precedes the rows: the magic, the basis and the checksum.
const HEAD: usize = 24;

/// The size in bytes above which a file of rows is ignored.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Texts without a row are kept until they are more than this, in bytes, and more than the texts in use.
const RUBBISH: u64 = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Volume {
    rows_at: PathBuf,
    texts_at: PathBuf,
    /// The bytes of the rows file: head, then rows in the order of their ids.
    found: Vec<u8>,
    /// For each row, whether it was found again and so is still valid.
    again: Vec<bool>,
    /// The index of the row that is probably asked for next.
    next: usize,
    learnt: BTreeMap<DisputeId, Row>,
    /// The file of the texts. `None` before the first text is needed, or if it can't be opened.
    file: Option<TextFile>,
}

#[derive(Debug)]
struct TextFile {
    file: File,
    end: u64,
    /// Whether it was opened for adding texts.
    grows: bool,
}

impl Volume {
    /// Loads the rows of a volume; it has none if the file is missing or can't be trusted.
    pub fn load(folder: &Path, name: &str, basis: u64) -> Volume {
        let (rows_at, texts_at) = (folder.join(format!("{name}.rows")), folder.join(format!("{name}.texts")));
        let found = read(&rows_at).filter(|bytes| are_whole(bytes, basis)).unwrap_or_default();
        let many = rows(&found).len();
        let file = if many == 0 { None } else { TextFile::open(&texts_at, false) };
        Volume { again: vec![false; many], found, next: 0, rows_at, texts_at, learnt: BTreeMap::new(), file }
    }

    /// What is known of a record in this state, and where its text is, if it has one.
    pub fn find(&mut self, id: DisputeId, stamp: Stamp) -> Option<(RecordFacts, Option<Place>)> {
        let rows = rows(&self.found);
        // Records are mostly asked for in order.
        let at = match rows.get(self.next) {
            Some(row) if row.id() == id => self.next,
            _ => rows.binary_search_by_key(&id, Row::id).ok()?,
        };
        self.next = at + 1;
        let row = rows.get(at).filter(|row| row.stamp == stamp)?;
        let known = row.known()?;
        *self.again.get_mut(at)? = true;
        Some((known, row.place()))
    }

    /// Reads texts that follow each other. If one isn't what was written, the rows are deleted, so that the volume is
    /// made again next time.
    pub fn texts(&self, places: &[Place], texts: &mut Texts) {
        if !self.read(places, texts) {
            let _only_time_is_lost = fs::remove_file(&self.rows_at);
        }
    }

    /// The same; returns whether all texts were as they were written.
    fn read(&self, places: &[Place], texts: &mut Texts) -> bool {
        let begin = texts.bytes.len();
        if self.read_bytes(places, &mut texts.bytes).is_none() {
            texts.add_missing(places.len());
            return false;
        }
        let mut at = begin;
        for place in places {
            let range = at..at + place.length.get() as usize;
            at = range.end;
            texts.places.push(Some(range).filter(|range| sum(&texts.bytes[range.clone()]) == place.sum.get()));
        }
        texts.places[texts.places.len() - places.len()..].iter().all(Option::is_some)
    }

    /// Reads the bytes from the beginning of the first text to the end of the last.
    fn read_bytes(&self, places: &[Place], bytes: &mut Vec<u8>) -> Option<()> {
        let (from, to) = (places.first()?.at(), places.last()?.end()?);
        let texts = self.file.as_ref().filter(|texts| to <= texts.end)?;
        let begin = bytes.len();
        bytes.resize(begin + usize::try_from(to.checked_sub(from)?).ok()?, 0);
        read_at(&texts.file, &mut bytes[begin..], from).ok()
    }

    /// Adds what is known of a record and its text; returns where the text is.
    pub fn learn(&mut self, id: DisputeId, stamp: Stamp, known: &RecordFacts, text: Option<&[u8]>) -> Option<Place> {
        let place = match text {
            Some(text) => Some(self.add(text)?),
            None => None,
        };
        self.learnt.insert(id, Row::new(id, stamp, known, place));
        place
    }

    /// Adds a text at the end of the file.
    fn add(&mut self, text: &[u8]) -> Option<Place> {
        if self.file.as_ref().is_none_or(|texts| !texts.grows) {
            self.begin()?;
        }
        let texts = self.file.as_mut()?;
        let length = u32::try_from(text.len()).ok()?;
        let place = Place { at: texts.end.into(), length: length.into(), sum: sum(text).into() };
        if texts.file.write_all(text).is_err() {
            // How much of it was written isn't known, so nothing more is added.
            self.file = None;
            return None;
        }
        texts.end += u64::from(length);
        Some(place)
    }

    /// Opens the file for adding texts: at its end if any row points to a text, otherwise from its beginning.
    fn begin(&mut self) -> Option<()> {
        atomic::make_inner_folder(self.texts_at.parent()?).ok()?;
        let is_used = rows(&self.found).iter().chain(self.learnt.values()).any(|row| row.place().is_some());
        self.file = if is_used { TextFile::open(&self.texts_at, true) } else { None };
        if self.file.is_none() {
            atomic::replace_unsynced(&self.texts_at, b"").ok()?;
            self.file = Some(TextFile::open(&self.texts_at, true)?);
        }
        Some(())
    }

    /// Writes the rows that are still valid and those that were learnt.
    pub fn save(&mut self, basis: u64) -> Option<()> {
        if self.learnt.is_empty() {
            return None;
        }
        let learnt = std::mem::take(&mut self.learnt);
        let kept = rows(&self.found).iter().zip(&self.again).filter(|(_, again)| **again).map(|(row, _)| *row);
        let mut rows: Vec<Row> = kept.filter(|row| !learnt.contains_key(&row.id())).collect();
        rows.extend(learnt.values());
        rows.sort_by_key(Row::id);
        self.sweep(&mut rows);
        let body = rows.as_bytes();
        let bytes = [&MAGIC[..], &basis.to_le_bytes(), &sum(body).to_le_bytes(), body].concat();
        atomic::make_inner_folder(self.rows_at.parent()?).ok()?;
        atomic::replace_unsynced(&self.rows_at, &bytes).ok()
    }

    /// Frees the memory of the rows; texts can still be read.
    pub fn forget(&mut self) {
        (self.found, self.again) = (Vec::new(), Vec::new());
    }

    /// Leaves out texts without a row, once they are many. Texts at their old places can still be read.
    fn sweep(&self, rows: &mut [Row]) -> Option<()> {
        let live: u64 = rows.iter().filter_map(Row::place).map(|place| u64::from(place.length.get())).sum();
        let end = self.file.as_ref()?.end;
        if end < live.saturating_mul(2).saturating_add(RUBBISH) {
            return None;
        }
        let mut texts = Vec::with_capacity(usize::try_from(live).ok()?);
        let mut swept = rows.to_vec();
        for row in &mut swept {
            let Some(place) = row.place() else { continue };
            let at = (texts.len() as u64).into();
            let mut found = Texts::default();
            self.read(&[place], &mut found);
            // A text that can't be read is replaced by zeros, so its checksum stays wrong.
            let text = found.iter().next().flatten().map(<[u8]>::to_vec);
            texts.extend(text.unwrap_or_else(|| vec![0; place.length.get() as usize]));
            *row = row.moved(Place { at, ..place });
        }
        atomic::replace_unsynced(&self.texts_at, &texts).ok()?;
        rows.copy_from_slice(&swept);
        Some(())
    }
}

impl TextFile {
    fn open(path: &Path, grows: bool) -> Option<TextFile> {
        fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        let file = OpenOptions::new().read(true).append(grows).open(path).ok()?;
        let end = file.metadata().ok()?.len();
        Some(TextFile { file, end, grows })
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

/// Whether the bytes of a rows file are complete and were written under the same basis.
fn are_whole(bytes: &[u8], basis: u64) -> bool {
    let Some((head, body)) = bytes.split_at_checked(HEAD) else { return false };
    let expected = [&MAGIC[..], &basis.to_le_bytes(), &sum(body).to_le_bytes()].concat();
    head == expected && body.len().is_multiple_of(size_of::<Row>()) && rows(bytes).is_sorted_by(|a, b| a.id() < b.id())
}

/// The rows in the bytes of a file.
fn rows(bytes: &[u8]) -> &[Row] {
    let body = bytes.get(HEAD..).unwrap_or_default();
    <[Row]>::ref_from_bytes(body).unwrap_or_default()
}
