//! What a file says twice, so that people are asked for it twice.

use crate::domain::policy::{Circumstances, DutyId, Policy, Responders, RoleId, Stage};
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
        let has_one = |stage: &&Stage| stage.meeting.is_some() && duty.stages.contains(&stage.id);
        let Some(stage) = policy.stages.iter().find(has_one) else { continue };
        let place = reader.references.borrow().place_of(NameKind::Duty, Some(stage.id.as_str()), duty.id.as_str());
        let message =
            format!("the meeting of `{}` is listed as `meeting` already, and this duty has that name", stage.id);
        let hint = "leave the duty out, or give it another id".to_owned();
        reader.warn(place, "meeting-twice", message, Some(hint));
    }
}

/// Warns of a copy to whoever is asked to answer anyway, whatever the circumstances. Where any of several may answer,
/// the others need it; of a chain, those whose turn comes later.
pub fn copies(reader: &Reader, policy: &Policy) {
    for stage in &policy.stages {
        let variants = policy.variants_by(stage.only_when.iter().map(|one| &one.when));
        for role in &stage.copy_to {
            let copied = |facts: &Circumstances<'_>| is_called_for(stage, role, true, facts);
            let under: Vec<_> = variants.iter().filter(|one| copied(&one.facts())).collect();
            let asked = under.iter().all(|one| has_to_answer(stage, role, &one.facts()));
            if under.is_empty() || !asked {
                continue;
            }
            let message = format!("a copy goes to `{role}`, who is asked to answer at `{}` anyway", stage.id);
            let place = reader.references.borrow().place_of(NameKind::Copies, Some(stage.id.as_str()), "copy_to");
            let hint = format!("leave `{role}` out of `copy_to`");
            reader.warn(place, "copied-to-whoever-answers", message, Some(hint));
        }
    }
}

fn is_called_for(stage: &Stage, role: &RoleId, copy: bool, facts: &Circumstances<'_>) -> bool {
    let mut rules = stage.only_when.iter().filter(|one| one.role == *role && one.copy == copy);
    rules.all(|one| one.when.holds(facts))
}

/// Whether a role is asked as soon as a stage begins, and nobody can answer in its place.
fn has_to_answer(stage: &Stage, role: &RoleId, facts: &Circumstances<'_>) -> bool {
    let asked: Vec<&RoleId> =
        stage.responders.roles().iter().filter(|one| is_called_for(stage, one, false, facts)).collect();
    match &stage.responders {
        Responders::AnyOf(_) => asked == [role],
        Responders::AllOf(_) => asked.contains(&role),
        Responders::Chain(_) => asked.first() == Some(&role),
    }
}
