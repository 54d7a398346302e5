//! Which values are left out of a record because nobody gave them.

use std::collections::BTreeMap;

use super::choices::{Because, NoteKind, ResultKind};
use crate::domain::terms::{ActionNumber, CategoryId, ClockId, DutyId, EntryNumber, OwedAt, RoleId, StageId};

/// A value that is left out of the record when it is absent.
pub trait Absent {
    fn absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Absent for BTreeMap<K, V> {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for String {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! absent_if_empty {
    ($($id:ty),*) => { $(
        impl Absent for $id {
            fn absent(&self) -> bool {
                self.as_str().is_empty()
            }
        }
    )* };
}

absent_if_empty!(CategoryId, ClockId, DutyId, OwedAt, RoleId, StageId);

/// Values that are always written.
macro_rules! never_absent {
    ($($kind:ty),*) => { $(
        impl Absent for $kind {
            fn absent(&self) -> bool {
                false
            }
        }
    )* };
}

never_absent!(ActionNumber, EntryNumber, Because, NoteKind, ResultKind);
