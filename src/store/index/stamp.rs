//! In which state a file is, as far as that can be told without reading it.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::domain::time::Instant;

/// A file changed so few seconds ago could change again without its time showing it.
const SETTLED: i64 = 2;

/// Which state of a file was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    seconds: i64,
    nanoseconds: u32,
    size: u64,
    inode: u64,
}

impl Stamp {
    pub(in crate::store) fn of(found: &Metadata) -> Option<Stamp> {
        let since = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(found);
        #[cfg(not(unix))]
        let inode = 0;
        let seconds = i64::try_from(since.as_secs()).ok()?;
        Some(Stamp { seconds, nanoseconds: since.subsec_nanos(), size: found.len(), inode })
    }

    pub(super) fn has_settled(&self, now: Instant) -> bool {
        self.seconds.checked_add(SETTLED).is_some_and(|settled| settled < now.timestamp())
    }
}
