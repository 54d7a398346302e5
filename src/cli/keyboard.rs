//! The keyboard while a question is open. What was typed before it was asked is no answer to it, and what comes faster
//! than a person types was pasted: it belongs to this question, and neither to the next one nor to the shell.

use std::io;

use anstream::adapter::strip_str;

/// Ctrl-C, as a byte.
const INTERRUPT: u8 = 3;

/// Lines and text that came at once, after the first line of them was taken.
fn readable(bytes: &[u8]) -> io::Result<String> {
    if bytes.contains(&INTERRUPT) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    // Keys that move, and the marks that some terminals set around a paste, are no text.
    let text = strip_str(&String::from_utf8_lossy(bytes)).to_string();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect())
}

#[cfg(unix)]
mod modes {
    #![expect(clippy::disallowed_methods, reason = "the keyboard is standard input")]

    use std::io;

    use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    /// The keyboard of a question: every key comes as it is, without an echo, until the question is answered.
    pub struct Keyboard {
        /// As it was before; nothing where there is none.
        before: Option<Termios>,
    }

    impl Keyboard {
        /// Throws away what was typed before.
        pub fn of_question() -> Keyboard {
            let before = tcgetattr(io::stdin()).ok();
            if let Some(raw) = before.as_ref().map(raw) {
                let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &raw);
            }
            Keyboard { before }
        }

        /// What comes without a pause, which is what was pasted.
        ///
        /// # Errors
        /// The keyboard can't be read, or Ctrl-C was pressed.
        pub fn pasted(&self) -> io::Result<String> {
            let Some(raw) = self.before.as_ref().map(raw) else { return Ok(String::new()) };
            let mut waiting = raw.clone();
            waiting.special_codes[SpecialCodeIndex::VMIN] = 0;
            // In tenths of a second: nobody types as fast as that.
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

    /// Keys one by one; what is printed meanwhile is printed as ever.
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

        /// What was pasted can't be distinguished from what was typed here.
        ///
        /// # Errors
        /// None.
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
