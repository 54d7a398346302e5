//! Raising a dispute: where it starts, what must be given, and what the policy makes of the circumstances.

use std::sync::Arc;

use chrono::Months;

use super::begins::{start, warn_of_start};
use super::checks::{confirmable, raised_dates, raised_names};
use super::gate::Gate;
use super::given::Given;
use super::in_order::not_in_future;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::whom::{chosen, undecided};
use super::{Denied, Refusal, StepContext, bare_entry, warning_without_time};
use crate::domain::dispute::{Dispute, Status};
use crate::domain::event::{Entry, Raised};
use crate::domain::id::DisputeId;
use crate::domain::policy::{
    Ask, CaseType, CategoryId, ChildNeed, Circumstances, DutyId, Fact, FieldId, KnownField, Policy, RoleId, Stage,
    Verb, When,
};
use crate::domain::record::Header;
use crate::domain::terms::EntryNumber;
use crate::domain::text::list;
use crate::domain::time::{Date, describe};

/// What is given when a dispute is raised. `facts.stage` and other texts are empty if not given.
#[derive(Debug, Clone, Default)]
pub struct Raise {
    pub facts: Raised,
    /// Earlier disputes of the same child.
    pub earlier: Vec<Earlier>,
    /// Whether it is about a brother or sister of the child for whom the facts were given.
    pub sibling: bool,
}

/// Whether an earlier dispute counts when the same concern is raised again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pursued {
    Yes,
    RaisedInError,
    /// It was withdrawn, and nobody said whether it was raised in error.
    Unsaid,
}

/// What has to be known of an earlier dispute to say whether a new one repeats it.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub id: DisputeId,
    pub raised_on: Date,
    /// The id of its protocol.
    policy: String,
    /// The ids of its categories, as its protocol has them.
    categories: Vec<CategoryId>,
    /// Those of the national list to which they correspond.
    national: Vec<CategoryId>,
    pub pursued: Pursued,
}

impl Pursued {
    pub fn of(dispute: &Dispute) -> Pursued {
        match (dispute.status() == Status::Withdrawn, dispute.raised_in_error) {
            (false, _) | (true, Some(false)) => Pursued::Yes,
            (true, Some(true)) => Pursued::RaisedInError,
            (true, None) => Pursued::Unsaid,
        }
    }
}

impl Earlier {
    pub fn of(dispute: &Dispute) -> Earlier {
        Earlier {
            id: dispute.header.id,
            raised_on: dispute.raised_at.date(),
            policy: dispute.policy.id.clone(),
            categories: dispute.raised.categories.clone(),
            national: dispute.policy.national(&dispute.raised.categories).cloned().collect(),
            pursued: Pursued::of(dispute),
        }
    }

    /// A warning if this dispute doesn't count when the same concern is raised again; `None` if it does.
    fn no_earlier_one(&self) -> Option<String> {
        let id = self.id;
        match self.pursued {
            Pursued::Yes => None,
            Pursued::RaisedInError => Some(format!(
                "dispute `{id}` about the same concern was raised in error, so this doesn't count as a repeat of it"
            )),
            Pursued::Unsaid => Some(format!(
                "dispute `{id}` about the same concern was withdrawn, so this is not counted as a repeat of it; \
                 if it was not raised in error, correct its withdrawal with `raised_in_error=no` first"
            )),
        }
    }

    /// Whether it came before the dispute with this id, which was raised on a day.
    pub(super) fn is_before(&self, on: Date, id: DisputeId) -> bool {
        (self.raised_on, self.id) < (on, id)
    }
}

impl Dispute {
    /// Whether this dispute repeats another of the same child, by the protocol's rule.
    pub fn repeats(&self, other: &Earlier) -> bool {
        let on = self.raised_at.date();
        other.is_before(on, self.header.id)
            && !repeats(&self.policy, &self.raised, std::slice::from_ref(other), on).is_empty()
    }
}

/// Resolves the titles that were typed to ids.
fn as_meant(policy: &Policy, facts: &mut Raised) {
    facts.stage = policy.resolve_stage(facts.stage.as_str());
    facts.by_role = policy.resolve_role(facts.by_role.as_str());
    facts.decided_by = facts.decided_by.take().map(|role| policy.resolve_role(role.as_str()));
    let assigned = std::mem::take(&mut facts.assigned);
    facts.assigned = assigned.into_iter().map(|(role, name)| (policy.resolve_role(role.as_str()), name)).collect();
}

/// The protocol with only the ladder that the dispute takes, which is recorded in the facts.
fn on_its_ladder(policy: &Arc<Policy>, facts: &mut Raised) -> Result<Arc<Policy>, Denied> {
    facts.ladder = policy.ladder_of(facts).map(|ladder| ladder.id.clone());
    policy.for_dispute(facts).ok_or_else(|| no_ladder(policy))
}

/// The refusal if none of the ladders is for a dispute like this.
fn no_ladder(policy: &Policy) -> Denied {
    let each = policy.ladders.iter().map(|ladder| format!("`{}` ({})", ladder.id, ladder.title));
    let message = format!(
        "{} has several ladders, and none is for this: {}",
        policy.title,
        list(&each.collect::<Vec<_>>(), "or")
    );
    let hint = format!("`iro policy show {}` says which is for what; or name its stage with `--stage`", policy.id);
    Refusal::absolute(Bar::NoLadder, message, Some(hint))
}

/// Removes what holds for the first child alone: its legal status, and the fields and duties that are asked of each
/// child. Returns the step without those, and a warning that names them.
fn of_sibling<'a>(policy: &Policy, facts: &mut Raised, step: &StepContext<'a>) -> (StepContext<'a>, Option<String>) {
    let of_each = |id: &FieldId| policy.field(id).is_some_and(|field| field.each_child);
    let done_with_each = |id: &DutyId| policy.duties.iter().any(|duty| duty.id == *id && duty.each_child);
    let fields: Vec<FieldId> = facts.fields.keys().filter(|id| of_each(id)).cloned().collect();
    facts.fields.retain(|id, _| !fields.contains(id));
    let status = facts.legal_status.take().map(|_| Fact::LegalStatus.word().to_string());
    let (theirs, confirmed): (Vec<_>, Vec<_>) =
        step.confirmed.iter().cloned().partition(|one| done_with_each(&one.duty));
    let ways = [
        (!fields.is_empty()).then_some("`iro note ID --field NAME=VALUE` adds a field"),
        status
            .is_some()
            .then_some("`iro correct ID --event 1 --set legal_status=TEXT --reason TEXT` adds the legal status"),
        (!theirs.is_empty()).then_some("`iro done ID DUTY` records a duty"),
    ];
    let ways: Vec<&str> = ways.into_iter().flatten().collect();
    let duties = theirs.iter().map(|one| one.duty.to_string());
    let left_out: Vec<String> =
        fields.into_iter().map(String::from).chain(status).chain(duties).map(|id| format!("`{id}`")).collect();
    let said = format!(
        "not copied to this record, because you gave it for the first child: {}; {}",
        list(&left_out, "and"),
        list(&ways, "and")
    );
    (StepContext { confirmed, ..step.clone() }, (!left_out.is_empty()).then_some(said))
}

/// The facts with the protocol's usual values for what is not given: the kind of case, and the raiser's role.
pub fn as_usual(policy: &Policy, mut facts: Raised, about_a_child: bool) -> Raised {
    let covered = || policy.covers.iter().copied();
    let household = covered().find(|case| *case == CaseType::FosteringHousehold);
    let optional = policy.child == ChildNeed::Optional;
    let usual = match about_a_child {
        _ if facts.household.is_some() && household.is_some() => household,
        true => covered().find(|case| !case.is_about_nobody()),
        // Where no dispute need name a child, one about a household may not, either: the usual kind comes first.
        false => {
            let nameless = |case: &CaseType| case.is_about_nobody() || optional && Some(*case) == household;
            covered().find(nameless).or(household)
        }
    };
    facts.case_type = facts.case_type.or(usual);
    if facts.by_role.is_empty() {
        facts.by_role = policy.raisers.first().cloned().unwrap_or_default();
    }
    facts
}

/// Records a dispute that a substitute raises as one of the role that they act for on that day. Returns a warning that
/// says so.
fn in_place_of_a_raiser(policy: &Policy, facts: &mut Raised, on: Date) -> Option<String> {
    let may = policy.raisers.contains(&facts.by_role);
    let acts = |raiser: &&RoleId| policy.acts_for(&facts.by_role, raiser, on);
    let raiser = policy.raisers.iter().find(acts).filter(|_| !may)?.clone();
    let (raiser_title, title) = (policy.role_title(&raiser), policy.role_title(&facts.by_role));
    let said = format!("raised for the {raiser_title}, for whom the {title} acts");
    facts.by_role = raiser;
    Some(said)
}

/// Raises a dispute.
///
/// # Errors
/// Unknown names first; then everything that the policy asks for and was not given, all at once.
pub fn decide_raise(
    header: &Header,
    policy: &Arc<Policy>,
    raise: Raise,
    step: &StepContext<'_>,
) -> Result<(Dispute, Entry), Denied> {
    let mut facts = as_usual(policy, raise.facts, header.child().is_some());
    let (step, unsaid) = match raise.sibling {
        true => &of_sibling(policy, &mut facts, step),
        false => &(step.clone(), None),
    };
    as_meant(policy, &mut facts);
    raised_names(policy, &facts)?;
    let in_place = in_place_of_a_raiser(policy, &mut facts, step.on.date());
    let duties = policy.duties.iter().map(|duty| duty.id.clone());
    confirmable(&step.confirmed, duties.chain(policy.own_duties()), step.now)?;
    not_in_future(step)?;
    raised_dates(&facts, step.on)?;
    let policy = &on_its_ladder(policy, &mut facts)?;
    facts.repeat_of = repeats(policy, &facts, &raise.earlier, step.on.date());
    let withdrawn = about_the_same(policy, &facts, &raise.earlier, step.on.date());
    let withdrawn: Vec<String> = withdrawn.filter_map(Earlier::no_earlier_one).collect();
    let start = start(policy, &facts);
    facts.stage = start.stage.id.clone();
    facts.asked = facts.asked.take().map(|role| chosen(start.stage, policy.resolve_role(role.as_str()))).transpose()?;

    let mut gate = Gate::new(policy, step, Verb::Raise, Some(&start.stage.id)).of_sibling(raise.sibling);
    gate.warn_of(unsaid.clone().into_iter().chain(in_place));
    let circumstances = Circumstances::at_raising(&facts);
    let nobody = undecided(start.stage, &start.stage.responders_for(&circumstances));
    gate.warn_of(nobody.filter(|_| facts.asked.is_none()));
    let given = Given::with(&facts.clone().into(), None);
    gate.entering(Verb::Raise, start.stage, facts.respond_by, &circumstances, None, &given)?;
    covered(&mut gate, policy, &facts, header.child().is_some());
    for must in start.formal.iter().filter(|_| !start.stage.is_formal()) {
        let source = Some(must.source.as_str());
        gate.refuse(must.rule.clone(), must.text.clone(), source, Remedy::give(Fact::Stage));
    }
    gate.warn_of(not_in_force_yet(policy, step.on.date()));
    warn_of_start(&mut gate, policy, &facts, &start, step);
    warn_of_categories(&mut gate, policy, &facts, start.stage);
    let past = facts.needed_by.filter(|date| *date < step.on.date());
    gate.warn(past.is_some(), "the day the child needs it by is past already");
    let aware_first = facts.aware_on.zip(facts.arose_on).is_some_and(|(aware, arose)| aware.date() < arose.date());
    gate.warn(aware_first, "you became aware of it before it arose; is one of the two days mistyped?");
    let before =
        |earlier: &DisputeId| format!("the same concern was raised for this child before: dispute `{earlier}`");
    gate.warn_of(facts.repeat_of.iter().map(before)).warn_of(withdrawn);
    let gate_outcome = gate.pass()?;

    let mut entry = bare_entry(EntryNumber::FIRST, step, facts.into(), gate_outcome);
    let mut dispute = Dispute::opened(header, Arc::clone(policy), &Arc::new(vec![entry.clone()]), &entry)?;
    entry.clocks = dispute.deadlines(step.calendar)?;
    entry.warned.extend(warning_without_time(&entry));
    entry.warned.extend(dispute.agreed_past_total(&entry));
    entry.warned.extend(dispute.limitless().into_iter().chain(dispute.waiting_twin()));
    dispute.note_beyond_terms(step.calendar);
    let dateless = dispute.clocks_without_date();
    entry.warned.extend(dateless.iter().filter(|one| one.is_warned_of()).map(|one| one.sentence("ID")));
    dispute.begin(&entry);
    if let Some(clock) = dispute.raised_late() {
        entry.warned.push(format!("raised late: it should have been by {}", describe(clock.due)));
    }
    // The history must have the first entry with its deadlines.
    Ok((dispute.with_first(&entry), entry))
}

/// What the policy asks for with every dispute, whatever its circumstances and its stage, and is not given yet.
pub fn still_asked<'p>(policy: &'p Policy, facts: &Raised) -> impl Iterator<Item = &'p Ask> {
    let given = Given::with(&facts.clone().into(), None);
    let always = policy.asks.iter().filter(|ask| ask.when == When::default());
    let asked = always.filter(|ask| ask.before.iter().any(|step| step.covers(Verb::Raise, None)));
    asked.filter(move |ask| !given.has(&ask.ask, Verb::Raise))
}

/// Warns of the conditions that the protocol attaches to a category.
fn warn_of_categories(gate: &mut Gate<'_>, policy: &Policy, facts: &Raised, stage: &Stage) {
    let review = facts.fields.get(&KnownField::ReviewNumber.id()).and_then(|number| number.parse::<u32>().ok());
    for category in facts.categories.iter().filter_map(|id| policy.category(id)) {
        let (id, source) = (&category.id, &category.source);
        if let Some(condition) = category.condition.as_ref().filter(|_| category.formal && !stage.is_formal()) {
            gate.warn(true, format!("`{id}` must be formal {condition} ({source})"));
        }
        if let Some(from) = category.from_review {
            let early = review.is_none_or(|review| review < from);
            gate.warn(early, format!("`{id}` counts from the child's {} review on ({source})", ordinal(from)));
        }
    }
}

fn ordinal(number: u32) -> String {
    match number {
        1 => "first".to_string(),
        2 => "second".to_string(),
        3 => "third".to_string(),
        number => {
            let ending = match (number / 10 % 10, number % 10) {
                (1, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
    }
}

fn covered(gate: &mut Gate<'_>, policy: &Policy, facts: &Raised, about_a_child: bool) {
    let about_nobody = facts.case_type.is_none_or(CaseType::is_about_nobody);
    if about_a_child && facts.case_type.is_some_and(CaseType::is_about_nobody) {
        let text = "a `theme` is about no one child: leave `--child` out, or say what kind of case it is".to_string();
        gate.refuse(OwnRule::Theme, text, policy.scope.as_deref(), Remedy::give(Fact::CaseType));
    }
    if !about_a_child && !about_nobody {
        let text = "nobody is named whom it is about".to_string();
        let needed = policy.child == ChildNeed::Required;
        gate.require(!needed, OwnRule::Child, text, policy.scope.as_deref(), Remedy::give(Fact::CaseType));
    }
    let covers = facts.case_type.map_or(!about_a_child, |case| policy.covers.contains(&case));
    let text = "this protocol is not written for that kind of case".to_string();
    let source = Some(policy.scope.as_deref().unwrap_or(&policy.document.title));
    gate.require(covers, OwnRule::Covers, text, source, Remedy::give(Fact::CaseType));
    let raises = policy.raisers.contains(&facts.by_role);
    let text = format!("under this protocol `{}` does not raise disputes", facts.by_role);
    gate.require(raises, OwnRule::Raisers, text, source, Remedy::give(Fact::ByRole));
}

/// Earlier disputes that this one repeats.
pub(super) fn repeats(policy: &Policy, facts: &Raised, earlier: &[Earlier], on: Date) -> Vec<DisputeId> {
    about_the_same(policy, facts, earlier, on).filter(|one| one.pursued == Pursued::Yes).map(|one| one.id).collect()
}

/// How many months back the same concern counts as raised before, where the protocol doesn't say.
const USUAL_MONTHS: u32 = 12;

/// Earlier disputes about the same concern, within the protocol's months: with a category in common or, under another
/// protocol, one that corresponds to the same of the national list. Ids alone mean nothing there.
fn about_the_same<'a>(
    policy: &'a Policy,
    facts: &'a Raised,
    earlier: &'a [Earlier],
    on: Date,
) -> impl Iterator<Item = &'a Earlier> {
    let months = policy.entry.repeats.as_ref().map_or(USUAL_MONTHS, |rule| rule.months);
    let since = on.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN);
    let same = move |one: &Earlier| match one.policy == policy.id {
        true => one.categories.iter().any(|id| facts.categories.contains(id)),
        false => policy.national(&facts.categories).any(|id| one.national.iter().any(|other| other == id)),
    };
    earlier.iter().filter(move |one| (since..=on).contains(&one.raised_on) && same(one))
}

/// A warning if a policy was not in force on the day of what is recorded under it.
pub(super) fn not_in_force_yet(policy: &Policy, day: Date) -> Option<String> {
    let (id, version, from) = (&policy.id, &policy.version, policy.effective_on);
    (day < from).then(|| {
        format!(
            "{id} {version} is in force from {} on; `--policy {id}@VERSION` names an earlier version",
            describe(from)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_end_as_they_are_spoken() {
        let all = [1, 2, 3, 4, 11, 12, 13, 20, 21, 22, 23, 24, 101, 111, 112].map(ordinal);
        let said = "first second third 4th 11th 12th 13th 20th 21st 22nd 23rd 24th 101st 111th 112th";
        assert_eq!(all.join(" "), said);
    }
}
