//! The gallery in `tests/errors`: broken policies, each with the messages about it.

use std::fs;
use std::path::PathBuf;

use crate::documents::sentences::{each_is_shown, sentences};
use crate::documents::{expect_file, root};
use crate::env::Env;

fn rooms() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/errors")).expect("the gallery");
    let mut rooms: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    rooms.sort();
    rooms
}

#[test]
fn every_mistake_is_told_in_words_that_help() {
    for room in rooms() {
        let env = Env::new();
        fs::copy(room.join("policy.yaml"), env.scratch("policy.yaml")).expect("a file to copy");
        let run = env.iro(&["policy", "check", "policy.yaml"]);
        let said = format!("{}{}", run.stdout, run.stderr);
        let name = room.display();
        assert!(run.code == 6 || said.contains("warning["), "{name} is no mistake: {said}");
        assert!(said.contains("policy.yaml"), "{name} doesn't say where: {said}");
        expect_file(&room.join("said.txt"), &format!("{said}\nexit {}\n", run.code));
    }
}

/// Messages of the reader that no case can show, or that are not about a mistake.
const NOT_SHOWN: [(&str, &[&str]); 5] = [
    (
        "names of parts, for the schema",
        &[
            "a `when` of the referral",
            "a rule on repeats",
            "an agreed limit",
            "one of several circumstances",
            "rule about complaints",
            "rule on repeats",
            "the hours of the office",
            "the labels of statuses",
            "the limit for raising",
            "the rule about complaints",
            "the rule about obstacles",
            "the rule about who ends it",
            "the rule about whom it is for",
            "the total limit",
        ],
    ),
    (
        "words that a policy has of its own",
        &[
            "Resolve within the total time",
            "The {title} is not satisfied with the answer",
            "The {title} is satisfied with the answer",
            "The {} is satisfied with the outcome",
            "before the formal stages",
            "the child's file",
        ],
    ),
    (
        "words of the YAML reader, by which its faults are told apart",
        &[
            "block sequence entries",
            "did not find expected",
            "expected string scalar",
            "illegal placement of ':' indicator",
            "invalid indentation in multiline quoted scalar",
            "invalid trailing content after",
            "mapping values are not allowed",
            "multiple YAML documents",
            "only valid inside a block",
            "simple key expected ':'",
            "while parsing a flow",
        ],
    ),
    (
        "words of the author, by which a vague time is known",
        &[
            "a reasonable period",
            "a reasonable time",
            "a reasonable timescale",
            "a timely fashion",
            "as soon as possible",
            "as soon as practicable",
            "at the earliest",
            "close of business",
            "close of play",
            "no earlier than",
            "no fewer than",
            "no less than",
            "no sooner than",
            "no time limit",
            "not earlier than",
            "not less than",
            "that same day",
            "without undue delay",
        ],
    ),
    (
        "no file of a person's has led there; unit tests do",
        &["the file repeats itself too often", "this can't be read: {}", "too many blocks stand inside each other"],
    ),
];

/// Every error of the reader needs a case in the gallery that shows what a person reads who made that mistake.
#[test]
fn every_sentence_of_the_reader_is_shown_by_a_case() {
    let shown: Vec<String> =
        rooms().iter().map(|room| fs::read_to_string(room.join("said.txt")).expect("an answer")).collect();
    let shown: Vec<&str> = shown
        .iter()
        .flat_map(|said| said.lines())
        .filter(|line| line.contains("[") || line.contains("= hint: "))
        .collect();
    let sentences: Vec<String> = sources().iter().flat_map(|source| sentences(source)).collect();
    each_is_shown(&sentences, &shown, &NOT_SHOWN, "no case in tests/errors");
}

/// The sources that read policy files, without tests and without those that write files.
fn sources() -> Vec<String> {
    let store = root().join("src/store");
    let in_folder =
        |folder: PathBuf| fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let mut paths: Vec<PathBuf> = in_folder(store.join("policy_file")).collect();
    paths.extend(in_folder(store.join("policy_file/syntax")));
    paths.extend(in_folder(store.join("policy_file/lint")));
    paths.push(store.join("policy_file.rs"));
    paths.push(root().join("src/domain/limit.rs"));
    paths.push(root().join("src/domain/limit/misread.rs"));
    let reads = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.ends_with(".rs") && !["draft.rs", "outline.rs", "schema.rs", "tests.rs"].contains(&name)
    };
    paths.retain(reads);
    paths.iter().map(|path| fs::read_to_string(path).expect("a source")).collect()
}
