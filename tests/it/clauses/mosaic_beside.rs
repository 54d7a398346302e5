//! The Mosaic process outside the form: supervision, referral to Cafcass, compliments.

use serde_json::{Value, json};

use crate::clauses::mosaic_form::{PLAN, formal, waits};
use crate::clauses::{asked_by, assert_gate, assert_overridable, assert_reminds, assert_shows, duty, member, policy};
use crate::env::{Env, list, text};
use crate::forms::section;

// MO-52, MO-53, MO-64
#[test]
fn supervision_goes_over_what_is_outstanding() {
    let env = Env::new();
    let silent = env.raise("mosaic", &["--iro", "Ann Other"]);
    let answered = env.raise("mosaic", &["--iro", "Ann Other"]);
    env.respond(&answered, &["--action", PLAN]);
    let ended = env.raise("mosaic", &["--iro", "Ann Other"]);
    env.resolve(&ended);
    let mine = env.raise("mosaic", &["--iro", "Kim Bell"]);
    env.now("2026-03-12T10:00");
    let of = |args: &[&str]| -> Vec<(String, Vec<String>)> {
        let all = list(&env.iro(&[&["supervision", "--json"], args].concat()).json());
        let ids = |one: &Value| {
            let views = list(&one["disputes"]);
            let mut ids: Vec<_> = views.iter().map(|view| text(view, "id").to_owned()).collect();
            ids.sort();
            ids
        };
        all.iter().map(|one| (text(one, "iro").to_owned(), ids(one))).collect()
    };
    // Ended disputes come last, and are listed only while one of their duties is outstanding.
    let ann = ("Ann Other".to_owned(), vec![silent.clone(), answered, ended]);
    assert_eq!(of(&["--iro", "Ann Other"]), std::slice::from_ref(&ann));
    let all = of(&[]);
    assert!(all.contains(&ann) && all.contains(&("Kim Bell".to_owned(), vec![mine])));
    assert_reminds(&env, &silent, "reviewed-in-supervision");
    // The alert is not owed until a supervision has found something outstanding.
    let alerted = "head-of-service-alerted".to_owned();
    assert!(!env.outstanding(&silent).contains(&alerted));
    env.sh(&format!("done {silent} reviewed-in-supervision --with 'Pat Green'")).ok();
    assert_reminds(&env, &silent, &alerted);
    assert_eq!(duty(&env, &silent, &alerted)["by"], "iro-manager");
    assert_eq!(duty(&env, &silent, "reviewed-in-supervision")["on"], "2026-03-12");
}

fn form_of(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

// MO-53, MO-64
#[test]
fn the_head_of_service_is_alerted_only_where_something_is_lacking() {
    let env = Env::new();
    let alert = "head-of-service-alerted".to_owned();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-04T10:00");
    env.sh(&format!("done {id} reviewed-in-supervision")).ok();
    assert!(!env.outstanding(&id).contains(&alert), "nothing is late");
    env.now("2026-03-10T10:00");
    assert!(env.outstanding(&id).contains(&alert), "no answer in time");
    env.escalate(&id, "no-response", &[]);
    env.sh(&format!("show {id}")).ok().says("not confirmed for Stage 1 before it was left").says(&alert);
    let page = form_of(&env, &id);
    assert!(section(&page, "Section 3: Stage 1").contains("acceptance is lacking**  \nnot recorded"), "{page}");
    assert!(!section(&page, "Section 4: Stage 2").contains("not recorded"), "{page}");
    // An answer that is not accepted yet also counts as lacking.
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.sh(&format!("done {id} reviewed-in-supervision")).ok();
    env.respond(&id, &["--role", "team-manager", "--action", "Book it | Sam Carter | 2026-03-20"]);
    assert!(env.outstanding(&id).contains(&alert));
    // Once the plan is accepted nothing is lacking, not even in what is said to be missing after the end.
    env.sh(&format!("agree {id}")).ok();
    assert!(!env.outstanding(&id).contains(&alert));
    let ended = env.fork();
    ended.sh(&format!("resolve {id} --outcome Booked --override 'The visit is booked'")).ok();
    assert!(!ended.sh(&format!("show {id}")).ok().stdout.contains(&alert));
    assert!(!form_of(&ended, &id).contains("acceptance is lacking"));
    // An answer after that is not accepted yet.
    env.respond(&id, &["--role", "team-manager", "--action", "Book another | Sam Carter | 2026-03-27"]);
    assert!(env.outstanding(&id).contains(&alert));
}

// MO-53
#[test]
fn a_late_answer_that_is_accepted_leaves_nothing_to_alert_the_head_of_service_to() {
    let env = Env::new();
    let alert = "head-of-service-alerted".to_owned();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.sh(&format!("done {id} reviewed-in-supervision")).ok();
    // The answer was due on Monday 9 March.
    env.now("2026-03-10T10:00");
    assert!(env.outstanding(&id).contains(&alert));
    env.respond(&id, &["--role", "team-manager", "--action", "Book it | Sam Carter | 2026-03-20"]);
    assert!(env.outstanding(&id).contains(&alert));
    env.now("2026-03-11T10:00");
    env.sh(&format!("agree {id}")).ok();
    assert!(!env.outstanding(&id).contains(&alert));
    // The next level begins anew.
    env.sh(&format!("escalate {id} --because actions-not-done --reason 'Not booked' --override x")).ok();
    env.sh(&format!("done {id} reviewed-in-supervision")).ok();
    assert!(!env.outstanding(&id).contains(&alert), "nothing is late");
    env.now("2026-03-19T10:00");
    assert!(env.outstanding(&id).contains(&alert), "due on Wednesday 18 March");
}

// MO-56
#[test]
fn grounds_for_cafcass() {
    let grounds = policy("mosaic")["referral"]["grounds"].clone();
    for id in ["statutory-requirements", "plan-element", "conflicting-decisions", "unreasonable-move"] {
        assert_shows("mosaic", &[text(&member(&grounds, id), "text")]);
    }
    assert_shows("mosaic", &["25B(3)(a)"]);
    let env = Env::new();
    let id = formal(&env, "stage-4");
    let both = "--confirm referral-own-manager --confirm referral-head-of-service";
    let line = format!("refer {id} --reason 'Contact stopped' --written 2026-03-02 {both} --override x --json");
    let wrong = format!("{line} --ground dissatisfied");
    env.sh(&wrong).code(4).says("plan-element");
    let view = env.sh(&format!("{line} --ground plan-element")).json();
    assert_eq!(view["referral"]["ground"], "plan-element");
}

// MO-57, MO-58
#[test]
fn a_last_resort_after_two_talks() {
    assert_eq!(policy("mosaic")["referral"]["when"], "after-all");
    let talks = ["referral-head-of-service", "referral-own-manager"];
    let refer = |id: &str| format!("refer {id} --ground plan-element --reason 'Contact stopped' --written 2026-03-02");
    // Every stage is used, beginning with the level that took the decision.
    let env = Env::new();
    let last = env.raise("mosaic", &["--decided-by", "service-director"]);
    assert_eq!(env.dispute(&last)["stage"], "stage-4");
    env.respond(&last, &["--role", "service-director", "--action", PLAN]);
    let mut asked = asked_by(&env, &refer(&last));
    asked.sort();
    assert_eq!(asked, talks);
    for talk in talks {
        assert_gate(&env, &refer(&last), talk);
    }
    // An earlier referral needs one more reason, but is possible.
    let early = env.raise("mosaic", &[]);
    let both = "--confirm referral-own-manager --confirm referral-head-of-service";
    assert_overridable(&env, &format!("{} {both}", refer(&early)));
    assert_shows("mosaic", &["last resort", "open at any point"]);
}

// MO-59, MO-60, MO-61
#[test]
fn compliments_are_sent_to_both_and_acknowledged_by_both() {
    let policy = policy("mosaic");
    assert_eq!(policy["labels"]["praise"], "IRO compliment");
    assert_eq!(list(&policy["praise"]["reasons"]).len(), 5);
    let both = json!(["social-worker", "team-manager"]);
    assert_eq!(policy["praise"]["acknowledged_by"], both);
    assert_eq!(policy["praise"]["notify"], both);
    assert_shows("mosaic", &["drift and delay prevented", "names child protection", "finalise the form"]);
    let env = Env::new();
    let line = "praise --policy mosaic --child C-1 --for 'Sam Carter' --for 'Terry Moss' \
        --text 'Contact every week' --json";
    let view = env.sh(line).json();
    let id = text(&view, "id");
    assert_eq!(view["kind"], "praise");
    assert!(list(&view["clocks"]).is_empty());
    let told = view["notices"].to_string();
    assert!(told.contains("social-worker") && told.contains("team-manager"), "{told}");
    for name in ["Sam Carter", "Terry Moss"] {
        assert_eq!(waits(&env, name, id), ["acknowledge"], "{name}");
        env.now("2026-03-03T10:00");
        env.sh(&format!("acknowledge {id} --name '{name}'")).ok();
        assert!(waits(&env, name, id).is_empty(), "{name}");
    }
    let view = env.dispute(id);
    assert_eq!(view["status"], "acknowledged");
    assert_eq!(list(&view["praise"]["acknowledged"]).len(), 2);
}

// MO-01, MO-14a, MO-14c, MO-23, MO-25
#[test]
fn who_does_what_around_a_review_and_what_the_names_mean() {
    let env = Env::new();
    let lead = list(&env.sh("review 2026-06-15 --policy mosaic --json").json());
    let found: Vec<(&str, &str)> = lead.iter().map(|one| (text(one, "what"), text(one, "due"))).collect();
    // Monday 15 June 2026: 15 working days before is Friday 22 May, as Monday the 25th is a bank holiday; 5 before is
    // Monday 8 June, 5 after Monday the 22nd.
    let expected = [
        ("Review invitations are out", "2026-05-22"),
        ("Independent Reviewing Officer: IRO and social worker have consulted", "2026-05-22"),
        ("Social Worker: Social work report is ready", "2026-06-08"),
        ("Team Manager: Team manager accepts or challenges the decisions and recommendations", "2026-06-22"),
    ];
    assert_eq!(found, expected);
    env.sh("policy show mosaic --family").ok().says("DRP is short for Dispute Resolution Process");
}
