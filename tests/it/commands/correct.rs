//! `iro correct`: a corrected value is read and checked by the same rules as in the command that first recorded it.

use serde_json::json;

use crate::env::{Env, list, text};
use crate::terminal::{DOWN, ENTER, Terminal};

fn correct(env: &Env, id: &str, event: &str, set: &[&str]) -> crate::env::Run {
    let mut args = vec!["correct", id, "--event", event, "--reason", "Typed wrongly", "--json"];
    for one in set {
        args.extend(["--set", one]);
    }
    env.iro(&args)
}

#[test]
fn names_are_those_there_are() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    env.iro(&["done", &id, "child-told"]).ok();
    let events = env.dispute(&id)["events"].clone();
    for (event, set, known) in [
        ("1", "categories=nope", "permanence"),
        ("1", "by_role=king", "cp-chair"),
        ("1", "decided_by=king", "head-of-service"),
        ("1", "assigned=king=Pat Green", "head-of-service"),
        ("1", "stage=nope", "stage-1"),
        ("1", "fields=weather=wet", "medium"),
        ("1", "fields=medium=pigeon", "email"),
        ("1", "siblings=2026-0099", "concern"),
        ("1", "colour=red", "concern"),
        ("2", "to=stage-9", "stage-4"),
        ("3", "duty=nothing", "child-told"),
    ] {
        let run = correct(&env, &id, event, &[set]).code(4);
        assert!(run.stderr.contains(known), "{set}: {}", run.stderr);
    }
    assert_eq!(env.dispute(&id)["events"], events, "nothing was changed");
}

#[test]
fn what_is_typed_is_read_as_the_command_reads_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    for (event, set, said) in [
        ("1", "immediate=maybe", "write `yes` or `no`"),
        ("1", "needed_by=garbage", "write `2026-03-02`"),
        ("1", "aware_on=2026-02-30", "there is no such day"),
        ("1", "case_type=other", "looked-after"),
        ("1", "fields=medium", "not NAME=VALUE"),
        ("1", "on=someday", "write `2026-03-02`"),
        ("2", "because=boredom", "no-response"),
    ] {
        let run = correct(&env, &id, event, &[set]).code(2).says(said);
        assert!(!run.stderr.contains("expected") && !run.stderr.contains("invalid"), "{}", run.stderr);
    }
    let good = ["immediate=no", "needed_by=2026-04-01", "aware_on=yesterday", "categories=drift, contact"];
    correct(&env, &id, "1", &good[..3]).ok();
    correct(&env, &id, "1", &["fields=medium=email", "assigned=head-of-service=Pat Green"]).ok();
    correct(&env, &id, "1", &["fields=in-proceedings=yes"]).ok();
    let view = env.dispute(&id);
    assert_eq!(view["needed_by"], "2026-04-01");
    assert_eq!(view["aware_on"], "2026-03-01");
    assert_eq!(view["fields"], json!({"medium": "email", "in-proceedings": "yes"}));
    correct(&env, &id, "1", &["fields=medium="]).ok();
    assert_eq!(env.dispute(&id)["fields"], json!({"in-proceedings": "yes"}));
    correct(&env, &id, "2", &["because=no-response"]).ok();
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

/// A dispute raised at stage 1 and escalated to stages 2 and 3.
#[test]
fn a_corrected_stage_leaves_every_later_step_one_upwards() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    env.escalate(&id, "urgent", &[]);
    for stage in ["stage-2", "stage-3", "stage-4"] {
        correct(&env, &id, "1", &[&format!("stage={stage}")]).refused();
    }
    env.sh(&format!("correct {id} --event 1 --set stage=stage-2 --reason x"))
        .code(3)
        .says("event 2 escalates to Stage 2, but the dispute was there by then")
        .says("--event 2 --set to=STAGE");
    correct(&env, &id, "2", &["to=stage-1"]).refused();
    correct(&env, &id, "2", &["to=stage-3"]).refused();
    assert_eq!(list(&env.iro(&["log", &id, "--json"]).json()).len(), 3, "nothing was written");
    // The informal stage comes before all of them; so does stage 2 once event 2 is struck.
    correct(&env, &id, "1", &["stage=informal"]).ok();
    correct(&env, &id, "2", &[]).ok();
    correct(&env, &id, "1", &["stage=stage-2"]).ok();
    env.iro(&["check"]).ok();
}

#[test]
fn a_record_with_a_step_that_is_not_upwards_is_named() {
    let env = Env::in_folder("it changes files by hand");
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    let file = env.open_file(&id);
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, written.replacen("stage: stage-1", "stage: stage-3", 1)).unwrap();
    let faults = env.iro(&["check", "--json"]).code(6);
    let faults: serde_json::Value = serde_json::from_str(&faults.stdout).unwrap();
    let fault = list(&faults["faults"]).into_iter().find(|fault| fault["rule"] == "not-up").unwrap();
    assert_eq!(text(&fault, "message"), "event 2 escalates to Stage 2, but the dispute was at Stage 3 by then");
    assert!(text(&fault, "hint").contains(&format!("iro log {id}")));
}

#[test]
fn what_stands_there_already_is_not_written_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1"]);
    env.respond(&id, &[]);
    let said = env.iro(&["log", &id, "--json"]).json()[1]["fields"]["text"].as_str().unwrap().to_string();
    for (event, set) in [("1", "child=C-1".to_string()), ("2", format!("text={said}")), ("2", "on=today".to_string())] {
        // `today` has no time of day, but the answer has one, so this would change its date.
        let run = correct(&env, &id, event, &[&set]);
        match set == "on=today" {
            true => run.ok(),
            false => run.code(3).says(&format!("event {event} says that already")),
        };
    }
    assert_eq!(list(&env.iro(&["log", &id, "--json"]).json()).len(), 3);
}

//
#[test]
fn nothing_comes_to_have_happened_later_than_it_can() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    for set in ["aware_on=2026-12-01", "arose_on=2026-03-03", "on=2026-03-04", "respond_by=2026-02-27"] {
        correct(&env, &id, "1", &[set]).refused();
    }
    let refer = format!("refer {id} --ground best-interest --reason r --impact-on-child i --phoned today --override x");
    env.sh(&refer).ok();
    correct(&env, &id, "2", &["written=2026-03-05"]).refused();
    assert_eq!(list(&env.iro(&["log", &id, "--json"]).json()).len(), 2);
}

#[test]
fn a_child_typed_wrongly_is_put_right_and_the_old_reference_stays_struck() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1O42"]);
    env.respond(&id, &[]);
    // The index is built while the reference is wrong.
    assert_eq!(env.listed(&["--child", "C-1O42"]), [id.as_str()]);
    let written = std::fs::read_to_string(env.open_file(&id)).unwrap();

    correct(&env, &id, "1", &["child="]).refused();
    correct(&env, &id, "2", &["child=C-1042"]).code(4);
    correct(&env, &id, "1", &["child=Anna Smith", "concern=x"]).ok().says("looks like a name");
    let both = correct(&env, &id, "1", &["child=C-1042", "concern=No panel date"]).json();
    assert_eq!((&both["child"], &both["concern"]), (&json!("C-1042"), &json!("No panel date")));

    assert_eq!(env.listed(&["--child", "c-1042"]), [id.as_str()]);
    assert!(env.listed(&["--child", "C-1O42"]).is_empty());
    assert_eq!(env.due(&["--all"])[0]["child"], "C-1042");
    assert_eq!(env.iro(&["inbox", "--for", "Jo Bloggs", "--json"]).json()[0]["child"], "C-1042");
    let form = env.iro(&["form", &id]).ok().stdout;
    assert!(form.contains("Child C-1042.") && !form.contains("C-1O42"), "{form}");
    env.iro(&["report", "--explain", "raised"]).ok().says("2026-0001\tC-1042");

    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!((&log[0]["fields"]["child"], &log[0]["corrected_by"]), (&json!("C-1O42"), &json!(4)));
    env.iro(&["log", &id])
        .ok()
        .says("corrected by event 4:\n1. raised")
        .says("child: C-1O42")
        .says("set:\n     - child: C-1042");
    let after = std::fs::read_to_string(env.open_file(&id)).unwrap();
    assert!(after.starts_with(&written) && after.contains("\nchild: C-1O42\n"), "{after}");
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));

    // Once this correction is struck, the earlier one holds again.
    correct(&env, &id, "4", &[]).ok();
    assert_eq!(env.dispute(&id)["child"], "Anna Smith");
}

#[test]
fn what_is_put_back_into_an_earlier_month_is_counted_there() {
    let env = Env::new();
    let dispute = env.raise("knowsley", &[]);
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Lee' --text Well --json";
    let praise = text(&env.sh(praise).json(), "id").to_owned();
    for id in [&dispute, &praise] {
        correct(&env, id, "1", &["on=2026-02-10"]).ok();
    }
    let counted = |from: &str, to: &str| {
        let report = env.iro(&["report", "--from", from, "--to", to, "--json"]).json();
        let figures = list(&report["figures"]);
        ["raised", "open-at-end", "praise"].map(|id| {
            figures.iter().find(|one| one["id"] == id).expect("a figure")["value"].as_f64().expect("a number") as u32
        })
    };
    // The month before everything was typed, which was on 2 March.
    assert_eq!(counted("2026-02-01", "2026-02-28"), [1, 1, 1]);
    assert_eq!(counted("2026-01-01", "2026-01-31"), [0, 0, 0]);
    assert_eq!(counted("2026-03-01", "2026-03-31"), [0, 1, 0]);
}

#[test]
fn before_its_correction_a_dispute_was_of_the_child_that_was_typed() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1"]);
    env.now("2026-03-04T10:00");
    correct(&env, &id, "1", &["child=C-2"]).ok();
    assert_eq!(env.iro(&["show", &id, "--as-of", "2026-03-03", "--json"]).json()["child"], "C-1");
    assert_eq!(env.dispute(&id)["child"], "C-2");
}

#[test]
fn all_that_is_held_on_a_child_goes_by_the_corrected_reference() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--child", "C-1"]);
    let other = env.raise("knowsley", &["--child", "C-1"]);
    correct(&env, &id, "1", &["child=C-2"]).ok();
    let held = |child: &str| {
        let out = env.scratch(child);
        let manifest = env.iro(&["export", "--child", child, "--out", out.to_str().unwrap(), "--json"]).json();
        let ids = list(&manifest["records"]).iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        (json!(ids), manifest["also_named_in"].clone())
    };
    assert_eq!(held("C-2"), (json!([id]), json!([])));
    assert_eq!(held("C-1"), (json!([other]), json!([id])), "the old reference still stands in it");
}

#[test]
fn which_concerns_are_repeats_follows_from_the_corrected_child() {
    let env = Env::new();
    let raise = |child: &str| env.raise("qa-notification", &["--child", child, "--category", "drift"]);
    let (first, wrong) = (raise("C-2"), raise("C-1"));
    let later = raise("C-1");
    assert_eq!(env.dispute(&later)["repeat_of"], json!([wrong]));
    let run = correct(&env, &wrong, "1", &["child=C-2"]).ok();
    assert!(run.stderr.contains(&format!("{later} names {wrong}")), "{}", run.stderr);
    assert_eq!(env.dispute(&wrong)["repeat_of"], json!([first]));
    assert_eq!(env.dispute(&later)["repeat_of"], json!([wrong]), "another record is not changed in passing");
    // Corrected, as the warning suggests.
    correct(&env, &later, "1", &["child=C-1"]).ok();
    assert_eq!(env.dispute(&later)["repeat_of"], json!([]));
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

#[test]
fn a_later_dispute_of_the_corrected_child_is_pointed_out_as_a_repeat() {
    let env = Env::new();
    let raise = |child: &str, category: &str| env.raise("qa-notification", &["--child", child, "--category", category]);
    let (wrong, later, other) = (raise("C-1", "drift"), raise("C-2", "drift"), raise("C-2", "review-tasks"));
    let run = correct(&env, &wrong, "1", &["child=C-2"]).ok();
    assert!(run.stderr.contains(&format!("{later} does not name {wrong}")), "{}", run.stderr);
    assert!(!run.stderr.contains(&format!("{other} does not")), "{}", run.stderr);
    assert_eq!(env.dispute(&wrong)["repeat_of"], json!([]), "what was raised after it is no earlier dispute");
    let run = correct(&env, &later, "1", &["child=C-2"]).ok();
    assert_eq!(env.dispute(&later)["repeat_of"], json!([wrong]));
    assert!(!run.stderr.contains("name"), "{}", run.stderr);
}

#[test]
fn earlier_disputes_are_looked_for_by_all_that_is_put_right_at_once() {
    let env = Env::new();
    let raise = |child: &str, category: &str, more: &[&str]| {
        env.raise("qa-notification", &[&["--child", child, "--category", category], more].concat())
    };
    let (drift, tasks) = (raise("C-2", "drift", &[]), raise("C-2", "review-tasks", &[]));
    let wrong = raise("C-1", "drift", &[]);
    let run = correct(&env, &wrong, "1", &["child=C-2", "categories=review-tasks"]).ok();
    assert_eq!(env.dispute(&wrong)["repeat_of"], json!([tasks]), "{}", run.stderr);
    // Dated before both, it is a repeat of neither.
    correct(&env, &wrong, "1", &["child=C-2", "categories=drift", "on=2026-02-27"]).ok();
    assert_eq!(env.dispute(&wrong)["repeat_of"], json!([]), "{drift}");
}

#[test]
fn praise_is_put_right_as_a_dispute_is() {
    let env = Env::new();
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Lee' --text 'Life story wrk' --json";
    let id = text(&env.sh(praise).json(), "id").to_owned();
    for (set, code, said) in [
        ("for=", 3, "`for` can't be empty"),
        ("for=,", 3, "`for` can't be empty"),
        ("child=", 3, "`child` can't be empty"),
        ("text=", 3, "`text` can't be empty"),
        ("role=king", 4, "there is no role `king`"),
        ("concern=x", 4, "text"),
    ] {
        correct(&env, &id, "1", &[set]).code(code).says(said);
    }
    correct(&env, &id, "1", &[])
        .code(3)
        .says("the first event can't be struck out")
        .says(&format!("iro withdraw {id}"));
    env.sh(&format!("correct {id} --event 1 --recount --reason x")).code(3).says("no dates");

    let view = correct(&env, &id, "1", &["text=Life story work", "child=C-2", "for=Sam Lee, Ann Ode"]).json();
    assert_eq!((&view["praise"]["text"], &view["child"]), (&json!("Life story work"), &json!("C-2")));
    assert_eq!(env.listed(&["--kind", "praise", "--child", "C-2"]), [id.as_str()]);
    assert_eq!(env.iro(&["inbox", "--for", "ann ode", "--json"]).json()[0]["child"], "C-2");
    env.sh(&format!("acknowledge {id} --name 'Sam Lee'")).ok().says("Still to read it: Ann Ode.");
    correct(&env, &id, "3", &["name=Nobody"]).code(4).says("Ann Ode");
    correct(&env, &id, "3", &["name=Ann Ode"]).ok();
    assert_eq!(env.dispute(&id)["praise"]["acknowledged"][0]["name"], "Ann Ode");
    env.iro(&["log", &id])
        .ok()
        .says("corrected by event 2:\n1. praised")
        .says("text: Life story wrk")
        .says("child: C-1");
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

#[test]
fn praise_that_was_withdrawn_waits_for_nobody_and_is_no_longer_counted() {
    let env = Env::new();
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Lee' --text Well --json";
    let counted = || {
        let figures = list(&env.iro(&["report", "--json"]).json()["figures"]);
        figures.iter().find(|one| one["id"] == "praise").expect("a figure")["value"].clone()
    };
    let (twice, once) = (env.sh(praise).json(), env.sh(praise).json());
    let (id, other) = (text(&twice, "id"), text(&once, "id"));
    assert_eq!(counted(), 2);
    env.sh(&format!("withdraw {id}")).code(2).says("`--reason` is missing");
    env.sh(&format!("withdraw {id} --reason 'Recorded twice'")).ok().says("stays in the record");
    assert_eq!(counted(), 1);
    let view = env.dispute(id);
    assert_eq!((&view["status"], &view["withdrawn_because"]), (&json!("withdrawn"), &json!("Recorded twice")));
    let waiting = env.iro(&["inbox", "--for", "Sam Lee", "--json"]).json();
    assert_eq!(list(&waiting).iter().map(|one| text(one, "dispute")).collect::<Vec<_>>(), [other]);
    env.iro(&["show", id]).ok().says("Mon 2 March 2026, withdrawn: Recorded twice");
    env.iro(&["form", id]).ok().says("Recorded twice");
    env.sh(&format!("acknowledge {id} --name 'Sam Lee' --json")).refused();
    env.sh(&format!("withdraw {id} --reason Again --json")).refused();
    // Once the withdrawal is struck, it has no effect.
    correct(&env, id, "2", &[]).ok();
    assert_eq!((&env.dispute(id)["status"], counted()), (&json!("recorded"), json!(2)));
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

/// Duties owed at the end are recorded under `end`, which is not a stage, and can be corrected like any other.
#[test]
fn what_was_done_at_the_end_can_be_corrected() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.iro(&["resolve", &id, "--outcome", "settled", "--override", "As agreed"]).ok();
    env.iro(&["done", &id, "child-told", "--stage", "end"]).ok();
    correct(&env, &id, "3", &["text=By phone"]).ok();
    let form = env.iro(&["form", &id]).ok().stdout;
    assert!(form.contains("By phone"), "{form}");
    let run = correct(&env, &id, "3", &["stage=ending"]).code(4);
    assert!(run.stderr.contains("there is no stage `ending`"), "{}", run.stderr);
}

/// What the event may be without can be taken out again; what it needs can't.
#[test]
fn a_fact_that_need_not_be_given_can_be_emptied() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.respond(&id, &["--name", "Sam Filed"]);
    env.sh(&format!("done {id} child-told --text 'By phone'")).ok();
    env.sh(&format!("agree {id} --text Good --override x")).ok();
    for (event, fact, kept) in [(2, "name", "text"), (3, "text", "duty"), (4, "text", "on")] {
        correct(&env, &id, &event.to_string(), &[&format!("{fact}=")]).ok();
        let correction = list(&env.iro(&["log", &id, "--json"]).json()).pop().unwrap();
        assert_eq!(correction["fields"]["set"], json!({ fact: null }), "{correction}");
        correct(&env, &id, &event.to_string(), &[&format!("{kept}=")])
            .code(3)
            .says(&format!("`{kept}` can't be empty"));
    }
    correct(&env, &id, "1", &["by_role="]).code(3).says("`by_role` can't be empty");
}

#[test]
fn an_event_that_is_struck_is_not_corrected() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    correct(&env, &id, "2", &[]).ok();
    for set in [&[][..], &["because=repeat"], &["on=2026-03-02"]] {
        let refused = correct(&env, &id, "2", set).refused();
        assert_eq!(text(&refused, "message"), "event 2 is struck out already, by event 3");
        assert!(text(&refused, "hint").contains(&format!("iro correct {id} --event 3 ")), "{refused}");
    }
    // Striking the correction brings the event back, so that it can be corrected.
    correct(&env, &id, "3", &[]).ok();
    assert_eq!(env.dispute(&id)["stage"], "stage-2");
    correct(&env, &id, "2", &["because=repeat"]).ok();
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log[1]["corrected_by"], 5);
}

#[test]
fn a_duty_that_was_confirmed_with_a_step_is_corrected() {
    let env = Env::new();
    let given = ["--impact", "Sad", "--seeking", "A visit", "--on", "2026-02-27"];
    let confirm = ["--confirm", "manager-contacted", "--confirm", "next-steps-agreed"];
    let id = env.raise("mosaic", &[&given[..], &confirm].concat());
    let confirmed = |env: &Env| {
        let standing = env.iro(&["form", &id, "--format", "md"]).ok().stdout;
        let log = env.iro(&["log", &id, "--json"]).json();
        (standing, log)
    };
    // Whoever looks for the way is told it.
    let refused = env.iro(&["done", &id, "manager-contacted", "--on", "2026-02-28"]);
    assert!(refused.stderr.contains("event 1 confirms it"), "{refused:?}");
    assert!(refused.stderr.contains("--event 1 --set confirmed=manager-contacted=WHEN"), "{refused:?}");
    correct(&env, &id, "1", &["confirmed=manager-contacted=2026-02-25"]).ok();
    let (form, log) = confirmed(&env);
    assert!(form.contains("25 February"), "{form}");
    assert_eq!(log[1]["fields"]["set"]["confirmed"].as_array().map(Vec::len), Some(2), "the other one stays");
    // Not at all: it is no longer on the form, and that is pointed out.
    correct(&env, &id, "1", &["confirmed=manager-contacted="]).ok().says("no longer recorded as done before event 1");
    let (form, _) = confirmed(&env);
    assert!(!form.contains("25 February"), "{form}");
    correct(&env, &id, "1", &["confirmed=nothing=2026-02-25"]).code(4).says("manager-contacted");
    correct(&env, &id, "1", &["confirmed=manager-contacted=2026-03-09"]).code(3).says("in the future");
    correct(&env, &id, "1", &["confirmed=next-steps-agreed=2026-02-27"]).code(3).says("says that already");
    env.iro(&["check"]).ok();
}

#[test]
fn at_a_terminal_each_duty_that_was_confirmed_is_offered() {
    let env = Env::new();
    let given = ["--impact", "Sad", "--seeking", "A visit", "--override", "x"];
    let id = env.raise("mosaic", &[&given[..], &["--confirm", "manager-contacted"]].concat());
    let mut command = env.command();
    command.args(["correct", &id]);
    let mut person = Terminal::start(command);
    person.answer("Which event do you want to correct?", &[ENTER]).answer("What is wrong in it?", &["done: ", ENTER]);
    person.answer("When was it done?", &[DOWN, ENTER]).answer("On which day?", &["2026-02-27", ENTER]);
    person.answer("What was wrong?", &["It was Friday", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(log[1]["fields"]["set"]["confirmed"][0]["on"], "2026-02-27");
    env.iro(&["undo", &id, "--reason", "x"]).ok();
    env.iro(&["undo", &id, "--reason", "x"]).code(3).says("confirmed=manager-contacted=WHEN");
}

#[test]
fn an_action_is_corrected_as_a_whole_and_the_hint_says_how() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.respond(&id, &["--action", "Visit | Sam | 2026-03-10"]);
    let run = env.iro(&["correct", &id, "--event", "2", "--set", "owner=Jo", "--reason", "x"]).code(4);
    run.says("--set actions=\"WHAT | OWNER | DUE\"");
}
