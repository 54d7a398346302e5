//! A protocol taken apart into single facts, each a name and a few words, grouped by stage and by part, so that two
//! protocols can be compared.

use super::conditions::conditions;
use super::{phrases, responders};
use crate::domain::calendar::{Counting, Division, FirstDay, HoursMean, NamedPeriod, Roll, WeeksMean};
use crate::domain::policy::{ClockRule, Duty, Labels, Ladder, Policy, ReferralWhen, RoleId, Stage, StageId, StageKind};
use crate::domain::worded::Worded;
use crate::render::words;

/// The facts of one stage, one ladder or one part of a protocol. Groups with the same `key` are compared.
pub struct Group {
    pub key: String,
    pub title: String,
    /// The id of the stage it is about, and its kind.
    pub stage: Option<StageId>,
    pub kind: Option<StageKind>,
    pub facts: Vec<(String, String)>,
}

/// The groups of a protocol, the stages in their order.
pub fn groups(policy: &Policy) -> Vec<Group> {
    let part = |title: &str, facts: Vec<(String, String)>| Group {
        key: title.to_string(),
        title: title.to_string(),
        stage: None,
        kind: None,
        facts,
    };
    let mut groups = vec![
        part("Whose it is, and its words", identity(policy)),
        part("How days are counted", counting(&policy.counting)),
    ];
    groups.push(part("Where it starts, and the time in all", whole(policy)));
    groups.extend(policy.stages.iter().enumerate().map(|(at, stage)| of_stage(policy, at, stage)));
    groups.extend(policy.ladders.iter().map(|ladder| of_ladder(policy, ladder)));
    groups.push(part(
        "At several stages, or before a step",
        policy.duties.iter().filter(|duty| !in_one(duty)).map(|one| duty(one, policy)).collect(),
    ));
    groups.push(part("Texts and answers", asks(policy)));
    groups.push(part("Kinds of concern", categories(policy)));
    groups.push(part("Facts of its own", fields(policy)));
    groups.push(part("Referral", referral(policy)));
    groups.push(part("Praise and reviews", praise_and_reviews(policy)));
    groups.push(part(
        "Guidance",
        policy.guidance.iter().map(|one| (format!("\"{}\"", one.text), "is given".to_string())).collect(),
    ));
    groups
}

fn fact(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_string(), value.into())
}

/// The titles of roles as a list: `a, b or c`, if `last` is `or`.
pub fn titles(roles: &[RoleId], policy: &Policy, last: &str) -> String {
    let titles: Vec<&str> = roles.iter().map(|role| policy.role_title(role)).collect();
    words::list(&titles, last)
}

/// The word for a value in JSON, with spaces for hyphens.
fn spelt<T: serde::Serialize>(value: &T) -> String {
    words::published(value).replace('-', " ")
}

fn identity(policy: &Policy) -> Vec<(String, String)> {
    let covers: Vec<String> = policy.covers.iter().map(spelt).collect();
    let labels = &policy.labels;
    let mut facts = vec![
        fact("title", &policy.title),
        match policy.document.undated {
            true => fact("date of the document", "none; used from the version that is named"),
            false => fact("in force from", policy.effective_on.to_string()),
        },
        fact("how binding", spelt(&policy.basis)),
        fact("for children", words::list(&covers, "and")),
        fact("about one child", spelt(&policy.child)),
        fact("raised by", titles(&policy.raisers, policy, "or")),
    ];
    facts.extend(its_words(labels));
    facts.extend(policy.authority.as_ref().map(|name| fact("authority", name)));
    facts.extend(policy.roles.iter().map(|role| (format!("role `{}`", role.id), role.title.clone())));
    let away = policy.roles.iter().filter(|role| !role.substitutes.is_empty());
    facts.extend(away.map(|role| (format!("acts for `{}`", role.id), phrases::substitutes(role, policy))));
    facts
}

/// What the policy calls a dispute, a stage and so on.
pub fn its_words(labels: &Labels) -> Vec<(String, String)> {
    // What is called by the usual word needs no line.
    let its_own = |usual: &str, word: &str| (usual != word).then(|| fact(&format!("{usual} is called"), word));
    let mut facts = vec![
        fact("a dispute is called", &labels.dispute),
        fact("a stage is called", &labels.stage),
        fact("praise is called", &labels.praise),
        fact("a referral is called", &labels.referral),
    ];
    let phases =
        [("informal", &labels.informal), ("before the formal stages", &labels.pre_formal), ("formal", &labels.formal)];
    facts.extend(phases.iter().filter_map(|(usual, word)| its_own(usual, word)));
    facts.push(fact("the child's file is", &labels.record_system));
    facts.extend(labels.statuses.iter().map(|(status, word)| (format!("`{}` is called", status.word()), word.clone())));
    facts
}

/// The facts on how days, weeks and hours are counted; only what is set for optional ones.
pub fn counting(counting: &Counting) -> Vec<(String, String)> {
    let weekend: Vec<String> = counting.weekend.iter().map(ToString::to_string).collect();
    let closures =
        counting.closures.iter().map(|one| (format!("closed for {}", one.name), format!("{} to {}", one.from, one.to)));
    let weeks = match counting.weeks {
        WeeksMean::Calendar => "calendar",
        WeeksMean::WorkingDays => "working days",
    };
    let hours = match counting.hours {
        HoursMean::Elapsed => "elapsed",
        HoursMean::WorkingDays => "working days",
        HoursMean::Office => "office",
    };
    let roll = match counting.roll {
        Roll::NextWorkingDay => "next working day",
        Roll::PreviousWorkingDay => "previous working day",
        Roll::Stay => "stay",
    };
    let first_day = match counting.first_day {
        FirstDay::Next => "the next day",
        FirstDay::Same => "the same day",
    };
    let mut facts = vec![
        fact("weeks are", weeks.to_string()),
        fact("hours are", hours.to_string()),
        fact("a date on a day off", roll.to_string()),
        fact("day one is", first_day.to_string()),
        fact("weekend", weekend.join(", ")),
    ];
    let elsewhere = counting.division != Division::default();
    facts.extend(elsewhere.then(|| fact("bank holidays of", counting.division.name())));
    let days = counting.days.map(|days| fact("days are", format!("{} days", words::published(&days))));
    facts.splice(0..0, days);
    facts.extend(counting.cut_off.map(|time| fact("the next day begins at", time.format("%H:%M").to_string())));
    let office = |(from, to): (chrono::NaiveTime, chrono::NaiveTime)| {
        fact("the office is open", format!("{} to {}", from.format("%H:%M"), to.format("%H:%M")))
    };
    facts.extend(counting.office.map(office));
    facts.extend(
        counting.terms.iter().map(|one| (format!("term: {}", one.name), format!("{} to {}", one.from, one.to))),
    );
    facts.extend(closures);
    let open = |one: &NamedPeriod| (format!("open on {}", one.name), format!("{} to {}", one.from, one.to));
    facts.extend(counting.open_on.iter().map(open));
    facts
}

fn whole(policy: &Policy) -> Vec<(String, String)> {
    let mut facts = vec![fact("leaving stages out", phrases::bypass(policy))];
    facts.extend(policy.dispute_wide_clocks().map(|clock| time(clock, policy)));
    let condition = |when| conditions(when, policy).unwrap_or_else(|| "always".to_string());
    for rule in &policy.entry.rules {
        facts.push((format!("starts at `{}`", rule.stage), condition(&rule.when)));
    }
    for rule in &policy.entry.formal_when {
        facts.push((format!("must be formal (`{}`)", rule.id), condition(&rule.when)));
    }
    facts.extend(policy.entry.repeats.as_ref().map(|rule| {
        let formal = if rule.formal { ", must be formal" } else { "" };
        fact("the same concern again", format!("within {}{formal}", words::count(rule.months as usize, "month")))
    }));
    facts
}

fn of_ladder(policy: &Policy, ladder: &Ladder) -> Group {
    let own = &*ladder.policy;
    let stages: Vec<&str> = own.stages.iter().map(|stage| stage.id.as_str()).collect();
    let mut facts = vec![
        fact("title", &ladder.title),
        fact("taken", conditions(&ladder.when, policy).unwrap_or_else(|| "by all others".to_string())),
        fact("stages", stages.join(", ")),
    ];
    facts.extend(whole(own));
    facts.extend(referral(own));
    Group {
        key: format!("ladder {}", ladder.id),
        title: format!("Ladder `{}`", ladder.id),
        stage: None,
        kind: None,
        facts,
    }
}

fn of_stage(policy: &Policy, at: usize, stage: &Stage) -> Group {
    let mut facts = vec![
        fact("title", &stage.title),
        fact("kind", spelt(&stage.kind)),
        fact("place", format!("{} of {}", at + 1, policy.stages.len())),
        fact("answers", responders(stage, policy, conditions)),
    ];
    facts.extend(stage.owner.as_ref().map(|role| fact("driven by", policy.role_title(role))));
    if !stage.satisfied.is_empty() {
        facts.push(fact("must be satisfied", titles(&stage.satisfied, policy, "and")));
    }
    facts.extend(stage.clocks.iter().map(|clock| time(clock, policy)));
    facts.extend(stage.meeting.as_ref().map(|meeting| fact("meeting", phrases::meeting(meeting, policy))));
    facts.extend(stage.judge.as_ref().map(|role| fact("judges the answer", policy.role_title(role))));
    if !stage.copy_to.is_empty() {
        facts.push(fact("copied to", phrases::copied_to(stage, policy)));
    }
    if stage.ends_here {
        facts.push(fact("leads to", "no further stage".to_string()));
    }
    if !stage.next.is_empty() {
        facts.push(fact("leads to", words::list(&stage.next, "or")));
    }
    let own = policy.duties.iter().filter(|duty| !policy.is_satisfaction(duty));
    let own = own.filter(|duty| in_one(duty) && duty.stages[0] == stage.id);
    facts.extend(own.map(|one| duty(one, policy)));
    Group {
        key: format!("stage {}", stage.id),
        title: format!("Stage `{}`", stage.id),
        stage: Some(stage.id.clone()),
        kind: Some(stage.kind),
        facts,
    }
}

/// A clock as a fact. Clocks of the same name are told apart by their circumstances.
fn time(clock: &ClockRule, policy: &Policy) -> (String, String) {
    let when = conditions(&clock.when, policy).map(|when| format!(" {when}")).unwrap_or_default();
    (format!("time `{}`{when}", clock.id), phrases::clock(clock, policy))
}

fn in_one(duty: &Duty) -> bool {
    duty.stages.len() == 1
}

fn duty(duty: &Duty, policy: &Policy) -> (String, String) {
    (format!("`{}`", duty.id), format!("{} ({})", duty.text, phrases::duty(duty, policy)))
}

fn asks(policy: &Policy) -> Vec<(String, String)> {
    let ask = |ask: &crate::domain::policy::Ask| {
        let when = conditions(&ask.when, policy).map(|when| format!("; {when}")).unwrap_or_default();
        (
            format!("`{}` with {}", ask.ask, phrases::steps(&ask.before)),
            format!("{}{when}", phrases::enforce(ask.enforce)),
        )
    };
    policy.asks.iter().map(ask).collect()
}

fn categories(policy: &Policy) -> Vec<(String, String)> {
    let category = |one: &crate::domain::policy::Category| {
        let formal = match (&one.condition, one.formal) {
            (Some(condition), true) => format!("; must be formal {condition}"),
            (None, true) => "; must be formal".to_string(),
            _ => String::new(),
        };
        let from = one.from_review.map(|review| format!("; from review {review} on")).unwrap_or_default();
        (format!("`{}`", one.id), format!("{}{formal}{from}", one.text))
    };
    policy.categories.iter().map(category).collect()
}

fn fields(policy: &Policy) -> Vec<(String, String)> {
    let field = |one: &crate::domain::policy::Field| {
        let values = if one.values.is_empty() { String::new() } else { format!(" ({})", one.values.join(", ")) };
        (format!("`{}`", one.id), format!("{}{values}", one.text))
    };
    policy.fields.iter().map(field).collect()
}

fn referral(policy: &Policy) -> Vec<(String, String)> {
    let Some(rule) = &policy.referral else { return Vec::new() };
    let covers: Vec<String> = rule.covers.iter().map(spelt).collect();
    let when = match &rule.when {
        ReferralWhen::Any => "at any point".to_string(),
        ReferralWhen::AfterAll => "after every stage".to_string(),
        ReferralWhen::AfterStage(stage) => format!("after `{stage}`"),
    };
    let mut facts = vec![fact("when", when), fact("for children", words::list(&covers, "and"))];
    facts.extend(rule.grounds.iter().map(|one| (format!("ground `{}`", one.id), one.text.clone())));
    facts.extend(rule.pack.iter().map(|one| (format!("paper `{}`", one.id), one.text.clone())));
    facts
}

fn praise_and_reviews(policy: &Policy) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(rule) = &policy.praise {
        facts.push(fact("praise for", rule.reasons.join("; ")));
        facts.push(fact("praise sent to", titles(&rule.notify, policy, "and")));
        facts.push(fact("praise acknowledged by", titles(&rule.acknowledged_by, policy, "and")));
    }
    facts.extend(policy.review.iter().map(|lead| (format!("review: {}", lead.what), lead.limit.to_string())));
    facts
}
