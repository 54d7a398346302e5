//! Shows long output at a terminal in the user's pager, as git does.

#![expect(
    clippy::disallowed_methods,
    reason = "which pager is named in the environment, and the one program that is started is the pager"
)]

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

/// A pager: the command that shows long output page by page; usual ones if no command is named.
pub struct Pager {
    words: Vec<String>,
}

/// The pagers to try if the environment names none.
const USUAL: [&str; 2] = ["less", "more"];

impl Pager {
    /// The pager that the environment names, else a usual one. `None` if it is set to `cat` or to nothing, so that no
    /// pager is wanted.
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
            // The same defaults as git's: `less` shows colours, and quits at once if everything fits on the screen. Its
            // own prompt would be a mere colon.
            if std::env::var_os("LESS").is_none() {
                command.env("LESS", "FRXPsspace\\: more, b\\: back a page, q\\: leave");
            }
            let Ok(mut running) = command.spawn() else { return false };
            if let Some(mut pages) = running.stdin.take() {
                match pages.write_all(text) {
                    // The reader may quit the pager before the end.
                    Err(fault) if fault.kind() != ErrorKind::BrokenPipe => return false,
                    _ => {}
                }
            }
            running.wait().is_ok()
        })
    }
}
