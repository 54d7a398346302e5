//! How a protocol counts days, weeks and hours, as facts.

use chrono::NaiveTime;

use super::fact;
use crate::domain::calendar::{Counting, Division, FirstDay, HoursMean, NamedPeriod, Roll, WeeksMean};
use crate::render::words;

/// The facts on how days, weeks and hours are counted; only what is set for optional ones.
pub fn counting(counting: &Counting) -> Vec<(String, String)> {
    let Counting {
        days,
        division,
        weekend,
        closures,
        open_on,
        first_day,
        hours,
        office,
        terms,
        weeks,
        roll,
        cut_off,
        received_at,
        source: _,
    } = counting;
    let weekend: Vec<String> = weekend.iter().map(ToString::to_string).collect();
    let weeks = match weeks {
        WeeksMean::Calendar => "calendar",
        WeeksMean::WorkingDays => "working days",
    };
    let hours = match hours {
        HoursMean::Elapsed => "elapsed",
        HoursMean::WorkingDays => "working days",
        HoursMean::Office => "office",
    };
    let roll = match roll {
        Roll::NextWorkingDay => "next working day",
        Roll::PreviousWorkingDay => "previous working day",
        Roll::Stay => "stay",
    };
    let first_day = match first_day {
        FirstDay::Next => "the next day",
        FirstDay::Same => "the same day",
    };
    let days = days.map(|days| fact("days are", format!("{} days", words::published(&days))));
    let mut facts: Vec<(String, String)> = days.into_iter().collect();
    facts.extend([
        fact("weeks are", weeks),
        fact("hours are", hours),
        fact("a date on a day off", roll),
        fact("day one is", first_day),
        fact("weekend", weekend.join(", ")),
    ]);
    facts.extend((*division != Division::default()).then(|| fact("bank holidays of", division.name())));
    let time = |time: &NaiveTime| time.format("%H:%M").to_string();
    facts.extend(cut_off.as_ref().map(|from| fact("the next day begins at", time(from))));
    facts.extend(received_at.as_ref().map(|at| fact("it is then received at", time(at))));
    let open =
        |(from, to): &(NaiveTime, NaiveTime)| fact("the office is open", format!("{} to {}", time(from), time(to)));
    facts.extend(office.as_ref().map(open));
    for (what, periods) in [("term:", terms), ("closed for", closures), ("open on", open_on)] {
        facts.extend(periods.iter().map(|one| period(what, one)));
    }
    facts
}

fn period(what: &str, period: &NamedPeriod) -> (String, String) {
    let NamedPeriod { from, to, name } = period;
    (format!("{what} {name}"), format!("{from} to {to}"))
}
