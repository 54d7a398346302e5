//! What a policy can ask for with a step: one closed list. The names of the flags that give it, the questions at a
//! terminal, the words of a refusal, the check of policy files, their schema and the table in `policies/README.md` all
//! come from here. (P5 in `docs/decisions.md`.)

use std::fmt;

use serde::Serialize;

use super::{CaseType, FieldId, ImpactLevel, Verb};
use crate::domain::event::{Barrier, ResultKind};
use crate::domain::worded::Worded;

/// What an answer looks like, and so how a person is asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// A text of any length.
    Text,
    /// A few words on one line.
    Line,
    /// `WHAT | OWNER | DUE | MEASURE`.
    Action,
    /// A day that has been.
    PastDay,
    /// A day to come.
    DayAhead,
    /// A day, whether it has been or not.
    Day,
    YesNo,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of the policy's roles.
    Role,
    /// One of the policy's stages.
    Stage,
    /// Any of the policy's categories.
    Categories,
    /// One of the policy's grounds for a referral.
    Ground,
    /// `ROLE=NAME`.
    Holder,
}

impl AnswerKind {
    /// The words to choose from; empty unless they are the same under every policy.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            AnswerKind::YesNo => &["yes", "no"],
            AnswerKind::OneOf(words) => words,
            AnswerKind::Text
            | AnswerKind::Line
            | AnswerKind::Action
            | AnswerKind::PastDay
            | AnswerKind::DayAhead
            | AnswerKind::Day
            | AnswerKind::Role
            | AnswerKind::Stage
            | AnswerKind::Categories
            | AnswerKind::Ground
            | AnswerKind::Holder => &[],
        }
    }

    /// The placeholder for an answer when a command is shown.
    const fn placeholder(self) -> &'static str {
        match self {
            AnswerKind::YesNo | AnswerKind::OneOf(_) => "VALUE",
            AnswerKind::Text | AnswerKind::Line | AnswerKind::Action => "TEXT",
            AnswerKind::PastDay | AnswerKind::DayAhead | AnswerKind::Day => "DATE",
            AnswerKind::Role => "ROLE",
            AnswerKind::Stage => "STAGE",
            AnswerKind::Categories => "CATEGORY",
            AnswerKind::Ground => "GROUND",
            AnswerKind::Holder => "ROLE=NAME",
        }
    }
}

/// Where a fact may already be on record when a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRecord {
    /// Nowhere: it belongs to the step alone.
    Never,
    /// It is given once, when the dispute is raised, and holds for every later step.
    Raised,
    /// In the plan of actions, when the plan is agreed.
    Plan,
}

/// How a fact is given with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By this flag of the step's own command, without its dashes.
    Flag(&'static str),
    /// Not with the step: what was recorded on raising has to be corrected.
    Correction,
    /// Not with the step: the action has to be added first.
    ActionAdded,
}

struct Spec {
    word: &'static str,
    kind: AnswerKind,
    /// As it is asked at a terminal.
    question: &'static str,
    /// As a refusal says that it is missing.
    missing: &'static str,
    /// The steps that it is given with.
    with: &'static [Verb],
    on_record: OnRecord,
}

macro_rules! facts {
    ($( $(#[$doc:meta])* $fact:ident = $word:literal, $kind:expr, $on_record:ident, [$($verb:ident),*];
        $question:literal / $missing:literal; )*) => {
        /// Something that a policy can ask for with a step, beside the fields that it declares itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact { $( $(#[$doc])* $fact ),* }

        impl Fact {
            pub const ALL: &'static [Fact] = &[$( Fact::$fact ),*];

            const fn spec(self) -> Spec {
                match self {
                    $( Fact::$fact => Spec {
                        word: $word,
                        kind: $kind,
                        question: $question,
                        missing: $missing,
                        with: &[$( Verb::$verb ),*],
                        on_record: OnRecord::$on_record,
                    } ),*
                }
            }
        }
    };
}

use AnswerKind::{Action, Categories, Day, DayAhead, Ground, Holder, Line, OneOf, PastDay, Role, Stage, Text, YesNo};

facts! {
    /// The actions of a plan.
    Actions = "actions", Action, Plan, [Respond];
        "What action was promised? (in one line, with | between: Book visits | Sam Lee | 9 March 2026 | a visit each week)" /
            "the answer names no action";
    /// The people an extension was agreed with.
    AgreedWith = "agreed-with", Line, Never, [Extend];
        "With whom was it agreed?" / "nothing says with whom it was agreed";
    AroseOn = "arose-on", PastDay, Raised, [Raise];
        "When did it arise?" / "nothing says when it arose";
    /// Who holds a role in this case.
    Assign = "assign", Holder, Raised, [Raise];
        "Who holds which role in this case? (ROLE=NAME)" / "nobody is named for any role";
    AwareOn = "aware-on", PastDay, Raised, [Raise];
        "When did you first learn of the problem?" / "nothing says when you became aware";
    /// The obstacle that an answer names.
    Barrier = "barrier", OneOf(Barrier::WORDS), Never, [Respond];
        "Which obstacle do they name?" / "no obstacle is named";
    ByRole = "by-role", Role, Raised, [Raise, Praise];
        "In which role do you do this?" / "nothing says in which role it is done";
    CaseType = "case-type", OneOf(CaseType::WORDS), Raised, [Raise];
        "What kind of case is it?" / "nothing says what kind of case it is";
    Category = "category", Categories, Raised, [Raise];
        "What kind of concern is it?" / "no category is given";
    Concern = "concern", Text, Raised, [Raise];
        "What is wrong?" / "nothing says what is wrong";
    /// Why a referral is made before the protocol provides for it.
    Curtail = "curtail", Text, Never, [Refer, Curtail];
        "Why are the remaining stages cut short?" / "nothing says why the remaining stages are cut short";
    DecidedBy = "decided-by", Role, Raised, [Raise];
        "Whose decision is in dispute?" / "nothing says whose decision is in dispute";
    Ground = "ground", Ground, Never, [Refer];
        "On which ground?" / "no ground is named";
    Household = "household", Line, Raised, [Raise];
        "What is the household's reference? (no name)" / "nothing says which household it is about";
    Immediate = "immediate", YesNo, Raised, [Raise];
        "Is it serious enough for immediate action?" / "nobody has said whether it is serious enough for immediate action";
    Impact = "impact", Text, Raised, [Raise];
        "What effect is it having on the child?" / "nothing says what effect it is having on the child";
    ImpactLevel = "impact-level", OneOf(ImpactLevel::WORDS), Raised, [Raise];
        "How serious is the impact on the child?" / "nothing says how serious the impact on the child is";
    ImpactOnChild = "impact-on-child", Text, Never, [Resolve, Refer, Curtail];
        "What does it mean for the child?" / "nothing says what it means for the child";
    Iro = "iro", Line, Raised, [Raise, Praise];
        "Who is the child's IRO?" / "nothing says who the child's IRO is";
    LegalStatus = "legal-status", Line, Raised, [Raise];
        "What is the child's legal status?" / "the child's legal status is not given";
    /// How it is seen that each action of a plan is done.
    Measure = "measure", Line, Never, [Respond];
        "How is each action measured?" / "an action has no measure";
    /// How much longer a clock is to run. No policy asks for it: the command does.
    MoreTime = "by", Line, Never, [];
        "How much more time? (24 hours, 5 working days)" / "nothing says how much more time is given";
    NeededBy = "needed-by", DayAhead, Raised, [Raise];
        "By when does the child need it settled? (2026-03-20)" / "nothing says by when the child needs it settled";
    NextReview = "next-review", Day, Raised, [Raise];
        "When is the next review, which it leads up to? (2026-03-20)" / "no next review is named";
    Outcome = "outcome", Text, Never, [Resolve];
        "What came of it?" / "nothing says what came of it";
    Phoned = "phoned", PastDay, Never, [Refer, Curtail];
        "When was it phoned?" / "nothing says when it was phoned";
    Reason = "reason", Text, Never, [Raise, Escalate, Extend, Refer, Curtail, Complaint, Reopen];
        "Why?" / "no reason is given";
    RespondBy = "respond-by", DayAhead, Never, [Raise, Escalate, Reopen];
        "By when is an answer agreed? (2026-03-20)" / "no date is agreed";
    Result = "result", OneOf(ResultKind::WORDS), Never,
        [Resolve];
        "How did it end?" / "nothing says how it ended";
    ReviewDate = "review-date", Day, Raised, [Raise];
        "Which review does it come from, or lead up to? (2026-03-20)" / "no review is named";
    Role = "role", Role, Never, [Respond, Praise];
        "Whose role is it?" / "no role is named";
    Seeking = "seeking", Text, Raised, [Raise];
        "What are you asking for?" / "nothing says what is asked for";
    /// The stage to begin at. No policy asks for it: the policy derives one.
    Stage = "stage", Stage, Never, [];
        "At which stage does it begin?" / "no stage is named";
    Subject = "subject", Line, Raised, [Raise];
        "Which agency, service, home or team is it about?" / "nothing says which agency, service, home or team it is about";
    Team = "team", Line, Raised, [Raise, Praise];
        "Which team is it?" / "no team is given";
    Text = "text", Text, Never, [Respond, Agree, Resolve, Praise];
        "What is to be recorded?" / "no text is given";
}

impl Fact {
    /// The words of a refusal if it is missing for a step.
    pub fn missing_before(self, verb: Verb) -> String {
        if self != Fact::Reason {
            return self.missing().to_string();
        }
        let of = match verb {
            Verb::Raise => "for starting at that stage",
            Verb::Escalate => "for escalating",
            Verb::Extend => "for more time",
            Verb::Refer => "for the referral",
            Verb::Curtail => "for cutting the stages short",
            Verb::Complaint => "for the complaint",
            Verb::Reopen => "for reopening it",
            Verb::Respond | Verb::Agree | Verb::Resolve | Verb::Meeting | Verb::Decide | Verb::Praise => "",
        };
        format!("{} {of}", self.missing()).trim_end().to_string()
    }

    /// The name by which a policy asks for it.
    pub fn word(self) -> &'static str {
        self.spec().word
    }

    /// What its answer looks like.
    pub fn kind(self) -> AnswerKind {
        self.spec().kind
    }

    /// The placeholder for it when a command is shown, as in the help.
    pub fn placeholder(self) -> &'static str {
        if self == Fact::MoreTime {
            return "LIMIT";
        }
        if self == Fact::Curtail { "REASON" } else { self.kind().placeholder() }
    }

    /// As it is asked at a terminal.
    pub fn question(self) -> &'static str {
        self.spec().question
    }

    /// As a refusal says that it is missing.
    pub fn missing(self) -> &'static str {
        self.spec().missing
    }

    /// Where it may already be on record.
    pub fn on_record(self) -> OnRecord {
        self.spec().on_record
    }

    /// The fact of that name, or of that flag.
    pub fn named(word: &str) -> Option<Fact> {
        let word = if word == ACTION_FLAG { Fact::Actions.word() } else { word };
        Fact::ALL.iter().copied().find(|fact| fact.word() == word)
    }

    /// The flag that gives it, without dashes.
    pub fn flag(self) -> &'static str {
        if self == Fact::Actions { ACTION_FLAG } else { self.word() }
    }

    /// How it is given with a step; `None` if it can't be, so that no policy may ask for it there.
    pub fn way(self, verb: Verb) -> Option<Way> {
        let spec = self.spec();
        if spec.with.contains(&verb) {
            return Some(Way::Flag(match (self, verb) {
                // The text given on ending a dispute has a name of its own.
                (Fact::Text, Verb::Resolve) => Fact::Outcome.flag(),
                _ => self.flag(),
            }));
        }
        match spec.on_record {
            OnRecord::Plan => (verb == Verb::Agree).then_some(Way::ActionAdded),
            // Praise is not a dispute, and nothing is on record before a dispute is raised.
            OnRecord::Raised => (verb != Verb::Raise && verb != Verb::Praise).then_some(Way::Correction),
            OnRecord::Never => None,
        }
    }

    /// The steps before which a policy may ask for it.
    pub fn steps(self) -> impl Iterator<Item = Verb> {
        Verb::ALL.iter().copied().filter(move |verb| self.way(*verb).is_some())
    }

    /// What a policy may ask for before a step.
    pub fn before(verb: Verb) -> impl Iterator<Item = Fact> {
        Fact::ALL.iter().copied().filter(move |fact| fact.way(verb).is_some())
    }

    /// The name that it has in the event of a step.
    pub fn key(self, verb: Verb) -> String {
        match (self, verb) {
            (Fact::Category, _) => "categories".to_string(),
            (Fact::Assign, _) => "assigned".to_string(),
            (Fact::MoreTime, _) => "more".to_string(),
            (Fact::Text, Verb::Resolve) => Fact::Outcome.word().to_string(),
            (fact, _) => fact.word().replace('-', "_"),
        }
    }
}

/// Each `--action` is one of the `actions`.
const ACTION_FLAG: &str = "action";

/// What a rule of a policy asks for: a fact that every policy knows, or a field that it declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub enum Asked {
    Fact(Fact),
    /// By its id.
    Field(FieldId),
}

impl Asked {
    /// The name by which a policy asks for it.
    pub fn word(&self) -> &str {
        match self {
            Asked::Fact(fact) => fact.word(),
            Asked::Field(id) => id.as_str(),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl From<Asked> for String {
    fn from(asked: Asked) -> String {
        asked.word().to_string()
    }
}
