//! The usual build has no database support, and says so.

use std::fs;

use crate::env::Env;

#[test]
fn an_address_of_a_server_is_refused_in_plain_words() {
    let env = Env::new();
    let refused = env.iro(&["--store", "postgresql://jo:hidden@db.example/iro", "list"]).code(2);
    assert!(refused.stderr.contains("this program has no database built in"), "{}", refused.stderr);
    assert!(refused.stderr.contains("cargo build --release --features postgres"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("hidden"), "{}", refused.stderr);
    fs::create_dir(env.data()).unwrap();
    fs::write(env.data().join("config.yaml"), "store: postgresql://db.example/iro\n").unwrap();
    env.iro(&["due"]).code(2).says("no database built in");
    env.iro(&["--store", "elsewhere", "list"]).code(2).says("--data-dir");
    env.iro(&["store", "init"]).code(2);
}

/// As in a script whose variable was never set: it means a server, and must not write into a folder.
#[test]
fn an_empty_address_is_refused_and_an_empty_variable_is_not() {
    let env = Env::new();
    let raise = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x"];
    env.iro(&[&["--store", ""], &raise[..]].concat()).code(2).says("`--store` is empty");
    assert!(!env.data().exists());
    let raised = env.command().env("IRO_STORE", "").args(raise).output().unwrap();
    assert!(raised.status.success(), "{raised:?}");
}

#[test]
fn a_policy_is_taken_into_the_store_once() {
    let env = Env::new();
    env.iro(&["policy", "new", "vale", "--stage", "Stage 1 | Team Manager | 5 working days", "--out", "vale.yaml"])
        .ok();
    env.iro(&["policy", "add", "vale.yaml", "--dry-run"]).ok();
    env.iro(&["raise", "--policy", "vale", "--child", "C-1", "--concern", "x"]).code(4);
    env.iro(&["policy", "add", "vale.yaml"]).ok();
    env.iro(&["policy", "add", "vale.yaml"]).ok().says("there already");
    let again = env.iro(&["policy", "add", "vale.yaml", "--json"]).json();
    assert_eq!((&again["id"], &again["file"]), (&"vale".into(), &serde_json::Value::Null));
    let stage = "Stage 1 | Team Manager | 5 working days";
    let drafts = [["--dry-run", "--json"].as_slice(), &["--out", "-", "--json"]];
    for way in drafts.map(|way| [&["policy", "new", "dale", "--stage", stage], way].concat()) {
        assert!(env.iro(&way).json()["text"].as_str().unwrap().contains("id: dale"), "{way:?}");
    }
    env.iro(&["policy", "show", "vale"]).ok();
    let file = env.scratch("vale.yaml");
    let changed = fs::read_to_string(&file).unwrap().replace("5 working days", "6 working days");
    fs::write(&file, changed).unwrap();
    env.iro(&["policy", "add", "vale.yaml"]).code(3).says("a version of its own");
    fs::write(&file, "id: vale\n").unwrap();
    env.iro(&["policy", "add", "vale.yaml"]).code(6);
}
