//! Reads `when`: the circumstances under which a rule applies.

use super::fields::{Fields, block, probe};
use super::references::{Mention, Word};
use super::shape::Shape;
use super::values::{once, words};
use super::when_meant::CIRCUMSTANCES;
use crate::domain::policy::{AtRaising, CaseType, FieldId, Later, When};
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Key, Node};

/// The circumstances under `when`; without it, they are always met.
pub fn when(fields: &Fields) -> When {
    fields.section("when", "a `when`", circumstances).unwrap_or_default()
}

fn circumstances(fields: &Fields) -> When {
    When { any: several(fields, "any"), none: several(fields, "none"), ..all_together(fields) }
}

/// One block of circumstances or a list of them, nested in another.
fn several(fields: &Fields, key: &'static str) -> Vec<When> {
    if fields.is_probe() {
        // They can be nested without limit, so the shape refers to itself.
        let others = || Shape::one_or_more(Shape::Again(CIRCUMSTANCES));
        let inner = |fields: &Fields| {
            fields.note("any", others);
            fields.note("none", others);
            all_together(fields)
        };
        let block = probe(fields.reader, CIRCUMSTANCES, inner).0;
        fields.note(key, || Shape::one_or_more(Shape::Block(block)));
        return Vec::new();
    }
    let Some(node) = fields.node(key) else { return Vec::new() };
    node.items().iter().filter_map(|node| block(fields.reader, node, CIRCUMSTANCES, circumstances)).collect()
}

/// Circumstances that all have to be met.
fn all_together(fields: &Fields) -> When {
    let reader = fields.reader;
    let raised = AtRaising {
        immediate: fields.yes("immediate"),
        other_service: fields.yes("other_service"),
        impact_levels: fields.choices("impact_level"),
        case_types: case_types(fields),
        categories: reader.mention_all(|| Mention::Category, fields.words("category")),
        decided_by: fields.named_roles("decided_by"),
        raised_by: reader.mention_all(|| Mention::RaisedBy, once(reader, "raised_by", fields.words("raised_by"))),
        fields: conditions(fields),
        subjects: subjects(fields),
    };
    let later = Later {
        because: fields.choices("because"),
        answered: fields.yes("answered"),
        agreed: fields.yes("agreed"),
        complaint: fields.yes("complaint"),
        referred: fields.yes("referred"),
        resolved: fields.yes("resolved"),
        results: fields.choices("result"),
        reached: reader.mention_all(|| Mention::Stage, once(reader, "reached", fields.words("reached"))),
        meeting_held: fields.yes("meeting_held"),
        passed: reader.mention_all(|| Mention::AnyClock, fields.words("passed")),
    };
    other_service_beside_its_name(fields);
    When { raised, later, ..When::default() }
}

/// Departments and agencies by name; `true` names none.
fn subjects(fields: &Fields) -> Vec<String> {
    match fields.node("subject").map(|node| (node.place, &node.content)) {
        Some((place, Content::Bool(yes))) => {
            let message = format!("`subject` must be a department or agency by its name, not `{yes}`");
            let hint = format!("write `other_service: {yes}`, which is about any, or a name, as in `subject: Health`");
            fields.reader.error(place, "wrong-kind", message, Some(hint));
            Vec::new()
        }
        Some(_) | None => fields.texts("subject"),
    }
}

/// Warns of `other_service` beside the name of one, which says it too, or never agrees with it.
fn other_service_beside_its_name(fields: &Fields) {
    let Some(node) = fields.node("other_service").filter(|_| fields.node("subject").is_some()) else { return };
    let (rule, message) = match node.content {
        Content::Bool(false) => ("never-so", "`other_service: false` and `subject` never hold together"),
        Content::Bool(true) => ("always-so", "`other_service: true` always holds where `subject` does"),
        _ => return,
    };
    fields.reader.warn(node.place, rule, message, Some("leave `other_service` out".to_owned()));
}

/// Kinds of case. One that the policy doesn't cover is looked for once the whole file is read.
fn case_types(fields: &Fields) -> Vec<CaseType> {
    let found = fields.choices("case_type");
    let known = |word: &Word| CaseType::named(&word.text).is_some();
    for word in fields.reader.quietly(|| fields.words("case_type")).into_iter().filter(known) {
        let _: String = fields.reader.mention(Mention::CaseType, word);
    }
    found
}

/// `field: {medium: [phone, email]}`; if there are several fields, all have to match.
fn conditions(fields: &Fields) -> Vec<(FieldId, Vec<String>)> {
    let condition = |(key, node): &(Key, Node)| {
        let name = Word { text: key.text.to_string(), place: key.place };
        let values = words(fields.reader, "field", node);
        let values = fields.reader.mention_all(|| Mention::FieldValue(name.text.clone()), values);
        (fields.reader.mention(Mention::Field, name), values)
    };
    fields.pairs("field", "priority: urgent").iter().map(condition).collect()
}
