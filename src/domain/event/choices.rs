//! Closed lists that the facts of events choose from: each value with its word in files, and its wording for readers.

use crate::domain::worded::worded;

worded! {
    /// An obstacle given as a reason; none is a ground for ending a dispute.
    pub enum Barrier {
        Resources = "resources",
        Staffing = "staffing",
        OtherAgency = "other-agency",
    }
}

impl Barrier {
    /// Its wording for readers.
    pub fn meaning(self) -> &'static str {
        match self {
            Barrier::Resources => "lack of money or resources",
            Barrier::Staffing => "lack of staff",
            Barrier::OtherAgency => "another agency",
        }
    }
}

worded! {
    /// How a dispute was resolved.
    #[derive(Default)]
    pub enum ResultKind {
        #[default]
        Resolved = "resolved",
        ResolvedInPart = "resolved-in-part",
        DecisionStands = "decision-stands",
        NotUpheld = "not-upheld",
        LeftCare = "left-care",
        TakenElsewhere = "taken-elsewhere",
    }
}

impl ResultKind {
    /// Whether the concern was settled, wholly or in part. A final decision that stands is not a resolution.
    pub fn settles(self) -> bool {
        match self {
            ResultKind::Resolved | ResultKind::ResolvedInPart => true,
            ResultKind::DecisionStands | ResultKind::NotUpheld | ResultKind::LeftCare | ResultKind::TakenElsewhere => {
                false
            }
        }
    }

    /// Whether the law still allows a referral: the dispute ended without all that was asked for.
    pub fn leaves_referral_open(self) -> bool {
        match self {
            ResultKind::ResolvedInPart | ResultKind::DecisionStands | ResultKind::NotUpheld => true,
            ResultKind::Resolved | ResultKind::LeftCare | ResultKind::TakenElsewhere => false,
        }
    }

    /// Its wording for readers.
    pub fn meaning(self) -> &'static str {
        match self {
            ResultKind::Resolved => "resolved",
            ResultKind::ResolvedInPart => "resolved in part",
            ResultKind::DecisionStands => "not resolved, the decision stands",
            ResultKind::NotUpheld => "not upheld",
            ResultKind::LeftCare => "closed because the child left care",
            ResultKind::TakenElsewhere => "not resolved, taken up elsewhere",
        }
    }
}

worded! {
    /// The ground for an escalation.
    #[derive(Default)]
    pub enum Because {
        NoResponse = "no-response",
        Unsatisfactory = "unsatisfactory",
        ActionsNotDone = "actions-not-done",
        Urgent = "urgent",
        Repeat = "repeat",
        #[default]
        Other = "other",
    }
}

impl Because {
    /// Its wording for readers, to follow "because".
    pub fn meaning(self) -> &'static str {
        match self {
            Because::NoResponse => "no answer came",
            Because::Unsatisfactory => "the answer was not satisfactory",
            Because::ActionsNotDone => "actions were not done",
            Because::Urgent => "it was urgent",
            Because::Repeat => "the same concern came again",
            Because::Other => "there was another reason",
        }
    }
}

worded! {
    /// What a note is about.
    #[derive(Default)]
    pub enum NoteKind {
        Contact = "contact",
        ChildView = "child-view",
        Advocate = "advocate",
        LegalAdvice = "legal-advice",
        #[default]
        Other = "other",
    }
}

#[cfg(test)]
mod tests {
    use super::Because;
    use crate::domain::event::word;
    use crate::domain::worded::Worded;

    #[test]
    fn a_ground_is_typed_as_it_is_written() {
        for (because, typed) in Because::ALL.iter().zip(Because::WORDS) {
            assert_eq!(word(typed), Ok(*because));
            assert_eq!(serde_json::to_value(because).unwrap(), *typed);
        }
    }
}
