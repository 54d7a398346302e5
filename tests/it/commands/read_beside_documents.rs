//! What the papers and screens say, read beside the documents: no more than the record knows, and nothing that the
//! document doesn't ask.

use serde_json::Value;

use crate::env::{Env, find_clock, list};

fn said(env: &Env, line: &str) -> String {
    env.sh(line).ok().stdout
}

/// A screen on one line, so that breaks don't matter.
fn on_one_line(env: &Env, line: &str) -> String {
    said(env, line).split_whitespace().collect::<Vec<_>>().join(" ")
}

// NA-15: who typed a confirmation need not have done what it confirms.
#[test]
fn a_chronology_claims_of_nobody_what_they_only_recorded() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--field", "in-proceedings=yes", "--assign", "head-of-service=Hana Boss"]);
    env.now("2026-03-04T10:00");
    let covering = ["--user", "Kim Sample", "--confirm", "discussion-recorded=2026-03-03"];
    env.escalate(&id, "no-response", &covering);
    let form = said(&env, &format!("form {id}"));
    let row = "| Tue 3 March 2026 | Done: The informal discussion is recorded on the child's file";
    let line = form.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("{form}"));
    assert!(line.ends_with("| recorded by Kim Sample |"), "{line}");
    env.sh(&format!("done {id} court-informed")).ok();
    let form = said(&env, &format!("form {id}"));
    let line = form.lines().find(|line| line.contains("Done: The court")).unwrap_or_else(|| panic!("{form}"));
    assert!(line.ends_with("| recorded by Jo Bloggs |"), "{line}");
}

// SW-38
#[test]
fn leaving_out_somebody_of_the_chain_is_asked_about_by_the_clause_of_the_chain() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-4"]);
    let refused = env.sh(&format!("escalate {id} --because no-response --to director --json")).refused();
    assert_eq!(list(&refused["unmet"])[0]["source"], "Stage 4", "{refused}");
}

// QA-19, QA-20
#[test]
fn a_meeting_of_a_stage_that_was_never_reached_was_not_missed() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2"]);
    env.sh(&format!("done {id} discuss")).ok();
    env.now("2026-03-10T08:00");
    assert_eq!(env.clock(&id, "meeting", "stage-3")["due"], "2026-03-09");
    assert_eq!(env.clock(&id, "meeting", "stage-3")["late"], true, "listed until it is held or waived");
    env.resolve(&id);
    let clock = env.clock(&id, "meeting", "stage-3");
    assert_eq!((&clock["state"], &clock["late"]), (&Value::from("stopped"), &Value::from(false)));
    let shown = on_one_line(&env, &format!("show {id}"));
    assert!(shown.contains("Hold the Professionals meeting") && !shown.contains("2026: not met by then on"), "{shown}");
    // At stage 3 it was.
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-3"]);
    env.now("2026-03-10T08:00");
    env.resolve(&id);
    let clock = find_clock(&env.dispute(&id), "meeting", "stage-3");
    assert_eq!(clock["late"], true, "{clock}");
}

// KN-36
#[test]
fn whoever_is_satisfied_after_the_meeting_need_not_have_thought_of_going_further() {
    let env = Env::new();
    let raised = |env: &Env| env.raise("knowsley", &["--stage", "stage-2"]);
    let id = raised(&env);
    env.now("2026-03-04T10:00");
    env.sh(&format!("meeting {id} --held today --chair 'Ivy Moor'")).ok();
    env.resolve(&id);
    assert!(!said(&env, &format!("show {id}")).contains("escalation-considered"));
    assert!(!said(&env, &format!("form {id}")).contains("has considered going to the Head of Service"));
    // Once the five days had passed (on Mon 9 March), it was asked for.
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-04T10:00");
    env.sh(&format!("meeting {id} --held today --chair 'Ivy Moor'")).ok();
    env.now("2026-03-10T10:00");
    env.resolve(&id);
    let shown = said(&env, &format!("show {id}"));
    assert!(shown.contains("not confirmed for Stage 2 before it ended"), "{shown}");
    // So it is where it did not end as the raiser wished.
    let env = Env::new();
    let id = raised(&env);
    env.sh(&format!("meeting {id} --held today --chair 'Ivy Moor'")).ok();
    env.sh(&format!("resolve {id} --outcome No --result decision-stands --impact-on-child None --override x")).ok();
    assert!(said(&env, &format!("show {id}")).contains("not confirmed for Stage 2 before it ended"));
}

// QA-02, MO-36, NA-14
#[test]
fn what_was_said_when_it_was_raised_is_shown() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--immediate", "yes", "--stage", "stage-2"]);
    assert!(on_one_line(&env, &format!("show {id}")).contains("immediate yes"));
    let id = env.raise("mosaic", &["--decided-by", "service-manager", "--reason", "She chaired the panel"]);
    let shown = on_one_line(&env, &format!("show {id}"));
    assert!(shown.contains("reason She chaired the panel"), "{shown}");
    assert!(shown.contains("decision of Service Manager"), "{shown}");
}

// MO-36, KN-32
#[test]
fn whoever_may_answer_is_not_said_to_be_several_and_those_with_a_name_have_it() {
    let env = Env::new();
    let shown = on_one_line(&env, &format!("show {}", env.raise("mosaic", &["--stage", "stage-4"])));
    assert!(
        shown.contains("to be told Service Director, Executive Director, since Mon 2 March 2026 (Stage 4)"),
        "{shown}"
    );
    let id = env.raise("knowsley", &["--stage", "stage-2", "--assign", "iro-manager=Ida Moss"]);
    let shown = on_one_line(&env, &format!("show {id}"));
    assert!(shown.contains("Ida Moss (IRO/CP Chair Team Manager)"), "{shown}");
    let form = said(&env, &format!("form {id}"));
    let copied = form.split("**Copy to**").nth(1).unwrap_or_else(|| panic!("{form}"));
    assert!(copied.lines().nth(1).unwrap().contains("Ida Moss (IRO/CP Chair Team Manager)"), "{form}");
}

// MO-47
#[test]
fn once_a_plan_is_accepted_those_are_written_to_who_have_something_to_do() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-4", "--assign", "service-director=Dan Ives"]);
    env.respond(
        &id,
        &[
            "--role",
            "service-director",
            "--action",
            "Panel | Sue Park | 2026-03-05",
            "--action",
            "Visit | Dan Ives | 2026-03-09",
            "--measure",
            "x",
        ],
    );
    env.sh(&format!("agree {id}")).ok();
    env.now("2026-03-06T10:00");
    let notice = said(&env, &format!("notice {id}"));
    let to = notice.lines().next().unwrap_or_default();
    assert!(to.contains("Sue Park") && to.contains("Dan Ives") && !to.contains("Executive"), "{notice}");
}

// MO-40
#[test]
fn a_message_asks_for_the_measure_in_a_sentence() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    let notice = said(&env, &format!("notice {id}"));
    assert!(notice.contains("- how it will be seen that each of these is done ("), "{notice}");
}

// MO-47, NA-47
#[test]
fn an_open_action_that_was_not_done_can_be_closed_as_that() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.respond(&id, &["--action", "Visit | Sam Lee | 2026-03-05"]);
    env.now("2026-03-06T10:00");
    env.sh(&format!("resolve {id} --outcome x --result resolved --impact-on-child y"))
        .code(3)
        .says(&format!("`iro action missed {id} 1 --reason TEXT` if it was not done"));
}

// QA-12, SW-48
#[test]
fn what_is_given_with_a_step_stands_where_it_belongs() {
    let env = Env::new();
    let part = |form: &str, heading: &str| {
        let from = form.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("{heading}: {form}"));
        let rest = form[from + 3..].to_owned();
        rest[..rest.find("\n## ").unwrap_or(rest.len())].to_owned()
    };
    let id = env.raise("qa-notification", &["--stage", "stage-1"]);
    env.escalate(&id, "unsatisfactory", &["--field", "further-action=Ask the Deputy"]);
    let form = said(&env, &format!("form {id}"));
    assert!(part(&form, "Stage 1").contains("Ask the Deputy") && !part(&form, "Stage 2").contains("Ask the Deputy"));
    let id = env.raise("south-west", &["--needed-by", "2026-03-20", "--case-type", "looked-after"]);
    let refer = "--ground best-interest --reason r --impact-on-child i --written today --override x";
    env.sh(&format!("refer {id} {refer} --field 'duty-lawyer=Lea Law'")).ok();
    let form = said(&env, &format!("form {id}"));
    assert!(part(&form, "Referral to Cafcass").contains("Lea Law"), "{form}");
    assert_eq!(form.matches("Lea Law").count(), 2, "there and in the chronology: {form}");
    env.sh(&format!("complaint {id} --reason 'He wants to' --field route=complaint --override x")).ok();
    let form = said(&env, &format!("form {id}"));
    let date = "**Settle it in time for the child**  \nby Fri 20 March 2026; stopped on Mon 2 March 2026 10:00";
    assert!(form.contains(date), "{form}");
    let blank = said(&env, "form --blank --policy south-west");
    assert!(blank.contains("Taken to the complaints procedure: when, and why"), "{blank}");
}

// NA-16, QA-24
#[test]
fn a_first_stage_and_a_talk_are_called_what_they_are() {
    let env = Env::new();
    let id = env.raise("national", &["--stage", "formal", "--ask", "head-of-service"]);
    assert!(said(&env, &format!("form {id}")).contains("Raised at Formal resolution, Head of Service: "));
    let id = env.raise("qa-notification", &["--stage", "stage-4"]);
    let refer = |env: &Env| {
        let line = "--ground not-resolved --reason r --impact-on-child i --written today --confirm director-talk";
        env.sh(&format!("refer {id} {line} --override x")).ok().stderr
    };
    let before = env.fork();
    assert!(refer(&before).contains("nobody has answered at Stage 4 yet"), "nor was the talk held");
    env.sh(&format!("done {id} discuss --with 'Sid Moor'")).ok();
    let warned = refer(&env);
    assert!(!warned.contains("nobody has answered"), "{warned}");
}
