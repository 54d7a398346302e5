//! An invalid answer at a terminal: the program says what is wrong and asks again, and no command ends because of it.

use crate::commands::asking::at_a_terminal;
use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, ESCAPE};

/// Ctrl-U, which clears the line: a refused answer stays in the line to be edited.
const CLEAR: &str = "\u{15}";

#[test]
fn what_cannot_be_taken_is_asked_for_again() {
    let env = Env::new();
    env.iro(&["calendar", "close", "2026-12-29", "--name", "Christmas"]).ok();
    env.iro(&["addresses", "add", "Sam Lee", "sam@example.org"]).ok();
    std::fs::write(env.scratch("text.csv"), "nothing").unwrap();
    // The command, the question, a wrong answer, the message about it, the right answer.
    let cases: [(&[&str], &str, &str, &str, &str); 7] = [
        (&["calendar", "add", "--from", "2026-12-23"], "How long?", "5 blue days", "5 blue days", "5 working days"),
        (&["calendar", "add", "1 day", "--from", "x"], "", "", "`x` is not a day", ""),
        (&["calendar", "subtract", "5 working days"], "Before which day?", "32 March", "no such day", "2026-06-15"),
        (
            &["calendar", "close", "--name", "Training"],
            "On which days?",
            "2026-12-25",
            "isn't a working day",
            "2026-12-30",
        ),
        (&["calendar", "open"], "Which days are worked again?", "2026-11-02", "isn't a closing day", "2026-12-29"),
        (&["addresses", "add", "Ann"], "What is the e-mail address?", "ann", "ann", "ann@example.org"),
        (&["import", "disputes"], "Which file has the old log?", "nosuch.csv", "nosuch.csv", "text.csv"),
    ];
    for (words, question, wrong, says, right) in cases {
        let mut person = at_a_terminal(&env, words);
        if !question.is_empty() {
            person.answer(question, &[wrong, ENTER]).until("error:").until(says);
            person.answer(question, &[CLEAR, right, ENTER]);
        }
        let (code, screen) = person.end();
        // The command ends with 2 if its own words were wrong, and `import` because its table has no known columns.
        let ends = if question.is_empty() || words[0] == "import" { 2 } else { 0 };
        assert_eq!(code, ends, "{words:?}:\n{screen}");
    }
}

#[test]
fn a_limit_that_cannot_be_and_a_day_that_cannot_be_are_asked_for_again() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Urgent"]);
    let mut person = at_a_terminal(&env, &["extend", &id]);
    person.answer("How much more time?", &["some", ENTER]).until("error:");
    person.answer("How much more time?", &[CLEAR, "24 hours", ENTER]).answer("Why is more time", &["The visit", ENTER]);
    person.answer("Write this", &[DOWN, ENTER]).answer("On which day?", &["2026-02-02", ENTER]);
    // The day is before the dispute was raised: the message says so, and the day is asked for again.
    person.until("error:").until("is before the latest step");
    person.answer("On which day?", &[ESCAPE]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");

    let mut person = at_a_terminal(&env, &["raise", "--policy", "south-west", "--child", "C-9"]);
    person.answer("What is wrong", &["No visit", ENTER]).answer("What kind of concern", &[ENTER]);
    person.answer("route decided on", &[DOWN, ENTER]).answer("effect is it having", &[ENTER]);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("What now?", &[DOWN, ENTER]);
    person.answer("By when is an answer agreed?", &["2026-02-02", ENTER]).until("error:");
    person.answer("What now?", &[DOWN, ENTER]);
    person.answer("By when is an answer agreed?", &[CLEAR, "2026-03-20", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
}

#[test]
fn a_fact_that_cannot_be_corrected_so_is_asked_for_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["correct", &id]);
    person.answer("Which event do you want to correct?", &[ENTER]).answer("What is wrong in it?", &["happened", ENTER]);
    person
        .answer("What should it say? (when it happened", &["\u{15}", "32 March", ENTER])
        .until("error:")
        .until("no such day");
    person
        .answer("What is wrong in it?", &["happened", ENTER])
        .answer("What should it say? (when it happened", &["\u{15}", "2026-03-01", ENTER]);
    person.answer("What was wrong", &["Typed a day late", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id), "raised_on"), "2026-03-01");

    // Giving the same wrong answer twice does not end the command.
    std::fs::write(env.scratch("taken"), "no folder").unwrap();
    let mut person = at_a_terminal(&env, &["export"]);
    person.answer("What is to be exported?", &[DOWN, ENTER]);
    person.answer("Into which file?", &[CLEAR, "taken/dates.ics", ENTER]).until("error:");
    person.answer("Into which file?", &[ENTER]).until("error:");
    person.answer("Into which file?", &[CLEAR, "dates.ics", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && env.scratch("dates.ics").exists(), "{screen}");

    // If the invalid value was typed in the command, asking again can't help, so the command ends.
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley", "--category", "nosuch"]);
    person.answer("case reference", &["C-1", ENTER]).answer("What is wrong", &["No visit", ENTER]);
    person.until("error:").answer("What is wrong", &[" at all", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 4 && screen.contains("--concern 'No visit at all'"), "{screen}");
}

#[test]
fn esc_at_what_stands_in_the_way_goes_back_and_stops_only_where_that_is_chosen() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id]);
    person.answer("Why is it escalated?", &["satis", ENTER]).answer("Was it done? (", &[ESCAPE]);
    person.answer("Why is it escalated?", &["satis", ENTER]).answer("Was it done? (", &["stop", ENTER]);
    person.answer("Stop, and write nothing?", &[ESCAPE]);
    person.answer("Was it done? (", &["without", ENTER]).answer("Why go on without it?", &[ESCAPE]);
    person.answer("Was it done? (", &[DOWN, DOWN, ENTER]).answer("When?", &[ESCAPE]);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id), "stage"), "stage-1");
}

/// A correction takes by `--set` whatever a command gives by a flag of its own. Recorded once more, a meeting or an
/// extension would be a second one.
#[test]
fn the_flag_of_a_step_is_shown_as_what_a_correction_sets() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for (flag, set) in [
        ("chair", "chair=VALUE"),
        ("until", "until=VALUE"),
        ("phoned", "phoned=DATE"),
        ("by", "more=LIMIT"),
        ("category", "categories="),
        ("seeking", "seeking=TEXT"),
    ] {
        env.iro(&["correct", "1", "--event", "1", &format!("--{flag}"), "x"]).code(2).says(&format!("`--set {set}"));
    }
    // Nobody can correct what the program works out.
    let run = env.iro(&["correct", "1", "--event", "1", "--clock", "x"]).code(2);
    assert!(!run.stderr.contains("--set clock"), "{}", run.stderr);
}
