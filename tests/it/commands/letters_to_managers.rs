//! `iro notice` to managers: it asks each only for what is theirs to do, and says since when the dispute is with them.

use crate::env::Env;

fn letter(env: &Env, id: &str, more: &str) -> String {
    env.sh(&format!("notice {id} {more}")).ok().stdout
}

// SW-38: it came to stage 4 on 3 March; the next person was asked on the 5th, and on the 6th.
#[test]
fn a_stage_has_one_beginning_whoever_of_its_chain_is_asked() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-3", "--reason", "r"]);
    env.now("2026-03-03T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    assert!(letter(&env, &id, "").contains("It has been at Stage 4 since Tue 3 March 2026."));
    env.now("2026-03-05T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-06T10:00");
    env.escalate(&id, "urgent", &["--to", "chief-executive"]);
    env.now("2026-03-09T10:00");
    for to in ["", "--to assistant-director"] {
        let letter = letter(&env, &id, to);
        let stands = "It has been at Stage 4 since Tue 3 March 2026, and with the Chief Executive of the authority since Fri 6 March 2026.";
        assert!(letter.contains(stands), "{letter}");
    }
}

// QA-18, QA-19: the Head of Service QA drives stage 3; escalating from there is for the IRO.
#[test]
fn whoever_drives_a_stage_is_not_sent_the_reminders_of_the_raiser() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2"]);
    env.sh(&format!("action add {id} --what 'Name a writer' --owner 'Lee Grant' --due 2026-03-06")).ok();
    env.escalate(&id, "unsatisfactory", &["--to", "stage-3"]);
    env.now("2026-03-10T10:00");
    let letter = letter(&env, &id, "--to head-of-service-qa");
    assert!(letter.contains("- not done by Fri 6 March 2026: Name a writer (Lee Grant); ask for it\n"), "{letter}");
    assert!(!letter.contains("escalate"), "{letter}");
    let chased = |who: &str| {
        let inbox = env.iro(&["inbox", "--for", who]).ok().stdout;
        inbox.lines().find(|line| line.contains("Name a writer")).unwrap_or_default().to_owned()
    };
    assert!(chased("head-of-service-qa").ends_with("Name a writer (Lee Grant); ask for it"));
    assert!(chased("Jo Bloggs").ends_with("Name a writer (Lee Grant); ask for it, or escalate"));
    assert!(chased("Lee Grant").ends_with("Name a writer"), "it is theirs");
}
