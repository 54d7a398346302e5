//! Why a text is not a limit, and what to write instead.

use super::{Direction, LARGEST, Unit, misread, normal};

/// Examples of limits, for an error.
const EXAMPLES: &str = "`5 working days`, `same working day`, `72 hours`, `1 week` or `5 calendar days`";

/// Why a text is not a limit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    #[error(
        "`{typed}` does not say which days are counted; write `{}` or `{}`",
        normal(*.n, Unit::WorkingDays, *.direction),
        normal(*.n, Unit::CalendarDays, *.direction)
    )]
    BareDays { typed: String, n: u32, direction: Direction },
    #[error("`{typed}` isn't a length of time; write `same working day`, or a number from 1")]
    Zero { typed: String },
    #[error("`{typed}` is too long a time; the largest number is {LARGEST}")]
    TooLarge { typed: String },
    #[error(
        "`{typed}` names no time; write `same working day` if it is due that day, `next working day` if it is due the next, \
         or set no limit where the document sets none"
    )]
    Hurried { typed: String },
    #[error("`{typed}` isn't a time; where there is no limit, leave the whole clock out")]
    None { typed: String },
    #[error("`{typed}` is two times, and a limit is one; {}", misread::two_times(.both))]
    Range { typed: String, both: Option<(String, String)> },
    #[error("`{typed}` {}", misread::ways_to_read(*.n, *.direction))]
    WorkingHours { typed: String, n: u32, direction: Direction },
    #[error(
        "`{typed}` can be read in two ways; write `{}` if bank holidays are left out, or `{}` if every day counts",
        normal(*.n, Unit::WorkingDays, *.direction),
        normal(.n.div_ceil(5) * 7, Unit::CalendarDays, *.direction)
    )]
    Weekdays { typed: String, n: u32, direction: Direction },
    #[error(
        "`{typed}` can be read in two ways; write `{}` if every day counts, or `{}` if weekends and bank holidays are left out",
        normal(*.n, Unit::CalendarDays, *.direction),
        normal(*.n, Unit::WorkingDays, *.direction)
    )]
    Consecutive { typed: String, n: u32, direction: Direction },
    #[error(
        "`{typed}` can't be counted, the terms of schools are not known here; in a policy list them under `terms` of the \
         calendar, else write working days"
    )]
    SchoolDays { typed: String, n: u32, direction: Direction },
    #[error(
        "`{typed}` does not say which day is meant; write `same working day`, `next working day` or `1 calendar day`"
    )]
    WhichDay { typed: String },
    #[error("`{typed}` {question}")]
    Open { typed: String, question: &'static str },
    #[error("`{typed}` says what it counts from, too; write `{length}`, and in a policy what it counts from as `from`")]
    WithStart { typed: String, length: String },
    #[error("`{typed}` is not a time limit; {}", hint(.suggestion))]
    Unknown { typed: String, suggestion: Option<String> },
}

impl LimitError {
    /// The limit that was probably intended, if it can be guessed.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Unknown { suggestion, .. } => suggestion.as_deref(),
            Self::BareDays { .. }
            | Self::Zero { .. }
            | Self::TooLarge { .. }
            | Self::Hurried { .. }
            | Self::None { .. }
            | Self::Range { .. }
            | Self::WorkingHours { .. }
            | Self::Weekdays { .. }
            | Self::Consecutive { .. }
            | Self::SchoolDays { .. }
            | Self::WhichDay { .. }
            | Self::Open { .. }
            | Self::WithStart { .. } => None,
        }
    }
}

fn hint(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write {EXAMPLES}"),
    }
}
