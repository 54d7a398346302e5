//! A limit for guidance is shown, and never counts as due.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};

const STAGES: &str = r#"
  - {id: only, title: Only, kind: formal, any_of: [head-of-service], source: "1", clocks: [{id: respond, label: Answer, limit: 5 working days, strength: advisory, from: stage-entered, until: answered}]}
"#;

// Five working days from Monday 2 March end on Monday the 9th.
#[test]
fn what_is_for_guidance_is_chased_by_nothing() {
    let (env, id) = ours(STAGES, "");
    for day in ["2026-03-09", "2026-03-20"] {
        env.now(&format!("{day}T10:00"));
        for near in ["", "--today", "--overdue", "--within '20 working days'"] {
            let run = env.sh(&format!("due {near} --exit-code")).ok();
            assert_eq!(run.stdout, "", "{day} {near}");
            assert!(run.stderr.contains(&format!("{id} is open and has no deadline")), "{day} {near}: {}", run.stderr);
        }
        assert!(env.sh("").ok().stdout.contains("Nothing is overdue or due today."), "{day}");
        assert_eq!(env.sh("remind --dry-run").ok().stdout, "", "{day}");
        let task = env.sh("inbox --for iro").ok().stdout;
        assert!(!task.contains("no answer"), "{day}: {task}");
        let shown = env.sh("show 1").ok().stdout;
        assert!(shown.contains("for guidance") && !shown.contains("overdue"), "{day}: {shown}");
    }
    let all = env.sh("due --all").ok().stdout;
    assert!(all.starts_with("2026-03-09\t\t-9\t2026-0001"), "{all}");
    let view = env.dispute(&id);
    assert_eq!((&view["due"], &view["overdue"]), (&json!(null), &json!(false)));
    assert_eq!(find_clock(&view, "respond", "only")["status"], "overdue");
    let figures = list(&env.sh("report --json").json()["figures"]).into_iter();
    let answers = figures.filter(|one| one["id"].as_str().is_some_and(|id| id.starts_with("answers")));
    let counted: Vec<_> = answers.filter(|one| one["value"].as_i64().unwrap_or_default() > 0).collect();
    assert!(counted.is_empty(), "{counted:?}");
}

/// Each date is for guidance: that of the awaited answer, of a talk, of a meeting, beside the stages, of the whole.
const GUIDED: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    meeting: {title: Panel, needed: required, chair: head-of-service}
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: advisory, until: UNTIL}
      - {id: talk, label: Have a talk, whose: director, limit: 2 working days, strength: advisory, until: {duty: talk}}
      - {id: panel, label: Have the panel, whose: director, limit: 2 working days, strength: advisory, until: meeting}
    duties:
      - {id: talk, text: They had a talk, by: director}
      - {id: plan, text: The plan is there, by: head-of-service}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
"#;

const BESIDE: &str = r#"
raise_within: {limit: 2 working days, strength: advisory, from: aware, source: "3"}
total: {limit: 2 working days, strength: advisory, from: raised, source: "4"}
clocks:
  - {id: settle, label: Settle it, whose: director, limit: 2 working days, strength: advisory, from: raised, until: resolved, source: "5"}
"#;

/// What asks somebody for something, or says what is due: a date for guidance is nowhere in it.
const ASKING: &[&str] = &[
    "",
    "due",
    "due --today",
    "due --overdue",
    "due --within '20 working days'",
    "inbox --for head-of-service",
    "inbox --for director",
    "inbox --for iro",
    "supervision",
    "remind --dry-run",
    "remind --dry-run --within '20 working days'",
    "list",
    "list --all --csv",
    "form ID --letter --age 9",
    "form ID --letter --age 15",
];

/// What shows the dispute: a line with such a date says what it is for.
const SHOWING: &[&str] = &[
    "show ID",
    "form ID",
    "notice ID",
    "notice ID --to head-of-service",
    "notice ID --to director",
    "notice ID --to iro",
];

/// What sets out how dates came about, or takes a step: it may name such a date, and calls it neither due nor late.
const OTHERS: &[&str] = &[
    "due --all",
    "log ID",
    "why ID",
    "export --ics - --alarm '1 working day'",
    "policy try ours --from 2026-03-02",
    "raise --policy ours --child C-3 --concern d --aware-on 2026-02-20 --override x --dry-run",
    "respond ID --text Done --dry-run",
    "decide ID --decided-by director --text No --dry-run",
    "escalate ID --because no-response --override x --dry-run",
    "meeting ID --arranged-for 2026-03-20 --dry-run",
    "refer ID --reason r --override x --dry-run",
];

/// Commands that are about no date of a dispute, and the report, whose figures are looked at one by one.
const NOT_ABOUT_DATES: &[&str] = &[
    "init",
    "agree",
    "report",
    "resolve",
    "extend",
    "done",
    "waive",
    "action",
    "note",
    "complaint",
    "praise",
    "acknowledge",
    "withdraw",
    "reopen",
    "correct",
    "undo",
    "review",
    "codes",
    "addresses",
    "import",
    "calendar",
    "check",
    "doctor",
    "demo",
    "retention",
    "store",
    "purge",
    "config",
    "completions",
    "man",
    "help",
];

/// What would call a date due, or somebody late.
const CHASING: &[&str] = &[
    "overdue",
    "is due",
    "was due",
    "due by",
    "due on",
    "due today",
    "due in",
    "should",
    "raised late",
    "too late",
    "no answer by",
    "no answer from",
    "no decision",
    "not done by",
    "not met",
    "met late",
    "done late",
    "was to be",
    "is to be resolved",
    "reply to this message by",
    "see to it by",
    "now,",
    "in time",
    "ask for it",
    "VALARM",
];

/// Where these words are about no date.
const NOTHING: &[&str] = &[
    "othing is overdue or due today",
    "nothing is overdue",
    "nothing is due",
    "what falls due in the next",
    ",due,overdue,",
];

/// A dispute raised on Monday 2 March, of which all was known since Friday 20 February. Two working days end on
/// Wednesday 4 March and on Tuesday 24 February.
fn guided(until: &str) -> (Env, String) {
    let (env, _) = ours(&GUIDED.replace("UNTIL", until), BESIDE);
    let raise = "raise --policy ours --child C-2 --concern c --aware-on 2026-02-20 --override x --json";
    let id = text(&env.sh(raise).json(), "id").to_owned();
    (env, id)
}

fn names_a_date(line: &str) -> bool {
    ["4 Mar", "2026-03-04", "24 Feb", "2026-02-24"].iter().any(|date| line.contains(date))
}

#[test]
fn what_is_for_guidance_is_due_in_no_view() {
    let mut chased = Vec::new();
    for until in ["answered", "decided", "resolved", "{duty: plan}"] {
        let (env, id) = guided(until);
        let days = ["2026-03-04", "2026-03-09", "2026-03-03"];
        for day in &days[..if until == "answered" { 3 } else { 2 }] {
            env.now(&format!("{day}T10:00"));
            for line in ASKING.iter().chain(SHOWING).chain(OTHERS) {
                let run = env.sh(&line.replace("ID", &id)).ok();
                let mut said = format!("{}\n{}", run.stdout, run.stderr);
                for nothing in NOTHING {
                    said = said.replace(nothing, "");
                }
                let mut found = |word: &str, line: &str| chased.push(format!("{until} {day}: {word} {line:?}"));
                for word in CHASING {
                    said.lines().filter(|said| said.contains(word)).for_each(|said| found(line, said));
                }
                // The days that were counted stand below their date; on that day letters and forms are of it.
                let named = |line: &&str| names_a_date(line) && !line.starts_with("  ") && !day.ends_with("04");
                let named = run.stdout.lines().filter(named);
                let (asks, shows) = (ASKING.contains(line), SHOWING.contains(line));
                let named = named.filter(|line| asks || shows && !line.contains("for guidance"));
                named.for_each(|named| found(line, named));
            }
            for whom in ["head-of-service", "director", "iro"] {
                for task in list(&env.sh(&format!("inbox --for {whom} --json")).json()) {
                    chased.extend((task["due"] != json!(null)).then(|| format!("{until} {day} {whom}: {task}")));
                }
            }
            for figure in list(&env.sh("report --from 2026-02-01 --to 2026-03-31 --json").json()["figures"]) {
                let timed = ["answers", "total", "longest-overdue", "raised-in-time"];
                let timed = timed.iter().any(|id| text(&figure, "id").starts_with(id));
                let counted = !matches!(figure["value"].as_f64(), None | Some(0.0));
                chased.extend((timed && counted).then(|| format!("{until} {day}: {figure}")));
            }
        }
    }
    assert!(chased.is_empty(), "{}", chased.join("\n"));
}

#[test]
fn no_view_of_dates_is_left_out() {
    let help = Env::new().sh("help").ok().stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(commands.len() > 40, "{help}");
    for command in commands.into_iter().filter(|command| !command.is_empty()) {
        let first = |line: &&str| line.split(' ').next() == Some(command);
        let viewed = ASKING.iter().chain(SHOWING).chain(OTHERS).copied().any(|line| first(&line));
        assert!(viewed || NOT_ABOUT_DATES.contains(&command), "{command}");
    }
}

// Two working days end on the 4th, five on the 9th: the limit that binds is the date of the answer, whichever is later.
#[test]
fn a_limit_for_guidance_gives_no_answer_another_date() {
    const BOTH: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, until: answered}
      - {id: guide, label: Answer well, limit: 5 working days, strength: advisory, until: answered}
"#;
    let (env, _) = ours(BOTH, "");
    env.now("2026-03-05T10:00");
    let task = list(&env.sh("inbox --for head-of-service --json").json()).remove(0);
    assert_eq!((&task["what"], &task["due"]), (&json!("answer"), &json!("2026-03-04")));
    env.sh("supervision").ok().says("no answer by Wed 4 March 2026");
}

// 4 hours from Monday 2 March 10:00 end at 14:00, and the working day with the day.
#[test]
fn a_date_is_not_called_overdue_for_an_hour_of_guidance_on_the_same_day() {
    let stages = r#"
  - id: only
    title: Only
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: quick, label: Say something, limit: 4 hours, strength: advisory, from: stage-entered, until: answered}
      - {id: respond, label: Answer, limit: same working day, strength: hard, from: stage-entered, until: answered}
"#;
    let (env, id) = ours(stages, "");
    env.now("2026-03-02T15:00");
    let listed = env.sh("list --all --csv --columns id,due").ok().stdout;
    assert!(listed.contains(&format!("{id},2026-03-02")), "{listed}");
    for read in ["due --color always", "list --color always", "supervision --color always"] {
        let screen = env.sh(read).ok().stdout;
        assert!(screen.contains("2026-03-02") || screen.contains("2 Mar"), "{read}: {screen}");
        assert!(!screen.contains("overdue"), "{read}: {screen}");
    }
    env.now("2026-03-03T09:00");
    let screen = env.sh("list").ok().stdout;
    assert!(screen.contains("overdue"), "{screen}");
}

/// Nobody is late for it, but it was not met either.
#[test]
fn a_date_for_guidance_that_passed_is_not_called_met() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-20T10:00");
    env.iro(&["respond", &id, "--text", "Yes"]).ok();
    for read in ["show ID", "form ID", "why ID respond"] {
        let screen = env.sh(&read.replace("ID", &id)).ok().stdout;
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains("passed, and done on Fri 20 March 2026"), "{read}: {screen}");
        assert!(!screen.contains("met on") && !screen.contains("late"), "{read}: {screen}");
    }
}
