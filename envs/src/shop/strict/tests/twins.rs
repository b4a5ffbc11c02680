//! What is told at the start - the instruction and the steps allowed - does not tell twins apart, nor what is to be done.

use super::{laws::defs_with, size::thousand};
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned,
    tasks::{self, instance::BUDGET_FACTOR, template::Template},
    world::{
        objective::Objective,
        records::{OrderStatus, RETURN_DAYS},
        state::State,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::{model::Planner, truth::Distance};

const SEEDS: u64 = 200;

/// Both twins of each seed.
fn pairs(twin: &Template) -> Vec<(Planned, Planned)> {
    let market = thousand();
    let feasible = tasks::ALL.iter().find(|t| Some(t.name) == twin.twin_of);
    let made = defs_with(&market, feasible.unwrap(), 0..SEEDS);
    let twins = defs_with(&market, twin, 0..SEEDS);
    assert_eq!((made.len(), twins.len()), (SEEDS as usize, SEEDS as usize));
    made.into_iter().zip(twins).collect()
}

fn twins() -> impl Iterator<Item = &'static Template> {
    tasks::ALL.iter().filter(|t| t.twin_of.is_some())
}

/// The instruction without titles and ids, in words.
fn words(def: &Planned) -> BTreeSet<String> {
    let unquoted: Vec<&str> = def.goal.instruction.split('"').step_by(2).collect();
    let text = unquoted.join(" ").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

#[test]
fn no_word_is_more_frequent_in_one_twin() {
    for twin in twins() {
        let mut counts: BTreeMap<String, (i32, i32)> = BTreeMap::new();
        for (feasible, other) in pairs(twin) {
            let (one, two) = (words(&feasible), words(&other));
            for word in one.difference(&two) {
                counts.entry(word.clone()).or_default().0 += 1;
            }
            for word in two.difference(&one) {
                counts.entry(word.clone()).or_default().1 += 1;
            }
        }
        for (word, (one, two)) in counts {
            // A sign test: five standard deviations of as many fair coins, and one to begin with.
            let most = 5.0 * f64::from(one + two).sqrt() + 1.0;
            assert!(
                f64::from((one - two).abs()) <= most,
                "{twin:?}: `{word}` {one} to {two}"
            );
        }
    }
}

#[test]
fn the_steps_allowed_follow_from_the_instruction() {
    for template in tasks::ALL {
        for def in defs_with(&thousand(), template, 0..SEEDS) {
            let ids = def.goal.instruction.split("\" (").skip(1);
            let ids: BTreeSet<&str> = ids.filter_map(|t| t.split(')').next()).collect();
            let listed = ids.len();
            let counted = if template.budget.each > 0 { listed } else { 0 };
            assert_eq!(def.goal.max_steps, template.budget.steps(counted));
            let Distance::Steps(steps) = StrictShop::distance(&def, &State::start(&def)) else {
                panic!("{template:?} has no plan");
            };
            assert!(def.goal.max_steps >= BUDGET_FACTOR * steps, "{template:?}");
        }
    }
    for twin in twins() {
        for (feasible, other) in pairs(twin) {
            assert_eq!(feasible.goal.max_steps, other.goal.max_steps, "{twin:?}");
        }
    }
}

/// What a player does who looks at nothing: reports, or takes a listed product with what its clause says.
#[derive(Clone, Copy, Debug)]
enum Pick {
    First,
    Middle,
    Last,
    WithClause,
    WithoutClause,
}

#[test]
fn who_looks_at_nothing_solves_few_pairs_of_substitute() {
    let twin = twins().find(|t| t.name == "substitute-none").unwrap();
    let pairs = pairs(twin);
    let text = |def: &Planned| def.goal.instruction.clone();
    let products = |def: &Planned| -> Vec<String> {
        let text = text(def);
        let list = text.split(" Of \"").next().unwrap();
        let ids = list.split("\" (").skip(1);
        ids.map(|t| t.split(')').next().unwrap().to_owned())
            .collect()
    };
    let clauses = |def: &Planned| text(def).matches(" Of \"").count();
    let last_has_clause = |def: &Planned| {
        let last = products(def).pop().unwrap();
        text(def).matches(&last).count() > 1
    };
    type Sign<'a> = (&'a str, Box<dyn Fn(&Planned) -> bool + 'a>);
    let mut signs: Vec<Sign<'_>> = vec![
        ("has a clause", Box::new(|def| clauses(def) > 0)),
        ("has two clauses", Box::new(|def| clauses(def) > 1)),
        ("its last has a clause", Box::new(last_has_clause)),
    ];
    for count in 2..6 {
        signs.push(("is long", Box::new(move |def| products(def).len() >= count)));
    }
    for steps in [30, 40, 50, 60] {
        signs.push(("has time", Box::new(move |def| def.goal.max_steps >= steps)));
    }
    for bytes in [300, 400, 500, 600, 700, 800] {
        signs.push((
            "has many bytes",
            Box::new(move |def| text(def).len() > bytes),
        ));
    }
    let picked = |def: &Planned, pick: Pick| {
        let all = products(def);
        let has_clause = |id: &&String| text(def).matches(id.as_str()).count() > 1;
        match pick {
            Pick::First => all.first().cloned(),
            Pick::Middle => all.get(all.len() / 2).cloned(),
            Pick::Last => all.last().cloned(),
            Pick::WithClause => all.iter().find(has_clause).cloned(),
            Pick::WithoutClause => all.iter().find(|id| !has_clause(id)).cloned(),
        }
    };
    let wanted = |def: &Planned| match &def.objective {
        Objective::Purchase(p) => def.product(p.slots[0].choices[0].product).asin.clone(),
        _ => panic!("it can be done"),
    };
    let mut best = 0;
    for (name, sign) in &signs {
        for buys in [true, false] {
            for pick in [
                Pick::First,
                Pick::Middle,
                Pick::Last,
                Pick::WithClause,
                Pick::WithoutClause,
            ] {
                let solved = pairs.iter().filter(|(feasible, other)| {
                    sign(feasible) == buys
                        && sign(other) != buys
                        && picked(feasible, pick) == Some(wanted(feasible))
                });
                let solved = solved.count();
                assert!(
                    solved * 10 <= pairs.len(),
                    "{name} {buys} {pick:?}: {solved} of {}",
                    pairs.len()
                );
                best = solved.max(best);
            }
        }
    }
    eprintln!("the best of them solves {best} of {}", pairs.len());
}

#[test]
fn the_product_to_buy_stands_anywhere_on_the_list() {
    let template = tasks::ALL.iter().find(|t| t.name == "substitute").unwrap();
    let (mut first, mut last, mut other, mut later) = (0, 0, 0, 0);
    for def in defs_with(&thousand(), template, 0..SEEDS) {
        let list: Vec<String> = {
            let text = &def.goal.instruction;
            let list = text.split(" Of \"").next().unwrap();
            let ids = list.split("\" (").skip(1);
            ids.map(|t| t.split(')').next().unwrap().to_owned())
                .collect()
        };
        let Objective::Purchase(purchase) = &def.objective else {
            panic!("it can be done");
        };
        let wanted = &def.product(purchase.slots[0].choices[0].product).asin;
        let stock = |id: &String| {
            let id = def.market.find(id).unwrap();
            def.market.brief(id).stock_units
        };
        let place = list.iter().position(|id| id == wanted).unwrap();
        assert!(list[..place].iter().all(|id| stock(id) == 0));
        later += usize::from(list[place + 1..].iter().any(|id| stock(id) > 0));
        match place {
            _ if list.len() == 1 => {}
            0 => first += 1,
            p if p + 1 == list.len() => last += 1,
            _ => other += 1,
        }
    }
    for count in [first, last, other, later] {
        assert!(count > 20, "{first} {last} {other} {later}");
    }
}

#[test]
fn purchases_too_old_to_be_returned_are_in_both_twins_and_one_rule_says_which() {
    let twin = twins().find(|t| t.name == "return-late").unwrap();
    for (feasible, other) in pairs(twin) {
        let statuses = |def: &Planned| -> Vec<(String, u16, OrderStatus)> {
            let orders = def.orders.iter();
            orders
                .map(|o| (o.id.clone(), o.days_ago, o.status))
                .collect()
        };
        assert_eq!(statuses(&feasible), statuses(&other));
        for (_, days, status) in statuses(&feasible) {
            assert_eq!(status == OrderStatus::Closed, days > RETURN_DAYS);
        }
        let bought = |def: &Planned| {
            let id = def.goal.instruction.split("\" (").nth(1).unwrap();
            let id = def.market.find(id.split(')').next().unwrap()).unwrap();
            let holds = |o: &&crate::shop::strict::world::records::Order| {
                o.lines.iter().any(|l| l.line.product == id)
            };
            let held: Vec<_> = def.orders.iter().filter(holds).map(|o| o.status).collect();
            let closed = held.iter().filter(|s| **s == OrderStatus::Closed).count();
            (held.len(), closed)
        };
        assert_eq!(bought(&feasible), bought(&other));
        let (held, closed) = bought(&feasible);
        assert!(0 < closed && closed < held);
    }
}
