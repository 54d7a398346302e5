//! The same command typed twice within a minute: at a terminal the program asks first; a script continues with a
//! warning.

use crate::env::{Env, list};
use crate::terminal::{ENTER, Terminal};

const AGAIN: &str = "less than a minute ago";

#[test]
fn a_script_is_warned_and_goes_on() {
    let raise = "raise --policy knowsley --child C-1 --concern 'No visit'";
    let praise = "praise --policy knowsley --child C-1 --for 'Sam Lee' --text 'Well done'";
    for (before, line, other) in [
        (None, raise, "raise --policy knowsley --child C-1 --concern 'No plan'"),
        (None, raise, "raise --policy knowsley --child C-2 --concern 'No visit'"),
        (None, praise, "praise --policy knowsley --child C-1 --for 'Jo Green' --text 'Well done'"),
        (Some(raise), "done 1 child-told", "done 1 child-told --on yesterday"),
        (Some(raise), "note 1 --text 'She rang'", "note 1 --text 'She rang again'"),
        (Some(raise), "escalate 1 --because urgent --reason x --override x", "note 1 --text x"),
        (Some(raise), "respond 1 --text 'We will'", "respond 1 --text 'We shall'"),
        (
            Some(raise),
            "action add 1 --what A --owner B --due 2026-03-20",
            "action add 1 --what A --owner C --due 2026-03-20",
        ),
    ] {
        let env = Env::new();
        env.now("2026-03-02T10:00:00");
        if let Some(before) = before {
            env.sh(before).ok();
        }
        let first = env.sh(line).ok();
        assert!(!first.stderr.contains(AGAIN), "{line}: {}", first.stderr);
        let fork = env.fork();
        for (when, twice) in
            [("2026-03-02T10:00:30", true), ("2026-03-02T10:00:59", true), ("2026-03-02T10:02:00", false)]
        {
            let env = env.fork();
            env.now(when);
            let run = env.sh(line).ok();
            assert_eq!(run.stderr.contains(AGAIN), twice, "{line} at {when}: {}", run.stderr);
        }
        let run = fork.sh(other);
        assert!(!run.stderr.contains(AGAIN), "{other}: {}", run.stderr);
        fork.sh(&format!("{line} --dry-run")).ok().says(AGAIN);
        let json = fork.sh(&format!("{line} --json")).ok();
        assert!(json.stderr.contains("{\"warning\":") && json.stderr.contains(AGAIN), "{}", json.stderr);
    }
}

#[test]
fn what_was_struck_since_is_no_first_time() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    env.sh("note 1 --text x").ok();
    env.sh("correct 1 --event 2 --reason 'In the wrong record'").ok();
    let run = env.sh("note 1 --text x").ok();
    assert!(!run.stderr.contains(AGAIN), "{}", run.stderr);
}

#[test]
fn a_person_is_asked_before_it_goes_up_two_stages() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let line = ["escalate", &id, "--because", "urgent", "--reason", "x", "--override", "x"];
    env.iro(&line).ok();
    let mut command = env.command();
    command.args(line);
    let mut person = Terminal::start(command);
    person.answer("Escalate once more?", &[ENTER]);
    let (code, screen) = person.end();
    assert_ne!(code, 0, "{screen}");
    assert!(screen.contains("was escalated to Stage 1"), "{screen}");
    assert_eq!(list(&env.iro(&["log", &id, "--json"]).json()).len(), 2, "nothing was written");

    let mut command = env.command();
    command.args(line);
    let mut person = Terminal::start(command);
    person.answer("Escalate once more?", &["y", ENTER]);
    person.answer("Write this into the record?", &[ENTER]);
    assert_eq!(person.end().0, 0);
    assert_eq!(env.dispute(&id)["stage"], "stage-2");
}

#[test]
fn the_same_words_about_others_are_another_matter() {
    const SMALL: &str = include_str!("../../../examples/policies/small.yaml");
    let env = Env::new();
    env.now("2026-03-02T10:00:00");
    let covers = "covers: [looked-after, fostering-household, theme]\nchild: optional";
    env.add_policy("open", SMALL.replace("id: small", "id: open").replace("covers: [looked-after]", covers));
    let raise = "raise --policy open --concern 'No heating'";
    let of_a_home = env.sh(&format!("{raise} --case-type theme --subject Homes")).ok();
    assert!(!of_a_home.stderr.contains(AGAIN), "{}", of_a_home.stderr);
    for other in ["--case-type theme --subject Schools", "--household F-7"] {
        let run = env.fork().sh(&format!("{raise} {other}")).ok();
        assert!(!run.stderr.contains(AGAIN), "{other}: {}", run.stderr);
    }
    for subject in ["Homes", "homes"] {
        let run = env.fork().sh(&format!("{raise} --case-type theme --subject {subject}")).ok();
        assert!(run.stderr.contains("the same words were recorded less than a minute ago"), "{}", run.stderr);
    }
}
