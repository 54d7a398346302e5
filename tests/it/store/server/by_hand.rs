//! What somebody did to a store on a server by hand, or with a clock that was wrong: it is said, and there is a way out.

use super::seat::Seat;
use crate::database::server::OWNER;
use crate::env::list;

const RAISE: [&str; 8] = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"];

/// A row after the last event of the first record, with this text, in which PREV and NUMBER stand for what is right.
fn add_event(seat: &Seat, login: &str, body: &str) {
    let added = seat.database.sql(
        login,
        &format!(
            "INSERT INTO iro.event (record, number, body, sealed, prev, digest, write_id) \
             SELECT record, number + 1, body, true, digest, encode(sha256(convert_to(body, 'UTF8')), 'hex'), 'x' FROM (\
             SELECT record, number, digest, replace(replace('{body}', 'PREV', digest), 'NUMBER', (number + 1)::text) AS body \
             FROM iro.event WHERE record = 2026000000001 ORDER BY number DESC LIMIT 1) last"
        ),
    );
    added.unwrap();
}

/// A row of evidence is never changed or deleted, so nobody could ever use the record again.
#[test]
fn an_event_that_cannot_be_read_is_accepted_as_void() {
    let Some(seat) = Seat::new() else { return };
    let jo = seat.login("jo", "write");
    let run = |args: &[&str]| seat.run_as(&jo, args);
    run(&RAISE).ok();
    let body = r#"{"by":"Mal","event":"noted","kind":"note","number":NUMBER,"prev":"PREV"}"#;
    add_event(&seat, &jo, body);
    for command in [&["show", "1"][..], &["note", "1", "--text", "x"], &["log", "1"]] {
        let refused = run(command).code(1).says("event 2 can't be read");
        assert!(!refused.stderr.contains("file"), "{}", refused.stderr);
        refused.says("`iro doctor --accept 2026-0001 --reason TEXT`").says("WHERE record = 2026000000001");
    }
    run(&["check"]).code(6).says("event 2 can't be read").says("--accept 2026-0001");
    run(&["due", "--all"]).says("2026-0001");

    run(&["doctor", "--accept", "1", "--reason", "Typed by mistake"]).ok().says("event 3 says so for ever");
    let log = run(&["log", "1"]).ok();
    log.says("added by hand, can't be read and counts for nothing")
        .says("Event 2, which can't be read, counts for nothing");
    run(&["note", "1", "--text", "We go on"]).ok();
    run(&["show", "1"]).ok();
    run(&["check"]).ok();
    seat.run(&["doctor", "--exit-code"]).says("each event is what its digest was taken of");
    run(&["doctor", "--accept", "1", "--reason", "Again"]).code(3).says("nothing to accept");
    // The row is what it was.
    let row = "SELECT body FROM iro.event WHERE record = 2026000000001 AND number = 2";
    assert!(seat.database.sql(OWNER, row).unwrap().contains(r#""kind":"note","number":2"#));

    // A copy has the same chain, there and back.
    let folder = seat.env.scratch("copy").display().to_string();
    let from = seat.database.address();
    let second = Seat::new().unwrap();
    seat.env.iro(&["store", "copy", "--from", &from, "--to", &folder]).ok();
    seat.env.iro(&["store", "copy", "--from", &folder, "--to", &second.database.address()]).ok();
    let told = |store: &str| {
        seat.env.iro(&["--store", store, "check"]).ok();
        seat.env.iro(&["--store", store, "log", "1", "--json"]).ok().stdout
    };
    let copied = told(&second.database.address());
    assert!(copied.contains("counts for nothing") && copied.contains("We go on"), "{copied}");
}

/// Two of them, and whole events after the first.
#[test]
fn several_events_that_cannot_be_read_are_accepted_together() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&RAISE).ok();
    let whole = r#"{"at":"2026-03-02","by":"Jo","event":"noted","kind":"other","number":NUMBER,"prev":"PREV","recorded_at":"2026-03-02T10:00:00+00:00","text":"Whole"}"#;
    for body in [r#"{"number":NUMBER,"prev":"PREV"}"#, whole, r#"{"x":{"number":NUMBER,"prev":"PREV"}}"#] {
        add_event(&seat, OWNER, body);
    }
    seat.run(&["show", "1"]).code(1).says("event 2 can't be read");
    seat.run(&["doctor", "--accept", "1", "--reason", "x"]).ok().says("event 5 says so");
    seat.run(&["log", "1"]).ok().says("Events 2 and 4, which can't be read, count for nothing").says("Whole");
    seat.run(&["check"]).ok();
}

/// One that can be read, and isn't written as the program writes it, keeps nobody from going on.
#[test]
fn an_event_that_is_written_otherwise_is_found_and_accepted() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&RAISE).ok();
    let body = r#"{ "at":"2026-03-02","by":"Jo","event":"noted","kind":"other","number":NUMBER,"prev":"PREV","recorded_at":"2026-03-02T10:00:00+00:00","text":"Odd"}"#;
    add_event(&seat, OWNER, body);
    seat.run(&["note", "1", "--text", "We go on"]).ok();
    seat.run(&["check"]).code(6).says("event 2 is not what it was when it was written");
    seat.run(&["doctor", "--accept", "1", "--reason", "x"]).ok();
    seat.run(&["check"]).ok();
}

/// The server stamps who typed what, and no digest has that; but the ledger says it, too.
#[test]
fn stamps_that_were_changed_are_found() {
    let Some(seat) = Seat::new() else { return };
    let jo = seat.login("jo", "write");
    seat.run_as(&jo, &RAISE).ok();
    seat.run_as(&jo, &["note", "1", "--text", "x"]).ok();
    seat.run(&["check"]).ok();
    for what in ["typed_by = 'kim'", "typed_at = '2020-01-01'", "typed_at = typed_at + interval '1 microsecond'"] {
        let there =
            Seat { database: seat.database.fork(), env: crate::env::Env::in_folder("its store is on a server") };
        let change = format!("UPDATE iro.event SET {what} WHERE number = 2");
        there.database.sql(OWNER, &format!("SET session_replication_role = replica; {change}")).unwrap();
        let found = there.run(&["check", "--json"]).code(6).document();
        let found = list(&found["faults"]);
        let said = format!("event 2 was typed by the login `{jo}`");
        assert!(found.iter().any(|one| one["message"].as_str().unwrap().contains(&said)), "{what}: {found:?}");
    }
}

/// A login whose server seems to have another time, since nobody can set the clock of the tests' computer.
fn with_clock(seat: &Seat, apart: &str) -> String {
    let login = seat.login(&format!("clock{}", apart.replace([' ', '-'], "")), "write");
    let name = format!("s{}", apart.replace([' ', '-'], ""));
    let clock = format!(
        "CREATE SCHEMA {name}; GRANT USAGE ON SCHEMA {name} TO PUBLIC; CREATE FUNCTION {name}.clock_timestamp() RETURNS \
         timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() - interval '{apart}' $$; \
         ALTER ROLE {login} SET search_path = {name}, pg_catalog"
    );
    seat.database.sql(OWNER, &clock).unwrap();
    login
}

#[test]
fn a_clock_that_is_wrong_is_pointed_out_and_far_off_refused() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&RAISE).ok();
    for (apart, words) in [("2 days", "2 days ahead of"), ("-20 minutes", "20 minutes behind")] {
        let login = with_clock(&seat, apart);
        let refused =
            seat.run_as(&login, &["note", "1", "--text", "x"]).code(1).says("nothing was written").says(words);
        refused.says("set the clock of this computer");
        let json = seat.run_as(&login, &["note", "1", "--text", "x", "--json"]).code(1);
        assert!(json.stderr.contains("clock"), "{}", json.stderr);
        seat.run_as(&login, &["show", "1"]).ok();
        seat.run_as(&login, &["doctor"]).says(words);
    }
    let login = with_clock(&seat, "30 seconds");
    let warned = seat.run_as(&login, &["note", "1", "--text", "x"]).ok();
    assert!(warned.stderr.contains("seconds ahead of the server's"), "{}", warned.stderr);
    let near = with_clock(&seat, "2 seconds");
    let well = seat.run_as(&near, &["note", "1", "--text", "y"]).ok();
    assert!(!well.stderr.contains("clock"), "{}", well.stderr);
}

#[test]
fn a_name_is_one_line_and_never_blank() {
    let Some(seat) = Seat::new() else { return };
    let jo = seat.login("jo", "write");
    for blank in ["", "  ", "\u{1b}\n"] {
        seat.run(&["store", "people", "--add", &jo, "--name", blank]).code(2).says("`--name` is empty");
    }
    seat.run(&["store", "people", "--add", "", "--name", "Jo"]).code(2);
    let named = seat.run(&["store", "people", "--add", &jo, "--name", "  Jo\nBloggs\u{1b}[31m\t"]).ok();
    assert!(named.stdout.contains("types as Jo Bloggs[31m, with"), "{}", named.stdout);
    seat.run_as(&jo, &RAISE).ok();
    seat.run(&["check"]).ok();
    // The server knows it, so that `init` keeps no other on this computer.
    let store = seat.database.address_of(&jo);
    let output = seat.env.command().env_remove("IRO_USER").args(["--store", &store, "init"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("user:   Jo Bloggs[31m"), "{said}");
    let own = std::fs::read_to_string(seat.env.data().join("config.yaml")).unwrap_or_default();
    assert!(!own.contains("user:"), "{own}");
    // One that was kept before it was looked at.
    let kept = format!("UPDATE iro.person SET name = E'Ed\\nBad\\x1b[31m' WHERE login = '{jo}'");
    seat.database.sql(OWNER, &kept).unwrap();
    seat.run_as(&jo, &["note", "1", "--text", "x"]).ok();
    seat.run(&["log", "1"]).ok().says("typed by Ed Bad[31m (login");
    seat.run(&["check", "1"]).ok();
}

/// The ledger says who removed the record, when and why.
#[test]
fn a_tombstone_that_was_taken_away_is_found() {
    let Some(seat) = Seat::new() else { return };
    seat.env.now("2019-05-01T10:00");
    seat.run(&RAISE).ok();
    seat.run(&["withdraw", "1", "--reason", "x"]).ok();
    seat.env.now("2026-03-02T10:00");
    seat.run(&["init", "--retention-years", "6"]).ok();
    seat.run(&["purge", "2019-0001", "--reason", "past its time", "--yes"]).ok();
    seat.run(&["check"]).ok();
    seat.database.sql(OWNER, "SET session_replication_role = replica; DELETE FROM iro.tombstone").unwrap();
    seat.run(&["check"]).code(6).says("`2019-0001` was removed, as the ledger says, and its tombstone is gone");
    seat.run(&["doctor"]).says("and its tombstone is gone");
    seat.run(&["doctor", "--accept", "2019-0001", "--reason", "Lost"]).ok().says("accepted as gone");
    seat.run(&["check"]).ok();
}
