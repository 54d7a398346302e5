//! `iro note`: records anything else that matters.

use crate::cli::change::{Change, apply};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, word};
use crate::cli::question::{Kind, Question};
use crate::domain::event::{NoteKind, Noted};
use crate::domain::worded::Worded;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro note 42 --kind child-view --text \"She wants to stay at her school\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// What to note; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    text: Option<String>,
    /// What kind of note it is [default: other]
    #[arg(long, value_parser = word::<NoteKind>, value_name = "contact|child-view|advocate|legal-advice|other")]
    kind: Option<NoteKind>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

/// A kind of note, as a person chooses it.
fn meaning(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Other => "A note",
        NoteKind::ChildView => "What the child thinks or wants",
        NoteKind::Contact => "A contact",
        NoteKind::Advocate => "About the advocate",
        NoteKind::LegalAdvice => "Legal advice",
    }
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let text = ask.answer_for("--text", args.text.as_ref(), "What is to be noted?")?;
        let (usual, others) = (NoteKind::default(), NoteKind::ALL.iter().copied());
        let kinds = std::iter::once(usual).chain(others.filter(|kind| *kind != usual));
        let kinds: Vec<(&str, &str)> = kinds.map(|kind| (kind.word(), meaning(kind))).collect();
        let which = Question::new("--kind", "What kind of note is it?", Kind::choice(&kinds)).first_is_usual();
        let chosen = if args.kind.is_none() { ask.choose_beside("--text", which) } else { None };
        let chosen = chosen.map(|kind| word(&kind).map_err(Failure::usage)).transpose()?;
        let noted = Noted {
            kind: args.kind.or(chosen).unwrap_or_default(),
            text,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        Ok(found.dispute.note(noted, step)?)
    })
}
