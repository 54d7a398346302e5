//! The one connection of a command. It is opened by the first query and reopened if it is lost. Everything is sent as
//! plain statements, so that a pooler may give each transaction another connection.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use postgres::{Client, SimpleQueryMessage};

use super::address::Address;
use super::connect::{connect, login};
use super::failure::{self, Trouble};
use super::version;
use crate::store::error::StoreError;
use crate::store::policies::kept::{KEPT_POLICIES, fits_name};
use crate::store::server_rule::ServerRule;

/// How long to keep trying if trying again may help.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The rows that one statement returned, each value as text.
pub(super) type Rows = Vec<Vec<Option<String>>>;

pub(super) struct Wire {
    pub(super) address: Address,
    /// Whether this is for copying, which may use a store with an unfinished copy.
    pub(super) copies: bool,
    line: Mutex<Connection>,
}

/// The connection, and what is known from its first queries.
#[derive(Default)]
pub(super) struct Connection {
    client: Option<Client>,
    opened: Option<Opened>,
    expected: Option<First>,
    /// A query that was sent ahead, and its answer. Used once, and only until something is written.
    sent_ahead: Option<(String, Rows)>,
    /// By how many seconds this computer's clock was ahead of the server's at the last write.
    pub(super) clock_ahead: i64,
}

/// What will be asked first.
pub(super) struct First {
    /// The first query; empty if it isn't known.
    pub(super) question: String,
    /// Whether it also needs the copies of policies that records were made under.
    pub(super) with_policies: bool,
}

/// What every command needs to know, fetched together with its first query.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The name that events by this login are recorded under.
    pub(super) person: Option<String>,
    /// Whether this login may write what is remembered of records.
    pub(super) remembers: bool,
    /// The small files at that time, without the copies of policies that records were made under.
    kept: Arc<Files>,
    /// Those copies, once they were fetched.
    as_raised: Option<Arc<Files>>,
}

/// Small files by name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The small file that says where an unfinished copy comes from. It is empty once the copy is finished.
pub(super) const COPYING: &str = "copying";

/// What every command needs to know first: the version of the tables, the name of the login, and whether it may write
/// what is remembered.
const OPENING: &str = "SELECT (SELECT max(version) FROM iro.schema_version), \
     (SELECT name FROM iro.person WHERE login = session_user), has_table_privilege('iro.memo', 'INSERT');";

/// The number of statements before the first query: `OPENING`, and the small files.
const OPENED: usize = 2;

/// A query for the newest version of each small file whose name fulfils the condition.
pub(super) fn newest(condition: &str) -> String {
    format!(
        "SELECT DISTINCT ON (name) name, encode(bytes, 'hex'), version FROM iro.kept WHERE {condition} \
         ORDER BY name, version DESC;"
    )
}

/// SQL: whether a small file is the copy of a policy that records were made under.
pub(super) fn as_raised() -> String {
    format!("name LIKE '{KEPT_POLICIES}/%'")
}

/// The same of a name.
fn is_as_raised(name: &str) -> bool {
    name.strip_prefix(KEPT_POLICIES).is_some_and(|rest| rest.starts_with('/'))
}

impl Wire {
    pub(super) fn to(address: Address) -> Wire {
        Wire { address, copies: false, line: Mutex::default() }
    }

    /// The same for copying, which may use a store with an unfinished copy.
    pub(super) fn for_copy(address: Address) -> Wire {
        Wire { copies: true, ..Wire::to(address) }
    }

    pub(super) fn line(&self) -> MutexGuard<'_, Connection> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a query and returns the rows of each of its statements. If the connection is lost, it is run again.
    pub(super) fn ask(&self, question: &str) -> Result<Vec<Rows>, StoreError> {
        let mut line = self.line();
        if line.opened.is_some() {
            return match line.sent_ahead.take_if(|(asked, _)| asked == question) {
                Some((_, rows)) => Ok(vec![rows]),
                None => self.patiently(|| line.run(&self.address, question)),
            };
        }
        let expected = line.expected.take();
        let with_policies = expected.as_ref().is_some_and(|first| first.with_policies);
        let first = expected.filter(|first| !first.question.is_empty() && first.question != question);
        let ahead = first.as_ref().map_or("", |first| &first.question);
        let kept = newest(&if with_policies { "true".to_string() } else { format!("NOT {}", as_raised()) });
        let mut answer = self.patiently(|| line.run(&self.address, &format!("{OPENING}{kept}{ahead}{question}")))?;
        let mut rest = answer.split_off(OPENED.min(answer.len()));
        let value = |column: usize| value(answer.first()?, 0, column).map(str::to_string);
        version::check_version(&self.address, value(0).and_then(|version| version.parse().ok()))?;
        let (person, remembers) = (value(1), value(2).as_deref() == Some("t"));
        let kept = Arc::new(self.small_files(&mut line, answer.pop().unwrap_or_default())?);
        let mut opened = Opened { person, remembers, kept, as_raised: None };
        if !self.copies && opened.kept.get(COPYING).is_some_and(|from| !from.is_empty()) {
            return Err(failure::server(
                ServerRule::UnfinishedCopy,
                format!("a copy into the store `{}` was begun and not finished: not everything is there", self.address),
                "whoever began it runs the same `iro store copy` again: it resumes where it stopped",
            ));
        }
        opened.as_raised = with_policies.then(|| opened.kept.clone());
        if let Some(first) = first {
            line.sent_ahead = (!rest.is_empty()).then(|| (first.question, rest.remove(0)));
        }
        line.opened = Some(opened);
        Ok(rest)
    }

    /// Announces the first query, so that it is sent together with the opening one.
    pub(super) fn expect(&self, first: First) {
        self.line().expected = Some(first);
    }

    /// The rows of a query with one statement.
    pub(super) fn rows(&self, question: &str) -> Result<Rows, StoreError> {
        Ok(self.ask(question)?.into_iter().next().unwrap_or_default())
    }

    /// What every command needs to know; fetched now, unless a query was sent before.
    pub(super) fn opened(&self) -> Result<Opened, StoreError> {
        if let Some(opened) = &self.line().opened {
            return Ok(opened.clone());
        }
        self.ask("")?;
        self.line().opened.clone().ok_or_else(|| Trouble::Busy.into_error(&self.address))
    }

    /// All small files that are fetched together with this one.
    pub(super) fn kept_beside(&self, name: &str) -> Result<Arc<Files>, StoreError> {
        let opened = self.opened()?;
        if !is_as_raised(name) {
            return Ok(opened.kept);
        }
        if let Some(as_raised) = opened.as_raised {
            return Ok(as_raised);
        }
        let rows = self.rows(&newest(&as_raised()))?;
        let as_raised = Arc::new(self.small_files(&mut self.line(), rows)?);
        if let Some(opened) = &mut self.line().opened {
            opened.as_raised = Some(as_raised.clone());
        }
        Ok(as_raised)
    }

    /// Discards what was fetched before, so that it is fetched again.
    pub(super) fn forget(&self) {
        let mut line = self.line();
        (line.opened, line.sent_ahead) = (None, None);
    }

    /// Updates what was fetched, after a small file was changed.
    pub(super) fn has_kept(&self, name: &str, bytes: &[u8]) {
        if let Some(opened) = &mut self.line().opened {
            let kept = match is_as_raised(name) {
                true => opened.as_raised.as_mut(),
                false => Some(&mut opened.kept),
            };
            kept.map(|kept| Arc::make_mut(kept).insert(name.to_string(), bytes.to_vec()));
        }
    }

    /// The bytes of small files, given their newest versions. Anybody who writes can add a version of a policy that records
    /// were made under, so the newest that is the policy in its name counts, if one is.
    fn small_files(&self, line: &mut Connection, mut rows: Rows) -> Result<Files, StoreError> {
        let replaced = |row: &Vec<Option<String>>| {
            let [Some(name), Some(bytes), Some(version)] = row.as_slice() else { return None };
            let may_be_other = is_as_raised(name) && version != "1";
            let is_other = may_be_other && unhex(bytes).is_some_and(|bytes| !fits_name(name, &bytes));
            is_other.then(|| quoted(name))
        };
        let replaced: Vec<String> = rows.iter().filter_map(replaced).collect();
        if !replaced.is_empty() {
            let names = replaced.join(", ");
            let all =
                format!("SELECT name, encode(bytes, 'hex') FROM iro.kept WHERE name IN ({names}) ORDER BY version;");
            rows.extend(self.patiently(|| line.run(&self.address, &all))?.into_iter().flatten());
        }
        let mut files = Files::new();
        for row in &rows {
            let [Some(name), Some(bytes), ..] = row.as_slice() else { continue };
            let Some(bytes) = unhex(bytes) else { continue };
            match files.get_mut(name) {
                Some(older) if !fits_name(name, &bytes) && fits_name(name, older) => {}
                Some(older) => *older = bytes,
                None => _ = files.insert(name.clone(), bytes),
            }
        }
        Ok(files)
    }

    /// Does something that changes nothing, and repeats it if that may help.
    fn patiently<T>(&self, mut once: impl FnMut() -> Result<T, Trouble>) -> Result<T, StoreError> {
        let give_up = Instant::now() + PATIENCE;
        let mut lost = 0;
        loop {
            let trouble = match once() {
                Ok(done) => return Ok(done),
                Err(trouble) => trouble,
            };
            lost += u32::from(matches!(trouble, Trouble::Lost(_)));
            let again = matches!(trouble, Trouble::Overtaken | Trouble::Lost(_)) && lost < 3;
            if !again || Instant::now() >= give_up {
                return Err(trouble.into_error(&self.address));
            }
            pause(lost);
        }
    }
}

impl Connection {
    /// Discards an answer that was fetched ahead, because it may no longer be right.
    pub(super) fn is_written(&mut self) {
        self.sent_ahead = None;
    }

    /// Runs statements in one message and returns the rows of each.
    pub(super) fn run(&mut self, address: &Address, statements: &str) -> Result<Vec<Rows>, Trouble> {
        let answered = self.client(address)?.simple_query(statements);
        answered.map(tables).map_err(|error| self.trouble(address, &error))
    }

    /// The connection; opens one if none is open.
    pub(super) fn client(&mut self, address: &Address) -> Result<&mut Client, Trouble> {
        if self.client.as_ref().is_some_and(Client::is_closed) {
            self.client = None;
        }
        match &mut self.client {
            Some(client) => Ok(client),
            none => Ok(none.insert(connect(address)?)),
        }
    }

    /// The open connection, on which a transaction was begun; an error if it was lost.
    pub(super) fn same_client(&mut self) -> Result<&mut Client, Trouble> {
        let open = self.client.as_mut().filter(|client| !client.is_closed());
        open.ok_or_else(|| Trouble::Lost("the connection was lost".to_string()))
    }

    /// Classifies an error. If the connection was lost, it is closed and not used again.
    pub(super) fn trouble(&mut self, address: &Address, error: &postgres::Error) -> Trouble {
        let trouble = failure::of(address, error, &login(address));
        if matches!(trouble, Trouble::Lost(_)) {
            self.client = None;
        }
        trouble
    }

    /// Rolls a transaction back. If that fails, the connection is closed, which has the same effect.
    pub(super) fn give_up(&mut self) {
        if let Some(client) = &mut self.client
            && client.batch_execute("ROLLBACK").is_err()
        {
            self.client = None;
        }
    }
}

/// Sleeps for some milliseconds: longer with each attempt, and with a random part so that processes don't collide
/// again.
pub(super) fn pause(times: u32) {
    let jitter = u64::from(random().first().copied().unwrap_or_default()) / 8;
    thread::sleep(Duration::from_millis((10 * u64::from(times)).min(200) + jitter));
}

/// A unique id for a write, by which it can be found again.
pub(super) fn write_id() -> String {
    HEXLOWER.encode(&random())
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    // Without a source of randomness, use the time and the process id.
    if getrandom::fill(&mut bytes).is_err() {
        let now = Instant::now();
        let text = format!("{now:?} {}", std::process::id());
        bytes[..8].copy_from_slice(&crate::store::sum::sum(text.as_bytes()).to_le_bytes());
    }
    bytes
}

fn tables(messages: Vec<SimpleQueryMessage>) -> Vec<Rows> {
    let (mut all, mut rows) = (Vec::new(), Rows::new());
    for message in messages {
        match message {
            SimpleQueryMessage::Row(row) => {
                rows.push((0..row.len()).map(|at| row.get(at).map(str::to_string)).collect());
            }
            SimpleQueryMessage::CommandComplete(_) => all.push(std::mem::take(&mut rows)),
            _ => {}
        }
    }
    all
}

/// The rows that the statement at this place returned; none if it wasn't reached.
pub(super) fn rows(answer: &[Rows], at: usize) -> &Rows {
    static NONE: Rows = Rows::new();
    answer.get(at).unwrap_or(&NONE)
}

/// A value in an answer; `None` for NULL or if it isn't there.
pub(super) fn value(rows: &Rows, row: usize, column: usize) -> Option<&str> {
    rows.get(row)?.get(column)?.as_deref()
}

/// The bytes of a hexadecimal text; `None` if it isn't one.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}

/// A text as a literal of SQL. Only for names of our own: what people type is sent as a parameter.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_no_two_writes_have_one_name() {
        assert_eq!(unhex("00ff7a"), Some(vec![0, 255, 122]));
        assert_eq!(unhex("zz"), None);
        assert_ne!(write_id(), write_id());
        assert_eq!(write_id().len(), 32);
    }
}
