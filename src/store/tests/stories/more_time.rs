//! Giving more time never makes a dispute due sooner.

use super::*;
use crate::domain::limit::Limit;
use crate::domain::steps::{Extend, More};

#[test]
fn no_extension_makes_a_dispute_due_sooner() {
    let calendar = Calendar::england_and_wales();
    let due = |story: &Story<'_>| {
        let running = story.dispute.clocks.iter().filter(|clock| clock.is_running());
        running.map(|clock| clock.due_at.unwrap_or_else(|| Moment::on(clock.due).instant_or_end())).min()
    };
    let more = ["1 hour", "24 hours", "1 working day", "2 calendar days", "1 week", "10 working days"];
    for policy in protocols() {
        for stage in &policy.stages {
            for given in
                ["2026-03-02T10:30", "2026-03-03T10:00", "2026-03-06T23:00", "2026-03-09T10:00", "2026-03-24T10:00"]
            {
                for by in more {
                    let mut story = Story::raised(&policy, stage, "2026-03-02T10:00", &calendar);
                    let clocks: Vec<String> = story.dispute.clocks.iter().map(|clock| clock.id.to_string()).collect();
                    for clock in clocks {
                        let before = due(&story);
                        let more = More::By(Limit::parse(by).unwrap());
                        let clock = Some(clock.clone());
                        let extend =
                            Extend { more, reason: "r".into(), clock: clock.map(Into::into), agreed_with: None };
                        // If the step is refused, nothing changes.
                        let _ = story.tries(given, given, |one, step| one.extend(extend, step));
                        assert!(due(&story) >= before, "{} {} {given} {by}", policy.id, stage.id);
                    }
                }
            }
        }
    }
}
