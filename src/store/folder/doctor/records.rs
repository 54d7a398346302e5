//! Checks all records in one pass: where they lie, whether they can be read, and what the ledger says of them.

use std::path::{Path, PathBuf};

use crate::domain::id::DisputeId;
use crate::domain::text::ticked;
use crate::store::compare_with_ledger::Comparison;
use crate::store::contract::Store;
use crate::store::doctor::{Finding, belongs};
use crate::store::error::{GIVE_THE_RIGHT, StoreError, TWICE};
use crate::store::folder::atomic;
use crate::store::folder::dir::FolderStore;
use crate::store::ledger::Ledger;
use crate::store::parallel;
use crate::store::policies::{PolicyBook, PolicyError};
use crate::store::records::{Filed, Found, Where, Which};

/// What there is of a record, without the record.
enum Seen {
    /// It was removed, or moved, since the records were listed.
    Nothing,
    One(OnlyCopy),
    Several(Vec<String>),
}

struct OnlyCopy {
    at: Where,
    /// How it has to be filed; `None` if that can't be told.
    belongs: Option<Filed>,
    /// Why it can't be read.
    unreadable: Option<StoreError>,
    /// Why its protocol can't be read.
    unruled: Option<PolicyError>,
}

/// The findings about records, and how they compare with the ledger, if that could be read.
pub(super) fn of_records(
    store: &FolderStore,
    policies: &PolicyBook,
    ledger: Option<&Ledger>,
    unfilled: &[PathBuf],
    repair: bool,
) -> Result<(Vec<Finding>, Comparison), StoreError> {
    let (mut all, mut comparison) = (Vec::new(), Comparison::default());
    let look = |id: &DisputeId| {
        let copies = store.copies_of(*id)?;
        let mut compared = Comparison::default();
        for stored in copies.iter().filter_map(|found| found.stored.as_ref().ok()) {
            ledger.into_iter().for_each(|ledger| compared.add(stored, ledger));
        }
        Ok((*id, seen(copies, policies), compared))
    };
    parallel::each(&store.ids(Which::All)?, parallel::READING, look, |one| {
        let (id, seen, compared) = one?;
        comparison.join(compared);
        all.push((id, seen));
        Ok::<_, StoreError>(())
    })?;
    comparison.changed.dedup();
    Ok((findings(store, policies, all, unfilled, repair)?, comparison))
}

fn seen(mut copies: Vec<Found>, policies: &PolicyBook) -> Seen {
    if copies.len() > 1 {
        return Seen::Several(copies.into_iter().map(|found| found.at.name).collect());
    }
    let Some(found) = copies.pop() else { return Seen::Nothing };
    let belongs = placed(policies, &found);
    let unruled = found.stored.as_ref().ok().and_then(|stored| policies.of_record(&stored.record).err());
    Seen::One(OnlyCopy { at: found.at, belongs, unreadable: found.stored.err(), unruled })
}

fn findings(
    store: &FolderStore,
    policies: &PolicyBook,
    all: Vec<(DisputeId, Seen)>,
    unfilled: &[PathBuf],
    repair: bool,
) -> Result<Vec<Finding>, StoreError> {
    let (mut findings, mut unnoted, mut damaged, mut unruled) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, seen) in all {
        let one = match seen {
            Seen::Nothing => continue,
            Seen::One(one) => one,
            Seen::Several(names) => {
                let message = format!("`{id}` is there more than once: {}", ticked(names));
                findings.push(Finding::wrong(TWICE, message, "compare them, keep one and move the other elsewhere"));
                continue;
            }
        };
        match one.unreadable {
            Some(error) if error.lacks_right() => {
                findings.push(Finding::wrong("rights", error.to_string(), GIVE_THE_RIGHT));
            }
            Some(_) if !unfilled.iter().any(|empty| *empty == Path::new(&one.at.name)) => damaged.push(id),
            Some(_) | None => {}
        }
        unruled.extend(one.unruled.map(|fault| (id, fault)));
        let Some(filed) = one.belongs else { continue };
        if store.folders.is_owing(id)? != (filed == Filed::Owing) {
            unnoted.push((id, filed));
        }
        if filed.is_open() == one.at.filed.is_open() && one.at.in_place {
            continue;
        }
        let place = store.folders.place(id, filed);
        let (from, to) = (&one.at.name, place.display());
        if repair {
            findings.extend(move_home(store, policies, id)?);
        } else {
            let message = match (filed.is_open(), one.at.filed.is_open()) {
                (true, false) => format!("`{id}` is open, but its file lies among the closed ones: `{from}`"),
                (false, true) => format!("`{id}` is closed, but its file lies among the open ones: `{from}`"),
                _ => format!("the file of `{id}` lies in the wrong folder: `{from}`"),
            };
            findings.push(Finding::wrong("shelf", message, &format!("`iro doctor --repair` moves it to `{to}`")));
        }
    }
    findings.extend(owing(store, &unnoted, repair)?);
    if let Some((first, fault)) = unruled.first() {
        let many = match unruled.len() {
            1 => format!("`{first}`"),
            many => format!("{many} records, the first of them `{first}`"),
        };
        let message = format!("no date can be counted in {many}: {fault}");
        findings.push(Finding::wrong("policy", message, &fault.hint_for_a_record().unwrap_or_default()));
    }
    if !damaged.is_empty() {
        let message = format!("can't be read: {}", ticked(damaged));
        let hint = "`iro check` says what is wrong in each; restore these files alone from a backup";
        findings.push(Finding::wrong("damaged", message, hint));
    }
    Ok(findings)
}

fn placed(policies: &PolicyBook, found: &Found) -> Option<Filed> {
    found.stored.as_ref().ok().and_then(|stored| belongs(policies, stored))
}

/// Moves a record where it belongs. That is decided again with the lock held, because it may have been reopened or
/// closed meanwhile.
fn move_home(store: &FolderStore, policies: &PolicyBook, id: DisputeId) -> Result<Option<Finding>, StoreError> {
    let _writing = store.writing()?;
    let copies = store.copies_of(id)?;
    let [found] = &copies[..] else { return Ok(None) };
    let Some(filed) =
        placed(policies, found).filter(|filed| filed.is_open() != found.at.filed.is_open() || !found.at.in_place)
    else {
        return Ok(None);
    };
    let (path, place) = (store.fetch(id)?.path, store.folders.place(id, filed));
    atomic::make_inner_folder(atomic::folder_of(&place))?;
    atomic::relocate(&path, &place)?;
    Ok(Some(Finding::repaired("shelf", format!("moved `{}` to `{}`", path.display(), place.display()))))
}

/// The missing notes of records that have ended and still owe something, on which the morning view depends.
fn owing(store: &FolderStore, unnoted: &[(DisputeId, Filed)], repair: bool) -> Result<Option<Finding>, StoreError> {
    let [(first, _), ..] = unnoted else { return Ok(None) };
    let many = match unnoted.len() {
        1 => format!("`{first}`"),
        many => format!("{many} records, the first of them `{first}`,"),
    };
    if !repair {
        let message = format!("of {many} it isn't noted whether something is still owed after the end");
        let hint = "`iro doctor --repair` notes it, so that `iro due` can name it";
        return Ok(Some(Finding::wrong("owed", message, hint)));
    }
    let _writing = store.writing()?;
    for (id, filed) in unnoted {
        store.folders.note_owing(*id, *filed == Filed::Owing)?;
    }
    Ok(Some(Finding::repaired("owed", format!("noted of {many} whether something is still owed after the end"))))
}
