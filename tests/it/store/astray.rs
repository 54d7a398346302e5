//! Open disputes whose files are among the closed ones, where a sync client or a person put them: today's list must not
//! miss them, but must not read every closed record each time either.

use std::fs;

use crate::env::Env;
use crate::store::faults::{can_trace, traced};

const SAID: &str = "is open, but its file lies among the closed ones";

/// Two open disputes and an ended one, at the real time of day: with `IRO_AS_OF`, all records would be read anyway.
fn store() -> (Env, [String; 3]) {
    let env = Env::in_folder("it is about files in the wrong folder");
    env.now("");
    let ids = [(); 3].map(|()| env.raise("knowsley", &[]));
    env.resolve(&ids[2]);
    (env, ids)
}

#[test]
fn an_open_dispute_among_the_closed_ones_is_on_every_list() {
    let (env, [first, _, ended]) = store();
    for command in [&["due"][..], &["list"], &["supervision"]] {
        assert!(!env.iro(command).ok().stderr.contains(SAID));
    }
    fs::rename(env.open_file(&first), env.closed_file(&first[..4], &first)).unwrap();
    for command in [&["due", "--within", "20 working days"][..], &["list"], &["supervision", "--json"]] {
        let run = env.iro(command).ok();
        assert!(run.stdout.contains(&first), "{command:?}: {}", run.stdout);
        assert_eq!(run.stderr.matches(SAID).count(), 1, "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("`iro doctor --repair` moves it back"));
    }
    assert!(!env.iro(&["list"]).ok().stdout.contains(&ended));
    env.iro(&["check"]).code(6).says("this dispute is open, but is filed among the closed ones");
    env.iro(&["doctor", "--repair"]).ok().says("moved");
    assert!(env.open_file(&first).exists());
    let after = env.iro(&["list"]).ok();
    assert!(after.stdout.contains(&first) && !after.stderr.contains(SAID));
}

#[test]
fn a_note_of_what_is_owed_that_is_gone_is_found_by_check() {
    let (env, [.., ended]) = store();
    env.iro(&["due"]).ok().says(&format!("{ended} has ended, and this is not on record yet"));
    fs::remove_dir_all(env.data().join("owed")).unwrap();
    env.iro(&["check"]).ok().says("so `iro due` doesn't name it").says("`iro doctor --repair` notes it");
    env.iro(&["doctor", "--repair"]).ok();
    env.iro(&["due"]).ok().says(&format!("{ended} has ended, and this is not on record yet"));
    assert!(!env.iro(&["check"]).ok().stdout.contains("doesn't name it"));
}

/// How many closed records a command opens.
fn closed_ones_read(env: &Env, command: &str) -> usize {
    let run = traced(env, &["-e", "trace=?openat,?open"], &command.split(' ').collect::<Vec<_>>());
    assert!(run.status.success(), "{run:?}");
    let trace = fs::read_to_string(env.scratch("trace")).unwrap();
    trace.lines().filter(|line| line.contains("/closed/") && line.contains(".yaml")).count()
}

#[test]
fn closed_records_are_read_again_only_where_files_were_moved() {
    if !can_trace() {
        return;
    }
    let (env, [first, second, ended]) = store();
    assert_eq!(closed_ones_read(&env, "list"), 0, "whoever wrote them knows them");
    // As many as a restored backup might bring, and more than are read each time.
    let record = fs::read_to_string(env.closed_file(&ended[..4], &ended)).unwrap();
    fs::create_dir(env.data().join("closed/2019")).unwrap();
    for number in 1..=40 {
        let id = format!("2019-{number:04}");
        fs::write(env.closed_file("2019", &id), record.replace(&ended, &id)).unwrap();
    }
    assert_eq!(closed_ones_read(&env, "list"), 40);
    assert_eq!(closed_ones_read(&env, "list"), 0, "they are known to have ended");
    env.resolve(&second);
    assert_eq!(closed_ones_read(&env, "list"), 0, "whoever writes keeps what is known");
    // One more file appears, and its dispute is open.
    let open = fs::read_to_string(env.open_file(&first)).unwrap();
    fs::write(env.closed_file("2019", "2019-0041"), open.replace(&first, "2019-0041")).unwrap();
    for _ in 0..2 {
        assert_eq!(env.listed(&[]), ["2019-0041", &first]);
    }
}

/// A sync client or a person may put a file one folder too high.
#[test]
fn a_record_outside_the_folders_of_records_is_named_by_every_list() {
    for place in ["closed", "."] {
        let (env, [first, ..]) = store();
        let astray = env.data().join(place).join(format!("{first}.yaml"));
        fs::create_dir_all(astray.parent().unwrap()).unwrap();
        fs::rename(env.open_file(&first), &astray).unwrap();
        let says = format!("is the record of `{first}`, outside the folders of records");
        for command in ["due", "list", "list --all", "supervision", "report"] {
            env.sh(command).code(1).says(&says).says("if it has ended");
        }
        env.iro(&["check"]).code(6).says("outside the folders of records");
        let home = env.open_file(&first).display().to_string();
        env.iro(&["doctor"]).ok().says("outside the folders of records").says(&format!("move it to `{home}`"));
        fs::rename(&astray, &home).unwrap();
        env.iro(&["due"]).ok();
    }
}

#[cfg(unix)]
#[test]
fn nobodys_folder_is_made_private_but_that_of_a_store() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let put = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let env = Env::in_folder("it is about files");
    let (folder, letter) = (env.data(), env.data().join("letter.txt"));
    fs::create_dir(&folder).unwrap();
    fs::write(&letter, "Dear all").unwrap();
    put(&folder, 0o755);
    put(&letter, 0o644);
    let listed = env.iro(&["list"]).ok();
    assert!(!listed.stderr.contains("can look into"), "{}", listed.stderr);
    env.iro(&["doctor", "--repair"]).ok().says("there is no store");
    assert_eq!((mode(&folder), mode(&letter)), (0o755, 0o644));
    // In a store, other people's folders stay as they are.
    env.raise("knowsley", &[]);
    let photos = folder.join("Photos");
    fs::create_dir(&photos).unwrap();
    put(&photos, 0o755);
    put(&folder, 0o755);
    env.iro(&["doctor", "--repair"]).ok();
    assert_eq!((mode(&folder), mode(&photos)), (0o700, 0o755));
}

/// Who raises a matter again has to hear that its record may be there under another name.
#[test]
fn raising_points_out_that_an_earlier_dispute_may_be_in_a_file_that_is_not_read() {
    let env = Env::in_folder("it renames a file");
    let raise =
        ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--impact", "x", "--seeking", "y"];
    let raise = [&raise[..], &["--category", "care-plan"]].concat();
    let known = env.iro(&["policy", "show", "knowsley", "--json"]).json();
    let category = known["categories"][0]["id"].as_str().unwrap().to_owned();
    let raise: Vec<&str> =
        raise.iter().map(|word| if *word == "care-plan" { category.as_str() } else { word }).collect();
    env.iro(&raise).ok();
    env.now("2026-03-04T10:00");
    assert!(!env.iro(&raise).ok().stderr.contains("may be in it"));
    fs::rename(env.open_file("2026-0001"), env.data().join("open/2026-0001 (conflicted copy).yaml")).unwrap();
    env.now("2026-03-06T10:00");
    let run = env.iro(&raise).ok().says("2026-0001 (conflicted copy).yaml");
    run.says("is not read; an earlier dispute about the child may be in it");
}
