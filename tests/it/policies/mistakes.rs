//! Mistakes that people make in policy files, each with the message about it.

use crate::env::Env;

const SMALL: &str = include_str!("../../../examples/policies/small.yaml");

fn check(what: &str, text: String, says: &[&str]) {
    let env = Env::new();
    std::fs::write(env.scratch("w.yaml"), text).unwrap();
    let run = env.iro(&["policy", "check", "w.yaml"]).code(6);
    says.iter().for_each(|words| {
        assert!(
            run.stdout.contains(words) || run.stderr.contains(words),
            "{what}: {words}\n{}{}",
            run.stdout,
            run.stderr
        )
    });
}

#[test]
fn a_part_that_is_wrong_is_answered_with_what_is_right() {
    for (more, says) in [
        ("calendar: {weekends: [saturday]}", vec!["did you mean `weekend`?"]),
        ("calendar: {foo: 1}", vec!["`weekend`"]),
        ("referral: {when: any, cover: [looked-after], source: x}", vec!["did you mean `covers`?"]),
        ("referral: {when: last-resort, source: x}", vec!["write `after-all`"]),
        ("referral: {when: formal, source: x}", vec!["`formal` is a stage", "write `{after_stage: formal}`"]),
        ("referral: none", vec!["leave `referral` out"]),
        (
            "total: {limit: 3 working days before the panel, strength: hard, from: raised, source: x}",
            vec!["write the time alone, as in `3 working days before`", "`from: meeting`"],
        ),
        ("bypass: {free: false, approved_by: [a, b], source: x}", vec!["name one role, as in `approved_by: director`"]),
        (
            "total: 20 working days",
            vec!["write `{limit: 20 working days, strength: hard, from: formal-entered, source: …}`"],
        ),
        ("total: none", vec!["leave `total` out"]),
        (
            "duties: [{id: d, text: D, before: formal, source: x}]",
            vec!["`formal` is no step", "write `escalate formal` for going there, or `raise formal`"],
        ),
        (
            "raise_within: {limit: 2 working days, from: child-protection conference, strength: hard, source: x}",
            vec!["write `review` for the child's own conference"],
        ),
        (
            "total: {limit: by noon on the next day, strength: hard, from: raised, source: x}",
            vec!["names a time of day", "write the day, as in `next working day`"],
        ),
        (
            "praise: {notify: [{role: director, when: {immediate: true}}], source: x}",
            vec!["name the role alone: only who is asked, and who gets a copy"],
        ),
        (
            "bypass: {free: true, source: *ext}",
            vec!["`*ext` repeats a block, and nothing before it is marked `&ext`", "write `&ext` before the block"],
        ),
        ("bypass: yes", vec!["write `{free: true, source: …}`"]),
        ("bypass: no", vec!["write `{free: false, source: …}`"]),
        ("duties: [Tell the child]", vec!["write `{id: …, text: Tell the child, enforce: remind, source: …}`"]),
        (
            "duties: [{id: d, text: D, stages: every, when: {priority: urgent}, source: x}]",
            vec!["goes under `field`: `field: {priority: …}`"],
        ),
        (
            "raise_within: {limit: 2 working days, from: meeting, strength: hard, source: x}",
            vec!["use `aware`, `arose` or `review`"],
        ),
        (
            "raise_within: 2 working days",
            vec!["write `{limit: 2 working days, strength: hard, from: aware, source: …}`"],
        ),
        ("duties: [{id: d, text: D, before: escalating, source: x}]", vec!["write `escalate`"]),
        ("referral: {when: after_stage, source: x}", vec!["write `{after_stage: …}`"]),
        ("referral: {when: after stage formal, source: x}", vec!["write `{after_stage: formal}`"]),
        ("calendar: {hours: working}", vec!["write `working-days` if", "or `office` if"]),
        (
            "duties: [{id: d, text: D, stages: every, when: {passed: total}, source: x}]",
            vec!["there is no clock `total`", "there is only `respond`"],
        ),
    ] {
        check(more, format!("{SMALL}{more}\n"), &says);
    }
}

#[test]
fn a_word_that_is_wrong_is_answered_with_the_one_that_is_meant() {
    for (from, to, says) in [
        ("strength: hard", "strength: mandatory", "write `hard`"),
        ("strength: aim", "strength: target", "write `aim`"),
        ("covers: [looked-after]", "covers: [LAC]", "write `looked-after`"),
        (
            "any_of: [head-of-service]",
            "any_of: [head-of-service]\n    meeting: Panel",
            "write `{title: Panel, needed: required, source: …}`",
        ),
        (
            "until: answered}",
            "until: answered, extend: 24 hours}",
            "write `{kind: moves, at_most: 24 hours, source: …}`",
        ),
        (
            "limit: 5 working days",
            "limit: 5-10 working days",
            "write `aim: 5 working days, limit: 10 working days` at a clock",
        ),
        ("limit: 5 working days", "limit: immediately", "`same working day` if it is due that day"),
        ("limit: 5 working days", "limit: none", "leave the whole clock out"),
        ("limit: 5 working days", "limit: 48 working hours", "`2 working days` if a day stands for 24 hours"),
        ("limit: 5 working days", "limit: 1 working day, aim: 2 working days", "is not shorter than the limit"),
        ("limit: 5 working days", "limit: [5 working days]", "leave out the square brackets"),
        ("limit: 5 working days", "limit: at least 5 working days", "says how soon at the earliest"),
        ("limit: 5 working days", "limit: not before 5 working days", "says how soon at the earliest"),
        ("limit: 5 working days", "limit: more than 5 working days", "says how soon at the earliest"),
        ("limit: 5 working days", "limit: 5/10 working days", "the shorter is the `aim` of a clock"),
        ("limit: 5 working days", "limit: no more than 5 working days", "did you mean `5 working days`?"),
        ("strength: hard", "strength: duty", "write `hard`"),
        ("any_of: [head-of-service]", "any_of: [head-of-service]\n    next: none", "write `next: []`"),
        (
            "any_of: [head-of-service]",
            "any_of: [head-of-service]\n    meeting: required",
            "write `{title: …, needed: required, source: …}`",
        ),
        (
            "any_of: [head-of-service]",
            "any_of: [team-manager, head-of-service when severe]",
            "write `{role: head-of-service, when: {impact_level: severe}}`",
        ),
        (
            "any_of: [head-of-service]",
            "any_of: [team-manager, {head-of-service: {when: {impact_level: severe}}}]",
            "write `{role: head-of-service, when: {impact_level: severe}}`",
        ),
        ("from: stage-entered", "from: {stage: talk}", "write `{entered: talk}` for when it begins"),
        (
            "any_of: [head-of-service]",
            "any_of: [head-of-service]\n    judge: iro\n    satisfied: [iro]",
            "leave it out of `satisfied`",
        ),
        (
            "any_of: [head-of-service]",
            "any_of: [head-of-service]\n    satisfied: [team-manager, team-manager]",
            "named twice under `satisfied`",
        ),
    ] {
        check(to, SMALL.replacen(from, to, 1), &[says]);
    }
}

/// A key with nothing after it is pointed out, whatever it is.
#[test]
fn an_empty_key_is_never_passed_over_in_silence() {
    let env = Env::new();
    for (from, to, says) in [
        ("from: stage-entered", "from: ", "warning[empty-key]: `from` has nothing after it"),
        ("from: stage-entered", "from: ", "as in `from: meeting`"),
        ("stages:", "calendar: {days: , roll: next}\nstages:", "warning[empty-key]: `days` has nothing after it"),
    ] {
        std::fs::write(env.scratch("w.yaml"), SMALL.replacen(from, to, 1)).unwrap();
        let run = env.iro(&["policy", "check", "w.yaml"]).ok();
        assert!(run.stdout.contains(says), "{}{}", run.stdout, run.stderr);
    }
    // A clock of a stage counts from the stage's start if `from` is left out.
    std::fs::write(env.scratch("w.yaml"), SMALL.replace("from: stage-entered, ", "")).unwrap();
    let played = |env: &Env, file: &str| env.iro(&["policy", "try", file, "--from", "2026-03-02"]).ok().stdout;
    std::fs::write(env.scratch("small.yaml"), SMALL).unwrap();
    assert_eq!(played(&env, "w.yaml"), played(&env, "small.yaml"));
}

/// The same thing asked for by two keys is one thing to give.
#[test]
fn a_date_that_is_asked_for_twice_is_refused_once() {
    let env = Env::new();
    let policy = SMALL.replacen("limit: 5 working days, strength: aim", "limit: agreed", 1);
    let asks = "asks: [{ask: respond-by, before: raise, source: x}]\n";
    env.add_policy("small", format!("{policy}{asks}"));
    let run = env.sh("raise --policy small --child C-1 --concern c").code(3);
    assert_eq!(run.stderr.matches("--respond-by").count(), 1, "{}", run.stderr);
    assert!(!run.stderr.contains("2 requirements"), "{}", run.stderr);
    env.sh("raise --policy small --child C-1 --concern c --respond-by 2026-03-20").ok();
}

/// A date that passes is not an event, so a clock that should begin then has to count from that date.
#[test]
fn a_clock_that_waits_for_a_date_to_pass_is_told_how() {
    let env = Env::new();
    let chase = "    clocks:\n      - {id: chase, label: Chase, limit: 10 working days, strength: hard, whose: raiser, from: stage-entered, until: resolved, when: {passed: respond}}\n";
    let at = SMALL.rfind("    clocks:\n").expect("the clocks of the last stage");
    let text = format!("{}{}", &SMALL[..at], SMALL[at..].replacen("    clocks:\n", chase, 1));
    std::fs::write(env.scratch("w.yaml"), &text).unwrap();
    let check = || env.iro(&["policy", "check", "w.yaml"]).ok().stdout;
    let said = check();
    assert!(said.contains("`chase` doesn't start when the date of `respond` passes"), "{said}");
    assert!(said.contains("`from: {lapsed: respond}`"), "{said}");
    let lapsed = text.replace(
        "from: stage-entered, until: resolved, when: {passed: respond}",
        "from: {lapsed: respond}, until: resolved",
    );
    std::fs::write(env.scratch("w.yaml"), lapsed).unwrap();
    assert!(!check().contains("passed-starts-nothing"), "{}", check());
}

/// A limit that can't be read says nothing of the aim beside it.
#[test]
fn a_limit_that_is_mistyped_is_one_error_whatever_its_aim() {
    let env = Env::new();
    for limit in ["10 wrking days", "10", "2.5 working days"] {
        let text = SMALL.replacen("limit: 5 working days", &format!("limit: {limit}, aim: 5 working days"), 1);
        std::fs::write(env.scratch("w.yaml"), text).unwrap();
        let said = env.iro(&["policy", "check", "w.yaml"]).code(6).stdout;
        assert_eq!(said.matches("error[").count(), 1, "{said}");
        assert!(!said.contains("bad-aim"), "{said}");
    }
}

/// What is allowed and probably a slip, with the warning about it.
#[test]
fn what_never_comes_about_or_is_said_twice_is_pointed_out() {
    let env = Env::new();
    let formal = "any_of: [head-of-service]";
    for (from, to, says) in [
        (
            "duties:",
            "duties: [{id: d, text: D, stages: every, when: {case_type: adult}, source: x}]",
            "warning[case-not-covered]",
        ),
        (
            "asks:",
            "asks: [{ask: subject, before: raise, source: A}, {ask: subject, before: raise, source: B}]",
            "`subject` is asked for twice with `raise`",
        ),
        (
            formal,
            "any_of: [head-of-service]\n    meeting: {title: P, needed: required}\n    duties: [{id: meeting, text: It met}]",
            "the meeting of `formal` is listed as `meeting` already",
        ),
        (
            "strength: hard, from: stage-entered",
            "strength: hard, from: {entered: talk}",
            "where `talk` is left out, it never starts",
        ),
    ] {
        let text = match from.ends_with(':') {
            true => format!("{SMALL}{to}\n"),
            false => SMALL.replacen(from, to, 1),
        };
        std::fs::write(env.scratch("w.yaml"), text).unwrap();
        let run = env.iro(&["policy", "check", "w.yaml"]).ok();
        assert!(run.stdout.contains(says), "{to}: {}{}", run.stdout, run.stderr);
        assert_eq!(run.stdout.matches("warning[").count(), 1, "{}", run.stdout);
    }
    let otherwise = SMALL.replacen(
        "strength: hard, from: stage-entered",
        "strength: hard, from: [{entered: talk}, stage-entered]",
        1,
    );
    std::fs::write(env.scratch("w.yaml"), otherwise).unwrap();
    assert!(!env.iro(&["policy", "check", "w.yaml"]).ok().stdout.contains("warning["));
}
