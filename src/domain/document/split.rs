//! A paragraph taken apart into sentences, and the number it begins with.

/// Abbreviations whose full stop doesn't end a sentence.
const SHORTENED: [&str; 14] =
    ["e.g.", "i.e.", "etc.", "no.", "para.", "paras.", "s.", "ss.", "reg.", "ch.", "cf.", "mr.", "mrs.", "dr."];

/// The sentences of a paragraph. A full stop before a lower-case letter doesn't end one.
pub fn sentences(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        open.push(word);
        let bare = word.trim_end_matches(['"', '\'', '”', '’', ')']);
        let next_begins = words.get(at + 1).is_none_or(|next| {
            let first = next.trim_start_matches(['"', '\'', '“', '‘', '(', '*']).chars().next();
            first.is_none_or(|first| !first.is_lowercase())
        });
        let only_number = open.len() == 1 && is_number(word);
        let ends = bare.ends_with(['.', '?', '!']) && !SHORTENED.contains(&bare.to_lowercase().as_str());
        if ends && next_begins && !only_number {
            found.push(std::mem::take(&mut open).join(" "));
        }
    }
    found.extend((!open.is_empty()).then(|| open.join(" ")));
    found
}

/// `3.2` and `The manager must answer` of `3.2 The manager must answer`.
pub fn number_of(text: &str) -> (Option<String>, &str) {
    match text.split_once(' ') {
        Some((first, rest)) if is_item(first) || is_number(first) && !follows_a_count(rest) => {
            (Some(first.trim_matches(['(', ')', '.']).to_owned()), rest.trim_start())
        }
        _ => (None, text),
    }
}

/// Whether a number counts what follows it, as in `5 working days`, and so isn't the number of a paragraph.
fn follows_a_count(rest: &str) -> bool {
    rest.starts_with(|first: char| first.is_lowercase())
}

/// `(a)`, `a)`, `a.`, `(iv)`, `iv.`: the letter or the small roman number of an item.
pub fn is_item(word: &str) -> bool {
    let inner = word.trim_matches(['(', ')', '.']);
    let closed = word.ends_with(')') || word.ends_with('.') && !word.starts_with('(');
    let letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_lowercase());
    let roman = !inner.is_empty() && inner.len() <= 5 && inner.chars().all(|c| "ivx".contains(c));
    closed && (letter || roman)
}

/// The number of an item below a paragraph with a number: `1.2(a)`.
pub fn below(parent: &str, item: &str) -> String {
    format!("{parent}({item})")
}

/// The number of the paragraph and the letter of the item: `1.2` and `a` of `1.2(a)`.
pub fn above(number: &str) -> Option<(&str, &str)> {
    let (parent, item) = number.split_once('(')?;
    Some((parent, item.trim_end_matches(')')))
}

/// `3`, `3.`, `3.2`, `B3.`, `3)`, and the numbers of items.
pub fn is_number(word: &str) -> bool {
    let inner = word.trim_matches(['(', ')', '.']);
    let lettered = inner.strip_prefix(|first: char| first.is_ascii_uppercase());
    let inner = lettered.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(inner);
    let figures = inner.starts_with(|first: char| first.is_ascii_digit())
        && inner.len() <= 12
        && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    figures || is_item(word)
}
