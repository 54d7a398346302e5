//! Commands typed at a terminal without arguments: each asks for what it needs.

use crate::commands::asking::at_a_terminal;
use crate::env::{Env, text};
use crate::policies::own_answers_awaited::ours;
use crate::terminal::{ENTER, ESCAPE, INTERRUPT, UP};

/// Every command and subcommand, as the help lists them.
fn all(env: &Env, command: &[String]) -> Vec<Vec<String>> {
    let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    let help = env.iro(&words).ok().stdout;
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let listed = listed.take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("   "));
    let below = listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let below = below.flat_map(|name| all(env, &[command, &[name.to_string()]].concat()));
    std::iter::once(command.to_vec()).chain(below.collect::<Vec<_>>()).collect()
}

#[test]
fn no_command_ends_in_an_error_of_usage_for_want_of_an_argument() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1"]);
    env.respond(&id, &["--action", "Book it | Sam Lee | 2026-03-20"]);
    env.resolve(&env.raise("mosaic", &["--child", "C-2"]));
    env.sh("praise --policy mosaic --child C-3 --for 'Sam Lee' --text Well").ok();
    let commands = all(&env, &[]);
    assert!(commands.len() > 60, "{commands:?}");
    // Commands that read everything ask nothing, and `demo` has a default folder.
    let mut ended = Vec::new();
    for command in commands.iter().filter(|command| *command != &["demo"]) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let mut person = at_a_terminal(&env, &words);
        let asks = person.asks();
        if asks {
            person.press(INTERRUPT);
        } else {
            ended.push(words.join(" "));
        }
        let (code, screen) = person.end();
        assert_eq!(asks, code == 130, "{words:?} ends with {code}:\n{screen}");
        assert!(code != 2 && !screen.contains("Usage:"), "{words:?}:\n{screen}");
    }
    for asking in ["action", "action missed", "policy diff", "review", "completions", "purge", "import", "man"] {
        assert!(!ended.iter().any(|command| command == asking), "{ended:?}");
    }
}

#[test]
fn a_script_is_told_that_a_subcommand_is_missing() {
    let env = Env::new();
    let commands = all(&env, &[]);
    let has_more = |group: &&Vec<String>| commands.iter().any(|one| one.len() > group.len() && one.starts_with(group));
    let mut told = 0;
    for group in commands.iter().filter(|group| !group.is_empty()).filter(has_more) {
        let words: Vec<&str> = group.iter().map(String::as_str).chain(["--json"]).collect();
        let run = env.iro(&words);
        if run.code == 2 {
            assert_eq!(text(&run.error(), "message"), "a subcommand is missing", "{words:?}");
            told += 1;
        }
    }
    assert!(told >= 3, "{told} of {commands:?}");
}

#[test]
fn what_a_command_lacks_is_asked_for_in_its_order() {
    let env = Env::new();
    std::fs::write(env.scratch("own.yaml"), "format: 1\n").unwrap();
    let ends = |words: &[&str], answers: &[(&str, &[&str])], says: &str| {
        let mut person = at_a_terminal(&env, words);
        for (question, keys) in answers {
            person.answer(question, keys);
        }
        let (code, screen) = person.end();
        assert!(screen.contains(says), "{words:?} ends with {code}:\n{screen}");
        code
    };
    let days: &[(&str, &[&str])] =
        &[("After which day?", &["2026-12-23", ENTER]), ("Up to and including", &["2027-01-04", ENTER])];
    assert_eq!(ends(&["calendar", "between"], days, "\n5\r\n"), 0);
    assert_eq!(ends(&["calendar", "between", "2026-12-23"], &days[1..], "\n5\r\n"), 0);
    let two: &[(&str, &[&str])] =
        &[("Which policy?", &["knowsley", ENTER]), ("Compared with which?", &["mosaic", ENTER])];
    assert_eq!(ends(&["policy", "diff"], two, "Mosaic"), 0);
    let below: &[(&str, &[&str])] = &[("What is to be done?", &["audit", ENTER]), ("Which policy?", &["nati", ENTER])];
    assert_eq!(ends(&["policy"], below, "`national` 2014"), 0);
    let file: &[(&str, &[&str])] = &[
        ("Which policy?", &[UP, ENTER]),
        ("Which file?", &["nosuch.yaml", ENTER]),
        ("there is no such file", &[]),
        ("Which file?", &["own.yaml", ENTER]),
    ];
    assert_eq!(ends(&["policy", "try"], file, "in 1 file"), 6);
    assert_eq!(ends(&["policy", "check"], &[("Which policy file?", &["own.yaml", ENTER])], "in 1 file"), 6);
    let day: &[(&str, &[&str])] = &[
        ("On which day is the review?", &["soon", ENTER]),
        ("On which day is the review?", &["2026-06-15", ENTER]),
        ("Under which protocol?", &["mosaic", ENTER]),
    ];
    assert_eq!(ends(&["review"], day, "Jun 2026"), 0);
    assert_eq!(ends(&["completions"], &[("For which shell?", &["fish", ENTER])], "complete"), 0);
}

#[test]
fn esc_goes_back_through_what_a_command_lacks() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &["policy"]);
    person.answer("What is to be done?", &["show", ENTER]).answer("Which policy?", &[ESCAPE]);
    person.answer("What is to be done?", &["diff", ENTER]).answer("Which policy?", &["knowsley", ENTER]);
    person.answer("Compared with which?", &[ESCAPE]).answer("Which policy?", &["south", ENTER]);
    person.answer("Compared with which?", &["south", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && screen.contains("they mean the same"), "{screen}");
    let mut person = at_a_terminal(&env, &["review"]);
    person.answer("On which day is the review?", &[ESCAPE]);
    let (code, screen) = person.end();
    assert!(code == 130 && screen.contains("nothing was written"), "{screen}");
}

#[test]
fn only_what_a_command_can_do_something_with_is_offered() {
    let env = Env::new();
    let plain = env.raise("knowsley", &["--child", "C-1"]);
    let planned = env.raise("knowsley", &["--child", "C-2"]);
    env.respond(&planned, &["--action", "Book it | Sam Lee | 2026-03-20"]);
    let agreed = env.raise("knowsley", &["--child", "C-3"]);
    env.respond(&agreed, &[]);
    env.iro(&["agree", &agreed]).ok();
    let last = env.raise("knowsley", &["--child", "C-4", "--stage", "stage-4", "--reason", "Urgent"]);
    let ended = env.raise("mosaic", &["--child", "C-5"]);
    env.resolve(&ended);
    let offers = |words: &[&str], these: &[&String]| {
        let mut person = at_a_terminal(&env, words);
        person.answer("Which one?", &[INTERRUPT]);
        let (_, screen) = person.end();
        for id in [&plain, &planned, &agreed, &last, &ended] {
            assert_eq!(screen.contains(&format!("{id}  ")), these.contains(&id), "{words:?}, {id}:\n{screen}");
        }
    };
    offers(&["action", "missed"], &[&planned]);
    offers(&["action", "done"], &[&planned]);
    offers(&["action", "add"], &[&plain, &planned, &agreed, &last]);
    offers(&["agree"], &[&plain, &planned, &last]);
    offers(&["escalate"], &[&plain, &planned, &agreed]);
    offers(&["extend"], &[&plain, &planned, &agreed, &last]);
    // Ended disputes can still have duties outstanding.
    offers(&["done"], &[&plain, &planned, &agreed, &last, &ended]);

    // Nothing can be purged yet; the retention period is asked for first.
    let mut person = at_a_terminal(&env, &["purge"]);
    person.answer("For how many years", &["0", ENTER]).until("from 1 to 200");
    person.answer("For how many years", &["\u{15}6", ENTER]);
    let (code, screen) = person.end();
    assert!(code == 4 && screen.contains("no record has been kept longer than it has to be"), "{screen}");
    // Kept only with a purge.
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.now("2034-03-02T10:00");
    offers(&["purge"], &[&ended]);
    assert_eq!(text(&env.dispute(&ended), "status"), "resolved");
}

#[test]
fn where_the_protocol_has_two_ways_up_it_is_asked_which() {
    const FORK: &str = r#"
  - {id: talk, title: Talk, kind: informal, any_of: [head-of-service], next: [north, south], source: "1"}
  - {id: north, title: North, kind: formal, any_of: [head-of-service], next: [], source: "2"}
  - {id: south, title: South, kind: formal, any_of: [director], next: [], source: "3"}
"#;
    let (env, id) = ours(FORK, "");
    env.iro(&["escalate", &id, "--because", "urgent"]).code(3).says("say which: `--to north` or `--to south`");
    let mut person = at_a_terminal(&env, &["escalate", &id, "--because", "urgent"]);
    person.answer("To which stage?", &["South", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute(&id), "stage"), "south");
}

#[test]
fn what_is_assumed_is_shown_before_it_is_written() {
    let env = Env::new();
    let praise = env.sh("praise --policy mosaic --child C-3 --for 'Sam Lee' --text Well --json").json();
    let planned = env.raise("knowsley", &[]);
    env.respond(&planned, &["--action", "Book it | Sam Lee | 2026-03-20"]);
    let cases = [(vec!["done", text(&praise, "id")], "file"), (vec!["action", "done", &planned], "action")];
    for (words, shows) in cases {
        let mut person = at_a_terminal(&env, &words);
        person.until(shows).answer("Write this", &[UP, ENTER]);
        let (code, screen) = person.end();
        assert_eq!(code, 130, "{words:?}:\n{screen}");
    }
    // A complete command asks nothing.
    let (code, screen) = at_a_terminal(&env, &["action", "done", &planned, "1"]).end();
    assert!(code == 0 && !screen.contains("Write this"), "{screen}");
}
