//! `iro list` and `iro report` with a person's own choices: saved filters, order, columns, number of lines, periods.

use crate::env::{Env, list, text};

/// Three disputes from three months, of two IROs in two teams; a conference chair raised one of them.
fn store() -> (Env, [String; 3]) {
    let env = Env::new();
    let first = env.raise("knowsley", &["--iro", "Jo Bloggs", "--team", "North", "--on", "2026-01-05"]);
    let second = env.raise("national", &["--iro", "Sam Lee", "--team", "South", "--on", "2026-02-02"]);
    let chair = ["--by-role", "cp-chair", "--case-type", "child-protection", "--iro", "Jo Bloggs"];
    let third = env.raise("knowsley", &[&chair[..], &["--team", "South"]].concat());
    (env, [first, second, third])
}

#[test]
fn a_filter_is_kept_under_a_name_and_goes_with_others() {
    let (env, [first, second, third]) = store();
    let kept = env.iro(&["list", "--iro", "jo bloggs", "--sort", "-raised", "--ids", "--save", "mine"]).ok();
    assert_eq!(kept.stdout, format!("{third}\n{first}\n"));
    assert!(kept.stderr.contains("kept as `iro list @mine`"), "{kept:?}");
    assert_eq!(env.iro(&["list", "@mine"]).ok().stdout, kept.stdout);
    // Options typed after a saved filter override it.
    assert_eq!(env.iro(&["list", "@mine", "--team", "South"]).ok().stdout, format!("{third}\n"));
    assert_eq!(env.iro(&["list", "@mine", "--iro", "Sam Lee"]).ok().stdout, format!("{second}\n"));
    // A filter saved from another one with an option has both.
    env.iro(&["list", "@mine", "--team", "South", "--save", "@south"]).ok();
    assert_eq!(env.iro(&["list", "@south"]).ok().stdout, format!("{third}\n"));
    env.iro(&["config"]).ok().says("@mine: ").says("--iro=jo bloggs");
    // Changing settings later keeps saved filters.
    env.iro(&["init", "--policy", "knowsley"]).ok();
    assert_eq!(env.iro(&["list", "@mine"]).ok().stdout, kept.stdout);
    env.iro(&["list", "@mien"]).code(4).says("did you mean `@mine`?");
    env.iro(&["list", "mine"]).code(2).says("as in `@mine`");
    env.iro(&["list", "--save", "all"]).code(2).says("nothing to keep");
    env.iro(&["list", "--all", "--save", "two words"]).code(2).says("one word");
    let config = env.data().join("config.yaml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("mine:", "round: '@round'\n  mine:")).unwrap();
    env.iro(&["list", "@round"]).code(2).says("names another");
}

#[test]
fn orders_go_both_ways_with_the_undated_last() {
    let (env, [first, second, third]) = store();
    env.iro(&["complaint", &first, "--reason", "The child asked for it", "--override", "sample"]).ok();
    let ids = |sort: &str| env.listed(&["--sort", sort]);
    assert_eq!(ids("raised"), [first.as_str(), second.as_str(), third.as_str()]);
    assert_eq!(ids("-raised"), [third.as_str(), second.as_str(), first.as_str()]);
    let fourth = env.raise("mosaic", &[]);
    let due = |sort: &str| {
        let views = list(&env.iro(&["list", "--json", "--sort", sort]).json());
        views.iter().map(|view| view["due"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let dated = |sort: &str| due(sort).into_iter().flatten().collect::<Vec<_>>();
    assert!(dated("due").is_sorted() && dated("-due").iter().rev().is_sorted() && dated("due").len() >= 2);
    for sort in ["due", "-due"] {
        assert!(due(sort).iter().skip_while(|day| day.is_some()).all(Option::is_none), "{sort}: {:?}", due(sort));
    }
    assert_eq!(ids("-child")[0], fourth);
    env.iro(&["list", "--sort", "-dew"]).code(2).says("there is no column `dew`");
}

#[test]
fn a_list_is_in_the_order_of_any_column_that_it_can_show() {
    let (env, [first, _, _]) = store();
    env.iro(&["resolve", &first, "--outcome", "Settled", "--result", "decision-stands", "--override", "sample"]).ok();
    env.raise("mosaic", &["--child", "c-0900", "--team", "north", "--needed-by", "2026-04-01"]);
    env.raise("knowsley", &["--child", "C-0800", "--team", "East", "--iro", "ann other"]);
    let names = env.iro(&["list", "--columns", "help"]).ok().stdout;
    for name in names.lines() {
        let values = |sort: &str| {
            let csv = env.iro(&["list", "--all", "--columns", name, "--csv", "--sort", sort]).ok().stdout;
            csv.lines().skip(1).map(|line| line.trim_matches('"').to_lowercase()).collect::<Vec<_>>()
        };
        let reversed = format!("-{name}");
        let (up, down) = (values(name), values(&reversed));
        for values in [&up, &down] {
            assert_eq!(values.len(), 5, "{name}: {values:?}");
            assert!(values.iter().skip_while(|value| !value.is_empty()).all(String::is_empty), "{name}: {values:?}");
        }
        let there = |values: &[String]| values.iter().filter(|value| !value.is_empty()).cloned().collect::<Vec<_>>();
        // A stage comes after those of the protocols before its own.
        if name != "stage" {
            assert!(there(&up).is_sorted(), "{name}: {up:?}");
            assert!(there(&down).iter().rev().is_sorted(), "{name}: {down:?}");
        }
    }
}

#[test]
fn columns_and_lines_are_chosen_by_name() {
    let (env, [first, second, _]) = store();
    let columns = env.iro(&["list", "--columns", "id,raised_on, iro,case-type", "--sort", "raised"]).ok().stdout;
    assert_eq!(columns.lines().next(), Some(format!("{first}\t2026-01-05\tJo Bloggs\tlooked-after").as_str()));
    let csv = env.iro(&["list", "--columns", "id,raised-on", "--csv", "--sort", "raised"]).ok().stdout;
    assert!(csv.starts_with(&format!("id,raised_on\n{first},2026-01-05\n")), "{csv}");
    let lines = env.iro(&["list", "--format", "{id}: {team} {{{status}}}", "--sort", "raised"]).ok().stdout;
    assert_eq!(lines.lines().nth(1), Some(format!("{second}: South {{awaiting-response}}").as_str()));
    env.iro(&["list", "--columns", "id,statsu"]).code(4).says("did you mean `status`?");
    env.iro(&["list", "--format", "{colour}"]).code(4).says("there is no column `colour`");
    env.iro(&["list", "--columns", "help"]).ok().says("waiting-on");
    let known = env.iro(&["list", "--columns", "help"]).ok().stdout;
    let all = known.lines().collect::<Vec<_>>().join(",");
    let every = env.iro(&["list", "--columns", &all]).ok().stdout;
    assert_eq!(every.lines().next().unwrap().split('\t').count(), known.lines().count());
}

#[test]
fn periods_are_given_in_words_to_lists_and_reports() {
    let (env, [first, second, third]) = store();
    assert_eq!(env.listed(&["--period", "last month"]), [second.as_str()]);
    assert_eq!(env.listed(&["--period", "2026-Q1"]).len(), 3);
    assert_eq!(env.listed(&["--from", "this month"]), [third.as_str()]);
    assert_eq!(env.listed(&["--to", "January 2026"]), [first.as_str()]);
    assert_eq!(env.listed(&["--from", "3 months ago", "--to", "last month"]).len(), 2);
    env.iro(&["list", "--period", "whenever"]).code(2).says("isn't a period").says("last financial year");
    env.iro(&["list", "--period", "2026", "--from", "2026-01-01"]).code(2);
    let report = |args: &[&str]| env.iro(&[&["report", "--json"], args].concat()).json();
    let last = report(&["--period", "last month"]);
    assert_eq!((text(&last, "from"), text(&last, "to")), ("2026-02-01", "2026-02-28"));
    assert_eq!(text(&last["before"], "from"), "2026-01-01");
    assert_eq!(text(&report(&["--from", "2025/26"]), "from"), "2025-04-01");
    // A period can't stand for the day of an event.
    env.iro(&["note", &first, "--text", "x", "--kind", "other", "--on", "last month"]).code(2).says("one is needed");
    env.iro(&["note", &first, "--text", "x", "--kind", "other", "--on", "3 days ago"]).ok();
    // `--as-of` with a past period means its last moment.
    assert_eq!(env.listed(&["--as-of", "January 2026"]), [first]);
}

#[test]
fn two_reports_of_one_store_are_the_iros_and_the_chairs() {
    let (env, _) = store();
    let raised = |args: &[&str]| {
        let report = env.iro(&[&["report", "--json"], args].concat()).json();
        let figures = list(&report["figures"]);
        let raised = figures.iter().find(|figure| figure["id"] == "raised").unwrap().clone();
        (raised["value"].as_f64().unwrap(), report, raised)
    };
    assert_eq!(raised(&[]).0, 3.0);
    assert_eq!(raised(&["--by-role", "cp-chair"]).0, 1.0);
    assert_eq!(raised(&["--case-type", "looked-after"]).0, 2.0);
    assert_eq!(raised(&["--team", "south", "--iro", "Sam Lee"]).0, 1.0);
    assert_eq!(raised(&["--policy", "national"]).0, 1.0);
    let (_, report, _) = raised(&["--by-role", "cp-chair"]);
    assert_eq!(report["only"][0], "by role cp-chair");
    env.iro(&["report", "--by-role", "cp-chair", "--team", "South"]).ok().says("Only: team South, by role cp-chair.");
    env.iro(&["report", "--policy", "knowsly"]).code(4).says("did you mean `knowsley`?");
    for (by, id, value) in
        [("case-type", "looked-after", 2.0), ("by-role", "cp-chair", 1.0), ("quarter", "2025/26-Q4", 3.0)]
    {
        assert_eq!(raised(&["--by", by]).2["by"][id].as_f64(), Some(value), "{by}");
    }
}

#[test]
fn a_flag_is_only_proposed_where_it_is_like_what_was_typed() {
    let env = Env::new();
    let wrong = |args: &[&str]| env.iro(args).code(2).stderr;
    assert!(wrong(&["list", "--within", "5 days"]).contains("`iro due` and `iro remind` take `--within`"));
    assert!(wrong(&["due", "--statsu", "x"]).contains("unexpected argument '--statsu'"));
    assert!(wrong(&["list", "--statsu", "x"]).contains("'--status'"));
    for args in [["supervision", "--overdue"], ["show", "--csvs"], ["due", "--ids"]] {
        let said = wrong(&args);
        assert!(!said.contains("similar argument"), "{said}");
    }
    assert!(wrong(&["supervision", "--overdue"]).contains("and `iro remind` take `--overdue`"));
}

/// An empty list for a mistyped name must not read as an all-clear.
#[test]
fn an_iro_or_a_team_that_nobody_has_is_said_to_be_none() {
    let (env, _) = store();
    for args in [
        vec!["due", "--iro", "Sam Le"],
        vec!["supervision", "--iro", "Sam Le"],
        vec!["list", "--iro", "Sam Le"],
        vec!["report", "--iro", "Sam Le"],
        vec!["export", "--ics", "-", "--iro", "Sam Le"],
    ] {
        env.iro(&args).ok().says("no record here has the IRO `Sam Le`; did you mean `Sam Lee`?");
    }
    env.iro(&["list", "--team", "Nowhere"]).ok().says("no record here has the team `Nowhere`; they have");
    let said = env.iro(&["list", "--team", "South", "--iro", "Sam Lee", "--closed"]).ok().stderr;
    assert!(!said.contains("has the team"), "{said}");
}

#[test]
fn of_a_filter_that_is_typed_twice_none_is_silently_left_out() {
    let (env, _) = store();
    env.iro(&["list", "--team", "North", "--team", "South"]).code(2).says("`--team` is given twice");
    env.iro(&["list", "--team=North", "--team=South", "--json"]).code(2);
    // Typed options still override saved ones.
    env.iro(&["list", "--team", "North", "--save", "mine"]).ok();
    let teams: Vec<_> = list(&env.iro(&["list", "@mine", "--team", "South", "--json"]).json());
    assert!(!teams.is_empty() && teams.iter().all(|one| one["team"] == "South"), "{teams:?}");
}

/// A saved filter is everybody's: replacing one is said, and one can be removed.
#[test]
fn a_saved_filter_is_not_replaced_silently_and_can_be_removed() {
    let (env, _) = store();
    env.sh("list --iro 'Sam Lee' --save mine").ok();
    let again = env.sh("list --iro 'Sam Lee' --save mine").ok();
    assert!(!again.stderr.contains("until now"), "{}", again.stderr);
    env.sh("list --iro 'Jo Bloggs' --save mine").ok().says("was another filter until now: '--iro=Sam Lee'");
    env.sh("list --forget @mine").ok().says("removed `@mine`: '--iro=Jo Bloggs'");
    env.sh("list @mine").code(4).says("there is no saved filter `@mine`");
    env.sh("list --forget mine").code(4);
}

/// An unconnected drive looks like an empty store: nothing that was written before is replaced by nothing.
#[test]
fn without_a_store_no_file_is_written() {
    let env = Env::in_folder("the folder is missing");
    let kept = env.data().with_file_name("kept");
    for (name, command) in [
        ("p.html", "report --format html --out"),
        ("p.csv", "report --out"),
        ("c.ics", "export --ics"),
        ("r.csv", "export --csv --out"),
        ("r.xlsx", "export --xlsx"),
    ] {
        let file = format!("{}-{name}", kept.display());
        std::fs::write(&file, "before").unwrap();
        let run = env.sh(&format!("--data-dir /not/mounted {command} {file}")).code(1);
        run.says("there is no store at `/not/mounted` yet, and nothing was written");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "before", "{command}");
    }
    // On the screen there is nothing to lose.
    env.sh("--data-dir /not/mounted report").ok();
}
