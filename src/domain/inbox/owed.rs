//! The tasks for duties that somebody owes.

use super::task::{Task, TaskKind};
use crate::domain::dispute::{Dispute, DutyStanding};
use crate::domain::policy::DutyId;
use crate::domain::text::list;
use crate::domain::time::{Date, Moment, describe};

/// Tasks for the duties that somebody owes: at the present stage, left over from earlier ones, or since the end.
pub fn owed(dispute: &Dispute, who: &str, today: Date) -> Vec<Task> {
    let mut tasks = Vec::new();
    let after = dispute.ended_at().map(|on| format!("it ended on {}", describe(on.date()))).unwrap_or_default();
    let chases = chases_in_complaint(dispute) && dispute.owner().is(who);
    let theirs = |duty: &DutyStanding| dispute.party_to(duty).is(who) || chases;
    let of_whom = |duty: &DutyStanding| match dispute.party_to(duty) {
        party if party.is(who) => String::new(),
        party => format!("owed by the {}", party.roles.first().map_or("", |role| dispute.policy.role_title(role))),
    };
    for duty in dispute.outstanding(today).filter(theirs) {
        let (whose, since, due) = (of_whom(&duty), dispute.asked_since(&duty), dispute.owed_by(&duty));
        tasks.push(task(duty, dispute, &[&whose, &after], since, due));
    }
    let left_over = dispute.left_over();
    for (duty, stages) in dispute.left_over_by_duty().into_iter().filter(|(duty, _)| theirs(duty)) {
        let since = dispute.asked_since(&duty);
        let each = left_over.iter().filter(|one| (&one.duty, &one.text) == (&duty.duty, &duty.text));
        let due = each.filter_map(|one| dispute.owed_by(one)).min_by_key(Moment::instant_or_end);
        let (whose, left_over) = (of_whom(&duty), format!("left over from {}", list(&stages, "and")));
        tasks.push(task(duty, dispute, &[&whose, &left_over, &after], since, due));
    }
    tasks
}

/// Whether the owner asks for what others owe, too: during a complaint.
pub fn chases_in_complaint(dispute: &Dispute) -> bool {
    dispute.complained.is_some() || dispute.complaint_chosen.is_some()
}

/// What is to be done about a duty. Its own text says what holds once it is done, except where it says what to do.
fn to_do(duty: &DutyStanding, dispute: &Dispute) -> (TaskKind, String) {
    let again = duty.place.stage() == Some(&dispute.stage().id) && dispute.meeting_of_earlier_stay().is_some();
    let owed = TaskKind::Owed(duty.duty.clone());
    match () {
        () if duty.duty == DutyId::MEETING && again => (owed, format!("Hold the {} again", duty.text)),
        () if duty.duty == DutyId::MEETING => (owed, format!("Hold the {}", duty.text)),
        () if [DutyId::REFERRAL_WRITTEN, DutyId::REFERRAL_PAPERS].contains(&duty.duty) => (owed, duty.text.clone()),
        () => (TaskKind::NotRecorded(duty.duty.clone()), duty.text.clone()),
    }
}

/// The task for a duty, with the notes that are not empty.
fn task(duty: DutyStanding, dispute: &Dispute, notes: &[&str], since: Moment, due: Option<Moment>) -> Task {
    let (kind, text) = to_do(&duty, dispute);
    let notes: Vec<&str> = notes.iter().copied().filter(|note| !note.is_empty()).collect();
    let note = (!notes.is_empty()).then(|| notes.join("; "));
    Task { kind, text, note, command: duty.command, since, due }
}
