//! Facts WebShop's files lack, drawn from a hash of the id.

use crate::shop::catalog::draws::Draws;
use crate::shop::product::Details;
use xxhash_rust::xxh3::xxh3_64;

/// Rating 2.4 to 5.0 stars, reviews 0 to 20,000 (few more often), 7 % sold out and otherwise up to 500 units, 50 g to 20 kg
/// (light more often), one of the usual warranties, 4 % sponsored: the same laws as in generated catalogues.
pub(super) fn details(asin: &str) -> Details {
    let mut draws = Draws::new(0, "webshop details", xxh3_64(asin.as_bytes()));
    let weight_grams = 50 + draws.skewed(19_951) as u32;
    crate::shop::catalog::generate::details(weight_grams, &mut draws)
}
