//! `iro form`: writes a dispute as the form of its protocol, as a letter to the child, or as an empty form.

use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options;
use crate::cli::output::{self, Output};
use crate::cli::print;
use crate::cli::reading::opening::raised_later;
use crate::domain::case::Case;
use crate::domain::policy::{CaseType, Ladder, Policy};
use crate::domain::same_name::is_same;
use crate::domain::summary::History;
use crate::render::form::letter::WrittenTo;
use crate::render::form::{self, Form};
use crate::render::words;
use crate::render::wrap::fold;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro form 2026-0042 --out form.md\n  iro form 2026-0042 --format html --out form.html\n  \
iro form 2026-0042 --letter --age 9 --format html --out letter.html\n  iro form --blank --policy mosaic --format html --out blank.html"
)]
pub struct Args {
    /// The dispute, or praise
    #[arg(required_unless_present = "blank")]
    id: Option<String>,
    /// In which form [default: that of the name of the file, else md]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// A letter to the child, or the adult, instead
    #[arg(long, conflicts_with = "blank")]
    letter: bool,
    /// What the child is called, for the letter alone: it is kept nowhere
    #[arg(long, value_name = "NAME", requires = "letter")]
    dear: Option<String>,
    /// How old the child is: to a child under 12 the letter is in shorter words
    #[arg(long, value_name = "YEARS", requires = "letter", value_parser = clap::value_parser!(u8).range(1..=25))]
    age: Option<u8>,
    /// The form with nothing in it
    #[arg(long)]
    blank: bool,
    /// The blank form for good practice
    #[arg(long, requires = "blank")]
    praise: bool,
    /// Whose blank form [default: the one of the config file]
    #[arg(long, value_name = "ID", requires = "blank", conflicts_with = "id")]
    policy: Option<String>,
    /// Of which ladder, if the protocol has several [default: all on one form]
    #[arg(long, value_name = "LADDER", requires = "blank", conflicts_with_all = ["id", "praise"])]
    ladder: Option<String>,
    /// Write to this file; `-` is standard output [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<Output>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Html,
}

impl Args {
    fn file(&self) -> Option<&Path> {
        self.out.as_ref().and_then(Output::file)
    }

    fn format(&self) -> Format {
        options::form_of_file(self.format, self.file(), Format::Md)
    }
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (text, letter) = match &args.id {
        Some(id) if !args.blank => (filled(id, &args, ctx)?, args.letter),
        Some(id) => {
            let case = ctx.load(id)?.case;
            (blank(case.policy(), args.praise || matches!(case, Case::Praise(_)), args.format()), false)
        }
        None => {
            let policy = ctx.policy(args.policy.as_deref())?;
            let policy = match &args.ladder {
                Some(named) => of_ladder(&policy, named)?,
                None => policy,
            };
            (blank(&policy, args.praise, args.format()), false)
        }
    };
    if letter {
        ctx.console.note("this is a draft: read it through, and say the concern in words its reader would use");
    }
    if ctx.console.json && args.file().is_none() {
        return print::json(ctx, &serde_json::json!({"text": text}));
    }
    // Wrap for a person to read; for a program each paragraph stays one line.
    let rows = |width: usize| text.lines().flat_map(|line| fold(line, width, 0)).collect::<Vec<String>>().join("\n");
    let is_plain = letter && args.format() == Format::Md;
    match args.file() {
        Some(file) if is_plain => output::write_text(file, &rows(ON_PAPER), ctx),
        Some(file) => output::write_text(file, &text, ctx),
        None if is_plain && ctx.console.shown => {
            let text = rows(ctx.console.width);
            ctx.console.say(&text)
        }
        None => ctx.console.say(&text),
    }
}

/// The protocol with that ladder alone.
fn of_ladder(policy: &Policy, named: &str) -> Result<Arc<Policy>, Failure> {
    let ladders = || policy.ladders.iter().filter(|ladder| ladder.named);
    let known = |ladder: &&Ladder| is_same(&ladder.id, named) || is_same(&ladder.title, named);
    if let Some(ladder) = ladders().find(known) {
        return Ok(Arc::clone(&ladder.policy));
    }
    let ids: Vec<String> = ladders().map(|ladder| format!("`{}`", ladder.id)).collect();
    let hint = match ids.is_empty() {
        true => "it has one ladder; leave `--ladder` out".to_string(),
        false => format!("the ladders are {}", words::list(&ids, "and")),
    };
    Err(Failure::new(Code::Unknown, format!("the policy `{}` has no ladder `{named}`", policy.id)).hinted(hint))
}

/// The width of a letter in a file, in columns.
const ON_PAPER: usize = 80;

fn filled(id: &str, args: &Args, ctx: &mut Context) -> Result<String, Failure> {
    let loaded = ctx.load(id)?;
    let (record, policy) = (&loaded.stored.record, loaded.case.policy());
    let history = History::until(record, policy, ctx.now().date(), ctx.calendar()?)?;
    let history = history.ok_or_else(|| raised_later(id, ctx.now()))?;
    if args.letter {
        let dispute = history.dispute().ok_or_else(|| {
            Failure::new(Code::Refused, format!("`{id}` is praise")).hinted("a letter to the child is about a dispute")
        })?;
        let case = dispute.raised.case_type;
        let of_a_child = case.is_none_or(CaseType::is_about_a_child);
        if dispute.header.child().is_none() || !of_a_child && case != Some(CaseType::Adult) {
            return Err(Failure::new(Code::Refused, format!("`{id}` is not about one child, nor about one adult"))
                .hinted(format!("there is nobody to write to; `iro form {id}` is the form itself")));
        }
        if dispute.raised_in_error == Some(true) && !dispute.is_open() {
            return Err(Failure::new(Code::Refused, format!("`{id}` was raised in error"))
                .hinted(format!("there is nothing to tell this child; `iro form {id}` is the form itself")));
        }
        let young = of_a_child && args.age.is_some_and(|age| age < form::letter::YOUNG_PERSON);
        let child = WrittenTo { now: ctx.now(), name: args.dear.clone(), young };
        return Ok(match args.format() {
            Format::Md => form::letter::markdown(dispute, &child),
            Format::Html => form::letter::html(dispute, &child),
        });
    }
    Ok(written(&Form::of(&history, ctx.now()), args.format()))
}

fn blank(policy: &Policy, praise: bool, format: Format) -> String {
    let form = if praise { form::blank_praise(policy) } else { form::blank(policy) };
    written(&form, format)
}

fn written(form: &Form, format: Format) -> String {
    match format {
        Format::Md => form::md::render(form),
        Format::Html => form::html::render(form),
    }
}
