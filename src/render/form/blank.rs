//! The form of a protocol with nothing in it yet, to be printed and written on.

use super::{Form, Row, Section, capital, source};
use crate::domain::policy::{Policy, Responders};
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
    for field in &policy.fields {
        section.rows.push(match field.values.is_empty() {
            true => line(&field.text, 1),
            false => Row::Boxes(field.text.clone(), field.values.clone()),
        });
    }
    section
}

fn stage(policy: &Policy, index: usize) -> Section {
    let stage = &policy.stages[index];
    let titles: Vec<&str> = stage.responders.roles().iter().map(|role| policy.role_title(role)).collect();
    let last = if matches!(stage.responders, Responders::AnyOf(_)) { "or" } else { "and" };
    let mut section = Section { number: stage.form_section.clone(), title: stage.title.clone(), rows: Vec::new() };
    section.say("Who answers", words::list(&titles, last));
    section.rows.extend([line("Begun on", 1), line("To be answered by", 1), line("Answer", 5)]);
    section.rows.push(line("Actions: what, who, by when", 4));
    let owed = policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id));
    let owed: Vec<String> = owed.map(|duty| duty.text.clone()).collect();
    if !owed.is_empty() {
        section.rows.push(Row::Boxes("Done".to_string(), owed));
    }
    section.rows.push(line("Resolved, or why it continues", 2));
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
    section.rows.extend([line("By phone on", 1), line("In writing on", 1)]);
    Some(section)
}
