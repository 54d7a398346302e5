//! Which number each action has: the one that it was given when it was typed, whatever is corrected later. (C10 in
//! `docs/decisions.md`.)

use super::Dispute;
use crate::domain::event::{Corrected, Entry, Event};
use crate::domain::terms::ActionNumber;

impl Dispute {
    /// The numbers of the actions that an entry adds: those noted on it, or for a new one the next.
    pub(super) fn action_numbers(&self, entry: &Entry) -> Vec<ActionNumber> {
        match entry.action_numbers.is_empty() {
            true => self.actions_numbered.further().take(entry.event.planned().len()).collect(),
            false => entry.action_numbers.clone(),
        }
    }
}

/// Notes on each entry the numbers of the actions that it added. What is noted already stays: of an earlier state,
/// entries that came before may have been left out. `standing` are the corrections that still stand.
///
/// Returns the highest number given so far.
pub(super) fn number_actions(entries: &mut [Entry], standing: &[(&Entry, &Corrected)]) -> ActionNumber {
    let mut last = ActionNumber::NONE;
    for entry in entries {
        if let Event::Corrected(facts) = &entry.event {
            last = facts.numbers.iter().flatten().fold(last, |last, number| last.max(*number));
            continue;
        }
        if entry.action_numbers.is_empty() {
            entry.action_numbers = last.further().take(counted(entry, standing)).collect();
        }
        last = entry.action_numbers.iter().fold(last, |last, number| last.max(*number));
    }
    last
}

/// How many numbers an entry takes: one for each action that was typed. Before corrections kept the numbers (0.2), it
/// was one for each action that it had as corrected, and what was recorded since then means those.
fn counted(entry: &Entry, standing: &[(&Entry, &Corrected)]) -> usize {
    let mut count = entry.event.planned().len();
    for (_, facts) in standing.iter().filter(|(_, facts)| facts.corrects == entry.number && facts.numbers.is_none()) {
        if facts.set.is_empty() {
            count = 0;
        } else if let Some(list) = facts.set.get("actions") {
            count = list.as_array().map_or(0, Vec::len);
        }
    }
    count
}

/// The numbers of an event's actions once it is corrected; `old` are those it has, with what is to be done. Each keeps
/// its own, and one that is reworded keeps that of its place. Those added get new numbers, after `last`; those of
/// actions removed are not given again.
pub(in crate::domain) fn numbers_kept(
    old: &[(ActionNumber, &str)],
    new: &[&str],
    last: ActionNumber,
) -> Vec<ActionNumber> {
    let mut numbers: Vec<Option<ActionNumber>> = vec![None; new.len()];
    for (place, what) in new.iter().enumerate() {
        let same = old.iter().find(|(number, said)| said == what && !numbers.contains(&Some(*number)));
        numbers[place] = same.map(|(number, _)| *number);
    }
    for place in 0..new.len() {
        let there = old.get(place).map(|(number, _)| *number).filter(|number| !numbers.contains(&Some(*number)));
        numbers[place] = numbers[place].or(there);
    }
    let mut further = last.further();
    numbers.into_iter().filter_map(|number| number.or_else(|| further.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispute::with_corrections;
    use crate::domain::event::{ActionAdded, Raised};

    fn entry(number: u32, event: Event) -> Entry {
        let number = number.into();
        let at = "2026-03-02T10:00:00+00:00".parse().unwrap();
        let (confirmed, warned, clocks, action_numbers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let by = "Jo Bloggs".to_string();
        Entry { number, at, recorded_at: at, by, event, confirmed, overridden: None, warned, clocks, action_numbers }
    }

    fn visit(number: u32) -> Entry {
        entry(number, ActionAdded { what: format!("Visit {number}"), ..ActionAdded::default() }.into())
    }

    fn numbered(numbers: &[u32]) -> Option<Vec<ActionNumber>> {
        Some(numbers.iter().copied().map(ActionNumber::from).collect())
    }

    fn struck(number: u32, corrects: u32, numbers: Option<Vec<ActionNumber>>) -> Entry {
        entry(number, Corrected { corrects: corrects.into(), numbers, ..Corrected::default() }.into())
    }

    fn numbers(entries: &[Entry]) -> Vec<Vec<u32>> {
        let (entries, _) = with_corrections(entries).unwrap();
        let numbers = entries.into_iter().map(|entry| entry.action_numbers.into_iter().map(u32::from).collect());
        numbers.filter(|numbers: &Vec<u32>| !numbers.is_empty()).collect()
    }

    // A record of 0.2 counts the actions as corrected: what was typed since then means those numbers.
    #[test]
    fn a_correction_of_an_older_version_renumbers_as_it_did() {
        let raised = entry(1, Raised::default().into());
        let all = |numbers| [raised.clone(), visit(2), visit(3), struck(4, 2, numbers), visit(5)];
        assert_eq!(numbers(&all(None)), [[1], [2]]);
        assert_eq!(numbers(&all(numbered(&[]))), [[2], [3]]);
    }

    #[test]
    fn a_correction_numbers_as_many_actions_as_there_are() {
        let entries = [entry(1, Raised::default().into()), visit(2), struck(3, 2, numbered(&[1]))];
        assert!(with_corrections(&entries).is_err());
        // Nor are numbers taken that the program would not have given.
        for numbers in [vec![0], vec![u32::MAX], vec![9], vec![1, 1]] {
            let set = [("what".to_string(), "Visit".into())].into();
            let reworded = Corrected { corrects: 2.into(), numbers: numbered(&numbers), set, ..Corrected::default() };
            let entries = [entry(1, Raised::default().into()), visit(2), entry(3, reworded.into()), visit(4)];
            assert!(with_corrections(&entries).is_err(), "{numbers:?}");
        }
        let raised = entry(1, Raised::default().into());
        let set = [("what".to_string(), "Visit".into())].into();
        let taken = Corrected { corrects: 3.into(), numbers: numbered(&[1]), set, ..Corrected::default() };
        assert!(with_corrections(&[raised, visit(2), visit(3), entry(4, taken.into())]).is_err());
    }

    #[test]
    fn a_corrected_list_keeps_the_numbers_of_its_actions() {
        let same: &[&str] = &["A", "A"];
        let two: &[&str] = &["A", "B"];
        let cases: [(&[&str], &[&str], &[u32]); 10] = [
            (two, &["A", "B"], &[4, 5]),
            (two, &["B"], &[5]),
            (two, &["B", "A"], &[5, 4]),
            (two, &["X", "B"], &[4, 5]),
            (two, &["X", "Y"], &[4, 5]),
            (two, &["X"], &[4]),
            (two, &["A", "X", "B"], &[4, 9, 5]),
            (two, &["A", "B", "X", "Y"], &[4, 5, 9, 10]),
            (same, &["A", "A", "A"], &[4, 5, 9]),
            (two, &[], &[]),
        ];
        for (before, after, numbers) in cases {
            let old: Vec<(ActionNumber, &str)> = (4..).map(ActionNumber::from).zip(before.iter().copied()).collect();
            let kept = numbers_kept(&old, after, 8.into());
            assert_eq!(kept.into_iter().map(u32::from).collect::<Vec<_>>(), numbers, "{before:?} {after:?}");
        }
    }
}
