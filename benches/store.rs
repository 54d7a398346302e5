//! How the commands that read hold up on stores of many records, beside a walk that only asks for every file's metadata
//! in the same minute. Run with `cargo bench --bench store`, or `cargo bench --bench store -- 1000 100000`; with
//! `--keep DIR` the stores stay there.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program of its own that makes stores and runs the other one"
)]

use std::fs;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use chrono::{Datelike, Days, NaiveDate, Utc};
use iro::domain::calendar::{Calendar, Counting};
use iro::domain::limit::Limit;
use iro::domain::time::Moment;

/// How often each is run; the quickest counts, since whatever is slower was disturbed.
const TIMES: usize = 7;

/// A year's worth of a large authority; older ones lie in years before.
const A_YEAR: usize = 5_000;

/// Of so many records one is open, and of so many open ones one is overdue or due today.
const OPEN: usize = 17;
const PRESSING: usize = 20;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let kept = given.iter().position(|arg| arg == "--keep").map(|at| PathBuf::from(&given[at + 1]));
    let mut sizes: Vec<usize> = given.iter().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100, 1_000, 10_000];
    }
    println!("{:>7}  {:<26} {:>10} {:>10}", "records", "what", "ms", "of stat");
    for size in sizes {
        let home = tempfile::tempdir().unwrap();
        let root = kept.as_ref().map_or(home.path().to_path_buf(), |dir| dir.join(size.to_string()));
        generate(&root, size);
        let stat = quickest(|| walk(&root));
        let row = |what: &str, took: Duration| {
            let ms = took.as_secs_f64() * 1e3;
            println!("{size:>7}  {what:<26} {ms:>10.2} {:>10.2}", took.as_secs_f64() / stat.as_secs_f64());
        };
        row("stat of every file", stat);
        row("start alone", quickest(|| iro(&root, &["--version"])));
        let index = root.join(".index");
        row("due --today, no index", quickest(|| drop((fs::remove_dir_all(&index), iro(&root, &["due", "--today"])))));
        iro(&root, &["due", "--today"]);
        row("due --today, warm", quickest(|| iro(&root, &["due", "--today"])));
        row("due, warm", quickest(|| iro(&root, &["due"])));
        let one = fs::read_dir(root.join("open")).unwrap().next().unwrap().unwrap().path();
        row(
            "due --today, one changed",
            quickest(|| {
                age(&one, SystemTime::now() - Duration::from_secs(60));
                iro(&root, &["due", "--today"]);
            }),
        );
        row("list", quickest(|| iro(&root, &["list", "--ids"])));
        row("list --all", quickest(|| iro(&root, &["list", "--all", "--ids"])));
        row("check", quickest(|| iro(&root, &["check"])));
    }
}

fn quickest(mut run: impl FnMut()) -> Duration {
    let timed = (0..TIMES).map(|_| {
        let began = Instant::now();
        run();
        began.elapsed()
    });
    timed.min().unwrap()
}

fn iro(root: &Path, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iro"));
    command.env_clear().env("HOME", root).env("IRO_DATA_DIR", root).args(args);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.code().is_some(), "{args:?}");
}

fn walk(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if fs::symlink_metadata(&path).unwrap().is_dir() {
            walk(&path);
        }
    }
}

/// A store with disputes of 2.5 to 4 KB: closed ones of past years, and open ones of the last weeks.
fn generate(root: &Path, size: usize) {
    let template = include_str!("store/record.yaml");
    let today = Utc::now().date_naive();
    let calendar = Calendar::england_and_wales();
    let limit = Limit::parse("20 working days").unwrap();
    for number in 0..size {
        let year = today.year() - ((size - 1 - number) / A_YEAR) as i32;
        let id = format!("{year}-{:04}", number % A_YEAR + 1);
        let open = number % OPEN == 0;
        let ago = if open && !(number / OPEN).is_multiple_of(PRESSING) { 3 + number as u64 % 3 } else { 40 };
        let raised = if open { today - Days::new(ago) } else { NaiveDate::from_yo_opt(year, 1).unwrap() };
        let due = calendar.due(Moment::on(raised), &limit, &Counting::default()).unwrap().date;
        let ended = if open { "" } else { include_str!("store/ended.yaml") };
        let text = format!("{template}{ended}")
            .replace("@ID@", &id)
            .replace("@CHILD@", &format!("C-{}", number / 2))
            .replace("@WORDS@", &"the plan for school, health and contact has not moved ".repeat(8 + number % 24))
            .replace("@RAISED@", &raised.to_string())
            .replace("@DUE@", &due.to_string());
        let folder = if open { root.join("open") } else { root.join(format!("closed/{year}")) };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
        let path = folder.join(format!("{id}.yaml"));
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        age(&path, SystemTime::now() - Duration::from_secs(3600));
    }
}

fn age(path: &Path, to: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(to).unwrap();
}
