//! The papers of an ended dispute, which stay on the child's file: they must agree with the record exactly.

use serde_json::Value;

use crate::env::{Env, list, text};

#[track_caller]
fn form(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

#[track_caller]
fn section<'a>(form: &'a str, title: &str) -> &'a str {
    let from = form.find(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title} in {form}"));
    let rest = &form[from..];
    &rest[..rest[1..].find("\n## ").map_or(rest.len(), |end| end + 1)]
}

fn figure(env: &Env, id: &str) -> Value {
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let found = list(&report["figures"]).into_iter().find(|figure| text(figure, "id") == id);
    found.unwrap_or_else(|| panic!("{id} in {report}"))["value"].clone()
}

// SW-42, SW-43, KN-42
#[test]
fn a_decision_that_stands_settles_nothing_in_time() {
    let env = Env::new();
    for policy in ["south-west", "knowsley", "qa-notification", "mosaic", "national"] {
        let id = env.raise(policy, &["--needed-by", "2026-03-20"]);
        let end = "--result decision-stands --outcome 'He moves on the 20th' --impact-on-child None --override x";
        env.sh(&format!("resolve {id} {end}")).ok();
        let form = form(&env, &id);
        let needed =
            "**Settle it in time for the child**  \nby Fri 20 March 2026; ended without being resolved on Mon 2";
        assert!(form.contains(needed), "{policy}: {form}");
        env.sh(&format!("show {id}")).ok().says("Settle it in time for the child, due Fri 20 March 2026: ended");
        env.sh(&format!("why {id} needed-by")).ok().says("ended without being resolved on Mon 2 March 2026");
    }
}

// KN-42, A-13
#[test]
fn every_end_with_an_outcome_settles_a_dispute_in_time_or_late() {
    for result in ["resolved", "resolved-in-part", "decision-stands", "not-upheld", "left-care", "taken-elsewhere"] {
        let env = Env::new();
        // Twenty working days from Monday 9 February 2026 end on 9 March.
        env.now("2026-02-09T10:00");
        let late = env.raise("knowsley", &["--stage", "stage-1"]);
        env.now("2026-03-09T10:00");
        let in_time = env.raise("knowsley", &["--stage", "stage-1"]);
        env.now("2026-03-10T10:00");
        for id in [&late, &in_time] {
            let resolve = format!("resolve {id} --result {result} --outcome x --impact-on-child None --override x");
            env.sh(&resolve).ok();
        }
        let found = ["totals", "total-within", "total-over", "total-within-share"].map(|id| figure(&env, id));
        assert_eq!(found, [2, 1, 1, 50].map(Value::from), "{result}");
        if result == "decision-stands" {
            env.sh(&format!("why {in_time} total")).ok().says("ended without being resolved on Tue 10 March 2026");
        }
    }
}

// NA-23, NA-56, SW-14
#[test]
fn a_stage_of_which_the_child_was_not_told_says_so_after_the_end_too() {
    let env = Env::new();
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let id = env.raise(policy, &[]);
        let told = env.dispute(&id)["duties"].clone();
        let told = list(&told).into_iter().find(|duty| text(duty, "duty") == "child-told").unwrap();
        let row = format!("**{}**  \nnot recorded", text(&told, "text"));
        env.escalate(&id, "no-response", &[]);
        assert_eq!(form(&env, &id).matches(&row).count(), 1, "{policy}: the stage that was left");
        env.resolve(&id);
        env.sh(&format!("done {id} child-told")).ok();
        let ended = form(&env, &id);
        assert_eq!(ended.matches(&row).count(), 2, "{policy}: both stages, {ended}");
        assert!(section(&ended, "Outcome").contains("told how it ended**  \ndone, Mon 2 March 2026"), "{ended}");
    }
}

// NA-23
#[test]
fn each_of_two_stays_at_a_stage_says_what_it_lacks() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.sh(&format!("withdraw {id} --reason 'The plan came' --raised-in-error no")).ok();
    env.sh(&format!("reopen {id} --reason 'Last year’s plan'")).ok();
    let row = "how it is going**  \nnot recorded";
    assert_eq!(form(&env, &id).matches(row).count(), 1, "the first stay is over");
    env.resolve(&id);
    assert_eq!(form(&env, &id).matches(row).count(), 2);
}

// KN-26, HB-11
#[test]
fn what_a_first_stay_lacks_stays_on_the_form_when_it_is_reopened_there() {
    let env = Env::new();
    let row = "on the child's case record**  \nnot recorded";
    let held = "Meeting with the Assistant Executive Director**  \nnone recorded";
    let id = env.raise("knowsley", &["--stage", "stage-4", "--reason", "Too grave for less"]);
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    assert!(section(&form(&env, &id), "Stage 4").contains(row));
    env.now("2026-03-09T10:00");
    env.sh(&format!("reopen {id} --reason 'The visits stopped again'")).ok();
    let first = form(&env, &id);
    assert!(section(&first, "Stage 4").contains(row), "{first}");
    assert!(section(&first, "Stage 4").contains(held), "{first}");
    let task = list(&env.sh("inbox --json").json()).into_iter().find(|task| text(task, "text").contains("case record"));
    assert_eq!(text(&task.unwrap(), "since_on"), "2026-03-02", "it has been owed since the first stay");
    env.sh(&format!("done {id} recorded-on-file")).ok();
    let form = form(&env, &id);
    assert!(!form.contains(row), "one entry says all that was done at the stage: {form}");
    assert!(section(&form, "Stage 4").contains(held), "no meeting was held then: {form}");
}

#[test]
fn two_stays_at_a_stage_have_titles_that_tell_them_apart() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    let only = form(&env, &id);
    assert!(only.contains("\n## Informal resolution\n"), "{only}");
    env.escalate(&id, "no-response", &["--ask", "service-manager"]);
    env.escalate(&id, "no-response", &["--ask", "assistant-director"]);
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    env.sh(&format!("reopen {id} --reason 'The carers gave notice'")).ok();
    let form = form(&env, &id);
    for title in ["Service Manager", "Assistant Director", "reopened on Wed 4 March 2026"] {
        assert!(form.contains(&format!("\n## Formal resolution, {title}\n")), "{title}: {form}");
    }
    assert!(section(&form, "Formal resolution, Service Manager").contains("is on the child's file**  \nnot recorded"));
}

#[test]
fn the_form_says_what_was_said_once_and_what_ended_unresolved_by_its_name() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--field", "in-proceedings=yes"]);
    env.respond(&id, &["--role", "team-manager"]);
    env.sh(&format!("action add {id} --what 'Book it' --owner 'Sam Lee' --due 2026-03-20")).ok();
    env.sh(&format!("waive {id} court-informed --reason 'Proceedings ended'")).ok();
    env.escalate(&id, "other", &[]);
    env.respond(&id, &["--role", "service-manager", "--name", "Lee Grant"]);
    let end = "--result decision-stands --outcome 'No visit' --impact-on-child None --override x";
    env.sh(&format!("resolve {id} {end}")).ok();
    let form = form(&env, &id);
    for said in [
        "**Answer of the Team Manager, Mon 2 March 2026",
        "**Answer of Lee Grant (Service Manager), Mon 2 March 2026",
        "**Escalated because**  \nNothing has changed for the child\n",
        "**Ended**  \nnot resolved, the decision stands, Mon 2 March 2026",
        "| Answer of the Team Manager: We will do it |",
        "| Action added: Book it, Sam Lee, by Fri 20 March 2026 |",
        "| Escalated to Stage 1: Nothing has changed for the child (",
        "| The court has been told that the plan is in dispute: not done, because: Proceedings ended |",
    ] {
        assert!(form.contains(said), "{said}: {form}");
    }
    env.sh(&format!("show {id}")).ok().says("from Lee Grant (Service Manager): We will do it");
}

// KN-44
#[test]
fn the_form_of_praise_says_who_has_not_read_it_and_that_it_is_not_on_file() {
    let env = Env::new();
    env.sh("praise --policy mosaic --child C-1 --for 'Sam Ortiz' --for 'Priya Shah' --text 'A tutor in days'").ok();
    env.sh("acknowledge 1 --name 'Sam Ortiz'").ok();
    env.sh("form 1").ok().says("**Acknowledged**  \nSam Ortiz, Mon 2 March 2026 10:00  \nPriya Shah: not yet\n");
    env.sh("praise --policy knowsley --child C-1 --for 'Sam Ortiz' --text 'A tutor in days'").ok();
    env.sh("form 2").ok().says("**On the child's file**  \nnot yet");
    env.sh("done 2 recorded-on-file").ok();
    assert!(!env.sh("form 2").ok().stdout.contains("not yet"));
}

// SW-14, SW-17, SW-18, SW-22, SW-26, SW-52, SW-53, SW-54, SW-63
#[test]
fn what_is_still_owed_after_the_end_is_on_the_form() {
    let env = Env::new();
    let wanted = [
        "--field",
        "in-proceedings=yes",
        "--field",
        "child-wants-proceedings=yes",
        "--field",
        "route=problem-resolution",
    ];
    let id = env.raise("south-west", &wanted);
    env.resolve(&id);
    let form = form(&env, &id);
    for duty in list(&env.dispute(&id)["duties"]).iter().filter(|duty| text(duty, "state") == "outstanding") {
        let row = format!("**{}**  \nnot recorded", text(duty, "text"));
        assert!(form.contains(&row), "{row} in {form}");
    }
    let outcome = section(&form, "Outcome");
    for told in ["The child, as far as age allows, has been told how it ended", "The authority has told the court"] {
        assert!(outcome.contains(told), "{told}: {outcome}");
    }
    assert!(section(&form, "Stage 1 (informal)").contains("on the child's record**  \nnot recorded"), "{form}");
}

// SW-48
#[test]
fn a_referral_by_phone_says_on_the_form_that_no_letter_is_recorded() {
    let env = Env::new();
    let id = env.raise("south-west", &["--case-type", "looked-after"]);
    let talk = "--reason r --impact-on-child i --override x";
    env.sh(&format!("refer {id} --ground best-interest --phoned 2026-03-02T09:40 {talk}")).ok();
    assert!(section(&form(&env, &id), "Referral to Cafcass").contains("**In writing**  \nnot recorded"));
    env.sh(&format!("refer {id} --written 2026-03-02T09:50")).ok();
    assert!(!section(&form(&env, &id), "Referral to Cafcass").contains("not recorded"));
}

#[test]
fn what_was_raised_in_error_owes_nothing() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.escalate(&id, "urgent", &[]);
    env.sh(&format!("withdraw {id} --raised-in-error --reason 'Wrong child'")).ok();
    assert!(!form(&env, &id).contains("not recorded"), "{}", form(&env, &id));
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("recorded-on-file"));
}

// NA-23
#[test]
fn the_child_reads_that_it_began_again_and_why_it_was_stopped() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    env.now("2026-03-04T10:00");
    env.sh(&format!("reopen {id} --reason 'Came undone'")).ok();
    for age in [9, 14] {
        let letter = env.sh(&format!("form {id} --letter --age {age}")).ok().stdout;
        assert!(letter.starts_with("4 March 2026\n\n"), "{letter}");
        assert!(
            letter.contains("On 2 March 2026 this came to an end") && letter.contains("so on 4 March 2026 I"),
            "{letter}"
        );
    }
    env.sh(&format!("withdraw {id} --reason 'The plan came' --raised-in-error no")).ok();
    let letter = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    assert!(letter.contains("I have stopped asking. This is why: “The plan came”. If"), "{letter}");
    assert!(form(&env, &id).contains("**Withdrawn**  \nWed 4 March 2026 10:00 by Jo Bloggs: The plan came"));
}

// NA-56
#[test]
fn a_child_about_whom_it_was_raised_in_error_counts_as_not_told_nowhere() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.sh(&format!("withdraw {id} --raised-in-error --reason 'Wrong child'")).ok();
    for share in ["child-told-share", "child-told-stages-share", "child-told-end-share"] {
        assert_eq!(figure(&env, share), Value::Null, "{share}");
    }
}

// KN-36, KN-38
#[test]
fn a_meeting_stands_in_the_chronology_at_its_own_hour() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.now("2026-03-02T12:00");
    env.sh(&format!("note {id} --text 'phoned at noon'")).ok();
    env.now("2026-03-02T15:00");
    env.sh(&format!("meeting {id} --held 2026-03-02T11:00 --chair 'Ivy Moor'")).ok();
    let form = form(&env, &id);
    let place = |what: &str| form.rfind(what).unwrap_or_else(|| panic!("{what} in {form}"));
    assert!(place("Resolution meeting, chaired by Ivy Moor") < place("phoned at noon"), "{form}");
    assert!(form.contains("Mon 2 March 2026 11:00 | Resolution meeting"), "{form}");
}

// MO-56
#[test]
fn a_ground_stands_by_itself_on_paper() {
    let env = Env::new();
    for policy in ["south-west", "knowsley", "qa-notification", "mosaic", "national"] {
        let shown = env.sh(&format!("policy show {policy} --json")).json();
        for ground in list(&shown["referral"]["grounds"]) {
            assert!(!text(&ground, "text").starts_with("The same"), "{policy}: {ground}");
        }
    }
}

// It begins half an hour after the time arranged.
#[test]
fn a_meeting_that_was_moved_says_so_and_is_in_time_on_its_day() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2", "--reason", "r"]);
    env.sh(&format!("meeting {id} --arranged-for 2026-03-05T14:00")).ok();
    env.sh(&format!("meeting {id} --arranged-for 2026-03-06T14:00 --reason 'The room was taken'")).ok();
    env.sh(&format!("notice {id}")).ok().says("it is arranged for Fri 6 March 2026 14:00");
    let log = env.sh(&format!("log {id}")).ok().stdout;
    assert_eq!(log.matches("deadline set: Resolution meeting, as arranged, Stage 2").count(), 2, "{log}");
    env.now("2026-03-06T16:00");
    env.sh(&format!("meeting {id} --held 2026-03-06T14:30 --chair X")).ok();
    let shown = env.sh(&format!("show {id}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "from Thu 5 March 2026 14:00 to Fri 6 March 2026 14:00: The room was taken",
        "as arranged, Stage 2, due Fri 6 March 2026 14:00: met on Fri 6 March 2026 14:30",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(env.clock(&id, "meeting-arranged", "stage-2")["late"], false);
}

// At stage 1 five working days from Monday 2 March end on Monday the 9th.
#[test]
fn more_time_and_a_missed_action_are_shown_once_the_stage_is_over() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1", "--reason", "r"]);
    env.sh(&format!("extend {id} --until 2026-03-16 --reason Leave --agreed-with 'Pat Boss' --override x")).ok();
    env.sh(&format!("action add {id} --what Visit --owner Sam --due 2026-03-12")).ok();
    env.now("2026-03-12T10:00");
    env.sh(&format!("action missed {id} 1 --reason Ill")).ok();
    env.now("2026-03-17T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
    let shown = env.sh(&format!("show {id}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "until Mon 16 March 2026 (Resolve at stage 1), agreed with Pat Boss: Leave",
        "due Mon 16 March 2026, extended from Mon 9 March 2026: not met",
        "Visit, due Thu 12 March 2026: recorded as not done on Thu 12 March 2026",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[test]
fn an_aside_about_the_dispute_stands_outside_what_is_quoted() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=both"]);
    env.sh(&format!("complaint {id} --reason r --override x")).ok();
    env.resolve(&id);
    let asked = env.sh(&format!("notice {id} --to customer-relations-manager")).ok().stdout;
    assert!(asked.contains("has had an answer to the complaint” (it ended on Mon 2 March 2026)"), "{asked}");
}

#[test]
fn what_was_done_before_raising_has_no_stage_in_the_chronology() {
    let env = Env::new();
    let form = env
        .sh(&format!(
            "form {}",
            env.raise("mosaic", &["--confirm", "manager-contacted", "--confirm", "next-steps-agreed"])
        ))
        .ok()
        .stdout;
    assert!(form.contains("Done: Next steps are agreed with the social worker and the team manager |"), "{form}");
}
