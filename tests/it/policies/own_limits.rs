//! Limits that depend on circumstances or on each other, under a protocol of an authority's own: how they add up, and
//! the message if no clock runs.

use std::fs;

use serde_json::{Value, json};

use crate::env::{Env, find_clock, has_clock, list, rules, text};
use crate::policies::own_protocol::{changed, routine, vale};

const URGENT: &str = "      - {id: respond, label: Answer at once, limit: 24 hours, strength: hard, until: answered, when: {field: {priority: urgent}}}\n";
const ROUTINE: &str = "      - {id: respond, label: Answer, limit: 5 days, strength: hard, until: answered, when: {field: {priority: routine}}}\n";
const ASK: &str = "  - {ask: priority, before: raise, enforce: refuse, source: \"1.3\"}\n";
const TOTAL: &str = "total: {limit: 20 days, strength: hard, from: formal-entered, source: \"2.6\"}\n";

/// The rule and message of each remark of `policy check` on the protocol with these changes.
fn lints(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let env = Env::new();
    let file = env.scratch("vale.yaml");
    fs::write(&file, changed(changes)).unwrap();
    let faults = env.iro(&["policy", "check", file.to_str().unwrap(), "--json"]).json();
    list(&faults["faults"]).iter().map(|one| (text(one, "rule").to_owned(), text(one, "message").to_owned())).collect()
}

fn audited(changes: &[(&str, &str)]) -> String {
    let env = vale(changes);
    let findings = list(&env.sh("policy audit vale --json").json()["findings"]);
    let total = |one: &&Value| one["yardstick"] == "HB-06";
    findings.iter().filter(total).map(|one| text(one, "message").to_owned()).collect::<Vec<_>>().join("\n")
}

// Team 5, Service 4 to the meeting and 3 from it, Head 5, Director 5: 22. Urgent: 1 instead of 5, 18.
const SUM: &str =
    "add up to 22 working days (`team` 5, `service` 7, `head` 5, `director` 5, where `priority` is `routine`)";

#[test]
fn stages_add_up_along_their_longest_path_under_the_longest_priority() {
    let both = format!("{ROUTINE}{URGENT}");
    let swapped = format!("{URGENT}{ROUTINE}");
    for order in [&both, &swapped] {
        let found = lints(&[(&both, order)]);
        let expected = format!("the stages one after another {SUM}, more than the total of 20");
        assert_eq!(found, [("stages-exceed-total".to_owned(), expected)]);
        assert_eq!(audited(&[(&both, order)]), format!("the formal stages {SUM}, more than 20"));
        let without = audited(&[(&both, order), (TOTAL, "")]);
        assert!(without.contains(&format!("the formal stages {SUM}, more than 20")), "{without}");
    }
    // With a day less for two stages each, the sum fits.
    let shorter = [
        ("limit: 4 days", "limit: 3 days"),
        ("from: meeting, until: answered}", "from: stage-entered, until: answered}"),
    ];
    assert_eq!(lints(&shorter), []);
    assert_eq!(audited(&shorter), "");
}

#[test]
fn a_priority_that_no_clock_is_written_for_is_pointed_out_when_the_file_is_checked() {
    let found = lints(&[(ASK, ""), ("asks:\n", "asks: []\n"), ("limit: 20 days", "limit: 25 days")]);
    let none =
        ("no-clock-then".to_owned(), "no clock `respond` runs at `team` where `priority` is not given".to_owned());
    assert_eq!(found, [none]);
    let found =
        lints(&[("values: [urgent, routine]", "values: [urgent, routine, low]"), ("limit: 20 days", "limit: 25 days")]);
    assert_eq!(found[0].1, "no clock `respond` runs at `team` where `priority` is `low`");
    // A clock for all other circumstances closes the gap.
    let found = lints(&[
        (ASK, ""),
        ("asks:\n", "asks: []\n"),
        ("limit: 20 days", "limit: 25 days"),
        (", when: {field: {priority: routine}}", ""),
    ]);
    assert_eq!(found, []);
}

/// Two clocks of the Team Stage, each for some circumstances: 5 days for some, 10 for others.
fn five_and_ten(five: &str, ten: &str) -> [(String, String); 2] {
    let ask = "when: {field: {priority: routine}}";
    let longer = URGENT.replace("24 hours", "10 days").replace("when: {field: {priority: urgent}}", ten);
    [(ROUTINE.to_owned(), ROUTINE.replace(ask, five)), (URGENT.to_owned(), longer)]
}

fn as_changes(changes: &[(String, String)]) -> Vec<(&str, &str)> {
    changes.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect()
}

// Team 10 or 5, Service 4 to the meeting and 3 from it, Head 5, Director 5: 27 at most.
#[test]
fn stages_add_up_for_another_service_for_one_of_them_and_for_each_who_raises() {
    for (five, ten, under) in [
        ("when: {other_service: false}", "when: {other_service: true}", "another service is concerned"),
        ("when: {other_service: true}", "when: {other_service: false}", "no other service is concerned"),
        ("when: {subject: [police]}", "when: {subject: [Health, schools]}", "it is about `Health`"),
        ("when: {none: {subject: [health]}}", "when: {subject: [health]}", "it is about `health`"),
        ("when: {raised_by: [iro]}", "when: {raised_by: [cp-chair]}", "it was raised by `cp-chair`"),
        ("when: {case_type: [looked-after]}", "when: {none: {case_type: looked-after}}", ""),
    ] {
        let sum = match under {
            // The protocol covers no other kind of case, so only five days are possible.
            "" => "22 working days (`team` 5, `service` 7, `head` 5, `director` 5)".to_owned(),
            under => format!("27 working days (`team` 10, `service` 7, `head` 5, `director` 5, where {under})"),
        };
        let changes = five_and_ten(five, ten);
        assert_eq!(audited(&as_changes(&changes)), format!("the formal stages add up to {sum}, more than 20"), "{ten}");
        let exceeds = format!("the stages one after another add up to {sum}, more than the total of 20");
        assert!(lints(&as_changes(&changes)).contains(&("stages-exceed-total".to_owned(), exceeds)), "{ten}");
    }
}

#[test]
fn who_raises_and_what_it_is_about_may_leave_a_stage_without_a_clock() {
    for (only, under) in [
        ("when: {other_service: true}", "no other service is concerned"),
        ("when: {other_service: false}", "another service is concerned"),
        ("when: {subject: [health]}", "another service is concerned, or no other service is concerned"),
        ("when: {raised_by: [cp-chair]}", "it was raised by `iro`"),
    ] {
        let clock = ROUTINE.replace("when: {field: {priority: routine}}", only);
        let found = lints(&[(URGENT, ""), (ROUTINE, &clock), ("limit: 20 days", "limit: 25 days")]);
        let hole = format!("no clock `respond` runs at `team` where {under}");
        assert_eq!(found, [("no-clock-then".to_owned(), hole)], "{only}");
    }
}

#[test]
fn a_stage_without_its_limit_names_who_raised_it_and_what_it_is_about() {
    for (only, said, why) in [
        ("when: {raised_by: [cp-chair]}", "", "it was raised by `iro`"),
        ("when: {subject: [health]}", "--subject Police", "it is about `Police`"),
        ("when: {subject: [health]}", "", "no other service is concerned"),
        ("when: {other_service: false}", "--subject Police", "it is about `Police`"),
    ] {
        let clock = ROUTINE.replace("when: {field: {priority: routine}}", only);
        let env = vale(&[(URGENT, ""), (ROUTINE, &clock)]);
        let line = "raise --policy vale --child C-1 --concern x --field priority=urgent --stage team --reason y";
        let words = format!("no limit of `respond` runs at Team Stage, because {why} (2.2)");
        let run = env.sh(&format!("{line} {said}")).ok();
        assert!(run.stderr.contains(&words), "{only}: {}", run.stderr);
    }
}

#[test]
fn a_stage_that_begins_without_its_limit_says_so() {
    let env = vale(&[]);
    let line = "raise --policy vale --child C-1 --concern x --override 'Not known yet'";
    let words = "no limit of `respond` runs at Team Stage, because `priority` is not given; \
                 `iro note` with `--field priority=urgent|routine` says it (2.2)";
    let run = env.sh(&format!("{line} --stage team --reason 'Theirs'")).ok();
    assert!(run.stderr.contains(words), "{}", run.stderr);
    let run = env.sh(line).ok();
    assert!(!run.stderr.contains("no limit"), "the talk has its limit: {}", run.stderr);
    let run = env.sh("escalate 2 --because urgent --override 'Later'").ok();
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert!(
        !has_clock(&env.dispute("2"), "nothing") && find_clock(&env.dispute("2"), "total", None)["state"] == "running"
    );
    // Once the field is recorded, the clock runs from the day the stage began.
    env.now("2026-03-04T10:00");
    env.sh("note 2 --text 'It is routine' --field priority=routine").ok();
    let clock = find_clock(&env.dispute("2"), "respond", "team");
    assert_eq!((text(&clock, "started"), text(&clock, "due")), ("2026-03-02", "2026-03-09"));
}

#[test]
fn the_clock_without_circumstances_holds_where_none_of_its_name_does() {
    let env = vale(&[(", when: {field: {priority: routine}}", "")]);
    let urgent = env
        .sh("raise --policy vale --child C-1 --concern x --field priority=urgent --stage team --reason y --json")
        .json();
    let clock = find_clock(&urgent, "respond", "team");
    assert_eq!((text(&clock, "label"), text(&clock, "due")), ("Answer at once", "2026-03-03"));
    let routine = env.dispute(&routine(&env, "--stage team --reason y"));
    let clock = find_clock(&routine, "respond", "team");
    assert_eq!((text(&clock, "label"), text(&clock, "due")), ("Answer", "2026-03-09"));
    let run = env.sh("raise --policy vale --child C-1 --concern x --override z --stage team --reason y").ok();
    assert!(!run.stderr.contains("no limit"), "{}", run.stderr);
}

#[test]
fn two_clocks_without_circumstances_are_still_one_too_many() {
    let env = Env::new();
    let file = env.scratch("vale.yaml");
    let both = [(", when: {field: {priority: routine}}", ""), (", when: {field: {priority: urgent}}", "")];
    fs::write(&file, changed(&both)).unwrap();
    env.iro(&["policy", "check", file.to_str().unwrap()])
        .code(6)
        .says("the clock `respond` appears twice")
        .says("if several clocks have the same name, all but one need a `when`");
}

/// The team answers on 5 March what is due on 9 March; the eight days for both stages run out on 12 March.
#[test]
fn a_limit_over_several_stages_is_no_answer_of_one_of_them() {
    let beside = "clocks:\n  - {id: early, label: Settled early, limit: 8 days, strength: hard, over: [team, service], until: resolved, source: \"2.6\"}\n";
    let env = vale(&[(TOTAL, &format!("{beside}{TOTAL}"))]);
    let id = routine(&env, "--stage team --reason 'It is theirs'");
    assert_eq!(text(&find_clock(&env.dispute(&id), "early", None), "due"), "2026-03-12");
    env.now("2026-03-05T10:00");
    env.sh(&format!("respond {id} --role team-manager --text 'From Monday'")).ok();
    env.now("2026-03-31T10:00");
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let value = |id: &str| {
        let figures = list(&report["figures"]);
        figures.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}"))["value"].as_f64()
    };
    assert_eq!((value("answers"), value("answers-none")), (Some(1.0), Some(0.0)));
    // If the stages are left after its day, the limit was missed.
    env.sh(&format!("escalate {id} --because unsatisfactory")).ok();
    env.sh(&format!("escalate {id} --because no-response --override 'She leaves'")).ok();
    env.sh(&format!("show {id}")).ok().says("due Thu 12 March 2026: not met; stopped on");
}

#[test]
fn what_to_type_next_names_the_meeting_and_the_decision_that_are_waited_for() {
    let env = vale(&[]);
    let id = routine(&env, "--stage service --reason 'It is theirs'");
    env.sh(&format!("show {id}")).ok().says(&format!("next: iro meeting {id}"));
    let other = routine(&env, "--stage director --reason 'It is his'");
    env.sh(&format!("show {other}")).ok().says(&format!("next: iro decide {other}"));
}

#[test]
fn a_protocol_that_is_not_in_force_yet_is_pointed_out() {
    let env = vale(&[]);
    env.now("2026-01-02T10:00");
    let run = env.sh("raise --policy vale --child C-1 --concern x --field priority=routine").ok();
    assert!(run.stderr.contains("vale 1 is in force from Mon 5 January 2026 on"), "{}", run.stderr);
}

// Eight weeks and four days are 44 working days; the other two fit the Handbook's 20, or name no time at all.
#[test]
fn the_checklist_of_standards_holds_a_total_in_any_unit_against_the_handbook() {
    for (limit, expected) in [
        ("60 calendar days", "a total of 60 calendar days, more than the Handbook's 20 working days"),
        ("28 calendar days", "a total of 28 calendar days;"),
        ("5 weeks", "a total of 5 weeks, more than the Handbook's 20 working days"),
        ("agreed", "a total agreed case by case;"),
    ] {
        let env = vale(&[(
            "limit: 20 days, strength: hard, from: formal-entered",
            &format!("limit: {limit}, strength: hard, from: formal-entered"),
        )]);
        routine(&env, "");
        env.iro(&["report", "--standards"]).ok().says(expected);
    }
}

const SPANS: &str = r#"
  - id: zero
    title: Zero
    kind: informal
    any_of: [director]
    source: "0"
    clocks:
      - {id: respond, label: Answer, limit: 1 working day, strength: hard, until: answered}
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, until: answered, when: {impact_level: severe}}
  - id: one
    title: One
    kind: formal
    chain: [director, {role: head-of-service, when: {none: {impact_level: severe}}}]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 3 working days, strength: hard, until: answered}]
"#;

/// Each remark of `policy check` on these stages with `beside` added: rule, line and message.
fn spans(stages: &str, beside: &str) -> Vec<(String, u64, String)> {
    let env = Env::new();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service, director: Director}}\nstages:{stages}{beside}"
    );
    fs::write(env.scratch("ours.yaml"), policy).unwrap();
    let faults = list(&env.sh("policy check ours.yaml --json").json()["faults"]).into_iter();
    let faults =
        faults.map(|one| (text(&one, "rule").into(), one["line"].as_u64().unwrap(), text(&one, "message").into()));
    faults.collect()
}

// Severe: 2 days, and 3 for the director alone, 5. Otherwise 1 day and twice 3, 7. Nothing takes 8.
#[test]
fn somebody_of_a_chain_who_is_not_asked_takes_no_time() {
    let below = "clocks:\n  - {id: below, label: Settle it, limit: 7 working days, strength: hard, whose: raiser, over: [zero, one], until: resolved, source: \"1\"}\n";
    assert_eq!(spans(SPANS, below), []);
    let found = spans(SPANS, &below.replace("limit: 7", "limit: 6"));
    let sum = "the stages one after another add up to 7 working days (`zero` 1, `one` 6, where the impact is `some`), more than `below` of 6";
    assert_eq!(found.iter().map(|one| one.2.as_str()).collect::<Vec<_>>(), [sum]);
}

// Of two limits for the whole, the one for severe concerns, on line 24, is too short for their 5 days, and is named.
#[test]
fn a_limit_for_some_circumstances_is_held_against_those_alone() {
    let beside = "clocks:\n  - {id: below, label: Settle it, limit: 7 working days, strength: hard, whose: raiser, over: [zero, one], until: resolved, source: \"1\"}\n  \
                  - {id: below, label: Settle it, limit: 4 working days, strength: hard, whose: raiser, over: [zero, one], until: resolved, when: {impact_level: severe}, source: \"1\"}\n";
    let sum = "the stages one after another add up to 5 working days (`zero` 2, `one` 3, where the impact is `severe`), more than `below` of 4";
    let found = spans(SPANS, beside);
    let line = 9 + SPANS.lines().count() as u64 + 1 + 1;
    assert_eq!(found, [("stages-exceed-total".to_owned(), line, sum.to_owned())]);
}

// The decision on the tenth day meets the total of 20; carrying it out takes fifteen more.
#[test]
fn what_follows_a_total_is_no_part_of_it() {
    let stages = r#"
  - id: zero
    title: Zero
    kind: informal
    any_of: [director]
    source: "0"
  - id: one
    title: One
    kind: formal
    any_of: [director]
    source: "1"
    clocks:
      - {id: decide, label: Decide, limit: 10 working days, strength: hard, until: decided}
      - {id: carry, label: Carry it out, limit: 15 working days, strength: hard, from: decided, until: actions-done}
"#;
    let total = "total: {limit: 20 working days, strength: hard, from: formal-entered, until: [decided, resolved], source: \"1\"}\n";
    assert_eq!(spans(stages, total), []);
    let resolved = spans(stages, &total.replace("until: [decided, resolved], ", ""));
    assert_eq!(resolved.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["stages-exceed-total"]);
}

// Twenty working days after Monday 2 March are Monday 30 March.
#[test]
fn a_deadline_that_counts_from_an_earlier_stage_is_not_met_by_an_answer_there() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let head = &small[..small.find("stages:").unwrap()];
    let stages = "stages:
  - {id: one, title: One, kind: informal, any_of: [team-manager], source: '1', clocks: [
      {id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}]}
  - {id: two, title: Two, kind: formal, any_of: [director], source: '2', clocks: [
      {id: respond, label: Answer, limit: 20 working days, strength: hard, from: {entered: one}, until: answered}]}
";
    env.add_policy("small", format!("{head}{stages}"));
    env.sh("raise --policy small --child C-1 --concern c --on 2026-03-02").ok();
    env.now("2026-03-03T10:00");
    env.sh("respond 1 --text No --override o").ok();
    env.sh("escalate 1 --because unsatisfactory --reason q --override o").ok();
    let due = env.clock("1", "respond", "two");
    assert_eq!((&due["due"], &due["state"]), (&"2026-03-30".into(), &"running".into()));
    env.now("2026-03-04T10:00");
    env.sh("respond 1 --text Yes --override o").ok();
    assert_eq!(env.clock("1", "respond", "two")["state"], "met");
}

/// A store with a protocol of these stages.
fn with_stages(stages: &str) -> Env {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    env.add_policy("small", format!("{}{stages}", &small[..small.find("stages:").unwrap()]));
    env.sh("raise --policy small --child C-1 --concern c --on 2026-03-02").ok();
    env
}

#[test]
fn nor_by_a_meeting_or_an_escalation_there() {
    let env = with_stages(
        "stages:
  - {id: one, title: One, kind: informal, any_of: [team-manager], source: '1', meeting: {title: Talk, needed: required}}
  - {id: two, title: Two, kind: formal, any_of: [head-of-service], source: '2', meeting: {title: Panel, needed: required}, clocks: [
      {id: meet, label: Panel, limit: 15 working days, strength: hard, from: raised, until: meeting},
      {id: ask, label: Ask for Three, limit: 20 working days, strength: hard, from: {entered: one}, until: escalated}]}
  - {id: three, title: Three, kind: formal, any_of: [director], source: '3'}
",
    );
    env.now("2026-03-03T10:00");
    env.sh("meeting 1 --held today --chair 'Ann Cole' --override o").ok();
    env.sh("escalate 1 --because urgent --reason q --override o").ok();
    for clock in ["meet", "ask"] {
        assert_eq!(env.clock("1", clock, "two")["state"], "running", "{clock}");
    }
    env.now("2026-03-04T10:00");
    env.sh("meeting 1 --held today --chair 'Ann Cole' --override o").ok();
    assert_eq!(env.clock("1", "meet", "two")["state"], "met");
    env.sh("escalate 1 --because urgent --reason q --override o").ok();
    assert_eq!(env.clock("1", "ask", "two")["state"], "met");
}

#[test]
fn the_deadline_of_a_stage_that_is_left_out_stops() {
    let env = with_stages(
        "bypass: {free: true, source: '9'}
stages:
  - {id: one, title: One, kind: informal, any_of: [team-manager], source: '1'}
  - {id: two, title: Two, kind: formal, any_of: [head-of-service], source: '2', clocks: [
      {id: respond, label: Answer, limit: 8 working days, strength: hard, from: raised, until: answered}]}
  - {id: three, title: Three, kind: formal, any_of: [director], source: '3', clocks: [
      {id: respond, label: Answer, limit: 12 working days, strength: hard, from: raised, until: answered}]}
",
    );
    assert_eq!(env.clock("1", "respond", "two")["state"], "running");
    env.now("2026-03-03T10:00");
    env.sh("escalate 1 --because urgent --reason q --to three --override o").ok();
    assert_eq!(env.clock("1", "respond", "two")["state"], "stopped");
    assert_eq!(env.clock("1", "respond", "three")["state"], "running");
    env.now("2026-03-04T10:00");
    env.sh("respond 1 --text Yes --override o").ok();
    assert_eq!(env.clock("1", "respond", "three")["state"], "met");
    env.now("2026-04-01T10:00");
    assert_eq!(answers(&env), [json!(1), json!(1), json!(0)]);
}

/// The answers with a deadline that a report counts; those in time; the deadlines without an answer.
fn answers(env: &Env) -> [Value; 3] {
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let figures = report["figures"].as_array().unwrap();
    let value =
        |id: &str| figures.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}"))["value"].clone();
    ["answers", "answers-in-time", "answers-none"].map(value)
}

// Monday 2 March and four working days are Friday 6 March: after the aim, within the limit.
#[test]
fn an_answer_counts_once_beside_an_aim_and_a_limit() {
    let env = with_stages(
        "stages:
  - {id: one, title: One, kind: formal, any_of: [team-manager], source: '1', clocks: [
      {id: respond, label: Answer, aim: 2 working days, limit: 5 working days, strength: hard, until: answered}]}
",
    );
    env.now("2026-03-06T10:00");
    env.sh("respond 1 --text Yes --override o").ok();
    env.now("2026-04-01T10:00");
    assert_eq!(answers(&env), [json!(1), json!(1), json!(0)]);
}

#[test]
fn what_two_rules_ask_for_is_missing_once() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let asks = "asks:
  - {ask: seeking, before: raise, enforce: warn, source: '1'}
  - {ask: seeking, before: [raise formal, escalate formal], enforce: refuse, source: '2'}
stages:";
    env.add_policy("small", small.replacen("stages:", asks, 1));
    let refused = env.sh("raise --policy small --child C-1 --concern c --stage formal --reason r --json").refused();
    assert_eq!((rules(&refused), text(&refused, "source")), (vec!["seeking".to_string()], "A small protocol: 2"));
    env.sh("raise --policy small --child C-1 --concern c").ok().says("(1)");
}
