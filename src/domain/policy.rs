//! A protocol as data: everything an authority's document says, in neutral words.
//! A `Policy` is only ever made by the reader of policy files, which has checked it whole, and nothing can change it from
//! then on, so the rest of the program may trust every reference in it. No rule here belongs to any one authority.

pub mod audit;
mod clock;
mod duty;
mod fact;
mod field;
mod ladder;
mod ladders;
mod namesakes;
mod raiser;
mod resolve_name;
mod rests_on;
mod role;
mod routes;
mod variants;
mod well_known;
mod when;

pub use clock::{
    ClockRule, CountsFrom, DayGiven, EndsOn, Extension, ExtensionKind, LimitRule, Rhythm, StartKind, StartsOn, Whose,
};
pub use duty::{Ask, Duty, Enforce, Step, Verb};
pub use fact::{AnswerKind, Asked, Fact, OnRecord, Way};
pub use field::Field;
pub use ladder::{
    Bypass, FormalRule, Meeting, MeetingNeed, OnlyWhen, Repeats, Responders, Stage, StageKind, StartRule, StartRules,
};
pub use ladders::Ladder;
pub use resolve_name::resolve_name;
pub use role::{Role, Substitute};
pub use routes::{ComplaintRule, Ground, Guidance, LeadTime, PackItem, PraiseRule, ReferralRule, ReferralWhen};

pub use variants::as_it_is;
pub use well_known::{KnownDuty, KnownField};
pub use when::{AtRaising, Circumstances, Later, When, has_one_of};

use crate::domain::worded::worded;
use std::collections::BTreeMap;
use std::ops::Deref;

use serde::Serialize;

use super::calendar::Counting;
use super::holidays::Division;
use super::same_name::is_same;
use super::status::CaseStatus;
pub use super::terms::{
    CaseType, CategoryId, ClockId, DutyId, FieldId, GroundId, ImpactLevel, OwedAt, PaperId, RoleId, StageId, Strength,
};
use super::time::Date;

/// One version of one authority's protocol. Its rules can be read and not changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Policy {
    rules: Rules,
    #[serde(skip)]
    by_raiser: raiser::ByRaiser,
}

impl Policy {
    /// Seals rules that have no error. The caller guarantees that every stage, role, duty and clock that they name is
    /// one of theirs.
    pub fn sealed(rules: Rules) -> Policy {
        Policy { rules, by_raiser: raiser::ByRaiser::default() }
    }
}

impl Deref for Policy {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        &self.rules
    }
}

/// What a protocol says, as it is put together by the reader of policy files.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rules {
    pub id: String,
    pub version: String,
    pub effective_on: Date,
    pub title: String,
    pub authority: Option<String>,
    /// The document that the rules come from; each rule's `source` is a clause of it.
    pub document: Document,
    /// `procedure` or `guidance`: how binding the document says it is.
    pub basis: Basis,
    pub labels: Labels,
    /// The kinds of case it is for; the first is assumed when none is named.
    pub covers: Vec<CaseType>,
    /// Whether every dispute has to be about one child.
    pub child: ChildNeed,
    /// The roles that may raise; the first is assumed when none is named.
    pub raisers: Vec<RoleId>,
    pub roles: Vec<Role>,
    #[serde(skip)]
    pub counting: Counting,
    pub category_groups: Vec<CategoryGroup>,
    pub categories: Vec<Category>,
    pub fields: Vec<Field>,
    pub asks: Vec<Ask>,
    pub entry: StartRules,
    pub bypass: Bypass,
    pub stages: Vec<Stage>,
    /// The ladders, if there are several; `stages` has the stages of all of them.
    pub ladders: Vec<Ladder>,
    /// The title of the ladder, if this is the protocol for one of several (`Ladder::policy`).
    #[serde(skip)]
    pub ladder_title: Option<String>,
    /// In that case, the stages of the other ladders, each with the title of its ladder.
    #[serde(skip)]
    pub other_stages: Vec<(StageId, String)>,
    /// Whether a rule names the raiser as if that were a role, and no role has taken the raiser's place yet.
    #[serde(skip)]
    pub names_raiser: bool,
    pub total: Option<ClockRule>,
    pub raise_within: Option<ClockRule>,
    /// Clocks beside the ladder: they run across stages until met or the dispute ends.
    pub clocks: Vec<ClockRule>,
    pub duties: Vec<Duty>,
    /// The clause that says who raises and for which children.
    pub scope: Option<String>,
    /// The clause that leaves the end to the raiser, if the document has one.
    pub raiser_ends: Option<String>,
    /// The clause that says obstacles such as resources are no bar, where the document has one.
    pub obstacles: Option<String>,
    pub referral: Option<ReferralRule>,
    pub beside_complaint: Option<ComplaintRule>,
    /// When the complaints procedure is the chosen route, to be taken as a next step.
    pub complaint_chosen: Option<ComplaintRule>,
    pub praise: Option<PraiseRule>,
    pub review: Vec<LeadTime>,
    pub guidance: Vec<Guidance>,
    pub references: Vec<String>,
    pub contacts: Vec<Contact>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub title: String,
    pub date: Option<String>,
    /// The document has no date: `effective_on` only says since when the policy is used here.
    pub undated: bool,
    pub url: Option<String>,
}

worded! {
    pub enum Basis {
        Procedure = "procedure",
        Guidance = "guidance",
    }
}

/// The protocol's own words for what the program calls a dispute, a stage, praise and so on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Labels {
    pub dispute: String,
    pub stage: String,
    pub praise: String,
    pub referral: String,
    pub informal: String,
    pub pre_formal: String,
    pub formal: String,
    /// What the authority calls the statuses of a dispute or praise.
    pub statuses: BTreeMap<CaseStatus, String>,
    /// Where the authority keeps the child's file: what "recorded on file" points to.
    pub record_system: String,
}

worded! {
    pub enum ChildNeed {
        Required = "required",
        /// A dispute may be about a home, a team or a way of working.
        Optional = "optional",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryGroup {
    pub id: String,
    pub title: String,
}

/// A kind of concern that the protocol lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Category {
    pub id: CategoryId,
    pub text: String,
    pub group: Option<String>,
    /// The categories of the national standards that it corresponds to.
    pub national: Vec<CategoryId>,
    pub examples: Vec<String>,
    /// The protocol says that this one must go straight to the formal stages.
    pub formal: bool,
    /// When the rule above holds, in the protocol's words (for example: where the child is harmed).
    pub condition: Option<String>,
    /// It applies only from the child's review with this number on.
    pub from_review: Option<u32>,
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contact {
    pub role: RoleId,
    pub text: String,
    pub checked_on: Option<Date>,
    /// Children and families may use it, too.
    pub for_families: bool,
}

/// Whether a body is Cafcass, of England or of Wales.
pub fn is_cafcass(body: &str) -> bool {
    body.split_whitespace().next().is_some_and(|word| is_same(word, CAFCASS))
}

const CAFCASS: &str = "Cafcass";

impl Labels {
    /// The body that the law names, in the words of the label for a referral: `Cafcass`, or `Cafcass Cymru` if it says
    /// that.
    fn cafcass(&self) -> String {
        let mut words = self.referral.split_whitespace().skip_while(|word| !is_same(word, CAFCASS)).skip(1);
        match words.next().filter(|word| word.starts_with(char::is_uppercase)) {
            Some(more) => format!("{CAFCASS} {more}"),
            None => CAFCASS.to_string(),
        }
    }

    /// The body in `referral to the Ombudsman`.
    fn referral_goes_to(&self) -> Option<&str> {
        self.referral.split_once(" to ").map(|(_, body)| body.trim()).filter(|body| !body.is_empty())
    }

    pub fn kind(&self, kind: StageKind) -> &str {
        match kind {
            StageKind::Informal => &self.informal,
            StageKind::PreFormal => &self.pre_formal,
            StageKind::Formal => &self.formal,
        }
    }
}

impl Rules {
    /// Whether a clock may start because another ran out, which no event records.
    pub fn has_lapses(&self) -> bool {
        self.all_clocks().flat_map(|rule| &rule.from).any(StartsOn::is_a_lapse)
    }

    /// Whether a clock may lack its date until more school terms are listed.
    pub fn counts_school_days(&self) -> bool {
        self.all_clocks().any(ClockRule::counts_school_days)
    }

    /// Whether some clock waits for a duty or meeting, so that it has a date.
    pub fn has_a_clock_for(&self, duty: &DutyId) -> bool {
        self.all_clocks().any(|clock| clock.until.iter().any(|end| end.duty() == Some(duty)))
    }

    /// Whether a duty or meeting may be owed because of a clock that started like that. Nobody knows without working
    /// out the lapsed clocks.
    pub fn owes_by_lapses(&self) -> bool {
        let lapse = |rule: &ClockRule| rule.from.iter().any(StartsOn::is_a_lapse);
        let of_itself = |id: &ClockId| self.all_clocks().any(|rule| rule.id == *id && lapse(rule));
        let waits = |start: &StartsOn| start.clock().is_some_and(of_itself);
        let holds = |when: &When| when.parts().iter().any(|when| when.later.passed.iter().any(of_itself));
        let duty = |duty: &Duty| {
            duty.after_due.as_ref().is_some_and(of_itself) || duty.from.iter().any(waits) || holds(&duty.when)
        };
        let mut meetings = self.stages.iter().filter_map(|stage| stage.meeting.as_ref());
        self.duties.iter().any(duty) || meetings.any(|one| one.from.iter().any(waits) || holds(&one.when))
    }

    /// The clocks named under `passed` in the conditions of duties and meetings.
    pub fn clocks_waited_for(&self) -> impl Iterator<Item = &ClockId> {
        let meetings = self.stages.iter().filter_map(|stage| stage.meeting.as_ref()).map(|meeting| &meeting.when);
        let whens = self.duties.iter().map(|duty| &duty.when).chain(meetings);
        whens.flat_map(When::parts).flat_map(|when| &when.later.passed)
    }

    pub fn stage(&self, id: &StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == *id)
    }

    pub fn stage_index(&self, id: &StageId) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == *id)
    }

    /// Whether a dispute may be about no particular child: because the protocol allows it for all, or for this kind of
    /// case.
    pub fn may_lack_child(&self, case: Option<CaseType>) -> bool {
        let themes = self.covers.contains(&CaseType::Theme);
        self.child == ChildNeed::Optional || themes && case.is_none_or(CaseType::is_about_nobody)
    }

    /// Whether the law itself opens a referral to Cafcass for a case of this kind (Children Act 1989, section 25B).
    pub fn refers_by_law(&self, case: CaseType) -> bool {
        case == CaseType::LookedAfter && self.counting.division == Division::EnglandAndWales
    }

    /// Whether a case of this kind can be referred. The statutory power is there whatever a protocol says; for others
    /// only where the protocol gives a way of its own.
    pub fn refers(&self, case: CaseType) -> bool {
        self.refers_by_law(case) || self.referral.as_ref().is_some_and(|rule| rule.covers.contains(&case))
    }

    /// The body that a referral of such a case goes to, worded to follow "to"; of any case if none is named.
    pub fn referred_to(&self, case: Option<CaseType>) -> String {
        let by_law = match case {
            Some(case) => self.refers_by_law(case),
            None => self.covers.iter().any(|case| self.refers_by_law(*case)),
        };
        let named = self.referral.as_ref().and_then(|rule| rule.to.as_deref());
        let named = named.filter(|body| !by_law || is_cafcass(body));
        match named.or_else(|| self.labels.referral_goes_to().filter(|body| !by_law && !is_cafcass(body))) {
            Some(body) => body.to_string(),
            None => self.labels.cafcass(),
        }
    }

    /// The kinds of case it is for that can be referred.
    pub fn referable(&self) -> Vec<CaseType> {
        self.covers.iter().copied().filter(|case| self.refers(*case)).collect()
    }

    /// The stages that can follow the one with this index, in the order of the policy.
    pub fn next_stages(&self, from: usize) -> Vec<&Stage> {
        match self.stages.get(from) {
            None => Vec::new(),
            Some(stage) if stage.ends_here => Vec::new(),
            Some(stage) if stage.next.is_empty() => self.stages.get(from + 1).into_iter().collect(),
            Some(stage) => stage.next.iter().filter_map(|id| self.stage(id)).collect(),
        }
    }

    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// The categories of the national list to which some of its own correspond.
    pub fn national<'a>(&'a self, categories: &'a [CategoryId]) -> impl Iterator<Item = &'a CategoryId> {
        let own = categories.iter().filter_map(|id| self.category(id));
        own.flat_map(|category| &category.national)
    }

    /// A fact that the policy declares.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == *id)
    }

    /// Whether a fact that the policy declares may have several values.
    pub fn takes_several(&self, field: &FieldId) -> bool {
        self.field(field).is_some_and(|field| field.several)
    }

    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id.as_str() == id)
    }

    pub fn duty(&self, id: &DutyId) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == *id)
    }

    /// The duty of that id that is owed in a stage, or at the end; else the one that is bound to no stage.
    pub fn duty_in(&self, id: &DutyId, place: &OwedAt) -> Option<&Duty> {
        let mut same = self.duties.iter().filter(|duty| duty.id == *id);
        let owed = |duty: &&Duty| match place {
            OwedAt::Stage(stage) => duty.stages.contains(stage),
            OwedAt::End => duty.at_end,
        };
        same.clone().find(owed).or_else(|| same.find(|duty| duty.stages.is_empty() && !duty.at_end))
    }

    /// The local title of a role; the id itself where the protocol gives none.
    pub fn role_title<'a>(&'a self, id: &'a RoleId) -> &'a str {
        self.role(id.as_str()).map_or(id.as_str(), |role| &role.title)
    }

    /// The words of a ground for a referral; the id itself where the protocol has no such ground.
    pub fn ground_text<'a>(&'a self, id: &'a GroundId) -> &'a str {
        let mut grounds = self.referral.iter().flat_map(|rule| &rule.grounds);
        grounds.find(|ground| ground.id == *id).map_or(id.as_str(), |ground| ground.text.as_str())
    }

    /// A person as typed: the title if it is a role of the protocol, otherwise the name.
    pub fn titled<'a>(&'a self, who: &'a str) -> &'a str {
        self.role(who).map_or(who, |role| &role.title)
    }

    /// The title of a stage; the id itself where the protocol has no such stage.
    pub fn stage_title<'a>(&'a self, id: &'a StageId) -> &'a str {
        self.stage(id).map_or(id.as_str(), |stage| &stage.title)
    }

    /// The title of the place where a duty is owed: that of the stage, or `the end`.
    pub fn place_title<'a>(&'a self, place: &'a OwedAt) -> &'a str {
        place.stage().map_or("the end", |stage| self.stage_title(stage))
    }

    /// The rules of a clock: those of the stage, if one is given, then those of the dispute as a whole. There are
    /// several if they hold under different circumstances.
    pub fn clock_rules(&self, clock: &ClockId, stage: Option<&StageId>) -> impl Iterator<Item = &ClockRule> {
        stage
            .and_then(|id| self.stage(id))
            .into_iter()
            .flat_map(|stage| &stage.clocks)
            .chain(self.dispute_wide_clocks())
            .filter(move |rule| rule.id == *clock)
    }

    /// Every clock: those of the stages, then those of the dispute as a whole.
    pub fn all_clocks(&self) -> impl Iterator<Item = &ClockRule> {
        self.stages.iter().flat_map(|stage| &stage.clocks).chain(self.dispute_wide_clocks())
    }

    /// Clocks that belong to the dispute as a whole.
    pub fn dispute_wide_clocks(&self) -> impl Iterator<Item = &ClockRule> {
        self.total.iter().chain(&self.raise_within).chain(&self.clocks)
    }

    pub fn first_formal(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.is_formal())
    }
}
