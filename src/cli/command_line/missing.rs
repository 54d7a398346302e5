//! Asks for whatever a command line lacks: the subcommand, the record, the file. A script gets an error that names it;
//! a person at a terminal gets a question.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::which;
use crate::cli::command_line::{self, Typed};
use crate::cli::console::Console;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::global::Global;
use crate::cli::question::{Choice, Kind, Question};

/// The name of the answer that is a subcommand, such as `add` of `iro action add`.
const COMMAND: &str = "COMMAND";

/// The name of an argument that is a policy.
const POLICY: &str = "ID|FILE";

/// The global options, if the command line lacks only what a person can be asked for; `None` if something else is
/// wrong.
pub fn can_be_asked_for(args: &[OsString]) -> Option<Global> {
    const MOST: usize = 6;
    if !Console::has_somebody() {
        return None;
    }
    let mut words = args.to_vec();
    for _ in 0..MOST {
        let fault = match Typed::parse(&words) {
            Ok(typed) => return Some(typed.global).filter(|global| !global.no_input && !global.json),
            Err(fault) => fault,
        };
        // A placeholder stands for what is missing, so that the other arguments can be parsed.
        match lacking(&fault, &words)? {
            Lacking::Command => words.extend(first_of(which_command(&words).kind)),
            Lacking::Argument(name) if name == "SHELL" => words.extend(first_of(Kind::Choice(values(&words)))),
            Lacking::Argument(name) => {
                words.extend(name.starts_with("--").then(|| OsString::from(&name)));
                words.push("0".into());
            }
        }
    }
    None
}

fn first_of(kind: Kind) -> Option<OsString> {
    let Kind::Choice(choices) = kind else { return None };
    choices.into_iter().next().map(|choice| choice.word.into())
}

/// Asks for everything that these words lack, and then runs them.
///
/// # Errors
/// The words are no command; the person stops; whatever the command fails with.
pub fn run(words: &[OsString], ctx: &mut Context) -> Result<(), Failure> {
    let mut words = words.to_vec();
    loop {
        let usage = |fault: clap::Error| Failure::usage(fault.to_string());
        let fault = match Typed::parse(&words) {
            Ok(typed) => return typed.run(ctx),
            Err(fault) => fault,
        };
        let lacking = lacking(&fault, &words).filter(|_| ctx.console.has_person());
        match lacking.ok_or_else(|| usage(fault))? {
            Lacking::Command => drop(ctx.ask(&which_command(&words))?),
            Lacking::Argument(name) if name == "ID" => {
                ctx.refuse_folder_of_a_store()?;
                which::ask(&words, ctx)?;
            }
            Lacking::Argument(name) => {
                let asked = question(&name, &words, ctx)?.ok_or_else(|| Failure::missing(&name))?;
                ctx.ask(&asked)?;
            }
        }
        words = ctx.answers.words();
    }
}

/// The first thing that is missing.
#[derive(Debug, PartialEq, Eq)]
enum Lacking {
    Command,
    /// An argument, by the name of its value without brackets.
    Argument(String),
}

/// What these words lack first; `None` if something else is wrong, or there is no question for it.
fn lacking(fault: &clap::Error, words: &[OsString]) -> Option<Lacking> {
    // clap shows the help if a command with subcommands is typed alone.
    let shows_help = fault.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if fault.kind() == ErrorKind::MissingSubcommand || shows_help {
        return Some(Lacking::Command);
    }
    if fault.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let Some(ContextValue::Strings(missing)) = fault.get(ContextKind::InvalidArg) else { return None };
    let name = value_name(missing.first()?);
    let known = name != "ID" || which::takes_a_record(words);
    (known && is_asked(&name)).then_some(Lacking::Argument(name))
}

/// `FILE` for `<FILE>...`; a flag with a value gives the flag, as in `--from` for `--from <PLACE>`.
fn value_name(shown: &str) -> String {
    match shown.starts_with("--") {
        true => shown.split(' ').next().unwrap_or(shown).to_string(),
        false => shown.trim_end_matches('.').trim_matches(['<', '>']).to_string(),
    }
}

fn which_command(words: &[OsString]) -> Question {
    let command = command_line::named(words);
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    let choice = |below: &clap::Command| {
        let about = below.get_about().map(ToString::to_string).unwrap_or_default();
        Choice::new(below.get_name(), &format!("{}: {}", below.get_name(), about))
    };
    Question::new(COMMAND, "What is to be done?", Kind::Choice(below.map(choice).collect()))
}

/// Arguments that are typed, with their questions; all others are chosen from a list.
const LINES: [(&str, &str, Kind); 8] = [
    ("FILE", "Which policy file?", Kind::File),
    ("DOCUMENT", "Which document is it written in? (text, Markdown, a web page)", Kind::File),
    ("DATE", "On which day is the review? (2026-06-15)", Kind::Day),
    ("FROM", "After which day? (2026-12-23)", Kind::Day),
    ("TO", "Up to and including which day? (2027-01-04)", Kind::Day),
    ("DIR", "Into which folder?", Kind::Line(None)),
    ("--from", "Which store is to be copied? (a folder, or postgresql://…)", Kind::Line(None)),
    ("--to", "Where to? (a folder, or postgresql://…)", Kind::Line(None)),
];

/// Arguments that are chosen from a list.
const CHOICES: [&str; 5] = ["ID", POLICY, "A", "B", "SHELL"];

/// Whether there is a question for an argument.
fn is_asked(name: &str) -> bool {
    CHOICES.contains(&name) || LINES.iter().any(|(known, ..)| *known == name)
}

/// The question for an argument.
fn question(name: &str, words: &[OsString], ctx: &Context) -> Result<Option<Question>, Failure> {
    Ok(match name {
        "SHELL" => Some(Question::new(name, "For which shell?", Kind::Choice(values(words)))),
        POLICY | "A" => Some(policy(name, "Which policy?", ctx)?),
        "B" => Some(policy(name, "Compared with which?", ctx)?),
        _ => {
            let line = LINES.iter().find(|(known, ..)| *known == name);
            line.map(|(name, words, kind)| Question::new(name, words, kind.clone()))
        }
    })
}

/// The question for one of the available policies, or for a file if that was chosen.
fn policy(name: &str, words: &str, ctx: &Context) -> Result<Question, Failure> {
    const IN_A_FILE: &str = "";
    if ctx.answers.of(name) == Some(IN_A_FILE) {
        return Ok(Question::new(name, "Which file?", Kind::File));
    }
    let listed = ctx.policies.list()?.policies;
    let named = |id: &str| listed.iter().filter(|one| one.id == id).count();
    let choices = listed.iter().map(|one| match named(&one.id) {
        1 => Choice::new(&one.id, &format!("{}  {}", one.id, one.title)),
        _ => {
            let version = format!("{}@{}", one.id, one.version);
            Choice::new(&version, &format!("{version}  {}", one.title))
        }
    });
    let file = Choice::new(IN_A_FILE, "One in a file");
    Ok(Question::new(name, words, Kind::Choice(choices.chain([file]).collect())))
}

/// The possible values of a command's only argument.
fn values(words: &[OsString]) -> Vec<Choice> {
    let command = command_line::named(words);
    let argument = command.get_positionals().next();
    let values = argument.map(clap::Arg::get_possible_values).unwrap_or_default();
    values.iter().map(|value| Choice::plain(value.get_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A prompt that wraps can't be redrawn.
    #[test]
    fn a_question_fits_on_a_line() {
        for (_, words, _) in LINES {
            assert!(words.len() <= 72, "{words}");
        }
    }

    /// Every required argument has a question; a new one needs one here.
    #[test]
    fn there_is_a_question_for_every_argument_that_is_needed() {
        fn walk(command: &clap::Command, path: &str) {
            for argument in command.get_arguments().filter(|argument| argument.is_required_set()) {
                let name = value_name(&argument.to_string());
                assert!(is_asked(&name), "{path}: `{argument}`, which is `{name}`");
            }
            command.get_subcommands().for_each(|below| walk(below, &format!("{path} {}", below.get_name())));
        }
        let mut line = command_line::command_line();
        line.build();
        walk(&line, "iro");
    }
}
