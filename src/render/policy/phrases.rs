//! Single rules of a protocol in a few words: limits, what starts and meets a clock, who does what.

use super::conditions::conditions;
use crate::domain::limit::Unit;
use crate::domain::policy::{
    ClockRule, CountsFrom, Duty, EndsOn, Enforce, Extension, ExtensionKind, LimitRule, Meeting, MeetingNeed, Policy,
    Rhythm, Role, RoleId, Stage, StartsOn, Step, Strength, When, Whose,
};
use crate::render::words;

/// `5 working days`, or `as agreed, else 5 working days, at most 10 working days`.
pub fn limit(rule: &LimitRule) -> String {
    match rule {
        LimitRule::Fixed(limit) => limit.to_string(),
        LimitRule::Agreed { fallback, ceiling } => {
            let else_ = fallback.as_ref().map(|limit| format!(", else {limit}")).unwrap_or_default();
            let most = ceiling.as_ref().map(|limit| format!(", at most {limit}")).unwrap_or_default();
            format!("as agreed{else_}{most}")
        }
    }
}

/// What the hours of a limit mean, if its clause says something other than the calendar; otherwise empty.
fn hours(rule: &LimitRule) -> &'static str {
    let LimitRule::Fixed(limit) = rule else { return "" };
    match limit.unit {
        Unit::ElapsedHours => " on the clock",
        Unit::HoursAsWorkingDays => ", a working day for each 24",
        Unit::Hours
        | Unit::OfficeHours
        | Unit::SchoolDays
        | Unit::Months
        | Unit::CalendarDays
        | Unit::WorkingDays
        | Unit::NextWorkingDay
        | Unit::Weeks => "",
    }
}

pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Hard => "a duty",
        Strength::Aim => "an aim",
        Strength::Agreed => "agreed",
        Strength::Advisory => "for guidance",
    }
}

/// Everything about a clock that changes a date or who has to keep it, with the terms of more time in the words given.
pub fn clock(rule: &ClockRule, policy: &Policy, more_time: impl Fn(&Extension) -> String) -> String {
    let ClockRule {
        // It is said beside these terms.
        id: _,
        label: _,
        source: _,
        // The clock it is the aim of has the same start and the same end.
        aim_of: _,
        // The unit of the limit has it, too.
        hours: _,
        limit: length,
        strength: binds,
        whose: keeper,
        from,
        until,
        stopped_by,
        over: covered,
        extension,
        repeats,
        when,
        if_needed,
    } = rule;
    let starts: Vec<String> = from.iter().map(|start| starts(start, rule)).collect();
    let starts = starts.join(", else ");
    let mut parts = match rule.is_before_meeting() {
        true => vec![format!("{} {starts} ({})", limit(length), strength(*binds))],
        false => vec![format!("{}{} ({})", limit(length), hours(length), strength(*binds)), format!("from {starts}")],
    };
    parts.push(format!("until {}", ends(until)));
    if *keeper != Whose::Responder {
        parts.push(format!("for the {}", whose(keeper, policy)));
    }
    if !covered.is_empty() {
        parts.push(format!("over {}", over(rule)));
    }
    if !stopped_by.is_empty() {
        parts.push(format!("stops once {}", ends(stopped_by)));
    }
    parts.extend(repeats.map(|rhythm| match rhythm {
        Rhythm::Done => "again each time, from when it was done".to_string(),
        Rhythm::Due => "again each time, from its own date".to_string(),
    }));
    parts.extend(extension.as_ref().map(more_time));
    parts.extend(conditions(when, policy));
    if *if_needed {
        parts.push("if needed".to_string());
    }
    parts.join("; ")
}

/// On which terms stages may be left out.
pub fn bypass(policy: &Policy) -> String {
    let free = if policy.bypass.free { "without a reason" } else { "with a reason" };
    match &policy.bypass.approved_by {
        Some(role) => format!("{free}, approved by the {}", policy.role_title(role)),
        None => free.to_string(),
    }
}

/// `can be extended once, by at most 24 hours, approved by the Director`.
pub fn extension(rule: &Extension, policy: &Policy) -> String {
    let Extension { kind, at_most, times, counts_from, approved_by, source: _ } = rule;
    let (what, by) = match kind {
        ExtensionKind::Moves => ("can be extended", "by "),
        ExtensionKind::Further => ("further time can be added", ""),
    };
    let often = times.map(|times| match times {
        1 => "once".to_string(),
        2 => "twice".to_string(),
        more => format!("{more} times"),
    });
    let most = match (&often, at_most) {
        (None, None) => " without limit".to_string(),
        (None, Some(most)) => format!("{} at most {most}", if by.is_empty() { "," } else { " by" }),
        (Some(often), None) => format!(" {often}, {by}any length of time"),
        (Some(often), Some(most)) => format!(" {often}, {by}at most {most}"),
    };
    let from = match (kind, counts_from) {
        (ExtensionKind::Further, CountsFrom::Agreement) => ", counted from the agreement",
        (ExtensionKind::Further, CountsFrom::LimitEnd) | (ExtensionKind::Moves, _) => "",
    };
    let approved = approved_by.as_ref().map(|role| format!(", approved by the {}", policy.role_title(role)));
    format!("{what}{most}{from}{}", approved.unwrap_or_default())
}

fn whose(whose: &Whose, policy: &Policy) -> String {
    match whose {
        Whose::Responder => "one who answers".to_string(),
        Whose::Owner => "one who leads the stage".to_string(),
        Whose::Raiser => "one who raised it".to_string(),
        Whose::Role(role) => policy.role_title(role).to_string(),
    }
}

/// The stages that a clock covers.
pub fn over(rule: &ClockRule) -> String {
    let stages: Vec<String> = rule.over.iter().map(|id| format!("`{id}`")).collect();
    words::list(&stages, "and")
}

fn starts(start: &StartsOn, rule: &ClockRule) -> String {
    let first = *start == StartsOn::StageEntered && !rule.over.is_empty();
    if first { "the first of its stages".to_string() } else { event(start) }
}

/// What brings up a duty or a meeting; `None` if it is owed from the start.
fn brought_up_by(from: &[StartsOn]) -> Option<String> {
    let each: Vec<String> = from.iter().map(event).collect();
    (!each.is_empty()).then(|| format!("from {}", words::list(&each, "or")))
}

/// What starts a clock or brings up a duty, with ids as they are in the file.
pub fn event(start: &StartsOn) -> String {
    match start {
        StartsOn::Raised => "when it is raised".to_string(),
        StartsOn::Aware => "when the raiser became aware".to_string(),
        StartsOn::Arose => "when the matter arose".to_string(),
        StartsOn::StageEntered => "the start of the stage".to_string(),
        StartsOn::FormalEntered => "the first formal stage".to_string(),
        StartsOn::Entered { stage } => format!("the start of `{stage}`"),
        StartsOn::Left { stage } => format!("the end of `{stage}`"),
        StartsOn::Answered => "the answer".to_string(),
        StartsOn::Agreed => "the agreed plan".to_string(),
        StartsOn::Meeting => "the meeting".to_string(),
        StartsOn::Duty { duty, stage: Some(stage) } => format!("`{duty}` of `{stage}`"),
        StartsOn::Duty { duty, stage: None } => format!("`{duty}`"),
        StartsOn::Due { clock } => format!("the date of `{clock}`"),
        StartsOn::Lapsed { clock } => format!("the date of `{clock}`, once missed"),
        StartsOn::ActionMissed => "an action that was missed".to_string(),
        StartsOn::Review => "the review".to_string(),
        StartsOn::NextReview => "the next review".to_string(),
        StartsOn::Decided => "the decision".to_string(),
        StartsOn::Referred => "the referral".to_string(),
        StartsOn::Complaint => "the complaint".to_string(),
        StartsOn::Resolved => "the day it is resolved".to_string(),
        StartsOn::Closed => "the day it ends".to_string(),
    }
}

fn ends(ends: &[EndsOn]) -> String {
    let each: Vec<String> = ends
        .iter()
        .map(|end| match end {
            EndsOn::Raised => "raised".to_string(),
            EndsOn::Answered => "answered".to_string(),
            EndsOn::Agreed => "a plan is agreed".to_string(),
            EndsOn::Resolved => "resolved".to_string(),
            EndsOn::Meeting => "the meeting is held".to_string(),
            EndsOn::Duty(duty) => format!("`{duty}` is done"),
            EndsOn::ActionsDone => "every action is done".to_string(),
            EndsOn::Decided => "decided".to_string(),
            EndsOn::Referred => "referred".to_string(),
            EndsOn::Escalated => "escalated".to_string(),
        })
        .collect();
    words::list(&each, "or")
}

/// Who acts for a role, and between which days if they are given.
pub fn substitutes(role: &Role, policy: &Policy) -> String {
    let each = role.substitutes.iter().map(|one| {
        let title = policy.role_title(&one.role);
        if one.is_dated() { format!("{title} ({})", one.in_words()) } else { title.to_string() }
    });
    words::list(&each.collect::<Vec<_>>(), "or")
}

/// Words for circumstances: those of the file, or those for families.
pub type Circumstances = fn(&When, &Policy) -> Option<String>;

/// A role that a stage asks or informs, with the circumstances if it does so only under some.
pub fn only_when(role: &RoleId, stage: &Stage, copy: bool, policy: &Policy, in_words: Circumstances) -> String {
    let title = super::titled(role, policy);
    let rule = stage.only_when.iter().find(|one| one.role == *role && one.copy == copy);
    match rule.and_then(|one| in_words(&one.when, policy)) {
        Some(when) => format!("{title} ({when})"),
        None => title.to_string(),
    }
}

/// Those that get a copy when a stage begins.
pub fn copied_to(stage: &Stage, policy: &Policy) -> String {
    let each: Vec<String> = stage.copy_to.iter().map(|role| only_when(role, stage, true, policy, conditions)).collect();
    words::list(&each, "and")
}

pub fn meeting(meeting: &Meeting, policy: &Policy) -> String {
    // `Meeting::expected` says who is there, and who may come instead.
    let Meeting {
        title,
        needed,
        chair,
        attendees: _,
        instead: _,
        minutes_by,
        from,
        when,
        lapses,
        while_open,
        source: _,
    } = meeting;
    let need = match needed {
        MeetingNeed::Required => "required",
        MeetingNeed::IfNeeded => "if needed",
        MeetingNeed::Optional => "may be held",
    };
    let chair = chair.as_ref().map(|role| format!("; chaired by the {}", policy.role_title(role)));
    let minutes = minutes_by.as_ref().map(|role| format!("; minutes by the {}", policy.role_title(role)));
    let expected: Vec<String> = meeting.expected(policy).collect();
    let there = if expected.is_empty() { String::new() } else { format!("; with {}", words::list(&expected, "and")) };
    let from = brought_up_by(from).into_iter().chain(conditions(when, policy));
    let until = [(lapses, "until the stage is left"), (while_open, "until it has ended")];
    let until = until.into_iter().filter(|one| *one.0).map(|one| one.1.to_string());
    let from: String = from.chain(until).map(|from| format!("; {from}")).collect();
    format!("{title} ({need}{from}{}{there}{})", chair.unwrap_or_default(), minutes.unwrap_or_default())
}

/// The terms of a duty, without its text: how strictly, when, where, by whom.
pub fn duty(duty: &Duty, policy: &Policy) -> String {
    let Duty {
        id: _,
        text: _,
        called,
        stages,
        before,
        when,
        enforce: strictly,
        once,
        from,
        after_due,
        at_end,
        lapses,
        done_by_escalating,
        while_open,
        each_child,
        by,
        with,
        meets: yardsticks,
        source: _,
    } = duty;
    let mut parts = vec![enforce(*strictly).to_string()];
    if !before.is_empty() {
        parts.push(format!("before {}", steps(before)));
    }
    if !stages.is_empty() {
        let all = stages.len() == policy.stages.len();
        parts.push(if all { "at every stage".into() } else { format!("at {}", stages.join(", ")) });
    }
    parts.extend(conditions(when, policy));
    parts.extend(by.as_ref().map(|role| format!("by the {}", policy.role_title(role))));
    parts.extend(with.as_ref().map(|role| format!("with the {}", policy.role_title(role))));
    parts.extend(called.as_ref().map(|called| format!("called {called}")));
    if let Some(clock) = after_due {
        parts.push(format!("from the date of `{clock}` on"));
    }
    parts.extend(brought_up_by(from));
    let how_often = match due_again_with(duty, policy) {
        Some(clock) => Some(format!("each time `{}` is due", clock.id)),
        None => once.then(|| "once".to_string()),
    };
    parts.extend(how_often);
    let terms = [
        (at_end, "once it has ended"),
        (lapses, "until the stage is left"),
        (done_by_escalating, "done by escalating"),
        (while_open, "until it has ended"),
        (each_child, "for each child"),
    ];
    parts.extend(terms.into_iter().filter(|(holds, _)| **holds).map(|(_, term)| term.to_string()));
    format!("{}{}", parts.join("; "), meets(yardsticks))
}

/// The repeating clock that waits for a duty.
fn due_again_with<'p>(duty: &Duty, policy: &'p Policy) -> Option<&'p ClockRule> {
    policy.clocks.iter().find(|rule| rule.repeats.is_some() && rule.until.contains(&EndsOn::Duty(duty.id.clone())))
}

/// The yardsticks of guidance outside the protocol that something meets: ` [meets HB-02]`.
pub fn meets(ids: &[String]) -> String {
    if ids.is_empty() { String::new() } else { format!(" [meets {}]", words::list(ids, "and")) }
}

pub fn enforce(enforce: Enforce) -> &'static str {
    match enforce {
        Enforce::Refuse => "required, or overridden with a reason",
        Enforce::Warn => "a warning if it is missing",
        Enforce::Remind => "a reminder only",
    }
}

pub fn steps(steps: &[Step]) -> String {
    steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
