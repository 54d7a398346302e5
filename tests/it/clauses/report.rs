//! What the documents require of the report's figures and of forms. The expected values are counted by hand from a
//! small store.

use serde_json::Value;

use crate::env::Env;

/// A year with four records: a dispute settled in time, one past its total, an open one with an answer, and praise.
fn year() -> Env {
    let env = Env::new();
    env.now("2026-04-13T10:00");
    let first = env.raise("knowsley", &["--stage", "stage-1", "--category", "drift"]);
    env.sh(&format!("done {first} child-told")).ok();
    env.now("2026-04-20T10:00");
    env.sh(&format!("resolve {first} --outcome 'Plan kept' --impact-on-child 'Settled'")).ok();
    let second = env.raise("knowsley", &["--stage", "stage-2", "--by-role", "cp-chair"]);
    env.now("2026-06-01T10:00");
    env.sh(&format!("resolve {second} --outcome 'Late, but done'")).ok();
    let third = env.raise("mosaic", &["--subject", "Housing", "--aware-on", "2026-05-18"]);
    env.now("2026-06-03T10:00");
    env.sh(&format!("respond {third} --text 'Yes' --action 'Visit | Sam Lee | 2026-06-05'")).ok();
    env.sh("praise --policy qa-notification --child C-9 --for 'Sam Lee' --text 'Well done'").ok();
    env.now("2026-06-30T10:00");
    env
}

fn figure(env: &Env, args: &[&str], id: &str) -> Value {
    let report = env.iro(&[&["report", "--json"], args].concat()).json();
    let figures = report["figures"].as_array().unwrap().clone();
    figures.into_iter().find(|figure| figure["id"] == id).unwrap_or_else(|| panic!("no figure `{id}`"))
}

fn value(env: &Env, id: &str) -> f64 {
    figure(env, &[], id)["value"].as_f64().unwrap()
}

// NA-05, NA-11, NA-13, KN-07, KN-19
#[test]
fn the_year_shows_informal_and_formal_what_was_settled_and_how_fast() {
    let env = year();
    assert_eq!(value(&env, "raised"), 3.0);
    assert_eq!(value(&env, "raised-informal"), 1.0);
    assert_eq!(value(&env, "raised-formal"), 2.0);
    assert_eq!(value(&env, "resolved"), 2.0);
    // Monday 13 to Monday 20 April is 7 days; 20 April to 1 June is 42.
    assert_eq!(value(&env, "days-to-resolve-median"), 24.5);
    assert_eq!(value(&env, "open-at-end"), 1.0);
}

// QA-46, MO-59, KN-20, NA-11
#[test]
fn praise_stands_beside_challenge() {
    assert_eq!(value(&year(), "praise"), 1.0);
}

// KN-42
#[test]
fn disputes_past_their_total_are_counted() {
    let env = year();
    // Twenty working days from 20 April, less the holidays of 4 and 25 May: 19 May. It was settled on 1 June.
    assert_eq!(value(&env, "total-over"), 1.0);
    assert_eq!(value(&env, "total-within"), 1.0);
}

// NA-06, NA-54, MO-28
#[test]
fn agencies_groups_and_late_raising_are_figures() {
    let env = year();
    let by_subject = figure(&env, &[], "raised-by-subject");
    assert!(by_subject["by"].to_string().contains("Housing"), "{by_subject}");
    assert_eq!(figure(&env, &[], "raised-by-group")["value"], 3);
    // Aware on Monday 18 May, two working days later is the 20th; it was raised on 1 June.
    assert_eq!(value(&env, "raised-in-time-share"), 0.0);
}

// MO-05, KN-10
#[test]
fn roles_and_reviewing_officers_can_be_told_apart() {
    let env = year();
    // The second had none by its date; the third was answered by its team manager.
    let answers = figure(&env, &["--by", "role"], "answers");
    assert!(answers["by"]["team-manager"].as_f64() >= Some(1.0), "{answers}");
    let by = &figure(&env, &[], "raised-by-raiser")["by"];
    assert_eq!((&by["cp-chair"], &by["iro"]), (&Value::from(1), &Value::from(2)));
    let raisers = figure(&env, &[], "raised-by-raiser")["by"].to_string();
    assert!(raisers.to_lowercase().contains("chair"), "{raisers}");
    assert!(
        !env.iro(&["report", "--json"]).json().to_string().contains("Jo Bloggs"),
        "no table of named workers unasked"
    );
    assert!(figure(&env, &["--by", "iro"], "raised")["by"].to_string().contains("Jo Bloggs"));
}

// MO-09, MO-50, NA-23, SW-14
#[test]
fn outcomes_actions_and_children_told_are_figures() {
    let env = year();
    assert_eq!(value(&env, "impact-on-child-share"), 50.0);
    assert_eq!(value(&env, "actions-set"), 1.0);
    assert_eq!(value(&env, "actions-overdue"), 1.0);
    assert_eq!(value(&env, "child-told-share"), 33.33);
}

// NA-07
#[test]
fn the_standards_are_held_against_the_store() {
    let text = year().iro(&["report", "--standards"]).ok().stdout;
    let checklist = text.split("\n1. ").nth(1).expect("a first standard").replace("\n     ", " ");
    let standards: Vec<&str> = (2..=10)
        .map(|number| checklist.find(&format!("\n{number}. ")))
        .map(|at| at.map_or("", |at| checklist[at + 1..].lines().next().unwrap_or_default()))
        .collect();
    assert!(standards.iter().all(|standard| !standard.is_empty()), "{checklist}");
    for evidence in [
        "Raised: 3",
        "Ended with an outcome: 2",
        "Good practice praised: 1",
        "Actions done: 0",
        "Knowsley Outcome Resolution Process: 1 informal, 4 formal",
        "a total of 20 working days; referral at any point",
        "Share settled within the total time: 50% of 2",
        "Share of disputes in which the child was told at the start: 33% of 3",
        "Share of ended disputes in which the child was told how it ended: 0% of 2",
        "? How many children asked for a challenge themselves?",
    ] {
        assert!(checklist.contains(evidence), "{evidence}: {checklist}");
    }
}

// NA-03
#[test]
fn there_is_a_blank_form_to_start_from() {
    let env = Env::new();
    for (policy, levels) in [
        ("mosaic", &["Section 2: Informal DRP", "Section 3: Stage 1", "Section 4: Stage 2", "Section 6: Stage 4"][..]),
        ("national", &["Informal resolution", "Formal resolution"]),
        ("knowsley", &["Informal Outcome Resolution", "Stage 1", "Stage 2", "Stage 3", "Stage 4"]),
        ("qa-notification", &["Issue Notification", "Stage 1", "Stage 2", "Stage 3", "Stage 4"]),
        ("south-west", &["Stage 1 (informal)", "Stage 2 (formal)", "Stage 3", "Stage 4"]),
    ] {
        let blank = env.iro(&["form", "--blank", "--policy", policy]).ok().stdout;
        for field in ["Concern", "The effect on the child", "Asked for, and by when", "Ended on, by whom", "Outcome"] {
            assert!(blank.contains(&format!("**{field}**")), "{policy} {field}: {blank}");
        }
        for level in levels {
            let section = blank.split(&format!("\n## {level}\n")).nth(1);
            let section = section.unwrap_or_else(|| panic!("{policy} {level}: {blank}")).split("\n## ").next().unwrap();
            for field in ["Who answers", "Begun on", "Resolved"] {
                assert!(section.contains(&format!("**{field}**")), "{policy} {level} {field}: {section}");
            }
        }
    }
}

// NA-03, QA-15, QA-16, QA-17
/// Where nobody has to answer by a date, the form asks for none; what has a date of its own gets a line.
#[test]
fn a_blank_form_asks_for_the_dates_that_the_document_sets() {
    let env = Env::new();
    for (policy, level, dates) in [
        ("mosaic", "Section 3: Stage 1", &["Answer due on"][..]),
        ("national", "Formal resolution", &["Answer due on"]),
        ("knowsley", "Informal Outcome Resolution", &["Resolve informally: due on"]),
        ("knowsley", "Stage 2", &["Resolve at stage 2: due on"]),
        ("qa-notification", "Issue Notification", &["Answer due on"]),
        (
            "qa-notification",
            "Stage 2",
            &[
                "Take it up with the operational Deputy or Head of Service: due on",
                "Record the discussion on the child's file: due on",
                "Carry out the urgent action plan: due on",
            ],
        ),
        ("south-west", "Stage 2 (formal)", &["Resolve at stage 2: due on"]),
    ] {
        let blank = env.iro(&["form", "--blank", "--policy", policy]).ok().stdout;
        let section = blank.split(&format!("\n## {level}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
        let lines: Vec<&str> = section.lines().filter_map(|line| line.strip_prefix("**")).collect();
        let dates_there: Vec<&str> = lines
            .iter()
            .map(|line| line.trim_end().trim_end_matches("**"))
            .filter(|line| line.ends_with("due on"))
            .collect();
        assert_eq!(dates_there, dates, "{policy} {level}");
    }
}

/// The answer's time stands beside the stages here, for one of them or for both, and the first has a date of its own.
#[test]
fn a_blank_form_asks_for_the_date_of_an_answer_that_stands_beside_the_stages() {
    const SMALL: &str = include_str!("../../../examples/policies/small.yaml");
    let own =
        "{id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}";
    let settle = "{id: settle, label: Settle it, limit: 1 working day, strength: aim, until: resolved}";
    let decide = "{id: decide, label: Decide, limit: 1 working day, strength: aim, until: decided}";
    assert!(SMALL.contains(own));
    for (first, over, dates) in [
        (settle, "talk", ["Settle it: due on, Answer due on", "Answer due on"]),
        (settle, "talk, formal", ["Settle it: due on, Answer due on", "Answer due on"]),
        (settle, "formal", ["Settle it: due on", "Answer due on"]),
        // The decision is the answer, and has a date.
        (decide, "talk", ["Decide: due on", "Answer due on"]),
        (settle, "", ["Settle it: due on, Answer due on", "Answer due on"]),
    ] {
        let env = Env::new();
        let runs =
            if over.is_empty() { "from: raised".to_owned() } else { format!("from: stage-entered, over: [{over}]") };
        let beside = format!(
            "clocks: [{{id: answer, label: Answer, limit: 5 working days, strength: hard, {runs}, until: answered, source: \
             \"3\"}}]\n"
        );
        env.add_policy("small", format!("{}{beside}", SMALL.replace(own, first)));
        let blank = env.sh("form --blank --policy small").ok().stdout;
        for (title, dates) in ["Talk", "Formal"].into_iter().zip(dates) {
            let section = blank.split(&format!("\n## {title}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
            let lines = section.lines().filter_map(|line| line.strip_prefix("**")?.split("**").next());
            let there: Vec<&str> = lines.filter(|line| line.ends_with("due on")).collect();
            assert_eq!(there.join(", "), dates, "{title}, over {over}");
        }
    }
}

// SW-28
#[test]
fn more_time_is_a_line_of_its_own_and_that_of_the_whole_ladder_is_told_apart() {
    let env = Env::new();
    env.now("2026-04-13T10:00");
    let id = env.raise("south-west", &["--stage", "stage-2", "--reason", "At once", "--respond-by", "2026-04-30"]);
    env.now("2026-04-20T10:00");
    env.sh(&format!("extend {id} --until 2026-05-29 --reason 'The panel sits in May' --clock total")).ok();
    env.sh(&format!("extend {id} --until 2026-05-08 --reason 'Leave' --clock resolve")).ok();
    env.sh(&format!("extend {id} --until 2026-05-15 --reason 'Leave, again' --clock resolve")).ok();
    let extended = figure(&env, &[], "extensions");
    assert_eq!(extended["value"], 3);
    assert_eq!(extended["by"], serde_json::json!({"stage": 2, "total": 1}));
    assert!(extended["remarks"].to_string().contains("The panel sits in May"), "{extended}");
    env.iro(&["report"]).ok().says("of the total time");
}

// MO-54
#[test]
fn brothers_and_sisters_are_counted_each_and_together() {
    let env = Env::new();
    for children in ["C-1 --sibling C-2 --sibling C-3", "C-4", "C-5 --sibling C-6"] {
        let raise = format!("raise --policy knowsley --child {children} --concern 'No plan' --on 2026-03-02");
        env.sh(&raise).ok();
    }
    let of = |id: &str| figure(&env, &["--from", "2026-03-01"], id)["value"].clone();
    // Families of three, one and two records: five records have a sibling, in two groups.
    assert_eq!((of("raised"), of("raised-with-siblings"), of("sibling-groups")), (6.into(), 5.into(), 2.into()));
}

// KN-25
#[test]
fn want_of_money_or_staff_is_counted_wherever_it_was_pleaded() {
    let env = Env::new();
    env.now("2026-04-13T10:00");
    let first = env.raise("knowsley", &[]);
    env.sh(&format!("respond {first} --text 'Nobody is free' --barrier staffing")).ok();
    env.respond(&first, &["--barrier", "resources"]);
    let second = env.raise("knowsley", &[]);
    let close = format!("resolve {second} --outcome 'No money for it' --barrier resources --override 'No other way'");
    env.sh(&close).ok();
    env.raise("knowsley", &[]);
    let pleaded = figure(&env, &[], "obstacles");
    assert_eq!(pleaded["value"], 3);
    assert_eq!(pleaded["by"], serde_json::json!({"resources": 2, "staffing": 1}));
    assert!(pleaded["remarks"].to_string().contains("Nobody is free"), "{pleaded}");
    let ids = env.iro(&["report", "--explain", "obstacles:staffing", "--json"]).json();
    assert_eq!(ids["ids"], serde_json::json!([first]));
}
