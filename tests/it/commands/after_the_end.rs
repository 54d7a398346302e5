//! Duties that are still owed once a dispute has ended: each stays on every list until it is done or waived, no matter
//! who has to do it.

use std::fs;

use crate::env::{Env, text};

/// The duties that a dispute owes: those of the present stage and those left over from earlier ones.
fn owed(env: &Env, id: &str) -> Vec<String> {
    let view = env.dispute(id);
    let lines = ["duties", "left_over"].into_iter().flat_map(|key| view[key].as_array().unwrap().clone());
    let open = lines.filter(|line| line["state"] == "outstanding" && line["before"].is_null());
    open.map(|line| text(&line, "duty").to_owned()).collect()
}

/// The ids that `due` names on standard error, without and with a person asked for.
fn named_by_due(env: &Env, args: &[&str], id: &str) -> bool {
    env.iro(&[&["due"], args].concat()).ok().stderr.contains(id)
}

// NA-57
#[test]
fn what_is_owed_at_the_end_stays_on_every_list_until_it_is_done() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "in-proceedings=yes"]);
    env.resolve(&id);
    assert!(env.closed_file("2026", &id).is_file(), "it is closed all the same");
    let names = owed(&env, &id);
    for duty in ["court-informed", "informal-recorded", "child-told"] {
        assert!(names.contains(&duty.to_owned()), "{duty} in {names:?}");
        assert!(env.iro(&["show", &id]).ok().stdout.contains(duty), "{duty}");
    }
    assert!(named_by_due(&env, &[], &id));
    assert!(named_by_due(&env, &["--today"], &id));
    let tasks = env.iro(&["inbox", "--for", "iro", "--json"]).json();
    let texts = serde_json::to_string(&tasks).unwrap();
    assert!(texts.contains("The authority has told the court"), "{texts}");
    let groups = env.iro(&["supervision", "--json"]).json();
    assert_eq!(groups[0]["disputes"][0]["id"], id.as_str());
    assert!(env.iro(&["supervision"]).ok().stdout.contains("The authority has told the court"));
    for duty in owed(&env, &id) {
        let done = if duty == "route-recorded" { "waive" } else { "done" };
        let reason: &[&str] = if done == "waive" { &["--reason", "There is no file"] } else { &[] };
        env.iro(&[&[done, &id, &duty], reason].concat()).ok();
    }
    assert_eq!(owed(&env, &id), Vec::<String>::new());
    assert!(!named_by_due(&env, &[], &id));
    assert_eq!(env.iro(&["inbox", "--for", "iro", "--json"]).json(), serde_json::json!([]));
    assert_eq!(env.iro(&["supervision", "--json"]).json(), serde_json::json!([]));
    assert_eq!(fs::read_dir(env.data().join("owed")).map_or(0, Iterator::count), 0);
}

// NA-57, SW-48
#[test]
fn a_referral_by_phone_still_owes_its_letter_and_its_papers() {
    let env = Env::new();
    let id = env.raise("south-west", &["--case-type", "looked-after"]);
    let refer = ["refer", &id, "--ground", "best-interest", "--reason", "She is not safe", "--impact-on-child", "None"];
    env.iro(&[&refer[..], &["--phoned", "today", "--override", "sample reason"]].concat()).ok();
    env.resolve(&id);
    assert!(owed(&env, &id).contains(&"referral-written".to_owned()));
    let refused = env.iro(&["done", &id, "referral-written", "--json"]).refused();
    assert!(serde_json::to_string(&refused).unwrap().contains("iro refer"), "{refused}");
    env.iro(&["refer", &id, "--written", "today"]).ok();
    let names = owed(&env, &id);
    assert!(
        !names.contains(&"referral-written".to_owned()) && names.contains(&"referral-papers".to_owned()),
        "{names:?}"
    );
}

// NA-56, SW-14
#[test]
fn the_child_is_told_of_the_end_whatever_was_told_before() {
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.iro(&["done", &id, "child-told"]).ok();
        let early = env.iro(&["done", &id, "child-told", "--stage", "end", "--json"]).refused();
        assert!(serde_json::to_string(&early).unwrap().contains("the dispute is open"), "{policy}: {early}");
        env.resolve(&id);
        assert!(owed(&env, &id).contains(&"child-told".to_owned()), "{policy}");
        env.iro(&["done", &id, "child-told", "--text", "She was glad"]).ok();
        assert!(!owed(&env, &id).contains(&"child-told".to_owned()), "{policy}");
        env.iro(&["reopen", &id, "--reason", "It stopped", "--override", "sample reason"]).ok();
        env.resolve(&id);
        assert!(owed(&env, &id).contains(&"child-told".to_owned()), "{policy}: another end is told anew");
    }
}

// NA-56
#[test]
fn what_was_done_for_an_earlier_end_says_nothing_of_the_last_however_late_it_is_typed() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.resolve(&id);
    env.now("2026-03-03T10:00");
    env.iro(&["reopen", &id, "--reason", "It stopped", "--override", "sample reason"]).ok();
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    env.now("2026-03-05T10:00");
    let told = || {
        let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
        let mut figures = report["figures"].as_array().unwrap().iter();
        figures.find(|one| one["id"] == "child-told-end-share").expect("the figure")["value"].clone()
    };
    // On the afternoon of the first end, typed after the second.
    env.iro(&["done", &id, "child-told", "--stage", "end", "--on", "2026-03-02 15:00"]).ok();
    assert!(owed(&env, &id).contains(&"child-told".to_owned()));
    assert_eq!(told(), 0.0);
    env.iro(&["done", &id, "child-told"]).ok();
    assert!(!owed(&env, &id).contains(&"child-told".to_owned()));
    assert_eq!(told(), 100.0);
}

// KN-46, SW-63
#[test]
fn an_informal_end_owes_the_entry_on_the_file() {
    for (policy, duty) in [("knowsley", "discussion-recorded"), ("south-west", "informal-recorded")] {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.resolve(&id);
        assert!(owed(&env, &id).contains(&duty.to_owned()), "{policy}");
        env.iro(&["done", &id, duty]).ok();
        assert!(!owed(&env, &id).contains(&duty.to_owned()), "{policy}");
    }
}

#[test]
fn only_the_one_who_owes_it_is_asked() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=complaint"]);
    env.sh(&format!("complaint {id} --reason 'She chose it' --confirm routes-discussed")).ok();
    env.resolve(&id);
    assert!(named_by_due(&env, &["--for", "customer-relations-manager"], &id));
    assert!(!named_by_due(&env, &["--for", "team-manager"], &id));
    let theirs = env.iro(&["inbox", "--for", "customer-relations-manager"]).ok().stdout;
    assert!(theirs.contains("investigated"), "{theirs}");
}

#[test]
fn many_are_named_in_one_line() {
    let env = Env::new();
    for _ in 0..12 {
        let id = env.raise("national", &[]);
        env.resolve(&id);
    }
    let said = env.iro(&["due"]).ok().stderr;
    assert!(said.contains("12 disputes have ended with something not on record yet"), "{said}");
    assert!(said.contains("2026-0008 and 4 more"), "{said}");
}

#[test]
fn a_note_that_is_lost_is_made_again() {
    let env = Env::in_folder("it changes files by hand");
    let id = env.raise("national", &[]);
    env.resolve(&id);
    // Under `IRO_AS_OF` every record is read; only today's list relies on the notes in `owed`.
    let named = || {
        let output = env.command().arg("due").env_remove("IRO_AS_OF").output().unwrap();
        String::from_utf8(output.stderr).unwrap().contains(&id)
    };
    assert!(named());
    fs::remove_dir_all(env.data().join("owed")).unwrap();
    assert!(!named());
    assert!(env.iro(&["doctor"]).stdout.contains("isn't noted"));
    env.iro(&["doctor", "--repair"]).ok();
    assert!(named());
    env.iro(&["reopen", &id, "--reason", "It stopped"]).ok();
    assert!(!env.data().join("owed").join(&id).exists());
}

/// A required meeting that is still owed is recorded with its chair, not as any other duty.
#[test]
fn what_is_owed_after_the_end_is_recorded_by_the_command_that_is_named() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let meeting = "    meeting: {title: Talk, needed: required, chair: iro, source: '1'}\n  - id: formal";
    env.add_policy("small", small.replace("  - id: formal", meeting));
    let id = text(&env.sh("raise --policy small --child C-1 --concern c --json").json(), "id").to_owned();
    env.resolve(&id);
    let way = format!("iro meeting {id} --held WHEN --chair NAME");
    env.iro(&["check", &id]).ok().says(&format!("`{way}` records that it was done"));
    let shown = env.iro(&["show", &id]).ok().stdout;
    assert!(shown.contains(&format!("next: iro meeting {id}")), "{shown}");
    env.sh(&way.replace("iro ", "").replace("WHEN", "today").replace("NAME", "Jo")).ok();
    let checked = env.iro(&["check", &id]).ok().stdout;
    assert!(!checked.contains("still-owed"), "{checked}");
}

/// A complaint ends nothing: what somebody promised is due, and late, wherever it is looked for.
#[test]
fn an_action_stays_promised_beside_a_complaint() {
    let env = Env::new();
    env.now("2026-03-02T10:00");
    let id = env.raise("south-west", &["--respond-by", "2026-03-16", "--confirm", "routes-discussed"]);
    env.now("2026-03-03T10:00");
    env.respond(&id, &["--action", "Visit | Sam Worker | 2026-03-10"]);
    env.now("2026-03-05T10:00");
    env.iro(&["complaint", &id, "--reason", "x"]).ok();
    env.now("2026-03-30T10:00");
    assert!(env.sh("inbox --for 'Sam Worker'").ok().stdout.contains("Visit"));
    assert!(env.iro(&["show", &id]).ok().stdout.contains("Visit, Sam Worker, by Tue 10 March 2026: not done by then"));
    let due = env.sh("due --for 'Sam Worker' --json").json();
    assert_eq!((text(&due[0], "due"), text(&due[0], "status")), ("2026-03-10", "overdue"));
    let late = env.sh("report --period 2025/26 --explain actions-overdue --json").json();
    assert_eq!(late["ids"], serde_json::json!([id]));
    // Once the dispute has ended, nothing more has to be done.
    env.iro(&["resolve", &id, "--outcome", "x", "--override", "x"]).ok();
    assert_eq!(env.sh("due --for 'Sam Worker' --json").json(), serde_json::json!([]));
    assert!(!env.sh("inbox --for 'Sam Worker'").ok().stdout.contains("Visit"));
}
