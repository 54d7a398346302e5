//! Which clocks start, when, and with which deadline.

use std::borrow::Cow;

use super::{Clock, ClockEnd, ClockOrigin, Dispute, Resumes, Status, StayNumber};
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::event::Deadline;
use crate::domain::policy::{
    ClockId, ClockRule, DutyId, EndsOn, LimitRule, Responders, Stage, StageId, StartsOn, Strength, When,
};
use crate::domain::terms::{ActionNumber, OwedAt};
use crate::domain::time::Moment;

/// The words for a limit that was agreed case by case.
pub const AS_AGREED: &str = "as agreed";

/// Whether something a clock may start on has happened, can still happen, or can't any more.
pub(super) enum Start {
    At(Moment),
    NotYet,
    Never,
}

impl Dispute {
    /// The deadlines of the clocks that should have started by now and have not.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn deadlines(&self, calendar: &Calendar) -> Result<Vec<Deadline>, BeyondHorizon> {
        let mut deadlines = Vec::new();
        let staged =
            self.policy.stages.iter().flat_map(|stage| stage.clocks.iter().map(move |rule| (rule, Some(stage))));
        let beside = self.policy.dispute_wide_clocks().map(|rule| (rule, None));
        let mut rules: Vec<_> = staged.chain(beside).collect();
        if !self.is_open() {
            let owed = self.owed();
            let late = |rule: &ClockRule, stage: &Stage| self.stay_to_begin_late_in(rule, stage).is_some();
            rules.retain(|(rule, stage)| {
                self.awaits_any(rule, *stage, &owed) || stage.is_some_and(|stage| late(rule, stage))
            });
        }
        // Each that begins may let another begin, such as one that starts from its date.
        let (mut next, mut begun) = (Cow::Borrowed(self), vec![false; rules.len()]);
        while let Some((at, deadline)) = next.first_to_begin(&rules, &begun, calendar)? {
            begun[at] = true;
            next.to_mut().start(deadline.clone(), self.entry_count.into());
            deadlines.push(deadline);
        }
        if !self.is_open() {
            return Ok(deadlines);
        }
        let given: Vec<Deadline> = self.given_dates().collect();
        for deadline in &given {
            calendar.day(deadline.due, &self.policy.counting)?;
        }
        deadlines.extend(given);
        Ok(deadlines)
    }

    /// The index of the first rule whose clock begins now, and its deadline.
    fn first_to_begin(
        &self,
        rules: &[(&ClockRule, Option<&Stage>)],
        begun: &[bool],
        calendar: &Calendar,
    ) -> Result<Option<(usize, Deadline)>, BeyondHorizon> {
        for (at, (rule, stage)) in rules.iter().enumerate().filter(|(at, _)| !begun[*at]) {
            let covered = rule.over.is_empty() || rule.over.contains(&self.stage().id);
            // While the complaints procedure has it, the stages stand still.
            let stands_still = self.status() == Status::Complaint && stage.is_some();
            if stands_still || !covered || self.has_started(rule, *stage) || !self.applies(rule, *stage) {
                continue;
            }
            if let Some(started) = self.start_of(rule, *stage)
                && let Some(deadline) = self.deadline_if_reached(rule, *stage, started, calendar)?
            {
                return Ok(Some((at, deadline)));
            }
        }
        Ok(None)
    }

    /// Whether this rule applies, of those with the same clock id.
    pub(super) fn applies(&self, rule: &ClockRule, stage: Option<&Stage>) -> bool {
        let siblings = stage.map_or(&self.policy.clocks, |stage| &stage.clocks);
        rule.applies(siblings, |when| self.holds(when, None))
    }

    /// The deadline of a rule's clock that started at a moment; `None` if its date is still to be agreed.
    pub(super) fn deadline(
        &self,
        rule: &ClockRule,
        stage: Option<&Stage>,
        started: Moment,
        calendar: &Calendar,
    ) -> Result<Option<Deadline>, BeyondHorizon> {
        let agreed = self.stage_entry().respond_by.filter(|_| stage.is_some());
        let (words, due, due_at) = match (&rule.limit, agreed) {
            (LimitRule::Agreed { .. }, Some(date)) => {
                calendar.day(date, &self.policy.counting)?;
                (AS_AGREED.to_string(), date, None)
            }
            (LimitRule::Fixed(limit), _) | (LimitRule::Agreed { fallback: Some(limit), .. }, None) => {
                let due = calendar.due(started, limit, &self.counting_from(Some(rule), started, calendar))?;
                (limit.written.clone(), due.date, due.at)
            }
            (LimitRule::Agreed { fallback: None, .. }, None) => return Ok(None),
        };
        Ok(Some(Deadline {
            clock: rule.id.clone(),
            stage: stage.map(|stage| stage.id.clone()).or_else(|| self.stage_of_beside(rule)),
            limit: words,
            strength: rule.strength,
            started,
            due,
            due_at,
            instead_of: None,
        }))
    }

    /// The present stage, for a dispute-wide clock, which names the stage it began in; `None` for the total and the
    /// time to raise, and for one whose name some stage has for a clock of its own.
    fn stage_of_beside(&self, rule: &ClockRule) -> Option<StageId> {
        let beside = self.policy.clocks.iter().any(|beside| beside.id == rule.id);
        let of_a_stage = self.policy.stages.iter().flat_map(|stage| &stage.clocks).any(|other| other.id == rule.id);
        (beside && !of_a_stage).then(|| self.stage().id.clone())
    }

    /// The clocks with this id that an event began, except those of actions.
    pub(super) fn clocks_of<'a>(&'a self, id: &'a ClockId) -> impl Iterator<Item = &'a Clock> {
        let others = self.clock_index.others.iter().map(|index| &self.clocks[*index]);
        others.filter(move |clock| clock.id == *id && !clock.of_itself)
    }

    /// Whether an event began a rule's clock in this stay already, or it can't begin because its stage was passed.
    pub(super) fn has_started(&self, rule: &ClockRule, stage: Option<&Stage>) -> bool {
        let mut same = self.clocks_of(&rule.id).filter(|clock| self.is_of_rule(clock, rule));
        if rule.starts_at_the_end() {
            let ended = self.ended().map(|end| self.position_in_time(end.entry));
            return same.any(|clock| ended.is_some_and(|ended| self.position_in_time(clock.entry) >= ended));
        }
        if self.turn_kept(rule, stage).is_some() {
            return false;
        }
        let Some(stage) = stage else {
            return same.any(|clock| !self.belongs_to_stage(clock));
        };
        let here = self.stage_entry();
        let mut same = same.filter(|clock| clock.stage.as_ref() == Some(&stage.id));
        if stage.id != self.stage().id {
            if let Some(stay) = self.stay_to_begin_late_in(rule, stage) {
                return same.any(|clock| clock.stay == Some(stay));
            }
            let passed = self.policy.stage_index(&stage.id).is_some_and(|index| index < here.stage);
            return passed || same.any(|clock| clock.stay.is_none());
        }
        if rule.is_before_meeting() {
            let day = self.day_of_meeting(here.stay);
            return same.any(|clock| clock.stay == Some(here.stay) && !self.moves_with_meeting(clock, day));
        }
        let chain = matches!(stage.responders, Responders::Chain(_));
        same.any(|clock| clock.stay == Some(here.stay) && (!chain || clock.stage_entry == self.stage_entries.len() - 1))
    }

    /// As `has_started`, for the rule of a deadline that was given.
    pub(super) fn has_begun(&self, deadline: &Deadline) -> bool {
        let staged = self.policy.stage_with_clock(deadline.stage.as_ref(), &deadline.clock);
        self.rule_of_deadline(deadline).is_some_and(|(_, rule)| self.has_started(rule, staged))
    }

    /// When the clock of a rule starts: the first alternative that has happened, unless an earlier one still can.
    pub(super) fn start_of(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<Moment> {
        if let Some(next) = self.next_turn(rule, stage) {
            return Some(next);
        }
        for start in rule.from.iter().filter(|start| !start.is_a_lapse()) {
            match self.started_on(start, rule, stage) {
                Start::At(moment) => return Some(stage.map_or(moment, |_| self.since_it_came_back(moment))),
                Start::NotYet => return None,
                Start::Never => {}
            }
        }
        None
    }

    /// The start of a stage's clock, but not before the dispute was last reopened: what counted from before that is
    /// over.
    fn since_it_came_back(&self, moment: Moment) -> Moment {
        let back = self.stage_entries.iter().rfind(|entry| entry.reopened).map(|entry| entry.entered);
        back.filter(|back| moment.is_before(back)).unwrap_or(moment)
    }

    /// Whether something that would start a clock has not happened, and still can.
    pub(super) fn may_come(&self, start: &StartsOn, rule: &ClockRule, stage: Option<&Stage>) -> bool {
        match self.started_on(start, rule, stage) {
            Start::NotYet => true,
            Start::At(_) | Start::Never => false,
        }
    }

    fn started_on(&self, start: &StartsOn, rule: &ClockRule, stage: Option<&Stage>) -> Start {
        let here = stage.is_none_or(|stage| stage.id == self.stage().id);
        let found = |moment: Option<Moment>| moment.map_or(Start::NotYet, Start::At);
        match start {
            StartsOn::StageEntered if !rule.over.is_empty() => found(self.first_entered(&rule.over)),
            StartsOn::StageEntered if here => Start::At(self.stage_entry().entered),
            StartsOn::Answered if here => found(self.answered()),
            StartsOn::Agreed if here => found(self.plan_agreed.map(|(at, _)| at)),
            StartsOn::Meeting if here && rule.is_before_meeting() => self.start_before_meeting(),
            StartsOn::Meeting if here => match self.mark_in_stay(&DutyId::MEETING, self.stage_entry().stay) {
                Some(mark) if !mark.is_done() => Start::Never,
                mark => found(mark.map(|mark| mark.on)),
            },
            // What was decided at an earlier stage starts nothing here.
            StartsOn::Decided if here => {
                let since = stage.map(|_| self.stage_entry().entered);
                found(self.moment_of_start(start).filter(|at| since.is_none_or(|since| !at.is_before(&since))))
            }
            StartsOn::Entered { stage } => match self.last_entry_into(stage) {
                None => self.may_come_to(stage),
                Some(entry) => Start::At(entry.entered),
            },
            StartsOn::Left { stage } => match self.last_entry_into(stage) {
                None => self.may_come_to(stage),
                Some(_) => found(self.last_left(stage)),
            },
            StartsOn::Due { clock } if here => {
                let stay = stage.map(|_| self.stage_entry().stay);
                let within = |one: &Clock| if stay.is_none() { !self.belongs_to_stage(one) } else { one.stay == stay };
                let before = self.clocks.iter().rfind(|one| one.id == *clock && within(one));
                found(before.map(|clock| Moment::on(clock.due)))
            }
            StartsOn::Duty { duty, stage: of } => match of.as_ref().or(stage.map(|stage| &stage.id)) {
                Some(stage) => self.duty_of_stage(duty, stage),
                None => self
                    .marks
                    .iter()
                    .rfind(|mark| mark.duty == *duty)
                    .map_or(Start::NotYet, |mark| if mark.is_done() { Start::At(mark.on) } else { Start::Never }),
            },
            StartsOn::Aware | StartsOn::Arose | StartsOn::Review | StartsOn::NextReview => {
                self.moment_of_start(start).map_or(Start::Never, Start::At)
            }
            StartsOn::Raised
            | StartsOn::FormalEntered
            | StartsOn::Referred
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed => found(self.moment_of_start(start)),
            // What is about another stage (`here` is false), and what no event records: a date that passed.
            StartsOn::StageEntered
            | StartsOn::Answered
            | StartsOn::Agreed
            | StartsOn::Meeting
            | StartsOn::Decided
            | StartsOn::Due { .. }
            | StartsOn::Lapsed { .. }
            | StartsOn::ActionMissed => Start::NotYet,
        }
    }

    /// `NotYet` if a stage is still ahead, else `Never`.
    fn may_come_to(&self, stage: &StageId) -> Start {
        let ahead = self.policy.stage_index(stage).is_some_and(|index| index > self.stage_entry().stage);
        if ahead { Start::NotYet } else { Start::Never }
    }

    /// When one of these stages was first entered.
    fn first_entered(&self, stages: &[StageId]) -> Option<Moment> {
        let mut stage_entries = self.stage_entries.iter();
        stage_entries
            .find(|stage_entry| stages.contains(&self.policy.stages[stage_entry.stage].id))
            .map(|stage_entry| stage_entry.entered)
    }

    /// When a duty was done in the last stay at a stage, or whether it still can be. One that is done once may have been
    /// done at an earlier stage.
    fn duty_of_stage(&self, duty: &DutyId, stage: &StageId) -> Start {
        let Some(stage_entry) = self.last_entry_into(stage) else { return self.may_come_to(stage) };
        let mark = match self.policy.duty_in(duty, &OwedAt::Stage(stage.clone())) {
            Some(rule) if rule.once => self.mark_of(rule),
            Some(_) | None => self.mark_in_stay(duty, stage_entry.stay),
        };
        match mark {
            Some(mark) if mark.is_done() => Start::At(mark.on),
            Some(_) => Start::Never,
            None if stage_entry.stay == self.stage_entry().stay => Start::NotYet,
            None => Start::Never,
        }
    }

    /// The rule of the present stage's clock whose date is left to be agreed, if none is agreed yet.
    pub fn to_be_agreed(&self) -> Option<&ClockRule> {
        let open = |rule: &&ClockRule| matches!(rule.limit, LimitRule::Agreed { fallback: None, .. });
        let stage = self.stage();
        stage
            .clocks
            .iter()
            .filter(open)
            .find(|rule| !self.has_started(rule, Some(stage)) && self.applies(rule, Some(stage)))
    }

    /// Whether this is one of the ends that a clock waits for.
    pub fn waits_until(&self, clock: &Clock, end: &EndsOn) -> bool {
        self.rule_behind(clock).is_some_and(|rule| rule.until.contains(end))
    }

    /// Whether a date is only what the protocol suggests, because the time was left to be agreed and nobody agreed
    /// one: it binds nobody.
    pub fn is_suggested(&self, clock: &Clock) -> bool {
        let left_open = self.rule_of(clock).is_some_and(|rule| matches!(rule.limit, LimitRule::Agreed { .. }));
        let moved = clock.due != clock.deadline.due;
        left_open && clock.deadline.strength == Strength::Agreed && clock.deadline.limit != AS_AGREED && !moved
    }

    /// The stay whose end is a clock's end as well; `None` for one beside the stages, and while its stage lies ahead.
    pub(in crate::domain) fn stay_that_ends(&self, clock: &Clock) -> Option<StayNumber> {
        clock.stay.filter(|_| self.belongs_to_stage(clock))
    }

    /// Whether leaving its stage ends the clock.
    pub(super) fn belongs_to_stage(&self, clock: &Clock) -> bool {
        let id = self.given_more_time(clock).map_or(&clock.id, |rule| &rule.id);
        let arranged =
            clock.id == ClockId::Arranged && clock.stage.as_ref().is_some_and(|id| self.policy.stage(id).is_some());
        arranged || self.policy.stage_with_clock(clock.stage.as_ref(), id).is_some()
    }

    /// Where a clock comes from; `None` for one that the policy no longer has.
    pub fn origin(&self, clock: &Clock) -> Option<ClockOrigin<'_>> {
        match &clock.id {
            ClockId::NeededBy => Some(ClockOrigin::NeededBy),
            ClockId::Arranged => Some(ClockOrigin::Arranged),
            ClockId::Extension => self.given_more_time(clock).map(ClockOrigin::Further),
            ClockId::Action(number) => {
                self.action(*number).and_then(|index| self.actions.get(index)).map(ClockOrigin::Action)
            }
            ClockId::Total | ClockId::Raise | ClockId::Named(_) => self.rule_of(clock).map(ClockOrigin::By),
        }
    }

    /// The index in `actions` of an action; they are in the order of their numbers.
    pub(super) fn action(&self, number: ActionNumber) -> Option<usize> {
        self.actions.binary_search_by_key(&number, |action| action.number).ok()
    }

    /// The rule that gave a clock its date; `None` for further time, an action, and the date by which the child needs it.
    pub(in crate::domain) fn rule_of(&self, clock: &Clock) -> Option<&ClockRule> {
        let mut rules = self.policy.clock_rules(&clock.id, clock.stage.as_ref());
        rules.nth(clock.rule)
    }

    /// The rule whose clock was given more time by this one, which runs beside it; `None` for any other clock.
    pub(in crate::domain) fn given_more_time(&self, clock: &Clock) -> Option<&ClockRule> {
        if clock.id != ClockId::Extension {
            return None;
        }
        let agreed = self.extensions.iter().find(|extended| extended.entry == clock.entry)?;
        let mut rules = self.policy.clock_rules(&agreed.clock, clock.stage.as_ref());
        rules.find(|rule| rule.extension.is_some())
    }

    /// The rule that a clock runs by, or that it gives further time for.
    pub(super) fn rule_behind(&self, clock: &Clock) -> Option<&ClockRule> {
        self.rule_of(clock).or_else(|| self.given_more_time(clock))
    }

    /// Whether a rule gave a clock its date, and not another of its name.
    pub(super) fn is_of_rule(&self, clock: &Clock, rule: &ClockRule) -> bool {
        self.rule_of(clock) == Some(rule)
    }

    /// The rule that gives a deadline as things stand, with its place among those of its name: of several, the one that
    /// has its words and applies.
    pub(in crate::domain) fn rule_of_deadline(&self, deadline: &Deadline) -> Option<(usize, &ClockRule)> {
        let rules: Vec<&ClockRule> = self.policy.clock_rules(&deadline.clock, deadline.stage.as_ref()).collect();
        if let [only] = rules[..] {
            return Some((0, only));
        }
        let gives = |(_, rule): &(usize, &&ClockRule)| match &rule.limit {
            LimitRule::Fixed(limit) | LimitRule::Agreed { fallback: Some(limit), .. } => {
                limit.written == deadline.limit && rule.strength == deadline.strength
            }
            LimitRule::Agreed { fallback: None, .. } => false,
        };
        let stage = self.policy.stage_with_clock(deadline.stage.as_ref(), &deadline.clock);
        let holds = |(_, rule): &(usize, &&ClockRule)| self.applies(rule, stage);
        let all = || rules.iter().enumerate();
        let found = all().filter(gives).find(holds).or_else(|| all().find(gives)).or_else(|| all().next());
        found.map(|(at, rule)| (at, *rule))
    }

    /// Stops the clocks whose circumstances no longer hold, or whose place another of their name has taken, and lets
    /// those go on, with their dates, whose circumstances hold again.
    pub(super) fn stop_what_no_longer_applies(&mut self, at: Moment) {
        let depends = |rule: &ClockRule| rule.when != When::default();
        if !self.is_open() || self.status() == Status::Complaint || !self.policy.all_clocks().any(depends) {
            return;
        }
        for nth in 0..self.clock_index.others.len() {
            let index = self.clock_index.others[nth];
            let clock = &self.clocks[index];
            let Some(rule) = self.rule_of(clock) else { continue };
            let stage = clock.stage.as_ref().and_then(|id| self.policy.stage(id));
            let stage = stage.filter(|_| self.belongs_to_stage(clock));
            let here = stage.is_none() || clock.stay == Some(self.stage_entry().stay);
            let covered = rule.over.is_empty() || rule.over.contains(&self.stage().id);
            let stopped = clock.resumes == Some(Resumes::WhenItApplies);
            if !here || !covered || !(clock.is_running() || stopped) {
                continue;
            }
            let applies = self.applies(rule, stage);
            let clock = &mut self.clocks[index];
            if stopped && applies {
                clock.resume(Resumes::WhenItApplies, at);
            } else if !stopped && !applies {
                (clock.end, clock.resumes) = (Some((ClockEnd::Stopped, at)), Some(Resumes::WhenItApplies));
            }
        }
    }
}
