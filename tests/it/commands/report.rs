//! `iro report`: every figure is compared with a second count made here from the record files alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use crate::env::{Env, list, text};

/// A record as read from its file.
struct Record {
    id: String,
    events: Vec<Value>,
}

/// The records of a store with corrections applied, read without any of the program's own code.
fn records(store: &Path) -> Vec<Record> {
    let mut found = Vec::new();
    let mut folders = vec![store.join("open"), store.join("closed")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let value: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let mut events = list(&value["events"]);
            for correction in events.clone().iter().filter(|event| event["event"] == "corrected") {
                let target = &mut events[correction["corrects"].as_u64().unwrap() as usize - 1];
                for (key, set) in correction["set"].as_object().unwrap() {
                    target[key] = set.clone();
                }
            }
            events.retain(|event| event["event"] != "corrected");
            found.push(Record { id: text(&value, "id").to_owned(), events });
        }
    }
    found
}

fn day(event: &Value) -> NaiveDate {
    date(&event["at"])
}

fn date(value: &Value) -> NaiveDate {
    value.as_str().unwrap()[..10].parse().unwrap()
}

/// Figures counted from the events of the records, as seen on a later day, under the names that the report uses.
fn counted(records: &[Record], from: NaiveDate, to: NaiveDate) -> BTreeMap<String, f64> {
    counted_on(records, from, to, NaiveDate::MAX)
}

fn counted_on(records: &[Record], from: NaiveDate, to: NaiveDate, today: NaiveDate) -> BTreeMap<String, f64> {
    let mut count: BTreeMap<String, f64> = BTreeMap::new();
    let mut add = |name: &str, n: usize| *count.entry(name.to_owned()).or_default() += n as f64;
    let within = |on: NaiveDate| from <= on && on <= to;
    let mut days: Vec<i64> = Vec::new();
    for name in ["raised", "closed", "resolved", "withdrawn", "referrals", "reopened", "praise", "complaints"] {
        add(name, 0);
    }
    for name in ["answers-in-time", "answers-late", "answers-none", "actions-missed", "bypasses", "extensions"] {
        add(name, 0);
    }
    for record in records {
        let events: Vec<&Value> = record.events.iter().filter(|event| day(event) <= to).collect();
        let Some(first) = events.first() else { continue };
        let of = |word: &str| events.iter().filter(|event| event["event"] == word && within(day(event))).count();
        add("praise", of("praised"));
        if first["event"] != "raised" {
            continue;
        }
        add("raised", of("raised"));
        add("escalations", of("escalated"));
        add("extensions", of("extended"));
        add("reopened", of("reopened"));
        add("complaints", of("complaint"));
        add("actions-done", of("action-done"));
        add("actions-missed", of("action-missed"));
        add("overrides", events.iter().filter(|event| within(day(event)) && event["overridden"].is_object()).count());
        let bypasses = events.iter().filter(|event| within(day(event)) && event["bypassed"].is_array());
        add("bypasses", bypasses.count());
        for event in events.iter().filter(|event| event["event"] == "escalated" && within(day(event))) {
            add(&format!("escalations:{}", text(event, "because")), 1);
        }
        let referred = events.iter().find(|event| event["event"] == "referred");
        add("referrals", usize::from(referred.is_some_and(|event| within(day(event)))));
        let turns = ["raised", "resolved", "withdrawn", "reopened"];
        let last = events.iter().rfind(|event| turns.contains(&text(event, "event"))).unwrap();
        let ended = matches!(text(last, "event"), "resolved" | "withdrawn");
        add("open-at-end", usize::from(!ended));
        if ended && within(day(last)) {
            add("closed", 1);
            add(text(last, "event"), 1);
        }
        if last["event"] == "resolved" && within(day(last)) {
            days.push((day(last) - day(first)).num_days());
            add(&format!("resolved-by-result:{}", text(last, "result")), 1);
        }
        if within(day(first)) {
            add(&format!("raised-by-team:{}", first["team"].as_str().unwrap_or("not-said")), 1);
            add(&format!("raised-by-month:{}", &text(first, "at")[..7]), 1);
            add(&format!("raised-by-raiser:{}", text(first, "by_role")), 1);
            for category in first["categories"].as_array().into_iter().flatten() {
                add(&format!("raised-by-category:{}", category.as_str().unwrap()), 1);
            }
            // "At the start" means before the dispute moved on.
            let moves = |event: &&&Value| ["escalated", "resolved", "withdrawn"].contains(&text(event, "event"));
            let first = events.iter().position(|event| moves(&event)).unwrap_or(events.len());
            let told = events[..first].iter().any(|event| event["event"] == "done" && event["duty"] == "child-told");
            add("told", usize::from(told));
        }
        for (name, n) in answers(&events, from, to, today) {
            add(name, n);
        }
    }
    days.sort_unstable();
    if !days.is_empty() {
        let (low, high) = (days[(days.len() - 1) / 2], days[days.len() / 2]);
        count.insert("days-to-resolve-median".into(), (low + high) as f64 / 2.0);
        count.insert("days-to-resolve-mean".into(), days.iter().sum::<i64>() as f64 / days.len() as f64);
    }
    count
}

/// How each clock of an answer came out, by the first answer before the dispute moved on. Resolving without an answer
/// does not count as one.
fn answers(events: &[&Value], from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Vec<(&'static str, usize)> {
    let mut found = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let clocks = event["clocks"].as_array().into_iter().flatten();
        for clock in clocks.filter(|clock| clock["stage"].is_string()) {
            if !["respond", "resolve"].contains(&text(clock, "clock")) {
                continue;
            }
            let moves = ["escalated", "resolved", "withdrawn", "complaint", "reopened"];
            let later = &events[index + 1..];
            let end = later.iter().position(|event| moves.contains(&text(event, "event")));
            let met = later[..end.map_or(later.len(), |end| end + 1)]
                .iter()
                .find(|event| text(event, "event") == "responded" || answers_by_deciding(event, clock));
            // A limit in hours ends at a moment, any other at the end of its day.
            let past = |event: &Value| match (clock["due_at"].as_str(), event["at"].as_str()) {
                (Some(due), Some(at)) => instant(at) > instant(due),
                _ => day(event) > date(&clock["due"]),
            };
            let due = date(&clock["due"]);
            let (name, on) = match (met, end) {
                (Some(met), _) if !past(met) => ("answers-in-time", day(met)),
                (Some(_), _) => ("answers-late", due),
                (None, Some(end)) if past(later[end]) => ("answers-none", due),
                (None, None) if to >= due && today > due => ("answers-none", due),
                _ => continue,
            };
            if from <= on && on <= to {
                found.push((name, 1));
            }
        }
    }
    found
}

/// Whether a decision counts as the answer, because those who answer are asked for one: at Knowsley's last stage.
fn answers_by_deciding(event: &Value, clock: &Value) -> bool {
    text(event, "event") == "decided" && clock["stage"] == "stage-4"
}

fn instant(text: &str) -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339(text).unwrap()
}

/// The report's figures and their groups, named as `counted` names them.
fn reported(document: &Value, key: &str) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for figure in list(&document["figures"]) {
        let id = text(&figure, "id");
        found.insert(id.to_owned(), figure[key].as_f64().unwrap_or(f64::NAN));
        for (group, value) in figure["by"].as_object().unwrap() {
            let value = value.as_f64().unwrap_or(f64::NAN);
            found.insert(format!("{id}:{group}"), value);
            // A title that differs between protocols gives a row for each; the files have only the id.
            if let Some((_, bare)) = group.split_once('/') {
                *found.entry(format!("{id}:{bare}")).or_default() += value;
            }
        }
    }
    found
}

#[track_caller]
fn assert_same(expected: &BTreeMap<String, f64>, found: &BTreeMap<String, f64>) {
    for (name, expected) in expected.iter().filter(|(name, _)| *name != "told") {
        let found = found.get(name).unwrap_or_else(|| panic!("no figure `{name}`"));
        assert!((found - expected).abs() < 0.01, "{name}: the files say {expected}, the report {found}");
    }
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_figures_of_the_example_store_are_those_of_its_files() {
    let env = Env::new();
    env.with_demo();
    let files = records(&env.files());
    let report = env.iro(&["report", "--json"]).json();
    assert_eq!((text(&report, "from"), text(&report, "to")), ("2025-04-01", "2026-03-31"));
    let expected = counted_on(&files, on("2025-04-01"), on("2026-03-02"), on("2026-03-02"));
    let found = reported(&report, "value");
    assert_same(&expected, &found);
    assert!((found["child-told-share"] - expected["told"] * 100.0 / expected["raised"]).abs() < 0.01);
    // The period before, as it stood at that time.
    let before = counted(&files, on("2024-04-01"), on("2025-03-02"));
    let plain = before.iter().filter(|(name, _)| !name.contains(':'));
    assert_same(&plain.map(|(name, n)| (name.clone(), *n)).collect(), &reported(&report, "before"));
    // Any other period.
    let quarter = env.iro(&["report", "--json", "--from", "2025-10-01", "--to", "2025-12-31"]).json();
    assert_same(&counted(&files, on("2025-10-01"), on("2025-12-31")), &reported(&quarter, "value"));
}

/// A year of disputes as files: one in three answered late, one in five not at all, most resolved.
pub fn generated(env: &Env, number: u32) {
    let open = env.data().join("open");
    fs::create_dir_all(&open).unwrap();
    let start = on("2025-04-01");
    for n in 1..=number {
        let raised = start + chrono::Days::new(u64::from(n * 7919 % 330));
        let due = raised + chrono::Days::new(7);
        let answered = (n % 5 != 0).then(|| raised + chrono::Days::new(if n % 3 == 0 { 9 } else { 4 }));
        let resolved = answered.filter(|_| n % 7 != 0).map(|on| on + chrono::Days::new(u64::from(n % 40)));
        let stage = if n % 4 == 0 { "stage-1" } else { "informal" };
        let mut file = format!(
            "format: 1\nid: 2025-{n:04}\nkind: dispute\npolicy: mosaic\npolicy_version: undated\nchild: C-{n}\nevents:\n\
             - number: 1\n  event: raised\n  at: \"{raised}\"\n  recorded_at: \"{raised}\"\n  by: Jo Bloggs\n  \
             stage: {stage}\n  by_role: iro\n  case_type: looked-after\n  iro: IRO {}\n  team: Team {}\n  categories:\n  \
             - drift-and-delay\n  concern: Nothing moves.\n  impact: It waits.\n  clocks:\n  - clock: respond\n    \
             stage: {stage}\n    limit: 5 working days\n    strength: hard\n    started: \"{raised}\"\n    due: \"{due}\"\n",
            n % 9,
            n % 4
        );
        let mut next = 2;
        let mut event = |on: NaiveDate, word: &str, facts: &str| {
            file += &format!(
                "- number: {next}\n  event: {word}\n  at: \"{on}\"\n  recorded_at: \"{on}\"\n  by: Jo Bloggs\n{facts}"
            );
            next += 1;
        };
        if let Some(on) = answered {
            event(on, "responded", "  role: team-manager\n  text: It will.\n");
        }
        if let Some(on) = resolved {
            event(on, "resolved", "  outcome: It does.\n  result: resolved\n  impact_on_child: Settled.\n");
        }
        fs::write(open.join(format!("2025-{n:04}.yaml")), file).unwrap();
    }
}

#[test]
fn the_figures_of_a_year_of_three_thousand_are_those_of_its_files() {
    let env = Env::in_folder("its files are written by hand");
    generated(&env, 3000);
    env.now("2026-04-01T09:00");
    let report = env.iro(&["report", "--json", "--from", "2025-04-01", "--per-100", "500"]).json();
    let found = reported(&report, "value");
    let expected = counted(&records(&env.files()), on("2025-04-01"), on("2026-03-31"));
    assert_same(&expected, &found);
    assert!((found["raised"] - 3000.0).abs() < 0.01 && (found["raised-rate"] - 600.0).abs() < 0.01);
    assert_eq!(report["records"], 3000);

    // Records that ended before both periods are not read, and no figure needs them.
    env.now("2027-10-01T09:00");
    let files = records(&env.files());
    for (from, to) in [("2026-04-01", "2026-06-30"), ("2027-04-01", "2027-09-30")] {
        let report = env.iro(&["report", "--json", "--from", from, "--to", to]).json();
        assert_same(&counted(&files, on(from), on(to)), &reported(&report, "value"));
        assert!(report["records"].as_u64().unwrap() < 3000, "{from}");
    }
}

#[test]
fn every_figure_leads_to_its_records() {
    let env = Env::new();
    env.with_demo();
    let known: BTreeSet<String> = records(&env.files()).into_iter().map(|record| record.id).collect();
    let report = env.iro(&["report", "--json"]).json();
    for figure in list(&report["figures"]) {
        let id = text(&figure, "id");
        let behind = env.iro(&["report", "--explain", id, "--json"]).json();
        assert_eq!(behind["value"], figure["value"], "{id}");
        let ids: BTreeSet<String> = list(&behind["ids"]).iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        assert!(ids.is_subset(&known), "{id}: {ids:?}");
        if figure["unit"] == "count" {
            assert_eq!(ids.is_empty(), figure["value"] == 0, "{id}: {behind}");
        }
    }
    let one = env.iro(&["report", "--explain", "raised-by-team:South"]).ok();
    let said = report["figures"].as_array().unwrap().iter().find(|one| one["id"] == "raised-by-team").unwrap();
    assert_eq!(one.stdout.lines().count() as u64, said["by"]["South"].as_u64().unwrap(), "{one:?}");
    env.iro(&["report", "--explain", "raised-by-teem"]).code(4).says("did you mean `raised-by-team`?");
    env.iro(&["report", "--explain", "raised-by-team:Nowhere"]).code(4).says("South");
}

/// The clock of stage 1 here waits for a resolution. Raised on Monday 2 November, it is due on Monday the 9th.
#[test]
fn an_answer_is_one_where_the_clock_waits_for_the_resolution_too() {
    let figures = ["answers", "answers-in-time", "answers-late", "answers-none", "answers-in-time-share"];
    for (answered, counts) in [
        (Some("2026-11-04"), [1.0, 1.0, 0.0, 0.0, 100.0]),
        (Some("2026-11-09"), [1.0, 1.0, 0.0, 0.0, 100.0]),
        (Some("2026-11-10"), [1.0, 0.0, 1.0, 0.0, 0.0]),
        (None, [1.0, 0.0, 0.0, 1.0, 0.0]),
    ] {
        let env = Env::new();
        env.now("2026-11-02T10:00");
        let id = env.raise("knowsley", &["--stage", "stage-1"]);
        env.now("2026-11-22T10:00");
        if let Some(on) = answered {
            env.respond(&id, &["--role", "team-manager", "--on", on]);
        }
        // Later events do not change how the answer is counted.
        for after in ["", "escalate", "resolve"] {
            match after {
                "escalate" => drop(env.escalate(&id, "other", &[])),
                "resolve" => drop(env.resolve(&id)),
                _ => {}
            }
            let found = reported(&env.iro(&["report", "--json"]).json(), "value");
            // The next stage is resolved without an answer, in time, and counts for nothing.
            assert_eq!(figures.map(|id| found[id]), counts, "{answered:?} {after}");
        }
    }
}

#[test]
fn an_empty_year_prints_its_zeros() {
    let env = Env::new();
    let report = env.iro(&["report", "--json"]).json();
    let referrals = list(&report["figures"]).into_iter().find(|figure| figure["id"] == "referrals").unwrap();
    assert_eq!(referrals["value"], 0);
    let table = env.iro(&["report"]).ok();
    assert!(
        table.stdout.lines().any(|line| line.starts_with("Referrals to Cafcass") && line.contains('0')),
        "{table:?}"
    );
    for format in ["md", "csv", "html"] {
        env.iro(&["report", "--format", format]).ok();
    }
}

#[test]
fn split_by_each_property_the_parts_make_the_whole() {
    let env = Env::new();
    env.with_demo();
    for by in "stage team role subject iro policy month quarter".split(' ') {
        let report = env.iro(&["report", "--json", "--by", by]).json();
        for figure in list(&report["figures"]).iter().filter(|figure| figure["unit"] == "count") {
            for (whole, parts) in [("value", "by"), ("before", "by_before")] {
                let parts: u64 = figure[parts].as_object().unwrap().values().map(|value| value.as_u64().unwrap()).sum();
                assert_eq!(figure[whole].as_u64(), Some(parts), "{by}, {whole}: {figure}");
            }
        }
    }
    // A dispute can have several categories, and names are shown only on request.
    env.iro(&["report", "--by", "category"]).ok();
    let plain = env.iro(&["report", "--format", "csv"]).ok();
    assert!(!plain.stdout.contains("Jo Bloggs"), "{}", plain.stdout);
    assert!(env.iro(&["report", "--by", "iro"]).ok().stdout.contains("Jo Bloggs"));
    env.iro(&["report", "--by", "weather"]).code(2);
}

/// Each month and quarter is compared with the corresponding one of the period before, as that period's own report has
/// it.
#[test]
fn months_and_quarters_are_compared_with_those_of_the_period_before() {
    let env = Env::new();
    env.with_demo();
    let of = |span: [&str; 2], by: &str| {
        let asked = ["report", "--json", "--from", span[0], "--to", span[1], "--by", by, "--against", "before"];
        let report = env.iro(&asked).json();
        list(&report["figures"]).iter().find(|figure| figure["id"] == "raised").unwrap().clone()
    };
    let some = |value: &Value| value.as_u64().is_some_and(|count| count > 0);
    let mut compared = 0;
    for (by, now, earlier, places) in [
        (
            "month",
            ["2026-01-01", "2026-02-28"],
            ["2025-11-01", "2025-12-31"],
            [("2026-01", "2025-11"), ("2026-02", "2025-12")],
        ),
        ("quarter", ["2025-10-01", "2025-12-31"], ["2025-07-01", "2025-09-30"], [("2025/26-Q3", "2025/26-Q2"); 2]),
    ] {
        let (now, earlier) = (of(now, by), of(earlier, by));
        for (place, its_own) in places {
            let expected = earlier["by"].get(its_own).cloned().unwrap_or(Value::from(0));
            assert_eq!(now["by_before"].get(place).cloned().unwrap_or(Value::from(0)), expected, "{by} {place}: {now}");
            compared += usize::from(some(&expected));
        }
    }
    assert!(compared > 0, "nothing was raised in the period before");
    // If the periods are not whole months, no month is compared.
    let odd = of(["2026-02-10", "2026-03-01"], "month");
    assert!(odd["by_before"].as_object().unwrap().values().all(Value::is_null), "{odd}");
    // The Markdown report shows both side by side.
    let two_months = ["report", "--format", "md", "--from", "2026-01-01", "--to", "2026-02-28"];
    let table = env.iro(&[&two_months[..], &["--against", "before"]].concat()).ok();
    assert!(table.stdout.contains("| Jan 2026 (before: Nov 2025) |"), "{}", table.stdout);
    // By default, a period that begins with a year is compared with the year before.
    let table = env.iro(&two_months).ok();
    assert!(table.stdout.contains("1 January 2025 to 28 February 2025"), "{}", table.stdout);
    assert!(!table.stdout.contains("(before: "), "{}", table.stdout);
    let alone = |line: &str| line.starts_with("| Jan 2026 (") && line.ends_with("– |");
    assert!(!table.stdout.lines().any(alone), "{}", table.stdout);
}

/// A public version shows no number from 1 to 4, and none can be worked out by subtraction.
#[test]
fn small_numbers_are_hidden() {
    let env = Env::new();
    env.with_demo();
    for by in ["", "team", "policy", "month"] {
        let split = if by.is_empty() { vec![] } else { vec!["--by", by] };
        let args = |extra: &[&'static str]| [&["report", "--json"], &split[..], extra].concat();
        let plain = reported(&env.iro(&args(&[])).json(), "value");
        let public = env.iro(&args(&["--suppress-small"])).json();
        for figure in list(&public["figures"]).iter().filter(|figure| figure["unit"] == "count") {
            let id = text(figure, "id");
            let small = |value: &Value| value.as_u64().is_some_and(|n| (1..5).contains(&n));
            assert!(!small(&figure["value"]) && !small(&figure["before"]), "{by}: {figure}");
            let groups = figure["by"].as_object().unwrap();
            let hidden: Vec<&String> = groups.iter().filter(|(_, n)| n.is_null()).map(|(group, _)| group).collect();
            assert!(groups.values().all(|value| !small(value)), "{by}: {figure}");
            if !figure["value"].is_null() && !hidden.is_empty() {
                let under: f64 = hidden.iter().map(|group| plain[&format!("{id}:{group}")]).sum();
                assert!(hidden.len() > 1 && under >= 4.0, "{by} {id}: {hidden:?} hold {under}");
            }
            assert!(list(&figure["remarks"]).is_empty());
        }
    }
    env.iro(&["report", "--suppress-small", "--explain", "raised"]).code(2);
}

#[test]
fn a_file_instead_of_the_screen() {
    let env = Env::new();
    env.with_demo();
    let file = env.scratch("figures.csv");
    let run = env.iro(&["report", "--format", "csv", "--out", file.to_str().unwrap()]).ok();
    assert_eq!(run.stdout, "");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("\u{FEFF}from,to,figure,label,group,group_label,unit,value,before,of,"), "{written}");
    let rows = csv::Reader::from_reader(written.as_bytes()).records().map(|row| row.unwrap().len()).collect::<Vec<_>>();
    assert!(rows.len() > 50 && rows.iter().all(|cells| *cells == 14));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_national_standards_with_what_the_store_shows() {
    let env = Env::new();
    env.with_demo();
    let standards = env.iro(&["report", "--standards", "--json"]).json()["standards"].clone();
    let all = list(&standards["standards"]);
    assert!(all.len() >= 8, "{standards}");
    let told = all.iter().find(|one| text(one, "source").contains("standard 2, first")).unwrap();
    assert!(list(&told["evidence"])[0].as_str().unwrap().contains("child was told"), "{told}");
    // Each standard has evidence from the store, or a question for a person.
    assert!(all.iter().all(|one| !list(&one["evidence"]).is_empty() || one["asks"].is_string()));
}

#[test]
fn the_year_that_today_is_in() {
    let env = Env::new();
    env.now("2026-04-01T09:00");
    let report = env.iro(&["report", "--json"]).json();
    assert_eq!(
        (text(&report, "from"), text(&report, "to"), text(&report, "until")),
        ("2026-04-01", "2027-03-31", "2026-04-01")
    );
    assert_eq!(on(text(&report["before"], "to")).year(), 2025);
    env.iro(&["report", "--from", "2026-05-01", "--to", "2026-04-30"]).code(2).says("before");
}

#[test]
fn what_is_published_has_no_free_text_and_every_page_says_whom_it_is_for() {
    let env = Env::new();
    env.with_demo();
    let of = |args: &[&str]| env.iro(&[&["report", "--as-of", "2026-03-16"], args].concat()).ok().stdout;
    for format in ["html", "md"] {
        let (inside, public) = (of(&["--format", format]), of(&["--format", format, "--public"]));
        assert!(inside.contains("For use inside the authority") && !public.contains("For use inside"), "{format}");
        assert!(
            public.contains("Public version: no free text but the names of teams, and small numbers are hidden."),
            "{format}"
        );
        assert!(of(&["--format", format, "--suppress-small"]).contains("Not for publication"), "{format}");
    }
    let page = of(&["--format", "html"]);
    assert_eq!(page.matches("class=\"card\"").count(), 8, "each of the figures at the top is there");
    for answers in ["in time", "late", "no answer by the date"] {
        assert!(page.contains(answers), "the chart of answers has each: {answers}");
    }
    let told: serde_json::Value = serde_json::from_str(&of(&["--json", "--public"])).unwrap();
    assert_eq!((&told["public"], &told["small_counts_hidden"]), (&true.into(), &true.into()));
    let remarks = |told: &serde_json::Value| {
        list(&told["figures"]).iter().map(|figure| list(&figure["remarks"]).len()).sum::<usize>()
    };
    let inside: serde_json::Value = serde_json::from_str(&of(&["--json"])).unwrap();
    assert!(remarks(&inside) > 0 && remarks(&told) == 0);
    for by in ["iro", "subject"] {
        env.iro(&["report", "--public", "--by", by]).code(2).says("has no names in it");
    }
    assert!(!told.to_string().contains("raised-by-subject"), "{told}");
}

#[test]
fn what_a_split_goes_by_is_said() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for (by, meaning) in [
        ("month", "Split by the month in which each was raised; what happened to it later counts there too."),
        ("stage", "Split by the highest stage reached; an answer counts under the stage that it is for."),
    ] {
        env.iro(&["report", "--by", by]).ok().says(meaning);
    }
    assert!(!env.iro(&["report"]).ok().stdout.contains("Split by"));
}
