//! Corrects which duties were confirmed with a step, and when each was done.

use serde_json::Value;

use super::Denied;
use crate::domain::dispute::{Dispute, with_corrections};
use crate::domain::event::{Confirmed, Entry, Event, Unreadable};
use crate::domain::policy::DutyId;
use crate::domain::record::Record;
use crate::domain::text::list;
use crate::domain::time::{Moment, parse_when};

/// Whether duties can have been confirmed with this entry.
pub(super) fn may_change(target: &Entry) -> bool {
    !matches!(target.event, Event::Corrected(_))
}

/// All duties confirmed with an entry, after `DUTY=WHEN` gave one a date, `DUTY` that of the step, and `DUTY=` took it
/// out. Without any, nothing was confirmed.
pub(super) fn read(target: &Entry, given: &[String], now: Moment) -> Result<Value, Denied> {
    let mut all = target.confirmed.clone();
    for said in given {
        let (duty, when) = said.split_once('=').map_or((said.trim(), None), |(duty, when)| (duty, Some(when.trim())));
        let duty = DutyId::from(duty.trim());
        let on = when
            .filter(|when| !when.is_empty())
            .map(|when| parse_when(when, now))
            .transpose()
            .map_err(|fault| Unreadable(fault.to_string()))?;
        match (duty.as_str(), when) {
            ("", _) => all.clear(),
            (_, Some("")) => all.retain(|one| one.duty != duty),
            _ => {
                let on = on.unwrap_or(target.at);
                match all.iter_mut().find(|one| one.duty == duty) {
                    Some(one) => one.on = on,
                    None => all.push(Confirmed { duty, on }),
                }
            }
        }
    }
    Ok(match all.is_empty() {
        true => Value::Null,
        false => serde_json::to_value(all).unwrap_or_default(),
    })
}

impl Dispute {
    /// A warning that the step was taken, though nobody confirms any more what was asked for before it.
    pub(super) fn warning_of_unconfirmed(&self, record: &Record, correction: &Entry) -> Option<String> {
        let Event::Corrected(facts) = &correction.event else { return None };
        if facts.set.is_empty() {
            return None;
        }
        let of = |entries: &[Entry]| -> Vec<DutyId> {
            let standing = with_corrections(entries).map(|(entries, _)| entries).unwrap_or_default();
            let target = standing.into_iter().find(|entry| entry.number == facts.corrects);
            target.into_iter().flat_map(|entry| entry.confirmed).map(|one| one.duty).collect()
        };
        let after = of(&[record.entries.as_slice(), std::slice::from_ref(correction)].concat());
        let gone: Vec<String> = of(&record.entries)
            .into_iter()
            .filter(|duty| !after.contains(duty))
            .map(|duty| {
                let rule = self.policy.duties.iter().find(|rule| rule.id == duty);
                rule.map_or_else(|| format!("`{duty}`"), |rule| rule.text.clone())
            })
            .collect();
        (!gone.is_empty())
            .then(|| format!("no longer recorded as done before event {}: {}", facts.corrects, list(&gone, "and")))
    }
}
