//! The names of stages, categories, roles and rules when one table has records of several protocols. An id whose title
//! is the same everywhere makes one row; if protocols name it differently, each has a row of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, History};
use crate::domain::dispute::Party;
use crate::domain::policy::{Category, CategoryId, DutyId, Policy, RoleId};
use crate::domain::same_name::is_same;
use crate::domain::text::list;

/// The titles of ids in all the protocols of a table.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    /// Whether there are several protocols.
    several: bool,
    categories: Titles,
    roles: Titles,
    duties: Titles,
}

/// The titles of each id, by protocol.
#[derive(Debug, Clone, Default)]
struct Titles(BTreeMap<String, BTreeMap<String, String>>);

impl Naming {
    /// The names in all records that are shown together, including those of a period that is compared.
    pub fn of<'a>(histories: impl IntoIterator<Item = &'a History>) -> Naming {
        // The latest version of a protocol comes last, and names what they have in common.
        let histories: Vec<&History> = histories.into_iter().collect();
        let policies: BTreeMap<(&str, &str), &Policy> = histories
            .iter()
            .map(|history| history.case.policy().as_ref())
            .map(|policy| ((policy.id.as_str(), policy.version.as_str()), policy))
            .collect();
        // A category that only one protocol's records use needs no protocol to tell it apart.
        let used: BTreeSet<(&str, &str)> = histories
            .iter()
            .filter_map(|history| history.dispute())
            .flat_map(|one| one.raised.categories.iter().map(|id| (one.policy.id.as_str(), id.as_str())))
            .collect();
        let mut naming = Naming::default();
        for policy in policies.values() {
            for category in policy.categories.iter().filter(|one| used.contains(&(policy.id.as_str(), one.id.as_str())))
            {
                naming.categories.add(policy, category.id.as_str(), &category.text);
            }
            for role in &policy.roles {
                naming.roles.add(policy, role.id.as_str(), &role.title);
            }
            for duty in policy.duties.iter().rev() {
                naming.duties.add(policy, duty.id.as_str(), &duty.text);
            }
            if policy.stages.iter().any(|stage| stage.meeting.is_some()) {
                let meeting = DutyId::MEETING;
                naming.duties.add(policy, meeting.as_str(), &policy.rule_in_words(meeting.as_str()));
            }
        }
        let ids: Vec<&str> = policies.keys().map(|(id, _)| *id).collect();
        Naming { several: ids.iter().any(|id| Some(id) != ids.first()), ..naming }
    }

    /// A stage, with its protocol if there are several.
    pub(super) fn stage(&self, policy: &Policy, index: usize) -> Group {
        let stage = &policy.stages[index];
        let label = if self.several { with_protocol(policy, &stage.title) } else { stage.title.clone() };
        Group::new(format!("{}{index:03}", policy.id), format!("{}/{}", policy.id, stage.id), label)
    }

    /// A category, sorted by its words.
    pub(super) fn category(&self, policy: &Policy, id: &CategoryId) -> Group {
        let own = policy.category(id).map_or(id.as_str(), |Category { text, .. }| text);
        let title = self.categories.title(policy, id.as_str()).unwrap_or(own);
        self.categories.group(policy, id.as_str(), title, title)
    }

    pub(super) fn role(&self, policy: &Policy, role: &RoleId) -> Group {
        let id = role.as_str();
        self.roles.group(policy, id, self.roles.title(policy, id).unwrap_or(policy.role_title(role)), id)
    }

    /// The roles that answer together, any of them or each, as one group.
    pub(super) fn roles(&self, policy: &Policy, party: &Party) -> Group {
        let each: Vec<Group> = party.roles.iter().map(|role| self.role(policy, role)).collect();
        if let [one] = &each[..] {
            return one.clone();
        }
        let word = party.joined_by();
        let joined = |part: fn(&Group) -> &str, by: &str| each.iter().map(part).collect::<Vec<_>>().join(by);
        let id = joined(|group| &group.id, &format!("-{word}-"));
        // The protocol is named once, before all of them.
        let own: Vec<&str> = party.roles.iter().map(|role| policy.role_title(role)).collect();
        let of_protocol = |(group, title): (&Group, &&str)| group.label == with_protocol(policy, title);
        let label = match each.iter().zip(&own).any(of_protocol) {
            true => with_protocol(policy, &list(&own, word)),
            false => list(&each.iter().map(|group| group.label.as_str()).collect::<Vec<_>>(), word),
        };
        Group::new(id.clone(), id, label)
    }

    /// A rule that was overridden.
    pub(super) fn rule(&self, policy: &Policy, rule: &str) -> Group {
        match policy.common_rule_in_words(rule) {
            Some(words) => Group::new(rule, rule, words),
            None => {
                let group = self.duties.group(policy, rule, &policy.rule_in_words(rule), rule);
                let label = policy.not_met(rule, &group.label);
                group.labelled(label)
            }
        }
    }
}

impl Titles {
    fn add(&mut self, policy: &Policy, id: &str, title: &str) {
        self.0.entry(id.to_string()).or_default().insert(policy.id.clone(), title.to_string());
    }

    fn title(&self, policy: &Policy, id: &str) -> Option<&str> {
        self.0.get(id)?.get(&policy.id).map(String::as_str)
    }

    /// The row of an id, which has this title in that protocol.
    fn group(&self, policy: &Policy, id: &str, title: &str, order: &str) -> Group {
        let mut titles = self.0.get(id).into_iter().flat_map(BTreeMap::values);
        if titles.clone().any(|other| !is_same(other, title)) {
            let order = format!("{order} {}", policy.id);
            return Group::new(order, format!("{}/{id}", policy.id), with_protocol(policy, title));
        }
        // Of titles that differ only in capitals, the first is used for all.
        Group::new(order, id, titles.next().map_or(title, String::as_str))
    }
}

fn with_protocol(policy: &Policy, title: &str) -> String {
    format!("{}, {title}", policy.id)
}
