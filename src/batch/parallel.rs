//! One worker, or many with an order: jobs come from an iterator, results go to a sink.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Jobs and results a worker that may be under way or wait for their turn.
const JOBS_A_WORKER: usize = 16;

/// The weights that may be under way together, unless one job alone is heavier: documents of a
/// crawl are small, but a few large ones must not add up to all memory.
const MAX_WEIGHT: u64 = 64 << 20;

/// In which order results come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As their jobs.
    Input,
    /// As they are done.
    Done,
}

/// How much to do at once, and in which order.
///
/// ```
/// use std::ops::ControlFlow;
/// use dechaff::batch::{Order, Parallel};
/// let parallel = Parallel::new(2.try_into()?, Order::Input);
/// let mut squares = Vec::new();
/// parallel.run(1..=3_u64, |_| 1, |n| n * n, |square| {
///     squares.push(square);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(squares, [1, 4, 9]);
/// # Ok::<(), std::num::TryFromIntError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Parallel {
    workers: NonZeroUsize,
    order: Order,
}

impl Parallel {
    /// With one worker all is done on the thread of the caller.
    #[must_use]
    pub fn new(workers: NonZeroUsize, order: Order) -> Self {
        Parallel { workers, order }
    }

    /// Does all jobs until `sink` breaks off. Jobs are taken as there is room for them: `weigh` says how much memory
    /// one needs. The sink runs on the thread of the caller. Where the system refuses threads there are fewer
    /// workers.
    ///
    /// # Panics
    ///
    /// If `jobs` or `work` does.
    pub fn run<J, R>(
        self,
        mut jobs: impl Iterator<Item = J> + Send,
        weigh: impl Fn(&J) -> u64 + Sync,
        work: impl Fn(J) -> R + Sync,
        mut sink: impl FnMut(R) -> ControlFlow<()>,
    ) where
        J: Send,
        R: Send,
    {
        let workers = self.workers.get();
        let line = Line::new(workers * JOBS_A_WORKER, self.order);
        let has_threads = workers > 1
            && thread::scope(|scope| {
                let worker = || {
                    thread::Builder::new().spawn_scoped(scope, || line.guarded(|| line.work(&work)))
                };
                let has_workers = (0..workers).map_while(|_| worker().ok()).count() > 0;
                let supply = || line.guarded(|| line.supply(&mut jobs, &weigh));
                if !has_workers || thread::Builder::new().spawn_scoped(scope, supply).is_err() {
                    line.stop();
                    return false;
                }
                line.guarded(|| {
                    while let Some(result) = line.next_result() {
                        if sink(result).is_break() {
                            break;
                        }
                    }
                });
                line.stop();
                true
            });
        if !has_threads {
            let _ = jobs.map(work).try_for_each(sink);
        }
    }
}

/// What the threads share.
struct Line<J, R> {
    state: Mutex<State<J, R>>,
    changed: Condvar,
    max_jobs: usize,
    order: Order,
}

struct State<J, R> {
    jobs: VecDeque<(u64, u64, J)>,
    /// Results that wait for their turn, by number, with their weight.
    results: BTreeMap<u64, (u64, R)>,
    /// Number of the next job that is taken in.
    taken_in: u64,
    /// Number of the next result in order.
    given_out: u64,
    /// Jobs and results in the line, and their weight.
    count: usize,
    weight: u64,
    is_supplied: bool,
    is_stopped: bool,
}

impl<J, R> Line<J, R> {
    fn new(max_jobs: usize, order: Order) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            results: BTreeMap::new(),
            taken_in: 0,
            given_out: 0,
            count: 0,
            weight: 0,
            is_supplied: false,
            is_stopped: false,
        };
        Line { state: Mutex::new(state), changed: Condvar::new(), max_jobs, order }
    }

    /// A thread that panics holds no lock, so the state is sound.
    fn lock(&self) -> MutexGuard<'_, State<J, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&'s self, state: MutexGuard<'s, State<J, R>>) -> MutexGuard<'s, State<J, R>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a thread's part, and lets the others end if it panics.
    fn guarded(&self, part: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(part)) {
            self.stop();
            std::panic::resume_unwind(panic);
        }
    }

    fn stop(&self) {
        self.lock().is_stopped = true;
        self.changed.notify_all();
    }

    fn supply(&self, jobs: impl Iterator<Item = J>, weigh: &impl Fn(&J) -> u64) {
        for job in jobs {
            let weight = weigh(&job);
            let mut state = self.lock();
            while !state.is_stopped
                && state.count > 0
                && (state.count >= self.max_jobs || state.weight + weight > MAX_WEIGHT)
            {
                state = self.wait(state);
            }
            if state.is_stopped {
                return;
            }
            let number = state.taken_in;
            state.taken_in += 1;
            state.count += 1;
            state.weight += weight;
            state.jobs.push_back((number, weight, job));
            drop(state);
            self.changed.notify_all();
        }
        self.lock().is_supplied = true;
        self.changed.notify_all();
    }

    fn work(&self, work: &impl Fn(J) -> R) {
        loop {
            let mut state = self.lock();
            while state.jobs.is_empty() && !state.is_supplied && !state.is_stopped {
                state = self.wait(state);
            }
            if state.is_stopped {
                return;
            }
            let Some((number, weight, job)) = state.jobs.pop_front() else { return };
            drop(state);
            let result = work(job);
            self.lock().results.insert(number, (weight, result));
            self.changed.notify_all();
        }
    }

    fn next_result(&self) -> Option<R> {
        let mut state = self.lock();
        loop {
            let first = state.results.keys().next().copied();
            let is_due = match self.order {
                Order::Input => first == Some(state.given_out),
                Order::Done => first.is_some(),
            };
            let due = if is_due { state.results.pop_first() } else { None };
            if let Some((_, (weight, result))) = due {
                state.given_out += 1;
                state.count -= 1;
                state.weight -= weight;
                drop(state);
                self.changed.notify_all();
                return Some(result);
            }
            if state.is_stopped || state.is_supplied && state.count == 0 {
                return None;
            }
            state = self.wait(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn run(workers: usize, order: Order, jobs: u64, weight: u64) -> Vec<u64> {
        let mut results = Vec::new();
        let workers = NonZeroUsize::new(workers).expect("not 0");
        Parallel::new(workers, order).run(
            0..jobs,
            |_| weight,
            |n| {
                // Some are late.
                thread::sleep(Duration::from_micros(n * 7919 % 300));
                n
            },
            |n| {
                results.push(n);
                ControlFlow::Continue(())
            },
        );
        results
    }

    #[test]
    fn order_is_kept() {
        for workers in [1, 2, 8] {
            for weight in [0, 1 << 10, MAX_WEIGHT, 3 * MAX_WEIGHT] {
                assert_eq!(run(workers, Order::Input, 300, weight), Vec::from_iter(0..300));
                let mut results = run(workers, Order::Done, 300, weight);
                results.sort_unstable();
                assert_eq!(results, Vec::from_iter(0..300));
            }
            assert!(run(workers, Order::Input, 0, 1).is_empty());
        }
    }

    #[test]
    fn it_ends_early_when_the_sink_does() {
        for workers in [1, 4] {
            let mut taken = 0;
            let workers = NonZeroUsize::new(workers).expect("not 0");
            Parallel::new(workers, Order::Input).run(
                0..u64::MAX,
                |_| 1,
                |n| n,
                |_| {
                    taken += 1;
                    if taken < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                },
            );
            assert_eq!(taken, 10);
        }
    }

    #[test]
    fn a_panic_ends_all() {
        let run = || {
            Parallel::new(NonZeroUsize::new(4).expect("not 0"), Order::Input).run(
                0..u64::MAX,
                |_| 1,
                |n| assert!(n < 100, "as planned"),
                |()| ControlFlow::Continue(()),
            );
        };
        assert!(catch_unwind(run).is_err());
    }
}
