//! A terminal with 24 lines and 80 columns, and a person who types at it and sees what is shown.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anstream::adapter::strip_str;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

pub const DOWN: &str = "\u{1b}[B";
pub const UP: &str = "\u{1b}[A";
pub const ESCAPE: &str = "\u{1b}";
pub const ENTER: &str = "\r";
pub const INTERRUPT: &str = "\u{3}";

/// How long to wait at most; enough for a computer that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Terminal {
    keyboard: File,
    running: Child,
    reader: JoinHandle<()>,
    shown: Arc<Mutex<Vec<u8>>>,
    /// How much of the output has been waited for, in bytes.
    seen: usize,
    /// How many keys were pressed.
    pub keys: usize,
}

impl Terminal {
    /// Starts a program at a terminal of its own.
    pub fn start(mut command: Command) -> Terminal {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).expect("a terminal");
        unlockpt(&ours).expect("a terminal");
        let name = ptsname(&ours, Vec::new()).expect("a name").into_string().expect("a name in ASCII");
        let theirs = OpenOptions::new().read(true).write(true).open(name).expect("the other side");
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&theirs, size).expect("a size");
        command.env("TERM", "xterm").env("COLUMNS", "80").env("NO_COLOR", "1");
        command.stdin(theirs.try_clone().expect("a handle")).stdout(theirs.try_clone().expect("a handle"));
        let running = command.stderr(theirs).spawn().expect("the program runs");
        drop(command);
        let keyboard = File::from(ours);
        let mut screen = keyboard.try_clone().expect("a handle");
        let shown = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&shown);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Reading fails once the program has ended.
            while let Ok(count @ 1..) = screen.read(&mut bytes) {
                kept.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        Terminal { keyboard, running, reader, shown, seen: 0, keys: 0 }
    }

    /// Everything that was shown, without the codes for movement and colour.
    pub fn screen(&self) -> String {
        strip_str(&String::from_utf8_lossy(&self.shown.lock().unwrap())).to_string()
    }

    /// Waits until the text is shown, after whatever was waited for before.
    #[track_caller]
    pub fn until(&mut self, text: &str) -> &mut Terminal {
        let began = Instant::now();
        loop {
            let screen = self.screen();
            if let Some(at) = screen.get(self.seen..).and_then(|new| new.find(text)) {
                self.seen += at + text.len();
                return self;
            }
            assert!(began.elapsed() < PATIENCE, "{text:?} is not shown:\n{screen}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the program asks something or has ended; returns whether it asks.
    #[track_caller]
    pub fn asks(&mut self) -> bool {
        let began = Instant::now();
        loop {
            if self.running.try_wait().expect("it ends").is_some() {
                return false;
            }
            if self.reads() && self.screen().contains('›') {
                return true;
            }
            assert!(began.elapsed() < PATIENCE, "it neither asks nor ends:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types a text or presses a key.
    pub fn press(&mut self, keys: &str) -> &mut Terminal {
        self.keys += if keys.starts_with('\u{1b}') { 1 } else { keys.chars().count() };
        self.wait_for_a_reader();
        self.keyboard.write_all(keys.as_bytes()).expect("somebody reads");
        self
    }

    /// Waits for a question and answers it.
    #[track_caller]
    pub fn answer(&mut self, question: &str, keys: &[&str]) -> &mut Terminal {
        self.until(question);
        for (at, key) in keys.iter().enumerate() {
            // A list shows its question again after each key except the last.
            if at > 0 && at + 1 == keys.len() {
                self.wait_for_a_reader();
                thread::sleep(Duration::from_millis(20));
                self.seen = self.screen().len();
            }
            self.press(key);
            // Give the program time to take the key before the next one.
            thread::sleep(Duration::from_millis(20));
        }
        self
    }

    /// Waits until the program reads keys: it does so a moment after the question is shown.
    fn wait_for_a_reader(&self) {
        let began = Instant::now();
        while !self.reads() && began.elapsed() < Duration::from_secs(5) {
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn reads(&self) -> bool {
        tcgetattr(&self.keyboard).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::ICANON))
    }

    /// Waits for the end, and returns the exit code and everything that was shown.
    #[track_caller]
    pub fn end(mut self) -> (i32, String) {
        let began = Instant::now();
        let ended = loop {
            if let Some(ended) = self.running.try_wait().expect("it ends") {
                break ended;
            }
            if began.elapsed() > PATIENCE {
                let _ = self.running.kill();
                panic!("it waits for something more:\n{}", self.screen());
            }
            thread::sleep(Duration::from_millis(10));
        };
        let code = ended.code().unwrap_or(-1);
        self.reader.join().expect("the screen is read to its end");
        (code, strip_str(&String::from_utf8_lossy(&self.shown.lock().unwrap())).to_string())
    }
}
