//! Which commands need a store that is there.

use super::Command;

impl Command {
    /// Whether it needs a store that is there, or may be the first command of one; `None` if it asks for no record.
    pub(super) fn begins_a_store(&self) -> Option<bool> {
        match self {
            Command::Raise(_) | Command::Praise(_) | Command::Import(_) | Command::Init(_) => Some(true),
            Command::Doctor(_)
            | Command::Demo(_)
            | Command::Policy(_)
            | Command::Calendar(_)
            | Command::Addresses(_)
            | Command::Config(_)
            | Command::Codes(_)
            | Command::Review(_)
            | Command::Form(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::ExitCodes(_)
            | Command::Environment(_)
            | Command::Dates(_) => None,
            #[cfg(feature = "postgres")]
            Command::Store(_) => None,
            Command::Morning
            | Command::Acknowledge(_)
            | Command::Action(_)
            | Command::Agree(_)
            | Command::Check(_)
            | Command::Complaint(_)
            | Command::Correct(_)
            | Command::Decide(_)
            | Command::Done(_)
            | Command::Due(_)
            | Command::Escalate(_)
            | Command::Export(_)
            | Command::Extend(_)
            | Command::Inbox(_)
            | Command::List(_)
            | Command::Log(_)
            | Command::Meeting(_)
            | Command::Note(_)
            | Command::Notice(_)
            | Command::Purge(_)
            | Command::Refer(_)
            | Command::Remind(_)
            | Command::Reopen(_)
            | Command::Report(_)
            | Command::Resolve(_)
            | Command::Respond(_)
            | Command::Retention(_)
            | Command::Show(_)
            | Command::Supervision(_)
            | Command::Undo(_)
            | Command::Waive(_)
            | Command::Why(_)
            | Command::Withdraw(_) => Some(false),
        }
    }
}
