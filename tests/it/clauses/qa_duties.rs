//! The flowchart's duties: who has to do each, before which steps it is asked for, and how long it stays owed.

use serde_json::{Value, json};

use crate::clauses::policy;
use crate::env::{list, text};

/// A duty on one line: the stages where it is owed, before which steps, how it is enforced, whose it is and with whom.
fn line(duty: &Value, stages: usize) -> String {
    let named =
        |key: &str| list(&duty[key]).iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    let is = |key: &&str| duty[*key] == true;
    let flags = ["once", "at_end", "lapses", "while_open", "done_by_escalating", "each_child"];
    let owed = named("stages");
    let owed = if owed.len() == stages { "every".to_owned() } else { owed.join(" ") };
    let person = |key: &str| duty[key].as_str().map(|role| format!(" {key} {role}")).unwrap_or_default();
    let before = named("before").iter().map(|step| format!(" before {step}")).collect::<String>();
    let flags = flags.iter().copied().filter(is).map(|flag| format!(" {flag}")).collect::<String>();
    let (id, enforce) = (text(duty, "id"), text(duty, "enforce"));
    let meets = named("meets").iter().map(|clause| format!(" meets {clause}")).collect::<String>();
    format!("{id}: {owed}{before} {enforce}{flags}{}{}{meets}", person("by"), person("with"))
}

// QA-03, QA-07, QA-08, QA-11, QA-12, QA-13, QA-14, QA-15, QA-16, QA-17, QA-18, QA-23, QA-24, QA-25, QA-27, QA-40, QA-48, QA-49, NA-22, NA-56
#[test]
fn each_duty_of_the_flowchart_is_whose_it_says_and_stays_as_long() {
    let shown = policy("qa-notification");
    let stages = list(&shown["stages"]).len();
    let found: Vec<String> = list(&shown["duties"]).iter().map(|duty| line(duty, stages)).collect();
    let expected = [
        "inform: every remind once while_open with iro-manager",
        "early-review-considered: every remind once while_open",
        "service-director-informed:  before escalate stage-4 before raise stage-4 refuse once with service-director",
        "director-talk:  before refer refuse once by head-of-service-qa with service-director",
        "child-told: every remind while_open meets NA-22 meets NA-23",
        "child-told:  remind at_end meets NA-22 meets NA-23",
        "court-informed: every remind once",
        "answer-unsatisfactory: stage-1 remind lapses",
        "consult: stage-1 before escalate refuse while_open with iro-manager",
        "forms-logged: stage-1 remind by iro meets HB-11",
        "discuss: stage-2 remind while_open by iro-manager with deputy-head-of-service",
        "record: stage-2 remind by iro-manager meets HB-11",
        "actions: stage-2 remind while_open by deputy-head-of-service",
        "discuss: stage-3 remind while_open by head-of-service-qa with head-of-service",
        "service-director-informed: stage-3 remind once with service-director",
        "actions: stage-3 remind while_open by head-of-service",
        "discuss: stage-4 remind while_open by head-of-service-qa with service-director",
    ];
    assert_eq!(found, expected);
    let guidance = |stage: usize| list(&shown["stages"][stage]["guidance"]);
    let says = |stage: usize, words: &str| {
        guidance(stage).iter().any(|one| one.as_str().is_some_and(|one| one.contains(words)))
    };
    for (stage, words) in [
        (0, "signs off a satisfactory answer"),
        (0, "No answer, or a poor one, starts a formal QA Notification"),
        (1, "signs off a satisfactory answer"),
        (1, "name the people who answer for it"),
        (1, "that person's manager"),
        (3, "judges whether a Professionals meeting is needed"),
        (4, "The document sets no time"),
    ] {
        assert!(says(stage, words), "{stage}: {words}");
    }
}

// QA-04, QA-06, QA-09, QA-12, QA-14, QA-15, QA-16, QA-17, QA-18, QA-20, QA-23, QA-24, QA-48
#[test]
fn each_stage_of_the_flowchart_asks_whom_it_says_and_each_date_counts_from_where_it_says() {
    let shown = policy("qa-notification");
    let asked: Vec<Value> =
        list(&shown["stages"]).iter().map(|stage| json!([stage["id"], stage["responders"]["any-of"]])).collect();
    assert_eq!(
        asked,
        [
            json!(["issue-notification", ["social-worker", "team-manager"]]),
            json!(["stage-1", ["social-worker", "team-manager"]]),
            json!(["stage-2", ["deputy-head-of-service", "head-of-service"]]),
            json!(["stage-3", ["head-of-service"]]),
            json!(["stage-4", ["service-director", "strategic-director"]]),
        ]
    );
    let of = |stage: &Value| list(&stage["clocks"]);
    let clocks = list(&shown["stages"]).iter().flat_map(of).collect::<Vec<Value>>();
    let clocks =
        clocks.iter().map(|one| json!([one["id"], one["limit"]["fixed"], one["whose"], one["from"], one["until"]]));
    let duty = |duty: &str, stage: Option<&str>| json!({"duty": {"duty": duty, "stage": stage}});
    let role = |role: &str| json!({ "role": role });
    let done = |duty: &str| json!({ "duty": duty });
    let expected = [
        json!(["respond", "72 hours", "responder", ["stage-entered"], ["answered"]]),
        json!(["respond", "10 working days", "responder", ["stage-entered"], ["answered"]]),
        json!([
            "consult",
            "same working day",
            "raiser",
            [duty("answer-unsatisfactory", None), {"lapsed": {"clock": "respond"}}],
            [done("consult")]
        ]),
        json!([
            "discuss",
            "same working day",
            role("iro-manager"),
            [duty("consult", Some("stage-1")), "stage-entered"],
            [done("discuss")]
        ]),
        json!(["record", "24 hours", role("iro-manager"), [duty("discuss", None)], [done("record")]]),
        json!(["actions", "1 week", "responder", [duty("discuss", None)], [done("actions"), "actions-done"]]),
        json!([
            "meeting",
            "1 week",
            role("head-of-service-qa"),
            [duty("discuss", Some("stage-2")), "stage-entered"],
            ["meeting"]
        ]),
        json!([
            "actions",
            "1 week",
            "responder",
            ["meeting", duty("discuss", None)],
            [done("actions"), "actions-done"]
        ]),
    ];
    assert_eq!(clocks.collect::<Vec<_>>(), expected);
}

// QA-02, QA-03, QA-19, QA-21, QA-22, QA-24, QA-28, QA-38, QA-40, QA-49
#[test]
fn what_the_flowchart_asks_for_only_sometimes_is_asked_for_then() {
    let shown = policy("qa-notification");
    let duties = list(&shown["duties"]);
    let when =
        |id: &str| -> Vec<&Value> { duties.iter().filter(|one| one["id"] == id).map(|one| &one["when"]).collect() };
    assert_eq!(when("inform")[0]["immediate"], true);
    let early = &when("early-review-considered")[0]["any"];
    assert_eq!(early[0]["impact_levels"], json!(["significant", "severe"]));
    let formal = ["plan-not-complied", "drift", "review-tasks", "statutory-requirement"];
    assert_eq!(early[1]["categories"], json!(formal));
    assert!(when("service-director-informed").iter().all(|when| when["other_service"] == true));
    assert_eq!(when("court-informed")[0]["fields"], json!([["in-proceedings", ["yes"]]]));
    let inform = &shown["clocks"][0];
    let told = (&inform["whose"], &inform["when"]["immediate"], &inform["from"]);
    assert_eq!(told, (&json!("raiser"), &json!(true), &json!(["raised"])));
    let meeting = &shown["stages"][3]["meeting"];
    assert_eq!((&meeting["chair"], &meeting["needed"]), (&json!("head-of-service-qa"), &json!("if-needed")));
    assert_eq!(meeting["attendees"], json!(["social-worker", "iro", "team-manager", "head-of-service"]));
    assert_eq!(meeting["instead"], json!({"head-of-service": "deputy-head-of-service"}));
    assert_eq!(shown["stages"][4]["owner"], "head-of-service-qa");
}
