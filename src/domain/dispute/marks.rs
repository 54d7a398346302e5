//! Marks: what each entry says of a duty (done, waived or overridden), and the stay that it counts for.

use super::state::StayNumber;
use super::{Dispute, DutyState, Mark, MarkKind, MeetingRecord, StageEntry};
use crate::domain::event::{Entry, Event, MeetingHeld};
use crate::domain::policy::{Duty, DutyId, Meeting, OwedAt, StageId, StartsOn};
use crate::domain::terms::EntryNumber;
use crate::domain::time::Date;

impl Dispute {
    /// The stay that a confirmed duty belongs to: the present one if its stage asks for it, else the last at a stage
    /// that does.
    fn stay_asked_for(&self, duty: &DutyId, here: StayNumber) -> StayNumber {
        let asks = |stay: &&StageEntry| {
            let stage = &self.policy.stages[stay.stage].id;
            self.policy.duty_in(duty, &stage.clone().into()).is_some() || *duty == DutyId::MEETING
        };
        let current = self.entries_of(here).any(|stay| asks(&stay));
        if current { here } else { self.stage_entries.iter().rfind(asks).map_or(here, |stay| stay.stay) }
    }

    /// What was last said of a duty, at whatever stage: done or waived; `None` if nothing was.
    pub fn last_said_of(&self, duty: &DutyId) -> Option<DutyState> {
        let last = self.marks.iter().rfind(|mark| mark.duty == *duty && mark.kind != MarkKind::Overridden);
        last.map(|mark| if mark.is_done() { DutyState::Done } else { DutyState::Waived })
    }

    /// Applies what any entry may carry beside its own facts: duties confirmed, rules overridden.
    pub(super) fn mark_confirmed_and_overridden(&mut self, entry: &Entry, stay: StayNumber) {
        let raised = matches!(entry.event, Event::Raised(_));
        for confirmed in &entry.confirmed {
            let duty = &confirmed.duty;
            let arriving = raised && self.policy.duty(duty).is_some_and(Duty::guards_entering_stage);
            let stay = self.stay_asked_for(duty, stay);
            let mark = Mark::new(duty.clone(), MarkKind::Done, confirmed.on, stay, entry.number);
            self.marks.push(Mark { arriving, ..mark });
        }
        if let Some(overridden) = &entry.overridden {
            let duties = overridden.rules.iter().map(|rule| DutyId::from(rule.as_str()));
            for duty in duties.filter(|duty| self.policy.duty(duty).is_some()) {
                // An entry typed later says that it was done by then.
                if self.mark_in_stay(&duty, stay).is_some_and(|mark| mark.is_done() && mark.entry > entry.number) {
                    continue;
                }
                self.marks.push(Mark::new(duty, MarkKind::Overridden, entry.at, stay, entry.number));
            }
            self.overrides.push((overridden.clone(), entry.at));
        }
    }

    /// Applies a meeting: it counts from the day it was held, for the stay of that day, or for the stage it was called
    /// for.
    pub(super) fn take_in_meeting(&mut self, facts: &MeetingHeld, entry: &Entry) {
        let (on, number) = (facts.held.unwrap_or(entry.at), entry.number);
        let then = self
            .stage_entries
            .iter()
            .rfind(|stage_entry| !on.is_before(&stage_entry.entered))
            .unwrap_or(&self.stage_entries[0]);
        let stay = match &facts.stage {
            Some(stage) => self.stay_of(Some(&OwedAt::Stage(stage.clone()))),
            None => then.stay,
        };
        self.meetings.push(MeetingRecord {
            on,
            chair: facts.chair.clone(),
            attended: facts.attended.clone(),
            minutes: facts.minutes.clone(),
            stay,
            entry: number,
        });
        let (with, ahead) = (Some(facts.chair.clone()), self.waited_for_ahead(&DutyId::MEETING));
        self.marks.push(Mark { with, ahead, ..Mark::new(DutyId::MEETING, MarkKind::Done, on, stay, number) });
        if facts.minutes.is_some() {
            self.marks.push(Mark::new(DutyId::MINUTES, MarkKind::Done, entry.at, stay, number));
        }
    }

    /// Marks a duty as done or waived in one stay at a stage.
    pub(super) fn mark_in(
        &mut self,
        stay: StayNumber,
        place: Option<&OwedAt>,
        duty: &DutyId,
        kind: MarkKind,
        entry: &Entry,
    ) -> &mut Mark {
        let ahead = self.waited_for_ahead(duty).filter(|_| stay == self.stage_entry().stay);
        let at_end = place == Some(&OwedAt::End);
        self.marks.push_mut(Mark { ahead, at_end, ..Mark::new(duty.clone(), kind, entry.at, stay, entry.number) })
    }

    /// The later stage that has a clock waiting for this duty already, unless the present stage asks for it itself.
    fn waited_for_ahead(&self, duty: &DutyId) -> Option<StageId> {
        let here = self.stage();
        let owed_here = self.policy.duties.iter().any(|one| one.id == *duty && one.stages.contains(&here.id));
        if owed_here || (*duty == DutyId::MEETING && here.meeting.is_some()) {
            return None;
        }
        let mut ahead = self.clocks.iter().filter(|clock| clock.is_running() && clock.stay.is_none());
        ahead.find(|clock| clock.stage.is_some() && self.waits_for(clock, duty)).and_then(|clock| clock.stage.clone())
    }

    /// The number of the latest stay at a stage; of the present one if no stage is named, and for the end.
    pub(in crate::domain) fn stay_of(&self, place: Option<&OwedAt>) -> StayNumber {
        let stayed = place.and_then(OwedAt::stage).and_then(|stage| self.last_entry_into(stage));
        stayed.unwrap_or(self.stage_entry()).stay
    }

    /// The last mark of a duty in one stay; not those for the end, or for the way into the stay.
    pub(in crate::domain) fn mark_in_stay(&self, duty: &DutyId, stay: StayNumber) -> Option<&Mark> {
        self.marks.iter().rfind(|mark| mark.duty == *duty && mark.stay == stay && !mark.at_end && !mark.arriving)
    }

    /// Whether whoever judges here is satisfied with the last answer; `None` if they have not said so since, or the
    /// stage has no judge.
    pub fn judgement(&self) -> Option<bool> {
        let role = self.stage().judge.as_ref()?;
        let (yes, no) = (DutyId::satisfied(role), DutyId::not_satisfied(role));
        let stay = self.stage_entry().stay;
        let here = self.marks.iter().filter(|mark| mark.stay == stay && mark.kind == MarkKind::Done);
        let last = here.filter(|mark| mark.duty == yes || mark.duty == no).max_by_key(|mark| self.when_marked(mark))?;
        let mut answers = self.stage_entry().answers.iter().map(|answer| answer.entry);
        let answered = answers.rfind(|answer| self.counts_where_given(*answer));
        answered.is_none_or(|answer| self.happened_after(last.entry, answer)).then(|| last.duty == yes)
    }

    /// What marks are ordered by: the date, then the order in which entries happened.
    fn when_marked(&self, mark: &Mark) -> (Date, usize) {
        (mark.on.date(), self.position_in_time(mark.entry))
    }

    /// Whether whoever judges has since said the opposite.
    fn is_taken_back(&self, mark: &Mark) -> bool {
        let Some(role) = self.stage().judge.as_ref().filter(|_| mark.kind == MarkKind::Done) else { return false };
        let (yes, no) = (DutyId::satisfied(role), DutyId::not_satisfied(role));
        let opposite = if mark.duty == yes {
            no
        } else if mark.duty == no {
            yes
        } else {
            return false;
        };
        let since = |other: &Mark| self.when_marked(other) > self.when_marked(mark);
        self.mark_in_stay(&opposite, mark.stay).is_some_and(since)
    }

    /// The last mark of a duty where it counts: in this stay, at this end, or anywhere for one that is done once.
    pub fn mark_of(&self, duty: &Duty) -> Option<&Mark> {
        if duty.at_end {
            let since = self.ended()?.entry;
            let of_this_end = |mark: &&Mark| mark.at_end && self.happened_after(mark.entry, since);
            self.marks.iter().rfind(|mark| mark.duty == duty.id && of_this_end(mark))
        } else if duty.once {
            self.marks.iter().rfind(|mark| mark.duty == duty.id)
        } else {
            self.mark_in_stay(&duty.id, self.stage_entry().stay).filter(|mark| !self.is_taken_back(mark))
        }
    }

    /// The meeting that a duty of a stage is about, where none is recorded in the last stay there.
    pub fn lacks_meeting(&self, duty: &DutyId, stage: &StageId) -> Option<&Meeting> {
        let rule = self.policy.duty_in(duty, &stage.clone().into());
        let about = *duty == DutyId::MINUTES || rule.is_some_and(|rule| rule.from.contains(&StartsOn::Meeting));
        let meeting = self.policy.stage(stage)?.meeting.as_ref().filter(|_| about)?;
        let stay = self.last_entry_into(stage)?.stay;
        (!self.meetings.iter().any(|held| held.stay == stay)).then_some(meeting)
    }

    /// Where an entry settled a duty, and the policy's duty there: the same id at another stage is another duty.
    /// `None` for what the policy asks for nowhere.
    pub fn settled_in(&self, duty: &DutyId, entry: EntryNumber) -> (OwedAt, Option<&Duty>) {
        let mark = self.marks.iter().rfind(|mark| mark.entry == entry && mark.duty == *duty);
        let stay = |stay: StayNumber| self.stage_entries.iter().rfind(|one| one.stay == stay);
        let stay = mark.and_then(|mark| stay(mark.stay)).unwrap_or(self.stage_entry());
        let done_in = &self.policy.stages[stay.stage].id;
        let place = match mark {
            Some(mark) if mark.at_end => OwedAt::End,
            Some(_) | None => self.done_for(duty, done_in, entry).unwrap_or(done_in).clone().into(),
        };
        let rule = self.policy.duty_in(duty, &place);
        (place, rule)
    }

    /// The duties that an entry settles, each with the stage it is settled for.
    pub fn settled_by(&self, entry: &Entry) -> Vec<(DutyId, OwedAt)> {
        let own = if let Event::DutyDone(facts) = &entry.event {
            Some(&facts.duty)
        } else if let Event::DutyWaived(facts) = &entry.event {
            Some(&facts.duty)
        } else {
            matches!(entry.event, Event::MeetingHeld(_)).then_some(&DutyId::MEETING)
        };
        let all = own.into_iter().chain(entry.confirmed.iter().map(|confirmed| &confirmed.duty));
        all.map(|duty| (duty.clone(), self.settled_in(duty, entry.number).0)).collect()
    }

    /// The stage that a duty was done for, if it is asked for before that stage is entered: the one entered next, or
    /// with this entry. `None` if the stage it was done in asks for it itself.
    pub fn done_for(&self, duty: &DutyId, done_in: &StageId, entry: EntryNumber) -> Option<&StageId> {
        let same = self.policy.duties.iter().filter(|rule| rule.id == *duty);
        let next =
            self.stage_entries.iter().find(|one| self.position_in_time(one.entry) >= self.position_in_time(entry))?;
        let next = &self.policy.stages[next.stage].id;
        let owed_there = same.clone().any(|rule| rule.stages.contains(done_in));
        let asks = |rule: &Duty| {
            rule.guards_entering_stage() && rule.before.iter().any(|step| step.stage.as_ref() == Some(next))
        };
        (!owed_there && same.clone().any(asks)).then_some(next)
    }
}
