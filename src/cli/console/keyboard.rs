//! The keyboard while a question is open. Whatever was typed before the question is discarded. Whatever comes faster
//! than a person can type was pasted; it belongs to this question, not to the next one or to the shell.

use std::io;

use anstream::adapter::strip_str;

/// Ctrl-C as a byte.
const INTERRUPT: u8 = 3;

/// The text of bytes that were pasted; an error if they contain Ctrl-C.
fn readable(bytes: &[u8]) -> io::Result<String> {
    if bytes.contains(&INTERRUPT) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    // Removes escape sequences of keys, and the marks that some terminals put around a paste.
    let text = strip_str(&String::from_utf8_lossy(bytes)).to_string();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect())
}

#[cfg(unix)]
mod modes {
    #![expect(clippy::disallowed_methods, reason = "the keyboard is standard input")]

    use std::io;

    use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    /// Puts the terminal in raw mode without echo until it is dropped.
    pub struct Keyboard {
        /// The settings from before; `None` without a terminal.
        before: Option<Termios>,
    }

    impl Keyboard {
        /// Discards whatever was typed before the question.
        pub fn of_question() -> Keyboard {
            let before = tcgetattr(io::stdin()).ok();
            if let Some(raw) = before.as_ref().map(raw) {
                let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &raw);
            }
            Keyboard { before }
        }

        /// Reads everything that comes without a pause, which is what was pasted.
        ///
        /// # Errors
        /// The keyboard can't be read, or Ctrl-C was pressed.
        pub fn pasted(&self) -> io::Result<String> {
            let Some(raw) = self.before.as_ref().map(raw) else { return Ok(String::new()) };
            let mut waiting = raw.clone();
            waiting.special_codes[SpecialCodeIndex::VMIN] = 0;
            // In tenths of a second; nobody types as fast as that.
            waiting.special_codes[SpecialCodeIndex::VTIME] = 1;
            tcsetattr(io::stdin(), OptionalActions::Now, &waiting)?;
            let (mut bytes, mut some) = (Vec::new(), [0; 4096]);
            let read = loop {
                match rustix::io::read(io::stdin(), &mut some) {
                    Ok(0) => break Ok(()),
                    Ok(count) if some[..count].contains(&super::INTERRUPT) => break Err(rustix::io::Errno::INTR),
                    Ok(count) => bytes.extend_from_slice(&some[..count]),
                    Err(fault) => break Err(fault),
                }
            };
            tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
            read?;
            super::readable(&bytes)
        }
    }

    /// Settings for reading single keys; output works as usual.
    fn raw(before: &Termios) -> Termios {
        let mut raw = before.clone();
        raw.make_raw();
        raw.output_modes = before.output_modes;
        raw
    }

    impl Drop for Keyboard {
        fn drop(&mut self) {
            if let Some(before) = &self.before {
                let _ = tcsetattr(io::stdin(), OptionalActions::Flush, before);
            }
        }
    }
}

#[cfg(not(unix))]
mod modes {
    use std::io;

    pub struct Keyboard;

    impl Keyboard {
        pub fn of_question() -> Keyboard {
            Keyboard
        }

        /// Always empty: on other systems a paste can't be told from typing.
        ///
        /// # Errors
        /// Never.
        pub fn pasted(&self) -> io::Result<String> {
            super::readable(&[])
        }
    }
}

pub use modes::Keyboard;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_read_as_lines_and_drives_nothing() {
        assert_eq!(readable(b"Thanks,\r\n\r\nJo\r\x1b[2Jx\x07\x1b[201~").unwrap(), "Thanks,\n\nJo\nx");
        assert_eq!(readable("é\n".as_bytes()).unwrap(), "é\n");
        assert_eq!(readable(b"yes\x03").unwrap_err().kind(), io::ErrorKind::Interrupted);
    }
}
