//! Does the same work on many items, shared among the processors, whatever the work is. (D4 in `docs/decisions.md`.)

use std::convert::Infallible;
use std::sync::LazyLock;
use std::sync::mpsc::sync_channel;
use std::thread;

/// How many files a thread reads and parses in one share.
pub const READING: usize = 16;

/// How many files a thread only looks up in one share. Shares are larger here because the work on each file is small
/// compared with the overhead of threads.
pub const LOOKING: usize = 256;

/// How many finished shares of each thread may wait to be taken, so that memory doesn't grow with the number of items.
const AHEAD: usize = 2;

/// Does `work` on each, a share at a time in each thread, and takes the results in order.
///
/// # Errors
/// The first error that `take` returns; nothing is taken after it.
pub fn each<T: Sync, R: Send, E>(
    items: &[T],
    share: usize,
    work: impl Fn(&T) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    // Work of less than two shares is done faster by a single thread.
    let threads = if items.len() < 2 * share { 1 } else { processors() };
    each_in(threads, items, share, work, take)
}

/// Calls `ask` for a share of items at a time, does `work` on each with its answer, and takes the results in order.
///
/// # Errors
/// The first error of `ask` or `take`; nothing is taken after it.
pub fn each_asked<T: Sync, A, R: Send, E: Send>(
    items: &[T],
    share: usize,
    ask: impl Fn(&[T]) -> Result<Vec<A>, E> + Sync,
    work: impl Fn(&T, A) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let shares: Vec<&[T]> = items.chunks(share.max(1)).collect();
    let of_share = |share: &&[T]| -> Result<Vec<R>, E> {
        Ok(share.iter().zip(ask(share)?).map(|(item, asked)| work(item, asked)).collect())
    };
    each(&shares, 1, of_share, |done| done?.into_iter().try_for_each(&mut take))
}

/// The results of `work`, in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], share: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut all = Vec::with_capacity(items.len());
    let Ok(()) = each(items, share, work, |one| {
        all.push(one);
        Ok::<_, Infallible>(())
    });
    all
}

/// Thread n takes share n, n + `threads` and so on, so that the results can be taken in order without numbering them.
fn each_in<T: Sync, R: Send, E>(
    threads: usize,
    items: &[T],
    share: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads < 2 {
        return items.iter().map(work).try_for_each(take);
    }
    let work = &work;
    thread::scope(|scope| {
        let (mut pipes, mut running) = (Vec::new(), Vec::new());
        for turn in 0..threads {
            let (done, pipe) = sync_channel::<Vec<R>>(AHEAD);
            pipes.push(pipe);
            running.push(scope.spawn(move || {
                let shares = items.chunks(share).skip(turn).step_by(threads);
                shares.map(|share| share.iter().map(work).collect()).try_for_each(|share| done.send(share))
            }));
        }
        let shares = pipes.iter().cycle().map_while(|pipe| pipe.recv().ok());
        let taken = shares.flatten().try_for_each(&mut take);
        // If `take` failed, threads that still have results to send end here.
        drop(pipes);
        for thread in running {
            let _stopped = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
        taken
    })
}

/// The number of processors. Found out once, because that takes a while.
fn processors() -> usize {
    static PROCESSORS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *PROCESSORS
}

#[cfg(test)]
mod tests {
    use super::{LOOKING, READING, each_in, map};

    #[test]
    fn the_results_are_in_order() {
        for many in [0, 1, 15, 16, 17, 63, 64, 65, 1000, 4097] {
            let items: Vec<usize> = (0..many).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, READING, |item| item * 2), doubled, "{many}");
            assert_eq!(map(&items, LOOKING, |item| item * 2), doubled, "{many}");
            for threads in 1..6 {
                let mut all = Vec::new();
                let taken = each_in(
                    threads,
                    &items,
                    16,
                    |item| item * 2,
                    |one| {
                        if one == 900 {
                            return Err("enough");
                        }
                        all.push(one);
                        Ok(())
                    },
                );
                assert_eq!(taken.is_err(), many > 450);
                assert_eq!(all, doubled[..many.min(450)], "{many} in {threads}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "item 900")]
    fn a_panic_is_not_swallowed() {
        let items: Vec<usize> = (0..10_000).collect();
        map(&items, READING, |item| assert!(*item != 900, "item {item}"));
    }
}
