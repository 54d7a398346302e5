//! Phrases that are put together in more than one place: counts, lists, people, days left.

use serde::Serialize;

use super::view::ClockView;
use crate::domain::about::About;
use crate::domain::dispute::{AS_AGREED, ActionState, ClockResult, Dispute, Ending, Party, Standing};
use crate::domain::event::{Because, Escalated, PlannedAction, Responded, ResultKind};
use crate::domain::policy::{
    ClockId, Duty, DutyId, FieldId, ImpactLevel, Policy, Responders, RoleId, StageId, Strength, Substitute,
};
use crate::domain::status::CaseStatus;
use crate::domain::terms::EntryNumber;
use crate::domain::text::each_once;
pub use crate::domain::text::{choose, list, people, people_in_row};
use crate::domain::time::{Date, describe};

/// `1 dispute`, `2 disputes`.
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// A person on a work list: the titles of the roles, with the name of the person in one, if it is known.
pub fn party<'p>(party: &'p Party, policy: &'p Policy) -> String {
    party_titled(party, "", |role| policy.role_title(role))
}

/// The same for somebody who doesn't know the service: without what titles have in brackets or after a comma, and with
/// an article before each, as in `Sam Lee (Social Worker) or the Team Manager`.
pub fn party_with_articles<'p>(party: &'p Party, policy: &'p Policy) -> String {
    party_titled(party, "the ", |role| head_of(policy.role_title(role)))
}

fn party_titled<'p>(party: &'p Party, article: &str, title: impl Fn(&'p RoleId) -> &'p str) -> String {
    if party.roles.is_empty() {
        return party.name.clone().unwrap_or_default();
    }
    let each = party.each_role().map(|(role, name)| match name {
        Some(name) => format!("{name} ({})", title(role)),
        None => format!("{article}{}", title(role)),
    });
    people(&each_once(each), party.joined_by())
}

/// A role with the name of whoever holds it, if that is on record: `Ida Moss (Team Manager)`.
pub fn holder(role: &RoleId, dispute: &Dispute) -> String {
    party(&dispute.party(std::slice::from_ref(role)), &dispute.policy)
}

/// A title without what it has in brackets or after a comma.
pub fn head_of(title: &str) -> &str {
    title.split([',', '(']).next().unwrap_or(title).trim_end()
}

/// The temporary substitutes for the roles of a party on that day, a sentence each.
pub fn acting(party: &Party, policy: &Policy, day: Date) -> Vec<String> {
    acting_where(party, policy, |one| one.acts_on(day))
}

/// The same for those who act on a day and did not on an earlier one.
pub fn acting_since(party: &Party, policy: &Policy, day: Date, earlier: Date) -> Vec<String> {
    acting_where(party, policy, |one| one.acts_on(day) && !one.acts_on(earlier))
}

fn acting_where(party: &Party, policy: &Policy, acts: impl Fn(&Substitute) -> bool) -> Vec<String> {
    let each = party.roles.iter().flat_map(|role| policy.substitutes(role).iter().map(move |one| (role, one)));
    let dated = each.filter(|(_, one)| one.is_dated() && acts(one));
    let line = |(role, one): (&RoleId, &Substitute)| {
        format!("{} acts for the {} {}", policy.role_title(&one.role), policy.role_title(role), one.in_words())
    };
    dated.map(line).collect()
}

/// Who gave an answer: the name, the role, and the role they act for.
pub fn answered_by(facts: &Responded, policy: &Policy) -> String {
    let role = policy.role_title(&facts.role);
    let who = match (&facts.name, role) {
        (Some(name), "") => name.clone(),
        (Some(name), role) => format!("{name} ({role})"),
        (None, role) => role.to_string(),
    };
    match &facts.standing_in_for {
        Some(other) => format!("{who}, standing in for the {}", policy.role_title(other)),
        None => who,
    }
}

/// Whose answer it was, as the title of what follows: `Answer of the Team Manager`, `Answer of Sam Lee (Team Manager)`.
pub fn answer_of(facts: &Responded, policy: &Policy) -> String {
    match (answered_by(facts, policy).as_str(), &facts.name) {
        ("", _) => "Answer".to_string(),
        (who, Some(_)) => format!("Answer of {who}"),
        (role, None) => format!("Answer of the {role}"),
    }
}

/// That an answer came once others were asked, where it did: `, when it had gone to Stage 3`.
pub fn late_answer(entry: EntryNumber, given_at: Option<&StageId>, dispute: &Dispute) -> String {
    match (dispute.late_for(entry), given_at) {
        (None, _) => String::new(),
        (Some(asked), Some(stage)) if dispute.policy.stages[asked.stage].id != *stage => {
            format!(", when it had gone to {}", dispute.policy.stage_title(stage))
        }
        (Some(_), _) => ", when somebody else had been asked".to_string(),
    }
}

/// Why a dispute was escalated: what was ticked, and the reason in the words of the raiser. A reason says more than
/// that there was another one.
pub fn escalated_because(facts: &Escalated) -> String {
    match (facts.because, &facts.reason) {
        (Because::Other, Some(reason)) => reason.clone(),
        (because, Some(reason)) => format!("{}: {reason}", because.meaning()),
        (because, None) => because.meaning().to_string(),
    }
}

/// A duty that an entry settled, in the words of the stage it was settled for; that stage is named if it isn't `here`.
pub fn settled(duty: &DutyId, entry: EntryNumber, here: Option<&StageId>, dispute: &Dispute) -> String {
    let (place, rule) = dispute.settled_in(duty, entry);
    let policy = &dispute.policy;
    let meeting =
        || Some(policy.stage(place.stage()?)?.meeting.as_ref()?.title.clone()).filter(|_| *duty == DutyId::MEETING);
    let own = || Policy::own_duty_text(duty).map(str::to_string);
    let text = rule
        .map(|rule| rule.text.clone())
        .or_else(meeting)
        .or_else(own)
        .unwrap_or_else(|| policy.rule_in_words(duty.as_str()));
    let in_a_stage = |rule: &Duty| rule.at_end || !rule.stages.is_empty() || rule.guards_stages();
    let of_stage = own().is_none()
        && policy.category(&duty.as_str().into()).is_none()
        && rule.is_none_or(|rule| !rule.once && in_a_stage(rule));
    match place.stage().filter(|stage| of_stage && here != Some(stage)) {
        None => text,
        Some(elsewhere) => format!("{text} ({})", policy.stage_title(elsewhere)),
    }
}

/// A requirement that was overridden, in the words of a form: a duty, a fact that was not given, or a rule of every
/// protocol.
pub fn overridden_rule(rule: &str, entry: EntryNumber, here: Option<&StageId>, dispute: &Dispute) -> String {
    let obstacle = dispute.resolved.as_ref().and_then(|(facts, _)| facts.barrier).filter(|_| rule == BARRIER);
    if let Some(obstacle) = obstacle {
        return format!("ended on an obstacle, {}", obstacle.meaning());
    }
    match dispute.policy.common_rule_in_words(rule) {
        Some(own) => own.to_string(),
        None => dispute.policy.not_met(rule, &settled(&rule.into(), entry, here, dispute)),
    }
}

/// The same, without a dispute to say which stage it was at.
pub fn rule_not_met(rule: &str, policy: &Policy) -> String {
    let own = policy.common_rule_in_words(rule).map(str::to_string);
    own.unwrap_or_else(|| policy.not_met(rule, &policy.rule_in_words(rule)))
}

/// The rule that no dispute ends because of an obstacle.
const BARRIER: &str = "barrier";

/// `; no Further meeting is recorded`, to follow a duty about a meeting that the record does not have; otherwise empty.
pub fn of_no_meeting(duty: &DutyId, entry: EntryNumber, dispute: &Dispute) -> String {
    let (place, _) = dispute.settled_in(duty, entry);
    let meeting = place.stage().and_then(|stage| dispute.lacks_meeting(duty, stage));
    meeting.map(|meeting| format!("; no {} is recorded", meeting.title)).unwrap_or_default()
}

/// That a plan was accepted, and that the stage had no answer if it had none.
pub fn plan_accepted(entry: EntryNumber, dispute: &Dispute) -> &'static str {
    match dispute.agreed_unanswered(entry) {
        true => "Plan accepted, with no answer recorded at this stage",
        false => "Plan accepted",
    }
}

/// Who ended a dispute, and for whom, if the raiser asked somebody else to: ` by Sam Bloggs on behalf of Jo Bloggs`.
pub fn ended_by(ending: &Ending, dispute: &Dispute) -> String {
    format!(" by {}{}", ending.by, ended_for(ending, dispute))
}

/// For whom it was ended: ` on behalf of Jo Bloggs`; empty if nobody said that they asked for it.
pub fn ended_for(ending: &Ending, dispute: &Dispute) -> String {
    let for_them = ending.asked && !dispute.is_raiser(&ending.by);
    if for_them { format!(" on behalf of {}", dispute.raiser()) } else { String::new() }
}

/// Where an escalation led: the stage, or the person of its chain.
pub fn led_to(facts: &Escalated, policy: &Policy) -> String {
    let Some(stage) = policy.stage(&facts.to) else { return facts.to.to_string() };
    match &stage.responders {
        Responders::Chain(roles) => {
            let role = roles.get(facts.step.unwrap_or_default().index()).map_or("", |role| policy.role_title(role));
            format!("{}, {role}", stage.title)
        }
        Responders::AnyOf(_) | Responders::AllOf(_) => match &facts.asked {
            Some(role) => format!("{}, {}", stage.title, policy.role_title(role)),
            None => stage.title.clone(),
        },
    }
}

/// The stages and people that an escalation left out, by their titles.
pub fn left_out(facts: &Escalated, policy: &Policy) -> String {
    let title = |id: &String| match policy.stage(&id.as_str().into()) {
        Some(stage) => stage.title.clone(),
        None => policy.role_title(&id.as_str().into()).to_string(),
    };
    list(&facts.bypassed.iter().map(title).collect::<Vec<_>>(), "and")
}

/// The word that a value is published as, in JSON and for flags; empty for none.
pub fn published(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

/// The same with spaces for hyphens.
pub fn spelt<T: Serialize>(value: &T) -> String {
    published(value).replace('-', " ")
}

/// Who or what it is about: the child, or what takes a child's place.
pub fn about(about: About<'_>) -> String {
    const HOUSEHOLD: &str = "household";
    match (about.child, about.household, about.subject) {
        (Some(child), _, _) => child.to_string(),
        // Many references already begin with the word.
        (None, Some(reference), _) if reference.to_lowercase().starts_with(HOUSEHOLD) => reference.to_string(),
        (None, Some(reference), _) => format!("{HOUSEHOLD} {reference}"),
        (None, None, subject) => subject.unwrap_or("no one child").to_string(),
    }
}

/// A choice of a menu, on one line: a list of choices can't be redrawn over lines that wrap.
pub fn choice(text: &str, width: usize) -> String {
    const MARGIN: usize = 6;
    let text = text.lines().next().unwrap_or_default();
    let room = width.saturating_sub(MARGIN);
    match text.chars().nth(room) {
        Some(_) => format!("{}…", text.chars().take(room.saturating_sub(1)).collect::<String>().trim_end()),
        None => text.to_string(),
    }
}

/// The status of a dispute or praise, in the words of its protocol.
pub fn status(status: CaseStatus, policy: &Policy) -> String {
    policy.labels.statuses.get(&status).cloned().unwrap_or_else(|| status.meaning().to_string())
}

/// The same, but an end that settled nothing is not called by the word for a resolution.
pub fn status_or_end(status: CaseStatus, result: Option<ResultKind>, policy: &Policy) -> String {
    match result {
        Some(ResultKind::DecisionStands) => "ended, not resolved".to_string(),
        Some(ResultKind::NotUpheld) => "ended, not upheld".to_string(),
        Some(ResultKind::LeftCare) => "ended, the child left care".to_string(),
        Some(ResultKind::TakenElsewhere) => "ended, taken up elsewhere".to_string(),
        Some(ResultKind::ResolvedInPart) => "ended, resolved in part".to_string(),
        Some(ResultKind::Resolved) | None => self::status(status, policy),
    }
}

/// `, measured by the log of visits`, after an action that has a measure.
pub fn measured(by: Option<&str>) -> String {
    by.map(|by| format!(", measured by {by}")).unwrap_or_default()
}

/// The state of an action on a day, or when the dispute ended.
pub fn action_state(state: ActionState, due: Option<Date>, day: Date, ended: Option<Date>) -> &'static str {
    let last = ended.unwrap_or(day).min(day);
    match state {
        ActionState::Open if due.is_some_and(|due| due < last) => "not done by then",
        ActionState::Open if ended.is_some() => "still open when it ended",
        ActionState::Open => "open",
        ActionState::Done => "done",
        ActionState::Missed => "not done",
    }
}

/// How binding a limit is, in words; `None` for one that simply holds, or that says itself that it was agreed.
pub fn strength(strength: Strength, limit: &str) -> Option<&'static str> {
    match strength {
        Strength::Hard => None,
        Strength::Aim => Some("an aim"),
        Strength::Agreed if limit == AS_AGREED => None,
        Strength::Agreed => Some("suggested, as no date was agreed"),
        Strength::Advisory => Some("for guidance"),
    }
}

/// An action of a plan: what, who, by when, and how it is measured.
pub fn planned(action: &PlannedAction, policy: &Policy) -> String {
    let owner = action.owner.as_ref().map(|owner| format!(", {}", policy.titled(owner))).unwrap_or_default();
    let due = action.due.map(|due| format!(", by {}", describe(due))).unwrap_or_default();
    format!("{}{owner}{due}{}", action.what, measured(action.measure.as_deref()))
}

/// A clock by its label, with its stage if the label doesn't name it: `Decide at stage 4`, `Respond, Stage 1`.
pub fn clock_and_stage(clock: &ClockId, stage: Option<&StageId>, policy: &Policy) -> String {
    let rule = policy.clock_rules(clock, stage).next();
    let of_rule = || rule.map_or_else(|| clock.to_string(), |rule| rule.label.clone());
    let (label, stage) = match clock {
        ClockId::NeededBy => ("Settle it in time for the child".to_string(), stage),
        ClockId::Extension => ("Further time".to_string(), stage),
        ClockId::Arranged => {
            let meeting = stage.and_then(|stage| policy.stage(stage)?.meeting.as_ref());
            (format!("{}, as arranged", meeting.map_or("Meeting", |meeting| meeting.title.as_str())), stage)
        }
        // These belong to no stage.
        ClockId::Action(number) => (format!("Action {number}"), None),
        ClockId::Total => (of_rule(), None),
        ClockId::Raise | ClockId::Named(_) => (of_rule(), stage),
    };
    at_stage(&label, stage, policy)
}

/// A label with the stage it belongs to, unless it names that itself.
pub fn at_stage(label: &str, stage: Option<&StageId>, policy: &Policy) -> String {
    let title = stage.map(|stage| policy.stage_title(stage));
    match title.filter(|title| !label.to_lowercase().contains(&title.to_lowercase())) {
        Some(title) => format!("{label}, {title}"),
        None => label.to_string(),
    }
}

/// The time that is left, or that it is late by: hours on the clock for what is due at a time of day.
pub fn time_left(clock: &ClockView) -> String {
    let days = count(clock.working_days_left.unsigned_abs() as usize, "working day");
    let due = if clock.strength.binds() { "due " } else { "" };
    match (clock.status, clock.minutes_left) {
        (Some(Standing::Overdue), _) if !clock.strength.binds() => "passed".to_string(),
        (Some(Standing::Today), _) => format!("{due}today"),
        (Some(Standing::Overdue), Some(minutes)) => format!("{} overdue", duration(minutes)),
        (Some(Standing::Upcoming) | None, Some(minutes)) => format!("{due}in {}", duration(minutes)),
        (Some(Standing::Overdue), None) => format!("{days} overdue"),
        (Some(Standing::Upcoming) | None, None) => format!("{days} left"),
    }
}

/// How a clock ended, worded to go before the day on which it did.
pub fn clock_result(result: ClockResult) -> &'static str {
    match result {
        ClockResult::Running => "running",
        ClockResult::InTime => "met",
        ClockResult::Late => "done late",
        ClockResult::AfterGuide => "passed, and done",
        ClockResult::InFurtherTime => "met within the further time",
        ClockResult::Unsettled => "ended without being resolved",
        ClockResult::Stopped => "stopped",
        ClockResult::Missed => "not met; stopped",
    }
}

/// A number of minutes on the clock, in words: `12 minutes`, `47 hours`, `6 days`.
pub fn duration(minutes: i64) -> String {
    const HOUR: usize = 60;
    const DAY: usize = 24 * HOUR;
    match minutes.unsigned_abs() as usize {
        minutes if minutes < HOUR => count(minutes, "minute"),
        minutes if minutes <= 3 * DAY => count(minutes / HOUR, "hour"),
        minutes => count(minutes / DAY, "day"),
    }
}

/// A date for a table: `Mon 2 Mar 2026`.
pub fn short_date(date: Date) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// What got more time: the whole dispute, or the stage it is at.
pub fn more_time(clock: &ClockId) -> &'static str {
    match clock {
        ClockId::Total => "More time for the whole dispute",
        ClockId::Raise
        | ClockId::NeededBy
        | ClockId::Arranged
        | ClockId::Extension
        | ClockId::Action(_)
        | ClockId::Named(_) => "More time",
    }
}

/// Whether it was resolved, or ended otherwise.
pub fn ended(result: ResultKind) -> &'static str {
    match result {
        ResultKind::Resolved | ResultKind::ResolvedInPart => "Resolved",
        ResultKind::DecisionStands | ResultKind::NotUpheld | ResultKind::LeftCare | ResultKind::TakenElsewhere => {
            "Ended"
        }
    }
}

/// How it ended, unless it was simply resolved: `in part`, `not upheld`.
pub fn otherwise_than_resolved(kind: ResultKind) -> Option<&'static str> {
    match kind {
        ResultKind::Resolved => None,
        ResultKind::ResolvedInPart => Some("in part"),
        ResultKind::DecisionStands | ResultKind::NotUpheld | ResultKind::LeftCare | ResultKind::TakenElsewhere => {
            Some(kind.meaning())
        }
    }
}

/// The value of a field as people read it.
pub fn field_value(id: &FieldId, value: &str, policy: &Policy) -> String {
    policy.field(id).map_or_else(|| value.to_string(), |field| field.in_words(value))
}

pub fn impact_level(level: ImpactLevel) -> &'static str {
    match level {
        ImpactLevel::Some => "some impact",
        ImpactLevel::Significant => "significant",
        ImpactLevel::Severe => "severe",
    }
}

/// A text with a capital letter at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
