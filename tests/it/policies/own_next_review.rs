//! Two reviews: the one that a dispute came from, and the next, which it leads up to.

use serde_json::json;

use crate::env::{Env, find_clock, list, text};

const POLICY: &str = r#"format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, director: Director}
raise_within: {limit: 5 working days, from: review, strength: hard, source: "1"}
stages:
  - {id: one, title: One, kind: formal, any_of: [director], source: "1"}
clocks:
  - {id: update, label: Tell the chair, limit: 5 working days before, strength: hard, whose: raiser, from: next-review, until: {duty: told}, source: "6"}
duties: [{id: told, text: The chair knows, stages: every, once: true, source: "6"}]
review: [{what: The matter is settled, limit: 10 working days before, source: "6"}]
"#;

fn env() -> Env {
    let env = Env::new();
    env.add_policy("ours", POLICY);
    env
}

fn leads(env: &Env, id: &str) -> Vec<String> {
    list(&env.dispute(id)["review_leads"]).iter().map(|lead| text(lead, "due").to_owned()).collect()
}

// Five working days from Thursday 26 February are over on Thursday 5 March. Back from Thursday 14 May: five are Thursday
// the 7th, ten are Wednesday 29 April, because of the holiday on Monday 4 May.
#[test]
fn clocks_and_lead_times_count_from_the_review_that_they_mean() {
    let env = env();
    let raise = "raise --policy ours --child C-1 --concern c --review-date 2026-02-26 --next-review 2026-05-14 --json";
    let view = env.sh(raise).json();
    let id = text(&view, "id");
    assert_eq!(find_clock(&view, "raise", None)["due"], json!("2026-03-05"));
    assert_eq!(env.clock(id, "update", None)["due"], json!("2026-05-07"));
    assert_eq!((&view["review_date"], &view["next_review"]), (&json!("2026-02-26"), &json!("2026-05-14")));
    assert_eq!(leads(&env, id), ["2026-04-29"]);
    let said = env.sh(&format!("show {id}")).ok().stdout;
    assert!(said.contains("next review") && said.contains("to be done by Wed 29 April 2026"), "{said}");
    let due = env.sh("due --within '60 working days'").ok().stdout;
    assert!(due.contains("2026-05-07") && due.contains("Tell the chair"), "{due}");
    env.sh(&format!("form {id}")).ok().says("Next review");
}

// Back from Thursday 21 May: five working days are Thursday the 14th, ten are Thursday the 7th.
#[test]
fn the_next_review_can_be_given_later_and_moved() {
    let env = env();
    let id = env.raise("ours", &["--review-date", "2026-02-26"]);
    let said = env.sh(&format!("show {id}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("it counts from the next review, and no date of that is given"), "{said}");
    for (day, update, lead) in [("2026-05-14", "2026-05-07", "2026-04-29"), ("2026-05-21", "2026-05-14", "2026-05-07")]
    {
        env.sh(&format!("correct {id} --event 1 --set next_review={day} --reason 'It is fixed'")).ok();
        assert_eq!(env.clock(&id, "update", None)["due"], json!(update));
        assert_eq!(leads(&env, &id), [lead]);
    }
}

#[test]
fn a_rehearsal_lists_the_lead_times_and_the_check_asks_for_the_next_review() {
    let env = env();
    let said =
        env.sh("policy try ours --from 2026-03-02 --review-date 2026-02-26 --next-review 2026-05-14").ok().stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let lead = "by Wed 29 April 2026: The matter is settled (10 working days before the review on Thu 14 May 2026) [6]";
    assert!(said.contains(lead), "{said}");
    let file = env.scratch("p.yaml");
    let asked = format!("{POLICY}asks: [{{ask: next-review, before: raise, enforce: warn, source: \"6\"}}]\n");
    for (text, warned) in [(POLICY.to_owned(), true), (asked, false)] {
        std::fs::write(&file, text).unwrap();
        let run = env.iro(&["policy", "check", file.to_str().unwrap()]).ok();
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(said.contains("one-review-date"), warned, "{said}");
    }
}
