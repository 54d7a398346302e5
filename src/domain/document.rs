//! The parts of an authority's document that can be recognised without understanding it: its headings, and the
//! sentences that name a stage, an actor, a limit or an obligation, or have a word that a rule may have. A policy can
//! then be compared with it.

mod citation;
mod keys;
mod obligation;
mod signs;
mod split;
mod spoken;
mod stage;
mod table;
mod title;
mod traces;

use std::collections::BTreeSet;

use serde::Serialize;

pub use citation::{Cited, Clause};
pub use keys::Key;
pub use obligation::Obligation;
pub use signs::{DateFound, LimitFound};
pub use split::is_item;
pub use stage::StageNamed;
pub use title::title;

/// A heading, a paragraph, an item of a list or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The line of the file at which it begins, from 1.
    pub line: usize,
    pub text: String,
    /// The level of a heading, from 1; `None` for anything else.
    pub heading: Option<u8>,
    /// The number that a list gives it, if that is not written in the text itself.
    pub number: Option<String>,
    /// Whether it is an item of a list.
    pub listed: bool,
}

/// A sentence of the document that a policy may have to cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The line at which its paragraph begins, from 1.
    pub line: usize,
    /// The headings above it, the nearest last.
    pub headings: Vec<String>,
    /// The number of its paragraph, such as `3.2`.
    pub number: Option<String>,
    /// Whether no paragraph under other headings has that number.
    #[serde(skip)]
    pub number_is_unique: bool,
    /// The stage whose section it is in.
    pub stage: Option<StageNamed>,
    /// The stages that it names, wherever it is.
    pub names: Vec<StageNamed>,
    pub text: String,
    /// How strictly it asks for something; `None` if it doesn't.
    pub obligation: Option<Obligation>,
    pub limits: Vec<LimitFound>,
    /// The dates that it names in full, with the year.
    pub dates: Vec<DateFound>,
    /// Who is named, by title.
    pub roles: Vec<String>,
    /// The policy keys that would express it.
    pub keys: Vec<Key>,
}

impl Sentence {
    /// How strictly the sentence sets the limit with this index: judged by the words since the limit before it or, if
    /// those don't say, by the whole sentence.
    pub fn obligation_by(&self, limit: usize) -> Option<Obligation> {
        let (mut from, mut between) = (0, "");
        for limit in self.limits.iter().take(limit + 1) {
            let Some(at) = self.text[from..].find(&limit.written) else { return self.obligation };
            between = &self.text[from..from + at];
            from += at + limit.written.len();
        }
        obligation::obligation(between).filter(|_| self.limits.len() > 1).or(self.obligation)
    }

    /// Whether it asks for something or sets a time, so that a policy should answer it.
    pub fn asks(&self) -> bool {
        self.obligation.is_some() || !self.limits.is_empty()
    }

    /// The heading above the one that names its stage. If stages with the same number stand under several such
    /// headings, the document has several ladders.
    pub fn ladder(&self) -> Option<&str> {
        let above = self.headings.iter().rev().find(|heading| StageNamed::of_heading(heading).is_none());
        self.stage.as_ref().and(above).map(String::as_str)
    }

    /// How a policy would cite it: by its number where only one paragraph has that and it says enough, by its heading
    /// and number otherwise.
    pub fn source(&self) -> String {
        let alone = self.number.as_deref().is_some_and(|number| number.contains(['.', '(', ' ']));
        match (self.number_in_words(), self.headings.last()) {
            (Some(number), _) if self.number_is_unique && alone => number,
            (Some(number), Some(heading)) => format!("{heading} {number}"),
            (Some(number), None) => number,
            (None, heading) => heading.cloned().unwrap_or_default(),
        }
    }

    /// The number of its paragraph, in brackets if it is the letter of an item.
    pub fn number_in_words(&self) -> Option<String> {
        let number = self.number.as_deref()?;
        Some(if split::is_letter(number) { format!("({number})") } else { number.to_owned() })
    }
}

/// The sentences that hold a stage, a role, a limit or an obligation, or a trace of a rule, in the order of the document.
pub fn sentences(parts: &[Part]) -> Vec<Sentence> {
    read(parts, false)
}

/// The same, with every other sentence of a paragraph that has a number of its own: it may hold a rule in words that
/// weren't recognised.
pub fn sentences_to_read(parts: &[Part]) -> Vec<Sentence> {
    read(parts, true)
}

/// The first sentence of each paragraph that has a number of its own, whatever its words.
pub fn clauses(parts: &[Part]) -> Vec<Sentence> {
    let mut seen: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
    let numbered = read(parts, true).into_iter().filter(|sentence| sentence.number.is_some());
    numbered.filter(|one| seen.insert((one.number.clone().unwrap_or_default(), one.headings.clone()))).collect()
}

fn read(parts: &[Part], of_each_clause: bool) -> Vec<Sentence> {
    let mut headings: Vec<(u8, String)> = Vec::new();
    let (mut found, mut around) = (Vec::new(), Around::default());
    for part in parts {
        if let Some(level) = part.heading {
            headings.retain(|(above, _)| *above < level);
            headings.push((level, part.text.clone()));
            around = Around::default();
            continue;
        }
        found.extend(match table::stage_of_row(part, &mut around.counts) {
            Some(row) => of_paragraph(&row, &headings, of_each_clause, &mut around),
            None => of_paragraph(part, &headings, of_each_clause, &mut around),
        });
    }
    let numbers: BTreeSet<(String, Vec<String>)> =
        found.iter().filter_map(|one| Some((one.number.clone()?, one.headings.clone()))).collect();
    for one in &mut found {
        let same = numbers.iter().filter(|(number, _)| Some(number) == one.number.as_ref());
        one.number_is_unique = same.count() == 1;
    }
    found
}

/// What a paragraph takes from those before it under the same heading.
#[derive(Default)]
struct Around {
    /// The number of the last paragraph that had one in figures; items with letters are below it.
    number: Option<String>,
    /// The last item with a letter; items with small roman numbers may be below it.
    letter: Option<String>,
    /// The number of the paragraph that introduces the present list with a colon.
    introduces: Option<String>,
    /// The last figure in that list.
    counted: u32,
    /// How strictly words before a colon ask for each item below them.
    asks: Option<Obligation>,
    /// Whether those words end so that even an item without a number goes on with them, as in `the IRO must:`.
    goes_on: bool,
    /// What the first column of the present table numbers, such as `Step`.
    counts: Option<String>,
}

impl Around {
    /// The full number of an item or a paragraph, and whether it is below a paragraph with a number.
    fn place(&mut self, own: &str) -> (String, bool) {
        if split::is_letter(own) {
            return (self.place_of_letter(own), true);
        }
        self.letter = None;
        // In the list of paragraph 1.2, 1 is no sibling of it.
        let parent = self.introduces.clone().filter(|parent| parent.contains('.'));
        match (parent, own.parse::<u32>()) {
            (Some(parent), Ok(count)) if count == self.counted + 1 => {
                self.counted = count;
                (split::below(&parent, own), true)
            }
            _ => {
                self.number = Some(own.to_owned());
                (own.to_owned(), false)
            }
        }
    }

    fn place_of_letter(&mut self, own: &str) -> String {
        let Some(parent) = &self.number else { return own.to_owned() };
        let above = self.letter.as_ref().filter(|letter| split::is_below_letter(letter, own));
        if let Some(letter) = above {
            return split::below(&split::below(parent, letter), own);
        }
        self.letter = Some(own.to_owned());
        split::below(parent, own)
    }
}

/// The last words before a colon with which the items after it go on.
const GO_ON: [&str; 7] = ["must", "shall", "will", "should", "may", "can", "to"];

fn of_paragraph(part: &Part, headings: &[(u8, String)], of_each_clause: bool, around: &mut Around) -> Vec<Sentence> {
    let above = headings.iter().rev().find_map(|(_, heading)| StageNamed::of_heading(heading));
    let headings: Vec<String> = headings.iter().map(|(_, heading)| heading.clone()).collect();
    let (mut number, mut here) = (part.number.clone(), None);
    let mut below = part.listed && number.is_none();
    if let Some(own) = part.number.as_deref().filter(|_| part.listed) {
        let (full, is_below) = around.place(own);
        (number, below) = (Some(full), is_below);
    }
    // An item without a number is part of the paragraph that introduces its list.
    let mut borrowed = part.listed && number.is_none();
    if borrowed {
        number.clone_from(&around.introduces);
    }
    let mut found = Vec::new();
    for whole in split::sentences(&part.text) {
        let (numbered, text) = split::number_of(&whole);
        if let Some(own) = numbered {
            let (full, is_below) = around.place(&own);
            (number, here, below, borrowed) = (Some(full), None, is_below, false);
        }
        here = StageNamed::leading(text).or(here);
        let roles = signs::roles(text);
        let obligation = obligation::obligation(text);
        let item = below || part.listed;
        let asked = around.asks.filter(|_| item && (!borrowed || around.goes_on));
        // `(a) tell the child` is as strict as `The IRO must:` above it.
        let obligation = obligation.filter(|own| *own != Obligation::Does || asked.is_none()).or(asked);
        if text.ends_with(':') && !below {
            around.asks = obligation;
            around.goes_on = words(text).last().is_some_and(|last| GO_ON.contains(&last.as_str()));
            (around.introduces, around.counted) = (number.clone(), 0);
        } else if !item {
            (around.asks, around.introduces) = (None, None);
        }
        let limits = signs::limits(text);
        let (stage, names) = (here.clone().or_else(|| above.clone()), StageNamed::all_in(text));
        let keys = keys::of(text, obligation, &limits, stage.is_some());
        // A sentence can define what a day is without asking for anything.
        let counts_days = keys.contains(&Key::Calendar);
        // Another can say that no stage may be left out.
        let bypass = keys.contains(&Key::Bypass);
        let empty = obligation.is_none()
            && limits.is_empty()
            && roles.is_empty()
            && names.is_empty()
            && !counts_days
            && !bypass
            && !traces::any_in(text);
        if empty && !(of_each_clause && number.is_some() && !borrowed) {
            continue;
        }
        let headings = headings.clone();
        found.push(Sentence {
            line: part.line,
            headings,
            number: number.clone(),
            number_is_unique: false,
            stage,
            names,
            text: text.to_owned(),
            obligation,
            limits,
            dates: signs::dates(text),
            roles,
            keys,
        });
    }
    found
}

/// The words of a text in lower case, without punctuation.
fn words(text: &str) -> Vec<String> {
    let plain: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Whether a text, as `padded` gives it, has these words one after another.
fn has(padded: &str, words: &str) -> bool {
    padded.contains(&format!(" {words} "))
}

/// The words of a text, each with a space before and after it, so that `has` finds only whole words.
fn padded(text: &str) -> String {
    format!(" {} ", words(&text.replace('’', "'")).join(" "))
}

#[cfg(test)]
mod tests;
