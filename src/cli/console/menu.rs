//! A list to choose from at a terminal: keys move through it, typing searches it. What is chosen is shown in whole.

use std::io;

use dialoguer::console::{Key, Term, measure_text_width, style};
use dialoguer::theme::{ColorfulTheme, Theme};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::render::{words, wrap};

pub struct Menu<'a> {
    pub theme: &'a ColorfulTheme,
    /// The question on one line, without how to choose.
    pub question: &'a str,
    /// How to choose, shown until something is typed.
    pub how: &'a str,
    pub options: &'a [String],
    /// What Enter alone chooses.
    pub usual: Option<usize>,
    /// Whether something else may be typed; if not, Enter does nothing where no option matches.
    pub open: bool,
}

/// What can be typed at any question: for the advice, and to go back.
const ALWAYS: [&str; 2] = ["?", "<"];

/// What a person did with a list.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Chose this one.
    Option(usize),
    /// Typed something that none of them matches.
    Typed(String),
    /// Pressed Esc with nothing typed.
    Back,
}

const NO_MATCH: &str = "(nothing matches: press Backspace)";
const AS_TYPED: &str = "(press Enter to use what you typed)";
const CHOOSE: &str = "(choose one with the arrow keys)";

/// What was typed, and what it leaves.
#[derive(Default)]
struct State {
    typed: String,
    /// The options that match, the best first.
    found: Vec<usize>,
    /// The place of the marked one among those.
    at: Option<usize>,
    /// The first that is shown.
    top: usize,
    /// Why Enter did nothing.
    wrong: &'static str,
}

impl Menu<'_> {
    /// Shows the list until something is chosen; `begun` is typed already.
    ///
    /// # Errors
    /// The terminal can't be read, or Ctrl-C was pressed.
    pub fn ask(&self, term: &Term, begun: &str) -> io::Result<Chosen> {
        let mut state = State { at: self.usual, ..State::default() };
        state.found = (0..self.options.len()).collect();
        if !begun.is_empty() {
            state.typed = begun.to_string();
            self.search(&mut state);
        }
        term.hide_cursor()?;
        loop {
            let lines = self.lines(term, &mut state);
            lines.iter().try_for_each(|line| term.write_line(line))?;
            term.flush()?;
            let key = term.read_key();
            term.clear_last_lines(lines.len())?;
            let Some(chosen) = self.press(&key?, &mut state, rows(term)) else { continue };
            if let Chosen::Option(place) = chosen {
                let mut said = String::new();
                let _ = self.theme.format_input_prompt_selection(&mut said, self.question, &self.options[place]);
                term.write_line(&wrap::hanging(&[said], width(term)))?;
            }
            return Ok(chosen);
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys are those of a library, which finds more of them")]
    fn press(&self, key: &Key, state: &mut State, page: usize) -> Option<Chosen> {
        let last = state.found.len().checked_sub(1);
        state.wrong = "";
        match key {
            Key::Escape if state.typed.is_empty() => return Some(Chosen::Back),
            // Esc, Ctrl-U and Ctrl-W take back what was typed.
            Key::Escape | Key::Char('\u{15}' | '\u{17}') => {
                state.typed.clear();
                self.search(state);
            }
            Key::Backspace if !state.typed.is_empty() => {
                state.typed.pop();
                self.search(state);
            }
            Key::Char(letter) if !letter.is_control() => {
                state.typed.push(*letter);
                self.search(state);
            }
            Key::Enter => match state.at.and_then(|at| state.found.get(at)) {
                Some(place) => return Some(Chosen::Option(*place)),
                None if !state.found.is_empty() => state.wrong = CHOOSE,
                None if self.open || ALWAYS.contains(&state.typed.trim()) => {
                    return Some(Chosen::Typed(state.typed.trim().to_string()));
                }
                None => {}
            },
            Key::ArrowUp | Key::BackTab => state.at = state.at.filter(|at| *at > 0).map(|at| at - 1).or(last),
            Key::ArrowDown | Key::Tab => {
                let next = state.at.map_or(0, |at| at + 1);
                state.at = last.map(|last| if next > last { 0 } else { next });
            }
            Key::PageUp => state.at = last.map(|_| state.at.unwrap_or(0).saturating_sub(page)),
            Key::PageDown => state.at = last.map(|last| last.min(state.at.unwrap_or(0) + page)),
            Key::Home => state.at = last.map(|_| 0),
            Key::End => state.at = last,
            _ => {}
        }
        None
    }

    /// Finds what matches: what has the words as they are typed, or else their letters in this order.
    fn search(&self, state: &mut State) {
        let typed = state.typed.trim_start().to_lowercase();
        state.top = 0;
        if typed.is_empty() {
            (state.found, state.at) = ((0..self.options.len()).collect(), self.usual);
            return;
        }
        let matcher = SkimMatcherV2::default();
        let score = |place: usize| Some((place, matcher.fuzzy_match(&self.options[place].to_lowercase(), &typed)?));
        let mut found: Vec<(usize, i64)> = (0..self.options.len()).filter_map(score).collect();
        if found.iter().any(|(place, _)| self.options[*place].to_lowercase().contains(&typed)) {
            found.retain(|(place, _)| self.options[*place].to_lowercase().contains(&typed));
        }
        found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        state.found = found.into_iter().map(|(place, _)| place).collect();
        state.at = (!state.found.is_empty()).then_some(0);
    }

    /// The lines to show: the question, as many options as fit, how many there are beyond, and the marked one in whole
    /// if it is cut.
    fn lines(&self, term: &Term, state: &mut State) -> Vec<String> {
        let (width, mut room) = (width(term), rows(term));
        let cut = |place: usize| words::choice(&self.options[place], width);
        let marked = state.at.and_then(|at| state.found.get(at)).copied();
        let whole = marked.filter(|place| cut(*place) != self.options[*place]);
        let whole = whole.map(|place| wrap::hanging(&[format!("    = {}", self.options[place])], width));
        let whole: Vec<String> = whole.iter().flat_map(|text| text.lines()).map(str::to_string).collect();
        let mut lines = self.prompt_lines(state, width);
        room = room.saturating_sub(whole.len() + lines.len() - 1).max(1);
        if state.found.len() > room {
            room = room.saturating_sub(1).max(1);
        }
        if let Some(at) = state.at {
            state.top = state.top.min(at).max((at + 1).saturating_sub(room));
        }
        for (at, place) in state.found.iter().enumerate().skip(state.top).take(room) {
            let (mut line, matcher) = (String::new(), SkimMatcherV2::default());
            let (text, typed) = (cut(*place), state.typed.to_lowercase());
            let (theme, is) = (self.theme, state.at == Some(at));
            let _ = theme.format_fuzzy_select_prompt_item(&mut line, &text, is, !typed.is_empty(), &matcher, &typed);
            lines.push(line);
        }
        if state.found.len() > room {
            let below = state.found.len().saturating_sub(state.top + room);
            let more = [(state.top, "above"), (below, "below")];
            let more =
                more.iter().filter(|(count, _)| *count > 0).map(|(count, there)| format!("{count} more {there}"));
            lines.push(format!("    … {}", more.collect::<Vec<_>>().join(", ")));
        }
        lines.extend(whole);
        lines
    }

    /// The question with what was typed so far. On a narrow screen it may take several lines, each of which has to be
    /// cleared again.
    fn prompt_lines(&self, state: &State, width: usize) -> Vec<String> {
        let prompt = self.prompt(state, width);
        match measure_text_width(&prompt) > width {
            true => wrap::hanging(&[prompt], width).lines().map(str::to_string).collect(),
            false => vec![prompt],
        }
    }

    /// The question with what was typed so far, on one line where there is room.
    fn prompt(&self, state: &State, width: usize) -> String {
        let wrong = match (state.found.is_empty(), self.open) {
            (true, true) => AS_TYPED,
            (true, false) => NO_MATCH,
            (false, _) => state.wrong,
        };
        let room = |question: &str| {
            width.saturating_sub(question.chars().count() + wrong.len() + "?  ›   ".chars().count() + 1)
        };
        let whole = format!("{}{}", self.question, self.how);
        // Whoever is typing knows how to choose, and the instruction takes up room.
        let narrow = room(&whole) < state.typed.chars().count() + 1 && !(state.typed.is_empty() && wrong.is_empty());
        let asked = if narrow { self.question } else { whole.as_str() };
        let left_out = state.typed.chars().count().saturating_sub(room(asked).max(1));
        let shown: String = state.typed.chars().skip(left_out).collect();
        let mut line = String::new();
        let _ = self.theme.format_fuzzy_select_prompt(&mut line, asked, &shown, shown.len());
        match wrong {
            "" => line,
            wrong => format!("{line}  {}", style(wrong).for_stderr().red()),
        }
    }
}

fn width(term: &Term) -> usize {
    usize::from(term.size().1)
}

/// How many options fit below the question.
fn rows(term: &Term) -> usize {
    usize::from(term.size().0).max(4) - 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(options: &[&str], usual: Option<usize>, keys: &[Key]) -> (Option<Chosen>, &'static str) {
        let options: Vec<String> = options.iter().map(ToString::to_string).collect();
        let theme = ColorfulTheme::default();
        let menu = Menu { theme: &theme, question: "Which?", how: "", options: &options, usual, open: true };
        let mut state = State { at: usual, found: (0..options.len()).collect(), ..State::default() };
        let mut last = None;
        for key in keys {
            last = menu.press(key, &mut state, 2);
        }
        (last, state.wrong)
    }

    fn typed(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).chain([Key::Enter]).collect()
    }

    #[test]
    fn no_line_of_the_question_is_wider_than_the_screen() {
        let theme = ColorfulTheme::default();
        let options = ["One".to_string()];
        let question = "Which event do you want to correct?";
        let menu = Menu { theme: &theme, question, how: "", options: &options, usual: None, open: false };
        let state = State { typed: "zzzz".to_string(), ..State::default() };
        for width in [40, 50, 60, 70, 80] {
            let lines = menu.prompt_lines(&state, width);
            assert!(lines.iter().all(|line| measure_text_width(line) <= width), "{width}: {lines:?}");
            let whole = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            assert!(whole.contains("press Backspace"), "{lines:?}");
        }
    }

    #[test]
    fn keys_move_and_words_search_in_capitals_too() {
        let options = ["today", "yesterday", "another day", "never"];
        let of = |keys: &[Key]| chosen(&options, None, keys).0;
        assert_eq!(of(&[Key::ArrowDown, Key::Enter]), Some(Chosen::Option(0)));
        assert_eq!(of(&[Key::ArrowUp, Key::Enter]), Some(Chosen::Option(3)));
        assert_eq!(of(&[Key::PageDown, Key::Enter]), Some(Chosen::Option(2)));
        assert_eq!(of(&[Key::End, Key::ArrowDown, Key::Enter]), Some(Chosen::Option(0)));
        assert_eq!(of(&typed("Yesterday")), Some(Chosen::Option(1)));
        assert_eq!(of(&typed("nthr")), Some(Chosen::Option(2)));
        assert_eq!(chosen(&options, None, &[Key::Enter]), (None, CHOOSE));
        assert_eq!(chosen(&options, Some(1), &[Key::Enter]).0, Some(Chosen::Option(1)));
    }

    #[test]
    fn what_matches_nothing_is_an_answer_of_its_own_and_esc_takes_it_back_first() {
        let options = ["today", "yesterday"];
        assert_eq!(chosen(&options, None, &typed("2 Dec")).0, Some(Chosen::Typed("2 Dec".to_string())));
        assert_eq!(chosen(&options, None, &typed("?")).0, Some(Chosen::Typed("?".to_string())));
        let back = [Key::Char('x'), Key::Escape, Key::Escape];
        assert_eq!(chosen(&options, None, &back[..2]).0, None);
        assert_eq!(chosen(&options, None, &back).0, Some(Chosen::Back));
        let again = [&[Key::Char('x'), Key::Char('\u{15}')][..], &typed("tod")].concat();
        assert_eq!(chosen(&options, None, &again).0, Some(Chosen::Option(0)));
    }

    #[test]
    fn words_come_before_mere_letters() {
        // `mos` has the letters of `model of stages`, and is the beginning of `mosaic`.
        assert_eq!(chosen(&["model of stages", "mosaic"], None, &typed("mos")).0, Some(Chosen::Option(1)));
    }
}
