//! Whose decision counts: as with answers, only that of somebody whom a stage asks for one.

use serde_json::json;

use crate::env::{Env, find_clock, list, text};

/// A stage with an answer, then one with a decision, for which a deputy acts in the summer; and a limit for both.
const OURS: &str = "
format: 1
id: ours
version: '1'
effective_on: 2026-01-01
title: Ours
authority: Us
document: {title: Ours}
covers: [looked-after]
raisers: [iro]
labels: {dispute: Challenge}
roles: {iro: Independent Reviewing Officer, leader: Team Leader, officer: Chief Officer, deputy: Deputy}
substitutes: {officer: [{role: deputy, from: '2026-06-29', to: '2026-08-14'}]}
calendar: {days: calendar}
total: {limit: 45 days, strength: hard, from: formal-entered, until: [decided, resolved], source: '4'}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [leader]
    source: '1'
    clocks: [{id: respond, label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered}]
  - id: two
    title: Two
    kind: formal
    any_of: [officer]
    source: '2'
    clocks: [{id: respond, label: Decide, limit: 20 days, strength: hard, from: stage-entered, until: decided}]
";

fn ours() -> (Env, String) {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env.now("2026-08-03T10:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    (env, id)
}

#[test]
fn a_decision_of_somebody_who_is_not_asked_is_kept_and_ends_nothing() {
    let (env, id) = ours();
    let said = env.sh(&format!("decide {id} --decided-by leader --text no")).ok().stderr;
    assert!(said.contains("Chief Officer is asked to decide, not Team Leader: it is kept"), "{said}");
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "total", None)["state"], "running");
    assert_eq!((&view["status"], &view["decision"]["text"]), (&json!("awaiting-response"), &json!("no")));
    // The name is unknown, and this stage waits for no decision.
    let said = env.sh(&format!("decide {id} --decided-by 'Pat Green' --text no")).ok().stderr;
    assert!(said.contains("not Pat Green"), "{said}");
    assert_eq!(find_clock(&env.dispute(&id), "total", None)["state"], "running");
    // The person who is asked to decide may do so early: it counts as the decision, but not as this stage's answer.
    env.sh(&format!("decide {id} --decided-by officer --text yes")).ok();
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "total", None)["state"], "met");
    assert_eq!(find_clock(&view, "respond", "one")["state"], "running");
}

#[test]
fn a_substitute_decides_on_their_days_alone() {
    let (env, id) = ours();
    env.escalate(&id, "no-response", &[]);
    let other = env.fork();
    other.now("2026-08-20T10:00");
    let said = other.sh(&format!("decide {id} --decided-by deputy --text yes")).ok().stderr;
    assert!(said.contains("who acts for them from Mon 29 June 2026 to Fri 14 August 2026"), "{said}");
    let view = other.dispute(&id);
    assert_eq!((&find_clock(&view, "respond", "two")["state"]), (&json!("running")));
    assert_eq!((&find_clock(&view, "total", None)["state"]), (&json!("running")));
    // A decision from the days on which the deputy acted counts.
    other.sh(&format!("decide {id} --decided-by Deputy --text yes --on 2026-08-14")).ok();
    let view = other.dispute(&id);
    let states = [find_clock(&view, "respond", "two"), find_clock(&view, "total", None)];
    assert!(states.iter().all(|clock| clock["state"] == "met" && clock["ended"] == "2026-08-14"), "{states:?}");
    // If the stage waits for a decision, a named person is taken to be the one who decides.
    env.sh(&format!("decide {id} --decided-by 'Pat Green' --text yes")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "respond", "two")["state"], "met");
}

/// While a deputy acts for somebody, the message goes to the deputy, with a copy to that person.
#[test]
fn a_notice_goes_to_whoever_acts_on_that_day() {
    let (env, id) = ours();
    let escalated = env.sh(&format!("escalate {id} --because no-response --reason r")).ok().stdout;
    let acting = "Deputy acts for the Chief Officer from Mon 29 June 2026 to Fri 14 August 2026";
    assert!(escalated.contains(&format!("away: {acting}")), "{escalated}");
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("Deputy for the Chief Officer, since Mon 3 August 2026 (Two)"), "{shown}");
    let notice = env.sh(&format!("notice {id} --json")).json();
    let names = |key: &str| list(&notice[key]).iter().map(|one| text(one, "role").to_owned()).collect::<Vec<_>>();
    assert_eq!((names("to"), names("cc")), (vec!["deputy".to_owned()], vec!["officer".to_owned()]));
    assert!(text(&notice, "text").contains("Dear Deputy"), "{notice}");
    assert!(text(&notice, "text").contains("You act for the Chief Officer from Mon 29 June 2026"), "{notice}");
    env.now("2026-08-15T10:00");
    let notice = env.sh(&format!("notice {id} --json")).json();
    assert_eq!((&notice["to"][0]["role"], &notice["cc"]), (&json!("officer"), &json!([])));
}

/// Two stages with a decision each; after that of the first, the child is told of it.
const TOLD: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    duties:
      - {id: told, text: The child was told of the decision, from: decided}
      - {id: agreed, text: The child was told of the plan, from: agreed}
    clocks:
      - {id: decide, label: Decide, limit: 2 working days, strength: hard, from: stage-entered, until: decided}
      - {id: told, label: Tell the child, limit: 1 working day, strength: hard, whose: raiser, from: decided, until: {duty: told}}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: decide, label: Decide, limit: 2 working days, strength: hard, from: stage-entered, until: decided}]
duties:
  - {id: filed, text: The decision is on file, stages: every, from: decided, source: "3"}
  - {id: published, text: The decision was published, stages: every, from: decided, once: true, source: "3"}
  - {id: known, text: The family knows the decision, before: resolve, from: decided, source: "3"}
"#;

fn outstanding(view: &serde_json::Value, key: &str) -> Vec<String> {
    let all = list(&view[key]).into_iter().filter(|one| one["state"] == "outstanding");
    let mut all: Vec<String> = all.map(|one| text(&one, "duty").to_owned()).collect();
    all.sort();
    all
}

// Duties that follow a stage's decision are owed for that stage alone, and not if none was made.
#[test]
fn a_decision_brings_up_the_duties_of_the_stage_where_it_was_made() {
    let (env, id) = super::own_answers_awaited::ours(TOLD, "");
    let early = env.fork();
    env.now("2026-03-05T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-06T10:00");
    let view = env.sh(&format!("decide {id} --decided-by director --text d --json")).json();
    assert_eq!(outstanding(&view, "left_over"), Vec::<String>::new());
    assert_eq!(outstanding(&view, "duties"), ["filed", "known", "published"]);
    // After a decision at the first stage all its duties are owed there, and stay owed when the second begins.
    early.now("2026-03-03T10:00");
    let view = early.sh(&format!("decide {id} --decided-by head-of-service --text d --json")).json();
    assert_eq!(outstanding(&view, "duties"), ["filed", "known", "published", "told"]);
    early.now("2026-03-05T10:00");
    let view = early.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(outstanding(&view, "left_over"), ["filed", "published", "told"]);
    assert_eq!(find_clock(&view, "told", "one")["due"], "2026-03-04");
    // A duty of no particular stage is owed after any decision.
    assert_eq!(outstanding(&view, "duties"), ["known"]);
}

#[test]
fn a_plan_that_was_agreed_brings_up_the_duties_of_its_stage_after_that_is_left() {
    let (env, id) = super::own_answers_awaited::ours(TOLD, "");
    env.respond(&id, &["--role", "head-of-service", "--action", "Ring | head-of-service | 2026-03-20"]);
    env.sh(&format!("agree {id}")).ok();
    assert_eq!(outstanding(&env.dispute(&id), "duties"), ["agreed"]);
    env.now("2026-03-04T10:00");
    let view = env.escalate(&id, "actions-not-done", &[]);
    assert_eq!(outstanding(&view, "left_over"), ["agreed"]);
}

/// "Leads answer, the panel decides": the role named in `whose` is not one that the stage asks.
const PANEL: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 1 working day, strength: hard, from: stage-entered, until: answered}
      - {id: decide, label: The panel decides, limit: 2 working days, strength: hard, whose: director, from: stage-entered, until: decided}
      - {id: tell, label: Tell the child, limit: 1 working day, strength: hard, whose: raiser, from: decided, until: {duty: told}}
    duties: [{id: told, text: The child was told}]
  - {id: two, title: Two, kind: formal, any_of: [iro], source: "2"}
total: {limit: 20 working days, strength: hard, from: raised, until: [decided, resolved], source: "3"}
"#;

// Decided on Tuesday 3 March: the child is to be told on the 4th.
#[test]
fn whoever_a_clock_names_decides_although_the_stage_asks_somebody_else() {
    let (env, id) = super::own_answers_awaited::ours(PANEL, "");
    env.now("2026-03-03T10:00");
    for who in ["director", "Director"] {
        let env = env.fork();
        let run = env.sh(&format!("decide {id} --decided-by {who} --text d")).ok();
        assert!(!run.stderr.contains("is asked to decide"), "{}", run.stderr);
        let view = env.dispute(&id);
        let states = ["decide", "total"].map(|clock| find_clock(&view, clock, None)["state"].clone());
        assert_eq!(states, [json!("met"), json!("met")]);
        assert_eq!(find_clock(&view, "tell", "one")["due"], "2026-03-04");
    }
    // A decision of the person who answers there counts, too; nobody else's does.
    let other = env.fork();
    other.sh(&format!("decide {id} --decided-by head-of-service --text d")).ok();
    assert_eq!(find_clock(&other.dispute(&id), "decide", "one")["state"], "met");
    let run = env.sh(&format!("decide {id} --decided-by iro --text d")).ok();
    assert!(run.stderr.contains("Director or Head of Service is asked to decide, not IRO"), "{}", run.stderr);
    assert_eq!(find_clock(&env.dispute(&id), "decide", "one")["state"], "running");
    // At another stage, the decision counts for the total.
    env.escalate(&id, "no-response", &[]);
    env.sh(&format!("decide {id} --decided-by director --text d")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "total", None)["state"], "met");
}

// 45 days from Monday 3 August end on Thursday 17 September.
#[test]
fn a_total_that_names_whose_decision_it_is_waits_for_that() {
    let each = OURS.replace(
        "label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered",
        "label: Decide, limit: 5 days, strength: hard, from: stage-entered, until: decided",
    );
    let named = each.replace("until: [decided, resolved],", "until: [decided, resolved], whose: officer,");
    let over = named.replace("stages:\n", "clocks: [{id: top, label: The last word, limit: 10 days, strength: hard, whose: raiser, over: [two], until: decided, source: '5'}]\nstages:\n");
    let env = Env::new();
    std::fs::write(env.scratch("each.yaml"), &each).unwrap();
    std::fs::write(env.scratch("named.yaml"), &named).unwrap();
    let said = env.sh("policy check each.yaml").ok().stdout;
    assert!(said.contains("`total` is met by the first decision, at whichever of `one` and `two`"), "{said}");
    assert!(said.contains("`whose: officer`"), "{said}");
    assert!(!env.sh("policy check named.yaml").ok().stdout.contains("first decision"));
    for (policy, state) in [(&each, "met"), (&over, "running")] {
        let env = Env::new();
        env.add_policy("ours", policy);
        env.now("2026-08-03T10:00");
        env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after").ok();
        let view = env.sh("decide 1 --decided-by leader --text 'Not now' --json").json();
        assert_eq!(find_clock(&view, "respond", "one")["state"], "met");
        assert_eq!(find_clock(&view, "total", None)["state"], *state);
        let run = env.sh("escalate 1 --because unsatisfactory --reason r --json").ok();
        assert!(!run.stderr.contains("no answer is recorded"), "{}", run.stderr);
        if *policy == over {
            assert_eq!(find_clock(&run.json(), "top", None)["state"], "running");
        }
        let run = env.sh("decide 1 --decided-by officer --text Yes --json").ok();
        assert!(!run.stderr.contains("takes its place"), "{}", run.stderr);
        for clock in list(&run.json()["clocks"]) {
            assert_ne!(clock["state"], "running", "{clock}");
        }
        let form = env.sh("form 1").ok().stdout;
        assert!(form.contains("Not now") && form.contains("Yes"), "{form}");
    }
}

#[test]
fn a_stage_named_under_decided_is_answered_with_what_can_be_said() {
    let env = Env::new();
    std::fs::write(env.scratch("x.yaml"), OURS.replace("until: [decided, resolved]", "until: {decided: two}")).unwrap();
    env.sh("policy check x.yaml").code(6).says("under `whose` the role whose decision it is");
    std::fs::write(env.scratch("x.yaml"), OURS.replace("until: decided", "until: {decided: two}")).unwrap();
    env.sh("policy check x.yaml").code(6).says("in a stage, that is what happens there");
}

// Before the director's decision the first stage takes 5 + 3 working days, the second 10; a decision of the manager's
// doesn't end the total.
#[test]
fn check_and_audit_count_what_follows_a_decision_that_the_total_does_not_wait_for() {
    let file = r#"
format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
document: {title: Ours, undated: true}
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, manager: Manager, director: Director}
total: {limit: 15 working days, strength: hard, from: formal-entered, until: [decided, resolved], whose: director, source: "3"}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: "1"
    clocks:
      - {id: decide, label: Decide, limit: 5 working days, strength: hard, from: stage-entered, until: decided}
      - {id: on, label: Accept or go on, limit: 3 working days, strength: hard, whose: raiser, from: decided, until: escalated}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: decide, label: Decide, limit: 10 working days, strength: hard, from: stage-entered, until: decided}
      - {id: send, label: Send it, limit: 2 working days, strength: hard, from: decided, until: {duty: sent}}
    duties: [{id: sent, text: It was sent}]
"#;
    let env = Env::new();
    std::fs::write(env.scratch("ours.yaml"), file).expect("a file");
    let check = env.sh("policy check ours.yaml").ok();
    let said = "add up to 18 working days (`one` 8, `two` 10), more than the total of 15";
    assert!(check.stderr.contains(said) || check.stdout.contains(said), "{}{}", check.stdout, check.stderr);
    let aim = file.replace("strength: hard, from: formal-entered", "strength: aim, from: formal-entered");
    std::fs::write(env.scratch("aim.yaml"), aim).expect("a file");
    let audit = env.sh("policy audit aim.yaml").ok();
    assert!(audit.stdout.contains("the total of 15 working days is an aim"), "{}", audit.stdout);
}
