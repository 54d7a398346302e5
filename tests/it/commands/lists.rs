//! `iro list`, `iro due` and the ids that commands accept.

use serde_json::json;

use crate::commands::views::CLOCK;
use crate::env::{Env, list, text};

/// A: Mosaic, informal, 2 March. B: Knowsley, stage 3, 4 March. C: Knowsley, resolved on 6 March.
fn three(env: &Env) -> [String; 3] {
    let a = ["--child", "C-1", "--iro", "Ann Other", "--team", "North"];
    let a = env.raise("mosaic", &[&a[..], &["--category", "drift-and-delay"]].concat());
    env.now("2026-03-04T10:00");
    let b = ["--child", "C-2", "--stage", "stage-3", "--team", "South"];
    let b = env.raise("knowsley", &b);
    env.now("2026-03-05T10:00");
    let c = env.raise("knowsley", &["--child", "C-3"]);
    env.now("2026-03-06T10:00");
    env.resolve(&c);
    [a, b, c]
}

#[test]
fn filters_of_the_list() {
    let env = Env::new();
    let [a, b, c] = three(&env);
    let cases: [(&[&str], &[&String]); 16] = [
        (&["--sort", "raised"], &[&a, &b]),
        (&["--open", "--sort", "raised"], &[&a, &b]),
        (&["--closed"], &[&c]),
        (&["--all", "--sort", "raised"], &[&a, &b, &c]),
        (&["--all", "--sort", "child"], &[&a, &b, &c]),
        (&["--child", "C-2"], &[&b]),
        (&["--iro", "Ann Other"], &[&a]),
        (&["--stage", "stage-3"], &[&b]),
        (&["--all", "--status", "resolved"], &[&c]),
        (&["--category", "drift-and-delay"], &[&a]),
        (&["--policy", "knowsley"], &[&b]),
        (&["--team", "South"], &[&b]),
        (&["--responder", "head-of-service"], &[&b]),
        (&["--from", "2026-03-03"], &[&b]),
        (&["--to", "2026-03-03"], &[&a]),
        (&["--all", "--sort", "raised", "--limit", "2"], &[&a, &b]),
    ];
    for (filter, expected) in cases {
        let expected: Vec<&str> = expected.iter().map(|id| id.as_str()).collect();
        assert_eq!(env.listed(filter), expected, "{filter:?}");
    }
}

#[test]
fn the_list_for_scripts() {
    let env = Env::new();
    let [a, b, c] = three(&env);
    let ids = env.iro(&["list", "--all", "--sort", "raised", "--ids"]).ok();
    assert_eq!(ids.stdout.lines().collect::<Vec<_>>(), [&a, &b, &c]);
    let csv = env.iro(&["list", "--all", "--sort", "raised", "--csv"]).ok();
    let lines: Vec<_> = csv.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "a heading and three rows: {lines:?}");
    for (line, id) in lines[1..].iter().zip([&a, &b, &c]) {
        assert!(line.contains(id.as_str()), "{line}");
    }
}

#[test]
fn an_empty_store() {
    let env = Env::new();
    assert_eq!(env.iro(&["list", "--json"]).json(), json!([]));
    assert_eq!(env.iro(&["due", "--json"]).json(), json!([]));
    assert_eq!(env.iro(&["list", "--ids"]).ok().stdout, "");
    let morning = env.iro(&["due", "--today"]).ok();
    assert_eq!(morning.stdout, "");
    assert!(!morning.stderr.is_empty(), "an empty morning says so");
    env.iro(&["due", "--exit-code"]).ok();
}

/// The ids of the disputes for which `due` lists an answer.
fn answers(env: &Env, filter: &[&str]) -> Vec<String> {
    let due = env.due(filter);
    let answers = due.iter().filter(|c| c["clock"] == "respond");
    answers.map(|c| text(c, "dispute").to_owned()).collect()
}

#[test]
fn filters_of_what_is_due() {
    let env = Env::new();
    let none = Vec::<String>::new();
    // 9 March is five working days from 2 March, 10 March six, 27 March nineteen.
    let near = env.raise("mosaic", &["--iro", "Ann Other"]);
    let next = env.raise("mosaic", &["--respond-by", "2026-03-10"]);
    let far = env.raise("mosaic", &["--respond-by", "2026-03-27"]);
    assert_eq!(answers(&env, &[]), [near.as_str()]);
    assert_eq!(answers(&env, &["--all"]), [&near[..], &next, &far]);
    assert_eq!(answers(&env, &["--within", "10 working days"]), [&near[..], &next]);
    assert_eq!(answers(&env, &["--within", "19 working days"]), [&near[..], &next, &far]);
    assert_eq!(answers(&env, &["--today"]), none);
    assert_eq!(answers(&env, &["--all", "--iro", "Ann Other"]), [near.as_str()]);

    env.now("2026-03-09T10:00");
    assert_eq!(answers(&env, &["--today"]), [near.as_str()]);
    assert_eq!(answers(&env, &["--overdue"]), none);
    env.now("2026-03-10T10:00");
    assert_eq!(answers(&env, &["--today"]), [&near[..], &next]);
    assert_eq!(answers(&env, &["--overdue"]), [near.as_str()]);
    for clock in env.due(&["--all"]) {
        for key in CLOCK.split_whitespace() {
            assert!(clock.get(key).is_some(), "{key} in {clock}");
        }
        assert_eq!(clock["state"], "running");
    }
    let dates: Vec<_> = env.due(&["--all"]).iter().map(|c| text(c, "due").to_owned()).collect();
    assert!(dates.is_sorted(), "soonest first: {dates:?}");

    // Once answered, it is no longer listed.
    env.respond(&near, &["--action", "Book the panel | Sam Carter | 2026-04-20"]);
    assert_eq!(answers(&env, &["--overdue"]), none);
}

#[test]
fn what_is_due_from_whom() {
    let env = Env::new();
    let none = Vec::<String>::new();
    let terry = env.raise("mosaic", &["--assign", "team-manager=Terry Moss"]);
    let other = env.raise("mosaic", &[]);
    let stage = ["--stage", "stage-3", "--reason", "Decided there"];
    let higher = env.raise("mosaic", &stage);
    assert_eq!(env.clock(&terry, "respond", None)["for"]["name"], "Terry Moss");
    assert_eq!(answers(&env, &["--for", "Terry Moss"]), [terry.as_str()]);
    let mut managers = answers(&env, &["--for", "team-manager"]);
    managers.sort();
    assert_eq!(managers, [&terry[..], &other]);
    assert_eq!(answers(&env, &["--for", "head-of-service"]), [higher.as_str()]);
    assert_eq!(answers(&env, &["--for", "service-manager"]), none);
}

#[test]
fn a_script_can_ask_by_exit_code() {
    let env = Env::new();
    env.raise("mosaic", &[]);
    env.iro(&["due", "--today", "--exit-code"]).ok();
    env.now("2026-03-09T08:00");
    let run = env.iro(&["due", "--today", "--exit-code", "--json"]).code(10);
    assert_eq!(list(&run.document()).len(), 1, "{run:?}");
    env.iro(&["due", "--today"]).ok();
}

#[test]
fn ids_follow_the_year_of_the_event_and_may_be_short() {
    let env = Env::new();
    env.now("2026-01-05T10:00");
    assert_eq!(env.raise("knowsley", &[]), "2026-0001");
    assert_eq!(env.raise("knowsley", &["--on", "2025-12-30"]), "2025-0001");
    assert_eq!(env.raise("knowsley", &[]), "2026-0002");
    for short in ["2026-0002", "2026-2", "0002", "2"] {
        assert_eq!(env.dispute(short)["id"], "2026-0002", "{short}");
    }
    // Two disputes have the number 1, so both are named.
    env.iro(&["show", "1"]).code(4).says("2026-0001").says("2025-0001");
}

#[test]
fn an_id_that_does_not_exist() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["show", "2026-0002"]).code(4).says("did you mean").says(&id);
    let run = env.iro(&["show", "2026-0002", "--json"]).code(4);
    assert_eq!(run.error()["code"], 4);
    assert_eq!(run.stdout, "");
    env.iro(&["note", "2026-0002", "--text", "Called"]).code(4).says("2026-0002");
}

#[test]
fn something_due_is_an_answer_and_no_error() {
    let env = Env::new();
    env.raise("mosaic", &[]);
    for args in [&["due", "--all", "--exit-code"][..], &["due", "--all", "--exit-code", "--json"]] {
        assert_eq!(env.iro(args).code(10).stderr, "");
    }
}

#[test]
fn a_state_that_only_ended_ones_have_finds_them() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    assert_eq!(env.listed(&["--status", "resolved"]), [id.as_str()]);
    assert_eq!(env.listed(&["--status", "resolved", "--closed"]), [id.as_str()]);
    assert_eq!(env.listed(&["--status", "withdrawn"]), Vec::<String>::new());
    assert_eq!(env.listed(&["--status", "resolved", "--open"]), Vec::<String>::new());
}

#[test]
fn a_store_that_is_not_there_is_no_all_clear() {
    let env = Env::in_folder("a folder may not be there");
    for line in ["due --today", "list", "inbox --for 'Jo Bloggs'"] {
        let run = env.sh(line).ok();
        assert_eq!(run.stdout, "", "{line}");
        assert!(run.stderr.contains("there is no store at `"), "{line}: {}", run.stderr);
    }
    env.raise("knowsley", &[]);
    let run = env.sh("due --overdue").ok();
    assert!(run.stderr.contains("nothing is overdue"), "{}", run.stderr);
}

/// JSON is an output format like the others, so asking for two formats is an error.
#[test]
fn two_forms_at_once_are_refused() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for line in [
        "list --csv",
        "list --ids",
        "list --columns id",
        "list --format '{id}'",
        "report --format csv",
        "report --glossary",
        "policy show knowsley --family",
        "policy show knowsley --rules",
        "policy show knowsley --format md",
    ] {
        env.sh(line).ok();
        let run = env.sh(&format!("{line} --json")).code(2);
        assert_eq!(run.stdout, "", "{line}");
        assert!(run.error()["message"].as_str().unwrap().contains("--json"), "{line}: {}", run.stderr);
    }
    env.sh("policy show knowsley --rules --format html").code(2);
    // The file's name decides its format; with `--json`, the command reports what it wrote.
    let file = env.scratch("figures.csv");
    let told = env.sh(&format!("report --out '{}' --json", file.display())).json();
    assert_eq!(told["file"], file.display().to_string());
    assert!(std::fs::read_to_string(file).unwrap().contains("figure"));
    env.sh("report --json --format json").json();
}

#[test]
fn of_several_who_may_answer_each_is_named() {
    let env = Env::new();
    let holders = ["--assign", "team-manager=Smith, John", "--assign", "social-worker=Lee, Ann"];
    env.raise("knowsley", &[&["--stage", "stage-1"][..], &holders].concat());
    env.raise("knowsley", &[&["--stage", "stage-1"][..], &holders[..2]].concat());
    let piped = env.sh("list").ok().stdout;
    assert!(piped.contains("Lee, Ann|Smith, John") && piped.contains("social-worker|Smith, John"), "{piped}");
    let shown = env.sh("show 1").ok().stdout;
    assert!(shown.contains("Lee, Ann (Social Worker) or Smith, John (Team Manager)"), "{shown}");
    let form = env.sh("form 2").ok().stdout;
    assert!(form.contains("Social Worker or Smith, John (Team Manager)"), "{form}");
    env.sh("notice 1").ok().says("Dear Lee, Ann and Smith, John,");
}

#[test]
fn where_there_is_only_praise_the_list_says_how_to_see_it() {
    let env = Env::new();
    env.sh("praise --policy knowsley --child C-1 --for 'Sam Lee' --text 'Quick work'").ok();
    env.sh("list").ok().says("`--kind praise`").says("`--all`");
    let all = env.sh("list --all").ok();
    assert!(all.stderr.contains("`--kind praise`") && !all.stderr.contains("`--all`"), "{all:?}");
}

#[test]
fn a_number_means_what_was_there_at_the_moment() {
    let env = Env::new();
    env.now("2025-12-30T10:00");
    let old = env.raise("knowsley", &[]);
    env.now("2026-01-05T10:00");
    let new = env.raise("knowsley", &[]);
    assert_eq!((old.as_str(), new.as_str()), ("2025-0001", "2026-0001"));
    env.sh("show 1").code(4).says(&old).says(&new);
    let then = env.sh("show 1 --as-of 2025-12-31 --json").json();
    assert_eq!(then["id"], old.as_str());
}

#[test]
fn an_empty_list_says_what_it_is_a_list_of() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.resolve(&id);
    for (filters, says) in [
        ("", "no dispute is open; `iro raise` opens one; add `--all` for closed ones"),
        ("--kind praise", "there is no praise"),
        ("--overdue", "leave one out, or add `--all` for closed ones"),
        ("--all --from 2026-05-01", "leave one out"),
    ] {
        let run = env.sh(&format!("list {filters}")).ok();
        assert!(run.stdout.is_empty() && run.stderr.contains(says), "{filters}: {run:?}");
    }
    env.sh("list --closed --ids").ok();
    let env = Env::in_folder("a file is damaged");
    let id = env.raise("national", &[]);
    std::fs::write(env.open_file(&id), "half a rec").unwrap();
    // What can't be read may be what is asked for.
    let run = env.sh("list").code(1);
    assert!(!run.stderr.contains("no dispute"), "{run:?}");
}
