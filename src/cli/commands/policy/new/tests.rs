//! The questions of `policy new`, answered by a script.

mod stopping;

use std::collections::VecDeque;

use clap::{FromArgMatches, Parser};

use super::*;
use crate::cli::console::person::Check;
use crate::cli::gone_back::gone_back;
use crate::domain::holidays::Division;
use crate::domain::policy::{EndsOn, Rhythm, RoleId, StartsOn, Strength, Whose};
use crate::domain::time::parse_date;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// Answers each question in turn: a text, the beginning of a choice, `<` to go back, `^C` to stop.
struct Script {
    answers: VecDeque<&'static str>,
    asked: Vec<String>,
    /// What stands in the next line before anything is typed.
    begun: Option<String>,
}

impl Script {
    fn of(answers: &[&'static str]) -> Script {
        Script { answers: answers.iter().copied().collect(), asked: Vec::new(), begun: None }
    }

    fn next(&mut self, question: &str) -> io::Result<&'static str> {
        self.asked.push(question.to_owned());
        match self.answers.pop_front().unwrap_or_else(|| panic!("no answer to {question:?}")) {
            "<" => Err(gone_back()),
            "^C" => Err(io::ErrorKind::Interrupted.into()),
            answer => Ok(answer),
        }
    }
}

impl Person for Script {
    fn line(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<Option<String>> {
        let mut begun = self.begun.take();
        loop {
            let typed = Some(self.next(question)?.to_owned()).filter(|answer| !answer.is_empty());
            let answer = typed.or(begun.take()).or(default.map(str::to_owned));
            match check(answer.as_deref().unwrap_or_default()) {
                Ok(()) => return Ok(answer),
                Err(wrong) => self.asked.push(wrong),
            }
        }
    }

    fn begin_with(&mut self, former: Vec<String>) {
        self.begun = former.into_iter().next().filter(|former| !former.is_empty());
    }

    fn advise(&mut self, _: &str) {}

    fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        self.line(question, None, &anything)
    }

    fn choose(&mut self, question: &str, options: &[String], usual: Option<usize>) -> io::Result<usize> {
        let answer = self.next(question)?;
        let place = options.iter().position(|option| !answer.is_empty() && option.starts_with(answer));
        Ok(place.or(usual).unwrap_or_else(|| panic!("{answer:?} is none of {options:?}")))
    }

    fn pick(&mut self, question: &str, options: &[String], usual: &[usize], _: bool) -> io::Result<Vec<usize>> {
        let answer = self.next(question)?;
        if answer.is_empty() {
            return Ok(usual.to_vec());
        }
        let places = answer.split(';').filter_map(|one| options.iter().position(|option| option.starts_with(one)));
        Ok(places.collect())
    }

    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool> {
        Ok(match self.next(question)? {
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

/// Runs all questions with these answers, and returns what was asked, what was kept and how it ended.
fn asked(line: &[&str], answers: &[&'static str], folder: &Path) -> (Script, SavedAnswers, Result<(), Failure>) {
    let mut person = Script::of(answers);
    let mut kept = SavedAnswers::default();
    let ended = args(line).ask(&mut person, parse_date("2026-03-02").unwrap(), &mut kept, folder);
    (person, kept, ended)
}

fn text(line: &[&str], kept: &SavedAnswers) -> String {
    Flow::through(&args(line), &kept.answers, false, parse_date("2026-03-02").unwrap()).unwrap().draft.text()
}

const IDENTITY: [&str; 8] = [
    "anytown",
    "Challenge Protocol",
    "Anytown Council",
    "",
    "2026-04-01",
    "challenge",
    "Liquidlogic",
    "looked-after;care",
];

#[test]
fn the_documents_answers_make_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    let stages = [
        "Independent Reviewing Officer or Conference Chair",
        "yes",
        "Social Worker or Team Manager",
        "",
        "3 days",
        "an aim",
        "",
        "",
        "",
        "Service Manager and Assistant Director",
        "2 people",
        "Stage 1",
        "10 workings days",
        "2 days of the meeting",
        "5 to 10 working days",
        "a duty",
        "a decision",
        "Team Manager",
        "if it is needed",
        "Assistant Director",
        "1 week",
        "the meeting",
        "Director",
        "",
        "none",
        "",
        "",
        "",
    ];
    let rest = [
        "IRO Manager",
        "Conference Chair; Quality Manager",
        "Stage 1;Stage 2",
        "Quality Manager",
        "Stage 1",
        "no: some",
        "48 hours",
        "an aim",
        "the day it is raised",
        "a final decision",
        "within 3 days",
        "Head of Service or Director",
        "Quality and Reviewing Manager (QRM)",
        "once",
        "Stage 1",
        "2 weeks",
        "a duty",
        "from the day",
        "5 working days",
        "an aim",
        "the Quality and Reviewing Manager (QRM)",
        "yes",
        "working days",
        "Scotland",
        "it doesn't say",
        "yes, with",
        "Director",
        "Drift or delay; The plan is not carried out",
        "no",
    ];
    let answers = [&IDENTITY[..], &stages, &rest].concat();
    let (person, kept, ended) = asked(&[], &answers, folder.path());
    ended.unwrap();
    assert!(person.answers.is_empty(), "{:?}", person.answers);
    assert!(person.asked.iter().any(|one| one.contains("did you mean `10 working days`?")), "{:?}", person.asked);
    let counted = "write `2 days` here: where a meeting is held, what it counts from is asked next";
    assert!(person.asked.iter().any(|one| one.contains(counted)), "{:?}", person.asked);

    let text = text(&[], &kept);
    let reading = policy_file::read("anytown.yaml", &text);
    let policy = reading.policy.unwrap_or_else(|| panic!("{:?}\n{text}", reading.faults));
    assert_eq!((policy.title.as_str(), policy.version.as_str()), ("Challenge Protocol", "2026-04"));
    assert_eq!(policy.raisers, [RoleId::IRO, RoleId::CP_CHAIR]);
    let stages: Vec<&str> = policy.stages.iter().map(|stage| stage.id.as_str()).collect();
    assert_eq!(stages, ["first-talk", "stage-1", "stage-2"]);
    assert_eq!(policy.stages[0].clocks[0].strength, Strength::Aim);
    assert_eq!(policy.stages[1].copy_to, ["team-manager"].map(RoleId::from));
    assert_eq!(
        policy.stages[1].meeting.as_ref().and_then(|meeting| meeting.chair.clone()),
        Some("assistant-director".into())
    );
    assert!(
        policy.stages[2].clocks.is_empty()
            && policy.referral.is_none()
            && policy.duties.iter().all(|duty| duty.meets.is_empty())
    );
    assert_eq!(policy.stages[1].owner, Some("iro-manager".into()));
    assert_eq!(
        policy.categories.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["drift-or-delay", "plan-not-carried-out"]
    );
    let second = &policy.stages[1];
    let judged = |at: usize| (policy.stages[at].judge.clone(), policy.stages[at].satisfied.clone());
    assert_eq!(judged(0), (None, vec![]));
    assert_eq!(judged(1), (Some("quality-manager".into()), vec![RoleId::CP_CHAIR]));
    assert_eq!(judged(2), (None, vec![RoleId::CP_CHAIR, "quality-manager".into()]));
    let clocks: Vec<(String, Strength, &StartsOn)> =
        second.clocks.iter().map(|clock| (clock.id.to_string(), clock.strength, &clock.from[0])).collect();
    let expected = [
        ("meeting".to_owned(), Strength::Hard, &StartsOn::StageEntered),
        ("respond-aim".to_owned(), Strength::Aim, &StartsOn::Meeting),
        ("respond".to_owned(), Strength::Hard, &StartsOn::Meeting),
    ];
    assert_eq!(clocks, expected);
    assert_eq!(second.clocks[0].whose, Whose::Role("assistant-director".into()));
    let more = second.clocks[2].extension.as_ref().unwrap();
    let manager = "quality-reviewing-manager";
    assert_eq!((more.approved_by.clone(), more.times), (Some(manager.into()), Some(1)));
    assert!(policy.stages[0].clocks.iter().all(|clock| clock.extension.is_none()), "more time is for Stage 1 alone");
    assert_eq!(policy.role_title(&manager.into()), "Quality and Reviewing Manager (QRM)");
    let letter = policy.clocks.iter().find(|clock| clock.id.to_string() == "outcome-letter").unwrap();
    assert_eq!((letter.whose.clone(), letter.from.as_slice()), (Whose::Role(manager.into()), &[StartsOn::Closed][..]));
    assert_eq!(letter.strength, Strength::Aim);
    let informed = policy.clocks.iter().find(|clock| clock.id.to_string() == "kept-informed").unwrap();
    assert_eq!((informed.strength, informed.repeats), (Strength::Hard, Some(Rhythm::Done)));
    let written = policy.duties.iter().find(|duty| duty.id.as_str() == "outcome-letter").unwrap();
    assert_eq!(written.by, Some(manager.into()), "whoever has the date does it");
    assert_eq!(policy.total.as_ref().unwrap().until, [EndsOn::Decided, EndsOn::Resolved]);
    assert_eq!(policy.counting.division, Division::Scotland);
    assert_eq!(policy.bypass.approved_by, Some("director".into()));
    assert!(policy.duties.iter().any(|duty| duty.at_end) && policy.clocks.iter().any(|clock| clock.repeats.is_some()));
    assert!(text.contains("# ? Which disputes have stages of their own"), "{text}");
    for question in ["# ? By when is it answered", "# ? Do 48 hours mean", "# ? Does your document name another body"] {
        assert!(text.contains(question), "{question} is not in\n{text}");
    }
}

#[test]
fn each_answer_is_checked_where_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let answers = [
        "Any Town",
        "anytown",
        "",
        "",
        "",
        "32 March",
        "1 April 2026",
        "",
        "",
        "",
        "looked-after",
        "IRO, , Chair",
        "^C",
    ];
    let (person, _, ended) = asked(&[], &answers, folder.path());
    assert_eq!(ended.unwrap_err().code, Code::Interrupted);
    let said = |part: &str| person.asked.iter().any(|one| one.contains(part));
    assert!(said("`any-town`") && said("`32 March`") && said("leaves somebody out"), "{:?}", person.asked);
    let covers = person.asked.iter().filter(|one| one.contains("Whose cases")).count();
    assert_eq!(covers, 2, "nobody is no answer: {:?}", person.asked);
}

#[test]
fn one_goes_back_and_stops_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let answers = ["anytown", "Wrong", "<", "Right", "Anytown", "^C"];
    let (_, _, ended) = asked(&[], &answers, folder.path());
    let stopped = ended.unwrap_err();
    assert!(stopped.message.contains("`iro policy new anytown` goes on"), "{}", stopped.message);

    let (person, kept, ended) = asked(&["anytown"], &["yes", "<", "Other", "^C"], folder.path());
    assert_eq!(ended.unwrap_err().code, Code::Interrupted);
    assert!(person.asked[0].contains("3 answers"), "{:?}", person.asked);
    assert_eq!(kept.answers.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["anytown", "Right", "Other"]);

    // After starting afresh, the old answers are overwritten by the first new ones.
    let (person, _, _) = asked(&["anytown"], &["no", "Third", "^C"], folder.path());
    assert!(person.asked[1].contains("What is the protocol called?"), "{:?}", person.asked);
    kept.discard().unwrap();
    assert!(!settings::is_in_use(folder.path()));
}

#[test]
fn what_was_gone_back_over_is_proposed() {
    let folder = tempfile::tempdir().unwrap();
    let answers = [
        "anytown",
        "My title",
        "My council",
        "",
        "2026-04-01",
        "challenge",
        "Liquidlogic",
        "looked-after;care",
        "<",
        "<",
        "<",
        "<",
        "<",
        "<",
        "<",
        // The title again, and what was said before, except the file's name.
        "",
        "",
        "",
        "",
        "",
        "Mosaic",
        "",
        "^C",
    ];
    let (_, kept, _) = asked(&[], &answers, folder.path());
    let said = kept.answers.iter().map(|one| one.text.as_str()).collect::<Vec<_>>();
    let expected = ["anytown", "My title", "My council", "My title", "2026-04-01", "challenge", "Mosaic"];
    assert_eq!(said, [&expected[..], &["looked-after,care-leaver"]].concat());

    let (_, kept, _) =
        asked(&["other"], &["", "", "", "", "", "", "looked-after", "", "yes", "<", "", "^C"], folder.path());
    assert_eq!(kept.answers.last().map(|one| one.text.as_str()), Some("yes"), "a choice, too");
}

#[test]
fn what_a_flag_says_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let line =
        "ours --title T --authority A --document D --dispute d --record-system r --covers looked-after --bypass no";
    let mut given: Vec<&str> = line.split(' ').collect();
    given.extend([
        "--stage",
        "One | Head | 5 days",
        "--days",
        "calendar",
        "--last-resort",
        "no",
        "--category",
        "Drift",
    ]);
    let (person, kept, ended) = asked(&given, &["", "", "", "", "", "", "Scotland", ""], folder.path());
    ended.unwrap();
    assert_eq!(person.asked.len(), 8, "{:?}", person.asked);
    let text = text(&given, &kept);
    assert!(text.contains("days: calendar"));
    // "No total" was an answer, so the question isn't in the file.
    assert!(!text.contains("Is there a time for all stages together"), "{text}");
}

#[test]
fn that_no_stage_may_be_left_out_is_an_answer_and_needs_no_approval() {
    let folder = tempfile::tempdir().unwrap();
    let line = "ours --title T --authority A --document D --dispute d --record-system r --covers child-in-need";
    let mut given: Vec<&str> = line.split(' ').collect();
    given.extend(["--stage", "One | Head | 5 working days"]);
    let (person, kept, ended) = asked(&given, &["", "", "", "", "", "", "Scotland", "no", "", ""], folder.path());
    ended.unwrap();
    assert!(!person.asked.iter().any(|one| one.contains("approve leaving")), "{:?}", person.asked);
    let text = text(&given, &kept);
    assert!(text.contains("bypass: {free: false, source: Principles}"), "{text}");
    assert!(!text.contains("Which kinds of concern does your document list"), "{text}");
}

#[test]
fn an_and_within_a_title_makes_no_two_people() {
    let folder = tempfile::tempdir().unwrap();
    let answers = [
        "yes",
        "the child's lead professional or their team leader",
        "",
        "within 5 working days",
        "an aim",
        "an answer",
        "locality manager and Quality and Reviewing Manager",
        "2 people: \"locality manager\"",
        "yes, always",
        "Quality and Reviewing Manager",
        "",
        "it doesn't say",
        "Director",
        "",
        "none",
        "",
        "",
        "^C",
    ];
    let line =
        ["ours", "--title", "T", "--authority", "A", "--document", "D", "--dispute", "d", "--record-system", "r"];
    let line = [&line[..], &["--effective-on", "2026-04-01", "--covers", "care-leaver", "--raiser", "IRO"]].concat();
    let (person, kept, ended) = asked(&line, &answers, folder.path());
    assert_eq!(ended.unwrap_err().code, Code::Interrupted, "{:?}", person.asked);
    let text = text(&line, &kept);
    for said in [
        "  team-leader: team leader\n",
        "  quality-reviewing-manager: Quality and Reviewing Manager\n",
        "copy_to: [locality-manager, quality-reviewing-manager]",
        "chair: quality-reviewing-manager",
        "limit: 5 working days",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}
