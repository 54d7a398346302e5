//! Clocks that run after the end of a dispute: those that count from it, such as for a letter, and those that still
//! run.

use std::fs;

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

const HEATHLAND: &str = include_str!("../../../examples/policies/heathland.yaml");

fn heathland() -> (Env, String) {
    let env = Env::new();
    env.add_policy("heathland", HEATHLAND);
    let raised = env.sh("raise --policy heathland --child C-1 --concern c --json").json();
    (env, text(&raised, "id").to_owned())
}

/// The running clocks with their dates.
fn running(view: &Value) -> Vec<(String, String)> {
    let clocks = list(&view["clocks"]).into_iter().filter(|clock| clock["state"] == "running");
    clocks.map(|clock| (text(&clock, "clock").to_owned(), text(&clock, "due").to_owned())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(clock, due)| ((*clock).to_owned(), (*due).to_owned())).collect()
}

// Resolved on Thursday 5 March 2026: 5 working days end on Thursday the 12th, 2 on Monday the 9th.
#[test]
fn what_counts_from_the_end_is_due_after_it_on_every_list() {
    let (env, id) = heathland();
    env.now("2026-03-05T15:00");
    let done = env.sh(&format!("resolve {id} --outcome 'A plan is in place'")).ok().stdout;
    assert!(done.contains("Thu 12 March 2026") && done.contains("Confirm the outcome in writing"), "{done}");
    let view = env.dispute(&id);
    assert_eq!(running(&view), pairs(&[("letter", "2026-03-12"), ("entry", "2026-03-09")]));
    assert_eq!(
        (&view["status"], &view["due"], &view["overdue"]),
        (&json!("resolved"), &json!("2026-03-09"), &json!(false))
    );
    assert!(env.closed_file("2026", &id).is_file(), "it is closed all the same");

    env.now("2026-03-13T09:00");
    let due = list(&env.sh("due --overdue --json").json());
    assert_eq!(due.iter().map(|clock| text(clock, "clock")).collect::<Vec<_>>(), ["entry", "letter"]);
    let said = env.sh("due").ok();
    assert!(said.stdout.contains("overdue") && said.stdout.contains("head-of-service"), "{}", said.stdout);
    assert!(!said.stderr.contains("not on record"), "what has a date is in the list: {}", said.stderr);
    assert_eq!(list(&env.sh("due --for head-of-service --json").json()).len(), 1);
    let task = list(&env.sh("inbox --for head-of-service --json").json()).remove(0);
    assert_eq!((&task["what"], &task["due"]), (&json!("do"), &json!("2026-03-12")));
    assert!(env.sh(&format!("show {id}")).ok().stdout.contains("Thu 12 March 2026"));
    assert!(env.sh("export --ics -").ok().stdout.contains("Confirm the outcome in writing"));
    let sheets = env.sh("supervision --json").json();
    assert_eq!(sheets[0]["disputes"][0]["overdue"], true);
    let why = env.sh(&format!("why {id} letter")).ok().stdout;
    assert!(why.contains("5 working days") && why.contains("Thu 5 March 2026"), "{why}");
    let longest = list(&env.sh("report --from 2026-03-01 --to 2026-03-13 --json").json()["figures"]);
    let longest = longest.into_iter().find(|one| one["id"] == "longest-overdue").unwrap();
    assert_eq!(longest["value"], json!(null), "what an ended dispute still owes is not counted");
    env.sh("check").code(0).says("still-owed").says("and this is not on record yet: ");

    env.sh(&format!("done {id} recorded --on 2026-03-09")).ok();
    env.sh(&format!("done {id} outcome-letter")).ok();
    let clocks = list(&env.dispute(&id)["clocks"]);
    let ended = |name: &str| clocks.iter().find(|clock| clock["clock"] == name).unwrap().clone();
    assert_eq!((&ended("letter")["state"], &ended("letter")["late"]), (&json!("met"), &json!(true)));
    assert_eq!((&ended("entry")["state"], &ended("entry")["late"]), (&json!("met"), &json!(false)));
    assert_eq!(env.sh("due --all --json").json(), json!([]));
    assert!(!env.sh("check --json").ok().stdout.contains("still-owed"));
}

/// Today's list reads only open records and the ended ones that a note in `owed` names.
#[test]
fn the_morning_finds_them_by_their_notes() {
    let (env, id) = heathland();
    env.sh(&format!("resolve {id} --outcome 'A plan is in place'")).ok();
    assert!(env.data().join("owed").join(&id).exists() || env.is_on_a_server());
    let listed = || {
        let output = env.command().args(["due", "--all"]).env_remove("IRO_AS_OF").output().unwrap();
        String::from_utf8(output.stdout).unwrap().matches(&id).count()
    };
    assert_eq!(listed(), 2);
    env.sh(&format!("waive {id} recorded --reason 'There is no file'")).ok();
    assert_eq!(listed(), 1);
    env.sh(&format!("done {id} outcome-letter")).ok();
    assert_eq!(listed(), 0);
    assert!(!env.data().join("owed").join(&id).exists());
}

#[test]
fn a_dispute_that_is_withdrawn_owes_no_letter() {
    let (env, id) = heathland();
    let view = env.sh(&format!("withdraw {id} --reason 'Raised twice' --json")).json();
    assert_eq!(running(&view), pairs(&[("entry", "2026-03-04")]));
}

/// After reopening, nothing counts from the earlier end; once ended again, the clocks count from the new end.
#[test]
fn another_end_starts_them_again() {
    let (env, id) = heathland();
    env.sh(&format!("resolve {id} --outcome 'A plan is in place'")).ok();
    env.now("2026-03-04T10:00");
    let view = env.sh(&format!("reopen {id} --reason 'It stopped' --json")).json();
    assert_eq!(running(&view), pairs(&[("respond", "2026-03-09")]));
    env.now("2026-03-16T10:00");
    let view = env.sh(&format!("resolve {id} --outcome 'Now it is' --json")).json();
    assert_eq!(running(&view), pairs(&[("letter", "2026-03-23"), ("entry", "2026-03-18")]));
    // The day of the end is corrected.
    let corrected = format!("correct {id} --event 4 --set on=2026-03-13 --reason 'It was Friday' --json");
    assert_eq!(running(&env.sh(&corrected).json()), pairs(&[("letter", "2026-03-20"), ("entry", "2026-03-17")]));
    env.sh("check").code(0);
}

/// The panel met on Tuesday 10 March: its minutes are due on Friday the 13th, even if the dispute ends before that.
#[test]
fn the_clock_of_a_duty_goes_on_that_outlives_the_end() {
    let (env, id) = heathland();
    env.sh(&format!("escalate {id} --because urgent --reason x --json")).json();
    env.now("2026-03-10T10:00");
    env.sh(&format!("meeting {id} --held 2026-03-10 --chair head-of-service")).ok();
    let early = env.fork();
    let view = env.sh(&format!("resolve {id} --outcome 'Agreed by the panel' --json")).json();
    let expected = [("minutes", "2026-03-13"), ("letter", "2026-03-17"), ("entry", "2026-03-12")];
    assert_eq!(running(&view), pairs(&expected));
    env.now("2026-03-16T10:00");
    let overdue = list(&env.sh("due --overdue --for clerk --json").json());
    assert_eq!(text(&overdue[0], "clock"), "minutes");
    env.sh(&format!("done {id} minutes")).ok();
    assert_eq!(list(&env.sh("due --overdue --for clerk --json").json()), Vec::<Value>::new());
    // Reopened with the minutes outstanding: the stage is entered again, and the minutes are left over.
    early.sh(&format!("resolve {id} --outcome 'Agreed by the panel'")).ok();
    let view = early.sh(&format!("reopen {id} --reason 'It stopped' --json")).json();
    assert_eq!(running(&view), pairs(&[("respond", "2026-03-24")]));
}

/// A meeting that is recorded only after the end starts its clock then.
#[test]
fn a_meeting_that_is_written_down_late_starts_its_clock() {
    let stages = r#"
  - id: panel
    title: Panel
    kind: formal
    any_of: [director]
    source: "1"
    meeting: {title: Panel, needed: required, chair: director}
    clocks:
      - {id: meeting, label: Hold the panel, limit: 5 working days, strength: hard, whose: director, from: stage-entered, until: meeting}
      - {id: minutes, label: Send the minutes, limit: 3 working days, strength: hard, whose: director, from: meeting, until: {duty: minutes}}
      - {id: chase, label: Ask again, limit: 2 working days, strength: hard, whose: raiser, from: stage-entered, until: {duty: asked}}
    duties:
      - {id: minutes, text: The minutes were sent, from: meeting}
      - {id: asked, text: They were asked again, while_open: true}
"#;
    let (env, id) = ours(stages, "");
    let view = env.sh(&format!("resolve {id} --outcome o --json")).json();
    assert_eq!(running(&view), pairs(&[("meeting", "2026-03-09")]), "a panel that was not held is still owed");
    env.now("2026-03-06T10:00");
    let view = env.sh(&format!("meeting {id} --held 2026-03-05 --chair director --json")).json();
    assert_eq!(running(&view), pairs(&[("minutes", "2026-03-10")]));
}

#[test]
fn what_cannot_be_true_after_the_end_is_refused() {
    let stage = |clock: &str| {
        format!(
            "\n  - {{id: only, title: Only, kind: formal, any_of: [director], source: \"1\", clocks: [{{id: letter, label: \
             Write, limit: 5 working days, strength: hard, {clock}}}], duties: [{{id: asked, text: Asked, while_open: \
             true}}, {{id: sent, text: Sent}}]}}\n"
        )
    };
    for (clock, words) in [
        ("from: resolved, until: answered", "waits for what can't come after it"),
        ("from: closed, until: meeting", "waits for what can't come after it"),
        ("from: resolved, until: {duty: asked}", "`asked` is not owed by then"),
        ("from: [agreed, resolved], until: {duty: sent}", "can't do both"),
        ("from: resolved, until: {duty: sent}, extend: {kind: moves}", "to an open dispute only"),
        ("from: resolvd, until: {duty: sent}", "did you mean `resolved`?"),
    ] {
        let env = Env::new();
        let file = env.scratch("ours.yaml");
        let head = "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\n\
                    raisers: [iro]\nroles: {iro: IRO, director: Director}\nstages:";
        fs::write(&file, format!("{head}{}", stage(clock))).unwrap();
        env.sh(&format!("policy check {}", file.display())).code(6).says(words);
        fs::write(&file, format!("{head}{}", stage("from: resolved, until: {duty: sent}"))).unwrap();
        env.sh(&format!("policy check {}", file.display())).ok();
    }
}

// All three end on Thursday 5 March: the letter is due on the 12th, the entry on the 9th. Of six dates three are kept, one is
// met on the 16th, and two are still open on the 20th.
#[test]
fn the_report_counts_what_was_due_after_the_end() {
    let (env, first) = heathland();
    let more = || text(&env.sh("raise --policy heathland --child C-2 --concern d --json").json(), "id").to_owned();
    let (second, third) =
        (more(), text(&env.sh("raise --policy heathland --child C-3 --concern e --json").json(), "id").to_owned());
    env.now("2026-03-05T15:00");
    for id in [&first, &second, &third] {
        env.sh(&format!("resolve {id} --outcome 'A plan is in place'")).ok();
    }
    env.now("2026-03-20T10:00");
    for (id, duty, on) in [
        (&first, "outcome-letter", "2026-03-10"),
        (&first, "recorded", "2026-03-06"),
        (&second, "outcome-letter", "2026-03-16"),
        (&second, "recorded", "2026-03-09"),
    ] {
        env.sh(&format!("done {id} {duty} --on {on}")).ok();
    }
    let report = env.sh("report --from 2026-03-01 --to 2026-03-20 --json").json();
    let value = |id: &str| {
        let figures = list(&report["figures"]);
        figures.iter().find(|figure| figure["id"] == id).map(|figure| figure["value"].clone())
    };
    let ids = ["after-end", "after-end-in-time", "after-end-late", "after-end-outstanding"];
    assert_eq!(ids.map(value), [6, 3, 1, 2].map(|number| Some(json!(number))));
    let table = env.sh("report --from 2026-03-01 --to 2026-03-20").ok().stdout;
    assert!(table.contains("Done late after the end"), "{table}");
    // A protocol without such a clock has no such figures.
    let other = Env::new();
    other.raise("knowsley", &[]);
    let report = other.sh("report --json").json();
    assert!(!list(&report["figures"]).iter().any(|figure| text(figure, "id").starts_with("after-end")));
}

/// A letter that is owed only if the dispute was resolved, and a note only if it was withdrawn.
#[test]
fn what_is_owed_after_the_end_can_depend_on_how_it_ended() {
    let stages = r#"
  - {id: talk, title: Talk, kind: formal, any_of: [head-of-service], source: "1"}
"#;
    let beside = r#"
duties:
  - {id: letter, text: The outcome was confirmed in writing, stages: end, when: {resolved: true}, source: "2"}
  - {id: note, text: The reason is on the file, stages: end, when: {resolved: false}, source: "3"}
clocks:
  - {id: letter, label: Confirm the outcome, limit: 5 working days, strength: hard, whose: raiser, from: closed, until: {duty: letter}, source: "2"}
"#;
    // Thursday 5 March 2026: 5 working days end on Thursday the 12th.
    for (end, owed, due) in [
        ("resolve --outcome 'A plan'", "letter", vec![("letter", "2026-03-12")]),
        ("withdraw --reason 'Moved'", "note", vec![]),
    ] {
        let (env, id) = ours(stages, beside);
        env.now("2026-03-05T10:00");
        let (step, rest) = end.split_once(' ').unwrap();
        env.sh(&format!("{step} {id} {rest}")).ok();
        let view = env.dispute(&id);
        let left: Vec<String> = list(&view["duties"]).iter().map(|one| text(one, "duty").to_owned()).collect();
        assert_eq!(left, [owed], "{end}");
        assert_eq!(running(&view), pairs(&due), "{end}");
        env.sh(&format!("done {id} {owed}")).ok();
        assert!(!env.sh("check --json").ok().stdout.contains("still-owed"), "{end}");
    }
}

/// The director's clock waits for a duty of the IRO's. Ended on Thursday 5 March, it is due on Thursday the 12th.
#[test]
fn a_clock_after_the_end_is_in_the_inbox_of_whoever_it_is() {
    let stages = "\n  - {id: talk, title: Talk, kind: formal, any_of: [head-of-service], source: \"1\"}\n";
    let beside = "duties: [{id: letter, text: The outcome was confirmed, stages: end, by: iro, source: \"2\"}]\nclocks: [{id: \
                  letter, label: Send the letter, limit: 5 working days, strength: hard, whose: director, from: closed, \
                  until: {duty: letter}, source: \"2\"}]";
    let (env, id) = ours(stages, beside);
    env.now("2026-03-05T10:00");
    env.sh(&format!("resolve {id} --outcome 'A plan'")).ok();
    env.now("2026-03-13T10:00");
    assert_eq!(text(&env.due(&[])[0]["for"], "role"), "director");
    let tasks = list(&env.sh("inbox --for director --json").json());
    let told: Vec<_> = tasks.iter().map(|task| (text(task, "text"), task["due"].clone())).collect();
    assert_eq!(told, [("Send the letter", json!("2026-03-12"))]);
}

/// `resolved` is for what comes after the end.
#[test]
fn while_a_dispute_is_open_nothing_depends_on_its_being_resolved() {
    let small = include_str!("../../../examples/policies/small.yaml");
    let env = Env::new();
    for (from, to) in [
        ("until: answered", "until: answered, when: {resolved: true}"),
        ("any_of: [head-of-service]", "any_of: [head-of-service, {role: team-manager, when: {resolved: true}}]"),
        (
            "any_of: [head-of-service]",
            "any_of: [head-of-service]\n    meeting: {title: P, needed: required, when: {none: {resolved: false}}}",
        ),
    ] {
        fs::write(env.scratch("w.yaml"), small.replacen(from, to, 1)).unwrap();
        env.iro(&["policy", "check", "w.yaml"]).code(6).says("depends on `resolved`").says("`stages: end`");
    }
}

// Ended on Thursday 5 March 2026: six weeks end on Thursday 16 April, whatever stage it ended at.
#[test]
fn what_counts_from_the_end_of_a_stage_that_was_left_has_its_date() {
    let stages = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: learning, label: Hold the learning review, limit: 6 weeks, strength: hard, whose: director, from: closed, until: {duty: learning-review}}
    duties: [{id: learning-review, text: The learning review was held, by: director, from: closed}]
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
  - {id: three, title: Three, kind: formal, any_of: [director], source: "3"}
"#;
    let at_two = |env: &Env, id: &str| env.sh(&format!("escalate {id} --because urgent --reason x")).ok();
    for from in ["closed", "resolved"] {
        let stages = stages.replace("from: closed", &format!("from: {from}"));
        let (env, id) = ours(&stages, "");
        at_two(&env, &id);
        env.now("2026-03-05T10:00");
        let never = env.fork();
        let view = env.sh(&format!("resolve {id} --outcome o --json")).json();
        assert_eq!(running(&view), pairs(&[("learning", "2026-04-16")]), "{from}");
        assert!(env.sh(&format!("why {id} learning")).ok().stdout.contains("6 weeks from Thu 5 March 2026"));
        assert!(env.sh("due --all --for director --json").ok().stdout.contains("2026-04-16"));
        let tried = env.sh("policy try ours --from 2026-03-02 --escalate 2026-03-03 --resolve 2026-03-05").ok().stdout;
        assert!(tried.contains("Thu 16 April 2026  Hold the learning review"), "{tried}");
        // Reopened, it waits for the next end: Tuesday 10 March and six weeks are 21 April.
        env.now("2026-03-06T10:00");
        let view = env.sh(&format!("reopen {id} --reason r --json")).json();
        assert_eq!(running(&view), pairs(&[]), "{from}");
        env.now("2026-03-10T10:00");
        let view = env.sh(&format!("resolve {id} --outcome o --json")).json();
        assert_eq!(running(&view), pairs(&[("learning", "2026-04-21")]), "{from}");
        env.sh(&format!("done {id} learning-review --stage one")).ok();
        assert_eq!(running(&env.dispute(&id)), pairs(&[]), "{from}");
        env.sh("check").code(0);

        let raised = never.sh("raise --policy ours --child C-2 --concern d --stage two --reason hurry --json").json();
        let view = never.sh(&format!("resolve {} --outcome o --json", text(&raised, "id"))).json();
        assert_eq!(running(&view), pairs(&[]), "a stage that was never reached owes nothing: {from}");
    }
}

const BY_RESULT: &str = r#"
  - {id: one, title: One, kind: informal, any_of: [head-of-service], source: "1"}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
duties:
  - {id: checked, text: The actions were checked, stages: end, when: {result: [resolved, resolved-in-part]}, source: "3"}
  - {id: told, text: The director was told, stages: end, when: {result: decision-stands}, source: "3"}
  - {id: learning, text: The learning review was held, stages: end, when: {reached: two}, source: "4"}
clocks:
  - {id: learning, label: Hold the learning review, limit: 6 weeks, strength: hard, whose: director, from: closed, until: {duty: learning}, when: {reached: two}, source: "4"}
"#;

/// What is owed after the end can depend on the result, and on how far the dispute went.
#[test]
fn what_is_owed_can_depend_on_the_result_and_on_the_stages_that_were_reached() {
    let (env, id) = ours(BY_RESULT, "");
    let owed = |env: &Env| {
        let duties = list(&env.dispute(&id)["duties"]);
        duties.iter().map(|one| text(one, "duty").to_owned()).collect::<Vec<_>>()
    };
    for (result, duties) in [
        ("resolved", vec!["checked"]),
        ("resolved-in-part", vec!["checked"]),
        ("decision-stands", vec!["told"]),
        ("taken-elsewhere", vec![]),
    ] {
        let env = env.fork();
        env.sh(&format!("resolve {id} --outcome o --result {result}")).ok();
        assert_eq!(owed(&env), duties, "{result}");
    }
    let withdrawn = env.fork();
    withdrawn.sh(&format!("withdraw {id} --reason r")).ok();
    assert_eq!(owed(&withdrawn), [] as [&str; 0]);
    // Ended on Thursday 5 March at stage two: six weeks end on Thursday 16 April.
    env.sh(&format!("escalate {id} --because urgent --reason x")).ok();
    env.now("2026-03-05T10:00");
    let view = env.sh(&format!("resolve {id} --outcome o --result not-upheld --json")).json();
    assert_eq!(running(&view), pairs(&[("learning", "2026-04-16")]));
    assert_eq!(owed(&env), ["learning"]);
    env.sh(&format!("correct {id} --event 3 --set result=decision-stands --reason 'It was so'")).ok();
    assert_eq!(owed(&env), ["told", "learning"]);

    let rules = env.sh("policy show ours --rules").ok().stdout;
    let rules = rules.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        r#"if its result is "resolved" or "resolved in part""#,
        r#"if its result is "not resolved, the decision stands""#,
        "once Two was reached",
    ] {
        assert!(rules.contains(said), "{said}: {rules}");
    }
    let small = include_str!("../../../examples/policies/small.yaml");
    fs::write(env.scratch("w.yaml"), small.replacen("until: answered", "until: answered, when: {result: resolved}", 1))
        .unwrap();
    env.iro(&["policy", "check", "w.yaml"]).code(6).says("depends on `result`").says("`stages: end`");
    fs::write(env.scratch("w.yaml"), small.replacen("until: answered", "until: answered, when: {reached: tow}", 1))
        .unwrap();
    env.iro(&["policy", "check", "w.yaml"]).code(6).says("`tow`");
}

/// The result has a usual value, which is no answer where the protocol asks for one.
#[test]
fn a_result_that_is_asked_for_has_to_be_given() {
    let asks = |enforce: &str| format!("asks: [{{ask: result, before: resolve, enforce: {enforce}, source: \"9\"}}]\n");
    let (env, id) = ours(BY_RESULT, &asks("refuse"));
    let bare = format!("resolve {id} --outcome o");
    env.sh(&bare).code(3).says("nothing says how it ended").says("--result");
    env.fork().sh(&format!("{bare} --override 'Not known'")).ok();
    env.sh(&format!("{bare} --result not-upheld")).ok().says("not upheld");
    let (env, id) = ours(BY_RESULT, &asks("warn"));
    env.sh(&format!("resolve {id} --outcome o")).ok().says("nothing says how it ended");
}
