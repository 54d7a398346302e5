//! The codes of the national return on looked-after children, and the time limits of their reviews, as data in
//! `policies/codes/looked-after.json`.

use std::sync::LazyLock;

use chrono::Months;
use serde::{Deserialize, Serialize};

use super::calendar::{BeyondHorizon, Calendar, Counting};
use super::limit::Limit;
use super::time::{Date, Moment};

/// The contents of the file.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Codes {
    /// The return and the year that the codes are from.
    pub edition: String,
    pub checked_on: Date,
    /// What the codes were compared with.
    pub checked: String,
    pub lists: Vec<CodeList>,
    #[serde(skip_serializing)]
    reviews: ReviewLimits,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct CodeList {
    pub list: String,
    pub title: String,
    pub codes: Vec<Code>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Code {
    pub code: String,
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
struct ReviewLimits {
    document: String,
    first: ReviewLimit,
    second: ReviewLimit,
    later: ReviewLimit,
}

/// A limit in the regulation's own words: `months`, or `limit` as a protocol writes one.
#[derive(Debug, Clone, Deserialize)]
struct ReviewLimit {
    what: String,
    months: Option<u32>,
    limit: Option<String>,
    source: String,
}

/// The last review, from which the next is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastReview {
    /// None was held since the child became looked after.
    None {
        looked_after_since: Date,
    },
    First {
        held: Date,
    },
    Later {
        held: Date,
    },
}

/// The date by which a review must be held, with its limit and source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDue {
    pub what: String,
    pub limit: String,
    pub due: Date,
    pub source: String,
}

static BUILT_IN: LazyLock<Codes> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../policies/codes/looked-after.json")).expect("the built-in file is sound")
});

/// The built-in codes.
pub fn codes() -> &'static Codes {
    &BUILT_IN
}

/// The name of the list of legal statuses.
pub const LEGAL_STATUS: &str = "legal-status";

impl Codes {
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.lists.iter().find(|one| one.list == name)
    }

    /// By when the next review must be held; `None` if the file gives no limit that can be read.
    ///
    /// # Errors
    /// A date that the calendar doesn't reach.
    pub fn next_review(&self, last: LastReview, calendar: &Calendar) -> Result<Option<ReviewDue>, BeyondHorizon> {
        let (limit, from) = match last {
            LastReview::None { looked_after_since } => (&self.reviews.first, looked_after_since),
            LastReview::First { held } => (&self.reviews.second, held),
            LastReview::Later { held } => (&self.reviews.later, held),
        };
        let (due, written) = match (limit.months, limit.limit.as_deref().map(Limit::parse)) {
            (Some(months), _) => (from.checked_add_months(Months::new(months)), format!("{months} months")),
            (None, Some(Ok(limit))) => {
                let due = calendar.due(Moment::on(from), &limit, &Counting::default())?.date;
                (Some(due), limit.written)
            }
            (None, Some(Err(_)) | None) => (None, String::new()),
        };
        let source = format!("{}, {}", self.reviews.document, limit.source);
        Ok(due.map(|due| ReviewDue { what: limit.what.clone(), limit: written, due, source }))
    }
}

/// A legal status as it is recorded: a known code as the list writes it, whatever its case; anything else as typed.
pub fn legal_status(typed: &str) -> String {
    known(typed).map_or_else(|| typed.to_string(), |code| code.code.clone())
}

/// A legal status for readers: a code with its meaning; anything else as it is.
pub fn legal_status_in_words(status: &str) -> String {
    known(status).map_or_else(|| status.to_string(), |code| format!("{} ({})", code.code, code.text))
}

/// Whether it looks like a code (a letter and digits), but is not in the list.
pub fn is_unknown_code(status: &str) -> bool {
    let mut letters = status.trim().chars();
    let shaped = letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.all(|c| c.is_ascii_digit());
    shaped && status.trim().len() > 1 && known(status).is_none()
}

fn known(status: &str) -> Option<&'static Code> {
    let codes = &codes().list(LEGAL_STATUS)?.codes;
    codes.iter().find(|one| one.code.eq_ignore_ascii_case(status.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole_and_no_code_stands_twice() {
        let codes = codes();
        assert_eq!(codes.lists.iter().map(|one| one.codes.len()).collect::<Vec<_>>(), [13, 28, 8]);
        for list in &codes.lists {
            let mut seen: Vec<&str> = list.codes.iter().map(|one| one.code.as_str()).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), list.codes.len(), "{}", list.list);
        }
    }

    #[test]
    fn statuses_are_codes_in_their_own_letters_or_words() {
        for (typed, kept, words) in [
            ("C1", "C1", "C1 (Interim care order)"),
            (" e1 ", "E1", "E1 (Placement order granted)"),
            ("section 20", "section 20", "section 20"),
            ("C9", "C9", "C9"),
        ] {
            assert_eq!((legal_status(typed).as_str(), legal_status_in_words(typed).as_str()), (kept, words));
        }
        assert!(is_unknown_code("C9") && is_unknown_code("x12"));
        assert!(!is_unknown_code("c2") && !is_unknown_code("S") && !is_unknown_code("section 20"));
    }

    /// SI 2010/959, regulation 33: 20 working days, three months, six months.
    #[test]
    fn reviews_are_due_as_the_regulations_say() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let calendar = Calendar::england_and_wales();
        let due = |last| codes().next_review(last, &calendar).unwrap().unwrap();
        // From Monday 2 March 2026: 20 March is day 14, 30 March day 20.
        let first = due(LastReview::None { looked_after_since: date("2026-03-02") });
        assert_eq!((first.due, first.limit.as_str()), (date("2026-03-30"), "20 working days"));
        let second = due(LastReview::First { held: date("2026-03-30") });
        assert_eq!((second.due, second.limit.as_str()), (date("2026-06-30"), "3 months"));
        // There is no 31 February.
        assert_eq!(due(LastReview::Later { held: date("2026-08-31") }).due, date("2027-02-28"));
        assert!(second.source.ends_with("regulation 33(2)"), "{}", second.source);
    }
}
