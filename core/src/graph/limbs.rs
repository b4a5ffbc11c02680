//! Whole numbers of a fixed width in 64-bit limbs, least significant first.
//!
//! The exact layers multiply and add a few small coefficients into millions of long numerators; a big-integer type would
//! allocate for each. Widths are chosen by the caller so that nothing overflows; debug builds check it.

use num_bigint::BigUint;

/// `acc += x * c`.
pub(super) fn add_product(acc: &mut [u64], x: &[u64], c: u64) {
    let mut carry = 0u128;
    let (low, high) = acc.split_at_mut(x.len());
    for (a, &x) in low.iter_mut().zip(x) {
        let sum = u128::from(*a) + u128::from(x) * u128::from(c) + carry;
        *a = sum as u64;
        carry = sum >> 64;
    }
    for a in high {
        if carry == 0 {
            return;
        }
        let sum = u128::from(*a) + carry;
        *a = sum as u64;
        carry = sum >> 64;
    }
    debug_assert_eq!(carry, 0, "invariant: the width holds the sum");
}

/// `acc += x * c`, `c` of any width.
pub(super) fn add_long_product(acc: &mut [u64], x: &[u64], c: &[u64]) {
    for (place, &limb) in c.iter().enumerate() {
        if limb == 0 {
            continue;
        }
        let x = &x[..x.len().min(acc.len() - place)];
        add_product(&mut acc[place..], x, limb);
    }
}

/// A number in limbs, without leading zeros.
pub(super) fn of(number: &BigUint) -> Vec<u64> {
    number.to_u64_digits()
}

/// A number in exactly `width` limbs, which must hold it.
#[cfg(test)]
pub(super) fn padded(number: &BigUint, width: usize) -> Vec<u64> {
    let mut limbs = of(number);
    debug_assert!(
        limbs.len() <= width,
        "invariant: the width holds the number"
    );
    limbs.resize(width, 0);
    limbs
}

/// Limbs as a big number.
pub(super) fn to_big(limbs: &[u64]) -> BigUint {
    let halves = limbs.iter().flat_map(|&l| [l as u32, (l >> 32) as u32]);
    BigUint::new(halves.collect())
}

/// Limbs that hold every number up to `largest`.
pub(super) fn width(largest: &BigUint) -> usize {
    (largest.bits().div_ceil(64) as usize).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_agree_with_big_integers(
            a in proptest::collection::vec(any::<u64>(), 1..4), x in proptest::collection::vec(any::<u64>(), 1..4),
            c in proptest::collection::vec(any::<u64>(), 1..4), small in any::<u64>(),
        ) {
            let expected = to_big(&a) + to_big(&x) * to_big(&c);
            let mut acc = padded(&to_big(&a), width(&expected));
            add_long_product(&mut acc, &of(&to_big(&x)), &of(&to_big(&c)));
            prop_assert_eq!(to_big(&acc), expected);
            let expected = to_big(&a) + to_big(&x) * small;
            let mut acc = padded(&to_big(&a), width(&expected).max(x.len()));
            add_product(&mut acc, &x, small);
            prop_assert_eq!(to_big(&acc), expected);
        }
    }
}
