//! Reads limits: what a bare `days` means, and how hours and school days depend on the calendar.

use super::fields::{Fields, block, probe};
use super::identity::no_office_hours;
use super::references::Word;
use super::shape::Shape;
use super::values::{any_limit, word};
use crate::domain::limit::{Direction, Limit, LimitError, Unit};
use crate::domain::policy::LimitRule;
use crate::store::yaml::Content;

const HOURS: [(&str, Unit); 3] =
    [("elapsed", Unit::ElapsedHours), ("working-days", Unit::HoursAsWorkingDays), ("office", Unit::OfficeHours)];

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

/// The shorter time of a clock with two, in the hours that its clause means.
pub fn shorter(fields: &Fields) -> Option<Limit> {
    let aim = fields.limit("aim")?;
    match fields.reader.quietly(|| fields.choice_of("hours", &HOURS)) {
        Some(unit) if aim.unit == Unit::Hours => Some(Limit { unit, ..aim }),
        _ => Some(aim),
    }
}

/// Whether the limit of a clock can be read.
pub fn is_readable(fields: &Fields) -> bool {
    let is_text = fields.node("limit").is_some_and(|node| !matches!(node.content, Content::Map(_)));
    let read = || fields.word("limit").and_then(|word| fields.limit_of(&word));
    is_text && fields.reader.quietly(read).is_some()
}

/// Applies `hours`, if the clause means other hours than the calendar does.
pub fn with_hours(fields: &Fields, limit: LimitRule) -> LimitRule {
    let Some(unit) = fields.choice_of("hours", &HOURS) else { return limit };
    let place = fields.node("hours").map_or(fields.place, |node| node.place);
    if unit == Unit::OfficeHours && !fields.reader.office.get() && !fields.is_probe() {
        no_office_hours(fields);
    }
    match limit {
        LimitRule::Fixed(limit) if limit.unit == Unit::Hours => LimitRule::Fixed(Limit { unit, ..limit }),
        LimitRule::Fixed(_) | LimitRule::Agreed { .. } => {
            if !fields.is_probe() {
                let message = "`hours` says what the hours of a limit mean, and this limit has none".to_owned();
                fields.reader.error(place, "needless-key", message, Some("leave `hours` out".to_owned()));
            }
            limit
        }
    }
}

/// The limit of a clock, or that it is agreed.
pub fn limit_rule(fields: &Fields) -> LimitRule {
    let agreed = LimitRule::Agreed { fallback: None, ceiling: None };
    fields.note("limit", || limit_shape(fields));
    let Some(node) = fields.need("limit", || Some("write a time, as in `5 working days`, or `agreed`".to_owned()))
    else {
        return agreed;
    };
    if let Content::Map(_) = &node.content {
        let rule = block(fields.reader, node, "a limit", |fields| {
            fields
                .need("agreed", || Some("write `agreed` alone, or `{agreed: {fallback: 5 working days}}`".to_owned()));
            fields.section("agreed", "an agreed limit", agreed_limit)
        });
        return rule.flatten().unwrap_or(agreed);
    }
    match word(fields.reader, "limit", node) {
        Some(word) if word.text == "agreed" => agreed,
        Some(word) => LimitRule::Fixed(fields.limit_of(&word).unwrap_or_else(any_limit)),
        None => agreed,
    }
}

fn limit_shape(fields: &Fields) -> Shape {
    let agreed = |fields: &Fields| fields.section("agreed", "an agreed limit", agreed_limit);
    let case_by_case = Shape::Block(probe(fields.reader, "a limit", agreed).0);
    Shape::Either(vec![Shape::Limit, Shape::Word(vec!["agreed".to_owned()]), case_by_case])
}

fn agreed_limit(fields: &Fields) -> LimitRule {
    let (fallback, ceiling) = (fields.limit("fallback"), fields.limit("ceiling"));
    let longer = |a: &Limit, b: &Limit| a.unit == b.unit && a.n > b.n;
    if let (Some(fallback), Some(ceiling)) = (&fallback, &ceiling)
        && longer(fallback, ceiling)
    {
        let message = format!("the fallback of {fallback} is longer than the ceiling of {ceiling}");
        let hint = "`fallback` is the time where nothing was agreed, and `ceiling` the longest that may be agreed";
        fields.reader.error(fields.place, "bad-limit", message, Some(hint.to_owned()));
    }
    LimitRule::Agreed { fallback, ceiling }
}
