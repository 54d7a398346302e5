//! Files that are YAML but not a policy. Each case changes the small policy in one place and expects exactly these
//! messages.

use super::{SMALL, said};

/// Replaces `from`, which must be there, with `to`.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(SMALL.contains(from), "{from}");
    assert_eq!(said(&SMALL.replacen(from, to, 1)), expected, "{to}");
}

/// Adds lines at the end, from line 15 on.
fn check_more(more: &str, expected: &[&str]) {
    assert_eq!(said(&format!("{SMALL}{more}")), expected, "{more}");
}

#[test]
fn keys() {
    check(
        "title: First",
        "titel: First",
        &["11:5 unknown-key: unknown key `titel`; a stage has no such key [did you mean `title`?]"],
    );
    check(
        "effective_on:",
        "Effective-On:",
        &["4:1 unknown-key: unknown key `Effective-On`; a policy has no such key [write it `effective_on`]"],
    );
    check("title: Ours\n", "", &["1:1 missing-key: a policy needs `title`"]);
    check("title: Ours\n", "title:\n", &["5:1 missing-key: `title` has nothing after it"]);
    check(
        "raisers: [iro]",
        "raisers: []",
        &["7:10 empty-list: `raisers` is an empty list [say which roles may raise, as in `raisers: [iro]`]"],
    );
    check(
        "  title: First",
        "  \u{a0}title: First",
        &["11:5 unknown-key: unknown key `\u{a0}title`; a stage has no such key \
             [what stands before it looks like spaces and is not: type spaces instead]"],
    );
}

#[test]
fn kinds_of_value() {
    let cases: [(&str, &[&str]); 7] = [
        (
            "bypass: {free: maybe, source: s}",
            &["15:16 bad-yes-no: `free` must be yes or no, not the text `maybe` [write `yes` or `no`]"],
        ),
        (
            "groups: [a]",
            &[
                "15:9 wrong-kind: `groups` must be a block of lines `id: title`, not a list [write each without a hyphen: `a: A`]",
            ],
        ),
        (
            "categories: {id: x}",
            &["15:13 wrong-kind: `categories` must be a list, not a block of `key: value` \
               [begin each of its items with a hyphen and a space]"],
        ),
        (
            "entry: {repeats: {months: a year, source: s}}",
            &["15:27 bad-number: `months` must be a whole number from 1, not the text `a year` \
               [write figures alone, as in `12`]"],
        ),
        (
            "authority: {a: b}",
            &["15:12 wrong-kind: `authority` must be a text, not a block of `key: value` \
               [a text with a colon in it needs quotes around it: write `\"a: b\"`]"],
        ),
        (
            "references:\n  -one\n  -two",
            &["16:3 missing-space: `references` has no list: there is no space after the hyphen \
               [write each item as `- item`]"],
        ),
        ("basis: Guidance", &["15:8 bad-word: `Guidance` isn't a value of `basis` [did you mean `guidance`?]"]),
    ];
    for (more, expected) in cases {
        check_more(more, expected);
    }
}

#[test]
fn dates_and_times() {
    check(
        "2026-01-05",
        "2026-02-30",
        &["4:15 bad-date: there is no such day as `2026-02-30` [February 2026 has 28 days]"],
    );
    check(
        "2026-01-05",
        "5 January",
        &["4:15 bad-date: `5 January` is not a date [write year, month and day, as in `2026-03-02`]"],
    );
    check_more(
        "calendar: {cut_off: 5pm, weekend: [sat], closures: [{from: 2026-01-05, to: 2026-01-01, name: x}]}",
        &[
            "15:21 bad-time: `5pm` is not a time of day [write hours and minutes, as in `\"17:00\"`]",
            "15:36 bad-word: `sat` isn't a value of `weekend` [did you mean `saturday`?]",
            "15:53 bad-closure: the closure ends on 2026-01-01, before it begins on 2026-01-05 \
             [write the first day as `from`, and the last as `to`]",
        ],
    );
}

#[test]
fn limits() {
    let clock = |limit: &str| {
        format!("    clocks:\n      - {{id: respond, label: R, strength: hard, until: answered, limit: {limit}}}\n")
    };
    let cases = [
        (
            "10 workings days",
            "16:73 bad-limit: `10 workings days` is not a time limit [did you mean `10 working days`?]",
        ),
        (
            "5 days",
            "16:73 bare-days: `5 days` does not say which days are counted \
             [write `5 working days` or `5 calendar days`]",
        ),
        (
            "5",
            "16:73 bad-limit: `5` is not a time limit \
             [write `5 working days`, `same working day`, `72 hours`, `1 week` or `5 calendar days`]",
        ),
        (
            "{agreed: {fallback: 10 working days, ceiling: 5 working days}}",
            "16:82 bad-limit: the fallback of 10 working days is longer than the ceiling of 5 working days \
             [`fallback` is the time where nothing was agreed, and `ceiling` the longest that may be agreed]",
        ),
        ("{agrees: }", "16:74 unknown-key: unknown key `agrees`; a limit has no such key [did you mean `agreed`?]"),
    ];
    for (limit, expected) in cases {
        check_more(&clock(limit), &[expected]);
    }
    let settled = format!("{SMALL}{}calendar: {{days: calendar}}\n", clock("5 days"));
    assert_eq!(said(&settled), [""; 0]);
}

#[test]
fn roles() {
    let cases = [
        ("Team Manger", "did you mean `team-manager`?"),
        ("Team Manager", "did you mean `team-manager`?"),
        ("chief", "write one of `iro` or `team-manager`; or declare it under `roles`"),
        ("“team-manager”", "write `team-manager`; curly quotes are letters here, use straight ones or none"),
    ];
    for (role, hint) in cases {
        let expected = format!("13:14 unknown-role: there is no role `{role}` [{hint}]");
        check("team-manager]", &format!("{role}]"), &[&expected]);
    }
    check(
        "any_of: [team-manager]",
        "any_of: team-manager\n    chain: [iro]",
        &["10:5 bad-responders: `any_of` and `chain` can't both say who answers \
           [keep one: `any_of` waits for one answer, `all_of` for one from each, and a `chain` asks one after another]"],
    );
    check(
        "    any_of: [team-manager]\n",
        "",
        &["10:5 no-responder: nobody is named who must answer at this stage \
           [write `any_of`, `all_of` or `chain`, with a list of roles]"],
    );
    check("iro: IRO", "iro: ", &["8:9 untitled-role: the role `iro` has no title"]);
    check(
        "iro: IRO",
        "iro: IRO, owner: Owner",
        &["8:19 reserved-id: `owner` can't be a role: `whose: owner` means something else \
             [give it another id, such as `owner-role`]"],
    );
}

#[test]
fn names_twice_or_not_well_formed() {
    check(
        "id: ours",
        "id: Our Policy",
        &["2:5 bad-id: `Our Policy` isn't an id: small letters, figures and hyphens only [write `our-policy`]"],
    );
    check_more(
        "  - {id: first, title: F, kind: formal, any_of: iro, source: s}\n\
         duties: [{id: told, text: t, stages: every, source: s}, {id: told, text: t, stages: every, source: s}]\n",
        &[
            "15:10 duplicate-id: the stage `first` appears twice [the other one is on line 10]",
            "16:62 duplicate-id: the duty `told` appears twice [the other one is on line 16]",
        ],
    );
    check_more(
        "    clocks:\n      - {id: total, label: t, limit: agreed, until: answered}\n      \
         - {id: extension, label: t, limit: agreed, until: answered}\n",
        &[
            "16:14 reserved-id: `total` is a clock of the program's own \
             [write it under `total:`, beside the stages]",
            "17:14 reserved-id: `extension` is a clock of the program's own [give it another id]",
        ],
    );
}

#[test]
fn a_duty_may_come_again_in_another_stage_and_not_beside_it() {
    let twice = "    duties: [{id: talk, text: t}]\n  \
                 - {id: second, title: S, kind: formal, any_of: iro, source: s, duties: [{id: talk, text: u}]}\n";
    assert_eq!(said(&format!("{SMALL}{twice}")), [""; 0]);
    check_more(
        &format!("{twice}duties: [{{id: talk, text: v, stages: every, source: s}}]\n"),
        &["17:15 duplicate-id: the duty `talk` appears twice [the other one is on line 15]"],
    );
}

#[test]
fn a_duty_of_a_stage_is_owed_there() {
    check_more(
        "    duties: [{id: talk, text: t, stages: every}]\n",
        &["15:42 bad-stages: the duty `talk` is written in the stage `first` and is owed there \
           [leave `stages` out, or write the duty beside the stages]"],
    );
}

#[test]
fn what_is_owed_at_the_end_and_what_only_until_then() {
    check_more(
        "duties:\n- {id: told, text: t, stages: every, while_open: true, source: s}\n\
         - {id: told, text: t, stages: end, source: s}\n",
        &[],
    );
    check_more(
        "duties: [{id: told, text: t, stages: [end, first], source: s}]\n",
        &["15:44 bad-stages: a duty is owed in stages or at the end, and this says both: `first` and `end` \
           [write it twice, with one id: once with its stages, once with `stages: end`]"],
    );
    check_more(
        "duties: [{id: told, text: t, stages: end, once: true, source: s}]\n",
        &["15:49 bad-stages: the duty `told` is owed once the dispute has ended, and `once` is about the time before \
           [leave `once` out]"],
    );
    check_more(
        "duties: [{id: told, text: t, stages: every, lapses: true, while_open: true, source: s}]\n",
        &["15:71 says-nothing: `while_open` changes nothing for the duty `told`: it lapses with its stage \
           [leave `while_open` out]"],
    );
    check(
        "id: first",
        "id: end",
        &["10:9 reserved-id: a stage can't be called `end`, which means the end of a dispute elsewhere \
             [give it another id, such as `last`]"],
    );
}

#[test]
fn references() {
    check_more(
        "    next: [first, secnd]\n  - {id: second, title: S, kind: formal, any_of: iro, source: s}\n\
         asks: [{ask: impct, before: raise, source: x}]\n\
         entry: {rules: [{stage: secod, when: {category: x, field: {f: [a]}}, source: s}]}\n",
        &[
            "15:12 bad-next: the stage `first` leads to itself \
             [name the stages that can come after it, or write `next: []` where it is the last]",
            "15:19 unknown-stage: there is no stage `secnd` [did you mean `second`?]",
            "17:14 unknown-ask: `impct` can't be asked for [did you mean `impact`?]",
            "18:25 unknown-stage: there is no stage `secod` [did you mean `second`?]",
            "18:49 unknown-category: there is no category `x` [declare it under `categories`]",
            "18:60 unknown-field: there is no field `f` [declare it under `fields`]",
        ],
    );
    check_more(
        "fields: [{id: how, text: t, values: [phone, email]}]\ngroups: {general: General}\n\
         categories: [{id: drift, text: t, group: genral}]\n\
         duties: [{id: d, text: t, stages: secnd, when: {field: {how: [phon]}}, source: s}]\n",
        &[
            "17:42 unknown-group: there is no group `genral` [did you mean `general`?]",
            "18:35 unknown-stage: there is no stage `secnd` [there is only `first`]",
            "18:63 unknown-value: there is no value `phon` [did you mean `phone`?]",
        ],
    );
}

#[test]
fn steps() {
    check_more(
        "duties:\n  - {id: a, text: t, before: escalat, source: s}\n  - {id: b, text: t, before: raise first now, source: s}\n  \
         - {id: c, text: t, before: [escalate formal, praise first], source: s}\n",
        &[
            "16:30 bad-word: `escalat` isn't a value of `before` [did you mean `escalate`?]",
            "17:30 bad-step: `now` is too much: a step is a verb and at most one stage \
             [write several steps as a list: `[escalate stage-2, escalate stage-3]`]",
            "18:31 unknown-stage: there is no formal stage [there is only `first`]",
            "18:48 bad-step: praise is in no stage, and `first` is named [write `praise` alone]",
        ],
    );
}

#[test]
fn what_starts_and_ends_a_clock() {
    let second = "  - id: second\n    title: S\n    kind: formal\n    any_of: iro\n    source: s\n    \
                  duties: [{id: talk, text: t}]\n";
    let clocks = "    clocks:\n      \
                  - {id: a, label: a, limit: agreed, from: {due: a}, until: {duty: talk}}\n      \
                  - {id: b, label: b, limit: agreed, from: {duty: talk, stage: second}, until: answerd}\n      \
                  - {id: c, label: c, limit: agreed, from: {due: d}, until: {duty: tolk}}\n";
    check_more(
        &format!(
            "{clocks}{second}clocks: [{{id: e, label: e, limit: agreed, from: stage-entered, until: answered, source: s}}]\n"
        ),
        &[
            "16:54 bad-start: the clock `a` waits for its own due date \
             [name another clock, or what starts it, as in `from: stage-entered`]",
            "16:72 unknown-duty: the duty `talk` is not owed in the stage `first` [it is owed in `second`]",
            "17:68 later-stage: the stage `second` comes later, so nothing of it can start this clock \
             [name an earlier stage, or write the clock in the stage `second`]",
            "17:84 bad-word: `answerd` isn't a value of `until` [did you mean `answered`?]",
            "18:54 unknown-clock: there is no clock `d` [write one of `a` or `b`]",
            "18:72 unknown-duty: there is no duty `tolk` [declare it under `duties`]",
            "25:49 bad-start: a clock beside the stages can't start on `stage-entered` \
             [use `raised`, `formal-entered` or `{entered: STAGE}`, say which stages it is `over`, or write it in its stage]",
        ],
    );
}

#[test]
fn sources_are_asked_for_where_nothing_around_gives_one() {
    check(
        "    source: \"1\"\n",
        "    clocks: [{id: a, label: a, limit: agreed, until: answered}]\n",
        &["10:5 missing-key: a stage needs `source` [say which clause or heading of the document it comes from]"],
    );
}

#[test]
fn a_newer_format_is_left_alone() {
    check(
        "format: 1",
        "format: 2\nnew_key: x",
        &["1:9 newer-format: this file is of format 2, and this version of `iro` reads format 1 \
           [a newer `iro` can read it]"],
    );
    check(
        "format: 1",
        "format: one",
        &["1:9 bad-format: the format is the number 1 [write `format: 1` as the first line]"],
    );
}

#[test]
fn all_is_said_at_once() {
    check(
        "effective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]",
        "effective_on: 5.1.2026\ntitel: Ours\ncovers: [looked after]",
        &[
            "4:15 bad-date: dates aren't written as `5.1.2026` here [for 5 January 2026 write `2026-01-05`]",
            "5:1 unknown-key: unknown key `titel`; a policy has no such key [did you mean `title`?]",
            "6:10 bad-word: `looked after` isn't a value of `covers` [did you mean `looked-after`?]",
        ],
    );
}

#[test]
fn slips_that_are_allowed() {
    check_more(
        "    next: [third]\n    clocks: [{id: a, label: a, limit: 4 working days, strength: hard, until: answered}]\n  \
         - {id: second, title: S, kind: formal, any_of: iro, source: s}\n  \
         - id: third\n    title: T\n    kind: formal\n    any_of: iro\n    source: s\n    clocks:\n      \
         - {id: a, label: a, limit: 3 working days, strength: aim, until: answered}\n      \
         - {id: b, label: b, limit: agreed, from: {due: c}, until: answered}\n      \
         - {id: c, label: c, limit: agreed, from: {due: b}, until: answered}\n\
         total: {limit: 6 working days, strength: hard, from: raised, source: s}\n\
         duties:\n  - {id: d, text: t, source: s}\n  - {id: e, text: t, before: extend, source: s}\n",
        &[
            "17:10 unreachable-stage: nothing leads to the stage `second` \
             [name it under `next` of another stage, or in a rule of `entry`]",
            "25:14 clock-never-starts: nothing ever starts the clock `b` \
             [it waits for the date of another that waits in turn: let one start on an event, as in `from: stage-entered`]",
            "26:14 clock-never-starts: nothing ever starts the clock `c` \
             [it waits for the date of another that waits in turn: let one start on an event, as in `from: stage-entered`]",
            "27:8 stages-exceed-total: the stages one after another add up to 7 working days (`first` 4, `third` 3), more than the total of 6 [a clock that starts when another ends is added to it; where several run side by side, the longest counts]",
            "29:10 duty-never-asked: nobody is ever asked for the duty `d` \
             [say in which `stages` it is owed, or which step it comes `before`]",
            "30:10 duty-never-asked: nobody can meet the duty `e`: `extend` never happens \
             [give a clock `extend`, or leave the duty out]",
        ],
    );
}

/// Several rules may have one name, if each but one has a `when`: the fault is in the second.
#[test]
fn rules_of_one_name_are_told_apart() {
    let clocks = "    clocks:
      - {id: respond, label: A, limit: 5 working days, strength: hard, from: stage-entered, until: answered, source: \"1\"}
      - {id: respond, label: B, limit: 2 working days, strength: hard, from: stage-entered, until: answered, when: {because: no-response}, source: \"2\"}
";
    let asks = "asks:
  - {ask: impact, before: raise, enforce: warn, source: \"1\"}
  - {ask: impact, before: resolve, enforce: warn, source: \"2\", when: {because: no-response}}
";
    let entry = "entry:
  rules:
    - {stage: first, when: {impact_level: severe}, source: \"1\"}
    - {stage: first, when: {because: no-response}, source: \"2\"}
";
    let total =
        "total: {limit: 20 working days, strength: hard, from: raised, when: {because: no-response}, source: \"1\"}\n";
    for (more, line) in [(clocks, 17), (asks, 17), (entry, 18), (total, 15)] {
        let said = said(&format!("{SMALL}{more}"));
        let of_ground = said.iter().filter(|fault| fault.contains(" no-ground-here: "));
        let places: Vec<&str> = of_ground.filter_map(|fault| fault.split(':').next()).collect();
        assert_eq!(places, [line.to_string()], "{said:?}");
    }
}
