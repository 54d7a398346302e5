//! Which commands use the records of a store.

use super::Command;

impl Command {
    /// Whether the command reads or writes records, or creates their store.
    pub(super) fn works_in_the_store(&self) -> bool {
        match self {
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
            | Command::Dates(_) => false,
            #[cfg(feature = "postgres")]
            Command::Store(_) => false,
            Command::Raise(_)
            | Command::Praise(_)
            | Command::Import(_)
            | Command::Init(_)
            | Command::Morning
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
            | Command::Withdraw(_) => true,
        }
    }
}
