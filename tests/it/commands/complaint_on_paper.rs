//! What the letter to the child says about a complaint, depending on what is on record.

use crate::env::{Env, list, text};

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
    says("know about it");
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
        assert!(letter.contains("I am waiting for the Social Worker"), "{letter}");
        assert!(letter.contains("I am going to pass"), "{letter}");
        assert!(letter.contains("I will help you to get one"), "{letter}");
        assert!(letter.contains("to complain about that"), "the right stays theirs: {letter}");
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
    env.sh("due").ok().says(&format!("{id}, since Mon 2 March 2026: Confirm the referral to Cafcass in writing"));
    let owed =
        "\"The authority has told the court that the care plan is in dispute\", the referral to Cafcass, in writing";
    env.sh("supervision").ok().says(&format!("not on record yet: {owed}"));
    env.sh(&format!("refer {id} --written today")).ok();
    env.sh(&format!("done {id} court-informed")).ok();
    assert!(!env.sh("due").ok().stderr.contains("in writing"));
    assert!(!env.sh("supervision").ok().stdout.contains("in writing"));
}

// NA-23: nobody recorded that the child complained, nor that anything was passed on, which Mosaic doesn't ask for.
#[test]
fn a_complaint_that_somebody_else_made_is_not_the_childs() {
    let env = Env::new();
    for (policy, route) in [("mosaic", None), ("south-west", Some("route=problem-resolution"))] {
        let field = route.map(|route| ["--field", route]);
        let id = env.raise(policy, field.as_ref().map_or(&[], |field| field.as_slice()));
        env.sh(&format!("complaint {id} --reason 'His aunt has complained' --override x")).ok();
        for letter in letters(&env, &id) {
            assert!(letter.contains("as a complaint"), "{policy}: {letter}");
            assert!(!letter.contains("what you want to complain about"), "{policy}: {letter}");
            assert!(!letter.contains("passed"), "{policy}: {letter}");
        }
    }
}

// SW-50: the contact was waived, so nobody is going to make it.
#[test]
fn what_will_not_be_passed_on_is_not_promised() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution"]);
    env.sh(&format!("complaint {id} --reason 'His aunt has complained' --override x")).ok();
    env.sh(&format!("waive {id} customer-relations-contacted --reason 'She has rung them herself'")).ok();
    assert!(letters(&env, &id).iter().all(|letter| !letter.contains("pass")), "{:?}", letters(&env, &id));
}

// NA-56: after the end, the letter announces nothing that is not on record.
#[test]
fn after_the_end_no_complaint_is_still_to_come() {
    let env = Env::new();
    for policy in ["knowsley", "south-west"] {
        let id = env.raise(policy, &[]);
        env.sh(&format!("complaint {id} --reason 'She complains' --override x")).ok();
        env.sh(&format!("resolve {id} --outcome 'Complaint upheld' --override x")).ok();
        for letter in letters(&env, &id) {
            assert!(letter.contains("Complaint upheld"), "{letter}");
            for coming in ["I will tell you what", "I am going to", "is being"] {
                assert!(!letter.contains(coming), "{policy}, {coming}: {letter}");
            }
        }
    }
}

/// The texts of the duties that a dispute owes, including those left over from earlier stages.
fn owed(env: &Env, id: &str) -> Vec<String> {
    let view = env.dispute(id);
    let here =
        list(&view["duties"]).into_iter().filter(|duty| duty["state"] == "outstanding" && duty["before"].is_null());
    here.chain(list(&view["left_over"])).map(|duty| text(&duty, "text").to_owned()).collect()
}

// NA-57
#[test]
fn supervision_and_the_form_list_what_is_owed_while_the_complaint_runs() {
    for policy in ["knowsley", "mosaic", "qa-notification", "south-west"] {
        let env = Env::new();
        let id = env.raise(policy, &["--field", "in-proceedings=yes"]);
        env.now("2026-03-10T10:00");
        env.escalate(&id, "no-response", &["--respond-by", "2026-03-20"]);
        env.sh(&format!("complaint {id} --reason 'She complains' --override x")).ok();
        env.now("2026-03-12T10:00");
        let supervision = env.sh("supervision").ok().stdout;
        let form = env.sh(&format!("form {id}")).ok().stdout;
        let owed = owed(&env, &id);
        assert!(owed.len() > 3, "{policy}: {owed:?}");
        for text in owed {
            assert!(supervision.contains(&text), "{policy}, {text}: {supervision}");
            assert!(form.contains(&format!("**{text}**  \nnot recorded")), "{policy}, {text}: {form}");
        }
    }
}

// SW-50, SW-51, SW-63
#[test]
fn the_letter_about_a_complaint_is_about_the_complaint() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "in-proceedings=yes", "--field", "child-wishes=To be heard"]);
    env.sh(&format!("complaint {id} --reason 'He wants to complain' --override x")).ok();
    let letter = env.sh(&format!("notice {id} --to customer-relations-manager")).ok().stdout;
    let part = |title: &str| {
        let from = letter.find(title).unwrap_or_else(|| panic!("{title} in {letter}"));
        letter[from..].split("\n\n").next().unwrap_or_default().to_owned()
    };
    let complaint = part("THE COMPLAINT");
    assert!(complaint.contains("He wants to complain") && complaint.contains("The route decided on: complaint"));
    assert!(!complaint.contains("in care proceedings"), "{complaint}");
    assert!(part("ALSO ON RECORD").contains("Whether the child is in care proceedings: yes"), "{letter}");
    let protocol = part("WHAT THE PROTOCOL SAYS");
    let asked =
        "When there is a complaint, the protocol requires: “The young person has had an answer to the complaint”";
    assert!(protocol.contains(&format!("{asked} (6. Statutory Complaints Process)")), "{protocol}");
    assert!(!protocol.contains("Stage 1"), "no stage is asked: {protocol}");
}

// NA-19, SW-14: nothing on record says whose complaint it is.
#[test]
fn the_child_may_complain_whoever_has_complained() {
    let env = Env::new();
    for policy in ["mosaic", "south-west", "knowsley"] {
        let id = env.raise(policy, &["--field", "advocate=wanted"][..if policy == "south-west" { 2 } else { 0 }]);
        let letter = |age: &str| env.sh(&format!("form {id} --letter --age {age}")).ok().stdout;
        assert!(letter("10").contains("You are also allowed to complain. I can help you with"), "{}", letter("10"));
        env.sh(&format!("complaint {id} --reason 'Her carer complains' --override x")).ok();
        let (child, young) = (letter("10"), letter("15"));
        let both = ["You are allowed", "also allowed to complain", "complain yourself"];
        assert!(both.iter().all(|what| !child.contains(what) && !young.contains(what)), "it may be theirs: {child}");
        assert!(
            child.contains("If something else is wrong, you are allowed to complain about that as well. I"),
            "{child}"
        );
        assert!(young.contains("And if something else is wrong, you have the right to complain about that as well. I"));
    }
}

// NA-57: a duty with a date doesn't hide those without one.
#[test]
fn what_is_owed_during_a_complaint_is_named_beside_a_date_that_runs() {
    let env = Env::new();
    let id = env.raise("south-west", &["--respond-by", "2026-03-20"]);
    env.sh(&format!("complaint {id} --reason 'He wants to' --override x")).ok();
    assert_eq!(env.due(&["--all"]).len(), 1, "the Customer Relations Manager is to be contacted");
    let said = env.sh("due").ok().stderr;
    assert!(said.contains("is in the complaints procedure; "), "{said}");
    let owed = env.sh(&format!("show {id}")).ok().stdout;
    assert!(owed.contains("The young person has had an answer to the complaint"), "{owed}");
    // One has a date, and is counted by that.
    assert!(said.contains(&format!("8 things are not on record yet: `iro show {id}`")), "{said}");
}
