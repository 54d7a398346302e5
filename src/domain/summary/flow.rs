//! How many disputes were raised, closed and open, and the rate per hundred children.

use super::{Balance, Divided, Figure, Group, Item, Kind, Measure, Period, Removed, Scope, Theme};
use crate::domain::dispute::{Dispute, StageEntry, Status};
use crate::domain::time::Date;

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let figure = |id, label, items: Vec<Item>| Figure::new(id, label, Theme::Flow, Measure::count(items));
    let item = |dispute: &Dispute| Item::of(dispute.header.id);
    let raised = |keep: &dyn Fn(&Dispute) -> bool| -> Vec<Item> {
        scope.raised().filter(|(_, dispute)| keep(dispute)).map(|(_, dispute)| item(dispute)).collect()
    };
    let closed = |keep: &dyn Fn(&Dispute) -> bool| -> Vec<Item> {
        let disputes = scope.disputes().map(|(_, dispute)| dispute);
        let ended = disputes.filter(|one| one.ended_at().is_some_and(|on| scope.period.holds(on.date())) && keep(one));
        ended.map(item).collect()
    };
    let open = |keep: &dyn Fn(&Dispute) -> bool| -> Vec<Item> {
        scope.disputes().filter(|(_, dispute)| dispute.is_open() && keep(dispute)).map(|(_, one)| item(one)).collect()
    };
    let day_before = scope.period.from.pred_opt().unwrap_or(scope.period.from);
    let at_start = scope.disputes().filter(|(history, _)| history.open_on(day_before));
    // Neither open at the start nor raised since, and yet open at the end or closed.
    let came_back = scope.disputes().filter(|(history, one)| {
        let ended_since = one.ended_at().is_none_or(|at| day_before < at.date());
        one.raised_at.date() <= day_before && !history.open_on(day_before) && ended_since
    });
    let came_back = came_back.map(|(_, one)| item(one));
    let became_formal = scope.disputes().filter(|(_, one)| {
        let formal = |entry: &&StageEntry| one.policy.stages[entry.stage].is_formal();
        let first = one.stage_entries.iter().find(formal);
        !began_formal(one) && first.is_some_and(|first| scope.period.holds(first.entered.date()))
    });
    let mut figures = vec![
        figure("open-at-start", "Open at the start", at_start.map(|(_, one)| item(one)).collect())
            .balance(Balance::Came),
        figure("raised", "Raised", raised(&|_| true)).balance(Balance::Came),
        figure("raised-informal", "Raised informally", raised(&|one| !began_formal(one))).part_of("raised"),
        figure("raised-formal", "Raised as formal at once", raised(&began_formal)).part_of("raised"),
        figure("became-formal", "Moved from informal to formal", became_formal.map(|(_, one)| item(one)).collect()),
        figure("reopened-after-end", "Ended before the start, and reopened", came_back.collect())
            .balance(Balance::Came),
        figure("closed", "Closed", closed(&|_| true)).balance(Balance::Went),
        figure("resolved", "Ended with an outcome", closed(&|one| one.status() == Status::Resolved)).part_of("closed"),
        figure("withdrawn", "Withdrawn, or raised in error", closed(&|one| one.status() == Status::Withdrawn))
            .part_of("closed"),
        figure("open-at-end", "Open at the end", open(&|_| true)).balance(Balance::Went),
        figure("open-unanswered", "Open, waiting for an answer", open(&|one| one.status() == Status::AwaitingResponse))
            .part_of("open-at-end"),
        figure("open-in-review", "Open, answer being judged", open(&|one| one.status() == Status::AwaitingReview))
            .part_of("open-at-end"),
        figure("open-agreed", "Open, plan agreed", open(&|one| one.status() == Status::Agreed)).part_of("open-at-end"),
        figure("open-complaint", "In the complaints procedure", open(&|one| one.status() == Status::Complaint))
            .part_of("open-at-end"),
    ];
    if let Some(children) = scope.children {
        let rate = Measure::new(Kind::Rate(children), raised(&|_| true));
        let label = format!("Raised per 100 children, in {}", long(scope.period));
        // How many children a team has is not known.
        let split = format!("Raised per 100 of all the children, in {}", long(scope.period));
        figures.push(Figure::new("raised-rate", &label, Theme::Flow, rate).split_as(&split));
    }
    // Nothing else is known about removed records, so they can't be in any other figure.
    if !scope.removed.is_empty() {
        let removed = |day: &dyn Fn(&Removed) -> Date| -> Vec<Item> {
            scope.removed.iter().filter(|one| scope.period.holds(day(one))).map(|one| Item::of(one.id)).collect()
        };
        figures.push(figure("removed-raised", "Begun, and removed for good since", removed(&|one| one.raised_on)));
        figures.push(figure("removed-closed", "Ended, and removed for good since", removed(&|one| one.ended_on)));
    }
    let by_month = scope.raised().map(|(_, one)| item(one).under(Group::month(one.raised_at.date())));
    figures.push(figure("raised-by-month", "Raised, by month", by_month.collect()).dividing(Divided::Raised));
    let by_raiser = scope.raised().map(|(_, one)| item(one).under(scope.naming.role(&one.policy, &one.raised.by_role)));
    figures.push(figure("raised-by-raiser", "Raised, by who raised it", by_raiser.collect()).dividing(Divided::Raised));
    figures
}

/// How long a period is: `12 months`, `90 days`.
fn long(period: Period) -> String {
    let (number, unit) = match period.whole_months() {
        Some(months) => (i64::from(months), "month"),
        None => ((period.to - period.from).num_days() + 1, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// Whether it was raised at a formal stage.
pub(super) fn began_formal(dispute: &Dispute) -> bool {
    dispute.policy.stage(&dispute.raised.stage).is_some_and(|stage| stage.is_formal())
}
