//! The small files that a store keeps beside its records: settings, closing days, policies. Each is a few kilobytes
//! long and has a name such as `policies/ours.yaml`.

use super::error::StoreError;
use crate::domain::worded::worded;

worded! {
    /// The small files that are not in a folder of their own.
    pub enum SmallFile {
        Addresses = "addresses.yaml",
        BankHolidays = "bank-holidays.json",
        Children = "children.yaml",
        ClosingDays = "closing-days.yaml",
        Config = "config.yaml",
        Drafts = "drafts.yaml",
        SchoolTerms = "school-terms.yaml",
    }
}

/// Makes the new content of a small file from its present content; `None` leaves it unchanged. It runs while the store
/// is locked.
pub type Keeping<'a> = dyn FnMut(Option<Vec<u8>>) -> Option<Vec<u8>> + 'a;

/// The small files of a store. Each is written whole or not at all.
pub trait SmallFiles: Send + Sync {
    /// The bytes of a file; `None` if there is none of this name.
    ///
    /// # Errors
    /// The file is there and can't be read.
    fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Changes a file according to its present content, while nobody else can write.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn keep(&self, name: &str, change: &mut Keeping<'_>) -> Result<(), StoreError>;

    /// Keeps a file unless there is one; returns whether it did.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn keep_new(&self, name: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        let mut is_new = false;
        self.keep(name, &mut |there| {
            is_new = there.is_none();
            is_new.then(|| bytes.to_vec())
        })?;
        Ok(is_new)
    }

    /// The names that begin with `folder` and a slash, in order.
    ///
    /// # Errors
    /// The store can't be searched.
    fn kept_in(&self, folder: &str) -> Result<Vec<String>, StoreError>;
}

/// Whether the path of a small file stays inside its store. Names in a database come from anybody who may write there.
#[cfg(feature = "postgres")]
pub fn lies_inside(name: &str) -> bool {
    let parts = std::path::Path::new(name).components();
    let normal = |part| matches!(part, std::path::Component::Normal(_));
    !name.is_empty()
        && !name.contains(['\\', ':', '\0'])
        && parts.clone().count() == name.split('/').count()
        && parts.clone().all(normal)
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        for name in ["config.yaml", "policies/ours.yaml", "policies/kept/ours@2026 (2)-0123.yaml", "..yaml", ".ledger"]
        {
            assert!(lies_inside(name), "{name}");
        }
        for name in
            ["", "/x", "../x", "policies/../../x", "policies/./x", "policies//x", "x/", "C:x", "a\\..\\x", ".", ".."]
        {
            assert!(!lies_inside(name), "{name}");
        }
    }
}
