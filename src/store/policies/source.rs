//! One policy file: its text, the id and version in its first lines, and its policy once that is asked for.

use std::borrow::Cow;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::failure::{Origin, PolicyError};
use crate::domain::fault::{Fault, Severity};
use crate::domain::policy::Policy;
use crate::domain::time::{Date, parse_date};
use crate::store::error::in_words;
use crate::store::small_files::SmallFiles;
use crate::store::yaml::Node;
use crate::store::{StoreError, policy_file, yaml};

macro_rules! built_in {
    ($name:literal) => {
        (
            concat!($name, ".yaml"),
            include_str!(concat!("../../../policies/", $name, ".yaml")),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".tree")),
            include_str!(concat!(env!("OUT_DIR"), "/", $name, ".digest")),
        )
    };
}

/// The built-in policies: file name, text, and the parsed tree and the digest that were made when the program was
/// built.
const BUILT_IN: [(&str, &str, &[u8], &str); 5] = [
    built_in!("knowsley"),
    built_in!("mosaic"),
    built_in!("national"),
    built_in!("qa-notification"),
    built_in!("south-west"),
];

pub(super) struct Source {
    pub origin: Origin,
    /// What messages call the file.
    pub file: String,
    pub text: Cow<'static, str>,
    /// The tree of the text, for a built-in file.
    tree: Option<&'static [u8]>,
    root: OnceLock<Option<Node>>,
    digest: OnceLock<String>,
    head: OnceLock<Head>,
    reading: OnceLock<Result<Arc<Policy>, Vec<Fault>>>,
}

/// The id, version and date that a file claims to have; `None` where that can't be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub id: Option<String>,
    pub version: Option<String>,
    pub effective_on: Option<Date>,
}

/// The built-in policies and the policy files of these directories, not yet parsed.
pub(super) fn find(dirs: &[PathBuf]) -> Result<Vec<Source>, PolicyError> {
    let built_in = BUILT_IN.iter().map(|(file, text, tree, digest)| Source {
        origin: Origin::BuiltIn,
        file: (*file).to_owned(),
        text: Cow::Borrowed(*text),
        tree: Some(tree),
        root: OnceLock::new(),
        digest: OnceLock::from((*digest).to_owned()),
        head: OnceLock::new(),
        reading: OnceLock::new(),
    });
    let mut sources: Vec<Source> = built_in.collect();
    for dir in dirs {
        let files =
            policy_files(dir).map_err(|wrong| PolicyError::Io { path: dir.clone(), message: in_words(&wrong) })?;
        for path in files {
            // The same directory may be given twice.
            let origin = Origin::File(path.clone());
            if sources.iter().all(|source| source.origin != origin) {
                sources.push(Source::open(path));
            }
        }
    }
    Ok(sources)
}

/// The policies among the small files of a store, not yet parsed.
pub(super) fn kept_in(store: &dyn SmallFiles, folder: &str) -> Result<Vec<Source>, PolicyError> {
    let failed = |wrong: StoreError| PolicyError::Io { path: folder.into(), message: wrong.to_string() };
    let mut sources = Vec::new();
    for name in store.kept_in(folder).map_err(failed)? {
        sources.extend(store.kept(&name).map_err(failed)?.map(|bytes| Source::kept(name, &bytes)));
    }
    Ok(sources)
}

pub(super) fn policy_files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(wrong) => return Err(wrong),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let extension = path.extension().map(|ext| ext.to_string_lossy().to_lowercase());
        if !hidden && matches!(extension.as_deref(), Some("yaml" | "yml")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

impl Source {
    fn open(path: PathBuf) -> Self {
        let (text, stopped) = load(&path, &path.display().to_string());
        Self::of_text(path, text, stopped)
    }

    /// A small file of a store.
    pub fn kept(name: String, bytes: &[u8]) -> Self {
        let (text, stopped) = policy_file::decode(&name, bytes);
        Self::of_text(name.into(), text, stopped)
    }

    fn of_text(path: PathBuf, text: String, stopped: Option<Fault>) -> Self {
        let origin = Origin::File(path);
        Self {
            file: origin.to_string(),
            origin,
            text: Cow::Owned(text),
            tree: None,
            root: OnceLock::new(),
            digest: OnceLock::new(),
            head: OnceLock::new(),
            reading: stopped.map_or_else(OnceLock::new, |fault| OnceLock::from(Err(vec![fault]))),
        }
    }

    /// The id, version and date of the file, from its first lines if they are plain, otherwise by parsing all of it.
    pub fn head(&self) -> &Head {
        self.head.get_or_init(|| {
            let head = scan(&self.text);
            if head.id.is_some() && head.version.is_some() && head.effective_on.is_some() {
                return head;
            }
            match self.read() {
                Ok(policy) => Head {
                    id: Some(policy.id.clone()),
                    version: Some(policy.version.clone()),
                    effective_on: Some(policy.effective_on),
                },
                Err(_) => head,
            }
        })
    }

    /// The policy, or the faults of the file. Parsed only once.
    pub fn read(&self) -> Result<Arc<Policy>, Vec<Fault>> {
        self.reading.get_or_init(|| self.read_now().map(Arc::new)).clone()
    }

    fn read_now(&self) -> Result<Policy, Vec<Fault>> {
        let Some(root) = self.root() else { return policy_file::read(&self.file, &self.text).into_policy() };
        let text = yaml::lines_as_read(&self.text);
        // Built-in files were checked when the program was tested.
        let sound = self.tree.and_then(|_| policy_file::read_trusted(&text, root));
        sound.map_or_else(|| policy_file::read_tree(&self.file, &text, root).into_policy(), Ok)
    }

    /// The parsed file; `None` if it isn't YAML.
    fn root(&self) -> Option<&Node> {
        let parse = || yaml::parse(&yaml::lines_as_read(&self.text)).ok();
        self.root.get_or_init(|| self.tree.and_then(yaml::unpack).or_else(parse)).as_ref()
    }

    /// Whether two files say the same. Digests are compared only if the texts differ.
    pub fn says_as(&self, other: &Source) -> bool {
        self.text == other.text || self.digest() == other.digest()
    }

    /// The SHA-256 digest of the values, which doesn't depend on comments, layout and the order of keys.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| self.root().map_or_else(|| yaml::digest_of(Value::Null), Node::digest))
    }

    #[cfg(test)]
    pub fn is_parsed(&self) -> bool {
        self.reading.get().is_some()
    }

    pub fn policy(&self) -> Result<Arc<Policy>, PolicyError> {
        self.read().map_err(PolicyError::Faulty)
    }

    /// Checks that two files with the same version of a policy say the same.
    pub fn agrees_with(&self, other: &Source) -> Result<(), PolicyError> {
        if self.text == other.text {
            return Ok(());
        }
        let (one, another) = (self.policy()?, other.policy()?);
        if one == another {
            return Ok(());
        }
        Err(PolicyError::Clash {
            id: one.id.clone(),
            version: one.version.clone(),
            files: [self.origin.clone(), other.origin.clone()],
        })
    }

    /// A fault of the file as a whole.
    pub fn fault(&self, rule: &str, message: String, hint: Option<String>) -> Fault {
        Fault::whole(&self.file, Severity::Error, rule, message, hint)
    }
}

/// The text of a file, and a fault if it can't be read or isn't text.
fn load(path: &Path, file: &str) -> (String, Option<Fault>) {
    let unreadable = |message: String, hint: Option<&str>| {
        let hint = hint.map(str::to_owned);
        (String::new(), Some(Fault::whole(file, Severity::Error, "unreadable", message, hint)))
    };
    match fs::metadata(path).map(|about| about.len()) {
        Ok(size) if size > yaml::LARGEST => {
            let most = yaml::LARGEST / (1024 * 1024);
            return unreadable(format!("a policy file has at most {most} MiB, and this one has more"), None);
        }
        Ok(_) if path.is_dir() => {
            let hint = "move the policy out of it, or give the folder a name that does not end in `.yaml`";
            return unreadable("there is a folder where a policy file should be".to_owned(), Some(hint));
        }
        Ok(_) => {}
        Err(wrong) => return unreadable(format!("it can't be read: {wrong}"), None),
    }
    match fs::read(path) {
        Ok(bytes) => policy_file::decode(file, &bytes),
        Err(wrong) => unreadable(format!("it can't be read: {wrong}"), None),
    }
}

/// Finds the plain top-level lines `id:`, `version:` and `effective_on:` without parsing the file as YAML.
fn scan(text: &str) -> Head {
    let mut head = Head::default();
    for line in text.lines() {
        let Some((key, value)) = line.trim_start_matches('\u{FEFF}').split_once(':') else {
            continue;
        };
        let value = || plain_value(value).map(str::to_owned);
        match key {
            "id" => head.id = value(),
            "version" => head.version = value(),
            "effective_on" => head.effective_on = value().and_then(|date| parse_date(&date).ok()),
            _ => continue,
        }
        if head.id.is_some() && head.version.is_some() && head.effective_on.is_some() {
            break;
        }
    }
    head
}

/// The value on a line, if it is a single word, with or without quotation marks.
fn plain_value(text: &str) -> Option<&str> {
    let text = text.split(" #").next().unwrap_or_default().trim();
    let bare = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    let bare = bare.unwrap_or(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    (!bare.is_empty() && bare.chars().all(plain)).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_when_the_program_was_built_is_what_the_file_says() {
        for (file, text, tree, digest) in BUILT_IN {
            let text = yaml::lines_as_read(text);
            let root = yaml::unpack(tree).unwrap();
            assert_eq!(root, yaml::parse(&text).unwrap(), "{file}");
            assert_eq!(root.digest(), digest, "{file}");
            let reading = policy_file::read(file, &text);
            assert_eq!(policy_file::read_tree(file, &text, &root), reading, "{file}");
            assert_eq!(policy_file::read_trusted(&text, &root).ok_or(Vec::new()), reading.into_policy(), "{file}");
        }
    }

    #[test]
    fn the_first_lines_say_what_a_file_is() {
        let cases = [
            ("id: x\nversion: \"2023-06\"  # KN\neffective_on: 2023-06-01\nid: y", "x 2023-06 2023-06-01"),
            ("\u{feff}id: 'x'\r\nversion: 2.10\r\neffective_on: 2023-06-01\r\n", "x 2.10 2023-06-01"),
            ("stages:\n  - id: a\n    version: 1\n", "- - -"),
            ("{id: x, version: 1}", "- - -"),
            ("id: \"a\\u0062\"\nversion: &v 1\neffective_on: 2023-13-01\n", "- - -"),
        ];
        for (text, expected) in cases {
            let head = scan(text);
            let or_dash = |part: Option<String>| part.unwrap_or_else(|| "-".into());
            let date = head.effective_on.map(|date| date.to_string());
            let shown = [head.id, head.version, date].map(or_dash).join(" ");
            assert_eq!(shown, expected, "{text:?}");
        }
    }
}
