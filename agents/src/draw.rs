//! Exact draws over a menu, and the probabilities they had.

use num_rational::Ratio;
use truestep_core::agent::MenuView;

/// The weights of a menu, in its order.
pub(crate) fn weights(menu: &dyn MenuView) -> Vec<u32> {
    (0..menu.len()).map(|i| menu.weight(i)).collect()
}

/// The sum of weights.
pub(crate) fn total(weights: &[u32]) -> u64 {
    weights.iter().map(|&w| u64::from(w)).sum()
}

/// The double nearest to an exact probability (both parts of the reduced fraction stay below 2⁵³ for any real menu).
pub(crate) fn to_f64(p: Ratio<u128>) -> f64 {
    *p.numer() as f64 / *p.denom() as f64
}
