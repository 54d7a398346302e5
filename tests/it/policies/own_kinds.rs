//! Kinds of case beyond the usual four: what each requires and allows.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};
use crate::terminal::{ENTER, Terminal};

const MARLOW: &str = include_str!("../../../examples/policies/marlow-fostering.yaml");

fn marlow() -> Env {
    let env = Env::new();
    env.add_policy("marlow", MARLOW);
    env
}

fn raised(env: &Env, said: &str) -> Value {
    env.sh(&format!("raise --policy marlow-fostering --concern c {said} --json")).json()
}

// Raised on Monday 2 March: five working days end on the 9th, twenty on the 30th.
#[test]
fn each_kind_has_its_own_rules() {
    for (said, kind, due, told) in [
        ("--child H-1", "fostering-household", "2026-03-09", true),
        ("--child C-1 --case-type looked-after", "looked-after", "2026-03-09", false),
        ("--child C-1 --case-type child", "child", "2026-03-09", false),
        ("--child A-1 --case-type adult", "adult", "2026-03-09", false),
        ("--case-type theme --subject 'Placements with siblings'", "theme", "2026-03-30", false),
        ("--subject 'Placements with siblings'", "theme", "2026-03-30", false),
    ] {
        let env = marlow();
        let view = raised(&env, said);
        assert_eq!(view["case_type"], json!(kind), "{said}");
        assert_eq!(find_clock(&view, "respond", "worker")["due"], due, "{said}");
        let owed = list(&view["duties"]).iter().any(|one| one["duty"] == "household-told");
        assert_eq!(owed, told, "{said}");
        assert_eq!(view["child"].is_null(), kind == "theme", "{said}");
        env.now("2026-03-10T10:00");
        let up = env.sh("escalate 1 --because urgent --json").json();
        let copied = list(&up["notices"]).iter().any(|one| one["to"] == "fostering-manager");
        assert_eq!(copied, ["fostering-household", "theme"].contains(&kind), "{said}");
        env.sh("show 1").ok();
        env.sh("form 1").ok();
        env.sh("check").code(0);
        assert_eq!(list(&env.sh(&format!("list --case-type {kind} --json")).json()).len(), 1, "{said}");
    }
}

/// The law allows a referral for a looked-after child, a protocol for any child; for nobody else.
#[test]
fn who_can_be_referred_is_the_law_s_and_the_protocol_s_to_say() {
    for (said, code) in [
        ("--child C-1 --case-type looked-after", 0),
        ("--child C-1 --case-type child", 0),
        ("--child H-1", 3),
        ("--child A-1 --case-type adult", 3),
        ("--case-type theme", 3),
    ] {
        let env = marlow();
        raised(&env, said);
        env.sh("refer 1 --reason r --phoned today").code(code);
    }
}

#[test]
fn a_theme_names_no_child_and_everything_else_does() {
    let env = marlow();
    env.sh("raise --policy marlow-fostering --concern c --child C-1 --case-type theme")
        .code(3)
        .says("about no one child");
    env.sh("raise --policy marlow-fostering --concern c --case-type adult").code(2).says("--child");
    env.sh("raise --policy knowsley --concern c --case-type theme").code(2).says("--child");
    let report = env.sh("report --by case-type --from 2026-01-01 --to 2026-12-31 --json");
    report.ok();
    let id = text(&raised(&env, "--child H-1"), "id").to_owned();
    env.sh(&format!("correct {id} --event 1 --set child= --reason 'It is about many'")).ok();
    let view = env.dispute(&id);
    assert_eq!((&view["child"], &view["case_type"]), (&Value::Null, &json!("theme")));
}

#[test]
fn a_theme_can_t_be_referred_by_any_rule() {
    let env = Env::new();
    std::fs::write(env.scratch("m.yaml"), MARLOW.replace("covers: [looked-after, child],", "covers: [child, theme],"))
        .unwrap();
    env.sh("policy check m.yaml").code(6).says("about no child, so there is nobody to refer");
}

const HOUSEHOLDS: &str = r#"format: 1
id: households
version: "1"
effective_on: "2026-01-05"
title: Fostering households
document: {title: Disputes about a household, undated: true}
covers: [looked-after, fostering-household]
child: optional
raisers: [iro]
roles: {iro: Reviewing Officer, team-manager: Team Manager, head-of-service: Head of Service}
stages:
  - id: talk
    title: Talk
    kind: informal
    any_of: [team-manager]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
  - id: formal
    title: Formal
    kind: formal
    any_of: [head-of-service]
    source: "2"
    duties: [{id: household-told, text: The household was told, when: {case_type: fostering-household}}]
praise: {reasons: [A home kept together], source: "3"}
"#;

/// Every command works for a household without a child; there is no letter to a child.
#[test]
fn a_household_without_a_child_goes_through_every_command() {
    let env = Env::new();
    env.add_policy("households", HOUSEHOLDS);
    env.sh("policy show households").ok();
    let view = env.sh("raise --policy households --concern c --subject 'Household 7' --json").json();
    assert_eq!((&view["case_type"], &view["child"]), (&json!("fostering-household"), &Value::Null));
    for step in [
        "respond 1 --text 'We will'",
        "escalate 1 --because unsatisfactory",
        "note 1 --text n",
        "meeting 1 --held today --chair head-of-service",
        "action add 1 --what 'Visit the household' --owner 'Sam Lee' --due 2026-04-01",
        "action done 1 1",
        "show 1",
        "why 1",
        "log 1",
        "form 1",
        "list",
        "due",
        "report --from 2026-01-01 --to 2026-12-31",
        "export --csv",
        "notice 1",
        "complaint 1 --reason r",
        "reopen 1 --reason r",
        "done 1 household-told",
        "resolve 1 --outcome o",
        "praise --policy households --for 'Sam Lee' --role team-manager --text 'They stayed together'",
        "show 2",
        "check",
    ] {
        env.sh(step).ok();
    }
    env.sh("form 1 --letter").code(3).says("`1` is not about one child");
    assert_eq!(view["household"], Value::Null);
    env.sh("raise --policy households --child A-1 --concern c").ok();
    env.sh("form 3 --letter").ok();
    env.sh("refer 1 --reason r --phoned today").code(3);
}

/// Two disputes about different households are distinguished by their references everywhere.
#[test]
fn a_household_has_a_reference_of_its_own() {
    let env = Env::new();
    env.add_policy("households", HOUSEHOLDS);
    for reference in ["FC-12", "FC-13"] {
        let raise = format!("raise --policy households --concern c --household {reference}");
        env.sh(&raise).ok().says(&format!("for household {reference} at Talk"));
    }
    let view = env.dispute("1");
    assert_eq!((&view["household"], &view["child"]), (&json!("FC-12"), &Value::Null));
    assert_eq!(view["case_type"], "fostering-household");
    assert_eq!(env.due(&["--all"])[0]["household"], json!("FC-12"));
    for line in ["list", "due --all", "show 2", "form 2", "notice 2", "inbox --for team-manager"] {
        let shown = env.sh(line).ok().stdout;
        assert!(shown.contains("FC-13"), "{line}: {shown}");
    }
    assert_eq!(env.sh("list --columns id,household").ok().stdout.matches("FC-1").count(), 2);
    env.sh("correct 2 --event 1 --set household=FC-14 --reason 'Mistyped'").ok();
    assert_eq!(env.dispute("2")["household"], "FC-14");
    // A dispute can be about a household and a child of it.
    let both = env.sh("raise --policy households --concern c --household FC-12 --child A-1 --json").json();
    assert_eq!((&both["case_type"], &both["child"]), (&json!("fostering-household"), &json!("A-1")));
    env.sh("show 3").ok().says("household    FC-12");
}

/// At a terminal, the household is asked for: first if the policy covers only households, otherwise if no child is
/// named.
#[test]
fn a_person_is_asked_for_the_household() {
    for (covers, first) in [("[fostering-household]", true), ("[looked-after, fostering-household]", false)] {
        let env = Env::new();
        env.add_policy("households", HOUSEHOLDS.replace("[looked-after, fostering-household]", covers));
        let mut command = env.command();
        command.args(["raise", "--policy", "households", "--user", "Jo Bloggs"]);
        let mut person = Terminal::start(command);
        let (child, household) = ("What is the case reference for the child?", "What is the household's reference?");
        if first {
            person.answer(household, &["FC-12", ENTER]).answer(child, &[ENTER]);
        } else {
            person.answer(child, &[ENTER]).answer(household, &["FC-12", ENTER]);
        }
        person.answer("What is wrong", &["Alarm not fitted", ENTER]).answer("Write this", &[ENTER]);
        let (code, screen) = person.end();
        assert_eq!(code, 0, "{screen}");
        assert_eq!(env.dispute("1")["household"], "FC-12");
    }
}

/// A dispute without a child is about what the protocol names first: a household or a theme.
#[test]
fn without_a_child_the_usual_kind_is_the_first_that_needs_none() {
    let covers = MARLOW.lines().find(|line| line.starts_with("covers:")).expect("it covers some");
    for (order, kind) in [
        ("covers: [fostering-household, theme, looked-after, child, adult]", "fostering-household"),
        ("covers: [theme, fostering-household, looked-after, child, adult]", "theme"),
    ] {
        let env = Env::new();
        env.add_policy("marlow", MARLOW.replace(covers, &format!("{order}\nchild: optional")));
        assert_eq!(raised(&env, "")["case_type"], json!(kind), "{order}");
        assert_eq!(raised(&env, "--case-type theme")["case_type"], json!("theme"), "{order}");
    }
}
