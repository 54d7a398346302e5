//! The environment of a test: an empty store, no environment variables but its own, a fixed moment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use tempfile::TempDir;

use crate::database::Database;

/// The moment at which a new environment begins: a Monday morning.
pub const START: &str = "2026-03-02T10:00";

pub struct Env {
    dir: TempDir,
    /// The database of the store, if it is not in a folder.
    database: Option<Database>,
    now: Mutex<String>,
    children: AtomicU32,
}

impl Env {
    pub fn new() -> Self {
        Env::with(Database::new())
    }

    fn with(database: Option<Database>) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(dir.path().join("home")).expect("a home directory");
        Env { dir, database, now: Mutex::new(START.to_owned()), children: AtomicU32::new(100) }
    }

    /// An environment whose store is in a folder even if the other tests use a server; the caller gives the reason.
    pub fn in_folder(_why: &str) -> Self {
        Env::with(None)
    }

    /// An environment whose store is in this database.
    #[cfg(feature = "postgres")]
    pub fn on(database: Database) -> Self {
        Env::with(Some(database))
    }

    /// Whether the store is in a database, so that it has no files and no lines.
    pub fn is_on_a_server(&self) -> bool {
        self.database.is_some()
    }

    /// The database of a store on a server.
    #[cfg(feature = "postgres")]
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("its store is on a server")
    }

    /// Sets the moment at which the following commands run.
    pub fn now(&self, when: &str) {
        *self.now.lock().unwrap() = when.to_owned();
    }

    /// The folder of the store, which the first write creates.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    /// Adds a policy to the store.
    pub fn add_policy(&self, id: &str, text: impl AsRef<[u8]>) {
        let folder = self.data().join("policies");
        fs::create_dir_all(&folder).expect("a folder for policies");
        fs::write(folder.join(format!("{id}.yaml")), text).expect("a policy");
    }

    /// A path beside the store, for a file that the test gives to the program.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn open_file(&self, id: &str) -> PathBuf {
        self.files().join("open").join(format!("{id}.yaml"))
    }

    pub fn closed_file(&self, year: &str, id: &str) -> PathBuf {
        self.files().join("closed").join(year).join(format!("{id}.yaml"))
    }

    /// The folder of the record files. For a store on a server, it is a copy, for reading only.
    pub fn files(&self) -> PathBuf {
        let Some(database) = &self.database else { return self.data() };
        let number = self.children.fetch_add(1, Ordering::Relaxed);
        let folder = self.scratch(&format!("copy-{number}"));
        let mut copy = self.command();
        let _none_where_it_is_damaged =
            copy.args(["store", "copy", "--from", &database.address(), "--to"]).arg(&folder).output();
        folder
    }

    /// A copy of the store at the same moment, for trying something without consequences.
    pub fn fork(&self) -> Env {
        let other = Env::with(self.database.as_ref().map(Database::fork));
        other.now(&self.now.lock().unwrap());
        if self.data().exists() {
            copy_tree(&self.data(), &other.data());
        }
        other
    }

    /// The same, but it also keeps the times of all files, so that the index of the copy is still valid.
    pub fn fork_as_it_is(&self) -> Env {
        let other = Env::in_folder("it is about the times of files");
        other.now(&self.now.lock().unwrap());
        let copied = Command::new("cp").arg("-a").args([self.data(), other.data()]).status();
        assert!(copied.expect("cp runs").success());
        other
    }

    /// Replaces this store's content by that of another store's files.
    pub fn copies(&self, store: &Path) {
        match &self.database {
            Some(database) => {
                let mut copy = self.command();
                copy.args(["store", "copy", "--to", &database.address(), "--from"]).arg(store);
                let copied = copy.output().expect("the program runs");
                assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
            }
            None => copy_tree(store, &self.data()),
        }
    }

    pub fn command(&self) -> Command {
        self.program(env!("CARGO_BIN_EXE_iro"))
    }

    /// A command for another program in the same environment.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env_clear();
        for kept in ["PATH", "SYSTEMROOT", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .env("HOME", self.dir.path().join("home"))
            .env("IRO_DATA_DIR", self.data())
            .env("IRO_USER", "Jo Bloggs")
            .env("IRO_AS_OF", self.now.lock().unwrap().as_str())
            .env("COLUMNS", "100")
            .env("PAGER", "cat")
            .current_dir(self.dir.path())
            .stdin(Stdio::null());
        if let Some(database) = &self.database {
            command.env("IRO_STORE", database.address());
            // The policies that the test has written into the folder.
            let policies = self.data().join("policies");
            let any = fs::read_dir(&policies).into_iter().flatten().flatten();
            if any.into_iter().any(|file| file.path().extension().is_some_and(|ext| ext == "yaml")) {
                command.env("IRO_POLICY_DIR", policies);
            }
        }
        // The policies that `.ci/policy-keys` is testing.
        if let Some(folder) = std::env::var_os("IRO_TEST_POLICIES") {
            command.env("IRO_POLICY_DIR", folder);
        }
        command
    }

    #[must_use = "ask for .ok(), .json(), .refused() or .code(n)"]
    pub fn iro(&self, args: &[&str]) -> Run {
        let output = self.command().args(args).output().expect("the program runs");
        Run {
            args: args.join(" "),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Runs a command line of the program; words can be in single quotes.
    #[must_use = "ask for .ok(), .json(), .refused() or .code(n)"]
    pub fn sh(&self, line: &str) -> Run {
        let quoted = line.split('\'').enumerate();
        let args = quoted.flat_map(|(n, part)| match n % 2 {
            1 => vec![part],
            _ => part.split_whitespace().collect(),
        });
        self.iro(&args.collect::<Vec<_>>())
    }

    /// Raises a dispute, giving everything that the policy asks for unless `extra` has it.
    #[track_caller]
    pub fn raise(&self, policy: &str, extra: &[&str]) -> String {
        let view = self.raised(policy, extra);
        text(&view, "id").to_owned()
    }

    #[track_caller]
    pub fn raised(&self, policy: &str, extra: &[&str]) -> Value {
        let number = self.children.fetch_add(1, Ordering::Relaxed);
        let child = format!("C-{number}");
        let on = extra.iter().position(|flag| *flag == "--on");
        let when = on.map_or_else(|| self.now.lock().unwrap().clone(), |at| extra[at + 1].to_owned());
        let today = when.get(..10).unwrap_or(&when).to_owned();
        let mut usual = vec![
            ("--child", child.as_str()),
            ("--concern", "The permanence plan has not moved"),
            ("--impact", "The child does not know where they will live"),
            ("--seeking", "A date for the panel"),
            ("--override", "sample reason"),
        ];
        match policy {
            "qa-notification" => usual.push(("--immediate", "no")),
            "south-west" => usual.push(("--respond-by", "2026-12-18")),
            "mosaic" => usual.push(("--aware-on", &today)),
            _ => {}
        }
        let mut args = vec!["raise", "--policy", policy, "--json"];
        for (flag, value) in usual {
            if !extra.contains(&flag) {
                args.extend([flag, value]);
            }
        }
        args.extend(extra);
        self.iro(&args).json()
    }

    /// Records an answer to the concern. Duties required before it are overridden.
    #[track_caller]
    pub fn respond(&self, id: &str, extra: &[&str]) -> Value {
        let mut args = vec!["respond", id, "--text", "We will do it", "--json"];
        args.extend(["--override", "sample reason"]);
        args.extend(extra);
        self.iro(&args).json()
    }

    /// Escalates to the next stage, or to the one in `extra`. Duties required before it are overridden.
    #[track_caller]
    pub fn escalate(&self, id: &str, because: &str, extra: &[&str]) -> Value {
        let mut args = vec!["escalate", id, "--because", because, "--json"];
        args.extend(["--reason", "Nothing has changed for the child"]);
        args.extend(["--override", "sample reason"]);
        args.extend(extra);
        self.iro(&args).json()
    }

    #[track_caller]
    pub fn resolve(&self, id: &str) -> Value {
        let mut args = vec!["resolve", id, "--outcome", "The panel date is set", "--json"];
        args.extend(["--result", "resolved"]);
        args.extend(["--impact-on-child", "The child knows the plan"]);
        args.extend(["--override", "sample reason"]);
        self.iro(&args).json()
    }

    /// Runs a command and confirms the duties that are required first, with `--confirm`.
    #[track_caller]
    pub fn confirm(&self, line: &str) -> Value {
        let first = self.sh(&format!("{line} --json"));
        if first.code == 0 {
            return first.json();
        }
        let mut line = format!("{line} --json");
        for rule in rules(&first.refused()) {
            line.push_str(&format!(" --confirm '{rule}'"));
        }
        self.sh(&line).json()
    }

    #[track_caller]
    pub fn dispute(&self, id: &str) -> Value {
        self.iro(&["show", id, "--json"]).json()
    }

    /// The newest clock with this id in a dispute; of this stage, if one is given.
    #[track_caller]
    pub fn clock<'a>(&self, id: &str, clock: &str, stage: impl Into<Option<&'a str>>) -> Value {
        find_clock(&self.dispute(id), clock, stage)
    }

    #[track_caller]
    pub fn due(&self, args: &[&str]) -> Vec<Value> {
        let mut all = vec!["due", "--json"];
        all.extend(args);
        list(&self.iro(&all).json())
    }

    /// The ids of the disputes that `iro list` prints with these filters, in that order.
    #[track_caller]
    pub fn listed(&self, args: &[&str]) -> Vec<String> {
        let mut all = vec!["list", "--json"];
        all.extend(args);
        let found = list(&self.iro(&all).json());
        found.iter().map(|v| text(v, "id").to_owned()).collect()
    }

    /// The ids of the duties that are still to be done.
    #[track_caller]
    pub fn outstanding(&self, id: &str) -> Vec<String> {
        list(&self.dispute(id)["duties"])
            .iter()
            .filter(|duty| duty["state"] == "outstanding")
            .map(|duty| text(duty, "duty").to_owned())
            .collect()
    }

    /// The duty that ends a clock when it is done or waived, found by trying each in a copy of the store.
    #[track_caller]
    pub fn duty_behind(&self, verb: &str, id: &str, clock: &str) -> String {
        let duties = self.outstanding(id);
        for duty in &duties {
            let trial = self.fork();
            let run = match verb {
                "waive" => trial.iro(&["waive", id, duty, "--reason", "Not needed"]),
                _ => trial.iro(&["done", id, duty]),
            };
            if run.code == 0 && !is_running(&trial.dispute(id), clock) {
                return duty.clone();
            }
        }
        panic!("no duty ends the clock `{clock}` of {id}; outstanding are {duties:?}");
    }

    /// Records the event that ends a clock.
    #[track_caller]
    pub fn finish(&self, id: &str, clock: &str) -> Value {
        let duty = self.duty_behind("done", id, clock);
        self.iro(&["done", id, &duty, "--json"]).json()
    }
}

#[derive(Debug)]
pub struct Run {
    pub args: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    #[track_caller]
    pub fn ok(self) -> Run {
        self.code(0)
    }

    #[track_caller]
    pub fn code(self, expected: i32) -> Run {
        assert_eq!(self.code, expected, "iro {}\nstdout: {}\nstderr: {}", self.args, self.stdout, self.stderr);
        self
    }

    /// The JSON document on standard output of a command that succeeds.
    #[track_caller]
    pub fn json(self) -> Value {
        self.ok().document()
    }

    /// The JSON document on standard output, whatever the exit code.
    #[track_caller]
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("iro {}: {e} in {:?}", self.args, self.stdout))
    }

    /// The error of a command that is refused and was run with `--json`.
    #[track_caller]
    pub fn refused(self) -> Value {
        let run = self.code(3);
        let error = run.error();
        assert_eq!(error["code"], 3, "{error}");
        assert!(!text(&error, "message").is_empty(), "{error}");
        assert_eq!(run.stdout.trim(), "", "a refusal has no result");
        error
    }

    /// The error document on standard error; warnings may precede it.
    #[track_caller]
    pub fn error(&self) -> Value {
        let from = self.stderr.find('{').unwrap_or(0);
        let mut documents = serde_json::Deserializer::from_str(&self.stderr[from..]).into_iter::<Value>();
        match documents.next() {
            Some(Ok(document)) => document["error"].clone(),
            other => panic!("iro {}: {other:?} in {:?}", self.args, self.stderr),
        }
    }

    #[track_caller]
    pub fn says(self, what: &str) -> Run {
        let all = format!("{}\n{}", self.stdout, self.stderr).to_lowercase();
        assert!(
            all.contains(&what.to_lowercase()),
            "iro {} does not say {what:?}:\n{}\n{}",
            self.args,
            self.stdout,
            self.stderr
        );
        self
    }
}

/// The rules that a refusal names.
#[track_caller]
pub fn rules(error: &Value) -> Vec<String> {
    let rules: Vec<String> = list(&error["rules"])
        .iter()
        .filter_map(|rule| rule.as_str().or_else(|| rule["duty"].as_str()))
        .map(str::to_owned)
        .collect();
    assert!(!rules.is_empty(), "the refusal names no rule: {error}");
    rules
}

#[track_caller]
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no text under `{key}` in {value}"))
}

#[track_caller]
pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}")).clone()
}

#[track_caller]
pub fn find_clock<'a>(view: &Value, clock: &str, stage: impl Into<Option<&'a str>>) -> Value {
    let stage = stage.into();
    list(&view["clocks"])
        .into_iter()
        .rfind(|c| c["clock"] == clock && stage.is_none_or(|s| c["stage"] == s))
        .unwrap_or_else(|| panic!("no clock `{clock}` of stage {stage:?} in {}", view["clocks"]))
}

#[track_caller]
pub fn has_clock(view: &Value, clock: &str) -> bool {
    list(&view["clocks"]).iter().any(|c| c["clock"] == clock)
}

#[track_caller]
pub fn is_running(view: &Value, clock: &str) -> bool {
    list(&view["clocks"]).iter().any(|c| c["clock"] == clock && c["state"] == "running")
}

/// Checks the due date, strength and state of a clock.
#[track_caller]
pub fn assert_clock(clock: &Value, due: &str, strength: &str, state: &str) {
    assert_eq!(clock["due"], due, "{clock}");
    assert_eq!(clock["strength"], strength, "{clock}");
    assert_eq!(clock["state"], state, "{clock}");
}

/// Checks that a clock is for one of these roles, since a policy may let either answer.
#[track_caller]
pub fn assert_for(clock: &Value, roles: &[&str]) {
    let role = text(&clock["for"], "role");
    assert!(roles.iter().any(|r| role.contains(r)), "{clock}");
}

#[track_caller]
pub fn assert_instant(value: &Value, expected: &str) {
    let parse =
        |s: &str| -> DateTime<FixedOffset> { DateTime::parse_from_rfc3339(s).unwrap_or_else(|e| panic!("{e}: {s:?}")) };
    let found = value.as_str().unwrap_or_else(|| panic!("no instant: {value}"));
    assert_eq!(parse(found), parse(expected), "{found} is not {expected}");
}

/// Checks that `due` is the earliest date of the running clocks that are not advisory, and that `overdue` says whether
/// any of those is overdue.
#[track_caller]
pub fn assert_due_adds_up(view: &Value) {
    let binding: Vec<Value> =
        list(&view["clocks"]).into_iter().filter(|c| c["state"] == "running" && c["strength"] != "advisory").collect();
    let earliest = binding.iter().filter_map(|c| c["due"].as_str()).min();
    assert_eq!(view["due"].as_str(), earliest, "{view}");
    let overdue = binding.iter().any(|c| c["status"] == "overdue");
    assert_eq!(view["overdue"], overdue, "{view}");
}

pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a store to copy") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a file type").is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

/// Whether a program that a test needs is installed. Under `CI` it must be.
pub fn is_installed(program: &str, option: &str) -> bool {
    let tried = Command::new(program).arg(option).stdin(Stdio::null()).output();
    must_be_there(program, tried.is_ok())
}

/// The same for what a test has tried itself; names on standard error whatever is missing.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know what was not tested")]
pub fn must_be_there(what: &str, is_there: bool) -> bool {
    assert!(is_there || std::env::var_os("CI").is_none(), "there is no {what}, and CI asks for it");
    if !is_there {
        eprintln!("skipped: there is no {what}");
    }
    is_there
}
