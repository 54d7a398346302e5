//! A letter about a clock that has not started: why it has no date, and what would start it.

use serde_json::json;

use crate::env::{Env, list};
use crate::policies::own_answers_awaited::ours;

const STAGES: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    source: "1"
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    meeting: {title: Panel, needed: if-needed, chair: director, source: "2"}
    clocks:
      - {id: respond, label: Answer two, limit: LIMIT, strength: hard, from: FROM, until: answered}
      - {id: minutes, label: Send the minutes, limit: 3 working days, strength: hard, from: meeting, until: {duty: sent}}
    duties:
      - {id: sent, text: The minutes were sent, by: director}
  - {id: three, title: Three, kind: formal, any_of: [head-of-service], source: "3"}
"#;

/// The letter to whoever is asked at stage two, and that to the child.
fn letters(limit: &str, from: &str) -> (Env, String, String, String) {
    let (env, id) = ours(&STAGES.replace("LIMIT", limit).replace("FROM", from), "");
    env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let to_them = flat(env.sh(&format!("notice {id}")).ok().stdout);
    let to_the_child = flat(env.sh(&format!("form {id} --letter --age 13")).ok().stdout);
    (env, id, to_them, to_the_child)
}

#[test]
fn a_letter_says_why_there_is_no_date_and_what_would_give_one() {
    let cases = [
        (
            "4 working days",
            "review",
            "Answer two (4 working days): no date; it counts from the review, and no review date is given; that day would \
             give it a date Please say by when you will answer.",
            "it depends on the date of your review",
        ),
        (
            "4 working days",
            "aware",
            "Answer two (4 working days): no date; it counts from when the raiser became aware, and nothing says when that \
             was; that day would give it a date Please say by when you will answer.",
            "it depends on when all this began",
        ),
        (
            "agreed",
            "stage-entered",
            "Answer two (as agreed): no date; the time is left to be agreed, and no date has been agreed Please say by when you will \
             answer.",
            "There is no date for that yet. I will ask them for one.",
        ),
    ];
    for (limit, from, said, to_child) in cases {
        let (env, id, them, child) = letters(limit, from);
        assert!(them.contains(said), "{from}: {them}");
        assert!(!them.contains("iro correct") && !them.contains("`"), "{from}: {them}");
        assert!(child.contains(to_child), "{from}: {child}");
        let lacks = list(&env.sh(&format!("notice {id} --json")).json()["without_deadline"]);
        assert_eq!(lacks.len(), 1, "{from}");
    }
}

#[test]
fn a_letter_about_a_clock_from_a_stage_that_was_left_out_says_so() {
    let (env, id) = ours(
        &STAGES.replace("LIMIT", "4 working days").replace("FROM", "stage-entered").replace(
            "any_of: [head-of-service], source: \"3\"",
            "any_of: [head-of-service], source: \"3\", clocks: [{id: respond, label: Answer three, limit: 1 week, \
             strength: hard, from: {entered: two}, until: answered}]",
        ),
        "",
    );
    env.sh(&format!("escalate {id} --because no-response --to three --reason q")).ok();
    let letter = env.sh(&format!("notice {id}")).ok().stdout;
    let said = "Answer three (1 week): no date; it counts from Two, which was left out; the protocol gives no other start, \
                so a date has to be agreed";
    assert!(letter.contains(said), "{letter}");
    let child = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    assert!(child.contains("because one of the usual steps was left out"), "{child}");
}

#[test]
fn a_letter_names_what_a_clock_waits_for_until_it_has_come() {
    let (env, id, them, child) = letters("4 working days", "meeting");
    for said in [
        "Answer two (4 working days): no date yet; it counts from the meeting, which has not been held yet",
        "Send the minutes (3 working days): no date yet; it counts from the meeting, which has not been held yet",
    ] {
        assert!(them.contains(said), "{them}");
    }
    assert!(!them.contains("Please say by when"), "{them}");
    let why = env.sh(&format!("why {id} respond")).ok().stderr;
    let flat = why.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "`respond` (Answer two) has no deadline yet: it counts from the meeting, which has not been held yet";
    assert_eq!(flat, said);
    assert!(child.contains("because there has to be a meeting first."), "{child}");
    let begins = list(&env.sh(&format!("notice {id} --json")).json()["not_begun"]);
    assert_eq!(begins[0], json!({"clock": "respond", "label": "Answer two", "from": ["meeting"]}));
    assert_eq!(begins.len(), 2);
    // Held on Monday 2 March: four working days end on Friday the 6th.
    env.sh(&format!("meeting {id} --held 2026-03-02 --chair 'Dee Dow'")).ok();
    let them = env.sh(&format!("notice {id}")).ok().stdout;
    assert!(them.contains("Fri 6 March 2026: Answer two") && !them.contains("no date"), "{them}");
}
