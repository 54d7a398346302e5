//! Documents that tests keep correct: they are compared with what they should say, or rewritten with `UPDATE_DOCS=1
//! cargo test`.

pub mod by_heading;
pub mod cli_reference;
pub mod coverage;
pub mod decisions;
pub mod examples;
pub mod gallery;
pub mod handing_over;
pub mod importing;
pub mod messages;
pub mod policy_guide;
pub mod policy_language;
pub mod readme;
pub mod refusals;
pub mod screens;
pub mod sentences;
pub mod store_errors;

use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether documents are to be rewritten rather than compared.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

/// Compares a document with what it should be, or rewrites it.
#[track_caller]
pub fn expect_file(path: &Path, expected: &str) {
    if updating() {
        fs::write(path, expected).expect("the document can be written");
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    let line = found.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
    assert!(
        found == expected,
        "{} is stale from line {}: it says {:?}, and it should be {:?}\nwrite it again with `UPDATE_DOCS=1 cargo test`, and read what changed",
        path.display(),
        line + 1,
        found.lines().nth(line),
        expected.lines().nth(line),
    );
}
