//! What to suggest for an unknown flag: a similar one of the same command, or commands that have it.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::domain::policy::{Fact, Verb};
use crate::domain::suggest;
use crate::domain::text::list;

/// The same error with a better suggestion. clap suggests anything that shares a few letters.
pub fn instead(mut fault: clap::Error, line: fn() -> Command, words: &[OsString]) -> clap::Error {
    if fault.kind() == ErrorKind::InvalidSubcommand {
        return for_what_is_meant(fault, line(), words);
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
        let tip = format!("a correction takes it as `--set {set}`; `--event N` is the step that it was given with");
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
    (&["delete", "remove", "cancel"], "`iro undo` takes back what you recorded last, `iro withdraw` a whole dispute"),
    (&["edit", "change", "fix", "amend"], "`iro correct` puts right what was recorded"),
    (&["close", "end", "finish"], "`iro resolve` ends a dispute, `iro withdraw` takes it back"),
    (
        &["letter", "print"],
        "`iro form --letter` drafts the letter to the child, `iro notice` a message to whoever has to act",
    ),
];

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
                None => return fault,
            }
        }
        (None, _) => return fault,
    };
    fault.remove(ContextKind::SuggestedSubcommand);
    fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    fault
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
        "by" => Some("more=LIMIT".to_string()),
        "child" => Some("child=REF".to_string()),
        "field" => Some("fields=NAME=VALUE".to_string()),
        flag => Fact::named(flag).map(|fact| format!("{}={}", fact.key(Verb::Raise), fact.kind().placeholder())),
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
