//! A protocol that was written with the guide, for young people on remand in Wales: hours of the office, a ladder that ends
//! with the health board, and what is owed only if it was resolved or only if it was withdrawn. The expected dates are
//! counted by hand.

use serde_json::{Value, json};

use crate::documents::root;
use crate::env::{Env, find_clock, list, text};

const PENLLYN: &str = include_str!("../../../examples/policies/penllyn.yaml");

fn raised(on: &str, said: &str) -> (Env, Value) {
    let env = Env::new();
    env.add_policy("penllyn", PENLLYN);
    env.now(on);
    let raise = format!("raise --policy penllyn --child YP-1 --concern c --aware-on 2026-03-02 {said} --json");
    let view = env.sh(&raise).json();
    (env, view)
}

fn due(view: &Value, clock: &str, stage: &str) -> Value {
    find_clock(view, clock, stage)["due"].clone()
}

/// The date of a clock beside the stages.
fn beside(view: &Value, clock: &str) -> Value {
    list(&view["clocks"]).into_iter().rfind(|one| one["clock"] == clock).map_or(Value::Null, |one| one["due"].clone())
}

// Raised on Monday 2 March at 15:00, six hours of an office that is open from 8:45 to 17:15 end on Tuesday at 12:30.
#[test]
fn what_is_urgent_counts_in_hours_of_the_office() {
    let (_, view) = raised("2026-03-02T15:00", "--field priority=release-at-risk");
    assert!(text(&find_clock(&view, "respond", "step-1"), "due_at").starts_with("2026-03-03T12:30"), "{view}");
    let (env, view) = raised("2026-03-02T15:00", "--field priority=ordinary");
    assert_eq!(due(&view, "respond", "step-1"), "2026-03-05");
    assert_eq!((due(&view, "visit", "step-1"), beside(&view, "told")), (json!("2026-03-09"), json!("2026-03-09")));
    assert_eq!(beside(&view, "total"), "2026-03-30");
    env.sh("resolve 1 --outcome o").ok();
    let (env, _) = raised("2026-03-02T15:00", "--field priority=release-at-risk");
    env.sh("resolve 1 --outcome o").code(3).says("The Head of Youth Justice is content");
}

// Step 2 from Friday 6 March: three working days end on the 11th, five on the 13th, with two more on the 17th. From the lapse on
// the 13th one more ends on Monday the 16th.
#[test]
fn the_answer_has_an_aim_and_a_limit_and_more_time_needs_approval() {
    let (env, _) = raised("2026-03-02T10:00", "--field priority=ordinary");
    env.now("2026-03-05T10:00");
    env.sh("meeting 1 --held today --chair iro").ok();
    assert_eq!(due(&env.dispute("1"), "notes", "step-1"), "2026-03-09");
    env.now("2026-03-06T10:00");
    env.fork().sh("escalate 1 --because urgent --to step-3 --reason r").code(3).says("bypass-approved");
    let view = env.sh("escalate 1 --because no-response --json").json();
    let both = (due(&view, "respond-aim", "step-2"), due(&view, "respond", "step-2"));
    assert_eq!(both, (json!("2026-03-11"), json!("2026-03-13")));
    let more = env.fork();
    more.sh("extend 1 --by '2 working days' --reason r").code(3).says("extension-approved");
    let view = more.sh("extend 1 --by '2 working days' --reason r --confirm extension-approved --json").json();
    assert_eq!(due(&view, "respond", "step-2"), "2026-03-17");
    env.now("2026-03-16T10:00");
    assert_eq!(due(&env.dispute("1"), "go-on", "step-2"), "2026-03-16");
    let view = env.sh("escalate 1 --because no-response --json").json();
    assert_eq!(due(&view, "meeting", "step-3"), "2026-03-19");
    env.now("2026-03-18T10:00");
    env.sh("meeting 1 --held today --chair head-of-youth-justice").ok();
    assert_eq!(due(&env.dispute("1"), "decide", "step-3"), "2026-03-19");
}

// Ten days of the calendar from Friday 6 March end on Monday the 16th.
#[test]
fn the_ladder_with_the_health_board_ends_after_two_steps() {
    let (env, view) =
        raised("2026-03-02T10:00", "--field priority=ordinary --subject 'Health board' --case-type care-leaver");
    assert_eq!((&view["ladder"], due(&view, "respond", "h1")), (&json!("health"), json!("2026-03-09")));
    assert_eq!(beside(&view, "total"), Value::Null, "that is of the other ladder");
    env.now("2026-03-06T10:00");
    let view = env.sh("escalate 1 --because urgent --json").json();
    assert_eq!(due(&view, "respond", "h2"), "2026-03-16");
    env.now("2026-03-17T10:00");
    env.fork().sh("escalate 1 --because no-response").code(3);
    let told = env.sh("refer 1 --phoned today --reason r --override o").ok();
    assert!(told.stdout.contains("Public Services Ombudsman for Wales"), "{}", told.stdout);
}

// Ended on Thursday 5 March: five working days end on the 12th, two on the 9th.
#[test]
fn what_is_owed_in_the_end_depends_on_how_it_ended() {
    for (end, owed, clock, on) in [
        ("resolve 1 --outcome o", "letter", "letter", "2026-03-12"),
        ("withdraw 1 --reason r", "reason-filed", "reason", "2026-03-09"),
    ] {
        let (env, _) = raised("2026-03-02T10:00", "--field priority=ordinary");
        env.now("2026-03-05T10:00");
        env.sh("meeting 1 --held today --chair iro").ok();
        env.sh("done 1 notes-sent").ok();
        env.sh(end).ok();
        let view = env.dispute("1");
        let left = list(&view["duties"]).into_iter().filter(|one| one["state"] == "outstanding");
        assert_eq!(left.map(|one| text(&one, "duty").to_owned()).collect::<Vec<_>>(), [owed], "{end}");
        assert_eq!(beside(&view, clock), on, "{end}");
        env.sh(&format!("done 1 {owed}")).ok();
        env.sh("check").code(0);
    }
}

#[test]
fn every_clause_of_its_document_is_cited() {
    let at = |path: &str| root().join(path).display().to_string();
    let (policy, document) = (at("examples/policies/penllyn.yaml"), at("examples/documents/penllyn.md"));
    let run = Env::new().iro(&["policy", "check", &policy, "--against", &document]).ok();
    assert!(run.stderr.contains("and a rule cites the clause of each"), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout, "");
}
