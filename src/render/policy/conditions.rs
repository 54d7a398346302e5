//! The circumstances of a rule, in words.

use crate::domain::policy::{AtRaising, CategoryId, ClockId, EndsOn, FieldId, Later, Policy, RoleId, When};
use crate::render::words;

/// The circumstances of a rule, in a few words, with clocks and fields by their ids in the file; `None` if it always
/// holds.
pub fn conditions(when: &When, policy: &Policy) -> Option<String> {
    in_words(when, policy, Audience::OfTheFile)
}

/// The same for families, with clocks and fields by their titles instead of their ids.
pub fn conditions_for_families(when: &When, policy: &Policy) -> Option<String> {
    in_words(when, policy, Audience::Family)
}

#[derive(Clone, Copy)]
enum Audience {
    OfTheFile,
    Family,
}

impl Audience {
    fn field(self, id: &FieldId, policy: &Policy) -> String {
        match self {
            Audience::OfTheFile => id.as_str().replace('-', " "),
            Audience::Family => format!("\"{}\"", policy.field_text(id)),
        }
    }

    fn passed(self, clocks: &[ClockId], policy: &Policy) -> String {
        let list = |each: Vec<String>| format!("once the date of {} has passed", words::list(&each, "and"));
        match self {
            Audience::OfTheFile => list(clocks.iter().map(|clock| format!("`{clock}`")).collect()),
            Audience::Family if clocks.iter().all(|clock| waits_for_the_answer(clock, policy)) => {
                "if no answer comes in time".to_string()
            }
            Audience::Family => {
                list(clocks.iter().map(|clock| format!("\"{}\"", clock_label(clock, policy))).collect())
            }
        }
    }
}

/// Whether a clock is met by the answer of those who are asked.
pub fn waits_for_the_answer(id: &ClockId, policy: &Policy) -> bool {
    policy.all_clocks().any(|rule| rule.id == *id && rule.until.contains(&EndsOn::Answered))
}

/// The label of a clock; its id if the protocol has no clock of that name.
pub fn clock_label(id: &ClockId, policy: &Policy) -> String {
    policy.all_clocks().find(|rule| rule.id == *id).map_or_else(|| id.to_string(), |rule| rule.label.clone())
}

fn in_words(when: &When, policy: &Policy, audience: Audience) -> Option<String> {
    // Every field is named, so that a new one is not forgotten.
    let When { raised, later, any, none } = when;
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
    } = raised;
    let Later { because, answered, agreed, complaint, referred, resolved, results, reached, meeting_held, passed } =
        later;
    let mut said = Vec::new();
    let list = |words: Vec<String>| words::list(&words, "or");
    let category = |id: &CategoryId| policy.category(id).map_or(id.to_string(), |category| category.text.clone());
    let role = |id: &RoleId| policy.role_title(id).to_string();
    if !categories.is_empty() {
        said.push(format!("for: {}", list(categories.iter().map(category).collect())));
    }
    if !impact_levels.is_empty() {
        let levels = impact_levels.iter().map(words::spelt).collect();
        said.push(format!("where the impact is {}", list(levels)));
    }
    if !case_types.is_empty() {
        let types = case_types.iter().map(words::spelt).collect();
        said.push(format!("where the case is {}", list(types)));
    }
    if !decided_by.is_empty() {
        said.push(format!("where the {} made the decision in dispute", list(decided_by.iter().map(role).collect())));
    }
    if !raised_by.is_empty() {
        said.push(format!("where the {} raised it", list(raised_by.iter().map(role).collect())));
    }
    if !because.is_empty() {
        let grounds = because.iter().map(|ground| format!("\"{}\"", words::spelt(ground))).collect();
        said.push(format!("where the reason is {}", list(grounds)));
    }
    for (wanted, yes, no) in [
        (immediate, "where immediate action is called for", "where no immediate action is called for"),
        (other_service, "where another service is concerned", "where no other service is concerned"),
        (answered, "once answered", "where no answer came"),
        (agreed, "once a plan is accepted", "where no plan is accepted"),
        (complaint, "once it is a complaint", "where it is not a complaint"),
        (referred, "once it is referred", "where it is not referred"),
        (resolved, "if it ended with an outcome", "if it did not end with an outcome"),
    ] {
        said.extend(wanted.map(|wanted| if wanted { yes } else { no }.to_string()));
    }
    if !results.is_empty() {
        let results = results.iter().map(|result| format!("\"{}\"", result.meaning())).collect();
        said.push(format!("if its result is {}", list(results)));
    }
    if !reached.is_empty() {
        let stages = reached.iter().map(|stage| policy.stage_title(stage).to_string()).collect();
        said.push(format!("once {} was reached", list(stages)));
    }
    for (field, values) in fields {
        let values = values.iter().map(|value| words::field_value(field, value, policy)).collect();
        said.push(format!("where {} is {}", audience.field(field, policy), list(values)));
    }
    if !subjects.is_empty() {
        said.push(format!("about {}", list(subjects.clone())));
    }
    said.extend(
        meeting_held
            .map(|held| if held { "after the meeting was held" } else { "as long as no meeting was held" }.to_string()),
    );
    if !passed.is_empty() {
        said.push(audience.passed(passed, policy));
    }
    let inner = |whens: &[When]| whens.iter().filter_map(|when| in_words(when, policy, audience)).collect::<Vec<_>>();
    if !any.is_empty() {
        said.push(inner(any).join(", or "));
    }
    if !none.is_empty() {
        // "Unless" stands for these words.
        const FIRST: [&str; 4] = ["where ", "once ", "if ", "as long as "];
        let inner = inner(none);
        let bare = |one: &str| FIRST.iter().find_map(|first| one.strip_prefix(first)).unwrap_or(one).to_owned();
        let inner = inner.iter().map(|one| bare(one)).collect::<Vec<_>>();
        said.push(format!("unless {}", inner.join(", or ")));
    }
    (!said.is_empty()).then(|| said.join(", "))
}
