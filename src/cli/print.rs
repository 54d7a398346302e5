//! What commands print: JSON documents, what has changed, events in words.

pub mod advice;
pub mod facts;
pub mod next_steps;

use serde::Serialize;

use super::context::Context;
use super::error::{Code, Failure};
use crate::domain::dispute::{Dispute, DutyState, Ending, ReferralState, Status};
use crate::domain::event::{Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockRule, OwedAt, Policy, Strength, Verb};
use crate::domain::steps::given_afterwards;
use crate::domain::terms::EntryNumber;
use crate::domain::time::{describe, describe_at, describe_moment};
use crate::domain::worded::Worded;
use crate::render::ink::{self, STRONG, styled};
use crate::render::view::{ClockView, DisputeView, DutyLine};
use crate::render::{clean, words, wrap};
pub use facts::{event_in_words, warned_beside};

/// Prints one JSON document.
///
/// # Errors
/// Standard output can't be written.
pub fn json<T: Serialize>(ctx: &mut Context, value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
    ctx.console.say(&clean::json(&text))
}

/// After a change: what happened, what is due next, by whom and when, and which commands come next.
pub fn changed(ctx: &Context, entry: &Entry, dispute: &Dispute, view: &DisputeView) -> String {
    let mut lines = vec![clean::line(&what_happened(entry, dispute))];
    if ctx.console.quiet {
        return lines.remove(0);
    }
    lines.extend(overridden(entry));
    lines.extend(on_ladder(entry, dispute));
    lines.extend(why_there(entry, dispute));
    if dispute.stage_entry().entry == entry.number {
        lines.extend(next_steps::who_is_told(entry.at, dispute));
    }
    // Whoever answered questions has just seen the dates.
    let dates = running(view).map(|clock| due_line(clock, dispute));
    lines.extend(dates.filter(|_| !ctx.console.has_asked()));
    lines.extend(to_do(view));
    lines.extend(left_over(dispute).into_iter().filter(|_| !dispute.is_open()));
    lines.extend(next_steps::commands(dispute, ctx.now()));
    wrap::hanging(&lines, ctx.console.width)
}

/// Which rules were overridden, by name or all at once, and why; `None` if none were.
pub fn overridden(entry: &Entry) -> Option<String> {
    let passed = entry.overridden.as_ref()?;
    let rules: Vec<String> = passed.rules.iter().map(|rule| format!("`{rule}`")).collect();
    Some(clean::line(&format!("  Overridden: {} ({}).", words::list(&rules, "and"), passed.reason)))
}

/// Which of several ladders the dispute takes; `None` if there is only one.
fn on_ladder(entry: &Entry, dispute: &Dispute) -> Option<String> {
    let title = dispute.policy.ladder_title.as_ref().filter(|_| matches!(entry.event, Event::Raised(_)))?;
    Some(clean::line(&format!("  ladder: {title}")))
}

/// Why the protocol's rules let the dispute start later than at the first stage.
fn why_there(entry: &Entry, dispute: &Dispute) -> Option<String> {
    let raised = matches!(entry.event, Event::Raised(_));
    let why = dispute.why_it_began_there().filter(|_| raised)?;
    Some(clean::line(&format!("  It begins at {}, as the protocol says: {why}.", dispute.stage().title)))
}

/// What is about to be written in a dispute, for a person to confirm.
pub fn preview(entry: &Entry, dispute: &Dispute, view: &DisputeView) -> Vec<String> {
    // Its deadlines are listed below, with all others.
    let alone = Entry { clocks: Vec::new(), ..warned_beside(entry) };
    let mut lines = vec![about(Some(dispute.header.id), &dispute.header.child)];
    lines.extend(event_in_words(&alone, &dispute.policy, Some(dispute)).lines().map(str::to_string));
    lines.extend(taken_out(entry));
    lines.extend(on_ladder(entry, dispute));
    lines.extend(why_there(entry, dispute));
    lines.extend(running(view).map(|clock| due_line(clock, dispute)));
    lines.extend(warning_lines(entry));
    lines
}

/// The same for praise, which has an id once it is recorded.
pub fn preview_of_praise(entry: &Entry, policy: &Policy, (id, child): (Option<DisputeId>, &str)) -> Vec<String> {
    let mut lines = vec![about(id, child)];
    lines.extend(event_in_words(&warned_beside(entry), policy, None).lines().map(str::to_string));
    lines.extend(taken_out(entry));
    lines.extend(warning_lines(entry));
    lines
}

fn warning_lines(entry: &Entry) -> impl Iterator<Item = String> {
    entry.warned.iter().map(|warning| clean::line(&format!("  warning: {warning}")))
}

/// A line that names the record and whom it is about.
pub fn about(id: Option<DisputeId>, child: &str) -> String {
    let id = id.map(|id| id.to_string());
    let child = (!child.is_empty()).then(|| format!("child {}", clean::line(child)));
    styled(STRONG, &[id, child].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Notes that a correction without facts strikes out the whole event.
fn taken_out(entry: &Entry) -> Option<String> {
    let Event::Corrected(facts) = &entry.event else { return None };
    let whole = || format!("  Event {} is struck out as a whole; its words stay in the log.", facts.corrects);
    facts.set.is_empty().then(whole)
}

/// Prints the warnings about what was written, unless the person has just read them at a prompt.
pub fn warnings(ctx: &mut Context, entry: &Entry) {
    if !ctx.console.has_asked() {
        entry.warned.iter().for_each(|warning| ctx.console.warn(warning));
    }
}

/// Prints how to give what the policy asks for and the warnings say is missing.
pub fn ways_to_add(ctx: &mut Context, entry: &Entry, policy: &Policy, id: DisputeId) {
    let ways = given_afterwards(policy, entry, id);
    if !ways.is_empty() {
        ctx.console.note(&format!("to add what is missing: {}", words::list(&ways, "and")));
    }
}

/// Prints the warnings that only this record has and not the first, with its id.
pub fn warnings_beside(ctx: &mut Context, entry: &Entry, first: &Entry, id: DisputeId) {
    let own = entry.warned.iter().filter(|warning| !first.warned.contains(warning));
    own.for_each(|warning| ctx.console.warn(&format!("{id}: {warning}")));
}

fn what_happened(entry: &Entry, dispute: &Dispute) -> String {
    let (id, stage) = (dispute.header.id, &dispute.stage().title);
    let label = &dispute.policy.labels.dispute;
    let on = describe_moment(entry.at);
    match &entry.event {
        Event::Raised(_) => {
            let about = words::about(dispute.about());
            format!("Raised {label} {id} for {about} at {stage}, {on}.")
        }
        Event::Responded(facts) => {
            let who = match (facts.role.as_str(), &facts.name) {
                ("", None) => words::party(&dispute.responder(), &dispute.policy),
                _ => words::answered_by(facts, &dispute.policy),
            };
            let plan = match facts.actions.len() {
                0 => String::new(),
                actions => format!(", with {}", words::count(actions, "action")),
            };
            let next = match dispute.status() {
                Status::AwaitingResponse => {
                    let awaited = words::party(&dispute.still_to_answer(), &dispute.policy);
                    format!("Still to answer: {awaited}.")
                }
                Status::AwaitingReview | Status::Agreed | Status::Resolved | Status::Withdrawn | Status::Complaint => {
                    let last = dispute.is_at_the_top() && dispute.others_to_ask().is_empty();
                    let others = if last { " or resolve it" } else { " resolve it, or escalate" };
                    format!("The {label} stays open: accept the plan,{others}.")
                }
            };
            format!("Answer to {id} from {who} on {on}{plan}. {next}")
        }
        Event::PlanAgreed(_) => {
            format!("The plan for {id} is accepted. The {label} stays open while the actions are tracked.")
        }
        Event::Resolved(facts) => {
            let by = words::ended_by(&Ending::by_entry(entry), dispute);
            let ended = if dispute.is_raiser(&entry.by) { "has ended".to_string() } else { format!("was ended{by}") };
            format!("{id} {ended}: {}, {on}.", facts.result.meaning())
        }
        Event::Escalated(facts) => {
            let whom = words::party(&dispute.responder(), &dispute.policy);
            match facts.from == facts.to {
                true if dispute.is_along_a_chain() => {
                    let (place, all) = dispute.place_in_chain();
                    format!("{id} went on to {whom}, {place} of {all} at {stage}, {on}.")
                }
                true => format!("{id} went on to {whom} at {stage}, {on}."),
                false => format!("{id} was escalated to {stage} on {on}: {whom}."),
            }
        }
        Event::Extended(facts) => format!("More time for `{}` of {id}.", facts.clock),
        Event::DutyDone(facts) => {
            format!("`{}`{} is recorded as done for {id}, {on}.", facts.duty, of_stage(facts.stage.as_ref(), dispute))
        }
        Event::DutyWaived(facts) => {
            let of = of_stage(facts.stage.as_ref(), dispute);
            format!("`{}`{of} of {id} will not be done; the reason is kept.", facts.duty)
        }
        Event::ActionAdded(facts) => format!("Added to the plan of {id}: {}.", facts.what),
        Event::ActionDone(facts) => format!("Action {} of {id} is done.", facts.action),
        Event::ActionMissed(facts) => format!("Action {} of {id} was not done; the reason is kept.", facts.action),
        Event::MeetingArranged(facts) => {
            let day = facts.day.map_or_else(|| on.clone(), describe_moment);
            format!("The meeting of {id} is arranged for {day}.")
        }
        Event::MeetingHeld(facts) => {
            let held = facts.held.map_or_else(|| on.clone(), describe_moment);
            format!("Meeting of {id} on {held}, chaired by {}.", dispute.policy.titled(&facts.chair))
        }
        Event::Decided(facts) => {
            format!(
                "Decision on {id} by {}. The {label} stays open until you resolve it.",
                dispute.policy.titled(&facts.decided_by)
            )
        }
        Event::Noted(_) => format!("Noted in {id}."),
        Event::Withdrawn(_) => format!("{id} is withdrawn; it stays in the record and in the figures."),
        Event::Reopened(_) => {
            let total = |rule: &ClockRule| {
                dispute.clocks.iter().any(|clock| {
                    clock.id == rule.id && clock.is_running() && dispute.happened_after(entry.number, clock.entry)
                })
            };
            let continues = if dispute.policy.total.as_ref().is_some_and(total) {
                " The total continues from its first date."
            } else {
                ""
            };
            format!("{id} is open again at {stage}.{continues}")
        }
        Event::Corrected(facts) => corrected(facts.corrects, facts.set.is_empty().then_some(entry.number), id),
        Event::Referred(_) => {
            let papers = dispute.referral.as_ref().is_some_and(|referral| !referral.pack.is_empty());
            let state = match dispute.referral.as_ref().map(|referral| referral.state()) {
                Some(ReferralState::Decided) => "decided, and still to be phoned or made in writing",
                Some(ReferralState::Phoned) => "phoned, and still to be confirmed in writing",
                Some(ReferralState::Made) => "made in writing, with papers still to follow",
                Some(ReferralState::Complete) if papers => "made in writing, with every paper it needs",
                Some(ReferralState::Complete) | None => "made in writing",
            };
            let labels = &dispute.policy.labels;
            let beside = match dispute.status() {
                Status::Resolved | Status::Withdrawn => String::new(),
                Status::Complaint => " The complaint continues alongside.".to_string(),
                Status::AwaitingResponse | Status::AwaitingReview | Status::Agreed => {
                    format!(" The {} continues alongside.", labels.dispute)
                }
            };
            format!("{id}, {}: {state}.{beside}", labels.referral)
        }
        Event::Complained(_) if dispute.status() != Status::Complaint => {
            format!("{id} goes to the complaints procedure too, {on}; its stages continue alongside.")
        }
        Event::Complained(_) => format!(
            "{id} goes to the complaints procedure, {on}. Its stages stop. What should have been done by now must still be done and recorded."
        ),
        Event::Praised(_) | Event::Acknowledged(_) => format!("{id}, {on}."),
    }
}

/// The message that an event was corrected, or struck out by the event `by`.
pub fn corrected(event: EntryNumber, by: Option<EntryNumber>, id: DisputeId) -> String {
    match by {
        None => format!("Event {event} of {id} is corrected; `iro log {id}` keeps the old words."),
        Some(by) => format!(
            "Event {event} of {id} is struck out; its words stay in the log. `iro correct {id} --event {by} --reason TEXT` puts it back."
        ),
    }
}

/// Tells a person who was asked nothing, and so saw nothing before it was written, how to take it back.
pub fn way_back(ctx: &mut Context, entry: &Entry, id: DisputeId, child: &str) {
    let strikes = matches!(&entry.event, Event::Corrected(facts) if facts.set.is_empty());
    if !ctx.console.has_person() || ctx.console.has_asked() || strikes {
        return;
    }
    let way = match entry.number == EntryNumber::FIRST {
        true => format!("`iro correct {id}` or `iro withdraw {id}`"),
        false => format!("`iro undo {id}`"),
    };
    let about = if child.is_empty() { String::new() } else { format!(" of child {}", clean::line(child)) };
    ctx.console.note(&format!("written into {id}{about}; if that is wrong: {way}"));
}

fn of_stage(place: Option<&OwedAt>, dispute: &Dispute) -> String {
    let stage = place.and_then(OwedAt::stage).and_then(|id| dispute.policy.stage(id));
    stage.map(|stage| format!(" of {}", stage.title)).unwrap_or_default()
}

/// The running clocks, soonest first, and the duties not yet done. What only a referral, a complaint or an extension
/// requires is shown when that step is taken.
pub fn next_due(dispute: &Dispute, view: &DisputeView) -> Vec<String> {
    running(view).map(|clock| due_line(clock, dispute)).chain(without_a_date(dispute)).chain(to_do(view)).collect()
}

/// What has no deadline, and how to give it one.
fn without_a_date(dispute: &Dispute) -> Vec<String> {
    let id = dispute.header.id.to_string();
    dispute.clocks_without_date().iter().map(|one| clean::line(&format!("  {}", one.sentence(&id)))).collect()
}

/// The running clocks, soonest first.
fn running(view: &DisputeView) -> impl Iterator<Item = &ClockView> {
    let mut running: Vec<&ClockView> = view.clocks.iter().filter(|clock| clock.is_running()).collect();
    running.sort_by_key(|clock| (clock.due, clock.due_at));
    running.into_iter()
}

/// The duties not yet done, each once: those owed now, and those required before a step.
fn to_do(view: &DisputeView) -> Vec<String> {
    const STEPS: [(Verb, &str); 6] = [
        (Verb::Escalate, "before escalating:"),
        (Verb::Respond, "before the answer is recorded:"),
        (Verb::Agree, "before the plan is accepted:"),
        (Verb::Meeting, "before the meeting is held:"),
        (Verb::Decide, "before the decision is recorded:"),
        (Verb::Resolve, "before it can end:"),
    ];
    let open = || view.duties.iter().filter(|duty| duty.state == DutyState::Outstanding);
    // The first of the steps that a duty is listed under; `None` for one that is owed now.
    let listed_under = |duty: &DutyLine| {
        let asked = |verb: Verb| !duty.owed && duty.steps.iter().any(|step| step.verb == verb);
        STEPS.iter().map(|(verb, _)| *verb).find(|verb| asked(*verb))
    };
    let also = |duty: &DutyLine| {
        let others = STEPS.iter().filter(|(verb, _)| listed_under(duty) != Some(*verb));
        let others = others.filter(|(verb, _)| duty.steps.iter().any(|step| step.verb == *verb));
        let others: Vec<&str> = others.map(|(verb, _)| verb.word()).collect();
        if others.is_empty() { String::new() } else { format!(" (also before: {})", others.join(", ")) }
    };
    let now: Vec<&DutyLine> = open().filter(|duty| duty.owed).collect();
    let before = STEPS.iter().map(|(verb, title)| {
        let here = |duty: &&DutyLine| listed_under(duty) == Some(*verb);
        (*title, open().filter(here).collect::<Vec<&DutyLine>>())
    });
    let before: Vec<_> = before.collect();
    let mut lines = Vec::new();
    let title =
        if view.closed_on.is_some() { "to be done after the end, and recorded:" } else { "to be done, and recorded:" };
    for (title, duties) in std::iter::once((title, now)).chain(before).filter(|(_, duties)| !duties.is_empty()) {
        lines.push(styled(STRONG, title));
        lines.extend(duties.iter().map(|duty| {
            let late = duty
                .missed_before_meeting
                .map(|held| format!(" (missed: it was to be done before the meeting on {})", describe(held)));
            let more = late.unwrap_or_else(|| also(duty));
            format!("  {}  {}{more}", styled(STRONG, duty.duty.as_str()), clean::line(&duty.text))
        }));
    }
    lines
}

/// What earlier stages still owe, each duty once with its stages.
pub fn left_over(dispute: &Dispute) -> Vec<String> {
    let mut lines = Vec::new();
    let mut titled = Vec::new();
    for (duty, stages) in dispute.left_over_by_duty() {
        if stages != titled {
            lines.push(styled(STRONG, &format!("left over from {}:", clean::line(&words::list(&stages, "and")))));
            titled = stages;
        }
        lines.push(format!("  {}  {}", styled(STRONG, duty.duty.as_str()), clean::line(&duty.text)));
    }
    for (stay, duty) in dispute.unconfirmed() {
        let stage = clean::line(dispute.policy.place_title(&duty.place));
        let end = if stay == dispute.stage_entry().stay { "before it ended" } else { "before it was left" };
        lines.push(styled(STRONG, &format!("not confirmed for {stage} {end}:")));
        lines.push(format!("  {}  {}", styled(STRONG, duty.duty.as_str()), clean::line(&duty.text)));
    }
    lines
}

fn due_line(clock: &ClockView, dispute: &Dispute) -> String {
    let kind = words::strength(clock.strength, &clock.limit)
        .filter(|_| clock.strength != Strength::Agreed || clock.due == clock.original_due);
    let kind = kind.map(|kind| format!(", {kind}")).unwrap_or_default();
    let whom = words::party(&clock.r#for, &dispute.policy);
    let left = words::time_left(clock);
    let left = styled(ink::of_standing(clock.pressing()), &left);
    let first = (clock.due != clock.original_due).then(|| format!("; extended from {}", describe(clock.original_due)));
    let first = first.unwrap_or_default();
    format!(
        "  {}  {}: {} ({}{kind}{first}; {left})",
        styled(STRONG, &describe_at(clock.due, clock.due_at)),
        clean::line(&clock.label),
        clean::line(&whom),
        clean::line(&clock.limit)
    )
}
