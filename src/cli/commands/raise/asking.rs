//! What a person is asked when raising a dispute: the policy, the child, the concern, and the texts that the policy
//! wants.

use super::args::{Args, facts};
use crate::cli::config::Config;
use crate::cli::context::Context;
use crate::cli::context::user::ASKED as USER;
use crate::cli::error::Failure;
use crate::cli::names;
use crate::cli::print::advice;
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::event::Raised;
use crate::domain::policy::{Asked, CaseType, Category, Enforce, Fact, Policy, Verb};
use crate::domain::steps::{as_usual, derive_stage, still_asked};
use crate::render::words;

/// Answers that could be kept as settings, because no setting gave them.
#[derive(Default)]
pub struct Told {
    policy: Option<String>,
    user: Option<String>,
}

/// Asks a person for whatever every dispute needs and that wasn't given.
pub fn complete(args: &mut Args, ctx: &mut Context) -> Result<Told, Failure> {
    if args.policy.is_none() && ctx.settings()?.policy.is_none() {
        args.policy = names::ask_policy(ctx)?;
    }
    let policy = ctx.policy_on(args.change.happened(ctx)?.date(), args.policy.as_deref())?;
    let childless = policy.may_lack_child(args.case_type);
    let child = args.child.is_some() || childless;
    // Whoever has given the child and the concern on the command line is asked only for what the policy insists on.
    let asked = ["--policy", "--user", "--child", "--concern"].iter().any(|flag| ctx.answers.of(flag).is_some());
    let new = !child || args.concern.is_none() || asked || ctx.console.asks_for_all;
    ctx.all_given(&[("--child REF", child), ("--concern TEXT", args.concern.is_some())])?;
    if !new || !ctx.console.has_person() {
        return Ok(Told::default());
    }
    // Later answers may still change where it starts; this is the stage by what is known so far.
    let named = args.stage.as_deref().and_then(|stage| policy.stage(&policy.resolve_stage(stage)));
    let said = Raised {
        categories: args.category.iter().map(|id| id.as_str().into()).collect(),
        immediate: args.immediate,
        ..Raised::default()
    };
    let starts = named.or_else(|| derive_stage(&policy, &said, false));
    advice::show(ctx, &policy, Verb::Raise, starts.map(|stage| &stage.id), true);
    if ctx.user.guessed {
        let login = ctx.user.known_name();
        ctx.user.name = ctx.ask_line("--user", None, USER, login.as_deref())?;
    }
    whom(args, &policy, ctx)?;
    ctx.ask_text("--concern", args.concern.clone(), Fact::Concern.question())?;
    if args.category.is_empty() && !policy.categories.is_empty() {
        let choices = policy.categories.iter().map(|one| Choice::new(one.id.as_str(), &offered(one)));
        // Most disputes have one category; more can be added at the end.
        let kind = Kind::Choice(choices.collect());
        ctx.ask_once(&Question::new("--category", Fact::Category.question(), kind).optional())?;
    }
    *args = ctx.answers.read()?;
    ask_the_rest(args, &policy, ctx)?;
    *args = ctx.answers.read()?;
    ctx.offer("--concern", what_else(args, &policy, &facts(args, &policy, ctx)?))?;
    *args = ctx.answers.read()?;
    let told = |name: &str| ctx.answers.of(name).map(str::to_string);
    Ok(Told { policy: told("--policy"), user: told("--user") })
}

/// Asks whom it is about: the household first, if the policy is only for households and no child is named.
fn whom(args: &Args, policy: &Policy, ctx: &mut Context) -> Result<(), Failure> {
    let named = args.child.as_ref().is_some_and(|child| !child.trim().is_empty());
    if !named && !policy.may_lack_child(args.case_type) {
        return ctx
            .ask_line("--child", None, "What is the case reference for the child? (not the child's name)", None)
            .map(drop);
    }
    let households = || {
        let case = args.case_type.is_none_or(|case| case == CaseType::FosteringHousehold);
        case && args.household.is_none() && policy.covers.contains(&CaseType::FosteringHousehold)
    };
    let household = Question::for_asked(&Asked::Fact(Fact::Household), policy);
    let only = policy.covers.iter().all(|case| *case == CaseType::FosteringHousehold);
    let child = "What is the case reference for the child? (not the child's name; leave it empty if it is about no child in particular)";
    let child = Question::new("--child", child, Kind::Line(None)).optional();
    if only && households() {
        ctx.ask_once(&household.optional())?;
        return if named { Ok(()) } else { ctx.ask_once(&child).map(drop) };
    }
    if !named {
        ctx.ask_once(&child)?;
    }
    let child = named || ctx.answers.of("--child").is_some_and(|child| !child.trim().is_empty());
    if !child && households() { ctx.ask_once(&household.optional()).map(drop) } else { Ok(()) }
}

impl Told {
    /// Offers to keep these answers as settings, after the dispute was written.
    ///
    /// # Errors
    /// The settings can't be written.
    pub fn keep(self, ctx: &mut Context) -> Result<(), Failure> {
        let names: Vec<String> =
            [&self.policy, &self.user].into_iter().flatten().map(|one| format!("`{one}`")).collect();
        let question = format!("Keep {} for next time?", words::list(&names, "and"));
        let Some(person) = ctx.console.person().filter(|_| !names.is_empty()) else { return Ok(()) };
        // The dispute is recorded: whoever stops here only wants nothing kept.
        if person.agrees(&question, true).unwrap_or(false) {
            ctx.change_own_settings(|before| Config {
                policy: self.policy.clone().or(before.policy),
                user: self.user.clone().or(before.user),
                ..before
            })?;
            ctx.console.note("`iro config` shows what is kept, `iro init` changes it");
        }
        Ok(())
    }
}

/// The optional facts, each with whether it was given: those that the policy asks for, and rare ones.
fn what_else(args: &Args, policy: &Policy, said: &Raised) -> Vec<(Question, bool)> {
    let facts = [
        (Fact::Category, !args.category.is_empty()),
        (Fact::Stage, args.stage.is_some()),
        (Fact::Team, args.team.is_some()),
        (Fact::Subject, args.subject.is_some()),
        (Fact::DecidedBy, args.decided_by.is_some()),
        (Fact::AroseOn, args.arose_on.is_some()),
        (Fact::NeededBy, args.needed_by.is_some()),
        (Fact::RespondBy, args.respond_by.is_some()),
        (Fact::LegalStatus, args.legal_status.is_some()),
    ];
    let siblings = "Which brothers or sisters too? (case references, with commas between)";
    let siblings = Question::new("--sibling", siblings, Kind::Names);
    let named = |asked: &Asked| facts.iter().any(|(fact, _)| *asked == Asked::Fact(*fact));
    let passed_over = still_asked(policy, said).map(|ask| ask.ask.clone()).filter(|asked| !named(asked));
    let passed_over: Vec<(Asked, bool)> = passed_over.map(|asked| (asked, false)).collect();
    let may_be = |fact: Fact| fact != Fact::Category || !policy.categories.is_empty();
    let facts = facts.iter().filter(|(fact, _)| may_be(*fact)).map(|(fact, given)| (Asked::Fact(*fact), *given));
    let asked = passed_over.into_iter().chain(facts);
    let asked = asked.map(|(asked, given)| (Question::for_asked(&asked, policy), given));
    std::iter::once((siblings, !args.sibling.is_empty())).chain(asked).collect()
}

/// A category with its first example.
fn offered(category: &Category) -> String {
    let example = category.examples.first().map(|example| format!(" ({})", example.to_lowercase())).unwrap_or_default();
    format!("{}{example}", category.text)
}

/// Asks for what the policy wants with every dispute. What is skipped is asked for again only if it is required.
fn ask_the_rest(args: &Args, policy: &Policy, ctx: &mut Context) -> Result<(), Failure> {
    let facts = facts(args, policy, ctx)?;
    for ask in still_asked(policy, &facts).filter(|ask| ask.ask != Asked::Fact(Fact::Category)) {
        let question = Question::for_asked(&ask.ask, policy);
        ctx.ask_once(&if ask.enforce == Enforce::Refuse { question } else { question.optional() })?;
    }
    let usual = as_usual(policy, facts.clone(), args.child.is_some());
    // Whom it is about decides the type of case.
    let case_type = facts.case_type.or(usual.case_type.filter(|_| args.child.is_none()));
    let facts = Raised { case_type, ..facts };
    for asked in policy.questions_deciding_start(&facts, &usual) {
        ctx.ask_once(&Question::for_asked(&asked, policy).optional())?;
    }
    Ok(())
}
