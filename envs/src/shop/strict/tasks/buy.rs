//! `shop/buy`: buy a product of a kind with given attributes and options, below a price, in a quantity.
//!
//! Oracle: `search` `next`* `open` `specs` `reviews`? `select`* `add_to_cart` `cart` `set_quantity`? `apply_coupon`?
//! `checkout`. Evidence: the attributes (and reviews) of the product bought. Grade: the right product is worth 1, half if
//! options or quantity are wrong, a quarter if both; the coupon is worth 1; the sum is divided by what could be had and
//! by lines nobody asked for.

use crate::shop::{
    catalog::lexicon,
    phrase::{Number, counted, relative},
    product::{Product, ProductId},
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{PACKS_COUNT, facts_of, preselected, wanted_options, where_it_says},
            template::{Budget, Template},
        },
        text::words::{as_query, choose, money, qualities},
        world::{
            limits::MAX_GROUPS,
            market::{Kind, Market},
            objective::{Choice, MAX_CHOICES, Objective, Purchase, ShownAt, Slot},
            offers::Offers,
            page::Tab,
            records::{Coupon, Discount},
            variant::price_cents,
        },
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "buy",
    version: 5,
    summary: "buy a product of a kind with given attributes and options, below a price",
    random_ceiling_percent: 2,
    budget: Budget { base: 50, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

/// Cents a price cap leaves above the dearest product that fits, at most.
const CAP_SLACK: u32 = 500;

/// What is asked for.
struct Wish {
    kind: String,
    attributes: Vec<String>,
    /// Names and values of options.
    options: Vec<(String, String)>,
    min_reviews: Option<u32>,
}

impl Wish {
    /// The options to choose, if a product that [`may_fit`] has the attributes and options wished for.
    fn fits(&self, product: &Product) -> Option<[Option<u8>; MAX_GROUPS]> {
        if !self
            .attributes
            .iter()
            .all(|a| product.attributes.contains(a))
        {
            return None;
        }
        let mut options = preselected(product);
        for (name, value) in &self.options {
            let mut groups = product.options.iter().take(MAX_GROUPS);
            let group = groups.position(|g| g.name == *name)?;
            let place = product.options[group]
                .values
                .iter()
                .position(|v| v == value)?;
            options[group] = Some(u8::try_from(place).ok()?);
        }
        Some(options)
    }
}

/// Whether a product may be what is wished for, as far as the index knows; a large kind has thousands of products.
fn may_fit(market: &Market, id: ProductId, wish: &Wish) -> bool {
    let brief = market.brief(id);
    brief.stock_units > 0
        && wish.min_reviews.is_none_or(|n| brief.review_count >= n)
        && market.has_attributes(id, &wish.attributes)
}

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let kind = draw.kind(2)?;
    let model = *draw.pick(&kind.members)?;
    let model = draw.open(model);
    let count = draw.between(1, 2);
    let attributes = draw.sample(&model.attributes, count)?;
    let most = draw.weighted(&[(1, 1), (2, 1), (3, 2)]);
    let (_, named) = wanted_options(draw, &model, most);
    let wish = Wish {
        kind: kind.name.clone(),
        attributes,
        options: named,
        min_reviews: (draw.below(2) == 0)
            .then_some(model.details.review_count / 10 * 10)
            .filter(|&reviews| reviews > 0),
    };
    let mut fitting: Vec<(u32, ProductId, [Option<u8>; MAX_GROUPS])> = kind
        .members
        .iter()
        .filter(|&&id| may_fit(draw.market, id, &wish))
        .filter_map(|&id| {
            let product = draw.open(id);
            let options = wish.fits(&product)?;
            let variant = options.map(Option::unwrap_or_default);
            Some((price_cents(&product, &variant), id, options))
        })
        .collect();
    fitting.sort_unstable();
    let most = if wish.min_reviews.is_some() {
        1
    } else {
        MAX_CHOICES - 1
    };
    let wanted = draw.between(1, most).min(fitting.len());
    let dearest = fitting.get(wanted.checked_sub(1)?)?.0;
    let next = fitting.get(wanted).map_or(dearest + CAP_SLACK, |f| f.0);
    if next == dearest {
        return None;
    }
    let cap = dearest + draw.below((next - dearest).min(CAP_SLACK) as usize) as u32;
    fitting.truncate(wanted);
    Some(ask(draw, &kind, &wish, cap, &fitting))
}

fn ask(
    draw: &mut Draw<'_>,
    kind: &Kind,
    wish: &Wish,
    cap: u32,
    fitting: &[(u32, ProductId, [Option<u8>; MAX_GROUPS])],
) -> Draft {
    let quantity = draw.weighted(&[(1u8, 3), (2, 1), (3, 1)]);
    let coupons = coupons(draw);
    let coupon = (draw.below(2) == 0).then(|| draw.below(coupons.len()) as u8);
    let mut facts = vec![];
    let mut choices = vec![];
    for &(_, product, options) in fitting {
        let asin = &draw.open(product).asin;
        let first = facts.len();
        facts.push((
            format!("attributes of {asin}"),
            where_it_says(&draw.open(product), product, &wish.attributes),
        ));
        if wish.min_reviews.is_some() {
            facts.push((
                format!("reviews of {asin}"),
                ShownAt::Tab(product, Tab::Reviews),
            ));
        }
        let needs = facts_of(first..facts.len());
        choices.push(Choice::new(product, &draw.open(product), options, needs));
    }
    let number = Number::of(usize::from(quantity));
    let mut instruction = format!(
        "Buy {} {}.{}",
        lexicon::noun(&wish.kind).several(usize::from(quantity)),
        relative(&qualities(&wish.attributes), number),
        choose(&wish.options),
    );
    if let Some(reviews) = wish.min_reviews {
        instruction.push_str(&format!(
            " The product must have at least {}.",
            counted(reviews.into(), "review")
        ));
    }
    // The limit is held against the price that pages show.
    instruction.push_str(&format!(
        "{} Pay at most {}{}{}.",
        number.choose("", " All units must be of the same product."),
        money(cap),
        number.choose("", " for each"),
        coupon.map_or("", |_| " before the coupon"),
    ));
    if kind.has_packs {
        instruction.push_str(PACKS_COUNT);
    }
    if let Some(coupon) = coupon {
        let code = &coupons[usize::from(coupon)].code;
        instruction.push_str(&format!(" Use the coupon {code}."));
    }
    instruction.push_str(" Leave options that are not named as they are preselected.");
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: vec![Slot { choices, quantity }],
            coupon,
            unit_cap_cents: Some(cap),
            ..Purchase::default()
        }),
    );
    draft.facts = facts;
    draft.offers = Offers::BUY.and(Offers::OPTIONS).and(Offers::CART);
    if quantity > 1 {
        draft.offers = draft.offers.and(Offers::QUANTITIES);
    }
    if coupon.is_some() {
        draft.offers = draft.offers.and(Offers::COUPONS);
        draft.coupons = coupons;
    }
    draft.cart_limit = 2;
    // What somebody would type who has read the task: its own words.
    let said = draft.instruction.to_lowercase();
    let typed = |text: &str| {
        let words = text.split(' ').filter(|word| said.contains(word));
        let mut words: Vec<&str> = words.collect();
        // "high in protein" and "protein bar" meet in one word.
        words.dedup();
        as_query(&words.join(" "))
    };
    draft.queries = vec![
        typed(&format!("{} {}", wish.attributes.join(" "), wish.kind)),
        typed(&wish.kind),
        typed(&wish.attributes[0]),
    ];
    if let Some(other) = draw.kind(1) {
        draft.queries.push(as_query(&other.name));
    }
    draft
}

fn coupons(draw: &mut Draw<'_>) -> Vec<Coupon> {
    let mut percents = vec![5, 10, 15];
    draw.shuffle(&mut percents);
    ["WELCOME", "SPRING", "EXTRA"]
        .into_iter()
        .zip(percents)
        .map(|(code, percent)| Coupon {
            code: code.into(),
            discount: Discount::Percent(percent),
            minimum_cents: 0,
        })
        .collect()
}
