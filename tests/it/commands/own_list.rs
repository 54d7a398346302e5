//! `iro inbox`: what is on a person's own list, and what is not: their own dates, answers already judged, and duties
//! for each child.

use serde_json::Value;

use crate::env::{Env, list, text};

fn inbox(env: &Env, who: &str) -> Vec<String> {
    let who = if who.is_empty() { String::new() } else { format!(" --for {who}") };
    list(&env.sh(&format!("inbox{who} --json")).json()).iter().map(|task| text(task, "text").to_owned()).collect()
}

// NA-16, KN-42
#[test]
fn a_total_that_is_over_is_on_the_list_of_whose_it_is() {
    let env = Env::new();
    env.raise("national", &["--stage", "formal"]);
    env.now("2026-03-30T10:00");
    assert_eq!(inbox(&env, "").iter().filter(|text| text.contains("total")).count(), 1, "{:?}", inbox(&env, ""));
}

// QA-12, QA-48
#[test]
fn an_answer_that_was_judged_is_not_to_be_judged_again() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-1"]);
    env.respond(&id, &["--role", "team-manager", "--action", "Visit | Pat Green | 2026-03-06"]);
    assert!(inbox(&env, "").contains(&"Stage 1: judge the answer".to_owned()));
    env.sh(&format!("done {id} answer-unsatisfactory")).ok();
    let tasks = inbox(&env, "");
    assert!(!tasks.iter().any(|task| task.contains("judge the answer")), "{tasks:?}");
    let talks = tasks.iter().filter(|task| task.contains("Talk with the Deputy Head of Service")).count();
    assert_eq!(talks, 1, "{tasks:?}");
}

// SW-21, SW-61
#[test]
fn what_is_asked_for_with_each_child_is_owed_for_a_brother_or_sister() {
    let env = Env::new();
    let both = list(&env.raised("south-west", &["--sibling", "S-2", "--field", "route=problem-resolution"]));
    let [first, sibling] = [0, 1].map(|at| text(&both[at], "id").to_owned());
    let owed = |id: &str| {
        let duties = list(&env.dispute(id)["duties"]);
        let open = |duty: &Value| duty["state"] == "outstanding" && list(&duty["steps"]).is_empty();
        duties.iter().any(|duty| text(duty, "duty") == "routes-discussed" && open(duty))
    };
    assert!(owed(&sibling));
    assert!(!owed(&first), "it was passed by with a reason");
    env.sh(&format!("done {sibling} routes-discussed")).ok();
    assert!(!owed(&sibling));
}

// QA-24
#[test]
fn the_talk_at_the_last_stage_is_on_the_list_of_who_holds_it() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-4"]);
    let tasks = inbox(&env, "head-of-service-qa");
    assert!(tasks.iter().any(|task| task.contains("whether any further action can be taken")), "{tasks:?}");
    env.sh(&format!("done {id} discuss")).ok();
    assert!(env.sh(&format!("form {id}")).ok().stdout.contains("any further action can be taken**  \ndone"));
}

// NA-23
#[test]
fn what_is_to_do_does_not_read_as_done() {
    let env = Env::new();
    env.raise("knowsley", &["--stage", "stage-1"]);
    let tasks = inbox(&env, "");
    let told = tasks.iter().find(|task| task.contains("The child has been told")).unwrap();
    assert!(told.starts_with("Not recorded yet: "), "{told}");
}

// QA-31, QA-39
#[test]
fn a_rule_that_was_passed_by_is_named_in_words() {
    let env = Env::new();
    let how = ["--category", "drift", "--stage", "issue-notification", "--impact-level", "some"];
    let id = env.raise("qa-notification", &how);
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(!form.contains("drift;") && form.contains("must be formal"), "{form}");
    let id = env.raise("national", &[]);
    env.sh(&format!(
        "resolve {id} --result resolved-in-part --outcome x --barrier resources --impact-on-child c --override y"
    ))
    .ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(form.contains("ended on an obstacle, lack of money or resources: y"), "{form}");
}

// QA-06
#[test]
fn a_limit_in_hours_is_over_by_the_hour_on_every_list() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    let chased = || inbox(&env, "").iter().any(|task| task.contains("no answer from"));
    let letter = || env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    env.now("2026-03-05T09:30");
    assert!(!chased() && letter().contains("should answer by 5 March 2026"), "{}", letter());
    env.now("2026-03-05T10:30");
    assert!(chased() && letter().contains("should have answered by 5 March 2026"), "{}", letter());
}

// KN-31
#[test]
fn a_date_that_nobody_agreed_is_not_missed() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.now("2026-03-20T10:00");
    env.sh("supervision").ok().says("the date suggested as none was agreed");
    assert!(inbox(&env, "").iter().any(|task| task.contains("(the date was only suggested)")), "{:?}", inbox(&env, ""));
    assert!(!env.sh(&format!("form {id} --letter --age 9")).ok().stdout.contains("9 March 2026"));
}

// SW-18
#[test]
fn what_the_child_said_of_an_advocate_is_not_asked_again() {
    let env = Env::new();
    let wanted = env.raise("south-west", &["--field", "advocate=wanted"]);
    let owed = env.outstanding(&wanted);
    assert!(owed.contains(&"advocate-found".to_owned()) && !owed.contains(&"advocate-offered".to_owned()), "{owed:?}");
    let owed = env.outstanding(&env.raise("south-west", &[]));
    assert!(owed.contains(&"advocate-offered".to_owned()) && !owed.contains(&"advocate-found".to_owned()), "{owed:?}");
}

/// Since when the tasks are asked for whose texts have these words in them.
fn since(env: &Env, texts: &[&str]) -> Vec<String> {
    let tasks = list(&env.sh("inbox --json").json());
    let of = |words: &&str| tasks.iter().find(|task| text(task, "text").contains(*words));
    texts.iter().map(|words| of(words).map_or("", |task| text(task, "since_on")).to_owned()).collect()
}

// SW-17, SW-18, SW-22, SW-50: what is done once is owed since the first stage, and what the complaint asks for since that.
#[test]
fn what_is_owed_once_is_owed_since_the_first_stage() {
    let env = Env::new();
    let id = env.raise("south-west", &["--field", "route=both"]);
    let once = ["contacted the Customer", "routes and the route", "right to complain", "independent advocate"];
    assert_eq!(since(&env, &once), ["2026-03-02"; 4]);
    env.now("2026-03-16T10:00");
    env.sh(&format!(
        "escalate {id} --because no-response --reason r --respond-by 2026-03-30 --confirm informal-recorded --override x"
    ))
    .ok();
    env.sh(&format!("note {id} --text n --field in-proceedings=yes")).ok();
    let court = "told the court that the care plan";
    assert_eq!(since(&env, &[&once[..], &[court]].concat())[..4], ["2026-03-02"; 4]);
    env.now("2026-03-20T10:00");
    env.sh(&format!("complaint {id} --reason 'Her own wish' --override x")).ok();
    env.now("2026-03-24T10:00");
    env.resolve(&id);
    let file = "decision to go to the complaints procedure";
    assert_eq!(since(&env, &once), ["2026-03-02"; 4], "the end changes nothing");
    assert_eq!(since(&env, &[file, court]), ["2026-03-20", "2026-03-16"]);
}
