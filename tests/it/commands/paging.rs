//! Long output at a terminal, page by page.

use std::fs;

use crate::env::Env;
use crate::terminal::Terminal;

/// The text that a command sends to its pager, if any, and the rest of the screen.
fn paged(env: &Env, args: &[&str]) -> (Option<String>, String) {
    let kept = env.scratch("pages");
    let _ = fs::remove_file(&kept);
    let mut command = env.command();
    command.args(args).env("PAGER", format!("sh -c 'cat > \"{}\"'", kept.display()));
    let (code, screen) = Terminal::start(command).end();
    assert_eq!(code, 0, "{args:?}: {screen}");
    (fs::read_to_string(kept).ok(), screen)
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    for _ in 0..9 {
        env.iro(&["note", &id, "--text", "Rang the team", "--kind", "contact"]).ok();
    }
    for args in [
        &["show", &id][..],
        &["log", &id],
        &["report"],
        &["policy", "show", "mosaic"],
        &["help"],
        &["--help"],
        &["help", "dates"],
        &["raise", "--help"],
    ] {
        let (pages, screen) = paged(&env, args);
        let pages = pages.unwrap_or_else(|| panic!("{args:?} is not paged:\n{screen}"));
        assert!(pages.lines().count() >= 24 && screen.trim().is_empty(), "{args:?}: {screen}");
        assert!(!pages.contains('\u{1b}'), "colours were not wanted: {args:?}");
        // The pager gets the text that `--no-pager` prints on the screen.
        let (none, whole) = paged(&env, &[&["--no-pager"], args].concat());
        assert!(none.is_none(), "{args:?}");
        assert_eq!(whole.replace("\r\n", "\n").trim_end(), pages.trim_end(), "{args:?}");
    }
}

#[test]
fn what_fits_the_screen_and_what_goes_to_a_program_is_not_paged() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let (none, screen) = paged(&env, &["log", &id]);
    assert!(none.is_none() && screen.contains("raised"), "{screen}");
    let (none, screen) = paged(&env, &["show", &id, "--json"]);
    assert!(none.is_none() && screen.contains("\"id\""), "{screen}");
    // In a pipe no pager is used.
    let piped = env.command().args(["policy", "show", "mosaic"]).env("PAGER", "false").output().unwrap();
    assert!(String::from_utf8_lossy(&piped.stdout).lines().count() > 24);
}

#[test]
fn a_pager_that_is_not_there_or_is_left_early_loses_nothing() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    let show = |pager: &str| {
        let mut command = env.command();
        command.args(["policy", "show", "mosaic"]).env("PAGER", pager);
        Terminal::start(command).end()
    };
    let (code, screen) = show("no-such-pager-at-all");
    assert!(code == 0 && screen.lines().count() > 24, "{screen}");
    let (code, screen) = show("true");
    assert!(code == 0 && screen.trim().is_empty(), "{screen}");
    let (code, screen) = show("cat");
    assert!(code == 0 && screen.lines().count() > 24, "{screen}");
}
