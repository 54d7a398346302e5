//! Who can be referred, where to and from when: rehearsals, pages, next steps and refusals must agree.

use super::own_answers_awaited::ours;
use crate::env::{Env, text};

const SMALL: &str = include_str!("../../../examples/policies/small.yaml");

fn store(covers: &str, more: &str) -> Env {
    let env = Env::new();
    let policy = SMALL.replace("covers: [looked-after]", &format!("covers: {covers}"));
    env.add_policy("small", policy + more);
    env
}

#[test]
fn nobody_is_offered_what_the_law_gives_to_looked_after_children_alone() {
    for covers in ["[child-protection]", "[child-in-need]", "[care-leaver]"] {
        let env = store(covers, "");
        let tried = env.sh("policy try small --from 2026-03-02").ok().stdout;
        assert!(
            !tried.contains("which the law allows at any point") && tried.contains("only the case of a looked-after"),
            "{tried}"
        );
        let family = env.sh("policy show small --family").ok().stdout;
        assert!(!family.contains("Cafcass"), "{family}");
        let id = text(&env.raised("small", &["--stage", "formal", "--reason", "x"]), "id").to_owned();
        for line in [format!("show {id}"), format!("note {id} --text x")] {
            let run = env.sh(&line).ok();
            assert!(!run.stdout.contains("iro refer"), "{}", run.stdout);
        }
        let last = env.sh(&format!("escalate {id} --because urgent")).code(3);
        assert!(!last.stderr.contains("refer"), "{}", last.stderr);
        env.sh(&format!("refer {id} --reason x")).code(3).says("for a child who is looked after");
    }
}

#[test]
fn a_protocol_for_several_kinds_offers_it_case_by_case() {
    let env = store("[looked-after, child-in-need]", "");
    for (case, open) in [("looked-after", true), ("child-in-need", false)] {
        let id = env.raise("small", &["--stage", "formal", "--reason", "x", "--case-type", case]);
        assert_eq!(env.sh(&format!("show {id}")).ok().stdout.contains("iro refer"), open, "{case}");
        let tried = env.sh(&format!("policy try small --from 2026-03-02 --case-type {case}"));
        if tried.code == 0 {
            assert_eq!(tried.stdout.contains("which the law allows at any point"), open, "{case}");
        }
    }
    assert!(env.sh("policy show small --family").ok().stdout.contains("a looked-after child can be"));
}

#[test]
fn a_protocol_may_open_a_way_for_others_but_close_none() {
    let env = store("[looked-after, child-in-need]", "referral: {when: any, covers: [child-in-need], source: \"5\"}\n");
    for case in ["looked-after", "child-in-need"] {
        let id = env.raise("small", &["--stage", "formal", "--reason", "x", "--case-type", case]);
        env.sh(&format!("refer {id} --reason x")).ok();
    }
}

#[test]
fn a_referral_bears_the_name_that_the_protocol_gives_it() {
    let env = store("[looked-after]", "labels: {referral: referral to Cafcass Cymru}\n");
    let tried = env.sh("policy try small --from 2026-03-02").ok().stdout;
    assert!(tried.contains("the file doesn't mention a referral to Cafcass Cymru, which the law allows"), "{tried}");
    let family = env.sh("policy show small --family").ok().stdout;
    assert!(family.contains("Cafcass Cymru looks after the interests"), "{family}");
    assert!(!family.replace("Cafcass Cymru", "").contains("Cafcass"), "{family}");
    let id = env.raise("small", &["--stage", "formal", "--reason", "x"]);
    env.sh(&format!("escalate {id} --because urgent")).code(3).says("for a referral to Cafcass Cymru");
    env.sh(&format!("refer {id} --reason x --phoned today")).ok();
    env.sh(&format!("show {id}")).ok().says("Confirm the referral to Cafcass Cymru in writing");
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(!form.replace("Cafcass Cymru", "").contains("Cafcass"), "{form}");
}

#[test]
fn what_is_referred_to_another_body_is_not_said_to_go_to_cafcass_by_law() {
    let referral = "referral: {to: the Ombudsman, by: director, when: {after_stage: formal}, covers: [fostering-household], source: D2}\n";
    let env = store("[fostering-household]\nchild: optional", referral);
    let line = |page: String| page.split_whitespace().collect::<Vec<_>>().join(" ");
    let pages = ["--family", "--rules", ""].map(|how| line(env.sh(&format!("policy show small {how}")).ok().stdout));
    for page in &pages {
        assert!(!page.contains("Cafcass") && !page.contains("statute"), "{page}");
    }
    let open = "A dispute about a fostering household can be referred to the Ombudsman after Formal, or sooner for a reason: \
                the Director decides.";
    assert!(pages[0].contains(open), "{}", pages[0]);
    let opening = "thinks that something in a case about a fostering household is not right";
    assert!(pages[0].contains(opening) && !pages[0].contains("children are looked after"), "{}", pages[0]);
    assert!(pages[1].contains("Referral to the Ombudsman") && pages[1].contains("Made by: Director"), "{}", pages[1]);
    let played = env.sh("policy try small --from 2026-03-02 --refer 2026-03-12").ok().stdout;
    assert!(played.contains("Referred to the Ombudsman") && !played.contains("Cafcass"), "{played}");
    let id = env.raise("small", &["--case-type", "fostering-household", "--stage", "formal", "--reason", "x"]);
    env.sh(&format!("escalate {id} --because urgent")).code(3).says("for a referral to the Ombudsman");
    let audited = env.sh("policy audit small").ok();
    assert!(audited.stdout.is_empty() && audited.stderr.contains("it is about a fostering household"), "{audited:?}");
}

#[test]
fn a_looked_after_child_can_be_referred_to_no_other_body_by_a_rule() {
    let env = store("[looked-after]", "referral: {to: the Ombudsman, when: any, source: D2}\n");
    let file = env.data().join("policies/small.yaml");
    let run = env.iro(&["policy", "check", file.to_str().expect("a path")]).code(6);
    assert!(run.stdout.contains("by law a looked-after child is referred to Cafcass"), "{}", run.stdout);
    // A protocol with two bodies: the kind of case decides which.
    let both = "referral: {to: the Ombudsman, when: any, covers: [fostering-household], source: D2}\n";
    let env = store("[looked-after, fostering-household]\nchild: optional", both);
    let family = env.sh("policy show small --family").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        family.contains("A dispute about a looked-after child can be referred to Cafcass at any point"),
        "{family}"
    );
    assert!(
        family.contains("A dispute about a fostering household can be referred to the Ombudsman at any"),
        "{family}"
    );
}

#[test]
fn in_scotland_a_refusal_says_that_there_is_no_cafcass() {
    let env = store("[looked-after]\ncalendar: {division: scotland}", "");
    let id = env.raise("small", &["--stage", "formal", "--reason", "x"]);
    let refused = env.sh(&format!("refer {id} --reason x")).code(3).stderr;
    let refused = refused.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        refused.contains("is there in England and Wales") && refused.contains("of its own in Scotland"),
        "{refused}"
    );
    assert!(!refused.contains("for a child who is looked after"), "{refused}");
    let played = env.sh("policy try small --from 2026-03-02 --refer 2026-03-05").ok().stdout;
    let played = played.split_whitespace().collect::<Vec<_>>().join(" ");
    let shut =
        "no referral on Thu 5 March 2026: this is about a looked-after child, and nothing opens a way to Cafcass here";
    assert!(played.contains(shut) && !played.contains("Referred to Cafcass"), "{played}");
    let audited = env.sh("policy audit small --json").ok().stdout;
    assert!(audited.contains("it counts the bank holidays of Scotland"), "{audited}");
}

const TWO_STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks: [{id: respond, label: Reply, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: respond, label: Reply, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
referral: {when: {after_stage: two}, source: "5"}
"#;

// Two begins on Tuesday 10 March and has until the 17th; after an answer of the 5th it begins on the 6th.
#[test]
fn after_a_stage_is_when_it_is_over() {
    let (env, id) = ours(TWO_STAGES, "");
    for (flags, from) in [
        ("", "from Wed 18 March 2026; before that, a reason"),
        ("--respond 2026-03-05 --respond 2026-03-11", "from Wed 11 March 2026; before that, a reason"),
        ("--resolve 2026-03-04", "a reason for not waiting is needed throughout"),
    ] {
        let run = env.sh(&format!("policy try ours --from 2026-03-02 {flags}")).ok();
        run.says(from);
    }
    let refer = || env.sh(&format!("refer {id} --reason x --phoned today --dry-run"));
    let early = "the protocol refers only after Two";
    refer().code(3).says(early);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    refer().code(3).says("the protocol refers only after Two, which is not over yet");
    env.now("2026-03-17T10:00");
    refer().code(3).says(early);
    env.now("2026-03-18T10:00");
    let run = refer();
    assert!(!run.stderr.contains(early), "{}", run.stderr);
}

// As above, but a referral needs no reason once the last stage is over, not when it begins.
#[test]
fn after_all_stages_is_when_the_last_is_over() {
    let (env, id) = ours(&TWO_STAGES.replace("{after_stage: two}", "after-all"), "");
    let tried = env.sh("policy try ours --from 2026-03-02").ok();
    tried.says("from Wed 18 March 2026; before that, a reason for not waiting is needed");
    let refer = || env.sh(&format!("refer {id} --reason x --phoned today --dry-run"));
    let early = "the protocol makes a referral the last resort, after every stage";
    let run = refer().code(3);
    assert!(run.stderr.contains(early) && !run.stderr.contains("not over yet"), "{}", run.stderr);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    refer().code(3).says(&format!("{early}, and Two is not over yet"));
    env.now("2026-03-18T10:00");
    let run = refer();
    assert!(!run.stderr.contains(early), "{}", run.stderr);
}

/// The same, where Two waits for the Director's decision.
fn decided_at_two() -> (Env, String) {
    let (before, after) = TWO_STAGES.rsplit_once("answered").expect("the clock of the last stage");
    ours(&format!("{before}decided{after}"), "")
}

// Two begins on Tuesday 10 March, and has until the 17th.
#[test]
fn a_stage_is_over_with_the_decision_of_somebody_who_is_asked_for_it() {
    let (env, id) = decided_at_two();
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    let refer = || env.sh(&format!("refer {id} --reason x --phoned today --dry-run"));
    env.now("2026-03-11T10:00");
    env.sh(&format!("decide {id} --decided-by head-of-service --text 'No'")).ok();
    refer().code(3).says("the protocol refers only after Two, which is not over yet");
    env.sh(&format!("decide {id} --decided-by director --text 'No'")).ok();
    let run = refer();
    assert!(!run.stderr.contains("refers only after Two"), "{}", run.stderr);
}

// The letter to the child doesn't call that the authority's last decision either.
#[test]
fn a_letter_speaks_of_the_last_decision_where_it_is_one() {
    let (env, id) = decided_at_two();
    let letter = || env.sh(&format!("form {id} --letter --age 13")).ok();
    env.sh(&format!("decide {id} --decided-by head-of-service --text 'No'")).ok();
    env.sh(&format!("respond {id} --text 'No'")).ok();
    letter().says("There is an answer.");
    env.escalate(&id, "unsatisfactory", &[]);
    env.sh(&format!("decide {id} --decided-by director --text 'No'")).ok();
    letter().says("They have made their final decision.");
}

// Children Act 1989, section 25B(3).
#[test]
fn only_a_reviewing_officer_refers_a_looked_after_child() {
    let roles = "raisers: [iro, lead]\nroles:\n  lead: Named Safeguarding Lead\n";
    let named = SMALL.replace("raisers: [iro]\nroles:\n", roles);
    for (by, asked) in [("iro", false), ("lead", true)] {
        let env = Env::new();
        env.add_policy("small", &named);
        let id = env.raise("small", &["--stage", "formal", "--reason", "x", "--by-role", by]);
        let said = env.sh(&format!("refer {id} --reason x")).ok().stderr;
        assert_eq!(said.contains("section 25B(3)"), asked, "{by}: {said}");
    }
    let check = |policy: &str| {
        let env = Env::new();
        std::fs::write(env.scratch("w.yaml"), policy).unwrap();
        env.iro(&["policy", "check", "w.yaml"]).ok().stdout
    };
    let lead_alone = named.replace("raisers: [iro, lead]", "raisers: [lead]");
    assert!(check(&lead_alone).contains("referral-by-nobody"));
    for fine in [
        named,
        format!("{lead_alone}referral: {{when: any, by: iro, covers: [looked-after], source: \"5\"}}\n"),
        lead_alone.replace("covers: [looked-after]", "covers: [child-protection]"),
    ] {
        assert!(!check(&fine).contains("referral-by-nobody"), "{fine}");
    }
}
