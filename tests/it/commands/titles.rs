//! Where a person reads, a role, a duty, a clock and a stage are named by their titles; ids are for JSON, CSV and for
//! what is to be typed.

use crate::env::{Env, list, text};

/// A dispute with an answer, more time, a confirmed and a waived duty, an override, a missed action, and an end.
fn story(env: &Env) -> String {
    let given = ["--respond-by", "2026-03-06", "--field", "in-proceedings=yes", "--field", "child-wishes=To stay."];
    let id = env.raise("knowsley", &[&given[..], &["--assign", "team-manager=Priya Shah"]].concat());
    env.respond(&id, &["--action", "Visit her | Sam Ortiz | 2026-03-04 | the log"]);
    env.sh(&format!("extend {id} --until 2026-03-10 --reason 'He is back on 9 March'")).ok();
    env.sh(&format!("note {id} --kind child-view --text 'She is cross'")).ok();
    env.now("2026-03-11T10:00");
    env.sh(&format!("action missed {id} 1 --reason 'He was ill'")).ok();
    let up = format!("escalate {id} --because other --reason 'It was late again' --to stage-2");
    env.sh(&format!("{up} --confirm discussion-recorded")).ok();
    env.sh(&format!("action add {id} --what 'Write it up' --owner 'Sam Ortiz' --due 2026-03-20")).ok();
    env.sh(&format!("waive {id} court-informed --reason 'Proceedings ended'")).ok();
    env.sh(&format!("resolve {id} --outcome Done --impact-on-child None --override 'It is settled'")).ok();
    env.sh(&format!("done {id} child-told --text 'On a visit'")).ok();
    id
}

#[test]
fn the_log_has_titles_and_a_line_for_each_fact() {
    let env = Env::new();
    let id = story(&env);
    let log = env.sh(&format!("log {id}")).ok().stdout;
    for said in [
        "   IRO: Jo Bloggs\n",
        "   assigned:\n     - Team Manager: Priya Shah\n",
        "   fields:\n     - What the child wants: To stay.\n     - Whether the child is in court proceedings: yes\n",
        "   actions: Visit her, Sam Ortiz, by Wed 4 March 2026, measured by the log\n",
        "   deadline set: Visit her, by Wed 4 March 2026 (as agreed)\n",
        "   deadline set: Resolve informally, Informal Outcome Resolution, by Fri 6 March 2026 (as agreed)\n",
        "   deadline set: Resolve within the total time, by ",
        "   clock: Resolve informally, Informal Outcome Resolution\n",
        "   kind: The child's view\n",
        "action missed  Wed 11 March 2026",
        "   confirmed: The informal discussion is recorded on the child's file, with its timescale (Informal Outcome",
        "   duty: The court has been told that the plan is in dispute\n",
        "   overridden:\n     - ended with actions still open\n     - reason: It is settled\n",
        "   duty: The child has been told how it ended\n   stage: the end\n",
    ] {
        assert!(log.contains(said), "{said}: {log}");
    }
}

#[test]
fn show_names_clocks_rules_and_papers_by_their_titles() {
    let env = Env::new();
    let id = story(&env);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "overridden Wed 11 March 2026: It is settled (ended with actions still open)",
        "earlier deadlines Resolve informally, Informal Outcome Resolution, due Tue 10 March 2026, extended from \
         Fri 6 March 2026: not met",
        "Resolve at stage 2, due Wed 18 March 2026",
        "Visit her, due Wed 4 March 2026: recorded as not done",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let id = env.raise("south-west", &["--case-type", "looked-after"]);
    let refer = format!("refer {id} --ground best-interest --reason r --impact-on-child i --override x");
    env.sh(&format!("{refer} --written today")).ok();
    let papers = list(&env.dispute(&id)["duties"]).into_iter().find(|duty| text(duty, "duty") == "referral-papers");
    let papers = papers.expect("papers are missing");
    assert!(text(&papers, "text").contains("Every review document since then; "), "{papers}");
}

#[test]
fn whoever_nothing_waits_for_is_named_as_the_protocol_calls_them() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for (whom, named) in [
        ("assistant-executive-director", "the Assistant Executive Director"),
        ("Service Manager for the IROs", "the Service Manager for the IROs"),
        ("iro-manager", "iro-manager"),
    ] {
        let inbox = env.iro(&["inbox", "--for", whom]).ok().stderr;
        assert!(inbox.contains(&format!("nothing is waiting for {named}\n")), "{inbox}");
        let due = env.iro(&["due", "--for", whom]).ok().stderr;
        assert!(due.contains(&format!("nothing is due for {named}\n")), "{due}");
    }
    env.sh("addresses add social-worker sw@example.org").ok().says("Messages to the Social Worker go to");
    env.sh("addresses remove social-worker").ok().says("for the Social Worker any more");
}

#[test]
fn whoever_an_action_is_for_is_named_by_the_title_of_the_role() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.respond(&id, &["--action", "Book it | team-manager | 2026-03-04"]);
    for command in ["show", "form", "log"] {
        env.sh(&format!("{command} {id}")).ok().says("Book it, Team Manager, by Wed 4 March 2026");
    }
}
