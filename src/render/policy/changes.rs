//! What differs in meaning between two protocols, or two versions of one: rules that only one has, and rules that say
//! something else. Clauses, comments and the order of the file are ignored.

use serde::Serialize;

use super::facts::{Group, groups};
use crate::domain::policy::{Policy, StageId};
use crate::render::{clean, wrap};

/// The differences under one heading: a stage, or a part of the protocol.
#[derive(Debug, Serialize)]
pub struct Changes {
    pub group: String,
    pub stage: Option<StageId>,
    pub changes: Vec<Change>,
}

/// One rule that differs; `before` is `None` if it is new, `after` if it is gone.
#[derive(Debug, PartialEq, Serialize)]
pub struct Change {
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Everything that differs, in the order of the second policy.
pub fn between(one: &Policy, other: &Policy) -> Vec<Changes> {
    let (before, after) = (groups(one), groups(other));
    let pairs = paired(&before, &after);
    let mut found = Vec::new();
    for (before, after) in pairs {
        let changes = compared(before, after);
        if !changes.is_empty() {
            let group = after.or(before).map(|group| group.title.clone()).unwrap_or_default();
            let renamed = before.zip(after).filter(|(before, after)| before.stage != after.stage);
            let group = match (before, after, renamed) {
                (_, _, Some((before, after))) => format!("{} → {}", before.title, after.title),
                (Some(_), None, _) => format!("{group} (gone)"),
                (None, Some(_), _) => format!("{group} (new)"),
                _ => group,
            };
            let stage = after.or(before).and_then(|group| group.stage.clone());
            found.push(Changes { group, stage, changes });
        }
    }
    found
}

/// Pairs of groups: those of the same key first; stages left over are paired by their kind, in their order.
fn paired<'g>(before: &'g [Group], after: &'g [Group]) -> Vec<(Option<&'g Group>, Option<&'g Group>)> {
    let same = |one: &Group, other: &Group| one.key == other.key;
    let mut left: Vec<&Group> = before.iter().filter(|one| after.iter().all(|other| !same(one, other))).collect();
    let mut pairs = Vec::new();
    for group in after {
        let named = before.iter().find(|one| same(one, group));
        let alike = |one: &&Group| one.stage.is_some() && group.stage.is_some() && one.kind == group.kind;
        let like = left.iter().position(alike).filter(|_| named.is_none());
        pairs.push((named.or_else(|| like.map(|at| left.remove(at))), Some(group)));
    }
    pairs.extend(left.into_iter().map(|group| (Some(group), None)));
    pairs
}

/// What differs between two groups. Several facts may have one name: what both groups have word for word is no
/// difference, and what is left of a name is paired in its order.
fn compared(before: Option<&Group>, after: Option<&Group>) -> Vec<Change> {
    let facts = |group: Option<&Group>| group.map(|group| group.facts.clone()).unwrap_or_default();
    let (mut gone, mut new) = (facts(before), facts(after));
    new.retain(|fact| match gone.iter().position(|one| one == fact) {
        Some(at) => {
            gone.remove(at);
            false
        }
        None => true,
    });
    let changed = new.into_iter().map(|(what, after)| {
        let before = gone.iter().position(|(name, _)| *name == what).map(|at| gone.remove(at).1);
        Change { what, before, after: Some(after) }
    });
    let mut changes: Vec<Change> = changed.collect();
    changes.extend(gone.into_iter().map(|(what, before)| Change { what, before: Some(before), after: None }));
    changes
}

/// The differences for a person.
pub fn in_words(found: &[Changes], width: usize) -> String {
    let mut lines = Vec::new();
    for group in found {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(clean::line(&group.group));
        for change in &group.changes {
            let what = &change.what;
            let line = match (&change.before, &change.after) {
                (None, Some(after)) => format!("  + {what}: {after}"),
                (Some(before), None) => format!("  - {what}: {before}"),
                (before, after) => {
                    let say = |value: &Option<String>| value.clone().unwrap_or_default();
                    format!("  ~ {what}: {} → {}", say(before), say(after))
                }
            };
            lines.push(clean::line(&line));
        }
    }
    wrap::hanging(&lines, width)
}
