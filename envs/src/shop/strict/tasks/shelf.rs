//! `shop/shelf`: filter and sort the results of a query, and say what two of the products listed weigh together.
//!
//! Oracle: `search` `filter`* `sort` `next`* `open` `specs` `back` `next`* `open` `specs` `answer`. Evidence: the pages of
//! the list that hold the two places, and both weights. Grade: 1 or 0.

use crate::shop::{
    phrase::listed,
    product::ProductId,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::facts_of,
            template::{Budget, Template},
        },
        text::words::as_query,
        world::{
            action::{Unit, Value},
            def::{arrange, search_with_ads},
            limits::ROWS,
            listing::{Filter, Filters, Listing, Query, Sort},
            objective::{Objective, Pool, ShownAt},
            page::Tab,
        },
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "shelf",
    version: 5,
    summary: "filter and sort the results of a query, and say what two of the products listed weigh together",
    random_ceiling_percent: 10,
    budget: Budget { base: 44, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let kind = draw.kind(4)?;
    let query = as_query(&kind.name);
    let count = draw.between(1, 3);
    let mut chosen = draw.sample(&Filter::ALL, count)?;
    chosen.sort_unstable();
    let filters = chosen
        .iter()
        .fold(Filters::default(), |set, &f| set.with(f));
    let sort = draw.weighted(&[
        (Sort::PriceUp, 1),
        (Sort::PriceDown, 1),
        (Sort::Rating, 1),
        (Sort::Reviews, 1),
    ]);
    let raw = search_with_ads(draw.market, &query);
    let hits = arrange(draw.market, &raw, filters, sort);
    if hits.len() < 3 || hits.len() == raw.len() {
        return None;
    }
    let places: Vec<usize> = (0..hits.len()).collect();
    let mut places = draw.sample(&places, 2)?;
    places.sort_unstable();
    let listing = Listing {
        query: Query::Listed(0),
        filters,
        sort,
    };
    let names: Vec<String> = chosen.iter().map(|f| format!("`{}`", f.name())).collect();
    let instruction = format!(
        "Search for `{query}`, keep only what passes the {} {}, and sort by `{}`. What do number {} and number {} of \
         that list weigh together by their specs? Answer in the form the page asks for.",
        if names.len() == 1 {
            "filter"
        } else {
            "filters"
        },
        listed(&names, "and"),
        sort.name(),
        places[0] + 1,
        places[1] + 1,
    );
    let two = [hits[places[0]], hits[places[1]]];
    let (first, second) = ((places[0] / ROWS) as u8, (places[1] / ROWS) as u8);
    let mut facts = vec![
        (
            format!("weight of number {}", places[0] + 1),
            ShownAt::Tab(two[0], Tab::Specs),
        ),
        (
            format!("weight of number {}", places[1] + 1),
            ShownAt::Tab(two[1], Tab::Specs),
        ),
        ("the list".into(), ShownAt::Results(listing.clone(), first)),
    ];
    if second != first {
        facts.push(("more of the list".into(), ShownAt::Results(listing, second)));
    }
    let pool = answers(draw, two, raw.iter().copied())?;
    let weight = |id: ProductId| i64::from(draw.market.brief(id).weight_grams);
    let mut draft = Draft::new(
        instruction,
        Objective::Answer {
            correct: Value::Number(weight(two[0]) + weight(two[1])),
            unit: Unit::Grams,
            needs: facts_of(0..facts.len()),
            pool,
            partial: vec![],
        },
    );
    draft.facts = facts;
    draft.queries = vec![query, as_query(&draw.kind(1)?.name)];
    draft.filters = filters;
    draft.sorts = vec![sort];
    let others: Vec<Sort> = Sort::ALL.into_iter().filter(|&s| s != sort).collect();
    draft.sorts.push(*draw.pick(&others)?);
    draft.sorts.sort_unstable();
    Some(draft)
}

/// Each weight once seen, their sum once both are, and as many sums of other weights of the list.
fn answers(
    draw: &mut Draw<'_>,
    two: [ProductId; 2],
    listed: impl Iterator<Item = ProductId>,
) -> Option<Pool> {
    let weight = |id: ProductId| i64::from(draw.market.brief(id).weight_grams);
    let [a, b] = two.map(weight);
    let mut taken = vec![a, b, a + b];
    let values = vec![
        (facts_of(0..2), Value::Number(a + b)),
        (facts_of(0..1), Value::Number(a)),
        (facts_of(1..2), Value::Number(b)),
    ];
    let mut decoys = vec![];
    for id in listed.filter(|id| !two.contains(id)) {
        let value = a + weight(id);
        if decoys.len() < values.len() && !taken.contains(&value) {
            taken.push(value);
            decoys.push(Value::Number(value));
        }
    }
    let is_enough = decoys.len() == values.len() && a != b;
    draw.shuffle(&mut decoys);
    is_enough.then_some(Pool { values, decoys })
}
