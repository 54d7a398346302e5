//! The names of the files of records: `2026-0042.yaml`, and before it has its place `open-2026-0042.yaml`.

use std::path::Path;

use crate::domain::id::DisputeId;
use crate::store::records::Filed;

pub(super) fn file_name(id: DisputeId) -> String {
    format!("{id}.yaml")
}

/// The id whose record a file is by its name, to the letter.
pub(super) fn id_of(path: &Path) -> Option<DisputeId> {
    let name = path.file_name()?.to_str()?;
    DisputeId::written(name.strip_suffix(".yaml")?)
}

/// What a new record is called before it is put in its place.
pub(super) fn pending_name(id: DisputeId, filed: Filed) -> String {
    match filed {
        Filed::Open => format!("open-{id}.yaml"),
        Filed::Owing | Filed::Closed => format!("closed-{id}.yaml"),
    }
}

/// Which record a file among those is.
pub(super) fn pending_record(file: &Path) -> Option<(DisputeId, Filed)> {
    let name = file.file_name()?.to_str()?.strip_suffix(".yaml")?;
    let (filed, id) = match name.strip_prefix("open-") {
        Some(id) => (Filed::Open, id),
        None => (Filed::Closed, name.strip_prefix("closed-")?),
    };
    Some((id.parse().ok()?, filed))
}
