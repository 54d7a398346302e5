//! The circumstances of a rule, in words.

use crate::domain::policy::{Policy, RoleId, When};
use crate::render::words;

/// The circumstances of a rule, in a few words.
pub fn conditions(when: &When, policy: &Policy) -> Option<String> {
    let mut said = Vec::new();
    let list = |words: Vec<String>| words::list(&words, "or");
    let category = |id: &String| policy.category(id).map_or(id.clone(), |category| category.text.clone());
    let role = |id: &RoleId| policy.role_title(id).to_string();
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().replace('-', " ");
    if !when.categories.is_empty() {
        said.push(format!("for: {}", list(when.categories.iter().map(category).collect())));
    }
    if !when.impact_levels.is_empty() {
        let levels = when.impact_levels.iter().map(|level| word(serde_json::json!(level))).collect();
        said.push(format!("where the impact is {}", list(levels)));
    }
    if !when.case_types.is_empty() {
        let types = when.case_types.iter().map(|case| word(serde_json::json!(case))).collect();
        said.push(format!("where the case is {}", list(types)));
    }
    if !when.decided_by.is_empty() {
        said.push(format!(
            "where the {} made the decision in dispute",
            list(when.decided_by.iter().map(role).collect())
        ));
    }
    if !when.raised_by.is_empty() {
        said.push(format!("where the {} raised it", list(when.raised_by.iter().map(role).collect())));
    }
    if !when.because.is_empty() {
        let grounds = when.because.iter().map(|ground| word(serde_json::json!(ground))).collect();
        said.push(format!("on the ground: {}", list(grounds)));
    }
    for (wanted, yes, no) in [
        (when.immediate, "where it calls for immediate action", "where nothing calls for immediate action"),
        (when.other_service, "where another service is concerned", "where no other service is concerned"),
        (when.answered, "once answered", "where no answer came"),
        (when.complaint, "once it is a complaint", "where it is no complaint"),
        (when.referred, "once it is referred", "where it is not referred"),
    ] {
        said.extend(wanted.map(|wanted| if wanted { yes } else { no }.to_string()));
    }
    for (field, values) in &when.fields {
        let values = values.iter().map(|value| words::field_value(field, value, policy)).collect();
        said.push(format!("where {} is {}", field.replace('-', " "), list(values)));
    }
    if !when.subjects.is_empty() {
        said.push(format!("about {}", list(when.subjects.clone())));
    }
    said.extend(
        when.meeting_held
            .map(|held| if held { "after the meeting was held" } else { "as long as no meeting was held" }.to_string()),
    );
    if !when.passed.is_empty() {
        let clocks = when.passed.iter().map(|clock| format!("`{clock}`")).collect::<Vec<_>>();
        said.push(format!("once the date of {} has passed", words::list(&clocks, "and")));
    }
    let inner = |whens: &[When]| whens.iter().filter_map(|when| conditions(when, policy)).collect::<Vec<_>>();
    if !when.any.is_empty() {
        said.push(inner(&when.any).join(", or "));
    }
    if !when.none.is_empty() {
        let inner = inner(&when.none);
        let inner = inner.iter().map(|one| one.strip_prefix("where ").unwrap_or(one)).collect::<Vec<_>>();
        said.push(format!("unless {}", inner.join(", or ")));
    }
    (!said.is_empty()).then(|| said.join(", "))
}
