//! The empty form of a protocol, to be printed and written on.

mod asked;

use super::{Form, Row, Section, source};
use crate::domain::event::{Barrier, Because, ResultKind};
use crate::domain::policy::{
    Asked, CaseType, Category, ClockRule, Duty, EndsOn, Fact, Ladder, Meeting, MeetingNeed, Policy, Responders, RoleId,
    Stage, Step, Verb,
};
use crate::domain::text::each_once;
use crate::domain::worded::Worded;
use crate::render::words;
use asked::{Place, asked_for, fields, to_raise};

const AROSE_ON: &str = "Arose on";
const ANSWER_DUE: &str = "Answer due on";

/// Every section that a protocol has, with room to write.
pub fn blank(policy: &Policy) -> Form {
    let mut sections = vec![opening(policy)];
    sections.extend(policy.stages.iter().enumerate().map(|(index, _)| stage(policy, index)));
    sections.extend(along(policy));
    sections.extend(referral(policy));
    sections.push(outcome(policy));
    let ladder = policy.ladder_title.as_ref().map(|ladder| format!(": {ladder}")).unwrap_or_default();
    Form {
        title: format!("{}{ladder}", words::capital(&policy.labels.dispute)),
        source: source(policy),
        sections,
        chronology: Vec::new(),
        foot: format!("{} ({})", policy.title, policy.version),
    }
}

/// The form for good practice: who it is for, what was done well, who has read it.
pub fn blank_praise(policy: &Policy) -> Form {
    let mut section = Section { title: "Good practice".to_string(), ..Section::default() };
    section.rows.extend(about(policy));
    section.rows.push(line("For, by name and role", 2));
    section.rows.extend([line("Recorded on, by whom", 1), line("What was done well", 6)]);
    if let Some(rule) = &policy.praise {
        let titles = |roles: &[RoleId]| roles.iter().map(|role| policy.role_title(role).to_string()).collect();
        if !rule.reasons.is_empty() {
            section.rows.push(Row::Boxes("What it is for".to_string(), rule.reasons.clone()));
        }
        section.rows.extend(dated("Sent to", titles(&rule.notify)));
        section.rows.extend(dated("Read and acknowledged by", titles(&rule.acknowledged_by)));
        section.rows.extend(rule.filed.then(|| line("On the child's file since", 1)));
    }
    Form {
        title: words::capital(&policy.labels.praise),
        source: source(policy),
        sections: vec![section],
        chronology: Vec::new(),
        foot: format!("{} ({})", policy.title, policy.version),
    }
}

fn line(name: &str, lines: usize) -> Row {
    Row::Blank(name.to_string(), lines)
}

fn is_about_children(policy: &Policy) -> bool {
    policy.covers.is_empty() || policy.covers.iter().any(|case| case.is_about_a_child())
}

/// Whom it is about: a child, an adult, a fostering household.
fn about(policy: &Policy) -> Vec<Row> {
    let adults = policy.covers.contains(&CaseType::Adult);
    let person = match (is_about_children(policy), adults) {
        (true, false) => Some("Child's case reference"),
        (true, true) => Some("Case reference of the child or adult"),
        (false, true) => Some("Case reference"),
        (false, false) => None,
    };
    let household = policy.covers.contains(&CaseType::FosteringHousehold).then_some("Reference of the household");
    person.into_iter().chain(household).map(|name| line(name, 1)).collect()
}

/// Who raises it, in the words of the form.
fn raiser_of(policy: &Policy) -> String {
    let known = policy.roles.iter().any(|role| role.id == RoleId::IRO);
    if known { "IRO".to_string() } else { policy.role_or_raisers(&RoleId::RAISER) }
}

/// The title of a stage, with its ladder if a stage of another ladder has the same.
fn title_of(stage: &Stage, policy: &Policy) -> String {
    let shared = policy.stages.iter().any(|other| other.title == stage.title && other.id != stage.id);
    let has_it = |ladder: &&Ladder| ladder.named && ladder.policy.stages.iter().any(|one| one.id == stage.id);
    match policy.ladders.iter().find(has_it).filter(|_| shared) {
        Some(ladder) => format!("{} ({})", stage.title, ladder.title),
        None => stage.title.clone(),
    }
}

fn opening(policy: &Policy) -> Section {
    let numbered = policy.stages.iter().any(|stage| stage.form_section.is_some());
    let mut section =
        Section { number: numbered.then(|| "1".to_string()), title: "The concern".to_string(), rows: Vec::new() };
    section.rows.extend(about(policy));
    section.rows.extend([line("Raised on, by whom", 1), line(&format!("{} and team", raiser_of(policy)), 1)]);
    section.rows.extend(to_raise(policy));
    section.rows.extend(whose_it_is(policy));
    section.rows.extend(categories(policy));
    let levels = policy.stages.iter().map(|stage| title_of(stage, policy)).collect();
    section.rows.push(Row::Boxes("Stage at which it is raised".to_string(), levels));
    section.rows.extend([line("Why at that stage", 2)]);
    let has_limit = |ladder: &&Policy| ladder.raise_within.is_some();
    if policy.raise_within.is_some() || policy.each_ladder().iter().any(has_limit) {
        let has_it = section.rows.iter().any(|row| matches!(row, Row::Blank(name, _) if name == AROSE_ON));
        section.rows.extend((!has_it).then(|| line(AROSE_ON, 1)));
        section.rows.push(line("Why it was raised late, if it was", 2));
    }
    section.rows.extend([
        line("Concern", 5),
        line(if is_about_children(policy) { "The effect on the child" } else { "What difference it makes" }, 3),
        line("Asked for, and by when", 3),
        line("The child needs it settled by", 1),
    ]);
    let first = guarding(policy, |step| step.verb == Verb::Raise && step.stage.is_none());
    section.rows.extend(dated("To be done before it is raised", first));
    section.rows.extend(fields(policy, Place::Opening));
    section
}

/// The role it is raised in, who it is for, and which decision and which review it is about.
fn whose_it_is(policy: &Policy) -> Vec<Row> {
    let titles = |roles: &[RoleId]| roles.iter().map(|role| policy.role_title(role).to_string()).collect::<Vec<_>>();
    let raisers = titles(&policy.raisers);
    let cases: Vec<String> = policy.covers.iter().map(|case| case.meaning().to_string()).collect();
    let mut deciders: Vec<RoleId> = Vec::new();
    for role in policy.entry.rules.iter().flat_map(|rule| &rule.when.raised.decided_by) {
        if !deciders.contains(role) {
            deciders.push(role.clone());
        }
    }
    let boxes = |name: &str, texts: Vec<String>| Row::Boxes(name.to_string(), texts);
    [
        (raisers.len() > 1).then(|| boxes("Raised as", raisers)),
        (!cases.is_empty()).then(|| boxes("Kind of case", cases)),
        is_about_children(policy)
            .then(|| line("Brothers and sisters it also concerns, each with a form of their own", 1)),
        Some(line("The review it comes from, or leads up to", 1)),
        (!deciders.is_empty()).then(|| boxes("Whose decision is in dispute", titles(&deciders))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The categories, under the headings of their groups if they have any, each with the condition that makes it formal.
fn categories(policy: &Policy) -> Vec<Row> {
    let text = |category: &Category| match &category.condition {
        Some(condition) => format!("{} ({condition})", category.text),
        None => category.text.clone(),
    };
    let of = |group: Option<&str>| {
        let there = policy.categories.iter().filter(|one| one.group.as_deref() == group);
        there.map(text).collect::<Vec<_>>()
    };
    let groups = policy.category_groups.iter();
    let grouped = groups.map(|group| (format!("Category: {}", group.title), of(Some(&group.id))));
    let rows = [("Category".to_string(), of(None))].into_iter().chain(grouped);
    rows.filter(|(_, texts)| !texts.is_empty()).map(|(name, texts)| Row::Boxes(name, texts)).collect()
}

/// The duties that a protocol asks for before these steps, each once, without those that a stage lists itself.
fn guarding(policy: &Policy, step: impl Fn(&Step) -> bool) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let guards = policy.duties.iter().filter(|duty| duty.stages.is_empty() && !duty.at_end);
    for duty in guards.filter(|duty| duty.before.iter().any(&step)) {
        if !texts.contains(&duty.text) {
            texts.push(duty.text.clone());
        }
    }
    texts
}

/// Things to tick, with their dates; `None` if there are none.
fn dated(name: &str, texts: Vec<String>) -> Option<Row> {
    (!texts.is_empty()).then(|| Row::Dated(name.to_string(), texts))
}

/// Duties that are done once, at whatever stage.
fn along(policy: &Policy) -> Option<Section> {
    let mut section = Section { title: "Along the way".to_string(), ..Section::default() };
    let texts = policy.duties.iter().filter(|duty| at_any_stage(duty, policy)).map(|duty| duty.text.clone()).collect();
    section.rows.extend(dated("Done", texts));
    section
        .rows
        .extend(policy.complaint_chosen.is_some().then(|| line("Taken to the complaints procedure: when, and why", 2)));
    (!section.rows.is_empty()).then_some(section)
}

fn at_any_stage(duty: &Duty, policy: &Policy) -> bool {
    duty.once && policy.stages.len() > 1 && policy.stages.iter().all(|stage| duty.stages.contains(&stage.id))
}

fn outcome(policy: &Policy) -> Section {
    let mut section = Section { title: "Outcome".to_string(), ..Section::default() };
    if policy.total.iter().any(|total| total.extension.is_some()) {
        section.rows.push(line("More time for the whole: until when, why, agreed with whom", 2));
    }
    section.rows.push(line("Final decision of the authority, where there is one: whose, when, what", 3));
    let changed = if is_about_children(policy) { "What changed for the child" } else { "What has changed" };
    section.rows.push(line("Ended on, by whom", 1));
    let asked = |fact: Fact| {
        let of_it = |step: &Step| step.verb == Verb::Resolve;
        policy.asks.iter().any(|ask| ask.ask == Asked::Fact(fact) && ask.before.iter().any(of_it))
    };
    if asked(Fact::Result) {
        let how = ResultKind::ALL.iter().map(|result| result.meaning().to_string()).collect();
        section.rows.push(Row::Boxes("How it ended".to_string(), how));
    }
    section.rows.extend([line("Outcome", 3), line(changed, 3)]);
    section.rows.extend(fields(policy, Place::Outcome));
    let texts = policy.duties.iter().filter(|duty| duty.at_end).map(|duty| duty.text.clone()).collect();
    section.rows.extend(dated("After the end", texts));
    section
}

fn stage(policy: &Policy, index: usize) -> Section {
    let stage = &policy.stages[index];
    let titles: Vec<&str> = stage.responders.roles().iter().map(|role| policy.role_title(role)).collect();
    let last = if matches!(stage.responders, Responders::AnyOf(_)) { "or" } else { "and" };
    let mut section = Section { number: stage.form_section.clone(), title: title_of(stage, policy), rows: Vec::new() };
    section.say("Who answers", words::list(&titles, last));
    let here = |step: &Step, verb: Verb| step.verb == verb && step.stage.as_ref() == Some(&stage.id);
    let coming = guarding(policy, |step| here(step, Verb::Raise) || here(step, Verb::Escalate));
    section.rows.extend(dated("To be done before this stage begins", coming));
    section.rows.extend([line("Begun on", 1), line("Notice sent on", 1)]);
    section.rows.extend(dates(stage, policy).iter().map(|name| line(name, 1)));
    let copies = stage.copy_to.iter().map(|role| policy.role_title(role).to_string()).collect();
    section.rows.extend(dated("Copied to", copies));
    if let Some(meeting) = &stage.meeting {
        let chair = meeting.chair.as_ref().map(|role| format!(" (the {})", policy.role_title(role)));
        let there = expected(meeting, policy);
        let there = if there.is_empty() { String::new() } else { format!(" ({})", words::list(&there, "and")) };
        if meeting.needed == MeetingNeed::IfNeeded {
            let name = format!("{}: is it needed?", meeting.title);
            section.rows.push(Row::Boxes(name, vec!["yes".to_string(), "no".to_string()]));
        }
        section.rows.push(line(&format!("{}: held on", meeting.title), 1));
        section.rows.push(line(&format!("Chaired by{}", chair.unwrap_or_default()), 1));
        section.rows.push(line(&format!("Who came{there}"), 2));
        section.rows.push(line("Minutes", 3));
    }
    let measured = policy.asks.iter().any(|ask| ask.ask == Asked::Fact(Fact::Measure));
    let plan = match measured {
        true => "Actions: what, who, by when, measured by what",
        false => "Actions: what, who, by when",
    };
    let decides = stage.clocks.iter().any(|clock| clock.until.contains(&EndsOn::Decided))
        && !stage.clocks.iter().any(|clock| clock.until.contains(&EndsOn::Answered));
    match &stage.responders {
        Responders::Chain(_) | Responders::AllOf(_) => {
            let what = if decides { "Decision of the" } else { "Answer of the" };
            let each = titles.iter().map(|title| line(&format!("{what} {title}; asked and answered on"), 4));
            section.rows.extend(each.chain([line(plan, 4)]));
        }
        Responders::AnyOf(_) => {
            let (what, on) = if decides { ("Decision", "Decided on") } else { ("Answer", "Answered on") };
            section.rows.extend([line(what, 5), line(plan, 4), line(on, 1)]);
        }
    }
    let pleaded = Barrier::ALL.iter().map(|barrier| barrier.meaning().to_string()).collect();
    section.rows.push(Row::Boxes("Obstacle named, if any".to_string(), pleaded));
    if stage.clocks.iter().any(|clock| clock.extension.is_some()) {
        section.rows.push(line("More time: until when, why, agreed with whom", 2));
    }
    section.rows.extend(fields(policy, Place::Stages));
    let owed = policy.duties.iter().filter(|duty| duty.stages.contains(&stage.id) && !at_any_stage(duty, policy));
    section.rows.extend(dated("Done", owed.map(|duty| duty.text.clone()).collect()));
    let leaving = |step: &Step| step.verb == Verb::Escalate && step.stage.is_none();
    // From the last stage, too, it goes on to the next person of a chain.
    let has_chain = matches!(&stage.responders, Responders::Chain(roles) if roles.len() > 1);
    let goes_on = has_chain || !policy.next_stages(index).is_empty();
    section.rows.extend(dated("To be done before the next stage", guarding(policy, leaving)).filter(|_| goes_on));
    let raisers = policy.role_or_raisers(&RoleId::RAISER);
    section.rows.push(line(&format!("Comments of the {raisers}"), 3));
    section.rows.push(Row::Boxes("Resolved".to_string(), vec!["yes".to_string(), "no".to_string()]));
    section.rows.push(line("Resolved on", 1));
    if goes_on {
        let because = Because::ALL.iter().map(|because| because.meaning().to_string()).collect();
        section.rows.push(Row::Boxes("Escalated because".to_string(), because));
    }
    section
}

/// What has a date at a stage, each once. The date of the answer may be set beside the stages; where the protocol gives no
/// date at all, one may be agreed for the answer.
fn dates(stage: &Stage, policy: &Policy) -> Vec<String> {
    let name = |clock: &ClockRule| match clock.until.contains(&EndsOn::Answered) {
        true => ANSWER_DUE.to_string(),
        false => format!("{}: due on", clock.label),
    };
    let own_answer = stage.clocks.iter().any(ClockRule::is_met_by_an_answer);
    let for_answers = |clock: &&ClockRule| {
        clock.until.contains(&EndsOn::Answered) && (clock.over.is_empty() || clock.over.contains(&stage.id))
    };
    let beside = policy.clocks.iter().filter(for_answers).filter(|_| !own_answer);
    let names = each_once(stage.clocks.iter().chain(beside).filter(|clock| clock.aim_of.is_none()).map(name));
    if names.is_empty() { vec![ANSWER_DUE.to_string()] } else { names }
}

/// Who is expected at a meeting; the raiser is always there.
fn expected(meeting: &Meeting, policy: &Policy) -> Vec<String> {
    let expected: Vec<String> = meeting.expected(policy).collect();
    let named = meeting.attendees.iter().any(|role| *role == RoleId::RAISER || policy.raisers.contains(role));
    let raiser = (!expected.is_empty() && !named).then(|| policy.role_or_raisers(&RoleId::RAISER));
    raiser.into_iter().chain(expected).collect()
}

fn referral(policy: &Policy) -> Option<Section> {
    let rule = policy.referral.as_ref()?;
    let mut section = Section { title: words::capital(&policy.labels.referral), ..Section::default() };
    let grounds = rule.grounds.iter().map(|ground| ground.text.clone()).collect();
    section.rows.push(Row::Boxes("Ground".to_string(), grounds));
    let to_refer = |step: &Step| step.verb.refers();
    section.rows.push(line("Why it is right for the child", 3));
    let asked = asked_for(policy, to_refer);
    let said =
        policy.asks.iter().any(|ask| ask.ask == Asked::Fact(Fact::ImpactOnChild) && ask.before.iter().any(to_refer));
    section.rows.extend((!said).then(|| line("What it means for the child", 2)).into_iter().chain(asked));
    section.rows.extend(fields(policy, Place::Referral));
    if !rule.pack.is_empty() {
        let papers = rule.pack.iter().map(|item| item.text.clone()).collect();
        section.rows.push(Row::Boxes("Documents".to_string(), papers));
        section.rows.push(line("Which of them do not apply, and why", 2));
    }
    let first = guarding(policy, to_refer);
    section.rows.extend(dated("To be done before the referral is made", first));
    section.rows.push(line("Why the stages were cut short, where they were", 2));
    section.rows.extend([line("Phoned on", 1), line("In writing on", 1)]);
    Some(section)
}
