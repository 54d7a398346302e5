//! `docs/decisions.md`: it has every decision that the code cites, and the numbers of each topic have no gaps.

use std::fs;

use super::root;
use crate::tidy::files_below;

/// The numbers of the headings: `C10` of `### C10: events are counted by when they happened`.
fn numbers(text: &str) -> Vec<&str> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("### "));
    headings.map(|heading| heading.split_once(':').expect("a heading has its number").0).collect()
}

/// The citations before `` in `docs/decisions.md` ``.
fn cited(source: &str) -> Vec<String> {
    let ours = " in `docs/decisions.md`";
    let places = source.match_indices(ours).filter_map(|(at, _)| source[..at].rsplit_once('(')).map(|(_, cited)| cited);
    places.flat_map(|cited| cited.split(", ")).map(str::to_string).collect()
}

#[test]
fn decisions_that_the_code_cites_are_there() {
    let text = fs::read_to_string(root().join("docs/decisions.md")).unwrap();
    let known = numbers(&text);
    let mut many = 0;
    for path in files_below(&root().join("src")) {
        for number in cited(&fs::read_to_string(&path).unwrap_or_default()) {
            assert!(known.contains(&number.as_str()), "{}: there is no decision {number}", path.display());
            many += 1;
        }
    }
    assert!(many > 20, "only {many} are cited");
}

#[test]
fn decisions_are_numbered_in_their_order() {
    let text = fs::read_to_string(root().join("docs/decisions.md")).unwrap();
    let mut last = ("", 0);
    for number in numbers(&text) {
        let (topic, place) = number.split_at(1);
        let place: u32 = place.parse().unwrap();
        // The number T10 was never used.
        let gap = u32::from(number == "T11");
        let expected = if topic == last.0 { last.1 + 1 + gap } else { 1 };
        assert_eq!(place, expected, "{number}");
        last = (topic, place);
    }
}
