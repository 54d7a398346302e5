//! Explains faults at the beginning of lines: tabs, bullets, missing colons, wrong indents.

use super::{Plain, Slip, content, plain};
use crate::store::yaml::Place;

impl Slip<'_> {
    pub(super) fn tab(&self) -> Option<Plain> {
        let near = self.place.line.saturating_sub(1).max(1)..=self.place.line + 1;
        let (line, column) = near.into_iter().find_map(|line| {
            let indent = self.line(line).chars().take_while(|c| c.is_whitespace());
            let column = indent.into_iter().position(|c| c == '\t')?;
            Some((line, column as u32 + 1))
        })?;
        let hint = "use spaces at the beginning of a line, two for each level".to_owned();
        let message = "there is a tab where spaces are needed".to_owned();
        Some(plain(Place { line, column }, "tab", message, Some(hint)))
    }

    /// A dash or bullet of a word processor instead of the hyphen of a list, or its non-breaking spaces.
    pub(super) fn foreign_bullet(&self) -> Option<Plain> {
        [self.place.line.saturating_sub(1), self.place.line].into_iter().find_map(|line| {
            let text = self.line(line);
            let odd = |c: char| c.is_whitespace() && !" \t".contains(c);
            let before = text.chars().take_while(|c| c.is_whitespace()).position(odd);
            let mut pairs = text.chars().zip(text.chars().skip(1));
            let within = || pairs.position(|(one, next)| ":-".contains(one) && odd(next)).map(|at| at + 1);
            if let Some(at) = before.or_else(within) {
                let message = "this looks like a space and is another character".to_owned();
                let place = Place { line, column: at as u32 + 1 };
                return Some(plain(place, "odd-space", message, Some("type a space instead".to_owned())));
            }
            let first = text.trim_start().chars().next().filter(|c| "–—•·*".contains(*c))?;
            let message = format!("`{first}` doesn't begin an item of a list");
            let hint = "begin it with a hyphen and a space: `- `".to_owned();
            let column = text.chars().take_while(|c| *c == ' ').count() as u32 + 1;
            Some(plain(Place { line, column }, "bad-bullet", message, Some(hint)))
        })
    }

    pub(super) fn missing_colon(&self) -> Option<Plain> {
        let line = match self.said {
            "simple key expected ':'" => self.place.line,
            // The line before lacks its colon, so YAML takes this line for its continuation.
            said if said.starts_with("mapping values are not allowed") => {
                let before = self.line_before()?;
                let lone = content(self.line(before));
                let is_key = self.begins_a_key() && !lone.contains([':', ' ']) && !lone.is_empty();
                is_key.then_some(before)?
            }
            _ => return None,
        };
        let written = self.line(line);
        let text = content(written);
        let place = Place { line, column: (written.chars().count() - written.trim_start().chars().count()) as u32 + 1 };
        let (key, value) = text.split_once([' ', ':']).unwrap_or((text, ""));
        let message = match text.find(':') {
            Some(at) if at == key.len() => format!("there is no space after the colon of `{key}`"),
            _ => format!("there is no colon after `{key}`"),
        };
        let better = format!("{key}: {}", value.trim_start());
        let hint = match value.is_empty() {
            true => format!("write `{better}`", better = better.trim_end()),
            false => format!("write `{better}`; if it goes on with the line above, indent it further"),
        };
        Some(plain(place, "missing-colon", message, Some(hint)))
    }

    /// A line with too small or too large an indent.
    pub(super) fn out_of_line(&self) -> Option<Plain> {
        let wanted = ["mapping values are not allowed", "did not find expected", "block sequence entries"];
        if !wanted.iter().any(|words| self.said.contains(words)) {
            return None;
        }
        let line = self.line(self.place.line);
        let column = |line: &str| line.chars().take_while(|c| " -".contains(*c)).count() + 1;
        let place = Place { line: self.place.line, column: line.chars().take_while(|c| *c == ' ').count() as u32 + 1 };
        if content(line).len() == line.trim_start().len() && self.said.starts_with("block sequence") {
            let hint = "put the list on lines of its own, each item after a hyphen".to_owned();
            let message = "a list can't begin on the line of its key".to_owned();
            return Some(self.plain("bad-indent", message, Some(hint)));
        }
        let message = "this line doesn't line up with the lines it belongs to".to_owned();
        let hint = self.line_before().map(|before| {
            let (here, there) = (column(line), column(self.line(before)));
            format!("its text starts in column {here}, that of line {before} in column {there}")
        });
        Some(plain(place, "bad-indent", message, hint))
    }
}
