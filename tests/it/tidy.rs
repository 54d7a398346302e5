//! Rules of the project that the compiler doesn't check: which layer may use which, what a file may contain, what every
//! command must have.

mod layers;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use crate::documents::cli_reference::commands;
use crate::documents::root;
use crate::env::Env;
use source::{Source, names_after, of_layer, sources};

/// What pure layers must not use.
const IMPURE: [&str; 6] = ["std::fs", "std::env", "std::io", "std::process", "std::net", "::now("];

/// The greatest number of lines in a file of `src`.
const LONGEST: usize = 430;

/// Files that may be longer, each with the reason.
const LONGER: [(&str, &str); 1] = [("store/record_file/tests.rs", "one case after another, each a few lines long")];

/// The file that compares this computer's clock with the server's, and so has to read the clock.
const COMPARES_CLOCKS: &str = "store/postgres/clock.rs";

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
