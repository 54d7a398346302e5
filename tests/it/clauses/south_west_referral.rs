//! The South West procedure: referral to Cafcass and its documents.

use serde_json::{Value, json};

use crate::clauses::south_west::RAISE;
use crate::clauses::{
    asked_by, assert_asks, assert_gate, assert_overridable, assert_points_out, assert_reminds, assert_shows, duty, log,
    member, policy,
};
use crate::env::{Env, is_running, list, text};

const PACK: [&str; 6] =
    ["care-order-and-plan", "guardian-report", "review-documents", "iro-report", "wishes-report", "other-documents"];

/// A referral command with everything except that the Assistant Director was told.
fn refer(id: &str) -> String {
    format!(
        "refer {id} --ground best-interest --reason 'It is best for the child' \
         --impact-on-child 'Worry, but an end in sight' --written 2026-03-02"
    )
}

fn referred(env: &Env) -> String {
    let id = env.raise("south-west", &[]);
    env.sh(&format!("{} --confirm assistant-director-told", refer(&id))).ok();
    id
}

#[track_caller]
fn item(view: &Value, name: &str) -> Value {
    list(&view["referral"]["pack"])
        .into_iter()
        .find(|item| item["item"] == name)
        .unwrap_or_else(|| panic!("no {name} in {}", view["referral"]))
}

// SW-24
#[test]
fn at_any_stage_if_it_is_best_for_the_child() {
    assert_eq!(policy("south-west")["referral"]["when"], "any");
    for name in ["stage-1", "stage-2", "stage-3", "stage-4"] {
        let env = Env::new();
        let id = env.raise("south-west", &["--stage", name, "--reason", "Urgent"]);
        let asked = asked_by(&env, &refer(&id));
        assert_eq!(asked, ["assistant-director-told"], "{name}");
    }
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let unexplained = refer(&id).replace("--reason 'It is best for the child'", "");
    assert_asks(&env, &format!("{unexplained} --confirm assistant-director-told"), "reason");
}

// SW-39
#[test]
fn at_the_end_of_the_ladder_the_iro_decides_whether_to_refer() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-4", "--reason", "Urgent"]);
    assert_reminds(&env, &id, "referral-considered");
    let decided = format!("done {id} referral-considered --text 'Not now: the Director has agreed'");
    // It is the IRO's own decision, and with a referral it is taken.
    assert_eq!(duty(&env, &id, "referral-considered")["by"], "iro");
    let referred = env.fork();
    referred.sh(&format!("{} --confirm assistant-director-told", refer(&id))).ok();
    assert!(!referred.outstanding(&id).contains(&"referral-considered".to_owned()));
    env.sh(&decided).ok();
    assert!(log(&env, &id).contains("the Director has agreed"));
}

// SW-40
#[test]
fn no_referral_without_a_thought_for_what_it_does_to_the_child() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let line = refer(&id).replace("--impact-on-child 'Worry, but an end in sight'", "");
    assert_asks(&env, &format!("{line} --confirm assistant-director-told"), "impact-on-child");
    let view = env.sh(&format!("{} --confirm assistant-director-told --json", refer(&id))).json();
    assert_eq!(view["referral"]["ground"], "best-interest");
    assert!(log(&env, &id).contains("an end in sight"));
}

// SW-41, SW-43
#[test]
fn an_early_referral_is_reminded_of_the_full_procedure() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    env.sh(&format!("{} --confirm assistant-director-told", refer(&id))).ok().says("full procedure");
    assert_shows("south-west", &["full procedure", "own decision"]);
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log.last().unwrap()["by"], "Jo Bloggs");
}

// SW-42, SW-43
#[test]
fn an_urgent_matter_has_its_own_date_and_may_cut_the_ladder_short() {
    let env = Env::new();
    let id = env.raise("south-west", &["--needed-by", "2026-03-26"]);
    let needed = env.clock(&id, "needed-by", None);
    assert_eq!(needed["due"], "2026-03-26");
    let line = format!("{} --curtail 'The move is planned for 26 March'", refer(&id));
    let done = "--confirm assistant-director-told --confirm curtail-explained";
    env.sh(&format!("{line} {done}")).ok();
    assert!(log(&env, &id).contains("planned for 26 March"));
    assert!(is_running(&env.dispute(&id), "needed-by"), "a referral stops no clock");
    assert_shows("south-west", &["cut the procedure short"]);
}

// SW-49
#[test]
fn cutting_it_short_is_explained_to_the_senior_officer() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    assert!(!asked_by(&env, &refer(&id)).contains(&"curtail-explained".to_owned()));
    let line = format!("{} --curtail 'The move is in three weeks'", refer(&id));
    assert_gate(&env, &line, "curtail-explained");
    let told = "--confirm assistant-director-told --confirm curtail-explained=2026-03-01";
    env.sh(&format!("{line} {told}")).ok();
    assert!(log(&env, &id).contains("2026-03-01"), "to whom and when is kept");
}

// SW-44
#[test]
fn the_power_covers_voluntary_care_and_care_orders() {
    assert_eq!(policy("south-west")["referral"]["covers"], json!(["looked-after"]));
    for status in ["section 20", "section 31"] {
        let env = Env::new();
        let view = env.raised("south-west", &["--legal-status", status]);
        assert_eq!(view["legal_status"], status);
        assert_eq!(asked_by(&env, &refer(text(&view, "id"))), ["assistant-director-told"], "{status}");
    }
    // Without a legal status there is a hint, but no refusal.
    let env = Env::new();
    let line = format!("{RAISE} --confirm routes-discussed");
    assert_points_out(&env, &line, &["legal-status", "legal status"]);
}

// SW-45
#[test]
fn children_in_need_and_care_leavers_are_outside_the_power() {
    for group in ["child-in-need", "care-leaver"] {
        let env = Env::new();
        let id = env.raise("south-west", &["--case-type", group]);
        let line = format!("{} --confirm assistant-director-told", refer(&id));
        env.sh(&line).code(3).says("looked after");
        assert_overridable(&env, &line);
    }
}

// SW-46
#[test]
fn the_assistant_director_hears_of_it_first() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    assert_gate(&env, &refer(&id), "assistant-director-told");
    let line = format!("{} --confirm assistant-director-told=2026-02-28", refer(&id));
    env.sh(&line).ok();
    assert!(log(&env, &id).contains("2026-02-28"), "when is kept");
    assert_eq!(env.dispute(&id)["referral"]["written_on"], "2026-03-02");
}

// SW-47, SW-48
#[test]
fn a_call_comes_first_and_the_letter_always_follows() {
    let env = Env::new();
    let lawyer = "duty-lawyer=Pat Moor, duty desk";
    let id = env.raise("south-west", &["--field", lawyer]);
    let phoned = refer(&id).replace("--written 2026-03-02", "--phoned 2026-03-02");
    let view = env.sh(&format!("{phoned} --confirm assistant-director-told --json")).json();
    assert_eq!(view["referral"]["state"], "phoned");
    assert_eq!(view["referral"]["phoned_on"], "2026-03-02");
    assert_eq!(view["referral"]["written_on"], Value::Null);
    assert_eq!(view["fields"]["duty-lawyer"], "Pat Moor, duty desk");
    env.now("2026-03-20T10:00");
    let shown = env.iro(&["show", &id]).ok().stdout.to_lowercase();
    assert!(
        ["writing", "written", "letter"].iter().any(|word| shown.contains(word)),
        "the letter is still owed: {shown}"
    );
    let view = env.sh(&format!("refer {id} --written 2026-03-20 --json")).json();
    assert_eq!(view["referral"]["state"], "made");
    assert_eq!(view["referral"]["written_on"], "2026-03-20");
    assert_eq!(view["referral"]["phoned_on"], "2026-03-02");
    let contacts = list(&policy("south-west")["contacts"]);
    assert!(contacts.iter().any(|c| c["role"] == "cafcass-duty-lawyer"));
    assert_shows("south-west", &["duty helpline", "must always be confirmed in writing to the duty lawyer"]);
}

// SW-56, SW-57, SW-58, SW-59
#[test]
fn the_documents_of_the_pack_are_ticked_off_one_by_one() {
    let pack = policy("south-west")["referral"]["pack"].clone();
    assert_eq!(list(&pack).len(), PACK.len());
    let env = Env::new();
    let id = referred(&env);
    for name in PACK {
        assert_shows("south-west", &[text(&member(&pack, name), "text")]);
        assert_eq!(item(&env.dispute(&id), name)["state"], "missing");
    }
    let sent = "--sent iro-report --sent review-documents";
    let view = env.sh(&format!("refer {id} {sent} --json")).json();
    assert_eq!(item(&view, "iro-report")["state"], "sent");
    assert_eq!(item(&view, "review-documents")["state"], "sent");
    assert_eq!(item(&view, "other-documents")["state"], "missing");
    // A document that doesn't apply can be left out with a reason.
    for (name, why) in [
        ("care-order-and-plan", "No care order was made"),
        ("guardian-report", "No proceedings"),
        ("wishes-report", "Three months old"),
    ] {
        let line = format!("refer {id} --not-applicable '{name}={why}' --json");
        let view = env.sh(&line).json();
        assert_eq!(item(&view, name)["state"], "not-applicable");
        assert!(log(&env, &id).contains(why));
    }
    env.sh(&format!("refer {id} --sent passport")).code(4).says("iro-report");
    let both = format!("refer {id} --sent wishes-report --not-applicable wishes-report=Lost");
    env.sh(&both).code(2).says("`wishes-report` can't be both sent and not applicable");
}

// SW-60
#[test]
fn a_referral_is_complete_only_with_every_item_sent_or_explained() {
    let env = Env::new();
    let id = referred(&env);
    let (last, first) = PACK.split_last().unwrap();
    for name in first {
        let view = env.sh(&format!("refer {id} --sent '{name}' --json")).json();
        assert_eq!(view["referral"]["state"], "made", "{last} is missing");
    }
    let bare = env.sh(&format!("refer {id} --not-applicable '{last}' --json"));
    assert!(bare.code == 2 || bare.code == 3, "a reason is asked for: {bare:?}");
    let line = format!("refer {id} --not-applicable '{last}=All is in the report' --json");
    assert_eq!(env.sh(&line).json()["referral"]["state"], "complete");
    assert_eq!(env.dispute(&id)["closed_on"], Value::Null);
}
