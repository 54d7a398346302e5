//! `iro policy audit`: the protocols compared with the IRO Handbook and the national standards.

use serde_json::Value;

use crate::env::{Env, list, text};

fn findings(env: &Env, policy: &str) -> Vec<Value> {
    list(&env.iro(&["policy", "audit", policy, "--json"]).json()["findings"])
}

/// The messages of the findings on one point of the guidance.
fn on(found: &[Value], yardstick: &str) -> Vec<String> {
    let of = found.iter().filter(|finding| finding["yardstick"] == yardstick);
    of.map(|finding| text(finding, "message").to_owned()).collect()
}

#[track_caller]
fn one(found: &[Value], yardstick: &str, says: &str) {
    let messages = on(found, yardstick);
    assert!(messages.iter().any(|message| message.contains(says)), "{yardstick} says {messages:?}, not {says:?}");
}

// NA-02, NA-20, C-01, C-05, C-06, C-07, C-11, C-12, C-15
#[test]
fn each_protocol_differs_from_the_guidance_where_its_document_does() {
    let env = Env::new();
    let expected = [
        ("knowsley", &[][..]),
        ("south-west", &["HB-04", "HB-05", "HB-06", "HB-10", "HB-11"]),
        (
            "qa-notification",
            &[
                "HB-02", "HB-04", "HB-05", "HB-06", "HB-06", "HB-07", "HB-08", "HB-09", "HB-09", "HB-09", "HB-10",
                "HB-11",
            ],
        ),
        ("mosaic", &["HB-05", "HB-06", "HB-06", "HB-07", "HB-08", "HB-09", "HB-09", "HB-10"]),
        ("national", &["HB-03", "HB-04", "HB-10"]),
    ];
    for (policy, yardsticks) in expected {
        let found: Vec<String> = findings(&env, policy).iter().map(|one| text(one, "yardstick").to_owned()).collect();
        assert_eq!(found, yardsticks, "{policy}");
    }

    let south_west = findings(&env, "south-west");
    one(&south_west, "HB-06", "extended without limit");
    let qa = findings(&env, "qa-notification");
    one(&qa, "HB-06", "add up to 20 working days");
    one(&qa, "HB-07", "only after `stage-4`");
    one(&qa, "HB-09", "`stage-2` by the Deputy Head of Service");
    let mosaic = findings(&env, "mosaic");
    one(&mosaic, "HB-06", "and to 24 with every extension");
    one(&mosaic, "HB-07", "last resort");
    one(&mosaic, "HB-09", "own-manager-consulted");
}

#[test]
fn each_finding_has_its_clause_and_its_line() {
    let env = Env::new();
    let file = include_str!("../../../policies/mosaic.yaml");
    let found = findings(&env, "mosaic");
    for (yardstick, key) in [("HB-05", "bypass:"), ("HB-06", "strength: advisory"), ("HB-07", "when: after-all")] {
        let finding = found.iter().find(|finding| finding["yardstick"] == yardstick).expect("a finding");
        let line = finding["line"].as_u64().expect("a line") as usize;
        assert!(file.lines().nth(line - 1).expect("that line").contains(key), "{finding}");
        assert!(!text(finding, "source").is_empty(), "{finding}");
        assert!(text(finding, "basis").contains("IRO Handbook"), "{finding}");
    }
}

#[test]
fn findings_are_no_failure_unless_asked_for() {
    let env = Env::new();
    env.iro(&["policy", "audit", "mosaic"]).ok().says("warning[HB-07]").says("mosaic.yaml:");
    env.iro(&["policy", "audit", "mosaic", "--exit-code"]).code(6).says("8 findings in `mosaic`");
    env.iro(&["policy", "audit", "knowsley", "--exit-code"]).ok().says("no findings");
    env.iro(&["policy", "audit", "mosaik"]).code(4).says("did you mean `mosaic`?");
}

#[test]
fn the_longest_extensions_can_be_added_up() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let more = "strength: hard, extend: {kind: moves, at_most: 10000 months, times: 100000, source: '1'}, from";
    env.add_policy("small", small.replace("strength: hard, from", more));
    let found = findings(&env, "small");
    assert!(found.iter().any(|finding| text(finding, "message").contains("with every extension")), "{found:?}");
}
