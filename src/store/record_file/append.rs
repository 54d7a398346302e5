//! Adds events to a record file. All existing bytes stay, since comments, indentation, line ends and encoding may be a
//! person's own.

use super::reading::Reading;
use super::{Composed, Unfaithful, compare, item, read};
use serde_json::Value;

use crate::domain::event::Entry;
use crate::store::chain::{Accepted, ChainEnd};
use crate::store::yaml::{self, Content, Node};

/// Why no event was added.
#[derive(Debug, Clone, PartialEq)]
pub enum NotAppended {
    /// The file has this newer format.
    Newer(u32),
    Unfaithful(Unfaithful),
}

/// The file with these events added after the last. `reading` is what was read from the existing bytes. The first of
/// the events may accept edits made by hand.
///
/// # Errors
/// The file has a newer format, or would not be read back as the old events and the new ones.
pub fn append(
    file: &str,
    existing: &[u8],
    mut reading: Reading,
    entries: &[Entry],
    accepts: Vec<Accepted>,
) -> Result<Composed, NotAppended> {
    if let Some(format) = reading.newer {
        return Err(NotAppended::Newer(format));
    }
    let mut end = ChainEnd::of(&reading.record, &reading.seals);
    let mut items = Vec::new();
    let mut accepts = Some(accepts);
    for entry in entries {
        let seal = end.seal(entry, accepts.take().unwrap_or_default());
        items.push(item(entry, &seal));
        reading.seals.push(seal);
    }
    reading.record.entries.extend_from_slice(entries);
    let bytes = extended(existing, &items)
        .and_then(|bytes| compare(read(file, &bytes), &bytes, &reading.record, &reading.seals).map(|()| bytes))
        .map_err(NotAppended::Unfaithful)?;
    Ok(Composed { bytes, end })
}

fn extended(existing: &[u8], items: &[Value]) -> Result<Vec<u8>, Unfaithful> {
    let unreadable = |fault: yaml::YamlFault| Unfaithful(fault.message);
    let text = yaml::decode(existing).map_err(unreadable)?;
    let (margin, at) = match as_written(&text) {
        Some(found) => found,
        None => {
            let root = yaml::parse(&text).map_err(unreadable)?;
            (margin(&root, &text)?, end_of_events(&root, &text))
        }
    };
    let margin = " ".repeat(margin);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut added = String::new();
    if !text[..at].ends_with('\n') {
        added.push_str(line_end);
    }
    for line in yaml::write(&items).map_err(unreadable)?.lines() {
        if !line.is_empty() {
            added.push_str(&margin);
            added.push_str(line);
        }
        added.push_str(line_end);
    }
    // The whole file is compared as it will be read from now on; the new part also with the full YAML reader.
    match yaml::parse(&added) {
        Ok(root) if root.to_value() == Value::Array(items.to_vec()) => {}
        Ok(_) => return Err(Unfaithful("what is added would read differently".to_string())),
        Err(fault) => return Err(unreadable(fault)),
    }
    Ok(spliced(existing, &text[..at], &added))
}

/// The indent and the end of the list of events, if the file is in this program's form, in which nothing follows the
/// list. `None` if it has to be read in full.
fn as_written(text: &str) -> Option<(usize, usize)> {
    let (_, list) = text.strip_prefix("format: ")?.split_once("\nevents:\n")?;
    let margin = list.len() - list.trim_start_matches(' ').len();
    let nothing_follows = list.lines().all(|line| line.is_empty() || line.starts_with(' ') || line.starts_with("- "));
    (list[margin..].starts_with("- ") && nothing_follows).then_some((margin, text.len()))
}

/// The indent of the list of events, in spaces.
fn margin(root: &Node, text: &str) -> Result<usize, Unfaithful> {
    let first = root.get("events").map(|events| events.place.line).unwrap_or_default();
    let line = text.lines().nth((first as usize).saturating_sub(1)).unwrap_or_default();
    let after_blank = line.trim_start_matches(' ');
    match after_blank.starts_with('-') {
        true => Ok(line.len() - after_blank.len()),
        false => Err(Unfaithful(format!(
            "line {first}: the events must be a list of items that each begin a line with `- `"
        ))),
    }
}

/// Where the list of events ends in the text: before the next key, if a person has added one.
fn end_of_events(root: &Node, text: &str) -> usize {
    let Content::Map(pairs) = &root.content else {
        return text.len();
    };
    let next = pairs.iter().skip_while(|(key, _)| key.text != "events").nth(1);
    match next {
        None => text.len(),
        Some((key, _)) => {
            text.split_inclusive('\n').take((key.place.line as usize).saturating_sub(1)).map(str::len).sum()
        }
    }
}

/// The bytes with a text inserted after `before`, in the encoding of the rest.
fn spliced(existing: &[u8], before: &str, added: &str) -> Vec<u8> {
    let (mark, encode): (usize, fn(&str) -> Vec<u8>) = match existing {
        [0xFF, 0xFE, ..] => (2, |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        [0xFE, 0xFF, ..] => (2, |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        [0xEF, 0xBB, 0xBF, ..] => (3, |text| text.as_bytes().to_vec()),
        _ => (0, |text| text.as_bytes().to_vec()),
    };
    let (head, tail) = existing.split_at(mark + encode(before).len());
    [head, &encode(added), tail].concat()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::record_file::compose;
    use crate::store::tests::samples::{entry, event, id, note, raised};

    /// A full record must not keep its dispute from ending.
    #[test]
    fn a_full_record_has_room_for_the_end() {
        let mut record = raised(id("2026-0001"));
        let large = usize::try_from(yaml::LARGEST).unwrap() - 700 * 1024;
        record.entries.push(note(2, &"It goes on and on.\n".repeat(large / 24)));
        let full = compose("2026-0001.yaml", &record).unwrap().bytes;
        let add = |entry: Entry| {
            let reading = read("2026-0001.yaml", &full).unwrap();
            append("2026-0001.yaml", &full, reading, &[entry], Vec::new())
        };
        let more = "And on.\n".repeat(60 * 1024);
        let refused = add(note(3, &more)).unwrap_err();
        assert!(
            matches!(&refused, NotAppended::Unfaithful(Unfaithful(why)) if why.contains("for escalating and ending"))
        );
        let ended = add(entry(3, event("withdrawn", json!({"reason": more})))).unwrap();
        assert!(ended.bytes.len() > full.len() + more.len());
    }

    #[test]
    fn the_quick_look_finds_what_the_full_one_does() {
        let mut record = raised(id("2026-0001"));
        let plain = String::from_utf8(compose("2026-0001.yaml", &record).unwrap().bytes).unwrap();
        record.header.child = "C-1\nevents:\n- x".into();
        let literal = String::from_utf8(compose("2026-0001.yaml", &record).unwrap().bytes).unwrap();
        let indented = plain.replace("\n  ", "\n     ").replace("\n- ", "\n   - ");
        let blank = format!("{plain}\n\n");
        for text in [&plain, &literal, &indented, &blank] {
            let root = yaml::parse(text).unwrap();
            let full = (margin(&root, text).unwrap(), end_of_events(&root, text));
            assert_eq!(as_written(text), Some(full), "{text}");
        }
        let followed = format!("{}child: C-1\n", plain.replace("child: C-7\n", ""));
        let commented = plain.replace("\nevents:\n", "\nevents: # mine\n");
        let returns = plain.replace('\n', "\r\n");
        for text in [&followed, &commented, &returns, "format: 1\nevents:\nx: y", "events:\n- number: 1"] {
            assert_eq!(as_written(text), None, "{text}");
        }
    }
}
