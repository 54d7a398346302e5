//! Clocks that share an id: for different circumstances, as aim and limit, or one outside the stages and one in a
//! stage.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

/// The clocks of a dispute by their dates: name, stage, date, state.
fn clocks(view: &Value) -> Vec<(String, Value, String, String)> {
    let clocks = list(&view["clocks"]).into_iter();
    let clocks = clocks.map(|one| {
        (text(&one, "clock").into(), one["stage"].clone(), text(&one, "due").into(), text(&one, "state").into())
    });
    let mut clocks: Vec<_> = clocks.collect();
    clocks.sort_by_key(|(id, _, due, _): &(String, Value, String, String)| (due.clone(), id.clone()));
    clocks
}

fn clock(id: &str, stage: Option<&str>, due: &str, state: &str) -> (String, Value, String, String) {
    (id.into(), json!(stage), due.into(), state.into())
}

/// The dates of a rehearsal: clock and day.
fn played(env: &Env, more: &str) -> Vec<(String, String)> {
    let played = env.sh(&format!("policy try ours --from 2026-03-02 {more} --json")).json();
    let scenes = list(&played["scenes"]).into_iter().filter(|scene| scene["clock"].is_string());
    scenes.map(|scene| (text(&scene, "clock").to_owned(), text(&scene, "on").to_owned())).collect()
}

const LETTERS: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [director]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
  - id: two
    title: Two
    kind: formal
    any_of: [head-of-service]
    source: "2"
    clocks:
      - {id: letter, label: Confirm receipt, limit: 2 working days, strength: hard, whose: head-of-service, from: stage-entered, until: {duty: receipt}}
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
    duties: [{id: receipt, text: Receipt was confirmed, by: head-of-service}]
duties:
  - {id: child-letter, text: The child has the letter, stages: end, by: head-of-service, source: "3"}
clocks:
  - {id: letter, label: Write to the child, limit: 10 working days, strength: hard, whose: head-of-service, from: closed, until: {duty: child-letter}, source: "3"}
  - {id: weekly, label: Ring the child, limit: 3 working days, strength: hard, whose: raiser, from: {due: letter}, until: {duty: child-letter}, source: "4"}
"#;

// Receipt is due two working days after Monday 2 March; the letter ten after Wednesday the 4th, on the 18th.
#[test]
fn a_clock_beside_the_stages_runs_beside_one_of_a_stage_with_its_name() {
    let (env, _) = ours(LETTERS, "");
    let view = env.sh("raise --policy ours --child C-2 --concern c --stage two --reason r --json").json();
    let id = text(&view, "id").to_owned();
    assert_eq!(clocks(&view)[0], clock("letter", Some("two"), "2026-03-04", "running"));
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    let letters = || {
        let all = clocks(&env.dispute(&id)).into_iter().filter(|one| one.0 == "letter");
        all.collect::<Vec<_>>()
    };
    let theirs = clock("letter", None, "2026-03-18", "running");
    assert_eq!(letters(), [clock("letter", Some("two"), "2026-03-04", "running"), theirs.clone()]);
    // Each of the two ends with its own duty.
    env.sh(&format!("done {id} receipt")).ok();
    assert_eq!(letters(), [clock("letter", Some("two"), "2026-03-04", "met"), theirs]);
    env.sh(&format!("done {id} child-letter --stage end")).ok();
    assert_eq!(letters()[1], clock("letter", None, "2026-03-18", "met"));
    env.sh("check").code(0);
    let dates = played(&env, "--stage two --resolve 2026-03-04");
    assert!(dates.contains(&("letter".to_owned(), "2026-03-18".to_owned())), "{dates:?}");
}

const BOARD: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service, director]
    source: "1"
    meeting: {title: Board, needed: if-needed}
    clocks:
      - {id: meeting, label: Meet, limit: 5 working days, strength: hard, from: stage-entered, until: meeting}
      - {id: decide, label: The Board decides, limit: 3 working days, strength: hard, from: meeting, until: decided, when: {meeting_held: true}}
      - {id: decide, label: The Director decides, limit: 12 working days, strength: hard, from: stage-entered, until: decided}
"#;

// From Monday 2 March twelve working days end on the 18th; three from the meeting of Wednesday the 4th on Monday the 9th.
#[test]
fn the_clock_that_comes_to_apply_takes_the_place_of_the_one_that_applied() {
    let (env, id) = ours(BOARD, "");
    let director = |state: &str| clock("decide", Some("one"), "2026-03-18", state);
    let meeting = |state: &str| clock("meeting", Some("one"), "2026-03-09", state);
    assert_eq!(clocks(&env.dispute(&id)), [meeting("running"), director("running")]);
    env.now("2026-03-04T10:00");
    let line = format!("meeting {id} --held 2026-03-04 --chair director --json");
    let view = env.sh(&line).json();
    let board = |state: &str| clock("decide", Some("one"), "2026-03-09", state);
    assert_eq!(clocks(&view), [board("running"), meeting("met"), director("stopped")]);
    assert_eq!(view["due"], "2026-03-09");
    env.now("2026-03-10T10:00");
    let view = env.sh(&format!("decide {id} --decided-by director --text d --json")).json();
    let decided = list(&view["clocks"]).into_iter().find(|one| one["label"] == "The Board decides").unwrap();
    assert_eq!((&decided["state"], &decided["late"]), (&json!("met"), &json!(true)));
    env.sh("check").code(0);
    // If no meeting is held, nothing replaces the director's clock.
    let dates = played(&env, "--missed meeting");
    assert!(dates.contains(&("decide".to_owned(), "2026-03-18".to_owned())), "{dates:?}");
    assert_eq!(dates.iter().filter(|(clock, _)| clock == "decide").count(), 1, "{dates:?}");
    // Held on the last day, Monday 9 March, it leaves until Thursday the 12th.
    let dates = played(&env, "");
    assert!(dates.contains(&("decide".to_owned(), "2026-03-12".to_owned())), "{dates:?}");
}

/// The same with an id of its own for each: the clock stops when its circumstances no longer hold.
#[test]
fn a_clock_whose_circumstances_no_longer_hold_stops() {
    let named = BOARD.replace("decide, label: The Director", "director, label: The Director").replace(
        "from: stage-entered, until: decided}",
        "from: stage-entered, until: decided, when: {meeting_held: false}}",
    );
    let (env, id) = ours(&named, "");
    assert_eq!(clocks(&env.dispute(&id))[1], clock("director", Some("one"), "2026-03-18", "running"));
    env.now("2026-03-04T10:00");
    let meeting = format!("meeting {id} --held 2026-03-04 --chair director --json");
    let view = env.sh(&meeting).json();
    let board = clock("decide", Some("one"), "2026-03-09", "running");
    let expected = [board, clock("meeting", Some("one"), "2026-03-09", "met")];
    assert_eq!(clocks(&view)[..2], expected);
    assert_eq!(clocks(&view)[2], clock("director", Some("one"), "2026-03-18", "stopped"));
    // The meeting is struck as a mistake: the director has until the 18th again, and the Board has no date.
    env.now("2026-03-05T10:00");
    let number = list(&env.sh(&format!("log {id} --json")).json()).len();
    let view = env.sh(&format!("correct {id} --event {number} --reason 'It was another meeting' --json")).json();
    let due: Vec<_> = clocks(&view).into_iter().filter(|one| one.3 == "running").collect();
    assert_eq!(
        due,
        [
            clock("meeting", Some("one"), "2026-03-09", "running"),
            clock("director", Some("one"), "2026-03-18", "running")
        ]
    );
    env.sh("check").code(0);
}

const PRIORITY: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 8 working days, aim: 4 working days, strength: hard, from: stage-entered, until: answered}
      - {id: respond, label: Answer at once, limit: 2 working days, strength: hard, from: stage-entered, until: answered, when: {field: {priority: urgent}}}
fields:
  - {id: priority, text: How urgent, values: [routine, urgent], source: "4"}
"#;

// From Monday 2 March: the aim is Friday the 6th, the limit Thursday the 12th; where it is urgent Wednesday the 4th.
#[test]
fn an_aim_belongs_to_the_clock_that_it_is_the_aim_of() {
    let (env, id) = ours(PRIORITY, "");
    let usual = [
        clock("respond-aim", Some("one"), "2026-03-06", "running"),
        clock("respond", Some("one"), "2026-03-12", "running"),
    ];
    assert_eq!(clocks(&env.dispute(&id)), usual);
    let view = env.sh("raise --policy ours --child C-2 --concern c --field priority=urgent --json").json();
    assert_eq!(clocks(&view), [clock("respond", Some("one"), "2026-03-04", "running")]);
    let dates = played(&env, "--field priority=urgent");
    assert_eq!(dates, [("respond".to_owned(), "2026-03-04".to_owned())]);
    let shown = env.sh("policy try ours --from 2026-03-02 --field priority=urgent").ok().stdout;
    assert!(!shown.contains("doesn't start"), "{shown}");
    let dates = played(&env, "");
    let both = [("respond-aim".to_owned(), "2026-03-06".to_owned()), ("respond".to_owned(), "2026-03-12".to_owned())];
    assert_eq!(dates, both);
}

/// A dispute that turns out to be urgent on the second day gets the limit and the aim of an urgent one.
#[test]
fn what_turns_out_later_changes_which_of_them_runs() {
    let (env, id) = ours(PRIORITY, "");
    env.now("2026-03-03T10:00");
    let view = env.sh(&format!("note {id} --text t --field priority=urgent --json")).json();
    let expected = [
        clock("respond", Some("one"), "2026-03-04", "running"),
        clock("respond-aim", Some("one"), "2026-03-06", "stopped"),
        clock("respond", Some("one"), "2026-03-12", "stopped"),
    ];
    assert_eq!(clocks(&view), expected);
    // When that is corrected, the first date applies again.
    env.now("2026-03-04T10:00");
    let view = env.sh(&format!("note {id} --text t --field priority=routine --json")).json();
    let expected = [
        clock("respond", Some("one"), "2026-03-04", "stopped"),
        clock("respond-aim", Some("one"), "2026-03-06", "running"),
        clock("respond", Some("one"), "2026-03-12", "running"),
    ];
    assert_eq!(clocks(&view), expected);
    let view = env.respond(&id, &["--role", "head-of-service"]);
    assert!(clocks(&view)[1..].iter().all(|one| one.3 == "met"), "{view}");
    env.sh("check").code(0);
}

/// Which of two clocks of one name is in force, and not their order in the file, says what counts as an answer.
#[test]
fn answers_are_counted_by_the_rule_that_gave_the_date() {
    const ANSWER: &str = "
      - {id: first, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered}";
    const VISIT: &str = "
      - {id: first, label: Visit, limit: 3 working days, strength: hard, from: stage-entered, until: {duty: visited},
         when: {field: {priority: high}}}";
    for clocks in [format!("{ANSWER}{VISIT}"), format!("{VISIT}{ANSWER}")] {
        let stages = format!(
            "
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: '1'
    clocks:{clocks}
    duties:
      - {{id: visited, text: The child was visited, by: head-of-service}}
fields:
  - {{id: priority, text: P, values: [low, high], source: '1'}}"
        );
        let (env, id) = ours(&stages, "");
        env.respond(&id, &[]);
        let report = env.iro(&["report", "--from", "2026-03-01", "--to", "2026-03-31"]).ok().stdout;
        let line = report.lines().find(|line| line.contains("Answers with a deadline")).unwrap().to_owned();
        assert_eq!(line.split_whitespace().rev().nth(1), Some("1"), "{line}");
    }
}

const AFTER_THE_SCHOOL: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [director]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: respond, label: Answer after the school, limit: 10 working days, strength: hard, from: {duty: school-replied}, until: answered, when: {category: schooling}}
    duties: [{id: school-replied, text: The school has replied, by: head-of-service, when: {category: schooling}}]
categories: [{id: schooling, text: Schooling, source: "1"}]"#;

#[test]
fn a_clock_in_place_of_another_that_waits_for_anybody_is_warned_of() {
    let waits = "no limit of `respond` runs at One until `school-replied` is on record";
    let (env, _) = ours(AFTER_THE_SCHOOL, "");
    let raise = "raise --policy ours --child C-2 --concern c";
    env.sh(&format!("{raise} --category schooling")).ok().says(waits);
    assert!(!env.sh(&raise.replace("C-2", "C-3")).ok().stderr.contains("no limit of"));
    let tried = env.sh("policy try ours --from 2026-03-02 --category schooling").ok().stdout;
    assert!(tried.contains("another `respond` runs in its place for: Schooling"), "{tried}");
    assert!(!tried.contains("left to be agreed"), "{tried}");

    // The school has until the 4th, so something has a date.
    let dated = AFTER_THE_SCHOOL.replace(
        "    clocks:\n",
        "    clocks:\n      - {id: school, label: The school replies, limit: 2 working days, strength: hard, whose: head-of-service, \
         from: stage-entered, until: {duty: school-replied}, when: {category: schooling}}\n",
    );
    let (env, _) = ours(&dated, "");
    assert!(!env.sh(&format!("{raise} --category schooling")).ok().stderr.contains("no limit of"));
}

const OVERLAP: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [director]
    source: "1"
    clocks:
      - {id: respond, label: Answer A, aim: 1 working day, limit: 3 working days, strength: hard, from: stage-entered, until: answered, when: {field: {light: "yes"}}}
      - {id: respond, label: Answer B, aim: 2 working days, limit: 5 working days, strength: hard, from: stage-entered, until: answered, when: {none: {immediate: true}}}
      - {id: respond, label: Answer C, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
fields: [{id: light, text: Light, values: ["yes", "no"], source: "1"}]"#;

// From Monday 2 March 2026: 3 working days are Thursday the 5th, 5 Monday the 9th, 10 Monday the 16th; the aims are the
// 3rd and the 4th.
#[test]
fn of_two_clocks_whose_circumstances_both_hold_the_first_runs() {
    let (env, id) = ours(OVERLAP, "");
    for (given, expected) in [
        ("--field light=yes", vec![("respond-aim", "2026-03-03"), ("respond", "2026-03-05")]),
        ("--field light=yes --immediate=yes", vec![("respond-aim", "2026-03-03"), ("respond", "2026-03-05")]),
        ("", vec![("respond-aim", "2026-03-04"), ("respond", "2026-03-09")]),
        ("--immediate=yes", vec![("respond", "2026-03-16")]),
    ] {
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(clock, on)| (clock.to_owned(), on.to_owned())).collect();
        assert_eq!(played(&env, given), expected, "{given}");
        let raised = env.sh(&format!("raise --policy ours --child C-2 --concern c {given} --json")).json();
        let dates: Vec<(String, String)> = clocks(&raised).into_iter().map(|(clock, _, due, _)| (clock, due)).collect();
        assert_eq!(dates, expected, "{given}");
        env.sh(&format!("withdraw {} --reason x", text(&raised, "id"))).ok();
    }
    let tried = env.sh("policy try ours --from 2026-03-02 --field light=yes").ok().stdout;
    assert!(!tried.contains("doesn't start"), "of one name one runs, and that is enough: {tried}");
    // The first comes to hold later: the second gives way to it.
    let view = env.sh(&format!("note {id} --text x --field light=yes --json")).json();
    let running: Vec<_> = clocks(&view).into_iter().filter(|one| one.3 == "running").collect();
    let one = Some("one");
    let first = [clock("respond-aim", one, "2026-03-03", "running"), clock("respond", one, "2026-03-05", "running")];
    assert_eq!(running, first);
}

#[test]
fn a_clock_that_one_before_it_always_takes_the_place_of_is_warned_of() {
    let wide = r#"when: {field: {light: ["yes", "no"]}}"#;
    for (first, never) in [
        (r#"when: {field: {light: "yes"}}"#, false),
        (wide, false),
        ("when: {any: [{immediate: false}, {none: {immediate: true}}]}", true),
        ("when: {none: {immediate: true}, answered: false}", false),
    ] {
        let (env, _) = ours(&OVERLAP.replace(r#"when: {field: {light: "yes"}}"#, first), "");
        let file = env.data().join("policies/ours.yaml");
        let said = env.sh(&format!("policy check {}", file.display())).ok().stdout;
        let told = said.contains("warning[never-runs]") && said.contains("this clock `respond` never runs");
        assert_eq!(told, never, "{first}: {said}");
        assert!(!said.contains("respond-aim"), "an aim may be missing: {said}");
    }
    // Where the field must be given, one that takes both its values leaves nothing to the second.
    let asked = "\nasks: [{ask: light, before: raise, enforce: refuse, source: \"1\"}]";
    let (env, _) = ours(&format!("{}{asked}", OVERLAP.replace(r#"when: {field: {light: "yes"}}"#, wide)), "");
    let file = env.data().join("policies/ours.yaml");
    let said = env.sh(&format!("policy check {}", file.display())).ok().stdout;
    assert!(said.contains("never-runs") && said.contains("holds, that of line"), "{said}");
}
