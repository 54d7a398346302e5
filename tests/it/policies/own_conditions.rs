//! Circumstances (`when`), which have the same form everywhere: for who is asked or informed, for meetings, duties and
//! clocks.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service, {role: director, when: {any: [{impact_level: severe}, {subject: Health}]}}]
    copy_to: [{role: director, when: {field: {priority: urgent}}}]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
    meeting: {title: Meeting, needed: required, chair: director, when: {passed: respond}, source: "2"}
    duties:
      - {id: chased, text: The answer was chased, when: {passed: respond, none: {meeting_held: true}}, source: "3"}
      - {id: legal, text: Legal advice was taken, when: {none: [{subject: Health}, {field: {priority: routine}}]}, source: "4"}
      - {id: met, text: They have met first, before: escalate top, when: {passed: respond}, source: "5"}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "6"}
fields:
  - {id: priority, text: How urgent, values: [routine, urgent], source: "4"}
"#;

fn raised(env: &Env, more: &str) -> Value {
    env.sh(&format!("raise --policy ours --child C-2 --concern c --override x {more} --json")).json()
}

fn duties(env: &Env, id: &str) -> Vec<String> {
    let duties = list(&env.dispute(id)["duties"]).into_iter().filter(|one| one["state"] == "outstanding");
    let mut duties: Vec<String> = duties.map(|one| text(&one, "duty").to_owned()).collect();
    duties.sort();
    duties
}

#[test]
fn who_is_asked_depends_on_the_circumstances() {
    let (env, id) = ours(STAGES, "");
    let roles = |id: &str| {
        let asked = |who: &str| {
            let tasks = list(&env.iro(&["inbox", "--for", who, "--json"]).json());
            tasks.iter().any(|task| task["dispute"] == id && task["what"] == "answer")
        };
        (asked("head-of-service"), asked("director"))
    };
    assert_eq!(roles(&id), (true, false));
    for (said, expected) in [
        ("--impact-level severe", (true, true)),
        ("--subject health", (true, true)),
        ("--impact-level some --subject Police", (true, false)),
    ] {
        assert_eq!(roles(text(&raised(&env, said), "id")), expected, "{said}");
    }
}

#[test]
fn who_gets_a_copy_depends_on_the_circumstances() {
    let (env, _) = ours(STAGES, "");
    for (said, copied) in [("--field priority=urgent", true), ("--field priority=routine", false), ("", false)] {
        let view = raised(&env, said);
        let told = list(&view["notices"]).iter().any(|one| one["to"] == "director");
        assert_eq!(told, copied, "{said}");
    }
}

#[test]
fn the_form_names_who_was_asked_and_told_and_nobody_else() {
    let (env, _) = ours(STAGES, "");
    let form = |more: &str| {
        let id = text(&raised(&env, more), "id").to_owned();
        let form = env.iro(&["form", &id]).ok().stdout;
        let line =
            |name: &str| form.lines().skip_while(|line| !line.contains(name)).nth(1).unwrap_or_default().to_owned();
        (line("Who answers"), line("Copy to"))
    };
    let (asked, copied) = form("");
    assert!(asked.contains("Head of Service") && !asked.contains("Director"), "{asked}");
    assert_eq!(copied, "");
    let (asked, copied) = form("--impact-level severe");
    assert!(asked.contains("Head of Service") && asked.contains("Director"), "{asked}");
    assert_eq!(copied, "");
    let (asked, copied) = form("--field priority=urgent");
    assert!(!asked.contains("Director") && copied.contains("Director"), "{asked}, {copied}");
}

// Raised on Monday 2 March: five working days end on the 9th.
#[test]
fn a_meeting_and_a_duty_wait_for_a_deadline_that_passes() {
    let (env, id) = ours(STAGES, "");
    for (now, owed) in
        [("2026-03-09T23:00", vec!["legal"]), ("2026-03-10T00:30", vec!["chased", "legal", "meeting", "met"])]
    {
        env.now(now);
        assert_eq!(duties(&env, &id), owed, "{now}");
    }
    env.sh(&format!("escalate {id} --because no-response")).code(3).says("They have met first");
    env.sh(&format!("meeting {id} --held 2026-03-10 --chair Ann")).ok();
    assert_eq!(duties(&env, &id), ["legal", "met"]);
}

#[test]
fn what_was_answered_in_time_never_asks_for_what_a_missed_deadline_does() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-09T10:00");
    env.respond(&id, &["--role", "head-of-service"]);
    env.now("2026-03-20T10:00");
    assert_eq!(duties(&env, &id), ["legal"]);
    env.sh(&format!("escalate {id} --because unsatisfactory")).ok();
}

/// A long list is remembered for one day only, because a deadline passes overnight.
#[test]
fn a_list_that_is_remembered_knows_the_day_too() {
    let (env, id) = ours(STAGES, "");
    (0..40).for_each(|_| drop(raised(&env, "")));
    for (now, owed) in
        [("2026-03-09T10:00", 1), ("2026-03-09T11:00", 1), ("2026-03-10T10:00", 4), ("2026-03-09T12:00", 1)]
    {
        env.now(now);
        let listed =
            list(&env.iro(&["list", "--json"]).json()).into_iter().find(|one| one["id"] == id.as_str()).unwrap();
        let open = list(&listed["duties"]).iter().filter(|one| one["state"] == "outstanding").count();
        assert_eq!(open, owed, "{now}");
    }
}

/// A plan counts as accepted until something else has to be judged, and only at its own stage.
#[test]
fn what_is_listed_depends_on_whether_a_plan_was_accepted() {
    let stages = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
    duties:
      - {id: chased, text: Acceptance was asked for, when: {answered: true, agreed: false}, source: "2"}
      - {id: thanked, text: The team was thanked, when: {agreed: true}, source: "2"}
  - id: top
    title: Top
    kind: formal
    chain: [head-of-service, director]
    source: "3"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
    duties: [{id: noted, text: It is on file that they agree, when: {agreed: true}, lapses: true, source: "3"}]
"#;
    let (env, id) = ours(stages, "");
    let answer = |role: &str| env.sh(&format!("respond {id} --role {role} --text Yes --override x")).ok();
    assert_eq!(duties(&env, &id), [""; 0]);
    answer("head-of-service");
    assert_eq!(duties(&env, &id), ["chased"]);
    env.sh(&format!("agree {id}")).ok();
    assert_eq!(duties(&env, &id), ["thanked"]);
    // Whatever happened next, what was called for when the stage was left stays owed.
    let left = env.fork();
    left.sh(&format!("escalate {id} --because other --reason r --override x")).ok();
    assert_eq!(duties(&left, &id), [""; 0]);
    assert_eq!(text(&left.dispute(&id)["left_over"][0], "duty"), "thanked");
    answer("head-of-service");
    assert_eq!(duties(&env, &id), ["chased"]);
    // The next person of a chain has accepted nothing yet.
    env.sh(&format!("escalate {id} --because unsatisfactory --reason r --override x")).ok();
    answer("head-of-service");
    env.sh(&format!("agree {id}")).ok();
    assert_eq!(duties(&env, &id), ["noted"]);
    env.sh(&format!("escalate {id} --because other --reason r --override x")).ok();
    assert_eq!(duties(&env, &id), [""; 0]);
}

/// What one person of a chain accepted is no plan of the next, neither while that one is asked nor once the stage is left.
#[test]
fn a_plan_of_one_person_of_a_chain_is_none_of_the_next() {
    let stages = r#"
  - id: talk
    title: Talk
    kind: informal
    chain: [head-of-service, director]
    source: "1"
    duties: [{id: thanked, text: The team was thanked, when: {agreed: true}, source: "2"}]
  - {id: top, title: Top, kind: formal, any_of: [director], source: "3"}
"#;
    let (env, id) = ours(stages, "");
    env.sh(&format!("respond {id} --role head-of-service --text Yes --override x")).ok();
    env.sh(&format!("agree {id}")).ok();
    assert_eq!(duties(&env, &id), ["thanked"]);
    let escalate = format!("escalate {id} --because other --reason r --override x");
    env.sh(&escalate).ok();
    assert_eq!(duties(&env, &id), [""; 0]);
    let left = env.fork();
    left.sh(&escalate).ok();
    assert_eq!((text(&left.dispute(&id), "stage"), &left.dispute(&id)["left_over"]), ("top", &json!([])));
    // A plan of the last one stands when the stage is left.
    env.sh(&format!("respond {id} --role director --text Yes --override x")).ok();
    env.sh(&format!("agree {id}")).ok();
    env.sh(&escalate).ok();
    assert_eq!(text(&env.dispute(&id)["left_over"][0], "duty"), "thanked");
}

/// Duties left over from a stage depend on what happened in that stage: meetings and answers of the next don't count.
#[test]
fn what_is_left_over_goes_by_the_stage_it_is_left_over_from() {
    let stages = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
    meeting: {title: Meeting, needed: optional, chair: director}
    duties:
      - {id: minutes-sent, text: The minutes were sent, when: {meeting_held: true}, source: "2"}
      - {id: chased, text: The answer was chased, when: {passed: respond}, source: "2"}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "3"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
"#;
    let left_over = |env: &Env, id: &str| {
        let left = list(&env.dispute(id)["left_over"]);
        left.iter().map(|one| text(one, "duty").to_owned()).collect::<Vec<_>>()
    };
    // Raised on Monday 2 March, the answer is due on the 9th.
    for (met, on, expected) in [
        (true, "2026-03-10T10:00", vec!["minutes-sent", "chased"]),
        (true, "2026-03-05T10:00", vec!["minutes-sent"]),
        (false, "2026-03-05T10:00", vec![]),
        (false, "2026-03-10T10:00", vec!["chased"]),
    ] {
        let (env, id) = ours(stages, "");
        if met {
            env.sh(&format!("meeting {id} --held today --chair director")).ok();
        }
        env.now(on);
        env.sh(&format!("escalate {id} --because urgent")).ok();
        assert_eq!(left_over(&env, &id), expected, "{met} {on}");
        // A meeting at the next stage doesn't count for the stage before.
        env.sh(&format!("meeting {id} --held today --chair director")).ok();
        assert_eq!(left_over(&env, &id), expected, "{met} {on}");
    }
}

#[test]
fn nobody_would_be_asked_is_a_fault() {
    let env = Env::new();
    let wrong = r#"format: 1
id: w
version: "1"
effective_on: 2026-01-05
title: W
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, director: Director}
stages:
  - {id: a, title: A, kind: formal, any_of: [{role: director, when: {immediate: true}}], source: "1"}
"#;
    let role = "{role: director, when: {immediate: true}}";
    for (text, says) in [
        (wrong.to_owned(), "nobody might be asked"),
        (wrong.replace("any_of", "chain"), "nobody might be asked"),
        (wrong.to_owned(), "`{role: service-manager, otherwise: true}`"),
        (
            wrong.replace("when: {immediate: true}", "otherwise: true"),
            "`otherwise` holds where no other role's `when` does",
        ),
        (
            wrong.replace(role, "iro, {role: director, when: {immediate: true}, otherwise: true}"),
            "`when` and `otherwise` can't both say",
        ),
        (wrong.replace(role, "iro, {role: director, when: {passed: nosuch}}"), "there is no clock `nosuch`"),
        (wrong.replace(role, "iro, {role: director, when: {any: [{imediate: true}]}}"), "did you mean `immediate`?"),
        (wrong.replace(role, "iro, {rol: director}"), "did you mean `role`?"),
    ] {
        std::fs::write(env.scratch("w.yaml"), text).unwrap();
        env.iro(&["policy", "check", "w.yaml"]).code(6).says(says);
    }
}

/// The director answers if it is severe, the board if it is about Health, otherwise the head of service alone.
#[test]
fn somebody_answers_where_none_of_the_others_does() {
    let stages = r#"
  - id: written
    title: In writing
    kind: formal
    any_of:
      - {role: director, when: {impact_level: severe}}
      - {role: board, when: {other_service: true}}
      - {role: head-of-service, otherwise: true}
    copy_to: [{role: iro, when: {immediate: true}}, {role: board, otherwise: true}]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
"#;
    let env = Env::new();
    let folder = env.data().join("policies");
    std::fs::create_dir_all(&folder).unwrap();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service, director: Director, board: Board}}\nstages:{stages}"
    );
    std::fs::write(folder.join("ours.yaml"), policy).unwrap();
    // A person who is asked gets no copy as well.
    for (said, asked, copied) in [
        ("", json!(["head-of-service"]), Some("board")),
        ("--impact-level severe", json!(["director"]), Some("board")),
        ("--subject Health --immediate yes", json!(["board"]), Some("iro")),
        ("--subject Health --impact-level severe", json!(["director", "board"]), None),
    ] {
        let view = raised(&env, said);
        assert_eq!(view["waiting_on"]["roles"], asked, "{said}");
        let copies = list(&view["notices"]).into_iter().filter(|one| one["copied"] == true);
        let copies: Vec<String> = copies.map(|one| text(&one, "to").to_owned()).collect();
        assert_eq!(copies, copied.into_iter().collect::<Vec<_>>(), "{said}");
    }
    env.sh("policy show ours --rules").ok();
}

/// How `policy show` words nested circumstances.
#[test]
fn they_are_shown_in_words() {
    let (env, _) = ours(STAGES, "");
    let shown = env.sh("policy show ours").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["once the date of `respond` has passed", "unless after the meeting was held", "unless about Health"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(env.sh("policy show ours --json").json()["stages"][0]["only_when"][0]["role"], json!("director"));
}

#[test]
fn a_circumstance_that_must_not_hold_is_worded_with_unless_alone() {
    let duty =
        |none: &str| format!("{{id: legal, text: Legal advice was taken, when: {{none: [{none}]}}, source: \"4\"}}");
    let full = duty("{subject: Health}, {field: {priority: routine}}");
    assert!(STAGES.contains(&full), "{full}");
    for (none, said) in [
        ("{resolved: true}", "unless it ended with an outcome"),
        ("{resolved: false}", "unless it did not end with an outcome"),
        ("{meeting_held: false}", "unless no meeting was held"),
        ("{meeting_held: true}", "unless after the meeting was held"),
        ("{answered: true}", "unless answered"),
        ("{immediate: true}", "unless immediate action is called for"),
    ] {
        let (env, _) = ours(&STAGES.replace(&full, &duty(none)), "");
        let shown = env.sh("policy show ours --rules").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(said), "{none}: {shown}");
    }
}

/// A field that takes several values says that the complaints procedure was chosen if one of them does.
#[test]
fn one_of_several_values_is_enough_for_the_complaint() {
    const ROUTES: &str = "
fields:
  - {id: route, text: Routes, values: [complaint, advocacy, court], several: true, source: '7'}
complaint_chosen: {when: {field: {route: [complaint]}}, source: '7'}";
    const STAGE: &str = r#"
  - {id: written, title: In writing, kind: formal, any_of: [head-of-service], source: "1"}"#;
    for given in ["", "--field route=court,complaint"] {
        let (env, id) = ours(STAGE, ROUTES);
        env.sh(&format!("note {id} --text Chosen --field route=advocacy,complaint")).ok();
        let view = env.sh(&format!("complaint {id} --reason r {given} --json")).json();
        let kept = if given.is_empty() { "advocacy,complaint" } else { "court,complaint" };
        let route = |view: &Value| view["fields"]["route"].clone();
        assert_eq!((route(&view), route(&env.dispute(&id))), (json!(kept), json!(kept)));
        // It comes back only once something says what was chosen instead.
        let error = env.sh(&format!("reopen {id} --reason r --json")).refused();
        assert!(error.to_string().contains(&format!("route={kept}")), "{error}");
        env.sh(&format!("reopen {id} --reason r --field route=advocacy")).ok();
    }
}

// Twelve working days from Monday 2 March end on the 18th. The second clock of that name does not apply here.
#[test]
fn a_complaint_no_longer_chosen_stops_no_other_clock_of_that_name() {
    const ROUTES: &str = r#"
fields:
  - {id: route, text: Route, values: [complaint, stages], source: "7"}
complaint_chosen: {when: {field: {route: complaint}}, source: "7"}
clocks:
  - {id: whole, label: End it, limit: 12 working days, strength: hard, from: raised, when: {immediate: true}, until: resolved, source: "8"}
  - {id: whole, label: End it, limit: 10 working days, strength: hard, from: complaint, until: resolved, source: "9"}"#;
    const STAGE: &str = r#"
  - {id: written, title: In writing, kind: formal, any_of: [head-of-service], source: "1", clocks: [{id: respond, label: Answer, limit: 4 weeks, strength: hard, until: answered}]}"#;
    let (env, other) = ours(STAGE, ROUTES);
    let raise = "raise --policy ours --child C-2 --concern c --immediate yes --override x --json";
    let id = env.sh(raise).json()["id"].as_str().unwrap().to_owned();
    for (id, state) in [(&id, "running"), (&other, "stopped")] {
        for route in ["complaint", "stages"] {
            env.sh(&format!("note {id} --text Chosen --field route={route}")).ok();
        }
        assert_eq!(env.clock(id, "whole", None)["state"], state);
    }
    assert_eq!(env.clock(&id, "whole", None)["due"], "2026-03-18");
}

// Two clocks that depend on the same fields: each is named once.
#[test]
fn what_no_clock_runs_for_is_said_once() {
    const STAGE: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, until: answered, when: {field: {priority: high, kind: a}}}
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, until: answered, when: {field: {priority: urgent, kind: a}}}
fields:
  - {id: priority, text: P, values: [low, high, urgent], source: "1"}
  - {id: kind, text: K, values: [a, b], source: "1"}"#;
    let (env, _) = ours(STAGE, "");
    let raise = "raise --policy ours --child C-2 --concern c --field priority=low --field kind=b";
    env.sh(raise).ok().says("because `priority` is `low` and `kind` is `b` (");
}

// Raised on Monday 2 March: the total of five working days ends on the 9th; whoever became aware on Friday 20 February
// had two working days to raise it.
#[test]
fn the_dates_of_the_total_and_of_raising_can_be_circumstances_too() {
    let rules = "total: {limit: 5 working days, strength: hard, from: raised, source: \"7\"}\nraise_within: {limit: 2 working \
                 days, strength: hard, from: aware, source: \"7\"}\nduties:\n  - {id: told, text: The director was told that it \
                 takes too long, stages: every, when: {passed: total}, source: \"7\"}\n  - {id: late, text: Why it was raised \
                 late is noted, stages: every, when: {passed: raise}, source: \"7\"}";
    let (env, _) = ours(STAGES, rules);
    for (aware, late) in [("2026-02-20", true), ("2026-02-27", false)] {
        env.now("2026-03-02T10:00");
        let id = text(&raised(&env, &format!("--aware-on {aware}")), "id").to_owned();
        let owed = |day: &str| {
            env.now(day);
            env.outstanding(&id)
        };
        for (day, too_long) in [("2026-03-09T10:00", false), ("2026-03-10T10:00", true)] {
            let owed = owed(day);
            assert_eq!(owed.iter().any(|duty| duty == "told"), too_long, "{day}: {owed:?}");
            assert_eq!(owed.iter().any(|duty| duty == "late"), late, "{aware}: {owed:?}");
        }
    }
}
