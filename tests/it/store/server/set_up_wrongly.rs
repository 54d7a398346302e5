//! A server that is out of reach, may only be read, or can't keep every character: what is wrong, and who helps.

use super::seat::Seat;
use crate::database::Database;
use crate::database::server::{OWNER, shared};
use crate::env::{Env, list, text};

#[test]
fn doctor_says_what_it_tried() {
    let env = Env::in_folder("it has a store on a server beside it");
    for (address, tried, why) in [
        (
            "postgresql:///iro?host=/nowhere&user=jo",
            "tried `/nowhere`, port 5432, database `iro`, login `jo`, without TLS",
            "reached",
        ),
        (
            "postgresql://jo@127.0.0.1:1/iro",
            "tried `127.0.0.1`, port 1, database `iro`, login `jo`, without TLS",
            "reached",
        ),
    ] {
        let refused = env.iro(&["--store", address, "doctor"]).code(1);
        assert!(refused.stderr.contains(tried) && refused.stderr.contains(why), "{}", refused.stderr);
        assert!(
            refused.stderr.contains("ask your database administrator whether the server runs"),
            "{}",
            refused.stderr
        );
        // Any other command refers people to `doctor`.
        let refused = env.iro(&["--store", address, "list"]).code(1);
        assert!(refused.stderr.contains("`iro doctor` says what it tried"), "{}", refused.stderr);
    }
    let Some(server) = shared() else { return };
    let nowhere = server.address("nowhere", OWNER);
    let refused = env.iro(&["--store", &nowhere, "doctor"]).code(1);
    assert!(refused.stderr.contains("database `nowhere`") && refused.stderr.contains("createdb"), "{}", refused.stderr);
}

#[test]
fn whoever_can_only_read_is_told_why() {
    let Some(server) = shared() else { return };
    let database = Database::made(server);
    let env = Env::in_folder("it has a store on a server beside it");
    let run = |login: &str, args: &[&str]| env.iro(&[&["--store", database.address_of(login).as_str()], args].concat());
    run(OWNER, &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x"]).ok();
    let login = format!("jo-{}", database.name());
    database.sql(OWNER, &format!("CREATE ROLE \"{login}\" LOGIN")).unwrap();
    run(OWNER, &["store", "people", "--add", &login, "--name", "Jo", "--role", "write"]).ok();
    let setting = "default_transaction_read_only";
    let name = database.name();
    for (whose, who) in [
        (format!("ROLE \"{login}\""), "your login"),
        (format!("DATABASE \"{name}\""), "this database"),
        (format!("ROLE \"{login}\" IN DATABASE \"{name}\""), "your login"),
    ] {
        database.sql(OWNER, &format!("ALTER {whose} SET {setting} = on")).unwrap();
        let refused = run(&login, &["note", "1", "--text", "x"]).code(1);
        assert!(refused.stderr.contains("can only be read"), "{}", refused.stderr);
        assert!(refused.stderr.contains("`iro doctor` says which"), "{}", refused.stderr);
        let found = run(&login, &["doctor", "--json"]).json();
        let found = list(&found["findings"]);
        let one = found.iter().find(|one| one["what"] == "read-only").unwrap_or_else(|| panic!("{found:?}"));
        assert!(text(one, "message").contains(&format!("is on for {who}")), "{one}");
        let back = format!("ALTER {whose} RESET {setting}");
        assert!(text(one, "hint").contains(&back), "{one}");
        // Reset, because a write would be refused in the next case, too.
        server.sql("postgres", OWNER, &back).unwrap();
        run(&login, &["note", "1", "--text", "x"]).ok();
    }
}

#[test]
fn a_database_that_cannot_keep_every_character_is_no_place_for_a_store() {
    let Some(server) = shared() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    // Making a store first ensures that the roles exist.
    let name = format!("{}_latin", Database::made(server).name());
    let make = format!("CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    server.sql("postgres", OWNER, &make).unwrap();
    let address = server.address(&name, OWNER);
    let refused = env.iro(&["--store", &address, "store", "init"]).code(1);
    assert!(refused.stderr.contains("keeps text in LATIN1, and a store needs UTF8"), "{}", refused.stderr);
    assert!(refused.stderr.contains("createdb -E UTF8"), "{}", refused.stderr);
    let sql = env.iro(&["store", "schema"]).ok().stdout;
    assert!(server.sql(&name, OWNER, &sql).unwrap_err().contains("a store needs UTF8"));
    // A store that was made before this guard existed.
    let from = sql.find("DO $$\nBEGIN\n    IF current_setting('server_encoding')").unwrap();
    let to = sql.find("CREATE SCHEMA iro;").unwrap();
    server.sql(&name, OWNER, &format!("{}{}", &sql[..from], &sql[to..])).unwrap();
    let raise = ["--store", &address, "raise", "--policy", "knowsley", "--child", "C-1", "--concern", "“Naïve”"];
    let refused = env.iro(&raise).code(1);
    assert!(refused.stderr.contains("can't keep these characters"), "{}", refused.stderr);
    let found = env.iro(&["--store", &address, "doctor", "--json"]).json();
    let found = list(&found["findings"]);
    let one = found.iter().find(|one| one["what"] == "encoding").unwrap_or_else(|| panic!("{found:?}"));
    assert!(text(one, "message").contains("LATIN1") && text(one, "hint").contains("createdb -E UTF8"), "{one}");
}

#[test]
fn what_the_server_refuses_is_not_taken_for_an_empty_store() {
    let Some(seat) = Seat::new() else { return };
    let login = seat.login("jo", "write");
    for child in ["C-1", "C-2", "C-3"] {
        seat.run(&["raise", "--policy", "knowsley", "--child", child, "--concern", "x"]).ok();
    }
    let written = [
        ("cal.ics", vec!["export", "--ics"]),
        ("all.csv", vec!["export", "--csv", "--out"]),
        ("all.jsonl", vec!["export", "--jsonl", "--out"]),
        ("year.html", vec!["report", "--period", "2025/26", "--format", "html", "--out"]),
    ];
    let files = written.map(|(name, args)| {
        let path = seat.env.scratch(name).display().to_string();
        let args: Vec<String> = args.into_iter().map(str::to_string).chain([path.clone()]).collect();
        (path, args)
    });
    fn borrowed(args: &[String]) -> Vec<&str> {
        args.iter().map(String::as_str).collect()
    }
    for (_, args) in &files {
        seat.run_as(&login, &borrowed(args)).ok();
    }
    // The list of records can be had, and not what is in them, as when the server stops these queries.
    seat.database.sql(OWNER, "REVOKE SELECT ON iro.event FROM iro_read").unwrap();
    for (path, args) in &files {
        let before = std::fs::read(path).unwrap();
        let refused = seat.run_as(&login, &borrowed(args)).code(1);
        assert_eq!(refused.stderr.matches("error:").count(), 1, "{args:?}: {}", refused.stderr);
        assert!(!refused.stderr.contains("written to"), "{args:?}: {}", refused.stderr);
        assert!(std::fs::read(path).unwrap() == before, "{args:?} left `{path}` as it was");
    }
    for args in [&["inbox", "--for", "team-manager"][..], &["list", "--all"], &["due", "--all"], &["check"]] {
        let refused = seat.run_as(&login, args).code(1);
        assert_eq!(refused.stderr.matches("error:").count(), 1, "{args:?}: {}", refused.stderr);
        assert_eq!(refused.stdout, "", "{args:?}");
    }
}

#[test]
fn a_login_without_row_security_is_told_which_setting_is_off() {
    let Some(seat) = Seat::new() else { return };
    let login = seat.login("jo", "write");
    seat.database.sql(OWNER, &format!("ALTER ROLE {login} SET row_security = off")).unwrap();
    let refused = seat.run_as(&login, &["list"]).code(1);
    let back = format!("ALTER ROLE \"{login}\" RESET row_security");
    assert!(refused.stderr.contains("`row_security` is off") && refused.stderr.contains(&back), "{}", refused.stderr);
    assert!(!refused.stderr.contains("--role"), "no role helps: {}", refused.stderr);
    seat.database.sql(OWNER, &back).unwrap();
    seat.run_as(&login, &["list"]).ok();
}

/// The page for administrators allows it, and `iro check` lists it.
#[test]
fn what_was_typed_for_a_colleague_is_no_change_behind_the_programs_back() {
    let Some(seat) = Seat::new() else { return };
    let login = seat.login("jo", "write");
    seat.run(&["store", "people", "--add", &login, "--name", "Jo Bloggs", "--role", "write"]).ok();
    seat.run_as(&login, &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x"]).ok();
    seat.run_as(&login, &["--user", "Kim Sample", "note", "1", "--text", "agreed"]).ok();
    let checked = seat.run_as(&login, &["check"]).ok();
    assert!(checked.stdout.contains("typed-for-another"), "{}", checked.stdout);
    let found = list(&seat.run_as(&login, &["doctor", "--json"]).json()["findings"]);
    let evidence = found.iter().find(|one| one["what"] == "evidence").unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(evidence["state"], "well", "{evidence}");
    // Under a new name, only what was typed for the colleague is still typed for another.
    seat.run(&["store", "people", "--add", &login, "--name", "Jo Smith", "--role", "write"]).ok();
    seat.run_as(&login, &["note", "1", "--text", "under the new name"]).ok();
    let faults = list(&seat.run_as(&login, &["check", "--json"]).ok().document()["faults"]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(text(&faults[0], "message").contains("event 2 is named for Kim Sample"), "{faults:?}");
    let log = seat.run_as(&login, &["log", "1"]).ok().stdout;
    assert_eq!(log.matches("typed by").count(), 1, "{log}");
}

/// Rights that were given in SQL alone leave a login without a name to compare what it types with.
#[test]
fn doctor_names_logins_that_may_write_and_have_no_name() {
    let Some(seat) = Seat::new() else { return };
    let named = seat.login("jo", "write");
    let reader = seat.login("rae", "read");
    let login = format!("nameless_{}", seat.database.name());
    seat.database.sql(OWNER, &format!("CREATE ROLE {login} LOGIN; GRANT iro_write TO {login}")).unwrap();
    let found = seat.run(&["doctor"]).ok().stdout;
    let line =
        found.lines().find(|line| line.contains("without a name in the store")).unwrap_or_else(|| panic!("{found}"));
    assert!(line.contains(&login), "{line}");
    assert!(!line.contains(&named) && !line.contains(&reader), "{line}");
}
