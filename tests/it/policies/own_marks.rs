//! How an end is told: what is warned of at the end, what became of each date, and which steps are offered before.

use super::own_answers_awaited::ours;
use crate::env::text;

const STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
      - {id: on, label: Be satisfied or escalate, limit: 3 working days, strength: hard, whose: raiser, from: answered, until: escalated, stopped_by: [resolved]}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: decide, label: Decide, limit: 5 working days, strength: hard, from: stage-entered, until: decided}]
"#;

const END: &str = r#"
duties:
  - {id: checked, text: The actions were checked, stages: end, source: "3"}
  - {id: filed, text: It is on the file, stages: end, source: "3"}
clocks:
  - {id: check, label: Check the actions, limit: 3 months, strength: hard, whose: raiser, from: closed, until: {duty: checked}, source: "3"}
"#;

// Answered and resolved in part on Monday 2 March 2026: 3 working days from the answer end on Thursday 5 March, and
// 3 months from the end on Tuesday 2 June.
#[test]
fn what_falls_due_later_is_not_warned_of_at_the_end() {
    let (env, id) = ours(STAGES, END);
    env.now("2026-03-02T12:00");
    env.sh(&format!("respond {id} --text t")).ok();
    let done = env.sh(&format!("resolve {id} --outcome o --result resolved-in-part")).ok();
    let said = done.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("not on record yet: \"It is on the file\""), "{said}");
    assert!(!said.contains("The actions were checked"), "{said}");
    assert!(done.stdout.contains("Tue 2 June 2026  Check the actions"), "{}", done.stdout);

    let show = env.sh(&format!("show {id}")).ok().stdout;
    let head = show.lines().next().expect("a heading");
    assert!(head.ends_with("One, ended, resolved in part"), "{head}");

    let form = env.sh(&format!("form {id}")).ok().stdout;
    let stopped = "by Thu 5 March 2026 (3 working days); stopped on Mon 2 March 2026 12:00";
    assert!(form.contains(stopped), "{form}");
}

#[test]
fn a_decision_is_offered_where_one_is_awaited() {
    let total = "total: {limit: 30 working days, strength: aim, from: raised, until: [decided, resolved], whose: director, source: \"4\"}\n";
    let (env, id) = ours(STAGES, total);
    let offered = |id: &str| env.sh(&format!("show {id}")).ok().stdout.contains(&format!("iro decide {id}"));
    assert!(!offered(&id), "no decision is awaited at the first stage");
    env.sh(&format!("escalate {id} --because urgent --reason r --override x")).ok();
    assert!(offered(&id));

    // Where no stage decides, whoever does may do so at any.
    let alone = STAGES.replace("until: decided", "until: answered").replace("{id: decide,", "{id: respond,");
    let (env, id) = ours(&alone, total);
    let view = env.dispute(&id);
    assert_eq!(text(&view, "stage"), "one");
    assert!(env.sh(&format!("show {id}")).ok().stdout.contains(&format!("iro decide {id}")));
}
