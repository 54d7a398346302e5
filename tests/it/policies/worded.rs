//! People read titles and words; files and JSON keep the ids.

use crate::env::Env;

#[test]
fn an_event_is_shown_in_words_and_kept_with_its_ids() {
    let env = Env::new();
    let id = env.raise(
        "knowsley",
        &["--stage", "stage-1", "--immediate", "no", "--category", "drift", "--decided-by", "head-of-service"],
    );
    env.escalate(&id, "no-response", &[]);
    let log = env.iro(&["log", &id]).ok().stdout;
    for line in [
        "stage: Stage 1",
        "by role: Independent Reviewing Officer",
        "case type: looked after",
        "categories: Drift or delay in carrying out the plan",
        "immediate: no",
        "decided by: Head of Service",
        "from: Stage 1",
        "to: Stage 2",
        "because: no answer came",
    ] {
        assert!(log.lines().any(|shown| shown.trim() == line), "{line}: {log}");
    }
    let file = std::fs::read_to_string(env.open_file(&id)).unwrap();
    for kept in ["stage: stage-1", "by_role: iro", "because: no-response", "head-of-service"] {
        assert!(file.contains(kept), "{kept}: {file}");
    }
    let json = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(
        (&json[0]["fields"]["case_type"], &json[1]["fields"]["to"]),
        (&"looked-after".into(), &"stage-2".into())
    );
}

#[test]
fn a_number_that_is_none_is_said_in_words() {
    let env = Env::new();
    for command in [&["list", "--limit", "x"][..], &["calendar", "x"], &["action", "done", "1", "x"]] {
        let run = env.iro(command).code(2).says("write it in figures, as a whole number");
        assert!(!run.stderr.contains("digit"), "{run:?}");
    }
}
