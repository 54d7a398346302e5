//! Whether the clauses that a policy cites cover a sentence of the document.

use std::borrow::Cow;

use super::split::{above, is_item, is_letter, number_of};
use super::{Key, LimitFound, Sentence, words};
use crate::domain::calendar::{HoursMean, WeeksMean};
use crate::domain::limit::{DaysMean, Limit, LimitError, Unit};
use crate::domain::time::Date;

/// A clause as a rule of a policy cites it, with the limits and dates of that rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clause {
    pub source: String,
    pub limits: Vec<Limit>,
    pub dates: Vec<Date>,
    /// What a bare `5 days` means in the policy, if it says so.
    pub days: Option<DaysMean>,
    /// What its bare `48 hours` mean.
    pub hours: HoursMean,
    /// What its bare `2 weeks` mean.
    pub weeks: WeeksMean,
    /// Whether the rule is the one on how time is counted, which has no limits of its own.
    pub counts: bool,
}

/// How far a policy cites a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// No rule names its heading or its number.
    Not,
    /// Its heading or number is named, but no rule that does so has these of its limits and dates, here in the
    /// document's words.
    Without(Vec<String>),
    /// Its heading is named, which may refer to another sentence under it.
    ByHeading,
    /// Its number is named.
    ByNumber,
}

/// How precisely a clause names a sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Heading,
    Number,
}

impl Sentence {
    /// How far any of these clauses cites it.
    pub fn cited_by(&self, clauses: &[Clause]) -> Cited {
        let reaching = clauses.iter().filter_map(|clause| {
            let by_range = || runs_of(clause).iter().filter_map(|run| self.reached_by_run(run)).max();
            let reach = parts_of(clause).filter_map(|part| self.reached_by(&part)).max().max(by_range())?;
            Some((reach, clause))
        });
        let reaching: Vec<(Reach, &Clause)> = reaching.collect();
        let Some(nearest) = reaching.iter().map(|(reach, _)| *reach).max() else { return Cited::Not };
        let missing = self.missing_from(&reaching);
        match nearest {
            _ if !missing.is_empty() => Cited::Without(missing),
            Reach::Heading => Cited::ByHeading,
            Reach::Number => Cited::ByNumber,
        }
    }

    /// How many of these clauses name the heading right above it.
    pub fn heading_cited_by(&self, clauses: &[Clause]) -> usize {
        let names = |heading: &str, clause: &Clause| parts_of(clause).any(|part| self.under(heading, &part).is_some());
        let above = self.headings.last();
        clauses.iter().filter(|clause| above.is_some_and(|heading| names(heading, clause))).count()
    }

    /// The number by which it can be cited without its heading.
    pub fn own_number(&self) -> Option<&str> {
        let number = self.number.as_deref();
        number.filter(|number| self.number_is_unique || number.contains('.') || self.headings.is_empty())
    }

    /// Its limits and dates that none of these rules has, in the document's words.
    fn missing_from(&self, rules: &[(Reach, &Clause)]) -> Vec<String> {
        // What says how time is counted has times that no rule can have.
        let by_it_alone = rules.iter().all(|(reach, rule)| rule.counts && *reach == Reach::Number);
        if by_it_alone || rules.iter().any(|(_, rule)| rule.counts) && self.keys.contains(&Key::Calendar) {
            return Vec::new();
        }
        let limits: Vec<&Limit> = rules.iter().flat_map(|(_, rule)| &rule.limits).collect();
        let mean = Meanings {
            days: rules.iter().find_map(|(_, rule)| rule.days),
            hours: rules.first().map(|(_, rule)| rule.hours).unwrap_or_default(),
            weeks: rules.first().map(|(_, rule)| rule.weeks).unwrap_or_default(),
        };
        let dates: Vec<Date> = rules.iter().flat_map(|(_, rule)| &rule.dates).copied().collect();
        let times = self.limits.iter().filter(|found| !has(&limits, found, mean)).map(|found| found.written.clone());
        let days = self.dates.iter().filter(|found| !dates.contains(&found.date)).map(|found| found.written.clone());
        times.chain(days).collect()
    }

    fn reached_by(&self, clause: &str) -> Option<Reach> {
        if self.own_number().is_some_and(|number| begins_with_number(clause, number) || is_above(clause, number)) {
            return Some(Reach::Number);
        }
        self.headings.iter().filter_map(|heading| self.under(heading, clause)).max()
    }

    /// Whether it is one of the paragraphs from one number to another, under the heading that is named, if one is.
    fn reached_by_run(&self, run: &Run) -> Option<Reach> {
        let number = match run.heading.as_str() {
            "" => self.own_number(),
            heading => {
                let under = self.headings.iter().any(|one| self.under(one, heading) == Some(Reach::Heading));
                self.number.as_deref().filter(|_| under)
            }
        };
        number.is_some_and(|number| run.has(number)).then_some(Reach::Number)
    }

    /// Whether a clause names a heading, alone or with the number of this sentence's paragraph.
    fn under(&self, heading: &str, clause: &str) -> Option<Reach> {
        let (number, heading) = number_of(heading);
        let by_number = number.is_some_and(|number| begins_with_number(clause, &number));
        let unnumbered = if by_number { number_of(clause).1 } else { clause };
        let (named, heading) = (words(unnumbered), words(heading));
        if by_number && (heading.is_empty() || !named.starts_with(&heading)) {
            return Some(Reach::Heading);
        }
        if named.is_empty() || heading.is_empty() {
            return None;
        }
        let Some(rest) = named.strip_prefix(heading.as_slice()) else {
            // A heading may be cited by its first words, but not by a number alone.
            let short = heading.starts_with(&named) && named.iter().any(|word| word.chars().any(char::is_alphabetic));
            return short.then_some(Reach::Heading);
        };
        // `(a)` is one item under the heading.
        let item = clause.rsplit(' ').next().filter(|last| rest.len() == 1 && is_item(last));
        if item.is_some() {
            return self.number.as_deref().is_some_and(|number| words(number) == rest).then_some(Reach::Number);
        }
        // `4.1` is two words, of which both have to be named.
        let figures = rest.iter().take_while(|item| item.chars().all(|c| c.is_ascii_digit())).count();
        match figures {
            0 => Some(Reach::Heading),
            _ => self.number.as_deref().is_some_and(|number| words(number) == rest[..figures]).then_some(Reach::Number),
        }
    }
}

/// What a rule names as its clause: several are separated by semicolons, or by a comma or `and` between their numbers
/// (`Resolution 1 and Timescales 5`); `Practice guidance, telephone talk` also names the part before the comma, and
/// `2. Stages, 2.4` the full number after it.
fn parts_of(clause: &Clause) -> impl Iterator<Item = Cow<'_, str>> {
    clause.source.split(';').map(str::trim).flat_map(|source| {
        let before = source.split_once(',').map(|(before, _)| before);
        let after = source.rsplit_once(',').map(|(_, after)| after.trim());
        let after = after.filter(|after| after.starts_with(|c: char| c.is_ascii_digit()) && after.contains('.'));
        let whole = std::iter::once(source).chain(before).chain(after).map(Cow::Borrowed);
        whole.chain(numbered_parts(source))
    })
}

/// The parts of a source that each end with the number of a clause; none if it is one part, or one of them doesn't. A
/// number alone is also under the heading of the first: `Timescales 5 and 6` names `Timescales 6`.
fn numbered_parts(source: &str) -> Vec<Cow<'_, str>> {
    let parts: Vec<&str> = source.split(" and ").flat_map(|part| part.split(',')).map(str::trim).collect();
    let is_number = |word: &str| word.trim_start_matches(['(', '§']).starts_with(|c: char| c.is_ascii_digit());
    if parts.len() < 2 || !parts.iter().all(|part| is_number(part.rsplit(' ').next().unwrap_or_default())) {
        return Vec::new();
    }
    let heading = parts[0].rsplit_once(' ').map(|(heading, _)| heading);
    let alone = parts[1..].iter().filter(|part| is_number(part) && !part.contains(' '));
    let under = alone.filter_map(|part| Some(Cow::Owned(format!("{} {part}", heading?))));
    parts.iter().map(|part| Cow::Borrowed(*part)).chain(under).collect()
}

/// The paragraphs from one number to another, as in `2.4 to 2.6` or `Timescales (a) to (c)`.
struct Run {
    /// What stands before the first number; empty if that is only a word such as `paragraphs`.
    heading: String,
    from: String,
    to: String,
}

impl Run {
    /// `Paragraphs 2.4-2.6` as the heading, which is empty here, and the two numbers.
    fn of(text: &str) -> Option<Run> {
        let (first, last) = text.split_once('-')?;
        let (heading, from) = first.trim().rsplit_once(' ').unwrap_or(("", first.trim()));
        let to = last.trim().split(' ').next()?;
        let is_one = |word: &str| number_parts(word, false).is_some() && !word.is_empty();
        let heading = heading.trim_end_matches(',');
        let heading = if CLAUSE.contains(&heading.to_lowercase().as_str()) { "" } else { heading };
        // `1.2(a) to (c)` and `2.4 to 6` say only what is different at the end.
        let kept = |sign: char| from.rfind(sign).map(|at| &from[..at]);
        let kept = match to.trim_matches(['(', ')', '.']) {
            inner if is_letter(inner) => {
                kept('(').filter(|kept| !kept.is_empty()).map(|kept| format!("{kept}({inner})"))
            }
            inner if !inner.contains(['.', '(']) => kept('.').map(|kept| format!("{kept}.{inner}")),
            _ => None,
        };
        let to = kept.unwrap_or_else(|| to.to_owned());
        (is_one(from) && is_one(&to)).then(|| Run { heading: heading.to_owned(), from: from.to_owned(), to })
    }

    /// Whether a number is from the first to the last, or an item below the last.
    fn has(&self, number: &str) -> bool {
        let roman = [&self.from, &self.to].into_iter().all(|end| last_part(end).chars().all(|c| "ivx".contains(c)));
        let each = [&self.from, &self.to, number].map(|one| number_parts(one, roman));
        let [Some(from), Some(to), Some(parts)] = each else { return false };
        from <= parts && (parts <= to || above(number).any(|above| above == self.to))
    }
}

/// Each run of numbers in a clause.
fn runs_of(clause: &Clause) -> Vec<Run> {
    let dashes = clause.source.replace(['–', '—'], "-").replace(" - ", "-").replace(" to ", "-");
    let each = dashes.split([';', ',']).flat_map(|part| part.split(" and "));
    // `2. Stages, 2.4 to 2.6` has a heading before its comma.
    let with_heading = dashes.split(';').map(str::trim);
    each.map(str::trim).chain(with_heading).filter_map(Run::of).collect()
}

/// The last number or letter of a number: `a` of `1.2(a)`.
fn last_part(number: &str) -> &str {
    number.trim_end_matches([')', '.']).rsplit(['(', '.', ')']).next().unwrap_or_default()
}

/// A number taken apart, so that two can be compared: `1.2(c)` as 1, 2, 3. A letter that a figure follows comes first,
/// as in `B3`.
fn number_parts(number: &str, roman: bool) -> Option<Vec<u32>> {
    let lettered = number.strip_prefix(|first: char| first.is_ascii_uppercase());
    let lettered = lettered.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let first = lettered.and_then(|_| number.bytes().next()).map(u32::from);
    let rest = lettered.unwrap_or(number);
    let parts = rest.split(['.', '(', ')']).filter(|part| !part.is_empty()).map(|part| {
        let small = part.to_ascii_lowercase();
        match part.parse() {
            Ok(figure) => Some(figure),
            Err(_) if !is_letter(part) => None,
            Err(_) if roman || small.len() > 1 => Some(roman_value(&small)),
            Err(_) => small.bytes().next().map(|letter| u32::from(letter - b'a') + 1),
        }
    });
    first.map(Some).into_iter().chain(parts).collect()
}

/// The value of a small roman number of up to five signs.
fn roman_value(number: &str) -> u32 {
    let value = |sign: char| match sign {
        'x' => 10,
        'v' => 5,
        _ => 1,
    };
    let signs: Vec<u32> = number.chars().map(value).collect();
    let each = signs.iter().enumerate();
    let (less, more): (Vec<_>, Vec<_>) = each.partition(|(at, sign)| signs.get(at + 1).is_some_and(|next| next > sign));
    let sum = |of: Vec<(usize, &u32)>| of.into_iter().map(|(_, sign)| *sign).sum::<u32>();
    sum(more).saturating_sub(sum(less))
}

/// What a policy means by days, hours and weeks.
#[derive(Clone, Copy)]
struct Meanings {
    days: Option<DaysMean>,
    hours: HoursMean,
    weeks: WeeksMean,
}

impl Meanings {
    /// A limit as a number of days, so that `2 weeks` and `2 calendar weeks` are one time. The next working day, and within
    /// one working day, are one time to whoever compares two documents.
    fn plainly(self, limit: &Limit) -> (u32, Unit) {
        match (limit.unit, self.weeks) {
            (Unit::Weeks, WeeksMean::Calendar) => (limit.n * 7, Unit::CalendarDays),
            (Unit::Weeks, WeeksMean::WorkingDays) => (limit.n * 5, Unit::WorkingDays),
            (Unit::NextWorkingDay, _) => (limit.n, Unit::WorkingDays),
            (
                Unit::Hours
                | Unit::ElapsedHours
                | Unit::HoursAsWorkingDays
                | Unit::OfficeHours
                | Unit::SchoolDays
                | Unit::Months
                | Unit::CalendarDays
                | Unit::WorkingDays,
                _,
            ) => (limit.n, limit.unit),
        }
    }
}

/// Whether a limit is of the hours that the policy means, so many as the document says; a working day for each 24, if
/// the policy means that.
fn are_the_hours(limit: &Limit, hours: u32, mean: HoursMean) -> bool {
    let same = limit.n == hours;
    match (limit.unit, mean) {
        (Unit::Hours, _) => same,
        (Unit::ElapsedHours, HoursMean::Elapsed) | (Unit::OfficeHours, HoursMean::Office) => same,
        (Unit::HoursAsWorkingDays, HoursMean::WorkingDays) => same,
        (Unit::WorkingDays, HoursMean::WorkingDays) => limit.n == hours.div_ceil(24),
        (
            Unit::ElapsedHours
            | Unit::OfficeHours
            | Unit::HoursAsWorkingDays
            | Unit::SchoolDays
            | Unit::Months
            | Unit::CalendarDays
            | Unit::WorkingDays
            | Unit::NextWorkingDay
            | Unit::Weeks,
            _,
        ) => false,
    }
}

/// Whether one of these limits is the one found in the document. A bare `5 days` matches a bare one, and the days that
/// the policy means by it; working days and calendar days, if it doesn't say. Bare hours are those that the policy
/// means. A time that its words leave open can't be compared, so it counts as there.
fn has(limits: &[&Limit], found: &LimitFound, mean: Meanings) -> bool {
    let Some(ours) = &found.limit else { return true };
    let is_bare = |limit: &Limit| matches!(Limit::parse(&limit.written), Err(LimitError::BareDays { .. }));
    if ours.unit == Unit::Hours {
        return limits.iter().any(|limit| are_the_hours(limit, ours.n, mean.hours));
    }
    limits.iter().any(|limit| {
        let (n, unit) = mean.plainly(limit);
        match (is_bare(ours) && !is_bare(limit), mean.days) {
            (true, Some(DaysMean::Working)) => (n, unit) == (ours.n, Unit::WorkingDays),
            (true, Some(DaysMean::Calendar)) => (n, unit) == (ours.n, Unit::CalendarDays),
            (true, None) => n == ours.n && unit.could_be_bare_days(),
            (false, _) => (n, unit) == mean.plainly(ours),
        }
    })
}

/// What a document calls its numbered parts, in front of a number.
const CLAUSE: [&str; 8] = ["section", "sections", "clause", "clauses", "paragraph", "paragraphs", "para", "paras"];

/// Whether a clause names the paragraph whose item this number is: `1.2` that of `1.2(a)`. `1.2(b)` names another.
fn is_above(clause: &str, number: &str) -> bool {
    above(number).any(|parent| begins_with_number(clause, parent) && !clause.contains(&format!("{parent}(")))
}

/// `2.3` begins `2.3`, `2.3, second sentence` and `2.3(a)`, and not `2.31` or `2.3.1`.
fn begins_with_number(whole: &str, number: &str) -> bool {
    let clause = whole.split_once(' ').filter(|(word, _)| CLAUSE.contains(&word.to_lowercase().as_str()));
    let rest = clause.map_or(whole, |(_, number)| number).trim_start_matches(['(', '§', ' ']).strip_prefix(number);
    rest.is_some_and(|rest| {
        let mut next = rest.chars();
        match next.next() {
            Some('.') => !next.next().is_some_and(|after| after.is_ascii_digit()),
            // `A talk` doesn't name item A.
            Some(' ') => !is_letter(number),
            Some(first) => !first.is_alphanumeric(),
            None => true,
        }
    })
}
