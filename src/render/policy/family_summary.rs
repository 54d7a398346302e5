//! A protocol in the words that a child's family would want: who is asked, by when, and what can be done after that. It is
//! put together once, and drawn in the terminal, as Markdown or as HTML.

use super::conditions::conditions_for_families;
use super::family_clocks::{by_when_each, counts_from_the_end, event, within};
use super::{family_parts, raisers, responders, the, titled};
use crate::domain::policy::{
    ChildNeed, ClockRule, EndsOn, Ladder, Meeting, MeetingNeed, Policy, Responders, RoleId, Stage, StageId, StartsOn,
    When,
};
use crate::domain::time::without_weekday;
use crate::render::words;

/// The summary for families, in any format.
pub struct FamilySummary {
    pub title: String,
    /// Whose it is, and since when.
    pub about: String,
    pub opening: Vec<String>,
    /// What the protocol calls a stage.
    pub stage_word: String,
    pub stages: Vec<StageSummary>,
    /// What the protocol has beside the ladder, each under a heading.
    pub parts: Vec<(String, Vec<String>)>,
}

/// One stage, in words.
pub struct StageSummary {
    pub title: String,
    /// Informal or formal, unless the title says so.
    pub kind: Option<String>,
    /// Who is asked, in a sentence.
    pub who: String,
    /// What has to happen, and by when.
    pub lines: Vec<String>,
    /// Why a dispute goes on to the next stage; `None` after the last.
    pub then: Option<Then>,
}

/// Why a dispute goes on.
pub struct Then {
    pub why: String,
    /// Whether it can go on to the stage that is shown next.
    pub down: bool,
}

impl FamilySummary {
    pub fn of(policy: &Policy) -> FamilySummary {
        let authority = policy.authority.as_ref().map(|name| format!("{name}. ")).unwrap_or_default();
        FamilySummary {
            title: policy.title.clone(),
            // The document's own date says more than the day from which the policy counts.
            about: match (&policy.document.date, policy.document.undated) {
                (_, true) => authority.trim_end().to_string(),
                (Some(date), false) => format!("{authority}From the document of {date}."),
                (None, false) => format!("{authority}In force from {}.", without_weekday(policy.effective_on)),
            },
            opening: opening(policy),
            stage_word: policy.labels.stage.clone(),
            stages: stage_summaries(policy),
            parts: family_parts::parts(policy),
        }
    }
}

fn opening(policy: &Policy) -> Vec<String> {
    let (raisers, word) = (raisers(policy), &policy.labels.stage);
    let about_children = policy.covers.iter().any(|case| case.is_about_a_child());
    let whom: Vec<&str> = policy.covers.iter().map(|case| case.whom()).collect();
    let what = match policy.child {
        _ if !about_children => format!("a case about {}", words::list(&whom, "or")),
        ChildNeed::Required => "the care of a child or young person".to_string(),
        ChildNeed::Optional => "the care of a child or young person, or in a service for them,".to_string(),
    };
    let approved = policy.bypass.approved_by.as_ref();
    let approved = approved.map(|role| format!(" The {} has to approve that.", policy.role_title(role)));
    let order = match policy.bypass.free {
        true => format!("It may start at any {word}, and {word}s may be left out where that is better for the child."),
        false => format!("It normally goes one {word} at a time; a {word} can be left out if there is a good reason."),
    };
    let thought = match policy.raisers.contains(&RoleId::IRO) && about_children {
        true => format!(
            "It is the job of the {raisers} to check that children are looked after well. When they think that \
             something in {what} is not right, they take it up with the people responsible, step by step."
        ),
        false => format!(
            "When the {raisers} thinks that something in {what} is not right, it is taken up with the people \
             responsible, step by step."
        ),
    };
    let beside = if policy.beside_complaint.is_some() { ", or beside them" } else { "" };
    let complaint = policy.complaint_chosen.as_ref().map(|_| {
        let whose = family_parts::whose(policy);
        format!("A formal complaint to {whose} is another way. It can be made instead of these steps{beside}.")
    });
    [
        Some(format!("{thought} Here, the word for this is “{}”.", policy.labels.dispute)),
        for_whom(policy),
        Some(format!("{order}{}", approved.unwrap_or_default())),
        complaint,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who a protocol is for, unless it leaves that open.
fn for_whom(policy: &Policy) -> Option<String> {
    let cases: Vec<&str> = policy.covers.iter().map(|case| case.whom_all()).collect();
    (!cases.is_empty()).then(|| format!("It is for {}.", words::list(&cases, "and")))
}

/// The stages in their order; if there are several ladders, one ladder after another, each stage with its ladder.
fn stage_summaries(policy: &Policy) -> Vec<StageSummary> {
    let of = |policy: &Policy| -> Vec<StageSummary> {
        policy.stages.iter().enumerate().map(|(at, stage)| stage_summary(policy, at, stage)).collect()
    };
    let on = |ladder: &Ladder| {
        let title = |stage: StageSummary| match ladder.named {
            true => StageSummary { title: format!("{}: {}", ladder.title, stage.title), ..stage },
            false => stage,
        };
        of(&ladder.policy).into_iter().map(title).collect::<Vec<_>>()
    };
    if policy.ladders.is_empty() { of(policy) } else { policy.ladders.iter().flat_map(on).collect() }
}

fn stage_summary(policy: &Policy, at: usize, stage: &Stage) -> StageSummary {
    let asked = policy.roles.iter().filter(|role| stage.responders.roles().contains(&role.id));
    let away = asked
        .filter(|role| !role.substitutes.is_empty())
        .map(|role| format!("If the {} is away: {}.", role.title, super::phrases::substitutes(role, policy)));
    let mut lines: Vec<String> = away.collect();
    let clocks = || stage.clocks.iter().filter(|clock| !counts_from_the_end(clock));
    let with_meeting = clock_of_meeting(stage);
    let others = clocks().filter(|clock| with_meeting.is_none_or(|own| !std::ptr::eq(*clock, own)));
    lines.extend(by_when_each(&others.collect::<Vec<_>>(), stage, policy));
    lines.extend(satisfied(stage, policy));
    if !clocks().any(|clock| clock.strength.binds()) {
        lines.push(format!("No time is set for this {}.", policy.labels.stage));
    }
    lines.extend(stage.meeting.as_ref().map(|one| meeting(one, stage, with_meeting, policy)));
    // A role that is asked to answer is not listed as informed as well.
    let others = stage.copy_to.iter().filter(|role| !stage.responders.roles().contains(role));
    let others: Vec<String> =
        others.map(|role| super::phrases::only_when(role, stage, true, policy, conditions_for_families)).collect();
    if !others.is_empty() {
        lines.push(format!("Also informed: {}.", words::list(&others, "and")));
    }
    StageSummary {
        title: stage.title.clone(),
        kind: super::kind_beside_title(stage, policy).map(str::to_string),
        who: who(stage, policy),
        lines,
        then: then(policy, at, stage),
    }
}

/// The clock whose time is described with the meeting: if there is only one, and it holds whenever the meeting does.
fn clock_of_meeting(stage: &Stage) -> Option<&ClockRule> {
    let meeting = stage.meeting.as_ref()?;
    let mut clocks = stage.clocks.iter().filter(|clock| clock.until == [EndsOn::Meeting]);
    let first = clocks.next().filter(|clock| clock.when == When::default() || clock.when == meeting.when)?;
    clocks.next().is_none().then_some(first)
}

/// `If no answer comes in time, there is a meeting: Resolution meeting, chaired by the Service Manager.`
fn meeting(meeting: &Meeting, stage: &Stage, clock: Option<&ClockRule>, policy: &Policy) -> String {
    let after: Vec<String> = meeting.from.iter().filter_map(|start| event(start, Some(&stage.id), policy)).collect();
    let from = match meeting.from.iter().all(StartsOn::is_a_lapse) {
        _ if meeting.from.is_empty() => None,
        true => Some("if it is not settled in time".to_string()),
        false => (!after.is_empty()).then(|| format!("after {}", words::list(&after, "or"))),
    };
    let under: Vec<String> = from.into_iter().chain(conditions_for_families(&meeting.when, policy)).collect();
    let under = if under.is_empty() { String::new() } else { format!("{}, ", under.join(" and ")) };
    let need = match meeting.needed {
        MeetingNeed::Required => "there is a meeting",
        MeetingNeed::IfNeeded => "if it is needed, there is a meeting",
        MeetingNeed::Optional => "there may be a meeting",
    };
    let when = clock.map(|clock| format!(" {}", within(clock, Some(stage), policy))).unwrap_or_default();
    let unless = match meeting {
        Meeting { lapses: true, .. } => format!(", unless this {} is over by then", policy.labels.stage),
        Meeting { while_open: true, .. } => ", unless it has ended by then".to_string(),
        Meeting { .. } => String::new(),
    };
    let chair = meeting.chair.as_ref().map(|chair| format!(", chaired by {}", the(titled(chair, policy))));
    words::capital(&format!("{under}{need}{when}{unless}: {}{}.", meeting.title, chair.unwrap_or_default()))
}

/// Who takes part in deciding whether the matter is settled at a stage.
fn satisfied(stage: &Stage, policy: &Policy) -> Option<String> {
    let titles: Vec<&str> = stage.satisfied.iter().map(|role| titled(role, policy)).collect();
    if let Some(judge) = &stage.judge {
        return Some(format!("{} decides whether it is settled here.", words::capital(&the(titled(judge, policy)))));
    }
    (!titles.is_empty()).then(|| format!("Must be satisfied before it ends here: {}.", words::list(&titles, "and")))
}

/// `Asked to answer: Team Manager or Service Manager.`
fn who(stage: &Stage, policy: &Policy) -> String {
    match stage.responders {
        Responders::AnyOf(_) => format!("Asked to answer: {}.", responders(stage, policy, conditions_for_families)),
        Responders::AllOf(_) => {
            format!("Asked to answer, each of them: {}.", responders(stage, policy, conditions_for_families))
        }
        Responders::Chain(_) => {
            format!("Asked one after another: {}.", responders(stage, policy, conditions_for_families))
        }
    }
}

fn then(policy: &Policy, at: usize, stage: &Stage) -> Option<Then> {
    let answered = stage.clocks.iter().any(|clock| clock.until.contains(&EndsOn::Answered));
    let why = if answered { "no answer in time, or not a good one" } else { "not settled" };
    let title = |id: &StageId| policy.stage_title(id).to_string();
    match stage.next.as_slice() {
        _ if stage.ends_here => None,
        [] => (at + 1 < policy.stages.len()).then(|| Then { why: why.to_string(), down: true }),
        next => {
            let after = policy.stages.get(at + 1).map(|stage| stage.id.as_str());
            let others: Vec<String> = next.iter().filter(|id| Some(id.as_str()) != after).map(title).collect();
            let down = others.len() < next.len();
            let why = match (others.is_empty(), down) {
                (true, _) => why.to_string(),
                (false, true) => format!("{why}; or on to {}", words::list(&others, "or")),
                (false, false) => format!("{why}: on to {}", words::list(&others, "or")),
            };
            Some(Then { why, down })
        }
    }
}
