//! The rules of a protocol one by one, each with its terms and the clause it comes from: to be compared with the
//! document, line by line.

use std::collections::BTreeSet;

use super::conditions::conditions;
use super::parts;
use super::{facts, phrases, responders};
use crate::domain::policy::{
    Ask, ChildNeed, ClockRule, ComplaintRule, Duty, Extension, Field, Guidance, Ladder, Policy, Stage, StageId,
};
use crate::render::{clean, words, wrap};

/// All the rules.
pub fn in_words(policy: &Policy, width: usize) -> String {
    let mut lines = vec!["The rules in full".to_string(), identity(policy), policy.title.clone()];
    lines.extend(origin(policy));
    lines.extend(section("Who, and for whom", people(policy)));
    lines.extend(section("What things are called", facts::its_words(&policy.labels).iter().map(said).collect()));
    let counting = facts::counting(&policy.counting);
    let clause = policy.counting.source.iter().map(|source| format!("clause: {source}"));
    lines.extend(section("How days are counted", counting.iter().map(said).chain(clause).collect()));
    lines.extend(section("Where it starts", start(policy)));
    let stages = |policy: &Policy| {
        let each = policy.stages.iter().flat_map(|one| indented(stage(one, policy)).chain([String::new()]));
        let mut lines: Vec<String> = each.collect();
        lines.pop();
        lines
    };
    if policy.ladders.is_empty() {
        lines.extend([String::new(), "Stage by stage".to_string()]);
        lines.extend(stages(policy));
    }
    for ladder in &policy.ladders {
        lines.extend([String::new(), ladder_head(ladder, policy)]);
        lines.extend(stages(&ladder.policy));
        lines.extend(indented(ladder_rules(ladder, policy)));
    }
    if policy.ladders.is_empty() {
        let beside = policy.dispute_wide_clocks().flat_map(|one| clock(one, policy, ""));
        lines.extend(section("Beside the stages", beside.collect()));
    }
    let (before, along): (Vec<&Duty>, Vec<&Duty>) =
        policy.duties.iter().filter(|duty| !policy.is_satisfaction(duty)).partition(|duty| !duty.before.is_empty());
    lines.extend(section("Asked for before a step", before.iter().flat_map(|one| duty(one, policy)).collect()));
    lines.extend(section("To be done on the way", along.iter().flat_map(|one| duty(one, policy)).collect()));
    lines.extend(section("Texts and answers", policy.asks.iter().map(|one| ask(one, policy)).collect()));
    for (title, part) in parts::sections(policy) {
        lines.extend(section(&title, part));
    }
    lines.extend(section(
        "Further details that this protocol records (`--field`)",
        policy.fields.iter().map(field).collect(),
    ));
    lines.extend(section("Guidance", policy.guidance.iter().map(advice).collect()));
    lines.extend(section("Read with", policy.references.clone()));
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    wrap::hanging(&lines, width)
}

/// A title with the items below it; nothing if there are none.
fn section(title: &str, items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        items
    } else {
        [String::new(), title.to_string()].into_iter().chain(indented(items)).collect()
    }
}

fn indented(items: Vec<String>) -> impl Iterator<Item = String> {
    items.into_iter().map(|item| format!("  {item}"))
}

fn said((name, value): &(String, String)) -> String {
    format!("{name}: {value}")
}

/// A rule with its clause, if it has one.
fn sourced(text: &str, source: &str) -> String {
    if source.is_empty() { text.to_string() } else { format!("{text} ({source})") }
}

fn people(policy: &Policy) -> Vec<String> {
    let scope = policy.scope.as_deref().unwrap_or_default();
    let covers: Vec<&str> = policy.covers.iter().map(|case| case.meaning()).collect();
    let mut lines = vec![
        sourced(&format!("raised by: {}", facts::titles(&policy.raisers, policy, "or")), scope),
        format!("for: {}", words::list(&covers, "and")),
    ];
    if policy.child == ChildNeed::Optional {
        lines.push("can also be about no child in particular".to_string());
    }
    let away = policy.roles.iter().filter(|role| !role.substitutes.is_empty());
    lines.extend(away.map(|role| {
        let clauses: BTreeSet<&str> = role.substitutes.iter().filter_map(|one| one.source.as_deref()).collect();
        let clauses = clauses.into_iter().collect::<Vec<_>>().join("; ");
        sourced(&format!("acts for the {}: {}", role.title, phrases::substitutes(role, policy)), &clauses)
    }));
    let ends = |source: &String| {
        sourced(
            "only whoever raised it ends it; anybody else who records the end has to confirm that the raiser is satisfied",
            source,
        )
    };
    lines.extend(policy.raiser_ends.as_ref().map(ends));
    lines.extend(policy.obstacles.as_ref().map(|source| {
        sourced("obstacles such as resources, staffing or another agency are not a reason for ending it", source)
    }));
    let complaint = |what: &str, rule: &ComplaintRule| {
        let when = conditions(&rule.when, policy).unwrap_or_else(|| "always".to_string());
        sourced(&format!("{what}, {when}"), &rule.source)
    };
    lines.extend(
        policy
            .complaint_chosen
            .as_ref()
            .map(|rule| complaint("the complaints procedure is the route that was chosen", rule)),
    );
    lines.extend(policy.beside_complaint.as_ref().map(|rule| complaint("the stages go on beside a complaint", rule)));
    lines
}

fn start(policy: &Policy) -> Vec<String> {
    let title = |id: &StageId| policy.stage_title(id).to_string();
    let when = |when| conditions(when, policy).unwrap_or_else(|| "always".to_string());
    let entry = &policy.entry;
    let mut lines: Vec<String> = entry
        .rules
        .iter()
        .map(|rule| sourced(&format!("at {}, {}", title(&rule.stage), when(&rule.when)), &rule.source))
        .collect();
    lines.extend(
        entry
            .formal_when
            .iter()
            .map(|rule| sourced(&format!("formal, {}: {}", when(&rule.when), rule.text), &rule.source)),
    );
    lines.extend(entry.repeats.as_ref().map(|rule| {
        let formal = if rule.formal { " must be formal" } else { " is pointed out" };
        let months = words::count(rule.months as usize, "month");
        sourced(&format!("the same concern about the same child again within {months}{formal}"), &rule.source)
    }));
    let first = policy.stages.first().map(|stage| stage.title.as_str()).unwrap_or_default();
    let same =
        policy.ladders.iter().all(|ladder| !ladder.named || ladder.policy.stages.first() == policy.stages.first());
    let first = if same { first } else { "the first stage of the way it takes" };
    lines.push(if lines.is_empty() { format!("at {first}") } else { format!("otherwise at {first}") });
    lines.push(sourced(&format!("stages may be left out {}", phrases::bypass(policy)), &policy.bypass.source));
    lines
}

/// `Partner agency, for another department or agency (Part 2)`.
fn ladder_head(ladder: &Ladder, policy: &Policy) -> String {
    let whose = match (ladder.named, conditions(&ladder.when, policy)) {
        (false, _) => String::new(),
        (true, None) => ", for all others".to_string(),
        (true, Some(when)) => format!(", {when}"),
    };
    sourced(&format!("Stage by stage: {}{whose}", ladder.title), &ladder.source)
}

/// The rules of a ladder as a whole.
fn ladder_rules(ladder: &Ladder, whole: &Policy) -> Vec<String> {
    let policy = &*ladder.policy;
    let mut lines: Vec<String> = policy.dispute_wide_clocks().flat_map(|one| clock(one, policy, "")).collect();
    match policy.entry == whole.entry {
        true => {
            lines.push(sourced(&format!("stages may be left out {}", phrases::bypass(policy)), &policy.bypass.source))
        }
        false => lines.extend(start(policy)),
    }
    lines
}

fn stage(stage: &Stage, policy: &Policy) -> Vec<String> {
    let kind = super::kind_beside_title(stage, policy).map(|kind| format!("{kind}; ")).unwrap_or_default();
    let head = format!("{}: {} ({kind}{})", stage.id, stage.title, stage.source);
    let mut lines = vec![head, format!("  answers: {}", responders(stage, policy, conditions))];
    lines.extend(stage.owner.as_ref().map(|role| format!("  led by: {}", policy.role_title(role))));
    if !stage.satisfied.is_empty() {
        let titles = facts::titles(&stage.satisfied, policy, "and");
        lines.push(format!("  must be satisfied before it ends here: {titles}"));
    }
    let judge = stage.judge.as_ref().map(|role| policy.role_title(role));
    lines.extend(judge.map(|title| format!("  judged by: {title}, in the place of whoever raised it")));
    lines.extend(stage.clocks.iter().flat_map(|one| clock(one, policy, &stage.source)).map(|line| format!("  {line}")));
    if !stage.copy_to.is_empty() {
        lines.push(format!("  copied to: {}", phrases::copied_to(stage, policy)));
    }
    lines.extend(stage.meeting.as_ref().map(|one| {
        let source = if one.source == stage.source { "" } else { &one.source };
        format!("  meeting: {}", sourced(&phrases::meeting(one, policy), source))
    }));
    lines.extend(stage.form_section.as_ref().map(|number| format!("  section of the form: {number}")));
    if stage.ends_here {
        lines.push("  leads to: no further stage".to_string());
    }
    if !stage.next.is_empty() {
        lines.push(format!("  leads to: {}", words::list(&stage.next, "or")));
    }
    lines
}

/// A clock; its clause is left out if it is that of the rule `around` it.
fn clock(clock: &ClockRule, policy: &Policy, around: &str) -> Vec<String> {
    let source = if clock.source == around { "" } else { &clock.source };
    let more_time = |more: &Extension| {
        let source = if more.source == clock.source { "" } else { &more.source };
        sourced(&phrases::extension(more, policy), source)
    };
    let rule = sourced(&phrases::clock(clock, policy, more_time), source);
    vec![format!("{}: {}", clock.id, clock.label), format!("  {rule}")]
}

fn duty(duty: &Duty, policy: &Policy) -> Vec<String> {
    let rule = sourced(&phrases::duty(duty, policy), &duty.source);
    vec![format!("{}: {}", duty.id, duty.text), format!("  {rule}")]
}

fn ask(ask: &Ask, policy: &Policy) -> String {
    let when = conditions(&ask.when, policy).map(|when| format!("; {when}")).unwrap_or_default();
    let rule = format!("{} with {}: {}{when}", ask.ask, phrases::steps(&ask.before), phrases::enforce(ask.enforce));
    sourced(&rule, &ask.source)
}

fn field(field: &Field) -> String {
    let values = match (field.values.is_empty(), field.several) {
        (true, _) => String::new(),
        (false, false) => format!(" [{}]", field.values.join(", ")),
        (false, true) => format!(" [any of {}]", field.values.join(", ")),
    };
    let labels = field.labels.iter().map(|(value, label)| format!("{value} is shown as \"{label}\""));
    let labels = labels.collect::<Vec<_>>().join(", ");
    let labels = if labels.is_empty() { labels } else { format!(" [{labels}]") };
    let each_child = if field.each_child { "; for each child" } else { "" };
    sourced(
        &format!("{}: {}{values}{labels}{each_child}", field.id, field.text),
        field.source.as_deref().unwrap_or_default(),
    )
}

/// A piece of guidance, with the steps it is shown at.
fn advice(one: &Guidance) -> String {
    let at = if one.at.is_empty() { String::new() } else { format!(" [at {}]", phrases::steps(&one.at)) };
    let families = if one.for_families { " [for families too]" } else { "" };
    sourced(&format!("{}{at}{families}{}", one.text, phrases::meets(&one.meets)), &one.source)
}

/// Whose it is, the document it follows, and how much that binds.
fn origin(policy: &Policy) -> Vec<String> {
    let date = policy.document.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    let authority = policy.authority.as_ref().map(|name| format!("Of: {name}"));
    let from = format!("From: {}{date} ({})", policy.document.title, words::published(&policy.basis));
    authority.into_iter().chain([from]).collect()
}

/// The policy and its version; since when it is in force, if its document says so.
fn identity(policy: &Policy) -> String {
    match policy.document.undated {
        true => format!("{} {}", policy.id, policy.version),
        false => format!("{} {}, in effect from {}", policy.id, policy.version, policy.effective_on),
    }
}
