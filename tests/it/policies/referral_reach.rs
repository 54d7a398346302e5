//! Whom a referral is open to, and what it is called, is the same in what is tried, shown, proposed and refused.

use std::fs;

use crate::env::{Env, text};

const SMALL: &str = include_str!("../../../examples/policies/small.yaml");

fn store(covers: &str, more: &str) -> Env {
    let env = Env::new();
    let folder = env.data().join("policies");
    fs::create_dir_all(&folder).unwrap();
    let policy = SMALL.replace("covers: [looked-after]", &format!("covers: {covers}"));
    fs::write(folder.join("small.yaml"), policy + more).unwrap();
    env
}

#[test]
fn nobody_is_offered_what_the_law_gives_to_looked_after_children_alone() {
    for covers in ["[child-protection]", "[child-in-need]", "[care-leaver]"] {
        let env = store(covers, "");
        let tried = env.sh("policy try small --from 2026-03-02").ok().stdout;
        assert!(!tried.contains("open at any point") && tried.contains("only the case of a looked-after"), "{tried}");
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
            assert_eq!(tried.stdout.contains("open at any point"), open, "{case}");
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
    assert!(tried.contains("the file says nothing of a referral to Cafcass Cymru; it is open"), "{tried}");
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
