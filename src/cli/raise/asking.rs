//! What a person is asked when a dispute is raised: the protocol, the child, the concern, and the texts it wants.

use super::super::change::Fill;
use super::super::context::Context;
use super::super::error::Failure;
use super::super::{print, prompts};
use super::Args;
use crate::domain::policy::{Category, Enforce, Policy, Verb, When};

/// Asks a person for what every dispute needs.
pub fn complete(args: &mut Args, ctx: &mut Context) -> Result<(), Failure> {
    if args.policy.is_none() && ctx.config.policy.is_none() && ctx.console.has_person() {
        let listed = ctx.policies.list()?.policies;
        let titles: Vec<String> = listed.iter().map(|one| format!("{}  {}", one.id, one.title)).collect();
        let chosen =
            ctx.console.person().map(|person| person.choose("Under which protocol?", &titles, 0)).transpose()?;
        args.policy = chosen.map(|index| listed[index].id.clone());
    }
    let policy = ctx.policy(args.policy.as_deref())?;
    ctx.all_given(&[("--child REF", args.child.is_some()), ("--concern TEXT", args.concern.is_some())])?;
    let new = args.child.is_none() || args.concern.is_none();
    if new && ctx.console.has_person() {
        print::guidance(ctx, &policy, Verb::Raise);
    }
    args.child = Some(ctx.ask_line("--child", args.child.take(), "The child's case reference (no name)", None)?);
    args.concern = Some(ctx.ask_text("--concern", args.concern.take(), "What is wrong")?);
    if new && args.category.is_empty() && !policy.categories.is_empty() {
        let width = ctx.console.width;
        let options: Vec<String> = policy.categories.iter().map(|category| offered(category, width)).collect();
        let picked =
            ctx.console.person().map(|person| person.pick("What kind of concern is it?", &options)).transpose()?;
        args.category =
            picked.unwrap_or_default().into_iter().map(|index| policy.categories[index].id.clone()).collect();
    }
    if new && ctx.console.has_person() {
        ask_the_rest(args, &policy, ctx)?;
    }
    Ok(())
}

/// A category with its first example, on one line: a list of choices can't be redrawn over lines that wrap.
fn offered(category: &Category, width: usize) -> String {
    const MARGIN: usize = 6;
    let example = category.examples.first().map(|example| format!(" ({})", example.to_lowercase())).unwrap_or_default();
    let whole = format!("{}{example}", category.text);
    let room = width.saturating_sub(MARGIN);
    match whole.chars().nth(room) {
        Some(_) => format!("{}…", whole.chars().take(room - 1).collect::<String>().trim_end()),
        None => whole,
    }
}

/// Asks for the texts that the policy wants; what is left empty is asked for again only if it is required.
fn ask_the_rest(args: &mut Args, policy: &Policy, ctx: &mut Context) -> Result<(), Failure> {
    for ask in policy.asks.iter().filter(|ask| ask.when == When::default()) {
        let raising = ask.before.iter().any(|step| step.verb == Verb::Raise && step.stage.is_none());
        if !raising || args.has(&ask.ask) {
            continue;
        }
        let field = policy.fields.iter().find(|field| field.id == ask.ask);
        let flag = match field {
            Some(field) if field.several => format!("field {}=", ask.ask),
            Some(field) => format!("field {}={}", ask.ask, field.values.join("|")),
            None => ask.ask.clone(),
        };
        let words = field.map(|field| field.text.as_str());
        let now = ctx.now;
        let Some(person) = ctx.console.person() else { break };
        let answer = match ask.enforce {
            Enforce::Refuse => Some(prompts::answer(person, &flag, words, now)?),
            Enforce::Warn | Enforce::Remind => prompts::optional(person, &flag, words, now)?,
        };
        if let Some(answer) = answer {
            args.fill(prompts::name_of(&flag), answer);
        }
    }
    Ok(())
}

impl Args {
    /// Whether a text that a policy may ask for is there.
    fn has(&self, ask: &str) -> bool {
        match ask {
            "impact" => self.impact.is_some(),
            "seeking" => self.seeking.is_some(),
            "immediate" => self.immediate.is_some(),
            "aware-on" => self.aware_on.is_some(),
            "impact-level" => self.impact_level.is_some(),
            "category" => true,
            field => self.fields.has(field),
        }
    }
}
