//! A letter to the child in plain words: what was raised for them, what happens now, what they can do. It is a draft:
//! the concern is in the record's words, and the sender rewords it for this child.

mod rights;
mod sender;

use maud::html;

use crate::domain::dispute::{
    Action, ActionState, AskedFor, Clock, ComplaintStands, Dispute, DutyState, Lacks, Status,
};
use crate::domain::event::{Resolved, ResultKind};
use crate::domain::policy::{DayGiven, KnownField, StartsOn};
use crate::domain::time::{Moment, without_weekday};
use crate::render::markdown::plain;
use crate::render::page::page;
use crate::render::words;
use sender::{colleague, name, role};

/// The recipient of a letter, and its date.
#[derive(Debug, Clone)]
pub struct WrittenTo {
    pub now: Moment,
    /// What the child is called; it is only in the letter and stored nowhere.
    pub name: Option<String>,
    pub young: bool,
}

/// From this age on, a child is written to as a young person.
pub const YOUNG_PERSON: u8 = 12;

/// The paragraphs of the letter between the greeting and the signature.
fn paragraphs(dispute: &Dispute, child: &WrittenTo) -> Vec<String> {
    let raised = &dispute.raised;
    let asked = words::party_with_articles(&dispute.still_to_answer(), &dispute.policy);
    let on = without_weekday(dispute.raised_at.date());
    let concern = format!("“{}”", raised.concern);
    let (work, wishes) = (sender::work(dispute, child.young), dispute.known_field(KnownField::ChildWishes));
    // If a colleague raised the dispute, their words are not attributed to the person who signs.
    let colleague = colleague(dispute);
    let spoke = match (colleague, child.young) {
        (None, true) => format!("On {on} I told them that something was not right. I wrote:"),
        (None, false) => format!("On {on} I did that. This is what I said:"),
        (Some(name), true) => {
            format!("On {on} {name}, who works with me, told them that something was not right. They wrote:")
        }
        (Some(name), false) => format!("On {on} {name}, who works with me, did that. This is what they said:"),
    };
    let mut said = vec![work, spoke, concern];
    if let Some(seeking) = &raised.seeking {
        let asked_for = match (colleague, child.young) {
            (None, true) => "I asked them to do this:",
            (None, false) => "And this is what I asked for:",
            (Some(_), true) => "This is what we asked them to do:",
            (Some(_), false) => "And this is what we asked for:",
        };
        said.extend([asked_for.to_string(), format!("“{seeking}”")]);
    }
    if let Some(wishes) = wishes {
        said.push(match (colleague, child.young) {
            (None, true) => format!("You told me what you think. I wrote that down too: “{wishes}”"),
            (None, false) => format!("I wrote down what you think as well: “{wishes}”"),
            (Some(_), true) => format!("You told us what you think. That was written down too: “{wishes}”"),
            (Some(_), false) => format!("What you think was written down as well: “{wishes}”"),
        });
    }
    said.extend(back_again(dispute, child));
    said.extend(now(dispute, &asked, child));
    let first = match (child.young, dispute.is_open()) {
        (true, true) => "You can ask me about this at any time. If you want something else, please tell me.",
        (true, false) => "You can ask me about this at any time. If it is still not right, please tell me.",
        (false, true) if raised.seeking.is_none() => {
            "You can ask me at any time how it is going, and what I have done about it. If there is something you want, please tell me."
        }
        (false, true) => {
            "You can ask me at any time how it is going, and what I have done about it. If you want something different from what I asked for, please tell me."
        }
        (false, false) => {
            "You can ask me at any time what I did about it, and why. If it is still not right, please tell me."
        }
    };
    said.extend([first.to_string(), rights::of(dispute, child)]);
    said
}

/// That the dispute ended and was reopened.
fn back_again(dispute: &Dispute, child: &WrittenTo) -> Option<String> {
    let again = without_weekday(dispute.stage_entries.iter().rfind(|entry| entry.reopened)?.entered.date());
    let ended = without_weekday(dispute.earlier_ends().last()?.at.date());
    let before = format!("On {ended} this came to an end.");
    Some(match child.young {
        true => format!("{before} But it was not right yet, so on {again} I started again."),
        false => format!("{before} It was not right after all, so on {again} I opened it again."),
    })
}

/// A text in quotation marks, with a full stop where it has none of its own.
fn quoted(text: &str) -> String {
    let stop = if text.trim_end().ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("“{}”{stop}", text.trim_end())
}

/// Where the dispute is now, and who has to do something by when.
fn now(dispute: &Dispute, asked: &str, child: &WrittenTo) -> Vec<String> {
    let young = child.young;
    // A suggested date is not mentioned once it has passed.
    let held_to = |clock: &&Clock| !(dispute.is_suggested(clock) && clock.is_past(child.now));
    let clock = dispute.answer_due().filter(held_to);
    let due = clock.map(|clock| without_weekday(clock.due));
    let late = clock.is_some_and(|clock| clock.is_past(child.now));
    let made = dispute.referral.as_ref().is_some_and(|referral| referral.phoned.or(referral.written).is_some());
    let another = dispute.waiting_on().filter(|judge| !judge.roles.contains(&dispute.raised.by_role));
    let mut said = vec![match (dispute.status(), young) {
        (Status::AwaitingResponse, young) if dispute.has_further_time() => {
            let until = due.map(|due| format!(" until {due}")).unwrap_or_default();
            let checking = if young { "checking if" } else { "looking at whether" };
            match late {
                false => format!(
                    "They have answered, and have{until} to do more. Then I will see if it is good enough for you."
                ),
                true => {
                    format!("They have answered, and had{until} to do more. I am {checking} it is good enough for you.")
                }
            }
        }
        (Status::AwaitingResponse, young) => awaited(dispute, asked, due, late, young),
        (Status::AwaitingReview, _) if made && dispute.referred_after_decision() => {
            "They have made their final decision, and I do not think that it is good enough for you.".to_string()
        }
        (Status::AwaitingReview, _) if dispute.decided_here().is_some() => {
            "They have made their final decision. I am looking at whether it is good enough for you.".to_string()
        }
        (Status::AwaitingReview, _) if another.is_some() => {
            let judge = another.map(|judge| words::party_with_articles(&judge, &dispute.policy)).unwrap_or_default();
            format!(
                "They have answered. {} is looking at whether the answer is good enough for you.",
                words::capital(&judge)
            )
        }
        (Status::AwaitingReview, true) => {
            "They have answered. I am checking if the answer is good enough for you.".to_string()
        }
        (Status::AwaitingReview, false) => {
            "There is an answer. I am looking at whether it is good enough for you.".to_string()
        }
        (Status::Agreed, true) => "They have said what they will do. I will check that they do it.".to_string(),
        (Status::Agreed, false) => "We have agreed what will be done. I will check that it happens.".to_string(),
        (Status::Resolved, _) => match &dispute.resolved {
            Some((facts, on)) => ended(dispute, facts, &without_weekday(on.date()), young),
            None => "It is settled.".to_string(),
        },
        (Status::Withdrawn, young) => {
            let stopped = if young { "I have stopped asking" } else { "I have stopped it" };
            let why = dispute.withdrawn_because.as_ref();
            // A reason is only known to be about this child if somebody said that it was not raised in error.
            let why = why.filter(|_| dispute.raised_in_error == Some(false));
            let why = why.map_or(".".to_string(), |why| format!(". This is why: {}", quoted(why)));
            format!("{stopped}{why} If you want to know more, please ask me.")
        }
        (Status::Complaint, _) => complaint(dispute, child).unwrap_or_default(),
    }];
    match dispute.status() {
        Status::Resolved | Status::Withdrawn => said.extend(complaint_then(dispute).map(str::to_string)),
        Status::Complaint => {}
        // It runs beside the dispute.
        Status::AwaitingResponse | Status::AwaitingReview | Status::Agreed => said.extend(complaint(dispute, child)),
    }
    let open = dispute.open_actions().filter(|_| dispute.is_open());
    let late = |action: &&Action| action.due.is_some_and(|due| due < child.now.date());
    let (late, coming): (Vec<&Action>, Vec<&Action>) = open.partition(late);
    // Nobody has accepted what was only offered.
    let (late_offers, late) = late.into_iter().partition::<Vec<_>, _>(|action| dispute.is_only_offered(action));
    let (offers, coming) = coming.into_iter().partition::<Vec<_>, _>(|action| dispute.is_only_offered(action));
    let each = |actions: &[&Action]| {
        let one = |action: &&Action| {
            let due = action.due.map(|due| format!(", by {}", without_weekday(due))).unwrap_or_default();
            format!("{}{due}", action.what)
        };
        actions.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let missed = dispute.actions.iter().filter(|action| dispute.is_open() && action.state == ActionState::Missed);
    let missed: Vec<&Action> = missed.collect();
    if !missed.is_empty() {
        said.push(format!("This was promised and not done: {}.", each(&missed)));
    }
    for (actions, what) in [
        (late, "This should have happened by now, but it hasn't"),
        (late_offers, "They offered this, and it hasn't happened"),
        (offers, "They have offered this"),
        (coming, "This is what should happen next"),
    ] {
        if !actions.is_empty() {
            said.push(format!("{what}: {}.", each(&actions)));
        }
    }
    if made {
        let to = dispute.referred_to();
        let by_law = dispute.raised.case_type.is_some_and(|case| dispute.policy.refers_by_law(case));
        let referral = dispute.referral.as_ref();
        let on =
            referral.and_then(|referral| referral.phoned.or(referral.written)).map(|on| without_weekday(on.date()));
        let asked = match (dispute.is_open(), dispute.owed_of_referral().is_empty(), on) {
            (true, ..) => format!("I have also asked {to} to look at it."),
            (false, true, Some(on)) => format!("On {on} I also asked {to} to look at it."),
            // The end of the dispute doesn't end it.
            (false, ..) => format!("I have also asked {to} to look at it, and that goes on."),
        };
        said.push(match young {
            _ if !by_law => asked,
            true => format!("{asked} They help children, and they can ask a judge to decide."),
            false => format!("{asked} They look after children's interests, and can ask a court to decide."),
        });
    }
    said
}

/// How it ended, and what came of it.
fn ended(dispute: &Dispute, facts: &Resolved, on: &str, young: bool) -> String {
    let (who, outcome) = (if colleague(dispute).is_some() { "we" } else { "I" }, &facts.outcome);
    let how = match (facts.result, young) {
        (ResultKind::NotUpheld, _) => {
            return format!(
                "On {on} {who} finished looking into it. It turned out differently from what {who} thought: {}",
                quoted(outcome)
            );
        }
        (ResultKind::DecisionStands, _) => {
            let other = format!(" {} had asked for something else.", words::capital(who));
            let other = if dispute.raised.seeking.is_some() { other } else { String::new() };
            return format!(
                "On {on} this came to an end. They are keeping to what they decided: {}{other}",
                quoted(outcome)
            );
        }
        (ResultKind::Resolved, false) => "it was settled",
        (ResultKind::ResolvedInPart, false) => "part of it was settled",
        (ResultKind::Resolved, true) | (ResultKind::LeftCare, _) => "this came to an end",
        (ResultKind::ResolvedInPart, true) => "this came to an end, and part of it has been put right",
        (ResultKind::TakenElsewhere, _) => "this came to an end here, and other people are looking at it now",
    };
    format!("On {on} {how}{}: {}", if young { ". This is what came of it" } else { "" }, quoted(outcome))
}

/// Who is asked for what and by when, and what comes after that; nothing does once the stages are cut short.
fn awaited(dispute: &Dispute, asked: &str, due: Option<String>, late: bool, young: bool) -> String {
    let cut_short = dispute.referral.as_ref().is_some_and(|referral| referral.curtail.is_some());
    let then = match (cut_short, dispute.is_at_the_top(), young) {
        (true, ..) => String::new(),
        (false, true, true) => " If nobody answers, I will find another way to get an answer for you.".to_string(),
        (false, false, true) => " If nobody answers, I will ask somebody higher up.".to_string(),
        (false, true, false) => " If nothing comes, I will look for another way to get an answer.".to_string(),
        (false, false, false) => " If nothing comes, I will take it further.".to_string(),
    };
    match (dispute.asked_for(), due) {
        (AskedFor::Nothing, _) => match dispute.talk_stands() {
            Some(DutyState::Done) => {
                let with = dispute.talked_with().map_or_else(
                    || asked.to_string(),
                    |with| match dispute.policy.titled(with) {
                        name if name == with => name.to_string(),
                        title => format!("the {}", words::head_of(title)),
                    },
                );
                format!("Other people have talked about it with {with}. I will tell you what comes of it.")
            }
            Some(DutyState::Waived) => format!("Now it is with {asked}. I will ask what they do about it."),
            Some(DutyState::Outstanding) | None => {
                format!("Other people are going to talk about it with {asked}. I will make sure that they do.")
            }
        },
        (AskedFor::Work, Some(due)) if late => {
            format!("Something should have been done about it by {due}. I will ask {asked} whether it has been.{then}")
        }
        (AskedFor::Work, Some(due)) => format!("{} should do something about it by {due}.", words::capital(asked)),
        (AskedFor::Resolution, Some(due)) if late => format!(
            "Now I am waiting for {asked} to answer. It should have been put right by {due}, but it has not been.{then}"
        ),
        (AskedFor::Resolution, Some(due)) => {
            format!("Now I am waiting for {asked} to answer. It should be put right by {due}.{then}")
        }
        (AskedFor::Decision, Some(due)) if late => {
            format!(
                "Now I am waiting for {asked} to decide. The decision should have come by {due}, but it hasn't.{then}"
            )
        }
        (AskedFor::Decision, Some(due)) => {
            format!("Now I am waiting for {asked} to decide. The decision should come by {due}.{then}")
        }
        (AskedFor::Answer | AskedFor::FurtherWork, Some(due)) => match (late, young) {
            (false, true) => format!("Now I am waiting for {asked} to answer. They should answer by {due}.{then}"),
            (true, true) => {
                format!(
                    "Now I am waiting for {asked} to answer. They should have answered by {due}, but they haven't.{then}"
                )
            }
            (false, false) => format!("Now I am waiting for {asked} to answer by {due}.{then}"),
            (true, false) => {
                format!(
                    "Now I am waiting for {asked} to answer. The answer should have come by {due}, but it hasn't.{then}"
                )
            }
        },
        (AskedFor::Decision, None) => format!("Now I am waiting for {asked} to decide.{}{then}", undated(dispute)),
        (AskedFor::Answer | AskedFor::FurtherWork | AskedFor::Resolution | AskedFor::Work, None) => {
            format!("Now I am waiting for {asked} to answer.{}{then}", undated(dispute))
        }
    }
}

/// Why there is no date for what is awaited, if the protocol wants one.
fn undated(dispute: &Dispute) -> &'static str {
    let lacks = dispute.clocks_without_date().into_iter().find(|one| one.rule.is_met_by_an_answer());
    let begins = dispute.clocks_to_begin().into_iter().find(|one| one.rule.is_met_by_an_answer());
    match (lacks.map(|one| one.lacks), begins) {
        (Some(Lacks::Day(DayGiven::Review | DayGiven::NextReview)), _) => {
            " There is no date for that yet, because it depends on the date of your review, and I don't have that yet."
        }
        (Some(Lacks::Day(DayGiven::Aware | DayGiven::Arose)), _) => {
            " There is no date for that yet, because it depends on when all this began, and I still have to write that down."
        }
        (Some(Lacks::Agreement), _) => " There is no date for that yet. I will ask them for one.",
        (Some(Lacks::Terms(_)), _) => {
            " There is no date for that yet, because I don't have the dates of the next school terms."
        }
        (Some(Lacks::Meeting(_)), _) => {
            " There is no date for that yet, because nobody has said on which day the meeting is."
        }
        (Some(Lacks::LeftOut(_)), _) => {
            " There is no date for that, because one of the usual steps was left out. I will ask them for one."
        }
        (None, Some(begins)) if begins.from.contains(&&StartsOn::Meeting) => {
            " There is no date for that yet, because there has to be a meeting first."
        }
        (None, Some(_)) => " There is no date for that yet, because something else has to happen first.",
        (None, None) => "",
    }
}

/// How the complaint stands, as far as the record shows: whoever raised the dispute passes it on, and others look into
/// it. Nobody need have recorded who complained.
fn complaint(dispute: &Dispute, child: &WrittenTo) -> Option<String> {
    let said = match (dispute.complaint_stands()?, child.young) {
        (ComplaintStands::ToBePassedOn, _) => {
            "This is going on as a complaint. I am going to pass it on to the people who look at complaints."
        }
        (ComplaintStands::Made, true) => "This is going on as a complaint. I will tell you what happens with it.",
        (ComplaintStands::Made, false) => "This is going on as a complaint. I will tell you what comes of it.",
        (ComplaintStands::PassedOn, true) => {
            "This is going on as a complaint. The people who look at complaints know about it. I will tell you what happens with it."
        }
        (ComplaintStands::PassedOn, false) => {
            "This is going on as a complaint. The people who deal with complaints know about it. I will tell you what comes of it."
        }
        (ComplaintStands::LookedInto, true) => {
            "Now it is being looked at as a complaint. I will tell you what happens with it."
        }
        (ComplaintStands::LookedInto, false) => {
            "It is now being looked at as a complaint. I will tell you what comes of it."
        }
        (ComplaintStands::Answered, true) => "It was looked at as a complaint, and there is an answer.",
        (ComplaintStands::Answered, false) => "It has been looked at as a complaint, and answered.",
    };
    Some(said.to_string())
}

/// That the dispute was a complaint as well, once it has ended: whether that has ended too, the record need not show.
fn complaint_then(dispute: &Dispute) -> Option<&'static str> {
    let said = match dispute.complaint_stands()? {
        ComplaintStands::ToBePassedOn | ComplaintStands::Made => {
            "Before that, it went on as a complaint. If you want to know what came of that, please ask me."
        }
        ComplaintStands::PassedOn => {
            "Before that, it was passed on as a complaint. If you want to know what came of that, please ask me."
        }
        ComplaintStands::LookedInto => {
            "Before that, it was looked at as a complaint. If you want to know what came of that, please ask me."
        }
        ComplaintStands::Answered => "Before that, it was looked at as a complaint, and there is an answer.",
    };
    Some(said)
}

/// How the letter begins if it has no name.
const GREETING: &str = "Hello,";
const FAREWELL: &str = "With best wishes,";

/// The letter as Markdown, with `Hello,` if no name is given.
pub fn markdown(dispute: &Dispute, child: &WrittenTo) -> String {
    let greeting = child.name.as_ref().map_or(GREETING.to_string(), |name| format!("Dear {name},"));
    let end = [FAREWELL.to_string(), format!("{}\n{}", name(dispute), role(dispute))];
    let all = [without_weekday(child.now.date()), greeting].into_iter().chain(paragraphs(dispute, child)).chain(end);
    all.map(|text| text.lines().map(plain).collect::<Vec<_>>().join("  \n")).collect::<Vec<_>>().join("\n\n")
}

/// As a page with room for a name, if none is given, and for a signature.
pub fn html(dispute: &Dispute, child: &WrittenTo) -> String {
    let body = html! {
        main class="letter" {
            p class="date" { (without_weekday(child.now.date())) }
            p { "Dear " @if let Some(name) = &child.name { (name) } @else { span class="name-line" {} } "," }
            @for text in paragraphs(dispute, child) { p class="text" { (text) } }
            p class="farewell" { (FAREWELL) }
            p class="signature" { (name(dispute)) br; (role(dispute)) }
        }
    };
    page("A letter", &body)
}
