//! What is said about a clock: who has to see to it, its label, its clause, and why its date is what it is.

use super::state::ExtensionEffect;
use super::{AS_AGREED, AskedFor, Clock, ClockOrigin, Dispute, ExtensionRecord, Party, StageEntry, Status};
use crate::domain::calendar::{BeyondHorizon, Calendar, Due};
use crate::domain::event::{Entry, Event};
use crate::domain::limit::{Limit, Unit};
use crate::domain::policy::{
    Circumstances, ClockId, ClockRule, CountsFrom, EndsOn, Extension, FieldId, LimitRule, StageId, Whose, as_it_is,
};
use crate::domain::terms::EntryNumber;
use crate::domain::text::list;
use crate::domain::time::{Date, Moment, describe, describe_at};

/// Added to the label of what may turn out not to be needed.
pub(super) const IF_NEEDED: &str = " (if needed)";

/// The label of further time that was agreed once there was an answer.
const FURTHER_WORK: &str = "Finish what was agreed (further time)";

impl Dispute {
    /// Who has to see to a clock.
    pub fn party_of(&self, clock: &Clock) -> Party {
        match self.origin(clock) {
            Some(ClockOrigin::By(rule) | ClockOrigin::Further(rule)) => {
                let to_answer = rule.until.contains(&EndsOn::Answered) && self.is_awaited_here(clock);
                match rule.whose {
                    Whose::Responder if to_answer => {
                        self.asked(&self.stage_entry().asked, &self.awaited_after(Some(self.answers_since(clock))))
                    }
                    Whose::Responder => {
                        self.has_to_settle(rule, clock).unwrap_or_else(|| self.whose(&rule.whose, clock))
                    }
                    Whose::Owner | Whose::Raiser | Whose::Role(_) => self.whose(&rule.whose, clock),
                }
            }
            Some(ClockOrigin::Action(action)) => self.somebody(action.owner.as_deref()),
            Some(ClockOrigin::Arranged) => match self.meeting_of(clock).and_then(|meeting| meeting.chair.clone()) {
                Some(chair) => self.party(&[chair]),
                None => self.owner(),
            },
            Some(ClockOrigin::NeededBy) | None => self.owner(),
        }
    }

    /// The stage that a clock is listed under; `None` for a dispute-wide one, wherever the dispute was when it began.
    pub fn stage_of<'c>(&self, clock: &'c Clock) -> Option<&'c StageId> {
        let of_the_dispute = match self.origin(clock) {
            Some(ClockOrigin::By(_) | ClockOrigin::Further(_)) => !self.belongs_to_stage(clock),
            Some(ClockOrigin::NeededBy | ClockOrigin::Arranged | ClockOrigin::Action(_)) | None => false,
        };
        clock.stage.as_ref().filter(|_| !of_the_dispute)
    }

    /// The party for a free text: a role, by its id or its title, or a name; the present responder if there is no text.
    pub fn somebody(&self, who: Option<&str>) -> Party {
        match who {
            Some(who) => match self.role_of(who) {
                Some(role) if self.policy.resolve_role(who) == role => self.party(&[role]),
                role => {
                    let roles = role.clone().into_iter().collect();
                    Party { role, name: Some(who.to_string()), roles, each: false, holders: Vec::new() }
                }
            },
            None => self.responder(),
        }
    }

    /// Who has to conclude the matter by a clock that only its settling ends; `None` while that is the responders'. Once
    /// their plan is accepted they owe its actions, each by its own date, and only the raiser can end the matter.
    fn has_to_settle(&self, rule: &ClockRule, clock: &Clock) -> Option<Party> {
        let here = self.stay_that_ends(clock).is_none_or(|stay| stay == self.stage_entry().stay);
        let for_settling = clock.is_running() && here && AskedFor::by(rule) == AskedFor::Resolution;
        let accepted = || (self.status() == Status::Agreed).then(|| self.owner());
        self.to_conclude().or_else(accepted).filter(|_| for_settling)
    }

    /// Whether a clock runs for what is asked where the dispute stands.
    fn is_awaited_here(&self, clock: &Clock) -> bool {
        let here = self.stage_entry().stay;
        clock.is_running() && (clock.stay == Some(here) || self.waits_beside_for_an_answer(clock, here))
    }

    /// Who has to keep a limit that has not begun where the dispute stands.
    pub fn party_of_rule(&self, rule: &ClockRule) -> Party {
        match &rule.whose {
            Whose::Responder => self.still_to_answer(),
            Whose::Owner => self.owner(),
            Whose::Raiser => self.party(std::slice::from_ref(&self.raised.by_role)),
            Whose::Role(role) => self.party(std::slice::from_ref(role)),
        }
    }

    fn whose(&self, whose: &Whose, clock: &Clock) -> Party {
        // Of a clock beside the stages it is the present one's, wherever the dispute was when it began.
        let stage = clock.stage.as_ref().filter(|_| self.belongs_to_stage(clock) || !clock.is_running());
        let stage = stage.and_then(|id| self.policy.stage(id)).unwrap_or(self.stage());
        match whose {
            Whose::Responder if stage.id == self.stage().id && clock.is_running() => self.responder(),
            Whose::Responder => {
                let mut stay = self.stage_entries.iter().filter(|one| Some(one.stay) == clock.stay);
                // Along a chain each person has a clock of their own.
                let begun = |one: &&StageEntry| !self.happened_after(one.entry, clock.entry);
                match stay.clone().rfind(begun).or_else(|| stay.next_back()) {
                    Some(entry) => self.asked(&entry.asked, entry.asked.at_step(entry.step)),
                    None => {
                        let asked = self.responders_at(stage);
                        self.asked(&asked, asked.roles())
                    }
                }
            }
            Whose::Owner => self.party(&[stage.owner.clone().unwrap_or_else(|| self.raised.by_role.clone())]),
            Whose::Raiser => self.party(std::slice::from_ref(&self.raised.by_role)),
            Whose::Role(role) => self.party(std::slice::from_ref(role)),
        }
    }

    /// A warning if the date agreed at the present stage is after the total ends, whether that begins with this entry
    /// or runs already.
    pub fn agreed_past_total(&self, entry: &Entry) -> Option<String> {
        let agreed = self.stage_entry().respond_by?;
        let running = self.clocks.iter().filter(|clock| clock.is_running() && clock.id == ClockId::Total);
        let begun = entry.clocks.iter().filter(|deadline| deadline.clock == ClockId::Total);
        let ends = running.map(|clock| clock.due).chain(begun.map(|deadline| deadline.due)).min()?;
        let source = self.policy.total.as_ref().map(|total| format!(" ({})", total.source)).unwrap_or_default();
        (agreed > ends).then(|| {
            let (agreed, ends) = (describe(agreed), describe(ends));
            format!("the agreed date, {agreed}, is after the end of the total, {ends}{source}")
        })
    }

    /// A warning if clocks of the stage don't run, because the circumstances that they wait for don't apply.
    pub fn limitless(&self) -> Option<String> {
        let stage = self.stage();
        let left = self.policy.clocks_not_running(stage, &self.facts(None));
        let first = left.first()?;
        let rules: Vec<&ClockRule> =
            stage.clocks.iter().filter(|rule| left.iter().any(|one| one.id == rule.id)).collect();
        let field =
            rules.iter().flat_map(|rule| &rule.when.raised.fields).find(|(name, _)| !self.fields.contains_key(name));
        let way = field.and_then(|(name, _)| {
            let values = self.values_with_a_limit(name, first);
            (!values.is_empty()).then(|| format!("; `iro note` with `--field {name}={}` says it", values.join("|")))
        });
        let (title, ids) = (&stage.title, left.iter().map(|rule| format!("`{}`", rule.id)).collect::<Vec<_>>());
        let named = list(&ids, "and");
        Some(format!(
            "no limit of {named} runs at {title}, because {}{} ({})",
            as_it_is(&rules, &self.facts(None)),
            way.unwrap_or_default(),
            first.source
        ))
    }

    /// The values of a field with which this clock of the present stage, or one of its name, would run.
    fn values_with_a_limit(&self, field: &FieldId, clock: &ClockRule) -> Vec<&str> {
        let values = self.policy.field(field).map(|field| field.values.as_slice()).unwrap_or_default();
        let runs = |value: &&String| {
            let mut fields = self.fields.clone();
            fields.insert(field.clone(), (*value).clone());
            let facts = Circumstances { fields: &fields, ..self.facts(None) };
            self.policy.clocks_for(self.stage(), &facts).iter().any(|rule| rule.id == clock.id)
        };
        values.iter().filter(runs).map(String::as_str).collect()
    }

    /// How the date of a clock was reached, a line a day, and what today's calendar says if that differs.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn explain(&self, clock: &Clock, calendar: &Calendar) -> Result<Vec<String>, BeyondHorizon> {
        let deadline = &clock.deadline;
        let mut lines = Vec::new();
        match self.limit_of(clock) {
            Some(limit) => {
                lines.push(limit.counted_from(&describe(deadline.started.date())));
                let stands = format!("{} was given and stands", describe(deadline.due));
                let counting = self.counting_from(self.rule_of(clock), deadline.started, calendar);
                match calendar.due(deadline.started, &limit, &counting) {
                    Ok(counted) => {
                        lines.extend(counted.explain.iter().map(ToString::to_string));
                        if (counted.date, counted.at) != (deadline.due, deadline.due_at) {
                            lines.push(format!("{stands}, though today's calendar gives {}", describe(counted.date)));
                        }
                    }
                    Err(BeyondHorizon { terms: Some(listed), .. }) => {
                        lines.push(format!("{stands}, though {} by now", listed.words()));
                    }
                    Err(gap) => return Err(gap),
                }
            }
            None => {
                let given = self.history.iter().find(|entry| entry.number == clock.entry);
                let given = given.map_or(deadline.started.date(), |entry| entry.at.date());
                lines.push(format!("the date was given on {}; no days were counted", describe(given)));
                lines.extend(self.no_sooner_than_the_limit(clock));
            }
        }
        let mut from = deadline.due;
        for moved in self.moves_of(clock) {
            lines.push(format!("extended to {}: {}", describe(moved.until.date()), moved.reason));
            if let Some((more, counted)) = self.more_time(clock, from, moved, calendar)? {
                lines.push(format!("{more} more from {}", describe(from)));
                lines.extend(counted.explain.iter().map(ToString::to_string));
            }
            from = moved.until.date();
        }
        if let Some(further) = self.further_time_beside(clock) {
            lines.push(format!("further time runs beside it, to {}", describe_at(further.due, further.due_at)));
        }
        Ok(lines)
    }

    /// The extensions that moved a clock's date, in order.
    fn moves_of(&self, clock: &Clock) -> impl Iterator<Item = &ExtensionRecord> {
        let moved = clock.due != clock.deadline.due;
        let bound = self.stay_that_ends(clock);
        self.extensions.iter().filter(move |one| {
            let same = one.clock == clock.id && one.stage == clock.stage;
            moved && same && one.effect == ExtensionEffect::Given && bound.is_none_or(|stay| stay == one.stay)
        })
    }

    /// Why further time has the date of its limit: it counts from the agreement, and never ends before that.
    fn no_sooner_than_the_limit(&self, clock: &Clock) -> Option<String> {
        let rule = self.given_more_time(clock)?;
        let from_agreement = |extension: &Extension| extension.counts_from == CountsFrom::Agreement;
        rule.extension.as_ref().filter(|extension| from_agreement(extension))?;
        let bound = self.stay_that_ends(clock);
        let limit = self.clocks.iter().rfind(|one| one.id == rule.id && self.stay_that_ends(one) == bound)?;
        let given = describe(clock.deadline.started.date());
        (limit.due == clock.due).then(|| {
            format!(
                "further time was agreed on {given}; it ends no sooner than `{}`, on {}",
                rule.id,
                describe(limit.due)
            )
        })
    }

    /// The extensions of a clock, each counted from the date before it: `4 working days more from ...`. `None` if it
    /// was not extended, or if a new date is not a whole number of days later.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn more_in_short(&self, clock: &Clock, calendar: &Calendar) -> Result<Option<String>, BeyondHorizon> {
        let mut parts = Vec::new();
        let mut from = clock.deadline.due;
        for moved in self.moves_of(clock) {
            let Some((more, counted)) = self.more_time(clock, from, moved, calendar)? else { return Ok(None) };
            let short = counted.in_short();
            let part = format!("{more} more from {}", describe(from));
            parts.push(if short.is_empty() { part } else { format!("{part}; {short}") });
            from = moved.until.date();
        }
        Ok((!parts.is_empty()).then(|| parts.join("; ")))
    }

    /// How much more time an extension gave: as recorded, or else the days from the date before it in the unit of the
    /// clock's own limit. `None` if that much doesn't lead from one date to the other.
    fn more_time(
        &self,
        clock: &Clock,
        from: Date,
        moved: &ExtensionRecord,
        calendar: &Calendar,
    ) -> Result<Option<(Limit, Due)>, BeyondHorizon> {
        let until = moved.until;
        if let Some(more) = moved.more.clone() {
            let since = self.policy.counting.once_over(from, &more);
            let counted = calendar.due(Moment::on(since), &more, &self.policy.counting)?;
            return Ok((counted.date == until.date()).then_some((more, counted)));
        }
        let Some(limit) = self.limit_of(clock).filter(|_| until.instant().is_none()) else { return Ok(None) };
        let (n, unit) = match limit.unit {
            Unit::WorkingDays | Unit::NextWorkingDay => {
                (calendar.between(from, until.date(), &self.policy.counting)?, Unit::WorkingDays)
            }
            Unit::CalendarDays | Unit::Weeks => ((until.date() - from).num_days(), Unit::CalendarDays),
            Unit::Hours
            | Unit::ElapsedHours
            | Unit::HoursAsWorkingDays
            | Unit::OfficeHours
            | Unit::SchoolDays
            | Unit::Months => return Ok(None),
        };
        let Some(n) = u32::try_from(n).ok().filter(|n| *n > 0) else { return Ok(None) };
        let more = Limit::new(n, unit);
        let since = self.policy.counting.once_over(from, &more);
        let counted = calendar.due(Moment::on(since), &more, &self.policy.counting)?;
        Ok((counted.date == until.date()).then_some((more, counted)))
    }

    /// The limit a clock was counted with; `None` where a date was agreed.
    pub fn limit_of(&self, clock: &Clock) -> Option<Limit> {
        if clock.deadline.limit == AS_AGREED {
            return None;
        }
        match self.rule_of(clock).map(|rule| &rule.limit) {
            Some(LimitRule::Fixed(limit) | LimitRule::Agreed { fallback: Some(limit), .. }) => Some(limit.clone()),
            Some(LimitRule::Agreed { fallback: None, .. }) | None => Limit::parse(&clock.deadline.limit).ok(),
        }
    }

    /// The date that an extension led to, as it stands corrected.
    pub fn extended_until(&self, entry: EntryNumber) -> Option<Moment> {
        self.extensions.iter().find(|extension| extension.entry == entry).map(|extension| extension.until)
    }

    /// What is wrong with extensions up to a date that is no later than the one they extend, since that was corrected:
    /// the number of each entry, and the sentence.
    pub fn extensions_without_effect(&self) -> impl Iterator<Item = (EntryNumber, String)> {
        self.extensions.iter().filter(|extension| extension.effect == ExtensionEffect::Overtaken).map(|extension| {
            let (number, until) = (extension.entry, describe(extension.until.date()));
            (
                number,
                format!("event {number} gives more time until {until}, which is no later than the date it extends"),
            )
        })
    }

    /// The label of the clock that an entry extended.
    pub fn clock_extended(&self, entry: &Entry) -> Option<String> {
        let Event::Extended(facts) = &entry.event else { return None };
        // The sentence that this goes into names the total itself.
        if facts.clock == ClockId::Total {
            return None;
        }
        let extended = |clock: &&Clock| {
            clock.id == facts.clock
                && self.happened_after(entry.number, clock.entry)
                && (facts.stage.is_none() || clock.stage == facts.stage)
        };
        self.clocks.iter().rfind(extended).map(|clock| self.label_of(clock))
    }

    /// The label of a clock: what has to happen by its date.
    pub fn label_of(&self, clock: &Clock) -> String {
        match self.origin(clock) {
            Some(ClockOrigin::By(rule)) if rule.if_needed => format!("{}{IF_NEEDED}", rule.label),
            Some(ClockOrigin::By(rule)) => rule.label.clone(),
            Some(ClockOrigin::Further(_)) if self.began_answered(clock) => FURTHER_WORK.to_string(),
            Some(ClockOrigin::Further(rule)) => format!("{} (further time)", rule.label),
            Some(ClockOrigin::NeededBy) => "Settle it in time for the child".to_string(),
            Some(ClockOrigin::Arranged) => {
                let title = self.meeting_of(clock).map_or("Meeting", |meeting| meeting.title.as_str());
                format!("{title}, as arranged")
            }
            Some(ClockOrigin::Action(action)) => action.what.clone(),
            None => clock.id.to_string(),
        }
    }

    /// Whether what a clock waits for may be waived as not needed.
    pub fn is_if_needed(&self, clock: &Clock) -> bool {
        self.rule_of(clock).is_some_and(|rule| rule.if_needed)
    }

    /// The clause a clock rests on.
    pub fn source_of(&self, clock: &Clock) -> Option<String> {
        match self.origin(clock)? {
            ClockOrigin::By(rule) => Some(rule.source.clone()),
            ClockOrigin::Further(rule) => rule.extension.as_ref().map(|extension| extension.source.clone()),
            ClockOrigin::Arranged => self.meeting_of(clock).map(|meeting| meeting.source.clone()),
            ClockOrigin::NeededBy | ClockOrigin::Action(_) => None,
        }
    }
}
