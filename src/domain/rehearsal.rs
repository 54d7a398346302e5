//! Plays a protocol through in memory, so that its author sees the dates that a real dispute would be given. Unless
//! told otherwise, no answer comes, others do their part on the last day, and each escalation is on the working day
//! after its date has passed.

mod acts;
mod agreed;
mod extend;
mod missed;
mod not_started;
mod notes;
mod order;
mod scenes;
mod stage;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::Days;
use serde::Serialize;

use super::calendar::{BeyondHorizon, Calendar, Counting, FirstDay};
use super::dispute::{Dispute, Lacks, Party, Status, StayNumber};
use super::event::{Because, Entry, Raised};
use super::id::DisputeId;
use super::limit::{Limit, Unit};
use super::policy::{ClockRule, LimitRule, Policy, Stage, StageId, StartsOn};
use super::record::{Header, Kind};
use super::steps::{Denied, Escalate, Overrides, Raise, Refusal, StepContext, decide_raise, known, known_stage};
use super::text::list;
use super::time::{Date, Moment, describe, local_instant};

use agreed::agreed_date;
use missed::Missed;
use order::{Place, Progress};

pub use acts::{Act, ActKind, DutyAt};
pub use extend::MoreTime;
pub use missed::Named;
pub use not_started::{NotStarted, WhyNot};
pub use scenes::{Scene, What};

/// Who takes the steps of a rehearsal.
const NOBODY: &str = "rehearsal";

/// More stage entries than any ladder has: a rehearsal that goes round in circles stops here.
const MOST_VISITS: usize = 60;

/// More events and dates than any dispute has: a rehearsal with clocks that repeat for ever stops here.
const MOST_TURNS: usize = 300;

/// What is assumed about the dispute.
#[derive(Debug, Clone)]
pub struct Assumed {
    pub from: Moment,
    pub facts: Raised,
    /// Clocks that run out although somebody other than the responder could meet them, and duties that are not done.
    pub missed: Vec<Named>,
    /// The dates of the first escalations; each further one is on the working day after its date.
    pub escalated: Vec<Moment>,
    /// Stages to escalate to instead of the next one, each used once.
    pub to: Vec<StageId>,
    /// More time that is agreed on the last day of a clock.
    pub extended: Vec<MoreTime>,
    /// What else happens: answers, meetings, decisions and the like.
    pub acts: Vec<Act>,
    /// The time that is agreed wherever the protocol leaves it to be agreed.
    pub agreed: Option<Limit>,
    /// The time agreed if neither `agreed` nor the protocol gives one.
    pub agreed_else: Limit,
}

#[derive(Debug, Clone, Serialize)]
pub struct Rehearsal {
    pub scenes: Vec<Scene>,
    /// The escalations whose dates the author gave.
    pub escalated: Vec<Moment>,
    /// What an author should know beside the dates.
    pub notes: Vec<String>,
    /// The clocks of the protocol that never began here.
    pub not_started: Vec<NotStarted>,
}

struct Play<'a> {
    dispute: Dispute,
    assumed: &'a Assumed,
    calendar: &'a Calendar,
    rehearsal: Rehearsal,
    scenes: Vec<(Place, Scene)>,
    progress: Progress,
    /// What `Assumed::missed` names.
    missed: Vec<Missed>,
    /// How many events have happened and clocks have come due.
    turns: usize,
    /// Clocks whose date has passed with nothing done, by index.
    passed: BTreeSet<usize>,
    /// Whose each clock was when it began: later it may be somebody else's turn.
    parties: Vec<Party>,
    /// The date by which the last stage is over.
    over_on: Date,
    /// The given dates of escalations still to come.
    steps: VecDeque<Moment>,
    /// The stages of `Assumed::to` that are still to come.
    ahead: Vec<StageId>,
    /// What is still to happen, the next first.
    acts: VecDeque<Act>,
    /// The extensions already tried: the index in `Assumed::extended`, and the stay.
    asked_for_more: BTreeSet<(usize, Option<StayNumber>)>,
}

/// Plays a protocol through from raising a dispute to the end of its ladder.
///
/// # Errors
/// Names that the policy doesn't know, a date the calendar doesn't reach, or a protocol that doesn't come to an end.
pub fn rehearse(policy: &Arc<Policy>, assumed: &Assumed, calendar: &Calendar) -> Result<Rehearsal, Denied> {
    let mut notes = Vec::new();
    let mut facts = assumed.facts.clone();
    facts.aware_on = facts.aware_on.or(Some(assumed.from));
    let step = step_on(assumed.from, calendar);
    // The first stage is only known once the dispute is open, but opening it needs that stage's agreed date: open it
    // twice.
    let raise = |facts: &Raised| {
        let raise = Raise { facts: facts.clone(), ..Raise::default() };
        decide_raise(&header(policy), policy, raise, &step)
    };
    let (mut dispute, _) = raise(&facts)?;
    facts.respond_by = agreed_date(&dispute, dispute.stage(), assumed, assumed.from, calendar, &mut notes)?;
    if facts.respond_by.is_some() {
        dispute = raise(&facts)?.0;
    }
    notes.extend(which_ladder(policy, &dispute));
    let missed = known_names(&dispute.policy, assumed)?;
    let mut play = Play {
        dispute,
        assumed,
        calendar,
        rehearsal: Rehearsal { scenes: Vec::new(), escalated: Vec::new(), notes, not_started: Vec::new() },
        scenes: Vec::new(),
        progress: Progress::from(assumed.from),
        missed,
        turns: 0,
        passed: BTreeSet::new(),
        parties: Vec::new(),
        over_on: assumed.from.date(),
        steps: assumed.escalated.iter().copied().collect(),
        ahead: assumed.to.clone(),
        acts: in_order(&assumed.acts),
        asked_for_more: BTreeSet::new(),
    };
    play.take_note();
    play.climb()?;
    play.let_all_lapse()?;
    play.after_the_end()?;
    play.show_clocks()?;
    play.rehearsal.not_started = play.not_started();
    play.note_lead_times()?;
    play.scenes.sort_by_key(|(place, _)| *place);
    play.rehearsal.scenes = play.scenes.into_iter().map(|(_, scene)| scene).collect();
    Ok(play.rehearsal)
}

fn in_order(acts: &[Act]) -> VecDeque<Act> {
    let mut acts = acts.to_vec();
    acts.sort_by_key(|act| (act.on.date(), act.on.instant()));
    acts.into()
}

/// Checks that the clocks, duties and stages named in the assumptions exist, and returns what is to be missed.
fn known_names(policy: &Policy, assumed: &Assumed) -> Result<Vec<Missed>, Denied> {
    let missed = assumed.missed.iter().map(|named| named.resolve(policy)).collect::<Result<Vec<_>, _>>()?;
    let done =
        || assumed.acts.iter().filter_map(|act| if let ActKind::Do(done) = &act.what { Some(done) } else { None });
    for done in done() {
        known("duty", &done.duty, policy.duties.iter().map(|duty| &duty.id))?;
    }
    for clock in assumed.extended.iter().filter_map(|more| more.clock.as_ref()) {
        known("clock", clock, policy.all_clocks().map(|rule| &rule.id))?;
    }
    let named = missed.iter().map(|missed| &missed.stage).chain(assumed.extended.iter().map(|more| &more.stage));
    for stage in named.chain(done().map(|done| &done.stage)).flatten().chain(&assumed.to) {
        known_stage(policy, stage)?;
    }
    Ok(missed)
}

/// Which of several ladders is played, and which others there are.
fn which_ladder(policy: &Policy, dispute: &Dispute) -> Option<String> {
    let taken = policy.ladders.iter().find(|ladder| dispute.raised.ladder.as_ref() == Some(&ladder.id))?;
    let others = policy.ladders.iter().filter(|ladder| ladder.id != taken.id);
    let others: Vec<String> = others.map(|ladder| format!("`{}` ({})", ladder.id, ladder.title)).collect();
    Some(format!("this is the ladder `{}` ({}); the file also has {}", taken.id, taken.title, list(&others, "and")))
}

fn header(policy: &Policy) -> Header {
    Header {
        id: DisputeId::new(0, 0),
        kind: Kind::Dispute,
        policy: policy.id.clone(),
        policy_version: policy.version.clone(),
        child: "rehearsal".to_string(),
    }
}

/// The party without the rehearsal's placeholder name: only the role counts.
fn unnamed(party: Party) -> Party {
    let holders = party.holders.into_iter().filter(|(_, name)| name != NOBODY).collect();
    Party { name: party.name.filter(|name| name != NOBODY), holders, ..party }
}

/// A step at a moment, which overrides whatever the policy asks for first.
fn step_on(on: Moment, calendar: &Calendar) -> StepContext<'_> {
    let overrides = Overrides::in_case("rehearsal");
    let by = NOBODY.to_string();
    StepContext { now: on, on, by, confirmed: Vec::new(), overrides, calendar }
}

impl Play<'_> {
    fn climb(&mut self) -> Result<(), Denied> {
        let mut on = self.assumed.from;
        loop {
            self.begin_stage(on);
            self.leave_out_steps_before(on);
            let over = self.play_stage()?;
            if self.is_over() || self.is_at_the_end() {
                if over.on.is_none() {
                    let note = self.no_end_of(&self.dispute.stage().title);
                    self.note(note);
                }
                let answered = self.dispute.status() == Status::AwaitingReview;
                let last = over.on.max(self.last_of_stage().filter(|_| answered));
                self.over_on = last.map_or(on.date(), |last| last.max(on.date()));
                self.leave_out_further_steps();
                return self.play_out();
            }
            let given = self.steps.pop_front();
            self.rehearsal.escalated.extend(given);
            if over.on.is_none() && given.is_none() {
                let stage = &self.dispute.stage().title;
                let by_when = self.no_end_of(stage);
                self.note(format!("{by_when}; it continues on the next working day here"));
            }
            on = over.step;
            self.escalate(on)?;
        }
    }

    /// Why a stage has no end.
    fn no_end_of(&self, title: &str) -> String {
        let dateless = self.dispute.clocks_without_date();
        let listed =
            dateless.iter().find_map(|one| if let Lacks::Terms(listed) = one.lacks { Some(listed) } else { None });
        match listed {
            Some(listed) => format!("{title} has no end: {}", listed.words()),
            None => format!("nothing says by when {title} must end"),
        }
    }

    /// Notes what is to be done by when before or after a review.
    fn note_lead_times(&mut self) -> Result<(), Denied> {
        let facts = &self.assumed.facts;
        let Some(review) = facts.next_review.or(facts.review_date) else { return Ok(()) };
        let on = describe(review.date());
        let leads = self.dispute.policy.leads(review.date(), self.calendar)?;
        for lead in leads {
            self.note(format!(
                "by {}: {} ({} the review on {on}) [{}]",
                describe(lead.due),
                lead.what,
                lead.limit,
                lead.source
            ));
        }
        Ok(())
    }

    /// Lets the dispute-wide clocks run out too, and starts what counts from that.
    fn let_all_lapse(&mut self) -> Result<(), Denied> {
        let mut known = 0;
        while self.dispute.clocks.len() > known {
            self.take_turn()?;
            known = self.dispute.clocks.len();
            let Some(last) = self.dispute.clocks.iter().map(|clock| clock.due).max() else { return Ok(()) };
            self.dispute.let_lapse(Moment::on(last + Days::new(1)), self.calendar)?;
        }
        self.take_note();
        Ok(())
    }

    /// Counts a turn. Errs after too many, because the rehearsal would not end.
    fn take_turn(&mut self) -> Result<(), Denied> {
        self.turns += 1;
        if self.turns <= MOST_TURNS {
            return Ok(());
        }
        let (stage, on) = (&self.dispute.stage().title, describe(self.dispute.latest().date()));
        let message = format!("no end to this rehearsal: after {MOST_TURNS} dates it is still at {stage} on {on}");
        let hint =
            "clocks with `repeats` come round as long as a stage lasts: take an earlier `--escalate` or `--meeting`";
        Err(Denied::Refused(Box::new(Refusal { message, hint: Some(hint.to_owned()), ..Refusal::default() })))
    }

    /// Whether it has ended, or the complaints procedure has it.
    fn is_over(&self) -> bool {
        !self.dispute.is_open() || self.dispute.status() == Status::Complaint
    }

    /// The moment of an escalation on a day. If hours count from it, it has the time of day at which the dispute was
    /// raised, or else at which the office opens.
    fn at_its_time(&self, day: Date) -> Moment {
        let policy = &self.dispute.policy;
        let to = self.gone_to().or_else(|| self.dispute.next_stages().first().map(|stage| (*stage).clone()));
        let chain = self.dispute.next_in_chain().map(|_| self.dispute.stage().clone());
        let staged = chain.or(to).map(|stage| stage.clocks).unwrap_or_default();
        let from_here = |rule: &&ClockRule| rule.from.iter().any(StartsOn::is_a_step_between_stages);
        let limits = staged.iter().chain(policy.dispute_wide_clocks()).filter(from_here).map(|rule| &rule.limit);
        let by_the_hour = |limit: &LimitRule| match limit {
            LimitRule::Fixed(limit) => policy.counting.is_by_the_hour(limit),
            LimitRule::Agreed { .. } => false,
        };
        let given = self.assumed.from.instant().map(|at| at.time());
        let time = given.or(policy.counting.office.map(|(opens, _)| opens)).filter(|_| { limits }.any(by_the_hour));
        time.map_or(Moment::on(day), |time| Moment::at(local_instant(day.and_time(time))))
    }

    /// Whether nothing comes after this stage, or only stages that were played before.
    fn is_at_the_end(&mut self) -> bool {
        if !self.ahead.is_empty() && self.gone_to().is_some() {
            return false;
        }
        if self.dispute.next_in_chain().is_some() {
            return self.dispute.stage_entries.len() >= MOST_VISITS;
        }
        let Some(next) = self.dispute.next_stages().first().map(|stage| stage.id.clone()) else {
            return true;
        };
        let again = self.dispute.stages_visited().contains(&&next);
        if again {
            self.note(format!("after {} it would go round to `{next}` again", self.dispute.stage().title));
        }
        again
    }

    /// The first stage in `ahead` that is further up than the present one.
    fn gone_to(&self) -> Option<Stage> {
        let policy = &self.dispute.policy;
        let here = self.dispute.stage_entry().stage;
        let up = |stage: &&StageId| policy.stage_index(stage).is_some_and(|index| index > here);
        self.ahead.iter().find(up).and_then(|stage| policy.stage(stage)).cloned()
    }

    fn escalate(&mut self, on: Moment) -> Result<(), Denied> {
        let bypass = self.gone_to();
        let chain = self.dispute.next_in_chain().is_some() && bypass.is_none();
        let next = self.dispute.next_stages();
        let choices: Vec<String> = next.iter().map(|stage| format!("`{}`", stage.id)).collect();
        let to = bypass.clone().or_else(|| next.first().filter(|_| !chain).map(|stage| (*stage).clone()));
        if choices.len() > 1 && !chain && bypass.is_none() {
            let here = self.dispute.stage().title.clone();
            self.note(format!("from {here} one can go to {}; the first is taken here", choices.join(" or ")));
        }
        let mut notes = Vec::new();
        let respond_by = match &to {
            Some(stage) => agreed_date(&self.dispute, stage, self.assumed, on, self.calendar, &mut notes)?,
            None => None,
        };
        notes.into_iter().for_each(|note| self.note(note));
        let escalate = Escalate {
            because: match self.dispute.stage_entry().answers.is_empty() {
                true => Because::NoResponse,
                false => Because::Unsatisfactory,
            },
            reason: Some("rehearsal".to_string()),
            to: to.map(|stage| stage.id.into()),
            respond_by,
            ask: None,
            fields: Default::default(),
        };
        let entry = self.dispute.escalate(escalate, &step_on(on, self.calendar))?;
        if let Some(stage) = bypass {
            self.ahead.retain(|ahead| *ahead != stage.id);
            self.note_bypass(&entry, &stage);
        }
        self.go_on(&entry)
    }

    fn go_on(&mut self, entry: &Entry) -> Result<(), Denied> {
        self.dispute = self.dispute.after(entry, self.calendar)?;
        // A clock that began by itself may have been replaced by one with a later date.
        let dispute = &self.dispute;
        self.passed.retain(|index| dispute.clocks[*index].is_past(entry.at));
        self.progress.reach(entry.at, &self.dispute.clocks);
        self.take_note();
        Ok(())
    }

    fn take_note(&mut self) {
        let new = self.dispute.clocks.iter().skip(self.parties.len());
        let parties: Vec<Party> = new.map(|clock| unnamed(self.dispute.party_of(clock))).collect();
        self.parties.extend(parties);
        self.progress.see(&self.dispute.clocks);
    }

    fn next_working_day(&self, after: Date) -> Result<Date, BeyondHorizon> {
        // Whatever the protocol counts as day one, the escalation is on a later day.
        let one = Limit::new(1, Unit::WorkingDays);
        let counting = Counting { first_day: FirstDay::Next, cut_off: None, ..self.dispute.policy.counting.clone() };
        Ok(self.calendar.due(Moment::on(after), &one, &counting)?.date)
    }

    fn note(&mut self, note: String) {
        if !self.rehearsal.notes.contains(&note) {
            self.rehearsal.notes.push(note);
        }
    }
}
