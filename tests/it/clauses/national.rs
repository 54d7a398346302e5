//! The national standards for IROs, requirement by requirement.

use std::fs;

use serde_json::json;

use crate::clauses::{
    POLICIES, assert_reminds, assert_shows, assert_warns, duty, log, member, one_line, policy, stage,
};
use crate::env::{Env, find_clock, list, text};

const RAISE: &str = "raise --policy national --child C-1 --concern 'No visits' --impact Unseen --json";

const GROUPS: [(&str, &[&str]); 4] = [
    (
        "general",
        &[
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
        ],
    ),
    (
        "statutory",
        &[
            "no-social-worker",
            "core-assessment",
            "care-plan",
            "pathway-plan",
            "statutory-visits",
            "pep",
            "health-assessment",
            "placement-plan",
        ],
    ),
    ("plan-implementation", &["drift", "permanence-delay", "plan-element-failed", "iro-not-notified-change"]),
    ("services", &["placement-suitability", "family-finding", "placement-choice", "professional-practice"]),
];

// NA-01, NA-02
#[test]
fn the_standards_are_guidance_beside_the_handbook() {
    assert_eq!(policy("national")["basis"], "guidance");
    assert_shows("national", &["guidance beside the iro handbook", "chapter 6", "decides"]);
}

// NA-04, NA-55
#[test]
fn what_to_read_is_named_with_its_address() {
    assert_shows(
        "national",
        &["Ofsted", "2013", "NCB", "2014", "chapter 6", "gov.uk/government/organisations/department-for-education"],
    );
}

// NA-06
#[test]
fn another_agency_is_recorded() {
    let env = Env::new();
    let about = ["--subject", "Child mental health team", "--field", "agency=NHS trust"];
    let view = env.raised("national", &about);
    assert_eq!(view["subject"], "Child mental health team");
    assert_eq!(view["fields"]["agency"], "NHS trust");
    env.iro(&["show", text(&view, "id")]).ok().says("Child mental health team").says("NHS trust");
}

// NA-08
#[test]
fn a_dispute_belongs_to_one_child_and_one_named_iro() {
    let env = Env::new();
    let view = env.raised("national", &["--child", "C-7"]);
    assert_eq!(view["child"], "C-7");
    assert_eq!(view["iro"], "Jo Bloggs");
    let other = env.raised("national", &["--iro", "Ann Other"]);
    assert_eq!(other["iro"], "Ann Other");
    assert_eq!(env.listed(&["--iro", "Ann Other"]), [text(&other, "id")]);
    let raise = "raise --policy national --concern 'No visits' --impact Unseen";
    env.sh(raise).code(2).says("--child");
}

// NA-09
#[test]
fn open_disputes_stay_on_the_lists_however_old() {
    let env = Env::new();
    let formal = env.raise("national", &["--stage", "formal", "--reason", "The move is near"]);
    let informal = env.raise("national", &[]);
    env.now("2027-03-02T10:00");
    let due = env.due(&["--overdue"]);
    assert!(due.iter().any(|c| c["dispute"] == formal.as_str()), "{due:?}");
    assert_eq!(env.listed(&["--open", "--sort", "raised"]), [formal, informal]);
}

// NA-09
#[test]
fn supervision_names_disputes_without_any_clock_too() {
    let env = Env::new();
    let informal = env.raise("national", &[]);
    env.now("2026-09-02T10:00");
    let seen = env.sh("supervision --json").json().to_string();
    assert!(seen.contains(&informal), "{seen}");
}

// NA-11
#[test]
fn achievements_stand_beside_problems() {
    let env = Env::new();
    let open = env.raise("national", &[]);
    let resolved = env.raise("national", &[]);
    env.resolve(&resolved);
    let praise = "praise --policy national --child C-3 --for 'Sam Carter' --text 'Found a school' --json";
    let praise = env.sh(praise).json();
    let all = env.listed(&["--all", "--kind", "all"]);
    for id in [open.as_str(), resolved.as_str(), text(&praise, "id")] {
        assert!(all.iter().any(|listed| listed == id), "{id} in {all:?}");
    }
    assert_shows("national", &["celebrate what was achieved", "good work towards resolution"]);
}

// NA-12
#[test]
fn a_start_above_the_lowest_level_is_warned_about_only() {
    let env = Env::new();
    let run = assert_warns(env.sh(&format!("{RAISE} --stage formal")), &["reason", "level", "lowest"]);
    let view = run.json();
    assert_eq!(view["stage"], "formal");
    assert_eq!(list(&view["overrides"]).len(), 0);
    assert_eq!(policy("national")["stages"][0]["id"], "informal");
    assert_shows("national", &["lowest level that will do"]);
}

// NA-13
#[test]
fn how_long_it_took_can_be_read_from_the_record() {
    let env = Env::new();
    let id = env.raise("national", &["--stage", "formal", "--reason", "The move is near"]);
    env.now("2026-03-12T10:00");
    let view = env.resolve(&id);
    let total = find_clock(&view, "total", None);
    assert_eq!((&total["started"], &total["ended"]), (&json!("2026-03-02"), &json!("2026-03-12")));
    assert_eq!(view["closed_on"], "2026-03-12");
    assert_shows("national", &["as fast as possible"]);
}

// NA-14, NA-22, NA-23
#[test]
fn the_child_is_told_at_the_start_and_as_it_goes_on() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    assert_reminds(&env, &id, "child-told");
    env.sh(&format!("done {id} child-told --text 'Told on a walk'")).ok();
    assert_eq!(duty(&env, &id, "child-told")["on"], "2026-03-02");
    assert!(log(&env, &id).contains("Told on a walk"));
    env.now("2026-03-12T10:00");
    env.escalate(&id, "other", &[]);
    assert_reminds(&env, &id, "child-told");
}

// NA-15
#[test]
fn the_iro_can_show_the_own_work() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    assert_reminds(&env, &id, "recorded-on-file");
    env.now("2026-03-04T10:00");
    env.sh(&format!("note {id} --text 'Rang the manager' --user 'Kim Bell'")).ok();
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    let note = log.last().unwrap();
    assert_eq!(note["by"], "Kim Bell");
    assert!(text(note, "at").starts_with("2026-03-04"), "{note}");
    env.iro(&["log", &id]).ok().says("Rang the manager").says("Kim Bell");
}

// NA-16
#[test]
fn a_policy_without_one_kind_of_stage_is_pointed_out() {
    let env = Env::new();
    for kind in ["informal", "formal"] {
        let file = env.scratch(&format!("only-{kind}.yaml"));
        let policy = format!(
            "format: 1\nid: only-{kind}\nversion: \"2026\"\neffective_on: 2026-04-01\ntitle: Anytown\n\
             document: {{title: Procedure}}\ncovers: [looked-after]\nraisers: [iro]\n\
             roles: {{iro: IRO, team-manager: Team Manager}}\n\
             stages:\n  - id: one\n    title: One\n    kind: {kind}\n    any_of: [team-manager]\n    source: Step 1\n"
        );
        fs::write(&file, policy).unwrap();
        let run = env.iro(&["policy", "check", file.to_str().unwrap(), "--json"]);
        assert!(run.code == 0 || run.code == 6, "{run:?}");
        let faults = list(&run.document()["faults"]);
        assert!(!faults.is_empty(), "only {kind}: nothing is pointed out");
        assert!(faults.iter().any(|f| text(f, "message").contains("formal")), "{faults:?}");
    }
}

// NA-17, NA-18
#[test]
fn anybody_can_read_every_policy_in_plain_words() {
    let env = Env::new();
    let listed = env.iro(&["policy", "list"]).ok().stdout;
    for id in POLICIES {
        assert!(listed.contains(id), "{listed}");
        let policy = policy(id);
        let stages = list(&policy["stages"]);
        let titles = stages.iter().map(|stage| text(stage, "title"));
        assert_shows(id, &titles.collect::<Vec<_>>());
        assert_shows(id, &[text(&policy, "title")]);
        for line in env.iro(&["policy", "show", id]).ok().stdout.lines() {
            let address = line.contains("https://");
            assert!(address || line.chars().count() <= 100, "fits the width: {line}");
        }
    }
    assert_shows("national", &["elected members", "children and families"]);
}

// NA-24
#[test]
fn a_child_may_ask_for_a_challenge_and_call_the_iro_to_account() {
    let env = Env::new();
    let id = env.raise("national", &["--field", "origin=child", "--field", "account-requested=yes"]);
    assert_eq!(env.dispute(&id)["fields"]["origin"], "child");
    assert_reminds(&env, &id, "child-knows-role");
    assert_reminds(&env, &id, "account-given");
    // It is asked until it is answered, at the next level too.
    env.now("2026-03-12T10:00");
    env.escalate(&id, "other", &[]);
    assert!(env.outstanding(&id).contains(&"account-given".to_owned()));

    let other = env.raise("national", &["--field", "origin=iro"]);
    assert!(!env.outstanding(&other).contains(&"account-given".to_owned()));
    let run = env.sh(&format!("{RAISE} --field origin=neighbour")).code(4);
    let said = one_line(&run.stderr);
    assert!(said.contains("child") && said.contains("family"), "{said}");
}

// NA-26, NA-27 to NA-54
#[test]
fn the_listed_situations_stand_in_four_groups() {
    let env = Env::new();
    let national = policy("national");
    let known = list(&national["categories"]);
    assert_eq!(known.len(), GROUPS.iter().map(|(_, ids)| ids.len()).sum::<usize>());
    for (group, ids) in GROUPS {
        for id in ids {
            assert_eq!(member(&national["categories"], id)["group"], group, "{id}");
            let view = env.raised("national", &["--category", id]);
            assert_eq!(view["categories"], json!([id]));
            assert_eq!(env.listed(&["--category", id]), [text(&view, "id")]);
        }
    }
    let titles: Vec<_> = known.iter().map(|category| text(category, "text")).collect();
    assert_shows("national", &titles);
    let groups = list(&national["category_groups"]);
    let titles: Vec<_> = groups.iter().map(|group| text(group, "title")).collect();
    assert_eq!(titles.len(), 4);
    assert_shows("national", &titles);
}

// NA-26, NA-54
#[test]
fn every_local_category_leads_to_the_national_list() {
    let national: Vec<_> = GROUPS.iter().flat_map(|(_, ids)| ids.iter()).collect();
    for id in POLICIES {
        for category in list(&policy(id)["categories"]) {
            let leads = list(&category["national"]);
            assert!(!leads.is_empty(), "{id}: {category}");
            for lead in leads {
                assert!(national.iter().any(|n| lead == ***n), "{id}: {lead}");
            }
        }
    }
}

// NA-47
#[test]
fn permanence_counts_from_the_second_review() {
    let national = policy("national");
    let category = member(&national["categories"], "permanence-delay");
    assert_eq!(category["from_review"], 2);
    let run = Env::new().sh(&format!("{RAISE} --category permanence-delay"));
    assert_warns(run, &["second review", "review 2", "2nd review"]);
    for (review, early) in [(1, true), (2, false), (3, false)] {
        let given = format!("{RAISE} --category permanence-delay --field review-number={review}");
        let run = Env::new().sh(&given).ok();
        assert_eq!(run.stderr.contains("second review"), early, "{review}: {}", run.stderr);
    }
}

// NA-25
#[test]
fn why_it_starts_formally_is_kept() {
    let env = Env::new();
    let view = env.sh(&format!("{RAISE} --stage formal --reason 'The move is next week'")).json();
    let id = text(&view, "id");
    assert!(log(&env, id).contains("The move is next week"));
    assert_eq!(list(&view["overrides"]).len(), 0, "free, so nothing was passed");
    assert_eq!(policy("national")["bypass"]["free"], true);
    assert_eq!(stage(&policy("national"), "formal")["kind"], "formal");
}
