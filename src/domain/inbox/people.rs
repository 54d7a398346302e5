//! Who may have a task in a record, and who may act for whom.

use super::owed::chases_in_complaint;
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, Party, Status};
use crate::domain::policy::RoleId;
use crate::domain::time::Date;

/// The role of this party that `who` may act for on a day under the protocol; `None` if there is none.
pub fn stands_in_for(dispute: &Dispute, party: &Party, who: &str, day: Date) -> Option<RoleId> {
    let acts = |role: &&RoleId| {
        let mut acting = dispute.policy.substitutes(role).iter().filter(|one| one.acts_on(day));
        acting.any(|one| dispute.party(std::slice::from_ref(&one.role)).is(who))
    };
    party.roles.iter().find(acts).cloned()
}

/// Those who may act for a role, on any days.
fn substitutes<'a>(dispute: &'a Dispute, role: &RoleId) -> impl Iterator<Item = Party> + 'a {
    dispute.policy.substitutes(role).iter().map(|one| dispute.party(std::slice::from_ref(&one.role)))
}

/// Everybody who may have a task in a record, by role and by name: at least all for whom `tasks` finds one on that
/// day.
pub fn everybody(case: &Case, today: Date) -> Vec<String> {
    let mut names = Vec::new();
    match case {
        Case::Dispute(dispute) => {
            for party in asked(dispute, today) {
                names.extend(party.names().map(str::to_string));
            }
        }
        Case::Praise(praise) => {
            let rule = praise.policy.praise.iter().flat_map(|rule| &rule.acknowledged_by);
            names.extend(rule.chain(&praise.facts.role).map(ToString::to_string));
            names.extend(praise.facts.r#for.iter().cloned());
            names.extend([praise.facts.by_role.to_string(), praise.by.clone()]);
            names.extend(praise.facts.iro.clone());
        }
    }
    names
}

/// Those who are asked for something in a dispute.
fn asked(dispute: &Dispute, today: Date) -> Vec<Party> {
    let mut parties = Vec::new();
    if dispute.is_open() {
        let waiting = dispute.waiting_on();
        parties.extend(waiting.iter().flat_map(|party| &party.roles).flat_map(|role| substitutes(dispute, role)));
        parties.extend(waiting);
        parties.extend(dispute.open_actions().map(|action| dispute.somebody(action.owner.as_deref())));
        // Both are told what is overdue from others.
        parties.push(dispute.owner());
        parties.push(dispute.party(std::slice::from_ref(&dispute.raised.by_role)));
    }
    // Also of a dispute that has ended: some clocks run on, or begin then.
    parties.extend(dispute.clocks.iter().filter(|clock| clock.is_running()).map(|clock| dispute.party_of(clock)));
    if dispute.status() == Status::AwaitingReview {
        let judges = dispute.duties().into_iter().filter_map(|duty| duty.by);
        parties.extend(judges.map(|role| dispute.party(&[role])));
    }
    parties.extend(chases_in_complaint(dispute).then(|| dispute.owner()));
    let owed = dispute.outstanding(today).chain(dispute.left_over());
    parties.extend(owed.map(|duty| dispute.party_to(&duty)));
    parties
}
