//! People by their part in a dispute: the role `raiser`, somebody else who judges the answer, those who approve a step,
//! and those who get a copy.

use std::fs;

use serde_json::{Value, json};

use crate::env::{Env, list, text};

const QUAYSIDE: &str = include_str!("../../../examples/policies/quayside.yaml");

fn quayside() -> Env {
    let env = Env::new();
    env.add_policy("quayside", QUAYSIDE);
    env
}

fn raised(env: &Env, more: &str) -> String {
    let holders = "--assign 'iro-manager=Pat Quality' --assign 'head-of-service=Ed Head'";
    let line = format!("raise --policy quayside --child C-1 --concern c {holders} {more} --json");
    text(&env.sh(&line).json(), "id").to_owned()
}

fn up(env: &Env, id: &str, times: usize) -> Value {
    (0..times).fold(Value::Null, |_, _| env.sh(&format!("escalate {id} --because urgent --json")).json())
}

fn notices(view: &Value, stage: &str) -> Vec<(String, bool)> {
    let told = list(&view["notices"]).into_iter().filter(|one| one["stage"] == stage);
    told.map(|one| (text(&one, "to").to_owned(), one["copied"] == true)).collect()
}

fn tasks(env: &Env, who: &str) -> Vec<String> {
    let tasks = list(&env.iro(&["inbox", "--for", who, "--json"]).json());
    tasks.iter().map(|task| text(task, "what").to_owned()).collect()
}

#[test]
fn what_is_sent_is_told_from_what_is_copied() {
    let sent = |role: &str| (role.to_owned(), false);
    let copied = |role: &str| (role.to_owned(), true);
    for (said, expected) in [
        ("", vec![sent("team-manager"), copied("iro-manager")]),
        (
            "--by-role cp-chair --case-type child-protection",
            vec![sent("team-manager"), copied("legal"), copied("iro-manager")],
        ),
    ] {
        let env = quayside();
        let id = raised(&env, said);
        assert_eq!(notices(&env.dispute(&id), "team"), expected, "{said}");
        let shown = env.sh(&format!("show {id}")).ok().stdout;
        assert!(shown.contains("Team Manager; a copy to"), "{shown}");
    }
}

/// The summary, the copy, the chair and the last answer follow the role that raised the dispute.
#[test]
fn whoever_raised_it_stands_wherever_the_protocol_says_raiser() {
    for (said, role) in [("", "iro"), ("--by-role cp-chair --case-type child-protection", "cp-chair")] {
        let env = quayside();
        let id = raised(&env, said);
        let view = up(&env, &id, 1);
        assert_eq!(
            notices(&view, "service"),
            [("head-of-service".to_owned(), false), (role.to_owned(), true)],
            "{said}"
        );
        let summary = list(&view["duties"]).into_iter().find(|one| one["duty"] == "summary").unwrap();
        assert_eq!(summary["by"], role, "{said}");
        let run = env.sh(&format!("meeting {id} --held today --chair {role} --attended team-manager")).ok();
        assert_eq!(run.stderr, "", "{said}: whoever raised it chairs");
        let view = up(&env, &id, 2);
        assert_eq!(view["waiting_on"]["roles"], json!([role, "iro-manager"]), "{said}");
        assert_eq!(tasks(&env, role).first().map(String::as_str), Some("answer"), "{said}");
        env.sh(&format!("respond {id} --role {role} --text 'A date'")).ok();
        assert_eq!(env.dispute(&id)["status"], "awaiting-response", "the other is still to answer");
        env.sh("check").code(0);
    }
}

#[test]
fn another_judges_in_the_place_of_whoever_raised_it() {
    let env = quayside();
    let id = raised(&env, "");
    up(&env, &id, 1);
    env.sh(&format!("respond {id} --text 'No'")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro", "before the panel it is the raiser");
    up(&env, &id, 1);
    env.sh(&format!("respond {id} --text 'We will'")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro-manager");
    assert_eq!(tasks(&env, "iro-manager"), ["review"]);
    assert!(!tasks(&env, "iro").contains(&"review".to_owned()));
    // The raiser can't end it alone, and isn't asked whether they are satisfied.
    env.sh(&format!("resolve {id} --outcome o")).code(3).says("satisfied-iro-manager");
    let other = env.fork();
    other.sh(&format!("resolve {id} --outcome o --confirm satisfied-iro-manager")).ok();
    let run = env.sh(&format!("resolve {id} --outcome o --user 'Pat Quality' --confirm satisfied-iro-manager")).ok();
    assert!(!run.stderr.contains("raiser-satisfied"), "{}", run.stderr);
}

/// A dispute at the panel stage with an answer that somebody other than the raiser judges.
fn at_the_panel() -> (Env, String) {
    let env = quayside();
    let id = raised(&env, "");
    up(&env, &id, 2);
    env.sh(&format!("respond {id} --text 'We will'")).ok();
    (env, id)
}

#[test]
fn no_plan_is_agreed_before_whoever_judges_is_satisfied() {
    let (env, id) = at_the_panel();
    env.sh(&format!("agree {id}")).code(3).says("satisfied-iro-manager").says("is satisfied with the answer");
    env.sh(&format!("agree {id} --confirm satisfied-iro-manager")).ok();
    env.sh(&format!("resolve {id} --outcome o")).ok();
    // If the raiser judges the answer, nobody else is asked.
    let env = quayside();
    let id = raised(&env, "");
    env.sh(&format!("respond {id} --text 'We will'")).ok();
    env.sh(&format!("agree {id}")).ok();
}

#[test]
fn an_answer_is_no_good_once_whoever_judges_has_said_so() {
    let (env, id) = at_the_panel();
    let no_good = format!("escalate {id} --because unsatisfactory");
    env.sh(&no_good).code(3).says("not-satisfied-iro-manager").says("is not satisfied with the answer");
    for other in ["urgent", "actions-not-done"] {
        env.fork().sh(&format!("escalate {id} --because {other} --override x")).ok();
    }
    env.sh(&format!("{no_good} --confirm not-satisfied-iro-manager")).ok();
    // Without an answer there is nothing to judge.
    let env = quayside();
    let id = raised(&env, "");
    up(&env, &id, 2);
    env.now("2026-03-20T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
}

#[test]
fn what_was_judged_is_an_event_of_its_own_and_hands_it_back() {
    let (env, id) = at_the_panel();
    env.sh(&format!("done {id} not-satisfied-iro-manager --user 'Pat Quality'")).ok();
    env.sh(&format!("log {id}")).ok().says("The Quality Manager is not satisfied with the answer").says("Pat Quality");
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro");
    assert!(!tasks(&env, "iro-manager").contains(&"review".to_owned()));
    let inbox = env.iro(&["inbox", "--for", "iro"]).ok().stdout;
    assert!(inbox.contains("the Quality Manager is not satisfied with the answer; escalate"), "{inbox}");
    env.sh(&format!("resolve {id} --outcome o")).code(3);
    env.fork().sh(&format!("escalate {id} --because unsatisfactory")).ok();
    // The latest judgement counts, and a new answer has to be judged again.
    env.now("2026-03-03T10:00");
    env.sh(&format!("done {id} satisfied-iro-manager --user 'Pat Quality'")).ok();
    env.fork().sh(&format!("resolve {id} --outcome o")).ok();
    env.fork().sh(&format!("escalate {id} --because unsatisfactory")).code(3);
    env.now("2026-03-04T10:00");
    env.sh(&format!("respond {id} --text 'We may not'")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro-manager");
    env.sh("check").code(0);
}

#[test]
fn what_was_judged_stands_whatever_of_the_time_before_is_typed_after_it() {
    let (env, id) = at_the_panel();
    env.now("2026-03-03T15:00");
    env.sh(&format!("done {id} satisfied-iro-manager --user 'Pat Quality'")).ok();
    env.now("2026-03-04T10:00");
    // An answer of Monday, typed now, was already there when the Quality Manager judged on Tuesday.
    env.sh(&format!("respond {id} --text 'So will we' --on '2026-03-02 16:00'")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro");
    env.fork().sh(&format!("resolve {id} --outcome o")).ok();
    // A judgement of Tuesday morning, typed now, is not the latest one.
    env.sh(&format!("done {id} not-satisfied-iro-manager --user 'Pat Quality' --on '2026-03-03 10:00'")).ok();
    env.fork().sh(&format!("resolve {id} --outcome o")).ok();
    env.fork().sh(&format!("escalate {id} --because unsatisfactory")).code(3);
    // An answer of Tuesday evening came after the judgement, so it has to be judged.
    env.sh(&format!("respond {id} --text 'We may not' --on '2026-03-03 17:00'")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro-manager");
    env.sh("check").code(0);
}

#[test]
fn more_time_is_approved_first() {
    let env = quayside();
    let id = raised(&env, "");
    let more = format!("extend {id} --by '5 working days' --reason r");
    env.sh(&more).code(3).says("extension-approved").says("the Head of Service has approved more time");
    for way in
        ["--confirm extension-approved", "--agreed-with 'ed head'", "--agreed-with head-of-service", "--user 'Ed Head'"]
    {
        let env = env.fork();
        assert_eq!(env.sh(&format!("{more} {way} --json")).json()["due"], "2026-03-16", "{way}");
    }
    env.sh(&format!("{more} --agreed-with 'Sam Field'")).code(3);
    env.sh(&format!("{more} --override 'Nobody was there'")).ok();
}

#[test]
fn leaving_stages_out_is_approved_first() {
    let env = quayside();
    let id = raised(&env, "");
    let line = format!("escalate {id} --because urgent --to panel --reason r");
    env.sh(&line).code(3).says("bypass-approved").says("the Quality Manager has approved leaving stages out");
    env.fork().sh(&format!("{line} --user 'Pat Quality'")).ok();
    env.fork().sh(&format!("{line} --confirm bypass-approved")).ok();
    // A start above the first stage has to be approved, too.
    let above = "raise --policy quayside --child C-2 --concern c --stage panel --reason r";
    env.sh(above).code(3).says("bypass-approved");
    env.sh(&format!("{above} --confirm bypass-approved")).ok();
    let log = env.sh("log 2").ok().stdout;
    assert!(log.contains("Leaving stages out was approved"), "{log}");
}

#[test]
fn raiser_stands_only_where_somebody_has_raised() {
    for (from, to, words) in [
        ("raisers: [iro, cp-chair]", "raisers: [iro, raiser]", "`raiser` can't stand here"),
        ("judge: iro-manager", "judge: raiser", "`raiser` can't stand here"),
        ("when: {case_type: child-protection}", "when: {raised_by: raiser}", "`raiser` can't stand here"),
        ("approved_by: head-of-service", "approved_by: head-of-servce", "did you mean `head-of-service`?"),
        (
            "    judge: iro-manager",
            "    judge: iro-manager\n    satisfied: [iro-manager]",
            "leave it out of `satisfied`",
        ),
    ] {
        let env = Env::new();
        assert!(QUAYSIDE.contains(from), "{from}");
        fs::write(env.scratch("q.yaml"), QUAYSIDE.replacen(from, to, 1)).unwrap();
        env.sh("policy check q.yaml").code(6).says(words);
    }
}

/// Two stages, at each of which the Quality Manager judges the answer.
const JUDGED: &str = "format: 1\nid: judged\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Judged\ncovers: [looked-after]\n\
    raisers: [iro]\nroles: {iro: IRO, tm: Team Manager, hos: Head of Service, qm: Quality Manager}\nstages:\n\
    \x20 - {id: one, title: One, kind: informal, any_of: [tm], judge: qm, source: \"1\"}\n\
    \x20 - {id: two, title: Two, kind: formal, any_of: [hos], judge: qm, source: \"2\"}\n";

/// What a policy calls its duties decides nothing.
#[test]
fn a_duty_that_only_sounds_like_it_is_no_judgement() {
    let env = Env::new();
    let duties = "duties: [{id: not-satisfied-family, text: The family was asked, stages: [one], source: \"1\"}]\n";
    env.add_policy("judged", JUDGED.to_owned() + duties);
    let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
    assert_eq!(env.outstanding(&id), ["not-satisfied-family", "satisfied-qm"]);
}

#[test]
fn that_somebody_is_not_satisfied_is_asked_only_where_it_is_needed() {
    let (yes, no) = ("satisfied-qm".to_owned(), "not-satisfied-qm".to_owned());
    let env = Env::new();
    env.add_policy("judged", JUDGED);
    let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
    env.sh(&format!("respond {id} --text 'We will'")).ok();
    assert_eq!(env.outstanding(&id), [yes.clone(), no.clone()]);
    // Once they are satisfied, or the plan was agreed, nobody asks for the opposite, which they can say all the same.
    let content = env.fork();
    content.sh(&format!("done {id} satisfied-qm")).ok();
    assert!(content.outstanding(&id).is_empty());
    content.sh(&format!("agree {id}")).ok();
    assert!(content.outstanding(&id).is_empty());
    let agreed = env.fork();
    agreed.sh(&format!("agree {id} --override 'She is away'")).ok();
    assert_eq!(agreed.outstanding(&id), std::slice::from_ref(&yes));
    content.now("2026-03-03T10:00");
    content.sh(&format!("done {id} not-satisfied-qm")).ok();
    assert_eq!(content.outstanding(&id), std::slice::from_ref(&yes));
    // At the last stage nothing can be escalated as unsatisfactory.
    env.sh(&format!("escalate {id} --because unsatisfactory --confirm not-satisfied-qm")).ok();
    env.sh(&format!("respond {id} --text 'We will'")).ok();
    assert_eq!(env.outstanding(&id), [yes]);
    env.fork().sh(&format!("done {id} not-satisfied-qm")).ok();
    env.sh(&format!("done {id} satisfied-qm")).ok();
    assert!(env.outstanding(&id).is_empty());
}

#[test]
fn what_the_policy_and_the_program_ask_for_is_missing_once() {
    let rule = "raiser_ends: {source: \"5\"}\nduties: [{id: raiser-satisfied, text: The raiser is satisfied, before: resolve, \
                source: \"6\"}]\nstages:";
    let env = Env::new();
    env.add_policy("judged", JUDGED.replace("judge: qm, ", "").replace("stages:", rule));
    let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
    let refused = env.sh(&format!("resolve {id} --outcome o --user 'Sam Other' --json")).refused();
    assert_eq!(refused["rules"], json!(["raiser-satisfied"]), "{refused}");
    env.sh(&format!("resolve {id} --outcome o --user 'Sam Other' --confirm raiser-satisfied")).ok();
}

// The Head of Service answers at the second stage, and so needs no copy; nor does anybody need two.
#[test]
fn a_copy_is_named_once_and_not_for_whoever_answers() {
    let env = Env::new();
    let copies = "any_of: [hos], copy_to: [hos, qm, iro, raiser]";
    env.add_policy("judged", JUDGED.replace("judge: qm, ", "").replace("any_of: [hos]", copies));
    let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
    let run = env.sh(&format!("escalate {id} --because urgent")).ok();
    let copied = run.stdout.lines().find(|line| line.contains("send a copy to")).unwrap_or_default();
    assert_eq!(copied.trim(), "send a copy to: Quality Manager and IRO");
    // Of two who may answer, either may need the copy.
    let env = Env::new();
    let copies = "any_of: [hos, tm], copy_to: [tm]";
    env.add_policy("judged", JUDGED.replace("judge: qm, ", "").replace("any_of: [hos]", copies));
    let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
    env.sh(&format!("escalate {id} --because urgent")).ok().says("send a copy to: Team Manager");
}

// The Quality Manager gets a copy because the Team Manager had answered before; nobody has answered at the new stage.
#[test]
fn whoever_got_a_copy_as_a_stage_began_is_copied_in_while_it_lasts() {
    let env = Env::new();
    let copies = "any_of: [hos], copy_to: [{role: qm, when: {answered: true}}]";
    env.add_policy("judged", JUDGED.replace("judge: qm, ", "").replace("any_of: [hos]", copies));
    for (answers, copied) in [(true, true), (false, false)] {
        let id = text(&env.sh("raise --policy judged --child C-1 --concern c --json").json(), "id").to_owned();
        if answers {
            env.sh(&format!("respond {id} --text No")).ok();
        }
        let up = env.sh(&format!("escalate {id} --because urgent")).ok().stdout;
        assert_eq!(up.contains("send a copy to: Quality Manager"), copied, "{up}");
        let letter = env.sh(&format!("notice {id}")).ok().stdout;
        assert_eq!(letter.contains("Cc: Quality Manager"), copied, "{letter}");
    }
}
