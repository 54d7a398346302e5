//! Works out when something is due from an event and a limit, with the reasons. Nothing here decides what a limit is
//! for.

use chrono::{Datelike, Months, NaiveTime, TimeDelta};

use super::counting::{Counting, FirstDay, HoursMean, Roll, WeeksMean};
use super::explain::{Change, LastClosing, Step, What};
use super::{BeyondHorizon, Calendar, DayKind};
use crate::domain::limit::{Direction, Limit, Unit};
use crate::domain::time::{Date, Instant, Moment, in_london, local_instant, start_of_day};

/// Office hours, if the policy doesn't give its own.
const NINE: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("a time of day");
const FIVE: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).expect("a time of day");

/// When something is due, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day on which it is in time.
    pub date: Date,
    /// The instant, with London's offset, of a limit in elapsed or office hours; `None` means the end of `date`.
    pub at: Option<Instant>,
    /// How the date was reached, day by day.
    pub explain: Vec<Step>,
}

impl Calendar {
    /// When a limit that starts at `start` is due or, if it counts `before`, the last day that leaves the lead time to
    /// `start`.
    pub fn due(&self, start: Moment, limit: &Limit, counting: &Counting) -> Result<Due, BeyondHorizon> {
        self.known(start.date())?;
        let first_is_day_one = limit.direction == Direction::After
            && counting.first_day == FirstDay::Same
            && limit.unit != Unit::NextWorkingDay;
        let mut count = Count {
            calendar: self,
            counting,
            direction: limit.direction,
            first_is_day_one,
            school: false,
            steps: Vec::new(),
        };
        let n = u64::from(limit.n);
        let (date, at) = match limit.unit {
            Unit::Hours if counting.hours == HoursMean::Elapsed => {
                let end = count.elapsed(start, limit.n)?;
                (end.date_naive(), Some(end))
            }
            Unit::ElapsedHours => {
                let end = count.elapsed(start, limit.n)?;
                (end.date_naive(), Some(end))
            }
            Unit::Hours if counting.hours == HoursMean::Office => {
                let end = count.office_hours(start, limit.n)?;
                (end.date_naive(), Some(end))
            }
            Unit::OfficeHours => {
                let end = count.office_hours(start, limit.n)?;
                (end.date_naive(), Some(end))
            }
            Unit::Hours | Unit::HoursAsWorkingDays => (count.working_days(start, n.div_ceil(24))?, None),
            Unit::WorkingDays | Unit::NextWorkingDay => (count.working_days(start, n)?, None),
            Unit::SchoolDays => {
                count.school = true;
                (count.working_days(start, n)?, None)
            }
            Unit::Months => (count.months(start, limit)?, None),
            Unit::CalendarDays => (count.calendar_days(start, n, limit)?, None),
            Unit::Weeks if counting.weeks == WeeksMean::Calendar => (count.calendar_days(start, n * 7, limit)?, None),
            Unit::Weeks => (count.working_days(start, n * 5)?, None),
        };
        if at.is_none() {
            count.note_rules(start.date(), date);
        }
        Ok(Due { date, at, explain: count.steps })
    }
}

/// A count in progress.
struct Count<'a> {
    calendar: &'a Calendar,
    counting: &'a Counting,
    direction: Direction,
    /// Whether the day of the event is the first one.
    first_is_day_one: bool,
    /// Whether only days within the school terms count.
    school: bool,
    steps: Vec<Step>,
}

impl Count<'_> {
    fn working_days(&mut self, start: Moment, n: u64) -> Result<Date, BeyondHorizon> {
        let mut day = self.counts_as(start)?;
        if n == 0 {
            let date = self.nearest_working_day(day, What::NotCounted)?;
            self.step(date, if date == start.date() { What::SameDay } else { What::Arrived(self.direction) });
            return Ok(date);
        }
        if !self.first_is_day_one {
            self.step(day, What::Start(self.direction));
            day = self.next(day)?;
        }
        for counted in 1..=n {
            if counted > 1 {
                day = self.next(day)?;
            }
            day = self.nearest_working_day(day, What::NotCounted)?;
            self.step(day, What::Counted(counted));
        }
        Ok(day)
    }

    fn calendar_days(&mut self, start: Moment, days: u64, limit: &Limit) -> Result<Date, BeyondHorizon> {
        let from = self.counts_as(start)?;
        let first = self.first_is_day_one;
        let distance = if first { days.saturating_sub(1) } else { days };
        let landing = match self.direction {
            Direction::After => from.checked_add_days(chrono::Days::new(distance)),
            Direction::Before => from.checked_sub_days(chrono::Days::new(distance)),
        };
        let landing = self.reached(landing)?;
        self.step(landing, What::Landed { limit: limit.to_string(), from, direction: self.direction, first });
        self.roll(landing, start.date())
    }

    /// Goes to the same day of another month, or to its last day if that month is too short.
    fn months(&mut self, start: Moment, limit: &Limit) -> Result<Date, BeyondHorizon> {
        let from = self.counts_as(start)?;
        let first = self.first_is_day_one;
        let landing = match self.direction {
            Direction::After => from.checked_add_months(Months::new(limit.n)),
            Direction::Before => from.checked_sub_months(Months::new(limit.n)),
        };
        let landing = self.reached(landing.and_then(|day| if first { day.pred_opt() } else { Some(day) }))?;
        self.step(landing, What::Landed { limit: limit.to_string(), from, direction: self.direction, first });
        self.roll(landing, start.date())
    }

    /// Counts hours in which the office is open, over as many working days as that takes.
    fn office_hours(&mut self, start: Moment, hours: u32) -> Result<Instant, BeyondHorizon> {
        let (open, close) = self.counting.office.unwrap_or((NINE, FIVE));
        let mut left = TimeDelta::hours(i64::from(hours));
        // If no time of day is given, counting begins on the next day.
        let since = start.instant().map_or(close, |instant| in_london(instant).time());
        if start.instant().is_none() {
            self.step(start.date(), What::NoTime(self.direction));
        }
        let mut day = start.date();
        loop {
            let kind = self.kind(day)?;
            let from = if day == start.date() { open.max(since) } else { open };
            if !kind.is_working() {
                self.step(day, What::NotCounted(kind));
            } else if from < close {
                let here = left.min(close - from);
                left -= here;
                self.step(day, What::Office { from, to: from + here });
                if left.is_zero() {
                    return Ok(local_instant(day.and_time(from + here)));
                }
            }
            day = self.next(day)?;
        }
    }

    /// Moves a date that is not a working day, as the policy says.
    fn roll(&mut self, landing: Date, start: Date) -> Result<Date, BeyondHorizon> {
        let kind = self.kind(landing)?;
        if kind.is_working() {
            return Ok(landing);
        }
        let way = match (self.direction, self.counting.roll) {
            (_, Roll::Stay) => {
                self.step(landing, What::Stays(kind));
                return Ok(landing);
            }
            (Direction::Before, _) => Direction::Before,
            (Direction::After, Roll::NextWorkingDay) => Direction::After,
            (Direction::After, Roll::PreviousWorkingDay) if self.works_between(start, landing)? => Direction::Before,
            (Direction::After, Roll::PreviousWorkingDay) => Direction::After,
        };
        self.step(landing, What::Moves(kind, way));
        let asked = std::mem::replace(&mut self.direction, way);
        let day = self.next(landing)?;
        let date = self.nearest_working_day(day, What::PassedOver)?;
        self.step(date, What::Arrived(way));
        self.direction = asked;
        Ok(date)
    }

    /// The moment from which hours on the clock count: when the event was received, where the protocol says at what time
    /// of the next working day that is.
    fn received_for_hours(&mut self, start: Moment) -> Result<Moment, BeyondHorizon> {
        let Some(time) = self.counting.received_at.filter(|_| self.direction == Direction::After) else {
            return Ok(start);
        };
        let day = self.counts_as(start)?;
        Ok(if day == start.date() { start } else { Moment::at(local_instant(day.and_time(time))) })
    }

    fn elapsed(&mut self, start: Moment, hours: u32) -> Result<Instant, BeyondHorizon> {
        let start = self.received_for_hours(start)?;
        let from = match (start.instant(), self.direction) {
            (Some(instant), _) => instant,
            (None, Direction::After) => start.instant_or_end(),
            (None, Direction::Before) => start_of_day(start.date()),
        };
        if start.instant().is_none() {
            self.step(start.date(), What::NoTime(self.direction));
        }
        let length = TimeDelta::hours(i64::from(hours));
        let end = match self.direction {
            Direction::After => from.checked_add_signed(length),
            Direction::Before => from.checked_sub_signed(length),
        };
        let beyond = || self.calendar.beyond(None, self.direction == Direction::After);
        let end = in_london(end.ok_or_else(beyond)?);
        let date = self.reached(Some(end.date_naive()))?;
        let changes = clock_changes(from.min(end), from.max(end));
        self.step(date, What::Hours { hours, direction: self.direction, start: from, end, changes });
        let kind = self.kind(date)?;
        if !kind.is_working() {
            self.step(date, What::HoursStay(kind));
        }
        Ok(end)
    }

    /// The day that an event counts as of: its own or, where there is a cut-off, the next working day if it came at or
    /// after that, or on a day that is not worked. It is received by the office, also where school days are counted.
    fn counts_as(&mut self, start: Moment) -> Result<Date, BeyondHorizon> {
        let school = std::mem::replace(&mut self.school, false);
        let received = self.received(start);
        self.school = school;
        received
    }

    fn received(&mut self, start: Moment) -> Result<Date, BeyondHorizon> {
        let date = start.date();
        let (Direction::After, Some(cut_off)) = (self.direction, self.counting.cut_off) else { return Ok(date) };
        let kind = self.kind(date)?;
        let at = start.instant().map(|instant| instant.time());
        if kind.is_working() && at.is_none_or(|at| at < cut_off) {
            return Ok(date);
        }
        let noted = self.steps.len();
        let next = self.next(date)?;
        let counts_as = self.nearest_working_day(next, What::NotCounted)?;
        let what = match at.filter(|_| kind.is_working()) {
            Some(at) => What::PastCutOff { at, cut_off, counts_as },
            None => What::OnDayOff { kind, counts_as },
        };
        self.steps.insert(noted, Step { date, what });
        Ok(counts_as)
    }

    /// The first working day from `day` onwards in the direction of the count; `passed` words the note on each day left
    /// out.
    fn nearest_working_day(&mut self, mut day: Date, passed: fn(DayKind) -> What) -> Result<Date, BeyondHorizon> {
        loop {
            let kind = self.kind(day)?;
            if kind.is_working() {
                return Ok(day);
            }
            self.step(day, passed(kind));
            day = self.next(day)?;
        }
    }

    fn works_between(&self, first: Date, last: Date) -> Result<bool, BeyondHorizon> {
        for day in first.iter_days().take_while(|day| *day <= last) {
            if self.kind(day)?.is_working() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next day in the direction of the count.
    fn next(&self, day: Date) -> Result<Date, BeyondHorizon> {
        self.reached(match self.direction {
            Direction::After => day.succ_opt(),
            Direction::Before => day.pred_opt(),
        })
    }

    fn reached(&self, date: Option<Date>) -> Result<Date, BeyondHorizon> {
        match date {
            Some(date) => self.calendar.known(date),
            None => Err(self.calendar.beyond(None, self.direction == Direction::After)),
        }
    }

    fn kind(&self, date: Date) -> Result<DayKind, BeyondHorizon> {
        if self.school { self.calendar.school_day(date, self.counting) } else { self.calendar.day(date, self.counting) }
    }

    fn step(&mut self, date: Date, what: What) {
        self.steps.push(Step { date, what });
    }

    /// Adds a note if the count went through years whose bank holidays nobody has announced yet, or past the last year
    /// that closing days are given for.
    fn note_rules(&mut self, start: Date, end: Date) {
        let (first, last) = (start.year().min(end.year()), start.year().max(end.year()));
        let mut years = (first..=last).filter(|year| self.calendar.is_by_rule(*year, self.counting.division));
        if let Some(first) = years.next() {
            let last = years.next_back().unwrap_or(first);
            self.step(end, What::ByRule(first, last));
        }
        // Closing days are listed year by year, so a year without any has probably not been listed yet.
        let latest = start.max(end);
        let past = |given: &LastClosing| given.year < last && given.on < latest;
        let given = self.calendar.closures_given_to(self.counting);
        if let Some(given) = given.filter(|given| !self.school && past(given)) {
            self.step(end, What::PastClosures(given));
        }
    }
}

/// The days between two instants on which London's clocks change.
fn clock_changes(start: Instant, end: Instant) -> Vec<Change> {
    let offset = |instant: Instant| in_london(instant).offset().local_minus_utc();
    let days = start.date_naive().iter_days().take_while(|day| *day <= end.date_naive());
    days.filter_map(|on| {
        let next = on.succ_opt().map_or(end, start_of_day);
        let (before, after) = (offset(start_of_day(on).max(start)), offset(next.min(end)));
        (before != after).then_some(Change { on, forward: after > before })
    })
    .collect()
}
