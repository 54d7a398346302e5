//! The available policies: those built into the program and those in the given directories. No file is read before the
//! first question, and none is read in full unless the question is about it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

pub use failure::{Origin, PolicyError};
use source::Source;

use super::small_files::SmallFiles;
use super::sum::Sum;
use crate::domain::fault::Fault;
use crate::domain::policy::Policy;
use crate::domain::suggest::nearest;
use crate::domain::time::Date;

pub mod changed;
mod failure;
pub mod kept;
mod source;
#[cfg(test)]
mod tests;

/// All available policies. The directories are listed once, when a policy is first asked for.
pub struct PolicyBook {
    dirs: Vec<PathBuf>,
    sources: OnceLock<Result<Vec<Source>, PolicyError>>,
    kept: kept::Kept,
    /// The store's own policies, if it is not a folder.
    own: Option<Arc<dyn SmallFiles>>,
}

/// What the list of policies shows of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    pub id: String,
    pub version: String,
    pub title: String,
    pub effective_on: Date,
    pub origin: Origin,
}

/// The name of the fault that two files say something different of one version of a policy.
pub const CLASH: &str = "clash";

/// All policies that can be used, and the faults of the files that can't.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    /// By id, the oldest version first.
    pub policies: Vec<Listed>,
    pub faults: Vec<Fault>,
}

/// Whether this folder can be listed and has no file that may be a policy.
pub fn holds_none(folder: &Path) -> bool {
    source::policy_files(folder).is_ok_and(|files| files.is_empty())
}

impl PolicyBook {
    /// The built-in policies and every `*.yaml` and `*.yml` of these directories; one that doesn't exist has none.
    pub fn new(dirs: Vec<PathBuf>) -> Self {
        Self { dirs, sources: OnceLock::new(), kept: kept::Kept::default(), own: None }
    }

    /// The same, with the copies of policies that a store keeps from when its records were made.
    pub fn of_store(dirs: Vec<PathBuf>, store: Arc<dyn SmallFiles>) -> Self {
        Self { kept: kept::Kept::in_store(store), ..Self::new(dirs) }
    }

    /// The same for a store on a server, whose own policies are among its small files.
    #[cfg(feature = "postgres")]
    pub fn of_server(dirs: Vec<PathBuf>, store: Arc<dyn SmallFiles>) -> Self {
        Self { own: Some(Arc::clone(&store)), ..Self::of_store(dirs, store) }
    }

    /// The folders that policies are read from, beside the built-in ones.
    pub fn folders(&self) -> &[PathBuf] {
        &self.dirs
    }

    /// The newest version that is in force on a date; if none is in force yet, the newest of all.
    ///
    /// # Errors
    /// There is no policy with this id, a file of it can't be used, or two files contradict each other.
    pub fn latest(&self, id: &str, on: Date) -> Result<Arc<Policy>, PolicyError> {
        let sources = self.of_id(id)?;
        // A file without a date from which it is in force might be the right one, so its faults have to be reported.
        if let Some(open) = sources.iter().find(|source| source.head().effective_on.is_none()) {
            return open.policy();
        }
        let newest = |in_effect: bool| {
            let dated = sources.iter().map(|source| (source.head().effective_on, source));
            let dated = dated.filter(|(since, _)| !in_effect || *since <= Some(on));
            dated.map(|(since, source)| (since, source.head().version.as_deref())).max()
        };
        match newest(true).or_else(|| newest(false)) {
            Some((_, Some(version))) => self.version(id, version),
            _ => sources.first().map_or_else(|| Err(self.unknown(id)), |source| source.policy()),
        }
    }

    /// One version of a policy.
    ///
    /// # Errors
    /// There is no such policy or version, a file of it can't be used, or two files contradict each other.
    pub fn version(&self, id: &str, version: &str) -> Result<Arc<Policy>, PolicyError> {
        let sources = self.of_id(id)?;
        let mut same = sources.iter().filter(|source| source.head().version.as_deref() == Some(version));
        let Some(first) = same.next() else {
            return Err(unknown_version(id, version, &sources));
        };
        for other in same {
            first.agrees_with(other)?;
        }
        first.policy()
    }

    /// Every policy, and all faults of files that have none.
    ///
    /// # Errors
    /// A directory can't be listed.
    pub fn list(&self) -> Result<Catalogue, PolicyError> {
        let mut catalogue = Catalogue::default();
        let mut good: Vec<(&Source, Arc<Policy>)> = Vec::new();
        for source in self.sources()? {
            let policy = match source.read() {
                Ok(policy) => policy,
                Err(faults) => {
                    catalogue.faults.extend(faults);
                    continue;
                }
            };
            let twin = good.iter().find(|(_, other)| (&other.id, &other.version) == (&policy.id, &policy.version));
            match twin.map(|(twin, _)| twin.agrees_with(source)) {
                Some(Ok(())) => continue,
                Some(Err(clash)) => catalogue.faults.push(source.fault(CLASH, clash.to_string(), clash.hint())),
                None => {}
            }
            good.push((source, policy));
        }
        catalogue.policies = good.iter().map(|(source, policy)| listed(source, policy)).collect();
        catalogue
            .policies
            .sort_by(|a, b| (&a.id, a.effective_on, &a.version).cmp(&(&b.id, b.effective_on, &b.version)));
        Ok(catalogue)
    }

    /// Where a version of a policy comes from.
    ///
    /// # Errors
    /// There is no such policy or version.
    pub fn origin(&self, id: &str, version: &str) -> Result<Origin, PolicyError> {
        self.source(id, version).map(|source| source.origin.clone())
    }

    /// The file of a version of a policy: the name that its faults give it, and its text.
    ///
    /// # Errors
    /// There is no such policy or version.
    pub fn file(&self, id: &str, version: &str) -> Result<(&str, &str), PolicyError> {
        self.source(id, version).map(|source| (source.file.as_str(), source.text.as_ref()))
    }

    fn source(&self, id: &str, version: &str) -> Result<&Source, PolicyError> {
        let sources = self.of_id(id)?;
        let found = sources.iter().find(|source| source.head().version.as_deref() == Some(version));
        found.copied().ok_or_else(|| unknown_version(id, version, &sources))
    }

    /// The text of a file, by the name that its faults give it, to show excerpts from.
    pub fn text(&self, file: &str) -> Option<&str> {
        let mut sources = self.sources().ok()?.iter();
        let found = sources.find(|source| source.file == file);
        found.map(|source| source.text.as_ref())
    }

    /// A checksum of all policy files.
    ///
    /// # Errors
    /// A directory can't be listed.
    pub fn fingerprint(&self) -> Result<u64, PolicyError> {
        let mut sum = Sum::new();
        for source in self.sources()? {
            sum.add(source.text.as_bytes());
        }
        for source in self.kept.sources()? {
            sum.add(source.text.as_bytes());
        }
        Ok(sum.finish())
    }

    /// The files with any version of a policy.
    fn of_id(&self, id: &str) -> Result<Vec<&Source>, PolicyError> {
        let sources = self.sources()?;
        let found: Vec<&Source> = sources.iter().filter(|source| source.head().id.as_deref() == Some(id)).collect();
        match found.is_empty() {
            true => Err(self.unknown(id)),
            false => Ok(found),
        }
    }

    fn unknown(&self, id: &str) -> PolicyError {
        let sources: &[Source] = self.sources().unwrap_or_default();
        let mut known: Vec<String> = sources.iter().filter_map(|source| source.head().id.clone()).collect();
        known.sort();
        known.dedup();
        if let Some(near) = nearest(id, known.iter().map(String::as_str)).map(str::to_owned) {
            known.sort_by_key(|id| *id != near);
        }
        let unread = sources.iter().filter(|source| source.head().id.is_none());
        PolicyError::Unknown {
            id: id.to_owned(),
            suggestions: known,
            unread: unread.map(|source| source.file.clone()).collect(),
        }
    }

    fn sources(&self) -> Result<&[Source], PolicyError> {
        let sources = self.sources.get_or_init(|| {
            let mut sources = source::find(&self.dirs)?;
            if let Some(store) = &self.own {
                sources.extend(source::kept_in(store.as_ref(), kept::POLICIES)?);
            }
            Ok(sources)
        });
        sources.as_deref().map_err(Clone::clone)
    }
}

fn listed(source: &Source, policy: &Policy) -> Listed {
    Listed {
        id: policy.id.clone(),
        version: policy.version.clone(),
        title: policy.title.clone(),
        effective_on: policy.effective_on,
        origin: source.origin.clone(),
    }
}

fn unknown_version(id: &str, version: &str, sources: &[&Source]) -> PolicyError {
    PolicyError::UnknownVersion {
        id: id.to_owned(),
        version: version.to_owned(),
        known: sources.iter().filter_map(|source| source.head().version.clone()).collect(),
    }
}
