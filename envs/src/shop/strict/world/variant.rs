//! The options of a product that can be chosen, and what the shop charges.

use crate::shop::{
    product::{OptionGroup, Product},
    strict::world::limits::{MAX_GROUPS, MAX_QUANTITY},
};

/// One chosen value per option group, by position; 0 (the first value) is preselected.
pub type Variant = [u8; MAX_GROUPS];

/// The groups of `product` that can be chosen, each with its number of values.
pub fn choosable(product: &Product) -> impl Iterator<Item = (usize, usize)> + '_ {
    let groups = product.options.iter().take(MAX_GROUPS).enumerate();
    groups.map(|(group, g)| (group, g.values.len().min(usize::from(u8::MAX))))
}

/// The options a page preselects.
pub const PRESELECTED: Variant = [0; MAX_GROUPS];

/// The lowest price a product can be had for, cents: what lists show, sort and filter by.
#[must_use]
pub fn from_cents(product: &Product) -> u32 {
    product.price.low_cents
}

/// The price of a product with these options, which the shop shows and charges, cents.
#[must_use]
pub fn price_cents(product: &Product, variant: &Variant) -> u32 {
    let chosen = product.options.iter().zip(variant);
    let added = chosen.map(|(group, value)| group.surcharge_cents(usize::from(*value)));
    added.fold(product.price.low_cents, u32::saturating_add)
}

/// Whether some of its options are packs of several.
#[must_use]
pub fn comes_in_packs(product: &Product) -> bool {
    let says_so = |text: &String| text.to_ascii_lowercase().contains("pack");
    let mut groups = product.options.iter().take(MAX_GROUPS);
    groups.any(|group| says_so(&group.name) || group.values.iter().any(says_so))
}

/// Whether the price depends on the options.
#[must_use]
pub fn is_priced(product: &Product) -> bool {
    product
        .options
        .iter()
        .take(MAX_GROUPS)
        .any(OptionGroup::is_priced)
}

/// Units of a product there must be so that `quantity` of them can be bought whatever else of it lies in a cart of at most
/// `lines` lines. Lines with other options take from the same stock.
#[must_use]
pub fn stock_needed(product: &Product, quantity: u8, lines: u8) -> u16 {
    let has_options = choosable(product).any(|(_, values)| values > 1);
    let others = match has_options {
        true => u16::from(MAX_QUANTITY) * u16::from(lines.saturating_sub(1)),
        false => 0,
    };
    u16::from(quantity) + others
}
