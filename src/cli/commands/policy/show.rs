//! `iro policy show`: a protocol in plain words, with its stages drawn.

use super::named;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::render::policy as protocol;

/// Show a protocol in plain words
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy show knowsley\n  iro policy show my-policy.yaml --rules\n  \
iro policy show my-policy.yaml --family\n  \
iro policy show knowsley --format html > knowsley.html")]
pub struct Args {
    /// The policy, a version of it as `ID@VERSION`, or a file
    #[arg(value_name = "ID|FILE")]
    policy: String,
    /// Only what a child's family would want to know
    #[arg(long, conflicts_with = "json")]
    family: bool,
    /// Only the rules one by one, to be read beside the document they come from
    #[arg(long, conflicts_with_all = ["family", "format", "json"])]
    rules: bool,
    /// The form: plain text, a web page (html) or Markdown (md); the last two only with the family page
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Md,
    Html,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let policy = named(&args.policy, ctx)?.policy;
    if ctx.console.json {
        return print::json(ctx, policy.as_ref());
    }
    let width = ctx.console.width;
    let text = match args.format {
        Format::Md => protocol::as_markdown(&policy),
        Format::Html => protocol::as_html(&policy),
        Format::Text if args.family => protocol::for_family(&policy, width),
        Format::Text if args.rules => protocol::rules(&policy, width),
        Format::Text => protocol::in_full(&policy, width),
    };
    ctx.console.say_long(&text)
}
