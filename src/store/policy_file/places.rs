//! Where a rule of a policy stands in its file. Several rules may have one name, if each has a `when`.

use super::clock::BESIDE;
use super::reader::Reader;
use super::references::NameKind;
use crate::domain::policy::{Ask, ClockId, ClockRule, Duty, Policy, Stage, StartRule};
use crate::store::yaml::Place;

/// The place of a clock among those of its part, which is a stage or `BESIDE`.
pub fn place_of_clock(reader: &Reader, within: &str, clocks: &[ClockRule], clock: &ClockRule) -> Place {
    let references = reader.references.borrow();
    match &clock.id {
        ClockId::Total => references.total,
        ClockId::Raise => references.raise_within,
        ClockId::NeededBy | ClockId::Arranged | ClockId::Extension | ClockId::Action(_) | ClockId::Named(_) => {
            let nth = nth(clocks.iter().filter(|other| other.id == clock.id), clock);
            references.place_of_nth(NameKind::Clock, Some(within), &clock.id.as_str(), nth)
        }
    }
}

/// The same for a clock of this stage, or beside the stages for `None`.
pub fn place_of_clock_in(reader: &Reader, policy: &Policy, stage: Option<&Stage>, clock: &ClockRule) -> Place {
    match stage {
        Some(stage) => place_of_clock(reader, stage.id.as_str(), &stage.clocks, clock),
        None => place_of_clock(reader, BESIDE, &policy.clocks, clock),
    }
}

pub fn place_of_ask(reader: &Reader, policy: &Policy, ask: &Ask) -> Place {
    let nth = nth(policy.asks.iter().filter(|other| other.ask == ask.ask), ask);
    reader.references.borrow().place_of_nth(NameKind::Ask, None, ask.ask.word(), nth)
}

pub fn place_of_entry(reader: &Reader, policy: &Policy, rule: &StartRule) -> Place {
    let nth = nth(policy.entry.rules.iter().filter(|other| other.stage == rule.stage), rule);
    reader.references.borrow().place_of_nth(NameKind::EntryRule, None, rule.stage.as_str(), nth)
}

pub fn place_of_duty(reader: &Reader, duty: &Duty) -> Place {
    let references = reader.references.borrow();
    let within = duty.stages.iter().chain(duty.before.iter().filter_map(|step| step.stage.as_ref()));
    let places = within.map(|stage| references.place_of(NameKind::Duty, Some(stage.as_str()), duty.id.as_str()));
    let beside = references.place_of(NameKind::Duty, None, duty.id.as_str());
    places.chain([beside]).find(|place| place.line > 0).unwrap_or_default()
}

/// Which of those of its name a rule is, in the order of the file.
fn nth<'a, T: PartialEq + 'a>(mut of_that_name: impl Iterator<Item = &'a T>, rule: &T) -> usize {
    of_that_name.position(|other| other == rule).unwrap_or_default()
}
