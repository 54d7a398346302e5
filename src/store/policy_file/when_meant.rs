//! Rewrites circumstances that are joined by words of their author's, such as `or` and `unless`, in the form of a `when`.

use crate::domain::policy::{CaseType, ImpactLevel};
use crate::domain::suggest::plain;
use crate::domain::time::typed;
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Key, Node};

/// What an item of `any` or `none` is called.
pub(super) const CIRCUMSTANCES: &str = "one of several circumstances";

/// What a word between circumstances means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// Between what stands before it and after it.
    Or,
    /// Of what stands after it.
    OneOf,
    All,
    None,
}

const WORDS: [(&str, Join); 10] = [
    ("or", Join::Or),
    ("either", Join::OneOf),
    ("one-of", Join::OneOf),
    ("and", Join::All),
    ("all", Join::All),
    ("both", Join::All),
    ("not", Join::None),
    ("unless", Join::None),
    ("except", Join::None),
    ("but-not", Join::None),
];

/// Keys that take `true` or `false`, which people write as words.
const YES_OR_NO: [&str; 8] =
    ["immediate", "other_service", "answered", "agreed", "complaint", "referred", "resolved", "meeting_held"];

pub(super) fn is_when(what: &str) -> bool {
    what == "a `when`" || what == CIRCUMSTANCES
}

fn join_of(key: &Key) -> Option<Join> {
    let name = plain(&key.text);
    WORDS.iter().find(|(word, _)| *word == name).map(|(_, join)| *join)
}

/// The whole block as it has to be written if a key of it is such a word; `None` if the key isn't, or if several such
/// words leave open what goes with what.
pub(super) fn rewritten(key: &Key, pairs: &[(Key, Node)]) -> Option<String> {
    let join = join_of(key)?;
    if pairs.iter().filter(|(key, _)| join_of(key).is_some()).count() > 1 {
        return None;
    }
    let own: Vec<String> = pairs.iter().filter(|(key, _)| join_of(key).is_none()).map(pair).collect();
    let given = pairs.iter().find(|(key, _)| join_of(key).is_some()).map(|(_, node)| node)?;
    let each = match &given.content {
        // Alone it can only stand between its own keys.
        Content::Map(inner) if own.is_empty() && [Join::Or, Join::OneOf].contains(&join) => {
            inner.iter().map(|one| format!("{{{}}}", pair(one))).collect()
        }
        _ => blocks(given),
    };
    let beside = |more: String| own.iter().cloned().chain([more]).collect::<Vec<_>>().join(", ");
    Some(match join {
        Join::Or => {
            let first = (!own.is_empty()).then(|| format!("{{{}}}", own.join(", ")));
            let all: Vec<String> = first.into_iter().chain(each).collect();
            format!("write `{{any: [{}]}}` where one of them is enough", all.join(", "))
        }
        Join::OneOf => {
            let any = beside(format!("any: [{}]", each.join(", ")));
            format!("write `{{{any}}}` where one of them is enough")
        }
        Join::All => {
            let inner = each.iter().map(|block| without_braces(block));
            let all: Vec<&str> = own.iter().map(String::as_str).chain(inner).collect();
            format!("write `{{{}}}`: everything in a `when` must hold", all.join(", "))
        }
        Join::None => {
            let none = if each.len() == 1 { each.concat() } else { format!("[{}]", each.join(", ")) };
            format!("write `{{{}}}` for what must not hold", beside(format!("none: {none}")))
        }
    })
}

fn without_braces(block: &str) -> &str {
    block.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(block)
}

/// What to write for circumstances that are a list or a word; `None` if it isn't known.
pub(super) fn for_a_block(content: &Content) -> Option<String> {
    match content {
        Content::List(items) if items.iter().all(|item| matches!(item.content, Content::Map(_))) => {
            let each: Vec<String> = items.iter().flat_map(blocks).collect();
            let inner: Vec<&str> = each.iter().map(|block| without_braces(block)).collect();
            let (any, all) = (each.join(", "), inner.join(", "));
            match each.as_slice() {
                [] => None,
                [only] => Some(format!("leave out the square brackets: `{only}`")),
                _ => Some(format!(
                    "write `{{any: [{any}]}}` where one of them is enough, or `{{{all}}}` where all must hold"
                )),
            }
        }
        Content::Text(text) => known(text).map(|block| format!("write `{block}`")),
        _ => None,
    }
}

/// The circumstances that a node holds, each as a block.
fn blocks(node: &Node) -> Vec<String> {
    match &node.content {
        Content::List(items) => items.iter().flat_map(blocks).collect(),
        Content::Map(pairs) => vec![format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))],
        Content::Text(text) => vec![known(text).unwrap_or_else(|| format!("{{…: {}}}", typed(text)))],
        Content::Null | Content::Bool(_) | Content::Int(_) | Content::Float(_) => vec!["{…}".to_owned()],
    }
}

/// The circumstances that stand after a role, as far as they can be written out.
pub(super) fn of_a_role(node: &Node) -> String {
    match &node.content {
        Content::Map(_) => written(node.get("when").unwrap_or(node)),
        Content::Text(text) => known(text.strip_prefix("when ").unwrap_or(text)).unwrap_or_else(|| "{…}".to_owned()),
        Content::Null | Content::Bool(_) | Content::Int(_) | Content::Float(_) | Content::List(_) => "{…}".to_owned(),
    }
}

/// The circumstance that a single word can only mean.
pub(super) fn known(word: &str) -> Option<String> {
    let name = plain(word);
    let yes = YES_OR_NO.iter().find(|key| plain(key) == name).map(|key| format!("{{{key}: true}}"));
    let level = || ImpactLevel::named(&name).map(|_| format!("{{impact_level: {name}}}"));
    let case = || CaseType::named(&name).map(|_| format!("{{case_type: {name}}}"));
    yes.or_else(level).or_else(case)
}

fn pair((key, node): &(Key, Node)) -> String {
    format!("{}: {}", typed(&key.text), written(node))
}

/// A value as it can be written in braces.
pub(super) fn written(node: &Node) -> String {
    let all = |parts: Vec<String>| parts.join(", ");
    match &node.content {
        Content::Null => "…".to_owned(),
        Content::Bool(yes) => yes.to_string(),
        Content::Int(number) => number.to_string(),
        Content::Float(number) => number.to_string(),
        Content::Text(text) if text.contains([',', ':', '{', '}', '[', ']', '#', '"']) => {
            format!("\"{}\"", typed(text))
        }
        Content::Text(text) if ["yes", "no", "true", "false"].contains(&text.as_ref()) => format!("\"{text}\""),
        Content::Text(text) => typed(text),
        Content::List(items) => format!("[{}]", all(items.iter().map(written).collect())),
        Content::Map(pairs) => format!("{{{}}}", all(pairs.iter().map(pair).collect())),
    }
}
