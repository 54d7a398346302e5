//! Ctrl-C: while a question is on the screen it is an answer, and the command ends normally; else it ends the program.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::Term;

use crate::cli::error::Code;

/// Whether a question is on the screen. Ctrl-C then counts as its answer, and the command ends normally.
static ASKING: AtomicBool = AtomicBool::new(false);

/// Asks a question, and shows the cursor again whatever happens.
pub fn ask<T>(question: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    ASKING.store(true, Ordering::SeqCst);
    let answer = question();
    let _ = Term::stderr().show_cursor();
    match &answer {
        // The signal may arrive after the answer, so `ASKING` stays set until the command has ended.
        Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {
            let _ = Term::stderr().write_line("");
        }
        _ => ASKING.store(false, Ordering::SeqCst),
    }
    answer
}

/// Waits for another program, such as an editor. Ctrl-C is for that program and doesn't end this one.
pub fn while_waiting<T>(wait: impl FnOnce() -> T) -> T {
    mind_interrupts();
    ASKING.store(true, Ordering::SeqCst);
    let ended = wait();
    ASKING.store(false, Ordering::SeqCst);
    ended
}

/// Makes Ctrl-C end the program, even if no question is open.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "a handler has nobody to return to; every write is whole or not there, whenever it ends"
)]
pub fn mind_interrupts() {
    let _ = ctrlc::set_handler(|| {
        if !ASKING.load(Ordering::SeqCst) {
            std::process::exit(Code::Interrupted as i32);
        }
    });
}
