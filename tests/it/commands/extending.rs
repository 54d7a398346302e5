//! `iro extend`: how much more time there is, from when it counts, and that it never ends before the limit it extends.

use std::fs;

use serde_json::json;

use crate::env::{Env, assert_instant, find_clock, rules, text};

fn stage_1() -> (Env, String) {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    (env, id)
}

/// The same with an answer on the 2nd at 10:00: the limit is met, so further time counts from the agreement.
fn answered() -> (Env, String) {
    let (env, id) = stage_1();
    env.respond(&id, &[]);
    (env, id)
}

// MO-47: from 10:00 on the 2nd, 24 hours end at 10:00 on the 3rd.
#[test]
fn twenty_four_hours_are_no_longer_in_other_words() {
    for more in ["--until 2026-03-03", "--by '1 working day'", "--until 2026-03-03T10:01", "--by '25 hours'"] {
        let (env, id) = answered();
        let extend = format!("extend {id} {more} --reason 'It is nearly done' --json");
        assert_eq!(rules(&env.sh(&extend).refused()), ["extension-length"], "{more}");
        env.sh(&format!("{extend} --override 'It is as good as done'")).ok();
    }
    for more in ["--by '24 hours'", "--until 2026-03-03T10:00", "--until 2026-03-02"] {
        let (env, id) = answered();
        env.sh(&format!("extend {id} {more} --reason 'It is nearly done'")).ok();
    }
}

//
#[test]
fn without_a_time_of_day_hours_count_from_the_end_of_the_day_and_it_is_said() {
    let (env, id) = answered();
    env.now("2026-03-03T12:00");
    let extend = format!("extend {id} --by '24 hours' --reason 'It is nearly done' --on 2026-03-02 --json");
    let run = env.sh(&extend).ok().says("no time of day is given");
    let clock = find_clock(&run.document(), "extension", "stage-1");
    assert_instant(&clock["due_at"], "2026-03-03T23:59:59+00:00");
}

// The answer is due on Monday 9 March, so that 24 hours more end with Tuesday the 10th. From Monday 21 December it is due
// on Wednesday the 30th: Christmas Day is a Friday and the 28th is Boxing Day's holiday.
#[test]
fn further_time_never_ends_before_a_limit_that_still_runs() {
    for (raised, given, due, until) in [
        ("2026-03-02T10:00", "2026-03-03T10:00", "2026-03-09", "2026-03-10T23:59:59+00:00"),
        ("2026-12-21T10:00", "2026-12-24T10:00", "2026-12-30", "2026-12-31T23:59:59+00:00"),
    ] {
        let env = Env::new();
        env.now(raised);
        let id = env.raise("mosaic", &["--stage", "stage-1"]);
        assert_eq!(env.dispute(&id)["due"], due);
        env.now(given);
        let run = env.sh(&format!("extend {id} --by '24 hours' --reason Nearly --json")).ok();
        assert!(run.stderr.contains("`respond` still runs") && run.stderr.contains("from its end"), "{}", run.stderr);
        let view = run.document();
        assert_eq!((&view["due"], &view["overdue"]), (&json!(due), &json!(false)));
        assert_instant(&find_clock(&view, "extension", "stage-1")["due_at"], until);
        // A date before the limit's own gives no more time.
        let early = format!("extend {id} --until {} --reason Nearly --override x --json", &given[..10]);
        assert_eq!(rules(&env.sh(&early).refused()), ["extension"]);
    }
}

// Once it has run out without an answer, 24 hours are 24 hours from the agreement: 10 March, 10:00.
#[test]
fn further_time_after_the_limit_counts_from_the_agreement() {
    let (env, id) = stage_1();
    env.now("2026-03-10T10:00");
    let view = env.sh(&format!("extend {id} --by '24 hours' --reason Nearly --json")).json();
    assert_instant(&find_clock(&view, "extension", "stage-1")["due_at"], "2026-03-11T10:00:00+00:00");
}

// A protocol may count further time from the agreement: 24 hours given on 3 March, ending no sooner than the limit.
#[test]
fn a_protocol_may_count_from_the_agreement() {
    let env = Env::new();
    let mosaic = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/policies/mosaic.yaml")).unwrap();
    let ours = mosaic.replacen("id: mosaic", "id: ours", 1);
    let ours = ours.replace(
        "extend: {kind: further, at_most: 24 hours,",
        "extend: {kind: further, counts_from: agreement, at_most: 5 working days,",
    );
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/ours.yaml"), ours).unwrap();
    let raise = "raise --policy ours --child C-1 --concern c --stage stage-1 --aware-on today --override x --json";
    let id = text(&env.sh(raise).json(), "id").to_owned();
    env.now("2026-03-03T10:00");
    let more = |by: &str| {
        let run = env.fork().sh(&format!("extend {id} --by '{by}' --reason Nearly --json")).ok();
        find_clock(&run.says("ends no sooner").document(), "extension", "stage-1")["due"].clone()
    };
    assert_eq!(more("24 hours"), "2026-03-09");
    assert_eq!(more("5 working days"), "2026-03-10");
}

#[test]
fn more_time_is_not_over_before_it_is_given() {
    let (env, id) = stage_1();
    for until in ["2026-03-02T09:00", "2026-03-01"] {
        env.sh(&format!("extend {id} --until {until} --reason r --json")).refused();
    }
}

#[test]
fn until_a_weekday_is_until_the_next_one() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    // A Monday, on which the answer is due.
    env.now("2026-03-09T10:00");
    let view = env.iro(&["extend", &id, "--until", "friday", "--reason", "x", "--override", "x", "--json"]).json();
    let until: Vec<&str> =
        view["extensions"].as_array().unwrap().iter().map(|one| one["until"].as_str().unwrap()).collect();
    assert!(until[0].starts_with("2026-03-13"), "{until:?}");
}

/// The deadline of the total, or of a clock of a stage, after a correction.
fn corrected(env: &Env, id: &str, event: u32, set: &str, clock: &str, stage: Option<&str>) -> serde_json::Value {
    let run = env.sh(&format!("correct {id} --event {event} --set {set} --reason 'Typed wrongly' --json"));
    find_clock(&run.json(), clock, stage)
}

fn south_west() -> (Env, String) {
    let env = Env::new();
    let extra = ["--stage", "stage-2", "--reason", "Agreed", "--respond-by", "2026-03-10", "--override", "o"];
    let id = env.raise("south-west", &extra);
    (env, id)
}

// Two working days from Friday the 20th are Tuesday the 24th; 20 working days from Monday 16 February end on Monday
// 16 March, and two more on the 18th.
#[test]
fn time_given_by_a_limit_is_counted_again_from_a_corrected_date() {
    let (env, id) = south_west();
    env.sh(&format!("extend {id} --by '2 working days' --reason More")).ok();
    assert_eq!(env.clock(&id, "resolve", "stage-2")["due"], "2026-03-12");
    let clock = corrected(&env, &id, 1, "respond_by=2026-03-20", "resolve", Some("stage-2"));
    assert_eq!((&clock["original_due"], &clock["due"]), (&json!("2026-03-20"), &json!("2026-03-24")));
    assert_eq!(env.dispute(&id)["extensions"][0]["until"], "2026-03-24");
    env.iro(&["why", &id, "resolve"])
        .ok()
        .says("extended to Tue 24 March 2026")
        .says("2 working days more from Fri 20 March 2026");
    env.sh(&format!("form {id}")).ok().says("Tue 24 March 2026");
    env.sh(&format!("check {id}")).ok();

    let (env, id) = south_west();
    env.sh(&format!("extend {id} --clock total --by '2 working days' --reason More")).ok();
    assert_eq!(env.clock(&id, "total", None)["due"], "2026-04-01");
    let clock = corrected(&env, &id, 1, "on=2026-02-16", "total", None);
    assert_eq!((&clock["original_due"], &clock["due"]), (&json!("2026-03-16"), &json!("2026-03-18")));
}

// Monday 4 May is a bank holiday: two working days from Tuesday the 5th are Thursday the 7th.
#[test]
fn time_given_twice_is_counted_again_from_the_first() {
    let (env, id) = south_west();
    env.sh(&format!("extend {id} --clock total --until 2026-04-20 --reason More")).ok();
    env.sh(&format!("extend {id} --clock total --by '2 working days' --reason More --override o")).ok();
    assert_eq!(env.clock(&id, "total", None)["due"], "2026-04-22");
    assert_eq!(corrected(&env, &id, 2, "until=2026-05-05", "total", None)["due"], "2026-05-07");
    // More time that was given as a length can be corrected to another length, or to a date.
    assert_eq!(corrected(&env, &id, 3, "'more=3 working days'", "total", None)["due"], "2026-05-08");
    assert_eq!(corrected(&env, &id, 3, "until=2026-05-20", "total", None)["due"], "2026-05-20");
    assert_eq!(corrected(&env, &id, 2, "until=2026-05-06", "total", None)["due"], "2026-05-20");
    env.sh(&format!("correct {id} --event 3 --set more=soon --reason x")).code(2).says("names no time");
}

// Raised on Friday 27 February, the answer is due on Friday 6 March, and 24 hours more end with Saturday.
#[test]
fn further_time_is_counted_again_from_a_corrected_date() {
    let (env, id) = stage_1();
    env.now("2026-03-03T10:00");
    env.sh(&format!("extend {id} --by '24 hours' --reason 'The visit is tomorrow'")).ok();
    let clock = corrected(&env, &id, 1, "on=2026-02-27T09:00 --set aware_on=2026-02-27", "extension", Some("stage-1"));
    assert_instant(&clock["due_at"], "2026-03-07T23:59:59+00:00");
    let clock = corrected(&env, &id, 2, "until=2026-03-08T12:00", "extension", Some("stage-1"));
    assert_instant(&clock["due_at"], "2026-03-08T12:00:00+00:00");
}

#[test]
fn more_time_up_to_a_date_never_makes_a_corrected_date_earlier() {
    let (env, id) = south_west();
    env.sh(&format!("extend {id} --until 2026-03-12 --reason More")).ok();
    let correct = format!("correct {id} --event 1 --set respond_by=2026-03-20 --reason 'Typed wrongly'");
    env.sh(&correct).ok().says("event 2 gives more time until Thu 12 March 2026");
    assert_eq!(env.clock(&id, "resolve", "stage-2")["due"], "2026-03-20");
    env.sh(&format!("check {id}")).ok().says("event 2 gives more time until Thu 12 March 2026");
}

/// More time whose clock had ended by then, since an answer turns out to be earlier, ends no date too soon.
#[test]
fn more_time_after_a_corrected_answer_is_not_called_too_short() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let more = "until: answered, extend: {kind: moves, at_most: 5 working days, source: '1'}}";
    env.add_policy("small", small.replace("until: answered}", more));
    let id = text(&env.sh("raise --policy small --child C-1 --concern c --json").json(), "id").to_owned();
    env.now("2026-03-04T10:00");
    env.sh(&format!("extend {id} --by '2 working days' --reason More")).ok();
    env.now("2026-03-05T10:00");
    env.sh(&format!("respond {id} --text Yes --override o")).ok();
    let corrected = env.sh(&format!("correct {id} --event 3 --set on=2026-03-03 --reason 'Typed late'")).ok();
    let checked = env.sh(&format!("check {id}")).ok();
    for said in [&corrected.stderr, &checked.stdout, &checked.stderr] {
        assert!(!said.contains("gives more time until"), "{said}");
    }
}

/// Of two extensions the second turns out to have come after the answer: the date is that of the first. Five working days
/// after Monday 2 March are Monday the 9th, and two more Wednesday the 11th.
#[test]
fn more_time_that_came_too_late_explains_no_date() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let more = "until: answered, extend: {kind: moves, at_most: 5 working days, times: 2, source: '1'}}";
    env.add_policy("small", small.replace("until: answered}", more));
    let id = text(&env.sh("raise --policy small --child C-1 --concern c --json").json(), "id").to_owned();
    for (day, step) in
        [("03", "extend --by '2 working days'"), ("05", "extend --by '2 working days'"), ("06", "respond")]
    {
        env.now(&format!("2026-03-{day}T10:00"));
        let (command, more) = step.split_once(' ').unwrap_or((step, "--text Yes"));
        let reason = if command == "extend" { "--reason More" } else { "" };
        env.sh(&format!("{command} {id} {more} {reason} --override o")).ok();
    }
    env.sh(&format!("correct {id} --event 4 --set on=2026-03-04 --reason 'Typed late'")).ok();
    let why = env.sh(&format!("why {id} respond")).ok().stdout;
    assert!(why.contains("Wed 11 March 2026") && !why.contains("Fri 13 March 2026"), "{why}");
}

/// A stage with two clocks that both give further time, raised on Monday 2 March: the answer is due on Thursday the 5th, the
/// visit on Friday the 6th.
fn with_two_clocks() -> (Env, String) {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let stages = small.find("stages:").unwrap();
    let ours = "stages:
  - id: one
    title: Stage one
    kind: informal
    any_of: [team-manager]
    source: '1'
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, until: answered, source: '1',
         extend: {kind: further, source: '2'}}
      - {id: visit, label: Visit, limit: 4 working days, strength: hard, until: {duty: visited}, source: '1',
         extend: {kind: further, source: '2'}}
    duties:
      - {id: visited, text: The child was visited, by: team-manager, source: '1'}
";
    env.add_policy("small", format!("{}{ours}", &small[..stages]));
    let id = text(&env.sh("raise --policy small --child C-1 --concern c --json").json(), "id").to_owned();
    (env, id)
}

/// The dates of the further time that runs.
fn running(view: &serde_json::Value) -> Vec<String> {
    let all = view["clocks"].as_array().unwrap().iter();
    let further = all.filter(|clock| clock["clock"] == "extension" && clock["state"] == "running");
    further.map(|clock| text(clock, "due").to_owned()).collect()
}

// Two working days after the 5th are Monday the 9th, and three after that Thursday the 12th.
#[test]
fn further_time_given_again_takes_the_place_of_that_given_before() {
    let (env, id) = with_two_clocks();
    let view = env.sh(&format!("extend {id} --by '2 working days' --reason Leave --json")).json();
    assert_eq!(running(&view), ["2026-03-09"]);
    let view = env.sh(&format!("extend {id} --by '3 working days' --reason Illness --json")).json();
    assert_eq!(running(&view), ["2026-03-12"]);
    assert_eq!(running(&env.dispute(&id)), ["2026-03-12"]);
    // The first was one day: the second then ends on the 11th.
    env.sh(&format!("correct {id} --event 2 --set 'more=1 working day' --reason 'Typed wrongly'")).ok();
    assert_eq!(running(&env.dispute(&id)), ["2026-03-11"]);
    env.sh(&format!("correct {id} --event 3 --set until= --reason x")).code(3).says("`until` can't be empty");
    env.sh(&format!("correct {id} --event 3 --reason 'It was not given'")).ok();
    assert_eq!(running(&env.dispute(&id)), ["2026-03-06"]);
}

// The total ends on Monday 30 March; two working days later is Wednesday 1 April, and two after that Tuesday the 7th, as
// Good Friday and Easter Monday are not worked.
#[test]
fn further_time_for_the_total_given_again_takes_the_place_of_that_given_before() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let total = "total: {limit: 20 working days, strength: hard, from: raised, source: '9', extend: {kind: further, source: '9'}}\n";
    env.add_policy("small", format!("{small}{total}"));
    let id = text(&env.sh("raise --policy small --child C-1 --concern c --json").json(), "id").to_owned();
    env.sh(&format!("extend {id} --clock total --by '2 working days' --reason Leave")).ok();
    let view = env.sh(&format!("extend {id} --clock total --by '2 working days' --reason Illness --json")).json();
    assert_eq!(running(&view), ["2026-04-07"]);
}

// Ten working days after the 5th are Thursday the 19th; two after the 6th are Tuesday the 10th.
#[test]
fn further_time_for_one_clock_does_not_count_from_that_of_another() {
    let (env, id) = with_two_clocks();
    env.sh(&format!("extend {id} --by '10 working days' --reason Leave")).ok();
    let run = env.sh(&format!("extend {id} --clock visit --by '2 working days' --reason Illness --json")).ok();
    assert_eq!(running(&run.says("still runs, to Fri 6 March 2026").document()), ["2026-03-19", "2026-03-10"]);
}

// Without an answer the limit ends on Monday 9 March, and 24 hours more with Tuesday the 10th.
#[test]
fn while_further_time_runs_nobody_is_late_and_one_answer_is_asked_for_once() {
    let (env, id) = stage_1();
    env.now("2026-03-03T10:00");
    env.sh(&format!("extend {id} --by '24 hours' --reason 'The manager is ill'")).ok();
    let seen = |when: &str| {
        env.now(when);
        let view = env.sh("list --json").json()[0].clone();
        let clock = find_clock(&view, "respond", "stage-1");
        let limit = [&view["due"], &clock["due"], &clock["original_due"]].map(|day| day.as_str().unwrap().to_owned());
        let tasks = env.sh("inbox --for team-manager --json").json();
        let tasks: Vec<_> =
            tasks.as_array().unwrap().iter().map(|one| (one["what"].clone(), one["due"].clone())).collect();
        assert_eq!(tasks, [(json!("answer"), json!("2026-03-10"))], "{when}");
        let asked = env.sh(&format!("notice {id}")).ok().stdout;
        assert!(!asked.contains("by Mon 9 March 2026") && asked.contains("Tue 10 March 2026 23:59:"), "{asked}");
        let supervision = env.sh("supervision").ok().stdout;
        (limit, view["overdue"] == true, supervision.trim_end().rsplit('\t').next().unwrap().to_owned())
    };
    let days = |due: &str, clock: &str| [due, clock, "2026-03-09"].map(str::to_owned);
    let waits = "waiting for an answer".to_owned();
    assert_eq!(seen("2026-03-09T12:00"), (days("2026-03-09", "2026-03-09"), false, waits.clone()));
    assert_eq!(seen("2026-03-10T12:00"), (days("2026-03-10", "2026-03-10"), false, waits));
    let due: Vec<_> = env.due(&["--today"]).iter().map(|clock| text(clock, "status").to_owned()).collect();
    assert_eq!(due, ["today", "today"]);
    env.sh(&format!("why {id} respond")).ok().says("further time runs beside it, to Tue 10 March 2026 23:59");
    let late = seen("2026-03-11T12:00");
    assert_eq!(late, (days("2026-03-10", "2026-03-10"), true, "no answer by Tue 10 March 2026".to_owned()));
}
