//! A table as a person hands it over, from whatever file, and what its columns mean.

use std::collections::BTreeMap;

use super::same_name::is_same;
use super::time::{Date, Instant, Moment, parse_date};

/// Texts in rows under headings. Dates are written as `2026-03-02`; an empty text is an empty cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file: 2 for the first below the headings.
    pub line: usize,
    pub cells: Vec<String>,
}

/// Something in the table that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowFault {
    pub line: usize,
    pub message: String,
}

/// A mapping file. `columns` gives the heading under which each name is found, `values` what words in its cells stand
/// for, and `every` what holds for each row whose cell is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub every: BTreeMap<String, String>,
}

/// Something that a column can hold: the name a mapping gives it, and the headings it is known by without one.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub name: &'static str,
    pub headings: &'static [&'static str],
}

/// Why a mapping doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error("there is nothing called `{name}` to map; there is {known}")]
    NoSuchName { name: String, known: String },
    #[error("the table has no column `{heading}`; it has {headings}")]
    NoSuchHeading { heading: String, headings: String },
}

/// Which column holds what.
#[derive(Debug)]
pub struct Columns<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    of: BTreeMap<&'static str, usize>,
}

impl<'a> Columns<'a> {
    /// Finds the columns of what is known, by the mapping first, then by the usual headings.
    ///
    /// # Errors
    /// The mapping names something that isn't known, or a heading that isn't there.
    pub fn find(table: &'a Table, mapping: &'a Mapping, known: &[Known]) -> Result<Columns<'a>, Misfit> {
        let names = || known.iter().map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ");
        let given = mapping.columns.keys().chain(mapping.values.keys()).chain(mapping.every.keys());
        if let Some(name) = given.into_iter().find(|name| known.iter().all(|one| one.name != *name)) {
            return Err(Misfit::NoSuchName { name: name.clone(), known: names() });
        }
        // Programs write `CASE_ID` where people write `Case ID`.
        let spaced = |heading: &str| heading.replace('_', " ");
        let at = |heading: &str| table.headings.iter().position(|one| is_same(&spaced(one), &spaced(heading)));
        let mut of = BTreeMap::new();
        for (name, heading) in known.iter().filter_map(|one| Some((one.name, mapping.columns.get(one.name)?))) {
            let place = at(heading).ok_or_else(|| Misfit::NoSuchHeading {
                heading: heading.clone(),
                headings: table.headings.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", "),
            })?;
            of.insert(name, place);
        }
        // A usual heading isn't taken again where it was named for something else.
        for one in known.iter().filter(|one| !mapping.columns.contains_key(one.name)) {
            let place = std::iter::once(&one.name).chain(one.headings).find_map(|heading| at(heading));
            if let Some(place) = place.filter(|place| !of.values().any(|taken| taken == place)) {
                of.insert(one.name, place);
            }
        }
        Ok(Columns { table, mapping, of })
    }

    pub fn has(&self, name: &str) -> bool {
        self.of.contains_key(name) || self.mapping.every.contains_key(name)
    }

    /// The value of a row under this name: what is written in it, or for an empty cell what the mapping gives for every
    /// row, or `None`.
    pub fn value<'r>(&'r self, row: &'r TableRow, name: &str) -> Option<&'r str> {
        let every = || self.mapping.every.get(name).map(String::as_str);
        self.written(row, name).or_else(every).filter(|text| !text.is_empty())
    }

    /// What is written in the cell of this name: what the mapping says that its word stands for, or the cell as it is.
    pub fn written<'r>(&'r self, row: &'r TableRow, name: &str) -> Option<&'r str> {
        let written = self.of.get(name).and_then(|at| row.cells.get(*at)).map(|cell| cell.trim());
        let written = written.filter(|text| !text.is_empty());
        let meant = |text: &'r str| {
            let words = self.mapping.values.get(name)?;
            words.iter().find(|(word, _)| is_same(word, text)).map(|(_, meant)| meant.as_str())
        };
        written.map(|text| meant(text).unwrap_or(text))
    }

    /// The headings of columns that nothing is taken from.
    pub fn unused(&self) -> Vec<&'a str> {
        let used: Vec<usize> = self.of.values().copied().collect();
        let headings = self.table.headings.iter().enumerate();
        headings.filter(|(at, text)| !used.contains(at) && !text.is_empty()).map(|(_, text)| text.as_str()).collect()
    }
}

/// A day as a table has it: `2026-03-02`, or as it is written in Britain, `02/03/2026`. A time of day after it is
/// ignored; with an offset, the day is London's, because programs write midnight of a summer's day as 23:00Z of the day
/// before.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(instant) = instant(text) {
        return Some(Moment::at(instant).date());
    }
    let text = text.split(['T', ' ']).next().unwrap_or(text);
    if let Ok(date) = parse_date(text) {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let digits =
        |part: &str, most: usize| part.len() <= most && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(day, 2) || !digits(month, 2) || year.len() != 4 || !digits(year, 4) {
        return None;
    }
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}")).ok()
}

/// A date and time with an offset; PostgreSQL writes one of whole hours as `+00`.
fn instant(text: &str) -> Option<Instant> {
    let in_hours = text.contains(':') && matches!(text.bytes().rev().nth(2), Some(b'+' | b'-'));
    if in_hours { format!("{text}:00").parse() } else { text.parse() }.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_they_are_written_here() {
        for (text, day_meant) in [
            ("2026-03-02", Some("2026-03-02")),
            ("2026-03-02T00:00:00", Some("2026-03-02")),
            ("02/03/2026", Some("2026-03-02")),
            ("2/3/2026 09:15", Some("2026-03-02")),
            ("02.03.2026", Some("2026-03-02")),
            ("2026-06-30T23:00:00.000Z", Some("2026-07-01")),
            ("2026-06-30 23:00:00+00:00", Some("2026-07-01")),
            ("2026-06-30 23:00:00+00", Some("2026-07-01")),
            ("2026-07-01T00:30:00+01:00", Some("2026-07-01")),
            ("2026-12-31T23:30Z", Some("2026-12-31")),
            ("03/13/2026", None),
            ("02/03/26", None),
            ("", None),
            ("soon", None),
            ("31/02/2026", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), day_meant, "{text}");
        }
    }

    #[test]
    fn a_column_is_found_by_its_mapping_first() {
        let headings = ["Case ID", "Ref", "Notes"].map(str::to_owned).to_vec();
        let row = TableRow { line: 2, cells: ["7", " C-7 ", ""].map(str::to_owned).to_vec() };
        let table = Table { headings, rows: vec![row.clone()] };
        let known = [Known { name: "reference", headings: &["case id"] }, Known { name: "team", headings: &[] }];
        let usual = Mapping::default();
        let found = Columns::find(&table, &usual, &known).unwrap();
        assert_eq!((found.value(&row, "reference"), found.unused()), (Some("7"), vec!["Ref", "Notes"]));
        let mut mapping = Mapping::default();
        mapping.columns.insert("reference".into(), "REF".into());
        mapping.values.entry("reference".into()).or_default().insert("c-7".into(), "C-8".into());
        mapping.every.insert("team".into(), "North".into());
        let found = Columns::find(&table, &mapping, &known).unwrap();
        assert_eq!((found.value(&row, "reference"), found.value(&row, "team")), (Some("C-8"), Some("North")));
        // Named for both, it is both; named for another, its own name doesn't claim it.
        mapping.columns.insert("team".into(), "Ref".into());
        let found = Columns::find(&table, &mapping, &known).unwrap();
        assert_eq!((found.value(&row, "reference"), found.value(&row, "team")), (Some("C-8"), Some("C-7")));
        let team = Known { name: "notes", headings: &["ref"] };
        mapping.columns.remove("reference");
        let found = Columns::find(&table, &mapping, &[team, known[1], known[0]]).unwrap();
        assert_eq!((found.value(&row, "team"), found.unused()), (Some("C-7"), vec![]));
        mapping.columns = BTreeMap::from([("reference".to_string(), "REF".to_string())]);
        mapping.columns.insert("iro".into(), "Ref".into());
        assert!(matches!(Columns::find(&table, &mapping, &known), Err(Misfit::NoSuchName { .. })));
        mapping.columns.remove("iro");
        mapping.columns.insert("team".into(), "Nothing".into());
        assert!(matches!(Columns::find(&table, &mapping, &known), Err(Misfit::NoSuchHeading { .. })));
    }
}
