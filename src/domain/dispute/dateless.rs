//! Clocks of the protocol that can't begin: nobody gave the date that they count from, or the stage that they count from
//! was left out.

use super::{Dispute, Status};
use crate::domain::calendar::{ADD_A_TERM, ListedTerms};
use crate::domain::policy::{ClockRule, DayGiven, DutyId, EndsOn, LimitRule, Stage, StartsOn, Verb, When};

/// A clock without a date, and why it has none.
#[derive(Debug, Clone, Copy)]
pub struct ClockWithoutDate<'p> {
    pub rule: &'p ClockRule,
    pub lacks: Lacks<'p>,
}

/// A clock that has not begun, and what may still start it.
#[derive(Debug, Clone)]
pub struct ClockToBegin<'p> {
    pub rule: &'p ClockRule,
    pub from: Vec<&'p StartsOn>,
}

/// What a clock lacks.
#[derive(Debug, Clone, Copy)]
pub enum Lacks<'p> {
    /// The day that it counts from.
    Day(DayGiven),
    /// The date that the protocol leaves to be agreed.
    Agreement,
    /// It counts from this stage, which was left out.
    LeftOut(&'p Stage),
    /// The day of the meeting of this stage that it counts back from.
    Meeting(&'p str),
    /// School terms beyond those that are listed.
    Terms(ListedTerms),
}

impl ClockWithoutDate<'_> {
    /// Whether the clock still matters: one that only waits for the dispute to be raised does not.
    pub fn is_awaited(&self) -> bool {
        self.rule.until != [EndsOn::Raised]
    }

    /// Whether a step that brings it up warns of it: not where the meeting that it counts back from is still to be
    /// arranged, which nobody could have done before.
    pub fn is_warned_of(&self) -> bool {
        !matches!(self.lacks, Lacks::Meeting(_))
    }

    /// Why it has no date, as the end of a sentence about it.
    pub fn reason(&self) -> String {
        match self.lacks {
            Lacks::Day(day) => day.reason().to_owned(),
            Lacks::Agreement => "the time is left to be agreed, and no date has been agreed".to_owned(),
            Lacks::LeftOut(stage) => format!("it counts from {}, which was left out", stage.title),
            Lacks::Meeting(title) => format!("it counts back from {title}, and no day is arranged for that"),
            Lacks::Terms(listed) => listed.words(),
        }
    }

    /// The warning about it.
    pub fn sentence(&self, id: &str) -> String {
        let way = match self.lacks {
            Lacks::Day(day) => {
                let fact = day.fact().key(Verb::Raise);
                format!("`iro correct {id} --event 1 --set {fact}=WHEN --reason TEXT` gives it one")
            }
            Lacks::Agreement => format!("`iro extend {id} --until DATE --reason TEXT` gives it one"),
            Lacks::LeftOut(_) => {
                "the protocol gives no other start, so agree a date and keep it with `iro note`".to_owned()
            }
            Lacks::Meeting(_) => format!("`iro meeting {id} --arranged-for WHEN` gives it one"),
            Lacks::Terms(_) => ADD_A_TERM.to_owned(),
        };
        format!("`{}` ({}) has no deadline: {}; {way}", self.rule.id, self.rule.label, self.reason())
    }
}

impl Dispute {
    /// The clocks of the present stage, and the dispute-wide ones, that have no date until somebody gives one.
    pub fn clocks_without_date(&self) -> Vec<ClockWithoutDate<'_>> {
        let found = self.not_started_here();
        found.filter_map(|(rule, stage)| Some(ClockWithoutDate { rule, lacks: self.lacks(rule, stage)? })).collect()
    }

    /// The clocks of the present stage, and the dispute-wide ones, that begin once something has happened here which
    /// still can: an answer, a plan, a meeting, a duty, a decision, or the date of another clock.
    pub fn clocks_to_begin(&self) -> Vec<ClockToBegin<'_>> {
        let left = self.not_started_here();
        let left = left.filter(|(rule, stage)| self.start_of(rule, *stage).is_none() && !self.is_over_here(rule));
        let left = left.filter(|(rule, _)| !rule.is_before_meeting());
        let found = left.map(|(rule, stage)| {
            let to_come = |start: &&StartsOn| start.is_awaited_at_a_stage() && self.may_come(start, rule, stage);
            ClockToBegin { rule, from: rule.from.iter().filter(to_come).collect() }
        });
        found.filter(|one| !one.from.is_empty()).collect()
    }

    /// The clocks that could run where an open dispute is, and have not started.
    pub(super) fn not_started_here(&self) -> impl Iterator<Item = (&ClockRule, Option<&Stage>)> {
        let runs = self.is_open() && self.status() != Status::Complaint;
        self.rules_here()
            .filter(move |(rule, stage)| runs && !self.has_started(rule, *stage) && self.applies(rule, *stage))
    }

    /// A warning if a clock of the stage that runs in place of another waits for something that nobody has to do by any
    /// date: until then neither runs.
    pub fn waiting_twin(&self) -> Option<String> {
        let stage = self.stage();
        let waits_for = |rule: &ClockRule| match rule.from.as_slice() {
            [StartsOn::Duty { duty, .. }] => Some(duty.clone()),
            [StartsOn::Meeting] => Some(DutyId::MEETING),
            _ => None,
        };
        let twin = |rule: &&ClockRule| {
            let others = stage.clocks.iter().any(|other| other.id == rule.id && other.when == When::default());
            rule.when != When::default() && rule.aim_of.is_none() && others
        };
        let waiting = stage.clocks.iter().filter(twin).filter(|rule| self.applies(rule, Some(stage)));
        let waiting = waiting.filter(|rule| !self.has_started(rule, Some(stage)));
        let mut waiting = waiting.filter(|rule| self.start_of(rule, Some(stage)).is_none());
        let (rule, duty) = waiting
            .find_map(|rule| Some((rule, waits_for(rule).filter(|duty| !self.policy.has_a_clock_for(duty))?)))?;
        Some(format!(
            "no limit of `{}` runs at {} until `{duty}` is on record, and nothing says by when that must be ({})",
            rule.id, stage.title, rule.source
        ))
    }

    fn lacks<'p>(&'p self, rule: &'p ClockRule, stage: Option<&'p Stage>) -> Option<Lacks<'p>> {
        if self.start_of(rule, stage).is_some() {
            if let Some(listed) = self.terms_too_short_for(rule, stage) {
                return Some(Lacks::Terms(listed));
            }
            let open = matches!(rule.limit, LimitRule::Agreed { fallback: None, .. });
            let agreed = self.stage_entry().respond_by.is_some();
            return (open && !agreed).then_some(Lacks::Agreement);
        }
        if rule.is_before_meeting() && self.awaits_meeting() && !self.is_over_here(rule) {
            let meeting = stage.and_then(|stage| stage.meeting.as_ref());
            return Some(Lacks::Meeting(meeting.map_or("the meeting", |meeting| meeting.title.as_str())));
        }
        let each = rule.from.iter().map(|start| match start.day_given() {
            Some(day) => Some(Lacks::Day(day)),
            None => self.left_out(start).filter(|_| !self.is_over_here(rule)).map(Lacks::LeftOut),
        });
        let each = each.collect::<Option<Vec<Lacks<'_>>>>()?;
        let day = each.iter().find(|lacks| matches!(lacks, Lacks::Day(_)));
        day.or(each.first()).copied()
    }

    /// The stage at which a start would have come, if that was left out.
    fn left_out(&self, start: &StartsOn) -> Option<&Stage> {
        let stage = self.policy.stage(start.elsewhere()?)?;
        let ahead = self.policy.stage_index(&stage.id).is_some_and(|at| at > self.stage_entry().stage);
        (!ahead && self.last_entry_into(&stage.id).is_none()).then_some(stage)
    }

    /// Whether what a clock waits for has come at this stage, so that nobody misses its date.
    fn is_over_here(&self, rule: &ClockRule) -> bool {
        let stay = self.stage_entry().stay;
        rule.until.iter().any(|end| match end {
            EndsOn::Answered => self.answered().is_some(),
            EndsOn::Agreed => self.plan_agreed.is_some(),
            EndsOn::Decided => self.decided_on().is_some_and(|on| !on.is_before(&self.stage_entry().entered)),
            EndsOn::Meeting | EndsOn::Duty(_) => end.duty().is_some_and(|duty| self.mark_in_stay(duty, stay).is_some()),
            EndsOn::Referred => self.referral.is_some(),
            EndsOn::Raised | EndsOn::Resolved | EndsOn::ActionsDone | EndsOn::Escalated => false,
        })
    }
}
