//! Draws that every domain makes among its things.

use truestep_core::chance::Chance;

/// One of `all`, which is not empty.
pub(crate) fn one<T: Copy>(chance: &mut impl Chance, all: &[T]) -> T {
    all[chance.below(all.len() as u32) as usize]
}

/// Some of `all`, each once, in a drawn order; fewer where there are fewer.
pub(crate) fn some<T: Copy>(chance: &mut impl Chance, count: usize, all: &[T]) -> Vec<T> {
    let mut all = all.to_vec();
    let mut drawn = vec![];
    while drawn.len() < count && !all.is_empty() {
        drawn.push(all.swap_remove(chance.below(all.len() as u32) as usize));
    }
    drawn
}
