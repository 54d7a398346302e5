//! The names of record files: `2026-0042.yaml`, or `open-2026-0042.yaml` while it is pending.

use std::path::Path;

use crate::domain::id::DisputeId;
use crate::store::records::Filed;

pub(super) fn file_name(id: DisputeId) -> String {
    format!("{id}.yaml")
}

/// The id in the name of a record's file, which must be spelt exactly as the program writes it.
pub(super) fn id_of(path: &Path) -> Option<DisputeId> {
    let name = path.file_name()?.to_str()?;
    DisputeId::written(name.strip_suffix(".yaml")?)
}

/// The name of a pending record's file.
pub(super) fn pending_name(id: DisputeId, filed: Filed) -> String {
    match filed {
        Filed::Open => format!("open-{id}.yaml"),
        Filed::Owing | Filed::Closed => format!("closed-{id}.yaml"),
    }
}

/// The id and the filing that the name of a pending file says.
pub(super) fn pending_record(file: &Path) -> Option<(DisputeId, Filed)> {
    let name = file.file_name()?.to_str()?.strip_suffix(".yaml")?;
    let (filed, id) = match name.strip_prefix("open-") {
        Some(id) => (Filed::Open, id),
        None => (Filed::Closed, name.strip_prefix("closed-")?),
    };
    Some((id.parse().ok()?, filed))
}
