//! Lines broken at the width of the terminal, at spaces; later parts are set in a little more than the first.

use anstream::adapter::strip_str;
use unicode_width::UnicodeWidthStr;

/// Breaks each line at the width; what follows is set in four more than the line itself.
pub fn hanging(lines: &[String], width: usize) -> String {
    lines.iter().map(|line| one(line, width)).collect::<Vec<_>>().join("\n")
}

fn one(line: &str, width: usize) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut rows = vec![" ".repeat(indent)];
    let mut empty = true;
    for word in line.trim_start_matches(' ').split(' ') {
        let row = rows.last_mut().expect("there is a row from the start");
        if empty || shown(row) + 1 + shown(word) <= width {
            if !empty {
                row.push(' ');
            }
            row.push_str(word);
        } else {
            rows.push(format!("{}{word}", " ".repeat(indent + 4)));
        }
        empty = false;
    }
    rows.join("\n")
}

/// The columns a text takes, its colours left out.
fn shown(text: &str) -> usize {
    strip_str(text).to_string().width()
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
    fn colours_take_no_room() {
        let red = "\u{1b}[31mred\u{1b}[0m blue";
        assert_eq!(hanging(&[red.to_string()], 8), red);
    }
}
