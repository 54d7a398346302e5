//! Whether a rule that cites a clause covers a sentence.

use proptest::prelude::*;

use super::*;
use crate::domain::limit::Limit;

fn cited(sentence: &Sentence, source: &str, limit: Option<&str>) -> Cited {
    let limits = limit.map(|limit| Limit::parse(limit).unwrap()).into_iter().collect();
    sentence.cited_by(&[Clause { source: source.into(), limits, ..Clause::default() }])
}

fn without(time: &str) -> Cited {
    Cited::Without(vec![time.into()])
}

#[test]
fn a_clause_cites_a_number_or_all_of_a_heading() {
    let document = [
        heading("Formal resolution"),
        Part { number: Some("4".into()), ..part("The head must answer within 5 working days.") },
        heading("3. Recording"),
        Part { number: Some("4".into()), ..part("The talk must be noted.") },
        part("3.2 The child must be told."),
    ];
    let found = sentences(&document);
    let by = |source: &str| found.iter().map(|one| cited(one, source, Some("5 working days"))).collect::<Vec<_>>();
    use Cited::{ByHeading, ByNumber, Not};
    assert_eq!(by("Formal resolution 4"), [ByNumber, Not, Not]);
    assert_eq!(by("Formal resolution"), [ByHeading, Not, Not]);
    assert_eq!(by("Formal resolution 5"), [Not, Not, Not]);
    assert_eq!(by("3.2, second sentence"), [Not, Not, ByNumber]);
    assert_eq!(by("Formal, at the meeting"), [ByHeading, Not, Not]);
    assert_eq!(by("3"), [Not, ByHeading, ByHeading]);
    assert_eq!(by("3.21; Recording"), [Not, ByHeading, ByHeading]);
    assert_eq!(by("4"), [Not, Not, Not]);
    assert_eq!(by("Annex"), [Not, Not, Not]);
    assert_eq!(by(""), [Not, Not, Not]);
}

#[test]
fn a_heading_that_is_cited_without_the_time_under_it_is_told_apart() {
    let found = sentences(&[heading("Stage 2"), part("The head must answer within 1 week.")]);
    assert_eq!(cited(&found[0], "Stage 2", Some("5 working days")), without("1 week"));
    assert_eq!(cited(&found[0], "Stage 2", Some("one week")), Cited::ByHeading);
    // The same with a number: the rule on clause 2.3 says 5, the document 3.
    let found = sentences(&[part("2.3 The head must answer within 3 days.")]);
    assert_eq!(cited(&found[0], "2.3", Some("5 working days")), without("3 days"));
    for days in ["3 working days", "3 calendar days"] {
        assert_eq!(cited(&found[0], "2.3", Some(days)), Cited::ByNumber, "{days}");
    }
    let found = sentences(&[part("2.3 The head must answer within 3 working days.")]);
    assert_eq!(cited(&found[0], "2.3", Some("3 calendar days")), without("3 working days"));
    let found = sentences(&[heading("Notes"), part("4.1 The head must answer in 3 working days.")]);
    assert_eq!(cited(&found[0], "Notes 4.1", Some("3 working days")), Cited::ByNumber);
    assert_eq!(cited(&found[0], "Notes 4.2", Some("3 working days")), Cited::Not);
    for source in ["1. Notes, 4.1", "Section 4.1", "clause 4.1(a)", "para 4.1; para 9", "Paragraphs 4.1 and 4.2"] {
        assert_eq!(cited(&found[0], source, Some("3 working days")), Cited::ByNumber, "{source}");
    }
    assert_eq!(cited(&found[0], "Section 4.2", Some("3 working days")), Cited::Not);
    // A time that the words leave open is not looked for.
    let found = sentences(&[part("2.3 The head must answer without delay.")]);
    assert_eq!(cited(&found[0], "2.3", None), Cited::ByNumber);
}

#[test]
fn further_days_and_dates_are_times_that_a_rule_must_have() {
    let found = one("4.3 The Head may have up to 4 further working days, once.");
    assert_eq!(found.limits[0].written, "4 further working days");
    assert_eq!(cited(&found, "4.3", Some("5 working days")), without("4 further working days"));
    assert_eq!(cited(&found, "4.3", Some("4 working days")), Cited::ByNumber);
    let found = one("3.2 From 6 April 2026 to 31 May 2026 the manager is on leave, and the Deputy Manager answers.");
    let dates = ["2026-04-06", "2026-06-30"].map(|date| date.parse().unwrap()).to_vec();
    let rule = Clause { source: "3.2".into(), dates, ..Clause::default() };
    assert_eq!(found.cited_by(&[rule]), without("31 May 2026"));
}

#[test]
fn the_rule_on_how_times_are_counted_has_none_of_its_own() {
    let found = one("1.4 A time that would end on a bank holiday ends on the next working day.");
    let calendar = |counts| Clause { source: "1.4".into(), counts, ..Clause::default() };
    assert_eq!(found.cited_by(&[calendar(true)]), Cited::ByNumber);
    assert_eq!(found.cited_by(&[calendar(false)]), without("the next working day"));
}

#[test]
fn several_clauses_may_stand_with_an_and_or_a_comma_between_their_numbers() {
    let parts = [heading("Timescales"), part("5. It can't take longer than that, and must be answered.")];
    let found = sentences(&parts).remove(0);
    let by = |source: &str| found.cited_by(&[Clause { source: source.into(), ..Clause::default() }]);
    assert_eq!(by("Formal Outcome Resolution 1 and Timescales 5"), Cited::ByNumber);
    assert_eq!(by("Stages 2, Timescales 5"), Cited::ByNumber);
    // What follows has no number of its own, so it belongs to the title before it.
    assert_eq!(by("Quality and Timescales"), Cited::Not);
    assert_eq!(by("Escalation and Timescales 5"), Cited::Not);
}

proptest! {
    #[test]
    fn what_is_cited_as_it_is_drafted_is_cited(
        texts in prop::collection::vec("(Stage [1-3]|Recording|3\\. Notes|[1-4](\\.[1-3])? )?( ?[Tt]he (IRO|manager|child) (must|should|will) (answer|know) within [1-9] (working days|weeks)\\.){0,2}", 1..8),
        headings in prop::collection::vec(any::<bool>(), 8),
    ) {
        let parts: Vec<Part> = texts.iter().zip(headings).map(|(text, is_heading)| match is_heading {
            true => heading(text),
            false => part(text),
        }).collect();
        for one in sentences(&parts).iter().filter(|one| one.headings.last().is_none_or(|heading| !heading.trim().is_empty())) {
            let source = one.source();
            let limits = one.limits.iter().filter_map(|found| found.limit.clone()).collect();
            let cited = one.cited_by(&[Clause { source: source.clone(), limits, ..Clause::default() }]);
            prop_assert!(source.is_empty() || matches!(cited, Cited::ByHeading | Cited::ByNumber), "{source:?} {one:?}");
        }
    }
}

// A paragraph that is cited covers its items; one item covers no other.
#[test]
fn an_item_is_cited_by_its_paragraph_or_by_its_letter() {
    let parts = [heading("Level 1"), part("1.2 The IRO must:"), part("(a) tell the child;"), part("(b) note it.")];
    let found = sentences(&parts);
    let clause = |source: &str| Clause { source: source.to_owned(), ..Clause::default() };
    let cited = |at: usize, source: &str| found[at].cited_by(&[clause(source)]) == Cited::ByNumber;
    for source in ["1.2", "Level 1, 1.2", "1.2; 1.4"] {
        assert!((0..3).all(|at| cited(at, source)), "{source}");
    }
    assert!(cited(1, "1.2(a)") && !cited(2, "1.2(a)"));
    let parts = [heading("Level 1"), part("(a) The IRO must write."), part("(b) The IRO must wait.")];
    let found = sentences(&parts);
    for source in ["Level 1 (a)", "Level 1, (a)"] {
        assert_eq!(found[0].cited_by(&[clause(source)]), Cited::ByNumber, "{source}");
    }
    assert_eq!(found[1].cited_by(&[clause("Level 1 (a)")]), Cited::Not);
    assert_eq!(found[1].cited_by(&[clause("Level 1")]), Cited::ByHeading);
}

#[test]
fn a_number_after_another_is_under_the_same_heading() {
    let parts = [
        heading("Timescales"),
        part("5. The IRO must write."),
        part("6. The IRO must wait."),
        heading("Ends"),
        part("6. They must end."),
    ];
    let found = sentences(&parts);
    let clause = Clause { source: "Timescales 5 and 6".to_owned(), ..Clause::default() };
    let cited: Vec<Cited> = found.iter().map(|one| one.cited_by(std::slice::from_ref(&clause))).collect();
    assert_eq!(cited, [Cited::ByNumber, Cited::ByNumber, Cited::Not]);
}
