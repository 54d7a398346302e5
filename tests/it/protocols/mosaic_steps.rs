//! What the Mosaic process asks for before each step, and how it is overridden.

use serde_json::{Value, json};

use crate::clauses::{asked_by, member, one_line, policy};
use crate::env::{Env, find_clock, list, rules};

const PLAN: &str = "Book the panel | Sam Carter | 2026-04-17";

// MO-55, C-12: refused, then allowed by confirming that it was done
#[test]
fn stage_2_asks_for_the_service_managers_consultation() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let escalate = format!("escalate {id} --because no-response --reason 'No answer'");
    let json = format!("{escalate} --json");
    let run = env.sh(&json).says("manager");
    assert!(run.stderr.contains("--confirm") || run.stderr.contains("--override"), "{run:?}");
    let asked = rules(&run.refused());
    assert_eq!(env.dispute(&id)["stage"], "stage-1", "nothing was changed");

    // Escalating from informal to stage 1 doesn't ask for it.
    let lower = env.raise("mosaic", &[]);
    env.now("2026-03-18T10:00");
    let up = format!("escalate {lower} --because no-response --reason 'No answer' --json");
    let run = env.sh(&up);
    let asked_lower = if run.code == 0 { Vec::new() } else { rules(&run.refused()) };
    let extra: Vec<_> = asked.iter().filter(|r| !asked_lower.contains(r)).collect();
    assert!(!extra.is_empty(), "{asked:?} against {asked_lower:?}");

    let before = list(&env.dispute(&id)["overrides"]).len();
    let view = env.confirm(&escalate);
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(list(&view["overrides"]).len(), before, "confirmed, not overridden");
    let log = env.iro(&["log", &id, "--json"]).json().to_string();
    assert!(log.contains(extra[0].as_str()), "the record keeps {extra:?}: {log}");
}

// MO-55, C-12: refused, then overridden with a reason that is kept
#[test]
fn the_consultation_can_be_passed_with_a_reason() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let escalate = format!("escalate {id} --because no-response --reason 'No answer' --json");
    let asked = rules(&env.sh(&escalate).refused());
    let reason = "The service manager is away and the move is tomorrow";
    let view = env.sh(&format!("{escalate} --override '{reason}'")).json();
    assert_eq!(view["stage"], "stage-2");
    let kept = list(&view["overrides"]).pop().expect("an override");
    assert_eq!(kept["reason"], reason);
    assert_eq!(kept["on"], "2026-03-10");
    assert_eq!(list(&kept["rules"]).len(), asked.len(), "{kept} for {asked:?}");
}

// MO-55
#[test]
fn raising_at_stage_2_asks_for_it_too() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern 'No plan' --impact Unheard \
        --seeking 'A plan' --aware-on 2026-03-02 --stage stage-2 \
        --reason 'The service manager decided it'";
    env.sh(&format!("{raise} --json")).refused();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
    assert_eq!(env.confirm(raise)["stage"], "stage-2");
}

// C-05
#[test]
fn leaving_out_a_stage_needs_a_reason() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let bypass = format!("escalate {id} --because urgent --to stage-3 --json");
    env.sh(&bypass).says("reason").refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-1");
    let view = env.escalate(&id, "urgent", &["--to", "stage-3"]);
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["stages_visited"], json!(["stage-1", "stage-3"]));
    // The advisory 20 days still count from stage 1.
    assert_eq!(find_clock(&view, "total", None)["started"], "2026-03-02");
}

// MO-41
#[test]
fn an_answer_comes_with_actions() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.iro(&["respond", &id, "--text", "Noted", "--json"]).refused();
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
    let view = env.respond(&id, &["--action", PLAN]);
    let action = &list(&view["actions"])[0];
    assert_eq!(action["what"], "Book the panel");
    assert_eq!(action["owner"], "Sam Carter");
    assert_eq!(action["due"], "2026-04-17");
    assert_eq!(action["state"], "open");
    assert_eq!(action["done_on"], Value::Null);
}

// MO-41
#[test]
fn an_action_says_by_what_it_is_measured() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    let plan = "--action 'Weekly visits | Sam Carter | 2026-04-17 | the log of visits' --action 'Book the panel | Sam Carter | 2026-04-17'";
    env.sh(&format!("respond {id} --text Yes {plan} --dry-run")).says("an action has no measure").ok();
    env.sh(&format!("respond {id} --text Yes {plan} --measure 'a date from the panel'")).ok();
    let measure = |n: usize| env.dispute(&id)["actions"][n]["measure"].clone();
    assert_eq!((measure(0), measure(1)), (json!("the log of visits"), json!("a date from the panel")));
    env.sh(&format!("action add {id} --what Tell --owner Sam --due 2026-04-17 --measure 'a note of it'")).ok();
    assert_eq!(measure(2), "a note of it");
    let shown = one_line(&env.iro(&["show", &id]).ok().stdout);
    assert!(
        shown.contains("weekly visits, sam carter, by fri 17 april 2026, measured by the log of visits: open"),
        "{shown}"
    );
    let form = env.iro(&["form", &id]).ok().stdout;
    assert!(
        form.contains("Book the panel, Sam Carter, by Fri 17 April 2026, measured by a date from the panel\n"),
        "{form}"
    );
    let blank = env.iro(&["form", "--blank", "--policy", "mosaic"]).ok().stdout;
    assert!(blank.contains("Actions: what, who, by when, measured by what"), "{blank}");
    let none = env.sh(&format!("respond {id} --text Yes --measure 'a note'"));
    none.says("no action is given");
}

// MO-07, MO-11
#[test]
fn missing_texts_are_named_all_at_once() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern 'No plan' --json";
    env.sh(raise).says("impact").says("seeking").refused();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}

// MO-45, MO-49
#[test]
fn a_talk_comes_before_the_next_stage() {
    let env = Env::new();
    let answered = env.raise("mosaic", &[]);
    env.respond(&answered, &["--action", PLAN]);
    let silent = env.raise("mosaic", &[]);
    env.now("2026-03-10T10:00");
    for (id, because) in [(&answered, "unsatisfactory"), (&silent, "no-response")] {
        let escalate = format!("escalate {id} --because '{because}' --reason 'Not enough'");
        env.sh(&format!("{escalate} --json")).refused();
        assert_eq!(env.dispute(id)["stage"], "informal");
        assert_eq!(env.confirm(&escalate)["stage"], "stage-1");
    }
}

// A-49: due on Monday 9 March, so that a call six days before it asked for nothing that was outstanding.
#[test]
fn a_call_before_the_answer_was_due_is_no_call_for_it() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-03T10:00");
    env.iro(&["done", &id, "manager-telephoned"]).ok();
    let escalate = format!("escalate {id} --because no-response --reason 'No answer' --json");
    // Escalating before the due date is only pointed out.
    env.fork().sh(&escalate).ok().says("not due before Mon 9 March 2026");

    env.now("2026-03-10T10:00");
    let error = env.sh(&escalate).says("since Mon 9 March 2026").refused();
    assert_eq!(rules(&error), ["manager-telephoned"]);
    env.fork().sh(&format!("{escalate} --confirm manager-telephoned=2026-03-06")).refused();
    env.fork().sh(&format!("{escalate} --confirm manager-telephoned=2026-03-09")).ok();
    env.iro(&["done", &id, "manager-telephoned", "--on", "2026-03-10T09:00"]).ok();
    env.sh(&escalate).ok();
}

// A-46
#[test]
fn the_same_manager_at_the_next_stage_is_pointed_out() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    let up = format!("escalate {id} --because other --reason r --override x");
    env.sh(&up).ok().says("the Team Manager was already asked at");
    let next = env.sh(&up).ok();
    assert!(!next.stderr.contains("is asked again"), "{}", next.stderr);
}

// MO-46, MO-43: after the answer it is the IRO's turn, and with the further time the manager's again.
#[test]
fn further_time_after_an_answer_waits_for_the_manager() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    let view = env.respond(&id, &["--action", PLAN]);
    assert_eq!((&view["status"], &view["waiting_on"]["role"]), (&json!("awaiting-review"), &json!("iro")));
    let view = env.iro(&["extend", &id, "--by", "24 hours", "--reason", "One thing is missing", "--json"]).json();
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(view["waiting_on"]["role"], "team-manager");
    assert_eq!(find_clock(&view, "extension", "stage-1")["state"], "running");
    let view = env.respond(&id, &["--action", PLAN]);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(find_clock(&view, "extension", "stage-1")["state"], "met");
}

// Under some protocols a CP chair raises, too; under this one only an IRO does.
#[test]
fn a_raiser_of_another_kind_is_a_rule_and_no_unknown_name() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern c --impact i --seeking s --aware-on today --stage stage-1 \
        --confirm manager-contacted --by-role cp-chair --json";
    assert_eq!(rules(&env.sh(raise).refused()), ["raisers"]);
    let view = env.sh(&format!("{raise} --override 'The IRO is ill'")).json();
    assert_eq!(view["by_role"], "cp-chair");
    env.sh(&raise.replace("cp-chair", "king")).code(4);
}

// MO-47, MO-63: 24 hours at most, once a stage.
#[test]
fn each_formal_stage_has_its_own_further_24_hours() {
    let env = Env::new();
    for stage in ["stage-1", "stage-2", "stage-3", "stage-4"] {
        let id = env.raise("mosaic", &["--stage", stage, "--reason", "r"]);
        env.respond(&id, &["--action", PLAN]);
        let extend = |by: &str| format!("extend {id} --by '{by}' --reason 'It will be done by then'");
        assert_eq!(asked_by(&env, &extend("25 hours")), ["extension-length"], "{stage}");
        assert_eq!(asked_by(&env, &extend("24 hours")), [""; 0], "{stage}");
        env.sh(&extend("24 hours")).ok();
        assert_eq!(asked_by(&env, &extend("24 hours")), ["extension-times"], "{stage}");
    }
}

// MO-45, MO-49, MO-51: which call each ground asks for, before an answer and after it.
#[test]
fn each_ground_asks_for_its_own_call() {
    let talks = |env: &Env, id: &str, because: &str| {
        let line = format!("escalate {id} --because {because} --reason 'Not enough'");
        let asked = asked_by(env, &line).into_iter();
        asked.filter(|rule| rule == "negotiated" || rule == "manager-telephoned").collect::<Vec<_>>()
    };
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "r"]);
    // Due on Monday 9 March. Silence asks for a call, whatever it is called.
    env.now("2026-03-10T10:00");
    for because in ["no-response", "unsatisfactory"] {
        assert_eq!(talks(&env, &id, because), ["manager-telephoned"], "{because}");
    }
    assert_eq!(talks(&env, &id, "urgent"), [""; 0]);
    // A late answer is talked over, and nobody has to ask for one any more.
    env.respond(&id, &["--action", PLAN]);
    for because in ["no-response", "unsatisfactory"] {
        assert_eq!(talks(&env, &id, because), ["negotiated"], "{because}");
    }
    // Actions that fail are no answer that does not convince.
    env.sh(&format!("agree {id}")).ok();
    assert_eq!(talks(&env, &id, "actions-not-done"), [""; 0]);
}

// MO-58: two talks before one referral, whatever stage it is made at; MO-31: with whom next steps are agreed.
#[test]
fn the_talks_before_a_referral_are_held_once() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-3", "--reason", "r"]);
    for talk in ["referral-own-manager", "referral-head-of-service"] {
        env.sh(&format!("done {id} {talk}")).ok();
    }
    env.escalate(&id, "urgent", &[]);
    env.now("2026-03-20T10:00");
    let asked = asked_by(&env, &format!("refer {id} --ground plan-element --reason 'Contact stopped'"));
    assert!(
        !asked.iter().any(|rule| rule.starts_with("referral-own") || rule.starts_with("referral-head")),
        "{asked:?}"
    );
    assert_eq!(member(&policy("mosaic")["duties"], "next-steps-agreed")["with"], "team-manager");
}
