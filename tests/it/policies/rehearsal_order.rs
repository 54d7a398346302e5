//! `iro policy try` shows events in order of time, each for the person it would fall to in a real dispute.

use serde_json::Value;

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

/// Each line of a rehearsal: its day and time, what happens, the clock or stage, and for whom.
fn lines(env: &Env, flags: &str) -> Vec<String> {
    let tried = env.sh(&format!("policy try ours {flags} --json")).json();
    list(&tried["scenes"]).iter().map(line).collect()
}

pub fn line(scene: &Value) -> String {
    let at = scene["at"].as_str().map(|at| format!("T{}", &at[11..16])).unwrap_or_default();
    let named = scene["clock"].as_str().or(scene["stage"].as_str()).unwrap_or_default();
    let whom = scene["for"]["role"].as_str().map(|role| format!(" {role}")).unwrap_or_default();
    format!("{}{at} {} {named}{whom}", text(scene, "on"), text(scene, "what"))
}

const ACKNOWLEDGED: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: ack, label: Acknowledge, limit: 1 working day, strength: hard, from: stage-entered, until: {duty: acked}}
      - {id: respond, label: Reply, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: onward, label: Move on, limit: 3 working days, strength: hard, whose: raiser, from: answered, until: escalated}
    duties:
      - {id: acked, text: Acknowledged, by: head-of-service, enforce: remind}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Reply, limit: 7 working days, strength: hard, from: stage-entered, until: answered}
"#;

// Raised on Tuesday 30 June: to be acknowledged by Wednesday 1 July. Answered on Friday the 3rd, the next step is on Monday the
// 6th; seven working days from then end on Wednesday the 15th.
#[test]
fn an_acknowledgement_that_is_not_given_holds_up_no_answer() {
    let (env, _) = ours(ACKNOWLEDGED, "");
    let expected = [
        "2026-06-30 begins one head-of-service",
        "2026-07-01 missed ack head-of-service",
        "2026-07-03 answered one head-of-service",
        "2026-07-07 kept respond head-of-service",
        "2026-07-08 kept onward iro",
        "2026-07-06 begins two director",
        "2026-07-15 missed respond director",
    ];
    assert_eq!(lines(&env, "--from 2026-06-30 --respond 2026-07-03"), expected);
    let text = env.sh("policy try ours --from 2026-06-30 --respond 2026-07-03").ok().stdout;
    assert!(!text.contains("doesn't start"), "{text}");
}

// An answer that is followed by an agreed plan, or by the end, is accepted, so nobody escalates.
#[test]
fn an_answer_that_is_accepted_leads_nowhere() {
    let (env, _) = ours(ACKNOWLEDGED, "");
    for more in ["--agree 2026-07-10", "--resolve 2026-07-10", "--withdraw 2026-07-10"] {
        let played = lines(&env, &format!("--from 2026-06-30 --respond 2026-07-03 {more}"));
        assert!(played.iter().any(|line| line.starts_with("2026-07-10 ") && line.contains(" one")), "{played:?}");
    }
    let played = lines(&env, "--from 2026-06-30 --respond 2026-07-03 --respond 2026-07-10 --resolve 2026-07-20");
    assert!(played.contains(&"2026-07-20 resolved two".to_owned()), "{played:?}");
}

const BY_THE_HOUR: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: email, label: Send the e-mail, limit: 2 working hours, strength: hard, whose: raiser, from: stage-entered, until: {duty: mailed}}
      - {id: respond, label: Reply, limit: 4 working hours, strength: hard, from: {duty: mailed}, until: answered}
    duties:
      - {id: mailed, text: Mailed, enforce: remind}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: respond, label: Decide, limit: 24 hours, strength: hard, from: stage-entered, until: answered}]
"#;

const OFFICE: &str = "calendar: {office_hours: {from: \"09:00\", to: \"17:00\"}}";

// Friday 3 July, 16:00: one hour is left, and one on Monday; of the four for the answer two are used by 12:00. The next step is
// on Tuesday at 16:00, and 24 hours end on Wednesday at 16:00.
#[test]
fn what_is_due_before_an_answer_is_done_before_it() {
    let (env, _) = ours(BY_THE_HOUR, OFFICE);
    let expected = [
        "2026-07-03T16:00 begins one head-of-service",
        "2026-07-06T10:00 kept email iro",
        "2026-07-06T12:00 answered one head-of-service",
        "2026-07-06T14:00 kept respond head-of-service",
        "2026-07-07T16:00 begins two director",
        "2026-07-08T16:00 missed respond director",
    ];
    assert_eq!(lines(&env, "--from 2026-07-03T16:00 --respond 2026-07-06T12:00"), expected);
    // Without a time of day, the answer comes after everything else that is done that day.
    let played = lines(&env, "--from 2026-07-03T16:00 --respond 2026-07-06");
    assert_eq!(played[1..4], [expected[1], "2026-07-06 answered one head-of-service", expected[3]], "{played:?}");
}

// Raised on Monday 2 March with no time: One has until the end of Tuesday. The step is on Wednesday at 09:00, before the child
// is seen at the end of the 48 hours, that day; the director's 24 hours end on Thursday at 09:00.
#[test]
fn what_is_due_later_on_the_day_of_a_step_comes_after_it() {
    let stages =
        BY_THE_HOUR.replace("4 working hours", "1 working day").replace("from: {duty: mailed}", "from: stage-entered");
    let stages = stages.replace("2 working hours", "1 working day");
    let beside = format!(
        "{OFFICE}\nclocks: [{{id: seen, label: See the child, limit: 48 hours, strength: hard, whose: raiser, from: raised, \
         until: {{duty: seen}}, source: \"3\"}}]\nduties: [{{id: seen, text: Seen, stages: every, once: true, enforce: remind, source: \"3\"}}]"
    );
    let (env, _) = ours(&stages, &beside);
    let expected = [
        "2026-03-02 begins one head-of-service",
        "2026-03-03 kept email iro",
        "2026-03-03 missed respond head-of-service",
        "2026-03-04T09:00 begins two director",
        "2026-03-04T23:59 kept seen iro",
        "2026-03-05T09:00 missed respond director",
    ];
    assert_eq!(lines(&env, "--from 2026-03-02"), expected);
}

const PANEL: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {title: Panel, needed: required, chair: director, when: {passed: respond}}
    clocks:
      - {id: respond, label: Reply, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: meeting, label: Hold the panel, limit: 3 working days, strength: hard, whose: director, from: {lapsed: respond}, until: meeting}
      - {id: minutes, label: Send the minutes, limit: 2 working days, strength: hard, whose: raiser, from: meeting, until: {duty: minutes}}
    duties:
      - {id: minutes, text: The minutes are there, enforce: remind}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: respond, label: Reply, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
"#;

// The reply is due on Monday 9 March, the panel on Thursday the 12th, and the minutes on Monday the 16th.
#[test]
fn a_required_meeting_is_held_before_its_stage_is_left() {
    let (env, _) = ours(PANEL, "");
    let played = lines(&env, "--from 2026-03-02");
    let expected =
        ["2026-03-12 kept meeting director", "2026-03-13 begins two director", "2026-03-16 kept minutes iro"];
    assert_eq!(played[2..5], expected, "{played:?}");
    let played = lines(&env, "--from 2026-03-02 --missed meeting");
    assert_eq!(played[2], "2026-03-10 begins two director", "{played:?}");
    // If the meeting is held later, it is still held at its stage: on Wednesday the 18th, and the step is on the 19th.
    let played = lines(&env, "--from 2026-03-02 --meeting 2026-03-18");
    assert!(played.contains(&"2026-03-18 met one".to_owned()), "{played:?}");
    assert!(played.contains(&"2026-03-19 begins two director".to_owned()), "{played:?}");
}

#[test]
fn steps_are_taken_when_their_author_says_so() {
    let (env, _) = ours(PANEL, "");
    let played = lines(&env, "--from 2026-03-02 --escalate 2026-03-17");
    let expected = [
        "2026-03-02 begins one head-of-service",
        "2026-03-09 missed respond head-of-service",
        "2026-03-12 kept meeting director",
        "2026-03-16 kept minutes iro",
        "2026-03-17 begins two director",
        "2026-03-24 missed respond director",
    ];
    assert_eq!(played, expected);
    let played = lines(&env, "--from 2026-03-02 --escalate 2026-03-05");
    assert_eq!(played[1], "2026-03-05 begins two director", "{played:?}");
    let text = env
        .sh("policy try ours --from 2026-03-02 --escalate 2026-02-20 --escalate 2026-03-05 --escalate 2026-03-06")
        .ok();
    text.says("no step up from One on Fri 20 February 2026: it begins on Mon 2 March 2026")
        .says("no step up on Fri 6 March 2026: Two is the last stage here")
        .says("and each step is taken when that is given");
}

#[test]
fn who_has_to_approve_of_leaving_a_stage_out_is_named() {
    let third = PANEL.replace(
        "  - id: two",
        "  - {id: between, title: Between, kind: formal, any_of: [director], source: \"2\"}\n  - id: two",
    );
    let (env, _) = ours(&third, "bypass: {free: false, approved_by: director, source: \"3\"}");
    let run = env.sh("policy try ours --from 2026-03-02 --to two").ok();
    run.says("going to Two leaves out Between, which needs a reason, and the Director has to approve");
}

// A daily duty has more dates before the escalation than the 300 that a rehearsal lists.
#[test]
fn a_rehearsal_that_does_not_end_is_refused() {
    let beside = "clocks: [{id: daily, label: Call, limit: 1 calendar day, strength: hard, whose: raiser, from: raised, until: {duty: called}, \
                  repeats: due, source: \"3\"}]\nduties: [{id: called, text: Called, stages: every, while_open: true, source: \"3\"}]";
    let (env, _) = ours(PANEL, beside);
    let run = env.sh("policy try ours --from 2026-03-02 --escalate 2027-06-01").code(3);
    run.says("no end to this rehearsal: after 300 dates it is still at One on").says("take an earlier `--escalate`");
}
