//! Which clock an answer meets if a stage has several.

use serde_json::{Value, json};

use crate::env::{Env, list, text};

/// The small protocol with a formal stage that gives ten days for the answer, and the raiser two days for a duty.
const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: tell, label: Tell the child, limit: 2 working days, strength: hard, whose: raiser, from: stage-entered, until: {duty: told}}
      - {id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
    duties:
      - {id: told, text: The child was told, enforce: remind}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

pub fn ours(stages: &str, more: &str) -> (Env, String) {
    let env = Env::new();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service, director: Director}}\nstages:{stages}{more}\n"
    );
    env.add_policy("ours", policy);
    let raised = env.sh("raise --policy ours --child C-1 --concern c --override x --json").json();
    (env, text(&raised, "id").to_owned())
}

// Raised on Monday 2 March: the raiser's duty is due on the 4th, the answer on the 16th.
#[test]
fn an_early_escalation_is_warned_of_by_the_date_of_the_answer() {
    for (now, warned) in [("2026-03-03T10:00", true), ("2026-03-05T10:00", true), ("2026-03-17T10:00", false)] {
        let (env, id) = ours(STAGES, "");
        env.now(now);
        for dry in ["", "--dry-run"] {
            let run = env.fork().sh(&format!("escalate {id} --because no-response --override x {dry}")).ok();
            let said = run.stderr.contains("an answer is not due before Mon 16 March 2026");
            assert_eq!(said, warned, "{now} {dry}: {}", run.stderr);
        }
    }
}

#[test]
fn supervision_and_inbox_go_by_the_answer_too() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-05T10:00");
    let task = list(&env.iro(&["inbox", "--for", "head-of-service", "--json"]).json()).remove(0);
    assert_eq!((&task["what"], &task["due"]), (&json!("answer"), &json!("2026-03-16")));
    let said = env.iro(&["supervision"]).ok().stdout;
    assert!(said.contains(&id) && !said.contains("no answer in time"), "{said}");
    assert_eq!(env.dispute(&id)["overdue"], Value::Bool(true));
}

// The answer is due on Monday 9 March; the raiser's aim to have one by Monday the 16th gives nobody more time.
#[test]
fn the_raiser_s_aim_to_have_an_answer_is_not_its_date() {
    let stages = STAGES.replace(
        "whose: raiser, from: stage-entered, until: {duty: told}",
        "whose: raiser, from: stage-entered, until: answered",
    );
    let stages = stages
        .replace("limit: 2 working days", "limit: 10 working days")
        .replace("Answer, limit: 10", "Answer, limit: 5");
    let (env, id) = ours(&stages, "");
    env.now("2026-03-10T10:00");
    let run = env.fork().sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(!run.stderr.contains("an answer is not due before"), "{}", run.stderr);
    env.now("2026-03-06T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(run.stderr.contains("an answer is not due before Mon 9 March 2026"), "{}", run.stderr);
    let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
    let top =
        list(&tried["scenes"]).into_iter().find(|scene| scene["what"] == "begins" && scene["stage"] == "top").unwrap();
    assert_eq!(text(&top, "on"), "2026-03-10");
}

// Raised on Monday 2 March at 10, answered within 25 hours: on Tuesday by 11.
#[test]
fn an_early_escalation_on_the_day_of_the_answer_names_its_hour() {
    let (env, id) = ours(&STAGES.replace("limit: 10 working days", "limit: 25 hours"), "");
    env.now("2026-03-03T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(run.stderr.contains("an answer is not due before Tue 3 March 2026 11:00"), "{}", run.stderr);
}
