//! `iro store people`: who may do what in a store on a server, and the name that a login records events under.

use serde_json::json;

use super::address;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options::{self, word};
use crate::cli::print;
use crate::domain::same_name::is_same;
use crate::domain::worded::Worded;
use crate::render::clean;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::store::server::{self, ByGroup, Person, Role};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro store people\n  iro store people --add jbloggs --name \"Jo Bloggs\" --role write\n  \
iro store people --remove jbloggs"
)]
pub struct Args {
    /// The login to let in, or whose role is to change; your database administrator makes it
    #[arg(long, value_name = "LOGIN", value_parser = options::name, requires = "name")]
    add: Option<String>,
    /// The name that the records are to have
    #[arg(long, requires = "add")]
    name: Option<String>,
    /// What they may do: read the views for analysts; read; also write; also keep policies and settings; also remove what is
    /// past its time. Roles that aren't named are taken away
    #[arg(long, value_parser = word::<Role>, value_name = "analyse|read|write|keep|purge", requires = "add", default_value = "write")]
    role: Vec<Role>,
    /// Take every role away from this login; what it typed keeps its name
    #[arg(long, value_name = "LOGIN", conflicts_with_all = ["add", "name", "role"])]
    remove: Option<String>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let address = address(ctx)?;
    if let (Some(login), Some(name)) = (&args.add, &args.name) {
        let name = ctx.line(Some(name)).ok_or_else(|| {
            Failure::usage("`--name` is empty").hinted("the records need a name for whoever typed something")
        })?;
        return add(login, &name, &args.role, &address, ctx);
    }
    if let Some(login) = &args.remove {
        let of_login = || Ok::<_, Failure>(server::people(&address)?.into_iter().find(|one| one.login == *login));
        if of_login()?.is_none() {
            let message = format!("`{}` has no role in this store", clean::line(login));
            return Err(Failure::new(Code::Unknown, message).hinted("`iro store people` lists who has one"));
        }
        server::set_person(&address, login, None, &[])?;
        ctx.console.recorded(format!("the login `{login}`"));
        let by_group = of_login()?.map(|left| left.by_group).unwrap_or_default();
        if ctx.console.json {
            return print::json(ctx, &json!({"login": login, "roles": [], "by_group": by_group_json(&by_group)}));
        }
        let login = clean::line(login);
        if by_group.is_empty() {
            return ctx
                .console
                .say(&format!("{login} may do nothing any more in this store, or in another on this server."));
        }
        ctx.console.say(&format!("{login} keeps what a group may do: {}.", may(&[], &by_group)))?;
        ctx.console.warn(&format!("your database administrator takes `{login}` out of a group"));
        return Ok(());
    }
    let people = server::people(&address)?;
    if ctx.console.json {
        let person = |one: &Person| json!({"login": one.login, "name": one.name, "roles": one.roles, "by_group": by_group_json(&one.by_group)});
        return print::json(ctx, &people.iter().map(person).collect::<Vec<_>>());
    }
    if people.is_empty() {
        ctx.console
            .note("nobody has a role in this store yet; `iro store people --add LOGIN --name NAME --role write`");
        return Ok(());
    }
    const COLUMNS: [Column; 3] = [whole("login"), text("name"), text("may")];
    let rows = people.iter().map(|one| {
        let plain = vec![one.login.clone(), one.name.clone().unwrap_or_default(), may(&one.roles, &one.by_group)];
        Row { shown: plain.iter().map(|cell| Cell::new(cell)).collect(), plain }
    });
    let text = render(&COLUMNS, rows.collect(), ctx.console.page());
    ctx.console.say(&text)
}

/// What somebody may do, in words.
fn may(roles: &[String], by_group: &[ByGroup]) -> String {
    let by_group = by_group.iter().map(|one| format!("{} (as a member of {})", one.role, clean::line(&one.group)));
    roles.iter().cloned().chain(by_group).collect::<Vec<_>>().join(", ")
}

fn by_group_json(by_group: &[ByGroup]) -> Vec<serde_json::Value> {
    by_group.iter().map(|one| json!({"role": one.role, "group": one.group})).collect()
}

fn add(login: &str, name: &str, roles: &[Role], address: &server::Address, ctx: &mut Context) -> Result<(), Failure> {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    let others = server::people(address)?;
    server::set_person(address, login, Some(name), roles)?;
    ctx.console.recorded(format!("the login `{login}`"));
    let namesake =
        others.iter().find(|one| one.login != login && one.name.as_deref().is_some_and(|other| is_same(other, name)));
    if let Some(other) = namesake {
        let other = clean::line(&other.login);
        ctx.console
            .warn(&format!("`{other}` types under that name, too; `iro store people --remove {other}` ends that"));
    }
    if ctx.console.json {
        return print::json(ctx, &json!({"login": login, "name": name, "role": words.join(", "), "roles": words}));
    }
    let many = if words.len() == 1 { "role" } else { "roles" };
    let (login, name) = (clean::line(login), clean::line(name));
    ctx.console.say(&format!("{login} types as {name}, with the {many} {}.", words.join(" and ")))
}
