//! Clocks that count from a date that a person has to give: while it is missing, the clocks are named wherever
//! deadlines are shown.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, assert_clock, assert_instant, find_clock, list, text};

const STAGES: &str = r#"
  - {id: talk, title: Talk, kind: informal, any_of: [head-of-service], source: "1"}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

fn beside(from: &str, limit: &str) -> String {
    format!(
        "clocks:\n  - {{id: tell, label: Tell the child, limit: {limit}, strength: hard, whose: raiser, from: {from}, \
         until: {{duty: told}}, source: \"3\"}}\nduties:\n  - {{id: told, text: Told, stages: every, enforce: remind, once: true, source: \"3\"}}"
    )
}

#[test]
fn a_clock_without_its_date_is_named_wherever_deadlines_are_asked_for() {
    for (from, flag) in [("aware", "aware_on"), ("arose", "arose_on"), ("review", "review_date")] {
        let (env, id) = ours(STAGES, &beside(from, "5 working days"));
        let way = format!("iro correct {id} --event 1 --set {flag}=WHEN");
        let lacks = json!([{"clock": "tell", "label": "Tell the child", "lacks": flag.replace('_', "-")}]);
        assert_eq!(env.dispute(&id)["without_deadline"], lacks);
        for ask in ["show ID", "why ID", "why ID tell", "due", "due --today", "due --overdue", "due --all"] {
            let run = env.sh(&ask.replace("ID", &id)).ok();
            let said = format!("{}{}", run.stdout, run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                said.contains("`tell` (Tell the child) has no deadline") && said.contains(&way),
                "{from} {ask}: {said}"
            );
        }
        for whom in ["head-of-service", "Jo Bloggs"] {
            let run = env.iro(&["due", "--today", "--for", whom]).ok();
            assert!(run.stderr.contains("has no deadline"), "{whom}: {}", run.stderr);
        }
        let raise = "raise --policy ours --child C-2 --concern c --override x";
        let run = env.fork().sh(raise).ok();
        assert!(run.stderr.contains("`tell` (Tell the child) has no deadline"), "{}", run.stderr);
        // The correction that it suggests works: five working days from Monday 2 March.
        env.sh(&format!("correct {id} --event 1 --set {flag}=2026-03-02 --reason Given")).ok();
        assert_clock(&env.clock(&id, "tell", None), "2026-03-09", "hard", "running");
        assert!(!env.iro(&["due", "--today"]).ok().stderr.contains("no deadline"));
    }
}

#[test]
fn the_check_of_a_policy_says_what_nothing_asks_for() {
    let (env, _) = ours(STAGES, &beside("arose", "5 working days"));
    let file = env.data().join("policies/ours.yaml");
    let found = |env: &Env| {
        let run = env.iro(&["policy", "check", &file.display().to_string(), "--json"]);
        let faults = list(&run.document()["faults"]);
        faults.iter().filter(|fault| fault["rule"] == "date-never-asked").count()
    };
    assert_eq!(found(&env), 1);
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{written}\nasks: [{{ask: arose-on, before: raise, enforce: warn}}]\n")).unwrap();
    assert_eq!(found(&env), 0);
    std::fs::write(&file, written.replace("from: arose", "from: [arose, raised]")).unwrap();
    assert_eq!(found(&env), 0);
}

// 48 hours after a review on Thursday 5 March at half past two.
#[test]
fn a_review_has_a_time_of_day() {
    let (env, _) = ours(STAGES, &beside("review", "48 hours"));
    let raise = "raise --policy ours --child C-2 --concern c --review-date 2026-03-05T14:30 --override x --json";
    let view = env.sh(raise).json();
    assert_eq!(view["review_date"], "2026-03-05");
    assert_instant(&view["review_at"], "2026-03-05T14:30:00+00:00");
    assert_instant(&find_clock(&view, "tell", None)["due_at"], "2026-03-07T14:30:00+00:00");
    let tried = env.sh("policy try ours --from 2026-03-02 --review-date 2026-03-05T14:30 --json").json();
    let scenes = list(&tried["scenes"]);
    let tell = scenes.iter().find(|scene| scene["clock"] == "tell").unwrap();
    assert_instant(&tell["at"], "2026-03-07T14:30:00+00:00");
}

#[test]
fn one_that_waits_for_nobodys_answer_is_told_of_by_every_question() {
    let (env, id) = ours(STAGES, "");
    for ask in ["due", "due --today", "due --overdue", "due --within '1 week'", "due --all"] {
        env.sh(ask).ok().says(&format!("{id} is open and has no deadline"));
    }
    env.iro(&["complaint", &id, "--reason", "r", "--override", "x"]).ok();
    env.sh("due --today --exit-code").ok().says("in the complaints procedure");
    env.iro(&["withdraw", &id, "--reason", "r"]).ok();
    let run = env.sh("due --today").ok();
    assert!(!run.stderr.contains(&id), "{}", run.stderr);
}

const LAPSES: &str = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: again, label: Answer all the same, limit: FURTHER, strength: hard, from: {lapsed: respond}, until: answered}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

// Raised on Monday 2 March, lapsed with Wednesday the 4th: five working days more end on Wednesday the 11th, seven in all.
// A duty due the same working day is due on Thursday the 5th; 24 hours end with that day.
#[test]
fn what_counts_from_a_lapse_counts_from_its_date() {
    for (further, due) in [
        ("5 working days", "2026-03-11"),
        ("1 week", "2026-03-11"),
        ("same working day", "2026-03-05"),
        ("24 hours", "2026-03-05"),
    ] {
        let (env, id) = ours(&LAPSES.replace("FURTHER", further), "");
        assert!(!list(&env.dispute(&id)["clocks"]).iter().any(|clock| clock["clock"] == "again"));
        env.now("2026-03-05T09:00");
        assert_clock(&env.clock(&id, "again", "talk"), due, "hard", "running");
        let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
        let scenes = list(&tried["scenes"]);
        let again = scenes.iter().find(|scene| scene["clock"] == "again");
        assert_eq!(again.map(|scene| &scene["on"]), Some(&json!(due)), "{further}");
        let top = scenes.iter().find(|scene| scene["what"] == "begins" && scene["stage"] == "top").unwrap();
        let next = if due == "2026-03-11" { "2026-03-12" } else { "2026-03-06" };
        assert_eq!((text(top, "on"), &top["clock"]), (next, &Value::Null), "{further}");
    }
}
