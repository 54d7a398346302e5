//! One dispute, or praise, as text for a terminal: what it is about and what was recorded.

use super::ink::{STRONG, styled};
use super::view::{
    AcknowledgedView, ActionView, AnswerView, ArrangedView, ClockView, DisputeView, ExtensionView, NoticeView,
    PraiseView, ReferralView,
};
use super::{clean, words, wrap};
use crate::domain::codes::legal_status_in_words;
use crate::domain::dispute::{ActionState, ItemState, Party, ReferralState};
use crate::domain::event::ResultKind;
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, Policy, Responders};
use crate::domain::record::Kind;
use crate::domain::same_name::is_same;
use crate::domain::status::CaseStatus;
use crate::domain::text::each_once;
use crate::domain::time::{Date, Instant, Moment, describe, describe_at, describe_moment};

/// The lines for one dispute: what it is about and what was recorded, without what comes next.
/// Brothers' and sisters' records that were removed for good are marked.
pub fn dispute_text(
    view: &DisputeView,
    policy: &Policy,
    removed: &[DisputeId],
    today: Date,
    width: usize,
) -> Vec<String> {
    let label = if view.kind == Kind::Praise { &policy.labels.praise } else { &policy.labels.dispute };
    let stage = view.stage_title.as_ref().map(|title| format!("{}, ", clean::line(title))).unwrap_or_default();
    let head = styled(STRONG, &format!("{} {}", words::capital(label), view.id));
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |name: &str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (name.to_string(), value)));
    };
    let whom = |party: &Option<Party>| party.as_ref().map(|party| words::party(party, policy));
    let role = view.by_role.as_ref().map(|role| format!(" as {}", policy.role_title(role))).unwrap_or_default();
    fact("raised", Some(format!("{} by {}{role}", describe(view.raised_on), view.raised_by)));
    fact("reason", view.reason.clone());
    fact("IRO", view.iro.clone().filter(|iro| !is_same(iro, &view.raised_by)));
    fact("team", view.team.clone());
    fact("policy", Some(format!("{} ({})", policy.title, view.policy_version)));
    fact("ladder", policy.ladder_title.clone().filter(|_| view.ladder.is_some()));
    fact("waiting for", whom(&view.waiting_on));
    let acting = view.waiting_on.as_ref().map(|party| words::acting(party, policy, today).join("\n"));
    fact("away", acting);
    fact("household", view.household.clone().filter(|_| view.child.is_some()));
    fact("about", view.subject.clone());
    fact("case", case(view));
    fact("needed by", view.needed_by.map(describe));
    // What has to be done around a review no longer matters once the dispute has ended.
    let leads = view.review_leads.iter().filter(|_| view.closed_on.is_none());
    let leads = leads.map(|lead| format!("\nto be done by {}: {}", describe(lead.due), lead.what));
    let review = view.review_at.map(|at| describe_moment(Moment::at(at))).or(view.review_date.map(describe));
    let leads = leads.collect::<String>();
    let (own, of_the_next) = if view.next_review.is_some() { ("", leads.as_str()) } else { (leads.as_str(), "") };
    fact("review", review.map(|on| format!("{on}{own}")));
    fact("next review", view.next_review.map(|on| format!("{}{of_the_next}", describe(on))));
    fact("aware since", view.aware_on.map(describe));
    fact("arose", view.arose_on.map(describe));
    let titles =
        view.categories.iter().map(|id| policy.category(id).map_or(id.as_str(), |category| category.text.as_str()));
    fact("categories", Some(titles.collect::<Vec<_>>().join("; ")));
    let immediate = |yes| if yes { "yes, it calls for immediate action" } else { "no" }.to_string();
    fact("immediate", view.immediate.map(immediate));
    fact("decision of", view.decided_by.as_ref().map(|role| policy.role_title(role).to_string()));
    fact("concern", view.concern.clone());
    fact("impact", view.impact.clone());
    fact("impact level", view.impact_level.map(|level| words::impact_level(level).to_string()));
    fact("seeking", view.seeking.clone());
    for (name, value) in &view.fields {
        fact(&name.as_str().replace('-', " "), Some(words::field_value(name, value, policy)));
    }
    let siblings: Vec<String> = view
        .siblings
        .iter()
        .map(|id| if removed.contains(id) { format!("{id} (removed)") } else { id.to_string() })
        .collect();
    fact("siblings", Some(siblings.join(", ")));
    let answered = view.answers.iter().map(|one| answer(one, policy));
    fact("answer", Some(answered.collect::<Vec<_>>().join("\n")));
    fact("complaint", view.complaint.as_ref().map(|one| format!("{}: {}", describe(one.on), one.reason)));
    fact(
        "actions",
        Some(view.actions.iter().map(|one| action(one, view, policy, today)).collect::<Vec<_>>().join("\n")),
    );
    let together = |one: &NoticeView, other: &NoticeView| (&one.stage, one.on) == (&other.stage, other.on);
    let told = view.notices.chunk_by(together).map(|notices| told(notices, policy));
    fact("to be told", Some(told.collect::<Vec<_>>().join("\n")));
    let more = view.extensions.iter().map(|one| extension(one, policy));
    fact("more time", Some(more.collect::<Vec<_>>().join("\n")));
    let moved = view.arranged.iter().skip(1).zip(&view.arranged).map(|(one, before)| moved(one, before));
    fact("meeting moved", Some(moved.collect::<Vec<_>>().join("\n")));
    let met = view
        .meetings
        .iter()
        .map(|held| format!("{}, chaired by {}", describe(held.held_on), policy.titled(&held.chair)));
    fact("meetings", Some(met.collect::<Vec<_>>().join("\n")));
    fact(
        "decision",
        view.decision
            .as_ref()
            .map(|one| format!("{} by {}: {}", describe(one.on), policy.titled(&one.decided_by), one.text)),
    );
    fact("referral", view.referral.as_ref().map(|one| referral(one, policy)));
    fact("praise", view.praise.as_ref().map(|praise| praise.text.clone()));
    fact("what it is for", view.praise.as_ref().map(|praise| praise.reasons.join("\n")));
    let filed = |praise: &PraiseView| match praise.filed_on {
        Some(on) => Some(format!("since {}", describe(on))),
        None => praise.filing_owed.then(|| format!("not yet; `iro done {} recorded-on-file` says that it is", view.id)),
    };
    fact("on the file", view.praise.as_ref().and_then(filed));
    fact("for", view.praise.as_ref().map(|praise| praised(praise, policy)));
    let passed = view.overrides.iter().map(|one| {
        let rules: Vec<String> = one.rules.iter().map(|rule| words::rule_not_met(rule, policy)).collect();
        format!("{}: {} ({})", describe(one.on), one.reason, rules.join("; "))
    });
    fact("overridden", Some(passed.collect::<Vec<_>>().join("\n")));
    let before = view.earlier_ends.iter().map(|one| {
        let how = one.result.map_or("withdrawn", ResultKind::meaning);
        let changed = one
            .impact_on_child
            .as_ref()
            .map(|text| format!("; what changed for the child: {text}"))
            .unwrap_or_default();
        format!("{} by {}, {how}: {}{changed}", describe(one.on), one.by, one.outcome)
    });
    fact("ended before", Some(before.collect::<Vec<_>>().join("\n")));
    let back = view.reopened.iter().map(|one| format!("{}: {}", describe(one.on), one.reason));
    fact("reopened", Some(back.collect::<Vec<_>>().join("\n")));
    fact("ended", ended(view));
    fact("what changed", view.impact_on_child.clone());
    let ended = view.clocks.iter().filter(|clock| !clock.is_running()).map(|clock| ended_clock(clock, view, policy));
    fact("earlier deadlines", Some(ended.collect::<Vec<_>>().join("\n")));
    let about = words::about(view.about());
    let to_judge = view.status == CaseStatus::AwaitingReview;
    let status = match to_judge && view.answers.is_empty() && view.decision.is_some() {
        true => "decision to be judged".to_string(),
        false => words::status_or_end(view.status, view.result, policy),
    };
    let mut lines = vec![format!("{head} for {}: {stage}{}", clean::line(&about), clean::line(&status))];
    let margin = facts.iter().map(|(name, _)| name.len() + GAP).max().unwrap_or(0).min(WIDEST);
    for (name, text) in facts {
        let rows = wrap::beside(&name, &text, margin, width.saturating_sub(2));
        lines.extend(rows.into_iter().map(|row| format!("  {row}")));
    }
    lines
}

/// The columns between a name and its fact, and the most that names may take.
const GAP: usize = 2;
const WIDEST: usize = 24;

/// Who is told of one stage on one day.
fn told(notices: &[NoticeView], policy: &Policy) -> String {
    let stage = notices[0].stage.as_ref();
    let roles = |copied: bool| {
        let told = notices.iter().filter(|notice| notice.copied == copied);
        let whom = told.map(|notice| {
            let (title, acting) = (policy.role_title(&notice.to), policy.acting_on(&notice.to, notice.on));
            match (acting.filter(|_| !copied), &notice.name) {
                (Some(acting), _) => format!("{} for the {title}", policy.role_title(&acting.role)),
                (None, Some(name)) => format!("{name} ({title})"),
                (None, None) => title.to_owned(),
            }
        });
        // One who was asked again on the same day, as after a reopening, is told once.
        let whom = each_once(whom);
        // Some protocols tell all of those of whom any may answer, and others leave the choice.
        let stage = stage.and_then(|id| policy.stage(id));
        let any = stage.is_some_and(|stage| matches!(stage.responders, Responders::AnyOf(_)));
        if any && !copied { words::people_in_row(&whom) } else { words::people(&whom, "and") }
    };
    let copies = Some(roles(true)).filter(|copies| !copies.is_empty()).map(|copies| format!("a copy to {copies}"));
    let told: Vec<String> = Some(roles(false)).filter(|told| !told.is_empty()).into_iter().chain(copies).collect();
    let stage = stage.map(|id| format!(" ({})", policy.stage_title(id))).unwrap_or_default();
    format!("{}, since {}{stage}", told.join("; "), describe(notices[0].on))
}

/// The kind of case, and the child's legal status if it was given.
fn case(view: &DisputeView) -> Option<String> {
    let case = view.case_type.map(|case| case.meaning().to_string());
    let status = view.legal_status.as_ref().map(|status| legal_status_in_words(status));
    let both: Vec<String> = case.into_iter().chain(status).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

/// When and how it ended.
fn ended(view: &DisputeView) -> Option<String> {
    let on = describe(match view.kind {
        Kind::Dispute => view.closed_on?,
        Kind::Praise => view.withdrawn_because.as_ref().map(|_| view.status_since_on)?,
    });
    let how = match (view.result, &view.withdrawn_because) {
        (Some(result), _) => result.meaning(),
        (None, Some(_)) => "withdrawn",
        (None, None) => "ended",
    };
    let why = view.outcome.as_ref().or(view.withdrawn_because.as_ref());
    let by = view.ended_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let by = by + &view.ended_for.as_ref().map(|whom| format!(" on behalf of {whom}")).unwrap_or_default();
    Some(format!("{on}{by}, {how}: {}", why.cloned().unwrap_or_default()))
}

/// The answer in full, who gave it, and the obstacle it pleads.
fn answer(answer: &AnswerView, policy: &Policy) -> String {
    let role = answer.role.as_ref().map(|role| policy.role_title(role));
    let who = match (&answer.name, role) {
        (Some(name), Some(role)) => format!(" from {name} ({role})"),
        (Some(name), None) => format!(" from {name}"),
        (None, Some(role)) => format!(" from the {role}"),
        (None, None) => String::new(),
    };
    let pleads = answer.barrier.map(|barrier| format!("\nobstacle named: {}", barrier.meaning()));
    let late = answer.late_for.as_ref().zip(answer.asked_on);
    let late =
        late.map(|(stage, on)| format!(", to what was asked at {} on {}", policy.stage_title(stage), describe(on)));
    let late = late.unwrap_or_default();
    format!("{}{who}{late}: {}{}", describe(answer.on), answer.text, pleads.unwrap_or_default())
}

fn action(action: &ActionView, view: &DisputeView, policy: &Policy, today: Date) -> String {
    let state = words::action_state(action.state, action.due, today, view.closed_on);
    format!("{}. {}: {state}", action.n, words::planned(&action.as_planned(), policy))
}

fn referral(referral: &ReferralView, policy: &Policy) -> String {
    let state = match referral.state {
        ReferralState::Decided => "decided, neither phoned nor in writing yet",
        ReferralState::Phoned => "phoned, not confirmed in writing yet",
        ReferralState::Made => "made in writing, papers missing",
        ReferralState::Complete => "complete",
    };
    let papers = referral.pack.iter().map(|paper| match (paper.state, &paper.reason) {
        (ItemState::Missing, _) => format!("\n{}: still to be sent", paper.text),
        (ItemState::Sent, _) => format!("\n{}: sent", paper.text),
        (ItemState::NotApplicable, why) => {
            format!("\n{}: does not apply, {}", paper.text, why.clone().unwrap_or_default())
        }
    });
    let said = |name: &str, text: Option<&str>| text.map(|text| format!("\n{name}: {text}")).unwrap_or_default();
    let on = |name: &str, day: Option<Date>| day.map(|day| format!("\n{name}: {}", describe(day))).unwrap_or_default();
    let why = [
        on("phoned", referral.phoned_on),
        on("in writing", referral.written_on),
        said("ground", referral.ground.as_ref().map(|id| policy.ground_text(id))),
        said("reason", referral.reason.as_deref()),
        said("what it means for the child", referral.impact_on_child.as_deref()),
        said("stages cut short", referral.curtail.as_deref()),
    ];
    format!("{state}{}{}", why.concat(), papers.collect::<String>())
}

/// More time that was given: until when, for what, by whom it was agreed and why.
fn extension(one: &ExtensionView, policy: &Policy) -> String {
    let until = one.ends.map_or_else(|| one.until.clone(), describe_moment);
    let clock = words::clock_and_stage(&one.clock, one.stage.as_ref(), policy);
    let with =
        one.agreed_with.as_ref().map(|with| format!(", agreed with {}", policy.titled(with))).unwrap_or_default();
    format!("{}, until {until} ({clock}){with}: {}", describe(one.on), one.reason)
}

fn moved(one: &ArrangedView, before: &ArrangedView) -> String {
    let why = one.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let (from, to) = (describe_at(before.on, before.at), describe_at(one.on, one.at));
    format!("{}, from {from} to {to}{why}", describe(one.arranged_on))
}

fn praised(praise: &PraiseView, policy: &Policy) -> String {
    let read = |name: &String| praise.acknowledged.iter().find(|one| is_same(&one.name, name));
    let names = praise.r#for.iter().map(|name| match read(name) {
        Some(one) => format!("{name}, read on {}", describe(one.on)),
        None if policy.praise.as_ref().is_some_and(|rule| !rule.acknowledged_by.is_empty()) => {
            format!("{name}, not read yet")
        }
        None => name.clone(),
    });
    let roles = praise.unread.iter().filter(|who| !praise.r#for.iter().any(|name| is_same(name, who)));
    let roles = roles.map(|role| format!("{}, not read yet", policy.titled(role)));
    let named = |one: &&AcknowledgedView| praise.r#for.iter().any(|name| is_same(name, &one.name));
    let others = praise.acknowledged.iter().filter(|one| !named(one));
    let others = others.map(|one| format!("{}, read on {}", policy.titled(&one.name), describe(one.on)));
    names.chain(others).chain(roles).collect::<Vec<_>>().join("\n")
}

fn ended_clock(clock: &ClockView, view: &DisputeView, policy: &Policy) -> String {
    // A time limit in hours is met or missed by the hour.
    let at = |at: Option<Instant>| {
        at.filter(|_| clock.due_at.is_some()).map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default()
    };
    let on = clock.ended.map(|on| format!("{}{}", describe(on), at(clock.ended_at))).unwrap_or_default();
    let is_action = matches!(clock.clock, ClockId::Action(_));
    let missed = |one: &ActionView| clock.clock == ClockId::Action(one.n) && one.state == ActionState::Missed;
    let state = match view.actions.iter().any(missed) {
        true => "recorded as not done",
        false => words::clock_result(clock.result),
    };
    // An action belongs to whoever promised it, and not to the stage that it was promised at.
    let stage = clock.stage.as_ref().filter(|_| !is_action);
    let extended =
        (clock.due != clock.original_due).then(|| format!(", extended from {}", describe(clock.original_due)));
    let label = words::at_stage(&clock.label, stage, policy);
    let by = if clock.strength.binds() { "due" } else { "for guidance by" };
    let extended = extended.unwrap_or_default();
    format!("{label}, {by} {}{}{extended}: {state} on {on}", describe(clock.due), at(clock.due_at))
}
