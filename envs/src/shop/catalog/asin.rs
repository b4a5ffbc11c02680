//! Product ids of generated catalogues: ten characters that look like an ASIN and encode the position.
//!
//! `B0` and eight base-36 digits. The digits are a keyed permutation of the position (a Feistel network over two halves
//! of four digits), so ids neither repeat nor reveal an order, and both directions are computed without a table.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Values of one half: four base-36 digits.
const HALF: u64 = 36 * 36 * 36 * 36;
/// Mixing rounds; four suffice for ids that need to look unordered, not to keep secrets.
const ROUNDS: u64 = 4;
const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The digits of the id of position `index` in a catalogue generated from `seed`, as a number: ids are in the order of these.
pub(super) fn value(seed: u64, index: u32) -> u64 {
    let (mut left, mut right) = (u64::from(index) / HALF, u64::from(index) % HALF);
    for round in 0..ROUNDS {
        (left, right) = (right, (left + mix(seed, round, right)) % HALF);
    }
    left * HALF + right
}

/// The id of position `index` in a catalogue generated from `seed`.
pub(super) fn encode(seed: u64, index: u32) -> String {
    let mut asin = [b'0'; 10];
    asin[0] = b'B';
    let mut rest = value(seed, index);
    for digit in asin[2..].iter_mut().rev() {
        *digit = DIGITS[(rest % 36) as usize];
        rest /= 36;
    }
    asin.iter().map(|&byte| char::from(byte)).collect()
}

/// The position whose id is `asin`, whatever the size of the catalogue; `None` if it is no id of this seed.
pub(super) fn decode(seed: u64, asin: &str) -> Option<u32> {
    let digits = asin.strip_prefix("B0").filter(|digits| digits.len() == 8)?;
    let mut value = 0u64;
    for byte in digits.bytes() {
        let digit = DIGITS.iter().position(|&known| known == byte)?;
        value = value * 36 + digit as u64;
    }
    let (mut left, mut right) = (value / HALF, value % HALF);
    for round in (0..ROUNDS).rev() {
        (left, right) = ((right + HALF - mix(seed, round, left)) % HALF, left);
    }
    u32::try_from(left * HALF + right).ok()
}

fn mix(seed: u64, round: u64, half: u64) -> u64 {
    xxh3_64_with_seed(&((round << 32) | half).to_le_bytes(), seed) % HALF
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_decode_to_the_position_they_encode(seed: u64, index: u32) {
            let asin = encode(seed, index);
            prop_assert_eq!(asin.len(), 10);
            prop_assert_eq!(decode(seed, &asin), Some(index));
        }

        #[test]
        fn ids_are_in_the_order_of_their_values(seed: u64, one: u32, other: u32) {
            prop_assert_eq!(encode(seed, one).cmp(&encode(seed, other)), value(seed, one).cmp(&value(seed, other)));
        }

        #[test]
        fn any_text_decodes_or_is_refused(seed: u64, text in "\\PC{0,12}") {
            if let Some(index) = decode(seed, &text) {
                prop_assert_eq!(encode(seed, index), text);
            }
        }
    }
}
