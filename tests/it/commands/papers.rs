//! Papers that are printed: blank forms, the sections of a form, the page for families, praise for the child's file.

use serde_json::json;

use crate::env::{Env, list, text};
use crate::forms::section;

#[track_caller]
fn blank(policy: &str) -> String {
    Env::new().sh(&format!("form --blank --policy {policy}")).ok().stdout
}

// MO-62
#[test]
fn each_section_of_the_form_has_its_dates_comments_and_yes_or_no() {
    let form = blank("mosaic");
    let stage_2 = section(&form, "Section 4: Stage 2");
    for field in [
        "Answered on",
        "Comments of the Independent Reviewing Officer",
        "**Resolved**",
        "- [ ] yes",
        "- [ ] no",
        "**Resolved on**",
    ] {
        assert!(stage_2.contains(field), "{field}: {stage_2}");
    }
    assert!(stage_2.contains("has discussed the concerns and the intended DRP with the service manager"), "{stage_2}");
    assert!(!section(&form, "Section 3: Stage 1").contains("intended DRP"), "not before stage 2");
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-20"]);
    env.escalate(&id, "unsatisfactory", &[]);
    env.resolve(&id);
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let (first, second) = (section(&form, "Section 3: Stage 1"), section(&form, "Section 4: Stage 2"));
    assert!(first.contains("**Resolved**  \nno, Mon 2 March 2026"), "{first}");
    assert!(second.contains("**Resolved**  \nyes, Mon 2 March 2026"), "{second}");
}

// SW-31, SW-32, SW-46
#[test]
fn a_blank_form_has_room_for_the_meeting_and_for_who_is_told_first() {
    let form = blank("south-west");
    let stage_3 = section(&form, "Stage 3");
    for field in ["Further meeting: held on", "Chaired by (the Safeguarding Service Manager)", "Who came", "Minutes"] {
        assert!(stage_3.contains(field), "{field}: {stage_3}");
    }
    assert!(section(&form, "The concern").contains("explained both routes"), "{form}");
    assert!(section(&form, "Referral to Cafcass").contains("The Assistant Director knows"), "{form}");
}

// NA-17, NA-19, NA-24
#[test]
fn every_families_page_says_what_the_child_can_do() {
    let env = Env::new();
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let page = env.sh(&format!("policy show {policy} --family")).ok();
        let page = page.says("speak up for you").says("make a complaint").says("have an advocate");
        let page = page
            .says("How it ends, and what should be done then")
            .says("been told how it ended")
            .says("leave out weekends");
        let twice = page.stdout.lines().any(|line| line.matches("formal)").count() > 1);
        assert!(!twice, "{}", page.stdout);
        let html = env.sh(&format!("policy show {policy} --format html")).ok();
        html.says("How it ends, and what should be done then").says("speak up for you");
        let dated = page.stdout.contains("From the document of");
        assert_eq!(dated, !["mosaic", "national"].contains(&policy), "{policy}: {}", page.stdout);
        // None of the five documents says when it comes into force.
        assert!(!page.stdout.contains("In force"), "{policy}: {}", page.stdout);
    }
    let said = |policy: &str| env.sh(&format!("policy show {policy} --family")).ok().stdout.replace("\n      ", " ");
    let qa = said("qa-notification");
    assert!(qa.contains("At Stage 1, for: The authority did not keep to the agreed care plan"), "{qa}");
    let routes = said("south-west");
    let (talk, that) = (routes.find("explained both routes"), routes.find("The talk about the routes and the route"));
    assert!(talk.is_some() && talk < that, "{routes}");
}

#[test]
fn the_families_page_says_who_may_give_more_time_and_what_the_end_brings() {
    let env = Env::new();
    let page = |name: &str, file: &str| {
        std::fs::write(env.scratch(name), file).expect("a file");
        let page = env.sh(&format!("policy show {name} --family")).ok().stdout;
        page.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let quayside = page("quayside.yaml", include_str!("../../../examples/policies/quayside.yaml"));
    for words in [
        "More time can be given, once, 5 working days at most, if the Head of Service approves.",
        "a stage can be left out if there is a good reason. The Quality Manager has to approve that.",
        "The Quality Manager decides whether it is settled here.",
    ] {
        assert!(quayside.contains(words), "{words}: {quayside}");
    }
    let heathland = page("heathland.yaml", include_str!("../../../examples/policies/heathland.yaml"));
    let end = &heathland[heathland.find("How it ends, and what should be done then").expect("its end")..];
    assert!(
        end.contains("Confirm the outcome in writing: the Head of Service does this within 5 working days of its end."),
        "{end}"
    );
    assert!(end.contains("Put it on the file: the IRO aims to do this within 2 working days of its end."), "{end}");
}

// KN-44
#[test]
fn praise_is_filed_on_the_childs_file() {
    let env = Env::new();
    let given =
        env.sh("praise --policy knowsley --child C-1 --for 'Sam Carter' --text 'He came every week' --json").json();
    let id = text(&given, "id");
    assert_eq!(given["praise"]["filing_owed"], true);
    let waits = |env: &Env| {
        let tasks = list(&env.sh("inbox --for 'Jo Bloggs' --json").json());
        tasks.iter().any(|task| task["dispute"] == id && text(task, "text").contains("on the child's file"))
    };
    assert!(waits(&env));
    env.sh(&format!("show {id}")).ok().says("not yet");
    env.sh(&format!("done {id} nosuch")).code(4);
    env.sh(&format!("done {id} recorded-on-file")).ok().says("on the child's file");
    assert!(!waits(&env));
    env.sh(&format!("form {id}")).ok().says("On the child's file");
    let praise = env.dispute(id)["praise"].clone();
    assert_eq!((&praise["filing_owed"], &praise["filed_on"]), (&json!(false), &json!("2026-03-02")));
    env.sh(&format!("done {id} recorded-on-file")).code(3).says("already");
    env.sh(&format!("check {id}")).ok();
    // Praise is found by the name of the person praised; a protocol that files no praise owes no filing.
    assert_eq!(env.listed(&["--kind", "praise", "--responder", "Sam Carter"]), [id]);
    assert!(env.listed(&["--kind", "praise", "--responder", "Kim Bell"]).is_empty());
    let other = env.sh("praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'Well done' --json").json();
    assert_eq!(other["praise"]["filing_owed"], false);
}

// NA-06
#[test]
fn an_agency_is_counted_as_a_department_is() {
    let env = Env::new();
    env.raise("national", &["--field", "agency=School"]);
    env.raise("national", &["--subject", "Housing"]);
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let by = list(&report["figures"]).into_iter().find(|one| one["id"] == "raised-by-subject").unwrap()["by"].clone();
    assert_eq!((&by["School"], &by["Housing"]), (&json!(1), &json!(1)), "{by}");
}

#[test]
fn a_plan_of_an_earlier_stage_is_not_this_stages_answer() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Book it | Sam Carter | 2026-03-20"]);
    env.escalate(&id, "unsatisfactory", &[]);
    let run = env.sh(&format!("agree {id}")).ok();
    assert!(run.stderr.contains("no answer is recorded at Stage 2"), "{run:?}");
}

// NA-24, MO-19, MO-29
#[test]
fn values_of_fields_are_printed_in_words() {
    let env = Env::new();
    let blank = blank("mosaic");
    for words in ["strengths and difficulties questionnaire (SDQ)", "personal education plan (PEP)", "CLA review"] {
        assert!(blank.contains(&format!("- [ ] {words}")), "{words}: {blank}");
    }
    let fields = ["--field", "document-missing=sdq,care-plan", "--field", "raised-from=cla-review"];
    let id = env.raise("mosaic", &fields);
    for paper in ["form", "show"] {
        let page = env.sh(&format!("{paper} {id}")).ok();
        page.says("strengths and difficulties questionnaire (SDQ), care plan").says("CLA review");
    }
    assert_eq!(env.dispute(&id)["fields"]["document-missing"], "sdq,care-plan");
    let id = env.raise("national", &["--field", "origin=iro"]);
    env.sh(&format!("form {id}")).ok().says("**Who asked for the challenge**  \nthe IRO");
}

// NA-15, SW-46
#[test]
fn the_chronology_has_what_was_confirmed_on_its_own_day() {
    let env = Env::new();
    let id = env.raise("south-west", &["--confirm", "routes-discussed=2026-02-27"]);
    env.now("2026-03-11T10:00");
    env.escalate(&id, "other", &["--respond-by", "2026-03-20", "--confirm", "informal-recorded=2026-03-09"]);
    env.sh(&format!("done {id} child-told --with 'her carer' --text 'At home'")).ok();
    env.sh(&format!("extend {id} --clock total --until 2026-04-24 --reason 'Better for her'")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let rows: Vec<&str> = form.lines().skip_while(|line| !line.starts_with("## Chronology")).skip(4).collect();
    for (row, words) in [
        (0, "| Fri 27 February 2026 | Done: The IRO has explained both routes"),
        (1, "| Mon 2 March 2026 10:00 | Raised at Stage 1"),
        (2, "| Mon 9 March 2026 | Done: The attempt to resolve it informally is on the child's record"),
        (3, "| Wed 11 March 2026 10:00 | Escalated to Stage 2"),
        (4, "| Wed 11 March 2026 10:00 | Done: The child, as far as age allows, has been told how it stands"),
        (5, "| Wed 11 March 2026 10:00 | More time for the whole dispute until Fri 24 April 2026: Better for her"),
    ] {
        assert!(rows[row].starts_with(words), "{words}: {rows:#?}");
    }
    assert!(rows[4].contains(", with her carer: At home"), "{rows:#?}");
    assert!(form.contains("**More time for the whole dispute**"), "{form}");
}

#[test]
fn a_letter_after_the_end_does_not_say_that_it_goes_on() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.sh(&format!("form {id} --letter")).ok().says("how it is going");
    env.resolve(&id);
    for age in ["", "--age 9"] {
        let letter = env.sh(&format!("form {id} --letter {age}")).ok();
        assert!(!letter.stdout.contains("how it is going") && !letter.stdout.contains("something else"), "{letter:?}");
        letter.says("If it is still not right, please tell me");
    }
}

// KN-39, KN-30, SW-49, MO-55, KN-16
#[test]
fn a_blank_form_has_all_that_its_document_asks_for() {
    let knowsley = blank("knowsley");
    assert!(section(&knowsley, "Outcome").contains("Final decision of the authority"), "{knowsley}");
    let stage_2 = section(&knowsley, "Stage 2");
    assert!(stage_2.contains("**Copied to**") && stage_2.contains("- [ ] IRO/CP Chair Team Manager, on"), "{stage_2}");
    assert!(!knowsley.contains("Decide whether"), "what is ticked as done is no order: {knowsley}");
    let south_west = blank("south-west");
    assert!(section(&south_west, "Referral to Cafcass").contains("Why the stages were cut short"), "{south_west}");
    let mosaic = blank("mosaic");
    assert!(section(&mosaic, "Section 4: Stage 2").contains("for the IROs, and it is agreed, on"), "{mosaic}");
}

// MO-59, MO-60, MO-61, KN-44
#[test]
fn there_is_a_blank_form_for_good_practice() {
    let env = Env::new();
    let form = env.sh("form --blank --praise --policy mosaic").ok().stdout;
    assert!(form.starts_with("# IRO compliment\n"), "{form}");
    for field in
        ["What was done well", "- [ ] Drift and delay prevented", "**Sent to**", "**Read and acknowledged by**"]
    {
        assert!(form.contains(field), "{field}: {form}");
    }
    assert!(form.contains("- [ ] Team Manager, on") && !form.contains("child's file"), "{form}");
    env.sh("form --blank --praise --policy knowsley").ok().says("On the child's file since");
    env.sh("form --praise").code(2);
    let praise = env.sh("praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'Well done' --json").json();
    env.sh(&format!("form --blank {}", text(&praise, "id"))).ok().says("# IRO compliment");
}

// MO-61
#[test]
fn a_compliment_is_acknowledged_by_the_team_manager_too() {
    let env = Env::new();
    let given = env.sh("praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'Well done' --json").json();
    let id = text(&given, "id");
    let waits = |who: &str| list(&env.sh(&format!("inbox --for '{who}' --json")).json()).len();
    assert_eq!((waits("team-manager"), waits("Sam Carter")), (1, 1));
    env.sh(&format!("acknowledge {id} --name team-manager")).ok().says("Team Manager has acknowledged");
    assert_eq!((waits("team-manager"), waits("Sam Carter")), (0, 1));
    env.sh(&format!("acknowledge {id} --name 'Team Manager'")).code(3).says("already");
    env.sh(&format!("acknowledge {id} --name head-of-service")).code(4);
    env.sh(&format!("show {id}")).ok().says("Team Manager, read on").says("Sam Carter, not read yet");
    env.sh(&format!("form {id}")).ok().says("Team Manager, Mon 2 March 2026");
    assert_eq!(env.dispute(id)["status"], "recorded");
    env.sh(&format!("acknowledge {id} --name 'Sam Carter'")).ok();
    assert_eq!(env.dispute(id)["status"], "acknowledged");
    env.sh(&format!("check {id}")).ok();
}

// KN-20, NA-11
#[test]
fn praise_that_nobody_has_to_acknowledge_waits_for_nobody() {
    let env = Env::new();
    let given = env.sh("praise --policy knowsley --child C-1 --for 'Sam Carter' --text 'Every week' --json").json();
    let id = text(&given, "id");
    assert_eq!(env.dispute(id)["waiting_on"], json!(null));
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(!shown.contains("waiting for") && !shown.contains("not read yet"), "{shown}");
    // The inbox knows the person's name, although nothing waits for them.
    let inbox = env.sh("inbox --for 'Sam Carter'").ok();
    assert!(!inbox.stderr.contains("nobody called") && inbox.stderr.contains("nothing is waiting"), "{inbox:?}");
    env.sh("praise --policy mosaic --child C-1 --for 'Sam Carter' --text 'Well done'").ok();
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let share = list(&report["figures"]).into_iter().find(|one| one["id"] == "praise-read-share").expect("the share");
    assert!(text(&share, "label").contains("where the protocol asks for it"), "{share}");
    let md = env.sh("report --from 2026-03-01 --to 2026-03-31 --format md").ok().stdout;
    let row = md.lines().find(|line| line.contains("Share of praise")).expect("the share");
    assert!(row.contains(", of 1 |"), "one of the two is to be read: {row}");
}

// KN-23, HB-07
#[test]
fn a_referral_is_among_the_next_steps_where_it_ended_without_what_was_asked_for() {
    let env = Env::new();
    let next = |result: &str, case: &str| {
        let id = env.raise("knowsley", &["--case-type", case]);
        env.sh(&format!("resolve {id} --outcome Ended --result {result}")).ok();
        env.sh(&format!("show {id}")).ok().stdout.contains(&format!("iro refer {id}"))
    };
    assert!(next("decision-stands", "looked-after") && next("not-upheld", "looked-after"));
    assert!(!next("resolved", "looked-after"), "it was settled");
    assert!(!next("decision-stands", "child-protection"), "the power is for looked-after children");
}

// QA-22
#[test]
fn the_deputy_may_come_instead_of_the_head_of_service() {
    let env = Env::new();
    let came = |who: &[&str]| {
        let id = env.raise("qa-notification", &["--stage", "stage-3", "--reason", "It is urgent"]);
        let each: String = who.iter().map(|one| format!(" --attended {one}")).collect();
        env.sh(&format!("meeting {id} --held today --chair head-of-service-qa{each}")).ok().stderr
    };
    let others = ["social-worker", "iro", "team-manager"];
    for head in ["head-of-service", "deputy-head-of-service"] {
        let said = came(&[&others[..], &[head]].concat());
        assert!(!said.contains("not named among those who came"), "{head}: {said}");
    }
    let said = came(&others);
    assert!(said.contains("Head of Service (operational) or Deputy Head of Service (operational)"), "{said}");
    let shown = env.sh("policy show qa-notification").ok().stdout;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("Head of Service (operational) or Deputy Head of Service (operational)"), "{shown}");
    let form = blank("qa-notification");
    assert!(section(&form, "Stage 3").contains("Head of Service (operational) or Deputy Head of Service"), "{form}");
}

// QA-28, QA-49
#[test]
fn what_is_owed_here_and_asked_for_before_the_next_step_is_listed_once() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-3", "--reason", "It is urgent", "--subject", "Housing"]);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert_eq!(shown.matches("service-director-informed").count(), 1, "{shown}");
    assert!(shown.contains("(also before: escalate)"), "{shown}");
    let view = env.dispute(&id);
    let told: Vec<_> =
        list(&view["duties"]).into_iter().filter(|one| one["duty"] == "service-director-informed").collect();
    assert_eq!(told.len(), 1, "{view}");
    assert_eq!((&told[0]["owed"], &told[0]["before"]), (&true.into(), &"escalate stage-4".into()), "{told:?}");
    // What only guards a step is not owed now.
    let talk = list(&view["duties"]).into_iter().find(|one| one["duty"] == "director-talk").expect("the talk");
    assert_eq!((&talk["owed"], &talk["before"]), (&false.into(), &"refer".into()), "{talk}");
    // It is still asked for before the step.
    env.sh(&format!("escalate {id} --because other --reason 'Not enough'")).code(3).says("service-director-informed");
}

// SW-53, SW-54
#[test]
fn the_families_page_says_each_thing_once_and_what_else_a_child_can_do() {
    let env = Env::new();
    let page = |policy: &str| {
        let page = env.sh(&format!("policy show {policy} --family")).ok().stdout;
        page.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let south_west = page("south-west");
    assert!(
        south_west.contains("helps you to get legal advice, and finds out whether a grown-up can help"),
        "{south_west}"
    );
    let qa = page("qa-notification");
    assert_eq!(qa.matches("At Stage 1, for:").count(), 1, "{qa}");
    assert_eq!(qa.matches("rofessionals meeting").count(), 1, "{qa}");
    assert!(qa.contains("If it is needed, there is a meeting within 1 week"), "{qa}");
}
