//! What a list of what is due reads and fetches: not more if more records are closed, and the texts that it shows.

use super::*;
use crate::store::policies::changed::Changed;
use crate::store::records::Listed;

/// Facts of every kind that decides whether something comes up.
fn all_facts() -> Vec<RecordFacts> {
    let day = |text: &str| parse_date(text).unwrap();
    let mut all = Vec::new();
    for kind in [Kind::Dispute, Kind::Praise] {
        for earliest in [None, Some(day("2026-03-02")), Some(day("2026-03-03"))] {
            for flags in 0..16 {
                let flag = |at: u32| flags >> at & 1 == 1;
                all.push(RecordFacts {
                    kind,
                    raised_on: day("2026-03-01"),
                    closed_on: flag(0).then(|| day("2026-03-01")),
                    due: earliest,
                    earliest,
                    waits: flag(1),
                    asked: Names::default(),
                    dateless: flag(2),
                    policy_changed: flag(3).then_some(Changed::Lost),
                    written: Span::ALWAYS,
                    holds: Span::ALWAYS,
                    over_on: None,
                    child: 0,
                });
            }
        }
    }
    all
}

/// Remembers these facts, one of each record.
fn remember(store: &PostgresStore, facts: &[RecordFacts]) -> Vec<Listed> {
    let listing = store.listing(Which::All).unwrap();
    let mut memo = store.memo(&Sum::new(), "2026-03-02T10:00:00+00:00".parse().unwrap()).unwrap();
    for (listed, known) in listing.iter().zip(facts) {
        memo.learn(listed, known, Some(b"a text")).unwrap();
    }
    memo.save();
    listing
}

#[test]
fn the_texts_of_what_comes_up_are_fetched_along_with_the_list() {
    let Some(made) = Made::new() else { return };
    let (store, facts) = (made.store(OWNER), all_facts());
    suite::create(&store, 2026, facts.len());
    let listing = remember(&store, &facts);
    for (shown, latest) in [(Shown::Due(None), None), (Shown::Due(facts[40].earliest), facts[40].earliest)] {
        let (_, remembered) = memo::listing(&store.wire, Which::Waiting.into(), shown).unwrap();
        for (listed, known) in listing.iter().zip(&facts) {
            let (_, found) = remembered.iter().find(|((id, _), _)| *id == listed.id).unwrap();
            assert_eq!(found.text.is_some(), known.comes_up_by(latest), "{latest:?} {known:?}");
        }
    }
    for (shown, all) in [(Shown::All, true), (Shown::None, false)] {
        let (_, remembered) = memo::listing(&store.wire, Which::Waiting.into(), shown).unwrap();
        assert!(remembered.values().all(|found| found.text.is_some() == all), "{shown:?}");
    }
}

#[test]
fn what_is_due_takes_no_longer_if_more_records_are_closed() {
    let Some(made) = Made::new() else { return };
    let store = made.store(OWNER);
    suite::create(&store, 2026, 1_000);
    remember(&store, &vec![all_facts()[0].clone(); 1_000]);
    made.sql(OWNER, "UPDATE iro.head SET filed = 'closed' WHERE record % 50 <> 0; ANALYZE").unwrap();
    for shown in [Shown::Due(parse_date("2026-03-02").ok()), Shown::Due(None), Shown::All] {
        let plan = made.sql(OWNER, &format!("EXPLAIN {}", memo::question(Which::Waiting.into(), shown))).unwrap();
        for table in ["record", "head", "memo", "event"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{plan}");
        }
    }
}
