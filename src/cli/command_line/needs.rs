//! What must be known before a command runs.

use super::{Command, Typed};
use crate::domain::time::Date;
use crate::store::{Expected, Shown, Which};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing: it reads and writes nothing in the store, or looks at the store's folder whatever it is.
    Nothing,
    /// The store alone.
    Store,
    /// The store, and the user's name.
    Person,
    /// The same, and these records, which it reads whatever else was typed.
    PersonAndList(Which),
    /// The store and the user's name, and these records as a whole.
    PersonAndRecords(Which),
    /// The store and the user's name, and the policies that records were raised under.
    PersonAndPolicies,
}

impl Typed {
    /// Whether the command needs the user's name.
    pub fn is_somebodys(&self) -> bool {
        match self.needs() {
            Needs::Nothing | Needs::Store => false,
            Needs::Person | Needs::PersonAndList(_) | Needs::PersonAndRecords(_) | Needs::PersonAndPolicies => true,
        }
    }

    /// Whether the command lists what the store has.
    pub(super) fn lists(&self) -> bool {
        matches!(self.needs(), Needs::PersonAndList(_) | Needs::PersonAndRecords(_))
    }

    /// Whether the command reads or writes in a store, which a folder inside a store isn't.
    pub(super) fn uses_the_store(&self) -> bool {
        self.needs() != Needs::Nothing
    }

    /// What the command will ask of the store first, if that is known.
    pub fn first(&self, today: Date) -> Option<Expected> {
        match self.needs() {
            Needs::PersonAndList(which) => Some(Expected::List(which, self.shown(today))),
            Needs::PersonAndRecords(which) => Some(Expected::Records(which)),
            Needs::PersonAndPolicies => Some(Expected::Policies),
            Needs::Nothing | Needs::Store | Needs::Person => self.record.map(Expected::Record),
        }
    }

    /// Which of the records in that list it will show.
    fn shown(&self, today: Date) -> Shown {
        if let Command::Due(args) = &self.command {
            return args.shown(today);
        }
        // The others read whole records.
        if let Command::List(_) = &self.command { Shown::All } else { Shown::None }
    }

    fn needs(&self) -> Needs {
        match &self.command {
            Command::Init(_) => Needs::Store,
            Command::Doctor(_)
            | Command::Demo(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::ExitCodes(_)
            | Command::Environment(_)
            | Command::Dates(_) => Needs::Nothing,
            #[cfg(feature = "postgres")]
            Command::Store(_) => Needs::Nothing,
            Command::Due(_) | Command::Remind(_) => Needs::PersonAndList(Which::Waiting),
            Command::Supervision(_) => Needs::PersonAndRecords(Which::Waiting),
            Command::Inbox(_) | Command::Morning => Needs::PersonAndList(Which::All),
            Command::List(args) => Needs::PersonAndList(args.among()),
            Command::Raise(_) | Command::Praise(_) => Needs::PersonAndPolicies,
            Command::Respond(_)
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
            | Command::Acknowledge(_)
            | Command::Withdraw(_)
            | Command::Reopen(_)
            | Command::Correct(_)
            | Command::Undo(_)
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
