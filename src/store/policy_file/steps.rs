//! Reads the stages that a rule is about, and the steps that it applies to.

use super::fields::Fields;
use super::references::{Mention, Word};
use super::shape::Shape;
use super::values::{one_of, pairs, pick};
use crate::domain::policy::{Fact, StageId, StageKind, Step, Verb};
use crate::domain::text::list;
use crate::domain::time::typed;
use crate::domain::worded::Worded;

/// Words that people write between a verb and a stage.
const FILLERS: [&str; 6] = ["to", "at", "in", "of", "the", "into"];

/// Reads stages given as `every`, `formal`, `informal` or ids.
pub fn stages(fields: &Fields, key: &'static str) -> Vec<StageId> {
    let mut stages = Vec::new();
    for word in fields.words(key) {
        match (word.text.as_str(), fields.reader.stages_of_kind(&word.text)) {
            ("every", _) => stages.extend(fields.reader.every_stage()),
            (_, Some(of_kind)) => {
                none_of_kind(fields, &word, &of_kind);
                stages.extend(of_kind);
            }
            _ => stages.push(fields.reader.mention(Mention::Stage, word)),
        }
    }
    stages
}

/// Reads steps such as `escalate stage-2`. A kind of stage stands for each stage of that kind.
pub fn steps(fields: &Fields, key: &'static str) -> Vec<Step> {
    fields.note(key, || Shape::one_or_more(Shape::Step(Verb::WORDS.iter().map(|name| (*name).to_owned()).collect())));
    fields.words(key).iter().flat_map(|word| step(fields, key, word)).collect()
}

fn step(fields: &Fields, key: &str, word: &Word) -> Vec<Step> {
    let mut parts = word.text.split_whitespace();
    let (verb, stage, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let part = |text: &str| Word { text: text.to_owned(), place: word.place };
    let is_stage = fields.reader.outline.iter().any(|(id, _)| *id == verb) || StageKind::named(verb).is_some();
    if is_stage && stage.is_none() {
        let message = format!("`{verb}` is no step, but where one leads to");
        let hint = format!("write `escalate {verb}` for going there, or `raise {verb}` for beginning there");
        fields.reader.error(word.place, "bad-step", message, Some(hint));
        return Vec::new();
    }
    let Some(verb) = pick(fields.reader, key, &part(verb), &pairs::<Verb>()) else {
        return Vec::new();
    };
    if let (Some(filler), Some(stage)) = (stage.filter(|word| FILLERS.contains(word)), more) {
        let message = format!("`{}` is not a step: it is a verb and at most one stage", typed(&word.text));
        let hint =
            format!("write `{} {stage}`, without `{filler}`", word.text.split_whitespace().next().unwrap_or_default());
        fields.reader.error(word.place, "bad-step", message, Some(hint));
        return Vec::new();
    }
    if let Some(more) = more {
        let message = format!("`{more}` is too much: a step is a verb and at most one stage");
        let hint = "write several steps as a list: `[escalate stage-2, escalate stage-3]`".to_owned();
        fields.reader.error(word.place, "bad-step", message, Some(hint));
    }
    if let (Some(stage), Verb::Praise) = (stage, verb) {
        let message = format!("praise is in no stage, and `{stage}` is named");
        fields.reader.error(word.place, "bad-step", message, Some("write `praise` alone".to_owned()));
    }
    let Some(stage) = stage else {
        return vec![Step { verb, stage: None }];
    };
    let stages = match fields.reader.stages_of_kind(stage) {
        Some(of_kind) => {
            none_of_kind(fields, &part(stage), &of_kind);
            of_kind
        }
        None => vec![fields.reader.mention(Mention::Stage, part(stage))],
    };
    let stages = stages.into_iter();
    stages.map(|stage| Step { verb, stage: Some(stage) }).collect()
}

fn none_of_kind(fields: &Fields, kind: &Word, stages: &[StageId]) {
    if stages.is_empty() {
        let message = format!("there is no {} stage", kind.text);
        let known = fields.reader.outline.iter().map(|(id, _)| *id);
        fields.reader.error(kind.place, "unknown-stage", message, Some(one_of(known)));
    }
}

/// The facts that can be asked for before these steps, in words.
pub fn asked_before(verbs: &[Verb]) -> String {
    let each = verbs.iter().map(|verb| {
        let facts: Vec<&str> = Fact::before(*verb).map(Fact::word).collect();
        format!("before {} a policy can ask for {}", verb.word(), list(&facts, "and"))
    });
    each.collect::<Vec<_>>().join("; ")
}
