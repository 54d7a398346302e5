//! Warns of what rests on something that no step asks for.

use super::{place, place_of_clock};
use crate::domain::policy::{
    Ask, Asked, ClockRule, DayGiven, Fact, FieldId, Policy, StartsOn, Step, Strength, Verb, When,
};
use crate::store::policy_file::reader::Reader;
use crate::store::policy_file::references::NameKind;

/// Warns of a rule of entry that depends on a field nobody is asked for before: it applies only if somebody gives the
/// field of their own accord.
pub fn entry_on_what_nobody_asks(reader: &Reader, policy: &Policy) {
    let raise = |step: &Step| step.verb == Verb::Raise;
    let asked = |field: &FieldId| {
        let is_field = |ask: &Ask| matches!(&ask.ask, Asked::Field(name) if name == field);
        policy.asks.iter().any(|ask| is_field(ask) && ask.before.iter().any(raise))
    };
    let formal = policy.entry.formal_when.iter().map(|rule| &rule.when);
    let whens = policy.entry.rules.iter().map(|rule| &rule.when).chain(formal).flat_map(When::parts);
    let mut fields: Vec<&FieldId> = whens.flat_map(|when| when.raised.fields.iter().map(|(name, _)| name)).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields.into_iter().filter(|field| !asked(field)) {
        let message = format!("where a dispute starts rests on `{field}`, and nothing asks for it when one is raised");
        let hint = format!("ask for it, as in `asks: [{{ask: {field}, before: raise}}]`");
        reader.warn(place(reader, NameKind::Field, field.as_str()), "entry-never-asked", message, Some(hint));
    }
}

/// Warns of a clock that counts from a date nobody is asked for: it starts only if somebody gives the date of their own
/// accord.
pub fn dates_never_asked_for(reader: &Reader, policy: &Policy, clocks: &[ClockRule], within: &str) {
    let asked = |fact: &Fact| {
        let raise = |step: &Step| step.verb == Verb::Raise;
        policy.asks.iter().any(|ask| ask.ask == Asked::Fact(*fact) && ask.before.iter().any(raise))
    };
    for clock in clocks {
        let given = |start: &StartsOn| start.day_given().map(DayGiven::fact);
        let Some(facts) = clock.from.iter().map(given).collect::<Option<Vec<Fact>>>() else { continue };
        let Some(first) = facts.first().filter(|_| !facts.iter().any(asked)) else { continue };
        let first = first.flag();
        let place = place_of_clock(reader, within, clocks, clock);
        let message =
            format!("nothing asks for the date that `{}` counts from: without `--{first}` it never starts", clock.id);
        let hint = format!(
            "ask for it, as in `asks: [{{ask: {first}, before: raise, enforce: warn}}]`, or add another start to `from`"
        );
        reader.warn(place, "date-never-asked", message, Some(hint));
    }
}

/// Warns of a hard limit that applies only with a value of a field, or only for some categories, if no step asks for
/// these and no other clock of that name applies instead: left unsaid, it is lost. Where `when` names them under `any`
/// or `none`, the limit doesn't rest on them alone.
pub fn limits_on_what_nobody_asks(reader: &Reader, policy: &Policy, clocks: &[ClockRule], within: &str) {
    let asked = |word: &str| policy.asks.iter().any(|ask| ask.ask.word() == word);
    let alone = |clock: &&ClockRule| clocks.iter().filter(|other| other.id == clock.id).count() == 1;
    for clock in clocks.iter().filter(|clock| clock.strength == Strength::Hard).filter(alone) {
        for (field, given_with) in rests_on(&clock.when).into_iter().filter(|(word, _)| !asked(word)) {
            let message = format!(
                "nothing asks for `{field}`, and `{}` applies only with a value of it: without `{given_with}` it never \
                 starts",
                clock.id
            );
            let hint = format!("ask for it, as in `asks: [{{ask: {field}, before: raise, enforce: warn}}]`");
            reader.warn(place_of_clock(reader, within, clocks, clock), "limit-never-asked", message, Some(hint));
        }
    }
}

/// The fields and facts of raising that circumstances turn on, each with the flag that gives it. A department, and
/// whether it is urgent, are said where they matter, and unsaid otherwise.
fn rests_on(when: &When) -> Vec<(&str, String)> {
    let facts = [
        (Fact::Category, !when.raised.categories.is_empty()),
        (Fact::ImpactLevel, !when.raised.impact_levels.is_empty()),
        (Fact::DecidedBy, !when.raised.decided_by.is_empty()),
    ];
    let facts =
        facts.into_iter().filter(|(_, named)| *named).map(|(fact, _)| (fact.word(), format!("--{}", fact.flag())));
    let fields = when.raised.fields.iter().map(|(field, _)| (field.as_str(), format!("--field {field}=…")));
    fields.chain(facts).collect()
}
