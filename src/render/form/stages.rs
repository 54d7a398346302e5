//! One section for each stay at a stage: who was asked, by when, what was answered, and how it went on.

use super::Section;
use crate::domain::dispute::{Dispute, StageEntry};
use crate::domain::event::{Entry, Event, NoteKind, PlannedAction, ResultKind};
use crate::domain::policy::{ClockId, DutyId};
use crate::domain::summary::History;
use crate::domain::time::describe;
use crate::render::words;

/// The stays, in the order they happened; the steps of one chain are one stay.
pub fn of(dispute: &Dispute, history: &History) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut run = None;
    let mut stage_entries = dispute.stage_entries.iter().peekable();
    for entry in &history.entries {
        // What was confirmed while escalating was done for the stage that is left.
        if let (Some(section), Some(run)) = (sections.last_mut(), run) {
            confirmed(section, entry, run, dispute);
        }
        let first = run.is_none();
        if let Some(stage_entry) = stage_entries.next_if(|stage_entry| stage_entry.entry == entry.number) {
            if let (Event::Escalated(facts), Some(left)) = (&entry.event, sections.last_mut()) {
                let reason = facts.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                if run != Some(stage_entry.run) {
                    left.say("Resolved", format!("no, {}", words::moment(entry.at)));
                }
                left.say("Went on because", format!("{}{reason}", facts.because.meaning()));
                let title = |id: &String| dispute.policy.stage_title(&id.as_str().into()).to_string();
                left.say("Left out", facts.bypassed.iter().map(title).collect::<Vec<_>>().join(", "));
            }
            if run != Some(stage_entry.run) {
                sections.push(arrival(dispute, stage_entry));
            } else if let Some(section) = sections.last_mut() {
                section.say("Next asked", asked(dispute, stage_entry));
            }
            run = Some(stage_entry.run);
        }
        if let Some(section) = sections.last_mut() {
            let run = run.unwrap_or_default();
            if first {
                confirmed(section, entry, run, dispute);
            }
            promised(section, entry, run, dispute);
            told(section, entry, run, dispute);
        }
    }
    sections
}

fn arrival(dispute: &Dispute, stage_entry: &StageEntry) -> Section {
    let stage = &dispute.policy.stages[stage_entry.stage];
    let mut section = Section { number: stage.form_section.clone(), title: stage.title.clone(), rows: Vec::new() };
    section.say("Begun", words::moment(stage_entry.entered));
    section.say("To be answered by", asked(dispute, stage_entry));
    let copied = dispute.copied_at(stage).map(|role| dispute.policy.role_title(role)).collect::<Vec<_>>();
    section.say("To be copied to", copied.join(", "));
    section
}

fn asked(dispute: &Dispute, stage_entry: &StageEntry) -> String {
    let responders = &dispute.policy.stages[stage_entry.stage].responders;
    words::party(&dispute.asked(responders, responders.at_step(stage_entry.step)), &dispute.policy)
}

/// The dates that a step gave.
fn promised(section: &mut Section, entry: &Entry, run: u32, dispute: &Dispute) {
    let here = dispute.stage_entries.iter().find(|one| one.run == run).map(|one| &dispute.policy.stages[one.stage].id);
    for deadline in entry.clocks.iter().filter(|deadline| !matches!(deadline.clock, ClockId::Action(_))) {
        let clock = dispute.clocks.iter().find(|clock| clock.entry == entry.number && clock.id == deadline.clock);
        let label = clock.map_or_else(|| deadline.clock.to_string(), |clock| dispute.label_of(clock));
        let at = deadline.due_at.map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default();
        let other = deadline.stage.as_ref().filter(|stage| here != Some(*stage));
        let of = other.map(|stage| format!(", {}", dispute.policy.stage_title(stage))).unwrap_or_default();
        section.say(
            &format!("{}{of}", super::capital(&label)),
            format!("by {}{at} ({})", describe(deadline.due), deadline.limit),
        );
    }
}

/// A duty in the words of the stage it was settled for, which is named where it isn't that of this stay.
fn duty(id: &DutyId, entry: &Entry, run: u32, dispute: &Dispute) -> String {
    let here = dispute.stage_entries.iter().find(|one| one.run == run).map(|one| &dispute.policy.stages[one.stage].id);
    words::settled(id, entry.number, here, dispute)
}

fn confirmed(section: &mut Section, entry: &Entry, run: u32, dispute: &Dispute) {
    for confirmed in &entry.confirmed {
        section.say(&duty(&confirmed.duty, entry, run, dispute), format!("yes, {}", words::moment(confirmed.on)));
    }
}

fn told(section: &mut Section, entry: &Entry, run: u32, dispute: &Dispute) {
    let (on, policy) = (words::moment(entry.at), &dispute.policy);
    let duty = |id: &DutyId| duty(id, entry, run, dispute);
    match &entry.event {
        Event::Responded(facts) => {
            let name = match words::answered_by(facts, policy).as_str() {
                "" => format!("Answer, {on}"),
                who => format!("Answer of {who}, {on}"),
            };
            section.say(&name, facts.text.clone());
            let actions = facts.actions.iter().map(planned).collect::<Vec<_>>();
            section.say("Actions promised", actions.join("\n"));
        }
        Event::PlanAgreed(facts) => section.say("Plan accepted", dated(on, facts.text.as_deref())),
        Event::Extended(facts) => {
            let until = facts.until.map(|until| format!("until {}: ", words::moment(until))).unwrap_or_default();
            section.say("More time", format!("{until}{}", facts.reason));
        }
        Event::DutyDone(facts) => {
            let with = facts.with.as_ref().map(|with| format!(" with {with}")).unwrap_or_default();
            section.say(&duty(&facts.duty), dated(format!("yes, {on}{with}"), facts.text.as_deref()));
        }
        Event::DutyWaived(facts) => section.say(&duty(&facts.duty), format!("no: {}", facts.reason)),
        Event::ActionAdded(facts) => {
            let action = PlannedAction { what: facts.what.clone(), owner: facts.owner.clone(), due: facts.due };
            section.say("Action added", planned(&action));
        }
        Event::ActionMissed(facts) => section.say(&format!("Action {} not done", facts.action), facts.reason.clone()),
        Event::MeetingHeld(facts) => {
            let came = if facts.attended.is_empty() {
                String::new()
            } else {
                let came: Vec<&str> = facts.attended.iter().map(|who| policy.titled(who)).collect();
                format!("; present: {}", came.join(", "))
            };
            let held = facts.held.map_or_else(|| on.clone(), words::moment);
            section.say("Meeting", format!("{held}, chaired by {}{came}", policy.titled(&facts.chair)));
            section.say_if("Minutes", facts.minutes.clone());
        }
        Event::Noted(facts) => section.say(&format!("{}, {on}", note(facts.kind)), facts.text.clone()),
        Event::Complained(facts) => section.say("Taken to the complaints procedure", dated(on, Some(&facts.reason))),
        Event::Resolved(facts) => {
            let how = match facts.result {
                ResultKind::Resolved => "yes",
                other => words::result(other),
            };
            section.say("Resolved", format!("{how}, {on}"));
        }
        Event::Withdrawn(facts) => section.say("Withdrawn", dated(on, Some(&facts.reason))),
        Event::Reopened(facts) => section.say("Reopened because", facts.reason.clone()),
        _ => {}
    }
    if let Some(passed) = &entry.overridden {
        let rules: Vec<String> = passed.rules.iter().map(|rule| duty(&rule.as_str().into())).collect();
        section.say("Requirement not met, and why it went on", format!("{}: {}", rules.join("; "), passed.reason));
    }
}

fn dated(on: String, text: Option<&str>) -> String {
    text.map_or(on.clone(), |text| format!("{on}: {text}"))
}

fn planned(action: &PlannedAction) -> String {
    let owner = action.owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
    let due = action.due.map(|due| format!(", by {}", describe(due))).unwrap_or_default();
    format!("{}{owner}{due}", action.what)
}

pub fn note(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Contact => "Contact",
        NoteKind::ChildView => "The child's view",
        NoteKind::Advocate => "Advocate",
        NoteKind::LegalAdvice => "Legal advice",
        NoteKind::Other => "Note",
    }
}
