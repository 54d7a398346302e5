//! The help texts at the width of a usual terminal: their examples can be pasted and their topics found.

use crate::documents::cli_reference::subcommands;
use crate::env::Env;

/// The help of a command at a width.
fn help(env: &Env, command: &[String], width: &str) -> String {
    let output = env.command().args(command).arg("--help").env("COLUMNS", width).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Every command and every command within one.
fn all(env: &Env, within: &[String]) -> Vec<Vec<String>> {
    let below = subcommands(&help(env, within, "80"));
    let deeper = below.iter().map(|name| [within, std::slice::from_ref(name)].concat());
    deeper.flat_map(|command| [vec![command.clone()], all(env, &command)].concat()).collect()
}

/// The lines under the heading of the examples that begin with the program's name.
fn examples(help: &str) -> Vec<&str> {
    let examples = help.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
    examples.take_while(|line| line.starts_with("  ")).map(str::trim).collect()
}

#[test]
fn every_example_can_be_pasted_as_it_stands() {
    let env = Env::new();
    let commands = all(&env, &[]);
    assert!(commands.len() > 50, "{} commands", commands.len());
    for command in commands {
        let (narrow, wide) = (help(&env, &command, "80"), help(&env, &command, "200"));
        let shown = examples(&narrow);
        assert!(!shown.is_empty(), "no example of {command:?}:\n{narrow}");
        assert_eq!(shown, examples(&wide), "an example of {command:?} is broken at 80 columns");
        for line in shown {
            assert!(line.contains("iro "), "{command:?}: {line}");
            assert!(line.contains(&command.join(" ")), "{command:?}: {line}");
            assert!(!line.ends_with('\\') && line.matches('"').count() % 2 == 0, "{command:?}: {line}");
        }
    }
}

#[test]
fn topics_are_found_from_the_first_word() {
    let env = Env::new();
    let first = env.iro(&["help"]).ok().stdout;
    for topic in ["dates", "exit-codes", "environment"] {
        assert!(first.contains(&format!("iro help {topic}")), "{first}");
        let text = env.iro(&["help", topic]).ok().stdout;
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.lines().count() > 8, "{text}");
    }
    for line in first.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    // Typing `iro` alone shows today's list.
    assert!(first.contains("Begin with one of these:\n  iro  "), "{first}");
}

/// The argument parser treats a variable that is set like a typed option, and would list it as required.
#[test]
fn a_usage_line_shows_what_is_needed_and_not_the_environment() {
    let env = Env::new();
    for args in [vec!["export", "--child", "C-1"], vec!["policy", "diff", "knowsley"], vec!["calendar", "between"]] {
        let run = env.command().args(&args).env("IRO_AS_OF", "2026-03-02").output().unwrap();
        let shown = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{shown}");
        let usage = shown.lines().find(|line| line.starts_with("Usage: ")).unwrap_or_default();
        assert!(usage.contains(args[0]), "{shown}");
        for option in ["--data-dir", "--user", "--as-of", "--policy-dir"] {
            assert!(!usage.contains(option), "{usage}");
        }
    }
}

#[test]
fn no_help_is_squeezed_into_a_column_of_single_words() {
    let env = Env::new();
    for command in all(&env, &[]) {
        for flag in ["-h", "--help"] {
            let output = env.command().args(&command).arg(flag).env("COLUMNS", "80").output().unwrap();
            let help = String::from_utf8(output.stdout).unwrap();
            let far = help.lines().find(|line| line.len() - line.trim_start().len() > 50);
            assert!(far.is_none(), "{command:?} {flag}: {}\n{help}", far.unwrap_or_default());
        }
    }
}
