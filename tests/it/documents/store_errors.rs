//! The gallery of errors of stores and policies, each produced by really damaging files in a shell.

use std::collections::BTreeSet;
use std::fs;

use crate::documents::by_heading::{by_heading, names, unwrapped};
use crate::documents::refusals::with_policies;
use crate::documents::root;
use crate::documents::sentences::{each_is_shown, sentences};
use crate::env::Env;

const DOCUMENT: &str = "tests/errors/store.md";

/// The lists of errors: the source, the enum, and the part of the document that shows them.
const LISTS: [(&str, &str, &str); 2] = [
    ("src/store/error.rs", "pub enum StoreError {", "# `StoreError`"),
    ("src/store/policies/failure.rs", "pub enum PolicyError {", "# `PolicyError`"),
];

#[test]
fn every_error_of_a_store_is_shown() {
    // The shell commands lock and edit files as on Linux.
    if !cfg!(target_os = "linux") {
        return;
    }
    let prepared = with_policies(Env::in_folder("it is about folders and files"));
    for (heading, code) in by_heading(DOCUMENT, &prepared, || with_policies(prepared.fork()), |_, _, _, _, _| {}) {
        assert!(
            ![0, 2, 3].contains(&code) || ["CopyLeft", "TakenIn"].iter().any(|refused| heading.contains(refused)),
            "{heading}: its last command ends with {code}"
        );
    }
}

/// Errors that no damage to a folder can produce, with the reason.
const NO_HEADING: [(&str, &str); 8] = [
    ("Changed", "two commands have to write in the same instant"),
    ("Crowded", "of a store on a server"),
    ("Draft", "it carries what a step is refused with, see refusals.md"),
    ("NoLocks", "the disk has to be one that knows no locks"),
    ("Server", "of a store on a server"),
    ("Unfaithful", "only a fault of the program leads there"),
    ("Unplaced", "a disk has to fail between two steps"),
    ("Unsynced", "a disk has to fail between two steps"),
];

/// Every error needs a heading that shows what a person reads.
#[test]
fn no_error_of_a_store_is_missing() {
    let document = fs::read_to_string(root().join(DOCUMENT)).expect("the document");
    for (source, list, title) in LISTS {
        let source = fs::read_to_string(root().join(source)).expect("a source");
        let of_list = source.split_once(list).and_then(|(_, rest)| rest.split_once("\n}")).expect("the list").0;
        let variant = |line: &str| {
            let line = line.strip_prefix("    ")?;
            let name = line.split(|c: char| !c.is_alphanumeric()).next()?;
            name.starts_with(char::is_uppercase).then(|| name.to_owned())
        };
        let all: BTreeSet<String> = of_list.lines().filter_map(variant).collect();
        let part = document.split_once(&format!("{title}\n")).expect("the part of the document").1;
        let part = part.split("\n# ").next().unwrap_or_default();
        let shown = part.lines().filter(|line| line.starts_with("## ")).flat_map(names).map(str::to_owned);
        let excepted = NO_HEADING.iter().map(|(name, _)| (*name).to_owned()).filter(|name| all.contains(name));
        assert_eq!(all, shown.chain(excepted).collect(), "{title}");
    }
}

/// Texts that only the errors of `NO_HEADING` have, or that only other systems show.
const NOT_SHOWN: [(&str, &[&str]); 5] = [
    (
        "of an error without a heading",
        &[
            "nothing is written in `{store}`, because it can't be locked: {why}",
            "the server of the store `{store}` has no connection free: {why}",
            "dispute `{id}` was changed by somebody else meanwhile",
            "{} recorded, but could not be put in place at `{}`: {source}",
            "what was done at `{}` could not be made safe from a power cut: {}",
            "the record of `{id}` can't be written: {reason}",
        ],
    ),
    (
        "rights and disks decide, and tests may have every right",
        &[
            "you have no right to write there",
            "you have no right to it",
            "give yourself the right to it again (`chmod u+rwX FILE`), or ask whoever looks after the folder; don't replace it",
            "it can only be read",
            "the disk is full",
        ],
    ),
    (
        "the store keeps what a record was raised under, so that two files have to be gone",
        &["it was raised under it: put the policy's file back into the folder `policies` of the store"],
    ),
    ("no damage has led there", &["it is not there", "there is a folder where a file should be"]),
    ("there is always a fault that is named instead", &["the record is damaged", "a policy file can't be used"]),
];

#[test]
fn every_sentence_of_a_store_s_errors_is_shown() {
    let document = unwrapped(DOCUMENT);
    let shown: Vec<&str> = document.lines().collect();
    let source = |path: &str| fs::read_to_string(root().join(path)).expect("a source");
    let sentences: Vec<String> = LISTS.iter().flat_map(|(path, ..)| sentences(&source(path))).collect();
    each_is_shown(&sentences, &shown, &NOT_SHOWN, DOCUMENT);
}
