//! The form that goes on the child's file, as the authorities' documents require it: how each limit came out, each fact
//! in its section, and who did what.

use crate::env::{Env, list};
use crate::forms::section;

#[track_caller]
fn form(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

/// A dispute at stage 3 under the Mosaic process: answered in time at stage 1, not answered at stage 2.
fn drp(env: &Env) -> String {
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-05T10:00");
    env.respond(
        &id,
        &["--role", "team-manager", "--name", "Tim Page", "--action", "Book it | Sam Carter | 2026-03-20"],
    );
    env.now("2026-03-06T10:00");
    let talks = "--confirm negotiated=2026-03-05T16:00 --confirm own-manager-consulted=2026-03-06T09:00";
    env.sh(&format!("escalate {id} --because unsatisfactory --reason 'Too late' {talks}")).ok();
    env.now("2026-03-16T10:00");
    env.sh(&format!("done {id} own-manager-consulted --with 'Sue Hall'")).ok();
    env.sh(&format!("escalate {id} --because no-response --reason 'None came' --confirm manager-telephoned")).ok();
    id
}

// MO-42, MO-37
#[test]
fn the_form_says_of_each_limit_whether_it_was_met() {
    let env = Env::new();
    let id = drp(&env);
    let before = form(&env, &id);
    assert!(
        section(&before, "Section 3: Stage 1").contains("(5 working days); met on Thu 5 March 2026 10:00"),
        "{before}"
    );
    assert!(section(&before, "Section 4: Stage 2").contains("by Fri 13 March 2026 (5 working days); not met by then"));
    let third = section(&before, "Section 5: Stage 3");
    assert!(third.contains("by Mon 23 March 2026 (5 working days)\n"), "it runs: {third}");
    env.now("2026-03-24T10:00");
    let waiting = form(&env, &id);
    assert!(section(&waiting, "Section 5: Stage 3").contains("by Mon 23 March 2026 (5 working days); not met by then"));
    env.respond(&id, &["--role", "head-of-service", "--action", "Book it | Sam Carter | 2026-03-27"]);
    let answered = form(&env, &id);
    let third = section(&answered, "Section 5: Stage 3");
    assert!(third.contains("by Mon 23 March 2026 (5 working days); done late on Tue 24 March 2026 10:00"), "{third}");
}

// MO-28
#[test]
fn the_form_says_whether_it_was_raised_in_time() {
    let env = Env::new();
    let late = env.raise("mosaic", &["--aware-on", "2026-02-20"]);
    assert!(form(&env, &late).contains("by Tue 24 February 2026 (2 working days); done late on Mon 2 March 2026"));
    let in_time = env.raise("mosaic", &["--aware-on", "2026-02-27"]);
    assert!(form(&env, &in_time).contains("by Tue 3 March 2026 (2 working days); met on Mon 2 March 2026"));
}

// MO-55, MO-45, MO-49: on the form, the talk before stage 2 is under stage 2; talks before leaving a stage are under
// that stage.
#[test]
fn a_talk_stands_with_the_stage_that_it_was_held_for() {
    let env = Env::new();
    let id = drp(&env);
    let form = form(&env, &id);
    let (first, second) = (section(&form, "Section 3: Stage 1"), section(&form, "Section 4: Stage 2"));
    let third = section(&form, "Section 5: Stage 3");
    assert!(first.contains("negotiate next steps") && !first.contains("intended DRP"), "{first}");
    assert!(second.contains("intended DRP") && second.contains("ask for the outstanding answer"), "{second}");
    assert!(second.contains("done, Fri 6 March 2026 09:00") && !second.contains("Sue Hall"), "{second}");
    assert!(third.contains("intended DRP") && third.contains("with Sue Hall"), "{third}");
    let chronology = section(&form, "Chronology");
    for said in [
        "after an answer that does not satisfy (Stage 1) |",
        "with the service manager for the IROs, and it is agreed (Stage 2) |",
        "ask for the outstanding answer (Stage 2) |",
        "with the service manager for the IROs, and it is agreed (Stage 3), with Sue Hall |",
    ] {
        assert!(chronology.contains(said), "{said} in {chronology}");
    }
}

// MO-58, MO-57
#[test]
fn what_comes_before_a_referral_stands_with_the_referral() {
    let env = Env::new();
    let id = drp(&env);
    env.sh(&format!("done {id} referral-own-manager --with 'Sue Hall'")).ok();
    let referred =
        "--ground plan-element --reason 'It cannot wait' --confirm referral-head-of-service --override 'No time'";
    env.sh(&format!("refer {id} {referred}")).ok();
    let form = form(&env, &id);
    let referral = section(&form, "Cafcass referral");
    for said in ["referral with the Head of Service", "with Sue Hall", "before the protocol's own time for it: No time"]
    {
        assert!(referral.contains(said), "{said} in {referral}");
    }
    assert!(!section(&form, "Section 5: Stage 3").contains("referral"), "{form}");
}

// QA-20
#[test]
fn a_dispute_settled_at_stage_2_has_no_meeting_of_stage_3_on_its_form() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2", "--reason", "It is urgent"]);
    env.sh(&format!("done {id} discuss")).ok();
    assert!(form(&env, &id).contains("Hold the Professionals meeting"), "it may still come");
    env.resolve(&id);
    assert!(!form(&env, &id).contains("Professionals meeting"), "{}", form(&env, &id));
}

// NA-56
#[test]
fn that_the_child_was_told_how_it_ended_stands_under_the_outcome() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    env.sh(&format!("done {id} child-told --with 'her carer'")).ok();
    let form = form(&env, &id);
    assert!(section(&form, "Outcome").contains("**The child has been told how it ended**"), "{form}");
    assert!(!section(&form, "Informal Outcome Resolution").contains("how it ended"), "{form}");
}

#[test]
fn the_chronology_says_who_did_it_and_not_who_typed_it() {
    let env = Env::new();
    let id = drp(&env);
    let form = form(&env, &id);
    let row = |words: &str| form.lines().find(|line| line.starts_with("| ") && line.contains(words)).expect(words);
    assert!(row("Answer of Tim Page").ends_with("| Tim Page (Team Manager) |"), "{form}");
    assert!(row("Escalated to Stage 2").ends_with("| Jo Bloggs |"), "{form}");
    let qa = env.raise("qa-notification", &["--stage", "stage-2", "--reason", "It is urgent"]);
    env.sh(&format!("done {qa} discuss")).ok();
    env.sh(&format!("done {qa} child-told")).ok();
    let form = env.sh(&format!("form {qa}")).ok().stdout;
    let row = |words: &str| form.lines().find(|line| line.starts_with("| ") && line.contains(words)).expect(words);
    assert!(row("has discussed the issues").ends_with("| Deputy Head of Service, IRO Service |"), "{form}");
    assert!(row("The child has been told").ends_with("| recorded by Jo Bloggs |"), "{form}");
}

// SW-61, SW-22
#[test]
fn a_field_that_is_recorded_on_the_way_is_on_the_form_with_its_day() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution", "--confirm", "routes-discussed"]);
    env.now("2026-03-04T11:00");
    env.sh(&format!("note {id} --text 'She wants both' --field route=both")).ok();
    let form = form(&env, &id);
    assert!(section(&form, "The concern").contains("**The route decided on**  \nproblem resolution"), "{form}");
    let stage_1 = section(&form, "Stage 1 (informal)");
    assert!(stage_1.contains("**The route decided on, Wed 4 March 2026 11:00**  \nboth"), "{stage_1}");
    assert!(form.contains("| Note: She wants both (The route decided on: both) |"), "{form}");
}

// SW-38
#[test]
fn a_referral_along_a_chain_names_who_has_not_answered() {
    let env = Env::new();
    let id =
        env.raise("south-west", &["--stage", "stage-4", "--reason", "It is urgent", "--confirm", "routes-discussed"]);
    env.sh(&format!("respond {id} --role head-of-service --text 'Not yet'")).ok();
    env.escalate(&id, "unsatisfactory", &[]);
    let line =
        "--ground best-interest --reason 'Best for her' --impact-on-child 'Calmer' --confirm assistant-director-told";
    let run = env.sh(&format!("refer {id} {line}")).ok();
    assert!(run.stderr.contains("the Assistant Director (senior officer) at Stage 4 has not answered yet"), "{run:?}");
}

// KN-16, MO-53, MO-64
#[test]
fn what_lapsed_unconfirmed_stays_to_be_seen() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-10T10:00");
    assert!(env.outstanding(&id).contains(&"formal-considered".to_owned()));
    env.resolve(&id);
    env.sh(&format!("show {id}"))
        .ok()
        .says("not confirmed for Informal Outcome Resolution before it ended")
        .says("formal-considered");
    let page = form(&env, &id);
    let informal = section(&page, "Informal Outcome Resolution");
    assert!(
        informal.contains("has considered going formal, as the time agreed has passed**  \nnot recorded"),
        "{informal}"
    );
    // A duty that was confirmed, or never called for, is not listed.
    env.now("2026-03-11T10:00");
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("not confirmed"));
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-20T10:00");
    env.sh(&format!("done {id} formal-considered")).ok();
    env.resolve(&id);
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("not confirmed"));
    assert!(!form(&env, &id).contains("considered going formal, as the time agreed has passed**  \nnot recorded"));
}

// KN-45
#[test]
fn the_log_says_for_whom_it_was_ended() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.sh(&format!("resolve {id} --outcome Settled --confirm raiser-satisfied --user 'Sam Lee'")).ok();
    let log = env.sh(&format!("log {id}")).ok().stdout;
    assert!(log.contains("by Sam Lee on behalf of Jo Bloggs\n"), "{log}");
    // The report counts disputes ended on somebody's behalf, and those ended without their word; one's own are in
    // neither.
    let other = env.raise("knowsley", &[]);
    env.sh(&format!("resolve {other} --outcome Settled --override 'She has left' --user 'Sam Lee'")).ok();
    let own = env.raise("knowsley", &[]);
    env.resolve(&own);
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let figure = list(&report["figures"]).into_iter().find(|one| one["id"] == "ended-by-another").expect("the figure");
    assert_eq!(figure["value"], 2, "{figure}");
    assert_eq!((&figure["by"]["asked"], &figure["by"]["not-asked"]), (&1.into(), &1.into()), "{figure}");
}

// NA-14
#[test]
fn a_letter_puts_nobodys_words_into_another_mouth() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--iro", "Kim Bell"]);
    let letter = env.sh(&format!("form {id} --letter")).ok().stdout;
    assert!(letter.contains("Jo Bloggs, who works with me, did that. This is what they said:"), "{letter}");
    assert!(!letter.contains("I said") && !letter.contains("I asked for:"), "{letter}");
    let young = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    assert!(young.contains("Jo Bloggs, who works with me, told them") && !young.contains("I wrote"), "{young}");
    let own = env.raise("mosaic", &["--iro", "Jo Bloggs"]);
    env.sh(&format!("form {own} --letter")).ok().says("This is what I said:");
}

// MO-42, KN-29
#[test]
fn a_plan_that_no_answer_of_the_stage_gave_is_said_to_be_so() {
    let env = Env::new();
    let id = drp(&env);
    env.sh(&format!("agree {id}")).ok();
    let page = form(&env, &id);
    let third = section(&page, "Section 5: Stage 3");
    assert!(third.contains("**Plan accepted, with no answer recorded at this stage**"), "{third}");
    assert!(
        section(&page, "Chronology").contains("| Plan accepted, with no answer recorded at this stage |"),
        "{page}"
    );
    let answered = env.raise("knowsley", &[]);
    env.respond(&answered, &["--role", "team-manager"]);
    env.sh(&format!("agree {answered}")).ok();
    assert!(section(&form(&env, &answered), "Informal Outcome Resolution").contains("**Plan accepted**"));
}
