//! Answers: when they came, who still owes one, and which clock sets their date.

use chrono::Days;

use super::{Answer, Awaits, Clock, Dispute, Party, StageEntry, StayNumber};
use crate::domain::policy::{Ask, ClockId, ClockRule, DutyId, EndsOn, Responders, RoleId, Stage, StageId, Verb, Whose};
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// When the present stage was answered in full: by everybody, if all must answer.
    pub fn answered(&self) -> Option<Moment> {
        self.answered_after(None)
    }

    /// What there is to judge at the present stage: an answer or, where nobody gave one, a decision.
    pub fn to_be_judged(&self) -> &'static str {
        if self.has_answer_that_counts() { "answer" } else { "decision" }
    }

    /// As `answered`, by answers given after an entry, if one is given. Only answers count that are from somebody who is
    /// asked, or who acts for them.
    pub(super) fn answered_after(&self, entry: Option<EntryNumber>) -> Option<Moment> {
        self.answer_in(self.stage_entry(), entry)
    }

    /// Passes the turn to whoever judges what has come, so that a plan accepted before that no longer stands.
    pub(super) fn await_review(&mut self, at: Moment) {
        self.turn.pass_to(Awaits::Review, at);
        self.set_plans_aside(self.stage_entry().stay);
    }

    /// The plans accepted in a stay no longer stand.
    pub(super) fn set_plans_aside(&mut self, stay: StayNumber) {
        self.agreements.iter_mut().filter(|one| one.stay == stay).for_each(|one| one.stands = false);
    }

    /// Whether a plan accepted in a stay stands: nothing came afterwards that was still to be judged, and nobody further
    /// along the chain was asked.
    pub(super) fn is_agreed_in(&self, stay: StayNumber) -> bool {
        self.agreements.iter().any(|one| one.stay == stay && one.stands)
    }

    /// When the answer came that a clock's stage asks for, whatever the clock itself waits for.
    pub fn answer_to(&self, clock: &Clock) -> Option<Moment> {
        self.entries_with(clock).find_map(|stage_entry| self.answer_in(stage_entry, Some(clock.entry)))
    }

    /// The entries into its stage that a clock was for: all of its stay or, along a chain, those before a clock of its
    /// name began for the next person.
    fn entries_with(&self, clock: &Clock) -> impl Iterator<Item = &StageEntry> {
        let next = |other: &&Clock| {
            let same = (&other.id, &other.stage, other.stay) == (&clock.id, &clock.stage, clock.stay);
            same && other.stage_entry > clock.stage_entry
        };
        let next = self.clocks.iter().filter(next).map(|other| other.stage_entry).min();
        let theirs = self.stage_entries.iter().take(next.unwrap_or(self.stage_entries.len()));
        theirs.filter(|stage_entry| Some(stage_entry.stay) == clock.stay)
    }

    /// When a stay was answered in full, by answers after an entry, if one is given, and whoever of a chain was asked by
    /// then.
    pub(super) fn answered_in(&self, stay: StayNumber, entry: Option<EntryNumber>) -> Option<Moment> {
        self.entries_of(stay).find_map(|stage_entry| self.answer_in(stage_entry, entry))
    }

    /// When a stage was answered in full, in one of its entries and by answers after an entry of the record, if one is given.
    pub(super) fn answer_in(&self, stage_entry: &StageEntry, entry: Option<EntryNumber>) -> Option<Moment> {
        self.full_answer(stage_entry, entry).map(|answer| answer.at)
    }

    /// The answer with which a stage was answered in full: of several that all must give, the last.
    fn full_answer<'a>(&'a self, stage_entry: &'a StageEntry, entry: Option<EntryNumber>) -> Option<&'a Answer> {
        let responders = &stage_entry.asked;
        let asked = responders.at_step(stage_entry.step);
        let mut answers = self.answers_after(stage_entry, entry);
        match responders {
            Responders::AllOf(_) => {
                let each = asked.iter().map(|role| answers.clone().find(|answer| self.answers_for(answer, role)));
                let all = each.collect::<Option<Vec<_>>>()?;
                all.into_iter().max_by_key(|answer| self.position_in_time(answer.entry))
            }
            Responders::AnyOf(_) | Responders::Chain(_) => answers.find(|answer| self.counts(answer, asked)),
        }
    }

    /// Whether the stay of a clock had been answered in full when the clock began.
    pub(super) fn began_answered(&self, clock: &Clock) -> bool {
        let before = |answer: &Answer| self.happened_after(clock.entry, answer.entry);
        let mut stay = self.stage_entries.iter().filter(|one| Some(one.stay) == clock.stay);
        stay.any(|one| self.full_answer(one, None).is_some_and(before))
    }

    /// The entry since which a clock waits for answers: the one that began it. Further time for an answer that had not
    /// come waits for what its limit waited for.
    pub(super) fn answers_since(&self, clock: &Clock) -> EntryNumber {
        match clock.id == ClockId::Extension && !self.began_answered(clock) {
            true => self.begun_with(clock),
            false => clock.entry,
        }
    }

    /// The answers given in an entry into a stage, after an entry of the record if one is given.
    fn answers_after<'a>(
        &'a self,
        stage_entry: &'a StageEntry,
        entry: Option<EntryNumber>,
    ) -> impl Iterator<Item = &'a Answer> + Clone {
        let counts = move |answer: &&Answer| entry.is_none_or(|entry| self.happened_after(answer.entry, entry));
        stage_entry.answers.iter().filter(counts)
    }

    fn answers_for(&self, answer: &Answer, role: &RoleId) -> bool {
        self.policy.acts_for(&answer.role, role, answer.at.date())
    }

    /// Whether an answer is from somebody who is asked, or who acts for them; one without a role is taken to be.
    pub(super) fn counts(&self, answer: &Answer, asked: &[RoleId]) -> bool {
        answer.role.is_empty() || asked.iter().any(|role| self.answers_for(answer, role))
    }

    /// Who answers where the dispute stands: whoever did last, or all who are asked.
    pub fn answered_or_asked(&self) -> Party {
        let here = self.stage_entry();
        let asked = here.asked.at_step(here.step);
        self.answerers(here, here.answers.iter().rev().find(|answer| self.counts(answer, asked)))
    }

    /// As `answered_or_asked`, for those whom a clock was for: whoever answered first since the clock began, or all who
    /// were asked.
    pub fn answered_or_asked_by(&self, clock: &Clock) -> Party {
        let first = |stay: &StageEntry| {
            let asked = stay.asked.at_step(stay.step);
            stay.answers
                .iter()
                .find(|answer| self.happened_after(answer.entry, clock.entry) && self.counts(answer, asked))
                .cloned()
        };
        let given = self.entries_with(clock).find_map(|stay| Some((stay, first(stay)?)));
        let silent = &self.stage_entries[clock.stage_entry];
        given.map_or_else(|| self.answerers(silent, None), |(stay, answer)| self.answerers(stay, Some(&answer)))
    }

    fn answerers(&self, stay: &StageEntry, answer: Option<&Answer>) -> Party {
        let each = matches!(stay.asked, Responders::AllOf(_));
        match answer.filter(|answer| !each && !answer.role.is_empty()) {
            Some(answer) => self.party(std::slice::from_ref(&answer.role)),
            None => self.asked(&stay.asked, stay.asked.at_step(stay.step)),
        }
    }

    /// Whether the plan that an entry agreed was that of an earlier stage: its own stay had no answer by then.
    pub fn agreed_unanswered(&self, entry: EntryNumber) -> bool {
        let by_then = |other: EntryNumber| !self.happened_after(other, entry);
        let Some(here) = self.stage_entries.iter().rfind(|one| by_then(one.entry)) else { return false };
        let mut answers = self.entries_of(here.stay).flat_map(|one| &one.answers);
        !answers.any(|answer| by_then(answer.entry) && self.counts_where_given(answer.entry))
    }

    /// The roles that have still to answer, counting answers after an entry if one is given, where all must; else, or if all
    /// have, every role that is asked.
    pub(in crate::domain) fn awaited_after(&self, entry: Option<EntryNumber>) -> Vec<RoleId> {
        let asked = self.stage_entry().asked.at_step(self.stage_entry().step);
        let given = |role: &&RoleId| {
            let mut answers = self.answers_after(self.stage_entry(), entry);
            answers.any(|answer| self.policy.acts_for(&answer.role, role, answer.at.date()))
        };
        let left: Vec<RoleId> = asked.iter().filter(|role| !given(role)).cloned().collect();
        match (&self.stage_entry().asked, left.is_empty()) {
            (Responders::AllOf(_), false) => left,
            _ => asked.to_vec(),
        }
    }

    /// Since when a stage is over, as of a moment: it was answered or decided, its date passed without that, or it was
    /// left. A date for guidance counts only where no other binds anybody; a stage without any date for an answer is over
    /// once it is reached.
    pub fn over_since(&self, stage: &StageId, as_of: Moment) -> Option<Moment> {
        let entry = self.last_entry_into(stage)?;
        let begun = self.entries_of(entry.stay).next()?.entered;
        let stage = &self.policy.stages[entry.stage];
        let of_stay = self.met_by_an_answer(stage, entry.stay);
        if of_stay.is_empty() && !stage.clocks.iter().any(ClockRule::is_met_by_an_answer) {
            return Some(begun);
        }
        let last = of_stay.into_iter().max_by_key(|clock| (clock.binds(), clock.due, clock.due_at));
        let lapsed = last.filter(|clock| clock.is_past(clock.end.map_or(as_of, |(_, ended)| ended)));
        let lapsed = lapsed.map(|clock| clock.due_at.map_or(Moment::on(clock.due + Days::new(1)), Moment::at));
        let decided = self.decided_since(entry);
        let left = self.stay_after(entry.stay).map(|next| next.entered);
        let over = [self.answer_in(entry, None), decided, lapsed, left].into_iter().flatten();
        over.reduce(|first, next| if next.is_before(&first) { next } else { first })
    }

    /// The clocks of a stay that an answer or a decision meets: the stage's own or, if it has none, those beside the
    /// stages that wait for an answer there. Other clocks beside the stages are for the whole, and no date of an answer.
    fn met_by_an_answer(&self, stage: &Stage, stay: StayNumber) -> Vec<&Clock> {
        let own = stage.clocks.iter().any(ClockRule::is_met_by_an_answer);
        let met = self.clocks.iter().filter(|clock| match self.rule_behind(clock) {
            Some(rule) if own => clock.stay == Some(stay) && self.belongs_to_stage(clock) && rule.is_met_by_an_answer(),
            // One whose date had passed before gives those who are asked here none.
            Some(_) => {
                self.waits_beside_for_an_answer(clock, stay)
                    && !self.entries_of(stay).any(|at| clock.is_past(at.entered))
            }
            None => false,
        });
        met.collect()
    }

    /// Whether a clock beside the stages waits for the answer of a stay: it began by then, and had not ended before.
    pub(super) fn waits_beside_for_an_answer(&self, clock: &Clock, stay: StayNumber) -> bool {
        let Some(begun) = self.entries_of(stay).next() else { return false };
        let stage = &self.policy.stages[begun.stage].id;
        let waits = |rule: &ClockRule| {
            rule.until.contains(&EndsOn::Answered) && (rule.over.is_empty() || rule.over.contains(stage))
        };
        !self.belongs_to_stage(clock)
            && self.rule_behind(clock).is_some_and(waits)
            && clock.stay.is_none_or(|of| of <= stay)
            && clock.end.is_none_or(|(_, ended)| !ended.is_before(&begun.entered))
    }

    /// The clock that sets the date of the awaited answer: one of the responder's that an answer ends; else one of
    /// anybody's that an answer ends, such as the raiser's aim to get one; else any of the responder's at this stage.
    /// Of several, the latest counts that binds anybody.
    pub fn answer_clock(&self) -> Option<&Clock> {
        let (stage, stay) = (self.stage(), self.stage_entry().stay);
        let theirs = |clock: &&Clock| self.rule_behind(clock).is_some_and(|rule| rule.whose == Whose::Responder);
        let date = |clock: &&Clock| (clock.binds(), clock.due, clock.due_at);
        let mut met = self.met_by_an_answer(stage, stay);
        met.retain(|clock| clock.is_running());
        let others = || {
            let open = self.clocks.iter().filter(|clock| clock.is_running() && clock.stay == Some(stay));
            let own = open.filter(|clock| self.belongs_to_stage(clock)).filter(theirs);
            own.filter(|_| self.awaits_its_start().is_none()).max_by_key(date)
        };
        let first = met.iter().copied().filter(theirs).max_by_key(date);
        first.or_else(|| met.iter().copied().max_by_key(date)).or_else(others)
    }

    /// The rule for the awaited answer's clock, if that has not begun because something else has to happen first.
    pub fn awaits_its_start(&self) -> Option<&ClockRule> {
        let stage = self.stage();
        let waits = |rule: &&ClockRule| {
            rule.until.contains(&EndsOn::Answered)
                && self.applies(rule, Some(stage))
                && !self.has_started(rule, Some(stage))
        };
        stage.clocks.iter().find(waits)
    }

    /// Whether there is an answer at this stage, and what is awaited is the further work that was agreed after it.
    pub fn has_further_time(&self) -> bool {
        let further = self.answer_clock().is_some_and(|clock| clock.id == ClockId::Extension);
        further && self.answered().is_some()
    }

    /// The title of the meeting that this stage calls for, if none is recorded.
    pub fn meeting_called_for(&self, today: Date) -> Option<&str> {
        let meeting = self.stage().meeting.as_ref()?;
        let called = self.outstanding(today).any(|view| view.duty == DutyId::MEETING);
        called.then_some(meeting.title.as_str())
    }

    /// What the protocol asks for with an answer at the present stage.
    pub fn asked_of_an_answer(&self) -> impl Iterator<Item = &Ask> {
        let here = &self.stage().id;
        let asks = self.policy.asks.iter().filter(|ask| self.holds(&ask.when, None));
        asks.filter(move |ask| {
            let mut steps = ask.before.iter().filter(|step| step.verb == Verb::Respond);
            steps.any(|step| step.stage.as_ref().is_none_or(|stage| stage == here))
        })
    }
}
