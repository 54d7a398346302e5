//! Makes stores of disputes of 2.5 to 4 KB: closed ones of past years, and open ones of recent weeks.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{Datelike, Days, NaiveDate, Utc};
use iro::measured::{Calendar, Counting, Limit, Moment};

/// How many records each year has: as many as a large authority makes. More records need more years.
const A_YEAR: usize = 5_000;

/// One record in so many is open, and one open record in so many is overdue or due today.
const OPEN: usize = 17;
const PRESSING: usize = 20;

pub fn generate(root: &Path, size: usize) {
    let template = include_str!("record.yaml");
    let today = Utc::now().date_naive();
    let calendar = Calendar::england_and_wales();
    let limit = Limit::parse("20 working days").unwrap();
    for number in 0..size {
        let year = today.year() - ((size - 1 - number) / A_YEAR) as i32;
        let id = format!("{year}-{:04}", number % A_YEAR + 1);
        let open = number % OPEN == 0;
        let ago = if open && !(number / OPEN).is_multiple_of(PRESSING) { 3 + number as u64 % 3 } else { 40 };
        let raised = if open { today - Days::new(ago) } else { NaiveDate::from_yo_opt(year, 1).unwrap() };
        let due = calendar.due(Moment::on(raised), &limit, &Counting::default()).unwrap().date;
        let ended = if open { "" } else { include_str!("ended.yaml") };
        let text = format!("{template}{ended}")
            .replace("@ID@", &id)
            .replace("@CHILD@", &format!("C-{}", number / 2))
            .replace(
                "@WORDS@",
                "the plan for school, health and contact has not moved ".repeat(8 + number % 24).trim_end(),
            )
            .replace("@RAISED@", &raised.to_string())
            .replace("@DUE@", &due.to_string());
        let folder = if open { root.join("open") } else { root.join(format!("closed/{year}")) };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
        let path = folder.join(format!("{id}.yaml"));
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        age(&path, SystemTime::now() - Duration::from_secs(3600));
    }
}

pub fn age(path: &Path, to: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(to).unwrap();
}
