//! The items of a list: their numbers, how strictly they ask, and which clauses cite them.

use super::*;

fn listed(number: &str, text: &str) -> Part {
    Part { number: Some(number.to_owned()).filter(|number| !number.is_empty()), listed: true, ..part(text) }
}

fn cites(source: &str, found: &[Sentence]) -> Vec<bool> {
    let clause = Clause { source: source.to_owned(), ..Clause::default() };
    found.iter().map(|one| one.cited_by(std::slice::from_ref(&clause)) == Cited::ByNumber).collect()
}

#[test]
fn an_item_has_the_number_of_the_paragraph_above_it() {
    let parts = [
        heading("Talks"),
        part("(a) The team manager must reply within 2 working days."),
        part("ii. The officer must keep a note."),
        part("1.2 The reviewing officer must:"),
        part("(a) tell the child;"),
        part("b) note it."),
        heading("Ends"),
        part("(a) The team manager must write."),
    ];
    let found = sentences(&parts);
    let places: Vec<(String, Option<Obligation>)> = found.iter().map(|one| (one.source(), one.obligation)).collect();
    let must = Some(Obligation::Must);
    let expected =
        ["Talks (a)", "Talks (ii)", "1.2", "1.2(a)", "1.2(b)", "Ends (a)"].map(|place| (place.to_owned(), must));
    assert_eq!(places, expected);
}

#[test]
fn capital_letters_and_numbers_within_a_paragraph_are_items() {
    let parts = [
        part("1.2 The reviewing officer must:"),
        part("A. tell the child;"),
        part("(B) note it."),
        part("1.3 The manager must:"),
        part("1. ring the officer, and"),
        part("2. write."),
        part("1.4 The manager must, for each:"),
        part("(a) tell the child, that is:"),
        part("(i) ring them, and"),
        part("(ii) write;"),
        part("(b) tell the parents."),
    ];
    let found = sentences(&parts);
    let numbers: Vec<String> = found.iter().map(Sentence::source).collect();
    let expected =
        ["1.2", "1.2(A)", "1.2(B)", "1.3", "1.3(1)", "1.3(2)", "1.4", "1.4(a)", "1.4(a)(i)", "1.4(a)(ii)", "1.4(b)"];
    assert_eq!(numbers, expected);
    assert!(found.iter().all(|one| one.obligation == Some(Obligation::Must)), "{found:?}");
    let cited = |source: &str| {
        let by = cites(source, &found).into_iter().zip(&numbers).filter(|(cited, _)| *cited);
        by.map(|(_, number)| number.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(cited("1.3"), ["1.3", "1.3(1)", "1.3(2)"]);
    // The words before the colon are part of each item.
    assert_eq!(cited("1.3(2)"), ["1.3", "1.3(2)"]);
    assert_eq!(cited("1.4(a)"), ["1.4", "1.4(a)", "1.4(a)(i)", "1.4(a)(ii)"]);
    assert_eq!(cited("1.4(a)(ii)"), ["1.4", "1.4(a)", "1.4(a)(ii)"]);
}

#[test]
fn an_item_without_a_number_is_part_of_the_paragraph_that_introduces_it() {
    let parts = [
        part("1.2 The reviewing officer must:"),
        listed("", "tell the child;"),
        listed("", "note it."),
        part("A paragraph between."),
        listed("", "The manager must ring."),
        part("2.1 Concerns that will be raised are these:"),
        listed("", "a review that is late"),
    ];
    let found = sentences(&parts);
    let must = Some(Obligation::Must);
    let places: Vec<_> = found.iter().map(|one| (one.number.as_deref(), one.obligation)).collect();
    assert_eq!(
        places,
        [(Some("1.2"), must), (Some("1.2"), must), (Some("1.2"), must), (None, must), (Some("2.1"), must)]
    );
    assert_eq!(cites("1.2", &found), [true, true, true, false, false]);
}

#[test]
fn from_one_number_to_another_are_all_between() {
    let each = ["2.3", "2.4", "2.5", "2.5.1", "2.6", "2.10", "3.1"];
    let parts: Vec<Part> = each.iter().map(|number| part(&format!("{number} The IRO must write."))).collect();
    let found = sentences(&parts);
    let cited = |source: &str| {
        let by = cites(source, &found).into_iter().zip(each).filter(|(cited, _)| *cited);
        by.map(|(_, number)| number).collect::<Vec<_>>()
    };
    for source in
        ["2.4 to 2.5", "2.4-2.5", "2.4 – 2.5", "2.4 and 2.5", "Paragraphs 2.4 to 2.5", "2. Stages, 2.4-2.5", "2.4-5"]
    {
        assert_eq!(cited(source), ["2.4", "2.5"], "{source}");
    }
    assert_eq!(cited("2.4-2.5; 3.1"), ["2.4", "2.5", "3.1"]);
    assert_eq!(cited("2.4 to 2.5 and 3.1"), ["2.4", "2.5", "3.1"]);
    assert_eq!(cited("2.6 to 3.1"), ["2.6", "2.10", "3.1"]);
    assert_eq!(cited("2.4 to the end"), ["2.4"]);

    let parts = [
        heading("Times"),
        part("4. The IRO must write."),
        part("5. The IRO must wait."),
        part("6. The IRO must ring."),
        heading("Ends"),
        part("5. The IRO must stop."),
        part("6.1 The IRO must:"),
        part("(a) write"),
        part("(b) ring"),
        part("(c) wait"),
    ];
    let found = sentences(&parts);
    assert_eq!(cites("Times 4 to 5", &found), [true, true, false, false, false, false, false, false]);
    assert_eq!(cites("6.1(a) to (b)", &found), [false, false, false, false, true, true, true, false]);
}

// So `policy import` cites an item under a heading with a number.
#[test]
fn an_item_under_a_numbered_heading_is_told_from_the_others() {
    let found =
        sentences(&[heading("4. Stage 3 - Director"), part("A. The IRO must write."), part("B. The IRO must wait.")]);
    assert_eq!(found[0].source(), "4. Stage 3 - Director (A)");
    assert_eq!(cites("4. Stage 3 - Director (A)", &found), [true, false]);
    let by = |source: &str| {
        let clause = Clause { source: source.to_owned(), ..Clause::default() };
        found.iter().map(|one| one.cited_by(std::slice::from_ref(&clause))).collect::<Vec<_>>()
    };
    assert_eq!(by("4. Stage 3 - Director (A)"), [Cited::ByNumber, Cited::Not]);
    for source in ["4", "4. Stage 3 - Director", "Section 4"] {
        assert_eq!(by(source), [Cited::ByHeading, Cited::ByHeading], "{source}");
    }
}

// `A talk` and `I ...` are words of a source, and no items.
#[test]
fn a_letter_that_begins_a_source_is_no_item() {
    let found = sentences(&[part("A. The IRO must write."), part("B. The IRO must wait.")]);
    assert_eq!(cites("A talk with the manager", &found), [false, false]);
    assert_eq!(cites("A", &found), [true, false]);
    assert_eq!(cites("(A)", &found), [true, false]);
}
