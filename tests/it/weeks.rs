//! A new user's week under each protocol, at a terminal and only with prompts: siblings, Friday's e-mail entered on
//! Monday, a phone call, a step that is undone, more time, a meeting, Cafcass by phone and in writing, the end,
//! reopening, praise and its acknowledgement, today's list. Each week is a script that a person can read and follow:
//!
//! * `now WHEN`: the moment from here on
//! * `$ COMMAND`: typed at the shell; it must succeed before the next one begins
//! * `WORDS`: must be shown; `WORDS > KEYS`: must be shown, and then these keys are pressed, among them `[enter]`,
//!   `[down]`, `[up]`, `[esc]` and `[ctrl-w]`

use std::fs;

use crate::documents::root;
use crate::env::Env;
use crate::terminal::{DOWN, ENTER, ESCAPE, Terminal, UP};

const KEYS: [(&str, &str); 5] =
    [("[enter]", ENTER), ("[down]", DOWN), ("[up]", UP), ("[esc]", ESCAPE), ("[ctrl-w]", "\u{17}")];

/// The keys in order: each named key by itself, and text that is typed together.
fn keys(mut written: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    while !written.is_empty() {
        if let Some((name, key)) = KEYS.iter().find(|(name, _)| written.starts_with(name)) {
            keys.push(*key);
            written = &written[name.len()..];
        } else {
            let end = KEYS.iter().filter_map(|(name, _)| written.find(name)).min().unwrap_or(written.len());
            keys.push(&written[..end]);
            written = &written[end..];
        }
    }
    keys
}

/// Plays a week, and returns how many keys were pressed.
fn play(name: &str) -> usize {
    let env = Env::new();
    let script = fs::read_to_string(root().join(format!("tests/it/weeks/{name}.txt"))).unwrap();
    let mut pressed = 0;
    let mut running: Option<(String, Terminal)> = None;
    let mut finish = |running: &mut Option<(String, Terminal)>| {
        if let Some((command, person)) = running.take() {
            pressed += person.keys;
            let (code, screen) = person.end();
            assert_eq!(code, 0, "{name}, {command}:\n{screen}");
        }
    };
    for line in script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(when) = line.strip_prefix("now ") {
            finish(&mut running);
            env.now(when);
        } else if let Some(typed) = line.strip_prefix("$ ") {
            finish(&mut running);
            let mut command = env.command();
            command.args(typed.split(' ').skip(1));
            running = Some((typed.to_owned(), Terminal::start(command)));
        } else {
            let (_, person) = running.as_mut().expect("a command before its questions");
            match line.split_once(" > ") {
                Some((shown, written)) => person.answer(shown, &keys(written)),
                None => person.until(line),
            };
        }
    }
    finish(&mut running);
    // The records must have no faults.
    env.iro(&["check"]).ok();
    pressed
}

#[test]
fn a_week_under_each_protocol_is_done_by_answering_questions() {
    // Shows when a change makes a week need more keys.
    for (name, keys) in WEEKS {
        assert_eq!(play(name), keys, "{name}");
    }
}

/// Each week with the number of keys that it needs.
const WEEKS: [(&str, usize); 5] =
    [("knowsley", 467), ("mosaic", 598), ("national", 428), ("qa-notification", 481), ("south-west", 521)];
