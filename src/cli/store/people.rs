//! `iro store people`: who may do what in a store on a server, and under whose name a login types.

use serde_json::json;

use super::address;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::store::server::{self, Role};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro store people\n  iro store people --add jbloggs --name \"Jo Bloggs\" --role write"
)]
pub struct Args {
    /// The login to let in; your database administrator makes it
    #[arg(long, value_name = "LOGIN", requires = "name")]
    add: Option<String>,
    /// The name that the records are to have
    #[arg(long, requires = "add")]
    name: Option<String>,
    /// What they may do: read the views for analysts; read; also write; also keep policies and settings; also remove what is
    /// past its time
    #[arg(long, value_name = "ROLE", value_parser = ["analyse", "read", "write", "keep", "purge"], requires = "add", default_value = "write")]
    role: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let address = address(ctx)?;
    if let (Some(login), Some(name)) = (&args.add, &args.name) {
        let role = Role::of(&args.role).unwrap_or(Role::Write);
        server::add_person(&address, login, name, role)?;
        ctx.console.recorded(format!("the login `{login}`"));
        if ctx.console.json {
            return print::json(ctx, &json!({"login": login, "name": name, "role": args.role}));
        }
        return ctx.console.say(&format!("{login} types as {name}, with the role {}.", args.role));
    }
    let people = server::people(&address)?;
    if ctx.console.json {
        let people = people.iter().map(|one| json!({"login": one.login, "name": one.name, "roles": one.roles}));
        return print::json(ctx, &people.collect::<Vec<_>>());
    }
    if people.is_empty() {
        ctx.console
            .note("nobody has a role in this store yet; `iro store people --add LOGIN --name NAME --role write`");
        return Ok(());
    }
    const COLUMNS: [Column; 3] = [whole("login"), text("name"), text("may")];
    let rows = people.iter().map(|one| {
        let plain = vec![one.login.clone(), one.name.clone().unwrap_or_default(), one.roles.join(", ")];
        Row { shown: plain.iter().map(|cell| Cell::new(cell)).collect(), plain }
    });
    let text = render(&COLUMNS, rows.collect(), ctx.console.page());
    ctx.console.say(&text)
}
