//! What the policy language can say beyond the built-in protocols, as a dispute lives under it.

use std::fs;

use serde_json::Value;

use crate::documents::root;
use crate::env::{Env, find_clock, has_clock, list, rules, text};

/// A store with the small protocol of the examples, changed.
fn under(changes: &[(&str, &str)]) -> Env {
    let env = Env::new();
    let mut policy = fs::read_to_string(root().join("examples/policies/small.yaml")).expect("the small protocol");
    for (from, to) in changes {
        assert!(policy.contains(from), "{from}");
        policy = policy.replacen(from, to, 1);
    }
    let folder = env.data().join("policies");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("small.yaml"), policy).expect("a file");
    env
}

fn status(view: &Value) -> &str {
    text(view, "status")
}

#[test]
fn a_substitute_answers_for_somebody_who_is_away() {
    let env = under(&[
        ("any_of: [team-manager]", "all_of: [team-manager, director]"),
        ("stages:", "substitutes: {team-manager: [service-manager]}\nstages:"),
    ]);
    let id = env.raise("small", &[]);
    let run = env.iro(&["respond", &id, "--text", "Yes", "--role", "service-manager"]).ok();
    assert!(!run.stderr.contains("asked to answer"), "{}", run.stderr);
    assert_eq!(status(&env.dispute(&id)), "awaiting-response", "the director is still to answer");
    let view = env.respond(&id, &["--role", "director"]);
    assert_eq!(status(&view), "awaiting-review");
    let other = env.raise("small", &[]);
    env.iro(&["respond", &other, "--text", "Yes", "--role", "head-of-service"]).ok().says("asked to answer");
}

#[test]
fn a_limit_depends_on_the_priority() {
    let clock = "      - {id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}";
    let two = "      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered, when: {impact_level: some}}\n      \
               - {id: respond, label: Answer at once, limit: 1 working day, strength: hard, from: stage-entered, until: answered, when: {impact_level: severe}}";
    let env = under(&[(clock, two)]);
    for (level, due, label) in [("some", "2026-03-09", "Answer"), ("severe", "2026-03-03", "Answer at once")] {
        let view = env.raised("small", &["--impact-level", level]);
        let clock = find_clock(&view, "respond", "talk");
        assert_eq!((text(&clock, "due"), text(&clock, "label")), (due, label));
        assert_eq!(list(&view["clocks"]).len(), 1, "{view}");
        let id = text(&view, "id");
        assert_eq!(find_clock(&env.respond(id, &[]), "respond", "talk")["state"], "met");
    }
    assert!(!has_clock(&env.raised("small", &["--impact-level", "significant"]), "respond"));
}

#[test]
fn a_clock_starts_from_the_date_of_another_as_soon_as_that_is_known() {
    let clock = "      - {id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}";
    let two = format!(
        "      - {{id: look, label: Look, limit: 1 week, strength: aim, whose: raiser, from: {{due: respond}}, until: resolved}}\n{clock}"
    );
    let env = under(&[(clock, &two)]);
    let view = env.raised("small", &[]);
    assert_eq!(find_clock(&view, "respond", "talk")["due"], "2026-03-09");
    assert_eq!(find_clock(&view, "look", "talk")["started"], "2026-03-09");
    assert_eq!(find_clock(&view, "look", "talk")["due"], "2026-03-16");
}

#[test]
fn taking_up_again_can_be_guarded() {
    let duty =
        "duties:\n  - {id: manager-asked, text: The IRO Manager was asked, before: reopen, source: \"6\"}\nstages:";
    let env = under(&[("stages:", duty)]);
    let id = env.raise("small", &[]);
    env.resolve(&id);
    let reopen = ["reopen", &id, "--reason", "Not done", "--json"];
    assert_eq!(rules(&env.iro(&reopen).refused()), ["manager-asked"]);
    let view = env.iro(&[&reopen[..], &["--confirm", "manager-asked"]].concat()).json();
    assert_eq!(status(&view), "awaiting-response");
}

#[test]
fn a_team_manager_can_dispute_what_a_chair_decides() {
    let env = under(&[("raisers: [iro]", "raisers: [team-manager]"), ("any_of: [team-manager]", "any_of: [iro]")]);
    let view = env.raised("small", &[]);
    assert_eq!(view["by_role"], "team-manager");
    assert_eq!(view["waiting_on"]["role"], "iro");
}
