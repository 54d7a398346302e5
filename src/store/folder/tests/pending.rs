//! Siblings that an interrupted command wrote but did not move to their places.

use super::*;
use crate::store::folder::pending::{Arrival, commit};
use crate::store::folder::strays::{Stray, StrayKind};
use crate::store::unplaced::Misplaced;

fn pair() -> Vec<Arrival> {
    let arrive = |id: DisputeId, filed| Arrival {
        id,
        filed,
        composed: record_file::compose(&format!("{id}.yaml"), &raised(id)).unwrap(),
    };
    vec![arrive(id("2026-0002"), Filed::Open), arrive(id("2026-0003"), Filed::Closed)]
}

#[test]
fn siblings_left_pending_are_put_in_place_by_the_next_writer() {
    for moved_already in [false, true] {
        let (store, _home, file) = with_one();
        let root = store.folders.root().to_path_buf();
        commit(&store.folders, &pair()).unwrap();
        if moved_already {
            fs::rename(root.join(".pending/open-2026-0002.yaml"), root.join("open/2026-0002.yaml")).unwrap();
        }
        // Readers see all of them, wherever each file is.
        assert_eq!(store.ids(Which::All).unwrap(), [ONE, "2026-0002", "2026-0003"].map(id));
        for which in [Which::Open, Which::Waiting] {
            let listed: Vec<DisputeId> = store.listing(which).unwrap().iter().map(|listed| listed.id).collect();
            assert_eq!(
                (store.ids(which).unwrap(), listed),
                ([ONE, "2026-0002"].map(id).to_vec(), [ONE, "2026-0002"].map(id).to_vec())
            );
        }
        assert_eq!(store.ids(Which::Closed).unwrap(), [id("2026-0003")]);
        assert_eq!(store.load(id("2026-0002")).unwrap().filed, Filed::Open);
        assert_eq!(store.load(id("2026-0003")).unwrap().filed, Filed::Closed);
        assert_eq!(create(&store, 2026, 1), [id("2026-0004")]);
        assert_eq!(store.ids(Which::Open).unwrap(), [ONE, "2026-0002", "2026-0004"].map(id));
        assert_eq!(store.ids(Which::Closed).unwrap(), [id("2026-0003")]);
        assert!(!root.join(PENDING).exists());
        assert!(file.exists());
    }
}

#[test]
fn siblings_that_never_became_pending_leave_no_trace_in_the_records() {
    let (store, _home, _file) = with_one();
    let root = store.folders.root();
    fs::create_dir(root.join(".unfinished-xyz")).unwrap();
    fs::write(root.join(".unfinished-xyz/open-2026-0002.yaml"), "half").unwrap();
    assert_eq!(create(&store, 2026, 2), ["2026-0002", "2026-0003"].map(id));
    assert_eq!(store.strays().unwrap().len(), 1);
}

#[test]
fn a_pending_record_whose_place_is_taken_is_put_beside_it() {
    let (store, _home, file) = with_one();
    commit(&store.folders, &pair()).unwrap();
    let taken = file.with_file_name("2026-0002.yaml");
    fs::write(&taken, "somebody else's").unwrap();
    create(&store, 2026, 1);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "somebody else's");
    let beside = file.with_file_name("2026-0002.pending.yaml");
    assert_eq!(
        store.strays().unwrap(),
        [Stray { path: beside, kind: StrayKind::Misplaced(Misplaced::CopyOf(id("2026-0002"))) }]
    );
}

#[test]
fn foreign_things_among_the_pending_stop_nobody() {
    let (store, _home, file) = with_one();
    commit(&store.folders, &pair()).unwrap();
    fs::write(store.folders.root().join(".pending/Thumbs.db"), "x").unwrap();
    create(&store, 2026, 2);
    assert!(file.with_file_name("2026-0002.yaml").exists());
    assert!(file.with_file_name("Thumbs.db").exists() && !store.folders.root().join(PENDING).exists());
}
