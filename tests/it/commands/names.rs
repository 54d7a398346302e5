//! Names can be typed as they are shown: a stage's or a role's title instead of its id.

use crate::env::{Env, text};

#[test]
fn a_title_is_taken_where_it_can_only_mean_one_thing() {
    let env = Env::new();
    for stage in ["stage-1", "Stage 1", "STAGE-1", "1"] {
        assert_eq!(env.raised("knowsley", &["--stage", stage])["stage"], "stage-1", "{stage}");
    }
    let view = env.raised("knowsley", &["--by-role", "child protection chair", "--assign", "Team Manager=Pat Green"]);
    assert_eq!((text(&view, "by_role"), text(&view, "stage")), ("cp-chair", "informal"));
    assert_eq!(view["waiting_on"]["name"], "Pat Green");
    for stage in ["9", "Stage", "first stage"] {
        env.sh(&format!("raise --policy knowsley --child C-1 --concern x --stage '{stage}'"))
            .code(4)
            .says("there is no stage");
    }
    env.respond("1", &["--role", "TEAM MANAGER"]);
    let log = env.iro(&["log", "1", "--json"]).json();
    assert_eq!(log[1]["fields"]["role"], "team-manager");
    assert_eq!(text(&env.escalate("1", "urgent", &["--to", "Stage 3"]), "stage"), "stage-3");
    env.resolve("1");
    env.sh("reopen 1 --reason x --to 'stage 2' --override x").ok();
    env.sh("done 1 child-told --stage 'Stage 3'").ok();

    // A filter finds the same disputes by title as by id.
    for (command, id, title) in [
        ("list --json --stage", "stage-1", "Stage 1"),
        ("list --json --responder", "team-manager", "Team Manager"),
        ("due --json --all --for", "team-manager", "team manager"),
        ("inbox --json --for", "team-manager", "Team-Manager"),
    ] {
        let by_id = env.sh(&format!("{command} {id}")).json();
        assert!(by_id.as_array().is_some_and(|found| !found.is_empty()), "{command} {id}");
        assert_eq!(env.sh(&format!("{command} '{title}'")).json(), by_id, "{command} {title}");
    }
    // A role with a typing error is unknown, also to a script that would take an empty list for an empty morning. What
    // only resembles a role is a name.
    for command in ["inbox --for", "due --for", "list --responder"] {
        for json in ["", " --json"] {
            for typed in ["'Team Manger'", "team-mangr", "'service  manger'"] {
                let run = env.sh(&format!("{command} {typed}{json}")).code(4);
                run.says("there is no role").says("did you mean");
            }
            env.sh(&format!("{command} 'Sam Worker'{json}")).ok();
        }
    }
    // Somebody may be called nearly as a role is.
    env.sh("raise --policy knowsley --child C-9 --concern x --assign 'social-worker=Soc Worker' --override r").ok();
    env.sh("inbox --for 'Team Managr'").code(4);
    env.sh("raise --policy knowsley --child C-9 --concern x --assign 'team-manager=Team Managr' --override r").ok();
    env.sh("due --today --for 'Team Managr'").ok();
}
