//! Whether a policy is the same as when a record was made under it.

use crate::domain::record::Header;

/// How a policy was changed under the same version number since a record was made under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// The old text was kept, and the record continues under it.
    GoesOn,
    /// The old text was not kept, so the record is read under the present one.
    Lost,
}

impl Changed {
    /// What the change means for the record, and what can be done about it.
    pub fn in_words(self, header: &Header) -> (String, String) {
        let (policy, version) = (&header.policy, &header.policy_version);
        let new =
            "give a changed text a version of its own; records keep the one they were made under. If its file is \
                   elsewhere, name the folder with `--policy-dir`"
                .to_owned();
        match self {
            Changed::GoesOn => {
                let message = format!(
                    "the policy `{policy}` {version} was changed after this was raised, or is not found here; it keeps to \
                     the text as it was"
                );
                (message, new)
            }
            Changed::Lost => {
                let message = format!(
                    "the policy `{policy}` {version} was changed after this was raised, and the text as it was is not \
                     kept in this store: it is read under the present one"
                );
                (
                    message,
                    "put the old text back under this version, and give the changed one a version of its own"
                        .to_owned(),
                )
            }
        }
    }
}
