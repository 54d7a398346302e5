//! The parts of a protocol besides its ladder, in plain words: kinds of concern, referral, praise, lead times,
//! contacts.

use crate::domain::policy::{Category, Contact, LeadTime, Policy, ReferralWhen, RoleId, Stage};
use crate::render::words;

/// Each part with its title; parts that a protocol doesn't have are left out.
pub fn sections(policy: &Policy) -> Vec<(String, Vec<String>)> {
    let referral_title = format!("Referral to {}", policy.referred_to(None));
    let parts = [
        ("Kinds of concern", concerns(policy)),
        ("At each stage", policy.stages.iter().flat_map(at_stage).collect()),
        (referral_title.as_str(), referral(policy)),
        ("Praise", praise(policy)),
        ("Around a review", around_a_review(policy)),
        ("Contacts", contacts(policy)),
    ];
    let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    filled.map(|(title, lines)| (title.to_string(), lines)).collect()
}

fn concerns(policy: &Policy) -> Vec<String> {
    let of = |group: Option<&str>| -> Vec<String> {
        policy.categories.iter().filter(|one| one.group.as_deref() == group).flat_map(concern).collect()
    };
    let mut lines = Vec::new();
    for group in &policy.category_groups {
        lines.push(format!("{}:", group.title));
        lines.extend(of(Some(&group.id)).iter().map(|line| format!("  {line}")));
    }
    lines.extend(of(None));
    lines
}

fn concern(category: &Category) -> Vec<String> {
    let formal = match (&category.condition, category.formal) {
        (Some(condition), true) => format!(" (must be formal {condition})"),
        (None, true) => " (must be formal)".to_string(),
        _ => String::new(),
    };
    let from = category.from_review.map(|review| format!(" (from review {review})"));
    let national = match category.national.as_slice() {
        [] => String::new(),
        ids => format!(" [national: {}]", ids.join(", ")),
    };
    let source = if category.source.is_empty() { String::new() } else { format!(" ({})", category.source) };
    let head = format!("{}: {}{formal}{}{national}{source}", category.id, category.text, from.unwrap_or_default());
    std::iter::once(head).chain(category.examples.iter().map(|example| format!("    - {example}"))).collect()
}

fn at_stage(stage: &Stage) -> Vec<String> {
    stage.guidance.iter().map(|text| format!("{}: {text}", stage.title)).collect()
}

fn referral(policy: &Policy) -> Vec<String> {
    let Some(rule) = &policy.referral else { return Vec::new() };
    let when = match &rule.when {
        ReferralWhen::Any => "open at any point".to_string(),
        ReferralWhen::AfterAll => "a last resort, after every stage".to_string(),
        ReferralWhen::AfterStage(id) => {
            format!("after {}", policy.stage(id).map_or(id.as_str(), |stage| stage.title.as_str()))
        }
    };
    let mut lines = vec![format!("When, by this protocol: {when} ({})", rule.source)];
    let covers: Vec<&str> = rule.covers.iter().map(|case| case.meaning()).collect();
    lines.push(format!("For: {}", words::list(&covers, "and")));
    if let Some(role) = &rule.by {
        lines.push(format!("Made by: {}", policy.role_title(role)));
    }
    let by_law = policy.covers.iter().any(|case| policy.refers_by_law(*case));
    if rule.when != ReferralWhen::Any && by_law {
        lines.push("By statute it is open at any point; the reason for going early is recorded.".to_string());
    }
    lines
        .extend(rule.grounds.iter().map(|ground| format!("Ground {}: {} ({})", ground.id, ground.text, ground.source)));
    lines.extend(rule.pack.iter().map(|item| format!("Paper {}: {} ({})", item.id, item.text, item.source)));
    lines.extend(rule.guidance.iter().cloned());
    lines
}

fn praise(policy: &Policy) -> Vec<String> {
    let Some(rule) = &policy.praise else { return Vec::new() };
    let titles = |roles: &[RoleId]| {
        let titles: Vec<&str> = roles.iter().map(|role| policy.role_title(role)).collect();
        words::list(&titles, "and")
    };
    let mut lines = vec![format!("{} ({})", policy.labels.praise, rule.source)];
    lines.extend(rule.reasons.iter().map(|reason| format!("For: {reason}")));
    for (what, roles) in [("Sent to", &rule.notify), ("Read and acknowledged by", &rule.acknowledged_by)] {
        if !roles.is_empty() {
            lines.push(format!("{what}: {}", titles(roles)));
        }
    }
    if rule.filed {
        lines.push(format!("Put on {}", policy.labels.record_system));
    }
    lines.extend(rule.guidance.iter().cloned());
    lines
}

fn around_a_review(policy: &Policy) -> Vec<String> {
    let by = |role: &RoleId| format!(", by the {}", policy.role_title(role));
    let lead = |lead: &LeadTime| {
        let by = lead.by.as_ref().map(by).unwrap_or_default();
        format!("{}: {}{by} ({})", lead.limit.written, lead.what, lead.source)
    };
    policy.review.iter().map(lead).collect()
}

fn contacts(policy: &Policy) -> Vec<String> {
    let line = |contact: &Contact| {
        let checked = contact.checked_on.map(|on| format!(" (checked on {on})"));
        let families = if contact.for_families { " [for families too]" } else { "" };
        format!("{}: {}{families}{}", policy.role_title(&contact.role), contact.text, checked.unwrap_or_default())
    };
    policy.contacts.iter().map(line).collect()
}
