//! Whether a sentence asks for something, or allows it: by the words that say so, or as a protocol that tells in the present
//! tense what is done ("the manager responds", "the outcome is recorded"), or tells the reader what to do ("Write to ...").

use serde::Serialize;

use super::{has, padded, words};

/// How much a sentence asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Must, shall, will.
    Must,
    /// Should, is expected to, aims to.
    Should,
    /// Said as it is done ("the manager responds"), or to the reader ("Write to ..."): how strictly is left open.
    Does,
    /// May, can, has the power to.
    May,
}

const SHOULD: [&str; 17] = [
    "should",
    "ought to",
    "expected to",
    "expects",
    "aim to",
    "aims to",
    "aiming",
    "is to be",
    "where possible",
    "endeavour to",
    "is asked to",
    "are asked to",
    "is encouraged to",
    "are encouraged to",
    "advised to",
    "good practice is",
    "invited to",
];

const MUST: [&str; 35] = [
    "must",
    "shall",
    "will",
    "required to",
    "requires",
    "is required",
    "are required",
    "requirement that",
    "has to",
    "have to",
    "needs to",
    "need to",
    "is to",
    "are to",
    "to be called",
    "to be held",
    "to be sent",
    "to be recorded",
    "ensure",
    "ensures",
    "may not",
    "cannot",
    "may only",
    "responsible for",
    "responsibility of",
    "has a duty to",
    "have a duty to",
    "obliged",
    "it is essential",
    "it is important that",
    "no later than",
    "is final",
    "falls to",
    "it is for the",
    "no right",
];

const MAY: [&str; 11] = [
    "has the power to",
    "have the power to",
    "power to refer",
    "at the discretion of",
    "entitled to",
    "can be sought",
    "may be sought",
    "has authority to",
    "have authority to",
    "has the right to",
    "have the right to",
];

/// The last words of those who act.
const ACTORS: [&str; 41] = [
    "advocate",
    "agencies",
    "agency",
    "authority",
    "board",
    "both",
    "carer",
    "carers",
    "chair",
    "chairs",
    "coordinator",
    "director",
    "directors",
    "each",
    "executive",
    "head",
    "iro",
    "iros",
    "lead",
    "leads",
    "manager",
    "managers",
    "officer",
    "officers",
    "panel",
    "parties",
    "partnership",
    "practitioner",
    "practitioners",
    "professional",
    "professionals",
    "qa",
    "responder",
    "s/he",
    "service",
    "supervisor",
    "team",
    "teams",
    "they",
    "worker",
    "workers",
];

/// What people do under a protocol, as one of them does it.
const DOES: [&str; 66] = [
    "acknowledges",
    "agrees",
    "alerts",
    "allocates",
    "answers",
    "appoints",
    "approves",
    "arranges",
    "asks",
    "attends",
    "books",
    "brings",
    "calls",
    "chairs",
    "challenges",
    "checks",
    "circulates",
    "completes",
    "confirms",
    "considers",
    "contacts",
    "convenes",
    "copies",
    "decides",
    "discusses",
    "emails",
    "escalates",
    "explains",
    "feeds",
    "files",
    "fills",
    "forwards",
    "gives",
    "holds",
    "informs",
    "invites",
    "issues",
    "keeps",
    "leads",
    "logs",
    "makes",
    "meets",
    "monitors",
    "names",
    "notifies",
    "prepares",
    "provides",
    "raises",
    "records",
    "refers",
    "replies",
    "reports",
    "responds",
    "reviews",
    "rings",
    "seeks",
    "sends",
    "shares",
    "signs",
    "speaks",
    "submits",
    "talks",
    "tells",
    "tracks",
    "updates",
    "writes",
];

/// The same of what it is done to.
const DONE: [&str; 40] = [
    "acknowledged",
    "agreed",
    "allocated",
    "answered",
    "appointed",
    "arranged",
    "chaired",
    "circulated",
    "completed",
    "confirmed",
    "convened",
    "copied",
    "discussed",
    "emailed",
    "escalated",
    "filed",
    "given",
    "held",
    "informed",
    "invited",
    "kept",
    "logged",
    "made",
    "monitored",
    "notified",
    "passed",
    "placed",
    "provided",
    "raised",
    "recorded",
    "referred",
    "reported",
    "reviewed",
    "sent",
    "shared",
    "signed",
    "submitted",
    "told",
    "updated",
    "uploaded",
];

/// What begins a part of a sentence that says under which circumstances, and asks for nothing itself.
const CIRCUMSTANCES: [&str; 16] = [
    "if", "when", "where", "once", "until", "unless", "before", "after", "which", "who", "that", "because", "as",
    "whether", "while", "although",
];

/// What follows a verb that tells the reader what to do.
const FOLLOWS: [&str; 25] = [
    "a", "all", "an", "any", "at", "by", "each", "every", "for", "in", "it", "not", "on", "out", "that", "the",
    "their", "them", "these", "this", "to", "up", "with", "within", "your",
];

/// Whether a sentence asks for something; what is only expected is weaker than what must be, and what is allowed the weakest.
pub fn obligation(text: &str) -> Option<Obligation> {
    let line = padded(text);
    let says = |any: &[&str]| any.iter().any(|words| has(&line, words));
    if says(&SHOULD) {
        return Some(Obligation::Should);
    }
    let clauses: Vec<Vec<String>> = text
        .replace('’', "'")
        .split([',', ';', ':', '–', '—'])
        .flat_map(|clause| clause.split(" - "))
        .map(words)
        .collect();
    let main =
        || clauses.iter().filter(|clause| clause.first().is_none_or(|word| !CIRCUMSTANCES.contains(&word.as_str())));
    if says(&MUST) {
        return Some(Obligation::Must);
    }
    if main().any(|clause| is_done(clause) || is_told(clause)) {
        return Some(Obligation::Does);
    }
    (says(&MAY) || main().any(|clause| is_allowed(clause))).then_some(Obligation::May)
}

/// `the manager responds`, `leads meet`, `the outcome is recorded`; not behind a word that makes it a circumstance.
fn is_done(clause: &[String]) -> bool {
    let end = clause.iter().position(|word| CIRCUMSTANCES.contains(&word.as_str())).unwrap_or(clause.len());
    let pairs = || clause[..end].windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
    let somebody =
        pairs().any(|(who, does)| ACTORS.contains(&who) && (DOES.contains(&does) || plural(who) && is_base(does)));
    let passive = pairs().any(|(be, done)| ["is", "are"].contains(&be) && DONE.contains(&done));
    let again = clause[..end].first().is_some_and(|word| ["copies", "minutes"].contains(&word.as_str()))
        && pairs().any(|(_, goes)| ["go", "goes"].contains(&goes));
    // Who is appointed by law, or what was agreed once, is no step of a protocol.
    let by_law = pairs().any(|pair| pair == ("under", "section"));
    somebody || again || passive && !by_law
}

/// `Write to the manager`, `Do not wait`.
fn is_told(clause: &[String]) -> bool {
    match clause {
        [first, second, ..] if first == "do" && second == "not" => true,
        [first, second, ..] => is_base(first) && FOLLOWS.contains(&second.as_str()),
        _ => false,
    }
}

/// `the IRO may bypass`, `only the lead may close`.
fn is_allowed(clause: &[String]) -> bool {
    clause.windows(2).any(|pair| ACTORS.contains(&pair[0].as_str()) && ["may", "can"].contains(&pair[1].as_str()))
}

fn plural(who: &str) -> bool {
    who == "they" || who.ends_with('s')
}

/// Whether a word is one of the verbs as it is told to somebody: `respond`, `notify`, `record`.
fn is_base(word: &str) -> bool {
    DOES.iter().any(|does| {
        does.strip_suffix('s') == Some(word)
            || does.strip_suffix("es") == Some(word)
            || does.strip_suffix("ies").is_some_and(|stem| word.strip_suffix('y') == Some(stem))
    })
}
