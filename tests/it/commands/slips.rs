//! Slips of the keyboard, and scripts with unset variables: they are pointed out at once, and nothing false is written.

use crate::env::{Env, list, text};
use crate::terminal::Terminal;

/// A dispute under `mosaic` at stage 1, with everything it asks for.
fn mosaic(env: &Env, extra: &[&str]) -> String {
    let given = ["--stage", "stage-1", "--reason", "x", "--confirm", "manager-contacted", "--seeking", "A visit"];
    env.raise("mosaic", &[&given[..], &["--impact", "She waits"], extra].concat())
}

#[test]
fn an_empty_name_is_no_name() {
    let env = Env::new();
    for line in [
        "raise --policy knowsley --child C-1 --concern x --sibling ''",
        "raise --policy knowsley --child C-1 --concern x --iro ' '",
        "raise --policy knowsley --child C-1 --concern x --team ''",
        "praise --policy knowsley --child C-1 --for '' --text 'Well done'",
        "list --iro ''",
        "report --team ''",
    ] {
        env.sh(line).code(2).says("it is empty");
    }
    assert!(env.listed(&["--all"]).is_empty());
}

#[test]
fn an_empty_text_is_not_called_missing() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    env.iro(&["note", "1", "--text", " "]).code(2).says("`--text` is empty");
    assert!(!env.iro(&["note", "1"]).code(2).stderr.contains("was given"));
    env.iro(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", ""]).code(2).says("`--concern` is empty");
    // All that UTF-16 writes of an empty text is the mark at its beginning.
    std::fs::write(env.scratch("empty.txt"), [0xFE, 0xFF]).unwrap();
    let file = env.scratch("empty.txt").display().to_string();
    env.iro(&["note", "1", "--text", &format!("@{file}")]).code(2).says(&format!("`{file}` is empty"));
}

#[test]
fn a_setting_of_the_wrong_kind_is_named_by_its_line_in_plain_words() {
    for (file, written, line, said) in [
        ("config.yaml", "user: J\npolicy: 12\n", 2, "a text should be here, not the number `12`"),
        ("config.yaml", "retention_years: -1\n", 1, "a whole number should be here, not the number `-1`"),
        ("config.yaml", "filters:\n  mine:\n  - --all\n", 3, "a text should be here, not a list"),
        ("config.yaml", "user: J\npolcy: x\n", 2, "`polcy` is not a key that this version of iro knows"),
        ("closing-days.yaml", "Christmas\n", 1, "a list should be here, not a text"),
        ("closing-days.yaml", "- from: [1]\n", 1, "a text should be here, not a list"),
    ] {
        let env = Env::new();
        env.raise("knowsley", &[]);
        // Nobody edits the closing days of a store on a server as a file.
        if env.is_on_a_server() && file == "closing-days.yaml" {
            continue;
        }
        // Beside a store on a server it holds only a person's own settings, and nothing until there are some.
        std::fs::create_dir_all(env.data()).unwrap();
        std::fs::write(env.data().join(file), written).unwrap();
        env.iro(&["list"]).code(1).says(&format!("{file}:{line}`: {said}"));
    }
}

#[test]
fn a_name_in_place_of_any_childs_reference_is_pointed_out() {
    let env = Env::new();
    let said = "`Sam Smith` looks like a name; use the council's case reference";
    for line in [
        "raise --policy knowsley --concern x --child 'Sam Smith'",
        "raise --policy knowsley --concern x --child C-1 --sibling 'Sam Smith'",
        "praise --policy knowsley --child 'Sam Smith' --for 'Ann Lee' --text 'Well done'",
    ] {
        env.sh(line).ok().says(said);
    }
}

#[test]
fn whoever_has_just_read_it_is_named_though_somebody_read_it_later() {
    let env = Env::new();
    env.now("2026-03-02T10:00");
    env.sh("praise --policy knowsley --child C-1 --for 'Sam Lee' --for 'Kim Ng' --text x").ok();
    env.now("2026-03-06T10:00");
    env.sh("acknowledge 1 --name 'Sam Lee' --on 2026-03-05").ok().says("Sam Lee has acknowledged");
    env.sh("acknowledge 1 --name 'Kim Ng' --on 2026-03-03").ok().says("Kim Ng has acknowledged");
}

/// The name of a closing day and a remark on praise are read alike wherever they are given.
#[test]
fn only_texts_are_read_from_files_and_all_of_them() {
    let env = Env::new();
    env.iro(&["calendar", "close", "2026-12-29", "--name", "@home day", "--yes"]).ok().says("@home day");
    let praise =
        env.iro(&["praise", "--policy", "knowsley", "--child", "C-1", "--for", "Ann Lee", "--text", "x", "--json"]);
    let id = text(&praise.json(), "id").to_owned();
    let file = env.scratch("filed.txt");
    std::fs::write(&file, "Filed under contacts").unwrap();
    env.iro(&["done", &id, "--text", &format!("@{}", file.display())]).ok();
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(log[1]["fields"]["text"], "Filed under contacts");
}

#[test]
fn a_reference_is_never_read_from_a_file() {
    let env = Env::new();
    env.sh("raise --policy knowsley --child @home --concern x").ok();
    env.sh("praise --policy knowsley --child - --for 'Sam Lee' --text 'Well done'").ok();
    assert_eq!(text(&env.dispute("1"), "child"), "@home");
}

#[test]
fn a_fact_with_several_values_keeps_each_and_one_with_one_refuses_a_second() {
    let env = Env::new();
    let missing = ["--category", "documents-missing", "--field", "document-missing=pep"];
    let id = mosaic(&env, &[&missing[..], &["--field", "document-missing=sdq"]].concat());
    assert_eq!(env.dispute(&id)["fields"]["document-missing"], "pep,sdq");
    let twice = "note 1 --text x --field raised-from=cla-review --field raised-from=case-conference";
    env.sh(twice).code(2).says("`--field raised-from` is given twice, and takes one value");
    env.sh("note 1 --text x --field raised-from=cla-review --field raised-from=cla-review").ok();
}

#[test]
fn the_ground_of_a_referral_is_named_once() {
    let env = Env::new();
    let id = mosaic(&env, &[]);
    env.sh(&format!("refer {id} --ground plan-element --reason x --override x")).ok();
    env.sh(&format!("refer {id} --ground plan-element --phoned today")).ok();
    let error = env.sh(&format!("refer {id} --ground unreasonable-move --written today")).code(3);
    error
        .says("is `plan-element`, and is named only once")
        .says("iro correct 2026-0001 --event N --set ground=unreasonable-move");
    assert_eq!(env.dispute(&id)["referral"]["ground"], "plan-element");
}

#[test]
fn a_rehearsal_goes_as_far_as_the_step_itself() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    for dry in [&["--dry-run"][..], &[]] {
        env.iro(&[&["extend", &id, "--until", "2099-01-01", "--reason", "x"][..], dry].concat()).code(1);
    }
}

#[test]
fn days_that_can_hardly_be_meant_are_pointed_out() {
    let env = Env::new();
    env.sh("raise --policy knowsley --child C-1 --concern x --arose-on 2026-02-20 --aware-on 2026-02-10")
        .ok()
        .says("you became aware of it before it arose");
    env.sh("meeting 1 --held 2025-03-06 --chair 'Sam Lee'")
        .ok()
        .says("the meeting on Thu 6 March 2025 was before the dispute was raised on Mon 2 March 2026");
    env.sh("respond 1 --text 'We will'").ok();
    env.sh("agree 1").ok();
    env.sh("agree 1").ok().says("the plan is agreed already");
}

#[test]
fn undo_says_what_still_stands() {
    let env = Env::new();
    env.sh("raise --policy knowsley --child C-1 --concern x").ok();
    env.sh("note 1 --text x").ok();
    env.sh("correct 1 --event 2 --reason 'For another child'").ok();
    env.sh("undo 1 --reason x").code(3).says("all that is left of what you recorded is the dispute 2026-0001 itself");
}

#[test]
fn a_damaged_record_is_said_once() {
    let env = Env::in_folder("it changes files by hand");
    let id = env.raise("knowsley", &[]);
    std::fs::write(env.open_file(&id), "").unwrap();
    let run = env.iro(&["show", &id]).code(1);
    assert_eq!(run.stderr.matches("the file is empty").count(), 1, "{}", run.stderr);
}

#[test]
fn advice_is_read_where_nothing_is_asked() {
    let env = Env::new();
    let id = mosaic(&env, &[]);
    let mut command = env.command();
    command.args(["refer", &id, "--ground", "plan-element", "--reason", "x", "--written", "today", "--override", "x"]);
    let (code, screen) = Terminal::start(command).end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("advises:") && !screen.contains("type ?"), "{screen}");
}

#[test]
fn an_agreed_date_past_the_total_is_pointed_out() {
    let env = Env::new();
    // Twenty working days from Monday 2 March 2026 end on Monday 30 March.
    let past = "the agreed date, Tue 31 March 2026, is after the end of the total, Mon 30 March 2026";
    let formal = "--policy knowsley --child C-1 --concern x --stage stage-1 --reason x";
    env.sh(&format!("raise {formal} --respond-by 2026-03-31")).ok().says(past);
    let within = env.sh(&format!("raise {formal} --respond-by 2026-03-30")).ok();
    assert!(!within.stderr.contains("after the end of the total"), "{within:?}");
    env.sh("raise --policy south-west --child C-2 --concern x --respond-by 2026-03-10 --override x").ok();
    let escalated = env.sh("escalate 3 --because urgent --reason x --respond-by 2026-05-29 --override x").ok();
    assert!(escalated.stderr.contains("is after the end of the total"), "{escalated:?}");
}

#[test]
fn what_is_named_twice_is_recorded_once() {
    let env = Env::new();
    let twice = ["--category", "care-plan", "--category", "drift", "--category", "care-plan"];
    let raised = env.raised("knowsley", &twice);
    assert_eq!(raised["categories"], serde_json::json!(["care-plan", "drift"]));
    let report = env.iro(&["report", "--json"]).json();
    let by_category = list(&report["figures"]).into_iter().find(|figure| figure["id"] == "raised-by-category").unwrap();
    assert_eq!(by_category["by"], serde_json::json!({"care-plan": 1, "drift": 1}));
    env.sh("praise --policy mosaic --child C-1 --for Ann --for Ann --text Well").ok();
    assert_eq!(env.dispute("2")["praise"]["for"], serde_json::json!(["Ann"]));
}

#[test]
fn a_referral_on_a_day_that_cannot_be_meant_is_pointed_out() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-12T10:00");
    let refer = format!("refer {id} --ground matter-unresolved --reason r --phoned 2025-03-12");
    env.sh(&refer)
        .ok()
        .says("`--phoned` is Wed 12 March 2025, before the dispute was raised on Mon 2 March 2026 10:00");
    let again = format!("refer {id} --phoned 2026-03-12 --written 2026-03-12");
    env.sh(&again).ok().says("`--phoned` was recorded as Wed 12 March 2025; Thu 12 March 2026 replaces it");
    env.sh(&format!("show {id}")).ok().says("phoned: Thu 12 March 2026").says("in writing: Thu 12 March 2026");
    let run = env.sh(&format!("correct {id} --event 2 --reason 'Never happened'")).ok();
    run.says("the referral has no ground any more");
}

#[test]
fn praise_for_one_person_in_two_spellings_is_for_one() {
    let env = Env::new();
    let praise = "praise --policy knowsley --child C-1 --for Sam --for sam --text Well --json";
    assert_eq!(env.sh(praise).json()["praise"]["for"], serde_json::json!(["Sam"]));
}

#[test]
fn days_the_wrong_way_round_are_no_empty_list() {
    let env = Env::new();
    for command in ["list", "report"] {
        env.sh(&format!("{command} --from 2026-05-01 --to 2026-01-01")).code(2).says("`--to` is before `--from`");
    }
}

#[test]
fn of_several_names_that_are_as_near_all_are_offered() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let escalate = format!("escalate {id} --because urgent --reason r --to stage");
    env.sh(&escalate).code(4).says("`stage-1`, `stage-2`, `stage-3` or `stage-4`");
}

#[test]
fn a_duty_that_is_settled_already_is_pointed_out() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.now("2026-03-04T10:00");
    env.iro(&["done", &id, "child-told", "--on", "2026-03-03"]).ok();
    env.iro(&["done", &id, "child-told"])
        .ok()
        .says("`child-told` is recorded as done already, on Tue 3 March 2026 (event 2)");
    env.iro(&["waive", &id, "recorded-on-file", "--reason", "x"]).ok();
    env.iro(&["done", &id, "recorded-on-file"]).ok().says("`recorded-on-file` was waived on Wed 4 March 2026");
}

#[test]
fn words_that_name_no_command_lead_to_the_one_that_is_meant() {
    let env = Env::new();
    for (word, meant) in [
        ("delete", "iro undo"),
        ("edit", "iro correct"),
        ("cancel", "iro withdraw"),
        ("close", "iro resolve"),
        ("letter", "iro form --letter"),
    ] {
        let run = env.iro(&[word, "1"]).code(2);
        assert!(run.stderr.contains(meant) && !run.stderr.contains("similar"), "{word}: {}", run.stderr);
    }
    env.iro(&["show", "C-7"]).code(4).says("`iro list --all --child C-7`");
}

#[test]
fn a_hint_with_several_values_can_be_copied_into_a_shell() {
    let env = Env::new();
    let said = env.sh("raise --policy mosaic --child C-1 --concern x --impact x --seeking x --override x").ok();
    for line in said.stderr.lines().filter(|line| line.contains('|') && line.contains("--")) {
        assert!(line.contains('\''), "{line}");
    }
}
