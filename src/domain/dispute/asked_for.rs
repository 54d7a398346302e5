//! What a stage asks of its responders: what its clocks wait for, which is not always an answer.

use super::{Clock, Dispute, DutyState, Party};
use crate::domain::policy::{ClockId, ClockRule, Duty, EndsOn, Meeting, RoleId, StartsOn};
use crate::domain::time::Date;

/// What a stage's responders have to do before it can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFor {
    Answer,
    /// The protocol sets a time for settling the matter, but none for an answer.
    Resolution,
    Decision,
    /// They have answered; what they agreed to do has further time.
    FurtherWork,
    /// Something else that the protocol gives them time for, such as to carry out a plan.
    Work,
    /// Nothing yet: others have to act first.
    Nothing,
}

impl Dispute {
    /// What the present stage asks of its responders.
    pub fn asked_for(&self) -> AskedFor {
        if self.has_further_time() {
            return AskedFor::FurtherWork;
        }
        if let Some(rule) = self.answer_clock().and_then(|clock| self.rule_behind(clock)) {
            return AskedFor::by(rule);
        }
        // A stage whose clocks are all for what others do waits for others. One without clocks waits for an answer,
        // unless others are to talk the matter over with the responders.
        let rules = &self.stage().clocks;
        let awaited = rules.iter().map(AskedFor::by).find(|asked| *asked != AskedFor::Work);
        match awaited {
            Some(asked) => asked,
            None if !rules.is_empty() || self.talks().next().is_some() => AskedFor::Nothing,
            None => AskedFor::Answer,
        }
    }

    /// The duties by which others talk the matter over with the responders of the present stage.
    pub(super) fn talks(&self) -> impl Iterator<Item = &Duty> {
        let with = |role: &RoleId| self.stage_entry().asked.at_step(self.stage_entry().step).contains(role);
        let here = self.policy.duties.iter().filter(|duty| duty.stages == [self.stage().id.clone()]);
        here.filter(move |duty| duty.by.is_some() && duty.with.as_ref().is_some_and(with))
    }

    /// How that talk stands; `None` if the stage asks for none.
    pub fn talk_stands(&self) -> Option<DutyState> {
        let views = self.duties();
        let of = |duty: &Duty| views.iter().find(|view| view.duty == duty.id).map(|view| view.state);
        let states: Vec<DutyState> = self.talks().filter_map(of).collect();
        let worst_first = [DutyState::Outstanding, DutyState::Waived, DutyState::Done];
        worst_first.into_iter().find(|state| states.contains(state))
    }

    /// With whom that talk was held, if that is on record.
    pub fn talked_with(&self) -> Option<&str> {
        let stay = self.stage_entry().stay;
        self.talks().find_map(|duty| self.mark_in_stay(&duty.id, stay)?.with.as_deref())
    }

    /// The meeting of the present stage, if it is called for and none is recorded yet.
    pub fn meeting_to_hold(&self, today: Date) -> Option<&Meeting> {
        self.meeting_called_for(today).and(self.stage().meeting.as_ref())
    }

    /// The running clock for holding the meeting of this stay.
    pub fn convening(&self) -> Option<&Clock> {
        let here = |clock: &&Clock| clock.is_running() && clock.stay == Some(self.stage_entry().stay);
        self.clocks.iter().filter(here).find(|clock| self.waits_until(clock, &EndsOn::Meeting))
    }

    /// Whoever has to see that the meeting of this stay is held, if that is neither its chair nor the raiser.
    pub fn convener(&self) -> Option<Party> {
        let party = self.party_of(self.convening()?);
        let chair = self.stage().meeting.as_ref().and_then(|meeting| meeting.chair.as_ref());
        let others = |role: &RoleId| Some(role) != chair && *role != self.raised.by_role;
        Some(party).filter(|party| !party.roles.is_empty() && party.roles.iter().all(others))
    }

    /// The last clock of this stay whose running out calls for the meeting.
    pub fn meeting_called_for_by(&self) -> Option<&Clock> {
        let meeting = self.stage().meeting.as_ref()?;
        let lapsed = |clock: &ClockId| {
            let calls = |start: &StartsOn| matches!(start, StartsOn::Lapsed { clock: lapsed } if lapsed == clock);
            meeting.from.iter().any(calls)
        };
        let stay = Some(self.stage_entry().stay);
        self.clocks.iter().rfind(|clock| clock.stay == stay && lapsed(&clock.id))
    }
}

impl AskedFor {
    /// What the date of this is called in a sentence, before the date and once it has passed.
    pub fn until(self, past: bool) -> &'static str {
        match (self, past) {
            (AskedFor::Resolution, false) => "it is to be resolved by",
            (AskedFor::Resolution, true) => "it was to be resolved by",
            (AskedFor::Decision, false) => "the decision is due",
            (AskedFor::Decision, true) => "the decision was due",
            (AskedFor::Answer | AskedFor::FurtherWork | AskedFor::Work | AskedFor::Nothing, false) => {
                "the answer is due"
            }
            (AskedFor::Answer | AskedFor::FurtherWork | AskedFor::Work | AskedFor::Nothing, true) => {
                "the answer was due"
            }
        }
    }

    pub(super) fn by(rule: &ClockRule) -> AskedFor {
        match () {
            () if rule.until.contains(&EndsOn::Answered) => AskedFor::Answer,
            () if rule.asks_for_a_decision() => AskedFor::Decision,
            () if rule.until.contains(&EndsOn::Resolved) => AskedFor::Resolution,
            () => AskedFor::Work,
        }
    }
}
