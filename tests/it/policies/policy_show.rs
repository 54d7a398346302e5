//! `iro policy show` and `iro policy diff`: a protocol in words for the people it concerns, and what changed in one.

use std::fs;

use serde_json::Value;

use crate::env::{Env, list, text};

const POLICIES: [&str; 5] = ["national", "south-west", "qa-notification", "mosaic", "knowsley"];

fn shown(env: &Env, args: &[&str]) -> String {
    let mut all = vec!["policy", "show"];
    all.extend(args);
    env.iro(&all).ok().stdout
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// NA-17, NA-18, NA-19, KN-43
#[test]
fn the_ladder_is_drawn_for_families_within_80_columns() {
    let env = Env::new();
    for policy in POLICIES {
        let leaflet = shown(&env, &[policy, "--family"]);
        let widest = leaflet.lines().map(|line| line.chars().count()).max().expect("lines");
        assert!(widest <= 80, "{policy}: {widest}");
        let stages = list(&env.iro(&["policy", "show", policy, "--json"]).json()["stages"]).len();
        assert_eq!(leaflet.matches('┌').count(), stages, "{leaflet}");
        assert_eq!(leaflet.matches('▼').count(), stages - 1, "{leaflet}");
        assert!(one_line(&leaflet).contains("can be referred to Cafcass at any point"), "{leaflet}");
        assert!(shown(&env, &[policy]).contains("The rules in full"), "{policy}");
    }
    let leaflet = shown(&env, &["mosaic", "--family"]);
    assert!(one_line(&leaflet).contains("normally done only after all stages"), "{leaflet}");
}

#[test]
fn a_page_needs_nothing_else_and_nothing_in_it_runs() {
    let env = Env::new();
    let file = env.scratch("ours.yaml");
    let policy = include_str!("../../../policies/knowsley.yaml");
    let title = "title: \"<script>alert(1)</script> & *us*\"";
    fs::write(&file, policy.replace("title: Knowsley Outcome Resolution Process", title)).expect("a file");
    let page = shown(&env, &["ours.yaml", "--format", "html"]);
    // The icon is empty, so that no browser looks for one.
    let page = page.replace("href=\"data:,\"", "");
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; *us*"), "{page}");
    for out in ["<script", "src=", "href=", "url(", "@import"] {
        assert!(!page.contains(out), "{out}: {page}");
    }
    let marked = shown(&env, &["ours.yaml", "--format", "md"]);
    assert!(marked.starts_with("# \\<script\\>alert(1)\\</script\\> \\& \\*us\\*\n"), "{marked}");
    assert!(marked.contains("2. **Stage 1** (formal)"), "{marked}");
}

#[test]
fn what_changed_is_told_stage_by_stage() {
    let env = Env::new();
    let before = include_str!("../../../policies/knowsley.yaml");
    let after = before.replace("version: \"2023-06\"", "version: \"2027-01\"");
    let after = after.replacen("any_of: [head-of-service]", "any_of: [service-manager]", 1);
    let at = after.find("id: stage-4").expect("a stage 4");
    let after = format!("{}{}", &after[..at], after[at..].replacen("limit: 5 working days", "limit: 1 week", 1));
    let after = after.replace("# KN-42", "# another comment").replace("source: Timescales 2, Stage 2", "source: 2.1");
    env.add_policy("new", after);

    let diff = env.iro(&["policy", "diff", "knowsley@2023-06", "knowsley@2027-01", "--json"]).json();
    assert_eq!(diff["from"]["version"], "2023-06");
    let said: Vec<String> = list(&diff["groups"])
        .iter()
        .flat_map(|group| {
            let stage = group["stage"].as_str().unwrap_or("-").to_owned();
            list(&group["changes"]).into_iter().map(move |change| {
                let side = |key: &str| change[key].as_str().unwrap_or("-").split(';').next().unwrap_or("-").to_owned();
                format!("{stage} {}: {} > {}", text(&change, "what"), side("before"), side("after"))
            })
        })
        .collect();
    let expected = [
        "stage-3 answers: Head of Service > Service Manager",
        "stage-4 time `resolve`: 5 working days (an aim) > 1 week (an aim)",
    ];
    assert_eq!(said, expected);
    env.iro(&["policy", "diff", "knowsley@2023-06", "knowsley@2027-01"])
        .ok()
        .says("~ answers: Head of Service → Service");
    env.iro(&["policy", "diff", "mosaic", "mosaic"]).ok().says("they mean the same");
}

#[test]
fn two_authorities_are_compared_though_their_stages_have_other_names() {
    let env = Env::new();
    let run = env.iro(&["policy", "diff", "knowsley", "qa-notification"]).ok();
    let run = run.says("Stage `informal` → Stage `issue-notification`").says("+ time `respond`: 72 hours");
    run.says("~ when: at any point → after `stage-4`");
    env.iro(&["policy", "diff", "knowsley", "nowhere"]).code(4);
}

/// The second of two rules that go by one name is a rule of its own.
#[test]
fn each_of_several_rules_of_one_name_is_compared() {
    let env = Env::new();
    let policy = format!(
        "{}{}",
        include_str!("../../../examples/policies/small.yaml"),
        r#"
categories: [{id: drift, text: Drift, source: "3"}]
calendar:
  closures:
    - {from: "2026-12-24", to: "2026-12-31", name: Christmas closure}
    - {from: "2027-12-24", to: "2027-12-31", name: Christmas closure}
entry:
  rules:
    - {when: {category: drift}, stage: formal, source: "3"}
    - {when: {impact_level: severe}, stage: formal, source: "3"}
asks:
  - {ask: reason, before: escalate, when: {category: drift}, enforce: warn, source: "3"}
  - {ask: reason, before: escalate, when: {impact_level: severe}, enforce: warn, source: "3"}
"#
    );
    fs::write(env.scratch("before.yaml"), &policy).expect("a file");
    let differs = |old: &str, new: &str| {
        assert!(policy.contains(old), "{old}");
        fs::write(env.scratch("after.yaml"), policy.replace(old, new)).expect("a file");
        let diff = env.iro(&["policy", "diff", "before.yaml", "after.yaml", "--json"]).json();
        let changes = list(&diff["groups"]).iter().flat_map(|group| list(&group["changes"])).collect::<Vec<_>>();
        let side = |change: &Value, key: &str| change[key].as_str().unwrap_or("-").to_owned();
        let said = |one: &Value| format!("{}: {} > {}", text(one, "what"), side(one, "before"), side(one, "after"));
        changes.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(
        differs("2027-12-24", "2027-12-27"),
        ["closed for Christmas closure: 2027-12-24 to 2027-12-31 > 2027-12-27 to 2027-12-31"]
    );
    assert_eq!(
        differs("{impact_level: severe}, stage", "{impact_level: significant}, stage"),
        ["starts at `formal`: where the impact is severe (rule 2) > where the impact is significant (rule 2)"]
    );
    // The first that applies decides.
    let other_way_round = "{when: {impact_level: severe}, stage: formal, source: \"3\"}\n    \
                           - {when: {category: drift}, stage: formal, source: \"3\"}";
    let in_order = "{when: {category: drift}, stage: formal, source: \"3\"}\n    \
                    - {when: {impact_level: severe}, stage: formal, source: \"3\"}";
    assert_eq!(
        differs(in_order, other_way_round),
        [
            "starts at `formal`: for: Drift > where the impact is severe",
            "starts at `formal`: where the impact is severe (rule 2) > for: Drift (rule 2)"
        ]
    );
    assert_eq!(
        differs("when: {impact_level: severe}, enforce: warn", "when: {impact_level: severe}, enforce: refuse"),
        [
            "`reason` with escalate: a warning if it is missing; where the impact is severe > required, or overridden with a reason; where \
             the impact is severe"
        ]
    );
    let second = "  - {ask: reason, before: escalate, when: {impact_level: severe}, enforce: warn, source: \"3\"}\n";
    assert_eq!(
        differs(second, ""),
        ["`reason` with escalate: a warning if it is missing; where the impact is severe > -"]
    );
}

/// What the hours of a clause mean is in the JSON too, where they are not those of the calendar.
#[test]
fn the_hours_of_a_clock_are_in_the_json() {
    let small = include_str!("../../../examples/policies/small.yaml");
    let env = Env::new();
    let text = small.replacen("limit: 5 working days", "limit: 48 hours, hours: working-days", 1);
    std::fs::write(env.scratch("w.yaml"), text).unwrap();
    let view = env.iro(&["policy", "show", "w.yaml", "--json"]).json();
    assert_eq!(view["stages"][0]["clocks"][0]["hours"], "working-days");
    assert!(view["stages"][1]["clocks"][0].get("hours").is_none(), "{view}");
}

/// A version that is added and not used is pointed out: somebody changed the days, and disputes go on by the old ones.
#[test]
fn a_version_that_is_added_and_not_used_is_pointed_out() {
    let env = Env::new();
    let built_in = std::fs::read_to_string(crate::documents::root().join("policies/mosaic.yaml")).unwrap();
    for (version, since, said) in [
        ("2026-12", "2011-04-01", Some("disputes go on being raised under `mosaic`")),
        (
            "2027-01",
            "2027-01-01",
            Some("it is in force from Fri 1 January 2027 on; until then disputes are raised under `mosaic`"),
        ),
        ("2026-03", "2026-03-01", None),
    ] {
        let file = env.scratch("mine.yaml");
        let text: Vec<String> = built_in
            .lines()
            .map(|line| match line.split(':').next() {
                Some("version") => format!("version: \"{version}\""),
                Some("effective_on") => format!("effective_on: {since}"),
                _ => line.to_owned(),
            })
            .collect();
        std::fs::write(&file, text.join("\n")).unwrap();
        let run = env.iro(&["policy", "add", file.to_str().unwrap()]).ok();
        match said {
            Some(said) => {
                assert!(run.stderr.contains(said) && !run.stderr.contains("next:"), "{version}: {}", run.stderr)
            }
            None => assert!(run.stderr.contains("next: `iro raise"), "{version}: {}", run.stderr),
        }
    }
}
