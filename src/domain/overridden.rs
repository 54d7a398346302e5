//! The wording of overridden rules in forms and letters: what was not met.

use super::policy::{DutyId, Fact, Policy};
use super::steps::OwnRule;
use super::worded::Worded;

impl OwnRule {
    /// What was not met, as forms and letters word it.
    pub fn not_met(self) -> &'static str {
        match self {
            OwnRule::Barrier => "ended on an obstacle",
            OwnRule::Bypass => "stages were left out",
            OwnRule::Child => "nobody named whom it is about",
            OwnRule::Covers => "a kind of case that the protocol does not cover",
            OwnRule::Extension => "more time where the protocol gives none",
            OwnRule::ExtensionLength => "more time than the protocol gives",
            OwnRule::ExtensionTimes => "more time once more than the protocol gives",
            OwnRule::Ground => Fact::Ground.missing(),
            OwnRule::LadderEnds => "escalated although the protocol ends there",
            OwnRule::OpenActions => "ended with actions still open",
            OwnRule::Raisers => "raised by somebody whom the protocol does not name for it",
            OwnRule::ReferralCovers => "referred for a child to whom the power does not extend",
            OwnRule::ReferralWhen => "referred before the protocol's own time for it",
            OwnRule::Repeat => "a concern raised again that did not start formally",
            OwnRule::Theme => "a child named in what is about no one child",
        }
    }
}

impl Policy {
    /// What was not met, by the name of a rule that every protocol has, or of a fact that was not given. `None` for a
    /// policy's own rule, even if it has such a name.
    pub fn common_rule_in_words(&self, name: &str) -> Option<&'static str> {
        let own = self.duty(&DutyId::from(name)).is_some();
        let common = || OwnRule::named(name).map(OwnRule::not_met).or_else(|| Fact::named(name).map(Fact::missing));
        if own { None } else { common() }
    }

    /// A rule in the words for what it asks, with what was missing: the text of a duty says what holds once it is done.
    pub fn not_met(&self, rule: &str, text: &str) -> String {
        let duty = DutyId::from(rule);
        match () {
            () if duty == DutyId::MEETING => format!("not held: {text}"),
            () if self.duty(&duty).is_some() || Self::own_duty_text(&duty).is_some() => {
                format!("not confirmed: {text}")
            }
            () => text.to_string(),
        }
    }

    /// As `common_rule_in_words`, for any rule: a duty in the policy's own words, whatever stage asks for it; an
    /// unknown name with spaces for its hyphens.
    pub fn rule_in_words(&self, rule: &str) -> String {
        let duty = DutyId::from(rule);
        let meeting =
            || self.stages.iter().find_map(|stage| stage.meeting.as_ref()).filter(|_| duty == DutyId::MEETING);
        let own = self.duty(&duty).map(|duty| duty.text.as_str());
        let known = own
            .or_else(|| self.common_rule_in_words(rule))
            .or_else(|| meeting().map(|meeting| meeting.title.as_str()))
            .or_else(|| Self::own_duty_text(&duty))
            .or_else(|| {
                self.entry.formal_when.iter().find(|formal| formal.id == rule).map(|formal| formal.text.as_str())
            });
        let category = || self.category(&rule.into()).map(|category| format!("{} must be formal", category.text));
        known.map(str::to_string).or_else(category).unwrap_or_else(|| rule.replace('-', " "))
    }
}
