//! `iro completions`, `iro man`, `iro config`, `iro help TOPIC` and `--version`.

use std::fs;

use crate::env::{Env, is_installed, list, text};
use crate::terminal::Terminal;
use crate::transcript::with_iro;

/// The completions that the program offers a shell for the last of these words.
fn offered(env: &Env, words: &[&str]) -> Vec<String> {
    let mut command = env.command();
    command.env("IRO_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
    command.env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "true");
    let output = command.arg("--").args(words).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().map(str::to_owned).filter(|one| !one.starts_with("--")).collect()
}

#[test]
fn every_shell_gets_a_stub_that_asks_the_program() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let stub = env.iro(&["completions", shell]).ok().stdout;
        assert!(stub.contains("IRO_COMPLETE") && stub.contains("iro"), "{shell}: {stub}");
    }
    env.iro(&["completions", "cmd"]).code(2);
}

#[test]
fn what_is_offered_is_what_there_is() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--child", "C-77"]);
    env.raise("knowsley", &[]);
    assert_eq!(offered(&env, &["iro", "show", "2026-00"]), [&id[..], "2026-0002"]);
    assert_eq!(offered(&env, &["iro", "esc"]), ["escalate"]);
    let policies = list(&env.iro(&["policy", "list", "--json"]).json());
    let policies: Vec<&str> = policies.iter().map(|policy| text(policy, "id")).collect();
    assert_eq!(offered(&env, &["iro", "raise", "--policy", ""]), policies);
    let stages = ["informal", "stage-1", "stage-2", "stage-3", "stage-4"];
    assert_eq!(offered(&env, &["iro", "raise", "--policy", "mosaic", "--stage", ""]), stages);
    assert_eq!(offered(&env, &["iro", "escalate", &id, "--to", ""]), stages);
    assert!(
        offered(&env, &["iro", "raise", "--policy", "mosaic", "--category", "d"]).contains(&"drift-and-delay".into())
    );
    assert!(offered(&env, &["iro", "done", &id, "child"]).contains(&"child-told".to_owned()));
    assert_eq!(offered(&env, &["iro", "export", "--child", "C-7"]), ["C-77"]);
    assert_eq!(offered(&env, &["iro", "report", "--explain", "raised-by-t"]), ["raised-by-team"]);
    // Another store, named among the words.
    let other = env.scratch("elsewhere");
    let offered = offered(&env, &["iro", "--data-dir", other.to_str().unwrap(), "show", "2026-00"]);
    assert!(offered.is_empty() || env.is_on_a_server(), "{offered:?}");
}

#[test]
fn a_damaged_store_completes_what_it_can_and_says_nothing() {
    let env = Env::in_folder("it changes files by hand");
    let id = env.raise("mosaic", &[]);
    fs::write(env.open_file(&id), "format: [").unwrap();
    assert_eq!(offered(&env, &["iro", "show", "2026"]), [id]);
}

#[test]
fn a_manual_page_for_every_command() {
    let env = Env::new();
    let folder = env.scratch("man1");
    env.iro(&["man", folder.to_str().unwrap()]).ok().says("pages");
    for name in ["iro.1", "iro-raise.1", "iro-policy-check.1", "iro-exit-codes.1"] {
        let page = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(page.contains(".TH ") && page.contains(".SH NAME"), "{name}: {page}");
    }
}

#[test]
fn settings_say_where_they_come_from() {
    let env = Env::in_folder("it says in which file a setting is");
    env.iro(&["init", "--policy", "knowsley"]).ok();
    let of = |args: &[&str], name: &str| {
        let settings = list(&env.iro(&[args, &["config", "--json"]].concat()).json());
        let one = settings.into_iter().find(|one| one["setting"] == name).unwrap();
        (one["value"].as_str().unwrap_or_default().to_owned(), text(&one, "origin").to_owned())
    };
    assert_eq!(of(&[], "user"), ("Jo Bloggs".into(), "environment IRO_USER".into()));
    assert_eq!(of(&["--user", "Ann Other"], "user"), ("Ann Other".into(), "flag --user".into()));
    assert_eq!(of(&[], "as-of").1, "environment IRO_AS_OF");
    let (policy, origin) = of(&[], "policy");
    assert_eq!(policy, "knowsley");
    assert!(origin.starts_with("config file ") && origin.ends_with("config.yaml"), "{origin}");
    assert_eq!(of(&[], "bank holidays").1, "built in");
    assert_eq!(of(&[], "retention"), (String::new(), "`iro init --retention-years N` sets one".into()));
    env.iro(&["init", "--retention-years", "6"]).ok();
    let (years, origin) = of(&[], "retention");
    assert!(years == "6 years" && origin.ends_with("config.yaml"), "{years} {origin}");
    env.iro(&["config"]).ok().says("environment IRO_DATA_DIR");
}

#[test]
fn help_on_what_concerns_every_command() {
    let env = Env::new();
    for (topic, said) in [("exit-codes", "10  only"), ("environment", "IRO_AS_OF"), ("dates", "2026-03-02T10:15")] {
        let help = env.iro(&["help", topic]).ok().stdout;
        assert!(help.contains(said), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 120), "{help}");
        assert_eq!(env.iro(&[topic]).ok().stdout.trim_end(), help.trim_end());
    }
    assert!(env.iro(&["--help"]).ok().stdout.contains("iro help exit-codes"));
}

#[test]
fn the_long_version_says_which_holidays_are_known() {
    let env = Env::new();
    let long = env.iro(&["--version"]).ok().stdout;
    assert!(
        long.starts_with("iro ") && long.contains("bank holidays: 1995 to 2011 as they were held; 2012 to"),
        "{long}"
    );
    assert_eq!(env.iro(&["-V"]).ok().stdout.lines().count(), 1);
}

/// What a person types, where they press Tab, and what is then completed.
const TYPED: [(&str, &str, &str); 7] = [
    ("iro show 2026-", "0001", " --json >one.json"),
    ("iro extend 1 --reason x --until 2026-03-20 --clock resp", "respond", " --override x --dry-run"),
    ("iro done 1 child-t", "child-told", " --no-input"),
    ("iro escalate 1 --because no-r", "no-response", " --dry-run --override x"),
    ("iro escalate 1 --because other --to stage-3", "stage-3", " --reason x --dry-run --override x"),
    ("iro respond 1 --text x --role team-m", "team-manager", " --override x"),
    ("iro raise --policy knows", "knowsley", " --child C-1 --concern x --dry-run"),
];

/// Types commands into a shell of this computer, pressing Tab in each.
fn completes_in(shell: &str, options: &[&str], load: &str) {
    let env = Env::new();
    let id = env.raise("mosaic", &["--child", "C-77"]);
    if !is_installed(shell, "--version") {
        return;
    }
    let mut command = env.program(shell);
    command.args(options).env("PS1", "ready ");
    with_iro(&mut command);
    let mut person = Terminal::start(command);
    person.press(&format!("{load}; echo load''ed\n")).until("loaded");
    for (typed, completed, rest) in TYPED {
        person.press(typed).press("\t").until(completed).press(&format!("{rest}; echo do''ne $?\n")).until("done 0");
    }
    person.press("exit\n");
    person.end();
    let shown = fs::read_to_string(env.scratch("one.json")).unwrap();
    assert!(shown.contains("\"child\": \"C-77\""), "{shell}: {shown}");
    assert!(!env.outstanding(&id).contains(&"child-told".to_owned()), "{shell}");
    assert_eq!(env.iro(&["log", &id, "--json"]).json()[2]["fields"]["role"], "team-manager", "{shell}");
}

#[test]
fn bash_completes_what_is_there() {
    completes_in("bash", &["--norc", "--noprofile", "-i"], "source <(iro completions bash)");
}

#[test]
fn zsh_completes_what_is_there() {
    completes_in("zsh", &["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(iro completions zsh)");
}

#[test]
fn fish_completes_what_is_there() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--child", "C-77"]);
    if !is_installed("fish", "--version") {
        return;
    }
    let complete = |typed: &str| {
        let mut command = env.program("fish");
        command.args(["-c", &format!("iro completions fish | source; complete -C '{typed}'")]);
        with_iro(&mut command);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert_eq!(complete("iro show 2026-"), format!("{id}\tC-77, Informal DRP\n"));
    for (typed, completed, _) in TYPED {
        let found = complete(typed);
        assert!(found.lines().any(|line| line.split('\t').next().unwrap().ends_with(completed)), "{typed}: {found}");
    }
}

#[test]
fn manual_pages_have_no_fault_that_a_reader_of_them_knows() {
    let env = Env::new();
    if !is_installed("mandoc", "-V") {
        return;
    }
    let folder = env.scratch("man1");
    env.iro(&["man", folder.to_str().unwrap()]).ok();
    let pages: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let checked = env.program("mandoc").args(["-Tlint", "-W", "style"]).args(&pages).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(
        said.is_empty(),
        "{} complaints, such as:\n{}",
        said.lines().count(),
        said.lines().take(20).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_stub_is_written_to_a_file_where_a_pipe_would_spoil_it() {
    let env = Env::new();
    let file = env.scratch("iro.ps1");
    env.iro(&["completions", "powershell", "--out", file.to_str().unwrap()]).ok();
    let written = fs::read(&file).unwrap();
    assert!(!written.starts_with(&[0xff, 0xfe]) && !written.starts_with(&[0xef, 0xbb, 0xbf]), "no mark in front");
    assert_eq!(String::from_utf8(written).unwrap(), env.iro(&["completions", "powershell"]).ok().stdout);
}
