//! An index that is damaged, or has another basis or other files, is ignored.

use super::*;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::time::Date;
use crate::store::memo::{Names, Span};

fn stamp(size: u64) -> Option<Stamp> {
    stamped(1_700_000_000, size)
}

fn stamped(seconds: i64, size: u64) -> Option<Stamp> {
    Some(Stamp::new(seconds, 5, size, 7))
}

fn now() -> Instant {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn listed(number: u32, filed: Filed, stamp: Option<Stamp>) -> Listed {
    Listed { id: DisputeId::new(2026, number), filed, state: stamp.map(Stamp::state) }
}

fn known(number: u32) -> RecordFacts {
    let date = |text: &str| -> Date { text.parse().unwrap() };
    RecordFacts {
        kind: Kind::Dispute,
        raised_on: date("2026-02-02"),
        closed_on: None,
        due: Some(date("2026-03-09")).filter(|_| number != 2),
        earliest: Some(date("2026-03-05")),
        waits: true,
        asked: Names::of(["team-manager", "Jo Bloggs"]),
        dateless: false,
        policy_changed: None,
        written: Span { from: date("2026-02-02"), to: date("2026-02-09") },
        holds: Span::ALWAYS,
        over_on: None,
        child: RecordFacts::child("C-1"),
    }
}

fn text(number: u32) -> String {
    format!("the text of {number}").repeat(number as usize)
}

fn index(root: &Path, policies: &[u8]) -> Index {
    let mut basis = Sum::new();
    basis.add(policies);
    Index::of(root, &basis, now())
}

/// The text of one record.
fn one(index: &Index, spot: Spot) -> Option<Vec<u8>> {
    index.texts(&[Some(spot)]).iter().next().flatten().map(<[u8]>::to_vec)
}

const MANY: u32 = 40;

fn written(root: &Path) {
    let mut index = index(root, b"policies");
    for number in 1..=MANY {
        let filed = if number % 4 == 0 { Filed::Closed } else { Filed::Open };
        let spot =
            index.learn(&listed(number, filed, stamp(3)), &known(number), Some(text(number).as_bytes())).unwrap();
        assert_eq!(one(&index, spot).unwrap(), text(number).as_bytes(), "at once");
    }
    index.save();
}

/// The numbers of the records that an index knows, and of those whose texts it has.
fn has(root: &Path, policies: &[u8], stamp: Option<Stamp>) -> (Vec<u32>, Vec<u32>) {
    let mut index = index(root, policies);
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    for number in 1..=MANY {
        let filed = if number % 4 == 0 { Filed::Closed } else { Filed::Open };
        if let Some((found, spot)) = index.find(&listed(number, filed, stamp)) {
            assert_eq!(found, known(number));
            rows.push(number);
            if let Some(found) = one(&index, spot.unwrap()) {
                assert_eq!(found, text(number).as_bytes());
                texts.push(number);
            }
        }
    }
    (rows, texts)
}

#[test]
fn what_was_learnt_is_known_of_the_same_files_under_the_same_policies() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    let all: Vec<u32> = (1..=MANY).collect();
    assert_eq!(has(home.path(), b"policies", stamp(3)), (all.clone(), all));
    for (policies, stamp) in [(&b"others"[..], stamp(3)), (b"policies", stamp(4)), (b"policies", None)] {
        assert_eq!(has(home.path(), policies, stamp), (vec![], vec![]));
    }
    let mut index = index(home.path(), b"policies");
    assert!(index.find(&listed(4, Filed::Open, stamp(3))).is_none(), "it is filed among the others");
}

#[test]
fn what_was_not_shown_is_known_without_a_text_until_it_has_one() {
    let home = tempfile::tempdir().unwrap();
    let both = [1, 2].map(|number| listed(number, Filed::Open, stamp(3)));
    let mut first = index(home.path(), b"policies");
    let texts: Vec<Option<Spot>> = both.iter().map(|one| first.learn(one, &known(one.id.number()), None)).collect();
    assert_eq!(texts, [None, None]);
    first.save();
    assert!(!home.path().join(".index/open.texts").exists(), "no text was made");

    let mut second = index(home.path(), b"policies");
    assert_eq!(both.each_ref().map(|one| second.find(one)), [1, 2].map(|number| Some((known(number), None))));
    let spot = second.learn(&both[1], &known(2), Some(text(2).as_bytes())).unwrap();
    assert_eq!(one(&second, spot).unwrap(), text(2).as_bytes());
    second.save();

    let mut third = index(home.path(), b"policies");
    assert_eq!(third.find(&both[0]), Some((known(1), None)));
    let (_, spot) = third.find(&both[1]).unwrap();
    assert_eq!(one(&third, spot.unwrap()).unwrap(), text(2).as_bytes());
}

#[test]
fn damaged_rows_are_none_and_a_damaged_text_is_none() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    let (rows, texts) = (home.path().join(".index/open.rows"), home.path().join(".index/open.texts"));
    let closed: Vec<u32> = (1..=MANY).filter(|number| number % 4 == 0).collect();
    let good = fs::read(&rows).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        for bad in [&bad[..], &good[..at]] {
            fs::write(&rows, bad).unwrap();
            assert_eq!(has(home.path(), b"policies", stamp(3)).0, closed, "byte {at}");
        }
    }
    let good_texts = fs::read(&texts).unwrap();
    for at in (0..good_texts.len()).step_by(7) {
        let mut bad = good_texts.clone();
        bad[at] ^= 1;
        fs::write(&rows, &good).unwrap();
        fs::write(&texts, &bad).unwrap();
        let (known, read) = has(home.path(), b"policies", stamp(3));
        assert_eq!((known.len(), read.len()), (MANY as usize, MANY as usize - 1), "byte {at}");
        assert!(!rows.exists(), "the next one begins anew");
    }
    fs::write(&rows, &good).unwrap();
    fs::write(&texts, b"").unwrap();
    assert_eq!(has(home.path(), b"policies", stamp(3)).1, closed);
}

#[test]
fn what_is_learnt_later_is_added_and_what_changes_often_does_not_pile_up() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    let texts = home.path().join(".index/open.texts");
    let before = fs::read(&texts).unwrap();
    let large = "x".repeat(100_000);
    for round in 0..40 {
        let mut index = index(home.path(), b"policies");
        for number in (1..=MANY).filter(|number| number % 4 != 0 && *number != 1) {
            assert!(index.find(&listed(number, Filed::Open, stamp(3))).is_some(), "round {round}");
        }
        index.learn(&listed(1, Filed::Open, stamp(100 + round)), &known(1), Some(large.as_bytes())).unwrap();
        index.save();
        let size = fs::read(&texts).unwrap();
        assert!(round > 0 || size.starts_with(&before), "what is there stays");
        assert!(size.len() < 2_000_000, "{}", size.len());
    }
    let (rows, texts) = has(home.path(), b"policies", stamp(3));
    assert_eq!((rows.len(), texts.len()), (MANY as usize - 1, MANY as usize - 1));
}

#[test]
fn two_at_once_never_take_one_text_for_another() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    let mut both = [index(home.path(), b"policies"), index(home.path(), b"policies")];
    for (at, index) in both.iter_mut().enumerate() {
        for number in 1..=20 {
            let one = listed(100 + number, Filed::Open, stamp(3));
            index.learn(&one, &known(1), Some(format!("{at} says {number}").as_bytes()));
        }
    }
    for index in &mut both {
        index.save();
    }
    let mut after = index(home.path(), b"policies");
    for number in 1..=20 {
        if let Some((_, Some(spot))) = after.find(&listed(100 + number, Filed::Open, stamp(3))) {
            let text = one(&after, spot).map(|text| String::from_utf8(text).unwrap());
            assert!(text.is_none_or(|text| text.ends_with(&format!(" says {number}"))));
        }
    }
}

#[test]
fn where_nothing_can_be_written_nothing_is_learnt() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".index"), "in the way").unwrap();
    let mut index = index(home.path(), b"policies");
    assert!(index.learn(&listed(1, Filed::Open, stamp(3)), &known(1), Some(b"x")).is_none());
    index.save();
    fs::remove_file(home.path().join(".index")).unwrap();
    fs::create_dir_all(home.path().join(".index/open.texts")).unwrap();
    fs::create_dir_all(home.path().join(".index/open.rows")).unwrap();
    let mut index = super::Index::of(home.path(), &Sum::new(), now());
    assert!(index.find(&listed(1, Filed::Open, stamp(3))).is_none());
    assert!(index.learn(&listed(1, Filed::Open, stamp(3)), &known(1), Some(b"x")).is_none());
}

#[test]
fn a_file_that_changed_just_now_is_not_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let mut index = index(home.path(), b"");
    for seconds in [now().timestamp() + 5, now().timestamp(), now().timestamp() - 2] {
        let just_now = listed(1, Filed::Open, stamped(seconds, 3));
        assert!(index.learn(&just_now, &known(1), Some(b"x")).is_none(), "{seconds}");
    }
    assert!(index.learn(&listed(1, Filed::Open, stamped(now().timestamp() - 3, 3)), &known(1), Some(b"x")).is_some());
}

#[test]
fn deleting_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    delete(home.path()).unwrap();
    delete(home.path()).unwrap();
    assert!(!home.path().join(".index").exists());
}
