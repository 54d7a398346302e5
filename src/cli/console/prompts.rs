//! Asks a person at a terminal.

mod typing;

use std::io;
use std::path::PathBuf;

use dialoguer::Editor;
use dialoguer::console::{Style, Term, set_colors_enabled_stderr, style};
use dialoguer::theme::{ColorfulTheme, Theme};

use super::interrupts::ask;
use super::keyboard::Keyboard;
use super::menu::{Chosen, Menu};
use super::person::{Check, Person, Picked, anything};
use super::unrecorded;
use crate::cli::gone_back::{gone_back, is_gone_back};
use crate::render::{clean, wrap};
use crate::store::settings::EditorFolder;

pub struct AtTerminal {
    /// The editor that the environment names; without one, texts are typed at the prompt.
    editor: Option<String>,
    store: Option<PathBuf>,
    /// The private folder for texts in the editor.
    desk: Option<EditorFolder>,
    /// The text that `?` shows.
    advice: String,
    /// Earlier answers to the next questions; the one for the next question is last.
    former: Vec<String>,
    theme: ColorfulTheme,
}

/// With more choices than this, the list can be searched by typing, which a line says.
const AT_A_GLANCE: usize = 4;

impl AtTerminal {
    pub fn new(editor: Option<String>, store: Option<PathBuf>, coloured: bool) -> AtTerminal {
        set_colors_enabled_stderr(coloured);
        AtTerminal { editor, store, desk: None, advice: String::new(), former: Vec::new(), theme: theme() }
    }

    /// The editor, with a private folder for its files; `None` if there is none, or no such folder.
    fn editor(&mut self) -> Option<String> {
        let editor = self.editor.clone()?;
        if self.desk.is_none() {
            let desk = EditorFolder::at(self.store.as_deref()?).ok()?;
            // The editor's file goes there, and so do its swap and backup files.
            tempfile::env::override_temp_dir(desk.path()).ok()?;
            for file in desk.unrecorded() {
                let lines = [unrecorded::message_about(&file.display().to_string())];
                Term::stderr().write_line(&wrap::hanging(&lines, usize::from(Term::stderr().size().1))).ok()?;
            }
            self.desk = Some(desk);
        }
        Some(editor)
    }
}

/// The look of questions. As in `render/ink.rs`, it uses bold and two colours that are readable on any background, and
/// never colour alone.
fn theme() -> ColorfulTheme {
    let (plain, bold) = (Style::new().for_stderr(), Style::new().for_stderr().bold());
    let sign = |sign: &str| style(sign.to_string()).for_stderr().bold();
    ColorfulTheme {
        defaults_style: plain.clone(),
        prompt_style: bold.clone(),
        prompt_prefix: sign("?").magenta(),
        prompt_suffix: sign("›"),
        success_prefix: sign("✔"),
        success_suffix: sign("·"),
        error_prefix: sign("✘").red(),
        error_style: plain.clone(),
        hint_style: plain.clone(),
        values_style: plain.clone(),
        active_item_style: bold.clone(),
        inactive_item_style: plain,
        active_item_prefix: sign("❯").magenta(),
        fuzzy_cursor_style: Style::new().for_stderr().reverse(),
        fuzzy_match_highlight_style: bold.underlined(),
        ..ColorfulTheme::default()
    }
}

/// How to choose from a list, after its question.
const SEARCHED: &str = " (type to search)";
const MOVED: &str = " (arrow keys, then Enter)";

/// A message, wrapped to the width of the terminal.
fn fitted(said: String) -> String {
    wrap::hanging(&[said], usize::from(Term::stderr().size().1))
}

/// Typed at a prompt, this goes back to the question before, as Esc does.
const BACK: &str = "<";

/// How to choose, where there is no advice to show.
const IN_A_LIST: &str = "Move with the arrow keys or type a part of the words, then press Enter. Esc goes back one question; Ctrl-C stops, and prints a command with your answers.";

fn fault(dialoguer::Error::IO(fault): dialoguer::Error) -> io::Error {
    fault
}

impl AtTerminal {
    /// A choice from a list, or what was typed instead if that passes the check. A paste of several lines chooses
    /// nothing, and the question is asked again; so it is after `?`, which shows the advice.
    fn chosen(
        &self,
        question: &str,
        options: &[String],
        usual: Option<usize>,
        check: Option<&Check<'_>>,
    ) -> io::Result<Picked> {
        let term = Term::stderr();
        let options: Vec<String> = options.iter().map(|option| clean::line(option)).collect();
        let question = clean::line(hints_above(question)?);
        // Typing always searches a long list; if it did nothing, Enter would choose the usual answer by accident.
        let how = match (options.len() > AT_A_GLANCE, usual) {
            (true, _) => SEARCHED,
            (false, None) => MOVED,
            (false, Some(_)) => "",
        };
        let menu =
            Menu { theme: &self.theme, question: &question, how, options: &options, usual, open: check.is_some() };
        let mut begun = String::new();
        loop {
            let keyboard = Keyboard::of_question();
            let chosen = ask(|| menu.ask(&term, &begun))?;
            if !keyboard.pasted()?.trim().is_empty() {
                self.say_wrong(&term, "several lines came at once, and chose nothing")?;
                continue;
            }
            let typed = match chosen {
                Chosen::Option(place) => return Ok(Picked::Place(place)),
                // Esc goes back to the question before.
                Chosen::Back => return Err(gone_back()),
                Chosen::Typed(typed) => typed,
            };
            begun.clear();
            match (typed.as_str(), check) {
                ("?", _) => self.say_help(IN_A_LIST)?,
                (BACK, _) => return Err(gone_back()),
                (_, Some(check)) => match check(&typed) {
                    Ok(()) => {
                        let mut said = String::new();
                        let _ = self.theme.format_input_prompt_selection(&mut said, &question, &clean::line(&typed));
                        term.write_line(&fitted(said))?;
                        return Ok(Picked::Typed(typed));
                    }
                    Err(wrong) => {
                        self.say_wrong(&term, &wrong)?;
                        begun = typed;
                    }
                },
                (_, None) => {}
            }
        }
    }

    /// Shows the advice or, without any, how to answer.
    fn say_help(&self, how: &str) -> io::Result<()> {
        let advice = if self.advice.is_empty() { how } else { self.advice.as_str() };
        advice.lines().try_for_each(|line| Term::stderr().write_line(&fitted(line.to_string())))
    }

    fn say_wrong(&self, term: &Term, wrong: &str) -> io::Result<()> {
        let mut said = String::new();
        let _ = self.theme.format_error(&mut said, wrong);
        term.write_line(&fitted(said))
    }
}

impl Person for AtTerminal {
    fn line(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<Option<String>> {
        self.typed(question, default, check, false)
    }

    fn lines(&mut self, question: &str, check: &Check<'_>) -> io::Result<Option<String>> {
        self.typed(question, None, check, true)
    }

    fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        let Some(editor) = self.editor() else {
            return self.needed(&format!("{question} (several lines can be pasted)")).map(Some);
        };
        let former = self.former.pop().unwrap_or_default();
        if let Some(answer) = self.lines(&format!("{question} (Enter opens your editor)"), &anything)? {
            return Ok(Some(answer));
        }
        let begun = format!("{former}\n\n# {question}\n");
        let opened = ask(|| Editor::new().executable(editor).extension(".txt").edit(&begun).map_err(fault));
        // If the editor can't be started, the answers so far are not lost.
        let kept = opened.ok().flatten().unwrap_or_default();
        let kept: Vec<&str> = kept.lines().filter(|line| !line.starts_with("# ")).collect();
        match kept.join("\n").trim() {
            "" => self.needed(question).map(Some),
            text => Ok(Some(text.to_string())),
        }
    }

    fn choose(&mut self, question: &str, options: &[String], usual: Option<usize>) -> io::Result<usize> {
        // A list has no earlier answer to edit.
        self.former.clear();
        match self.chosen(question, options, usual, None)? {
            Picked::Place(place) => Ok(place),
            Picked::Typed(_) => Err(gone_back()),
        }
    }

    fn choose_or_type(
        &mut self,
        question: &str,
        options: &[String],
        usual: Option<usize>,
        check: &Check<'_>,
    ) -> io::Result<Picked> {
        self.former.clear();
        self.chosen(question, options, usual, Some(check))
    }

    fn note(&mut self, text: &str) {
        let _ = Term::stderr().write_line(&fitted(format!("  {}", clean::line(text))));
    }

    fn pick(&mut self, question: &str, options: &[String], usual: &[usize], needed: bool) -> io::Result<Vec<usize>> {
        let mut picked: Vec<usize> = Vec::new();
        loop {
            let left: Vec<usize> = (0..options.len()).filter(|place| !picked.contains(place)).collect();
            let (asked, enough) =
                if picked.is_empty() { (question, "none of these") } else { ("And another?", "no, that is all") };
            let offered = left.iter().map(|place| options[*place].clone());
            let enough = (!needed || !picked.is_empty()).then(|| enough.to_string());
            let before = usize::from(enough.is_some());
            let offered: Vec<String> = enough.into_iter().chain(offered).collect();
            // The usual ones are proposed as long as each of them was chosen.
            let next = usual.strip_prefix(picked.as_slice()).and_then(<[usize]>::first);
            let proposed = left.iter().position(|place| Some(place) == next).map(|at| at + before);
            let chosen = match self.choose(asked, &offered, proposed.or((before > 0).then_some(0))) {
                Err(fault) if is_gone_back(&fault) && picked.pop().is_some() => continue,
                chosen => chosen?,
            };
            match chosen.checked_sub(before).and_then(|place| left.get(place)) {
                Some(place) => picked.push(*place),
                None => return Ok(picked),
            }
        }
    }

    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool> {
        self.former.clear();
        // One key is not enough to answer: the rest of a word would become the answer to the next question.
        let usual = if default { "yes" } else { "no" };
        let asked = format!("{question} y/n");
        let check = |typed: &str| yes_or_no(typed, default).map(drop).ok_or_else(|| "answer yes or no".to_string());
        let answer = self.line(&asked, Some(usual), &check)?.unwrap_or_default();
        Ok(yes_or_no(&answer, default).unwrap_or(false))
    }

    fn begin_with(&mut self, former: Vec<String>) {
        self.former = former;
        self.former.reverse();
    }

    fn advise(&mut self, advice: &str) {
        self.advice = advice.to_string();
    }
}

/// Reads a word as yes or no; `usual` if it is empty, and `None` if it is neither.
fn yes_or_no(typed: &str, usual: bool) -> Option<bool> {
    match typed.to_lowercase().as_str() {
        "" => Some(usual),
        "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    }
}

/// Prints all lines of a question except the last, and returns that, because a prompt that wraps can't be redrawn.
fn hints_above(question: &str) -> io::Result<&str> {
    let (said, question) = question.rsplit_once('\n').unwrap_or(("", question));
    for line in said.lines() {
        Term::stderr().write_line(&format!("  {}", clean::line(line)))?;
    }
    Ok(question)
}
