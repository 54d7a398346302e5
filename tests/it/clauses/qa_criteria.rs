//! The flowchart's criteria for a formal notification: which concerns must be formal, and which may be.

use serde_json::{Value, json};

use crate::clauses::{assert_overridable, assert_reminds, assert_shows, assert_warns, log, member, policy};
use crate::env::{Env, list, rules, text};

const RAISE: &str = "raise --policy qa-notification --child C-1 --concern 'No progress' --impact Unheard \
    --seeking 'A date' --immediate no";

// QA-37
#[test]
fn the_same_concern_again_becomes_formal() {
    let env = Env::new();
    env.sh(&format!("{RAISE} --category non-attendance --json")).json();
    env.now("2026-09-02T10:00");
    let again = format!("{RAISE} --category non-attendance --stage issue-notification");
    assert_overridable(&env, &again);
    let run = env.fork().sh(&format!("{RAISE} --category non-attendance --json"));
    let run = assert_warns(run, &["same concern", "2026-0001"]);
    assert_eq!(run.json()["stage"], "stage-1");
    // Another concern, another child, or more than a year later: informal again.
    let other = format!("{RAISE} --category no-reports --stage issue-notification --json");
    env.fork().sh(&other).ok();
    env.fork().sh(&again.replace("C-1", "C-2")).ok();
    env.now("2027-03-03T10:00");
    env.fork().sh(&again).ok();
}

// QA-38, QA-39
#[test]
fn a_significant_impact_starts_formally_without_a_reason() {
    let env = Env::new();
    for level in ["significant", "severe"] {
        let line = format!("{RAISE} --impact-level '{level}'");
        let run = env.fork().sh(&format!("{line} --json")).ok();
        assert!(!run.stderr.contains("--reason"), "{run:?}");
        let view = run.json();
        assert_eq!(view["stage"], "stage-1");
        assert_eq!(view["impact_level"], level);
        assert_eq!(list(&view["overrides"]).len(), 0);
        env.fork().sh(&format!("{line} --stage stage-1")).ok();
        assert_overridable(&env, &format!("{line} --stage issue-notification"));
    }
    let some = env.sh(&format!("{RAISE} --impact-level some --json")).json();
    assert_eq!(some["stage"], "issue-notification");
}

// QA-40
#[test]
fn an_early_review_is_thought_of() {
    let env = Env::new();
    let raise = format!("{RAISE} --impact-level significant --field early-review=called --json");
    let view = env.sh(&raise).json();
    let id = text(&view, "id");
    assert_eq!(view["fields"]["early-review"], "called");
    assert_reminds(&env, id, "early-review-considered");
    env.sh(&format!("done {id} early-review-considered --text 'Called for 20 March'")).ok();
    assert!(log(&env, id).contains("Called for 20 March"));
    let minor = env.raise("qa-notification", &["--impact-level", "some"]);
    assert!(!env.outstanding(&minor).contains(&"early-review-considered".to_owned()));
    // A breach of the agreed plan has a significant impact, whatever level is typed.
    let breach = env.raise("qa-notification", &["--category", "plan-not-complied", "--impact-level", "some"]);
    assert_reminds(&env, &breach, "early-review-considered");
}

// QA-42, QA-43, QA-45
#[test]
fn what_must_be_formal_is_formal() {
    let policy = policy("qa-notification");
    for id in ["plan-not-complied", "drift", "statutory-requirement"] {
        let category = member(&policy["categories"], id);
        assert_eq!(category["formal"], true, "{id}");
        assert_eq!(category["group"], "formal", "{id}");
        let env = Env::new();
        let line = format!("{RAISE} --category '{id}'");
        assert_overridable(&env, &format!("{line} --stage issue-notification"));
        let view = env.sh(&format!("{line} --json")).json();
        assert_eq!(view["stage"], "stage-1", "{id}");
        assert_eq!(list(&view["overrides"]).len(), 0, "{id}");
    }
}

// QA-44
#[test]
fn review_tasks_are_formal_where_the_child_is_harmed() {
    let policy = policy("qa-notification");
    let category = member(&policy["categories"], "review-tasks");
    assert_eq!(category["formal"], true);
    assert!(text(&category, "condition").contains("harmed"), "{category}");
    let env = Env::new();
    let informal = format!("{RAISE} --category review-tasks --stage issue-notification");
    assert_warns(env.fork().sh(&informal), &["harmed"]);
    let harmed = format!("{informal} --impact-level significant");
    assert_overridable(&env, &harmed);
}

// QA-45
#[test]
fn any_agency_may_have_broken_a_requirement() {
    let policy = policy("qa-notification");
    let category = member(&policy["categories"], "statutory-requirement");
    assert_eq!(list(&category["examples"]).len(), 3);
    for example in list(&category["examples"]) {
        assert_shows("qa-notification", &[example.as_str().unwrap()]);
    }
    let env = Env::new();
    let agency = ["--category", "statutory-requirement", "--field", "agency=A school"];
    let view = env.raised("qa-notification", &agency);
    assert_eq!(view["fields"]["agency"], "A school");
    assert_eq!(view["categories"], json!(["statutory-requirement"]));
}

// QA-38
#[test]
fn a_refusal_names_the_clause_of_the_criterion() {
    let env = Env::new();
    let line = format!("{RAISE} --impact-level significant --stage issue-notification --json");
    let error = env.sh(&line).refused();
    assert_eq!(rules(&error), ["significant-impact"]);
    assert!(text(&error, "source").contains("Criteria"), "{error}");
    assert_shows("qa-notification", &["significant impact"]);
}

// QA-31
#[test]
fn the_informal_stage_may_be_left_out_and_the_record_says_why() {
    let env = Env::new();
    let line = format!("{RAISE} --stage stage-1 --json");
    let run = env.fork().sh(&line);
    assert!(run.code == 0 || run.code == 3, "{run:?}");
    assert!(run.stderr.contains("reason"), "{run:?}");
    let view = env.sh(&format!("{line} --reason 'Tried it last month'")).json();
    assert_eq!(view["stages_visited"], json!(["stage-1"]));
    assert!(log(&env, text(&view, "id")).contains("Tried it last month"));
}

// QA-32, QA-41
#[test]
fn no_moment_is_wrong_and_a_review_may_be_linked() {
    let env = Env::new();
    for (extra, review) in [
        ("", Value::Null),
        ("--review-date 2026-02-20", json!("2026-02-20")),
        ("--review-date 2026-08-20", json!("2026-08-20")),
    ] {
        for start in ["", "--stage stage-1 --reason 'At risk'"] {
            let view = env.fork().sh(&format!("{RAISE} {start} {extra} --json")).json();
            assert_eq!(view["review_date"], review);
            assert_eq!(list(&view["overrides"]).len(), 0);
        }
    }
    assert_shows("qa-notification", &["at any time", "no fixed moment"]);
}

// QA-33, QA-34, QA-35, QA-36
#[test]
fn criteria_of_an_issue_notification() {
    let policy = policy("qa-notification");
    for (id, word) in [
        ("poor-practice", "practice"),
        ("non-attendance", "did not come"),
        ("no-reports", "LL"),
        ("child-not-supported", "take part"),
    ] {
        let category = member(&policy["categories"], id);
        assert_eq!(category["group"], "issue");
        assert_eq!(category["formal"], false);
        assert!(text(&category, "text").contains(word), "{category}");
        let env = Env::new();
        let view = env.sh(&format!("{RAISE} --category '{id}' --json")).json();
        assert_eq!(view["stage"], "issue-notification", "{id}");
    }
    let examples = list(&member(&policy["categories"], "poor-practice")["examples"]);
    assert_eq!(examples.len(), 6);
    for example in examples {
        assert_shows("qa-notification", &[example.as_str().unwrap()]);
    }
}

// QA-33, QA-34, QA-35, QA-36, QA-42, QA-43, QA-44, QA-45, NA-26
#[test]
fn each_criterion_has_its_group_and_counts_with_its_like_among_the_national_examples() {
    let shown = policy("qa-notification");
    let found: Vec<Value> =
        list(&shown["categories"]).iter().map(|one| json!([one["id"], one["group"], one["national"]])).collect();
    let expected = [
        json!([
            "poor-practice",
            "issue",
            ["professional-practice", "decisions-not-completed", "iro-not-notified-change", "review-preparation"]
        ]),
        json!(["non-attendance", "issue", ["review-preparation"]]),
        json!(["no-reports", "issue", ["review-preparation"]]),
        json!(["child-not-supported", "issue", ["child-voice"]]),
        json!(["plan-not-complied", "formal", ["plan-element-failed"]]),
        json!(["drift", "formal", ["drift"]]),
        json!(["review-tasks", "formal", ["decisions-not-completed"]]),
        json!([
            "statutory-requirement",
            "formal",
            ["statutory-visits", "education-provision", "professional-practice"]
        ]),
    ];
    assert_eq!(found, expected);
}

// QA-01, QA-46
#[test]
fn the_flowchart_says_of_when_it_is_for_whom_and_what_it_calls_things() {
    let env = Env::new();
    assert_shows("qa-notification", &["July 2015"]);
    let praise = "praise --policy qa-notification --child C-1 --for 'Sam Carter' --text 'Well done' --json";
    let id = text(&env.sh(praise).json(), "id").to_owned();
    env.sh(&format!("form {id}")).ok().says("# QA Notification of excellent practice");
    env.sh("form --blank --policy qa-notification").ok().says("## Referral to Cafcass");
    let other = format!("{RAISE} --case-type care-leaver --json");
    let refused = env.sh(&other).refused();
    assert!(refused["rules"].to_string().contains("covers"), "{refused}");
    assert!(refused.to_string().contains("\"Title\""), "the clause that says whom it is for: {refused}");
}

// QA-12, QA-25, QA-38, QA-40
#[test]
fn the_flowchart_s_own_questions_have_the_answers_it_names() {
    let fields = policy("qa-notification")["fields"].clone();
    for (id, values) in [
        ("more-can-be-done", json!(["yes", "no"])),
        ("early-review", json!(["called", "not-called"])),
        ("in-proceedings", json!(["yes", "no"])),
    ] {
        assert_eq!(member(&fields, id)["values"], values, "{id}");
    }
    let env = Env::new();
    let raise = format!("{RAISE} --field 'child-wishes=To stay' --sibling C-2");
    env.sh(&raise)
        .ok()
        .says("because you gave it for the first child: `child-wishes`")
        .says("how serious the impact on the child is");
    assert_eq!(env.dispute("2026-0001")["fields"]["child-wishes"], "To stay");
    assert_eq!(env.dispute("2026-0002")["fields"]["child-wishes"], Value::Null);
}

// QA-07, QA-08, QA-31, QA-39
#[test]
fn a_stage_is_left_out_only_for_a_reason_and_a_poor_answer_leads_to_the_next() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.respond(&id, &[]);
    assert_overridable(&env, &format!("escalate {id} --because unsatisfactory --to stage-2"));
    let line = format!("escalate {id} --because unsatisfactory --to stage-2 --json");
    assert!(env.sh(&line).refused().to_string().contains("2. Formal QA Notification Criteria"), "its clause");
    assert_shows("qa-notification", &["signs off a satisfactory answer", "starts a formal QA Notification"]);
}
