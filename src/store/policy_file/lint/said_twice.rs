//! What a file says twice, so that people are asked for it twice.

use crate::domain::policy::{DutyId, Policy};
use crate::store::policy_file::reader::Reader;
use crate::store::policy_file::references::NameKind;

/// Warns of what is asked for twice with one step, under the same circumstances.
pub fn asks(reader: &Reader, policy: &Policy) {
    for (at, ask) in policy.asks.iter().enumerate() {
        let same = || policy.asks[..at].iter().filter(|other| other.ask == ask.ask);
        let again = same().filter(|other| other.when == ask.when);
        let step = again.flat_map(|other| &other.before).find(|step| ask.before.contains(step));
        let Some(step) = step else { continue };
        let word = ask.ask.word();
        let place = reader.references.borrow().place_of_nth(NameKind::Ask, None, word, same().count());
        let message = format!("`{word}` is asked for twice with `{step}`");
        let hint = "leave one out; a rule from two clauses names both, as in `source: \"2.3; 3.2\"`".to_owned();
        reader.warn(place, "asked-twice", message, Some(hint));
    }
}

/// Warns of a duty by the name of a meeting at a stage that has one: a record of the meeting meets both.
pub fn meetings(reader: &Reader, policy: &Policy) {
    for duty in policy.duties.iter().filter(|duty| duty.id == DutyId::MEETING) {
        let has_one =
            |stage: &&crate::domain::policy::Stage| stage.meeting.is_some() && duty.stages.contains(&stage.id);
        let Some(stage) = policy.stages.iter().find(has_one) else { continue };
        let place = reader.references.borrow().place_of(NameKind::Duty, Some(stage.id.as_str()), duty.id.as_str());
        let message =
            format!("the meeting of `{}` is listed as `meeting` already, and this duty has that name", stage.id);
        let hint = "leave the duty out, or give it another id".to_owned();
        reader.warn(place, "meeting-twice", message, Some(hint));
    }
}
