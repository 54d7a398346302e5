//! The form of a protocol with nothing in it yet, to be printed and written on.

use super::{Form, Row, Section, source};
use crate::domain::policy::{AnswerKind, Asked, Duty, Fact, MeetingNeed, Policy, Responders, RoleId, Step, Verb};
use crate::render::words;

/// Every section that a protocol has, with room to write.
pub fn blank(policy: &Policy) -> Form {
    let mut sections = vec![opening(policy)];
    sections.extend(policy.stages.iter().enumerate().map(|(index, _)| stage(policy, index)));
    sections.extend(along(policy));
    sections.extend(referral(policy));
    sections.push(outcome(policy));
    Form {
        title: words::capital(&policy.labels.dispute),
        source: source(policy),
        sections,
        chronology: Vec::new(),
        foot: format!("{}, version {}", policy.title, policy.version),
    }
}

/// The form for good practice: whom it is for, what was done well, who has read it.
pub fn blank_praise(policy: &Policy) -> Form {
    let mut section = Section { title: "Good practice".to_string(), ..Section::default() };
    section.rows.extend([line("Child's case reference", 1), line("For, by name and role", 2)]);
    section.rows.extend([line("Recorded on, by whom", 1), line("What was done well", 6)]);
    if let Some(rule) = &policy.praise {
        let titles = |roles: &[RoleId]| roles.iter().map(|role| policy.role_title(role).to_string()).collect();
        if !rule.reasons.is_empty() {
            section.rows.push(Row::Boxes("What it is for".to_string(), rule.reasons.clone()));
        }
        section.rows.extend(dated("Sent to", titles(&rule.notify)));
        section.rows.extend(dated("Read and acknowledged by", titles(&rule.acknowledged_by)));
        section.rows.extend(rule.filed.then(|| line("On the child's file since", 1)));
    }
    Form {
        title: words::capital(&policy.labels.praise),
        source: source(policy),
        sections: vec![section],
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
    section.rows.extend(asked_for(policy, |step| step.verb == Verb::Raise));
    let categories: Vec<String> = policy.categories.iter().map(|category| category.text.clone()).collect();
    if !categories.is_empty() {
        section.rows.push(Row::Boxes("Category".to_string(), categories));
    }
    let levels = policy.stages.iter().map(|stage| stage.title.clone()).collect();
    section.rows.push(Row::Boxes("Level".to_string(), levels));
    section.rows.extend([
        line("Why at that level", 2),
        line("Concern", 5),
        line("What it does to the child", 3),
        line("Asked for, and by when", 3),
    ]);
    let first = guarding(policy, |step| step.verb == Verb::Raise && step.stage.is_none());
    section.rows.extend(dated("Before it is raised", first));
    for field in &policy.fields {
        section.rows.push(match field.values.is_empty() {
            true => line(&field.text, 1),
            false => Row::Boxes(field.text.clone(), field.values_in_words()),
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

/// Things to be ticked with their dates; nothing where there are none.
fn dated(name: &str, texts: Vec<String>) -> Option<Row> {
    (!texts.is_empty()).then(|| Row::Dated(name.to_string(), texts))
}

/// What a protocol asks for with some of the steps, as questions, but for what every form has a place for.
fn asked_for(policy: &Policy, step: impl Fn(&Step) -> bool) -> Vec<Row> {
    const ELSEWHERE: [Fact; 7] =
        [Fact::Category, Fact::Concern, Fact::Impact, Fact::Seeking, Fact::Reason, Fact::RespondBy, Fact::Ground];
    let mut facts: Vec<Fact> = Vec::new();
    for ask in policy.asks.iter().filter(|ask| ask.before.iter().any(&step)) {
        match ask.ask {
            Asked::Fact(fact) if !ELSEWHERE.contains(&fact) && !facts.contains(&fact) => facts.push(fact),
            Asked::Fact(_) | Asked::Field(_) => {}
        }
    }
    facts.into_iter().map(question).collect()
}

fn question(fact: Fact) -> Row {
    let name = fact.question().to_string();
    match fact.kind() {
        AnswerKind::OneOf(words) => Row::Boxes(name, words.iter().map(|word| word.replace('-', " ")).collect()),
        AnswerKind::YesNo => Row::Boxes(name, vec!["yes".to_string(), "no".to_string()]),
        AnswerKind::Text | AnswerKind::Categories | AnswerKind::Holder => line(&name, 2),
        AnswerKind::Line
        | AnswerKind::Action
        | AnswerKind::PastDay
        | AnswerKind::DayAhead
        | AnswerKind::Day
        | AnswerKind::Role
        | AnswerKind::Stage
        | AnswerKind::Ground => line(&name, 1),
    }
}

/// What is done once, whatever the stage.
fn along(policy: &Policy) -> Option<Section> {
    let mut section = Section { title: "Along the way".to_string(), ..Section::default() };
    let texts = policy.duties.iter().filter(|duty| at_any_stage(duty, policy)).map(|duty| duty.text.clone()).collect();
    section.rows.extend(dated("Done", texts));
    (!section.rows.is_empty()).then_some(section)
}

fn at_any_stage(duty: &Duty, policy: &Policy) -> bool {
    duty.once && policy.stages.len() > 1 && policy.stages.iter().all(|stage| duty.stages.contains(&stage.id))
}

fn outcome(policy: &Policy) -> Section {
    let mut section = Section { title: "Outcome".to_string(), ..Section::default() };
    section.rows.push(line("Final decision of the authority, where there is one: whose, when, what", 3));
    section.rows.extend([line("Ended on, by whom", 1), line("Outcome", 3), line("What changed for the child", 3)]);
    let texts = policy.duties.iter().filter(|duty| duty.at_end).map(|duty| duty.text.clone()).collect();
    section.rows.extend(dated("After the end", texts));
    section
}

fn stage(policy: &Policy, index: usize) -> Section {
    let stage = &policy.stages[index];
    let titles: Vec<&str> = stage.responders.roles().iter().map(|role| policy.role_title(role)).collect();
    let last = if matches!(stage.responders, Responders::AnyOf(_)) { "or" } else { "and" };
    let mut section = Section { number: stage.form_section.clone(), title: stage.title.clone(), rows: Vec::new() };
    section.say("Who answers", words::list(&titles, last));
    let here = |step: &Step, verb: Verb| step.verb == verb && step.stage.as_ref() == Some(&stage.id);
    let coming = guarding(policy, |step| here(step, Verb::Raise) || here(step, Verb::Escalate));
    section.rows.extend(dated("Before it begins here", coming));
    section.rows.extend([line("Begun on", 1), line("To be answered by", 1)]);
    let copies = stage.copy_to.iter().map(|role| policy.role_title(role).to_string()).collect();
    section.rows.extend(dated("Copied to", copies));
    if let Some(meeting) = &stage.meeting {
        let chair = meeting.chair.as_ref().map(|role| format!(" (the {})", policy.role_title(role)));
        let there: Vec<String> = meeting.expected(policy).collect();
        let there = if there.is_empty() { String::new() } else { format!(" ({})", words::list(&there, "and")) };
        if meeting.needed == MeetingNeed::IfNeeded {
            let name = format!("{}: is it needed?", meeting.title);
            section.rows.push(Row::Boxes(name, vec!["yes".to_string(), "no".to_string()]));
        }
        section.rows.push(line(&format!("{}: held on", meeting.title), 1));
        section.rows.push(line(&format!("Chaired by{}", chair.unwrap_or_default()), 1));
        section.rows.push(line(&format!("Who came{there}"), 2));
        section.rows.push(line("Minutes", 3));
    }
    match &stage.responders {
        Responders::Chain(_) | Responders::AllOf(_) => {
            let each = titles.iter().map(|title| line(&format!("Answer of the {title}, and when"), 4));
            section.rows.extend(each.chain([line("Actions: what, who, by when", 4)]));
        }
        Responders::AnyOf(_) => {
            section.rows.extend([line("Answer", 5), line("Actions: what, who, by when", 4), line("Answered on", 1)]);
        }
    }
    if stage.clocks.iter().any(|clock| clock.extension.is_some()) {
        section.rows.push(line("More time: until when, why, agreed with whom", 2));
    }
    let owed = policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id) && !at_any_stage(duty, policy));
    section.rows.extend(dated("Done", owed.map(|duty| duty.text.clone()).collect()));
    let leaving = |step: &Step| step.verb == Verb::Escalate && step.stage.is_none();
    let last = index + 1 == policy.stages.len();
    section.rows.extend(dated("Before it goes further", guarding(policy, leaving)).filter(|_| !last));
    let raisers: Vec<&str> = policy.raisers.iter().map(|role| policy.role_title(role)).collect();
    section.rows.push(line(&format!("Comments of the {}", words::list(&raisers, "or")), 3));
    section.rows.push(Row::Boxes("Resolved".to_string(), vec!["yes".to_string(), "no".to_string()]));
    section.rows.push(line("On", 1));
    section
}

fn referral(policy: &Policy) -> Option<Section> {
    let rule = policy.referral.as_ref()?;
    let mut section = Section { title: words::capital(&policy.labels.referral), ..Section::default() };
    let grounds = rule.grounds.iter().map(|ground| ground.text.clone()).collect();
    section.rows.push(Row::Boxes("Ground".to_string(), grounds));
    let to_refer = |step: &Step| matches!(step.verb, Verb::Refer | Verb::Curtail);
    section.rows.push(line("Why it is right for the child", 3));
    section.rows.extend(asked_for(policy, to_refer));
    if !rule.pack.is_empty() {
        let papers = rule.pack.iter().map(|item| item.text.clone()).collect();
        section.rows.push(Row::Boxes("Documents".to_string(), papers));
    }
    let first = guarding(policy, |step| matches!(step.verb, Verb::Refer | Verb::Curtail));
    section.rows.extend(dated("Before it is made", first));
    section.rows.push(line("Why the stages were cut short, where they were", 2));
    section.rows.extend([line("By phone on", 1), line("In writing on", 1)]);
    Some(section)
}
