//! The database views for analysts: they give the program's own figures to a login that can read nothing else, and
//! never the figures of an earlier state of a record.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::database::Database;
use crate::database::server::{OWNER, shared};
use crate::documents::root;
use crate::env::{Env, list, text};

/// The example store on a server, with the real time of day, which the server uses too.
fn demo() -> Option<Env> {
    let database = Database::made(shared()?);
    let env = Env::on(database);
    env.now("");
    let folder = env.scratch("demo").display().to_string();
    env.iro(&["demo", "--dir", &folder]).ok();
    let address = env.database().address();
    env.iro(&["store", "copy", "--from", &folder, "--to", &address]).ok();
    Some(env)
}

/// Every dispute as the program shows it. Listing them also fills the views.
fn disputes(env: &Env) -> Vec<Value> {
    list(&env.iro(&["list", "--all", "--json"]).json())
}

fn analyst(env: &Env) -> String {
    let login = format!("analyst_{}", env.database().name());
    env.database().sql(OWNER, &format!("CREATE ROLE {login} LOGIN")).unwrap();
    env.iro(&["store", "people", "--add", &login, "--name", "Analyst", "--role", "analyse"]).ok();
    login
}

/// The SQL of each question on the page.
fn questions() -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/store-for-analysts.md")).unwrap();
    let blocks = page.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// Groups pairs by key, and makes one row of each group.
fn rows<'a, T>(all: impl Iterator<Item = (String, T)> + 'a, row: impl Fn(&str, &[T]) -> String + 'a) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    all.for_each(|(key, one)| groups.entry(key).or_default().push(one));
    groups.iter().map(|(key, each)| row(key, each)).collect()
}

fn many<T>(all: &[T], holds: impl Fn(&T) -> bool) -> usize {
    all.iter().filter(|one| holds(one)).count()
}

#[test]
fn the_questions_of_the_page_are_answered_as_the_program_answers_them() {
    let Some(env) = demo() else { return };
    let all = disputes(&env);
    assert!(all.len() > 30, "the demo has {} disputes", all.len());
    let login = analyst(&env);
    let ask = |question: &str| -> Vec<String> {
        let said = env.database().sql(&login, question).unwrap();
        said.lines().map(str::to_owned).collect()
    };
    let questions = questions();
    assert_eq!(questions.len(), 3);
    assert_eq!(ask("SELECT count(*) FROM iro.dispute WHERE worked_out_at IS NULL"), ["0"]);

    let team = |one: &Value| one["team"].as_str().unwrap_or("no team given").to_owned();
    let open = |one: &&Value| one["closed_on"].is_null();
    let by_team = rows(all.iter().map(|one| (team(one), one)), |team, each| {
        let overdue = many(each, |one| one["overdue"] == true);
        format!("{team}|{}|{}|{overdue}", each.len(), many(each, open))
    });
    assert_eq!(ask(&questions[0]), by_team);

    let clocks = all.iter().flat_map(|one| list(&one["clocks"]).into_iter().map(move |clock| (one, clock)));
    let met = clocks
        .filter(|(_, clock)| clock["strength"] != "advisory" && (clock["state"] == "met" || clock["late"] == true));
    let place = |one: &Value, clock: &Value| {
        let or_none = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!("{}|{}|{}", text(one, "policy"), or_none(&clock["stage"]), or_none(&clock["for"]["role"]))
    };
    let mut by_stage = rows(met.map(|(one, clock)| (place(one, &clock), clock)), |place, each| {
        let in_time = many(each, |clock| clock["late"] == false);
        format!("{place}|{}|{in_time}|{:.0}", each.len(), 100.0 * in_time as f64 / each.len() as f64)
    });
    let mut asked = ask(&questions[1]);
    // The database decides where a missing stage is sorted.
    by_stage.sort();
    asked.sort();
    assert_eq!(asked, by_stage);

    let answers = |id: &str| {
        let log = list(&env.iro(&["log", id, "--json"]).json());
        log.iter().filter(|event| event["event"] == "responded" && event["undone_by"].is_null()).count()
    };
    let resolved = all.iter().filter(|one| one["status"] == "resolved");
    let counted = resolved.map(|one| format!("{}", answers(text(one, "id"))));
    let by_answers = rows(counted.map(|key| (key, ())), |key, each| format!("{key}|{}", each.len()));
    let asked = ask(&questions[2]);
    let without_days = asked.iter().map(|row| row.rsplit_once('|').unwrap().0.to_owned()).collect::<Vec<_>>();
    assert_eq!(without_days, by_answers);
    assert!(!asked.is_empty());
}

/// A reference that was typed wrongly may be another child's.
#[test]
fn a_corrected_dispute_is_shown_as_it_was_corrected_or_not_at_all() {
    let Some(server) = shared() else { return };
    let env = Env::on(Database::made(server));
    env.now("");
    env.iro(&["raise", "--policy", "knowsley", "--child", "WRONG-1", "--concern", "x"]).ok();
    env.iro(&["list", "--all"]).ok();
    let login = analyst(&env);
    let seen = || env.database().sql(&login, "SELECT child, waiting_on FROM iro.dispute").unwrap();
    assert_eq!(seen().trim(), "WRONG-1|social-worker|team-manager");
    env.iro(&["correct", "1", "--event", "1", "--set", "child=RIGHT-1", "--reason", "typed wrongly"]).ok();
    assert_eq!(seen().trim(), "|", "nothing is known of it until it was worked out again");
    let csv = env.iro(&["list", "--all", "--columns", "child,waiting-on", "--csv"]).ok().stdout;
    assert_eq!(seen().trim().replacen('|', ",", 1), csv.lines().nth(1).unwrap());
}

/// The text of an action was typed and may say something about a child.
#[test]
fn no_view_shows_what_an_action_is() {
    let Some(env) = demo() else { return };
    disputes(&env);
    let labels = "SELECT DISTINCT label FROM iro.clock WHERE clock LIKE 'action-%'";
    let labels = env.database().sql(&analyst(&env), labels).unwrap();
    assert!(labels.lines().count() > 1, "{labels}");
    assert!(labels.lines().all(|label| label.trim_start_matches("action ").parse::<u32>().is_ok()), "{labels}");
}

#[test]
fn an_analyst_reads_the_views_and_nothing_else() {
    let Some(env) = demo() else { return };
    disputes(&env);
    let login = analyst(&env);
    let sql = |statement: &str| env.database().sql(&login, statement);
    for view in ["dispute", "clock", "answer"] {
        assert_ne!(sql(&format!("SELECT count(*) FROM iro.{view}")).unwrap(), "0", "{view}");
        for change in [
            format!("DELETE FROM iro.{view}"),
            format!("UPDATE iro.{view} SET stage = 'x'"),
            format!("INSERT INTO iro.{view} DEFAULT VALUES"),
        ] {
            sql(&change).unwrap_err();
        }
    }
    for table in ["record", "event", "ledger", "tombstone", "kept", "original", "person", "head", "memo", "worked_out"]
    {
        let refused = sql(&format!("SELECT * FROM iro.{table}")).unwrap_err();
        assert!(refused.contains("permission denied"), "{refused}");
    }
    let said = sql("SELECT d::text, c::text, a::text FROM iro.dispute d, iro.clock c, iro.answer a LIMIT 50").unwrap();
    assert!(!said.contains("permanence"), "{said}");
    let mut command = env.command();
    let list = command.env("IRO_STORE", env.database().address_of(&login)).args(["list"]).output().unwrap();
    let refused = String::from_utf8(list.stderr).unwrap();
    assert!(refused.contains("--role read"), "{refused}");
}

#[test]
fn what_was_written_since_is_missing_and_never_shown_as_it_was() {
    let Some(env) = demo() else { return };
    let open = env.listed(&[]);
    disputes(&env);
    let sql = |statement: &str| env.database().sql(OWNER, statement).unwrap();
    let status = format!("SELECT status, worked_out_at IS NULL FROM iro.dispute WHERE id = '{}'", open[0]);
    assert!(sql(&status).ends_with("|f"));
    env.iro(&["note", &open[0], "--text", "More"]).ok();
    assert_eq!(sql(&status), "|t");
    let clocks = format!("SELECT count(*) FROM iro.clock WHERE dispute = '{}'", open[0]);
    assert_eq!(sql(&clocks), "0");
    env.iro(&["list"]).ok();
    assert!(sql(&status).ends_with("|f"));
    assert_ne!(sql(&clocks), "0");
}

/// Anybody who can write records can write the figures, and so can the owner and a superuser.
#[test]
fn figures_that_were_falsified_are_found() {
    let Some(seat) = demo() else { return };
    disputes(&seat);
    seat.iro(&["check"]).ok();
    let id = seat.listed(&[])[0].clone();
    let record = format!(
        "record = {}",
        id.replace('-', "").parse::<u64>().map(|id| id / 10_000 * 1_000_000_000 + id % 10_000).unwrap()
    );
    let writer = format!("writer_{}", seat.database().name());
    seat.database().sql(OWNER, &format!("CREATE ROLE {writer} LOGIN; GRANT iro_write TO {writer}")).unwrap();
    let columns = "record, digest, kind, raised_on, closed_on, due, earliest, waits, dateless, changed, written_from, \
                   written_to, holds_from, holds_to, over_on, child, view";
    for (login, falsify) in [
        (
            writer.as_str(),
            format!("UPDATE iro.memo SET facts = jsonb_set(facts, '{{team}}', '\"Another\"') WHERE {record}"),
        ),
        (OWNER, format!("UPDATE iro.memo SET facts = jsonb_set(facts, '{{clocks}}', '[]') WHERE {record}")),
        (OWNER, format!("UPDATE iro.memo SET facts = 'null' WHERE {record}")),
        // No list uses a row on another basis, but the views do.
        (
            writer.as_str(),
            format!(
                "INSERT INTO iro.memo (basis, learnt_at, facts, {columns}) SELECT basis + 1, 'infinity', \
                 facts - 'formal', {columns} FROM iro.memo WHERE {record}"
            ),
        ),
    ] {
        let there = seat.fork();
        there.database().sql(login, &falsify).unwrap();
        let found = there.iro(&["check", "--json"]).code(6).document();
        let found = list(&found["faults"]);
        let is_it = |one: &Value| one["file"] == format!("record {id}") && text(one, "message").contains("analysts");
        assert!(found.iter().any(is_it), "{falsify}: {found:?}");
        there.database().sql(&writer, "DELETE FROM iro.memo").unwrap();
        there.iro(&["check"]).ok();
    }
}

/// The tables of each earlier version are the schema without what later versions add.
#[test]
fn tables_of_an_earlier_version_are_brought_along() {
    let Some(server) = shared() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    let all = env.iro(&["store", "schema"]).ok().stdout;
    let mut last = String::new();
    for had in 1..6 {
        let added = env.iro(&["store", "schema", "--from", &had.to_string()]).ok().stdout;
        let added = added.trim().strip_prefix("BEGIN;").unwrap().strip_suffix("COMMIT;").unwrap().trim();
        let earlier = all.replace(added, "");
        assert!(earlier.len() < all.len());
        let database = server.database();
        server.sql(&database, OWNER, &earlier).unwrap();
        let address = server.address(&database, OWNER);
        let refused = env.iro(&["--store", &address, "list"]).code(1);
        assert!(refused.stderr.contains("iro store upgrade"), "{}", refused.stderr);
        let upgraded = env.iro(&["--store", &address, "store", "upgrade", "--json"]).json();
        assert_eq!((&upgraded["had"], &upgraded["version"]), (&had.into(), &7.into()));
        env.iro(&["--store", &address, "store", "upgrade"]).ok().says("already");
        env.iro(&["--store", &address, "doctor"]).ok().says("of version 7");
        env.iro(&["--store", &address, "check"]).ok().says("no faults");
        last = database;
    }
    let (database, address) = (&last, server.address(&last, OWNER));
    server.sql(database, OWNER, "INSERT INTO iro.schema_version (version) VALUES (9)").unwrap();
    for command in [&["list"][..], &["store", "upgrade"]] {
        let refused = env.iro(&[&["--store", &address], command].concat()).code(1);
        assert!(refused.stderr.contains("newer"), "{}", refused.stderr);
    }
}
