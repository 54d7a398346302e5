//! The form of a protocol with nothing in it yet, to be printed and written on.

use super::{Form, Row, Section, capital, source};
use crate::domain::policy::{Policy, Responders, Step, Verb};
use crate::render::words;

/// Every section that a protocol has, with room to write.
pub fn blank(policy: &Policy) -> Form {
    let mut sections = vec![opening(policy)];
    sections.extend(policy.stages.iter().enumerate().map(|(index, _)| stage(policy, index)));
    sections.extend(referral(policy));
    let mut end = Section { title: "Outcome".to_string(), ..Section::default() };
    end.rows.extend([line("Resolved on", 1), line("Outcome", 3), line("What changed for the child", 3)]);
    sections.push(end);
    Form {
        title: capital(&policy.labels.dispute),
        source: source(policy),
        sections,
        chronology: Vec::new(),
        foot: format!("{}, version {}", policy.title, policy.version),
    }
}

fn line(name: &str, lines: usize) -> Row {
    Row::Blank(name.to_string(), lines)
}

fn opening(policy: &Policy) -> Section {
    let numbered = policy.stages.iter().any(|stage| stage.form_section.is_some());
    let mut section =
        Section { number: numbered.then(|| "1".to_string()), title: "The concern".to_string(), rows: Vec::new() };
    section.rows.extend([line("Child's case reference", 1), line("Raised on, by whom", 1)]);
    let categories: Vec<String> = policy.categories.iter().map(|category| category.text.clone()).collect();
    if !categories.is_empty() {
        section.rows.push(Row::Boxes("Category".to_string(), categories));
    }
    let levels = policy.stages.iter().map(|stage| stage.title.clone()).collect();
    section.rows.push(Row::Boxes("Level".to_string(), levels));
    section.rows.extend([line("Concern", 5), line("What it does to the child", 3), line("Asked for, and by when", 3)]);
    section.rows.extend(boxes(
        "Before it is raised",
        guarding(policy, |step| step.verb == Verb::Raise && step.stage.is_none()),
    ));
    for field in &policy.fields {
        section.rows.push(match field.values.is_empty() {
            true => line(&field.text, 1),
            false => Row::Boxes(field.text.clone(), field.values.clone()),
        });
    }
    section
}

/// What a protocol asks for before some of the steps, each once and not what a stage lists itself.
fn guarding(policy: &Policy, step: impl Fn(&Step) -> bool) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let guards = policy.duties.iter().filter(|duty| duty.stages.is_empty() && !duty.at_end);
    for duty in guards.filter(|duty| duty.before.iter().any(&step)) {
        if !texts.contains(&duty.text) {
            texts.push(duty.text.clone());
        }
    }
    texts
}

/// Things to be ticked; nothing where there are none.
fn boxes(name: &str, texts: Vec<String>) -> Option<Row> {
    (!texts.is_empty()).then(|| Row::Boxes(name.to_string(), texts))
}

fn stage(policy: &Policy, index: usize) -> Section {
    let stage = &policy.stages[index];
    let titles: Vec<&str> = stage.responders.roles().iter().map(|role| policy.role_title(role)).collect();
    let last = if matches!(stage.responders, Responders::AnyOf(_)) { "or" } else { "and" };
    let mut section = Section { number: stage.form_section.clone(), title: stage.title.clone(), rows: Vec::new() };
    section.say("Who answers", words::list(&titles, last));
    let here = |step: &Step, verb: Verb| step.verb == verb && step.stage.as_ref() == Some(&stage.id);
    let coming = guarding(policy, |step| here(step, Verb::Raise) || here(step, Verb::Escalate));
    section.rows.extend(boxes("Before it begins here", coming));
    section.rows.extend([line("Begun on", 1), line("To be answered by", 1)]);
    if let Some(meeting) = &stage.meeting {
        let chair = meeting.chair.as_ref().map(|role| format!(" (the {})", policy.role_title(role)));
        let there: Vec<&str> = meeting.attendees.iter().map(|role| policy.role_title(role)).collect();
        let there = if there.is_empty() { String::new() } else { format!(" ({})", words::list(&there, "and")) };
        section.rows.push(line(&format!("{}: held on", meeting.title), 1));
        section.rows.push(line(&format!("Chaired by{}", chair.unwrap_or_default()), 1));
        section.rows.push(line(&format!("Who came{there}"), 2));
        section.rows.push(line("Minutes", 3));
    }
    section.rows.extend([line("Answer", 5), line("Actions: what, who, by when", 4), line("Answered on", 1)]);
    let owed = policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id));
    let owed: Vec<String> = owed.map(|duty| duty.text.clone()).collect();
    if !owed.is_empty() {
        section.rows.push(Row::Boxes("Done".to_string(), owed));
    }
    let leaving = |step: &Step| step.verb == Verb::Escalate && step.stage.is_none();
    let last = index + 1 == policy.stages.len();
    section.rows.extend(boxes("Before it goes further", guarding(policy, leaving)).filter(|_| !last));
    let raisers: Vec<&str> = policy.raisers.iter().map(|role| policy.role_title(role)).collect();
    section.rows.push(line(&format!("Comments of the {}", words::list(&raisers, "or")), 3));
    section.rows.push(Row::Boxes("Resolved".to_string(), vec!["yes".to_string(), "no".to_string()]));
    section.rows.push(line("On", 1));
    section
}

fn referral(policy: &Policy) -> Option<Section> {
    let rule = policy.referral.as_ref()?;
    let mut section = Section { title: capital(&policy.labels.referral), ..Section::default() };
    let grounds = rule.grounds.iter().map(|ground| ground.text.clone()).collect();
    section.rows.extend([Row::Boxes("Ground".to_string(), grounds), line("Why it is right for the child", 3)]);
    if !rule.pack.is_empty() {
        let papers = rule.pack.iter().map(|item| item.text.clone()).collect();
        section.rows.push(Row::Boxes("Documents".to_string(), papers));
    }
    let first = guarding(policy, |step| matches!(step.verb, Verb::Refer | Verb::Curtail));
    section.rows.extend(boxes("Before it is made", first));
    section.rows.extend([line("By phone on", 1), line("In writing on", 1)]);
    Some(section)
}
