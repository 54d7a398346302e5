//! Measures how fast the program starts, beside a process that does nothing, and how fast it counts. `store.rs`
//! measures it with many records. Results: docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a measurement that cannot go on should stop, and it runs programs and writes files"
)]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use iro::measured::{Calendar, Counting, Limit, Moment, parse_date};

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

fn start_up(c: &mut Criterion) {
    let empty = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("start-up");
    if cfg!(unix) {
        let mut nothing = Command::new("/bin/true");
        nothing.env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        group.bench_function("a process that does nothing", |b| b.iter(|| run(&mut nothing)));
    }
    group.bench_function("iro --version", |b| b.iter(|| run(iro(empty.path()).arg("--version"))));
    run(iro(empty.path()).arg("init"));
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

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1));
    targets = start_up, counting
}
criterion_main!(benches);
