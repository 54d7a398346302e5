//! Guesses what the author of a wrong value meant, and writes it in the right form.

use crate::domain::time::{Date, typed};
use crate::store::yaml::Content;

/// The block that a single word probably stands for; `None` if that isn't known.
pub(super) fn suggested_block(what: &str, content: &Content) -> Option<String> {
    let said = match content {
        Content::Text(text) => typed(text),
        Content::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    let none = ["none", "no", "false"].contains(&said.as_str());
    Some(match what {
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

/// A date with the day first, as in `1/4/2026`; `None` if the text isn't one.
pub(super) fn day_first(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
