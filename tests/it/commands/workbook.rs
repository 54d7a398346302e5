//! Workbooks and CSV for spreadsheet programs: text stays text, and dates are dates.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::env::{Env, list, text};

/// The rows of a sheet; the first one has the headings.
fn sheet(file: &Path, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The cell of a row under a heading.
fn cell<'a>(rows: &'a [Vec<Data>], row: usize, heading: &str) -> &'a Data {
    let column = rows[0].iter().position(|one| *one == Data::String(heading.to_owned())).unwrap();
    &rows[row][column]
}

fn day(cell: &Data) -> String {
    let Data::DateTime(date) = cell else { panic!("{cell:?}") };
    date.as_datetime().unwrap().format("%Y-%m-%d %H:%M").to_string()
}

fn written(env: &Env, args: &[&str], name: &str) -> PathBuf {
    let file = env.scratch(name);
    let mut args = args.to_vec();
    args.push(file.to_str().unwrap());
    assert_eq!(env.iro(&args).ok().stdout, "", "{args:?}");
    file
}

#[test]
fn references_stay_text_and_dates_are_dates() {
    let env = Env::new();
    for child in ["00123", "1E5", "2-11", "=1+1", "TRUE"] {
        env.raise("south-west", &["--child", child, "--concern", "=HYPERLINK(1)\nzoë", "--respond-by", "2026-03-27"]);
    }
    let file = written(&env, &["list", "--sort", "raised", "--xlsx"], "list.xlsx");
    let rows = sheet(&file, "Records");
    for (row, child) in (1..).zip(["00123", "1E5", "2-11", "=1+1", "TRUE"]) {
        assert_eq!(*cell(&rows, row, "Child"), Data::String(child.to_owned()));
        assert_eq!(*cell(&rows, row, "Record"), Data::String(format!("2026-000{row}")));
        assert_eq!(*cell(&rows, row, "Concern"), Data::String("=HYPERLINK(1)\nzoë".to_owned()));
        assert_eq!(day(cell(&rows, row, "Due")), "2026-03-27 00:00");
    }
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    assert!(book.worksheet_formula("Records").unwrap().used_cells().next().is_none(), "nothing is a formula");
    assert_eq!(
        fs::read(&file).unwrap(),
        fs::read(written(&env, &["list", "--sort", "raised", "--xlsx"], "b")).unwrap()
    );
    // A list without records gives a workbook with headings only.
    let none = written(&env, &["list", "--closed", "--xlsx"], "none.xlsx");
    assert_eq!(sheet(&none, "Records").len(), 1);
    env.iro(&["list", "--csv", "--xlsx", "x"]).code(2);
}

#[test]
fn an_export_has_a_sheet_for_each_table() {
    let env = Env::new();
    env.with_demo();
    let file = written(&env, &["export", "--xlsx"], "records.xlsx");
    let views = list(&env.iro(&["list", "--all", "--kind", "all", "--json"]).json());
    let count = |key: &str| views.iter().map(|view| list(&view[key]).len()).sum::<usize>();
    let rows = |name: &str| sheet(&file, name).len() - 1;
    assert_eq!(rows("Records"), views.len());
    assert_eq!(rows("Clocks"), count("clocks"));
    assert_eq!(rows("Actions"), count("actions"));
    assert_eq!(rows("Duties"), count("duties") + count("left_over"));
    assert_eq!(rows("Events"), views.iter().map(|view| view["events"].as_u64().unwrap() as usize).sum::<usize>());
    // A limit in hours is due at a moment, shown in UK time.
    let clocks = sheet(&file, "Clocks");
    let of = |row: usize, heading: &str| cell(&clocks, row, heading).to_string();
    let dated = views.iter().flat_map(|view| list(&view["clocks"])).filter(|clock| !clock["due_at"].is_null());
    let mut seen = 0;
    for clock in dated {
        let same =
            |row: &usize| of(*row, "Record") == text(&clock, "dispute") && of(*row, "Clock") == text(&clock, "clock");
        let row = (1..clocks.len()).find(same).unwrap();
        let at = text(&clock, "due_at").replace('T', " ");
        assert_eq!(day(cell(&clocks, row, "Due at")), at[..16]);
        seen += 1;
    }
    assert!(seen > 0);
    env.iro(&["export", "--xlsx", "a", "--out", "b"]).code(2);
}

#[test]
fn a_report_has_its_figures_as_numbers_and_its_charts_as_charts() {
    let env = Env::new();
    env.with_demo();
    let report = env.iro(&["report", "--json"]).json();
    let file = written(&env, &["report", "--standards", "--format", "xlsx", "--out"], "report.xlsx");
    let rows = sheet(&file, "Figures");
    let value = |id: &str| {
        let row = (1..rows.len()).find(|row| *cell(&rows, *row, "Id") == id).unwrap();
        let Data::Float(value) = cell(&rows, row, "Now") else { panic!("{id}: {:?}", rows[row]) };
        *value
    };
    for id in ["raised", "closed", "answers-in-time-share"] {
        let figure = list(&report["figures"]).into_iter().find(|one| text(one, "id") == id).unwrap();
        let share = if text(&figure, "unit") == "percent" { 100.0 } else { 1.0 };
        assert!((value(id) * share - figure["value"].as_f64().unwrap()).abs() < 0.01, "{id}");
    }
    let book: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(book.sheet_names(), ["Figures", "Groups", "Charts", "Standards", "Notes"]);
    let bytes = fs::read(&file).unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("xl/charts/chart1.xml"));
    env.iro(&["report", "--format", "xlsx"]).code(2).says("--out FILE");
    // Suppressed numbers are suppressed here too, in words.
    let public = written(&env, &["report", "--suppress-small", "--format", "xlsx", "--out"], "public.xlsx");
    let hidden = sheet(&public, "Groups").iter().flatten().filter(|cell| **cell == "<5").count();
    assert!(hidden > 0);
}

/// A CSV file begins with a byte order mark so that a spreadsheet program shows accents; a pipe gets none.
#[test]
fn a_table_in_a_file_begins_with_a_mark_and_in_a_pipe_with_its_headings() {
    let env = Env::new();
    env.raise("south-west", &["--concern", "Zoë’s café", "--respond-by", "2026-03-27"]);
    for (args, first) in [(&["export", "--csv"][..], "id,"), (&["report", "--format", "csv"], "from,")] {
        let piped = env.iro(args).ok().stdout;
        assert!(piped.starts_with(first), "{piped}");
        let file = written(&env, &[args, &["--out"]].concat(), "table.csv");
        assert_eq!(fs::read_to_string(file).unwrap(), format!("\u{FEFF}{piped}"));
    }
    assert!(env.iro(&["list", "--csv"]).ok().stdout.starts_with("id,"));
}

/// A chart has room for so many bars; beneath them it says how many more there are.
#[test]
fn a_chart_says_what_it_leaves_out() {
    let env = Env::new();
    let many: Vec<String> = (1..=33).map(|n| format!("  - {{id: c-{n:02}, text: \"Category {n:02}\"}}\n")).collect();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service}}\ncategories:\n{}stages:\n  - {{id: only, title: Only, kind: formal, \
         any_of: [head-of-service], source: \"1\"}}\n",
        many.concat()
    );
    env.add_policy("ours", policy);
    for n in 1..=33 {
        env.iro(&[
            "raise",
            "--policy",
            "ours",
            "--child",
            &format!("C-{n}"),
            "--concern",
            "x",
            "--category",
            &format!("c-{n:02}"),
            "--override",
            "x",
        ])
        .ok();
    }
    let file = written(&env, &["report", "--format", "xlsx", "--out"], "report.xlsx");
    let shown: Vec<String> = sheet(&file, "Charts").iter().map(|row| row[0].to_string()).collect();
    let at = shown.iter().position(|cell| cell.starts_with("Raised, by category")).unwrap();
    assert_eq!(
        (shown[at + 30].as_str(), shown[at + 31].as_str()),
        ("Category 30", "and 3 more, which the sheet Groups has")
    );
}
