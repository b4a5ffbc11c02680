//! How many threads a command works with.

use anyhow::{Context as _, Result};
use clap::Args;

/// Stack of a worker, of which only what is used is ever taken. A worker that waits for a part of a graph takes up other
/// episodes on top of it: these are far more than fit the 2 MiB a thread has by default.
const STACK_BYTES: usize = 64 << 20;

/// Number of worker threads.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct ThreadArgs {
    /// Worker threads; the results do not depend on it [default: one per core]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl ThreadArgs {
    /// How many threads it comes to.
    #[must_use]
    pub(crate) fn count(self) -> u64 {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(|| cores() as u64, u64::from)
    }

    /// A pool of that many threads.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub(crate) fn pool(self) -> Result<rayon::ThreadPool> {
        let mut builder = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES);
        if let Some(threads) = self.threads {
            builder = builder.num_threads(usize::from(threads));
        }
        builder.build().context("cannot start worker threads")
    }
}
