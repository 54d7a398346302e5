//! Knowsley's Outcome Resolution process, requirement by requirement. The formal stages are in `knowsley_formal.rs`.

use serde_json::{Value, json};

use crate::clauses::{asked_by, assert_gate, assert_overridable, assert_reminds, assert_shows, log, member, policy};
use crate::env::{Env, find_clock, list, text};

const RAISE: &str = "raise --policy knowsley --child C-1 --concern 'No panel' --impact Unsettled --seeking 'A date'";

pub fn refer(id: &str) -> String {
    format!("refer {id} --ground matter-unresolved --reason 'It cannot wait' --written 2026-03-02")
}

// KN-02, KN-09, KN-43
#[test]
fn what_people_read_about_it() {
    assert_shows(
        "knowsley",
        &[
            "statutory part of the IRO's work",
            "builds on their strengths",
            "flow diagram",
            "Informal Outcome Resolution",
            "Stage 1",
            "Stage 2",
            "Stage 3",
            "Stage 4",
            "20 working days",
        ],
    );
}

// KN-01
#[test]
fn its_name_date_and_raisers() {
    let policy = policy("knowsley");
    assert!(text(&policy, "title").contains("Outcome Resolution"));
    assert_eq!(policy["version"], "2023-06");
    assert_eq!(policy["raisers"], json!(["iro", "cp-chair"]));
}

// KN-03
#[test]
fn permanence_is_a_kind_of_concern_and_a_fact() {
    let env = Env::new();
    let view = env.raised("knowsley", &["--category", "permanence", "--field", "permanence-affected=yes"]);
    assert_eq!(view["categories"], json!(["permanence"]));
    assert_eq!(view["fields"]["permanence-affected"], "yes");
    let category = member(&policy("knowsley")["categories"], "permanence");
    assert_eq!(category["national"], json!(["permanence-delay"]));
}

// KN-04, KN-11
#[test]
fn an_informal_stage_with_the_worker_and_formal_ones_above() {
    let stages = list(&policy("knowsley")["stages"]);
    let kinds: Vec<_> = stages.iter().map(|s| text(s, "kind")).collect();
    assert_eq!(kinds, ["informal", "formal", "formal", "formal", "formal"]);
    let both = json!(["social-worker", "team-manager"]);
    assert_eq!(stages[0]["responders"]["any-of"], both);
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let view = env.respond(&id, &["--role", "team-manager"]);
    assert_eq!(view["status"], "awaiting-review");
}

// KN-05
#[test]
fn stages_left_out_are_seen_in_the_record() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let line = format!("escalate {id} --because urgent --to stage-4 --reason 'The move is near'");
    let view = env.sh(&format!("{line} --confirm discussion-recorded --json")).json();
    assert_eq!(view["stages_visited"], json!(["informal", "stage-4"]));
    assert_eq!(list(&view["overrides"]).len(), 0, "bypass is free");
    assert!(log(&env, &id).contains("The move is near"));
    // Nobody has to say why.
    let other = env.raise("knowsley", &[]);
    let line = format!("escalate {other} --because urgent --to stage-3 --confirm discussion-recorded --json");
    assert_eq!(list(&env.sh(&line).json()["overrides"]).len(), 0);
    assert_shows("knowsley", &["any stage may be left out"]);
}

// KN-06
#[test]
fn proceedings_are_noted_and_the_court_told() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--field", "in-proceedings=yes"]);
    assert_eq!(env.dispute(&id)["fields"]["in-proceedings"], "yes");
    assert_reminds(&env, &id, "court-informed");
    assert_shows("knowsley", &["the judge looks"]);
}

// KN-08
#[test]
fn other_kinds_of_case_have_the_same_clocks() {
    let env = Env::new();
    let due = |group: &str| {
        let view = env.raised("knowsley", &["--case-type", group, "--stage", "stage-2"]);
        assert_eq!(list(&view["overrides"]).len(), 0, "{group} is covered");
        (view["due"].clone(), find_clock(&view, "total", None)["due"].clone())
    };
    assert_eq!(due("child-protection"), due("looked-after"));
    assert_eq!(due("child-in-need"), due("looked-after"));
    assert_shows("knowsley", &["no statutory guidance"]);
}

// KN-12
#[test]
fn how_the_talk_was_held() {
    let env = Env::new();
    for medium in ["in-person", "phone", "email"] {
        let view = env.raised("knowsley", &["--field", &format!("medium={medium}")]);
        assert_eq!(view["fields"]["medium"], medium);
    }
    env.sh(&format!("{RAISE} --field medium=pigeon")).code(4).says("email");
}

// KN-13
#[test]
fn going_formal_without_the_entry_is_refused() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let line = format!("escalate {id} --because no-response --reason Silence");
    assert_gate(&env, &line, "discussion-recorded");
}

// KN-15
#[test]
fn the_chronology_has_the_informal_entries() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--concern", "Nobody visits him"]);
    env.now("2026-03-04T10:00");
    env.sh(&format!("note {id} --kind contact --text 'Rang the worker'")).ok();
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    let told = env.iro(&["log", &id]).ok().stdout;
    assert!(told.contains("Rang the worker"), "{told}");
    let events = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(events[0]["stage"], "informal");
    assert!(events[0]["fields"].to_string().contains("Nobody visits him"));
    assert_shows("knowsley", &["may ask to see that informal challenge took place"]);
}

// KN-16
#[test]
fn whether_to_go_formal_is_decided_and_kept() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let asked = |env: &Env| env.outstanding(&id).contains(&"formal-considered".to_owned());
    env.now("2026-03-09T10:00");
    assert!(!asked(&env), "the time agreed is not over");
    env.now("2026-03-10T10:00");
    assert_reminds(&env, &id, "formal-considered");
    // Going formal shows that it was considered.
    let formal = env.fork();
    formal.escalate(&id, "no-response", &[]);
    assert!(!formal.sh(&format!("show {id}")).ok().stdout.contains("formal-considered"));
    env.sh(&format!("done {id} formal-considered --text 'Another week'")).ok();
    assert!(log(&env, &id).contains("Another week"));
    assert_eq!(env.dispute(&id)["stage"], "informal");
}

// KN-17
#[test]
fn drifting_past_the_informal_aim_is_pointed_out() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-10T10:00");
    let overdue = env.due(&["--overdue"]);
    assert_eq!(overdue.len(), 1);
    assert_eq!(overdue[0]["strength"], "aim");
    env.iro(&["show", &id]).ok().says("overdue");
}

// KN-19
#[test]
fn poor_practice_is_a_kind_of_concern() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--category", "poor-practice"]);
    assert_eq!(env.listed(&["--category", "poor-practice"]), [id]);
}

// KN-20, KN-21
#[test]
fn praise_is_a_record_of_the_same_series() {
    let env = Env::new();
    let first = env.raise("knowsley", &[]);
    let line = "praise --policy knowsley --child C-1 --for 'Sam Carter' --text 'Came every week' --json";
    let view = env.sh(line).json();
    let last = env.raise("knowsley", &[]);
    assert_eq!([first.as_str(), text(&view, "id"), &last], ["2026-0001", "2026-0002", "2026-0003"]);
    assert_eq!(view["praise"]["filing_owed"], true);
    assert_eq!(view["kind"], "praise");
    assert_eq!(view["child"], "C-1");
    assert_eq!(view["stage"], Value::Null);
    assert_eq!(view["status"], "recorded");
    assert!(list(&view["clocks"]).is_empty());
    assert_eq!(env.listed(&["--all", "--kind", "praise"]), ["2026-0002"]);
    assert_eq!(env.listed(&["--sort", "raised"]), ["2026-0001", "2026-0003"]);
    env.iro(&["show", "2026-0002"]).ok().says("positive praise");
    assert_shows("knowsley", &["positive praise", "good practice is to be seen"]);
}

// KN-23
#[test]
fn cafcass_at_any_point_for_a_looked_after_child() {
    assert_eq!(policy("knowsley")["referral"]["when"], "any");
    let env = Env::new();
    for name in ["informal", "stage-1", "stage-2", "stage-3", "stage-4"] {
        let id = env.raise("knowsley", &["--stage", name]);
        assert_eq!(asked_by(&env, &refer(&id)), Vec::<String>::new(), "{name}");
    }
    for group in ["child-protection", "child-in-need"] {
        let chair = ["--case-type", group, "--by-role", "cp-chair"];
        let id = env.raise("knowsley", &chair);
        env.sh(&refer(&id)).code(3).says("looked after");
        assert_overridable(&env, &refer(&id));
    }
    assert_shows("knowsley", &["take legal advice in any other case"]);
}

// KN-24
#[test]
fn the_childs_wishes_are_recorded_and_no_bar() {
    let env = Env::new();
    let wishes = "--field 'child-wishes=Leave it' --field 'raiser-view=He is not safe'";
    let view = env.sh(&format!("{RAISE} --stage stage-1 {wishes} --json")).json();
    assert_eq!(view["fields"]["child-wishes"], "Leave it");
    assert_eq!(view["fields"]["raiser-view"], "He is not safe");
    assert_eq!(list(&view["overrides"]).len(), 0);
    assert_shows("knowsley", &["against the child's wishes"]);
}
