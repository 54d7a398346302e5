//! Which keys of a policy would express a sentence, judged by its words.

use serde::Serialize;

use super::obligation::Obligation;
use super::signs::LimitFound;
use super::{has, padded};

/// A policy key that would express a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Asks,
    BesideComplaint,
    Bypass,
    Calendar,
    Clocks,
    CopyTo,
    Duties,
    Extend,
    Judge,
    Meeting,
    Obstacles,
    Praise,
    RaiseWithin,
    Raisers,
    Referral,
    Satisfied,
    Substitutes,
    Total,
}

/// The words that point to each key.
const SIGNS: [(Key, &[&str]); 14] = [
    (Key::Referral, &["cafcass", "ombudsman", "review mechanism", "may be referred to", "can be referred to"]),
    (Key::BesideComplaint, &["complaint", "complaints", "complains"]),
    (Key::Praise, &["praise", "compliment", "compliments", "good practice", "excellent practice", "well done"]),
    (
        Key::Bypass,
        &[
            "bypass",
            "bypassed",
            "skip",
            "skipped",
            "left out",
            "omit",
            "straight to",
            "directly to",
            "any stage",
            "in sequence",
            "one after another",
        ],
    ),
    (Key::CopyTo, &["copy", "copies", "copied", "copying", "copy in", "cc'd"]),
    (Key::Meeting, &["meeting", "panel"]),
    (
        Key::Substitutes,
        &["absence", "is away", "on leave", "deputise", "deputises", "not available", "unavailable", "acting up"],
    ),
    (
        Key::Obstacles,
        &[
            "resourcing",
            "lack of resources",
            "shortage",
            "staffing",
            "lack of money",
            "budget",
            "financial constraints",
        ],
    ),
    (Key::Judge, &["judges whether", "judge whether", "decides whether the response", "decides whether the answer"]),
    (Key::Satisfied, &["is satisfied", "are satisfied", "be satisfied", "remains satisfied"]),
    (
        Key::Raisers,
        &[
            "may raise",
            "can raise",
            "may be raised by",
            "can be raised by",
            "is raised by",
            "are raised by",
            "be raised by",
            "raises a dispute",
            "raises a concern",
            "raise a dispute",
            "raise a concern",
            "initiates",
            "who can raise",
            "who may raise",
            "activating",
            "may initiate",
            "can initiate",
        ],
    ),
    (
        Key::Calendar,
        &[
            "bank holiday",
            "bank holidays",
            "public holidays",
            "days are working",
            "days means",
            "days mean",
            "offices are closed",
            "offices are open",
            "office is open",
            "not a working day",
            "a day is",
            "hour is a",
            "hours mean",
            "hours means",
            "weeks are",
            "month means",
            "months are",
            "office is closed",
            "doesn't work on",
            "don't work on",
            "not work on",
            "treated as received",
            "day is a",
            "days are calendar",
            "ends at a weekend",
            "ends on a weekend",
            "falls on a weekend",
            "falls at a weekend",
        ],
    ),
    (
        Key::Extend,
        &[
            "extend",
            "extended",
            "extension",
            "extensions",
            "more time",
            "more days",
            "further days",
            "more working days",
            "further working days",
            "additional time",
        ],
    ),
    (
        Key::Asks,
        &[
            "state",
            "states",
            "set out",
            "specify",
            "specifies",
            "describe",
            "give details",
            "provide details",
            "say which",
        ],
    ),
];

/// Words that make a time the limit of the whole process (`total`).
const OF_THE_WHOLE: [&str; 11] = [
    "in total",
    "total",
    "overall",
    "start to finish",
    "no more than",
    "not exceed",
    "all stages",
    "whole process",
    "entire process",
    "full process",
    "formal process",
];

/// Words for raising a dispute; together with one of `BEFORE_RAISING` they make a time the limit for raising it
/// (`raise_within`).
const RAISES: [&str; 9] =
    ["raise", "raises", "raised", "raising", "initiate", "initiates", "initiated", "activate", "activated"];
const BEFORE_RAISING: [&str; 14] = [
    "aware",
    "issue arising",
    "matter arising",
    "concern arising",
    "arose",
    "coming to light",
    "comes to light",
    "came to light",
    "of the incident",
    "of the event",
    "of the review",
    "after the review",
    "of the conference",
    "after the conference",
];

/// Words for a dispute that was raised already: a time in such a sentence is not the limit for raising it.
const IS_RAISED: [&str; 5] = ["has been raised", "have been raised", "was raised", "were raised", "had been raised"];

/// Words on how time is counted, unless somebody has to keep a limit that stands beside them.
const HOW_TIME_COUNTS: [&str; 6] =
    ["day one", "hours are", "hours in this", "closed from", "closed between", "received after"];

/// Words that make a time one that is past, which nobody has to keep.
const LOOKS_BACK: [&str; 6] =
    ["within the last", "in the last", "within the past", "in the past", "in the previous", "within the previous"];

/// Words for answering a dispute: a time in such a sentence is not the limit for raising it.
const ANSWERS: [&str; 8] = ["respond", "responds", "response", "reply", "replies", "answer", "answers", "acknowledged"];

/// The keys that the words of a sentence point to; empty if they point to none.
pub fn of(text: &str, obligation: Option<Obligation>, limits: &[LimitFound], in_stage: bool) -> Vec<Key> {
    let line = padded(text);
    let says = |any: &[&str]| any.iter().any(|words| has(&line, words));
    // A person who chairs a panel is an actor, not a meeting.
    let meeting = has(&line, "meeting") || has(&line.replace(" panel chair ", " "), "panel");
    let mut keys: Vec<Key> = SIGNS.iter().filter(|(_, signs)| says(signs)).map(|(key, _)| *key).collect();
    keys.retain(|key| *key != Key::Meeting || meeting);
    if obligation.is_none() {
        keys.retain(|key| *key != Key::Asks);
    }
    // `It is good practice to tell the child`, or `..., which is good practice`, is advice, and praises nobody.
    if says(&["good practice to", "which is good practice", "this is good practice"])
        && !says(&["praise", "compliment", "compliments", "acknowledged", "recognised"])
    {
        keys.retain(|key| *key != Key::Praise);
    }
    // `At any stage` says when a referral is open, not that stages may be left out.
    if keys.contains(&Key::Referral) {
        keys.retain(|key| *key != Key::Bypass);
    }
    // `48 hours` in quotation marks is explained, and nobody has to keep it.
    let explained = |limit: &LimitFound| text.replace(['“', '”'], "\"").contains(&format!("\"{}\"", limit.written));
    let counts = limits.iter().any(explained) || limits.is_empty() && says(&HOW_TIME_COUNTS);
    if counts && !keys.contains(&Key::Calendar) {
        keys.push(Key::Calendar);
    }
    if !limits.is_empty() && !keys.contains(&Key::Calendar) && !says(&LOOKS_BACK) {
        let raised = text.to_lowercase().contains("raised within") && !says(&IS_RAISED);
        let to_raise = raised || says(&RAISES) && says(&BEFORE_RAISING) && !says(&ANSWERS);
        let time = match (says(&OF_THE_WHOLE), to_raise, keys.contains(&Key::Extend)) {
            (true, ..) => Key::Total,
            (_, true, _) => Key::RaiseWithin,
            (_, _, true) => Key::Extend,
            _ => Key::Clocks,
        };
        if !keys.contains(&time) {
            keys.push(time);
        }
    }
    if keys.is_empty() && obligation.is_some() && in_stage {
        keys.push(Key::Duties);
    }
    keys
}
