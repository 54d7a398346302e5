//! The questions in order, each asked only if its answer decides something. The same code handles flags alone, the
//! answers of a person and saved answers: it stops noting questions at the first that is open.

use super::Args;
use super::kept::Answer;
use super::parts::{Check, date, id, is_none, stage, without_article, without_within};
use crate::cli::error::Failure;
use crate::domain::holidays::Division;
use crate::domain::limit::DaysMean;
use crate::domain::policy::CaseType;
use crate::domain::policy::audit::Check as Yardstick;
use crate::domain::time::Date;
use crate::render::words;
use crate::store::guidance_checks;
use crate::store::policy_file::{Draft, DraftMeeting, DraftStage, DraftTime, DraftTotal, DraftWay};

/// The stages of a draft without answers, for its author to change.
const INFORMAL: &str = "First talk | Team Manager | agreed";
const FORMAL: &str = "Stage 1 | Head of Service | agreed";

/// How to name several people who answer.
const WAYS: &str = "`A or B` is either of them, `A and B` both, `A, then B` one after the other";

const TITLE: &str = "Challenge and escalation procedure";
const IRO: &str = "Independent Reviewing Officer";
const CHAIR: &str = "Child Protection Chair";

const KINDS: [(&str, &str); 8] = [
    ("looked-after", "looked-after children"),
    ("child-protection", "children with a child protection plan"),
    ("child-in-need", "children in need"),
    ("care-leaver", "care leavers"),
    ("child", "any child"),
    ("fostering-household", "fostering households"),
    ("adult", "adults"),
    ("theme", "a theme, without a child"),
];

const YES_OR_NO: [(&str, &str); 2] = [("yes", "yes"), ("no", "no")];

fn owned(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options.iter().map(|(word, meaning)| ((*word).to_owned(), (*meaning).to_owned())).collect()
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

    fn is_answered(&self, key: &str) -> bool {
        self.answers.iter().any(|answer| answer.key == key)
    }

    fn line(&mut self, key: &str, flag: Option<String>, words: &str, usual: &str) -> String {
        let usual = usual.to_owned();
        let kind = || Kind::Line { usual: Some(usual.clone()), check: Check::Anything };
        self.get(key, flag, || (words.to_owned(), kind())).unwrap_or(usual)
    }

    pub(super) fn choice(
        &mut self,
        key: &str,
        words: &str,
        usual: Option<usize>,
        options: &[(&'static str, &'static str)],
    ) -> Option<String> {
        self.get(key, None, || (words.to_owned(), Kind::Choice { usual, options: owned(options) }))
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
        let asked =
            || ("A short name for it, as in `anytown`".to_owned(), Kind::Line { usual: None, check: Check::Id });
        if let Some(given) = self.get("id", args.id.clone(), asked) {
            self.draft.id = id(&given)?;
        }
        self.draft.title = self.line("title", args.title.clone(), "Its title", TITLE);
        let whose = || ("Whose it is: the authority (Enter passes over)".to_owned(), Kind::Optional(Check::Anything));
        self.draft.authority = self.get("authority", args.authority.clone(), whose);
        let title = self.draft.title.clone();
        self.draft.document = self.line("document", args.document.clone(), "The title of its document", &title);
        let usual = Some(today.to_string());
        let from = || ("In force from".to_owned(), Kind::Line { usual, check: Check::Date(today) });
        let from = self.get("effective-on", args.effective_on.clone(), from);
        self.draft.assumed.effective_on = from.is_none();
        self.draft.effective_on = from.map_or(Ok(today), |from| date(&from, today))?;
        self.draft.version =
            args.edition.clone().unwrap_or_else(|| self.draft.effective_on.format("%Y-%m").to_string());
        self.draft.dispute = self.line("dispute", args.dispute.clone(), "What is a dispute called there?", "dispute");
        let file = "the child's file";
        self.draft.record_system =
            self.line("record-system", args.record_system.clone(), "Where is the child's file kept?", file);
        self.draft.schema = args.schema;
        Ok(())
    }

    fn people(&mut self, args: &Args) {
        let covered = Some(args.covers.iter().map(words::published).collect::<Vec<String>>().join(","));
        let covered = covered.filter(|kinds| !kinds.is_empty());
        let kinds = || ("Whose cases is it for?".to_owned(), Kind::Several(owned(&KINDS)));
        let covers = self.get("covers", covered, kinds);
        self.draft.assumed.covers = covers.is_none();
        let covers = covers.unwrap_or_else(|| words::published(&CaseType::LookedAfter));
        self.draft.covers = covers.split(',').map(str::to_owned).collect();
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
            let words = "with a comma between them, the usual one first\nWho may raise one?".to_owned();
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
        if first.as_deref() == Some("yes") {
            let who = format!("{WAYS}\nWho answers at the informal stage?");
            let talk = self.stage("informal", "First talk", false, &who, true);
            self.draft.stages.extend(talk);
        }
        for number in 1.. {
            let who = match number {
                1 => format!("{WAYS}\nWho answers at the first formal stage?"),
                _ => format!("Who answers at formal stage {number}? (Enter: there is no more)"),
            };
            let Some(stage) =
                self.stage(&format!("formal-{number}"), &format!("Stage {number}"), true, &who, number == 1)
            else {
                break;
            };
            self.draft.stages.push(stage);
        }
        let words = "Whose turn is it to go up a stage? (Enter: whoever raised it)";
        self.draft.owner = self.optional_person("owner", words);
        self.judging();
        let same = [
            ("one", "yes"),
            ("several", "no: some have stages of their own, such as those with a partner agency"),
            ("open", "it doesn't say"),
        ];
        let ladders = self.choice("ladders", "Do all disputes take these stages?", None, &same);
        self.draft.several_ladders = ladders.filter(|word| word != "open").map(|word| word == "several");
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
                    ("answered", "an answer, good or not"),
                    ("decided", "a decision"),
                    ("resolved", "only the end of the matter"),
                ];
                self.choice(&format!("{key}-until"), "What ends that time?", Some(0), &ends)
            }
        };
        let copies = self.optional_people(&format!("{key}-copies"), "Who gets a copy? (Enter: nobody)");
        let meetings = [
            ("none", "it says nothing of one"),
            ("required", "yes, always"),
            ("if-needed", "if it is needed"),
            ("optional", "it may be held"),
        ];
        let meeting = self.choice(&format!("{key}-meeting"), "Is there a meeting?", Some(0), &meetings);
        let meeting = meeting.filter(|needed| needed != "none").map(|needed| {
            let chair = self.optional_person(&format!("{key}-chair"), "Who chairs it? (Enter: it doesn't say)");
            let words = "such as `5 working days` (Enter: it doesn't say)\nWithin what time of the start is it held?";
            let within = self.optional_limit(&format!("{key}-meeting-time"), words);
            DraftMeeting { needed, chair, within }
        });
        let counts = meeting.is_some() && matches!(time, DraftTime::Within { .. });
        let starts =
            [("stage-entered", "the start of the stage"), ("meeting", "the meeting"), ("open", "it doesn't say")];
        let words = "What does the time to answer count from?";
        let from = counts.then(|| self.choice(&format!("{key}-from"), words, None, &starts)).flatten();
        Some(DraftStage { title, formal, who, how, time, from, until, copies, meeting })
    }

    /// Whether a limit is only an aim; of two, the longer.
    pub(super) fn aim(&mut self, key: &str, of_two: bool) -> Option<bool> {
        let both = [("duty", "a duty: must, will, within"), ("aim", "an aim: should, aims to, where possible")];
        let words = if of_two { "Is the longer time a duty or an aim?" } else { "Is that a duty or an aim?" };
        self.choice(key, words, None, &both).map(|word| word == "aim")
    }

    fn limits(&mut self, args: &Args) -> Result<(), Failure> {
        let advised = guidance_checks::built_in().iter().find(|yardstick| yardstick.check == Yardstick::Total);
        self.draft.advised = advised.and_then(|one| Some((one.limit.clone()?, one.source.clone())));
        let asked =
            || ("The time for all stages together (Enter: it has none)".to_owned(), Kind::Optional(Check::Total));
        let total = self.get("total", args.total.clone(), asked).filter(|total| !is_none(total));
        self.draft.has_no_total = total.is_none() && (args.total.is_some() || self.is_answered("total"));
        if let Some(limit) = total.map(|total| without_within(&total).to_owned()) {
            Check::Limit.of(&limit).map_err(Failure::usage)?;
            // The flag has always meant a binding limit from the first formal stage.
            let (aim, from_raised, until_decided) = match args.total {
                Some(_) => (Some(false), false, false),
                None => {
                    let aim = self.aim("total-aim", false);
                    let starts =
                        [("formal-entered", "the start of the first formal stage"), ("raised", "the day it is raised")];
                    let from = self.choice("total-from", "Counted from what?", None, &starts);
                    let ends = [("resolved", "only the end of the matter"), ("decided", "a final decision, too")];
                    let until = self.choice("total-until", "What ends that time?", None, &ends);
                    (aim, from.as_deref() == Some("raised"), until.as_deref() == Some("decided"))
                }
            };
            self.draft.total = Some(DraftTotal { limit, aim, from_raised, until_decided });
        }
        let more = "How much more time may be given for an answer? (Enter: it doesn't say)";
        if let Some(limit) = self.optional_limit("more-time", more) {
            self.draft.more_time = Some(self.more_time(limit));
        }
        self.beside();
        if self.draft.has_bare_days() {
            let flag = args.days.map(|days| if days == DaysMean::Working { "working" } else { "calendar" }.to_owned());
            let days = [("working", "working days"), ("calendar", "days of the calendar")];
            let options =
                || ("What does it mean by \"days\"?".to_owned(), Kind::Choice { usual: None, options: owned(&days) });
            let days = self.get("days", flag, options);
            self.draft.days = days.map(|word| if word == "calendar" { DaysMean::Calendar } else { DaysMean::Working });
        }
        self.division();
        if self.draft.has_hours() {
            let hours = [
                ("elapsed", "hours on the clock, over a weekend, too"),
                ("working-days", "working days: 48 hours are two of them"),
                ("open", "it doesn't say"),
            ];
            let hours = self.choice("hours", "What does it mean by \"hours\"?", None, &hours);
            self.draft.working_hours = hours.filter(|word| word != "open").map(|word| word == "working-days");
        }
        Ok(())
    }

    fn ways(&mut self, args: &Args) {
        let left_out =
            [("free", "yes, freely"), ("reason", "yes, with a reason"), ("no", "no"), ("open", "it doesn't say")];
        let flag = args.bypass.map(|free| if free { "free" } else { "reason" }.to_owned());
        let asked = || ("May stages be left out?".to_owned(), Kind::Choice { usual: None, options: owned(&left_out) });
        let bypass = self.get("bypass", flag, asked);
        let approved = bypass.as_deref() == Some("reason") && args.bypass.is_none();
        self.draft.bypass = bypass.filter(|word| word != "open").map(|word| word == "free");
        if approved {
            let words = "Who has to approve of leaving one out? (Enter: nobody)";
            self.draft.bypass_approved_by = self.optional_person("bypass-by", words);
        }
        if self.draft.refers_by_law() {
            let times = [
                ("any", "at any point"),
                ("after-all", "only after all stages: a last resort"),
                ("open", "it doesn't say"),
            ];
            let flag = args.last_resort.map(|last| if last { "after-all" } else { "any" }.to_owned());
            let asked =
                || ("When may it go to Cafcass?".to_owned(), Kind::Choice { usual: None, options: owned(&times) });
            let when = self.get("referral", flag, asked);
            self.draft.last_resort = when.filter(|word| word != "open").map(|word| word == "after-all");
        }
        let flag = Some(args.category.join("; ")).filter(|given| !given.is_empty());
        let asked = || {
            let words = "with a `;` between them (Enter: it lists none)\nWhich kinds of concern does it list?";
            (words.to_owned(), Kind::Optional(Check::Anything))
        };
        let kinds = self.get("categories", flag, asked);
        self.draft.has_no_kinds = kinds.is_none() && self.is_answered("categories");
        let kinds = kinds.unwrap_or_default();
        self.draft.categories =
            kinds.split(';').map(str::trim).filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        let flag = args.reminders.map(|yes| if yes { "yes" } else { "no" }.to_owned());
        let elsewhere = self.draft.division.is_some_and(|division| division != Division::EnglandAndWales);
        let asked = || {
            let from = if elsewhere { "; that guidance is for England" } else { "" };
            let words = format!(
                "that the child is told, and that it is on the child's file{from}\nPut in the two reminders that the guidance asks for?"
            );
            (words, Kind::Choice { usual: Some(usize::from(elsewhere)), options: owned(&YES_OR_NO) })
        };
        self.draft.reminders = self.get("reminders", flag, asked).is_none_or(|word| word == "yes");
    }
}
