//! The one connection of a command: opened by the first question, reopened if it was lost. All questions and changes go
//! as plain statements, so that they can pass a pooler that gives each transaction another connection.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use postgres::{Client, SimpleQueryMessage};

use super::address::Address;
use super::connect::{connect, login};
use super::failure::{self, Trouble};
use super::version;
use crate::store::error::StoreError;

/// How long to try for, where trying again may help.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What one statement gave: its rows, each value as text.
pub(super) type Rows = Vec<Vec<Option<String>>>;

pub(super) struct Wire {
    pub(super) address: Address,
    /// Whether it is a copy that asks, which may go on where an earlier one stopped.
    pub(super) copies: bool,
    line: Mutex<Line>,
}

/// The connection, and what was asked first.
#[derive(Default)]
pub(super) struct Line {
    client: Option<Client>,
    opened: Option<Opened>,
    expected: Option<First>,
    /// What was asked ahead, with its answer: good once, and until something is written.
    ahead: Option<(String, Rows)>,
}

/// What will be asked first, in one statement.
pub(super) struct First {
    pub(super) question: String,
    /// Whether the policies that records were raised under are needed for it.
    pub(super) with_policies: bool,
}

/// What every command needs to know, asked together with its first question.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// Whose name the login types under.
    pub(super) person: Option<String>,
    /// Whether one may write down what is remembered of records.
    pub(super) remembers: bool,
    /// The small files, as they were then, without the policies that records were raised under.
    kept: BTreeMap<String, Vec<u8>>,
    /// Those, once they were asked for.
    as_raised: Option<BTreeMap<String, Vec<u8>>>,
}

/// The small file that says from where a copy has begun; empty once that is finished.
pub(super) const COPYING: &str = "copying";

/// How many statements `OPENING` has.
const OPENED: usize = 3;

/// The newest of each small file.
const KEPT: &str = "SELECT name, encode(bytes, 'hex') FROM iro.kept k \
     WHERE version = (SELECT max(version) FROM iro.kept o WHERE o.name = k.name) AND name";

const OPENING: &str = "SELECT version FROM iro.schema_version ORDER BY version DESC LIMIT 1; \
     SELECT (SELECT name FROM iro.person WHERE login = session_user), \
     has_table_privilege('iro.memo', 'INSERT');";

impl Wire {
    pub(super) fn to(address: Address) -> Wire {
        Wire { address, copies: false, line: Mutex::default() }
    }

    /// The same for a copy, which may go on where an earlier one stopped.
    pub(super) fn for_copy(address: Address) -> Wire {
        Wire { copies: true, ..Wire::to(address) }
    }

    pub(super) fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the statements of a question give, each its rows. Where the connection is lost, it is asked again.
    pub(super) fn ask(&self, question: &str) -> Result<Vec<Rows>, StoreError> {
        let mut line = self.line();
        if line.opened.is_some() {
            return match line.ahead.take_if(|(asked, _)| asked == question) {
                Some((_, rows)) => Ok(vec![rows]),
                None => self.patiently(|| line.run(&self.address, question)),
            };
        }
        let expected = line.expected.take();
        let with_policies = expected.as_ref().is_some_and(|first| first.with_policies);
        let first = expected.filter(|first| first.question != question);
        let ahead = first.as_ref().map_or("", |first| &first.question);
        let kept = format!("{KEPT} {};", if with_policies { "LIKE '%'" } else { "NOT LIKE 'policies/kept/%'" });
        let mut answer = self.patiently(|| line.run(&self.address, &format!("{OPENING}{kept}{ahead}{question}")))?;
        let mut rest = answer.split_off(OPENED.min(answer.len()));
        let mut opened = opened(&self.address, &answer)?;
        if !self.copies && opened.kept.get(COPYING).is_some_and(|from| !from.is_empty()) {
            return Err(failure::server(
                "unfinished-copy",
                format!("a copy into the store `{}` was begun and not finished: not everything is there", self.address),
                "whoever began it runs the same `iro store copy` again: it resumes where it stopped",
            ));
        }
        opened.as_raised = with_policies.then(|| opened.kept.clone());
        if let Some(first) = first {
            line.ahead = (!rest.is_empty()).then(|| (first.question, rest.remove(0)));
        }
        line.opened = Some(opened);
        Ok(rest)
    }

    /// Says what will be asked first.
    pub(super) fn expect(&self, first: First) {
        self.line().expected = Some(first);
    }

    /// The rows of the one statement of a question.
    pub(super) fn rows(&self, question: &str) -> Result<Rows, StoreError> {
        Ok(self.ask(question)?.into_iter().next().unwrap_or_default())
    }

    /// What every command needs to know; asked for now, if nothing was asked yet.
    pub(super) fn opened(&self) -> Result<Opened, StoreError> {
        if let Some(opened) = &self.line().opened {
            return Ok(opened.clone());
        }
        self.ask("")?;
        self.line().opened.clone().ok_or_else(|| Trouble::Busy.into_error(&self.address))
    }

    /// The small files of the same sort as this name.
    pub(super) fn kept_beside(&self, name: &str) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let opened = self.opened()?;
        if !name.starts_with("policies/kept/") {
            return Ok(opened.kept);
        }
        if let Some(as_raised) = opened.as_raised {
            return Ok(as_raised);
        }
        let rows = self.rows(&format!("{KEPT} LIKE 'policies/kept/%';"))?;
        let as_raised: BTreeMap<String, Vec<u8>> = small_files(&rows).collect();
        if let Some(opened) = &mut self.line().opened {
            opened.as_raised = Some(as_raised.clone());
        }
        Ok(as_raised)
    }

    /// Forgets what was asked before: it is asked again.
    pub(super) fn forget(&self) {
        let mut line = self.line();
        (line.opened, line.ahead) = (None, None);
    }

    /// Notes that a small file was changed.
    pub(super) fn has_kept(&self, name: &str, bytes: &[u8]) {
        if let Some(opened) = &mut self.line().opened {
            let kept = match name.starts_with("policies/kept/") {
                true => opened.as_raised.as_mut(),
                false => Some(&mut opened.kept),
            };
            kept.map(|kept| kept.insert(name.to_string(), bytes.to_vec()));
        }
    }

    /// Does something that changes nothing, and tries again if that may help.
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

impl Line {
    /// The answers fetched ahead are out of date.
    pub(super) fn is_written(&mut self) {
        self.ahead = None;
    }

    /// Runs statements in one message and gives the rows of each.
    pub(super) fn run(&mut self, address: &Address, statements: &str) -> Result<Vec<Rows>, Trouble> {
        let answered = self.client(address)?.simple_query(statements);
        answered.map(tables).map_err(|error| self.trouble(address, &error))
    }

    /// The connection; a new one if none is open.
    pub(super) fn client(&mut self, address: &Address) -> Result<&mut Client, Trouble> {
        if self.client.as_ref().is_some_and(Client::is_closed) {
            self.client = None;
        }
        match &mut self.client {
            Some(client) => Ok(client),
            none => Ok(none.insert(connect(address)?)),
        }
    }

    /// The connection that a transaction was begun on, and no other one.
    pub(super) fn same_client(&mut self) -> Result<&mut Client, Trouble> {
        let open = self.client.as_mut().filter(|client| !client.is_closed());
        open.ok_or_else(|| Trouble::Lost("the connection was lost".to_string()))
    }

    /// What an error means; a connection on which something was lost is not used again.
    pub(super) fn trouble(&mut self, address: &Address, error: &postgres::Error) -> Trouble {
        let trouble = failure::of(address, error, &login(address));
        if matches!(trouble, Trouble::Lost(_)) {
            self.client = None;
        }
        trouble
    }

    /// Ends a transaction without what was done in it; a connection on which that fails is closed, which does the same.
    pub(super) fn give_up(&mut self) {
        if let Some(client) = &mut self.client
            && client.batch_execute("ROLLBACK").is_err()
        {
            self.client = None;
        }
    }
}

/// A moment, a little longer each time, and never as long as others wait.
pub(super) fn pause(times: u32) {
    let jitter = u64::from(random().first().copied().unwrap_or_default()) / 8;
    thread::sleep(Duration::from_millis((10 * u64::from(times)).min(200) + jitter));
}

/// A name that nothing else has: of a write, by which it is found again.
pub(super) fn write_id() -> String {
    random().iter().fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    // Without a source of randomness, the moment and the process have to do.
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

fn opened(address: &Address, answer: &[Rows]) -> Result<Opened, StoreError> {
    let value = |statement: usize, column: usize| answer.get(statement)?.first()?.get(column)?.clone();
    version::fits(address, value(0, 0).and_then(|version| version.parse().ok()))?;
    let none = Rows::new();
    let kept = small_files(answer.get(2).unwrap_or(&none));
    Ok(Opened {
        person: value(1, 0),
        remembers: value(1, 1).as_deref() == Some("t"),
        kept: kept.collect(),
        as_raised: None,
    })
}

fn small_files(rows: &Rows) -> impl Iterator<Item = (String, Vec<u8>)> {
    rows.iter().filter_map(|row| {
        let [Some(name), Some(bytes)] = row.as_slice() else { return None };
        Some((name.clone(), unhex(bytes)?))
    })
}

/// The bytes that pairs of hexadecimal digits represent.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}

/// A text as a literal of SQL. Names of ours only: what people type goes as a parameter.
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
