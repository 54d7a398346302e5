//! What lets the morning question leave records unread: for each open record, the earliest date of a clock that runs.
//! It is never the truth. A record is left unread only if its file is the one that was looked at then, to the
//! nanosecond, byte count and inode; deleting or damaging the index changes no answer. Those who write records don't
//! know of it.

use std::fs::{self, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use chrono::Datelike;
use sha2::{Digest, Sha256};

use super::atomic;
use crate::domain::id::DisputeId;
use crate::domain::time::{Date, Instant};

#[cfg(test)]
mod tests;

/// The folder of the index, outside those of the records.
const FOLDER: &str = ".index";
const FILE: &str = "open";

/// The first bytes; another layout has another number.
const MAGIC: &[u8; 8] = b"iroidx01";

/// The bytes of one row.
const ROW: usize = 38;

/// Fewer records than this are read quicker than an index is kept.
const WORTH_IT: usize = 32;

/// A file changed so few seconds ago could change again without its time showing it.
const SETTLED: i64 = 2;

/// Which state of a file was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    seconds: i64,
    nanoseconds: u32,
    size: u64,
    inode: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    id: DisputeId,
    stamp: Stamp,
    /// None where no clock runs.
    earliest: Option<Date>,
}

/// The index as it was found, and what was learnt since.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    /// What else an answer depends on: the program and the policies.
    basis: [u8; 32],
    /// In the order of the ids.
    found: Vec<Row>,
    /// Those found again, and those looked at anew.
    kept: Vec<Row>,
    learnt: bool,
    now: Instant,
}

impl Stamp {
    pub(super) fn of(found: &Metadata) -> Option<Stamp> {
        let since = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(found);
        #[cfg(not(unix))]
        let inode = 0;
        let seconds = i64::try_from(since.as_secs()).ok()?;
        Some(Stamp { seconds, nanoseconds: since.subsec_nanos(), size: found.len(), inode })
    }

    fn has_settled(&self, now: Instant) -> bool {
        self.seconds.checked_add(SETTLED).is_some_and(|settled| settled < now.timestamp())
    }
}

impl Index {
    /// The index of a store; an empty one where there is none that can be trusted. `basis` is everything else that
    /// the answers depend on.
    pub fn load(root: &Path, basis: &[u8], now: Instant) -> Index {
        let path = root.join(FOLDER).join(FILE);
        let basis = Sha256::new().chain_update(env!("CARGO_PKG_VERSION")).chain_update(basis).finalize().into();
        let found = read(&path).and_then(|bytes| parse(&bytes, &basis)).unwrap_or_default();
        Index { path, basis, found, kept: Vec::new(), learnt: false, now }
    }

    /// Whether a record can't have a clock that runs out by a day, so that it need not be read.
    pub fn can_skip(&mut self, id: DisputeId, stamp: Option<Stamp>, by: Date) -> bool {
        let (Some(stamp), Ok(at)) = (stamp, self.found.binary_search_by_key(&id, |row| row.id)) else {
            return false;
        };
        let row = self.found[at];
        if row.stamp != stamp {
            return false;
        }
        self.kept.push(row);
        row.earliest.is_none_or(|earliest| earliest > by)
    }

    /// Takes in what a record was found to say. `stamp` is from before it was read.
    pub fn learn(&mut self, id: DisputeId, stamp: Option<Stamp>, earliest: Option<Date>) {
        let known = self.kept.last().is_some_and(|row| row.id == id);
        if let Some(stamp) = stamp.filter(|stamp| !known && stamp.has_settled(self.now)) {
            self.kept.push(Row { id, stamp, earliest });
            self.learnt = true;
        }
    }

    /// Keeps what was learnt for the next time. Whatever goes wrong, only time is lost.
    pub fn save(mut self) {
        if !self.learnt || self.kept.len() < WORTH_IT {
            return;
        }
        self.kept.sort_unstable_by_key(|row| row.id);
        let _only_time_is_lost = self.write();
    }

    fn write(&self) -> Option<()> {
        let mut bytes = Vec::with_capacity(MAGIC.len() + 64 + self.kept.len() * ROW);
        bytes.extend(MAGIC);
        bytes.extend(self.basis);
        for row in &self.kept {
            bytes.extend(row.id.year().to_le_bytes());
            bytes.extend(row.id.number().to_le_bytes());
            bytes.extend(row.stamp.seconds.to_le_bytes());
            bytes.extend(row.stamp.nanoseconds.to_le_bytes());
            bytes.extend(row.stamp.size.to_le_bytes());
            bytes.extend(row.stamp.inode.to_le_bytes());
            bytes.extend(row.earliest.map_or(i32::MAX, |date| date.num_days_from_ce()).to_le_bytes());
        }
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        bytes.extend(digest);
        atomic::make_folder(self.path.parent()?).ok()?;
        atomic::replace_unsynced(&self.path, &bytes).ok()
    }
}

fn read(path: &Path) -> Option<Vec<u8>> {
    /// More than any store's index has.
    const LARGEST: u64 = 64 * 1024 * 1024;
    let found = fs::symlink_metadata(path).ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).ok()?);
    fs::File::open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The rows of an index that is whole and goes by the same basis.
fn parse(bytes: &[u8], basis: &[u8; 32]) -> Option<Vec<Row>> {
    let (content, digest) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    let rows = content.strip_prefix(MAGIC)?.strip_prefix(basis)?;
    let computed: [u8; 32] = Sha256::digest(content).into();
    if computed != digest || !rows.len().is_multiple_of(ROW) {
        return None;
    }
    let rows: Option<Vec<Row>> = rows.chunks_exact(ROW).map(row).collect();
    rows.filter(|rows| rows.is_sorted_by(|a, b| a.id < b.id))
}

fn row(bytes: &[u8]) -> Option<Row> {
    let (year, rest) = bytes.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (seconds, rest) = rest.split_first_chunk()?;
    let (nanoseconds, rest) = rest.split_first_chunk()?;
    let (size, rest) = rest.split_first_chunk()?;
    let (inode, rest) = rest.split_first_chunk()?;
    let (earliest, _) = rest.split_first_chunk()?;
    let stamp = Stamp {
        seconds: i64::from_le_bytes(*seconds),
        nanoseconds: u32::from_le_bytes(*nanoseconds),
        size: u64::from_le_bytes(*size),
        inode: u64::from_le_bytes(*inode),
    };
    let earliest = match i32::from_le_bytes(*earliest) {
        i32::MAX => None,
        days => Some(Date::from_num_days_from_ce_opt(days)?),
    };
    let id = DisputeId::new(u16::from_le_bytes(*year), u32::from_le_bytes(*number));
    Some(Row { id, stamp, earliest })
}
