//! Finds the record that a person means, and the ids that come next.

use super::error::StoreError;
use crate::domain::id::{DisputeId, IdQuery};

/// The highest number that can be read as part of an id.
pub(super) const LAST_NUMBER: u32 = 999_999_999;

/// How many ids to suggest when the one that was typed doesn't exist.
const SUGGESTIONS: usize = 5;

/// The one id among these that a query means.
pub(super) fn pick(query: IdQuery, ids: &[DisputeId]) -> Result<DisputeId, StoreError> {
    let number = match query {
        IdQuery::Full(id) if ids.contains(&id) => return Ok(id),
        IdQuery::Full(id) => {
            return Err(StoreError::NotFound { asked: id.to_string(), near: similar(id, ids) });
        }
        IdQuery::Number(number) => number,
    };
    let same: Vec<DisputeId> = ids.iter().copied().filter(|id| id.number() == number).collect();
    match same[..] {
        [id] => Ok(id),
        [] => Err(StoreError::NotFound {
            asked: number.to_string(),
            near: ids.last().map_or_else(Vec::new, |last| similar(DisputeId::new(last.year(), number), ids)),
        }),
        _ => Err(StoreError::Ambiguous { number, ids: same }),
    }
}

/// The ids that differ by one typing mistake, or have the same number in another year. The most similar first.
pub(super) fn similar(asked: DisputeId, ids: &[DisputeId]) -> Vec<DisputeId> {
    let written = asked.to_string();
    let mut near: Vec<(usize, DisputeId)> = ids
        .iter()
        .map(|id| match id.number() == asked.number() {
            true => (0, *id),
            false => (strsim::damerau_levenshtein(&written, &id.to_string()), *id),
        })
        .filter(|(distance, _)| *distance <= 1)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, id)| id).take(SUGGESTIONS).collect()
}

/// The ids after the highest number known, skipping any that exist nevertheless.
pub(super) fn following(
    year: u16,
    highest: u32,
    count: usize,
    taken: impl Fn(DisputeId) -> Result<bool, StoreError>,
) -> Result<Vec<DisputeId>, StoreError> {
    let mut ids = Vec::with_capacity(count);
    let mut number = highest;
    while ids.len() < count {
        if number >= LAST_NUMBER {
            return Err(StoreError::NoNumberLeft { year, highest });
        }
        number += 1;
        let id = DisputeId::new(year, number);
        if !taken(id)? {
            ids.push(id);
        }
    }
    Ok(ids)
}
