//! What each protocol asks for at each of its stages and after the end: by whom, with whom, and before which step. The
//! lists were read from the documents, not from the policies.

use crate::env::{Env, list, text};

/// What is outstanding: `duty`, then `@` and by whom, `+` and with whom, `<` and before which step.
#[track_caller]
fn outstanding(env: &Env, id: &str) -> Vec<String> {
    let duties = list(&env.dispute(id)["duties"]);
    let outstanding = duties.iter().filter(|duty| duty["state"] == "outstanding");
    let mut said: Vec<String> = outstanding
        .map(|duty| {
            let more = |mark: &str, key: &str| {
                let word = duty[key].as_str().and_then(|value| value.split(' ').next());
                word.map(|word| format!("{mark}{word}")).unwrap_or_default()
            };
            format!("{}{}{}{}", text(duty, "duty"), more("@", "by"), more("+", "with"), more("<", "before"))
        })
        .collect();
    said.sort();
    said
}

/// Compares what is outstanding with what the document asks for.
#[track_caller]
fn owes(env: &Env, id: &str, expected: &[&str]) {
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(outstanding(env, id), expected);
}

// NA-14, NA-15, NA-22, NA-23, NA-24, NA-56
#[test]
fn national_duties() {
    let env = Env::new();
    let facts = ["--field", "account-requested=yes", "--field", "in-proceedings=yes"];
    let plain = env.raise("national", &["--field", "account-requested=no", "--field", "in-proceedings=no"]);
    owes(&env, &plain, &["child-told", "child-knows-role", "recorded-on-file"]);
    let id = env.raise("national", &facts);
    let once = ["child-knows-role", "account-given", "court-informed"];
    let each = ["child-told", "recorded-on-file"];
    owes(&env, &id, &[&once[..], &each[..]].concat());
    for duty in once.iter().chain(&each) {
        env.sh(&format!("done {id} {duty}")).ok();
    }
    owes(&env, &id, &[]);
    // The others are owed once, these two again at each level.
    env.escalate(&id, "no-response", &[]);
    owes(&env, &id, &each);
    // How it ended is told after the end, and not how it is going.
    env.resolve(&id);
    owes(&env, &id, &each);
    env.sh(&format!("done {id} child-told --text 'How it ended'")).ok();
    owes(&env, &id, &["recorded-on-file"]);
}

// MO-34, MO-39, MO-45, MO-49, MO-52, MO-55, MO-58, MO-63, MO-64
#[test]
fn mosaic_duties() {
    let env = Env::new();
    let each = ["child-told", "recorded-on-file", "reviewed-in-supervision+iro-manager"];
    let refer = ["referral-own-manager+iro-manager<refer", "referral-head-of-service+head-of-service<refer"];
    let silent = "manager-telephoned<escalate";
    let agreed = ["own-manager-consulted+iro-manager<escalate"];
    for (stage, further) in [("stage-1", &agreed[..]), ("stage-2", &agreed), ("stage-3", &agreed), ("stage-4", &[])] {
        let id = env.raise("mosaic", &["--stage", stage, "--reason", "r"]);
        let mut expected = [&each[..], &refer, further, &["answered-first<extend"]].concat();
        owes(&env, &id, &expected);
        // Monday 2 March and 5 working days are Monday the 9th: from then on silence asks for a telephone call.
        let late = env.fork();
        late.now("2026-03-10T10:00");
        if stage != "stage-4" {
            expected.push(silent);
        }
        owes(&late, &id, &expected);
    }
    // No further time can be given in the informal stage, so nothing is asked for before it.
    let id = env.raise("mosaic", &["--field", "in-proceedings=yes"]);
    owes(&env, &id, &[&each[..], &refer, &["court-informed"]].concat());
    env.sh(&format!("done {id} court-informed")).ok();
    env.escalate(&id, "no-response", &[]);
    assert!(!env.outstanding(&id).contains(&"court-informed".to_owned()), "once");
    // Supervision goes over what is outstanding now; the form and the child stay owed from the informal stage.
    let left: Vec<String> =
        list(&env.dispute(&id)["left_over"]).iter().map(|one| text(one, "duty").to_owned()).collect();
    assert_eq!(left, ["child-told", "recorded-on-file"]);
    // An answer came: what is left is to talk about it, and no further time comes before that.
    env.respond(&id, &["--action", "Ask the panel | Ann Lee | 2026-03-20 | It is asked"]);
    let judged = ["negotiated<escalate", agreed[0]];
    owes(&env, &id, &[&each[..], &refer, &judged].concat());
    // The head of service is thought of once supervision has gone over an answer that is not accepted.
    env.sh(&format!("done {id} reviewed-in-supervision")).ok();
    let alerted = ["head-of-service-alerted@iro-manager+head-of-service"];
    owes(&env, &id, &[&each[..2], &refer, &judged, &alerted].concat());
    env.resolve(&id);
    owes(&env, &id, &each[..2]);
}

// KN-06, KN-13, KN-16, KN-26, KN-36, KN-38, KN-46
#[test]
fn knowsley_duties() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--field", "in-proceedings=yes"]);
    let court = "court-informed";
    owes(&env, &id, &["child-told", court, "discussion-recorded<escalate"]);
    // Monday 2 March and 5 calendar days: Saturday the 7th, so Monday the 9th.
    env.now("2026-03-09T10:00");
    owes(&env, &id, &["child-told", court, "discussion-recorded<escalate"]);
    env.now("2026-03-10T10:00");
    owes(&env, &id, &["child-told", court, "discussion-recorded<escalate", "formal-considered"]);
    let ended = env.fork();
    ended.resolve(&id);
    owes(&ended, &id, &["child-told", court, "discussion-recorded"]);
    env.sh(&format!("done {id} {court}")).ok();
    let each = ["child-told", "recorded-on-file"];
    for (stage, further) in [("stage-1", &[][..]), ("stage-2", &[]), ("stage-3", &[]), ("stage-4", &["meeting"])] {
        env.escalate(&id, "unsatisfactory", &[]);
        assert_eq!(env.dispute(&id)["stage"], stage);
        owes(&env, &id, &[&each[..], further].concat());
    }
    env.resolve(&id);
    owes(&env, &id, &[&each[..], &["meeting"]].concat());
    // After the meeting of stage 2, or once its date has passed, going to the Head of Service is considered.
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    owes(&env, &id, &each);
    let met = env.fork();
    met.sh(&format!("meeting {id} --held 2026-03-10T09:00 --on 2026-03-10T10:00 --chair 'Sara Dean'")).ok();
    owes(&met, &id, &[&each[..], &["escalation-considered"]].concat());
    // Tuesday 10 March and 5 working days are Tuesday the 17th.
    env.now("2026-03-18T10:00");
    owes(&env, &id, &[&each[..], &["escalation-considered"]].concat());
}

// QA-03, QA-12, QA-13, QA-14, QA-16, QA-17, QA-18, QA-19, QA-24, QA-25, QA-28, QA-40, QA-48, QA-49
#[test]
fn qa_notification_duties() {
    let env = Env::new();
    let refer = "director-talk@head-of-service-qa+service-director<refer";
    let consult = "consult+iro-manager<escalate";
    let stage_2 =
        ["discuss@iro-manager+deputy-head-of-service", "record@iro-manager", "actions@deputy-head-of-service"];
    let stage_3 =
        ["discuss@head-of-service-qa+head-of-service", "actions@head-of-service", "meeting@head-of-service-qa"];
    for (stage, further) in [
        ("issue-notification", &[][..]),
        ("stage-1", &["forms-logged@iro", consult]),
        ("stage-2", &stage_2),
        ("stage-3", &stage_3),
        ("stage-4", &["discuss@head-of-service-qa+service-director"]),
    ] {
        let id = env.raise("qa-notification", &["--stage", stage, "--reason", "r"]);
        owes(&env, &id, &[&["child-told", refer], further].concat());
    }
    // An answer is judged; what is logged and what is put on file stays owed after the end, a talk doesn't.
    let id = env.raise("qa-notification", &["--stage", "stage-1", "--reason", "r"]);
    env.respond(&id, &[]);
    owes(&env, &id, &["child-told", refer, "forms-logged@iro", consult, "answer-unsatisfactory"]);
    env.resolve(&id);
    owes(&env, &id, &["child-told", "forms-logged@iro"]);
    let id = env.raise("qa-notification", &["--stage", "stage-2", "--reason", "r"]);
    env.resolve(&id);
    owes(&env, &id, &["child-told", "record@iro-manager"]);
    // Another part of the council.
    let id = env.raise("qa-notification", &["--stage", "stage-3", "--reason", "r", "--subject", "Housing"]);
    // They are told from stage 3 on, and at the latest before stage 4.
    let told = "service-director-informed+service-director";
    owes(&env, &id, &[&["child-told", refer, &format!("{told}<escalate")], &stage_3[..]].concat());
    env.resolve(&id);
    owes(&env, &id, &["child-told", told]);
    // Immediate action, a significant impact, a breach of the plan.
    let id = env.raise("qa-notification", &["--immediate", "yes"]);
    owes(&env, &id, &[&["child-told", refer, "inform+iro-manager"], &stage_2[..]].concat());
    for given in [["--impact-level", "significant"], ["--impact-level", "severe"], ["--category", "plan-not-complied"]]
    {
        let id = env.raise("qa-notification", &given);
        let early = ["child-told", refer, "forms-logged@iro", consult, "early-review-considered"];
        owes(&env, &id, &early);
        env.sh(&format!("done {id} early-review-considered")).ok();
        env.escalate(&id, "no-response", &[]);
        owes(&env, &id, &[&["child-told", refer], &stage_2[..]].concat());
    }
    let id = env.raise("qa-notification", &["--impact-level", "some", "--field", "in-proceedings=yes"]);
    owes(&env, &id, &["child-told", refer, "court-informed"]);
}

// SW-14, SW-17, SW-18, SW-21, SW-22, SW-26, SW-30, SW-33, SW-37, SW-39, SW-46, SW-49 to SW-55, SW-61 to SW-63
#[test]
fn south_west_duties() {
    let env = Env::new();
    let routes = ["--confirm", "routes-discussed"];
    let once = ["route-recorded", "complaints-right-told", "advocate-offered"];
    let each = [
        "child-told",
        "assistant-director-told+assistant-director<refer",
        "curtail-explained+assistant-director<curtail",
    ];
    let complaint = [
        "customer-relations-contacted+customer-relations-manager",
        "complaint-investigated@customer-relations-manager",
        "complaint-answered@customer-relations-manager",
    ];
    let ours = |given: &[&str]| env.raise("south-west", &[&routes[..], given].concat());
    let all = |more: &[&'static str]| -> Vec<&'static str> { [&once[..], &each, more].concat() };
    let one = "informal-recorded<escalate";
    owes(&env, &ours(&[]), &all(&[one]));
    for said in ["offered", "declined"] {
        let id = ours(&["--field", &format!("advocate={said}")]);
        owes(&env, &id, &[&once[..2], &each, &[one]].concat());
    }
    owes(&env, &ours(&["--field", "advocate=wanted"]), &[&once[..2], &each, &[one, "advocate-found"]].concat());
    for route in ["both", "complaint"] {
        let id = ours(&["--field", &format!("route={route}")]);
        owes(&env, &id, &all(&[&[one][..], &complaint].concat()));
        env.sh(&format!("complaint {id} --reason 'She wants to'")).ok();
        let made = env.outstanding(&id);
        assert!(made.contains(&"complaint-recorded".to_owned()), "{made:?}");
    }
    owes(&env, &ours(&["--field", "in-proceedings=yes"]), &all(&[one, "court-informed"]));
    let wants = ours(&["--field", "child-wants-proceedings=yes"]);
    owes(&env, &wants, &all(&[one, "legal-advice-for-child", "adult-sought"]));
    let answers = |danger: &str, start: &str, adult: &str| {
        let given = [
            format!("human-rights-danger={danger}"),
            format!("child-can-start={start}"),
            format!("adult-found={adult}"),
        ];
        ours(&["--field", &given[0], "--field", &given[1], "--field", &given[2]])
    };
    owes(&env, &answers("yes", "no", "no"), &all(&[one, "cafcass-legal-decided"]));
    for other in [answers("no", "no", "no"), answers("yes", "yes", "no"), answers("yes", "no", "yes")] {
        owes(&env, &other, &all(&[one]));
    }
    // The meeting of stage 2 is called for once the date that was agreed has passed, that of stage 3 from the start.
    let id = ours(&["--stage", "stage-2", "--reason", "r", "--respond-by", "2026-03-06"]);
    owes(&env, &id, &all(&[]));
    env.now("2026-03-09T10:00");
    owes(&env, &id, &all(&["meeting@safeguarding-service-manager"]));
    env.sh(&format!("meeting {id} --held 2026-03-09T09:00 --chair safeguarding-service-manager")).ok();
    owes(&env, &id, &all(&["minutes@iro", "minutes-filed@iro"]));
    env.escalate(&id, "unsatisfactory", &["--respond-by", "2026-03-20"]);
    owes(&env, &id, &all(&["meeting@safeguarding-service-manager", "minutes<escalate"]));
    env.escalate(&id, "unsatisfactory", &[]);
    owes(&env, &id, &all(&["referral-considered@iro"]));
    for duty in once {
        env.sh(&format!("done {id} {duty}")).ok();
    }
    env.resolve(&id);
    owes(&env, &id, &["child-told"]);
    // The record of the informal stage is owed whether or not it goes further.
    let id = ours(&[]);
    env.resolve(&id);
    owes(&env, &id, &[&once[..], &["child-told", "informal-recorded"]].concat());
}
