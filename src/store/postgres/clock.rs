//! Compares this computer's clock with the server's: when things are typed is taken from this computer, and deadlines count
//! from it.

use super::failure::{Trouble, server};
use crate::store::server_rule::ServerRule;

/// SQL: the server's time in milliseconds since 1970.
pub(super) const OF_SERVER: &str = "round(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/// Up to this difference in seconds, two clocks agree.
pub(super) const AGREE: i64 = 5;

/// With a larger difference in seconds nothing is written.
const TOO_FAR: i64 = 10 * 60;

/// This computer's time in milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the computer's own clock is what is compared")]
pub(super) fn here() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// By how many seconds this computer's clock is ahead of the server's, which said `there` at some time between `asked` and
/// `answered`; negative if it is behind. The wait for the answer doesn't count.
pub(super) fn ahead(asked: i64, there: i64, answered: i64) -> i64 {
    (if there < asked { asked - there } else { (answered - there).min(0) }) / 1000
}

/// A difference in words: "2 days ahead of".
pub(super) fn in_words(ahead: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(24 * 60 * 60, "days"), (60 * 60, "hours"), (60, "minutes")];
    let apart = ahead.abs();
    let side = if ahead < 0 { "behind" } else { "ahead of" };
    let fits = UNITS.iter().find(|(unit, _)| apart + unit / 2 >= 2 * unit);
    let (unit, name) = fits.copied().unwrap_or((1, "seconds"));
    format!("{} {name} {side}", (apart + unit / 2) / unit)
}

/// Refuses to write if the clocks are too far apart.
pub(super) fn refuse(ahead: i64) -> Result<(), Trouble> {
    match ahead.abs() > TOO_FAR {
        false => Ok(()),
        true => Err(Trouble::Final(server(
            ServerRule::Clock,
            format!(
                "nothing was written: this computer's clock is {} the server's, by more than {} minutes",
                in_words(ahead),
                TOO_FAR / 60
            ),
            "set the clock of this computer: when things are typed is taken from it; if the server's is wrong, tell your \
             database administrator",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_for_an_answer_makes_no_clock_wrong() {
        // Asked at 1,000 s and answered at 1,003 s by this computer's clock.
        let ahead = |there: i64| ahead(1_000_000, there, 1_003_000);
        assert_eq!([ahead(1_000_000), ahead(1_001_500), ahead(1_003_000)], [0, 0, 0]);
        assert_eq!([ahead(994_000), ahead(1_009_000)], [6, -6]);
    }

    #[test]
    fn a_difference_is_said_in_the_unit_that_fits() {
        for (ahead, words) in [
            (6, "6 seconds ahead of"),
            (-80, "80 seconds behind"),
            (660, "11 minutes ahead of"),
            (172_799, "2 days ahead of"),
            (-7200, "2 hours behind"),
            (172_800, "2 days ahead of"),
        ] {
            assert_eq!(in_words(ahead), words);
        }
    }
}
