//! How many threads a command works with.

use anyhow::{Context as _, Result};
use clap::Args;

/// Number of worker threads.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ThreadArgs {
    /// Worker threads; the results do not depend on it [default: one per core]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl ThreadArgs {
    /// A pool of that many threads.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub(crate) fn pool(self) -> Result<rayon::ThreadPool> {
        let mut builder = rayon::ThreadPoolBuilder::new();
        if let Some(threads) = self.threads {
            builder = builder.num_threads(usize::from(threads));
        }
        builder.build().context("cannot start worker threads")
    }
}
