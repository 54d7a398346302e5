//! `iro` alone: what is overdue or due today, what waits for the user, which open disputes have no deadline, and what
//! to type next. (U7 in `docs/decisions.md`.)

use serde::Serialize;

use super::inbox::{self, Waiting};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::cli::reading::{ClockRow, Line, Lines, Reader, Wanted, sort_clocks};
use crate::domain::dispute::{Clock, Dispute, Standing};
use crate::domain::id::DisputeId;
use crate::domain::supervision::outstanding;
use crate::domain::time::{Moment, describe};
use crate::render::ink::{STRONG, styled};
use crate::render::view::ClockView;
use crate::render::{clean, lists, words, wrap};
use crate::store::memo::RecordFacts;
use crate::store::{Which, parallel};

/// An open dispute without a deadline.
#[derive(Serialize)]
struct Undated {
    dispute: DisputeId,
    child: Option<String>,
    #[serde(skip)]
    about: String,
    text: String,
}

/// The number of parts: what is due, what waits, what has no deadline.
const PARTS: usize = 3;

/// Everything that is shown, soonest first.
struct Morning {
    due: Vec<ClockRow>,
    inbox: Vec<Waiting>,
    /// The same as a person reads it.
    waiting: Vec<Waiting>,
    without_deadline: Vec<Undated>,
}

pub fn run(ctx: &mut Context) -> Result<(), Failure> {
    let (now, person) = (ctx.now(), ctx.user.name.clone());
    let wanted = Wanted {
        lines: |known: &RecordFacts| known.is_due_by(Some(now.date())),
        records: |known: &RecordFacts| known.asked.may_have(&person) || known.is_undated(),
    };
    let (found, read) = ctx.survey(Which::All.into(), wanted, |loaded| {
        let undated = loaded.dispute().and_then(|dispute| undated(dispute, now));
        Ok((inbox::waiting(&loaded.case, &person, now), undated))
    })?;
    let (inbox, undated): (Vec<Vec<Waiting>>, Vec<Option<Undated>>) = read.into_iter().unzip();
    let mut morning = Morning {
        due: Vec::new(),
        inbox: inbox.into_iter().flatten().collect(),
        waiting: Vec::new(),
        without_deadline: undated.into_iter().flatten().collect(),
    };
    inbox::sort(&mut morning.inbox);
    morning.waiting = inbox::by_weight(&morning.inbox, now.date());
    let failed = morning.add_due(found, ctx)?;
    if ctx.console.json {
        print::json(ctx, &morning.json(ctx))?;
    } else {
        let text = match ctx.no_store_at() {
            Some(nothing) => begin(&nothing, ctx),
            None => morning.fitted(ctx),
        };
        ctx.console.say(&text)?;
    }
    ctx.report_failures(failed)
}

fn running(dispute: &Dispute) -> impl Iterator<Item = &Clock> {
    dispute.clocks.iter().filter(|clock| clock.is_running())
}

/// An open dispute, if it has no deadline.
fn undated(dispute: &Dispute, now: Moment) -> Option<Undated> {
    let none_runs = running(dispute).all(|clock| !clock.binds());
    let id = dispute.header.id;
    let lacks =
        dispute.clocks_without_date().iter().find(|one| one.is_awaited()).map(|one| one.sentence(&id.to_string()));
    let stands = || format!("{}: {}", dispute.stage().title, outstanding(dispute, now));
    let text = lacks.or_else(|| none_runs.then(stands)).filter(|_| dispute.is_open())?;
    let child = dispute.header.child().map(str::to_string);
    let about = words::about(dispute.about());
    Some(Undated { dispute: id, child, about, text })
}

/// What is shown if there is no store: how to begin.
fn begin(nothing: &str, ctx: &Context) -> String {
    let commands = [
        ("iro raise", "open your first dispute; you are asked for what is needed"),
        ("iro demo", "an example store to look around in"),
        ("iro policy list", "the protocols there are"),
        ("iro help", "every command"),
    ];
    let lines = [format!("{}.", words::capital(nothing)), String::new(), styled(STRONG, "To begin:")];
    ctx.console
        .fitted(&lines.into_iter().chain(commands.map(|(command, what)| next(command, what))).collect::<Vec<_>>())
}

fn next(command: &str, what: &str) -> String {
    format!("  {}  {what}", styled(STRONG, &format!("{command:<20}")))
}

/// The clocks of one dispute that are overdue or due today; for a person with their policy.
fn due(line: &Line, reader: &Reader<'_>, shown: bool) -> Result<Vec<ClockRow>, Failure> {
    let mut running = reader.running(line, false)?;
    running.clocks.retain(|view| view.pressing().is_some_and(Standing::is_due));
    reader.rows(running, shown)
}

impl Morning {
    /// Adds the clocks that are overdue or due today. Returns why any are missing.
    fn add_due(&mut self, found: Lines, ctx: &Context) -> Result<Vec<Failure>, Failure> {
        let mut failed = Vec::new();
        if !found.lines.is_empty() {
            let (reader, shown) = (found.reader(ctx)?, ctx.console.shown);
            for outcome in parallel::map(&found.lines, parallel::READING, |line| due(line, &reader, shown)) {
                match outcome {
                    Ok(rows) => self.due.extend(rows),
                    Err(failure) => failed.push(failure),
                }
            }
        }
        sort_clocks(&mut self.due);
        failed.extend(found.failed);
        Ok(failed)
    }

    fn json(&self, ctx: &Context) -> serde_json::Value {
        let due: Vec<&ClockView> = self.due.iter().map(|(view, _)| view).collect();
        serde_json::json!({
            "on": ctx.now().date(),
            "user": ctx.user.name,
            "store": ctx.store.is_there(),
            "due": due,
            "inbox": self.inbox,
            "without_deadline": self.without_deadline,
        })
    }

    /// All of it, or as much of each part as fits on the screen, with commands that show the rest.
    fn fitted(&self, ctx: &Context) -> String {
        let room = ctx.console.height.map_or(usize::MAX, |height| height.saturating_sub(1));
        let fits = |most: [usize; PARTS]| Some(self.text(most, ctx)).filter(|text| text.lines().count() <= room);
        let all = [self.due.len(), self.waiting.len(), self.without_deadline.len()];
        if let Some(whole) = fits(all) {
            return whole;
        }
        let (mut most, mut last) = ([1; PARTS], None);
        while last != Some(most) {
            last = Some(most);
            for part in 0..PARTS {
                most[part] += 1;
                if most[part] > all[part] || fits(most).is_none() {
                    most[part] -= 1;
                }
            }
        }
        self.text(most, ctx)
    }

    /// At most so many rows of each part.
    fn text(&self, most: [usize; PARTS], ctx: &Context) -> String {
        let [due, inbox, undated] = most;
        let width = ctx.console.page();
        let mut parts = Vec::new();
        let person = clean::line(&ctx.user.name);
        if width.is_some() {
            parts.push(styled(STRONG, &format!("{}, {person}", describe(ctx.now().date()))));
        }
        match self.due.len() {
            0 => parts.push("Nothing is overdue or due today.".to_string()),
            all => {
                let rows = &self.due[..all.min(due)];
                parts.push(part("Overdue or due today", all, due, "iro due --today", &lists::clocks(rows, width)));
            }
        }
        match self.waiting.len() {
            0 => parts.push(format!("Nothing is waiting for {person}.")),
            all => {
                let title = format!("Waiting for {person}");
                let rows = &self.waiting[..all.min(inbox)];
                parts.push(part(&title, all, inbox, "iro inbox", &inbox::table(rows, ctx.now(), width)));
            }
        }
        if !self.without_deadline.is_empty() {
            let all = self.without_deadline.len();
            let lines = self.without_deadline.iter().take(undated).map(|one| {
                format!(
                    "  {}  {}  {}",
                    styled(STRONG, &one.dispute.to_string()),
                    clean::line(&one.about),
                    clean::line(&one.text)
                )
            });
            let lines = wrap::hanging(&lines.collect::<Vec<_>>(), width.unwrap_or(usize::MAX));
            parts.push(part("Open, and without a deadline", all, undated, "iro due", &lines));
        }
        parts.push(self.next().join("\n"));
        parts.join("\n\n")
    }

    /// Up to three commands that come next.
    fn next(&self) -> Vec<String> {
        let late = self.due.first().map(|(view, _)| view.dispute);
        let waits = self.waiting.first().map(|task| task.dispute);
        let undated = self.without_deadline.first().map(|one| one.dispute);
        let first = match late.or(waits).or(undated) {
            Some(id) => next(&format!("iro show {id}"), "the first of these, and what can be done"),
            None => next("iro raise", "open a dispute"),
        };
        vec![
            styled(STRONG, "Next:"),
            first,
            next("iro due", "what falls due in the next 5 working days"),
            next("iro help", "every command"),
        ]
    }
}

/// A part with its title and, if it was cut, the command that shows the rest.
fn part(title: &str, all: usize, most: usize, command: &str, shown: &str) -> String {
    let title = match all > most {
        true => format!("{title}: {most} of {all} (`{command}` lists them)"),
        false => title.to_string(),
    };
    format!("{}\n{shown}", styled(STRONG, &title))
}
