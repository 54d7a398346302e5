//! Reads what a policy file says about itself: document, labels, roles, categories and fields, and how time is counted.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Weekday};

use super::fields::{Fields, block, probe};
use super::references::{Mention, NameKind, Word};
use super::shape::Shape;
use super::values::{is_no_role, named_twice, word};
use crate::domain::calendar::{Calendar, Counting, Division, HoursMean, NamedPeriod};
use crate::domain::policy::{
    Category, CategoryGroup, Contact, Document, Fact, Field, Labels, Role, RoleId, Substitute,
};
use crate::domain::status::CaseStatus;
use crate::domain::time::{describe, typed};
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Key, Node};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

const FIRST_AND_LAST: &str = "write the first day as `from`, and the last as `to`";

/// How days are counted. Notes what a bare `days` means, so it has to be read before any limit.
pub fn counting(fields: &Fields) -> Counting {
    let usual = Counting::default();
    fields.reader.days.set(fields.choice("days"));
    let division = fields.choice("division");
    // If the division can't be read, no law is assumed to apply.
    let is_known = division.is_some() || fields.node("division").is_none();
    let division = division.unwrap_or_default();
    fields.reader.division.set(is_known.then_some(division));
    let office = fields.section("office_hours", "the hours of the office", office_hours).flatten();
    let terms = fields.list("terms", "a term", closure);
    fields.reader.office.set(office.is_some());
    fields.reader.terms.set(!terms.is_empty());
    let weekend = match fields.has("weekend") {
        true => fields.choices_of("weekend", &WEEKDAYS),
        false => usual.weekend.clone(),
    };
    if WEEKDAYS.iter().all(|(_, day)| weekend.contains(day)) {
        let message = "every day of the week is a weekend, so there are no working days";
        let hint = "name the days on which nobody works, as in `weekend: [saturday, sunday]`".to_owned();
        fields.reader.error(fields.place, "bad-weekend", message, Some(hint));
    }
    let worked: Vec<&str> = WEEKDAYS
        .iter()
        .filter(|(_, day)| usual.weekend.contains(day) && !weekend.contains(day))
        .map(|one| one.0)
        .collect();
    // A day that isn't one has a fault of its own.
    let read = fields.node("weekend").filter(|node| node.items().len() == weekend.len()).map(|node| node.place);
    if let Some(place) = read.filter(|_| !worked.is_empty() && !fields.is_probe()) {
        let message =
            format!("`weekend` lists every day that is not worked, and this one leaves out {}", worked.join(" and "));
        let hint = "write `weekend: [friday, saturday, sunday]` to add a day to the usual two".to_owned();
        fields.reader.warn(place, "worked-weekend", message, Some(hint));
    }
    let hours = fields.choice("hours").unwrap_or(usual.hours);
    if hours == HoursMean::Office && office.is_none() && !fields.is_probe() {
        no_office_hours(fields);
    }
    Counting {
        days: fields.reader.days.get(),
        division,
        weekend,
        closures: fields.list("closures", "a closing time", closure),
        open_on: fields
            .list("open_on", "a bank holiday on which the office is open", |fields| open_on(fields, division)),
        first_day: fields.choice("first_day").unwrap_or(usual.first_day),
        hours,
        office,
        terms,
        weeks: fields.choice("weeks").unwrap_or(usual.weeks),
        roll: fields.choice("roll").unwrap_or(usual.roll),
        cut_off: time(fields, "cut_off"),
        received_at: received_at(fields),
        source: fields.text("source"),
    }
}

/// When what comes late, or on a day off, is received on the next working day.
fn received_at(fields: &Fields) -> Option<NaiveTime> {
    let time = time(fields, "received_at");
    if time.is_some() && !fields.has("cut_off") && !fields.is_probe() {
        let place = fields.node("received_at").map_or(fields.place, |node| node.place);
        let message = "`received_at` says when on the next working day it is received, and nothing says from when it comes too late";
        let hint = "write the time from which it is too late, as in `cut_off: \"16:31\"`".to_owned();
        fields.reader.error(place, "missing-key", message, Some(hint));
    }
    time
}

/// Reports that office hours are used although the file doesn't say when the office is open.
pub fn no_office_hours(fields: &Fields) {
    let place = fields.node("hours").map_or(fields.place, |node| node.place);
    let message = "the calendar does not say when the office is open".to_owned();
    let hint = "write `office_hours: {from: \"09:00\", to: \"17:00\"}` under `calendar`".to_owned();
    fields.reader.error(place, "no-office-hours", message, Some(hint));
}

/// `{from: "09:00", to: "17:00"}`
fn office_hours(fields: &Fields) -> Option<(NaiveTime, NaiveTime)> {
    fields.need("from", || Some("write when it opens, as in `from: \"09:00\"`".to_owned()));
    fields.need("to", || Some("write when it closes, as in `to: \"17:00\"`".to_owned()));
    let (from, to) = (time(fields, "from")?, time(fields, "to")?);
    if to <= from {
        let message = "the office closes before it opens".to_owned();
        let hint = "write when it opens as `from`, and when it closes as `to`".to_owned();
        fields.reader.error(fields.place, "bad-office-hours", message, Some(hint));
    }
    Some((from, to))
}

fn time(fields: &Fields, key: &'static str) -> Option<NaiveTime> {
    fields.note(key, || Shape::Time);
    let word = fields.word(key)?;
    let time = NaiveTime::parse_from_str(&word.text, "%H:%M").ok();
    if time.is_none() || word.text.len() != "17:00".len() {
        let message = format!("`{}` is not a time of day", typed(&word.text));
        let hint = "write hours and minutes, as in `\"17:00\"`".to_owned();
        fields.reader.error(word.place, "bad-time", message, Some(hint));
    }
    time
}

fn closure(fields: &Fields) -> NamedPeriod {
    let from = fields.need_date("from");
    let to = fields.date("to").unwrap_or(from);
    if to < from {
        let message = format!("the closure ends on {to}, before it begins on {from}");
        fields.reader.error(fields.place, "bad-closure", message, Some(FIRST_AND_LAST.to_owned()));
    }
    NamedPeriod { from, to, name: fields.need_text("name") }
}

/// As `closure`, with a warning if no day of it is a bank holiday, so that it changes nothing.
fn open_on(fields: &Fields, division: Division) -> NamedPeriod {
    let open = closure(fields);
    let calendar = Calendar::england_and_wales();
    let usual = Counting { division, weekend: Vec::new(), ..Counting::default() };
    let mut days = open.from.iter_days().take_while(|day| *day <= open.to);
    if !fields.is_probe() && days.all(|day| calendar.is_working(day, &usual).is_ok_and(|working| working)) {
        let message = format!("there is no bank holiday of {} on {}", division.name(), describe(open.from));
        let hint =
            "`open_on` lists bank holidays on which the office is open; `weekend` says which days of the week are off";
        fields.reader.warn(fields.place, "no-bank-holiday", message, Some(hint.to_owned()));
    }
    open
}

pub fn document(fields: &Fields) -> Document {
    Document {
        title: fields.need_text("title"),
        date: fields.text("date"),
        undated: fields.yes("undated").unwrap_or(false),
        url: fields.text("url"),
    }
}

/// The policy's own words for things, or the program's if it has none.
pub fn labels(fields: Option<&Fields>) -> Labels {
    let label = |key, usual: &str| {
        let own = fields.and_then(|fields| fields.text(key));
        own.unwrap_or_else(|| usual.to_owned())
    };
    Labels {
        dispute: label("dispute", "dispute"),
        stage: label("stage", "stage"),
        praise: label("praise", "praise"),
        referral: label("referral", "referral"),
        informal: label("informal", "informal"),
        pre_formal: label("pre_formal", "before the formal stages"),
        formal: label("formal", "formal"),
        statuses: fields
            .and_then(|fields| fields.section("statuses", "the labels of statuses", statuses))
            .unwrap_or_default(),
        record_system: label("record_system", "the child's file"),
    }
}

/// The policy's own words for the statuses of disputes and praise; those it doesn't name are left out.
fn statuses(fields: &Fields) -> BTreeMap<CaseStatus, String> {
    CaseStatus::ALL.iter().filter_map(|status| Some((*status, fields.text(status.word())?))).collect()
}

/// Roles by id. The id serves as a title until there is one.
pub fn roles(fields: &Fields) -> Vec<Role> {
    fields.need("roles", || Some("list them as `iro: Independent Reviewing Officer`".to_owned()));
    let mut substitutes = substitutes(fields);
    let mut roles = Vec::new();
    for (id, title) in fields.names("roles") {
        if is_no_role(&id.text) {
            let message = format!("`{}` can't be a role: `whose: {}` means something else", id.text, id.text);
            let hint = format!("give it another id, such as `{}-role`", id.text);
            fields.reader.error(id.place, "reserved-id", message, Some(hint));
        }
        if title.is_none() {
            let message = format!("the role `{}` has no title", id.text);
            fields.reader.warn(id.place, "untitled-role", message, None);
        }
        let own = substitutes.iter().position(|(role, _)| role.as_str() == id.text);
        let own = own.map(|at| substitutes.swap_remove(at).1).unwrap_or_default();
        let title = title.map_or_else(|| id.text.clone(), |title| title.text);
        roles.push(Role { title, id: id.text.into(), substitutes: own });
    }
    roles
}

/// `team-manager: [service-manager]`: who acts for a role in its absence.
fn substitutes(fields: &Fields) -> Vec<(RoleId, Vec<Substitute>)> {
    const WHAT: &str = "a substitute between two days";
    fields.note("substitutes", || {
        let dated = Shape::Block(probe(fields.reader, WHAT, substitute).0);
        Shape::Pairs(Box::new(Shape::one_or_more(Shape::Either(vec![Shape::Text, dated]))))
    });
    let one = |node: &Node| match &node.content {
        Content::Map(_) => block(fields.reader, node, WHAT, substitute),
        _ => word(fields.reader, "substitutes", node).map(|word| Substitute {
            role: fields.reader.mention(Mention::Role, word),
            from: None,
            to: None,
            source: None,
        }),
    };
    let pairs = fields.pairs("substitutes", "team-manager: [service-manager]").iter().map(|(key, node)| {
        let role = Word { text: key.text.to_string(), place: key.place };
        let others: Vec<Substitute> = node.items().iter().filter_map(one).collect();
        at_odds(fields, key, node, &others);
        (fields.reader.mention(Mention::NamedRole, role), others)
    });
    pairs.collect()
}

/// Reports a role that would act for itself, and one that is named twice without days.
fn at_odds(fields: &Fields, key: &Key, node: &Node, others: &[Substitute]) {
    let always = |one: &Substitute| one.from.is_none() && one.to.is_none();
    for (at, one) in others.iter().enumerate() {
        let place = match &node.content {
            Content::List(items) if items.len() == others.len() => items[at].place,
            _ => node.place,
        };
        if one.role.as_str() == key.text {
            let message = format!("`{}` would act for itself", typed(one.role.as_str()));
            let hint = "name another role, or leave it out".to_owned();
            fields.reader.error(place, "itself", message, Some(hint));
        } else if always(one) && others[..at].iter().any(|other| always(other) && other.role == one.role) {
            let name = Word { text: one.role.to_string(), place };
            named_twice(fields.reader, &key.text, &name, "leave one out");
        }
    }
}

/// `{role: deputy, from: 2026-07-01, to: 2026-07-31}`
fn substitute(fields: &Fields) -> Substitute {
    fields.need("role", || Some("a role, as in `role: service-manager`".to_owned()));
    let (role, from, to) = (fields.role("role").unwrap_or_default(), fields.date("from"), fields.date("to"));
    let source = fields.text("source");
    if fields.has("role") && source.is_none() && !fields.has("from") && !fields.has("to") {
        let message = "a substitute in braces has a first or a last day".to_owned();
        let hint = format!("write `from` and `to`, or `{role}` alone where it always holds");
        fields.reader.error(fields.place, "undated-substitute", message, Some(hint));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let message = format!("the time as substitute ends on {to}, before it begins on {from}");
        fields.reader.error(fields.place, "bad-substitute", message, Some(FIRST_AND_LAST.to_owned()));
    }
    Substitute { role, from, to, source }
}

pub fn groups(fields: &Fields) -> Vec<CategoryGroup> {
    let groups = fields.names("groups").into_iter();
    groups
        .map(|(id, title)| CategoryGroup {
            title: title.map_or_else(|| id.text.clone(), |title| title.text),
            id: id.text,
        })
        .collect()
}

pub fn category(fields: &Fields) -> Category {
    let id = fields.id();
    fields.reader.declare(NameKind::Category, None, &id);
    let group = fields.word("group");
    Category {
        id: id.text.into(),
        text: fields.need_text("text"),
        group: group.map(|word| fields.reader.mention(Mention::Group, word)),
        national: fields.texts("national").into_iter().map(Into::into).collect(),
        examples: fields.texts("examples"),
        formal: fields.yes("formal").unwrap_or(false),
        condition: fields.text("condition"),
        from_review: fields.number("from_review"),
        source: fields.text("source").unwrap_or_default(),
    }
}

pub fn field(fields: &Fields) -> Field {
    let id = fields.id();
    fields.reader.declare(NameKind::Field, None, &id);
    if let Some(fact) = Fact::named(&id.text) {
        let message = format!("`{}` is known to every policy, and can't be a field of its own", fact.word());
        let hint = "ask for it under `asks` as it is, or give the field another id".to_owned();
        fields.reader.error(id.place, "known-fact", message, Some(hint));
    }
    Field {
        labels: labels_of_values(fields, &id.text),
        id: id.text.into(),
        text: fields.need_text("text"),
        values: fields.texts("values"),
        several: fields.yes("several").unwrap_or(false),
        each_child: fields.yes("each_child").unwrap_or(false),
        source: fields.text("source"),
    }
}

/// `{pep: personal education plan}`: how some of a field's values are shown to people.
fn labels_of_values(fields: &Fields, field: &str) -> BTreeMap<String, String> {
    let of = || Mention::FieldValue(field.to_owned());
    let labels = fields.names("labels").into_iter();
    labels.filter_map(|(value, label)| Some((fields.reader.mention(of(), value), label?.text))).collect()
}

pub fn contact(fields: &Fields) -> Contact {
    fields.need("role", || None);
    Contact {
        role: fields.named_role("role").unwrap_or_default(),
        text: fields.need_text("text"),
        checked_on: fields.date("checked_on"),
        for_families: fields.yes("for_families").unwrap_or(false),
    }
}
