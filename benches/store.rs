//! Measures commands on stores with many records, each beside a process that does the minimum: asks for the metadata of
//! every file, reads every record once, writes one file safely. Run it with `cargo bench --bench store`, or `cargo
//! bench --bench store -- 1000 100000`; with `--keep DIR` the stores are kept.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program of its own that makes stores and runs the other one"
)]

#[path = "store/generate.rs"]
mod generate;
#[path = "store/processes.rs"]
mod processes;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use generate::{age, generate};
use iro::measured::{Place, Which, open, parallel};
use processes::{own, peak, took};

/// How often each is run. The fastest counts, because slower runs were disturbed.
const TIMES: usize = 7;

/// A command that takes longer than this is run only twice.
const LONG: Duration = Duration::from_secs(2);

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match given.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["walk", folder] => walk(Path::new(folder)),
        ["parse", folder] => parse(Path::new(folder)),
        ["write", file] => write(Path::new(file)),
        _ => measure(&given),
    }
}

fn measure(given: &[String]) {
    let kept = given.iter().position(|arg| arg == "--keep").map(|at| PathBuf::from(&given[at + 1]));
    let mut sizes: Vec<usize> = given.iter().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100, 1_000, 10_000];
    }
    let mut all: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    println!("{:>7}  {:<34} {:>10} {:>8} {:>8}", "records", "what", "ms", "of stat", "MiB");
    for size in sizes {
        let home = tempfile::tempdir().unwrap();
        let root = kept.as_ref().map_or(home.path().to_path_buf(), |dir| dir.join(size.to_string()));
        if !root.join("open").exists() {
            generate(&root, size);
        }
        let stat = quickest(|| own(&["walk", root.to_str().unwrap()]));
        let mut row = |what: &str, run: &mut dyn FnMut() -> Command| {
            let (took, peak) = (quickest(&mut *run), peak(run()));
            let ms = took.as_secs_f64() * 1e3;
            let of_stat = took.as_secs_f64() / stat.as_secs_f64();
            println!("{size:>7}  {what:<34} {ms:>10.2} {of_stat:>8.2} {peak:>8.1}");
            all.entry(what.to_string()).or_default().push((size, ms));
        };
        let bare = || iro(&root, &[]);
        let forget = || fs::remove_dir_all(root.join(".index"));
        let with = |args: &[&str]| {
            let mut command = bare();
            command.args(args);
            command
        };
        row("a process that does nothing", &mut || Command::new("true"));
        row("metadata of every file", &mut || own(&["walk", root.to_str().unwrap()]));
        row("start alone", &mut || with(&["--version"]));
        row("due --today, no index", &mut || (forget().ok(), with(&["due", "--today"])).1);
        took(with(&["due"]));
        row("due --today, warm", &mut || with(&["due", "--today"]));
        row("due, warm", &mut || with(&["due"]));
        let one = fs::read_dir(root.join("open")).unwrap().next().unwrap().unwrap().path();
        let mut hour = 1;
        row("due --today, one changed", &mut || {
            hour += 1;
            age(&one, SystemTime::now() - Duration::from_secs(3600 * hour));
            with(&["due", "--today"])
        });
        sqlite(&root, &mut row);
        row("list", &mut || with(&["list"]));
        row("every record read once", &mut || own(&["parse", root.to_str().unwrap()]));
        row("list --all --json, no index", &mut || (forget().ok(), with(&["list", "--all", "--json"])).1);
        row("list --all --json, warm", &mut || with(&["list", "--all", "--json"]));
        row("list --all --child, warm", &mut || with(&["list", "--all", "--child", "C-7"]));
        row("inbox, warm", &mut || with(&["inbox", "--for", "team-manager"]));
        row("report", &mut || with(&["report"]));
        row("check", &mut || with(&["check"]));
        row("write, sync, rename, sync", &mut || own(&["write", root.join("written").to_str().unwrap()]));
        let raise = ["raise", "--policy", "knowsley", "--stage", "stage-1", "--child", "C-1", "--concern", "No visit"];
        row("raise", &mut || with(&raise));
        let newest = open(&Place::Folder(root.clone())).ids(Which::Open).unwrap().last().unwrap().to_string();
        row("respond", &mut || with(&["respond", &newest, "--text", "We will visit"]));
    }
    println!("\ngrowth: time goes with this power of the number of records");
    for (what, times) in all {
        if let (Some((few, quick)), Some((many, slow))) = (times.first(), times.last())
            && few < many
        {
            println!("{what:<34} {:>6.2}", (slow / quick).ln() / (*many as f64 / *few as f64).ln());
        }
    }
}

/// The same question to an SQLite database that contains only the rows that it needs.
fn sqlite(root: &Path, row: &mut dyn FnMut(&str, &mut dyn FnMut() -> Command)) {
    let database = root.join("beside.sqlite");
    let _ = fs::remove_file(&database);
    let listed = iro(root, &["list", "--all", "--csv"]).stdout(Stdio::piped()).output().unwrap();
    let made =
        Command::new("sqlite3").arg(&database).arg(".import --csv /dev/stdin disputes").stdin(Stdio::piped()).spawn();
    let Ok(mut made) = made else {
        println!("         no sqlite3 here to compare with");
        return;
    };
    made.stdin.take().unwrap().write_all(&listed.stdout).unwrap();
    assert!(made.wait().unwrap().success());
    let question = "select id, child, stage, waiting_on, due from disputes \
                    where closed_on = '' and due <> '' and due <= date() order by due, id";
    let mut asked = |what: &str, first: &str| {
        assert!(Command::new("sqlite3").arg(&database).arg(first).status().unwrap().success());
        row(what, &mut || {
            let mut command = Command::new("sqlite3");
            command.arg("-csv").arg(&database).arg(question);
            command
        });
    };
    asked("sqlite3, looking at every row", "");
    asked("sqlite3, by an index of these dates", "create index soon on disputes (closed_on, due)");
    let _ = fs::remove_file(&database);
}

fn iro(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iro"));
    command.env_clear().env("HOME", root).env("IRO_DATA_DIR", root).env("IRO_USER", "Jo Bloggs").args(args);
    command
}

fn quickest(mut prepared: impl FnMut() -> Command) -> Duration {
    let mut best = Duration::MAX;
    for time in 0..TIMES {
        best = best.min(took(prepared()));
        if time == 1 && best > LONG {
            break;
        }
    }
    best
}

fn walk(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if fs::symlink_metadata(&path).unwrap().is_dir() && path.file_name().is_some_and(|name| name != ".index") {
            walk(&path);
        }
    }
}

fn parse(root: &Path) {
    let store = open(&Place::Folder(root.into()));
    let ids = store.ids(Which::All).unwrap();
    let read = parallel::map(&ids, parallel::READING, |id| store.load(*id).unwrap().record.entries.len());
    assert!(read.iter().all(|entries| *entries > 0));
}

fn write(file: &Path) {
    let folder = file.parent().unwrap();
    let mut beside = tempfile::NamedTempFile::new_in(folder).unwrap();
    beside.write_all(&[b'x'; 1500]).unwrap();
    beside.as_file().sync_all().unwrap();
    beside.persist(file).unwrap();
    fs::File::open(folder).unwrap().sync_all().unwrap();
}
