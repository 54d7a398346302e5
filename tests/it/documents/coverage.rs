//! Checks that every requirement of the five documents is cited by a test, or is listed here as still to come.
//! `UPDATE_DOCS=1 cargo test coverage` writes `docs/coverage.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The documents: the letters that their requirements' ids begin with, the name, and the number of requirements.
const SERIES: [(&str, &str, usize); 5] = [
    ("NA", "National standards", 57),
    ("SW", "South West procedure", 63),
    ("QA", "QA notification flowchart", 49),
    ("MO", "Process on Mosaic", 64),
    ("KN", "Knowsley process", 46),
];

/// Requirements that no test shows yet, and where they will be met.
const NOT_YET: &[(&str, &str)] = &[];

/// Requirements that tests show only partly.
const PARTLY: &[(&str, &str)] = &[];

/// The place of requirements that the program meets under every policy.
const PROGRAM: &str = "the program itself";

type Index = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn ids() -> Vec<String> {
    SERIES.iter().flat_map(|(series, _, last)| (1..=*last).map(move |n| format!("{series}-{n:02}"))).collect()
}

/// The ids of requirements in a comment: `SW-21, SW-22`, `MO-13b`, `NA-27 to NA-53`.
fn cited(comment: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut range = false;
    for word in comment.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        match id(word) {
            Some((series, n)) => {
                let from = match found.last().and_then(|last| id(last)) {
                    Some((before, first)) if range && before == series => first + 1,
                    _ => n,
                };
                found.extend((from..=n).map(|n| format!("{series}-{n:02}")));
                range = false;
            }
            None => range = word == "to",
        }
    }
    found
}

fn id(word: &str) -> Option<(&str, usize)> {
    let (series, number) = word.split_once('-')?;
    let known = SERIES.iter().any(|(known, _, _)| *known == series);
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = number.len() - digits.len();
    (known && digits.len() == 2 && letters <= 1).then_some((series, digits.parse().ok()?))
}

/// All files below a folder, by their paths without the extension: `clauses/knowsley`.
fn files(dir: &str, ext: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(dir)).expect("a directory").flatten() {
        let path = entry.path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            let inner = files(&format!("{dir}/{name}"), ext).into_iter();
            found.extend(inner.map(|(file, text)| (format!("{name}/{file}"), text)));
        } else if path.extension().is_some_and(|e| e == ext) {
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
    found.sort();
    found
}

/// Which tests cite each requirement in the comment above them.
fn tests() -> Index {
    let mut index = Index::new();
    for (file, text) in files("tests/it", "rs") {
        let mut comment = String::new();
        let mut test = false;
        for line in text.lines().map(str::trim) {
            if let Some(words) = line.strip_prefix("// ") {
                comment.push(' ');
                comment.push_str(words);
            } else if line.starts_with("#[") {
                test |= line == "#[test]";
            } else {
                if let Some(name) = line.strip_prefix("fn ").filter(|_| test) {
                    let name = name.split('(').next().unwrap_or(name);
                    for id in cited(&comment) {
                        index.entry(id).or_default().insert(format!("{file}::{name}"));
                    }
                }
                comment.clear();
                test = false;
            }
        }
    }
    index
}

/// Which keys of policies meet each requirement, by the ids in their comments.
fn homes() -> Index {
    let mut index = Index::new();
    for (file, text) in files("policies", "yaml") {
        let mut above: Vec<(usize, String)> = Vec::new();
        for line in text.lines() {
            let (code, comment) = match line.split_once('#') {
                Some((code, comment)) => (code, comment),
                None => (line, ""),
            };
            let indent = code.len() - code.trim_start().len();
            let home = match code.trim() {
                "" => PROGRAM.to_owned(),
                code => {
                    above.retain(|(at, _)| *at < indent);
                    above.extend(label(code).map(|label| (indent, label)));
                    let path: Vec<_> = above.iter().map(|(_, label)| label.as_str()).collect();
                    format!("`{file}`: `{}`", path.join("."))
                }
            };
            for id in cited(comment) {
                index.entry(id).or_default().insert(home.clone());
            }
        }
    }
    index
}

/// The name for a line of a policy: its key, or the id of the item that begins there.
fn label(code: &str) -> Option<String> {
    let item = code.strip_prefix("- ");
    let code = item.unwrap_or(code).trim_start_matches('{');
    let (key, value) = code.split_once(':')?;
    let word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match item {
        None if word(key) => Some(key.to_owned()),
        Some(_) if ["id", "ask", "role"].contains(&key) => {
            let value = value.trim().split([',', '}']).next().unwrap_or_default();
            Some(value.to_owned())
        }
        _ => None,
    }
}

fn page() -> String {
    let (homes, tests) = (homes(), tests());
    let mut page = String::from(
        "# Where each requirement lives\n\n\
         Written by `UPDATE_DOCS=1 cargo test coverage` from the marks in the policy files, the comments above the\n\
         tests in `tests/it/`, and the lists in `tests/it/coverage.rs`. The last column names what no test shows yet, or only\n\
         in part.\n",
    );
    for (series, title, last) in SERIES {
        let _ = write!(page, "\n## {title} ({series})\n\n");
        page.push_str("| id | where it lives | shown by | still to come |\n| --- | --- | --- | --- |\n");
        for n in 1..=last {
            let id = format!("{series}-{n:02}");
            let waits = NOT_YET.iter().any(|(known, _)| *known == id);
            let all = homes.get(&id).into_iter().flatten().cloned();
            let mut home: Vec<_> = all.filter(|home| !waits || home != PROGRAM).collect();
            if home.is_empty() && !waits {
                home.push(PROGRAM.to_owned());
            }
            let home = home.join("<br>");
            let shown = tests.get(&id).into_iter().flatten().cloned().collect::<Vec<_>>();
            let shown = shown.join("<br>");
            let later = |list: &[(&str, &str)], how: &str| {
                let mut found = list.iter().filter(|(known, _)| *known == id);
                found.next().map_or_else(String::new, |(_, home)| format!("{how}: {home}"))
            };
            let later = later(NOT_YET, "not yet") + &later(PARTLY, "the rest");
            let _ = writeln!(page, "| {id} | {home} | {shown} | {later} |");
        }
    }
    page
}

#[test]
fn every_requirement_is_shown_or_still_to_come() {
    let tests = tests();
    let known = ids();
    assert_eq!(known.len(), 279);
    let later: BTreeSet<_> = NOT_YET.iter().map(|(id, _)| *id).collect();
    assert_eq!(later.len(), NOT_YET.len(), "each once");
    let missing: Vec<_> = known.iter().filter(|id| !tests.contains_key(*id) && !later.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "neither shown nor still to come: {missing:?}");
    let both: Vec<_> = later.iter().filter(|id| tests.contains_key(**id)).collect();
    assert!(both.is_empty(), "shown, so no longer still to come: {both:?}");
    let partly = PARTLY.iter().filter(|(id, _)| !tests.contains_key(*id));
    assert_eq!(partly.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
    let unknown: Vec<_> = tests.keys().chain(homes().keys()).filter(|id| !known.contains(id)).cloned().collect();
    assert!(unknown.is_empty(), "no such requirements: {unknown:?}");
}

#[test]
fn comments_are_read_as_they_are_meant() {
    assert_eq!(cited("SW-21, SW-22"), ["SW-21", "SW-22"]);
    assert_eq!(cited("NA-08 to NA-10: A-52, MO-13b"), ["NA-08", "NA-09", "NA-10", "MO-13"]);
    assert_eq!(cited("QA-1 KN-100 HB-01 talks to KN-02"), ["KN-02"]);
    assert_eq!(label("- {id: drift, text: Drift}").as_deref(), Some("drift"));
    assert_eq!(label("- text: Some advice"), None);
    assert_eq!(label("total:").as_deref(), Some("total"));
}

#[test]
fn the_page_is_current() {
    let file: &Path = &root().join("docs/coverage.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(root().join("docs")).expect("a directory");
        fs::write(file, &page).expect("a page");
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert!(written == page, "docs/coverage.md is old: run `UPDATE_DOCS=1 cargo test coverage`");
}
