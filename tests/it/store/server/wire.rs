//! The connection between the program and a server: how many messages a command needs, and what happens if the
//! connection is cut before or after any message. Nothing is written twice or in part, and what the program reports is
//! true.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::database::Database;
use crate::database::server::{OWNER, shared, start};
use crate::env::{Env, Run, list, text};

/// A proxy between the program and the server that counts messages, and can cut the connection once.
struct Proxy {
    port: u16,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Messages that the program sent, over all its connections.
    messages: AtomicUsize,
    /// Complete answers of the server.
    answers: AtomicUsize,
    connections: AtomicUsize,
    /// The message, counted from 1, before which the connection is cut; for the other field, after which.
    cut_before: AtomicUsize,
    cut_behind: AtomicUsize,
    was_cut: AtomicBool,
}

impl Proxy {
    fn to(server: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for program in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let seen = Arc::clone(&shared);
                thread::spawn(move || stand_between(program, server, &seen));
            }
        });
        Proxy { port, seen }
    }

    fn count(&self) -> (usize, usize, usize) {
        let of = |counter: &AtomicUsize| counter.load(Ordering::SeqCst);
        (of(&self.seen.messages), of(&self.seen.answers), of(&self.seen.connections))
    }
}

fn stand_between(mut program: TcpStream, mut server: TcpStream, seen: &Arc<Seen>) {
    let _ = (program.set_nodelay(true), server.set_nodelay(true));
    let silenced = Arc::new(AtomicBool::new(false));
    let answers = {
        let (mut server, mut program) = (server.try_clone().unwrap(), program.try_clone().unwrap());
        let (seen, silenced) = (Arc::clone(seen), Arc::clone(&silenced));
        thread::spawn(move || {
            let mut first = true;
            while let Some((kind, bytes)) = message(&mut server, true) {
                if kind == b'Z' && !std::mem::take(&mut first) {
                    seen.answers.fetch_add(1, Ordering::SeqCst);
                }
                if silenced.load(Ordering::SeqCst) || program.write_all(&bytes).is_err() {
                    break;
                }
            }
            let _ = program.shutdown(Shutdown::Both);
        })
    };
    let mut typed = false;
    while let Some((_, bytes)) = message(&mut program, typed) {
        if !std::mem::replace(&mut typed, true) {
            if server.write_all(&bytes).is_err() {
                break;
            }
            continue;
        }
        let number = seen.messages.fetch_add(1, Ordering::SeqCst) + 1;
        if number == seen.cut_before.load(Ordering::SeqCst) {
            seen.was_cut.store(true, Ordering::SeqCst);
            break;
        }
        let behind = number == seen.cut_behind.load(Ordering::SeqCst);
        silenced.store(behind, Ordering::SeqCst);
        if server.write_all(&bytes).is_err() {
            break;
        }
        if behind {
            // The server carries the message out, but the program never learns of it.
            thread::sleep(Duration::from_millis(60));
            seen.was_cut.store(true, Ordering::SeqCst);
            break;
        }
    }
    let _ = (program.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
    let _ = answers.join();
}

/// Reads one message of the protocol; the first of a connection has no type letter before its length.
fn message(from: &mut TcpStream, typed: bool) -> Option<(u8, Vec<u8>)> {
    let mut head = vec![0; if typed { 5 } else { 4 }];
    from.read_exact(&mut head).ok()?;
    let length = u32::from_be_bytes(head[head.len() - 4..].try_into().ok()?) as usize;
    let mut rest = vec![0; length.checked_sub(4)?];
    from.read_exact(&mut rest).ok()?;
    let kind = if typed { head[0] } else { 0 };
    head.extend(rest);
    Some((kind, head))
}

/// A store on a server, seen through a proxy.
struct Seat {
    env: Env,
    database: Database,
}

impl Seat {
    fn new() -> Option<Seat> {
        let env = Env::in_folder("it has a store on a server beside it");
        Some(Seat { env, database: Database::made(shared()?) })
    }

    fn copy(&self) -> Seat {
        Seat { env: Env::in_folder("it has a store on a server beside it"), database: self.database.fork() }
    }

    fn run(&self, args: &[&str]) -> Run {
        self.env.iro(&[&["--store", &self.database.address()], args].concat())
    }

    fn through(&self, proxy: &Proxy, args: &[&str]) -> Run {
        let address = self.database.address_at(proxy.port);
        self.env.iro(&[&["--store", address.as_str()], args].concat())
    }

    /// All events of a record, without the ids of writes.
    fn events(&self, id: &str) -> Vec<String> {
        let log = list(&self.run(&["log", id, "--json"]).json());
        log.iter().map(|event| format!("{} {}", event["event"], event["fields"])).collect()
    }

    fn ids(&self) -> BTreeSet<String> {
        let all = list(&self.run(&["list", "--all", "--json"]).json());
        all.iter().map(|one| text(one, "id").to_owned()).collect()
    }
}

const RAISE: [&str; 8] = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"];
const RESPOND: [&str; 5] = ["respond", "2026-0001", "--text", "We will do it", "--override=x"];
const RESOLVE: [&str; 8] =
    ["resolve", "2026-0001", "--outcome", "Done", "--result=resolved", "--impact-on-child", "Settled", "--override=x"];

#[test]
fn few_round_trips_are_made_over_one_connection() {
    let Some(seat) = Seat::new() else { return };
    // The real time of day, as for people.
    seat.env.now("");
    for _ in 0..40 {
        seat.run(&RAISE).ok();
    }
    // The first list writes the memo.
    seat.run(&["list", "--all"]).ok();
    let mut wrong = Vec::new();
    for (command, most) in [
        (&["due", "--today"][..], 1),
        (&["due"], 1),
        (&["list"], 1),
        (&["list", "--all"], 2),
        (&["show", "1"], 1),
        (&["log", "1"], 2),
        // Three of them say which records are gone.
        (&["report"], 8),
        (&["supervision"], 2),
        (&["note", "1", "--text", "x"], 5),
        (&["respond", "1", "--text", "We will do it", "--override=x"], 5),
        (&RAISE, 6),
    ] {
        let proxy = Proxy::to(shared().unwrap().port);
        seat.through(&proxy, command).ok();
        let (_, answers, connections) = proxy.count();
        assert_eq!(connections, 1, "{command:?}");
        wrong.extend((answers > most).then(|| format!("{command:?} takes {answers} round trips, not {most}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cuts the connection before and after each message of a command, each time in a copy of the store.
fn cut_everywhere(seat: &Seat, command: &[&str], is_done: impl Fn(&Seat) -> bool) {
    let server = shared().unwrap().port;
    let whole = {
        let (there, proxy) = (seat.copy(), Proxy::to(server));
        there.through(&proxy, command).ok();
        assert!(is_done(&there));
        proxy.count().0
    };
    let mut cuts = 0;
    for number in 1..=whole {
        for behind in [false, true] {
            let (there, proxy) = (seat.copy(), Proxy::to(server));
            let cut = if behind { &proxy.seen.cut_behind } else { &proxy.seen.cut_before };
            cut.store(number, Ordering::SeqCst);
            let run = there.through(&proxy, command);
            cuts += usize::from(proxy.seen.was_cut.load(Ordering::SeqCst));
            let place = if behind { "behind" } else { "before" };
            let told = format!("cut {place} message {number} of {command:?}: {} {}", run.code, run.stderr);
            match run.code {
                0 => assert!(is_done(&there), "it says that it was done. {told}"),
                5 => assert!(!is_done(&there), "it says that nothing was changed. {told}"),
                1 if run.stderr.contains("it is not known whether") => {}
                1 => assert!(!is_done(&there), "it says that nothing was written. {told}"),
                _ => panic!("{told}"),
            }
            there.run(&["check"]).code(0);
        }
    }
    assert!(cuts >= whole, "the wire was cut {cuts} times for {whole} messages");
}

#[test]
fn a_dispute_is_raised_once_however_the_wire_is_cut() {
    let Some(seat) = Seat::new() else { return };
    cut_everywhere(&seat, &RAISE, |there| {
        let ids = there.ids();
        assert!(ids.len() < 2, "{ids:?}");
        ids.len() == 1
    });
}

#[test]
fn siblings_are_raised_together_or_not_at_all_however_the_wire_is_cut() {
    let Some(seat) = Seat::new() else { return };
    let command = [&RAISE[..], &["--sibling", "C-2", "--sibling", "C-3"]].concat();
    cut_everywhere(&seat, &command, |there| {
        let ids = there.ids();
        assert!(ids.is_empty() || ids.len() == 3, "{ids:?}");
        ids.len() == 3
    });
}

#[test]
fn an_answer_and_an_end_are_recorded_once_however_the_wire_is_cut() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&RAISE).ok();
    for command in [&RESPOND[..], &RESOLVE] {
        let before = seat.events("2026-0001").len();
        cut_everywhere(&seat, command, |there| {
            let events = there.events("2026-0001").len();
            assert!(events == before || events == before + 1, "{events}");
            events == before + 1
        });
        seat.run(command).ok();
    }
}

#[test]
fn a_record_is_removed_whole_however_the_wire_is_cut() {
    let Some(seat) = Seat::new() else { return };
    seat.env.now("2020-03-02T10:00");
    seat.run(&["init", "--retention-years", "5"]).ok();
    seat.run(&RAISE).ok();
    let id = seat.ids().into_iter().next().unwrap();
    seat.run(&["resolve", &id, "--outcome", "Done", "--result=resolved", "--impact-on-child", "x", "--override=x"])
        .ok();
    let command = ["purge", id.as_str(), "--reason", "Past its time", "--yes"];
    let seat = Seat { env: Env::in_folder("it has a store on a server beside it"), database: seat.database };
    cut_everywhere(&seat, &command, |there| there.ids().is_empty());
}

#[test]
fn a_copy_that_is_cut_can_be_made_again() {
    let Some(seat) = Seat::new() else { return };
    let env = Env::in_folder("it has a store on a server beside it");
    for _ in 0..3 {
        env.iro(&RAISE).ok();
    }
    let folder = env.data().display().to_string();
    let copy = |there: &Seat, proxy: &Proxy| {
        let to = there.database.address_at(proxy.port);
        there.env.iro(&["store", "copy", "--from", &folder, "--to", &to])
    };
    let server = shared().unwrap().port;
    let first = Proxy::to(server);
    let whole = {
        let there = seat.copy();
        copy(&there, &first).ok();
        first.count().0
    };
    for (number, behind) in (1..=whole).flat_map(|number| [(number, false), (number, true)]) {
        let (there, proxy) = (seat.copy(), Proxy::to(server));
        let place = if behind { &proxy.seen.cut_behind } else { &proxy.seen.cut_before };
        place.store(number, Ordering::SeqCst);
        let cut = copy(&there, &proxy);
        if cut.code != 0 {
            copy(&there, &Proxy::to(server)).ok();
        }
        there.run(&["check"]).code(0);
        assert_eq!(there.ids(), BTreeSet::from(["2026-0001", "2026-0002", "2026-0003"].map(str::to_owned)));
    }
}

/// Sixteen people write while the server is twice stopped as by a power cut.
#[test]
fn what_was_confirmed_is_there_after_a_power_cut() {
    let Some(server) = start(true, false) else { return };
    let database = server.database();
    let address = server.address(&database, OWNER);
    let env = Env::in_folder("it has a store on a server beside it");
    env.iro(&["--store", &address, "store", "init"]).ok();
    let confirmed: Vec<String> = thread::scope(|scope| {
        let writer = || {
            let mut confirmed = Vec::new();
            for _ in 0..6 {
                let run = env.iro(&[&["--store", &address], &RAISE[..], &["--json"]].concat());
                match run.code {
                    0 => confirmed.push(text(&run.document(), "id").to_owned()),
                    1 | 5 => {}
                    _ => panic!("{} {}", run.code, run.stderr),
                }
            }
            confirmed
        };
        let writers: Vec<_> = (0..16).map(|_| scope.spawn(writer)).collect();
        for _ in 0..2 {
            thread::sleep(Duration::from_millis(1500));
            server.tell("crash");
            server.tell("start");
        }
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let all = list(&env.iro(&["--store", &address, "list", "--all", "--json"]).json());
    let all: BTreeSet<String> = all.iter().map(|one| text(one, "id").to_owned()).collect();
    let once: BTreeSet<String> = confirmed.iter().cloned().collect();
    assert_eq!(once.len(), confirmed.len(), "one id was given to two");
    assert!(once.is_subset(&all), "something confirmed is gone");
    assert_eq!(all.last().cloned(), Some(format!("2026-{:04}", all.len())), "a number is missing");
    env.iro(&["--store", &address, "check"]).ok();
}
