//! The questions, answered by a script.

use std::collections::VecDeque;
use std::io;

use clap::{FromArgMatches, Parser};

use super::*;
use crate::cli::person::Check;
use crate::domain::policy::RoleId;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// Somebody who answers each question as it comes: a text, a place in the list, or yes and no.
struct Script {
    answers: VecDeque<&'static str>,
    asked: Vec<String>,
}

impl Script {
    fn next(&mut self, question: &str) -> &'static str {
        self.asked.push(question.to_owned());
        self.answers.pop_front().unwrap_or_else(|| panic!("no answer to {question:?}"))
    }
}

impl Person for Script {
    fn line(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<Option<String>> {
        loop {
            let answer = Some(self.next(question)).filter(|answer| !answer.is_empty()).or(default);
            match check(answer.unwrap_or_default()) {
                Ok(()) => return Ok(answer.map(str::to_owned)),
                Err(wrong) => self.asked.push(wrong),
            }
        }
    }

    fn advise(&mut self, _: &str) {}

    fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        self.line(question, None, &anything)
    }

    fn choose(&mut self, question: &str, _: &[String], _: Option<usize>) -> io::Result<usize> {
        Ok(self.next(question).parse().unwrap())
    }

    fn pick(&mut self, question: &str, _: &[String]) -> io::Result<Vec<usize>> {
        Ok(self.next(question).split(' ').map(|place| place.parse().unwrap()).collect())
    }

    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool> {
        Ok(match self.next(question) {
            "" => default,
            answer => answer == "yes",
        })
    }
}

fn args(line: &[&str]) -> Args {
    let command = <Line as clap::CommandFactory>::command();
    let found = command.get_matches_from([&["new"], line].concat());
    Line::from_arg_matches(&found).unwrap().args
}

#[test]
fn a_dozen_answers_make_a_policy() {
    let answers = [
        "Any Town",
        "anytown",
        "Challenge Protocol",
        "Anytown Council",
        "",
        "2026-04-01",
        "challenge",
        "Liquidlogic",
        "0 1",
        "yes",
        "yes",
        "Social Worker or Team Manager",
        "3 working days",
        "Service Manager",
        "10 workings days",
        "10 working days",
        "Director",
        "agreed",
        "",
        "20 working days",
        "",
        "no",
    ];
    let mut person = Script { answers: answers.into(), asked: Vec::new() };
    let mut args = args(&[]);
    let today = parse_date("2026-03-02").unwrap();
    args.ask(&mut person, today).unwrap();
    assert!(person.answers.is_empty(), "{:?}", person.answers);
    assert!(person.asked[1].contains("write `any-town`") || person.asked[1].contains("no id"), "{}", person.asked[1]);
    assert!(
        person.asked.iter().any(|question| question.contains("did you mean `10 working days`?")),
        "{:?}",
        person.asked
    );

    let text = args.draft(today).unwrap().text();
    let reading = policy_file::read("anytown.yaml", &text);
    assert_eq!(reading.faults, [], "{text}");
    let policy = reading.policy.unwrap();
    assert_eq!(policy.title, "Challenge Protocol");
    assert_eq!(policy.version, "2026-04");
    assert_eq!(policy.raisers, [RoleId::IRO, RoleId::CP_CHAIR]);
    let stages: Vec<&str> = policy.stages.iter().map(|stage| stage.id.as_str()).collect();
    assert_eq!(stages, ["first-talk", "stage-1", "stage-2"]);
    assert_eq!(policy.stages[0].responders.roles(), ["social-worker", "team-manager"].map(RoleId::from));
}

#[test]
fn what_a_flag_says_is_not_asked() {
    let mut person = Script { answers: [""; 4].into(), asked: Vec::new() };
    let line = "ours --title T --authority A --document D --dispute d --record-system r --covers looked-after";
    let mut given: Vec<&str> = line.split(' ').collect();
    given.extend(["--stage", "One | Head | 5 working days"]);
    args(&given).ask(&mut person, parse_date("2026-03-02").unwrap()).unwrap();
    assert_eq!(person.asked.len(), 4, "{:?}", person.asked);
}
