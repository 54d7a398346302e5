//! `iro refer`: referral to Cafcass, and its later steps. It never closes the dispute.

use crate::cli::asking::Asking;
use crate::cli::change::{Change, Found, apply};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, pairs};
use crate::cli::print::advice;
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::dispute::Dispute;
use crate::domain::event::Referred;
use crate::domain::policy::{Ask, Asked, Fact, GroundId, PaperId, Verb};
use crate::domain::worded::{Worded, worded};
use crate::render::words;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro refer 42 --ground best-interest --reason \"Moves Friday\" --phoned today\n  iro refer 42 --written today --sent iro-report"
)]
pub struct Args {
    /// The dispute
    id: String,
    /// The ground, one of the protocol's; only the first time
    #[arg(long, value_name = "G")]
    ground: Option<String>,
    /// Why it is right for the child
    #[arg(long, value_name = "T")]
    reason: Option<String>,
    /// Why the remaining stages are left out, if they are
    #[arg(long, value_name = "REASON")]
    curtail: Option<String>,
    /// What a referral would do to the child
    #[arg(long, value_name = "T")]
    impact_on_child: Option<String>,
    /// When it was phoned
    #[arg(long, value_name = "WHEN")]
    phoned: Option<String>,
    /// When it was made, or confirmed, in writing
    #[arg(long, value_name = "WHEN")]
    written: Option<String>,
    /// A paper of the pack that was sent
    #[arg(long, value_name = "ITEM")]
    sent: Vec<String>,
    /// A paper that does not apply, and why
    #[arg(long, value_name = "ITEM=REASON")]
    not_applicable: Vec<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

impl Args {
    /// Whether the arguments say nothing about a referral.
    fn say_nothing(&self) -> bool {
        let texts = [&self.ground, &self.reason, &self.curtail, &self.impact_on_child, &self.phoned, &self.written];
        let lists = [&self.sent, &self.not_applicable];
        texts.iter().all(|text| text.is_none()) && lists.iter().all(|list| list.is_empty()) && self.fields.are_none()
    }
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    let dispute = ctx.open(&id)?;
    if dispute.referral.is_none() {
        let asking = args.ground.is_none() || args.reason.is_none();
        advice::show(ctx, &dispute.policy, Verb::Refer, Some(&dispute.stage().id), asking);
    }
    let change = std::mem::take(&mut args.change);
    apply(ctx, &id, &mut args, change, |ask, found, args, step| {
        let is_first = found.dispute.referral.is_none();
        let later = is_later_step_asked_for(found, args, ask);
        if !is_first && args.say_nothing() && !later {
            let message = format!("`{}` is referred already, and no further step is given", found.dispute.header.id);
            let hint = "say which with `--phoned`, `--written`, `--sent` or `--not-applicable`";
            return Err(Failure::usage(message).hinted(hint));
        }
        let open = step.overrides.every.is_none() || ask.answers.of(GROUND).is_some();
        let ground = match &args.ground {
            None if is_first && open => which_ground(found.dispute, ask),
            ground => ground.clone(),
        };
        let asks =
            |one: &Ask| one.ask == Asked::Fact(Fact::Reason) && one.before.iter().any(|step| step.verb == Verb::Refer);
        let reason = match found.dispute.policy.asks.iter().any(asks) {
            false if is_first => {
                Some(ask.answer_for("--reason", args.reason.as_ref(), "Why is it right for the child?")?)
            }
            _ => ask.optional(args.reason.as_ref())?,
        };
        let (phoned, written, sent) = match later {
            true => later_step(found.dispute, ask),
            false => how_made(found.dispute, args, ask),
        };
        let refer = Referred {
            ground: ground.map(GroundId::from),
            reason,
            curtail: ask.optional(args.curtail.as_ref())?,
            impact_on_child: ask.optional(args.impact_on_child.as_ref())?,
            phoned: phoned.as_deref().map(|when| ask.moment(when)).transpose()?,
            written: written.as_deref().map(|when| ask.moment(when)).transpose()?,
            sent: sent.into_iter().map(PaperId::from).collect(),
            not_applicable: pairs("not-applicable", &args.not_applicable)?,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        Ok(found.dispute.refer(refer, step)?)
    })
}

/// When it was phoned, when it was put in writing, and which papers were sent.
type Made = (Option<String>, Option<String>, Vec<String>);

/// How a referral was made: as given or, if other things are asked for too, as answered.
fn how_made(dispute: &Dispute, args: &Args, ask: &mut Asking<'_>) -> Made {
    const HOW: &str = "how it was made";
    let said = args.phoned.is_some() || args.written.is_some() || !args.sent.is_empty();
    let answered = ask.answers.of(HOW).is_some();
    if dispute.referral.is_some() || (said && !answered) || !(ask.was_asked(GROUND) || ask.was_asked("--reason")) {
        return (args.phoned.clone(), args.written.clone(), args.sent.clone());
    }
    let ways = [
        (Way::Phoned, "It was phoned; it is still to be confirmed in writing"),
        (Way::Written, "In writing"),
        (Way::Both, "It was phoned, and has since been confirmed in writing"),
        (Way::Neither, "It is decided, and not made yet"),
    ];
    let ways = ways.map(|(way, text)| (way.word(), text));
    let (by_phone, in_writing) = match Way::named(&ask.choose_inner(HOW, "How was it made?", &ways)) {
        Some(Way::Phoned) => (true, false),
        Some(Way::Written) => (false, true),
        Some(Way::Both) => (true, true),
        Some(Way::Neither) | None => (false, false),
    };
    let phoned = by_phone.then(|| ask.date_for("--phoned", &format!("When was {} phoned?", dispute.referred_to())));
    let written = in_writing.then(|| ask.date_for("--written", "When was it sent in writing?"));
    let pack = dispute.policy.referral.iter().flat_map(|rule| &rule.pack);
    let pack: Vec<Choice> = pack.map(|item| Choice::new(item.id.as_str(), &item.text)).collect();
    let sent = match written.is_some() && !pack.is_empty() {
        true => ask.several_for("--sent", "Which of its papers were sent?", pack),
        false => Vec::new(),
    };
    (phoned, written, sent)
}

worded! {
    /// How a referral was made.
    enum Way {
        Phoned = "phoned",
        Written = "written",
        Both = "both",
        Neither = "neither",
    }

    /// What happened since it was made.
    enum Since {
        Written = "written",
        Phoned = "phoned",
        Sent = "sent",
    }
}

const LATER: &str = "what came later";

/// Whether to ask which later step of a referral this is, because the arguments don't say.
fn is_later_step_asked_for(found: &Found<'_>, args: &Args, ask: &Asking<'_>) -> bool {
    let referred = found.dispute.referral.is_some() && ask.console.has_person();
    let begun = [LATER, "--phoned", "--written", "--sent"].iter().any(|name| ask.answers.of(name).is_some());
    referred && (args.say_nothing() || begun)
}

/// A later step of a referral: the letter, the call, the papers.
fn later_step(dispute: &Dispute, ask: &mut Asking<'_>) -> Made {
    let Some(referral) = &dispute.referral else { return Made::default() };
    let missing: Vec<Choice> = referral.missing().map(|item| Choice::new(item.item.as_str(), &item.text)).collect();
    let (in_writing, phoned) = (referral.written.is_some(), referral.phoned.is_some());
    let ways = [
        (Since::Written, "It was sent in writing", !in_writing),
        (Since::Phoned, "It was phoned", !phoned && !in_writing),
        (Since::Sent, "Papers were sent", !missing.is_empty() && in_writing),
    ];
    let ways: Vec<(&str, &str)> =
        ways.into_iter().filter(|one| one.2).map(|(since, text, _)| (since.word(), text)).collect();
    if ways.is_empty() {
        return Made::default();
    }
    let since = Since::named(&ask.choose_inner(LATER, "What has happened since?", &ways));
    let phoned = (since == Some(Since::Phoned))
        .then(|| ask.date_for("--phoned", &format!("When was {} phoned?", dispute.referred_to())));
    let written = (since == Some(Since::Written)).then(|| ask.date_for("--written", "When was it sent in writing?"));
    let papers = since != Some(Since::Phoned) && !missing.is_empty();
    let sent = if papers { ask.several_for("--sent", "Which of its papers were sent?", missing) } else { Vec::new() };
    (phoned, written, sent)
}

const GROUND: &str = "--ground";

/// One of the protocol's grounds. `None` if it lists none, or none applies: the reason is then enough.
fn which_ground(dispute: &Dispute, ask: &mut Asking<'_>) -> Option<String> {
    const NONE: &str = "";
    let grounds: Vec<&GroundId> = dispute.grounds().collect();
    if grounds.is_empty() {
        return None;
    }
    let each = grounds.iter().map(|id| Choice::new(id.as_str(), dispute.policy.ground_text(id)));
    let offered = each.chain([Choice::new(NONE, "none of these")]).collect();
    let ways: Vec<String> = grounds.iter().map(|ground| format!("`--ground {ground}`")).collect();
    let fits = if grounds.len() == 1 { "that doesn't fit" } else { "none of them fits" };
    let hint = format!("add {}; where {fits}, `--override REASON` continues without", words::list(&ways, "or"));
    let chosen = ask.choose(Question::new(GROUND, Fact::Ground.question(), Kind::Choice(offered)).hinted(hint));
    Some(chosen).filter(|chosen| chosen != NONE)
}
