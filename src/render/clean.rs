//! Makes text from records safe for a terminal: characters that would control the terminal are made visible.

/// One line of text: control characters, line breaks and direction overrides become visible.
pub fn line(text: &str) -> String {
    visible(text, ' ')
}

/// Text that keeps its line breaks.
pub fn block(text: &str) -> String {
    visible(text, '\n')
}

/// A JSON document with every hidden character except line breaks written as an escape. Its meaning stays the same,
/// because such characters can only occur in its strings.
pub fn json(document: &str) -> String {
    let mut shown = String::with_capacity(document.len());
    for c in document.chars() {
        if c == '\n' || !is_hidden(c) {
            shown.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    }
    shown
}

/// Whether a character is invisible, or controls the terminal.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || is_direction(c) || is_separator(c) || is_invisible(c)
}

fn visible(text: &str, line_break: char) -> String {
    // Nearly every text is plain ASCII and needs no change.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_string();
    }
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => visible.push(line_break),
            '\t' => visible.push(' '),
            c if is_hidden(c) => visible.extend(c.escape_unicode()),
            c => visible.push(c),
        }
    }
    visible
}

/// Marks that change the direction of the text after them, and other invisible format characters.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Hyphens that don't show, annotation marks and tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_gets_through() {
        for (text, shown) in [
            ("plain, café", "plain, café"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\rb", "a\\u{d}b"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}evil", "\\u{202e}evil"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(line(text), shown);
        }
        assert_eq!(block("two\nlines\u{7}"), "two\nlines\\u{7}");
        let text = "a\u{1b}\u{9b}\n\u{202e}\u{e0041}é";
        let document = serde_json::to_string_pretty(&[text]).unwrap();
        let shown = json(&document);
        assert!(!shown.chars().any(|c| c != '\n' && is_hidden(c)), "{shown:?}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&shown).unwrap(), [text]);
    }
}
