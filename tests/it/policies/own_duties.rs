//! Duties that are still owed when a stage is left, under a protocol of an authority's own.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};
use crate::policies::own_protocol::{routine, vale};

/// The stage and id of each duty that is left over.
fn left_over(env: &Env, id: &str) -> Vec<(String, String)> {
    let left = list(&env.dispute(id)["left_over"]);
    left.iter().map(|duty| (text(duty, "stage").to_owned(), text(duty, "duty").to_owned())).collect()
}

fn pair(stage: &str, duty: &str) -> (String, String) {
    (stage.to_owned(), duty.to_owned())
}

/// A dispute escalated from the Team Stage to the Service Stage with nothing done, and the run of the escalation.
fn gone_up(env: &Env) -> (String, crate::env::Run) {
    let id = routine(env, "--stage team --reason 'It is theirs'");
    let run = env.sh(&format!("escalate {id} --because urgent")).ok();
    (id, run)
}

#[test]
fn what_a_stage_still_owes_is_said_on_going_up_and_stays_on_the_lists() {
    let env = vale(&[]);
    let (id, run) = gone_up(&env);
    let words = format!(
        "not on record yet for Team Stage: \"This stage is on file\" (`iro done {id} filed --stage team` records it)"
    );
    assert!(run.stderr.contains(&words), "{}", run.stderr);
    // A duty that is done once only is owed at the present stage, so it is not left over from the earlier one.
    assert_eq!(left_over(&env, &id), [pair("team", "filed")]);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("left over from Team Stage:\n  filed  This stage is on file\n"), "{shown}");
    let tasks = list(&env.sh("inbox --for iro --json").json());
    let texts: Vec<&str> = tasks.iter().filter(|task| task["what"] == "do").map(|task| text(task, "text")).collect();
    assert_eq!(
        texts,
        [
            "Hold the Meeting",
            "Not recorded yet: The child has been told",
            "Not recorded yet: This stage is on file",
            "Not recorded yet: This stage is on file (left over from Team Stage)"
        ]
    );
}

#[test]
fn what_was_left_over_is_done_for_its_own_stage() {
    let env = vale(&[]);
    let (id, _) = gone_up(&env);
    env.sh(&format!("done {id} filed --stage team")).ok().says("`filed` of Team Stage is recorded as done");
    assert_eq!(left_over(&env, &id), []);
    let here = |duty: &Value| duty["duty"] == "filed" && duty["state"] == "outstanding";
    assert!(list(&env.dispute(&id)["duties"]).iter().any(here), "the Service Stage owes its own");
    env.sh(&format!("done {id} filed --stage team")).code(3).says("`filed` is not left over from Team Stage");
    env.sh(&format!("done {id} filed --stage tean")).code(4).says("did you mean `team`?");
}

#[test]
fn a_duty_that_only_the_earlier_stage_has_needs_no_stage_to_be_named() {
    let env = vale(&[(
        "{id: filed, text: This stage is on file, stages: every",
        "{id: filed, text: This stage is on file, stages: team",
    )]);
    let (id, _) = gone_up(&env);
    let fork = env.fork();
    env.sh(&format!("done {id} filed")).ok();
    assert_eq!(left_over(&env, &id), []);
    fork.sh(&format!("waive {id} filed --reason 'The system was down'")).ok();
    assert_eq!(left_over(&fork, &id), []);
}

#[test]
fn a_required_meeting_that_was_left_out_is_left_over_until_it_is_recorded_or_waived() {
    let head = "    any_of: [head]\n    source: \"2.4\"\n    clocks:\n";
    let meets = "      - {id: meeting, label: Meet, whose: head, limit: 4 days, strength: hard, until: meeting}\n";
    let meeting = "    meeting: {title: Heads meet, needed: required, source: \"2.4\"}\n    clocks:\n";
    let env = vale(&[(head, &format!("{}{meets}", head.replace("    clocks:\n", meeting)))]);
    let id = routine(&env, "--stage service --reason 'It is theirs'");
    assert_eq!(left_over(&env, &id), []);
    env.now("2026-03-05T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(
        run.stderr.contains("not on record yet for Service Stage: \"This stage is on file\", \"Meeting\" (`iro done"),
        "{}",
        run.stderr
    );
    assert_eq!(left_over(&env, &id), [pair("service", "filed"), pair("service", "meeting")]);
    env.sh(&format!("show {id}")).ok().says("left over from Service Stage:").says("  meeting  Meeting\n");
    let tasks = list(&env.sh("inbox --for iro --json").json());
    assert!(tasks.iter().any(|task| task["text"] == "Hold the Meeting (left over from Service Stage)"), "{tasks:?}");
    env.sh(&format!("done {id} meeting --stage service")).code(3).says(&format!("iro meeting {id} --held"));
    env.sh(&format!("resolve {id} --outcome Done --override x --dry-run")).ok().says("\"Meeting\" (Service Stage)");

    // A meeting held in time but typed only now was the Service Stage's; one held since is not.
    let held = |when: &str| {
        let fork = env.fork();
        fork.sh(&format!("meeting {id} --held {when} --chair Lee")).ok();
        left_over(&fork, &id).contains(&pair("service", "meeting"))
    };
    assert_eq!((held("2026-03-04"), held("2026-03-05T10:00")), (false, true));
    // Waiving settles it; the meeting of the present stage is still awaited.
    env.sh(&format!("waive {id} meeting --stage service --reason 'Nobody came'")).ok();
    assert_eq!(left_over(&env, &id), [pair("service", "filed")]);
    assert_eq!(env.clock(&id, "meeting", "head")["state"], "running");
    assert!(env.outstanding(&id).contains(&"meeting".to_owned()));
}

#[test]
fn a_meeting_that_is_held_only_if_needed_is_not_left_over() {
    let env = vale(&[("title: Meeting, needed: required", "title: Meeting, needed: if-needed")]);
    let id = routine(&env, "--stage service --reason 'It is theirs'");
    env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert_eq!(left_over(&env, &id), [pair("service", "filed")]);
}

#[test]
fn what_was_done_confirmed_or_passed_is_not_left_over() {
    let env = vale(&[]);
    let id = routine(&env, "--stage team --reason 'It is theirs'");
    let run = env.sh(&format!("escalate {id} --because urgent --confirm filed")).ok();
    assert!(!run.stderr.contains("not on record yet"), "{}", run.stderr);
    assert_eq!(left_over(&env, &id), []);
    // A duty before a step is asked for at that step, and not again afterwards.
    let id = routine(&env, "");
    env.sh(&format!("escalate {id} --because urgent --override 'No access'")).ok();
    assert_eq!(left_over(&env, &id), [pair("talk", "filed")]);
    env.sh(&format!("resolve {id} --outcome Done"))
        .ok()
        .says("not on record yet: ")
        .says("\"This stage is on file\" (Conversation)");
}

#[test]
fn what_several_stages_still_owe_is_listed_once_and_what_lapses_with_its_stage_is_not() {
    let own = "{id: filed, text: This stage is on file, stages: every";
    let more = format!(
        "{{id: thought, text: Going up was thought of, stages: every, lapses: true, source: \"5.2\"}}\n  - {own}"
    );
    let env = vale(&[(own, &more)]);
    let (id, run) = gone_up(&env);
    assert!(!run.stderr.contains("thought"), "{}", run.stderr);
    env.sh(&format!("escalate {id} --because urgent")).ok();
    assert_eq!(left_over(&env, &id), [pair("team", "filed"), pair("service", "filed"), pair("service", "meeting")]);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    let words = "left over from Team Stage and Service Stage:\n  filed  This stage is on file\n\
                 left over from Service Stage:\n  meeting  Meeting\n\nnext:";
    assert!(shown.contains(words), "{shown}");
    // Duties left over stay owed after the end; the meeting may still be recorded.
    env.sh(&format!("resolve {id} --outcome Done")).ok();
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("left over from Team Stage and Service Stage:\n  filed"), "{shown}");
    assert!(!shown.contains("thought"), "{shown}");
}

#[test]
fn a_duty_that_is_not_named_is_asked_for_from_those_still_to_be_done() {
    let env = vale(&[]);
    let id = routine(&env, "");
    let error = env.sh(&format!("done {id} --json")).code(2).error();
    assert!(text(&error, "hint").contains("child-told"), "{error}");
    env.sh(&format!("waive {id} --reason 'Too young'")).code(2).says("`DUTY` is missing").says("child-told");
    // A duty that is owed here and also left over from an earlier stage is offered once.
    let (id, _) = gone_up(&env);
    let error = env.sh(&format!("done {id} --json")).code(2).error();
    assert_eq!(text(&error, "hint").matches("filed").count(), 1, "{error}");
}

const PANEL: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {title: Panel, needed: optional, chair: director, when: {impact_level: severe}}
    duties:
      - {id: minutes, text: The minutes are there, source: "2"}
      - {id: child-asked, text: The child was asked, before: meeting, source: "3"}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "4"}
"#;

// Minutes are owed only if the meeting was held; otherwise none are left over.
#[test]
fn minutes_come_up_with_their_meeting() {
    let (env, id) = ours(PANEL, "");
    assert!(!env.outstanding(&id).contains(&"minutes".to_owned()), "{:?}", env.outstanding(&id));
    let other = env.fork();
    let run = other.sh(&format!("escalate {id} --because urgent")).ok();
    assert!(!run.stderr.contains("minutes"), "{}", run.stderr);
    assert_eq!(left_over(&other, &id), []);
    env.sh(&format!("meeting {id} --held today --chair director --confirm child-asked")).ok();
    assert!(env.outstanding(&id).contains(&"minutes".to_owned()));
    env.sh(&format!("escalate {id} --because urgent")).ok();
    assert_eq!(left_over(&env, &id), [pair("one", "minutes")]);
}

#[test]
fn a_duty_can_come_before_a_meeting() {
    let (env, id) = ours(PANEL, "");
    env.sh(&format!("show {id}")).ok().says("before the meeting is held:");
    let meet = format!("meeting {id} --held today --chair director");
    let refused = env.sh(&meet).code(3);
    for part in ["can't record the meeting yet: not confirmed: The child was asked", "--confirm child-asked"] {
        assert!(refused.stderr.contains(part), "{}", refused.stderr);
    }
    env.fork().sh(&format!("{meet} --override 'No time'")).ok();
    env.sh(&format!("{meet} --confirm child-asked")).ok();
    let asked = |duty: &Value| duty["duty"] == "child-asked" && duty["state"] == "done";
    assert!(list(&env.dispute(&id)["duties"]).iter().any(asked));
}

#[test]
fn a_duty_before_a_meeting_that_no_stage_has_is_refused() {
    let (env, _) = ours(PANEL, "");
    let text = std::fs::read_to_string(env.data().join("policies/ours.yaml")).unwrap();
    let meeting = text.lines().find(|line| line.contains("meeting: {")).unwrap();
    std::fs::write(env.scratch("s.yaml"), text.replace(meeting, "")).unwrap();
    env.sh("policy check s.yaml").code(6).says("give the stage a `meeting`, or leave `meeting` out");
}

/// A plan that is over by a decision, by its duty, or once its actions are done.
const PLAN: &str = "
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: S
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: plan, label: Carry out the plan, limit: 2 weeks, strength: hard, from: stage-entered, until: [{duty: checked}, actions-done, decided]}
    duties:
      - {id: checked, text: The plan has been carried out, enforce: remind, source: S}";

#[test]
fn only_actions_that_are_done_show_that_a_plan_was_carried_out() {
    let state = |env: &Env, id: &str| {
        let duties = list(&env.dispute(id)["duties"]);
        let checked = duties.iter().find(|duty| duty["duty"] == "checked").expect("the duty").clone();
        (env.clock(id, "plan", "one")["state"].clone(), checked["state"].clone())
    };
    let (env, id) = ours(PLAN, "");
    env.sh(&format!("action add {id} --what Visit --owner Sam --due 2026-03-06")).ok();
    let decided = env.fork();
    decided.sh(&format!("decide {id} --decided-by head-of-service --text 'It stands'")).ok();
    assert_eq!(state(&decided, &id), (json!("met"), json!("outstanding")));
    env.sh(&format!("action done {id} 1")).ok();
    assert_eq!(state(&env, &id), (json!("met"), json!("done")));
}

/// A duty whose id is the name of a fact or of a rule that every protocol has is worded as the duty that it is.
#[test]
fn a_duty_called_like_a_fact_keeps_its_own_words() {
    const STAGES: &str = r#"
  - {id: written, title: In writing, kind: formal, any_of: [head-of-service], source: "1"}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
duties:
  - {id: impact, text: The impact was discussed, before: escalate, source: "3"}"#;
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("escalate {id} --because no-response --reason r --override Urgent")).ok();
    for command in [format!("form {id}"), "report --from 2026-03-01 --to 2026-03-31".to_owned()] {
        let said = env.sh(&command).ok().stdout;
        assert!(said.contains("not confirmed: The impact was discussed"), "{said}");
        assert!(!said.contains("nothing says what effect it is having on the child"), "{said}");
    }
}

/// The talk of each stage, with its own date; both stages have a meeting.
const TALKS: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    meeting: {title: Small panel, needed: required, source: "1"}
    source: "1"
    clocks: [{id: talk, label: Have the talk, limit: 3 working days, strength: hard, until: {duty: talk}}]
    duties: [{id: talk, text: The first talk was had}]
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    meeting: {title: Big panel, needed: if-needed, source: "2"}
    source: "2"
    clocks: [{id: talk, label: Have the talk, limit: 3 working days, strength: hard, until: {duty: talk}}]
    duties: [{id: talk, text: The second talk was had}]
"#;

// The first talk is due on Thursday 5 March, and the second, from Tuesday the 3rd, on Friday the 6th.
#[test]
fn waiving_a_duty_of_this_stage_leaves_that_of_another_its_date() {
    let (env, id) = ours(TALKS, "");
    env.sh(&format!("meeting {id} --arranged-for 2026-03-19")).ok();
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because urgent")).ok();
    let state = |view: &Value, clock: &str, stage: &str| {
        let clock = find_clock(view, clock, stage);
        (text(&clock, "due").to_owned(), text(&clock, "state").to_owned())
    };
    let running = |due: &str| (due.to_owned(), "running".to_owned());
    let stopped = |due: &str| (due.to_owned(), "stopped".to_owned());
    let view = env.sh(&format!("waive {id} talk --reason r --json")).json();
    assert_eq!(state(&view, "talk", "one"), running("2026-03-05"));
    assert_eq!(state(&view, "talk", "two"), stopped("2026-03-06"));
    assert_eq!(left_over(&env, &id), [pair("one", "talk"), pair("one", "meeting")]);
    let view = env.sh(&format!("waive {id} meeting --reason r --json")).json();
    assert_eq!(state(&view, "meeting-arranged", "one"), running("2026-03-19"));
    // Each can be waived for its own stage.
    env.sh(&format!("waive {id} talk --stage one --reason r")).ok();
    let view = env.sh(&format!("waive {id} meeting --stage one --reason r --json")).json();
    assert_eq!(state(&view, "talk", "one"), stopped("2026-03-05"));
    assert_eq!(state(&view, "meeting-arranged", "one"), stopped("2026-03-19"));
}

// A letter is owed after the end, by a date of the first stage; the dispute ends at the second.
#[test]
fn what_is_owed_after_the_end_is_waived_for_the_stage_that_gave_its_date() {
    const STAGES: &str = r#"
  - {id: one, title: One, kind: informal, any_of: [head-of-service], source: "1", clocks: [{id: letter, label: Send the letter, limit: 3 working days, strength: hard, from: closed, until: {duty: letter}}]}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
"#;
    const MORE: &str = "duties: [{id: letter, text: The letter was sent, stages: end, source: \"3\"}]";
    let (env, id) = ours(STAGES, MORE);
    env.sh(&format!("escalate {id} --because urgent")).ok();
    env.sh(&format!("resolve {id} --outcome o --override x")).ok();
    assert_eq!(env.clock(&id, "letter", "one")["state"], "running");
    env.sh(&format!("waive {id} letter --reason r")).ok();
    assert_eq!(env.clock(&id, "letter", "one")["state"], "stopped");
}
