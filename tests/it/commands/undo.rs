//! `iro undo`: striking the last event that somebody recorded.

use crate::env::{Env, list, text};
use crate::terminal::{ENTER, Terminal};

fn log(env: &Env, id: &str) -> Vec<serde_json::Value> {
    list(&env.iro(&["log", id, "--json"]).json())
}

#[test]
fn the_last_thing_that_somebody_recorded_is_struck_with_a_reason() {
    let env = Env::new();
    let first = env.raise("knowsley", &[]);
    let second = env.raise("knowsley", &[]);
    env.now("2026-03-03T10:00");
    env.iro(&["note", &first, "--text", "For the other child", "--kind", "other"]).ok();
    env.now("2026-03-03T11:00");
    env.iro(&["--user", "Sam Lee", "note", &second, "--text", "Sam's", "--kind", "other"]).ok();
    let missing = env.iro(&["undo"]).code(2);
    assert!(missing.stderr.contains("For the other child") && missing.stderr.contains("`--reason`"), "{missing:?}");
    let dry = env.iro(&["undo", "--reason", "Wrong child", "--dry-run"]).ok();
    assert!(dry.stdout.contains("corrected") && log(&env, &first).len() == 2, "{dry:?}");
    env.iro(&["undo", "--reason", "Wrong child"]).ok().says(&format!("Event 2 of {first}"));
    let events = log(&env, &first);
    assert_eq!((&events[1]["struck"], text(&events[2], "event")), (&true.into(), "corrected"));
    assert_eq!(events[2]["fields"]["reason"], "Wrong child");
    // A second `undo` does not strike the correction, and the raising of a dispute can't be struck.
    let refused = env.iro(&["undo", "--reason", "Once more", "--json"]).refused();
    assert!(text(&refused, "hint").contains(&format!("iro withdraw {second}")), "{refused}");
    assert_eq!(log(&env, &second).len(), 2);
    env.iro(&["undo", &second, "--user", "Sam Lee", "--reason", "Not mine to say"]).ok();
    env.iro(&["undo", "--user", "Nobody At All", "--reason", "x"]).code(4).says("has recorded nothing");
}

#[test]
fn of_a_step_that_moved_the_dispute_it_is_said_what_that_undoes() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-03T10:00");
    env.escalate(&id, "urgent", &[]);
    let before = env.dispute(&id);
    assert_eq!(before["stage"], "stage-1");
    env.now("2026-03-03T11:00");
    let mut command = env.command();
    command.args(["undo"]);
    let mut person = Terminal::start(command);
    person
        .until("The last thing you recorded that still counts:")
        .until(&id)
        .until("escalated")
        .until("If you undo it:");
    person.until("it goes back from Stage 1").until("no longer runs").until("runs again");
    person.answer("What was wrong with it?", &["Escalated the wrong one", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(env.dispute(&id)["stage"], "informal");

    // The duty that was confirmed with the step is owed again.
    env.iro(&["escalate", &id, "--because", "urgent", "--override", "Tried", "--confirm", "manager-telephoned"]).ok();
    let said = env.iro(&["undo", &id, "--reason", "Too soon", "--dry-run"]).ok();
    assert!(said.stderr.contains("  no longer recorded as done: The IRO has telephoned"), "{said:?}");
    env.iro(&["undo", &id, "--reason", "Too soon"]).ok();

    // The event that ended a dispute can be struck, too.
    env.resolve(&id);
    let said = env.iro(&["undo", &id, "--reason", "Too soon"]).ok();
    assert!(said.stderr.contains("it is open again at"), "{said:?}");
    assert_eq!(env.listed(&[]), [id]);
}

#[test]
fn the_receipt_of_praise_is_undone_like_anything_else() {
    let env = Env::new();
    env.iro(&["praise", "--policy", "knowsley", "--child", "C-1", "--for", "Sam Lee", "--text", "Well done"]).ok();
    env.now("2026-03-03T10:00");
    env.iro(&["acknowledge", "1", "--name", "Sam Lee"]).ok();
    env.now("2026-03-03T11:00");
    env.iro(&["undo", "--reason", "She has not read it"]).ok();
    assert_eq!(env.dispute("1")["status"], "recorded");
}

#[test]
fn what_was_undone_can_be_put_back_and_a_second_undo_says_how() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["respond", &id, "--text", "We will"]).ok();
    env.iro(&["note", &id, "--text", "Rang"]).ok();
    let back = format!("`iro correct {id} --event 4 --reason TEXT` puts it back");
    env.iro(&["undo", "--reason", "x"]).ok().says(&format!("Event 3 of {id} is struck out")).says(&back);
    let again = env.iro(&["undo", "--reason", "x", "--dry-run"]).ok();
    assert!(again.stderr.contains("event 3 was struck out since") && again.stderr.contains(&back), "{again:?}");
    env.iro(&["correct", &id, "--event", "4", "--reason", "It was right"]).ok();
    assert_eq!(log(&env, &id)[2]["struck"], false);
}
