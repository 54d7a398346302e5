//! `iro note`: records anything else that matters.

use crate::cli::asking::question::{Kind, Question};
use crate::cli::change::{Change, apply};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, word};
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

/// The kinds of note, the usual one first.
const KINDS: [(NoteKind, &str); 5] = [
    (NoteKind::Other, "A note"),
    (NoteKind::ChildView, "What the child thinks or wants"),
    (NoteKind::Contact, "A contact"),
    (NoteKind::Advocate, "About the advocate"),
    (NoteKind::LegalAdvice, "Legal advice"),
];

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let text = ask.answer_for("--text", args.text.as_ref(), "What is to be noted?")?;
        let chosen = match args.kind {
            Some(_) => None,
            None => ask.choose_beside(
                "--text",
                Question::new(
                    "--kind",
                    "What kind of note is it?",
                    Kind::choice(&KINDS.map(|(kind, said)| (kind.word(), said))),
                )
                .first_is_usual(),
            ),
        };
        let chosen = chosen.map(|kind| word(&kind).map_err(Failure::usage)).transpose()?;
        let noted = Noted {
            kind: args.kind.or(chosen).unwrap_or_default(),
            text,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        Ok(found.dispute.note(noted, step)?)
    })
}
