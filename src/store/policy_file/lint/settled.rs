//! Circumstances that are settled where a rule stands, so that they always hold there, or never: no meeting was held
//! before the meeting itself, and nobody has answered at the stage where a dispute begins.

use super::{place, place_of_clock};
use crate::domain::policy::{
    Ask, ClockId, ClockRule, Duty, DutyId, EndsOn, Policy, Responders, RoleId, Stage, StartsOn, Step, Verb, When,
};
use crate::store::policy_file::clock::BESIDE;
use crate::store::policy_file::places::{place_of_ask, place_of_duty};
use crate::store::policy_file::reader::Reader;
use crate::store::policy_file::references::NameKind;
use crate::store::yaml::Place;

/// A circumstance that can be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Answered,
    Agreed,
    Complaint,
    Referred,
    Resolved,
    Result,
    MeetingHeld,
}

impl Key {
    fn word(self) -> &'static str {
        match self {
            Key::Answered => "answered",
            Key::Agreed => "agreed",
            Key::Complaint => "complaint",
            Key::Referred => "referred",
            Key::Resolved => "resolved",
            Key::Result => "result",
            Key::MeetingHeld => "meeting_held",
        }
    }

    fn wanted(self, when: &When) -> Option<bool> {
        match self {
            Key::Answered => when.later.answered,
            Key::Agreed => when.later.agreed,
            Key::Complaint => when.later.complaint,
            Key::Referred => when.later.referred,
            Key::Resolved => when.later.resolved,
            Key::Result => (!when.later.results.is_empty()).then_some(true),
            Key::MeetingHeld => when.later.meeting_held,
        }
    }
}

/// That a circumstance is settled where a rule stands.
struct Settled {
    key: Key,
    is: bool,
    why: String,
    /// Whether to say that it always holds; not where it may tell two rules apart.
    even_if_it_holds: bool,
}

impl Settled {
    fn new(key: Key, is: bool, why: impl Into<String>) -> Settled {
        Settled { key, is, why: why.into(), even_if_it_holds: true }
    }

    fn quiet_if_it_holds(self, quiet: bool) -> Settled {
        Settled { even_if_it_holds: !quiet, ..self }
    }
}

/// Warns of each circumstance that is settled where it stands.
pub fn circumstances(reader: &Reader, policy: &Policy) {
    dates_that_come_later(reader, policy);
    for stage in &policy.stages {
        let place = place(reader, NameKind::Stage, stage.id.as_str());
        roles_where_it_begins(reader, policy, stage, place);
        if let Some(meeting) = &stage.meeting {
            let settled = [Settled::new(Key::MeetingHeld, false, "none was held before it")];
            warn(reader, &meeting.when, &settled, &format!("the meeting of `{}`", stage.id), place);
        }
    }
    let beside: Vec<ClockRule> = policy.dispute_wide_clocks().cloned().collect();
    let staged = policy.stages.iter().map(|stage| (&stage.clocks, stage.id.as_str()));
    for (clocks, within) in staged.chain([(&beside, BESIDE)]) {
        for clock in clocks {
            let place = place_of_clock(reader, within, clocks, clock);
            let settled = at_a_clock(clock, clocks, within == BESIDE);
            warn(reader, &clock.when, &settled, &format!("the clock `{}`", clock.id), place);
        }
    }
    for duty in &policy.duties {
        let place = place_of_duty(reader, duty);
        warn(reader, &duty.when, &at_a_duty(duty), &format!("the duty `{}`", duty.id), place);
    }
    for ask in &policy.asks {
        let place = place_of_ask(reader, policy, ask);
        warn(reader, &ask.when, &at_an_ask(ask), &format!("`{}`", ask.ask.word()), place);
    }
}

fn warn(reader: &Reader, when: &When, settled: &[Settled], what: &str, place: Place) {
    for one in settled {
        let word = one.key.word();
        let wanted = when.parts().into_iter().filter_map(|part| one.key.wanted(part));
        let mut wanted: Vec<bool> = wanted.collect();
        wanted.dedup();
        for wanted in wanted.into_iter().filter(|wanted| *wanted != one.is || one.even_if_it_holds) {
            let (rule, holds) = if wanted == one.is { ("always-so", "always") } else { ("never-so", "never") };
            let said = if one.key == Key::Result { word.to_owned() } else { format!("{word}: {wanted}") };
            let message = format!("{what} depends on `{said}`, which {holds} holds there: {}", one.why);
            let hint = match wanted == one.is {
                true => format!("leave `{word}` out"),
                false => format!("leave `{word}` out, or write the rule where it can hold"),
            };
            reader.warn(place, rule, message, Some(hint));
        }
    }
}

/// Warns of a role that depends on what happened at the stage before, at a stage that has none before it.
fn roles_where_it_begins(reader: &Reader, policy: &Policy, stage: &Stage, place: Place) {
    let leads_here = |ladder: &Policy| {
        (0..ladder.stages.len()).any(|at| ladder.next_stages(at).iter().any(|next| next.id == stage.id))
    };
    let later_in_a_chain = |role: &RoleId| match &stage.responders {
        Responders::Chain(roles) => roles.first() != Some(role),
        Responders::AnyOf(_) | Responders::AllOf(_) => false,
    };
    if policy.each_ladder().iter().any(|ladder| leads_here(ladder)) {
        return;
    }
    let why = "a dispute begins at this stage, and nothing came before";
    let settled = [Key::Answered, Key::Agreed, Key::Complaint, Key::Referred, Key::MeetingHeld];
    let settled = settled.map(|key| Settled::new(key, false, why));
    // `otherwise: true` repeats the circumstances of the others.
    let repeats = |when: &When| {
        let held = |inner: &When| stage.only_when.iter().any(|other| other.when == *inner);
        *when == When { none: when.none.clone(), ..When::default() } && when.none.iter().all(held)
    };
    let asked = stage.only_when.iter().filter(|one| !one.copy && !repeats(&one.when));
    for one in asked.filter(|one| !later_in_a_chain(&one.role)) {
        warn(reader, &one.when, &settled, &format!("the role `{}` of `{}`", one.role, stage.id), place);
    }
}

/// What has happened once the only thing that starts a rule has.
fn once_begun(from: &[StartsOn], what: &str) -> Option<Settled> {
    let [start] = from else { return None };
    let why = |event: &str| format!("{event} starts {what}");
    match start {
        StartsOn::Answered => Some(Settled::new(Key::Answered, true, why("an answer"))),
        StartsOn::Meeting => Some(Settled::new(Key::MeetingHeld, true, why("the meeting"))),
        StartsOn::Complaint => Some(Settled::new(Key::Complaint, true, why("the complaint"))),
        StartsOn::Referred => Some(Settled::new(Key::Referred, true, why("the referral"))),
        StartsOn::Resolved => Some(Settled::new(Key::Resolved, true, why("being resolved"))),
        StartsOn::Raised
        | StartsOn::Aware
        | StartsOn::Arose
        | StartsOn::StageEntered
        | StartsOn::FormalEntered
        | StartsOn::Entered { .. }
        | StartsOn::Left { .. }
        | StartsOn::Agreed
        | StartsOn::Duty { .. }
        | StartsOn::Due { .. }
        | StartsOn::Lapsed { .. }
        | StartsOn::ActionMissed
        | StartsOn::Review
        | StartsOn::NextReview
        | StartsOn::Decided
        | StartsOn::Closed => None,
    }
}

fn at_a_clock(clock: &ClockRule, clocks: &[ClockRule], beside: bool) -> Vec<Settled> {
    // Of several clocks of a name, the circumstances say which runs.
    let tells_apart = clocks.iter().filter(|other| other.id == clock.id).count() > 1;
    let waits_for = |end: &EndsOn| clock.repeats.is_none() && clock.until.iter().all(|one| one == end);
    let until = [
        (EndsOn::Meeting, Key::MeetingHeld, "it runs until the meeting"),
        (EndsOn::Answered, Key::Answered, "it runs until the answer"),
        (EndsOn::Agreed, Key::Agreed, "it runs until a plan is agreed"),
        (EndsOn::Referred, Key::Referred, "it runs until the referral"),
    ];
    let until = until.into_iter().filter(|(end, ..)| waits_for(end)).map(|(_, key, why)| Settled::new(key, false, why));
    let begun = once_begun(&clock.from, "it");
    // One beside the stages may stop when the next stage begins, where nobody has answered or met yet.
    begun.into_iter().chain(until).map(|one| one.quiet_if_it_holds(tells_apart || beside)).collect()
}

fn at_a_duty(duty: &Duty) -> Vec<Settled> {
    let open = (duty.stages.is_empty() && !duty.at_end || !duty.stays_owed_after_end()) && !reopens(&duty.before);
    let ended = [Key::Resolved, Key::Result].map(|key| (key, "it is owed only while the dispute is open"));
    let open = ended.into_iter().filter(|_| open).map(|(key, why)| Settled::new(key, false, why));
    let held = (duty.id == DutyId::MEETING).then(|| Settled::new(Key::MeetingHeld, false, "it is the meeting itself"));
    once_begun(&duty.from, "it").into_iter().chain(open).chain(held).chain(before(&duty.before)).collect()
}

fn at_an_ask(ask: &Ask) -> Vec<Settled> {
    let open = [Key::Resolved, Key::Result].map(|key| Settled::new(key, false, "the dispute is open by then"));
    open.into_iter().filter(|_| !reopens(&ask.before)).chain(before(&ask.before)).collect()
}

fn reopens(before: &[Step]) -> bool {
    before.iter().any(|step| step.verb == Verb::Reopen)
}

/// What hasn't happened before the only step that a rule guards.
fn before(steps: &[Step]) -> Option<Settled> {
    let only = |verb: Verb| !steps.is_empty() && steps.iter().all(|step| step.verb == verb);
    only(Verb::Complaint).then(|| Settled::new(Key::Complaint, false, "it comes before the complaint"))
}

/// Warns of a rule at a stage that depends on the date of a clock of later stages alone.
fn dates_that_come_later(reader: &Reader, policy: &Policy) {
    let later = |when: &When, at: &[usize]| -> Option<ClockId> {
        let known = |clock: &ClockId| {
            let there = policy.stages.iter().take(at.iter().max()? + 1);
            let beside = policy.dispute_wide_clocks();
            Some(there.flat_map(|stage| &stage.clocks).chain(beside).any(|rule| rule.id == *clock))
        };
        let passed = when.parts().into_iter().flat_map(|part| &part.later.passed);
        passed.into_iter().find(|clock| known(clock) == Some(false)).cloned()
    };
    let warn = |place: Place, what: &str, clock: &ClockId| {
        let message = format!("{what} depends on `passed: {clock}`, which never holds there: `{clock}` runs later");
        let hint = "name a clock of that stage or of an earlier one, or write the rule at a later stage".to_owned();
        reader.warn(place, "never-so", message, Some(hint));
    };
    for (at, stage) in policy.stages.iter().enumerate() {
        let place = place(reader, NameKind::Stage, stage.id.as_str());
        for one in stage.only_when.iter().filter(|one| !one.copy) {
            if let Some(clock) = later(&one.when, &[at]) {
                warn(place, &format!("the role `{}` of `{}`", one.role, stage.id), &clock);
            }
        }
        if let Some(clock) = stage.meeting.as_ref().and_then(|meeting| later(&meeting.when, &[at])) {
            warn(place, &format!("the meeting of `{}`", stage.id), &clock);
        }
        for rule in &stage.clocks {
            if let Some(clock) = later(&rule.when, &[at]) {
                let place = place_of_clock(reader, stage.id.as_str(), &stage.clocks, rule);
                warn(place, &format!("the clock `{}`", rule.id), &clock);
            }
        }
    }
    for duty in &policy.duties {
        let at: Vec<usize> = duty.stages.iter().filter_map(|id| policy.stage_index(id)).collect();
        if let Some(clock) = later(&duty.when, &at) {
            warn(place_of_duty(reader, duty), &format!("the duty `{}`", duty.id), &clock);
        }
    }
}

/// Warns of a clock that is to apply once a date has passed: no event says that it has, so that it begins only with
/// whatever comes after it.
pub fn clocks_that_wait_for_a_passing(reader: &Reader, clocks: &[ClockRule], within: &str) {
    for clock in clocks {
        let Some(passed) = clock.when.passing() else { continue };
        let message = format!(
            "`{}` doesn't start when the date of `{passed}` passes: `passed` holds for a clock only once `{passed}` has \
             ended late",
            clock.id
        );
        let hint = format!(
            "count it from that date, as in `from: {{lapsed: {passed}}}`, and leave `passed` out of its `when`"
        );
        reader.warn(place_of_clock(reader, within, clocks, clock), "passed-starts-nothing", message, Some(hint));
    }
}
