//! `iro policy new` and `iro policy schema`: a file to begin with, and the schema that editors check it with.

use crate::env::{Env, text};

const STAGES: [&str; 4] =
    ["--informal", "Talk | Team Manager | 3 working days", "--stage", "Stage 1 | Head of Service | 5 days"];

fn new(env: &Env, args: &[&str]) -> crate::env::Run {
    let mut all = vec!["policy", "new"];
    all.extend(args);
    env.iro(&all)
}

#[test]
fn an_id_that_is_taken_is_pointed_out() {
    let env = Env::new();
    let taken = new(&env, &["knowsley", "--effective-on", "2026-04-01", "--dry-run"]).ok();
    assert!(taken.stderr.contains("there is already a policy with the id `knowsley`"), "{}", taken.stderr);
    assert!(taken.stderr.contains("this one takes its place from Wed 1 April 2026 on"), "{}", taken.stderr);
    let earlier = new(&env, &["knowsley", "--effective-on", "2001-04-01", "--dry-run"]).ok();
    assert!(earlier.stderr.contains("that one counts from Thu 1 June 2023 on"), "{}", earlier.stderr);
    // Of one version there would be two, and no dispute could be raised under either.
    new(&env, &["knowsley", "--effective-on", "2023-06-01"])
        .code(3)
        .says("already a policy `knowsley` of version `2023-06`");
    env.raise("knowsley", &[]);
    let free = new(&env, &["anytown"]).ok();
    assert!(!free.stderr.contains("already"), "{}", free.stderr);
}

#[test]
fn the_file_checks_clean_and_can_be_used_at_once() {
    let env = Env::new();
    let mut args = vec!["anytown", "--title", "Anytown challenges", "--schema", "--json"];
    args.extend(STAGES);
    let written = new(&env, &args).json();
    assert_eq!(written["id"], "anytown");
    let file = env.data().join("policies").join("anytown.yaml");
    assert_eq!(text(&written, "file"), file.display().to_string());
    let content = std::fs::read_to_string(&file).expect("the file");
    assert_eq!(content.lines().next(), Some("# yaml-language-server: $schema=policy.schema.json"));
    assert!(file.with_file_name("policy.schema.json").exists());

    let checked = env.iro(&["policy", "check", text(&written, "file"), "--json"]).json();
    assert_eq!(checked["faults"], serde_json::json!([]));
    let id = env.raise("anytown", &[]);
    assert_eq!(env.dispute(&id)["stage"], "talk");
    // 6, 9, 10, 11, 12 March: the file says that a bare "5 days" are working days.
    env.now("2026-03-05T10:00");
    let view = env.escalate(&id, "no-response", &[]);
    assert_eq!(crate::env::find_clock(&view, "respond", "stage-1")["due"], "2026-03-12");

    new(&env, &args).code(3);
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), content, "what is there is left alone");
}

#[test]
fn an_id_is_enough_to_begin_with() {
    let env = Env::new();
    new(&env, &["anytown", "--out", "ours.yaml"]).ok().says("two stages are there to be changed");
    let content = std::fs::read_to_string(env.scratch("ours.yaml")).expect("the file");
    assert!(content.contains("# who answers") || content.contains("one after another"), "{content}");
    let checked = env.iro(&["policy", "check", "ours.yaml", "--json"]).json();
    assert_eq!(checked["faults"], serde_json::json!([]));
    new(&env, &["othertown"]).ok();
    let view = env.raised("othertown", &["--respond-by", "2026-03-10"]);
    assert_eq!(view["due"], "2026-03-10");
}

#[test]
fn it_goes_where_it_is_told() {
    let env = Env::new();
    let mut args = vec!["anytown", "--out", "-"];
    args.extend(STAGES);
    let printed = new(&env, &args).ok().stdout;
    assert!(printed.contains("\nid: anytown\n"), "{printed}");
    assert!(!env.data().exists());
    args[2] = "ours.yaml";
    new(&env, &args).ok().says("Wrote ours.yaml").says("iro policy check ours.yaml");
    assert!(
        env.scratch("ours.yaml").exists() && !env.scratch("policy.schema.json").exists(),
        "nobody asked for a schema"
    );
}

#[test]
fn who_answers_is_any_of_them_each_or_one_after_another() {
    let env = Env::new();
    let stages = [
        "One | Team Manager or Social Worker",
        "Two | Service Manager and Director",
        "Three | Head of Service, then Director",
    ];
    let flags: Vec<&str> = stages.iter().flat_map(|stage| ["--stage", *stage]).collect();
    let run = new(&env, &[&["anytown", "--out", "-"][..], &flags].concat()).ok();
    for line in [
        "    any_of: [team-manager, social-worker]",
        "    all_of: [service-manager, director]",
        "    chain: [head-of-service, director]",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let run = new(&env, &[&["anytown", "--out", "ours.yaml"][..], &flags].concat()).ok();
    run.says("Two: both `Service Manager` and `Director` must answer");
}

#[test]
fn without_a_person_what_is_missing_is_named() {
    let env = Env::new();
    new(&env, &[]).code(2).says("`ID` is missing");
    new(&env, &["Any Town"]).code(2).says("write `any-town`");
    new(&env, &["anytown", "--stage", "One | Head | 10 workings days"]).code(2).says("did you mean `10 working days`?");
    new(&env, &["anytown", "--stage", "One"]).code(2).says("TITLE | WHO | LIMIT");
}

#[test]
fn the_schema_is_draft_7() {
    let env = Env::new();
    let schema = env.iro(&["policy", "schema"]).json();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["properties"]["stages"]["items"]["$ref"], "#/definitions/stage");
}

#[test]
fn what_nobody_said_stays_open_as_a_question() {
    let env = Env::new();
    let mut args = vec!["anytown", "--out", "ours.yaml"];
    args.extend(STAGES);
    let run = new(&env, &args).ok();
    let content = std::fs::read_to_string(env.scratch("ours.yaml")).expect("the file");
    for open in [
        "# ? What does a bare \"5 days\" mean, working or calendar?",
        "# ? Is there a time for all stages together? The IRO Handbook 2010",
        "# ? May stages be left out, and without a reason?",
        "# ? When can a matter go to Cafcass?",
        "# ? Which kinds of concern does your document list?",
        "# ? a duty (hard: must, will, within), or a target",
    ] {
        assert!(content.contains(open), "{open} is not in\n{content}");
    }
    assert!(!content.starts_with("# yaml-language-server"), "{content}");
    let open = content.matches("# ?").count();
    assert!(run.stderr.contains(&format!("{open} questions are still open")), "{}", run.stderr);
    let policy = env.iro(&["policy", "show", "ours.yaml", "--json"]).json();
    assert_eq!(policy["referral"], serde_json::Value::Null);
    assert_eq!(policy["bypass"]["free"], false);
}

#[test]
fn flags_say_what_questions_ask() {
    let env = Env::new();
    let said = [
        "anytown",
        "--out",
        "ours.yaml",
        "--days",
        "calendar",
        "--total",
        "20 working days",
        "--bypass",
        "yes",
        "--last-resort",
        "yes",
        "--category",
        "The plan is not carried out",
        "--category",
        "Drift",
        "--reminders",
        "no",
        "--raiser",
        "Conference Chair",
        "--stage",
        "One | Team Manager | 5 days | aim",
        "--stage",
        "Two | Director | none",
    ];
    new(&env, &said).ok();
    let policy = env.iro(&["policy", "show", "ours.yaml", "--json"]).json();
    assert_eq!(policy["raisers"], serde_json::json!(["cp-chair"]));
    assert_eq!(policy["stages"][0]["clocks"][0]["strength"], "aim");
    assert_eq!(policy["stages"][1]["clocks"], serde_json::json!([]));
    assert_eq!(policy["categories"][0]["id"], "plan-not-carried-out");
    assert_eq!(policy["referral"]["when"], "after-all");
    assert_eq!(policy["duties"], serde_json::json!([]));
    new(&env, &["other", "--stage", "One | Head | 5 days | must"]).code(2).says("neither `aim` nor `duty`");
    new(&env, &["other", "--effective-on", "32 March"]).code(2).says("32 March");
}

/// Whether it is a duty, whose cases it is for, who may raise one and from when: none of that was said, so each stays a
/// question.
#[test]
fn what_no_flag_said_stays_a_question() {
    let env = Env::new();
    let stages = ["--informal", "Talk | Team Manager | 5-10 working days", "--stage", "Formal | Director | n/a"];
    let line = [&["policy", "new", "ours", "--title", "Ours", "--out", "ours.yaml"][..], &stages].concat();
    env.iro(&line).ok();
    let draft = std::fs::read_to_string(env.scratch("ours.yaml")).unwrap();
    let line = |key: &str| draft.lines().find(|line| line.trim_start().starts_with(key)).unwrap_or_default();
    for key in ["strength:", "covers:", "raisers:", "effective_on:"] {
        assert!(line(key).contains("# ?"), "{key}: {draft}");
    }
    assert!(line("aim:").contains("5 working days") && line("limit:").contains("10 working days"), "{draft}");
    let formal = draft.split("title: \"Formal\"").nth(1).unwrap();
    let formal = formal.split("\n\n").next().unwrap();
    assert!(!formal.lines().any(|line| line.trim_start().starts_with("limit:")), "{formal}");
    let given = ["--covers", "care-leaver", "--raiser", "IRO", "--effective-on", "2026-04-01"];
    env.iro(&[&["policy", "new", "theirs", "--title", "T", "--out", "theirs.yaml"][..], &given].concat()).ok();
    let draft = std::fs::read_to_string(env.scratch("theirs.yaml")).unwrap();
    for key in ["covers:", "raisers:", "effective_on:"] {
        let line = draft.lines().find(|line| line.starts_with(key)).unwrap();
        assert!(!line.contains("# ?"), "{line}");
    }
}
