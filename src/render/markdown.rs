//! Text in Markdown.

use super::clean;

/// Text on one line, with every character escaped that means something to Markdown.
pub fn plain(text: &str) -> String {
    let escaped = |c: char| match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => vec!['\\', c],
        c => vec![c],
    };
    clean::line(text).chars().flat_map(escaped).collect()
}
