//! What a policy asks for with a step, and nobody gave: a warning says so, and beside it stands how to give it
//! afterwards. The record keeps the warning alone.

use crate::env::{Env, list};

const OURS: &str = r#"
format: 1
id: ours
version: "1"
effective_on: 2026-01-01
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, manager: Team Manager}
fields:
  - {id: old-enough, text: Whether the child is of an age to be told, values: ["yes", "no"]}
  - {id: place, text: Where it was said}
asks:
  - {ask: old-enough, before: resolve, enforce: warn, source: D1}
  - {ask: place, before: resolve, enforce: remind, source: D2}
  - {ask: place, before: meeting, enforce: warn, source: D2}
  - {ask: place, before: praise, enforce: warn, source: D2}
  - {ask: impact, before: [raise, resolve], enforce: warn, source: D3}
  - {ask: impact-on-child, before: resolve, enforce: warn, source: D4}
praise: {reasons: [Drift prevented], notify: [manager], source: "9"}
stages:
  - {id: one, title: One, kind: formal, any_of: [manager], source: "1", meeting: {title: Talk, needed: optional}}
"#;

fn ours() -> Env {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env
}

const ADD: &str = "to add what is missing: ";

fn ways(stderr: &str) -> Option<&str> {
    stderr.lines().find_map(|line| line.strip_prefix(ADD))
}

#[test]
fn the_way_to_give_it_stands_beside_the_warning_and_works() {
    let env = ours();
    let raised = env.sh("raise --policy ours --child C-1 --concern c").ok();
    let impact = "`iro correct 2026-0001 --event 1 --set impact=TEXT --reason TEXT`";
    assert_eq!(ways(&raised.stderr), Some(impact));
    let ended = env.sh("resolve 1 --outcome o").ok();
    let note = "`iro note 2026-0001 --field old-enough=VALUE --field place=TEXT --text TEXT`";
    let on_child = "`iro correct 2026-0001 --event 2 --set impact_on_child=TEXT --reason TEXT`";
    assert_eq!(ways(&ended.stderr), Some(format!("{note} (`yes` or `no`), {on_child} and {impact}").as_str()));
    let log = env.sh("log 1 --json").json();
    let warned = ["not given: Whether the child is of an age to be told (D1)", "not given: Where it was said (D2)"];
    assert_eq!(list(&log[1]["fields"]["warned"])[..2], warned, "the words that the record keeps");

    for way in [note, on_child, impact] {
        let way = way.trim_matches('`').replace("VALUE", "yes").replace("TEXT", "words");
        env.sh(way.strip_prefix("iro ").unwrap()).ok();
    }
    let view = env.dispute("1");
    assert_eq!((&view["fields"]["old-enough"], &view["fields"]["place"]), (&"yes".into(), &"words".into()));
    assert_eq!((&view["impact"], &view["impact_on_child"]), (&"words".into(), &"words".into()));
}

#[test]
fn praise_is_corrected_because_it_takes_no_notes() {
    let env = ours();
    let praised = env.sh("praise --policy ours --child C-1 --for Ann --text Thanks").ok();
    let way = ways(&praised.stderr).unwrap();
    assert_eq!(way, "`iro correct 2026-0001 --event 1 --set fields=place=TEXT --reason TEXT`");
    env.sh(way.trim_matches('`').strip_prefix("iro ").unwrap()).ok();
    assert_eq!(env.dispute("1")["fields"]["place"], "TEXT");
}

#[test]
fn nothing_missing_nothing_said_and_json_stays_a_document() {
    let env = ours();
    let raised = env.sh("raise --policy ours --child C-1 --concern c --impact i").ok();
    assert_eq!(ways(&raised.stderr), None);
    let ended = env.sh("resolve 1 --outcome o --json").ok();
    assert_eq!(ways(&ended.stderr), None, "{}", ended.stderr);
    ended.json();
}

#[test]
fn a_correction_says_how_it_takes_a_field() {
    let env = ours();
    env.sh("raise --policy ours --child C-1 --concern c --impact i").ok();
    let form = "--set fields=NAME=VALUE";
    env.sh("correct 1 --event 1 --field place=home --reason r").code(2).says(form);
    env.sh("correct 1 --event 1 --set place=home --reason r").code(4).says(form);
    env.sh("correct 1 --event 1 --category drift --reason r").code(2).says("--set categories=CATEGORY");
    env.sh("correct 1 --event 1 --set concerm=d --reason r").code(4).says("did you mean `concern`?");
    env.sh("correct 1 --event 1 --set fields=place=home --reason r").ok();
    assert_eq!(env.dispute("1")["fields"]["place"], "home");
}
