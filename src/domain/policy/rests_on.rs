//! What the rules of a policy turn on; and what decides how a dispute begins: which ladder it takes, at which stage it
//! starts, and who is asked there.

use super::{Asked, ClockRule, DayGiven, Fact, Policy, StartsOn, When};
use crate::domain::event::Raised;
use crate::domain::text::each_once;

impl DayGiven {
    /// The fact that gives the day.
    pub fn fact(self) -> Fact {
        match self {
            DayGiven::Aware => Fact::AwareOn,
            DayGiven::Arose => Fact::AroseOn,
            DayGiven::Review => Fact::ReviewDate,
            DayGiven::NextReview => Fact::NextReview,
        }
    }

    /// Why a clock that counts from the day has no date without it, as the end of a sentence about the clock.
    pub fn reason(self) -> &'static str {
        match self {
            DayGiven::Aware => "it counts from when the raiser became aware, and nothing says when that was",
            DayGiven::Arose => "it counts from when the matter arose, and nothing says when that was",
            DayGiven::Review => "it counts from the review, and no review date is given",
            DayGiven::NextReview => "it counts from the next review, and no date of that is given",
        }
    }
}

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

    /// The answers of raising that any rule turns on, each once: what a `when` names, and the dates that clocks count
    /// from.
    pub fn rests_on(&self) -> Vec<Asked> {
        let nothing = Raised::default();
        let said = self.whens().into_iter().flat_map(|when| when.missing_answers(&nothing));
        let staged = self.stages.iter().flat_map(|stage| &stage.clocks);
        let ladders = self.ladders.iter().flat_map(|ladder| ladder.policy.dispute_wide_clocks());
        let clocks = staged.chain(self.dispute_wide_clocks()).chain(ladders);
        let dates = clocks.flat_map(|clock: &ClockRule| &clock.from).filter_map(StartsOn::day_given);
        each_once(said.chain(dates.map(DayGiven::fact).map(Asked::Fact)))
    }

    /// The departments and agencies that rules name, each once.
    pub fn services_named(&self) -> Vec<&str> {
        let parts = self.whens().into_iter().flat_map(When::parts);
        each_once(parts.flat_map(|when| &when.raised.subjects).map(String::as_str))
    }

    /// The circumstances of every rule.
    fn whens(&self) -> Vec<&When> {
        let ladders = self.ladders.iter().map(|ladder| &ladder.when);
        let entry = self.entry.rules.iter().map(|rule| &rule.when);
        let formal = self.entry.formal_when.iter().map(|rule| &rule.when);
        let roles = self.stages.iter().flat_map(|stage| &stage.only_when).map(|one| &one.when);
        let meetings = self.stages.iter().filter_map(|stage| stage.meeting.as_ref()).map(|meeting| &meeting.when);
        let staged = self.stages.iter().flat_map(|stage| &stage.clocks);
        let clocks = staged.chain(self.dispute_wide_clocks()).map(|clock| &clock.when);
        let duties = self.duties.iter().map(|duty| &duty.when);
        let asks = self.asks.iter().map(|ask| &ask.when);
        let complaints = self.complaint_chosen.iter().chain(&self.beside_complaint).map(|rule| &rule.when);
        let all = ladders.chain(entry).chain(formal).chain(roles).chain(meetings).chain(clocks);
        all.chain(duties).chain(asks).chain(complaints).collect()
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
        let any = self.any.iter().map(When::once_raised).collect();
        When { raised: self.raised.clone(), any, ..When::default() }
    }
}
