//! Checks the health of a store in a database: whom the login stands for, whether the tables agree with the events,
//! whether the server keeps what it has confirmed, and who may do what.

use std::collections::BTreeSet;

use serde_json::json;

use super::PostgresStore;
use super::catalogue::Differences;
use super::clock;
use super::connect::is_encrypted;
use super::content::key;
use super::faults::{FaultsOfRows, repair_kept, typed_here};
use super::people::MAY_USE;
use super::records::last_event;
use super::repair_ledger::of_ledger;
use super::statement::{Value, identifier};
use super::version::VERSION;
use super::wire::{COPYING, Rows, Wire, as_raised, rows, value};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::text::list;
use crate::domain::worded::Worded;
use crate::store::compare_with_ledger::{Comparison, compare_with_ledger};
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer, State, belongs};
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::policies::PolicyBook;
use crate::store::records::{Filed, Which};
use crate::store::server_rule::ServerRule;

/// The server's settings, and the rights of this login and others.
fn about_server() -> String {
    format!(
        "SELECT version(), current_setting('fsync'), current_setting('synchronous_commit'), \
     current_setting('full_page_writes'), pg_is_in_recovery(), \
     (SELECT max(version) FROM iro.schema_version), {CLOCK}, \
     (SELECT source FROM pg_settings WHERE name = 'default_transaction_read_only' AND setting = 'on'), \
     current_setting('server_encoding'), current_database(); \
     SELECT session_user, has_table_privilege('iro.event', 'INSERT') OR has_any_column_privilege('iro.event', 'INSERT'), \
     pg_has_role('iro_keep', 'MEMBER'), pg_has_role('iro_purge', 'MEMBER'), \
     has_table_privilege('iro.event', 'UPDATE') OR has_table_privilege('iro.event', 'TRUNCATE'); \
     SELECT archived_count, last_archived_time FROM pg_stat_archiver;",
        CLOCK = clock::OF_SERVER
    )
}

/// The logins that may keep policies and settings, and that may remove records, through whatever group.
const HOLDERS: &str = "WITH RECURSIVE given AS (SELECT m.roleid, m.member FROM pg_auth_members m WHERE";
const HOLDERS_OF_A_ROLE: &str = "), holder (role, member) AS (\
     SELECT r.rolname, m.member FROM given m JOIN pg_roles r ON r.oid = m.roleid \
     WHERE r.rolname IN ('iro_keep', 'iro_purge') \
     UNION SELECT holder.role, m.member FROM holder JOIN given m ON m.roleid = holder.member) \
     SELECT role, rolname FROM holder JOIN pg_roles r ON r.oid = member WHERE rolcanlogin ORDER BY role, rolname;";

/// A query for the newest version of each small file that people change, the last changed first.
fn changed_last() -> String {
    format!(
        "SELECT * FROM (SELECT DISTINCT ON (name) name, version, typed_by, \
         to_char(typed_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI') AS at FROM iro.kept \
         WHERE NOT {AS_RAISED} AND name <> '{COPYING}' ORDER BY name, version DESC) newest ORDER BY at DESC, name;",
        AS_RAISED = as_raised()
    )
}

/// How many of them are shown.
const SHOWN: usize = 5;

/// Checks everything, and repairs what can be derived from the events.
pub(super) fn examine(
    store: &PostgresStore,
    policies: &PolicyBook,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let encrypted =
        if is_encrypted(&store.wire.address) { "encrypted, the server's name checked" } else { "on this computer" };
    let asked = clock::here();
    let answer = store.wire.ask(&format!("{} {HOLDERS} {MAY_USE} {HOLDERS_OF_A_ROLE}", about_server()))?;
    let answered = clock::here();
    let rows = |at| rows(&answer, at);
    let server = value(rows(0), 0, 0).unwrap_or_default();
    let short: Vec<&str> = server.split_whitespace().take(2).collect();
    findings
        .push(Finding::well("store", format!("the store `{}`: {} ({encrypted})", store.describe(), short.join(" "))));
    findings.push(Finding::well("tables", format!("its tables are of version {VERSION}")));
    findings.extend(encoding(rows(0)));
    findings.extend(durability(rows(0)));
    findings.extend(read_only(rows(0), rows(1)));
    let there = value(rows(0), 0, 6).and_then(|there| there.parse().ok()).unwrap_or(answered);
    findings.push(apart(clock::ahead(asked, there, answered)));
    findings.push(login(rows(1)));
    findings.extend(daily_work(rows(1)));
    findings.push(holders(rows(3)));
    findings.extend(Differences::of(&store.wire)?.findings());
    findings.push(backup(rows(2)));
    findings.push(settings(&store.wire.rows(&changed_last())?));
    findings.extend(shared_login(&store.wire));
    findings.extend(nameless(&store.wire.rows(NAMELESS)?));
    if repairer.is_some() && store.wire.opened()?.remembers {
        let address = &store.wire.address;
        let forgot = store.wire.line().run(address, "DELETE FROM iro.memo;");
        forgot.map_err(|trouble| trouble.into_error(address))?;
        findings.push(Finding::well("remembered", "what lists remember of records is worked out again"));
    }
    let mut wrong = FaultsOfRows::of(&store.wire)?;
    let tip = tip(store, wrong.tip.as_ref(), repairer)?;
    // Without it nothing else can be repaired.
    let repairer = repairer.filter(|_| tip.as_ref().is_none_or(|tip| tip.state != State::Wrong));
    findings.extend(tip);
    if repairer.is_some() && repair_kept(store)? {
        wrong = FaultsOfRows::of(&store.wire)?;
        let message = "the policies that disputes were raised under are what they were";
        findings.push(Finding::repaired("kept", message));
    }
    let ledger = store.ledger()?;
    let (heads, comparison) = heads(store, policies, &ledger, &wrong.heads, repairer)?;
    findings.push(heads);
    findings.extend(compare_with_ledger(store, &ledger, &comparison.changed)?);
    findings.extend(of_ledger(store, &ledger, comparison, repairer)?);
    // A warning, such as of an event that was typed for a colleague, doesn't say that a row was changed.
    let is_broken = |fault: &Fault| fault.severity == Severity::Error;
    findings.push(match wrong.others.iter().any(is_broken) {
        false => Finding::well("evidence", "each event is what its digest was taken of"),
        true => Finding::wrong("evidence", "rows were changed behind the program's back", "`iro check` says which"),
    });
    Ok(findings)
}

/// Reports a `tip` that was changed, and repairs it: it follows from the ledger, which then says what it was.
fn tip(
    store: &PostgresStore,
    wrong: Option<&Fault>,
    repairer: Option<Repairer<'_>>,
) -> Result<Option<Finding>, StoreError> {
    let Some(fault) = wrong else { return Ok(None) };
    let hint = fault.hint.clone().unwrap_or_default();
    let Some(repairer) = repairer else { return Ok(Some(Finding::wrong("tip", fault.message.as_str(), &hint))) };
    let repaired = store.wire.repair_tip(|tip| {
        let tip = tip.map(|(line, digest)| json!({"line": line, "digest": digest}));
        json!({"at": repairer.now.to_string(), "by": repairer.by, "tip": tip})
    });
    match repaired {
        Ok(_) => {}
        Err(StoreError::Server { rule: ServerRule::NoRight, message, hint }) => {
            return Ok(Some(Finding::wrong("tip", message, &hint.unwrap_or_default())));
        }
        Err(error) => return Err(error),
    }
    let message = "`tip` names the last line of the ledger again; a new line in the ledger says what it was";
    Ok(Some(Finding::repaired("tip", message)))
}

/// Whether what the server has confirmed would survive a power cut.
fn durability(rows: &Rows) -> Vec<Finding> {
    let off = [(1, "fsync"), (2, "synchronous_commit"), (3, "full_page_writes")];
    let off: Vec<&str> =
        off.iter().filter(|(at, _)| value(rows, 0, *at) == Some("off")).map(|(_, name)| *name).collect();
    let mut findings = vec![match off.as_slice() {
        [] => Finding::well("durability", "what is written survives a power cut"),
        off => Finding::wrong(
            "durability",
            format!("what is written may be lost in a power cut: `{}` is off", off.join("`, `")),
            "your database administrator switches it on",
        ),
    }];
    if value(rows, 0, 4) == Some("t") {
        findings.push(Finding::well("standby", "this is a copy for reading (a standby): nothing can be written here"));
    }
    findings
}

/// Reports that the login, the database or the server was set to be read only. A standby always is.
fn read_only(server: &Rows, own: &Rows) -> Option<Finding> {
    let source = value(server, 0, 7).filter(|_| value(server, 0, 4) != Some("t"))?;
    let setting = "default_transaction_read_only";
    let (login, database) = (value(own, 0, 0).unwrap_or_default(), value(server, 0, 9).unwrap_or_default());
    let statement = match source {
        "user" => format!("ALTER ROLE {} RESET {setting}", identifier(login)),
        "database" => format!("ALTER DATABASE {} RESET {setting}", identifier(database)),
        "global" => format!("ALTER ROLE ALL RESET {setting}"),
        "database user" => {
            format!("ALTER ROLE {} IN DATABASE {} RESET {setting}", identifier(login), identifier(database))
        }
        _ => format!("ALTER SYSTEM RESET {setting}"),
    };
    Some(Finding::wrong(
        "read-only",
        format!(
            "nothing can be written: `{setting}` is on for {}",
            match source {
                "user" | "database user" => "your login",
                "database" => "this database",
                "global" => "every login",
                _ => "the server",
            }
        ),
        &format!("if that is not meant, your database administrator runs `{statement}` from another database"),
    ))
}

/// Reports a database that can't keep every character.
fn encoding(rows: &Rows) -> Option<Finding> {
    let encoding = value(rows, 0, 8).filter(|encoding| *encoding != "UTF8")?;
    Some(Finding::wrong(
        "encoding",
        format!("the database keeps text in {encoding}: what has other characters in it is refused"),
        "your database administrator makes another one with `createdb -E UTF8 -T template0 NAME`, and `iro store copy` brings \
         everything there",
    ))
}

/// Compares the two clocks.
fn apart(ahead: i64) -> Finding {
    match ahead.abs() <= clock::AGREE {
        true => Finding::well("clock", "this computer's clock and the server's agree"),
        false => Finding::wrong(
            "clock",
            format!("this computer's clock is {} the server's", clock::in_words(ahead)),
            "set the clock of this computer: when things are typed is taken from it",
        ),
    }
}

fn login(rows: &Rows) -> Finding {
    let login = value(rows, 0, 0).unwrap_or_default();
    let may = |at: usize| value(rows, 0, at) == Some("t");
    let mut rights = vec!["read"];
    rights.extend(may(1).then_some("write"));
    rights.extend(may(2).then_some("keep policies and settings"));
    rights.extend(may(3).then_some("remove what is past its time"));
    Finding::well("login", format!("you are `{login}`, and may {}", list(&rights, "and")))
}

/// Reports a login with rights that nobody should have in daily work.
fn daily_work(own: &Rows) -> Option<Finding> {
    (value(own, 0, 4) == Some("t")).then(|| {
        Finding::wrong(
            "rights",
            "your login owns the store, or is a superuser: daily work needs neither",
            "use a login with the role `iro_write`",
        )
    })
}

/// Reports a login that several people use. Whether they do can't be told if the text of an event is no JSON, which is
/// a fault of its own.
fn shared_login(wire: &Wire) -> Option<Finding> {
    let names = format!(
        "SELECT count(DISTINCT e.body::jsonb ->> 'by') FROM iro.event e WHERE e.typed_by = session_user AND {};",
        typed_here()
    );
    let people: u32 = value(&wire.rows(&names).ok()?, 0, 0)?.parse().ok()?;
    (people > 1).then(|| {
        Finding::wrong(
            "logins",
            "several people type under your login, so that the store can't tell who typed what",
            "give each person a login of their own",
        )
    })
}

/// The logins that may write, the owner and superusers aside, and that no name is kept for.
const NAMELESS: &str = "SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper \
     AND pg_has_role(r.oid, 'iro_write', 'MEMBER') \
     AND NOT pg_has_role(r.oid, (SELECT nspowner FROM pg_namespace WHERE nspname = 'iro'), 'MEMBER') \
     AND NOT EXISTS (SELECT FROM iro.person p WHERE p.login = r.rolname) ORDER BY 1;";

/// Reports logins that were given the role in SQL alone: what they type is compared with no name.
fn nameless(rows: &Rows) -> Option<Finding> {
    let logins: Vec<&str> = rows.iter().filter_map(|row| row.first()?.as_deref()).collect();
    let first = logins.first()?;
    Some(Finding::wrong(
        "names",
        format!("without a name in the store, and so under any that they give, may write: `{}`", logins.join("`, `")),
        &format!("`iro store people --add {first} --name NAME --role write` gives the first its name"),
    ))
}

/// Lists who may do what most people may not; whether that is right, only people know.
fn holders(rows: &Rows) -> Finding {
    let of = |role: &str| {
        let logins = rows.iter().filter(|row| row.first().and_then(Option::as_deref) == Some(role));
        let logins: Vec<&str> = logins.filter_map(|row| row.get(1)?.as_deref()).collect();
        if logins.is_empty() { "nobody but the owner".to_string() } else { format!("`{}`", logins.join("`, `")) }
    };
    let message = format!(
        "policies and settings may be kept by {}; records past their time may be removed by {}",
        of("iro_keep"),
        of("iro_purge")
    );
    Finding::well("people", message)
}

/// Lists who changed settings, closing days and policies last: they are in no chain of digests.
fn settings(rows: &Rows) -> Finding {
    let file = |row: &Vec<Option<String>>| match row.as_slice() {
        [Some(name), Some(version), Some(login), Some(at)] => {
            Some(format!("`{name}` (version {version}) by `{login}` at {at}"))
        }
        _ => None,
    };
    let shown: Vec<String> = rows.iter().take(SHOWN).filter_map(file).collect();
    let more = match rows.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match shown.as_slice() {
        [] => "no settings, closing days or policies are kept".to_string(),
        shown => format!(
            "last changed: {}{more}; every version: `SELECT name, version, typed_by, typed_at FROM iro.kept`",
            shown.join(", ")
        ),
    };
    Finding::well("settings", message)
}

fn backup(rows: &Rows) -> Finding {
    match value(rows, 0, 0).and_then(|count| count.parse::<u64>().ok()) {
        Some(count) if count > 0 => {
            let last = value(rows, 0, 1).unwrap_or_default();
            Finding::well("backup", format!("the server archives what is written, last at {last}"))
        }
        _ => Finding::well(
            "backup",
            "the server archives nothing by itself: backups are then by `pg_dump`, which nothing here can see",
        ),
    }
}

/// Repairs how records are filed and what their heads say, since both follow from the events; compares all records with
/// the ledger.
fn heads(
    store: &PostgresStore,
    policies: &PolicyBook,
    ledger: &Ledger,
    heads: &BTreeSet<DisputeId>,
    repairer: Option<Repairer<'_>>,
) -> Result<(Finding, Comparison), StoreError> {
    let (mut wrong, mut comparison) = (Vec::new(), Comparison::default());
    let ids = store.ids(Which::All)?;
    for some in ids.chunks(store.share()) {
        for (id, stored) in some.iter().zip(store.load_all(some)?) {
            let Ok(stored) = stored else { continue };
            comparison.add(&stored, ledger);
            let belongs = belongs(policies, &stored).unwrap_or(stored.filed);
            if belongs != stored.filed || heads.contains(id) {
                wrong.push((*id, belongs));
            }
        }
    }
    if wrong.is_empty() {
        return Ok((Finding::well("heads", "lists go by what the events say"), comparison));
    }
    let shown: Vec<String> = wrong.iter().take(5).map(|(id, _)| format!("`{id}`")).collect();
    let more = if wrong.len() > 5 { format!(" and {} more", wrong.len() - 5) } else { String::new() };
    let which = format!("{}{more}", shown.join(", "));
    if repairer.is_none() {
        let message = format!("lists don't go by what the events say of {which}");
        return Ok((Finding::wrong("heads", message, "`iro doctor --repair` puts that right"), comparison));
    }
    for (id, belongs) in wrong {
        put_head(store, id, belongs)?;
    }
    Ok((Finding::repaired("heads", format!("lists go by what the events say of {which}")), comparison))
}

/// Makes the head of a record agree with its last event.
fn put_head(store: &PostgresStore, id: DisputeId, belongs: Filed) -> Result<(), StoreError> {
    store.wire.write(
        &last_event(id),
        |plan, answer| {
            let rows = rows(answer, 0);
            let (Some(events), Some(digest)) = (value(rows, 0, 0).and_then(|n| n.parse().ok()), value(rows, 0, 1))
            else {
                return Ok(());
            };
            let row = vec![
                Value::Number(key(id)),
                Value::Small(events),
                Value::Text(digest.to_string()),
                Value::Text(belongs.word().to_string()),
            ];
            let suffix = "ON CONFLICT (record) DO UPDATE SET events = excluded.events, digest = excluded.digest, \
                          filed = excluded.filed";
            plan.insert("head", "record, events, digest, filed", row, suffix);
            Ok(())
        },
        |_| (),
    )
}
