//! Lists and dates at a terminal: `?`, dates typed into a list, what was answered before going back.

use crate::commands::asking::at_a_terminal;
use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, ESCAPE, INTERRUPT};

const ASKED: [&str; 9] = ["raise", "--policy", "mosaic", "--child", "C-7", "--impact", "Sad", "--seeking", "A visit"];

#[test]
fn a_question_mark_shows_the_advice_in_a_list_too_and_is_never_an_answer() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id]);
    person.until("type ?").answer("Why is it escalated?", &["?", ENTER]).until("advises:");
    person.answer("Why is it escalated?", &[INTERRUPT]);
    assert_eq!(person.end().0, 130);
    // Where there is no advice, it says how to answer.
    let mut person = at_a_terminal(&env, &["note", &id]);
    person.answer("What is to be noted?", &["?", ENTER]).until("Type the answer and press Enter");
    person.answer("What is to be noted?", &["Rang", ENTER]).answer("What kind", &["?", ENTER]).until("arrow keys");
    person.answer("What kind", &[ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
}

#[test]
fn a_date_can_be_typed_into_a_list_of_days_and_is_said_as_it_was_read() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &ASKED);
    person.answer("What is wrong", &["Late", ENTER]).answer("What kind of concern", &[ENTER]);
    person.answer("When did you first learn of the problem", &["12/3", ENTER]).until("for 12 March");
    person
        .answer("When did you first learn of the problem", &["\u{15}", "Friday 3pm", ENTER])
        .until("= Fri 27 February 2026 15:00");
    person.until("Whose decision").press(INTERRUPT);
    let (_, screen) = person.end();
    assert!(screen.contains("--aware-on 'Friday 3pm'"), "{screen}");
}

#[test]
fn next_wednesday_is_asked_about_where_it_may_be_this_one() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.respond(&id, &[]);
    let mut person = at_a_terminal(&env, &["action", "add", &id, "--what", "A visit", "--owner", "Sam Lee"]);
    person.answer("By when", &["next wed", ENTER]);
    person.answer("Which one is meant?", &[DOWN, DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id)["actions"][0], "due"), "2026-03-11");
}

#[test]
fn esc_keeps_every_answer_that_it_goes_back_over() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "mosaic"]);
    person.answer("case reference", &["C-7", ENTER]).answer("What is wrong", &["A long text", ENTER]);
    person.answer("What kind of concern", &[ESCAPE]).answer("What is wrong", &[ESCAPE]);
    person.answer("case reference", &["1", ENTER]).answer("What is wrong", &["!", ENTER]);
    person.answer("What kind of concern", &["pra", ENTER]).answer("effect is it having", &["Sad", ENTER]);
    // A list proposes what was chosen.
    person.answer("What are you asking for", &[ESCAPE]).answer("effect is it having", &[ESCAPE]);
    person.answer("What kind of concern", &[ENTER]).answer("effect is it having", &[ENTER]);
    person.answer("What are you asking for", &[INTERRUPT]);
    let (_, screen) = person.end();
    let said = "--child C-71 --concern 'A long text!' --category practice --impact Sad --interactive";
    assert!(screen.contains(said), "{screen}");
}

#[test]
fn esc_at_a_further_action_leads_to_the_one_before() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "x"]);
    let mut person = at_a_terminal(&env, &["respond", &id]);
    person.answer("What was answered", &["We will", ENTER]).answer("What now?", &[DOWN, ENTER]);
    person.answer("What action", &["A visit", ENTER]).answer("And another?", &[ESCAPE]);
    person.answer("What action", &[" weekly", ENTER]).answer("And another?", &[ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id)["actions"][0], "what"), "A visit weekly");
}

#[test]
fn init_asks_for_the_name_and_ctrl_c_after_the_record_takes_nothing_back() {
    let env = Env::new();
    let mut command = env.command();
    command.env_remove("IRO_USER").env("LOGNAME", "jbloggs").arg("init");
    let mut person = crate::terminal::Terminal::start(command);
    person.answer("What is your name", &["Jo Bloggs", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("user:   Jo Bloggs") && screen.contains("next: `iro raise`"), "{screen}");

    let mut person = at_a_terminal(&env, &["raise"]);
    person.answer("Under which", &["know", ENTER]).answer("case reference", &["C-1", ENTER]);
    person.answer("What is wrong", &["Late", ENTER]).answer("What kind", &[ENTER]).answer("Write this", &[ENTER]);
    person.answer("for next time?", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert!(code == 0 && !screen.contains("nothing was written"), "{screen}");
    assert_eq!(env.listed(&[]).len(), 1);
}
