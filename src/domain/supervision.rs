//! What supervision is told about a dispute.

use super::dispute::{AskedFor, Clock, Dispute, Status};
use super::policy::DutyId;
use super::time::{Moment, describe};

/// Why a dispute belongs on the list for supervision, and what else in it is past its date.
pub fn outstanding(dispute: &Dispute, as_of: Moment) -> String {
    let past = |clock: &Clock| dispute.is_overdue(clock, as_of) && dispute.further_time_beside(clock).is_none();
    let answer = dispute.answer_due().filter(|_| dispute.status() == Status::AwaitingResponse);
    let further = dispute.has_further_time();
    let why = match (dispute.status(), answer.filter(|clock| past(clock))) {
        (Status::AwaitingResponse, Some(_)) if further => "further time over, not accepted yet".to_string(),
        (Status::AwaitingResponse, Some(clock)) if dispute.is_suggested(clock) => {
            format!("no answer by {}, the date suggested as none was agreed", describe(clock.due))
        }
        (Status::AwaitingResponse, Some(clock)) => match dispute.asked_for() {
            AskedFor::Decision => format!("no decision by {}", describe(clock.due)),
            AskedFor::Work => format!("not done by {}: {}", describe(clock.due), dispute.label_of(clock)),
            AskedFor::Answer | AskedFor::Resolution | AskedFor::FurtherWork | AskedFor::Nothing => {
                format!("no answer by {}", describe(clock.due))
            }
        },
        (Status::AwaitingResponse, None) if further => "waiting for further work".to_string(),
        (Status::AwaitingResponse, None) => "waiting for an answer".to_string(),
        (Status::AwaitingReview, _) => format!("{} not accepted yet", dispute.to_be_judged()),
        (Status::Agreed, _) if dispute.to_conclude().is_some() => "plan carried out, not ended yet".to_string(),
        (Status::Agreed, _) => "plan agreed, actions tracked".to_string(),
        (Status::Complaint, _) => "in the complaints procedure".to_string(),
        (Status::Resolved | Status::Withdrawn, _) => "ended".to_string(),
    };
    let others = dispute.clocks.iter().filter(|clock| past(clock) && clock.binds());
    let others = others.filter(|clock| answer.is_none_or(|answer| !std::ptr::eq(answer, *clock)));
    let late = others.map(|clock| format!("{}: overdue since {}", dispute.label_of(clock), describe(clock.due)));
    let meeting = dispute.meeting_called_for(as_of.date()).filter(|_| dispute.is_open());
    let said_of_meeting = meeting.is_some();
    let yet = if dispute.meeting_of_earlier_stay().is_some() { "since it was reopened" } else { "yet" };
    let meeting = meeting.map(|title| format!("{title} not held {yet}"));
    let mut owed = match dispute.is_open() && dispute.status() != Status::Complaint {
        true => dispute.called_for(as_of.date()),
        false => dispute.owed(),
    };
    owed.retain(|view| !(said_of_meeting && view.duty == DutyId::MEETING));
    let owed = dispute.not_on_record_yet(&owed);
    std::iter::once(why).chain(late).chain(meeting).chain(owed).collect::<Vec<_>>().join("; ")
}
