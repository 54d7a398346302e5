//! An urgent dispute: what is due first, by which hour, and that it calls for immediate action.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

const STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: call, label: Acknowledge by telephone, limit: 4 hours, strength: hard, from: stage-entered, until: {duty: called}, when: {immediate: true}}
      - {id: decide, label: Decide, limit: next working day, strength: hard, from: stage-entered, until: decided}
    duties: [{id: called, text: It was acknowledged by telephone, by: head-of-service, when: {immediate: true}}]
"#;

// Raised at 10 on Monday 2 March: 4 hours end at 14:00, the next working day is Tuesday 3 March.
fn urgent(immediate: &str) -> (Env, String) {
    let (env, _) = ours(STAGES, "");
    env.now("2026-03-02T10:00");
    let raised = format!("raise --policy ours --child C-2 --concern c --immediate {immediate} --override x --json");
    let id = text(&env.sh(&raised).json(), "id").to_owned();
    (env, id)
}

fn subject(env: &Env, id: &str) -> String {
    let notice = env.sh(&format!("notice {id}")).ok().stdout;
    notice.lines().find_map(|line| line.strip_prefix("Subject: ")).expect("a subject").to_owned()
}

#[test]
fn the_subject_names_what_is_due_first_and_its_hour() {
    let (env, id) = urgent("yes");
    let about = format!("Dispute {id}, child C-2: ");
    assert_eq!(
        subject(&env, &id),
        format!(
            "{about}“Acknowledge by telephone” is due today, Mon 2 March 2026 14:00; your decision is due by Tue 3 March 2026"
        )
    );
    env.now("2026-03-02T15:00");
    assert_eq!(
        subject(&env, &id),
        format!(
            "{about}“Acknowledge by telephone” was due on Mon 2 March 2026 14:00; your decision is due by Tue 3 March 2026"
        )
    );
    env.sh(&format!("done {id} called")).ok();
    assert_eq!(subject(&env, &id), format!("{about}your decision is due by Tue 3 March 2026"));
}

#[test]
fn a_message_and_the_screen_say_that_it_calls_for_immediate_action() {
    for (immediate, said, shown) in [("yes", true, "yes, it calls for immediate action"), ("no", false, "no")] {
        let (env, id) = urgent(immediate);
        let notice = env.sh(&format!("notice {id}")).ok().stdout;
        assert_eq!(notice.contains("It calls for immediate action."), said, "{notice}");
        let show = env.sh(&format!("show {id}")).ok().stdout;
        assert!(show.lines().any(|line| line.trim() == format!("immediate    {shown}")), "{show}");
    }
}

#[test]
fn what_waits_has_the_hour() {
    let (env, id) = urgent("yes");
    let tasks = list(&env.sh("inbox --for head-of-service --json").json());
    let of_it = |task: &&serde_json::Value| task["dispute"] == json!(id);
    let due: Vec<_> = tasks.iter().filter(of_it).map(|task| (task["due"].clone(), task["due_at"].clone())).collect();
    assert_eq!(due, [(json!("2026-03-02"), json!("2026-03-02T14:00:00+00:00")), (json!("2026-03-03"), json!(null))]);
}
