//! How fast the program answers. Start-up is measured as processes, beside one that does nothing; the morning question
//! over a thousand records as a person asks it. `cargo bench` runs all of it; figures: docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a measurement that cannot go on should stop, and it runs programs and writes files"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use iro::domain::calendar::{Calendar, Counting};
use iro::domain::limit::Limit;
use iro::domain::time::{Moment, parse_date};
use tempfile::TempDir;

const RECORDS: usize = 1000;

fn iro(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iro"));
    command
        .env_clear()
        .env("HOME", store)
        .env("IRO_DATA_DIR", store)
        .env("IRO_USER", "Jo Bloggs")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn run(command: &mut Command) {
    assert!(command.status().unwrap().success());
}

/// A store with so many disputes open and the others closed: copies of one that was raised and answered just now and,
/// where it is closed, resolved.
fn store(open: usize) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let say = |args: &[&str]| run(iro(dir.path()).args(args));
    let text = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
    let year = chrono::Utc::now().format("%Y").to_string();
    let first = format!("{year}-0001");
    let soon = (chrono::Utc::now() + chrono::TimeDelta::days(7)).format("%Y-%m-%d");
    say(&["raise", "--policy", "knowsley", "--stage", "stage-1", "--child", "C-1", "--concern", "No visit"]);
    say(&["respond", "1", "--text", "We will visit", "--action", &format!("Book a visit | Sam Field | {soon}")]);
    let opened = text(&format!("open/{first}.yaml"));
    say(&["action", "done", "1", "1"]);
    say(&["resolve", "1", "--outcome", "Visited", "--impact-on-child", "Seen"]);
    let resolved = format!("closed/{year}/{first}.yaml");
    let closed = text(&resolved);
    fs::remove_file(dir.path().join(resolved)).unwrap();
    let closed_folder = format!("closed/{year}");
    for number in 1..=RECORDS {
        let (folder, text) = if number <= open { ("open", &opened) } else { (closed_folder.as_str(), &closed) };
        let id = format!("{year}-{number:04}");
        let path = dir.path().join(folder).join(format!("{id}.yaml"));
        fs::write(path, text.replace(&first, &id).replace("C-1\n", &format!("C-{number}\n"))).unwrap();
    }
    dir
}

fn start_up(c: &mut Criterion) {
    let empty = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("start-up");
    if cfg!(unix) {
        let mut nothing = Command::new("/bin/true");
        nothing.env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        group.bench_function("a process that does nothing", |b| b.iter(|| run(&mut nothing)));
    }
    group.bench_function("iro --version", |b| b.iter(|| run(iro(empty.path()).arg("--version"))));
    group.bench_function("iro due, empty store", |b| b.iter(|| run(iro(empty.path()).arg("due"))));
    group.finish();
}

fn counting(c: &mut Criterion) {
    let limit = Limit::parse("20 working days").unwrap();
    let start = Moment::on(parse_date("2026-12-14").unwrap());
    let calendar = Calendar::england_and_wales();
    let mut group = c.benchmark_group("counting");
    group.bench_function("20 working days over Christmas", |b| {
        b.iter(|| calendar.due(black_box(start), black_box(&limit), &Counting::default()).unwrap());
    });
    group.bench_function("making the calendar", |b| b.iter(|| black_box(Calendar::england_and_wales())));
    group.finish();
}

fn due(c: &mut Criterion) {
    let mut group = c.benchmark_group("due over 1,000 records");
    group.sample_size(20).measurement_time(Duration::from_secs(8));
    for open in [60, RECORDS] {
        let store = store(open);
        let name = format!("{open} open, {} closed", RECORDS - open);
        group.bench_function(name, |b| b.iter(|| run(iro(store.path()).args(["due", "--today"]))));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1));
    targets = start_up, counting, due
}
criterion_main!(benches);
