//! Checks the health of a store in a database: whom the login stands for, whether the tables agree with the events,
//! whether the server keeps what it has confirmed, and who may do what.

use super::PostgresStore;
use super::catalogue::Differences;
use super::connect::is_encrypted;
use super::content::{id, key, name, word};
use super::records::last_event;
use super::statement::Value;
use super::version::VERSION;
use super::wire::{Rows, Wire};
use super::write::value;
use crate::domain::case::Case;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::same_name::is_same;
use crate::store::against_the_ledger::against_the_ledger;
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::policies::PolicyBook;
use crate::store::records::{Filed, Which};
use crate::store::small_files::lies_inside;
use crate::store::tamper::signs_of;

/// SQL: whether an event was recorded here rather than copied from another store. While a copy is unfinished, nothing
/// else is written.
macro_rules! typed_here {
    () => {
        "NOT EXISTS (SELECT FROM iro.kept b WHERE b.name = 'copying' AND octet_length(b.bytes) > 0 \
         AND e.typed_at >= b.typed_at AND NOT EXISTS (SELECT FROM iro.kept f WHERE f.name = 'copying' \
         AND f.version > b.version AND octet_length(f.bytes) = 0 AND f.typed_at < e.typed_at))"
    };
}
pub(super) const TYPED_HERE: &str = typed_here!();

/// Events by another name than their login's.
const NAMED_FOR_ANOTHER: &str = concat!(
    "SELECT e.record, e.number, e.body::jsonb ->> 'by', e.typed_by, p.name FROM iro.event e \
     JOIN iro.person p ON p.login = e.typed_by WHERE p.name <> e.body::jsonb ->> 'by' AND ",
    typed_here!(),
    " ORDER BY e.record, e.number;"
);

/// Everything inconsistent, with record and event: events whose digest is not that of their text, or whose `prev` is
/// not the digest before; the same for headers; missing lines of the ledger; heads that differ from the last event.
const WRONG: &str = "SELECT record, number, 'digest' FROM iro.event \
     WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex') ORDER BY record, number; \
     SELECT id, 0, 'digest' FROM iro.record WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex') ORDER BY id; \
     SELECT record, number, 'prev' FROM (SELECT e.record, e.number, e.prev, \
     coalesce(lag(e.digest) OVER (PARTITION BY e.record ORDER BY e.number), r.digest) AS before \
     FROM iro.event e JOIN iro.record r ON r.id = e.record) e WHERE prev <> before ORDER BY record, number; \
     SELECT r.id, h.events, e.number FROM iro.record r LEFT JOIN iro.head h ON h.record = r.id \
     LEFT JOIN (SELECT DISTINCT ON (record) record, number, digest FROM iro.event ORDER BY record, number DESC) e \
     ON e.record = r.id WHERE h.digest IS DISTINCT FROM e.digest OR h.events IS DISTINCT FROM e.number ORDER BY r.id; \
     SELECT t.line FROM iro.tip t LEFT JOIN (SELECT line, borne FROM iro.ledger ORDER BY line DESC LIMIT 1) l ON true \
     WHERE t.line <> coalesce(l.line, 0) OR (l.borne IS NOT NULL AND t.borne <> l.borne);";

/// The server's settings, and the rights of this login and others.
const SERVER: &str = "SELECT version(), current_setting('fsync'), current_setting('synchronous_commit'), \
     current_setting('full_page_writes'), pg_is_in_recovery(), \
     (SELECT max(version) FROM iro.schema_version), round(extract(epoch FROM now()) * 1000)::bigint; \
     SELECT session_user, has_table_privilege('iro.event', 'INSERT') OR has_any_column_privilege('iro.event', 'INSERT'), \
     pg_has_role('iro_keep', 'MEMBER'), pg_has_role('iro_purge', 'MEMBER'), \
     has_table_privilege('iro.event', 'UPDATE') OR has_table_privilege('iro.event', 'TRUNCATE'); \
     SELECT archived_count, last_archived_time FROM pg_stat_archiver;";

/// The logins that may keep policies and settings, and that may remove records, through whatever group.
const HOLDERS: &str = "WITH RECURSIVE holder (role, member) AS (\
     SELECT r.rolname, m.member FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid \
     WHERE r.rolname IN ('iro_keep', 'iro_purge') \
     UNION SELECT holder.role, m.member FROM holder JOIN pg_auth_members m ON m.roleid = holder.member) \
     SELECT role, rolname FROM holder JOIN pg_roles r ON r.oid = member WHERE rolcanlogin ORDER BY role, rolname;";

/// How many names this login has recorded events under.
const NAMES: &str = concat!(
    "SELECT count(DISTINCT e.body::jsonb ->> 'by') FROM iro.event e WHERE e.typed_by = session_user AND ",
    typed_here!(),
    ";"
);

/// Faults of the tables, and of rows that are not a fault of a record itself.
pub(super) fn faults(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let mut faults = faults_of_rows(wire)?;
    faults.extend(Differences::of(wire)?.faults());
    Ok(faults)
}

fn faults_of_rows(wire: &Wire) -> Result<Vec<Fault>, StoreError> {
    let answer = wire.ask(&format!("{WRONG} {NAMED_FOR_ANOTHER} SELECT DISTINCT name FROM iro.kept ORDER BY name;"))?;
    let none = Rows::new();
    let rows = |at: usize| answer.get(at).unwrap_or(&none);
    let mut faults = Vec::new();
    for (at, said) in [
        (0, "is not what its digest was taken of: the row was changed behind the program's back"),
        (1, "is not what its digest was taken of: the row was changed behind the program's back"),
        (2, "doesn't name the one before it as it is: a row was added or changed behind the program's back"),
    ] {
        for row in rows(at) {
            let [Some(record), Some(number), _] = row.as_slice() else { continue };
            let Some(id) = id(record) else { continue };
            let what = if number == "0" { "the header".to_string() } else { format!("event {number}") };
            let hint = "compare it with a backup before you change anything";
            faults.push(fault(id, Severity::Error, "row-changed", format!("{what} {said}"), hint));
        }
    }
    for row in rows(3) {
        let Some(id) = row.first().and_then(Option::as_deref).and_then(id) else { continue };
        let message = "what the table `head` says of this record is not what its events say".to_string();
        faults.push(fault(id, Severity::Error, "head", message, "`iro doctor --repair` puts that right"));
    }
    if !rows(4).is_empty() {
        faults.push(Fault {
            file: "ledger".to_string(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            rule: "ledger".to_string(),
            message: "the last line of the ledger is not the one that writers go on from: lines were added or removed"
                .to_string(),
            hint: Some("compare with a backup, and with the head that an earlier report gave".to_string()),
        });
    }
    for name in rows(6).iter().filter_map(|row| row.first()?.as_deref()).filter(|name| !lies_inside(name)) {
        faults.push(Fault {
            file: "kept".to_string(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            rule: "kept".to_string(),
            message: format!("a file is kept under the name `{name}`, which would lie outside of a store"),
            hint: Some("the program gives no such name: ask your database administrator who wrote it".to_string()),
        });
    }
    for row in rows(5) {
        let [Some(record), Some(number), Some(by), Some(login), Some(name)] = row.as_slice() else { continue };
        let Some(id) = id(record).filter(|_| !is_same(by, name)) else { continue };
        let message = format!("event {number} is named for {by}, and {name} typed it (the login `{login}`)");
        let hint = "ask them whether it was agreed; `iro log` shows it beside the event";
        faults.push(fault(id, Severity::Warning, "typed-for-another", message, hint));
    }
    Ok(faults)
}

fn fault(id: DisputeId, severity: Severity, rule: &str, message: String, hint: &str) -> Fault {
    Fault {
        file: name(id),
        line: 0,
        column: 0,
        severity,
        rule: rule.to_string(),
        message,
        hint: Some(hint.to_string()),
    }
}

/// Checks everything, and repairs what can be derived from the events.
pub(super) fn examine(
    store: &PostgresStore,
    policies: &PolicyBook,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let encrypted =
        if is_encrypted(&store.wire.address) { "encrypted, the server's name checked" } else { "on this computer" };
    let answer = store.wire.ask(&format!("{SERVER} {NAMES} {HOLDERS}"))?;
    let none = Rows::new();
    let rows = |at: usize| answer.get(at).unwrap_or(&none);
    let server = value(rows(0), 0, 0).unwrap_or_default();
    let short: Vec<&str> = server.split_whitespace().take(2).collect();
    findings
        .push(Finding::well("store", format!("the store `{}`: {} ({encrypted})", store.describe(), short.join(" "))));
    findings.push(Finding::well("tables", format!("its tables are of version {VERSION}")));
    findings.extend(durability(rows(0)));
    findings.push(clock(rows(0)));
    findings.push(login(rows(1)));
    findings.extend(daily_work(rows(1)));
    findings.push(holders(rows(4)));
    findings.extend(Differences::of(&store.wire)?.findings());
    findings.push(backup(rows(2)));
    if value(rows(3), 0, 0).and_then(|people| people.parse().ok()).is_some_and(|people: u32| people > 1) {
        findings.push(Finding::wrong(
            "logins",
            "several people type under your login, so that the store can't tell who typed what",
            "give each person a login of their own",
        ));
    }
    if repairer.is_some() && store.wire.opened()?.remembers {
        let address = &store.wire.address;
        let forgot = store.wire.line().run(address, "DELETE FROM iro.memo;");
        forgot.map_err(|trouble| trouble.into_error(address))?;
        findings.push(Finding::well("remembered", "what lists remember of records is worked out again"));
    }
    let ledger = store.ledger()?;
    let (heads, changed) = heads(store, policies, &ledger, repairer)?;
    findings.extend(heads);
    findings.extend(against_the_ledger(store, &ledger, &changed)?);
    let broken = faults_of_rows(&store.wire)?.into_iter().filter(|fault| fault.rule != "head").count();
    findings.push(match broken {
        0 => Finding::well("evidence", "each event is what its digest was taken of"),
        _ => Finding::wrong("evidence", "rows were changed behind the program's back", "`iro check` says which"),
    });
    Ok(findings)
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

/// Compares the two clocks: dates are made by this computer and times of rows by the server, so a difference would
/// show.
#[expect(clippy::disallowed_methods, reason = "the computer's own clock is what is compared")]
fn clock(rows: &Rows) -> Finding {
    let here = chrono::Utc::now().timestamp_millis();
    let there: i64 = value(rows, 0, 6).and_then(|now| now.parse().ok()).unwrap_or(here);
    let apart = (here - there).abs() / 1000;
    match apart {
        0..=5 => Finding::well("clock", "this computer's clock and the server's agree"),
        _ => Finding::wrong(
            "clock",
            format!("this computer's clock and the server's are {apart} seconds apart"),
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
    let rights = match rights.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => rights.concat(),
    };
    Finding::well("login", format!("you are `{login}`, and may {rights}"))
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

/// Repairs how records are filed and what their heads say, since both follow from the events; reports records that were
/// changed.
fn heads(
    store: &PostgresStore,
    policies: &PolicyBook,
    ledger: &Ledger,
    repairer: Option<Repairer<'_>>,
) -> Result<(Vec<Finding>, Vec<DisputeId>), StoreError> {
    let heads: Vec<DisputeId> = faults_of_rows(&store.wire)?
        .into_iter()
        .filter(|fault| fault.rule == "head")
        .filter_map(|fault| fault.file.rsplit(' ').next()?.parse().ok())
        .collect();
    let (mut wrong, mut changed) = (Vec::new(), Vec::new());
    let ids = store.ids(Which::All)?;
    for some in ids.chunks(store.share()) {
        for (id, stored) in some.iter().zip(store.load_all(some)) {
            let Ok(stored) = stored else { continue };
            changed.extend(signs_of(&stored, ledger).iter().any(|sign| sign.is_certain()).then_some(*id));
            let policy = policies.version(&stored.record.header.policy, &stored.record.header.policy_version);
            let case = policy.ok().and_then(|policy| Case::replay(&stored.record, policy).ok());
            let belongs = case.map_or(stored.filed, |case| Filed::of(&case));
            if belongs != stored.filed || heads.contains(id) {
                wrong.push((*id, belongs));
            }
        }
    }
    if wrong.is_empty() {
        return Ok((vec![Finding::well("heads", "lists go by what the events say")], changed));
    }
    let shown: Vec<String> = wrong.iter().take(5).map(|(id, _)| format!("`{id}`")).collect();
    let more = if wrong.len() > 5 { format!(" and {} more", wrong.len() - 5) } else { String::new() };
    let which = format!("{}{more}", shown.join(", "));
    if repairer.is_none() {
        let message = format!("lists don't go by what the events say of {which}");
        return Ok((vec![Finding::wrong("heads", message, "`iro doctor --repair` puts that right")], changed));
    }
    for (id, belongs) in wrong {
        put_head(store, id, belongs)?;
    }
    Ok((vec![Finding::repaired("heads", format!("lists go by what the events say of {which}"))], changed))
}

/// Makes the head of a record agree with its last event.
fn put_head(store: &PostgresStore, id: DisputeId, belongs: Filed) -> Result<(), StoreError> {
    store.wire.write(
        &last_event(id),
        |plan, answer| {
            let none = Rows::new();
            let rows = answer.first().unwrap_or(&none);
            let (Some(events), Some(digest)) = (value(rows, 0, 0).and_then(|n| n.parse().ok()), value(rows, 0, 1))
            else {
                return Ok(());
            };
            let row = vec![
                Value::Number(key(id)),
                Value::Small(events),
                Value::Text(digest.to_string()),
                Value::Text(word(belongs).to_string()),
            ];
            let behind = "ON CONFLICT (record) DO UPDATE SET events = excluded.events, digest = excluded.digest, \
                          filed = excluded.filed";
            plan.statement().insert("head", "record, events, digest, filed", vec![row], behind);
            Ok(())
        },
        |_| (),
    )
}
