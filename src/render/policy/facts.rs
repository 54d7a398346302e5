//! A protocol taken apart into single facts, each a name and a few words, grouped by stage and by part, so that two
//! protocols can be compared. Types are taken apart without `..`: a new key doesn't compile until it is said here what
//! it means. Clauses mean nothing.

mod counting;

use super::conditions::conditions;
use super::{phrases, responders};
use crate::domain::policy::{
    Ask, Bypass, Category, CategoryGroup, ClockRule, ComplaintRule, Contact, Document, Duty, Field, FormalRule, Ground,
    Guidance, Labels, Ladder, LeadTime, PackItem, Policy, PraiseRule, ReferralRule, ReferralWhen, Repeats, Role,
    RoleId, Rules, Stage, StageId, StageKind, StartRule, StartRules, When,
};
use crate::domain::time::Date;
use crate::domain::worded::Worded;
use crate::render::words;
pub use counting::counting;

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
    let Rules {
        // Which version it is, and the clause on who raises.
        id: _,
        version: _,
        scope: _,
        effective_on,
        title,
        authority,
        document,
        basis,
        labels,
        covers,
        child,
        raisers,
        roles,
        counting: counts,
        category_groups,
        categories,
        fields,
        asks,
        // These are taken apart in `whole`, which each ladder has of its own.
        entry: _,
        bypass: _,
        total: _,
        raise_within: _,
        clocks: _,
        referral,
        stages,
        ladders,
        // These follow from the others.
        ladder_title: _,
        other_stages: _,
        names_raiser: _,
        duties,
        raiser_ends,
        obstacles,
        beside_complaint,
        complaint_chosen,
        praise,
        review,
        guidance,
        references,
        contacts,
    } = &**policy;
    let covers: Vec<String> = covers.iter().map(words::spelt).collect();
    let mut identity = vec![
        fact("title", title),
        in_force(document, *effective_on),
        fact("how binding", words::spelt(basis)),
        fact("for children", words::list(&covers, "and")),
        fact("about one child", words::spelt(child)),
        fact("raised by", titles(raisers, policy, "or")),
    ];
    identity.extend(its_words(labels));
    identity.extend(authority.as_ref().map(|name| fact("authority", name)));
    identity.extend(roles.iter().flat_map(|one| role(one, policy)));
    identity.extend(raiser_ends.as_ref().map(|_| fact("ended by", "whoever raised it, and nobody else")));
    identity.extend(obstacles.as_ref().map(|_| fact("obstacles such as resources", "not a reason for ending it")));
    let complaints = [
        ("beside a complaint", "the stages go on", beside_complaint),
        ("the complaints procedure", "the route that was chosen", complaint_chosen),
    ];
    identity.extend(complaints.into_iter().flat_map(|(name, what, rule)| complaint(name, what, rule.as_ref(), policy)));
    let part = |title: &str, facts: Vec<(String, String)>| Group {
        key: title.to_string(),
        title: title.to_string(),
        stage: None,
        kind: None,
        facts,
    };
    let mut groups = vec![
        part("Who it belongs to, and what things are called", identity),
        part("How days are counted", counting(counts)),
        part("Where it starts, and the total time", whole(policy)),
    ];
    groups.extend(stages.iter().enumerate().map(|(at, stage)| of_stage(policy, at, stage)));
    groups.extend(ladders.iter().enumerate().map(|(at, ladder)| of_ladder(policy, at, ladder)));
    let concerns = category_groups.iter().map(category_group).chain(categories.iter().map(category));
    let around = praise.iter().flat_map(|rule| praised(rule, policy)).chain(review.iter().map(|one| lead(one, policy)));
    groups.extend([
        part(
            "At several stages, or before a step",
            duties.iter().filter(|duty| !in_one(duty)).map(|one| duty(one, policy)).collect(),
        ),
        part("Texts and answers", asks.iter().map(|one| ask(one, policy)).collect()),
        part("Kinds of concern", concerns.collect()),
        part("Further details that this protocol records", fields.iter().map(field).collect()),
        part("Referral", referral.iter().flat_map(|rule| referred(rule, policy)).collect()),
        part("Praise and reviews", around.collect()),
        part("Guidance", guidance.iter().map(advice).collect()),
        part("Read with", references.iter().map(|one| quoted(one, "is named")).collect()),
        part("Contacts", contacts.iter().map(|one| contact(one, policy)).collect()),
    ]);
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

/// A text that is there or not.
fn quoted(text: &str, value: &str) -> (String, String) {
    (format!("\"{text}\""), value.to_string())
}

fn in_force(document: &Document, effective_on: Date) -> (String, String) {
    // What the document is called, and where it is, are no rules.
    let Document { title: _, date: _, url: _, undated } = document;
    match undated {
        true => fact("date of the document", "none; used from the version that is named"),
        false => fact("in force from", effective_on.to_string()),
    }
}

fn role(role: &Role, policy: &Policy) -> Vec<(String, String)> {
    let Role { id, title, substitutes } = role;
    let acting = (!substitutes.is_empty()).then(|| (format!("acts for `{id}`"), phrases::substitutes(role, policy)));
    std::iter::once((format!("role `{id}`"), title.clone())).chain(acting).collect()
}

fn complaint(name: &str, what: &str, rule: Option<&ComplaintRule>, policy: &Policy) -> Option<(String, String)> {
    let ComplaintRule { when, source: _ } = rule?;
    Some(fact(name, format!("{what}, {}", circumstances(when, policy))))
}

/// The circumstances of a rule; `always` if it has none.
fn circumstances(when: &When, policy: &Policy) -> String {
    conditions(when, policy).unwrap_or_else(|| "always".to_string())
}

/// What the policy calls a dispute, a stage and so on.
pub fn its_words(labels: &Labels) -> Vec<(String, String)> {
    let Labels { dispute, stage, praise, referral, informal, pre_formal, formal, statuses, record_system } = labels;
    // What is called by the usual word needs no line.
    let its_own = |usual: &str, word: &str| (usual != word).then(|| fact(&format!("{usual} is called"), word));
    let mut facts = vec![
        fact("a dispute is called", dispute),
        fact("a stage is called", stage),
        fact("praise is called", praise),
        fact("a referral is called", referral),
    ];
    let phases = [("informal", informal), ("before the formal stages", pre_formal), ("formal", formal)];
    facts.extend(phases.iter().filter_map(|(usual, word)| its_own(usual, word)));
    facts.push(fact("the child's file is", record_system));
    facts.extend(statuses.iter().map(|(status, word)| (format!("`{}` is called", status.word()), word.clone())));
    facts
}

/// How it starts and the clocks that go on whatever the stage: what a ladder may have of its own.
fn whole(policy: &Policy) -> Vec<(String, String)> {
    // It is all said by `phrases::bypass`.
    let Bypass { free: _, approved_by: _, source: _ } = &policy.bypass;
    let StartRules { rules, formal_when, repeats } = &policy.entry;
    let mut facts = vec![fact("leaving stages out", phrases::bypass(policy))];
    facts.extend(policy.dispute_wide_clocks().map(|clock| time(clock, policy)));
    for (before, rule) in rules.iter().enumerate() {
        let StartRule { when, stage, source: _ } = rule;
        // The first that applies decides, so their order counts.
        let order = if before == 0 { String::new() } else { format!(" (rule {})", before + 1) };
        facts.push((format!("starts at `{stage}`"), format!("{}{order}", circumstances(when, policy))));
    }
    for rule in formal_when {
        let FormalRule { id, text, when, source: _ } = rule;
        facts.push((format!("must be formal (`{id}`)"), format!("{}: {text}", circumstances(when, policy))));
    }
    facts.extend(repeats.as_ref().map(|rule| {
        let Repeats { months, formal, source: _ } = rule;
        let formal = if *formal { ", must be formal" } else { "" };
        fact("the same concern again", format!("within {}{formal}", words::count(*months as usize, "month")))
    }));
    facts
}

fn of_ladder(policy: &Policy, at: usize, ladder: &Ladder) -> Group {
    let Ladder { id, title, when, named, source: _, policy: own } = ladder;
    let stages: Vec<&str> = own.stages.iter().map(|stage| stage.id.as_str()).collect();
    let mut facts = vec![
        fact("title", title),
        fact("place", format!("{} of {}", at + 1, policy.ladders.len())),
        fact("taken", conditions(when, policy).unwrap_or_else(|| "by all others".to_string())),
        fact("stages", stages.join(", ")),
    ];
    facts.extend((!named).then(|| fact("moved to from another", "with a reason")));
    facts.extend(whole(own));
    facts.extend(own.referral.iter().flat_map(|rule| referred(rule, own)));
    Group { key: format!("ladder {id}"), title: format!("Ladder `{id}`"), stage: None, kind: None, facts }
}

fn of_stage(policy: &Policy, at: usize, stage: &Stage) -> Group {
    let Stage {
        id,
        title,
        kind,
        responders: _,
        only_when: _,
        owner,
        satisfied,
        judge,
        clocks,
        meeting,
        copy_to,
        next,
        ends_here,
        form_section,
        guidance,
        source: _,
    } = stage;
    let mut facts = vec![
        fact("title", title),
        fact("kind", words::spelt(kind)),
        fact("place", format!("{} of {}", at + 1, policy.stages.len())),
        // With those that answer, or are copied to, only under some circumstances.
        fact("answers", responders(stage, policy, conditions)),
    ];
    facts.extend(owner.as_ref().map(|role| fact("led by", policy.role_title(role))));
    if !satisfied.is_empty() {
        facts.push(fact("must be satisfied", titles(satisfied, policy, "and")));
    }
    facts.extend(clocks.iter().map(|clock| time(clock, policy)));
    facts.extend(meeting.as_ref().map(|meeting| fact("meeting", phrases::meeting(meeting, policy))));
    facts.extend(judge.as_ref().map(|role| fact("judges the answer", policy.role_title(role))));
    if !copy_to.is_empty() {
        facts.push(fact("copied to", phrases::copied_to(stage, policy)));
    }
    if *ends_here {
        facts.push(fact("leads to", "no further stage"));
    }
    if !next.is_empty() {
        facts.push(fact("leads to", words::list(next, "or")));
    }
    facts.extend(form_section.as_ref().map(|number| fact("section of the form", number)));
    facts.extend(guidance.iter().map(|text| quoted(text, "guidance")));
    let own = policy.duties.iter().filter(|duty| !policy.is_satisfaction(duty));
    let own = own.filter(|duty| in_one(duty) && duty.stages[0] == *id);
    facts.extend(own.map(|one| duty(one, policy)));
    Group {
        key: format!("stage {id}"),
        title: format!("Stage `{id}`"),
        stage: Some(id.clone()),
        kind: Some(*kind),
        facts,
    }
}

/// A clock as a fact. Clocks of the same name are told apart by their circumstances.
fn time(clock: &ClockRule, policy: &Policy) -> (String, String) {
    let when = conditions(&clock.when, policy).map(|when| format!(" {when}")).unwrap_or_default();
    let terms = phrases::clock(clock, policy, |more| phrases::extension(more, policy));
    (format!("time `{}`{when}", clock.id), format!("{terms}; listed as \"{}\"", clock.label))
}

fn in_one(duty: &Duty) -> bool {
    duty.stages.len() == 1
}

fn duty(duty: &Duty, policy: &Policy) -> (String, String) {
    (format!("`{}`", duty.id), format!("{} ({})", duty.text, phrases::duty(duty, policy)))
}

fn ask(ask: &Ask, policy: &Policy) -> (String, String) {
    let Ask { ask, before, when, enforce, source: _ } = ask;
    let when = conditions(when, policy).map(|when| format!("; {when}")).unwrap_or_default();
    (format!("`{ask}` with {}", phrases::steps(before)), format!("{}{when}", phrases::enforce(*enforce)))
}

fn category_group(group: &CategoryGroup) -> (String, String) {
    let CategoryGroup { id, title } = group;
    (format!("group `{id}`"), title.clone())
}

fn category(category: &Category) -> (String, String) {
    let Category { id, text, group, national, examples, formal, condition, from_review, source: _ } = category;
    let formal = match (condition, formal) {
        (Some(condition), true) => Some(format!("must be formal {condition}")),
        (None, true) => Some("must be formal".to_string()),
        (_, false) => None,
    };
    let from = from_review.map(|review| format!("from review {review} on"));
    let group = group.as_ref().map(|group| format!("in `{group}`"));
    let national = (!national.is_empty()).then(|| format!("nationally {}", words::list(national, "and")));
    let examples = (!examples.is_empty()).then(|| format!("for example: {}", examples.join("; ")));
    let parts = std::iter::once(text.clone()).chain(formal).chain(from).chain(group).chain(national).chain(examples);
    (format!("`{id}`"), parts.collect::<Vec<_>>().join("; "))
}

fn field(field: &Field) -> (String, String) {
    let Field { id, text, values, labels, several, each_child, source: _ } = field;
    let read = |value: &String| match labels.get(value) {
        Some(label) => format!("{value}, shown as \"{label}\""),
        None => value.clone(),
    };
    let values: Vec<String> = values.iter().map(read).collect();
    let values = match (values.is_empty(), several) {
        (true, _) => String::new(),
        (false, false) => format!(" ({})", values.join("; ")),
        (false, true) => format!(" (any of {})", values.join("; ")),
    };
    let each_child = if *each_child { "; for each child" } else { "" };
    (format!("`{id}`"), format!("{text}{values}{each_child}"))
}

fn referred(rule: &ReferralRule, policy: &Policy) -> Vec<(String, String)> {
    let ReferralRule { to, by, when, covers, grounds, pack, guidance, source: _ } = rule;
    let covers: Vec<String> = covers.iter().map(words::spelt).collect();
    let when = match when {
        ReferralWhen::Any => "at any point".to_string(),
        ReferralWhen::AfterAll => "after every stage".to_string(),
        ReferralWhen::AfterStage(stage) => format!("after `{stage}`"),
    };
    let mut facts = vec![fact("when", when), fact("for children", words::list(&covers, "and"))];
    facts.extend(to.as_ref().map(|body| fact("made to", body)));
    facts.extend(by.as_ref().map(|role| fact("made by", policy.role_title(role))));
    facts.extend(grounds.iter().map(|Ground { id, text, source: _ }| (format!("ground `{id}`"), text.clone())));
    facts.extend(pack.iter().map(|PackItem { id, text, source: _ }| (format!("paper `{id}`"), text.clone())));
    facts.extend(guidance.iter().map(|text| quoted(text, "guidance")));
    facts
}

fn praised(rule: &PraiseRule, policy: &Policy) -> Vec<(String, String)> {
    let PraiseRule { reasons, acknowledged_by, notify, filed, guidance, source: _ } = rule;
    let mut facts = vec![
        fact("praise for", reasons.join("; ")),
        fact("praise sent to", titles(notify, policy, "and")),
        fact("praise acknowledged by", titles(acknowledged_by, policy, "and")),
    ];
    facts.extend(filed.then(|| fact("praise is put on", &policy.labels.record_system)));
    facts.extend(guidance.iter().map(|text| quoted(text, "is said with praise")));
    facts
}

fn lead(lead: &LeadTime, policy: &Policy) -> (String, String) {
    let LeadTime { what, limit, by, source: _ } = lead;
    let by = by.as_ref().map(|role| format!(", by the {}", policy.role_title(role))).unwrap_or_default();
    (format!("review: {what}"), format!("{limit}{by}"))
}

fn advice(guidance: &Guidance) -> (String, String) {
    let Guidance { text, at, for_families, meets, source: _ } = guidance;
    let at = if at.is_empty() { String::new() } else { format!(" with {}", phrases::steps(at)) };
    let families = if *for_families { ", for families too" } else { "" };
    quoted(text, &format!("is given{at}{families}{}", phrases::meets(meets)))
}

fn contact(contact: &Contact, policy: &Policy) -> (String, String) {
    let Contact { role, text, checked_on, for_families } = contact;
    let checked = checked_on.map(|on| format!("; checked on {on}")).unwrap_or_default();
    let families = if *for_families { "; for families too" } else { "" };
    (policy.role_title(role).to_string(), format!("{text}{checked}{families}"))
}
