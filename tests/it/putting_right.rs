//! Putting a record right: what is typed is read and checked as the command that recorded it reads and checks it.

use serde_json::json;

use crate::env::{Env, list};

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
