//! Guesses what the author of a wrong value meant, and writes it in the right form.

use super::values::one_of;
use super::when_meant::{for_a_block, is_when, rewritten, written};
use crate::domain::suggest::plain;
use crate::domain::time::{parse_written_date, typed};
use crate::store::yaml::{Content, Key, Node};

/// Words that people use as keys of a `when`, each with what to write.
const WHEN: [(&[&str], &str); 4] = [
    (&["or", "either", "one-of"], "write `any: [{…}, {…}]` where one of several circumstances is enough"),
    (&["and", "all", "both"], "put its keys beside the others: everything in a `when` must hold"),
    (&["not", "unless", "except", "but-not"], "write `none: {…}` for what must not hold"),
    (
        &["stage", "stages", "step", "level"],
        "leave it out: what stands in a stage is for that stage, and a duty beside them names it under `stages`",
    ),
];

const CALENDAR: &str = "the calendar";

/// Words that people use as keys of the calendar, each with what to write.
const OF_CALENDAR: [(&[&str], &str); 3] = [
    (
        &["bank-holidays", "country", "nation", "region", "jurisdiction", "public-holidays"],
        "write `division: england-and-wales`, `scotland` or `northern-ireland` for the bank holidays there",
    ),
    (&["closed", "closing-days", "closure", "shutdown"], "write them as `closures`, each with `from`, `to` and `name`"),
    (&["working-hours", "opening-hours", "business-hours"], "write `office_hours: {from: \"09:00\", to: \"17:00\"}`"),
];

/// How a clock counts from a stage that a text names, as in `start of stage-1`; `None` if it names none.
pub(super) fn counted_from_a_stage<'s>(text: &str, stages: impl Iterator<Item = &'s str>) -> Option<String> {
    let said = format!("-{}-", plain(text));
    let named = stages.filter(|id| said.contains(&format!("-{id}-"))).max_by_key(|id| id.len())?;
    let says = |words: &[&str]| words.iter().any(|word| said.contains(&format!("-{word}-")));
    let ends = says(&["end", "ends", "left", "leaving", "closing", "over"]);
    let begins = says(&["start", "starts", "beginning", "begins", "entry", "entered", "entering"]);
    Some(match (begins, ends) {
        (true, false) => format!("write `{{entered: {named}}}`"),
        (false, true) => format!("write `{{left: {named}}}`"),
        _ => format!("write `{{entered: {named}}}` for when it begins, or `{{left: {named}}}` for when it ends"),
    })
}

/// What to do about a key that a block doesn't have. `near` is the key with almost its name; `needed`, what to do about
/// the one that is missing, if it stands in its place.
pub(super) fn key_hint(
    what: &str,
    key: &Key,
    pairs: &[(Key, Node)],
    near: Option<&str>,
    asked: &[&'static str],
    needed: Option<&str>,
    declared: &[&str],
) -> String {
    let of_key = pairs.iter().find(|(other, _)| other.place == key.place).map(|(_, node)| &node.content);
    let name = plain(&key.text);
    let odd_space = key.text.starts_with(|c: char| c.is_whitespace() && c != ' ');
    let is_when = is_when(what);
    if let Some(whole) = rewritten(key, pairs).filter(|_| is_when && !odd_space) {
        return whole;
    }
    if let Some(field) = declared.iter().find(|field| is_when && name == plain(field)) {
        let value = pairs.iter().find(|(other, _)| other.place == key.place).map(|(_, node)| written(node));
        return format!("`{field}` is a field of this file: write `field: {{{field}: {}}}`", value.unwrap_or_default());
    }
    if let Some((_, ours)) = OF_CALENDAR.iter().find(|(theirs, _)| what == CALENDAR && theirs.contains(&name.as_str()))
    {
        return (*ours).to_owned();
    }
    let said = WHEN.iter().find(|(names, _)| is_when && names.contains(&name.as_str()));
    match (near, said, needed) {
        _ if odd_space => "what stands before it looks like spaces and is not: type spaces instead".to_owned(),
        (Some(near), ..) if name == plain(near) => format!("write it `{near}`"),
        (_, Some((_, hint)), _) => (*hint).to_owned(),
        (Some(near), ..) => format!("did you mean `{near}`?"),
        // In `{…}` a comma ends a text, so that the rest of the text looks like a key.
        _ if matches!(of_key, Some(Content::Null)) && key.text.contains(' ') => {
            format!("if `{}` goes with the text before it, put that text in quotes", typed(&key.text))
        }
        (None, None, Some(_)) if what == "a limit" => {
            "write a time in words, as in `limit: 10 working days`, or `agreed` where it is agreed each time".to_owned()
        }
        (None, None, Some(needed)) => needed.to_owned(),
        (None, None, None) if is_when => format!(
            "{}; a fact that the file declares under `fields` goes under `field`: `field: {{{}: …}}`",
            one_of(asked.iter().copied()),
            typed(&key.text)
        ),
        (None, None, None) => one_of(asked.iter().copied()),
    }
}

/// The block that a single word probably stands for; `None` if that isn't known.
pub(super) fn suggested_block(what: &str, content: &Content) -> Option<String> {
    if is_when(what) {
        return for_a_block(content);
    }
    let said = match content {
        Content::Text(text) => typed(text),
        Content::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    let none = ["none", "no", "false"].contains(&said.as_str());
    Some(match what {
        "a closing time" => {
            let (from, to) = said.split_once(" to ").or_else(|| said.split_once(" - ")).unwrap_or((&said, ""));
            let day = |text: &str| parse_written_date(text.trim()).ok().map(|date| date.to_string());
            match (day(from)?, day(to)) {
                (from, Some(to)) => format!("write `{{from: \"{from}\", to: \"{to}\", name: …}}`"),
                (from, None) => format!("write `{{from: \"{from}\", name: …}}`"),
            }
        }
        "the total limit" if none => "leave `total` out where there is none".to_owned(),
        "the total limit" => format!("write `{{limit: {said}, strength: hard, from: formal-entered, source: …}}`"),
        "the limit for raising" => format!("write `{{limit: {said}, strength: hard, from: aware, source: …}}`"),
        "the bypass" => format!("write `{{free: {}, source: …}}`", !none),
        "the referral" if none => "leave `referral` out where the document says nothing of one".to_owned(),
        "the referral" => "write `{when: any, source: …}`, or `after-all` where it is a last resort".to_owned(),
        "an extension" if none => "leave `extend` out where there is none".to_owned(),
        "an extension" => format!("write `{{kind: moves, at_most: {said}, source: …}}`, or `kind: further`"),
        "a meeting" if ["required", "optional", "if-needed"].contains(&said.as_str()) => {
            format!("write `{{title: …, needed: {said}, source: …}}`")
        }
        "a meeting" if none => "leave `meeting` out where there is none".to_owned(),
        "a meeting" if said == "yes" || said == "true" => "write `{title: …, needed: required, source: …}`".to_owned(),
        "a meeting" => format!("write `{{title: {said}, needed: required, source: …}}`"),
        "a duty" => format!("write `{{id: …, text: {said}, enforce: remind, source: …}}`"),
        _ => return None,
    })
}

/// `team-manager` as a title: `Team Manager`.
pub(super) fn spelt_out(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let short = name.len() < 4;
    name.split(['-', '_', ' '])
        .map(|word| if short { word.to_uppercase() } else { capital(word) })
        .collect::<Vec<_>>()
        .join(" ")
}
