//! Parses the parts of an answer: an id, people, a limit, a stage on one line.

use crate::cli::error::Failure;
use crate::domain::limit::{DaysMean, Limit, LimitError};
use crate::domain::suggest::plain;
use crate::domain::time::{Date, DateError, Moment, parse_due_date};
use crate::store::policy_file::{DraftStage, DraftTime, DraftWay};

/// How an answer is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    Anything,
    Id,
    /// A date, in figures or in words; the value is today.
    Date(Date),
    People,
    /// The title of a stage.
    Title,
    /// The title of one role.
    Person,
    /// A limit, `agreed` or `none`.
    Time,
    Limit,
    /// A limit or `none`.
    Total,
}

impl Check {
    /// # Errors
    /// What is wrong with an answer.
    pub fn of(self, typed: &str) -> Result<(), String> {
        let message = |failure: Failure| match failure.hint {
            Some(hint) => format!("{}; {hint}", failure.message),
            None => failure.message,
        };
        match self {
            Check::Anything => Ok(()),
            Check::Title | Check::People | Check::Person if is_a_time(typed) => {
                Err(format!("`{typed}` is a time, and a title is asked for, as in `Team Manager`"))
            }
            Check::Title => Ok(()),
            Check::Id => id(typed).map(drop).map_err(message),
            Check::Date(today) => date(typed, today).map(drop).map_err(|fault| fault.to_string()),
            Check::People => match people(typed).0.iter().all(|one| plain(one).chars().any(char::is_alphabetic)) {
                true => Ok(()),
                false => {
                    Err(format!("`{typed}` leaves somebody out; write titles, as in `Team Manager or Social Worker`"))
                }
            },
            Check::Person if [" or ", ",", ";"].iter().any(|between| typed.contains(between)) => {
                Err(format!("`{typed}` is more than one; name one by title, as in `Quality and Reviewing Manager`"))
            }
            Check::Person => Check::People.of(typed),
            Check::Time => match Limit::parse_with(without_within(typed), Some(DaysMean::Working)) {
                Err(LimitError::WithStart { length, .. }) => Err(format!(
                    "`{typed}` says what it counts from, too; write `{length}` here: where a meeting is held, what it counts \
                     from is asked next"
                )),
                Err(LimitError::Range { .. }) if Limit::range(without_within(typed)).is_none() => {
                    Err(format!("`{typed}` is two times without their unit; write both, as in `5 to 10 working days`"))
                }
                Ok(_) | Err(_) => time(typed).map(drop).map_err(message),
            },
            Check::Total if is_none(typed) => Ok(()),
            Check::Limit | Check::Total => {
                let limit = Limit::parse_with(without_within(typed), Some(DaysMean::Working));
                limit.map(drop).map_err(|fault| fault.to_string())
            }
        }
    }
}

/// Whether an answer is that there is none.
pub fn is_none(typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    ["none", "no", "no limit", "no time limit", "no total", "n/a", "-"].contains(&typed.as_str())
}

fn is_a_time(typed: &str) -> bool {
    Limit::parse_with(without_within(typed.trim()), Some(DaysMean::Working)).is_ok()
}

/// # Errors
/// The text is neither `working` nor `calendar`.
pub fn days(text: &str) -> Result<DaysMean, String> {
    match text {
        "working" => Ok(DaysMean::Working),
        "calendar" => Ok(DaysMean::Calendar),
        other => Err(format!("`{other}` is neither `working` nor `calendar`")),
    }
}

/// # Errors
/// The text can't be an id.
pub fn id(text: &str) -> Result<String, Failure> {
    let good = plain(text);
    if good != text || !text.is_ascii() {
        let hint = if good.is_ascii() { format!("write `{good}`") } else { "use plain letters".to_owned() };
        return Err(
            Failure::usage(format!("`{text}` isn't an id: small letters, figures and hyphens only")).hinted(hint)
        );
    }
    Ok(good)
}

/// A date, in figures or in words.
///
/// # Errors
/// The text is no date.
pub fn date(text: &str, today: Date) -> Result<Date, DateError> {
    parse_due_date(text, Moment::on(today))
}

/// A stage as its flag gives it: `TITLE | WHO | LIMIT | aim`.
///
/// # Errors
/// A part is missing, or the limit can't be read.
pub fn stage(given: &str, formal: bool) -> Result<DraftStage, Failure> {
    let wrong = || Failure::usage(format!("`{given}` isn't a stage")).hinted("write TITLE | WHO | LIMIT");
    let parts: Vec<&str> = given.split('|').map(str::trim).collect();
    let ([title, who] | [title, who, _] | [title, who, _, _]) = parts.as_slice() else { return Err(wrong()) };
    let (who, how) = people(who);
    if title.is_empty() || who.iter().any(String::is_empty) {
        return Err(wrong());
    }
    let aim = match parts.get(3).copied() {
        None => None,
        Some("aim") => Some(true),
        Some("duty") => Some(false),
        Some(other) => return Err(Failure::usage(format!("`{other}` is neither `aim` nor `duty`"))),
    };
    let time = match parts.get(2).map(|text| time(text)).transpose()? {
        // The flag has always meant `agreed` if no limit is given, and scripts rely on that.
        None => DraftTime::Agreed,
        Some(DraftTime::Within { limit, shorter, .. }) => DraftTime::Within { limit, aim, shorter },
        Some(other) => other,
    };
    Ok(DraftStage { title: (*title).to_owned(), formal, who, how, time, ..DraftStage::default() })
}

/// Who answers: `A or B` and `A, B` mean any of them, `A and B` each of them, `A, then B` one after another.
pub fn people(who: &str) -> (Vec<String>, DraftWay) {
    let several = |parts: Vec<&str>| -> Vec<String> {
        let apart = parts.into_iter().flat_map(|part| part.split([',', ';']));
        apart.map(|one| without_article(one).to_owned()).collect()
    };
    for (word, how) in [(" then ", DraftWay::Chain), (" or ", DraftWay::Any), (" and ", DraftWay::All)] {
        if who.contains(word) {
            let trimmed = who.split(word).map(|part| part.trim().trim_end_matches(','));
            return (several(trimmed.collect()), how);
        }
    }
    (several(vec![who]), DraftWay::Any)
}

/// `5 working days` for `within 5 working days`, as documents write it.
pub fn without_within(text: &str) -> &str {
    let text = text.trim();
    let rest = |word: &str| {
        text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &text[word.len()..])
    };
    ["within ", "up to ", "no more than "].iter().find_map(|word| rest(word)).map_or(text, str::trim_start)
}

/// `Team Leader` for `the Team Leader` or `their Team Leader`.
pub fn without_article(title: &str) -> &str {
    let title = title.trim();
    let words = ["the ", "a ", "an ", "their ", "The ", "A ", "An ", "Their "];
    words.iter().find_map(|word| title.strip_prefix(word)).map_or(title, str::trim_start)
}

/// A limit; `agreed` if it is to be agreed, `none` if the document has none. Which days bare `days` are is left to the
/// file.
///
/// # Errors
/// The text is no limit.
pub fn time(text: &str) -> Result<DraftTime, Failure> {
    let text = without_within(text);
    match text.to_lowercase().as_str() {
        "agreed" => Ok(DraftTime::Agreed),
        _ if is_none(text) => Ok(DraftTime::Open),
        _ => {
            let (shorter, limit) = match Limit::range(text) {
                Some((shorter, limit)) => (Some(shorter), limit),
                None => (None, text.to_owned()),
            };
            for limit in shorter.iter().chain([&limit]) {
                Limit::parse_with(limit, Some(DaysMean::Working))?;
            }
            // Of two limits, the shorter is an aim; whether the longer binds has to be asked.
            Ok(DraftTime::Within { limit, aim: None, shorter })
        }
    }
}
