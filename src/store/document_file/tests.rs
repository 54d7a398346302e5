//! Plain text, Markdown and web pages give the same parts.

use proptest::prelude::*;

use super::*;
use crate::domain::document::sentences;

const TEXT: &str = "Escalation procedure\n\nStage 1\n\n1.1 The team manager must answer within\nfive working days. This is usual.\n\
    1.2 A copy goes to the file.\n\nStage 2\n\n- The head of service should be told.\n- Tea is served.\n";

const MARKDOWN: &str = "# Escalation procedure\n\n## Stage 1\n\n> **1.1** The [team manager](https://example.org) must answer within\n> \
    five working days. This is usual.\n>\n> **1.2** A copy goes to the file.\n\nStage 2\n-------\n\n* The head of service should be told.\n* \
    Tea is served.\n";

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>must</title><style>p { must }</style></head><body><nav><p>You must log in</p></nav>\n\
    <h1>Escalation procedure</h1>\n<h2>Stage\n1</h2>\n<p>1.1 The team&nbsp;manager must answer within five\n working days. This is \
    usual.</p>\n<p>1.2 A copy goes to the file.<h2>Stage 2</h2><ul>\n<li>The head of service should be told.<li>Tea is \
    served.</ul><script>it must</script><footer>You must not copy</footer></body></html>";

fn found(bytes: &[u8]) -> Vec<(usize, String, Option<String>, String)> {
    let found = sentences(&read(bytes).unwrap());
    let found = found.into_iter().filter(|one| one.asks());
    found.map(|one| (one.line, one.headings.last().cloned().unwrap_or_default(), one.number, one.text)).collect()
}

#[test]
fn a_text_its_markdown_and_its_page_are_read_alike() {
    let expected = |lines: [usize; 3]| {
        let first = "The team manager must answer within five working days.";
        let copy = "A copy goes to the file.";
        let second = "The head of service should be told.";
        vec![
            (lines[0], "Stage 1".to_owned(), Some("1.1".to_owned()), first.to_owned()),
            (lines[1], "Stage 1".to_owned(), Some("1.2".to_owned()), copy.to_owned()),
            (lines[2], "Stage 2".to_owned(), None, second.to_owned()),
        ]
    };
    assert_eq!(found(TEXT.as_bytes()), expected([5, 7, 11]));
    assert_eq!(found(MARKDOWN.as_bytes()), expected([5, 8, 13]));
    assert_eq!(found(PAGE.as_bytes()), expected([6, 8, 9]));
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(found(&utf16), expected([5, 7, 11]));
}

#[test]
fn numbered_items_and_rows_keep_what_belongs_together() {
    let page = "<ol start=3><li><p>The IRO must note it.</p><ul><li>It must be short.</li></ul></li><li>The head must answer.</li></ol>\
        <table><tr><th>Stage<th>Who<tr><td><p>Stage 2</p></td><td>Director<br>must answer</td><td>5 days</td></table>";
    let parts = read(page.as_bytes()).unwrap();
    let parts: Vec<(Option<&str>, &str)> =
        parts.iter().map(|part| (part.number.as_deref(), part.text.as_str())).collect();
    let expected = [
        (Some("3"), "The IRO must note it."),
        (None, "It must be short."),
        (Some("4"), "The head must answer."),
        (None, "Stage | Who"),
        (None, "Stage 2 | Director must answer | 5 days"),
    ];
    assert_eq!(parts, expected);
    let table = read(b"| Stage | Who |\n| --- | :-: |\n| Stage 2 | Director |\n").unwrap();
    assert_eq!(table.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), ["Stage | Who", "Stage 2 | Director"]);
}

#[test]
fn the_items_of_a_page_are_numbered_as_it_shows_them() {
    let item = "<li>It must be noted.</li>";
    let cases = [
        ("type=\"a\"", "a b"),
        ("type=A start=3", "C D"),
        ("type=\"i\" start=\"4\"", "iv v"),
        ("type='I'", "I II"),
        ("type=a start=26", "z aa"),
        ("style=\"list-style-type: lower-roman; color: red\"", "i ii"),
        ("style='list-style: upper-alpha'", "A B"),
        ("type=1 start=9", "9 10"),
        ("style='list-style-type: none'", " "),
    ];
    for (kind, numbers) in cases {
        let page = format!("<body><ol {kind}>{item}{item}</ol><p>After.</p>");
        let parts = read(page.as_bytes()).unwrap();
        let found = parts.iter().map(|part| part.number.clone().unwrap_or_default()).collect::<Vec<_>>();
        assert_eq!(found[..2].join(" "), numbers, "{kind}");
        assert_eq!((&parts[2].number, parts[2].listed), (&None, false), "{kind}");
    }
    let page = "<body><p>1.2 The IRO must:</p><ol type=a><li>tell the child:<ol type=i><li>at once</li></ol></li><li>note it.</li>\
                </ol><p>Then the head must be told:</p><ol><li>Tell the head:<ol type=a><li>The manager must ring.</ol></ol>";
    let found = sentences(&read(page.as_bytes()).unwrap());
    let numbers: Vec<Option<String>> = found.into_iter().map(|one| one.number).collect();
    let expected = ["1.2", "1.2(a)", "1.2(a)(i)", "1.2(b)", "", "1", "1(a)"];
    assert_eq!(numbers.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>(), expected);
}

#[test]
fn items_on_lines_of_their_own_are_apart() {
    let text = "Level I\n(a) The manager must reply, as in\n(a) above.\n(b) the officer must keep a note.\nLevel II\ni. The head must\nreply.\n\
                ii. The minutes must go out.\na) Tea.\n";
    let parts = read(text.as_bytes()).unwrap();
    let parts: Vec<(usize, bool, &str)> =
        parts.iter().map(|part| (part.line, part.heading.is_some(), part.text.as_str())).collect();
    let expected = [
        (1, true, "Level I"),
        (2, false, "(a) The manager must reply, as in (a) above."),
        (4, false, "(b) the officer must keep a note."),
        (5, true, "Level II"),
        (6, false, "i. The head must reply."),
        (8, false, "ii. The minutes must go out."),
        (9, false, "a) Tea."),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn a_reference_that_a_line_break_cuts_stays_one_sentence() {
    for text in [
        "1.3 As set out in (a) and\n(b) above the manager must reply.",
        "1.3 As set out in (a),\n(b) and (c) above the manager must reply.",
        "1.3 As set out in (a), or\n(b), the manager must reply.",
        "1.3 Under ii. and\niii. above the manager must reply.",
    ] {
        let parts = read(text.as_bytes()).unwrap();
        let parts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(parts, [text.replace('\n', " ")]);
    }
    // The items of a list end like that, too.
    let list = "1.3 The manager must:\n(a) reply, and\n(b) note it, or\n(c) ring.";
    let parts = read(list.as_bytes()).unwrap();
    let parts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(parts, list.lines().collect::<Vec<_>>());
}

#[test]
fn a_text_that_nobody_wrapped_has_a_paragraph_a_line() {
    let long = "The manager must answer. ".repeat(10);
    let text = format!(
        "Principles:\n{long}\nThe IRO must <p>note</p> it.\nThose who will be told of this at once are:\n· A must\n"
    );
    let parts = read(text.as_bytes()).unwrap();
    let places: Vec<(usize, bool)> = parts.iter().map(|part| (part.line, part.heading.is_some())).collect();
    assert_eq!(places, [(1, true), (2, false), (3, false), (4, false), (5, false)]);
    assert_eq!(parts[2].text, "The IRO must note it.");
}

#[test]
fn older_letters_are_read_and_other_files_are_named() {
    assert_eq!(read(b"The child\x92s plan \x96 must be kept.").unwrap()[0].text, "The child’s plan – must be kept.");
    assert_eq!(read(b"%PDF-1.7"), Err(Unreadable::Pdf));
    assert_eq!(read(b"PK\x03\x04"), Err(Unreadable::WordProcessor));
    assert_eq!(read(b"{\\rtf1"), Err(Unreadable::WordProcessor));
    assert_eq!(read(&[1, 0, 200, 0]), Err(Unreadable::NotText));
    assert_eq!(read(b""), Ok(Vec::new()));
}

proptest! {
    #[test]
    fn whatever_is_read_each_part_stands_in_the_file(text in "(\\PC|\n|<p>|</h2>|<h2|>|<li>|<ol>|</ol>|&amp|<tr><td>|<nav>|1\\.1 |must |# |\\| ){0,60}") {
        for part in read(text.as_bytes()).unwrap_or_default() {
            prop_assert!(part.line >= 1 && part.line <= text.lines().count().max(1));
            prop_assert!(!part.text.trim().is_empty());
        }
    }
}
