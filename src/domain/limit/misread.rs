//! What people write instead of a limit: words that name no time, two times, or one that can be read in two ways. The
//! error asks the question that settles it, and never suggests a limit that would move the date.

use super::{Direction, Limit, LimitError, Unit, normal, split_number};
use crate::domain::time::typed;

/// Words that hurry somebody and name no time.
const HURRIED: [&str; 13] = [
    "immediately",
    "immediate",
    "without delay",
    "without undue delay",
    "forthwith",
    "at once",
    "straight away",
    "straightaway",
    "promptly",
    "urgently",
    "as soon as possible",
    "as soon as practicable",
    "asap",
];

/// Words that say there is no limit.
const NONE: [&str; 8] = ["none", "no limit", "no time limit", "unlimited", "not set", "n/a", "no", "-"];

/// Words that come before those that matter.
const LEADING: [&str; 10] = ["on", "by", "within", "at", "in", "the", "end", "of", "until", "to"];

const SAME_DAY: &str = "does not say what holds on a weekend or a bank holiday; write `same working day` if it is then due on \
                        the next working day";
const VAGUE: &str = "names no time; ask whoever wrote it, or leave the clock out where the document sets no time";
const LEFT_OPEN: &str = "is left open; in a policy write `agreed`, with a `fallback` where the document has one";
const NO_LENGTH: &str = "is a day, not a length of time; write how many days there are, as in `5 working days`";
const AGAIN: &str = "comes round again; write the time between, as in `2 weeks`, and in a policy `repeats` beside it";
const TIME_OF_DAY: &str = "names a time of day, and a limit ends with a day, or so many hours after it began; write the day, as in \
                           `next working day`, and in a policy the time of day in the `label`";
const TOO_FINE: &str = "is finer than is counted here; write whole hours or whole days";
const AT_LEAST: &str = "says how soon at the earliest, and a limit is the latest; write by when it has to be done, or leave the \
                        clock out where nothing is said of that";
const BEFORE: &str = "says what it counts back from, too; write the time alone, as in `3 working days before`, at a clock with \
                      `from: meeting` if it is before a meeting, or under `review` if it is before a review";
const AT_LEAST_BEFORE: &str =
    "is no later than that; write the time alone, as in `3 working days before`: the day that it gives is the last";
const CLEAR_DAYS: &str = "leaves open whether the last day is in; keep the number if it is due on the last of these days, or \
                          add one if so many whole days lie between, and say which days: `working days` or `calendar \
                          days`";

const WHOLE_WEEKS: &str = "leaves open from which day the weeks are counted; write the number alone, as in `2 weeks`, if it is \
                           due on the same day of the week, or add one if only weeks from Monday to Sunday count";
const WHOLE_MONTHS: &str = "leaves open from which day the months are counted; write the number alone, as in `2 months`, if it is \
                            due on the same day of the month, or add one if only months from the 1st to the last day count";

/// Each question with the phrases that leave it open.
const QUESTIONS: [(&str, &[&str]); 4] = [
    (
        SAME_DAY,
        &[
            "same day",
            "that day",
            "that same day",
            "day",
            "day itself",
            "today",
            "close of business",
            "close of play",
            "business",
            "play",
            "cob",
        ],
    ),
    (
        VAGUE,
        &[
            "a timely manner",
            "a timely fashion",
            "timely",
            "reasonable time",
            "a reasonable time",
            "a reasonable timescale",
            "a reasonable period",
            "due course",
            "soon",
        ],
    ),
    (
        LEFT_OPEN,
        &["as agreed", "be agreed", "agreement", "tbc", "tba", "tbd", "be confirmed", "as appropriate", "as required"],
    ),
    (
        NO_LENGTH,
        &[
            "week",
            "month",
            "term",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "next review",
            "next meeting",
        ],
    ),
];

/// How many hours make a day, for clock hours and for working hours.
const HOURS_OF_A_DAY: [u32; 2] = [24, 8];

/// How two times are written in a policy: the end of the error for `Range`.
pub(super) fn two_times(both: &Option<(String, String)>) -> String {
    match both {
        Some((aim, limit)) => format!("in a policy write `aim: {aim}, limit: {limit}` at a clock"),
        None => "in a policy the shorter is the `aim` of a clock and the longer its `limit`".to_owned(),
    }
}

/// How working hours can be read, as days of 24 hours or of 8 where these differ, or by the hour: the end of the error
/// for `WorkingHours`.
pub(super) fn ways_to_read(n: u32, direction: Direction) -> String {
    let [short, long] = HOURS_OF_A_DAY.map(|hours| normal(n.div_ceil(hours), Unit::WorkingDays, direction));
    let by_the_hour = "put `office_hours: {from: \"09:00\", to: \"17:00\"}` under the `calendar` of a policy to count them by the \
                       hour";
    match (short == long, direction) {
        (true, Direction::After) => format!(
            "are hours of an office, and nothing says when it is open; write `{short}` if the day is enough, or {by_the_hour}"
        ),
        (true, Direction::Before) => {
            format!("are hours of an office, and nothing says when it is open; write `{short}` if the day is enough")
        }
        (false, Direction::After) => format!(
            "can be read in more than one way; write `{short}` if a day stands for 24 hours, `{long}` if it stands for 8 hours \
             of work, or {by_the_hour}"
        ),
        (false, Direction::Before) => format!(
            "can be read in two ways; write `{short}` if a day stands for 24 hours, or `{long}` if it stands for 8 hours of \
             work"
        ),
    }
}

/// The error for a text that names no limit, or two, or leaves a question open; `None` for anything else.
pub(super) fn misread(words: &[&str], text: &str) -> Option<LimitError> {
    let (said, typed) = (words.join(" "), typed(text));
    if HURRIED.contains(&said.as_str()) {
        return Some(LimitError::Hurried { typed });
    }
    if NONE.contains(&said.as_str()) {
        return Some(LimitError::None { typed });
    }
    let led_in = words.iter().take_while(|word| LEADING.contains(word)).count();
    if matches!(words[led_in..], ["next" | "following", "day"]) {
        return Some(LimitError::WhichDay { typed });
    }
    if let Some(question) = question(words, text) {
        return Some(LimitError::Open { typed, question });
    }
    if let Some(length) = with_its_start(words) {
        return Some(LimitError::WithStart { typed, length });
    }
    is_range(words).then(|| LimitError::Range { typed, both: both_times(text) })
}

/// Words with which a time is the shortest there may be, at the beginning or anywhere.
const AT_LEAST_FIRST: [&str; 5] = ["more than", "over", "after", "longer than", "min"];
const AT_LEAST_ANYWHERE: [&str; 11] = [
    "at least",
    "at the earliest",
    "minimum",
    "no less than",
    "not less than",
    "no fewer than",
    "no sooner than",
    "not before",
    "not earlier than",
    "no earlier than",
    "or more",
];

fn is_the_least(words: &[&str]) -> bool {
    let said = format!(" {} ", words.join(" "));
    AT_LEAST_FIRST.iter().any(|first| said.starts_with(&format!(" {first} ")))
        || AT_LEAST_ANYWHERE.iter().any(|least| said.contains(&format!(" {least} ")))
}

fn question(words: &[&str], text: &str) -> Option<&'static str> {
    let first = *words.first()?;
    if words.windows(3).any(|three| three[0] != "not" && three[1] == "before") && !words.contains(&"review") {
        return Some(BEFORE);
    }
    if is_the_least(words) {
        if text.trim_end().to_lowercase().ends_with(" before") {
            return Some(AT_LEAST_BEFORE);
        }
        return Some(AT_LEAST);
    }
    if words.iter().any(|word| is_time_of_day(word)) {
        return Some(TIME_OF_DAY);
    }
    if ["every", "each", "daily", "weekly", "fortnightly", "monthly"].contains(&first) {
        return Some(AGAIN);
    }
    let part = |word: &str| {
        word.contains(['½', '¼', '¾'])
            || word.split_once('.').is_some_and(|(whole, rest)| is_number(whole) && is_number(rest))
    };
    let days = words.iter().any(|word| word.starts_with("day"));
    if words.iter().any(|word| part(word) || *word == "minute" || *word == "minutes") || days && words.contains(&"half")
    {
        return Some(TOO_FINE);
    }
    if words.iter().any(|word| ["clear", "full", "whole", "complete"].contains(word)) {
        let unit = |unit: &str| words.iter().any(|word| word.starts_with(unit));
        match () {
            () if days => return Some(CLEAR_DAYS),
            () if unit("week") || unit("fortnight") => return Some(WHOLE_WEEKS),
            () if unit("month") => return Some(WHOLE_MONTHS),
            () => {}
        }
    }
    let led_in = words.iter().take_while(|word| LEADING.contains(word)).count();
    let core = words[led_in..].join(" ");
    QUESTIONS.iter().find(|(_, known)| known.contains(&core.as_str())).map(|(question, _)| *question)
}

/// Whether a word is a time of day: `noon`, `5pm`, `17:00`.
fn is_time_of_day(word: &str) -> bool {
    let at = |half: &str| word.strip_suffix(half).is_some_and(is_clock);
    let colon = word.split_once(':').is_some_and(|(hours, minutes)| is_number(hours) && is_number(minutes));
    ["noon", "midday", "midnight", "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock", "o’clock"].contains(&word)
        || at("am")
        || at("pm")
        || colon
}

/// `5`, `4.30` or `4:30`.
fn is_clock(text: &str) -> bool {
    text.split(['.', ':']).all(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// The limit alone of `5 working days of receipt`; `None` for other texts.
fn with_its_start(words: &[&str]) -> Option<String> {
    let at = words.iter().position(|word| ["of", "from", "after", "following"].contains(word)).filter(|at| *at > 0)?;
    let length = words[..at].join(" ");
    match Limit::parse(&length) {
        Ok(_) | Err(LimitError::BareDays { .. }) => (at + 1 < words.len()).then_some(length),
        Err(_) => None,
    }
}

/// The shorter and the longer limit of a range, as written, if both can be read.
fn both_times(text: &str) -> Option<(String, String)> {
    let (aim, limit) = Limit::range(text)?;
    (Limit::parse(&aim).is_ok() && Limit::parse(&limit).is_ok()).then_some((aim, limit))
}

fn is_range(words: &[&str]) -> bool {
    let number = |word: &str| !["a", "an"].contains(&word) && split_number(word).0.is_some();
    if words.first().is_some_and(|first| number(first) && split_number(first).1.is_none() && first.contains('-')) {
        return false;
    }
    let between = words.first() == Some(&"between");
    let parts: Vec<&str> = words.first().map(|first| first.split(['-', '–', '—', '/']).collect()).unwrap_or_default();
    let glued = parts.len() == 2 && parts.iter().all(|part| number(part));
    let joined = |word: &str| ["to", "or", "-", "–", "—", "/"].contains(&word) || between && word == "and";
    glued || words.windows(3).any(|three| number(three[0]) && joined(three[1]) && number(three[2]))
}
