//! What somebody changes in the tables by hand: the program says what is wrong, and repairs what follows from the rest.

use super::super::PostgresStore;
use super::Made;
use super::server::OWNER;
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer, State};
use crate::store::error::StoreError;
use crate::store::policies::PolicyBook;
use crate::store::records::Filed;
use crate::store::server_rule::ServerRule;
use crate::store::small_files::SmallFiles;
use crate::store::tests::samples::note;
use crate::store::tests::suite;

fn examine(store: &PostgresStore, repair: bool) -> Vec<Finding> {
    let repairer = Repairer { by: "Jo", now: "2026-03-02T10:00:00+00:00".parse().unwrap() };
    store.doctor(&PolicyBook::new(Vec::new()), repair.then_some(repairer)).unwrap()
}

fn state(findings: &[Finding], what: &str) -> Option<State> {
    findings.iter().find(|finding| finding.what == what).map(|finding| finding.state)
}

/// A line that follows the last one of the ledger, as somebody could add it who knows how.
fn forged_line(body: &str) -> String {
    format!(
        "INSERT INTO iro.ledger (line, borne, body, record, write_id) SELECT line + 1, \
         left(encode(sha256(convert_to(borne || ' ' || '{body}', 'UTF8')), 'hex'), 32), '{body}', 2026000000001, 'x' FROM iro.tip; \
         UPDATE iro.tip SET (line, borne) = (SELECT line, borne FROM iro.ledger ORDER BY line DESC LIMIT 1);"
    )
}

/// What the program would never write can't be taken back once it is there.
#[test]
fn a_writer_adds_no_row_that_the_program_would_not_write() {
    let Some(made) = Made::new() else { return };
    suite::create(&made.store(OWNER), 2026, 1);
    let login = made.login("purge");
    let digest = "repeat('a', 64)";
    let record = |id: &str, number: &str, body: &str, digest: &str| {
        format!(
            "INSERT INTO iro.record (id, number, format, body, digest) VALUES ({id}, {number}, 1, '{body}', {digest})"
        )
    };
    let digest_of_first = "(SELECT digest FROM iro.event WHERE record = 2026000000001 AND number = 1)";
    let right = "encode(sha256(convert_to(body, 'UTF8')), 'hex')";
    let event = |number: u32, said: u32, prev: &str, digest: &str| {
        format!(
            "INSERT INTO iro.event (record, number, body, sealed, prev, digest, write_id) \
             SELECT 2026000000001, {number}, body, true, prev, {digest}, 'x' FROM (SELECT prev, \
             '{{\"number\":{said},\"prev\":\"' || prev || '\"}}' AS body FROM (SELECT {prev} AS prev) one) two"
        )
    };
    let astray = |number: u32| format!("event {number} of 2026-0001 does not follow the last one");
    let line = |line: u32, borne: &str| {
        format!(
            "INSERT INTO iro.ledger (line, borne, body, record, write_id) \
             VALUES ({line}, {borne}, 'wrote 2026-0001 1 -', 2026000000001, 'x')"
        )
    };
    for (statement, refusal) in [
        (record("2026000000002", "3", "{}", digest), "record_id"),
        (record("42", "42", "{}", digest), "record_id"),
        (record("2026000000002", "2", "{", digest), "invalid input syntax for type json"),
        (record("2026000000002", "2", "[]", digest), "record_body"),
        (record("2026000000002", "2", "{}", "'x'"), "record_digest"),
        (event(2, 2, digest, right), &astray(2)),
        (event(2, 2, digest_of_first, digest), &astray(2)),
        (event(2, 3, digest_of_first, right), &astray(2)),
        (event(3, 3, digest_of_first, right), &astray(3)),
        (line(2, "repeat('b', 32)"), "line 2 of the ledger does not follow"),
        (line(7, "repeat('b', 32)"), "line 7 of the ledger does not follow"),
        ("INSERT INTO iro.tombstone (record, body) VALUES (2026000000001, '{}')".to_string(), "tombstone_body"),
        (
            "INSERT INTO iro.tombstone (record, body) VALUES (2026000000001, '{\"id\":\"2026-0002\"}')".to_string(),
            "tombstone_body",
        ),
    ] {
        let refused = made.sql(&login, &statement).unwrap_err();
        assert!(refused.contains(refusal), "{statement}: {refused}");
    }
    made.sql(&login, &forged_line("wrote 2026-0001 1 -")).unwrap();
    made.sql(&login, &event(2, 2, digest_of_first, right)).unwrap();
}

/// Nobody could write any more, and every command said that another one was writing.
#[test]
fn a_tip_that_was_changed_is_named_and_repaired() {
    for (change, lines) in [
        ("UPDATE iro.tip SET line = 1, borne = (SELECT borne FROM iro.ledger WHERE line = 1)", 3),
        ("UPDATE iro.tip SET line = 0, borne = repeat('0', 32)", 3),
        ("UPDATE iro.tip SET line = 9", 3),
        ("UPDATE iro.tip SET borne = repeat('a', 32)", 3),
        ("DELETE FROM iro.tip", 3),
        // The event that this line was about is noted again.
        ("SET session_replication_role = replica; DELETE FROM iro.ledger WHERE line = 3", 3),
    ] {
        let Some(made) = Made::new() else { return };
        let store = made.store(OWNER);
        let id = suite::create(&store, 2026, 1)[0];
        store.append(&store.load(id).unwrap(), &[note(2, "one")], Filed::Open).unwrap();
        store.append(&store.load(id).unwrap(), &[note(3, "two")], Filed::Open).unwrap();
        made.sql(OWNER, change).unwrap();
        let store = made.store(OWNER);
        let refused = store.append(&store.load(id).unwrap(), &[note(4, "x")], Filed::Open).unwrap_err();
        let StoreError::Server { hint: Some(hint), .. } = &refused else { panic!("{change}: {refused:?}") };
        assert!(hint.contains("iro doctor --repair"), "{change}: {refused} {hint}");
        assert!(store.faults().unwrap().iter().any(|fault| fault.rule == "ledger"), "{change}");
        assert_eq!(state(&examine(&store, false), "tip"), Some(State::Wrong), "{change}");
        assert_eq!(state(&examine(&store, true), "tip"), Some(State::Repaired), "{change}");
        assert_eq!(state(&examine(&store, true), "tip"), None, "{change}");
        store.append(&store.load(id).unwrap(), &[note(4, "three")], Filed::Open).unwrap();
        assert_eq!(store.faults().unwrap(), [], "{change}");
        // The ledger says that it was repaired, and each line follows the one before.
        let ledger = store.ledger().unwrap();
        assert_eq!((ledger.end.lines, ledger.broken.many), (lines + 2, 0), "{change}");
        let said = made.sql(OWNER, "SELECT body FROM iro.ledger WHERE body LIKE 'found - 0 - %'").unwrap();
        assert!(said.contains("\"by\":\"Jo\"") && said.contains("\"tip\":"), "{change}: {said}");
    }
}

/// A writer was told that they may not write, and to ask for the right that they had.
#[test]
fn a_writer_is_told_who_puts_the_row_of_tip_back() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let id = suite::create(&store, 2026, 1)[0];
    made.sql(OWNER, "DELETE FROM iro.tip; UPDATE iro.head SET filed = 'closed'").unwrap();
    let findings = examine(&made.store(&made.login("write")), true);
    let tip = findings.iter().find(|finding| finding.what == "tip").unwrap();
    assert_eq!(tip.state, State::Wrong);
    assert!(tip.hint.as_ref().unwrap().contains("`owner`"), "{tip:?}");
    assert_eq!(state(&findings, "heads"), Some(State::Wrong), "nothing is repaired that can't be written");
    assert_eq!(state(&examine(&store, true), "tip"), Some(State::Repaired));
    store.append(&store.load(id).unwrap(), &[note(2, "one")], Filed::Open).unwrap();
}

/// Runs statements as a superuser who gets past the triggers.
fn behind_the_triggers(made: &Made, statements: &str) {
    made.sql(OWNER, &format!("SET session_replication_role = replica; {statements}")).unwrap();
}

/// Otherwise `check` would report it for ever, and the store could never be copied.
#[test]
fn a_ledger_with_lines_missing_is_accepted_by_a_person() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let ids = suite::create(&store, 2026, 3);
    store.append(&store.load(ids[0]).unwrap(), &[note(2, "one")], Filed::Open).unwrap();
    behind_the_triggers(&made, "DELETE FROM iro.ledger WHERE line = 2");
    for repair in [false, true, true] {
        assert_eq!(state(&examine(&store, repair), "ledger"), Some(State::Wrong));
    }
    let writer = made.store(&made.login("write"));
    let now = "2026-03-03T10:00:00+00:00".parse().unwrap();
    assert!(writer.accept_ledger("A disk failed", "Jo", now).unwrap());
    let ledger = store.ledger().unwrap();
    assert!(!ledger.has_to_be_accepted());
    assert_eq!(ledger.known[&ids[0]].last().unwrap().events, 2);
    assert_eq!(ledger.known[&ids[1]].last().unwrap().events, 1);
    assert!(
        made.sql(OWNER, "SELECT body FROM iro.ledger WHERE body LIKE 'began %'").unwrap().contains("A disk failed")
    );
    assert!(!writer.accept_ledger("Again", "Jo", now).unwrap());
    assert_eq!(state(&examine(&store, false), "ledger"), None);
    assert_eq!(store.faults().unwrap(), []);
}

#[test]
fn what_the_ledger_lacks_is_noted_in_it() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let ids = suite::create(&store, 2026, 3);
    store.append(&store.load(ids[0]).unwrap(), &[note(2, "one")], Filed::Open).unwrap();
    let back = "DELETE FROM iro.ledger WHERE line > 2; \
                UPDATE iro.tip SET (line, borne) = (SELECT line, borne FROM iro.ledger WHERE line = 2)";
    behind_the_triggers(&made, back);
    assert_eq!(state(&examine(&store, false), "ledger"), Some(State::Wrong));
    assert_eq!(state(&examine(&store, true), "ledger"), Some(State::Repaired));
    assert_eq!(state(&examine(&store, false), "ledger"), None);
    let ledger = store.ledger().unwrap();
    let events: Vec<u32> = ids.iter().map(|id| ledger.known[id].last().unwrap().events).collect();
    assert_eq!((events, ledger.end.lines), (vec![2, 1, 1], 4));
}

#[test]
fn a_head_that_lags_keeps_nobody_from_writing_and_is_repaired() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let id = suite::create(&store, 2026, 1)[0];
    let first = made.sql(OWNER, "SELECT digest FROM iro.head").unwrap();
    store.append(&store.load(id).unwrap(), &[note(2, "one")], Filed::Open).unwrap();
    let put_back = format!("UPDATE iro.head SET events = 1, digest = '{first}'");
    made.sql(OWNER, &put_back).unwrap();
    assert!(store.faults().unwrap().iter().any(|fault| fault.rule == "head"));
    store.append(&store.load(id).unwrap(), &[note(3, "two")], Filed::Open).unwrap();
    assert_eq!(store.faults().unwrap(), []);
    made.sql(OWNER, &put_back).unwrap();
    assert_eq!(state(&examine(&store, true), "heads"), Some(State::Repaired));
    assert_eq!(store.faults().unwrap(), []);
}

/// Whoever may remove records may write a tombstone by hand, and then delete what is evidence.
#[test]
fn a_tombstone_that_purge_did_not_write_is_found() {
    let row = |stone: &str| format!("INSERT INTO iro.tombstone (record, body) VALUES (2026000000001, '{stone}')");
    let stone = serde_json::to_string(&suite::tombstone(crate::store::tests::samples::id("2026-0001"))).unwrap();
    let delete = "DELETE FROM iro.head; DELETE FROM iro.event; DELETE FROM iro.record;";
    let line = forged_line("purged 2026-0001 0 - {\"at\":\"2033-03-09\"}");
    for (change, words) in [
        (row(&stone), "it has a tombstone and is there all the same"),
        (format!("{}; {delete}", row(&stone)), "the ledger has no line that says so"),
        (format!("{}; {delete}", row("{}")), "its tombstone can't be read or is another's"),
        (format!("{}; {delete}", row(&stone.replace("2026-0001", "2026-0007"))), "can't be read or is another's"),
        (format!("{}; {delete} {line}", row(&stone)), "the ledger gives another time, name or reason"),
    ] {
        let Some(made) = Made::new() else { return };
        suite::create(&made.store(OWNER), 2026, 1);
        let login = made.login("purge");
        made.sql(OWNER, "ALTER TABLE iro.tombstone DROP CONSTRAINT tombstone_body").unwrap();
        made.sql(&login, &change).unwrap();
        let store = made.store(OWNER);
        let faults = store.faults().unwrap();
        let found = faults.iter().find(|fault| fault.rule == "tombstone");
        let found = found.unwrap_or_else(|| panic!("{change}: {faults:#?}"));
        assert!(found.message.contains(words) && found.message.contains(&login), "{change}: {found:?}");
        assert_eq!(found.file, "record 2026-0001");
        assert_eq!(state(&examine(&store, false), "evidence"), Some(State::Wrong), "{change}");
    }
}

/// A row that is there already is no other writer.
#[test]
fn a_row_added_by_hand_is_not_taken_for_another_writer() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let id = suite::create(&store, 2026, 1)[0];
    let stone = "INSERT INTO iro.tombstone (record, body) VALUES (2026000000001, '{\"id\":\"2026-0001\"}')";
    made.sql(OWNER, stone).unwrap();
    let seen = store.load(id).unwrap();
    let refused = store.purge(&suite::tombstone(id), seen.revision).unwrap_err();
    let StoreError::Server { rule, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(*rule, ServerRule::Taken);
    assert!(refused.to_string().contains("`tombstone`"), "{refused}");
}

/// No digest holds them, so that nothing else would show it.
#[test]
fn who_changed_settings_is_said_and_versions_that_are_missing_are_found() {
    let Some(made) = Made::new() else { return };
    let keeper = made.login("keep");
    let (store, keeping) = (made.store(OWNER), made.store(&keeper));
    assert_eq!(state(&examine(&store, false), "settings"), Some(State::Well));
    for text in ["one", "two", "three"] {
        keeping.keep("closing-days.yaml", &mut |_| Some(text.as_bytes().to_vec())).unwrap();
    }
    let findings = examine(&store, false);
    let said = &findings.iter().find(|finding| finding.what == "settings").unwrap().message;
    assert!(said.contains(&format!("`closing-days.yaml` (version 3) by `{keeper}` at ")), "{said}");
    assert_eq!(store.faults().unwrap(), []);
    behind_the_triggers(&made, "DELETE FROM iro.kept WHERE version = 2");
    let faults = made.store(OWNER).faults().unwrap();
    let words = "of `closing-days.yaml` there are 2 versions, and the newest is 3";
    assert!(faults.iter().any(|fault| fault.rule == "kept" && fault.message.contains(words)), "{faults:?}");
}

/// Anybody who writes may add a version of a policy that records were made under; the digest is in its name.
#[test]
fn a_kept_policy_that_was_replaced_is_found_and_not_used() {
    let Some(made) = Made::new() else { return };
    let writer = made.login("write");
    let book = |login: &str| PolicyBook::of_server(Vec::new(), std::sync::Arc::new(made.store(login)));
    let policy = book(&writer).latest("knowsley", "2026-03-02".parse().unwrap()).unwrap();
    book(&writer).keep("knowsley", &policy.version).unwrap();
    let name = made.sql(OWNER, "SELECT name FROM iro.kept").unwrap();
    let kept = made.store(OWNER).kept(&name).unwrap();
    assert_eq!(made.store(OWNER).faults().unwrap(), []);
    let replace = format!(
        "INSERT INTO iro.kept (name, version, bytes, write_id) SELECT '{name}', 2, \
         convert_to(replace(convert_from(bytes, 'UTF8'), 'working days', 'calendar days'), 'UTF8'), 'x' FROM iro.kept"
    );
    made.sql(&writer, &replace).unwrap();
    let store = made.store(&writer);
    assert_eq!(store.kept(&name).unwrap(), kept);
    let found = |store: &PostgresStore| store.faults().unwrap().into_iter().find(|fault| fault.rule == "kept");
    let fault = found(&store).unwrap();
    assert!(fault.message.contains("version 2 of `policies/kept/knowsley@"), "{fault:?}");
    assert!(fault.message.contains(&writer) && fault.message.contains("an earlier version goes on"), "{fault:?}");
    assert_eq!(state(&examine(&store, false), "evidence"), Some(State::Wrong));
    let findings = examine(&made.store(&writer), true);
    assert_eq!(state(&findings, "kept"), Some(State::Repaired));
    assert_eq!(state(&findings, "evidence"), Some(State::Well));
    assert_eq!(made.store(OWNER).faults().unwrap(), []);
    // A superuser leaves none that is right.
    let change = "SET session_replication_role = replica; UPDATE iro.kept SET bytes = 'id: knowsley'";
    made.sql(OWNER, change).unwrap();
    let fault = found(&made.store(OWNER)).unwrap();
    assert!(fault.message.contains("no earlier version is"), "{fault:?}");
    assert_eq!(state(&examine(&made.store(OWNER), true), "kept"), None);
}
