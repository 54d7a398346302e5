//! A policy whose text changes without a new version: open disputes continue under the text they were raised under, and
//! `show`, `check` and `due` say so.

use std::fs;
use std::path::PathBuf;

use crate::env::{Env, list, text};

const SMALL: &str = include_str!("../../../examples/policies/small.yaml");

fn file(env: &Env) -> PathBuf {
    env.data().join("policies/small.yaml")
}

fn store() -> Env {
    with_policy(Env::new())
}

/// The same store, always in a folder.
fn files() -> Env {
    with_policy(Env::in_folder("it is about the files of policies"))
}

fn with_policy(env: Env) -> Env {
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(file(&env), SMALL).unwrap();
    env
}

/// Changes the policy: another responder, a duty before escalating, and a longer limit.
fn change(env: &Env) {
    let changed = SMALL
        .replace("any_of: [team-manager]", "any_of: [service-manager]")
        .replace("Answer in writing, limit: 5 working days", "Answer in writing, limit: 10 working days")
        + "duties: [{id: talked, text: They have talked, before: escalate, source: \"1\"}]\n";
    fs::write(file(env), changed).unwrap();
}

#[test]
fn an_open_dispute_goes_on_under_the_text_it_was_raised_under() {
    let env = store();
    let old = env.raise("small", &[]);
    change(&env);
    env.now("2026-03-03T10:00");
    let new = env.raise("small", &[]);
    assert_eq!(text(&env.dispute(&old)["waiting_on"], "role"), "team-manager");
    assert_eq!(text(&env.dispute(&new)["waiting_on"], "role"), "service-manager");
    env.sh(&format!("escalate {new} --because urgent")).code(3).says("They have talked");
    let view = env.sh(&format!("escalate {old} --because urgent --json")).json();
    // 5 working days from Tuesday 3 March, as in the old text; 10 would be the 17th.
    assert_eq!(text(&view, "due"), "2026-03-10");
    env.respond(&old, &["--role", "head-of-service"]);
    env.resolve(&old);
    env.sh(&format!("reopen {old} --reason x")).ok();
}

#[test]
fn it_is_said_in_show_check_and_due() {
    let env = store();
    let old = env.raise("small", &[]);
    for line in [format!("show {old}"), "check".to_owned(), "due --all".to_owned()] {
        let run = env.sh(&line).ok();
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("was changed"), "{line}");
    }
    change(&env);
    for line in [format!("show {old}"), "check".to_owned(), "due --all".to_owned(), "due --today".to_owned()] {
        env.sh(&line).ok().says("the policy `small` 2026-01 was changed").says("the text as it was");
    }
    let faults = list(&env.sh("check --json").document()["faults"]);
    let fault = faults.iter().find(|fault| fault["rule"] == "policy-changed").unwrap();
    let has_line = fault["line"].as_u64() > Some(1);
    assert_eq!((text(fault, "severity"), has_line), ("warning", !env.is_on_a_server()), "{fault}");
    // Disputes raised since are not mentioned.
    env.sh(&format!("withdraw {old} --reason x")).ok();
    env.raise("small", &[]);
    let run = env.sh("due --all").ok();
    assert!(!run.stderr.contains("was changed"), "{}", run.stderr);
}

#[test]
fn a_comment_or_a_line_end_changes_nothing() {
    let env = store();
    let id = env.raise("small", &[]);
    let digest = |id: &str| {
        let record = fs::read_to_string(env.open_file(id)).unwrap();
        record.lines().find(|line| line.contains("policy_digest")).map(str::to_owned)
    };
    let version = SMALL.lines().find(|line| line.starts_with("version:")).unwrap();
    let moved = format!("{}{version}\n", SMALL.replace(&format!("{version}\n"), ""));
    for same in [SMALL.replace('\n', "\r\n"), format!("# A remark.\n{SMALL}"), moved] {
        fs::write(file(&env), same).unwrap();
        assert_eq!(digest(&env.raise("small", &[])), digest(&id));
        let run = env.sh(&format!("show {id}")).ok();
        assert!(!run.stderr.contains("was changed"), "{}", run.stderr);
        env.sh("check").ok();
    }
}

#[test]
fn a_policy_whose_file_is_gone_or_broken_is_still_there_for_its_disputes() {
    let env = store();
    let id = env.raise("small", &[]);
    fs::write(file(&env), SMALL.replace("kind: informal", "kind: nosuch")).unwrap();
    assert_eq!(text(&env.dispute(&id)["waiting_on"], "role"), "team-manager");
    fs::remove_file(file(&env)).unwrap();
    assert_eq!(text(&env.dispute(&id)["waiting_on"], "role"), "team-manager");
    env.sh("list").ok().says(&id);
    env.sh("due --all").ok().says(&id);
    env.sh("raise --policy small --child C-1 --concern x").code(4);
    env.sh("policy list").ok();
}

#[test]
fn without_the_old_text_it_is_said_that_the_present_one_is_used() {
    let env = files();
    let id = env.raise("small", &[]);
    change(&env);
    fs::remove_dir_all(env.data().join("policies/kept")).unwrap();
    env.sh(&format!("show {id}")).ok().says("is not kept in this store");
    for line in ["due", "due --today", "check"] {
        env.sh(line).ok().says("was changed").says("not kept in this store");
    }
    assert_eq!(text(&env.dispute(&id)["waiting_on"], "role"), "service-manager");
}

#[test]
fn a_record_without_a_digest_is_read_as_ever() {
    let env = files();
    let id = env.raise("small", &[]);
    let record = fs::read_to_string(env.open_file(&id)).unwrap();
    let line = record.lines().find(|line| line.contains("policy_digest")).unwrap();
    fs::write(env.open_file(&id), record.replace(&format!("{line}\n"), "")).unwrap();
    change(&env);
    let run = env.sh(&format!("show {id}")).ok();
    assert!(!run.stderr.contains("was changed"), "{}", run.stderr);
    assert_eq!(text(&env.dispute(&id)["waiting_on"], "role"), "service-manager");
}

#[test]
fn a_dry_run_keeps_nothing() {
    let env = files();
    env.sh("raise --policy small --child C-1 --concern x --dry-run").ok();
    assert!(!env.data().join("policies/kept").exists());
}

#[test]
fn what_is_kept_is_written_once_and_as_private_as_a_record() {
    let env = files();
    env.raise("small", &[]);
    let kept = || {
        let files = fs::read_dir(env.data().join("policies/kept")).unwrap().map(|file| file.unwrap().path());
        files.collect::<Vec<PathBuf>>()
    };
    let first = kept();
    assert_eq!(first.len(), 1);
    assert_eq!(fs::read_to_string(&first[0]).unwrap(), SMALL);
    let changed = || fs::metadata(&first[0]).unwrap().modified().unwrap();
    let before = changed();
    env.now("2026-03-03T10:00");
    env.raise("small", &[]);
    assert_eq!((kept(), changed()), (first.clone(), before));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&first[0]), mode(first[0].parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(&first[0], fs::Permissions::from_mode(0o644)).unwrap();
        env.sh("doctor --repair").ok();
        assert_eq!(mode(&first[0]), 0o600);
    }
}

/// What lists remember of records follows the text under which each was raised, too.
#[test]
fn a_long_list_goes_by_the_text_too() {
    let env = store();
    let ids: Vec<String> = (0..40).map(|_| env.raise("small", &[])).collect();
    let dates = || env.due(&["--all"]).iter().map(|one| one["due"].clone()).collect::<Vec<_>>();
    let before = dates();
    change(&env);
    assert_eq!(dates(), before);
    let listed = env.sh("list --json").ok().document();
    let roles = list(&listed).iter().filter(|one| one["waiting_on"]["role"] == "team-manager").count();
    assert_eq!(roles, ids.len());
}
