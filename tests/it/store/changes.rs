//! The changes that `faults`, `power` and `interleaving` try beside those that they name themselves, so that together
//! they try every command that changes a store.

use std::collections::BTreeSet;
use std::fs;
use std::sync::OnceLock;

use crate::commands::check::edit;
use crate::env::Env;

/// The commands that change a store and are not in the lists of `faults` and `interleaving`. They fit the records of
/// `add_records`, and a store in which `2026-0001` and `2026-0002` are open.
pub const FURTHER: [&str; 28] = [
    "agree 2025-0001",
    "extend 2025-0001 --until 2028-03-20 --reason New --agreed-with Sam",
    "done 2025-0001 child-told",
    "waive 2025-0001 child-told --reason New",
    "action add 2025-0001 --what New --owner Sam --due 2028-03-30",
    "action done 2025-0001 1",
    "action missed 2025-0001 2 --reason New",
    "meeting 2025-0001 --held 2026-03-02 --chair Pat",
    "decide 2025-0001 --decided-by Sam --text New",
    "note 2025-0001 --text New",
    "refer 2025-0001 --ground matter-unresolved --reason New",
    "complaint 2025-0001 --reason New",
    "acknowledge 2025-0002 --name Sam",
    "withdraw 2025-0001 --reason New",
    "correct 2025-0001 --event 1 --reason New --set concern=New",
    "undo 2025-0001 --reason New",
    "addresses add Sam sam@example.org",
    "addresses remove team-manager",
    "import children children.csv",
    "import disputes log.csv --map map.yaml",
    "policy add vale.yaml",
    "list --policy knowsley --save mine",
    "remind --all --out reminders",
    "doctor --take-in other.yaml",
    "doctor --accept 2026-0001 --reason New",
    "doctor --accept 2026-0003 --reason New",
    ACCEPT_LEDGER,
    "init --retention-years 7",
];

pub const REPAIR: &str = "doctor --repair";
const ACCEPT_LEDGER: &str = "doctor --accept ledger --reason New";

/// Commands that change nothing in the store that they are given.
const READING: [&str; 18] = [
    "due",
    "inbox",
    "supervision",
    "show",
    "log",
    "why",
    "review",
    "codes",
    "report",
    "form",
    "notice",
    "export",
    "check",
    "retention",
    "config",
    "completions",
    "man",
    "help",
];

const MAP: &str = "columns:
  key: Our number
  child: Case ID
  raised_on: Sent
  raised_by: By
  concern: Issue
  impact: Effect
  seeking: Wanted
  ended_on: Closed
  outcome: Outcome
  result: How
values:
  result: {Partly: resolved-in-part}
every:
  policy: mosaic
";

const LOG: &str = "Our number,Case ID,Sent,By,Issue,Effect,Wanted,Closed,Outcome,How
R-2,C-8,03/03/2025,Kim Sample,No visit,She waits,A visit,,,
R-1,C-7,13/01/2025,Jo Bloggs,No plan,No home yet,A date,27/01/2025,Panel booked,Partly
";

const CHILDREN: &str = "reference,IRO,team,legal status,year of birth,next review
C-1,Jo Bloggs,North,care order,2015,2026-05-01
C-2,Jo Bloggs,North,care order,2016,2026-05-02
";

/// Adds the records that these changes are about: a dispute with a plan, and praise.
pub fn add_records(env: &Env) {
    env.now("2025-06-02T10:00");
    assert_eq!(env.raise("knowsley", &[]), "2025-0001");
    env.respond("2025-0001", &["--action", "Book | Sam | 2028-03-20", "--action", "Call | Pat | 2028-03-21"]);
    env.iro(&["praise", "--policy", "knowsley", "--child", "C-1", "--for", "Sam", "--text", "Good"]).ok();
    env.iro(&["addresses", "add", "team-manager", "tm@example.org"]).ok();
    env.now(crate::env::START);
}

/// Puts the files beside the store that these changes read.
pub fn put_beside(env: &Env) {
    let policy = include_str!("../../../policies/mosaic.yaml").replacen("id: mosaic", "id: vale", 1);
    for (name, text) in [("vale.yaml", &*policy), ("map.yaml", MAP), ("log.csv", LOG), ("children.csv", CHILDREN)] {
        fs::write(env.scratch(name), text).unwrap();
    }
    fs::write(env.scratch("other.yaml"), of_another_computer()).unwrap();
}

/// A record that another computer raised meanwhile: `2026-0001`, about another child.
fn of_another_computer() -> &'static [u8] {
    static RECORD: OnceLock<Vec<u8>> = OnceLock::new();
    RECORD.get_or_init(|| {
        let there = Env::in_folder("it is about a file");
        let id = there.raise("knowsley", &["--child", "X-1"]);
        fs::read(there.open_file(&id)).unwrap()
    })
}

/// Makes the fault that a change accepts or repairs: a record that was edited, a line of the ledger that is lost, a
/// record in the wrong folder.
pub fn make_fault(env: &Env, change: &str) {
    match change {
        REPAIR => fs::rename(env.closed_file("2026", "2026-0003"), env.open_file("2026-0003")).unwrap(),
        ACCEPT_LEDGER => {
            let ledger = fs::read_to_string(env.data().join(".ledger")).unwrap();
            let lines: Vec<&str> = ledger.split_inclusive('\n').collect();
            fs::write(env.data().join(".ledger"), [&lines[..2], &lines[3..]].concat().concat()).unwrap();
        }
        accept if is_accepting(accept) => {
            let id = accept.split(' ').nth(2).unwrap();
            let places = [env.open_file(id), env.closed_file("2026", id)];
            edit(places.iter().find(|place| place.exists()).unwrap(), "has not moved", "has moved");
        }
        _ => {}
    }
}

/// Whether a change accepts a fault, which `prepare` makes.
pub fn is_accepting(change: &str) -> bool {
    change.starts_with("doctor --accept")
}

/// Whether a change is made in parts, each whole: if it is stopped, it is given again.
pub fn is_in_parts(change: &str) -> bool {
    change.starts_with("import disputes")
}

/// Whether a change comes to the same if it is made twice, although both report success.
pub fn is_done_once(change: &str) -> bool {
    ["init", "addresses", "import", "policy add", "list", "remind", "doctor --accept"]
        .iter()
        .any(|once| change.starts_with(once))
}

/// A command that is added later has to be tried as well.
#[test]
fn every_command_that_changes_a_store_is_tried() {
    let help = Env::new().iro(&["--help"]).ok().stdout;
    let all = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    let names = all.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let all: BTreeSet<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(all.len() > 40, "{all:?}");
    let tried = FURTHER.iter().chain(&super::faults::CHANGES).filter_map(|change| change.split(' ').next());
    // What `iro store` writes is on a server: `wire` cuts its connection, and so do the tests of the library.
    let of_servers = cfg!(feature = "postgres").then_some("store");
    let known: BTreeSet<&str> = tried.chain(READING).chain(of_servers).collect();
    assert_eq!(all, known, "what changes a store belongs into `FURTHER`");
}
