//! What is found in small documents, and what is not.

mod citation;
mod items;

use proptest::prelude::*;

use super::*;

fn part(text: &str) -> Part {
    Part { line: 1, text: text.into(), heading: None, number: None, listed: false }
}

fn heading(text: &str) -> Part {
    Part { heading: Some(2), ..part(text) }
}

fn one(text: &str) -> Sentence {
    let mut found = sentences(&[part(text)]);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    let split = |text: &str| split::sentences(text).len();
    assert_eq!(split("The manager must answer. This is usual."), 2);
    assert_eq!(split("He is told, e.g. by phone, within 5 days of it."), 1);
    assert_eq!(split("2.1 First talk. 2.2 Then write."), 2);
    assert_eq!(split("See para. 4 of it."), 1);
    assert_eq!(split("“Write at once.” Then wait."), 2);
    assert_eq!(split("no full stop"), 1);
}

#[test]
fn a_number_is_that_of_a_paragraph_and_not_a_count() {
    assert_eq!(split::number_of("3.2 The manager"), (Some("3.2".into()), "The manager"));
    assert_eq!(split::number_of("4. The manager"), (Some("4".into()), "The manager"));
    assert_eq!(split::number_of("(a) The manager"), (Some("a".into()), "The manager"));
    assert_eq!(split::number_of("(a) the manager"), (Some("a".into()), "the manager"));
    assert_eq!(split::number_of("iv. The manager"), (Some("iv".into()), "The manager"));
    assert_eq!(split::number_of("A. The manager"), (Some("A".into()), "The manager"));
    assert_eq!(split::number_of("(II) The manager"), (Some("II".into()), "The manager"));
    assert_eq!(split::number_of("2. tell the child"), (Some("2".into()), "tell the child"));
    assert_eq!(split::number_of("5 working days are given"), (None, "5 working days are given"));
    assert_eq!(split::number_of("A talk comes first"), (None, "A talk comes first"));
}

#[test]
fn what_nobody_may_do_is_asked_for_and_so_is_what_somebody_would_like() {
    for (text, found) in [
        ("No stage may be skipped without the agreement of the Head of Safeguarding.", Some(Obligation::Must)),
        ("Nobody can end it but the reviewing officer.", Some(Obligation::Must)),
        ("The Trust would like parents to be told.", Some(Obligation::Should)),
        ("The child would like to stay with the foster carer.", None),
        ("No reply came.", None),
        ("No later than two days after the meeting the IRO may withdraw.", Some(Obligation::May)),
        ("No later than two days after the meeting, the IRO may withdraw.", Some(Obligation::May)),
        ("No later than Friday the IRO may withdraw, and must say so.", Some(Obligation::Must)),
        ("The IRO may withdraw no later than two days after the meeting.", Some(Obligation::May)),
        ("The IRO may withdraw no later than Friday, and must say so.", Some(Obligation::Must)),
        ("The IRO may withdraw, and the note is with the Head no later than Friday.", Some(Obligation::Must)),
        ("The manager replies no later than Friday.", Some(Obligation::Must)),
        ("No later than Friday the manager replies.", Some(Obligation::Must)),
        ("No more than two days after the meeting the IRO may withdraw.", Some(Obligation::May)),
        ("No more than two stages may be skipped.", Some(Obligation::Must)),
    ] {
        assert_eq!(obligation::obligation(text), found, "{text}");
    }
}

#[test]
fn a_row_with_the_number_of_a_step_is_of_that_step() {
    let parts = [
        heading("Step 1"),
        part("Step | Who | By when"),
        part("2 | Head of Service | 5 working days"),
        part("two | Director | 5 working days"),
        part("The team manager replies within 2 working days."),
        part("3 | Director | 1 week"),
    ];
    let found = sentences(&parts);
    let of = |text: &str| {
        let one = found.iter().find(|one| one.text.contains(text)).unwrap();
        (one.stage.as_ref().unwrap().id.clone(), one.source())
    };
    assert_eq!(of("Head of Service"), ("step-2".to_owned(), "Step 2".to_owned()));
    assert_eq!(of("team manager"), ("step-1".to_owned(), "Step 1".to_owned()));
    // After other text it is no longer that table.
    assert_eq!(of("Director | 1 week").0, "step-1");
}

#[test]
fn people_are_found_by_their_titles() {
    let roles = |text: &str| signs::roles(text);
    assert_eq!(
        roles("The IRO tells the team manager and the Head of Service."),
        ["Independent Reviewing Officer", "Team Manager", "Head of Service"]
    );
    assert_eq!(roles("Inform Social Worker/Team Manager"), ["Social Worker", "Team Manager"]);
    assert_eq!(roles("The IRO Service Manager is told."), ["IRO Service Manager"]);
    assert_eq!(roles("It goes to the Director of Children’s Services."), ["Director of Children's Services"]);
    assert_eq!(
        roles("the Head of Safeguarding and Quality Assurance answers"),
        ["Head of Safeguarding and Quality Assurance"]
    );
    assert_eq!(roles("Assistant Directors decide; a manager may lead the meeting."), ["Assistant Director"]);
    assert_eq!(roles("Write to practice leads."), ["Practice Lead"]);
    assert_eq!(roles("Ask the Quality and Reviewing Manager."), ["Quality and Reviewing Manager"]);
    assert_eq!(roles("the Team Manager and Service Manager"), ["Team Manager", "Service Manager"]);
    assert_eq!(roles("The IRO and Team Manager meet."), ["Independent Reviewing Officer", "Team Manager"]);
    assert_eq!(roles("within a day of the Head of Fostering's decision"), ["Head of Fostering"]);
    assert!(roles("A meeting is chaired and led by somebody ahead of time.").is_empty());
    assert_eq!(
        roles(
            "The Head of Safeguarding (Children's Social Care), the Detective Superintendent (Police) and a detective inspector"
        ),
        ["Head of Safeguarding", "Detective Superintendent"]
    );
    assert_eq!(roles("the Partnership's Business Manager, or the Business Manager"), ["Business Manager"]);
    assert_eq!(
        roles("the three Delegated Safeguarding Partners and a Consultant Paediatrician"),
        ["Delegated Safeguarding Partner", "Consultant Paediatrician"]
    );
    assert_eq!(
        roles("All Reviewing Officers chair reviews; the Review Chair leads."),
        ["Reviewing Officer", "Review Chair"]
    );
}

#[test]
fn times_are_found_in_the_documents_own_words() {
    let written = |text: &str| signs::limits(text).into_iter().map(|one| one.written).collect::<Vec<_>>();
    assert_eq!(written("within five (5) working days, or 48 hours if urgent"), ["5 working days", "48 hours"]);
    assert_eq!(written("within one week; twenty working days in all"), ["one week", "twenty working days"]);
    assert_eq!(written("on the same working day"), ["same working day"]);
    assert_eq!(written("answer as soon as possible"), ["as soon as possible"]);
    assert_eq!(written("within 5 to 10 working days"), ["5 to 10 working days"]);
    assert_eq!(written("within a week"), ["a week"]);
    assert!(written("once a week, at the end of the day, on 2 March").is_empty());
    let open = signs::limits("It is answered immediately.").remove(0);
    assert_eq!(open.limit, None);
    assert!(open.open.is_some_and(|question| question.contains("names no time")));
}

#[test]
fn each_sentence_has_the_key_it_would_become() {
    let keys = |text: &str| one(text).keys;
    assert_eq!(keys("The team manager must answer within 5 working days."), [Key::Clocks]);
    assert_eq!(keys("The formal process takes no more than 20 working days."), [Key::Total]);
    assert_eq!(keys("It should be raised within 2 working days of becoming aware."), [Key::RaiseWithin]);
    assert_eq!(keys("The practice lead may have 2 more days."), [Key::Extend]);
    assert_eq!(keys("The IRO may refer to Cafcass at any point."), [Key::Referral]);
    assert_eq!(keys("The IRO may bypass any stage."), [Key::Bypass]);
    assert_eq!(keys("A copy goes to the service manager."), [Key::CopyTo]);
    assert_eq!(keys("In her absence the service manager acts."), [Key::Substitutes]);
    assert_eq!(keys("Staff should know of this."), []);
    assert_eq!(keys("Good practice is to be acknowledged as well."), [Key::Praise]);
    assert_eq!(keys("It is good practice to tell the advocate."), []);
    assert_eq!(keys("The advocate should be told, which is good practice."), []);
    let found = sentences(&[heading("Stage 2"), part("The child must be told.")]);
    assert_eq!(found[0].keys, [Key::Duties]);
}

#[test]
fn what_is_to_be_done_is_a_duty_and_what_is_aimed_at_is_not() {
    let how = |text: &str| one(text).obligation;
    for duty in [
        "A meeting is to be held within 7 working days.",
        "The panel is to be chaired by the Director within 5 working days.",
        "The minutes are to be sent within 2 working days.",
    ] {
        assert_eq!(how(duty), Some(Obligation::Must), "{duty}");
    }
    let turned = "Should the Team Manager not reply, the Head of Service decides within 5 days.";
    assert_eq!(how(turned), Some(Obligation::Does));
    for aim in ["The aim is to answer within 5 working days.", "It is good practice to tell the advocate."] {
        assert_eq!(how(aim), Some(Obligation::Should), "{aim}");
    }
}

#[test]
fn every_sentence_of_a_numbered_paragraph_is_read() {
    let parts = [part("2.4 Pick up the phone. The charter rests on trust."), part("Trust comes first.")];
    let read: Vec<String> = sentences_to_read(&parts).into_iter().map(|one| one.text).collect();
    assert_eq!(read, ["Pick up the phone.", "The charter rests on trust."]);
}

#[test]
fn a_time_that_nobody_has_to_keep_is_no_limit() {
    let keys = |text: &str| one(text).keys;
    assert_eq!(keys("The carers must be told that a dispute has been raised, within 2 days of it."), [Key::Clocks]);
    assert_eq!(keys("A challenge that was raised within the last 6 months begins at the Hub."), []);
    assert_eq!(keys("48 hours are allowed for the Team Manager's response."), [Key::Clocks]);
    for counting in [
        "\"48 hours\" are therefore six working days.",
        "“48 working hours” means 48 of these hours.",
        "The day of receipt is day one.",
        "Weeks are working weeks: one week is five working days.",
        "The Trust is closed from Monday 21 December 2026 to Friday 1 January 2027.",
        "The Trust doesn't work on Fridays in August.",
        "A notice received after 4.30 pm is treated as received on the next working day.",
    ] {
        assert_eq!(keys(counting), [Key::Calendar], "{counting}");
    }
}

#[test]
fn what_may_hold_a_rule_is_kept_and_the_rest_is_not() {
    let held = |text: &str| sentences(&[part(text)]).len();
    assert_eq!(held("The Hub is only asked if the child is of school age."), 1);
    assert_eq!(held("It isn’t about safety."), 1);
    assert_eq!(held("The charter rests on trust."), 0);
    assert_eq!(one("The Reviewer may refer to Cafcass.").obligation, Some(Obligation::May));
}

#[test]
fn the_title_is_that_of_the_protocol_and_not_the_councils_name() {
    let h = |text: &str| heading(text);
    let of = |parts: &[Part]| title(parts).map(str::to_owned);
    assert_eq!(
        of(&[h("Ravel Council"), h("Challenge Charter"), part("t"), h("Escalation")]),
        Some("Challenge Charter".into())
    );
    assert_eq!(
        of(&[h("Ravel Council"), part("t"), h("Escalation")]),
        Some("Ravel Council".into()),
        "a section's heading"
    );
    assert_eq!(of(&[h("Working together"), h("Our charter")]), Some("Our charter".into()));
    assert_eq!(of(&[part("Holt protocol"), h("1. Purpose")]), Some("Holt protocol".into()));
    let above =
        [part("Holt Council"), part("Dissent and differences protocol"), part("Adopted on 3 May."), h("Part A")];
    assert_eq!(of(&above), Some("Dissent and differences protocol".into()), "a line above the first heading");
    let prose = [part("This protocol is for dissent."), h("Holt"), part("t")];
    assert_eq!(of(&prose), Some("Holt".into()), "a sentence above it is no title");
    assert_eq!(of(&[part("t")]), None);
}

#[test]
fn a_sentence_stands_under_the_stage_of_its_heading_or_its_label() {
    let document = [
        heading("Informal resolution"),
        part("The team manager should answer."),
        heading("Stage 1: Formal"),
        part("The head of service must answer. At stage 2 the director must."),
        heading("Principles"),
        part("Step 2: the director decides. The child will be told. 4.1 The IRO must note it."),
        part("The child will be told."),
    ];
    let found = sentences(&document);
    let stages: Vec<Option<&str>> = found.iter().map(|one| one.stage.as_ref().map(|stage| stage.id.as_str())).collect();
    let expected = [Some("informal"), Some("stage-1"), Some("stage-1"), Some("step-2"), Some("step-2"), None, None];
    assert_eq!(stages, expected);
    assert_eq!(found[2].names.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>(), ["stage-2"]);
    assert_eq!(found[1].stage.as_ref().map(|stage| stage.title.as_str()), Some("Stage 1: Formal"));
    assert_eq!(StageNamed::of_heading("Stages 1 and 2").map(|stage| stage.id), Some("stage-1".into()));
    assert_eq!(StageNamed::of_heading("From stage 1 to stage 3"), None);
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "(\\PC|[ .;:/()]|must |within |5 |Stage ){0,60}") {
        for one in sentences(&[part(&text)]) {
            prop_assert!(!one.text.is_empty());
        }
    }
}

/// Sentences of invented protocols in different styles.
#[test]
fn what_is_asked_for_is_found_in_the_words_that_protocols_use() {
    let asks = [
        "Concerns are raised within two working days of coming to light.",
        "The Team Manager is required to reply in writing.",
        "The practice lead is expected to ring back the same day.",
        "Each agency is responsible for keeping its own log.",
        "A response is sent no later than the end of the third working day.",
        "Only the Safeguarding Lead may close the matter.",
        "Professionals may only go to the next level once they have spoken to each other.",
        "The reviewing officer needs to tell the child what has been done.",
        "The Head of Service has to sign the plan.",
        "It is the responsibility of the chair to keep the minutes.",
        "The conference chair has a duty to follow up outstanding actions.",
        "The outcome is recorded on the child's file.",
        "Both managers are notified of the dispute by e-mail.",
        "A meeting is convened by the Service Manager.",
        "The IRO records the conversation and sends a copy to the team manager.",
        "The Director decides.",
        "Inform the agency's safeguarding lead.",
        "Record the discussion on the case notes.",
        "Do not wait for the next review.",
        "Write to the head teacher with the reasons.",
        "It is essential that the child's voice is heard.",
        "Workers ought to talk to each other first.",
        "The fostering panel adviser is asked to comment.",
        "The IRO may bypass any stage.",
        "The chair can refer the matter to Cafcass at any point.",
        "The IRO has the power to refer a case.",
        "It is at the discretion of the IRO how long the matter stays at the informal stage.",
        "Foster carers are entitled to see the response.",
        "If no agreement is reached, the matter is escalated to the Director.",
        "A further meeting to be called by the Service Manager.",
        "Copies go to the Named Nurse and the Designated Doctor.",
        "The complaint is acknowledged and an investigating officer is appointed.",
        "Managers are encouraged to pick up the telephone.",
        "Step 2: the locality manager responds to the concern.",
        "Level 3 - Safeguarding leads meet and agree a way forward.",
        "There is a limit of ten days at each level.",
        "The agency holding the concern keeps the lead until it is settled.",
        "Legal advice is available to, and can be sought by, the IRO.",
        "Nobody should feel that they are alone with a concern.",
        "The Chief Executive's decision is final.",
    ];
    let asks_nothing = [
        "This protocol was agreed by the partnership in 2024.",
        "Professional challenge is a positive activity.",
        "Disagreements can arise in a number of areas.",
        "Examples are thresholds, roles, and the need for action.",
        "The IRO is not notified of significant events.",
        "No allocated social worker.",
        "Statutory visits not completed.",
        "The Independent Reviewing Officer is appointed under section 25A of the Act.",
        "Where a concern is raised by a partner agency",
        "The team manager's contact details",
        "Safeguarding is everyone's business.",
        "Research shows that early challenge helps children.",
        "Record keeping",
        "The plan may have drifted.",
        "Delay can harm children.",
        "Appendix 2: the form for Stage 2",
        "Concerns that may affect the placement",
        "Parents who are not told of the plan.",
        "The social worker has left the authority.",
        "Poor practice includes a plan that is not carried out.",
    ];
    let found = |text: &&str| sentences(&[part(text)]).iter().any(Sentence::asks);
    let missed: Vec<&str> = asks.into_iter().filter(|text| !found(text)).collect();
    assert_eq!(missed, [""; 0]);
    let false_ones: Vec<&str> = asks_nothing.into_iter().filter(found).collect();
    assert_eq!(false_ones, [""; 0]);
}

/// A sentence that only states what happens doesn't say how strict it is, and nothing is decided here.
#[test]
fn what_is_told_is_neither_a_duty_nor_an_aim() {
    let of = |text: &str| one(text).obligation;
    assert_eq!(of("The team manager responds within 5 working days."), Some(Obligation::Does));
    assert_eq!(of("Record the discussion within 24 hours."), Some(Obligation::Does));
    assert_eq!(of("The team manager must respond within 5 working days."), Some(Obligation::Must));
    assert_eq!(of("The team manager should respond within 5 working days."), Some(Obligation::Should));
    assert_eq!(of("The IRO may bypass any stage."), Some(Obligation::May));
}

#[test]
fn stages_are_found_by_their_place_too_and_people_of_other_agencies_by_their_titles() {
    let ids = |text: &str| StageNamed::all_in(text).into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids("The second stage follows the first stage."), ["stage-2", "stage-1"]);
    assert!(ids("The first thing at any stage").is_empty());
    assert_eq!(StageNamed::of_heading("Third stage: strategic leads").unwrap().id, "stage-3");
    let roles = |text: &str| signs::roles(text);
    assert_eq!(roles("The designated nurse and the head teacher meet."), ["Designated Nurse", "Head Teacher"]);
    assert_eq!(roles("It goes to the Independent Scrutineer."), ["Independent Scrutineer"]);
    assert_eq!(
        roles("The agency decision maker decides with the investigating officer."),
        ["Agency Decision Maker", "Investigating Officer"]
    );
    assert!(roles("The nurse and the teacher talk.").is_empty(), "no title");
}

#[test]
fn a_letter_counts_stages_like_a_number() {
    let named = StageNamed::leading("Step B – Fostering Team Manager").unwrap();
    assert_eq!((named.id.as_str(), named.title.as_str()), ("step-b", "Step B"));
    let names: Vec<String> =
        StageNamed::all_in("offered at Step B, again at Step C").into_iter().map(|stage| stage.id).collect();
    assert_eq!(names, ["step-b", "step-c"]);
    for none in ["At this stage a manager answers.", "Stage I think", "the stage A-team"] {
        assert!(StageNamed::leading(none).is_none(), "{none}");
    }
    assert!(StageNamed::all_in("At this stage a manager answers.").is_empty());
}

#[test]
fn what_a_day_is_is_kept_though_it_asks_for_nothing() {
    let found = one("Unless we say otherwise a day is a calendar day.");
    assert_eq!((found.keys.as_slice(), found.asks()), (&[Key::Calendar][..], false));
    let found = one("Where a period ends at a weekend, it runs to the next working day.");
    assert!(found.keys.contains(&Key::Calendar) && !found.keys.contains(&Key::Clocks), "{found:?}");
}

#[test]
fn a_time_in_which_something_may_befall_is_no_limit() {
    let limits = |text: &str| signs::limits(text).into_iter().map(|found| found.written).collect::<Vec<_>>();
    assert!(
        limits("Where a child may be at risk, or a placement may end within five working days, the IRO telephones.")
            .is_empty()
    );
    assert_eq!(limits("If there is no reply within 5 working days, the IRO moves on."), ["5 working days"]);
}

#[test]
fn a_clause_is_one_whatever_it_says() {
    let parts =
        [part("F2. An advocate from the service is offered to every child at Step B. It is free."), part("No number.")];
    let numbers: Vec<_> = clauses(&parts).into_iter().filter_map(|clause| clause.number).collect();
    assert_eq!(numbers, ["F2"]);
}

#[test]
fn each_time_has_the_strength_of_its_own_words() {
    let both = one("The Registered Manager aims to answer in 7 days and must answer within 14 days.");
    assert_eq!([0, 1].map(|at| both.obligation_by(at)), [Some(Obligation::Should), Some(Obligation::Must)]);
    let single = one("Within 5 days the Registered Manager should answer.");
    assert_eq!(single.obligation_by(0), Some(Obligation::Should));
}

#[test]
fn whoever_chairs_a_panel_is_no_meeting_and_a_rule_that_forbids_is_one() {
    let referred = one("When all is over it may be referred to the Independent Review Mechanism by the Panel Chair.");
    assert_eq!(referred.keys, [Key::Referral]);
    assert_eq!(one("No step may be left out.").keys, [Key::Bypass]);
    assert!(one("The Panel Chair calls a meeting of the panel.").keys.contains(&Key::Meeting));
}
