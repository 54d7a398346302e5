//! Fast checksums for what isn't evidence: cached facts, and what they depend on.

use std::hash::Hasher;

use twox_hash::XxHash3_64;

/// A checksum of everything that was added.
pub struct Sum(twox_hash::xxhash3_64::Hasher);

impl Sum {
    pub fn new() -> Sum {
        Sum(twox_hash::xxhash3_64::Hasher::new())
    }

    /// The checksum of a single part.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut sum = Sum::new();
        sum.add(bytes);
        sum.finish()
    }

    /// Adds a part with its length, so that moving bytes between neighbouring parts changes the sum.
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

pub(super) fn sum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}
