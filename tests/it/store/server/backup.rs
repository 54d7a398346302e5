//! A dump of a store on a server, restored: everything is there, nobody has more rights than before, and the head of
//! the ledger shows which of two stores is the later one.

use std::process::Command;

use crate::database::Database;
use crate::database::server::{OWNER, Server, programs, shared, start};
use crate::env::{Env, list, text};

#[test]
fn a_dump_is_restored_with_its_guards() {
    let Some(server) = shared() else { return };
    let database = Database::made(server);
    let env = Env::in_folder("it has a store on a server beside it");
    env.now("");
    let run = |address: &str, args: &[&str]| env.iro(&[&["--store", address], args].concat());
    let here = database.address();
    let login = format!("writer_{}", database.name());
    database.sql(OWNER, &format!("CREATE ROLE {login} LOGIN")).unwrap();
    run(&here, &["store", "people", "--add", &login, "--name", "Jo Bloggs"]).ok();
    for _ in 0..3 {
        run(&here, &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    }
    run(&here, &["calendar", "close", "2027-02-08", "--name", "Training"]).ok();
    let head = |address: &str| {
        let found = run(address, &["check", "--json"]).json();
        text(&found["ledger"], "head").to_owned()
    };

    let restored = server.database();
    let there = server.address(&restored, OWNER);
    let tool = |name: &str, database: &str, more: &[&str]| {
        let mut command = Command::new(programs().unwrap().join(name));
        command.arg("-h").arg(&server.socket).args(["-p", &server.port.to_string(), "-U", OWNER, "-d", database]);
        let ran = command.args(more).output().unwrap();
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    let dump = env.scratch("iro.dump").display().to_string();
    tool("pg_dump", database.name(), &["-Fc", "-f", &dump]);
    tool("pg_restore", &restored, &["--exit-on-error", &dump]);

    assert_eq!(head(&there), head(&here));
    run(&there, &["check", "--ledger-head", &head(&here)]).ok();
    run(&there, &["doctor"]).ok().says("lists go by what the events say");
    for question in [&["list", "--all", "--json"][..], &["log", "1", "--json"], &["calendar", "2027"]] {
        assert_eq!(run(&there, question).ok().stdout, run(&here, question).ok().stdout, "{question:?}");
    }
    // The guards were restored, too: for the owner, for a writer, and for numbers.
    let sql = |login: &str, statement: &str| server.sql(&restored, login, statement);
    for (who, statement) in [
        (OWNER, "DELETE FROM iro.event"),
        (OWNER, "TRUNCATE iro.ledger"),
        (login.as_str(), "UPDATE iro.event SET body = '{}'"),
        (login.as_str(), "INSERT INTO iro.kept (name, version, bytes, write_id) VALUES ('config.yaml', 9, 'x', 'x')"),
    ] {
        sql(who, statement).unwrap_err();
    }
    let writer = server.address(&restored, &login);
    let raise = ["raise", "--policy", "knowsley", "--child", "C-2", "--concern", "x", "--override=x", "--json"];
    let raised = run(&writer, &raise).json();
    assert!(text(&raised, "id").ends_with("-0004"), "{raised}");
    assert_eq!(list(&run(&there, &["list", "--all", "--json"]).json()).len(), 4);
    // The store that was written to is the later one: the other doesn't know its head.
    let refused = run(&here, &["check", "--ledger-head", &head(&there)]).code(6);
    assert!(refused.stdout.contains("put back to an older state"), "{}", refused.stdout);
    run(&there, &["check", "--ledger-head", &head(&here)]).ok();
}

/// The commands of the page, word for word, from one server to another that has none of the roles.
#[test]
fn a_store_is_restored_as_the_page_says() {
    let page = std::fs::read_to_string(crate::documents::root().join("docs/store-on-postgresql.md")).unwrap();
    let (_, chapter) = page.split_once("\n## Backups").unwrap();
    let (chapter, _) = chapter.split_once("\n## ").unwrap();
    let blocks: Vec<&str> = chapter.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let [backup, restore] = blocks.as_slice() else { panic!("{blocks:?}") };
    let (Some(old), Some(new)) = (start(false, false), start(false, false)) else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    env.now("");
    let run = |address: &str, args: &[&str]| env.iro(&[&["--store", address], args].concat());
    old.sql("postgres", OWNER, "CREATE DATABASE iro").unwrap();
    let here = old.address("iro", OWNER);
    run(&here, &["store", "init"]).ok();
    old.sql("iro", OWNER, "CREATE ROLE jo LOGIN").unwrap();
    run(&here, &["store", "people", "--add", "jo", "--name", "Jo Bloggs", "--role", "write"]).ok();
    run(&here, &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x"]).ok();
    let head = text(&run(&here, &["check", "--json"]).json()["ledger"], "head").to_owned();
    let folder = env.scratch("backup");
    std::fs::create_dir_all(&folder).unwrap();
    let shell = |server: &Server, commands: &str| {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_iro")).parent().unwrap().display();
        let path = format!("{program}:{}:{}", programs().unwrap().display(), std::env::var("PATH").unwrap());
        let mut command = env.program("sh");
        command.args(["-euc", commands]).current_dir(&folder).env("PATH", path);
        command.env("PGHOST", &server.socket).env("PGPORT", server.port.to_string()).env("PGUSER", OWNER);
        let ran = command.output().unwrap();
        let said = [ran.stdout, ran.stderr].concat();
        (ran.status.success(), String::from_utf8_lossy(&said).into_owned())
    };
    let (well, said) = shell(&old, backup);
    assert!(well, "{said}");
    let there = new.address("iro_restored", OWNER);
    let restore = restore.replace("postgresql://db.example/iro_restored", &format!("'{there}'")).replace("HEAD", &head);
    // Without the roles the restore stops, and says which one is missing.
    let (well, said) = shell(&new, &restore.replace("psql -f roles.sql postgres\n", ""));
    assert!(!well && said.contains("role \"iro_"), "{said}");
    new.sql("postgres", OWNER, "DROP DATABASE iro_restored").unwrap();
    let (well, said) = shell(&new, &restore);
    assert!(well && said.contains("are as this program makes them") && said.contains("no faults"), "{said}");
    run(&new.address("iro_restored", "jo"), &["note", "1", "--text", "x"]).ok();
}
