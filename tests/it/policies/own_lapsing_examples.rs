//! Two protocols with many clocks that count from a lapsed date: a fostering service's, with a ladder for carers, and
//! one for schools in Scotland. The expected dates are counted by hand, with the bank holidays and terms of each.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, has_clock, list, text};

const RIVERMOUTH: &str = include_str!("../../../examples/policies/rivermouth-fostering.yaml");
const ARDMORE: &str = include_str!("../../../examples/policies/ardmore-education.yaml");

fn with(policy: &str) -> Env {
    let env = Env::new();
    env.add_policy("ours", policy);
    env
}

fn due(view: &Value, clock: &str, stage: &str) -> Value {
    find_clock(view, clock, stage)["due"].clone()
}

fn escalated(env: &Env, now: &str, more: &str) -> Value {
    env.now(now);
    env.sh(&format!("escalate 1 --because no-response {more} --json")).json()
}

const CARER: &str = "raise --policy rivermouth-fostering --child H-1 --concern c --by-role foster-carer --case-type fostering-household";

// Raised on Friday 1 May; Monday the 4th and the 25th are bank holidays. Three working days end on Thursday the 7th, and five
// from that lapse on Thursday the 14th: asked for on Friday the 15th, a day late. Ten working days more end on Monday 1 June.
// The whole is twenty: Tuesday 2 June; five from that lapse end on Tuesday the 9th.
#[test]
fn a_carer_s_complaint_has_its_own_times_and_what_counts_from_their_lapse() {
    let env = with(RIVERMOUTH);
    env.now("2026-05-01T10:00");
    let view = env.sh(&format!("{CARER} --json")).json();
    assert_eq!((&view["ladder"], due(&view, "respond", "contact")), (&json!("carer"), json!("2026-05-07")));
    env.now("2026-05-08T10:00");
    assert_eq!(due(&env.dispute("1"), "onwards", "contact"), "2026-05-14");
    env.now("2026-05-15T10:00");
    env.fork().sh("escalate 1 --because no-response").code(3).says("why the next step was not asked for in time");
    let view = escalated(&env, "2026-05-15T10:00", "--confirm why-late");
    assert_eq!(due(&view, "respond", "investigation"), "2026-06-01");
    let onwards = find_clock(&view, "onwards", "contact");
    assert_eq!((text(&onwards, "state"), &onwards["late"]), ("met", &json!(true)));
    assert!(!has_clock(&view, "explained"));
    // One extension of ten working days, if the Head of Fostering approves: from Monday 1 June they end on the 15th.
    env.now("2026-05-29T10:00");
    env.fork().sh("extend 1 --by '10 working days' --reason r").code(3);
    env.sh("extend 1 --by '10 working days' --reason r --confirm extension-approved").ok();
    assert_eq!(due(&env.dispute("1"), "respond", "investigation"), "2026-06-15");
    env.now("2026-06-03T10:00");
    let explained = list(&env.dispute("1")["clocks"]).into_iter().find(|clock| clock["clock"] == "explained").unwrap();
    assert_eq!((text(&explained, "due"), text(&explained, "state")), ("2026-06-09", "running"));
    assert!(env.due(&[]).iter().any(|clock| clock["clock"] == "explained"));
    env.now("2026-06-10T10:00");
    env.sh("done 1 explained").ok();
    let explained = list(&env.dispute("1")["clocks"]).into_iter().find(|clock| clock["clock"] == "explained").unwrap();
    assert_eq!((text(&explained, "state"), &explained["late"]), ("met", &json!(true)));
    // Settled on Thursday the 11th: three working days for the letter to the household end on Tuesday the 16th.
    env.now("2026-06-11T10:00");
    env.sh("resolve 1 --outcome o").ok();
    let letter =
        list(&env.dispute("1")["clocks"]).into_iter().find(|clock| clock["clock"] == "household-told").unwrap();
    assert_eq!(text(&letter, "due"), "2026-06-16");
    env.sh("check").ok();
}

// Asked for on Friday 8 May: a week ends on the 15th, and both must answer. The total of fifteen working days ends on Monday 1 June,
// five working days of the Director's from Monday the 18th on the 26th, ten on 2 June.
#[test]
fn anybody_else_s_goes_to_both_heads_and_has_a_total() {
    let env = with(RIVERMOUTH);
    env.now("2026-05-01T10:00");
    let raise = "raise --policy rivermouth-fostering --child C-1 --concern c --by-role iro --case-type looked-after";
    let view = env.sh(&format!("{raise} --field allegation=yes --json")).json();
    assert_eq!(view["ladder"], "others");
    let copied: Vec<Value> = list(&view["notices"]).into_iter().filter(|one| one["copied"] == true).collect();
    assert_eq!(text(&copied[0], "to"), "head-of-safeguarding");
    let view = escalated(&env, "2026-05-08T10:00", "");
    assert_eq!(due(&view, "respond", "heads"), "2026-05-15");
    let total = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "total").unwrap();
    assert_eq!(text(&total, "due"), "2026-06-01");
    env.now("2026-05-14T10:00");
    env.sh("respond 1 --role head-of-fostering --text t").ok();
    assert_eq!(text(&env.dispute("1"), "status"), "awaiting-response");
    let view = escalated(&env, "2026-05-18T10:00", "");
    assert_eq!(
        (due(&view, "respond-aim", "director"), due(&view, "respond", "director")),
        (json!("2026-05-26"), json!("2026-06-02"))
    );
    assert!(!has_clock(&view, "whole") && !has_clock(&view, "explained"));
}

// Raised on Friday 12 June. Monday the 15th is a bank holiday in Scotland, so that five school days end on Monday the 22nd, and two
// from that lapse on Wednesday the 24th. Asked for on Tuesday the 23rd, three school days end with the term on Friday the 26th;
// the next in the chain is asked on Monday the 29th, and has until Friday 21 August. From Monday the 24th ten school days end
// on 7 September, fifteen working days on the 14th and twenty on the 21st; 31 August is no holiday there.
#[test]
fn a_dispute_with_a_school_goes_over_the_summer() {
    let env = with(ARDMORE);
    env.now("2026-06-12T10:00");
    let raise = "raise --policy ardmore-education --child C-1 --concern c --category exclusion --by-role education-officer \
                 --case-type child --json";
    let view = env.sh(raise).json();
    assert_eq!(due(&view, "respond", "school"), "2026-06-22");
    let copied: Vec<Value> = list(&view["notices"]).into_iter().filter(|one| one["copied"] == true).collect();
    assert_eq!(text(&copied[0], "to"), "chief-social-work-officer");
    env.now("2026-06-23T09:00");
    assert_eq!(due(&env.dispute("1"), "onwards", "school"), "2026-06-24");
    let view = escalated(&env, "2026-06-23T10:00", "");
    assert_eq!(due(&view, "respond", "cluster"), "2026-06-26");
    assert_eq!(text(&find_clock(&view, "onwards", "school"), "state"), "met");
    // The parents are informed every two weeks from the day it was raised.
    env.now("2026-06-26T10:00");
    env.sh("done 1 parents-told").ok();
    let view = escalated(&env, "2026-06-29T10:00", "");
    let of_chain = |view: &Value| -> Vec<String> {
        let clocks =
            list(&view["clocks"]).into_iter().filter(|one| one["clock"] == "respond" && one["stage"] == "cluster");
        clocks.map(|one| text(&one, "due").to_owned()).collect()
    };
    assert_eq!(of_chain(&view), ["2026-06-26", "2026-08-21"]);
    let told: Vec<String> = list(&view["clocks"])
        .into_iter()
        .filter(|one| one["clock"] == "parents-told")
        .map(|one| text(&one, "due").to_owned())
        .collect();
    assert_eq!(told, ["2026-06-26", "2026-07-10"]);
    let view = escalated(&env, "2026-08-24T10:00", "");
    assert_eq!(due(&view, "meet", "authority"), "2026-09-07");
    assert_eq!(
        (due(&view, "respond-aim", "authority"), due(&view, "respond", "authority")),
        (json!("2026-09-14"), json!("2026-09-21"))
    );
    let why = env.sh("why 1 respond").ok().stdout;
    assert!(why.contains("school holidays"), "{why}");
    assert!(list(&view["clocks"]).iter().filter(|one| one["clock"] == "onwards").count() == 1);
    env.sh("check").ok();
}
