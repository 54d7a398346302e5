//! A store on a server as people and scripts see it: it gives the same answers as a folder, can be copied there and
//! back, and limits who may do what.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::seat::Seat;
use crate::database::Database;
use crate::database::server::{OWNER, shared};
use crate::documents::root;
use crate::env::{Env, copy_tree, list, text};

/// The example store with a record that was edited by hand and accepted, one removed, closing days and a policy.
fn example() -> Env {
    let env = Env::in_folder("it has a store on a server beside it");
    copy_tree(&root().join("examples/store"), &env.data());
    env.now("2026-11-28T10:00");
    env.iro(&["doctor", "--repair"]).ok();
    env.iro(&["calendar", "close", "2027-02-08", "--name", "Training"]).ok();
    let old = env.raise("knowsley", &["--on", "2020-03-02"]);
    env.iro(&[
        "resolve",
        &old,
        "--outcome",
        "x",
        "--result=resolved",
        "--impact-on-child",
        "x",
        "--override=x",
        "--on",
        "2020-03-09",
    ])
    .ok();
    env.iro(&["init", "--retention-years", "5", "--policy", "mosaic"]).ok();
    env.iro(&["purge", &old, "--reason", "Past its time", "--yes"]).ok();
    let by_hand = env.raise("knowsley", &[]);
    env.iro(&["note", &by_hand, "--text", "Phoned"]).ok();
    let file = env.open_file(&by_hand);
    let edited = fs::read_to_string(&file).unwrap().replace("The permanence plan", "The permanency plan");
    fs::write(
        &file,
        format!("# Corrected by hand\n{edited}").replace("# Corrected by hand\nformat", "# by hand\nformat"),
    )
    .unwrap();
    env.iro(&["doctor", "--accept", &by_hand, "--reason", "A slip"]).ok();
    env
}

#[test]
fn a_folder_goes_to_a_server_and_comes_back_the_same() {
    let Some(seat) = Seat::new() else { return };
    let env = example();
    seat.env.now("2026-11-28T10:00");
    let folder = env.data().display().to_string();
    let server = seat.database.address();
    let copied = seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server, "--json"]).json();
    assert_eq!(copied["events"], copied["new_events"]);
    seat.run(&["check"]).code(env.iro(&["check"]).code);

    // The output for people is exactly the same.
    let ids = list(&env.iro(&["list", "--all", "--kind", "all", "--json"]).json());
    let ids: Vec<&str> = ids.iter().map(|one| text(one, "id")).collect();
    let mut questions: Vec<Vec<&str>> = vec![
        vec!["list", "--all", "--kind", "all", "--json"],
        vec!["list"],
        vec!["due", "--all", "--json"],
        vec!["due", "--explain"],
        vec!["report", "--format", "json"],
        vec!["report", "--from", "2026-01-01", "--format", "md"],
        vec!["supervision", "--json"],
        vec!["calendar", "2026"],
        vec!["retention", "--all"],
    ];
    for id in &ids {
        questions.extend([vec!["log", *id, "--json"], vec!["show", *id], vec!["why", *id]]);
    }
    for question in &questions {
        let (here, there) = (env.iro(question), seat.run(question));
        assert_eq!((here.code, &here.stdout, &here.stderr), (there.code, &there.stdout, &there.stderr), "{question:?}");
    }
    // Asked again, now answered from the memo.
    for question in &questions[..4] {
        assert_eq!(env.iro(question).stdout, seat.run(question).stdout, "{question:?}");
    }

    let again = seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server, "--json"]).json();
    assert_eq!(again["new_events"], 0);

    // Copied back, with the changes made on the server.
    let edited = ids.last().unwrap();
    for side in
        [&env.iro(&["note", edited, "--text", "More"]).code, &seat.run(&["note", edited, "--text", "More"]).code]
    {
        assert_eq!(*side, 0);
    }
    let back = seat.env.scratch("back");
    let back = back.display().to_string();
    seat.env.iro(&["store", "copy", "--from", &server, "--to", &back]).ok();
    let same = Command::new("diff")
        .args([
            "-r",
            "-x",
            ".lock",
            "-x",
            ".index*",
            "-x",
            ".unfinished",
            "-x",
            ".editing*",
            "-x",
            "2020",
            // Without the name of whoever set it up.
            "-x",
            "config.yaml",
            "-x",
            ".ledger",
        ])
        .arg(&folder)
        .arg(&back)
        .output();
    let same = same.unwrap();
    assert!(same.status.success(), "{}", String::from_utf8_lossy(&same.stdout));
    // The ledger, too, beside who typed on the server and when; the digest of that line counts it in.
    let ledger = |folder: &str| fs::read_to_string(format!("{folder}/.ledger")).unwrap();
    let (here, there) = (ledger(&folder), ledger(&back));
    let (last_here, last_there) = (here.lines().last().unwrap(), there.lines().last().unwrap());
    assert_eq!(here.lines().rev().skip(1).collect::<Vec<_>>(), there.lines().rev().skip(1).collect::<Vec<_>>());
    let (said, stamp) = last_there.split_once(" {").unwrap();
    assert_eq!(said.split_once(' ').unwrap().1, last_here.split_once(' ').unwrap().1);
    assert!(stamp.ends_with("Z\",\"login\":\"owner\"}"), "{stamp}");
}

/// A copy that stopped half-way is not taken for a complete store.
#[test]
fn a_copy_that_stopped_is_no_store_until_it_is_finished() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    for child in ["C-1", "C-2"] {
        env.raise("knowsley", &["--child", child]);
    }
    let (folder, server) = (env.data().display().to_string(), seat.database.address());
    let copy = |to: &str| seat.env.iro(&["store", "copy", "--from", &folder, "--to", to]);
    // A login without the rights for the last part doesn't begin.
    let keeper = seat.database.address_of(&seat.login("jo", "keep"));
    let refused = copy(&keeper).code(1);
    assert!(refused.stderr.contains("may not write `original`, `tombstone`"), "{}", refused.stderr);
    seat.env.iro(&["store", "copy", "--from", &folder, "--to", &keeper, "--dry-run"]).code(1);
    assert_eq!(seat.run(&["list", "--ids"]).ok().stdout, "");
    // The ledger is copied last, so make that fail.
    let stop = "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no more'; END $$; \
                CREATE TRIGGER stop BEFORE INSERT ON iro.ledger EXECUTE FUNCTION stop()";
    seat.database.sql(OWNER, stop).unwrap();
    let stopped = copy(&server).code(1);
    assert!(stopped.stderr.contains("2 of 2 records were copied"), "{}", stopped.stderr);
    assert!(stopped.stderr.contains("it resumes where it stopped"), "{}", stopped.stderr);
    for command in [
        &["list"][..],
        &["due"],
        &["report"],
        &["check"],
        &["doctor"],
        &["raise", "--policy", "knowsley", "--child", "C-9", "--concern", "x", "--override=x"],
    ] {
        let refused = seat.run(command).code(1);
        assert!(refused.stderr.contains("was begun and not finished"), "{command:?}: {}", refused.stderr);
        assert_eq!(refused.stdout, "", "{command:?}");
    }
    seat.database.sql(OWNER, "DROP TRIGGER stop ON iro.ledger").unwrap();
    copy(&server).ok();
    assert_eq!(seat.run(&["list", "--ids"]).ok().stdout, "2026-0001\n2026-0002\n");
    seat.run(&["check"]).ok();
}

/// A power cut can leave half a line at the end of a ledger, which `check` only warns of.
#[test]
fn a_store_whose_ledger_ends_in_half_a_line_can_be_copied() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    let id = env.raise("knowsley", &[]);
    let ledger = env.data().join(".ledger");
    let half = [&fs::read(&ledger).unwrap()[..], b"3fa9c1d2e4b50617 wr\xff"].concat();
    fs::write(&ledger, half).unwrap();
    env.iro(&["check"]).ok().says("this line is not whole");
    let (folder, server) = (env.data().display().to_string(), seat.database.address());
    let copy = || seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server, "--json"]).json();
    copy();
    env.iro(&["note", &id, "--text", "More"]).ok();
    assert_eq!(copy()["new_events"], 1);
    seat.run(&["check"]).ok();
}

/// A name in the database is a path in a folder.
#[test]
fn no_copy_writes_outside_of_its_folder() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    let writer = seat.login("jo", "write");
    let insert = "INSERT INTO iro.kept (name, version, bytes, write_id) \
                  VALUES ('policies/kept/../../../outside.yaml', 1, 'x', 'w')";
    assert!(seat.database.sql(&writer, insert).unwrap_err().contains("kept_name"));
    // A row from before the table refused such names.
    seat.database.sql(OWNER, "ALTER TABLE iro.kept DROP CONSTRAINT kept_name").unwrap();
    seat.database.sql(&writer, insert).unwrap();
    let to = seat.env.scratch("deep/folder");
    let args = ["store", "copy", "--from", &seat.database.address(), "--to", &to.display().to_string()];
    seat.env.iro(&args).code(6);
    assert!(!seat.env.scratch("outside.yaml").exists() && !seat.env.scratch("deep/outside.yaml").exists());
    seat.run(&["check"]).code(6).says("outside.yaml");
}

/// Typing under another person's name is allowed and shown to everybody; copied events are not taken for typed ones.
#[test]
fn what_is_typed_for_another_is_shown() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    env.raise("knowsley", &[]);
    let owner = seat.login("own", "keep");
    seat.run(&["store", "people", "--add", OWNER, "--name", "The Owner", "--role", "keep"]).ok();
    let (folder, server) = (env.data().display().to_string(), seat.database.address());
    seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server]).ok();
    assert_eq!(seat.run(&["check", "--json"]).json()["faults"], serde_json::json!([]));
    let writer = seat.login("jo", "write");
    seat.run_as(&writer, &["--user", "JO", "note", "1", "--text", "Their own"]).ok();
    seat.run_as(&writer, &["--user", "Ann Other", "note", "1", "--text", "Another's"]).ok();
    let log = list(&seat.run_as(&owner, &["log", "1", "--json"]).json());
    let typed: Vec<Option<&str>> = log.iter().map(|one| one["typed_by"].as_str()).collect();
    assert_eq!(typed, [None, Some(writer.as_str()), Some(writer.as_str())]);
    let shown = seat.run_as(&owner, &["log", "1"]).ok().stdout;
    assert!(shown.contains(&format!("typed by jo (login {writer})")), "{shown}");
    assert_eq!(shown.matches("typed by").count(), 1, "{shown}");
    let checked = seat.run(&["check", "--json"]).ok().document();
    let faults = list(&checked["faults"]);
    let rules: Vec<&str> = faults.iter().map(|one| text(one, "rule")).collect();
    assert_eq!(rules, ["typed-for-another"], "{faults:?}");
}

#[test]
fn a_copy_never_merges() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    env.raise("knowsley", &[]);
    seat.run(&["raise", "--policy", "knowsley", "--child", "C-9", "--concern", "Another", "--override=x"]).ok();
    let (folder, server) = (env.data().display().to_string(), seat.database.address());
    let refused = seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server]).code(3);
    assert!(refused.stderr.contains("has something that"), "{}", refused.stderr);
    let file = env.open_file("2026-0001");
    let damaged = fs::read_to_string(&file).unwrap().replace("permanence", "permanency");
    fs::write(&file, damaged).unwrap();
    seat.env.iro(&["store", "copy", "--from", &folder, "--to", &seat.env.scratch("x").display().to_string()]).code(6);
}

#[test]
fn a_saved_filter_that_came_with_a_folder_is_removed_for_everybody_or_not_at_all() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it is copied to a server");
    env.raise("knowsley", &[]);
    env.iro(&["list", "--iro", "Jo Bloggs", "--save", "mine"]).ok();
    let database = Database::made(shared().unwrap());
    let (folder, address) = (env.data().display().to_string(), database.address());
    env.iro(&["store", "copy", "--from", &folder, "--to", &address]).ok();
    let login = seat.login("jo", "write");
    database.sql(OWNER, &format!("INSERT INTO iro.person (login, name) VALUES ('{login}', 'jo')")).unwrap();
    let at_seat = |whose: &str, args: &[&str]| seat.env.iro(&[&["--store", whose], args].concat());
    let (writers, owners) = (database.address_of(&login), address.as_str());
    at_seat(&writers, &["list", "@mine"]).ok();
    let refused = at_seat(&writers, &["list", "--forget", "mine"]).code(1);
    assert!(refused.stderr.contains("--role keep"), "{}", refused.stderr);
    at_seat(owners, &["list", "@mine"]).ok();
    at_seat(owners, &["list", "--forget", "mine"]).ok();
    at_seat(&writers, &["list", "@mine"]).code(4);
}

/// Councils give rights to groups of their directory.
#[test]
fn what_somebody_may_do_as_a_member_of_a_group_is_said() {
    let Some(seat) = Seat::new() else { return };
    let (group, login) = (format!("iros_{}", seat.database.name()), seat.login("gina", "read"));
    seat.database
        .sql(OWNER, &format!("CREATE ROLE {group}; GRANT iro_write TO {group}; GRANT {group} TO {login}"))
        .unwrap();
    let gina = || {
        let people = list(&seat.run(&["store", "people", "--json"]).json());
        people.into_iter().find(|one| one["login"] == login.as_str())
    };
    let one = gina().unwrap();
    let by_group = serde_json::json!([{"role": "write", "group": group}]);
    assert_eq!((&one["roles"], &one["by_group"]), (&serde_json::json!(["read"]), &by_group));
    let said = format!("write (as a member of {group})");
    seat.run(&["store", "people"]).ok().says(&format!("read, {said}"));
    let removed = seat.run(&["store", "people", "--remove", &login]).ok();
    assert!(removed.stdout.contains(&format!("keeps what a group may do: {said}")), "{}", removed.stdout);
    assert!(removed.stderr.contains("takes"), "{}", removed.stderr);
    assert_eq!(gina().unwrap()["roles"], serde_json::json!([]));
    seat.database.sql(OWNER, &format!("REVOKE {group} FROM {login}")).unwrap();
    assert_eq!(gina(), None);
}

#[test]
fn everybody_types_under_their_own_name_and_may_what_their_role_says() {
    let Some(seat) = Seat::new() else { return };
    let (writer, reader) = (seat.login("jo", "write"), seat.login("au", "read"));
    let raise = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x", "--json"];
    let mut command = seat.env.command();
    let ran = command.env_remove("IRO_USER").args(["--store", &seat.database.address_of(&writer)]).args(raise).output();
    assert!(ran.unwrap().status.success());
    let log = seat.run(&["log", "1", "--json"]).json();
    assert_eq!(log[0]["by"], "jo");
    seat.run_as(&reader, &["list"]).ok().says("2026-0001");
    let refused = seat.run_as(&reader, &["note", "1", "--text", "x"]).code(1);
    let said = format!("you may read this store and not write in it (login `{reader}`)");
    assert!(refused.stderr.contains(&said), "{}", refused.stderr);
    let refused = seat.run_as(&writer, &["init", "--policy", "mosaic"]).code(1);
    assert!(refused.stderr.contains("--role keep"), "{}", refused.stderr);
    seat.run(&["init", "--policy", "mosaic"]).ok();
    seat.run_as(&writer, &["config"]).ok().says("mosaic");
    let analyst = seat.login("ana", "analyse");
    let refused = seat.run_as(&analyst, &["list"]).code(1);
    assert!(refused.stderr.contains("you may not read this store"), "{}", refused.stderr);
    let people = list(&seat.run(&["store", "people", "--json"]).json());
    assert!(people.iter().any(|one| one["login"] == writer.as_str() && one["name"] == "jo"), "{people:?}");
}

/// A new role replaces the old one, and a person who is removed keeps no rights.
#[test]
fn roles_are_changed_and_taken_away() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    let login = seat.login("jo", "write");
    seat.run_as(&login, &["note", "1", "--text", "x"]).ok();
    let roles = |words: &[&str]| {
        let add = ["store", "people", "--add", login.as_str(), "--name", "jo", "--json"];
        let mut args = add.to_vec();
        args.extend(words.iter().flat_map(|word| ["--role", word]));
        seat.run(&args).json()
    };
    roles(&["read"]);
    seat.run_as(&login, &["note", "1", "--text", "x"]).code(1);
    seat.run_as(&login, &["list"]).ok();
    assert_eq!(roles(&["keep", "purge"])["roles"], serde_json::json!(["keep", "purge"]));
    seat.run_as(&login, &["init", "--policy", "mosaic"]).ok();
    seat.run(&["store", "people", "--remove", &login]).ok().says("may do nothing");
    seat.run_as(&login, &["list"]).code(1);
    seat.run(&["store", "people", "--remove", &login]).code(4);
    assert_eq!(seat.run(&["log", "1", "--json"]).json()[1]["typed_by"], login.as_str());
    // A second login for the same person's name.
    let other = format!("{login}_2");
    seat.database.sql(OWNER, &format!("CREATE ROLE {other} LOGIN")).unwrap();
    roles(&["read"]);
    let warned = seat.run(&["store", "people", "--add", &other, "--name", "JO"]).ok();
    assert!(warned.stderr.contains("types under that name, too"), "{}", warned.stderr);
    // Only the owner can let people in, and making a store needs CREATEROLE.
    let keeper = seat.login("kim", "keep");
    let refused = seat.run_as(&keeper, &["store", "people", "--add", &other, "--name", "x"]).code(1);
    assert!(refused.stderr.contains("whoever owns the store"), "{}", refused.stderr);
    seat.database.sql(OWNER, &format!("ALTER ROLE {other} CONNECTION LIMIT 0")).unwrap();
    let crowded = seat.run_as(&other, &["list"]).code(5);
    assert!(crowded.stderr.contains("no connection free"), "{}", crowded.stderr);
}

#[test]
fn a_policy_and_closing_days_are_everybodys() {
    let Some(seat) = Seat::new() else { return };
    seat.env
        .iro(&["policy", "new", "vale", "--stage", "Stage 1 | Team Manager | 5 working days", "--out", "vale.yaml"])
        .ok();
    let file = seat.env.scratch("vale.yaml").display().to_string();
    seat.run(&["policy", "add", &file]).ok();
    seat.run(&["policy", "add", &file]).ok().says("there already");
    let changed = fs::read_to_string(&file).unwrap().replace("5 working days", "6 working days");
    fs::write(&file, changed).unwrap();
    seat.run(&["policy", "add", &file]).code(3).says("a version of its own");
    let other = Seat { env: Env::in_folder("it has a store on a server beside it"), ..seat };
    other.run(&["policy", "list"]).ok().says("vale");
    other.run(&["calendar", "close", "2026-03-04", "--name", "x"]).ok();
    let added = other.run(&["calendar", "add", "2 working days", "--from", "2026-03-02", "--json"]).json();
    assert_eq!(added["due"], "2026-03-05");
}

#[test]
fn the_settings_of_a_folder_name_the_store() {
    let Some(seat) = Seat::new() else { return };
    fs::create_dir_all(seat.env.data()).unwrap();
    let config = seat.env.data().join("config.yaml");
    fs::write(&config, format!("store: {}\n", seat.database.address())).unwrap();
    seat.env.raise("knowsley", &[]);
    assert_eq!(seat.run(&["list", "--ids"]).ok().stdout.trim(), "2026-0001");
    assert!(!seat.env.data().join("open").exists());
    fs::create_dir(seat.env.data().join("open")).unwrap();
    seat.env.iro(&["list"]).code(1).says("it can't be told which are meant");
    fs::remove_dir(seat.env.data().join("open")).unwrap();
    fs::write(&config, "store: postgresql://jo:hidden@db/iro\n").unwrap();
    let refused = seat.env.iro(&["list"]).code(2);
    assert!(refused.stderr.contains("password") && !refused.stderr.contains("hidden"), "{}", refused.stderr);
}

#[test]
fn the_sql_is_printed_without_a_connection() {
    let env = Env::in_folder("it has a store on a server beside it");
    let sql = env.iro(&["store", "schema"]).ok().stdout;
    assert!(sql.starts_with("BEGIN;") && sql.trim_end().ends_with("COMMIT;"));
    let Some(server) = shared() else { return };
    let database = server.database();
    server.sql(&database, OWNER, &sql).unwrap();
    let address = server.address(&database, OWNER);
    env.iro(&["--store", &address, "doctor"]).ok().says("lists go by what the events say");
    env.iro(&["--store", &address, "store", "init"]).code(1).says("already");
}

#[test]
fn what_was_falsified_is_found_or_answered_rightly() {
    let Some(seat) = Seat::new() else { return };
    for _ in 0..40 {
        seat.run(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    }
    let due = seat.run(&["due", "--all", "--json"]).ok().stdout;
    let falsify = |what: &str| {
        let there =
            Seat { env: Env::in_folder("it has a store on a server beside it"), database: seat.database.fork() };
        there.database.sql(OWNER, &format!("SET session_replication_role = replica; {what}")).unwrap();
        there
    };
    // A wrong head would hide a dispute, so `check` recounts.
    for what in [
        "UPDATE iro.head SET filed = 'closed' WHERE record = 2026000000007",
        "DELETE FROM iro.head WHERE record = 2026000000007",
        "UPDATE iro.event SET body = replace(body, 'knowsley', 'x'), digest = repeat('0', 64) WHERE record = 2026000000007",
        "DELETE FROM iro.event WHERE record = 2026000000007",
        "DELETE FROM iro.ledger WHERE line > 39",
        "DELETE FROM iro.event WHERE record = 2026000000007; DELETE FROM iro.head WHERE record = 2026000000007; \
         DELETE FROM iro.memo WHERE record = 2026000000007; DELETE FROM iro.record WHERE id = 2026000000007",
    ] {
        falsify(what).run(&["check"]).code(6);
    }
    let repaired = falsify("UPDATE iro.head SET filed = 'closed'; DELETE FROM iro.memo WHERE record % 2 = 0");
    repaired.run(&["doctor", "--repair"]).ok();
    assert_eq!(repaired.run(&["due", "--all", "--json"]).ok().stdout, due);
    // A memo of another state of a record is never used.
    let stale = falsify("UPDATE iro.memo SET digest = repeat('0', 64), due = NULL, waits = false, earliest = NULL");
    assert_eq!(stale.run(&["due", "--all", "--json"]).ok().stdout, due);
}

/// Anybody who can write can falsify the memo that lists rely on, for the present state of a record.
#[test]
fn what_is_remembered_falsely_is_found() {
    let Some(seat) = Seat::new() else { return };
    // The real time of day, because the memo is for today.
    seat.env.now("");
    for _ in 0..3 {
        seat.run(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    }
    seat.run(&["list", "--all"]).ok();
    seat.run(&["check"]).ok();
    let writer = seat.login("jo", "write");
    for what in [
        "due = NULL, earliest = NULL, waits = false",
        "due = due + 30",
        "closed_on = current_date, over_on = current_date - 1",
        "view = (SELECT view FROM iro.memo o WHERE o.record <> memo.record LIMIT 1)",
        "raised_on = raised_on - 400",
    ] {
        let there =
            Seat { env: Env::in_folder("it has a store on a server beside it"), database: seat.database.fork() };
        there.env.now("");
        there.database.sql(&writer, &format!("UPDATE iro.memo SET {what} WHERE record % 10 = 2")).unwrap();
        let found = there.run(&["check", "--json"]).code(6).document();
        let found = list(&found["faults"]);
        assert!(
            found.iter().any(|one| one["rule"] == "remembered" && one["file"] == "record 2026-0002"),
            "{what}: {found:?}"
        );
        there.run(&["doctor", "--repair"]).ok();
        there.run(&["check"]).ok();
    }
}

#[test]
fn a_service_is_found_in_its_file() {
    let Some(seat) = Seat::new() else { return };
    let nowhere = seat.env.scratch("none").display().to_string();
    let service =
        format!("[ours]\nhost={}\nport={}\ndbname={}\nuser={OWNER}\n", seat.host(), seat.port(), seat.database.name());
    let file = seat.env.scratch("services");
    fs::write(&file, service).unwrap();
    let run = |service: &str, services: &Path| {
        let mut command = seat.env.command();
        command.env("PGSERVICEFILE", services).env("PGSYSCONFDIR", &nowhere);
        command.args(["--store", &format!("postgresql:///?service={service}"), "list"]).output().unwrap()
    };
    assert!(run("ours", &file).status.success());
    let refused = String::from_utf8(run("theirs", &file).stderr).unwrap();
    assert!(refused.contains("there is no service `theirs`"), "{refused}");
}

impl Seat {
    fn host(&self) -> String {
        shared().unwrap().socket.display().to_string()
    }

    fn port(&self) -> u16 {
        shared().unwrap().port
    }
}

/// Whoever writes drafts reminders, and only one goes out a day, whoever asks.
#[test]
fn a_writer_drafts_reminders() {
    let Some(seat) = Seat::new() else { return };
    seat.env.now("2026-03-02T10:00");
    let [jo, ann] = ["jo", "ann"].map(|name| seat.login(name, "write"));
    let raise =
        ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x", "--stage", "stage-1"];
    seat.run_as(&jo, &raise).ok();
    seat.env.now("2026-03-10T10:00");
    let folder = seat.env.scratch("drafts").display().to_string();
    let drafted = seat.run_as(&jo, &["remind", "--out", &folder]).ok();
    assert!(drafted.stdout.contains("draft"), "{}", drafted.stdout);
    let again = seat.run_as(&ann, &["remind", "--out", &folder]).ok();
    assert_ne!(again.stdout, drafted.stdout, "a second one the same day");
    // Anything else of that kind is for those who keep it.
    seat.run_as(&jo, &["calendar", "close", "2026-12-29", "--name", "Christmas"]).code(1).says("--role keep");
}
