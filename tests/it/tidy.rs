//! Rules of the project that the compiler doesn't check: which layer may use which, what a file may contain, what every
//! command must have.

use std::fs;
use std::path::{Path, PathBuf};

use crate::documents::cli_reference::commands;
use crate::documents::root;
use crate::env::Env;

/// Each layer, and the layers that it may use.
const LAYERS: [(&str, &[&str]); 4] = [
    ("domain", &["domain"]),
    ("store", &["store", "domain"]),
    ("render", &["render", "domain"]),
    ("cli", &["cli", "store", "render", "domain"]),
];

/// What pure layers must not use.
const IMPURE: [&str; 6] = ["std::fs", "std::env", "std::io", "std::process", "std::net", "::now("];

/// The greatest number of lines in a file of `src`.
const LONGEST: usize = 430;

/// Files that may be longer, each with the reason.
const LONGER: [(&str, &str); 1] = [("store/record_file/tests.rs", "one case after another, each a few lines long")];

/// The file that compares this computer's clock with the server's, and so has to read the clock.
const COMPARES_CLOCKS: &str = "store/postgres/doctor.rs";

struct Source {
    /// The path below `src`, with `/`.
    name: String,
    text: String,
}

impl Source {
    /// The code without comments and without line breaks.
    fn code(&self) -> String {
        let lines = self.text.lines().map(|line| match line.find("//") {
            Some(at) if !line[..at].contains('"') => &line[..at],
            _ => line,
        });
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The source without the tests at its end, which are a module of their own.
    fn without_tests(&self) -> Source {
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
    fn depth(&self) -> usize {
        self.name.split('/').count()
    }

    fn is_test(&self) -> bool {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        self.name.contains("/tests/") || ["tests.rs", "properties.rs"].contains(&last)
    }
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files_below(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
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
fn is_of_layer(name: &str, layer: &str) -> bool {
    name.strip_prefix(layer).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn of_layer<'a>(sources: &'a [Source], layer: &str) -> impl Iterator<Item = &'a Source> {
    sources.iter().filter(move |source| is_of_layer(&source.name, layer))
}

/// The first name of each path after a prefix, also in groups: `crate::{store::A, domain}` gives two.
fn names_after(code: &str, prefix: &str) -> Vec<String> {
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
fn steps_up(code: &str) -> usize {
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

#[test]
fn a_layer_knows_only_the_layers_below_it() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (layer, known) in LAYERS {
        for source in of_layer(&sources, layer) {
            let code = source.code();
            for name in names_after(&code, "crate::").into_iter().chain(names_after(&code, "iro::")) {
                if !known.contains(&name.as_str()) {
                    wrong.push(format!("src/{} names `crate::{name}`", source.name));
                }
            }
            // Tests at the end of a file are one step deeper, so their `use super::*` stays inside.
            if steps_up(&source.without_tests().code()) >= source.depth() || steps_up(&code) > source.depth() {
                wrong.push(format!("src/{} climbs out of its layer with `super::`", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All paths that begin with `crate::` or `super::`. Groups are taken apart: `super::{a, b::c}` gives two.
fn paths(code: &str) -> Vec<Vec<String>> {
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

/// The file that a path in this module leads to.
fn led_to(path: &[String], from: &[&str], names: &[String]) -> Option<String> {
    let climbs = path.iter().take_while(|part| *part == "super").count();
    let base = if path[0] == "crate" { &[] } else { &from[..from.len().checked_sub(climbs)?] };
    let rest = path[climbs.max(1)..].iter().map(String::as_str);
    let whole: Vec<&str> = base.iter().copied().chain(rest).collect();
    (1..=whole.len()).rev().map(|end| format!("{}.rs", whole[..end].join("/"))).find(|name| names.contains(name))
}

/// Finds circular imports between files. A file and its own submodules may use each other.
#[test]
fn no_file_leads_back_to_itself_by_its_imports() {
    let sources: Vec<Source> = sources().into_iter().filter(|source| !source.is_test()).collect();
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let known = |source: &Source| -> Vec<String> {
        let module = source.name.trim_end_matches(".rs");
        let own = format!("{module}/");
        let from: Vec<&str> = module.split('/').collect();
        let led = paths(&source.without_tests().code()).into_iter().filter_map(|path| led_to(&path, &from, &names));
        led.filter(|name| *name != source.name && !name.starts_with(&own)).collect()
    };
    let imports: Vec<Vec<String>> = sources.iter().map(known).collect();
    assert!(imports.iter().flatten().count() > 1000, "the imports were not understood");
    let mut wrong = Vec::new();
    for source in &sources {
        let mut reached: Vec<&String> = vec![&source.name];
        let mut next = 0;
        while let Some(at) = reached.get(next).and_then(|name| names.iter().position(|one| one == *name)) {
            let new: Vec<&String> = imports[at].iter().filter(|name| !reached.contains(name)).collect();
            reached.extend(new);
            next += 1;
        }
        let back = |name: &&&String| {
            names.iter().position(|one| one == **name).is_some_and(|at| imports[at].contains(&source.name))
        };
        wrong.extend(
            reached
                .iter()
                .skip(1)
                .find(back)
                .map(|last| format!("src/{} and src/{last} lead to each other", source.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_source_is_in_a_layer() {
    for source in sources() {
        let layered = LAYERS.iter().any(|(layer, _)| is_of_layer(&source.name, layer));
        assert!(layered || ["main.rs", "lib.rs"].contains(&source.name.as_str()), "src/{} is in no layer", source.name);
    }
}

#[test]
fn the_domain_and_the_rendering_are_pure() {
    let sources = sources();
    let mut wrong = Vec::new();
    for source in of_layer(&sources, "domain").chain(of_layer(&sources, "render")) {
        let code = source.code();
        for impure in IMPURE.iter().filter(|impure| code.contains(**impure)) {
            wrong.push(format!("src/{} has `{impure}`", source.name));
        }
        for name in names_after(&code, "std::") {
            if ["fs", "env", "io", "process", "net"].contains(&name.as_str()) {
                wrong.push(format!("src/{} imports `std::{name}`", source.name));
            }
        }
    }
    for source in of_layer(&sources, "store") {
        for clock in ["Utc::now(", "Local::now(", "SystemTime::now("] {
            if source.code().contains(clock) && source.name != COMPARES_CLOCKS {
                wrong.push(format!("src/{} reads the clock with `{clock})`", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_one_module_names_the_yaml_parser() {
    for source in sources() {
        assert!(
            source.name == "store/yaml.rs" || !source.code().contains("serde_saphyr"),
            "src/{} names the YAML parser; go through `store::yaml`",
            source.name
        );
    }
}

#[test]
fn only_the_reader_of_policy_files_seals_a_policy() {
    for source in sources() {
        let reads = ["store/policy_file.rs", "domain/policy.rs"].contains(&source.name.as_str());
        assert!(reads || !source.code().contains("Policy::sealed"), "src/{} makes a policy", source.name);
    }
}

/// The names in a policy file that belong to its authority: id, title and authority, and the ids and titles of stages.
fn words_of(policy: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut in_stages = false;
    for line in policy.lines() {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            in_stages = line == "stages:";
        }
        let value = |key: &str| line.trim_start_matches(['-', ' ']).strip_prefix(key).map(bare);
        let top = !line.starts_with(' ');
        if top {
            words.extend(value("id: ").map(|id| format!("\"{id}\"")));
            words.extend(value("title: "));
            words.extend(value("authority: "));
        } else if in_stages && line.starts_with("  - id: ") {
            words.extend(value("id: ").map(|id| format!("\"{id}\"")));
        } else if in_stages && line.starts_with("    title: ") {
            words.extend(value("title: ").map(|title| format!("\"{title}\"")));
        }
    }
    // Words of the file format belong to no authority.
    words.retain(|word| !["\"informal\"", "\"formal\"", "\"national\""].contains(&word.as_str()));
    words
}

fn bare(value: &str) -> String {
    let value = value.split(" #").next().unwrap_or_default();
    value.trim().trim_matches('"').to_owned()
}

#[test]
fn the_program_knows_no_authority() {
    let mut words = Vec::new();
    for path in files_below(&root().join("policies")) {
        if path.extension().is_some_and(|ext| ext == "yaml") {
            words.extend(words_of(&fs::read_to_string(path).unwrap()));
        }
    }
    assert!(words.len() > 20, "the policy files were not understood: {words:?}");
    words.extend(["knowsley", "mosaic", "south-west", "south west", "qa notification"].map(str::to_owned));
    let mut wrong = Vec::new();
    // Only `store/policies` embeds the files; tests and the examples in the help may name policies, too.
    let sources = sources().into_iter();
    for source in sources.filter(|source| !source.is_test() && source.name != "store/policies/source.rs") {
        for line in source.without_tests().text.lines() {
            let known = words.iter().find(|word| line.to_lowercase().contains(&word.to_lowercase()));
            let example = source.name.starts_with("cli/") && line.contains("iro ");
            if let Some(word) = known.filter(|_| !example) {
                wrong.push(format!("src/{} names {word}: {}", source.name, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_shows_an_example_and_is_tested() {
    let tests: Vec<String> = files_below(&root().join("tests/it"))
        .into_iter()
        .filter(|path| !path.ends_with("tidy.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let env = Env::new();
    let commands = commands(&env);
    assert!(commands.len() > 20, "the list of commands was not understood: {commands:?}");
    let mut wrong = Vec::new();
    for command in commands {
        let help = env.iro(&[&command, "--help"]).ok().stdout;
        if !help.contains("\nExample") || !help.contains(&format!("\n  iro {command}")) {
            wrong.push(format!("`iro {command} --help` shows no example"));
        }
        let typed = [format!("\"{command}\""), format!("\"{command} ")];
        if !tests.iter().any(|text| typed.iter().any(|typed| text.contains(typed))) {
            wrong.push(format!("no file of tests/it runs `iro {command}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_file_is_run() {
    let tests = root().join("tests/it");
    for path in files_below(&tests).into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "rs")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let folder = path.parent().unwrap();
        let parent = if folder == tests { tests.join("main.rs") } else { folder.with_extension("rs") };
        let named = fs::read_to_string(&parent).unwrap_or_default().contains(&format!("mod {name};"));
        assert!(named || name == "main", "{} does not name `{name}`", parent.display());
    }
}

/// Enums that may get more variants. A `matches!` over several variants is a hidden catch-all arm that no lint finds.
const MAY_GROW: [&str; 15] = [
    "ActKind",
    "CaseStatus",
    "ClockId",
    "Command",
    "EndsOn",
    "Event",
    "HoursMean",
    "Remedy",
    "ResultKind",
    "Shown",
    "Standing",
    "StartsOn",
    "Status",
    "Unit",
    "Verb",
];

/// How often code names a variant of an enum: in `NoEvent::Raised | Event::Noted(_)`, `Event::` once.
fn named_of(list: &str, code: &str) -> usize {
    let of = format!("{list}::");
    let starts = code.match_indices(&of).map(|(at, _)| at);
    starts.filter(|at| !code[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_')).count()
}

/// The arguments of each `matches!(…)`.
fn matched(code: &str) -> Vec<&str> {
    let inside = |rest: &'_ str| {
        let mut open = 1;
        rest.find(|letter: char| {
            open += i32::from(letter == '(') - i32::from(letter == ')');
            open == 0
        })
    };
    code.split("matches!(").skip(1).map(|rest| &rest[..inside(rest).unwrap_or(rest.len())]).collect()
}

#[test]
fn no_question_about_a_list_leaves_out_what_joins_it() {
    assert_eq!(matched("a(matches!(b(c), Event::Raised(_) | D), Event::Noted)"), ["b(c), Event::Raised(_) | D"]);
    assert_eq!(named_of("Status", "CaseStatus::Agreed | Status::Agreed"), 1);
    let sources = sources();
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let code = source.without_tests().code();
        let several = |list: &&&str| matched(&code).into_iter().any(|inside| named_of(list, inside) > 1);
        wrong.extend(MAY_GROW.iter().filter(several).map(|list| format!("src/{}: several of {list}", source.name)));
    }
    assert!(wrong.is_empty(), "ask it with a `match` that names each, beside the list:\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_enough_to_hold_in_mind() {
    let long: Vec<Source> = sources().into_iter().filter(|source| source.text.lines().count() > LONGEST).collect();
    let unexplained: Vec<String> = long
        .iter()
        .filter(|source| !LONGER.iter().any(|(name, _)| *name == source.name))
        .map(|source| format!("src/{} has {} lines", source.name, source.text.lines().count()))
        .collect();
    for (name, _) in LONGER {
        assert!(long.iter().any(|source| source.name == name), "src/{name} is short enough without being named here");
    }
    assert!(
        unexplained.is_empty(),
        "look for the second idea in it, or give a reason in {}:\n{}",
        file!(),
        unexplained.join("\n")
    );
}

/// All text files of the project, except fetched and built ones.
fn texts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "policies", "docs", "examples", "benches", "findings", ".ci"] {
        found.extend(files_below(&root().join(folder)));
    }
    let beside = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    let ours = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        path.is_file() && name != ".git" && !name.starts_with("LICENSE")
    };
    found.extend(beside.filter(ours));
    found
}

#[test]
fn nothing_names_a_place_on_one_machine() {
    let mut places: Vec<String> = ["work", "root", "home", "tmp", "Users"].map(|folder| format!("/{folder}/")).to_vec();
    places.push(root().display().to_string());
    let mut wrong = Vec::new();
    for path in texts() {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for place in places.iter().filter(|place| text.contains(place.as_str())) {
            wrong.push(format!("{} names {place}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_of_a_record_is_explained() {
    let golden = fs::read_to_string(root().join("tests/golden/record-v1.yaml")).unwrap();
    let format = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let keys = golden.lines().filter_map(|line| {
        let own =
            line.strip_prefix("- ").or_else(|| line.strip_prefix("  ").filter(|rest| !rest.starts_with([' ', '-'])));
        own.unwrap_or(line).split_once(':').map(|(key, value)| (key, value.trim()))
    });
    for (key, value) in keys.filter(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_')) {
        assert!(format.contains(&format!("`{key}`")), "docs/format.md does not explain `{key}`");
        assert!(
            key != "event" || format.contains(&format!("| `{value}` |")),
            "docs/format.md does not explain `{value}`"
        );
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    for path in texts().iter().filter(|path| path.extension().is_some_and(|ext| ext == "md")) {
        let text = fs::read_to_string(path).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            if !path.parent().unwrap().join(target).exists() {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
