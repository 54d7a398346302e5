//! The stages that a document names.

use serde::Serialize;

use super::words;
use crate::domain::text::each_once;

/// What documents call a stage, before its number.
pub(super) const CALLED: [&str; 5] = ["stage", "step", "level", "tier", "phase"];

const NUMBERS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// In capitals, as in `Level II`.
const ROMAN: [&str; 9] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// The same before what it counts: `second stage`.
const ORDINALS: [&str; 9] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

/// The longest heading, in bytes, that is a stage's title as a whole; of a longer one only `Stage 2` is taken.
const TITLE: usize = 60;

/// The most words of a sentence that only says which stage the next ones are about.
const LABEL: usize = 6;

/// A stage as a document names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageNamed {
    /// `stage-2`, `informal`.
    pub id: String,
    /// `Stage 2`, or the heading.
    pub title: String,
}

impl StageNamed {
    /// The stage that a heading is for: `Stage 2`, `Stage 2 (Formal)`, `Informal resolution`. `None` if it names
    /// several.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let all = Self::all_in(heading);
        if let Some(named) = all.first().cloned() {
            let others = all.iter().any(|other| other.id != named.id);
            let begins = Self::leading(heading).is_some();
            let title = if begins && heading.len() <= TITLE { heading.to_owned() } else { named.title };
            return (!others).then_some(Self { title, id: named.id });
        }
        let all = words(heading);
        let informal = all.iter().any(|word| word == "informal") && !all.iter().any(|word| word == "formal");
        informal.then(|| Self { id: "informal".to_owned(), title: heading.to_owned() })
    }

    /// The stage that a sentence or heading begins with: `Stage 2: ...`, `STAGE 2 – ...`.
    pub fn leading(text: &str) -> Option<Self> {
        let mut first = text.split_whitespace();
        let (called, number) = (first.next()?, first.next()?);
        let named = named(called, number)?;
        let closed = number.ends_with([':', '.', ')', '-', '–', '—', '|']);
        // `Stage 2 begins when` only mentions the stage, `Stage 2 – The manager` is labelled with it.
        // `Level 3, Type A.` is nothing but a label.
        let label = number.ends_with(',') && text.split_whitespace().count() <= LABEL;
        let marked = first.next().is_none_or(|next| next.starts_with(['(', '-', '–', '—', ':', '|']));
        (closed || marked || label).then_some(named)
    }

    /// Every stage that a text names, each once, in its order.
    pub fn all_in(text: &str) -> Vec<Self> {
        let all: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        each_once(all.windows(2).filter_map(|pair| named(pair[0], pair[1])))
    }
}

fn named(called: &str, number: &str) -> Option<StageNamed> {
    let ordinal = called.to_lowercase();
    if let Some(at) = ORDINALS.iter().position(|word| *word == ordinal) {
        // `The second stages` are several.
        let what = number.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        return CALLED.contains(&what.as_str()).then(|| numbered(&what, &(at + 1).to_string()));
    }
    let lower = called.to_lowercase();
    let spelt_with_a_capital = called.starts_with(char::is_uppercase);
    let called = CALLED.into_iter().find(|word| lower == *word || lower.strip_suffix('s') == Some(word))?;
    let number = number.trim_end_matches(|c: char| !c.is_alphanumeric());
    // `Level I` is a stage; `at this level I think` is not.
    let roman = ROMAN.iter().position(|word| *word == number);
    if let Some(at) = roman.filter(|_| number.len() > 1 || spelt_with_a_capital) {
        return Some(StageNamed {
            title: format!("{} {number}", capital(called)),
            ..numbered(called, &(at + 1).to_string())
        });
    }
    // `Step B` is a stage; `at this stage a manager` and `at stage I think` are not.
    let lettered = number.len() == 1 && number.chars().all(|c| ('A'..='H').contains(&c));
    let number = number.to_lowercase();
    let spelt = NUMBERS.iter().position(|word| *word == number).map(|at| (at + 1).to_string());
    let figures = number.len() <= 2 && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    let number = spelt.or_else(|| (figures || lettered).then_some(number))?;
    Some(numbered(called, &number))
}

fn numbered(called: &str, number: &str) -> StageNamed {
    StageNamed { id: format!("{called}-{number}"), title: format!("{} {}", capital(called), number.to_uppercase()) }
}

fn capital(called: &str) -> String {
    called[..1].to_uppercase() + &called[1..]
}
