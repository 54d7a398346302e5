//! Compares the tables, rights and guards in a database with those that this program makes: whoever owns the store can
//! drop a trigger or give a right, and nothing else would show it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::wire::{Rows, Wire, rows, value};
use crate::domain::fault::{Fault, Severity};
use crate::store::doctor::Finding;
use crate::store::error::StoreError;

/// Lists every object of the schema in a form that doesn't depend on the version of the server.
pub(super) const QUESTION: &str = include_str!("catalogue.sql");

/// The answer in a new store.
const EXPECTED: &str = include_str!("catalogue.txt");

/// The versions of PostgreSQL that were seen to give that answer. Another one may word it differently.
const TRIED: RangeInclusive<u32> = 15..=18;

/// Settings of a login or a database change how the server words its answer; for this transaction they are as they were
/// for the expected one.
const AS_EXPECTED: &str = "SELECT set_config('search_path', 'pg_catalog', true), \
     set_config('standard_conforming_strings', 'on', true), set_config('quote_all_identifiers', 'off', true);";

/// How many differences `doctor` describes one by one.
const SHOWN: usize = 5;

/// An object that isn't as this program makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    kind: String,
    object: String,
    /// `None` if there should be no such object.
    expected: Option<String>,
    /// `None` if there is no such object.
    found: Option<String>,
}

/// Everything that isn't as this program makes it.
pub(super) struct Differences {
    all: Vec<Difference>,
    /// Whether the server is one for which the expected answer is known to be right.
    tried: bool,
}

impl Differences {
    /// # Errors
    /// The store can't be asked.
    pub(super) fn of(wire: &Wire) -> Result<Differences, StoreError> {
        let answer =
            wire.ask(&format!("SELECT version(), current_setting('server_version_num'); {AS_EXPECTED} {QUESTION}"))?;
        let rows = |at| rows(&answer, at);
        let number: u32 = value(rows(0), 0, 1).and_then(|number| number.parse().ok()).unwrap_or(0);
        let is_postgres = value(rows(0), 0, 0).is_some_and(|version| version.starts_with("PostgreSQL "));
        Ok(Differences {
            all: between(lines(EXPECTED), objects(rows(2))),
            tried: is_postgres && TRIED.contains(&(number / 10_000)),
        })
    }

    /// One fault for each difference.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let fault = |one: &Difference| {
            let severity = if self.tried { one.severity() } else { Severity::Warning };
            Fault::whole("schema iro", severity, one.rule(), one.message(), Some(one.hint()))
        };
        self.all.iter().map(fault).collect()
    }

    /// The differences as findings of `doctor`: the first few, and how many more there are.
    pub(super) fn findings(&self) -> Vec<Finding> {
        if self.all.is_empty() {
            return vec![Finding::well(
                "guards",
                "its tables, triggers, views and rights are as this program makes them",
            )];
        }
        let mut findings: Vec<Finding> =
            self.all.iter().take(SHOWN).map(|one| Finding::wrong(one.rule(), one.message(), &one.hint())).collect();
        if let more @ 1.. = self.all.len().saturating_sub(SHOWN) {
            findings.push(Finding::wrong(
                "guards",
                format!("{more} more are not as they should be"),
                "`iro check` lists them all",
            ));
        }
        if !self.tried {
            let message = format!(
                "compared with what PostgreSQL {} to {} say: this server is another one and may only word it differently",
                TRIED.start(),
                TRIED.end()
            );
            findings.push(Finding::well("guards", message));
        }
        findings
    }
}

impl Difference {
    fn is_right(&self) -> bool {
        self.kind == "right"
    }

    /// The fixed word for it, for scripts.
    fn rule(&self) -> &'static str {
        if self.is_right() { "rights" } else { "guards" }
    }

    /// An error if evidence is less guarded, or an answer may be wrong. What is merely slower, refused, or beside the
    /// store is a warning.
    fn severity(&self) -> Severity {
        let more = self.expected.is_none();
        let harmless = match self.kind.as_str() {
            "index" => true,
            "table" => more && !self.found.as_deref().is_some_and(|found| found.starts_with(PART)),
            "view" | "function" | "column" => more,
            "right" => {
                let reading = ["SELECT ", "USAGE ", "EXECUTE ", "REFERENCES ", "MAINTAIN "];
                self.found.is_none() || reading.iter().any(|privilege| self.object.starts_with(privilege))
            }
            _ => false,
        };
        if harmless { Severity::Warning } else { Severity::Error }
    }

    fn message(&self) -> String {
        let Difference { kind, object, .. } = self;
        if let Some((privilege, object, grantee)) = self.right().filter(|_| self.is_right()) {
            let right = format!("{privilege} on {} to {grantee}", few(object));
            return match (&self.expected, &self.found) {
                (Some(_), None) => format!("a right is missing: {right}"),
                (None, _) => format!("a right was given that the store doesn't give: {right}"),
                (Some(_), Some(found)) => format!("a right is given {found}: {right}"),
            };
        }
        let noun = if kind == "role" && object.contains(" in ") { "membership" } else { kind };
        match (self.expected.as_deref(), self.found.as_deref()) {
            (Some(_), None) => format!("the {noun} `{object}` is missing"),
            (None, Some(found)) if kind == "setting" => {
                format!("`{object}` is set to `{found}`, which switches the triggers off")
            }
            (None, Some(found)) if found.starts_with(PART) => {
                format!("rows of the table `{object}` count as {}", &found[PART.len()..])
            }
            (None, _) => format!("the {noun} `{object}` is not part of a store"),
            (Some(expected), Some(found)) => {
                match found.strip_prefix(expected).and_then(|more| more.strip_prefix(", ")) {
                    Some(more) => format!("the {noun} `{object}` was changed: it is {more}"),
                    None if ["view", "function"].contains(&kind.as_str()) => {
                        format!("the {noun} `{object}` was redefined")
                    }
                    None => format!("the {noun} `{object}` is `{found}` and should be `{expected}`"),
                }
            }
        }
    }

    /// Who puts it right, and with what.
    fn hint(&self) -> String {
        let owner = "whoever owns the store";
        if self.is_right() {
            let (verb, to) = match (&self.expected, &self.found) {
                (Some(_), None) => ("GRANT", "TO"),
                (None, _) => ("REVOKE", "FROM"),
                (Some(_), Some(_)) => ("REVOKE GRANT OPTION FOR", "FROM"),
            };
            return match self.statement(verb, to) {
                Some(statement) => format!("{owner} runs `{statement}`"),
                None => format!("{owner} puts that right: `iro store schema` prints the rights"),
            };
        }
        let disabled = self.found.as_deref().is_some_and(|found| OFF.iter().any(|off| found.ends_with(off)));
        match (self.kind.as_str(), self.object.split_once(" on ")) {
            ("trigger", Some((trigger, table))) if disabled && self.expected.is_some() => {
                format!("{owner} runs `ALTER TABLE {table} ENABLE TRIGGER {trigger}`")
            }
            ("trigger", Some((_, table))) if disabled => {
                format!("a superuser runs `ALTER TABLE {table} ENABLE TRIGGER ALL`")
            }
            ("setting", _) => "a superuser takes it back: `ALTER … RESET session_replication_role`".to_string(),
            ("role", _) => "a database administrator puts that right: `iro store schema` prints the roles".to_string(),
            ("view" | "function", _) if self.expected.is_some() && self.found.is_some() => {
                format!("{owner} puts it back, with `CREATE OR REPLACE`: `iro store schema` prints how it should be")
            }
            _ if self.expected.is_none() => {
                format!("{owner} knows what it is for, moves it to another schema, or drops it")
            }
            _ => format!("{owner} puts it back: `iro store schema` prints how it should be"),
        }
    }

    /// The privilege, what it is on, and who has it.
    fn right(&self) -> Option<(&str, &str, &str)> {
        let (privilege, rest) = self.object.split_once(" on ")?;
        let (object, grantee) = rest.rsplit_once(" to ")?;
        Some((privilege, object, grantee))
    }

    /// The statement that gives or takes a right: `REVOKE INSERT (body) ON iro.event FROM jo`.
    fn statement(&self, verb: &str, to: &str) -> Option<String> {
        let (privilege, object, grantee) = self.right()?;
        Some(match object.split_once(" (") {
            Some((table, column)) if !object.starts_with("FUNCTION") => {
                format!("{verb} {privilege} ({column} ON {table} {to} {grantee}")
            }
            _ => format!("{verb} {privilege} ON {object} {to} {grantee}"),
        })
    }
}

/// How the catalogue begins to describe a table whose rows count as those of another.
const PART: &str = "a part of ";

/// How it ends the description of a trigger that does not fire.
const OFF: [&str; 2] = ["disabled", "enabled for replicas"];

type Objects = BTreeMap<(String, String), String>;

fn lines(text: &str) -> Objects {
    let object = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_string);
        Some(((parts.next()?, parts.next()?), parts.next()?))
    };
    text.lines().filter_map(object).collect()
}

fn objects(rows: &Rows) -> Objects {
    let object = |row: &Vec<Option<String>>| match row.as_slice() {
        [Some(kind), Some(name), what] => Some(((kind.clone(), name.clone()), what.clone().unwrap_or_default())),
        _ => None,
    };
    rows.iter().filter_map(object).collect()
}

fn between(mut expected: Objects, found: Objects) -> Vec<Difference> {
    let mut all = Vec::new();
    for ((kind, object), found) in found {
        let expected = expected.remove(&(kind.clone(), object.clone()));
        // An administrator's own index only makes something faster, unless it refuses rows.
        let own_index = kind == "index" && expected.is_none() && !found.contains(" UNIQUE ");
        if expected.as_ref() != Some(&found) && !own_index {
            all.push(Difference { kind, object, expected, found: Some(found) });
        }
    }
    let missing = |((kind, object), expected)| Difference { kind, object, expected: Some(expected), found: None };
    all.extend(expected.into_iter().map(missing));
    let mut all = together(all);
    // What leaves evidence unguarded first: `doctor` shows only a few.
    all.sort_by_key(|one| one.severity() == Severity::Warning);
    all
}

/// Joins the same right on several tables into one difference: `GRANT ALL` gives a hundred.
fn together(all: Vec<Difference>) -> Vec<Difference> {
    let mut joined: Vec<Difference> = Vec::new();
    let mut places: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for one in all {
        let of_tables = one.right().filter(|(_, object, _)| one.is_right() && !object.contains([' ', '(']));
        let Some((privilege, object, grantee)) = of_tables else {
            joined.push(one);
            continue;
        };
        let key = (format!("{privilege} to {grantee}"), one.expected.is_none());
        match places.get(&key).and_then(|at| joined.get_mut(*at)) {
            Some(first) => {
                let more = format!(", {object} to {grantee}");
                first.object.truncate(first.object.len() - " to ".len() - grantee.len());
                first.object.push_str(&more);
            }
            None => {
                places.insert(key, joined.len());
                joined.push(one);
            }
        }
    }
    joined
}

/// Up to three of several names, and how many more there are.
fn few(names: &str) -> String {
    let all: Vec<&str> = names.split(", ").collect();
    match all.as_slice() {
        [first, second, third, _, more @ ..] => format!("{first}, {second}, {third} and {} more", more.len() + 1),
        _ => names.to_string(),
    }
}
