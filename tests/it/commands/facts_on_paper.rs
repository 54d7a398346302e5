//! Forms, letters, the log and supervision sheets state only what is on record: which stage a duty belongs to, what is
//! past its date, how a dispute ended, and which of several ends an entry was recorded for.

use serde_json::{Value, json};

use crate::env::{Env, list, text};
use crate::forms::section;

#[track_caller]
fn form(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

#[track_caller]
fn letter(env: &Env, id: &str, age: u8) -> String {
    env.sh(&format!("form {id} --letter --age {age}")).ok().stdout
}

/// The duties that each event in the log settled, with their stages: `[["child-told", "stage-1"]]`.
fn settled(env: &Env, id: &str) -> Vec<Value> {
    let pairs = |event: &Value| -> Value {
        list(&event["duties"]).iter().map(|one| json!([one["duty"], one["stage"]])).collect()
    };
    list(&env.sh(&format!("log {id} --json")).json()).iter().map(pairs).collect()
}

// QA-18, NA-56
#[test]
fn each_duty_in_the_log_has_its_stage() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2", "--immediate", "yes"]);
    env.sh(&format!("done {id} discuss")).ok();
    env.escalate(&id, "unsatisfactory", &[]);
    env.sh(&format!("done {id} discuss")).ok();
    env.sh(&format!("done {id} record --stage stage-2")).ok();
    env.sh(&format!("waive {id} actions --reason 'Overtaken'")).ok();
    env.sh(&format!("meeting {id} --held 2026-03-02T10:00 --chair head-of-service-qa")).ok();
    env.resolve(&id);
    env.sh(&format!("done {id} child-told")).ok();
    let settled: Vec<Value> = settled(&env, &id).into_iter().filter(|one| *one != json!([])).collect();
    assert_eq!(
        settled,
        [
            json!([["discuss", "stage-2"]]),
            json!([["discuss", "stage-3"]]),
            json!([["record", "stage-2"]]),
            json!([["actions", "stage-3"]]),
            json!([["meeting", "stage-3"]]),
            json!([["child-told", "end"]]),
        ]
    );
    let log = env.sh(&format!("log {id}")).ok().stdout;
    assert_eq!(
        log.matches("has discussed the issues with the operational Deputy or Head of Service\n   stage: Stage 2")
            .count(),
        1,
        "{log}"
    );
    assert_eq!(
        log.matches("and the Head of Service QA have discussed the issues\n   stage: Stage 3").count(),
        1,
        "{log}"
    );
    assert!(log.contains("stage: the end"), "{log}");
}

// MO-45, MO-55
#[test]
fn what_was_confirmed_with_a_step_has_its_stage_in_the_log() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-20"]);
    let talks = "--confirm negotiated --confirm own-manager-consulted";
    env.sh(&format!("escalate {id} --because unsatisfactory --reason 'Too late' {talks}")).ok();
    let both = settled(&env, &id).pop().unwrap();
    assert_eq!(both, json!([["negotiated", "stage-1"], ["own-manager-consulted", "stage-2"]]));
    let log = env.sh(&format!("log {id}")).ok().stdout;
    assert!(log.contains("an answer that does not satisfy (Stage 1), Mon 2 March 2026 10:00"), "{log}");
    assert!(log.contains("for the IROs, and it is agreed (Stage 2), Mon 2 March 2026 10:00"), "{log}");
    // A struck event settles no duty.
    env.sh(&format!("done {id} child-told")).ok();
    env.sh(&format!("correct {id} --event 4 --reason 'Of another child'")).ok();
    assert_eq!(settled(&env, &id)[3], json!([]));
}

// KN-29, MO-50
#[test]
fn an_action_past_its_date_is_not_open_on_paper() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(
        &id,
        &["--action", "Find a worker | Pat Green | 2026-03-06", "--action", "Write it | Pat Green | 2026-03-20"],
    );
    env.now("2026-03-06T23:00");
    assert!(form(&env, &id).contains("by Fri 6 March 2026: open"), "its day is not over");
    env.now("2026-03-09T10:00");
    let page = form(&env, &id);
    assert!(page.contains("1. Find a worker, Pat Green, by Fri 6 March 2026: not done by then"), "{page}");
    assert!(page.contains("2. Write it, Pat Green, by Fri 20 March 2026: open"), "{page}");
    env.sh(&format!("show {id}")).ok().says("by Fri 6 March 2026: not done by then");
    env.sh(&format!("resolve {id} --outcome x --result resolved --override 'Overtaken'")).ok();
    env.now("2026-04-09T10:00");
    let page = form(&env, &id);
    assert!(page.contains("by Fri 6 March 2026: not done by then"), "{page}");
    assert!(page.contains("by Fri 20 March 2026: still open when it ended"), "{page}");
}

// KN-16, KN-36
#[test]
fn whoever_escalates_has_considered_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-10T10:00");
    env.sh(&format!("done {id} discussion-recorded")).ok();
    env.escalate(&id, "no-response", &[]);
    let shown = |what: &str| env.sh(&format!("{what} {id}")).ok().stdout;
    assert!(!shown("form").contains("has considered going formal"), "{}", shown("form"));
    assert!(!shown("show").contains("formal-considered"), "{}", shown("show"));
    env.escalate(&id, "no-response", &["--to", "stage-2"]);
    env.sh(&format!("meeting {id} --held 2026-03-10T10:00 --chair team-manager")).ok();
    assert!(env.outstanding(&id).contains(&"escalation-considered".to_owned()));
    env.escalate(&id, "unsatisfactory", &[]);
    assert!(!shown("form").contains("going to the Head of Service"), "{}", shown("form"));
}

// NA-56, SW-14
#[test]
fn what_was_told_of_one_end_says_nothing_of_the_next() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.now("2026-03-03T10:00");
    env.resolve(&id);
    env.sh(&format!("done {id} child-told --text 'Told of the first end'")).ok();
    assert!(section(&form(&env, &id), "Outcome").contains("Told of the first end"));
    env.now("2026-03-05T10:00");
    env.sh(&format!("reopen {id} --reason Again")).ok();
    let open = form(&env, &id);
    assert!(section(&open, "Issue Notification").contains("told how it ended**  \ndone, Tue 3 March 2026"), "{open}");
    env.now("2026-03-06T10:00");
    env.sh(&format!("resolve {id} --result decision-stands --outcome 'Second end'")).ok();
    let ended = form(&env, &id);
    assert!(section(&ended, "Outcome").contains("told how it ended**  \nnot recorded"), "{ended}");
    assert!(ended.contains("Told of the first end"), "{ended}");
    env.sh(&format!("done {id} child-told --text 'Told of the second end'")).ok();
    let told = form(&env, &id);
    assert!(section(&told, "Outcome").contains("Told of the second end"), "{told}");
    assert!(!section(&told, "Outcome").contains("Told of the first end"), "{told}");
}

// NA-23, SW-14
#[test]
fn the_letter_knows_what_is_past() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    assert!(letter(&env, &id, 9).contains("They should answer by 9 March 2026."));
    assert!(letter(&env, &id, 14).contains("to answer by 9 March 2026"));
    env.now("2026-03-10T10:00");
    assert!(letter(&env, &id, 9).contains("They should have answered by 9 March 2026, but they haven't."));
    assert!(letter(&env, &id, 14).contains("The answer should have come by 9 March 2026, but it hasn't."));
}

// QA-24
#[test]
fn the_letter_says_of_a_talk_whether_it_was_held() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-4"]);
    let waived = env.raise("qa-notification", &["--stage", "stage-4"]);
    for age in [9, 14] {
        assert!(letter(&env, &id, age).contains("Other people are going to talk about it with"));
    }
    env.sh(&format!("done {id} discuss --with service-director")).ok();
    env.sh(&format!("waive {waived} discuss --reason 'Both are on leave'")).ok();
    for age in [9, 14] {
        let held = letter(&env, &id, age).replace('\n', " ");
        assert!(
            held.contains("Other people have talked about it with the Service Director. I will tell you what comes"),
            "{held}"
        );
        assert!(!held.contains("going to talk"), "{held}");
        let waived = letter(&env, &waived, age).replace('\n', " ");
        assert!(waived.contains("Now it is with the Service Director or the Strategic Director"), "{waived}");
    }
}

// MO-46, MO-63
#[test]
fn further_time_after_an_answer_is_no_missing_answer() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Finish it | Pat Green | 2026-03-20"]);
    env.sh(&format!("extend {id} --by '24 hours' --reason 'It will settle it' --agreed-with 'Pat Green'")).ok();
    let supervision = |env: &Env| env.sh("supervision").ok().stdout;
    assert!(supervision(&env).contains("waiting for further work"), "{}", supervision(&env));
    assert!(letter(&env, &id, 9).contains("They have answered, and have until"), "{}", letter(&env, &id, 9));
    env.now("2026-03-16T10:00");
    let inbox = env.sh("inbox --for 'Jo Bloggs'").ok().stdout;
    assert!(inbox.contains("the further time is over; see whether it was done"), "{inbox}");
    assert!(!inbox.contains("no answer"), "{inbox}");
    assert!(supervision(&env).contains("further time over, not accepted yet"), "{}", supervision(&env));
    for age in [9, 14] {
        let letter = letter(&env, &id, age);
        assert!(
            letter.contains("They have answered, and had until") && !letter.contains("waiting for an answer"),
            "{letter}"
        );
    }
}

// KN-40
#[test]
fn the_letter_says_that_a_decision_was_not_good_enough_to_leave_it_there() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.sh(&format!("decide {id} --decided-by assistant-executive-director --text 'It stays'")).ok();
    assert!(letter(&env, &id, 9).contains("I am looking at whether it is good enough for you"));
    let earlier = env.fork();
    env.sh(&format!("refer {id} --ground final-decision --reason 'She needs it' --phoned 2026-03-02T10:00")).ok();
    let said = letter(&env, &id, 9);
    assert!(
        said.contains("I do not think that it is good enough for you") && said.contains("I have also asked Cafcass")
    );
    assert!(!said.contains("I am looking at"), "{said}");
    earlier.sh(&format!("refer {id} --ground final-decision --reason 'She needs it'")).ok();
    assert!(letter(&earlier, &id, 9).contains("I am looking at whether"), "it is decided and not made");
}

// MO-55
#[test]
fn the_talk_before_raising_at_a_stage_is_not_the_one_before_the_next() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--decided-by", "service-manager"]);
    assert_eq!(env.dispute(&id)["stage"], "stage-2");
    env.sh(&format!("show {id}")).ok().says("own-manager-consulted");
    env.now("2026-03-10T10:00");
    env.sh(&format!("done {id} manager-telephoned")).ok();
    let line = format!("escalate {id} --because no-response --reason 'None came'");
    let refused = env.sh(&format!("{line} --json")).refused();
    assert_eq!(crate::env::rules(&refused), ["own-manager-consulted"]);
    env.sh(&format!("{line} --confirm own-manager-consulted")).ok();
    let page = form(&env, &id);
    let talk = "has discussed the concerns and the intended DRP";
    assert_eq!(section(&page, "Section 4: Stage 2").matches(talk).count(), 1, "{page}");
    assert_eq!(section(&page, "Section 5: Stage 3").matches(talk).count(), 1, "{page}");
}

// MO-60, MO-61
#[test]
fn a_compliment_waits_for_both_who_are_to_read_it() {
    let env = Env::new();
    let line = "praise --policy mosaic --child C-1 --for 'Sam Lee' --role social-worker --text 'Patient work'";
    env.sh(line).ok();
    let inbox = |who: &str| list(&env.iro(&["inbox", "--for", who, "--json"]).json()).len();
    assert_eq!([inbox("Sam Lee"), inbox("social-worker"), inbox("team-manager")], [1, 1, 1]);
    env.sh("show 1").ok().says("Sam Lee, not read yet").says("Team Manager, not read yet");
    env.sh("acknowledge 1 --name 'Sam Lee'").ok().says("Still to read it: Team Manager.");
    assert_eq!([inbox("Sam Lee"), inbox("social-worker"), inbox("team-manager")], [0, 0, 1]);
    let view = env.dispute("2026-0001");
    assert_eq!((text(&view, "status"), &view["waiting_on"]["role"]), ("recorded", &json!("team-manager")));
    env.sh("acknowledge 1 --name 'Team Manager'").ok().says("Everybody it is for has read it.");
    assert_eq!(env.dispute("2026-0001")["status"], "acknowledged");
    // Both people are named, so the roles mean nobody else.
    env.sh("praise --policy mosaic --child C-1 --for 'Sam Lee' --for 'Pat Green' --text 'Patient work'").ok();
    env.sh("acknowledge 2 --name 'Sam Lee'").ok();
    env.sh("acknowledge 2 --name 'Pat Green'").ok().says("Everybody it is for has read it.");
}

// SW-50, MO-52
#[test]
fn the_supervision_sheet_says_which_date_is_of_what() {
    let env = Env::new();
    env.raise("south-west", &["--respond-by", "2026-03-04", "--field", "route=both"]);
    env.now("2026-03-05T10:00");
    let sheet = env.command().args(["supervision"]).env("COLUMNS", "200").output().expect("it runs");
    let sheet = String::from_utf8_lossy(&sheet.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(sheet.contains("no answer by Wed 4 March 2026"), "{sheet}");
    assert!(sheet.contains("Contact the Customer Relations Manager"), "{sheet}");
}

// SW-22, SW-61
#[test]
fn the_route_chosen_first_stays_on_the_form_and_in_the_chronology() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=problem-resolution"]);
    env.now("2026-03-03T10:00");
    env.sh(&format!("complaint {id} --reason 'He wants to' --confirm routes-discussed")).ok();
    let page = form(&env, &id);
    let concern = section(&page, "The concern");
    assert!(concern.contains("**The route decided on**  \nproblem resolution"), "{concern}");
    let later = section(&page, "Stage 1 (informal)");
    assert!(later.contains("**The route decided on, Tue 3 March 2026 10:00**  \ncomplaint"), "{later}");
    let told = section(&page, "Chronology");
    assert!(
        told.contains("Raised at Stage 1 (informal)") && told.contains("The route decided on: problem resolution)"),
        "{told}"
    );
}

// QA-20
#[test]
fn families_read_what_the_week_before_the_meeting_counts_from() {
    let page = Env::new().sh("policy show --family qa-notification").ok().stdout;
    let page = page.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("within 1 week of the talk at stage 2 or the start of the stage: "), "{page}");
}

// MO-28
#[test]
fn the_reason_for_raising_late_is_not_one_for_the_level() {
    let env = Env::new();
    let late = ["--aware-on", "2026-02-23", "--reason", "I was on leave"];
    let id = env.raise("mosaic", &late);
    let page = form(&env, &id);
    assert!(
        page.contains("**Why it was raised late**  \nI was on leave") && !page.contains("Why at that stage"),
        "{page}"
    );
    let id = env.raise("mosaic", &["--aware-on", "2026-03-02", "--stage", "stage-1", "--reason", "Too grave for less"]);
    assert!(form(&env, &id).contains("**Why at that stage**  \nToo grave for less"));
    let both = [&late[..], &["--stage", "stage-1"]].concat();
    let id = env.raise("mosaic", &both);
    assert!(form(&env, &id).contains("**Reason given**  \nI was on leave"));
    // Where the protocol begins higher up, one reason may be for either.
    let higher = ["--aware-on", "2026-02-23", "--decided-by", "service-manager", "--reason", "She chaired the panel"];
    let page = form(&env, &env.raise("mosaic", &higher));
    assert!(
        page.contains("**Stage at which it was raised**  \nStage 2")
            && page.contains("**Reason given**  \nShe chaired"),
        "{page}"
    );
    let blank = env.sh("form --blank --policy mosaic").ok().stdout;
    for field in ["Why at that stage", "Arose on", "Why it was raised late, if it was"] {
        assert!(blank.contains(field), "{field}: {blank}");
    }
}

// NA-23, SW-14, KN-39
#[test]
fn the_letter_says_what_was_not_done_and_how_it_ended() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(
        &id,
        &["--action", "Find a school | Sam Lee | 2026-03-05", "--action", "See her | Sam Lee | 2026-03-20"],
    );
    env.now("2026-03-06T10:00");
    env.sh(&format!("action missed {id} 1 --reason 'Nobody asked'")).ok();
    for age in [9, 14] {
        let said = letter(&env, &id, age);
        assert!(said.contains("This was promised and not done: Find a school, by 5 March 2026."), "{said}");
        assert!(said.contains("They have offered this: See her"), "{said}");
    }
    let (part, stands) = (env.fork(), env.fork());
    let end = |env: &Env, result: &str| {
        env.sh(&format!("resolve {id} --outcome 'It stays' --result {result} --override 'It is over'")).ok();
        letter(env, &id, 9)
    };
    assert!(end(&env, "resolved").contains("this came to an end. This is what came of it"));
    assert!(
        end(&part, "resolved-in-part")
            .contains("this came to an end, and part of it has been put right. This is what came of it")
    );
    assert!(end(&stands, "decision-stands").contains("They are keeping to what they decided"));
}

// SW-38
#[test]
fn whoever_was_left_out_of_a_chain_is_named_by_title() {
    let env = Env::new();
    let id =
        env.raise("south-west", &["--stage", "stage-4", "--reason", "She decided", "--confirm", "routes-discussed"]);
    env.escalate(&id, "urgent", &["--to", "chief-executive"]);
    let page = form(&env, &id);
    assert!(page.contains("**Left out**  \nAssistant Director (senior officer) and Director"), "{page}");
}

// SW-14, SW-30, SW-62
#[test]
fn a_stage_that_was_left_says_what_was_called_for_and_not_done() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-2", "--reason", "It is urgent", "--respond-by", "2026-03-04"]);
    env.now("2026-03-06T10:00");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-13"]);
    let page = form(&env, &id);
    let second = section(&page, "Stage 2 (formal)");
    assert!(second.contains("**Problem Resolution Meeting**  \nnone recorded"), "{second}");
    assert!(second.contains("has been told how it stands at this stage**  \nnot recorded"), "{second}");
    assert!(!section(&page, "Stage 3").contains("not recorded"), "{page}");
    env.sh(&format!("done {id} child-told --stage stage-2")).ok();
    assert!(!form(&env, &id).contains("at this stage**  \nnot recorded"));
}

// SW-51
#[test]
fn with_both_routes_the_reviewing_officer_sees_what_is_owed_on_the_complaint() {
    let env = Env::new();
    env.raise("south-west", &["--field", "route=both", "--confirm", "routes-discussed"]);
    let inbox = env.sh("inbox --for 'Jo Bloggs'").ok().stdout;
    let inbox = inbox.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(inbox.contains("owed by the Customer Relations Manager"), "{inbox}");
}

// KN-31, MO-31
#[test]
fn a_time_that_the_document_does_not_set_is_a_suggestion() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    let by = "by Mon 9 March 2026 (5 working days, suggested, as no date was agreed)";
    assert!(form(&env, &id).contains(by), "{}", form(&env, &id));
    let page = env.sh("policy show --family knowsley").ok().stdout;
    let page = page.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("if none is agreed, they have 5 working days"), "{page}");
}

#[test]
fn a_referral_s_confirmation_that_was_left_out_is_named_in_words() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.sh(&format!("refer {id} --reason r --phoned 2026-03-02 --impact-on-child i --override x")).ok();
    env.sh(&format!("waive {id} referral-written --reason 'Cafcass declined at once'")).ok();
    for command in ["form", "log"] {
        let said = env.sh(&format!("{command} {id}")).ok().stdout;
        assert!(said.contains("The referral was confirmed in writing"), "{command}: {said}");
        assert!(!said.contains("eferral written"), "{command}: {said}");
    }
}
