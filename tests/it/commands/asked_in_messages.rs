//! `iro notice`: a message asks for what the stage waits for (an answer, a settlement, a decision, some work, a
//! meeting), and a person whom the protocol wants informed is told exactly what it wants them told.

use crate::env::Env;

fn notice(env: &Env, id: &str, to: &str) -> String {
    let to = if to.is_empty() { String::new() } else { format!(" --to {to}") };
    env.sh(&format!("notice {id}{to}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[track_caller]
fn silent(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part}: {text}");
    }
}

// KN-14, KN-31, SW-29
#[test]
fn a_date_for_settling_is_no_date_for_an_answer() {
    let env = Env::new();
    for (policy, extra) in [("knowsley", vec![]), ("south-west", vec!["--respond-by", "2026-03-09"])] {
        let id = env.raise(policy, &extra);
        let text = notice(&env, &id, "");
        says(
            &text,
            &[
                ": to be resolved by ",
                "your answer to the concern, which is to be resolved by ",
                "in time for it to be resolved by",
            ],
        );
        silent(&text, &["your answer is due"]);
        let letter = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
        says(&letter, &["It should be put right by"]);
    }
}

// KN-38, KN-39
#[test]
fn who_decides_is_asked_for_the_meeting_and_the_decision() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    let text = notice(&env, &id, "");
    says(
        &text,
        &[
            "your decision is due by Mon 9 March 2026",
            "THE MEETING Meeting with the Assistant Executive Director",
            "With: Independent Reviewing Officer, Social Worker, Service Manager, Head of Service and Assistant Executive Director",
            "- what is decided, and why",
        ],
    );
    silent(&text, &["your answer"]);
}

// KN-42, NA-16, SW-27
#[test]
fn whoever_answers_reads_by_when_all_of_it_is_to_be_over() {
    let env = Env::new();
    for (policy, stage, called) in [
        ("national", "formal", "challenge"),
        ("knowsley", "stage-1", "Outcome Resolution"),
        ("south-west", "stage-2", "Problem Resolution"),
    ] {
        let id = env.raise(policy, &["--stage", stage]);
        let whole = format!("The whole {called} is to be resolved by Mon 30 March 2026 (20 working days).");
        says(&notice(&env, &id, ""), &[&whole]);
    }
}

// SW-30, SW-31, SW-32, SW-33, SW-62
#[test]
fn who_chairs_the_meeting_is_asked_to_call_it() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-2", "--respond-by", "2026-03-06"]);
    silent(&notice(&env, &id, ""), &["THE MEETING"]);
    env.now("2026-03-10T09:00");
    let called = [
        "Hold the Problem Resolution Meeting",
        "passed on Fri 6 March 2026",
        "Chaired by: Safeguarding Service Manager",
        "With: Social Worker, Team Manager and Service Manager",
        "Minutes: Independent Reviewing Officer",
    ];
    says(&notice(&env, &id, "safeguarding-service-manager"), &called);
    says(&notice(&env, &id, ""), &["To: Team Manager", "Safeguarding Service Manager"]);
    env.sh("remind --dry-run").ok().says("to Safeguarding Service Manager");
    env.sh("supervision").ok().says("Problem Resolution Meeting not held yet");
}

// SW-50, SW-51, SW-58, SW-61
#[test]
fn who_deals_with_complaints_is_told_of_the_complaint() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution", "--field", "advocate=wanted"]);
    env.sh(&format!("done {id} route-recorded")).ok();
    env.sh(&format!("complaint {id} --reason 'He would rather complain' --override x")).ok();
    let text = notice(&env, &id, "");
    says(
        &text,
        &[
            "To: Customer Relations Manager",
            "It has been in the complaints procedure since Mon 2 March 2026",
            "THE COMPLAINT",
            "He would rather complain",
            "The child and an independent advocate: wanted",
            "so that I can record it: “The Customer Relations Manager has arranged",
            "WHY I AM TELLING YOU",
        ],
    );
    silent(&text, &["It has been at “"]);
    assert!(env.outstanding(&id).contains(&"complaint-recorded".to_owned()), "the new decision, too");
}

// SW-46, SW-49
#[test]
fn the_senior_officer_is_told_of_the_referral_and_why_the_stages_end() {
    let env = Env::new();
    let id = env.raise("south-west", &["--case-type", "looked-after"]);
    silent(&notice(&env, &id, "assistant-director"), &["REFERRAL", "WHY I AM TELLING YOU"]);
    let facts = "--reason 'Best for him' --impact-on-child 'He loses his school' --curtail 'The move is in ten days'";
    let told = "--confirm assistant-director-told --confirm curtail-explained --override x";
    env.sh(&format!("refer {id} --ground best-interest --phoned 2026-03-02T09:45 {facts} {told}")).ok();
    says(
        &notice(&env, &id, "assistant-director"),
        &[
            ": referral to Cafcass",
            "THE REFERRAL To: Cafcass, phoned Mon 2 March 2026 09:45",
            "Why the stages are cut short: The move is in ten days",
            "The Assistant Director knows that a referral to Cafcass will be made, and when",
        ],
    );
    let letter = env.sh(&format!("form {id} --letter --age 13")).ok().stdout;
    silent(&letter, &["I will take it further"]);
}

// QA-28, QA-49
#[test]
fn the_other_department_is_told_that_it_has_reached_stage_3() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-3", "--subject", "Education"]);
    let text = notice(&env, &id, "service-director");
    says(&text, &[": Stage 3", "knows that the matter has reached stage 3 (Note on other parts of the Council)"]);
}

// QA-14, QA-15, QA-17, QA-19
#[test]
fn a_talk_is_asked_of_who_holds_it_and_no_answer_of_anybody() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--immediate", "yes"]);
    let text = notice(&env, &id, "");
    says(&text, &["To: Deputy Head of Service, IRO Service"]);
    silent(&text, &["your answer"]);
    env.sh(&format!("done {id} inform")).ok();
    env.sh(&format!("done {id} discuss")).ok();
    let text = notice(&env, &id, "");
    says(&text, &["Carry out the urgent action plan, by Mon 9 March 2026"]);
    silent(&text, &["your answer"]);
    env.now("2026-03-12T10:00");
    let text = notice(&env, &id, "");
    says(&text, &["your action was due on Mon 9 March 2026", "nobody has recorded that it is done"]);
    silent(&text, &["your answer"]);
    let reminded = env.sh("remind --dry-run").ok().stdout;
    silent(&reminded, &["for your information", "Head of Service QA"]);
}

// MO-52
#[test]
fn further_time_after_an_answer_is_not_for_the_answer() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Finish it | Sam Lee | 2026-03-03"]);
    env.sh(&format!("extend {id} --by '24 hours' --reason confident --agreed-with 'Pat Green' --override x")).ok();
    let text = notice(&env, &id, "");
    says(&text, &["what was agreed is due by", "what was agreed after your answer, by"]);
    env.now("2026-03-05T10:00");
    let text = notice(&env, &id, "");
    silent(&text, &["none has been recorded", "your answer was due"]);
    for what in ["show", "form", "why"] {
        let said = env.sh(&format!("{what} {id}")).ok().stdout;
        says(&said, &["Finish what was agreed (further time)"]);
    }
}

// KN-40
#[test]
fn nobody_writes_to_themselves() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Visit | Sam Lee | 2026-03-06"]);
    env.sh(&format!("notice {id}")).code(2).says("nobody else has to act");
}

/// Whoever is asked next learns why, and what was answered before: Mosaic wants it sent on with anything new (MO-48).
#[test]
fn the_next_person_is_told_why_it_comes_to_them() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    assert!(!env.iro(&["notice", &id]).ok().stdout.contains("WHY IT COMES TO YOU"));
    env.sh(&format!("respond {id} --role team-manager --text 'We have nobody until March'")).ok();
    env.sh(&format!("escalate {id} --because unsatisfactory --reason 'March is too late' --override x")).ok();
    let notice = env.iro(&["notice", &id]).ok().stdout;
    let told = "WHY IT COMES TO YOU\nAnswer of the Team Manager, Mon 2 March 2026: We have nobody until March\n\
                Escalated on Mon 2 March 2026: the answer was not satisfactory. March is too late";
    assert!(notice.contains(told), "{notice}");
    // What was answered two stages ago is not why it is here.
    env.sh(&format!("escalate {id} --because no-response --reason 'Nothing came' --override x")).ok();
    let notice = env.iro(&["notice", &id]).ok().stdout;
    assert!(!notice.contains("We have nobody") && notice.contains("Nothing came"), "{notice}");
}

#[test]
fn a_message_after_the_end_says_how_it_ended() {
    let env = Env::new();
    let resolved = env.raise("national", &[]);
    env.resolve(&resolved);
    let withdrawn = env.raise("national", &[]);
    env.iro(&["withdraw", &withdrawn, "--reason", "About C-9 in truth", "--raised-in-error", "yes"]).ok();
    let to = |id: &str| env.iro(&["notice", id, "--to", "team-manager"]).ok().stdout;
    let notice = to(&resolved);
    assert!(notice.contains("It ended on Mon 2 March 2026: resolved. The panel date is set"), "{notice}");
    let notice = to(&withdrawn);
    assert!(
        notice.contains("It was withdrawn on Mon 2 March 2026, because it should not have been raised."),
        "{notice}"
    );
    assert!(!notice.contains("C-9"), "another child may be named: {notice}");
}

#[test]
fn the_childs_own_date_is_in_the_message() {
    let env = Env::new();
    let id = env.raise("national", &["--needed-by", "2026-03-20"]);
    let notice = env.iro(&["notice", &id]).ok().stdout;
    assert!(notice.contains("The child needs it settled by Fri 20 March 2026."), "{notice}");
}

/// Twenty working days that have become sixty are not called twenty.
#[test]
fn a_total_that_was_extended_says_from_when() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-2", "--respond-by", "2026-03-09", "--reason", "r"]);
    env.sh(&format!("extend {id} --clock total --until 2026-06-01 --reason r --override x")).ok();
    let notice = env.iro(&["notice", &id]).ok().stdout;
    assert!(notice.contains("(extended from Mon 30 March 2026)") && !notice.contains("20 working days)."), "{notice}");
}
