//! The circumstances that make a difference to a protocol's clocks, each as a dispute that could be raised: with one
//! priority, with another, with none. For each it can be asked which clocks run, and whether any does.

use super::when::{AtRaising, Later};
use super::{
    Ask, Asked, CaseType, CategoryId, Circumstances, ClockRule, EndsOn, Enforce, Fact, Policy, Responders, Stage, Verb,
    When,
};
use crate::domain::event::Raised;
use crate::domain::policy::{FieldId, ImpactLevel, RoleId};
use crate::domain::same_name::is_same;
use crate::domain::text::{each_once, list};
use crate::domain::worded::Worded;

/// The most variants that are worked out: more than any protocol tells apart.
const MOST: usize = 2000;

/// Stands for any department or agency that no rule names.
const SOME_SERVICE: &str = "another service";

/// One set of circumstances.
#[derive(Debug, Clone, Default)]
pub struct Variant {
    raised: Raised,
    /// What sets it apart, as in "`priority` is `urgent`".
    said: Vec<String>,
}

impl Variant {
    /// The facts that conditions are checked against.
    pub fn facts(&self) -> Circumstances<'_> {
        Circumstances::at_raising(&self.raised)
    }

    /// In words; empty if no circumstance makes a difference.
    pub fn in_words(&self) -> String {
        list(&self.said, "and")
    }
}

impl When {
    /// Whether it depends on anything that is only known after the dispute is raised.
    fn depends_on_later_facts(&self) -> bool {
        self.parts().iter().any(|when| when.later != Later::default())
    }

    /// Whether the circumstances hold, as far as is known when a dispute is raised.
    pub(super) fn holds_as_raised(&self, facts: &Circumstances<'_>) -> bool {
        self.at_raising().holds(facts)
    }

    /// Whether they hold whatever comes later.
    pub(super) fn surely_holds(&self, facts: &Circumstances<'_>) -> bool {
        !self.depends_on_later_facts() && self.holds(facts)
    }

    /// The circumstances as far as they are known when a dispute is raised; anything that comes later counts as
    /// possible.
    fn at_raising(&self) -> When {
        let any = if self.any.iter().any(When::depends_on_later_facts) { Vec::new() } else { self.any.clone() };
        let none = self.none.iter().filter(|when| !when.depends_on_later_facts()).cloned().collect();
        When { raised: self.raised.clone(), later: Later::default(), any, none }
    }
}

impl Policy {
    /// Whether a clock beside the stages runs under some circumstances.
    pub fn runs_beside(&self, rule: &ClockRule, circumstances: &Circumstances<'_>) -> bool {
        rule.applies_unless(
            &self.clocks,
            |when| when.holds_as_raised(circumstances),
            |when| when.surely_holds(circumstances),
        )
    }

    /// How many people of a stage's chain are asked under some circumstances; 1 if it has no chain.
    pub fn turns_for(&self, stage: &Stage, circumstances: &Circumstances<'_>) -> usize {
        let Responders::Chain(roles) = &stage.responders else { return 1 };
        let asked = |role: &&RoleId| {
            let mut only = stage.only_when.iter().filter(|one| one.role == **role && !one.copy);
            only.all(|one| one.when.holds_as_raised(circumstances))
        };
        roles.iter().filter(asked).count().max(1)
    }

    /// Which of a stage's clocks run under some circumstances.
    pub fn clocks_for<'p>(&'p self, stage: &'p Stage, facts: &Circumstances<'_>) -> Vec<&'p ClockRule> {
        let (may, surely) = (|when: &When| when.holds_as_raised(facts), |when: &When| when.surely_holds(facts));
        stage.clocks.iter().filter(|rule| rule.applies_unless(&stage.clocks, may, surely)).collect()
    }

    /// Binding clocks of a stage that don't run under these circumstances although one might expect it: because each
    /// rule of that name waits for other circumstances, or because no binding clock of the stage runs. Each name once.
    pub fn clocks_not_running<'p>(&'p self, stage: &'p Stage, facts: &Circumstances<'_>) -> Vec<&'p ClockRule> {
        let running = self.clocks_for(stage, facts);
        let nothing_else = !running.iter().any(|rule| rule.strength.binds());
        let named = |rule: &&ClockRule| stage.clocks.iter().filter(|other| other.id == rule.id).count() > 1;
        let mut left: Vec<&ClockRule> = Vec::new();
        let asked = stage.clocks.iter().filter(|rule| rule.strength.binds() && rule.aim_of.is_none());
        let asked = asked.filter(|rule| !self.waits_for_nothing_owed(stage, rule, facts));
        for rule in asked {
            let runs = running.iter().any(|one| one.id == rule.id);
            if !runs && (named(&rule) || nothing_else) && left.iter().all(|one| one.id != rule.id) {
                left.push(rule);
            }
        }
        left
    }

    /// Whether a clock waits for nothing but a meeting and duties that are not called for in these circumstances.
    fn waits_for_nothing_owed(&self, stage: &Stage, rule: &ClockRule, facts: &Circumstances<'_>) -> bool {
        let not_owed = |end: &EndsOn| match end {
            EndsOn::Meeting => stage.meeting.as_ref().is_some_and(|meeting| !meeting.when.holds_as_raised(facts)),
            EndsOn::Duty(id) => {
                let mut here = self.duties.iter().filter(|duty| duty.id == *id && duty.stages.contains(&stage.id));
                here.clone().next().is_some() && here.all(|duty| !duty.when.holds_as_raised(facts))
            }
            EndsOn::Raised
            | EndsOn::Answered
            | EndsOn::Agreed
            | EndsOn::Resolved
            | EndsOn::ActionsDone
            | EndsOn::Decided
            | EndsOn::Referred
            | EndsOn::Escalated => false,
        };
        rule.until.iter().all(not_owed)
    }

    /// The circumstances that make a difference to the clocks of these stages, without those that can't occur; empty if
    /// there are more than `MOST`.
    pub fn variants_of<'p>(&'p self, stages: impl Iterator<Item = &'p Stage>) -> Vec<Variant> {
        self.variants_by(stages.flat_map(|stage| &stage.clocks).map(|rule| &rule.when))
    }

    /// As `variants_of`, for any conditions.
    pub fn variants_by<'p>(&'p self, whens: impl Iterator<Item = &'p When>) -> Vec<Variant> {
        let whens: Vec<&When> = whens.flat_map(When::parts).collect();
        let mut variants = vec![Variant::default()];
        for options in self.options_by_circumstance(&whens) {
            variants = variants
                .iter()
                .flat_map(|variant| options.iter().map(move |option| with(variant, option)))
                .take(MOST + 1)
                .collect();
            if variants.len() > MOST {
                return Vec::new();
            }
        }
        variants
    }

    /// For each circumstance that is mentioned, the values it can take.
    fn options_by_circumstance(&self, whens: &[&When]) -> Vec<Vec<Circumstance>> {
        let mut all: Vec<Vec<Circumstance>> = Vec::new();
        for field in &self.fields {
            let wanted = whens.iter().flat_map(|when| &when.raised.fields).filter(|(name, _)| *name == field.id);
            let wanted: Vec<&Vec<String>> = wanted.map(|(_, values)| values).collect();
            if wanted.is_empty() {
                continue;
            }
            let mut values: Vec<String> = if field.values.is_empty() {
                wanted.into_iter().flatten().cloned().collect()
            } else {
                field.values.clone()
            };
            values.sort();
            values.dedup();
            let mut facts: Vec<Circumstance> =
                values.into_iter().map(|value| Circumstance::Field(field.id.clone(), Some(value))).collect();
            facts.extend(
                self.may_be_left_out(&Asked::Field(field.id.clone()))
                    .then(|| Circumstance::Field(field.id.clone(), None)),
            );
            all.push(facts);
        }
        let Mentioned { impact_levels, case_types, categories, decided_by, raised_by, immediate, services } =
            Mentioned::by(whens.iter().copied());
        let optional = |fact: Fact| self.may_be_left_out(&Asked::Fact(fact));
        if impact_levels {
            let levels = ImpactLevel::ALL.iter().copied().map(Some);
            let absent = optional(Fact::ImpactLevel).then_some(None);
            all.push(levels.chain(absent).map(Circumstance::Level).collect());
        }
        if immediate {
            let absent = optional(Fact::Immediate).then_some(None);
            all.push([Some(true), Some(false)].into_iter().chain(absent).map(Circumstance::Immediate).collect());
        }
        if let Some(named) = services {
            let none = optional(Fact::Subject).then_some(None);
            let services = named.into_iter().chain([SOME_SERVICE.to_owned()]).map(Some).chain(none);
            all.push(services.map(Circumstance::Service).collect());
        }
        if case_types {
            all.push(self.covers.iter().map(|case| Circumstance::Case(*case)).collect());
        }
        if !categories.is_empty() {
            let other = categories.len() < self.categories.len() || optional(Fact::Category);
            let categories = categories.into_iter().map(Some).chain(other.then_some(None));
            all.push(categories.map(Circumstance::Category).collect());
        }
        if !decided_by.is_empty() {
            all.push(decided_by.into_iter().map(Some).chain([None]).map(Circumstance::DecidedBy).collect());
        }
        if raised_by {
            all.push(self.raisers.iter().cloned().map(Circumstance::RaisedBy).collect());
        }
        all
    }

    /// Whether a dispute can be raised without this answer and without an override.
    fn may_be_left_out(&self, asked: &Asked) -> bool {
        let whenever = |one: &Ask| {
            one.before.iter().any(|step| step.verb == Verb::Raise && step.stage.is_none())
                && one.when == When::default()
        };
        !self.asks.iter().any(|one| one.ask == *asked && one.enforce == Enforce::Refuse && whenever(one))
    }
}

/// Which facts known on raising some circumstances depend on, except the fields that a protocol declares.
#[derive(Default)]
struct Mentioned {
    impact_levels: bool,
    case_types: bool,
    categories: Vec<CategoryId>,
    decided_by: Vec<RoleId>,
    raised_by: bool,
    immediate: bool,
    /// The departments and agencies that are named, each once; `None` if it doesn't matter whether one is concerned.
    services: Option<Vec<String>>,
}

impl Mentioned {
    fn by<'w>(whens: impl IntoIterator<Item = &'w When>) -> Mentioned {
        let mut all = Mentioned::default();
        for when in whens {
            // Every field is named, so that a new one is not forgotten. `whens` also holds those nested in `any` and
            // `none`.
            let AtRaising {
                immediate,
                other_service,
                impact_levels,
                case_types,
                categories,
                decided_by,
                raised_by,
                fields: _,
                subjects,
            } = &when.raised;
            all.impact_levels |= !impact_levels.is_empty();
            all.case_types |= !case_types.is_empty();
            all.categories.extend(categories.iter().cloned());
            all.decided_by.extend(decided_by.iter().cloned());
            all.raised_by |= !raised_by.is_empty();
            all.immediate |= immediate.is_some();
            if other_service.is_some() || !subjects.is_empty() {
                let services = all.services.get_or_insert_default();
                for subject in subjects {
                    if !services.iter().any(|known| is_same(known, subject)) {
                        services.push(subject.clone());
                    }
                }
            }
        }
        all.categories.sort();
        all.categories.dedup();
        all.decided_by.sort();
        all.decided_by.dedup();
        all
    }
}

/// In words, what a dispute has for the circumstances that these clocks depend on.
pub fn as_it_is(rules: &[&ClockRule], facts: &Circumstances<'_>) -> String {
    let Circumstances { raised, fields, .. } = facts;
    let whens = || rules.iter().flat_map(|rule| rule.when.parts());
    let names = each_once(whens().flat_map(|when| &when.raised.fields).map(|(name, _)| name));
    let mut all: Vec<Circumstance> =
        names.into_iter().map(|name| Circumstance::Field(name.clone(), fields.get(name).cloned())).collect();
    let Mentioned { impact_levels, case_types, categories, decided_by, raised_by, immediate, services } =
        Mentioned::by(whens());
    let mut add = |asked: bool, fact: Circumstance| all.extend(asked.then_some(fact));
    add(impact_levels, Circumstance::Level(raised.impact_level));
    add(immediate, Circumstance::Immediate(raised.immediate));
    add(services.is_some(), Circumstance::Service(raised.other_service().map(str::to_owned)));
    add(!categories.is_empty(), Circumstance::Category(None));
    add(!decided_by.is_empty(), Circumstance::DecidedBy(None));
    if let Some(case) = raised.case_type {
        add(case_types, Circumstance::Case(case));
    }
    add(raised_by, Circumstance::RaisedBy(raised.by_role.clone()));
    let said: Vec<String> = all.iter().map(Circumstance::in_words).collect();
    list(&said, "and")
}

/// One circumstance with one of its values.
#[derive(Debug, Clone)]
enum Circumstance {
    Field(FieldId, Option<String>),
    Level(Option<ImpactLevel>),
    Immediate(Option<bool>),
    /// The department or agency it is about, or `SOME_SERVICE` for any that no rule names; `None` if it is about no
    /// other.
    Service(Option<String>),
    Case(CaseType),
    Category(Option<CategoryId>),
    DecidedBy(Option<RoleId>),
    RaisedBy(RoleId),
}

fn with(variant: &Variant, fact: &Circumstance) -> Variant {
    let Variant { mut raised, mut said } = variant.clone();
    said.push(fact.in_words());
    match fact.clone() {
        Circumstance::Field(name, value) => raised.fields.extend(value.map(|value| (name, value))),
        Circumstance::Level(level) => raised.impact_level = level,
        Circumstance::Immediate(immediate) => raised.immediate = immediate,
        Circumstance::Service(service) => raised.subject = service,
        Circumstance::Case(case) => raised.case_type = Some(case),
        Circumstance::Category(category) => raised.categories.extend(category),
        Circumstance::DecidedBy(role) => raised.decided_by = role,
        Circumstance::RaisedBy(role) => raised.by_role = role,
    }
    Variant { raised, said }
}

impl Circumstance {
    fn in_words(&self) -> String {
        match self {
            Circumstance::Field(name, Some(value)) => format!("`{name}` is `{value}`"),
            Circumstance::Field(name, None) => format!("`{name}` is not given"),
            Circumstance::Level(Some(level)) => format!("the impact is `{}`", level.word()),
            Circumstance::Level(None) => "`impact-level` is not given".into(),
            Circumstance::Immediate(Some(true)) => "it calls for immediate action".into(),
            Circumstance::Immediate(Some(false)) => "it calls for no immediate action".into(),
            Circumstance::Immediate(None) => "`immediate` is not given".into(),
            Circumstance::Service(Some(name)) if name == SOME_SERVICE => "another service is concerned".into(),
            Circumstance::Service(Some(name)) => format!("it is about `{name}`"),
            Circumstance::Service(None) => "no other service is concerned".into(),
            Circumstance::Case(case) => format!("the case is `{}`", case.word()),
            Circumstance::Category(Some(id)) => format!("the category is `{id}`"),
            Circumstance::Category(None) => "the category is another".into(),
            Circumstance::DecidedBy(Some(role)) => format!("the decision was that of `{role}`"),
            Circumstance::DecidedBy(None) => "the decision was that of another".into(),
            Circumstance::RaisedBy(role) => format!("it was raised by `{role}`"),
        }
    }
}
