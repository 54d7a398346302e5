//! The arguments of `iro raise`.

use super::listed::fill;
use crate::cli::change::Change;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, date_ahead, name, pairs, word, yes_or_no};
use crate::domain::codes::legal_status;
use crate::domain::event::Raised;
use crate::domain::policy::{CaseType, ImpactLevel, Policy, RoleId};

#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    next_line_help = true,
    after_help = "Examples:\n  iro raise\n  iro raise --child C-7 --concern \"No visit for eight weeks\"\n  iro raise --policy mosaic --child C-7 --concern @concern.txt --stage stage-1"
)]
pub struct Args {
    /// The council's case reference for the child (not the child's name)
    #[arg(long, value_name = "REF")]
    pub(super) child: Option<String>,
    /// What is wrong; `-` reads standard input, `@FILE` a file
    #[arg(long, value_name = "TEXT")]
    pub(super) concern: Option<String>,
    /// The protocol [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    pub(super) policy: Option<String>,
    /// What kind of concern it is; may be given several times
    #[arg(long, value_name = "C")]
    pub(super) category: Vec<String>,
    /// The stage to start at [default: the first, or what the protocol derives]
    #[arg(long)]
    pub(super) stage: Option<String>,
    /// Whom it goes to, of those whom the stage may ask
    #[arg(long, value_name = "ROLE")]
    pub(super) ask: Option<String>,
    /// The effect on the child
    #[arg(long, value_name = "TEXT")]
    pub(super) impact: Option<String>,
    /// The resolution asked for
    #[arg(long, value_name = "TEXT")]
    pub(super) seeking: Option<String>,
    /// When you became aware
    #[arg(long, value_name = "WHEN")]
    pub(super) aware_on: Option<String>,
    /// When the matter arose
    #[arg(long, value_name = "WHEN")]
    pub(super) arose_on: Option<String>,
    /// Whether it is serious enough for immediate action
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    pub(super) immediate: Option<bool>,
    /// In which role you raise it
    #[arg(long, value_name = "ROLE")]
    pub(super) by_role: Option<String>,
    /// What kind of case it is
    #[arg(long, value_parser = word::<CaseType>, value_name = "looked-after|child-protection|child-in-need|care-leaver|child|fostering-household|adult|theme")]
    pub(super) case_type: Option<CaseType>,
    /// The child's IRO [default: whoever raises it]
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(super) iro: Option<String>,
    /// Who holds a role in this case
    #[arg(long, value_name = "ROLE=NAME")]
    pub(super) assign: Vec<String>,
    /// A brother or sister whom it concerns too; each gets a linked record
    #[arg(long, value_name = "REF", value_parser = name)]
    pub(super) sibling: Vec<String>,
    /// The team
    #[arg(long, value_name = "T", value_parser = name)]
    pub(super) team: Option<String>,
    /// The reference of the fostering household that it is about
    #[arg(long, value_name = "REF", value_parser = name)]
    pub(super) household: Option<String>,
    /// Another department or agency whose practice it is about
    #[arg(long, value_name = "NAME")]
    pub(super) subject: Option<String>,
    /// The role whose decision is in dispute
    #[arg(long, value_name = "ROLE")]
    pub(super) decided_by: Option<String>,
    /// How serious the impact on the child is
    #[arg(long, value_parser = word::<ImpactLevel>, value_name = "some|significant|severe")]
    pub(super) impact_level: Option<ImpactLevel>,
    /// The child's legal status: a code of the national return such as C1 (`iro codes` lists them), or in words
    #[arg(long, value_name = "S")]
    pub(super) legal_status: Option<String>,
    /// The date agreed for the answer, where the protocol leaves it to be agreed
    #[arg(long, value_name = "DATE")]
    pub(super) respond_by: Option<String>,
    /// When the child needs it settled
    #[arg(long, value_name = "DATE")]
    pub(super) needed_by: Option<String>,
    /// The review it came from or leads up to, with a time of day where hours are counted
    #[arg(long, value_name = "WHEN")]
    pub(super) review_date: Option<String>,
    /// The next review, which it leads up to, if `--review-date` is the one it came from
    #[arg(long, value_name = "WHEN")]
    pub(super) next_review: Option<String>,
    /// Why it starts above the first stage
    #[arg(long, value_name = "T")]
    pub(super) reason: Option<String>,
    #[command(flatten)]
    pub(super) fields: Fields,
    #[command(flatten)]
    pub(super) change: Change,
}

/// The facts that the arguments give, as they are recorded.
///
/// # Errors
/// A text or date can't be read, or the concern is missing.
pub(super) fn facts(args: &Args, policy: &Policy, ctx: &Context) -> Result<Raised, Failure> {
    // The raiser is usually the child's IRO, unless IROs answer under this policy or it has no such role.
    let answers = policy.stages.iter().any(|stage| stage.responders.roles().contains(&RoleId::IRO));
    let known = policy.roles.iter().any(|role| role.id == RoleId::IRO);
    let usual = (known && !answers).then(|| ctx.user.name.clone());
    let moment = |given: &Option<String>| given.as_deref().map(|when| ctx.moment(when)).transpose();
    let mut facts = Raised {
        child: None,
        stage: args.stage.clone().unwrap_or_default().into(),
        by_role: args.by_role.clone().unwrap_or_default().into(),
        case_type: args.case_type,
        legal_status: args.legal_status.as_deref().map(legal_status),
        iro: args.iro.clone().or(usual),
        team: args.team.clone(),
        categories: args.category.iter().map(|id| id.as_str().into()).collect(),
        concern: ctx.required("--concern", args.concern.as_ref())?,
        impact: ctx.optional(args.impact.as_ref())?,
        impact_level: args.impact_level,
        seeking: ctx.optional(args.seeking.as_ref())?,
        aware_on: moment(&args.aware_on)?,
        arose_on: moment(&args.arose_on)?,
        immediate: args.immediate,
        household: args.household.clone(),
        subject: args.subject.clone().filter(|subject| !subject.trim().is_empty()),
        decided_by: args.decided_by.clone().map(Into::into),
        respond_by: date_ahead(args.respond_by.as_ref(), ctx.now())?,
        asked: args.ask.clone().map(Into::into),
        needed_by: date_ahead(args.needed_by.as_ref(), ctx.now())?,
        review_date: moment(&args.review_date)?,
        next_review: moment(&args.next_review)?,
        reason: ctx.optional(args.reason.as_ref())?,
        siblings: Vec::new(),
        repeat_of: Vec::new(),
        assigned: pairs("assign", &args.assign)?,
        fields: args.fields.read(policy)?,
        ladder: None,
        policy_digest: Some(ctx.policies.digest(&policy.id, &policy.version)?),
    };
    // The list may have different facts for siblings, so it isn't used if there are any.
    let listed = args.child.as_ref().filter(|_| args.sibling.is_empty());
    if let Some(child) = listed.map(|child| ctx.children().map(|all| all.find(child))).transpose()?.flatten() {
        fill(&mut facts, child);
    }
    facts.team = facts.team.or(ctx.settings()?.team.clone());
    Ok(facts)
}
