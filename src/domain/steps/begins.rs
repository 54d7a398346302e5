//! Where a dispute starts: the stage that the protocol's rules give, why, and warnings about a start elsewhere.

use super::StepContext;
use super::approval::Approval;
use super::gate::{Gate, with_clause};
use super::rule::{OwnRule, Rule};
use crate::domain::dispute::Dispute;
use crate::domain::event::Raised;
use crate::domain::policy::{AtRaising, Circumstances, DutyId, Policy, Stage, StartRule, When};
use crate::domain::text::list;
use crate::domain::worded::Worded;

/// The stage a dispute starts at, the one that the rules give, and the reasons, if any, why it must be a formal one.
pub(super) struct Start<'p> {
    pub stage: &'p Stage,
    /// Where the protocol's own rules lead.
    pub entry: &'p Stage,
    pub formal: Vec<MustBeFormal>,
}

/// A reason why the policy requires a formal start.
pub(super) struct MustBeFormal {
    pub rule: Rule,
    pub text: String,
    pub source: String,
}

/// The stage at which the policy starts a dispute, if none is named.
pub fn derive_stage<'p>(policy: &'p Policy, facts: &Raised, repeat: bool) -> Option<&'p Stage> {
    let must = !formal_reasons(policy, facts, repeat).is_empty();
    let by_rule = rule_for(policy, facts).and_then(|rule| policy.stage(&rule.stage));
    match by_rule.filter(|stage| stage.is_formal() || !must) {
        Some(stage) => Some(stage),
        None if must => policy.first_formal(),
        None => policy.stages.first(),
    }
}

/// The first entry rule that applies.
fn rule_for<'p>(policy: &'p Policy, facts: &Raised) -> Option<&'p StartRule> {
    let circumstances = Circumstances::at_raising(facts);
    policy.entry.rules.iter().find(|rule| rule.when.holds(&circumstances))
}

pub(super) fn start<'p>(policy: &'p Policy, facts: &Raised) -> Start<'p> {
    let repeat = !facts.repeat_of.is_empty();
    let formal = formal_reasons(policy, facts, repeat);
    let entry = derive_stage(policy, facts, repeat).unwrap_or(&policy.stages[0]);
    Start { stage: policy.stage(&facts.stage).unwrap_or(entry), entry, formal }
}

fn formal_reasons(policy: &Policy, facts: &Raised, repeat: bool) -> Vec<MustBeFormal> {
    let circumstances = Circumstances::at_raising(facts);
    let listed = facts.categories.iter().filter_map(|id| policy.category(id));
    let listed = listed.filter(|category| category.formal && category.condition.is_none());
    let mut reasons: Vec<_> = listed
        .map(|category| MustBeFormal {
            rule: Rule::Formal(category.id.to_string()),
            text: format!("`{}` must be formal", category.id),
            source: category.source.clone(),
        })
        .collect();
    let rules = policy.entry.formal_when.iter().filter(|rule| rule.when.holds(&circumstances));
    reasons.extend(rules.map(|rule| MustBeFormal {
        rule: Rule::Formal(rule.id.clone()),
        text: rule.text.clone(),
        source: rule.source.clone(),
    }));
    if let Some(rule) = policy.entry.repeats.as_ref().filter(|rule| rule.formal && repeat) {
        reasons.push(MustBeFormal {
            rule: OwnRule::Repeat.into(),
            text: "a concern raised again must be formal".into(),
            source: rule.source.clone(),
        });
    }
    reasons
}

/// Why the rules lead past the first stage, each reason with its clause; empty if they don't.
fn why_there(policy: &Policy, facts: &Raised, start: &Start<'_>) -> Vec<String> {
    let origin = rule_for(policy, facts).filter(|rule| rule.stage == start.entry.id);
    match origin {
        Some(rule) => vec![with_clause(&circumstances(policy, facts, &rule.when), Some(&rule.source))],
        None => start.formal.iter().map(|one| with_clause(&one.text, Some(&one.source))).collect(),
    }
}

/// The circumstances of this dispute by which an entry rule applies, in words.
fn circumstances(policy: &Policy, facts: &Raised, when: &When) -> String {
    // Every field is named, so that a new one can't be forgotten.
    let AtRaising {
        immediate,
        other_service,
        impact_levels,
        case_types,
        categories,
        decided_by,
        raised_by,
        fields,
        subjects,
    } = &when.raised;
    let mut said: Vec<String> = Vec::new();
    let named = facts.categories.iter().filter(|id| categories.contains(id));
    let named: Vec<String> = named.map(|id| format!("`{id}`")).collect();
    if !named.is_empty() {
        said.push(format!("the concern is {}", list(&named, "and")));
    }
    let decided = facts.decided_by.as_ref().filter(|role| decided_by.contains(role));
    said.extend(decided.map(|role| format!("the {} took the decision", policy.role_title(role))));
    if !raised_by.is_empty() {
        said.push(format!("the {} raised it", policy.role_title(&facts.by_role)));
    }
    let level = facts.impact_level.filter(|_| !impact_levels.is_empty());
    said.extend(level.map(|level| format!("the impact is `{}`", level.word())));
    let case = facts.case_type.filter(|_| !case_types.is_empty());
    said.extend(case.map(|case| format!("the case is `{}`", case.word())));
    if *immediate == Some(true) {
        said.push("it calls for immediate action".into());
    }
    match facts.other_service() {
        Some(name) if !subjects.is_empty() => said.push(format!("it is about `{name}`")),
        Some(_) if other_service.is_some() => said.push("it is about another department or agency".into()),
        Some(_) | None => {}
    }
    for (name, _) in fields {
        said.extend(facts.fields.get(name).map(|value| format!("`{name}` is `{value}`")));
    }
    if said.is_empty() { "the protocol says so".into() } else { list(&said, "and") }
}

/// Warns if a dispute starts above or below the stage that the rules give, and no reason is on record; asks for the
/// approval that a start above it may need.
pub(super) fn warn_of_start(
    gate: &mut Gate<'_>,
    policy: &Policy,
    facts: &Raised,
    start: &Start<'_>,
    step: &StepContext<'_>,
) {
    let place = |stage: &Stage| policy.stage_index(&stage.id);
    let (at, entry) = (place(start.stage), place(start.entry));
    let title = &start.stage.title;
    let bypass = Some(policy.bypass.source.as_str()).filter(|source| !source.is_empty());
    if at > entry && facts.reason.is_none() && !policy.bypass.free {
        let above = if entry == Some(0) { "the first stage".to_string() } else { start.entry.title.clone() };
        let text = format!("it starts at {title}, above {above}, and no `--reason` says why");
        gate.warn(true, with_clause(&text, bypass));
    }
    if at > entry
        && let Some(role) = &policy.bypass.approved_by
    {
        let approval = Approval { role, of: DutyId::BYPASS_APPROVED, source: bypass };
        approval.ask(gate, policy, step, facts.holder_of(role, &step.by));
    }
    if at < entry {
        let role = facts.decided_by.as_ref();
        let level =
            role.filter(|role| rule_for(policy, facts).is_some_and(|rule| rule.when.raised.decided_by.contains(role)));
        let must_be_formal = !start.formal.is_empty() && !start.stage.is_formal();
        match level {
            Some(role) => {
                gate.warn(true, format!("{title} is below the level that decided: {}", policy.role_title(role)))
            }
            None => gate.warn(
                facts.reason.is_none() && !must_be_formal,
                format!(
                    "it starts at {title}, below {}, and no `--reason` says why: {}",
                    start.entry.title,
                    why_there(policy, facts, start).join("; ")
                ),
            ),
        };
    }
}

impl Dispute {
    /// Whether it began at the stage that the protocol's rules give.
    pub fn began_where_the_protocol_says(&self) -> bool {
        let start = start(&self.policy, &self.raised);
        start.stage.id == start.entry.id
    }

    /// Why the protocol's rules made it begin past the first stage; `None` if they didn't.
    pub fn why_it_began_there(&self) -> Option<String> {
        let start = start(&self.policy, &self.raised);
        let first = self.policy.stages.first().is_some_and(|first| first.id == start.stage.id);
        let why = why_there(&self.policy, &self.raised, &start);
        (!first && start.stage.id == start.entry.id && !why.is_empty()).then(|| why.join("; "))
    }
}
