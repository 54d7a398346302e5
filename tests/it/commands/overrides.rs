//! Overrides: `--override-rule`, or a reason given at a question, overrides that rule only; `--override` overrides all
//! that stand in the way, and says which.

use serde_json::json;

use crate::env::{Env, list, rules, text};
use crate::terminal::{DOWN, ENTER, Terminal};

/// The rules that refuse raising a South West dispute at stage 2: duties owed before a formal stage, and a date.
fn refused(env: &Env) -> Vec<String> {
    rules(&env.sh("raise --policy south-west --child C-1 --concern x --impact x --stage stage-2 --json").refused())
}

#[test]
fn the_flag_passes_all_and_says_which() {
    let env = Env::new();
    let all = refused(&env);
    assert!(all.len() > 1 && all.contains(&"respond-by".to_owned()), "{all:?}");
    let line = "raise --policy south-west --child C-1 --concern x --impact x --stage stage-2";
    let run = env.sh(&format!("{line} --override 'No time'")).ok();
    for rule in &all {
        assert!(run.stdout.contains(&format!("`{rule}`")), "{rule}: {}", run.stdout);
    }
    run.says("Overridden:").says("(No time)");
    assert_eq!(env.dispute("1")["overrides"][0]["rules"], json!(all));
}

#[test]
fn one_rule_is_passed_by_its_name_and_the_others_stand() {
    let env = Env::new();
    let all = refused(&env);
    let line = "raise --policy south-west --child C-1 --concern x --impact x --stage stage-2";
    let mut flags = String::new();
    for (at, rule) in all.iter().enumerate() {
        let run = env.sh(&format!("{line} --json{flags}"));
        assert_eq!(rules(&run.refused()), all[at..], "{flags}");
        flags.push_str(&format!(" --override-rule '{rule}=reason {at}'"));
    }
    let view = env.sh(&format!("{line} --json{flags}")).json();
    assert_eq!(view["overrides"][0]["rules"], json!(all));
    let reason = text(&view["overrides"][0], "reason").to_owned();
    for (at, rule) in all.iter().enumerate() {
        assert!(reason.contains(&format!("{rule}: reason {at}")), "{reason}");
    }
    env.sh(&format!("{line} --override x --override-rule nosuch=y")).ok().says("`nosuch` is not in the way");
    env.sh(&format!("{line} --override-rule nosuch")).code(2).says("is not NAME=VALUE");
}

#[test]
fn at_a_terminal_the_next_rule_is_asked_about_in_its_turn() {
    let env = Env::new();
    let all = refused(&env);
    let mut command = env.command();
    command.args(["raise", "--policy", "south-west", "--child", "C-1", "--concern", "x", "--impact", "x"]);
    command.args(["--stage", "stage-2"]);
    let mut person = Terminal::start(command);
    // The first is overridden; the date is still asked for, and given.
    let date = all.iter().position(|rule| rule == "respond-by").unwrap();
    for at in 0..all.len() {
        match at == date {
            true => person.answer("What now? (", &["give", ENTER]),
            false => person.answer("›", &["without", ENTER]),
        };
        match at == date {
            true => person.answer("agreed", &["2026-03-20", ENTER]),
            false => person.answer("Why go on without it", &["They are away", ENTER]),
        };
    }
    person.answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let view = env.dispute("1");
    let passed: Vec<String> = all.iter().filter(|rule| *rule != "respond-by").cloned().collect();
    assert_eq!(view["overrides"][0]["rules"], json!(passed));
    let dates: Vec<&str> =
        list(&view["clocks"]).iter().map(|clock| clock["due"].as_str().map_or("", |_| "given")).collect();
    assert!(dates.contains(&"given") && view.to_string().contains("2026-03-20"), "{view}");
    let _ = DOWN;
}

#[test]
fn somebody_elses_dispute_is_withdrawn_when_they_asked_for_it_or_for_a_reason() {
    let env = Env::new();
    let (asked, passed, own) = (env.raise("knowsley", &[]), env.raise("knowsley", &[]), env.raise("knowsley", &[]));
    let withdraw = |id: &str, more: &str| env.sh(&format!("withdraw {id} --reason 'Typed twice' {more}"));
    let error = withdraw(&asked, "--user 'Tom Manager' --json").refused();
    assert_eq!(rules(&error), ["raiser-satisfied"]);
    withdraw(&asked, "--user 'Tom Manager' --confirm raiser-satisfied").ok();
    withdraw(&passed, "--user 'Tom Manager' --override 'Jo has left'").ok();
    withdraw(&own, "").ok();
    // If the protocol says nothing about who ends a dispute, no confirmation is asked for.
    let other = env.raise("national", &[]);
    withdraw(&other, "--user 'Tom Manager'").ok();
}

/// Every command that takes `--override`, on a record where every requirement is met. Each runs in a copy of the same
/// store: dispute 1 awaits an answer, 2 has one with an action, 3 was resolved, 4 is praise, 5 was referred, and 6 is
/// under another protocol.
const NOTHING_IN_THE_WAY: [&str; 21] = [
    "raise --policy national --child C-9 --concern x --impact x --seeking x",
    "respond 1 --text x",
    "agree 2",
    "resolve 1 --outcome x --impact-on-child x",
    "escalate 1 --because unsatisfactory --reason x",
    "extend 6 --by '2 working days' --reason x --agreed-with 'Pat Lee' --clock total",
    "done 1 child-told",
    "waive 1 child-told --reason x",
    "action add 1 --what x --owner 'Pat Lee' --due 2026-03-20",
    "action done 2 1",
    "action missed 2 1 --reason x",
    "meeting 1 --held today --chair 'Pat Lee'",
    "decide 1 --decided-by 'Pat Lee' --text x",
    "note 1 --text x",
    "refer 5 --phoned today",
    "complaint 1 --reason x",
    "praise --child C-9 --for 'Pat Lee' --text x --policy national",
    "acknowledge 4 --name 'Sam Worker'",
    "withdraw 1 --reason x",
    "reopen 3 --reason x",
    "correct 1 --event 1 --set concern=y --reason x",
];

#[test]
fn a_reason_for_which_nothing_was_in_the_way_is_never_dropped_in_silence() {
    let env = Env::new();
    for _ in 0..3 {
        env.raise("national", &[]);
    }
    env.sh("respond 2 --text x --action 'A visit | Sam Worker | 2026-03-20'").ok();
    env.resolve("3");
    env.sh("praise --policy national --child C-8 --for 'Sam Worker' --text x").ok();
    env.raise("national", &[]);
    env.sh("refer 5 --ground handbook --reason x --override x").ok();
    env.raise("south-west", &["--stage", "stage-2"]);
    for line in NOTHING_IN_THE_WAY {
        let trial = env.fork();
        let run = trial.sh(&format!("{line} --override 'There was no time' --json")).ok();
        let said = "nothing was in the way, so there was nothing to override";
        assert!(run.stderr.contains(said), "{line}: {}", run.stderr);
        let view = run.document();
        let log = trial.sh(&format!("log {} --json", text(&view, "id"))).json();
        let warned = log.as_array().and_then(|events| events.last()).map(|event| event["fields"]["warned"].to_string());
        assert!(warned.as_ref().is_some_and(|warned| warned.contains(said)), "{line}: {warned:?}");
    }
    let run = env.sh("note 1 --text x --override-rule nosuch=x").ok();
    run.says("`nosuch` is not in the way, so there was nothing to override");
    env.sh("acknowledge 4 --name 'Sam Worker' --confirm nosuch").code(4).says("there is no duty `nosuch`");
}

#[test]
fn every_command_that_takes_a_reason_is_tried_without_need_for_one() {
    let env = Env::new();
    let tried: Vec<&str> = NOTHING_IN_THE_WAY.iter().filter_map(|line| line.split_whitespace().next()).collect();
    let help = env.sh("--help").ok().stdout;
    let names = help.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    // `undo` is not tried separately: it strikes the last event, as `correct` does.
    let untried = names.filter(|name| !tried.contains(name) && *name != "undo");
    let takers: Vec<&str> =
        untried.filter(|name| env.sh(&format!("{name} --help")).stdout.contains("--override <REASON>")).collect();
    assert_eq!(takers, Vec::<&str>::new());
}

// MO-58: a duty's text is worded as if it were done, so on paper "not confirmed" has to stand before it.
#[test]
fn what_was_not_confirmed_does_not_read_as_done() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--case-type", "looked-after"]);
    let line = format!("refer {id} --ground plan-element --reason r --written today --override 'No time'");
    env.sh(&line).ok();
    let talk = "The IRO has discussed the referral with the Head of Service";
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let at = |paper: &str| {
        let found: Vec<bool> =
            paper.match_indices(talk).map(|(at, _)| paper[..at].ends_with("not confirmed: ")).collect();
        assert!(!found.is_empty() && found.iter().all(|said| *said), "{paper}");
    };
    at(&form);
    assert!(form.contains("referred before the protocol's own time for it"), "{form}");
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --format md").ok().stdout;
    at(&report);
}
