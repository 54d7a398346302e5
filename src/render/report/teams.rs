//! The names of teams in a report, which were typed: whoever publishes it has to know which there are.

use std::collections::BTreeSet;

use super::{FigureView, Report};
use crate::domain::summary::Dimension;

impl Report {
    /// The names of teams in it, as they were typed.
    pub fn teams(&self) -> Vec<String> {
        let by_team = |figure: &&FigureView| self.by == Some(Dimension::Team) || figure.id == "raised-by-team";
        let named = self.figures.iter().filter(by_team).flat_map(|figure| &figure.by);
        let named: BTreeSet<&str> =
            named.filter(|part| !part.group.is_not_said()).map(|part| part.group.label.as_str()).collect();
        named.into_iter().map(str::to_string).collect()
    }
}
