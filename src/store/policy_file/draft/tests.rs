//! Whatever the answers are, the draft has no fault.

use proptest::prelude::*;

use super::*;
use crate::domain::holidays::Division;
use crate::domain::policy::MeetingNeed;
use crate::domain::time::parse_date;
use crate::store::policy_file::read;

fn titles() -> impl Strategy<Value = Vec<String>> {
    let title = prop::sample::select(vec![
        "Team Manager",
        "Independent Reviewing Officer",
        "Conference Chair",
        "Owner",
        "Größe: \"Chef\" #1",
        "héad",
        "—",
        "Director of Children's Services and Education",
    ]);
    prop::collection::vec(title.prop_map(str::to_owned), 1..3)
}

fn stage() -> impl Strategy<Value = DraftStage> {
    let time = prop::sample::select(vec![
        DraftTime::Open,
        DraftTime::Agreed,
        DraftTime::Within { limit: "5 days".into(), aim: None, shorter: None },
        DraftTime::Within { limit: "48 hours".into(), aim: Some(true), shorter: None },
        DraftTime::Within { limit: "10 days".into(), aim: Some(false), shorter: Some("5 days".into()) },
        DraftTime::Within { limit: "1 week".into(), aim: Some(false), shorter: None },
    ]);
    let until =
        prop::sample::select(vec![None, Some(DraftEnd::Answered), Some(DraftEnd::Decided), Some(DraftEnd::Resolved)]);
    let name = prop::sample::select(vec![
        "Stage 1",
        "Stage 2",
        "Talk: first",
        "Formal",
        "end",
        "A very long title of a stage",
        "Stage 2: the director's own panel",
        "—",
    ]);
    let meeting = prop::option::of((
        prop::sample::select(MeetingNeed::ALL),
        prop::option::of(Just("Panel Chair")),
        prop::option::of(prop::sample::select(vec!["5 working days", "5 days", "1 week"])),
        prop::sample::select(DraftStart::ALL),
    ));
    let way = prop::sample::select(vec![DraftWay::Any, DraftWay::All, DraftWay::Chain]);
    (
        name,
        any::<bool>(),
        titles(),
        way,
        time,
        until,
        prop::collection::vec(Just("Service Manager".to_owned()), 0..2),
        meeting,
    )
        .prop_map(|(title, formal, who, how, time, until, copies, meeting)| DraftStage {
            title: title.into(),
            formal,
            who: who.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect(),
            how,
            time,
            from: meeting.map(|(_, _, _, from)| from),
            until,
            copies,
            meeting: meeting.map(|(needed, chair, within, _)| DraftMeeting {
                needed,
                chair: chair.map(str::to_owned),
                within: within.map(str::to_owned),
            }),
        })
}

proptest! {
    #[test]
    fn whatever_is_answered_the_file_has_no_fault(
        stages in prop::collection::vec(stage(), 1..4),
        raisers in titles(),
        satisfied in prop::option::of(titles()),
        (owner, judge) in (prop::option::of(Just("IRO Manager".to_owned())), prop::option::of(Just("Quality Manager".to_owned()))),
        (regular, letter) in (prop::option::of(Just("2 weeks".to_owned())), prop::option::of((prop::option::of(Just("Quality Manager".to_owned())), any::<bool>()))),
        more_time in prop::option::of((prop::option::of(Just("Head of Service".to_owned())), prop::option::of(1..3_u32), prop::option::of(Just(vec![0])))),
        (several_ladders, bypass_by) in (prop::option::of(any::<bool>()), prop::option::of(Just("Director".to_owned()))),
        total in prop::option::of((prop::sample::select(vec!["20 working days", "30 days"]), prop::option::of(any::<bool>()), any::<bool>(), any::<bool>())),
        categories in prop::collection::vec(prop::sample::select(vec!["Drift or delay", "The plan is not carried out", "Größe: #1, {a}", "—"]), 0..4),
        covers in prop::sample::select(vec![CaseType::LookedAfter, CaseType::ChildProtection]),
        (days, hours, division) in (prop::option::of(any::<bool>()), prop::option::of(any::<bool>()), prop::option::of(prop::sample::select(Division::ALL))),
        (bypass, last_resort, reminders, schema) in (prop::option::of(any::<bool>()), prop::option::of(any::<bool>()), any::<bool>(), any::<bool>()),
    ) {
        let draft = Draft {
            assumed: Assumed::default(),
            has_no_total: false,
            has_no_kinds: false,
            id: "ours".into(),
            version: "2026-04".into(),
            effective_on: parse_date("2026-04-01").unwrap(),
            title: "A \"title\": #1".into(),
            authority: Some("Any # town".into()),
            document: "The document: 'one'".into(),
            dispute: "challenge".into(),
            record_system: "C:\\files".into(),
            covers: vec![covers],
            raisers: raisers.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect(),
            stages,
            owner,
            judge,
            judge_at: several_ladders.map(|_| vec![0]),
            satisfied_at: bypass.map(|all| if all { vec![0, 1] } else { vec![1] }),
            regular: regular.map(|limit| DraftRegular { limit, aim: None, from_done: reminders }),
            letter: letter.map(|(by, however_it_ends)| DraftLetter { limit: "5 days".into(), by, however_it_ends, aim: Some(however_it_ends) }),
            more_time: more_time.map(|(approved_by, times, stages)| DraftMoreTime { limit: "3 days".into(), approved_by, times, stages }),
            several_ladders,
            bypass_approved_by: bypass_by,
            satisfied: satisfied.unwrap_or_default().into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect(),
            days: days.map(|working| if working { DaysMean::Working } else { DaysMean::Calendar }),
            working_hours: hours,
            division,
            total: total.map(|(limit, aim, from_raised, until_decided)| DraftTotal { limit: limit.into(), aim, from_raised, until_decided }),
            advised: Some(("20 working days".into(), "IRO Handbook 2010".into())),
            bypass,
            last_resort: last_resort.filter(|_| covers == CaseType::LookedAfter),
            categories: categories.into_iter().map(str::to_owned).collect(),
            reminders,
            schema,
        };
        let text = draft.text();
        let errors: Vec<_> = read("ours.yaml", &text).faults.into_iter().filter(|fault| fault.severity == crate::domain::fault::Severity::Error).collect();
        prop_assert_eq!(errors, [], "{}", text);
        // The examples under the questions have no faults either when they are uncommented one after another.
        for (at, _) in text.match_indices("\n# ?") {
            let example = text[at + 1..].lines().skip_while(|line| line.starts_with("# ?"));
            let example: Vec<&str> = example.take_while(|line| line.starts_with("# ") || line.starts_with("#  ")).collect();
            prop_assert!(!example.is_empty() || text[at..].contains("days:"), "a question without an example in {}", text);
        }
    }
}

#[test]
fn ids_are_short() {
    let ids = [
        "Team Manager",
        "Head of Service",
        "Director of Children's Services and Education",
        "The plan is not carried out at all",
        "—",
    ];
    let expected = [
        "team-manager",
        "head-of-service",
        "director-childrens-services-education",
        "plan-not-carried-out-at-all",
        "role",
    ];
    assert_eq!(ids.map(|title| short_id(title, "role")), expected);
    assert_eq!(role_id("Child Protection Conference Chair"), "cp-chair");
}

fn draft(stages: Vec<DraftStage>) -> Draft {
    Draft {
        id: "ours".into(),
        version: "1".into(),
        title: "Ours".into(),
        effective_on: parse_date("2026-04-01").unwrap(),
        document: "Ours".into(),
        dispute: "dispute".into(),
        record_system: "the file".into(),
        covers: vec![CaseType::LookedAfter],
        raisers: vec!["Independent Reviewing Officer".into()],
        stages,
        ..Draft::default()
    }
}

fn stage_of(title: &str, who: &[&str], formal: bool) -> DraftStage {
    let who = who.iter().map(|one| (*one).to_owned()).collect();
    DraftStage { title: title.into(), formal, who, ..DraftStage::default() }
}

#[test]
fn a_stage_keeps_the_number_that_the_document_gives_it() {
    let titles =
        ["Informal talk", "Stage 2: meeting with the head of service", "Stage 3", "Step four – the director decides"];
    let stages = titles.iter().enumerate().map(|(at, title)| stage_of(title, &["Director"], at > 0));
    let text = draft(stages.collect()).text();
    let ids: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  - id: ")).collect();
    assert_eq!(ids, ["informal-talk", "stage-2", "stage-3", "step-four"]);
}

#[test]
fn two_titles_never_have_one_id_and_one_title_has_one() {
    let services = "Director of Children's Services";
    let stages = vec![
        stage_of("One", &["Director of Children's Homes", services, "director of children's services"], true),
        stage_of(
            "Two",
            &["Head of the Service", "Head of Service", "Conference Chair", "Child Protection Chair"],
            true,
        ),
    ];
    let text = draft(stages).text();
    for line in [
        "  director-childrens-homes: Director of Children's Homes",
        "  director-childrens-services: Director of Children's Services",
        "    any_of: [director-childrens-homes, director-childrens-services, director-childrens-services]",
        "  head-service: Head of the Service",
        "  head-of-service: Head of Service",
        "    any_of: [head-service, head-of-service, cp-chair, cp-chair]",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

/// Without `# `, the examples under the questions are correct where they are.
#[test]
fn what_stands_under_the_questions_is_good_as_it_is() {
    for reminders in [true, false] {
        let mut all = draft(vec![stage_of("Stage 1", &["Director"], true)]);
        all.reminders = reminders;
        all.stages[0].time = DraftTime::Within { limit: "5 working days".into(), aim: Some(false), shorter: None };
        let mut asked = false;
        let mut answered: Vec<String> = Vec::new();
        for line in all.text().lines() {
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            match bare.strip_prefix("# ") {
                Some(question) if question.starts_with("? ") => asked = true,
                Some(example) if asked => answered.push(format!("{indent}{example}")),
                Some(_) | None => {
                    asked = false;
                    answered.push(line.to_owned());
                }
            }
        }
        let text = answered.join("\n");
        assert!(["ladders:", "extend:", "closing-letter", "own-manager-asked"].iter().all(|one| text.contains(one)));
        let faults = read("ours.yaml", &text).faults;
        let errors: Vec<_> =
            faults.into_iter().filter(|fault| fault.severity == crate::domain::fault::Severity::Error).collect();
        assert_eq!(errors, [], "{text}");
    }
}
