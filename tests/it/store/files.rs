//! The store on disk, what can go wrong with it, and the messages when it does.

use std::fs;
use std::path::{Path, PathBuf};

use crate::env::{Env, list, text};

const RAISE: &str = "raise --policy knowsley --child C-1 --concern 'No visits' --impact Unseen \
    --seeking Visits --json";

#[test]
fn open_and_closed_have_their_places() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    assert_eq!(id, "2026-0001");
    assert!(env.open_file(&id).is_file());
    let before = fs::read_to_string(env.open_file(&id)).unwrap();
    assert!(before.contains("The permanence plan has not moved"), "{before}");
    assert!(before.contains("2026-03-09"), "dates given are written down: {before}");
    env.resolve(&id);
    assert!(!env.open_file(&id).exists());
    let after = fs::read_to_string(env.closed_file("2026", &id)).unwrap();
    assert!(after.starts_with(&before), "{after}");
    assert_eq!(env.dispute(&id)["status"], "resolved");
}

#[cfg(unix)]
#[test]
fn files_are_private_to_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    assert_eq!(mode(&env.open_file(&id)), 0o600);
    assert_eq!(mode(&env.data()), 0o700);
    assert_eq!(mode(&env.data().join("open")), 0o700);
    env.iro(&["note", &id, "--text", "Called"]).ok();
    assert_eq!(mode(&env.open_file(&id)), 0o600);
    env.resolve(&id);
    assert_eq!(mode(&env.closed_file("2026", &id)), 0o600);
    assert_eq!(mode(&env.data().join("closed/2026")), 0o700);
}

#[test]
fn every_earlier_byte_is_kept() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let file = env.open_file(&id);
    let mut kept = fs::read_to_string(&file).unwrap();
    kept.push_str("# Jo: the foster carer rang about this, see the file\n");
    fs::write(&file, &kept).unwrap();
    for round in ["one", "two"] {
        env.iro(&["note", &id, "--text", round]).ok();
        let after = fs::read_to_string(&file).unwrap();
        assert!(after.starts_with(&kept), "{after}");
        assert!(after.len() > kept.len());
        kept = after;
    }
    assert!(kept.contains("the foster carer rang"));
    let log = env.iro(&["log", &id, "--json"]).json().to_string();
    assert!(log.contains("one") && log.contains("two"), "{log}");
}

#[test]
fn a_damaged_file_is_named_and_left_alone() {
    let env = Env::in_folder("it is about files");
    let first = env.raise("mosaic", &[]);
    let damaged = env.raise("mosaic", &[]);
    let third = env.raise("mosaic", &[]);
    let rubbish = "events: [this is\n  not: a record\n";
    fs::write(env.open_file(&damaged), rubbish).unwrap();
    let run = env.iro(&["list", "--sort", "raised", "--json"]).code(1);
    assert!(run.stderr.contains(&damaged), "{run:?}");
    let ids: Vec<_> = list(&run.document()).iter().map(|v| text(v, "id").to_owned()).collect();
    assert_eq!(ids, [first.as_str(), third.as_str()]);
    let run = env.iro(&["due", "--json"]).code(1);
    assert!(run.stderr.contains(&damaged), "{run:?}");
    let due = list(&run.document());
    assert!(due.iter().any(|c| c["dispute"] == first.as_str()), "{due:?}");
    assert!(due.iter().any(|c| c["dispute"] == third.as_str()), "{due:?}");
    env.iro(&["show", &damaged]).code(1).says(&damaged);
    env.iro(&["note", &damaged, "--text", "Called"]).code(1);
    assert_eq!(fs::read_to_string(env.open_file(&damaged)).unwrap(), rubbish);
    // Other records can be changed, and the damaged record's number is not reused.
    env.iro(&["note", &first, "--text", "Called"]).ok();
    assert_eq!(env.raise("mosaic", &[]), "2026-0004");
}

#[test]
fn a_record_of_a_newer_format_is_never_rewritten() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let file = env.open_file(&id);
    let record = fs::read_to_string(&file).unwrap();
    // The first key is the number of the format.
    let first = record.lines().find(|line| !line.starts_with('#') && *line != "---").expect("a first key");
    let (key, number) = first.split_once(':').expect("a key and its value");
    assert!(number.contains(|c: char| c.is_ascii_digit()), "a format number: {first}");
    let newer = record.replacen(first, &format!("{key}: 999"), 1);
    fs::write(&file, &newer).unwrap();
    for args in [
        &["note", &id, "--text", "Called"][..],
        &["respond", &id, "--text", "Yes"],
        &["resolve", &id, "--outcome", "Done", "--override", "x"],
    ] {
        let run = env.iro(args);
        assert_ne!(run.code, 0, "{run:?}");
        assert!(!run.stderr.is_empty(), "{run:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), newer, "{args:?}");
    }
    env.iro(&["check"]).ok().says("in format 999: it can be shown, but not checked by this version").says("1 warning");
}

#[test]
fn what_is_missing_is_named_by_its_flag() {
    let env = Env::in_folder("it is about files");
    env.sh("raise --policy knowsley --concern 'No visits'").code(2).says("--child");
    env.sh("raise --policy knowsley --child C-1").code(2).says("--concern");
    env.iro(&["raise", "--no-such-flag"]).code(2).says("--no-such-flag");
    env.iro(&["no-such-command"]).code(2).says("no-such-command");
    let id = env.raise("knowsley", &[]);
    env.iro(&["escalate", &id]).code(2).says("--because");
    env.iro(&["resolve", &id]).code(2).says("--outcome");
    env.iro(&["escalate", &id, "--because", "bored"]).code(2).says("bored");
    assert_eq!(env.dispute(&id)["stage"], "informal");
}

#[test]
fn names_are_checked_before_rules() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    for (flag, name) in [
        ("--stage", "stage-9"),
        ("--category", "no-such-category"),
        ("--field", "no-such-field=1"),
        ("--decided-by", "no-such-role"),
    ] {
        let named = name.trim_end_matches("=1");
        env.sh(&format!("{RAISE} {flag} {name}")).code(4).says(named);
    }
    // The texts that the policy asks for are missing too, but the name comes first.
    env.sh("raise --policy knowsly --child C-1 --concern 'No visits'").code(4).says("knowsly");
    env.iro(&["escalate", &id, "--because", "urgent", "--to", "stage-9"]).code(4).says("stage-9");
    env.iro(&["respond", &id, "--text", "Yes", "--role", "no-such-role"]).code(4).says("no-such-role");
    env.iro(&["policy", "show", "knowsly"]).code(4).says("knowsley");
    assert_eq!(env.listed(&["--all"]), [id]);
}

#[test]
fn long_texts_come_from_files() {
    let env = Env::in_folder("it is about files");
    let words = "First line of the concern.\nSecond line, with \u{201c}quotes\u{201d}: and a colon.";
    let file = env.scratch("concern.txt");
    fs::write(&file, words).unwrap();
    let view = env.raised("knowsley", &["--concern", &format!("@{}", file.display())]);
    assert_eq!(text(&view, "concern").trim_end(), words);
    let record = fs::read_to_string(env.open_file(text(&view, "id"))).unwrap();
    assert!(record.contains("Second line, with"), "{record}");
    let missing = env.scratch("nothing.txt");
    let raise = RAISE.replace("'No visits'", &format!("'@{}'", missing.display()));
    let run = env.sh(&raise);
    run.code(1).says("nothing.txt");
}

fn shipped(policy: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(format!("{policy}.yaml"))
}

#[test]
fn the_shipped_policies_are_sound_and_listed() {
    let env = Env::in_folder("it is about files");
    let known = list(&env.iro(&["policy", "list", "--json"]).json());
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let entry = known.iter().find(|p| p["id"] == policy);
        let entry = entry.unwrap_or_else(|| panic!("{policy} in {known:?}"));
        assert_eq!(entry["origin"], "built-in");
        assert!(entry.get("version").is_some() && entry.get("title").is_some(), "{entry}");
        let file = shipped(policy);
        let report = env.iro(&["policy", "check", file.to_str().unwrap(), "--json"]).json();
        let errors = list(&report["faults"]);
        let errors = errors.iter().filter(|f| f["severity"] == "error");
        assert_eq!(errors.count(), 0, "{report}");
        let shown = env.iro(&["policy", "show", policy, "--json"]).json();
        assert_eq!(shown["id"], policy);
    }
}

#[test]
fn a_policy_with_three_mistakes_names_all_three() {
    let env = Env::in_folder("it is about files");
    let mut policy = fs::read_to_string(shipped("knowsley")).unwrap();
    if !policy.ends_with('\n') {
        policy.push('\n');
    }
    let sound = u64::try_from(policy.lines().count()).unwrap();
    policy.push_str("colour_of_the_form: green\nnumber_of_cups: 3\nfavourite_day: friday\n");
    let file = env.scratch("damaged.yaml");
    fs::write(&file, &policy).unwrap();
    let run = env.iro(&["policy", "check", file.to_str().unwrap(), "--json"]).code(6);
    let faults = list(&run.document()["faults"]);
    assert!(faults.len() >= 3, "{faults:?}");
    for (line, key) in [(sound + 1, "colour_of_the_form"), (sound + 2, "number_of_cups"), (sound + 3, "favourite_day")]
    {
        let fault = faults.iter().find(|f| f["line"] == line).unwrap_or_else(|| panic!("line {line} in {faults:?}"));
        assert!(text(fault, "message").contains(key), "{fault}");
        assert_eq!(fault["severity"], "error");
        assert!(text(fault, "file").ends_with("damaged.yaml"), "{fault}");
        for key in ["column", "rule", "hint"] {
            assert!(fault.get(key).is_some(), "{key} in {fault}");
        }
    }
    // For people: the file and each line.
    let run = env.iro(&["policy", "check", file.to_str().unwrap()]).code(6);
    run.says("damaged.yaml").says(&(sound + 1).to_string()).says("favourite_day");
}

#[test]
fn init_may_be_repeated() {
    let env = Env::in_folder("it is about files");
    for _ in 0..2 {
        env.iro(&["init", "--policy", "knowsley", "--user", "Jo Bloggs"]).ok();
    }
    // From then on no `--policy` is needed.
    let raise = RAISE.replace("--policy knowsley", "");
    assert_eq!(env.sh(&raise).json()["policy"], "knowsley");
}

#[test]
fn init_in_a_dry_run_shows_the_settings_and_writes_nothing() {
    let env = Env::in_folder("it is about files");
    let init = ["init", "--policy", "mosaic", "--retention-years", "6", "--dry-run"];
    env.iro(&init).ok().says("nothing is written").says("policy: mosaic");
    assert_eq!(env.iro(&[&init[..], &["--json"]].concat()).json()["dry_run"], true);
    assert!(!env.data().exists());
}

#[test]
fn the_first_record_of_a_store_says_where_it_began() {
    let env = Env::in_folder("it is about files");
    let began = format!("this is the first record in a new store: `{}`", env.data().display());
    let raise = RAISE.replace("--json", "");
    env.sh(&raise).ok().says(&began);
    let second = env.sh(&raise).ok();
    assert!(!second.stderr.contains(&began), "{}", second.stderr);
}

/// A text that is being written in an editor is kept in the store, readable only by its owner, and removed afterwards.
#[cfg(unix)]
#[test]
fn a_text_in_an_editor_is_private_and_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;

    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let (script, seen) = (env.scratch("editor"), env.scratch("seen"));
    let lines = [
        "#!/bin/sh".to_owned(),
        format!("{{ echo \"$1\"; stat -c %a \"$1\" \"$(dirname \"$1\")\"; }} > {}", seen.display()),
        "echo 'Written in an editor' > \"$1\"; echo draft > \"$1~\"".to_owned(),
    ];
    fs::write(&script, lines.join("\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = env.command();
    command.args(["note", &id]).env("EDITOR", &script);
    let shown = crate::transcript::shown_at_terminal(command, Some(b"\r"));
    let seen = fs::read_to_string(&seen).unwrap_or_else(|wrong| panic!("{wrong}: {shown:?}"));
    let seen: Vec<&str> = seen.lines().collect();
    assert!(Path::new(seen[0]).starts_with(env.data()), "{seen:?}");
    assert_eq!(seen[1..], ["600", "700"]);
    assert!(!Path::new(seen[0]).exists());
    let log = env.iro(&["log", &id]).ok().stdout;
    assert!(log.contains("Written in an editor"), "{log} {shown:?}");
    env.iro(&["doctor"]).ok().says("no other program is writing");
    let left = fs::read_dir(env.data()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.filter(|name| name.to_string_lossy().starts_with(".editing")).count() == 0);
    assert!(fs::read_dir(env.data().join(".unfinished")).unwrap().next().is_none());
}

#[test]
fn standard_input_is_read_for_one_text() {
    let env = Env::in_folder("it is about files");
    env.sh("init --policy knowsley").ok();
    let raise = "raise --policy knowsley --child C-1 --seeking s";
    for both in ["--concern - --impact -", "--concern=- --impact -"] {
        let run = env.sh(&format!("{raise} {both} --json")).code(2);
        assert!(run.error()["message"].as_str().unwrap().contains("standard input"), "{run:?}");
    }
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}

#[test]
fn what_goes_to_a_file_leaves_one_document_for_a_script() {
    let env = Env::in_folder("it is about files");
    env.raise("knowsley", &[]);
    for args in [&["export", "--ics", "due.ics", "--json"][..], &["report", "--json", "--out", "report.json"]] {
        let written = env.iro(args).json();
        let file = env.scratch(written["file"].as_str().unwrap());
        assert_eq!(written["bytes"], fs::metadata(file).unwrap().len());
    }
}

#[test]
fn a_closing_day_is_tried_without_being_noted() {
    let env = Env::in_folder("it is about files");
    let close = ["calendar", "close", "2026-03-06", "--name", "Moving office"];
    let tried = env.iro(&[&close[..], &["--dry-run", "--json"]].concat()).json();
    assert_eq!((&tried["dry_run"], &tried["from"]), (&true.into(), &"2026-03-06".into()));
    env.iro(&[&close[..], &["--dry-run"]].concat()).ok().says("nothing is written").says("Moving office");
    assert!(!env.data().join("closing-days.yaml").exists());
    env.iro(&close).ok();
    assert!(env.data().join("closing-days.yaml").exists());
}

/// Without a name, the login name of the process is used, as `id` prints it.
#[cfg(unix)]
#[test]
fn without_a_name_it_is_whoever_is_logged_in() {
    let env = Env::in_folder("it is about files");
    let id = env.program("id").arg("-un").output().unwrap();
    let login = String::from_utf8(id.stdout).unwrap().trim().to_owned();
    assert!(id.status.success() && !login.is_empty(), "`id` knows the user");
    let raise = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "c", "--override", "x", "--json"];
    let output = env.command().env_remove("IRO_USER").args(raise).output().unwrap();
    let view: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(view["raised_by"], login);
}

/// A file name without a folder means the current folder, as in the examples of the help.
#[test]
fn a_plain_name_is_a_file_here() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let lines = [
        ("report --format html --out report.html", "report.html"),
        ("report --format csv --out report.csv", "report.csv"),
        ("form ID --format html --out form.html", "form.html"),
        ("export --ics deadlines.ics", "deadlines.ics"),
        ("export --jsonl --out records.jsonl", "records.jsonl"),
        ("export --csv --out records.csv", "records.csv"),
        ("policy new anytown --stage 'Step 1 | Team Manager | 5 working days' --out anytown.yaml", "anytown.yaml"),
    ];
    for (line, file) in lines {
        env.sh(&line.replace("ID", &id)).ok();
        let written = fs::metadata(env.scratch(file)).unwrap();
        assert!(written.len() > 100, "{line}");
    }
    let child = env.dispute(&id)["child"].as_str().unwrap().to_string();
    env.iro(&["export", "--child", &child, "--out", "held"]).ok();
    assert!(env.scratch("held").is_dir());
}

/// A script may retry on 1, and a change that was recorded must not be made twice.
#[cfg(target_os = "linux")]
#[test]
fn what_was_recorded_and_could_not_be_told_has_a_code_of_its_own() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-03T10:00");
    // Something to repair.
    fs::write(env.data().join("open/.unfinished-of-a-killed-run"), "").unwrap();
    let full = || std::process::Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let raise = ["raise", "--policy", "knowsley", "--child", "C-9", "--concern", "c", "--override", "x", "--json"];
    for (args, what) in [
        (&raise[..], "`2026-0002`"),
        (&["note", &id, "--text", "Called", "--json"], "event 2 of `2026-0001`"),
        (&["calendar", "close", "2026-03-06", "--name", "Moving office"], "the closing days"),
        (&["init", "--policy", "mosaic"], "the settings"),
        (&["policy", "new", "ours", "--title", "Ours", "--out", "ours.yaml"], "the draft `ours.yaml`"),
        (&["remind", "--within", "60 calendar days", "--out", "drafts"], "2 drafts in `drafts`"),
        (&["notice", &id, "--eml", "notice.eml", "--json"], "the draft `notice.eml`"),
        (&["export", "--child", "C-9", "--out", "C-9"], "the export in `C-9`"),
        (&["export", "--jsonl", "--out", "all.jsonl", "--json"], "`all.jsonl`"),
        (&["doctor", "--repair"], "what was repaired"),
        (&["list", "--iro", "Jo Bloggs", "--save", "mine"], "the filter `@mine`"),
        (&["list", "--overdue", "--save", "late", "--json"], "the filter `@late`"),
        (&["man", "pages"], "the manual pages in `pages`"),
    ] {
        let output = env.command().args(args).stdout(full()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(7), "{args:?} {said}");
        assert!(
            said.contains(&format!("recorded: {what};")) && said.contains("do not give the command again"),
            "{said}"
        );
    }
    // If nothing was recorded, it is an ordinary failure.
    let output = env.command().args(["list", "--json"]).stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(env.listed(&[]).len(), 2);
    // A failure after the change was reported keeps its own code.
    fs::write(env.open_file("2026-0003"), "a: 1").unwrap();
    env.iro(&["export", "--child", "C-9", "--out", "again"]).code(1).says("this is not a record of a dispute");
    env.iro(&["remind", "--within", "60 calendar days", "--again", "--out", "again"]).code(1).says("not a record");
    env.iro(&["list", "--iro", "Jo Bloggs", "--save", "hers"]).code(1).says("this is not a record of a dispute");
    // Filters with a name that is not there are not kept.
    fs::remove_file(env.open_file("2026-0003")).unwrap();
    env.iro(&["list", "--stage", "nosuch", "--save", "wrong"]).code(4);
    env.iro(&["list", "@wrong"]).code(4).says("there is no saved filter");
}

/// What is written to a pipe must come out of it, and the pipe must still be one.
#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let env = Env::in_folder("it is about files");
    env.raise("knowsley", &[]);
    let pipe = env.scratch("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::process::Command::new("cat").arg(&pipe).stdout(std::process::Stdio::piped()).spawn().unwrap();
    env.iro(&["export", "--csv", "--out", pipe.to_str().unwrap()]).ok();
    let read = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    assert!(read.contains("2026-0001"), "{read}");
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

/// No change to settings is lost.
#[test]
fn settings_that_many_change_at_once_are_all_kept() {
    const MANY: u32 = 8;
    let env = Env::in_folder("it is about files");
    std::thread::scope(|scope| {
        for day in 1..=MANY {
            let env = &env;
            scope.spawn(move || {
                let date = format!("2026-12-{day:02}");
                env.iro(&["calendar", "close", &date, "--name", "Closed", "--yes"]).ok();
            });
        }
        scope.spawn(|| env.iro(&["init", "--policy", "knowsley"]).ok());
        scope.spawn(|| env.iro(&["init", "--retention-years", "6"]).ok());
    });
    let closed = list(&env.iro(&["calendar", "2026", "--json"]).json()["closing_days"]);
    assert_eq!(closed.len(), MANY as usize);
    let config = fs::read_to_string(env.data().join("config.yaml")).unwrap();
    assert!(config.contains("policy: knowsley") && config.contains("retention_years: 6"), "{config}");
}

/// `doctor --repair` keeps a text that somebody is writing in an editor.
#[cfg(unix)]
#[test]
fn a_text_in_an_open_editor_survives_a_repair() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let script = env.scratch("editor");
    // Every change, and every repair, removes unused files.
    let lines = [
        "#!/bin/sh".to_owned(),
        format!("{} doctor --repair > {} 2>&1", env!("CARGO_BIN_EXE_iro"), env.scratch("repaired").display()),
        format!("{} note {id} --text Meanwhile > /dev/null 2>&1", env!("CARGO_BIN_EXE_iro")),
        "echo 'Written in an editor' > \"$1\"".to_owned(),
    ];
    fs::write(&script, lines.join("\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = env.command();
    command.args(["note", &id]).env("EDITOR", &script);
    let shown = crate::transcript::shown_at_terminal(command, Some(b"\r"));
    assert!(env.scratch("repaired").exists(), "{shown}");
    // Somebody else changed the record meanwhile, so the note has to be given again; its text was kept to the end.
    assert!(shown.contains("Written in an editor"), "{shown}");
}

/// If `iro` is killed, or the terminal is lost, while the editor is open, the text must not be lost.
#[cfg(unix)]
#[test]
fn a_text_whose_iro_was_killed_is_kept_and_pointed_out() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let script = env.scratch("editor");
    let lines =
        "#!/bin/sh\nprintf 'Typed for an hour\\n\\n# The question\\n' > \"$1\"; echo \"$1\" > seen; kill -9 $PPID";
    fs::write(&script, lines).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = env.command();
    command.args(["note", &id]).env("EDITOR", &script);
    crate::transcript::shown_at_terminal(command, Some(b"\r"));
    let file = fs::read_to_string(env.scratch("seen")).unwrap().trim().to_owned();
    let said = format!("was never recorded: it is kept in `{file}`");
    for _ in 0..2 {
        let run = env.iro(&["note", &id, "--text", "Another"]).ok();
        assert!(run.stderr.contains(&said), "{}", run.stderr);
        assert!(fs::read_to_string(&file).unwrap().contains("Typed for an hour"));
    }
    env.iro(&["doctor", "--repair"]).ok().says("was never recorded");
    env.iro(&["check"]).ok().says("was never recorded");
    assert!(!env.iro(&["due"]).ok().stderr.contains("recorded"));
    // It is removed after a week, and an empty one after a day.
    let (text, folder) = (Path::new(&file), env.data().join(".editing-empty"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("x.txt"), "\n\n# The question\n").unwrap();
    let days_ago = |path: &Path, days: u64| {
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 24 * 60 * 60 + 60);
        fs::File::open(path).unwrap().set_modified(then).unwrap();
    };
    days_ago(text, 6);
    env.iro(&["note", &id, "--text", "Another"]).ok();
    assert!(text.exists() && folder.exists());
    days_ago(text, 7);
    days_ago(&folder, 1);
    let run = env.iro(&["note", &id, "--text", "Another"]).ok();
    assert!(!text.exists() && !folder.exists() && !run.stderr.contains("never recorded"), "{}", run.stderr);
}

/// If the only copy of a record has another name, as sync clients and file managers make them, every list must say so.
#[test]
fn a_record_under_another_name_is_never_passed_over_in_silence() {
    for name in [
        "2026-0001 (conflicted copy).yaml",
        "2026-0001.yml",
        "2026-0001.YAML",
        "Copy of 2026-0001.yaml",
        "2026-0001 - Copy.yaml",
        "2026-0001-DESKTOP-4F.yaml",
        "2026-0001 (Jo's conflicted copy 2026-03-02).yaml",
        "2026-0001.sync-conflict-20260302-101010-ABCDEFG.yaml",
        "dispute.yaml",
    ] {
        let env = Env::in_folder("it is about files");
        let id = env.raise("knowsley", &["--child", "C-7"]);
        env.raise("knowsley", &[]);
        let other = env.open_file(&id).with_file_name(name);
        fs::rename(env.open_file(&id), &other).unwrap();
        for args in [&["due"][..], &["list"], &["list", "--all", "--json"], &["report"], &["inbox", "--for", "iro"]] {
            let run = env.iro(args).code(1);
            assert!(run.stderr.contains(name) && run.stderr.contains("--take-in"), "{args:?} {run:?}");
        }
        env.iro(&["export", "--child", "C-7", "--out", "held"]).says(name);
        env.iro(&["doctor"]).ok().says(name);
        // Under its own name it is a record again.
        fs::rename(&other, env.open_file(&id)).unwrap();
        env.iro(&["list"]).ok();
    }
    // A missing folder is named, too: moved away, emptied, or on a disk that is not connected.
    for (there, said) in [("away", "`2026-0001` was here"), ("empty", "`2026-0001` was here"), ("link", "open`")] {
        let env = Env::in_folder("it is about files");
        env.raise("knowsley", &[]);
        let open = env.data().join("open");
        fs::rename(&open, env.scratch("away")).unwrap();
        match there {
            "empty" => {
                fs::create_dir(&open).unwrap();
                fs::write(open.join(".DS_Store"), "").unwrap();
            }
            "link" => std::os::unix::fs::symlink("/nowhere", &open).unwrap(),
            _ => {}
        }
        for args in [&["due"][..], &["list"], &["inbox", "--for", "iro"]] {
            let run = env.iro(args).code(1);
            assert!(run.stderr.contains(said), "{there} {args:?} {run:?}");
        }
    }
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    for name in ["notes.txt", ".2026-0001.yaml.swp", "2026-0001.yaml~", "Thumbs.db"] {
        fs::copy(env.open_file(&id), env.data().join("open").join(name)).unwrap();
    }
    env.iro(&["due"]).ok();
    fs::copy(env.data().join(".ledger"), env.data().join(".ledger (conflicted copy)")).unwrap();
    env.iro(&["doctor"]).ok().says("may be a copy of the store's `");
    env.iro(&["check"]).ok().says("may be a copy of the store's `");
}

/// A file that an editor or a sync client keeps for itself is ignored only while the record is there, too.
#[test]
fn a_record_that_only_an_editors_copy_is_left_of_is_not_passed_over() {
    for name in
        [".2026-0001.yaml.icloud", "2026-0001.yaml~", ".2026-0001.yaml.swp", "~$2026-0001.yaml", "2026-0001.yaml.tmp"]
    {
        let env = Env::in_folder("it is about files");
        let id = env.raise("knowsley", &[]);
        let other = env.open_file(&id).with_file_name(name);
        fs::copy(env.open_file(&id), &other).unwrap();
        env.iro(&["due"]).ok();
        fs::remove_file(env.open_file(&id)).unwrap();
        env.iro(&["due"]).code(1).says(name);
        for typed in ["1", "2026-0001"] {
            env.iro(&["show", typed]).code(4).says("no record of `2026-0001` in its place").says(name);
        }
        env.iro(&["doctor", "--accept", "2026-0001", "--reason", "Gone"]).code(4).says(name);
    }
}

/// If a sync client renames a folder, everything in it would be missing from lists.
#[test]
fn a_folder_that_was_renamed_is_never_passed_over_in_silence() {
    for (from, to) in
        [("open", "open (1)"), ("open", "Copy of open"), ("closed", "closed (2)"), ("closed/2026", "closed/2026 (1)")]
    {
        let env = Env::in_folder("it is about files");
        let kept = env.raise("knowsley", &[]);
        let ended = env.raise("knowsley", &[]);
        env.iro(&["resolve", &ended, "--outcome", "done", "--override", "sample"]).ok();
        fs::rename(env.data().join(from), env.data().join(to)).unwrap();
        for args in [&["due"][..], &["list", "--all"], &["report"], &["check"], &["doctor"]] {
            let run = env.iro(args);
            assert!(run.code != 0 || args[0] == "doctor", "{args:?} {run:?}");
            run.says("stand nowhere else").says(to);
        }
        // A copy of a record that is there is harmless.
        fs::rename(env.data().join(to), env.data().join(from)).unwrap();
        fs::create_dir_all(env.data().join("backup/open")).unwrap();
        fs::copy(env.open_file(&kept), env.data().join("backup/open/2026-0001.yaml")).unwrap();
        env.iro(&["due"]).ok();
    }
}

/// If a sync client renames the file of closing days, dates would be counted without them.
#[test]
fn closing_days_under_another_name_are_not_passed_over() {
    let env = Env::in_folder("it is about files");
    env.raise("knowsley", &[]);
    env.iro(&["calendar", "close", "2026-03-06", "--name", "Moving office", "--yes"]).ok();
    let (own, other) = (env.data().join("closing-days.yaml"), env.data().join("closing-days (1).yaml"));
    fs::copy(&own, &other).unwrap();
    env.iro(&["due"]).ok();
    fs::remove_file(&own).unwrap();
    env.iro(&["due"]).code(1).says("closing-days (1).yaml").says("name it `closing-days.yaml`");
    fs::rename(&other, &own).unwrap();
    env.iro(&["due"]).ok();
}

/// Two computers without a connection gave the same number to two children.
#[test]
fn a_record_of_a_number_that_is_taken_comes_in_under_a_new_one() {
    let env = Env::in_folder("it is about files");
    env.raise("knowsley", &["--child", "C-1"]);
    let elsewhere = Env::in_folder("it is about files");
    elsewhere.raise("knowsley", &["--child", "C-2"]);
    elsewhere.iro(&["note", "1", "--text", "Called"]).ok();
    let copy = env.data().join("open/2026-0001 (conflicted copy).yaml");
    fs::copy(elsewhere.open_file("2026-0001"), &copy).unwrap();
    for command in ["doctor", "check"] {
        env.iro(&[command]).ok().says("another dispute that was given this number").says("--take-in");
    }
    let taken = env.iro(&["doctor", "--take-in", "2026-0001 (conflicted copy).yaml", "--json"]).json();
    assert_eq!((&taken["id"], &taken["was"]), (&"2026-0002".into(), &"2026-0001".into()));
    fs::remove_file(&copy).unwrap();
    assert_eq!((env.dispute("1")["child"].clone(), env.dispute("2")["child"].clone()), ("C-1".into(), "C-2".into()));
    env.iro(&["log", "2"]).ok().says("Called").says("where it was 2026-0001");
    env.iro(&["check"]).ok();
    // A record that was changed by hand is not taken in as if it were intact.
    let changed = env.scratch("changed.yaml");
    let text = fs::read_to_string(elsewhere.open_file("2026-0001")).unwrap();
    fs::write(&changed, text.replace("permanence", "pathway")).unwrap();
    env.iro(&["doctor", "--take-in", changed.to_str().unwrap()]).code(1).says("changed by hand");
    // Nor is one that was taken in before or is in the store already: one dispute would have two numbers.
    fs::copy(elsewhere.open_file("2026-0001"), &copy).unwrap();
    env.iro(&["doctor", "--take-in", copy.to_str().unwrap()]).code(3).says("in this store already, as `2026-0002`");
    env.iro(&["doctor", "--take-in", env.open_file("2026-0001").to_str().unwrap()]).code(3).says("as `2026-0001`");
}

#[test]
fn a_text_in_another_encoding_is_read_or_it_is_said_how_to_save_it() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    let file = env.scratch("text.txt");
    let given = format!("@{}", file.display());
    let note = |given: &str| env.iro(&["note", &id, "--text", given]);
    let words = "Caf\u{e9} \u{2013} \u{a3}5";
    let utf16: Vec<u8> = format!("\u{feff}{words}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&file, utf16).unwrap();
    note(&given).ok();
    env.iro(&["log", &id]).ok().says(words);
    fs::write(&file, b"Caf\xe9 \x96 \xa35").unwrap();
    note(&given).code(1).says("is not text in UTF-8").says("@windows-1252:");
    note(&given.replace('@', "@windows-1252:")).ok();
    assert_eq!(env.iro(&["log", &id]).ok().stdout.matches(words).count(), 2);
    fs::write(&file, " \n").unwrap();
    note(&given).code(2).says("text.txt` is empty");
    // A file that only another program can read is refused as a text, however it is given.
    for bytes in [&b"PK\x03\x04word"[..], b"%PDF-1.7", b"{\\rtf1", b"C\0a\0l\0l\0"] {
        fs::write(&file, bytes).unwrap();
        note(&given).code(1).says("is not a text, but a document");
        note(&given.replace('@', "@windows-1252:")).code(1).says("is not a text, but a document");
    }
    // Standard input is checked like a file.
    for (bytes, code, says) in [
        (&b"\xff\xfeC\0a\0l\0l\0e\0d\0"[..], 0, "Noted in"),
        (b"Caf\xe9", 1, "save it as UTF-8"),
        (b" \n", 2, "standard input is empty"),
    ] {
        fs::write(&file, bytes).unwrap();
        let output =
            env.command().args(["note", &id, "--text", "-"]).stdin(fs::File::open(&file).unwrap()).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.code() == Some(code) && said.contains(says), "{said}");
    }
}
