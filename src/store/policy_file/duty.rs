//! Duties, and what is asked for with a step.

use super::circumstances::when;
use super::clock::brought_up_by;
use super::fields::Fields;
use super::references::{GUARDS, Mention, NameKind, Word};
use super::shape::Shape;
use super::steps::{asked_before, stages, steps};
use super::values::did_you_mean;
use crate::domain::event::Because;
use crate::domain::policy::{
    Ask, Asked, AtRaising, Duty, DutyId, Enforce, Fact, FieldId, Later, OwedAt, RoleId, Rules, Stage, Step, Verb, When,
};
use crate::domain::text::list;
use crate::domain::time::typed;
use crate::domain::worded::Worded;
use crate::store::guidance_checks;

/// Reads a duty; `stage` is the stage that lists it, if any, and `around` the source of that stage.
fn duty(fields: &Fields, stage: Option<&str>, around: Option<&str>) -> Duty {
    let id = fields.id();
    let at_end = stage.is_none() && is_at_end(fields);
    let only_guards = stage.is_none() && !at_end && !fields.has("stages") && fields.has("before");
    let within = if at_end { Some(OwedAt::END) } else { stage.or(only_guards.then_some(GUARDS)) };
    fields.reader.declare(NameKind::Duty, within, &id);
    let before = steps(fields, "before");
    let stages = match stage {
        None if at_end => Vec::new(),
        Some(stage) => {
            fields.note("stages", || Shape::one_or_more(Shape::Text));
            if let Some(node) = fields.node("stages") {
                let message =
                    format!("the duty `{}` is written in the stage `{stage}` and is owed there", typed(&id.text));
                let hint = "leave `stages` out, or write the duty beside the stages".to_owned();
                fields.reader.error(node.place, "bad-stages", message, Some(hint));
            }
            vec![stage.into()]
        }
        None => stages(fields, "stages"),
    };
    let guards = fields.has("before") && (!at_end || fields.is_probe());
    let lapses = fields.yes("lapses").unwrap_or(false);
    let while_open = fields.yes("while_open").unwrap_or(false);
    let done_by_escalating = fields.yes("done_by_escalating").unwrap_or(false);
    not_at_the_end(fields, &id.text, at_end);
    // With `before`, `lapses` is refused, so that what stands beside it counts.
    let idle = if guards { stages.is_empty() && !fields.is_probe() } else { lapses };
    if while_open && idle {
        let why = if !guards { "it lapses with its stage" } else { "it is asked for before a step only" };
        let message = format!("`while_open` changes nothing for the duty `{}`: {why}", id.text);
        let place = fields.node("while_open").map_or(id.place, |node| node.place);
        fields.reader.warn(place, "says-nothing", message, Some("leave `while_open` out".to_owned()));
    }
    if done_by_escalating && !lapses {
        let message = format!(
            "`done_by_escalating` says nothing of the duty `{}`: it doesn't lapse with its stage, and is asked for until it is done",
            id.text
        );
        let place = fields.node("done_by_escalating").map_or(id.place, |node| node.place);
        let hint = if guards { "leave it out" } else { "add `lapses: true`, or leave it out" };
        fields.reader.warn(place, "says-nothing", message, Some(hint.to_owned()));
    }
    if stages.is_empty() && !at_end && !guards && !fields.has("stages") {
        let message = format!("nobody is ever asked for the duty `{}`", id.text);
        let hint = "say in which `stages` it is owed, or which step it comes `before`".to_owned();
        fields.reader.warn(id.place, "duty-never-asked", message, Some(hint));
    }
    Duty {
        id: id.text.into(),
        text: fields.need_text("text"),
        called: fields.text("called"),
        stages,
        before,
        when: when(fields),
        enforce: fields.choice::<Enforce>("enforce").unwrap_or(match guards {
            true => Enforce::Refuse,
            false => Enforce::Remind,
        }),
        once: fields.yes("once").unwrap_or(false),
        from: brought_up_by(fields, stage),
        after_due: fields.word("after_due").map(|clock| fields.reader.mention(Mention::AnyClock, clock)),
        at_end,
        lapses,
        done_by_escalating,
        while_open,
        each_child: fields.yes("each_child").unwrap_or(false),
        by: fields.role("by"),
        with: fields.role("with"),
        meets: meets(fields),
        source: fields.source(around),
    }
}

/// Whether it is owed once the dispute has ended: `stages: end`.
fn is_at_end(fields: &Fields) -> bool {
    let words = fields.words("stages");
    let at_end = words.iter().any(|word| word.text == OwedAt::END);
    if let Some(other) = words.iter().find(|word| at_end && word.text != OwedAt::END) {
        let message =
            format!("a duty is owed in stages or at the end, and this says both: `{}` and `end`", typed(&other.text));
        let hint = "write it twice, with one id: once with its stages, once with `stages: end`".to_owned();
        fields.reader.error(other.place, "bad-stages", message, Some(hint));
    }
    at_end
}

/// Reports keys that make no sense for a duty that is owed once the dispute has ended.
fn not_at_the_end(fields: &Fields, id: &str, at_end: bool) {
    let keys = ["before", "lapses", "done_by_escalating", "while_open", "once", "after_due", "from"];
    for (key, node) in keys.iter().filter(|_| at_end).filter_map(|key| Some((key, fields.node(key)?))) {
        let message = format!(
            "the duty `{}` is owed once the dispute has ended, and `{key}` is about the time before",
            typed(id)
        );
        fields.reader.error(node.place, "bad-stages", message, Some(format!("leave `{key}` out")));
    }
}

/// The duties that follow from `satisfied` and from the judge of an answer. Each role that has to be satisfied at a
/// stage, except the raiser, owes its agreement before the dispute is resolved there. The judge owes it also before a
/// plan is agreed, and owes the opposite before the dispute is escalated because the answer is unsatisfactory.
pub fn satisfactions(policy: &Rules) -> Vec<Duty> {
    let each = policy.stages.iter().flat_map(|stage| {
        // The raiser shows that by resolving the dispute.
        let beside = stage.satisfied.iter().filter(|role| **role != RoleId::RAISER);
        let beside = beside.map(|role| {
            let text = format!("The {} is satisfied with the outcome", policy.role_title(role));
            satisfaction(policy, stage, role, DutyId::satisfied(role), text, vec![at(Verb::Resolve, stage)])
        });
        let judges = stage.judge.iter().flat_map(|role| {
            let title = policy.role_title(role);
            let before = [Verb::Agree, Verb::Resolve].map(|verb| at(verb, stage)).to_vec();
            let text = format!("The {title} is satisfied with the answer");
            let satisfied = satisfaction(policy, stage, role, DutyId::satisfied(role), text, before);
            let text = format!("The {title} is not satisfied with the answer");
            let onwards = vec![Step { verb: Verb::Escalate, stage: None }];
            let not = satisfaction(policy, stage, role, DutyId::not_satisfied(role), text, onwards);
            let not = not.map(|duty| Duty {
                when: When {
                    later: Later { because: vec![Because::Unsatisfactory], answered: Some(true), ..duty.when.later },
                    ..duty.when
                },
                ..duty
            });
            [satisfied, not]
        });
        beside.chain(judges).flatten().collect::<Vec<Duty>>()
    });
    each.collect()
}

/// A step that is taken at this stage.
fn at(verb: Verb, stage: &Stage) -> Step {
    Step { verb, stage: Some(stage.id.clone()) }
}

/// The duty of a role to judge the answer at a stage. `None` if only that role can raise disputes: it would judge
/// itself.
fn satisfaction(
    policy: &Rules,
    stage: &Stage,
    role: &RoleId,
    id: DutyId,
    text: String,
    before: Vec<Step>,
) -> Option<Duty> {
    let others: Vec<RoleId> = policy.raisers.iter().filter(|raiser| *raiser != role).cloned().collect();
    let raised_by = if policy.raisers.contains(role) { others.clone() } else { Vec::new() };
    (!others.is_empty()).then(|| Duty {
        id,
        text,
        called: None,
        stages: vec![stage.id.clone()],
        before,
        when: When { raised: AtRaising { raised_by, ..AtRaising::default() }, ..When::default() },
        enforce: Enforce::Refuse,
        once: false,
        from: Vec::new(),
        after_due: None,
        at_end: false,
        lapses: false,
        done_by_escalating: false,
        while_open: true,
        each_child: false,
        by: Some(role.clone()),
        with: None,
        meets: Vec::new(),
        source: stage.source.clone(),
    })
}

/// The ids of the checks against the guidance that a duty or a piece of guidance meets.
pub fn meets(fields: &Fields) -> Vec<String> {
    fields.note("meets", || {
        Shape::one_or_more(Shape::Word(guidance_checks::built_in().iter().map(|one| one.id.clone()).collect()))
    });
    let known = || guidance_checks::built_in().iter().map(|yardstick| yardstick.id.as_str());
    let words = fields.words("meets");
    for word in words.iter().filter(|word| known().all(|id| id != word.text)) {
        let message = format!("there is no yardstick `{}`", typed(&word.text));
        fields.reader.error(word.place, "unknown-yardstick", message, Some(did_you_mean(&word.text, known())));
    }
    words.into_iter().map(|word| word.text).collect()
}

pub fn ask(fields: &Fields) -> Ask {
    fields.note("ask", || {
        let facts = Fact::ALL.iter().filter(|fact| fact.steps().next().is_some());
        Shape::Either(vec![Shape::Word(facts.map(|fact| fact.word().to_owned()).collect()), Shape::Text])
    });
    let word = fields.need("ask", || None).and_then(|_| fields.word("ask"));
    word.iter().for_each(|word| fields.reader.declare_if(NameKind::Ask, None, word, true));
    fields.need("before", || Some("name the step it is asked for with, as in `before: raise`".to_owned()));
    let before = steps(fields, "before");
    Ask {
        ask: word.map_or_else(|| Asked::Field(FieldId::default()), |word| asked(fields, word, &before)),
        before,
        when: when(fields),
        enforce: fields.choice::<Enforce>("enforce").unwrap_or(Enforce::Refuse),
        source: fields.source(None),
    }
}

/// What has to be given: one of the built-in facts that each of these steps takes or that is on record by then, or a
/// field of the policy.
fn asked(fields: &Fields, word: Word, before: &[Step]) -> Asked {
    let mut verbs: Vec<Verb> = before.iter().map(|step| step.verb).collect();
    verbs.dedup();
    let Some(fact) = Fact::named(&word.text) else {
        return Asked::Field(fields.reader.mention(Mention::Ask(verbs), word));
    };
    for verb in verbs.into_iter().filter(|verb| fact.way(*verb).is_none()) {
        let message = format!("`{}` can't be asked for before `{}`", fact.word(), verb.word());
        let steps: Vec<&str> = fact.steps().map(Verb::word).collect();
        let possible = match steps.is_empty() {
            true => String::new(),
            false => format!("it can be asked for before {}; ", list(&steps, "or")),
        };
        let hint = format!("{possible}{}", asked_before(&[verb]));
        fields.reader.error(word.place, "impossible-ask", message, Some(hint));
    }
    Asked::Fact(fact)
}

/// Reads a list of duties, of a stage or of the policy.
pub fn duties(fields: &Fields, stage: Option<&str>, around: Option<&str>) -> Vec<Duty> {
    let read = fields.list("duties", "a duty", |fields| duty(fields, stage, around));
    read.into_iter().flat_map(by_where_they_are_asked).collect()
}

/// Splits a duty that has to be done before its own stage is entered. It can't be owed at a stage that the dispute
/// hasn't reached, so it becomes a duty that only guards those steps. For all other steps it stays a duty of the stage.
fn by_where_they_are_asked(duty: Duty) -> Vec<Duty> {
    let enters = |step: &Step| match (step.verb, &step.stage) {
        (Verb::Raise, None) | (Verb::Reopen, None) => !duty.stages.is_empty(),
        (Verb::Raise | Verb::Escalate | Verb::Reopen, Some(stage)) => duty.stages.contains(stage),
        _ => false,
    };
    let (entering, others): (Vec<Step>, Vec<Step>) = duty.before.iter().cloned().partition(enters);
    if entering.is_empty() {
        return vec![duty];
    }
    // `raise` or `reopen` without a stage means raising or reopening at one of the duty's stages.
    let named = |step: Step| match step.stage {
        Some(_) => vec![step],
        None => duty.stages.iter().map(|stage| Step { verb: step.verb, stage: Some(stage.clone()) }).collect(),
    };
    let entering = entering.into_iter().flat_map(named).collect();
    let guard = Duty { stages: Vec::new(), before: entering, ..duty.clone() };
    if others.is_empty() { vec![guard] } else { vec![guard, Duty { before: others, ..duty }] }
}
