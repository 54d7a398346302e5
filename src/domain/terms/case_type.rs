//! The kinds of case that a protocol may cover.

use crate::domain::worded::worded;

worded! {
    /// Whom or what a case is about.
    pub enum CaseType {
        LookedAfter = "looked-after",
        ChildProtection = "child-protection",
        ChildInNeed = "child-in-need",
        CareLeaver = "care-leaver",
        /// Any child, whatever their status.
        Child = "child",
        /// The people a child is placed with.
        FosteringHousehold = "fostering-household",
        Adult = "adult",
        /// A matter that is about no one person.
        Theme = "theme",
    }
}

impl CaseType {
    /// Its wording for readers.
    pub fn meaning(self) -> &'static str {
        match self {
            CaseType::LookedAfter => "looked after",
            CaseType::ChildProtection => "child protection",
            CaseType::ChildInNeed => "child in need",
            CaseType::CareLeaver => "care leaver",
            CaseType::Child => "child",
            CaseType::FosteringHousehold => "fostering household",
            CaseType::Adult => "adult",
            CaseType::Theme => "theme, about no one child",
        }
    }
}

impl CaseType {
    /// Whether it is about no particular person.
    pub fn is_about_nobody(self) -> bool {
        self == CaseType::Theme
    }

    /// Whether it is about a child or a young person.
    pub fn is_about_a_child(self) -> bool {
        match self {
            CaseType::LookedAfter
            | CaseType::ChildProtection
            | CaseType::ChildInNeed
            | CaseType::CareLeaver
            | CaseType::Child => true,
            CaseType::FosteringHousehold | CaseType::Adult | CaseType::Theme => false,
        }
    }

    /// Whom such a case is about, as in "a looked-after child".
    pub fn whom(self) -> &'static str {
        match self {
            CaseType::LookedAfter => "a looked-after child",
            CaseType::ChildProtection => "a child on a child protection plan",
            CaseType::ChildInNeed => "a child in need",
            CaseType::CareLeaver => "a care leaver",
            CaseType::Child => "a child",
            CaseType::FosteringHousehold => "a fostering household",
            CaseType::Adult => "an adult",
            CaseType::Theme => "no one child",
        }
    }

    /// All such cases, as in "looked-after children".
    pub fn whom_all(self) -> &'static str {
        match self {
            CaseType::LookedAfter => "looked-after children",
            CaseType::ChildProtection => "children on a child protection plan",
            CaseType::ChildInNeed => "children in need",
            CaseType::CareLeaver => "care leavers",
            CaseType::Child => "children and young people",
            CaseType::FosteringHousehold => "fostering households",
            CaseType::Adult => "adults",
            CaseType::Theme => "matters that are about no one child",
        }
    }
}
