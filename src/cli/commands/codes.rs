//! `iro codes`: the codes of the national return, with their meanings and edition.

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::codes::{CodeList, codes};
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro codes\n  iro codes legal-status\n  iro codes placement --json")]
pub struct Args {
    /// Only this list
    #[arg(value_name = "legal-status|placement|review", value_parser = ["legal-status", "placement", "review"])]
    list: Option<String>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let codes = codes();
    let wanted = |list: &&CodeList| args.list.as_ref().is_none_or(|name| list.list == *name);
    let lists: Vec<&CodeList> = codes.lists.iter().filter(wanted).collect();
    if ctx.console.json {
        let value =
            json!({"edition": codes.edition, "checked_on": codes.checked_on, "checked": codes.checked, "lists": lists});
        return print::json(ctx, &value);
    }
    const COLUMNS: [Column; 3] = [whole("list"), whole("code"), text("meaning")];
    let rows = lists.iter().flat_map(|list| list.codes.iter().map(|code| (&list.list, code))).map(|(list, code)| {
        let plain = vec![list.clone(), code.code.clone(), code.text.clone()];
        let shown = vec![Cell::new(list), Cell::in_style(&code.code, STRONG), Cell::new(&code.text)];
        Row { shown, plain }
    });
    let table = render(&COLUMNS, rows.collect(), ctx.console.page());
    ctx.console.say_long(&table)?;
    ctx.console.note(&format!("{}. {}", codes.edition, codes.checked));
    Ok(())
}
