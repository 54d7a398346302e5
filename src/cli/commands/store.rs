//! `iro store`: administers a store on a server.

mod copy;
mod people;

use clap::Subcommand;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::render::clean;
use crate::store::{Place, server};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro store schema > iro.sql\n  iro --store postgresql://db.example/iro store init\n  \
iro store people --add jbloggs --name \"Jo Bloggs\" --role write"
)]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Make the store in a database that is there: its tables, and the roles for people
    Init(InitArgs),
    /// Print the SQL that makes a store, for a database administrator to review and run; connects to nothing
    Schema(SchemaArgs),
    /// Bring the tables of the store to the version that this program knows
    Upgrade(UpgradeArgs),
    /// Show who may do what, or let somebody in
    People(people::Args),
    /// Copy everything from one place to another: to a server, back into a folder
    ///
    /// Nothing is merged: the other place must be empty, or have the beginning of what is copied, so that it can be run again.
    /// Every digest is compared afterwards, and the ledger's head. Nothing is copied from a store with errors (`iro check`).
    Copy(copy::Args),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro --store postgresql://db.example/iro store init")]
struct InitArgs {}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro store schema > iro.sql\n  iro store schema --from 1 > upgrade.sql")]
struct SchemaArgs {
    /// Only what brings tables of this version to the newest
    #[arg(long, value_name = "VERSION", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u32).range(0..=i64::from(server::VERSION) - 1))]
    from: u32,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro --store postgresql://db.example/iro store upgrade")]
struct UpgradeArgs {}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.step {
        Step::Init(_) => init(ctx),
        Step::Schema(args) => ctx.console.say(server::sql(args.from).trim_end()),
        Step::Upgrade(_) => upgrade(ctx),
        Step::People(args) => people::run(args, ctx),
        Step::Copy(args) => copy::run(args, ctx),
    }
}

/// The address of the store on a server; a failure if it is a folder.
fn address(ctx: &Context) -> Result<server::Address, Failure> {
    match &ctx.place {
        Place::Server(address) => Ok(address.clone()),
        Place::Folder(_) => Err(Failure::new(Code::Usage, "the store is a folder, and this is about one on a server")
            .hinted(
                "say which with `--store postgresql://HOST/DATABASE`, in `IRO_STORE`, or `store:` in the config file",
            )),
    }
}

fn init(ctx: &mut Context) -> Result<(), Failure> {
    let address = address(ctx)?;
    server::init(&address)?;
    let name = clean::line(&address.to_string());
    ctx.console.recorded(format!("the store `{name}`"));
    if ctx.console.json {
        return print::json(ctx, &json!({"store": name, "version": server::VERSION}));
    }
    ctx.console.say(&format!("Made the store {name}."))?;
    ctx.console
        .note("next: `iro store people --add LOGIN --name NAME --role write` for each person, then `iro doctor`");
    Ok(())
}

fn upgrade(ctx: &mut Context) -> Result<(), Failure> {
    let address = address(ctx)?;
    let had = server::upgrade(&address)?;
    let name = clean::line(&address.to_string());
    if ctx.console.json {
        return print::json(ctx, &json!({"store": name, "had": had, "version": server::VERSION}));
    }
    let now = server::VERSION;
    ctx.console.say(&match had == now {
        true => format!("The tables of {name} are of version {now} already, the newest."),
        false => format!("Upgraded the tables of {name} from version {had} to {now}."),
    })
}
