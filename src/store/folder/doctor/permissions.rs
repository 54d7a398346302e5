//! Who can use the files of a store, and who should.

use super::{MANY_EXPOSED, many_exposed};
use crate::store::doctor::Finding;
use crate::store::error::{At, StoreError};
use crate::store::folder::dir::FolderStore;

/// What more people can use than may, or fewer.
pub(super) fn of_files(store: &FolderStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let (exposed, rights) = (store.folders.exposed()?, store.folders.rights());
    if let Some((first, _)) = exposed.first().filter(|_| repair)
        && (rights.limit(first).is_err() || rights.are_exceeded(first).is_some())
    {
        // All others will fail in the same way.
        let many = many_exposed(first, exposed.len());
        return Ok(vec![Finding::wrong(
            "permissions",
            format!("others can get at {many}, and rights can't be set here"),
            "set them for the whole share or disk, or keep the store elsewhere",
        )]);
    }
    if let Some((first, _)) = exposed.first().filter(|_| !repair && exposed.len() > MANY_EXPOSED) {
        let message = format!("others can get at {}", many_exposed(first, exposed.len()));
        return Ok(vec![Finding::wrong("permissions", message, "`iro doctor --repair` makes them private")]);
    }
    for (path, mode) in exposed {
        let shown = path.display();
        if repair {
            rights.limit(&path).at(&path)?;
            findings.push(Finding::repaired("permissions", format!("made `{shown}` private (it was {mode:04o})")));
        } else {
            findings.push(Finding::wrong(
                "permissions",
                format!("others can get at `{shown}` ({mode:04o})"),
                "`iro doctor --repair` makes it private",
            ));
        }
    }
    findings.extend(unshared(store, repair)?);
    if findings.is_empty() {
        findings.push(Finding::well(
            "permissions",
            if rights.are_shared() {
                "only their owner and the group of the store's folder can use the files"
            } else {
                "only their owner can read the files"
            },
        ));
    }
    Ok(findings)
}

/// What the group that shares the store can't use, such as what was there before it was shared.
fn unshared(store: &FolderStore, repair: bool) -> Result<Option<Finding>, StoreError> {
    let (mut unshared, rights) = (store.folders.unshared()?, store.folders.rights());
    let had = unshared.len();
    if repair {
        // Of what belongs to others, only they can change the rights.
        unshared.retain(|path| rights.give(path).is_err() || rights.are_lacking(path));
    }
    let Some(first) = unshared.first() else {
        let message = format!("gave the group its rights to {had} files and folders");
        return Ok((had > 0).then(|| Finding::repaired("permissions", message)));
    };
    let message = format!("the group that shares the store can't use {}", many_exposed(first, unshared.len()));
    let hint = match repair {
        false => "`iro doctor --repair` gives it its rights; of what belongs to others, they have to run it",
        true => "it belongs to somebody else: let its owner, or the administrator, run `iro doctor --repair`",
    };
    Ok(Some(Finding::wrong("permissions", message, hint)))
}
