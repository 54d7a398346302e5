//! Reads the stages of a policy file, and the rules about which stage a dispute starts at and goes to.

use std::collections::BTreeMap;

use super::circumstances::when;
use super::clock::{brought_up_by, clock};
use super::duty::duties;
use super::fields::{Fields, block, probe};
use super::references::{Mention, NameKind, Word};
use super::shape::Shape;
use super::values::{named_twice, once, words};
use super::when_meant::of_a_role;
use crate::domain::policy::{
    Bypass, Duty, DutyId, FormalRule, Meeting, MeetingNeed, OnlyWhen, OwedAt, Repeats, Responders, RoleId, Stage,
    StageId, StageKind, StartRule, StartRules, StartsOn, When,
};
use crate::domain::suggest::nearest;
use crate::domain::time::typed;
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Key, Node, Place};

/// Reads a stage and the duties listed in it.
pub fn stage(fields: &Fields) -> (Stage, Vec<Duty>) {
    let reader = fields.reader;
    let id = fields.id();
    reader.declare(NameKind::Stage, None, &id);
    let kind = fields.need_choice("kind", StageKind::Formal);
    named_as_a_kind(fields, &id, kind);
    let source = fields.source(None);
    let declare = |duty: DutyId, role: &Word| {
        reader.declare(NameKind::Duty, Some(&id.text), &Word { text: duty.into(), place: role.place });
    };
    let (judge, satisfied) = (fields.word("judge"), satisfied_once(fields));
    for role in satisfied.iter().chain(&judge) {
        declare(DutyId::satisfied(&role.text.as_str().into()), role);
    }
    if let Some(role) = judge {
        declare(DutyId::not_satisfied(&role.text.as_str().into()), &role);
    }
    let [any, all, chain] = WAYS.map(|way| people(fields, way));
    let copied = people(fields, "copy_to");
    if let Some(node) = fields.node("copy_to") {
        let copies = Word { text: "copy_to".to_owned(), place: node.place };
        reader.declare_if(NameKind::Copies, Some(&id.text), &copies, true);
    }
    let asked = Asked { any, all, chain };
    let next = || Mention::NextStage(id.text.clone());
    let stage = Stage {
        title: fields.need_text("title"),
        kind,
        responders: responders(fields, &asked),
        only_when: only_when(asked, &copied),
        owner: fields.role("owner"),
        satisfied: fields.roles("satisfied"),
        judge: fields.named_role("judge"),
        clocks: fields.list("clocks", "a clock", |fields| clock(fields, Some(&id.text), Some(&source))).concat(),
        meeting: fields.section("meeting", "a meeting", |fields| meeting(fields, &id.text, Some(&source))),
        copy_to: copied.into_iter().map(|one| one.0).collect(),
        next: reader.mention_all(next, once(reader, "next", fields.words("next"))),
        ends_here: is_empty_list(fields, "next"),
        form_section: fields.text("form_section"),
        guidance: fields.texts("guidance"),
        source: source.clone(),
        id: id.text.as_str().into(),
    };
    let mut duties = duties(fields, Some(&id.text), Some(&source));
    // Minutes of a stage are those of its meeting, so they are not owed before the meeting.
    let minutes = |duty: &&mut Duty| duty.id == DutyId::MINUTES && duty.from.is_empty() && duty.before.is_empty();
    if stage.meeting.is_some() {
        duties.iter_mut().filter(minutes).for_each(|duty| duty.from = vec![StartsOn::Meeting]);
    }
    (stage, duties)
}

/// Those who must be satisfied, each once, without the judge, who has an error here.
fn satisfied_once(fields: &Fields) -> Vec<Word> {
    let (judge, mut once) = (fields.word("judge"), Vec::<Word>::new());
    for role in fields.words("satisfied") {
        if judge.as_ref().is_some_and(|judge| judge.text == role.text) {
            let message = format!("`{}` is the `judge` of this stage, and so is asked anyway", typed(&role.text));
            let hint = "leave it out of `satisfied`: a judge is satisfied before a plan is agreed or it is resolved";
            fields.reader.error(role.place, "said-twice", message, Some(hint.to_owned()));
        } else if once.iter().all(|other| other.text != role.text) {
            once.push(role);
        }
    }
    once
}

/// Reports a stage that is called `formal` but isn't: `before: escalate formal` would mean every formal stage.
fn named_as_a_kind(fields: &Fields, id: &Word, kind: StageKind) {
    let clash = StageKind::named(&id.text).is_some_and(|other| other != kind);
    if id.text == OwedAt::END {
        let message = "a stage can't be called `end`, which means the end of a dispute elsewhere".to_owned();
        fields.reader.error(id.place, "reserved-id", message, Some("give it another id, such as `last`".to_owned()));
    }
    if clash || id.text == "every" {
        let message = format!("a stage can't be called `{}`, which means stages of that kind elsewhere", id.text);
        let hint = format!("give it another id, such as `{}-1`", id.text);
        fields.reader.error(id.place, "reserved-id", message, Some(hint));
    }
    let others = fields.reader.outline.iter().filter(|(_, other)| *other == kind).count() > 1;
    if !clash && others && fields.reader.is_sound() && StageKind::named(&id.text).is_some() {
        let message = format!("`{}` means every {} stage elsewhere, and this is only one of them", id.text, id.text);
        let hint = format!("give it another id, such as `{}-1`", id.text);
        fields.reader.error(id.place, "reserved-id", message, Some(hint));
    }
}

/// A role, and the circumstances under which it is asked.
type Person = (RoleId, Option<When>);

/// An item of a list of roles.
struct Listed {
    role: RoleId,
    when: Option<When>,
    /// Asked only if none of the others that have a `when` is.
    otherwise: bool,
    place: Place,
}

/// The roles that have to answer, under each key that can name them.
struct Asked {
    any: Vec<Person>,
    all: Vec<Person>,
    chain: Vec<Person>,
}

const WAYS: [&str; 3] = ["any_of", "all_of", "chain"];

/// Roles given as ids, or as `{role: ID, when: {...}}`.
fn people(fields: &Fields, key: &'static str) -> Vec<Person> {
    let reader = fields.reader;
    let one = |fields: &Fields| {
        fields.need("role", || Some("a role, as in `role: service-manager`".to_owned()));
        let otherwise = fields.yes("otherwise").unwrap_or(false);
        if let Some(node) = fields.node("when").filter(|_| otherwise) {
            let message = "`when` and `otherwise` can't both say when a role is meant";
            let hint = "keep one: `otherwise` means where none of the others holds".to_owned();
            reader.error(node.place, "bad-otherwise", message, Some(hint));
        }
        let when = Some(when(fields)).filter(|when| *when != When::default());
        Listed { role: fields.role("role").unwrap_or_default(), when, otherwise, place: fields.place }
    };
    if fields.is_probe() {
        let shape = Shape::Block(probe(reader, "a role with its circumstances", one).0);
        fields.note(key, || Shape::one_or_more(Shape::Either(vec![Shape::Text, shape])));
    }
    let Some(node) = fields.node(key) else { return Vec::new() };
    let each = node.items().iter().filter_map(|node| match &node.content {
        Content::Map(pairs) if named_by_key(fields, pairs) => None,
        Content::Map(_) => block(reader, node, "a role with its circumstances", one),
        _ => {
            let role = |word: Word| {
                let place = word.place;
                Listed { role: reader.mention(Mention::Role, word), when: None, otherwise: false, place }
            };
            words(reader, key, node).into_iter().next().map(role)
        }
    });
    let all: Vec<Listed> = each.collect();
    for (at, one) in all.iter().enumerate() {
        let Some(other) = all[..at].iter().find(|other| other.role == one.role && !one.role.is_empty()) else {
            continue;
        };
        let hint = match one.when.is_some() || other.when.is_some() {
            true => "name it once; where either of two circumstances is enough, write `when: {any: [{…}, {…}]}`",
            false => "leave one out",
        };
        named_twice(reader, key, &Word { text: one.role.to_string(), place: one.place }, hint);
    }
    let others: Vec<When> = all.iter().filter_map(|one| one.when.clone()).collect();
    if others.is_empty() && all.iter().any(|one| one.otherwise) {
        let message = "`otherwise` holds where no other role's `when` does, and no role here has one";
        let hint = "leave `otherwise` out, or give another role a `when`".to_owned();
        reader.error(node.place, "bad-otherwise", message, Some(hint));
    }
    let otherwise = || When { none: others.clone(), ..When::default() };
    all.into_iter().map(|one| (one.role, if one.otherwise { Some(otherwise()) } else { one.when })).collect()
}

/// Reports a role that stands as a key, as in `director: {when: …}` or `director: severe`.
fn named_by_key(fields: &Fields, pairs: &[(Key, Node)]) -> bool {
    let [(name, inner)] = pairs else { return false };
    let keys = ["role", "when", "otherwise"];
    if nearest(&name.text, keys).is_some() || matches!(inner.content, Content::Null) {
        return false;
    }
    let role = name.text.strip_suffix(" when").unwrap_or(&name.text);
    let message = format!("`{}` is a key here, but a role goes under `role`", typed(&name.text));
    let hint = format!("write `{{role: {}, when: {}}}`", typed(role), of_a_role(inner));
    fields.reader.error(name.place, "wrong-kind", message, Some(hint));
    true
}

fn only_when(asked: Asked, copied: &[Person]) -> Vec<OnlyWhen> {
    let rule = |(role, when): Person, copy| Some(OnlyWhen { role, copy, when: when? });
    let asked = asked.any.into_iter().chain(asked.all).chain(asked.chain).filter_map(|one| rule(one, false));
    asked.chain(copied.iter().cloned().filter_map(|one| rule(one, true))).collect()
}

fn responders(fields: &Fields, asked: &Asked) -> Responders {
    let given: Vec<&str> = WAYS.into_iter().filter(|way| fields.has(way)).collect();
    let roles = |people: &[Person]| people.iter().map(|one| one.0.clone()).collect();
    let responders = match given.first() {
        Some(&"chain") => Responders::Chain(roles(&asked.chain)),
        Some(&"all_of") => Responders::AllOf(roles(&asked.all)),
        _ => Responders::AnyOf(roles(&asked.any)),
    };
    // A role that answers only when all others don't is as good as one without a `when`.
    let each = |people: &[Person]| {
        let held = |when: &When| people.iter().any(|one| one.1.as_ref() == Some(when));
        let only = |when: &When| *when == When { none: when.none.clone(), ..When::default() };
        let otherwise = |when: &When| only(when) && !when.none.is_empty() && when.none.iter().all(held);
        people.is_empty() || people.iter().any(|one| one.1.as_ref().is_none_or(otherwise))
    };
    if !each(&asked.any) || !each(&asked.all) || !each(&asked.chain) {
        let message = "each of those who answer has a `when`, so nobody might be asked";
        let hint = "write `otherwise: true` instead of `when` for whoever answers where none of them holds, as in \
                    `{role: service-manager, otherwise: true}`; a role with neither is asked each time";
        fields.reader.error(fields.place, "nobody-asked", message, Some(hint.to_owned()));
    }
    let hint = || Some("write `any_of`, `all_of` or `chain`, with a list of roles".to_owned());
    if given.len() > 1 {
        let message = format!("`{}` and `{}` can't both say who answers", given[0], given[1]);
        let hint =
            "keep one: `any_of` waits for one answer, `all_of` for one from each, and a `chain` asks one after another";
        fields.reader.error(fields.place, "bad-responders", message, Some(hint.to_owned()));
    } else if given.iter().all(|way| is_empty(fields, way)) {
        let message = "nobody is named who must answer at this stage";
        fields.reader.error(fields.place, "no-responder", message, hint());
    }
    responders
}

/// Whether a key is missing or has no value. A wrong value doesn't count: it has an error of its own.
fn is_empty(fields: &Fields, key: &'static str) -> bool {
    match fields.node(key).map(|node| &node.content) {
        None => true,
        Some(Content::List(items)) => items.is_empty(),
        Some(_) => false,
    }
}

/// Whether a key has an empty list, which means something different from a missing key.
fn is_empty_list(fields: &Fields, key: &'static str) -> bool {
    matches!(fields.node(key).map(|node| &node.content), Some(Content::List(items)) if items.is_empty())
}

fn meeting(fields: &Fields, stage: &str, around: Option<&str>) -> Meeting {
    let title = fields.need_text("title");
    let needed = fields.need_choice("needed", MeetingNeed::Required);
    let attendees = fields.roles("attendees");
    let [lapses, while_open] = stays_owed(fields, needed);
    Meeting {
        title,
        needed,
        chair: fields.role("chair"),
        instead: instead(fields, &attendees),
        attendees,
        minutes_by: fields.role("minutes_by"),
        from: brought_up_by(fields, Some(stage)),
        when: when(fields),
        lapses,
        while_open,
        source: fields.source(around),
    }
}

/// Whether a meeting `lapses`, and whether it is owed only `while_open`; a warning where that changes nothing.
fn stays_owed(fields: &Fields, needed: MeetingNeed) -> [bool; 2] {
    let [lapses, while_open] = ["lapses", "while_open"].map(|key| fields.yes(key).unwrap_or(false));
    let never = needed != MeetingNeed::Required;
    let why = match never {
        true => format!("one that is `{}` never stays owed", needed.word()),
        false => "it lapses with its stage".to_owned(),
    };
    let idle = [("lapses", lapses && never), ("while_open", while_open && (never || lapses))];
    for (key, place) in idle.into_iter().filter(|one| one.1).filter_map(|one| Some((one.0, fields.node(one.0)?.place)))
    {
        let message = format!("`{key}` changes nothing for this meeting: {why}");
        fields.reader.warn(place, "says-nothing", message, Some(format!("leave `{key}` out")));
    }
    [lapses, while_open]
}

/// `{head-of-service: deputy-head-of-service}`: who may attend instead of somebody who is expected.
fn instead(fields: &Fields, expected: &[RoleId]) -> BTreeMap<RoleId, RoleId> {
    let pairs = fields.names("instead").into_iter().filter_map(|(role, other)| {
        if !expected.iter().any(|one| one.as_str() == role.text) {
            let message = format!("`{}` is not one of the `attendees`, so nobody can come instead", role.text);
            let hint = "name it there, or leave it out here".to_owned();
            fields.reader.error(role.place, "not-expected", message, Some(hint));
            return None;
        }
        let other = other?;
        if other.text == role.text {
            let message = format!("`{}` would stand in for itself", typed(&role.text));
            let hint = "name another role, or leave it out".to_owned();
            fields.reader.error(other.place, "itself", message, Some(hint));
        }
        Some((role.text.into(), fields.reader.mention(Mention::Role, other)))
    });
    pairs.collect()
}

pub fn entry(fields: &Fields) -> StartRules {
    StartRules {
        rules: fields.list("rules", "a rule of entry", entry_rule),
        formal_when: fields.list("formal_when", "a rule of formal entry", formal_rule),
        repeats: fields.section("repeats", "a rule on repeats", repeats),
    }
}

fn entry_rule(fields: &Fields) -> StartRule {
    let stage = fields.need("stage", || None).and_then(|_| fields.word("stage"));
    stage.iter().for_each(|word| fields.reader.declare_if(NameKind::EntryRule, None, word, true));
    StartRule {
        when: when(fields),
        stage: stage.map_or_else(StageId::default, |word| fields.reader.mention(Mention::Stage, word)),
        source: fields.source(None),
    }
}

fn formal_rule(fields: &Fields) -> FormalRule {
    let id = fields.id();
    fields.reader.declare(NameKind::FormalRule, Some("formal_when"), &id);
    FormalRule { id: id.text, text: fields.need_text("text"), when: when(fields), source: fields.source(None) }
}

fn repeats(fields: &Fields) -> Repeats {
    let itself = Word { text: "repeats".to_owned(), place: fields.place };
    fields.reader.declare_if(NameKind::Repeats, None, &itself, true);
    fields.need("months", || None);
    Repeats {
        months: fields.number("months").unwrap_or(1),
        formal: fields.yes("formal").unwrap_or(false),
        source: fields.source(None),
    }
}

pub fn bypass(fields: &Fields) -> Bypass {
    fields.need("free", || {
        Some("write `free: yes` where any stage can be left out without a reason, else `free: no`".to_owned())
    });
    Bypass {
        free: fields.yes("free").unwrap_or(false),
        approved_by: fields.role("approved_by"),
        source: fields.source(None),
    }
}
