//! Answers of people who are no longer asked: kept, shown with the stage that they are for, and no answer for the
//! stage where the dispute stands.

use crate::env::{Env, list, text};

/// At stage 2 of the flowchart since Tue 17 March, with the talk held; the Team Manager's answer to stage 1 comes on the
/// day after.
fn at_stage_2(env: &Env) -> String {
    let id = env.raise("qa-notification", &["--stage", "stage-1"]);
    env.now("2026-03-17T10:00");
    env.sh(&format!("escalate {id} --because no-response --confirm consult")).ok();
    env.now("2026-03-17T11:00");
    env.sh(&format!("done {id} discuss")).ok();
    env.now("2026-03-18T10:00");
    id
}

fn respond(env: &Env, id: &str, role: &str, action: &str) {
    env.sh(&format!("respond {id} --role {role} --text Ours --action '{action}'")).ok();
}

fn form(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

/// The part of a form under this heading.
fn part<'a>(form: &'a str, heading: &str) -> &'a str {
    let from = form.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("{heading}: {form}"));
    let rest = &form[from + 3..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

// QA-17
#[test]
fn an_answer_to_stage_1_is_no_urgent_action_plan() {
    for role in ["team-manager", "social-worker"] {
        let env = Env::new();
        let id = at_stage_2(&env);
        respond(&env, &id, role, "Ring school | Team Manager | 2026-03-19");
        env.now("2026-03-19T10:00");
        env.sh(&format!("action done {id} 1")).ok();
        env.now("2026-03-20T10:00");
        let clock = env.clock(&id, "actions", "stage-2");
        assert_eq!((text(&clock, "state"), text(&clock, "due")), ("running", "2026-03-24"), "{role}");
        assert!(env.outstanding(&id).iter().any(|duty| duty == "actions"), "{role}");
        let page = form(&env, &id);
        let plan = "**Carry out the urgent action plan**  \nby Tue 24 March 2026 (1 week)";
        assert!(part(&page, "Stage 2").contains(&format!("{plan}\n")), "{page}");
        // What the operational Deputy promises is the plan.
        respond(&env, &id, "deputy-head-of-service", "Visit | Ola Penn | 2026-03-24");
        assert_eq!(env.clock(&id, "actions", "stage-2")["state"], "running", "not done yet");
        env.now("2026-03-23T10:00");
        env.sh(&format!("action done {id} 2")).ok();
        assert_eq!(env.clock(&id, "actions", "stage-2")["state"], "met");
    }
}

// QA-17: whoever raised it may accept what is offered as the plan.
#[test]
fn a_plan_that_was_accepted_counts_whoever_offered_it() {
    let env = Env::new();
    let id = at_stage_2(&env);
    respond(&env, &id, "team-manager", "Ring school | Team Manager | 2026-03-19");
    env.sh(&format!("agree {id}")).ok().says("no answer is recorded at Stage 2: the plan is that of an earlier stage");
    env.sh(&format!("action done {id} 1")).ok();
    assert_eq!(env.clock(&id, "actions", "stage-2")["state"], "met");
    assert!(form(&env, &id).contains("**Plan accepted, with no answer recorded at this stage**"));
}

// QA-17, MO-41: the turn stays where it is.
#[test]
fn an_answer_of_somebody_who_is_not_asked_sets_no_plan_aside() {
    let env = Env::new();
    let id = at_stage_2(&env);
    respond(&env, &id, "deputy-head-of-service", "Visit | Ola Penn | 2026-03-24");
    env.sh(&format!("agree {id}")).ok();
    respond(&env, &id, "team-manager", "Ring school | Team Manager | 2026-03-19");
    assert_eq!(env.dispute(&id)["status"], "agreed");
    respond(&env, &id, "head-of-service", "Pay | Hana Boss | 2026-03-24");
    assert_eq!(env.dispute(&id)["status"], "awaiting-review", "this one is asked");
}

// MO-39, MO-41
#[test]
fn an_answer_stands_with_the_stage_that_it_is_for() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-2", "--assign", "service-manager=Sue Park"]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-12T10:00");
    let named = "--name 'Sue Park' --action 'Panel | Sue Park | 2026-03-20' --measure Minutes";
    env.sh(&format!("respond {id} --role service-manager --text Sorry {named}")).ok();
    let page = form(&env, &id);
    let own = part(&page, "Section 4: Stage 2");
    let late =
        "**Answer of Sue Park (Service Manager), Thu 12 March 2026 10:00, when it had gone to Stage 3**  \nSorry";
    assert!(own.contains(late) && own.contains("**Actions promised**  \nPanel, Sue Park"), "{page}");
    let next = part(&page, "Section 5: Stage 3");
    assert!(!next.contains("Sorry") && !next.contains("Panel"), "{page}");
    let row = "Answer of Sue Park (Service Manager) to what was asked at Stage 2 on Mon 2 March 2026: Sorry";
    assert!(page.contains(row), "{page}");
    let shown = env.sh(&format!("show {id}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let from = "from Sue Park (Service Manager), to what was asked at Stage 2 on Mon 2 March 2026: Sorry";
    assert!(shown.contains(from), "{shown}");
    let answers = list(&env.dispute(&id)["answers"]);
    assert_eq!((text(&answers[0], "late_for"), text(&answers[0], "asked_on")), ("stage-2", "2026-03-02"));
    env.sh(&format!("action done {id} 1")).ok();
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("Panel, due Fri 20 March 2026: met") && !shown.contains("Panel, Stage"), "{shown}");
    // An answer of the Head of Service is that of stage 3.
    env.sh(&format!("respond {id} --role head-of-service --text Yes --measure x --action 'Do | HoS | 2026-03-20'"))
        .ok();
    assert!(part(&form(&env, &id), "Section 5: Stage 3").contains("Yes"));
    assert_eq!(env.dispute(&id)["answers"][1].get("late_for"), None);
}

// NA-16, MO-40
#[test]
fn whoever_is_asked_again_is_told_again() {
    let env = Env::new();
    let id = env.raise("national", &["--stage", "formal", "--ask", "team-manager"]);
    for (day, role) in [("03", "service-manager"), ("04", "team-manager")] {
        env.now(&format!("2026-03-{day}T10:00"));
        env.escalate(&id, "unsatisfactory", &["--ask", role]);
    }
    let notices = list(&env.dispute(&id)["notices"]);
    let told: Vec<(&str, &str)> = notices.iter().map(|one| (text(one, "on"), text(one, "to"))).collect();
    let expected = [("2026-03-02", "team-manager"), ("2026-03-03", "service-manager"), ("2026-03-04", "team-manager")];
    assert_eq!(told, expected);
    // The Service Manager's answer, which comes now, is for the day on which the Service Manager was asked.
    env.sh(&format!("respond {id} --role service-manager --text Later")).ok();
    let page = form(&env, &id);
    assert!(
        page.contains("**Answer of the Service Manager, Wed 4 March 2026 10:00, when somebody else had been asked**")
    );
    assert_eq!(env.dispute(&id)["answers"][0]["asked_on"], "2026-03-03");
}
