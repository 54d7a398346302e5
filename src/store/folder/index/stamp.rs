//! The state of a file, as far as it shows without reading the file.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use zerocopy::little_endian::{I64, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::domain::time::Instant;
use crate::store::records::State;

/// A file that changed within so many seconds might change again without getting another time.
const SETTLED: i64 = 2;

/// The time, size and inode of a file when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(in crate::store::folder) struct Stamp {
    seconds: I64,
    nanoseconds: U32,
    size: U64,
    inode: U64,
}

impl Stamp {
    pub(in crate::store::folder) fn of(found: &Metadata) -> Option<Stamp> {
        let since = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(found);
        #[cfg(not(unix))]
        let inode = 0;
        let seconds = i64::try_from(since.as_secs()).ok()?;
        Some(Stamp::new(seconds, since.subsec_nanos(), found.len(), inode))
    }

    /// The same as the opaque `State` that the rest of the program handles.
    pub(in crate::store::folder) fn state(self) -> State {
        let mut bytes = [0; State::SIZE];
        bytes[..size_of::<Stamp>()].copy_from_slice(self.as_bytes());
        State(bytes)
    }

    pub(super) fn of_state(state: State) -> Stamp {
        let State([stamp @ .., _, _, _, _]) = state;
        zerocopy::transmute!(stamp)
    }

    pub(super) fn new(seconds: i64, nanoseconds: u32, size: u64, inode: u64) -> Stamp {
        Stamp { seconds: seconds.into(), nanoseconds: nanoseconds.into(), size: size.into(), inode: inode.into() }
    }

    pub(super) fn has_settled(&self, now: Instant) -> bool {
        self.seconds.get().checked_add(SETTLED).is_some_and(|settled| settled < now.timestamp())
    }
}
