//! Gives a clock more time, as far as the policy allows it.

use super::approval::Approval;
use super::gate::Gate;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::{Denied, Refusal, StepContext, known, warning_without_time};
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::dispute::{AS_AGREED, Clock, Dispute};
use crate::domain::event::{Deadline, Entry, Event, Extended};
use crate::domain::limit::Limit;
use crate::domain::policy::{
    ClockId, ClockRule, CountsFrom, DutyId, Extension, ExtensionKind, Fact, StageId, StartsOn, Strength, Verb,
};
use crate::domain::same_name::is_same;
use crate::domain::text::list;
use crate::domain::time::{Instant, Moment, describe_moment};

#[derive(Debug, Clone)]
pub struct Extend {
    pub more: More,
    pub reason: String,
    /// The clock to extend; if `None`, the stage's own.
    pub clock: Option<ClockId>,
    pub agreed_with: Option<String>,
}

/// How much more time.
#[derive(Debug, Clone)]
pub enum More {
    By(Limit),
    Until(Moment),
}

impl More {
    /// How much it is, as typed; `None` for a date.
    fn typed(&self) -> Option<String> {
        match self {
            More::By(limit) => Some(limit.written.clone()),
            More::Until(_) => None,
        }
    }
}

/// What more time comes to.
struct TimeGiven {
    /// The moment that it counts from.
    from: Moment,
    /// When the time given so far ends.
    ends: Option<Moment>,
    /// The new deadline.
    until: Moment,
    /// The limit in words.
    words: String,
    /// Whether a further clock runs, instead of the clock's date moving.
    further: bool,
    /// Whether the further time counts from the agreement.
    agreement: bool,
}

impl TimeGiven {
    fn deadline(self, clock: ClockId, stage: Option<StageId>, strength: Strength) -> Deadline {
        Deadline {
            clock,
            stage,
            limit: self.words,
            strength,
            started: self.from,
            due: self.until.date(),
            due_at: self.until.instant(),
            instead_of: None,
        }
    }
}

impl Dispute {
    /// Gives a clock more time: its date moves, or a further clock runs beside it, as the policy says.
    ///
    /// # Errors
    /// An unknown clock; one that can't be extended, or not by so much or so often; a date that is no later.
    pub fn extend(&self, extend: Extend, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.extend(extend, step);
        }
        let named = extend.clock.as_ref();
        if let Some(clock) = named {
            let here = self.stage().clocks.iter().chain(self.policy.dispute_wide_clocks()).map(|rule| &rule.id);
            known("clock", clock, here.chain(self.clocks.iter().map(|clock| &clock.id)))?;
        }
        self.open_and_in_order(step)?;
        if let Some(rule) = self.to_be_agreed().filter(|rule| named.is_none_or(|name| *name == rule.id)) {
            return self.agree_on_date(rule, extend, step);
        }
        let Some((id, stage, rule)) = self.extendable(named) else { return Err(self.nothing_to_extend(named)) };
        let running = self.running(&id, stage.as_ref());
        let extension = rule.and_then(|rule| rule.extension.as_ref());
        let given = self.given(&id, stage.as_ref(), rule, &extend.more, step.on, step.calendar)?;
        let TimeGiven { from, ends, until, further, agreement, .. } = given;
        let still_runs = |end: &Moment| lasts_to(step.on) < lasts_to(*end);
        if let Some(end) = ends.filter(|end| lasts_to(until) <= lasts_to(*end) && !agreement) {
            let message =
                format!("{} is no later than the date in force, {}", describe_moment(until), describe_moment(end));
            let hint = format!("give a date after that with `--until`, or see `iro why {} {id}`", self.header.id);
            return Err(Refusal::absolute(Bar::Extension, message, Some(hint)));
        }
        if let Err(over) = self.not_over_already(until, step) {
            return Err(match extension {
                Some(_) => over,
                None => no_more_time(&id, until, step),
            });
        }

        let (reason, agreed_with) = (extend.reason, extend.agreed_with);
        let agreed = agreed_with.clone();
        let more = extend.more.typed();
        let event = Extended { clock: id.clone(), stage: stage.clone(), more, until: Some(until), reason, agreed_with };
        let event = event.into();
        let mut gate = self.gate_for(step, Verb::Extend, &event);
        let source = extension.map(|extension| extension.source.as_str()).or(rule.map(|rule| rule.source.as_str()));
        let none = format!("the protocol doesn't allow more time for `{id}`");
        gate.require(extension.is_some(), OwnRule::Extension, none, source, Remedy::Override);
        if let Some(role) = extension.and_then(|extension| extension.approved_by.as_ref()) {
            let holder = self.holder_of(role);
            let with_them = agreed.as_deref().is_some_and(|name| {
                self.policy.resolve_role(name) == *role || holder.is_some_and(|holder| is_same(holder, name))
            });
            let approval = Approval { role, of: DutyId::EXTENSION_APPROVED, source };
            if !with_them {
                approval.ask(&mut gate, &self.policy, step, holder);
            }
        }
        if let Some(extension) = extension {
            self.within_what_may_be_given(&mut gate, &id, extension, &given, step)?;
        }
        gate.warn(until.is_before(&step.now), format!("{} is past already", describe_moment(until)));
        if let Some(end) = ends.filter(|end| further && still_runs(end)) {
            let how =
                if agreement { "the further time ends no sooner" } else { "the further time counts from its end" };
            gate.warn(true, format!("`{id}` still runs, to {}: {how}", describe_moment(end)));
        }
        if let Some(clock) = running.filter(|clock| clock.is_past(step.on)) {
            let called: Vec<String> = self.called_by(&id).map(|label| format!("`{label}`")).collect();
            let off = match called.is_empty() {
                true => String::new(),
                false => format!(", and this calls off {}", list(&called, "and")),
            };
            gate.warn(true, format!("the date of `{id}`, {}, has passed{off}", describe_moment(clock.falls_due())));
        }
        gate.warn(id == ClockId::Total, "the total now runs past the limit first given");
        let gate_outcome = gate.pass()?;
        let mut entry = self.entry(step, event, gate_outcome)?;
        if let Some(rule) = rule.filter(|_| further) {
            entry.clocks.push(given.deadline(ClockId::Extension, stage, rule.strength));
            // Time that counts from the end of a running clock needs no time of day.
            entry.warned.extend(warning_without_time(&entry).filter(|_| from == step.on));
        }
        Ok(entry)
    }

    /// The refusal if no clock of this name, or none of the stage's own, can be given more time.
    fn nothing_to_extend(&self, named: Option<&ClockId>) -> Denied {
        let id = self.header.id;
        let (message, hint) = match named {
            Some(clock) => (
                format!("`{clock}` of dispute `{id}` is not running, so it can't be extended"),
                format!("`iro show {id}` lists the deadlines that are running"),
            ),
            None => (
                format!("no deadline that could be extended is running at this stage of `{id}`"),
                format!("`iro show {id}` lists what runs beside the stage; name it with `--clock CLOCK`"),
            ),
        };
        Refusal::absolute(Bar::Extension, message, Some(hint))
    }

    /// Requires more time to be given no more often, and to be no longer, than the protocol says.
    fn within_what_may_be_given(
        &self,
        gate: &mut Gate<'_>,
        id: &ClockId,
        extension: &Extension,
        given: &TimeGiven,
        step: &StepContext<'_>,
    ) -> Result<(), BeyondHorizon> {
        let source = Some(extension.source.as_str());
        let before = self.times_extended(id);
        let enough = extension.times.is_none_or(|times| before < times as usize);
        let often = format!("`{id}` was extended already, and may not be extended again");
        gate.require(enough, OwnRule::ExtensionTimes, often, source, Remedy::Override);
        let Some(at_most) = &extension.at_most else { return Ok(()) };
        let TimeGiven { from, ends, until, agreement, .. } = *given;
        match step.calendar.due(self.base_of(from, ends, at_most), at_most, &self.policy.counting) {
            Ok(latest) => {
                // A day lasts to its end, even if the most that may be given ends at a time within it.
                let within = latest.at.map_or(until.date() <= latest.date, |last| lasts_to(until) <= last)
                    || agreement && ends == Some(until);
                let long = format!("no more than {at_most} may be given");
                gate.require(within, OwnRule::ExtensionLength, long, source, Remedy::give(Fact::MoreTime));
            }
            Err(gap) => drop(gate.warn_of(Some(gap.cannot_tell_whether_more_than(at_most)?))),
        }
        Ok(())
    }

    /// What more time for a clock comes to when it is given at a moment.
    fn given(
        &self,
        id: &ClockId,
        stage: Option<&StageId>,
        rule: Option<&ClockRule>,
        more: &More,
        on: Moment,
        calendar: &Calendar,
    ) -> Result<TimeGiven, BeyondHorizon> {
        let extension = rule.and_then(|rule| rule.extension.as_ref());
        let further = extension.is_some_and(|extension| extension.kind == ExtensionKind::Further);
        let ends = self.ends(id, self.running(id, stage), further);
        let agreement = further && extension.is_some_and(|extension| extension.counts_from == CountsFrom::Agreement);
        let still_runs = |end: &Moment| lasts_to(on) < lasts_to(*end);
        let from = ends.filter(|end| !agreement && (!further || still_runs(end))).unwrap_or(on);
        let base = |limit: &Limit| self.base_of(from, ends, limit);
        let (mut until, mut words) = self.reach(more, base, calendar)?;
        if agreement && let Some(end) = ends.filter(|end| lasts_to(until) < lasts_to(*end)) {
            (until, words) = (end, AS_AGREED.to_string());
        }
        Ok(TimeGiven { from, ends, until, words, further, agreement })
    }

    /// What a limit counts from that is given from a moment: a day at whose end the time so far is over isn't counted.
    fn base_of(&self, from: Moment, ends: Option<Moment>, limit: &Limit) -> Moment {
        match from.instant() {
            None if Some(from) == ends => Moment::on(self.policy.counting.once_over(from.date(), limit)),
            Some(_) | None => from,
        }
    }

    /// Counts the date of an extension again, before it takes effect: from the date that is in force now, if it was
    /// given as so much more time. `None` for a date that somebody named, if no further time begins with it.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub(in crate::domain) fn extended_again(
        &self,
        entry: &Entry,
        calendar: &Calendar,
    ) -> Result<Option<Deadline>, BeyondHorizon> {
        let Event::Extended(facts) = &entry.event else { return Ok(None) };
        let further = entry.clocks.iter().find(|deadline| deadline.clock == ClockId::Extension);
        let by = facts.more.as_deref().and_then(|more| self.policy.counting.limit(more).ok());
        // Before `more` was recorded, the words of further time said how much it was.
        let unchanged = further.filter(|deadline| facts.until == Some(deadline.falls_due()));
        let by = by.or_else(|| unchanged.and_then(|deadline| Limit::parse(&deadline.limit).ok()));
        let more = match (by, facts.until) {
            (Some(by), _) => More::By(by),
            (None, Some(until)) if further.is_some() => More::Until(until),
            (None, _) => return Ok(None),
        };
        let Some((id, stage, rule)) = self.extendable(Some(&facts.clock)).filter(|(_, stage, _)| *stage == facts.stage)
        else {
            return Ok(further.cloned());
        };
        let running = self.running(&id, stage.as_ref());
        let strength = rule.map(|rule| rule.strength).or(running.map(|clock| clock.deadline.strength));
        let Some(strength) = strength else { return Ok(further.cloned()) };
        let given = match self.given(&id, stage.as_ref(), rule, &more, entry.at, calendar) {
            // The date that was given stands.
            Err(gap) if gap.terms.is_some() => return Ok(further.cloned()),
            other => other?,
        };
        let clock = if given.further { ClockId::Extension } else { id };
        Ok(Some(given.deadline(clock, stage, strength)))
    }

    /// Sets the date that the protocol leaves to be agreed at this stage, once the stage has begun.
    fn agree_on_date(&self, rule: &ClockRule, extend: Extend, step: &StepContext<'_>) -> Result<Entry, Denied> {
        let (until, _) = self.reach(&extend.more, |_| step.on, step.calendar)?;
        self.not_over_already(until, step)?;
        let (clock, stage) = (rule.id.clone(), Some(self.stage().id.clone()));
        let (reason, agreed_with) = (extend.reason, extend.agreed_with);
        let event = Extended { clock, stage, more: None, until: Some(until), reason, agreed_with }.into();
        let mut gate = self.gate_for(step, Verb::Extend, &event);
        let (begun, flag) = (self.stage_entry().entered, Remedy::give(Fact::MoreTime));
        gate.agreed(rule, until.date(), begun, OwnRule::ExtensionLength, flag)?;
        self.entry(step, event, gate.pass()?)
    }

    /// Refuses more time that would end before it is given.
    fn not_over_already(&self, until: Moment, step: &StepContext<'_>) -> Result<(), Denied> {
        if step.on.is_before(&until) || step.on.date() == until.date() && until.instant().is_none() {
            return Ok(());
        }
        let message =
            format!("{} is no later than when the time is given, {}", describe_moment(until), describe_moment(step.on));
        let hint = "give a later date with `--until`, or with `--on` the day it was agreed".to_string();
        Err(Refusal::absolute(Bar::Extension, message, Some(hint)))
    }

    /// The labels of the stage's running clocks that only began because this clock ran out.
    fn called_by<'a>(&'a self, id: &'a ClockId) -> impl Iterator<Item = &'a str> {
        let lapsed = move |start: &StartsOn| matches!(start, StartsOn::Lapsed { clock } if clock == id);
        let rules = self.stage().clocks.iter().filter(move |rule| rule.from.iter().any(lapsed));
        let here = Some(&self.stage().id);
        rules.filter(move |rule| self.running(&rule.id, here).is_some()).map(|rule| rule.label.as_str())
    }

    /// The rule for more time at this stage now; `None` if there is none, or if it is used up.
    pub fn may_be_extended(&self) -> Option<&Extension> {
        self.extension_left(None)
    }

    /// Whether any clock of this stage or beside it may be given more time, or still lacks its date.
    pub(in crate::domain) fn may_be_given_time(&self) -> bool {
        let mut rules = self.stage().clocks.iter().chain(self.policy.dispute_wide_clocks());
        self.to_be_agreed().is_some() || rules.any(|rule| self.extension_left(Some(&rule.id)).is_some())
    }

    fn extension_left(&self, named: Option<&ClockId>) -> Option<&Extension> {
        let (id, _, rule) = self.extendable(named)?;
        let extension = rule?.extension.as_ref()?;
        let given = self.times_extended(&id);
        extension.times.is_none_or(|times| given < times as usize).then_some(extension)
    }

    /// How often a clock was extended; if it is one of the stage, in the present stay.
    fn times_extended(&self, id: &ClockId) -> usize {
        let stay = self.stage_entry().stay;
        let of_stage = self.stage().clocks.iter().any(|rule| rule.id == *id);
        self.extensions.iter().filter(|one| one.clock == *id && (one.stay == stay || !of_stage)).count()
    }

    /// The clock to extend, with its stage and its rule: the one named, or else the stage's first that may be
    /// extended. The total is one of those beside the stages, and has to be named.
    fn extendable(&self, named: Option<&ClockId>) -> Option<(ClockId, Option<StageId>, Option<&ClockRule>)> {
        let stage = self.stage();
        let here = Some(stage.id.clone());
        let staged = || stage.clocks.iter().filter(|rule| named.is_none_or(|name| *name == rule.id));
        let by_rule = |rule: &'_ &ClockRule| rule.extension.is_some();
        let running = |rule: &'_ &ClockRule| self.running(&rule.id, here.as_ref()).is_some();
        let own = staged().find(by_rule).or_else(|| staged().find(running));
        if let Some(rule) = own {
            let further = rule.extension.as_ref().is_some_and(|extension| extension.kind == ExtensionKind::Further);
            return (further || running(&rule)).then(|| (rule.id.clone(), here, Some(rule)));
        }
        let mut beside = self.policy.dispute_wide_clocks().filter(|rule| named.is_some_and(|name| *name == rule.id));
        if let Some(rule) = beside.next() {
            let clock = self.clocks.iter().rfind(|clock| clock.id == rule.id && clock.is_running())?;
            return Some((rule.id.clone(), clock.stage.clone(), Some(rule)));
        }
        let clock = self.clocks.iter().rfind(|clock| clock.is_running() && named == Some(&clock.id))?;
        Some((clock.id.clone(), clock.stage.clone(), None))
    }

    /// When the time given so far ends: that of the clock, or further time beside it. More time never ends before
    /// that.
    fn ends(&self, id: &ClockId, running: Option<&Clock>, further: bool) -> Option<Moment> {
        let beside = self.clocks.iter().filter(|clock| further && self.is_further_time_beside(clock, id));
        let end = |clock: &Clock| clock.falls_due();
        running.into_iter().chain(beside).map(end).max_by_key(|end| lasts_to(*end))
    }

    /// The new deadline, and the limit in words; `from` is what a limit counts from.
    fn reach(
        &self,
        more: &More,
        from: impl Fn(&Limit) -> Moment,
        calendar: &Calendar,
    ) -> Result<(Moment, String), BeyondHorizon> {
        let limit = match more {
            More::Until(until) => return Ok((*until, AS_AGREED.to_string())),
            More::By(limit) => limit,
        };
        let due = calendar.due(from(limit), limit, &self.policy.counting)?;
        Ok((due.at.map_or(Moment::on(due.date), Moment::at), limit.written.clone()))
    }
}

/// The refusal of more time that the protocol doesn't give, and that would be over already.
fn no_more_time(id: &ClockId, until: Moment, step: &StepContext<'_>) -> Denied {
    let message = format!(
        "the protocol doesn't allow more time for `{id}`, and {} is no later than when it is given, {}",
        describe_moment(until),
        describe_moment(step.on)
    );
    let hint = "to give it anyway, add `--until` with a later date and `--override REASON`".to_string();
    Refusal::absolute(Bar::Extension, message, Some(hint))
}

/// The last instant of a moment: the end of its day, if it has no time.
fn lasts_to(moment: Moment) -> Instant {
    moment.instant_or_end()
}
