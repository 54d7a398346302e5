//! Rows of a table whose first column numbers the stages.

use super::stage::CALLED;
use super::{Part, StageNamed};

/// The row of a table with its stage written out, `Step 2 | Head of Service | 5 working days`, if the heading of the
/// first column says what the number in it counts; otherwise `None`. `counts` is what that heading said last.
pub(super) fn stage_of_row(part: &Part, counts: &mut Option<String>) -> Option<Part> {
    let Some((first, rest)) = part.text.split_once(" | ") else {
        *counts = None;
        return None;
    };
    let heading = first.split_whitespace().next().unwrap_or_default();
    if CALLED.contains(&heading.to_lowercase().as_str()) && StageNamed::all_in(first).is_empty() {
        *counts = Some(heading.to_owned());
        return None;
    }
    let called = counts.as_ref().filter(|_| !first.contains(' '))?;
    let stage = format!("{called} {first}");
    StageNamed::leading(&stage)?;
    Some(Part { text: format!("{stage} | {rest}"), number: Some(stage), ..part.clone() })
}
