//! Starts processes for a benchmark and measures their time and memory.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs this benchmark again, as a process that does one thing.
pub fn own(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(args);
    command
}

pub fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// How long a process runs, whatever its exit code.
pub fn took(command: Command) -> Duration {
    let began = Instant::now();
    let command = &mut quiet(command);
    assert!(command.status().unwrap().code().is_some(), "{command:?}");
    began.elapsed()
}

/// The peak memory of a process in MiB, sampled as often as possible while it runs.
pub fn peak(command: Command) -> f64 {
    let mut running = quiet(command).spawn().unwrap();
    let status = format!("/proc/{}/status", running.id());
    let mut peak = 0.0;
    while running.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = line.unwrap_or(0.0_f64).max(peak);
    }
    peak / 1024.0
}
