//! The questions in order, each asked only if its answer decides something. The same code handles flags alone, the
//! answers of a person and saved answers: it stops noting questions at the first that is open.

use super::Args;
use super::choices::{Binding, Hours, Meeting, Stages, TotalFrom, TotalUntil, YesOrNo};
use super::kept::Answer;
use super::parts::{Check, date, id, is_none, stage, without_article, without_within};
use crate::cli::error::Failure;
use crate::domain::limit::DaysMean;
use crate::domain::policy::CaseType;
use crate::domain::policy::audit::Check as Yardstick;
use crate::domain::time::Date;
use crate::domain::worded::Worded;
use crate::store::guidance_checks;
use crate::store::policy_file::{
    Draft, DraftEnd, DraftMeeting, DraftStage, DraftStart, DraftTime, DraftTotal, DraftWay,
};

/// The stages of a draft without answers, for its author to change.
const INFORMAL: &str = "First talk | Team Manager | agreed";
const FORMAL: &str = "Stage 1 | Head of Service | agreed";

/// How to name several people who answer.
const WAYS: &str = "`A or B` is either of them, `A and B` both, `A, then B` one after the other";

const TITLE: &str = "Challenge and escalation procedure";
const IRO: &str = "Independent Reviewing Officer";
const CHAIR: &str = "Child Protection Chair";

const KINDS: [(CaseType, &str); 8] = [
    (CaseType::LookedAfter, "looked-after children"),
    (CaseType::ChildProtection, "children with a child protection plan"),
    (CaseType::ChildInNeed, "children in need"),
    (CaseType::CareLeaver, "care leavers"),
    (CaseType::Child, "any child"),
    (CaseType::FosteringHousehold, "fostering households"),
    (CaseType::Adult, "adults"),
    (CaseType::Theme, "a theme, without a child"),
];

pub(super) const YES_OR_NO: [(YesOrNo, &str); 2] = [(YesOrNo::Yes, "yes"), (YesOrNo::No, "no")];

fn in_words<T: Worded>(options: &[(T, &str)]) -> Vec<(String, String)> {
    options.iter().map(|(one, meaning)| (one.word().to_owned(), (*meaning).to_owned())).collect()
}

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub key: String,
    pub words: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A required line.
    Line { usual: Option<String>, check: Check },
    /// A line that Enter skips.
    Optional(Check),
    /// One of these words, each with its meaning; `usual` is the index that Enter chooses.
    Choice { usual: Option<usize>, options: Vec<(String, String)> },
    /// At least one of these.
    Several(Vec<(String, String)>),
}

/// The draft that the answers make, and the first question that is still open.
pub struct Flow<'a> {
    pub draft: Draft,
    pub open: Option<Question>,
    answers: &'a [Answer],
    /// Whether there is a person to ask.
    asks: bool,
}

impl<'a> Flow<'a> {
    /// Goes through all questions with the flags and answers given.
    ///
    /// # Errors
    /// A flag can't be read, or the id is missing and nobody can be asked.
    pub fn through(args: &Args, answers: &'a [Answer], asks: bool, today: Date) -> Result<Self, Failure> {
        let mut flow = Flow { draft: Draft::default(), open: None, answers, asks };
        flow.identity(args, today)?;
        flow.people(args);
        flow.stages(args)?;
        flow.limits(args)?;
        flow.ways(args);
        if flow.draft.id.is_empty() && !asks {
            return Err(Failure::missing("ID"));
        }
        Ok(flow)
    }

    /// The value of a flag or an answer. If there is neither, notes the question as open, unless an earlier one is.
    pub(super) fn get(
        &mut self,
        key: &str,
        flag: Option<String>,
        question: impl FnOnce() -> (String, Kind),
    ) -> Option<String> {
        if flag.is_some() {
            return flag;
        }
        if let Some(answer) = self.answers.iter().find(|answer| answer.key == key) {
            return Some(answer.text.clone()).filter(|text| !text.is_empty());
        }
        if self.asks && self.open.is_none() {
            let (words, kind) = question();
            self.open = Some(Question { key: key.to_owned(), words, kind });
        }
        None
    }

    pub(super) fn is_answered(&self, key: &str) -> bool {
        self.answers.iter().any(|answer| answer.key == key)
    }

    fn line(&mut self, key: &str, flag: Option<String>, words: &str, usual: &str) -> String {
        let usual = usual.to_owned();
        let kind = || Kind::Line { usual: Some(usual.clone()), check: Check::Anything };
        self.get(key, flag, || (words.to_owned(), kind())).unwrap_or(usual)
    }

    pub(super) fn choice<T: Worded>(
        &mut self,
        key: &str,
        words: &str,
        usual: Option<usize>,
        options: &[(T, &str)],
    ) -> Option<T> {
        self.choice_or(None, key, words, usual, options)
    }

    /// The value of a flag, or what is chosen.
    pub(super) fn choice_or<T: Worded>(
        &mut self,
        flag: Option<T>,
        key: &str,
        words: &str,
        usual: Option<usize>,
        options: &[(T, &str)],
    ) -> Option<T> {
        let flag = flag.map(|one| one.word().to_owned());
        let chosen = self.get(key, flag, || (words.to_owned(), Kind::Choice { usual, options: in_words(options) }));
        chosen.and_then(|word| T::named(&word))
    }

    pub(super) fn optional_people(&mut self, key: &str, words: &str) -> Vec<String> {
        let answer = self.get(key, None, || (words.to_owned(), Kind::Optional(Check::People)));
        answer.map(|who| self.named(key, &who).0).unwrap_or_default()
    }

    /// The title of one person: the whole text, with every `and` in it.
    pub(super) fn optional_person(&mut self, key: &str, words: &str) -> Option<String> {
        let answer = self.get(key, None, || (words.to_owned(), Kind::Optional(Check::Person)));
        answer.map(|who| without_article(&who).to_owned())
    }

    pub(super) fn optional_limit(&mut self, key: &str, words: &str) -> Option<String> {
        let answer = self.get(key, None, || (words.to_owned(), Kind::Optional(Check::Limit)));
        answer.map(|limit| without_within(&limit).to_owned())
    }

    fn identity(&mut self, args: &Args, today: Date) -> Result<(), Failure> {
        let asked = || {
            (
                "What short name should it have? (as in `anytown`)".to_owned(),
                Kind::Line { usual: None, check: Check::Id },
            )
        };
        if let Some(given) = self.get("id", args.id.clone(), asked) {
            self.draft.id = id(&given)?;
        }
        self.draft.title = self.line("title", args.title.clone(), "What is the protocol called?", TITLE);
        let whose =
            || ("Which authority's protocol is it? (press Enter to skip)".to_owned(), Kind::Optional(Check::Anything));
        self.draft.authority = self.get("authority", args.authority.clone(), whose);
        let title = self.draft.title.clone();
        self.draft.document = self.line("document", args.document.clone(), "What is its document called?", &title);
        let usual = Some(today.to_string());
        let from = || ("From which day is it in force?".to_owned(), Kind::Line { usual, check: Check::Date(today) });
        let from = self.get("effective-on", args.effective_on.clone(), from);
        self.draft.assumed.effective_on = from.is_none();
        self.draft.effective_on = from.map_or(Ok(today), |from| date(&from, today))?;
        self.draft.version =
            args.edition.clone().unwrap_or_else(|| self.draft.effective_on.format("%Y-%m").to_string());
        self.draft.dispute = self.line("dispute", args.dispute.clone(), "What is a dispute called there?", "dispute");
        let file = "the child's file";
        self.draft.record_system = self.line(
            "record-system",
            args.record_system.clone(),
            "In which system is the child's file kept, such as ICS?",
            file,
        );
        self.draft.schema = args.schema;
        Ok(())
    }

    fn people(&mut self, args: &Args) {
        let covered = Some(args.covers.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(","));
        let covered = covered.filter(|kinds| !kinds.is_empty());
        let kinds = || ("Whose cases is it for?".to_owned(), Kind::Several(in_words(&KINDS)));
        let covers = self.get("covers", covered, kinds);
        self.draft.assumed.covers = covers.is_none();
        let covers = covers.unwrap_or_else(|| CaseType::LookedAfter.word().to_owned());
        self.draft.covers = covers.split(',').filter_map(CaseType::named).collect();
        let chairs = args.chairs.then(|| CHAIR.to_owned());
        let given: Vec<String> = args.raiser.iter().cloned().chain(chairs.clone()).collect();
        // `--chairs` alone adds chairs to the usual raisers.
        let given = if args.raiser.is_empty() {
            chairs.map(|chair| vec![IRO.to_owned(), chair]).unwrap_or_default()
        } else {
            given
        };
        let flag = Some(given.join(", ")).filter(|given| !given.is_empty());
        let asked = || {
            let words = "Who may raise one? (the usual one first, with commas between)".to_owned();
            (words, Kind::Line { usual: Some(IRO.to_owned()), check: Check::People })
        };
        let raisers = self.get("raisers", flag, asked);
        self.draft.assumed.raisers = raisers.is_none();
        let raisers = raisers.unwrap_or_else(|| IRO.to_owned());
        self.draft.raisers = self.named("raisers", &raisers).0;
    }

    fn stages(&mut self, args: &Args) -> Result<(), Failure> {
        if !args.is_without_stages()
            || !self.asks && !self.answers.iter().any(|answer| answer.key.starts_with("formal-1"))
        {
            let (informal, formal) = match args.is_without_stages() {
                true => (vec![INFORMAL.to_owned()], vec![FORMAL.to_owned()]),
                false => (args.informal.clone(), args.stage.clone()),
            };
            let all = informal.iter().map(|one| (one, false)).chain(formal.iter().map(|one| (one, true)));
            self.draft.stages = all.map(|(given, formal)| stage(given, formal)).collect::<Result<_, _>>()?;
            return Ok(());
        }
        let first = self.choice("informal", "Is there an informal stage first?", None, &YES_OR_NO);
        if first == Some(YesOrNo::Yes) {
            let who = format!("{WAYS}\nWho answers at the informal stage?");
            let talk = self.stage("informal", "First talk", false, &who, true);
            self.draft.stages.extend(talk);
        }
        for number in 1.. {
            let who = match number {
                1 => format!("{WAYS}\nWho answers at the first formal stage?"),
                _ => format!("Who answers at formal stage {number}? (press Enter if there are no more stages)"),
            };
            let Some(stage) =
                self.stage(&format!("formal-{number}"), &format!("Stage {number}"), true, &who, number == 1)
            else {
                break;
            };
            self.draft.stages.push(stage);
        }
        let words = "Who decides to escalate? (press Enter if it is whoever raised it)";
        self.draft.owner = self.optional_person("owner", words);
        self.judging();
        let same = [
            (Stages::One, "yes"),
            (Stages::Several, "no: some have stages of their own, such as those with a partner agency"),
            (Stages::Open, "it doesn't say"),
        ];
        let ladders = self.choice("ladders", "Do all disputes take these stages?", None, &same);
        self.draft.several_ladders = match ladders {
            Some(Stages::One) => Some(false),
            Some(Stages::Several) => Some(true),
            Some(Stages::Open) | None => None,
        };
        Ok(())
    }

    /// A stage; `None` if nobody answers at it.
    fn stage(&mut self, key: &str, title: &str, formal: bool, who: &str, needed: bool) -> Option<DraftStage> {
        let kind = || match needed {
            true => Kind::Line { usual: None, check: Check::People },
            false => Kind::Optional(Check::People),
        };
        let who = self.get(&format!("{key}-who"), None, || (who.to_owned(), kind()))?;
        let (who, how): (Vec<String>, DraftWay) = self.named(&format!("{key}-who"), &who);
        let usual = title.to_owned();
        let called = || {
            let kind = Kind::Line { usual: Some(usual.clone()), check: Check::Title };
            ("What is this stage called?".to_owned(), kind)
        };
        let title = self.get(&format!("{key}-title"), None, called).unwrap_or(usual);
        let by_when = || {
            let words = "such as `48 hours` or `5 to 10 working days`; `agreed` case by case; `none` if it doesn't say\nBy when?";
            (words.to_owned(), Kind::Line { usual: None, check: Check::Time })
        };
        let time = self.get(&format!("{key}-time"), None, by_when);
        let time = time.and_then(|time| super::parts::time(&time).ok()).unwrap_or_default();
        let time = match time {
            DraftTime::Within { limit, shorter, .. } => {
                let aim = self.aim(&format!("{key}-aim"), shorter.is_some());
                DraftTime::Within { limit, aim, shorter }
            }
            DraftTime::Open | DraftTime::Agreed => time,
        };
        let until = match time {
            DraftTime::Open => None,
            DraftTime::Agreed | DraftTime::Within { .. } => {
                let ends = [
                    (DraftEnd::Answered, "an answer, good or not"),
                    (DraftEnd::Decided, "a decision"),
                    (DraftEnd::Resolved, "only the end of the matter"),
                ];
                self.choice(&format!("{key}-until"), "What has to happen by then?", Some(0), &ends)
            }
        };
        let copies = self.optional_people(&format!("{key}-copies"), "Who gets a copy? (press Enter for nobody)");
        let meetings = [
            (Meeting::None, "the document doesn't mention one"),
            (Meeting::Required, "yes, always"),
            (Meeting::IfNeeded, "if it is needed"),
            (Meeting::Optional, "it may be held"),
        ];
        let meeting = self.choice(&format!("{key}-meeting"), "Is there a meeting?", Some(0), &meetings);
        let meeting = meeting.and_then(Meeting::needed).map(|needed| {
            let chair = self.optional_person(&format!("{key}-chair"), "Who chairs it? (press Enter if it doesn't say)");
            let words =
                "such as `5 working days` (press Enter if it doesn't say)\nWithin what time of the start is it held?";
            let within = self.optional_limit(&format!("{key}-meeting-time"), words);
            DraftMeeting { needed, chair, within }
        });
        let counts = meeting.is_some() && matches!(time, DraftTime::Within { .. });
        let starts = [
            (DraftStart::StageEntered, "the start of the stage"),
            (DraftStart::Meeting, "the meeting"),
            (DraftStart::Open, "it doesn't say"),
        ];
        let words = "What does the time to answer count from?";
        let from = counts.then(|| self.choice(&format!("{key}-from"), words, None, &starts)).flatten();
        Some(DraftStage { title, formal, who, how, time, from, until, copies, meeting })
    }

    /// Whether a limit is only an aim; of two, the longer.
    pub(super) fn aim(&mut self, key: &str, of_two: bool) -> Option<bool> {
        let both =
            [(Binding::Duty, "a duty: must, will, within"), (Binding::Aim, "an aim: should, aims to, where possible")];
        let words = if of_two { "Is the longer time a duty or an aim?" } else { "Is that a duty or an aim?" };
        self.choice(key, words, None, &both).map(|binding| binding == Binding::Aim)
    }

    fn limits(&mut self, args: &Args) -> Result<(), Failure> {
        let advised = guidance_checks::built_in().iter().find(|yardstick| yardstick.check == Yardstick::Total);
        self.draft.advised = advised.and_then(|one| Some((one.limit.clone()?, one.source.clone())));
        let asked = || {
            (
                "How long may all stages together take? (press Enter if it doesn't say)".to_owned(),
                Kind::Optional(Check::Total),
            )
        };
        let total = self.get("total", args.total.clone(), asked).filter(|total| !is_none(total));
        self.draft.has_no_total = total.is_none() && (args.total.is_some() || self.is_answered("total"));
        if let Some(limit) = total.map(|total| without_within(&total).to_owned()) {
            Check::Limit.of(&limit).map_err(Failure::usage)?;
            // The flag has always meant a binding limit from the first formal stage.
            let (aim, from_raised, until_decided) = match args.total {
                Some(_) => (Some(false), false, false),
                None => {
                    let aim = self.aim("total-aim", false);
                    let starts = [
                        (TotalFrom::FormalEntered, "the start of the first formal stage"),
                        (TotalFrom::Raised, "the day it is raised"),
                    ];
                    let from = self.choice("total-from", "Counted from what?", None, &starts);
                    let ends = [
                        (TotalUntil::Resolved, "only the end of the matter"),
                        (TotalUntil::Decided, "a final decision, too"),
                    ];
                    let until = self.choice("total-until", "What has to happen by then?", None, &ends);
                    (aim, from == Some(TotalFrom::Raised), until == Some(TotalUntil::Decided))
                }
            };
            self.draft.total = Some(DraftTotal { limit, aim, from_raised, until_decided });
        }
        let more = "How much more time may be given for an answer? (press Enter if it doesn't say)";
        if let Some(limit) = self.optional_limit("more-time", more) {
            self.draft.more_time = Some(self.more_time(limit));
        }
        self.beside();
        if self.draft.has_bare_days() {
            let days = [(DaysMean::Working, "working days"), (DaysMean::Calendar, "days of the calendar")];
            self.draft.days = self.choice_or(args.days, "days", "What does it mean by \"days\"?", None, &days);
        }
        self.division();
        if self.draft.has_hours() {
            let hours = [
                (Hours::Elapsed, "hours on the clock, over a weekend, too"),
                (Hours::WorkingDays, "working days: 48 hours are two of them"),
                (Hours::Open, "it doesn't say"),
            ];
            let hours = self.choice("hours", "What does it mean by \"hours\"?", None, &hours);
            self.draft.working_hours = match hours {
                Some(Hours::Elapsed) => Some(false),
                Some(Hours::WorkingDays) => Some(true),
                Some(Hours::Open) | None => None,
            };
        }
        Ok(())
    }
}
