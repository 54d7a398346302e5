//! Resolves the name of a stage or a role: people type the title that they see instead of the id.

use super::{Policy, RoleId, StageId};
use crate::domain::suggest::plain;

impl Policy {
    /// The id of the stage with this id, title or number; what was typed if that isn't clear.
    pub fn resolve_stage(&self, typed: &str) -> StageId {
        let numbered = |name: &str| plain(name).split('-').any(|word| word == typed);
        let number = typed.bytes().all(|byte| byte.is_ascii_digit());
        let stages = || self.stages.iter().map(|stage| (stage.id.as_str(), stage.title.as_str()));
        if number {
            let by_number = stages().filter(|(id, title)| numbered(id) || numbered(title)).map(|(id, _)| id);
            return only(by_number).unwrap_or(typed).into();
        }
        resolve_name(typed, stages()).unwrap_or(typed).into()
    }

    /// The id of the role with this id or title; what was typed if that isn't clear.
    pub fn resolve_role(&self, typed: &str) -> RoleId {
        let roles = self.roles.iter().map(|role| (role.id.as_str(), role.title.as_str()));
        resolve_name(typed, roles).unwrap_or(typed).into()
    }
}

/// The id of the only name with this id or title; capitals, spaces and hyphens don't count. `None` if none or several
/// match.
pub fn resolve_name<'a>(typed: &str, names: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let names: Vec<(&str, &str)> = names.collect();
    let exact = names.iter().find(|(id, _)| *id == typed).map(|(id, _)| *id);
    exact.or_else(|| {
        let typed = plain(typed);
        let same = |name: &str| !typed.is_empty() && plain(name) == typed;
        only(names.iter().filter(|(id, title)| same(id) || same(title)).map(|(id, _)| *id))
    })
}

/// The only id, however often it occurs; `None` if there is none or there are different ones.
fn only<'a>(mut ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::resolve_name;

    #[test]
    fn what_can_only_mean_one_thing_is_taken() {
        let names =
            [("s-1", "First Look"), ("s-2", "Second look"), ("s-3", "Panel"), ("s-4", "panel"), ("panel-2", "s-1")];
        let cases = [
            ("s-1", Some("s-1")),
            ("first look", Some("s-1")),
            ("SECOND-LOOK", Some("s-2")),
            ("S 2", Some("s-2")),
            // Two have it as their title.
            ("Panel", None),
            // One by its id, another by its title.
            ("S-1", None),
            ("third look", None),
            ("", None),
            ("--", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(resolve_name(typed, names.into_iter()), expected, "{typed}");
        }
    }
}
