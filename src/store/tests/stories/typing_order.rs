//! Events count from when they happened, in whatever order they were typed.

use super::*;
use crate::domain::dispute::ClockEnd;
use crate::domain::event::{ActionAdded, DutyDone, Noted, PlanAgreed, PlannedAction};
use crate::domain::steps::{ActionStep, Respond};

/// When each of the events in the test happened.
const DAYS: [&str; 5] =
    ["2026-03-09T10:00", "2026-03-10T09:00", "2026-03-10T12:00", "2026-03-11T10:00", "2026-03-12T10:00"];
const TYPED: &str = "2026-03-20T10:00";

fn event(index: usize) -> impl Fn(&Dispute, &StepContext<'_>) -> Result<Entry, Denied> {
    let planned =
        |what: &str, due: &str| PlannedAction { what: what.into(), owner: None, due: Some(day(due)), measure: None };
    let answer = Respond {
        text: "We will".into(),
        actions: vec![planned("Book the panel", "2026-03-25")],
        ..Respond::default()
    };
    let action = planned("Tell the school", "2026-03-26");
    let action = ActionAdded { what: action.what, owner: None, due: action.due, measure: None };
    move |one, step| match index {
        0 => one.respond(answer.clone(), step),
        1 => one.note(Noted { text: "Called".into(), ..Noted::default() }, step),
        2 => one.done(DutyDone { duty: "child-told".into(), ..DutyDone::default() }, step),
        3 => one.act(ActionStep::Add(action.clone()), step),
        _ => one.agree(PlanAgreed::default(), step),
    }
}

/// What of a clock must not depend on the order of typing: what it is for, its start, its deadline, and how it ended.
type Told = (String, Moment, Date, Option<(bool, Moment)>);

fn facts_of_clocks(story: &Story<'_>) -> (Vec<Told>, Vec<String>) {
    let dispute = &story.dispute;
    let mut clocks: Vec<Told> = dispute
        .clocks
        .iter()
        .map(|clock| {
            let end = clock.end.map(|(how, at)| (how == ClockEnd::Met, at));
            (dispute.label_of(clock), clock.deadline.started, clock.due, end)
        })
        .collect();
    clocks.sort_by_key(|(label, _, due, _)| (label.clone(), *due));
    let mut others: Vec<String> = dispute.marks.iter().map(|mark| format!("{} {}", mark.duty, mark.on)).collect();
    others.extend(dispute.actions.iter().map(|action| format!("{} {}", action.what, action.since)));
    others.push(format!("{:?} {}", dispute.status(), dispute.status_since()));
    others.sort();
    (clocks, others)
}

fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    let Some((first, rest)) = of.split_first() else { return vec![Vec::new()] };
    let shorter = orders(rest);
    let with_first = |order: &Vec<usize>, at: usize| [&order[..at], &[*first], &order[at..]].concat();
    shorter.iter().flat_map(|order| (0..=order.len()).map(move |at| with_first(order, at))).collect()
}

#[test]
fn a_dispute_is_the_same_in_whatever_order_it_was_typed() {
    let calendar = Calendar::england_and_wales();
    for policy in protocols() {
        let stage = policy.first_formal().unwrap();
        let raised = Story::raised(&policy, stage, "2026-03-02T10:00", &calendar);
        let typed = |order: &[usize]| {
            let mut story = raised.clone();
            for index in order {
                let done = story.tries(TYPED, DAYS[*index], event(*index));
                done.unwrap_or_else(|why| panic!("{} {order:?}: {why}", policy.id));
            }
            story
        };
        let as_it_happened = facts_of_clocks(&typed(&[0, 1, 2, 3, 4]));
        for order in orders(&[0, 1, 2, 3, 4]) {
            assert_eq!(facts_of_clocks(&typed(&order)), as_it_happened, "{} {order:?}", policy.id);
        }
    }
}
