//! `iro why`: how each date was reached, day by day.

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::dispute::Dispute;
use crate::domain::policy::ClockId;
use crate::domain::time::{describe, describe_at};
use crate::render::ink::{STRONG, styled};
use crate::render::policy::starts_to_come;
use crate::render::view::ClockView;
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro why 2026-0042 total")]
pub struct Args {
    /// The dispute
    id: String,
    /// Only this clock
    clock: Option<String>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let loaded = ctx.load(&args.id)?;
    let Some(dispute) = loaded.dispute() else {
        return Err(Failure::new(Code::Refused, "praise has no clocks"));
    };
    let named = args.clock.as_deref().map(ClockId::from);
    let wanted = dispute.clocks.iter().filter(|clock| named.as_ref().is_none_or(|named| clock.id == *named));
    let views = wanted.map(|clock| Ok(ClockView::explained(dispute, clock, ctx.now(), ctx.calendar()?)?));
    let views = views.collect::<Result<Vec<_>, Failure>>()?;
    let to_begin = dispute.clocks_to_begin().into_iter();
    let to_begin = to_begin.filter(|one| named.as_ref().is_none_or(|named| one.rule.id == *named)).map(|one| {
        let starts = starts_to_come(&one, &dispute.policy);
        format!("`{}` ({}) has no deadline yet: it counts from {starts}", one.rule.id, one.rule.label)
    });
    let dateless = dispute.clocks_without_date().into_iter();
    let dateless: Vec<String> = dateless
        .filter(|one| named.as_ref().is_none_or(|named| one.rule.id == *named))
        .map(|one| one.sentence(&dispute.header.id.to_string()))
        .chain(to_begin)
        .collect();
    if let Some(clock) = args.clock.as_ref().filter(|_| views.is_empty() && dateless.is_empty()) {
        let known: Vec<String> = dispute.clocks.iter().map(|clock| clock.id.to_string()).collect();
        return Err(Failure::unknown("clock", clock, &known));
    }
    dateless.iter().for_each(|sentence| ctx.console.note(&clean::line(sentence)));
    if ctx.console.json {
        return print::json(ctx, &views);
    }
    if views.is_empty() {
        if dateless.is_empty() {
            ctx.console.note("no clock has started");
        }
        return Ok(());
    }
    let texts: Vec<String> = views.iter().map(|view| ctx.console.fitted(&clock(view, dispute))).collect();
    ctx.console.say(&texts.join("\n\n"))
}

fn clock(view: &ClockView, dispute: &Dispute) -> Vec<String> {
    let stage = view.stage.as_ref().and_then(|id| dispute.policy.stage(id)).map(|stage| format!(", {}", stage.title));
    let due = styled(STRONG, &describe_at(view.due, view.due_at));
    let mut lines = vec![format!("{due}  {}", clean::line(&view.label))];
    let state = match view.is_running() {
        true => words::time_left(view),
        false => format!("{} on {}", words::clock_result(view.result), view.ended.map(describe).unwrap_or_default()),
    };
    lines.push(format!(
        "  {}{}: {state}",
        styled(STRONG, &view.clock.to_string()),
        clean::line(&stage.unwrap_or_default())
    ));
    lines.extend(view.explain.iter().map(|line| format!("  {}", clean::line(line))));
    if let Some(source) = &view.source {
        lines.push(clean::line(&format!("  rule: {}, {source}", dispute.policy.document.title)));
    }
    lines
}
