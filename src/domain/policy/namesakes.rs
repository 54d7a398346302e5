//! Which of several clocks of one name runs: the first whose circumstances hold or, if none of them do, the one that
//! names no circumstances.

use super::variants::Variant;
use super::{ClockId, ClockRule, Policy, Stage, StageId, When};

impl ClockRule {
    /// Whether this rule applies: its circumstances hold, and no rule of its name takes its place.
    pub fn applies(&self, siblings: &[ClockRule], holds: impl Fn(&When) -> bool) -> bool {
        self.applies_unless(siblings, &holds, &holds)
    }

    /// As `applies`, where not everything is known: `may` says which circumstances can hold, and `surely` which do.
    pub(super) fn applies_unless(
        &self,
        siblings: &[ClockRule],
        may: impl Fn(&When) -> bool,
        surely: impl Fn(&When) -> bool,
    ) -> bool {
        may(&self.when) && !self.taking_its_place(siblings).any(|rule| surely(&rule.when))
    }

    /// The rules of its name that run in its place if their circumstances hold: those before it or, for one that names
    /// no circumstances, all others. An aim goes by the name of its clock, and stands before it.
    pub fn taking_its_place<'r>(&self, siblings: &'r [ClockRule]) -> impl Iterator<Item = &'r ClockRule> {
        let name = self.aim_of.clone().unwrap_or_else(|| self.id.clone());
        let own = if self.when == When::default() { None } else { siblings.iter().position(|one| one == self) };
        let before = &siblings[..own.unwrap_or(siblings.len())];
        before.iter().filter(move |rule| rule.id == name && rule.when != When::default())
    }
}

impl Policy {
    /// The stage, if it has a clock of this name.
    pub fn stage_with_clock(&self, stage: Option<&StageId>, clock: &ClockId) -> Option<&Stage> {
        stage.and_then(|id| self.stage(id)).filter(|stage| stage.clocks.iter().any(|rule| rule.id == *clock))
    }

    /// Of several clocks of one name those that never run, each with the ones before it: wherever its circumstances
    /// hold, those of one of these do.
    pub fn clocks_never_running<'p>(&'p self, clocks: &'p [ClockRule]) -> Vec<(&'p ClockRule, Vec<&'p ClockRule>)> {
        let conditional = clocks.iter().filter(|rule| rule.when != When::default() && rule.aim_of.is_none());
        let never = conditional.filter_map(|rule| {
            let before: Vec<&ClockRule> = rule.taking_its_place(clocks).filter(|one| self.tells(&one.when)).collect();
            let variants = self.variants_by(before.iter().map(|one| &one.when).chain([&rule.when]));
            let mut there =
                variants.iter().map(Variant::facts).filter(|facts| rule.when.holds_as_raised(facts)).peekable();
            let hidden = there.peek().is_some()
                && there.all(|facts| before.iter().any(|one| one.when.surely_holds(&facts) || one.when == rule.when));
            hidden.then_some((rule, before))
        });
        never.collect()
    }

    /// Whether the variants, which have one category and one value of a field each, show where these circumstances hold.
    fn tells(&self, when: &When) -> bool {
        let excluded = when.parts().into_iter().flat_map(|part| &part.none).flat_map(When::parts);
        !{ excluded }.any(|part| {
            !part.raised.categories.is_empty() || part.raised.fields.iter().any(|(name, _)| self.takes_several(name))
        })
    }
}
