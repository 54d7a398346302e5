//! Reads the policies that are built in, once, when the program is built: going through a policy's YAML takes ten times
//! as long as everything else that is done with it. What is kept is the tree of its values with their places, not the
//! policy: that is made, and checked, from the tree as it is from a file.

#![expect(clippy::disallowed_methods, reason = "files of the project are read while it is built")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/store/yaml.rs"]
#[expect(dead_code, reason = "the program uses the rest of it")]
mod yaml;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=policies");
    println!("cargo::rerun-if-changed=src/store/yaml.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo says where to write")?);
    for entry in fs::read_dir("policies")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            keep(&path, &out).map_err(|fault| format!("{}: {fault}", path.display()))?;
        }
    }
    Ok(())
}

fn keep(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let tree = postcard::to_allocvec(&yaml::parse(&yaml::lines_as_read(&text))?)?;
    let name = path.with_extension("tree");
    fs::write(out.join(name.file_name().ok_or("it has a name")?), tree)?;
    Ok(())
}
