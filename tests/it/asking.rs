//! Questions at a terminal, answered with the keyboard alone.

use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, INTERRUPT, Terminal};

/// The questions of a first dispute under a protocol that asks much, and the keys that answer them.
const FIRST: [(&str, &[&str]); 14] = [
    ("Under which protocol?", &["mo", ENTER]),
    ("Your name", &["Jo Bloggs", ENTER]),
    ("case reference", &["C-1042", ENTER]),
    ("What is wrong", &["No visit for eight weeks", ENTER]),
    ("What kind of concern", &["pra", ENTER]),
    ("And another?", &[ENTER]),
    ("do to the child", &["She asks every week when someone comes", ENTER]),
    ("ask for, to put it right", &["A visit this week", ENTER]),
    ("When did you become aware", &[DOWN, DOWN, ENTER]),
    ("Was it done?", &[DOWN, ENTER]),
    ("Was it done?", &[DOWN, ENTER]),
    ("2026-0001, child C-1042", &[]),
    ("Write this into the record?", &[ENTER]),
    ("Keep `mosaic` and `Jo Bloggs` for next time?", &[ENTER]),
];

fn raise(env: &Env) -> Terminal {
    let mut command = env.command();
    command.env_remove("IRO_USER").env("LOGNAME", "jbloggs").arg("raise");
    Terminal::start(command)
}

#[test]
fn a_first_dispute_is_raised_with_few_keys_and_the_second_with_fewer() {
    let env = Env::new();
    let mut person = raise(&env);
    for (question, keys) in FIRST {
        person.answer(question, keys);
    }
    assert_eq!(person.keys, 116, "of which 94 are words");
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let view = env.dispute("2026-0001");
    assert_eq!(
        (text(&view, "child"), text(&view, "policy"), text(&view, "raised_by")),
        ("C-1042", "mosaic", "Jo Bloggs")
    );
    assert_eq!((text(&view, "aware_on"), &view["categories"][0]), ("2026-03-01", &"practice".into()));
    // Thirteen points of advice wait until somebody asks for them.
    assert!(screen.contains("has 13 points of advice") && !screen.contains("Stay proportionate"), "{screen}");

    let mut person = raise(&env);
    let known = ["Under which", "Your name", "2026-0001", "Keep"];
    for (question, keys) in FIRST.iter().filter(|(question, _)| !known.iter().any(|one| question.starts_with(one))) {
        person.answer(question, keys);
    }
    assert_eq!(person.keys, 102);
    assert_eq!(person.end().0, 0);
    assert_eq!(text(&env.dispute("2026-0002"), "raised_by"), "Jo Bloggs");
}

#[test]
fn ctrl_c_at_any_question_leaves_nothing_behind() {
    for stopped in (0..FIRST.len() - 1).filter(|at| !FIRST[*at].1.is_empty()) {
        let env = Env::new();
        let mut person = raise(&env);
        for (question, keys) in &FIRST[..stopped] {
            person.answer(question, keys);
        }
        person.answer(FIRST[stopped].0, &[INTERRUPT]);
        let (code, screen) = person.end();
        assert_eq!(code, 130, "at question {stopped}:\n{screen}");
        assert!(screen.trim_end().ends_with("\nstopped; nothing was written"), "at question {stopped}:\n{screen}");
        assert!(!env.data().exists(), "at question {stopped}");
    }
}

#[test]
fn what_cannot_be_read_is_asked_once_more_and_advice_is_at_hand() {
    let env = Env::new();
    let mut person = raise(&env);
    for (question, keys) in &FIRST[..2] {
        person.answer(question, keys);
    }
    person.answer("case reference", &["?", ENTER]).until("Stay proportionate");
    person.answer("case reference", &[ENTER]).until("something is needed");
    for (question, keys) in &FIRST[2..8] {
        person.answer(question, keys);
    }
    person.answer("When did you become aware", &[DOWN, DOWN, DOWN, ENTER]);
    person.answer("Which", &["30-2", ENTER]).until("`30-2` is not a day");
    person.answer("Which", &["sunday", ENTER]);
    // One key too many loses nothing.
    person.answer("Was it done?", &[ENTER]).answer("Stop, and lose", &[ENTER]);
    person.answer("Was it done?", &[DOWN, ENTER]).answer("Was it done?", &[DOWN, DOWN, ENTER]);
    person.answer("When (", &["yesterday", ENTER]);
    person.answer("Write this into the record?", &[ENTER]).answer("Keep", &["n"]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute("1"), "aware_on"), "2026-03-01");
    // Nothing was kept, so that it is asked again.
    assert!(!env.data().join("config.yaml").exists());
}

#[test]
fn grounds_are_offered_in_words() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut command = env.command();
    command.args(["escalate", &id]);
    let mut person = Terminal::start(command);
    person.answer("Why does it go up?", &["satis", ENTER]);
    person.answer("Was it done?", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("the answer was not satisfactory") && screen.contains("no answer came"), "{screen}");
    assert_eq!(env.iro(&["log", &id, "--json"]).json()[1]["fields"]["because"], "unsatisfactory");
}

#[test]
fn a_name_in_place_of_a_reference_is_pointed_out() {
    let env = Env::new();
    let raise =
        |child: &str| env.iro(&["raise", "--policy", "knowsley", "--child", child, "--concern", "No plan"]).ok();
    raise("Tommy Smith").says("looks like a name");
    for reference in ["C-1042", "LCS 1042", "SMITH 12", "Tommy"] {
        assert!(!raise(reference).stderr.contains("looks like"), "{reference}");
    }
}

#[test]
fn of_several_who_may_answer_it_is_asked_who_did() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut command = env.command();
    command.args(["respond", &id]);
    let mut person = Terminal::start(command);
    person.answer("Who answered?", &[DOWN, ENTER]).answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Team Manager on"), "{screen}");
}
