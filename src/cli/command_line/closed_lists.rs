//! The words of closed lists in the help, such as `--barrier resources|staffing|other-agency`, are those of the lists.

use super::command_line;
use crate::domain::event::{Barrier, Because, NoteKind, ResultKind};
use crate::domain::holidays::Division;
use crate::domain::limit::DaysMean;
use crate::domain::policy::{CaseType, ImpactLevel};
use crate::domain::summary::Dimension;
use crate::domain::worded::Worded;

/// The list of each argument, by its name in the code.
const LISTS: [(&str, &[&str]); 10] = [
    ("barrier", Barrier::WORDS),
    ("because", Because::WORDS),
    ("by", Dimension::WORDS),
    ("case_type", CaseType::WORDS),
    ("covers", CaseType::WORDS),
    ("days", DaysMean::WORDS),
    ("division", Division::WORDS),
    ("impact_level", ImpactLevel::WORDS),
    ("kind", NoteKind::WORDS),
    ("result", ResultKind::WORDS),
];

/// Those that only name examples: the roles are the policy's.
const EXAMPLES: [&str; 1] = ["by_role"];

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}

/// Compares the words that an argument shows with its list; returns the list that it has.
fn compared(argument: &clap::Arg, path: &str) -> Option<&'static str> {
    let shown = argument.get_value_names()?.first()?.as_str();
    let named: Vec<&str> = shown.split('|').collect();
    let closed = named.len() > 1 && named.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    let id = argument.get_id().as_str();
    if !closed || named == ["yes", "no"] || EXAMPLES.contains(&id) {
        return None;
    }
    let shown = sorted(named.iter().map(ToString::to_string));
    let possible = argument.get_possible_values();
    let list = LISTS.iter().find(|(name, _)| *name == id);
    let words = match list {
        Some((_, words)) => sorted(words.iter().map(ToString::to_string)),
        None => sorted(possible.iter().map(|value| value.get_name().to_string())),
    };
    assert_eq!(shown, words, "{path}: `{argument}`");
    list.map(|(name, _)| *name)
}

fn walk(command: &clap::Command, path: &str, met: &mut Vec<&'static str>) {
    met.extend(command.get_arguments().filter_map(|argument| compared(argument, path)));
    command.get_subcommands().for_each(|below| walk(below, &format!("{path} {}", below.get_name()), met));
}

#[test]
fn the_help_has_the_words_of_each_closed_list() {
    let (mut line, mut met) = (command_line(), Vec::new());
    line.build();
    walk(&line, "iro", &mut met);
    for (name, _) in LISTS {
        assert!(met.contains(&name), "no argument is called `{name}` any more");
    }
}
