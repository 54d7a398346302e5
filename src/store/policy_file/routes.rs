//! Reads what a policy file has beside its stages: referral, complaints, praise, lead times before a review, guidance.

use super::circumstances::when;
use super::duty::meets;
use super::fields::{Fields, block, probe};
use super::references::{Mention, NameKind, Word};
use super::shape::Shape;
use super::steps::steps;
use super::values::{pick, word};
use crate::domain::holidays::Division;
use crate::domain::policy::{
    CaseType, ComplaintRule, Ground, Guidance, LeadTime, PackItem, PraiseRule, ReferralRule, ReferralWhen, is_cafcass,
};
use crate::domain::suggest::plain;
use crate::domain::time::typed;
use crate::store::yaml::Content;

pub fn referral(fields: &Fields) -> ReferralRule {
    let source = fields.source(None);
    let covers = match fields.has("covers") {
        true => fields.choices("covers"),
        false => vec![CaseType::LookedAfter],
    };
    if covers.contains(&CaseType::Theme) && !fields.is_probe() {
        let message = "a `theme` is about no child, so there is nobody to refer".to_owned();
        let place = fields.node("covers").map_or(fields.place, |node| node.place);
        fields.reader.error(place, "nobody-to-refer", message, Some("leave it out of `covers`".to_owned()));
    }
    let to = fields.text("to");
    elsewhere_than_the_law(fields, to.as_deref(), &covers);
    ReferralRule {
        to,
        by: fields.named_role("by"),
        when: referral_when(fields),
        covers,
        grounds: fields.list("grounds", "a ground", |fields| {
            let (id, text, source) = listed(fields, NameKind::Ground, Some(&source));
            Ground { id, text, source }
        }),
        pack: fields.list("pack", "an item of the pack", |fields| {
            let (id, text, source) = listed(fields, NameKind::Item, Some(&source));
            PackItem { id, text, source }
        }),
        guidance: fields.texts("guidance"),
        source,
    }
}

/// Reports a referral to another body than Cafcass for looked-after children in England and Wales: by law they are
/// referred to Cafcass, whatever a protocol says.
fn elsewhere_than_the_law(fields: &Fields, to: Option<&str>, covers: &[CaseType]) {
    let by_law = covers.contains(&CaseType::LookedAfter) && fields.reader.division.get() == Some(Division::default());
    let Some(body) = to.filter(|body| by_law && !is_cafcass(body) && !fields.is_probe()) else { return };
    let message = format!("by law a looked-after child is referred to Cafcass, and not to {}", typed(body));
    let hint =
        "name the other cases under `covers`, as in `covers: [fostering-household]`; the way to Cafcass is there \
                without a rule"
            .to_owned();
    let place = fields.node("to").map_or(fields.place, |node| node.place);
    fields.reader.error(place, "referred-by-law", message, Some(hint));
}

fn listed<T: From<String>>(fields: &Fields, what: NameKind, around: Option<&str>) -> (T, String, String) {
    let id = fields.id();
    fields.reader.declare(what, Some("referral"), &id);
    (id.text.into(), fields.need_text("text"), fields.source(around))
}

/// The stage that `after formal` or `after stage 4` names, with `…` for one that isn't known.
fn stage_after<'a>(said: &str, stages: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let said = plain(said);
    let rest = said.strip_prefix("after-")?;
    let named = { stages }.find(|id| rest == *id || rest.ends_with(&format!("-{id}")));
    named.or(rest.starts_with("stage").then_some("…"))
}

/// `any`, `after-all` or `{after_stage: stage-4}`.
fn referral_when(fields: &Fields) -> ReferralWhen {
    let hint = || Some("write `any`, `after-all` or `{after_stage: …}`".to_owned());
    fields.note("when", || {
        let after = probe(fields.reader, "a `when` of the referral", |fields| fields.need_text("after_stage")).0;
        Shape::Either(vec![Shape::Word(vec!["any".to_owned(), "after-all".to_owned()]), Shape::Block(after)])
    });
    let Some(node) = fields.need("when", hint) else {
        return ReferralWhen::Any;
    };
    let after = |said: &str| stage_after(said, fields.reader.outline.iter().map(|(id, _)| *id));
    let found = match &node.content {
        Content::Map(_) => block(fields.reader, node, "a `when` of the referral", |fields| {
            fields.need("after_stage", || None);
            let stage = fields.word("after_stage")?;
            Some(ReferralWhen::AfterStage(fields.reader.mention(Mention::Stage, stage)))
        })
        .flatten(),
        _ => word(fields.reader, "when", node)
            .and_then(|word| match fields.reader.outline.iter().any(|(id, _)| *id == word.text) {
                true => {
                    let message = format!("`{}` is a stage, not a value of `when`", word.text);
                    let hint = format!("write `{{after_stage: {}}}`", word.text);
                    fields.reader.error(word.place, "bad-word", message, Some(hint));
                    None
                }
                false if let Some(stage) = after(&word.text) => {
                    let message = format!("`{}` isn't a value of `when`", typed(&word.text));
                    let hint = format!("write `{{after_stage: {stage}}}`, with the stage after which it is open");
                    fields.reader.error(word.place, "bad-word", message, Some(hint));
                    None
                }
                false => pick(fields.reader, "when", &word, &[("any", false), ("after-all", true)]),
            })
            .map(|after_all| match after_all {
                true => ReferralWhen::AfterAll,
                false => ReferralWhen::Any,
            }),
    };
    found.unwrap_or(ReferralWhen::Any)
}

/// The key of the rule for when the complaints procedure is chosen as the route.
const CHOSEN: &str = "complaint_chosen";

/// Reads a rule about complaints under this key.
pub fn complaint(fields: &Fields, key: &str) -> ComplaintRule {
    if !fields.is_probe() {
        let named = Word { text: key.to_owned(), place: fields.place };
        fields.reader.declare(NameKind::Complaints, None, &named);
    }
    // Whether a route was chosen has to be read from something; that stages continue during a complaint needs no
    // `when`.
    if key == CHOSEN {
        fields.need("when", || Some("say when that is so, as in `when: {field: {route: both}}`".to_owned()));
    }
    ComplaintRule { when: when(fields), source: fields.source(None) }
}

pub fn praise(fields: &Fields) -> PraiseRule {
    PraiseRule {
        reasons: fields.texts("reasons"),
        acknowledged_by: fields.named_roles("acknowledged_by"),
        notify: fields.named_roles("notify"),
        filed: fields.yes("filed").unwrap_or(false),
        guidance: fields.texts("guidance"),
        source: fields.source(None),
    }
}

pub fn lead_time(fields: &Fields) -> LeadTime {
    LeadTime {
        what: fields.need_text("what"),
        limit: fields.need_limit("limit"),
        by: fields.named_role("by"),
        source: fields.source(None),
    }
}

pub fn guidance(fields: &Fields) -> Guidance {
    Guidance {
        text: fields.need_text("text"),
        at: steps(fields, "at"),
        for_families: fields.yes("for_families").unwrap_or(false),
        meets: meets(fields),
        source: fields.text("source").unwrap_or_default(),
    }
}
