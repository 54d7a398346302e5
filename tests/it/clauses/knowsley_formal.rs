//! Knowsley's Outcome Resolution process: its formal stages, from the first entry to the final decision.

use serde_json::{Value, json};

use crate::clauses::knowsley::refer;
use crate::clauses::{
    assert_gate, assert_overridable, assert_reminds, assert_shows, assert_warns, duty, log, one_line, policy, stage,
};
use crate::env::{Env, find_clock, list};

// KN-25
#[test]
fn want_of_money_or_staff_is_no_ground() {
    let env = Env::new();
    for barrier in ["resources", "staffing"] {
        let id = env.raise("knowsley", &["--stage", "stage-2"]);
        let answer = format!("respond {id} --text 'We cannot' --barrier '{barrier}' --json");
        let run = assert_warns(env.sh(&answer), &["obstacle", "ground", "shortage", "settle"]);
        assert_eq!(run.json()["closed_on"], Value::Null);
        let line = format!("resolve {id} --outcome 'Left as it is' --barrier '{barrier}'");
        assert_overridable(&env, &line);
        let refused = env.sh(&format!("{line} --json")).refused();
        assert!(refused["source"].to_string().contains("Formal Outcome Resolution 4"), "{refused}");
    }
    assert_shows("knowsley", &["shortage of money or staff"]);
}

// KN-26
#[test]
fn the_case_record_shows_every_action() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    assert_reminds(&env, &id, "recorded-on-file");
    env.sh(&format!("done {id} recorded-on-file")).ok();
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    assert_eq!(duty(&env, &id, "recorded-on-file")["state"], "outstanding");
}

// KN-27, KN-28
#[test]
fn legal_advice_and_the_planning_meeting_are_kept() {
    let env = Env::new();
    let meeting = "legal-planning-meeting=Held on 27 February";
    let id = env.raise("knowsley", &["--field", meeting]);
    assert_eq!(env.dispute(&id)["fields"]["legal-planning-meeting"], "Held on 27 February");
    let note = format!("note {id} --kind legal-advice --text 'Sought from Marsh and Co' --json");
    env.sh(&note).ok();
    assert!(log(&env, &id).contains("Marsh and Co"));
    assert_shows("knowsley", &["independent legal advice", "Legal Planning Meeting", "not what it says"]);
}

// KN-29, KN-32
#[test]
fn actions_on_ics_have_their_times() {
    assert_eq!(policy("knowsley")["labels"]["record_system"], "ICS");
    let env = Env::new();
    for name in ["stage-1", "stage-2"] {
        let id = env.raise("knowsley", &["--stage", name]);
        let plan = "Book the panel | Sam Carter | 2026-03-06";
        let view = env.respond(&id, &["--action", plan]);
        assert_eq!(find_clock(&view, "action-1", None)["due"], "2026-03-06");
    }
    assert_shows("knowsley", &["Formal Resolution on ICS", "stage 2 document on ICS"]);
}

// KN-30, KN-33
#[test]
fn copies_go_to_the_managers_and_the_raisers_own() {
    let policy = policy("knowsley");
    let env = Env::new();
    for (name, roles) in [
        ("stage-1", json!(["social-worker", "team-manager"])),
        ("stage-2", json!(["team-manager", "service-manager", "iro-manager"])),
    ] {
        assert_eq!(stage(&policy, name)["copy_to"], roles);
        let view = env.raised("knowsley", &["--stage", name]);
        let told = list(&view["notices"]);
        for role in list(&roles) {
            assert!(
                told.iter().any(|n| n["to"] == role && n["stage"] == name && n["on"] == "2026-03-02"),
                "{role}: {told:?}"
            );
        }
    }
}

// KN-34, KN-45, QA-07, MO-44
#[test]
fn the_raiser_ends_it() {
    for policy in ["knowsley", "mosaic", "qa-notification"] {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.respond(&id, &[]);
        assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro", "an answer is not the end");
        let own = env.fork();
        own.sh(&format!("resolve {id} --outcome Settled")).ok();
        assert_eq!(own.dispute(&id)["ended_by"], "Jo Bloggs");
        let line = format!("resolve {id} --outcome Settled --user 'Kim Bell'");
        assert_gate(&env, &line, "raiser-satisfied");
        env.sh(&line).code(3).says("Jo Bloggs, who raised it, is satisfied").says("--confirm raiser-satisfied");
        env.sh(&format!("{line} --confirm raiser-satisfied")).ok().says("by Kim Bell on behalf of Jo Bloggs");
        assert_eq!(env.dispute(&id)["ended_by"], "Kim Bell");
        for page in ["show", "form"] {
            env.sh(&format!("{page} {id}")).ok().says("by Kim Bell on behalf of Jo Bloggs");
        }
        env.sh(&format!("form {id}")).ok().says("Whoever raised it is satisfied");
        env.sh(&format!("log {id}")).ok().says("resolved").says("by Kim Bell").says("Whoever raised it is satisfied");
    }
    // The child's IRO may end it as their own dispute, whoever recorded that it was raised.
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2", "--iro", "Ann Other"]);
    env.sh(&format!("resolve {id} --outcome Settled --user 'Ann Other'")).ok();
    assert_shows("knowsley", &["ends the Resolution on ICS once satisfied", "only whoever raised it ends it"]);
}

// KN-36
#[test]
fn after_the_meeting_or_the_dates_the_head_of_service_is_thought_of() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    let asked = |env: &Env| env.outstanding(&id).contains(&"escalation-considered".to_owned());
    assert!(!asked(&env), "neither the meeting nor a date is behind");
    let action = env.fork();
    action.sh(&format!("action add {id} --what 'Book it' --owner 'Sam Carter' --due 2026-03-04")).ok();
    action.now("2026-03-04T10:00");
    assert!(!asked(&action));
    action.now("2026-03-05T10:00");
    assert!(asked(&action), "the date of an action has passed");
    let late = env.fork();
    late.now("2026-03-10T10:00");
    assert_reminds(&late, &id, "escalation-considered");
    // Going there shows that it was considered; ending it leaves to be seen that nobody said so, and nothing to do.
    let shown = |env: &Env| env.sh(&format!("show {id}")).ok().stdout;
    let gone_up = late.fork();
    gone_up.escalate(&id, "unsatisfactory", &[]);
    assert!(!shown(&gone_up).contains("escalation-considered"), "{}", shown(&gone_up));
    late.resolve(&id);
    assert!(!asked(&late));
    assert!(shown(&late).contains("not confirmed for Stage 2 before it ended"), "{}", shown(&late));
    env.sh(&format!("meeting {id} --held 2026-03-02 --chair 'Pat Green'")).ok();
    assert_reminds(&env, &id, "escalation-considered");
    let view = env.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(view["waiting_on"]["role"], "head-of-service");
    assert!(log(&env, &id).contains("unsatisfactory"));
    let meeting = &stage(&policy("knowsley"), "stage-2")["meeting"];
    assert_eq!(meeting["needed"], "optional");
    // At stage 3, too, it is the Resolution meeting.
    env.sh(&format!("meeting {id} --stage stage-3 --held 2026-03-02 --chair 'Pat Green'")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let stage_3 = form.split("\n## Stage 3\n").nth(1).expect("stage 3");
    assert!(stage_3.contains("**Resolution meeting**"), "{stage_3}");
}

// KN-38
#[test]
fn five_people_meet_at_stage_4() {
    let people =
        json!(["raiser", "social-worker", "service-manager", "head-of-service", "assistant-executive-director"]);
    let meeting = stage(&policy("knowsley"), "stage-4")["meeting"].clone();
    assert_eq!(meeting["attendees"], people);
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    assert_reminds(&env, &id, "meeting");
    let held = format!("meeting {id} --held 2026-03-02 --chair assistant-executive-director --minutes M");
    let some = "--attended service-manager --attended head-of-service";
    assert_warns(env.sh(&format!("{held} {some}")), &["Social Worker"]);
    assert_eq!(duty(&env, &id, "meeting")["state"], "done");
    let chair_or_iro = "Independent Reviewing Officer or Child Protection Chair";
    let others = "Social Worker, Service Manager, Head of Service and Assistant Executive Director";
    assert_shows("knowsley", &[&format!("required; with {chair_or_iro}, {others}")]);
    let blank = env.sh("form --blank --policy knowsley").ok().stdout;
    assert_eq!(blank.matches(&format!("Who came ({chair_or_iro}, Social Worker,")).count(), 1, "{blank}");
    let chair = env.raise("knowsley", &["--stage", "stage-4", "--by-role", "cp-chair"]);
    let letter = env.sh(&format!("notice {chair}")).ok().stdout;
    assert!(letter.contains(&format!("With: Child Protection Chair, {others}")), "{letter}");
}

// KN-39, KN-40
#[test]
fn the_final_decision_may_lead_to_cafcass() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    let decide = format!("decide {id} --decided-by assistant-executive-director --text 'The plan stands'");
    env.sh(&decide).ok();
    let shown = one_line(&env.iro(&["show", &id]).ok().stdout);
    assert!(shown.contains("the plan stands"), "{shown}");
    assert!(shown.contains("refer"), "what is allowed: {shown}");
    let line = refer(&id).replace("matter-unresolved", "final-decision");
    let view = env.sh(&format!("{line} --json")).json();
    assert_eq!(view["referral"]["ground"], "final-decision");
    assert_eq!(view["closed_on"], Value::Null);
}

// KN-39, KN-22: a final decision is not a resolution
#[test]
fn a_decision_that_stands_resolves_nothing() {
    let env = Env::new();
    let ended = |result: &str| {
        let id = env.raise("knowsley", &["--stage", "stage-1"]);
        env.sh(&format!("resolve {id} --result {result} --outcome 'The plan stays as it is' --on today")).ok();
        id
    };
    let id = ended("decision-stands");
    let shown = one_line(&env.iro(&["show", &id]).ok().stdout);
    assert!(shown.contains("stage 1, ended, not resolved"), "{shown}");
    assert!(
        shown.contains(
            "resolve within the total time, due mon 30 march 2026: ended without being resolved on mon 2 march 2026"
        ),
        "{shown}"
    );
    let form = env.iro(&["form", &id]).ok().stdout;
    let total = "by Mon 30 March 2026 (20 working days); ended without being resolved on Mon 2 March 2026";
    assert!(form.contains(total) && !form.contains("; met on"), "{form}");
    // The status in JSON is still `resolved`; a total that was met by resolving is still called met.
    assert_eq!(env.dispute(&id)["status"], "resolved");
    let id = ended("resolved-in-part");
    env.iro(&["show", &id]).ok().says("Resolve within the total time, due Mon 30 March 2026: met on");
    env.iro(&["form", &id]).ok().says("(20 working days); met on Mon 2 March 2026");
}
