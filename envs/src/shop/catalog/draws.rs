//! Cheap random access draws for generated catalogues.
//!
//! A product is a pure function of (seed, position, size), so a catalogue needs one independent stream per product that
//! costs nanoseconds to open. The stream is SplitMix64 (Steele, Lea, Flood 2014, <https://doi.org/10.1145/2660193.2660195>)
//! started at an xxh3 hash of seed, purpose and number.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A stream of draws for one purpose and one number.
pub(super) struct Draws {
    state: u64,
}

impl Draws {
    /// Opens the stream of `purpose` and `number` under `seed`; equal arguments give equal streams.
    pub(super) fn new(seed: u64, purpose: &str, number: u64) -> Draws {
        let start = xxh3_64_with_seed(purpose.as_bytes(), seed)
            ^ xxh3_64_with_seed(&number.to_le_bytes(), seed);
        Draws {
            state: xxh3_64_with_seed(&start.to_le_bytes(), seed),
        }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; the bias of the multiply-shift is below n / 2^64. 0 if `n` is 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A number in `low..=high`.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(u64::from(high - low) + 1) as u32
    }

    /// True `per_mille` times in a thousand.
    pub(super) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// An index in `0..n`, small ones more often: the product of two uniform draws, which makes a few words of a list
    /// common and most of them rare, as in real shops.
    pub(super) fn skewed(&mut self, n: usize) -> usize {
        let first = self.below(n as u64) + 1;
        self.below(first) as usize
    }

    /// One entry, all equally likely.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// One entry, early ones more often.
    pub(super) fn pick_skewed<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.skewed(list.len())]
    }

    /// `count` different indices of `0..n` in drawn order (fewer if `n` is smaller), all equally likely.
    pub(super) fn sample(&mut self, n: usize, count: usize) -> Vec<usize> {
        self.distinct(n, count, |draws| draws.below(n as u64) as usize)
    }

    /// As [`Draws::sample`], small indices more often.
    pub(super) fn sample_skewed(&mut self, n: usize, count: usize) -> Vec<usize> {
        self.distinct(n, count, |draws| draws.skewed(n))
    }

    fn distinct(
        &mut self,
        n: usize,
        count: usize,
        draw: impl Fn(&mut Draws) -> usize,
    ) -> Vec<usize> {
        let count = count.min(n);
        let mut chosen = Vec::with_capacity(count);
        while chosen.len() < count {
            let candidate = draw(self);
            // A collision moves on to the next free index, so the loop always ends.
            let free = (candidate..n)
                .chain(0..candidate)
                .find(|index| !chosen.contains(index));
            chosen.extend(free);
        }
        chosen
    }
}
