//! Going back to the question before, which travels through the answers as an error.

use std::io;

/// The person wants to go back to the question before.
#[derive(Debug, thiserror::Error)]
#[error("gone back")]
struct GoneBack;

/// The error that stands for going back.
pub fn gone_back() -> io::Error {
    io::Error::other(GoneBack)
}

/// Whether an error stands for going back.
pub fn is_gone_back(fault: &io::Error) -> bool {
    fault.get_ref().is_some_and(|inner| inner.is::<GoneBack>())
}
