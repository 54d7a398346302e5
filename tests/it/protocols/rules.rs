//! Compares all rules of each protocol with `tests/golden/rules/`, which was checked against the protocol's document,
//! so that no word of a rule changes unnoticed. `UPDATE_DOCS=1 cargo test rules` rewrites the files; compare the
//! difference with the document.

use std::fs;
use std::path::Path;

use crate::env::Env;

/// Compares one policy's rules, leaving out the line with its version.
#[track_caller]
fn as_it_was_read(policy: &str) {
    let shown = Env::new().sh(&format!("policy show {policy} --rules")).ok().stdout;
    let rules: Vec<&str> = shown.lines().filter(|line| !line.starts_with(&format!("{policy} "))).collect();
    let rules = rules.join("\n") + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/rules/{policy}.txt"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &rules).expect("a folder for it");
    }
    let kept = fs::read_to_string(&file).expect("the rules as they were read");
    let other = kept.lines().zip(rules.lines()).find(|(kept, now)| kept != now);
    assert!(kept == rules, "{policy} reads otherwise now; first: {other:?}. UPDATE_DOCS=1 cargo test rules");
}

#[test]
fn knowsley_as_it_was_read() {
    as_it_was_read("knowsley");
}

#[test]
fn south_west_as_it_was_read() {
    as_it_was_read("south-west");
}

#[test]
fn qa_notification_as_it_was_read() {
    as_it_was_read("qa-notification");
}

#[test]
fn mosaic_as_it_was_read() {
    as_it_was_read("mosaic");
}

#[test]
fn national_as_it_was_read() {
    as_it_was_read("national");
}
