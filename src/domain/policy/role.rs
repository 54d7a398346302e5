//! The roles of a protocol, and who acts for them.

use serde::{Serialize, Serializer};

use super::{Policy, RoleId};
use crate::domain::time::{Date, describe};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Role {
    pub id: RoleId,
    pub title: String,
    /// The roles that may act for it when nobody in it is available.
    pub substitutes: Vec<Substitute>,
}

/// Somebody who acts for a role, always or only between two days, both included.
#[derive(Debug, Clone, PartialEq)]
pub struct Substitute {
    pub role: RoleId,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The clause that this comes from.
    pub source: Option<String>,
}

impl Substitute {
    pub fn acts_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// When they act: `from Wed 1 July 2026 to Fri 31 July 2026`, `at any time`.
    pub fn in_words(&self) -> String {
        let from = self.from.map(|day| format!("from {}", describe(day)));
        let to = self.to.map(|day| format!("to {}", describe(day)));
        let words: Vec<String> = from.into_iter().chain(to).collect();
        if words.is_empty() { "at any time".to_string() } else { words.join(" ") }
    }

    /// Whether it is for some days only.
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// As `policy show --json` has it: the id of the role alone if it always applies.
impl Serialize for Substitute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Dated<'a> {
            role: &'a RoleId,
            from: Option<Date>,
            to: Option<Date>,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a str>,
        }
        let source = self.source.as_deref();
        match self.is_dated() || source.is_some() {
            false => self.role.serialize(serializer),
            true => Dated { role: &self.role, from: self.from, to: self.to, source }.serialize(serializer),
        }
    }
}

impl Policy {
    /// Who can act for a role, on whatever days.
    pub fn substitutes(&self, role: &RoleId) -> &[Substitute] {
        self.role(role.as_str()).map_or(&[], |known| &known.substitutes)
    }

    /// The substitute whose dates include this day; a permanent one is left out.
    pub fn acting_on(&self, role: &RoleId, day: Date) -> Option<&Substitute> {
        self.substitutes(role).iter().find(|one| one.is_dated() && one.acts_on(day))
    }

    /// Whether an act of one role counts on a day as that of another.
    pub fn acts_for(&self, role: &RoleId, other: &RoleId, on: Date) -> bool {
        role == other || self.substitutes(other).iter().any(|one| one.role == *role && one.acts_on(on))
    }
}
