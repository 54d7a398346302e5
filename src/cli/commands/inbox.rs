//! `iro inbox`: what waits for a person: answers to give, and answers to judge.

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::reading::LoadedRecord;
use crate::cli::{names, print};
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, Standing};
use crate::domain::id::DisputeId;
use crate::domain::inbox::{Task, What, tasks};
use crate::domain::time::{Date, Instant, Moment, describe};
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::{lists, words};
use crate::store::Which;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro inbox\n  iro inbox --for team-manager\n  iro inbox --for \"Jo Bloggs\" --json | jq length"
)]
pub struct Args {
    /// Whose: a role, or a name [default: your own]
    #[arg(long = "for", value_name = "ROLE|NAME")]
    whom: Option<String>,
}

/// Something that waits for the person.
#[derive(Clone, Serialize)]
pub struct Waiting {
    pub dispute: DisputeId,
    child: Option<String>,
    #[serde(skip)]
    about: String,
    what: What,
    text: String,
    since_on: Date,
    due: Option<Date>,
    /// The moment, for what is due by the hour.
    #[serde(serialize_with = "crate::render::view::with_offset")]
    due_at: Option<Instant>,
    /// When the dispute ended.
    #[serde(skip)]
    ended: Option<Date>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    // The user's own name is certain, so it isn't checked against roles and names.
    let own = ctx.user.known_name().filter(|_| args.whom.is_none());
    let (whom, typed) = match own.clone() {
        Some(own) => (own.clone(), own),
        None => {
            let typed = ctx.ask_line("--for", args.whom, "Whose: a role, or a name", None)?;
            (names::resolve_party(typed.clone(), ctx)?, typed)
        }
    };
    let now = ctx.now();
    let each = |loaded: LoadedRecord| Ok(waiting(&loaded.case, &whom, now));
    let (lines, failed) = ctx.load_some(Which::All, |known| known.asked.may_have(&whom), each)?;
    let mut lines: Vec<Waiting> = lines.into_iter().flatten().collect();
    if lines.is_empty() && own.is_none() {
        names::check_whom(Some(&whom), Which::All, ctx)?;
    }
    sort(&mut lines);
    if ctx.console.json {
        print::json(ctx, &lines)?;
    } else if lines.is_empty() {
        let nothing = match ctx.no_store() {
            Some(nothing) => nothing,
            None => format!("nothing is waiting for {}", names::party_in_words(&whom, &typed, ctx)?),
        };
        ctx.console.note(&nothing);
    } else {
        let text = table(&lines, now, ctx.console.page());
        ctx.console.say(&text)?;
    }
    ctx.report_failures(failed)
}

/// Sorts by deadline, then by how long each has waited.
pub fn sort(lines: &mut [Waiting]) {
    lines.sort_by_key(|line| {
        (line.due.is_none(), line.due, line.due_at.is_none(), line.due_at, line.since_on, line.dispute)
    });
}

/// The same by weight: what is late, what only this person can decide, and the rest; then what disputes that have ended
/// still lack, a row each.
pub fn by_weight(lines: &[Waiting], today: Date) -> Vec<Waiting> {
    let mut shown: Vec<Waiting> = Vec::new();
    for line in lines {
        let of_it = |one: &&Waiting| one.ended.is_some() && one.dispute == line.dispute;
        let all = lines.iter().filter(of_it).count();
        match line.ended {
            Some(_) if shown.iter().any(|one| of_it(&one)) => {}
            Some(on) if all > 1 => {
                let (on, id) = (describe(on), line.dispute);
                let text = format!("Ended on {on}: {all} things are not recorded yet (`iro show {id}`)");
                shown.push(Waiting { text, ..line.clone() });
            }
            Some(_) | None => shown.push(line.clone()),
        }
    }
    shown.sort_by_key(|line| match (line.due.is_some_and(|due| due <= today), line.ended, line.what) {
        (true, ..) => 0,
        (false, Some(_), _) => 3,
        (false, None, What::Answer | What::Review) => 1,
        (false, None, What::Acknowledge | What::Do) => 2,
    });
    shown
}

/// A table of this width; tab-separated without one.
pub fn table(lines: &[Waiting], now: Moment, width: Option<usize>) -> String {
    render(&COLUMNS, lines.iter().map(|line| line.row(now)).collect(), width)
}

/// What in one record waits for this person.
pub fn waiting(case: &Case, whom: &str, now: Moment) -> Vec<Waiting> {
    let header = case.header();
    let ended = case.dispute().and_then(Dispute::ended_at).map(|on| on.date());
    let line = |task: Task| Waiting {
        dispute: header.id,
        child: header.child().map(str::to_string),
        about: words::about(case.about()),
        what: task.what(),
        text: task.in_full(),
        since_on: task.since.date(),
        due: task.due.map(|due| due.date()),
        due_at: task.due.and_then(|due| due.instant()),
        ended,
    };
    tasks(case, whom, now).into_iter().map(line).collect()
}

impl Waiting {
    fn word(&self) -> &'static str {
        match self.what {
            What::Answer => "answer",
            What::Review => "review",
            What::Acknowledge => "acknowledge",
            What::Do => "do",
        }
    }

    /// The word on screen. A review is the child's own, so an answer is judged there.
    fn shown_word(&self) -> &'static str {
        match self.what {
            What::Review => "judge",
            What::Answer | What::Acknowledge | What::Do => self.word(),
        }
    }

    fn row(&self, now: Moment) -> Row {
        let id = self.dispute.to_string();
        let shown = vec![
            Cell::new(self.shown_word()),
            Cell::new(&id),
            Cell::new(&self.about),
            lists::due(self.due, self.due_at, self.due.map(|due| Standing::at(due, self.due_at, now))),
            Cell::new(&self.text),
            Cell::new(&words::short_date(self.since_on)),
        ];
        let due = self.due.map(|due| due.to_string()).unwrap_or_default();
        let plain = [self.word(), &id, &self.about, &due, &self.since_on.to_string(), &self.text];
        Row { shown, plain: plain.map(str::to_string).to_vec() }
    }
}

const COLUMNS: [Column; 6] =
    [whole("what"), whole("dispute"), whole("child"), whole("by"), text("about"), text("since")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_overdue_or_due_today_says_so() {
        let day = |day: &str| day.parse::<Date>().expect("a date");
        let shown = |due: &str| {
            let waiting = Waiting {
                dispute: "2026-0001".parse().expect("an id"),
                child: None,
                about: "C-104".to_string(),
                what: What::Answer,
                text: "Answer it".to_string(),
                since_on: day("2026-03-02"),
                due: Some(day(due)),
                due_at: None,
                ended: None,
            };
            table(&[waiting], Moment::on(day("2026-03-12")), Some(100))
        };
        assert!(shown("2026-03-09").contains("overdue"), "{}", shown("2026-03-09"));
        assert!(shown("2026-03-12").contains("today"), "{}", shown("2026-03-12"));
        assert!(!shown("2026-03-13").contains("today") && !shown("2026-03-13").contains("overdue"));
    }
}
