//! Chance: the only source of randomness in a step, exact by construction.
//!
//! A model draws through [`Chance::pick`] with integer weights. [`Sampled`] draws with exactly the declared probabilities
//! (rejection, no modulo bias); [`Enumerated`] walks through every outcome with its exact probability, which is what the
//! oracle needs. A draw's place is `{ stream, step }`: what step `t` draws never depends on how much earlier steps drew,
//! so forks and counterfactuals share their luck.

use num_rational::Ratio;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// A source of weighted choices.
pub trait Chance {
    /// An index into `weights`, chosen with probability proportional to its weight.
    ///
    /// # Panics
    /// If all weights are zero: a model must not draw from nothing.
    fn pick(&mut self, weights: &[u32]) -> usize;

    /// A number in `0..n`, all equally likely.
    ///
    /// # Panics
    /// If `n` is zero.
    fn below(&mut self, n: u32) -> u32 {
        // A Vec is fine here: only the enumerator, which visits every outcome anyway, uses this default.
        self.pick(&vec![1; n as usize]) as u32
    }
}

/// Words of the ChaCha stream one step may use; a power of two, so that a step's place is a shift.
const WORDS_PER_STEP_LOG2: u32 = 10;
/// Draws of 64 bits that a step has in its own part of the episode's stream. A step that draws more goes on in a stream of
/// its own, so that no two steps ever share a word.
const DRAWS_PER_STEP: u32 = 1 << (WORDS_PER_STEP_LOG2 - 1);
/// The suite's ChaCha key. Streams tell environments apart; changing this changes every value (see `value_stability`).
const SUITE_KEY: [u8; 32] = *b"truestep dynamics, key version 1";

/// The user's seed: one number that decides everything drawn from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream named `label` under this seed. New draws take a new label, so that old values stay.
    #[must_use]
    pub fn stream(self, label: &str) -> RngRef {
        RngRef {
            stream: xxh3_64_with_seed(label.as_bytes(), self.0),
            step: 0,
        }
    }

    /// A seed derived from this one for part `label`, number `index` (an episode of a run, say).
    #[must_use]
    pub fn derive(self, label: &str, index: u64) -> Seed {
        let inner = xxh3_128_with_seed(label.as_bytes(), self.0);
        Seed(xxh3_64_with_seed(
            &index.to_le_bytes(),
            (inner >> 64) as u64 ^ inner as u64,
        ))
    }
}

/// Where a step draws from: 16 bytes that name a place in the stream of one episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RngRef {
    /// Which stream.
    pub stream: u64,
    /// Which step of the episode; 0 is the reset.
    pub step: u32,
}

impl RngRef {
    /// The same place in a stream of its own: the future is re-drawn, the past stays.
    #[must_use]
    pub fn branch(self, branch: u64) -> Self {
        Self {
            stream: xxh3_64_with_seed(&branch.to_le_bytes(), self.stream),
            step: self.step,
        }
    }

    /// The place of the next step.
    #[must_use]
    pub fn next(self) -> Self {
        Self {
            stream: self.stream,
            step: self.step + 1,
        }
    }

    /// The stream that belongs to this place alone: of what its step draws beyond its part of the episode's stream.
    fn beyond(self) -> Self {
        Self {
            stream: xxh3_64_with_seed(b"beyond", self.branch(u64::from(self.step)).stream),
            step: self.step,
        }
    }

    /// A generator at this place; costs nothing until it draws.
    #[must_use]
    pub fn sampled(self) -> Sampled {
        Sampled {
            at: self,
            drawn: 0,
            generator: None,
        }
    }
}

fn generator_at(stream: u64, word: u128) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::from_seed(SUITE_KEY);
    generator.set_stream(stream);
    generator.set_word_pos(word);
    generator
}

/// Draws from the ChaCha8 stream at one [`RngRef`]. Not `Clone`: a place is a value, a generator is not.
#[derive(Debug)]
pub struct Sampled {
    at: RngRef,
    drawn: u32,
    generator: Option<ChaCha8Rng>,
}

impl Sampled {
    fn next_u64(&mut self) -> u64 {
        let at = self.at;
        let generator = match &mut self.generator {
            Some(generator) if self.drawn != DRAWS_PER_STEP => generator,
            none_or_spent => none_or_spent.insert(match self.drawn {
                0 => generator_at(at.stream, u128::from(at.step) << WORDS_PER_STEP_LOG2),
                _ => generator_at(at.beyond().stream, 0),
            }),
        };
        self.drawn = self.drawn.saturating_add(1);
        generator.next_u64()
    }

    /// A number in `0..n`, exactly uniform (Lemire's multiply-and-reject).
    fn below_u64(&mut self, n: u64) -> u64 {
        assert!(
            n > 0,
            "a draw needs at least one outcome of positive weight"
        );
        let threshold = n.wrapping_neg() % n;
        loop {
            let wide = u128::from(self.next_u64()) * u128::from(n);
            if wide as u64 >= threshold {
                return (wide >> 64) as u64;
            }
        }
    }
}

impl Chance for Sampled {
    fn pick(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().map(|&w| u64::from(w)).sum();
        let mut rest = self.below_u64(total);
        for (index, &weight) in weights.iter().enumerate() {
            if rest < u64::from(weight) {
                return index;
            }
            rest -= u64::from(weight);
        }
        unreachable!("invariant: rest < sum of weights")
    }

    fn below(&mut self, n: u32) -> u32 {
        self.below_u64(u64::from(n)) as u32
    }
}

/// Walks through every outcome of a step: run the step once per path, then call [`Enumerated::advance`].
///
/// ```
/// use truestep_core::chance::{Chance, Enumerated};
/// let mut chance = Enumerated::default();
/// let mut seen = vec![];
/// loop {
///     chance.rewind();
///     let outcome = chance.pick(&[1, 3]);
///     seen.push((outcome, chance.probability()));
///     if !chance.advance() { break }
/// }
/// assert_eq!(seen[1].1, num_rational::Ratio::new(3, 4));
/// ```
#[derive(Debug, Default)]
pub struct Enumerated {
    path: Vec<(usize, Vec<u32>)>,
    depth: usize,
}

impl Enumerated {
    /// Go back to the start of the step, keeping the chosen path.
    pub fn rewind(&mut self) {
        self.depth = 0;
    }

    /// The exact probability of the path drawn since the last rewind.
    #[must_use]
    pub fn probability(&self) -> Ratio<u128> {
        self.path[..self.depth]
            .iter()
            .fold(Ratio::new(1, 1), |p, (choice, weights)| {
                let total: u128 = weights.iter().map(|&w| u128::from(w)).sum();
                p * Ratio::new(u128::from(weights[*choice]), total)
            })
    }

    /// Whether the step drew anything since the last rewind.
    #[must_use]
    pub fn drew(&self) -> bool {
        self.depth > 0
    }

    /// Move to the next path; `false` when all have been walked.
    pub fn advance(&mut self) -> bool {
        self.path.truncate(self.depth);
        while let Some((choice, weights)) = self.path.last_mut() {
            if let Some(next) = (*choice + 1..weights.len()).find(|&i| weights[i] > 0) {
                *choice = next;
                return true;
            }
            self.path.pop();
        }
        false
    }
}

impl Chance for Enumerated {
    fn pick(&mut self, weights: &[u32]) -> usize {
        if self.depth == self.path.len() {
            let first = weights.iter().position(|&w| w > 0);
            let first = first.expect("a draw needs at least one outcome of positive weight");
            self.path.push((first, weights.to_vec()));
        }
        self.depth += 1;
        self.path[self.depth - 1].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_stability_of_streams() {
        let at = Seed(7).stream("test");
        let mut chance = at.sampled();
        let drawn: Vec<u32> = (0..6).map(|_| chance.below(1000)).collect();
        let mut later = at.next().sampled();
        let next: Vec<u32> = (0..3).map(|_| later.below(1000)).collect();
        assert_eq!(
            (drawn, next),
            (vec![859, 837, 695, 648, 371, 100], vec![321, 684, 128])
        );
    }

    #[test]
    fn draws_of_a_step_do_not_depend_on_how_much_earlier_steps_drew() {
        let at = Seed(1).stream("x");
        let mut greedy = at.sampled();
        (0..100).for_each(|_| {
            greedy.below(10);
        });
        let fresh: Vec<u32> = {
            let mut c = at.next().sampled();
            (0..5).map(|_| c.below(10)).collect()
        };
        let again: Vec<u32> = {
            let mut c = at.next().sampled();
            (0..5).map(|_| c.below(10)).collect()
        };
        assert_eq!(fresh, again);
        assert_ne!(at.branch(1), at.branch(2));
    }

    #[test]
    fn a_step_that_draws_a_thousand_times_leaves_the_next_steps_draws_alone() {
        let words = |at: RngRef, n: usize| -> Vec<u64> {
            let mut chance = at.sampled();
            (0..n).map(|_| chance.next_u64()).collect()
        };
        let at = Seed(5).stream("long");
        let (long, next) = (words(at, 1200), words(at.next(), 1200));
        assert_eq!(long[..512], words(at, 512));
        let shared = next.iter().filter(|word| long.contains(word)).count();
        assert_eq!(shared, 0, "of 1200 draws");
        let mut all = long.clone();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), long.len());
        assert_eq!(long[512..515], BEYOND, "value stability");
    }

    /// The first draws beyond the 512 of a step.
    const BEYOND: [u64; 3] = [
        15_161_946_873_480_706_569,
        11_390_588_353_078_836_701,
        2_695_606_399_259_422_866,
    ];

    #[test]
    fn enumeration_visits_every_path_once_and_its_probabilities_sum_to_one() {
        let mut chance = Enumerated::default();
        let mut total = Ratio::new(0u128, 1);
        let mut paths = vec![];
        loop {
            chance.rewind();
            let first = chance.pick(&[2, 0, 1]);
            let second = if first == 0 { chance.below(3) } else { 9 };
            paths.push((first, second));
            total += chance.probability();
            if !chance.advance() {
                break;
            }
        }
        assert_eq!(paths, [(0, 0), (0, 1), (0, 2), (2, 9)]);
        assert_eq!(total, Ratio::new(1, 1));
    }

    #[test]
    fn sampling_follows_the_weights() {
        let mut chance = Seed(3).stream("weights").sampled();
        let mut counts = [0u32; 3];
        (0..40_000).for_each(|_| counts[chance.pick(&[1, 0, 3])] += 1);
        assert_eq!(counts[1], 0);
        // 10,000 expected, standard deviation 87: six of them.
        assert!(counts[0].abs_diff(10_000) < 520, "{counts:?}");
    }
}
