//! Whose a deadline is, and what ends it, where several people answer one after another or together, and for the time
//! that is given beside another.

use serde_json::Value;

use crate::env::{Env, assert_for, list, text};

/// A protocol with these clocks for two people who answer one after another or together, and a stage above.
fn ours(responders: &str, clocks: &str, beside: &str) -> (Env, String) {
    let env = Env::new();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: \
         [iro]\nroles: {{iro: IRO, tm: Team Manager, sm: Service Manager, head: Head of Service}}\nstages:\n  \
         - {{id: one, title: One, kind: informal, {responders}, source: \"1\", {clocks}}}\n  \
         - {{id: two, title: Two, kind: formal, any_of: [head], source: \"2\", clocks: [{{id: respond, label: Answer, \
         limit: 5 working days, strength: hard, until: answered}}]}}\n{beside}\n"
    );
    env.add_policy("ours", policy);
    let raised = env.sh("raise --policy ours --child C-1 --concern c --override x --json").json();
    (env, text(&raised, "id").to_owned())
}

fn running(env: &Env, id: &str) -> Vec<(String, String)> {
    let clocks = list(&env.dispute(id)["clocks"]).into_iter().filter(|clock| clock["state"] == "running");
    clocks.map(|clock| (text(&clock, "clock").to_owned(), text(&clock, "due").to_owned())).collect()
}

fn pair(clock: &str, due: &str) -> (String, String) {
    (clock.to_owned(), due.to_owned())
}

const DECIDE: &str = "clocks: [{id: decide, label: Decide, limit: 3 working days, strength: hard, until: decided}]";

// The Team Manager decides on Tuesday 3 March; the Service Manager, asked on the 4th, has until Monday the 9th.
#[test]
fn each_person_of_a_chain_has_to_decide() {
    let (env, id) = ours("chain: [tm, sm]", DECIDE, "");
    env.now("2026-03-03T10:00");
    env.sh(&format!("decide {id} --decided-by tm --text No")).ok();
    env.now("2026-03-04T10:00");
    env.sh(&format!("escalate {id} --because unsatisfactory --reason r --override x")).ok();
    assert_eq!(running(&env, &id), [pair("decide", "2026-03-09")]);
    assert_for(&list(&env.due(&[]).into())[0], &["sm"]);
    env.sh(&format!("decide {id} --decided-by sm --text Yes")).ok();
    assert_eq!(running(&env, &id), []);
}

#[test]
fn a_decision_doesn_t_meet_what_begins_later() {
    let clocks = "clocks: [{id: decide, label: Decide, limit: 3 working days, strength: hard, from: {duty: talk}, until: \
                  decided}], duties: [{id: talk, text: They talked}]";
    let (env, id) = ours("any_of: [tm]", clocks, "");
    env.now("2026-03-03T10:00");
    env.sh(&format!("decide {id} --decided-by tm --text No")).ok();
    env.now("2026-03-04T10:00");
    env.sh(&format!("done {id} talk")).ok();
    assert_eq!(running(&env, &id), [pair("decide", "2026-03-09")]);
}

/// A referral that may be made once the first stage is over.
const AFTER_ONE: &str =
    "referral: {when: {after_stage: one}, source: \"3\", grounds: [{id: g, text: G, source: \"3\"}]}";

#[test]
fn a_stage_isn_t_over_while_the_next_of_a_chain_is_asked() {
    let (env, id) = ours("chain: [tm, sm]", DECIDE, AFTER_ONE);
    env.sh(&format!("decide {id} --decided-by tm --text No")).ok();
    env.sh(&format!("refer {id} --ground g --reason r --dry-run")).ok();
    env.sh(&format!("escalate {id} --because unsatisfactory --reason r --override x")).ok();
    env.sh(&format!("refer {id} --ground g --reason r --dry-run")).code(3);
    env.sh(&format!("decide {id} --decided-by sm --text No")).ok();
    env.sh(&format!("refer {id} --ground g --reason r --dry-run")).ok();
}

#[test]
fn further_time_ends_with_what_its_limit_waits_for() {
    let clocks = "clocks: [{id: decide, label: Decide, limit: 3 working days, strength: hard, until: decided, extend: \
                  {kind: further, at_most: 2 weeks}}, {id: plan, label: Plan, limit: 3 working days, strength: hard, \
                  until: {duty: plan}, extend: {kind: further, at_most: 2 weeks}}], duties: [{id: plan, text: There is \
                  a plan}]";
    let (env, id) = ours("any_of: [tm]", clocks, "");
    for clock in ["decide", "plan"] {
        env.sh(&format!("extend {id} --clock {clock} --until 2026-03-11 --reason r")).ok();
    }
    let more = pair("extension", "2026-03-11");
    assert_eq!(
        running(&env, &id),
        [pair("decide", "2026-03-05"), pair("plan", "2026-03-05"), more.clone(), more.clone()]
    );
    env.sh(&format!("decide {id} --decided-by tm --text Yes")).ok();
    assert_eq!(running(&env, &id), [pair("plan", "2026-03-05"), more]);
    env.sh(&format!("done {id} plan")).ok();
    assert_eq!(running(&env, &id), []);
}

const ANSWER_OR_MORE: &str = "clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, until: \
                              answered, extend: {kind: further, at_most: 5 working days}}]";

// The answers are due on Monday 9 March, and two working days more on Wednesday the 11th.
#[test]
fn whoever_has_answered_is_not_asked_again_while_the_other_has_further_time() {
    for answered_first in [true, false] {
        let (env, id) = ours("all_of: [tm, sm]", ANSWER_OR_MORE, "");
        let respond = format!("respond {id} --role tm --text Yes --override x");
        let extend = format!("extend {id} --until 2026-03-11 --reason r");
        let [first, second] = if answered_first { [&respond, &extend] } else { [&extend, &respond] };
        env.sh(first).ok();
        env.sh(second).ok();
        let due: Vec<Value> = env.due(&["--all"]);
        assert_eq!(due.len(), 2, "{due:?}");
        due.iter().for_each(|clock| assert_for(clock, &["sm"]));
        assert_eq!(list(&env.sh("inbox --for tm --json").json()).len(), 0, "{answered_first}");
        let letter = env.sh(&format!("notice {id} --to sm")).ok().stdout;
        assert!(!letter.contains("what was agreed"), "{letter}");
        env.sh(&format!("respond {id} --role sm --text Yes --override x")).ok();
        assert_eq!(running(&env, &id), [], "{answered_first}");
    }
}

/// A time for the whole, beside the stages, of whoever is asked: from Monday 2 March to Monday the 16th.
fn settle(extend: &str) -> String {
    format!(
        "clocks: [{{id: settle, label: Settle it, limit: 10 working days, strength: hard, from: raised, until: resolved, \
         source: \"3\", extend: {extend}}}]"
    )
}

const ANSWER: &str = "clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, until: answered}]";

#[test]
fn a_time_beside_the_stages_is_one_at_whatever_stage_more_is_given() {
    let (env, id) = ours("any_of: [tm]", ANSWER, &settle("{kind: moves, at_most: 5 working days, times: 1}"));
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
    assert_for(&env.clock(&id, "settle", None), &["head"]);
    env.sh(&format!("extend {id} --clock settle --by '3 working days' --reason 'A panel'")).ok();
    assert_eq!(env.clock(&id, "settle", None)["due"], "2026-03-19");
    let why = env.sh(&format!("why {id} settle")).ok().stdout;
    assert!(why.contains("extended to Thu 19 March 2026: A panel") && why.contains("3 working days more"), "{why}");

    let (env, id) = ours("any_of: [tm]", ANSWER, &settle("{kind: moves, at_most: 5 working days, times: 1}"));
    env.sh(&format!("extend {id} --clock settle --by '3 working days' --reason r")).ok();
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
    env.sh(&format!("extend {id} --clock settle --by '1 working day' --reason r")).code(3);
}

#[test]
fn further_time_beside_the_stages_takes_the_place_of_that_given_before() {
    let (env, id) = ours("any_of: [tm]", ANSWER, &settle("{kind: further, at_most: 5 working days}"));
    env.sh(&format!("extend {id} --clock settle --by '3 working days' --reason r")).ok();
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
    env.sh(&format!("extend {id} --clock settle --until 2026-03-23 --reason r --override x")).ok();
    let clocks = running(&env, &id);
    let more: Vec<_> = clocks.iter().filter(|(clock, _)| clock == "extension").collect();
    assert_eq!(more, [&pair("extension", "2026-03-23")], "{clocks:?}");
    env.now("2026-03-18T10:00");
    env.resolve(&id);
    let settled = env.clock(&id, "settle", None);
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("Settle it") && shown.contains("within the further time"), "{settled} {shown}");
}

// What is done once is the same duty at each stage: told by Monday 16 March, wherever the dispute stands.
#[test]
fn the_date_of_what_is_done_once_stays_when_its_stage_is_left() {
    let clocks =
        "clocks: [{id: told, label: Tell the child, limit: 10 working days, strength: hard, until: {duty: told}}]";
    let once = "duties: [{id: told, text: The child was told, stages: every, once: true, source: \"3\"}]";
    for said in ["done {id} told", "waive {id} told --reason r"] {
        let (env, id) = ours("any_of: [tm]", clocks, once);
        env.now("2026-03-03T10:00");
        env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
        assert_eq!(running(&env, &id), [pair("told", "2026-03-16"), pair("respond", "2026-03-10")]);
        env.sh(&said.replace("{id}", &id)).ok();
        assert_eq!(running(&env, &id), [pair("respond", "2026-03-10")], "{said}");
    }
}

// The answer was due on Thursday 5 March; a date for guidance, a week later, lets nobody wait.
#[test]
fn a_date_for_guidance_doesn_t_keep_a_stage_from_being_over() {
    let clocks = "clocks: [{id: respond, label: Answer, limit: 3 working days, strength: hard, until: answered}, {id: \
                  guide, label: Answer well, limit: 10 working days, strength: advisory, until: answered}]";
    let (env, id) = ours("any_of: [tm]", clocks, AFTER_ONE);
    env.now("2026-03-05T10:00");
    env.sh(&format!("refer {id} --ground g --reason r --dry-run")).code(3);
    env.now("2026-03-06T10:00");
    env.sh(&format!("refer {id} --ground g --reason r --dry-run")).ok();
}

// From Monday 2 March a total of five working days ends on Monday the 9th; the 14th is a Saturday.
#[test]
fn a_date_agreed_later_is_warned_of_as_one_agreed_at_once() {
    let clocks = "clocks: [{id: respond, label: Answer, limit: agreed, strength: agreed, until: answered}]";
    let total = "total: {limit: 5 working days, strength: hard, from: raised, source: \"4\"}";
    let (env, id) = ours("any_of: [tm]", clocks, total);
    let both = ["Sat 14 March 2026 is not a working day", "is after the end of the total, Mon 9 March 2026"];
    let raise = "raise --policy ours --child C-2 --concern c --respond-by 2026-03-14";
    for line in [raise, &format!("extend {id} --until 2026-03-14 --reason r")] {
        let said = env.sh(line).ok().stderr;
        assert!(both.iter().all(|one| said.contains(one)), "{line}: {said}");
    }
}

#[test]
fn whoever_approves_may_leave_stages_out_when_raising_as_when_escalating() {
    let bypass = "bypass: {free: false, approved_by: iro, source: \"4\"}";
    let (env, _) = ours("any_of: [tm]", ANSWER, bypass);
    env.sh("raise --policy ours --child C-2 --concern c --stage two --reason r").ok();
    let by_another =
        "raise --policy ours --child C-3 --concern c --stage two --reason r --user 'Kim Sample' --iro 'Pat Boss'";
    env.sh(by_another).code(3).says("has approved leaving stages out");
}

// The meeting of stage one is arranged for the 20th; that of stage two, on the 10th, has nothing to do with it.
#[test]
fn a_meeting_arranged_at_a_stage_that_was_left_is_not_that_of_the_next() {
    let (env, _) = ours("any_of: [tm]", ANSWER, "");
    let meeting = |stage: &str| format!("meeting: {{title: Talk, needed: required, chair: sm, source: \"{stage}\"}}");
    let policy = std::fs::read_to_string(env.data().join("policies/ours.yaml")).unwrap();
    let policy =
        policy.replace("id: ours", "id: met").replace("source: \"1\",", &format!("source: \"1\", {},", meeting("1")));
    let two = format!(
        "source: \"2\", {}, duties: [{{id: papers, text: The papers are sent, before: meeting}}],",
        meeting("2")
    );
    env.add_policy("met", policy.replace("source: \"2\",", &two));
    let id = text(&env.sh("raise --policy met --child C-2 --concern c --json").json(), "id").to_owned();
    env.sh(&format!("meeting {id} --arranged-for 2026-03-20T10:00")).ok();
    env.now("2026-03-09T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
    env.now("2026-03-10T10:00");
    env.sh(&format!("meeting {id} --held today --chair sm --override x")).ok();
    let duties = list(&env.dispute(&id)["duties"]);
    let papers = duties.iter().find(|duty| text(duty, "duty") == "papers").unwrap();
    assert_eq!(papers["missed_before_meeting"], "2026-03-10", "{papers}");
}
