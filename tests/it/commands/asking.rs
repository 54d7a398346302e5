//! Questions at a terminal, answered with the keyboard alone.

use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, ESCAPE, INTERRUPT, Terminal, UP};

/// The questions of a first dispute under a protocol that asks for a lot, and the keys that answer them.
const FIRST: [(&str, &[&str]); 14] = [
    ("Under which protocol?", &["mo", ENTER]),
    ("What is your name", &["Jo Bloggs", ENTER]),
    ("case reference", &["C-1042", ENTER]),
    ("What is wrong", &["No visit for eight weeks", ENTER]),
    ("What kind of concern", &["pra", ENTER]),
    ("effect is it having", &["She asks every week when someone comes", ENTER]),
    ("What are you asking for", &["A visit this week", ENTER]),
    ("When did you first learn of the problem", &[DOWN, DOWN, ENTER]),
    ("Whose decision is in dispute", &[ENTER]),
    ("Was it done? (", &[DOWN, ENTER]),
    ("Was it done? (", &[DOWN, ENTER]),
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
    // The thirteen points of advice are shown only on request.
    assert!(screen.contains("has 13 points of advice") && !screen.contains("Stay proportionate"), "{screen}");

    // An hour later, so that it isn't taken for the same command typed twice.
    env.now("2026-03-02T11:00");
    let mut person = raise(&env);
    let known = ["Under which", "What is your name", "2026-0001", "Keep"];
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
    person.answer("case reference", &[ENTER]).until("an answer is needed");
    for (question, keys) in &FIRST[2..7] {
        person.answer(question, keys);
    }
    person.answer("When did you first learn of the problem", &[DOWN, DOWN, DOWN, ENTER]);
    person.answer("Which", &["30-2", ENTER]).until("`30-2` is not a day");
    person.answer("Which", &["sunday", ENTER]).answer("Whose decision is in dispute", &[ENTER]);
    // Pressing Enter once too often loses nothing.
    person.answer("Was it done? (", &[ENTER, DOWN, ENTER]).answer("Was it done? (", &[DOWN, DOWN, ENTER]);
    person.answer("When? (", &["yesterday", ENTER]);
    person.answer("Write this into the record?", &[ENTER]).answer("Keep", &["n", ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute("1"), "aware_on"), "2026-03-01");
    // Nothing was saved, so the question is asked again.
    assert!(!env.data().join("config.yaml").exists());
}

#[test]
fn grounds_are_offered_in_words() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut command = env.command();
    command.args(["escalate", &id]);
    let mut person = Terminal::start(command);
    person.answer("Why is it escalated?", &["satis", ENTER]);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("the answer was not satisfactory") && screen.contains("no answer came"), "{screen}");
    assert_eq!(env.iro(&["log", &id, "--json"]).json()[1]["fields"]["because"], "unsatisfactory");
}

#[test]
fn the_ground_that_fits_what_is_recorded_stands_first() {
    let env = Env::new();
    for (steps, because) in
        [(&[][..], "no-response"), (&["respond"], "unsatisfactory"), (&["respond", "agree"], "actions-not-done")]
    {
        let id = env.raise("knowsley", &[]);
        for step in steps {
            match *step {
                "respond" => env.respond(&id, &[]),
                _ => env.iro(&["agree", &id, "--json"]).json(),
            };
        }
        let mut person = at_a_terminal(&env, &["escalate", &id, "--confirm", "discussion-recorded"]);
        person.answer("Why is it escalated?", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
        let (code, screen) = person.end();
        assert_eq!(code, 0, "{screen}");
        let log = env.iro(&["log", &id, "--json"]).json();
        assert_eq!(log.as_array().unwrap().last().unwrap()["fields"]["because"], because);
    }
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
    person.answer("Who answered?", &[DOWN, DOWN, ENTER]).answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Team Manager on"), "{screen}");
}

#[test]
fn yes_or_no_is_a_word_and_anything_else_is_asked_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    for (typed, code) in [("No", 130), ("yes", 0)] {
        let mut person = at_a_terminal(&env, &["agree", &id]);
        person.answer("Accept the plan anyway? y/n (no) ›", &["what?", ENTER]).until("answer yes or no");
        person.answer("Accept the plan anyway?", &[typed, ENTER]);
        if code == 0 {
            person.answer("Write this into the record?", &[ENTER]);
        }
        let (ended, screen) = person.end();
        assert_eq!(ended, code, "{screen}");
    }
    assert_eq!(env.iro(&["log", &id, "--json"]).json().as_array().map(Vec::len), Some(2));
}

#[test]
fn what_is_pasted_belongs_to_the_question_it_was_pasted_at() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mail = "Dear Jo,\r\rMy team will visit.\ryes\r";
    for (pasted, agreed) in [(mail.to_string(), false), (format!("{mail}Sam"), true)] {
        let mut person = at_a_terminal(&env, &["respond", &id, "--role", "social-worker"]);
        person.answer("What was answered? (several lines can be pasted)", &[&pasted]);
        if agreed {
            // The last pasted line had no line end, so it can still be typed on.
            person.answer("and ›", &["uel", ENTER]);
        }
        // A paste whose first line is "yes" does not count as a yes.
        person.answer("Write this into the record?", &["yes\rMany thanks\r"]).until("several lines came at once");
        person.answer("Write this into the record?", if agreed { &[ENTER] } else { &[UP, ENTER] });
        let (code, screen) = person.end();
        assert_eq!(code, if agreed { 0 } else { 130 }, "{screen}");
    }
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(log.as_array().map(Vec::len), Some(2));
    assert_eq!(log[1]["fields"]["text"], "Dear Jo,\n\nMy team will visit.\nyes\nSamuel");
}

#[test]
fn a_short_answer_is_no_paste_and_a_choice_is_none_either() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley", "--concern", "No plan"]);
    person.answer("case reference", &["C-1\rC-2\r"]).until("several lines came at once");
    person.answer("case reference", &["C-3", ENTER]).answer("What kind of concern", &[INTERRUPT]);
    assert_eq!(person.end().0, 130);

    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id]);
    person.answer("Why is it escalated?", &["urgent\rDear Jo\ryes\r"]).until("chose nothing");
    person.answer("Why is it escalated?", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.trim_end().ends_with("nothing was written"), "{screen}");
}

#[test]
fn enter_alone_asserts_nothing_and_comes_to_an_end() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id]);
    person
        .answer("Why is it escalated?", &[ENTER, ENTER, ENTER, DOWN, ENTER])
        .answer("Was it done? (", &[ENTER, ENTER, "stop", ENTER]);
    person.answer("Stop, and write nothing?", &["y", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.contains(&format!("\niro escalate {id} --because no-response")), "{screen}");
    assert_eq!(env.dispute(&id)["stage"], "informal");
}

#[test]
fn a_wrong_answer_is_taken_back() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["respond", &id]);
    person.answer("Who answered?", &[DOWN, ENTER]).answer("What was answered", &["<", ENTER]);
    person.answer("Who answered?", &[DOWN, ENTER]).answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this", &[ESCAPE]).answer("What was answered", &["\u{15}", "From Fridey", ENTER]);
    // The answer given before is in the line, to be edited.
    person.answer("Write this", &[UP, UP, ENTER]).answer("What was answered", &["\u{17}", "Friday", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let said = env.iro(&["log", &id, "--json"]).json()[1]["fields"].clone();
    assert_eq!((text(&said, "text"), text(&said, "role")), ("From Friday", "team-manager"));

    // Before the first question there is nothing to go back to.
    let mut person = at_a_terminal(&env, &["respond", &id]);
    person.answer("Who answered?", &[ESCAPE]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.trim_end().ends_with("nothing was written"), "{screen}");

    // Going back and forth also works while raising a dispute.
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.answer("case reference", &["C-1", ENTER]).answer("What is wrong", &["<", ENTER]);
    person.answer("case reference", &["\u{7f}", "2", ENTER]).answer("What is wrong", &["No visit", ENTER]);
    person.answer("What kind of concern", &[ESCAPE]).answer("What is wrong", &["\u{17}", "plan", ENTER]);
    person.answer("What kind of concern", &[ENTER]).answer("Write this", &[DOWN, DOWN, ENTER]);
    person.answer("What is to be added?", &["sibling", ENTER]).answer("sisters too? (case", &["C-3", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let view = env.dispute("2");
    assert_eq!((text(&view, "child"), text(&view, "concern")), ("C-2", "No plan"));
    assert_eq!((&view["siblings"][0], text(&env.dispute("3"), "child")), (&"2026-0003".into(), "C-3"));
}

#[test]
fn another_kind_of_concern_is_added_once_all_is_shown() {
    let env = Env::new();
    let mut person =
        at_a_terminal(&env, &["raise", "--policy", "mosaic", "--seeking", "A visit", "--impact", "None yet"]);
    person.answer("case reference", &["C-1", ENTER]).answer("What is wrong", &["No visit", ENTER]);
    person
        .answer("What kind of concern", &["pra", ENTER])
        .answer("When did you first learn of the problem", &[DOWN, ENTER]);
    person.answer("Whose decision is in dispute", &[ENTER]);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("Was it done? (", &[DOWN, ENTER]);
    // Esc in the list of things to add returns to the summary.
    person.answer("Write this", &[DOWN, DOWN, ENTER]).answer("What is to be added?", &[ESCAPE]);
    person.answer("Write this", &[DOWN, DOWN, ENTER]).answer("What is to be added?", &["category", ENTER]);
    person.answer("concern is it? (type to search) ›", &["plan", ENTER]).answer("And another?", &[ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let categories = env.dispute("1")["categories"].as_array().unwrap().clone();
    assert!(categories.len() == 2 && categories[0] == "practice", "{categories:?}");
}

#[test]
fn what_the_report_counts_and_the_plan_needs_is_asked_for() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["respond", &id, "--role", "social-worker"]);
    person.answer("What was answered", &["We will", ENTER]).answer("Write this", &[DOWN, DOWN, ENTER]);
    person
        .answer("What is to be added?", &[DOWN, ENTER])
        .answer("in one line, with | between", &["Book it | Sam Lee | 2026-03-20", ENTER]);
    person.answer("And another?", &["Tell her", ENTER]).answer("And another?", &[ENTER]);
    person.answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    let mut person = at_a_terminal(&env, &["action", "done", &id]);
    person.answer("Which action?", &[DOWN, DOWN, ENTER]).answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    let mut person = at_a_terminal(&env, &["action", "missed", &id, "1"]);
    person.answer("Why was it not done?", &["No dentist", ENTER]).answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    let mut person = at_a_terminal(&env, &["action", "add", &id]);
    person.answer("What is to be done?", &["Find another", ENTER]).answer("Who does it?", &["Sam Lee", ENTER]);
    person.answer("By when?", &["32 March", ENTER]).until("no such day");
    person.answer("By when?", &["tomorrow", ENTER]).answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    let states: Vec<String> =
        env.dispute(&id)["actions"].as_array().unwrap().iter().map(|action| text(action, "state").to_owned()).collect();
    assert_eq!(states, ["missed", "done", "open"]);

    let mut person = at_a_terminal(&env, &["meeting", &id]);
    person.answer("When was it held?", &[UP, ENTER]).answer("Which day", &["32 March", ENTER]).until("no such day");
    person.answer("Which day", &["2026-03-02", ENTER]).answer("Who was in the chair?", &["Pat Green", ENTER]);
    person.answer("Who came?", &["Sam Lee", ENTER]);
    person.answer("What do the minutes say", &["Agreed", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let meeting = env.dispute(&id)["meetings"][0].clone();
    assert_eq!((text(&meeting, "minutes"), &meeting["attended"][0]), ("Agreed", &"Sam Lee".into()));

    let mut person = at_a_terminal(&env, &["note", &id]);
    person.answer("What is to be noted?", &["She wants to stay", ENTER]);
    person.answer("What kind of note", &["child", ENTER]).answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    let mut person = at_a_terminal(&env, &["resolve", &id, "--override", "Enough"]);
    person.answer("What came of it?", &["A plan", ENTER]).answer("How did it end?", &["part", ENTER]);
    person.answer("What does it mean for the child?", &["She stays", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let view = env.dispute(&id);
    assert_eq!((text(&view, "result"), text(&view, "impact_on_child")), ("resolved-in-part", "She stays"));
    let log = env.iro(&["log", &id, "--json"]).json();
    let note = log.as_array().unwrap().iter().find(|entry| entry["event"] == "noted").unwrap().clone();
    assert_eq!(note["fields"]["kind"], "child-view");
}

#[test]
fn what_ended_in_a_usage_error_is_asked_for() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["extend", &id]);
    person.answer("How much more time?", &["5 days", ENTER]).answer("Why is more time given?", &["A visit", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    env.iro(&["extend", &id]).code(2).says("`--by` and `--reason` are missing");
    let mut person = at_a_terminal(&env, &["calendar", "add"]);
    person.answer("How long?", &["5 working days", ENTER]).answer("From when?", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("Mon 9 March 2026"), "{screen}");
    let mut person = at_a_terminal(&env, &["calendar", "close"]);
    person.answer("On which days?", &["2026-12-29", ENTER]).answer("What is it called?", &["Christmas", ENTER]);
    assert_eq!(person.end().0, 0);
    env.iro(&["calendar", "close"]).code(2).says("`DAYS` and `--name` are missing");
    let mut person = at_a_terminal(&env, &["export"]);
    person.answer("What is to be exported?", &[DOWN, ENTER]).answer("Into which file?", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && env.scratch("deadlines.ics").exists(), "{screen}");
    env.iro(&["export"]).code(2).says("nothing says what to export").says("--child REF --out DIR");
    let mut person = at_a_terminal(&env, &["praise"]);
    person.answer("Under which protocol?", &["mosaic", ENTER]).answer("case reference", &["C-7", ENTER]);
    person.answer("Whom is it for?", &["Sam Lee", ENTER]).answer("What was good?", &["All of it", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
}

#[test]
fn an_event_that_is_named_is_not_struck_unasked() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1"]);
    env.respond(&id, &[]);
    let mut person = at_a_terminal(&env, &["correct", &id, "--event", "2"]);
    person
        .answer("What is wrong in it?", &["text", ENTER])
        .answer("What should it say? (text", &["\u{15}", "From Friday", ENTER]);
    person.answer("What was wrong", &["Typed wrongly", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && !screen.contains("taken out"), "{screen}");

    // A child's reference is required, so the question must not call it optional.
    let mut person = at_a_terminal(&env, &["correct", &id, "--event", "1"]);
    person.answer("What is wrong in it?", &["child", ENTER]).answer("What should it say? (child", &["\u{15}", ENTER]);
    person.until("an answer is needed").answer("What should it say? (child", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert!(code == 130 && !screen.contains("there is none"), "{screen}");

    let mut person = at_a_terminal(&env, &["correct", &id, "--event", "2"]);
    person.answer("What is wrong in it?", &["not be there", ENTER]).answer("What was wrong", &["Not this one", ENTER]);
    person.answer("Event 2 is struck out as a whole", &[]).answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
}

#[test]
fn praise_names_the_child_it_is_about() {
    let env = Env::new();
    let praise = ["praise", "--policy", "mosaic", "--for", "Sam Lee", "--text", "Well done"];
    let mut person = at_a_terminal(&env, &praise);
    person.answer("case reference", &["C-7", ENTER]).answer("child C-7", &[]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("2026-0001 for Sam Lee, child C-7."), "{screen}");
    env.iro(&["log", "1"]).ok().says("2026-0001, child C-7\n\n1. praised");
}

#[test]
fn what_happened_on_another_day_gets_its_day_before_it_is_written() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-09T09:00");
    let respond = ["respond", &id, "--role", "social-worker"];
    let mut person = at_a_terminal(&env, &respond);
    person.answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this", &[DOWN, ENTER]).answer("On which day?", &["32 March", ENTER]).until("no such day");
    person.answer("On which day?", &["friday", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(text(&env.iro(&["log", &id, "--json"]).json()[1], "at").starts_with("2026-03-06"), "{screen}");
    let mut person = at_a_terminal(&env, &[&respond[..], &["--on", "today"]].concat());
    person.answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this", &[UP, ENTER]);
    assert!(!person.end().1.contains("it happened at another time"));
}

#[test]
fn how_a_referral_was_made_is_asked() {
    let env = Env::new();
    let refer = |policy: &str| {
        let id = env.raise(policy, &[]);
        let reason = ["--reason", "The move is on Friday", "--impact-on-child", "She stays"];
        let mut person = at_a_terminal(&env, &[&["refer", &id][..], &reason].concat());
        person.answer("On which ground?", &[DOWN, ENTER]);
        (person, id)
    };
    let (mut person, id) = refer("national");
    person.answer("How was it made?", &[DOWN, ENTER]).answer("When was Cafcass phoned", &["yesterday", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("phoned, and still to be confirmed"), "{screen}");
    let referral = env.dispute(&id)["referral"].clone();
    assert!(text(&referral, "phoned_on").starts_with("2026-03-01") && referral["written_on"].is_null(), "{referral}");

    // Only the papers that the person names are recorded as sent.
    let (mut person, id) = refer("south-west");
    person.answer("How was it made?", &[DOWN, DOWN, ENTER]).answer("When was it sent in writing", &["today", ENTER]);
    person.answer("Which of its papers were sent?", &["guardian", ENTER]).answer("And another?", &[ENTER]);
    person.answer("Was it done? (", &["without", ENTER]).answer("Why go on", &["No time", ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("made in writing, with papers still to follow"), "{screen}");
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(log.as_array().unwrap().last().unwrap()["fields"]["sent"], serde_json::json!(["guardian-report"]));
}

pub fn at_a_terminal(env: &Env, args: &[&str]) -> Terminal {
    let mut command = env.command();
    command.args(args);
    Terminal::start(command)
}

#[test]
fn a_command_without_an_id_asks_which_dispute_is_meant() {
    let env = Env::new();
    let first = env.raise("knowsley", &["--child", "C-1", "--concern", "No visit for eight weeks"]);
    let ended = env.raise("knowsley", &["--child", "C-2"]);
    env.resolve(&ended);
    let urgent = env.raise("national", &["--child", "C-3", "--needed-by", "2026-03-04"]);

    // The earliest deadline comes first, and ended disputes, which can't be answered, are not offered.
    let mut person = at_a_terminal(&env, &["respond", "--text", "We will do it", "--role", "social-worker"]);
    person.answer("Which one?", &[DOWN, ENTER]).answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let stands = "  C-1  Informal Outcome Resolution, awaiting response: No visit…";
    assert!(screen.contains(&format!("{first}{stands}")) && !screen.contains(&ended), "{screen}");
    assert!(screen.find(&urgent) < screen.find(&first), "{screen}");
    assert_eq!(env.dispute(&first)["status"], "awaiting-review");

    // Ended disputes can be shown, too.
    let mut person = at_a_terminal(&env, &["show"]);
    person.answer("Which one?", &[DOWN, DOWN, ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("resolved: The panel date is"), "{screen}");

    // The question is asked even if there is only one candidate.
    let mut person = at_a_terminal(&env, &["reopen", "--reason", "Not carried out"]);
    person.answer("Which one?", &[INTERRUPT]);
    assert_eq!(person.end().0, 130);
    assert_eq!(env.dispute(&ended)["status"], "resolved");
    let (code, screen) = at_a_terminal(&env, &["acknowledge", "--name", "Sam Lee"]).end();
    assert_eq!(code, 4, "{screen}");
    assert!(screen.contains("no praise is still to be read"), "{screen}");
}

#[test]
fn where_nothing_can_be_chosen_it_is_said_why() {
    let env = Env::in_folder("it changes files by hand");
    let (code, screen) = at_a_terminal(&env, &["show"]).end();
    assert_eq!(code, 4, "{screen}");
    assert!(screen.contains("there is no dispute yet") && screen.contains("there is no store at"), "{screen}");
    // The only record there is can't be read.
    let id = env.raise("knowsley", &[]);
    std::fs::write(env.open_file(&id), "not a record").unwrap();
    let (code, screen) = at_a_terminal(&env, &["respond"]).end();
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains(&id) && !screen.contains("no dispute is open"), "{screen}");
}

#[test]
fn where_nobody_is_to_be_asked_a_missing_id_is_an_error_as_ever() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for command in ["show", "respond", "correct", "form", "acknowledge", "withdraw"] {
        env.iro(&[command]).code(2).says("something is missing:").says("<ID>");
        let run = env.iro(&[command, "--json"]).code(2);
        assert!(text(&run.error(), "message").contains("<ID>"), "{}", run.stderr);
        let (code, screen) = at_a_terminal(&env, &[command, "--no-input"]).end();
        assert!(code == 2 && screen.contains("<ID>"), "{screen}");
    }
    for flag in ["--no-input", "--json"] {
        let (code, screen) = at_a_terminal(&env, &["policy", "show", flag]).end();
        assert!(code == 2 && screen.contains("<ID|FILE>"), "{screen}");
    }
    // `--data-dir` after the command counts as well: no question may offer records of another store.
    let env = Env::in_folder("a folder may not be there");
    let mut person = at_a_terminal(&env, &["show", "--data-dir", "nosuch"]);
    assert!(!person.asks());
    let (code, screen) = person.end();
    assert!(code == 4 && screen.contains("there is no store at"), "{screen}");
}

#[test]
fn what_is_to_be_put_right_is_chosen() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1O42"]);
    env.iro(&["correct", &id, "--reason", "x"]).code(2).says("`--event` is missing").says("iro log ID");
    env.respond(&id, &[]);
    let mut person = at_a_terminal(&env, &["correct"]);
    person.answer("Which one?", &[ENTER]).answer("Which event do you want to correct?", &["\u{1b}[A", ENTER]);
    person
        .answer("What is wrong in it?", &["child", ENTER])
        .answer("What should it say? (child", &["\u{15}", "C-1042", ENTER]);
    person.answer("What was wrong", &["Typed wrongly", ENTER]).answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("child  C-1O42") && screen.contains("2. responded"), "{screen}");
    assert_eq!(env.dispute(&id)["child"], "C-1042");
    // If every argument is given, nothing is asked.
    let (code, screen) = at_a_terminal(&env, &["correct", &id, "--event", "2", "--reason", "Never given"]).end();
    assert!(code == 0 && screen.contains("is struck"), "{screen}");
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
}

#[test]
fn no_at_the_end_gives_the_command_with_every_answer_in_it() {
    let env = Env::new();
    let mut person = raise(&env);
    let odd = "She's not seen; \"why\" -- $HOME";
    for (question, keys) in &FIRST[..FIRST.len() - 2] {
        match *question {
            "What is wrong" => person.answer(question, &[odd, ENTER]),
            "effect is it having" => person.answer(question, &["@home she is alone", ENTER]),
            "What are you asking for" => person.answer(question, &["-a visit", ENTER]),
            _ => person.answer(question, keys),
        };
    }
    person.answer("Write this into the record?", &[UP, ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 130, "{screen}");
    assert!(screen.trim_end().ends_with("\nstopped; nothing was written") && !env.data().exists(), "{screen}");

    let command = screen.lines().find_map(|line| line.strip_prefix("iro raise")).expect("the command");
    let line = format!("'{}' raise{command} --json", env!("CARGO_BIN_EXE_iro"));
    let run = env.program("sh").args(["-c", &line]).output().unwrap();
    let view: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    assert_eq!((text(&view, "policy"), text(&view, "child"), text(&view, "concern")), ("mosaic", "C-1042", odd));
    assert_eq!((text(&view, "impact"), text(&view, "seeking")), ("@home she is alone", "-a visit"));
    assert_eq!((text(&view, "raised_by"), text(&view, "aware_on")), ("Jo Bloggs", "2026-03-01"));
    let log = env.iro(&["log", "1", "--json"]).json();
    assert_eq!(log[0]["fields"]["confirmed"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_answer_that_was_given_beside_flags_joins_them() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["respond", "--role", "social-worker"]);
    person.answer("Which one?", &[ENTER]).answer("What was answered", &["From Monday", ENTER]);
    person.answer("Write this into the record?", &[UP, ENTER]);
    let (code, screen) = person.end();
    let line = format!("\niro respond --role social-worker {id} --text 'From Monday' --interactive\n");
    assert!(code == 130 && screen.replace("\r\n", "\n").contains(&line), "{screen}");
}

#[test]
fn a_flag_that_was_given_empty_stands_once_in_the_command() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    for empty in [&["--text", ""][..], &["--text="]] {
        let mut person = at_a_terminal(&env, &[&["respond", &id], empty, &["--role", "social-worker"]].concat());
        person.answer("What was answered", &["From Monday", ENTER]).answer("Write this into the record?", &[UP, ENTER]);
        let (code, screen) = person.end();
        let line = format!("\niro respond {id} --role social-worker --text 'From Monday' --interactive\n");
        assert!(code == 130 && screen.replace("\r\n", "\n").contains(&line), "{screen}");
    }
}

#[test]
fn a_fact_that_begins_like_a_file_is_put_right_as_it_was_typed() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["correct", &id]);
    person.answer("Which event do you want to correct?", &[ENTER]).answer("What is wrong in it?", &["concern", ENTER]);
    person
        .answer("What should it say? (concern", &["\u{15}", "@home alone", ENTER])
        .answer("What was wrong", &["Too short", ENTER]);
    person.answer("Write this into the record?", &[UP, ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 130, "{screen}");
    let command = screen.lines().find_map(|line| line.strip_prefix("iro correct")).expect("the command");
    let line = format!("'{}' correct{command} --json", env!("CARGO_BIN_EXE_iro"));
    let run = env.program("sh").args(["-c", &line]).output().unwrap();
    let view: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    assert_eq!(text(&view, "concern"), "@home alone");
}

#[test]
fn of_praise_nothing_is_asked_that_could_not_be_used() {
    let env = Env::new();
    let praise = env.sh("praise --policy mosaic --child C-1 --for 'Sam Lee' --text Well --json").json();
    let id = text(&praise, "id");
    let (code, screen) = at_a_terminal(&env, &["correct", id, "--event", "1", "--set", "child="]).end();
    assert!(code == 3 && screen.contains("`child` can't be empty"), "{screen}");
    env.sh(&format!("withdraw {id} --reason 'Recorded twice'")).ok();
    let (code, screen) = at_a_terminal(&env, &["withdraw", id]).end();
    assert!(code == 3 && screen.contains("was withdrawn"), "{screen}");
}

#[test]
fn a_letter_in_a_short_list_searches_it_and_never_says_yes() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["withdraw", &id]);
    person.answer("Why", &["Typed twice", ENTER]).answer("Was it raised in error?", &["y", ENTER]);
    // Typing `no` finds the choice that goes back, and the same question is asked again.
    person.answer("Write this into the record?", &["n", "o", ENTER]).answer("Was it raised in error?", &["y", ENTER]);
    person.answer("Write this into the record?", &[UP, ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 130, "{screen}");
    assert_eq!(text(&env.dispute(&id), "status"), "awaiting-response");

    // Typing also searches a list of only two disputes.
    env.raise("knowsley", &["--child", "C-3000", "--needed-by", "2026-03-03"]);
    let mut person = at_a_terminal(&env, &["note", "--text", "She rang"]);
    person.answer("Which one?", &["C-100", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains(&format!("Noted in {id}")), "{screen}");
}

#[test]
fn esc_after_the_choice_of_a_record_asks_for_it_again() {
    let env = Env::new();
    let (first, second) = (env.raise("knowsley", &[]), env.raise("knowsley", &[]));
    let mut person = at_a_terminal(&env, &["note"]);
    person.until("Esc goes back one question.");
    person.answer("Which one?", &[DOWN, ENTER]).answer("What is to be noted?", &["<", ENTER]);
    // What was chosen is proposed again.
    person.answer("Which one?", &[UP, ENTER]).answer("What is to be noted?", &["She rang", ENTER]);
    person.answer("What kind of note", &[ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains(&format!("Noted in {second}")), "{first}: {screen}");
}

#[test]
fn several_references_can_stand_in_one_line_and_a_day_to_come_is_asked_again() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["raise", "--policy", "knowsley"]);
    person.answer("case reference", &["C-1", ENTER]).answer("What is wrong", &["No visit", ENTER]);
    person.answer("What kind of concern", &[ENTER]).answer("Write this", &[DOWN, DOWN, ENTER]);
    person.answer("What is to be added?", &["sibling", ENTER]).answer("sisters too? (case", &["C-2, C-3", ENTER]);
    person.answer("Write this", &[DOWN, ENTER]);
    // Esc at the question for the day returns to the summary.
    person.answer("On which day?", &[ESCAPE]).answer("Write this", &[DOWN, ENTER]);
    person.answer("On which day?", &["next friday", ENTER]).until("in the future");
    person.answer("On which day?", &["today", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(env.listed(&["--all"]).len(), 3, "{screen}");
}

#[test]
fn another_reason_for_escalating_is_asked_for_and_a_later_stage_can_be_named() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["escalate", &id, "--override", "No time"]);
    person.answer("Why is it escalated?", &["another", ENTER]).answer("What is there to say", &["She moves", ENTER]);
    person.answer("Write this", &[DOWN, DOWN, ENTER]).answer("What is to be added?", &["to:", ENTER]);
    person.answer("To which stage? (", &["Stage 2", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id), "stage"), "stage-2");
}
