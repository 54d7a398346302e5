//! The national standards: two stages, the Handbook's 20 working days, and a list of categories.

use serde_json::json;

use crate::clauses::assert_asks;
use crate::env::{Env, assert_clock, assert_due_adds_up, find_clock, has_clock, text};

// The categories of NA-27 to NA-53.
const CATEGORIES: [&str; 27] = [
    "review-preparation",
    "child-voice",
    "decisions-not-completed",
    "assessment",
    "contact",
    "health-provision",
    "education-provision",
    "iro-not-notified-event",
    "iro-disagrees-plan",
    "applications-delayed",
    "life-story-delayed",
    "no-social-worker",
    "core-assessment",
    "care-plan",
    "pathway-plan",
    "statutory-visits",
    "pep",
    "health-assessment",
    "placement-plan",
    "drift",
    "permanence-delay",
    "plan-element-failed",
    "iro-not-notified-change",
    "placement-suitability",
    "family-finding",
    "placement-choice",
    "professional-practice",
];

// NA-10, NA-16, A-52, HB-06
#[test]
fn from_informal_to_formal_to_resolved() {
    let env = Env::new();
    let view = env.raised("national", &["--category", "drift"]);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "informal");
    assert_eq!(view["formal"], false);
    assert!(!has_clock(&view, "total"), "the total starts with the formal stage");
    assert_due_adds_up(&view);

    // Formal on Thursday 12 March: 13 (1), 16-20 (6), 23-27 (11), 30-2 (15), and past Easter
    // 7-10 (19), Monday 13 April (20).
    env.now("2026-03-12T10:00");
    let view = env.escalate(id, "other", &[]);
    assert_eq!(view["stage"], "formal");
    assert_eq!(view["formal"], true);
    assert_clock(&find_clock(&view, "total", None), "2026-04-13", "hard", "running");
    assert_due_adds_up(&view);

    env.now("2026-04-01T10:00");
    let view = env.respond(id, &[]);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(find_clock(&view, "total", None)["state"], "running");

    env.now("2026-04-13T22:00");
    let view = env.resolve(id);
    assert_eq!(view["status"], "resolved");
    assert_eq!(view["stages_visited"], json!(["informal", "formal"]));
    let total = find_clock(&view, "total", None);
    assert_clock(&total, "2026-04-13", "hard", "met");
    assert_eq!(total["late"], false);
}

// NA-25, HB-05
#[test]
fn the_iro_may_start_at_the_formal_stage() {
    let env = Env::new();
    let stage = ["--stage", "formal", "--reason", "The move is planned for next week"];
    let view = env.raised("national", &stage);
    assert_eq!(view["stages_visited"], json!(["formal"]));
    assert_clock(&find_clock(&view, "total", None), "2026-03-30", "hard", "running");
}

// NA-21
#[test]
fn the_child_stays_at_the_centre() {
    let env = Env::new();
    let raise = "raise --policy national --child C-1 --concern 'No visits'";
    assert_asks(&env, raise, "impact");
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}

// NA-26, NA-54
#[test]
fn every_listed_situation_is_a_category() {
    let env = Env::new();
    let policy = env.iro(&["policy", "show", "national", "--json"]).json();
    let known = policy["categories"].to_string();
    for category in CATEGORIES {
        assert!(known.contains(&format!("\"{category}\"")), "{category} in {known}");
    }
}

//
#[test]
fn a_dispute_may_have_several_categories() {
    let env = Env::new();
    let both = ["--category", "assessment", "--category", "core-assessment"];
    let view = env.raised("national", &both);
    assert_eq!(view["categories"], json!(["assessment", "core-assessment"]));
    let id = text(&view, "id");
    assert_eq!(env.listed(&["--category", "core-assessment"]), [id]);
    assert_eq!(env.listed(&["--category", "pep"]), Vec::<String>::new());
}

#[test]
fn a_category_that_is_not_in_the_list_is_named() {
    let env = Env::new();
    let raise = "raise --policy national --child C-1 --concern 'No visits' --impact Unseen \
        --seeking Visits --category statutory-visit";
    env.sh(raise).code(4).says("statutory-visits");
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}
