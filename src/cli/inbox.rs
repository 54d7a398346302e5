//! `iro inbox`: what waits for one person, in both directions.

use serde::Serialize;

use super::console::{STRONG, styled};
use super::context::Context;
use super::error::Failure;
use super::{names, print};
use crate::domain::id::DisputeId;
use crate::domain::inbox::{What, tasks};
use crate::domain::time::{Date, describe};
use crate::render::clean;
use crate::store::Which;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro inbox --for team-manager\n  iro inbox --for \"Jo Bloggs\" --json | jq length")]
pub struct Args {
    /// Whose: a role, or a name
    #[arg(long = "for", value_name = "ROLE|NAME")]
    whom: Option<String>,
}

#[derive(Serialize)]
struct Line {
    dispute: DisputeId,
    child: String,
    what: What,
    text: String,
    since_on: Date,
    due: Option<Date>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let whom = ctx.ask_line("--for", args.whom, "Whose: a role, or a name", None)?;
    let (seen, failed) = ctx.look_at_some(Which::All, |known| known.waits)?;
    let mut lines = Vec::new();
    for one in &seen {
        let header = &one.stored.record.header;
        lines.extend(tasks(&one.case, &whom).into_iter().map(|task| Line {
            dispute: header.id,
            child: header.child.clone(),
            what: task.what,
            text: task.text,
            since_on: task.since.date(),
            due: task.due,
        }));
    }
    if lines.is_empty() {
        names::check_whom(Some(&whom), Which::All, ctx)?;
    }
    lines.sort_by_key(|line| (line.due.is_none(), line.due, line.since_on, line.dispute));
    if ctx.json {
        print::json(ctx, &lines)?;
    } else if lines.is_empty() {
        ctx.console.note(&format!("nothing waits for {}", clean::line(&whom)));
    } else {
        let shown = ctx.console.shown;
        let texts: Vec<String> = lines.iter().map(|line| if shown { line.shown() } else { line.plain() }).collect();
        ctx.console.say(&texts.join("\n"))?;
    }
    ctx.report_failures(failed)
}

impl Line {
    fn word(&self) -> &'static str {
        match self.what {
            What::Answer => "answer",
            What::Review => "review",
            What::Acknowledge => "acknowledge",
            What::Do => "do",
        }
    }

    fn shown(&self) -> String {
        let due = self.due.map(|due| format!(", by {}", styled(STRONG, &describe(due)))).unwrap_or_default();
        let head = format!("{:<11} {}  {}", self.word(), self.dispute, clean::line(&self.child));
        format!("{head}{due}\n            {} (since {})", clean::line(&self.text), describe(self.since_on))
    }

    fn plain(&self) -> String {
        let due = self.due.map(|due| due.to_string()).unwrap_or_default();
        let (child, text) = (clean::line(&self.child), clean::line(&self.text));
        [self.word(), &self.dispute.to_string(), &child, &due, &self.since_on.to_string(), &text].join("\t")
    }
}
