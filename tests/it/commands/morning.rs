//! `iro` without a command: the list of what is due today.

use crate::env::{Env, list, text};
use crate::terminal::Terminal;

/// The output at a terminal with 24 lines.
fn at_a_terminal(env: &Env) -> String {
    let (code, screen) = Terminal::start(env.command()).end();
    assert_eq!(code, 0, "{screen}");
    screen
}

#[test]
fn where_there_is_no_store_it_says_how_to_begin() {
    let env = Env::in_folder("a folder may not be there");
    let begun = env.iro(&[]).ok();
    for part in ["There is no store at", "iro raise", "iro demo", "iro policy list", "iro help"] {
        assert!(begun.stdout.contains(part), "{begun:?}");
    }
    assert!(!env.data().exists());
    let morning = env.iro(&["--json"]).json();
    assert_eq!((&morning["store"], list(&morning["due"]).len()), (&false.into(), 0));
}

#[test]
fn the_morning_is_what_is_due_what_waits_and_what_no_date_calls_to_mind() {
    let env = Env::new();
    env.raise("mosaic", &[]);
    let answered = env.raise("knowsley", &["--iro", "Jo Bloggs"]);
    env.respond(&answered, &[]);
    let undated = env.raise("knowsley", &[]);
    env.now("2026-03-10T09:00");
    let told = env.iro(&["--json"]).json();
    let due = env.due(&["--today"]);
    assert_eq!(list(&told["due"]), due);
    assert_eq!(told["inbox"], env.iro(&["inbox", "--for", "Jo Bloggs", "--json"]).json());
    assert_eq!(told["inbox"], env.iro(&["inbox", "--json"]).json(), "one's own inbox needs no name");
    assert_eq!(text(&told, "on"), "2026-03-10");
    // A complaint stops the clocks.
    env.iro(&["complaint", &undated, "--reason", "The child asked for it", "--override", "sample"]).ok();
    let told = env.iro(&["--json"]).json();
    let without: Vec<String> =
        list(&told["without_deadline"]).iter().map(|one| text(one, "dispute").to_owned()).collect();
    assert_eq!(without, [undated.as_str()]);
    // A usage error is still a usage error.
    env.iro(&["--nonsense"]).code(2);
    env.iro(&["nonsense"]).code(2).says("there is no command 'nonsense'");
}

#[test]
fn a_quiet_morning_says_so() {
    let env = Env::new();
    env.raise("knowsley", &["--iro", "Sam Lee"]);
    env.iro(&["--user", "Kim Poe"])
        .ok()
        .says("Nothing is overdue or due today.")
        .says("Nothing is waiting for Kim Poe.");
}

#[test]
fn what_is_to_be_judged_comes_before_what_is_to_be_recorded_and_a_dispute_that_has_ended_is_one_row() {
    let env = Env::new();
    let ended = env.raise("knowsley", &["--iro", "Jo Bloggs"]);
    env.iro(&["resolve", &ended, "--outcome", "Settled", "--override", "sample"]).ok();
    let answered = env.raise("knowsley", &["--iro", "Jo Bloggs", "--respond-by", "2026-03-20"]);
    env.respond(&answered, &[]);
    let told = env.iro(&[]).ok().stdout;
    let rows: Vec<&str> = told.lines().skip_while(|line| !line.starts_with("Waiting for")).collect();
    let judged =
        rows.iter().position(|row| row.contains(": judge the answer") && row.contains(&answered)).expect(&told);
    let of_ended: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].contains(&ended)).collect();
    assert!(of_ended.len() == 1 && of_ended[0] > judged, "{told}");
    assert!(
        rows[of_ended[0]].contains("Ended on") && rows[of_ended[0]].contains("things are not recorded yet"),
        "{told}"
    );
    assert!(env.iro(&["inbox", "--json"]).json().as_array().unwrap().len() > 2, "scripts have each of them");
}

#[test]
fn a_busy_morning_fits_the_screen_and_says_where_the_rest_is() {
    let env = Env::new();
    for _ in 0..12 {
        let id = env.raise("mosaic", &["--iro", "Jo Bloggs"]);
        env.respond(&id, &[]);
        env.raise("knowsley", &[]);
    }
    env.now("2026-04-20T09:00");
    let screen = at_a_terminal(&env);
    assert!((22..24).contains(&screen.lines().count()), "{}:\n{screen}", screen.lines().count());
    for part in ["of 12 (`iro due --today` lists them)", "of 84 (`iro inbox` lists them)", "iro help"] {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    assert!(screen.lines().all(|line| line.trim_end_matches('\r').chars().count() <= 80), "{screen}");
}

#[test]
fn what_others_leave_overdue_waits_for_whoever_raised_it() {
    let env = Env::new();
    let given = "raise --policy mosaic --child C-1 --concern x --impact x --seeking x --stage stage-1 --reason x";
    env.sh(&format!("{given} --confirm manager-contacted --user 'Jo Bloggs'")).ok();
    let chased = |when: &str, who: &str| -> Vec<String> {
        env.now(when);
        let tasks = env.iro(&["inbox", "--for", who, "--json"]).json();
        let texts = tasks.as_array().unwrap().iter().map(|task| task["text"].as_str().unwrap().to_string());
        texts.filter(|text| text.contains("ask for it")).collect()
    };
    // Five working days: the answer is due on Monday 9 March, and late from Tuesday on.
    assert!(chased("2026-03-09T17:00", "Jo Bloggs").is_empty());
    let late = ["Stage 1: no answer from the Team Manager; ask for it, or escalate"];
    assert_eq!(chased("2026-03-10T09:00", "Jo Bloggs"), late);
    assert_eq!(chased("2026-03-10T09:00", "iro"), late);
    assert!(chased("2026-03-10T09:00", "team-manager").is_empty());

    env.sh("respond 1 --text 'A visit' --action 'Visit|Sam Lee|2026-03-12'").ok();
    env.sh("agree 1").ok();
    assert!(chased("2026-03-12T17:00", "Jo Bloggs").is_empty());
    assert_eq!(
        chased("2026-03-13T09:00", "Jo Bloggs"),
        ["not done by Thu 12 March 2026: Visit (Sam Lee); ask for it, or escalate"]
    );
    assert!(chased("2026-03-13T09:00", "Sam Lee").is_empty());
    // The index and the record itself give the same answer.
    assert_eq!(chased("2026-03-13T09:00", "iro").len(), 1);
}
