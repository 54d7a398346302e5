//! How many of a document's rules `policy import` finds. The documents are invented in the style of real ones, and each
//! sentence that asks for something was marked by hand. Missed sentences are listed here; the figure is in
//! `docs/policy-guide.md`.

use crate::documents::root;
use crate::env::{Env, list, text};

/// A document, how many of its sentences ask for something, and the beginnings of those that are not found.
const DOCUMENTS: [(&str, usize, &[&str]); 5] = [
    ("glenmore.md", 19, &["Where a child is at risk", "Going straight to Level 2"]),
    ("weald.html", 21, &["This page does not limit"]),
    ("thornbury.txt", 21, &["If the IRO is dissatisfied", "The Quality Assurance Manager, and not the IRO"]),
    ("carrick.txt", 20, &["Both try", "The written concern", "Chairs do not need", "Time spent waiting"]),
    // The import was not adjusted to this document, so it shows how new documents fare.
    ("holt.md", 16, &["Pick up", "They have until", "If one of them", "Households have"]),
];

#[test]
fn what_a_document_asks_for_is_found() {
    let env = Env::new();
    let (mut marked, mut missed, mut listed) = (0, 0, 0);
    for (name, asks, not_found) in DOCUMENTS {
        let file = root().join("examples/documents").join(name);
        let draft = env.iro(&["policy", "import", file.to_str().unwrap(), "--json"]).json();
        let sentences = list(&draft["sentences"]);
        let is_listed = |begins: &&&str| sentences.iter().any(|one| text(one, "text").starts_with(**begins));
        listed += not_found.iter().filter(is_listed).count();
        let found: Vec<_> =
            sentences.iter().filter(|one| !one["obligation"].is_null() || !list(&one["limits"]).is_empty()).collect();
        for begins in not_found {
            assert!(!found.iter().any(|one| text(one, "text").starts_with(begins)), "{name}: {begins} is found");
        }
        let all: Vec<&str> = found.iter().map(|one| text(one, "text")).collect();
        assert_eq!(found.len(), asks - not_found.len(), "{name}: {all:#?}");
        (marked, missed) = (marked + asks, missed + not_found.len());
    }
    // Of the others, those that may hold a rule stand at the end of the draft.
    assert_eq!((missed, listed), (13, 10));
    let page = std::fs::read_to_string(root().join("docs/policy-guide.md")).unwrap();
    let measured = format!("{} of {marked}", marked - missed);
    assert!(page.contains(&measured), "the guide says something else than {measured}");
}
