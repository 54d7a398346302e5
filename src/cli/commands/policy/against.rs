//! Compares a document with policies: what it asks for that no rule cites, or that rules cite only by its heading or
//! with another limit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::document::{Cited, Clause, Part, Sentence, clauses, sentences};
use crate::domain::limit::{DaysMean, Limit, LimitError, Unit};
use crate::domain::policy::{LimitRule, Policy};
use crate::domain::time::{Date, parse_date};
use crate::render::{clean, words, wrap};

/// The sentences of a document that policies don't cover.
pub struct Compared {
    /// The name of the document's file.
    file: String,
    asking: usize,
    uncited: Vec<Sentence>,
    /// Sentences cited by rules with other limits, and the limits that are missing.
    without: Vec<(Sentence, Vec<String>)>,
    by_heading: Vec<ByHeading>,
    /// Clauses whose number no rule cites, unless one of their sentences is listed already.
    clauses: Vec<Sentence>,
}

/// A sentence of which only the heading is cited.
struct ByHeading {
    sentence: Sentence,
    /// Whether it could only be cited by its heading, and as many rules cite the heading as it has such sentences.
    may_be_all: bool,
}

impl Compared {
    pub fn of(file: String, parts: &[Part], cited: &[Clause]) -> Self {
        let (mut asking, mut uncited, mut without, mut headed) = (0, Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences(parts).into_iter().filter(Sentence::asks) {
            asking += 1;
            match sentence.cited_by(cited) {
                Cited::Not => uncited.push(sentence),
                Cited::Without(times) => without.push((sentence, times)),
                Cited::ByHeading => headed.push(sentence),
                Cited::ByNumber => {}
            }
        }
        let listed = |clause: &Sentence| {
            let same = |one: &Sentence| one.number == clause.number && one.headings == clause.headings;
            uncited.iter().chain(&headed).any(same)
        };
        let not_cited = |clause: &Sentence| clause.cited_by(cited) == Cited::Not && !listed(clause);
        let clauses = clauses(parts).into_iter().filter(not_cited).collect();
        let mut under: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for sentence in headed.iter().filter(|sentence| sentence.own_number().is_none()) {
            *under.entry(sentence.headings.clone()).or_default() += 1;
        }
        let by_heading = headed.into_iter().map(|sentence| {
            let needed = under.get(&sentence.headings).copied().unwrap_or_default();
            let may_be_all = sentence.own_number().is_none() && sentence.heading_cited_by(cited) >= needed;
            ByHeading { sentence, may_be_all }
        });
        Self { file, asking, uncited, without, by_heading: by_heading.collect(), clauses }
    }

    /// Adds the comparison to a document for scripts.
    pub fn add_to(&self, view: &mut Value) {
        let without = self.without.iter().map(|(sentence, times)| {
            let mut one = json!(sentence);
            one["missing"] = json!(times);
            one
        });
        view["uncited"] = json!(self.uncited);
        view["limits_not_found"] = without.collect();
        view["cited_by_heading"] = self.by_heading.iter().map(|one| json!(one.sentence)).collect();
        view["clauses_not_cited"] = json!(self.clauses);
    }

    pub fn say(&self, ctx: &mut Context) -> Result<(), Failure> {
        let to_look_at: Vec<&ByHeading> = self.by_heading.iter().filter(|one| !one.may_be_all).collect();
        let without = self.without.iter().map(|(sentence, times)| {
            let times: Vec<String> = times.iter().map(|time| clean::line(time)).collect();
            format!("{} (missing: {})", self.line(sentence), times.join(", "))
        });
        let groups: [(&str, Vec<String>); 4] = [
            ("", self.uncited.iter().map(|sentence| self.line(sentence)).collect()),
            (
                "Only the heading of these is cited, by a rule that may be meant for another:",
                to_look_at.iter().map(|one| self.line(&one.sentence)).collect(),
            ),
            ("The clause is cited, and no rule that does so has the time:", without.collect()),
            (
                "No rule cites these clauses, whose words ask for nothing that was recognised:",
                self.clauses.iter().map(|sentence| self.line(sentence)).collect(),
            ),
        ];
        let mut lines: Vec<String> = Vec::new();
        for (title, found) in groups.into_iter().filter(|(_, found)| !found.is_empty()) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend((!title.is_empty()).then(|| title.to_owned()));
            lines.extend(found);
        }
        if !lines.is_empty() {
            ctx.console.say(&wrap::hanging(&lines, ctx.console.width))?;
        }
        let asking = words::count(self.asking, "sentence");
        ctx.console.note(&match (self.asking, self.uncited.len(), to_look_at.len()) {
            (0, ..) => format!("`{}` has no sentence that asks for something or sets a time", self.file),
            (_, 0, 0) => format!(
                "{asking} ask for something or set a time, and a rule cites the clause of each; \
                 sentences worded in another way were not checked"
            ),
            (_, 0, some) => {
                format!("of {asking} that ask for something or set a time, {}", by_heading_alone(some))
            }
            (_, left, 0) => format!("no rule cites {left} of {asking} that ask for something or set a time"),
            (_, left, some) => format!(
                "no rule cites {left} of {asking} that ask for something or set a time; {}",
                by_heading_alone(some)
            ),
        });
        let may_be_all = self.by_heading.len() - to_look_at.len();
        if may_be_all > 0 {
            ctx.console.note(&format!(
                "{may_be_all} more can be cited by the heading alone, and as many rules do; `--json` lists them"
            ));
        }
        Ok(())
    }

    /// `procedure.md:11  Recording, 3.2: "…"`.
    fn line(&self, sentence: &Sentence) -> String {
        let under = sentence.headings.last().cloned().into_iter().chain(sentence.number_in_words());
        let under = under.collect::<Vec<_>>().join(", ");
        let under = if under.is_empty() { under } else { format!("{under}: ") };
        clean::line(&format!("{}:{}  {under}{}", self.file, sentence.line, sentence.text))
    }
}

fn by_heading_alone(some: usize) -> String {
    match some {
        1 => "1 is cited by its heading alone".to_owned(),
        _ => format!("{some} are cited by their heading alone"),
    }
}

/// The keys of a rule that are limits.
const TIMES: [&str; 6] = ["limit", "aim", "at_most", "agreed", "fallback", "ceiling"];

/// The keys, in `from` or `when`, that name another clock whose deadline the rule depends on.
const OF_ANOTHER: [&str; 2] = ["clock", "passed"];

/// Every clause that a policy cites, with the limits of the rule that cites it and of the clocks it depends on. What the
/// hours of a clock mean is not in the words of its limit.
pub fn clauses_of(policy: &Policy) -> Vec<Clause> {
    const SOURCES: [&str; 4] = ["source", "scope", "obstacles", "raiser_ends"];
    let calendar = policy.counting.source.iter();
    let mut found: Vec<Clause> =
        calendar.map(|source| Clause { source: source.clone(), counts: true, ..Clause::default() }).collect();
    let all = json!(policy);
    let mut clocks: BTreeMap<&str, Vec<Limit>> = BTreeMap::new();
    each_map(&all, &mut |map| {
        if let Some(Value::String(id)) = map.get("id") {
            clocks.entry(id).or_default().extend(own_limits(map));
        }
    });
    each_map(&all, &mut |map| {
        let hangs_on = map.iter().filter(|(key, _)| ["from", "when"].contains(&key.as_str()));
        let mut named = BTreeSet::new();
        hangs_on.for_each(|(key, value)| clocks_named(key, value, &mut named));
        let of_others = named.iter().filter_map(|id| clocks.get(id)).flatten().cloned();
        let limits: Vec<Limit> = own_limits(map).into_iter().chain(of_others).collect();
        let dates: Vec<Date> =
            map.values().filter_map(Value::as_str).filter_map(|text| parse_date(text).ok()).collect();
        let sources = SOURCES.iter().filter_map(|key| map.get(*key)).filter_map(Value::as_str);
        found.extend(sources.map(|source| Clause {
            source: source.to_owned(),
            limits: limits.clone(),
            dates: dates.clone(),
            days: policy.counting.days,
            hours: policy.counting.hours,
            weeks: policy.counting.weeks,
            counts: false,
        }));
    });
    let ladders = policy.each_ladder();
    for clock in ladders.iter().flat_map(|ladder| ladder.all_clocks()) {
        let LimitRule::Fixed(limit) = &clock.limit else { continue };
        let of_clock = |one: &&mut Limit| one.unit == Unit::Hours && one.written == limit.written;
        let clauses = found.iter_mut().filter(|clause| clause.source == clock.source);
        clauses.flat_map(|clause| &mut clause.limits).filter(of_clock).for_each(|one| one.unit = limit.unit);
    }
    found
}

fn each_map<'a>(value: &'a Value, seen: &mut impl FnMut(&'a serde_json::Map<String, Value>)) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                seen(map);
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The clocks named in a `from` or a `when`.
fn clocks_named<'a>(key: &str, value: &'a Value, named: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(id) if OF_ANOTHER.contains(&key) => {
            named.insert(id);
        }
        Value::Array(items) => items.iter().for_each(|item| clocks_named(key, item, named)),
        Value::Object(map) => map.iter().for_each(|(key, value)| clocks_named(key, value, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn own_limits(map: &serde_json::Map<String, Value>) -> Vec<Limit> {
    let months = map.get("months").and_then(Value::as_u64).and_then(|months| u32::try_from(months).ok());
    let months = months.map(|months| Limit::new(months, Unit::Months));
    TIMES.iter().filter_map(|key| map.get(*key)).flat_map(limits_in).chain(months).collect()
}

fn limits_in(value: &Value) -> Vec<Limit> {
    match value {
        Value::String(written) => match Limit::parse_with(written, Some(DaysMean::Working)) {
            // The policy says which days or hours are meant.
            Err(LimitError::SchoolDays { n, .. }) => vec![Limit::new(n, Unit::SchoolDays)],
            Err(LimitError::WorkingHours { n, .. }) => vec![Limit::new(n, Unit::OfficeHours)],
            parsed => parsed.into_iter().collect(),
        },
        Value::Object(map) => map.values().flat_map(limits_in).collect(),
        Value::Array(items) => items.iter().flat_map(limits_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
