//! Tests of the store in a database, on a server that they start.

mod by_hand;
mod catalogue;
mod due;
pub(super) mod server;

use super::schema;
use super::{Address, PostgresStore, memo, people};
use crate::domain::record::Kind;
use crate::domain::time::parse_date;
use crate::store::chain::Chain;
use crate::store::contract::{Evidence, Shown, Store};
use crate::store::copy::copy;
use crate::store::error::StoreError;
use crate::store::memo::{Memo, Names, RecordFacts, Span};
use crate::store::records::{Among, Draft, Filed, Which};
use crate::store::sum::Sum;
use crate::store::tests::samples::{entry, every_event, id, note, raised};
use crate::store::tests::suite;
use server::{OWNER, Server, shared};

/// A database with a new store in it.
struct Made {
    server: &'static Server,
    database: String,
}

impl Made {
    fn new() -> Option<Made> {
        let server = shared()?;
        let database = server.database();
        let made = Made { server, database };
        schema::init(&made.address(OWNER)).unwrap();
        Some(made)
    }

    fn address(&self, login: &str) -> Address {
        Address::parse(&self.server.address(&self.database, login)).unwrap()
    }

    fn store(&self, login: &str) -> PostgresStore {
        PostgresStore::at(self.address(login))
    }

    fn sql(&self, login: &str, statements: &str) -> Result<String, String> {
        self.server.sql(&self.database, login, statements)
    }

    /// Creates a login with this role in the store. Logins exist for all databases of the server.
    fn login(&self, role: &str) -> String {
        let login = format!("{}_{role}", self.database);
        self.sql(OWNER, &format!("CREATE ROLE {login} LOGIN; GRANT iro_{role} TO {login}")).unwrap();
        login
    }
}

suite::contract!(match Made::new() {
    Some(made) => (made.store(OWNER), made),
    None => return,
});

#[test]
fn every_event_comes_back_as_it_was_written() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    let mut record = raised(id("2026-0001"));
    for (number, event) in (2..).zip(every_event().into_iter().skip(1)) {
        record.entries.push(entry(number, event));
    }
    let draft = Draft { record: record.clone(), filed: Filed::Open };
    store.create(2026, 1, &mut |_| Ok(vec![draft.clone()])).unwrap();
    let stored = made.store(OWNER).load(id("2026-0001")).unwrap();
    assert_eq!(stored.record, record);
    let wrong = "SELECT count(*) FROM iro.event WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex')";
    assert_eq!(made.sql(OWNER, wrong).unwrap(), "0");
    let last = made.sql(OWNER, "SELECT digest FROM iro.event ORDER BY number DESC LIMIT 1").unwrap();
    assert_eq!(Chain::of(&stored.record, &stored.seals).head().to_string(), last);
    assert!(store.faults().unwrap().is_empty());
}

/// A statement of several thousand parts would keep the server busy until it is refused as too slow.
#[test]
fn thousands_of_records_are_created_at_once() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    assert_eq!(suite::create(&store, 2026, 5_000).len(), 5_000);
    let ledger = store.ledger().unwrap();
    assert_eq!((ledger.end.lines, ledger.broken.many), (5_000, 0));
    assert_eq!(made.sql(OWNER, "SELECT count(*) FROM iro.event").unwrap(), "5000");
    assert_eq!(store.faults().unwrap(), []);
}

/// A ledger grows by a line with each write, so it is not written as a whole.
#[test]
fn a_ledger_is_copied_in_portions() {
    let Some((made, other)) = Made::new().zip(Made::new()) else { return };
    suite::create(&made.store(OWNER), 2026, 8);
    let [from, to] = [&made, &other].map(|one| PostgresStore::for_copy(one.address(OWNER)));
    assert_eq!(copy(&from, &to, None, false, &mut |_, _| {}).unwrap().ledger_lines, 8);
    let [one, two] = [&made, &other].map(|one| one.store(OWNER).ledger().unwrap());
    assert_eq!(one.end, two.end);
    assert_eq!(made.store(OWNER).ids(Which::All).unwrap(), other.store(OWNER).ids(Which::All).unwrap());
    assert_eq!(other.store(OWNER).faults().unwrap(), []);
}

/// If the record were read in the same statement that locks, it would be as it was before the wait, and another
/// writer's event would be lost.
#[test]
fn what_is_there_is_read_behind_the_lock() {
    let Some(made) = Made::new() else { return };
    let first = made.store(OWNER);
    let id = suite::create(&first, 2026, 1)[0];
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let made = &made;
            scope.spawn(move || {
                let store = made.store(OWNER);
                for nth in 0..25 {
                    loop {
                        let seen = store.load(id).unwrap();
                        let next = seen.record.entries.len() as u32 + 1;
                        match store.append(&seen, &[note(next, &format!("{writer} {nth}"))], Filed::Open) {
                            Ok(()) => break,
                            Err(StoreError::Changed { .. }) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            });
        }
    });
    let stored = first.load(id).unwrap();
    assert_eq!(stored.record.entries.len(), 101);
    assert!(Chain::of(&stored.record, &stored.seals).breaks().is_empty());
    let ledger = first.ledger().unwrap();
    assert_eq!((ledger.end.lines, ledger.broken.many), (101, 0));
    assert!(first.faults().unwrap().is_empty());
}

#[test]
fn a_serializable_database_makes_writers_try_again() {
    let Some(made) = Made::new() else { return };
    let level = format!("ALTER DATABASE {} SET default_transaction_isolation = 'serializable'", made.database);
    made.sql(OWNER, &level).unwrap();
    let ids: Vec<_> = std::thread::scope(|scope| {
        let writers = (0..4).map(|_| {
            scope.spawn(|| {
                let store = made.store(OWNER);
                (0..10).flat_map(|_| suite::create(&store, 2026, 1)).collect::<Vec<_>>()
            })
        });
        let writers: Vec<_> = writers.collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let all = made.store(OWNER).ids(Which::All).unwrap();
    assert_eq!((ids.len(), all.len()), (40, 40));
    assert_eq!(all.last().map(|id| id.number()), Some(40));
}

#[test]
fn nobody_changes_what_is_evidence() {
    let Some(made) = Made::new() else { return };
    let (writer, reader) = (made.login("write"), made.login("read"));
    let store = made.store(&writer);
    let id = suite::create(&store, 2026, 1)[0];
    let typed = made.sql(OWNER, "SELECT DISTINCT typed_by FROM iro.event").unwrap();
    assert_eq!(typed, writer);
    for (login, statement) in [
        (&writer, "UPDATE iro.event SET body = '{}'"),
        (&writer, "DELETE FROM iro.event"),
        (&writer, "DELETE FROM iro.ledger"),
        (&writer, "TRUNCATE iro.event"),
        (&writer, "INSERT INTO iro.tombstone (record, body) VALUES (1, '{}')"),
        (&writer, "INSERT INTO iro.kept (name, version, bytes, write_id) VALUES ('config.yaml', 1, 'x', 'x')"),
        (
            &writer,
            "INSERT INTO iro.event (record, number, body, sealed, prev, digest, write_id, typed_by) \
                   VALUES (2026000000001, 2, '{}', true, 'x', 'x', 'x', 'another')",
        ),
        (&writer, "CREATE TABLE iro.more (x int)"),
        (&reader, "SELECT line FROM iro.tip FOR UPDATE"),
        (&reader, "INSERT INTO iro.memo DEFAULT VALUES"),
        (&OWNER.to_string(), "UPDATE iro.event SET body = '{}'"),
        (&OWNER.to_string(), "DELETE FROM iro.event"),
        (&OWNER.to_string(), "TRUNCATE iro.event"),
    ] {
        let refused = made.sql(login, statement).unwrap_err();
        let reasons = ["permission denied", "is only ever added to", "row-level security"];
        assert!(reasons.iter().any(|reason| refused.contains(reason)), "{statement}: {refused}");
    }
    let looking = made.store(&reader);
    let seen = looking.load(id).unwrap();
    let refused = looking.append(&seen, &[note(2, "x")], Filed::Open).unwrap_err();
    assert!(refused.to_string().starts_with("you may read this store and not write in it"), "{refused}");
    assert!(store.faults().unwrap().is_empty());
}

/// A superuser can get past every guard, but the chain of digests and the ledger reveal it.
#[test]
fn what_a_superuser_changes_is_found() {
    let changes = [
        ("UPDATE iro.event SET body = replace(body, 'care', 'cure') WHERE number = 1", true),
        (
            "UPDATE iro.event SET body = replace(body, 'care', 'cure'), digest = encode(sha256(convert_to(replace(body, \
          'care', 'cure'), 'UTF8')), 'hex') WHERE number = 1",
            true,
        ),
        ("DELETE FROM iro.event WHERE number = 2", true),
        ("DELETE FROM iro.event WHERE number = 1", true),
        ("DELETE FROM iro.ledger WHERE line = 2", true),
        ("UPDATE iro.ledger SET body = replace(body, 'wrote', 'found')", true),
        ("UPDATE iro.head SET filed = 'closed', digest = 'x'", true),
        ("UPDATE iro.tip SET line = 1, borne = (SELECT borne FROM iro.ledger WHERE line = 1)", true),
        ("UPDATE iro.record SET body = replace(body, 'knowsley', 'nowhere')", true),
    ];
    for (change, found) in changes {
        let Some(made) = Made::new() else { return };
        let store = made.store(OWNER);
        let id = suite::create(&store, 2026, 1)[0];
        store.append(&store.load(id).unwrap(), &[note(2, "one"), note(3, "two")], Filed::Open).unwrap();
        made.sql(OWNER, &format!("SET session_replication_role = replica; {change}")).unwrap();
        let looking = made.store(OWNER);
        let ledger = looking.ledger().unwrap();
        let signs = looking.load(id).map(|stored| crate::store::tamper::signs_of(&stored, &ledger).len());
        let rows = looking.faults().unwrap().len();
        let any = rows > 0 || signs.is_err() || signs.is_ok_and(|signs| signs > 0) || !ledger.broken.is_empty();
        assert_eq!(any, found, "{change}");
    }
}

/// Several threads show the listed records, in any order. Each text is fetched once, however many threads ask, and none
/// that isn't shown.
#[test]
fn texts_come_together_whichever_is_asked_for_first() {
    let Some(made) = Made::new() else { return };
    let (basis, now) = (Sum::default(), "2026-03-02T10:00:00+00:00".parse().unwrap());
    suite::create(&made.store(OWNER), 2026, 40);
    let known = RecordFacts {
        kind: Kind::Dispute,
        raised_on: parse_date("2026-03-02").unwrap(),
        closed_on: None,
        due: None,
        earliest: None,
        waits: false,
        asked: Names::default(),
        dateless: false,
        policy_changed: None,
        written: Span::ALWAYS,
        holds: Span::ALWAYS,
        over_on: None,
        child: 0,
    };
    let listed = |store: &PostgresStore| {
        let listing = store.listing(Which::All).unwrap();
        (listing, store.memo(&basis, now).unwrap())
    };
    let store = made.store(OWNER);
    let (listing, mut memo) = listed(&store);
    for listed in &listing {
        memo.learn(listed, &known, Some(listed.id.to_string().as_bytes())).unwrap();
    }
    memo.save();
    let store = made.store(OWNER);
    let (listing, mut memo) = listed(&store);
    let spots: Vec<_> = listing.iter().map(|listed| memo.find(listed).and_then(|(_, spot)| spot)).collect();
    memo.will_show(&spots.iter().copied().flatten().filter(|spot| spot.0 != 35).collect::<Vec<_>>());
    let shown = |memo: &dyn Memo, spot| memo.texts(&[spot]).iter().next().flatten().map(<[u8]>::to_vec);
    assert_eq!(shown(&*memo, spots[30]).unwrap(), b"2026-0031");
    made.sql(OWNER, "DELETE FROM iro.memo").unwrap();
    for (place, (listed, spot)) in listing.iter().zip(spots).enumerate() {
        let came = (place != 35).then(|| listed.id.to_string().into_bytes());
        assert_eq!(shown(&*memo, spot), came, "{place}");
    }
}

/// Raising a dispute doesn't take longer as the number of records grows.
#[test]
fn a_childs_records_are_found_by_indexes() {
    let Some(made) = Made::new() else { return };
    suite::create(&made.store(OWNER), 2026, 1_000);
    made.sql(OWNER, "ANALYZE").unwrap();
    let question = memo::question(Among::OfChildren(&["C-1".to_string()]), Shown::All);
    let plan = made.sql(OWNER, &format!("EXPLAIN {question}")).unwrap();
    for table in ["record", "head", "event"] {
        assert!(!plan.contains(&format!("Seq Scan on {table}")), "{plan}");
    }
}

/// The roles are of the whole server: whoever makes the second store there neither makes nor gives them.
#[test]
fn a_second_store_needs_no_right_to_make_roles() {
    let Some(made) = Made::new() else { return };
    let login = format!("{}_boss", made.database);
    made.sql(OWNER, &format!("CREATE ROLE {login} LOGIN")).unwrap();
    let database = made.server.database();
    made.sql(OWNER, &format!("ALTER DATABASE {database} OWNER TO {login}")).unwrap();
    let address = Address::parse(&made.server.address(&database, &login)).unwrap();
    schema::init(&address).unwrap();
    let store = PostgresStore::at(address);
    suite::create(&store, 2026, 1);
    assert_eq!(store.faults().unwrap(), []);
}

/// From PostgreSQL 16 on, only whoever gave a role can take it away, and `REVOKE` by another changes nothing.
#[test]
fn a_role_that_stays_is_not_said_to_be_gone() {
    let Some(server) = server::start(false, false) else { return };
    let database = server.database();
    let sql = |statements: &str| server.sql(&database, OWNER, statements).unwrap();
    sql(&format!("CREATE ROLE boss LOGIN CREATEROLE; CREATE ROLE jo LOGIN; ALTER DATABASE {database} OWNER TO boss"));
    let address = Address::parse(&server.address(&database, "boss")).unwrap();
    schema::init(&address).unwrap();
    people::set_person(&address, "jo", Some("Jo"), &[people::Role::Write]).unwrap();
    sql("GRANT iro_purge TO jo");
    let took = people::set_person(&address, "jo", None, &[]);
    let has = sql("SELECT pg_has_role('jo', 'iro_purge', 'MEMBER')") == "t";
    assert_eq!(took.is_err(), has, "{took:?}");
    // All of it or nothing.
    assert_eq!(sql("SELECT pg_has_role('jo', 'iro_write', 'MEMBER')") == "t", has);
    if let Err(StoreError::Server { message, hint, .. }) = took {
        assert!(message.contains("`jo` was given `iro_purge` by `owner`"), "{message}");
        sql(hint.unwrap().split('`').nth(3).unwrap());
        people::set_person(&address, "jo", None, &[]).unwrap();
    }
    assert_eq!(people::people(&address).unwrap(), []);
}

#[test]
fn a_database_without_a_store_says_so() {
    let Some(server) = shared() else { return };
    let database = server.database();
    let store = PostgresStore::at(Address::parse(&server.address(&database, OWNER)).unwrap());
    let refused = store.ids(Which::All).unwrap_err();
    assert!(refused.to_string().starts_with("there is no store in the database"), "{refused}");
    let nowhere = Address::parse(&server.address("nowhere", OWNER)).unwrap();
    let refused = PostgresStore::at(nowhere).ids(Which::All).unwrap_err();
    assert!(refused.to_string().contains("does not exist"), "{refused}");
    let nobody = Address::parse(&format!("postgresql:///{database}?host=/nowhere")).unwrap();
    let refused = PostgresStore::at(nobody).ids(Which::All).unwrap_err();
    assert!(refused.to_string().contains("can't be reached"), "{refused}");
}

/// Whatever was confirmed is there afterwards, once, whenever the power fails.
#[test]
fn a_server_that_is_stopped_hard_loses_nothing_that_was_confirmed() {
    let Some(server) = server::start(true, false) else { return };
    let database = server.database();
    let address = || Address::parse(&server.address(&database, OWNER)).unwrap();
    schema::init(&address()).unwrap();
    let confirmed: Vec<_> = std::thread::scope(|scope| {
        let writer = || {
            let store = PostgresStore::at(address());
            let mut confirmed = Vec::new();
            for _ in 0..40 {
                confirmed.extend(store.create(2026, 1, &mut |ids| Ok(suite::drafts(ids))).ok().into_iter().flatten());
            }
            confirmed
        };
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(writer)).collect();
        for _ in 0..2 {
            std::thread::sleep(std::time::Duration::from_millis(300));
            server.tell("crash");
            server.tell("start");
        }
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let store = PostgresStore::at(address());
    let there = store.ids(Which::All).unwrap();
    let once: std::collections::BTreeSet<_> = confirmed.iter().copied().collect();
    assert_eq!(once.len(), confirmed.len(), "one id was given to two");
    assert!(once.iter().all(|id| there.binary_search(id).is_ok()), "something confirmed is gone");
    assert_eq!(there.last().map_or(0, |id| id.number() as usize), there.len(), "a number is missing");
    let ledger = store.ledger().unwrap();
    assert_eq!((ledger.end.lines, ledger.broken.many), (there.len(), 0));
    assert!(store.faults().unwrap().is_empty());
}
