//! What a rule that a step went past is called.

use super::{DutyId, Fact, Policy};

impl Policy {
    /// A rule that holds under every protocol, as paper says what was not met; a fact that was not given, too.
    pub fn own_rule_in_words(rule: &str) -> Option<&'static str> {
        let own = match rule {
            "bypass" => "stages were left out",
            "barrier" => "ended on an obstacle such as staffing",
            "open-actions" => "ended with actions still open",
            "respond-by" => "the date agreed for the answer",
            "referral-when" => "referred before the protocol's own time for it",
            "referral-covers" => "referred for a child to whom the power does not extend",
            "extension" => "more time where the protocol gives none",
            "extension-times" => "more time once more than the protocol gives",
            "extension-length" => "more time than the protocol gives",
            "covers" => "a kind of case that the protocol does not cover",
            "theme" => "a child named in what is about no one child",
            "child" => "nobody named whom it is about",
            "raisers" => "raised by somebody whom the protocol does not name for it",
            _ => return Fact::named(rule).map(Fact::missing),
        };
        Some(own)
    }

    /// The same for any rule: a duty in its own words, whatever stage it was passed at.
    pub fn rule_in_words(&self, rule: &str) -> String {
        let duty = DutyId::from(rule);
        let meeting =
            || self.stages.iter().find_map(|stage| stage.meeting.as_ref()).filter(|_| duty == DutyId::MEETING);
        let known = Self::own_rule_in_words(rule)
            .or_else(|| self.duty(&duty).map(|duty| duty.text.as_str()))
            .or_else(|| meeting().map(|meeting| meeting.title.as_str()))
            .or_else(|| Self::own_duty_text(&duty));
        known.map_or_else(|| rule.replace('-', " "), str::to_string)
    }
}
