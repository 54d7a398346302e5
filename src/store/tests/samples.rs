//! Records for the tests of `store`, with every kind of event and everything that an event can have.

use serde_json::{Map, Value, json};

use crate::domain::event::{Entry, Event, Noted};
use crate::domain::id::DisputeId;
use crate::domain::record::{Header, Kind, Record};

pub fn id(text: &str) -> DisputeId {
    text.parse().unwrap()
}

pub fn event(word: &str, facts: Value) -> Event {
    let Value::Object(facts) = facts else { panic!("{facts}") };
    Event::from_facts(word, facts).unwrap()
}

pub fn entry(number: u32, event: Event) -> Entry {
    Entry {
        number: number.into(),
        at: "2026-03-02T10:15:00+00:00".parse().unwrap(),
        recorded_at: "2026-03-02T10:20:00+00:00".parse().unwrap(),
        by: "Jo Bloggs".to_string(),
        event,
        confirmed: Vec::new(),
        overridden: None,
        warned: Vec::new(),
        clocks: Vec::new(),
        action_numbers: Vec::new(),
    }
}

pub fn note(number: u32, text: &str) -> Entry {
    let noted = Noted { text: text.to_string(), ..Noted::default() };
    entry(number, noted.into())
}

/// A dispute just raised.
pub fn raised(id: DisputeId) -> Record {
    let facts = json!({"stage": "informal", "by_role": "iro", "concern": "No care plan.\nStill none."});
    Record {
        header: Header {
            id,
            kind: Kind::Dispute,
            policy: "knowsley".to_string(),
            policy_version: "2023-06".to_string(),
            child: "C-1042".to_string(),
        },
        entries: vec![entry(1, event("raised", facts))],
    }
}

/// One event of each kind, with all its facts.
pub fn every_event() -> Vec<Event> {
    let facts = [
        (
            "raised",
            json!({
                "child": "C-1O42", "stage": "informal", "by_role": "iro", "case_type": "looked-after",
                "legal_status": "section 20",
                "iro": "Jo Bloggs", "team": "North", "categories": ["care-plan", "placement"],
                "concern": "The plan has drifted.\n\n- No school since May\n- No health assessment",
                "impact": "She is unsettled: \"nobody asks me\"", "impact_level": "severe", "seeking": "A plan by Easter",
                "aware_on": "2026-02-27", "arose_on": "2026-02-20T09:00:00+00:00", "immediate": false,
                "household": "FC-12", "subject": "Housing", "decided_by": "service-manager", "respond_by": "2026-03-09", "asked": "team-manager",
                "needed_by": "2026-04-01", "review_date": "2026-05-12", "next_review": "2026-11-10", "reason": "Already tried informally",
                "siblings": ["2026-0043", "2026-0044"], "repeat_of": ["2025-0007"],
                "assigned": {"team-manager": "Sam Field"}, "fields": {"medium": "email", "agency": "yes"},
                "ladder": "partner-agency",
                "policy_digest": "5f0c"
            }),
        ),
        (
            "responded",
            json!({
                "role": "service-manager", "name": "Ann", "standing_in_for": "team-manager", "text": "We agree in part.",
                "actions": [
                    {"what": "Find a school", "owner": "Sam Field", "due": "2026-03-20", "measure": "a place offered"},
                    {"what": "Book the assessment"}
                ],
                "barrier": "other-agency", "fields": {"medium": "letter"}
            }),
        ),
        ("agreed", json!({"text": "Good.", "fields": {"a": "b"}})),
        (
            "resolved",
            json!({
                "outcome": "School found", "result": "resolved-in-part", "impact_on_child": "Settled",
                "barrier": "resources", "fields": {"a": "b"}
            }),
        ),
        (
            "escalated",
            json!({
                "from": "informal", "to": "stage-2", "step": 1, "because": "no-response", "reason": "Silence",
                "respond_by": "2026-03-16", "asked": "head-of-service", "bypassed": ["stage-1"], "fields": {"a": "b"}
            }),
        ),
        (
            "extended",
            json!({
                "clock": "resolve", "stage": "stage-2", "more": "24 hours",
                "until": "2026-03-18T12:00:00+00:00", "reason": "Leave",
                "agreed_with": "Sam Field"
            }),
        ),
        ("done", json!({"duty": "child-told", "stage": "talk", "with": "Ann", "text": "By telephone"})),
        ("waived", json!({"duty": "discussion", "stage": "talk", "reason": "Not wanted"})),
        (
            "action-added",
            json!({"what": "Ring school", "owner": "Sam", "due": "2026-03-21", "measure": "a note on file"}),
        ),
        ("action-done", json!({"action": 1})),
        ("action-missed", json!({"action": 2, "reason": "Nobody available"})),
        (
            "meeting",
            json!({"held": "2026-03-12", "stage": "stage-2", "chair": "Lee", "attended": ["Jo", "Sam"], "minutes": "1. Welcome\n2. Plan\n"}),
        ),
        ("decided", json!({"decided_by": "Director", "text": "The plan stands."})),
        ("noted", json!({"kind": "child-view", "text": "# not a comment", "fields": {"in-proceedings": "yes"}})),
        (
            "referred",
            json!({
                "ground": "no-agreement", "reason": "All stages done", "curtail": "Urgent", "impact_on_child": "Great",
                "phoned": "2026-04-01", "written": "2026-04-02", "sent": ["care-plan"],
                "not_applicable": {"court-orders": "none"}, "fields": {"a": "b"}
            }),
        ),
        ("complaint", json!({"reason": "Asked for by the child", "fields": {"route": "complaint"}})),
        (
            "praised",
            json!({
                "child": "C-1O43", "for": ["Sam Field", "Ann"], "role": "social-worker", "text": "Well done", "reasons": ["Drift prevented"], "by_role": "iro",
                "iro": "Jo Bloggs", "team": "North", "fields": {"a": "b"}, "policy_digest": "5f0c"
            }),
        ),
        ("acknowledged", json!({"name": "Sam Field"})),
        ("withdrawn", json!({"reason": "Raised in error", "raised_in_error": true})),
        (
            "reopened",
            json!({"stage": "stage-1", "reason": "Actions not done", "respond_by": "2026-04-10", "fields": {"route": "problem-resolution"}}),
        ),
        (
            "corrected",
            json!({
                "corrects": 2, "reason": "Wrong role",
                "set": {"role": "service-manager", "step": 2, "immediate": true, "impact": null, "actions": [{"what": "x"}]},
                "recounted": [1, 2], "numbers": [1]
            }),
        ),
        ("meeting-arranged", json!({"day": "2026-03-12T14:00:00+00:00", "reason": "The chair is away"})),
    ];
    facts.into_iter().map(|(word, facts)| event(word, facts)).collect()
}

/// A record that has every kind of event, which no real dispute could.
pub fn full(id: DisputeId) -> Record {
    let mut record = raised(id);
    let numbered = (1..).zip(every_event());
    record.entries = numbered.map(|(number, event)| entry(number, event)).collect();
    let parts: Map<String, Value> = serde_json::from_value(json!({
        "confirmed": [{"duty": "manager-consulted", "on": "2026-03-01"}],
        "overridden": {"rules": ["own-manager-consulted"], "reason": "He is on leave"},
        "clocks": [
            {
                "clock": "resolve", "stage": "informal", "limit": "5 calendar days", "strength": "aim",
                "started": "2026-03-02T10:15:00+00:00", "due": "2026-03-09"
            },
            {
                "clock": "extension", "limit": "24 hours", "strength": "hard", "started": "2026-03-02",
                "due": "2026-03-03", "due_at": "2026-03-03T10:15:00+00:00", "instead_of": 1
            }
        ]
    }))
    .unwrap();
    let first = &mut record.entries[0];
    first.confirmed = serde_json::from_value(parts["confirmed"].clone()).unwrap();
    first.overridden = serde_json::from_value(parts["overridden"].clone()).unwrap();
    first.clocks = serde_json::from_value(parts["clocks"].clone()).unwrap();
    first.warned = vec!["the same concern was raised in `2025-0007`".to_string()];
    record
}
