//! What the IRO Handbook, which is statutory guidance, asks of every authority: each requirement is tried under each of
//! the five built-in policies.

use serde_json::Value;

use crate::clauses::{POLICIES, assert_shows, assert_warns, log, policy};
use crate::env::{Env, find_clock, is_running, list, text};

/// A referral with all that any of the policies asks for.
fn refer(env: &Env, policy: &Value, id: &str) -> Value {
    let ground = text(&policy["referral"]["grounds"][0], "id");
    let line = format!("refer {id} --ground '{ground}' --reason 'It cannot wait' --written 2026-03-02");
    let more = "--impact-on-child 'An end in sight' --override 'The Handbook allows it' --json";
    env.sh(&format!("{line} {more}")).json()
}

// HB-01, HB-04
#[test]
fn informal_first_then_levels_that_rise() {
    for id in POLICIES {
        let stages = list(&policy(id)["stages"]);
        assert_eq!(stages[0]["kind"], "informal", "{id}");
        assert!(stages.len() >= 2, "{id}");
        assert!(stages[1..].iter().all(|s| s["kind"] == "formal"), "{id}");
        let env = Env::new();
        let view = env.raised(id, &[]);
        assert_eq!(view["formal"], false, "{id}");
        assert!(!text(&view["waiting_on"], "role").is_empty(), "{id}");
    }
}

// HB-02, HB-11
#[test]
fn what_was_done_informally_is_on_the_record() {
    for id in POLICIES {
        let env = Env::new();
        let dispute = env.raise(id, &["--concern", "Nobody visits him"]);
        env.now("2026-03-03T10:00");
        env.sh(&format!("note {dispute} --text 'Rang the worker'")).ok();
        let log = log(&env, &dispute);
        assert!(log.contains("Nobody visits him") && log.contains("Rang the worker"), "{id}");
    }
}

// HB-03
#[test]
fn past_the_childs_own_date_it_says_so_and_waits() {
    for id in POLICIES {
        let env = Env::new();
        let dispute = env.raise(id, &["--needed-by", "2026-03-10"]);
        env.now("2026-03-11T10:00");
        let due = env.due(&["--overdue"]);
        assert!(due.iter().any(|c| c["dispute"] == dispute.as_str() && c["clock"] == "needed-by"), "{id}: {due:?}");
        assert_eq!(env.dispute(&dispute)["formal"], false, "{id}");
    }
}

// HB-05
#[test]
fn no_stage_is_compulsory() {
    for id in POLICIES {
        let top = list(&policy(id)["stages"]).pop().unwrap();
        let top = text(&top, "id");
        let env = Env::new();
        let view = env.raised(id, &["--stage", top, "--reason", "The move is tomorrow"]);
        assert_eq!(view["stage"], top, "{id}");
        let lower = env.raise(id, &[]);
        let view = env.escalate(&lower, "urgent", &["--to", top]);
        assert_eq!(view["stage"], top, "{id}");
    }
}

// HB-06
#[test]
fn twenty_working_days_are_always_shown() {
    for id in POLICIES {
        let env = Env::new();
        let stages = list(&policy(id)["stages"]);
        let first = text(&stages[1], "id");
        let view = env.raised(id, &["--stage", first, "--reason", "The move is near"]);
        let total = find_clock(&view, "total", None);
        assert_eq!(total["due"], "2026-03-30", "{id}");
        assert_eq!(total["limit"], "20 working days", "{id}");
    }
}

// HB-07, HB-08
#[test]
fn a_referral_is_never_out_of_reach_and_runs_beside_the_dispute() {
    for id in POLICIES {
        let policy = policy(id);
        let env = Env::new();
        let first = text(&policy["stages"][1], "id").to_owned();
        let dispute = env.raise(id, &["--stage", &first, "--reason", "The move is near"]);
        let before = env.dispute(&dispute);
        // Referred at the moment it is raised.
        let view = refer(&env, &policy, &dispute);
        assert_eq!(view["referral"]["written_on"], "2026-03-02", "{id}");
        for key in ["stage", "status", "due", "closed_on", "waiting_on"] {
            assert_eq!(view[key], before[key], "{id}: {key}");
        }
        assert!(is_running(&view, "total"), "{id}");
        env.now("2026-03-10T10:00");
        let next = env.respond(&dispute, &[]);
        assert_eq!(next["status"], "awaiting-review", "{id}");
        assert_eq!(env.resolve(&dispute)["referral"]["written_on"], "2026-03-02", "{id}");
    }
}

// HB-09
#[test]
fn no_manager_can_veto() {
    for id in POLICIES {
        let env = Env::new();
        let dispute = env.raise(id, &["--field", "child-wishes=Leave it"]);
        env.now("2026-03-12T10:00");
        let line = format!("escalate {dispute} --because other --reason 'He is not safe' --json");
        let until = match id {
            "south-west" => "--respond-by 2026-03-20",
            _ => "",
        };
        let disagreed = "--override 'My manager does not agree; the child cannot wait'";
        let view = env.sh(&format!("{line} {until} {disagreed}")).json();
        assert_eq!(view["formal"], true, "{id}");
        let log = list(&env.iro(&["log", &dispute, "--json"]).json());
        assert_eq!(log.last().unwrap()["by"], "Jo Bloggs", "{id}");
    }
}

// HB-10
#[test]
fn an_obstacle_is_warned_about_and_the_dispute_goes_on() {
    for id in POLICIES {
        for barrier in ["resources", "staffing", "other-agency"] {
            let env = Env::new();
            let dispute = env.raise(id, &[]);
            let line = format!("respond {dispute} --text 'We cannot' --barrier '{barrier}' --override x --json");
            let run = assert_warns(env.sh(&line), &["obstacle", "ground"]);
            assert_eq!(run.json()["closed_on"], Value::Null, "{id}");
            let view = env.escalate(&dispute, "unsatisfactory", &["--respond-by", "2026-03-20"]);
            assert_eq!(view["formal"], true, "{id}");
        }
    }
}

// HB-12
#[test]
fn legal_advice_is_within_reach() {
    for id in POLICIES {
        assert_shows(id, &["independent legal advice"]);
        let env = Env::new();
        let dispute = env.raise(id, &[]);
        env.sh(&format!("note {dispute} --kind legal-advice --text 'Sought from Marsh'")).ok();
        assert!(log(&env, &dispute).contains("Sought from Marsh"), "{id}");
    }
}
