//! The few names that mean the same in every policy that uses them, so that the report and the forms can use the
//! answers recorded under them. `policies/README.md` lists them; no policy needs to have any.

use super::{DutyId, FieldId, Policy};
use crate::domain::worded::{Worded, worded};

worded! {
    /// A field that a policy may declare.
    pub enum KnownField {
        /// Whether an advocate was offered, or who it is.
        Advocate = "advocate",
        /// The agency that it is about; the report counts it like a department.
        Agency = "agency",
        /// Which of the child's reviews it is.
        ReviewNumber = "review-number",
        /// What the child wishes, for the letter to them.
        ChildWishes = "child-wishes",
    }

    /// A duty that a policy may have.
    pub enum KnownDuty {
        /// The child was told: about the dispute at a stage, or how it ended.
        ChildTold = "child-told",
        AdvocateOffered = "advocate-offered",
        /// The child has the advocate they wanted, for the letter to them.
        AdvocateFound = "advocate-found",
    }
}

impl KnownField {
    pub fn id(self) -> FieldId {
        FieldId::known(self.word())
    }
}

impl KnownDuty {
    pub fn id(self) -> DutyId {
        DutyId::known(self.word())
    }
}

impl Policy {
    pub fn declares(&self, field: KnownField) -> bool {
        self.fields.iter().any(|one| one.id == field.id())
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownDuty, KnownField};
    use crate::domain::worded::Worded;

    #[test]
    fn whoever_writes_a_policy_can_read_which_names_are_known() {
        let manual = include_str!("../../../policies/README.md");
        for name in KnownField::WORDS {
            assert!(manual.contains(&format!("| field `{name}` |")), "{name}");
        }
        for name in KnownDuty::WORDS {
            assert!(manual.contains(&format!("| duty `{name}` |")), "{name}");
        }
    }
}
