//! What a record file may look like, what is wrong with other files, and what adding an event leaves unchanged.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::read::read_in_full;
use super::*;
use crate::domain::event::Event;
use crate::domain::fault::Fault;
use crate::domain::text::clean_text;
use crate::store::chain::{Accepted, Break, Chain, RecordPart};
use crate::store::tests::samples::{entry, every_event, full, id, note, raised};

const FILE: &str = "open/2026-0042.yaml";

const PLAIN: &str = "\
format: 1
id: 2026-0042
kind: dispute
policy: knowsley
policy_version: 2023-06
child: C-1042
events:
- number: 1
  event: raised
  at: 2026-03-02T10:15:00+00:00
  recorded_at: 2026-03-02T10:20:00+00:00
  by: Jo Bloggs
  stage: informal
  by_role: iro
  concern: |-
    No care plan.
    Still none.
";

/// Reads a text that must be a record, and checks that a second YAML library agrees.
fn record(text: &str) -> Record {
    assert!(canonical::read(FILE, text).is_none_or(|quick| Ok(quick) == read_in_full(FILE, text.as_bytes())), "{text}");
    let other: Value = serde_yaml::from_str(text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
    assert_eq!(yaml::parse(text).unwrap().to_value(), other, "{text}");
    read(FILE, text.as_bytes()).unwrap_or_else(|wrong| panic!("{wrong:?}\n{text}")).record
}

/// A record as it was written before events had the digest of the event before.
fn unsealed(record: &Record) -> String {
    write(record, &vec![Seal::default(); record.entries.len()]).unwrap()
}

fn added(existing: &[u8], entries: &[Entry]) -> Vec<u8> {
    append_to(existing, entries, Vec::new()).unwrap_or_else(|wrong| panic!("{wrong:?}")).bytes
}

fn append_to(existing: &[u8], entries: &[Entry], accepts: Vec<Accepted>) -> Result<Composed, NotAppended> {
    append(FILE, existing, read(FILE, existing).unwrap(), entries, accepts)
}

fn faults(bytes: &[u8]) -> Vec<Fault> {
    match read(FILE, bytes) {
        Err(Unreadable::Damaged(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

/// The faults of a file, one line each: place, rule, message, hint.
fn told(bytes: &[u8]) -> Vec<String> {
    let tell = |fault: Fault| {
        let hint = fault.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{}:{} {}: {}{hint}", fault.line, fault.column, fault.rule, fault.message)
    };
    faults(bytes).into_iter().map(tell).collect()
}

/// Compares the faults of the plain record after `from` is replaced by `to`.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(PLAIN.contains(from), "{from}");
    let text = PLAIN.replacen(from, to, 1);
    assert_eq!(told(text.as_bytes()), expected, "{text}");
}

#[test]
fn a_record_reads_as_it_is_written() {
    let plain = raised(id("2026-0042"));
    assert_eq!(record(PLAIN), plain);
    assert_eq!(record(&unsealed(&plain)), plain);
    let full = full(id("2026-0042"));
    assert_eq!(record(&unsealed(&full)), full);
}

/// New facts add lines to the golden file; its existing lines never change.
#[test]
fn the_first_format_stays_readable_and_is_what_is_written() {
    let golden = include_str!("../../../tests/golden/record-v1.yaml");
    let full = full(id("2026-0042"));
    assert_eq!(unsealed(&full), golden);
    assert!(record(golden) == full);
}

/// The same with the digests in events. They are digests of content, so they never change either.
#[test]
fn events_vouch_for_each_other_in_the_same_way_for_ever() {
    let golden = include_str!("../../../tests/golden/record-v1-sealed.yaml");
    let full = full(id("2026-0042"));
    assert_eq!(String::from_utf8(compose(FILE, &full).unwrap().bytes).unwrap(), golden);
    assert!(record(golden) == full);
}

fn chain(bytes: &[u8]) -> Chain {
    let reading = read(FILE, bytes).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    Chain::of(&reading.record, &reading.seals)
}

#[test]
fn a_change_of_what_an_event_says_breaks_the_chain_there_and_nowhere_else() {
    let file = compose(FILE, &full(id("2026-0042"))).unwrap();
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(chain(text.as_bytes()).breaks(), []);
    assert_eq!(chain(text.as_bytes()).head(), file.end.head);
    for (from, to, event) in [
        ("child: C-1042", "child: C-1043", 0),
        ("No school since May", "No school since June", 1),
        ("text: We agree in part.", "text: We agree.", 2),
        ("because: no-response", "because: urgent", 5),
        ("due: \"2026-03-21\"", "due: \"2026-03-22\"", 9),
    ] {
        assert!(text.contains(from), "{from}");
        let breaks = chain(text.replacen(from, to, 1).as_bytes()).breaks();
        assert_eq!(breaks.iter().map(|broken| broken.part.number()).collect::<Vec<_>>(), [event], "{from}");
    }
    // Nothing in the record covers the last event; only the ledger does.
    let last = text.replacen("reason: The chair is away", "reason: Nobody is away", 1);
    assert_eq!(chain(last.as_bytes()).breaks(), []);
    assert_ne!(chain(last.as_bytes()).head(), file.end.head);
    // Layout makes no difference.
    let quoted = text.replacen("child: C-1042", "child: 'C-1042'  # of the council", 1).replace('\n', "\r\n");
    assert_eq!(chain(quoted.as_bytes()), chain(text.as_bytes()));
}

#[test]
fn an_older_record_is_vouched_for_by_the_next_event() {
    let old = unsealed(&raised(id("2026-0042")));
    assert_eq!((chain(old.as_bytes()).is_sealed(), chain(old.as_bytes()).unsealed()), (false, 1));
    let grown = String::from_utf8(added(old.as_bytes(), &[note(2, "x")])).unwrap();
    assert_eq!(chain(grown.as_bytes()).breaks(), []);
    let changed = grown.replacen("No care plan", "No plan", 1);
    assert_eq!(chain(changed.as_bytes()).breaks().len(), 1);
}

#[test]
fn an_accepted_edit_is_a_break_that_says_by_which_event_it_was_accepted() {
    let file = added(&compose(FILE, &raised(id("2026-0042"))).unwrap().bytes, &[note(2, "x")]);
    let edited = String::from_utf8(file).unwrap().replacen("No care plan", "No plan", 1);
    let digest = chain(edited.as_bytes()).of_part(RecordPart::from(1)).unwrap();
    let accepts = vec![Accepted { part: RecordPart::from(1), digest }];
    let accepting = append_to(edited.as_bytes(), &[note(3, "accepted")], accepts).unwrap().bytes;
    let accepting = String::from_utf8(added(&accepting, &[note(4, "y")])).unwrap();
    assert_eq!(
        chain(accepting.as_bytes()).breaks()[..],
        [Break { part: RecordPart::from(1), accepted_by: Some(3.into()) }]
    );
    // The edit that was accepted, not one made later.
    let again = accepting.replacen("No plan", "A plan", 1);
    assert_eq!(chain(again.as_bytes()).breaks()[..], [Break { part: RecordPart::from(1), accepted_by: None }]);
    let withdrawn = accepting.replacen(&digest.to_string(), &"0".repeat(64), 1);
    assert_eq!(chain(withdrawn.as_bytes()).breaks().len(), 2);
}

#[test]
fn every_fact_has_a_sample_and_none_is_named_like_a_part_of_the_envelope() {
    let samples = every_event();
    assert_eq!(samples.iter().map(Event::word).collect::<Vec<_>>(), Event::WORDS);
    for sample in samples {
        let nonsense = Map::from_iter([("?".to_string(), json!(1))]);
        let refused = Event::from_facts(sample.word(), nonsense).unwrap_err().to_string();
        let known = &blame::in_ticks(&refused)[1..];
        assert_eq!(sample.facts().keys().collect::<Vec<_>>(), known, "{}", sample.word());
        assert!(known.iter().all(|fact| !ENVELOPE.contains(fact)), "{}", sample.word());
    }
}

#[test]
fn faults_of_the_header() {
    check("format: 1\n", "", &["1:1 missing-key: `format` is missing"]);
    check("format: 1\n", "format: one\n", &["1:9 wrong-kind: `format` must be a whole number from 1"]);
    check("kind: dispute", "kind: quarrel", &["3:7 wrong-kind: `kind`: `quarrel` is none of `dispute`, `praise`"]);
    check(
        "child: C-1042",
        "child: 1042",
        &["6:8 wrong-kind: `child` must be a text, not the number `1042` (put it in quotes, as it is to be read)"],
    );
    check(
        "id: 2026-0042",
        "id: 2026-0043",
        &["2:5 id-mismatch: the id is `2026-0043`, but the file is that of `2026-0042`"],
    );
    check(
        "id: 2026-0042",
        "id: soon",
        &["2:5 wrong-kind: `id`: `soon` is not an id: ids look like `2026-0042`, or just `42`"],
    );
    check(
        "child: C-1042",
        "chidl: C-1042",
        &[
            "1:1 missing-key: `child` is missing",
            "6:1 unknown-key: `chidl` is not a key of a record (did you mean `child`?)",
        ],
    );
    check("child: C-1042", "child: C-1042\nchild: C-1043", &["7:1 not-yaml: `child` appears twice"]);
}

#[test]
fn faults_of_the_events() {
    let facts = "  stage: informal\n";
    check("- number: 1", "- number: 2", &["8:11 numbering: event 2 comes where event 1 should be"]);
    check("  by: Jo Bloggs\n", "", &["8:3 missing-key: `by` is missing"]);
    check(
        "event: raised",
        "event: risen",
        &["9:10 unknown-event: `risen` is not a kind of event (did you mean `raised`?)"],
    );
    check(
        "at: 2026-03-02T10:15:00+00:00",
        "at: 26-03-02",
        &[
            "10:7 wrong-kind: `at`: `26-03-02` is not a day or a time; write `2026-03-02` or `2026-03-02T10:15:00+00:00`",
        ],
    );
    check(
        facts,
        "  stag: informal\n",
        &["13:3 unknown-fact: `stag` is not a fact of `raised` (did you mean `stage`?)"],
    );
    check(
        facts,
        "  immediate: maybe\n  categories: care-plan\n  siblings: [2026-0043, 44]\n  team: 7\n",
        &[
            "13:14 wrong-kind: `immediate`: `true` or `false` should be here",
            "14:15 wrong-kind: `categories`: a list should be here",
            "15:25 wrong-kind: `siblings`: a text should be here",
            "16:9 wrong-kind: `team`: a text should be here",
        ],
    );
    check(facts, "  needed_by: 26-04-01\n", &["13:14 wrong-kind: `26-04-01` is not a date like `2026-03-02`"]);
    check(facts, "  needed_by: soon\n", &["13:14 wrong-kind: `needed_by`: `soon` is not a date like `2026-03-02`"]);
    check(
        facts,
        "  clocks:\n  - clock: resolve\n    limit: 5 days\n    strenth: aim\n    started: 2026-03-02\n    due: 2026-03-09\n",
        &["16:5 unknown-key: `strenth` can't be used in `clocks` (did you mean `strength`?)"],
    );
    check(
        facts,
        "  warned: everybody\n  confirmed:\n  - duty: x\n  overridden: {rules: [a]}\n",
        &[
            "13:11 wrong-kind: `warned` must be a list, not a text",
            "15:5 missing-key: `on` is missing in `confirmed`",
            "16:15 missing-key: `reason` is missing in `overridden`",
        ],
    );
}

#[test]
fn faults_of_the_file_as_a_whole() {
    let head = &PLAIN[..PLAIN.find("events:").unwrap()];
    let with_events = |events: &str| format!("{head}events:{events}\n").into_bytes();
    for (bytes, expected) in [
        (b"".to_vec(), "1:1 wrong-kind: the file is empty"),
        (b"# only a comment\n".to_vec(), "2:1 wrong-kind: the file is empty"),
        (b"- a\n".to_vec(), "1:1 wrong-kind: this is not a record of a dispute"),
        (b"format: 1\nid: \xFF\n".to_vec(), "2:5 not-text: not UTF-8 text: this byte can't be read"),
        (b"format: 1\0\n".to_vec(), "1:10 not-text: a NUL byte, which no text has"),
        (b"\xFF\xFEa".to_vec(), "0:0 not-text: not text: UTF-16 with half a character at its end"),
        (b"a: [".to_vec(), "1:4 not-yaml: unclosed bracket '['"),
        (with_events(" []"), "7:9 no-events: there are no events"),
        (with_events(" many"), "7:9 wrong-kind: `events` must be a list, not a text"),
        (with_events("\n- 1"), "8:3 wrong-kind: an event is a block of `key: value`, not the number `1`"),
    ] {
        assert_eq!(told(&bytes), [expected], "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn hostile_files_are_refused_quickly() {
    let deep = "[".repeat(100_000);
    let bomb = {
        let levels: Vec<String> =
            (1..12).map(|n| format!("a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", "))).collect();
        format!("a0: &a0 [x, x, x, x]\n{}\n", levels.join("\n"))
    };
    for text in [deep, bomb] {
        assert_eq!(faults(text.as_bytes())[0].rule, "not-yaml");
    }
    let huge = vec![b'#'; usize::try_from(yaml::LARGEST).unwrap() + 1];
    assert_eq!(told(&huge), ["0:0 too-large: larger than 8 MB"]);
}

#[test]
fn every_truncation_is_damage_or_a_shorter_record_and_never_a_crash() {
    let text = unsealed(&full(id("2026-0042")));
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
        if let Ok(reading) = read(FILE, &text.as_bytes()[..end]) {
            assert!(reading.record.entries.len() <= every_event().len());
        }
    }
}

#[test]
fn a_newer_format_is_read_as_far_as_it_is_understood() {
    let newer = PLAIN
        .replacen("format: 1", "format: 2\nseal: abc", 1)
        .replacen("  stage: informal\n", "  stage: informal\n  mood: grim\n  clocks:\n  - {clock: total, limit: 20 working days, strength: hard, started: 2026-03-02, due: 2026-03-30, colour: red}\n", 1);
    let reading = read(FILE, newer.as_bytes()).unwrap();
    assert_eq!(reading.newer, Some(2));
    assert_eq!(reading.record.entries[0].clocks.len(), 1);
    assert_eq!(reading.record.entries[0].event, raised(id("2026-0042")).entries[0].event);

    let beyond = newer.replacen("event: raised", "event: foretold", 1);
    assert_eq!(read(FILE, beyond.as_bytes()).unwrap_err(), Unreadable::Newer(2));
    let refused = append_to(newer.as_bytes(), &[note(2, "x")], Vec::new()).unwrap_err();
    assert_eq!(refused, NotAppended::Newer(2));
}

/// Adds a note to a file and expects all existing bytes unchanged, and the note after them.
fn grown(existing: &[u8]) -> Vec<u8> {
    let note = note(2, "First line\n\n  second: line");
    let bytes = added(existing, std::slice::from_ref(&note));
    let before = read(FILE, existing).unwrap().record;
    let after = read(FILE, &bytes).unwrap().record;
    assert_eq!(after.entries, [before.entries, vec![note]].concat());
    assert_eq!(after.header, before.header);
    bytes
}

#[test]
fn adding_keeps_every_byte_that_is_there() {
    let indented = PLAIN
        .replace("\n  ", "\n        ")
        .replace("\n- number", "\n    -   number")
        .replace("events:\n", "# what happened\nevents: # in order\n");
    for existing in [
        PLAIN.to_string(),
        PLAIN.trim_end().to_string(),
        PLAIN.replace("|-", "|"),
        PLAIN.replace("|-", "|").trim_end().to_string(),
        format!("# a note of mine\n{PLAIN}  # and one more\n\n# the end\n\n"),
        format!("---\n{PLAIN}"),
        indented.clone(),
        indented.trim_end().to_string(),
        PLAIN.replace("    Still none.\n", "    Still none.\n\n\n").replace("|-", "|+"),
    ] {
        let bytes = grown(existing.as_bytes());
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with(&existing), "{text}");
        record(&text);
    }
}

#[test]
fn adding_keeps_a_persons_indentation() {
    let indented = PLAIN.replace("\n  ", "\n      ").replace("\n- number", "\n   -  number");
    let text = String::from_utf8(grown(indented.as_bytes())).unwrap();
    assert!(text.contains("\n   - number: 2\n     event: noted\n"), "{text}");
}

#[test]
fn adding_keeps_line_ends_and_encodings() {
    let crlf = PLAIN.replace('\n', "\r\n");
    let text = String::from_utf8(grown(crlf.as_bytes())).unwrap();
    assert!(text.starts_with(&crlf));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());

    let marked = [b"\xEF\xBB\xBF", PLAIN.as_bytes()].concat();
    assert!(grown(&marked).starts_with(&marked));
    for (mark, unit) in [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)] {
        let wide: Vec<u8> = mark.into_iter().chain(PLAIN.encode_utf16().flat_map(unit)).collect();
        assert!(grown(&wide).starts_with(&wide));
    }
}

#[test]
fn keys_may_follow_the_events() {
    let (head, events) = PLAIN.split_at(PLAIN.find("events:").unwrap());
    let moved = format!("{events}{head}");
    let text = String::from_utf8(grown(moved.as_bytes())).unwrap();
    let (before, after) = text.split_at(events.len());
    assert_eq!(before, events);
    assert!(after.ends_with(head));
}

#[test]
fn what_cant_be_added_to_without_change_is_left_alone() {
    let (head, _) = PLAIN.split_at(PLAIN.find("events:").unwrap());
    let flow = format!(
        "{head}events: [{{number: 1, event: noted, at: 2026-03-02, recorded_at: 2026-03-02, by: Jo, kind: other, text: x}}]\n"
    );
    let ended = format!("{PLAIN}...\n");
    for (existing, number, expected) in [
        (flow.as_str(), 2, "line 7: the events must be a list of items that each begin a line with `- `"),
        (PLAIN, 3, "line 18 would be wrong: event 3 comes where event 2 should be"),
        (&ended, 2, "line 19 would be wrong: multiple YAML documents detected"),
    ] {
        match append_to(existing.as_bytes(), &[note(number, "x")], Vec::new()) {
            Err(NotAppended::Unfaithful(Unfaithful(why))) => assert_eq!(why, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_record_too_large_to_be_read_again_is_not_written() {
    let mut record = raised(id("2026-0042"));
    record.entries.push(note(2, &"words ".repeat(1_500_000)));
    let refused = compose(FILE, &record).unwrap_err();
    assert_eq!(refused.to_string(), "the record would grow beyond 8 MB");
}

/// Texts that YAML readers are known to have trouble with: alone, joined and at random.
fn nasty() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        " ",
        "  leading",
        "trailing  ",
        "- x",
        "-",
        "--- x",
        "...",
        "a: b",
        ": ",
        "# no comment",
        "a #b",
        "'",
        "\"",
        "it's",
        "\"q\" and 'q'",
        "\\n",
        "\\",
        "yes",
        "no",
        "on",
        "y",
        "true",
        "null",
        "~",
        "0042",
        "1e3",
        "1_000",
        "0x1F",
        "0o7",
        ".5",
        "12:30",
        "2026-03-02",
        "=",
        "<<",
        "&a",
        "*a",
        "!t",
        "!!str x",
        "%d",
        "@",
        "`",
        "?",
        "? x",
        "[",
        "]",
        "{",
        "}",
        ",",
        "|",
        ">",
        "|-",
        "\n",
        "\n\n",
        "\t",
        "\tx",
        "x\t",
        "x\ty",
        "\r\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\u{A0}",
        "\u{FEFF}x",
        "\u{7}",
        "\u{1F642}\u{200D}\u{2764}\u{FE0F}",
        "e\u{301}",
        "\u{202E}abc",
        "caf\u{E9}",
        "line\n  indented\n- dash\n# hash\n",
        "\n lead",
        "   \nx",
        "x\n   ",
        "a\n\n\n",
        "key: |\n  text",
        "\u{E000}",
        "\u{10FFFD}",
        "a word and another, rather a long line of them. ",
    ]);
    let piece = prop_oneof![6 => known.prop_map(str::to_string), 1 => any::<String>(), 1 => "[ -~\\n]{0,200}"];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| clean_text(&pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_typed_comes_back_the_same(
        texts in prop::collection::vec(nasty(), 8),
        keys in prop::collection::vec(nasty(), 2),
        number in any::<i64>(),
        float in any::<f64>().prop_filter("finite", |float| float.is_finite()),
    ) {
        let facts = json!({
            "stage": texts[0], "by_role": "iro", "concern": texts[1], "impact": texts[2], "categories": [texts[3], texts[4]],
            "fields": {&keys[0]: texts[5], &keys[1]: texts[0]},
        });
        let mut meant = raised(id("2026-0042"));
        meant.header.child = texts[7].clone();
        meant.entries = vec![entry(1, crate::store::tests::samples::event("raised", facts))];
        meant.entries[0].by = texts[6].clone();
        meant.entries[0].warned = texts[..3].to_vec();
        let file = compose(FILE, &meant).unwrap().bytes;
        prop_assert_eq!(&record(&String::from_utf8(file.clone()).unwrap()), &meant);

        let set = json!({&keys[0]: texts[3], "n": number, "f": float, "none": null, "list": [texts[4], [], {}]});
        let corrected = crate::store::tests::samples::event("corrected", json!({"corrects": 1, "reason": texts[5], "set": set}));
        let more = [note(2, &texts[1]), entry(3, corrected), note(4, &texts[2])];
        let grown = added(&file, &more);
        prop_assert!(grown.starts_with(&file));
        meant.entries.extend(more);
        prop_assert_eq!(&record(&String::from_utf8(grown).unwrap()), &meant);
    }

    #[test]
    fn text_that_was_not_cleaned_is_written_faithfully_or_not_at_all(text in any::<String>()) {
        let mut meant = raised(id("2026-0042"));
        meant.entries.push(note(2, &text));
        if let Ok(Composed { bytes: file, .. }) = compose(FILE, &meant) {
            prop_assert_eq!(read(FILE, &file).unwrap().record, meant);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(FILE, &bytes);
    }

    #[test]
    fn no_change_to_a_record_makes_the_reader_fall_over(at in 0..PLAIN.len(), put in any::<char>(), cut in 0..4_usize) {
        let text = PLAIN.to_string();
        let changed = format!("{}{put}{}", &text[..at], &text[(at + cut).min(text.len())..]);
        if let Ok(reading) = read(FILE, changed.as_bytes()) {
            let _ = append(FILE, changed.as_bytes(), reading, &[note(2, "x")], Vec::new());
        }
    }
}
