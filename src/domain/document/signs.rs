//! The limits, dates and titles of people that a sentence names.

use serde::Serialize;

use crate::domain::limit::{DaysMean, Limit, LimitError, Unit};
use crate::domain::time::{Date, parse_written_date};

/// A time limit that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitFound {
    /// In the document's own words.
    pub written: String,
    /// As a policy would write it; `None` if the words leave it open.
    pub limit: Option<Limit>,
    /// The question to be decided first, if the words leave it open.
    pub open: Option<String>,
}

impl LimitFound {
    /// As a policy would write it, or in the document's own words if those leave it open.
    pub fn as_limit(&self) -> &str {
        self.limit.as_ref().map_or(&self.written, |limit| &limit.written)
    }
}

/// A date that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateFound {
    /// In the document's own words.
    pub written: String,
    pub date: Date,
}

/// The most words that name a time: `twenty working days`, `as soon as possible`.
const LONGEST: usize = 5;

/// What may come between a number and its unit: `4 further working days` are 4 working days.
const BESIDES: [&str; 5] = ["further", "more", "additional", "extra", "other"];

/// What a time ends with.
const UNITS: [&str; 14] = [
    "hour",
    "hours",
    "hr",
    "hrs",
    "day",
    "days",
    "weekday",
    "weekdays",
    "week",
    "weeks",
    "fortnight",
    "fortnights",
    "month",
    "months",
];

/// The time limits that a sentence names, each once, in the order of the sentence.
pub fn limits(text: &str) -> Vec<LimitFound> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let binding: Vec<&str> = text.split_inclusive([',', ';']).filter(|clause| !is_a_chance(clause)).collect();
    let words: Vec<String> = binding.concat().split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let mut found: Vec<LimitFound> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).map(|before| words[before].to_lowercase());
        let longest = (1..=LONGEST.min(words.len() - at)).rev();
        match longest.filter_map(|many| read(&words[at..at + many], before.as_deref()).map(|one| (one, many))).next() {
            Some((one, many)) => {
                if found.iter().all(|other| other.written != one.written) {
                    found.push(one);
                }
                at += many;
            }
            None => at += 1,
        }
    }
    found
}

/// The dates that a sentence names in full, with the year, each once, in the order of the sentence.
pub fn dates(text: &str) -> Vec<DateFound> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let mut found: Vec<DateFound> = Vec::new();
    for day in words.windows(3) {
        let written = day.join(" ");
        let date = day[1].chars().all(char::is_alphabetic).then(|| parse_written_date(&written).ok()).flatten();
        if let Some(date) = date.filter(|date| found.iter().all(|other| other.date != *date)) {
            found.push(DateFound { written, date });
        }
    }
    found
}

/// What may happen to somebody, as in `where a placement may end within five days`: a time that nobody has to keep.
const BEFALLS: [&str; 8] = ["end", "break", "move", "leave", "close", "happen", "expire", "be"];

fn is_a_chance(clause: &str) -> bool {
    let words = super::words(clause);
    let circumstance = words.iter().take(2).any(|word| ["where", "if", "when", "or", "as"].contains(&word.as_str()));
    let may =
        |pair: &[String]| ["may", "might", "could"].contains(&pair[0].as_str()) && BEFALLS.contains(&pair[1].as_str());
    circumstance && words.windows(2).any(may)
}

fn read(words: &[String], before: Option<&str>) -> Option<LimitFound> {
    let written = words.join(" ");
    let ends = words.last().is_some_and(|last| UNITS.contains(&last.to_lowercase().as_str()));
    let led_in = ["within", "in", "by"].contains(&words[0].to_lowercase().as_str());
    // `a day` is a limit only if something has to be done within it.
    let vague = ["a", "an"].contains(&words[0].to_lowercase().as_str());
    if vague && !before.is_some_and(|before| ["within", "in", "has", "have", "given"].contains(&before)) {
        return None;
    }
    let open = |question: String| LimitFound { written: written.clone(), limit: None, open: Some(question) };
    let besides =
        |at: usize| (1..words.len() - 1).contains(&at) && BESIDES.contains(&words[at].to_lowercase().as_str());
    let plain: Vec<&str> =
        words.iter().enumerate().filter(|(at, _)| !besides(*at)).map(|(_, word)| word.as_str()).collect();
    match Limit::parse_with(&plain.join(" "), Some(DaysMean::Working)) {
        _ if led_in => None,
        Err(question @ LimitError::Hurried { .. }) => Some(open(question.to_string())),
        // The terms are listed in the policy.
        Err(LimitError::SchoolDays { n, direction, .. }) => {
            let limit = Limit { n, unit: Unit::SchoolDays, direction, written: plain.join(" ") };
            Some(LimitFound { written: written.clone(), limit: Some(limit), open: None })
        }
        Err(question @ LimitError::Open { .. }) => {
            let lower = written.to_lowercase();
            let asks = |word: &str| ["same", "clear", "full", "whole", "complete"].contains(&word);
            lower.split(' ').any(asks).then(|| open(question.to_string()))
        }
        _ if !ends => None,
        Ok(limit) => Some(LimitFound { written: written.clone(), limit: Some(limit), open: None }),
        // `5 business days`: a number and a unit, with a word between that is not known here.
        Err(question @ LimitError::Unknown { .. }) => {
            let counted = plain.len() == 3 && Limit::parse(&format!("{} weeks", plain[0])).is_ok() && !vague;
            let due = before.is_some_and(|before| ["within", "in", "have", "has", "given"].contains(&before));
            (counted && due).then(|| open(question.to_string()))
        }
        Err(LimitError::None { .. } | LimitError::BareDays { .. }) => None,
        Err(LimitError::Zero { .. } | LimitError::TooLarge { .. }) => None,
        Err(
            question @ (LimitError::Range { .. }
            | LimitError::WorkingHours { .. }
            | LimitError::Weekdays { .. }
            | LimitError::Consecutive { .. }
            | LimitError::WhichDay { .. }
            | LimitError::WithStart { .. }),
        ) => Some(open(question.to_string())),
    }
}

/// What a title ends with, in the singular.
const ENDS: [&str; 39] = [
    "manager",
    "director",
    "officer",
    "chair",
    "lead",
    "leader",
    "worker",
    "practitioner",
    "coordinator",
    "supervisor",
    "executive",
    "advocate",
    "nurse",
    "doctor",
    "teacher",
    "headteacher",
    "scrutineer",
    "commander",
    "guardian",
    "conciliator",
    "investigator",
    "adviser",
    "maker",
    "convenor",
    "commissioner",
    "secretary",
    "professional",
    "person",
    "consultant",
    "superintendent",
    "inspector",
    "sergeant",
    "constable",
    "partner",
    "solicitor",
    "paediatrician",
    "psychologist",
    "psychiatrist",
    "midwife",
];

/// Words that belong to the title although they have no capital.
const BEFORE: [&str; 52] = [
    "advanced",
    "area",
    "assistant",
    "business",
    "care",
    "case",
    "chief",
    "child",
    "conference",
    "corporate",
    "deputy",
    "district",
    "executive",
    "group",
    "independent",
    "iro",
    "locality",
    "operational",
    "operations",
    "practice",
    "principal",
    "protection",
    "quality",
    "assurance",
    "reviewing",
    "safeguarding",
    "senior",
    "service",
    "social",
    "strategic",
    "team",
    "designated",
    "named",
    "head",
    "lead",
    "link",
    "supervising",
    "fostering",
    "front-line",
    "frontline",
    "line",
    "agency",
    "decision",
    "investigating",
    "school",
    "health",
    "borough",
    "partnership",
    "key",
    "allocated",
    "medical",
    "legal",
];

/// Words with a capital that belong to no title.
const NO_PART: [&str; 15] =
    ["the", "a", "an", "if", "when", "where", "once", "each", "every", "both", "and", "or", "to", "stage", "step"];

/// A word of a sentence, and whether a phrase may continue after it.
struct Word<'a> {
    text: &'a str,
    goes_on: bool,
    /// It opens a bracket or quotation marks, so it belongs to no title before it.
    opens: bool,
}

/// The titles of the people whom a sentence names, each once, in the order of the sentence.
pub fn roles(text: &str) -> Vec<String> {
    let spaced = text.replace('/', " / ").replace('’', "'");
    let words: Vec<Word<'_>> = spaced
        .split_whitespace()
        .map(|word| Word {
            text: word.trim_matches(|c: char| !c.is_alphanumeric()),
            goes_on: word.ends_with(|c: char| c.is_alphanumeric()) && word.starts_with(|c: char| c.is_alphanumeric()),
            opens: !word.starts_with(|c: char| c.is_alphanumeric()),
        })
        .collect();
    let mut found: Vec<String> = Vec::new();
    for at in 0..words.len() {
        let title =
            title_ending_at(&words, at).or_else(|| title_of(&words, at)).or_else(|| reviewing_officer(&words, at));
        if let Some(title) = title
            && found.iter().all(|known| *known != title)
        {
            found.push(title);
        }
    }
    found
}

/// The title that ends at a word: `Team Manager` at `Manager`.
fn title_ending_at(words: &[Word<'_>], at: usize) -> Option<String> {
    let last = singular(words[at].text);
    if !ENDS.contains(&last.to_lowercase().as_str()) {
        return None;
    }
    if at > 0 && is_what_they_do(words[at].text, words[at - 1].text) {
        return None;
    }
    let mut first = at;
    loop {
        let goes_back = |to: usize| words[to].goes_on && belongs(words[to].text, to == 0);
        // `Business Manager` is the title in `the Partnership's Business Manager`.
        let is_owner = |to: usize| first < at && words[to].text.ends_with("'s") && !is_of_a_group(words[to].text);
        match first {
            1.. if goes_back(first - 1) && !is_owner(first - 1) => first -= 1,
            // `Quality and Reviewing Manager` is one, `Team Manager and Service Manager` are two.
            3.. if first < at
                && words[first - 1].text == "and"
                && goes_back(first - 2)
                && is_a_field(words[first - 2].text) =>
            {
                first -= 2;
            }
            _ => break,
        }
    }
    // One word is no title, except `Director`; titles with `of` are found by `title_of`.
    if first == at && (last.to_lowercase() != "director" || of_what(words, at).is_some()) {
        return None;
    }
    if of_what(words, at).is_some() {
        return None;
    }
    let before = words[first..at].iter().map(|word| word.text);
    Some(titled(before.chain([last.as_str()])))
}

/// The title with an `of` around a word: `Head of Service`, `Director of Children's Services`, `Deputy Head of
/// Service`.
fn title_of(words: &[Word<'_>], at: usize) -> Option<String> {
    let last = singular(words[at].text);
    if !["head", "director", "chair", "heads"].contains(&last.to_lowercase().as_str()) {
        return None;
    }
    let end = of_what(words, at)?;
    let mut first = at;
    while first > 0 && words[first - 1].goes_on && belongs(words[first - 1].text, first == 1) {
        first -= 1;
    }
    let before = words[first..at].iter().map(|word| word.text);
    let owner =
        |word: &str| word.strip_suffix("'s").filter(|_| !word.eq_ignore_ascii_case("children's")).map(str::to_owned);
    let ending = owner(words[end].text).unwrap_or_else(|| words[end].text.to_owned());
    let of = words[at + 1..end].iter().map(|word| word.text).chain([ending.as_str()]);
    Some(titled(before.chain([last.as_str()]).chain(of)))
}

/// The index of the last word of `of Children's Services`, if that follows the word at `at`.
fn of_what(words: &[Word<'_>], at: usize) -> Option<usize> {
    if !words[at].goes_on || words.get(at + 1).is_none_or(|of| of.text != "of") {
        return None;
    }
    let fits = |word: &Word<'_>| {
        word.text.starts_with(char::is_uppercase)
            || ["service", "services", "children's", "safeguarding"].contains(&word.text)
    };
    let mut end = None;
    for next in at + 2..words.len() {
        let joins = words[next].text == "and" && words.get(next + 1).is_some_and(fits) && end.is_some();
        if !fits(&words[next]) && !joins || words[next].opens {
            break;
        }
        end = Some(next);
        if !words[next].goes_on {
            break;
        }
    }
    end
}

fn reviewing_officer(words: &[Word<'_>], at: usize) -> Option<String> {
    let is_iro = |word: &Word<'_>| ["IRO", "IROs", "IRO's"].contains(&word.text);
    let in_a_title = words.get(at + 1).is_some_and(|next| {
        words[at].goes_on && (belongs(next.text, false) || ENDS.contains(&singular(next.text).to_lowercase().as_str()))
    });
    if words[at].text == "DCS" {
        return Some("Director of Children's Services".to_owned());
    }
    (is_iro(&words[at]) && !in_a_title).then(|| "Independent Reviewing Officer".to_owned())
}

/// Whether a word after a title says what that person does: `Reviewing Officers chair`, `the Review Chair leads`.
fn is_what_they_do(word: &str, title: &str) -> bool {
    let who = singular(title);
    let named = who != title || title.starts_with(char::is_uppercase);
    word.starts_with(char::is_lowercase) && named && ENDS.contains(&who.to_lowercase().as_str())
}

/// `Children's` and the like belong to a title.
fn is_of_a_group(word: &str) -> bool {
    ["children's", "adults'", "adult's", "women's", "people's", "families'"].contains(&word.to_lowercase().as_str())
}

/// Whether a word is a field of work and not a person: `Quality`, but not `Manager` or `IRO`.
fn is_a_field(word: &str) -> bool {
    let single = singular(word).to_lowercase();
    let short = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    word.starts_with(char::is_uppercase) && !short && !ENDS.contains(&single.as_str()) && single != "head"
}

/// Whether a word can be part of a title; the first word of a sentence has a capital anyway.
fn belongs(word: &str, first_of_sentence: bool) -> bool {
    let lower = word.to_lowercase();
    if NO_PART.contains(&lower.as_str()) {
        return false;
    }
    BEFORE.contains(&lower.as_str()) || !first_of_sentence && word.starts_with(char::is_uppercase)
}

fn singular(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word).trim_end_matches('\'');
    let single = word.strip_suffix('s').filter(|single| !single.ends_with('s'));
    single.unwrap_or(word).to_owned()
}

/// The words with capitals, as a title is written.
fn titled<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let capital = |word: &str| match word {
        "of" | "and" | "for" => word.to_owned(),
        _ => {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    };
    words.map(capital).collect::<Vec<String>>().join(" ")
}
