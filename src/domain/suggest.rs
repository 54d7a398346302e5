//! "Did you mean": the known name nearest to one that somebody typed.

use super::same_name::NameKey;
use super::text::list;

/// How alike two names must be before one is offered for the other.
const ALIKE: f64 = 0.66;

/// How alike two names must be for one to be the other with a typing error.
const SLIP: f64 = 0.8;

/// The name among those known that was probably meant; capitals, spaces, underscores and quotes don't count. `None` if
/// none is near, or if several are equally near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = plain(typed);
    if typed.is_empty() {
        return None;
    }
    let near = known.into_iter().map(|name| (likeness(&typed, &plain(name)), name));
    let mut near: Vec<(f64, &str)> = near.filter(|(likeness, _)| *likeness >= ALIKE).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    match near.as_slice() {
        [] => None,
        [first, second, ..] if first.0.total_cmp(&second.0).is_eq() && first.1 != second.1 => None,
        [first, ..] => Some(first.1),
    }
}

/// The name among those known of which the typed one is a slip of the keyboard: a letter or two, capitals, spaces.
pub fn slip_of<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(typed, known).filter(|near| strsim::normalized_damerau_levenshtein(&plain(typed), &plain(near)) >= SLIP)
}

/// A hint: the name that was probably meant, or else all that there are to choose from. `None` if there are none.
pub fn choices(typed: &str, known: &[String]) -> Option<String> {
    if let Some(near) = nearest(typed, known.iter().map(String::as_str)) {
        return Some(format!("did you mean `{near}`?"));
    }
    let mut known: Vec<&String> = known.iter().collect();
    known.sort_by_key(|name| (name.parse::<u32>().ok(), *name));
    known.dedup();
    let known: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    match known.as_slice() {
        [] => None,
        [only] => Some(format!("the only one is {only}")),
        several => Some(format!("choose {}", list(several, "or"))),
    }
}

/// A name as an id would spell it: `Team Manager` is `team-manager`.
pub fn plain(name: &str) -> String {
    let words = NameKey::of(name);
    let words = words.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// How alike two names are, from 0 to 1. A name that begins with the typed one is always alike enough to be offered.
fn likeness(typed: &str, name: &str) -> f64 {
    let edits = strsim::normalized_damerau_levenshtein(typed, name);
    match typed.len() > 2 && name.starts_with(typed) {
        true => edits.max(ALIKE),
        false => edits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_none_is_near_all_are_offered() {
        let known = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        assert_eq!(choices("formel", &known(&["informal", "formal"])).as_deref(), Some("did you mean `formal`?"));
        assert_eq!(choices("x", &known(&["b", "a", "b"])).as_deref(), Some("choose `a` or `b`"));
        assert_eq!(choices("x", &known(&["10", "9"])).as_deref(), Some("choose `9` or `10`"));
        assert_eq!(choices("x", &known(&["a"])).as_deref(), Some("the only one is `a`"));
        assert_eq!(choices("x", &[]), None);
    }

    #[test]
    fn the_nearest_name_is_offered_if_it_is_near_enough() {
        let known = ["team-manager", "service-manager", "head-of-service", "iro"];
        let cases = [
            ("Team Manger", Some("team-manager")),
            ("team_manager", Some("team-manager")),
            ("“service-manager”", Some("service-manager")),
            ("head", Some("head-of-service")),
            ("IRO", Some("iro")),
            ("chief-executive", None),
            ("", None),
            ("--", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
