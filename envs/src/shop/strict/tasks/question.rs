//! `shop/question`: of several named products take the one that leads in one fact, and say another fact of it.
//!
//! Oracle: (`search` `open` tab)* with a second tab on the leader's page, `answer`. Evidence: the deciding fact of every
//! product, the asked fact of the leader. The menu offers values that were seen and as many that are wrong. Grade: 1 or 0.

use crate::shop::{
    product::{Details, ProductId},
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
            objective::{Objective, Pool, ShownAt},
            page::Tab,
        },
    },
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "question",
    // 2: nothing is asked whose answer is 0.
    version: 6,
    summary: "of several named products take the one that leads in one fact and say another fact of it",
    random_ceiling_percent: 15,
    budget: Budget { base: 12, each: 10 },
    is_feasible: true,
    twin_of: None,
    draft,
};

/// A fact of a product.
#[derive(Clone, Copy)]
enum Aspect {
    Reviews,
    Weight,
    Warranty,
}

impl Aspect {
    fn value(self, details: &Details) -> i64 {
        match self {
            Aspect::Reviews => i64::from(details.review_count),
            Aspect::Weight => i64::from(details.weight_grams),
            Aspect::Warranty => i64::from(details.warranty_months),
        }
    }

    fn tab(self) -> Tab {
        match self {
            Aspect::Reviews => Tab::Reviews,
            Aspect::Weight => Tab::Specs,
            Aspect::Warranty => Tab::Description,
        }
    }

    fn leads(self) -> &'static str {
        match self {
            Aspect::Reviews => "has the most reviews",
            Aspect::Weight => "is the heaviest by its specs",
            Aspect::Warranty => "has the longest warranty",
        }
    }

    fn asked(self) -> &'static str {
        match self {
            Aspect::Reviews => "How many reviews does it have",
            Aspect::Weight => "What does it weigh by its specs",
            Aspect::Warranty => "How long is its warranty",
        }
    }

    fn unit(self) -> Unit {
        match self {
            Aspect::Reviews => Unit::Count,
            Aspect::Weight => Unit::Grams,
            Aspect::Warranty => Unit::Months,
        }
    }

    /// A wrong value near a right one.
    fn near(self, draw: &mut Draw<'_>, value: i64) -> i64 {
        match self {
            Aspect::Warranty => draw.between(0, 60) as i64,
            _ => (value * draw.between(60, 150) as i64 / 100).max(1),
        }
    }
}

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let (decides, asked) = draw.weighted(&[
        ((Aspect::Reviews, Aspect::Weight), 2),
        ((Aspect::Reviews, Aspect::Warranty), 1),
        ((Aspect::Weight, Aspect::Reviews), 2),
        ((Aspect::Warranty, Aspect::Reviews), 1),
    ]);
    let count = draw.weighted(&[(2, 1), (3, 2), (4, 1)]);
    let kind = draw.kind(count)?;
    let candidates = draw.sample(&kind.members, count)?;
    let details: Vec<Details> = candidates.iter().map(|&id| draw.open(id).details).collect();
    let mut ranked: Vec<(i64, usize)> = details
        .iter()
        .enumerate()
        .map(|(i, d)| (-decides.value(d), i))
        .collect();
    ranked.sort_unstable();
    // No reviews and no warranty are what somebody who looked at nothing would say.
    if ranked[0].0 == ranked[1].0 || details.iter().any(|d| asked.value(d) == 0) {
        return None;
    }
    let leader = ranked[0].1;
    let (values, decoys) = answers(draw, asked, &details, leader)?;
    let instruction = format!(
        "Of these products, find the one that {}: {}. {}? Answer in the form the page asks for.",
        decides.leads(),
        product_names(|id| draw.name(id), &candidates),
        asked.asked(),
    );
    let mut draft = Draft::new(
        instruction,
        Objective::Answer {
            correct: Value::Number(asked.value(&details[leader])),
            unit: asked.unit(),
            needs: facts_of(0..count + 1),
            pool: Pool { values, decoys },
            partial: vec![],
        },
    );
    draft.named = count;
    let name = |id: ProductId| draw.open(id).asin.clone();
    for &id in &candidates {
        draft.facts.push((
            format!("rank of {}", name(id)),
            ShownAt::Tab(id, decides.tab()),
        ));
    }
    let place = |id: ProductId| {
        (
            format!("value of {}", name(id)),
            ShownAt::Tab(id, asked.tab()),
        )
    };
    draft.facts.push(place(candidates[leader]));
    let others = (0..count).filter(|&i| i != leader);
    draft.implied = others.map(|i| place(candidates[i])).collect();
    draft.queries = candidates.iter().map(|&id| draw.title_query(id)).collect();
    draft.queries.push(kind.name);
    draft.queries.push(draw.kind(1)?.name);
    Some(draft)
}

type Answers = (Vec<(FactSet, Value)>, Vec<Value>);

/// The values of all products, each once its fact is known, and as many wrong ones; all distinct.
fn answers(
    draw: &mut Draw<'_>,
    asked: Aspect,
    details: &[Details],
    leader: usize,
) -> Option<Answers> {
    let count = details.len();
    let mut taken = vec![];
    let mut values = vec![];
    let mut next = count + 1;
    for (i, d) in details.iter().enumerate() {
        // Facts are numbered: ranks, the leader's value, the others' values.
        let fact = if i == leader {
            count
        } else {
            next += 1;
            next - 1
        };
        let value = asked.value(d);
        if taken.contains(&value) {
            return None;
        }
        taken.push(value);
        values.push((facts_of(fact..fact + 1), Value::Number(value)));
    }
    let mut decoys = vec![];
    for i in 0..count {
        let value = (0..16)
            .map(|_| asked.near(draw, taken[i]))
            .find(|v| !taken.contains(v))?;
        taken.push(value);
        decoys.push(Value::Number(value));
    }
    Some((values, decoys))
}
