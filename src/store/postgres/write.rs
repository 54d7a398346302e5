//! Writes: first the lock is taken, then the change is decided on what is there, then the rows are written. Each write
//! has a unique id, by which it is found again if the connection is lost during the confirmation.

use std::time::Instant;

use serde_json::{Value as Json, json};

use super::clock;
use super::content;
use super::failure::{self, Trouble};
use super::statement::{Statement, Value};
use super::wire::{Connection, PATIENCE, Rows, Wire, pause, quoted, rows, value, write_id};
use crate::domain::id::DisputeId;
use crate::store::error::StoreError;
use crate::store::ledger::{self, Head, LineKind};
use crate::store::server_rule::ServerRule;

/// The beginning of every change. The settings apply only to this transaction, since a pooler may give the next one
/// another connection.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '30s'; \
     SET LOCAL idle_in_transaction_session_timeout = '5s';";

/// The statement that locks. It also tells the server's clock, and what the rows of this transaction will be stamped with.
fn lock() -> String {
    format!(
        "SELECT line, borne, {}, to_char({STAMPED_AT}, '{STAMP}'), session_user FROM iro.tip FOR UPDATE;",
        clock::OF_SERVER
    )
}

/// SQL: the time that a row gets in `typed_at`, for `to_char`.
const STAMPED_AT: &str = "now() AT TIME ZONE 'UTC'";

/// How `to_char` writes it in the ledger.
pub(super) const STAMP: &str = r#"YYYY-MM-DD"T"HH24:MI:SS.US"Z""#;

/// How many statements in `BEGIN` precede the one that locks.
const BEFORE_LOCK: usize = 4;

/// The last line of the ledger.
const LAST: &str = "SELECT line, borne FROM iro.ledger ORDER BY line DESC LIMIT 1;";

/// What a write left behind, for one whose confirmation was lost: its lines of the ledger, and its small file.
fn left_by(write: &str) -> String {
    let write = quoted(write);
    format!(
        "SELECT record FROM iro.ledger WHERE write_id = {write} ORDER BY line; \
         SELECT name FROM iro.kept WHERE write_id = {write};"
    )
}

/// How many statements are in `left_by`.
const LEFT_BY: usize = 2;

/// Which line of the ledger a write follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// The one in `tip`, which must be the last of the ledger.
    Tip,
    /// The last of the ledger, whatever `tip` says, so that `tip` can be repaired.
    Last,
}

/// The rows to write, composed while the lock is held.
pub(super) struct Plan {
    write_id: String,
    line: i64,
    borne: String,
    /// By which login and when the server says that the rows are typed.
    stamp: Option<Json>,
    statements: Vec<Statement>,
    notes: Vec<Vec<Value>>,
}

impl Plan {
    /// The unique id of this write.
    pub(super) fn write_id(&self) -> Value {
        Value::Text(self.write_id.clone())
    }

    /// The statement to add to; a new one if the last is full.
    pub(super) fn statement(&mut self) -> &mut Statement {
        if self.statements.last().is_none_or(Statement::is_full) {
            self.statements.push(Statement::default());
        }
        let last = self.statements.len() - 1;
        &mut self.statements[last]
    }

    /// Adds a row to a table; `suffix` is SQL that follows all rows of the table.
    pub(super) fn insert(&mut self, table: &str, columns: &str, row: Vec<Value>, suffix: &'static str) {
        self.statement().insert(table, columns, row, suffix);
    }

    /// Begins a new statement, which sees the changes of those before it.
    pub(super) fn then(&mut self) {
        self.statements.push(Statement::default());
    }

    /// Adds a line to the ledger. That of a record which is written keeps what its rows are stamped with.
    pub(super) fn note(&mut self, what: LineKind, id: Option<DisputeId>, state: Option<Head>, more: Option<&Json>) {
        let stamp = self.stamp.as_ref().filter(|_| what == LineKind::Wrote);
        let more = more.or(stamp);
        let (borne, line) = ledger::line(&self.borne, what, id, state, more);
        let body = line.split_once(' ').map_or(String::new(), |(_, body)| body.to_string());
        self.note_as_it_is(borne, body, id.or(state.map(|state| state.id)));
    }

    /// Adds a line of another store's ledger, with the digest that it has there.
    pub(super) fn note_as_it_is(&mut self, borne: String, body: String, of: Option<DisputeId>) {
        self.line += 1;
        self.borne.clone_from(&borne);
        let of = of.map_or(0, content::key);
        self.notes.push(vec![
            Value::Number(self.line),
            Value::Text(borne),
            Value::Text(body),
            Value::Number(of),
            self.write_id(),
        ]);
    }

    /// The statements in order, with the lines of the ledger.
    fn finish(mut self) -> Vec<Statement> {
        // All lines of one statement are rows of one change, because each has to follow the one before.
        let notes = std::mem::take(&mut self.notes);
        let noted = !notes.is_empty();
        for note in notes {
            self.insert("ledger", "line, borne, body, record, write_id", note, "");
        }
        if noted {
            let (line, borne) = (Value::Number(self.line), Value::Text(self.borne.clone()));
            let last = self.statement();
            let (line, borne) = (last.value(line), last.value(borne));
            last.add(format!("UPDATE iro.tip SET line = {line}, borne = {borne}"));
        }
        self.statements.retain(|statement| !statement.is_empty());
        self.statements
    }
}

/// How an attempt to write ended.
enum Tried<T> {
    Done(T),
    /// An earlier attempt had succeeded after all; the records that it wrote.
    Found(Vec<DisputeId>),
}

/// Why an attempt failed.
struct Failed {
    trouble: Trouble,
    /// Whether the change may have been made all the same.
    unsure: bool,
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Failed {
        Failed { trouble, unsure: false }
    }
}

impl Wire {
    /// Takes the lock, asks `question`, and writes what `compose` makes of the answer. `compose` may run several times.
    /// `found` makes the result if an earlier attempt had succeeded and only its confirmation was lost; it gets the
    /// records that were written.
    ///
    /// # Errors
    /// What `compose` returns; the store is busy or can't be reached; it isn't known whether the change was made.
    pub(super) fn write<T>(
        &self,
        question: &str,
        compose: impl FnMut(&mut Plan, &[Rows]) -> Result<T, StoreError>,
        found: impl FnOnce(Vec<DisputeId>) -> T,
    ) -> Result<T, StoreError> {
        self.write_after(After::Tip, question, compose, found)
    }

    /// Makes `tip` the last line of the ledger again, and notes in the ledger what it was. False if it was right.
    ///
    /// # Errors
    /// The store is busy or can't be written; the row is gone and the login may not add one.
    pub(super) fn repair_tip(&self, more: impl Fn(Option<(i64, &str)>) -> Json) -> Result<bool, StoreError> {
        self.write_after(
            After::Last,
            "SELECT line, borne FROM iro.tip; SELECT pg_get_userbyid(nspowner), has_table_privilege('iro.tip', 'INSERT') \
             FROM pg_namespace WHERE nspname = 'iro';",
            |plan, answer| {
                let (rows, rights) = (rows(answer, 0), rows(answer, 1));
                let tip = value(rows, 0, 0).and_then(|line| line.parse().ok()).zip(value(rows, 0, 1));
                if tip == Some((plan.line, plan.borne.as_str())) {
                    return Ok(false);
                }
                if tip.is_none() {
                    if value(rights, 0, 1) != Some("t") {
                        return Err(failure::tip_for_the_owner(value(rights, 0, 0).unwrap_or_default()));
                    }
                    let (line, borne) = (Value::Number(plan.line), Value::Text(plan.borne.clone()));
                    plan.insert("tip", "line, borne", vec![line, borne], "");
                    plan.then();
                }
                plan.note(LineKind::Found, None, None, Some(&more(tip)));
                Ok(true)
            },
            |_| true,
        )
    }

    fn write_after<T>(
        &self,
        after: After,
        question: &str,
        mut compose: impl FnMut(&mut Plan, &[Rows]) -> Result<T, StoreError>,
        found: impl FnOnce(Vec<DisputeId>) -> T,
    ) -> Result<T, StoreError> {
        self.opened()?;
        let (name, give_up) = (write_id(), Instant::now() + PATIENCE);
        let (mut unsure, mut tries) = (false, 0);
        let mut line = self.line();
        line.is_written();
        loop {
            let Failed { trouble, unsure: more } =
                match self.attempt(&mut line, &name, unsure, after, question, &mut compose) {
                    Ok(Tried::Done(done)) => return Ok(done),
                    Ok(Tried::Found(ids)) => return Ok(found(ids)),
                    Err(failed) => failed,
                };
            line.give_up();
            unsure |= more;
            tries += 1;
            let again = match &trouble {
                Trouble::Overtaken => true,
                Trouble::Lost(_) => unsure || tries < 3,
                // The earlier attempt, if cut off, may hold the lock until the server notices.
                Trouble::Busy => unsure,
                // If an earlier attempt succeeded, the ledger says so; no other failure changes that.
                Trouble::Taken(_) | Trouble::Crowded(_) | Trouble::Final(_) => false,
            };
            if again && Instant::now() < give_up {
                pause(tries);
                continue;
            }
            return Err(match (unsure, trouble) {
                (true, Trouble::Lost(_) | Trouble::Busy | Trouble::Overtaken) => failure::unknown_outcome(),
                (_, trouble) => trouble.into_error(&self.address),
            });
        }
    }

    /// One attempt to write, which may fail at any point. `unsure` if an earlier one may have succeeded.
    fn attempt<T>(
        &self,
        line: &mut Connection,
        name: &str,
        unsure: bool,
        after: After,
        question: &str,
        compose: &mut impl FnMut(&mut Plan, &[Rows]) -> Result<T, StoreError>,
    ) -> Result<Tried<T>, Failed> {
        // INVARIANT: the state is read by statements after the one that locks. The same statement would still see the
        // state from before it waited.
        let left = if unsure { left_by(name) } else { String::new() };
        let asked = clock::here();
        let answer = line.run(&self.address, &format!("{BEGIN} {} {left} {LAST} {question}", lock()))?;
        let answered = clock::here();
        let lacking = || Failed::from(self.without_tip());
        let (tip, rest) = answer.get(BEFORE_LOCK..).and_then(<[Rows]>::split_first).ok_or_else(lacking)?;
        let (left, rest) = rest.split_at_checked(if unsure { LEFT_BY } else { 0 }).ok_or_else(lacking)?;
        let (last, answer) = rest.split_first().ok_or_else(lacking)?;
        if left.iter().any(|rows| !rows.is_empty()) {
            let written = left[0].iter().filter_map(|row| content::id(row.first()?.as_deref()?)).collect();
            line.give_up();
            return Ok(Tried::Found(written));
        }
        let last = match place(last) {
            Some(last) => last,
            None => (0, ledger::NOTHING.to_string()),
        };
        match place(tip) {
            _ if after == After::Last => {}
            None => return Err(lacking()),
            Some(tip) if tip != last => return Err(Trouble::Final(failure::tip_astray(&self.address)).into()),
            Some(_) => {}
        }
        if let Some(there) = value(tip, 0, 2).and_then(|there| there.parse().ok())
            && !self.copies
        {
            let ahead = clock::ahead(asked, there, answered);
            clock::refuse(ahead)?;
            line.clock_ahead = ahead;
        }
        let stamp = value(tip, 0, 3).zip(value(tip, 0, 4)).map(|(at, login)| json!({"at": at, "login": login}));
        let mut plan = Plan {
            write_id: name.to_string(),
            line: last.0,
            borne: last.1,
            stamp,
            statements: Vec::new(),
            notes: Vec::new(),
        };
        let done = compose(&mut plan, answer).map_err(Trouble::Final)?;
        let statements = plan.finish();
        if statements.is_empty() {
            line.give_up();
            return Ok(Tried::Done(done));
        }
        for statement in &statements {
            let ran = line.same_client()?.query_typed(&statement.sql(), &statement.values());
            ran.map_err(|error| line.trouble(&self.address, &error))?;
        }
        let committed = line.same_client()?.batch_execute("COMMIT");
        committed.map_err(|error| {
            let trouble = line.trouble(&self.address, &error);
            let unsure = matches!(trouble, Trouble::Lost(_));
            Failed { trouble, unsure }
        })?;
        Ok(Tried::Done(done))
    }

    fn without_tip(&self) -> Trouble {
        Trouble::Final(failure::server(
            ServerRule::NoStore,
            format!("the store `{}` has lost the row that writers lock", self.address),
            "whoever owns the store puts it back with `iro doctor --repair`",
        ))
    }
}

/// A line of the ledger in an answer: its number and its digest.
fn place(rows: &Rows) -> Option<(i64, String)> {
    Some((value(rows, 0, 0)?.parse().ok()?, value(rows, 0, 1)?.to_string()))
}
