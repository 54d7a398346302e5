//! The properties by which figures are split: stage, category, team and so on.

use chrono::{Datelike, Months};

use super::{History, Naming, Period};
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::policy::{CaseType, KnownField, Policy, RoleId};
use crate::domain::same_name::Spellings;
use crate::domain::time::Date;
use crate::domain::worded::Worded;
use crate::domain::worded::worded;

/// One value of such a property: its place in a table, the id for machines, the words for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    order: String,
    pub id: String,
    pub label: String,
    /// The month or quarter, if it is one.
    stretch: Option<TimeSpan>,
}

/// A month or a quarter, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TimeSpan {
    Month(Date),
    Quarter(Date),
}

worded! {
    /// A property of a record by which figures can be split.
    pub enum Dimension {
        /// The highest stage reached.
        Stage = "stage",
        Category = "category",
        /// The group of the national list that the category belongs to.
        Group = "group",
        Team = "team",
        /// The role of the responder.
        Role = "role",
        Subject = "subject",
        Iro = "iro",
        Policy = "policy",
        /// The month in which it was raised.
        Month = "month",
        /// The quarter of the financial year in which it was raised.
        Quarter = "quarter",
        /// The kind of case.
        CaseType = "case-type",
        /// The role of the raiser.
        ByRole = "by-role",
    }
}

impl Dimension {
    /// Whether it is when a record was raised, so that what happened to it later is shown under that, too.
    pub fn is_of_the_day_raised(self) -> bool {
        match self {
            Dimension::Month | Dimension::Quarter => true,
            Dimension::Stage
            | Dimension::Category
            | Dimension::Group
            | Dimension::Team
            | Dimension::Role
            | Dimension::Subject
            | Dimension::Iro
            | Dimension::Policy
            | Dimension::CaseType
            | Dimension::ByRole => false,
        }
    }

    /// Whether its values are words that somebody typed, which are never published.
    pub fn is_typed(self) -> bool {
        match self {
            Dimension::Subject | Dimension::Iro => true,
            Dimension::Stage
            | Dimension::Category
            | Dimension::Group
            | Dimension::Team
            | Dimension::Role
            | Dimension::Policy
            | Dimension::Month
            | Dimension::Quarter
            | Dimension::CaseType
            | Dimension::ByRole => false,
        }
    }
}

impl Group {
    /// The same with another label.
    pub(super) fn labelled(self, label: String) -> Group {
        Group { label, ..self }
    }

    pub fn new(order: impl Into<String>, id: impl Into<String>, label: impl Into<String>) -> Group {
        Group { order: order.into(), id: id.into(), label: label.into(), stretch: None }
    }

    /// A value of a closed list, in the order of that list.
    pub(super) fn of_list<T: Worded>(value: T, label: &str) -> Group {
        let place = T::ALL.iter().position(|one| *one == value).unwrap_or_default();
        Group::new(format!("{place:02}"), value.word(), label)
    }

    /// A value whose name is also its id, sorted by the alphabet.
    pub fn named(name: &str) -> Group {
        Group::new(name, name, name)
    }

    /// The group of those without a value; it is sorted last.
    pub fn not_said() -> Group {
        Group::new("~", "not-said", "not given")
    }

    pub fn is_not_said(&self) -> bool {
        *self == Group::not_said()
    }

    fn of(name: Option<&str>) -> Group {
        name.map_or_else(Group::not_said, Group::named)
    }

    /// The months of a period, in order.
    pub fn months(period: Period) -> Vec<Group> {
        let mut months: Vec<Group> =
            period.from.iter_days().take_while(|day| *day <= period.to).map(Group::month).collect();
        months.dedup();
        months
    }

    pub fn is_month(&self) -> bool {
        matches!(self.stretch, Some(TimeSpan::Month(_)))
    }

    /// Whether it is a month or a quarter, which is in one of two periods and never in both.
    pub fn is_month_or_quarter(&self) -> bool {
        self.stretch.is_some()
    }

    /// The same month or quarter, with the label of the one so many months earlier added, which it is compared with.
    #[must_use]
    pub fn labelled_with_compared(self, months: u32) -> Group {
        let back = |first: Date| first.checked_sub_months(Months::new(months));
        let earlier = match self.stretch {
            Some(TimeSpan::Month(first)) => back(first).map(Group::month),
            Some(TimeSpan::Quarter(first)) => back(first).map(Group::quarter),
            None => None,
        };
        match earlier {
            Some(earlier) => Group { label: format!("{} (before: {})", self.label, earlier.label), ..self },
            None => self,
        }
    }

    /// The month or quarter that is so many months later; any other group is the same in every period.
    #[must_use]
    pub fn later(self, months: u32) -> Group {
        let ahead = |first: Date| first.checked_add_months(Months::new(months));
        match self.stretch {
            Some(TimeSpan::Month(first)) => ahead(first).map_or(self, Group::month),
            Some(TimeSpan::Quarter(first)) => ahead(first).map_or(self, Group::quarter),
            None => self,
        }
    }

    pub fn month(day: Date) -> Group {
        let id = day.format("%Y-%m").to_string();
        let month = Group::new(id.clone(), id, day.format("%b %Y").to_string());
        Group { stretch: day.with_day(1).map(TimeSpan::Month), ..month }
    }

    /// The quarter of the financial year that holds a day. Its id is the financial year with the number of the quarter:
    /// `2026/27-Q1`.
    fn quarter(day: Date) -> Group {
        let first = Period::financial_year(day).from.year();
        let number = (day.month() + 8) % 12 / 3 + 1;
        let id = format!("{first}/{:02}-Q{number}", (first + 1) % 100);
        let quarter = Group::new(id.clone(), id, format!("{first}/{:02} Q{number}", (first + 1) % 100));
        let begins = Period::financial_year(day).from.checked_add_months(Months::new(3 * (number - 1)));
        Group { stretch: begins.map(TimeSpan::Quarter), ..quarter }
    }
}

/// Gives each IRO, team and subject one spelling in all of these, so that nobody is counted as two.
pub fn unify_spellings(mut histories: Vec<&mut History>) {
    let mut names: [Vec<String>; 3] = Default::default();
    for history in &mut histories {
        for (all, name) in names.iter_mut().zip(names_in(&mut history.case)) {
            all.extend(name.cloned());
        }
    }
    let spellings = names.map(|all| Spellings::of(all.iter().map(String::as_str)));
    for history in histories {
        for (spellings, name) in spellings.iter().zip(names_in(&mut history.case)) {
            if let Some(name) = name {
                *name = spellings.shown(name).to_string();
            }
        }
    }
}

/// The names by which a record is counted: IRO, team, subject.
fn names_in(case: &mut Case) -> [Option<&mut String>; 3] {
    match case {
        Case::Dispute(dispute) => {
            let Dispute { raised, fields, .. } = &mut **dispute;
            let agency = fields.get_mut(&KnownField::Agency.id());
            [raised.iro.as_mut(), raised.team.as_mut(), raised.subject.as_mut().or(agency)]
        }
        Case::Praise(praise) => [praise.facts.iro.as_mut(), praise.facts.team.as_mut(), None],
    }
}

/// The highest stage that a dispute has reached.
pub(super) fn highest(dispute: &Dispute) -> usize {
    dispute.stage_entries.iter().map(|stage_entry| stage_entry.stage).max().unwrap_or(0)
}

pub(super) fn categories(dispute: &Dispute, naming: &Naming) -> Vec<Group> {
    let listed = dispute.raised.categories.iter();
    or_not_said(listed.map(|id| naming.category(&dispute.policy, id)).collect())
}

/// The groups of the reference list to which the dispute's categories correspond.
pub(super) fn national(dispute: &Dispute, reference: Option<&Policy>) -> Vec<Group> {
    let listed = dispute.raised.categories.iter().filter_map(|id| dispute.policy.category(id));
    let mut groups: Vec<Group> = listed
        .flat_map(|category| &category.national)
        .filter_map(|id| {
            let reference = reference?;
            let group = reference.category(id)?.group.as_ref()?;
            let place = reference.category_groups.iter().position(|one| one.id == *group)?;
            Some(Group::new(format!("{place:03}"), group, &reference.category_groups[place].title))
        })
        .collect();
    groups.sort();
    groups.dedup();
    or_not_said(groups)
}

/// The department or agency that it is about, or each that its field names.
fn subjects(dispute: &Dispute) -> Vec<Group> {
    if let Some(service) = dispute.raised.other_service() {
        return vec![Group::named(service)];
    }
    let given = dispute.known_field(KnownField::Agency).unwrap_or_default();
    let several = dispute.policy.takes_several(&KnownField::Agency.id());
    let each = given.split(|c: char| several && c == ',').map(str::trim).filter(|one| !one.is_empty());
    or_not_said(each.map(Group::named).collect())
}

fn or_not_said(groups: Vec<Group>) -> Vec<Group> {
    if groups.is_empty() { vec![Group::not_said()] } else { groups }
}

fn role(naming: &Naming, policy: &Policy, role: Option<&RoleId>) -> Group {
    role.map_or_else(Group::not_said, |role| naming.role(policy, role))
}

fn case_type(case: Option<CaseType>) -> Group {
    case.map_or_else(Group::not_said, |case| Group::of_list(case, case.meaning()))
}

impl Dimension {
    /// What it splits by, in words for the reader of the figure.
    pub fn meaning(self) -> &'static str {
        match self {
            Dimension::Stage => "the highest stage reached; an answer counts under the stage that it is for",
            Dimension::Category => "category; a dispute may count under several",
            Dimension::Group => "group of the national list; a dispute may count under several",
            Dimension::Team => "team",
            Dimension::Role => {
                "the role that answered last, or those who are asked where nobody has; an answer counts under who gave it"
            }
            Dimension::Subject => "department or agency beside the team; a dispute may count under several",
            Dimension::Iro => "IRO",
            Dimension::Policy => "protocol",
            Dimension::Month => "the month in which each was raised; what happened to it later counts there too",
            Dimension::Quarter => "the quarter in which each was raised; what happened to it later counts there too",
            Dimension::CaseType => "kind of case",
            Dimension::ByRole => "the role of whoever raised it",
        }
    }

    /// The values that a record has; a dispute can have several categories.
    pub fn of(self, history: &History, naming: &Naming, reference: Option<&Policy>) -> Vec<Group> {
        match &history.case {
            Case::Dispute(dispute) => self.of_dispute(dispute, naming, reference),
            Case::Praise(praise) => {
                let facts = &praise.facts;
                vec![match self {
                    Dimension::Team => Group::of(facts.team.as_deref()),
                    Dimension::Role => role(naming, &praise.policy, facts.role.as_ref()),
                    Dimension::Iro => Group::of(facts.iro.as_deref()),
                    Dimension::Policy => Group::new(&praise.policy.id, &praise.policy.id, &praise.policy.title),
                    Dimension::Month => Group::month(praise.at.date()),
                    Dimension::Quarter => Group::quarter(praise.at.date()),
                    Dimension::ByRole => role(naming, &praise.policy, Some(&facts.by_role)),
                    Dimension::Stage
                    | Dimension::Category
                    | Dimension::Group
                    | Dimension::Subject
                    | Dimension::CaseType => Group::not_said(),
                }]
            }
        }
    }

    fn of_dispute(self, dispute: &Dispute, naming: &Naming, reference: Option<&Policy>) -> Vec<Group> {
        let policy = &dispute.policy;
        vec![match self {
            Dimension::Category => return categories(dispute, naming),
            Dimension::Group => return national(dispute, reference),
            Dimension::Stage => naming.stage(policy, highest(dispute)),
            Dimension::Team => Group::of(dispute.raised.team.as_deref()),
            Dimension::Role => naming.roles(policy, &dispute.answered_or_asked()),
            Dimension::Subject => return subjects(dispute),
            Dimension::Iro => Group::of(dispute.raised.iro.as_deref()),
            Dimension::Policy => Group::new(&policy.id, &policy.id, &policy.title),
            Dimension::Month => Group::month(dispute.raised_at.date()),
            Dimension::Quarter => Group::quarter(dispute.raised_at.date()),
            Dimension::CaseType => case_type(dispute.raised.case_type),
            Dimension::ByRole => role(naming, policy, Some(&dispute.raised.by_role)),
        }]
    }
}
