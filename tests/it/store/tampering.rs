//! Changes made to files outside the program: `iro check` finds each one, and a legitimate one can be accepted.

use std::fs;

use crate::commands::check::{busy_files, edit, found};
use crate::env::{Env, list, text};

/// A store with two disputes of several events.
fn two() -> Env {
    let env = Env::in_folder("it edits files by hand");
    for _ in 0..2 {
        let id = env.raise("mosaic", &[]);
        env.respond(&id, &[]);
        env.iro(&["note", &id, "--text", "Called the school"]).ok();
    }
    assert_eq!(found(&env, &[]), [""; 0]);
    env
}

#[test]
fn a_changed_word_is_found_at_its_event_for_ever() {
    for (from, to, event) in [
        ("The permanence plan has not moved", "The permanence plan has moved", 1),
        ("We will do it", "We will not do it", 2),
        ("Called the school", "Called the home", 3),
    ] {
        let env = two();
        edit(&env.open_file("2026-0001"), from, to);
        for round in 0..3 {
            assert_eq!(found(&env, &[]), ["changed"], "{from} {round}");
            env.iro(&["check", "1"]).code(6).says(&format!("event {event} is not what it was"));
            // Further events do not hide the change.
            env.iro(&["note", "1", "--text", "More"]).ok();
        }
    }
    let env = two();
    edit(&env.open_file("2026-0001"), "child: C-100", "child: C-101");
    env.iro(&["check"]).code(6).says("the header is not what it was");
}

#[test]
fn every_flipped_byte_that_changes_anything_is_found() {
    let env = two();
    let file = env.open_file("2026-0001");
    let good = fs::read(&file).unwrap();
    let shown = env.iro(&["log", "1", "--json"]).json();
    // A sample that covers every line: each third letter.
    let mut found_ = 0;
    for at in (0..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&file, &bad).unwrap();
        let run = env.iro(&["check", "--json"]);
        let same = run.code == 0 && env.iro(&["log", "1", "--json"]).json() == shown;
        assert!(run.code == 6 || same, "byte {at}: {:?}", String::from_utf8_lossy(&bad[at.saturating_sub(20)..at + 1]));
        found_ += usize::from(run.code == 6);
    }
    assert!(found_ > 10);
}

#[test]
fn a_dropped_event_is_found() {
    let env = two();
    let file = env.open_file("2026-0001");
    let record = fs::read_to_string(&file).unwrap();
    let last = record.rfind("- number: 3").unwrap();
    fs::write(&file, &record[..last]).unwrap();
    assert_eq!(found(&env, &[]), ["rolled-back"]);
    // An event removed from the middle is found even if the others are renumbered.
    let second = record.find("- number: 2").unwrap();
    let closed_up = format!("{}{}", &record[..second], record[last..].replace("- number: 3", "- number: 2"));
    fs::write(&file, closed_up).unwrap();
    assert_eq!(found(&env, &[]), ["changed", "rolled-back"]);
}

#[test]
fn a_record_rolled_back_deleted_swapped_or_copied_is_found() {
    let env = two();
    let (one, two) = (env.open_file("2026-0001"), env.open_file("2026-0002"));
    let (old, other) = (fs::read(&one).unwrap(), fs::read(&two).unwrap());
    env.iro(&["note", "1", "--text", "Later"]).ok();
    let new = fs::read(&one).unwrap();
    fs::write(&one, &old).unwrap();
    assert_eq!(found(&env, &[]), ["rolled-back"]);
    fs::rename(&one, env.scratch("away")).unwrap();
    assert_eq!(found(&env, &[]), ["deleted"]);
    env.iro(&["check"]).code(6).says("open/2026-0001.yaml").says("is gone");
    fs::rename(env.scratch("away"), &one).unwrap();
    // Two records swapped, with their ids corrected.
    let named = |bytes: &[u8], from: &str, to: &str| String::from_utf8_lossy(bytes).replacen(from, to, 1);
    fs::write(&one, named(&other, "id: 2026-0002", "id: 2026-0001")).unwrap();
    fs::write(&two, named(&new, "id: 2026-0001", "id: 2026-0002")).unwrap();
    assert!(found(&env, &[]).contains(&"changed".to_owned()));
    // A record copied under another name.
    fs::write(&one, &new).unwrap();
    fs::write(&two, &other).unwrap();
    assert_eq!(found(&env, &[]), [""; 0]);
    fs::copy(&one, env.open_file("2026-0003")).unwrap();
    assert_eq!(found(&env, &[]), ["id-mismatch"]);
    fs::write(env.open_file("2026-0003"), named(&new, "id: 2026-0001", "id: 2026-0003")).unwrap();
    assert_eq!(found(&env, &[]), ["changed", "not-in-ledger"]);
}

#[test]
fn nothing_is_written_on_an_older_copy_until_that_is_accepted() {
    let env = two();
    env.now("2026-03-02T12:00");
    let file = env.open_file("2026-0001");
    let old = fs::read(&file).unwrap();
    env.iro(&["note", "1", "--text", "What must not be lost"]).ok();
    let new = fs::read(&file).unwrap();
    let put_back = || fs::write(&file, &old).unwrap();
    put_back();
    for write in [&["note", "1", "--text", "On"][..], &["undo", "1", "--reason", "Slip"], &["agree", "1"]] {
        let refused = env.iro(write).code(1).says("it is an older copy").says("nothing was recorded");
        assert!(refused.stderr.contains("has 3 events, and had 4"), "{}", refused.stderr);
        assert_eq!(fs::read(&file).unwrap(), old, "{write:?}");
    }
    env.now("");
    env.iro(&["show", "1"]).ok().says("`2026-0001` is an older copy: it had 4 events");
    env.iro(&["log", "1"]).ok().says("is an older copy");
    let other = env.iro(&["show", "2"]).ok();
    assert!(!other.stderr.contains("older copy"));
    env.iro(&["note", "2", "--text", "Another record is none of its business"]).ok();
    // There are two ways on: put the newer copy back, or keep the older one.
    fs::write(&file, &new).unwrap();
    env.iro(&["note", "1", "--text", "On"]).ok();
    put_back();
    env.iro(&["doctor", "--accept", "1", "--reason", "There is no newer copy"]).ok();
    env.iro(&["note", "1", "--text", "On"]).ok();
    let shown = env.iro(&["show", "1"]).ok();
    assert!(!shown.stderr.contains("older copy"));
    assert_eq!(found(&env, &[]), [""; 0]);
}

/// An acceptance that had to wait for another command is recorded after that command's event, whatever the clock said
/// when it began.
#[test]
fn an_acceptance_comes_after_what_was_typed_meanwhile() {
    let env = two();
    env.now("2026-03-02T12:00");
    env.iro(&["note", "1", "--text", "Meanwhile"]).ok();
    edit(&env.open_file("2026-0001"), "We will do it", "We will not do it");
    env.now("2026-03-02T11:00");
    env.iro(&["doctor", "--accept", "1", "--reason", "A slip"]).ok();
    env.now("2026-03-02T13:00");
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[test]
fn corrections_and_everything_else_the_program_does_leave_the_chain_whole() {
    let env = busy_files();
    env.iro(&["correct", "2026-0001", "--event", "2", "--reason", "Belongs elsewhere"]).ok();
    env.iro(&["correct", "2026-0004", "--event", "1", "--set", "concern=Other", "--reason", "Typing"]).ok();
    env.iro(&["reopen", "2026-0009", "--reason", "Not done"]).ok();
    env.resolve("2026-0009");
    assert_eq!(found(&env, &[]), [""; 0]);
    let ledger = fs::read_to_string(env.data().join(".ledger")).unwrap();
    let document = env.iro(&["check", "--json"]).json();
    assert_eq!(document["ledger"]["lines"], ledger.lines().count());
    assert_eq!(text(&document["ledger"], "head"), ledger.lines().last().unwrap().split(' ').next().unwrap());
    assert!(!ledger.contains("permanence"), "the ledger says nothing of a child");
}

#[test]
fn a_record_of_an_older_version_is_read_and_only_noted() {
    let env = two();
    let file = env.open_file("2026-0001");
    let record = fs::read_to_string(&file).unwrap();
    let old: Vec<&str> = record.lines().filter(|line| !line.trim_start().starts_with("prev:")).collect();
    fs::write(&file, format!("{}\n", old.join("\n"))).unwrap();
    assert_eq!(found(&env, &[]), [""; 0]);
    env.iro(&["check", "-v"]).ok().says("1 record with events of an older version");
    env.iro(&["note", "1", "--text", "More"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
    edit(&file, "We will do it", "We will not");
    assert_eq!(found(&env, &[]), ["changed"]);
}

#[test]
fn an_honest_edit_can_be_accepted_and_is_seen_for_ever() {
    let env = two();
    let file = env.open_file("2026-0001");
    edit(&file, "The permanence plan has not moved", "The pathway plan has not moved");
    env.iro(&["doctor", "--accept", "1"]).code(2).says("--reason");
    env.iro(&["doctor", "--accept", "1", "--reason", "Wrong plan was typed"]).ok().says("2026-0001");
    assert_eq!(found(&env, &[]), [""; 0]);
    let log = env.iro(&["log", "1", "--json"]).json().to_string();
    assert!(log.contains("Wrong plan was typed"), "{log}");
    env.iro(&["check", "-v"]).ok().says("event 1 was edited by hand, and accepted in event 4");
    assert!(fs::read_to_string(env.data().join(".ledger")).unwrap().contains("Wrong plan was typed"));
    // A later edit is found again.
    edit(&file, "The pathway plan", "The care plan");
    assert_eq!(found(&env, &[]), ["changed"]);
    env.iro(&["doctor", "--accept", "2", "--reason", "x"]).code(3).says("nothing to accept");
}

#[test]
fn a_record_that_is_meant_to_be_gone_or_older_can_be_accepted() {
    let env = two();
    let file = env.open_file("2026-0001");
    let old = fs::read(&file).unwrap();
    env.iro(&["note", "1", "--text", "To the wrong child"]).ok();
    fs::write(&file, old).unwrap();
    env.iro(&["doctor", "--accept", "2026-0001", "--reason", "Restored from the backup"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
    fs::remove_file(&file).unwrap();
    assert_eq!(found(&env, &[]), ["deleted"]);
    env.iro(&["doctor", "--accept", "2026-0001", "--reason", "Held by another authority"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[test]
fn a_lost_ledger_is_an_error_until_it_is_accepted() {
    let env = two();
    let ledger = env.data().join(".ledger");
    fs::remove_file(&ledger).unwrap();
    assert_eq!(found(&env, &[]), ["ledger"]);
    let run = env.iro(&["doctor", "--repair"]).ok().says("wrong").says("`iro doctor --accept ledger --reason TEXT`");
    assert!(!run.stderr.contains("a new one is begun"), "said once: {run:?}");
    assert_eq!(found(&env, &[]), ["ledger"], "what runs each night must not make it go away");
    env.iro(&["check"]).code(6).says("`iro doctor --accept ledger");
    env.iro(&["doctor", "--accept", "ledger"]).code(2).says("--reason");
    let accepted = env.iro(&["doctor", "--accept", "ledger", "--reason", "A disk failed"]).ok().says("for ever");
    assert!(!accepted.stderr.contains("a new one is begun"), "{accepted:?}");
    assert_eq!(found(&env, &[]), [""; 0]);
    env.iro(&["doctor", "--accept", "ledger", "--reason", "Again"]).code(3).says("nothing to accept");
    assert!(fs::read_to_string(&ledger).unwrap().contains("A disk failed"));
    assert!(fs::read_to_string(&ledger).unwrap().lines().any(|line| line.contains(" began ")));
    // Lines of the ledger after the accepted loss are still checked.
    let text = fs::read_to_string(&ledger).unwrap();
    let (before, since) = text.split_once(" began ").unwrap();
    let edited = since.replace(" 2026-0002 3 ", " 2026-0002 2 ");
    assert_ne!(since, edited);
    fs::write(&ledger, format!("{before} began {edited}")).unwrap();
    assert!(found(&env, &[]).contains(&"ledger".to_owned()));
    // Repairing does not accept a record that contradicts the ledger.
    let env = two();
    edit(&env.open_file("2026-0002"), "Called the school", "Called the home");
    env.iro(&["doctor", "--repair"]).ok();
    assert_eq!(found(&env, &[]), ["changed"]);
}

/// A full disk or a sync client can leave an empty ledger. If a record is lost as well, its number must not go to
/// another child.
#[test]
fn a_ledger_that_was_emptied_or_overwritten_is_lost_as_one_that_is_gone() {
    for rubbish in ["", "rubbish\n", "\0\0\0\0"] {
        let env = two();
        fs::write(env.data().join(".ledger"), rubbish).unwrap();
        assert!(found(&env, &[]).contains(&"ledger".to_owned()), "{rubbish:?}");
        env.iro(&["check"]).code(6).says("no line of it can be read");
        fs::remove_file(env.open_file("2026-0002")).unwrap();
        assert_eq!(env.raise("mosaic", &[]), "2026-0003", "{rubbish:?}");
        env.iro(&["check"]).code(6).says("the lines before this one were lost");
    }
}

#[test]
fn a_ledger_that_is_no_file_is_a_finding_beside_all_others() {
    let env = two();
    fs::remove_file(env.data().join(".ledger")).unwrap();
    fs::create_dir(env.data().join(".ledger")).unwrap();
    fs::write(env.open_file("2026-0002"), "").unwrap();
    for args in [&["doctor"][..], &["doctor", "--repair"]] {
        let said = env.iro(args);
        assert!(said.stdout.contains("the ledger can't be read") || args.len() > 1, "{said:?}");
        assert!(said.stdout.contains("2026-0002"), "{said:?}");
    }
}

/// Nobody can see from an export or a report which record is missing.
#[test]
fn what_is_written_without_a_record_that_is_gone_says_so() {
    let env = two();
    fs::remove_file(env.open_file("2026-0002")).unwrap();
    let said = "`2026-0002` was here, as the ledger says, and is gone";
    for form in
        [&["--jsonl"][..], &["--csv"], &["--xlsx", "all.xlsx"], &["--ics", "all.ics"], &["--jsonl", "--out", "a"]]
    {
        let run = env.iro(&[&["export"], form].concat()).code(1);
        assert!(run.stderr.contains(said), "{run:?}");
    }
    let run = env.iro(&["export", "--jsonl"]).code(1);
    assert!(run.stdout.contains("2026-0001"), "what there is, is written: {run:?}");
    for form in [&[][..], &["--json"], &["--out", "report.html"]] {
        env.iro(&[&["report"], form].concat()).code(1).says(said);
    }
    assert!(env.scratch("all.xlsx").exists() && env.scratch("report.html").exists());
    // Whatever else is wrong.
    let sound = fs::read(env.open_file("2026-0001")).unwrap();
    fs::write(env.open_file("2026-0001"), "nothing").unwrap();
    env.iro(&["report"]).code(1).says(said).says("2026-0001.yaml");
    fs::write(env.open_file("2026-0001"), sound).unwrap();
    // What is asked each morning doesn't read the ledger.
    env.iro(&["due"]).ok();
    env.iro(&["list"]).ok();
    env.iro(&["doctor", "--accept", "2026-0002", "--reason", "Held elsewhere"]).ok();
    env.iro(&["export", "--jsonl"]).ok();
    env.iro(&["report"]).ok();
    // A ledger that is missing, or can't be read, leaves that open.
    fs::remove_file(env.data().join(".ledger")).unwrap();
    env.iro(&["report"]).code(1).says("records may be missing unnoticed");
    fs::create_dir(env.data().join(".ledger")).unwrap();
    let run = env.iro(&["export", "--jsonl"]).code(1).says(".ledger");
    assert!(run.stdout.contains("2026-0001"), "{run:?}");
}

/// A sync client that empties the folder must not make it look as if nothing had ever been there.
#[test]
fn records_that_are_gone_together_with_the_ledger_are_missed() {
    let env = two();
    let lost = "`2026-0002` was written here last, and neither it nor the ledger is there";
    let away = |name: &str| fs::rename(env.data().join(name), env.scratch(&name.replace('.', "the-"))).unwrap();
    away("open");
    away(".ledger");
    for morning in ["due", "list", "inbox --for team-manager", "report", "export --jsonl"] {
        env.sh(morning).code(1).says(lost);
    }
    env.iro(&["show", "2"]).code(4);
    env.iro(&["check"]).code(6).says("there is no ledger");
    env.iro(&["doctor"]).ok().says(lost);
    // The number is not given to another child, and whoever writes is told.
    let run = env.iro(&["raise", "--policy", "mosaic", "--child", "C-9", "--concern", "x", "--override", "y"]).ok();
    assert!(run.stdout.contains("2026-0003") && run.stderr.contains("ledger"), "{run:?}");
    env.iro(&["check"]).code(6).says("the lines before this one were lost");
}

/// The newest record is lost through a sync client or a restored backup, then another child's dispute is raised.
#[test]
fn a_number_is_never_given_to_another_child() {
    let env = two();
    fs::rename(env.open_file("2026-0002"), env.scratch("away")).unwrap();
    assert_eq!(env.raise("mosaic", &[]), "2026-0003");
    assert_eq!(found(&env, &[]), ["deleted"]);
    env.iro(&["show", "2"]).code(4).says("`2026-0002` was here, as the ledger says, and is gone");
    // Its place is free, so it can be put back.
    fs::rename(env.scratch("away"), env.open_file("2026-0002")).unwrap();
    assert_eq!(found(&env, &[]), [""; 0]);
    // The number stays taken even if the loss was accepted and the lock file, which has it too, is gone.
    fs::remove_file(env.open_file("2026-0003")).unwrap();
    env.iro(&["doctor", "--accept", "3", "--reason", "Raised in error"]).ok();
    fs::remove_file(env.data().join(".lock")).unwrap();
    assert_eq!(env.raise("mosaic", &[]), "2026-0004");
}

/// An older version gave a number out twice: `check` says so, and its advice never overwrites a dispute.
#[test]
fn a_number_that_was_given_out_twice_is_told_from_a_changed_record() {
    let env = two();
    let (ledger, file) = (env.data().join(".ledger"), env.open_file("2026-0002"));
    let (first, lines) = (fs::read(&file).unwrap(), fs::read(&ledger).unwrap());
    // Removes every trace of the number, as if to an older version.
    fs::remove_file(&file).unwrap();
    let only_one = String::from_utf8(lines.clone()).unwrap();
    let only_one: Vec<&str> = only_one.lines().filter(|line| !line.contains(" 2026-0002 ")).collect();
    fs::write(&ledger, format!("{}\n", only_one.join("\n"))).unwrap();
    fs::remove_file(env.data().join(".lock")).unwrap();
    assert_eq!(env.raise("mosaic", &[]), "2026-0002");
    let second = fs::read_to_string(&ledger).unwrap();
    let second = second.lines().last().unwrap().split_once(' ').unwrap().1.to_owned();
    fs::write(&ledger, &lines).unwrap();
    append_line(&ledger, &second);
    assert_eq!(found(&env, &[]), ["number-twice"]);
    env.iro(&["check"]).code(6).says("another record had this number before").says("--take-in");
    // If the first record is put back, `check` says that it had the number first.
    let other = fs::read(&file).unwrap();
    fs::write(&file, &first).unwrap();
    assert_eq!(found(&env, &[]), ["number-twice"]);
    env.iro(&["check"]).code(6).says("had the number first");
    fs::write(&file, &other).unwrap();
    env.iro(&["doctor", "--accept", "2026-0002", "--reason", "The first one was never written elsewhere"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
}

/// Adds a line to a ledger as the program would.
fn append_line(ledger: &std::path::Path, body: &str) {
    use sha2::{Digest, Sha256};
    let text = fs::read_to_string(ledger).unwrap();
    let last = text.lines().last().unwrap().split(' ').next().unwrap();
    let digest = Sha256::digest(format!("{last} {body}").as_bytes());
    let borne: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(ledger, format!("{text}{borne} {body}\n")).unwrap();
}

#[test]
fn a_lost_ledger_stays_an_error_when_somebody_goes_on_writing() {
    let env = two();
    fs::remove_file(env.data().join(".ledger")).unwrap();
    let said = "was missing, and a new one has been begun";
    let run = env.iro(&["note", "1", "--text", "More"]).ok();
    assert!(run.stderr.contains(said) && run.stderr.contains("iro doctor --accept ledger --reason TEXT"), "{run:?}");
    let run = env.iro(&["note", "1", "--text", "And more"]).ok();
    assert!(!run.stderr.contains(said), "once: {run:?}");
    env.raise("mosaic", &[]);
    assert!(found(&env, &[]).contains(&"ledger".to_owned()));
    env.iro(&["check"]).code(6).says("were lost");
    env.iro(&["doctor", "--accept", "ledger", "--reason", "A disk failed"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[test]
fn a_ledger_that_is_behind_is_a_warning_that_doctor_mends() {
    let env = two();
    let ledger = env.data().join(".ledger");
    let before = fs::read(&ledger).unwrap();
    env.iro(&["note", "1", "--text", "More"]).ok();
    env.raise("knowsley", &[]);
    fs::write(&ledger, before).unwrap();
    let run = env.iro(&["check", "--json"]).ok();
    let faults = list(&run.document()["faults"]);
    let mut rules: Vec<&str> = faults.iter().map(|fault| text(fault, "rule")).collect();
    rules.sort_unstable();
    // Two writes are missing: a power cut can only have lost the last.
    assert_eq!(rules, ["ledger", "not-in-ledger", "not-in-ledger"]);
    env.iro(&["check"]).ok().says("lacks more than the last write: an older copy may have been put in its place");
    env.iro(&["doctor", "--repair"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
    // One write raises siblings together.
    let before = fs::read(&ledger).unwrap();
    env.raised("knowsley", &["--sibling", "C-9"]);
    fs::write(&ledger, before).unwrap();
    assert_eq!(found(&env, &[]), ["not-in-ledger"]);
}

#[test]
fn another_dispute_in_the_place_of_a_record_is_not_to_be_accepted_blindly() {
    let env = two();
    let elsewhere = Env::in_folder("it copies a record from another store");
    elsewhere.raise("mosaic", &["--concern", "Something else"]);
    fs::copy(elsewhere.open_file("2026-0001"), env.open_file("2026-0001")).unwrap();
    env.iro(&["check"])
        .code(6)
        .says("if it is another dispute, raised elsewhere under this number")
        .says("--take-in FILE");
}

#[cfg(unix)]
#[test]
fn a_ledger_that_cannot_be_written_refuses_the_change() {
    let env = two();
    let ledger = env.data().join(".ledger");
    fs::remove_file(&ledger).unwrap();
    fs::create_dir(&ledger).unwrap();
    let before = fs::read(env.open_file("2026-0001")).unwrap();
    env.iro(&["note", "1", "--text", "More"]).code(1).says(".ledger");
    assert_eq!(fs::read(env.open_file("2026-0001")).unwrap(), before);
    env.iro(&["list"]).ok();
}

#[test]
fn a_record_that_is_there_twice_is_found() {
    let env = two();
    env.resolve("2026-0001");
    fs::copy(env.closed_file("2026", "2026-0001"), env.open_file("2026-0001")).unwrap();
    assert!(found(&env, &[]).contains(&"twice".to_owned()));
    env.iro(&["check", "1"]).code(6).says("also at");
    env.iro(&["doctor"]).ok().says("more than once");
}

/// A store that was put back as a whole can't be noticed from inside; a head of the ledger noted elsewhere shows it.
#[test]
fn a_report_bears_witness_against_a_store_that_was_rolled_back_as_a_whole() {
    let env = two();
    let before = env.fork();
    env.iro(&["note", "1", "--text", "Later"]).ok();
    let ledger = env.iro(&["check", "--json"]).json()["ledger"].clone();
    let head = text(&ledger, "head").to_owned();
    let short = &head[..16];
    assert_eq!(env.iro(&["report", "--format", "json"]).json()["ledger"], ledger);
    for format in ["table", "md", "html"] {
        let run = env.iro(&["report", "--format", format]).ok();
        assert!(run.stdout.contains(&format!("Ledger head {short}, 7 lines.")), "{format}: {}", run.stdout);
    }
    let csv = env.iro(&["report", "--format", "csv"]).ok().stdout;
    assert!(csv.contains("ledger-lines,Lines of the ledger,,,count,7,"), "{csv}");
    assert!(csv.contains(&format!("ledger-head,Ledger head,,,digest,{short},")), "{csv}");
    env.iro(&["check", "-v"]).ok().says(&head);
    // The head stays in the newer ledger however much is added, and is not in the older one.
    env.iro(&["note", "2", "--text", "Later still"]).ok();
    env.iro(&["check", "--ledger-head", short]).ok();
    before.iro(&["check"]).ok();
    before.iro(&["check", "--ledger-head", short]).code(6).says("put back to an older state");
    env.iro(&["check", "--ledger-head", "12"]).code(2);
}
