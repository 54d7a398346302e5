//! `policy try` agrees with real records under every policy in the tree: the same clocks with the same dates for the
//! same people. Random rehearsals are carried out by commands and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::rehearsal_order::line;
use crate::documents::root;
use crate::env::{Env, list, text};

/// A pseudo-random generator with a fixed seed.
struct Lot(u64);

impl Lot {
    fn up_to(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn day(&mut self, first: u64, days: u64) -> String {
        let day = first + self.up_to(days);
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 7).unwrap() + chrono::Days::new(day);
        let time = if self.up_to(3) == 0 { format!("T{:02}:30", 8 + self.up_to(9)) } else { String::new() };
        format!("{day}{time}")
    }

    fn flags(&mut self) -> String {
        let mut flags = format!("--from {}", self.day(0, 5));
        let mut first = 5;
        for _ in 0..self.up_to(3) {
            flags += &format!(" --respond {}", self.day(first, 8));
            first += 12;
        }
        if self.up_to(3) == 0 {
            flags += &format!(" --meeting {}", self.day(5, 25));
        }
        flags + ["", " --immediate yes", " --immediate no"][self.up_to(3) as usize]
    }
}

/// What ends each clock of a protocol, and whether the clock counts from a lapse, by stage and id.
fn rules(policy: &Value, stage: &str, found: &mut BTreeMap<(String, String), (Vec<Value>, bool)>) {
    match policy {
        Value::Array(all) => all.iter().for_each(|one| rules(one, stage, found)),
        Value::Object(keys) => {
            if let (Some(id), Some(Value::Array(until))) = (keys.get("id").and_then(Value::as_str), keys.get("until")) {
                let lapse = keys["from"].to_string().contains("lapsed") || keys["from"].to_string().contains("missed");
                found.insert((stage.to_owned(), id.to_owned()), (until.clone(), lapse));
            }
            for (key, value) in keys {
                match (key.as_str(), value) {
                    ("stages", Value::Array(stages)) => {
                        stages.iter().for_each(|one| rules(one, one["id"].as_str().unwrap_or_default(), found));
                    }
                    _ => rules(value, stage, found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn when(scene: &Value) -> String {
    scene["at"].as_str().unwrap_or_else(|| text(scene, "on")).to_owned()
}

fn roles(party: &Value) -> BTreeSet<String> {
    list(&party["roles"]).iter().map(|role| role.as_str().unwrap_or_default().to_owned()).collect()
}

type Shown = BTreeMap<(String, String, String), BTreeSet<String>>;

/// Carries out a rehearsal on a record with the commands that a person would type.
fn play(env: &Env, policy: &str, flags: &str, scenes: &[Value]) -> Shown {
    let mut ends = BTreeMap::new();
    rules(&env.sh(&format!("policy show {policy} --json")).json(), "", &mut ends);
    let agreed = |begins: &Value| {
        let of = |one: &&Value| one["limit"] == "as agreed" && one["stage"] == begins["stage"];
        let clock = scenes.iter().find(of);
        clock.map(|clock| format!(" --respond-by {}", text(clock, "on"))).unwrap_or_default()
    };
    let from = when(&scenes[0]);
    let immediate = flags.find("--immediate").map(|at| &flags[at..]).unwrap_or_default();
    let raise = format!(
        "raise --policy {policy} --child C-1 --concern c --impact i --seeking s --override x --aware-on {from} --on {from}{} {immediate} --json",
        agreed(&scenes[0])
    );
    let id = text(&env.sh(&raise).json(), "id").to_owned();
    let (mut stage, mut answered, mut done) = (text(&scenes[0], "stage"), false, BTreeSet::new());
    for scene in &scenes[1..] {
        let on = when(scene);
        let named = |key: &str| scene[key].as_str().unwrap_or_default().to_owned();
        let key = (named("stage"), named("clock"));
        match text(scene, "what") {
            "begins" => {
                let because = if answered { "unsatisfactory" } else { "no-response" };
                let to = text(scene, "stage");
                let to = if to == stage { String::new() } else { format!(" --to {to}") };
                let by = agreed(scene);
                env.sh(&format!("escalate {id} --because {because} --reason x --override x --on {on}{to}{by}")).ok();
                (stage, answered) = (text(scene, "stage"), false);
            }
            "answered" => {
                let each = scene["for"]["each"] == true;
                let each = if each { roles(&scene["for"]) } else { BTreeSet::from([String::new()]) };
                for role in each {
                    let role = if role.is_empty() { role } else { format!(" --role {role}") };
                    env.sh(&format!("respond {id} --text x --override x --on {on}{role}")).ok();
                }
                answered = true;
            }
            "met" => drop(env.sh(&format!("meeting {id} --held {on} --chair Somebody --override x")).ok()),
            "kept" if scene["met_early"].is_null() => {
                let until = ends.get(&key).map(|(until, _)| until.clone()).unwrap_or_default();
                for end in until {
                    let line = match (&end, end["duty"].as_str()) {
                        (_, Some(duty)) if key.0.is_empty() || key.0 == stage => format!("done {id} {duty}"),
                        // The duty is left over from an earlier stage.
                        (_, Some(duty)) => format!("done {id} {duty} --stage {}", key.0),
                        (Value::String(end), None) if end == "meeting" => {
                            format!("meeting {id} --chair Somebody --held {on}")
                        }
                        _ => continue,
                    };
                    if done.insert((line.clone(), on.clone())) {
                        env.sh(&format!("{line} --override x --on {on}")).ok();
                    }
                }
            }
            _ => {}
        }
    }
    let clocks = list(&env.sh(&format!("show {id} --json")).json()["clocks"]);
    let clock = |clock: &Value| {
        let stage = clock["stage"].as_str().unwrap_or_default().to_owned();
        ((stage, text(clock, "clock").to_owned(), text(clock, "due").to_owned()), roles(&clock["for"]))
    };
    clocks.iter().map(clock).collect()
}

// Every clock of the rehearsal has the same date and people in the record.
#[test]
fn what_is_tried_is_what_a_record_shows() {
    let mut lot = Lot(7);
    let examples = fs::read_dir(root().join("examples/policies")).unwrap().flatten().map(|file| file.path());
    let mut examples: Vec<_> = examples.filter(|file| file.extension().is_some_and(|ext| ext == "yaml")).collect();
    examples.sort();
    let names = examples.iter().map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned());
    let built_in = ["knowsley", "mosaic", "national", "qa-notification", "south-west"].map(str::to_owned);
    for policy in names.chain(built_in) {
        for _ in 0..2 {
            let env = Env::new();
            let folder = env.data().join("policies");
            fs::create_dir_all(&folder).unwrap();
            for file in &examples {
                fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
            }
            let flags = lot.flags();
            let tried = format!("{policy} {flags}");
            let scenes = list(&env.sh(&format!("policy try {tried} --json")).json()["scenes"]);
            let days = scenes.iter().map(|one| one["met_early"].as_str().unwrap_or_else(|| text(one, "on")));
            assert!(days.is_sorted(), "{tried}: {:#?}", scenes.iter().map(line).collect::<Vec<_>>());
            // A rehearsal doesn't say on which day something late is done.
            if scenes.iter().any(|scene| scene["what"] == "late") {
                continue;
            }
            env.now("2027-03-01T10:00");
            let shown = play(&env, &policy, &flags, &scenes);
            let mut ends = BTreeMap::new();
            rules(&env.sh(&format!("policy show {policy} --json")).json(), "", &mut ends);
            for scene in scenes.iter().filter(|scene| scene["clock"].is_string() && scene["what"] != "extended") {
                let stage = scene["stage"].as_str().unwrap_or_default().to_owned();
                let key = (stage.clone(), text(scene, "clock").to_owned(), text(scene, "on").to_owned());
                // A record shows a clock that counts from a lapse only at the present stage.
                let lapse = ends.get(&(stage, key.1.clone())).is_some_and(|(_, lapse)| *lapse);
                let record = shown.get(&key);
                assert!(record.is_some() || lapse, "{tried}: {key:?} is not among {shown:#?}");
                if let Some(record) = record {
                    assert_eq!(*record, roles(&scene["for"]), "{tried}: {key:?}");
                }
            }
        }
    }
}
