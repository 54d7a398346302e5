//! The tables, rights and guards as the server's catalogue describes them: a new store is as it should be, and whatever
//! is changed about it is found.

use std::env;
use std::fs;

use super::super::catalogue::QUESTION;
use super::super::schema;
use super::super::{Address, PostgresStore};
use super::Made;
use super::server::{self, OWNER};
use crate::domain::fault::Severity;
use crate::store::contract::{Evidence, Store};
use crate::store::records::Which;

/// `UPDATE_DOCS=1 cargo test --features postgres --lib catalogue` rewrites the file after a change of the tables.
#[test]
fn a_new_store_is_as_the_file_says() {
    let Some(made) = Made::new() else { return };
    let lines = format!("SET search_path = pg_catalog; COPY ({}) TO STDOUT", QUESTION.trim_end().trim_end_matches(';'));
    let found = made.sql(OWNER, &lines).unwrap().replace("\\\\", "\\") + "\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/postgres/catalogue.txt");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(file, &found).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), found);
    assert_eq!(made.store(OWNER).faults().unwrap(), []);
}

/// Each change with the words that name it, and what puts it right.
const CHANGES: [(&str, Severity, &str, &str); 29] = [
    (
        "GRANT DELETE ON ALL TABLES IN SCHEMA iro TO pg_monitor",
        Severity::Error,
        "DELETE on iro.answer, iro.clock, iro.dispute and 12 more to pg_monitor",
        "iro.tombstone, iro.worked_out FROM pg_monitor`",
    ),
    (
        "GRANT SELECT ON iro.event TO iro_read WITH GRANT OPTION",
        Severity::Warning,
        "a right is given with grant option: SELECT on iro.event to iro_read",
        "REVOKE GRANT OPTION FOR SELECT ON iro.event FROM iro_read",
    ),
    (
        "DROP TRIGGER stays ON iro.event",
        Severity::Error,
        "trigger `stays on iro.event` is missing",
        "`iro store schema`",
    ),
    (
        "ALTER TABLE iro.ledger DISABLE TRIGGER stays",
        Severity::Error,
        "trigger `stays on iro.ledger` was changed: it is disabled",
        "ALTER TABLE iro.ledger ENABLE TRIGGER stays",
    ),
    (
        "ALTER TABLE iro.kept ENABLE REPLICA TRIGGER all_stay",
        Severity::Error,
        "it is enabled for replicas",
        "ALTER TABLE iro.kept ENABLE TRIGGER all_stay",
    ),
    ("ALTER TABLE iro.event DISABLE TRIGGER ALL", Severity::Error, "of the foreign keys on iro.event", "a superuser"),
    (
        "CREATE TRIGGER more BEFORE INSERT ON iro.event FOR EACH ROW EXECUTE FUNCTION iro.stays('record')",
        Severity::Error,
        "trigger `more on iro.event` is not part of a store",
        "drops it",
    ),
    (
        "CREATE OR REPLACE FUNCTION iro.stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS \
         'BEGIN RETURN OLD; END'",
        Severity::Error,
        "function `iro.stays()` was redefined",
        "`iro store schema`",
    ),
    (
        "CREATE OR REPLACE FUNCTION iro.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog AS \
         'SELECT current_date - 400'",
        Severity::Error,
        "function `iro.today()` was redefined",
        "`iro store schema`",
    ),
    (
        "ALTER FUNCTION iro.shown(bigint) SECURITY DEFINER",
        Severity::Error,
        "iro.shown(id bigint)",
        "`iro store schema`",
    ),
    (
        "CREATE OR REPLACE VIEW iro.worked_out AS SELECT record, facts, learnt_at FROM iro.memo WHERE false",
        Severity::Error,
        "view `iro.worked_out` was redefined",
        "`iro store schema`",
    ),
    ("DROP VIEW iro.answer", Severity::Error, "view `iro.answer` is missing", "`iro store schema`"),
    (
        "DROP POLICY writers_keep_as_raised ON iro.kept",
        Severity::Error,
        "policy `writers_keep_as_raised on iro.kept` is missing",
        "`iro store schema`",
    ),
    (
        "ALTER TABLE iro.kept DISABLE ROW LEVEL SECURITY",
        Severity::Error,
        "table `iro.kept` is `a table, of owner` and should be `a table, of owner, row level security`",
        "`iro store schema`",
    ),
    (
        "CREATE RULE none AS ON INSERT TO iro.tombstone DO INSTEAD NOTHING",
        Severity::Error,
        "rule `none on iro.tombstone` is not part of a store",
        "drops it",
    ),
    (
        "GRANT UPDATE ON iro.event TO pg_monitor",
        Severity::Error,
        "UPDATE on iro.event to pg_monitor",
        "REVOKE UPDATE ON iro.event FROM pg_monitor",
    ),
    ("GRANT TRUNCATE ON iro.ledger TO PUBLIC", Severity::Error, "TRUNCATE on iro.ledger to PUBLIC", "FROM PUBLIC"),
    (
        "GRANT INSERT (typed_by) ON iro.event TO iro_write",
        Severity::Error,
        "INSERT on iro.event (typed_by) to iro_write",
        "REVOKE INSERT (typed_by) ON iro.event FROM iro_write",
    ),
    (
        "GRANT SELECT ON iro.event TO PUBLIC",
        Severity::Warning,
        "SELECT on iro.event to PUBLIC",
        "REVOKE SELECT ON iro.event",
    ),
    (
        "GRANT CREATE ON SCHEMA iro TO iro_write",
        Severity::Error,
        "CREATE on SCHEMA iro",
        "REVOKE CREATE ON SCHEMA iro FROM",
    ),
    (
        "REVOKE INSERT (body) ON iro.event FROM iro_write",
        Severity::Warning,
        "a right is missing: INSERT on iro.event (body) to iro_write",
        "GRANT INSERT (body) ON iro.event TO iro_write",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION iro.is_past(jsonb) FROM PUBLIC",
        Severity::Warning,
        "EXECUTE on FUNCTION iro.is_past(clock jsonb) to PUBLIC",
        "GRANT EXECUTE ON FUNCTION iro.is_past(clock jsonb) TO PUBLIC",
    ),
    (
        "ALTER TABLE iro.event ALTER typed_by SET DEFAULT 'nobody'",
        Severity::Error,
        "column `iro.event.typed_by` is `text, not null, default 'nobody'::text`",
        "`iro store schema`",
    ),
    ("ALTER TABLE iro.event SET UNLOGGED", Severity::Error, "is unlogged", "`iro store schema`"),
    (
        "ALTER TABLE iro.kept DROP CONSTRAINT kept_name",
        Severity::Error,
        "constraint `kept_name on iro.kept`",
        "puts it back",
    ),
    ("DROP INDEX iro.head_waiting", Severity::Warning, "index `iro.head_waiting` is missing", "`iro store schema`"),
    ("CREATE TABLE iro.more (x int)", Severity::Warning, "table `iro.more` is not part of a store", "another schema"),
    (
        "CREATE TABLE public.more () INHERITS (iro.event)",
        Severity::Error,
        "rows of the table `public.more` count as iro.event",
        "drops",
    ),
    ("ALTER TABLE iro.event OWNER TO pg_monitor", Severity::Error, "of pg_monitor", "puts it back"),
];

#[test]
fn whatever_guards_the_store_is_missed_when_it_is_gone() {
    let Some(made) = Made::new() else { return };
    made.sql(OWNER, "GRANT CREATE ON SCHEMA iro TO pg_monitor").unwrap();
    let made = Made { database: made.server.copy_of(&made.database), ..made };
    for (change, severity, words, hint) in CHANGES {
        let there = Made { server: made.server, database: made.server.copy_of(&made.database) };
        there.sql(OWNER, change).unwrap_or_else(|wrong| panic!("{change}: {wrong}"));
        let faults = there.store(OWNER).faults().unwrap();
        let found = faults.iter().find(|fault| fault.message.contains(words));
        let found = found.unwrap_or_else(|| panic!("{change}: {faults:#?}"));
        assert_eq!(found.severity, severity, "{change}");
        assert!(found.hint.as_ref().is_some_and(|said| said.contains(hint)), "{change}: {found:?}");
    }
}

/// Roles and settings are of the whole server, so this takes one of its own.
#[test]
fn so_is_what_is_changed_about_the_roles() {
    let Some(server) = server::start(false, false) else { return };
    let database = server.database();
    let address = || Address::parse(&server.address(&database, OWNER)).unwrap();
    schema::init(&address()).unwrap();
    server
        .sql(&database, OWNER, "CREATE ROLE jo LOGIN; CREATE ROLE team; GRANT iro_keep TO team; GRANT team TO jo")
        .unwrap();
    assert_eq!(PostgresStore::at(address()).faults().unwrap(), []);
    for (change, back, words) in [
        (
            "GRANT iro_purge TO iro_keep",
            "REVOKE iro_purge FROM iro_keep",
            "membership `iro_keep in iro_purge` is not part",
        ),
        (
            "REVOKE iro_write FROM iro_purge",
            "GRANT iro_write TO iro_purge",
            "membership `iro_purge in iro_write` is missing",
        ),
        (
            "GRANT pg_write_all_data TO iro_read",
            "REVOKE pg_write_all_data FROM iro_read",
            "`iro_read in pg_write_all_data`",
        ),
        (
            "ALTER ROLE iro_write BYPASSRLS",
            "ALTER ROLE iro_write NOBYPASSRLS",
            "role `iro_write` was changed: it is bypassrls",
        ),
        (
            "ALTER ROLE jo SET session_replication_role = replica",
            "ALTER ROLE jo RESET session_replication_role",
            "`session_replication_role of jo` is set to `replica`, which switches the triggers off",
        ),
    ] {
        server.sql(&database, OWNER, change).unwrap();
        let faults = PostgresStore::at(address()).faults().unwrap();
        assert!(faults.iter().any(|fault| fault.message.contains(words)), "{change}: {faults:#?}");
        server.sql(&database, OWNER, back).unwrap();
    }
    // Settings of a login that change how the server words its answer, and nothing about the tables.
    for setting in ["standard_conforming_strings = off", "quote_all_identifiers = on", "search_path = iro"] {
        server.sql(&database, OWNER, &format!("ALTER ROLE {OWNER} SET {setting}")).unwrap();
        assert_eq!(PostgresStore::at(address()).faults().unwrap(), [], "{setting}");
        server.sql(&database, OWNER, &format!("ALTER ROLE {OWNER} RESET ALL")).unwrap();
    }
    let store = PostgresStore::at(address());
    let policies = crate::store::policies::PolicyBook::new(Vec::new());
    let findings = store.doctor(&policies, None).unwrap();
    let people = findings.iter().find(|finding| finding.what == "people").unwrap();
    assert!(
        people.message.contains("kept by `jo`; records past their time may be removed by nobody but the owner"),
        "{people:?}"
    );
    assert!(store.ids(Which::All).unwrap().is_empty());
}
