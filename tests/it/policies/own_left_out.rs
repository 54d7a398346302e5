//! Clocks that count from a stage which was left out: they have no date, and every command says so.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{find_clock, list, text};

const THREE: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    source: "1"
  - id: two
    title: Two
    kind: formal
    any_of: [head-of-service]
    source: "2"
  - id: three
    title: Three
    kind: formal
    any_of: [director]
    source: "3"
    clocks:
      - {id: respond, label: Answer three, limit: 20 working days, strength: hard, from: FROM, until: answered}
"#;

#[test]
fn a_clock_from_a_stage_that_was_left_out_says_that_it_has_no_date() {
    for from in ["{left: two}", "{entered: two}"] {
        let (env, id) = ours(&THREE.replace("FROM", from), "");
        let up = format!("escalate {id} --because no-response --to three --reason q");
        let said = "`respond` (Answer three) has no deadline: it counts from Two, which was left out";
        let told = env.sh(&up).ok();
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&told.stderr).contains(said), "{from}: {}{}", told.stdout, told.stderr);
        for command in [format!("show {id}"), format!("why {id}"), "due".to_owned()] {
            let run = env.sh(&command).ok();
            assert!(flat(&format!("{}{}", run.stdout, run.stderr)).contains(said), "{command}: {}", run.stdout);
        }
        let lacks = list(&env.dispute(&id)["without_deadline"]).remove(0);
        assert_eq!((text(&lacks, "lacks"), &lacks["left_out"]), ("stage", &json!("two")));
        // Once the answer is there, nobody misses the date.
        env.sh(&format!("respond {id} --text Yes")).ok();
        assert_eq!(env.dispute(&id)["without_deadline"], json!([]));
    }
}

// From Tuesday 3 March 2026, 20 working days end on Tuesday 31 March.
#[test]
fn another_start_takes_its_place() {
    let (env, id) = ours(&THREE.replace("FROM", "[{entered: two}, stage-entered]"), "");
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because no-response --to three --reason q")).ok();
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "respond", "three")["due"], "2026-03-31");
    assert_eq!(view["without_deadline"], json!([]));
}
