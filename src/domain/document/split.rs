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
        Some((first, rest)) if is_item(first) || is_number(first) && (is_closed(first) || !follows_a_count(rest)) => {
            (Some(first.trim_matches(['(', ')', '.']).to_owned()), rest.trim_start())
        }
        _ => (None, text),
    }
}

/// Whether a number counts what follows it, as in `5 working days`, and so isn't the number of a paragraph.
fn follows_a_count(rest: &str) -> bool {
    rest.starts_with(|first: char| first.is_lowercase())
}

/// `(a)`, `a)`, `a.`, `(iv)`, `iv.`, `(A)`, `A.`, `II.`: the letter or the small roman number of an item.
pub fn is_item(word: &str) -> bool {
    is_closed(word) && is_letter(word.trim_matches(['(', ')', '.']))
}

/// Whether a sign closes a number, as in `4.` and `(a)`.
fn is_closed(word: &str) -> bool {
    word.ends_with(')') || word.ends_with('.') && !word.starts_with('(')
}

/// `a`, `A`, `iv` or `IV`: what numbers an item, if it isn't a figure.
pub fn is_letter(inner: &str) -> bool {
    let letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_alphabetic());
    let roman = |signs: &str| !inner.is_empty() && inner.len() <= 5 && inner.chars().all(|c| signs.contains(c));
    letter || roman("ivx") || roman("IVX")
}

/// Whether an item is below the item with a letter before it, and not beside it: `(i)` after `(a)`, but not after `(h)`
/// or `(ii)`.
pub fn is_below_letter(letter: &str, item: &str) -> bool {
    let roman = |word: &str| word.chars().all(|c| "ivx".contains(c));
    let next = |letter: &str| letter.len() == 1 && letter.bytes().next().map(|c| c + 1) == item.bytes().next();
    roman(item) && !roman(letter) && !(item.len() == 1 && next(letter))
}

/// The number of an item below a paragraph with a number: `1.2(a)`.
pub fn below(parent: &str, item: &str) -> String {
    format!("{parent}({item})")
}

/// The numbers of what an item is below: `1.2(a)` and `1.2` for `1.2(a)(i)`.
pub fn above(number: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(number.rsplit_once('('), |(above, _)| above.rsplit_once('(')).map(|(above, _)| above)
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
