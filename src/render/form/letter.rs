//! A letter to the child in plain words: what was said for them, what happens now, what they can do. It is a draft:
//! the concern stands in the record's words, and whoever sends it puts them in words for this child.

use maud::html;

use crate::domain::dispute::{Dispute, Status};
use crate::render::page::page;
use crate::render::report::day;
use crate::render::report::md::cell;
use crate::render::words;

/// The paragraphs of the letter; the name is left to be written by hand.
fn paragraphs(dispute: &Dispute) -> Vec<String> {
    let raised = &dispute.raised;
    let role = dispute.policy.role_title(&raised.by_role);
    let asked = words::party(&dispute.still_to_answer(), &dispute.policy);
    let mut said = vec![
        "Dear ____________,".to_string(),
        format!(
            "I am your {role}. Part of my work is to look at the plan for you, and to speak up when something in it is not right."
        ),
        format!("On {} I did that. This is what I said:", day(dispute.raised_at.date())),
        format!("“{}”", raised.concern),
    ];
    if let Some(seeking) = &raised.seeking {
        said.extend(["And this is what I asked for:".to_string(), format!("“{seeking}”")]);
    }
    if let Some(wishes) = raised.fields.get("child-wishes") {
        said.push(format!("I wrote down what you think as well: “{wishes}”"));
    }
    said.extend(now(dispute, &asked));
    said.push(
        "You can ask me at any time how it is going, and what I have done about it. If you want something different from what I asked for, please tell me."
            .to_string(),
    );
    said.push(
        "You can also have an advocate: somebody who is on your side and helps you to say what you want. And you have the right to complain. I will help you with both if you like."
            .to_string(),
    );
    let name = raised.iro.clone().unwrap_or_else(|| dispute.raised_by.clone());
    said.extend(["With best wishes,".to_string(), format!("{name}\n{role}")]);
    said
}

/// Where it stands, by whom and when something has to happen.
fn now(dispute: &Dispute, asked: &str) -> Vec<String> {
    let due = dispute.answer_clock().map(|clock| clock.due).map(|due| format!(" by {}", day(due))).unwrap_or_default();
    let mut said = vec![match dispute.status {
        Status::AwaitingResponse => {
            format!("Now I am waiting for an answer{due} from: {asked}. If none comes, I will take it further.")
        }
        Status::AwaitingReview => "There is an answer. I am looking at whether it is good enough for you.".to_string(),
        Status::Agreed => "We have agreed what will be done. I will check that it happens.".to_string(),
        Status::Resolved => match &dispute.resolved {
            Some((facts, on)) => format!("On {} it was settled: {}", day(on.date()), facts.outcome),
            None => "It is settled.".to_string(),
        },
        Status::Withdrawn => "I have stopped it. If you do not know why, please ask me.".to_string(),
        Status::Complaint => "It is now being looked at as a complaint. You will get an answer.".to_string(),
    }];
    let open: Vec<String> = dispute
        .open_actions()
        .map(|action| {
            let due = action.due.map(|due| format!(", by {}", day(due))).unwrap_or_default();
            format!("{}{due}", action.what)
        })
        .collect();
    if !open.is_empty() {
        said.push(format!("This is what is to happen: {}.", open.join("; ")));
    }
    if dispute.referral.is_some() && dispute.is_open() {
        let to = dispute.policy.labels.referred_to();
        said.push(format!("I have also asked {to} to look at it. They work for children and can go to a judge."));
    }
    said
}

pub fn markdown(dispute: &Dispute) -> String {
    let paragraphs = paragraphs(dispute);
    paragraphs
        .iter()
        .map(|text| text.lines().map(cell).collect::<Vec<_>>().join("  \n"))
        .collect::<Vec<_>>()
        .join("\n\n")
}

pub fn html(dispute: &Dispute) -> String {
    let body = html! {
        main class="letter" { @for text in paragraphs(dispute) { p class="text" { (text) } } }
    };
    page("A letter", &body)
}
