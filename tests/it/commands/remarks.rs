//! Notes that accompany a result, and the hints of refusals.

use crate::env::Env;

#[test]
fn what_is_taken_out_of_a_text_is_said_once() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let note = |text: &str| env.iro(&["note", &id, "--kind", "other", "--text", text]).ok().stderr;
    let said = note("A bell \u{7} and\n\ta tab");
    assert_eq!(said.matches("a character that can't be shown was left out").count(), 1, "{said}");
    assert_eq!(said.matches("tabs that a line began with became blanks").count(), 1, "{said}");
    assert!(!note("Plain words\r\nin two lines").contains("of what was typed"));
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(log[1]["fields"]["text"], "A bell  and\n    a tab");
}

#[test]
fn where_there_is_no_action_that_is_said_and_how_to_add_one() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["action", "done", &id, "1"]).code(4).says("no action is planned; `iro action add` adds one");
}

#[test]
fn what_is_of_the_other_kind_is_refused_by_a_rule_with_a_way_on() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let refused = env.iro(&["acknowledge", &id, "--name", "Sam Lee", "--json"]).refused();
    assert!(refused["rules"][0] == "praise" && refused["hint"].as_str().unwrap().contains("iro respond"), "{refused}");
    env.iro(&["praise", "--policy", "knowsley", "--child", "C-1", "--for", "Sam Lee", "--text", "Well done"]).ok();
    let refused = env.iro(&["respond", "2", "--text", "x", "--json"]).refused();
    assert!(
        refused["rules"][0] == "dispute" && refused["hint"].as_str().unwrap().contains("iro acknowledge"),
        "{refused}"
    );
}

#[test]
fn reopening_speaks_of_the_total_only_where_one_runs() {
    let env = Env::new();
    for (stage, runs) in [("stage-1", false), ("stage-2", true)] {
        let id = env.raise("south-west", &["--stage", stage]);
        env.resolve(&id);
        let said = env.iro(&["reopen", &id, "--reason", "It was not done", "--override", "x"]).ok().stdout;
        assert_eq!(said.contains("The total continues"), runs, "{stage}: {said}");
    }
}
