//! The flowchart of Issue and QA Notifications: 72 hours, ten working days, three clocks at stage 2, a meeting counted
//! from the talk of stage 2, and no total of its own.
//!
//! 2026: Good Friday is 3 April, Easter Monday 6 April; summer time from 29 March to 25 October.

use serde_json::Value;

use crate::env::{
    Env, assert_clock, assert_due_adds_up, assert_for, assert_instant, find_clock, has_clock, is_running, list, text,
};

/// Raised, unanswered and taken to stage 2 on the day of the talk with the IROs' manager.
fn at_stage_2(env: &Env, when: &str) -> String {
    let stage = ["--stage", "stage-1", "--reason", "The care plan is at risk"];
    let id = env.raise("qa-notification", &stage);
    env.now(when);
    let view = env.confirm(&format!("escalate {id} --because no-response --reason 'No answer'"));
    assert_eq!(view["stage"], "stage-2");
    id
}

// QA-06, A-05, A-07, A-08
#[test]
fn seventy_two_hours_over_weekends_and_both_clock_changes() {
    let env = Env::new();
    for (raised, due, due_at) in [
        // Monday to Thursday; Friday to Monday
        ("2026-03-02T10:00", "2026-03-05", "2026-03-05T10:00:00+00:00"),
        ("2026-03-06T15:00", "2026-03-09", "2026-03-09T15:00:00+00:00"),
        // Wednesday to Saturday, and there it stays
        ("2026-03-11T09:00", "2026-03-14", "2026-03-14T09:00:00+00:00"),
        // an hour is lost on 29 March, so the wall clock says 17:00
        ("2026-03-27T16:00", "2026-03-30", "2026-03-30T17:00:00+01:00"),
        // an hour is gained on 25 October, so it says 15:00
        ("2026-10-23T16:00", "2026-10-26", "2026-10-26T15:00:00+00:00"),
    ] {
        env.now(raised);
        let view = env.raised("qa-notification", &[]);
        assert_eq!(view["stage"], "issue-notification");
        assert_eq!(view["formal"], false);
        let clock = find_clock(&view, "respond", "issue-notification");
        assert_clock(&clock, due, "hard", "running");
        assert_instant(&clock["due_at"], due_at);
        assert_for(&clock, &["social-worker", "team-manager"]);
        assert!(!has_clock(&view, "total"), "no formal stage yet");
        assert_due_adds_up(&view);
    }
}

// QA-06, QA-07
#[test]
fn a_satisfactory_answer_is_signed_off() {
    let env = Env::new();
    env.now("2026-03-27T16:00");
    let id = env.raise("qa-notification", &[]);
    env.now("2026-03-29T12:00");
    let view = env.respond(&id, &[]);
    assert_eq!(view["status"], "awaiting-review");
    let clock = find_clock(&view, "respond", "issue-notification");
    assert_clock(&clock, "2026-03-30", "hard", "met");
    assert_eq!(clock["late"], false);
    assert_eq!(clock["ended"], "2026-03-29");
    env.now("2026-03-30T09:00");
    assert_eq!(env.resolve(&id)["status"], "resolved");
}

// QA-08, QA-09, QA-10, QA-12, QA-14 to QA-18, QA-20, QA-23, QA-24, QA-26
#[test]
fn from_the_notification_to_stage_4() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);

    // Stage 1 on Tuesday 10 March: 11-13 (3), 16-20 (8), 23, 24 (10).
    env.now("2026-03-10T10:00");
    let view = env.escalate(&id, "no-response", &[]);
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["formal"], true);
    assert_eq!(view["owner"]["role"], "iro");
    let first = find_clock(&view, "respond", "issue-notification");
    assert_eq!(first["state"], "stopped");
    let clock = find_clock(&view, "respond", "stage-1");
    assert_clock(&clock, "2026-03-24", "hard", "running");
    assert_eq!(clock["limit"], "10 working days");
    assert_for(&clock, &["social-worker", "team-manager"]);
    // the advisory 20: 25-27 (13), 30-2 (17), 7, 8, 9 April (20)
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "advisory", "running");
    assert_eq!(view["due"], "2026-03-24");

    // Stage 2 on Wednesday 25 March, the day after the talk was due and held.
    env.now("2026-03-25T10:00");
    let escalate = format!("escalate {id} --because no-response --reason Silence");
    let view = env.confirm(&escalate);
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(view["owner"]["role"], "iro-manager");
    let discuss = find_clock(&view, "discuss", "stage-2");
    assert_clock(&discuss, "2026-03-25", "hard", "running");
    assert_for(&discuss, &["iro-manager"]);

    // The talk at 14:00 starts the other two, and the week for a meeting.
    env.now("2026-03-25T14:00");
    let view = env.finish(&id, "discuss");
    assert_clock(&find_clock(&view, "discuss", "stage-2"), "2026-03-25", "hard", "met");
    let record = find_clock(&view, "record", "stage-2");
    assert_clock(&record, "2026-03-26", "hard", "running");
    assert_instant(&record["due_at"], "2026-03-26T14:00:00+00:00");
    assert_for(&record, &["iro-manager"]);
    let actions = find_clock(&view, "actions", "stage-2");
    assert_clock(&actions, "2026-04-01", "hard", "running");
    assert_ne!(actions["for"]["role"], record["for"]["role"]);
    assert_eq!(view["due"], "2026-03-26");
    assert_due_adds_up(&view);

    // Recorded two days later: late, and it stays late.
    env.now("2026-03-27T14:00");
    let view = env.finish(&id, "record");
    let record = find_clock(&view, "record", "stage-2");
    assert_eq!(record["state"], "met");
    assert_eq!(record["late"], true);

    // Stage 3 on Monday 30 March; the meeting's week still counts from 25 March.
    env.now("2026-03-30T10:00");
    let view = env.escalate(&id, "other", &[]);
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["owner"]["role"], "head-of-service-qa");
    let meeting = find_clock(&view, "meeting", "stage-3");
    assert_clock(&meeting, "2026-04-01", "hard", "running");
    assert_eq!(meeting["started"], "2026-03-25");

    // Held on Tuesday 31 March: its actions have a week, to Tuesday 7 April.
    env.now("2026-03-31T11:00");
    let held = format!("meeting {id} --held 2026-03-31T11:00 --chair 'Robin Hall' --json");
    let view = env.sh(&held).json();
    let meeting = find_clock(&view, "meeting", "stage-3");
    assert_eq!(meeting["state"], "met");
    assert_eq!(meeting["late"], false);
    assert_clock(&find_clock(&view, "actions", "stage-3"), "2026-04-07", "hard", "running");

    // Stage 4 has no limit; the advisory date of 9 April still runs and binds nobody.
    env.now("2026-04-08T10:00");
    let view = env.escalate(&id, "other", &[]);
    assert_eq!(view["stage"], "stage-4");
    assert_eq!(view["owner"]["role"], "head-of-service-qa");
    let own: Vec<_> = list(&view["clocks"]).into_iter().filter(|c| c["stage"] == "stage-4").collect();
    assert!(own.is_empty(), "{own:?}");
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "advisory", "running");
    assert_due_adds_up(&view);

    env.now("2026-04-10T10:00");
    let view = env.resolve(&id);
    assert_eq!(view["status"], "resolved");
    let total = find_clock(&view, "total", None);
    assert_eq!(total["state"], "met");
    assert_eq!(total["late"], true);
    assert_eq!(find_clock(&view, "record", "stage-2")["late"], true);
}

// QA-17, QA-20, A-09, A-27, A-28
#[test]
fn weeks_from_the_talk_roll_past_easter() {
    let env = Env::new();
    // Friday 27 March and a week is Good Friday: Tuesday 7 April.
    let id = at_stage_2(&env, "2026-03-27T10:00");
    env.now("2026-03-27T15:00");
    let view = env.finish(&id, "discuss");
    assert_clock(&find_clock(&view, "actions", "stage-2"), "2026-04-07", "hard", "running");
    // 24 hours end at the same hour, even on a Saturday.
    let record = find_clock(&view, "record", "stage-2");
    assert_eq!(record["due"], "2026-03-28");
    assert_instant(&record["due_at"], "2026-03-28T15:00:00+00:00");
    // The meeting's date is known as soon as the talk was held.
    let meeting = find_clock(&view, "meeting", None);
    assert_eq!(meeting["due"], "2026-04-07");
    assert_eq!(meeting["started"], "2026-03-27");
}

// QA-15, QA-16, QA-17: each counts from its own event, not from the day the stage began.
#[test]
fn the_clocks_of_stage_2_run_from_the_talk_they_belong_to() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-1", "--reason", "The care plan is at risk"]);
    env.now("2026-03-17T10:00");
    env.sh(&format!("done {id} consult --with 'Kim Bell'")).ok();
    env.now("2026-03-18T10:00");
    let view = env.escalate(&id, "no-response", &[]);
    let discuss = find_clock(&view, "discuss", "stage-2");
    assert_clock(&discuss, "2026-03-17", "hard", "running");
    assert_for(&discuss, &["iro-manager"]);
    env.now("2026-03-19T10:00");
    let view = env.sh(&format!("done {id} discuss --json")).json();
    assert_eq!(find_clock(&view, "record", "stage-2")["due"], "2026-03-20");
    let actions = find_clock(&view, "actions", "stage-2");
    assert_clock(&actions, "2026-03-26", "hard", "running");
    assert_for(&actions, &["deputy-head-of-service", "head-of-service"]);
    // The plan is carried out once all its actions are done.
    env.sh(&format!("action add {id} --what 'Book it' --owner 'Sam Carter' --due 2026-03-24")).ok();
    env.now("2026-03-20T09:00");
    let view = env.sh(&format!("action done {id} 1 --json")).json();
    assert_eq!(find_clock(&view, "actions", "stage-2")["state"], "met");
}

// QA-48: a plan that is accepted leaves nothing to talk over.
#[test]
fn a_plan_agreed_at_stage_1_stops_the_clock_of_the_talk() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-1", "--reason", "The care plan is at risk"]);
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-20"]);
    let view = env.sh(&format!("done {id} answer-unsatisfactory --json")).json();
    let talk = find_clock(&view, "consult", "stage-1");
    assert_clock(&talk, "2026-03-02", "hard", "running");
    assert_for(&talk, &["iro"]);
    let view = env.sh(&format!("agree {id} --json")).json();
    assert_eq!(find_clock(&view, "consult", "stage-1")["state"], "stopped");
}

// QA-16, A-06: 24 hours through the short night
#[test]
fn the_record_is_due_24_hours_after_a_saturday_talk() {
    let env = Env::new();
    let id = at_stage_2(&env, "2026-03-28T10:00");
    // "The same working day" of a Saturday is the Monday.
    let discuss = env.clock(&id, "discuss", "stage-2");
    assert_clock(&discuss, "2026-03-30", "hard", "running");
    env.now("2026-03-28T14:00");
    let view = env.finish(&id, "discuss");
    let record = find_clock(&view, "record", "stage-2");
    assert_eq!(record["due"], "2026-03-29");
    assert_instant(&record["due_at"], "2026-03-29T15:00:00+01:00");
}

// QA-19, A-30
#[test]
fn the_meeting_may_be_found_unnecessary() {
    let env = Env::new();
    let id = at_stage_2(&env, "2026-03-25T10:00");
    env.finish(&id, "discuss");
    env.now("2026-03-30T10:00");
    let view = env.escalate(&id, "other", &[]);
    assert!(is_running(&view, "meeting"), "{}", view["clocks"]);
    let duty = env.duty_behind("waive", &id, "meeting");
    let waive = format!("waive {id} '{duty}' --reason 'The two heads have settled it' --json");
    let view = env.sh(&waive).json();
    assert!(!is_running(&view, "meeting"), "{}", view["clocks"]);
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["closed_on"], Value::Null);
}

// QA-12
#[test]
fn stage_2_asks_for_the_talk_with_the_iros_manager() {
    let env = Env::new();
    let stage = ["--stage", "stage-1", "--reason", "The care plan is at risk"];
    let id = env.raise("qa-notification", &stage);
    env.now("2026-03-17T10:00");
    let escalate = format!("escalate {id} --because no-response --reason Silence --json");
    env.sh(&escalate).refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-1");
    let past = "--override 'The manager is away until Monday'";
    let view = env.sh(&format!("{escalate} {past}")).json();
    assert_eq!(view["stage"], "stage-2");
    assert!(view["overrides"].to_string().contains("The manager is away until Monday"));
}

// QA-02, QA-03, A-24, A-25
#[test]
fn urgent_matters_start_at_stage_2_and_somebody_is_told_that_day() {
    let env = Env::new();
    env.now("2026-03-04T09:00");
    let view = env.raised("qa-notification", &["--immediate", "yes"]);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "stage-2");
    assert_clock(&find_clock(&view, "inform", None), "2026-03-04", "hard", "running");
    // 5, 6 (2), 9-13 (7), 16-20 (12), 23-27 (17), 30, 31, 1 April (20)
    assert_clock(&find_clock(&view, "total", None), "2026-04-01", "advisory", "running");
    env.now("2026-03-04T11:00");
    let inform = find_clock(&env.finish(id, "inform"), "inform", None);
    assert_eq!(inform["state"], "met");
    assert_eq!(inform["late"], false);
    // On a Saturday the same working day is Monday the 9th.
    env.now("2026-03-07T11:00");
    let view = env.raised("qa-notification", &["--immediate", "yes"]);
    assert_clock(&find_clock(&view, "inform", None), "2026-03-09", "hard", "running");
    // If the answer is no, nobody has to be told.
    let view = env.raised("qa-notification", &[]);
    assert!(!has_clock(&view, "inform"), "{}", view["clocks"]);
}

// QA-02
#[test]
fn whether_it_is_urgent_has_to_be_answered() {
    let env = Env::new();
    let raise = "raise --policy qa-notification --child C-1 --concern 'No review held' \
        --impact Unheard --seeking 'A review'";
    let run = env.sh(raise).says("--immediate");
    assert!(run.code == 2 || run.code == 3, "{run:?}");
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}

// QA-38, QA-42, QA-43
#[test]
fn some_matters_must_be_formal() {
    for more in ["--category drift", "--category plan-not-complied", "--impact-level significant"] {
        let env = Env::new();
        let raise = format!(
            "raise --policy qa-notification --child C-1 --concern 'No progress' --impact Unheard \
             --seeking 'A date' --immediate no --stage issue-notification {more} --json"
        );
        env.sh(&raise).refused();
        let past = "--override 'The social worker starts on Monday'";
        let view = env.sh(&format!("{raise} {past}")).json();
        assert_eq!(view["stage"], "issue-notification");
        assert!(!list(&view["overrides"]).is_empty(), "{more} was passed");
    }
}

// C-15
#[test]
fn the_flowchart_knows_no_extension() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    let longer = format!("extend {id} --by '24 hours' --reason Leave --json");
    env.sh(&longer).refused();
    assert_eq!(env.clock(&id, "respond", None)["due"], "2026-03-05");
}

// QA-26, C-06
#[test]
fn the_yardstick_is_shown_but_does_not_bind() {
    let env = Env::new();
    // 20 working days from 2 March end on the 30th; on the 31st only the advisory date has passed, because the answer
    // came within the ten working days.
    let stage = ["--stage", "stage-1", "--reason", "The care plan is at risk"];
    let id = env.raise("qa-notification", &stage);
    env.now("2026-03-05T10:00");
    env.respond(&id, &["--role", "team-manager"]);
    env.now("2026-03-31T10:00");
    let view = env.dispute(&id);
    let total = find_clock(&view, "total", None);
    assert_clock(&total, "2026-03-30", "advisory", "running");
    assert_eq!(total["status"], "overdue");
    assert_due_adds_up(&view);
}

// A-28, QA-19: asked for within a week of the stage 2 talk, and waived there already.
#[test]
fn a_meeting_that_may_not_be_needed_says_so_and_is_waived_once() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--immediate", "yes"]);
    let view = env.iro(&["done", &id, "discuss", "--json"]).json();
    let meeting = find_clock(&view, "meeting", "stage-3");
    assert_eq!(meeting["due"], "2026-03-09");
    assert_eq!(meeting["if_needed"], true);
    assert!(text(&meeting, "label").ends_with("(if needed)"), "{meeting}");
    assert_eq!(find_clock(&view, "actions", "stage-2")["if_needed"], false);
    env.iro(&["due", "--all"]).ok().says("Professionals meeting (if needed)");
    env.iro(&["show", &id]).ok().says("Professionals meeting (if needed)");

    let states = |env: &Env| {
        let duties = list(&env.dispute(&id)["duties"]);
        let meeting = duties.iter().find(|duty| duty["duty"] == "meeting").expect("stage 3 has a meeting");
        text(meeting, "state").to_owned()
    };
    // Held or waived at stage 2, it is not asked for again at stage 3.
    let held = env.fork();
    held.iro(&["meeting", &id, "--held", "today", "--chair", "head-of-service-qa"]).ok();
    held.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(states(&held), "done");
    env.iro(&["waive", &id, "meeting", "--reason", "They have talked"]).ok();
    let view = env.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(states(&env), "waived");
    // Without a meeting the actions count from the two Heads' talk.
    let view = env.iro(&["done", &id, "discuss", "--on", "2026-03-02T10:00", "--json"]).json();
    assert_eq!(find_clock(&view, "actions", "stage-3")["due"], "2026-03-09");
}

// QA-15, QA-16: what is waived ends the clock that waits for it, and no other.
#[test]
fn a_duty_that_is_waived_ends_its_own_clock_only() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2", "--reason", "r"]);
    let running = |env: &Env| -> Vec<String> {
        let clocks = list(&env.dispute(&id)["clocks"]);
        let running = clocks.iter().filter(|clock| clock["state"] == "running");
        running.map(|clock| text(clock, "clock").to_owned()).collect()
    };
    let mut before = running(&env);
    before.sort_unstable();
    assert_eq!(before, ["discuss", "total"]);
    env.sh(&format!("waive {id} record --reason 'It is in the minutes'")).ok();
    let mut after = running(&env);
    after.sort_unstable();
    assert_eq!(after, before);
    env.sh(&format!("waive {id} discuss --reason 'Both are on leave'")).ok();
    assert_eq!(running(&env), ["total"]);
}

/// Each time on the families' page says from which talk it counts, because there are three.
#[test]
fn families_read_from_which_talk_a_time_counts() {
    let page = Env::new().iro(&["policy", "show", "qa-notification", "--family"]).ok().stdout;
    let page = page.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    for time in [
        "on the same working day as the judgement that the answer is not good enough",
        "on the same working day as the talk after stage 1",
        "within 24 hours of the talk at stage 2",
        "within 1 week of the talk at stage 2",
        "within 1 week of the meeting or the talk at stage 3",
    ] {
        assert!(page.contains(time), "{time}: {page}");
    }
}
