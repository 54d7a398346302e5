//! The South West procedure: its grounds, the terms that it uses and the documents that it refers to.

use serde_json::json;

use crate::clauses::{assert_points_out, assert_shows, member, policy};
use crate::env::{Env, list, text};

// SW-01, SW-05, SW-06, SW-07, SW-08
#[test]
fn grounds_stand_in_their_groups() {
    let policy = policy("south-west");
    for (id, group) in [
        ("significant-harm", "significant-harm"),
        ("plan-progress", "plan-progress"),
        ("human-rights-infringed", "human-rights"),
        ("needs-not-addressed", "plan-progress"),
        ("review-not-per-regulations", "plan-progress"),
        ("review-decision-not-implemented", "plan-progress"),
        ("other-significant-breach", "other"),
    ] {
        let category = member(&policy["categories"], id);
        assert_eq!(category["group"], group, "{id}");
        assert_shows("south-west", &[text(&category, "text")]);
        let env = Env::new();
        let view = env.raised("south-west", &["--category", id]);
        assert_eq!(view["categories"], json!([id]));
    }
}

// SW-03
#[test]
fn cafcass_comes_last_on_paper() {
    assert_shows("south-west", &["Cafcass comes last", "all stages failed"]);
    let grounds = &policy("south-west")["referral"]["grounds"];
    assert!(text(&member(grounds, "human-rights"), "text").to_lowercase().contains("human rights"));
}

// SW-04, SW-15
#[test]
fn its_date_and_what_it_is_read_with() {
    let policy = policy("south-west");
    assert_eq!(policy["version"], "2013-10");
    assert_eq!(policy["effective_on"], "2013-10-01");
    assert_eq!(policy["document"]["date"], "October 2013");
    assert_shows(
        "south-west",
        &[
            "Adoption and Children Act 2002",
            "Children and Young Persons Act 2008",
            "Volume 2",
            "Regulations 2010",
            "Handbook",
            "Regulations 2004",
            "Family Justice Review 2012",
            "Complaints Policy 2010",
            "advocacy and independent visitors",
            "looked after reviews",
        ],
    );
}

// SW-10, SW-11, SW-23
#[test]
fn advice_on_advocacy_relations_and_time() {
    assert_shows(
        "south-west",
        &["commission advocacy", "Advocacy Services 2002", "good working relations", "resolve in time"],
    );
}

// SW-12
#[test]
fn the_ladder_ends_with_the_chief_executive() {
    let policy = policy("south-west");
    let last = list(&policy["stages"]).pop().unwrap();
    let chain = list(&last["responders"]["chain"]);
    assert_eq!(chain.last().unwrap(), "chief-executive");
    assert_eq!(chain.len(), 4);
    assert_shows("south-west", &["Chief Executive"]);
}

// SW-13
#[test]
fn what_it_does_to_the_child_is_recorded_and_asked_for() {
    let env = Env::new();
    let view = env.raised("south-west", &["--impact", "Cries at night"]);
    assert_eq!(view["impact"], "Cries at night");
    env.iro(&["show", text(&view, "id")]).ok().says("Cries at night");
    // Its absence is pointed out and never refused.
    let raise = "raise --policy south-west --child C-1 --concern 'No review held' --respond-by 2026-03-12 \
        --confirm routes-discussed";
    assert_points_out(&env, raise, &["impact", "does to the child"]);
    assert_shows("south-west", &["welfare comes first"]);
}

// SW-19
#[test]
fn the_advocates_number_is_given_with_its_age() {
    let contacts = list(&policy("south-west")["contacts"]);
    let advocate = contacts.iter().find(|c| c["role"] == "advocate").expect("a contact");
    assert!(text(advocate, "text").contains("01752 564572"), "{advocate}");
    assert_eq!(advocate["checked_on"], "2013-10-01");
    assert_shows("south-west", &["01752 564572", "not checked since"]);
}
