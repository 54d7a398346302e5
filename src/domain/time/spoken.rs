//! Days and times as people say them: `yesterday 3pm`, `Sunday 15.00`, `29th November 2026`, `November 29`.

use chrono::{Month, NaiveTime, Timelike};

/// A day in the words that `parse_when` reads, and a time of day; `None` if the text says nothing more than that.
pub(super) fn plainer(text: &str) -> Option<(String, Option<NaiveTime>)> {
    let lower = text.trim().to_lowercase();
    let mut words: Vec<String> =
        lower.split([' ', ',']).filter(|word| !word.is_empty() && *word != "at").map(str::to_string).collect();
    let mut time = None;
    if let Some(last) = words.pop() {
        let both = words.last().map(|before| format!("{before}{last}"));
        match (clock(&last), both.as_deref().and_then(clock)) {
            // `3 pm` is a time in two words.
            (None, Some(both)) if last == "am" || last == "pm" => {
                words.pop();
                time = Some(both);
            }
            (Some(clock), _) => time = Some(clock),
            (None, _) => words.push(last),
        }
    }
    let day = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] if time.is_none() => return None,
        [] | ["this", "morning" | "afternoon" | "evening"] | ["tonight"] => "today".to_string(),
        ["yesterday", "morning" | "afternoon" | "evening"] | ["last", "night"] => "yesterday".to_string(),
        ["the", "day", "before", "yesterday"] | ["day", "before", "yesterday"] => "2 days ago".to_string(),
        ["this", weekday] if weekday.parse::<chrono::Weekday>().is_ok() => (*weekday).to_string(),
        words => in_order(words),
    };
    (day != lower || time.is_some()).then_some((day, time))
}

/// Words of a day in the order day, month, year: without `th` and `of`.
fn in_order(words: &[&str]) -> String {
    let plain = words.iter().filter(|word| !["the", "of", "on"].contains(word));
    let mut plain: Vec<String> = plain.map(|word| without_ending(word).to_string()).collect();
    let is_month = |word: &String| word.parse::<Month>().is_ok();
    let from = usize::from(plain.first().is_some_and(|word| word.parse::<chrono::Weekday>().is_ok()));
    if plain.get(from).is_some_and(is_month) && plain.get(from + 1).is_some_and(|day| day.len() <= 2) {
        plain.swap(from, from + 1);
    }
    plain.join(" ")
}

/// `29` for `29th`.
fn without_ending(word: &str) -> &str {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(word)
}

/// A time of day: `3pm`, `3.30pm`, `15:00`, `15.00`, `noon`.
fn clock(word: &str) -> Option<NaiveTime> {
    if word == "noon" || word == "midday" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let half = ["am", "pm"].into_iter().find_map(|half| Some((half, word.strip_suffix(half)?)));
    let (figures, half) = half.map_or((word, None), |(half, figures)| (figures, Some(half)));
    let (hours, minutes) = match figures.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        // A bare number is no time.
        None => (figures, half.map(|_| "00")?),
    };
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)?;
    match half {
        None => Some(time),
        Some(_) if !(1..=12).contains(&time.hour()) => None,
        Some(half) => time.with_hour(time.hour() % 12 + if half == "pm" { 12 } else { 0 }),
    }
}
