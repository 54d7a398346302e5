//! Warns of what is allowed but probably a mistake: a stage that nothing leads to, limits that don't fit into the
//! total, a duty that is never due. Only a policy without errors is checked.

mod decisions;
mod left_out;
mod not_asked;
mod referral;
mod reviews;
mod said_twice;
mod settled;
mod twins;

use super::clock::BESIDE;
use super::places::place_of_clock;
use super::reader::Reader;
use super::references::NameKind;
use crate::domain::policy::audit::Span;
use crate::domain::policy::{
    ClockId, ClockRule, Duty, LimitRule, Policy, Stage, StageId, StageKind, StartsOn, Step, Verb,
};
use crate::domain::text::ticked;
use crate::store::yaml::Place;

pub fn lint(reader: &Reader, policy: &Policy) {
    let reached = reached(policy);
    stages_out_of_reach(reader, policy, &reached);
    stages_longer_than_the_total(reader, policy);
    totals_with_a_gap(reader, policy);
    decisions::met_by_the_first_of_several(reader, policy);
    reviews::two_of_them(reader, policy);
    referral::by_nobody_who_may(reader, policy);
    clocks_over_before_their_stage(reader, policy);
    formal_matters_sent_to_informal_stages(reader, policy);
    for duty in &policy.duties {
        duty_never_asked(reader, policy, duty, &reached);
    }
    guards_left_out_at_the_start(reader, policy);
    said_twice::asks(reader, policy);
    said_twice::meetings(reader, policy);
    said_twice::copies(reader, policy);
    settled::circumstances(reader, policy);
    circumstances_without_a_clock(reader, policy);
    not_asked::entry_on_what_nobody_asks(reader, policy);
    let beside: Vec<ClockRule> = policy.dispute_wide_clocks().cloned().collect();
    let staged = policy.stages.iter().map(|stage| (&stage.clocks, stage.id.as_str()));
    for (clocks, within) in staged.chain([(&beside, BESIDE)]) {
        clocks_never_started(reader, clocks, within);
        settled::clocks_that_wait_for_a_passing(reader, clocks, within);
        not_asked::dates_never_asked_for(reader, policy, clocks, within);
        left_out::starts_left_out(reader, clocks, within);
        twins::waiting(reader, policy, clocks, within);
        twins::never_running(reader, policy, clocks, within);
        not_asked::limits_on_what_nobody_asks(reader, policy, clocks, within);
    }
}

/// Warns if informal or formal stages are missing. The national standards want both in one process; which ladders have
/// them is left to the protocol.
pub fn both_kinds_of_stage(reader: &Reader, policy: &Policy) {
    let has = |kind: StageKind| policy.stages.iter().any(|stage| stage.kind == kind);
    for (kind, word) in [(StageKind::Informal, "informal"), (StageKind::Formal, "formal")] {
        if !has(kind) {
            let message = format!("there is no {word} stage");
            let hint = "the national standards want informal and formal resolution, both".to_owned();
            reader.warn(Place::default(), "one-kind-of-stage", message, Some(hint));
        }
    }
}

/// Warns of a rule of entry that leads to an informal stage for a category that has to be formal: it is ignored.
fn formal_matters_sent_to_informal_stages(reader: &Reader, policy: &Policy) {
    for rule in &policy.entry.rules {
        let Some(stage) = policy.stage(&rule.stage).filter(|stage| !stage.is_formal()) else { continue };
        let named = policy.categories.iter().filter(|category| rule.when.raised.categories.contains(&category.id));
        for category in named.filter(|category| category.formal && category.condition.is_none()) {
            let message = format!(
                "`{}` must be formal, and a rule of `entry` sends it to the informal stage `{}`",
                category.id, stage.id
            );
            let formal = policy.first_formal().map(|stage| format!("it starts at `{}` anyway; ", stage.id));
            let hint = format!("{}name a formal stage in the rule, or drop `formal` here", formal.unwrap_or_default());
            reader.warn(
                place(reader, NameKind::Category, category.id.as_str()),
                "formal-sent-to-informal",
                message,
                Some(hint),
            );
        }
    }
}

/// For each stage, whether a dispute can reach it without skipping any.
fn reached(policy: &Policy) -> Vec<bool> {
    let mut reached = vec![false; policy.stages.len()];
    let index = |id: &StageId| policy.stage_index(id);
    let mut open: Vec<usize> = policy.entry.rules.iter().filter_map(|rule| index(&rule.stage)).collect();
    open.push(0);
    if goes_formal(policy) {
        open.extend(policy.stages.iter().position(Stage::is_formal));
    }
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            open.extend(after(policy, at));
        }
    }
    reached
}

/// Whether some disputes have to start at the first formal stage.
fn goes_formal(policy: &Policy) -> bool {
    let entry = &policy.entry;
    !entry.formal_when.is_empty()
        || entry.repeats.as_ref().is_some_and(|repeats| repeats.formal)
        || policy.categories.iter().any(|category| category.formal)
}

fn after(policy: &Policy, at: usize) -> Vec<usize> {
    policy.next_stages(at).iter().filter_map(|stage| policy.stage_index(&stage.id)).collect()
}

fn stages_out_of_reach(reader: &Reader, policy: &Policy, reached: &[bool]) {
    for (stage, _) in policy.stages.iter().zip(reached).filter(|(_, reached)| !**reached) {
        let message = format!("nothing leads to the stage `{}`", stage.id);
        let hint = "name it under `next` of another stage, or in a rule of `entry`".to_owned();
        reader.warn(place(reader, NameKind::Stage, stage.id.as_str()), "unreachable-stage", message, Some(hint));
    }
}

/// Warns of stages that are a ladder of their own because nothing leads to them, if no rule of entry does either.
pub fn ladders_without_a_way_in(reader: &Reader, policy: &Policy) {
    let formal = policy.first_formal().filter(|_| goes_formal(policy)).map(|stage| &stage.id);
    let led_to: Vec<&StageId> = policy.entry.rules.iter().map(|rule| &rule.stage).chain(formal).collect();
    let others = policy.ladders.iter().filter(|ladder| !ladder.named).skip(1);
    for ladder in others.filter(|ladder| !led_to.iter().any(|stage| ladder.policy.stage(stage).is_some())) {
        let message =
            format!("nothing leads to the stage `{0}`: a dispute is there only with `--stage {0}`", ladder.id);
        let hint = "name it under `next` of another stage, or in a rule of `entry`".to_owned();
        reader.warn(place(reader, NameKind::Stage, &ladder.id), "unreachable-stage", message, Some(hint));
    }
}

/// Warns of stages whose limits add up to more than a binding total.
fn stages_longer_than_the_total(reader: &Reader, policy: &Policy) {
    let beside = policy.clocks.iter().filter(|clock| !clock.over.is_empty());
    for total in policy.total.iter().chain(beside).filter(|total| total.strength.binds()) {
        let LimitRule::Fixed(limit) = &total.limit else { continue };
        let formal_only = total.from.first() == Some(&StartsOn::FormalEntered);
        let counted = policy.stages.iter().filter(|stage| !formal_only || stage.is_formal());
        let counted: Vec<&Stage> =
            counted.filter(|stage| total.over.is_empty() || total.over.contains(&stage.id)).collect();
        let (span, most) = (Span::under(policy, &counted, total), limit.in_working_days());
        if span.days > most {
            let named = if total.id == ClockId::Total { "the total".to_owned() } else { format!("`{}`", total.id) };
            let message = format!(
                "the stages one after another add up to {} working days ({}), more than {named} of {most}",
                span.days,
                span.in_words()
            );
            let hint = "a clock that starts when another ends is added to it; where several run side by side, the longest counts";
            reader.warn(
                place_of_clock(reader, BESIDE, &policy.clocks, total),
                "stages-exceed-total",
                message,
                Some(hint.to_owned()),
            );
        }
    }
}

/// Warns of a clock over some stages that doesn't name a stage between them: it stops for good there.
fn totals_with_a_gap(reader: &Reader, policy: &Policy) {
    for total in policy.dispute_wide_clocks().filter(|clock| !clock.over.is_empty()) {
        let covered = |stage: &&Stage| total.over.contains(&stage.id);
        let (first, last) = (
            policy.stages.iter().position(|stage| covered(&stage)),
            policy.stages.iter().rposition(|stage| covered(&stage)),
        );
        let (Some(first), Some(last)) = (first, last) else { continue };
        let left_out: Vec<StageId> =
            policy.stages[first..=last].iter().filter(|stage| !covered(stage)).map(|stage| stage.id.clone()).collect();
        if !left_out.is_empty() {
            let lie = if left_out.len() == 1 { "lies" } else { "lie" };
            let left_out = ticked(left_out);
            let message =
                format!("`{}` leaves out {left_out}, which {lie} between the stages that it covers", total.id);
            let hint = "it stops there; name every stage from the first to the last if it should run on".to_owned();
            reader.warn(place_of_clock(reader, BESIDE, &policy.clocks, total), "total-with-a-gap", message, Some(hint));
        }
    }
}

/// Warns of a stage that has no limit under some circumstances, because none of its clocks applies.
fn circumstances_without_a_clock(reader: &Reader, policy: &Policy) {
    for stage in &policy.stages {
        let mut holes: Vec<(&ClockRule, Vec<String>)> = Vec::new();
        for variant in policy.variants_of(std::iter::once(stage)) {
            for rule in policy.clocks_not_running(stage, &variant.facts()) {
                match holes.iter_mut().find(|(other, _)| other.id == rule.id) {
                    Some((_, under)) => under.push(variant.in_words()),
                    None => holes.push((rule, vec![variant.in_words()])),
                }
            }
        }
        for (rule, under) in holes {
            const SHOWN: usize = 3;
            let more = under.len().saturating_sub(SHOWN);
            let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
            let under = under[..under.len().min(SHOWN)].join(", or ");
            let message = format!("no clock `{}` runs at `{}` where {under}{more}", rule.id, stage.id);
            let hint = "add another `respond` without a `when`: it holds where none of the others does"
                .replace("respond", &rule.id.to_string());
            let place = place_of_clock(reader, stage.id.as_str(), &stage.clocks, rule);
            reader.warn(place, "no-clock-then", message, Some(hint));
        }
    }
}

/// Warns of a duty that is never due because the only steps that it guards can't be taken.
fn duty_never_asked(reader: &Reader, policy: &Policy, duty: &Duty, reached: &[bool]) {
    let can = |step: &Step| match (step.verb, &step.stage) {
        (Verb::Escalate, Some(stage)) => escalates_to(policy, stage, reached),
        (Verb::Extend, None) => extensible(policy),
        _ => true,
    };
    if duty.stages.is_empty() && !duty.before.is_empty() && !duty.before.iter().any(can) {
        let happens = if duty.before.len() == 1 { "happens" } else { "happen" };
        let message = format!("nobody can meet the duty `{}`: {} never {happens}", duty.id, ticked(&duty.before));
        let hint = match duty.before.iter().any(|step| step.verb == Verb::Extend) {
            true => "give a clock `extend`, or leave the duty out",
            false => "name a step that can be taken, or the `stages` it is owed in",
        };
        reader.warn(
            place(reader, NameKind::Duty, duty.id.as_str()),
            "duty-never-asked",
            message,
            Some(hint.to_owned()),
        );
    }
}

/// Warns of a duty before escalating to a stage that disputes may also start at, because it doesn't apply to raising
/// there.
fn guards_left_out_at_the_start(reader: &Reader, policy: &Policy) {
    let by_rule = policy.entry.rules.iter().map(|rule| rule.stage.clone());
    let formal = policy.first_formal().filter(|_| goes_formal(policy)).map(|stage| stage.id.clone());
    let mut begins: Vec<StageId> = by_rule.chain(formal).collect();
    begins.dedup();
    begins.retain(|stage| policy.stage_index(stage).is_some_and(|at| at > 0));
    let step = |verb: Verb, stage: &StageId| Step { verb, stage: Some(stage.clone()) };
    let at_the_start = |before: &[Step], stage: &StageId| {
        before.contains(&step(Verb::Raise, stage)) || before.contains(&Step { verb: Verb::Raise, stage: None })
    };
    let warn = |place: Place, what: &str, stage: &StageId| {
        let message =
            format!("{what} is asked for before `escalate {stage}`, and not where a dispute begins at `{stage}`");
        let hint = format!("write `before: [raise {stage}, escalate {stage}]` where it is meant for both");
        reader.warn(place, "not-asked-at-the-start", message, Some(hint));
    };
    for stage in &begins {
        let up = step(Verb::Escalate, stage);
        let guards = policy.duties.iter().filter(|duty| duty.stages.is_empty() && !duty.at_end);
        for duty in guards.filter(|duty| duty.before.contains(&up) && duty.when.later.because.is_empty()) {
            let same = || policy.duties.iter().filter(|other| other.id == duty.id);
            if !same().any(|other| at_the_start(&other.before, stage)) {
                warn(place(reader, NameKind::Duty, duty.id.as_str()), &format!("the duty `{}`", duty.id), stage);
            }
        }
        for ask in policy.asks.iter().filter(|ask| ask.before.contains(&up) && ask.when.later.because.is_empty()) {
            let same = || policy.asks.iter().filter(|other| other.ask == ask.ask);
            if !same().any(|other| at_the_start(&other.before, stage)) {
                warn(place(reader, NameKind::Ask, ask.ask.word()), &format!("`{}`", ask.ask.word()), stage);
            }
        }
    }
}

/// Whether a stage can be escalated to. Every stage except the first can be, by skipping others.
fn escalates_to(policy: &Policy, stage: &StageId, reached: &[bool]) -> bool {
    let led_to = (0..policy.stages.len()).filter(|at| reached[*at]).flat_map(|at| after(policy, at));
    policy.stage_index(stage).is_some_and(|at| at > 0 || led_to.into_iter().any(|next| next == at))
}

/// Warns of clocks that start at each other's deadlines, so that none of them ever starts.
fn clocks_never_started(reader: &Reader, clocks: &[ClockRule], within: &str) {
    let mut started = vec![false; clocks.len()];
    for _ in clocks {
        for (at, clock) in clocks.iter().enumerate() {
            let runs = |id: &ClockId| clocks.iter().zip(&started).any(|(other, on)| other.id == *id && *on);
            started[at] = clock.from.iter().any(|start| start.clock().is_none_or(runs));
        }
    }
    for (clock, _) in clocks.iter().zip(started).filter(|(_, started)| !started) {
        let place = place_of_clock(reader, within, clocks, clock);
        let message = format!("nothing ever starts the clock `{}`", clock.id);
        let hint = "it waits for the date of another that waits in turn: let one start on an event, as in `from: stage-entered`";
        reader.warn(place, "clock-never-starts", message, Some(hint.to_owned()));
    }
}

/// Warns of a clock that counts from something before its stage, so that it may have run out when the stage begins.
fn clocks_over_before_their_stage(reader: &Reader, policy: &Policy) {
    for (at, stage) in policy.stages.iter().enumerate() {
        for clock in &stage.clocks {
            let (LimitRule::Fixed(limit), Some(from)) = (&clock.limit, clock.from.first()) else { continue };
            let (since, formal_only) = match from {
                StartsOn::Raised => ("it was raised", false),
                StartsOn::Aware => ("the raiser became aware", false),
                StartsOn::Arose => ("the matter arose", false),
                StartsOn::FormalEntered => ("it went formal", true),
                StartsOn::StageEntered
                | StartsOn::Entered { .. }
                | StartsOn::Left { .. }
                | StartsOn::Answered
                | StartsOn::Agreed
                | StartsOn::Meeting
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
                | StartsOn::Closed => continue,
            };
            let before = policy.stages[..at].iter().filter(|earlier| !formal_only || earlier.is_formal());
            let (span, most) = (Span::of(policy, &before.collect::<Vec<_>>()), limit.in_working_days());
            if most <= span.days {
                let message = format!(
                    "`{}` counts {limit} from when {since}, and `{}` may begin only after {} working days ({}): it can have \
                     run out before its stage begins",
                    clock.id,
                    stage.id,
                    span.days,
                    span.in_words()
                );
                let hint = "count it `from: stage-entered`, or beside the stages under `clocks`".to_owned();
                let place = place_of_clock(reader, stage.id.as_str(), &stage.clocks, clock);
                reader.warn(place, "over-before-its-stage", message, Some(hint));
            }
        }
    }
}

fn extensible(policy: &Policy) -> bool {
    policy.all_clocks().any(|clock| clock.extension.is_some())
}

fn place(reader: &Reader, what: NameKind, id: &str) -> Place {
    reader.references.borrow().place_of(what, None, id)
}
