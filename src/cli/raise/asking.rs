//! What a person is asked when a dispute is raised: the protocol, the child, the concern, and the texts it wants.

use super::super::config::Config;
use super::super::context::Context;
use super::super::error::Failure;
use super::super::person::anything;
use super::super::print;
use super::super::question::Question;
use super::args::{Args, facts};
use crate::domain::policy::{Asked, Category, ChildNeed, Enforce, Fact, Policy, Verb};
use crate::domain::steps::still_asked;
use crate::render::words;
use crate::store::Which;

/// What was asked for because no setting says it, and may be kept as one.
#[derive(Default)]
pub struct Told {
    policy: Option<String>,
    user: Option<String>,
}

/// Asks a person for what every dispute needs.
pub fn complete(args: &mut Args, ctx: &mut Context) -> Result<Told, Failure> {
    let mut told = Told::default();
    if args.policy.is_none() && ctx.data.config.policy.is_none() {
        told.policy = ask_policy(ctx)?;
        args.policy = told.policy.clone();
    }
    let policy = ctx.policy(args.policy.as_deref())?;
    let childless = policy.child == ChildNeed::Optional;
    let child = args.child.is_some() || childless;
    let new = !child || args.concern.is_none();
    ctx.all_given(&[("--child REF", child), ("--concern TEXT", args.concern.is_some())])?;
    if new && ctx.console.has_person() {
        print::guidance(ctx, &policy, Verb::Raise, true);
    }
    if new && ctx.user.guessed && ctx.console.has_person() {
        let login = ctx.user.known_name();
        ctx.user.name =
            ctx.ask_line("--user", None, "What is your name, as the record is to have it?", login.as_deref())?;
        told.user = Some(ctx.user.name.clone());
    }
    args.child = match (policy.child, args.child.take()) {
        (ChildNeed::Required, given) => {
            Some(ctx.ask_line("--child", given, "What is the child's case reference? (no name)", None)?)
        }
        (ChildNeed::Optional, None) if new && ctx.console.has_person() => ask_for_a_child(ctx)?,
        (ChildNeed::Optional, given) => given,
    };
    ctx.ask_text("--concern", args.concern.clone(), Fact::Concern.question())?;
    if new && args.category.is_empty() && !policy.categories.is_empty() {
        let width = ctx.console.width;
        let options: Vec<String> = policy.categories.iter().map(|category| offered(category, width)).collect();
        let picked = ctx.console.person().map(|person| person.pick(Fact::Category.question(), &options)).transpose()?;
        args.category =
            picked.unwrap_or_default().into_iter().map(|index| policy.categories[index].id.clone()).collect();
        args.category.iter().for_each(|category| ctx.answers.keep("--category", category.clone()));
    }
    if new && ctx.console.has_person() {
        *args = ctx.answers.read()?;
        ask_the_rest(args, &policy, ctx)?;
        *args = ctx.answers.read()?;
    }
    Ok(told)
}

/// Asks under which protocol, the one of the latest record first in mind; where there is only one, it is that.
fn ask_policy(ctx: &mut Context) -> Result<Option<String>, Failure> {
    let listed = ctx.policies.list()?.policies;
    let latest = ctx.store.ids(Which::All)?.into_iter().max().and_then(|id| ctx.store.load(id).ok());
    let usual = latest.and_then(|one| listed.iter().position(|policy| policy.id == one.record.header.policy));
    let titles: Vec<String> = listed.iter().map(|one| format!("{}  {}", one.id, one.title)).collect();
    let Some(person) = ctx.console.person() else { return Ok(None) };
    let chosen = match titles.len() {
        0 | 1 => 0,
        _ => person.choose("Under which protocol?", &titles, usual.unwrap_or(0))?,
    };
    let policy = listed.get(chosen).map(|policy| policy.id.clone());
    policy.iter().for_each(|policy| ctx.answers.keep("--policy", policy.clone()));
    Ok(policy)
}

impl Told {
    /// Offers to keep as settings what was told, once the dispute is written.
    ///
    /// # Errors
    /// The settings can't be written.
    pub fn keep(self, ctx: &mut Context) -> Result<(), Failure> {
        let names: Vec<String> =
            [&self.policy, &self.user].into_iter().flatten().map(|one| format!("`{one}`")).collect();
        let question = format!("Keep {} for next time?", words::list(&names, "and"));
        let Some(person) = ctx.console.person().filter(|_| !names.is_empty()) else { return Ok(()) };
        if person.agrees(&question, true)? {
            let before = ctx.data.config.clone();
            let config = Config { policy: self.policy.or(before.policy), user: self.user.or(before.user), ..before };
            config.save(&ctx.data.dir)?;
            ctx.console.note("`iro config` shows what is kept, `iro init` changes it");
        }
        Ok(())
    }
}

/// The child, where it is about one.
fn ask_for_a_child(ctx: &mut Context) -> Result<Option<String>, Failure> {
    let question = "What is the child's case reference? (no name; leave it empty if it is about no one child)";
    let child = ctx.console.person().map(|person| person.line(question, None, &anything)).transpose()?.flatten();
    child.iter().for_each(|child| ctx.answers.keep("--child", child.clone()));
    Ok(child)
}

/// A category with its first example.
fn offered(category: &Category, width: usize) -> String {
    let example = category.examples.first().map(|example| format!(" ({})", example.to_lowercase())).unwrap_or_default();
    words::choice(&format!("{}{example}", category.text), width)
}

/// Asks for what the policy wants with every dispute; what is left empty is asked for again only if it is required.
fn ask_the_rest(args: &Args, policy: &Policy, ctx: &mut Context) -> Result<(), Failure> {
    let facts = facts(args, policy, ctx)?;
    for ask in still_asked(policy, &facts).filter(|ask| ask.ask != Asked::Fact(Fact::Category)) {
        let question = Question::for_asked(&ask.ask, policy);
        ctx.ask(&if ask.enforce == Enforce::Refuse { question } else { question.optional() })?;
    }
    Ok(())
}
