//! Something wrong in a file that people write: where, what, and what would be right.

use serde::Serialize;

/// One fault of a policy or a record. Lines and columns count from 1; 0 is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub severity: Severity,
    /// A short name for the kind of fault, stable for scripts: `unknown-key`, `bad-limit`.
    pub rule: String,
    pub message: String,
    pub hint: Option<String>,
}

impl Fault {
    /// A fault of a file as a whole, without a place in it.
    pub fn whole(
        file: impl Into<String>,
        severity: Severity,
        rule: &str,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Fault {
        let (file, rule, message) = (file.into(), rule.to_owned(), message.into());
        Fault { file, line: 0, column: 0, severity, rule, message, hint }
    }

    /// The same fault at this place in the file.
    pub fn at(self, line: u32, column: u32) -> Fault {
        Fault { line, column, ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Error,
    Warning,
}
