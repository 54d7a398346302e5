//! `iro report --explain`: lists the records behind a figure, or behind one group of it.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Args, Found};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::id::DisputeId;
use crate::domain::same_name::is_same;
use crate::domain::suggest;
use crate::domain::summary::{Figure, Group, Item, Measure, Naming};
use crate::render::report::{FigureView, Splits};
use crate::render::{clean, words};

/// Lists the records behind a figure, or behind one group of it.
pub fn explain(asked: &str, args: &Args, found: &Found, ctx: &mut Context) -> Result<(), Failure> {
    let (id, group) = asked.split_once(':').map_or((asked, None), |(id, group)| (id, Some(group)));
    let figure = figure(id, found)?;
    let measure = match group {
        None => figure.measure.clone(),
        Some(wanted) => part(figure, wanted, args, found)?,
    };
    let held = measure.ids();
    let others: BTreeSet<DisputeId> =
        measure.whole.iter().map(|item| item.id).filter(|id| !held.contains(id)).collect();
    let same = Figure { measure: measure.clone(), ..figure.clone() };
    let unsplit = Splits::new(None, &[], &Naming::default(), None);
    let view = FigureView::of(&same, None, &unsplit, &unsplit);
    if ctx.console.json {
        let counted = |item: &Item| {
            let groups: Vec<&str> = item.groups.iter().map(|group| group.id.as_str()).collect();
            json!({"id": item.id, "groups": groups})
        };
        let value = json!({
            "figure": figure.id, "label": figure.label, "group": group, "value": view.value.json(),
            "ids": held, "others": others, "items": measure.items.iter().map(counted).collect::<Vec<_>>(),
        });
        return print::json(ctx, &value);
    }
    ctx.console.note(&format!("{}: {}", clean::line(&figure.label), view.words()));
    let lines: Vec<String> = measure.items.iter().map(|item| line(item, figure, found)).collect();
    if !lines.is_empty() {
        ctx.console.say(&lines.join("\n"))?;
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(ToString::to_string).collect();
        ctx.console.note(&format!("in the whole beside them: {}", others.join(", ")));
    }
    Ok(())
}

fn figure<'a>(id: &str, found: &'a Found) -> Result<&'a Figure, Failure> {
    let known: Vec<&str> = found.figures.iter().map(|figure| figure.id).collect();
    found.figures.iter().find(|figure| figure.id == id).ok_or_else(|| {
        let hint = match suggest::nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let each =
                    found.figures.iter().map(|figure| format!("`{}` ({})", figure.id, clean::line(&figure.label)));
                format!("choose one of {}", words::list(&each.collect::<Vec<_>>(), "or"))
            }
        };
        Failure::new(Code::Unknown, format!("there is no figure `{id}`")).hinted(hint)
    })
}

/// One group of a figure, found by its id or its label. One that only the period before has is empty.
fn part(figure: &Figure, wanted: &str, args: &Args, found: &Found) -> Result<Measure, Failure> {
    let split = |histories| Splits::new(args.by, histories, &found.naming, found.reference.as_deref());
    let now = split(&found.histories).of(figure);
    let known: Vec<String> = now.keys().map(|group| group.id.clone()).collect();
    let is = |group: &Group| is_same(&group.id, wanted) || is_same(&group.label, wanted);
    let is_before = || {
        let earlier = found.earlier.iter().find(|one| one.id == figure.id);
        earlier.is_some_and(|earlier| split(&found.histories_before).of(earlier).keys().any(is))
    };
    let none = || is_before().then(|| Measure::new(figure.measure.kind, Vec::new()));
    now.into_iter().find(|(group, _)| is(group)).map(|(_, measure)| measure).or_else(none).ok_or_else(|| {
        let hint = match known.is_empty() {
            true => "it is not split; say by what with `--by`".to_string(),
            false => words::choose(&known),
        };
        Failure::new(Code::Unknown, format!("`{}` has no group `{wanted}`", figure.id)).hinted(hint)
    })
}

/// One record on a line: its id, the child, days and groups if it has any, and its text.
fn line(item: &Item, figure: &Figure, found: &Found) -> String {
    let child = found.histories.iter().find(|one| one.header().id == item.id).map(|one| one.header().child.clone());
    let groups: Vec<&str> = item.groups.iter().map(|group| group.label.as_str()).collect();
    let days = (item.days != 0).then(|| words::count(item.days.unsigned_abs() as usize, "day"));
    let said: Vec<&str> =
        figure.remarks.iter().filter(|(id, _)| *id == item.id).map(|(_, text)| text.as_str()).collect();
    let cells = [Some(item.id.to_string()), child, days, Some(groups.join("; ")), Some(said.join("; "))];
    let cells = cells.into_iter().flatten().filter(|cell| !cell.is_empty());
    cells.map(|cell| clean::line(&cell)).collect::<Vec<_>>().join("\t")
}
