//! Python's `random` with a whole number as seed: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998,
//! <https://doi.org/10.1145/272991.272995>), seeded and used as CPython does.
//!
//! WebShop shuffles its goals after `random.seed(233)`, so which goal has which number follows from these draws.

/// Words of the generator's state.
const WORDS: usize = 624;
/// How far apart the words are that are mixed.
const MIDDLE: usize = 397;
/// The seed of the state that a key is then mixed into.
const BASE_SEED: u32 = 19_650_218;
/// What a word is multiplied with while seeding: for the base, for the key, to end with.
const SEEDING: [u32; 3] = [1_812_433_253, 1_664_525, 1_566_083_941];
/// The matrix of the recurrence.
const MATRIX: u32 = 0x9908_b0df;
/// The bit of a word taken from it, and the bits taken from the next.
const UPPER: u32 = 0x8000_0000;
/// Masks of the tempering.
const TEMPER: [u32; 2] = [0x9d2c_5680, 0xefc6_0000];

/// The generator behind Python's module functions. Not `Clone`: a copy would draw the same again.
#[derive(Debug)]
pub struct PythonRandom {
    words: [u32; WORDS],
    /// The next word to be given out; all are used up at [`WORDS`].
    at: usize,
}

impl PythonRandom {
    /// As after `random.seed(seed)`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let (low, high) = (seed as u32, (seed >> 32) as u32);
        let mut random = Self::plain(BASE_SEED);
        // As many words as the number has, at least one.
        if high == 0 {
            random.mix_in(&[low]);
        } else {
            random.mix_in(&[low, high]);
        }
        random
    }

    /// The state that a single word gives.
    fn plain(seed: u32) -> Self {
        let mut words = [seed; WORDS];
        for at in 1..WORDS {
            let before = words[at - 1];
            words[at] = SEEDING[0]
                .wrapping_mul(before ^ (before >> 30))
                .wrapping_add(at as u32);
        }
        Self { words, at: WORDS }
    }

    /// Mixes a key into the state.
    fn mix_in(&mut self, key: &[u32]) {
        let words = &mut self.words;
        let mut at = 1;
        let mixed = |words: &[u32; WORDS], at: usize, factor: u32| {
            let before = words[at - 1];
            words[at] ^ (before ^ (before >> 30)).wrapping_mul(factor)
        };
        let step = |words: &mut [u32; WORDS], at: usize| {
            if at + 1 < WORDS {
                return at + 1;
            }
            words[0] = words[WORDS - 1];
            1
        };
        for round in 0..WORDS.max(key.len()) {
            let place = round % key.len();
            words[at] = mixed(words, at, SEEDING[1])
                .wrapping_add(key[place])
                .wrapping_add(place as u32);
            at = step(words, at);
        }
        for _ in 1..WORDS {
            words[at] = mixed(words, at, SEEDING[2]).wrapping_sub(at as u32);
            at = step(words, at);
        }
        words[0] = UPPER;
    }

    /// Makes the next [`WORDS`] words.
    fn refill(&mut self) {
        for at in 0..WORDS {
            let next = self.words[(at + 1) % WORDS];
            let joined = (self.words[at] & UPPER) | (next & !UPPER);
            let turned = (joined >> 1) ^ if joined & 1 == 1 { MATRIX } else { 0 };
            self.words[at] = self.words[(at + MIDDLE) % WORDS] ^ turned;
        }
        self.at = 0;
    }

    /// The next 32 bits.
    fn word(&mut self) -> u32 {
        if self.at == WORDS {
            self.refill();
        }
        let mut word = self.words[self.at];
        self.at += 1;
        word ^= word >> 11;
        word ^= (word << 7) & TEMPER[0];
        word ^= (word << 15) & TEMPER[1];
        word ^ (word >> 18)
    }

    /// `randrange(bound)`: as many bits as `bound` has are drawn until they make a number below it. 0 for a bound of 0.
    fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        loop {
            let number = self.word() >> bound.leading_zeros();
            if number < bound {
                return number;
            }
        }
    }

    /// `random.shuffle(items)`; nothing happens beyond the first four thousand million items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        for last in (1..count).rev() {
            let other = self.below(last.saturating_add(1));
            items.swap(last as usize, other as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_python() {
        // python3 -c "import random; random.seed(S); print([random.getrandbits(32) for _ in range(4)])"
        let cases = [
            (
                0,
                [3_626_764_237, 1_654_615_998, 3_255_389_356, 3_823_568_514],
            ),
            (
                233,
                [2_931_216_007, 3_446_561_803, 2_698_614_761, 748_818_161],
            ),
            (
                4_294_967_296,
                [485_306_839, 1_508_871_100, 1_794_561_286, 4_014_597_330],
            ),
            (
                18_446_744_073_709_551_615,
                [93_740_670, 1_068_495_656, 1_452_108_352, 2_657_516_307],
            ),
        ];
        for (seed, expected) in cases {
            let mut random = PythonRandom::seeded(seed);
            assert_eq!([(); 4].map(|()| random.word()), expected, "seed {seed}");
        }
        // The 2,000th word, past three refills.
        let mut random = PythonRandom::seeded(233);
        assert_eq!(
            (0..2_000).map(|_| random.word()).last(),
            Some(1_904_211_884)
        );
    }

    #[test]
    fn shuffles_are_those_of_python() {
        // python3 -c "import random; random.seed(233); a=list(range(N)); random.shuffle(a)", first and last eight, and the
        // sum over places of place * item.
        let cases: [(u32, [u32; 8], [u32; 8], u64); 3] = [
            (
                60,
                [47, 59, 56, 26, 48, 23, 45, 21],
                [30, 58, 14, 33, 11, 40, 51, 43],
                49_453,
            ),
            (
                1_000,
                [127, 320, 431, 331, 760, 454, 129, 769],
                [870, 819, 236, 537, 178, 643, 821, 698],
                251_670_215,
            ),
            (
                6_910,
                [3_963, 2_638, 2_193, 1_856, 4_358, 6_149, 2_504, 3_220],
                [3_965, 6_554, 1_890, 4_302, 1_428, 5_147, 6_573, 5_590],
                82_624_966_164,
            ),
        ];
        for (count, first, last, sum) in cases {
            let mut order: Vec<u32> = (0..count).collect();
            PythonRandom::seeded(233).shuffle(&mut order);
            assert_eq!(order[..8], first, "{count}");
            assert_eq!(order[order.len() - 8..], last, "{count}");
            let weighed = (0u64..)
                .zip(&order)
                .map(|(place, item)| place * u64::from(*item));
            assert_eq!(weighed.sum::<u64>(), sum, "{count}");
        }
    }

    #[test]
    fn short_lists_shuffle_too() {
        for count in 0..4 {
            let mut list: Vec<u32> = (0..count).collect();
            PythonRandom::seeded(1).shuffle(&mut list);
            list.sort_unstable();
            assert_eq!(list, (0..count).collect::<Vec<_>>());
        }
    }
}
