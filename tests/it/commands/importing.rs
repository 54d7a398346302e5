//! `iro import`: reading the tables that people export from other programs.

use std::fs;
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use crate::env::{Env, list, text};
use crate::terminal::{ENTER, Terminal};

/// Writes a file beside the store, and returns its path.
fn file(env: &Env, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path: PathBuf = env.scratch(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[track_caller]
fn import(env: &Env, args: &[&str]) -> Value {
    let mut all = vec!["import", "children", "--json"];
    all.extend(args);
    env.iro(&all).json()
}

const LIST: &str = "Case ID,IRO,Team,Legal Status,Date of Birth,Next Review,Ethnicity\r\n\
00123,Jo Bloggs,North,C2,01/09/2014,15/04/2026,x\r\n\
C-7,Kim Sample,South,,2005-01-31,,x\r\n\
=1+1,,,V2,2011,2026-05-01,x\r\n";

#[test]
fn a_list_of_children_is_taken_in_and_compared_with_the_one_before() {
    let env = Env::new();
    let list_file = file(&env, "children.csv", LIST);
    let dry = import(&env, &[&list_file, "--dry-run"]);
    assert_eq!((&dry["children"], &dry["dry_run"]), (&json!(3), &json!(true)));
    let first = import(&env, &[&list_file]);
    assert_eq!(first["added"], json!(["00123", "=1+1", "C-7"]), "the dry run kept nothing");
    assert_eq!(first["unused_columns"], json!(["Ethnicity"]));
    assert_eq!(first["faults"], json!([]));

    env.now("2026-03-09T10:00");
    let next = "Case ID;IRO;Team;Legal Status;Date of Birth;Next Review\n00123;Jo Bloggs;North;E1;01/09/2014;15/04/2026\nC-9;;;C1;;\n";
    let next = file(&env, "next.csv", format!("\u{FEFF}{next}"));
    let shown = env.iro(&["import", "children", &next, "--dry-run"]).ok();
    assert_eq!(
        shown.stdout,
        "2 children are in the list.\nSince the list of Mon 2 Mar 2026:\n  new: C-9\n  no longer there: =1+1, C-7\n  00123: legal status E1, was C2\n"
    );
    let second = import(&env, &[&next]);
    assert_eq!(
        second["changed"],
        json!([{"reference": "00123", "what": "legal status", "before": "C2", "after": "E1"}])
    );
    let again = env.iro(&["import", "children", &next]).ok().stdout;
    assert!(again.contains("Nothing differs from the list of Mon 9 Mar 2026."), "{again}");
}

/// However a date of birth is written, only its year is kept; unknown columns are not kept at all.
#[test]
#[cfg(not(feature = "postgres"))]
fn no_date_of_birth_and_no_unknown_column_is_kept() {
    let env = Env::new();
    import(&env, &[&file(&env, "children.csv", LIST.replace(",x", ",Martian"))]);
    let kept = fs::read_to_string(env.data().join("children.yaml")).unwrap();
    assert!(kept.contains("born: 2014") && kept.contains("born: 2005"), "{kept}");
    assert!(!kept.contains("09") && !kept.contains("2005-01") && !kept.contains("Martian"), "{kept}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(env.data().join("children.yaml")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_workbook_gives_what_its_cells_hold() {
    let env = Env::new();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Nothing here").unwrap();
    let sheet = book.add_worksheet().set_name("Children").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, heading) in ["Ref", "Reviewing officer", "DOB", "Next CLA review"].iter().enumerate() {
        sheet.write(2, column as u16, *heading).unwrap();
    }
    sheet.write(3, 0, "00123").unwrap();
    sheet.write(3, 1, "Jo Bloggs").unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(2014, 9, 1).unwrap(), &day).unwrap();
    sheet.write_with_format(3, 3, ExcelDateTime::from_ymd(2026, 4, 15).unwrap(), &day).unwrap();
    sheet.write(4, 0, 4711).unwrap();
    sheet.write(4, 3, "soon").unwrap();
    let book = file(&env, "children.xlsx", book.save_to_buffer().unwrap());
    let run = env.iro(&["import", "children", &book, "--sheet", "children"]).code(1);
    assert!(run.stderr.contains("`Cover`, `Children`"), "{}", run.stderr);
    let run = env.iro(&["import", "children", &book, "--sheet", "Children"]).code(2);
    assert!(run.stderr.contains("`Reviewing officer`") && run.stderr.contains("--map"), "{}", run.stderr);
    let map = file(&env, "map.yaml", "columns:\n  reference: Ref\n  iro: Reviewing Officer\n");
    let taken = import(&env, &[&book, "--sheet", "Children", "--map", &map]);
    assert_eq!(taken["added"], json!(["00123", "4711"]));
    assert_eq!(taken["faults"][0]["line"], 5);
    assert!(text(&taken["faults"][0], "message").contains("`soon`"), "{taken}");
    let raised = env
        .iro(&["raise", "--policy", "national", "--child", "00123", "--concern", "No visit", "--override", "x"])
        .ok();
    assert!(raised.stderr.contains("the next review of 00123 is on Wed 15 Apr 2026"), "{}", raised.stderr);
}

#[test]
fn what_the_list_has_is_filled_in_or_pointed_out_and_never_a_condition() {
    let env = Env::new();
    import(&env, &[&file(&env, "children.csv", LIST)]);
    let raise = |child: &str, extra: &[&str]| {
        let mut args =
            vec!["raise", "--policy", "national", "--concern", "No visit", "--override", "x", "--child", child];
        args.extend(extra);
        env.iro(&args).ok()
    };
    raise("00123", &["--review-date", "2026-04-15"]);
    let view = env.dispute("1");
    assert_eq!((text(&view, "team"), text(&view, "legal_status"), text(&view, "iro")), ("North", "C2", "Jo Bloggs"));
    let run = raise("c-7", &["--team", "East"]);
    for said in ["has Kim Sample as the IRO of c-7", "c-7 is 18 or older"] {
        assert!(run.stderr.contains(said), "{said} in {}", run.stderr);
    }
    assert_eq!((text(&env.dispute("2"), "team"), text(&env.dispute("2"), "iro")), ("East", "Jo Bloggs"));
    let run = raise("C-77", &[]);
    assert!(run.stderr.contains("`C-77` is not in the list of children of Mon 2 Mar 2026"), "{}", run.stderr);
    let run = raise("=1+1", &["--legal-status", "C1", "--sibling", "00123"]);
    assert!(run.stderr.contains("has the legal status V2 for =1+1"), "{}", run.stderr);
    assert!(env.dispute("4")["team"].is_null(), "of siblings nothing is filled in");
}

#[test]
fn references_are_found_under_the_headings_people_use_and_completed() {
    for heading in ["Child reference", "Child's reference", "Case ref", "CASE_NUMBER"] {
        let env = Env::new();
        let list_file = file(&env, "children.csv", format!("{heading},Team\n00123,North\nC-7,South\n"));
        assert_eq!(import(&env, &[&list_file])["added"], json!(["00123", "C-7"]), "{heading}");
        let mut command = env.command();
        command.env("IRO_COMPLETE", "bash").env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_INDEX", "3");
        command.env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "true");
        let offered = command.args(["--", "iro", "raise", "--child", "00"]).output().unwrap();
        assert_eq!(String::from_utf8(offered.stdout).unwrap().trim(), "00123", "{heading}");
    }
}

#[test]
fn what_cannot_be_used_is_named_by_its_line() {
    let env = Env::new();
    let table = "reference,dob,next review\nC-1,31/02/2014,2026-04-01\n,2014,\nC-1,2015,\nJane Doe,2014,\n\u{1b}[31mC-2,,04/15/2026\n";
    // Excel ends lines in its own way, and they are the same lines.
    let of_excel = file(&env, "excel.csv", table.replace('\n', "\r\n"));
    let table = file(&env, "children.csv", table);
    let run = env.iro(&["import", "children", &table]).ok();
    assert_eq!(
        env.iro(&["import", "children", &of_excel, "--dry-run", "--json"]).json()["faults"],
        import(&env, &[&table])["faults"]
    );
    for said in [
        "line 2: the date of birth of `C-1` can't be read",
        "line 3: no case reference",
        "line 4: `C-1` is there already",
        "line 5: the case reference looks like a name",
        "line 6: the next review of",
    ] {
        assert!(run.stderr.contains(said), "{said} in {}", run.stderr);
    }
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains("Jane"), "{}", run.stderr);
    assert!(run.stdout.starts_with("2 children are in the list."), "{}", run.stdout);
    for (name, bytes, said) in [
        ("empty.csv", &b""[..], "no headings"),
        ("cut.xlsx", &b"PK\x03\x04 and nothing"[..], "save it in a spreadsheet program as .xlsx"),
        ("latin.csv", &b"reference\nC-\xe9\n"[..], "CSV UTF-8"),
    ] {
        let run = env.iro(&["import", "children", &file(&env, name, bytes)]).code(1);
        assert!(run.stderr.contains(said) && run.stderr.contains(name), "{}", run.stderr);
    }
    env.iro(&["import", "children", "not-there.csv"]).code(1);
    env.iro(&["import", "children"]).code(2);
    for (map, said) in [
        ("columns: {refrence: Ref}", "there is nothing called `refrence`"),
        ("columns: {team: Squad}", "no column `Squad`"),
        ("colums: {}", "`colums` is not a key"),
    ] {
        let map = file(&env, "map.yaml", map);
        let run = env.iro(&["import", "children", &table, "--map", &map]);
        assert!(run.stderr.contains(said) && run.stderr.contains("map.yaml"), "{}", run.stderr);
        assert!([1, 2].contains(&run.code), "{run:?}");
    }
    assert_eq!(list(&import(&env, &[&table])["added"]).len(), 0, "nothing was changed by what failed");
}

#[test]
fn the_file_is_asked_for_at_a_terminal() {
    let env = Env::new();
    let table = file(&env, "children.csv", LIST);
    let mut command = env.command();
    command.args(["import", "children"]);
    let mut person = Terminal::start(command);
    person.answer("Which file has the list of children?", &[&table, ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("3 children are in the list"), "{screen}");
}
