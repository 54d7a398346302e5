//! Duties: which are owed here and now, which were done, and when a rule of the policy holds.

use super::clock_words::IF_NEEDED;
use super::{Dispute, Mark, Settled, StageEntry};
use crate::domain::event::{Because, Raised};
use crate::domain::policy::{Duty, MeetingNeed, Stage, StageId, Step, Verb, When};
use crate::domain::time::{Date, Moment};

/// What a rule's circumstances are compared with. A ground that is not known yet counts as possible.
pub struct Facts<'a> {
    pub raised: &'a Raised,
    pub because: Option<Because>,
    pub answered: bool,
    pub complaint: bool,
}

impl<'a> Facts<'a> {
    /// What is known when a dispute is raised.
    pub fn at_raising(raised: &'a Raised) -> Facts<'a> {
        Facts { raised, because: None, answered: false, complaint: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyState {
    Outstanding,
    Done,
    Waived,
}

/// A duty as it stands in this dispute.
#[derive(Debug, Clone)]
pub struct DutyView {
    pub duty: String,
    pub text: String,
    /// The stage it is owed in; for one that guards a step, the stage one is in.
    pub stage: StageId,
    /// The next steps it is asked for before, going up first.
    pub before: Vec<Step>,
    pub state: DutyState,
    pub on: Option<Moment>,
    pub with: Option<String>,
    pub by: Option<String>,
    pub source: String,
}

impl When {
    /// Whether the circumstances are as the rule asks.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let raised = facts.raised;
        let among = |wanted: &[String], given: Option<&str>| {
            wanted.is_empty() || wanted.iter().any(|one| Some(one.as_str()) == given)
        };
        let category = self.categories.is_empty() || raised.categories.iter().any(|one| self.categories.contains(one));
        let because = self.because.is_empty() || facts.because.is_none_or(|given| self.because.contains(&given));
        let level = self.impact_levels.is_empty()
            || raised.impact_level.is_some_and(|level| self.impact_levels.contains(&level));
        let case = self.case_types.is_empty() || raised.case_type.is_some_and(|case| self.case_types.contains(&case));
        let fields = self.fields.iter().all(|(name, values)| {
            let given = raised.fields.get(name).into_iter().flat_map(|given| given.split(','));
            given.map(str::trim).any(|one| values.is_empty() || values.iter().any(|value| value == one))
        });
        category
            && because
            && level
            && case
            && fields
            && among(&self.decided_by, raised.decided_by.as_deref())
            && among(&self.raised_by, Some(raised.by_role.as_str()))
            && self.immediate.is_none_or(|wanted| raised.immediate == Some(wanted))
            && self.other_service.is_none_or(|wanted| raised.subject.is_some() == wanted)
            && self.answered.is_none_or(|wanted| wanted == facts.answered)
            && self.complaint.is_none_or(|wanted| wanted == facts.complaint)
    }
}

impl Dispute {
    pub(super) fn holds(&self, when: &When, because: Option<Because>) -> bool {
        when.holds(&self.facts(because))
    }

    /// Whether the ladder goes on while a complaint runs.
    pub(super) fn goes_on_beside_complaint(&self) -> bool {
        self.policy.beside_complaint.as_ref().is_some_and(|rule| self.holds(&rule.when, None))
    }

    pub fn facts(&self, because: Option<Because>) -> Facts<'_> {
        Facts {
            raised: &self.raised,
            because,
            answered: self.answered().is_some(),
            complaint: self.complained.is_some(),
        }
    }

    /// The last word on a duty in one stay at a stage.
    pub(super) fn mark_in_run(&self, duty: &str, run: u32) -> Option<&Mark> {
        self.marks.iter().rfind(|mark| mark.duty == duty && mark.run == run)
    }

    /// The last word on a duty where it counts: in this stay, or anywhere for one that is done once.
    pub fn mark_of(&self, duty: &Duty) -> Option<&Mark> {
        if duty.once {
            self.marks.iter().rfind(|mark| mark.duty == duty.id)
        } else {
            self.mark_in_run(&duty.id, self.stage_entry().run)
        }
    }

    /// The day from which a duty counts for a step, where that waits for a clock: its due date, once that is reached.
    pub fn counts_from(&self, duty: &Duty, at: Moment) -> Option<Date> {
        self.waits_for_date(duty).filter(|due| *due <= at.date())
    }

    /// The date that a duty waits for, where it is to be done once a clock of the present stage has come to it.
    fn waits_for_date(&self, duty: &Duty) -> Option<Date> {
        let (clock, run) = (duty.after_due.as_deref()?, Some(self.stage_entry().run));
        self.clocks.iter().rfind(|one| one.id == clock && one.run == run).map(|one| one.due)
    }

    /// The dates from which duties are listed that wait for one.
    pub fn listing_dates(&self) -> Vec<Date> {
        self.policy.duties.iter().filter_map(|duty| self.waits_for_date(duty)).collect()
    }

    /// The duties as they are to be listed on a day. One that waits for a date is nobody's yet before that; what was done
    /// too early for it is still to be done from then on.
    pub fn duties_on(&self, day: Date) -> Vec<DutyView> {
        let listed = self.duties().into_iter().filter_map(|mut view| {
            let date = self.policy.duty(&view.duty).and_then(|duty| self.waits_for_date(duty));
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

    /// The duties of the present stage, and those asked for before its next steps.
    pub fn duties(&self) -> Vec<DutyView> {
        let here = &self.stage().id;
        let steps = self.next_steps();
        let mut views: Vec<DutyView> = Vec::new();
        for duty in self.policy.duties.iter().filter(|duty| self.holds(&duty.when, None)) {
            let before = guarded(duty, &steps);
            let owed_here = duty.stages.iter().any(|stage| stage == here);
            let guards = duty.stages.is_empty() && !before.is_empty();
            if !(owed_here || guards) {
                continue;
            }
            let mark = self.mark_of(duty).filter(|mark| mark.how != Settled::Overridden);
            views.push(DutyView {
                duty: duty.id.clone(),
                text: duty.text.clone(),
                stage: here.clone(),
                before,
                state: state_of(mark),
                on: mark.map(|mark| mark.on),
                with: mark.and_then(|mark| mark.with.clone()).or_else(|| duty.with.clone()),
                by: duty.by.clone(),
                source: duty.source.clone(),
            });
        }
        views.extend(self.meeting_duty(self.stage(), self.stage_entry().run));
        views.extend(self.referral_duty());
        views
    }

    /// What is owed here on a day and not done yet.
    pub fn outstanding(&self, day: Date) -> impl Iterator<Item = DutyView> {
        let views = self.duties_on(day).into_iter();
        views.filter(|duty| duty.state == DutyState::Outstanding && duty.before.is_empty())
    }

    /// What was owed at stages that were left, and is neither done nor waived nor passed by with a reason, unless it
    /// lapses with the stage. A duty that is done once, and owed where the dispute stands as well, is left over from nowhere.
    pub fn left_over(&self) -> Vec<DutyView> {
        let here = self.stage_entry();
        let mut views: Vec<DutyView> = Vec::new();
        let mut earlier: Vec<&StageEntry> = Vec::new();
        for stage_entry in self.stage_entries.iter().filter(|stage_entry| stage_entry.stage != here.stage) {
            earlier.retain(|other| other.stage != stage_entry.stage);
            earlier.push(stage_entry);
        }
        for stage_entry in earlier {
            let stage = &self.policy.stages[stage_entry.stage];
            let facts = Facts { answered: !stage_entry.answers.is_empty(), ..self.facts(None) };
            let owed = self.policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id));
            for duty in owed.filter(|duty| duty.before.is_empty() && !duty.lapses && duty.when.holds(&facts)) {
                let settled = match duty.once {
                    true => self.mark_of(duty).is_some() || duty.stages.contains(&self.stage().id),
                    false => self.mark_in_run(&duty.id, stage_entry.run).is_some(),
                };
                if settled || duty.once && views.iter().any(|view| view.duty == duty.id) {
                    continue;
                }
                views.push(DutyView {
                    duty: duty.id.clone(),
                    text: duty.text.clone(),
                    stage: stage.id.clone(),
                    before: Vec::new(),
                    state: DutyState::Outstanding,
                    on: None,
                    with: duty.with.clone(),
                    by: duty.by.clone(),
                    source: duty.source.clone(),
                });
            }
            // One that is held only if needed was not needed, once the stage is left.
            let required = stage.meeting.as_ref().is_some_and(|meeting| meeting.needed == MeetingNeed::Required);
            if required && self.mark_in_run("meeting", stage_entry.run).is_none() {
                views.extend(self.meeting_duty(stage, stage_entry.run));
            }
        }
        views
    }

    /// The same, each duty once with the titles of its stages; those of the same stages stand together. Nothing is
    /// asked for any more once the dispute has ended.
    pub fn left_over_by_duty(&self) -> Vec<(DutyView, Vec<&str>)> {
        let mut by_duty: Vec<(DutyView, Vec<&str>)> = Vec::new();
        for view in self.left_over().into_iter().filter(|_| self.is_open()) {
            let title = self.policy.stage(&view.stage).map_or("", |stage| stage.title.as_str());
            match by_duty.iter_mut().find(|(other, _)| (&other.duty, &other.text) == (&view.duty, &view.text)) {
                Some((_, stages)) => stages.push(title),
                None => by_duty.push((view, vec![title])),
            }
        }
        let firsts: Vec<Vec<&str>> = by_duty.iter().map(|(_, stages)| stages.clone()).collect();
        by_duty.sort_by_key(|(_, stages)| firsts.iter().position(|first| first == stages));
        by_duty
    }

    /// A meeting of the stage is a duty too: held, or waived as not needed.
    fn meeting_duty(&self, stage: &Stage, run: u32) -> Option<DutyView> {
        let meeting = stage.meeting.as_ref().filter(|meeting| meeting.needed != MeetingNeed::Optional)?;
        let mark = self.mark_in_run("meeting", run);
        let needed = if meeting.needed == MeetingNeed::IfNeeded { IF_NEEDED } else { "" };
        Some(DutyView {
            duty: "meeting".to_string(),
            text: format!("{}{needed}", meeting.title),
            stage: stage.id.clone(),
            before: Vec::new(),
            state: state_of(mark),
            on: mark.map(|mark| mark.on),
            with: mark.and_then(|mark| mark.with.clone()),
            by: meeting.chair.clone(),
            source: meeting.source.clone(),
        })
    }

    /// A referral by phone owes a letter.
    fn referral_duty(&self) -> Option<DutyView> {
        let referral = self.referral.as_ref().filter(|referral| referral.phoned.is_some())?;
        let to = self.policy.labels.referred_to();
        Some(DutyView {
            duty: "referral-written".to_string(),
            text: format!("Confirm the referral to {to} in writing (`iro refer --written`)"),
            stage: self.stage().id.clone(),
            before: Vec::new(),
            state: if referral.written.is_some() { DutyState::Done } else { DutyState::Outstanding },
            on: referral.written,
            with: None,
            by: None,
            source: self.policy.referral.as_ref().map(|rule| rule.source.clone()).unwrap_or_default(),
        })
    }

    /// The steps that can follow, with the stage they lead to or happen in.
    fn next_steps(&self) -> Vec<(Verb, Option<StageId>)> {
        let here = Some(self.stage().id.clone());
        let up = if self.next_in_chain().is_some() {
            vec![here.clone()]
        } else {
            self.next_stages().iter().map(|stage| Some(stage.id.clone())).collect()
        };
        let others =
            [Verb::Respond, Verb::Agree, Verb::Resolve, Verb::Extend, Verb::Complaint, Verb::Refer, Verb::Curtail];
        let up = up.into_iter().map(|stage| (Verb::Escalate, stage));
        up.chain(others.into_iter().map(|verb| (verb, here.clone()))).collect()
    }
}

/// Which of the steps that can follow a duty is asked for before, each once; going up comes first.
fn guarded(duty: &Duty, next: &[(Verb, Option<StageId>)]) -> Vec<Step> {
    let mut before: Vec<Step> = Vec::new();
    for step in &duty.before {
        let taken = next.iter().find(|(verb, stage)| step.covers(*verb, stage.as_ref()));
        let taken = taken.map(|(verb, stage)| {
            let stage = stage.clone().filter(|_| *verb == Verb::Escalate);
            Step { verb: *verb, stage }
        });
        before.extend(taken.filter(|step| !before.contains(step)));
    }
    before.sort_by_key(|step| step.verb != Verb::Escalate);
    before
}

fn state_of(mark: Option<&Mark>) -> DutyState {
    match mark.map(|mark| mark.how) {
        Some(Settled::Done) => DutyState::Done,
        Some(Settled::Waived) => DutyState::Waived,
        Some(Settled::Overridden) | None => DutyState::Outstanding,
    }
}
