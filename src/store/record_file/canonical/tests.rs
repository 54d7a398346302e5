//! Both readers agree, and the quick reader reads everything that this program writes.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::scalar;
use crate::domain::event::Noted;
use crate::domain::record::Record;
use crate::store::record_file::read::read_in_full;
use crate::store::record_file::reading::Reading;
use crate::store::record_file::{append, canonical, compose, outline};
use crate::store::tests::samples::{entry, event, every_event, full, id, note, raised};
use crate::store::yaml;

const FILE: &str = "2026-0042.yaml";

fn composed(record: &Record) -> String {
    String::from_utf8(compose(FILE, record).unwrap().bytes).unwrap()
}

/// What the quick reader reads, after checking that the full reader agrees, also about where it stands.
fn quick(text: &str) -> Option<Reading> {
    let quick = canonical::read(FILE, text);
    if let Some(quick) = &quick {
        assert_eq!(Ok(quick), read_in_full(FILE, text.as_bytes()).as_ref(), "{text}");
        let in_full = outline::in_full(text);
        assert!(outline::as_written(text).is_none_or(|outline| outline == in_full), "{text}");
    }
    quick
}

fn note_of(text: &str) -> Record {
    let mut record = raised(id("2026-0042"));
    record.entries.push(note(2, text));
    record
}

#[test]
fn a_record_with_everything_is_read_here() {
    let mut record = full(id("2026-0042"));
    assert_eq!(quick(&composed(&record)).unwrap().record, record);
    for one in every_event() {
        record.entries = vec![entry(1, one)];
        assert_eq!(quick(&composed(&record)).unwrap().record, record);
        assert!(outline::as_written(&composed(&record)).is_some());
    }
    for golden in ["record-v1.yaml", "record-v1-sealed.yaml"] {
        let text = std::fs::read_to_string(format!("tests/golden/{golden}")).unwrap();
        assert!(quick(&text).is_some(), "{golden}");
    }
}

/// If the quick reader couldn't read these records, the benchmarks would measure the other one.
#[test]
fn the_records_of_the_benchmark_are_read_here() {
    let parts = ["record", "ended"].map(|part| std::fs::read_to_string(format!("benches/store/{part}.yaml")).unwrap());
    let filled = [("@ID@", "2026-0042"), ("@CHILD@", "C-7"), ("@WORDS@", "x y"), ("@RAISED@", "2026-01-01")];
    let text = filled.iter().fold(parts.concat(), |text, (name, value)| text.replace(name, value));
    assert!(quick(&text.replace("@DUE@", "2026-01-29")).is_some(), "{text}");
}

#[test]
fn what_was_added_later_is_read_here() {
    let text = composed(&note_of("It was said: \"no\".\nNothing more.\n"));
    let reading = quick(&text).unwrap();
    let accepts = vec![crate::store::chain::Accepted { part: 1.into(), digest: "ab".repeat(32).parse().unwrap() }];
    let longer = append(FILE, text.as_bytes(), reading, &[note(3, "x\n\ny\n\n\n"), note(4, "z")], accepts).unwrap();
    let reading = quick(std::str::from_utf8(&longer.bytes).unwrap()).unwrap();
    assert_eq!((reading.record.entries.len(), reading.seals[2].accepts.len()), (4, 1));
}

#[test]
fn texts_that_people_write_are_read_here() {
    for text in [
        "one",
        "No plan since May (see the minutes): nobody answered",
        "- a list\n- of two\n",
        "The first line.\n\n  Something indented\n\tand a tab\n\nThe last.",
        "ends with three\n\n\n",
        "# not a comment",
        "she said \"no\", twice: \\ and \u{85} and \u{7}",
        "£20, 5 %, naïve – “quoted” 👍",
        "12 working days",
        "12",
        "1e5",
        "yes",
        "null",
        "",
        "2026-03-02",
        "2026-0042",
        "key: value",
        "a#b",
        "a #b",
        "https://example.org/?a=b#c",
        "trailing blank ",
        "(in brackets)",
    ] {
        let record = note_of(text);
        assert_eq!(quick(&composed(&record)).map(|reading| reading.record), Some(record), "{text:?}");
    }
}

#[test]
fn a_correction_to_any_value_is_read_here() {
    let set = json!({
        "text": null, "categories": [], "fields": {"a b": "c", "yes": "no"}, "actions": [{"what": "x", "due": "2026-03-02"}],
        "immediate": true, "step": 2, "concern": "One.\nTwo.", "siblings": ["2026-0007"], "nested": {"map": {"list": ["x: y"]}},
    });
    let mut record = raised(id("2026-0042"));
    record.entries.push(entry(2, event("corrected", json!({"corrects": 1, "reason": "Wrong", "set": set}))));
    assert_eq!(quick(&composed(&record)).unwrap().record, record);
}

#[test]
fn whatever_departs_is_left_to_the_other() {
    let text = composed(&full(id("2026-0042")));
    for (from, to) in [
        ("id: 2026-0042", "id: 2026-0043"),
        ("kind: dispute", "kind: quarrel"),
        ("kind: dispute", "kind: 'dispute'"),
        ("kind: dispute", "kind: dispute # mine"),
        ("kind: dispute", "kind:  dispute"),
        ("kind: dispute", "kind: dispute "),
        ("kind: dispute", "kind: dispute\n"),
        ("kind: dispute\npolicy: knowsley", "policy: knowsley\nkind: dispute"),
        ("child: C-1042", "child: 1042"),
        ("child: C-1042", "child: C-1042\n  and more"),
        ("format: 1", "format: 2"),
        ("format: 1", "format: 1.0"),
        ("number: 2", "number: 3"),
        ("number: 2", "number: \"2\""),
        ("stage: informal", "stage: informal\n  stage: informal"),
        ("stage: informal", "stage: &a informal"),
        ("stage: informal", "stage: !!str informal"),
        ("stage: informal", "stage:\n    informal"),
        ("stage: informal", "stage: >-\n    informal"),
        ("immediate: false", "immediate: no"),
        ("immediate: false", "immediate: False"),
        ("\"2026-02-27\"", "\"26-02-27\""),
        ("respond_by: \"2026-03-09\"", "respond_by: \"2026-3-9\""),
        ("by_role: iro", "by_roll: iro"),
        ("policy: knowsley", "policy: knowsley\nextra: 1"),
        ("  - care-plan\n", "  - care-plan\n\n"),
        ("  - care-plan\n", "  -\n    care-plan\n"),
        ("  - care-plan\n", "   - care-plan\n"),
        ("    medium: email", "    medium: email\n    medium: email"),
        ("    medium: email", "    medium: &a email\n    other: *a"),
    ] {
        let other = text.replacen(from, to, 1);
        assert!(other != text, "{from}");
        assert_eq!(quick(&other), None, "{to}");
    }
    for end in ["...\n", "---\n", "\n", "# end\n", "  \n", "extra: 1\n", "- number: 22\n"] {
        assert_eq!(quick(&format!("{text}{end}")), None, "{end:?}");
    }
    assert_eq!(quick(text.trim_end()), None);
}

#[test]
fn more_values_than_the_other_reader_takes_are_not_read_here() {
    let mut record = raised(id("2026-0042"));
    let sent = vec!["x"; 100_000];
    record.entries.push(entry(2, event("referred", json!({"sent": sent}))));
    let seals = vec![crate::store::chain::Seal::default(); 2];
    let text = crate::store::record_file::write(&record, &seals).unwrap();
    assert_eq!(canonical::read(FILE, &text), None);
}

/// Texts of characters that mean something to YAML.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,6}",
        3 => " {1,3}",
        3 => "\n{1,3}",
        2 => "[-0-9._+eExob:]{1,8}",
        2 => "[#:|>&*!%@`'\"\\\\\\[\\]{},?~=<()/$^-]{1,2}",
        1 => "\t|\r|\u{85}|\u{a0}|\u{2028}|\u{feff}|\u{fffe}|\u{7}|\u{7f}|\u{0}|\u{1f600}|é|£|\u{3000}",
        1 => "true|False|null|~|yes|No|on|\\.inf|nan|0x1f|0b01|0o17|1_000|12:30|---|\\.\\.\\.|<<",
        1 => "\\PC{1,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn odd_map() -> impl Strategy<Value = Value> {
    prop::collection::vec((odd_text(), odd_text()), 0..4)
        .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(key, text)| (key, text.into())).collect::<Map<_, _>>()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_text_that_can_be_written_reads_alike(texts in prop::collection::vec(odd_text(), 6), fields in odd_map()) {
        let [by, child, concern, category, seeking, kept] = &texts[..] else { unreachable!() };
        let mut record = raised(id("2026-0042"));
        record.header.child.clone_from(child);
        record.entries[0].by.clone_from(by);
        record.entries[0].warned = vec![seeking.clone(), kept.clone()];
        let facts = json!({
            "stage": kept, "by_role": "iro", "concern": concern, "categories": [category, concern], "seeking": seeking,
            "fields": fields,
        });
        record.entries[0].event = event("raised", facts);
        let set = json!({"concern": concern, "categories": [seeking, category], "fields": fields, "list": [{"what": by}]});
        let noted = Noted { text: kept.clone(), ..Noted::default() };
        record.entries.push(entry(2, noted.into()));
        record.entries.push(entry(3, event("corrected", json!({"corrects": 1, "reason": by, "set": set}))));
        if let Ok(file) = compose(FILE, &record) {
            quick(std::str::from_utf8(&file.bytes).unwrap());
        }
    }

    #[test]
    fn a_plain_word_is_what_the_other_reader_says(word in odd_text()) {
        let line = word.replace(['\n', '\r'], " ");
        if scalar::is_printable(&line) && let Some(scalar) = scalar::plain(&line) {
            let other = yaml::parse(&format!("key: {line}\n")).map(|root| root.get("key").map(yaml::Node::to_value));
            let own = match scalar {
                scalar::Scalar::Text(text) => json!(text),
                scalar::Scalar::Number(number) => json!(number),
                scalar::Scalar::Bool(yes) => json!(yes),
                scalar::Scalar::Null => Value::Null,
                scalar::Scalar::EmptyList => json!([]),
                scalar::Scalar::EmptyMap => json!({}),
            };
            prop_assert_eq!(other, Ok(Some(own)), "{:?}", line);
        }
    }

    #[test]
    fn any_lines_in_a_block_read_alike(
        lines in prop::collection::vec(("[ ]{0,7}", prop_oneof![Just(String::new()), odd_text()]), 0..6),
        header in "\\|[-+]?",
    ) {
        let plain = composed(&note_of("HERE"));
        let lines: Vec<String> = lines.into_iter().map(|(margin, text)| format!("{margin}{}\n", text.replace('\n', " "))).collect();
        quick(&plain.replacen("HERE", &format!("{header}\n{}", lines.concat()), 1));
        quick(&plain.replacen("text: HERE\n", &format!("text: {header}\n    x\n{}", lines.concat()), 1));
    }
}
