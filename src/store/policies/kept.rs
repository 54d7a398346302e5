//! Copies of policies as they were when records were made under them. Each record has the digest of its policy, so that
//! changing a file without a new version number doesn't change open disputes.

use std::sync::{Arc, OnceLock};

use super::changed::Changed;
use super::source::{Source, kept_in};
use super::{PolicyBook, PolicyError};
use crate::domain::policy::Policy;
use crate::domain::record::Record;
use crate::store::StoreError;
use crate::store::small_files::SmallFiles;

/// The folder of a store's own policies.
pub const POLICIES: &str = "policies";

/// The folder of the copies. Policies in it can't be chosen for new records.
pub const KEPT_POLICIES: &str = "policies/kept";

/// How many characters of a digest a file name contains.
const SHORT: usize = 12;

/// The copies in a store, each read once.
#[derive(Default)]
pub(super) struct Kept {
    store: Option<Arc<dyn SmallFiles>>,
    sources: OnceLock<Result<Vec<Source>, PolicyError>>,
}

/// The policy that a record is read under.
#[derive(Debug, Clone)]
pub struct Under {
    pub policy: Arc<Policy>,
    pub changed: Option<Changed>,
}

impl Kept {
    pub(super) fn in_store(store: Arc<dyn SmallFiles>) -> Kept {
        Kept { store: Some(store), sources: OnceLock::new() }
    }

    /// All copies, not yet parsed.
    ///
    /// # Errors
    /// The store can't be searched, or a copy can't be read.
    pub(super) fn sources(&self) -> Result<&[Source], PolicyError> {
        let sources = self.sources.get_or_init(|| match self.store.as_deref() {
            Some(store) => kept_in(store, KEPT_POLICIES),
            None => Ok(Vec::new()),
        });
        sources.as_deref().map_err(Clone::clone)
    }

    /// The copies of one version of a policy, which may differ.
    fn of_version(&self, id: &str, version: &str) -> Result<impl Iterator<Item = &Source>, PolicyError> {
        Ok(self.sources()?.iter().filter(move |kept| is_of(kept, id, version)))
    }
}

/// Whether a copy is the policy whose digest its name has. A name without a digest fits whatever is in the file.
#[cfg(feature = "postgres")]
pub fn fits_name(name: &str, bytes: &[u8]) -> bool {
    let short = name.strip_suffix(".yaml").and_then(|name| name.rsplit_once('-')).map(|(_, short)| short);
    let short = short.filter(|short| short.len() == SHORT && short.bytes().all(|byte| byte.is_ascii_hexdigit()));
    short.is_none_or(|short| Source::kept(name.to_owned(), bytes).digest().starts_with(short))
}

impl PolicyBook {
    /// The digest of a version as it is now, for the header of a new record.
    ///
    /// # Errors
    /// There is no such policy or version.
    pub fn digest(&self, id: &str, version: &str) -> Result<String, PolicyError> {
        self.source(id, version).map(|source| source.digest().to_owned())
    }

    /// Copies a version as it is now into the store, for records that are about to be made under it.
    ///
    /// # Errors
    /// There is no such policy or version; the store is busy or can't be written.
    pub fn keep(&self, id: &str, version: &str) -> Result<(), NotKept> {
        let source = self.source(id, version)?;
        let Some(store) = self.kept.store.as_deref() else { return Ok(()) };
        if self.kept.of_version(id, version)?.any(|kept| kept.says_as(source)) {
            return Ok(());
        }
        let short: String = source.digest().chars().take(SHORT).collect();
        let name = format!("{KEPT_POLICIES}/{id}@{}-{short}.yaml", in_file_names(version));
        // If the copy differs from what its name says, somebody edited it by hand, and it is replaced.
        let bytes = source.text.as_bytes();
        Ok(store.keep(&name, &mut |there| (there.as_deref() != Some(bytes)).then(|| bytes.to_vec()))?)
    }

    /// The policy of a record, as it was when the record was made. If the record has no digest, only the version has to
    /// match.
    ///
    /// # Errors
    /// There is no such policy or version, and no copy in `policies/kept` either.
    pub fn of_record(&self, record: &Record) -> Result<Under, PolicyError> {
        let (id, version) = (&record.header.policy, &record.header.policy_version);
        let present = self.version(id, version);
        let Some(digest) = record.policy_digest() else { return Ok(Under { policy: present?, changed: None }) };
        if self.source(id, version).is_ok_and(|now| now.digest() == digest) {
            return Ok(Under { policy: present?, changed: None });
        }
        let kept = self.kept.of_version(id, version)?.find(|kept| kept.digest() == digest);
        match (kept.and_then(|kept| kept.policy().ok()), present) {
            // The text may differ and still mean the same policy.
            (Some(kept), Ok(now)) if *kept == *now => Ok(Under { policy: now, changed: None }),
            (Some(policy), _) => Ok(Under { policy, changed: Some(Changed::GoesOn) }),
            (None, Ok(policy)) => Ok(Under { policy, changed: Some(Changed::Lost) }),
            (None, Err(fault)) => Err(fault),
        }
    }

    /// A version of a policy, only for its wording: as it is now or, if it no longer exists, from a copy.
    ///
    /// # Errors
    /// There is no such policy or version, and no copy of it.
    pub fn for_words(&self, id: &str, version: &str) -> Result<Arc<Policy>, PolicyError> {
        let kept = || self.kept.of_version(id, version).ok()?.find_map(|kept| kept.policy().ok());
        self.version(id, version).or_else(|fault| kept().ok_or(fault))
    }
}

/// Why a policy could not be copied into the store.
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

/// A version in the characters that file names can have.
pub fn in_file_names(version: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    version.chars().map(|letter| if fits(letter) { letter } else { '_' }).collect()
}
