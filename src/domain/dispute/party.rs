//! Those who have to do something.

use serde::{Deserialize, Serialize};

use crate::domain::policy::RoleId;
use crate::domain::same_name::is_same;

/// Somebody, by the role they hold and by name where that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub role: Option<RoleId>,
    pub name: Option<String>,
    /// All the roles: any of them will do, unless `each` says otherwise.
    pub roles: Vec<RoleId>,
    /// Whether each of the roles has to do it.
    pub each: bool,
    /// Those of them whose holder is named, role and name.
    pub holders: Vec<(RoleId, String)>,
}

impl Party {
    /// The word between its roles: "and" if each has to do it, "or" if any may.
    pub fn joined_by(&self) -> &'static str {
        if self.each { "and" } else { "or" }
    }

    /// Each of its roles, with the name of whoever holds it, if that is known.
    pub fn each_role(&self) -> impl Iterator<Item = (&RoleId, Option<&str>)> {
        self.roles.iter().map(|role| {
            let holder = self.holders.iter().find(|(held, _)| held == role).map(|(_, name)| name);
            let name = holder.or(self.name.as_ref().filter(|_| self.role.as_ref() == Some(role)));
            (role, name.map(String::as_str))
        })
    }

    /// Whether `who` is one of its roles or names.
    pub fn is(&self, who: &str) -> bool {
        self.names().any(|name| is_same(name, who))
    }

    /// Its roles, and the names of those who hold them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let held = self.holders.iter().map(|(_, name)| name).chain(&self.name);
        self.roles.iter().map(RoleId::as_str).chain(held.map(String::as_str))
    }
}
