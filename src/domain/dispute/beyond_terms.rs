//! Clocks in school days whose end no listed term reaches. They have no date until more terms are listed; then they
//! have the date that they would have had, and the next event writes it down. (C19 in `docs/decisions.md`.)

use super::Dispute;
use crate::domain::calendar::{BeyondHorizon, Calendar, ListedTerms};
use crate::domain::event::Deadline;
use crate::domain::policy::{ClockRule, Stage};
use crate::domain::time::Moment;

/// A clock that began and has no date, because the listed terms end before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BeyondTerms {
    rule: ClockRule,
    of_stage: bool,
    listed: ListedTerms,
}

impl Dispute {
    /// Whether clocks may begin that no event records: after a lapse, or once more school terms are listed.
    pub(super) fn begins_by_itself(&self) -> bool {
        self.policy.has_lapses() || self.policy.counts_school_days()
    }

    /// The deadline of a rule's clock; `None` also if the listed terms don't reach it.
    ///
    /// # Errors
    /// A year the calendar doesn't know.
    pub(super) fn deadline_if_reached(
        &self,
        rule: &ClockRule,
        stage: Option<&Stage>,
        started: Moment,
        calendar: &Calendar,
    ) -> Result<Option<Deadline>, BeyondHorizon> {
        match self.next_deadline(rule, stage, started, calendar) {
            Err(gap) if gap.terms.is_some() => Ok(None),
            other => other,
        }
    }

    /// Since when a clock runs that no event could give a date, because the terms listed then did not reach it.
    pub(super) fn began_without_terms(&self, rule: &ClockRule, stage: Option<&Stage>, as_of: Moment) -> Option<Moment> {
        let counts = rule.counts_school_days() && (self.is_open() || self.is_awaited_after_the_end(rule, stage));
        let started = counts.then(|| self.start_of(rule, stage)).flatten();
        started.filter(|started| !as_of.is_before(started))
    }

    fn is_awaited_after_the_end(&self, rule: &ClockRule, stage: Option<&Stage>) -> bool {
        rule.starts_at_the_end() && self.awaits_any(rule, stage, &self.owed())
    }

    /// Keeps in mind which clocks of the present lack a date until more terms are listed.
    pub(in crate::domain) fn note_beyond_terms(&mut self, calendar: &Calendar) {
        self.beyond.clear();
        if !self.policy.counts_school_days() {
            return;
        }
        let rules = self.not_started_here().filter(|(rule, _)| rule.counts_school_days());
        let beyond = rules.filter_map(|(rule, stage)| {
            let started = self.start_of(rule, stage)?;
            let listed = self.next_deadline(rule, stage, started, calendar).err()?.terms?;
            Some(BeyondTerms { rule: rule.clone(), of_stage: stage.is_some(), listed })
        });
        self.beyond = beyond.collect();
    }

    /// How far the terms are listed, for a clock that lacks a date because of that.
    pub(super) fn terms_too_short_for(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<ListedTerms> {
        let same = |one: &&BeyondTerms| one.of_stage == stage.is_some() && one.rule == *rule;
        self.beyond.iter().find(same).map(|one| one.listed)
    }
}
