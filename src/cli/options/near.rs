//! Which deadlines are near enough to be listed or reminded of.

use chrono::Days;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::calendar::Counting;
use crate::domain::dispute::Standing;
use crate::domain::limit::Limit;
use crate::domain::time::{Date, Moment};
use crate::render::view::ClockView;

// This is not a doc comment, because clap would show it as the help of the commands that take it.
#[derive(Debug, clap::Args)]
pub struct Near {
    /// Only what is overdue or due today
    #[arg(long, conflicts_with_all = ["overdue", "within", "all"])]
    today: bool,
    /// Only what is overdue
    #[arg(long, conflicts_with_all = ["within", "all"])]
    overdue: bool,
    /// How far to look ahead
    #[arg(long, value_name = "LIMIT", conflicts_with = "all")]
    within: Option<String>,
    /// Every running deadline, including those for guidance only, which never count as due
    #[arg(long)]
    all: bool,
}

/// The moment of a deadline: with a time of day for a limit in hours.
fn due_of(view: &ClockView) -> Moment {
    view.due_at.map_or(Moment::on(view.due), Moment::at)
}

/// How far ahead to look by default.
const USUALLY: &str = "5 working days";

/// Within so many days, that many working days have passed, even at Christmas.
const AT_CHRISTMAS: u64 = 12;

impl Near {
    /// The last moment that counts as near; `None` if every clock is wanted.
    ///
    /// # Errors
    /// The limit can't be read, or the calendar doesn't reach the date.
    pub fn until(&self, ctx: &Context) -> Result<Option<Moment>, Failure> {
        if self.all {
            return Ok(None);
        }
        let limit = Limit::parse(self.within.as_deref().unwrap_or(USUALLY))?;
        let due = ctx.calendar()?.due(ctx.now(), &limit, &Counting::default())?;
        Ok(Some(due.at.map_or(Moment::on(due.date), Moment::at)))
    }

    /// The last date on which a wanted clock can be due; `None` if every clock is wanted.
    pub fn latest(&self, until: Option<Moment>, ctx: &Context) -> Option<Date> {
        let today = ctx.now().date();
        match self.today || self.overdue {
            true => Some(today),
            false => until.map(|until| until.date().max(today)),
        }
    }

    /// The same before the calendar is known. A guess: too late a date, or none, costs some time and changes no answer.
    pub fn latest_at_first(&self, today: Date) -> Option<Date> {
        match (self.today || self.overdue, self.all || self.within.is_some()) {
            (true, _) => Some(today),
            (false, true) => None,
            (false, false) => Some(today + Days::new(AT_CHRISTMAS)),
        }
    }

    /// Whether a running clock is near enough.
    pub fn takes(&self, view: &ClockView, until: Option<Moment>) -> bool {
        let late = view.pressing() == Some(Standing::Overdue);
        match (self.today, self.overdue) {
            (true, _) => late || view.pressing() == Some(Standing::Today),
            (_, true) => late,
            _ => late || until.is_none_or(|until| view.strength.binds() && !until.is_before(&due_of(view))),
        }
    }

    /// The message if there is none.
    pub fn nothing(&self) -> &'static str {
        match (self.today, self.overdue) {
            (true, _) => "nothing is overdue or due today",
            (_, true) => "nothing is overdue",
            _ => "nothing is due",
        }
    }
}
