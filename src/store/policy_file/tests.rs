//! Small broken policies and the messages about them; the built-in policies, which must have none; and built-in
//! policies broken at random, which must never crash the reader.

use proptest::prelude::*;

use super::*;
use crate::domain::event::Because;
use crate::domain::fault::Severity;
use crate::domain::policy::{LimitRule, StageKind, StartsOn, Strength, Whose};

mod broken;
mod rehearsal;
mod schema;
mod syntax;

/// The shortest possible policy. Its stage begins in line 10.
const SMALL: &str = "\
format: 1
id: ours
version: 2026-01
effective_on: 2026-01-05
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, team-manager: Team Manager}
stages:
  - id: first
    title: First
    kind: informal
    any_of: [team-manager]
    source: \"1\"
";

const BUILT_IN: [(&str, &str); 5] = [
    ("knowsley", include_str!("../../../policies/knowsley.yaml")),
    ("mosaic", include_str!("../../../policies/mosaic.yaml")),
    ("national", include_str!("../../../policies/national.yaml")),
    ("qa-notification", include_str!("../../../policies/qa-notification.yaml")),
    ("south-west", include_str!("../../../policies/south-west.yaml")),
];

/// The faults of a text, each as its place, rule, message and hint.
fn said(text: &str) -> Vec<String> {
    let reading = read("ours.yaml", text);
    let wrong = reading.faults.iter().any(|fault| fault.severity == Severity::Error);
    assert_eq!(reading.policy.is_none(), wrong, "{:?}", reading.faults);
    let line = |fault: &Fault| {
        assert_eq!(fault.file, "ours.yaml");
        let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" [{hint}]"));
        format!("{}:{} {}: {}{hint}", fault.line, fault.column, fault.rule, fault.message)
    };
    reading.faults.iter().filter(not_of_the_skeleton).map(line).collect()
}

/// Leaves out the message that there is only one kind of stage, which is true of `SMALL` and has a test of its own.
fn not_of_the_skeleton(fault: &&Fault) -> bool {
    fault.rule != "one-kind-of-stage"
}

fn good(text: &str) -> Policy {
    let reading = read("ours.yaml", text);
    assert_eq!(reading.faults.iter().find(not_of_the_skeleton), None, "{text}");
    reading.policy.unwrap()
}

#[test]
fn the_policies_of_the_program_have_no_fault() {
    for (id, text) in BUILT_IN {
        assert_eq!(good(text).id, id);
    }
}

/// The first block in the manual is a complete policy.
#[test]
fn the_policy_of_the_manual_has_no_fault() {
    let manual = include_str!("../../../policies/README.md");
    let example = manual.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(good(example.unwrap()).stages.len(), 2);
}

#[test]
fn what_is_left_out_has_a_usual_meaning() {
    let policy = good(SMALL);
    assert_eq!(policy.basis, Basis::Procedure);
    assert_eq!(policy.document.title, "Ours");
    assert_eq!(policy.labels.dispute, "dispute");
    assert_eq!(policy.counting, crate::domain::calendar::Counting::default());
    assert_eq!(policy.stages[0].responders.roles(), ["team-manager".into()]);
    assert!(!policy.bypass.free);
}

#[test]
fn whatever_an_editor_made_of_the_file_it_is_the_same_policy() {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        let marked = format!("\u{FEFF}{SMALL}");
        marked.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let as_written = [
        format!("\u{FEFF}{SMALL}").into_bytes(),
        SMALL.replace('\n', "\r\n").into_bytes(),
        SMALL.replace('\n', "\r").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for bytes in as_written {
        let (reading, _) = read_bytes("ours.yaml", &bytes);
        assert_eq!(reading.policy, Some(good(SMALL)));
    }
}

#[test]
fn a_file_that_is_no_text_is_said_to_be_none() {
    let mut bytes = SMALL.as_bytes().to_vec();
    bytes[20] = 0xE9;
    let (reading, _) = read_bytes("ours.yaml", &bytes);
    let fault = &reading.faults[0];
    assert_eq!((fault.line, fault.column, fault.rule.as_str()), (3, 2, "not-text"));
}

#[test]
fn numbers_keep_their_letters_where_a_text_is_asked_for() {
    for version in ["2.10", "007", "1_000", "0x10", "true", "2026-01-05"] {
        let policy = good(&SMALL.replace("2026-01\n", &format!("{version}  # the edition\n")));
        assert_eq!(policy.version, version);
    }
}

const LARGE: &str = "
calendar: {days: working, weeks: working, hours: working-days, roll: stay, first_day: same, cut_off: 17:00}
fields:
  - {id: medium, text: How, values: [phone, email]}
categories:
  - {id: drift, text: Drift}
clocks:
  - id: inform
    label: Tell the manager
    limit: same working day
    strength: hard
    whose: raiser
    from: raised
    until: {duty: told}
    when: {immediate: yes, category: [drift], field: {medium: phone}}
    source: c
duties:
  - {id: told, text: Told, stages: every, source: d}
  - {id: agreed-with, text: Agreed, before: [escalate formal, refer], when: {because: urgent}, source: e}
total: {limit: 20 days, strength: hard, from: formal-entered, source: f}
raise_within: {limit: 2 days, strength: aim, from: [aware, arose], source: g}
asks: [{ask: category, before: raise, enforce: warn, source: g}, {ask: aware-on, before: raise, enforce: warn, source: g}, {ask: medium, before: raise, enforce: warn, source: g}]
referral: {when: {after_stage: second}, grounds: [{id: h, text: H}], source: i}
review:
  - {what: Report, limit: 15 working days before, by: team-manager, source: j}
guidance:
  - {text: Be kind, at: [raise informal, praise]}
";

const SECOND: &str = "
  - id: second
    title: Second
    kind: formal
    chain: [team-manager, iro]
    owner: iro
    source: \"2\"
    clocks:
      - {id: respond, label: R, limit: 5 days, strength: hard, until: answered}
      - id: record
        label: Record
        limit: {agreed: {fallback: 24 hours, ceiling: 48 hours}}
        whose: iro
        from: [{duty: talk, stage: first}, {due: respond}]
        until: [resolved, {duty: told}]
        extend: {kind: further, at_most: 24 hours, times: 1}
        if_needed: true
        source: \"2b\"
";

#[test]
fn what_a_file_says_is_what_the_policy_holds() {
    let duty = "    duties: [{id: talk, text: Talk, before: escalate}]\n";
    let policy = good(&format!("{SMALL}{duty}{}{LARGE}", SECOND.trim_start_matches('\n')));
    let second = &policy.stages[1];
    assert_eq!((second.kind, second.owner.as_ref()), (StageKind::Formal, Some(&RoleId::IRO)));
    let [respond, record] = second.clocks.as_slice() else { panic!("{:?}", second.clocks) };
    assert_eq!(respond.from, [StartsOn::StageEntered]);
    assert_eq!((respond.whose.clone(), respond.source.as_str()), (Whose::Responder, "2"));
    let LimitRule::Fixed(limit) = &respond.limit else { panic!("{:?}", respond.limit) };
    assert_eq!((limit.to_string().as_str(), limit.written.as_str()), ("5 working days", "5 days"));
    assert_eq!((record.strength, record.whose.clone()), (Strength::Agreed, Whose::Role("iro".into())));
    let talk = StartsOn::Duty { duty: "talk".into(), stage: Some("first".into()) };
    assert_eq!(record.from, [talk, StartsOn::Due { clock: "respond".into() }]);
    assert_eq!(record.until, [EndsOn::Resolved, EndsOn::Duty("told".into())]);
    assert_eq!(record.extension.as_ref().map(|more| more.source.as_str()), Some("2b"));

    let when = &policy.clocks[0].when;
    assert_eq!(when.raised.immediate, Some(true));
    assert_eq!(policy.duty(&"agreed-with".into()).unwrap().when.later.because, [Because::Urgent]);
    assert_eq!(when.raised.fields, [("medium".into(), vec!["phone".into()])]);
    let owed = |id: &str| policy.duty(&id.into()).map(|duty| duty.stages.join(" ")).unwrap();
    assert_eq!(
        (owed("told"), owed("agreed-with"), owed("talk")),
        ("first second".into(), String::new(), "first".into())
    );
    let steps = |steps: &[crate::domain::policy::Step]| steps.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(steps(&policy.duty(&"agreed-with".into()).unwrap().before), ["escalate second", "refer"]);
    assert_eq!(steps(&policy.guidance[0].at), ["raise first", "praise"]);
    assert_eq!(policy.raise_within.as_ref().map(|clock| clock.until.clone()), Some(vec![EndsOn::Raised]));
    assert_eq!(policy.total.as_ref().map(|clock| clock.whose.clone()), Some(Whose::Raiser));
    assert_eq!(policy.referral.as_ref().unwrap().grounds[0].source, "i");
    assert!(policy.counting.cut_off.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever bytes change, the reader returns, and never a policy together with an error.
    #[test]
    fn a_real_policy_broken_at_random_is_survived(
        which in 0..BUILT_IN.len(),
        cut in 0.0..1.0f64,
        changes in prop::collection::vec((0.0..1.0f64, any::<u8>()), 0..4),
        keep_all in any::<bool>(),
    ) {
        let text = BUILT_IN[which].1.as_bytes();
        let at = |share: f64, length: usize| (share * length as f64) as usize;
        let mut bytes = if keep_all { text.to_vec() } else { text[..at(cut, text.len())].to_vec() };
        for (place, byte) in changes {
            let length = bytes.len();
            if let Some(changed) = bytes.get_mut(at(place, length)) {
                *changed = byte;
            }
        }
        let (reading, _) = read_bytes("ours.yaml", &bytes);
        let wrong = reading.faults.iter().any(|fault| fault.severity == Severity::Error);
        prop_assert_eq!(reading.policy.is_none(), wrong);
    }
}

/// Puts every kind of punctuation that YAML is sensitive to at every place of a small file.
#[test]
fn no_letter_in_any_place_brings_the_reader_down() {
    let letters = "\t\u{0}\u{1b}\u{a0}\u{feff}\u{2028}–“'\"[]{}:,-#&*!|>%@`?~\n\r é";
    for (at, _) in SMALL.char_indices() {
        for letter in letters.chars() {
            let text = format!("{}{letter}{}", &SMALL[..at], &SMALL[at..]);
            let reading = read("ours.yaml", &text);
            assert!(reading.policy.is_some() || !reading.faults.is_empty());
        }
    }
}
