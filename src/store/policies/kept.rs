//! Policies as they were when records were made under them. A file that is changed under the same version changes nothing
//! for disputes that are open already: each record has the digest of the policy it was raised under, and that policy is kept.

use std::sync::{Arc, OnceLock};

use super::changed::Changed;
use super::source::{Source, kept_in};
use super::{PolicyBook, PolicyError};
use crate::domain::policy::Policy;
use crate::domain::record::Record;
use crate::store::StoreError;
use crate::store::small_files::SmallFiles;

/// The folder of policies in a store.
pub const POLICIES: &str = "policies";

/// The folder of those that are kept as they were; what lies in it is no policy to choose.
pub const KEPT_POLICIES: &str = "policies/kept";

/// As much of a digest as a file name has.
const SHORT: usize = 12;

/// The policies that are kept, each read once.
#[derive(Default)]
pub(super) struct Kept {
    store: Option<Arc<dyn SmallFiles>>,
    sources: OnceLock<Result<Vec<Source>, PolicyError>>,
}

/// The policy that a record goes on under.
#[derive(Debug, Clone)]
pub struct Under {
    pub policy: Arc<Policy>,
    pub changed: Option<Changed>,
}

impl Kept {
    pub(super) fn in_store(store: Arc<dyn SmallFiles>) -> Kept {
        Kept { store: Some(store), sources: OnceLock::new() }
    }

    /// Everything that is kept, none of it parsed.
    ///
    /// # Errors
    /// The store can't be looked through, or a file of it can't be read.
    pub(super) fn sources(&self) -> Result<&[Source], PolicyError> {
        let sources = self.sources.get_or_init(|| match self.store.as_deref() {
            Some(store) => kept_in(store, KEPT_POLICIES),
            None => Ok(Vec::new()),
        });
        sources.as_deref().map_err(Clone::clone)
    }

    /// The policies of one version that are kept, each as it was at another time.
    fn of_version(&self, id: &str, version: &str) -> Result<impl Iterator<Item = &Source>, PolicyError> {
        Ok(self.sources()?.iter().filter(move |kept| is_of(kept, id, version)))
    }
}

impl PolicyBook {
    /// The digest of one version as it is now: what a record made under it keeps.
    ///
    /// # Errors
    /// No such policy or version.
    pub fn digest(&self, id: &str, version: &str) -> Result<String, PolicyError> {
        self.source(id, version).map(|source| source.digest().to_owned())
    }

    /// Keeps one version in the store as it is now, for the records that are about to be made under it.
    ///
    /// # Errors
    /// No such policy or version; the store is busy or can't be written.
    pub fn keep(&self, id: &str, version: &str) -> Result<(), NotKept> {
        let source = self.source(id, version)?;
        let Some(store) = self.kept.store.as_deref() else { return Ok(()) };
        if self.kept.of_version(id, version)?.any(|kept| kept.says_as(source)) {
            return Ok(());
        }
        let short: String = source.digest().chars().take(SHORT).collect();
        let name = format!("{KEPT_POLICIES}/{id}@{}-{short}.yaml", plain(version));
        // What is there under that name and says something else was changed by hand.
        let bytes = source.text.as_bytes();
        Ok(store.keep(&name, &mut |there| (there.as_deref() != Some(bytes)).then(|| bytes.to_vec()))?)
    }

    /// The policy of a record, as it was when the record was made; a record without a digest is matched by its version
    /// alone.
    ///
    /// # Errors
    /// No such policy or version, and no copy of it in `policies/kept` either.
    pub fn of_record(&self, record: &Record) -> Result<Under, PolicyError> {
        let (id, version) = (&record.header.policy, &record.header.policy_version);
        let present = self.version(id, version);
        let Some(digest) = record.policy_digest() else { return Ok(Under { policy: present?, changed: None }) };
        if self.source(id, version).is_ok_and(|now| now.digest() == digest) {
            return Ok(Under { policy: present?, changed: None });
        }
        let kept = self.kept.of_version(id, version)?.find(|kept| kept.digest() == digest);
        match (kept.and_then(|kept| kept.policy().ok()), present) {
            // The same rule may be written in two ways.
            (Some(kept), Ok(now)) if *kept == *now => Ok(Under { policy: now, changed: None }),
            (Some(policy), _) => Ok(Under { policy, changed: Some(Changed::GoesOn) }),
            (None, Ok(policy)) => Ok(Under { policy, changed: Some(Changed::Lost) }),
            (None, Err(fault)) => Err(fault),
        }
    }

    /// One version of a policy, for its words: as it is now or, if it is not there any more, as it was.
    ///
    /// # Errors
    /// No such policy or version, and none kept.
    pub fn for_words(&self, id: &str, version: &str) -> Result<Arc<Policy>, PolicyError> {
        let kept = || self.kept.of_version(id, version).ok()?.find_map(|kept| kept.policy().ok());
        self.version(id, version).or_else(|fault| kept().ok_or(fault))
    }
}

/// Why a policy could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn is_of(source: &Source, id: &str, version: &str) -> bool {
    let head = source.head();
    (head.id.as_deref(), head.version.as_deref()) == (Some(id), Some(version))
}

/// A version as part of a file name.
fn plain(version: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    version.chars().map(|letter| if fits(letter) { letter } else { '_' }).collect()
}
