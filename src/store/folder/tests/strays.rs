//! What lies among the records and isn't one.

use super::*;
use crate::store::folder::strays::{Stray, StrayKind};
use crate::store::unplaced::Misplaced;

#[test]
fn other_files_are_no_records_but_are_listed() {
    let (store, _home, file) = with_one();
    let root = store.folders.root();
    fs::create_dir_all(root.join("closed/old")).unwrap();
    let one = StrayKind::Misplaced(Misplaced::CopyOf(id(ONE)));
    let strays = [
        (".unfinished-abc", StrayKind::Unfinished),
        ("closed/old", StrayKind::Other),
        ("open/.2026-0001.yaml.swp", one),
        ("open/.unfinished-abc", StrayKind::Unfinished),
        ("open/2026-0001 (conflict).yaml", one),
        ("open/2026-0001.yaml~", one),
        ("open/2026-0001.yml", one),
        ("open/2026-1.yaml", one),
        ("open/notes.txt", StrayKind::Other),
        ("open/records.yaml", StrayKind::Misplaced(Misplaced::Record)),
    ];
    for (name, _) in &strays {
        if *name != "closed/old" {
            fs::copy(&file, root.join(name)).unwrap();
        }
    }
    assert_eq!(store.ids(Which::All).unwrap(), [id(ONE)]);
    let listed = store.strays().unwrap();
    let expected = strays.map(|(name, kind)| Stray { path: root.join(name), kind });
    assert_eq!(listed, expected);
    assert_eq!(create(&store, 2026, 1), [id("2026-0002")]);
}

/// A version of a policy may look like an id.
#[test]
fn the_folder_of_policies_holds_no_lost_record() {
    let (store, _home, _file) = with_one();
    fs::create_dir(store.folders.policies()).unwrap();
    fs::write(store.folders.policies().join("2026-0007.yaml"), "id: ours").unwrap();
    assert_eq!(store.unplaced(Which::All).unwrap(), []);
}
