//! What must be known before a command runs.

use super::{Command, Typed};
use crate::store::{Expected, Which};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing, not even the user's name.
    Nobody,
    /// The user's name.
    Person,
    /// The user's name, and these records, which it reads whatever else was typed.
    PersonAndList(Which),
}

impl Typed {
    /// Whether the command needs the user's name.
    pub fn is_somebodys(&self) -> bool {
        self.needs() != Needs::Nobody
    }

    /// What the command will ask of the store first, if that is known.
    pub fn first(&self) -> Option<Expected> {
        match self.needs() {
            Needs::PersonAndList(which) => Some(Expected::List(which)),
            Needs::Nobody | Needs::Person => self.record.map(Expected::Record),
        }
    }

    fn needs(&self) -> Needs {
        match &self.command {
            Command::Init(_)
            | Command::Doctor(_)
            | Command::Demo(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::ExitCodes(_)
            | Command::Environment(_)
            | Command::Dates(_) => Needs::Nobody,
            #[cfg(feature = "postgres")]
            Command::Store(_) => Needs::Nobody,
            Command::Due(_) | Command::Remind(_) => Needs::PersonAndList(Which::Waiting),
            Command::Inbox(_) | Command::Morning => Needs::PersonAndList(Which::All),
            Command::List(args) => Needs::PersonAndList(args.among()),
            Command::Raise(_)
            | Command::Respond(_)
            | Command::Agree(_)
            | Command::Resolve(_)
            | Command::Escalate(_)
            | Command::Extend(_)
            | Command::Done(_)
            | Command::Waive(_)
            | Command::Action(_)
            | Command::Meeting(_)
            | Command::Decide(_)
            | Command::Note(_)
            | Command::Refer(_)
            | Command::Complaint(_)
            | Command::Praise(_)
            | Command::Acknowledge(_)
            | Command::Withdraw(_)
            | Command::Reopen(_)
            | Command::Correct(_)
            | Command::Undo(_)
            | Command::Supervision(_)
            | Command::Show(_)
            | Command::Log(_)
            | Command::Why(_)
            | Command::Review(_)
            | Command::Codes(_)
            | Command::Report(_)
            | Command::Form(_)
            | Command::Notice(_)
            | Command::Addresses(_)
            | Command::Export(_)
            | Command::Import(_)
            | Command::Policy(_)
            | Command::Calendar(_)
            | Command::Check(_)
            | Command::Retention(_)
            | Command::Purge(_)
            | Command::Config(_) => Needs::Person,
        }
    }
}
