//! Asks a person about a requirement that is not met: was it done, can it be given now, or should it be overridden?

use super::interview::{day, unless_gone_back};
use crate::cli::answers::literal;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::question::Requirement;
use crate::domain::policy::{Asked, Fact};
use crate::domain::steps::{NotMet, Remedy};
use crate::domain::time::parse_when;
use crate::render::clean;

impl Context {
    /// Asks how to deal with a requirement that is not met; false if nobody can be asked.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts, goes back or stops.
    pub(super) fn ask_past(&mut self, requirement: &Requirement) -> Result<bool, Failure> {
        let Requirement { not_met, .. } = requirement;
        let clause = not_met.source.as_ref().map(|source| clean::line(&format!(" ({source})"))).unwrap_or_default();
        if !self.console.has_person() {
            return Ok(false);
        }
        // If the question is whether it was done, it needn't be said that nobody has confirmed it.
        let text = if not_met.remedy == Remedy::CONFIRM { not_met.what.clone() } else { not_met.text() };
        self.console.note(&format!("{}{clause}", clean::line(&text)));
        if let Some(command) = not_met.remedy.command() {
            self.console.note(&command);
        }
        let (asked, first): (&str, &[Past]) = match &not_met.remedy {
            // A step of another day is no step of today, and what comes before it wasn't done today either.
            Remedy::Confirm { .. } if self.answers.is_dated() => {
                ("Was it done?", &[Past::DoneThatDay, Past::DoneOnAnotherDay])
            }
            Remedy::Confirm { .. } => ("Was it done?", &[Past::DoneToday, Past::DoneOnAnotherDay]),
            Remedy::Give(_) => ("What now?", &[Past::Given]),
            Remedy::Correct { .. } | Remedy::AddAction { .. } | Remedy::CloseAction { .. } | Remedy::Override => {
                ("What now?", &[])
            }
        };
        // What was done before a step, and what is agreed with it, depends on the day of the step.
        let depends = match &not_met.remedy {
            Remedy::Confirm { .. } => true,
            Remedy::Give(asked) => *asked == Asked::Fact(Fact::RespondBy),
            Remedy::Correct { .. } | Remedy::AddAction { .. } | Remedy::CloseAction { .. } | Remedy::Override => false,
        };
        let dated = (depends && self.answers.may_be_dated()).then_some(Past::StepOnAnotherDay);
        let ways: Vec<Past> = first.iter().copied().chain([Past::Override]).chain(dated).chain([Past::Stop]).collect();
        let options: Vec<String> = ways.iter().map(|way| way.words(not_met).to_string()).collect();
        loop {
            let Some(person) = self.console.person() else { return Ok(false) };
            // There is no usual choice, so that pressing Enter too often neither confirms anything nor throws it all away.
            let chosen = unless_gone_back(person.choose(asked, &options, None))?;
            let Some(chosen) = chosen else { return self.go_back() };
            let way = ways.get(chosen).copied().unwrap_or(Past::Stop);
            // Going back from a detail leads back to this choice.
            if self.take(way, requirement)? {
                return Ok(true);
            }
        }
    }

    /// Forgets what was confirmed as done today if the step is given another day.
    pub fn forget_done_today(&mut self, day: &str) {
        let now = self.now();
        let is_today = parse_when(day, now).is_ok_and(|moment| moment.date() == now.date());
        if !is_today && self.answers.forget_done_today() {
            self.console
                .note("You have changed the day of this step, so please say again when each of these was done.");
        }
    }

    /// Deals with a requirement in this way; false if the person goes back.
    fn take(&mut self, way: Past, requirement: &Requirement) -> Result<bool, Failure> {
        let Requirement { not_met, answer } = requirement;
        let now = self.now();
        let passed = self.answers.former("--override-rule");
        let former = passed.iter().filter_map(|passed| passed.strip_prefix(&format!("{}=", not_met.rule)));
        let former = former.map(str::to_string).collect();
        let Some(person) = self.console.person() else { return Ok(false) };
        let (flag, text) = match way {
            Past::DoneToday => ("--confirm", Some("=today".to_string())),
            Past::DoneThatDay => ("--confirm", Some(String::new())),
            Past::DoneOnAnotherDay => {
                ("--confirm", unless_gone_back(day(person, "When?", now))?.map(|day| format!("={day}")))
            }
            Past::Override => {
                person.begin_with(former);
                let why = unless_gone_back(person.needed("Why go on without it?"))?;
                ("--override-rule", why.map(|why| format!("={}", literal(why))))
            }
            Past::StepOnAnotherDay => {
                let day = unless_gone_back(day(person, "On which day?", now))?;
                if let Some(day) = &day {
                    self.forget_done_today(day);
                    self.answers.keep("--on", day);
                }
                return Ok(day.is_some());
            }
            Past::Given => match answer {
                Some(answer) => return Ok(self.put(answer)?.unwrap_or(false)),
                None => return Ok(false),
            },
            Past::Stop => {
                return match unless_gone_back(person.agrees("Stop, and write nothing?", false))? {
                    Some(true) => Err(Failure::stopped()),
                    Some(false) | None => Ok(false),
                };
            }
        };
        if let Some(text) = &text {
            self.answers.keep(flag, format!("{}{text}", not_met.rule));
        }
        Ok(text.is_some())
    }
}

/// The ways to deal with a requirement that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Past {
    DoneToday,
    /// On the day of the step, which is not today.
    DoneThatDay,
    DoneOnAnotherDay,
    Given,
    Override,
    /// The step itself was taken on another day, which is said first.
    StepOnAnotherDay,
    Stop,
}

impl Past {
    fn words(self, not_met: &NotMet) -> &'static str {
        match self {
            Past::DoneToday => "It was done today",
            Past::DoneThatDay => "It was done on the same day",
            Past::DoneOnAnotherDay => "It was done on another day",
            Past::Given => match &not_met.remedy {
                Remedy::Give(Asked::Fact(Fact::Actions)) => "Add an action now",
                Remedy::Give(Asked::Fact(Fact::Reason)) => "Give the reason now",
                Remedy::Give(_)
                | Remedy::Confirm { .. }
                | Remedy::Correct { .. }
                | Remedy::AddAction { .. }
                | Remedy::CloseAction { .. }
                | Remedy::Override => "Give it now",
            },
            Past::Override => "Go on without it, and say why",
            Past::StepOnAnotherDay => "Wait: this step didn't happen today (give the day first)",
            Past::Stop => "Stop: write nothing",
        }
    }
}
