//! A protocol in the words that a child's family would want: who is asked, by when, and what can be done after that. It is
//! put together once, and drawn in the terminal, as Markdown or as HTML.

use super::conditions::conditions;
use super::responders;
use crate::domain::policy::{
    CaseType, ChildNeed, ClockRule, Duty, EndsOn, EntryRule, Ladder, LimitRule, MeetingNeed, Policy, ReferralWhen,
    Stage, StageId, StartsOn, Strength, Verb, When,
};
use crate::render::words;

pub struct FamilySummary {
    pub title: String,
    /// Whose it is, and since when.
    pub about: String,
    pub opening: Vec<String>,
    pub rungs: Vec<Rung>,
    /// What stands beside the ladder, under a heading each.
    pub parts: Vec<(String, Vec<String>)>,
}

/// One stage.
pub struct Rung {
    pub title: String,
    pub kind: String,
    pub who: String,
    /// What has to happen, and by when.
    pub lines: Vec<String>,
    /// How one comes from here to the next; nothing after the last.
    pub then: Option<String>,
}

impl FamilySummary {
    pub fn of(policy: &Policy) -> FamilySummary {
        let raisers: Vec<&str> = policy.raisers.iter().map(|role| policy.role_title(role)).collect();
        let raisers = words::list(&raisers, "or");
        let (dispute, word) = (&policy.labels.dispute, &policy.labels.stage);
        let what = match policy.child {
            ChildNeed::Required => "the care of a child or young person",
            ChildNeed::Optional => "the care of a child or young person, or in a service for them,",
        };
        let authority = policy.authority.as_ref().map(|name| format!("{name}. ")).unwrap_or_default();
        let opening = vec![
            format!(
                "When the {raisers} thinks that something in {what} is not right, it is \
                 taken up with the people responsible, step by step. Here that is called: {dispute}."
            ),
            match policy.bypass.free {
                true => {
                    format!(
                        "It may start at any {word}, and {word}s may be left out where that is better for the child."
                    )
                }
                false => format!("It normally goes one {word} at a time; a {word} can be left out for a reason."),
            },
        ];
        FamilySummary {
            title: policy.title.clone(),
            about: match policy.document.undated {
                true => authority.trim_end().to_string(),
                false => format!("{authority}In force from {}.", policy.effective_on.format("%-d %B %Y")),
            },
            opening,
            rungs: rungs(policy),
            parts: parts(policy),
        }
    }
}

/// The stages in their order; where there are several ladders, one ladder after another, each stage with its ladder.
fn rungs(policy: &Policy) -> Vec<Rung> {
    let of = |policy: &Policy| -> Vec<Rung> {
        policy.stages.iter().enumerate().map(|(at, stage)| rung(policy, at, stage)).collect()
    };
    let on = |ladder: &Ladder| {
        let title = |rung: Rung| match ladder.named {
            true => Rung { title: format!("{}: {}", ladder.title, rung.title), ..rung },
            false => rung,
        };
        of(&ladder.policy).into_iter().map(title).collect::<Vec<_>>()
    };
    if policy.ladders.is_empty() { of(policy) } else { policy.ladders.iter().flat_map(on).collect() }
}

/// Which ladder is for whom.
fn ladders(policy: &Policy) -> Vec<String> {
    let named = policy.ladders.iter().filter(|ladder| ladder.named);
    let whose = |ladder: &Ladder| conditions(&ladder.when, policy).unwrap_or_else(|| "for all others".to_string());
    named.map(|ladder| format!("{}: {}.", ladder.title, whose(ladder))).collect()
}

fn rung(policy: &Policy, at: usize, stage: &Stage) -> Rung {
    let asked = policy.roles.iter().filter(|role| stage.responders.roles().contains(&role.id));
    let away = asked
        .filter(|role| !role.substitutes.is_empty())
        .map(|role| format!("If the {} is away: {}.", role.title, super::phrases::substitutes(role, policy)));
    let mut lines: Vec<String> = away.collect();
    lines.extend(stage.clocks.iter().map(|clock| by_when(clock, policy)));
    lines.extend(satisfied(stage, policy));
    if !stage.clocks.iter().any(|clock| clock.strength != Strength::Advisory) {
        lines.push(format!("No time is set for this {}.", policy.labels.stage));
    }
    if let Some(meeting) = &stage.meeting {
        let need = match meeting.needed {
            MeetingNeed::Required if !meeting.from.is_empty() => "If it is not settled in time there is a meeting",
            MeetingNeed::Required => "There is a meeting",
            MeetingNeed::IfNeeded => "If needed there is a meeting",
            MeetingNeed::Optional => "There may be a meeting",
        };
        let chair = meeting.chair.as_ref().map(|chair| format!(", chaired by the {}", policy.role_title(chair)));
        lines.push(format!("{need}: {}{}.", meeting.title, chair.unwrap_or_default()));
    }
    if !stage.copy_to.is_empty() {
        lines.push(format!("Also informed: {}.", super::phrases::copied_to(stage, policy)));
    }
    Rung {
        title: stage.title.clone(),
        kind: policy.labels.kind(stage.kind).to_string(),
        who: responders(stage, policy),
        lines,
        then: then(policy, at, stage),
    }
}

/// Who has a say in whether the matter is settled at a stage.
fn satisfied(stage: &Stage, policy: &Policy) -> Option<String> {
    let titles: Vec<&str> = stage.satisfied.iter().map(|role| policy.role_title(role)).collect();
    if let Some(judge) = &stage.judge {
        return Some(format!("The {} decides whether it is settled here.", policy.role_title(judge)));
    }
    (!titles.is_empty()).then(|| format!("Must be satisfied before it ends here: {}.", words::list(&titles, "and")))
}

/// `Answer the form: within 5 working days.`
fn by_when(clock: &ClockRule, policy: &Policy) -> String {
    let limit = match &clock.limit {
        LimitRule::Fixed(limit) if limit.n == 0 => "on the same working day".to_string(),
        LimitRule::Fixed(limit) if clock.repeats.is_some() => format!("every {limit}"),
        LimitRule::Fixed(limit) => format!("within {limit}"),
        LimitRule::Agreed { fallback, ceiling } => {
            let most = ceiling.as_ref().map(|most| format!(", at most {most}")).unwrap_or_default();
            let else_ = fallback.as_ref().map(|limit| format!("; {limit} where none is agreed")).unwrap_or_default();
            format!("by a date agreed each time{most}{else_}")
        }
    };
    let kind = match clock.strength {
        Strength::Aim => ", as an aim",
        Strength::Advisory => ", for guidance",
        Strength::Hard | Strength::Agreed => "",
    };
    let more = clock.extension.as_ref().map(|extension| match &extension.at_most {
        Some(most) => format!(" More time may be agreed, at most {most}."),
        None => " More time may be agreed.".to_string(),
    });
    let when = conditions(&clock.when, policy).map(|when| format!(" ({when})")).unwrap_or_default();
    let since = since(clock);
    format!("{}{when}: {limit}{since}{kind}.{}", clock.label, more.unwrap_or_default())
}

/// What the time is counted from, where that isn't the beginning of the stage.
fn since(clock: &ClockRule) -> &'static str {
    match clock.from.first() {
        Some(StartsOn::Meeting) => " of the meeting",
        Some(StartsOn::Answered) => " of the answer",
        Some(StartsOn::Agreed) => " of agreeing the plan",
        Some(StartsOn::Review) => " of the review",
        Some(StartsOn::Resolved | StartsOn::Closed) => " of its end",
        _ => "",
    }
}

/// Where it starts, if not always at the first stage.
fn entry(policy: &Policy) -> Vec<String> {
    let title = |id: &StageId| policy.stage_title(id).to_string();
    let rule = |rule: &EntryRule| {
        let when = conditions(&rule.when, policy).unwrap_or_else(|| "always".to_string());
        format!("At {}, {when}.", title(&rule.stage))
    };
    let mut lines: Vec<String> = policy.entry.rules.iter().map(rule).collect();
    let formal = policy.categories.iter().filter(|one| one.formal && one.condition.is_none());
    let formal: Vec<&str> = formal.map(|one| one.text.as_str()).collect();
    let first = policy.first_formal().map(|stage| stage.title.as_str()).unwrap_or_default();
    if !formal.is_empty() {
        lines.push(format!("At {first}, for: {}.", words::list(&formal, "or")));
    }
    let under = policy.categories.iter().filter(|one| one.formal);
    let under = under.filter_map(|one| Some(format!("At {first}, for: {} ({}).", one.text, one.condition.as_ref()?)));
    lines.extend(under);
    let formal_when = policy.entry.formal_when.iter().filter_map(|rule| conditions(&rule.when, policy));
    lines.extend(formal_when.map(|when| format!("At {first}, {when}.")));
    if !lines.is_empty() {
        lines.push(format!("Otherwise at {}.", title(&policy.stages[0].id)));
    }
    lines
}

fn then(policy: &Policy, at: usize, stage: &Stage) -> Option<String> {
    let answered = stage.clocks.iter().any(|clock| clock.until.contains(&EndsOn::Answered));
    let why = if answered { "no answer in time, or not a good one" } else { "not settled" };
    let title = |id: &StageId| policy.stage_title(id).to_string();
    match stage.next.as_slice() {
        _ if stage.ends_here => None,
        [] => (at + 1 < policy.stages.len()).then(|| why.to_string()),
        next => {
            let after = policy.stages.get(at + 1).map(|stage| stage.id.as_str());
            let others: Vec<String> = next.iter().filter(|id| Some(id.as_str()) != after).map(title).collect();
            match others.is_empty() {
                true => Some(why.to_string()),
                false => Some(format!("{why}; or on to {}", words::list(&others, "or"))),
            }
        }
    }
}

fn parts(policy: &Policy) -> Vec<(String, Vec<String>)> {
    let beside = policy.clocks.iter().filter(|clock| clock.until.contains(&EndsOn::Resolved));
    let of_ladders = policy.ladders.iter().filter(|ladder| ladder.policy.total != policy.total);
    let of_ladders = of_ladders.filter_map(|ladder| {
        let total = ladder.policy.total.as_ref()?;
        Some(format!("{}: {}", ladder.title, how_long(total, &ladder.policy)))
    });
    let total = policy.total.iter().chain(beside).map(|total| how_long(total, policy)).chain(of_ladders);
    let along = policy.duties.iter().filter(|duty| !policy.is_satisfaction(duty));
    let along = along.filter(|duty| duty.when == When::default() && duty.from.is_empty() && !duty.at_end);
    // What comes before it is raised comes first; what guards another step goes with that step.
    let first = |duty: &&Duty| duty.before.iter().any(|step| step.verb == Verb::Raise && step.stage.is_none());
    let (before, along): (Vec<&Duty>, Vec<&Duty>) = along.partition(first);
    let along = before.into_iter().chain(along.into_iter().filter(|duty| !duty.stages.is_empty()));
    let reasons = policy.praise.iter().flat_map(|praise| praise.reasons.clone());
    let contacts = policy.contacts.iter().filter(|one| one.for_families);
    let contacts = contacts.map(|one| format!("{}: {}", policy.role_title(&one.role), one.text));
    let to = policy.labels.referred_to();
    let parts = [
        ("Which way it takes", ladders(policy)),
        ("Where it starts", entry(policy)),
        ("How long it may take", total.collect::<Vec<_>>()),
        (to.as_str(), outside(policy)),
        (
            "What must have been done along the way",
            along.map(|duty| format!("{}.", duty.text.trim_end_matches('.'))).collect(),
        ),
        ("If it is about you", for_the_child(policy)),
        ("Good work is recorded, too", reasons.collect()),
        ("Whom to ring", contacts.collect()),
    ];
    let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    filled.map(|(title, lines)| (title.to_string(), lines)).collect()
}

/// What a child can do, in words for a child of ten. It holds under every protocol.
fn for_the_child(policy: &Policy) -> Vec<String> {
    let raisers: Vec<&str> = policy.raisers.iter().map(|role| policy.role_title(role)).collect();
    let raiser = words::list(&raisers, "or");
    vec![
        format!("You can ask your {raiser} to speak up for you when something is not right."),
        format!("You can ask your {raiser} what they did about it, and why."),
        "You can make a complaint. That means telling the council that you are unhappy with what it did.".to_string(),
        "You can have an advocate: a grown-up who is on your side and helps you to say what you want.".to_string(),
    ]
}

/// A total in a sentence: over which stages, and how long.
fn how_long(total: &ClockRule, policy: &Policy) -> String {
    let title = |id: &StageId| policy.stage_title(id).to_string();
    let formal = total.from.first() == Some(&StartsOn::FormalEntered);
    let what = match (total.over.as_slice(), formal) {
        ([], true) => format!("All {} {}s together", policy.labels.formal, policy.labels.stage),
        ([], false) => total.label.clone(),
        ([one], _) => title(one),
        (stages, _) => format!("{} together", words::list(&stages.iter().map(title).collect::<Vec<_>>(), "and")),
    };
    let whole = total.over.is_empty() && formal;
    let more = if total.extension.is_some() { " It may be extended." } else { "" };
    match &total.limit {
        LimitRule::Fixed(limit) if whole && total.strength == Strength::Hard => {
            format!("{what} take no more than {limit}.{more}")
        }
        LimitRule::Fixed(limit) if total.strength == Strength::Hard => {
            format!("{what}: no more than {limit}.{more}")
        }
        LimitRule::Fixed(limit) if total.strength == Strength::Aim => format!("{what}: {limit}, as an aim.{more}"),
        LimitRule::Fixed(limit) => format!("{what}: {limit}, as a guide.{more}"),
        LimitRule::Agreed { .. } => format!("{what}: a time that is agreed each time.{more}"),
    }
}

/// The way outside the council, for the children it is open to; nothing where it is open to none of them.
fn outside(policy: &Policy) -> Vec<String> {
    let (to, who) = (policy.labels.referred_to(), policy.referable());
    if who.is_empty() {
        return Vec::new();
    }
    let who: Vec<&str> = who.into_iter().map(CaseType::whom).collect();
    let mut lines = vec![format!(
        "{to} looks after the interests of children in the family courts and is not part of the council. A dispute \
         about {} can be referred to {to} at any point.",
        words::list(&who, "or")
    )];
    let title = |id: &StageId| policy.stage_title(id).to_string();
    match policy.referral.as_ref().map(|rule| &rule.when) {
        Some(ReferralWhen::AfterAll) => {
            let word = &policy.labels.stage;
            lines.push(format!("Here that is normally done only after all {word}s; going sooner needs a reason."));
        }
        Some(ReferralWhen::AfterStage(stage)) => {
            lines.push(format!("Here that is normally done only after {}; going sooner needs a reason.", title(stage)));
        }
        Some(ReferralWhen::Any) | None => {}
    }
    lines
}
