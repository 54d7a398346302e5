//! The tests that every kind of store has to pass. `contract!` runs all of them against one.

use std::cell::RefCell;

use super::samples::{entry, id, note, raised};
use crate::domain::event::Corrected;
use crate::domain::id::DisputeId;
use crate::store::chain::Chain;
use crate::store::contract::Store;
use crate::store::error::StoreError;
use crate::store::records::{Draft, Filed, Stored, Which};
use crate::store::tamper::signs_of;
use crate::store::tombstone::Tombstone;

/// Declares one test for each part of the contract. `$store` returns an empty store, and whatever must be kept alive
/// with it.
macro_rules! contract {
    ($store:expr) => {
        $crate::store::tests::suite::contract!($store;
            an_empty_store_has_nothing,
            ids_are_given_out_in_order_and_by_year,
            a_record_comes_back_as_it_was_drafted,
            siblings_know_each_other,
            a_draft_that_fails_creates_nothing,
            a_record_is_created_as_the_next_or_not_at_all,
            events_are_added_at_the_end,
            a_change_based_on_an_old_state_is_refused,
            an_event_out_of_turn_is_refused,
            a_record_goes_to_the_closed_ones_and_back,
            a_draft_may_be_closed_at_once,
            a_record_is_found_by_what_a_person_types,
            many_are_loaded_in_the_order_asked_for,
            a_childs_records_are_listed_however_the_reference_is_typed,
            each_write_is_in_the_ledger,
            a_small_file_is_changed_by_what_is_there,
            small_files_are_listed_by_their_folder,
            what_was_removed_leaves_a_tombstone_and_its_number,
            a_removal_based_on_an_old_state_is_refused,
            there_is_nothing_to_accept_in_what_was_written,
        );
    };
    ($store:expr; $($part:ident),* $(,)?) => {
        $(
            #[test]
            fn $part() {
                let (store, _alive) = $store;
                $crate::store::tests::suite::$part(&store);
            }
        )*
    };
}
pub(in crate::store) use contract;

pub fn drafts(ids: &[DisputeId]) -> Vec<Draft> {
    let open = |id: &DisputeId| Draft { record: raised(*id), filed: Filed::Open };
    ids.iter().map(open).collect()
}

/// Creates open disputes.
pub fn create(store: &dyn Store, year: u16, count: usize) -> Vec<DisputeId> {
    store.create(year, count, &mut |ids| Ok(drafts(ids))).unwrap()
}

fn seen(store: &dyn Store, id: DisputeId) -> Stored {
    store.load(id).unwrap()
}

pub fn an_empty_store_has_nothing(store: &dyn Store) {
    for which in [Which::Open, Which::Closed, Which::All] {
        assert_eq!(store.ids(which).unwrap(), []);
    }
    assert!(matches!(store.load(id("2026-0001")), Err(StoreError::NotFound { .. })));
    assert_eq!(store.next_ids(2026, 2).unwrap(), [id("2026-0001"), id("2026-0002")]);
}

pub fn ids_are_given_out_in_order_and_by_year(store: &dyn Store) {
    assert_eq!(create(store, 2026, 1), [id("2026-0001")]);
    assert_eq!(create(store, 2025, 1), [id("2025-0001")]);
    assert_eq!(create(store, 2026, 2), [id("2026-0002"), id("2026-0003")]);
    assert_eq!(create(store, 2026, 0), []);
    let all = ["2025-0001", "2026-0001", "2026-0002", "2026-0003"].map(id);
    assert_eq!(store.ids(Which::All).unwrap(), all);
    assert_eq!(store.ids(Which::Open).unwrap(), all);
    assert_eq!(store.next_ids(2026, 1).unwrap(), [id("2026-0004")]);
}

pub fn a_record_comes_back_as_it_was_drafted(store: &dyn Store) {
    let created = create(store, 2026, 1)[0];
    let stored = store.load(created).unwrap();
    assert_eq!(stored.record, raised(created));
    assert_eq!((stored.filed, stored.newer), (Filed::Open, None));
}

pub fn siblings_know_each_other(store: &dyn Store) {
    let asked = RefCell::new(Vec::new());
    let created = store
        .create(2026, 3, &mut |ids| {
            asked.borrow_mut().extend_from_slice(ids);
            Ok(drafts(ids))
        })
        .unwrap();
    assert_eq!(created, *asked.borrow());
    assert_eq!(created, ["2026-0001", "2026-0002", "2026-0003"].map(id));
    for id in created {
        assert_eq!(store.load(id).unwrap().record, raised(id));
    }
}

pub fn a_draft_that_fails_creates_nothing(store: &dyn Store) {
    let refused = store.create(2026, 1, &mut |_| Err(anyhow::anyhow!("not allowed")));
    assert_eq!(refused.unwrap_err().to_string(), "not allowed");
    for wrong in [vec![], vec![id("2026-0007")], ["2026-0001", "2026-0001"].map(id).to_vec()] {
        let refused = store.create(2026, 1, &mut |_| Ok(drafts(&wrong)));
        assert!(matches!(refused, Err(StoreError::Draft(_))), "{wrong:?}");
    }
    let empty = store.create(2026, 1, &mut |ids| {
        let mut drafts = drafts(ids);
        drafts[0].record.entries.clear();
        Ok(drafts)
    });
    assert!(matches!(empty, Err(StoreError::Unfaithful { .. })));
    assert_eq!(store.ids(Which::All).unwrap(), []);
}

pub fn a_record_is_created_as_the_next_or_not_at_all(store: &dyn Store) {
    let [first, second] = ["2026-0001", "2026-0002"].map(|next| drafts(&[id(next)]).remove(0));
    assert!(!store.create_next(&second).unwrap(), "it would leave a number out");
    assert_eq!(store.ids(Which::All).unwrap(), []);
    assert!(store.create_next(&first).unwrap());
    assert!(!store.create_next(&first).unwrap(), "somebody else came first");
    assert!(store.create_next(&second).unwrap());
    assert_eq!(store.ids(Which::All).unwrap(), ["2026-0001", "2026-0002"].map(id));
}

pub fn small_files_are_listed_by_their_folder(store: &dyn Store) {
    assert_eq!(store.kept_in("policies").unwrap(), Vec::<String>::new());
    for name in ["policies/own.yaml", "config.yaml", "policies/a.yaml", "policies-old/b.yaml"] {
        store.keep(name, &mut |_| Some(b"x".to_vec())).unwrap();
    }
    assert_eq!(store.kept_in("policies").unwrap(), ["policies/a.yaml", "policies/own.yaml"]);
}

pub fn events_are_added_at_the_end(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    let first = seen(store, id);
    store.append(&first, &[note(2, "one")], Filed::Open).unwrap();
    let second = seen(store, id);
    assert_ne!(first.revision, second.revision);
    let both = [note(3, "two"), note(4, "three")];
    store.append(&second, &both, Filed::Open).unwrap();
    let mut expected = raised(id);
    expected.entries.push(note(2, "one"));
    expected.entries.extend(both);
    assert_eq!(store.load(id).unwrap().record, expected);
}

pub fn a_change_based_on_an_old_state_is_refused(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    let old = seen(store, id);
    store.append(&old, &[note(2, "mine")], Filed::Open).unwrap();
    let refused = store.append(&old, &[note(2, "yours")], Filed::Closed).unwrap_err();
    assert!(matches!(refused, StoreError::Changed { .. }), "{refused}");
    let stored = store.load(id).unwrap();
    assert_eq!((stored.record.entries.len(), stored.filed), (2, Filed::Open));
    assert_eq!(stored.record.entries[1], note(2, "mine"));
}

pub fn an_event_out_of_turn_is_refused(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    for number in [1, 3] {
        let refused = store.append(&seen(store, id), &[note(number, "x")], Filed::Open);
        assert!(matches!(refused, Err(StoreError::Unfaithful { .. })));
    }
    assert_eq!(store.load(id).unwrap().record, raised(id));
}

pub fn a_record_goes_to_the_closed_ones_and_back(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    store.append(&seen(store, id), &[note(2, "closed")], Filed::Closed).unwrap();
    assert_eq!(store.ids(Which::Open).unwrap(), []);
    assert_eq!(store.ids(Which::Closed).unwrap(), [id]);
    assert_eq!(store.load(id).unwrap().filed, Filed::Closed);
    assert_eq!(store.next_ids(2026, 1).unwrap()[0].number(), 2);

    store.append(&seen(store, id), &[note(3, "more")], Filed::Closed).unwrap();
    store.append(&seen(store, id), &[note(4, "open again")], Filed::Open).unwrap();
    assert_eq!(store.ids(Which::Open).unwrap(), [id]);
    assert_eq!(store.ids(Which::Closed).unwrap(), []);
    let stored = store.load(id).unwrap();
    assert_eq!((stored.filed, stored.record.entries.len()), (Filed::Open, 4));
}

pub fn a_draft_may_be_closed_at_once(store: &dyn Store) {
    let mixed = |ids: &[DisputeId]| {
        let mut drafts = drafts(ids);
        drafts[0].filed = Filed::Closed;
        Ok(drafts)
    };
    let alone = store.create(2026, 1, &mut { mixed }).unwrap();
    let pair = store.create(2026, 2, &mut { mixed }).unwrap();
    assert_eq!(store.ids(Which::Closed).unwrap(), [alone[0], pair[0]]);
    assert_eq!(store.ids(Which::Open).unwrap(), [pair[1]]);
}

pub fn a_record_is_found_by_what_a_person_types(store: &dyn Store) {
    create(store, 2025, 2);
    create(store, 2026, 12);
    let find = |typed: &str| store.find(typed.parse().unwrap());
    assert_eq!(find("2026-2").unwrap(), id("2026-0002"));
    assert_eq!(find("12").unwrap(), id("2026-0012"));

    let several = find("2").unwrap_err();
    assert_eq!(several.to_string(), "`2` is the number of several disputes: `2025-0002` and `2026-0002`");
    let near = |typed: &str| match find(typed) {
        Err(StoreError::NotFound { asked, near }) => (asked, near.iter().map(DisputeId::to_string).collect::<Vec<_>>()),
        other => panic!("{other:?}"),
    };
    let told = |asked: &str, ids: &[&str]| (asked.to_string(), ids.iter().map(ToString::to_string).collect());
    assert_eq!(near("2024-0012"), told("2024-0012", &["2026-0012"]));
    assert_eq!(near("2026-0021"), told("2026-0021", &["2026-0001", "2026-0011", "2026-0012"]));
    assert_eq!(near("2026-9999"), told("2026-9999", &[]));
    assert_eq!(near("13").1[0], "2026-0003");
}

pub fn many_are_loaded_in_the_order_asked_for(store: &dyn Store) {
    let mut ids = create(store, 2026, 40);
    ids.reverse();
    ids.push(id("2026-0999"));
    let mut loaded = Vec::new();
    let enough = || StoreError::NotFound { asked: "enough".to_string(), near: Vec::new() };
    let taken = store.each(
        &ids,
        |asked, stored| (asked, stored.map(|stored| stored.record.header.id).ok()),
        |one| {
            loaded.push(one);
            if loaded.len() < 41 { Ok(()) } else { Err(enough()) }
        },
    );
    assert_eq!(taken.unwrap_err().to_string(), enough().to_string());
    let expected = ids.iter().map(|asked| (*asked, Some(*asked).filter(|id| id.number() < 999)));
    assert_eq!(loaded, expected.collect::<Vec<_>>());
}

pub fn a_childs_records_are_listed_however_the_reference_is_typed(store: &dyn Store) {
    let references = ["C-1", "c-1 ", "C-12", "\u{FF23}-\u{FF11}", "Si\u{E2}n 7", "a \"1\" \\ 2", "Jo", ""];
    let ids = store.create(2026, references.len(), &mut |ids| {
        let draft = |(id, child): (&DisputeId, &&str)| {
            let mut record = raised(*id);
            record.header.child = (*child).to_string();
            Draft { record, filed: Filed::Open }
        };
        Ok(ids.iter().zip(&references).map(draft).collect())
    });
    let ids = ids.unwrap();
    // The third was of another child.
    let corrected = Corrected {
        corrects: 1.into(),
        set: std::collections::BTreeMap::from_iter([("child".to_string(), "D-5".into())]),
        ..Corrected::default()
    };
    store.append(&seen(store, ids[2]), &[entry(2, corrected.into())], Filed::Open).unwrap();
    for (typed, wanted) in [
        ("C-1", &[0, 1, 3][..]),
        ("C 1", &[]),
        ("d-5", &[2]),
        ("SI\u{C2}N 7", &[4]),
        ("A \"1\" \\ 2", &[5]),
        ("JO", &[6]),
        ("X-99", &[]),
    ] {
        let listed = store.listing_of_children(&[typed.to_string()]).unwrap();
        let listed: Vec<DisputeId> = listed.into_iter().map(|listed| listed.id).collect();
        assert!(wanted.iter().all(|place| listed.contains(&ids[*place])), "{typed:?} gives {listed:?}");
        assert!(listed.is_sorted(), "{typed:?} gives {listed:?}");
    }
}

pub fn each_write_is_in_the_ledger(store: &dyn Store) {
    assert!(store.ledger().unwrap().known.is_empty());
    let ids = create(store, 2026, 2);
    store.append(&seen(store, ids[0]), &[note(2, "one"), note(3, "two")], Filed::Closed).unwrap();
    let ledger = store.ledger().unwrap();
    assert_eq!((ledger.end.lines, ledger.broken.many, ledger.torn.many), (3, 0, 0));
    for id in ids {
        let stored = seen(store, id);
        let chain = Chain::of(&stored.record, &stored.seals);
        let last = ledger.known[&id].last().unwrap();
        assert_eq!((last.events, last.head), (chain.events(), Some(chain.head())));
        assert_eq!(signs_of(&stored, &ledger), []);
        let copies = store.copies(&[id]).unwrap().pop().unwrap().unwrap();
        assert_eq!(copies.len(), 1);
        assert_eq!(copies[0].stored.as_ref().unwrap(), &stored);
        assert_eq!(copies[0].at, store.belongs(id, stored.filed));
    }
    let head = ledger.end.head.unwrap();
    assert_eq!(ledger.end.lines, store.ledger().unwrap().line_with_digest(&head).unwrap());
}

pub fn tombstone(id: DisputeId) -> Tombstone {
    let (raised_on, ended_on) = ("2026-03-02".parse().unwrap(), "2026-03-09".parse().unwrap());
    let purged_at = "2033-03-09T10:00:00+00:00".parse().unwrap();
    Tombstone { id, raised_on, ended_on, purged_at, by: "Jo Bloggs".to_string(), reason: "Past its time".to_string() }
}

pub fn what_was_removed_leaves_a_tombstone_and_its_number(store: &dyn Store) {
    let ids = create(store, 2026, 2);
    let (gone, stays) = (ids[1], ids[0]);
    store.append(&seen(store, gone), &[note(2, "closed")], Filed::Closed).unwrap();
    store.purge(&tombstone(gone), seen(store, gone).revision).unwrap();
    assert_eq!(store.ids(Which::All).unwrap(), [stays]);
    assert!(matches!(store.load(gone), Err(StoreError::Purged(stone)) if *stone == tombstone(gone)));
    assert_eq!(store.removed().unwrap(), [tombstone(gone)]);
    assert_eq!(store.removed_ids().unwrap(), [gone]);
    assert_eq!(store.copies(&[gone]).unwrap().pop().unwrap().unwrap().len(), 0);
    assert!(store.ledger().unwrap().gone.contains_key(&gone));
    assert!(!store.has_to_be_accepted(gone).unwrap());
    assert_eq!(create(store, 2026, 1), [id("2026-0003")]);
}

pub fn a_removal_based_on_an_old_state_is_refused(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    let old = seen(store, id).revision;
    store.append(&seen(store, id), &[note(2, "more")], Filed::Closed).unwrap();
    assert!(matches!(store.purge(&tombstone(id), old), Err(StoreError::Changed { .. })));
    assert_eq!(store.load(id).unwrap().record.entries.len(), 2);
    assert_eq!(store.removed().unwrap(), []);
}

pub fn there_is_nothing_to_accept_in_what_was_written(store: &dyn Store) {
    let created = create(store, 2026, 1)[0];
    let now = "2026-03-03T10:00:00+00:00".parse().unwrap();
    for id in [created, id("2026-0002")] {
        assert!(!store.has_to_be_accepted(id).unwrap());
        assert_eq!(store.accept(id, "x", "Jo Bloggs", now).unwrap(), None);
    }
    assert_eq!(store.load(created).unwrap().record, raised(created));
}

pub fn a_small_file_is_changed_by_what_is_there(store: &dyn Store) {
    let name = "policies/own.yaml";
    assert_eq!(store.kept(name).unwrap(), None);
    let mut seen = Vec::new();
    for more in [Some("one"), None, Some("two")] {
        store
            .keep(name, &mut |there| {
                seen.push(there.clone());
                more.map(|more| [there.unwrap_or_default(), more.as_bytes().to_vec()].concat())
            })
            .unwrap();
    }
    assert_eq!(seen, [None, Some(b"one".to_vec()), Some(b"one".to_vec())]);
    assert_eq!(store.kept(name).unwrap(), Some(b"onetwo".to_vec()));
    assert_eq!(store.ids(Which::All).unwrap(), []);
}
