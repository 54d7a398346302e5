//! A draft message to the person who must answer, judge or do something: what it is about, what is asked for, by when
//! and why on that date, in the words of the protocol. It names the child only by reference.

mod dates;
mod reply;
mod told;

use super::view::ClockView;
use super::{clean, policy, words};
use crate::domain::about::About;
use crate::domain::address::{Addressee, Addresses, EmailAddress};
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::dispute::{AskedFor, Clock, Dispute, Standing, Status};
use crate::domain::inbox::{Task, TaskKind, What, with_note};
use crate::domain::notice::Notice;
use crate::domain::policy::Policy;
use crate::domain::text::in_brackets;
use crate::domain::time::{Moment, describe, describe_at, describe_moment};

/// A message that somebody may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub to: Vec<Recipient>,
    pub cc: Vec<Recipient>,
    pub subject: String,
    /// The body, each paragraph on one line: mail programs break them.
    pub text: String,
}

/// Who a message goes to: their title, and their address if one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub title: String,
    /// The same with the name of the person, if that is on record.
    pub called: String,
    /// Whom an address is kept for: the person, if the name is on record, and not everybody in the role.
    pub whose: String,
    pub address: Option<EmailAddress>,
}

/// What the draft needs besides the notice.
pub struct DraftContext<'a> {
    pub addresses: &'a Addresses,
    pub calendar: &'a Calendar,
    pub now: Moment,
    /// Who signs the message.
    pub sender: &'a str,
}

impl Draft {
    /// Words the message for a notice.
    ///
    /// # Errors
    /// A date that the calendar doesn't reach.
    pub fn of(notice: &Notice<'_>, context: &DraftContext<'_>) -> Result<Draft, BeyondHorizon> {
        let policy = &notice.dispute.policy;
        let recipient = |one: &Addressee| Recipient {
            title: clean::line(one.title(policy)),
            called: clean::line(&one.headed(policy)),
            whose: clean::line(one.greeted(policy)),
            address: context.addresses.of(one, policy).cloned(),
        };
        let clocks = notice.clocks.iter();
        let clocks = clocks.map(|clock| ClockView::explained(notice.dispute, clock, context.now, context.calendar));
        let explained = ExplainedNotice { notice, context, clocks: clocks.collect::<Result<_, _>>()? };
        Ok(Draft {
            to: notice.to.iter().map(recipient).collect(),
            cc: notice.copies.iter().map(recipient).collect(),
            subject: clean::line(&explained.subject()),
            text: clean::block(&explained.text()),
        })
    }

    /// Those without an address.
    pub fn without_address(&self) -> impl Iterator<Item = &Recipient> {
        self.to.iter().chain(&self.cc).filter(|one| one.address.is_none())
    }

    /// The draft as a person reads it before sending it.
    pub fn shown(&self) -> String {
        let names = |all: &[Recipient]| {
            let comma = all.iter().any(|one| one.called.contains(','));
            all.iter().map(Recipient::shown).collect::<Vec<_>>().join(if comma { "; " } else { ", " })
        };
        let cc = if self.cc.is_empty() { String::new() } else { format!("Cc: {}\n", names(&self.cc)) };
        format!("To: {}\n{cc}Subject: {}\n\n{}", names(&self.to), self.subject, self.text)
    }
}

impl Recipient {
    fn shown(&self) -> String {
        match &self.address {
            Some(address) => format!("{} <{address}>", self.called),
            None => format!("{} (no address)", self.called),
        }
    }
}

/// A notice on its way to becoming a draft, with its clocks explained.
struct ExplainedNotice<'a> {
    notice: &'a Notice<'a>,
    context: &'a DraftContext<'a>,
    clocks: Vec<ClockView>,
}

impl ExplainedNotice<'_> {
    fn dispute(&self) -> &Dispute {
        self.notice.dispute
    }

    fn policy(&self) -> &Policy {
        &self.dispute().policy
    }

    /// The clock that the reply has to meet; `None` if no date runs for it.
    fn deadline(&self) -> Option<&ClockView> {
        self.view_of(self.notice.deadline()?)
    }

    fn view_of(&self, clock: &Clock) -> Option<&ClockView> {
        self.clocks.iter().find(|view| view.clock == clock.id && view.due == clock.due)
    }

    fn about(&self) -> String {
        let dispute = self.dispute();
        match dispute.header.child() {
            Some(child) => format!("child {child}"),
            None => words::about(dispute.about()),
        }
    }

    fn subject(&self) -> String {
        let what = match (self.notice.tasks.first().map(Task::what), self.deadline()) {
            (None, _) => self.information(),
            (Some(What::Answer), Some(clock)) if self.asked() == AskedFor::Resolution => match clock.pressing() {
                Some(Standing::Overdue) => format!("was to be resolved by {}", due(clock)),
                Some(Standing::Today) => format!("to be resolved today, {}", due(clock)),
                Some(Standing::Upcoming) | None => format!("to be resolved by {}", due(clock)),
            },
            (Some(what), None) => format!("{} is needed", self.awaited(what)),
            (Some(what), Some(clock)) => is_due(&self.awaited(what), clock),
        };
        let sooner = self.notice.due_before_the_reply().filter(|_| !self.notice.tasks.is_empty());
        let sooner = sooner.and_then(|clock| self.view_of(clock));
        let what = sooner.into_iter().map(|clock| is_due(&format!("“{}”", clock.label), clock)).chain([what]);
        let what = what.collect::<Vec<_>>().join("; ");
        format!(
            "{} {}, {}: {what}",
            words::capital(&self.policy().labels.dispute),
            self.dispute().header.id,
            self.about()
        )
    }

    fn text(&self) -> String {
        let sections = [
            self.opening(),
            self.open_again(),
            self.matter(),
            self.came_here(),
            self.complaint(),
            self.referral(),
            self.why_told(),
            self.asked_for(),
            self.meeting(),
            self.dates(),
            self.protocol(),
            self.reply(),
            self.signature(),
        ];
        sections.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }

    /// The recipient, the dispute, its stage, and what it waits for.
    fn opening(&self) -> Vec<String> {
        let (dispute, policy) = (self.dispute(), self.policy());
        let about = dispute.about();
        let beside = About { child: None, ..about };
        let about = match about.child {
            Some(child) if beside == About::default() => format!("the child with the case reference {child}"),
            Some(child) => format!("the child with the case reference {child}, and {}", words::about(beside)),
            None => words::about(about),
        };
        let stands = match dispute.is_open() {
            true if dispute.status() == Status::Complaint => {
                format!("It has been in the complaints procedure since {}.", describe(dispute.status_since().date()))
            }
            true => {
                let since = describe(dispute.at_stage_since().date());
                let along = dispute.is_along_a_chain().then(|| {
                    let here = dispute.stage_entry();
                    let titles = here.asked.at_step(here.step).iter().map(|role| policy.role_title(role));
                    let titles = words::people(&titles.collect::<Vec<_>>(), "or the");
                    format!(", and with the {titles} since {}", describe(here.entered.date()))
                });
                format!("It has been at “{}” since {since}{}.", dispute.stage().title, along.unwrap_or_default())
            }
            false => self.ended(),
        };
        let raised = describe(dispute.raised_at.date());
        let label = &policy.labels.dispute;
        let acts = self.notice.acts_for.iter();
        let acts = acts.map(|(role, days)| format!(" You act for the {} {days}.", policy.role_title(role)));
        let urgent = dispute.is_open() && dispute.raised.immediate == Some(true);
        let urgent = if urgent { " It calls for immediate action." } else { "" };
        let stands = format!("{stands}{urgent}{}", acts.collect::<String>());
        vec![
            format!("Dear {},", self.greeted()),
            format!("This is about {label} {}, raised on {raised} about {about}. {stands}", dispute.header.id),
        ]
    }

    /// Several people by name or title.
    fn listed(&self, people: &[Addressee]) -> String {
        let each = people.iter().map(|one| match &one.name {
            Some(name) => name.clone(),
            None if people.len() > 1 => in_brackets(one.greeted(self.policy())),
            None => one.greeted(self.policy()).to_string(),
        });
        words::list(&each.collect::<Vec<_>>(), "and")
    }

    /// The recipients by name or title; without what follows a title in brackets or after a comma, if that is not
    /// needed to tell them apart.
    fn greeted(&self) -> String {
        let full: Vec<&str> = self.notice.to.iter().map(|one| one.greeted(self.policy())).collect();
        // A name may have a comma of its own.
        let mut short: Vec<&str> = full.clone();
        for (one, called) in self.notice.to.iter().zip(&mut short) {
            if one.name.is_none() {
                *called = words::head_of(called);
            }
        }
        let names = words::list(&short, "and");
        short.sort_unstable();
        short.dedup();
        if short.len() == full.len() { names } else { self.listed(&self.notice.to) }
    }

    /// The concern, in the words of the record.
    fn matter(&self) -> Vec<String> {
        let raised = &self.dispute().raised;
        let parts = [
            ("THE CONCERN", Some(&raised.concern)),
            ("THE EFFECT ON THE CHILD", raised.impact.as_ref()),
            ("WHAT IS ASKED FOR", raised.seeking.as_ref()),
        ];
        parts.into_iter().filter_map(|(title, text)| text.map(|text| section(title, [text.as_str()]))).collect()
    }

    /// The tasks of those who are written to.
    fn asked_for(&self) -> Vec<String> {
        let lines = self.notice.tasks.iter().zip(&self.notice.whose).map(|(task, whose)| {
            let due = task.due.map(describe_moment);
            let by = due.as_ref().map(|due| format!(", by {due}")).unwrap_or_default();
            let was_due = due.map(|due| format!(" (it was due by {due})")).unwrap_or_default();
            let text = with_note(task.text.clone(), task.note.as_deref());
            let whose = if whose.is_empty() { String::new() } else { format!("{}: ", self.listed(whose)) };
            match task.kind {
                TaskKind::Answer => format!("- {whose}{}", self.answer()),
                TaskKind::Judgement => format!("- {whose}{text}"),
                TaskKind::LateAnswer => format!("- {whose}{text}{was_due}"),
                TaskKind::LateAction(_) => format!("- {whose}{text}"),
                // The text of a duty says what holds once it is done.
                TaskKind::NotRecorded(_) => {
                    let text = with_note(format!("“{}”", task.text), task.note.as_deref());
                    format!("- {whose}please see that this is done, so that I can record it: {text}{by}")
                }
                TaskKind::Reading | TaskKind::Filing | TaskKind::Action(_) | TaskKind::Owed(_) | TaskKind::Clock(_) => {
                    format!("- {whose}{text}{by}")
                }
            }
        });
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { Vec::new() } else { vec![section("WHAT I NEED FROM YOU", lines)] }
    }

    fn asked(&self) -> AskedFor {
        self.dispute().asked_for()
    }

    /// What those who answer are asked for; if its date has passed, that too.
    fn answer(&self) -> String {
        let late = self.deadline().filter(|clock| clock.pressing() == Some(Standing::Overdue));
        let missed =
            |what: &str| late.map(|clock| format!(": it was due on {}, and {what}", due(clock))).unwrap_or_default();
        match (self.asked(), self.deadline()) {
            (AskedFor::Answer | AskedFor::Nothing, _) | (AskedFor::Resolution | AskedFor::Work, None) => {
                format!("your answer to the concern{}", missed("none has been recorded"))
            }
            (AskedFor::Resolution, Some(clock)) if late.is_some() => {
                format!("your answer to the concern. It should have been resolved by {}, and has not been", due(clock))
            }
            (AskedFor::Resolution, Some(clock)) => {
                format!("your answer to the concern, which is to be resolved by {}", due(clock))
            }
            (AskedFor::Decision, _) => format!("your decision on the concern{}", missed("none has been recorded")),
            (AskedFor::FurtherWork, Some(clock)) => {
                format!("what was agreed after your answer, by {}", due(clock))
            }
            (AskedFor::FurtherWork, None) => "what was agreed after your answer".to_string(),
            (AskedFor::Work, Some(clock)) => {
                format!("{}, by {}{}", clock.label, due(clock), missed("nobody has recorded that it is done"))
            }
        }
    }

    /// What is waited for, at the beginning of a sentence.
    fn awaited(&self, what: What) -> String {
        let awaited = match (what, self.asked()) {
            (What::Answer, AskedFor::Decision) => "your decision",
            (What::Answer, AskedFor::FurtherWork) => "what was agreed",
            (What::Answer, AskedFor::Work) | (What::Do, _) => "your action",
            (What::Answer, AskedFor::Answer | AskedFor::Resolution | AskedFor::Nothing) => "your answer",
            (What::Review, _) => return format!("your view of the {}", self.dispute().to_be_judged()),
            (What::Acknowledge, _) => "your receipt",
        };
        awaited.to_string()
    }

    /// The protocol's words on the stage and on each limit, with the clause.
    fn protocol(&self) -> Vec<String> {
        let (policy, stage) = (self.policy(), self.dispute().stage());
        let document = &policy.document;
        let dated = document.date.as_ref().map(|date| format!(" ({date})")).unwrap_or_default();
        // Many documents put their clauses under the titles of the stages.
        let names = |text: &str| text.to_lowercase().contains(&words::head_of(&stage.title).to_lowercase());
        let of_stage =
            if names(&stage.source) { stage.source.clone() } else { format!("{} ({})", stage.title, stage.source) };
        let mut lines = vec![format!("{}{dated}", document.title)];
        // The stage has nothing to do with clocks left over from another stage.
        let here = |clock: &ClockView| clock.stage.as_ref().is_none_or(|of| *of == stage.id);
        // While the complaints procedure has the dispute, no stage asks for anything.
        let is_of_stage = self.clocks.is_empty() && self.dispute().status() != Status::Complaint;
        if is_of_stage || self.clocks.iter().any(here) || self.notice.asks_for_an_answer() {
            lines.push(of_stage);
        }
        lines.extend(self.protocol_of_complaint());
        for clock in &self.clocks {
            let Some(source) = &clock.source else { continue };
            let kind = words::strength(clock.strength, &clock.limit);
            let kind = kind.map(|kind| format!(", {kind}")).unwrap_or_default();
            let of = clock.stage.as_ref().filter(|_| !here(clock)).map(|of| format!("{}, ", policy.stage_title(of)));
            lines.push(format!("{}{}: {}{kind} ({source})", of.unwrap_or_default(), clock.label, clock.limit));
        }
        // Those without a date yet have their rule as well.
        let to_begin = self.notice.to_begin.iter().map(|one| one.rule);
        let undated = to_begin.chain(self.notice.without_date.iter().map(|one| one.rule));
        lines.extend(undated.map(|rule| format!("{}: {} ({})", rule.label, policy::limit(rule), rule.source)));
        vec![section("WHAT THE PROTOCOL SAYS", lines)]
    }

    fn signature(&self) -> Vec<String> {
        let (dispute, sender) = (self.dispute(), self.context.sender);
        let role =
            dispute.is_raiser(sender).then(|| format!("\n{}", self.policy().role_title(&dispute.raised.by_role)));
        vec![format!("{sender}{}", role.unwrap_or_default())]
    }
}

fn due(clock: &ClockView) -> String {
    describe_at(clock.due, clock.due_at)
}

fn is_due(what: &str, clock: &ClockView) -> String {
    match clock.pressing() {
        Some(Standing::Overdue) => format!("{what} was due on {}", due(clock)),
        Some(Standing::Today) => format!("{what} is due today, {}", due(clock)),
        Some(Standing::Upcoming) | None => format!("{what} is due by {}", due(clock)),
    }
}

fn section<S: AsRef<str>>(title: &str, lines: impl IntoIterator<Item = S>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| line.as_ref().to_string()).collect();
    format!("{title}\n{}", lines.join("\n"))
}
