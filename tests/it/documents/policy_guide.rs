//! Follows the guide to writing a policy step by step, and checks that the example policies with it have no faults.

use std::fs;

use crate::documents::root;
use crate::env::{Env, find_clock, list, text};
use crate::transcript;

/// An environment with the example policies, as a reader of the guide has them.
fn with_examples(env: Env) -> Env {
    for folder in ["examples/policies", "examples/documents"] {
        let to = env.scratch(folder);
        fs::create_dir_all(&to).expect("a folder");
        for entry in fs::read_dir(root().join(folder)).expect("the examples") {
            let path = entry.expect("an entry").path();
            fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    env
}

#[test]
fn the_guide_can_be_followed() {
    let env = with_examples(Env::in_folder("the guide puts policies into a folder"));
    env.now("2026-04-07T10:00");
    transcript::run("docs/policy-guide.md", &env);
}

/// The guide quotes the same document that it lets the program read.
#[test]
fn the_guide_quotes_the_document() {
    let guide = fs::read_to_string(root().join("docs/policy-guide.md")).expect("the guide");
    let document = fs::read_to_string(root().join("examples/documents/millbrook.md")).expect("the document");
    let (_, body) = document.split_once("\n\n").expect("its title and its text");
    let quoted: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix('>')).map(str::trim).collect();
    assert_eq!(quoted.join("\n").trim(), body.trim());
}

/// The parts of the file that the guide shows are in it, apart from line breaks.
#[test]
fn the_guide_shows_what_the_file_says() {
    let guide = fs::read_to_string(root().join("docs/policy-guide.md")).expect("the guide");
    let file = fs::read_to_string(root().join("examples/policies/millbrook.yaml")).expect("the example");
    let words = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default());
        let plain = lines.collect::<Vec<_>>().join(" ").replace(['{', '}', ','], " ");
        plain.split_whitespace().filter(|word| *word != "-").map(str::to_owned).collect()
    };
    let all = words(&file).join(" ");
    for shown in guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        for line in shown.lines() {
            let line = words(line).join(" ");
            assert!(all.contains(&line), "the file does not say {line:?}");
        }
    }
}

#[test]
fn policies_of_somebody_s_own_are_good_and_can_be_lived_under() {
    let env = with_examples(Env::new());
    for entry in fs::read_dir(env.scratch("examples/policies")).expect("the examples") {
        let path = entry.expect("an entry").path().display().to_string();
        env.iro(&["policy", "check", &path]).ok().says("no errors");
        let played = env.iro(&["policy", "try", &path, "--from", "2026-03-02", "--json"]).json();
        assert!(!list(&played["scenes"]).is_empty(), "{path}");
        env.iro(&["policy", "show", &path, "--format", "html"]).ok();
    }
    let findings = |name: &str| {
        let path = format!("examples/policies/{name}.yaml");
        let found = list(&env.iro(&["policy", "audit", &path, "--json"]).json()["findings"]);
        found.iter().map(|finding| text(finding, "yardstick").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(findings("millbrook"), ["HB-05"]);
    assert_eq!(findings("two-rivers"), ["HB-09"]);
    assert!(findings("harbour-fostering").contains(&"HB-07".to_owned()));
}

/// A protocol with six tiers: where a dispute enters depends on the concern, and two routes lead to the panel.
#[test]
fn a_partnership_enters_by_priority_and_takes_one_of_two_roads() {
    let env = with_examples(Env::new());
    let folder = env.data().join("policies");
    fs::create_dir_all(&folder).expect("a folder");
    fs::copy(env.scratch("examples/policies/two-rivers.yaml"), folder.join("two-rivers.yaml")).expect("a copy");

    let severe = env.raised("two-rivers", &["--impact-level", "severe"]);
    assert_eq!(severe["stage"], "heads");
    let partner = env.raised("two-rivers", &["--impact-level", "some", "--subject", "Health trust"]);
    assert_eq!(partner["stage"], "partners");

    let view = env.raised("two-rivers", &["--impact-level", "significant"]);
    let id = text(&view, "id");
    env.iro(&["escalate", id, "--because", "no-response", "--reason", "x"])
        .code(3)
        .says("`--to managers` or `--to partners`");
    env.now("2026-03-04T10:00");
    let view = env.escalate(id, "no-response", &["--to", "managers"]);
    assert_eq!(find_clock(&view, "respond", "managers")["due"], "2026-03-06");
    env.now("2026-03-09T10:00");
    let view = env.escalate(id, "no-response", &[]);
    assert_eq!((view["stage"].as_str(), view["formal"].as_bool()), (Some("panel"), Some(false)));
    assert_eq!(view["owner"]["role"], "panel-chair");
}
