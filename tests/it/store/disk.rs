//! A model of a disk that may lose whatever was not synced. It follows the calls of a traced run, and gives every state
//! in which a power cut could leave the files.
//!
//! The model is strict. Unsynced writes to a file are there, missing, torn, or zeros of the right length. Unsynced
//! changes to a folder are there or not, independently of each other; syncing a file doesn't sync its name. Only a
//! single rename is atomic, as file systems promise.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders by their paths; `None` is a folder.
pub type State = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Up to this number of steps, every combination is tried; above it, only those with few missing or few present.
const EVERY_COMBINATION: usize = 7;

/// Up to this number of steps, every pair is tried together.
const EVERY_PAIR: usize = 40;

type Node = usize;

/// One change to folders: names that come, go or change.
#[derive(Debug, Clone)]
struct Step {
    sets: Vec<(Node, String, Option<Node>)>,
    synced: bool,
}

#[derive(Debug, Clone)]
enum Thing {
    Folder,
    /// The synced content, what was appended since, and what was written over the beginning.
    File {
        safe: Vec<u8>,
        loose: Vec<u8>,
        over: Vec<Vec<u8>>,
    },
}

impl Thing {
    fn file(safe: Vec<u8>) -> Thing {
        Thing::File { safe, loose: Vec::new(), over: Vec::new() }
    }
}

#[derive(Debug)]
pub struct Disk {
    above: PathBuf,
    things: Vec<Thing>,
    names: BTreeMap<Node, BTreeMap<String, Node>>,
    steps: Vec<Step>,
    files: BTreeMap<i64, Node>,
}

/// The folder above the store. Only the store in it, and a store that is being made, are followed.
const TOP: Node = 0;

/// The beginning of the name of a store that is being made.
const BEING_MADE: &str = ".iro-being-made-";

impl Disk {
    /// A disk with this store on it, everything synced.
    pub fn with(store: &Path) -> Disk {
        let mut disk = Disk {
            above: store.parent().unwrap().to_path_buf(),
            things: vec![Thing::Folder],
            names: BTreeMap::from([(TOP, BTreeMap::new())]),
            steps: Vec::new(),
            files: BTreeMap::new(),
        };
        if store.exists() {
            disk.take(TOP, store);
        }
        disk
    }

    fn take(&mut self, folder: Node, path: &Path) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let node = match path.is_dir() {
            true => self.make(Thing::Folder),
            false => self.make(Thing::file(fs::read(path).unwrap())),
        };
        self.names.entry(folder).or_default().insert(name, node);
        if path.is_dir() {
            self.names.insert(node, BTreeMap::new());
            for entry in fs::read_dir(path).unwrap() {
                self.take(node, &entry.unwrap().path());
            }
        }
    }

    /// Whether a running program sees the store in its place.
    pub fn has_store(&self) -> bool {
        self.now()[&TOP].contains_key("store")
    }

    fn make(&mut self, thing: Thing) -> Node {
        self.things.push(thing);
        self.things.len() - 1
    }

    /// The names as a running program sees them.
    fn now(&self) -> BTreeMap<Node, BTreeMap<String, Node>> {
        self.with_steps(self.steps.iter())
    }

    fn with_steps<'a>(&self, steps: impl Iterator<Item = &'a Step>) -> BTreeMap<Node, BTreeMap<String, Node>> {
        let mut names = self.names.clone();
        for (folder, name, node) in steps.flat_map(|step| &step.sets) {
            let entries = names.entry(*folder).or_default();
            match node {
                Some(node) => entries.insert(name.clone(), *node),
                None => entries.remove(name),
            };
        }
        names
    }

    /// The folder that a path of the store lies in, and the name there; `None` for all other paths.
    fn place(&self, path: &Path) -> Option<(Node, String)> {
        let parts: Vec<&str> = path.strip_prefix(&self.above).ok()?.iter().map(|part| part.to_str().unwrap()).collect();
        let (last, folders) = parts.split_last()?;
        (parts[0] == "store" || parts[0].starts_with(BEING_MADE)).then_some(())?;
        let names = self.now();
        let folder = folders.iter().try_fold(TOP, |node, part| names.get(&node)?.get(*part).copied());
        Some((folder.unwrap_or_else(|| panic!("no folder for {}", path.display())), (*last).to_owned()))
    }

    fn node(&self, path: &Path) -> Option<Node> {
        if path == self.above {
            return Some(TOP);
        }
        let (folder, name) = self.place(path)?;
        self.now().get(&folder)?.get(&name).copied()
    }

    /// Applies a line of strace's output; returns whether the possible states changed.
    pub fn call(&mut self, line: &str) -> bool {
        let Some((call, texts, number, answer)) = parsed(line) else { return false };
        let paths: Vec<PathBuf> = match call {
            "write" | "pwrite64" => Vec::new(),
            _ => texts.iter().map(|text| PathBuf::from(String::from_utf8(text.clone()).unwrap())).collect(),
        };
        match (call, paths.as_slice()) {
            ("openat" | "open" | "creat", [path]) => self.open(path, line, answer),
            ("close", _) => {
                self.files.remove(&number);
                false
            }
            ("write", _) => self.write(number, &texts[0]),
            ("pwrite64", _) => self.write_over(number, &texts[0], line),
            ("fsync" | "fdatasync", _) => self.sync(number),
            ("mkdir" | "mkdirat", [path]) => {
                let Some((folder, name)) = self.place(path) else { return false };
                let node = self.make(Thing::Folder);
                self.step(vec![(folder, name, Some(node))])
            }
            ("rename" | "renameat" | "renameat2", [from, to]) => {
                let (Some((folder, name)), Some((onto, new))) = (self.place(from), self.place(to)) else {
                    return false;
                };
                let node = self.now()[&folder][&name];
                self.step(vec![(onto, new, Some(node)), (folder, name, None)])
            }
            ("link" | "linkat", [from, to]) => {
                let (Some(node), Some((folder, name))) = (self.node(from), self.place(to)) else { return false };
                self.step(vec![(folder, name, Some(node))])
            }
            ("unlink" | "unlinkat" | "rmdir", [path]) => {
                let Some((folder, name)) = self.place(path) else { return false };
                self.step(vec![(folder, name, None)])
            }
            _ => panic!("the model does not know {line}"),
        }
    }

    /// Closes all files, as when a program ends.
    pub fn close_all(&mut self) {
        self.files.clear();
    }

    fn open(&mut self, path: &Path, line: &str, answer: i64) -> bool {
        let Some(node) = self.node(path) else {
            let Some((folder, name)) = self.place(path) else { return false };
            let node = self.make(Thing::file(Vec::new()));
            self.files.insert(answer, node);
            return self.step(vec![(folder, name, Some(node))]);
        };
        assert!(!line.contains("O_TRUNC"), "a file is emptied in its place: {line}");
        self.files.insert(answer, node);
        false
    }

    fn write(&mut self, number: i64, bytes: &[u8]) -> bool {
        let Some(node) = self.files.get(&number) else { return false };
        match &mut self.things[*node] {
            Thing::File { loose, .. } => loose.extend(bytes),
            Thing::Folder => panic!("a folder is written to"),
        }
        true
    }

    fn write_over(&mut self, number: i64, bytes: &[u8], line: &str) -> bool {
        let Some(node) = self.files.get(&number) else { return false };
        assert!(line.contains(", 0) = "), "not over the beginning: {line}");
        match &mut self.things[*node] {
            Thing::File { over, .. } => over.push(bytes.to_vec()),
            Thing::Folder => panic!("a folder is written to"),
        }
        true
    }

    fn sync(&mut self, number: i64) -> bool {
        let Some(node) = self.files.get(&number) else { return false };
        match &mut self.things[*node] {
            Thing::File { over, .. } if !over.is_empty() => panic!("a file that is written over is not synced"),
            Thing::File { safe, loose, .. } => safe.append(loose),
            Thing::Folder => {
                for step in &mut self.steps {
                    step.synced |= step.sets.iter().any(|(folder, ..)| folder == node);
                }
            }
        }
        true
    }

    fn step(&mut self, sets: Vec<(Node, String, Option<Node>)>) -> bool {
        self.steps.push(Step { sets, synced: false });
        true
    }

    /// Every state in which a power cut could leave the store now.
    pub fn states(&self) -> BTreeSet<State> {
        let loose: Vec<usize> = (0..self.steps.len()).filter(|step| !self.steps[*step].synced).collect();
        let mut states = BTreeSet::new();
        for missing in combinations(&loose) {
            let kept = (0..self.steps.len()).filter(|step| !missing.contains(step)).map(|step| &self.steps[step]);
            let names = self.with_steps(kept);
            let mut found = Vec::new();
            self.walk(&names, TOP, Path::new(""), &mut found);
            let mut partial = vec![State::new()];
            for (path, node) in found {
                let contents = match &self.things[node] {
                    Thing::Folder => vec![None],
                    Thing::File { safe, over, .. } if !over.is_empty() => {
                        written_over(safe, over).into_iter().map(Some).collect()
                    }
                    Thing::File { safe, loose, .. } => contents(safe, loose).into_iter().map(Some).collect(),
                };
                let with = |state: &State, content: &Option<Vec<u8>>| {
                    let mut state = state.clone();
                    state.insert(path.clone(), content.clone());
                    state
                };
                partial = partial.iter().flat_map(|state| contents.iter().map(|one| with(state, one))).collect();
            }
            states.extend(partial);
        }
        states
    }

    fn walk(
        &self,
        names: &BTreeMap<Node, BTreeMap<String, Node>>,
        folder: Node,
        at: &Path,
        found: &mut Vec<(PathBuf, Node)>,
    ) {
        for (name, node) in names.get(&folder).into_iter().flatten() {
            found.push((at.join(name), *node));
            if matches!(self.things[*node], Thing::Folder) {
                self.walk(names, *node, &at.join(name), found);
            }
        }
    }
}

/// What a file may hold after a power cut.
fn contents(safe: &[u8], loose: &[u8]) -> BTreeSet<Vec<u8>> {
    let half = &loose[..loose.len() / 2];
    let zeros = |from: usize| vec![0; loose.len() - from];
    BTreeSet::from([
        safe.to_vec(),
        [safe, loose].concat(),
        [safe, half].concat(),
        [safe, half, &zeros(half.len())].concat(),
        [safe, &vec![0; half.len()], &loose[half.len()..]].concat(),
        [safe, &zeros(0)].concat(),
    ])
}

/// What a file may hold if its beginning was overwritten: the old content, or any later one, whole or torn.
fn written_over(safe: &[u8], over: &[Vec<u8>]) -> BTreeSet<Vec<u8>> {
    let mut contents = BTreeSet::from([safe.to_vec()]);
    for bytes in over {
        let (half, length) = (bytes.len() / 2, bytes.len());
        let rest = |from: usize| safe.get(from..).unwrap_or_default();
        contents.insert([&bytes[..], rest(length)].concat());
        contents.insert([&bytes[..half], rest(half)].concat());
        contents.insert([&vec![0; half], &bytes[half..], rest(length)].concat());
    }
    contents
}

/// Which steps may be missing together.
fn combinations(steps: &[usize]) -> Vec<BTreeSet<usize>> {
    if steps.len() <= EVERY_COMBINATION {
        let chosen = |bits: usize| (0..steps.len()).filter(|nth| bits >> nth & 1 == 1).map(|nth| steps[nth]).collect();
        return (0..1_usize << steps.len()).map(chosen).collect();
    }
    let all: BTreeSet<usize> = steps.iter().copied().collect();
    let mut sets = vec![BTreeSet::new(), all.clone()];
    for (nth, step) in steps.iter().enumerate() {
        sets.push(BTreeSet::from([*step]));
        sets.push(all.iter().copied().filter(|other| other != step).collect());
        sets.push(steps[nth..].iter().copied().collect());
        if steps.len() <= EVERY_PAIR {
            sets.extend(steps[nth + 1..].iter().map(|other| BTreeSet::from([*step, *other])));
        }
    }
    sets
}

/// A call that succeeded: its name, its string arguments, its first number and its result.
fn parsed(line: &str) -> Option<(&str, Vec<Vec<u8>>, i64, i64)> {
    let (call, rest) = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').split_once('(')?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let number = number.parse().unwrap_or(-1);
    if line.contains("unfinished ...") {
        // Besides the one thread that writes, others may open and close files for reading.
        let reads = call == "openat" && line.contains("O_RDONLY") && !line.contains("O_DIRECTORY");
        assert!(reads || call == "close", "two threads write at once: {line}");
        return (call == "close").then(|| (call, Vec::new(), number, 0));
    }
    let answer: i64 = line.rsplit_once(" = ")?.1.split(' ').next()?.parse().ok().filter(|answer| *answer >= 0)?;
    let texts = rest.split('"').skip(1).step_by(2).map(|text| {
        let digits = text.split("\\x").skip(1);
        digits.map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect()
    });
    Some((call, texts.collect(), number, answer))
}
