//! The same work on many things, shared among the processors there are. What it is work on is not its business.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many are held at once by those who go block by block.
pub const BLOCK: usize = 1024;

/// Fewer than this for each thread cost more to share than to do.
const WORTH_A_THREAD: usize = 32;

/// What a thread takes at a time, so that a slow one holds nobody up.
const SHARE: usize = 16;

/// What `work` makes of each, in order. A few are done where one is, without a thread.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let helpers = match items.len() / WORTH_A_THREAD {
        0 | 1 => 0,
        worth => processors().min(worth) - 1,
    };
    if helpers == 0 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let shares = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let at = next.fetch_add(SHARE, Ordering::Relaxed);
            let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) else { return done };
            done.push((at, rest.iter().take(SHARE).map(&work).collect()));
        }
    };
    let mut done = thread::scope(|scope| {
        let helping: Vec<_> = (0..helpers).map(|_| scope.spawn(shares)).collect();
        let mut done = shares();
        for helper in helping {
            done.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, share)| share).collect()
}

/// How many there are, which takes a while to find out.
fn processors() -> usize {
    static PROCESSORS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *PROCESSORS
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_results_are_in_order() {
        for many in [0, 1, 15, 16, 17, 63, 64, 65, 1000, 4097] {
            let items: Vec<usize> = (0..many).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled, "{many}");
        }
    }

    #[test]
    #[should_panic(expected = "item 900")]
    fn a_panic_is_not_swallowed() {
        let items: Vec<usize> = (0..1000).collect();
        map(&items, |item| assert!(*item != 900, "item {item}"));
    }
}
