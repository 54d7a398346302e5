//! Refuses keys that would be accepted and then do nothing: a duty before a step that is never taken at its stage, a
//! ground where no ground is known, `enforce` with nothing to stop. Their author would believe that they are enforced.

use super::places::{place_of_ask, place_of_clock_in, place_of_duty, place_of_entry};
use super::reader::Reader;
use super::references::NameKind;
use crate::domain::policy::{
    AtRaising, ClockRule, Duty, Enforce, LimitRule, Policy, Responders, Stage, StartsOn, Step, Verb, When,
};
use crate::domain::text::ticked;
use crate::domain::worded::Worded;
use crate::store::yaml::Place;

pub fn refuse(reader: &Reader, policy: &Policy) {
    for duty in &policy.duties {
        let place = place_of_duty(reader, duty);
        // The judge of an answer can be dissatisfied at the last stage too, although it has nothing to escalate to.
        if !policy.is_satisfaction(duty) {
            steps_not_taken_there(reader, policy, duty, place);
        }
        nothing_to_stop(reader, duty, place);
        waits_for_no_clock(reader, policy, duty, place);
        circumstances(reader, &duty.when, &duty.before, &format!("the duty `{}`", duty.id), place);
    }
    for ask in &policy.asks {
        let place = place_of_ask(reader, policy, ask);
        circumstances(reader, &ask.when, &ask.before, &format!("`{}`", ask.ask.word()), place);
    }
    let clocks = policy.stages.iter().flat_map(|stage| stage.clocks.iter().map(move |clock| (Some(stage), clock)));
    for (stage, clock) in clocks.chain(policy.dispute_wide_clocks().map(|clock| (None, clock))) {
        let place = place_of_clock_in(reader, policy, stage, clock);
        circumstances(reader, &clock.when, &[], &format!("the clock `{}`", clock.id), place);
        if !clock.until.iter().any(|end| end.duty().is_some()) {
            known_at_the_end_alone(reader, &clock.when, &format!("the clock `{}`", clock.id), place);
        }
        never_comes_round(reader, clock, place);
    }
    for stage in &policy.stages {
        let place = reader.references.borrow().place_of(NameKind::Stage, None, stage.id.as_str());
        for one in &stage.only_when {
            let what = format!("the role `{}` of `{}`", one.role, stage.id);
            circumstances(reader, &one.when, &[], &what, place);
            known_at_the_end_alone(reader, &one.when, &what, place);
        }
        if let Some(meeting) = &stage.meeting {
            let what = format!("the meeting of `{}`", stage.id);
            circumstances(reader, &meeting.when, &[], &what, place);
            known_at_the_end_alone(reader, &meeting.when, &what, place);
        }
    }
    ladders_never_taken(reader, policy);
    nothing_is_formal(reader, policy);
    if policy.raise_within.as_ref().is_some_and(|rule| rule.extension.is_some()) {
        let message = "the time for raising is over once it is raised, so `extend` gives no more of it";
        let hint = Some("leave `extend` out of `raise_within`".to_owned());
        reader.error(reader.references.borrow().raise_within, "nothing-to-extend", message, hint);
    }
    let raising = [Step { verb: Verb::Raise, stage: None }];
    for ladder in policy.ladders.iter().filter(|ladder| ladder.named) {
        let place = reader.references.borrow().place_of(NameKind::Ladder, None, &ladder.id);
        circumstances(reader, &ladder.when, &raising, &format!("the ladder `{}`", ladder.id), place);
    }
    let complaints = [("beside_complaint", &policy.beside_complaint), ("complaint_chosen", &policy.complaint_chosen)];
    for (key, rule) in complaints.into_iter().filter_map(|(key, rule)| Some((key, rule.as_ref()?))) {
        let place = reader.references.borrow().place_of(NameKind::Complaints, None, key);
        circumstances(reader, &rule.when, &[], &format!("`{key}`"), place);
        if rule.when.parts().iter().any(|when| when.later.complaint.is_some()) {
            let message = format!("`{key}` is itself about a complaint, so `complaint` says nothing in its `when`");
            let hint =
                "leave `complaint` out; name a field, a category or the like, as in `when: {field: {route: both}}`";
            reader.error(place, "says-of-itself", message, Some(hint.to_owned()));
        }
    }
    for rule in &policy.entry.rules {
        let what = format!("the rule of entry that leads to `{}`", rule.stage);
        let place = place_of_entry(reader, policy, rule);
        circumstances(reader, &rule.when, &raising, &what, place);
    }
    for rule in &policy.entry.formal_when {
        let place = reader.references.borrow().place_of(NameKind::FormalRule, Some("formal_when"), &rule.id);
        circumstances(reader, &rule.when, &raising, &format!("the rule `{}`", rule.id), place);
    }
}

/// Refuses a duty of a stage that guards a step which is never taken at that stage.
fn steps_not_taken_there(reader: &Reader, policy: &Policy, duty: &Duty, place: Place) {
    let stages: Vec<&Stage> = duty.stages.iter().filter_map(|id| policy.stage(id)).collect();
    if stages.is_empty() {
        return;
    }
    for step in duty.before.iter().filter(|step| !stages.iter().any(|stage| is_ever_taken_at(policy, stage, step))) {
        let at = ticked(&duty.stages);
        let message = format!("the duty `{}` belongs to {at}, where `{step}` is never taken", duty.id);
        let hint = match (&step.stage, step.verb) {
            (_, Verb::Praise) => "praise is in no stage: write the duty beside the stages".to_owned(),
            (None, Verb::Meeting) => "give the stage a `meeting`, or leave `meeting` out".to_owned(),
            (Some(stage), _) => format!("write it in the stage `{stage}`, or beside the stages"),
            (None, verb) => format!("nothing comes after it: leave `{}` out", verb.word()),
        };
        reader.error(place, "no-such-step-here", message, Some(hint));
    }
}

fn is_ever_taken_at(policy: &Policy, at: &Stage, step: &Step) -> bool {
    let Some(here) = policy.stage_index(&at.id) else { return true };
    let further =
        |index: usize| index > here || policy.next_stages(here).iter().any(|one| one.id == policy.stages[index].id);
    match (step.verb, &step.stage) {
        (Verb::Praise, _) => false,
        (Verb::Meeting, stage) => at.meeting.is_some() && stage.as_ref().is_none_or(|stage| *stage == at.id),
        (Verb::Escalate, None) => {
            let chain = matches!(&at.responders, Responders::Chain(roles) if roles.len() > 1);
            chain || here + 1 < policy.stages.len() || !policy.next_stages(here).is_empty()
        }
        (Verb::Escalate, Some(to)) => policy.stage_index(to).is_some_and(further),
        // A dispute is raised at this stage, so it can't be at it before.
        (Verb::Raise, Some(_)) => false,
        // Reopening can lead to any stage from any other.
        (Verb::Reopen, _) | (Verb::Raise, None) => true,
        (
            Verb::Respond
            | Verb::Agree
            | Verb::Resolve
            | Verb::Extend
            | Verb::Decide
            | Verb::Refer
            | Verb::Curtail
            | Verb::Complaint,
            stage,
        ) => stage.as_ref().is_none_or(|stage| *stage == at.id),
    }
}

/// Refuses `refuse` and `warn` without a step to stop, and `lapses` without a stage.
fn nothing_to_stop(reader: &Reader, duty: &Duty, place: Place) {
    if duty.before.is_empty() && duty.enforce != Enforce::Remind {
        let message = format!("the duty `{}` names no step, so `enforce` has nothing to stop", duty.id);
        let hint = "name the step, as in `before: resolve`, or leave `enforce` out for a reminder".to_owned();
        reader.error(place, "nothing-to-stop", message, Some(hint));
    }
    if duty.lapses && !duty.before.is_empty() {
        let message = format!("the duty `{}` is asked for before a step, so it never lapses with its stage", duty.id);
        let hint = match duty.done_by_escalating {
            true => "leave `lapses` out, and `done_by_escalating` with it",
            false => "leave `lapses` out",
        };
        reader.error(place, "nothing-lapses", message, Some(hint.to_owned()));
    }
}

/// Refuses circumstances that aren't known when the rule is evaluated, so that it would apply always or never.
fn circumstances(reader: &Reader, when: &When, before: &[Step], what: &str, place: Place) {
    let only = |verb: Verb| !before.is_empty() && before.iter().all(|step| step.verb == verb);
    if !when.later.because.is_empty() && !before.iter().any(|step| step.verb.has_a_ground()) {
        let message = format!(
            "{what} depends on `because`, and a ground is only known to what stands before `escalate` or `reopen`"
        );
        let step = if only(Verb::Raise) { "raise" } else { "escalate ID" };
        let hint = format!(
            "ask for it with a field of your own, as in `fields: [{{id: urgent, text: Whether it is urgent, values: [\"yes\", \
             \"no\"]}}]`, and write `when: {{field: {{urgent: \"yes\"}}}}`; `iro {step} --field urgent=yes` gives it"
        );
        reader.error(place, "no-ground-here", message, Some(hint));
    }
    let later = [
        (when.later.answered.is_some(), "answered"),
        (when.later.agreed.is_some(), "agreed"),
        (when.later.complaint.is_some(), "complaint"),
        (when.later.referred.is_some(), "referred"),
        (when.later.resolved.is_some(), "resolved"),
        (!when.later.results.is_empty(), "result"),
        (!when.later.reached.is_empty(), "reached"),
        (when.later.meeting_held.is_some(), "meeting_held"),
        (!when.later.passed.is_empty(), "passed"),
    ];
    for (given, key) in later {
        if given && only(Verb::Raise) {
            let message = format!("{what} depends on `{key}`, which can't be known yet when a dispute is raised");
            reader.error(place, "not-yet-known", message, Some(format!("leave `{key}` out")));
        }
    }
    when.any.iter().chain(&when.none).for_each(|one| circumstances(reader, one, before, what, place));
    let of_praise = When {
        raised: AtRaising {
            raised_by: when.raised.raised_by.clone(),
            fields: when.raised.fields.clone(),
            ..AtRaising::default()
        },
        ..When::default()
    };
    if only(Verb::Praise) && *when != of_praise {
        let message = format!("{what} depends on facts of a dispute, and praise has none");
        reader.error(
            place,
            "not-of-praise",
            message,
            Some("only `raised_by` and `field` are known with praise".to_owned()),
        );
    }
}

/// Refuses `resolved` where it is only asked while the dispute is open.
fn known_at_the_end_alone(reader: &Reader, when: &When, what: &str, place: Place) {
    let parts = when.parts();
    let asked = [
        (parts.iter().any(|when| when.later.resolved.is_some()), "resolved"),
        (parts.iter().any(|when| !when.later.results.is_empty()), "result"),
    ];
    for (_, key) in asked.into_iter().filter(|(asked, _)| *asked) {
        let message = format!("{what} depends on `{key}`, and matters only while the dispute is open");
        let hint = format!("leave `{key}` out: it is for what is owed after the end, as a duty with `stages: end`");
        reader.error(place, "not-yet-known", message, Some(hint));
    }
}

/// Refuses a repeating clock that ends with something that can't be done again, or takes no time.
fn never_comes_round(reader: &Reader, clock: &ClockRule, place: Place) {
    if clock.repeats.is_none() {
        return;
    }
    let id = &clock.id;
    let wrong = |message: String, hint: &str| reader.error(place, "never-comes-round", message, Some(hint.to_owned()));
    if !clock.until.iter().all(|end| end.duty().is_some()) {
        let message = format!("the clock `{id}` repeats, and waits for what happens only once");
        wrong(message, "let it wait for a duty or a meeting: `until: {duty: …}`");
    }
    if !matches!(&clock.limit, LimitRule::Fixed(limit) if limit.n > 0) {
        wrong(
            format!("the clock `{id}` repeats, and its limit isn't a length of time"),
            "write one, such as `2 weeks`",
        );
    }
    if clock.starts_at_the_end() || clock.from.iter().any(StartsOn::is_a_lapse) {
        let message = format!("the clock `{id}` repeats, and can't count from the end, nor from a date that passed");
        wrong(message, "let it count from an event of the open dispute, such as `stage-entered` or `raised`");
    }
}

/// Refuses a duty that waits for a clock which doesn't run at its stages, or at any stage if it belongs to none.
fn waits_for_no_clock(reader: &Reader, policy: &Policy, duty: &Duty, place: Place) {
    let Some(clock) = &duty.after_due else { return };
    let runs = |stage: &Stage| stage.clocks.iter().any(|rule| rule.id == *clock);
    let is_there = |stage: &&Stage| duty.stages.is_empty() || duty.stages.contains(&stage.id);
    if !policy.stages.iter().filter(is_there).any(runs) {
        let message = format!("the duty `{}` waits for the clock `{clock}`, which runs at none of its stages", duty.id);
        let hint = "name a clock of the stage, or leave `after_due` out".to_owned();
        reader.error(place, "no-such-clock-here", message, Some(hint));
    }
}

/// Refuses ladders after one without `when`: a dispute takes the first ladder that applies.
fn ladders_never_taken(reader: &Reader, policy: &Policy) {
    let named = || policy.ladders.iter().filter(|ladder| ladder.named);
    let Some(always) = named().position(|ladder| ladder.when == When::default()) else { return };
    let taken = named().nth(always).map(|ladder| ladder.id.clone()).unwrap_or_default();
    for ladder in named().skip(always + 1) {
        let place = reader.references.borrow().place_of(NameKind::Ladder, None, &ladder.id);
        let message = format!(
            "no dispute comes to the ladder `{}`: `{taken}` before it has no `when`, so it is for all",
            ladder.id
        );
        let hint = format!("say with `when` which disputes take `{taken}`, or put it last");
        reader.error(place, "ladder-never-taken", message, Some(hint));
    }
}

/// Refuses rules about what must be formal if there is no formal stage.
fn nothing_is_formal(reader: &Reader, policy: &Policy) {
    if policy.first_formal().is_some() {
        return;
    }
    let references = reader.references.borrow();
    let categories = policy.categories.iter().filter(|category| category.formal);
    let categories =
        categories.map(|one| (format!("`{}`", one.id), references.place_of(NameKind::Category, None, one.id.as_str())));
    let rules = policy.entry.formal_when.iter();
    let rules = rules
        .map(|one| (format!("`{}`", one.id), references.place_of(NameKind::FormalRule, Some("formal_when"), &one.id)));
    let repeats = policy.entry.repeats.iter().filter(|rule| rule.formal);
    let repeats =
        repeats.map(|_| ("a concern raised again".to_owned(), references.place_of(NameKind::Repeats, None, "repeats")));
    let all: Vec<(String, Place)> = categories.chain(rules).chain(repeats).collect();
    drop(references);
    for (what, place) in all {
        let message = format!("{what} must be formal, and no stage is formal");
        let hint = "write `kind: formal` at a stage, or leave `formal` out".to_owned();
        reader.error(place, "nothing-is-formal", message, Some(hint));
    }
}
