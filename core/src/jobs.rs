//! Independent jobs, one after another on threads of their own.
//!
//! A worker of rayon that waits for a part of its own loop takes up any other job of the pool, on top of its stack. Jobs
//! that have loops inside (a template held to the contract enumerates graphs) would come to stand on one another, as deep as
//! there are jobs. Here each thread finishes a job before it takes the next, and the loops inside go to the pool.

use std::{
    io,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Stack of a thread: what the main thread of a program has by default, so that what runs there runs here.
const STACK_BYTES: usize = 8 << 20;

/// `work` of each of `jobs`, in their order, on as many threads as the current pool of rayon has.
///
/// # Errors
/// If the system gives no thread.
///
/// # Panics
/// If `work` does.
pub(crate) fn map<T: Sync, R: Send>(
    jobs: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> io::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { break };
            let result = work(job);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((at, result));
        }
    };
    let threads = rayon::current_num_threads().min(jobs.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            let builder = thread::Builder::new().stack_size(STACK_BYTES);
            builder.spawn_scoped(scope, worker)?;
        }
        Ok::<_, io::Error>(())
    })?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;
    use std::cell::Cell;

    #[test]
    fn results_stand_in_the_order_of_their_jobs() {
        let jobs: Vec<u32> = (0..1_000).collect();
        let doubled = map(&jobs, |job| job * 2).unwrap();
        assert!(doubled.into_iter().eq((0..1_000).map(|job| job * 2)));
        assert!(map(&[], |job: &u32| *job).unwrap().is_empty());
    }

    #[test]
    fn no_job_begins_on_the_stack_of_another() {
        thread_local!(static RUNNING: Cell<bool> = const { Cell::new(false) });
        let jobs = [1_000_u64; 64];
        let sums = map(&jobs, |job| {
            assert!(!RUNNING.replace(true), "a job stands on another");
            let sum: u64 = (0..*job).into_par_iter().sum();
            RUNNING.set(false);
            sum
        });
        assert_eq!(sums.unwrap(), [499_500; 64]);
    }
}
