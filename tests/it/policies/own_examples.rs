//! Two protocols that were written with the guide: a Scottish one for several agencies, and one from Northern Ireland
//! for chairs of reviews. The expected dates are counted by hand, with the bank holidays of each.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};

const GLENMORE: &str = include_str!("../../../examples/policies/glenmore.yaml");
const CARRICK: &str = include_str!("../../../examples/policies/carrick.yaml");

fn with(policy: &str) -> Env {
    let env = Env::new();
    env.add_policy("ours", policy);
    env
}

fn duties(env: &Env, id: &str) -> Vec<String> {
    let duties = list(&env.dispute(id)["duties"]).into_iter().filter(|one| one["state"] == "outstanding");
    duties.map(|one| text(&one, "duty").to_owned()).collect()
}

fn due(view: &Value, clock: &str, stage: &str) -> Value {
    find_clock(view, clock, stage)["due"].clone()
}

fn escalated(env: &Env, on: &str, more: &str) -> Value {
    env.now(&format!("{on}T10:00"));
    env.sh(&format!("escalate 1 --because no-response {more} --json")).json()
}

// Raised on Monday 2 March: three working days end on Thursday the 5th. Escalated on Friday the 6th, five school days end on
// the 13th; escalated on Monday the 16th, ten end on the 30th; from Thursday 2 April, the last day of term, ten begin on Monday
// the 20th and end on Friday 1 May.
#[test]
fn a_concern_with_a_school_is_counted_in_school_days() {
    let env = with(GLENMORE);
    let view = env.sh("raise --policy glenmore --child C-1 --concern c --subject school --json").json();
    assert_eq!((&view["ladder"], due(&view, "respond", "talk")), (&json!("school"), json!("2026-03-05")));
    let noted = "--confirm noted";
    assert_eq!(due(&escalated(&env, "2026-03-06", noted), "respond", "school-1"), "2026-03-13");
    // More time, and leaving out a level, need the head of service's approval.
    env.sh("extend 1 --by '3 working days' --reason r").code(3).says("extension-approved");
    env.sh("escalate 1 --because urgent --to school-3").code(3).says("bypass-approved");
    let more = env.fork();
    let view = more.sh("extend 1 --by '3 working days' --reason r --confirm extension-approved --json").json();
    assert_eq!(due(&view, "respond", "school-1"), "2026-03-18");
    assert_eq!(due(&escalated(&env, "2026-03-16", ""), "meeting", "school-2"), "2026-03-30");
    env.now("2026-03-30T10:00");
    env.sh("meeting 1 --held today --chair quality-officer").ok();
    let view = env.dispute("1");
    assert_eq!(due(&view, "minutes", "school-2"), "2026-04-01");
    assert!(duties(&env, "1").contains(&"minutes-sent".to_owned()));
    assert_eq!(due(&escalated(&env, "2026-04-02", ""), "decide", "school-3"), "2026-05-01");
}

// Escalated on Friday 6 March: five working days end on the 13th, twenty on Monday 6 April, because Good Friday is a bank
// holiday in Scotland and Easter Monday is none. What is decided on Tuesday 24 March is confirmed by the 31st.
#[test]
fn a_concern_with_a_service_is_counted_in_working_days_and_ends_with_a_letter() {
    let env = with(GLENMORE);
    let run = env.sh("raise --policy glenmore --child C-1 --concern c").ok();
    assert!(run.stderr.contains("with `--subject` it can take A concern with a school"), "{}", run.stderr);
    let view = escalated(&env, "2026-03-06", "--confirm noted");
    assert_eq!(due(&view, "respond", "service-1"), "2026-03-13");
    let total = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "total").unwrap();
    assert_eq!((&total["due"], &total["strength"]), (&json!("2026-04-06"), &json!("aim")));
    // Both services sign the answer.
    let view = escalated(&env, "2026-03-16", "");
    assert_eq!(view["waiting_on"]["roles"], json!(["service-manager", "nurse-consultant"]));
    escalated(&env, "2026-03-20", "");
    assert!(!duties(&env, "1").contains(&"letter".to_owned()), "nothing is decided yet");
    env.now("2026-03-24T10:00");
    env.sh("decide 1 --decided-by chief-social-work-officer --text 'The plan is changed'").ok();
    let letter = list(&env.dispute("1")["clocks"]).into_iter().find(|clock| clock["clock"] == "letter").unwrap();
    assert_eq!(letter["due"], "2026-03-31");
    assert!(duties(&env, "1").contains(&"letter".to_owned()));
    // A complaint may run beside it, whatever it is about.
    env.sh("complaint 1 --reason r").ok();
    assert_ne!(env.dispute("1")["status"], "complaint");
    env.sh("check").code(0);
}

// The review was on Wednesday 4 March at 11:00, and 48 hours end on Friday the 6th at 11:00. Raised on the 5th: ten working days
// end on Friday the 20th, because the 17th is St Patrick's Day; the aim of five on the 12th. From the lapse two more end on the
// 24th.
#[test]
fn a_chair_s_times_count_from_the_review_and_from_what_lapsed() {
    let env = with(CARRICK);
    env.now("2026-03-05T14:00");
    let raise = "raise --policy carrick --child C-1 --concern c --review-date 2026-03-04T11:00 --json";
    let view = env.sh(raise).json();
    let within = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "raise").unwrap();
    assert!(text(&within, "due_at").starts_with("2026-03-06T11:00"), "{within}");
    assert_eq!(due(&view, "talk", "step-1"), "2026-03-11");
    assert_eq!(
        (due(&view, "respond", "step-1"), due(&view, "respond-aim", "step-1")),
        (json!("2026-03-20"), json!("2026-03-12"))
    );
    env.now("2026-03-23T10:00");
    assert_eq!(due(&env.dispute("1"), "onwards", "step-1"), "2026-03-24");
    let view = escalated(&env, "2026-03-23", "--confirm entered");
    assert_eq!(due(&view, "respond", "step-2"), "2026-03-30");
    // A month from the start of the first step ends on Sunday 5 April, the day before Easter Monday.
    assert_eq!(due(&view, "whole", "step-2"), "2026-04-07");
    assert!(!duties(&env, "1").contains(&"chased".to_owned()));
    env.now("2026-03-31T10:00");
    assert!(duties(&env, "1").contains(&"chased".to_owned()), "the week has passed");
    assert!(!duties(&env, "1").contains(&"told".to_owned()), "nothing was answered");
}

#[test]
fn what_is_unsafe_begins_higher_and_goes_to_the_lawyers_instead() {
    for (said, stage, copied) in [("", "step-1", None), ("--field unsafe=yes", "step-2", Some("legal-adviser"))] {
        let env = with(CARRICK);
        let view = env.sh(&format!("raise --policy carrick --child C-1 --concern c {said} --json")).json();
        let copies = |view: &Value| {
            let copies = list(&view["notices"]).into_iter().filter(|one| one["copied"] == true);
            copies.map(|one| text(&one, "to").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(text(&view, "stage"), stage, "{said}");
        assert_eq!(copies(&view).first().map(String::as_str), copied, "{said}");
        if copied.is_none() {
            let view = escalated(&env, "2026-03-05", "--confirm entered");
            assert_eq!(copies(&view), ["assistant-director"], "in all other circumstances");
        }
    }
}

// Step 3 begins on Monday 2 March: ten working days end on Monday the 16th.
#[test]
fn why_there_was_no_meeting_is_asked_for_once_its_date_has_passed() {
    let env = with(CARRICK);
    env.sh("raise --policy carrick --child C-1 --concern c --stage step-3 --reason r").ok();
    env.fork().sh("resolve 1 --outcome o").ok();
    env.now("2026-03-17T10:00");
    env.fork().sh("resolve 1 --outcome o").code(3).says("It is on file why there was no meeting");
    env.sh("meeting 1 --held today --chair executive-director").ok();
    assert!(duties(&env, "1").contains(&"notes".to_owned()));
    env.sh("resolve 1 --outcome o").ok();
    // Five working days from Tuesday 17 March, St Patrick's Day.
    let knows = list(&env.dispute("1")["clocks"]).into_iter().find(|clock| clock["clock"] == "child-knows").unwrap();
    assert_eq!(knows["due"], "2026-03-24");
}
