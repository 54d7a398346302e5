//! What every store has to do, whatever it keeps records in. `contract!` runs all of it against one.

use std::cell::RefCell;

use super::samples::{id, note, raised};
use super::{Draft, Shelf, Store, StoreError, Stored, Which};
use crate::domain::id::DisputeId;

/// Declares one test for each part of the contract; `$store` makes an empty store and what keeps it alive.
macro_rules! contract {
    ($store:expr) => {
        $crate::store::suite::contract!($store;
            an_empty_store_has_nothing,
            ids_are_given_out_in_order_and_by_year,
            a_record_comes_back_as_it_was_drafted,
            siblings_know_each_other,
            a_draft_that_fails_creates_nothing,
            events_are_added_at_the_end,
            a_change_based_on_an_old_state_is_refused,
            an_event_out_of_turn_is_refused,
            a_record_goes_to_the_closed_ones_and_back,
            a_draft_may_be_closed_at_once,
            a_record_is_found_by_what_a_person_types,
        );
    };
    ($store:expr; $($part:ident),* $(,)?) => {
        $(
            #[test]
            fn $part() {
                let (store, _alive) = $store;
                $crate::store::suite::$part(&store);
            }
        )*
    };
}
pub(super) use contract;

fn drafts(ids: &[DisputeId]) -> Vec<Draft> {
    let open = |id: &DisputeId| Draft { record: raised(*id), shelf: Shelf::Open };
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
    assert_eq!((stored.shelf, stored.newer), (Shelf::Open, None));
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

pub fn events_are_added_at_the_end(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    let first = seen(store, id);
    store.append(&first, &[note(2, "one")], Shelf::Open).unwrap();
    let second = seen(store, id);
    assert_ne!(first.revision, second.revision);
    let both = [note(3, "two"), note(4, "three")];
    store.append(&second, &both, Shelf::Open).unwrap();
    let mut expected = raised(id);
    expected.entries.push(note(2, "one"));
    expected.entries.extend(both);
    assert_eq!(store.load(id).unwrap().record, expected);
}

pub fn a_change_based_on_an_old_state_is_refused(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    let old = seen(store, id);
    store.append(&old, &[note(2, "mine")], Shelf::Open).unwrap();
    let refused = store.append(&old, &[note(2, "yours")], Shelf::Closed).unwrap_err();
    assert!(matches!(refused, StoreError::Changed { .. }), "{refused}");
    let stored = store.load(id).unwrap();
    assert_eq!((stored.record.entries.len(), stored.shelf), (2, Shelf::Open));
    assert_eq!(stored.record.entries[1], note(2, "mine"));
}

pub fn an_event_out_of_turn_is_refused(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    for number in [1, 3] {
        let refused = store.append(&seen(store, id), &[note(number, "x")], Shelf::Open);
        assert!(matches!(refused, Err(StoreError::Unfaithful { .. })));
    }
    assert_eq!(store.load(id).unwrap().record, raised(id));
}

pub fn a_record_goes_to_the_closed_ones_and_back(store: &dyn Store) {
    let id = create(store, 2026, 1)[0];
    store.append(&seen(store, id), &[note(2, "closed")], Shelf::Closed).unwrap();
    assert_eq!(store.ids(Which::Open).unwrap(), []);
    assert_eq!(store.ids(Which::Closed).unwrap(), [id]);
    assert_eq!(store.load(id).unwrap().shelf, Shelf::Closed);
    assert_eq!(store.next_ids(2026, 1).unwrap()[0].number(), 2);

    store.append(&seen(store, id), &[note(3, "more")], Shelf::Closed).unwrap();
    store.append(&seen(store, id), &[note(4, "open again")], Shelf::Open).unwrap();
    assert_eq!(store.ids(Which::Open).unwrap(), [id]);
    assert_eq!(store.ids(Which::Closed).unwrap(), []);
    let stored = store.load(id).unwrap();
    assert_eq!((stored.shelf, stored.record.entries.len()), (Shelf::Open, 4));
}

pub fn a_draft_may_be_closed_at_once(store: &dyn Store) {
    let mixed = |ids: &[DisputeId]| {
        let mut drafts = drafts(ids);
        drafts[0].shelf = Shelf::Closed;
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
