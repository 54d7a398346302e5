//! Everybody who has something to do in a dispute is among the names it waits for; an inbox skips disputes without the
//! name.

use std::path::Path;

use super::{PolicyBook, day};
use crate::domain::case::Case;
use crate::domain::inbox::{everybody, tasks};
use crate::domain::time::Moment;
use crate::store::memo::Names;
use crate::store::{Place, Which, open};

#[test]
fn whoever_has_a_task_is_asked() {
    let store = open(&Place::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/store")));
    let book = PolicyBook::new(Vec::new());
    let mut found = 0;
    for id in store.ids(Which::All).unwrap() {
        let whole = store.load(id).unwrap().record;
        let policy = book.version(&whole.header.policy, &whole.header.policy_version).unwrap();
        // After each event: on a day long before its deadlines and on one long after.
        for events in 1..=whole.entries.len() {
            let mut record = whole.clone();
            record.entries.truncate(events);
            let case = Case::replay(&record, policy.clone()).unwrap();
            let names = record.entries.iter().map(|entry| entry.by.clone());
            let names: Vec<String> = names.chain(policy.roles.iter().map(|role| role.id.to_string())).collect();
            for today in ["2026-01-05", "2026-12-21"].map(day) {
                let asked = everybody(&case, today);
                let asked = Names::of(asked.iter().map(String::as_str));
                for who in names.iter().filter(|who| !tasks(&case, who, Moment::on(today)).is_empty()) {
                    found += 1;
                    assert!(asked.may_have(who), "{id} after {events}: {who}");
                }
            }
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_name_is_found_however_it_is_typed_and_most_others_are_not() {
    let asked = Names::of(["team-manager", "José Field"]);
    assert!(["team-manager", "TEAM-MANAGER", " josé  field"].into_iter().all(|who| asked.may_have(who)));
    let others = (0..1000).filter(|number| asked.may_have(&format!("somebody {number}"))).count();
    assert!(others < 20, "{others}");
    assert!(Names::ANYBODY.may_have("anybody") && !Names::default().may_have("anybody"));
}
