//! Duties left over from earlier stages, and what else is not on record for them or for the end, whether anybody still
//! owes it or not.

use super::duties::view_of;
use super::state::StayNumber;
use super::{Dispute, DutyStanding, DutyState, StageEntry, Status};
use crate::domain::policy::{Circumstances, Duty, DutyId, Meeting, OwedAt, Stage};

/// A duty that is not on record, and the stay under which a form lists it.
#[derive(Debug, Clone)]
pub struct Unrecorded {
    /// The stay that was over without it; `None` for what belongs to the end, or to the whole dispute.
    pub stay: Option<StayNumber>,
    pub duty: DutyStanding,
}

impl Dispute {
    /// Whether a duty is owed after the end until it is done or waived. A dispute raised in error asks nothing of
    /// anybody.
    pub(super) fn outlives_the_end(&self, duty: &Duty) -> bool {
        duty.stays_owed_after_end() && self.raised_in_error != Some(true)
    }

    /// The same of a meeting.
    pub(super) fn meeting_outlives_the_end(&self, meeting: &Meeting) -> bool {
        meeting.stays_owed_after_end() && self.raised_in_error != Some(true)
    }

    /// The duties of stages that were left, if nothing has been said of them (done, waived or overridden) and they
    /// don't lapse with the stage. A duty that is done once, and that the present stage asks for as well, is not left
    /// over.
    pub fn left_over(&self) -> Vec<DutyStanding> {
        let here = self.stage_entry();
        let mut views: Vec<DutyStanding> = Vec::new();
        let mut earlier: Vec<&StageEntry> = Vec::new();
        for stage_entry in self.stage_entries.iter().filter(|stage_entry| stage_entry.stage != here.stage) {
            earlier.retain(|other| other.stage != stage_entry.stage);
            earlier.push(stage_entry);
        }
        for stage_entry in earlier {
            for view in self.not_settled_since(stage_entry) {
                if !(self.is_done_once(&view)
                    && (self.is_asked_for_here(&view.duty) || views.iter().any(|one| one.duty == view.duty)))
                {
                    views.push(view);
                }
            }
        }
        views
    }

    /// The meeting of a stay, as a duty, if something called for it and it was neither held nor waived.
    fn meeting_not_held(
        &self,
        stage: &Stage,
        stay: StayNumber,
        facts: &Circumstances<'_>,
        counts: impl Fn(&Meeting) -> bool,
    ) -> Option<DutyStanding> {
        let meeting = stage.meeting.as_ref().filter(|meeting| counts(meeting))?;
        let owed = self.is_brought_up(&meeting.from, stay) && self.mark_in_stay(&DutyId::MEETING, stay).is_none();
        self.meeting_duty(stage, stay, facts).filter(|_| owed)
    }

    /// What was asked for in a stay and has been neither done nor waived nor overridden, there or in a later stay at the
    /// same stage, and doesn't lapse with the stage. A meeting is that of its own stay.
    fn not_settled_since(&self, stay: &StageEntry) -> Vec<DutyStanding> {
        let stage = &self.policy.stages[stay.stage];
        let facts = self.facts_of(stay);
        let settled = |duty: &DutyId| {
            let mut since = self.stage_entries.iter().filter(|one| one.stage == stay.stage && one.stay >= stay.stay);
            since.any(|one| self.mark_in_stay(duty, one.stay).is_some())
        };
        let asked = self.policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id));
        let asked = asked.filter(|duty| duty.before.is_empty() && !duty.lapses && duty.when.holds(&facts));
        let asked = asked.filter(|duty| self.is_brought_up(&duty.from, stay.stay));
        let owed = asked.filter(|duty| self.is_open() || self.outlives_the_end(duty));
        let owed = owed.filter(|duty| if duty.once { self.mark_of(duty).is_none() } else { !settled(&duty.id) });
        let owed = owed.map(|duty| view_of(duty, stage.id.clone().into(), Vec::new(), None));
        let stays = |meeting: &Meeting| match self.is_open() {
            true => meeting.stays_owed(),
            false => self.meeting_outlives_the_end(meeting),
        };
        owed.chain(self.meeting_not_held(stage, stay.stay, &facts, stays)).collect()
    }

    pub(super) fn is_done_once(&self, view: &DutyStanding) -> bool {
        self.policy.duty_in(&view.duty, &view.place).is_some_and(|duty| duty.once)
    }

    /// Whether the present stage asks for a duty that is done once.
    fn is_asked_for_here(&self, duty: &DutyId) -> bool {
        let (here, facts) = (&self.stage().id, self.facts(None));
        let asks = |rule: &Duty| {
            let up = || self.is_brought_up(&rule.from, self.stage_entry().stay);
            rule.id == *duty && rule.once && rule.stages.contains(here) && rule.when.holds(&facts) && up()
        };
        self.policy.duties.iter().any(asks)
    }

    /// As `left_over`, each duty once with the titles of its stages; duties of the same stages follow each other.
    pub fn left_over_by_duty(&self) -> Vec<(DutyStanding, Vec<&str>)> {
        let mut by_duty: Vec<(DutyStanding, Vec<&str>)> = Vec::new();
        for view in self.left_over() {
            let stage = view.place.stage().and_then(|id| self.policy.stage(id));
            let title = stage.map_or("", |stage| stage.title.as_str());
            match by_duty.iter_mut().find(|(other, _)| (&other.duty, &other.text) == (&view.duty, &view.text)) {
                Some((_, stages)) => stages.push(title),
                None => by_duty.push((view, vec![title])),
            }
        }
        let firsts: Vec<Vec<&str>> = by_duty.iter().map(|(_, stages)| stages.clone()).collect();
        by_duty.sort_by_key(|(_, stages)| firsts.iter().position(|first| first == stages));
        by_duty
    }

    /// What is not on record for the stays that are over and, once the dispute has ended, for the end. It includes
    /// what can't be done any more, and so is owed by nobody.
    pub fn unrecorded(&self) -> Vec<Unrecorded> {
        if self.raised_in_error == Some(true) {
            return Vec::new();
        }
        let owed = self.owed_on_paper();
        let of_stay = |stay: &StageEntry| {
            let number = stay.stay;
            let stage = &self.policy.stages[stay.stage].id;
            let last =
                self.stage_entries.iter().rfind(|one| one.stage == stay.stage).is_some_and(|one| one.stay == stay.stay);
            let mut lacking: Vec<DutyStanding> = match last {
                true => owed.iter().filter(|view| view.place.stage() == Some(stage)).cloned().collect(),
                // What is done once is listed with the last stay.
                false => self.not_settled_since(stay).into_iter().filter(|view| !self.is_done_once(view)).collect(),
            };
            let again =
                |one: &DutyStanding, other: &DutyStanding| (&one.duty, &one.place) == (&other.duty, &other.place);
            let mut too_late = self.too_late(stay);
            too_late.retain(|view| !lacking.iter().any(|other| again(view, other)));
            lacking.extend(too_late);
            let of_whole = |view: &DutyStanding| self.is_of_the_whole(view);
            lacking.into_iter().map(move |duty| Unrecorded { stay: Some(number).filter(|_| !of_whole(&duty)), duty })
        };
        let stays: Vec<Unrecorded> = self.stays_over().into_iter().flat_map(of_stay).collect();
        let of_the_end = owed.iter().filter(|view| view.place == OwedAt::End);
        stays.into_iter().chain(of_the_end.map(|duty| Unrecorded { stay: None, duty: duty.clone() })).collect()
    }

    /// Whether no stage asks for anything: it has ended, or the complaints procedure has it.
    pub fn stands_still(&self) -> bool {
        !self.is_open() || self.status() == Status::Complaint
    }

    /// The stays that are over, each once; the present one, if nothing is asked for there.
    fn stays_over(&self) -> Vec<&StageEntry> {
        self.stays_before(self.stands_still())
    }

    /// The stays before the present one, each once, and with `and_this_one` that one.
    pub(super) fn stays_before(&self, and_this_one: bool) -> Vec<&StageEntry> {
        let over = |entry: &&StageEntry| entry.stay != self.stage_entry().stay || and_this_one;
        let mut stays: Vec<&StageEntry> = self.stage_entries.iter().filter(over).collect();
        stays.dedup_by_key(|entry| entry.stay);
        stays
    }

    /// What is still owed of the stays that are over, and since the end.
    fn owed_on_paper(&self) -> Vec<DutyStanding> {
        let here = self.duties().into_iter().filter(|view| {
            let beside = [DutyId::REFERRAL_WRITTEN, DutyId::REFERRAL_PAPERS].contains(&view.duty);
            let owed = view.state == DutyState::Outstanding && view.owed && !beside;
            self.stands_still() && owed && self.is_up(view, None)
        });
        here.chain(self.left_over()).collect()
    }

    /// Whether a form lists a duty under the whole dispute: that has ended, and the duty is done once and belongs to
    /// several stages.
    fn is_of_the_whole(&self, view: &DutyStanding) -> bool {
        let once = self.policy.duty_in(&view.duty, &view.place).is_some_and(|duty| duty.once && duty.stages.len() > 1);
        once && self.stands_still()
    }

    /// What was to be done in a stay that is over, or while the dispute was open, and was neither done nor waived.
    fn too_late(&self, stay: &StageEntry) -> Vec<DutyStanding> {
        let stage: &Stage = &self.policy.stages[stay.stage];
        let facts = self.facts_of(stay);
        let last = !self.is_open() && stay.stay == self.stage_entry().stay;
        let later = |duty: &&Duty| {
            let mut after = self.stage_entries.iter().filter(|one| one.stay > stay.stay);
            after.any(|one| duty.stages.contains(&self.policy.stages[one.stage].id))
        };
        let asked = self.policy.duties.iter().filter(|duty| duty.while_open && !duty.lapses);
        let asked = asked.filter(|duty| duty.stages.contains(&stage.id) && duty.before.is_empty());
        let asked = asked.filter(|duty| duty.when.holds(&facts));
        let asked = asked.filter(|duty| self.is_brought_up(&duty.from, stay.stay));
        let missing = asked.filter(|duty| match duty.once {
            true => self.mark_of(duty).is_none() && !later(duty) && last,
            false => self.mark_in_stay(&duty.id, stay.stay).is_none(),
        });
        let missing = missing.map(|duty| view_of(duty, stage.id.clone().into(), Vec::new(), None));
        let could_be_held = |meeting: &Meeting| meeting.stays_owed() && meeting.while_open;
        missing.chain(self.meeting_not_held(stage, stay.stay, &facts, could_be_held)).collect()
    }
}
