//! What lists show of clocks and duties: under which stage, how many days, and from when.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{find_clock, list, text};

const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
    duties:
      - {id: called, text: The head was called, before: escalate, after_due: respond, enforce: refuse}
      - {id: chased, text: The answer was chased, after_due: respond, enforce: remind}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;
const BESIDE: &str = r#"
clocks:
  - {id: tell, label: Tell the child, limit: 20 working days, strength: hard, whose: raiser, from: raised, until: {duty: told}, source: "3"}
duties:
  - {id: told, text: The child was told, stages: every, enforce: remind, once: true, source: "3"}
"#;

// Raised on Monday 2 March, so that 20 working days end on the 30th; answered on the 3rd, four working days before the 9th.
#[test]
fn a_clock_that_ended_keeps_the_days_it_had_left() {
    let (env, id) = ours(STAGES, BESIDE);
    env.now("2026-03-03T10:00");
    env.respond(&id, &[]);
    for now in ["2026-03-03T10:00", "2026-03-20T10:00", "2026-06-01T10:00"] {
        env.now(now);
        let view = env.dispute(&id);
        assert_eq!(find_clock(&view, "respond", "written")["working_days_left"], 4, "{now}");
        let listed = env.iro(&["list", "--json"]).json();
        assert_eq!(find_clock(&listed[0], "respond", "written")["working_days_left"], 4, "{now}");
    }
    assert_eq!(find_clock(&env.dispute(&id), "tell", None)["working_days_left"], -41);
}

#[test]
fn a_clock_beside_the_stages_is_listed_under_none() {
    let (env, id) = ours(STAGES, BESIDE);
    env.escalate(&id, "urgent", &[]);
    let of = |clocks: Vec<Value>| clocks.into_iter().find(|clock| clock["clock"] == "tell").unwrap()["stage"].clone();
    assert_eq!(of(list(&env.dispute(&id)["clocks"])), Value::Null);
    assert_eq!(of(env.due(&["--all"])), Value::Null);
    assert_eq!(of(list(&env.iro(&["why", &id, "tell", "--json"]).json())), Value::Null);
    assert_eq!(env.clock(&id, "respond", "written")["stage"], "written");
}

// The answer is due on Monday 9 March; a call before that date doesn't count as one after it.
#[test]
fn a_duty_after_a_date_is_on_the_list_from_that_date_on() {
    let (env, id) = ours(STAGES, BESIDE);
    let waiting = |env: &crate::env::Env| {
        let duties = env.outstanding(&id).into_iter();
        let tasks = list(&env.iro(&["inbox", "--for", "Jo Bloggs", "--json"]).json());
        let chased = tasks.iter().filter(|task| text(task, "text").contains("chased")).count();
        (duties.filter(|duty| duty == "called" || duty == "chased").collect::<Vec<_>>(), chased)
    };
    assert_eq!(waiting(&env), (Vec::new(), 0));
    assert!(!env.iro(&["show", &id]).ok().stdout.contains("The head was called"));
    let called = env.fork();
    env.now("2026-03-09T09:00");
    assert_eq!(waiting(&env), (vec!["called".to_owned(), "chased".to_owned()], 1));
    called.now("2026-03-05T10:00");
    called.iro(&["done", &id, "called"]).ok();
    called.now("2026-03-10T10:00");
    assert_eq!(waiting(&called).0, ["called", "chased"]);
    assert_eq!(called.dispute(&id)["overdue"], json!(true));
}

/// A dispute with several values of a field is counted under each of them.
#[test]
fn several_agencies_of_one_dispute_are_counted_each() {
    let stages = r#"
  - {id: one, title: One, kind: formal, any_of: [director], source: "1"}
fields:
  - {id: agency, text: Which agency, values: [health, police, school], several: true, source: "2"}
"#;
    let (env, _) = super::own_answers_awaited::ours(stages, "");
    env.sh("raise --policy ours --child C-2 --concern c --override x --field agency=health --field agency=police").ok();
    env.sh("raise --policy ours --child C-3 --concern c --override x --field agency=police").ok();
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let figure = list(&report["figures"]).into_iter().find(|one| one["id"] == "raised-by-subject").unwrap();
    let expected = serde_json::json!({"health": 1, "police": 2, "not-said": 1});
    assert_eq!(figure["by"], expected);
}
