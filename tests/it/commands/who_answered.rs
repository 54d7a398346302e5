//! `iro report` counts an answer under the role that gave it, and a decision as the answer of those asked for one.

use serde_json::Value;

use crate::env::{Env, list, text};
use crate::policies::own_answers_awaited::ours;

/// A figure by role: `[("team-manager", 1.0)]`.
fn by_role(env: &Env, id: &str) -> Vec<(String, f64)> {
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --by role --json").json();
    let figure = list(&report["figures"]).into_iter().find(|figure| text(figure, "id") == id).unwrap();
    let by = figure["by"].as_object().unwrap();
    by.iter().map(|(role, value)| (role.clone(), value.as_f64().unwrap())).filter(|(_, value)| *value > 0.0).collect()
}

fn figure(env: &Env, id: &str) -> Value {
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    list(&report["figures"]).into_iter().find(|figure| text(figure, "id") == id).unwrap()["value"].clone()
}

// MO-05, KN-10
#[test]
fn an_answer_counts_under_the_role_that_gave_it() {
    let env = Env::new();
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let env = Env::new();
        let stage: &[&str] = if policy == "qa-notification" { &["--stage", "stage-1"] } else { &[] };
        let id = env.raise(policy, stage);
        let asked = by_role(&env, "raised");
        assert!(policy == "mosaic" || asked[0].0.contains("-or-"), "{policy}: {asked:?}");
        env.respond(&id, &["--role", "team-manager", "--action", "Visit | Pat Green | 2026-03-06"]);
        let raised = by_role(&env, "raised");
        assert_eq!(raised, [("team-manager".to_owned(), 1.0)], "{policy}");
    }
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.respond(&id, &["--role", "service-manager", "--action", "Visit | Ann Lowe | 2026-03-06"]);
    env.escalate(&id, "unsatisfactory", &[]);
    env.now("2026-03-30T10:00");
    assert_eq!(by_role(&env, "answers-in-time"), [("service-manager".to_owned(), 1.0)]);
    assert_eq!(by_role(&env, "answers-none"), [("head-of-service".to_owned(), 1.0)]);
}

// KN-39, KN-41
#[test]
fn a_decision_in_time_is_an_answer_in_time() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.now("2026-03-05T15:00");
    env.sh(&format!("decide {id} --decided-by assistant-executive-director --text 'It stays as it is'")).ok();
    env.now("2026-03-12T10:00");
    assert_eq!(figure(&env, "answers-in-time"), 1.0);
    assert_eq!(figure(&env, "answers-none"), 0.0);
    assert!(!env.due(&["--overdue"]).iter().any(|clock| text(clock, "clock") == "resolve"));
    env.sh("remind --dry-run").ok().says("nobody is reminded");
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(
        form.contains("**Decide at stage 4**  \nby Mon 9 March 2026 (5 working days, an aim); met on Thu 5"),
        "{form}"
    );
}

/// Where either of two may answer, nobody knows which did, also if both have names.
#[test]
fn an_answer_without_a_role_is_put_in_nobodys_mouth() {
    for assigned in [&[][..], &["--assign", "team-manager=Lee", "--assign", "social-worker=Sam"]] {
        let env = Env::new();
        let id = env.raise("knowsley", &[&["--stage", "stage-1"], assigned].concat());
        env.sh(&format!("respond {id} --text Yes")).ok();
        assert_eq!(list(&env.dispute(&id)["answers"])[0]["role"], Value::Null, "{assigned:?}");
        assert_eq!(by_role(&env, "raised"), [("social-worker-or-team-manager".to_owned(), 1.0)], "{assigned:?}");
        // Whoever is named holds a role, and answers in it.
        env.sh(&format!("respond {id} --text 'And this' --name Lee")).ok();
        let role = if assigned.is_empty() { Value::Null } else { "team-manager".into() };
        assert_eq!(list(&env.dispute(&id)["answers"])[1]["role"], role, "{assigned:?}");
    }
}

/// A stage whose people are asked one after another, each with three working days.
const CHAIN: &str = r#"
  - id: heads
    title: Heads
    kind: informal
    chain: [head-of-service, director]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 3 working days, strength: hard, until: answered}]
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

// The Head of Service has until Thursday 5 March and says nothing; the Director, asked on Tuesday the 10th, has until
// Friday the 13th and answers on the 11th. Each of the two had a date, and one kept it.
#[test]
fn an_answer_counts_for_the_person_of_a_chain_who_gave_it() {
    let (env, id) = ours(CHAIN, "");
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
    env.now("2026-03-11T10:00");
    env.sh(&format!("respond {id} --role director --text Yes")).ok();
    env.now("2026-03-20T10:00");
    let one = |role: &str| vec![(role.to_owned(), 1.0)];
    assert_eq!(by_role(&env, "answers-in-time"), one("director"));
    assert_eq!(by_role(&env, "answers-none"), one("head-of-service"));
    assert_eq!(by_role(&env, "answers-late"), []);
    assert_eq!(figure(&env, "answers-in-time-share"), 50.0);
}

// Escalated on Wednesday the 4th, before the date of the Head of Service: nothing was due from them.
#[test]
fn who_was_passed_over_in_time_owed_no_answer() {
    let (env, id) = ours(CHAIN, "");
    env.now("2026-03-04T10:00");
    env.sh(&format!("escalate {id} --because urgent")).ok();
    env.now("2026-03-06T10:00");
    env.sh(&format!("respond {id} --role director --text Yes")).ok();
    env.now("2026-03-20T10:00");
    assert_eq!(
        (by_role(&env, "answers"), by_role(&env, "answers-in-time")),
        (vec![("director".to_owned(), 1.0)], vec![("director".to_owned(), 1.0)])
    );
}

// One date for all of them together: ten working days from Monday 2 March end on the 16th.
#[test]
fn an_answer_counts_for_a_date_that_all_of_a_chain_have_together() {
    let chain = CHAIN.replace(
        "limit: 3 working days, strength: hard, until",
        "limit: 10 working days, strength: hard, from: raised, until",
    );
    let (env, id) = ours(&chain, "");
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    env.now("2026-03-11T10:00");
    env.sh(&format!("respond {id} --role director --text Yes")).ok();
    env.now("2026-03-20T10:00");
    assert_eq!(by_role(&env, "answers"), [("director".to_owned(), 1.0)]);
    assert_eq!(figure(&env, "answers-in-time-share"), 100.0);
}
