//! Substitutes: a person who acts for another from one day to another.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

const STAGES: &str = r#"
  - {id: only, title: Only, kind: formal, all_of: [head-of-service], source: "1", clocks: [{id: respond, label: Answer, limit: 20 working days, strength: hard, from: stage-entered, until: answered}]}
substitutes: {head-of-service: [{role: director, from: 2026-03-09, to: "2026-03-13", source: "4.6"}]}
calendar: {division: scotland, source: "2.1"}
"#;

fn waits(env: &Env, who: &str) -> bool {
    let due = list(&env.sh(&format!("due --all --for {who} --json")).json()).len();
    let tasks = list(&env.sh(&format!("inbox --for {who} --json")).json()).len();
    assert_eq!(due, tasks, "{who}");
    due == 1
}

// From Monday 9 March to Friday the 13th, both included.
#[test]
fn they_are_asked_on_those_days_and_no_others() {
    let (env, id) = ours(STAGES, "");
    for (day, acts) in [
        ("2026-03-06", false),
        ("2026-03-09", true),
        ("2026-03-13", true),
        ("2026-03-14", false),
        ("2026-03-16", false),
    ] {
        env.now(&format!("{day}T10:00"));
        assert_eq!(waits(&env, "director"), acts, "{day}");
        assert!(waits(&env, "head-of-service"), "{day}");
        let other = env.fork();
        let run = other.sh(&format!("respond {id} --role director --text t")).ok();
        assert_eq!(other.dispute(&id)["status"] == "awaiting-review", acts, "{day}");
        let said = run.stderr.contains("who acts for them from Mon 9 March 2026 to Fri 13 March 2026");
        assert_eq!(said, !acts, "{day}: {}", run.stderr);
        assert_eq!(text(&list(&other.dispute(&id)["answers"])[0], "role"), "director");
    }
    // An answer from those days counts, whenever it is typed.
    env.now("2026-03-20T10:00");
    let view = env.sh(&format!("respond {id} --role director --text t --on 2026-03-13 --json")).json();
    assert_eq!(view["status"], json!("awaiting-review"));
    let rules = env.sh("policy show ours --rules").ok().stdout;
    for part in ["Director (from Mon 9 March 2026 to Fri 13 March 2026) (4.6)", "clause: 2.1"] {
        assert!(rules.contains(part), "{rules}");
    }
    let shown = env.sh("policy show ours --json").json();
    let role = list(&shown["roles"]).into_iter().find(|role| role["id"] == "head-of-service").unwrap();
    assert_eq!(
        role["substitutes"],
        json!([{"role": "director", "from": "2026-03-09", "to": "2026-03-13", "source": "4.6"}])
    );
}

#[test]
fn a_slip_in_the_days_is_named() {
    let (env, _) = ours(STAGES, "");
    let text = std::fs::read_to_string(env.data().join("policies/ours.yaml")).unwrap();
    for (from, to, words) in [
        (
            "to: \"2026-03-13\"",
            "to: 2026-03-03",
            "the time as substitute ends on 2026-03-03, before it begins on 2026-03-09",
        ),
        ("to: \"2026-03-13\"", "until: 2026-03-13", "unknown key `until`"),
        ("role: director, from", "role: directr, from", "did you mean `director`?"),
        (", from: 2026-03-09, to: \"2026-03-13\", source: \"4.6\"", "", "has a first or a last day"),
    ] {
        assert!(text.contains(from), "{from}");
        std::fs::write(env.scratch("s.yaml"), text.replace(from, to)).unwrap();
        env.sh("policy check s.yaml").code(6).says(words);
    }
}

// The Director acts for the Head of Service from the 9th to the 13th, who chairs.
#[test]
fn a_substitute_chairs_on_those_days() {
    let meeting = STAGES.replace(
        "source: \"1\", clocks",
        "source: \"1\", meeting: {title: Panel, needed: required, chair: head-of-service}, clocks",
    );
    let (env, id) = ours(&meeting, "");
    env.now("2026-03-20T10:00");
    for (day, warned) in [("2026-03-09", false), ("2026-03-13", false), ("2026-03-16", true)] {
        let run = env.fork().sh(&format!("meeting {id} --held {day} --chair director")).ok();
        assert_eq!(run.stderr.contains("the chair should be the Head of Service"), warned, "{day}: {}", run.stderr);
    }
}

#[test]
fn a_substitute_raises_for_the_role_that_they_act_for() {
    let stages =
        STAGES.replace("substitutes: {", "substitutes: {iro: [{role: director, from: 2026-03-09, to: 2026-03-13}], ");
    let (env, _) = ours(&stages, "");
    let raise = "raise --policy ours --child C-9 --concern c --by-role director --json";
    env.now("2026-03-10T10:00");
    let run = env.sh(raise).ok().says("raised for the IRO, for whom the Director acts");
    assert_eq!(run.json()["by_role"], json!("iro"));
    env.now("2026-03-16T10:00");
    env.sh(raise).code(3).says("`director` does not raise disputes");
}
