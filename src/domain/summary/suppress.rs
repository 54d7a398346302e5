//! Hiding small counts for a public version, and whatever would give them away. Which counts those are is worked out as
//! a reader would: from what is shown, each hidden count lies between two numbers, and adding up brings them closer.

use std::collections::{BTreeMap, BTreeSet};

/// Counts from 1 to just below this are small: they could be about somebody who can be recognised.
pub const SMALLEST: usize = 5;

/// What is printed in place of a small count.
pub const SMALL_SHOWN: &str = "<5";

/// A small count is given away when fewer values than this are left that it could have.
const FEWEST: u64 = 3;

/// How often a reader goes through everything that is shown; a few times are enough.
const MOST_ROUNDS: usize = 1000;

/// More than any count that a reader could think of.
const UNKNOWN: u64 = 1 << 32;

pub fn is_small(count: usize) -> bool {
    (1..SMALLEST).contains(&count)
}

/// How a count appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    Shown,
    /// As a small one.
    Small,
    /// As one that is hidden, be it small or not.
    Hidden,
}

/// Something that holds between counts, by their indexes: what `plus` adds up to is at least what `minus` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtLeast {
    pub plus: Vec<usize>,
    pub minus: Vec<usize>,
}

/// Everything that a reader knows to hold between counts.
#[derive(Debug, Clone, Default)]
pub struct Relations(Vec<AtLeast>);

/// The numbers between which a count lies, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    low: u64,
    high: u64,
}

impl Relations {
    /// That two sums are the same. Left out if it doesn't hold.
    pub fn equal(&mut self, counts: &[usize], plus: &[usize], minus: &[usize]) {
        if sum(counts, plus) == sum(counts, minus) {
            self.add(plus, minus);
            self.add(minus, plus);
        }
    }

    /// That these are the parts of a whole, which may overlap.
    pub fn parts(&mut self, counts: &[usize], whole: usize, parts: &[usize]) {
        if sum(counts, parts) == counts[whole] {
            return self.equal(counts, parts, &[whole]);
        }
        if sum(counts, parts) > counts[whole] {
            self.add(parts, &[whole]);
        }
        for part in parts.iter().filter(|part| counts[**part] <= counts[whole]) {
            self.add(&[whole], &[*part]);
        }
    }

    fn add(&mut self, plus: &[usize], minus: &[usize]) {
        let (mut plus, mut minus) = (plus.to_vec(), minus.to_vec());
        // What is on both sides says nothing.
        plus.retain(|place| match minus.iter().position(|other| other == place) {
            Some(same) => {
                minus.swap_remove(same);
                false
            }
            None => true,
        });
        if !minus.is_empty() || !plus.is_empty() {
            self.0.push(AtLeast { plus, minus });
        }
    }

    /// In groups that share no count: what is shown in one says nothing about another.
    fn apart(&self, counts: usize) -> Vec<Relations> {
        let mut leads_to: Vec<usize> = (0..counts).collect();
        for one in &self.0 {
            let mut places = one.counts();
            let Some(first) = places.next() else { continue };
            for place in places {
                let (into, from) = (end(&mut leads_to, first), end(&mut leads_to, place));
                leads_to[from] = into;
            }
        }
        let mut apart: BTreeMap<usize, Relations> = BTreeMap::new();
        for one in &self.0 {
            let Some(first) = one.counts().next() else { continue };
            apart.entry(end(&mut leads_to, first)).or_default().0.push(one.clone());
        }
        apart.into_values().collect()
    }

    /// The counts that something is known of, in order.
    fn counts(&self) -> BTreeSet<usize> {
        self.0.iter().flat_map(AtLeast::counts).collect()
    }
}

impl AtLeast {
    fn counts(&self) -> impl Iterator<Item = usize> {
        self.plus.iter().chain(&self.minus).copied()
    }
}

/// Where a chain of counts ends, which is the same for all of a group. The way there is made shorter.
fn end(leads_to: &mut [usize], mut place: usize) -> usize {
    while leads_to[place] != place {
        leads_to[place] = leads_to[leads_to[place]];
        place = leads_to[place];
    }
    place
}

/// How each count appears, so that none from 1 to 4 can be worked out from all that is shown. Nothing is as good as
/// shown: a count of 0 is nobody.
pub fn masks(counts: &[usize], relations: &Relations) -> Vec<Mask> {
    let small = |count: &usize| if is_small(*count) { Mask::Small } else { Mask::Shown };
    let mut masks: Vec<Mask> = counts.iter().map(small).collect();
    for relations in relations.apart(counts.len()) {
        let related = relations.counts();
        loop {
            let known = known(counts, &masks, &relations);
            let given_away = |place: &&usize| is_small(counts[**place]) && known[**place].values() < FEWEST;
            let to_hide = |place: &usize| to_hide_for(*place, counts, &masks, &known, &relations);
            // One at a time: what hides one count often hides its neighbours, too.
            let Some(next) = related.iter().filter(given_away).find_map(to_hide) else { break };
            masks[next] = Mask::Hidden;
        }
    }
    masks
}

/// What a reader knows of each count.
fn known(counts: &[usize], masks: &[Mask], relations: &Relations) -> Vec<Range> {
    let mut known: Vec<Range> = (0..counts.len()).map(|place| Range::of(counts[place], masks[place])).collect();
    for _ in 0..MOST_ROUNDS {
        let mut closer = false;
        for AtLeast { plus, minus } in &relations.0 {
            let most: u64 = plus.iter().map(|place| known[*place].high).sum();
            let least: u64 = minus.iter().map(|place| known[*place].low).sum();
            for place in plus {
                let others = most - known[*place].high;
                closer |= known[*place].raise(least.saturating_sub(others));
            }
            for place in minus {
                let others = least - known[*place].low;
                closer |= known[*place].lower(most.saturating_sub(others));
            }
        }
        if !closer {
            break;
        }
    }
    known
}

/// What to hide next so that less is known of a count: the smallest shown number that says something about it, near or
/// further away; else a small one is no longer said to be small, the largest first.
fn to_hide_for(
    place: usize,
    counts: &[usize],
    masks: &[Mask],
    known: &[Range],
    relations: &Relations,
) -> Option<usize> {
    let mut reached = vec![place];
    let mut at = 0;
    while let Some(from) = reached.get(at).copied() {
        at += 1;
        // Only what brought its ends closer says something.
        if known[from] == Range::of(counts[from], masks[from]) {
            continue;
        }
        let touching = relations.0.iter().filter(|one| one.plus.contains(&from) || one.minus.contains(&from));
        let mut others: Vec<usize> = touching.flat_map(|one| one.plus.iter().chain(&one.minus)).copied().collect();
        others.retain(|other| counts[*other] > 0);
        let shown = others.iter().filter(|other| masks[**other] == Mask::Shown);
        if let Some(next) = shown.min_by_key(|other| (counts[**other], **other)) {
            return Some(*next);
        }
        others.retain(|other| !reached.contains(other));
        others.sort_unstable();
        others.dedup();
        reached.extend(others);
    }
    let small = reached.into_iter().filter(|other| masks[*other] == Mask::Small);
    small.max_by_key(|other| (counts[*other], *other))
}

fn sum(counts: &[usize], places: &[usize]) -> usize {
    places.iter().map(|place| counts[*place]).sum()
}

impl Range {
    /// What is known of a count from the way it appears. What is hidden is not nothing, for nothing is shown.
    fn of(count: usize, mask: Mask) -> Range {
        match mask {
            Mask::Shown => Range { low: count as u64, high: count as u64 },
            Mask::Small => Range { low: 1, high: SMALLEST as u64 - 1 },
            Mask::Hidden => Range { low: 1, high: UNKNOWN },
        }
    }

    /// Knows that the count is no less than this; returns whether that is new.
    fn raise(&mut self, low: u64) -> bool {
        let closer = low > self.low;
        self.low = self.low.max(low);
        closer
    }

    /// Knows that the count is no more than this; returns whether that is new.
    fn lower(&mut self, high: u64) -> bool {
        let closer = high < self.high;
        self.high = self.high.min(high);
        closer
    }

    /// How many values are left.
    fn values(self) -> u64 {
        (self.high + 1).saturating_sub(self.low)
    }
}
