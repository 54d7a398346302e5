//! Tests with directories of policy files: good, faulty and contradictory.

use std::fs;

use super::*;
use crate::domain::event::Raised;
use crate::domain::time::parse_date;

const OWN: &str = "\
format: 1
id: ours
version: VERSION
effective_on: SINCE
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO}
stages:
  - {id: first, title: First, kind: formal, any_of: iro, source: s}
";

fn own(version: &str, since: &str) -> String {
    OWN.replace("VERSION", version).replace("SINCE", since)
}

fn book(files: &[(&str, &str)]) -> (tempfile::TempDir, PolicyBook) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let book = PolicyBook::new(vec![dir.path().to_owned(), dir.path().join("absent")]);
    (dir, book)
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

#[test]
fn the_policies_of_the_program_are_always_there() {
    let book = PolicyBook::new(Vec::new());
    let ids: Vec<String> = book.list().unwrap().policies.into_iter().map(|policy| policy.id).collect();
    assert_eq!(ids, ["knowsley", "mosaic", "national", "qa-notification", "south-west"]);
    let policy = book.latest("knowsley", day("2026-01-05")).unwrap();
    assert_eq!(book.version("knowsley", &policy.version).unwrap(), policy);
    assert_eq!(book.origin("knowsley", &policy.version).unwrap().to_string(), "built-in");
}

#[test]
fn a_protocol_is_made_once_for_each_raiser() {
    let policy = PolicyBook::new(Vec::new()).latest("knowsley", day("2026-01-05")).unwrap();
    let facts = |role: &str| Raised { stage: "stage-1".into(), by_role: role.into(), ..Raised::default() };
    let of = |role: &str| policy.for_dispute(&facts(role)).unwrap();
    let iro = of("iro");
    assert!(Arc::ptr_eq(&iro, &of("iro")));
    assert!(Arc::ptr_eq(&iro, &iro.for_dispute(&facts("iro")).unwrap()));
    assert_ne!(iro, of("social-worker"));
}

#[test]
fn nothing_but_what_is_asked_for_is_parsed() {
    let (_dir, book) = book(&[("a.yaml", &own("1", "2020-01-01")), ("b.yaml", &own("2", "2024-01-01"))]);
    let parsed = |book: &PolicyBook| {
        let sources = book.sources().unwrap().iter();
        sources.filter(|source| source.is_parsed()).map(|source| source.file.clone()).collect::<Vec<_>>()
    };
    assert_eq!(parsed(&book), [""; 0]);
    book.latest("knowsley", day("2026-01-05")).unwrap();
    assert_eq!(parsed(&book), ["knowsley.yaml"]);
    book.latest("ours", day("2026-01-05")).unwrap();
    assert_eq!(parsed(&book).len(), 2);
}

#[test]
fn the_newest_version_in_effect_is_taken() {
    let (_dir, book) = book(&[
        ("a.yaml", &own("1", "2020-01-01")),
        ("b.yml", &own("2", "2024-01-01")),
        ("c.YAML", &own("3", "2030-01-01")),
        (".hidden.yaml", "id: ours"),
        ("d.yaml~", "id: ours"),
    ]);
    let cases =
        [("2026-01-05", "2"), ("2024-01-01", "2"), ("2023-12-31", "1"), ("2031-01-01", "3"), ("2019-01-01", "3")];
    for (on, version) in cases {
        assert_eq!(book.latest("ours", day(on)).unwrap().version, version, "{on}");
    }
    assert_eq!(book.version("ours", "1").unwrap().version, "1");
}

#[test]
fn what_is_unknown_is_said_with_what_is_near() {
    let (_dir, book) = book(&[("odd.yaml", "stages: [")]);
    let unknown = book.latest("knowsly", day("2026-01-05")).unwrap_err();
    let PolicyError::Unknown { suggestions, unread, .. } = &unknown else { panic!("{unknown:?}") };
    assert_eq!(suggestions[0], "knowsley");
    assert_eq!(unread.len(), 1);
    assert_eq!(unknown.to_string(), "there is no policy `knowsly`");
    let unknown = book.version("knowsley", "2023").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no version `2023` of the policy `knowsley`");
    assert_eq!(unknown.hint().as_deref(), Some("did you mean `2023-06`?"));
}

#[test]
fn two_files_may_agree_and_must_not_contradict() {
    let text = own("1", "2020-01-01");
    let remark = format!("# a copy\n{}", text.replace('\n', "\r\n"));
    let (_dir, agreeing) = book(&[("a.yaml", &text), ("b.yaml", &remark)]);
    assert_eq!(agreeing.version("ours", "1").unwrap().id, "ours");
    assert_eq!(agreeing.list().unwrap().policies.len(), 6);

    let (_dir, clashing) = book(&[("a.yaml", &text), ("b.yaml", &text.replace("Ours", "Theirs"))]);
    let clash = clashing.latest("ours", day("2026-01-05")).unwrap_err();
    assert!(matches!(&clash, PolicyError::Clash { version, .. } if version == "1"), "{clash:?}");
    let said = clash.to_string();
    assert!(said.contains("a.yaml") && said.contains("b.yaml"), "{said}");
    let list = clashing.list().unwrap();
    assert_eq!((list.policies.len(), list.faults[0].rule.as_str()), (7, "clash"));
    // The others can still be used.
    assert!(clashing.latest("mosaic", day("2026-01-05")).is_ok());

    let (_dir, own_knowsley) = book(&[("k.yaml", "id: knowsley\nversion: 2023-06\neffective_on: 2023-06-01\n")]);
    assert!(matches!(own_knowsley.latest("knowsley", day("2026-01-05")), Err(PolicyError::Faulty(_))));
}

#[test]
fn a_faulty_file_spoils_no_other() {
    let broken = own("2", "2024-01-01").replace("any_of: iro", "any_of: ira");
    let undated = own("3", "soon");
    let (_dir, book) = book(&[("a.yaml", &own("1", "2020-01-01")), ("b.yaml", &broken), ("c.yaml", "\u{0}")]);
    assert_eq!(book.version("ours", "1").unwrap().version, "1");
    assert_eq!(book.latest("ours", day("2021-01-01")).unwrap().version, "1");
    let Err(PolicyError::Faulty(faults)) = book.latest("ours", day("2026-01-05")) else {
        panic!("the broken file is the one in effect")
    };
    assert_eq!((faults[0].rule.as_str(), faults[0].line), ("unknown-role", 10));
    assert_eq!(book.text(&faults[0].file), Some(broken.as_str()));
    let list = book.list().unwrap();
    assert_eq!((list.policies.len(), list.faults.len()), (6, 2));

    let (_dir, book) = super::tests::book(&[("a.yaml", &own("1", "2020-01-01")), ("b.yaml", &undated)]);
    assert!(matches!(book.latest("ours", day("2026-01-05")), Err(PolicyError::Faulty(_))));
}
