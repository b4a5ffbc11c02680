//! The price shown is the price judged: that of the options chosen.

use super::{laws::defs_with, size::thousand, world::shop};
use crate::shop::{
    product::{Product, ProductId},
    strict::{
        StrictShop,
        ends::near::near_misses,
        planner::cache::Planned,
        rules::report::totals,
        tasks,
        world::{
            def::Def,
            fact::ShopFact,
            objective::Objective,
            records::Line,
            state::State,
            variant::{PRESELECTED, choosable, from_cents, is_priced, price_cents},
        },
    },
};
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics, Render, ViewKind},
};

fn defs(name: &str) -> Vec<Planned> {
    let template = tasks::ALL.iter().find(|t| t.name == name).unwrap();
    defs_with(&thousand(), template, 0..200)
}

fn page(def: &Planned, state: &State) -> String {
    let mut text = String::new();
    StrictShop::observe(def, state, &(), ViewKind::TEXT, &mut text);
    text
}

/// Play texts that must all execute; what was stated.
fn play(def: &Planned, state: &mut State, texts: &[&str]) -> Vec<ShopFact> {
    let mut facts = vec![];
    for text in texts {
        let action = StrictShop::decode(def, state, text).expect(text);
        assert_eq!(StrictShop::admit(def, state, &action), Ok(()), "{text}");
        let chance = &mut Enumerated::default();
        StrictShop::step(def, &mut (), state, &action, chance, &mut facts).unwrap();
    }
    facts
}

fn money(cents: u32) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// A product with two units in stock whose price depends on its options, that its title finds.
fn priced(def: &Def) -> (ProductId, std::sync::Arc<Product>) {
    let all = (0..def.market.len()).map(ProductId);
    let mut found = all.map(|id| (id, def.product(id))).filter(|(id, p)| {
        let query = p.title.to_lowercase();
        is_priced(p)
            && p.details.stock_units > 1
            && def.search(&query).iter().take(5).any(|h| h == id)
    });
    found.next().unwrap()
}

#[test]
fn pages_show_the_price_of_the_options_chosen() {
    let def = &defs("compare")[0];
    let (_, product) = priced(def);
    let (group, _) = choosable(&product)
        .find(|(g, _)| product.options[*g].is_priced())
        .unwrap();
    let offered = &product.options[group];
    let dearest = (0..offered.values.len())
        .max_by_key(|&v| offered.surcharge_cents(v))
        .unwrap();
    let mut variant = PRESELECTED;
    variant[group] = dearest as u8;
    let (from, cents) = (from_cents(&product), price_cents(&product, &variant));
    assert!(cents > from);

    let mut state = State::start(def);
    play(def, &mut state, &[&format!("search[{}]", product.title)]);
    let row = format!(
        "{} | {} | from {} | ",
        product.asin,
        product.title,
        money(from)
    );
    assert!(page(def, &state).contains(&row), "{}", page(def, &state));

    play(def, &mut state, &[&format!("open[{}]", product.asin)]);
    let added = format!(
        "{} (+{})",
        offered.values[dearest],
        money(offered.surcharge_cents(dearest))
    );
    let added = if dearest == 0 {
        added.replace(" (+", "] (+")
    } else {
        added
    };
    let shown = page(def, &state);
    let first = format!(
        "Price: {} as chosen, from {}\n",
        money(price_cents(&product, &PRESELECTED)),
        money(from)
    );
    assert!(shown.contains(&added) && shown.contains(&first), "{shown}");

    let select = format!("select[{}: {}]", offered.name, offered.values[dearest]);
    play(def, &mut state, &[&select]);
    let chosen = format!("Price: {} as chosen, from {}\n", money(cents), money(from));
    assert!(page(def, &state).contains(&chosen), "{}", page(def, &state));

    play(
        def,
        &mut state,
        &["add_to_cart", "cart", "set_quantity[1: 2]"],
    );
    let line = format!(" | 2 x {}\nTotal: {}\n", money(cents), money(2 * cents));
    assert!(page(def, &state).contains(&line), "{}", page(def, &state));
    let facts = play(def, &mut state, &["checkout"]);
    assert_eq!(facts[0], ShopFact::Charged(2 * cents));
}

#[test]
fn a_page_without_priced_options_names_one_price() {
    let market = shop(20, 2, 3);
    let plain = (0..market.len())
        .map(|i| market.product(ProductId(i)))
        .find(|p| !is_priced(p));
    let plain = plain.unwrap();
    assert_eq!(price_cents(&plain, &[1, 0, 0, 0]), from_cents(&plain));
}

#[test]
fn coupons_go_by_the_price_of_the_options_chosen() {
    for def in defs("buy")
        .iter()
        .filter(|d| !d.coupons.is_empty())
        .take(20)
    {
        let Objective::Purchase(purchase) = &def.objective else {
            unreachable!()
        };
        let choice = &purchase.slots[0].choices[0];
        let mut state = State::start(def);
        let variant = choice.options.map(Option::unwrap_or_default);
        state.add_line(Line {
            product: choice.product,
            variant,
            quantity: 2,
        });
        state.set_coupon(Some(0));
        let total = 2 * choice.price_cents;
        assert_eq!(
            totals(def, &state),
            (total, total - def.coupons[0].saving(total))
        );
    }
}

/// Who goes by the price a list shows buys too dear.
#[test]
fn a_cap_is_held_against_the_options_wanted() {
    let (mut priced, mut decoys, mut above) = (0, 0, 0);
    let made = defs("buy");
    for def in &made {
        let Objective::Purchase(purchase) = &def.objective else {
            unreachable!()
        };
        let cap = purchase.unit_cap_cents.unwrap();
        let choices = &purchase.slots[0].choices;
        for choice in choices {
            let variant = choice.options.map(Option::unwrap_or_default);
            assert_eq!(
                choice.price_cents,
                price_cents(&def.product(choice.product), &variant)
            );
            assert!(choice.price_cents <= cap, "{}", def.goal.instruction);
        }
        let first = def.product(choices[0].product);
        let is_wanted = |group: usize| choices[0].options[group].is_some_and(|v| v > 0);
        let wants_priced =
            choosable(&first).any(|(g, _)| first.options[g].is_priced() && is_wanted(g));
        priced += u32::from(wants_priced);
        above += u32::from(dearest(&first) > cap);
        // Others of the kind that a list shows below the cap and that cost more as wanted.
        let kind = def
            .market
            .kinds()
            .iter()
            .find(|k| k.name == first.query)
            .unwrap();
        decoys += u32::from(kind.members.iter().any(|&id| {
            let product = def.product(id);
            let variant = wanted_of(&first, choices[0].options, &product);
            from_cents(&product) <= cap && variant.is_some_and(|v| price_cents(&product, &v) > cap)
        }));
    }
    assert!(
        priced >= 40 && above >= 60 && decoys >= 20,
        "{priced} {above} {decoys}"
    );
}

fn dearest(product: &Product) -> u32 {
    let most = |(group, values): (usize, usize)| {
        let offered = &product.options[group];
        (0..values)
            .map(|v| offered.surcharge_cents(v))
            .max()
            .unwrap_or(0)
    };
    from_cents(product) + choosable(product).map(most).sum::<u32>()
}

/// The options of `first` that are not preselected, on another product; `None` if it does not offer them.
fn wanted_of(first: &Product, options: [Option<u8>; 4], other: &Product) -> Option<[u8; 4]> {
    let mut variant = PRESELECTED;
    for (group, wanted) in first.options.iter().zip(options) {
        let Some(value) = wanted.filter(|&v| v > 0) else {
            continue;
        };
        let place = other.options.iter().position(|g| g.name == group.name)?;
        let found = other.options[place]
            .values
            .iter()
            .position(|v| *v == group.values[usize::from(value)])?;
        variant[place] = found as u8;
    }
    Some(variant)
}

#[test]
fn near_misses_choose_the_neighbour_of_another_price() {
    let mut looked = 0;
    for def in &defs("gift") {
        let Objective::Purchase(purchase) = &def.objective else {
            unreachable!()
        };
        let choice = &purchase.slots[0].choices[0];
        let product = def.product(choice.product);
        let near = near_misses(def);
        for (group, values) in choosable(&product) {
            let offered = &product.options[group];
            let now = usize::from(choice.options[group].unwrap_or(0));
            let cents = |v: usize| offered.surcharge_cents(v);
            let dearer = (0..values).filter(|&v| cents(v) > cents(now));
            if let Some(next) = dearer.min_by_key(|&v| cents(v)) {
                let select = format!("select[{}: {}]", offered.name, offered.values[next]);
                assert!(near.iter().any(|s| s.contains(&select)), "{select}");
                looked += 1;
            }
        }
    }
    assert!(looked >= 40, "{looked}");
}

/// The cheapest by its options as they are preselected need not be the one with the lowest price.
#[test]
fn what_is_cheapest_by_the_list_may_not_be_what_is_asked_for() {
    let mut misled = 0;
    let made = defs("stock-up");
    for def in &made {
        let Objective::Purchase(purchase) = &def.objective else {
            unreachable!()
        };
        let target = purchase.slots[0].choices[0].product;
        let price = |id: &ProductId| def.market.brief(*id).price_cents;
        assert!(
            def.relevant
                .iter()
                .all(|id| *id == target || price(id) > price(&target))
        );
        let first = def
            .relevant
            .iter()
            .min_by_key(|id| def.market.brief(**id).from_cents);
        misled += u32::from(first != Some(&target));
    }
    assert!(
        misled * 20 >= made.len() as u32,
        "{misled} of {}",
        made.len()
    );
}
