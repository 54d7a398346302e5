//! `iro policy try` on protocols of an authority's own: what the next step waits for, and what runs beside it.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::documents::root;
use crate::env::{Env, list, text};

/// Each event of a rehearsal with its day, and the notes.
fn scenes(env: &Env, flags: &str) -> (Vec<String>, Vec<String>) {
    let tried = env.sh(&format!("policy try ours --from 2026-03-02 {flags} --json")).json();
    let line = |scene: &Value| {
        let named = scene["clock"].as_str().or(scene["stage"].as_str()).unwrap_or_default();
        format!("{} {} {named}", text(scene, "on"), text(scene, "what"))
    };
    let notes = list(&tried["notes"]).iter().map(|note| note.as_str().unwrap_or_default().to_owned()).collect();
    (list(&tried["scenes"]).iter().map(line).collect(), notes)
}

const ANSWER_AND_MORE: &str = r#"
  - id: talk
    title: Talk
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: minutes, label: Send the minutes, limit: 20 working days, strength: hard, whose: raiser, from: stage-entered, until: {duty: sent}}
    duties:
      - {id: sent, text: The minutes were sent, enforce: remind}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
"#;

// The answers are due on Monday 9 March and, from Tuesday the 10th, on the 17th; the total of 12 working days on the 18th.
#[test]
fn the_next_step_waits_for_the_answer_and_not_for_the_longest_clock() {
    let total = "total: {limit: 12 working days, strength: hard, from: formal-entered, source: \"3\"}";
    let (env, _) = ours(ANSWER_AND_MORE, total);
    let (scenes, notes) = scenes(&env, "");
    assert_eq!(
        scenes,
        [
            "2026-03-02 begins talk",
            "2026-03-09 missed respond",
            "2026-03-10 begins top",
            "2026-03-17 missed respond",
            "2026-03-18 missed total",
            "2026-03-30 kept minutes",
        ]
    );
    assert!(notes.iter().any(|note| note.starts_with("the stages end within the total")), "{notes:?}");
}

// A duty outside the stages is due on Wednesday 11 March, after the escalation to the top on the 10th.
#[test]
fn a_duty_beside_the_stages_is_done_after_its_stage_was_left() {
    let beside = "clocks: [{id: tell, label: Tell the child, limit: 7 working days, strength: hard, whose: raiser, \
        from: raised, until: {duty: told}, source: \"3\"}]\nduties: [{id: told, text: Told, stages: [talk], enforce: remind, source: \"3\"}]";
    let (env, _) = ours(ANSWER_AND_MORE, beside);
    let (scenes, _) = scenes(&env, "");
    assert!(scenes.contains(&"2026-03-10 begins top".to_owned()), "{scenes:?}");
    assert!(scenes.contains(&"2026-03-11 kept tell".to_owned()), "{scenes:?}");
}

// QA-12: no answer by the end of Monday 16 March, so the talk is on the 17th, and so is the step to stage 2.
#[test]
fn what_follows_a_lapse_is_played() {
    let env = Env::new();
    let tried = env.sh("policy try qa-notification --stage stage-1 --from 2026-03-02 --json").json();
    let consult = list(&tried["scenes"]).into_iter().find(|scene| scene["clock"] == "consult").unwrap();
    assert_eq!((&consult["on"], &consult["what"]), (&json!("2026-03-17"), &json!("kept")));
    let stage_2 = list(&tried["scenes"]).into_iter().find(|one| one["what"] == "begins" && one["stage"] == "stage-2");
    assert_eq!(stage_2.unwrap()["on"], "2026-03-17");
}

#[test]
fn what_has_no_date_is_said_with_the_flag_that_gives_it() {
    let beside = "clocks: [{id: tell, label: Tell, limit: 2 working days, strength: hard, whose: raiser, from: arose, \
        until: {duty: told}, source: \"3\"}]\nduties: [{id: told, text: Told, stages: every, enforce: remind, source: \"3\"}]";
    let (env, _) = ours(ANSWER_AND_MORE, beside);
    let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
    let left = list(&tried["not_started"]).into_iter().find(|one| one["clock"] == "tell").unwrap();
    assert_eq!(left["why"]["no-date"]["flag"], "arose-on");
    assert!(scenes(&env, "--arose-on 2026-02-27").0.contains(&"2026-03-03 kept tell".to_owned()));
}

const LETTER_AFTER_THE_END: &str = r#"clocks:
  - {id: plan, label: Send the plan, limit: 3 working days, strength: hard, whose: raiser, from: answered, until: {duty: planned}, source: "3"}
  - {id: letter, label: Send the letter, limit: 5 working days, strength: hard, whose: raiser, from: resolved, until: {duty: letter-sent}, source: "4"}
duties:
  - {id: planned, text: The plan was sent, stages: every, enforce: remind, source: "3"}
  - {id: letter-sent, text: The letter was sent, stages: end, source: "4"}
  - {id: told, text: The child was told, before: escalate top, source: "5"}
"#;

// Answered on Thursday 5 March, the plan is due three working days later, on Tuesday the 10th; resolved on Thursday the 12th,
// the letter is due on Thursday the 19th.
#[test]
fn an_answer_and_the_end_are_played_where_they_are_given() {
    let (env, _) = ours(ANSWER_AND_MORE, LETTER_AFTER_THE_END);
    let (played, _) = scenes(&env, "--respond 2026-03-05 --resolve 2026-03-12");
    let expected = [
        "2026-03-02 begins talk",
        "2026-03-05 answered talk",
        "2026-03-09 kept respond",
        "2026-03-10 kept plan",
        "2026-03-12 resolved talk",
        "2026-03-19 kept letter",
        "2026-03-30 kept minutes",
    ];
    assert_eq!(played, expected);
    let text = env.sh("policy try ours --from 2026-03-02").ok().stdout;
    assert!(text.contains("counts from it ends, which") || text.contains("`--resolve DATE` plays it"), "{text}");
    assert!(text.contains("`--respond DATE` plays it"), "{text}");
    assert!(text.contains("If nobody answers, and each step"), "{text}");
    let text = env.sh("policy try ours --from 2026-03-02 --respond 2026-03-05 --resolve 2026-03-12").ok().stdout;
    for words in ["Thu 5 March 2026  Answered at Talk: Head of Service", "Thu 12 March 2026  The dispute is resolved"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

// The answer of the 5th doesn't satisfy, and the stage waits for nothing else: escalated to the top on Friday the 6th.
#[test]
fn an_answer_that_does_not_satisfy_leads_on() {
    let stages =
        ANSWER_AND_MORE.replace(", from: stage-entered, until: {duty: sent}}", ", from: raised, until: {duty: sent}}");
    let stages = stages.replace("20 working days", "2 working days");
    let (env, _) = ours(&stages, "");
    let (played, _) = scenes(&env, "--respond 2026-03-05 --respond 2026-03-11");
    assert!(played.contains(&"2026-03-06 begins top".to_owned()), "{played:?}");
    assert!(played.contains(&"2026-03-11 answered top".to_owned()), "{played:?}");
    let (_, notes) = scenes(&env, "--resolve 2026-02-20");
    assert!(notes.iter().any(|note| note.starts_with("it is not resolved on Fri 20 February 2026: ")), "{notes:?}");
}

#[test]
fn more_time_that_somebody_approves_of_is_played_as_approved() {
    let extend = ANSWER_AND_MORE.replacen(
        "from: stage-entered, until: answered}",
        "from: stage-entered, until: answered, extend: {kind: moves, at_most: 3 working days, approved_by: director, source: \"1\"}}",
        1,
    );
    let (env, _) = ours(&extend, "");
    let text = env.sh("policy try ours --from 2026-03-02 --extend '3 working days'").ok().stdout;
    assert!(text.contains("Answer: 3 working days more agreed, approved by Director"), "{text}");
    assert!(text.contains("Thu 12 March 2026  Answer: Head of Service, not done"), "{text}");
}

#[test]
fn a_duty_without_a_clock_that_is_left_undone_changes_no_date_and_is_said() {
    let (env, _) = ours(ANSWER_AND_MORE, LETTER_AFTER_THE_END);
    let (_, notes) = scenes(&env, "--missed told");
    let note = "no clock waits for `told`: left undone, it changes no date here; it is asked for before `escalate top`";
    assert!(notes.contains(&note.to_owned()), "{notes:?}");
    let (_, notes) = scenes(&env, "--missed letter");
    let note = "no clock that begins here waits for `letter`: left undone, it changes no date here";
    assert!(notes.contains(&note.to_owned()), "{notes:?}");
    let (_, notes) = scenes(&env, "--missed letter --resolve 2026-03-05");
    assert!(!notes.iter().any(|note| note.contains("changes no date")), "{notes:?}");
}

// The stage begins on Monday 2 March, and the director acts from Monday the 9th, its last day, to the 13th.
#[test]
fn whoever_acts_for_somebody_on_those_days_is_named() {
    let away = "substitutes: {head-of-service: [{role: director, from: 2026-03-09, to: \"2026-03-13\"}]}";
    let (env, id) = ours(ANSWER_AND_MORE, away);
    let line = "Director acts for the Head of Service from Mon 9 March 2026 to Fri 13 March 2026";
    assert!(env.sh("policy try ours --from 2026-03-02").ok().stdout.contains(line));
    assert!(env.sh("policy try ours --from 2026-03-10").ok().stdout.contains(line));
    assert!(!env.sh("policy try ours --from 2026-04-01").ok().stdout.contains(line));
    for (day, named) in [("2026-03-06", false), ("2026-03-09", true), ("2026-03-14", false)] {
        env.now(&format!("{day}T10:00"));
        assert_eq!(env.sh(&format!("show {id}")).ok().stdout.contains(line), named, "{day}");
    }
}

// The example's child is told every two weeks, whatever the answer: each date belongs to the stage of that day.
#[test]
fn an_answer_leaves_what_is_due_later_to_the_stage_after() {
    let env = Env::new();
    let file = root().join("examples/policies/langdale.yaml");
    let file = file.to_str().unwrap();
    let text = env.iro(&["policy", "try", file, "--from", "2026-03-02", "--respond", "2026-03-04"]).ok().stdout;
    for line in [
        "Thu 5 March 2026  Head of service begins: Head of Service",
        "Mon 16 March 2026  Tell the child how it stands: IRO, done by then",
        "Thu 19 March 2026  Answer in writing: Head of Service, not done",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
    assert!(!text.contains("doesn't start"), "{text}");
}

/// The notes of a rehearsal, joined on one line.
fn notes_of(env: &Env, flags: &str) -> String {
    scenes(env, flags).1.join("\n")
}

// Raised on Monday 2 March; the answer at Talk is due on the 9th, so that Top begins on the 10th.
#[test]
fn a_decision_a_referral_a_complaint_and_a_withdrawal_are_played() {
    let decided = ANSWER_AND_MORE.replace(
        "      - {id: minutes,",
        "      - {id: tell, label: Tell the child, limit: 2 working days, strength: hard, whose: raiser, from: decided, until: {duty: sent}}\n      - {id: minutes,",
    );
    let (env, _) = ours(&decided, "");
    assert!(!scenes(&env, "").0.iter().any(|scene| scene.ends_with(" tell")));
    assert!(env.sh("policy try ours --from 2026-03-02").ok().stdout.contains("`--decide DATE` plays it"));
    let played = scenes(&env, "--decide 2026-03-04").0;
    assert!(played.contains(&"2026-03-04 decided talk".to_owned()), "{played:?}");
    assert!(played.contains(&"2026-03-06 kept tell".to_owned()), "{played:?}");
    let played = scenes(&env, "--refer 2026-03-05").0;
    assert!(played.contains(&"2026-03-05 referred talk".to_owned()), "{played:?}");
    assert!(played.contains(&"2026-03-10 begins top".to_owned()), "the stages go on: {played:?}");
    for (flag, what) in [("--withdraw", "withdrawn"), ("--complaint", "complaint")] {
        let played = scenes(&env, &format!("{flag} 2026-03-05")).0;
        assert!(played.contains(&format!("2026-03-05 {what} talk")), "{flag}: {played:?}");
        assert!(!played.iter().any(|scene| scene.contains("begins top")), "{flag}: {played:?}");
        let text = env.sh(&format!("policy try ours --from 2026-03-02 {flag} 2026-03-05")).ok().stdout;
        assert!(text.contains("If nobody does more than is given here"), "{text}");
    }
    let (env, _) = ours(ANSWER_AND_MORE, "beside_complaint: {when: {raised_by: iro}, source: \"3\"}");
    let played = scenes(&env, "--complaint 2026-03-05").0;
    assert!(played.contains(&"2026-03-10 begins top".to_owned()), "beside it the stages go on: {played:?}");
}

#[test]
fn a_required_meeting_that_no_date_brings_about_is_said_to_be_owed() {
    let meeting = "meeting: {title: Panel, needed: required, chair: director}\n    clocks:";
    let stages = ANSWER_AND_MORE.replacen("clocks:", meeting, 1);
    let (env, _) = ours(&stages, "");
    let said = "Talk is left without its Panel, which is required and still owed; no clock waits for it, and `--meeting DATE` plays it";
    assert!(notes_of(&env, "").contains(said), "{}", notes_of(&env, ""));
    let (played, notes) = scenes(&env, "--meeting 2026-03-04");
    assert!(played.contains(&"2026-03-04 met talk".to_owned()), "{played:?}");
    assert!(!notes.iter().any(|note| note.contains("Panel")), "{notes:?}");
    // A meeting with a date of its own is held on that day, unless `--missed` names it.
    let dated = stages.replacen(
        "    clocks:\n",
        "    clocks:\n      - {id: meet, label: Hold it, limit: 3 working days, strength: hard, whose: director, from: stage-entered, until: meeting}\n",
        1,
    );
    let (env, _) = ours(&dated, "");
    assert!(!notes_of(&env, "").contains("Panel"));
    let missed = notes_of(&env, "--missed meeting");
    assert!(missed.contains("Talk is left without its Panel, which is required and still owed"), "{missed}");
    assert!(!missed.contains("--meeting DATE"), "{missed}");
}

// Raised on Monday 2 March at 15:00: two of four hours are left that day, and two on Tuesday morning. The next step is taken
// on Wednesday at 15:00 again, and 24 hours on the clock end on Thursday at 15:00.
#[test]
fn a_step_has_a_time_of_day_where_the_stage_it_leads_to_counts_hours() {
    let hours = ANSWER_AND_MORE.replace("limit: 5 working days", "limit: 4 working hours").replacen(
        "  - id: top\n    title: Top\n    kind: formal\n    any_of: [director]\n    source: \"2\"\n    clocks:\n",
        "  - id: top\n    title: Top\n    kind: formal\n    any_of: [director]\n    source: \"2\"\n    clocks:\n      \
         - {id: see, label: See the child, limit: 24 hours, strength: hard, whose: raiser, from: stage-entered, until: resolved}\n",
        1,
    );
    let office = "calendar: {office_hours: {from: \"09:00\", to: \"17:00\"}}";
    let (env, _) = ours(&hours, office);
    let text = env.sh("policy try ours --from 2026-03-02T15:00").ok().stdout;
    for line in [
        "Mon 2 March 2026 15:00  Talk begins",
        "Tue 3 March 2026 11:00  Answer: Head of Service, not done",
        "Wed 4 March 2026 15:00  Top begins",
        "Thu 5 March 2026 11:00  Answer: Director, not done",
        "Thu 5 March 2026 15:00  See the child",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
    assert!(!text.contains("no time of day"), "{text}");
    // If no time was given, the step is taken when the office opens.
    let text = env.sh("policy try ours --from 2026-03-02").ok().stdout;
    assert!(text.contains("09:00  Top begins"), "{text}");
    // Nor is one shown where the hours count from something else than the step.
    let later = hours.replace("raiser, from: stage-entered", "raiser, from: answered");
    let (env, _) = ours(&later.replace("4 working hours", "4 working days"), office);
    let text = env.sh("policy try ours --from 2026-03-02T15:00").ok().stdout;
    assert!(text.contains("Mon 9 March 2026  Top begins"), "{text}");
    // If nothing is counted in hours, no time of day is shown.
    let (env, _) = ours(ANSWER_AND_MORE, office);
    let text = env.sh("policy try ours --from 2026-03-02T15:00").ok().stdout;
    assert!(text.contains("Tue 10 March 2026  Top begins"), "{text}");
}

const TOTAL_AND_AGREED: &str = r#"
  - id: talk
    title: Talk
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: {agreed: {ceiling: 10 working days}}, from: stage-entered, until: answered}
"#;

// From Monday 2 March 2026 the total of 12 working days ends on Wednesday the 18th, with 5 more on the 25th; 10 working
// days end on the 16th.
#[test]
fn more_time_for_a_clock_beside_the_stages_is_played_too() {
    let more = ", extend: {kind: moves, at_most: 5 working days, times: 1, source: \"3\"}";
    let total = |more: &str| {
        format!("total: {{limit: 12 working days, strength: hard, from: formal-entered, source: \"3\"{more}}}")
    };
    let (env, _) = ours(TOTAL_AND_AGREED, &total(more));
    let (played, _) = scenes(&env, "--extend 'total=5 working days'");
    assert!(played.contains(&"2026-03-25 missed total".to_owned()), "{played:?}");
    let (_, notes) = scenes(&env, "--extend 'total=50 working days'");
    assert!(notes.iter().any(|note| note.contains("no more time for `total`")), "{notes:?}");
    let (_, notes) = scenes(&env, "--extend 'total=5 working days' --resolve 2026-03-04");
    assert!(
        notes.iter().any(|note| note.contains("no more time for `total`: no such date comes up here")),
        "{notes:?}"
    );
    let (env, _) = ours(TOTAL_AND_AGREED, &total(""));
    let (played, notes) = scenes(&env, "--extend 'total=5 working days'");
    assert!(played.contains(&"2026-03-18 missed total".to_owned()), "{played:?}");
    assert!(notes.iter().any(|note| note.contains("no more time for `total`")), "{notes:?}");
}

#[test]
fn no_more_than_the_ceiling_is_agreed() {
    let (env, _) = ours(TOTAL_AND_AGREED, "");
    let (played, notes) = scenes(&env, "--agreed '30 working days'");
    assert!(played.contains(&"2026-03-16 missed respond".to_owned()), "{played:?}");
    assert!(notes.iter().any(|note| note.contains("no more than 10 working days may be")), "{notes:?}");
    let (played, notes) = scenes(&env, "--agreed '3 working days'");
    assert!(played.contains(&"2026-03-05 missed respond".to_owned()), "{played:?}");
    assert!(!notes.iter().any(|note| note.contains("may be")), "{notes:?}");
}

const PAPERS: &str = r#"
  - id: talk
    title: Talk
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: send, label: Send the papers, limit: 2 working days, strength: hard, whose: head-of-service, from: {duty: asked-for}, until: {duty: sent}}
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
    duties:
      - {id: asked-for, text: The papers were asked for, enforce: remind}
      - {id: sent, text: The papers were sent, enforce: remind}
"#;

// Asked for on Wednesday 4 March 2026, they are due on Friday the 6th.
#[test]
fn a_duty_without_a_clock_can_be_played() {
    let (env, _) = ours(PAPERS, "");
    let (played, _) = scenes(&env, "--done asked-for=2026-03-04");
    assert!(played.contains(&"2026-03-04 done talk".to_owned()), "{played:?}");
    assert!(played.contains(&"2026-03-06 kept send".to_owned()), "{played:?}");
    let (played, _) = scenes(&env, "--done asked-for=2026-03-04 --done sent=2026-03-09");
    assert!(played.contains(&"2026-03-06 late send".to_owned()), "{played:?}");
    let tried = env.sh("policy try ours --from 2026-03-02").ok().stdout;
    assert!(tried.contains("`--done DUTY=DATE` plays it"), "{tried}");
    env.sh("policy try ours --done asked-for").code(2).says("write DUTY=DATE");
    env.sh("policy try ours --done nosuch=2026-03-04").code(4).says("no duty `nosuch`");
}
