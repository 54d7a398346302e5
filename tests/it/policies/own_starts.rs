//! Where a dispute begins under a protocol of an authority's own: at the stage that its rules give, above it or below
//! it.

use crate::env::{Env, Run};
use crate::policies::own_protocol::{changed, vale};

/// Raises a dispute in a new store, so that nothing was recorded before.
fn raise(extra: &str) -> Run {
    let env = vale(&[]);
    env.sh(&format!("raise --policy vale --child C-1 --concern 'No visit' --field priority=routine {extra}")).ok()
}

#[test]
fn a_start_that_the_rules_give_is_said_plainly_with_its_reason() {
    let run = raise("--category harm");
    assert!(
        run.stdout.contains("It begins at Service Stage, as the protocol says: the concern is `harm` (1.2 (f))."),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "", "a right start is nothing to warn about");
    let run = raise("--category harm --stage service");
    assert!(run.stdout.contains("It begins at Service Stage, as the protocol says"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    // A start at the first stage is not explained.
    let run = raise("--category visits");
    assert!(!run.stdout.contains("It begins"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_start_above_or_below_the_rules_asks_for_a_reason_in_the_same_words() {
    for (extra, words) in [
        (
            "--category harm --stage director",
            "it starts at Director Stage, above Service Stage, and no `--reason` says why (2.7)",
        ),
        (
            "--category harm --stage team",
            "it starts at Team Stage, below Service Stage, and no `--reason` says why: the concern is `harm` (1.2 (f))",
        ),
        (
            "--category move --stage service",
            "it starts at Service Stage, above Team Stage, and no `--reason` says why (2.7)",
        ),
        ("--stage team", "it starts at Team Stage, above the first stage, and no `--reason` says why (2.7)"),
    ] {
        let run = raise(extra);
        assert!(run.stderr.contains(words), "{extra}: {}", run.stderr);
        assert_eq!(run.stderr.matches("warning").count(), 1, "{extra}: {}", run.stderr);
        let run = raise(&format!("{extra} --reason 'The team manager is the subject'"));
        assert_eq!(run.stderr, "", "{extra}");
    }
}

#[test]
fn what_must_be_formal_does_not_start_informally_without_a_reason() {
    let env = vale(&[]);
    let line = "raise --policy vale --child C-1 --concern x --field priority=routine --category move --stage talk";
    env.sh(line).code(3).says("`move` must be formal");
    let run = env.sh(&format!("{line} --override 'She asked for it'")).ok();
    assert_eq!(run.stderr, "", "it was asked for already");
}

#[test]
fn a_rule_that_sends_what_must_be_formal_to_an_informal_stage_is_pointed_out() {
    let env = Env::new();
    let file = env.scratch("vale.yaml");
    let policy = changed(&[("{when: {category: move}, stage: team,", "{when: {category: move}, stage: talk,")]);
    std::fs::write(&file, policy).unwrap();
    let run = env.sh(&format!("policy check {}", file.display())).ok();
    run.says("`move` must be formal, and a rule of `entry` sends it to the informal stage `talk`")
        .says("it starts at `team` anyway");
    std::fs::write(&file, changed(&[("limit: 20 days", "limit: 25 days")])).unwrap();
    env.sh(&format!("policy check {} --json", file.display())).ok().says("\"faults\": []");
}

// MO-35
#[test]
fn naming_the_stage_that_the_level_of_decision_gives_needs_no_reason() {
    let env = Env::new();
    let line = "raise --policy mosaic --child C-1 --concern x --impact y --seeking z --aware-on 2026-03-02 \
                --decided-by head-of-service --confirm manager-contacted --confirm own-manager-consulted";
    for stage in ["", "--stage stage-3"] {
        let run = env.sh(&format!("{line} {stage}")).ok();
        assert!(!run.stderr.contains("above"), "{}", run.stderr);
        assert!(run.stdout.contains("It begins at Stage 3, as the protocol says"), "{}", run.stdout);
    }
    env.sh(&format!("{line} --stage stage-4")).ok().says("above Stage 3, and no `--reason` says why");
    env.sh(&format!("{line} --stage stage-2")).ok().says("below the level that decided: Head of Service");
}
