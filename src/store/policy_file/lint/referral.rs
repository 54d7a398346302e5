//! Warns of a referral to Cafcass that is left to people who can't make it.

use crate::domain::policy::{CaseType, Policy};
use crate::store::policy_file::reader::Reader;
use crate::store::yaml::Place;

/// Warns if a looked-after child's dispute is referred by whoever raised it, and no reviewing officer raises any.
pub fn by_nobody_who_may(reader: &Reader, policy: &Policy) {
    let by_law = policy.covers.contains(&CaseType::LookedAfter) && policy.refers_by_law(CaseType::LookedAfter);
    let named = policy.referral.as_ref().is_some_and(|rule| rule.by.is_some());
    if by_law && !named && !policy.raisers.iter().any(|role| policy.is_reviewing_officer(role)) {
        let message = "nobody who raises a dispute is a reviewing officer, and only the child's reviewing officer refers to Cafcass \
                       (Children Act 1989, section 25B(3))"
            .to_owned();
        let hint = "name the reviewing officer among the roles, and write `by` under `referral`, as in `by: iro`";
        reader.warn(Place::default(), "referral-by-nobody", message, Some(hint.to_owned()));
    }
}
