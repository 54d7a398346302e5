//! `docs/cli.md` contains the help of every command; this test compares or writes it.

use crate::documents::{expect_file, root};
use crate::env::Env;

const START: &str = "# The commands of `iro`

This page is what `iro COMMAND --help` says, put together by a test: change the help in `src/cli/`, not this page, and
write it again with `UPDATE_DOCS=1 cargo test`. The options under *Everywhere* are the same for every command and are
shown only at the first.
";

#[test]
fn the_reference_is_what_the_commands_say() {
    // The page is that of the usual build; this one has a command more.
    if cfg!(feature = "postgres") {
        return;
    }
    let env = Env::new();
    let mut page = START.to_owned();
    write(&env, &mut page, &[], 2);
    expect_file(&root().join("docs/cli.md"), &page);
}

fn write(env: &Env, page: &mut String, command: &[String], level: usize) {
    let help = help(env, command);
    let title = ["iro".to_owned()].iter().chain(command).cloned().collect::<Vec<_>>();
    let shown = if command.is_empty() { help.clone() } else { own(&help) };
    let hashes = "#".repeat(level);
    page.push_str(&format!("\n{hashes} `{}`\n\n```text\n{}\n```\n", title.join(" "), shown.trim()));
    for name in subcommands(&help) {
        let mut deeper = command.to_vec();
        deeper.push(name);
        write(env, page, &deeper, (level + 1).min(4));
    }
}

fn help(env: &Env, command: &[String]) -> String {
    let mut run = env.command();
    run.args(command).arg("--help");
    for name in ["IRO_DATA_DIR", "IRO_POLICY_DIR", "IRO_USER", "IRO_AS_OF"] {
        run.env_remove(name);
    }
    let output = run.output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("help is UTF-8");
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The commands that a help text lists.
pub fn subcommands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The names of all commands of the program.
pub fn commands(env: &Env) -> Vec<String> {
    subcommands(&help(env, &[]))
}

/// A help text without the options that every command has.
fn own(help: &str) -> String {
    let mut kept = String::new();
    let mut common = false;
    for line in help.lines() {
        if !line.is_empty() && !line.starts_with(' ') {
            common = line == "Everywhere:";
        }
        if !common {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let usual = [
        "  -h, --help\n          Print help (see a summary with '-h')\n\n",
        "  -V, --version\n          Print version\n\n",
        "  -h, --help     Print help\n",
        "  -V, --version  Print version\n",
    ];
    let kept = usual.iter().fold(kept, |text, usual| text.replace(usual, ""));
    kept.replace("Options:\n\n", "")
}
