//! Reads facts as they are typed in a correction, in the same way as the command that first recorded them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fact_type::FactType;
use super::{Barrier, Because, NoteKind, PlannedAction, ResultKind};
use crate::domain::id::DisputeId;
use crate::domain::terms::{
    ActionNumber, CaseType, CategoryId, ChainStep, ClockId, DutyId, EntryNumber, FieldId, GroundId, ImpactLevel,
    OwedAt, PaperId, RoleId, StageId,
};
use crate::domain::time::{Date, Moment, parse_due_date, parse_when};
use crate::domain::worded::Worded;

/// Why typed text can't be read as a fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// A type of fact that can be typed. Lists and maps take every value given; other types take the last.
pub(super) trait Typed {
    /// Whether a list of these may be given as one text with commas.
    const LISTED: bool = true;

    /// Whether an event may be without it.
    const OPTIONAL: bool = false;

    /// What its values are, for whoever words them.
    const TYPE: FactType;

    /// Reads the values in `given` as JSON, as a record holds them. `old` is the present value.
    fn typed(given: &[String], old: Option<&Value>, now: Moment) -> Result<Value, Unreadable>;
}

/// Reads a word of a closed list, as records and JSON write it.
///
/// # Errors
/// An unknown word; the message lists the known ones.
pub fn word<T: Worded>(typed: &str) -> Result<T, String> {
    T::named(typed).ok_or_else(|| {
        let known: Vec<String> = T::WORDS.iter().map(|word| format!("`{word}`")).collect();
        format!("`{typed}` is none of {}", known.join(", "))
    })
}

/// Reads `yes`, `y`, `no` or `n`, in capitals or not.
///
/// # Errors
/// Anything else.
pub fn yes_or_no(typed: &str) -> Result<bool, String> {
    match typed.to_ascii_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("write `yes` or `no`".to_string()),
    }
}

impl PlannedAction {
    /// Reads `WHAT | OWNER | DUE | MEASURE`; all except WHAT may be left out.
    ///
    /// # Errors
    /// No what, more than four parts, or a date that can't be read.
    pub fn typed(text: &str, now: Moment) -> Result<PlannedAction, Unreadable> {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let part = |index: usize| parts.get(index).filter(|part| !part.is_empty()).map(|part| (*part).to_string());
        let Some(what) = part(0).filter(|_| parts.len() <= 4) else {
            return Err(Unreadable(format!("`{text}` is not \"WHAT | OWNER | DUE | MEASURE\"")));
        };
        let due =
            part(2).map(|due| parse_due_date(&due, now)).transpose().map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(PlannedAction { what, owner: part(1), due, measure: part(3) })
    }
}

fn last(given: &[String]) -> &str {
    given.last().map_or("", String::as_str)
}

macro_rules! words {
    ($($kind:ident),*) => { $(
        impl Typed for $kind {
            const TYPE: FactType = FactType::$kind;

            fn typed(given: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
                word::<$kind>(last(given)).map(|_| last(given).into()).map_err(Unreadable)
            }
        }
    )* };
}

words!(Barrier, Because, CaseType, ImpactLevel, NoteKind, ResultKind);

impl<T: Typed> Typed for Option<T> {
    const OPTIONAL: bool = true;
    const TYPE: FactType = T::TYPE;

    fn typed(given: &[String], old: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
        T::typed(given, old, now)
    }
}

impl Typed for String {
    const TYPE: FactType = FactType::Plain;

    fn typed(given: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
        Ok(last(given).into())
    }
}

/// Ids are read as plain text; whether the policy knows them is checked later, in `steps/checks.rs`.
macro_rules! ids {
    ($($kind:ty = $of:ident),*) => { $(
        impl Typed for $kind {
            const TYPE: FactType = FactType::$of;

            fn typed(given: &[String], old: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
                String::typed(given, old, now)
            }
        }
    )* };
}

ids!(
    CategoryId = Category,
    ClockId = Clock,
    DutyId = Duty,
    FieldId = Field,
    GroundId = Ground,
    OwedAt = Stage,
    PaperId = Paper,
    RoleId = Who,
    StageId = Stage
);

impl Typed for bool {
    const TYPE: FactType = FactType::Plain;

    fn typed(given: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
        yes_or_no(last(given)).map(Value::from).map_err(Unreadable)
    }
}

macro_rules! numbers {
    ($($kind:ty = $of:ident),*) => { $(
        impl Typed for $kind {
            const TYPE: FactType = FactType::$of;

            fn typed(given: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
                let number = last(given).parse::<u32>();
                number.map(Value::from).map_err(|_| Unreadable(format!("`{}` is not a number", last(given))))
            }
        }
    )* };
}

numbers!(ActionNumber = Plain, ChainStep = ChainStep, EntryNumber = Plain);

impl Typed for Moment {
    const TYPE: FactType = FactType::Plain;

    fn typed(given: &[String], _: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
        let moment = parse_when(last(given), now).map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(moment.to_string().into())
    }
}

impl Typed for Date {
    const TYPE: FactType = FactType::Plain;

    fn typed(given: &[String], _: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
        let date = parse_due_date(last(given), now).map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(Moment::on(date).to_string().into())
    }
}

impl Typed for DisputeId {
    const TYPE: FactType = FactType::Plain;

    fn typed(given: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
        let id = last(given).parse::<DisputeId>().map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(id.to_string().into())
    }
}

impl Typed for PlannedAction {
    const LISTED: bool = false;
    const TYPE: FactType = FactType::Action;

    fn typed(given: &[String], _: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
        let action = PlannedAction::typed(last(given), now)?;
        serde_json::to_value(action).map_err(|fault| Unreadable(fault.to_string()))
    }
}

/// One value each, or several in one text with commas between.
impl<T: Typed> Typed for Vec<T> {
    const OPTIONAL: bool = true;
    const TYPE: FactType = T::TYPE;

    fn typed(given: &[String], _: Option<&Value>, now: Moment) -> Result<Value, Unreadable> {
        let parts = given.iter().flat_map(|text| text.split(|c| T::LISTED && c == ','));
        let parts = parts.map(|part| part.trim().to_string());
        let each = parts.filter(|part| !part.is_empty()).map(|part| T::typed(&[part], None, now));
        Ok(Value::Array(each.collect::<Result<_, _>>()?))
    }
}

/// `NAME=VALUE` sets one value and keeps the others; `NAME=` removes it.
impl<K: Typed> Typed for BTreeMap<K, String> {
    const OPTIONAL: bool = true;
    const TYPE: FactType = K::TYPE;

    fn typed(given: &[String], old: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
        let mut map: Map<String, Value> = old.and_then(Value::as_object).cloned().unwrap_or_default();
        for text in given {
            match text.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
                Some((name, "")) if !name.is_empty() => drop(map.remove(name)),
                Some((name, value)) if !name.is_empty() => drop(map.insert(name.to_string(), value.into())),
                _ => return Err(Unreadable(format!("`{text}` is not NAME=VALUE"))),
            }
        }
        Ok(Value::Object(map))
    }
}

/// The facts set by a correction can't be corrected; the event that it corrects can be corrected again.
impl Typed for BTreeMap<String, Value> {
    const TYPE: FactType = FactType::Facts;

    fn typed(_: &[String], _: Option<&Value>, _: Moment) -> Result<Value, Unreadable> {
        Err(Unreadable("correct the event itself once more".to_string()))
    }
}
