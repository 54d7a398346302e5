//! What each protocol records beyond the common facts: which answers it takes, what the blank form asks, and what is said
//! of one child only and so doesn't go into the record of a brother or sister.

use serde_json::{Value, json};

use crate::env::Env;

const YES_NO: &[&str] = &["yes", "no"];

/// A field: its name, the answers it takes (none if it takes any text), and whether it is one child's own.
type Field = (&'static str, &'static [&'static str], bool);

/// Gives each field each of its answers, to a child and a sister; then an answer that it doesn't take.
#[track_caller]
fn takes(policy: &str, fields: &[Field]) {
    let env = Env::new();
    let rounds = fields.iter().map(|(_, answers, _)| answers.len().max(1)).max().unwrap_or_default();
    let (mut first, mut sister) = (json!({}), json!({}));
    for round in 0..rounds {
        let (mut given, mut typed) = (vec!["--sibling".to_owned(), format!("S-{round}")], json!({}));
        let mut of_both = json!({});
        for (name, answers, own) in fields {
            let answer = if answers.is_empty() { "Some words" } else { answers[round % answers.len()] };
            given.extend(["--field".to_owned(), format!("{name}={answer}")]);
            typed[name] = json!(answer);
            if !own {
                of_both[name] = json!(answer);
            }
        }
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let view = env.raised(policy, &given);
        let fields_of = |view: &Value| view["fields"].clone();
        first = fields_of(&view[0]);
        sister = fields_of(&view[1]);
        assert_eq!((&first, &sister), (&typed, &of_both), "{view}");
    }
    assert!(first != sister, "some of it is one child's own");
    for (name, answers, _) in fields.iter().filter(|(_, answers, _)| !answers.is_empty()) {
        let typed = format!("note 1 --kind other --text x --field {name}=otherwise");
        let run = env.sh(&typed);
        assert_ne!(run.code, 0, "{name} takes {answers:?} only");
    }
}

// NA-06, NA-21, NA-24, NA-47
#[test]
fn national_fields() {
    takes(
        "national",
        &[
            ("agency", &[], false),
            ("origin", &["iro", "child", "family", "staff"], true),
            ("account-requested", YES_NO, true),
            ("review-number", &[], true),
            ("child-wishes", &[], true),
            ("in-proceedings", YES_NO, false),
        ],
    );
}

// MO-03, MO-06, MO-17, MO-19, MO-29
#[test]
fn mosaic_fields() {
    takes(
        "mosaic",
        &[
            ("raised-from", &["start-menu", "midway-review", "cla-review"], false),
            (
                "document-missing",
                &[
                    "care-plan",
                    "pathway-plan",
                    "placement-plan",
                    "health-assessment",
                    "dental-check",
                    "sdq",
                    "assessment",
                    "pep",
                    "chronology",
                    "demographics",
                    "care-plan,pep",
                ],
                false,
            ),
            ("child-wishes", &[], true),
            ("iro-view", &[], true),
            ("in-proceedings", YES_NO, false),
        ],
    );
}

// KN-03, KN-06, KN-12, KN-24, KN-28
#[test]
fn knowsley_fields() {
    takes(
        "knowsley",
        &[
            ("medium", &["in-person", "phone", "email"], false),
            ("permanence-affected", YES_NO, false),
            ("in-proceedings", YES_NO, false),
            ("child-wishes", &[], true),
            ("raiser-view", &[], true),
            ("legal-planning-meeting", &[], false),
        ],
    );
}

// QA-12, QA-25, QA-40, QA-45
#[test]
fn qa_notification_fields() {
    takes(
        "qa-notification",
        &[
            ("agency", &[], false),
            ("further-action", &[], false),
            ("more-can-be-done", YES_NO, false),
            ("early-review", &["called", "not-called"], false),
            ("in-proceedings", YES_NO, false),
            ("child-wishes", &[], true),
        ],
    );
}

// SW-13, SW-18, SW-20, SW-39, SW-52, SW-53, SW-54, SW-55, SW-58
#[test]
fn south_west_fields() {
    takes(
        "south-west",
        &[
            ("route", &["problem-resolution", "complaint", "both"], true),
            ("advocate", &["offered", "wanted", "declined"], true),
            ("child-wishes", &[], true),
            ("in-proceedings", YES_NO, false),
            ("human-rights-danger", YES_NO, true),
            ("child-wants-proceedings", YES_NO, true),
            ("child-can-start", YES_NO, true),
            ("adult-found", YES_NO, true),
            ("duty-lawyer", &[], false),
        ],
    );
}
