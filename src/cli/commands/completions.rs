//! `iro completions`: lets a shell complete commands, ids, policies, stages, categories and duties. The shell gets a
//! few lines that ask this program each time, so that they never go out of date.

use std::ffi::{OsStr, OsString};

use clap::FromArgMatches;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::global::Global;
use crate::cli::output::{self, Output};
use crate::domain::codes::{LEGAL_STATUS, codes};
use crate::domain::dispute::DutyState;
use crate::domain::policy::Policy;
use crate::domain::same_name::Spellings;
use crate::render::{columns, words};
use crate::store::Which;

/// The environment variable that a shell sets to ask for completions.
const ASKED: &str = "IRO_COMPLETE";

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro completions bash\n  iro completions powershell --out iro.ps1\n\n\
Put one of these lines where your shell starts:\n  \
bash, in ~/.bashrc:     source <(iro completions bash)\n  \
zsh, in ~/.zshrc:       source <(iro completions zsh)\n  \
fish, in config.fish:   iro completions fish | source\n  \
PowerShell, $PROFILE:   . ~/iro.ps1    (made once with `--out ~/iro.ps1`)")]
pub struct Args {
    /// For which shell
    #[arg(value_parser = ["bash", "zsh", "fish", "powershell", "elvish"])]
    shell: String,
    /// Write to this file; `-` is standard output [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<Output>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let shells = Shells::builtins();
    let shell =
        shells.completer(&args.shell).ok_or_else(|| Failure::usage(format!("`{}` isn't a shell", args.shell)))?;
    let mut stub = Vec::new();
    shell.write_registration(ASKED, "iro", "iro", "iro", &mut stub)?;
    let stub = String::from_utf8_lossy(&stub);
    match args.out.as_ref().and_then(Output::file) {
        Some(file) => output::write_text(file, stub.trim_end(), ctx),
        None => ctx.console.say(stub.trim_end()),
    }
}

/// Makes the whole command line.
type CommandLine = fn() -> clap::Command;

/// Answers a shell that asks for completions; `None` if this is an ordinary run.
pub fn answer(args: &[OsString], command_line: CommandLine) -> Option<u8> {
    let typed: Vec<OsString> = args.iter().skip_while(|arg| *arg != "--").skip(1).cloned().collect();
    let factory = || with_values(built(command_line), command_line, &typed);
    match CompleteEnv::with_factory(factory).var(ASKED).bin("iro").completer("iro").try_complete(args.iter(), None) {
        Ok(false) => None,
        Ok(true) => Some(0),
        Err(_) => Some(Code::Failed as u8),
    }
}

/// The values that an argument can have.
#[derive(Debug, Clone, Copy)]
enum Values {
    Ids,
    Policies,
    Stages,
    Categories,
    Duties,
    Roles,
    Grounds,
    Children,
    Figures,
    Clocks,
    SavedFilters,
    Columns,
    LegalStatuses,
}

/// What an argument takes, by its name, in whichever command it is.
const BY_ARGUMENT: [(&str, Values); 21] = [
    ("id", Values::Ids),
    ("ids", Values::Ids),
    ("policy", Values::Policies),
    ("stage", Values::Stages),
    ("category", Values::Categories),
    ("duty", Values::Duties),
    ("confirm", Values::Duties),
    ("role", Values::Roles),
    ("ask", Values::Roles),
    ("by_role", Values::Roles),
    ("decided_by", Values::Roles),
    ("responder", Values::Roles),
    ("whom", Values::Roles),
    ("ground", Values::Grounds),
    ("child", Values::Children),
    ("explain", Values::Figures),
    ("clock", Values::Clocks),
    ("saved", Values::SavedFilters),
    ("columns", Values::Columns),
    ("sort", Values::Columns),
    ("legal_status", Values::LegalStatuses),
];

/// The arguments of some commands that take something else than in others, or that have a name of their own.
const BY_COMMAND: [(&str, &str, Option<Values>); 7] = [
    ("escalate", "to", Some(Values::Stages)),
    ("reopen", "to", Some(Values::Stages)),
    ("new", "id", Some(Values::Policies)),
    ("praise", "whom", None),
    ("notice", "to", Some(Values::Roles)),
    ("add", "who", Some(Values::Roles)),
    ("remove", "who", Some(Values::Roles)),
];

/// The whole command line, with all commands built.
fn built(command_line: CommandLine) -> clap::Command {
    let mut line = command_line();
    line.build();
    line
}

/// Adds to each argument the code that finds its values.
fn with_values(command: clap::Command, command_line: CommandLine, typed: &[OsString]) -> clap::Command {
    let name = command.get_name().to_string();
    let command = command.mut_args(|argument| match values_in(&name, argument.get_id().as_str()) {
        Some(values) => {
            let typed = typed.to_vec();
            argument
                .add(ArgValueCompleter::new(move |current: &OsStr| candidates(values, current, command_line, &typed)))
        }
        None => match words_of(&argument) {
            words if words.is_empty() => argument,
            words => argument.add(ArgValueCompleter::new(move |current: &OsStr| {
                let begun = |word: &&String| word.starts_with(current.to_string_lossy().as_ref());
                words.iter().filter(begun).map(CompletionCandidate::new).collect()
            })),
        },
    });
    command.mut_subcommands(|one| with_values(one, command_line, typed))
}

/// The words that an argument takes, if its help lists them as `yes|no`.
fn words_of(argument: &clap::Arg) -> Vec<String> {
    let shown =
        argument.get_value_names().and_then(|names| names.first()).map(|name| name.as_str()).unwrap_or_default();
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    match shown.contains('|') && shown.split('|').all(is_word) {
        true => shown.split('|').map(str::to_string).collect(),
        false => Vec::new(),
    }
}

/// The kind of value of an argument.
fn values_in(command: &str, argument: &str) -> Option<Values> {
    let here = BY_COMMAND.iter().find(|(of, name, _)| (*of, *name) == (command, argument));
    let anywhere = || BY_ARGUMENT.iter().find(|(name, _)| *name == argument).map(|(_, values)| *values);
    here.map_or_else(anywhere, |(_, _, values)| *values)
}

/// The values that begin with what is typed so far. Empty if the store can't be read, because the shell is waiting.
fn candidates(
    values: Values,
    current: &OsStr,
    command_line: CommandLine,
    typed: &[OsString],
) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let Some(mut ctx) = context(command_line, typed) else { return Vec::new() };
    let found = found(values, &current, typed, &mut ctx).unwrap_or_default();
    let wanted = found.into_iter().filter(|(value, _)| value.starts_with(current.as_ref()));
    wanted.map(|(value, help)| CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.into()))).collect()
}

/// The context for the store that the words typed so far, or the environment, name.
fn context(command_line: CommandLine, typed: &[OsString]) -> Option<Context> {
    let matches = command_line().ignore_errors(true).try_get_matches_from(typed).ok()?;
    Context::build(&Global::from_arg_matches(&matches).ok()?).ok()
}

type Found = Vec<(String, String)>;

fn found(values: Values, current: &str, typed: &[OsString], ctx: &mut Context) -> Result<Found, Failure> {
    Ok(match values {
        Values::Ids => ids(current, ctx)?,
        Values::Policies => ctx.policies.list()?.policies.into_iter().map(|one| (one.id, one.title)).collect(),
        Values::Children => {
            let (loaded, _) = ctx.load_all(Which::All)?;
            let listed = ctx.children()?;
            let known = loaded.iter().filter_map(|one| one.case.header().child());
            let spellings = Spellings::of(known.chain(listed.children.iter().map(|child| child.reference.as_str())));
            let help = |child: &str| {
                let listed = listed.find(child).into_iter().flat_map(|one| [&one.iro, &one.team]);
                listed.flatten().cloned().collect::<Vec<_>>().join(", ")
            };
            spellings.all().map(|child| (child.to_string(), help(child))).collect()
        }
        Values::Figures => super::report::figure_names(ctx)?,
        Values::Duties => match dispute(typed, ctx) {
            Some(dispute) => {
                let owed = dispute.duties().into_iter().filter(|duty| duty.state == DutyState::Outstanding);
                owed.map(|duty| (duty.duty.into(), duty.text)).collect()
            }
            None => of_policies(typed, ctx, |policy| {
                policy.duties.iter().map(|duty| (duty.id.to_string(), duty.text.clone())).collect()
            })?,
        },
        Values::Clocks => {
            let running = dispute(typed, ctx).map(|dispute| {
                let clocks = dispute.clocks.iter().filter(|clock| clock.is_running());
                clocks.map(|clock| (clock.id.to_string(), dispute.label_of(clock))).collect()
            });
            running.unwrap_or_default()
        }
        Values::SavedFilters => {
            let all = ctx.settings().map(|settings| settings.filters.clone()).unwrap_or_default().into_iter();
            all.map(|(name, words)| (format!("@{name}"), words)).collect()
        }
        Values::LegalStatuses => {
            let listed = codes().list(LEGAL_STATUS).map(|list| list.codes.as_slice());
            listed.unwrap_or_default().iter().map(|one| (one.code.clone(), one.text.clone())).collect()
        }
        Values::Columns => columns::ALL.iter().map(|one| (one.name.to_string(), String::new())).collect(),
        Values::Stages => of_policies(typed, ctx, |policy| {
            policy.stages.iter().map(|stage| (stage.id.to_string(), stage.title.clone())).collect()
        })?,
        Values::Categories => of_policies(typed, ctx, |policy| {
            policy.categories.iter().map(|category| (category.id.to_string(), category.text.clone())).collect()
        })?,
        Values::Roles => of_policies(typed, ctx, |policy| {
            policy.roles.iter().map(|role| (role.id.to_string(), role.title.clone())).collect()
        })?,
        Values::Grounds => of_policies(typed, ctx, |policy| {
            let grounds = policy.referral.iter().flat_map(|rule| &rule.grounds);
            grounds.map(|ground| (ground.id.to_string(), ground.text.clone())).collect()
        })?,
    })
}

/// Ids, open ones first, each with what it is about unless there are too many to read.
fn ids(current: &str, ctx: &mut Context) -> Result<Found, Failure> {
    const READ: usize = 60;
    let open = ctx.store.ids(Which::Open)?;
    let all = ctx.store.ids(Which::All)?;
    let closed = all.into_iter().filter(|id| !open.contains(id));
    let ids: Vec<String> = open.iter().copied().chain(closed).map(|id| id.to_string()).collect();
    let wanted: Vec<String> = ids.into_iter().filter(|id| id.starts_with(current)).collect();
    let read = wanted.len() <= READ;
    let help = |id: &String, ctx: &mut Context| {
        let loaded = ctx.load(id).ok()?;
        let child = words::about(loaded.case.about());
        Some(match loaded.dispute() {
            Some(dispute) => format!("{child}, {}", dispute.stage().title),
            None => child,
        })
    };
    Ok(wanted
        .into_iter()
        .map(|id| (id.clone(), if read { help(&id, ctx).unwrap_or_default() } else { String::new() }))
        .collect())
}

/// The dispute that the words typed so far name.
fn dispute(typed: &[OsString], ctx: &mut Context) -> Option<crate::domain::dispute::Dispute> {
    let words = typed.iter().skip(1).filter_map(|word| word.to_str());
    let ids: Vec<String> =
        words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_string).collect();
    ids.iter().find_map(|id| ctx.load(id).ok()?.dispute().cloned())
}

/// Names from the policy in question: the dispute's, that of `--policy`, or that of the config file; otherwise from all
/// policies.
fn of_policies(typed: &[OsString], ctx: &mut Context, names: impl Fn(&Policy) -> Found) -> Result<Found, Failure> {
    if let Some(dispute) = dispute(typed, ctx) {
        return Ok(names(&dispute.policy));
    }
    let named = typed.iter().skip_while(|word| *word != "--policy").nth(1).and_then(|word| word.to_str());
    if let Ok(policy) = ctx.policy(named) {
        return Ok(names(&policy));
    }
    let mut all: Found = Vec::new();
    for one in ctx.policies.list()?.policies {
        all.extend(names(ctx.policies.latest(&one.id, ctx.now().date())?.as_ref()));
    }
    all.sort();
    all.dedup_by(|one, other| one.0 == other.0);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command_line::command_line;

    /// Each command with each of its arguments.
    fn arguments(command: &clap::Command) -> Vec<(String, String)> {
        let own = command.get_arguments().map(|one| (command.get_name().to_string(), one.get_id().to_string()));
        own.chain(command.get_subcommands().flat_map(arguments)).collect()
    }

    /// An argument that is renamed would lose its completions in silence.
    #[test]
    fn every_argument_that_is_completed_is_there() {
        let all = arguments(&built(command_line));
        for (name, _) in BY_ARGUMENT {
            assert!(all.iter().any(|(_, argument)| argument == name), "no command has `{name}`");
        }
        for (command, name, _) in BY_COMMAND {
            assert!(all.contains(&(command.to_string(), name.to_string())), "`{command}` has no `{name}`");
        }
    }
}
