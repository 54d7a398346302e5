//! Reads the clocks of a policy file.

use super::circumstances::when;
use super::clock_starts::{counted_back, over_by_then};
use super::fields::{Fields, block, probe};
use super::limits::{is_readable, limit_rule, shorter, with_hours};
use super::meant::counted_from_a_stage;
use super::references::{Mention, NameKind, Word};
use super::shape::Shape;
use super::steps::stages;
use super::values::{Guess, WHOSE, word};
use crate::domain::limit::Limit;
use crate::domain::policy::{
    ClockId, ClockRule, CountsFrom, EndsOn, Extension, ExtensionKind, LimitRule, StageId, StartsOn, Strength, Whose,
};
use crate::domain::suggest::plain;
use crate::domain::time::typed;
use crate::store::yaml::{Content, Key, Node};

const STARTS: [(&str, StartsOn); 16] = [
    ("raised", StartsOn::Raised),
    ("aware", StartsOn::Aware),
    ("arose", StartsOn::Arose),
    ("stage-entered", StartsOn::StageEntered),
    ("formal-entered", StartsOn::FormalEntered),
    ("answered", StartsOn::Answered),
    ("agreed", StartsOn::Agreed),
    ("meeting", StartsOn::Meeting),
    ("action-missed", StartsOn::ActionMissed),
    ("review", StartsOn::Review),
    ("next-review", StartsOn::NextReview),
    ("decided", StartsOn::Decided),
    ("referred", StartsOn::Referred),
    ("complaint", StartsOn::Complaint),
    ("resolved", StartsOn::Resolved),
    ("closed", StartsOn::Closed),
];

const ENDS: [(&str, EndsOn); 9] = [
    ("raised", EndsOn::Raised),
    ("answered", EndsOn::Answered),
    ("agreed", EndsOn::Agreed),
    ("resolved", EndsOn::Resolved),
    ("meeting", EndsOn::Meeting),
    ("actions-done", EndsOn::ActionsDone),
    ("decided", EndsOn::Decided),
    ("referred", EndsOn::Referred),
    ("escalated", EndsOn::Escalated),
];

/// Words that people use for an event: the key where they mean it, or any, and ours.
const EVENTS: [(&str, &[&str], &str); 7] = [
    ("", &["the-meeting", "meeting-held", "met", "panel"], "meeting"),
    ("", &["reply", "response", "answer", "replied", "responded", "response-received"], "answered"),
    ("", &["decision", "the-decision"], "decided"),
    ("from", &["escalated", "escalation", "received", "receipt", "stage-start", "entered", "start"], "stage-entered"),
    ("from", &["end", "ended", "closure"], "closed"),
    ("until", &["closed", "closure", "end", "ended", "settled"], "resolved"),
    ("until", &["escalation", "next-stage"], "escalated"),
];

/// The section in which the ids of clocks that belong to no stage have to be unique.
pub const BESIDE: &str = "beside the stages";

/// Reads a clock of a list; `stage` is `None` beside the stages. Gives two clocks if it has an `aim`.
pub fn clock(fields: &Fields, stage: Option<&str>, around: Option<&str>) -> Vec<ClockRule> {
    let id = fields.id();
    fields.reader.declare_if(NameKind::Clock, stage.or(Some(BESIDE)), &id, fields.has("when"));
    if ClockId::is_reserved(&id.text) {
        let message = format!("`{}` is a clock of the program's own", id.text);
        let hint = match ClockId::from(id.text.as_str()) {
            ClockId::Total => Some("write it under `total:`, beside the stages".to_owned()),
            ClockId::Raise => Some("write it under `raise_within:`, beside the stages".to_owned()),
            ClockId::NeededBy | ClockId::Arranged | ClockId::Extension | ClockId::Action(_) | ClockId::Named(_) => {
                Some("give it another id".to_owned())
            }
        };
        fields.reader.error(id.place, "reserved-id", message, hint);
    }
    let over = if stage.is_none() { over(fields) } else { Vec::new() };
    let from = match starts(fields, stage, Some(&id.text.as_str().into())) {
        None if stage.is_some() || !over.is_empty() => vec![StartsOn::StageEntered],
        None => {
            fields.need("from", || Some("say what starts it, as in `from: raised`".to_owned()));
            Vec::new()
        }
        Some(from) => from,
    };
    fields.need("until", || Some("say what it waits for, as in `until: answered`".to_owned()));
    let label = fields.need_text("label");
    let source = fields.source(around);
    let until = ends(fields, "until", stage);
    over_by_then(fields, stage, &from, &until);
    let stopped_by = ends(fields, "stopped_by", stage);
    let aim = shorter(fields);
    let id_of_aim = Word { text: format!("{}-aim", id.text), place: id.place };
    let rule = ClockRule {
        id: id.text.into(),
        label,
        from,
        until,
        stopped_by,
        over,
        repeats: fields.choice("repeats"),
        ..common(fields, Whose::Responder, source)
    };
    counted_back(fields, &rule, aim.is_some());
    let Some(aim) = aim else { return vec![rule] };
    fields.reader.declare_if(NameKind::Clock, stage.or(Some(BESIDE)), &id_of_aim, fields.has("when"));
    let aim = aim_of(fields, &rule, aim, id_of_aim);
    vec![aim, rule]
}

/// The second clock for an `aim`: the same rule with a shorter limit that doesn't bind.
fn aim_of(fields: &Fields, rule: &ClockRule, aim: Limit, id: Word) -> ClockRule {
    let longer = |limit: &Limit| limit.unit == aim.unit && aim.n >= limit.n;
    // A limit that can't be read has an error of its own.
    if is_readable(fields) && matches!(&rule.limit, LimitRule::Fixed(limit) if longer(limit)) {
        let message = format!("the aim of {aim} is not shorter than the limit");
        let hint = "write the shorter time as `aim`, and the longer one as `limit`".to_owned();
        fields.reader.error(id.place, "bad-aim", message, Some(hint));
    }
    ClockRule {
        id: id.text.into(),
        aim_of: Some(rule.id.clone()),
        label: format!("{} (aim)", rule.label),
        limit: LimitRule::Fixed(aim),
        strength: Strength::Aim,
        extension: None,
        ..rule.clone()
    }
}

/// The stages that a clock beside the stages covers: all of a kind, or a list.
fn over(fields: &Fields) -> Vec<StageId> {
    stages(fields, "over")
}

/// Reads the total limit or the limit on raising: clocks whose id and end are fixed.
pub fn single(fields: &Fields, id: ClockId, label: &str, until: EndsOn) -> ClockRule {
    let source = fields.source(None);
    let over = if id == ClockId::Total { over(fields) } else { Vec::new() };
    if over.is_empty() {
        let start = if id == ClockId::Raise { "aware" } else { "formal-entered" };
        fields.need("from", || Some(format!("say what starts it, as in `from: {start}`")));
    }
    let rule = ClockRule {
        label: fields.text("label").unwrap_or_else(|| label.to_owned()),
        from: starts(fields, None, Some(&id)).unwrap_or_else(|| vec![StartsOn::StageEntered]),
        until: if id == ClockId::Total && fields.has("until") { ends(fields, "until", None) } else { vec![until] },
        over,
        id,
        ..common(fields, Whose::Raiser, source)
    };
    counted_back(fields, &rule, false);
    rule
}

/// Reads what all kinds of clock have in common.
fn common(fields: &Fields, whose_else: Whose, source: String) -> ClockRule {
    let limit = with_hours(fields, limit_rule(fields));
    let strength = match limit {
        LimitRule::Agreed { .. } => fields.choice("strength").unwrap_or(Strength::Agreed),
        LimitRule::Fixed(_) => fields.need_choice("strength", Strength::Hard),
    };
    ClockRule {
        id: ClockId::default(),
        aim_of: None,
        label: String::new(),
        limit,
        hours: fields.reader.quietly(|| fields.choice("hours")),
        strength,
        whose: whose(fields).unwrap_or(whose_else),
        from: Vec::new(),
        until: Vec::new(),
        stopped_by: Vec::new(),
        over: Vec::new(),
        repeats: None,
        extension: fields.section("extend", "an extension", |fields| extension(fields, Some(&source))),
        when: when(fields),
        if_needed: fields.yes("if_needed").unwrap_or(false),
        source,
    }
}

fn whose(fields: &Fields) -> Option<Whose> {
    let word = fields.word("whose")?;
    let found = WHOSE.into_iter().find(|(name, _)| *name == word.text);
    Some(found.map_or_else(|| Whose::Role(fields.reader.mention(Mention::Role, word)), |(_, whose)| whose))
}

fn extension(fields: &Fields, around: Option<&str>) -> Extension {
    let kind = fields.need_choice("kind", ExtensionKind::Moves);
    let counts_from = fields.choice("counts_from");
    if counts_from.is_some() && kind == ExtensionKind::Moves {
        let hint = "leave it out: a date that moves counts from the date it had".to_owned();
        let message = "`counts_from` is for `kind: further`".to_owned();
        fields.reader.error(fields.place, "needless-key", message, Some(hint));
    }
    Extension {
        kind,
        at_most: fields.limit("at_most"),
        times: fields.number("times"),
        counts_from: counts_from.unwrap_or(CountsFrom::LimitEnd),
        approved_by: fields.role("approved_by"),
        source: fields.source(around),
    }
}

/// What makes a duty or a meeting due, written like what starts a clock; empty if the file doesn't say.
pub fn brought_up_by(fields: &Fields, stage: Option<&str>) -> Vec<StartsOn> {
    starts(fields, stage, None).unwrap_or_default()
}

/// What starts a clock, duty or meeting; `None` if the file doesn't say.
fn starts(fields: &Fields, stage: Option<&str>, clock: Option<&ClockId>) -> Option<Vec<StartsOn>> {
    fields.note("from", || {
        let named = probe(fields.reader, "the start of a clock", |start| start_by_name(start, stage, clock)).0;
        Shape::one_or_more(Shape::Either(vec![Shape::words(&STARTS), Shape::Block(named.with_none_needed())]))
    });
    let node = fields.node_or_hint("from", "say what it counts from, as in `from: meeting`, or leave the line out")?;
    let start = |node: &Node| match &node.content {
        Content::Map(pairs) if word_as_key(fields, "from", pairs, STARTS.map(|(name, _)| name).as_slice(), stage) => {
            None
        }
        Content::Map(pairs) => {
            let named = |start: &Fields| start_by_name(start, stage, clock);
            let start = block(fields.reader, node, "the start of a clock", named).flatten()?;
            if clock == Some(&ClockId::Raise) {
                let key = pairs.first().map_or("", |(key, _)| &*key.text);
                let (message, hint) = not_before_raising(&format!("{{{key}: …}}"));
                fields.reader.error(node.place, "bad-start", message, Some(hint.to_owned()));
            }
            Some(start)
        }
        _ => {
            let word = word(fields.reader, "from", node)?;
            let start = event(
                fields,
                "from",
                &word,
                &STARTS,
                "{duty: …}`, `{due: …}`, `{lapsed: …}`, `{entered: …}` or `{left: …}",
            )?;
            if stage.is_none()
                && let Some(clock) = clock
                && let Some((message, hint)) = impossible(&start, &word.text, clock, fields.has("over"))
            {
                fields.reader.error(word.place, "bad-start", message, Some(hint.to_owned()));
            }
            Some(start)
        }
    };
    Some(node.items().iter().filter_map(start).collect())
}

/// The message that the time for raising can't count from something that happens only once the dispute is raised.
fn not_before_raising(word: &str) -> (String, &'static str) {
    let message = format!("the time to raise can't count from `{word}`, which only comes with raising it, or later");
    (message, "use `aware`, `arose` or `review`, which are before it")
}

/// The message and hint if a clock beside the stages can't start on this event; `None` if it can.
fn impossible(start: &StartsOn, word: &str, clock: &ClockId, over: bool) -> Option<(String, &'static str)> {
    if *clock == ClockId::Raise {
        return start.day_given().is_none().then(|| not_before_raising(word));
    }
    let message = || format!("a clock beside the stages can't start on `{word}`");
    match start {
        StartsOn::Meeting => {
            Some((message(), "a meeting belongs to a stage: write the clock among the `clocks` of that stage"))
        }
        StartsOn::StageEntered if over => None,
        StartsOn::StageEntered if *clock == ClockId::Total => {
            Some((message(), "use `raised`, `formal-entered` or `{entered: STAGE}`, or say which stages it is `over`"))
        }
        StartsOn::StageEntered => Some((
            message(),
            "use `raised`, `formal-entered` or `{entered: STAGE}`, say which stages it is `over`, or write it in its stage",
        )),
        StartsOn::Raised
        | StartsOn::Aware
        | StartsOn::Arose
        | StartsOn::FormalEntered
        | StartsOn::Entered { .. }
        | StartsOn::Left { .. }
        | StartsOn::Answered
        | StartsOn::Agreed
        | StartsOn::Duty { .. }
        | StartsOn::Due { .. }
        | StartsOn::Lapsed { .. }
        | StartsOn::ActionMissed
        | StartsOn::Review
        | StartsOn::NextReview
        | StartsOn::Decided
        | StartsOn::Referred
        | StartsOn::Complaint
        | StartsOn::Resolved
        | StartsOn::Closed => None,
    }
}

/// `{duty: discuss, stage: stage-2}`, `{due: respond}`, `{lapsed: respond}`, `{entered: stage-1}` or `{left: stage-1}`.
fn start_by_name(fields: &Fields, stage: Option<&str>, clock: Option<&ClockId>) -> Option<StartsOn> {
    let reader = fields.reader;
    let other = || match (clock, stage) {
        (None, None) => Mention::AnyClock,
        _ => Mention::Clock { stage: stage.map(str::to_owned), except: clock.cloned().unwrap_or_default() },
    };
    if let Some(due) = fields.word("due") {
        return Some(StartsOn::Due { clock: reader.mention(other(), due) });
    }
    let earlier = || Mention::EarlierStage(stage.map(str::to_owned));
    if let Some(entered) = fields.word("entered") {
        return Some(StartsOn::Entered { stage: reader.mention(earlier(), entered) });
    }
    if let Some(left) = fields.word("left") {
        return Some(StartsOn::Left { stage: reader.mention(earlier(), left) });
    }
    if let Some(lapsed) = fields.word("lapsed") {
        return Some(StartsOn::Lapsed { clock: reader.mention(other(), lapsed) });
    }
    let of = fields.word("stage");
    fields.need("duty", || match &of {
        Some(of) => Some(format!(
            "write `{{entered: {0}}}` for when it begins, `{{left: {0}}}` for when it ends, or name a duty of it",
            typed(&of.text)
        )),
        None => Some("name a duty, or a clock with `due` or `lapsed`, or a stage with `entered` or `left`".to_owned()),
    });
    let duty = fields.word("duty")?;
    let at = stage.map(str::to_owned);
    let mention = match &of {
        Some(of) => Mention::EarlierDuty { of: of.clone(), at },
        None => Mention::Duty(at),
    };
    Some(StartsOn::Duty { duty: reader.mention(mention, duty), stage: of.map(|of| of.text.into()) })
}

fn ends(fields: &Fields, key: &'static str, stage: Option<&str>) -> Vec<EndsOn> {
    fields.note(key, || {
        let named = probe(fields.reader, "the end of a clock", |end| end.need_text("duty")).0;
        Shape::one_or_more(Shape::Either(vec![Shape::words(&ENDS), Shape::Block(named)]))
    });
    let Some(node) = fields.node(key) else {
        return Vec::new();
    };
    let end = |node: &Node| match &node.content {
        Content::Map(pairs) if word_as_key(fields, key, pairs, ENDS.map(|(name, _)| name).as_slice(), stage) => None,
        Content::Map(_) => block(fields.reader, node, "the end of a clock", |end| {
            end.need("duty", || None);
            let duty = end.word("duty")?;
            let mention = Mention::Duty(stage.map(str::to_owned));
            Some(EndsOn::Duty(end.reader.mention(mention, duty)))
        })
        .flatten(),
        _ => word(fields.reader, key, node).and_then(|word| event(fields, key, &word, &ENDS, "{duty: …}")),
    };
    node.items().iter().filter_map(end).collect()
}

/// Reports an event that stands as a key, as in `{meeting: talk}`.
fn word_as_key(fields: &Fields, key: &str, pairs: &[(Key, Node)], words: &[&str], stage: Option<&str>) -> bool {
    let [(name, _)] = pairs else { return false };
    if !words.contains(&&*name.text) {
        return false;
    }
    let message = format!("`{}` is a key here, but it should be the value", name.text);
    let hint = match (stage, &*name.text) {
        (Some(_), _) => format!("write `{key}: {}`; in a stage, that is what happens there", name.text),
        (None, "decided") if key != "from" => format!(
            "write `{key}: decided`, and under `whose` the role whose decision it is: then no other counts, at whatever \
             stage"
        ),
        (None, word) => format!("write `{key}: {word}`; beside the stages, that is at whatever stage it happens"),
    };
    fields.reader.error(name.place, "wrong-kind", message, Some(hint));
    true
}

/// The value of a word for an event; `others` shows how the events without such a word are written.
fn event<T: Clone>(fields: &Fields, key: &str, word: &Word, events: &[(&str, T)], others: &str) -> Option<T> {
    let found = events.iter().find(|(name, _)| *name == word.text);
    if found.is_none() {
        let message = format!("`{}` isn't a value of `{key}`", typed(&word.text));
        let named = plain(&word.text);
        let said = EVENTS.iter().find(|(of, said, _)| (of.is_empty() || *of == key) && said.contains(&named.as_str()));
        let said = said.filter(|(.., meant)| events.iter().any(|(name, _)| name == meant));
        let stages = fields.reader.outline.iter().map(|(id, _)| *id);
        let stage = counted_from_a_stage(&word.text, stages).filter(|_| key == "from");
        let hint = match (stage, said) {
            (Some(stage), _) => stage,
            (None, None) if key == "from" && named.ends_with("conference") => {
                "write `review` for the child's own conference, or `meeting` for the meeting of the stage".to_owned()
            }
            (None, Some((.., meant))) => format!("write `{meant}`"),
            (None, None) => {
                let known = events.iter().map(|(name, _)| *name);
                Guess::of(&word.text, known).or_else(|all| format!("{all}, or `{others}`"))
            }
        };
        fields.reader.error(word.place, "bad-word", message, Some(hint));
    }
    found.map(|(_, event)| event.clone())
}
