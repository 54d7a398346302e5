//! The command that is printed when a person stops, and commands that lack nothing: what a person sees of them.

use crate::commands::asking::at_a_terminal;
use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, ESCAPE, INTERRUPT, Terminal};

#[test]
fn the_command_that_is_printed_on_ctrl_c_goes_on_with_the_questions() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.answer("case reference", &["C-9", ENTER]).answer("What is wrong", &["Late", ENTER]);
    person.answer("What kind of concern", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert_eq!(code, 130, "{screen}");
    let line = screen.replace("\r\n", "\n");
    assert!(line.contains("\niro raise --policy knowsley --child C-9 --concern Late --interactive\n"), "{screen}");

    let again = ["raise", "--policy", "knowsley", "--child", "C-9", "--concern", "Late", "--interactive"];
    let mut person = at_a_terminal(&env, &again);
    person.answer("What kind of concern", &[ENTER]).until("child C-9").answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    assert_eq!(text(&env.dispute("1"), "concern"), "Late");
    // A script is asked nothing.
    env.now("2026-03-02T11:00");
    env.iro(&again).ok();
    env.now("2026-03-02T12:00");
    let (code, screen) = at_a_terminal(&env, &[&again[..], &["--no-input"]].concat()).end();
    assert!(code == 0 && !screen.contains("Write this"), "{screen}");
}

#[test]
fn a_step_that_lacks_nothing_is_shown_first_if_that_is_wanted() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["respond", &id, "--text", "We will", "--interactive"]);
    person.until("child C-").answer("Write this", &[DOWN, ENTER]).answer("On which day?", &["today", ENTER]);
    person.answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
}

#[test]
fn a_whole_command_says_what_it_wrote_where_and_how_to_take_it_back() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-77"]);
    env.respond(&id, &[]);
    let (code, screen) = at_a_terminal(&env, &["agree", &id]).end();
    assert_eq!(code, 0, "{screen}");
    let said = format!("written into {id} of child C-77; if that is wrong: `iro undo {id}`");
    let on_one_line = |screen: &str| screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(on_one_line(&screen).contains(&said), "{screen}");
    let raise = ["raise", "--policy", "knowsley", "--child", "C-78", "--concern", "Late"];
    let (_, screen) = at_a_terminal(&env, &raise).end();
    let said = "if that is wrong: `iro correct 2026-0002` or `iro withdraw 2026-0002`";
    assert!(on_one_line(&screen).contains(said), "{screen}");
    // A script needn't be told.
    assert!(!env.sh(&format!("note {id} --text x")).ok().stderr.contains("if that is wrong"));
}

#[test]
fn at_the_last_stage_the_others_who_can_be_asked_are_offered() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because urgent --ask service-manager --override x")).ok();
    let wrong = env.sh(&format!("escalate {id} --because urgent --ask ROLE --override x")).code(4);
    assert!(wrong.stderr.contains("`ROLE`") && wrong.stderr.contains("head-of-service"), "{wrong:?}");
    env.sh(&format!("escalate {id} --because urgent --override x")).code(3).says("`head-of-service`");
    env.sh(&format!("escalate {id} --because urgent --ask service-manager --override x"))
        .code(3)
        .says("asks somebody else");
    env.now("2026-03-04T10:00");
    let mut command = env.command();
    command.args(["escalate", &id, "--because", "urgent", "--override", "x"]);
    let mut person = Terminal::start(command);
    person.answer("Whom else", &["head", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "head-of-service");
}

#[test]
fn a_fact_is_corrected_from_what_it_is_and_esc_goes_back_to_the_facts() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1", "--concern", "No vist"]);
    let mut person = at_a_terminal(&env, &["correct", &id]);
    person.answer("Which event do you want to correct?", &[ENTER]).answer("What is wrong in it?", &["child", ENTER]);
    person.answer("What should it say? (child", &[ESCAPE]).answer("What is wrong in it?", &["concern", ENTER]);
    person
        .answer("What should it say? (concern", &["\u{17}", "visit", ENTER])
        .answer("What was wrong", &["Typing", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(env.dispute(&id)["concern"], "No visit");
}

/// Where the terminal says what is pasted, a line end in it is no answer.
#[test]
fn a_paste_that_ends_in_a_line_end_waits_for_enter() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley", "--child", "C-1"]);
    person.answer("What is wrong?", &["\u{1b}[200~No visit\rfor weeks\r\u{1b}[201~"]);
    person.answer("and ›", &[", and no call", ENTER]).answer("What kind of concern", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.contains("for weeks, and no call"), "{screen}");
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.answer("case reference", &["\u{1b}[200~C-7\r\u{1b}[201~", "0", ENTER]);
    person.answer("What is wrong?", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.contains("--child C-70"), "{screen}");
}
