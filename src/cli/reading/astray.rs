//! Open disputes whose files are among the closed ones, where a person or a program put them. Commands for open
//! disputes must not miss them.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::sequence::is_open_after;
use crate::store::Listed;

impl Context {
    /// Those of them that are not in `found`, which must be sorted, and what couldn't be read. Each dispute is pointed
    /// out once.
    ///
    /// # Errors
    /// The store can't be searched.
    pub(super) fn astray(&mut self, found: &[DisputeId]) -> Result<(Vec<Listed>, Vec<Failure>), Failure> {
        let mut unsure = self.store.unsure()?;
        unsure.listed.retain(|listed| found.binary_search(&listed.id).is_err());
        if unsure.listed.is_empty() {
            return Ok(Default::default());
        }
        let pays = unsure.listed.len() >= self.store.worth_remembering();
        let mut memo = if pays { self.memo()? } else { None };
        let (mut open, mut unread, mut failed, mut to_read) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for listed in &unsure.listed {
            match memo.as_mut().and_then(|memo| memo.find(listed)) {
                Some((known, _)) if known.kind == Kind::Dispute && known.closed_on.is_none() => open.push(listed.id),
                Some(_) => {}
                None => to_read.push(listed.id),
            }
        }
        self.each(
            &to_read,
            |_, id, loaded| (id, loaded.map(|stored| is_open_after(&stored.record.entries))),
            |(id, is_open)| match is_open {
                Ok(true) => open.push(id),
                Ok(false) => {}
                Err(error) => {
                    unread.push(id);
                    failed.push(error.into());
                }
            },
        )?;
        self.store.note_all_ended(&unsure, &[&open[..], &unread].concat());
        // A dispute that was reopened meanwhile is in its right place by now.
        let stays = |id: DisputeId| self.store.load(id).is_ok_and(|stored| !stored.filed.is_open());
        let astray = unsure.listed.iter().filter(|listed| open.contains(&listed.id) && stays(listed.id));
        let astray: Vec<Listed> = astray.copied().collect();
        for listed in &astray {
            if self.pointed_out.insert(listed.id) {
                let what = format!("`{}` is open, but its file lies among the closed ones", listed.id);
                self.console.warn(&format!("{what}; `iro doctor --repair` moves it back"));
            }
        }
        Ok((astray, failed))
    }
}
