//! Inboxes under protocols of an authority's own: nobody's task is left out.

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

/// What waits for somebody, as the list words it.
fn tasks(env: &Env, who: &str) -> Vec<String> {
    list(&env.iro(&["inbox", "--for", who, "--json"]).json()).iter().map(|one| text(one, "text").to_owned()).collect()
}

// The answer is due on Thursday 5 March; the director owns the stage, and whoever raised the dispute may escalate it.
#[test]
fn what_is_overdue_from_others_is_a_task_of_the_raiser_too() {
    const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    owner: director
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;
    let (env, _) = ours(STAGES, "");
    env.now("2026-03-06T10:00");
    let said = "In writing: no answer from the Head of Service; ask for it";
    assert_eq!(tasks(&env, "director"), [said]);
    for raiser in ["iro", "Jo Bloggs"] {
        assert_eq!(tasks(&env, raiser), [format!("{said}, or escalate")], "{raiser}");
    }
}

/// A complaint was chosen, and not made yet: the owner asks for what others owe.
#[test]
fn the_owner_asks_for_what_is_owed_once_a_complaint_is_chosen() {
    const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    owner: director
    source: "1"
    duties:
      - {id: informed, text: The child was informed, by: head-of-service, source: "1"}
fields:
  - {id: route, text: Route, values: [complaint, stages], source: "2"}
complaint_chosen: {when: {field: {route: [complaint]}}, source: "2"}
"#;
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("note {id} --text Chosen --field route=complaint")).ok();
    let said = tasks(&env, "director");
    assert!(said.iter().any(|task| task.contains("The child was informed (owed by the Head of Service)")), "{said:?}");
}

// Both are due on Thursday 5 March.
#[test]
fn two_tasks_of_one_date_are_two_tasks() {
    const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered}
      - {id: visit, label: Visit the child, limit: 3 working days, strength: hard, from: stage-entered, until: {duty: visited}}
    duties:
      - {id: visited, text: The child was visited, by: head-of-service, before: escalate}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;
    let (env, _) = ours(STAGES, "");
    env.now("2026-03-05T10:00");
    assert_eq!(tasks(&env, "head-of-service"), ["c", "Visit the child"]);
}

/// R7: names are compared in one place, whatever their capitals and blanks.
#[test]
fn an_action_is_of_its_owner_however_that_was_typed() {
    const STAGES: &str = r#"
  - {id: written, title: In writing, kind: formal, any_of: [director], source: "1"}
"#;
    let (env, id) = ours(STAGES, "");
    let second = "raise --policy ours --child C-2 --concern c --assign 'head-of-service=Jane Roe' --json";
    let second = text(&env.sh(second).json(), "id").to_owned();
    for (id, owner) in [(&id, "Head of Service"), (&id, "head-of-service"), (&second, "jane  roe")] {
        env.sh(&format!("action add {id} --what 'Ask {owner}' --owner '{owner}' --due 2026-03-05")).ok();
    }
    let said = tasks(&env, "head-of-service");
    for owner in ["Head of Service", "head-of-service", "jane  roe"] {
        assert!(said.contains(&format!("Ask {owner}")), "{owner}: {said:?}");
    }
    assert!(tasks(&env, "JANE ROE").contains(&"Ask jane  roe".to_owned()));
    // The record keeps what was typed.
    assert_eq!(list(&env.dispute(&second)["actions"])[0]["owner"], "jane  roe");
}
