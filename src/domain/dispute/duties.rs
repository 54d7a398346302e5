//! Duties: which are owed here and now, and which were done.

use super::clock_words::IF_NEEDED;
use super::state::StayNumber;
use super::{Dispute, Mark, MarkKind, Party, Status};
use crate::domain::event::Because;
use crate::domain::policy::{
    Circumstances, ClockId, Duty, DutyId, Enforce, MeetingNeed, OwedAt, RoleId, Stage, StartsOn, Step, Verb, When,
};
use crate::domain::time::{Date, Moment};

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyState {
    Outstanding,
    Done,
    Waived,
}

/// A duty as it stands in this dispute.
#[derive(Debug, Clone)]
pub struct DutyStanding {
    pub duty: DutyId,
    pub text: String,
    /// The command that records it, where it is not the one for duties.
    pub command: Option<String>,
    /// Where it is owed; for one that guards a step, the present stage.
    pub place: OwedAt,
    /// Whether it is to be done whatever the next step is. If not, it is only asked for before some steps.
    pub owed: bool,
    /// The next steps that it is asked for before, escalating first.
    pub before: Vec<Step>,
    pub state: DutyState,
    pub on: Option<Moment>,
    pub with: Option<String>,
    pub by: Option<RoleId>,
    pub source: String,
}

impl Dispute {
    /// Whether these circumstances hold as things stand.
    pub fn holds(&self, when: &When, because: Option<Because>) -> bool {
        *when == When::default() || when.holds(&self.facts(because))
    }

    /// Whether the stages go on while a complaint runs.
    pub(super) fn goes_on_beside_complaint(&self) -> bool {
        self.policy.beside_complaint.as_ref().is_some_and(|rule| self.holds(&rule.when, None))
    }

    /// Whether the complaints procedure was chosen, and no complaint is recorded.
    pub fn awaits_complaint(&self) -> bool {
        let chosen = || self.policy.complaint_chosen.as_ref().is_some_and(|rule| self.holds(&rule.when, None));
        self.is_open() && self.complained.is_none() && chosen()
    }

    /// The day from which a duty counts for a step, if it waits for a clock: that clock's date, once it is reached.
    pub fn counts_from(&self, duty: &Duty, at: Moment) -> Option<Date> {
        self.waits_for_date(duty).filter(|due| *due <= at.date())
    }

    /// The date of the clock that a duty waits for (`after_due`), in the present stay.
    pub(super) fn waits_for_date(&self, duty: &Duty) -> Option<Date> {
        let (clock, stay) = (duty.after_due.as_ref()?, Some(self.stage_entry().stay));
        self.clocks.iter().rfind(|one| one.id == *clock && one.stay == stay).map(|one| one.due)
    }

    /// The dates from which duties and meetings that wait for one are listed.
    pub fn listing_dates(&self) -> Vec<Date> {
        let stay = self.stage_entry().stay;
        let duties = self.policy.duties.iter();
        let meeting = self.stage().meeting.iter().flat_map(|meeting| &meeting.from);
        let starts = duties.clone().flat_map(|duty| &duty.from).chain(meeting);
        let each = starts.filter_map(|start| self.brought_up(std::slice::from_ref(start), stay));
        let waited_for: Vec<&ClockId> = self.policy.clocks_waited_for().collect();
        let passing = self.clocks.iter().filter(|clock| clock.is_running() && waited_for.contains(&&clock.id));
        let passing = passing.filter_map(|clock| clock.due.succ_opt());
        duties.filter_map(|duty| self.waits_for_date(duty)).chain(each).chain(passing).collect()
    }

    /// What brings up a duty that is listed; empty if it is owed from the start.
    pub(super) fn brought_up_by(&self, view: &DutyStanding) -> &[StartsOn] {
        match self.policy.duty_in(&view.duty, &view.place) {
            Some(duty) => &duty.from,
            None if view.duty == DutyId::MEETING => self
                .policy
                .stage(view.place.stage().unwrap_or(&self.stage().id))
                .and_then(|stage| stage.meeting.as_ref())
                .map_or(&[], |meeting| &meeting.from),
            None => &[],
        }
    }

    /// Whether anything has brought up a duty that is listed, by a day if one is given; true for one that is owed from
    /// the start.
    pub(super) fn is_up(&self, view: &DutyStanding, by: Option<Date>) -> bool {
        let from = self.brought_up_by(view);
        let up = || self.up_since(from, self.policy.duty_in(&view.duty, &view.place), self.stage_entry().stay);
        from.is_empty() || up().is_some_and(|up| by.is_none_or(|day| up <= day))
    }

    /// Since when any of these starts has come about in a stay; for a duty that belongs to no stage, a decision may be of
    /// any stay.
    pub(super) fn up_since(&self, from: &[StartsOn], duty: Option<&Duty>, stay: StayNumber) -> Option<Date> {
        let here = self.brought_up(from, stay);
        let of_no_stage = duty.is_some_and(|duty| duty.stages.is_empty()) && from.contains(&StartsOn::Decided);
        let decided = || self.decided_on().filter(|_| of_no_stage).map(|at| at.date());
        here.or_else(decided)
    }

    /// Whether anything has brought up a duty by the time a step is taken.
    pub fn is_asked_for(&self, duty: &Duty, at: Moment) -> bool {
        duty.from.is_empty()
            || self.up_since(&duty.from, Some(duty), self.stage_entry().stay).is_some_and(|up| up <= at.date())
    }

    /// The duties to list on a day. One that waits for a date is not listed before that, unless it was done; one that
    /// was done before it is outstanding from that date on.
    pub fn duties_on(&self, day: Date) -> Vec<DutyStanding> {
        let listed = self.duties_at(Some(Moment::on(day))).into_iter().filter_map(|mut view| {
            if view.state == DutyState::Outstanding && !self.is_up(&view, Some(day)) {
                return None;
            }
            let rule = self.policy.duty_in(&view.duty, &view.place);
            let date = rule.and_then(|duty| self.waits_for_date(duty));
            match date {
                Some(date) if day < date => return (view.state != DutyState::Outstanding).then_some(view),
                Some(date) if view.state == DutyState::Done && view.on.is_some_and(|on| on.date() < date) => {
                    (view.state, view.on) = (DutyState::Outstanding, None);
                }
                _ => {}
            }
            Some(view)
        });
        listed.collect()
    }

    /// The duties of the present stage, and those asked for before its next steps. Once the dispute has ended, the
    /// duties of the stage where it ended that outlive the end, and those that the end itself asks for.
    pub fn duties(&self) -> Vec<DutyStanding> {
        self.duties_at(None)
    }

    fn duties_at(&self, at: Option<Moment>) -> Vec<DutyStanding> {
        let here = &self.stage().id;
        let facts = self.facts_at(None, at);
        let steps = self.next_steps();
        let mut views: Vec<DutyStanding> = Vec::new();
        for duty in self.policy.duties.iter().filter(|duty| duty.when.holds(&facts)) {
            let with_each = self.is_open() && self.is_owed_with_this_child(duty);
            let before = if with_each { Vec::new() } else { self.guarded(duty, &steps) };
            let owed_here =
                duty.stages.iter().any(|stage| stage == here) || (duty.at_end && self.ended_for_the_child());
            let guards = duty.stages.is_empty() && !before.is_empty();
            if !(owed_here || guards || with_each) {
                continue;
            }
            let mark = self.mark_of(duty).filter(|mark| mark.kind != MarkKind::Overridden);
            let mark = mark.filter(|_| !self.is_owed_again(&duty.id));
            let place = if duty.at_end { OwedAt::End } else { here.clone().into() };
            let view = view_of(duty, place, before, mark);
            if self.is_pointless_dissent(&view) {
                continue;
            }
            if self.is_open() || view.state != DutyState::Outstanding || self.outlives_the_end(duty) {
                match views.iter_mut().find(|other| other.is_same_as(&view)) {
                    Some(other) => other.take_in(view),
                    None => views.push(view),
                }
            }
        }
        let meeting = self.meeting_duty(self.stage(), self.stage_entry().stay, &facts);
        let settled = |view: &DutyStanding| view.state != DutyState::Outstanding;
        let outlives = || self.stage().meeting.as_ref().is_some_and(|meeting| self.meeting_outlives_the_end(meeting));
        views.extend(meeting.filter(|view| self.is_open() || settled(view) || outlives()));
        views.extend(self.referral_duties());
        views
    }

    /// Whether nobody needs to hear that whoever judges the answer is not satisfied: nothing can be escalated from here,
    /// they are satisfied, or the plan was agreed.
    fn is_pointless_dissent(&self, view: &DutyStanding) -> bool {
        let Some(judge) = &self.stage().judge else { return false };
        let open = view.duty == DutyId::not_satisfied(judge) && view.state == DutyState::Outstanding;
        let content = || self.judgement() == Some(true) || self.status() == Status::Agreed;
        open && (view.before.is_empty() || content())
    }

    /// Whether a duty that is asked for before raising has no mark for this child, because the dispute was raised with
    /// a brother's or sister's.
    fn is_owed_with_this_child(&self, duty: &Duty) -> bool {
        let before_raising = duty.before.iter().any(|step| step.covers(Verb::Raise, Some(&self.raised.stage)));
        let refused = duty.enforce == Enforce::Refuse && duty.stages.is_empty();
        duty.each_child && before_raising && refused && !self.marks.iter().any(|mark| mark.duty == duty.id)
    }

    /// The duties outstanding at the present stage on a day, without those that only guard one of the next steps.
    pub fn outstanding(&self, day: Date) -> impl Iterator<Item = DutyStanding> {
        let views = self.duties_on(day).into_iter();
        views.filter(|duty| duty.state == DutyState::Outstanding && duty.owed)
    }

    /// The outstanding duties that the circumstances of this dispute call for and that no date brings to mind, such as
    /// telling the court; also what a referral still asks for.
    pub fn called_for(&self, day: Date) -> Vec<DutyStanding> {
        let by_circumstances = |view: &DutyStanding| {
            let rule = self.policy.duty_in(&view.duty, &view.place);
            rule.is_some_and(|duty| duty.when != When::default() && duty.when.none.is_empty())
        };
        let undated = |view: &DutyStanding| self.owed_by(view).is_none();
        self.outstanding(day).filter(by_circumstances).filter(undated).chain(self.owed_of_referral()).collect()
    }

    /// Everything that is still owed, here and left over from earlier stages, whoever has to do it.
    pub fn owed(&self) -> Vec<DutyStanding> {
        let here = self.duties().into_iter();
        let outstanding = here.filter(|duty| duty.state == DutyState::Outstanding && duty.owed);
        let outstanding = outstanding.filter(|duty| self.is_up(duty, None));
        outstanding.chain(self.left_over()).collect()
    }

    pub fn owes(&self) -> bool {
        !self.owed().is_empty()
    }

    /// What of these duties is not on record yet, in words; `None` if there are none.
    pub fn not_on_record_yet(&self, owed: &[DutyStanding]) -> Option<String> {
        let owed: Vec<String> = owed.iter().map(|view| self.owed_in_words(view)).collect();
        (!owed.is_empty()).then(|| format!("not on record yet: {}", owed.join(", ")))
    }

    /// What is owed, to follow "not on record yet": the text of a duty says what holds once it is done. Its stage is
    /// named if that is not the present one.
    pub fn owed_in_words(&self, view: &DutyStanding) -> String {
        let text = match () {
            () if view.duty == DutyId::REFERRAL_WRITTEN => {
                format!("the referral to {}, in writing", self.referred_to())
            }
            () if view.duty == DutyId::REFERRAL_PAPERS => "papers of the referral".to_string(),
            () => format!("\"{}\"", view.text),
        };
        match view.place.stage().filter(|stage| **stage != self.stage().id) {
            None => text,
            Some(stage) => format!("{text} ({})", self.policy.stage_title(stage)),
        }
    }

    /// The id of a duty, with its stage's title if that is not the present one.
    pub fn name_of_owed(&self, view: &DutyStanding) -> String {
        match view.place.stage().filter(|stage| **stage != self.stage().id) {
            None => view.duty.to_string(),
            Some(stage) => format!("{} of {}", view.duty, self.policy.stage_title(stage)),
        }
    }

    /// Who has to do what a duty asks for: the role it names, or whoever raised the dispute.
    pub fn party_to(&self, duty: &DutyStanding) -> Party {
        self.party(&[duty.by.clone().unwrap_or_else(|| self.raised.by_role.clone())])
    }

    /// The meeting of a stage as a duty: held, or waived as not needed. `None` if the stage has none, it is optional,
    /// or its circumstances don't apply.
    pub(super) fn meeting_duty(
        &self,
        stage: &Stage,
        stay: StayNumber,
        facts: &Circumstances<'_>,
    ) -> Option<DutyStanding> {
        let meeting = stage.meeting.as_ref().filter(|meeting| meeting.needed != MeetingNeed::Optional)?;
        let again = stay == self.stage_entry().stay && self.is_owed_again(&DutyId::MEETING);
        let mark = self.mark_in_stay(&DutyId::MEETING, stay).filter(|_| !again);
        if mark.is_none() && !meeting.when.holds(facts) {
            return None;
        }
        let needed = if meeting.needed == MeetingNeed::IfNeeded { IF_NEEDED } else { "" };
        Some(DutyStanding {
            duty: DutyId::MEETING,
            text: format!("{}{needed}", meeting.title),
            command: None,
            place: stage.id.clone().into(),
            owed: true,
            before: Vec::new(),
            state: state_of(mark),
            on: mark.map(|mark| mark.on),
            with: mark.and_then(|mark| mark.with.clone()),
            by: meeting.chair.clone(),
            source: meeting.source.clone(),
        })
    }

    /// The duties of a referral: to make it, or to confirm it in writing if it was phoned; and to send its
    /// papers.
    pub(super) fn referral_duties(&self) -> Vec<DutyStanding> {
        let Some(referral) = &self.referral else { return Vec::new() };
        let marked = |duty: &DutyId| self.marks.iter().rfind(|mark| mark.duty == *duty);
        let view = |duty: DutyId, text: String, command: String, done: Option<Moment>| DutyStanding {
            text,
            command: Some(command),
            place: self.stage().id.clone().into(),
            owed: true,
            before: Vec::new(),
            state: match done {
                Some(_) => DutyState::Done,
                None => state_of(marked(&duty)),
            },
            on: done.or_else(|| Some(marked(&duty)?.on)),
            with: None,
            by: None,
            source: self.policy.referral.as_ref().map(|rule| rule.source.clone()).unwrap_or_default(),
            duty,
        };
        let mut views = Vec::new();
        let id = self.header.id;
        let to = self.referred_to();
        let made_at_once = referral.phoned.is_none() && referral.written.is_some();
        if !made_at_once {
            let (text, command) = match referral.phoned {
                Some(_) => {
                    (format!("Confirm the referral to {to} in writing"), format!("`iro refer {id} --written WHEN`"))
                }
                None => {
                    let command = format!("`iro refer {id} --phoned WHEN` or `--written WHEN`");
                    (format!("Make the referral to {to}"), command)
                }
            };
            views.push(view(DutyId::REFERRAL_WRITTEN, text, command, referral.written));
        }
        let missing: Vec<&str> = referral.missing().map(|item| item.text.as_str()).collect();
        if referral.written.is_some() && !missing.is_empty() {
            let papers = missing.join("; ");
            let text = format!("Send the papers of the referral, or say why they don't apply: {papers}");
            let command = format!("`iro refer {id} --sent ITEM` or `--not-applicable ITEM=REASON`");
            views.push(view(DutyId::REFERRAL_PAPERS, text, command, None));
        }
        views
    }
}

/// A text with the command for it, if one is named, in brackets after it.
pub fn with_command(text: String, command: Option<&str>) -> String {
    match command {
        Some(command) => format!("{text} ({command})"),
        None => text,
    }
}

impl DutyStanding {
    /// The text, with the command that records it.
    pub fn in_full(&self) -> String {
        with_command(self.text.clone(), self.command.as_deref())
    }

    /// Whether it is the same duty by another rule: one may remind of it, and another may ask for it before a step.
    fn is_same_as(&self, other: &DutyStanding) -> bool {
        (&self.duty, &self.text, &self.place, self.state) == (&other.duty, &other.text, &other.place, other.state)
    }

    fn take_in(&mut self, other: DutyStanding) {
        self.owed |= other.owed;
        for step in other.before {
            if !self.before.contains(&step) {
                self.before.push(step);
            }
        }
        self.before.sort_by_key(|step| step.verb != Verb::Escalate);
    }
}

/// A duty at a place, with the state that a mark gives it.
pub(super) fn view_of(duty: &Duty, place: OwedAt, before: Vec<Step>, mark: Option<&Mark>) -> DutyStanding {
    DutyStanding {
        duty: duty.id.clone(),
        text: duty.text.clone(),
        command: None,
        place,
        owed: before.is_empty(),
        before,
        state: state_of(mark),
        on: mark.map(|mark| mark.on),
        with: mark.and_then(|mark| mark.with.clone()).or_else(|| duty.with.clone().map(Into::into)),
        by: duty.by.clone(),
        source: duty.source.clone(),
    }
}

fn state_of(mark: Option<&Mark>) -> DutyState {
    match mark.map(|mark| mark.kind) {
        Some(MarkKind::Done) => DutyState::Done,
        Some(MarkKind::Waived) => DutyState::Waived,
        Some(MarkKind::Overridden) | None => DutyState::Outstanding,
    }
}
