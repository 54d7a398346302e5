//! The examples of `docs/policy-language.md`: each replaces a part of the small protocol, is checked, and is run with
//! the commands below it. `UPDATE_DOCS=1 cargo test policy_language` writes their output into the page.

use std::fs;

use crate::documents::{expect_file, root};
use crate::env::Env;

const PAGE: &str = "docs/policy-language.md";
const SMALL: &str = "examples/policies/small.yaml";

/// Keys that change dates. An example without a command shows the dates if it has one of these keys, otherwise how the
/// policy differs.
const DATES: [&str; 6] = ["stages", "total", "clocks", "calendar", "entry", "raise_within"];

#[test]
fn every_example_is_good_and_does_what_the_page_shows() {
    let env = Env::new();
    fs::create_dir_all(env.scratch("examples/policies")).expect("a folder");
    let small = fs::read_to_string(root().join(SMALL)).expect("the small protocol");
    fs::write(env.scratch(SMALL), &small).expect("a file");
    let page = fs::read_to_string(root().join(PAGE)).expect("the page");
    let (mut shown, mut examples) = (String::new(), 0);
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        shown.push_str(&format!("{line}\n"));
        match line {
            "```yaml" => {
                let example = block(&mut lines, &mut shown);
                put_in(&env, &small, &example);
                examples += 1;
                while lines.next_if(|line| line.is_empty()).is_some() {}
                if lines.peek() != Some(&"```console") {
                    shown.push_str(&format!("\n```console\n{}```\n", run(&env, usual(&example))));
                }
                shown.push('\n');
            }
            "```console" => {
                let typed = lines.next().expect("a command");
                let command = typed.strip_prefix("$ ").expect("a command begins with a dollar");
                shown.push_str(&format!("{}```\n", run(&env, command)));
                lines.by_ref().find(|line| *line == "```");
            }
            _ => {}
        }
    }
    assert!(examples > 20, "{examples} examples");
    expect_file(&root().join(PAGE), &shown);
}

/// Reads the lines of a code block, and copies them unchanged.
fn block<'a>(lines: &mut impl Iterator<Item = &'a str>, shown: &mut String) -> String {
    let mut block = String::new();
    for line in lines {
        shown.push_str(&format!("{line}\n"));
        if line == "```" {
            break;
        }
        block.push_str(&format!("{line}\n"));
    }
    block
}

/// Replaces parts of the small protocol with those of the example, and checks the result.
#[track_caller]
fn put_in(env: &Env, small: &str, example: &str) {
    let own = parts(example);
    let kept = parts(small).into_iter().filter(|(key, _)| own.iter().all(|(other, _)| key != other));
    let text: String = kept.chain(own.clone()).map(|(_, text)| text).collect();
    fs::write(env.scratch("changed.yaml"), &text).expect("a file");
    let checked = env.iro(&["policy", "check", "changed.yaml", "--json"]);
    assert_eq!(checked.code, 0, "{example}\n{}", checked.stdout);
}

/// A file split at its top-level keys.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let key = line.split(':').next().filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()));
        match (key, parts.last_mut()) {
            (Some(key), _) => parts.push((key.to_owned(), format!("{line}\n"))),
            (None, Some((_, text))) => text.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    parts
}

fn usual(example: &str) -> &'static str {
    match parts(example).iter().any(|(key, _)| DATES.contains(&key.as_str())) {
        true => "iro policy try changed.yaml --from 2026-03-02",
        false => "iro policy diff examples/policies/small.yaml changed.yaml",
    }
}

/// Runs a command, and returns what it prints on both outputs.
#[track_caller]
fn run(env: &Env, command: &str) -> String {
    let line = command.strip_prefix("iro ").expect("a command of ours").replace('"', "'");
    let run = env.sh(&line).ok();
    let said = format!("{}{}", run.stdout, run.stderr);
    let said: Vec<&str> = said.lines().map(str::trim_end).collect();
    format!("$ {command}\n{}\n", said.join("\n"))
}
