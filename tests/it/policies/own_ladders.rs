//! Protocols with several ladders (sequences of stages): which one a dispute takes, and the stages, times and rules of
//! each.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, rules, text};

const FENLAND: &str = include_str!("../../../examples/policies/fenland.yaml");

fn fenland() -> Env {
    let env = Env::new();
    let folder = env.data().join("policies");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fenland.yaml"), FENLAND).unwrap();
    env
}

fn raised(env: &Env, more: &str) -> String {
    text(&env.sh(&format!("raise --policy fenland --child C-1 --concern c {more} --json")).json(), "id").to_owned()
}

// Raised on Monday 2 March; 2 working days end on the 4th. Escalated on Thursday the 5th: 5 working days end on the 12th,
// 3 on the 10th; of the totals 10 on the 19th and 15 on the 26th.
#[test]
fn a_dispute_takes_the_ladder_that_is_for_it() {
    for (said, stage, due, total) in [
        ("", "head", "2026-03-12", Some("2026-03-19")),
        ("--subject Health", "agency", "2026-03-12", Some("2026-03-26")),
        ("--by-role cp-chair --case-type child-protection", "chair-head", "2026-03-10", None),
        // The first ladder whose circumstances hold is taken.
        ("--by-role cp-chair --subject Police", "agency", "2026-03-12", Some("2026-03-26")),
    ] {
        let env = fenland();
        let id = raised(&env, said);
        assert_eq!(find_clock(&env.dispute(&id), "respond", "talk")["due"], "2026-03-04", "{said}");
        env.now("2026-03-05T10:00");
        let view = env.sh(&format!("escalate {id} --because no-response --json")).json();
        assert_eq!((text(&view, "stage"), &view["due"]), (stage, &json!(due)), "{said}");
        let totals: Vec<_> = list(&view["clocks"]).into_iter().filter(|clock| clock["clock"] == "total").collect();
        assert_eq!(totals.first().map(|clock| text(clock, "due")), total, "{said}");
    }
}

#[test]
fn a_stage_of_another_ladder_is_named_as_that() {
    let env = fenland();
    let id = raised(&env, "");
    let run = env.sh(&format!("escalate {id} --because urgent --to agency --reason r")).code(4);
    for part in [
        "`agency` is a stage of Partner agency, and this ",
        " takes Own service to its end",
        "`iro raise --stage agency`",
        &format!("`iro withdraw {id} --reason TEXT` ends this one"),
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
    env.sh(&format!("escalate {id} --because urgent --to nowhere --reason r")).code(4).says("no stage `nowhere`");
}

#[test]
fn which_ladder_it_takes_is_said_and_what_would_lead_to_another() {
    let env = fenland();
    let run = env.sh("raise --policy fenland --child C-1 --concern c").ok();
    assert!(run.stdout.contains("ladder: Own service"), "{}", run.stdout);
    assert!(run.stderr.contains("it takes Own service; with `--subject` it can take Partner agency"), "{}", run.stderr);
    assert!(!run.stderr.contains("Conference chair"), "the role is known: {}", run.stderr);
    env.sh("show 1").ok().says("Own service");
    assert_eq!(env.dispute("1")["ladder"], "own");
    for named in ["--subject Health", "--stage head --override x"] {
        let run = env.sh(&format!("raise --policy fenland --child C-2 --concern c {named}")).ok();
        assert!(!run.stderr.contains("can take"), "{named}: {}", run.stderr);
    }
    env.sh("show 2").ok().says("Partner agency");
    // With only one ladder, none is mentioned.
    let id = env.raise("knowsley", &[]);
    assert!(env.dispute(&id)["ladder"].is_null() && !env.sh(&format!("show {id}")).ok().stdout.contains("ladder"));
}

#[test]
fn a_ladder_for_no_other_service_holds_as_long_as_none_is_named() {
    let env = Env::new();
    let folder = env.data().join("policies");
    std::fs::create_dir_all(&folder).unwrap();
    let turned = FENLAND
        .replace("    when: {other_service: true}\n", "    when: {none: {other_service: false}}\n")
        .replace("    title: Own service\n", "    title: Own service\n    when: {other_service: false}\n");
    std::fs::write(folder.join("fenland.yaml"), turned).unwrap();
    let run = env.sh("raise --policy fenland --child C-1 --concern c").ok();
    assert!(run.stderr.contains("with `--subject` it can take Partner agency"), "{}", run.stderr);
}

#[test]
fn a_ladder_ends_where_its_stages_end() {
    for (said, steps) in [("", 2), ("--subject Health", 2), ("--by-role cp-chair --case-type child-protection", 1)] {
        let env = fenland();
        let id = raised(&env, said);
        for step in 0..steps {
            env.now(&format!("2026-03-{:02}T10:00", 5 + step));
            env.sh(&format!("escalate {id} --because urgent --override x")).ok();
        }
        env.now("2026-03-20T10:00");
        env.sh(&format!("escalate {id} --because urgent")).code(3).says("is the last stage");
    }
}

#[test]
fn each_ladder_has_its_own_rules_on_bypass_and_its_own_duties() {
    let env = fenland();
    let (own, partner) = (raised(&env, ""), raised(&env, "--subject Health"));
    env.now("2026-03-05T10:00");
    env.sh(&format!("escalate {own} --because urgent --to director")).ok();
    env.sh(&format!("escalate {partner} --because urgent --to board --confirm agencies-told"))
        .code(3)
        .says("leaves out Safeguarding lead");
    env.sh(&format!("escalate {partner} --because urgent --to head")).code(4);
    env.sh(&format!("escalate {partner} --because urgent")).ok();
    env.now("2026-03-06T10:00");
    env.sh(&format!("escalate {partner} --because urgent")).code(3).says("agencies-told");
}

#[test]
fn a_dispute_stays_on_its_ladder() {
    let env = fenland();
    let id = raised(&env, "");
    env.now("2026-03-05T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
    env.sh(&format!("correct {id} --event 1 --set subject=Health --reason 'Left out'")).ok();
    assert_eq!(text(&env.dispute(&id), "stage"), "head");
    env.sh("check").ok();
    // Naming a stage selects its ladder.
    let other = raised(&env, "--stage chair-head");
    env.now("2026-03-09T10:00");
    env.sh(&format!("escalate {other} --because urgent")).code(3).says("is the last stage");
}

#[test]
fn what_no_ladder_is_for_is_refused() {
    let env = Env::new();
    let folder = env.data().join("policies");
    std::fs::create_dir_all(&folder).unwrap();
    let only = FENLAND.replace(
        "    title: Own service\n",
        "    title: Own service\n    when: {raised_by: iro, case_type: looked-after}\n",
    );
    std::fs::write(folder.join("fenland.yaml"), only).unwrap();
    env.sh("raise --policy fenland --child C-1 --concern c --case-type child-protection")
        .code(3)
        .says("several ladders, and none is for this")
        .says("`own` (Own service)");
    env.sh("raise --policy fenland --child C-1 --concern c").ok();
}

#[test]
fn a_ladder_that_is_never_taken_is_a_fault() {
    let env = Env::new();
    let first = FENLAND.replace("    when: {other_service: true}\n", "");
    std::fs::write(env.scratch("f.yaml"), first).unwrap();
    let run = env.iro(&["policy", "check", "f.yaml"]);
    run.code(6).says("no dispute comes to the ladder `chair`").says("no dispute comes to the ladder `own`");
}

#[test]
fn show_try_and_audit_go_ladder_by_ladder() {
    let env = fenland();
    let shown = env.sh("policy show fenland").ok().stdout;
    for words in ["Partner agency", "Conference chair", "Own service", "15 working days", "10 working days"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let view = env.sh("policy show fenland --json").json();
    let ladders: Vec<_> =
        list(&view["ladders"]).iter().map(|one| (one["id"].clone(), list(&one["stages"]).len())).collect();
    assert_eq!(ladders, [(json!("partner"), 3), (json!("chair"), 2), (json!("own"), 3)]);
    let run = env.sh("policy try fenland --from 2026-03-02 --by-role cp-chair --case-type child-protection").ok();
    assert!(
        run.stdout.contains("the ladder `chair` (Conference chair)") && !run.stdout.contains("Director"),
        "{}",
        run.stdout
    );
    // The formal stages take 15 and 10 working days: each ladder is within 20, although the sum is not.
    let found = env.sh("policy audit fenland").ok().stdout;
    assert!(!found.contains("add up to"), "{found}");
    assert!(found.contains("on the ladder `chair`: no total is set"), "{found}");
}

// An entry rule of one ladder is shown with that ladder, with its clause, and on the page for families.
#[test]
fn where_a_ladder_begins_is_shown_with_it() {
    let env = fenland();
    let entry = "    entry: {rules: [{when: {impact_level: severe}, stage: director, source: \"1.7\"}]}\n    bypass: {free: true";
    let with_entry = FENLAND.replace("    bypass: {free: true", entry);
    assert_ne!(with_entry, FENLAND);
    let (plain, own) = (env.scratch("plain.yaml"), env.scratch("own.yaml"));
    std::fs::write(&plain, FENLAND).unwrap();
    std::fs::write(&own, &with_entry).unwrap();
    let show =
        |file: &std::path::Path, how: &str| env.iro(&["policy", "show", file.to_str().unwrap(), how]).ok().stdout;
    let rules = show(&own, "--rules");
    let of_own = rules.split("Stage by stage: ").find(|part| part.starts_with("Own service")).unwrap_or_default();
    assert!(of_own.contains("at Director, ") && of_own.contains("(1.7)"), "{rules}");
    assert!(of_own.contains("otherwise at Conversation"), "{rules}");
    assert!(!show(&plain, "--rules").contains("(1.7)"));
    let family = show(&own, "--family");
    assert!(family.contains("Own service: at Director, "), "{family}");
    let page = env.scratch("page.txt");
    std::fs::write(&page, "1 Own service\n\n1.7 A severe matter must begin with the Director.\n").unwrap();
    let against = |file: &std::path::Path| {
        let args = ["policy", "check", file.to_str().unwrap(), "--against", page.to_str().unwrap(), "--json"];
        list(&env.iro(&args).json()["uncited"]).len()
    };
    assert_eq!((against(&plain), against(&own)), (1, 0));
    // A dispute to which the rule applies begins there.
    std::fs::write(env.data().join("policies/fenland.yaml"), &with_entry).unwrap();
    let id = raised(&env, "--impact-level severe");
    assert_eq!(text(&env.dispute(&id), "stage"), "director");
    let id = raised(&env, "--impact-level severe --subject Health");
    assert_eq!(text(&env.dispute(&id), "stage"), "talk", "the other ladder has no such rule");
}

/// Stages that nothing leads to form a ladder of their own, even if the policy names no ladders.
#[test]
fn stages_that_nothing_leads_to_are_a_ladder_of_their_own() {
    const STAGES: &str = r#"
  - {id: one, title: One, kind: formal, any_of: [head-of-service], next: [two], source: "1", clocks: [{id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}]}
  - {id: two, title: Two, kind: formal, any_of: [director], next: [], source: "2", clocks: [{id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}]}
  - {id: alert, title: Alert, kind: formal, any_of: [director], source: "3", clocks: [{id: respond, label: Answer, limit: 15 working days, strength: hard, from: stage-entered, until: answered}]}
"#;
    let (env, id) = ours(STAGES, "entry: {rules: [{when: {immediate: true}, stage: alert, source: \"4\"}]}\n");
    assert_eq!(text(&env.dispute(&id), "stage"), "one");
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because urgent --to alert")).code(3).says("escalating to Alert leaves out Two");
    let alert = env.sh("raise --policy ours --child C-2 --concern c --immediate yes --json").json();
    assert_eq!((text(&alert, "stage"), text(&alert, "due")), ("alert", "2026-03-24"));
    // The report counts nobody as raised above the first stage, for each is the first of its ladder.
    let report = env.sh("report --json").json();
    let above = list(&report["figures"]).into_iter().find(|figure| figure["id"] == "started-above").unwrap();
    assert_eq!(above["value"], 0);
    let found = env.sh("policy audit ours").ok().stdout;
    assert!(!found.contains("35 working days"), "{found}");
}

/// A talk after which the ladder ends, and two stages below it in the file.
const ENDS: &str = r#"
  - {id: talk, title: Talk, kind: informal, any_of: [head-of-service], next: [], source: "1.4"}
  - {id: mid, title: Mid, kind: formal, any_of: [director], source: "2"}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "3"}
"#;

#[test]
fn going_on_where_the_ladder_ends_needs_an_override() {
    for bypass in ["", "\nbypass: {free: true, source: \"9\"}"] {
        let (env, id) = ours(ENDS, bypass);
        let run = env.sh(&format!("escalate {id} --because urgent --reason r")).code(3);
        run.says("Talk is the last stage").says("`--to STAGE --override REASON`");
        for (to, reason) in [("mid", ""), ("mid", "--reason r"), ("top", "--reason r"), ("top", "")] {
            let line = format!("escalate {id} --because urgent {reason} --to {to}");
            let refused = env.sh(&format!("{line} --json")).refused();
            assert_eq!(rules(&refused), ["ladder-ends"], "{line}");
            assert_eq!(text(&refused, "source"), "Ours: 1.4", "{line}");
            env.sh(&line).code(3).says("the ladder ends at Talk").says("--override REASON");
            let over = env.fork();
            let view = over.sh(&format!("{line} --override 'The child moves on Friday' --json")).json();
            assert_eq!(text(&view, "stage"), to);
            assert_eq!(view["overrides"][0]["rules"], json!(["ladder-ends"]));
            over.sh("check").code(0);
        }
        let tried = env.sh("policy try ours --from 2026-03-02 --to top").ok();
        tried.says("the ladder ends at Talk (1.4), so going to Top needs an override");
    }
}

// An override says why, so no other reason is asked for; the Director's approval still is.
#[test]
fn what_a_way_past_the_end_leaves_out_is_noted_with_who_approves() {
    let bypass = "\nbypass: {free: no, approved_by: director, source: \"9\"}";
    let (env, id) = ours(ENDS, bypass);
    for (to, title, left_out) in [("mid", "Mid", None), ("top", "Top", Some("Mid"))] {
        let approval = ", and the Director has to approve";
        let tried = env.sh(&format!("policy try ours --from 2026-03-02 --to {to}")).ok();
        let end = format!("the ladder ends at Talk (1.4), so going to {title} needs an override{approval}");
        let stdout = tried.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stdout.contains(&end), "{to}: {stdout}");
        let leaves = left_out.map(|stage| format!("going to {title} leaves out {stage}"));
        assert_eq!(leaves.as_ref().is_some_and(|leaves| stdout.contains(leaves)), leaves.is_some(), "{to}: {stdout}");
        assert!(!stdout.contains("needs a reason"), "{stdout}");
        // The step itself asks for the same.
        let line = format!("escalate {id} --because urgent --reason r --override x --to {to} --json");
        assert_eq!(
            rules(&env.sh(&line.replace("--override x ", "")).refused()),
            ["ladder-ends", "bypass-approved"],
            "{to}"
        );
    }
}

// Talk leads to Top alone, so going to Mid leaves no stage out and is no way of the protocol's all the same.
#[test]
fn a_stage_that_the_protocol_does_not_lead_to_is_noted() {
    let stages = ENDS.replacen("next: []", "next: [top]", 1);
    for (free, asks) in [("yes", "needs no reason"), ("no", "needs a reason")] {
        let (env, _) = ours(&stages, &format!("\nbypass: {{free: {free}, approved_by: director, source: \"9\"}}"));
        let tried = env.sh("policy try ours --from 2026-03-02 --to mid").ok();
        tried.says(&format!("Talk does not lead to Mid: going there {asks}, and the Director has to approve"));
        let there = env.sh("policy try ours --from 2026-03-02 --to top").ok();
        assert!(!there.stdout.contains("approve"), "{}", there.stdout);
    }
}

// A chain goes on to its last person in a stage that ends the ladder.
#[test]
fn the_people_of_the_last_stage_are_asked_one_after_another() {
    let stages = ENDS.replace("any_of: [head-of-service], next", "chain: [head-of-service, director], next");
    let (env, id) = ours(&stages, "");
    env.sh(&format!("escalate {id} --because urgent --to director")).ok();
}

// Raised on Monday 12 January, and again on 2 March 2026 or on 5 April 2027: seven weeks and nearly fifteen months later.
#[test]
fn a_ladder_says_for_itself_when_a_concern_is_raised_again() {
    const STAGES: &str = r#"
  - {id: talk, title: Talk, kind: informal, any_of: [head-of-service], source: "1"}
ladders:
  - id: own
    title: Own service
    source: "2"
    entry: {repeats: {months: MONTHS, formal: true, source: "2"}}
    stages: [{id: top, title: Top, kind: formal, any_of: [director], source: "2"}]
categories:
  - {id: drift, text: Drift, source: "3"}
"#;
    for (months, now, again) in [
        ("1", "2026-03-02T10:00", false),
        ("2", "2026-03-02T10:00", true),
        ("12", "2027-04-05T10:00", false),
        ("24", "2027-04-05T10:00", true),
    ] {
        let (env, _) = ours(&STAGES.replace("MONTHS", months), "");
        let raise = "raise --policy ours --child C-2 --concern c --category drift --override x --json";
        env.now("2026-01-12T10:00");
        let first = env.sh(raise).json()["id"].clone();
        env.now(now);
        let view = env.sh(raise).json();
        let repeats = if again { vec![first] } else { Vec::new() };
        assert_eq!(list(&view["repeat_of"]), repeats, "{months} months, {now}");
        assert_eq!(view["stage"], if again { "top" } else { "talk" }, "{months} months, {now}");
    }
}
