//! `shop/compare`: which of several named products is cheapest, best rated, lightest …?
//!
//! Oracle: (`search` `open` tab)* `answer`, or `search`* `answer` where the results show the fact. Grade: 1 for the best
//! product, 1/2 for the runner-up. The menu offers each product once its fact was seen, and as many that are not among
//! those named.

use crate::shop::{
    product::{Product, ProductId},
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::facts_of,
            template::{Budget, Template},
        },
        text::words::product_names,
        world::{
            action::{Unit, Value},
            market::Kind,
            objective::{Objective, Pool, ShownAt},
            page::Tab,
            variant::from_cents,
        },
    },
};
use truestep_core::rational::Rational;

pub(crate) const TEMPLATE: Template = Template {
    name: "compare",
    version: 5,
    summary: "say which of several named products is cheapest, best rated, lightest, longest under warranty or most reviewed",
    random_ceiling_percent: 34,
    budget: Budget { base: 12, each: 10 },
    is_feasible: true,
    twin_of: None,
    draft,
};

/// What products are compared by.
#[derive(Clone, Copy)]
enum Aspect {
    Price,
    Rating,
    Weight,
    Warranty,
    Reviews,
}

/// The best rating, tenths of a star.
const MAX_RATING: i64 = 50;

impl Aspect {
    fn words(self) -> &'static str {
        match self {
            Aspect::Price => "can be had for the lowest price",
            Aspect::Rating => "has the best rating",
            Aspect::Weight => "is the lightest by its specs",
            Aspect::Warranty => "has the longest warranty",
            Aspect::Reviews => "has the most reviews",
        }
    }

    /// Smaller is better.
    fn key(self, product: &Product) -> i64 {
        let details = &product.details;
        match self {
            Aspect::Price => i64::from(from_cents(product)),
            Aspect::Rating => -i64::from(details.rating_tenths),
            Aspect::Weight => i64::from(details.weight_grams),
            Aspect::Warranty => -i64::from(details.warranty_months),
            Aspect::Reviews => -i64::from(details.review_count),
        }
    }

    fn place(self, product: ProductId) -> ShownAt {
        match self {
            Aspect::Price | Aspect::Rating => ShownAt::Row(vec![product]),
            Aspect::Weight => ShownAt::Tab(product, Tab::Specs),
            Aspect::Warranty => ShownAt::Tab(product, Tab::Description),
            Aspect::Reviews => ShownAt::Tab(product, Tab::Reviews),
        }
    }

    fn is_rating(self) -> bool {
        matches!(self, Aspect::Rating)
    }

    fn is_on_results(self) -> bool {
        matches!(self, Aspect::Price | Aspect::Rating)
    }
}

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let aspect = draw.weighted(&[
        (Aspect::Price, 1),
        (Aspect::Rating, 1),
        (Aspect::Weight, 3),
        (Aspect::Warranty, 2),
        (Aspect::Reviews, 2),
    ]);
    // Facts that results show are looked up in one step each, so there are more of them, from different shelves.
    let (candidates, common) = if aspect.is_on_results() {
        let count = draw.between(5, 6);
        let kinds = draw.kinds(count, 1)?;
        let mut candidates = vec![];
        for kind in &kinds {
            candidates.push(*draw.pick(&kind.members)?);
        }
        (candidates, None)
    } else {
        let count = draw.between(3, 5);
        let kind = draw.kind(count)?;
        (draw.sample(&kind.members, count)?, Some(kind))
    };
    let mut ranked: Vec<(i64, ProductId)> = candidates
        .iter()
        .map(|&id| (aspect.key(&draw.open(id)), id))
        .collect();
    ranked.sort_unstable();
    // Whoever saw the best rating there is would need to see no other.
    let is_best_possible = aspect.is_rating() && ranked[0].0 == -MAX_RATING;
    if ranked[0].0 == ranked[1].0 || is_best_possible {
        return None;
    }
    let values = candidates
        .iter()
        .enumerate()
        .map(|(i, &id)| (facts_of(i..i + 1), Value::Product(id)));
    let pool = Pool {
        values: values.collect(),
        decoys: others(draw, &candidates, common.as_ref())?,
    };
    let instruction = format!(
        "Which of these products {}: {}? Look it up and answer with its ASIN.",
        aspect.words(),
        product_names(|id| draw.name(id), &candidates),
    );
    let facts = candidates.len();
    // Whoever ties for the second place has it.
    let second = ranked[1..].iter().filter(|(key, _)| *key == ranked[1].0);
    let second = second.map(|(_, id)| (Value::Product(*id), Rational::new(1, 2)));
    let mut draft = Draft::new(
        instruction,
        Objective::Answer {
            correct: Value::Product(ranked[0].1),
            unit: Unit::Asin,
            needs: Draft::all_facts(facts),
            pool,
            partial: second.collect(),
        },
    );
    draft.named = candidates.len();
    for &id in &candidates {
        let asin = &draw.open(id).asin;
        draft
            .facts
            .push((format!("compared {asin}"), aspect.place(id)));
    }
    let titles = candidates.iter().map(|&id| draw.title_query(id));
    draft.queries = titles.chain(common.map(|kind| kind.name)).collect();
    draft.queries.push(draw.kind(1)?.name);
    Some(draft)
}

/// Draws of another product before giving up.
const DRAWS: usize = 64;

/// As many other products, of the same kind where it has enough.
fn others(
    draw: &mut Draw<'_>,
    candidates: &[ProductId],
    kind: Option<&Kind>,
) -> Option<Vec<Value>> {
    let wanted = candidates.len();
    let kind = kind.filter(|k| k.members.len() >= 2 * wanted);
    let mut found = vec![];
    for _ in 0..DRAWS {
        let id = match kind {
            Some(kind) => *draw.pick(&kind.members)?,
            None => draw.product()?,
        };
        let value = Value::Product(id);
        if !candidates.contains(&id) && !found.contains(&value) {
            found.push(value);
        }
        if found.len() == wanted {
            return Some(found);
        }
    }
    None
}
