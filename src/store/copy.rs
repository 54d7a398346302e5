//! Copies a whole store to another place, with all events and their digests: from a folder to a server, back, or into a
//! folder to take along. Records keep their digests, so what shows that a record is unchanged also shows it for the
//! copy.

use std::collections::BTreeMap;

use super::chain::{Chain, Digest, RecordPart};
use super::error::StoreError;
use super::records::{Stored, Which};
use super::small_files::{SmallFile, lies_inside};
use super::transfer::{RecordToCopy, Rest, Transfer};
use super::{Place, folder, postgres};
use crate::domain::id::DisputeId;
use crate::domain::worded::Worded;

/// What was copied, or would be in a dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub records: usize,
    pub events: u64,
    /// How many events the target didn't have before.
    pub new_events: u64,
    pub ledger_lines: usize,
    pub ledger_head: Option<String>,
}

/// Why nothing was copied, or not all.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("`{to}` has something that `{from}` has not: {what}")]
    NotABeginning { from: String, to: String, what: String },
    #[error("the copy is not what was copied: {0}")]
    NotTheSame(String),
    #[error("`{from}` keeps a file under the name `{name}`, which would lie outside of a store: nothing was copied")]
    Outside { from: String, name: String },
    #[error("{fault}; {done} of {of} records were copied")]
    Stopped { done: usize, of: usize, fault: StoreError },
}

/// For each record, its number of events and the digest of the last.
type Heads = BTreeMap<DisputeId, (u32, Digest)>;

/// The store at a place, to be copied from or to.
pub fn open(place: &Place) -> Box<dyn Transfer> {
    match place {
        Place::Folder(root) => Box::new(folder::FolderStore::new(root)),
        Place::Server(address) => Box::new(postgres::PostgresStore::for_copy(address.clone())),
    }
}

/// Copies everything, and compares every digest afterwards. The target must be empty or have the beginning of the same
/// records and ledger; only what is new is then written. `settings` are those that the target has afterwards, because some
/// of them are a person's own.
///
/// # Errors
/// The target has something else; one of the two can't be read or written; the copy differs.
pub fn copy(
    from: &dyn Transfer,
    to: &dyn Transfer,
    settings: Option<Vec<u8>>,
    dry_run: bool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Copied, CopyError> {
    let (from_name, to_name) = (from.describe(), to.describe());
    let other = |what: String| CopyError::NotABeginning { from: from_name.clone(), to: to_name.clone(), what };
    let ids = from.ids(Which::All)?;
    let there = heads(to)?;
    if let Some(alien) = there.keys().find(|id| ids.binary_search(id).is_err()) {
        return Err(other(format!("the record `{alien}`")));
    }
    let mut lines = from.ledger_lines()?;
    let head = from.ledger()?.end.head;
    let (known, all) = (to.ledger_lines()?, lines.len());
    if known.len() > all || known.iter().zip(&lines).any(|(one, other)| one != other) {
        return Err(other("lines of its ledger".to_string()));
    }
    lines.drain(..known.len());
    if !there.is_empty() {
        let mut wrong = None;
        pass(from, &ids, |id, stored| {
            if let Some((events, digest)) = there.get(&id)
                && Chain::of(&stored.record, &stored.seals).of_part(RecordPart::from(*events)) != Some(*digest)
            {
                wrong.get_or_insert(id);
            }
            Ok(())
        })?;
        if let Some(id) = wrong {
            return Err(other(format!("events of the record `{id}`")));
        }
    }
    names(from)?;
    to.may_take_over()?;
    if !dry_run {
        to.begin(&from_name)?;
    }
    let (mut wanted, mut new, mut done) = (Heads::new(), 0, 0);
    for some in ids.chunks(from.share().max(1)) {
        let mut cargo = Vec::new();
        for (id, (stored, original)) in some.iter().zip(from.load_to_copy(some)?) {
            let chain = Chain::of(&stored.record, &stored.seals);
            wanted.insert(*id, (chain.events(), chain.head()));
            let had = there.get(id).map_or(0, |(events, _)| *events);
            new += u64::from(chain.events() - had);
            cargo.push(RecordToCopy { stored, original, had });
        }
        if !dry_run {
            to.write_records(&cargo).map_err(|fault| CopyError::Stopped { done, of: ids.len(), fault })?;
        }
        done += some.len();
        progress(done, ids.len());
    }
    let events = wanted.values().map(|(events, _)| u64::from(*events)).sum();
    let copied = Copied { records: ids.len(), events, new_events: new, ledger_lines: all, ledger_head: head };
    if dry_run {
        return Ok(copied);
    }
    let mut files = small_files(from)?;
    files.retain(|(name, _)| name != SmallFile::Config.word());
    files.extend(settings.map(|bytes| (SmallFile::Config.word().to_string(), bytes)));
    files.sort();
    let rest = Rest { tombstones: from.removed()?, files, lines };
    to.write_rest(&rest).map_err(|fault| CopyError::Stopped { done, of: ids.len(), fault })?;
    compare(to, &wanted, &copied, &rest)?;
    to.finish()?;
    Ok(copied)
}

fn compare(to: &dyn Transfer, wanted: &Heads, copied: &Copied, rest: &Rest) -> Result<(), CopyError> {
    let there = heads(to)?;
    if let Some((id, _)) = wanted.iter().find(|(id, head)| there.get(id) != Some(head)) {
        return Err(CopyError::NotTheSame(format!("the record `{id}`")));
    }
    if to.ledger()?.end.head != copied.ledger_head {
        return Err(CopyError::NotTheSame("the ledger".to_string()));
    }
    if to.removed()? != rest.tombstones {
        return Err(CopyError::NotTheSame("the tombstones".to_string()));
    }
    let there: BTreeMap<String, Vec<u8>> = small_files(to)?.into_iter().collect();
    let differs = |(name, bytes): &&(String, Vec<u8>)| there.get(name) != Some(bytes);
    let unknown = || there.keys().find(|name| !rest.files.iter().any(|(known, _)| known == *name));
    match rest.files.iter().find(differs).map(|(name, _)| name).or_else(unknown) {
        Some(name) => Err(CopyError::NotTheSame(format!("the file `{name}`"))),
        None => Ok(()),
    }
}

/// The names of the small files. Each becomes a path in the target, so one that leads out of a store is refused.
fn names(store: &dyn Transfer) -> Result<Vec<String>, CopyError> {
    let names = store.small_files()?;
    match names.iter().find(|name| !lies_inside(name)) {
        Some(name) => Err(CopyError::Outside { from: store.describe(), name: name.clone() }),
        None => Ok(names),
    }
}

fn small_files(store: &dyn Transfer) -> Result<Vec<(String, Vec<u8>)>, CopyError> {
    let mut files = Vec::new();
    for name in names(store)? {
        files.extend(store.kept(&name)?.map(|bytes| (name, bytes)));
    }
    Ok(files)
}

fn heads(store: &dyn Transfer) -> Result<Heads, StoreError> {
    let (ids, mut heads) = (store.ids(Which::All)?, Heads::new());
    pass(store, &ids, |id, stored| {
        let chain = Chain::of(&stored.record, &stored.seals);
        heads.insert(id, (chain.events(), chain.head()));
        Ok(())
    })?;
    Ok(heads)
}

/// Loads the records in portions, so that memory doesn't grow with their number, and calls `look` for each.
fn pass(
    store: &dyn Transfer,
    ids: &[DisputeId],
    mut look: impl FnMut(DisputeId, Stored) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for some in ids.chunks(store.share().max(1)) {
        for (id, stored) in some.iter().zip(store.load_all(some)?) {
            look(*id, stored?)?;
        }
    }
    Ok(())
}
