//! `iro form`: a dispute as the form of its protocol, a letter to the child, or the form with nothing in it.

use std::path::PathBuf;

use clap::ValueEnum;

use super::context::Context;
use super::error::{Code, Failure};
use super::print;
use crate::domain::policy::Policy;
use crate::domain::summary::History;
use crate::render::form::{self, Form};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro form 2026-0042 --out form.md\n  iro form 2026-0042 --format html --out form.html\n  \
iro form 2026-0042 --letter\n  iro form --blank --policy mosaic --format html --out blank.html"
)]
pub struct Args {
    /// The dispute, or praise
    #[arg(required_unless_present = "blank")]
    id: Option<String>,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    /// A letter to the child instead
    #[arg(long, conflicts_with = "blank")]
    letter: bool,
    /// The form with nothing in it
    #[arg(long)]
    blank: bool,
    /// Whose blank form [default: the one of the config file]
    #[arg(long, value_name = "ID", requires = "blank", conflicts_with = "id")]
    policy: Option<String>,
    /// Write to this file instead
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Html,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (text, letter) = match &args.id {
        Some(id) if !args.blank => (filled(id, &args, ctx)?, args.letter),
        Some(id) => (blank(ctx.load(id)?.case.policy(), args.format), false),
        None => (blank(ctx.policy(args.policy.as_deref())?.as_ref(), args.format), false),
    };
    if letter {
        ctx.console.note("this is a draft: read it through, and say the concern in words this child would use");
    }
    if ctx.console.json {
        return print::json(ctx, &serde_json::json!({"text": text}));
    }
    match &args.out {
        Some(file) => super::report::write_out(file, &text, ctx),
        None => ctx.console.say(&text),
    }
}

fn filled(id: &str, args: &Args, ctx: &mut Context) -> Result<String, Failure> {
    let loaded = ctx.load(id)?;
    let (record, policy) = (&loaded.stored.record, loaded.case.policy());
    let history = History::until(record, policy, ctx.now().date())?
        .ok_or_else(|| Failure::new(Code::Unknown, format!("`{id}` was raised later")))?;
    if args.letter {
        let dispute = history.dispute().ok_or_else(|| {
            Failure::new(Code::Refused, format!("`{id}` is praise")).hinted("a letter to the child is about a dispute")
        })?;
        return Ok(match args.format {
            Format::Md => form::letter::markdown(dispute),
            Format::Html => form::letter::html(dispute),
        });
    }
    Ok(written(&Form::of(&history, ctx.now()), args.format))
}

fn blank(policy: &Policy, format: Format) -> String {
    written(&form::blank(policy), format)
}

fn written(form: &Form, format: Format) -> String {
    match format {
        Format::Md => form::md::render(form),
        Format::Html => form::html::render(form),
    }
}
