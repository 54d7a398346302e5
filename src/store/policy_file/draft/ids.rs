//! Ids made of titles, as short as they can be understood.

use crate::domain::suggest::plain;

/// The longest id that is made of a title.
const LONGEST_ID: usize = 24;

/// Words that an id can do without.
const SMALL: [&str; 13] = ["a", "an", "and", "are", "be", "for", "in", "is", "it", "of", "on", "the", "to"];

/// A short id of a text: its first words that say something, in plain letters.
pub(in crate::store::policy_file) fn short_id(text: &str, otherwise: &str) -> String {
    let plain = plain(&text.replace(['\'', '’'], ""));
    let words = plain.split('-').map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let whole = words.join("-");
    if (1..=3).contains(&words.len()) && whole.len() <= LONGEST_ID {
        return whole;
    }
    let mut id = String::new();
    for word in words.iter().filter(|word| !SMALL.contains(&word.as_str())).take(3) {
        if !id.is_empty() && id.len() + 1 + word.len() > LONGEST_ID {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(LONGEST_ID));
    }
    if id.is_empty() { otherwise.to_owned() } else { id }
}

/// The id of a role, from its title; those whom the flags know by name have the ids that scripts use.
pub(in crate::store::policy_file) fn role_id(title: &str) -> String {
    let id = short_id(title, "role");
    match plain(title).as_str() {
        "independent-reviewing-officer" => "iro".to_owned(),
        "child-protection-chair" | "conference-chair" | "child-protection-conference-chair" => "cp-chair".to_owned(),
        _ if ["responder", "owner", "raiser"].contains(&id.as_str()) => format!("role-{id}"),
        _ => id,
    }
}
