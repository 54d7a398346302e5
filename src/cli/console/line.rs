//! Reads a line at a terminal: characters, cursor keys, and Esc, which goes back one question.

use std::io;

use dialoguer::console::{Key, Term, measure_text_width};
use unicode_width::UnicodeWidthChar;

/// The text typed so far, and the position of the cursor.
#[derive(Debug, Default)]
struct Line {
    chars: Vec<char>,
    at: usize,
}

/// The effect of a key.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// A character was added at the end, so that it can be printed without redrawing the line.
    Added(char),
    Changed,
    Unchanged,
    Ended,
    /// Several lines were pasted at once: these come after the one that is typed.
    Pasted(String),
    /// Esc was pressed.
    Back,
}

/// A line that was typed.
pub struct Typed {
    pub line: String,
    /// The lines pasted with it, if the terminal says what was pasted.
    pub more: Option<String>,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the keys are those of a library, which finds more of them")]
impl Line {
    fn beginning_with(text: &str) -> Line {
        let chars: Vec<char> = text.chars().collect();
        Line { at: chars.len(), chars }
    }

    fn text(&self) -> String {
        self.chars.iter().collect()
    }

    fn press(&mut self, key: &Key) -> Step {
        let to = match key {
            Key::Enter => return Step::Ended,
            Key::Escape => return Step::Back,
            Key::Backspace if self.at > 0 => {
                self.at -= 1;
                self.chars.remove(self.at);
                return Step::Changed;
            }
            Key::Del if self.at < self.chars.len() => {
                self.chars.remove(self.at);
                return Step::Changed;
            }
            // Ctrl-U and Ctrl-W, as in a shell.
            Key::Char('\u{15}') => return self.take_back_to(0),
            Key::Char('\u{17}') => return self.take_back_to(self.word_before()),
            Key::Char(letter) if !letter.is_control() => {
                self.chars.insert(self.at, *letter);
                self.at += 1;
                return if self.at == self.chars.len() { Step::Added(*letter) } else { Step::Changed };
            }
            Key::ArrowLeft => self.at.saturating_sub(1),
            Key::ArrowRight => self.at + 1,
            Key::Home => 0,
            Key::End => self.chars.len(),
            Key::UnknownEscSeq(keys) if keys == &['b'] => self.word_before(),
            Key::UnknownEscSeq(keys) if keys == &['f'] => self.word_after(),
            _ => self.at,
        };
        let to = to.min(self.chars.len());
        match std::mem::replace(&mut self.at, to) == to {
            true => Step::Unchanged,
            false => Step::Changed,
        }
    }

    /// Adds what was pasted. A line end after it is no answer: Enter still has to be pressed.
    fn paste(&mut self, pasted: &str) -> Step {
        let pasted = pasted.trim_matches('\n');
        let (line, more) = pasted.split_once('\n').map_or((pasted, None), |(line, more)| (line, Some(more)));
        let after: Vec<char> = self.chars.drain(self.at..).collect();
        self.chars.extend(line.chars());
        self.at = self.chars.len();
        match more {
            Some(more) => Step::Pasted(more.chars().chain(after).collect()),
            None => {
                self.chars.extend(after);
                Step::Changed
            }
        }
    }

    fn take_back_to(&mut self, start: usize) -> Step {
        let removed = self.chars.drain(start..self.at).count();
        self.at = start;
        if removed == 0 { Step::Unchanged } else { Step::Changed }
    }

    /// Where the word before the cursor begins.
    fn word_before(&self) -> usize {
        let before = &self.chars[..self.at];
        let word = before.iter().rposition(|letter| !letter.is_whitespace()).unwrap_or(0);
        before[..word].iter().rposition(|letter| letter.is_whitespace()).map_or(0, |blank| blank + 1)
    }

    /// Where the next word begins.
    fn word_after(&self) -> usize {
        let blank = (self.at..self.chars.len()).find(|at| self.chars[*at].is_whitespace());
        let word = blank.and_then(|blank| (blank..self.chars.len()).find(|at| !self.chars[*at].is_whitespace()));
        word.unwrap_or(self.chars.len())
    }
}

/// A position on the screen, relative to the beginning of the question.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Place {
    row: usize,
    column: usize,
}

impl Place {
    /// The position after these characters, on a screen of this width.
    fn after(self, letters: &[char], width: usize) -> Place {
        letters.iter().fold(self, |place, letter| place.after_one(*letter, width))
    }

    fn after_one(self, letter: char, width: usize) -> Place {
        let wide = letter.width().unwrap_or(0);
        let Place { row, column } = self;
        // A character that doesn't fit goes to the next row.
        let (row, column) = if column + wide > width { (row + 1, 0) } else { (row, column) };
        if column + wide == width { Place { row: row + 1, column: 0 } } else { Place { row, column: column + wide } }
    }
}

/// Prints a question and reads a line, which begins with the text `begun`; `None` if Esc was pressed. The question is
/// removed afterwards.
///
/// # Errors
/// The terminal can't be read, or Ctrl-C was pressed.
pub fn read(term: &Term, question: &str, begun: &str) -> io::Result<Option<Typed>> {
    let _marked = MarkedPaste::on(term);
    let width = usize::from(term.size().1).max(2);
    let prompt = measure_text_width(question);
    let prompt = Place { row: prompt / width, column: prompt % width };
    let mut line = Line::beginning_with(begun);
    let mut cursor = Place::default();
    let mut step = Step::Changed;
    loop {
        match step {
            Step::Added(letter) => {
                cursor = cursor.after_one(letter, width);
                term.write_str(&letter.to_string())?;
                into_next_row(term, cursor)?;
            }
            Step::Changed => {
                clear(term, cursor)?;
                term.write_str(question)?;
                term.write_str(&line.text())?;
                let end = prompt.after(&line.chars, width);
                into_next_row(term, end)?;
                cursor = prompt.after(&line.chars[..line.at], width);
                if cursor != end {
                    term.move_cursor_up(end.row - cursor.row)?;
                    term.write_str("\r")?;
                    term.move_cursor_right(cursor.column)?;
                }
            }
            Step::Unchanged => {}
            Step::Ended => {
                clear(term, cursor)?;
                return Ok(Some(Typed { line: line.text(), more: None }));
            }
            Step::Pasted(more) => {
                clear(term, cursor)?;
                return Ok(Some(Typed { line: line.text(), more: Some(more) }));
            }
            Step::Back => {
                clear(term, cursor)?;
                return Ok(None);
            }
        }
        term.flush()?;
        let key = term.read_key()?;
        step = match is_mark(&key) {
            true => pasted(term)?.map_or(Step::Unchanged, |pasted| line.paste(&pasted)),
            false => line.press(&key),
        };
    }
}

/// What the mark before and after a paste begins with, as the library reads it; `0~` or `1~` follows.
const MARK: [char; 3] = ['[', '2', '0'];

/// Asks the terminal to mark what is pasted, until this is dropped.
struct MarkedPaste<'a>(&'a Term);

impl<'a> MarkedPaste<'a> {
    fn on(term: &'a Term) -> MarkedPaste<'a> {
        if cfg!(unix) {
            let _ = term.write_str("\u{1b}[?2004h");
        }
        MarkedPaste(term)
    }
}

impl Drop for MarkedPaste<'_> {
    fn drop(&mut self) {
        if cfg!(unix) {
            let _ = self.0.write_str("\u{1b}[?2004l");
        }
    }
}

fn is_mark(key: &Key) -> bool {
    matches!(key, Key::UnknownEscSeq(keys) if keys == &MARK)
}

/// What was pasted, once the beginning of a mark was read; `None` if it isn't the mark before a paste.
fn pasted(term: &Term) -> io::Result<Option<String>> {
    if !is_end_of_mark(term, '0')? {
        return Ok(None);
    }
    let mut text = String::new();
    loop {
        let key = term.read_key()?;
        if is_mark(&key) && is_end_of_mark(term, '1')? {
            return Ok(Some(text));
        }
        text.extend(pasted_character(&key));
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the keys are those of a library, which finds more of them")]
fn pasted_character(key: &Key) -> Option<char> {
    match key {
        Key::Enter => Some('\n'),
        Key::Tab => Some(' '),
        Key::Char(letter) => Some(*letter).filter(|letter| !letter.is_control()),
        _ => None,
    }
}

fn is_end_of_mark(term: &Term, number: char) -> io::Result<bool> {
    Ok(term.read_key()? == Key::Char(number) && term.read_key()? == Key::Char('~'))
}

/// Moves to the next row. A terminal does that only when there is something to print on it.
fn into_next_row(term: &Term, place: Place) -> io::Result<()> {
    if place.column == 0 && place.row > 0 { term.write_str(" \r") } else { Ok(()) }
}

/// Removes a question; the cursor is at this position.
fn clear(term: &Term, cursor: Place) -> io::Result<()> {
    term.move_cursor_up(cursor.row)?;
    term.write_str("\r")?;
    term.clear_to_end_of_screen()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> (String, usize, Step) {
        let mut line = Line::default();
        let mut last = Step::Unchanged;
        keys.iter().for_each(|key| last = line.press(key));
        (line.text(), line.at, last)
    }

    fn word(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).collect()
    }

    #[test]
    fn keys_write_move_and_take_away() {
        let with = |keys: &[Key]| typed(&[word("one two"), keys.to_vec()].concat());
        assert_eq!(with(&[]), ("one two".to_string(), 7, Step::Added('o')));
        assert_eq!(with(&[Key::Backspace]), ("one tw".to_string(), 6, Step::Changed));
        assert_eq!(with(&[Key::Home, Key::Char('é')]), ("éone two".to_string(), 1, Step::Changed));
        assert_eq!(with(&[Key::Home, Key::Del, Key::ArrowRight]), ("ne two".to_string(), 1, Step::Changed));
        assert_eq!(with(&[Key::UnknownEscSeq(vec!['b'])]), ("one two".to_string(), 4, Step::Changed));
        assert_eq!(with(&[Key::Home, Key::UnknownEscSeq(vec!['f'])]), ("one two".to_string(), 4, Step::Changed));
        assert_eq!(with(&[Key::Char('\u{17}')]), ("one ".to_string(), 4, Step::Changed));
        assert_eq!(with(&[Key::ArrowLeft, Key::Char('\u{15}')]), ("o".to_string(), 0, Step::Changed));
        assert_eq!(with(&[Key::End]), ("one two".to_string(), 7, Step::Unchanged));
        assert_eq!(with(&[Key::ArrowUp, Key::Char('\u{7}')]).2, Step::Unchanged);
        assert_eq!(with(&[Key::Escape]).2, Step::Back);
        assert_eq!(typed(&[Key::Backspace, Key::Del, Key::ArrowLeft, Key::Char('\u{17}')]).2, Step::Unchanged);
    }

    #[test]
    fn what_is_pasted_goes_in_where_the_cursor_is_and_ends_nothing() {
        let pasted = |at: usize, pasted: &str| {
            let mut line = Line { at, ..Line::beginning_with("ab") };
            let step = line.paste(pasted);
            (line.text(), line.at, step)
        };
        assert_eq!(pasted(1, "one\n"), ("aoneb".to_string(), 4, Step::Changed));
        assert_eq!(pasted(1, "one\ntwo\n\n"), ("aone".to_string(), 4, Step::Pasted("twob".to_string())));
        assert_eq!(pasted(2, "\n"), ("ab".to_string(), 2, Step::Changed));
    }

    #[test]
    fn a_line_goes_on_in_the_next_row() {
        let after = |text: &str| Place { row: 0, column: 2 }.after(&text.chars().collect::<Vec<_>>(), 5);
        assert_eq!(after("ab"), Place { row: 0, column: 4 });
        assert_eq!(after("abc"), Place { row: 1, column: 0 });
        // A wide character is never split over two rows.
        assert_eq!(after("ab漢"), Place { row: 1, column: 2 });
    }
}
