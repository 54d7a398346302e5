//! What the papers for the child's file must show in full: the blank form, the referral, the chronology, and an end
//! after which the dispute was reopened.

use serde_json::json;

use crate::clauses::one_line;
use crate::env::{Env, list};

#[track_caller]
fn form(env: &Env, id: &str) -> String {
    env.sh(&format!("form {id}")).ok().stdout
}

#[track_caller]
fn chronology(env: &Env, id: &str) -> String {
    let form = form(env, id);
    form.split("## Chronology").nth(1).expect("a chronology").to_owned()
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "{said}: {text}");
    }
}

// SW-09, KN-08, KN-25, KN-38, MO-35, MO-40, MO-54, NA-54, QA-41, QA-44, SW-28, SW-38, SW-60
#[test]
fn a_blank_form_asks_for_all_that_a_filled_one_says() {
    let blank = |policy: &str| Env::new().sh(&format!("form --blank --policy {policy}")).ok().stdout;
    for policy in ["national", "south-west", "qa-notification", "mosaic", "knowsley"] {
        says(
            &blank(policy),
            &[
                "**Kind of case**",
                "**Brothers and sisters it also concerns, each with a form of their own**",
                "**The review it comes from, or leads up to**",
                "**Notice sent on**",
                "**Obstacle named, if any**\n\n- [ ] lack of money or resources\n",
                "**Escalated because**\n\n- [ ] no answer came\n",
            ],
        );
    }
    let south_west = blank("south-west");
    says(
        &south_west,
        &[
            "- [ ] care leaver",
            "**More time for the whole: until when, why, agreed with whom**",
            "**Answer of the Director; asked and answered on**",
            "**Which of them do not apply, and why**",
        ],
    );
    says(&blank("qa-notification"), &["not done within the review period (where the child is harmed by it)"]);
    says(&blank("mosaic"), &["**Whose decision is in dispute**\n\n- [ ] Team Manager\n"]);
    says(
        &blank("knowsley"),
        &[
            "**Raised as**\n\n- [ ] Independent Reviewing Officer\n- [ ] Child Protection Chair\n",
            "Who came (Independent Reviewing Officer or Child Protection Chair, Social Worker,",
        ],
    );
    says(&blank("national"), &["**Category: General issues**", "**Category: "]);
    let last =
        |blank: &str| blank.split("\n## Stage 4").nth(1).expect("a stage 4").matches("Escalated because").count();
    assert_eq!(last(&south_west), 1, "from the first to the next person of its chain: {south_west}");
    assert_eq!(last(&blank("knowsley")), 0, "nobody comes after the last stage");
}

// SW-40, SW-42, SW-49, SW-60
#[test]
fn a_referral_is_told_in_words_with_why_the_stages_were_cut_short() {
    let env = Env::new();
    let extra = ["--case-type", "looked-after", "--legal-status", "C2", "--field", "route=problem-resolution"];
    let id = env.raise("south-west", &extra);
    let refer = "--ground human-rights --reason 'Loses his home' --impact-on-child 'No way back' --written 2026-03-02T10:00 --sent iro-report --curtail 'He moves on 9 March' --confirm curtail-explained --confirm assistant-director-told";
    let done = env.sh(&format!("refer {id} {refer} --on 2026-03-02")).ok();
    done.says("care plan as first made (`care-order-and-plan`); ");
    let ground = "All stages failed and the child's human rights are in danger";
    let shown = one_line(&env.sh(&format!("show {id}")).ok().stdout);
    says(
        &shown,
        &[
            &format!("ground: {}", ground.to_lowercase()),
            "what it means for the child: no way back",
            "stages cut short: he moves on 9 march",
            "the iro's report: why the matter is referred, and what was tried with the authority: sent",
        ],
    );
    assert!(!shown.contains("human-rights,") && !shown.contains("care-order-and-plan: "), "{shown}");
    let log = env.sh(&format!("log {id}")).ok().stdout;
    says(&log, &[&format!("ground: {ground}"), "legal status: C2 (", "The route decided on: problem resolution"]);
    let said = format!(
        "; ground: {ground}; what it means for the child: No way back; why the stages were cut short: He moves on 9 March"
    );
    says(&chronology(&env, &id), &["Loses his home", &said]);
    env.sh(&format!("form --blank {id}")).ok().says("**Phoned on**");
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    let refer = format!("refer {id} --ground final-decision --reason R --phoned 2026-03-02T09:30 --override x");
    env.sh(&refer).ok();
    says(
        &form(&env, &id),
        &["**Phoned**  \nMon 2 March 2026 09:30", "Referral to Cafcass, phoned on Mon 2 March 2026 09:30"],
    );
    env.sh(&format!("show {id}")).ok().says("phoned, not confirmed in writing yet");
}

// KN-12, KN-15, KN-29, MO-44, SW-28, SW-30, SW-38
#[test]
fn the_chronology_has_what_the_form_has() {
    let env = Env::new();
    let id = env.raise("south-west", &["--case-type", "looked-after", "--field", "route=problem-resolution"]);
    env.sh(&format!("respond {id} --text Yes --action 'Book it | Sam Carter | 2026-03-20'")).ok();
    env.sh(&format!("agree {id} --text 'That will do'")).ok();
    env.sh(&format!("extend {id} --until 2026-12-21 --reason 'Sam is back' --agreed-with 'Pat Green' --override x"))
        .ok();
    env.sh(&format!(
        "escalate {id} --because urgent --to stage-2 --reason Soon --respond-by 2026-03-10 --override 'No time'"
    ))
    .ok();
    let meeting = "--held 2026-03-02T10:00 --chair safeguarding-service-manager --attended social-worker --minutes 'Agreed nothing'";
    env.sh(&format!("meeting {id} {meeting}")).ok();
    env.sh(&format!("escalate {id} --because urgent --to stage-4 --reason Sooner --override 'No time'")).ok();
    env.sh(&format!("escalate {id} --because other --to chief-executive --reason R --override 'No time'")).ok();
    says(
        &chronology(&env, &id),
        &[
            "; actions promised: Book it, Sam Carter, by Fri 20 March 2026",
            "Plan accepted: That will do",
            "More time (Resolve at stage 1) until Mon 21 December 2026: Sam is back, agreed with Pat Green",
            "Problem Resolution Meeting, chaired by Safeguarding Service Manager; present: Social Worker; minutes: Agreed nothing",
            "leaving out Stage 3, because it was urgent: Sooner",
            "leaving out Assistant Director (senior officer) and Director",
            "(Requirement overridden, and why: ",
        ],
    );
    let id = env.raise("knowsley", &["--field", "medium=phone"]);
    says(&chronology(&env, &id), &["(How the informal discussion was held: phone)"]);
    let given = env.sh("praise --policy knowsley --child C-1 --for 'Sam Carter' --text 'Well done' --json").json();
    let praise = given["id"].as_str().expect("an id");
    env.sh(&format!("done {praise} recorded-on-file")).ok();
    says(&chronology(&env, praise), &["Done: On the child's file"]);
}

// QA-16
#[test]
fn who_did_what_the_protocol_gives_to_a_role_is_named() {
    let env = Env::new();
    let extra = ["--stage", "stage-2", "--immediate", "yes", "--assign", "iro-manager=Dee Deputy"];
    let id = env.raise("qa-notification", &extra);
    env.sh(&format!("done {id} discuss")).ok();
    says(&chronology(&env, &id), &["| Dee Deputy (Deputy Head of Service, IRO Service) |"]);
}

// MO-44, MO-62
#[test]
fn an_end_that_did_not_last_keeps_what_was_said_of_it() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.sh(&format!("resolve {id} --outcome 'First end' --impact-on-child Good --override x")).ok();
    env.sh(&format!("reopen {id} --reason Again")).ok();
    let first = ["yes, Mon 2 March 2026 10:00 by Jo Bloggs", "**Outcome then**  \nFirst end", "child then**  \nGood"];
    says(&form(&env, &id), &first);
    let shown = env.sh(&format!("show {id}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    says(&shown, &["Jo Bloggs, resolved: First end; what changed for the child: Good"]);
    assert_eq!(env.dispute(&id)["earlier_ends"][0]["outcome"], "First end");
    env.sh(&format!("resolve {id} --outcome 'Second end' --impact-on-child None --override x")).ok();
    let form = form(&env, &id);
    says(&form, &first);
    says(&form, &["**Outcome**  \nSecond end"]);
    assert!(!form.contains("**Outcome then**  \nSecond end"), "{form}");
    assert_eq!(list(&env.dispute(&id)["earlier_ends"]).len(), 1);
}

// KN-30, SW-38
#[test]
fn whoever_was_told_before_is_told_that_it_goes_on() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.resolve(&id);
    env.now("2026-03-03T10:00");
    env.sh(&format!("reopen {id} --reason Again")).ok();
    let told = list(&env.dispute(&id)["notices"]);
    let again = told.iter().filter(|one| one["on"] == "2026-03-03").map(|one| one["to"].clone());
    assert_eq!(again.collect::<Vec<_>>(), [json!("social-worker"), json!("team-manager")]);
    // In a chain it continues with the person who had been reached.
    let id = env.raise("south-west", &["--stage", "stage-4", "--field", "route=problem-resolution"]);
    env.sh(&format!("escalate {id} --because other --to director --reason R --override x")).ok();
    env.resolve(&id);
    env.sh(&format!("reopen {id} --reason Again")).ok();
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "director");
}

// MO-59, MO-60
#[test]
fn praise_says_what_it_is_for_and_whom_it_goes_to() {
    let env = Env::new();
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'Well done' --json";
    let given = env.sh(&format!("{praise} --reason 'drift and delay'")).json();
    assert_eq!(given["praise"]["reasons"], json!(["Drift and delay prevented"]));
    let id = given["id"].as_str().expect("an id");
    let said =
        ["**What it is for**  \nDrift and delay prevented", "**To be sent to**  \nSocial Worker and Team Manager"];
    says(&form(&env, id), &said);
    says(&env.sh(&format!("show {id}")).ok().stdout, &["Drift and delay prevented"]);
    env.sh(&format!("{praise} --reason nothing")).code(4).says("Timely help that lowered risk");
}

// SW-30, SW-31, QA-20
#[test]
fn a_meeting_held_late_belongs_to_the_stage_that_called_for_it() {
    let env = Env::new();
    let id = env.raise("south-west", &["--respond-by", "2026-03-03", "--field", "route=problem-resolution"]);
    env.now("2026-03-04T10:00");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-05"]);
    env.now("2026-03-06T10:00");
    // The meeting is called for once the agreed time has passed.
    says(
        &env.sh(&format!("show {id}")).ok().stdout,
        &["next: iro meeting", "meeting  hold the Problem Resolution Meeting"],
    );
    env.sh("inbox").ok().says("call the Problem Resolution Meeting, or escalate");
    env.sh("supervision").ok().says("Problem Resolution Meeting not held yet");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-12"]);
    env.now("2026-03-09T10:00");
    let meeting = format!("meeting {id} --held 2026-03-09T09:00 --chair safeguarding-service-manager");
    env.sh(&format!("{meeting} --dry-run")).ok().says("if this was it, add `--stage stage-2`");
    env.sh(&format!("{meeting} --stage stage-1")).code(3).says("no meeting is left over from Stage 1");
    env.sh(&format!("{meeting} --stage stage-2")).ok();
    let form = form(&env, &id);
    let stage_2 = form.split("\n## Stage 2 (formal)\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("it");
    says(stage_2, &["**Problem Resolution Meeting**  \nMon 9 March 2026 09:00"]);
    assert!(!form.contains("**Further meeting**"), "{form}");
    env.sh(&format!("{meeting} --stage stage-2")).code(3);
    // If the present stage has no meeting, it counts for the latest earlier stage that still lacks one.
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.sh(&format!("meeting {id} --held 2026-03-09T09:30 --chair assistant-executive-director")).ok();
    assert_eq!(list(&env.dispute(&id)["meetings"]).len(), 1);
}

// MO-46, MO-47
#[test]
fn an_answer_within_the_further_time_is_not_late() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.now("2026-03-06T10:00");
    env.sh(&format!("extend {id} --by '24 hours' --reason Confident --agreed-with 'Pat Green' --override x")).ok();
    env.now("2026-03-10T09:00");
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-20 | a date"]);
    says(&form(&env, &id), &["; met within the further time on Tue 10 March 2026 09:00"]);
    let shown = one_line(&env.sh(&format!("show {id}")).ok().stdout);
    says(&shown, &["due mon 9 march 2026: met within the further time on tue 10 march 2026"]);
}

// QA-05
#[test]
fn a_limit_in_hours_is_met_or_missed_by_the_hour() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.now("2026-03-05T11:00");
    env.respond(&id, &[]);
    let shown = one_line(&env.sh(&format!("show {id}")).ok().stdout);
    says(&shown, &["due thu 5 march 2026 10:00: done late on thu 5 march 2026 11:00"]);
}

// NA-56
#[test]
fn a_child_about_whom_nothing_was_raised_is_told_of_no_end() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.sh(&format!("withdraw {id} --raised-in-error --reason 'Wrong child'")).ok();
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("to be recorded after the end"));
    env.sh(&format!("form {id} --letter --age 9")).code(3).says("was raised in error");
    says(&form(&env, &id), &["raised in error: Wrong child"]);
}

// KN-36
#[test]
fn what_led_to_a_stage_does_not_call_for_leaving_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-04"]);
    env.now("2026-03-06T10:00");
    env.sh(&format!("action missed {id} 1 --reason 'Nobody did'")).ok();
    env.escalate(&id, "actions-not-done", &[]);
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("escalation-considered"));
    env.sh(&format!("action add {id} --what Visit --owner 'Sam Carter' --due 2026-03-09")).ok();
    env.now("2026-03-10T10:00");
    env.sh(&format!("show {id}")).ok().says("escalation-considered");
}

#[test]
fn several_warnings_stand_on_lines_of_their_own() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.sh(&format!("respond {id} --text Yes --action Visit --role head-of-service")).ok();
    let log = env.sh(&format!("log {id}")).ok().stdout;
    says(&log, &["\n     - nobody is named for `Visit`\n     - no date is set for `Visit`"]);
}

// NA-25
#[test]
fn whom_it_went_to_is_named_where_the_protocol_leaves_the_choice() {
    let env = Env::new();
    let raise = "raise --policy national --stage formal --reason Grave --child C-1 --concern Drift --impact Unsettled";
    env.fork().sh(raise).ok().says("can go to any of 5 people; `--ask ROLE` says to whom");
    env.fork().sh(&format!("{raise} --ask social-worker")).code(4).says("service-manager");
    env.sh(&format!("{raise} --ask service-manager --json")).ok();
    let id = "2026-0001";
    assert_eq!(env.dispute(id)["waiting_on"]["roles"], json!(["service-manager"]));
    assert_eq!(list(&env.dispute(id)["notices"]).len(), 1);
    says(&form(&env, id), &["**Who answers**  \nService Manager\n"]);
    says(&env.sh(&format!("form {id} --letter --age 9")).ok().stdout, &["waiting for the Service Manager to answer."]);
    env.sh(&format!("escalate {id} --because no-response --ask head-of-service")).ok();
    assert_eq!(env.dispute(id)["stage"], "formal");
    says(&form(&env, id), &["**Who answers**  \nHead of Service\n", "Escalated to Formal resolution, Head of Service"]);
    let further = format!("`iro escalate {id} --ask ROLE` asks somebody else there");
    env.sh(&format!("show {id}")).ok().says(&format!("iro escalate {id} --ask ROLE"));
    env.sh(&format!("escalate {id} --because no-response")).code(3).says(&further);
    env.sh(&format!("resolve {id} --outcome Done")).ok();
    env.sh(&format!("reopen {id} --reason Again")).ok();
    assert_eq!(env.dispute(id)["waiting_on"]["roles"], json!(["head-of-service"]));
}

// SW-13, SW-18, SW-20: the filled form has its fields in the order of the blank one.
#[test]
fn the_fields_of_a_protocol_stand_in_its_own_order() {
    let env = Env::new();
    let given = ["--field", "advocate=wanted", "--field", "child-wishes=Home", "--field", "route=both"];
    let form = form(&env, &env.raise("south-west", &given));
    let blank = env.sh("form --blank --policy south-west").ok().stdout;
    for text in [&form, &blank] {
        let at = |name: &str| text.find(&format!("**{name}**")).unwrap_or_else(|| panic!("{name}: {text}"));
        let places = [
            at("The route decided on"),
            at("The child and an independent advocate"),
            at("What the child wants and feels"),
        ];
        assert!(places.is_sorted(), "{places:?}: {text}");
    }
    assert!(form.contains("(The route decided on: both) (The child and an independent advocate: wanted)"), "{form}");
}
