//! The Mosaic process: its purpose, its categories and how a dispute is raised. `mosaic_form.rs` has the steps of the
//! form, `mosaic_beside.rs` what is outside it.

use serde_json::{Value, json};

use crate::clauses::{
    assert_asks, assert_gate, assert_points_out, assert_reminds, assert_shows, assert_warns, log, member, policy, stage,
};
use crate::env::{Env, find_clock, list, text};

pub const RAISE: &str = "raise --policy mosaic --child C-1 --concern 'No plan' --impact Unheard \
    --seeking 'A plan' --aware-on 2026-03-02";
pub const TALKED: &str = "--confirm manager-contacted --confirm next-steps-agreed";

// MO-01, MO-20, MO-22, MO-24, MO-26
#[test]
fn what_it_is_for_and_good_practice_around_it() {
    assert_shows(
        "mosaic",
        &[
            "challenge constructively",
            "proportionate, balanced",
            "prepare early",
            "visit the child between reviews",
            "minutes of the review in time",
            "tell the IRO at once",
        ],
    );
}

// MO-02
#[test]
fn every_dispute_has_an_iro_and_a_looked_after_child() {
    let policy = policy("mosaic");
    assert_eq!(policy["covers"], json!(["looked-after"]));
    assert_eq!(policy["raisers"], json!(["iro"]));
    let env = Env::new();
    let view = env.raised("mosaic", &["--iro", "Ann Other"]);
    assert_eq!(view["iro"], "Ann Other");
    assert_eq!(view["case_type"], "looked-after");
    let view = env.raised("mosaic", &[]);
    assert_eq!(view["iro"], "Jo Bloggs");
}

// MO-03, MO-06
#[test]
fn the_childs_wishes_are_kept_and_never_stop_the_iro() {
    let env = Env::new();
    let said = "child-wishes=I do not want a fuss";
    let view = "iro-view=Not safe to wait";
    let line = format!("{RAISE} {TALKED} --field '{said}' --field '{view}' --json");
    let raised = env.sh(&line).json();
    assert_eq!(raised["fields"]["child-wishes"], "I do not want a fuss");
    assert_eq!(raised["fields"]["iro-view"], "Not safe to wait");
    assert_eq!(list(&raised["overrides"]).len(), 0);
    let id = text(&raised, "id");
    env.sh(&format!("note {id} --kind child-view --text 'Now she agrees'")).ok();
    assert!(log(&env, id).contains("Now she agrees"));
    assert_shows("mosaic", &["against the child's wishes", "human rights"]);
}

// MO-04, MO-12
#[test]
fn subjects_have_groups_and_examples_are_not_a_closed_list() {
    let policy = policy("mosaic");
    let groups: Vec<_> = list(&policy["category_groups"]).iter().map(|group| text(group, "id").to_owned()).collect();
    assert_eq!(groups, ["planning", "implementation", "decisions", "resources", "practice"]);
    for category in list(&policy["categories"]) {
        let id = text(&category, "id");
        let env = Env::new();
        let own = "Something that no list foresaw";
        let view = env.raised("mosaic", &["--category", id, "--concern", own]);
        assert_eq!(view["concern"], own);
        assert_eq!(view["categories"], json!([id]));
    }
    // A missing category is pointed out, not refused.
    let env = Env::new();
    assert_points_out(&env, &format!("{RAISE} {TALKED}"), &["category", "kind of concern"]);
    assert_shows("mosaic", &["not complete"]);
}

// MO-13, MO-14, MO-15, MO-16, MO-17, MO-18, MO-19
#[test]
fn categories_carry_their_examples() {
    let policy = policy("mosaic");
    for (id, examples) in [
        ("unassessed-risk", 3),
        ("lack-of-preparation", 5),
        ("drift-and-delay", 6),
        ("care-plan", 7),
        ("practice", 9),
        ("management-decision", 0),
        ("documents-missing", 10),
    ] {
        let category = member(&policy["categories"], id);
        let listed = list(&category["examples"]);
        assert_eq!(listed.len(), examples, "{id}");
        assert!(!text(&category, "source").is_empty());
        assert_shows("mosaic", &[text(&category, "text")]);
        for example in listed {
            assert_shows("mosaic", &[example.as_str().unwrap()]);
        }
    }
}

// MO-14, MO-23, MO-25
#[test]
fn lead_times_around_a_review() {
    let env = Env::new();
    // Wednesday 15 April 2026, with Easter before it.
    let times = list(&env.sh("review 2026-04-15 --policy mosaic --json").json());
    for time in &times {
        assert!(!text(time, "source").is_empty(), "{time}");
        assert!(!text(time, "limit").is_empty(), "{time}");
    }
    let due = |word: &str| -> Vec<String> {
        let found = times.iter().filter(|t| text(t, "what").to_lowercase().contains(word));
        found.map(|time| text(time, "due").to_owned()).collect()
    };
    // 14, 13 (2), 10-7 (6), 2, 1 April (8), 31, 30 (10), 27-23 March (15)
    assert_eq!(due("invitation"), ["2026-03-23"]);
    assert_eq!(due("consulted"), ["2026-03-23"]);
    assert_eq!(due("report"), ["2026-04-08"]);
    // 16, 17, 20, 21, 22
    assert_eq!(due("recommendations"), ["2026-04-22"]);
    env.sh("review 2026-04-15 --policy mosaic").ok().says("invitations");
    assert_shows("mosaic", &["15 working days before", "5 working days after"]);
}

// MO-18
#[test]
fn a_stage_below_the_one_who_decided_is_warned_about() {
    let env = Env::new();
    let below = "--decided-by head-of-service --stage stage-1 --reason 'The manager can undo it'";
    let line = format!("{RAISE} --confirm manager-contacted --category management-decision {below}");
    assert_warns(env.sh(&line), &["decision", "decided", "stage-3", "head of service"]);
}

// MO-19
#[test]
fn which_document_is_missing() {
    let field = member(&policy("mosaic")["fields"], "document-missing");
    assert!(list(&field["values"]).len() >= 10, "{field}");
    let env = Env::new();
    let line = format!("{RAISE} {TALKED} --category documents-missing");
    assert_points_out(&env.fork(), &line, &["document-missing", "which key document"]);
    let view = env.sh(&format!("{line} --field document-missing=sdq --json")).json();
    assert_eq!(view["fields"]["document-missing"], "sdq");
    // Several can be missing at once.
    let view = env.sh(&format!("{line} --field document-missing=sdq,care-plan --json")).json();
    assert_eq!(view["fields"]["document-missing"], "sdq,care-plan");
}

// MO-21, MO-29
#[test]
fn where_it_was_raised() {
    assert_shows("mosaic", &["midway reviews"]);
    let env = Env::new();
    for source in ["start-menu", "midway-review", "cla-review"] {
        let view = env.raised("mosaic", &["--field", &format!("raised-from={source}")]);
        assert_eq!(view["fields"]["raised-from"], source);
    }
    let wrong = format!("{RAISE} {TALKED} --field raised-from=corridor");
    env.sh(&wrong).code(4).says("midway-review");
}

// MO-07, MO-11
#[test]
fn impact_and_what_is_sought_belong_on_the_form() {
    let env = Env::new();
    let raise = format!("{RAISE} {TALKED}");
    assert_asks(&env, &raise.replace("--impact Unheard", ""), "impact");
    assert_asks(&env, &raise.replace("--seeking 'A plan'", ""), "seeking");
    let view = env.sh(&format!("{raise} --respond-by 2026-03-05 --json")).json();
    assert_eq!(view["concern"], "No plan");
    assert_eq!(view["impact"], "Unheard");
    assert_eq!(view["seeking"], "A plan");
    assert_eq!(view["due"], "2026-03-05");
    assert_shows("mosaic", &["about practice that harms"]);
}

// MO-10, MO-34
#[test]
fn the_manager_is_spoken_to_before_any_form() {
    let env = Env::new();
    let line = format!("{RAISE} --stage stage-1 --reason 'Too grave'");
    assert_gate(&env, &line, "manager-contacted");
    let tried = env.sh(&format!("{line} --confirm manager-contacted=2026-02-27 --json"));
    let view = tried.json();
    let id = text(&view, "id");
    assert!(log(&env, id).contains("2026-02-27"));
    env.sh(&format!("note {id} --kind contact --text 'Rang twice, no answer'")).ok();
    assert!(log(&env, id).contains("Rang twice"));
    assert_shows("mosaic", &["first try to settle worries"]);
}

// MO-31
#[test]
fn an_informal_form_carries_agreed_steps() {
    let env = Env::new();
    let line = format!("{RAISE} --confirm manager-contacted");
    assert_gate(&env, &line, "next-steps-agreed");
    // A formal one does not need agreed steps.
    let formal = format!("{line} --stage stage-1 --reason 'Too grave' --json");
    assert_eq!(env.sh(&formal).json()["stage"], "stage-1");
}

// MO-27, MO-30
#[test]
fn informal_disputes_are_full_records() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    assert_eq!(env.listed(&[]), [id.as_str()]);
    assert_eq!(env.listed(&["--stage", "informal"]), [id.as_str()]);
    env.now("2026-03-04T10:00");
    env.resolve(&id);
    assert_eq!(env.listed(&["--closed"]), [id.as_str()]);
    assert_eq!(stage(&policy("mosaic"), "informal")["kind"], "informal");
    assert_shows("mosaic", &["every challenge gets a form", "put right quickly and well"]);
}

// MO-28
#[test]
fn a_late_form_is_warned_about_and_says_why() {
    let env = Env::new();
    let late = RAISE.replace("2026-03-02", "2026-02-16") + " --arose-on 2026-02-13 --reason 'I was on leave'";
    let run = assert_warns(env.sh(&format!("{late} {TALKED} --json")), &["late"]);
    let view = run.json();
    assert_eq!(view["aware_on"], "2026-02-16");
    assert_eq!(view["arose_on"], "2026-02-13");
    assert_eq!(find_clock(&view, "raise", None)["late"], true);
    assert!(log(&env, text(&view, "id")).contains("I was on leave"));
    let run = env.sh(&format!("{RAISE} {TALKED}")).ok();
    assert!(!run.stderr.contains("late"), "{run:?}");
}

// MO-33
#[test]
fn when_informal_will_do() {
    assert_shows(
        "mosaic",
        &[
            "promised for the same day",
            "a visit to share it is booked",
            "a date is agreed",
            "made on the day of the challenge",
        ],
    );
}

// MO-35
#[test]
fn the_level_that_decided_needs_no_reason() {
    let env = Env::new();
    let line = format!("{RAISE} --decided-by head-of-service --confirm manager-contacted");
    let run = env.sh(&format!("{line} --confirm own-manager-consulted --json")).ok();
    assert!(!run.stderr.contains("--reason"), "{run:?}");
    let view = run.json();
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["decided_by"], "head-of-service");
    assert_eq!(list(&view["overrides"]), Vec::<Value>::new());
    assert_shows("mosaic", &["level whose decision"]);
}

// MO-55
#[test]
fn the_own_manager_is_consulted_before_stage_2() {
    let env = Env::new();
    for name in ["stage-2", "stage-3", "stage-4"] {
        let line = format!("{RAISE} --stage '{name}' --reason 'Decided there' --confirm manager-contacted");
        assert_gate(&env, &line, "own-manager-consulted");
    }
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave"]);
    let line = format!("escalate {id} --because other --reason 'Not enough'");
    assert_gate(&env, &line, "own-manager-consulted");
    assert_reminds(&env, &id, "recorded-on-file");
}
