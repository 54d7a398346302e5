//! Hiding small counts for a public version, and whatever would give them away: the last other part of a known
//! whole, a share of few, a rate that can be turned back into its count.

/// Counts from 1 to just below this are hidden.
pub const SMALLEST: f64 = 5.0;

/// Counts that are shown together and add up: if all except one are known, so is the last.
#[derive(Debug, Clone)]
pub struct Sum {
    /// Indexes of the parts among the counts.
    pub parts: Vec<usize>,
    /// Index of the whole, if it is shown.
    pub whole: Option<usize>,
}

/// Which of the counts to hide, so that none from 1 to 4 can be worked out from those that are left. A balance is a
/// list of counts, by index, any of which can be worked out from all the others.
pub fn hidden(counts: &[f64], sums: &[Sum], balances: &[Vec<usize>]) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| is_small(*count)).collect();
    loop {
        let before = hidden.clone();
        for sum in sums {
            protect(counts, sum, &mut hidden);
        }
        for balance in balances {
            let open = balance.iter().copied().filter(|place| !hidden[*place] && counts[*place] > 0.0);
            if balance.iter().filter(|place| hidden[**place]).count() == 1
                && let Some(next) = open.min_by(|one, other| counts[*one].total_cmp(&counts[*other]))
            {
                hidden[next] = true;
            }
        }
        if hidden == before {
            return hidden;
        }
    }
}

/// Whether a count is so small that it could be about somebody who can be recognised.
pub fn is_small(count: f64) -> bool {
    count > 0.0 && count < SMALLEST
}

/// Hides more parts of a sum until what is hidden can't be worked out, and the whole if the parts don't suffice.
fn protect(counts: &[f64], sum: &Sum, hidden: &mut [bool]) {
    let Some(whole) = sum.whole else {
        return;
    };
    loop {
        let under: Vec<usize> = sum.parts.iter().copied().filter(|place| hidden[*place]).collect();
        let amount: f64 = under.iter().map(|place| counts[*place]).sum();
        let safe = match hidden[whole] {
            true => !under.is_empty() || counts[whole] == 0.0,
            false => under.is_empty() || (under.len() > 1 && amount >= 2.0 * SMALLEST),
        };
        let others = sum.parts.iter().copied().filter(|place| !hidden[*place] && counts[*place] > 0.0);
        match others.min_by(|one, other| counts[*one].total_cmp(&counts[*other])) {
            _ if safe => return,
            Some(next) => hidden[next] = true,
            None => {
                hidden[whole] = true;
                return;
            }
        }
    }
}
