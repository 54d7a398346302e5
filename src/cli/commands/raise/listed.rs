//! Compares the facts of a new dispute with the list of children. Differences are pointed out and never refused.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::children::{Child, Children};
use crate::domain::event::Raised;
use crate::domain::policy::{CaseType, Policy};
use crate::domain::same_name::is_same;
use crate::render::{clean, words};

/// Fills in the team and the legal status from the list, unless they were given.
pub fn fill(facts: &mut Raised, child: &Child) {
    facts.team = facts.team.take().or_else(|| child.team.clone());
    facts.legal_status = facts.legal_status.take().or_else(|| child.legal_status.clone());
}

/// Notes where the list differs from what is about to be recorded.
///
/// # Errors
/// The list can't be read.
pub fn point_out(references: &[String], facts: &Raised, policy: &Policy, ctx: &mut Context) -> Result<(), Failure> {
    let list = ctx.children()?.clone();
    if list.imported_on.is_none() || ctx.answers.has_begun_again() {
        return Ok(());
    }
    for reference in references.iter().filter(|reference| !reference.is_empty()) {
        for said in remarks(reference, facts, policy, &list, ctx) {
            ctx.console.warn(&clean::line(&said));
        }
    }
    Ok(())
}

fn remarks(reference: &str, facts: &Raised, policy: &Policy, list: &Children, ctx: &Context) -> Vec<String> {
    let of = list.imported_on.map(|on| format!(" of {}", words::short_date(on))).unwrap_or_default();
    let Some(child) = list.find(reference) else {
        return vec![format!("`{reference}` is not in the list of children{of}")];
    };
    let mut said = Vec::new();
    let other = child.iro.as_ref().filter(|iro| facts.iro.as_ref().is_some_and(|named| !is_same(named, iro)));
    said.extend(
        other.map(|iro| {
            format!("the list of children{of} has {iro} as the IRO of {reference} (`--iro` says who it is)")
        }),
    );
    let differs = |listed: &Option<String>, named: &Option<String>| match (listed, named) {
        (Some(listed), Some(named)) if !is_same(listed, named) => Some(listed.clone()),
        _ => None,
    };
    said.extend(
        differs(&child.legal_status, &facts.legal_status)
            .map(|listed| format!("the list of children{of} has the legal status {listed} for {reference}")),
    );
    let review = child.next_review.filter(|_| facts.review_date.is_none());
    said.extend(review.map(|review| {
        format!(
            "the next review of {reference} is on {} (`--review-date {review}` puts it on record)",
            words::short_date(review)
        )
    }));
    let looked_after = facts.case_type.or(policy.covers.first().copied()) == Some(CaseType::LookedAfter);
    if looked_after && policy.refers(CaseType::LookedAfter) {
        let to = policy.referred_to(Some(CaseType::LookedAfter));
        let grown = child.is_of_age(ctx.now().date());
        said.extend(grown.then(|| format!("by the year of birth in the list, {reference} is 18 or older: a referral to {to} is for children who are looked after")));
        let none = !grown && child.legal_status.is_none() && facts.legal_status.is_none();
        said.extend(none.then(|| {
            format!(
                "the list has no legal status for {reference}: a referral to {to} is for children who are looked after"
            )
        }));
    }
    said
}
