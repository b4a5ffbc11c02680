//! Products as a pure function of (seed, position, catalogue size).
//!
//! Positions are scattered over *slots* by a keyed permutation. Four neighbouring slots form a block that is split into
//! families: the first member of a family is the product proper, the others are near-duplicates that differ from it in
//! exactly one fact - an attribute, an option value or the price. Because of the permutation, near-duplicates lie far
//! apart in document order, as they do in a real shop.

use super::draws::Draws;
use super::spec::CatalogSpec;
use super::text::{self, Facts};
use super::vocabulary::{Attribute, Kind, Pool, Vocabulary};
use super::{asin, prices};
use crate::shop::product::{Details, Instruction, OptionGroup, Price, Product};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Raised whenever an unchanged spec would give different products; part of the catalogue digest.
pub(super) const GENERATOR_VERSION: u32 = 3;

/// Slots in a block.
const BLOCK: u32 = 4;
/// First slot of the family each slot of a block belongs to, one row per way to split a block; rows are equally likely.
const SPLITS: [[u32; BLOCK as usize]; 8] = [
    [0, 0, 0, 0],
    [0, 0, 0, 3],
    [0, 1, 1, 1],
    [0, 0, 2, 2],
    [0, 0, 2, 3],
    [0, 1, 2, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
];
/// Chance in a thousand that a kind's first, second and third option group is offered.
const GROUP_CHANCE: [u64; 3] = [880, 650, 300];
/// Chance in a thousand that a group offers every value of its pool.
const FULL_GROUP: u64 = 25;
/// Chance in a thousand of a listed price range instead of one figure.
const PRICE_RANGE: u64 = 180;
/// Chance in a thousand of a paid placement.
const SPONSORED: u64 = 40;
/// Chance in a thousand that the title of a near-duplicate tells it apart.
const VARIANT_LETTER: u64 = 800;
/// Chance in a thousand of being sold out.
const SOLD_OUT: u64 = 70;
/// Upper bound of the number of reviews.
const MAX_REVIEWS: usize = 20_000;
/// Warranties in months.
const WARRANTIES: [u8; 8] = [0, 0, 3, 6, 12, 12, 24, 60];
/// Last two digits of prices.
const CENTS: [u32; 5] = [99, 99, 95, 49, 0];

/// A product before it is put into words.
struct Draft {
    facts: Facts,
    options: Vec<OptionGroup>,
    price: Price,
    weight_grams: u32,
}

/// Product `index` of the catalogue `spec` describes; `index` must be below `spec.products`.
pub(super) fn product(spec: CatalogSpec, index: u32) -> Product {
    let (slot, leader) = place(spec, index);
    let mut draft = family(spec, leader);
    if slot != leader {
        differ(
            &mut draft,
            &mut Draws::new(spec.seed, "decoy", u64::from(slot)),
        );
    }
    prices::price_options(
        draft.facts.kind,
        draft.price.low_cents,
        &mut draft.options,
        &mut Draws::new(spec.seed, "surcharges", u64::from(leader)),
    );
    let facts = draft.facts;
    let words = text::render(
        &facts,
        &mut Draws::new(spec.seed, "text", u64::from(leader)),
    );
    let mut draws = Draws::new(spec.seed, "listing", u64::from(slot));
    let asin = asin::encode(spec.seed, index);
    Product {
        title: words.title,
        description: words.description,
        bullets: words.bullets,
        category: facts.kind.category.to_owned(),
        query: facts.kind.query.clone(),
        product_category: facts.kind.product_category.clone(),
        attributes: facts
            .attributes
            .iter()
            .map(|attribute| attribute.key.clone())
            .collect(),
        price_line: String::new(),
        image: format!("/images/{asin}.jpg"),
        details: details(draft.weight_grams, &mut draws),
        synthetic: Some(instruction(&facts, &mut draws)),
        human: Vec::new(),
        options: draft.options,
        replaced_options: Vec::new(),
        price: draft.price,
        asin,
    }
}

/// Number of the kind of product `index`, without building the product.
pub(super) fn kind_number(spec: CatalogSpec, index: u32) -> usize {
    let (_, leader) = place(spec, index);
    draw_kind(&mut Draws::new(spec.seed, "family", u64::from(leader)))
}

fn draw_kind(draws: &mut Draws) -> usize {
    draws.below(Vocabulary::shared().kinds.len() as u64) as usize
}

/// The slot of position `index` and the first slot of its family.
fn place(spec: CatalogSpec, index: u32) -> (u32, u32) {
    let slot = permute(spec, index);
    let block = slot / BLOCK;
    let row = Draws::new(spec.seed, "split", u64::from(block)).below(SPLITS.len() as u64) as usize;
    (slot, block * BLOCK + SPLITS[row][(slot % BLOCK) as usize])
}

/// A keyed permutation of `0..spec.products`: a Feistel network over the next even number of bits, walked until the
/// result falls inside the range (fewer than four steps on average).
fn permute(spec: CatalogSpec, index: u32) -> u32 {
    let bits = u32::BITS - (spec.products - 1).leading_zeros();
    let half = bits.div_ceil(2).max(1);
    let mask = (1u32 << half) - 1;
    let mut value = index;
    loop {
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..4u64 {
            let key = (round << 32) | u64::from(right);
            let mixed = xxh3_64_with_seed(&key.to_le_bytes(), spec.seed) as u32;
            (left, right) = (right, left ^ (mixed & mask));
        }
        value = (left << half) | right;
        if value < spec.products {
            return value;
        }
    }
}

/// The first product of a family.
fn family(spec: CatalogSpec, leader: u32) -> Draft {
    let vocabulary = Vocabulary::shared();
    let mut draws = Draws::new(spec.seed, "family", u64::from(leader));
    let kind = &vocabulary.kinds[draw_kind(&mut draws)];
    let attributes = draws.between(3, 6) as usize;
    let options = option_groups(kind, &mut draws);
    Draft {
        facts: Facts {
            kind,
            brand: brand(spec, kind, &mut draws),
            line: draws.pick_skewed(&vocabulary.lines),
            model: model(&mut draws),
            also: draws.pick_skewed(&kind.also),
            materials: several(&kind.materials, 2, &mut draws),
            attributes: attributes_of(kind, attributes, &mut draws),
            uses: several(&kind.uses, 2, &mut draws),
            parts: several(&kind.parts, 2, &mut draws),
        },
        price: price(kind, !options.is_empty(), &mut draws),
        options,
        weight_grams: draws.between(kind.weight_grams.0, kind.weight_grams.1),
    }
}

fn several(list: &[&'static str], count: usize, draws: &mut Draws) -> Vec<&'static str> {
    draws
        .sample_skewed(list.len(), count)
        .into_iter()
        .map(|index| list[index])
        .collect()
}

/// `count` attributes of a kind, or as many as go together, but at least three if it has them.
fn attributes_of(kind: &'static Kind, count: usize, draws: &mut Draws) -> Vec<&'static Attribute> {
    let mut chosen: Vec<&Attribute> = Vec::with_capacity(count);
    for index in draws.sample_skewed(kind.attributes.len(), kind.attributes.len()) {
        let candidate = &kind.attributes[index];
        if chosen.len() < count && !chosen.iter().any(|a| a.excludes(candidate)) {
            chosen.push(candidate);
        }
    }
    chosen
}

/// A made-up brand of this kind's top category; larger catalogues have more of them.
fn brand(spec: CatalogSpec, kind: &Kind, draws: &mut Draws) -> String {
    let vocabulary = Vocabulary::shared();
    let per_category = (spec.products / 120).clamp(8, 700) as usize;
    let number = draws.skewed(per_category) as u64;
    let mut letters = Draws::new(spec.seed, kind.category, number);
    let mut name = letters.pick(&vocabulary.starts).to_owned();
    if letters.chance(550) {
        name.push_str(letters.pick(&vocabulary.middles));
    }
    name.push_str(letters.pick(&vocabulary.ends));
    name
}

/// Two letters and three digits.
fn model(draws: &mut Draws) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut name = String::with_capacity(6);
    for _ in 0..2 {
        name.push(char::from(draws.pick(LETTERS)));
    }
    name.push_str(&draws.between(100, 999).to_string());
    name
}

fn option_groups(kind: &Kind, draws: &mut Draws) -> Vec<OptionGroup> {
    let mut groups = Vec::new();
    for (pool, chance) in kind.options.iter().zip(GROUP_CHANCE) {
        if draws.chance(chance) {
            groups.push(option_group(pool, draws));
        }
    }
    groups.sort_by(|a: &OptionGroup, b| a.name.cmp(&b.name));
    groups
}

fn option_group(pool: &Pool, draws: &mut Draws) -> OptionGroup {
    let usual = draws.between(pool.usual.0, pool.usual.1) as usize;
    let count = if draws.chance(FULL_GROUP) {
        pool.values.len()
    } else {
        usual
    };
    let mut chosen = draws.sample_skewed(pool.values.len(), count);
    chosen.sort_unstable();
    let values = chosen
        .into_iter()
        .map(|index| pool.values[index].to_owned())
        .collect();
    OptionGroup::unpriced(pool.name.to_owned(), values)
}

fn price(kind: &Kind, has_options: bool, draws: &mut Draws) -> Price {
    let (low, high) = kind.price_cents;
    let steps = ((high - low) / 100) as usize + 1;
    let low_cents = (low / 100 + draws.skewed(steps) as u32) * 100 + draws.pick(&CENTS);
    let ranged = draws.chance(PRICE_RANGE) && has_options;
    let percent = draws.between(112, 210);
    Price {
        low_cents,
        high_cents: if ranged {
            low_cents * percent / 100
        } else {
            low_cents
        },
    }
}

/// Changes exactly one fact. Most near-duplicates also carry a variant letter after the model name; the others have the
/// same title as their family and are told apart by their page alone.
fn differ(draft: &mut Draft, draws: &mut Draws) {
    match draws.below(3) {
        0 => change_price(&mut draft.price, draws),
        1 if !draft.options.is_empty() => change_option(draft, draws),
        _ => change_attribute(&mut draft.facts, draws),
    }
    if draws.chance(VARIANT_LETTER) {
        let letter = char::from(b'B' + draws.below(20) as u8);
        draft.facts.model.push(letter);
    }
}

/// Replaces one of the attributes that the words name by one the product does not have.
fn change_attribute(facts: &mut Facts, draws: &mut Draws) {
    let place = draws.below(3) as usize;
    let goes = |candidate: &Attribute| {
        let mut others = facts.attributes.iter().enumerate();
        others.all(|(number, own)| {
            own.key != candidate.key && (number == place || !own.excludes(candidate))
        })
    };
    let unused: Vec<&'static Attribute> =
        facts.kind.attributes.iter().filter(|a| goes(a)).collect();
    if !unused.is_empty() {
        facts.attributes[place] = draws.pick(&unused);
    }
}

/// Replaces one option value by one the group does not offer, or drops it if the group offers everything.
fn change_option(draft: &mut Draft, draws: &mut Draws) {
    let number = draws.below(draft.options.len() as u64) as usize;
    let group = &mut draft.options[number];
    let pool = draft
        .facts
        .kind
        .options
        .iter()
        .find(|pool| pool.name == group.name);
    let unused: Vec<_> = pool
        .into_iter()
        .flat_map(|pool| &pool.values)
        .filter(|&&value| !group.values.iter().any(|offered| offered == value))
        .collect();
    let place = draws.below(group.values.len() as u64) as usize;
    if unused.is_empty() {
        group.values.remove(place);
    } else {
        group.values[place] = (*draws.pick(&unused)).to_owned();
    }
}

fn change_price(price: &mut Price, draws: &mut Draws) {
    let percent = if draws.chance(500) {
        draws.between(60, 94)
    } else {
        draws.between(106, 150)
    };
    price.low_cents = price.low_cents * percent / 100;
    price.high_cents = price.high_cents * percent / 100;
}

/// Rating, reviews, stock, warranty and sponsorship of one listing.
pub(super) fn details(weight_grams: u32, draws: &mut Draws) -> Details {
    let rating = draws.between(24, 50).max(draws.between(24, 50));
    Details {
        rating_tenths: rating as u8,
        review_count: draws.skewed(MAX_REVIEWS) as u32,
        stock_units: if draws.chance(SOLD_OUT) {
            0
        } else {
            1 + draws.skewed(500) as u16
        },
        weight_grams,
        warranty_months: draws.pick(&WARRANTIES),
        sponsored: draws.chance(SPONSORED),
    }
}

/// A request for one to three of the product's attributes.
fn instruction(facts: &Facts, draws: &mut Draws) -> Instruction {
    let count = draws.between(1, 3) as usize;
    let wanted: Vec<&Attribute> = draws
        .sample_skewed(facts.attributes.len(), count)
        .into_iter()
        .map(|index| facts.attributes[index])
        .collect();
    let text = text::request(facts, &wanted, draws);
    Instruction {
        text,
        attributes: wanted.into_iter().map(|a| a.key.clone()).collect(),
        options: Vec::new(),
    }
}
