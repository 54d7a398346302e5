//! Reads single values of a policy file: texts, words of a closed list, ids; and gives hints about wrong ones.

use super::reader::Reader;
use super::references::Word;
use crate::domain::limit::{Limit, Unit};
use crate::domain::policy::Whose;
use crate::domain::suggest::{nearest, plain};
use crate::domain::text::list;
use crate::domain::time::typed;
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Node};

/// A placeholder for a limit that could not be read. Its file has an error, so it is never used.
pub fn any_limit() -> Limit {
    Limit::new(1, Unit::WorkingDays)
}

/// The keys that name one role, whatever the circumstances.
const ONE_ROLE: [&str; 6] = ["chair", "minutes_by", "owner", "judge", "whose", "approved_by"];

/// A single text. Numbers are taken as they are written.
pub fn word(reader: &Reader, key: &str, node: &Node) -> Option<Word> {
    let text = match &node.content {
        Content::Text(text) => text.trim().to_owned(),
        Content::Int(_) | Content::Float(_) | Content::Bool(_) => reader.letters(node.place),
        Content::Null | Content::List(_) | Content::Map(_) => {
            let message = format!("`{key}` must be a text, not {}", kind_of(node));
            let hint = match &node.content {
                Content::List(_) | Content::Map(_) if ONE_ROLE.contains(&key) => Some(format!(
                    "name one role, as in `{key}: director`; who acts when nobody in it is there goes under `substitutes`, and \
                     what depends on circumstances into `guidance`"
                )),
                Content::Map(pairs) if pairs.iter().any(|(name, _)| name.text == "role") => Some(
                    "name the role alone: only who is asked, and who gets a copy, can depend on circumstances"
                        .to_owned(),
                ),
                Content::Map(pairs) => {
                    let one = pairs.first().and_then(|(name, inner)| match (&inner.content, pairs.len()) {
                        (Content::Text(rest), 1) => Some(format!(": write `\"{}: {}\"`", name.text, typed(rest))),
                        _ => None,
                    });
                    Some(format!("a text with a colon in it needs quotes around it{}", one.unwrap_or_default()))
                }
                Content::List(items) => match items.as_slice() {
                    [only] if matches!(only.content, Content::Text(_) | Content::Int(_)) => {
                        Some("leave out the square brackets: there is one, not a list".to_owned())
                    }
                    _ => None,
                },
                _ => None,
            };
            reader.error(node.place, "wrong-kind", message, hint);
            return None;
        }
    };
    if !reader.is_known_sound {
        warn_of_look_alikes(reader, key, node, &text);
    }
    Some(Word { text, place: node.place })
}

/// Warns of curly quotes, as word processors make them, and of a `#` that YAML takes for a comment: both change a text
/// silently.
fn warn_of_look_alikes(reader: &Reader, key: &str, node: &Node, text: &str) {
    let inner = text.strip_prefix(['“', '‘']).and_then(|text| text.strip_suffix(['”', '’']));
    if let Some(inner) = inner {
        let message = format!("the curly quotes around `{key}` are letters of the text");
        reader.warn(node.place, "curly-quotes", message, Some(format!("write `\"{inner}\"`, with straight quotes")));
    }
    if let Some(lost) =
        reader.comment_after(node.place, text).filter(|lost| lost.chars().nth(1).is_some_and(char::is_alphanumeric))
    {
        let message = format!("the text of `{key}` ends here: `{}` is taken for a comment", typed(lost));
        let hint = format!("write `\"{text} {lost}\"` if it belongs to the text, and `# ` with a space if not");
        reader.warn(node.place, "lost-in-comment", message, Some(hint));
    }
}

/// One text or a list of them.
pub fn words(reader: &Reader, key: &str, node: &Node) -> Vec<Word> {
    match &node.content {
        Content::List(items) => items.iter().filter_map(|item| word(reader, key, item)).collect(),
        Content::Text(text) if text.starts_with('-') => {
            let message = format!("`{key}` has no list: there is no space after the hyphen");
            let hint = "write each item as `- item`".to_owned();
            reader.error(node.place, "missing-space", message, Some(hint));
            Vec::new()
        }
        Content::Map(pairs) => {
            let message = format!("`{key}` must be a text or a list, not {}", kind_of(node));
            let names: Vec<String> = pairs.iter().map(|(name, _)| typed(&name.text)).collect();
            let hint = format!("put them in square brackets, with commas between: `[{}]`", names.join(", "));
            reader.error(node.place, "wrong-kind", message, Some(hint));
            Vec::new()
        }
        _ => word(reader, key, node).into_iter().collect(),
    }
}

/// Words that people use for one of ours: theirs, then ours.
const SAME: [(&str, &str); 45] = [
    ("should", "aim"),
    ("aims-to", "aim"),
    ("shall", "hard"),
    ("will", "hard"),
    ("may", "advisory"),
    ("working-hours", "office"),
    ("office-hours", "office"),
    ("business-hours", "office"),
    ("clock", "elapsed"),
    ("clock-hours", "elapsed"),
    ("on-the-clock", "elapsed"),
    ("mandatory", "hard"),
    ("must", "hard"),
    ("required", "hard"),
    ("statutory", "hard"),
    ("limit", "hard"),
    ("duty", "hard"),
    ("binding", "hard"),
    ("obligation", "hard"),
    ("recommended", "aim"),
    ("target", "aim"),
    ("goal", "aim"),
    ("expected", "aim"),
    ("guidance", "advisory"),
    ("last-resort", "after-all"),
    ("at-the-end", "after-all"),
    ("anytime", "any"),
    ("any-time", "any"),
    ("always", "any"),
    ("lac", "looked-after"),
    ("cla", "looked-after"),
    ("cp", "child-protection"),
    ("cpp", "child-protection"),
    ("cin", "child-in-need"),
    ("escalating", "escalate"),
    ("escalation", "escalate"),
    ("raising", "raise"),
    ("resolving", "resolve"),
    ("referral", "refer"),
    ("must-do", "refuse"),
    ("block", "refuse"),
    ("stop", "refuse"),
    ("reminder", "remind"),
    ("warning", "warn"),
    ("no-answer", "no-response"),
];

/// A word that may mean either of two of ours, with what decides it.
const EITHER: [(&str, &str, &str); 1] = [(
    "hours",
    "working",
    "write `working-days` if 24 hours are one working day, or `office` if only the hours of the office count",
)];

/// The words for whose a clock is. All other words are ids of roles, so no role may have one of these.
pub const WHOSE: [(&str, Whose); 3] =
    [("responder", Whose::Responder), ("owner", Whose::Owner), ("raiser", Whose::Raiser)];

/// Whether a word can't be the id of a role.
pub fn is_no_role(word: &str) -> bool {
    WHOSE.iter().any(|(name, _)| *name == word)
}

/// The words of a closed list, each with its value.
pub fn pairs<T: Worded>() -> Vec<(&'static str, T)> {
    T::ALL.iter().map(|one| (one.word(), *one)).collect()
}

/// The value of a word in a closed list; an error and `None` for any other word.
pub fn pick<T: Copy>(reader: &Reader, key: &str, word: &Word, choices: &[(&str, T)]) -> Option<T> {
    let found = choices.iter().find(|(name, _)| *name == word.text);
    if found.is_none() {
        let names = || choices.iter().map(|(name, _)| *name);
        let message = format!("`{}` isn't a value of `{key}`", typed(&word.text));
        let same = SAME.iter().filter(|(said, _)| *said == plain(&word.text)).map(|(_, meant)| *meant);
        let meant = same.into_iter().find(|meant| names().any(|name| name == *meant));
        let either = EITHER.iter().find(|(of, said, _)| *of == key && *said == plain(&word.text));
        let hint = match (either, meant) {
            (Some((.., hint)), _) => (*hint).to_owned(),
            (None, Some(meant)) => format!("write `{meant}`"),
            (None, None) => did_you_mean(&word.text, names()),
        };
        reader.error(word.place, "bad-word", message, Some(hint));
    }
    found.map(|(_, value)| *value)
}

/// The words without those that name several of a closed list at once, as in `severe or significant`, which are
/// reported.
pub fn apart<T>(reader: &Reader, key: &str, words: Vec<Word>, choices: &[(&str, T)]) -> Vec<Word> {
    let several = |word: &Word| {
        let joined = [" or ", " and ", "/"].iter().fold(word.text.clone(), |text, join| text.replace(join, ","));
        let parts: Vec<String> = joined.split(',').map(plain).collect();
        let known = parts.len() > 1 && parts.iter().all(|part| choices.iter().any(|(name, _)| name == part));
        known.then_some(parts)
    };
    let single = words.into_iter().filter(|word| {
        let Some(parts) = several(word) else { return true };
        let message = format!("`{}` isn't a value of `{key}`", typed(&word.text));
        let hint = format!("put several in square brackets, with commas between: `[{}]`", parts.join(", "));
        reader.error(word.place, "bad-word", message, Some(hint));
        false
    });
    single.collect()
}

/// What somebody may have meant by a name that isn't known, as a hint.
pub enum Guess {
    /// One name is near.
    Near(String),
    /// None is; the hint lists them all.
    None(String),
}

impl Guess {
    pub fn of<'n>(typed: &str, known: impl Iterator<Item = &'n str> + Clone) -> Guess {
        let near = match nearest(typed, known.clone()) {
            Some(near) if typed.contains(['–', '—', '‑', '−']) => {
                format!("write `{near}`; the dash in it is a long one, and a hyphen is wanted")
            }
            Some(near) if typed.contains(['“', '”', '‘', '’']) => {
                format!("write `{near}`; curly quotes are letters here, use straight ones or none")
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => return Guess::None(one_of(known)),
        };
        Guess::Near(near)
    }

    /// The hint. If no name is near, `otherwise` makes it from the list of all.
    pub fn or_else(self, otherwise: impl FnOnce(String) -> String) -> String {
        match self {
            Guess::Near(hint) => hint,
            Guess::None(all) => otherwise(all),
        }
    }
}

/// A hint: the nearest known name, or all of them if none is near.
pub fn did_you_mean<'n>(typed: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    Guess::of(typed, known).or_else(|all| all)
}

/// `write one of `a`, `b` or `c``.
pub fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "none is declared".to_owned(),
        [only] => format!("there is only {only}"),
        several => format!("write one of {}", list(several, "or")),
    }
}

/// The names of a list, each once: one that is there again is reported.
pub fn once(reader: &Reader, key: &str, names: Vec<Word>) -> Vec<Word> {
    let mut once = Vec::<Word>::new();
    for name in names {
        match once.iter().any(|other| other.text == name.text) {
            true => named_twice(reader, key, &name, "leave one out"),
            false => once.push(name),
        }
    }
    once
}

/// Reports a name that is in a list for the second time.
pub fn named_twice(reader: &Reader, key: &str, name: &Word, hint: &str) {
    let message = format!("`{}` is named twice under `{key}`", typed(&name.text));
    reader.error(name.place, "said-twice", message, Some(hint.to_owned()));
}

/// Checks that an id consists of lower-case letters, digits and hyphens.
pub fn check_id(reader: &Reader, id: &Word) {
    let good = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && !text.ends_with('-')
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if id.text.is_empty() || good(&id.text) {
        return;
    }
    let better = plain(&id.text);
    let hint = (good(&better) && better.len() < 60).then(|| format!("write `{better}`"));
    let message = format!("`{}` isn't an id: small letters, figures and hyphens only", typed(&id.text));
    reader.error(id.place, "bad-id", message, hint);
}

/// What kind of value a node is, in words, with the text if it is one.
pub fn kind_of(node: &Node) -> String {
    if let Content::Text(text) = &node.content { format!("the text `{}`", typed(text)) } else { node.kind() }
}
