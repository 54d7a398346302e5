//! The commands, one file each, and what happens before and after every one of them.

// As in the domain: a new variant of an enum doesn't compile until every `match` handles it.
#![deny(clippy::wildcard_enum_match_arm)]

mod afterwards;
mod answers;
mod asking;
pub mod change;
mod command_line;
mod commands;
pub mod config;
pub mod console;
pub mod context;
pub mod error;
mod global;
mod gone_back;
mod names;
pub mod options;
mod output;
mod print;
mod question;
mod reading;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;

use answers::Answers;
use command_line::Typed;
use console::Console;
use context::Context;
use error::{Code, Failure};
use global::Global;

use crate::domain::calendar::Calendar;
use crate::domain::record::FORMAT;
use crate::render::clean;

/// Runs the program with these arguments and returns its exit code. A panic ends it like any other failure.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = command_line::hyphens::joined(args);
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
    if let Some(code) = commands::completions::answer(&args, command_line::command_line) {
        return code;
    }
    let parsed = match Typed::parse(&args) {
        Ok(typed) => Parsed::Whole(Box::new(typed)),
        Err(fault) if fault.kind() == ErrorKind::DisplayVersion && args.iter().any(|arg| arg == "--version") => {
            return long_version();
        }
        Err(fault) => match command_line::missing::can_be_asked_for(&args) {
            Some(global) => Parsed::Lacking(global),
            None if fault.kind() == ErrorKind::MissingSubcommand => return usage(&command_line::help_of(&args), &args),
            None => return usage(&fault, &args),
        },
    };
    let global = match &parsed {
        Parsed::Whole(typed) => typed.global.clone(),
        Parsed::Lacking(global) => global.clone(),
    };
    let json = global.json;
    if from_standard_input(&args) > 1 {
        let failure = Failure::usage("standard input can be read for one text only, and `-` stands for several")
            .hinted("give the others with `@FILE`");
        Console::of_process(anstream::ColorChoice::Auto, json).failure(&failure);
        return failure.code as u8;
    }
    let mut ctx = match Context::build(&global) {
        Ok(ctx) => ctx,
        Err(failure) => {
            let mut console = Console::of_process(anstream::ColorChoice::Auto, json);
            console.failure(&failure);
            return failure.code as u8;
        }
    };
    if let Parsed::Whole(typed) = &parsed
        && let Some(first) = typed.first(ctx.now().date())
    {
        ctx.store.expect(first);
    }
    if parsed.is_somebodys()
        && let Err(failure) = ctx.ask_who(&global)
    {
        let failure = if parsed.is_doctor() { commands::doctor::not_opened(failure, &ctx) } else { failure };
        ctx.console.failure(&failure);
        return failure.code as u8;
    }
    ctx.answers = Answers::to(args.clone(), command_line::command_line);
    if let Some(empty) = ctx.no_policies(&global) {
        ctx.console.warn(&empty);
    }
    if ctx.console.has_person() {
        console::interrupts::mind_interrupts();
    }
    let mut ended = match parsed {
        Parsed::Whole(typed) => typed.run(&mut ctx),
        Parsed::Lacking(_) => command_line::missing::run(&args, &mut ctx),
    };
    while let Err(failure) = &ended {
        let words = match ctx.answers.begin_again() {
            Some(words) => words,
            // The last answer caused the error: show it, and ask again.
            None if failure.may_be_answered_otherwise() && !ctx.console.has_recorded() => {
                match ctx.answers.without_what_failed(&failure.message) {
                    Some(words) => {
                        ctx.console.failure(failure);
                        words
                    }
                    None => break,
                }
            }
            None => break,
        };
        // After going back to the first question, whatever the command line lacks has to be asked for again.
        ended = command_line::missing::run(&words, &mut ctx);
    }
    afterwards::point_out(&mut ctx);
    match ended {
        Ok(()) => {
            if let Some(cleaned) = ctx.input.what_was_cleaned() {
                ctx.console.note(&cleaned);
            }
            0
        }
        Err(failure) => {
            let failure = ctx.console.after_all(failure);
            let undone = failure.code != Code::Unreported;
            if let Some(command) = ctx.answers.in_full().filter(|_| undone) {
                ctx.console.error(&format!(
                    "Your answers are in this command, which goes on with the other questions:\n{command}"
                ));
            }
            ctx.console.failure(&failure);
            failure.code as u8
        }
    }
}

/// A command line: a whole command, or one that lacks something that can be asked for.
enum Parsed {
    Whole(Box<Typed>),
    Lacking(Global),
}

impl Parsed {
    fn is_doctor(&self) -> bool {
        matches!(self, Parsed::Whole(typed) if typed.is_doctor())
    }

    fn is_somebodys(&self) -> bool {
        match self {
            Parsed::Whole(typed) => typed.is_somebodys(),
            Parsed::Lacking(_) => true,
        }
    }
}

/// How many arguments read standard input. After an option that writes, `-` means standard output instead.
fn from_standard_input(args: &[OsString]) -> usize {
    let writes = |flag: &str| output::FLAGS.contains(&flag);
    let flag = |arg: &OsString| arg.to_str().and_then(|arg| arg.strip_prefix("--")).is_some_and(writes);
    let is_output = |arg: Option<&OsString>| arg.is_some_and(flag);
    let alone = args.iter().enumerate().filter(|(at, arg)| *arg == "-" && !is_output(args.get(at.wrapping_sub(1))));
    let joined = args.iter().filter_map(|arg| arg.to_str()?.strip_prefix("--")?.strip_suffix("=-"));
    alone.count() + joined.filter(|flag| !writes(flag)).count()
}

/// Prints the version with everything that dates and records depend on.
fn long_version() -> u8 {
    let mut console = Console::of_process(anstream::ColorChoice::Never, false);
    let edition = Calendar::england_and_wales().edition(Default::default());
    let stores = if cfg!(feature = "postgres") { "a folder, or PostgreSQL" } else { "a folder" };
    let version = env!("CARGO_PKG_VERSION");
    let text = format!("iro {version}\nrecords: format {FORMAT}\nstore: {stores}\nbank holidays: {edition}");
    match console.say(&text) {
        Ok(()) => 0,
        Err(failure) => failure.code as u8,
    }
}

/// Prints help and version on standard output, with exit code 0, or wrong usage, with 2; a document under `--json`.
fn usage(fault: &clap::Error, args: &[OsString]) -> u8 {
    let named = |flag: &str| args.iter().any(|arg| arg == flag);
    let json = named("--json");
    let rendered = fault.render().to_string();
    let worded = in_words(&rendered);
    let quoted = clean::block(&worded);
    if fault.exit_code() == 0 {
        let mut console = Console::of_process(anstream::ColorChoice::Auto, false).paging(!named("--no-pager"));
        let _ = console.say_long(fault.render().ansi().to_string().trim_end());
        return 0;
    }
    if !json && quoted == rendered {
        let _ = fault.print();
        return fault.exit_code() as u8;
    }
    let mut console = Console::of_process(anstream::ColorChoice::Never, json);
    if !json {
        // The message quotes control characters, or is a document: print it without colours.
        console.error(quoted.trim_end());
        return Code::Usage as u8;
    }
    // clap's text is the help then, and says nothing of what is wrong.
    if fault.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        console.failure(&Failure::usage("a subcommand is missing").hinted("add `--help` to see which there are"));
        return Code::Usage as u8;
    }
    let first = worded.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let message = first.strip_prefix("error: ").unwrap_or(&first).to_string();
    console.failure(&Failure::usage(message));
    Code::Usage as u8
}

/// Replaces clap's words about a wrong number by plain ones.
fn in_words(rendered: &str) -> String {
    const SAID: [(&str, &str); 8] = [
        (" is not in ", " is not between "),
        ("..=", " and "),
        ("unrecognized subcommand", "there is no command"),
        ("the following required arguments were not provided:", "something is missing:"),
        ("invalid digit found in string", "write it in figures, as a whole number"),
        ("number too large to fit in target type", "that number is too large"),
        ("number too small to fit in target type", "that number is too small"),
        ("cannot parse integer from empty string", "no number is there"),
    ];
    SAID.iter().fold(rendered.to_string(), |text, (machine, words)| text.replace(machine, words))
}
