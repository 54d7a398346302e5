//! The letter to the child says what is so: whose turn it is, what was decided, what they have by now.

use crate::env::Env;

fn letters(env: &Env, id: &str) -> [String; 2] {
    [10, 15].map(|age| env.sh(&format!("form {id} --letter --age {age}")).ok().stdout)
}

fn says(env: &Env, id: &str, what: [&str; 2]) {
    for (letter, what) in letters(env, id).iter().zip(what) {
        assert!(letter.contains(what), "{what}: {letter}");
    }
}

fn says_nothing_of(env: &Env, id: &str, what: &str) {
    for letter in letters(env, id) {
        assert!(!letter.contains(what), "{what}: {letter}");
    }
}

/// Decided at stage 4, ended, and reopened at this stage.
fn decided_and_reopened(env: &Env, stage: &str) -> String {
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.now("2026-03-03T10:00");
    env.sh(&format!("decide {id} --decided-by 'A Dent' --text No")).ok();
    says(env, &id, ["They have made their final decision. I am looking"; 2]);
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    env.now("2026-03-05T10:00");
    env.sh(&format!("reopen {id} --reason r --to {stage}")).ok();
    env.now("2026-03-06T10:00");
    id
}

// KN-39, NA-14
#[test]
fn a_decision_taken_before_the_end_is_not_that_of_the_stage_reopened() {
    let env = Env::new();
    let id = decided_and_reopened(&env, "stage-3");
    env.respond(&id, &["--role", "head-of-service", "--action", "Visit | S | 2026-03-12"]);
    says(&env, &id, ["They have answered. I am checking", "There is an answer. I am looking"]);
    says_nothing_of(&env, &id, "final decision");
    let env = Env::new();
    let id = decided_and_reopened(&env, "stage-4");
    env.respond(&id, &["--role", "assistant-executive-director", "--action", "Visit | S | 2026-03-12"]);
    says_nothing_of(&env, &id, "final decision");
    let refer =
        format!("refer {id} --ground final-decision --reason r --impact-on-child i --written today --override x");
    env.sh(&refer).ok();
    says_nothing_of(&env, &id, "final decision");
    // Decided again, it is.
    env.now("2026-03-09T10:00");
    env.sh(&format!("decide {id} --decided-by 'A Dent' --text 'Still no'")).ok();
    says(&env, &id, ["They have made their final decision. I am looking"; 2]);
}

// SW-18
#[test]
fn an_advocate_who_was_found_is_not_still_to_be_found() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "advocate=wanted"]);
    says(&env, &id, ["I will help you to get one"; 2]);
    let waived = env.fork();
    env.sh(&format!("done {id} advocate-found --with 'Abi Shaw'")).ok();
    let has = [
        "You have an advocate now, who can help you to say what you want. You are also allowed to complain. I can help you with that too.",
        "You have an advocate now: somebody who is on your side",
    ];
    says(&env, &id, has);
    says_nothing_of(&env, &id, "I will help you to get one");
    env.resolve(&id);
    says(&env, &id, has);
    // Whoever no longer wants one can change their mind.
    waived.sh(&format!("waive {id} advocate-found --reason 'She no longer wants one'")).ok();
    says(&waived, &id, ["somebody called an advocate can help you", "You can also have an advocate"]);
}

// QA-11, QA-24, NA-23
#[test]
fn whoever_judges_and_whoever_talked_is_named() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2", "--assign", "iro-manager=Dee Host"]);
    env.respond(&id, &["--role", "head-of-service"]);
    says(&env, &id, ["Dee Host (Deputy Head of Service) is looking at whether the answer is good enough for you."; 2]);
    let id = env.raise("qa-notification", &["--stage", "stage-4"]);
    says(
        &env,
        &id,
        ["Other people are going to talk about it with the Service Director or the Strategic Director."; 2],
    );
    env.sh(&format!("done {id} discuss --with 'Sid Moor' --text 'Nothing more can be done'")).ok();
    says(&env, &id, ["Other people have talked about it with Sid Moor. I will tell you what comes of it."; 2]);
    let id = env.raise("qa-notification", &["--stage", "stage-4"]);
    env.sh(&format!("done {id} discuss")).ok();
    says(&env, &id, ["Other people have talked about it with the Service Director"; 2]);
}

// NA-23, NA-06
#[test]
fn a_child_reads_no_reason_that_is_about_somebody_else() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.sh(&format!("withdraw {id} --reason 'Raised in error for N-202'")).ok();
    says(&env, &id, ["I have stopped asking. If you want", "I have stopped it. If you want"]);
    says_nothing_of(&env, &id, "N-202");
    let id = env.raise("national", &[]);
    env.sh(&format!("withdraw {id} --raised-in-error no --reason 'It is settled.'")).ok();
    says(&env, &id, ["This is why: “It is settled.” If you want"; 2]);
}

// The end of a dispute ends no referral, and each of both has its own date.
#[test]
fn a_referral_goes_on_after_the_end() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.now("2026-03-03T10:00");
    env.sh(&format!("complaint {id} --reason 'Her own wish'")).ok();
    env.now("2026-03-05T10:00");
    env.sh(&format!("refer {id} --reason r --phoned today --impact-on-child i --override x")).ok();
    env.now("2026-03-09T10:00");
    env.resolve(&id);
    says(&env, &id, ["I have also asked Cafcass to look at it, and that goes on."; 2]);
    says(&env, &id, ["Before that, it went on as a complaint."; 2]);
    env.sh(&format!("waive {id} referral-written --reason 'They declined at once'")).ok();
    says(&env, &id, ["On 5 March 2026 I also asked Cafcass to look at it."; 2]);
}

/// What an answer offers is not what should happen, until somebody has accepted it.
#[test]
fn an_offer_is_not_called_what_should_happen_next() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "x"]);
    env.respond(&id, &["--action", "A nurse at school | Sam Carter | 2026-03-20"]);
    let letter = || env.iro(&["form", &id, "--letter"]).ok().stdout;
    let offered = "They have offered this: A nurse at school, by 20 March 2026.";
    assert!(letter().contains(offered) && !letter().contains("what should happen next"), "{}", letter());
    env.iro(&["agree", &id]).ok();
    let agreed = "This is what should happen next: A nurse at school, by 20 March 2026.";
    assert!(letter().contains(agreed) && !letter().contains("offered"), "{}", letter());
}
