//! What the policy language can express beyond the built-in protocols, tried on disputes in a store.

use std::fs;

use serde_json::Value;

use crate::documents::root;
use crate::env::{Env, find_clock, has_clock, list, rules, text};

/// A store with the small protocol of the examples, with these changes.
fn under(changes: &[(&str, &str)]) -> Env {
    let env = Env::new();
    let mut policy = fs::read_to_string(root().join("examples/policies/small.yaml")).expect("the small protocol");
    for (from, to) in changes {
        assert!(policy.contains(from), "{from}");
        policy = policy.replacen(from, to, 1);
    }
    env.add_policy("small", policy);
    env
}

fn status(view: &Value) -> &str {
    text(view, "status")
}

#[test]
fn a_substitute_answers_for_somebody_who_is_away() {
    let env = under(&[
        ("any_of: [team-manager]", "all_of: [team-manager, director]"),
        ("stages:", "substitutes: {team-manager: [service-manager]}\nstages:"),
    ]);
    let id = env.raise("small", &[]);
    let run = env.iro(&["respond", &id, "--text", "Yes", "--role", "service-manager"]).ok();
    assert!(!run.stderr.contains("asked to answer"), "{}", run.stderr);
    assert_eq!(status(&env.dispute(&id)), "awaiting-response", "the director is still to answer");
    let view = env.respond(&id, &["--role", "director"]);
    assert_eq!(status(&view), "awaiting-review");
    let other = env.raise("small", &[]);
    env.iro(&["respond", &other, "--text", "Yes", "--role", "head-of-service"]).ok().says("asked to answer");
}

#[test]
fn a_limit_depends_on_the_priority() {
    let clock = "      - {id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}";
    let two = "      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered, when: {impact_level: some}}\n      \
               - {id: respond, label: Answer at once, limit: 1 working day, strength: hard, from: stage-entered, until: answered, when: {impact_level: severe}}";
    let env = under(&[(clock, two)]);
    for (level, due, label) in [("some", "2026-03-09", "Answer"), ("severe", "2026-03-03", "Answer at once")] {
        let view = env.raised("small", &["--impact-level", level]);
        let clock = find_clock(&view, "respond", "talk");
        assert_eq!((text(&clock, "due"), text(&clock, "label")), (due, label));
        assert_eq!(list(&view["clocks"]).len(), 1, "{view}");
        let id = text(&view, "id");
        assert_eq!(find_clock(&env.respond(id, &[]), "respond", "talk")["state"], "met");
    }
    assert!(!has_clock(&env.raised("small", &["--impact-level", "significant"]), "respond"));
}

#[test]
fn a_clock_starts_from_the_date_of_another_as_soon_as_that_is_known() {
    let clock = "      - {id: respond, label: Answer, limit: 5 working days, strength: aim, from: stage-entered, until: answered}";
    let two = format!(
        "      - {{id: look, label: Look, limit: 1 week, strength: aim, whose: raiser, from: {{due: respond}}, until: resolved}}\n{clock}"
    );
    let env = under(&[(clock, &two)]);
    let view = env.raised("small", &[]);
    assert_eq!(find_clock(&view, "respond", "talk")["due"], "2026-03-09");
    assert_eq!(find_clock(&view, "look", "talk")["started"], "2026-03-09");
    assert_eq!(find_clock(&view, "look", "talk")["due"], "2026-03-16");
}

#[test]
fn taking_up_again_can_be_guarded() {
    let duty =
        "duties:\n  - {id: manager-asked, text: The IRO Manager was asked, before: reopen, source: \"6\"}\nstages:";
    let env = under(&[("stages:", duty)]);
    let id = env.raise("small", &[]);
    env.resolve(&id);
    let reopen = ["reopen", &id, "--reason", "Not done", "--json"];
    assert_eq!(rules(&env.iro(&reopen).refused()), ["manager-asked"]);
    let view = env.iro(&[&reopen[..], &["--confirm", "manager-asked"]].concat()).json();
    assert_eq!(status(&view), "awaiting-response");
}

#[test]
fn a_team_manager_can_dispute_what_a_chair_decides() {
    let env = under(&[("raisers: [iro]", "raisers: [team-manager]"), ("any_of: [team-manager]", "any_of: [iro]")]);
    let view = env.raised("small", &[]);
    assert_eq!(view["by_role"], "team-manager");
    assert_eq!(view["waiting_on"]["role"], "iro");
}

/// The small protocol with a third stage, and with `extra` before its stages.
fn of_three(extra: &str) -> Env {
    let third = "  - {id: top, title: Top, kind: formal, any_of: [director], source: \"3\"}\n";
    let policy = fs::read_to_string(root().join("examples/policies/small.yaml")).expect("the small protocol");
    let env = Env::new();
    let text = format!("{}{third}", policy.replacen("stages:", &format!("{extra}stages:"), 1));
    let text = text.replacen("id: formal", "id: middle", 1);
    env.add_policy("small", text);
    env
}

#[test]
fn a_total_over_some_stages_stops_when_they_are_left_and_others_go_on() {
    let env = of_three(
        "total: {limit: 20 working days, strength: hard, over: [middle, top], source: \"4\"}\n\
         clocks:\n  \
         - {id: first-two, label: Settled below the top, limit: 15 working days, strength: hard, over: [talk, middle], until: resolved, source: \"4\"}\n  \
         - {id: all-in-all, label: Everything, limit: 6 weeks, strength: aim, whose: raiser, from: raised, until: resolved, source: \"5\"}\n",
    );
    let view = env.raised("small", &[]);
    let id = text(&view, "id");
    // Monday 2 March and 15 working days are Monday 23 March; six weeks are Monday 13 April.
    assert_eq!(find_clock(&view, "first-two", None)["due"], "2026-03-23");
    assert_eq!(find_clock(&view, "all-in-all", None)["due"], "2026-04-13");
    assert!(!has_clock(&view, "total"), "its stages are still ahead");

    env.now("2026-03-10T10:00");
    let view = env.escalate(id, "no-response", &[]);
    // From Tuesday 10 March, with Good Friday and Easter Monday left out.
    assert_eq!(find_clock(&view, "first-two", None)["state"], "running");
    let total = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "total").expect("a total");
    assert_eq!((text(&total, "due"), text(&total, "started")), ("2026-04-09", "2026-03-10"));

    env.now("2026-03-18T10:00");
    let view = env.escalate(id, "no-response", &[]);
    let left = find_clock(&view, "first-two", None);
    assert_eq!(
        (text(&left, "state"), text(&left, "ended"), left["late"].as_bool()),
        ("stopped", "2026-03-18", Some(false))
    );
    assert_eq!(find_clock(&view, "all-in-all", None)["state"], "running", "it runs across the stages");

    env.resolve(id);
    let view = env.dispute(id);
    assert_eq!(find_clock(&view, "all-in-all", None)["state"], "met");
    env.now("2026-03-20T10:00");
    let view = env.iro(&["reopen", id, "--reason", "Not done", "--to", "middle", "--json"]).json();
    let again = find_clock(&view, "first-two", None);
    assert_eq!((text(&again, "state"), text(&again, "due")), ("running", "2026-03-23"), "with its first date");
}

#[test]
fn a_dispute_that_starts_above_them_has_no_total_over_the_stages_below() {
    let env = of_three(
        "clocks:\n  - {id: first-two, label: Settled below the top, limit: 15 working days, strength: hard, over: [talk, middle], until: resolved, source: \"4\"}\n",
    );
    let view = env.raised("small", &["--stage", "top", "--reason", "The director decided"]);
    assert!(!has_clock(&view, "first-two"), "{view}");
}

#[test]
fn a_total_beside_another_can_be_extended_if_it_says_so() {
    let env = of_three(
        "clocks:\n  \
         - {id: first-two, label: Settled below the top, limit: 15 working days, strength: hard, over: [talk, middle], until: resolved, extend: {kind: moves, at_most: 5 working days, times: 1}, source: \"4\"}\n  \
         - {id: all-in-all, label: Everything, limit: 6 weeks, strength: hard, from: raised, until: resolved, source: \"5\"}\n",
    );
    let id = env.raise("small", &[]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    let more = |clock: &str, by: &str| {
        env.iro(&["extend", &id, "--clock", clock, "--by", by, "--reason", "A hearing", "--json"])
    };
    assert_eq!(rules(&more("all-in-all", "2 working days").refused()), ["extension"]);
    assert_eq!(rules(&more("first-two", "6 working days").refused()), ["extension-length"]);
    let view = more("first-two", "5 working days").json();
    let clock = find_clock(&view, "first-two", None);
    assert_eq!((text(&clock, "due"), text(&clock, "original_due")), ("2026-03-30", "2026-03-23"));
    assert_eq!(rules(&more("first-two", "1 working day").refused()), ["extension-times"]);
}

#[test]
fn who_must_be_satisfied_changes_by_stage() {
    let env = under(&[
        ("raisers: [iro]", "raisers: [iro, director]"),
        ("any_of: [head-of-service]", "any_of: [head-of-service]\n    satisfied: [iro, iro-manager]"),
    ]);
    env.iro(&["policy", "show", "small"]).ok().says("must be satisfied before it ends here: IRO and IRO Manager");
    let first = env.raise("small", &[]);
    env.resolve(&first);

    let id = env.raise("small", &[]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    env.respond(&id, &[]);
    let inbox = list(&env.iro(&["inbox", "--for", "iro-manager", "--json"]).json());
    assert_eq!((text(&inbox[0], "dispute"), text(&inbox[0], "what")), (id.as_str(), "review"));
    env.iro(&["show", &id]).ok().says("satisfied-iro-manager");
    let resolve = ["resolve", &id, "--outcome", "Done", "--json"];
    // The raiser confirms by resolving that they are satisfied.
    assert_eq!(rules(&env.iro(&resolve).refused()), ["satisfied-iro-manager"]);
    env.iro(&["done", &id, "satisfied-iro-manager", "--with", "Kim Reed"]).ok();
    assert!(list(&env.iro(&["inbox", "--for", "iro-manager", "--json"]).json()).is_empty());
    assert_eq!(status(&env.iro(&resolve).json()), "resolved");

    // Raised by another, the IRO has to be asked too.
    let other = env.raise("small", &["--by-role", "director", "--stage", "formal", "--reason", "x"]);
    let resolve = ["resolve", &other, "--outcome", "Done", "--json"];
    let mut asked = rules(&env.iro(&resolve).refused());
    asked.sort();
    assert_eq!(asked, ["satisfied-iro", "satisfied-iro-manager"]);
}

#[test]
fn somebody_who_stands_in_is_recorded_by_role_and_name() {
    let env = under(&[("stages:", "substitutes: {team-manager: [service-manager]}\nstages:")]);
    let id = env.raise("small", &[]);
    let answer = ["respond", &id, "--text", "Yes", "--role", "service-manager", "--name", "Jo Black"];
    env.iro(&answer).ok().says("Jo Black (Service Manager), standing in for the Team Manager");
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log[1]["fields"]["standing_in_for"], "team-manager");
    assert_eq!(log[1]["fields"]["name"], "Jo Black");
    env.iro(&["form", &id]).ok().says("standing in for the Team Manager");
    let other = env.raise("small", &[]);
    env.iro(&["respond", &other, "--text", "Yes"]).ok();
    let log = list(&env.iro(&["log", &other, "--json"]).json());
    assert_eq!(log[1]["fields"]["standing_in_for"], Value::Null);
}

#[test]
fn what_waits_for_a_substitute_is_due_from_them_too() {
    let env = under(&[("stages:", "substitutes: {team-manager: [service-manager]}\nstages:")]);
    let id = env.raise("small", &["--assign", "service-manager=Ann Ode"]);
    for whom in ["team-manager", "service-manager", "ann ode"] {
        let waiting = env.iro(&["inbox", "--for", whom, "--json"]).json();
        let due = env.due(&["--for", whom]);
        assert_eq!((text(&waiting[0], "dispute"), list(&waiting).len()), (id.as_str(), 1), "{whom}");
        assert_eq!(
            (text(&due[0], "dispute"), text(&due[0], "clock"), due.len()),
            (id.as_str(), "respond", 1),
            "{whom}"
        );
        assert_eq!(waiting[0]["due"], due[0]["due"], "{whom}");
    }
    assert!(env.due(&["--for", "director"]).is_empty());
    assert!(env.due(&["--for", "service-manager", "--overdue"]).is_empty());
    env.now("2026-03-10T10:00");
    assert_eq!(env.due(&["--for", "Ann Ode", "--overdue", "--explain"]).len(), 1);
}

#[test]
fn the_authority_challenges_the_chair_from_end_to_end() {
    let env = under(&[
        ("raisers: [iro]", "raisers: [team-manager]"),
        ("any_of: [team-manager]", "any_of: [iro]"),
        ("any_of: [head-of-service]", "any_of: [iro-manager]"),
        ("title: A small protocol", "title: A small protocol\nlabels: {dispute: Challenge}"),
    ]);
    let view = env.raised("small", &["--assign", "iro=Ada Cole"]);
    let id = text(&view, "id");
    assert_eq!(view["waiting_on"]["name"], "Ada Cole", "the one who raised it does not answer");
    assert_eq!(view["by_role"], "team-manager");
    let inbox = list(&env.iro(&["inbox", "--for", "Ada Cole", "--json"]).json());
    assert_eq!(inbox[0]["what"], "answer");
    env.respond(id, &[]);
    let view = env.dispute(id);
    assert_eq!(view["waiting_on"]["role"], "team-manager");
    env.now("2026-03-10T10:00");
    assert_eq!(env.escalate(id, "unsatisfactory", &[])["waiting_on"]["role"], "iro-manager");
    assert_eq!(env.listed(&["--responder", "iro-manager"]), [id.to_owned()]);
    env.iro(&["form", id]).ok().says("Challenge").says("Team Manager");
}

#[test]
fn a_dispute_may_be_about_no_one_child_where_the_protocol_says_so() {
    let strict = under(&[]);
    strict.iro(&["raise", "--policy", "small", "--concern", "x"]).code(2).says("--child");

    let env = under(&[
        ("covers: [looked-after]", "covers: [looked-after]\nchild: optional"),
        (
            "stages:",
            "asks:\n  - {ask: subject, before: raise, source: \"1\"}\nreferral: {when: any, grounds: [{id: unresolved, text: Not resolved}], source: \"5\"}\nstages:",
        ),
    ]);
    let raise = ["raise", "--policy", "small", "--concern", "No night staff", "--json"];
    assert_eq!(rules(&env.iro(&raise).refused()), ["subject"]);
    let view = env.iro(&[&raise[..], &["--subject", "Elm House"]].concat()).json();
    let id = text(&view, "id");
    assert_eq!((&view["child"], &view["case_type"]), (&Value::Null, &Value::Null));
    env.iro(&["show", id]).ok().says("for Elm House");
    env.iro(&["list"]).ok().says("Elm House");
    env.iro(&["due", "--all"]).ok().says("Elm House");
    assert_eq!(env.iro(&["due", "--all", "--json"]).json()[0]["child"], Value::Null);
    env.iro(&["form", id]).ok().says("Elm House");
    env.iro(&["report", "--by", "subject"]).ok().says("Elm House");
    env.iro(&["export", "--jsonl"]).ok().says("\"child\":null");
    env.iro(&["check"]).ok();
    // The power to refer covers looked-after children only.
    let refer = ["refer", id, "--ground", "unresolved", "--reason", "x", "--json"];
    assert_eq!(rules(&env.iro(&refer).refused()), ["referral-covers"]);
    // A correction can add a child that was left out, and remove one that was given by mistake.
    let put_right = |child: &str| {
        let set = format!("child={child}");
        env.iro(&["correct", id, "--event", "1", "--set", &set, "--reason", "Left out", "--json"]).json()
    };
    let view = put_right("C-7");
    assert_eq!((text(&view, "child"), text(&view, "case_type")), ("C-7", "looked-after"));
    let view = put_right("");
    assert_eq!((&view["child"], &view["case_type"]), (&Value::Null, &Value::Null));
    env.iro(&["check"]).ok();
    env.respond(id, &[]);
    env.resolve(id);
    assert!(env.closed_file("2026", id).exists());
    // With a child nothing changes. Two disputes without a child are not repeats of each other.
    assert_eq!(env.raised("small", &["--subject", "Elm House"])["case_type"], "looked-after");
    env.iro(&["raise", "--policy", "small", "--concern", "x", "--subject", "y", "--sibling", "C-2"]).code(2);
}

#[test]
fn neither_a_bypass_nor_more_time_for_a_stage_moves_the_total() {
    let env = of_three(
        "bypass: {free: false, source: \"2\"}\n\
         total: {limit: 20 working days, strength: hard, from: raised, source: \"4\"}\n",
    );
    let folder = env.data().join("policies/small.yaml");
    let policy = fs::read_to_string(&folder).expect("the policy");
    let more = "until: answered, extend: {kind: moves, at_most: 5 working days, times: 1}}";
    fs::write(&folder, policy.replacen("until: answered}", more, 1)).expect("a file");
    // Monday 2 March and 20 working days are Monday 30 March.
    let total = |view: &Value| {
        let clock = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "total").expect("a total");
        (text(&clock, "due").to_owned(), text(&clock, "state").to_owned())
    };
    let view = env.raised("small", &[]);
    let id = text(&view, "id");
    let given = ("2026-03-30".to_owned(), "running".to_owned());
    assert_eq!(total(&view), given);
    let view = env.iro(&["extend", id, "--by", "3 working days", "--reason", "Leave", "--json"]).json();
    assert_eq!(find_clock(&view, "respond", "talk")["due"], "2026-03-12");
    assert_eq!(total(&view), given);
    let up = ["escalate", id, "--because", "urgent", "--to", "top", "--json"];
    assert_eq!(rules(&env.iro(&up).refused()), ["bypass"]);
    let view = env.iro(&[&up[..], &["--reason", "The director decides"]].concat()).json();
    assert_eq!((text(&view, "stage"), total(&view)), ("top", given.clone()));
    env.resolve(id);
    let view = env.iro(&["reopen", id, "--reason", "Not done", "--json"]).json();
    assert_eq!(total(&view), given);
}

#[test]
fn a_total_may_end_with_the_decision() {
    let env = of_three(
        "total: {limit: 20 working days, strength: hard, from: raised, until: [decided, resolved], whose: director, source: \"4\"}\n",
    );
    let id = env.raise("small", &[]);
    let view = env.iro(&["decide", &id, "--decided-by", "Kim Reed", "--text", "It stays", "--json"]).json();
    let total = list(&view["clocks"]).into_iter().find(|clock| clock["clock"] == "total").expect("a total");
    assert_eq!((text(&total, "state"), total["for"]["role"].as_str()), ("met", Some("director")));
}

#[test]
fn stages_and_statuses_are_called_what_the_authority_calls_them() {
    let env = under(&[(
        "title: A small protocol",
        "title: A small protocol\nlabels: {stage: step, informal: in person, statuses: {awaiting-response: with the manager}}",
    )]);
    let id = env.raise("small", &[]);
    env.iro(&["show", &id]).ok().says("Talk, with the manager");
    assert_eq!(status(&env.dispute(&id)), "awaiting-response", "scripts read the same everywhere");
    let leaflet = env.iro(&["policy", "show", "small", "--family"]).ok();
    leaflet.says("(in person)").says("one step at a time");
}

#[test]
fn a_rehearsal_holds_a_meeting_and_says_what_has_no_date() {
    let env = under(&[(
        "    source: \"2\"\n    clocks:\n",
        "    source: \"2\"\n    meeting: {title: Panel, needed: required}\n    clocks:\n      \
         - {id: meeting, label: Hold the panel, limit: 4 working days, strength: hard, from: stage-entered, until: meeting}\n      \
         - {id: joint, label: Joint answer, limit: 3 working days, strength: hard, from: meeting, until: answered}\n",
    )]);
    let file = env.data().join("policies/small.yaml").display().to_string();
    let played = env.iro(&["policy", "try", &file, "--from", "2026-03-02"]).ok();
    // Formal from Tuesday 10 March; the panel on Monday 16, the answer three working days after it.
    played.says("Mon 16 March 2026  Hold the panel").says("Thu 19 March 2026  Joint answer");
    let missed = env.iro(&["policy", "try", &file, "--from", "2026-03-02", "--missed", "formal/meeting"]).ok();
    missed.says("`joint` of Formal, “Joint answer”, doesn't start: it counts from the meeting, which doesn't");
}

#[test]
fn a_protocol_is_shown_rule_by_rule() {
    let env = Env::new();
    let run = env.iro(&["policy", "show", "qa-notification", "--rules"]).ok();
    assert!(!run.stdout.contains('┌'), "{}", run.stdout);
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for rule in [
        "10 working days (a duty); from the start of the stage; until answered",
        "1 week (a duty); from the meeting, else `discuss`",
        "led by: Head of Service QA",
        "required, or overridden with a reason",
    ] {
        assert!(said.contains(rule), "{rule}: {said}");
    }
}
