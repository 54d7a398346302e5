//! What a message says besides the concern: the complaint, the referral, the meeting, and why somebody is told at all.

use super::{ExplainedNotice, section};
use crate::domain::dispute::{DutyStanding, Status};
use crate::domain::event::Event;
use crate::domain::policy::{Duty, FieldId, RoleId};
use crate::domain::time::{Moment, describe, describe_moment};
use crate::render::words;

impl ExplainedNotice<'_> {
    /// The subject for those who have nothing to do.
    pub(super) fn information(&self) -> String {
        let (dispute, policy) = (self.dispute(), self.policy());
        let referral = |view: &DutyStanding| policy.duty_in(&view.duty, &view.place).is_some_and(Duty::guards_referral);
        match () {
            () if self.notice.with_them.iter().any(referral) => policy.labels.referral.clone(),
            () if dispute.status() == Status::Complaint => "complaint".to_string(),
            () if dispute.is_open() && !self.notice.with_them.is_empty() => dispute.stage().title.clone(),
            () => "for your information".to_string(),
        }
    }

    /// How it ended, and when. A reason for withdrawing is left out unless it is known to be about this child.
    pub(super) fn ended(&self) -> String {
        let dispute = self.dispute();
        let on = describe(dispute.status_since().date());
        if let Some((facts, _)) = &dispute.resolved {
            return format!("It ended on {on}: {}. {}", facts.result.meaning(), facts.outcome);
        }
        match (dispute.raised_in_error, &dispute.withdrawn_because) {
            (Some(true), _) => format!("It was withdrawn on {on}, because it should not have been raised."),
            (Some(false), Some(reason)) => format!("It was withdrawn on {on}: {reason}"),
            (Some(false) | None, _) => format!("It was withdrawn on {on}."),
        }
    }

    /// How it ended before it was last reopened, and why it is open again.
    pub(super) fn open_again(&self) -> Vec<String> {
        let dispute = self.dispute();
        let Some(last) = dispute.reopenings().pop().filter(|_| dispute.is_open()) else { return Vec::new() };
        let before = last.came_back_from.map(|entry| {
            let on = describe(entry.at.date());
            match (entry.event.end(), &entry.event) {
                (Some(end), _) => format!("It ended on {on}: {}", end.outcome),
                (None, Event::Complained(facts)) => {
                    format!("It was in the complaints procedure from {on}: {}", facts.reason)
                }
                (None, _) => format!("It ended on {on}"),
            }
        });
        let again = format!("Reopened on {}: {}", describe(last.on.date()), last.reason);
        vec![section("WHY IT IS OPEN AGAIN", before.into_iter().chain([again]))]
    }

    /// Why it was escalated to those who are asked now, and what was answered before.
    pub(super) fn came_here(&self) -> Vec<String> {
        let (dispute, policy) = (self.dispute(), self.policy());
        let Some((escalated, facts)) = dispute.escalated_here() else { return Vec::new() };
        let before = dispute.answers().filter(|(stage, entry, _)| {
            **stage == facts.from && !dispute.happened_after(entry.number, escalated.number)
        });
        let answered = before.last().map(|(_, entry, answer)| {
            format!("{}, {}: {}", words::answer_of(answer, policy), describe(entry.at.date()), answer.text)
        });
        let reason = facts.reason.as_ref().map(|reason| format!(". {reason}")).unwrap_or_default();
        let why = format!("Escalated on {}: {}{reason}", describe(escalated.at.date()), facts.because.meaning());
        vec![section("WHY IT COMES TO YOU", answered.into_iter().chain([why]))]
    }

    /// The complaint, if there is one, with or without the dispute continuing.
    pub(super) fn complaint(&self) -> Vec<String> {
        let (dispute, policy) = (self.dispute(), self.policy());
        if dispute.complaint_stands().is_none() {
            return Vec::new();
        }
        let mut lines = match dispute.complaint() {
            Some((on, why)) => vec![format!("{}: {why}", describe(on.date()))],
            None => dispute.complaint_chosen.iter().map(|on| format!("Chosen on {}", describe(on.date()))).collect(),
        };
        let (of_it, beside): (Vec<_>, Vec<_>) =
            dispute.fields().iter().partition(|(id, _)| dispute.came_with_complaint(id));
        let line = |(id, value): (&FieldId, &String)| {
            format!("{}: {}", policy.field_text(id), words::field_value(id, value, policy))
        };
        lines.extend(of_it.into_iter().map(line));
        let beside: Vec<String> = beside.into_iter().map(line).collect();
        let beside = (!beside.is_empty()).then(|| section("ALSO ON RECORD", beside));
        std::iter::once(section("THE COMPLAINT", lines)).chain(beside).collect()
    }

    /// What the protocol asks for with a complaint, each with its clause. The text of a duty says what holds once it is
    /// done.
    pub(super) fn protocol_of_complaint(&self) -> Vec<String> {
        let dispute = self.dispute();
        let lines = dispute
            .duties_of_complaint()
            .map(|duty| format!("When there is a complaint, the protocol requires: “{}” ({})", duty.text, duty.source));
        if dispute.complaint_stands().is_some() { lines.collect() } else { Vec::new() }
    }

    /// The referral, if one was begun.
    pub(super) fn referral(&self) -> Vec<String> {
        let (dispute, policy) = (self.dispute(), self.policy());
        let Some(referral) = &dispute.referral else { return Vec::new() };
        let on = |what: &str, at: Option<Moment>| at.map(|at| format!("{what} {}", describe_moment(at)));
        let made = [on("phoned", referral.phoned), on("in writing", referral.written)];
        let made: Vec<String> = made.into_iter().flatten().collect();
        let made =
            if made.is_empty() { format!("decided {}", describe_moment(referral.began)) } else { made.join(", ") };
        let said = |name: &str, text: Option<&str>| text.map(|text| format!("{name}: {text}"));
        let lines = [
            said("To", Some(&format!("{}, {made}", dispute.referred_to()))),
            said("Ground", referral.ground.as_ref().map(|id| policy.ground_text(id))),
            said("Why it is right for the child", referral.reason.as_deref()),
            said("What it means for the child", referral.impact_on_child.as_deref()),
            said("Why the stages are cut short", referral.curtail.as_deref()),
        ];
        vec![section("THE REFERRAL", lines.into_iter().flatten())]
    }

    /// The duties by which the protocol asks others to tell the recipients something or to talk it over with them.
    pub(super) fn why_told(&self) -> Vec<String> {
        let lines: Vec<String> =
            self.notice.with_them.iter().map(|view| format!("- {} ({})", view.text, view.source)).collect();
        if lines.is_empty() {
            Vec::new()
        } else {
            vec![section("WHY I AM TELLING YOU: THE PROTOCOL REQUIRES THAT", lines)]
        }
    }

    /// The meeting that is called for or arranged, and was not held: when, who chairs it, who comes, who takes the minutes.
    pub(super) fn meeting(&self) -> Vec<String> {
        let (dispute, policy) = (self.dispute(), self.policy());
        let arranged = dispute.meeting_arranged();
        let planned = arranged.and(dispute.stage().meeting.as_ref());
        let Some(meeting) = dispute.meeting_to_hold(self.context.now.date()).or(planned) else { return Vec::new() };
        let title = |role: &RoleId| policy.role_title(role).to_string();
        let called = dispute.meeting_called_for_by();
        let called = called.map(|clock| {
            format!(
                " It is called for because the date of “{}” passed on {}.",
                dispute.label_of(clock),
                describe(clock.due)
            )
        });
        let who = [
            dispute.convener().map(|party| format!("Convened by: {}", words::party(&party, policy))),
            meeting.chair.as_ref().map(|role| format!("Chaired by: {}", title(role))),
            (!meeting.attendees.is_empty())
                .then(|| format!("With: {}", words::people(&meeting.expected(policy).collect::<Vec<_>>(), "and"))),
            meeting.minutes_by.as_ref().map(|role| format!("Minutes: {}", title(role))),
        ];
        let held = match (arranged, dispute.meeting_of_earlier_stay()) {
            (Some(day), _) => format!("it is arranged for {}", describe_moment(day)),
            (None, Some(on)) => format!("the last one was held on {}, before it was reopened", describe_moment(on)),
            (None, None) => "none is recorded yet".to_string(),
        };
        let first = format!("{} ({}); {held}.{}", meeting.title, meeting.source, called.unwrap_or_default());
        vec![section("THE MEETING", std::iter::once(first).chain(who.into_iter().flatten()))]
    }
}
