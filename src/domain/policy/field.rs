//! Facts that a protocol declares beyond the common ones, and how people read them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Fact, FieldId, Policy};

/// A fact that the protocol records beyond the common ones, filled by `--field NAME=VALUE`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    pub id: FieldId,
    pub text: String,
    /// The values it may take; empty means free text.
    pub values: Vec<String>,
    /// The label people read for a value; by default its id without hyphens.
    pub labels: BTreeMap<String, String>,
    /// It may hold several of them, with commas between.
    pub several: bool,
    /// It is what one child says or chooses: it does not count for siblings for whom the same was raised.
    pub each_child: bool,
    pub source: Option<String>,
}

impl Field {
    /// What people read for a value that was given; free text as it is.
    pub fn in_words(&self, value: &str) -> String {
        let label = |one: &str| self.labels.get(one).cloned().unwrap_or_else(|| one.replace('-', " "));
        match (self.values.is_empty(), self.several) {
            (true, _) => value.to_string(),
            (false, true) => value.split(',').map(|one| label(one.trim())).collect::<Vec<_>>().join(", "),
            (false, false) => label(value),
        }
    }

    /// Its possible values, as people read them.
    pub fn values_in_words(&self) -> Vec<String> {
        self.values.iter().map(|value| self.in_words(value)).collect()
    }
}

impl Policy {
    /// Whether an answer is for one child only, if a dispute is raised for several at once.
    pub fn is_of_each_child(&self, asked: &Asked) -> bool {
        match asked {
            Asked::Fact(fact) => *fact == Fact::LegalStatus,
            Asked::Field(id) => self.field(id).is_some_and(|field| field.each_child),
        }
    }

    /// What a field that the policy declares is about; the id itself if it declares none.
    pub fn field_text<'a>(&'a self, id: &'a FieldId) -> &'a str {
        self.field(id).map_or(id.as_str(), |field| &field.text)
    }

    /// These values in the order in which the policy declares their fields; those of no field come last.
    pub fn in_order<'a>(
        &self,
        values: impl Iterator<Item = (&'a FieldId, &'a String)>,
    ) -> impl Iterator<Item = (&'a FieldId, &'a String)> {
        let mut values: Vec<(&FieldId, &String)> = values.collect();
        values.sort_by_key(|(id, _)| self.fields.iter().position(|field| field.id == **id).unwrap_or(usize::MAX));
        values.into_iter()
    }
}
