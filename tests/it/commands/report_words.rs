//! `iro report`: the wording of its lines, so that no number is mistaken for another.

use serde_json::Value;

use crate::env::{Env, list, text};

fn figure(report: &Value, id: &str) -> Value {
    list(&report["figures"]).into_iter().find(|figure| figure["id"] == id).unwrap()
}

/// Praise has no category and no kind of case, so a report filtered by these must not show it as 0.
#[test]
fn praise_is_no_zero_where_it_was_not_counted() {
    let env = Env::new();
    env.now("2026-06-01T10:00");
    env.raise("knowsley", &["--category", "drift", "--case-type", "looked-after"]);
    env.sh("praise --policy knowsley --child C-9 --for 'Sam Lee' --text 'Well done'").ok();
    for (filter, value, reason) in [
        ("--category", "drift", "Praise has no category: it is not counted here."),
        ("--case-type", "looked-after", "Praise has no kind of case: it is not counted here."),
    ] {
        let report = env.iro(&["report", "--json", filter, value]).json();
        assert_eq!(figure(&report, "raised")["value"], 1, "{filter}");
        assert_eq!(figure(&report, "praise")["value"], Value::Null, "{filter}");
        assert_eq!(figure(&report, "praise-read-share")["value"], Value::Null, "{filter}");
        let table = env.iro(&["report", filter, value]).ok().stdout;
        assert!(table.contains(reason), "{table}");
        let line = table.lines().find(|line| line.starts_with("Good practice praised")).unwrap();
        assert!(line.contains('–') && !line.contains('0'), "{line}");
    }
    assert_eq!(figure(&env.iro(&["report", "--json"]).json(), "praise")["value"], 1);
}

/// The heading of a report says which records it is about, so a report for publication can't be filtered by a name.
#[test]
fn no_filter_names_a_person_in_what_is_published() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    env.iro(&["report", "--public", "--iro", "Jo Bloggs"]).code(2).says("`--iro Jo Bloggs`");
    env.iro(&["report", "--public", "--by-role", "Jo Bloggs"]).code(4).says("Jo Bloggs");
    let public = env.iro(&["report", "--public", "--by-role", "Independent Reviewing Officer"]).ok();
    assert!(public.stdout.contains("Only: by role iro."), "{public:?}");
    env.iro(&["report", "--iro", "Jo Bloggs"]).ok();
    // It doesn't reveal a small number of records either.
    assert!(public.stdout.contains("Taken from fewer than 5 records"), "{public:?}");
    let public = env.iro(&["report", "--public", "--json"]).json();
    assert_eq!(public["records"], Value::Null);
}

/// On 29 November 2026, a year to date is compared with the same days of the year before, even if its end was typed.
#[test]
fn a_year_to_date_is_compared_with_the_same_days_of_the_year_before() {
    let env = Env::new();
    env.now("2026-11-29T10:00");
    let before = |args: &[&str]| {
        let report = env.iro(&[&["report", "--json"], args].concat()).json();
        (text(&report["before"], "from").to_owned(), text(&report["before"], "to").to_owned())
    };
    let to_date = ["--from", "2026-04-01", "--to", "2026-11-28"];
    let quarter = ["--from", "2026-04-01", "--to", "2026-06-30"];
    for (span, against, from, to) in [
        (to_date, None, "2025-04-01", "2025-11-28"),
        (to_date, Some("last-year"), "2025-04-01", "2025-11-28"),
        // 242 days.
        (to_date, Some("before"), "2025-08-02", "2026-03-31"),
        (quarter, None, "2026-01-01", "2026-03-31"),
        (quarter, Some("last-year"), "2025-04-01", "2025-06-30"),
    ] {
        let against = against.map(|word| vec!["--against", word]).unwrap_or_default();
        assert_eq!(before(&[&span[..], &against].concat()), (from.to_owned(), to.to_owned()), "{span:?} {against:?}");
    }
    env.iro(&["report", "--against", "yesterday"]).code(2);
}

/// In a quarter, each month is compared with a month of another name, so the report names it.
#[test]
fn a_month_says_which_one_it_is_compared_with() {
    let env = Env::new();
    env.now("2026-04-07T10:00");
    env.raise("knowsley", &[]);
    env.now("2026-07-07T10:00");
    env.raise("knowsley", &[]);
    env.now("2026-11-29T10:00");
    let quarter = ["report", "--from", "2026-07-01", "--to", "2026-09-30"];
    for format in ["table", "md", "csv", "html", "json"] {
        let said = env.iro(&[&quarter[..], &["--format", format]].concat()).ok().stdout;
        for label in ["Jul 2026 (before: Apr 2026)", "Sep 2026 (before: Jun 2026)"] {
            assert!(said.contains(label), "{format}: {said}");
        }
    }
    let by = env.iro(&[&quarter[..], &["--by", "quarter"]].concat()).ok().stdout;
    assert!(by.contains("2026/27 Q2 (before: 2026/27 Q1)"), "{by}");
    // In a year, each month is compared with the same month.
    let year = env.iro(&["report"]).ok().stdout;
    assert!(year.contains("Jul 2026 ") && !year.contains("(before:"), "{year}");
}

#[test]
fn rules_are_named_in_words_and_a_rate_says_for_how_long() {
    let env = Env::new();
    env.now("2026-04-07T10:00");
    // A duty that was overridden, and rules that every protocol has.
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(&id, &["--role", "team-manager", "--action", "Visit | Sam Lee | 2026-05-20"]);
    env.resolve(&id);
    env.now("2026-06-30T10:00");
    let report = env.iro(&["report", "--json"]).json();
    let rules = figure(&report, "overrides");
    assert_eq!(rules["label"], "Requirements overridden, by rule (a step may override several)");
    assert_eq!(rules["labels"]["open-actions"], "ended with actions still open", "{rules}");
    for (id, label) in rules["labels"].as_object().unwrap() {
        assert_ne!(label, id, "{rules}");
    }
    // 1 April to 30 June, and to the 29th.
    for (to, long) in [("2026-06-30", "3 months"), ("2026-06-29", "90 days"), ("2026-04-01", "1 day")] {
        let rate = env.iro(&["report", "--json", "--from", "2026-04-01", "--to", to, "--per-100", "500"]).json();
        assert_eq!(figure(&rate, "raised-rate")["label"], format!("Raised per 100 children, in {long}"));
    }
}

/// Two of the three records ended before either period.
#[test]
fn the_report_says_from_how_many_of_the_records_it_is_taken() {
    let env = Env::new();
    env.now("2022-04-05T10:00");
    for _ in 0..2 {
        let id = env.raise("knowsley", &[]);
        env.resolve(&id);
        env.sh(&format!("done {id} child-told")).ok();
    }
    env.now("2026-06-30T10:00");
    env.raise("knowsley", &[]);
    let report = env.iro(&["report"]).ok().stdout;
    assert!(report.contains("Taken from the 1 record that matters to these periods, of 3 in the store"), "{report}");
    let json = env.iro(&["report", "--json"]).json();
    assert_eq!((&json["records"], &json["records_in_store"]), (&1.into(), &3.into()));
    let some = env.iro(&["report", "--category", "drift"]).ok().stdout;
    assert!(some.contains("Taken from 0 records of these periods that the filters keep, of 3 in the store"), "{some}");
    let year = env.iro(&["report", "--from", "2022-04-01"]).ok().stdout;
    assert!(year.contains("Taken from the 2 records that matter to these periods, of 3 in the store"), "{year}");
}

#[test]
fn a_period_is_read_as_people_write_it() {
    let env = Env::new();
    env.now("2026-11-29T10:00");
    let of = |period: &str| {
        let report = env.iro(&["report", "--json", "--period", period]).json();
        (text(&report, "from").to_owned(), text(&report, "to").to_owned())
    };
    let year = || ("2025-04-01".to_owned(), "2026-03-31".to_owned());
    for period in ["2025-26", "FY2025/26", "FY 2025-26", "2025-2026", "2025/26"] {
        assert_eq!(of(period), year(), "{period}");
    }
    assert_eq!(of("Q1 2026/27"), ("2026-04-01".to_owned(), "2026-06-30".to_owned()));
    env.iro(&["report", "--period", "2025-27"]).code(2).says("2025-26");
}

/// A figure with groups also has a number of its own.
#[test]
fn what_somebody_else_ended_is_a_row_of_every_form() {
    let env = Env::new();
    env.with_demo();
    for form in ["table", "md", "html", "csv"] {
        let report = env.iro(&["report", "--format", form]).ok().stdout;
        assert!(report.contains("Ended by somebody other than its IRO or whoever raised it"), "{form}");
    }
    let report = env.iro(&["report", "--format", "md"]).ok().stdout;
    assert!(report.lines().any(|line| line.starts_with("| Ended by somebody other")), "{report}");
}

#[test]
fn a_file_gets_the_form_that_its_name_ends_in() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let begins = |name: &str, args: &[&str]| {
        let file = env.data().join(name);
        env.iro(&[args, &["--out", file.to_str().unwrap()]].concat()).ok();
        let bytes = std::fs::read(&file).unwrap();
        String::from_utf8_lossy(&bytes[..40]).trim_start_matches('\u{feff}').to_owned()
    };
    for (name, expected) in [
        ("a.xlsx", "PK"),
        ("a.html", "<!DOCTYPE"),
        ("a.md", "# Disputes"),
        ("a.JSON", "{"),
        ("a.csv", "from,"),
        ("a.txt", "1 "),
    ] {
        let found = begins(name, &["report"]);
        assert!(found.starts_with(expected), "{name}: {found}");
    }
    assert!(begins("b.html", &["report", "--format", "md"]).starts_with("# Disputes"), "what is asked for goes first");
    assert!(begins("f.html", &["form", &id]).starts_with("<!DOCTYPE"));
    assert!(begins("f.md", &["form", &id]).starts_with("# "));
}

/// A list that is cut looks like the whole of a year.
#[test]
fn a_page_that_quotes_only_some_reasons_says_of_how_many() {
    let env = Env::new();
    for at in 1..=26 {
        let given = format!("raise --policy knowsley --stage stage-1 --child C-{at} --concern x --reason");
        env.sh(&format!("{given} 'Reason {at}.'")).ok();
        let page = if at >= 25 { env.sh("report --format md").ok().stdout } else { continue };
        let said = "The first 25 of 26; `iro report --explain";
        assert_eq!(page.matches("Reason ").count(), 25, "{page}");
        assert_eq!(page.contains(said), at > 25, "{page}");
    }
    let page = env.sh("report --format html").ok().stdout;
    assert!(page.contains("The first 25 of 26; <code>iro report --explain"), "{page}");
}

fn figures(env: &Env, line: &str) -> Value {
    env.sh(&format!("{line} --json")).json()
}

/// A split figure no longer says by what it is otherwise split; an answer counts under the stage that it is for.
#[test]
fn a_split_figure_does_not_name_its_own_groups() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --to stage-1 --confirm discussion-recorded")).ok();
    env.now("2026-03-31T10:00");
    let (plain, split) = (figures(&env, "report"), figures(&env, "report --by stage"));
    let (plain, split) = (figure(&plain, "answers-none"), figure(&split, "answers-none"));
    assert_eq!(
        (text(&plain, "label"), text(&split, "label")),
        ("No answer by the date, by stage", "No answer by the date")
    );
    assert_eq!(split["by"], serde_json::json!({"knowsley/informal": 1, "knowsley/stage-1": 1}));
    assert_eq!(plain["by"], split["by"]);
    let by_team = figures(&env, "report --by team");
    assert_eq!(figure(&by_team, "escalations")["label"], "Escalations");
}

/// The children of a team are not known, so a rate by team is one of all the children.
#[test]
fn a_rate_of_a_team_says_of_which_children() {
    let env = Env::new();
    env.raise("knowsley", &["--team", "North"]);
    let rate = figure(&figures(&env, "report --by team --per-100 400"), "raised-rate");
    assert!(text(&rate, "label").starts_with("Raised per 100 of all the children, in "), "{rate}");
    assert_eq!(rate["by"], serde_json::json!({"North": 0.25}));
}

/// Raised informally on 30 March and formal on 10 April: a conversion of the second year.
#[test]
fn what_goes_formal_counts_in_the_period_in_which_it_does() {
    let env = Env::new();
    env.now("2026-03-30T10:00");
    let id = env.raise("knowsley", &[]);
    env.now("2026-04-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --confirm discussion-recorded")).ok();
    env.now("2026-11-30T10:00");
    let of =
        |period: &str| figure(&figures(&env, &format!("report --period {period}")), "became-formal")["value"].clone();
    assert_eq!([of("2025/26"), of("2026/27")], [0, 1]);
}

/// Whoever took a dispute over ends it as their own; anybody else does not.
#[test]
fn whoever_took_a_dispute_over_ends_it_as_their_own() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.sh(&format!("correct {id} --event 1 --set 'iro=Kim Sample' --reason 'Jo has left'")).ok();
    env.sh(&format!("resolve {id} --outcome x --user 'Kim Sample'")).ok();
    let ended = figure(&figures(&env, "report"), "ended-by-another");
    assert_eq!(ended["label"], "Ended by somebody other than its IRO or whoever raised it");
    assert_eq!(ended["value"], 0);
}

/// 1 of 8 is 12.5 per cent, which a spreadsheet shows as 13, and 5 of 8 are 62.5.
#[test]
fn a_half_goes_up_in_every_form() {
    for (told, shown) in [(1, "13%"), (5, "63%")] {
        let env = Env::new();
        for number in 1..=8 {
            let id = env.raise("knowsley", &["--child", &format!("C-{number}")]);
            if number <= told {
                env.sh(&format!("done {id} child-told")).ok();
            }
        }
        for form in ["table", "md", "html"] {
            let page = env.sh(&format!("report --format {form}")).ok().stdout;
            let line = page.lines().skip_while(|line| !line.contains("child was told at the start")).take(3);
            assert!(line.collect::<String>().contains(shown), "{form}: {page}");
        }
    }
}

/// One that was reopened where it ended was at one stage, and changed none.
#[test]
fn a_reopening_is_no_change_of_stage() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.sh(&format!("resolve {id} --outcome x")).ok();
    env.sh(&format!("reopen {id} --reason x --override x")).ok();
    let report = figures(&env, "report");
    let of = |id: &str| figure(&report, id)["of"].clone();
    assert_eq!([of("child-told-stages-share"), of("child-told-changes-share")], [1, 0]);
    env.sh(&format!("escalate {id} --because other --reason x --override x")).ok();
    let report = figures(&env, "report");
    let of = |id: &str| figure(&report, id)["of"].clone();
    assert_eq!([of("child-told-stages-share"), of("child-told-changes-share")], [2, 1]);
}

/// Due on Monday 9 March at 16:00; at 17:00 it is overdue in the report as it is in `due`.
#[test]
fn a_limit_in_hours_passes_in_the_report_at_its_hour() {
    let env = Env::new();
    env.now("2026-03-06T16:00");
    env.raise("qa-notification", &[]);
    for (now, none, longest) in [("2026-03-09T15:00", 0, Value::Null), ("2026-03-09T17:00", 1, 1.into())] {
        env.now(now);
        assert_eq!(env.due(&["--overdue"]).len(), none, "{now}");
        let report = figures(&env, "report --period 2025/26");
        assert_eq!(figure(&report, "answers-none")["value"], none, "{now}");
        assert_eq!(figure(&report, "longest-overdue")["value"], longest, "{now}");
    }
}

/// A table read on its own: what is split, filtered and compared, and how many a share is a share of.
#[test]
fn a_csv_of_figures_stands_alone() {
    let env = Env::new();
    env.raise("knowsley", &["--team", "North"]);
    let run = env.sh("report --period 2025/26 --team North --by policy --format csv").ok();
    let mut lines = run.stdout.lines();
    assert!(lines.next().unwrap().ends_with(",value,before,of,split,only,before_from,before_to"));
    let row = |figure: &str| run.stdout.lines().find(|line| line.contains(&format!(",{figure},"))).unwrap();
    assert!(
        row("child-told-share").contains(",percent,0,,1,policy,team North,2024-04-01,2025-03-02"),
        "{}",
        run.stdout
    );
    assert!(row("working-days-to-resolve-mean").contains(",working-days,"), "{}", run.stdout);
    assert!(row("days-to-resolve-mean").contains(",days,"), "{}", run.stdout);
}

/// A report from which a record is missing says so itself, in every form.
#[test]
fn a_report_says_itself_that_records_are_missing_from_it() {
    let env = Env::in_folder("a record is damaged by hand");
    let id = env.raise("knowsley", &[]);
    env.raise("knowsley", &["--child", "C-2"]);
    let file = env.data().join("open").join(format!("{id}.yaml"));
    let damaged = std::fs::read_to_string(&file).unwrap().replace("policy:", "xpolicy:");
    std::fs::write(&file, damaged).unwrap();
    let said = "Incomplete: 1 record of the store can't be read or is missing, and is not counted.";
    for form in ["table", "md", "html"] {
        let run = env.sh(&format!("report --format {form}")).code(1);
        let page = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(said), "{form}: {page}");
    }
    let json: Value = serde_json::from_str(&env.sh("report --json").code(1).stdout).unwrap();
    assert_eq!(json["unreadable"], 1);
    assert!(env.sh("report --format csv").code(1).stdout.contains(",unreadable,"));
    let public = env.sh("report --public").code(1).stdout;
    assert!(public.contains("Incomplete: some records of the store"), "{public}");
}

/// A record is counted once, however its loss is noticed, and a lost ledger is no record.
#[test]
fn a_report_counts_each_missing_record_once_and_nothing_else() {
    let env = Env::in_folder("files are taken away by hand");
    env.raise("knowsley", &[]);
    env.raise("knowsley", &["--child", "C-2"]);
    let unreadable = || -> Value {
        let run = env.sh("report --json").code(1);
        serde_json::from_str::<Value>(&run.stdout).unwrap()["unreadable"].clone()
    };
    let (ledger, open) = (env.data().join(".ledger"), env.data().join("open"));
    std::fs::rename(&ledger, env.scratch("ledger")).unwrap();
    assert_eq!(unreadable(), 0);
    std::fs::rename(env.scratch("ledger"), &ledger).unwrap();
    std::fs::rename(&open, env.scratch("open")).unwrap();
    assert_eq!(unreadable(), 2);
    let said = env.sh("report").code(1).stderr;
    assert_eq!(said.matches("`2026-0001` was here").count(), 1, "{said}");
}

/// The name of a team was typed, and may be a person's: whoever publishes it is told which names there are.
#[test]
fn a_public_report_says_whose_names_were_typed() {
    let env = Env::new();
    env.raise("knowsley", &["--team", "Lee Manager"]);
    let public = env.sh("report --public").ok();
    assert!(public.stderr.contains("names of teams as they were typed: `Lee Manager`"), "{}", public.stderr);
    let page = env.sh("report --public --format md").ok();
    assert!(page.stdout.contains("no free text but the names of teams"), "{}", page.stdout);
    let env = Env::new();
    env.raise("knowsley", &[]);
    let public = env.sh("report --public --format md").ok();
    assert!(!public.stderr.contains("teams") && !public.stdout.contains("names of teams"), "{public:?}");
}

/// A row of `--by month` is of what was raised then: it says so, also where it stands alone.
#[test]
fn a_row_by_month_says_that_it_is_of_the_month_of_raising() {
    let env = Env::new();
    env.now("2025-04-02T10:00");
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.now("2025-06-04T10:00");
    env.resolve(&id);
    let table = env.sh("report --period 2025/26 --by month --format csv").ok().stdout;
    let closed = table.lines().find(|line| line.contains(",closed,") && line.contains("2025-04,")).unwrap();
    assert!(closed.contains("Closed,2025-04,raised Apr 2025,count,1,"), "{closed}");
    // A figure that is itself about months says it in its own label.
    let table = env.sh("report --period 2025/26 --format csv").ok().stdout;
    assert!(table.contains("\"Raised, by month\",2025-04,Apr 2025,count,1,"), "{table}");
}

#[test]
fn a_group_is_found_however_it_is_typed() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    for group in ["not-said", "Not-said", "Not given"] {
        let named = format!("raised-by-team:{group}");
        assert!(env.iro(&["report", "--explain", &named]).ok().stdout.starts_with(&id), "{group}");
    }
}
