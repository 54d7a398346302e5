//! Open disputes whose files lie among the closed ones, where somebody or something put them: whoever asks for the open
//! ones must not miss them in silence.

use super::lines::{Lines, Wanted};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::store::memo::Known;
use crate::store::{Listed, Which};

impl Context {
    /// Those of them that are not among what was found, which is in order; each is pointed out once. With what couldn't be
    /// read on the way.
    ///
    /// # Errors
    /// The store can't be looked through.
    pub(super) fn astray(&mut self, found: &[DisputeId]) -> Result<(Vec<Listed>, Vec<Failure>), Failure> {
        let mut unsure = self.store.unsure()?;
        unsure.listed.retain(|listed| found.binary_search(&listed.id).is_err());
        if unsure.listed.is_empty() {
            return Ok(Default::default());
        }
        let is_open = |known: &Known| known.kind == Kind::Dispute && known.closed_on.is_none();
        let wanted = Wanted { lines: is_open, records: |_: &Known| false };
        let (found, _none) = self.look_through(unsure.listed.clone(), Which::Closed, wanted, |_| Ok(()))?;
        let Lines { lines, failed, .. } = found;
        let open: Vec<DisputeId> = lines.iter().filter(|line| is_open(&line.known)).map(|line| line.id).collect();
        // One that was reopened while we looked is where it belongs by now.
        let stays = |id: DisputeId| self.store.load(id).is_ok_and(|stored| !stored.filed.is_open());
        let astray = unsure.listed.iter().filter(|listed| open.contains(&listed.id) && stays(listed.id));
        let astray: Vec<Listed> = astray.copied().collect();
        if astray.is_empty() && failed.is_empty() {
            self.store.settle(&unsure);
        }
        for listed in &astray {
            if self.pointed_out.insert(listed.id) {
                let what = format!("`{}` is open, but its file lies among the closed ones", listed.id);
                self.console.warn(&format!("{what}; `iro doctor --repair` moves it back"));
            }
        }
        Ok((astray, failed))
    }
}
