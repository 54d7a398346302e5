//! What decides how a dispute begins: which ladder it takes, at which stage it starts, and who is asked there.

use super::{Asked, Fact, Policy, When};
use crate::domain::event::Raised;

impl Policy {
    /// The unanswered questions that decide the ladder, the first stage or who answers, each once. `usual` is `said`
    /// with the usual values filled in for what is missing.
    pub fn questions_deciding_start(&self, said: &Raised, usual: &Raised) -> Vec<Asked> {
        let mut found: Vec<Asked> = Vec::new();
        let of_ladders = self.undecided_ladders(usual).into_iter().flat_map(|(_, asked)| asked);
        let usually_one = [Asked::Fact(Fact::ByRole), Asked::Fact(Fact::CaseType)];
        let ladders = self.ladders.iter().filter(|ladder| ladder.named && said.stage.is_empty());
        // `usual` always has a role and a kind of case, so whether they are missing is seen in `said`.
        let of_people =
            ladders.flat_map(|ladder| ladder.when.missing_answers(said)).filter(|asked| usually_one.contains(asked));
        let taken = self.ladder_of(usual).map_or(self, |ladder| &ladder.policy);
        let entry = taken.entry.rules.iter().map(|rule| &rule.when).filter(|_| said.stage.is_empty());
        let asked = taken.stages.iter().flat_map(|stage| &stage.only_when).map(|one| &one.when);
        let may_matter = entry.chain(asked).filter(|when| when.once_raised().may_hold(said));
        let of_rules = may_matter.flat_map(|when| when.missing_answers(said));
        for one in of_people.chain(of_ladders).chain(of_rules) {
            if !found.contains(&one) && self.is_a_choice(&one) {
                found.push(one);
            }
        }
        found
    }

    /// Whether more than one answer is possible.
    fn is_a_choice(&self, asked: &Asked) -> bool {
        match asked {
            Asked::Fact(Fact::ByRole) => self.raisers.len() > 1,
            Asked::Fact(Fact::CaseType) => self.covers.len() > 1,
            Asked::Fact(_) | Asked::Field(_) => true,
        }
    }
}

impl When {
    /// The circumstances without those that only arise after raising and could still come to hold.
    fn once_raised(&self) -> When {
        // Every field is named, so that a new one is not forgotten.
        let When {
            categories,
            impact_levels,
            case_types,
            fields,
            decided_by,
            raised_by,
            immediate,
            other_service,
            subjects,
            any,
            because: _,
            answered: _,
            agreed: _,
            complaint: _,
            referred: _,
            resolved: _,
            results: _,
            reached: _,
            meeting_held: _,
            passed: _,
            none: _,
        } = self.clone();
        let any = any.iter().map(When::once_raised).collect();
        When {
            categories,
            impact_levels,
            case_types,
            fields,
            decided_by,
            raised_by,
            immediate,
            other_service,
            subjects,
            any,
            ..When::default()
        }
    }
}
