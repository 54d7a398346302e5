//! The source as text: its files, and the paths that its code names.

use std::fs;

use super::files_below;
use crate::documents::root;

pub struct Source {
    /// The path below `src`, with `/`.
    pub name: String,
    pub text: String,
}

impl Source {
    /// The code without comments and without line breaks.
    pub fn code(&self) -> String {
        let lines = self.text.lines().map(|line| match line.find("//") {
            Some(at) if !line[..at].contains('"') => &line[..at],
            _ => line,
        });
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The source without the tests at its end, which are a module of their own.
    pub fn without_tests(&self) -> Source {
        let mut inside = false;
        let kept = self.text.lines().filter(|line| {
            inside |= *line == "mod tests {";
            let keep = !inside;
            inside &= *line != "}";
            keep
        });
        let text = kept.map(|line| format!("{line}\n")).collect();
        Source { name: self.name.clone(), text }
    }

    /// The depth of its module: `store/policies/source.rs` has 3, `store.rs` 1.
    pub fn depth(&self) -> usize {
        self.name.split('/').count()
    }

    pub fn is_test(&self) -> bool {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        self.name.contains("/tests/") || ["tests.rs", "properties.rs"].contains(&last)
    }
}

pub fn sources() -> Vec<Source> {
    let src = root().join("src");
    let files = files_below(&src).into_iter();
    let rust = files.filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    let sources = rust.map(|path| Source {
        name: path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    });
    let sources: Vec<Source> = sources.collect();
    assert!(sources.len() > 300, "the sources were not found");
    sources
}

/// Whether a file belongs to a layer: `store.rs`, or a file in `store/`.
pub fn is_of_layer(name: &str, layer: &str) -> bool {
    name.strip_prefix(layer).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

pub fn of_layer<'a>(sources: &'a [Source], layer: &str) -> impl Iterator<Item = &'a Source> {
    sources.iter().filter(move |source| is_of_layer(&source.name, layer))
}

/// The first name of each path after a prefix, also in groups: `crate::{store::A, domain}` gives two.
pub fn names_after(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = code[at + prefix.len()..].trim_start();
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_heads(group)),
            None => names.push(head(rest)),
        }
    }
    names
}

fn head(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut heads) = (0_usize, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                heads.push(head(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

/// The longest run of `super::` in a piece of code.
pub fn steps_up(code: &str) -> usize {
    let mut most = 0;
    let mut rest = code;
    while let Some(at) = rest.find("super::") {
        let mut steps = 0;
        rest = &rest[at..];
        while let Some(further) = rest.strip_prefix("super::") {
            steps += 1;
            rest = further;
        }
        most = most.max(steps);
    }
    most
}

/// All paths that begin with `crate::` or `super::`. Groups are taken apart: `super::{a, b::c}` gives two.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let starts = ["crate::", "super::"].into_iter().flat_map(|start| code.match_indices(start));
    let starts = starts.filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
    let mut found = Vec::new();
    for (at, _) in starts {
        tree(&code[at..], &[], &mut found);
    }
    found
}

/// Parses one path or group, and returns the code after it.
fn tree<'a>(code: &'a str, before: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let mut code = code.trim_start();
    if let Some(group) = code.strip_prefix('{') {
        code = group;
        loop {
            code = tree(code, before, found).trim_start();
            match code.strip_prefix(',') {
                Some(more) => code = more,
                None => return code.strip_prefix('}').unwrap_or(code),
            }
        }
    }
    let name = head(code);
    code = &code[name.len()..];
    let path: Vec<String> = before.iter().cloned().chain([name]).collect();
    match code.strip_prefix("::") {
        Some(deeper) => tree(deeper, &path, found),
        None => {
            found.push(path);
            code.trim_start_matches(|c: char| !",}".contains(c))
        }
    }
}

#[test]
fn the_scan_sees_through_tricks() {
    let names = |code: &str| names_after(code, "crate::");
    assert_eq!(names("use crate::store::dir;"), ["store"]);
    assert_eq!(names("use crate::{domain::{id, time}, render};"), ["domain", "render"]);
    assert_eq!(names("use crate::{\n    store as s,\n};"), ["store"]);
    assert_eq!(names("let a = crate::cli::run;"), ["cli"]);
    assert_eq!(
        paths("use super::{a, b::{c, d}}; crate::x::y(1)"),
        [vec!["crate", "x", "y"], vec!["super", "a"], vec!["super", "b", "c"], vec!["super", "b", "d"],]
    );
    assert_eq!(steps_up("use super::super::store;"), 2);
    assert_eq!(steps_up("super::a(super::super::super::b)"), 3);
    let source = |name: &str| Source { name: name.to_owned(), text: String::new() };
    assert_eq!(source("store.rs").depth(), 1);
    assert_eq!(source("store/dir.rs").depth(), 2);
    assert_eq!(source("store/policies/source.rs").depth(), 3);
}
