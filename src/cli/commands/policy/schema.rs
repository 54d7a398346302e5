//! `iro policy schema`: the schema with which editors complete and check policy files.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::store::policy_file;

/// Print the JSON Schema (draft 7) of policy files, for editors
///
/// `iro policy new` puts it beside the policy file, whose first line points to it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy schema > policy.schema.json")]
pub struct Args {}

pub fn run(_: Args, ctx: &mut Context) -> Result<(), Failure> {
    print::json(ctx, &policy_file::schema())
}
