//! A person at a terminal, asked with prompts. Ctrl-C leaves nothing behind and shows the cursor again.

use std::io;
use std::path::PathBuf;

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Editor, Input, MultiSelect, Select};

use super::console::Person;
use super::error::Code;
use crate::domain::time::{Moment, parse_when};
use crate::render::clean;
use crate::store::settings::{Desk, desk};

pub struct AtTerminal {
    /// The editor that the person has named; nobody is put into one unasked.
    editor: Option<String>,
    store: Option<PathBuf>,
    /// Where texts lie while they are in an editor.
    desk: Option<Desk>,
}

impl AtTerminal {
    pub fn new(editor: Option<String>, store: Option<PathBuf>) -> AtTerminal {
        AtTerminal { editor, store, desk: None }
    }

    /// The editor, once there is a place for its files that only the owner can look into.
    fn editor(&mut self) -> Option<String> {
        let editor = self.editor.clone()?;
        if self.desk.is_none() {
            let desk = desk(self.store.as_deref()?).ok()?;
            // An editor puts its file there, and what it keeps beside it.
            tempfile::env::override_temp_dir(desk.path()).ok()?;
            self.desk = Some(desk);
        }
        Some(editor)
    }
}

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
        let mut input = Input::<String>::with_theme(&theme).with_prompt(clean::line(question)).allow_empty(true);
        if let Some(default) = default {
            input = input.default(clean::line(default));
        }
        let answer = input.interact_text().map_err(plain)?;
        Ok(Some(answer.trim().to_string()).filter(|answer| !answer.is_empty()))
    }

    fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        let Some(editor) = self.editor() else {
            return self.needed(question).map(Some);
        };
        if let Some(answer) = self.line(&format!("{question} (leave empty to write in your editor)"), None)? {
            return Ok(Some(answer));
        }
        let opened = Editor::new().executable(editor).extension(".txt").edit(&format!("\n\n# {question}\n"));
        // An editor that isn't there is no reason to lose what was said so far.
        let kept = opened.ok().flatten().unwrap_or_default();
        let kept: Vec<&str> = kept.lines().filter(|line| !line.starts_with("# ")).collect();
        match kept.join("\n").trim() {
            "" => self.needed(question).map(Some),
            text => Ok(Some(text.to_string())),
        }
    }

    fn choose(&mut self, question: &str, options: &[String], default: usize) -> io::Result<usize> {
        let theme = ColorfulTheme::default();
        let options = shown(options);
        let select = Select::with_theme(&theme).with_prompt(clean::line(question)).items(&options).default(default);
        select.interact().map_err(plain)
    }

    fn pick(&mut self, question: &str, options: &[String]) -> io::Result<Vec<usize>> {
        let theme = ColorfulTheme::default();
        let asked = format!("{} (space to choose, enter to go on)", clean::line(question));
        MultiSelect::with_theme(&theme).with_prompt(asked).items(shown(options)).interact().map_err(plain)
    }

    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool> {
        let theme = ColorfulTheme::default();
        Confirm::with_theme(&theme).with_prompt(clean::line(question)).default(default).interact().map_err(plain)
    }
}

/// Options as a menu may show them: they come from policies and records.
fn shown(options: &[String]) -> Vec<String> {
    options.iter().map(|option| clean::line(option)).collect()
}

fn plain(fault: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(fault) = fault;
    fault
}

/// Asks for the value of a flag in its own words, until it can be read.
///
/// # Errors
/// The terminal can't be read, or the person interrupts.
pub fn answer(person: &mut dyn Person, flag: &str, words: Option<&str>, now: Moment) -> io::Result<String> {
    let question = words.map_or_else(|| question(flag), str::to_string);
    let day = |typed: &str| parse_when(typed, now).map(drop).map_err(|fault| fault.to_string());
    match flag {
        _ if !values_of(flag).is_empty() => one_of(person, &question, &values_of(flag)),
        "immediate" => one_of(person, &question, &["no", "yes"]),
        "impact-level" => one_of(person, &question, &["some", "significant", "severe"]),
        "aware-on" | "arose-on" | "respond-by" | "needed-by" | "review-date" => person.valid(&question, None, &day),
        _ => person.needed(&question),
    }
}

/// As `answer`, for one that may be left out.
///
/// # Errors
/// The terminal can't be read, or the person interrupts.
pub fn optional(person: &mut dyn Person, flag: &str, words: Option<&str>, now: Moment) -> io::Result<Option<String>> {
    let question = format!("{} (leave empty to pass over)", words.map_or_else(|| question(flag), str::to_string));
    let levels = match flag {
        _ if !values_of(flag).is_empty() => values_of(flag),
        "impact-level" => vec!["some", "significant", "severe"],
        "aware-on" | "arose-on" | "respond-by" | "needed-by" | "review-date" => Vec::new(),
        _ => return person.line(&question, None),
    };
    let mut asked = question.clone();
    loop {
        let Some(typed) = person.line(&asked, None)? else { return Ok(None) };
        let known = match levels.is_empty() {
            true => parse_when(&typed, now).is_ok(),
            false => levels.contains(&typed.as_str()),
        };
        if known {
            return Ok(Some(typed));
        }
        asked = match levels.is_empty() {
            true => format!("{question} (`{typed}` can't be read)"),
            false => format!("{question} (one of {})", levels.join(", ")),
        };
    }
}

/// The name of a flag, without the values that it may take.
pub fn name_of(flag: &str) -> &str {
    flag.find('=').map_or(flag, |at| &flag[..=at])
}

/// The values that a field may take, as in `field priority=urgent|routine`; none where it is free.
fn values_of(flag: &str) -> Vec<&str> {
    let values = flag.split_once('=').map_or("", |(_, values)| values);
    values.split('|').filter(|value| !value.is_empty()).collect()
}

fn one_of(person: &mut dyn Person, question: &str, words: &[&str]) -> io::Result<String> {
    let options: Vec<String> = words.iter().map(|word| (*word).to_string()).collect();
    let chosen = person.choose(question, &options, 0)?;
    Ok(options[chosen].clone())
}

/// The question behind a flag.
fn question(flag: &str) -> String {
    match flag {
        "impact" => "What does it do to the child",
        "impact-on-child" => "What does it mean for the child",
        "seeking" => "What do you ask for, to put it right",
        "immediate" => "Is it serious enough for immediate action",
        "impact-level" => "How much does it weigh on the child",
        "aware-on" => "When did you become aware (2026-03-02, yesterday, monday)",
        "respond-by" => "By when is an answer agreed (2026-03-20)",
        "needed-by" => "By when does the child need it settled (2026-03-20)",
        "action" => "An action: what | who | by when",
        "reason" => "Why",
        other => {
            let name = name_of(other).trim_start_matches("field ").trim_end_matches('=');
            return format!("The {}", name.replace('-', " "));
        }
    }
    .to_string()
}
