//! What a step settled, in the words of the form: duties that were done, waived or overridden, and the values it gave
//! for fields of the policy.

use super::{Row, Section};
use crate::domain::dispute::{Dispute, StayNumber};
use crate::domain::event::{DutyDone, DutyWaived, Entry, Event};
use crate::domain::policy::{Duty, DutyId, OwedAt, StageId};
use crate::domain::summary::History;
use crate::domain::time::describe_moment;
use crate::render::words;

/// Whether a duty is listed with the referral or the outcome. One of an earlier end, before the dispute was reopened,
/// stays with the stay that ended.
pub(super) fn belongs_to_referral_or_end(id: &DutyId, entry: &Entry, dispute: &Dispute) -> bool {
    let (place, rule) = dispute.settled_in(id, entry.number);
    match place {
        OwedAt::End => dispute.ended().is_some_and(|ending| dispute.happened_after(entry.number, ending.entry)),
        OwedAt::Stage(_) => dispute.referral.is_some() && rule.is_some_and(Duty::guards_referral),
    }
}

/// The duties listed with the referral or, if `of_the_end`, with the outcome: done or waived, in the words of the
/// policy.
pub(super) fn duties_of_referral_or_end(
    history: &History,
    dispute: &Dispute,
    of_the_end: bool,
) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for entry in &history.entries {
        let theirs = |id: &DutyId| {
            belongs_to_referral_or_end(id, entry, dispute)
                && of_the_end == (dispute.settled_in(id, entry.number).0 == OwedAt::End)
        };
        let name = |id: &DutyId| words::settled(id, entry.number, None, dispute);
        let confirmed = entry.confirmed.iter().filter(|confirmed| theirs(&confirmed.duty));
        rows.extend(confirmed.map(|one| (name(&one.duty), format!("done, {}", describe_moment(one.on)))));
        if let Event::DutyDone(facts) = &entry.event
            && theirs(&facts.duty)
        {
            rows.push((name(&facts.duty), done(facts, entry, dispute)));
        } else if let Event::DutyWaived(facts) = &entry.event
            && theirs(&facts.duty)
        {
            rows.push((name(&facts.duty), waived(facts, entry)));
        } else if let (Event::Referred(_), false) = (&entry.event, of_the_end) {
            rows.extend(fields_given(entry, dispute));
            rows.extend(overridden(entry, None, dispute));
        }
    }
    rows
}

/// A duty in the words of the stage it was settled for, which is named if it isn't that of this stay.
pub(super) fn duty(id: &DutyId, entry: &Entry, stay: StayNumber, dispute: &Dispute) -> String {
    words::settled(id, entry.number, stage_of_stay(stay, dispute), dispute)
}

/// The stage of a stay.
pub(super) fn stage_of_stay(stay: StayNumber, dispute: &Dispute) -> Option<&StageId> {
    dispute.stage_entries.iter().find(|one| one.stay == stay).map(|one| &dispute.policy.stages[one.stage].id)
}

pub(super) fn done(facts: &DutyDone, entry: &Entry, dispute: &Dispute) -> String {
    let with = facts.with.as_ref().map(|with| format!(" with {}", dispute.policy.titled(with))).unwrap_or_default();
    let without = words::of_no_meeting(&facts.duty, entry.number, dispute);
    dated(format!("done, {}{with}{without}", describe_moment(entry.at)), facts.text.as_deref())
}

pub(super) fn waived(facts: &DutyWaived, entry: &Entry) -> String {
    format!("not done, {}: {}", describe_moment(entry.at), facts.reason)
}

/// The requirements that were overridden for a step, and why.
pub(super) fn overridden(entry: &Entry, here: Option<&StageId>, dispute: &Dispute) -> Option<(String, String)> {
    let overridden = entry.overridden.as_ref()?;
    let rules: Vec<String> =
        overridden.rules.iter().map(|rule| words::overridden_rule(rule, entry.number, here, dispute)).collect();
    let name = "Requirement overridden, and why".to_string();
    Some((name, format!("{}: {}", rules.join("; "), overridden.reason)))
}

/// Adds the values that a step gave for fields of the policy.
pub(super) fn given_with(section: &mut Section, entry: &Entry, dispute: &Dispute) {
    section.rows.extend(fields_given(entry, dispute).map(|(name, text)| Row::Text(name, text)));
}

pub(super) fn fields_given<'a>(entry: &'a Entry, dispute: &'a Dispute) -> impl Iterator<Item = (String, String)> + 'a {
    let (on, policy) = (describe_moment(entry.at), &dispute.policy);
    let given = policy.in_order(entry.event.fields());
    given
        .into_iter()
        .map(move |(id, value)| (format!("{}, {on}", policy.field_text(id)), words::field_value(id, value, policy)))
}

pub(super) fn dated(on: String, text: Option<&str>) -> String {
    text.map_or(on.clone(), |text| format!("{on}: {text}"))
}
