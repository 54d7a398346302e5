//! Reads several ladders in one policy file, each with its own stages and whatever else differs from the rest of the
//! file.

use std::sync::Arc;

use super::circumstances::when;
use super::duty::{ask, duties, satisfactions};
use super::fields::Fields;
use super::ladder::{bypass, entry, stage};
use super::references::NameKind;
use super::routes::referral;
use super::{clock, raise_within, sealed, total};
use crate::domain::policy::{
    Ask, Bypass, ClockRule, Duty, Ladder, ReferralRule, Rules, Stage, StageId, StartRules, When,
};

/// What a dispute is called while a ladder is read: the file's own word is known only once it has been.
const UNNAMED: &str = "dispute";

/// A ladder as it is written in the file.
pub struct Part {
    id: String,
    title: String,
    when: When,
    source: String,
    stages: Vec<Stage>,
    duties: Vec<Duty>,
    asks: Vec<Ask>,
    clocks: Vec<ClockRule>,
    total: Option<ClockRule>,
    raise_within: Option<ClockRule>,
    entry: Option<StartRules>,
    bypass: Option<Bypass>,
    referral: Option<ReferralRule>,
}

pub fn part(fields: &Fields) -> Part {
    let id = fields.id();
    fields.reader.declare(NameKind::Ladder, None, &id);
    let (stages, in_stages): (Vec<Stage>, Vec<Vec<Duty>>) = fields.list("stages", "a stage", stage).into_iter().unzip();
    if stages.is_empty() {
        super::at_least_one(fields, "stages", "a ladder needs at least one stage to be in");
    }
    let mut owed = duties(fields, None, None);
    owed.extend(in_stages.into_iter().flatten());
    let title = fields.need_text("title");
    Part {
        when: when(fields),
        source: fields.source(None),
        asks: fields.list("asks", "something asked for", ask),
        clocks: fields.list("clocks", "a clock", |fields| clock::clock(fields, None, None)).concat(),
        total: total(fields),
        raise_within: raise_within(fields, UNNAMED),
        entry: fields.section("entry", "the entry", entry),
        bypass: fields.section("bypass", "the bypass", bypass),
        referral: fields.section("referral", "the referral", referral),
        id: id.text,
        title,
        stages,
        duties: owed,
    }
}

/// Gives each ladder a protocol of its own: the stages shared by all ladders, its own stages, and its own version of
/// everything else where it has one. If a file names no ladders and its stages aren't connected, each connected part
/// becomes a ladder.
pub fn join(rules: &mut Rules, parts: Vec<Part>) {
    if parts.is_empty() {
        rules.duties.extend(satisfactions(rules));
        let pieces = rules.stage_groups();
        if pieces.len() > 1 {
            rules.ladders = pieces.iter().filter_map(|stages| unnamed(rules, stages)).collect();
        }
        return;
    }
    let shared = rules.clone();
    for part in &parts {
        rules.stages.extend(part.stages.iter().cloned());
        rules.duties.extend(part.duties.iter().cloned());
        rules.asks.extend(part.asks.iter().cloned());
        rules.clocks.extend(part.clocks.iter().cloned());
    }
    rules.duties.extend(satisfactions(rules));
    let each = parts.iter().flat_map(|part| part.stages.iter().map(|stage| (stage.id.clone(), part.title.clone())));
    let each: Vec<(StageId, String)> = each.collect();
    rules.ladders = parts.into_iter().map(|part| named(&shared, part, &each)).collect();
}

fn unnamed(rules: &Rules, stages: &[StageId]) -> Option<Ladder> {
    let first = rules.stage(stages.first()?)?;
    Some(Ladder {
        id: first.id.to_string(),
        title: first.title.clone(),
        when: When::default(),
        named: false,
        source: first.source.clone(),
        policy: Arc::new(sealed(rules.with_stages_only(stages))),
    })
}

fn named(shared: &Rules, part: Part, stages_of_ladders: &[(StageId, String)]) -> Ladder {
    let mut rules = shared.clone();
    rules.stages.extend(part.stages);
    let stages: Vec<StageId> = rules.stages.iter().map(|stage| stage.id.clone()).collect();
    let mut rules = rules.with_stages_only(&stages);
    rules.duties.extend(part.duties);
    rules.asks.extend(part.asks);
    rules.clocks.extend(part.clocks);
    rules.total = part.total.or(rules.total);
    // What the ladder says in its own words stays.
    let (read, label) = (UNNAMED, ClockRule::usual_label_for_raising(&rules.labels.dispute));
    let named = |rule: ClockRule| match rule.label == ClockRule::usual_label_for_raising(read) {
        true => ClockRule { label, ..rule },
        false => rule,
    };
    rules.raise_within = part.raise_within.map(named).or(rules.raise_within);
    rules.entry = part.entry.unwrap_or(rules.entry);
    rules.bypass = part.bypass.unwrap_or(rules.bypass);
    rules.referral = part.referral.or(rules.referral);
    // In the duties of this ladder, `every` stage means every stage of this ladder.
    let mut rules = rules.with_stages_only(&stages);
    rules.ladder_title = Some(part.title.clone());
    let others = stages_of_ladders.iter().filter(|(stage, _)| !stages.contains(stage));
    rules.other_stages = others.cloned().collect();
    rules.duties.extend(satisfactions(&rules));
    Ladder {
        id: part.id,
        title: part.title,
        when: part.when,
        named: true,
        source: part.source,
        policy: Arc::new(sealed(rules)),
    }
}
