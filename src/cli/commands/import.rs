//! `iro import`: imports what other programs keep.

mod children;
mod disputes;
mod file;

use crate::cli::context::Context;
use crate::cli::error::Failure;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro import children children.xlsx --dry-run\n  iro import children children.csv --map columns.yaml\n  \
iro import disputes log.xlsx --map log.yaml --policy mosaic"
)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Import the case system's list of children: reference, IRO, team, legal status, year of birth, next review
    ///
    /// The list helps you when you raise a dispute: it completes references, fills in the team and the legal status, and
    /// points out where your answer differs from it. You can raise a dispute without it. Each list replaces the one
    /// before. Only the year of a date of birth is kept; columns that `iro` doesn't know are left out, and named.
    Children(children::Args),
    /// Import a service's old log: each dispute raised, answered, escalated and ended as any other
    ///
    /// Each is a record of its own that says where it comes from. What the protocol would have refused is recorded with
    /// that reason, and listed with the rule; what can't be recorded at all is listed and left out. A dispute that was
    /// imported already, by its number in the log, is left as it is.
    Disputes(disputes::Args),
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.what {
        What::Children(args) => children::run(args, ctx),
        What::Disputes(args) => disputes::run(args, ctx),
    }
}
