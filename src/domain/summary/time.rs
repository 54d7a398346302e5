//! How long disputes took: answers against their first date, the whole against its total, days to the end.

use super::{Figure, History, Item, Kind, Measure, Scope, Theme};
use crate::domain::calendar::BeyondHorizon;
use crate::domain::dispute::{ActionState, Clock, ClockEnd, Dispute, is_past};
use crate::domain::policy::{ClockRule, EndsOn};
use crate::domain::time::{Date, Moment};

/// How a clock ended, measured against its first date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timeliness {
    InTime,
    Late,
    Never,
}

pub(super) fn figures(scope: &Scope<'_>) -> Result<Vec<Figure>, BeyondHorizon> {
    let mut figures = answers(scope);
    figures.extend(totals(scope));
    figures.extend(after_the_end(scope));
    figures.push(longest(scope)?);
    figures.extend(days(scope)?);
    Ok(figures)
}

fn answers(scope: &Scope<'_>) -> Vec<Figure> {
    let kept = |wanted: Timeliness| -> Vec<Item> {
        answered(scope).filter(|(_, kept)| *kept == wanted).map(|(item, _)| item).collect()
    };
    let figure =
        |id, label, wanted| Figure::new(id, label, Theme::Time, Measure::count(kept(wanted))).by_its("by stage");
    let share = Measure::share(answered(scope).map(|(item, kept)| (item, kept == Timeliness::InTime)));
    let all = Measure::count(answered(scope).map(|(item, _)| item));
    vec![
        Figure::new("answers", "Answers with a deadline that came or fell due", Theme::Time, all),
        figure("answers-in-time", "Answers in time", Timeliness::InTime).part_of("answers"),
        figure("answers-late", "Answers late (after the date given first)", Timeliness::Late).part_of("answers"),
        figure("answers-none", "No answer by the date", Timeliness::Never).part_of("answers"),
        Figure::new("answers-in-time-share", "Share of answers given or due that came in time", Theme::Time, share),
    ]
}

/// The clocks of stages that wait for an answer, or for the resolution if the protocol counts that, each under its
/// stage. Any answer counts, whatever the clock waits for; a resolution that came without one is not an answer. A clock
/// belongs to the period in which it was met in time, or otherwise to that in which its first date passed: to exactly
/// one. An answer that came after the end of the period is late, too.
fn answered<'a>(scope: &Scope<'a>) -> impl Iterator<Item = (Item, Timeliness)> {
    scope.histories.iter().filter_map(History::dispute_by_now).flat_map(move |dispute| {
        let clocks = dispute.clocks.iter().filter(|clock| waits_for_answer(dispute, clock));
        let items = clocks.filter_map(move |clock| {
            let given = dispute.answer_to(clock).or_else(|| decided_here(dispute, clock));
            let (on, kept) = given.map(|at| came(clock, at)).or_else(|| unanswered(clock, scope))?;
            let index = dispute.policy.stage_index(clock.stage.as_ref()?)?;
            let role = scope.naming.roles(&dispute.policy, &dispute.answered_or_asked_by(clock));
            let stage = scope.stage(&dispute.policy, index);
            let item = Item::of(dispute.header.id).under(stage.clone()).by_stage(stage).by_role(role);
            scope.period.holds(on).then_some((item, kept))
        });
        items.collect::<Vec<_>>()
    })
}

fn waits_for_answer(dispute: &Dispute, clock: &Clock) -> bool {
    let rule = stage_rule(dispute, clock);
    let answers = |rule: &ClockRule| rule.is_met_by_an_answer() || rule.until.contains(&EndsOn::Resolved);
    // An aim beside a limit waits for the same answer, and what is for guidance was due from nobody.
    rule.is_some_and(|rule| rule.aim_of.is_none() && rule.strength.binds() && answers(rule))
}

fn decided_here(dispute: &Dispute, clock: &Clock) -> Option<Moment> {
    stage_rule(dispute, clock).filter(|rule| rule.asks_for_a_decision()).and_then(|_| dispute.decided_for(clock))
}

/// The outcome of a clock that no answer came to: `Never` once its first date has passed; `None` before that, and if
/// the dispute was resolved without an answer by then.
fn unanswered(clock: &Clock, scope: &Scope<'_>) -> Option<(Date, Timeliness)> {
    let passed = match clock.end {
        Some((_, at)) => past(clock, at),
        None => scope.has_passed(&clock.deadline),
    };
    passed.then_some((passed_on(clock), Timeliness::Never))
}

/// The rule of its stage that set the clock; `None` for a clock beside the stages, such as a total, because that waits
/// for no stage's answer.
fn stage_rule<'a>(dispute: &'a Dispute, clock: &Clock) -> Option<&'a ClockRule> {
    dispute.stage_of(clock)?;
    dispute.rule_of(clock)
}

/// Whether something that came at a moment kept the clock's date, and the day it counts on.
fn came(clock: &Clock, at: Moment) -> (Date, Timeliness) {
    if past(clock, at) { (passed_on(clock), Timeliness::Late) } else { (at.date(), Timeliness::InTime) }
}

/// The outcome of a clock; `None` before its date, and if the dispute left the process by then. Whatever result it ended
/// with met a clock that waits for the end: in time or late, so that each result counts alike.
fn outcome(clock: &Clock, scope: &Scope<'_>) -> Option<(Date, Timeliness)> {
    match clock.end {
        Some((ClockEnd::Met, at)) => Some(came(clock, at)),
        Some((ClockEnd::Stopped, _)) | None => unanswered(clock, scope),
    }
}

/// The day on which its first date passed. A clock that was paused on that day passed it when it continued.
fn passed_on(clock: &Clock) -> Date {
    clock.went_on_late.unwrap_or(clock.deadline.due)
}

/// Whether a moment lies past the date that was given first, whatever was extended since.
fn past(clock: &Clock, at: Moment) -> bool {
    is_past(clock.deadline.due, clock.deadline.due_at, at)
}

fn totals(scope: &Scope<'_>) -> Vec<Figure> {
    let all: Vec<(Item, Timeliness)> = scope
        .disputes()
        .flat_map(|(_, dispute)| dispute.clocks.iter().map(move |clock| (dispute, clock)))
        .filter(|(dispute, clock)| dispute.policy.total.as_ref().is_some_and(|total| total.id == clock.id))
        .filter(|(_, clock)| clock.binds())
        .filter_map(|(dispute, clock)| {
            let (on, kept) = outcome(clock, scope)?;
            scope.period.holds(on).then_some((Item::of(dispute.header.id), kept))
        })
        .collect();
    let kept = |within: bool| {
        all.iter().filter(move |(_, kept)| (*kept == Timeliness::InTime) == within).map(|(item, _)| item.clone())
    };
    let share = Measure::share(all.iter().map(|(item, kept)| (item.clone(), *kept == Timeliness::InTime)));
    vec![
        Figure::new(
            "totals",
            "Disputes with a total time that were settled, or passed it",
            Theme::Time,
            Measure::count(all.iter().map(|(item, _)| item.clone())),
        ),
        Figure::new("total-within", "Disputes settled within the total time", Theme::Time, Measure::count(kept(true)))
            .part_of("totals"),
        Figure::new("total-over", "Disputes that passed the total time", Theme::Time, Measure::count(kept(false)))
            .part_of("totals"),
        Figure::new("total-within-share", "Share settled within the total time", Theme::Time, share),
    ]
}

/// Duties with a time limit after the end, such as a letter. Empty if no protocol sets one.
fn after_the_end(scope: &Scope<'_>) -> Vec<Figure> {
    let counts = |rule: &ClockRule| rule.starts_at_the_end() && rule.strength.binds();
    let asked = |dispute: &Dispute| dispute.policy.all_clocks().any(counts);
    if !scope.disputes().any(|(_, dispute)| asked(dispute)) {
        return Vec::new();
    }
    let disputes = scope.histories.iter().filter_map(History::dispute_by_now);
    let clocks = disputes.flat_map(|dispute| dispute.clocks.iter().map(move |clock| (dispute, clock)));
    let due = clocks.filter(|(dispute, clock)| dispute.rule_of(clock).is_some_and(counts));
    let all: Vec<(Item, Timeliness)> = due
        .filter_map(|(dispute, clock)| {
            let (on, kept) = outcome(clock, scope)?;
            scope.period.holds(on).then_some((Item::of(dispute.header.id), kept))
        })
        .collect();
    let figure = |id, label, wanted: Option<Timeliness>| {
        let those = all.iter().filter(|(_, kept)| wanted.is_none_or(|wanted| wanted == *kept));
        Figure::new(id, label, Theme::Time, Measure::count(those.map(|(item, _)| item.clone())))
    };
    vec![
        figure("after-end", "Duties due after the end that were done or fell due", None),
        figure("after-end-in-time", "Done in time after the end", Some(Timeliness::InTime)).part_of("after-end"),
        figure("after-end-late", "Done late after the end", Some(Timeliness::Late)).part_of("after-end"),
        figure("after-end-outstanding", "Not done by the date after the end", Some(Timeliness::Never))
            .part_of("after-end"),
    ]
}

/// The longest time that something binding is overdue by at the end, in working days. As for actions, what ended disputes
/// still owe isn't counted.
fn longest(scope: &Scope<'_>) -> Result<Figure, BeyondHorizon> {
    let mut items = Vec::new();
    for (_, dispute) in scope.disputes().filter(|(_, dispute)| dispute.is_open()) {
        let running = dispute.clocks.iter().filter(|clock| clock.is_running() && clock.binds());
        if let Some(clock) = running
            .map(|clock| dispute.in_force(clock, scope.as_of()))
            .filter(|clock| clock.is_past(scope.as_of()))
            .min_by_key(|clock| clock.due)
        {
            let days = scope.calendar.between(clock.due, scope.as_of().date(), &dispute.policy.counting)?;
            // Also on a weekend, or some hours after a time of day, when no working day has gone by since.
            items.push(Item::of(dispute.header.id).lasting(days.max(1)));
        }
    }
    let label = "Longest overdue at the end, in working days";
    Ok(Figure::new("longest-overdue", label, Theme::Time, Measure::new(Kind::Longest, items)).in_working_days())
}

fn days(scope: &Scope<'_>) -> Result<Vec<Figure>, BeyondHorizon> {
    let (mut resolved, mut working, mut in_place) = (Vec::new(), Vec::new(), Vec::new());
    for dispute in scope.resolved() {
        let (from, to) = (dispute.raised_at.date(), dispute.resolved_on());
        resolved.push(Item::of(dispute.header.id).lasting((to - from).num_days()));
        working.push(Item::of(dispute.header.id).lasting(scope.calendar.between(
            from,
            to,
            &dispute.policy.counting,
        )?));
    }
    for (_, dispute) in scope.disputes() {
        if let Some(on) = actions_in_place(dispute).filter(|on| scope.period.holds(*on)) {
            in_place.push(Item::of(dispute.header.id).lasting((on - dispute.raised_at.date()).num_days()));
        }
    }
    let figure = |id, label: &str, kind, items: &Vec<Item>| {
        Figure::new(id, label, Theme::Time, Measure::new(kind, items.clone()))
    };
    Ok(vec![
        figure("days-to-resolve-median", "Days from raising to the outcome, median", Kind::Median, &resolved),
        figure("days-to-resolve-mean", "Days from raising to the outcome, mean", Kind::Mean, &resolved),
        figure(
            "working-days-to-resolve-median",
            "Working days from raising to the outcome, median",
            Kind::Median,
            &working,
        )
        .in_working_days(),
        figure("working-days-to-resolve-mean", "Working days from raising to the outcome, mean", Kind::Mean, &working)
            .in_working_days(),
        figure("days-to-actions-median", "Days from raising to actions in place, median", Kind::Median, &in_place),
        figure("days-to-actions-mean", "Days from raising to actions in place, mean", Kind::Mean, &in_place),
    ])
}

impl Dispute {
    /// The day on which it was resolved.
    fn resolved_on(&self) -> Date {
        self.resolved.as_ref().map_or(self.raised_at.date(), |(_, at)| at.date())
    }
}

/// The day on which the last of the agreed actions was done; `None` while one is open, or if none was done.
fn actions_in_place(dispute: &Dispute) -> Option<Date> {
    if dispute.open_actions().next().is_some() {
        return None;
    }
    let done = dispute.actions.iter().filter(|action| action.state == ActionState::Done);
    done.map(|action| action.since.date()).max()
}
