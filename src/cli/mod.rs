//! The commands, one file each. Adding one is a file, a line in the enum and an arm in the match.

mod acknowledge;
mod action;
mod agree;
mod asking;
mod calendar;
pub mod change;
mod check;
mod complaint;
mod completions;
pub mod config;
pub mod console;
pub mod context;
mod correct;
mod decide;
mod demo;
mod doctor;
mod done;
mod due;
pub mod error;
mod escalate;
mod export;
mod extend;
mod form;
mod inbox;
mod init;
mod list;
mod log;
mod man;
mod meeting;
mod names;
mod note;
pub mod options;
mod policy;
mod praise;
mod print;
mod prompts;
mod purge;
mod raise;
mod refer;
mod reopen;
mod report;
mod resolve;
mod respond;
mod retention;
mod review;
mod show;
mod supervision;
mod topics;
mod waive;
mod why;
mod withdraw;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use config::show::Origins;
use console::Console;
use context::Context;
use error::{Code, Failure};
use options::Global;

use crate::domain::calendar::Calendar;
use crate::domain::record::FORMAT;
use crate::render::clean;
use crate::render::ink::{LATE, STRONG};

/// Keep disputes about children's care plans: raise, answer, escalate, resolve, and see what is due, from whom, and why
#[derive(Debug, Parser)]
#[command(name = "iro", version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 usage, 3 refused by policy or state, 4 no such thing, \
5 store busy, 6 faults found, 10 `due --exit-code` listed something.\n\
Topics: `iro help exit-codes`, `iro help environment`, `iro help dates`.\n\
Start with `iro raise`, `iro demo` for an example store, or `iro policy list` for the protocols.")]
pub struct App {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Raise(Box<raise::Args>),
    Respond(respond::Args),
    Agree(agree::Args),
    Resolve(resolve::Args),
    Escalate(escalate::Args),
    Extend(extend::Args),
    Done(done::Args),
    Waive(waive::Args),
    Action(action::Args),
    Meeting(meeting::Args),
    Decide(decide::Args),
    Note(note::Args),
    Refer(refer::Args),
    Complaint(complaint::Args),
    Praise(praise::Args),
    Acknowledge(acknowledge::Args),
    Withdraw(withdraw::Args),
    Reopen(reopen::Args),
    Correct(correct::Args),
    List(list::Args),
    Due(due::Args),
    Inbox(inbox::Args),
    Supervision(supervision::Args),
    Show(show::Args),
    Log(log::Args),
    Why(why::Args),
    Review(review::Args),
    Report(report::Args),
    Form(form::Args),
    Export(export::Args),
    Policy(policy::Args),
    Calendar(calendar::Args),
    Check(check::Args),
    Doctor(doctor::Args),
    Demo(demo::Args),
    Retention(retention::Args),
    Purge(purge::Args),
    Config(config::show::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    ExitCodes(topics::ExitCodes),
    #[command(hide = true)]
    Environment(topics::Environment),
    #[command(hide = true)]
    Dates(topics::Dates),
}

/// Runs the program with these arguments and says how it ended. A bug that is caught on the way is a failure like another.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    ExitCode::from(with_room(move || run_here(args)).unwrap_or(Code::Failed as u8))
}

/// Parsing arguments can need more stack than the main thread of Windows has.
#[cfg(windows)]
fn with_room(run: impl FnOnce() -> u8 + Send + 'static) -> Option<u8> {
    let thread = std::thread::Builder::new().stack_size(8 * 1024 * 1024).spawn(run);
    thread.ok().and_then(|running| running.join().ok())
}

#[cfg(not(windows))]
fn with_room(run: impl FnOnce() -> u8) -> Option<u8> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).ok()
}

fn run_here(args: Vec<OsString>) -> u8 {
    if let Some(code) = completions::answer(&args) {
        return code;
    }
    let parsed = App::command().try_get_matches_from(&args);
    let (app, origins) = match parsed.and_then(|found| Ok((App::from_arg_matches(&found)?, Origins::of(&found)))) {
        Ok(parsed) => parsed,
        Err(fault) if fault.kind() == ErrorKind::DisplayVersion && args.iter().any(|arg| arg == "--version") => {
            return long_version();
        }
        Err(fault) => return usage(&fault, args.iter().any(|arg| arg == "--json")),
    };
    let json = app.global.json;
    let mut ctx = match Context::build(&app.global) {
        Ok(ctx) => ctx,
        Err(failure) => {
            let mut console = Console::of_process(anstream::ColorChoice::Auto, false, false, json);
            print_failure(&failure, json, &mut console);
            return failure.code as u8;
        }
    };
    ctx.origins = origins;
    if ctx.console.has_person() {
        prompts::mind_interrupts();
    }
    match dispatch(app.command, &mut ctx) {
        Ok(()) => 0,
        Err(failure) => {
            print_failure(&failure, json, &mut ctx.console);
            failure.code as u8
        }
    }
}

/// The version with what dates and records depend on; worked out only when it is asked for in full.
fn long_version() -> u8 {
    let mut console = Console::of_process(anstream::ColorChoice::Never, false, false, false);
    let edition = Calendar::england_and_wales().edition();
    let text = format!("iro {}\nrecords: format {FORMAT}\nbank holidays: {edition}", env!("CARGO_PKG_VERSION"));
    match console.say(&text) {
        Ok(()) => 0,
        Err(failure) => failure.code as u8,
    }
}

/// Runs one command as if it had been typed, in a context that is already there.
fn run_typed(words: &[String], ctx: &mut Context) -> Result<(), Failure> {
    let app = App::try_parse_from(words).map_err(|fault| Failure::usage(fault.to_string()))?;
    dispatch(app.command, ctx)
}

fn dispatch(command: Command, ctx: &mut Context) -> Result<(), Failure> {
    match command {
        Command::Init(args) => init::run(args, ctx),
        Command::Raise(args) => raise::run(*args, ctx),
        Command::Respond(args) => respond::run(args, ctx),
        Command::Agree(args) => agree::run(args, ctx),
        Command::Resolve(args) => resolve::run(args, ctx),
        Command::Escalate(args) => escalate::run(args, ctx),
        Command::Extend(args) => extend::run(args, ctx),
        Command::Done(args) => done::run(args, ctx),
        Command::Waive(args) => waive::run(args, ctx),
        Command::Action(args) => action::run(args, ctx),
        Command::Meeting(args) => meeting::run(args, ctx),
        Command::Decide(args) => decide::run(args, ctx),
        Command::Note(args) => note::run(args, ctx),
        Command::Refer(args) => refer::run(args, ctx),
        Command::Complaint(args) => complaint::run(args, ctx),
        Command::Praise(args) => praise::run(args, ctx),
        Command::Acknowledge(args) => acknowledge::run(args, ctx),
        Command::Withdraw(args) => withdraw::run(args, ctx),
        Command::Reopen(args) => reopen::run(args, ctx),
        Command::Correct(args) => correct::run(args, ctx),
        Command::List(args) => list::run(args, ctx),
        Command::Due(args) => due::run(args, ctx),
        Command::Inbox(args) => inbox::run(args, ctx),
        Command::Supervision(args) => supervision::run(args, ctx),
        Command::Show(args) => show::run(args, ctx),
        Command::Log(args) => log::run(args, ctx),
        Command::Why(args) => why::run(args, ctx),
        Command::Review(args) => review::run(args, ctx),
        Command::Report(args) => report::run(args, ctx),
        Command::Form(args) => form::run(args, ctx),
        Command::Export(args) => export::run(args, ctx),
        Command::Policy(args) => policy::run(args, ctx),
        Command::Calendar(args) => calendar::run(args, ctx),
        Command::Check(args) => check::run(args, ctx),
        Command::Doctor(args) => doctor::run(args, ctx),
        Command::Demo(args) => demo::run(args, ctx),
        Command::Retention(args) => retention::run(args, ctx),
        Command::Purge(args) => purge::run(args, ctx),
        Command::Config(args) => config::show::run(args, ctx),
        Command::Completions(args) => completions::run(args, ctx),
        Command::Man(args) => man::run(args, ctx),
        Command::ExitCodes(_) => topics::exit_codes(ctx),
        Command::Environment(_) => topics::environment(ctx),
        Command::Dates(_) => topics::dates(ctx),
    }
}

/// Help and version go to standard output with 0; wrong usage is 2, as a document under `--json`.
fn usage(fault: &clap::Error, json: bool) -> u8 {
    if fault.exit_code() == 0 || !json {
        let _ = fault.print();
        return fault.exit_code() as u8;
    }
    let mut console = Console::of_process(anstream::ColorChoice::Never, false, false, true);
    let rendered = fault.render().to_string();
    let first = rendered.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let message = first.strip_prefix("error: ").unwrap_or(&first).to_string();
    print_failure(&Failure::usage(message), true, &mut console);
    Code::Usage as u8
}

/// Says what went wrong: what, where, which clause, and what to type next.
pub fn print_failure(failure: &Failure, json: bool, console: &mut Console) {
    if json {
        console.error(&failure.to_json().to_string());
        return;
    }
    if failure.code == Code::Listed {
        return;
    }
    let mut lines = vec![format!("{LATE}error:{LATE:#} {}", clean::block(&failure.message))];
    for fault in &failure.faults {
        let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        let place = format!("{}:{}:{}", fault.file, fault.line, fault.column);
        lines.push(clean::line(&format!("  {place}: {}{hint}", fault.message)));
    }
    let several = failure.unmet.len() > 1;
    for unmet in failure.unmet.iter().filter(|_| several) {
        let clause = unmet.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
        lines.push(clean::line(&format!("  - {}: {}{clause}", unmet.rule, unmet.text)));
    }
    if let Some(source) = failure.source.as_ref().filter(|_| !several) {
        lines.push(format!("{STRONG}rule:{STRONG:#}  {}", clean::line(source)));
    }
    if let Some(hint) = &failure.hint {
        lines.push(format!("{STRONG}hint:{STRONG:#}  {}", clean::line(hint)));
    }
    console.error(&lines.join("\n"));
}
