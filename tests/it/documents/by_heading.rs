//! Runs documents in which each `##` heading has its own store.

use std::fs;

use crate::documents::root;
use crate::env::Env;
use crate::transcript::{Line, Shell, Shown, follow};

/// Runs a document: the part before the first `##` heading in the given environment, and each heading in a fresh one.
/// Calls back with each command and its output. Returns for each heading how its last command ended.
pub fn by_heading(
    document: &str,
    prepared: &Env,
    fresh: impl Fn() -> Env,
    mut seen: impl FnMut(&Shell, &Env, &str, &str, &Shown),
) -> Vec<(String, i32)> {
    let mut shell = Shell::default();
    let mut here: Option<Env> = None;
    let mut last: Vec<(String, i32)> = Vec::new();
    follow(document, |line| match line {
        Line::Heading(text) => {
            if text.starts_with("## ") {
                last.push((text.to_owned(), 0));
                here = Some(fresh());
            }
            String::new()
        }
        Line::Command(command) => {
            let shown = shell.run(here.as_ref().unwrap_or(prepared), command);
            if let (Some((heading, code)), Some(env)) = (last.last_mut(), &here) {
                *code = shown.code;
                seen(&shell, env, heading, command, &shown);
            }
            shown.text
        }
    });
    last
}

/// The names in backticks in a heading.
pub fn names(heading: &str) -> Vec<&str> {
    heading.split('`').skip(1).step_by(2).collect()
}

/// A document, with lines that a terminal wrapped joined again.
pub fn unwrapped(document: &str) -> String {
    let text = fs::read_to_string(root().join(document)).expect("the document");
    let mut whole = String::new();
    for line in text.lines() {
        whole.push(if line.starts_with("    ") { ' ' } else { '\n' });
        whole.push_str(line.trim_start());
    }
    whole
}
