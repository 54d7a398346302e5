//! `iro escalate`: the next stage, the next person of a chain, or a later stage.

use super::change::{Change, apply_advised};
use super::context::Context;
use super::error::Failure;
use super::options::{Fields, date_ahead, word};
use crate::domain::dispute::Status;
use crate::domain::event::Because;
use crate::domain::policy::Verb;
use crate::domain::steps::Escalate;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro escalate 42 --because no-response\n  iro escalate 42 --because urgent --to stage-3 --reason \"She moves on Friday\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// Why it is escalated
    #[arg(long, value_parser = word::<Because>, value_name = "no-response|unsatisfactory|actions-not-done|urgent|repeat|other")]
    because: Option<Because>,
    /// What there is to say about it
    #[arg(long)]
    reason: Option<String>,
    /// A stage further up than the next, or somebody further along the present stage's chain
    #[arg(long, value_name = "STAGE|ROLE")]
    to: Option<String>,
    /// The date agreed, where the policy leaves the limit to be agreed
    #[arg(long, value_name = "DATE")]
    respond_by: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    let to = args.to.clone();
    let change = std::mem::take(&mut args.change);
    apply_advised(ctx, &id, (Verb::Escalate, to.as_deref()), &mut args, change, |ask, found, args, step| {
        let because = match args.because {
            Some(because) => because,
            None => {
                // What is recorded says which it mostly is.
                let usual = match found.dispute.status() {
                    Status::AwaitingReview => Because::Unsatisfactory,
                    Status::Agreed => Because::ActionsNotDone,
                    Status::AwaitingResponse | Status::Resolved | Status::Withdrawn | Status::Complaint => {
                        Because::NoResponse
                    }
                };
                let mut grounds = Because::ALL;
                grounds.sort_by_key(|(because, ..)| *because != usual);
                let offered = grounds.map(|(_, word, meaning)| (word, meaning));
                word(&ask.choose_for("--because", "Why is it escalated?", &offered)).map_err(Failure::usage)?
            }
        };
        let escalate = Escalate {
            because,
            reason: ask.optional(args.reason.as_ref())?,
            to: args.to.clone(),
            respond_by: date_ahead(args.respond_by.as_ref(), ask.now())?,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        Ok(found.dispute.escalate(escalate, step)?)
    })
}
