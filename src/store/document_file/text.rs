//! Reads plain text and Markdown, line by line.

use super::page;
use crate::domain::document::{Part, StageNamed, is_item};

/// The greatest length of a line without a full stop that counts as a heading, in characters.
const LONGEST_HEADING: usize = 80;

/// Words that show that a line with a colon at its end introduces a list, and is no heading.
const VERBS: [&str; 8] = ["are", "is", "can", "may", "must", "should", "will", "following"];

/// A line longer than this, in bytes, shows that lines aren't wrapped; each line that begins with a capital is then a
/// paragraph.
const UNWRAPPED: usize = 200;

/// The level of headings that are recognised only by their looks: below those that are marked.
const BY_ITS_LOOKS: u8 = 7;

pub fn parts(document: &str) -> Vec<Part> {
    let lines: Vec<&str> = document.lines().collect();
    let mut parts: Vec<Part> = Vec::new();
    let lines: Vec<String> = lines.into_iter().map(without_tags).collect();
    let wrapped = lines.iter().all(|line| line.len() <= UNWRAPPED);
    // Whether the next line may continue the last paragraph.
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim().trim_start_matches(['>', ' ']);
        let underlined = lines.get(at + 1).and_then(|next| underline(next)).filter(|_| !bare.is_empty() && !open);
        if bare.is_empty() || underline(bare).is_some() {
            open = false;
            continue;
        }
        let new = |text: &str, heading: Option<u8>| {
            let text = plain(text);
            Part { line: at + 1, text, heading, number: None, listed: false }
        };
        let ended = parts.last().is_none_or(|last| last.text.ends_with(['.', ';', ':', '?', '!', '”', '"', ')']));
        let apart = !wrapped && (ended || !open) && !bare.starts_with(char::is_lowercase);
        let alone = apart || !open && lines.get(at + 1).is_none_or(|next| next.trim().is_empty());
        if let Some(level) = marked(bare).or(underlined) {
            parts.push(new(bare.trim_matches('#').trim(), Some(level)));
            open = false;
        } else if let Some(row) = row(bare) {
            parts.extend(row.map(|text| new(&text, None)));
            open = false;
        } else if let Some(item) = item(bare) {
            parts.push(Part { listed: true, ..new(item, None) });
            open = true;
        } else if (alone || (ended || !open) && names_a_stage(bare)) && looks_like_a_heading(bare) {
            parts.push(new(bare.trim_end_matches(':'), Some(BY_ITS_LOOKS)));
            open = false;
        } else if let Some(last) =
            parts.last_mut().filter(|last| open && !apart && !numbered(bare) && !begins_item(bare, &last.text))
        {
            last.text = format!("{} {}", last.text, plain(bare));
        } else {
            parts.push(new(bare, None));
            open = true;
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A line without tags that a converter left in it.
fn without_tags(line: &str) -> String {
    let tagged = line.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
    if tagged { page::text_of(line) } else { line.to_owned() }
}

/// The level of a Markdown heading; `None` if the line isn't one.
fn marked(line: &str) -> Option<u8> {
    let level = line.chars().take_while(|c| *c == '#').count();
    let heading = (1..=6).contains(&level) && line[level..].starts_with(' ');
    heading.then(|| u8::try_from(level).unwrap_or(BY_ITS_LOOKS))
}

/// The level that a line of `====` or `----` gives the heading above it.
fn underline(line: &str) -> Option<u8> {
    let line = line.trim();
    let all = |sign: char| line.len() >= 3 && line.chars().all(|c| c == sign);
    if all('=') {
        return Some(1);
    }
    all('-').then_some(2)
}

/// The text of a bulleted list item. A numbered item isn't changed, because people cite it by its number.
fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+', '•', '·', '▪', '◦', '–'])?;
    rest.starts_with([' ', '\t']).then(|| rest.trim())
}

/// The cells of a table row, joined with ` | `; `Some(None)` for the line below the headings, and `None` if the line
/// isn't a row.
fn row(line: &str) -> Option<Option<String>> {
    let piped = line.starts_with('|') && line.len() > 1;
    if !piped && !line.contains('\t') {
        return None;
    }
    let cells: Vec<&str> =
        line.trim_matches('|').split(['|', '\t']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let divides = cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':'));
    Some((!divides).then(|| cells.join(" | ")))
}

/// Whether a line begins with a number, as in `3.2 The manager` or `4) The manager`.
fn numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let inner = first.trim_matches(['(', ')', '.', '*']);
    let lettered = inner.strip_prefix(|first: char| first.is_ascii_uppercase());
    let inner = lettered.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(inner);
    let figures =
        inner.starts_with(|c: char| c.is_ascii_digit()) && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    figures && (first.ends_with(['.', ')', '*']) || inner.contains('.'))
}

/// Whether a line begins an item, as in `(b) the officer` or `ii. The officer`. After a line that ends without a stop
/// an item begins only with a capital, because `(a)` may be a reference there; so does it after `(a),` or `(a) and`. A
/// capital letter may be the end of `see Appendix A.` there.
fn begins_item(line: &str, before: &str) -> bool {
    let Some((first, rest)) = line.split_once(' ') else { return false };
    let joined = [",", " and", " or"].iter().find_map(|end| before.strip_suffix(end));
    let listed = joined.and_then(|text| text.split_whitespace().next_back());
    let stopped =
        before.ends_with(['.', ';', ':', '?', '!']) || listed.is_some_and(|word| !is_item(word.trim_end_matches(',')));
    let small = !first.contains(|c: char| c.is_ascii_uppercase());
    is_item(first) && (stopped || small && rest.trim_start().starts_with(char::is_uppercase))
}

/// Whether a line names a stage, as in `Stage 1 - Team Manager` above the clauses of that stage.
fn names_a_stage(line: &str) -> bool {
    StageNamed::leading(line).is_some()
}

/// Whether a line is short, begins with a capital or a number, and is not a sentence.
fn looks_like_a_heading(line: &str) -> bool {
    let first = line.chars().find(|c| c.is_alphabetic());
    first.is_some_and(char::is_uppercase)
        && line.chars().count() <= LONGEST_HEADING
        && !line.ends_with(['.', ';', ',', '?', '!', '"', '”'])
        && !line.starts_with(['“', '"', '('])
        && (!line.ends_with(':') || line.split_whitespace().all(|word| !VERBS.contains(&word)))
}

/// A text without the Markdown that only changes its looks.
fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace("__", "").replace('`', "");
    let mut plain = String::new();
    let mut rest = text.as_str();
    // Replace `[words](address)` by its words.
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(words, address)| Some((words, address.split_once(')')?.1)));
        plain.push_str(before);
        match link {
            Some((words, after)) => {
                plain.push_str(words);
                rest = after;
            }
            None => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
