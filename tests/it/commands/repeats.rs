//! Repeats: the same concern raised again for the same child, under any protocol. A dispute withdrawn as raised in
//! error doesn't count.

use serde_json::{Value, json};

use crate::env::{Env, list, text};

fn figure(env: &Env) -> Value {
    let report = env.sh("report --json").json();
    list(&report["figures"]).into_iter().find(|figure| figure["id"] == "repeats").unwrap()
}

#[test]
fn a_concern_raised_again_is_counted_under_every_protocol() {
    for (policy, category) in [
        ("knowsley", "permanence"),
        ("mosaic", "practice"),
        ("national", "drift-delay"),
        ("qa-notification", "poor-practice"),
        ("south-west", "drift"),
    ] {
        let env = Env::new();
        let shown = env.iro(&["policy", "show", policy, "--json"]).json();
        let categories = list(&shown["categories"]);
        let known = categories.iter().map(|one| text(one, "id")).find(|id| *id == category);
        let category = known.unwrap_or_else(|| text(&categories[0], "id"));
        let first = env.raise(policy, &["--child", "C-1", "--category", category]);
        env.now("2026-04-02T10:00");
        let again = env.raised(policy, &["--child", "C-1", "--category", category]);
        assert_eq!(again["repeat_of"], json!([first]), "{policy}");
        assert_eq!(figure(&env)["value"], json!(1), "{policy}");
        // Neither another child's concern nor one too long ago counts.
        env.now("2027-05-02T10:00");
        let late = env.raised(policy, &["--child", "C-1", "--category", category, "--respond-by", "2027-06-30"]);
        assert_eq!(late["repeat_of"], json!([]), "{policy}");
    }
}

#[test]
fn a_dispute_that_was_withdrawn_is_no_earlier_dispute() {
    let env = Env::new();
    let raise = |env: &Env| env.raised("qa-notification", &["--child", "C-1", "--category", "poor-practice"]);
    let wrong = text(&raise(&env), "id").to_owned();
    env.now("2026-03-03T10:00");
    env.sh(&format!("withdraw {wrong} --reason 'Raised in error'")).ok();
    env.now("2026-03-04T10:00");
    let dry = env.sh(
        "raise --policy qa-notification --child C-1 --concern x --category poor-practice --immediate no --override x --dry-run",
    );
    dry.ok();
    let right = raise(&env);
    assert_eq!((&right["repeat_of"], text(&right, "stage")), (&json!([]), "issue-notification"));
    let run = env.sh(
        "raise --policy qa-notification --child c-1 --concern x --category poor-practice --immediate no --override x",
    );
    run.ok().says(&format!("dispute `{wrong}` about the same concern was withdrawn, so this is not counted"));
    // It repeats the dispute that was not withdrawn.
    assert_eq!(env.dispute("3")["repeat_of"], json!([text(&right, "id")]));
    // Once reopened, it counts again for disputes raised later.
    env.sh(&format!("reopen {wrong} --reason x --override x")).ok();
    assert_eq!(list(&raise(&env)["repeat_of"]).len(), 3);
}

#[test]
fn an_earlier_one_that_is_withdrawn_later_is_not_counted_either() {
    let env = Env::new();
    let first = env.raise("knowsley", &["--child", "C-1", "--category", "permanence"]);
    env.now("2026-03-03T10:00");
    env.raise("knowsley", &["--child", "C-1", "--category", "permanence"]);
    assert_eq!(figure(&env)["value"], json!(1));
    env.sh(&format!("withdraw {first} --reason 'Raised twice by mistake'")).ok();
    assert_eq!(figure(&env)["value"], json!(0));
}

#[test]
fn what_cannot_be_compared_is_said_not_to_be_counted() {
    let env = Env::new();
    env.raise("knowsley", &["--child", "C-1", "--category", "permanence"]);
    assert_eq!(text(&figure(&env), "label"), "Raised again for the same child and concern");
    env.raise("knowsley", &["--child", "C-1"]);
    assert!(text(&figure(&env), "label").ends_with("; those without a category are not counted"));
}

/// QA-37: a repeat is formal. Only a dispute that was raised in error doesn't count as the first.
#[test]
fn what_was_pursued_and_withdrawn_is_an_earlier_dispute() {
    for (policy, category) in [("qa-notification", "poor-practice"), ("knowsley", "permanence")] {
        for (flag, counts) in [("--raised-in-error", false), ("--raised-in-error no", true), ("", false)] {
            let env = Env::new();
            let raise = |env: &Env| env.raised(policy, &["--child", "C-1", "--category", category]);
            let first = text(&raise(&env), "id").to_owned();
            env.now("2026-03-03T10:00");
            env.sh(&format!("withdraw {first} --reason x {flag}")).ok();
            env.now("2026-03-04T10:00");
            let again = raise(&env);
            assert_eq!(list(&again["repeat_of"]).len(), usize::from(counts), "{policy} {flag}");
            assert_eq!(figure(&env)["value"], json!(u8::from(counts)), "{policy} {flag}");
        }
    }
}

#[test]
fn a_withdrawal_can_be_corrected_to_say_whether_it_was_an_error() {
    let env = Env::new();
    let first = env.raise("knowsley", &["--child", "C-1", "--category", "permanence"]);
    env.now("2026-03-03T10:00");
    env.sh(&format!("withdraw {first} --reason x")).ok();
    env.sh(&format!("correct {first} --event 2 --set raised_in_error=no --reason 'It was pursued'")).ok();
    env.now("2026-03-04T10:00");
    let again = env.raised("knowsley", &["--child", "C-1", "--category", "permanence"]);
    assert_eq!(again["repeat_of"], json!([first]));
}

/// What was raised later, and perhaps typed earlier, is no earlier dispute.
#[test]
fn nothing_repeats_what_was_raised_later() {
    for (policy, category) in [("qa-notification", "poor-practice"), ("knowsley", "permanence")] {
        let env = Env::new();
        let raise = |on: &str| env.raised(policy, &["--child", "C-1", "--category", category, "--on", on]);
        let first = raise("2026-02-20");
        let before = raise("2026-02-03");
        assert_eq!((&before["repeat_of"], &before["stage"]), (&first["repeat_of"], &first["stage"]), "{policy}");
        assert_eq!(list(&raise("2026-02-27")["repeat_of"]).len(), 2, "{policy}");
    }
}

/// Two protocols can use one id for different categories, and different ids for one: the national list decides.
#[test]
fn under_another_protocol_the_national_list_says_what_is_the_same() {
    for ((first, of_first), (next, of_next), counts) in [
        // Both correspond to the national `drift`.
        (("knowsley", "drift"), ("south-west", "plan-progress"), true),
        (("south-west", "plan-progress"), ("knowsley", "drift"), true),
        // Poor practice here corresponds to poor practice there only.
        (("knowsley", "poor-practice"), ("south-west", "plan-progress"), false),
        (("knowsley", "assessment"), ("knowsley", "assessment"), true),
        // Two of one protocol that correspond to the same of the national list are still two.
        (("south-west", "human-rights-infringed"), ("south-west", "significant-harm"), false),
    ] {
        let env = Env::new();
        let first = env.raise(first, &["--child", "C-1", "--category", of_first]);
        env.now("2026-03-20T10:00");
        let again = env.raised(next, &["--child", "C-1", "--category", of_next, "--respond-by", "2026-03-27"]);
        let expected = if counts { json!([first]) } else { json!([]) };
        assert_eq!(again["repeat_of"], expected, "{of_first}, {of_next}");
        assert_eq!(figure(&env)["value"], json!(u8::from(counts)), "{of_first}, {of_next}");
    }
}
