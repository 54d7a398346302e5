//! `iro escalate`: the next stage, the next person of a chain, or a later stage.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, date_ahead, word};
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::dispute::Status;
use crate::domain::event::Because;
use crate::domain::policy::{RoleId, Verb};
use crate::domain::steps::Escalate;
use crate::domain::worded::Worded;

#[derive(Debug, clap::Args)]
#[command(
    next_line_help = true,
    after_help = "Examples:\n  iro escalate 42 --because no-response\n  iro escalate 42 --because urgent --to stage-3 --reason \"She moves on Friday\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// Why it is escalated
    #[arg(long, value_parser = word::<Because>, value_name = "no-response|unsatisfactory|actions-not-done|urgent|repeat|other")]
    because: Option<Because>,
    /// Why, in your own words; needed if a stage is left out, where the protocol asks for it
    #[arg(long)]
    reason: Option<String>,
    /// A stage further up than the next, or somebody further along the present stage's chain
    #[arg(long, value_name = "STAGE|ROLE")]
    to: Option<String>,
    /// Whom it goes to, of those whom the stage may ask; without `--to`, somebody else of the present stage
    #[arg(long, value_name = "ROLE")]
    ask: Option<String>,
    /// The date agreed, where the protocol leaves the limit to be agreed
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
                // The dispute's status suggests the usual reason.
                let usual = match found.dispute.status() {
                    Status::AwaitingReview => Because::Unsatisfactory,
                    Status::Agreed => Because::ActionsNotDone,
                    Status::AwaitingResponse | Status::Resolved | Status::Withdrawn | Status::Complaint => {
                        Because::NoResponse
                    }
                };
                let mut grounds = Because::ALL.to_vec();
                // What an answer says against is not offered; `--because` still says it.
                grounds.retain(|because| usual == Because::NoResponse || *because != Because::NoResponse);
                grounds.sort_by_key(|because| *because != usual);
                let offered: Vec<_> = grounds.into_iter().map(|one| (one.word(), one.meaning())).collect();
                word(&ask.choose_for("--because", "Why is it escalated?", &offered)).map_err(Failure::usage)?
            }
        };
        const WHAT: &str = "What is there to say about it?";
        let reason = match because {
            // `other` alone is no reason, so ask for one.
            Because::Other => ask.text_beside("--because", "--reason", args.reason.as_ref(), WHAT)?,
            Because::NoResponse
            | Because::Unsatisfactory
            | Because::ActionsNotDone
            | Because::Urgent
            | Because::Repeat => ask.optional(args.reason.as_ref())?,
        };
        let next = found.dispute.next_stages();
        let to = match &args.to {
            // From some stages there are several ways on, and none is usual.
            None if next.len() > 1 && found.dispute.next_in_chain().is_none() && ask.console.has_person() => {
                let ways = next.iter().map(|stage| Choice::new(stage.id.as_str(), &stage.title)).collect();
                Some(ask.choose(Question::new("--to", "To which stage?", Kind::Choice(ways))))
            }
            to => to.clone(),
        };
        let whom = match (&args.ask, &to) {
            // At the last stage only somebody else can still be asked.
            (None, None) if found.dispute.is_at_the_top() && ask.console.has_person() => {
                let others = found.dispute.others_to_ask();
                let title = |role: &&RoleId| Choice::new(role.as_str(), found.dispute.policy.role_title(role));
                let question =
                    Question::new("--ask", "Whom else is it put to?", Kind::Choice(others.iter().map(title).collect()));
                (!others.is_empty()).then(|| ask.answer(question, others[0].as_str()))
            }
            (whom, _) => whom.clone(),
        };
        let here = &found.dispute.stage().id;
        let further = found.dispute.policy.stages.iter().skip_while(|stage| stage.id != *here).skip(1);
        let further: Vec<Choice> = further.map(|stage| Choice::new(stage.id.as_str(), &stage.title)).collect();
        let only_one = further.len() < 2;
        ask.offer(
            "--because",
            vec![
                (Question::new("--reason", WHAT, Kind::Text), args.reason.is_some()),
                (Question::new("--to", "To which stage?", Kind::Choice(further)), to.is_some() || only_one),
            ],
        );
        let escalate = Escalate {
            because,
            reason,
            to,
            respond_by: date_ahead(args.respond_by.as_ref(), ask.now())?,
            ask: whom.map(Into::into),
            fields: args.fields.read(&found.dispute.policy)?,
        };
        Ok(found.dispute.escalate(escalate, step)?)
    })
}
