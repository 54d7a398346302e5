//! Folders that are known to contain only ended records.

use super::*;
use crate::store::memo::WORTH_IT;

/// A folder that is known to contain only ended records isn't searched each morning, but what somebody puts there is
/// still noticed.
#[test]
fn a_file_put_among_the_closed_ones_shows_each_morning() {
    let (store, _home) = empty();
    let many = u32::try_from(WORTH_IT).unwrap();
    create(&store, 2026, WORTH_IT);
    (1..=many).for_each(|number| add_note(&store, DisputeId::new(2026, number), "over", Filed::Closed).unwrap());
    let year = store.folders.root().join("closed/2026");
    let shown = || store.unplaced(Which::Waiting).unwrap().len();
    assert_eq!((store.unsure().unwrap().listed.len(), shown()), (0, 0), "whoever wrote it noted it");
    fs::copy(year.join("2026-0001.yaml"), year.join("Copy of 2026-0001.yaml")).unwrap();
    for _morning in 0..2 {
        let unsure = store.unsure().unwrap();
        assert_eq!((unsure.listed.len(), shown()), (WORTH_IT, 1));
        store.note_all_ended(&unsure, &[]);
    }
    create(&store, 2026, 1);
    assert_eq!(shown(), 1, "whoever writes later doesn't hide it");
    fs::remove_file(year.join("Copy of 2026-0001.yaml")).unwrap();
    assert_eq!(shown(), 0);
}

/// A damaged record of one year doesn't make every morning read the closed records of all other years.
#[test]
fn a_year_is_noted_without_those_that_hold_more_than_ended_records() {
    let (store, _home) = empty();
    for year in [2025, 2026] {
        create(&store, year, WORTH_IT);
        let ids = store.ids(Which::Open).unwrap();
        ids.into_iter().for_each(|id| add_note(&store, id, "over", Filed::Closed).unwrap());
        let copy = store.folders.root().join(format!("closed/{year}/copy.yaml"));
        fs::write(&copy, "").unwrap();
        fs::remove_file(copy).unwrap();
    }
    let unsure = store.unsure().unwrap();
    assert_eq!(unsure.listed.len(), 2 * WORTH_IT, "the folders were changed by hand");
    store.note_all_ended(&unsure, &[DisputeId::new(2025, 3)]);
    let again = store.unsure().unwrap().listed;
    assert!(again.len() == WORTH_IT && again.iter().all(|listed| listed.id.year() == 2025), "{again:?}");
}

/// An open record that was moved into the folder of another year keeps that folder from being noted.
#[test]
fn a_folder_of_another_year_is_not_noted_while_it_holds_an_open_record() {
    let (store, _home) = empty();
    create(&store, 2025, WORTH_IT);
    let ids = store.ids(Which::Open).unwrap();
    ids.into_iter().for_each(|id| add_note(&store, id, "over", Filed::Closed).unwrap());
    create(&store, 2026, 1);
    let root = store.folders.root();
    fs::rename(root.join("open/2026-0001.yaml"), root.join("closed/2025/2026-0001.yaml")).unwrap();
    for _morning in 0..2 {
        let unsure = store.unsure().unwrap();
        assert!(unsure.listed.iter().any(|listed| listed.id == DisputeId::new(2026, 1)), "{unsure:?}");
        store.note_all_ended(&unsure, &[DisputeId::new(2026, 1)]);
    }
}
