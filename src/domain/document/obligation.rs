//! Whether a sentence asks for something, or allows it: by its words ("must", "may"), or because a protocol states in
//! the present tense what is done ("the manager responds", "the outcome is recorded"), or instructs the reader ("Write
//! to ...").

use serde::Serialize;

use super::spoken::{ACTORS, CIRCUMSTANCES, FOLLOWS, MAY, MUST, PARTICIPLES, SHOULD, VERBS};
use super::{has, padded, words};

/// How strictly a sentence asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Must, shall, will.
    Must,
    /// Should, is expected to, aims to.
    Should,
    /// Stated as a fact ("the manager responds") or an instruction ("Write to ..."), which leaves open how strict it
    /// is.
    Does,
    /// May, can, has the power to.
    May,
}

/// Openings that look like a circumstance ("before doing so") but after which the sentence can still ask for something.
const OPENERS: [&[&str]; 6] = [
    &["before", "doing", "so"],
    &["before", "doing", "this"],
    &["after", "this"],
    &["after", "that"],
    &["once", "this", "is", "done"],
    &["in", "the", "first", "instance"],
];

/// What joins an actor to what they have or are, before the verb: `the worker with the concern contacts`.
const PREPOSITIONS: [&str; 8] = ["with", "for", "from", "in", "of", "at", "holding", "raising"];

/// How many words after such a joining word the verb may come.
const REACH: usize = 6;

/// What follows "go" or "pass" if something is sent on.
const ONWARDS: [&str; 5] = ["to", "into", "onto", "back", "up"];

/// Verbs that make a clause an instruction to the reader if it begins with them, whatever follows.
const IMPERATIVES: [&str; 4] = ["avoid", "make", "remember", "try"];

/// How strictly a sentence asks for something; `None` if it doesn't. If it has words of several kinds, `Should` goes
/// before `Must`, `Must` before `Does`, and `May` comes last.
pub fn obligation(text: &str) -> Option<Obligation> {
    // `Should it fail, the Head decides` is a circumstance.
    let turned = text.trim_start().strip_prefix("Should ").map(|rest| format!("If {rest}"));
    let text = turned.as_deref().unwrap_or(text);
    let line = padded(text);
    let says = |any: &[&str]| any.iter().any(|words| has(&line, words));
    if says(&SHOULD) || would_like(&line) {
        return Some(Obligation::Should);
    }
    let clauses: Vec<Vec<String>> = text
        .replace('’', "'")
        .split([',', ';', ':', '–', '—'])
        .flat_map(|clause| clause.split(" - "))
        .map(words)
        .map(without_opener)
        .collect();
    let main =
        || clauses.iter().filter(|clause| clause.first().is_none_or(|word| !CIRCUMSTANCES.contains(&word.as_str())));
    let (done, allowed) = (
        main().any(|clause| states_what_is_done(clause) || is_instruction(clause)),
        main().any(|clause| is_allowed(clause)),
    );
    // `No later than Friday the IRO may withdraw` begins with the time until which it is allowed; in `the IRO may withdraw
    // no later than Friday` it comes last.
    let mut rest = line.strip_prefix(" no later than").filter(|_| allowed && !done).unwrap_or(&line).to_owned();
    for clause in main().filter(|clause| is_allowed(clause)) {
        let said = clause.join(" ");
        rest = rest.replace(&said, &said.replace("no later than ", ""));
    }
    if MUST.iter().any(|words| has(&rest, words)) || clauses.iter().any(|clause| forbids(clause)) {
        return Some(Obligation::Must);
    }
    if done {
        return Some(Obligation::Does);
    }
    (says(&MAY) || allowed).then_some(Obligation::May)
}

/// `the Trust would like parents to be told`, but not `the child would like to stay`.
fn would_like(line: &str) -> bool {
    let wished = line.split_once(" would like ").map(|(_, wished)| wished);
    wished.is_some_and(|wished| !wished.starts_with("to ") && wished.contains(" to "))
}

/// `no stage may be skipped`, `nobody can end it`.
fn forbids(clause: &[String]) -> bool {
    let nobody = match clause {
        [first, second, ..] if first == "no" && second == "one" => true,
        [first, ..] => ["no", "nobody", "none", "neither"].contains(&first.as_str()),
        [] => false,
    };
    let allowed = clause.iter().position(|word| ["may", "can"].contains(&word.as_str()));
    nobody && allowed.is_some_and(|allowed| !is_a_time(&clause[..allowed]))
}

/// Whether the words before `may` only say by when: `no later than two days after the meeting`, but not `no more than
/// two stages`.
fn is_a_time(before: &[String]) -> bool {
    let after = || before.iter().any(|word| ["after", "before"].contains(&word.as_str()));
    match before.get(1).map(String::as_str) {
        Some("later" | "earlier" | "sooner") => true,
        Some("more" | "less" | "fewer") => after(),
        _ => false,
    }
}

/// Whether a clause states what is done: `the manager responds`, `leads meet`, `the outcome is recorded`. What follows
/// a word for circumstances is ignored.
fn states_what_is_done(clause: &[String]) -> bool {
    let end = clause.iter().position(|word| CIRCUMSTANCES.contains(&word.as_str())).unwrap_or(clause.len());
    let pairs = || clause[..end].windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
    let sent_on = pairs().any(|(goes, to)| ["go", "goes", "pass", "passes"].contains(&goes) && ONWARDS.contains(&to));
    let somebody =
        pairs().any(|(who, does)| ACTORS.contains(&who) && (VERBS.contains(&does) || is_plural(who) && is_base(does)));
    let passive = pairs().any(|(be, done)| ["is", "are"].contains(&be) && PARTICIPLES.contains(&done));
    let again = clause[..end].first().is_some_and(|word| ["copies", "minutes"].contains(&word.as_str()))
        && pairs().any(|(_, goes)| ["go", "goes"].contains(&goes));
    // `Appointed under section 25A` tells what the law says, and is no step of the protocol.
    let by_law = pairs().any(|pair| pair == ("under", "section"));
    somebody || again || sent_on || is_joined(&clause[..end]) || is_whoever(clause) || passive && !by_law
}

fn without_opener(mut clause: Vec<String>) -> Vec<String> {
    let opener = OPENERS
        .iter()
        .find(|opener| clause.len() > opener.len() && clause.iter().zip(opener.iter()).all(|(word, of)| word == of));
    if let Some(opener) = opener {
        clause.drain(..opener.len());
    }
    clause
}

/// `the practitioner with the concern contacts the other`.
fn is_joined(clause: &[String]) -> bool {
    clause.windows(2).enumerate().any(|(at, pair)| {
        let after = clause[at + 2..].iter().take(REACH);
        ACTORS.contains(&pair[0].as_str())
            && PREPOSITIONS.contains(&pair[1].as_str())
            && after.map(String::as_str).any(|word| VERBS.contains(&word))
    })
}

/// `anyone who is worried speaks to`, `an IRO who disputes a plan follows`: the verb of the sentence comes after that
/// of the relative clause.
fn is_whoever(clause: &[String]) -> bool {
    let Some(who) = clause.iter().position(|word| word == "who").filter(|at| (1..=3).contains(at)) else {
        return false;
    };
    let later = || clause.iter().skip(who + 2).map(String::as_str);
    ACTORS.contains(&clause[who - 1].as_str())
        && (later().any(|word| VERBS.contains(&word)) || later().any(|word| ["may", "can"].contains(&word)))
}

/// `Write to the manager`, `Do not wait`.
fn is_instruction(clause: &[String]) -> bool {
    match clause {
        [first, second, ..] if first == "do" && second == "not" => true,
        [first, _, ..] if IMPERATIVES.contains(&first.as_str()) => true,
        [first, second, ..] => is_base(first) && FOLLOWS.contains(&second.as_str()),
        _ => false,
    }
}

/// `the IRO may bypass`, `only the lead may close`, `the Reviewer may refer`.
fn is_allowed(clause: &[String]) -> bool {
    let may = |word: &String| ["may", "can"].contains(&word.as_str());
    clause
        .windows(2)
        .any(|pair| ACTORS.contains(&pair[0].as_str()) && may(&pair[1]) || may(&pair[0]) && is_base(&pair[1]))
}

fn is_plural(who: &str) -> bool {
    who == "they" || who.ends_with('s')
}

/// Whether a word is the base form of one of the verbs: `respond`, `notify`, `record`.
fn is_base(word: &str) -> bool {
    VERBS.iter().any(|does| {
        does.strip_suffix('s') == Some(word)
            || does.strip_suffix("es") == Some(word)
            || does.strip_suffix("ies").is_some_and(|stem| word.strip_suffix('y') == Some(stem))
    })
}
