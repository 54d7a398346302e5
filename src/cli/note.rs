//! `iro note`: anything else worth keeping.

use super::change::{Change, apply};
use super::context::Context;
use super::error::Failure;
use super::options::{Fields, word};
use crate::domain::event::{NoteKind, Noted};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro note 42 --kind child-view --text \"She wants to stay at her school\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// What to note; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    text: Option<String>,
    /// What kind of note it is
    #[arg(long, value_parser = word::<NoteKind>, default_value = "other", value_name = "contact|child-view|advocate|legal-advice|other")]
    kind: NoteKind,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let fields = args.fields.read()?;
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let text = ask.answer_for("--text", args.text.as_ref(), "What is to be noted?")?;
        let noted = Noted { kind: args.kind, text, fields: fields.clone() };
        Ok(found.dispute.note(noted, step)?)
    })
}
