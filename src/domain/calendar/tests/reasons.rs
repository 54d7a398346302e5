//! The lines that explain a date, as somebody reads them.

use super::*;

#[test]
fn the_reasons_read_like_a_diary() {
    let lines = |start, limit| explained(start, limit, &Counting::default());
    assert_eq!(
        lines("2026-04-01", "2 working days"),
        [
            "Wed 1 April 2026: the day it starts from, not counted",
            "Thu 2 April 2026: working day 1",
            "Fri 3 April 2026: Good Friday, not counted",
            "Sat 4 April 2026: weekend, not counted",
            "Sun 5 April 2026: weekend, not counted",
            "Mon 6 April 2026: Easter Monday, not counted",
            "Tue 7 April 2026: working day 2",
        ]
    );
    assert_eq!(
        lines("2026-04-08", "2 working days before"),
        [
            "Wed 8 April 2026: the day it counts back from, not counted",
            "Tue 7 April 2026: working day 1",
            "Mon 6 April 2026: Easter Monday, not counted",
            "Sun 5 April 2026: weekend, not counted",
            "Sat 4 April 2026: weekend, not counted",
            "Fri 3 April 2026: Good Friday, not counted",
            "Thu 2 April 2026: working day 2",
        ]
    );
    assert_eq!(
        lines("2026-03-27", "1 week"),
        [
            "Fri 3 April 2026: 1 week after Fri 27 March 2026",
            "Fri 3 April 2026: Good Friday, so it moves on to the next working day",
            "Sat 4 April 2026: weekend, no working day either",
            "Sun 5 April 2026: weekend, no working day either",
            "Mon 6 April 2026: Easter Monday, no working day either",
            "Tue 7 April 2026: the next working day",
        ]
    );
    assert_eq!(
        lines("2026-04-13", "10 calendar days before"),
        [
            "Fri 3 April 2026: 10 calendar days before Mon 13 April 2026",
            "Fri 3 April 2026: Good Friday, so it moves back to the previous working day",
            "Thu 2 April 2026: the previous working day",
        ]
    );
    assert_eq!(lines("2026-03-02", "same working day"), ["Mon 2 March 2026: the same working day"]);
    assert_eq!(
        lines("2026-03-08", "same working day"),
        ["Sun 8 March 2026: weekend, not counted", "Mon 9 March 2026: the next working day"]
    );
}

#[test]
fn the_reasons_of_hours() {
    let lines = |start, limit| explained(start, limit, &Counting::default());
    assert_eq!(
        lines("2026-10-23T10:00:00+01:00", "72 hours"),
        ["72 hours on the clock from Fri 23 October 2026 10:00 BST to Mon 26 October 2026 09:00 GMT \
             (the clocks go back on Sun 25 October)"]
    );
    assert_eq!(
        lines("2026-03-05", "72 hours"),
        [
            "Thu 5 March 2026: no time of day was given, so the hours count from the end of that day",
            "72 hours on the clock from Thu 5 March 2026 23:59:59 GMT to Sun 8 March 2026 23:59:59 GMT",
            "Sun 8 March 2026: weekend, but hours on the clock are not moved",
        ]
    );
    assert_eq!(
        lines("2026-03-28T12:00:00Z", "5208 hours"),
        [
            "5208 hours on the clock from Sat 28 March 2026 12:00 GMT to Sat 31 October 2026 12:00 GMT \
             (the clocks go forward on Sun 29 March, and back on Sun 25 October)",
            "Sat 31 October 2026: weekend, but hours on the clock are not moved",
        ]
    );
}
