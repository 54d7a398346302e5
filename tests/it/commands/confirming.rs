//! `--confirm DUTY`: a duty that is confirmed with a step is recorded, even if the step doesn't require it.

use serde_json::json;

use crate::env::{Env, list};

#[test]
fn what_is_confirmed_with_any_step_is_recorded() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.now("2026-03-10T10:00");
    let steps = [
        format!("decide {id} --decided-by team-manager --text no"),
        format!("note {id} --text Called"),
        format!("action add {id} --what Call --owner Sam --due 2026-03-20"),
    ];
    for step in &steps {
        let other = env.fork();
        other.sh(&format!("{step} --confirm child-told=2026-03-09T14:30")).ok();
        let duty = list(&other.dispute(&id)["duties"]).into_iter().find(|one| one["duty"] == "child-told").unwrap();
        assert_eq!((&duty["state"], &duty["on"]), (&json!("done"), &json!("2026-03-09")), "{step}");
    }
    env.sh(&format!("correct {id} --event 1 --set concern=x --reason r --confirm child-told"))
        .code(3)
        .says("a correction confirms nothing");
}
