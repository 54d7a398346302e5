//! Whether the clauses that a policy cites reach a sentence of the document.

use super::split::number_of;
use super::{LimitFound, Sentence, words};
use crate::domain::limit::{Limit, LimitError, Unit};

/// A clause as a policy cites it, and the times of the rule that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub source: String,
    pub limits: Vec<Limit>,
}

/// How far a policy cites a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cited {
    /// No rule names its heading or its number.
    Not,
    /// Its heading or its number is named, and none of the rules that do so has its time.
    WithoutItsLimit,
    /// Its heading is named, which may be meant for another sentence under it.
    ByHeading,
    /// Its number is named.
    ByNumber,
}

/// How near a clause comes to a sentence.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Heading,
    Number,
}

impl Sentence {
    /// How far any of these clauses cites it.
    pub fn cited_by(&self, clauses: &[Clause]) -> Cited {
        let mut nearest = None;
        let mut limits: Vec<&Limit> = Vec::new();
        for clause in clauses {
            let sources = clause.source.split(';').map(str::trim);
            // `Practice guidance, telephone talk` names what stands before the comma.
            let reaches = sources.filter_map(|source| {
                let before = source.split_once(',').and_then(|(before, _)| self.reached_by(before));
                self.reached_by(source).max(before)
            });
            let reaches = reaches.max();
            if reaches.is_some() {
                limits.extend(&clause.limits);
            }
            nearest = nearest.max(reaches);
        }
        match nearest {
            None => Cited::Not,
            Some(_) if !self.limits.iter().all(|found| has(&limits, found)) => Cited::WithoutItsLimit,
            Some(Reach::Heading) => Cited::ByHeading,
            Some(Reach::Number) => Cited::ByNumber,
        }
    }

    fn reached_by(&self, clause: &str) -> Option<Reach> {
        let alone = self
            .number
            .as_ref()
            .filter(|number| self.number_is_unique || number.contains('.') || self.headings.is_empty());
        if alone.is_some_and(|number| begins_with_number(clause, number)) {
            return Some(Reach::Number);
        }
        self.headings.iter().filter_map(|heading| self.under(heading, clause)).max()
    }

    /// Whether a clause names a heading, alone or with the number of this sentence's paragraph.
    fn under(&self, heading: &str, clause: &str) -> Option<Reach> {
        let (number, heading) = number_of(heading);
        if number.is_some_and(|number| begins_with_number(clause, &number)) {
            return Some(Reach::Heading);
        }
        let (named, heading) = (words(clause), words(heading));
        if named.is_empty() || heading.is_empty() {
            return None;
        }
        let Some(rest) = named.strip_prefix(heading.as_slice()) else {
            // A heading may be cited by its first words; a number alone is nothing's first word.
            let short = heading.starts_with(&named) && named.iter().any(|word| word.chars().any(char::is_alphabetic));
            return short.then_some(Reach::Heading);
        };
        match rest.first().filter(|item| item.chars().all(|c| c.is_ascii_digit())) {
            Some(item) => (self.number.as_ref() == Some(item)).then_some(Reach::Number),
            None => Some(Reach::Heading),
        }
    }
}

/// Whether one of these limits is a time that the document names. A bare `5 days` may be of either kind in the policy; what
/// the words leave open is no time to look for.
fn has(limits: &[&Limit], found: &LimitFound) -> bool {
    let Some(ours) = &found.limit else { return true };
    let bare = matches!(Limit::parse(&found.written), Err(LimitError::BareDays { .. }));
    limits.iter().any(|limit| {
        let days = matches!(limit.unit, Unit::WorkingDays | Unit::CalendarDays);
        limit.n == ours.n && (limit.unit == ours.unit || bare && days)
    })
}

/// `2.3` begins `2.3`, `2.3, second sentence` and `2.3(a)`, and not `2.31` or `2.3.1`.
fn begins_with_number(clause: &str, number: &str) -> bool {
    let rest = clause.trim_start_matches(['(', '§', ' ']).strip_prefix(number);
    rest.is_some_and(|rest| {
        let mut next = rest.chars();
        match next.next() {
            Some('.') => !next.next().is_some_and(|after| after.is_ascii_digit()),
            Some(first) => !first.is_alphanumeric(),
            None => true,
        }
    })
}
