//! Faults of a file as a person reads them: what is wrong, the line with a mark under the place, and what would be right.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::clean::{is_hidden, line as clean};
use crate::domain::fault::{Fault, Severity};

/// How wide the excerpt may be by default.
const WIDTH: usize = 100;

/// The faults of one file with excerpts from its text.
pub fn render(faults: &[Fault], source: &str, colour: bool) -> String {
    render_in(faults, source, colour, WIDTH)
}

/// The same for a terminal of that many columns; of long lines only the part around the fault is shown.
pub fn render_in(faults: &[Fault], source: &str, colour: bool, width: usize) -> String {
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let renderer = renderer.term_width(width);
    let source = source.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = source.lines().collect();
    let mut shown = String::new();
    for fault in faults {
        if !shown.is_empty() {
            shown.push('\n');
        }
        let line = (fault.line as usize).checked_sub(1).and_then(|at| lines.get(at));
        shown.push_str(&renderer.render(&[group(fault, line.copied())]));
        shown.push('\n');
    }
    shown
}

fn group<'a>(fault: &Fault, line: Option<&str>) -> Group<'a> {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&fault.message)).id(clean(&fault.rule));
    let file = clean(&fault.file);
    let group = Group::with_title(title);
    let group = match line {
        Some(line) => {
            let (line, marked) = excerpt(line, fault.column);
            let mark = AnnotationKind::Primary.span(marked);
            let snippet = Snippet::source(line).line_start(fault.line as usize).path(file);
            group.element(snippet.annotation(mark))
        }
        None if fault.line == 0 => group.element(Origin::path(file)),
        None => {
            let origin = Origin::path(file).line(fault.line as usize);
            group.element(origin.char_column(fault.column as usize))
        }
    };
    match &fault.hint {
        Some(hint) => group.element(Level::HELP.with_name("hint").message(clean(hint))),
        None => group,
    }
}

/// The line made safe to show, and which bytes of it to mark.
fn excerpt(line: &str, column: u32) -> (String, Range<usize>) {
    let at = (column as usize).saturating_sub(1);
    let (before, rest) = match line.char_indices().nth(at) {
        Some((at, _)) => line.split_at(at),
        None => (line, ""),
    };
    let (marked, after) = rest.split_at(word_length(rest));
    let (before, marked) = (visible_line(before), visible_line(marked));
    let span = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{}", visible_line(after)), span)
}

/// How many bytes belong to the value or key that a text begins with.
fn word_length(text: &str) -> usize {
    let end = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].find(quote).map(|at| at + 2),
        Some('[' | '{' | '\t') => Some(1),
        _ => {
            let ends = [": ", " #", ", ", "]", "}"].into_iter().filter_map(|end| text.find(end));
            ends.min().filter(|end| *end > 0)
        }
    };
    let end = end.unwrap_or_else(|| text.trim_end().trim_end_matches(':').len());
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// A line with each invisible character replaced by one visible character, so that columns stay the same. Tabs are left
/// to the excerpt, which turns them into spaces.
fn visible_line(text: &str) -> String {
    let picture = |c: char| match c {
        '\t' => c,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: u32, column: u32, message: &str, hint: Option<&str>) -> Fault {
        Fault {
            file: "ours.yaml".into(),
            line,
            column,
            severity: Severity::Error,
            rule: "unknown-role".into(),
            message: message.into(),
            hint: hint.map(str::to_owned),
        }
    }

    #[test]
    fn a_fault_is_shown_with_its_line_and_hint() {
        let source = "format: 1\nany_of: [Team Manger, iro]\n";
        let faults = [
            fault(2, 10, "there is no role `Team Manger`", Some("did you mean `team-manager`?")),
            fault(0, 0, "this file is no text", None),
        ];
        insta::assert_snapshot!(render(&faults, source, false), @r"
        error[unknown-role]: there is no role `Team Manger`
         --> ours.yaml:2:10
          |
        2 | any_of: [Team Manger, iro]
          |          ^^^^^^^^^^^
          |
          = hint: did you mean `team-manager`?

        error[unknown-role]: this file is no text
        --> ours.yaml
        ");
    }

    #[test]
    fn nothing_of_the_file_reaches_the_terminal_as_a_command() {
        let source = "a: \u{1b}[31m\u{202e}x\u{9b}y\n";
        let faults = [fault(1, 4, "`\u{1b}]0;x\u{7}` is no value", Some("\u{200b}"))];
        let shown = render(&faults, source, false);
        assert!(shown.chars().all(|c| c == '\n' || !is_hidden(c)), "{shown:?}");
        insta::assert_snapshot!(shown, @r"
        error[unknown-role]: `\u{1b}]0;x\u{7}` is no value
         --> ours.yaml:1:4
          |
        1 | a: ␛[31m�x�y
          |    ^^^^^^^^^
          |
          = hint: \u{200b}
        ");
    }

    #[test]
    fn a_long_line_is_cut_to_the_width() {
        let source = format!("text: {} x: {}", "long ".repeat(60), "tail ".repeat(60));
        let shown = render_in(&[fault(1, 308, "too much", None)], &source, false, 60);
        assert!(shown.lines().all(|line| line.chars().count() <= 66), "{shown}");
    }

    #[test]
    fn any_place_can_be_shown() {
        let source = "é: [ü, \"\n\t– x\n\n";
        for line in 0..6 {
            for column in 0..12 {
                let faults = [fault(line, column, "m", None)];
                assert!(render(&faults, source, true).contains("ours.yaml"));
            }
        }
    }
}
