//! What is typed at a prompt, or pasted: it belongs to that question, and is taken once Enter is pressed.

use std::io;

use dialoguer::console::Term;
use dialoguer::theme::Theme;

use super::{AtTerminal, BACK, fitted, hints_above};
use crate::cli::console::interrupts::ask;
use crate::cli::console::keyboard::Keyboard;
use crate::cli::console::line;
use crate::cli::console::person::Check;
use crate::cli::gone_back::gone_back;
use crate::render::clean;

/// How to answer, where there is no advice to show.
const AT_A_PROMPT: &str = "Type the answer and press Enter. Esc goes back one question; Ctrl-C stops, and prints a command with your answers.";

/// The message if several lines were pasted where one is expected.
const ONE_LINE: &str = "several lines came at once, and here it is one; nothing of it was taken";

impl AtTerminal {
    /// One line or, if several are allowed, everything that was pasted with it.
    pub(super) fn typed(
        &mut self,
        question: &str,
        default: Option<&str>,
        check: &Check<'_>,
        several: bool,
    ) -> io::Result<Option<String>> {
        let question = hints_above(question)?;
        let asks_for_advice = |typed: &str| typed.trim() == "?";
        let former = self.former.pop().unwrap_or_default();
        // Several lines can't be edited at a prompt: they are kept unless something else is typed.
        let kept = former.contains('\n').then(|| former.clone());
        for line in kept.iter().flat_map(|kept| kept.lines()) {
            Term::stderr().write_line(&format!("  {}", clean::line(line)))?;
        }
        let question =
            if kept.is_some() { format!("{question} (Enter keeps the above)") } else { question.to_string() };
        let mut begun = if kept.is_some() { String::new() } else { former };
        loop {
            let answer = ask(|| {
                let begun = std::mem::take(&mut begun);
                self.typed_at_once(&question, default, several, begun, &|typed| match asks_for_advice(typed) {
                    true => Ok(()),
                    false if typed.trim() == BACK => Ok(()),
                    false if typed.trim().is_empty() && kept.is_some() => Ok(()),
                    false => check(typed.trim()),
                })
            })?;
            if asks_for_advice(&answer) {
                self.say_help(AT_A_PROMPT)?;
                continue;
            }
            if answer.trim() == BACK {
                return Err(gone_back());
            }
            return Ok(Some(answer.trim().to_string()).filter(|answer| !answer.is_empty()).or(kept));
        }
    }

    fn typed_at_once(
        &self,
        question: &str,
        default: Option<&str>,
        several: bool,
        begun: String,
        check: &Check<'_>,
    ) -> io::Result<String> {
        let (keyboard, term) = (Keyboard::of_question(), Term::stderr());
        let mut answer = String::new();
        let (mut asked, mut begun) = (clean::line(question), clean::line(&begun));
        loop {
            let usual = default.filter(|_| answer.is_empty()).map(clean::line);
            let mut shown = String::new();
            let _ = self.theme.format_input_prompt(&mut shown, &asked, usual.as_deref());
            let (line, rest) = loop {
                let Some(typed) = line::read(&term, &shown, &begun)? else { return Ok(BACK.to_string()) };
                let line = if typed.line.is_empty() { usual.clone().unwrap_or_default() } else { typed.line };
                // Where the terminal doesn't say what is pasted, it is what comes faster than anybody types.
                let more = typed.more.map_or_else(|| keyboard.pasted(), Ok)?;
                let checked = match (several, more.trim()) {
                    (false, "") => check(&line),
                    (false, _) => Err(ONE_LINE.to_string()),
                    (true, _) => check(&format!("{answer}\n{line}\n{more}")),
                };
                match checked {
                    Ok(()) => break (line, more),
                    Err(wrong) => self.say_wrong(&term, &wrong)?,
                }
            };
            let mut said = String::new();
            let _ = self.theme.format_input_prompt_selection(&mut said, &asked, &line);
            term.write_line(&fitted(said))?;
            let (whole, last) = rest.rsplit_once('\n').unwrap_or(("", &rest));
            for line in whole.lines() {
                term.write_line(&format!("  {}", clean::line(line)))?;
            }
            answer = [answer.as_str(), line.as_str(), whole].join("\n").trim().to_string();
            if last.trim().is_empty() {
                return Ok(answer);
            }
            // The last line of a paste is shown for editing until Enter is pressed.
            (asked, begun) = ("and".to_string(), clean::line(last));
        }
    }
}
