//! The blank form and the page for families, of protocols with ladders, households and limits for some circumstances only.

use crate::env::Env;

const HEAD: &str = r#"format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
raisers: [chair]
roles: {chair: Panel Chair, manager: Manager, director: Director}
"#;

fn said(policy: &str, command: &str) -> String {
    let env = Env::new();
    env.add_policy("ours", format!("{HEAD}{policy}"));
    let text = env.sh(command).ok().stdout;
    text.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

const BLANK: &str = "form --blank --policy ours";
const FAMILY: &str = "policy show ours --family";

#[test]
fn stages_of_one_title_are_told_apart_by_their_ladders() {
    let stage = |id: &str| format!("{{id: {id}, title: Level 1, kind: formal, any_of: [manager], source: \"1\"}}");
    let ladders = format!(
        "covers: [looked-after]\nladders:\n  - {{id: own, title: Own service, when: {{other_service: false}}, source: \"1\", stages: [{}]}}\n  \
         - {{id: partner, title: Partner agency, source: \"2\", stages: [{}]}}\n",
        stage("one"),
        stage("two")
    );
    let form = said(&ladders, BLANK);
    assert!(form.contains("Level 1 (Own service)") && form.contains("Level 1 (Partner agency)"), "{form}");
}

const STAGES: &str = "stages: [{id: one, title: One, kind: formal, any_of: [manager], source: \"1\"}]\n";

#[test]
fn the_blank_form_has_a_line_for_whom_it_is_about() {
    let form = said(&format!("covers: [fostering-household, adult]\nchild: optional\n{STAGES}"), BLANK);
    for there in ["Reference of the household", "Case reference", "Panel Chair and team", "What difference it makes"] {
        assert!(form.contains(there), "{there}: {form}");
    }
    for gone in ["Child's", "Brothers and sisters", "IRO and team", "for the child"] {
        assert!(!form.contains(gone), "{gone}: {form}");
    }
    let form = said(&format!("covers: [looked-after]\n{STAGES}"), BLANK);
    assert!(form.contains("Child's case reference") && form.contains("Brothers and sisters"), "{form}");
}

#[test]
fn a_family_reads_which_of_two_times_is_for_all_other_circumstances() {
    let clocks = r#"covers: [looked-after]
calendar: {days: working, weekend: [friday, saturday, sunday]}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 days, strength: hard, from: stage-entered, until: answered, when: {immediate: true}}
      - {id: respond, label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered}
"#;
    let page = said(clocks, FAMILY);
    assert!(page.contains("They have 5 working days to answer (otherwise)."), "{page}");
    assert!(page.contains("Working days leave out Fridays, Saturdays and Sundays"), "{page}");
}

#[test]
fn two_aims_are_one_sentence_where_more_time_can_be_given_too() {
    let aims = r#"covers: [looked-after]
calendar: {days: working}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 10 days, aim: 5 days, strength: aim, from: stage-entered, until: answered, extend: {kind: moves, at_most: 3 days}}
"#;
    let page = said(aims, FAMILY);
    let both = "They should answer within 5 working days, or within 10 working days at the latest. More time can be given, 3 working days at most.";
    assert!(page.contains(both), "{page}");
}

#[test]
fn the_blank_form_has_room_for_what_the_rules_turn_on() {
    let clocks = r#"covers: [looked-after]
fields:
  - {id: told, text: Whether the family knows, values: ["yes", "no"]}
  - {id: lasting, text: What lasts}
  - {id: spoken, text: To whom you spoke}
asks:
  - {ask: result, before: resolve, source: "1"}
  - {ask: lasting, before: resolve, source: "1"}
  - {ask: told, before: decide, source: "1"}
  - {ask: spoken, before: raise, source: "1"}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [{role: manager, when: {subject: [Health, Police]}}, {role: director, otherwise: true}]
    source: "1"
    clocks:
      - {id: call, label: Call back, limit: 4 hours, strength: hard, from: arose, until: answered, when: {immediate: true}}
"#;
    let form = said(clocks, BLANK);
    let at = |words: &str| form.find(words).unwrap_or_else(|| panic!("{words}: {form}"));
    let (concern, stage, outcome) = (at("## The concern"), at("## One"), at("## Outcome"));
    for words in [
        "Which agency, service, home or team is it about? (Health, Police)",
        "Is it serious enough for immediate action?",
        "Arose on",
        "To whom you spoke",
    ] {
        assert!((concern..stage).contains(&at(words)), "{words}: {form}");
    }
    assert!((stage..outcome).contains(&at("Whether the family knows")), "{form}");
    for words in ["How it ended", "resolved in part", "What lasts"] {
        assert!(at(words) > outcome, "{words}: {form}");
    }
    let form = said(&format!("covers: [looked-after]\n{STAGES}"), BLANK);
    for gone in ["immediate action", "Which agency", "Arose", "How it ended"] {
        assert!(!form.contains(gone), "{gone}: {form}");
    }
}

#[test]
fn each_ladder_has_a_blank_form_of_its_own() {
    let stage = |id: &str| format!("{{id: {id}, title: Level {id}, kind: formal, any_of: [manager], source: \"1\"}}");
    let ladders = format!(
        "covers: [looked-after]\nladders:\n  - {{id: alert, title: Case alert, when: {{immediate: true}}, source: \"1\", stages: [{}]}}\n  \
         - {{id: concern, title: Practice concern, source: \"2\", stages: [{}]}}\n",
        stage("a"),
        stage("b")
    );
    for named in ["concern", "'Practice concern'"] {
        let form = said(&ladders, &format!("{BLANK} --ladder {named}"));
        assert!(form.contains("# Dispute: Practice concern") && form.contains("Level b"), "{form}");
        assert!(!form.contains("Level a"), "{form}");
    }
    let env = Env::new();
    env.add_policy("ours", format!("{HEAD}{ladders}"));
    let refused = env.sh(&format!("{BLANK} --ladder x")).code(4);
    assert!(refused.stderr.contains("the ladders are `alert` and `concern`"), "{}", refused.stderr);
    env.add_policy("ours", format!("{HEAD}covers: [looked-after]\n{STAGES}"));
    let refused = env.sh(&format!("{BLANK} --ladder x")).code(4);
    assert!(refused.stderr.contains("it has one ladder; leave `--ladder` out"), "{}", refused.stderr);
}

// Aware on Monday 2 March 2026 and raised on the same day: 2 working days end on Wednesday 4 March.
#[test]
fn the_form_has_the_protocol_s_words_for_the_time_to_raise() {
    let ours = |within: &str, ladder: &str| {
        let env = Env::new();
        let stage = "stages: [{id: one, title: One, kind: formal, any_of: [manager], source: \"1\"}]";
        let rest =
            if ladder.is_empty() { format!("{within}{stage}\n") } else { format!("{ladder}    {within}    {stage}\n") };
        env.add_policy("ours", format!("{HEAD}covers: [looked-after]\n{rest}"));
        env.now("2026-03-02T10:00");
        let raised = env.sh("raise --policy ours --child C-1 --concern c --aware-on 2026-03-02 --json").json();
        let form = env.sh(&format!("form {}", raised["id"].as_str().expect("an id"))).ok().stdout;
        form.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let within = |label: &str| {
        format!("raise_within: {{limit: 2 working days, {label}from: aware, strength: hard, source: \"1\"}}\n")
    };
    let ladder = "ladders:\n  - id: a\n    title: A\n    source: \"1\"\n";
    for ladder in ["", ladder] {
        let form = ours(&within("label: Speak to the Social Worker, "), ladder);
        assert!(form.contains("**Speak to the Social Worker** by Wed 4 March 2026 (2 working days); met on"), "{form}");
        let form = ours(&within(""), ladder);
        assert!(form.contains("**To be raised** by Wed 4 March 2026"), "{form}");
    }
}

#[test]
fn a_missing_category_is_asked_for_with_the_categories() {
    let env = Env::new();
    let asks = "categories: [{id: drift, text: Drift, source: \"1\"}, {id: unsafe, text: Not safe, source: \"1\"}]\nasks: [{ask: category, before: raise, source: \"1\"}]\n";
    env.add_policy("ours", format!("{HEAD}covers: [looked-after]\n{asks}{STAGES}"));
    let refused = env.sh("raise --policy ours --child C-1 --concern c").code(3);
    assert!(refused.stderr.contains("give `--category CATEGORY` (`drift` or `unsafe`)"), "{}", refused.stderr);
}
