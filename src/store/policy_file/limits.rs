//! Reads limits: what a bare `days` means, and how hours and school days depend on the calendar.

use super::fields::Fields;
use super::references::Word;
use super::shape::Shape;
use super::values::any_limit;
use crate::domain::limit::{Direction, Limit, LimitError, Unit};

impl Fields<'_> {
    pub fn limit(&self, key: &'static str) -> Option<Limit> {
        self.note(key, || Shape::Limit);
        self.word(key).and_then(|word| self.limit_of(&word))
    }

    pub fn need_limit(&self, key: &'static str) -> Limit {
        self.need(key, || Some("write a time, as in `5 working days`".to_owned()));
        self.limit(key).unwrap_or_else(any_limit)
    }

    pub fn limit_of(&self, word: &Word) -> Option<Limit> {
        let parsed = Limit::parse_with(&word.text, self.reader.days.get()).or_else(|wrong| {
            let known = |n, unit, direction| Limit { n, unit, direction, written: word.text.clone() };
            match wrong {
                LimitError::WorkingHours { n, direction: Direction::After, .. } if self.reader.office.get() => {
                    Ok(known(n, Unit::OfficeHours, Direction::After))
                }
                LimitError::SchoolDays { n, direction, .. } if self.reader.terms.get() => {
                    Ok(known(n, Unit::SchoolDays, direction))
                }
                other => Err(other),
            }
        });
        parsed
            .map_err(|wrong| {
                let bare = matches!(wrong, LimitError::BareDays { .. });
                self.say(word, if bare { "bare-days" } else { "bad-limit" }, &wrong.to_string());
            })
            .ok()
    }
}
