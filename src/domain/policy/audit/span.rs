//! How many working days stages of a protocol take together, where the file gives figures. A stage takes as long as the
//! last of its clocks; clocks that start one another follow one another. If limits depend on circumstances, it is the
//! longest that a dispute can take.

use crate::domain::limit::Limit;
use crate::domain::policy::variants::Variant;
use crate::domain::policy::{
    ClockId, ClockRule, EndsOn, LimitRule, Policy, Responders, Stage, StageId, StartsOn, When, Whose,
};

/// The length of stages, one after another, in working days.
#[derive(Debug, Default)]
pub struct Span {
    pub days: u32,
    /// What all extensions with a ceiling would add.
    pub extensions: u32,
    /// Formal stages that no figure is given for.
    pub untimed: Vec<StageId>,
    /// The circumstances under which it takes this long; empty if the limits depend on none.
    under: String,
    parts: Vec<(StageId, u32)>,
    ends: Vec<End>,
}

/// When a clock of a stage ends, in working days from the beginning of the first stage.
#[derive(Debug)]
struct End {
    stage: StageId,
    clock: ClockId,
    /// Its place among the clocks of the stage: several may have one name.
    place: usize,
    until: Vec<EndsOn>,
    day: u32,
}

impl Span {
    /// The length of the formal stages.
    pub fn of_formal(policy: &Policy) -> Span {
        Span::of(policy, &policy.stages.iter().filter(|stage| stage.is_formal()).collect::<Vec<_>>())
    }

    /// The longest way through these stages: where the ladder branches, only one of the branches is taken.
    pub fn of(policy: &Policy, stages: &[&Stage]) -> Span {
        Span::longest(policy, stages, None)
    }

    /// The same as far as it concerns a total: under the circumstances in which that runs, and without what counts from
    /// something that meets it.
    pub fn under(policy: &Policy, stages: &[&Stage], total: &ClockRule) -> Span {
        Span::longest(policy, stages, Some(total))
    }

    fn longest(policy: &Policy, stages: &[&Stage], total: Option<&ClockRule>) -> Span {
        let on_way = |way: &Vec<usize>| -> Vec<&Stage> {
            stages.iter().copied().filter(|stage| way.iter().any(|at| policy.stages[*at].id == stage.id)).collect()
        };
        let spans = policy.stage_paths().into_iter().map(|way| Span::along(policy, &on_way(&way), total));
        // Of several that take equally long, the first.
        spans.reduce(|longest, next| if next.days > longest.days { next } else { longest }).unwrap_or_default()
    }

    /// The longest that these stages take one after another, under whatever circumstances the limits depend on.
    fn along(policy: &Policy, stages: &[&Stage], total: Option<&ClockRule>) -> Span {
        let of_clocks = stages.iter().flat_map(|stage| &stage.clocks).map(|rule| &rule.when);
        let of_chains = stages.iter().filter(|stage| matches!(stage.responders, Responders::Chain(_)));
        let of_chains = of_chains.flat_map(|stage| &stage.only_when).filter(|one| !one.copy).map(|one| &one.when);
        let of_total = total.map(|total| &total.when);
        let variants = policy.variants_by(of_clocks.chain(of_chains).chain(of_total));
        let runs = |variant: &&Variant| total.is_none_or(|total| policy.runs_beside(total, &variant.facts()));
        let before_the_end = |rule: &&ClockRule, stage: &Stage| {
            !total.is_some_and(|total| counts_from_what_meets(rule, total) && decides_for(stage, rule, total))
        };
        let spans = variants.iter().filter(runs).map(|variant| {
            let mut span = Span { under: variant.in_words(), ..Span::default() };
            for stage in stages {
                let running = policy.clocks_for(stage, &variant.facts()).into_iter();
                let running = running.filter(|rule| before_the_end(rule, stage)).collect();
                span.add(stage, running, policy.turns_for(stage, &variant.facts()));
            }
            span
        });
        let spans: Vec<Span> = spans.collect();
        let Some(most) = spans.iter().map(|span| span.days).max() else {
            let mut span = Span::default();
            for stage in stages {
                let turns = if let Responders::Chain(roles) = &stage.responders { roles.len() } else { 1 };
                span.add(stage, stage.clocks.iter().filter(|rule| before_the_end(rule, stage)).collect(), turns);
            }
            return span;
        };
        // Of several that take equally long the first is named; if all do, none is.
        let conditional = total.is_some_and(|total| total.when != When::default());
        let differs = conditional || spans.iter().any(|span| span.days != most);
        let longest = spans.into_iter().find(|span| span.days == most).unwrap_or_default();
        Span { under: if differs { longest.under } else { String::new() }, ..longest }
    }

    /// The stages with their days, and the circumstances under which they take so long.
    pub fn in_words(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(stage, days)| format!("`{stage}` {days}")).collect();
        let under = if self.under.is_empty() { String::new() } else { format!(", where {}", self.under) };
        format!("{}{under}", parts.join(", "))
    }

    fn add(&mut self, stage: &Stage, running: Vec<&ClockRule>, turns: usize) {
        let begin = self.days;
        let counted = |clock: &&ClockRule| {
            clock.strength.binds() && length(clock).is_some() && !clock.starts_at_the_end() && clock.repeats.is_none()
        };
        let clocks: Vec<&ClockRule> = running.into_iter().filter(counted).collect();
        if clocks.is_empty() {
            self.untimed.push(stage.id.clone());
            return;
        }
        // Clocks may be listed before those they start from, so it can take as many rounds as there are clocks to
        // settle them.
        for _ in &clocks {
            for (place, clock) in clocks.iter().enumerate() {
                let day = self.start(clock, stage, begin) + length(clock).unwrap_or_default();
                self.ends.retain(|end| (&end.stage, end.place) != (&stage.id, place));
                let (stage, clock_id) = (stage.id.clone(), clock.id.clone());
                self.ends.push(End { stage, clock: clock_id, place, until: clock.until.clone(), day });
            }
        }
        let last = self.ends.iter().filter(|end| end.stage == stage.id).map(|end| end.day).max();
        // Each person of a chain has the full time of the stage.
        let turns = u32::try_from(turns).unwrap_or(1).max(1);
        self.days = begin + last.unwrap_or(begin).saturating_sub(begin) * turns;
        self.parts.push((stage.id.clone(), self.days - begin));
        let more = clocks.iter().filter_map(|clock| {
            let extension = clock.extension.as_ref()?;
            Some(extension.at_most.as_ref()?.in_working_days().saturating_mul(extension.times?))
        });
        self.extensions = self.extensions.saturating_add(more.max().unwrap_or_default());
    }

    /// The day on which an earlier stage began; `None` if it isn't among those counted.
    fn days_before(&self, stage: &StageId) -> Option<u32> {
        let at = self.parts.iter().position(|(id, _)| id == stage)?;
        Some(self.parts[..at].iter().map(|(_, days)| days).sum())
    }

    /// The day on which a clock starts: by the first of its starts that has a day, or else when the stage begins.
    fn start(&self, clock: &ClockRule, stage: &Stage, begin: u32) -> u32 {
        let met = |of: &StageId, by: &dyn Fn(&EndsOn) -> bool| {
            let ends = self.ends.iter().filter(|end| end.stage == *of && end.clock != clock.id);
            ends.filter(|end| end.until.iter().any(by)).map(|end| end.day).max()
        };
        let day = clock.from.iter().find_map(|start| match start {
            StartsOn::Duty { duty, stage: of } => {
                let of = of.as_ref().unwrap_or(&stage.id);
                met(of, &|end| matches!(end, EndsOn::Duty(waited) if waited == duty))
            }
            StartsOn::Entered { stage: of } => self.days_before(of),
            StartsOn::Left { stage: of } => self.days_before(of).and_then(|day| {
                let part = self.parts.iter().find(|(id, _)| id == of)?;
                Some(day + part.1)
            }),
            StartsOn::Meeting => met(&stage.id, &|end| *end == EndsOn::Meeting),
            StartsOn::Answered => met(&stage.id, &|end| *end == EndsOn::Answered),
            StartsOn::Decided => met(&stage.id, &|end| *end == EndsOn::Decided),
            StartsOn::Agreed => met(&stage.id, &|end| [EndsOn::Agreed, EndsOn::Answered].contains(end)),
            StartsOn::Due { clock: other } | StartsOn::Lapsed { clock: other } => {
                let ends = self.ends.iter().filter(|end| end.stage == stage.id && end.clock == *other);
                ends.map(|end| end.day).max()
            }
            StartsOn::Raised
            | StartsOn::Aware
            | StartsOn::Arose
            | StartsOn::StageEntered
            | StartsOn::FormalEntered
            | StartsOn::ActionMissed
            | StartsOn::Review
            | StartsOn::NextReview
            | StartsOn::Referred
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed => Some(begin),
        });
        day.unwrap_or(begin)
    }
}

/// Whether a clock counts from something that meets a total: the decision, if that is over with it.
fn counts_from_what_meets(rule: &ClockRule, total: &ClockRule) -> bool {
    let end = match rule.from.first() {
        Some(StartsOn::Decided) => EndsOn::Decided,
        Some(StartsOn::Answered) => EndsOn::Answered,
        Some(StartsOn::Agreed) => EndsOn::Agreed,
        Some(StartsOn::Meeting) => EndsOn::Meeting,
        Some(StartsOn::Referred) => EndsOn::Referred,
        Some(StartsOn::Duty { duty, .. }) => EndsOn::Duty(duty.clone()),
        Some(
            StartsOn::Raised
            | StartsOn::Aware
            | StartsOn::Arose
            | StartsOn::StageEntered
            | StartsOn::FormalEntered
            | StartsOn::Entered { .. }
            | StartsOn::Left { .. }
            | StartsOn::Due { .. }
            | StartsOn::Lapsed { .. }
            | StartsOn::ActionMissed
            | StartsOn::Review
            | StartsOn::NextReview
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed,
        )
        | None => return false,
    };
    total.until.contains(&end)
}

/// Whether a decision that a clock counts from, if it does, is one that the total waits for: a total of a role waits for
/// the decision of the stage that asks this role.
fn decides_for(stage: &Stage, rule: &ClockRule, total: &ClockRule) -> bool {
    let Whose::Role(role) = &total.whose else { return true };
    let decides = |clock: &ClockRule| {
        clock.until.contains(&EndsOn::Decided)
            && match &clock.whose {
                Whose::Role(one) => one == role,
                Whose::Responder => stage.responders.roles().contains(role),
                Whose::Owner | Whose::Raiser => false,
            }
    };
    rule.from.first() != Some(&StartsOn::Decided) || stage.clocks.iter().any(decides)
}

/// The limit in working days, or the most that may be agreed; `None` if the file gives no figure.
fn length(clock: &ClockRule) -> Option<u32> {
    match &clock.limit {
        LimitRule::Fixed(limit) => Some(limit.in_working_days()),
        LimitRule::Agreed { fallback, ceiling } => ceiling.as_ref().or(fallback.as_ref()).map(Limit::in_working_days),
    }
}
