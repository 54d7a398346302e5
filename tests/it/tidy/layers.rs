//! Which part of the source may use which.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, is_of_layer, names_after, of_layer, paths, sources, steps_up};

/// Each layer, and the layers that it may use.
const LAYERS: [(&str, &[&str]); 4] = [
    ("domain", &["domain"]),
    ("store", &["store", "domain"]),
    ("render", &["render", "domain"]),
    ("cli", &["cli", "store", "render", "domain"]),
];

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

/// The file that a path in this module leads to.
fn led_to(path: &[String], from: &[&str], names: &[String]) -> Option<String> {
    let climbs = path.iter().take_while(|part| *part == "super").count();
    let base = if path[0] == "crate" { &[] } else { &from[..from.len().checked_sub(climbs)?] };
    let rest = path[climbs.max(1)..].iter().map(String::as_str);
    let whole: Vec<&str> = base.iter().copied().chain(rest).collect();
    (1..=whole.len()).rev().map(|end| format!("{}.rs", whole[..end].join("/"))).find(|name| names.contains(name))
}

/// What each file imports, by name: neither itself nor its own submodules, which it may use and they it.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let sources: Vec<Source> = sources().into_iter().filter(|source| !source.is_test()).collect();
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let of_one = |source: &Source| -> BTreeSet<String> {
        let module = source.name.trim_end_matches(".rs");
        let own = format!("{module}/");
        let from: Vec<&str> = module.split('/').collect();
        let led = paths(&source.without_tests().code()).into_iter().filter_map(|path| led_to(&path, &from, &names));
        led.filter(|name| *name != source.name && !name.starts_with(&own)).collect()
    };
    sources.iter().map(|source| (source.name.clone(), of_one(source))).collect()
}

/// The modules that lead to each other, two of each circle.
fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for start in imports.keys() {
        let mut reached = vec![start];
        let mut next = 0;
        while let Some(name) = reached.get(next) {
            let new: Vec<&String> = imports.get(*name).into_iter().flatten().collect();
            reached.extend(new.into_iter().filter(|name| !reached.contains(name)).collect::<BTreeSet<_>>());
            next += 1;
        }
        let leads_back = |name: &&&String| imports.get(**name).is_some_and(|imports| imports.contains(start));
        wrong.extend(
            reached.iter().skip(1).find(leads_back).map(|last| format!("{start} and {last} lead to each other")),
        );
    }
    wrong
}

/// Finds circular imports between files.
#[test]
fn no_file_leads_back_to_itself_by_its_imports() {
    let imports = imports();
    assert!(imports.values().flatten().count() > 1000, "the imports were not understood");
    let wrong = circles(&imports);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same between the modules of a layer, each with all that is in its folder.
#[test]
fn no_folder_leads_back_to_itself_by_its_imports() {
    let module = |name: &str| name.trim_end_matches(".rs").split('/').take(2).collect::<Vec<_>>().join("/");
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, imported) in imports().iter().filter(|(name, _)| name.contains('/')) {
        let from = module(name);
        let led = imported.iter().filter(|name| name.contains('/')).map(|name| module(name));
        let led: Vec<String> = led.filter(|to| *to != from).collect();
        folders.entry(from).or_default().extend(led);
    }
    assert!(folders.values().flatten().count() > 300, "the imports were not understood");
    let wrong = circles(&folders);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_source_is_in_a_layer() {
    for source in sources() {
        let layered = LAYERS.iter().any(|(layer, _)| is_of_layer(&source.name, layer));
        assert!(layered || ["main.rs", "lib.rs"].contains(&source.name.as_str()), "src/{} is in no layer", source.name);
    }
}
