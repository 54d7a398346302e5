//! `iro policy try`: rehearses a protocol, without a store.

use super::named;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, word, yes_or_no};
use crate::cli::print;
use crate::domain::event::Raised;
use crate::domain::limit::Limit;
use crate::domain::policy::{CaseType, ImpactLevel, Policy};
use crate::domain::rehearsal::{Act, ActKind, Assumed, DutyAt, MoreTime, Named, rehearse};
use crate::domain::time::{Moment, parse_when};
use crate::render::rehearsal as timeline;

/// The limit for what is to be agreed, if neither the protocol nor the author gives one.
const USUALLY: &str = "5 working days";

/// Play a protocol through: what is due when, and why, if nobody answers
///
/// Nothing is kept. No answer comes but those of `--respond`; meetings, and duties that fall to a named role, are done on the last
/// day. Each step up is taken on the working day after the date has passed, or after the answer, unless `--escalate` says
/// when; a meeting that is required by a date is held first. So an author sees what a file means before anyone lives under it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy try my-policy.yaml --from 2026-03-02\n  \
iro policy try qa-notification --immediate yes --missed stage-3/meeting\n  \
iro policy try mosaic --extend \"24 hours\" --to stage-3\n  \
iro policy try knowsley --from 2026-03-02 --resolve 2026-03-12\n  \
iro policy try south-west --agreed \"10 working days\" --explain")]
pub struct Args {
    /// The policy, a version of it as `ID@VERSION`, or a file
    #[arg(value_name = "ID|FILE")]
    policy: String,
    /// The day it is raised, with a time where hours are counted [default: now]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Let this deadline pass as well, or leave this duty undone, even if it isn't the responder's: `meeting`, or
    /// `stage-3/meeting`, with `clock=` or `duty=` before it where there are both; may be repeated
    #[arg(long, value_name = "CLOCK|DUTY")]
    missed: Vec<String>,
    /// Go to this stage instead of the next, leaving out what lies between; may be repeated
    #[arg(long, value_name = "STAGE")]
    to: Vec<String>,
    /// More time, agreed on the last day: `24 hours`, `respond=24 hours` or `stage-1/respond=24 hours`; may be repeated
    #[arg(long, value_name = "LIMIT")]
    extend: Vec<String>,
    /// When a step up is taken, the first, the second and so on; may be repeated
    #[arg(long, value_name = "WHEN")]
    escalate: Vec<String>,
    /// A day on which whoever is asked answers, and the raiser is not satisfied unless `--agree` or the end follows; may be
    /// repeated
    #[arg(long, value_name = "WHEN")]
    respond: Vec<String>,
    /// A day on which the raiser accepts the plan; may be repeated
    #[arg(long, value_name = "WHEN")]
    agree: Vec<String>,
    /// A day on which a meeting is held, before the stage that waits for one is left; may be repeated
    #[arg(long, value_name = "WHEN")]
    meeting: Vec<String>,
    /// A day on which the authority decides; may be repeated
    #[arg(long, value_name = "WHEN")]
    decide: Vec<String>,
    /// A day on which a duty is done: `DUTY=DATE`, or `STAGE/DUTY=DATE` for one of a stage that was left; may be repeated
    #[arg(long, value_name = "DUTY=WHEN")]
    done: Vec<String>,
    /// The day it is referred to Cafcass, in writing
    #[arg(long, value_name = "WHEN")]
    refer: Option<String>,
    /// The day it goes to the complaints procedure
    #[arg(long, value_name = "WHEN")]
    complaint: Option<String>,
    /// The day it is withdrawn
    #[arg(long, value_name = "WHEN")]
    withdraw: Option<String>,
    /// The day it is resolved: what is due after the end is shown
    #[arg(long, value_name = "WHEN")]
    resolve: Option<String>,
    /// The time agreed at each stage that leaves it to be agreed
    #[arg(long, value_name = "LIMIT")]
    agreed: Option<String>,
    /// Count out each date day by day
    #[arg(long)]
    explain: bool,
    /// The stage to start at [default: the first, or what the protocol derives]
    #[arg(long)]
    stage: Option<String>,
    /// A kind of concern, where limits or stages depend on it
    #[arg(long, value_name = "C")]
    category: Vec<String>,
    /// Whether it calls for immediate action
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    immediate: Option<bool>,
    /// How serious the impact on the child is
    #[arg(long, value_parser = word::<ImpactLevel>, value_name = "some|significant|severe")]
    impact_level: Option<ImpactLevel>,
    /// What kind of case it is
    #[arg(long, value_parser = word::<CaseType>, value_name = "TYPE")]
    case_type: Option<CaseType>,
    /// The role that raises it [default: the first of the protocol's]
    #[arg(long, value_name = "ROLE")]
    by_role: Option<String>,
    /// The role whose decision is in dispute
    #[arg(long, value_name = "ROLE")]
    decided_by: Option<String>,
    /// Another department or agency whose practice it is about
    #[arg(long, value_name = "NAME")]
    subject: Option<String>,
    /// When the raiser became aware [default: the day it is raised]
    #[arg(long, value_name = "WHEN")]
    aware_on: Option<String>,
    /// When the matter arose
    #[arg(long, value_name = "WHEN")]
    arose_on: Option<String>,
    /// The review that clocks may start from
    #[arg(long, value_name = "WHEN")]
    review_date: Option<String>,
    /// The next review, which clocks and lead times may count back from
    #[arg(long, value_name = "WHEN")]
    next_review: Option<String>,
    /// When the child needs it settled
    #[arg(long, value_name = "DATE")]
    needed_by: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let policy = named(&args.policy, ctx)?.policy;
    let assumed = args.assumed(&policy, ctx)?;
    let rehearsal = rehearse(&policy, &assumed, ctx.calendar()?)?;
    if ctx.console.json {
        return print::json(ctx, &rehearsal);
    }
    let text = timeline::in_words(&rehearsal, &policy, args.explain || ctx.console.verbose, ctx.console.width);
    ctx.console.say(&text)
}

impl Args {
    fn assumed(&self, policy: &Policy, ctx: &Context) -> Result<Assumed, Failure> {
        // A rehearsal may start in the future, which an event must not. Other dates are read relative to its start.
        let from = self.from.as_deref().map_or(Ok(ctx.now()), |day| parse_when(day, ctx.now()))?;
        let moment = |given: &Option<String>| given.as_deref().map(|when| parse_when(when, from)).transpose();
        let given = [
            (ActKind::Answer, &self.respond[..]),
            (ActKind::Agree, &self.agree[..]),
            (ActKind::Meet, &self.meeting[..]),
            (ActKind::Decide, &self.decide[..]),
            (ActKind::Refer, self.refer.as_slice()),
            (ActKind::Complain, self.complaint.as_slice()),
            (ActKind::Withdraw, self.withdraw.as_slice()),
            (ActKind::Resolve, self.resolve.as_slice()),
        ];
        let act = |what: ActKind, when: &str| Ok(Act { on: parse_when(when, from)?, what });
        let acts = given.into_iter().flat_map(|(what, days)| days.iter().map(move |day| act(what.clone(), day)));
        let done = self.done.iter().map(|typed| match typed.split_once('=') {
            Some((duty, when)) => act(ActKind::Do(DutyAt::typed(duty.trim())), when.trim()),
            None => Err(Failure::usage(format!("`{typed}` doesn't say when it is done"))
                .hinted(format!("write DUTY=DATE, as in `--done {typed}=2026-03-02`"))),
        });
        let acts = acts.chain(done).collect::<Result<Vec<Act>, Failure>>()?;
        Ok(Assumed {
            from,
            facts: Raised {
                stage: self.stage.clone().unwrap_or_default().into(),
                concern: "rehearsal".to_string(),
                categories: self.category.iter().map(|id| id.as_str().into()).collect(),
                immediate: self.immediate,
                impact_level: self.impact_level,
                case_type: self.case_type,
                by_role: self.by_role.clone().unwrap_or_default().into(),
                decided_by: self.decided_by.clone().map(Into::into),
                subject: self.subject.clone(),
                fields: self.fields.read(policy)?,
                aware_on: moment(&self.aware_on)?,
                arose_on: moment(&self.arose_on)?,
                review_date: moment(&self.review_date)?,
                next_review: moment(&self.next_review)?,
                needed_by: moment(&self.needed_by)?.map(|needed: Moment| needed.date()),
                ..Raised::default()
            },
            acts,
            missed: self.missed.iter().map(|typed| Named::typed(typed)).collect(),
            escalated: self.escalate.iter().map(|when| Ok(parse_when(when, from)?)).collect::<Result<_, Failure>>()?,
            to: self.to.iter().map(|stage| stage.as_str().into()).collect(),
            extended: self
                .extend
                .iter()
                .map(|typed| MoreTime::typed(typed, &policy.counting))
                .collect::<Result<_, _>>()?,
            agreed: self.agreed.as_deref().map(Limit::parse).transpose()?,
            agreed_else: Limit::parse(USUALLY)?,
        })
    }
}
