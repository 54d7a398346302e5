//! Whom each stage of each protocol asks and who drives it; whom the record says to tell, with a copy or without.

use serde_json::Value;

use crate::env::{Env, list, text};

/// A stage: its id, whom it asks to answer, who gets a copy besides, and who drives it.
type Asked<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a str);

fn owned(roles: &[&str]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn asks(policy: &str, stages: &[Asked<'_>]) {
    let env = Env::new();
    for (stage, asked, copied, owner) in stages {
        let view = env.raised(policy, &["--stage", stage, "--reason", "r"]);
        let told = |copy: bool| -> Vec<String> {
            let notices = list(&view["notices"]);
            let theirs = notices.iter().filter(|notice| notice["copied"] == Value::Bool(copy));
            theirs.map(|notice| text(notice, "to").to_owned()).collect()
        };
        let waits: Vec<Value> = list(&view["waiting_on"]["roles"]);
        // From stage 2 on the owner of the stage acts first: with a talk, or with a meeting.
        let others_first = policy == "qa-notification" && ["stage-2", "stage-3", "stage-4"].contains(stage);
        let first = if others_first { std::slice::from_ref(owner) } else { *asked };
        assert_eq!(waits, *first, "{policy} {stage}");
        assert_eq!((told(false), told(true)), (owned(asked), owned(copied)), "{policy} {stage}");
        assert_eq!(view["owner"]["role"], *owner, "{policy} {stage}");
    }
}

// NA-10, NA-16, NA-25
#[test]
fn national_stages_ask() {
    asks(
        "national",
        &[
            ("informal", &["social-worker", "team-manager"], &[], "iro"),
            (
                "formal",
                &["team-manager", "service-manager", "head-of-service", "assistant-director", "director"],
                &[],
                "iro",
            ),
        ],
    );
}

// SW-25, SW-32, SW-35, SW-38
#[test]
fn south_west_stages_ask() {
    asks(
        "south-west",
        &[
            ("stage-1", &["social-worker", "team-manager"], &[], "iro"),
            ("stage-2", &["team-manager", "service-manager"], &[], "iro"),
            ("stage-3", &["service-manager"], &[], "iro"),
            ("stage-4", &["head-of-service"], &[], "iro"),
        ],
    );
}

// QA-05, QA-09, QA-14, QA-18, QA-24
#[test]
fn qa_notification_stages_ask() {
    asks(
        "qa-notification",
        &[
            ("issue-notification", &["social-worker", "team-manager"], &[], "iro"),
            ("stage-1", &["social-worker", "team-manager"], &[], "iro"),
            ("stage-2", &["deputy-head-of-service", "head-of-service"], &[], "iro-manager"),
            ("stage-3", &["head-of-service"], &[], "head-of-service-qa"),
            ("stage-4", &["service-director", "strategic-director"], &[], "head-of-service-qa"),
        ],
    );
}

// MO-36
#[test]
fn mosaic_stages_ask() {
    asks(
        "mosaic",
        &[
            ("informal", &["team-manager"], &[], "iro"),
            ("stage-1", &["team-manager"], &[], "iro"),
            ("stage-2", &["service-manager"], &[], "iro"),
            ("stage-3", &["head-of-service"], &[], "iro"),
            ("stage-4", &["service-director", "executive-director"], &[], "iro"),
        ],
    );
}

// KN-11, KN-30, KN-33, KN-36, KN-38
#[test]
fn knowsley_stages_ask() {
    asks(
        "knowsley",
        &[
            ("informal", &["social-worker", "team-manager"], &[], "iro"),
            ("stage-1", &["social-worker", "team-manager"], &[], "iro"),
            ("stage-2", &["team-manager", "service-manager"], &["iro-manager"], "iro"),
            ("stage-3", &["head-of-service"], &[], "iro"),
            ("stage-4", &["assistant-executive-director"], &[], "iro"),
        ],
    );
}
