//! A person at a terminal, asked with prompts. Ctrl-C leaves nothing behind and shows the cursor again.

use std::io;

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Editor, Input, MultiSelect, Select};

use super::console::Person;
use super::error::Code;

pub struct AtTerminal;

/// Makes Ctrl-C end the program with the cursor shown, as a terminal expects it.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "a handler has nobody to return to; every write is whole or not there, whenever it ends"
)]
pub fn mind_interrupts() {
    let _ = ctrlc::set_handler(|| {
        let _ = dialoguer::console::Term::stderr().show_cursor();
        std::process::exit(Code::Interrupted as i32);
    });
}

impl Person for AtTerminal {
    fn line(&mut self, question: &str, default: Option<&str>) -> io::Result<Option<String>> {
        let theme = ColorfulTheme::default();
        let mut input = Input::<String>::with_theme(&theme).with_prompt(question).allow_empty(true);
        if let Some(default) = default {
            input = input.default(default.to_string());
        }
        let answer = input.interact_text().map_err(plain)?;
        Ok(Some(answer.trim().to_string()).filter(|answer| !answer.is_empty()))
    }

    fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        let asked = format!("{question} (leave empty to write in an editor)");
        if let Some(answer) = self.line(&asked, None)? {
            return Ok(Some(answer));
        }
        let written = Editor::new().extension(".txt").edit(&format!("\n\n# {question}\n")).map_err(plain)?;
        let kept = written.unwrap_or_default();
        let kept: Vec<&str> = kept.lines().filter(|line| !line.starts_with("# ")).collect();
        Ok(Some(kept.join("\n").trim().to_string()).filter(|text| !text.is_empty()))
    }

    fn choose(&mut self, question: &str, options: &[String], default: usize) -> io::Result<usize> {
        let theme = ColorfulTheme::default();
        let select = Select::with_theme(&theme).with_prompt(question).items(options).default(default);
        select.interact().map_err(plain)
    }

    fn pick(&mut self, question: &str, options: &[String]) -> io::Result<Vec<usize>> {
        let theme = ColorfulTheme::default();
        let asked = format!("{question} (space to choose, enter to go on)");
        MultiSelect::with_theme(&theme).with_prompt(asked).items(options).interact().map_err(plain)
    }

    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool> {
        let theme = ColorfulTheme::default();
        Confirm::with_theme(&theme).with_prompt(question).default(default).interact().map_err(plain)
    }
}

fn plain(fault: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(fault) = fault;
    fault
}
