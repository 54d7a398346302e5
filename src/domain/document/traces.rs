//! Words that a rule may have in a sentence where nothing else was recognised: of a permission, an exception, a time.
//! Such a sentence is listed, so that a person reads it.

use super::{has, padded};

const TRACES: [&str; 47] = [
    "may",
    "might",
    "can",
    "cannot",
    "could",
    "not",
    "no",
    "nor",
    "never",
    "nobody",
    "none",
    "neither",
    "only",
    "unless",
    "except",
    "excepted",
    "exception",
    "exceptions",
    "exempt",
    "excluding",
    "without",
    "instead",
    "otherwise",
    "until",
    "within",
    "before",
    "after",
    "during",
    "deadline",
    "time limit",
    "timescale",
    "timescales",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "allowed",
    "permitted",
    "entitled",
    "always",
    "every",
    "begins",
    "ends",
];

/// Whether a sentence has a word that a rule may have.
pub fn any_in(text: &str) -> bool {
    let line = padded(text);
    line.contains("n't ") || TRACES.iter().any(|word| has(&line, word))
}
