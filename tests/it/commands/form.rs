//! `iro form`: the sections for the stages that were used, the letter to the child, and the blank form.

use std::fs;

use crate::env::{Env, list, text};
use crate::forms::section;

/// The headings of a form in Markdown.
fn headings(form: &str) -> Vec<&str> {
    form.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

// MO-38, MO-39
#[test]
fn one_section_for_each_stage_used() {
    let env = Env::new();
    let stage = ["--stage", "stage-1", "--category", "care-plan", "--field", "child-wishes=To stay"];
    let id = env.raise("mosaic", &stage);
    env.now("2026-03-10T10:00");
    let reason = ["escalate", &id, "--because", "no-response", "--reason", "Nothing came", "--override", "It is late"];
    env.iro(&reason).ok();
    env.now("2026-03-11T10:00");
    let action = "Book the panel | Sam Carter | 2026-04-20";
    env.iro(&["respond", &id, "--text", "It is *agreed* | really", "--action", action]).ok();
    let form = env.iro(&["form", &id]).ok().stdout;
    assert_eq!(
        headings(&form),
        ["Section 1: The concern", "Section 3: Stage 1", "Section 4: Stage 2", "Outcome", "Chronology"]
    );
    for said in [
        "Care plan",
        "The permanence plan has not moved",
        "To stay",
        "by Mon 9 March 2026 (5 working days)",
        "no answer came: Nothing came",
        "It is \\*agreed\\* \\| really",
        "Book the panel, Sam Carter, by Mon 20 April 2026",
        "It is late",
    ] {
        assert!(form.contains(said), "{said} in {form}");
    }
    // As it stood before the escalation.
    let then = env.iro(&["form", &id, "--as-of", "2026-03-05"]).ok().stdout;
    assert_eq!(headings(&then), ["Section 1: The concern", "Section 3: Stage 1", "Chronology"]);
}

// SW-57, SW-59
#[test]
fn the_documents_of_a_referral_with_a_chronology() {
    let env = Env::new();
    env.with_demo();
    let views = list(&env.iro(&["list", "--all", "--json"]).json());
    let referred = views.iter().find(|view| view["referral"]["pack"].as_array().is_some_and(|pack| pack.len() > 2));
    let id = text(referred.unwrap(), "id");
    let form = env.iro(&["form", id]).ok().stdout;
    assert!(form.contains("**Documents**") && form.contains(": sent") && form.contains(": still to be sent"), "{form}");
    let events = list(&env.iro(&["log", id, "--json"]).json()).len();
    let chronology = form.split("## Chronology").nth(1).unwrap();
    // Each event has its line, and so has each duty that was confirmed with one.
    assert!(chronology.lines().filter(|line| line.starts_with("| ")).count() > events + 2, "{chronology}");
}

#[test]
fn every_record_of_the_example_store_has_its_form() {
    let env = Env::new();
    env.with_demo();
    for view in list(&env.iro(&["list", "--all", "--kind", "all", "--json"]).json()) {
        let id = text(&view, "id");
        let form = env.iro(&["form", id]).ok().stdout;
        assert!(form.contains(id) && form.contains(text(&view, "child")), "{form}");
        let page = env.iro(&["form", id, "--format", "html"]).ok().stdout;
        assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"));
        if view["kind"] == "dispute" {
            let letter = env.iro(&["form", id, "--letter"]).ok();
            assert!(letter.stdout.contains("\n\nHello,\n") && letter.stderr.contains("draft"), "{letter:?}");
        }
    }
}

// NA-14
#[test]
fn a_letter_says_where_it_stands_and_what_the_child_can_do() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    let letter = env.iro(&["form", &id, "--letter"]).ok().stdout;
    for said in [
        "Independent Reviewing Officer",
        "A date for the panel",
        "by 9 March 2026",
        "advocate",
        "complain",
        "Jo Bloggs",
    ] {
        assert!(letter.contains(said), "{said} in {letter}");
    }
    assert!(!letter.contains("escalat") && !letter.contains("stage"), "plain words: {letter}");
    let praise =
        env.iro(&["praise", "--policy", "mosaic", "--child", "C-1", "--for", "Robin", "--text", "Well done", "--json"]);
    let praise = praise.json();
    env.iro(&["form", text(&praise, "id"), "--letter"]).code(3).says("praise");
}

#[test]
fn a_blank_form_of_every_protocol() {
    let env = Env::new();
    for policy in list(&env.iro(&["policy", "list", "--json"]).json()) {
        let id = text(&policy, "id");
        let whole = env.iro(&["policy", "show", id, "--json"]).json();
        let blank = env.iro(&["form", "--blank", "--policy", id]).ok().stdout;
        for stage in list(&whole["stages"]) {
            assert!(blank.contains(text(&stage, "title")), "{id}: {stage}");
        }
        assert!(blank.contains("- [ ] ") && blank.contains("\\_\\_\\_"), "{blank}");
        let file = env.scratch("blank.html");
        env.iro(&["form", "--blank", "--policy", id, "--format", "html", "--out", file.to_str().unwrap()]).ok();
        assert!(fs::read_to_string(file).unwrap().contains("☐"));
    }
    env.iro(&["form"]).code(2);
    env.iro(&["form", "--blank"]).code(2).says("--policy");
}

#[test]
fn a_blank_form_offers_to_escalate_only_from_a_stage_that_leads_on() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let formal = "    kind: formal\n    any_of: [head-of-service]\n";
    let boxes = |policy: &str| {
        env.add_policy("small", policy);
        env.iro(&["form", "--blank", "--policy", "small"]).ok().stdout.matches("Escalated because").count()
    };
    assert_eq!(boxes(small), 1, "from the first of two stages");
    let ends = small.replace("kind: informal\n", "kind: informal\n    next: []\n");
    assert_eq!(boxes(&ends), 0, "the first stage leads nowhere");
    let chain = small.replace(formal, "    kind: formal\n    chain: [head-of-service, director]\n");
    assert_eq!(boxes(&chain), 2, "from the last stage to the next person of its chain");
}

// A duty is identified by stage and id: doing it at one stage does not settle it at another.
#[test]
fn a_duty_is_printed_with_the_text_and_under_the_stage_that_it_was_done_for() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-1", "--reason", "It is serious"]);
    env.respond(&id, &[]);
    env.sh(&format!("escalate {id} --because unsatisfactory --reason Late --confirm consult")).ok();
    env.sh(&format!("done {id} discuss --with 'Deb Head'")).ok();
    env.sh(&format!("escalate {id} --because unsatisfactory --reason Late")).ok();
    env.sh(&format!("done {id} discuss --with 'Hed Ops'")).ok();
    env.sh(&format!("done {id} forms-logged --stage stage-1")).ok();
    env.sh(&format!("meeting {id} --held today --chair head-of-service-qa --attended social-worker")).ok();
    env.sh(&format!("resolve {id} --outcome Seen")).ok();
    env.sh(&format!("done {id} child-told")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let section = |title: &str| section(&form, title);
    let (first, second, third) = (section("Stage 1"), section("Stage 2"), section("Stage 3"));
    let (talk, heads) = ("IRO Service, has discussed the issues", "Head of Service QA have discussed the issues");
    assert!(
        first.contains("has decided on further action") && !second.contains("has decided on further action"),
        "{form}"
    );
    assert!(second.contains(talk) && !second.contains(heads), "{second}");
    assert!(third.contains(heads) && !third.contains(talk), "{third}");
    assert!(third.contains("logged the completed forms electronically (Stage 1)"), "{third}");
    assert!(third.contains("chaired by Head of Service QA; present: Social Worker"), "{third}");
    let chronology = section("Chronology");
    assert!(
        chronology.contains(heads) && chronology.contains("(Stage 3)") && chronology.contains("(Stage 2)"),
        "{chronology}"
    );
    assert!(chronology.contains("told how it ended"), "{chronology}");
    assert!(!form.contains("Answer of ,") && !form.contains("Answer of :"), "{form}");
}

// SW-38
#[test]
fn each_person_of_a_chain_is_named() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-4", "--reason", "It cannot wait"]);
    for day in ["03", "05", "09"] {
        env.now(&format!("2026-03-{day}T10:00"));
        env.escalate(&id, "unsatisfactory", &[]);
    }
    let (form, log) = (env.sh(&format!("form {id}")).ok().stdout, env.sh(&format!("log {id}")).ok().stdout);
    for role in ["Assistant Director", "Director", "Chief Executive"] {
        assert!(form.contains(&format!("Escalated to Stage 4, {role}")), "{role}: {form}");
        assert!(log.contains(&format!("step: {role}")), "{role}: {log}");
    }
    for (day, role) in [
        ("Tue 3 March", "Assistant Director (senior officer)"),
        ("Thu 5 March", "Director"),
        ("Mon 9 March", "Chief Executive"),
    ] {
        let asked = format!("**Next asked, {day} 2026 10:00**  \n{role}\n");
        assert!(form.contains(&asked), "{asked}: {form}");
    }
}

#[test]
fn a_chair_of_child_protection_conferences_is_no_iro() {
    let env = Env::new();
    let extra = ["--by-role", "cp-chair", "--case-type", "child-protection", "--iro", "Jo Bloggs"];
    let id = env.raise("knowsley", &extra);
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(form.contains("Child Protection Chair") && !form.contains("**IRO**"), "{form}");
}

#[test]
fn a_letter_is_a_letter_in_words_for_the_age_with_room_for_a_signature() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--concern", "There has been no visit for eight weeks, although one was promised at the review in December and again in January"]);
    let letter = |args: &[&str]| env.iro(&[&["form", &id, "--letter"], args].concat()).ok().stdout;
    assert!(letter(&["--dear", "Sam"]).starts_with("2 March 2026\n\nDear Sam,\n"));
    // In a file, lines are wrapped to the width of a page and no word is lost.
    env.iro(&["form", &id, "--letter", "--out", "letter.md"]).ok();
    let written = fs::read_to_string(env.scratch("letter.md")).unwrap();
    assert!(written.lines().all(|line| line.chars().count() <= 80), "{written}");
    assert!(written.split_whitespace().eq(letter(&[]).split_whitespace()), "{written}");
    let (young, older) = (letter(&["--age", "8"]), letter(&["--age", "12"]));
    assert!(young.contains("the grown-ups") && !older.contains("the grown-ups"), "{young}");
    assert_eq!(older, letter(&[]));
    let longest =
        |text: &str| text.lines().flat_map(|line| line.split(['.', '?'])).map(|one| one.split(' ').count()).max();
    assert!(longest(&young) < longest(&older), "{young}");
    for text in [&young, &older] {
        assert!(!text.contains("__") && !text.contains("\\_"), "{text}");
    }
    let page = letter(&["--format", "html"]);
    assert!(
        page.contains("class=\"name-line\"") && page.contains("class=\"signature\"") && !page.contains("__"),
        "{page}"
    );
    assert!(!letter(&["--format", "html", "--dear", "Sam"]).contains("class=\"name-line\""));
    // At a terminal no word is cut.
    let mut command = env.command();
    command.args(["form", &id, "--letter"]);
    let (_, screen) = crate::terminal::Terminal::start(command).end();
    assert!(screen.lines().all(|line| line.trim_end().chars().count() <= 80), "{screen}");
    // `--dear` is for letters only, and 0 is not an age.
    env.iro(&["form", &id, "--dear", "Sam"]).code(2);
    env.iro(&["form", &id, "--letter", "--age", "0"]).code(2);
}

#[test]
fn what_was_not_resolved_is_not_called_resolved() {
    for (result, how, told) in [
        ("not-upheld", "not upheld", "It turned out differently from what I thought"),
        ("decision-stands", "not resolved, the decision stands", "They are keeping to what they decided"),
        ("left-care", "closed because the child left care", "this came to an end"),
        (
            "taken-elsewhere",
            "not resolved, taken up elsewhere",
            "this came to an end here, and other people are looking at it now",
        ),
        ("resolved-in-part", "in part", "part of it was settled"),
    ] {
        let env = Env::new();
        let id = env.raise("knowsley", &[]);
        env.sh(&format!("resolve {id} --outcome 'Nothing changes' --result {result} --override sample")).ok();
        let form = env.sh(&format!("form {id}")).ok().stdout;
        let word = if result == "resolved-in-part" { "Resolved" } else { "Ended" };
        let outcome = section(&form, "Outcome");
        assert!(outcome.contains(&format!("**{word}**")) && outcome.contains(&format!(": {how}")), "{outcome}");
        assert!(section(&form, "Chronology").contains(&format!("{word}, {how}: Nothing changes")), "{form}");
        let letter = env.sh(&format!("form {id} --letter --age 15")).ok().stdout;
        assert!(letter.contains(&format!("{told}: “Nothing changes”.")), "{letter}");
    }
}

#[test]
fn a_referral_that_was_only_decided_is_not_shown_as_made() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.sh(&format!("refer {id} --ground handbook --reason 'It cannot wait' --override sample")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    let referral = section(&form, "Referral to Cafcass");
    assert!(referral.contains("not yet; decided Mon 2 March 2026"), "{referral}");
    env.sh(&format!("refer {id} --phoned today")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(!section(&form, "Referral to Cafcass").contains("not yet"), "{form}");
}

#[test]
fn what_was_pleaded_agreed_and_done_late_is_on_the_form() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    let plan = "--action 'Begin sessions | social-worker | 2026-03-05'";
    env.sh(&format!("respond {id} --text 'Not before May' --barrier staffing {plan}")).ok();
    env.sh(&format!("extend {id} --by '24 hours' --reason 'Sam is back' --agreed-with 'Pat Green' --override sample"))
        .ok();
    let letter = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    assert!(letter.contains("They have offered this: Begin sessions"), "{letter}");
    env.now("2026-03-09T10:00");
    let letter = env.sh(&format!("form {id} --letter --age 9")).ok().stdout;
    assert!(letter.contains("They offered this, and it hasn't happened: Begin sessions"), "{letter}");
    env.sh(&format!("action done {id} 1")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    for words in [
        "lack of staff",
        "obstacle named: lack of staff",
        "agreed with Pat Green",
        "Begin sessions, Social Worker, by Thu 5 March 2026: done, Mon 9 March 2026",
        "Action 1 (Begin sessions) done",
    ] {
        assert!(form.contains(words), "{words}: {form}");
    }
}

#[test]
fn a_meeting_stands_with_the_stage_it_was_held_at() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-2", "--reason", "Too grave for less"]);
    env.now("2026-03-18T10:00");
    env.sh(&format!("escalate {id} --because no-response --respond-by 2026-04-01 --override sample")).ok();
    env.now("2026-03-18T11:00");
    let held = "--held 2026-03-18T09:00 --chair 'Pat Green' --attended social-worker";
    env.sh(&format!("meeting {id} {held} --override sample")).ok();
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(section(&form, "Stage 2 (formal)").contains("**Problem Resolution Meeting**"), "{form}");
    assert!(!section(&form, "Stage 3").contains("Pat Green"), "{form}");
}

#[test]
fn a_rule_that_was_gone_past_stands_in_words() {
    let env = Env::new();
    let given = "raise --policy mosaic --child C-1 --concern x --seeking x --stage stage-1 --reason x";
    env.sh(&format!("{given} --override 'No time'")).ok();
    env.sh("refer 1 --ground plan-element --reason x --override 'She moves on Friday'").ok();
    let form = env.sh("form 1").ok().stdout;
    for words in
        ["nothing says what effect it is having on the child", "referred before the protocol's own time for it"]
    {
        assert!(form.contains(words), "{words}:\n{form}");
    }
    assert!(!form.contains("referral when"), "{form}");
}

#[test]
fn a_form_goes_into_the_file_whatever_else_is_printed_and_its_marks_stay_text() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--concern", "Visits ~~were~~ missed &lt; 3"]);
    let file = env.scratch("form.md");
    let said = env.iro(&["form", &id, "--json", "--out", file.to_str().unwrap()]).json();
    let form = std::fs::read_to_string(&file).unwrap();
    assert_eq!(said["bytes"], form.len());
    assert!(form.contains(r"Visits \~\~were\~\~ missed \&lt; 3"), "{form}");
}
