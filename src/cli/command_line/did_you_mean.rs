//! What to suggest for an unknown flag: a similar one of the same command, or commands that have it.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::domain::event::Event;
use crate::domain::policy::{Fact, Verb};
use crate::domain::suggest;
use crate::domain::text::{list, with_values};

/// The same error with a better suggestion. clap suggests anything that shares a few letters.
pub fn instead(mut fault: clap::Error, line: fn() -> Command, words: &[OsString]) -> clap::Error {
    if fault.kind() == ErrorKind::InvalidSubcommand {
        return for_what_is_meant(fault, line(), words);
    }
    if fault.kind() == ErrorKind::MissingRequiredArgument {
        return for_what_is_missing(fault, &line(), words);
    }
    if fault.kind() != ErrorKind::UnknownArgument {
        return fault;
    }
    let Some(ContextValue::String(typed)) = fault.get(ContextKind::InvalidArg) else { return fault };
    let typed = typed.split('=').next().unwrap_or_default().to_string();
    let Some(flag) = typed.strip_prefix("--").filter(|flag| !flag.is_empty()) else { return fault };
    let mut line = line();
    line.build();
    fault.remove(ContextKind::SuggestedArg);
    // The usage line contains clap's own suggestion.
    fault.remove(ContextKind::Usage);
    let named = named(&line, words);
    if let Some(set) = set_instead(named, flag) {
        let values = with_values(&[("", Fact::named(flag).map_or(&[], |fact| fact.kind().words()))]);
        let tip =
            format!("a correction takes it as `--set {set}`{values}; `--event N` is the step that it was given with");
        fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        return fault;
    }
    match suggest::nearest(flag, flags(named)) {
        Some(near) => {
            fault.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{near}")));
        }
        None => {
            let with_it: Vec<String> = having(&line, flag).into_iter().take(MOST).collect();
            if !with_it.is_empty() {
                let take = if with_it.len() == 1 { "takes" } else { "take" };
                let with_it: Vec<String> = with_it.iter().map(|command| format!("`{command}`")).collect();
                let tip = format!("{} {take} `--{flag}`", list(&with_it, "and"));
                fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            }
        }
    }
    fault
}

/// What people type for commands that are called something else.
const MEANT: [(&[&str], &str); 4] = [
    (
        &["delete", "remove", "cancel"],
        "`iro undo` undoes the last thing you recorded, `iro withdraw` ends a dispute without an outcome",
    ),
    (&["edit", "change", "fix", "amend"], "`iro correct` corrects what was recorded"),
    (&["close", "end", "finish"], "`iro resolve` ends a dispute, `iro withdraw` ends it without an outcome"),
    (
        &["letter", "print"],
        "`iro form --letter` drafts the letter to the child, `iro notice` a message to whoever has to act",
    ),
];

/// Commands for which any of several arguments will do, of which clap names only one.
const ANY_OF: [(&str, &str); 1] =
    [("review", "give the day of the review, or one of `--looked-after-since`, `--first-review` and `--last-review`")];

fn for_what_is_missing(mut fault: clap::Error, line: &Command, words: &[OsString]) -> clap::Error {
    let command = named(line, words).get_name();
    if let Some((_, tip)) = ANY_OF.iter().find(|(name, _)| *name == command) {
        fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![(*tip).into()]));
    }
    fault
}

/// The same error with the command that is probably meant: one with another name, or with a similar one.
fn for_what_is_meant(mut fault: clap::Error, line: Command, words: &[OsString]) -> clap::Error {
    let first = words.iter().skip(1).filter_map(|word| word.to_str()).find(|word| !word.starts_with('-'));
    let meant = MEANT.iter().find(|(names, _)| first.is_some_and(|first| names.contains(&first)));
    let tip = match (meant, fault.get(ContextKind::InvalidSubcommand)) {
        (Some((_, tip)), _) => (*tip).to_string(),
        (None, Some(ContextValue::String(typed))) => {
            let known = named(&line, words).get_subcommands().filter(|one| !one.is_hide_set()).map(Command::get_name);
            match suggest::nearest(typed, known) {
                Some(near) => format!("did you mean `{near}`?"),
                // clap also finds letters that changed places.
                None => match near_for_clap(&fault) {
                    Some(near) => format!("did you mean {}?", list(&near, "or")),
                    None => return fault,
                },
            }
        }
        (None, _) => return fault,
    };
    fault.remove(ContextKind::SuggestedSubcommand);
    fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    fault
}

/// The commands that clap suggests instead, in backticks.
fn near_for_clap(fault: &clap::Error) -> Option<Vec<String>> {
    let near = fault.get(ContextKind::SuggestedSubcommand)?;
    if let ContextValue::String(one) = near {
        return Some(vec![format!("`{one}`")]);
    }
    let ContextValue::Strings(several) = near else { return None };
    Some(several.iter().map(|one| format!("`{one}`")).collect())
}

/// The greatest number of commands to name.
const MOST: usize = 3;

/// The command that was typed.
fn named<'a>(line: &'a Command, words: &[OsString]) -> &'a Command {
    words.iter().skip(1).fold(line, |command, word| command.find_subcommand(word).unwrap_or(command))
}

fn flags(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter_map(|argument| argument.get_long())
}

/// What `iro correct` takes after `--set` in place of the flag of another command.
fn set_instead(named: &Command, flag: &str) -> Option<String> {
    if named.get_name() != "correct" {
        return None;
    }
    match flag {
        "action" => Some("actions=WHAT | OWNER | DUE".to_string()),
        "child" => Some("child=REF".to_string()),
        "field" => Some("fields=NAME=VALUE".to_string()),
        flag => match Fact::named(flag) {
            Some(fact) => Some(format!("{}={}", fact.key(Verb::Raise), fact.placeholder())),
            None => {
                let name = flag.replace('-', "_");
                Event::is_correctable(&name).then(|| format!("{name}=VALUE"))
            }
        },
    }
}

/// The commands that have this flag, as they are typed.
fn having(line: &Command, flag: &str) -> Vec<String> {
    let mut found = Vec::new();
    for command in line.get_subcommands().filter(|one| one.get_name() != "help" && !one.is_hide_set()) {
        let own = flags(command).any(|one| one == flag).then(|| command.get_name().to_string());
        let deeper = having(command, flag).into_iter().map(|name| name.trim_start_matches("iro ").to_string());
        let deeper = deeper.map(|name| format!("{} {name}", command.get_name()));
        found.extend(own.into_iter().chain(deeper).map(|name| format!("iro {name}")));
    }
    found
}
