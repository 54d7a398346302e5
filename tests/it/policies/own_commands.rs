//! What commands ask for, accept and print under a protocol of an authority's own.

use serde_json::Value;

use crate::env::{Env, find_clock, list, text};
use crate::policies::own_protocol::{VALE, routine, vale};
use crate::terminal::{ENTER, Terminal};

#[test]
fn a_policy_that_is_a_file_is_told_its_place() {
    let env = vale(&[]);
    std::fs::write(env.scratch("mine.yaml"), VALE).unwrap();
    let run = env.sh("raise --policy ./mine.yaml --child C-1 --concern x").code(4);
    assert!(run.stderr.contains("`iro policy add ./mine.yaml` takes it in"), "{}", run.stderr);
    assert!(run.stderr.contains("name the policy by the `id` in it"), "{}", run.stderr);
    env.sh("raise --policy vail --child C-1 --concern x").code(4).says("`qa-notification`, `south-west` or `vale`");
}

#[test]
fn a_folder_of_policies_that_is_not_there_is_an_error_and_an_empty_one_is_pointed_out() {
    let env = Env::new();
    let raise = ["raise", "--policy", "vale", "--child", "C-1", "--concern", "x", "--dry-run", "--json"];
    let beside = |folder: &str| env.iro(&[&["--policy-dir", folder], &raise[..]].concat());

    let missing = beside("nowhere").code(2);
    assert_eq!(missing.error()["message"], "the folder of policies `nowhere` is not there");
    assert!(text(&missing.error(), "hint").contains("`--policy-dir`"), "{}", missing.stderr);
    let by_variable = env.command().env("IRO_POLICY_DIR", "nowhere").arg("list").output().unwrap();
    assert_eq!(by_variable.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&by_variable.stderr).contains("`IRO_POLICY_DIR` names it"));
    assert!(!env.data().exists(), "nothing is made");

    std::fs::create_dir(env.scratch("mine")).unwrap();
    beside("mine").code(4).says("there is no policy file (`*.yaml`) in the folder of policies `mine`");
    std::fs::write(env.scratch("mine/vale.yaml"), VALE).unwrap();
    beside("mine/vale.yaml").code(2).says("`mine/vale.yaml` is a file, not a folder");
    let raised = env.iro(&["--policy-dir", "mine", "policy", "show", "vale", "--json"]).ok();
    assert_eq!(raised.stderr, "");
}

#[test]
fn a_folder_that_is_called_like_a_policy_file_is_named_as_a_fault() {
    let env = Env::new();
    std::fs::create_dir_all(env.scratch("mine/ours.yaml")).unwrap();
    let list = env.sh("--policy-dir mine policy list").code(1);
    let file = std::path::Path::new("mine").join("ours.yaml").display().to_string();
    list.says("there is a folder where a policy file should be").says(&file).says("move the policy out of it");
    env.sh("--policy-dir mine check").code(6).says("there is a folder where a policy file should be");
    // Another policy can still be shown.
    env.sh("--policy-dir mine policy show knowsley").ok();
}

#[test]
fn more_time_is_given_in_the_days_of_the_protocol() {
    let env = vale(&[]);
    let id = routine(&env, "--stage head --reason 'It is theirs'");
    // Five working days from Monday 2 March, and three more: the bare "days" of the protocol are working days.
    env.sh(&format!("extend {id} --by '3 days' --reason 'She asked'")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "respond", "head")["due"], "2026-03-12");
    // A protocol that doesn't say which days it counts still requires the user to say.
    let other = env.raise("mosaic", &["--stage", "stage-1"]);
    env.sh(&format!("extend {other} --by '1 days' --reason x")).code(2).says("does not say which days are counted");
}

#[test]
fn missing_flags_are_named_at_once() {
    let env = vale(&[]);
    let id = routine(&env, "");
    env.sh(&format!("meeting {id}"))
        .code(2)
        .says("`--held` and `--chair` are missing")
        .says("add `--held WHEN --chair NAME`");
    env.sh(&format!("meeting {id} --held today")).code(2).says("`--chair` is missing");
    env.sh(&format!("decide {id}")).code(2).says("`--decided-by` and `--text` are missing");
    env.sh("praise --policy vale").code(2).says("`--child`, `--for` and `--text` are missing");
    env.sh("raise --policy vale").code(2).says("`--child` and `--concern` are missing");
}

#[test]
fn a_field_that_is_asked_for_comes_with_its_values() {
    let env = vale(&[]);
    let run = env.sh("raise --policy vale --child C-1 --concern x --json");
    let error = run.refused();
    assert!(text(&error, "hint").starts_with("give `--field priority=VALUE` (`urgent` or `routine`)"), "{error}");
}

#[test]
fn of_the_roles_that_may_raise_only_the_raiser_is_missed_at_a_meeting() {
    let env = vale(&[]);
    let id = routine(&env, "--stage service --reason 'It is theirs'");
    let held = format!("meeting {id} --held today --chair 'Pat Green' --attended service-manager");
    let run = env.sh(&format!("{held} --dry-run")).ok();
    assert!(run.stdout.contains("not named among those who came: IRO (2.3)"), "{}", run.stdout);
    let run = env.sh(&format!("{held} --attended 'Jo Bloggs'")).ok();
    assert_eq!(run.stderr, "", "the IRO came by name, and no CP Chair raised it");
}

#[test]
fn praise_says_who_gets_a_copy_and_asks_for_no_receipt_that_the_protocol_has_not() {
    let env = vale(&[]);
    let run = env.sh("praise --policy vale --child C-1 --for Sam --text 'Well done'").ok();
    assert!(
        run.stdout.contains("Recorded praise 2026-0001 for Sam, child C-1.\n  send a copy to: Team Manager"),
        "{}",
        run.stdout
    );
    assert!(!run.stderr.contains("acknowledge"), "{}", run.stderr);
    assert_eq!(list(&env.sh("inbox --for Sam --json").json()), Vec::<Value>::new());
    env.sh("show 1").ok().says("to be told  Team Manager, since Mon 2 March 2026");
}

#[test]
fn a_dispute_on_a_sheet_names_its_stages_by_their_titles() {
    let env = vale(&[]);
    let id = routine(&env, "--stage team --reason 'It is theirs'");
    env.sh(&format!("escalate {id} --because urgent --override 'No access'")).ok();
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("Team Manager; a copy to Service Manager, since Mon 2 March 2026 (Team Stage)"), "{shown}");
    // Nobody has recorded that they were told.
    assert!(shown.contains("  to be told  "), "{shown}");
    env.sh(&format!("form {id}")).ok().says("Copy to").says("Who answers");
    assert!(shown.contains("Answer, Team Stage, due Mon 9 March 2026: stopped"), "{shown}");
}

#[test]
fn a_plan_without_an_answer_is_accepted_at_a_terminal_only_on_purpose() {
    let env = vale(&[]);
    let id = routine(&env, "");
    let agree = |keys: &[&str]| {
        let mut command = env.command();
        command.args(["agree", &id, "--confirm", "entered"]);
        let mut person = Terminal::start(command);
        person.answer("Accept the plan anyway?", keys);
        if keys.len() > 1 {
            person.answer("Write this", &[ENTER]);
        }
        person.end().1
    };
    let shown = agree(&[ENTER]);
    assert!(shown.contains("No answer and no action is recorded yet."), "{shown}");
    assert!(shown.contains("nothing was written"), "{shown}");
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
    agree(&["y", ENTER]);
    assert_eq!(env.dispute(&id)["status"], "agreed");
}
