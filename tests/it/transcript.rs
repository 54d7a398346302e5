//! Runs the `console` blocks of a document at a terminal, as a person would, and compares the output with the document.
//! `UPDATE_DOCS=1 cargo test` writes the output into the document instead.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::documents::{expect_file, root};
use crate::env::Env;

/// Runs every `console` block of a document in turn, in the same environment.
#[track_caller]
pub fn run(document: &str, env: &Env) {
    let mut shell = Shell::default();
    follow(document, |line| match line {
        Line::Command(command) => shell.run(env, command).text,
        Line::Heading(_) => String::new(),
    });
}

/// A part of a document that a reader follows.
pub enum Line<'a> {
    Heading(&'a str),
    Command(&'a str),
}

/// Goes through a document, and compares what each command in its `console` blocks prints with the document.
#[track_caller]
pub fn follow(document: &str, mut shown_by: impl FnMut(Line<'_>) -> String) {
    let path = root().join(document);
    let text = fs::read_to_string(&path).expect("the document is there");
    let mut shown = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        shown.push_str(line);
        shown.push('\n');
        if line.starts_with('#') {
            shown_by(Line::Heading(line));
        }
        if line != "```console" {
            continue;
        }
        while let Some(typed) = lines.next_if(|line| *line != "```") {
            if !typed.starts_with("$ ") {
                continue;
            }
            let mut command = typed.to_owned();
            while command.ends_with('\\') {
                let more = lines.next().expect("a line that goes on");
                command.push('\n');
                command.push_str(more);
            }
            shown.push_str(&command);
            shown.push('\n');
            shown.push_str(&shown_by(Line::Command(&command[2..])));
        }
    }
    expect_file(&path, &shown);
}

/// A shell that remembers exported variables.
#[derive(Clone, Default)]
pub struct Shell {
    exported: Vec<(String, String)>,
}

/// What a command leaves on the screen, and its exit code.
pub struct Shown {
    pub text: String,
    pub code: i32,
}

impl Shell {
    pub fn run(&mut self, env: &Env, line: &str) -> Shown {
        if let Some((name, value)) = line.strip_prefix("export ").and_then(|set| set.split_once('=')) {
            self.exported.push((name.to_owned(), value.trim_matches('"').to_owned()));
            return Shown { text: String::new(), code: 0 };
        }
        let (shown, code) = at_terminal(self.command(env, line));
        // Of a line that was overwritten, such as progress, only the last version is visible.
        let lines = shown.lines().map(|line| line.rsplit('\r').next().unwrap_or(line));
        let lines = lines.map(|line| format!("{}\n", line.trim_end()));
        Shown { text: lines.collect(), code }
    }

    /// A command that runs a line as this shell would.
    pub fn command(&self, env: &Env, line: &str) -> Command {
        let mut command = env.program("sh");
        command.arg("-c").arg(line).envs(self.exported.iter().cloned());
        with_iro(&mut command);
        command
    }
}

/// Adds the program to a command's path.
pub fn with_iro(command: &mut Command) {
    let program = Path::new(env!("CARGO_BIN_EXE_iro"));
    let folder = program.parent().expect("a program is in a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![folder.to_owned()];
    folders.extend(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(folders).expect("a search path"));
}

/// The output of a command at a terminal, standard output and standard error in order, and its exit code.
fn at_terminal(mut command: Command) -> (String, i32) {
    command.env("NO_COLOR", "1");
    let (shown, code) = on_a_terminal(command, None::<std::iter::Empty<Vec<u8>>>);
    (shown.replace("\r\n", "\n"), code)
}

/// The exact bytes that a command sends to a terminal. If keys are given, they are typed again and again, and then
/// Ctrl-C, until the command ends.
pub fn shown_at_terminal(command: Command, typed: Option<&'static [u8]>) -> String {
    let again = |typed: &[u8]| std::iter::repeat_n(typed.to_vec(), 30).chain(std::iter::repeat(b"\x03".to_vec()));
    on_a_terminal(command, typed.map(again)).0
}

/// The output of a command at a terminal, and its exit code.
fn on_a_terminal(mut command: Command, typed: Option<impl Iterator<Item = Vec<u8>> + Send + 'static>) -> (String, i32) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&ours).expect("a terminal");
    unlockpt(&ours).expect("a terminal");
    let name = ptsname(&ours, Vec::new()).expect("the name of the terminal");
    let name = name.into_string().expect("a name in ASCII");
    let theirs = OpenOptions::new().read(true).write(true).open(name).expect("the other side of the terminal");
    if typed.is_some() {
        command.stdin(theirs.try_clone().expect("a third handle"));
    }
    command.env("TERM", "xterm").stdout(theirs.try_clone().expect("a second handle")).stderr(theirs);
    let mut running = command.spawn().expect("the command runs");
    drop(command);
    let mut ours = File::from(ours);
    if let Some(mut typed) = typed {
        let mut keyboard = ours.try_clone().expect("a keyboard");
        // The first keys are typed at once. Writing fails once the command and its terminal are gone.
        let _ = typed.next().map(|keys| keyboard.write_all(&keys));
        thread::spawn(move || {
            for keys in typed {
                // Slow enough not to be taken for a paste.
                thread::sleep(Duration::from_millis(200));
                if keyboard.write_all(&keys).is_err() {
                    return;
                }
            }
        });
    }
    let mut shown = Vec::new();
    // When the command has ended, reading its terminal is an error; all output was read by then.
    let _ = ours.read_to_end(&mut shown);
    let ended = running.wait().expect("the command ends");
    (String::from_utf8(shown).expect("what is shown is UTF-8"), ended.code().unwrap_or(-1))
}
