//! `iro retention` and `iro purge`: which records may be removed, what is kept of them, and what is never removed.

use std::fs;

use crate::commands::asking::at_a_terminal;
use crate::commands::check::{found, tree};
use crate::env::{Env, list};
use crate::terminal::{ENTER, INTERRUPT};

/// A store with two disputes of 2019, one of which ended then, and an ended dispute of today.
fn store() -> Env {
    filled(Env::new())
}

fn filled(env: Env) -> Env {
    env.now("2019-05-01T10:00");
    env.raise("knowsley", &[]);
    env.raise("knowsley", &[]);
    env.now("2019-05-07T10:00");
    env.resolve("2019-0002");
    env.now("2026-03-02T10:00");
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    env
}

/// Every file, by its path below the folder.
fn tree_of_records(env: &Env) -> Vec<(String, Vec<u8>)> {
    let folder = env.files();
    let below = |path: String| path.replacen(&folder.display().to_string(), "", 1);
    tree(&folder).into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
}

#[test]
fn nothing_is_past_its_time_until_somebody_says_how_long_that_is() {
    let env = store();
    env.iro(&["retention"]).code(2).says("iro init --retention-years");
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).code(2).says("--retention-years");
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["retention"]).ok().says("2019-0002").says("2025-05-07");
    let past = env.iro(&["retention", "--json"]).json();
    assert_eq!(list(&past).len(), 1);
    assert_eq!((&past[0]["keep_until"], &past[0]["past"]), (&"2025-05-07".into(), &true.into()));
    assert_eq!(list(&env.iro(&["retention", "--all", "--json"]).json()).len(), 2);
}

#[test]
fn only_what_has_ended_and_is_past_its_time_can_go() {
    let env = store();
    env.iro(&["init", "--retention-years", "6"]).ok();
    let before = tree_of_records(&env);
    env.iro(&["purge", "2019-0001", "--reason", "x", "--yes"]).code(3).says("is open");
    env.iro(&["purge", "2026-0001", "--reason", "x", "--yes"]).code(3).says("for 6 years");
    env.iro(&["purge", "2019-0002", "--reason", "x"]).code(2).says("--yes");
    env.iro(&["purge", "2019-0002", "--yes"]).code(2).says("--reason");
    env.iro(&["purge", "2019-0002", "--reason", "x", "--dry-run"]).ok();
    assert_eq!(tree_of_records(&env), before);
}

/// A record may have been removed early by hand, or under a shorter retention period.
#[test]
fn what_was_removed_before_its_time_is_pointed_out() {
    let env = store();
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).ok();
    let rules = |env: &Env| -> Vec<String> {
        let checked = env.iro(&["check", "--json"]).ok().document();
        list(&checked["faults"]).iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!rules(&env).contains(&"removed-early".to_owned()));
    env.iro(&["init", "--retention-years", "10"]).ok();
    assert_eq!(rules(&env).iter().filter(|rule| *rule == "removed-early").count(), 1);
    let said = env.iro(&["check"]).ok().stdout;
    let words = "it ended on Tue 7 May 2019 and was removed on Mon 2 March 2026, before the 10 years were over";
    assert!(said.contains(words), "{said}");
}

/// Otherwise looking ahead with `IRO_AS_OF` would remove a record too early.
#[test]
fn nothing_is_removed_as_of_another_day() {
    let env = store();
    env.iro(&["init", "--retention-years", "100"]).ok();
    let refused = env.iro(&["--as-of", "2200-01-01", "purge", "2019-0002", "--reason", "x", "--yes"]).code(2);
    assert!(refused.stderr.contains("takes no `--as-of`"), "{}", refused.stderr);
    env.iro(&["show", "2019-0002"]).ok();
}

#[test]
fn a_tombstone_stays_and_the_number_is_never_given_again() {
    let env = store();
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["purge", "2019-0002", "--reason", "Schedule of 2026", "--yes"]).ok().says("2019-0002 is removed");
    assert!(!env.closed_file("2019", "2019-0002").exists());
    let stone = fs::read_to_string(env.files().join("purged/2019-0002.yaml")).unwrap();
    for kept in ["id: 2019-0002", "2019-05-01", "2019-05-07", "2026-03-02", "Jo Bloggs", "Schedule of 2026"] {
        assert!(stone.contains(kept), "{stone}");
    }
    assert!(!stone.contains("C-"), "nothing of the child stays: {stone}");
    assert_eq!(found(&env, &[]), [""; 0]);
    env.iro(&["show", "2019-0002"])
        .code(4)
        .says("was removed on Mon 2 March 2026 by Jo Bloggs, for this reason: Schedule of 2026");
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).code(4);
    assert_eq!(env.listed(&["--all"]).len(), 2);
    assert_eq!(env.raise("knowsley", &["--on", "2019-06-03"]), "2019-0003");
}

#[test]
fn a_tombstone_is_known_without_the_ledger_too() {
    let env = filled(Env::in_folder("the ledger is a file"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["purge", "2019-0002", "--reason", "Schedule of 2026", "--yes"]).ok();
    fs::remove_file(env.data().join(".ledger")).unwrap();
    env.iro(&["doctor", "--accept", "ledger", "--reason", "A disk failed"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
}

/// A restored backup or a sync client may put the file of a removed record back. It does not become a record again.
#[test]
fn a_removed_record_that_is_put_back_is_named_and_can_be_removed_again() {
    let env = filled(Env::in_folder("a file is put back"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    let file = env.data().join("closed/2019/2019-0002.yaml");
    let kept = fs::read(&file).unwrap();
    let purge = ["purge", "2019-0002", "--reason", "Schedule of 2026", "--yes"];
    env.iro(&purge).ok();
    let copy = env.scratch("copy.yaml");
    fs::write(&copy, &kept).unwrap();
    env.iro(&["doctor", "--take-in", copy.to_str().unwrap()]).code(4).says("2019-0002` was removed");
    fs::write(&file, &kept).unwrap();
    for args in [&["list", "--all"][..], &["report"], &["export", "--jsonl"]] {
        let run = env.iro(args).code(1).says("was removed for good, and its file is there");
        assert!(!run.stdout.contains("2019-0002"), "{run:?}");
    }
    env.iro(&["check"]).code(6).says("iro doctor --repair");
    env.iro(&["doctor", "--repair"]).ok().says("which was removed for good");
    assert!(!file.exists());
    env.iro(&["check"]).ok();
    // A different record under that number must not be removed.
    fs::copy(env.data().join("open").join("2019-0001.yaml"), &file).unwrap();
    let text = fs::read_to_string(&file).unwrap().replace("2019-0001", "2019-0002");
    fs::write(&file, text).unwrap();
    env.iro(&["doctor", "--repair"]).ok().says("another file of its name");
    assert!(file.exists());
}

/// Sync clients keep versions, and people keep copies: any that are left below the store are named.
#[test]
fn copies_anywhere_below_the_store_are_named_all_at_once() {
    let env = filled(Env::in_folder("it is about copies of a file"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    let copies =
        [".stversions/closed/2019-0002~20190301-101010.yaml", "old/2019-0002.yaml", "closed/2019/2019-0002 (1).yaml"];
    for copy in copies {
        let copy = env.data().join(copy);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::write(copy, "No visit").unwrap();
    }
    let run = env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).code(3);
    copies.iter().fold(run, |run, copy| run.says(copy));
    copies.iter().for_each(|copy| fs::remove_file(env.data().join(copy)).unwrap());
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).ok();
}

/// Its name need not say which record it is.
#[test]
fn a_copy_under_any_name_is_found_by_what_it_says() {
    let env = filled(Env::in_folder("it is about copies of a file"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    let record = fs::read_to_string(env.closed_file("2019", "2019-0002")).unwrap();
    let shown = env.iro(&["show", "2019-0002", "--json"]).ok().stdout;
    let copies = [
        ("closed/2019/for the meeting.txt", &record),
        ("policies/2019-0002.yaml", &record),
        (".pending/notes.yaml", &record),
        ("kept/shown.json", &shown),
    ];
    for (copy, text) in copies {
        let copy = env.data().join(copy);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::write(copy, text).unwrap();
    }
    let run = env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).code(3);
    let run = run.says("closed/2019/for the meeting.txt").says("policies/2019-0002.yaml").says("kept/shown.json");
    run.says("open/notes.yaml");
    for copy in ["closed/2019/for the meeting.txt", "policies/2019-0002.yaml", "kept/shown.json", "open/notes.yaml"] {
        fs::remove_file(env.data().join(copy)).unwrap();
    }
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).ok();
}

/// A tombstone as a purge of 2019-0001 would write it.
const BY_HAND: &str = "id: 2019-0001\nraised_on: 2019-05-01\nended_on: 2019-05-07\npurged_at: 2026-03-01\nby: Jo Bloggs\n\
                       reason: Typed by hand\n";

/// Otherwise a record could be taken away, and nobody would ask for it.
#[test]
fn a_tombstone_that_the_ledger_does_not_know_excuses_no_missing_record() {
    let env = filled(Env::in_folder("it forges a file"));
    fs::create_dir(env.data().join("purged")).unwrap();
    fs::write(env.data().join("purged/2019-0001.yaml"), BY_HAND).unwrap();
    let file = env.open_file("2019-0001");
    let kept = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert!(found(&env, &[]).contains(&"deleted".to_owned()));
    env.iro(&["check"]).code(6).says("of its removal there is only a tombstone");
    env.iro(&["doctor"]).ok().says("`2019-0001` was here, as the ledger says, and is gone");
    env.iro(&["doctor", "--repair"]).ok();
    env.iro(&["check"]).code(6);
    let folder = env.scratch("file");
    env.iro(&["export", "--child", "C-101", "--out", folder.to_str().unwrap()]).code(1).says("2019-0001");
    // Put back from a backup, without the tombstone: all is well again.
    let restored = env.fork();
    fs::write(restored.open_file("2019-0001"), kept).unwrap();
    fs::remove_file(restored.data().join("purged/2019-0001.yaml")).unwrap();
    restored.iro(&["check"]).ok();
    env.iro(&["doctor", "--accept", "2019-0001", "--reason", "A disk failed"]).ok();
    env.iro(&["check"]).ok();
    assert_eq!(env.raise("knowsley", &["--on", "2019-06-03"]), "2019-0003");
}

/// Nor does it take a record away that has ended: the ledger knows every removal.
#[test]
fn a_tombstone_that_the_ledger_does_not_know_takes_no_record_away() {
    let env = filled(Env::in_folder("it forges a file"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    let file = env.closed_file("2019", "2019-0002");
    let kept = fs::read(&file).unwrap();
    fs::create_dir(env.data().join("purged")).unwrap();
    let stone = env.data().join("purged/2019-0002.yaml");
    fs::write(&stone, BY_HAND.replace("2019-0001", "2019-0002")).unwrap();
    for args in [&["doctor"][..], &["doctor", "--repair"]] {
        let run = env.iro(args).ok().says("the ledger says nothing of its removal").says("`iro purge 2019-0002`");
        let run = run.says("purged/2019-0002.yaml` out of the store");
        assert!(!run.stdout.contains("and is gone"), "it is there: {run:?}");
        assert_eq!(fs::read(&file).unwrap(), kept);
    }
    assert_eq!(found(&env, &[]), ["removed"]);
    env.iro(&["check"]).code(6).says("the ledger says nothing of its removal");
    let restored = env.fork();
    fs::remove_file(restored.data().join("purged/2019-0002.yaml")).unwrap();
    restored.iro(&["check"]).ok();
    // If it was a purge that was stopped, doing it again finishes it.
    env.iro(&["purge", "2019-0002", "--reason", "Schedule of 2026", "--yes"]).ok();
    assert!(!file.exists());
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[test]
fn no_tombstone_takes_an_open_dispute_away() {
    let env = filled(Env::in_folder("it forges a file"));
    env.now("2019-05-07T10:00");
    env.respond("2019-0001", &[]);
    env.now("2026-03-02T10:00");
    fs::create_dir(env.data().join("purged")).unwrap();
    fs::write(env.data().join("purged/2019-0001.yaml"), BY_HAND).unwrap();
    let run = env.iro(&["doctor", "--repair"]).ok().says("another file of its name is there");
    run.says("purged/2019-0001.yaml` out of the store");
    assert!(env.open_file("2019-0001").exists());
    env.iro(&["list"]).code(1).says("was removed for good, and its file is there");
}

#[test]
fn a_tombstone_that_cannot_be_read_is_a_fault() {
    let env = filled(Env::in_folder("it damages a file"));
    fs::create_dir(env.data().join("purged")).unwrap();
    for (text, why) in
        [("", "it is empty"), ("id: 2019-0004\n", "missing field"), (BY_HAND, "tombstone of `2019-0001`")]
    {
        fs::write(env.data().join("purged/2019-0003.yaml"), text).unwrap();
        env.iro(&["check"]).code(6).says(why);
        env.iro(&["doctor"]).ok().says("a tombstone can't be read").says(why);
        assert!(found(&env, &[]).contains(&"tombstone".to_owned()));
    }
}

#[test]
fn what_was_removed_is_not_silently_missing_from_the_figures() {
    let env = store();
    env.iro(&["init", "--retention-years", "6"]).ok();
    let year = ["report", "--from", "2019-04-01", "--to", "2020-03-31", "--json"];
    let value = |id: &str| {
        let report = env.iro(&year).json();
        list(&report["figures"]).into_iter().find(|figure| figure["id"] == id).map(|figure| figure["value"].clone())
    };
    assert_eq!((value("raised"), value("closed"), value("removed-raised")), (Some(2.into()), Some(1.into()), None));
    env.iro(&["purge", "2019-0002", "--reason", "Schedule of 2026", "--yes"]).ok();
    assert_eq!((value("raised"), value("closed")), (Some(1.into()), Some(0.into())));
    assert_eq!((value("removed-raised"), value("removed-closed")), (Some(1.into()), Some(1.into())));
    let shown = env.iro(&["report", "--from", "2019-04-01", "--to", "2020-03-31"]).ok();
    shown.says("1 record of these periods was removed for good");
    let behind = env.iro(&["report", "--from", "2019-04-01", "--explain", "removed-raised", "--json"]).json();
    assert_eq!(behind["ids"], serde_json::json!(["2019-0002"]));
    // The report of an unrelated year doesn't mention it.
    assert!(!env.iro(&["report"]).ok().stdout.contains("removed for good:"));
}

#[test]
fn praise_ends_with_the_last_who_read_it_however_late_a_word_of_it_is_put_right() {
    let env = Env::new();
    env.iro(&["init", "--retention-years", "6"]).ok();
    let ended = || env.iro(&["retention", "--all", "--json"]).json()[0]["ended_on"].clone();
    env.sh("praise --policy mosaic --child C-1 --for 'Sam Lee' --text 'Life story wrk'").ok();
    assert_eq!(ended(), "2026-03-02");
    env.now("2026-03-04T10:00");
    env.sh("acknowledge 1 --name 'Sam Lee'").ok();
    env.now("2026-06-01T10:00");
    env.sh("correct 1 --event 1 --set 'text=Life story work' --reason Misspelt").ok();
    assert_eq!(ended(), "2026-03-04");
    env.sh("withdraw 1 --reason 'Recorded twice'").ok();
    assert_eq!(ended(), "2026-06-01");
}

#[test]
fn how_long_records_are_kept_is_kept_only_with_the_removal() {
    let env = store();
    let purge = ["purge", "2019-0002"];
    let mut person = at_a_terminal(&env, &purge);
    person.answer("For how many years", &["1", ENTER]).answer("Why is it removed?", &[INTERRUPT]);
    let (code, screen) = person.end();
    assert_eq!(code, 130, "{screen}");
    env.iro(&["retention"]).code(2).says("iro init --retention-years");

    let mut person = at_a_terminal(&env, &purge);
    person.answer("For how many years", &["6", ENTER]).answer("Why is it removed?", &["Reviewed", ENTER]);
    person.until("2019-0002, C-").until("kept for 6 years after their end, and that becomes the time for this store");
    person.answer("Remove it for good?", &["yes", ENTER]);
    assert_eq!(person.end().0, 0);
    env.iro(&["retention"]).ok();
}

/// The ledger says that the record was removed; a tombstone that is gone must not look as if it had never been.
#[test]
fn a_tombstone_that_was_taken_away_is_found() {
    let env = filled(Env::in_folder("a file is taken out of it"));
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["purge", "2019-0002", "--reason", "x", "--yes"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
    let stone = tree_of_records(&env).into_iter().map(|(path, _)| path).find(|path| path.contains("purged"));
    let stone = stone.expect("a tombstone");
    fs::remove_file(format!("{}{stone}", env.files().display())).unwrap();
    assert_eq!(found(&env, &[]), ["tombstone"]);
    env.iro(&["doctor"]).says("and its tombstone is gone");
    env.iro(&["doctor", "--accept", "2019-0002", "--reason", "Lost"]).ok().says("accepted as gone");
    assert_eq!(found(&env, &[]), [""; 0]);
}
