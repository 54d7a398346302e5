//! Lines broken at the width of the terminal, at spaces; later rows are indented a little more than the first. A date
//! stays on one line, and so does a number with what it counts.

use std::borrow::Cow;

use anstream::adapter::strip_str;
use unicode_width::UnicodeWidthStr;

use super::clean;

/// How much further later rows are indented.
const HANG: usize = 4;

/// Breaks each line at the width; its later rows are indented by `HANG` more than the line itself. A command in
/// `backticks` stays on one row, so that it can be copied.
pub fn hanging(lines: &[String], width: usize) -> String {
    let rows = |line: &String| {
        let (indent, rest) = indented(line);
        rows(whole_commands(words(rest)), indent, width, HANG)
    };
    lines.iter().flat_map(rows).collect::<Vec<_>>().join("\n")
}

/// The rows of one line, broken at the width; later rows are indented by `hang` more than the first.
pub fn fold(line: &str, width: usize, hang: usize) -> Vec<String> {
    let (indent, rest) = indented(line);
    rows(words(rest), indent, width, hang)
}

/// The indent of a line, and the rest of it.
fn indented(line: &str) -> (usize, &str) {
    let rest = line.trim_start_matches(' ');
    (line.len() - rest.len(), rest)
}

fn rows(words: Vec<String>, indent: usize, width: usize, hang: usize) -> Vec<String> {
    let mut rows = vec![" ".repeat(indent)];
    let mut empty = true;
    let mut taken = indent;
    for word in words {
        let row = rows.last_mut().expect("there is a row from the start");
        let room = display_width(&word);
        if empty {
            row.push_str(&word);
            taken += room;
        } else if taken + 1 + room <= width {
            row.push(' ');
            row.push_str(&word);
            taken += 1 + room;
        } else {
            rows.push(format!("{}{word}", " ".repeat(indent + hang)));
            taken = indent + hang + room;
        }
        empty = false;
    }
    rows
}

/// The columns a text takes, its colours left out.
pub fn display_width(text: &str) -> usize {
    bare(text).width()
}

/// A text without its colours.
fn bare(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(strip_str(text).to_string()),
    }
}

/// A text filled up to so many columns.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// A named fact: its lines wrapped in a column beside the name.
pub fn beside(name: &str, text: &str, margin: usize, width: usize) -> Vec<String> {
    let room = width.saturating_sub(margin).max(20);
    let text = clean::block(text);
    let rows = text.lines().flat_map(|line| fold(line, room, 0));
    let named = |index: usize| if index == 0 { clean::line(name) } else { String::new() };
    rows.enumerate().map(|(index, row)| format!("{}{row}", pad(&named(index), margin))).collect()
}

/// The words of a line; what must not be broken counts as one: `Mon 2 March 2026 10:15`, `5 working`.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut date = 0;
    for word in line.split(' ') {
        let bare = bare(word);
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        let number = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit());
        let joins = match date {
            // A day, the month, the year, and the time if there is one.
            1 | 3 => number,
            2 => !number && !bare.is_empty(),
            4 => is_time(bare),
            _ => false,
        };
        let counted =
            date == 0 && word.starts_with(char::is_alphabetic) && words.last().is_some_and(|last| counts(last));
        match words.last_mut().filter(|_| joins || counted) {
            Some(last) => *last = format!("{last} {word}"),
            None => words.push(word.to_string()),
        }
        date = match (joins, date) {
            (true, 1..=3) => date + 1,
            _ if WEEKDAYS.contains(&bare) => 1,
            _ => 0,
        };
    }
    words
}

/// The words, those between two backticks as one.
fn whole_commands(words: Vec<String>) -> Vec<String> {
    let opens = |word: &str| word.matches('`').count() % 2 == 1;
    let mut whole: Vec<String> = Vec::new();
    let mut open = false;
    for (at, word) in words.iter().enumerate() {
        match whole.last_mut().filter(|_| open) {
            Some(last) => *last = format!("{last} {word}"),
            None => whole.push(word.clone()),
        }
        // A backtick that is never closed begins no command.
        open = if open { !opens(word) } else { opens(word) && words[at + 1..].iter().any(|later| opens(later)) };
    }
    whole
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn is_time(word: &str) -> bool {
    word.len() == 5 && word.as_bytes()[2] == b':'
}

/// A number on its own: it stays with the word that it counts.
fn counts(word: &str) -> bool {
    let word = bare(word);
    let bare = word.trim_start_matches('(');
    !bare.is_empty() && bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_later_rows_hang() {
        let text = hanging(&["  one two three four".to_string(), "five".to_string()], 11);
        assert_eq!(text, "  one two\n      three\n      four\nfive");
    }

    #[test]
    fn a_command_stays_on_one_row() {
        let text = hanging(&["hint:  run `iro log 42` or `iro show 42 --json`; it`s fine".to_string()], 20);
        assert_eq!(text, "hint:  run\n    `iro log 42` or\n    `iro show 42 --json`;\n    it`s fine");
    }

    #[test]
    fn colours_take_no_room() {
        let red = "\u{1b}[31mred\u{1b}[0m blue";
        assert_eq!(hanging(&[red.to_string()], 8), red);
    }

    #[test]
    fn dates_and_counts_stay_on_one_line() {
        for (line, rows) in [
            ("due Tue 22 September 2026, late", vec!["due", "Tue 22 September 2026,", "late"]),
            ("(since Fri 3 Apr 2026 10:15 by Jo)", vec!["(since", "Fri 3 Apr 2026 10:15", "by Jo)"]),
            ("within 5 working days", vec!["within", "5 working", "days"]),
            ("on Mon 2 March 2026 10:15", vec!["on", "Mon 2 March 2026 10:15"]),
            ("Sun is out, Mon is not", vec!["Sun is out,", "Mon is not"]),
        ] {
            assert_eq!(fold(line, 12, 0), rows, "{line}");
        }
    }

    #[test]
    fn facts_stand_beside_their_names() {
        let text = beside("seeking", "a date\nand a place", 10, 40);
        assert_eq!(text, ["seeking   a date", "          and a place"]);
    }
}
