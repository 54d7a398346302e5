//! A dispute as the form that its protocol uses: sections and fields, ready to be written in any format.

mod blank;
mod chronology;
pub mod html;
pub mod letter;
pub mod md;
mod stages;

pub use blank::blank;

use super::words;
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, ItemState};
use crate::domain::policy::{Policy, RoleId};
use crate::domain::praise::Praise;
use crate::domain::same_name::is_same;
use crate::domain::summary::History;
use crate::domain::time::{Moment, describe};

/// A form, filled in or blank.
#[derive(Debug, Clone)]
pub struct Form {
    pub title: String,
    /// Whose document it follows.
    pub source: String,
    pub sections: Vec<Section>,
    /// What happened, in order: when, what, by whom.
    pub chronology: Vec<[String; 3]>,
    /// How it stood when it was printed.
    pub foot: String,
}

#[derive(Debug, Clone, Default)]
pub struct Section {
    /// As the protocol's form numbers it.
    pub number: Option<String>,
    pub title: String,
    pub rows: Vec<Row>,
}

/// A field and what stands in it.
#[derive(Debug, Clone)]
pub enum Row {
    Text(String, String),
    /// To be written by hand, with so many lines.
    Blank(String, usize),
    /// To be ticked.
    Boxes(String, Vec<String>),
}

impl Section {
    pub(super) fn say(&mut self, name: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.rows.push(Row::Text(name.to_string(), text));
        }
    }

    pub(super) fn say_if(&mut self, name: &str, text: Option<impl Into<String>>) {
        if let Some(text) = text {
            self.say(name, text);
        }
    }

    /// `Section 2: Stage 1`, or the title alone.
    pub fn heading(&self) -> String {
        match &self.number {
            Some(number) => format!("Section {number}: {}", self.title),
            None => self.title.clone(),
        }
    }
}

impl Form {
    /// The form of a record as it stood.
    pub fn of(history: &History, as_of: Moment) -> Form {
        let policy = history.case.policy();
        let header = history.header();
        let (label, sections) = match &history.case {
            Case::Dispute(dispute) => (&policy.labels.dispute, of_dispute(dispute, history)),
            Case::Praise(praise) => (&policy.labels.praise, vec![of_praise(praise)]),
        };
        Form {
            title: format!("{label} {}", header.id),
            source: source(policy),
            sections,
            chronology: chronology::of(history),
            foot: match header.child() {
                Some(child) => format!("As it stood on {}. Child {child}.", words::moment(as_of)),
                None => format!("As it stood on {}.", words::moment(as_of)),
            },
        }
    }
}

pub(super) fn source(policy: &Policy) -> String {
    let date = policy.document.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    format!("{}{date}", policy.document.title)
}

fn of_dispute(dispute: &Dispute, history: &History) -> Vec<Section> {
    let numbered = dispute.policy.stages.iter().any(|stage| stage.form_section.is_some());
    let mut sections = vec![opening(dispute, numbered.then(|| "1".to_string()))];
    sections.extend(stages::of(dispute, history));
    sections.extend(referral(dispute));
    sections.extend(ending(dispute));
    sections
}

/// What it is about: the first section of every form.
fn opening(dispute: &Dispute, number: Option<String>) -> Section {
    let (raised, policy) = (&dispute.raised, &dispute.policy);
    let mut section = Section { number, title: "The concern".to_string(), rows: Vec::new() };
    section.say("Child", dispute.header.child.clone());
    let role = policy.role_title(&raised.by_role);
    section.say("Raised", format!("{} by {} ({role})", words::moment(dispute.raised_at), dispute.raised_by));
    let named = || raised.iro.clone().filter(|iro| raised.by_role == RoleId::IRO || !is_same(iro, &dispute.raised_by));
    section.say_if("IRO", named());
    section.say_if("Team", raised.team.clone());
    section.say_if("Legal status", raised.legal_status.clone());
    let titles = raised.categories.iter().map(|id| policy.category(id).map_or(id.as_str(), |one| one.text.as_str()));
    section.say("Category", titles.collect::<Vec<_>>().join("\n"));
    section.say_if("Level", policy.stage(&raised.stage).map(|stage| stage.title.clone()));
    section.say_if("Why at that level", raised.reason.clone());
    section.say("Concern", raised.concern.clone());
    section.say_if("What it does to the child", raised.impact.clone());
    section.say_if("Asked for", raised.seeking.clone());
    section.say_if("Aware since", raised.aware_on.map(words::moment));
    section.say_if("Arose", raised.arose_on.map(words::moment));
    section.say_if("The child needs it settled by", raised.needed_by.map(describe));
    section.say_if("Review", raised.review_date.map(words::moment));
    section.say_if("About", raised.subject.clone());
    for (id, value) in &raised.fields {
        let name = policy.fields.iter().find(|field| field.id == *id).map_or(id.as_str(), |field| field.text.as_str());
        section.say(name, value.clone());
    }
    let siblings: Vec<String> = raised.siblings.iter().map(ToString::to_string).collect();
    section.say("Raised with it for brothers and sisters", siblings.join(", "));
    let earlier: Vec<String> = raised.repeat_of.iter().map(ToString::to_string).collect();
    section.say("The same concern before", earlier.join(", "));
    section
}

fn referral(dispute: &Dispute) -> Option<Section> {
    let referral = dispute.referral.as_ref()?;
    let title = capital(&dispute.policy.labels.referral);
    let mut section = Section { title, ..Section::default() };
    let grounds = dispute.policy.referral.iter().flat_map(|rule| &rule.grounds);
    let ground = referral.ground.as_ref().map(|id| {
        grounds.clone().find(|ground| ground.id == *id).map_or_else(|| id.clone(), |ground| ground.text.clone())
    });
    section.say_if("Ground", ground);
    section.say_if("Why it is right for the child", referral.reason.clone());
    section.say_if("What it means for the child", referral.impact_on_child.clone());
    section.say_if("Why the stages were cut short", referral.curtail.clone());
    section.say_if("By phone", referral.phoned.map(words::moment));
    section.say_if("In writing", referral.written.map(words::moment));
    let papers = referral.pack.iter().map(|item| {
        let state = match item.state {
            ItemState::Sent => "sent".to_string(),
            ItemState::Missing => "still to be sent".to_string(),
            ItemState::NotApplicable => {
                format!("does not apply: {}", item.reason.as_deref().unwrap_or("no reason given"))
            }
        };
        format!("{}: {state}", item.text)
    });
    section.say("Documents", papers.collect::<Vec<_>>().join("\n"));
    Some(section)
}

fn ending(dispute: &Dispute) -> Option<Section> {
    let mut section = Section { title: "Outcome".to_string(), ..Section::default() };
    section.say_if(
        "Decision of the authority",
        dispute.decision.as_ref().map(|(facts, on)| {
            format!("{}, {}: {}", words::moment(*on), dispute.policy.titled(&facts.decided_by), facts.text)
        }),
    );
    if let Some((facts, on)) = &dispute.resolved {
        let by = dispute.ended.as_ref().map(|ending| words::ended_by(&ending.by, dispute)).unwrap_or_default();
        section.say("Resolved", format!("{}{by}", words::moment(*on)));
        section.say("Outcome", facts.outcome.clone());
        section.say_if("What changed for the child", facts.impact_on_child.clone());
    }
    let actions = dispute.actions.iter().map(|action| {
        let owner = action.owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
        let due = action.due.map(|due| format!(", by {}", describe(due))).unwrap_or_default();
        format!("{}. {}{owner}{due}: {}", action.number, action.what, words::action_state(action.state))
    });
    section.say("Actions", actions.collect::<Vec<_>>().join("\n"));
    (!section.rows.is_empty()).then_some(section)
}

fn of_praise(praise: &Praise) -> Section {
    let (facts, policy) = (&praise.facts, &praise.policy);
    let mut section = Section { title: "Good practice".to_string(), ..Section::default() };
    section.say("Child", praise.header.child.clone());
    let role = facts.role.as_ref().map(|role| format!(" ({})", policy.role_title(role))).unwrap_or_default();
    section.say("For", format!("{}{role}", facts.r#for.join(", ")));
    section.say("Recorded", format!("{} by {}", words::moment(praise.at), praise.by));
    section.say_if("Team", facts.team.clone());
    section.say("What was done well", facts.text.clone());
    let read = praise.acknowledged.iter().map(|(name, on)| format!("{name}, {}", words::moment(*on)));
    section.say("Acknowledged", read.collect::<Vec<_>>().join("\n"));
    section.say_if("On the child's file", praise.filed.map(words::moment));
    section.say_if("Withdrawn", praise.withdrawn.as_ref().map(|(why, on)| format!("{}: {why}", words::moment(*on))));
    section
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
