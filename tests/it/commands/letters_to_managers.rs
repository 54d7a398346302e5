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
    assert!(letter(&env, &id, "").contains("It has been at “Stage 4” since Tue 3 March 2026."));
    env.now("2026-03-05T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-06T10:00");
    env.escalate(&id, "urgent", &["--to", "chief-executive"]);
    env.now("2026-03-09T10:00");
    for to in ["", "--to assistant-director"] {
        let letter = letter(&env, &id, to);
        let stands =
            "It has been at “Stage 4” since Tue 3 March 2026, and with the Chief Executive since Fri 6 March 2026.";
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

#[test]
fn whoever_is_named_is_addressed_by_name_and_two_people_do_not_look_like_three() {
    let env = Env::new();
    let given = ["--stage", "stage-2", "--assign", "team-manager=Priya Shah", "--respond-by", "2026-03-20"];
    let id = env.raise("south-west", &given);
    let both = letter(&env, &id, "");
    assert!(both.starts_with("To: Priya Shah (Team Manager) (no address); Service Manager, childcare team"), "{both}");
    assert!(both.contains("\nDear Priya Shah and Service Manager,\n"), "{both}");
    assert!(both.contains("\nStage 2 (Formal Resolution)\n"), "the stage is named once: {both}");
    assert!(both.contains("\n  the date was given on Mon 2 March 2026; no days were counted\n"), "{both}");
    env.sh(&format!("show {id}")).ok().says("Priya Shah (Team Manager) or Service Manager (childcare team)");
    let one = letter(&env, &id, "--to assistant-director");
    assert!(one.contains("\nDear Assistant Director,\n"), "{one}");
}

// QA-15, QA-16: the talk is for the one, the plan of action for the other.
#[test]
fn a_letter_to_two_says_whose_each_task_is() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2"]);
    let letter = letter(&env, &id, "");
    for said in [
        "\nDear Deputy Head of Service (IRO Service) and Deputy Head of Service (operational),\n",
        "\n- Deputy Head of Service, IRO Service: please see that this is done, so that I can record it: “The Deputy Head of Service, IRO",
        "\n- Deputy Head of Service (operational): please see that this is done, so that I can record it: “The urgent action plan",
        "your action is due today, Mon 2 March 2026",
        "\n  Mon 2 March 2026: the same working day\n",
    ] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    assert!(!letter.contains("same working day from"), "{letter}");
}

#[test]
fn what_a_protocol_calls_a_dispute_begins_a_line_with_a_capital() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    let letter = letter(&env, &id, "");
    assert!(letter.contains("\nSubject: Challenge 2026-0001, child C-100: your answer is needed\n"), "{letter}");
    env.sh(&format!("show {id}")).ok().says("Challenge 2026-0001 for C-100");
    env.sh("praise --policy knowsley --child C-1 --for 'Sam Lee' --text Well").ok();
    assert!(env.sh("show 2").ok().stdout.starts_with("Positive praise Outcome Resolution 2026-0002 for C-1"));
}

#[test]
fn a_name_with_a_comma_is_greeted_whole() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1", "--reason", "r", "--assign", "team-manager=Shah, Priya"]);
    let run = env.sh(&format!("notice {id} --to 'Shah, Priya'")).ok();
    assert!(run.stdout.contains("Dear Shah, Priya,"), "{run:?}");
    // The address is that of the person, and not of everybody in the role.
    run.says("`iro addresses add \"Shah, Priya\" ADDRESS`");
}

#[test]
fn two_actions_in_the_same_words_are_two_tasks() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1", "--reason", "r"]);
    let actions = "--action 'Visit | Robin Hale | 2026-03-06' --action 'Visit | Robin Hale | 2026-03-13'";
    env.sh(&format!("respond {id} --text Yes {actions} --override o")).ok();
    env.sh(&format!("agree {id} --override o")).ok();
    let text = letter(&env, &id, "--to 'Robin Hale'");
    assert!(text.contains("Fri 6 March 2026") && text.contains("Fri 13 March 2026"), "{text}");
}
