//! The next steps, questions and warnings under a protocol in which only the last stage decides.

use crate::env::{Env, text};

const OURS: &str = "
format: 1
id: ours
version: '1'
effective_on: 2026-01-01
title: Ours
document: {title: Ours, undated: true}
covers: [looked-after]
raisers: [iro, lead]
roles: {iro: Reviewing Officer, lead: Safeguarding Lead, head: Head of Service, agency: Agency Manager, director: Director, assistant: Assistant Director}
calendar: {days: calendar}
total: {limit: 60 days, strength: aim, from: raised, until: [decided, resolved], source: '5'}
bypass: {free: false, approved_by: assistant, source: '6'}
guidance: [{text: Hear the household first., at: [decide], source: '3'}]
referral: {by: iro, when: after-all, covers: [looked-after], source: '7'}
stages:
  - id: one
    title: One
    kind: formal
    all_of: [head, agency]
    source: '1'
    meeting: {title: Joint meeting, needed: required, chair: assistant, from: {lapsed: respond}, source: '1'}
    clocks:
      - {id: respond, label: Answer, limit: 7 days, strength: hard, from: stage-entered, until: answered, extend: {kind: moves, at_most: 4 days, times: 1, source: '1'}}
      - {id: meeting, label: Hold the meeting, limit: 48 hours, strength: hard, whose: assistant, from: {lapsed: respond}, until: meeting}
  - id: two
    title: Two
    kind: formal
    any_of: [head]
    source: '2'
    clocks: [{id: respond, label: Answer, limit: 7 days, strength: hard, from: stage-entered, until: answered}]
  - id: three
    title: Three
    kind: formal
    any_of: [director]
    source: '3'
    clocks: [{id: decide, label: Decide, limit: 10 days, strength: hard, from: stage-entered, until: decided}]
    duties: [{id: offered, text: An advocate was offered again, before: decide, source: '3'}]
";

fn ours(more: &str) -> (Env, String) {
    let env = Env::new();
    env.add_policy("ours", OURS);
    let raised = env.sh(&format!("raise --policy ours --child C-1 --concern c --json {more}")).json();
    let id = text(&raised, "id").to_owned();
    (env, id)
}

fn next(env: &Env, id: &str) -> String {
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    let (_, next) = shown.split_once("next:").expect("what comes next");
    next.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_stage_that_waits_for_an_answer_proposes_the_answer_and_the_one_that_decides_the_decision() {
    let (env, id) = ours("");
    let before = next(&env, &id);
    assert!(before.starts_with("iro respond") && !before.contains("iro decide"), "{before}");
    env.sh(&format!("escalate {id} --because urgent --to three --reason r --confirm bypass-approved")).ok();
    assert!(next(&env, &id).starts_with("iro decide"), "{}", next(&env, &id));
    let notice = env.sh(&format!("notice {id} --to director")).ok().stdout;
    assert!(notice.contains("your decision is due by Thu 12 March 2026"), "{notice}");
    assert!(notice.contains("- your decision on the concern") && !notice.contains("your answer"), "{notice}");
    let run = env.sh(&format!("refer {id} --reason r --curtail c --dry-run")).ok();
    assert!(run.stdout.contains("nobody has decided at Three yet"), "{}", run.stdout);
}

#[test]
fn a_duty_can_come_before_the_decision_and_advice_with_it() {
    let (env, id) = ours("--stage three --reason r --confirm bypass-approved");
    env.sh(&format!("show {id}")).ok().says("before the decision is recorded:").says("An advocate was offered again");
    let decide = format!("decide {id} --decided-by director --text no");
    let refused = env.sh(&decide).code(3);
    assert!(refused.stderr.contains("can't record the decision yet"), "{}", refused.stderr);
    assert!(refused.stderr.contains("An advocate was offered again"), "{}", refused.stderr);
    let decided = env.sh(&format!("{decide} --confirm offered")).ok();
    assert!(decided.stderr.contains("Hear the household first."), "{}", decided.stderr);
    assert_eq!(env.dispute(&id)["status"], "awaiting-review");
}

/// If two must answer, accepting the plan of one leaves the other's answer awaited, and the command says so.
#[test]
fn a_plan_accepted_before_both_have_answered_leaves_the_other_answer_awaited() {
    let (env, id) = ours("");
    env.sh(&format!("respond {id} --role agency --text Yes")).ok();
    let agreed = env.sh(&format!("agree {id} --text ok")).ok();
    assert!(agreed.stderr.contains("no answer of the Head of Service is recorded yet"), "{}", agreed.stderr);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("waiting for  Head of Service\n"), "{shown}");
    assert!(next(&env, &id).starts_with("iro respond"), "{}", next(&env, &id));
    env.sh(&format!("respond {id} --role head --text 'Yes, too'")).ok();
    assert!(!next(&env, &id).contains("iro respond"), "{}", next(&env, &id));
}

/// `after-all` doesn't wait for stages that were left out, since they can never be over, but for the last one.
#[test]
fn whoever_judges_a_decision_is_not_asked_about_an_answer() {
    let (env, id) = ours("--stage three --reason r --confirm bypass-approved");
    env.sh(&format!("decide {id} --text No --decided-by director --override o")).ok();
    let letter = env.sh(&format!("notice {id} --to iro")).ok();
    assert!(letter.stdout.contains("whether you are satisfied with the decision"), "{letter:?}");
}

#[test]
fn a_referral_names_who_of_several_has_not_answered() {
    let (env, id) = ours("");
    let refer = format!("refer {id} --reason r --phoned 2026-03-02 --override o --dry-run");
    env.sh(&refer).ok().says("nobody has answered at One yet");
    env.sh(&format!("respond {id} --role agency --text Yes")).ok();
    env.sh(&refer).ok().says("the Head of Service at One has not answered yet");
}

#[test]
fn after_all_stages_counts_without_those_that_were_left_out() {
    let (env, id) = ours("");
    env.sh(&format!("escalate {id} --because urgent --to three --reason r --confirm bypass-approved")).ok();
    env.sh(&format!("refer {id} --reason r")).code(3).says("Three is not over yet");
    // Ten days from 2 March end on the 12th.
    env.now("2026-03-13T10:00");
    env.sh(&format!("refer {id} --reason r")).ok();
    let tried = env.sh("policy try ours --from 2026-03-02 --to three").ok().stdout;
    assert!(tried.contains("before that, a reason for not waiting is needed"), "{tried}");
    let (env, id) = ours("");
    env.sh(&format!("refer {id} --reason r")).code(3).says("Two is still to come");
}

#[test]
fn who_makes_the_referral_is_said_where_somebody_else_raised_it() {
    for (raiser, warned) in [("iro", false), ("lead", true)] {
        let (env, id) = ours(&format!("--by-role {raiser} --iro 'Pat Green'"));
        let run = env.sh(&format!("refer {id} --reason r --curtail c")).ok();
        let said = run.stderr.contains("under this protocol the Reviewing Officer makes the referral (7)");
        assert_eq!(said, warned, "{}", run.stderr);
    }
}

#[test]
fn more_time_is_offered_only_while_it_can_be_given() {
    let (env, id) = ours("");
    // Seven days from 2 March end on the 9th, four more on the 13th.
    env.now("2026-03-10T10:00");
    env.sh(&format!("show {id}")).ok().says("give more time, 4 calendar days at most");
    let late = env.sh(&format!("extend {id} --by '4 days' --reason r")).ok();
    assert!(late.stderr.contains("the date of `respond`, Mon 9 March 2026, has passed"), "{}", late.stderr);
    assert!(late.stderr.contains("this calls off `Hold the meeting`"), "{}", late.stderr);
    env.now("2026-03-14T10:00");
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("what may come next") && !shown.contains("give more time"), "{shown}");
    // If the protocol gives a clock no more time, the refusal says that, and not that the date is wrong.
    env.sh(&format!("escalate {id} --because no-response --to three --reason r --confirm bypass-approved")).ok();
    env.now("2026-04-20T10:00");
    let refused = env.sh(&format!("extend {id} --by '3 days' --reason r")).code(3);
    assert!(refused.stderr.contains("the protocol doesn't allow more time for `decide`"), "{}", refused.stderr);
}

#[test]
fn somebody_in_the_chair_whom_nobody_knows_by_a_role_is_believed() {
    let (env, id) = ours("");
    let run = env.sh(&format!("meeting {id} --held today --chair 'Ann Grey' --dry-run")).ok();
    assert!(!run.stdout.contains("the chair should be"), "{}", run.stdout);
    let run = env.sh(&format!("meeting {id} --held today --chair head --dry-run")).ok();
    assert!(run.stdout.contains("the chair should be the Assistant Director"), "{}", run.stdout);
    let (env, id) = ours("--assign 'assistant=Sam Lee'");
    let run = env.sh(&format!("meeting {id} --held today --chair 'Ann Grey' --dry-run")).ok();
    assert!(run.stdout.contains("the chair should be the Assistant Director"), "{}", run.stdout);
}

const WHOM: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [{role: head-of-service, when: {subject: Health}}, {role: director, when: {subject: School}}, {role: iro, otherwise: true}]
    source: "1"
  - {id: two, title: Two, kind: formal, any_of: [head-of-service, director, iro], source: "2"}
  - {id: three, title: Three, kind: formal, any_of: [director], source: "2"}
total: {limit: 30 working days, strength: aim, from: raised, source: "3"}
"#;

/// Where the circumstances say who is asked, nothing is left open; and at the last stage there is nowhere to escalate to.
#[test]
fn no_choice_is_proposed_that_there_is_not() {
    let (env, id) = super::own_answers_awaited::ours(WHOM, "");
    for subject in ["--subject Health", ""] {
        let said = env.sh(&format!("raise --policy ours --child C-2 --concern d {subject}")).ok().stderr;
        assert!(!said.contains("`--ask ROLE` says to whom"), "{subject}: {said}");
    }
    // A total that is an aim binds nobody. 30 working days from Monday 2 March 2026 end on Wednesday 15 April.
    let letter = env.sh("notice 2").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        letter.contains("The aim is to resolve the whole dispute by Wed 15 April 2026 (30 working days)."),
        "{letter}"
    );
    let words = |run: crate::env::Run| run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let answered = words(env.sh(&format!("respond {id} --text t")).ok());
    assert!(answered.contains("resolve it, or escalate."), "{answered}");
    env.sh(&format!("escalate {id} --because unsatisfactory")).ok().says("can go to any of 3 people");
    env.sh(&format!("escalate {id} --because urgent")).ok();
    let answered = words(env.sh(&format!("respond {id} --text t")).ok());
    assert!(answered.contains("accept the plan, or resolve it."), "{answered}");
}

/// In the complaints procedure the stages have stopped: nobody else is asked.
#[test]
fn nobody_else_is_asked_while_the_stages_have_stopped() {
    let env = crate::env::Env::new();
    let id = env.raise("national", &["--stage", "formal", "--reason", "r"]);
    env.iro(&["complaint", &id, "--reason", "r", "--override", "x"]).ok();
    let shown = env.iro(&["show", &id]).ok().stdout;
    assert!(shown.contains("next: ") && !shown.contains("iro escalate"), "{shown}");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).code(3);
}
