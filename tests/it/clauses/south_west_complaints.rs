//! The South West procedure: the route by complaint, the court, and legal proceedings.

use crate::clauses::{assert_gate, assert_reminds, assert_shows, duty, log, member, policy};
use crate::env::{Env, find_clock};

// SW-20, SW-22
#[test]
fn two_routes_and_the_one_chosen() {
    assert_shows("south-west", &["two routes", "statutory complaints"]);
    let env = Env::new();
    for route in ["problem-resolution", "complaint", "both"] {
        let view = env.raised("south-west", &["--field", &format!("route={route}")]);
        assert_eq!(view["fields"]["route"], route);
    }
}

// SW-61
#[test]
fn the_route_that_was_chosen_is_the_next_step() {
    let env = Env::new();
    let next = |id: &str| env.iro(&["show", id]).ok().stdout.contains(&format!("iro complaint {id}"));
    for (route, offered) in [("problem-resolution", false), ("complaint", true), ("both", true)] {
        let id = env.raise("south-west", &["--field", &format!("route={route}")]);
        assert_eq!(next(&id), offered, "{route}");
        env.iro(&["show", &id]).ok().says(&route.replace('-', " "));
        env.sh(&format!("form {id}")).ok().says(&route.replace('-', " "));
        env.sh(&format!("log {id}")).ok().says(&route.replace('-', " "));
    }
    // Without a route on record no complaint is offered; the route can be chosen later; once the complaint is made, it
    // is no longer offered.
    let id = env.raise("south-west", &[]);
    assert!(!next(&id));
    env.sh(&format!("note {id} --text 'She chose to complain as well' --field route=both")).ok();
    assert!(next(&id));
    env.sh(&format!("complaint {id} --reason 'She chose it' --confirm routes-discussed")).ok();
    assert!(!next(&id));
}

// SW-61, SW-20
#[test]
fn taking_the_complaint_records_the_route() {
    let env = Env::new();
    let route = |id: &str| env.dispute(id)["fields"]["route"].clone();
    let chosen = |field: &str| env.raise("south-west", &["--field", field, "--confirm", "routes-discussed"]);
    // Nobody recorded that both routes run, so the stages stop and the complaint is the only route on record.
    let id = chosen("route=problem-resolution");
    env.sh(&format!("complaint {id} --reason 'She chose it'")).ok();
    assert_eq!((route(&id).as_str(), env.dispute(&id)["status"].as_str()), (Some("complaint"), Some("complaint")));
    env.sh(&format!("form {id}")).ok().says(
        "**The route decided on, Mon 2 March 2026 10:00**  
complaint",
    );
    // Both routes can be chosen with the same step; if both were chosen before, that stands.
    let id = chosen("route=problem-resolution");
    env.sh(&format!("complaint {id} --reason 'She chose it' --field route=both")).ok().says("continue");
    assert_eq!((route(&id).as_str(), env.dispute(&id)["status"].as_str()), (Some("both"), Some("awaiting-response")));
    let id = chosen("route=both");
    env.sh(&format!("complaint {id} --reason 'She chose it'")).ok();
    assert_eq!(route(&id), "both");
    // A route without the complaints procedure is refused with this step, and so is an unknown field.
    let id = chosen("route=problem-resolution");
    env.sh(&format!("complaint {id} --reason 'She chose it' --field route=problem-resolution"))
        .code(3)
        .says("is not the complaints procedure")
        .says("--field route=both");
    env.sh(&format!("complaint {id} --reason 'She chose it' --field rout=both")).code(4);
    assert_eq!(env.dispute(&id)["events"], 1);
}

// SW-61: the route can change
#[test]
fn coming_back_from_a_complaint_says_which_route_now() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution", "--confirm", "routes-discussed"]);
    env.sh(&format!("complaint {id} --reason 'He wants to'")).ok();
    let reopen = format!("reopen {id} --reason 'He would rather have this' --respond-by 2026-03-27");
    env.sh(&reopen)
        .code(3)
        .says("the record says `route=complaint`")
        .says("give `--field route=VALUE` (`problem-resolution`");
    env.sh(&format!("{reopen} --field route=problem-resolution")).ok();
    assert_eq!(env.dispute(&id)["fields"]["route"], "problem-resolution");
    assert!(!env.iro(&["show", &id]).ok().stdout.contains(&format!("iro complaint {id}")));
    // Reopening a dispute that ended without a complaint does not ask for the route.
    let id = env.raise("south-west", &["--field", "route=problem-resolution"]);
    env.sh(&format!("withdraw {id} --reason 'Said too soon'")).ok();
    env.sh(&format!("reopen {id} --reason 'It goes on' --respond-by 2026-03-27")).ok();
}

// SW-50, SW-51, SW-61
#[test]
fn choosing_both_routes_starts_what_a_complaint_asks_for() {
    let env = Env::new();
    let owed = ["customer-relations-contacted", "complaint-investigated", "complaint-answered"];
    let owes = |id: &str| owed.map(|duty| env.outstanding(id).contains(&duty.to_owned()));
    let chosen = |field: &str| env.raise("south-west", &["--field", field, "--confirm", "routes-discussed"]);
    for route in ["route=both", "route=complaint"] {
        let id = chosen(route);
        assert_eq!(owes(&id), [true; 3], "{route}");
        assert_eq!(find_clock(&env.dispute(&id), "complaint", None)["due"], "2026-03-02", "{route}");
    }
    // If it is chosen later, the clock counts from then; making the complaint two days on starts no second clock.
    let id = chosen("route=problem-resolution");
    assert_eq!(owes(&id), [false; 3]);
    env.now("2026-03-04T11:00");
    env.sh(&format!("note {id} --text 'She wants both' --field route=both")).ok();
    env.now("2026-03-06T11:00");
    env.sh(&format!("complaint {id} --reason 'She chose it'")).ok();
    let view = env.dispute(&id);
    let clocks: Vec<_> =
        crate::env::list(&view["clocks"]).into_iter().filter(|one| one["clock"] == "complaint").collect();
    assert_eq!(clocks.len(), 1, "{clocks:?}");
    assert_eq!((&clocks[0]["due"], &clocks[0]["late"]), (&"2026-03-04".into(), &true.into()));
    env.sh(&format!("check {id}")).ok();
    // If the route is dropped before the complaint is made, nobody has to be contacted any more.
    let id = chosen("route=both");
    env.now("2026-03-09T11:00");
    env.sh(&format!("note {id} --text 'She thought again' --field route=problem-resolution")).ok();
    assert_eq!(owes(&id), [false; 3]);
    assert_eq!(find_clock(&env.dispute(&id), "complaint", None)["state"], "stopped");
}

// SW-21, SW-20
#[test]
fn the_other_route_is_talked_over_first_too() {
    let env = Env::new();
    // Raised without the talk about the routes, which is therefore still owed.
    let id = env.raise("south-west", &[]);
    assert_gate(&env, &format!("complaint {id} --reason 'She chose it'"), "routes-discussed");
}

// SW-50
#[test]
fn the_customer_relations_manager_hears_of_a_complaint_that_day() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    env.now("2026-03-04T11:00");
    let line = format!("complaint {id} --reason 'She chose it' --confirm routes-discussed --json");
    let view = env.sh(&line).json();
    let clock = find_clock(&view, "complaint", None);
    assert_eq!(clock["due"], "2026-03-04");
    assert_eq!(clock["strength"], "hard");
    assert_eq!(clock["state"], "running");
    let today = env.due(&["--today"]);
    assert!(today.iter().any(|c| c["clock"] == "complaint"), "{today:?}");
    env.now("2026-03-04T15:00");
    let done = format!("done {id} customer-relations-contacted --with 'Lou Page' --json");
    let view = env.sh(&done).json();
    assert_eq!(find_clock(&view, "complaint", None)["state"], "met");
    assert!(log(&env, &id).contains("Lou Page"));
    assert_shows("south-west", &["Customer Relations Manager at once"]);
}

// SW-50, SW-21
#[test]
fn she_is_contacted_once_where_the_route_is_a_complaint_or_one_is_made() {
    let env = Env::new();
    let owes = |id: &str| env.outstanding(id).contains(&"customer-relations-contacted".to_owned());
    for (route, expected) in [("problem-resolution", false), ("complaint", true), ("both", true)] {
        let id = env.raise("south-west", &["--field", &format!("route={route}"), "--confirm", "routes-discussed"]);
        assert_eq!(owes(&id), expected, "{route}");
        // The talk about the routes was held, so it is not asked for again.
        env.sh(&format!("complaint {id} --reason 'She chose it'")).ok();
        assert!(owes(&id), "{route}");
        env.sh(&format!("done {id} customer-relations-contacted")).ok();
        if route == "both" {
            env.escalate(&id, "other", &["--respond-by", "2026-03-20", "--confirm", "informal-recorded"]);
        }
        assert!(!owes(&id), "once is enough: {route}");
    }
}

// SW-51, SW-20
#[test]
fn a_complaint_is_followed_to_its_answer() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=complaint"]);
    let line = format!("complaint {id} --reason 'She chose it' --confirm routes-discussed --json");
    let view = env.sh(&line).json();
    assert_eq!(view["status"], "complaint");
    for name in ["complaint-investigated", "complaint-answered"] {
        let owed = duty(&env, &id, name);
        assert_eq!(owed["state"], "outstanding");
        assert_eq!(owed["by"], "customer-relations-manager");
        env.now("2026-03-20T10:00");
        env.sh(&format!("done {id} '{name}'")).ok();
        assert_eq!(duty(&env, &id, name)["state"], "done");
    }
}

// SW-52
#[test]
fn the_court_hears_of_a_disputed_plan() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "in-proceedings=yes"]);
    assert_reminds(&env, &id, "court-informed");
    let other = env.raise("south-west", &["--field", "in-proceedings=no"]);
    assert!(!env.outstanding(&other).contains(&"court-informed".to_owned()));
}

// SW-53, SW-54
#[test]
fn a_child_who_wants_proceedings_gets_advice_and_an_adult_is_sought() {
    let env = Env::new();
    let wants = ["--field", "child-wants-proceedings=yes"];
    let id = env.raise("south-west", &[&wants[..], &["--field", "adult-found=no"]].concat());
    assert_eq!(env.dispute(&id)["fields"]["adult-found"], "no");
    assert_reminds(&env, &id, "legal-advice-for-child");
    assert_reminds(&env, &id, "adult-sought");
    env.sh(&format!("note {id} --kind legal-advice --text 'Seen a solicitor'")).ok();
    assert!(log(&env, &id).contains("Seen a solicitor"));
    let other = env.raise("south-west", &[]);
    assert!(!env.outstanding(&other).contains(&"adult-sought".to_owned()));
}

// SW-55
#[test]
fn three_answers_lead_to_cafcass_legal() {
    let env = Env::new();
    let answers = ["child-can-start=no", "adult-found=no", "human-rights-danger=yes"];
    let fields: Vec<_> = answers.iter().flat_map(|answer| ["--field", *answer]).collect();
    let id = env.raise("south-west", &fields);
    for answer in answers {
        let (field, value) = answer.split_once('=').unwrap();
        assert_eq!(env.dispute(&id)["fields"][field], value);
    }
    assert_reminds(&env, &id, "cafcass-legal-decided");
    // Two of them are not enough.
    for other in ["child-can-start=yes", "adult-found=yes", "human-rights-danger=no"] {
        let (field, _) = other.split_once('=').unwrap();
        let two = answers.iter().filter(|answer| !answer.starts_with(field)).chain([&other]);
        let fields: Vec<_> = two.flat_map(|answer| ["--field", *answer]).collect();
        let safe = env.raise("south-west", &fields);
        assert!(!env.outstanding(&safe).contains(&"cafcass-legal-decided".to_owned()), "{other}");
    }
    // Once it is referred, there is nothing more to decide.
    let refer = format!("refer {id} --ground no-one-to-act --reason r --impact-on-child i");
    env.sh(&format!("{refer} --confirm assistant-director-told")).ok();
    assert!(!env.outstanding(&id).contains(&"cafcass-legal-decided".to_owned()));
    member(&policy("south-west")["referral"]["grounds"], "no-one-to-act");
}

// SW-24: during a complaint no stage goes on beside the referral, unless both routes were chosen.
#[test]
fn a_referral_says_what_goes_on_beside_it() {
    let env = Env::new();
    for (route, beside) in [("complaint", "The complaint"), ("both", "The Problem Resolution")] {
        let id = env.raise("south-west", &["--field", &format!("route={route}"), "--confirm", "routes-discussed"]);
        env.sh(&format!("complaint {id} --reason 'She chose it'")).ok();
        let refer = format!("refer {id} --ground best-interest --reason r --impact-on-child i --written today");
        let said = env.sh(&format!("{refer} --confirm assistant-director-told")).ok().stdout.replace("\n    ", " ");
        assert!(said.contains(&format!("with papers still to follow. {beside} continues alongside.")), "{said}");
    }
}
