//! What each protocol wants said before a step: refused without it, or pointed out, or neither where it doesn't apply.

use crate::env::{Env, Run};

/// Raises under a protocol with all of `given` but one flag.
#[track_caller]
fn raised(policy: &str, given: &[(&str, &str)], without: &str) -> Run {
    let mut args = vec!["raise", "--policy", policy, "--child", "C-1", "--concern", "No visits"];
    args.extend(given.iter().filter(|(flag, _)| *flag != without).flat_map(|(flag, value)| [*flag, *value]));
    Env::new().iro(&args)
}

#[track_caller]
fn refuses(policy: &str, given: &[(&str, &str)], without: &str, words: &str) {
    raised(policy, given, without).code(3).says(words).says(without);
}

/// Warns of this, and of nothing where all is given.
#[track_caller]
fn warns(policy: &str, given: &[(&str, &str)], without: &str, words: &str) {
    let (run, whole) = (raised(policy, given, without).ok(), raised(policy, given, "").ok());
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert!(!whole.stderr.contains("warning"), "{}", whole.stderr);
}

// MO-07, MO-11, MO-19, MO-28, MO-38
#[test]
fn mosaic_wants_said() {
    let given = [
        ("--impact", "Unseen"),
        ("--seeking", "A visit"),
        ("--category", "practice"),
        ("--aware-on", "2026-03-02"),
        ("--confirm", "manager-contacted"),
        ("--confirm", "next-steps-agreed"),
    ];
    refuses("mosaic", &given, "--impact", "what effect it is having on the child");
    refuses("mosaic", &given, "--seeking", "what is asked for");
    warns("mosaic", &given, "--category", "no category is given");
    warns("mosaic", &given, "--aware-on", "nothing says when you became aware");
    let mut missing = given.to_vec();
    missing[2].1 = "documents-missing";
    missing.push(("--field", "document-missing=pep"));
    warns("mosaic", &missing, "--field", "Which key document is missing");
}

// QA-02, QA-38
#[test]
fn qa_notification_wants_said() {
    let given = [("--impact", "Unseen"), ("--immediate", "no"), ("--impact-level", "some")];
    refuses("qa-notification", &given, "--immediate", "serious enough for immediate action");
    warns("qa-notification", &given, "--impact-level", "how serious the impact on the child is");
}

// NA-12, NA-21, NA-25
#[test]
fn national_wants_said() {
    let given = [("--impact", "Unseen"), ("--stage", "formal"), ("--reason", "r"), ("--ask", "service-manager")];
    refuses("national", &given, "--impact", "what effect it is having on the child");
    warns("national", &given, "--reason", "no reason is given for starting at that stage");
    warns("national", &[given[0]], "", "");
}

// SW-13, SW-20, SW-29, SW-44
#[test]
fn south_west_wants_said() {
    let given = [
        ("--impact", "Unseen"),
        ("--field", "route=problem-resolution"),
        ("--legal-status", "C2"),
        ("--respond-by", "2026-03-20"),
        ("--confirm", "routes-discussed"),
    ];
    warns("south-west", &given, "--field", "not given: The route decided on");
    warns("south-west", &given, "--impact", "what effect it is having on the child");
    warns("south-west", &given, "--legal-status", "legal status is not given");
    refuses("south-west", &given, "--respond-by", "agreed");
    // A care leaver has none to give.
    let mut leaver = given.to_vec();
    leaver[2] = ("--case-type", "care-leaver");
    warns("south-west", &leaver, "", "");
}

// KN-05, MO-37, QA-31, SW-02
#[test]
fn only_where_the_document_leaves_it_free_may_stages_be_left_out_without_a_word() {
    for (policy, stage, free) in [
        ("knowsley", "stage-2", true),
        ("mosaic", "stage-1", false),
        ("qa-notification", "stage-1", false),
        ("south-west", "stage-2", false),
    ] {
        let env = Env::new();
        let mut given = vec!["raise", "--policy", policy, "--child", "C-1", "--concern", "c", "--stage", stage];
        given.extend(["--impact", "i", "--seeking", "s", "--immediate", "no", "--respond-by", "2026-03-20"]);
        given.extend(["--override-rule", "manager-contacted=x", "--override-rule", "own-manager-consulted=x"]);
        given.extend(["--override-rule", "routes-discussed=x"]);
        let stderr = env.iro(&given).ok().stderr;
        assert_eq!(stderr.contains("and no `--reason` says why"), !free, "{policy}: {stderr}");
        given.extend(["--reason", "It is theirs"]);
        let stderr = Env::new().iro(&given).ok().stderr;
        assert!(!stderr.contains("and no `--reason` says why"), "{policy}: {stderr}");
    }
}
