//! Days and times as people type them, read strictly: an error says what was not understood and what would be.

use std::str::FromStr;

use chrono::{
    Datelike, Days, FixedOffset, MappedLocalTime, Month, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone, Weekday,
};
use chrono_tz::Europe::London;

use super::spoken::plainer;
use super::{Date, Moment, Period, typed, without_weekday};

/// The years a typed date may have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;

/// Why a typed day or time could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    #[error("`{typed}` is not a date; write year, month and day, as in `2026-03-02`")]
    NotADate { typed: String },
    #[error(
        "`{typed}` is not a day or a time; write `2026-03-02`, `2026-03-02T10:15`, `today`, `yesterday` or a weekday such as `monday`"
    )]
    NotAWhen { typed: String },
    #[error("`{typed}` is not a day or a time; write `2026-03-02` or `2026-03-02T10:15:00+00:00`")]
    NotAMoment { typed: String },
    #[error("dates aren't written as `{typed}` here; for {day} write `{write}`")]
    DayFirst { typed: String, day: String, write: Date },
    #[error("dates aren't written as `{typed}` here; write `{write}`")]
    Unpadded { typed: String, write: Date },
    #[error(
        "`{typed}` names no year, and in other countries it is another day; for {day} write `{day} {year}`, if that is the year"
    )]
    DayFirstNoYear { typed: String, day: String, year: i32 },
    #[error("`{typed}` names no year; write `{write}`, if that is the year")]
    NoYear { typed: String, write: String },
    #[error("`{typed}` is more than one day, and one is needed; write one from `{from}` to `{to}`")]
    SeveralDays { typed: String, from: Date, to: Date },
    #[error("`{typed}` is a {weekday}; put the day or the weekday right")]
    OtherWeekday { typed: String, weekday: String },
    #[error("there is no such day as `{typed}`; {why}")]
    NoSuchDay { typed: String, why: String },
    #[error(
        "there is no such time of day as in `{typed}`; write hours 00 to 23 and minutes 00 to 59, as in `2026-03-02T10:15`"
    )]
    NoSuchTime { typed: String },
    #[error("the year of `{typed}` is out of range; years run from 1900 to 9999")]
    YearOutOfRange { typed: String },
    #[error(
        "the local time `{typed}` does not exist, because the clocks go forward over it; write `{before}` or `{after}`"
    )]
    Skipped { typed: String, before: String, after: String },
    #[error(
        "the local time `{typed}` happens twice, because the clocks go back over it; write `{first}` or `{second}`"
    )]
    Twice { typed: String, first: String, second: String },
}

/// Reads a date of exactly four, two and two digits with hyphens between, and nothing around it.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    parse_date_of(text, text, || other_order(text).unwrap_or_else(|| DateError::NotADate { typed: typed(text) }))
}

/// Reads a day as it is written in a file, in figures or with its month in letters: `2026-03-02`, `2 March 2026`.
///
/// # Errors
/// The text is not a date, or has no year.
pub fn parse_written_date(text: &str) -> Result<Date, DateError> {
    let no_time = !text.contains(':');
    match parse_date(text) {
        Ok(date) => Ok(date),
        Err(fault) => match spelt(text, Date::default()).filter(|_| no_time) {
            Some(Ok(moment)) => Ok(moment.date()),
            Some(Err(wrong @ (DateError::NoSuchDay { .. } | DateError::OtherWeekday { .. }))) => Err(wrong),
            Some(Err(_)) | None => Err(fault),
        },
    }
}

/// Reads a day or time as a user types it, in upper or lower case: `2026-03-02`, `2026-03-02T10:15` with or without
/// seconds, with or without an offset or `Z`, with a space for the `T`; `2 March 2026`, `Mon 2 March 2026 10:15`;
/// `today`, `yesterday`, `tomorrow`, a weekday (`monday`, `mon`), which is the latest one, today included, `last friday`,
/// `3 days ago`, `next monday`, `in 2 weeks`; and as people say it, `yesterday 3pm`, `29th November 2026`. `now` says
/// what today is; a time without an offset is London's.
pub fn parse_when(text: &str, now: Moment) -> Result<Moment, DateError> {
    let read = as_written(text, now);
    let Err(DateError::NotAWhen { .. }) = &read else { return read };
    // What is not written like that may still be said like that: `yesterday 3pm`, `29th November 2026`.
    let Some((day, time)) = plainer(text) else { return read };
    match (as_written(&day, now), time) {
        (Err(DateError::NotAWhen { .. }), _) => read,
        (Ok(day), Some(time)) if day.instant().is_none() => at_local(text, day.date().and_time(time)),
        (Ok(_), Some(_)) => read,
        (said, _) => said,
    }
}

fn as_written(text: &str, now: Moment) -> Result<Moment, DateError> {
    let today = now.date();
    let fault = || {
        let other = other_order(text).or_else(|| without_a_year(text, today));
        other.unwrap_or_else(|| DateError::NotAWhen { typed: typed(text) })
    };
    match text.to_ascii_lowercase().as_str() {
        "today" => return Ok(Moment::on(today)),
        "yesterday" => return today.pred_opt().map(Moment::on).ok_or_else(fault),
        "tomorrow" => return today.succ_opt().map(Moment::on).ok_or_else(fault),
        _ => {}
    }
    if let Ok(weekday) = text.parse::<Weekday>() {
        let back = today.weekday().days_since(weekday);
        return today.checked_sub_signed(TimeDelta::days(i64::from(back))).map(Moment::on).ok_or_else(fault);
    }
    if let Some(day) = relative(text, today) {
        return Ok(Moment::on(day));
    }
    if let Some(spelt) = spelt(text, today) {
        return spelt;
    }
    if let Some(Period { from, to }) = Period::named(text, today).filter(|_| fits_no_day(text)) {
        return Err(DateError::SeveralDays { typed: typed(text), from, to });
    }
    let Some((day, rest)) = text.split_once(['T', 't', ' ']) else {
        return parse_date_of(text, text, fault).map(Moment::on);
    };
    let date = parse_date_of(day, text, fault)?;
    let (clock, offset) = split_offset(rest).ok_or_else(fault)?;
    let local = date.and_time(parse_clock(clock, text, fault)?);
    match offset {
        Some(offset) => with_offset(text, local, offset),
        None => at_local(text, local),
    }
}

/// A day given by its distance from today: `last friday`, `3 days ago`, `next monday`, `in 2 weeks`. `None` for
/// anything else.
fn relative(text: &str, today: Date) -> Option<Date> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    let weekday = |word: &str| word.parse::<Weekday>().ok();
    let far = |count: &str, unit: &str, back: bool| {
        let count = if count == "a" || count == "one" { 1 } else { number(count.as_bytes())? };
        let days = Days::new(u64::from(count) * if unit.starts_with("week") { 7 } else { 1 });
        match (unit, back) {
            ("day" | "days" | "week" | "weeks", true) => today.checked_sub_days(days),
            ("day" | "days" | "week" | "weeks", false) => today.checked_add_days(days),
            ("month" | "months", true) => today.checked_sub_months(Months::new(count)),
            ("month" | "months", false) => today.checked_add_months(Months::new(count)),
            _ => None,
        }
    };
    let day = match *words.as_slice() {
        ["last", day] => {
            let back = (today.weekday().days_since(weekday(day)?) + 6) % 7 + 1;
            today.checked_sub_days(Days::new(back.into()))
        }
        ["next", day] => {
            let ahead = (weekday(day)?.days_since(today.weekday()) + 6) % 7 + 1;
            today.checked_add_days(Days::new(ahead.into()))
        }
        [count, unit, "ago"] => far(count, unit, true),
        ["in", count, unit] => far(count, unit, false),
        _ => None,
    };
    day.filter(|day| YEARS.contains(&day.year()))
}

/// Whether this is not a day written in another order, so that it may be a period.
fn fits_no_day(text: &str) -> bool {
    other_order(text).is_none()
}

/// Reads a day by which something is due: as `parse_when`, but a weekday is the next one, today included.
pub fn parse_due_date(text: &str, now: Moment) -> Result<Date, DateError> {
    let (today, text) = (now.date(), text.trim());
    let date = parse_when(text, now)?.date();
    let weekday = text.parse::<Weekday>().is_ok();
    Ok(if weekday && date < today { date + Days::new(7) } else { date })
}

/// Reads a day with its month in letters, as people write it and as we print it: `2 March 2026`, `Mon 2 Mar 2026
/// 10:15`. `None` if it isn't written like that at all.
fn spelt(text: &str, today: Date) -> Option<Result<Moment, DateError>> {
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let weekday = words.first().and_then(|word| word.parse::<Weekday>().ok());
    words.drain(..usize::from(weekday.is_some()));
    let clock = words.pop_if(|word| word.contains(':'));
    let (day, month, year) = match *words.as_slice() {
        [day, month] => (day, month, None),
        [day, month, year] if year.len() == 4 => (day, month, Some(number(year.as_bytes())?)),
        _ => return None,
    };
    let day = number(day.as_bytes()).filter(|_| (1..=2).contains(&day.len()))?;
    let month = month.parse::<Month>().ok()?.number_from_month();
    let year = year.map(|year| i32::try_from(year).unwrap_or_default());
    Some(of_words(text, (year, month, day), weekday, clock, today))
}

fn of_words(
    text: &str,
    (year, month, day): (Option<i32>, u32, u32),
    weekday: Option<Weekday>,
    clock: Option<&str>,
    today: Date,
) -> Result<Moment, DateError> {
    let typed = || typed(text);
    let Some(year) = year else {
        // A leap year, in which February has all its days.
        return Err(match NaiveDate::from_ymd_opt(2000, month, day) {
            Some(_) => {
                let (typed, year) = (typed(), today.year());
                // The year belongs to the day, and not behind the time.
                let timed = clock.and_then(|clock| Some((typed.strip_suffix(clock)?.trim_end(), clock)));
                let write = match timed {
                    Some((day, clock)) => format!("{day} {year} {clock}"),
                    None => format!("{typed} {year}"),
                };
                DateError::NoYear { typed, write }
            }
            None => DateError::NoSuchDay { typed: typed(), why: why_no_day(today.year(), month, day) },
        });
    };
    if !YEARS.contains(&year) {
        return Err(DateError::YearOutOfRange { typed: typed() });
    }
    let date = NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| DateError::NoSuchDay { typed: typed(), why: why_no_day(year, month, day) })?;
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return Err(DateError::OtherWeekday { typed: without_weekday(date), weekday: date.format("%A").to_string() });
    }
    match clock {
        Some(clock) => {
            let time = parse_clock(clock, text, || DateError::NotAWhen { typed: typed() })?;
            at_local(text, date.and_time(time))
        }
        None => Ok(Moment::on(date)),
    }
}

/// A date in figures that is not in our format. A handwritten British date, `10/12/2026`, is refused, because elsewhere
/// it is another day; the error gives the date in words and in the right format.
fn other_order(text: &str) -> Option<DateError> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let small =
        |part: &str| Some(part).filter(|part| (1..=2).contains(&part.len())).and_then(|part| number(part.as_bytes()));
    let year_first = first.len() == 4;
    let (day, year) = if year_first { (last, first) } else { (first, last) };
    let year = Some(year).filter(|year| year.len() == 4).and_then(|year| i32::try_from(number(year.as_bytes())?).ok());
    let (year, month, day) = (year.filter(|year| YEARS.contains(year))?, small(month)?, small(day)?);
    let typed = typed(text);
    Some(match NaiveDate::from_ymd_opt(year, month, day) {
        None => DateError::NoSuchDay { typed, why: why_no_day(year, month, day) },
        Some(write) if year_first => DateError::Unpadded { typed, write },
        Some(write) => DateError::DayFirst { typed, day: without_weekday(write), write },
    })
}

/// A handwritten day and month, `12/3`, which is refused like one with a year.
fn without_a_year(text: &str, today: Date) -> Option<DateError> {
    let (day, month) = text.trim().split_once('/')?;
    let small = |part: &str| number(part.as_bytes()).filter(|_| (1..=2).contains(&part.len()));
    // In a leap year, in which February has all its days.
    let date = NaiveDate::from_ymd_opt(2000, small(month)?, small(day)?)?;
    let (typed, day) = (typed(text), date.format("%-d %B").to_string());
    Some(DateError::DayFirstNoYear { typed, day, year: today.year() })
}

/// Why a month has no such day.
fn why_no_day(year: i32, month: u32, day: u32) -> String {
    let last = (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    match last {
        None => format!("months go from 1 to 12; there is no month {month}"),
        Some(_) if day == 0 => "days begin with 1".to_string(),
        Some(last) => format!("{} has {} days", last.format(if month == 2 { "%B %Y" } else { "%B" }), last.day()),
    }
}

/// Reads exactly what `Display` writes (any offset or `Z` will do).
impl FromStr for Moment {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let fault = || DateError::NotAMoment { typed: typed(text) };
        let Some((day, rest)) = text.split_once('T') else {
            return parse_date_of(text, text, fault).map(Self::on);
        };
        let date = parse_date_of(day, text, fault)?;
        let (clock, offset) = split_offset(rest).ok_or_else(fault)?;
        let offset = offset.ok_or_else(fault)?;
        if clock.len() != "10:15:00".len() {
            return Err(fault());
        }
        with_offset(text, date.and_time(parse_clock(clock, text, fault)?), offset)
    }
}

/// Reads `day`, a part of `whole`; `fault` is the error for a text that has not even the shape of a date.
fn parse_date_of(day: &str, whole: &str, fault: impl Fn() -> DateError) -> Result<Date, DateError> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = day.as_bytes() else {
        return Err(fault());
    };
    let year = number(&[y1, y2, y3, y4]).ok_or_else(&fault)?;
    let month = number(&[m1, m2]).ok_or_else(&fault)?;
    let day = number(&[d1, d2]).ok_or_else(&fault)?;
    let year = i32::try_from(year).map_err(|_| fault())?;
    if !YEARS.contains(&year) {
        return Err(DateError::YearOutOfRange { typed: typed(whole) });
    }
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| DateError::NoSuchDay { typed: typed(whole), why: why_no_day(year, month, day) })
}

/// Reads `10:15` or `10:15:30`.
fn parse_clock(clock: &str, whole: &str, fault: impl Fn() -> DateError) -> Result<NaiveTime, DateError> {
    let (hour, minute, second) = match *clock.as_bytes() {
        [h1, h2, b':', m1, m2] => ([h1, h2], [m1, m2], *b"00"),
        [h1, h2, b':', m1, m2, b':', s1, s2] => ([h1, h2], [m1, m2], [s1, s2]),
        _ => return Err(fault()),
    };
    let read = |digits: [u8; 2]| number(&digits).ok_or_else(&fault);
    NaiveTime::from_hms_opt(read(hour)?, read(minute)?, read(second)?)
        .ok_or_else(|| DateError::NoSuchTime { typed: typed(whole) })
}

/// Splits `10:15+01:00` into the clock and its offset, if it has one; `None` if the offset cannot be read.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(chrono::Utc.fix())));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at(at);
    let &[sign, h1, h2, b':', m1, m2] = offset.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    let offset = FixedOffset::east_opt(if sign == b'-' { -seconds } else { seconds })?;
    Some((clock, Some(offset)))
}

fn with_offset(text: &str, local: NaiveDateTime, offset: FixedOffset) -> Result<Moment, DateError> {
    let out_of_range = || DateError::YearOutOfRange { typed: typed(text) };
    let instant = offset.from_local_datetime(&local).single().ok_or_else(out_of_range)?;
    let moment = Moment::at(instant);
    if YEARS.contains(&moment.date.year()) { Ok(moment) } else { Err(out_of_range()) }
}

fn at_local(text: &str, local: NaiveDateTime) -> Result<Moment, DateError> {
    let spelt = |offset: FixedOffset| format!("{}{offset}", local.format("%Y-%m-%dT%H:%M:%S"));
    match London.from_local_datetime(&local) {
        MappedLocalTime::Single(instant) => Ok(Moment::at(instant.fixed_offset())),
        MappedLocalTime::Ambiguous(first, second) => Err(DateError::Twice {
            typed: typed(text),
            first: spelt(first.offset().fix()),
            second: spelt(second.offset().fix()),
        }),
        MappedLocalTime::None => {
            // Both offsets in use around the gap name a real instant.
            let around = |hours| London.offset_from_utc_datetime(&(local + TimeDelta::hours(hours))).fix();
            Err(DateError::Skipped { typed: typed(text), before: spelt(around(-3)), after: spelt(around(3)) })
        }
    }
}

/// A number of ASCII digits only.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}
