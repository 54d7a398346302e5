//! Makes ids from titles, as short as they can be understood.

use crate::domain::suggest::plain;
use crate::store::policy_file::values::is_no_role;

/// The longest title that becomes an id unchanged, then the longest id made from a longer title, in characters.
const AS_IT_STANDS: usize = 24;
const LONGEST_ID: usize = 40;

/// Words that are left out of ids.
const SMALL: [&str; 13] = ["a", "an", "and", "are", "be", "for", "in", "is", "it", "of", "on", "the", "to"];

/// A short id for a text: its significant words in plain letters. The last words are left out if it would be too long
/// to type. `otherwise` is the id if nothing is left.
pub(in crate::store::policy_file) fn short_id(text: &str, otherwise: &str) -> String {
    let plain = plain(&text.replace(['\'', '’'], ""));
    let words = plain.split('-').map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let whole = words.join("-");
    if (1..=3).contains(&words.len()) && whole.len() <= AS_IT_STANDS {
        return whole;
    }
    let mut id = String::new();
    for word in words.iter().filter(|word| !SMALL.contains(&word.as_str())) {
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

/// The id of a role, from its title. Roles that have flags of their own get the ids that scripts use.
pub(in crate::store::policy_file) fn role_id(title: &str) -> String {
    // Brackets contain the short form of the title.
    let id = short_id(title.split_once(" (").map_or(title, |(title, _)| title), "role");
    match plain(title).as_str() {
        "independent-reviewing-officer" => "iro".to_owned(),
        "child-protection-chair" | "conference-chair" | "child-protection-conference-chair" => "cp-chair".to_owned(),
        _ if is_no_role(&id) => format!("role-{id}"),
        _ => id,
    }
}

/// Words for a stage in numbered titles, and numbers in words.
const STAGE_WORDS: [&str; 6] = ["level", "part", "phase", "stage", "step", "tier"];
const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// `stage-3` for `Stage 3: Director`: the id of a stage that its document numbers; `None` without a number.
pub(super) fn counted(title: &str) -> Option<String> {
    let plain = plain(title);
    let mut words = plain.split('-');
    let (word, number) = (words.next()?, words.next()?);
    let counts = number.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&number);
    (STAGE_WORDS.contains(&word) && counts && number.is_ascii()).then(|| format!("{word}-{number}"))
}
