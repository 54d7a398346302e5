//! Measures commands on a server, each beside a client that does the minimum in the same minute: connects and asks
//! nothing, sends the same SQL, makes one bare transaction. Run it with `cargo bench --features postgres --bench
//! server`, or `... --bench server -- 1000 100000`. It starts its own server, which syncs what it confirms. Times are
//! the fastest of many, taken in turns, so that a busy machine affects both alike.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    dead_code,
    reason = "a program of its own that makes stores and runs the other one"
)]

#[path = "store/generate.rs"]
mod generate;
#[path = "store/processes.rs"]
mod processes;
#[path = "../src/store/postgres/tests/server.rs"]
mod server;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use generate::generate;
use processes::{own, peak, quiet, took};
use server::{OWNER, Server, start};

/// How often each of a pair is run, in turns.
const TIMES: usize = 25;

/// A command that takes longer than this is run only twice.
const LONG: Duration = Duration::from_secs(2);

/// Tables for the bare transaction, with the same columns and indexes as those of the store.
const BARE: &str = "CREATE SCHEMA bare; CREATE TABLE bare.tip (line bigint); INSERT INTO bare.tip VALUES (0); \
     CREATE TABLE bare.event (LIKE iro.event INCLUDING ALL); CREATE TABLE bare.ledger (LIKE iro.ledger INCLUDING ALL)";

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match given.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["ask", socket, port, database, file] => ask(socket, port, database, &fs::read_to_string(file).unwrap()),
        ["write", socket, port, database] => write(socket, port, database),
        _ => measure(&given),
    }
}

fn measure(given: &[String]) {
    let mut sizes: Vec<usize> = given.iter().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000];
    }
    let server = start(true, false).expect("the programs of a server");
    println!("{:>7}  {:<28} {:<24} {:>9} {:>9} {:>6}", "records", "what", "beside", "ms", "ms", "times");
    for size in sizes {
        Seat::with(&server, size).measure();
    }
}

/// A store with this many records, in its own database.
struct Seat<'a> {
    server: &'a Server,
    database: String,
    home: tempfile::TempDir,
    size: usize,
}

impl<'a> Seat<'a> {
    fn with(server: &'a Server, size: usize) -> Seat<'a> {
        let seat = Seat { server, database: server.database(), home: tempfile::tempdir().unwrap(), size };
        let folder = seat.home.path().join("folder");
        generate(&folder, size);
        finish(seat.iro(&["store", "init"]));
        let from = folder.display().to_string();
        let read = took(seat.iro_in(&folder, &["check"]));
        let copy = ["store", "copy", "--from", &from, "--to", &seat.address()];
        let (began, memory) = (Instant::now(), peak(seat.iro(&copy)));
        seat.row("store copy", "check of the folder", began.elapsed(), read);
        println!("{size:>7}  store copy: {memory:.0} MiB");
        server.sql(&seat.database, OWNER, BARE).unwrap();
        server.sql(&seat.database, OWNER, "VACUUM ANALYZE").unwrap();
        seat
    }

    fn measure(&self) {
        let first = peak(self.iro(&["list", "--all"]));
        let nothing = self.home.path().join("nothing.sql");
        fs::write(&nothing, "SELECT 1").unwrap();
        let same = self.home.path().join("same.sql");
        fs::write(&same, self.asked(&["due", "--today"])).unwrap();
        self.server.sql(&self.database, OWNER, "VACUUM ANALYZE").unwrap();
        let due = || self.iro(&["due", "--today"]);
        self.pair("due --today", due, "connecting, select 1", || self.bare(&nothing));
        self.pair("due --today", due, "the same SQL", || self.bare(&same));
        let raise = ["raise", "--policy", "knowsley", "--stage", "stage-1", "--child", "C-1", "--concern", "No visit"];
        self.pair("raise", || self.iro(&raise), "a bare transaction", || self.transaction());
        let id = self.server.sql(&self.database, OWNER, "SELECT iro.shown(max(id)) FROM iro.record").unwrap();
        let respond = ["respond", id.as_str(), "--text", "We will visit"];
        self.pair("respond", || self.iro(&respond), "a bare transaction", || self.transaction());
        let note = ["note", id.as_str(), "--text", "Phoned"];
        self.pair("note", || self.iro(&note), "a bare transaction", || self.transaction());
        println!("{:>7}  list --all, first: {first:.0} MiB", self.size);
        // The first dispute under a protocol was just raised, so that all facts about open ones are worked out anew.
        println!("{:>7}  due --today, under a new protocol: {:.0} MiB", self.size, peak(due()));
        for command in [&["due", "--today"][..], &["list"], &["list", "--all"], &["report"], &["check"]] {
            println!("{:>7}  {}: {:.0} MiB", self.size, command.join(" "), peak(self.iro(command)));
        }
    }

    fn address(&self) -> String {
        self.server.address(&self.database, OWNER)
    }

    fn iro(&self, args: &[&str]) -> Command {
        let mut command = self.iro_in(&self.home.path().join("none"), args);
        command.env("IRO_STORE", self.address());
        command
    }

    fn iro_in(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iro"));
        command.env_clear().env("HOME", self.home.path()).env("IRO_DATA_DIR", folder).env("IRO_USER", "Jo Bloggs");
        command.args(args);
        command
    }

    fn bare(&self, file: &Path) -> Command {
        let (socket, port) = (self.server.socket.display().to_string(), self.server.port.to_string());
        own(&["ask", &socket, &port, &self.database, &file.display().to_string()])
    }

    fn transaction(&self) -> Command {
        let (socket, port) = (self.server.socket.display().to_string(), self.server.port.to_string());
        own(&["write", &socket, &port, &self.database])
    }

    /// The SQL that a command sends in its first message, from the server's log.
    fn asked(&self, args: &[&str]) -> String {
        let log = |state: &str| {
            let set = format!("ALTER DATABASE {} {state}", self.database);
            self.server.sql("postgres", OWNER, &set).unwrap();
        };
        log("SET log_statement = 'all'");
        let mark = fs::metadata(self.server.socket.join("log")).unwrap().len() as usize;
        finish(self.iro(args));
        log("RESET log_statement");
        let log = fs::read_to_string(self.server.socket.join("log")).unwrap();
        let said = log[mark..].split("LOG:  statement: ").find(|said| said.contains("iro.head")).unwrap();
        let lines = said.split_inclusive('\n').enumerate().take_while(|(at, line)| *at == 0 || line.starts_with('\t'));
        lines.map(|(_, line)| line).collect()
    }

    fn pair(&self, what: &str, ours: impl Fn() -> Command, beside: &str, bare: impl Fn() -> Command) {
        let (mut quick, mut least) = (Duration::MAX, Duration::MAX);
        for time in 0..TIMES {
            quick = quick.min(took(ours()));
            let began = Instant::now();
            finish(bare());
            least = least.min(began.elapsed());
            if time == 1 && quick > LONG {
                break;
            }
        }
        self.row(what, beside, quick, least);
    }

    fn row(&self, what: &str, beside: &str, ours: Duration, bare: Duration) {
        let ms = |took: Duration| took.as_secs_f64() * 1e3;
        let times = ms(ours) / ms(bare);
        println!("{:>7}  {what:<28} {beside:<24} {:>9.2} {:>9.2} {times:>6.2}", self.size, ms(ours), ms(bare));
    }
}

fn connect(socket: &str, port: &str, database: &str) -> postgres::Client {
    let mut config = postgres::Config::new();
    config.host(socket).port(port.parse().unwrap()).dbname(database).user(OWNER);
    config.connect(postgres::NoTls).unwrap()
}

fn ask(socket: &str, port: &str, database: &str, question: &str) {
    connect(socket, port, database).simple_query(question).unwrap();
}

/// A bare transaction in three messages: the lock, an event with a line of the ledger, and the commit.
fn write(socket: &str, port: &str, database: &str) {
    let mut client = connect(socket, port, database);
    let name = format!("{:?} {}", Instant::now(), std::process::id());
    client.simple_query("BEGIN; SELECT line FROM bare.tip FOR UPDATE").unwrap();
    let (body, digest) = (format!("{{\"text\":\"{}\"}}", "x".repeat(1000)), "0".repeat(64));
    let rows = format!(
        "INSERT INTO bare.event (record, number, body, sealed, prev, digest, write_id) \
         SELECT 1, line + 1, '{body}', true, '{digest}', '{digest}', '{name}' FROM bare.tip; \
         INSERT INTO bare.ledger SELECT line + 1, '{name}', '{name}', 1, '{name}' FROM bare.tip; \
         UPDATE bare.tip SET line = line + 1"
    );
    client.simple_query(&rows).unwrap();
    client.simple_query("COMMIT").unwrap();
}

fn finish(command: Command) {
    let command = &mut quiet(command);
    assert!(command.status().unwrap().success(), "{command:?}");
}
