//! More time: how much of it, from when, and never over before it began.

use crate::env::{Env, assert_instant, find_clock, rules};

fn stage_1() -> (Env, String) {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    (env, id)
}

// MO-47: from 10:00 on the 2nd, 24 hours end at 10:00 on the 3rd.
#[test]
fn twenty_four_hours_are_no_longer_in_other_words() {
    for more in ["--until 2026-03-03", "--by '1 working day'", "--until 2026-03-03T10:01", "--by '25 hours'"] {
        let (env, id) = stage_1();
        let extend = format!("extend {id} {more} --reason 'It is nearly done' --json");
        assert_eq!(rules(&env.sh(&extend).refused()), ["extension-length"], "{more}");
        env.sh(&format!("{extend} --override 'It is as good as done'")).ok();
    }
    for more in ["--by '24 hours'", "--until 2026-03-03T10:00", "--until 2026-03-02"] {
        let (env, id) = stage_1();
        env.sh(&format!("extend {id} {more} --reason 'It is nearly done'")).ok();
    }
}

//
#[test]
fn without_a_time_of_day_hours_count_from_the_end_of_the_day_and_it_is_said() {
    let (env, id) = stage_1();
    env.now("2026-03-03T12:00");
    let extend = format!("extend {id} --by '24 hours' --reason 'It is nearly done' --on 2026-03-02 --json");
    let run = env.sh(&extend).ok().says("no time of day is given");
    let clock = find_clock(&run.document(), "extension", "stage-1");
    assert_instant(&clock["due_at"], "2026-03-03T23:59:59+00:00");
}

#[test]
fn more_time_is_not_over_before_it_is_given() {
    let (env, id) = stage_1();
    for until in ["2026-03-02T09:00", "2026-03-01"] {
        env.sh(&format!("extend {id} --until {until} --reason r --json")).refused();
    }
}
