//! Reads the people in an answer. `and` may come between two people, or be a part of one title.

use super::flow::{Flow, Kind};
use super::parts::{people, without_article};
use crate::render::words;
use crate::store::policy_file::DraftWay;

/// With more `and`s than this, there are too many readings to choose from.
const MOST_ANDS: usize = 3;

impl Flow<'_> {
    /// The people in an answer. If its `and`s can be read in several ways, a question decides.
    pub(super) fn named(&mut self, key: &str, typed: &str) -> (Vec<String>, DraftWay) {
        let (apart, how) = people(typed);
        let ways = readings(typed);
        if how != DraftWay::All || ways.len() < 2 {
            return (apart, how);
        }
        let chosen = self.get(&format!("{key}-meant"), None, || {
            let options = ways.iter().enumerate().map(|(at, way)| (at.to_string(), in_words(way)));
            let words = "\"and\" may stand between two people, or within one title\nWho is meant?".to_owned();
            (words, Kind::Choice { usual: None, options: options.collect() })
        });
        match chosen.and_then(|at| ways.into_iter().nth(at.parse().ok()?)) {
            None => (apart, how),
            Some(way) if way.len() == 1 => (way, DraftWay::Any),
            Some(way) => (way, DraftWay::All),
        }
    }
}

fn in_words(way: &[String]) -> String {
    let quoted: Vec<String> = way.iter().map(|one| format!("\"{one}\"")).collect();
    match quoted.as_slice() {
        [one] => format!("one person: {one}"),
        _ => format!("{} people: {}", way.len(), words::list(&quoted, "and")),
    }
}

/// Every reading of the `and`s in an answer: each between two people, or within a title. Commas always separate people.
fn readings(typed: &str) -> Vec<Vec<String>> {
    let parts: Vec<Vec<&str>> = typed
        .split([',', ';'])
        .map(|part| part.trim().trim_start_matches("and ").split(" and ").map(without_article).collect())
        .collect();
    let ands: usize = parts.iter().map(|part| part.len() - 1).sum();
    let all: usize = 1 << ands.min(MOST_ANDS);
    let within: Vec<usize> = if ands > MOST_ANDS { vec![0, usize::MAX] } else { (0..all).collect() };
    let read = |joined: usize| {
        let mut people: Vec<String> = Vec::new();
        let mut at = 0;
        for part in &parts {
            for (place, word) in part.iter().enumerate() {
                let joins = place > 0 && joined >> (at - 1) & 1 == 1;
                match people.last_mut().filter(|_| joins) {
                    Some(last) => last.push_str(&format!(" and {word}")),
                    None => people.push((*word).to_owned()),
                }
                at += usize::from(place + 1 < part.len());
            }
        }
        people
    };
    within.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_and_is_read_both_ways() {
        let said: Vec<String> =
            readings("Team Manager, Quality and Reviewing Manager").iter().map(|one| one.join("|")).collect();
        assert_eq!(said, ["Team Manager|Quality|Reviewing Manager", "Team Manager|Quality and Reviewing Manager"]);
        let said: Vec<String> = readings("A and B and C").iter().map(|one| one.join("|")).collect();
        assert_eq!(said, ["A|B|C", "A and B|C", "A|B and C", "A and B and C"]);
        assert_eq!(readings("A, B, and C"), [["A", "B", "C"]]);
        assert_eq!(readings("A and B and C and D and E").len(), 2);
    }
}
