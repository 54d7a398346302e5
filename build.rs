//! Prepares what is embedded in the program. Parsing a policy's YAML takes ten times as long as everything that
//! follows, so the tree of values and places is embedded. The policy itself is made and checked from that tree at run
//! time, as if it came from a file. The bank holidays are embedded as a list, because every command that counts days
//! needs them. A checksum identifies the sources.

#![expect(clippy::disallowed_methods, reason = "files of the project are read while it is built")]

use std::error::Error;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/store/yaml.rs"]
#[expect(dead_code, reason = "the program uses the rest of it")]
mod yaml;

#[path = "src/domain/holidays/published.rs"]
mod published;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=policies");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.toml");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo says where to write")?);
    for entry in fs::read_dir("policies")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            keep(&path, &out).map_err(|fault| format!("{}: {fault}", path.display()))?;
        }
    }
    for division in ["england-and-wales", "scotland", "northern-ireland"] {
        let list = fs::read_to_string(format!("policies/calendars/{division}.json"))?;
        fs::write(out.join(format!("{division}.rs")), bank_holidays(&list, division)?)?;
    }
    println!("cargo::rustc-env=IRO_SOURCES={:016x}", sources()?);
    Ok(())
}

/// A checksum of the sources. What one version of the program has cached is not used by another.
fn sources() -> Result<u64, Box<dyn Error>> {
    let (mut folders, mut files) = (vec![PathBuf::from("src")], vec![PathBuf::from("Cargo.toml")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut sum = DefaultHasher::new();
    for path in files {
        (&path, fs::read(&path)?).hash(&mut sum);
    }
    Ok(sum.finish())
}

fn keep(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let root = yaml::parse(&yaml::lines_as_read(&text))?;
    let file = |extension| Some(out.join(path.with_extension(extension).file_name()?));
    fs::write(file("tree").ok_or("it has a name")?, postcard::to_allocvec(&root)?)?;
    fs::write(file("digest").ok_or("it has a name")?, root.digest())?;
    Ok(())
}

/// The bank holidays as the source of a Rust list, in order.
fn bank_holidays(json: &str, division: &str) -> Result<String, Box<dyn Error>> {
    let mut days = published::days(json, division)?.ok_or("the division is in its list")?;
    days.sort();
    let mut list = String::from("[\n");
    for (date, name) in days {
        let [year, month, day] = date.split('-').map(|part| part.trim_start_matches('0')).collect::<Vec<_>>()[..]
        else {
            return Err(format!("`{date}` is no date").into());
        };
        writeln!(list, "    (day({year}, {month}, {day}), Cow::Borrowed({name:?})),")?;
    }
    Ok(list + "]\n")
}
