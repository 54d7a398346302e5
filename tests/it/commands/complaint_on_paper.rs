//! What the child is told of a complaint, by what the record has of it.

use crate::env::Env;

fn letters(env: &Env, id: &str) -> [String; 2] {
    [9, 14].map(|age| env.sh(&format!("form {id} --letter --age {age}")).ok().stdout)
}

// SW-50, SW-51, NA-23
#[test]
fn the_child_is_told_of_a_complaint_only_what_was_done_with_it() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution"]);
    env.sh(&format!("complaint {id} --reason 'He would rather complain' --override x")).ok();
    let says = |what: &str| {
        let letters = letters(&env, &id);
        assert!(letters.iter().all(|letter| letter.contains(what)), "{what}: {letters:?}");
        assert!(letters.iter().all(|letter| !letter.contains("complain. I")), "it is made: {letters:?}");
    };
    let silent = |what: &str| assert!(letters(&env, &id).iter().all(|letter| !letter.contains(what)), "{what}");
    says("I am going to pass");
    silent("being looked at as a complaint");
    env.sh(&format!("done {id} customer-relations-contacted")).ok();
    says("passed");
    silent("being looked at as a complaint");
    silent("going to pass");
    env.sh(&format!("done {id} complaint-investigated")).ok();
    says("being looked at as a complaint");
    env.sh(&format!("done {id} complaint-answered")).ok();
    silent("being looked at as a complaint");
}

// SW-18, SW-20, NA-23
#[test]
fn of_two_routes_the_child_is_told_both() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=both", "--field", "advocate=wanted"]);
    for letter in letters(&env, &id) {
        assert!(letter.contains("I am waiting for an answer"), "{letter}");
        assert!(letter.contains("I am going to pass"), "{letter}");
        assert!(letter.contains("I will help you to get one"), "{letter}");
        assert!(!letter.contains("right to complain") && !letter.contains("allowed to complain"), "{letter}");
    }
    env.sh(&format!("done {id} customer-relations-contacted")).ok();
    env.resolve(&id);
    assert!(letters(&env, &id).iter().all(|letter| letter.contains("passed")), "it goes on after the end");
}

// SW-48, NA-57, SW-52
#[test]
fn a_referral_by_phone_is_named_every_morning_until_it_is_confirmed() {
    let env = Env::new();
    let id = env.raise("south-west", &["--case-type", "looked-after", "--field", "in-proceedings=yes"]);
    let talk = "--reason r --impact-on-child i --override x";
    env.sh(&format!("refer {id} --ground best-interest --phoned 2026-03-02T09:40 {talk}")).ok();
    env.now("2026-03-12T10:00");
    env.sh("due").ok().says(&format!("{id}: Confirm the referral to Cafcass in writing"));
    env.sh("supervision").ok().says("still owed: court-informed, referral-written");
    env.sh(&format!("refer {id} --written today")).ok();
    env.sh(&format!("done {id} court-informed")).ok();
    assert!(!env.sh("due").ok().stderr.contains("in writing"));
    assert!(!env.sh("supervision").ok().stdout.contains("court-informed, referral-written"));
}
