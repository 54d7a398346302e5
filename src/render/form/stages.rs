//! One section for each stay at a stage: who was asked, by when, what was answered, and how it went on.

use super::settled::{belongs_to_referral_or_end, dated, done, duty, given_with, overridden, stage_of_stay, waived};
use super::{Row, Section};
use crate::domain::dispute::{Clock, ClockResult, Dispute, Ending, StageEntry, StageNotice, StayNumber, Unrecorded};
use crate::domain::event::{ActionAdded, Barrier, Deadline, Entry, Event, NoteKind, PlannedAction};
use crate::domain::policy::{ClockId, DutyId, StageId};
use crate::domain::summary::History;
use crate::domain::time::{Moment, describe, describe_at, describe_moment};
use crate::render::words;

/// A row for a stage that the dispute hasn't reached yet: a date given for it, or a duty done before it.
struct LaterStageRow {
    stage: StageId,
    name: String,
    text: String,
}

/// A section for each stay, in the order in which they happened; the steps of one chain are one stay.
pub fn of(dispute: &Dispute, history: &History, as_of: Moment) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    // The number of the stay that each section is for.
    let mut stays: Vec<StayNumber> = Vec::new();
    let mut ahead: Vec<LaterStageRow> = Vec::new();
    let mut stay = None;
    let mut stage_entries = dispute.stage_entries.iter().peekable();
    for entry in &history.entries {
        // Duties confirmed while escalating were done for the stage that is left, unless the next one asks for them.
        if let (Some(section), Some(stay)) = (sections.last_mut(), stay) {
            confirmed(section, entry, stay, dispute, false);
        }
        let first = stay.is_none();
        if let Some(stage_entry) = stage_entries.next_if(|stage_entry| stage_entry.entry == entry.number) {
            if let (Event::Escalated(facts), Some(left)) = (&entry.event, sections.last_mut()) {
                if stay != Some(stage_entry.stay) {
                    left.say("Resolved", format!("no, {}", describe_moment(entry.at)));
                }
                left.say("Escalated because", words::escalated_because(facts));
                left.say("Left out", words::left_out(facts, &dispute.policy));
                given_with(left, entry, dispute);
            }
            if stay != Some(stage_entry.stay) {
                let mut section = arrival(dispute, stage_entry, entry);
                let stage = &dispute.policy.stages[stage_entry.stage].id;
                for date in ahead.extract_if(.., |date| date.stage == *stage) {
                    section.say(&date.name, date.text);
                }
                sections.push(section);
                stays.push(stage_entry.stay);
            } else if let Some(section) = sections.last_mut() {
                let name = format!("Next asked, {}", describe_moment(stage_entry.entered));
                section.say(&name, asked(dispute, stage_entry));
            }
            stay = Some(stage_entry.stay);
        }
        if let (Some(section), Some(stay)) = (sections.last_mut(), stay) {
            if first {
                confirmed(section, entry, stay, dispute, false);
            }
            confirmed(section, entry, stay, dispute, true);
            ahead.extend(add_deadlines(section, entry, stay, dispute, as_of));
            ahead.extend(done_for_later_stage(entry, stay, dispute));
            match meeting(entry, dispute) {
                // A meeting counts for the stay in which it was held, even if it is recorded later.
                Some((held_in, rows)) => {
                    let at = stays.iter().position(|one| *one == held_in).unwrap_or(stays.len() - 1);
                    sections[at].rows.extend(rows);
                }
                None => {
                    // An answer to what was asked at an earlier stage stands with that stage.
                    let late_for = dispute.late_for(entry.number).map(|stay| stay.stay);
                    let at = late_for.and_then(|late_for| stays.iter().position(|one| *one == late_for));
                    add_event_rows(&mut sections[at.unwrap_or(stays.len() - 1)], entry, stay, dispute);
                }
            }
        }
    }
    // No entry has a clock that started because a date had passed.
    for clock in dispute.clocks.iter().filter(|clock| clock.of_itself) {
        if let Some(at) = stays.iter().position(|stay| clock.stay == Some(*stay)) {
            sections[at].say(&words::capital(&dispute.label_of(clock)), by_and_met(clock, dispute, as_of));
        }
    }
    for (stay, duty) in dispute.unconfirmed() {
        if let Some(at) = stays.iter().position(|one| *one == stay) {
            sections[at].say(&duty.text, "not recorded");
        }
    }
    for Unrecorded { stay, duty } in dispute.unrecorded() {
        if let Some(at) = stay.and_then(|stay| stays.iter().position(|one| *one == stay)) {
            sections[at].say(&duty.text, not_recorded(&duty.duty));
        }
    }
    if let Some(last) = sections.last_mut().filter(|_| dispute.is_open()) {
        for LaterStageRow { stage, name, text } in ahead {
            last.say(&format!("{name}, {}", dispute.policy.stage_title(&stage)), text);
        }
    }
    sections
}

/// The words for a duty that was asked for and isn't on record.
pub fn not_recorded(duty: &DutyId) -> &'static str {
    if *duty == DutyId::MEETING { "none recorded" } else { "not recorded" }
}

/// The stay in which a meeting was held, and the rows about it; `None` for other events.
fn meeting(entry: &Entry, dispute: &Dispute) -> Option<(StayNumber, Vec<Row>)> {
    let Event::MeetingHeld(facts) = &entry.event else { return None };
    let policy = &dispute.policy;
    let held_in = dispute.meetings.iter().find(|held| held.entry == entry.number)?.stay;
    let title = meeting_title(entry, dispute).unwrap_or("Meeting");
    let came: Vec<&str> = facts.attended.iter().map(|who| policy.titled(who)).collect();
    let came = if came.is_empty() { String::new() } else { format!("; present: {}", came.join(", ")) };
    let held = describe_moment(facts.held.unwrap_or(entry.at));
    let mut section = Section::default();
    section.say(title, format!("{held}, chaired by {}{came}", policy.titled(&facts.chair)));
    section.say_if("Minutes", facts.minutes.clone());
    Some((held_in, section.rows))
}

/// What the protocol calls a meeting of the stay it was held in, or arranged for.
pub fn meeting_title<'d>(entry: &Entry, dispute: &'d Dispute) -> Option<&'d str> {
    let held = dispute.meetings.iter().find(|held| held.entry == entry.number).map(|held| held.stay);
    let of = held.or_else(|| dispute.arranged_in(entry.number))?;
    let stay = dispute.stage_entries.iter().find(|one| one.stay == of)?;
    dispute.policy.stages[stay.stage].meeting.as_ref().map(|meeting| meeting.title.as_str())
}

/// What sets a stay apart from the others at the same stage: who was asked, if that was chosen, or when it began. Empty
/// if there is no other.
fn which_stay(dispute: &Dispute, stage_entry: &StageEntry, entry: &Entry) -> String {
    let same = |one: &&StageEntry| one.stage == stage_entry.stage && one.stay != stage_entry.stay;
    let mut others = dispute.stage_entries.iter().filter(same);
    let first = others.clone().all(|one| one.stay > stage_entry.stay);
    match entry.event.asked() {
        _ if others.next().is_none() => String::new(),
        Some(role) => format!(", {}", dispute.policy.role_title(role)),
        None if first => String::new(),
        None if stage_entry.reopened => format!(", reopened on {}", describe(stage_entry.entered.date())),
        None => format!(", from {}", describe(stage_entry.entered.date())),
    }
}

fn arrival(dispute: &Dispute, stage_entry: &StageEntry, entry: &Entry) -> Section {
    let stage = &dispute.policy.stages[stage_entry.stage];
    let title = format!("{}{}", stage.title, which_stay(dispute, stage_entry, entry));
    let mut section = Section { number: stage.form_section.clone(), title, rows: Vec::new() };
    section.say("Begun", describe_moment(stage_entry.entered));
    section.say("Who answers", asked(dispute, stage_entry));
    // Those who were informed then, even if the circumstances have changed.
    let then = |notice: &&StageNotice| notice.copied && notice.stage == stage.id && notice.on == stage_entry.entered;
    let told = dispute.notices.iter().filter(then);
    let copied = told.map(|notice| words::holder(&notice.to, dispute)).collect::<Vec<_>>();
    section.say("Copy to", words::people(&copied, "and"));
    section
}

fn asked(dispute: &Dispute, stage_entry: &StageEntry) -> String {
    let responders = &stage_entry.asked;
    words::party(&dispute.asked(responders, responders.at_step(stage_entry.step)), &dispute.policy)
}

/// Adds the dates that a step set; returns those of a stage that lies ahead.
fn add_deadlines(
    section: &mut Section,
    entry: &Entry,
    stay: StayNumber,
    dispute: &Dispute,
    as_of: Moment,
) -> Vec<LaterStageRow> {
    let here = stage_of_stay(stay, dispute);
    let mut ahead = Vec::new();
    // The date of an action is listed with the action, and that for raising with the concern.
    let belongs_here = |deadline: &&Deadline| match deadline.clock {
        ClockId::Action(_) | ClockId::Raise => false,
        ClockId::Total | ClockId::NeededBy | ClockId::Arranged | ClockId::Extension | ClockId::Named(_) => true,
    };
    for deadline in entry.clocks.iter().filter(belongs_here) {
        let of_this =
            |clock: &&Clock| (clock.entry, &clock.id, &clock.stage) == (entry.number, &deadline.clock, &deadline.stage);
        let clock = dispute.clocks.iter().find(of_this);
        let label = clock.map_or_else(|| deadline.clock.to_string(), |clock| dispute.label_of(clock));
        // An extension's new date is told with the extension, and a meeting's where it was moved to.
        if clock.is_none() && entry.event.moves_a_date() {
            continue;
        }
        let name = words::capital(&label);
        let text = clock.map_or_else(|| by(deadline, None), |clock| by_and_met(clock, dispute, as_of));
        match deadline.stage.as_ref().filter(|stage| here != Some(*stage)) {
            Some(stage) => ahead.push(LaterStageRow { stage: stage.clone(), name, text }),
            None => section.say(&name, text),
        }
    }
    ahead
}

/// `by Mon 9 March 2026 (5 working days, an aim)`; where more time was given, with the date in force and the first one.
fn by(deadline: &Deadline, clock: Option<&Clock>) -> String {
    let kind = words::strength(deadline.strength, &deadline.limit).map(|kind| format!(", {kind}")).unwrap_or_default();
    let first = describe_at(deadline.due, deadline.due_at);
    let in_force = clock.map_or_else(|| first.clone(), |clock| describe_at(clock.due, clock.due_at));
    let extended = if in_force == first { String::new() } else { format!("; extended from {first}") };
    if deadline.clock == ClockId::Arranged {
        return in_force;
    }
    // It is the child's own date, which nobody agreed.
    if deadline.clock == ClockId::NeededBy {
        return format!("by {in_force}");
    }
    format!("by {in_force} ({}{kind}{extended})", deadline.limit)
}

/// The same, and what became of it: `; met on Thu 5 March 2026`, `; not met by then`.
pub fn by_and_met(clock: &Clock, dispute: &Dispute, as_of: Moment) -> String {
    let by = by(&clock.deadline, Some(clock));
    let became = dispute.result_of(clock);
    let on = clock.end.map(|(_, on)| describe_moment(on)).unwrap_or_default();
    match became {
        ClockResult::Unsettled
        | ClockResult::InFurtherTime
        | ClockResult::Late
        | ClockResult::AfterGuide
        | ClockResult::InTime => {
            format!("{by}; {} on {on}", words::clock_result(became))
        }
        ClockResult::Missed => format!("{by}; not met by then"),
        ClockResult::Running if clock.binds() && dispute.is_overdue(clock, as_of) => format!("{by}; not met by then"),
        ClockResult::Stopped => format!("{by}; stopped on {on}"),
        ClockResult::Running => by,
    }
}

/// A duty that was done for a stage that lies ahead.
fn done_for_later_stage(entry: &Entry, stay: StayNumber, dispute: &Dispute) -> Option<LaterStageRow> {
    let Event::DutyDone(facts) = &entry.event else { return None };
    let stage = later_stage_of(&facts.duty, entry, stay, dispute)?.clone();
    Some(LaterStageRow { stage, name: duty(&facts.duty, entry, stay, dispute), text: done(facts, entry, dispute) })
}

/// The stage that a duty was done for, if that is later than this stay.
fn later_stage_of<'a>(id: &DutyId, entry: &Entry, stay: StayNumber, dispute: &'a Dispute) -> Option<&'a StageId> {
    let here = stage_of_stay(stay, dispute)?;
    dispute.done_for(id, here, entry.number).filter(|stage| *stage != here)
}

/// Adds the duties confirmed with a step: those for the stage it is taken from or, if `ahead`, for the one it leads to.
fn confirmed(section: &mut Section, entry: &Entry, stay: StayNumber, dispute: &Dispute, ahead: bool) {
    let here = |id: &DutyId| !belongs_to_referral_or_end(id, entry, dispute) && ahead == leads_to(id, entry, dispute);
    for confirmed in entry.confirmed.iter().filter(|confirmed| here(&confirmed.duty)) {
        let without = words::of_no_meeting(&confirmed.duty, entry.number, dispute);
        let done = format!("done, {}{without}", describe_moment(confirmed.on));
        section.say(&duty(&confirmed.duty, entry, stay, dispute), done);
    }
}

/// Whether a duty was done for the stage that this step leads to.
fn leads_to(id: &DutyId, entry: &Entry, dispute: &Dispute) -> bool {
    let Event::Escalated(facts) = &entry.event else { return false };
    dispute.done_for(id, &facts.from, entry.number).is_some()
}

fn add_event_rows(section: &mut Section, entry: &Entry, stay: StayNumber, dispute: &Dispute) {
    let (on, policy) = (describe_moment(entry.at), &dispute.policy);
    let duty = |id: &DutyId| duty(id, entry, stay, dispute);
    match &entry.event {
        Event::Responded(facts) => {
            let late = words::late_answer(entry.number, stage_of_stay(stay, dispute), dispute);
            section.say(&format!("{}, {on}{late}", words::answer_of(facts, policy)), facts.text.clone());
            section.say_if("Obstacle named", facts.barrier.map(Barrier::meaning));
            let of = |one: &PlannedAction| words::planned(one, policy);
            let actions = facts.actions.iter().map(of).collect::<Vec<_>>();
            section.say("Actions promised", actions.join("\n"));
        }
        // The last decision is under the outcome.
        Event::Decided(facts)
            if dispute.decision.as_ref().is_none_or(|(last, at)| (last, *at) != (facts, entry.at)) =>
        {
            section.say(&format!("Decision of {}, {on}", policy.titled(&facts.decided_by)), facts.text.clone());
        }
        Event::PlanAgreed(facts) => {
            let name = words::plan_accepted(entry.number, dispute);
            section.say(name, dated(on.clone(), facts.text.as_deref()));
        }
        Event::Extended(facts) => {
            let until = dispute.extended_until(entry.number).or(facts.until);
            let until = until.map(|until| format!("until {}: ", describe_moment(until))).unwrap_or_default();
            let with = facts
                .agreed_with
                .as_ref()
                .map(|with| format!(", agreed with {}", policy.titled(with)))
                .unwrap_or_default();
            section.say(words::more_time(&facts.clock), format!("{until}{}{with}", facts.reason));
        }
        Event::DutyDone(facts) if belongs_to_referral_or_end(&facts.duty, entry, dispute) => {}
        Event::DutyDone(facts) if later_stage_of(&facts.duty, entry, stay, dispute).is_some() => {}
        Event::DutyDone(facts) => section.say(&duty(&facts.duty), done(facts, entry, dispute)),
        Event::DutyWaived(facts) if belongs_to_referral_or_end(&facts.duty, entry, dispute) => {}
        Event::DutyWaived(facts) => section.say(&duty(&facts.duty), waived(facts, entry)),
        Event::ActionAdded(facts) => {
            section.say("Action added", words::planned(&added(facts), policy));
        }
        Event::ActionMissed(facts) => section.say(&format!("Action {} not done", facts.action), facts.reason.clone()),
        Event::Noted(facts) => section.say(&format!("{}, {on}", note(facts.kind)), facts.text.clone()),
        Event::Complained(facts) => {
            section.say("Taken to the complaints procedure", dated(on.clone(), Some(&facts.reason)))
        }
        Event::Resolved(facts) => {
            let (name, how) =
                (words::ended(facts.result), words::otherwise_than_resolved(facts.result).unwrap_or("yes"));
            let this = dispute.ended().is_some_and(|ending| ending.entry == entry.number);
            if this {
                section.say(name, format!("{how}, {on}"));
            } else {
                // An end that was undone by reopening is not in the section on the outcome.
                let ended = words::ended_by(&Ending::by_entry(entry), dispute);
                section.say(name, format!("{how}, {on}{ended}"));
                section.say("Outcome then", facts.outcome.clone());
                section.say_if("What changed for the child then", facts.impact_on_child.clone());
            }
        }
        Event::Withdrawn(facts) => {
            let on = if facts.raised_in_error == Some(true) { format!("{on}, raised in error") } else { on.clone() };
            let by = words::ended_by(&Ending::by_entry(entry), dispute);
            section.say("Withdrawn", dated(format!("{on}{by}"), Some(&facts.reason)));
        }
        Event::Reopened(facts) => section.say("Reopened because", facts.reason.clone()),
        // They have places of their own in the form, or don't belong to a dispute.
        Event::Raised(_)
        | Event::Escalated(_)
        | Event::ActionDone(_)
        | Event::MeetingArranged(_)
        | Event::MeetingHeld(_)
        | Event::Decided(_)
        | Event::Referred(_)
        | Event::Praised(_)
        | Event::Acknowledged(_)
        | Event::Corrected(_) => {}
    }
    let of_the_referral = matches!(entry.event, Event::Referred(_));
    // Those of a step up are with the stage that was left.
    if !of_the_referral && !matches!(entry.event, Event::Raised(_)) && !matches!(entry.event, Event::Escalated(_)) {
        given_with(section, entry, dispute);
    }
    if let Some((name, text)) = overridden(entry, stage_of_stay(stay, dispute), dispute).filter(|_| !of_the_referral) {
        section.say(&name, text);
    }
}

/// An action that was added, as one of a plan.
pub fn added(facts: &ActionAdded) -> PlannedAction {
    let ActionAdded { what, owner, due, measure } = facts.clone();
    PlannedAction { what, owner, due, measure }
}

/// What a kind of note is called on the form.
pub fn note(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Contact => "Contact",
        NoteKind::ChildView => "The child's view",
        NoteKind::Advocate => "Advocate",
        NoteKind::LegalAdvice => "Legal advice",
        NoteKind::Other => "Note",
    }
}
