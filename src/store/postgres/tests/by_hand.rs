//! What somebody changes in the tables by hand: the program says what is wrong, and repairs what follows from the rest.

use super::super::PostgresStore;
use super::Made;
use super::server::OWNER;
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer, State};
use crate::store::error::StoreError;
use crate::store::policies::PolicyBook;
use crate::store::records::Filed;
use crate::store::samples::note;
use crate::store::suite;

fn examine(store: &PostgresStore, repair: bool) -> Vec<Finding> {
    let repairer = Repairer { by: "Jo", now: "2026-03-02T10:00:00+00:00".parse().unwrap() };
    store.doctor(&PolicyBook::new(Vec::new()), repair.then_some(repairer)).unwrap()
}

fn state(findings: &[Finding], what: &str) -> Option<State> {
    findings.iter().find(|finding| finding.what == what).map(|finding| finding.state)
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
        ("SET session_replication_role = replica; DELETE FROM iro.ledger WHERE line = 3", 2),
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
        assert_eq!((ledger.lines, ledger.broken.many), (lines + 2, 0), "{change}");
        let said = made.sql(OWNER, "SELECT body FROM iro.ledger WHERE body LIKE 'found - 0 - %'").unwrap();
        assert!(said.contains("\"by\":\"Jo\"") && said.contains("\"tip\":"), "{change}: {said}");
    }
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
    let stone = serde_json::to_string(&suite::tombstone(crate::store::samples::id("2026-0001"))).unwrap();
    let delete = "DELETE FROM iro.head; DELETE FROM iro.event; DELETE FROM iro.record;";
    let line = "INSERT INTO iro.ledger VALUES (2, repeat('b', 32), 'purged 2026-0001 0 - {\"at\":\"2033-03-09\"}', \
                2026000000001, 'x'); UPDATE iro.tip SET line = 2, borne = repeat('b', 32);";
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
    made.sql(OWNER, "INSERT INTO iro.tombstone (record, body) VALUES (2026000000001, '{}')").unwrap();
    let seen = store.load(id).unwrap();
    let refused = store.purge(&suite::tombstone(id), seen.revision).unwrap_err();
    let StoreError::Server { rule, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(*rule, "taken");
    assert!(refused.to_string().contains("`tombstone`"), "{refused}");
}
