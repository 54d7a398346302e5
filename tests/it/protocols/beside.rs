//! What happens outside the stages: referral, complaint, praise, reopening, corrections, and the lists for one person.

use crate::env::{Env, list, text};

#[test]
fn reopening_takes_a_closed_dispute_up_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["reopen", &id, "--reason", "Not needed", "--json"]).refused();
    env.resolve(&id);
    env.now("2026-03-04T10:00");
    let view = env.iro(&["reopen", &id, "--reason", "Nothing has changed", "--json"]).json();
    assert_eq!(view["status"], "awaiting-response");
    assert!(env.open_file(&id).exists());
    assert!(!env.closed_file("2026", &id).exists());
}

#[test]
fn correcting_keeps_the_old_words_struck() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["note", &id, "--text", "On the wrong dispute"]).ok();
    env.iro(&["correct", &id, "--event", "2", "--reason", "Wrong dispute"]).ok();
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log[1]["struck"], true);
    assert_eq!(text(&log[1]["fields"], "text"), "On the wrong dispute");

    env.iro(&["correct", &id, "--event", "1", "--reason", "A slip", "--set", "concern=No visit since May"]).ok();
    assert_eq!(env.dispute(&id)["concern"], "No visit since May");
    env.iro(&["correct", &id, "--event", "9", "--reason", "There is none"]).code(4);
}

#[test]
fn a_referral_runs_beside_the_dispute() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let args = ["refer", &id, "--ground", "matter-unresolved", "--reason", "It can't wait", "--override", "Urgent"];
    let view = env.iro(&[&args[..], &["--phoned", "today", "--json"]].concat()).json();
    assert_eq!(view["referral"]["ground"], "matter-unresolved");
    assert_eq!(view["referral"]["state"], "phoned");
    assert_eq!(view["closed_on"], serde_json::Value::Null);
    env.iro(&["refer", &id, "--ground", "no-such-ground", "--reason", "x"]).code(4);
}

#[test]
fn a_complaint_is_the_other_route() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let view = env.iro(&["complaint", &id, "--reason", "The child asked", "--override", "Sample", "--json"]).json();
    assert_eq!(view["status"], "complaint");
}

#[test]
fn praise_is_acknowledged() {
    let env = Env::new();
    let praise = ["praise", "--policy", "knowsley", "--child", "C-1", "--for", "Sam Field", "--text", "Well planned"];
    let view = env.iro(&[&praise[..], &["--override", "Sample", "--json"]].concat()).json();
    let id = text(&view, "id").to_owned();
    assert_eq!(view["status"], "recorded");
    let view = env.iro(&["acknowledge", &id, "--name", "Sam Field", "--json"]).json();
    assert_eq!(view["status"], "acknowledged");
    assert_eq!(env.listed(&[]), Vec::<String>::new());
}

#[test]
fn the_lists_for_one_person_name_the_dispute() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let inbox = list(&env.iro(&["inbox", "--for", "team-manager", "--json"]).json());
    assert!(inbox.iter().any(|item| item["dispute"] == id.as_str()), "{inbox:?}");
    let supervision = list(&env.iro(&["supervision", "--json"]).json());
    assert_eq!(supervision[0]["disputes"][0]["id"], id.as_str());
}

#[test]
fn review_gives_the_lead_times_of_a_policy() {
    let env = Env::new();
    let times = list(&env.iro(&["review", "2026-05-12", "--policy", "mosaic", "--json"]).json());
    assert!(!times.is_empty());
    for time in times {
        let (limit, due) = (text(&time, "limit"), text(&time, "due"));
        let before_the_review = due <= "2026-05-12";
        assert_eq!(before_the_review, !limit.ends_with("after"), "{time}");
    }
}

#[test]
fn a_further_step_of_a_referral_says_which() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let refer = format!("refer {id} --ground best-interest --reason r --impact-on-child i --phoned today --override x");
    env.sh(&refer).ok();
    let events = env.dispute(&id)["events"].clone();
    env.iro(&["refer", &id]).code(2).says("--written");
    assert_eq!(env.dispute(&id)["events"], events);
    env.iro(&["refer", &id, "--written", "today"]).ok();
}

#[test]
fn a_second_decision_is_pointed_out() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    let decide = ["decide", &id, "--decided-by", "Alex Stone", "--text", "It stays as it is"];
    let first = env.iro(&decide).ok();
    assert!(!first.stderr.contains("takes its place"), "{}", first.stderr);
    env.iro(&decide).ok().says("takes its place");
}

#[test]
fn whom_praise_was_sent_to_is_told_plainly() {
    let env = Env::new();
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'A good visit' --json";
    let id = text(&env.sh(praise).json(), "id").to_owned();
    env.iro(&["show", &id]).ok().says("Social Worker and Team Manager, since Mon 2 March 2026");
}

// SW-29, NA-09
#[test]
fn an_open_dispute_without_a_date_is_named_every_morning() {
    let env = Env::new();
    let raise = "raise --policy south-west --child C-1 --concern c --override 'Nobody could be reached' --json";
    let id = text(&env.sh(raise).json(), "id").to_owned();
    for _ in 0..2 {
        env.iro(&["due"]).ok().says(&format!("iro extend {id} --until"));
        assert_eq!(env.due(&["--all"]).len(), 0);
    }
    env.iro(&["extend", &id, "--until", "2026-03-12", "--reason", "Agreed by telephone"]).ok();
    let after = env.iro(&["due"]).ok();
    assert!(!after.stderr.contains("iro extend"), "{}", after.stderr);
    assert_eq!(env.due(&["--all"])[0]["due"], "2026-03-12");
}

#[test]
fn an_action_has_an_owner_and_a_date() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let add = format!("action add {id} --what 'Tell the school'");
    env.sh(&add).code(2).says("--owner");
    env.sh(&format!("{add} --owner 'Kim Bell'")).code(2).says("--due");
    env.sh(&format!("{add} --owner 'Kim Bell' --due friday")).ok();
    assert_eq!(env.dispute(&id)["actions"][0]["due"], "2026-03-06");
}
