//! `iro meeting`: records that a meeting was held, or for which day it is arranged.

use crate::cli::change::{Change, apply, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::moment_ahead;

use crate::domain::event::MeetingHeld;
use crate::domain::policy::Verb;
use crate::domain::steps::StepContext;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro meeting 42 --arranged-for \"2026-03-12 14:00\"\n  iro meeting 42 --held 2026-03-12 --chair \"Pat Green\" --minutes @minutes.txt"
)]
pub struct Args {
    /// The dispute
    id: String,
    /// The day for which it is arranged, before it is held; given again, the day to which it moves
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["held", "stage", "chair", "attended", "minutes"])]
    arranged_for: Option<String>,
    /// Why it is on another day than before
    #[arg(long, requires = "arranged_for")]
    reason: Option<String>,
    /// When it was held
    #[arg(long, value_name = "WHEN")]
    held: Option<String>,
    /// The stage the meeting was for, if the dispute has since moved on [default: the stage at the time, or else the
    /// latest stage still without its meeting]
    #[arg(long)]
    stage: Option<String>,
    /// Who was in the chair: a name or a role
    #[arg(long, value_name = "NAME")]
    chair: Option<String>,
    /// Who came: a name or a role
    #[arg(long, value_name = "NAME")]
    attended: Vec<String>,
    /// The minutes, or where they are; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    minutes: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let change = args.change;
    if let Some(day) = args.arranged_for {
        let day = moment_ahead(&day, ctx)?;
        return apply(ctx, &args.id, &mut (), change, |_, found, (), step| {
            Ok(found.dispute.arrange(day, args.reason.clone(), step)?)
        });
    }
    let on = change.on.clone();
    apply_advised(ctx, &args.id, (Verb::Meeting, None), &mut (), change, |ask, found, (), step| {
        let held = ask.day_for("--held WHEN", args.held.as_ref(), "When was it held?")?;
        let chairs = found.dispute.stage().meeting.as_ref().and_then(|meeting| meeting.chair.as_ref());
        let chairs = chairs.map(|role| role.as_str());
        let chair = ask.line_for("--chair NAME", args.chair.as_ref(), "Who was in the chair?", chairs)?;
        let attended = match args.attended.is_empty() {
            true => ask.names_beside("--chair", "--attended NAME", "Who came? (with commas between)"),
            false => args.attended.clone(),
        };
        let minutes = ask.text_beside(
            "--chair",
            "--minutes TEXT",
            args.minutes.as_ref(),
            "What do the minutes say, or where are they?",
        )?;
        let held = ask.moment(&held)?;
        // The event is dated on the day of the meeting, whatever was recorded for later days.
        let since = !held.is_before(&found.dispute.raised_at);
        let stands = on.is_none() && !step.now.is_before(&held) && since;
        let step = StepContext { on: if stands { held } else { step.on }, ..step.clone() };
        Ok(found.dispute.meet(
            MeetingHeld { held: Some(held), stage: args.stage.clone().map(Into::into), chair, attended, minutes },
            &step,
        )?)
    })
}
