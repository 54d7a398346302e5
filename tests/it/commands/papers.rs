//! What is printed: blank forms, the sections of a form, the families' page, praise on the child's file.

use serde_json::json;

use crate::env::{Env, list, text};

#[track_caller]
fn blank(policy: &str) -> String {
    Env::new().sh(&format!("form --blank --policy {policy}")).ok().stdout
}

#[track_caller]
fn section<'a>(form: &'a str, title: &str) -> &'a str {
    let from = form.find(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title} in {form}"));
    let rest = &form[from..];
    &rest[..rest[1..].find("\n## ").map_or(rest.len(), |end| end + 1)]
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
        "**On**",
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
    assert!(section(&form, "Referral to CAFCASS").contains("The Assistant Director knows"), "{form}");
}

// NA-17, NA-19, NA-24
#[test]
fn every_families_page_says_what_the_child_can_do() {
    let env = Env::new();
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let page = env.sh(&format!("policy show {policy} --family")).ok();
        let page = page.says("speak up for you").says("make a complaint").says("have an advocate");
        let page = page.says("When it is over").says("been told how it ended").says("leave out weekends");
        let twice = page.stdout.lines().any(|line| line.matches("formal)").count() > 1);
        assert!(!twice, "{}", page.stdout);
        let html = env.sh(&format!("policy show {policy} --format html")).ok();
        html.says("When it is over").says("speak up for you");
        let dated = page.stdout.contains("From the document of");
        assert_eq!(dated, !["mosaic", "national"].contains(&policy), "{policy}: {}", page.stdout);
        // None of the five says from which day it is in force.
        assert!(!page.stdout.contains("In force"), "{policy}: {}", page.stdout);
    }
    let said = |policy: &str| env.sh(&format!("policy show {policy} --family")).ok().stdout.replace("\n      ", " ");
    let qa = said("qa-notification");
    assert!(qa.contains("At Stage 1, for: The authority did not keep to the agreed care plan"), "{qa}");
    let routes = said("south-west");
    let (talk, that) = (routes.find("explained both routes"), routes.find("That discussion and the route"));
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
        "a stage can be left out for a reason. The Quality Manager has to approve that.",
        "The Quality Manager decides whether it is settled here.",
    ] {
        assert!(quayside.contains(words), "{words}: {quayside}");
    }
    let heathland = page("heathland.yaml", include_str!("../../../examples/policies/heathland.yaml"));
    let end = &heathland[heathland.find("When it is over").expect("its end")..];
    assert!(end.contains("Confirm the outcome in writing: within 5 working days of its end."), "{end}");
    assert!(end.contains("Put it on the file: within 2 working days of its end, as an aim."), "{end}");
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
    // It is found by the name of the person praised; a protocol without a file owes nothing.
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
        (5, "| Wed 11 March 2026 10:00 | More time in total until Fri 24 April 2026: Better for her"),
    ] {
        assert!(rows[row].starts_with(words), "{words}: {rows:#?}");
    }
    assert!(rows[4].contains(", with her carer: At home"), "{rows:#?}");
    assert!(form.contains("**More time in total**"), "{form}");
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
