//! `iro policy show --family` and `--rules`: what applies only in some circumstances, on one ladder or at one stage is
//! not promised to everybody.

use std::fs;

use crate::clauses::one_line;
use crate::env::Env;

const SMALL: &str = include_str!("../../../examples/policies/small.yaml");

fn page(file: &str, how: &str) -> String {
    let env = Env::new();
    fs::write(env.scratch("ours.yaml"), file).expect("a file");
    let shown = env.sh(&format!("policy show ours.yaml {how}")).ok().stdout;
    shown.split(['│', ' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn with_meeting(meeting: &str, clock: &str) -> String {
    let meeting =
        format!("    meeting: {{title: Resolution meeting, chair: director, {meeting}}}\n    clocks:\n{clock}");
    let at = SMALL.rfind("    clocks:\n").expect("the clocks of the last stage");
    format!("{}{}", &SMALL[..at], SMALL[at..].replacen("    clocks:\n", &meeting, 1))
}

#[test]
fn a_meeting_for_want_of_an_answer_is_not_promised_to_everybody() {
    let clock = "      - {id: meet, label: Meet, limit: 3 working days, strength: hard, from: {lapsed: respond}, until: meeting}\n";
    for (meeting, said) in [
        ("needed: required, when: {passed: respond}", "If no answer comes in time, there is a meeting within 3"),
        (
            "needed: if-needed, when: {passed: respond}",
            "If no answer comes in time, if it is needed, there is a meeting within",
        ),
        ("needed: required, from: {lapsed: respond}", "If it is not settled in time, there is a meeting within 3"),
        ("needed: required, from: answered", "After the answer, there is a meeting within 3 working days"),
    ] {
        let page = page(&with_meeting(meeting, clock), "--family");
        assert!(page.contains(said), "{meeting}: {page}");
        assert!(page.contains("days of the date by which an answer was due and did not come: Resolution"), "{page}");
    }
    let page = page(&with_meeting("needed: required", ""), "--family");
    assert!(page.contains("There is a meeting: Resolution meeting, chaired by the Director."), "{page}");
}

#[test]
fn what_one_ladder_or_stage_asks_for_is_promised_to_nobody_else() {
    // `formal` alone means every formal stage, and there are several here.
    let ladders = SMALL.replace("id: formal\n", "id: in-writing\n").replace("stages:\n", "calendar:\n  division: scotland\n  closures: [{from: \"2026-12-24\", to: \"2027-01-04\", name: Council closure}]\nfields:\n  - {id: approval, text: It concerns approval, values: [\"yes\", \"no\"]}\nladders:\n  - id: urgent\n    title: Urgent route\n    when: {immediate: true}\n    source: U\n    stages:\n      - {id: now, title: At once, kind: formal, any_of: [director], source: U}\n    clocks:\n      - {id: seen, label: See the child, limit: 48 hours, strength: hard, from: raised, until: {duty: seen}, source: U}\n    duties:\n      - {id: seen, text: The child has been seen, stages: every, once: true, source: U}\n  - id: own\n    title: Own service\n    source: O\n    entry: {rules: [{when: {field: {approval: \"yes\"}}, stage: in-writing, source: O}]}\n    stages:\n");
    let at = ladders.rfind("    stages:\n").expect("the stages") + "    stages:\n".len();
    let indented: String = ladders[at..].lines().map(|line| format!("    {line}\n")).collect();
    let on = "          - {id: on, label: Move on, limit: 3 working days, strength: hard, whose: raiser, from: [answered, {lapsed: respond}], until: escalated}\n        duties:\n          - {id: advocate, text: An advocate was offered, source: O}\n";
    let split = indented.find("      - id: in-writing\n").expect("the second stage");
    let file = format!("{}{}{on}{}", &ladders[..at], &indented[..split], &indented[split..]);
    let family = page(&file, "--family");
    for said in [
        "Urgent route: See the child: within 48 hours of the day it is raised.",
        "Urgent route: The child has been seen.",
        "At Talk: An advocate was offered.",
        "Move on: the IRO does this within 3 working days of the answer or the date by which an answer was due and did not come.",
        "Working days leave out weekends, the bank holidays of Scotland and Council closure from 24 December 2026 to 4 January 2027.",
        "Own service: at Formal, where \"It concerns approval\" is yes.",
    ] {
        assert!(family.contains(said), "{said}: {family}");
    }
    let rules = page(&file, "--rules");
    assert!(rules.contains("Where it starts at the first stage of the way it takes"), "{rules}");
}

#[test]
fn a_duty_that_is_due_again_and_again_is_not_said_to_be_owed_once() {
    let beside = "duties: [{id: progress, text: The family knows how it goes, stages: formal, while_open: true, source: E}]\nclocks: [{id: news, label: Report, limit: 2 weeks, strength: hard, from: formal-entered, until: {duty: progress}, repeats: due, source: E}]\n";
    let rules = page(&format!("{SMALL}{beside}"), "--rules");
    assert!(rules.contains("each time `news` is due") && !rules.contains("; once"), "{rules}");
}

/// The page of a built-in protocol, in one line.
fn built_in(id: &str) -> String {
    one_line(&Env::new().iro(&["policy", "show", id, "--family"]).ok().stdout.replace('│', " "))
}

// QA-13, QA-15, SW-50, MO-28
#[test]
fn a_date_that_somebody_has_to_keep_says_whose_it_is() {
    for (policy, said) in [
        (
            "qa-notification",
            "about what to do next: the independent reviewing officer (iro) does this on the same working",
        ),
        ("qa-notification", "file: the deputy head of service, iro service does this within 24 hours"),
        ("south-west", "the complaint: the independent reviewing officer (iro) does this on the same working day as"),
        (
            "mosaic",
            "raise the drp: the independent reviewing officer (iro) does this within 2 working days of learning",
        ),
    ] {
        let page = built_in(policy);
        assert!(page.contains(said), "{policy}: {said}: {page}");
    }
}

// SW-09, KN-08, KN-30, KN-39, KN-40, MO-02
#[test]
fn a_family_reads_whom_it_is_for_and_who_has_the_last_word() {
    for (policy, said) in [
        ("south-west", "it is for looked-after children, children in need and care leavers."),
        ("knowsley", "it is for looked-after children, children on a child protection plan and children in need."),
        ("knowsley", "the assistant executive director has the council's last word."),
        ("mosaic", "drp is short for dispute resolution process"),
    ] {
        let page = built_in(policy);
        assert!(page.contains(said), "{policy}: {said}: {page}");
    }
    // Those who are asked at stage 1 know from that; at stage 2 one more person is told.
    let page = built_in("knowsley");
    assert!(!page.contains("also informed: social worker"), "{page}");
    assert!(page.contains("also informed: iro/cp chair team manager."), "{page}");
}

/// A limit that applies in some circumstances says in which, and which hours it counts. Once a date has passed, the
/// text speaks of the days after it, not of the day itself.
#[test]
fn limits_say_when_they_hold_and_what_their_hours_are() {
    let beside = "clocks:\n  - {id: below, label: Settle it, limit: 15 working days, strength: hard, whose: raiser, over: [talk, formal], until: resolved, source: \"1\"}\n  \
                  - {id: below, label: Settle it, limit: 10 working days, strength: hard, whose: raiser, over: [talk, formal], until: resolved, when: {impact_level: severe}, source: \"1\"}\n  \
                  - {id: weekly, label: Tell the child, limit: 1 week, strength: hard, whose: raiser, from: raised, until: {duty: told}, repeats: due, source: \"1\"}\n\
                  duties: [{id: told, text: The child was told, stages: every, source: \"1\"}]\n";
    let family = page(&format!("{SMALL}{beside}"), "--family");
    assert!(family.contains("Talk and Formal together: no more than 15 working days."), "{family}");
    assert!(
        family.contains("Talk and Formal together (where the impact is severe): no more than 10 working"),
        "{family}"
    );
    assert!(family.contains("every week"), "{family}");

    let office = SMALL.replacen(
        "stages:",
        "calendar: {hours: office, office_hours: {from: \"08:30\", to: \"16:30\"}}\nstages:",
        1,
    );
    let clocks = "    clocks:\n      - {id: urgent, label: Ring, limit: 2 hours, hours: elapsed, strength: hard, until: answered}\n      \
                  - {id: respond, label: Answer, limit: 8 hours, strength: hard, until: answered}\n      \
                  - {id: told, label: Tell the board, limit: same working day, strength: hard, whose: raiser, from: {lapsed: respond}, until: resolved}\n";
    let at = office.rfind("    clocks:\n").expect("the clocks of the last stage");
    let family = page(&format!("{}{clocks}", &office[..at]), "--family");
    for said in [
        "They have 8 working hours to answer.",
        "They have 2 hours on the clock to answer.",
        "on the next working day after the date by which an answer was due and did not come.",
        "Working hours are those from 08:30 to 16:30 on a working day.",
    ] {
        assert!(family.contains(said), "{said}: {family}");
    }
    let days = SMALL
        .replacen("stages:", "calendar: {hours: working-days}\nstages:", 1)
        .replace("limit: 5 working days", "limit: 48 hours");
    let family = page(&days, "--family");
    assert!(family.contains("2 working days") && !family.contains("48 hours"), "{family}");
}

// NA-17, NA-19: what a date counts from is said in words, not as the sentence that holds once a duty is done.
#[test]
fn a_family_reads_no_duty_in_quotation_marks() {
    for policy in ["knowsley", "mosaic", "national", "qa-notification", "south-west"] {
        let page = built_in(policy);
        let duties = Env::new().iro(&["policy", "show", policy, "--json"]).json()["duties"].clone();
        for duty in duties.as_array().unwrap() {
            let quoted = format!("\"{}\"", duty["text"].as_str().unwrap().to_lowercase());
            assert!(!page.contains(&quoted), "{policy}: {quoted}: {page}");
        }
    }
    let page = built_in("qa-notification");
    for said in [
        "as the judgement that the answer is not good enough or on the next working day after the date by which an answer was due",
        "does this on the same working day as the talk after stage 1 or the start of the stage.",
        "iro service does this within 24 hours of the talk at stage 2.",
        "if it is needed, there is a meeting within 1 week of the talk at stage 2 or the start of the stage:",
        "does this within 1 week of the meeting or the talk at stage 3.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

/// Who is asked only sometimes is said in the words of the field, as it is of a time.
#[test]
fn people_and_times_have_their_circumstances_in_the_same_words() {
    let field = "fields: [{id: medical, text: Whether an appointment was missed, values: [\"yes\", \"no\"]}]\n";
    let asked = "any_of: [team-manager, {role: head-of-service, when: {field: {medical: \"yes\"}}}]";
    let copied = "    copy_to: [{role: head-of-service, when: {field: {medical: \"no\"}}}]\n";
    let policy = SMALL.replacen("any_of: [team-manager]", asked, 1).replacen(
        "    clocks:\n",
        &format!("{copied}    clocks:\n"),
        1,
    );
    let family = page(&format!("{policy}{field}"), "--family");
    let words = "Head of Service (where \"Whether an appointment was missed\" is yes)";
    assert!(family.contains(words), "{family}");
    assert!(!family.contains("medical"), "{family}");
    assert!(page(&format!("{policy}{field}"), "--rules").contains("Head of Service (where medical is yes)"));
}

/// Where the first day counts, a working day ends that day, and the next working day is another.
#[test]
fn one_working_day_and_the_next_read_apart() {
    let same = SMALL.replacen("stages:", "calendar: {first_day: same}\nstages:", 1);
    let at = same.rfind("    clocks:\n").expect("the clocks of the last stage");
    let with = |clocks: &str| page(&format!("{}    clocks:\n{clocks}", &same[..at]), "--family");
    for (limit, answer, settle, noted, often) in [
        (
            "1 working day",
            "They have 1 working day to answer.",
            "within 1 working day.",
            "within 1 working day of",
            "every working day",
        ),
        (
            "next working day",
            "They have to answer by the next working day.",
            "by the next working day.",
            "by the next working day after",
            "every working day",
        ),
    ] {
        let family = with(&format!(
            "      - {{id: respond, label: Answer, limit: {limit}, strength: hard, until: answered}}\n      \
             - {{id: settle, label: Settle it, limit: {limit}, strength: hard, until: resolved}}\n      \
             - {{id: note, label: Note it, limit: {limit}, strength: hard, whose: raiser, from: answered, until: resolved}}\n      \
             - {{id: call, label: Ring, limit: {limit}, strength: hard, whose: raiser, until: {{duty: rung}}, repeats: done}}\n    \
             duties: [{{id: rung, text: They were rung, source: \"2\"}}]\n"
        ));
        for said in [answer, &format!("It has to be settled {settle}"), &format!("this {noted} the answer."), often] {
            assert!(family.contains(said), "{limit}: {said}: {family}");
        }
    }
    let aims = with(
        "      - {id: first, label: Answer, limit: next working day, strength: aim, until: answered}\n      \
         - {id: last, label: Answer, limit: 5 working days, strength: aim, until: answered, extend: {kind: further}}\n      \
         - {id: other, label: Answer, limit: 3 working days, strength: aim, until: answered}\n",
    );
    let said = "They should answer by the next working day, or within 3 working days at the latest.";
    assert!(aims.contains(said), "{aims}");
    let beside = "clocks: [{id: whole, label: Settle it, limit: next working day, strength: aim, whose: raiser, over: [talk, formal], \
                  until: resolved, source: \"1\"}]\n";
    let whole = page(&format!("{same}{beside}"), "--family");
    assert!(whole.contains("Talk and Formal together: by the next working day, as an aim."), "{whole}");
    let more = with(
        "      - {id: respond, label: Answer, limit: 2 working days, strength: hard, until: answered, \
         extend: {kind: further, at_most: next working day}}\n",
    );
    assert!(more.contains("More time can be given, to the next working day at most."), "{more}");
}

/// Two stages can have the same clock, word for word: each names its own people.
#[test]
fn a_time_is_that_of_its_own_stage() {
    let ack =
        "      - {id: ack, label: Acknowledge, limit: 4 hours, strength: hard, until: {duty: acked}, source: \"5\"}\n";
    let duties = "    duties:\n      - {id: acked, text: It was acknowledged}\n";
    let file = SMALL.replace("    clocks:\n", &format!("{duties}    clocks:\n{ack}"));
    let family = page(&file, "--family");
    for whose in ["Team Manager", "Head of Service"] {
        let said = format!("Acknowledge: the {whose} does this within 4 hours.");
        assert_eq!(family.matches(&said).count(), 1, "{said}: {family}");
    }
}

/// What is owed unless something speaks against it is what a family looks for.
#[test]
fn a_duty_with_an_exception_is_on_the_page_with_it() {
    let more = r#"fields: [{id: risky, text: Telling puts the child at risk, values: ["yes", "no"], source: "1"}]
duties:
  - {id: told, text: The family was told, stages: [formal], when: {none: {field: {risky: "yes"}}}, source: "1"}
  - {id: nurse, text: The nurse was told, stages: [formal], when: {subject: Health}, source: "1"}
"#;
    let family = page(&format!("{SMALL}{more}"), "--family");
    let said = r#"The family was told (unless "Telling puts the child at risk" is yes)."#;
    assert!(family.contains(said) && !family.contains("The nurse"), "{family}");
}

// QA-37
#[test]
fn families_read_that_what_is_wrong_again_begins_formally() {
    let page = crate::env::Env::new().sh("policy show --family qa-notification").ok().stdout;
    let page = page.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let again = "At Stage 1, if the same is wrong for the same child again within 12 months.";
    let (again, other) = (page.find(again), page.find("Otherwise at Issue Notification"));
    assert!(again.zip(other).is_some_and(|(again, other)| again < other), "{page}");
}

#[test]
fn a_stage_that_leads_elsewhere_has_no_arrow_to_the_one_below() {
    let stage = |id: &str, next: &str| {
        format!("  - {{id: {id}, title: Level {id}, kind: formal, any_of: [director], source: \"1\"{next}}}\n")
    };
    let at = SMALL.find("stages:\n").expect("the stages");
    let end = SMALL[at..].find("\ntotal:").map_or(SMALL.len(), |to| at + to + 1);
    let stages = [stage("a", ""), stage("b", ", next: [d]"), stage("c", ", next: [d]"), stage("d", "")].concat();
    let env = Env::new();
    let text = format!("{}stages:\n{stages}{}", &SMALL[..at], &SMALL[end..]);
    fs::write(env.scratch("ours.yaml"), text).expect("a file");
    let drawn = env.sh("policy show ours.yaml --family").ok().stdout;
    let arrows = drawn.lines().filter(|line| line.trim() == "▼").count();
    assert_eq!(arrows, 2, "from a to b, and from c to d: {drawn}");
    assert!(drawn.contains("│   not settled: on to Level d"), "{drawn}");
}
