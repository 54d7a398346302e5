//! The names of what can be wrong with a store on a server, as JSON has them.

use crate::domain::worded::worded;

worded! {
    pub enum ServerRule {
        Certificate = "certificate",
        Clock = "clock",
        Connection = "connection",
        Database = "database",
        Encoding = "encoding",
        GivenByAnother = "given-by-another",
        IsThere = "is-there",
        NewerStore = "newer-store",
        NoDatabase = "no-database",
        NoLogin = "no-login",
        NoRight = "no-right",
        NoStore = "no-store",
        OlderStore = "older-store",
        ReadOnly = "read-only",
        Taken = "taken",
        Tip = "tip",
        TooSlow = "too-slow",
        UnfinishedCopy = "unfinished-copy",
        UnknownOutcome = "unknown-outcome",
        Unreachable = "unreachable",
    }
}

impl ServerRule {
    /// Whether the store could not even be opened, so that it helps to know which address was tried.
    pub fn is_of_opening(self) -> bool {
        match self {
            ServerRule::Certificate | ServerRule::NoDatabase | ServerRule::NoLogin | ServerRule::Unreachable => true,
            ServerRule::Clock
            | ServerRule::Connection
            | ServerRule::Database
            | ServerRule::Encoding
            | ServerRule::GivenByAnother
            | ServerRule::IsThere
            | ServerRule::NewerStore
            | ServerRule::NoRight
            | ServerRule::NoStore
            | ServerRule::OlderStore
            | ServerRule::ReadOnly
            | ServerRule::Taken
            | ServerRule::Tip
            | ServerRule::TooSlow
            | ServerRule::UnfinishedCopy
            | ServerRule::UnknownOutcome => false,
        }
    }
}
