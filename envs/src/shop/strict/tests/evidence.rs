//! What has to be looked up decides: the same instruction over permuted facts has another answer.

use super::{
    laws::defs_with,
    world::{edited, shop},
};
use crate::shop::{
    product::Product,
    strict::{
        planner::cache::Planned as Def,
        tasks,
        world::{
            market::Market,
            objective::{Objective, Purchase},
        },
    },
};
use std::sync::Arc;

const SIZE: (u32, usize, u64) = (120, 6, 4);

fn defs(market: &Arc<Market>, name: &str) -> Vec<Def> {
    let template = tasks::ALL.iter().find(|t| t.name == name).unwrap();
    let made = defs_with(market, template, 0..24);
    assert_eq!(made.len(), 24, "{name}");
    made
}

/// Whether some swap of two products' facts keeps the instruction of instance `number` and changes what is right.
fn some_swap_changes_the_answer(
    name: &str,
    number: usize,
    def: &Def,
    swap: fn(&mut Product, &mut Product),
) -> bool {
    // Among the products of the task, and each with the next one of its kind.
    let products = def.relevant.iter().map(|p| p.0 as usize);
    let products: Vec<usize> = products.collect();
    let pairs = (0..products.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let among = pairs.map(|(i, j)| (products[i], products[j]));
    let next = products
        .iter()
        .map(|&p| (p, (p + SIZE.1) % SIZE.0 as usize));
    let mut pairs = among.chain(next);
    pairs.any(|(one, other)| {
        let (low, high) = (one.min(other), one.max(other));
        let (count, kinds, seed) = SIZE;
        let market = edited(count, kinds, seed, |all| {
            let (left, right) = all.split_at_mut(high);
            swap(&mut left[low], &mut right[0]);
        });
        let again = &defs(&market, name)[number];
        again.goal.instruction == def.goal.instruction && !is_same(&again.objective, &def.objective)
    })
}

/// Whether two aims have the same right ending.
fn is_same(a: &Objective, b: &Objective) -> bool {
    match (a, b) {
        (Objective::Answer { correct: a, .. }, Objective::Answer { correct: b, .. }) => a == b,
        (Objective::Purchase(a), Objective::Purchase(b)) => {
            let products = |p: &Purchase| {
                let slots = p
                    .slots
                    .iter()
                    .flat_map(|s| s.choices.iter().map(|c| c.product));
                slots.collect::<Vec<_>>()
            };
            products(a) == products(b)
        }
        _ => false,
    }
}

#[test]
fn permuting_the_evidence_changes_the_answer() {
    let all = |a: &mut Product, b: &mut Product| {
        std::mem::swap(&mut a.details, &mut b.details);
        std::mem::swap(&mut a.price, &mut b.price);
    };
    let weights = |a: &mut Product, b: &mut Product| {
        std::mem::swap(&mut a.details.weight_grams, &mut b.details.weight_grams);
    };
    let reviews = |a: &mut Product, b: &mut Product| {
        std::mem::swap(&mut a.details.review_count, &mut b.details.review_count);
    };
    let figures = |a: &mut Product, b: &mut Product| {
        let stock = [a.details.stock_units, b.details.stock_units];
        std::mem::swap(&mut a.details, &mut b.details);
        [a.details.stock_units, b.details.stock_units] = stock;
    };
    let cases: [(&str, fn(&mut Product, &mut Product)); 5] = [
        ("compare", all),
        ("question", reviews),
        ("stock-up", all),
        ("shelf", weights),
        ("cart-edit", figures),
    ];
    let (count, kinds, seed) = SIZE;
    let market = shop(count, kinds, seed);
    for (name, swap) in cases {
        let made = defs(&market, name);
        let changed =
            (0..made.len()).filter(|&i| some_swap_changes_the_answer(name, i, &made[i], swap));
        let changed = changed.count();
        // A swap may make a tie, and then another instance is drawn.
        assert!(
            changed * 10 >= made.len() * 8,
            "{name}: {changed} of {}",
            made.len()
        );
    }
}
