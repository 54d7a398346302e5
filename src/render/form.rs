//! A dispute as the form that its protocol uses: sections and fields, ready to be written in any format.

mod blank;
mod chronology;
pub mod html;
pub mod letter;
pub mod md;
mod settled;
mod stages;

pub use blank::{blank, blank_praise};
pub use stages::note;

use super::words;
use crate::domain::case::Case;
use crate::domain::codes::legal_status_in_words;
use crate::domain::dispute::{ActionState, Dispute, ItemState, ReferralState, Unrecorded};
use crate::domain::event::Raised;
use crate::domain::policy::{CaseType, ClockId, ClockRule, Policy, RoleId};
use crate::domain::praise::Praise;
use crate::domain::same_name::is_same;
use crate::domain::summary::History;
use crate::domain::time::{Moment, describe, describe_moment};

/// A form, filled in or blank.
#[derive(Debug, Clone)]
pub struct Form {
    pub title: String,
    /// The document that it follows, with its date.
    pub source: String,
    pub sections: Vec<Section>,
    /// What happened, in order: when, what, by whom.
    pub chronology: Vec<[String; 3]>,
    /// The line at the foot: for a filled-in form, the moment it shows and the child's reference.
    pub foot: String,
}

/// A part of a form under one heading.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// As the protocol's form numbers it.
    pub number: Option<String>,
    pub title: String,
    pub rows: Vec<Row>,
}

/// A field and its content.
#[derive(Debug, Clone)]
pub enum Row {
    Text(String, String),
    /// To be written by hand, on so many lines.
    Blank(String, usize),
    /// To be ticked.
    Boxes(String, Vec<String>),
    /// To be ticked, each with its date.
    Dated(String, Vec<String>),
}

impl Section {
    /// Adds a row, unless the text is empty.
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
    /// The form of a record as it was at a moment.
    pub fn of(history: &History, as_of: Moment) -> Form {
        let policy = history.case.policy();
        let header = history.header();
        let (label, sections) = match &history.case {
            Case::Dispute(dispute) => (&policy.labels.dispute, of_dispute(dispute, history, as_of)),
            Case::Praise(praise) => (&policy.labels.praise, vec![of_praise(praise)]),
        };
        Form {
            title: format!("{} {}", words::capital(label), header.id),
            source: source(policy),
            sections,
            chronology: chronology::of(history),
            foot: match header.child() {
                Some(child) => format!("As it stood on {}. Child {child}.", describe_moment(as_of)),
                None => format!("As it stood on {}.", describe_moment(as_of)),
            },
        }
    }
}

/// The title of the protocol's document, with its date if it has one.
pub(super) fn source(policy: &Policy) -> String {
    let date = policy.document.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    format!("{}{date}", policy.document.title)
}

fn of_dispute(dispute: &Dispute, history: &History, as_of: Moment) -> Vec<Section> {
    let numbered = dispute.policy.stages.iter().any(|stage| stage.form_section.is_some());
    let mut sections = vec![opening(dispute, numbered.then(|| "1".to_string()), as_of)];
    sections.extend(stages::of(dispute, history, as_of));
    sections.extend(referral(dispute, history));
    sections.extend(ending(dispute, history, as_of));
    sections
}

/// What the dispute is about: the first section of every form.
fn opening(dispute: &Dispute, number: Option<String>, as_of: Moment) -> Section {
    let policy = &dispute.policy;
    // Every field is named, so that a new one gets a place on the form; those ignored here have theirs in other
    // sections.
    let Raised {
        child: _,
        stage,
        by_role,
        case_type,
        legal_status,
        iro,
        team,
        categories,
        concern,
        impact,
        impact_level,
        seeking,
        aware_on,
        arose_on,
        immediate,
        household,
        subject,
        decided_by,
        respond_by: _,
        asked: _,
        needed_by,
        review_date,
        next_review,
        reason,
        siblings,
        repeat_of,
        assigned: _,
        fields,
        ladder: _,
        policy_digest: _,
    } = &dispute.raised;
    let mut section = Section { number, title: "The concern".to_string(), rows: Vec::new() };
    section.say("Child", dispute.header.child.clone());
    section.say_if("Household", household.clone());
    section.say_if("Kind of case", case_type.map(CaseType::meaning));
    let role = policy.role_title(by_role);
    section.say("Raised", format!("{} by {} ({role})", describe_moment(dispute.raised_at), dispute.raised_by));
    let to_raise = dispute.clocks.iter().find(|clock| clock.id == ClockId::Raise);
    // The protocol may have words of its own for it.
    let usual = ClockRule::usual_label_for_raising(&policy.labels.dispute);
    let own = to_raise.map(|clock| dispute.label_of(clock)).filter(|label| *label != usual);
    let name = own.unwrap_or_else(|| "To be raised".to_string());
    section.say_if(&name, to_raise.map(|clock| stages::by_and_met(clock, dispute, as_of)));
    let named = || iro.clone().filter(|iro| *by_role == RoleId::IRO || !is_same(iro, &dispute.raised_by));
    section.say_if("IRO", named());
    section.say_if("Team", team.clone());
    section.say_if("Legal status", legal_status.as_deref().map(legal_status_in_words));
    let titles = categories.iter().map(|id| policy.category(id).map_or(id.as_str(), |one| one.text.as_str()));
    section.say("Category", titles.collect::<Vec<_>>().join("\n"));
    section.say_if("Stage at which it was raised", policy.stage(stage).map(|stage| stage.title.clone()));
    let late = dispute.raised_late().is_some();
    // There is one reason, whichever of the two needed it.
    let lowest = policy.stages.first().is_some_and(|first| first.id == *stage);
    let why = match (late, dispute.began_where_the_protocol_says()) {
        (false, false) => "Why at that stage",
        (true, true) if lowest => "Why it was raised late",
        (true, _) | (false, true) => "Reason given",
    };
    section.say_if(why, reason.clone());
    section.say_if("Calls for immediate action", immediate.map(|yes| if yes { "yes" } else { "no" }));
    section.say_if("Whose decision is in dispute", decided_by.as_ref().map(|role| policy.role_title(role)));
    section.say("Concern", concern.clone());
    section.say_if("The effect on the child", impact.clone());
    section.say_if("How serious that is", impact_level.map(words::impact_level));
    section.say_if("Asked for", seeking.clone());
    section.say_if("Aware since", aware_on.map(describe_moment));
    section.say_if("Arose", arose_on.map(describe_moment));
    section.say_if("The child needs it settled by", needed_by.map(describe));
    section.say_if("Review", review_date.map(describe_moment));
    section.say_if("Next review", next_review.map(describe_moment));
    section.say_if("About", subject.clone());
    // A value that was given later is shown with the step that gave it.
    for (id, value) in policy.in_order(fields.iter()) {
        section.say(policy.field_text(id), words::field_value(id, value, policy));
    }
    let siblings: Vec<String> = siblings.iter().map(ToString::to_string).collect();
    section.say("Raised with it for brothers and sisters", siblings.join(", "));
    let earlier: Vec<String> = repeat_of.iter().map(ToString::to_string).collect();
    section.say("The same concern before", earlier.join(", "));
    section
}

fn referral(dispute: &Dispute, history: &History) -> Option<Section> {
    let referral = dispute.referral.as_ref()?;
    let title = words::capital(&dispute.policy.labels.referral);
    let mut section = Section { title, ..Section::default() };
    let ground = referral.ground.as_ref().map(|id| dispute.policy.ground_text(id));
    if referral.state() == ReferralState::Decided {
        section.say("Made", format!("not yet; decided {}", describe_moment(referral.began)));
    }
    section.say_if("Ground", ground);
    section.say_if("Why it is right for the child", referral.reason.clone());
    section.say_if("What it means for the child", referral.impact_on_child.clone());
    section.say_if("Why the stages were cut short", referral.curtail.clone());
    section.say_if("Phoned", referral.phoned.map(describe_moment));
    section.say_if("In writing", referral.written.map(describe_moment));
    if referral.state() == ReferralState::Phoned {
        section.say("In writing", "not recorded");
    }
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
    for (name, text) in settled::duties_of_referral_or_end(history, dispute, false) {
        section.say(&name, text);
    }
    Some(section)
}

fn ending(dispute: &Dispute, history: &History, as_of: Moment) -> Option<Section> {
    let mut section = Section { title: "Outcome".to_string(), ..Section::default() };
    section.say_if(
        "Decision of the authority",
        dispute.decision.as_ref().map(|(facts, on)| {
            format!("{}, {}: {}", describe_moment(*on), dispute.policy.titled(&facts.decided_by), facts.text)
        }),
    );
    if let Some((facts, on)) = &dispute.resolved {
        let by = dispute.ended().map(|ending| words::ended_by(ending, dispute)).unwrap_or_default();
        let how = words::otherwise_than_resolved(facts.result).map(|how| format!(": {how}")).unwrap_or_default();
        section.say(words::ended(facts.result), format!("{}{by}{how}", describe_moment(*on)));
        section.say("Outcome", facts.outcome.clone());
        section.say_if("What changed for the child", facts.impact_on_child.clone());
    }
    let ended = dispute.ended_at().map(|on| on.date());
    let actions = dispute.actions.iter().map(|action| {
        let planned = words::planned(&action.as_planned(), &dispute.policy);
        let since = match action.state {
            ActionState::Open => String::new(),
            ActionState::Done | ActionState::Missed => format!(", {}", describe_moment(action.since)),
        };
        let state = words::action_state(action.state, action.due, as_of.date(), ended);
        format!("{}. {planned}: {state}{since}", action.number)
    });
    section.say("Actions", actions.collect::<Vec<_>>().join("\n"));
    for (name, text) in settled::duties_of_referral_or_end(history, dispute, true) {
        section.say(&name, text);
    }
    for Unrecorded { duty, .. } in dispute.unrecorded().iter().filter(|one| one.stay.is_none()) {
        section.say(&duty.text, stages::not_recorded(&duty.duty));
    }
    (!section.rows.is_empty()).then_some(section)
}

fn of_praise(praise: &Praise) -> Section {
    let (facts, policy) = (&praise.facts, &praise.policy);
    let mut section = Section { title: "Good practice".to_string(), ..Section::default() };
    section.say("Child", praise.header.child.clone());
    let role = facts.role.as_ref().map(|role| format!(" ({})", policy.role_title(role))).unwrap_or_default();
    section.say("For", format!("{}{role}", facts.r#for.join(", ")));
    section.say("Recorded", format!("{} by {}", describe_moment(praise.at), praise.by));
    section.say_if("Team", facts.team.clone());
    section.say("What was done well", facts.text.clone());
    section.say("What it is for", facts.reasons.join("\n"));
    let to_tell: Vec<&str> =
        policy.praise.iter().flat_map(|rule| &rule.notify).map(|role| policy.role_title(role)).collect();
    section.say("To be sent to", words::people(&to_tell, "and"));
    let read =
        praise.acknowledged.iter().map(|(name, on)| format!("{}, {}", policy.titled(name), describe_moment(*on)));
    let unread = praise.waiting_for().filter(|_| praise.is_to_be_read());
    let unread = unread.map(|name| format!("{}: not yet", policy.titled(name)));
    section.say("Acknowledged", read.chain(unread).collect::<Vec<_>>().join("\n"));
    let filed = praise.filed.map(describe_moment).or_else(|| praise.owes_filing().then(|| "not yet".to_string()));
    section.say_if("On the child's file", filed);
    section.say_if("Withdrawn", praise.withdrawn.as_ref().map(|(why, on)| format!("{}: {why}", describe_moment(*on))));
    section
}
