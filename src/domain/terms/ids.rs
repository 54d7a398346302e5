//! The ids that a policy gives to its parts, a type each, so that none is mistaken for another. Files and JSON write
//! them as plain text; `Policy` says what each identifies.

use std::borrow::{Borrow, Cow};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::ActionNumber;

/// Declares the id of one kind of thing.
macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident ),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// The id as files and JSON write it.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether it is empty, because no id was given.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Cow::Owned(text.to_string()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into_owned()
            }
        }
    )* };
}

ids! {
    /// The id of a stage of one policy.
    StageId,
    /// The id of a role of one policy.
    RoleId,
    /// The id of a kind of concern of one policy.
    CategoryId,
    /// The id of a duty of one policy, or of one that the program knows by itself, such as `DutyId::MEETING`.
    DutyId,
    /// The id of a field that one policy declares, for a fact beyond the common ones.
    FieldId,
    /// The id of a ground for a referral under one policy.
    GroundId,
    /// The id of a paper that goes with a referral under one policy.
    PaperId,
}

impl RoleId {
    /// The child's reviewing officer.
    pub const IRO: RoleId = RoleId(Cow::Borrowed("iro"));
    /// The raiser of the dispute, in the role in which they raised it.
    pub const RAISER: RoleId = RoleId(Cow::Borrowed("raiser"));
    /// The chair of child protection conferences.
    pub const CP_CHAIR: RoleId = RoleId(Cow::Borrowed("cp-chair"));
}

impl FieldId {
    /// A field that the program looks for, wherever a policy has it.
    pub const fn known(id: &'static str) -> FieldId {
        FieldId(Cow::Borrowed(id))
    }
}

impl DutyId {
    /// A duty that the program looks for, wherever a policy has it.
    pub const fn known(id: &'static str) -> DutyId {
        DutyId(Cow::Borrowed(id))
    }

    /// That the raiser is satisfied, as confirmed by somebody who ends the dispute for them.
    pub const RAISER_SATISFIED: DutyId = DutyId(Cow::Borrowed("raiser-satisfied"));
    /// That more time was approved by the role that the protocol names.
    pub const EXTENSION_APPROVED: DutyId = DutyId(Cow::Borrowed("extension-approved"));
    /// That leaving stages out was approved.
    pub const BYPASS_APPROVED: DutyId = DutyId(Cow::Borrowed("bypass-approved"));
    /// That something is on the child's file.
    pub const ON_FILE: DutyId = DutyId(Cow::Borrowed("recorded-on-file"));
    /// The meeting of a stage.
    pub const MEETING: DutyId = DutyId(Cow::Borrowed("meeting"));
    /// The minutes of that meeting.
    pub const MINUTES: DutyId = DutyId(Cow::Borrowed("minutes"));
    /// The letter that follows a referral that was phoned.
    pub const REFERRAL_WRITTEN: DutyId = DutyId(Cow::Borrowed("referral-written"));
    /// The papers that go with that letter.
    pub const REFERRAL_PAPERS: DutyId = DutyId(Cow::Borrowed("referral-papers"));
    /// The duties that come from a referral, and not from the policy.
    pub const OF_REFERRAL: [DutyId; 2] = [DutyId::REFERRAL_WRITTEN, DutyId::REFERRAL_PAPERS];

    /// The prefix of a duty that a role is satisfied, or is not; the id of the role follows.
    const SATISFIED: &'static str = "satisfied-";
    const NOT_SATISFIED: &'static str = "not-satisfied-";

    /// The duty that a role is satisfied with the outcome.
    pub fn satisfied(role: &RoleId) -> DutyId {
        format!("{}{role}", DutyId::SATISFIED).into()
    }

    /// The duty that a role which judges the answer is not satisfied with it.
    pub fn not_satisfied(role: &RoleId) -> DutyId {
        format!("{}{role}", DutyId::NOT_SATISFIED).into()
    }

    /// The role, if it is one of the two duties above; `None` for any other.
    pub fn satisfied_role(&self) -> Option<RoleId> {
        let role = self.0.strip_prefix(DutyId::SATISFIED).or_else(|| self.0.strip_prefix(DutyId::NOT_SATISFIED));
        role.map(RoleId::from)
    }
}

/// Which clock: one of the program's own, which each protocol knows by the same name, or one that a policy names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ClockId {
    /// The limit on the whole of the formal stages.
    Total,
    /// The time within which a dispute has to be raised.
    Raise,
    /// The child's own deadline.
    NeededBy,
    /// A further clock for more time, beside the one that was extended.
    Extension,
    /// The day for which a meeting is arranged.
    Arranged,
    /// The date of one action, by its number.
    Action(ActionNumber),
    /// A clock of the policy, of a stage or beside the stages.
    Named(String),
}

/// The prefix of the clock of an action; the number of the action follows.
const ACTION: &str = "action-";

impl ClockId {
    /// The program's own clocks that have no number.
    const OWN: [ClockId; 5] =
        [ClockId::Total, ClockId::Raise, ClockId::NeededBy, ClockId::Extension, ClockId::Arranged];

    /// The id as files and JSON write it.
    pub fn as_str(&self) -> Cow<'_, str> {
        match self {
            ClockId::Total => "total".into(),
            ClockId::Raise => "raise".into(),
            ClockId::NeededBy => "needed-by".into(),
            ClockId::Extension => "extension".into(),
            ClockId::Arranged => "meeting-arranged".into(),
            ClockId::Action(number) => format!("{ACTION}{number}").into(),
            ClockId::Named(name) => name.into(),
        }
    }

    /// Whether a policy may not give this name to a clock of its own.
    pub fn is_reserved(name: &str) -> bool {
        name.starts_with(ACTION)
            || match ClockId::from(name) {
                ClockId::Named(_) => false,
                ClockId::Total
                | ClockId::Raise
                | ClockId::NeededBy
                | ClockId::Extension
                | ClockId::Arranged
                | ClockId::Action(_) => true,
            }
    }
}

impl fmt::Display for ClockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_str())
    }
}

impl From<&str> for ClockId {
    fn from(text: &str) -> Self {
        let action = text.strip_prefix(ACTION).and_then(|number| number.parse().ok()).map(ClockId::Action);
        // Only exactly as it is written: `action-01` is another name.
        let own = ClockId::OWN.into_iter().chain(action).find(|id| id.as_str() == text);
        own.unwrap_or_else(|| ClockId::Named(text.to_string()))
    }
}

impl From<String> for ClockId {
    fn from(text: String) -> Self {
        ClockId::from(text.as_str())
    }
}

impl From<ClockId> for String {
    fn from(id: ClockId) -> String {
        id.to_string()
    }
}

impl Default for ClockId {
    /// No clock: the empty name.
    fn default() -> Self {
        ClockId::Named(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_read_as_it_is_written() {
        let cases = [
            ("total", ClockId::Total),
            ("raise", ClockId::Raise),
            ("needed-by", ClockId::NeededBy),
            ("extension", ClockId::Extension),
            ("meeting-arranged", ClockId::Arranged),
            ("action-1", ClockId::Action(1.into())),
            ("action-4294967295", ClockId::Action(u32::MAX.into())),
        ];
        for (text, id) in cases {
            assert_eq!((ClockId::from(text), id.to_string().as_str()), (id.clone(), text));
            assert!(ClockId::is_reserved(text), "{text}");
        }
        for text in ["respond", "", "Total", "action-01", "action-+1", "action-", "action-4294967296"] {
            assert_eq!(ClockId::from(text), ClockId::Named(text.to_string()));
            assert_eq!(ClockId::from(text).to_string(), text);
        }
        assert!(ClockId::is_reserved("action-plan") && !ClockId::is_reserved("respond"));
    }

    #[test]
    fn ids_are_plain_text_in_json() {
        assert_eq!(
            serde_json::to_string(&(StageId::from("s"), ClockId::Action(2.into()))).unwrap(),
            r#"["s","action-2"]"#
        );
        assert_eq!(serde_json::from_str::<ClockId>(r#""total""#).unwrap(), ClockId::Total);
    }
}
