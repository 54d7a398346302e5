//! File systems that lack something a store needs: shares without locks, USB sticks without hard links or permissions.
//! `strace` makes the calls fail as they would there; if it is missing or not allowed to, the tests say so and pass
//! (under `CI` it must be installed).

use std::fs;
use std::process::Output;

use crate::commands::check::found;
use crate::env::Env;
use crate::store::faults::{can_trace, traced};

const RAISE: &str = "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r";

/// Runs a command while these calls fail in this way.
fn where_they_fail(env: &Env, calls: &str, how: &str, command: &str) -> Output {
    let inject = format!("inject={calls}:{how}");
    traced(env, &["-e", &format!("trace={calls}"), "-e", &inject], &command.split(' ').collect::<Vec<_>>())
}

fn said(run: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
}

/// Neither hard links nor a rename that doesn't replace an existing file.
const NO_LINKS: &str = "?link,?linkat,?renameat2";

#[test]
fn an_ordinary_place_can_be_relied_on() {
    let env = Env::in_folder("it is about folders");
    env.iro(&["doctor"]).ok().says("is not there yet");
    env.raise("knowsley", &[]);
    let doctor = env.iro(&["doctor"]).ok();
    for promise in
        ["no number is given out twice", "replaced whole", "never replaces an older one", "seen by other programs"]
    {
        assert!(doctor.stdout.contains(promise), "{promise}: {}", doctor.stdout);
    }
    assert!(!doctor.stdout.contains("wrong"), "{}", doctor.stdout);
    let left = fs::read_dir(env.data().join(".unfinished")).unwrap().count();
    assert_eq!(left, 0, "nothing is left of what was tried");
}

/// If nothing can be synced, a power cut may lose a change: `doctor` says so, and commands still write.
#[test]
fn where_nothing_can_be_made_safe_it_is_written_all_the_same() {
    if !can_trace() {
        return;
    }
    let env = Env::in_folder("it is about folders");
    env.raise("knowsley", &[]);
    let run = where_they_fail(&env, "fsync,fdatasync", "error=EINVAL", RAISE);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let told = said(&where_they_fail(&env, "fsync,fdatasync", "error=EINVAL", "doctor"));
    assert!(told.contains("can't be made safe from a power cut") && !told.contains("could replace one"), "{told}");
    assert!(told.contains("files can be kept private"), "{told}");
    assert_eq!(env.listed(&[]).len(), 2);
}

#[test]
fn without_locks_nothing_is_written_and_the_reason_is_said() {
    if !can_trace() {
        return;
    }
    let env = Env::in_folder("it is about folders");
    env.raise("knowsley", &[]);
    for error in ["ENOLCK", "EOPNOTSUPP", "ENOSYS"] {
        let run = where_they_fail(&env, "flock", &format!("error={error}"), RAISE);
        let told = said(&run);
        assert_eq!(run.status.code(), Some(1), "{told}");
        assert!(told.contains("can't be locked: the file system there knows no locks"), "{told}");
        assert!(told.contains("`iro doctor` says") && !told.contains("os error"), "{told}");
        let told = said(&where_they_fail(&env, "flock", &format!("error={error}"), "doctor"));
        assert!(told.contains("knows no locks, so that nothing can be written safely"), "{told}");
    }
    assert_eq!(env.listed(&["--all"]).len(), 1);
}

#[test]
fn without_hard_links_a_name_is_claimed_first() {
    if !can_trace() {
        return;
    }
    let env = Env::in_folder("it is about folders");
    env.raise("knowsley", &[]);
    let run = where_they_fail(&env, NO_LINKS, "error=EPERM", RAISE);
    assert!(run.status.success(), "{}", said(&run));
    let told = said(&where_they_fail(&env, NO_LINKS, "error=EPERM", "doctor"));
    assert!(told.contains("a new record never replaces an older one, even without hard links"), "{told}");
    assert_eq!(env.listed(&["--all"]).len(), 2);
    assert_eq!(found(&env, &[]), [""; 0]);
    // The state after a command was killed between the two steps.
    fs::write(env.open_file("2026-0003"), "").unwrap();
    env.iro(&["list"]).code(1).says("the file is empty");
    env.iro(&["doctor"]).ok().says("is empty: a command was stopped before it recorded anything in it");
    env.iro(&["doctor", "--repair"]).ok().says("took away");
    assert_eq!(env.raise("knowsley", &[]), "2026-0003");
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[cfg(unix)]
#[test]
fn where_rights_cant_be_set_it_is_said_once() {
    use std::os::unix::fs::PermissionsExt;
    const RIGHTS: &str = "?chmod,?fchmod,?fchmodat";
    if !can_trace() {
        return;
    }
    let env = Env::in_folder("it is about folders");
    let run = where_they_fail(&env, RIGHTS, "error=EPERM", RAISE);
    assert!(run.status.success(), "{}", said(&run));
    for id in ["open", ".lock", ".ledger"] {
        fs::set_permissions(env.data().join(id), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let told = said(&where_they_fail(&env, RIGHTS, "error=EPERM", "doctor --repair"));
    assert_eq!(told.matches("rights can't be set here").count(), 1, "{told}");
}
