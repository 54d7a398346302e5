//! What a notice tells somebody about a dispute: their tasks, and the clocks that run for them. Nothing is sent.

use super::address::Addressee;
use super::dispute::{
    AskedFor, Clock, ClockToBegin, ClockWithoutDate, Dispute, DutyStanding, DutyState, Party, Status,
};
use super::inbox::{Task, TaskKind, stands_in_for, tasks_of_dispute};
use super::policy::{ClockRule, EndsOn, RoleId, Substitute};
use super::same_name::is_same;
use super::text::each_once;
use super::time::{Date, Moment};

/// The content of a notice to somebody about a dispute.
#[derive(Debug)]
pub struct Notice<'a> {
    pub dispute: &'a Dispute,
    pub to: Vec<Addressee>,
    /// Who gets a copy: the roles that the addressees act for today, and others as the protocol says.
    pub copies: Vec<Addressee>,
    /// The roles that the addressees act for today, each with the days in words.
    pub acts_for: Vec<(RoleId, String)>,
    /// The addressees' tasks; empty if they are only being told.
    pub tasks: Vec<Task>,
    /// Which of several addressees each of the tasks is for, if not for all of them; empty for all.
    pub whose: Vec<Vec<Addressee>>,
    /// Duties of others that are to be done with the addressees, such as telling them something.
    pub with_them: Vec<DutyStanding>,
    /// The clocks that run for the addressees, soonest first.
    pub clocks: Vec<&'a Clock>,
    /// Their clocks that have no date until somebody gives one.
    pub without_date: Vec<ClockWithoutDate<'a>>,
    /// Their clocks that begin once something has happened.
    pub to_begin: Vec<ClockToBegin<'a>>,
}

/// Everybody in a party: each of its roles with its holder, or else the one person named.
fn addressees(party: &Party) -> Vec<Addressee> {
    if party.roles.is_empty() {
        return party.name.iter().map(|name| Addressee { role: None, name: Some(name.clone()) }).collect();
    }
    let holder = |role| party.holders.iter().find(|(held, _)| held == role).map(|(_, name)| name.clone());
    let own = |role| party.name.clone().filter(|_| party.role.as_ref() == Some(role));
    let each =
        party.roles.iter().map(|role| Addressee { role: Some(role.clone()), name: holder(role).or_else(|| own(role)) });
    each.collect()
}

/// Who to write to for a party on a day: in place of a role that is away, whoever acts for it that day.
pub fn addressees_of(party: &Party, dispute: &Dispute, today: Date) -> Vec<Addressee> {
    let each = addressees(party).into_iter().flat_map(|one| {
        let acting = one.role.as_ref().and_then(|role| dispute.policy.acting_on(role, today));
        let instead = acting.map(|acting| addressees(&dispute.party(std::slice::from_ref(&acting.role))));
        instead.unwrap_or_else(|| vec![one])
    });
    each_once(each)
}

/// Whether it is one task, that several people have.
fn is_same_task(one: &Task, other: &Task) -> bool {
    (&one.kind, &one.text, &one.note, one.due) == (&other.kind, &other.text, &other.note, other.due)
}

/// Whether a task is the duty that a clock waits for.
fn is_duty_of(task: &Task, clock: &Clock, dispute: &Dispute) -> bool {
    match &task.kind {
        TaskKind::Owed(duty) | TaskKind::NotRecorded(duty) => dispute.waits_until(clock, &EndsOn::Duty(duty.clone())),
        TaskKind::Answer
        | TaskKind::Judgement
        | TaskKind::Reading
        | TaskKind::Filing
        | TaskKind::Action(_)
        | TaskKind::Clock(_)
        | TaskKind::LateAnswer
        | TaskKind::LateAction(_) => false,
    }
}

impl<'a> Notice<'a> {
    /// The notice to these people as things stand now.
    pub fn to(to: Vec<Addressee>, dispute: &'a Dispute, now: Moment) -> Notice<'a> {
        let today = now.date();
        let mut each: Vec<(Task, Vec<Addressee>)> = Vec::new();
        for one in &to {
            for task in tasks_of_dispute(dispute, one.key(), now) {
                match each.iter_mut().find(|(known, _)| is_same_task(known, &task)) {
                    Some((_, whose)) if !whose.contains(one) => whose.push(one.clone()),
                    Some(_) => {}
                    None => each.push((task, vec![one.clone()])),
                }
            }
        }
        // Responders are asked for nothing until others have acted.
        each.retain(|(task, _)| task.kind != TaskKind::Answer || dispute.asked_for() != AskedFor::Nothing);
        // What the answer is asked for with, other than words, is asked for once.
        let work = each.iter().any(|(task, _)| task.kind == TaskKind::Answer && dispute.asked_for() == AskedFor::Work);
        let work = dispute.answer_due().filter(|_| work);
        each.retain(|(task, _)| !work.is_some_and(|clock| is_duty_of(task, clock, dispute)));
        each.iter_mut().filter(|(_, whose)| whose.len() == to.len()).for_each(|(_, whose)| whose.clear());
        if let Some((task, convener)) = to_convene(&to, dispute, today) {
            each.push((task, if to.len() > 1 { vec![convener] } else { Vec::new() }));
        }
        let (tasks, whose): (Vec<Task>, Vec<Vec<Addressee>>) = each.into_iter().unzip();
        let mut clocks: Vec<&Clock> = dispute.clocks.iter().filter(|clock| clock.is_up()).collect();
        clocks.retain(|clock| dispute.further_time_beside(clock).is_none());
        clocks.retain(|clock| is_for_any(&to, dispute, &dispute.party_of(clock), today));
        let theirs = |rule: &ClockRule| is_for_any(&to, dispute, &dispute.party_of_rule(rule), today);
        let without_date = dispute.clocks_without_date().into_iter();
        let without_date = without_date.filter(|one| one.is_awaited() && theirs(one.rule)).collect();
        let to_begin = dispute.clocks_to_begin().into_iter().filter(|one| theirs(one.rule)).collect();
        clocks.sort_by_key(|clock| clock.falls_due().instant_or_end());
        let waiting = dispute.waiting_on().into_iter().flat_map(|party| party.roles);
        let asked = waiting.chain(clocks.iter().flat_map(|clock| dispute.party_of(clock).roles));
        let mut acts_for: Vec<(RoleId, String)> = Vec::new();
        for role in asked {
            let is_to = |acting: &&Substitute| to.iter().any(|one| one.role.as_ref() == Some(&acting.role));
            let days = dispute.policy.acting_on(&role, today).filter(is_to).map(Substitute::in_words);
            let fresh = days.filter(|_| !acts_for.iter().any(|(known, _)| *known == role));
            acts_for.extend(fresh.map(|days| (role, days)));
        }
        let away = acts_for.iter().flat_map(|(role, _)| addressees(&dispute.party(std::slice::from_ref(role))));
        let answers = tasks.iter().any(|task| task.kind == TaskKind::Answer);
        let copied = dispute.copied_here().into_iter().filter(|_| answers);
        let copied = copied.flat_map(|role| addressees(&dispute.party(std::slice::from_ref(role))));
        let copies = each_once(away.chain(copied).filter(|one| !to.contains(one)));
        let with_them = with_them(&to, dispute, today);
        Notice { dispute, to, copies, acts_for, tasks, whose, with_them, clocks, without_date, to_begin }
    }

    /// Whether it asks the addressees for an answer.
    pub fn asks_for_an_answer(&self) -> bool {
        self.tasks.iter().any(|task| task.kind == TaskKind::Answer)
    }

    /// The clock that sets the date for a reply: the answer's, if one is asked for; else the first that is due.
    pub fn deadline(&self) -> Option<&'a Clock> {
        match self.asks_for_an_answer() {
            true => self.dispute.answer_due(),
            false => self.first_due(),
        }
    }

    /// What is due first from the addressees.
    fn first_due(&self) -> Option<&'a Clock> {
        self.clocks.iter().find(|clock| clock.binds()).copied()
    }

    /// What is due from the addressees before their reply.
    pub fn due_before_the_reply(&self) -> Option<&'a Clock> {
        let reply = self.deadline().map(Clock::falls_due);
        let first = self.first_due()?;
        let sooner = reply.is_none_or(|reply| first.falls_due().instant_or_end() < reply.instant_or_end());
        sooner.then_some(first)
    }
}

/// The outstanding duties of others that are to be done with these people; once the dispute is referred, also those
/// asked for before a referral, whether done or not.
fn with_them(to: &[Addressee], dispute: &Dispute, today: Date) -> Vec<DutyStanding> {
    let rule = |view: &DutyStanding| dispute.policy.duty_in(&view.duty, &view.place);
    let is_to = |view: &DutyStanding| {
        let with = rule(view).and_then(|duty| duty.with.as_ref());
        with.is_some_and(|role| to.iter().any(|one| one.role.as_ref() == Some(role)))
    };
    let asked = |view: &DutyStanding| match rule(view) {
        Some(duty) if duty.guards_referral() => dispute.referral.is_some(),
        Some(_) | None => view.state == DutyState::Outstanding && view.owed,
    };
    dispute.duties_on(today).into_iter().filter(|view| is_to(view) && asked(view)).collect()
}

/// Who to write to if nobody is named: whoever has to act next, or is late at this stage; if the responders are asked for nothing yet, whoever
/// owes a duty, or with whom it is to be done; and whoever chairs a meeting that is called for.
pub fn next_to_act(dispute: &Dispute, now: Moment) -> Vec<Addressee> {
    let today = now.date();
    let owners = owners_of_the_plan(dispute);
    if !owners.is_empty() {
        return owners;
    }
    let mut parties: Vec<Party> = Vec::new();
    if dispute.status() != Status::AwaitingResponse || dispute.asked_for() != AskedFor::Nothing {
        parties.extend(dispute.waiting_on());
    }
    let chair = dispute.meeting_to_hold(today).and_then(|meeting| meeting.chair.clone());
    parties.extend(chair.map(|chair| dispute.party(&[chair])));
    parties.extend(dispute.convener());
    if parties.is_empty() {
        let owed: Vec<DutyStanding> = dispute.outstanding(today).collect();
        let others = owed.iter().filter_map(|view| view.by.clone());
        let with =
            |view: &DutyStanding| dispute.policy.duty_in(&view.duty, &view.place).and_then(|duty| duty.with.clone());
        let own = owed.iter().filter(|view| view.by.is_none()).filter_map(with);
        parties.extend(others.chain(own).map(|role| dispute.party(&[role])));
    }
    if parties.is_empty() {
        parties.extend(dispute.waiting_on());
    }
    let here = Some(dispute.stage_entry().stay);
    parties.extend(overdue(dispute, now).filter(|clock| clock.stay == here).map(|clock| dispute.party_of(clock)));
    each_addressed(&parties, dispute, today)
}

/// The clocks that bind somebody, at a stage that was reached, and whose date in force has passed.
fn overdue(dispute: &Dispute, now: Moment) -> impl Iterator<Item = &Clock> {
    let late = move |clock: &&Clock| clock.is_up() && dispute.is_overdue(clock, now) && clock.binds();
    dispute.clocks.iter().filter(late)
}

/// Who is late with something that binds them, at a stage that was reached.
pub fn overdue_from(dispute: &Dispute, now: Moment) -> Vec<Addressee> {
    let parties: Vec<Party> = overdue(dispute, now).map(|clock| dispute.party_of(clock)).collect();
    each_addressed(&parties, dispute, now.date())
}

/// Everybody in these parties, once.
fn each_addressed(parties: &[Party], dispute: &Dispute, today: Date) -> Vec<Addressee> {
    each_once(parties.iter().flat_map(|party| addressees_of(party, dispute, today)))
}

/// The meeting as a task of whoever convenes it, if that is one of these people.
fn to_convene(to: &[Addressee], dispute: &Dispute, today: Date) -> Option<(Task, Addressee)> {
    let clock = dispute.convening().filter(|_| dispute.convener().is_some())?;
    let party = dispute.party_of(clock);
    let one = to.iter().find(|one| is_for_any(std::slice::from_ref(*one), dispute, &party, today))?;
    let (kind, since) = (TaskKind::Clock(clock.id.clone()), clock.deadline.started);
    Some((Task::new(kind, dispute.label_of(clock), since, clock.binds_by()), one.clone()))
}

/// Once a plan is accepted, everybody who has an action to do still; nobody if one of them has no owner.
fn owners_of_the_plan(dispute: &Dispute) -> Vec<Addressee> {
    let open = dispute.open_actions().filter(|_| dispute.status() == Status::Agreed);
    let owners: Option<Vec<&str>> = open.map(|action| action.owner.as_deref()).collect();
    each_once(owners.unwrap_or_default().iter().filter_map(|owner| known_as(dispute, owner)).flatten())
}

/// Whether any of these people is a party, or may act for one of its roles on that day.
fn is_for_any(to: &[Addressee], dispute: &Dispute, party: &Party, today: Date) -> bool {
    let acts = |who: &str| party.is(who) || stands_in_for(dispute, party, who, today).is_some();
    let is_one = |whom: &Addressee| {
        whom.role.as_ref().is_some_and(|role| acts(role.as_str())) || whom.name.as_deref().is_some_and(acts)
    };
    to.iter().any(is_one)
}

/// Finds somebody as typed: a role of the protocol, or a person named in the dispute; `None` if nobody has that name.
pub fn known_as(dispute: &Dispute, typed: &str) -> Option<Vec<Addressee>> {
    let roles = dispute.policy.roles.iter().map(|role| (role.id.as_str(), role.title.as_str()));
    if let Some(role) = super::policy::resolve_name(typed, roles) {
        return Some(addressees(&dispute.party(&[role.into()])));
    }
    let raised = &dispute.raised;
    if let Some((role, name)) = raised.assigned.iter().find(|(_, name)| is_same(name, typed)) {
        return Some(vec![Addressee { role: Some(role.clone()), name: Some(name.clone()) }]);
    }
    let owners = dispute.actions.iter().filter_map(|action| action.owner.as_deref());
    let others = raised.iro.as_deref().into_iter().chain([dispute.raised_by.as_str()]).chain(owners);
    let name = others.into_iter().find(|name| is_same(name, typed))?;
    Some(vec![Addressee { role: None, name: Some(name.to_string()) }])
}
