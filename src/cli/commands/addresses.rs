//! `iro addresses`: the e-mail addresses that drafts are written to, by role or name.

use serde_json::json;

use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::question::{Choice, Kind, Question};
use crate::cli::{names, print};
use crate::domain::address::EmailAddress;
use crate::domain::same_name::is_same;
use crate::domain::suggest;
use crate::render::clean;
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro addresses\n  iro addresses add team-manager tm.north@example.org\n  \
iro addresses add \"Sam Example\" sam@example.org\n  iro addresses remove \"Sam Example\"")]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Keep an address for a role or a person, in place of the one there was
    #[command(after_help = "Example:\n  iro addresses add team-manager tm.north@example.org")]
    Add {
        /// A role, or a name
        who: Option<String>,
        /// The e-mail address
        address: Option<String>,
        /// Show what would be kept, and keep nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Remove an address
    #[command(after_help = "Example:\n  iro addresses remove team-manager")]
    Remove {
        /// A role, or a name
        who: Option<String>,
        /// Show what would be removed, and remove nothing
        #[arg(long)]
        dry_run: bool,
    },
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.action {
        None => list(ctx),
        Some(Action::Add { who, address, dry_run }) => add(who, address, dry_run, ctx),
        Some(Action::Remove { who, dry_run }) => remove(who, dry_run, ctx),
    }
}

fn list(ctx: &mut Context) -> Result<(), Failure> {
    let all = config::written(ctx.store.as_ref())?;
    if ctx.console.json {
        let all: Vec<_> = all.iter().map(|(who, address)| json!({"who": who, "address": address})).collect();
        return print::json(ctx, &all);
    }
    if all.is_empty() {
        ctx.console.note("no addresses are kept; `iro addresses add ROLE|NAME ADDRESS` keeps one");
        return Ok(());
    }
    const COLUMNS: [Column; 2] = [text("who"), whole("address")];
    let row = |(who, address): (String, String)| {
        let shown = vec![Cell::in_style(&titled(&who, ctx)?, STRONG), Cell::new(&address)];
        Ok(Row { shown, plain: vec![who, address] })
    };
    let rows = all.into_iter().map(row).collect::<Result<Vec<Row>, Failure>>()?;
    let text = render(&COLUMNS, rows, ctx.console.page());
    ctx.console.say(&text)
}

fn add(who: Option<String>, address: Option<String>, dry_run: bool, ctx: &mut Context) -> Result<(), Failure> {
    ctx.all_given(&[("WHO", who.is_some()), ("ADDRESS", address.is_some())])?;
    let (who, typed) = whom(who, "Whose address is it? Give a role or a name.", ctx)?;
    let question = Question::new("ADDRESS", "What is the e-mail address?", Kind::Line(None));
    let address = ctx.ask_read(&question, address.as_ref(), |_, typed| {
        EmailAddress::parse(typed)
            .map_err(|fault| Failure::usage(fault.to_string()).hinted("write it as `name@example.org`"))
    })?;
    let before = config::written(ctx.store.as_ref())?.into_iter().find(|(known, _)| is_same(known, &who));
    if !dry_run {
        config::keep_address(ctx.store.as_ref(), &who, &address)?;
        ctx.console.recorded("the address");
    }
    let before = before.map(|(_, address)| address).filter(|known| known != address.as_str());
    if ctx.console.json {
        return print::json(
            ctx,
            &json!({"who": who, "address": address.as_str(), "before": before, "dry_run": dry_run}),
        );
    }
    let instead = before.map(|known| format!(", in place of {}", clean::line(&known))).unwrap_or_default();
    let whom = names::party_in_words(&who, &typed, ctx)?;
    say(&format!("Messages to {whom} go to {address}{instead}."), dry_run, ctx)?;
    unknown_role(&who, ctx)
}

fn remove(who: Option<String>, dry_run: bool, ctx: &mut Context) -> Result<(), Failure> {
    let all = config::written(ctx.store.as_ref())?;
    if who.is_none() && all.is_empty() && ctx.console.has_person() {
        return Err(Failure::new(Code::Unknown, "no addresses are kept"));
    }
    let kept = all.keys().map(|known| Choice::plain(known)).collect();
    let question = Question::new("WHO", "Whose address do you want to remove?", Kind::Choice(kept));
    let (known, address) = ctx.ask_read(&question, who.as_ref(), |ctx, typed| {
        let who = resolved(typed.to_string(), ctx)?;
        let known = all.iter().find(|(known, _)| is_same(known, &who));
        known.ok_or_else(|| Failure {
            message: format!("no address is kept for `{who}`"),
            ..Failure::unknown("address of", &who, &all.keys().cloned().collect::<Vec<_>>())
        })
    })?;
    if !dry_run {
        config::drop_address(ctx.store.as_ref(), known)?;
        ctx.console.recorded("the address");
    }
    if ctx.console.json {
        return print::json(ctx, &json!({"who": known, "removed": address, "dry_run": dry_run}));
    }
    let whom = names::party_in_words(known, known, ctx)?;
    say(&format!("No address is kept for {whom} any more; it was {address}."), dry_run, ctx)
}

fn say(done: &str, dry_run: bool, ctx: &mut Context) -> Result<(), Failure> {
    if dry_run {
        ctx.console.note_dry_run();
    }
    ctx.console.say(done)
}

/// The id of a role if its title was typed, otherwise the name as typed; and the text as typed.
fn whom(given: Option<String>, words: &str, ctx: &mut Context) -> Result<(String, String), Failure> {
    let question = Question::new("WHO", words, Kind::Line(None));
    ctx.ask_read(&question, given.as_ref(), |ctx, typed| Ok((resolved(typed.to_string(), ctx)?, typed.to_string())))
}

/// A role by its title, if every policy gives it the same; otherwise as it is kept.
fn titled(who: &str, ctx: &Context) -> Result<String, Failure> {
    let mut titles = names::role_titles(who, ctx)?.into_iter();
    Ok(titles.next().filter(|_| titles.next().is_none()).unwrap_or_else(|| who.to_string()))
}

fn resolved(typed: String, ctx: &Context) -> Result<String, Failure> {
    let who = names::resolve_party(typed, ctx)?.trim().to_string();
    match who.contains(char::is_control) {
        true => Err(Failure::new(Code::Usage, "a name has one line")),
        false => Ok(who),
    }
}

/// Warns about a name that looks like a role but isn't one.
fn unknown_role(who: &str, ctx: &mut Context) -> Result<(), Failure> {
    let roles = names::roles(ctx)?;
    if roles.iter().any(|role| is_same(role, who)) {
        return Ok(());
    }
    let near = suggest::nearest(who, roles.iter().map(String::as_str));
    let meant = near.map(|near| format!("; did you mean the role `{near}`?")).unwrap_or_default();
    ctx.console
        .note(&format!("no protocol has a role `{}`, so it is kept as a person's name{meant}", clean::line(who)));
    Ok(())
}
