//! A name or reference means the same child, person or team in lists, rules and figures however it is typed; the record
//! keeps it as typed.

use std::collections::BTreeSet;

use serde_json::json;

use crate::env::{Env, list, text};

/// Each line is one name, typed in several ways.
const ALIKE: [&[&str]; 3] = [
    &["Jo Bloggs", "JO BLOGGS", "jo bloggs ", "Jo  Bloggs"],
    &["Si\u{E2}n Rees", "SI\u{C2}N REES", "Sia\u{302}n Rees", "si\u{E2}n rees"],
    &["Anna Wei\u{DF}", "ANNA WEISS", "anna weiss"],
];

/// Raises one dispute for each way of typing a name, with the name as the value of these flags.
fn raised(names: &[&str], flags: &[&str]) -> Env {
    let env = Env::new();
    for name in names {
        let mut extra = Vec::new();
        let assigned = format!("team-manager={name}");
        for flag in flags {
            extra.extend([*flag, if *flag == "--assign" { assigned.as_str() } else { *name }]);
        }
        env.raise("knowsley", &extra);
    }
    env
}

#[test]
fn a_filter_finds_a_name_however_it_was_typed() {
    for names in ALIKE {
        let env = raised(names, &["--iro", "--team", "--assign"]);
        for name in names {
            for filter in ["--iro", "--team", "--responder"] {
                assert_eq!(env.listed(&[filter, name]).len(), names.len(), "list {filter} {name:?}");
            }
            let due = env.due(&["--all", "--iro", name]);
            let ids: BTreeSet<&str> = due.iter().map(|clock| text(clock, "dispute")).collect();
            assert_eq!(ids.len(), names.len(), "due --iro {name:?}");
            assert_eq!(env.due(&["--all", "--for", name]).len(), names.len(), "due --for {name:?}");
            let inbox = list(&env.iro(&["inbox", "--for", name, "--json"]).json());
            assert_eq!(inbox.iter().filter(|task| task["what"] == "answer").count(), names.len(), "{name:?}");
            let groups = list(&env.iro(&["supervision", "--iro", name, "--json"]).json());
            assert_eq!(groups.len(), 1, "supervision --iro {name:?}");
            assert_eq!(list(&groups[0]["disputes"]).len(), names.len());
        }
        let shown = env.listed(&["--iro", "nobody of that name"]);
        assert!(shown.is_empty(), "{shown:?}");
    }
}

#[test]
fn a_person_is_counted_once_and_shown_as_mostly_typed() {
    let env = raised(&["Jo Bloggs", "JO BLOGGS", "jo bloggs ", "Jo Bloggs"], &["--iro", "--team", "--subject"]);
    for by in ["iro", "team", "subject"] {
        let report = env.iro(&["report", "--by", by, "--json"]).json();
        let figures = list(&report["figures"]);
        let raised = figures.iter().find(|figure| figure["id"] == "raised").unwrap();
        assert_eq!(raised["by"], json!({"Jo Bloggs": 4}), "report --by {by}");
    }
    let found = env.sh("report --by iro --explain 'raised:jo BLOGGS' --json").json();
    assert_eq!(list(&found["ids"]).len(), 4);
    assert_eq!(text(&env.dispute("2"), "iro"), "JO BLOGGS", "stored as typed");
    assert_eq!(list(&env.sh("supervision --json").json()).len(), 1);
}

#[test]
fn a_child_is_one_child_in_lists_rules_siblings_and_exports() {
    for (first, again) in
        [("C-1", "c-1"), ("C-1", " C-1 "), ("\u{C9}-1", "e\u{301}-1"), ("STRASSE-1", "stra\u{DF}e-1"), ("c 1", "C  1")]
    {
        let env = Env::new();
        let one = env.raise("qa-notification", &["--child", first, "--category", "poor-practice"]);
        let two = env.raised("qa-notification", &["--child", again, "--category", "poor-practice"]);
        assert_eq!(two["repeat_of"], json!([one]), "{again:?}");
        assert_eq!(two["stage"], "stage-1", "a concern raised again must be formal");
        for typed in [first, again] {
            assert_eq!(env.listed(&["--child", typed]).len(), 2, "list --child {typed:?}");
            let out = env.scratch(&format!("out {typed}"));
            let export = env.iro(&["export", "--child", typed, "--out", out.to_str().unwrap(), "--json"]).json();
            assert_eq!(list(&export["records"]).len(), 2, "export --child {typed:?}");
        }
        let run = env.iro(&["raise", "--policy", "knowsley", "--child", first, "--sibling", again, "--concern", "x"]);
        let run = run.ok().says("is named twice: one record is raised for that child");
        assert!(!run.stdout.contains("too, linked with it"), "{}", run.stdout);
    }
}

#[test]
fn many_children_are_found_in_the_index_too() {
    let env = Env::new();
    for number in 0..70 {
        env.iro(&["praise", "--policy", "knowsley", "--child", &format!("P-{number}"), "--for", "A", "--text", "x"])
            .ok();
    }
    env.raise("qa-notification", &["--child", "\u{C9}-1", "--category", "poor-practice"]);
    env.sh("list --all").ok();
    assert_eq!(env.listed(&["--child", "e\u{301}-1"]).len(), 1);
    let again = env.raised("qa-notification", &["--child", "\u{E9}-1 ", "--category", "poor-practice"]);
    assert_eq!(list(&again["repeat_of"]).len(), 1);
}

#[test]
fn praise_is_read_and_a_meeting_chaired_by_the_person_it_names() {
    for names in ALIKE {
        let env = Env::new();
        let [first, .., last] = names else { panic!("several ways") };
        env.iro(&["praise", "--policy", "mosaic", "--child", "C-1", "--for", first, "--text", "x"]).ok();
        env.iro(&["acknowledge", "1", "--name", last]).ok();
        assert_eq!(env.dispute("1")["praise"]["unread"], json!(["team-manager"]));
        let id =
            env.raise("qa-notification", &["--stage", "stage-3", "--assign", &format!("head-of-service-qa={first}")]);
        let run = env.iro(&["meeting", &id, "--held", "today", "--chair", last]).ok();
        let other = env.iro(&["meeting", &id, "--held", "today", "--chair", "Somebody Else"]).ok();
        assert_eq!(
            (run.stderr.contains("the chair should be"), other.stderr.contains("the chair should be")),
            (false, true),
            "{}{}",
            run.stderr,
            other.stderr
        );
    }
}

#[test]
fn a_role_is_meant_by_its_title_in_any_case_and_form() {
    let env = Env::new();
    let file = env.data().join("policies/gwent.yaml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let policy = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/policies/small.yaml")).unwrap();
    let policy = policy.replace("team-manager: Team Manager", "team-manager: Rheolwr T\u{EE}m");
    std::fs::write(&file, policy).unwrap();
    let id = env.raise("small", &[]);
    for title in ["rheolwr t\u{EE}m", "RHEOLWR T\u{CE}M", "Rheolwr Ti\u{302}m"] {
        assert_eq!(env.listed(&["--responder", title]), std::slice::from_ref(&id), "{title:?}");
        assert_eq!(env.due(&["--all", "--for", title]).len(), 1, "{title:?}");
    }
}
