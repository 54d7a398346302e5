//! Who is who in a dispute: whose it is, who drives it, who is asked, who has answered.

use super::{Answer, AskedFor, Clock, Dispute, DutyState, Party, StageEntry, Status};
use crate::domain::event::{Entry, Event, Raised, Responded};
use crate::domain::policy::{Responders, RoleId, Stage, StageId};
use crate::domain::same_name::is_same;

impl Raised {
    /// Who holds a role in a case that somebody raised: as assigned; the child's IRO; or the raiser, in the role they did.
    pub fn holder_of<'a>(&'a self, role: &RoleId, raised_by: &'a str) -> Option<&'a str> {
        let assigned = self.assigned.get(role).map(String::as_str);
        let iro = || self.iro.as_deref().filter(|_| *role == RoleId::IRO);
        assigned.or_else(iro).or_else(|| (*role == self.by_role).then_some(raised_by))
    }
}

impl Dispute {
    /// The role that drives the present stage.
    pub fn owner(&self) -> Party {
        self.party(&[self.stage().owner.clone().unwrap_or_else(|| self.raised.by_role.clone())])
    }

    /// Whoever judges an answer at the present stage.
    pub fn judge(&self) -> Party {
        self.stage().judge.clone().map_or_else(|| self.owner(), |role| self.party(&[role]))
    }

    /// Whether somebody other than the raiser judges the answer at the present stage.
    pub fn is_judged_by_another(&self) -> bool {
        self.stage().judge.as_ref().is_some_and(|judge| *judge != self.raised.by_role)
    }

    /// Whoever has to do something next; nobody once it has ended.
    pub fn waiting_on(&self) -> Option<Party> {
        match self.status() {
            Status::AwaitingResponse => Some(self.acts_first().unwrap_or_else(|| self.still_to_answer())),
            Status::AwaitingReview | Status::Agreed => {
                Some(self.to_conclude().unwrap_or_else(|| self.still_to_answer()))
            }
            Status::Complaint | Status::Resolved | Status::Withdrawn => None,
        }
    }

    /// Who has to act before anything is asked of the responders: whoever has the stage's first date, or has still to talk
    /// the matter over with them.
    pub fn acts_first(&self) -> Option<Party> {
        if self.asked_for() != AskedFor::Nothing {
            return None;
        }
        let stay = Some(self.stage_entry().stay);
        let here = |clock: &&Clock| clock.is_running() && self.stay_that_ends(clock) == stay && clock.binds();
        let first = self.clocks.iter().filter(here).min_by_key(|clock| clock.falls_due().instant_or_end());
        let to_talk = || self.talk_stands() == Some(DutyState::Outstanding);
        let talks = || self.talks().filter(|_| to_talk()).find_map(|duty| Some(self.party(&[duty.by.clone()?])));
        first.map(|clock| self.party_of(clock)).or_else(talks).filter(|party| !party.roles.is_empty())
    }

    /// Who has to judge the answer, or to end the matter or take it further, once those who are asked have done their
    /// part: they have answered, and carried out every action of a plan that was agreed. `None` while they haven't.
    pub fn to_conclude(&self) -> Option<Party> {
        let carried_out = || !self.actions.is_empty() && self.open_actions().next().is_none();
        match self.status() {
            Status::AwaitingReview if self.judgement().is_none() => Some(self.judge()),
            Status::AwaitingReview => Some(self.owner()),
            Status::Agreed => carried_out().then(|| self.owner()),
            Status::AwaitingResponse | Status::Complaint | Status::Resolved | Status::Withdrawn => None,
        }
    }

    /// Everybody who is asked to answer where the dispute stands.
    pub fn responder(&self) -> Party {
        let responders = &self.stage_entry().asked;
        self.asked(responders, responders.at_step(self.stage_entry().step))
    }

    /// Those of the responders whose answer is still awaited; all of them once none is.
    pub fn still_to_answer(&self) -> Party {
        self.asked(&self.stage_entry().asked, &self.awaited_after(None))
    }

    /// Who a stage asks to answer, in the circumstances as they are.
    pub fn responders_at(&self, stage: &Stage) -> Responders {
        stage.responders.only(|role| self.is_called_for(stage, role, false))
    }

    /// Who gets a copy when a stage begins, in the circumstances as they are.
    pub fn copied_at<'p>(&'p self, stage: &'p Stage) -> impl Iterator<Item = &'p RoleId> {
        stage.copy_to.iter().filter(|role| self.is_called_for(stage, role, true))
    }

    /// Who gets a copy at the present stage, each once, and nobody who has it to answer: whoever got one when it began,
    /// and whoever does in the circumstances as they are by now. Where any of several may answer, the others need the
    /// copy.
    pub fn copied_here(&self) -> Vec<&RoleId> {
        let asked = self.stage_entry().asked.at_step(self.stage_entry().step);
        let any_of_several = matches!(self.stage_entry().asked, Responders::AnyOf(_)) && asked.len() > 1;
        let asked = if any_of_several { &[] } else { asked };
        let mut copied: Vec<&RoleId> = Vec::new();
        let here = self.entries_of(self.stage_entry().stay).flat_map(|entry| &entry.copied);
        for role in here.chain(self.copied_at(self.stage())).filter(|role| !asked.contains(role)) {
            copied.extend(Some(role).filter(|role| !copied.contains(role)));
        }
        copied
    }

    /// Whether a role is asked at a stage in the present circumstances, or with `copy`, gets a copy.
    pub(super) fn is_called_for(&self, stage: &Stage, role: &RoleId, copy: bool) -> bool {
        let mut rules = stage.only_when.iter().filter(|one| one.role == *role && one.copy == copy);
        rules.all(|one| self.holds(&one.when, None))
    }

    /// These roles of a stage as a party: any of them may answer, or each must.
    pub fn asked(&self, responders: &Responders, roles: &[RoleId]) -> Party {
        Party { each: matches!(responders, Responders::AllOf(_)), ..self.party(roles) }
    }

    /// These roles as a party. Its `role` and `name` are those of the first role with a known holder, else of the
    /// first role.
    pub fn party(&self, roles: &[RoleId]) -> Party {
        let named = roles.iter().find(|role| self.holder_of(role).is_some()).or(roles.first());
        let holders = roles.iter().filter_map(|role| Some((role.clone(), self.holder_of(role)?.to_string())));
        Party {
            role: named.cloned(),
            name: named.and_then(|role| self.holder_of(role)).map(str::to_string),
            roles: roles.to_vec(),
            each: false,
            holders: holders.collect(),
        }
    }

    /// Who holds a role in this case: as assigned; the child's IRO; or whoever raised it, in the role they did.
    pub fn holder_of(&self, role: &RoleId) -> Option<&str> {
        self.raised.holder_of(role, &self.raised_by)
    }

    /// Everybody who is known to act in a role: whoever holds it in this case, and whoever has answered in it.
    pub fn known_as(&self, role: &RoleId) -> impl Iterator<Item = &str> {
        let answers = self.stage_entries.iter().flat_map(|stay| &stay.answers).filter(move |one| one.role == *role);
        let names = answers.filter_map(|answer| self.recorded(answer)?.1.name.as_deref());
        self.holder_of(role).into_iter().chain(names)
    }

    /// An answer as it was recorded.
    fn recorded(&self, answer: &Answer) -> Option<(&Entry, &Responded)> {
        let entry = self.history.iter().find(|entry| entry.number == answer.entry)?;
        let Event::Responded(facts) = &entry.event else { return None };
        Some((entry, facts))
    }

    /// Whose dispute it is: the child's IRO where it was raised as one, else whoever recorded that it was raised.
    pub fn raiser(&self) -> &str {
        let iro = self.raised.iro.as_deref().filter(|_| self.raised.by_role == RoleId::IRO);
        iro.unwrap_or(&self.raised_by)
    }

    /// Whether somebody is the one who raised it, or recorded it for the IRO whose dispute it is.
    pub fn is_raiser(&self, name: &str) -> bool {
        is_same(name, self.raiser()) || is_same(name, &self.raised_by)
    }

    /// Every answer at every stage, as it was recorded.
    pub fn answers(&self) -> impl Iterator<Item = (&StageId, &Entry, &Responded)> {
        let at = |stay: &StageEntry| self.policy.stages.get(stay.stage).map(|stage| &stage.id);
        let each = self.stage_entries.iter().filter_map(move |stay| Some((at(stay)?, &stay.answers)));
        let recorded = move |stage, answer| self.recorded(answer).map(|(entry, facts)| (stage, entry, facts));
        each.flat_map(move |(stage, answers)| answers.iter().filter_map(move |answer| recorded(stage, answer)))
    }

    /// The answers at the present stage, the latest stay only, as they were recorded.
    pub fn answers_here(&self) -> impl Iterator<Item = (&Entry, &Responded)> {
        let here = self.entries_of(self.stage_entry().stay);
        here.flat_map(|entry| &entry.answers).filter_map(|answer| self.recorded(answer))
    }
}
