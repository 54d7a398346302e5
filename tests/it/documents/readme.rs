//! Runs the README: its tour shows what the program prints, and its two commands work as written.

use std::fs;

use crate::documents::root;
use crate::env::Env;
use crate::transcript;

#[test]
fn the_tour_shows_what_the_program_shows() {
    transcript::run("README.md", &Env::in_folder("the tour makes a folder"));
}

#[test]
fn the_first_command_does_the_main_job() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let typed = readme
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --release -- "))
        .expect("the README says how to run the program");
    let env = Env::new();
    let mut command = env.program("sh");
    transcript::with_iro(&mut command);
    command.arg("-c").arg(format!("iro {typed}"));
    // As on a machine where the program was never used.
    command.env_remove("IRO_DATA_DIR").env_remove("IRO_USER").env_remove("IRO_AS_OF");
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).starts_with("Raised "));
}

#[test]
fn every_exit_code_and_variable_is_explained() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for code in [0, 1, 2, 3, 4, 5, 6, 10, 130] {
        assert!(readme.contains(&format!("| {code} |")), "the README has no exit code {code}");
    }
    let options = fs::read_to_string(root().join("src/cli/options.rs")).unwrap();
    let named = options.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next());
    for variable in named {
        assert!(readme.contains(&format!("`{variable}`")), "the README does not explain {variable}");
    }
}
