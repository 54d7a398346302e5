//! Keys at a terminal: Esc, searching in a list, and editing a line that is longer than the screen is wide.

use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, ESCAPE, Terminal};

fn at_a_terminal(env: &Env, args: &[&str]) -> Terminal {
    let mut command = env.command();
    command.args(args);
    Terminal::start(command)
}

#[test]
fn esc_goes_back_from_a_line_too() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.until("Esc goes back one question.");
    person.answer("case reference", &["C-1", ENTER]).answer("What is wrong", &["No vis", ESCAPE]);
    person.answer("case reference", &["\u{7f}", "2", ENTER]).answer("What is wrong", &["No plan", ENTER]);
    person.answer("What kind of concern", &[ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let view = env.dispute("1");
    assert_eq!((text(&view, "child"), text(&view, "concern")), ("C-2", "No plan"));

    // At the first question, Esc stops the command.
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.answer("case reference", &[ESCAPE]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.trim_end().ends_with("nothing was written"), "{screen}");
}

#[test]
fn a_search_without_a_match_says_so_and_enter_does_nothing() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id]);
    person.answer("Why is it escalated?", &["zzz"]).until("zzz").until("(nothing matches");
    person.press(ENTER).press("\u{7f}").press("\u{7f}").press("\u{7f}").press("satis").until("satis");
    person.press(DOWN).press("\u{1b}[A").press(ENTER).answer("Was it done? (", &[DOWN, ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(env.iro(&["log", &id, "--json"]).json()[1]["fields"]["because"], "unsatisfactory");
}

#[test]
fn a_line_is_edited_however_long_it_is() {
    const HOME: &str = "\u{1b}[H";
    const BACKSPACE: &str = "\u{7f}";
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["withdraw", &id]);
    let long = "ne and the same concern was raised twice, once by telephone and once by e-mail, on one dayy";
    person.until("Why is it withdrawn").press(long).press(BACKSPACE).press(HOME).press("O").press(ENTER);
    person.answer("Was it raised in error?", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let said = env.iro(&["log", &id, "--json"]).json()[1]["fields"]["reason"].clone();
    assert_eq!(said, "One and the same concern was raised twice, once by telephone and once by e-mail, on one day");
}
