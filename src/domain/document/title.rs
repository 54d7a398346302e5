//! The title of a document.

use super::{Part, has, padded};

/// The longest first paragraph that counts as a title, in bytes.
const LONGEST: usize = 120;

/// What a protocol calls itself, or what it is about.
const KINDS: [&str; 20] = [
    "protocol",
    "policy",
    "procedure",
    "procedures",
    "process",
    "charter",
    "guidance",
    "framework",
    "pathway",
    "scheme",
    "escalation",
    "resolution",
    "resolving",
    "dispute",
    "disputes",
    "challenge",
    "challenges",
    "disagreement",
    "disagreements",
    "complaints",
];

/// The title of a document: of the lines above the first heading, and of the headings before any other text, the first
/// that names a protocol, so that a council's name or `Part A` is not taken for one; else the first heading, or the text
/// above that if the heading is numbered.
pub fn title(parts: &[Part]) -> Option<&str> {
    let at = parts.iter().position(|part| part.heading.is_some())?;
    let heading = parts[at].text.as_str();
    let names_one = |text: &str| KINDS.iter().any(|kind| has(&padded(text), kind));
    let is_a_line = |text: &str| text.len() <= LONGEST && !text.trim_end().ends_with(['.', ';', ':']);
    let above = parts[..at].iter().map(|part| part.text.as_str());
    if let Some(named) = above.filter(|text| is_a_line(text)).find(|text| names_one(text)) {
        return Some(named);
    }
    let numbered = heading.starts_with(|c: char| c.is_ascii_digit());
    if let Some(above) = parts.first().filter(|first| at > 0 && numbered && first.text.len() <= LONGEST) {
        return Some(&above.text);
    }
    let leading = parts[at..].iter().take_while(|part| part.heading.is_some());
    Some(leading.map(|part| part.text.as_str()).find(|text| names_one(text)).unwrap_or(heading))
}
