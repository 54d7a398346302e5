//! Filters of `list` that are saved by name in the config file of the store: `iro list @mine`.

use std::ffi::OsString;

use clap::ValueEnum;

use super::{Args, Kinds};
use crate::cli::config::Config;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::domain::suggest;
use crate::domain::worded::Worded;
use crate::render::clean;

/// Reads the name of a saved filter, such as `@mine`.
///
/// # Errors
/// The text doesn't begin with `@`.
pub fn name(typed: &str) -> Result<String, String> {
    match typed.strip_prefix('@') {
        Some(name) if !name.is_empty() => Ok(typed.to_string()),
        _ => Err(format!("a saved filter begins with `@`, as in `@{typed}`")),
    }
}

/// The arguments, with the name of each saved filter replaced by its words.
///
/// # Errors
/// There is no such filter, or it names another.
pub fn with(args: &Args, ctx: &Context) -> Result<Args, Failure> {
    let mut words: Vec<OsString> = Vec::new();
    for word in ctx.answers.typed() {
        match args.saved.iter().find(|name| word == name.as_str()) {
            Some(name) => words.extend(kept(name, ctx)?.into_iter().map(OsString::from)),
            None => words.push(word.clone()),
        }
    }
    let read: Args = ctx.answers.read_words(&words)?;
    match read.saved.first() {
        Some(name) => {
            Err(Failure::usage(format!("a saved filter names another, `{name}`")).hinted("change it in `config.yaml`"))
        }
        None => Ok(read),
    }
}

/// Refuses a flag that is typed twice. What is typed overrides a saved filter, so it would not be clear which is meant.
///
/// # Errors
/// A flag is typed twice.
pub fn each_once(typed: &[OsString]) -> Result<(), Failure> {
    let flags = typed.iter().filter_map(|word| word.to_str()).filter(|word| word.starts_with("--"));
    let mut flags: Vec<&str> = flags.map(|word| word.split_once('=').map_or(word, |(flag, _)| flag)).collect();
    flags.sort_unstable();
    match flags.windows(2).find(|two| two[0] == two[1]) {
        Some(twice) => Err(Failure::usage(format!("`{}` is given twice, and only one can be meant", twice[0]))
            .hinted("run the command once for each, or give one of them")),
        None => Ok(()),
    }
}

/// The words of a saved filter.
fn kept(typed: &str, ctx: &Context) -> Result<Vec<String>, Failure> {
    let filters = &ctx.settings()?.filters;
    let name = typed.trim_start_matches('@');
    let Some(line) = filters.get(name) else {
        let known: Vec<String> = filters.keys().map(|name| format!("@{name}")).collect();
        let hint = suggest::choices(name, &known).unwrap_or_else(|| format!("`iro list … --save {name}` keeps one"));
        return Err(Failure::new(Code::Unknown, format!("there is no saved filter `@{name}`")).hinted(hint));
    };
    shell_words::split(line).map_err(|_| {
        Failure::new(Code::Failed, format!("the saved filter `@{name}` has a quotation mark without its other half"))
            .hinted(format!("it is under `filters:` in `{}`", Config::path(&ctx.data.dir).display()))
    })
}

/// Filters to be saved under a name.
pub struct ToKeep {
    name: String,
    line: String,
}

/// Reads what is to be saved: the filters as they were typed.
///
/// # Errors
/// The name can't be typed, or nothing is filtered.
pub fn to_keep(typed: &str, args: &Args) -> Result<ToKeep, Failure> {
    let name = typed.trim_start_matches('@').to_string();
    if name.is_empty() || name.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(Failure::usage(format!("`{}` can't be the name of a filter", clean::line(typed)))
            .hinted("one word, as in `--save mine`"));
    }
    let words = args.words();
    if words.is_empty() {
        return Err(
            Failure::usage("there is nothing to keep").hinted("say what to list, as in `--iro NAME --save mine`")
        );
    }
    Ok(ToKeep { name, line: shell_words::join(&words) })
}

/// Saves filters under their name.
///
/// # Errors
/// The store can't be written.
pub fn keep(filters: &ToKeep, ctx: &mut Context) -> Result<(), Failure> {
    let ToKeep { name, line } = filters;
    let before = ctx.settings()?.filters.get(name).filter(|before| *before != line).cloned();
    ctx.change_own_settings(|mut before| {
        before.filters.insert(name.clone(), line.clone());
        before
    })?;
    ctx.console.recorded(format!("the filter `@{}`", clean::line(name)));
    ctx.console.note(&clean::line(&format!("kept as `iro list @{name}`: {line}")));
    if let Some(before) = before {
        let message = format!("`@{name}`, which everybody with this store has, was another filter until now: {before}");
        ctx.console.warn(&clean::line(&message));
    }
    Ok(())
}

/// Removes a saved filter.
///
/// # Errors
/// There is none by that name, or the store can't be written.
pub fn forget(typed: &str, ctx: &mut Context) -> Result<(), Failure> {
    let words = kept(typed, ctx)?;
    let name = typed.trim_start_matches('@').to_string();
    let without = |mut before: Config| {
        before.filters.remove(&name);
        before
    };
    ctx.change_own_settings(without)?;
    // On a server, one that came with the settings of a folder is there for everybody.
    if Config::load(&ctx.data.dir)?.shared(ctx.store.as_ref())?.filters.contains_key(&name) {
        Config::change(ctx.store.as_ref(), without)?;
    }
    ctx.console.recorded(format!("the filter `@{}` was removed", clean::line(&name)));
    ctx.console.note(&clean::line(&format!("removed `@{name}`: {}", shell_words::join(words))));
    ctx.console.was_reported();
    Ok(())
}

impl Args {
    /// The filters as they would be typed.
    fn words(&self) -> Vec<String> {
        let filters = self.filters.words().into_iter().map(|(flag, value)| (flag, Some(value)));
        let limit = self.limit.map(|limit| limit.to_string());
        let kind = self.kind.to_possible_value().filter(|_| self.kind != Kinds::default());
        let kind = kind.map(|kind| kind.get_name().to_string());
        let sort = Some(self.sort.clone()).filter(|sort| sort != "due");
        let own = [
            ("kind", kind),
            ("child", self.child.clone()),
            ("stage", self.stage.clone()),
            ("status", self.status.map(|status| status.word().to_string())),
            ("responder", self.responder.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("period", self.period.clone()),
            ("sort", sort),
            ("limit", limit),
            ("columns", self.columns.clone()),
            ("format", self.format.clone()),
        ];
        let flags = [
            ("open", self.open),
            ("closed", self.closed),
            ("all", self.all),
            ("overdue", self.overdue),
            ("csv", self.csv),
            ("ids", self.ids),
        ];
        let flags = flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| format!("--{flag}"));
        let valued = filters.chain(own).filter_map(|(flag, value)| Some(format!("--{flag}={}", value?)));
        flags.chain(valued).collect()
    }
}
