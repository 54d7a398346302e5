//! Long output at a terminal goes through the person's pager, as git's does.

#![expect(
    clippy::disallowed_methods,
    reason = "which pager is named in the environment, and the one program that is started is the pager"
)]

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

/// What shows long output page by page.
pub struct Pager {
    words: Vec<String>,
}

/// If nobody names a pager, whichever is installed.
const USUAL: [&str; 2] = ["less", "more"];

impl Pager {
    /// The pager that the environment names, else a usual one. `None` if it is named as `cat` or as nothing, which
    /// asks for none.
    pub fn of_environment() -> Option<Pager> {
        let named = std::env::var("PAGER").ok();
        let words = named.as_deref().map(|named| shell_words::split(named).unwrap_or_default());
        match words {
            None => Some(Pager { words: Vec::new() }),
            Some(words) if words.is_empty() || words == ["cat"] => None,
            Some(words) => Some(Pager { words }),
        }
    }

    /// Shows a text, and waits until the person has read it. False if no pager can be started.
    pub fn show(&self, text: &[u8]) -> bool {
        let named = self.words.split_first().map(|(program, args)| (program.as_str(), args));
        let usual = USUAL.map(|program| (program, &[][..]));
        let candidates: Vec<(&str, &[String])> = named.map_or(usual.to_vec(), |named| vec![named]);
        candidates.into_iter().any(|(program, args)| {
            let mut command = Command::new(program);
            command.args(args).stdin(Stdio::piped());
            // As git has it: less shows colours, and leaves what fits on the screen.
            if std::env::var_os("LESS").is_none() {
                command.env("LESS", "FRX");
            }
            let Ok(mut running) = command.spawn() else { return false };
            if let Some(mut pages) = running.stdin.take() {
                match pages.write_all(text) {
                    // A reader who leaves the pager has read enough.
                    Err(fault) if fault.kind() != ErrorKind::BrokenPipe => return false,
                    _ => {}
                }
            }
            running.wait().is_ok()
        })
    }
}
