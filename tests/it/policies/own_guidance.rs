//! A limit for guidance is shown, and never counts as due.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{find_clock, list};

const STAGES: &str = r#"
  - {id: only, title: Only, kind: formal, any_of: [head-of-service], source: "1", clocks: [{id: respond, label: Answer, limit: 5 working days, strength: advisory, from: stage-entered, until: answered}]}
"#;

// Five working days from Monday 2 March end on Monday the 9th.
#[test]
fn what_is_for_guidance_is_chased_by_nothing() {
    let (env, id) = ours(STAGES, "");
    for day in ["2026-03-09", "2026-03-20"] {
        env.now(&format!("{day}T10:00"));
        for near in ["", "--today", "--overdue", "--within '20 working days'"] {
            let run = env.sh(&format!("due {near} --exit-code")).ok();
            assert_eq!(run.stdout, "", "{day} {near}");
            assert!(run.stderr.contains(&format!("{id} is open and has no deadline")), "{day} {near}: {}", run.stderr);
        }
        assert!(env.sh("").ok().stdout.contains("Nothing is overdue or due today."), "{day}");
        assert_eq!(env.sh("remind --dry-run").ok().stdout, "", "{day}");
        let task = env.sh("inbox --for iro").ok().stdout;
        assert!(!task.contains("no answer"), "{day}: {task}");
        let shown = env.sh("show 1").ok().stdout;
        assert!(shown.contains("for guidance") && !shown.contains("overdue"), "{day}: {shown}");
    }
    let all = env.sh("due --all").ok().stdout;
    assert!(all.starts_with("2026-03-09\t\t-9\t2026-0001"), "{all}");
    let view = env.dispute(&id);
    assert_eq!((&view["due"], &view["overdue"]), (&json!(null), &json!(false)));
    assert_eq!(find_clock(&view, "respond", "only")["status"], "overdue");
    let figures = list(&env.sh("report --json").json()["figures"]).into_iter();
    let answers = figures.filter(|one| one["id"].as_str().is_some_and(|id| id.starts_with("answers")));
    let counted: Vec<_> = answers.filter(|one| one["value"].as_i64().unwrap_or_default() > 0).collect();
    assert!(counted.is_empty(), "{counted:?}");
}
