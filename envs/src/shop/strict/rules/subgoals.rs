//! The sub-goals of a task: its decisive facts, what must hold, the end.

use crate::shop::strict::{
    rules::{
        grade::form_parts,
        matching::{FULL_CREDIT, Filling, Matching},
    },
    world::{
        def::Def,
        objective::{Objective, Slot},
        state::State,
    },
};
use smallvec::SmallVec;
use truestep_core::{model::Subgoal, rational::Rational, truth::FactSet};

/// The sub-goals of a task: its decisive facts, then what must hold, then the end.
#[must_use]
pub(crate) fn subgoals_of(def: &Def) -> Vec<Subgoal> {
    let plain = |name: String| Subgoal {
        name,
        requires: vec![],
    };
    let reading = readings(def);
    let mut all: Vec<Subgoal> = reading
        .iter()
        .map(|reading| {
            plain(match reading {
                Reading::Fact(fact) => format!("read_{fact}"),
                Reading::Slot(slot) => format!("read_for_{slot}"),
            })
        })
        .collect();
    let facts = all.len();
    let last = match &def.objective {
        Objective::Answer { .. } => "answered",
        Objective::Purchase(purchase) => {
            // What the cart holds rightly from the start is nothing to be done.
            let start = Matching::new(purchase, &def.cart);
            let missing = start.fillings.iter().enumerate();
            let missing = missing.filter(|(_, filling)| !is_filled(**filling));
            all.extend(missing.map(|(i, _)| plain(format!("in_cart_{i}"))));
            if start.extra != 0 {
                all.push(plain("rest_removed".into()));
            }
            let settings = [
                (purchase.coupon.is_some(), "coupon_applied"),
                (purchase.address.is_some(), "address_set"),
                (purchase.wrap.is_some(), "wrap_set"),
            ];
            all.extend(
                settings
                    .iter()
                    .filter(|(asked, _)| *asked)
                    .map(|(_, name)| plain((*name).into())),
            );
            "purchased"
        }
        Objective::Cancel { targets, .. } => {
            let orders = (0..def.orders.len()).filter(|i| targets >> i & 1 == 1);
            all.extend(orders.map(|i| plain(format!("cancelled_{}", def.orders[i].id))));
            "finished"
        }
        Objective::Return { .. } => {
            let parts = ["form_opened", "reason_set", "refund_set"];
            all.extend(parts.map(|name| plain(name.into())));
            let form = all.len() - 3;
            all[form + 1].requires = vec![form];
            all[form + 2].requires = vec![form];
            "returned"
        }
        Objective::Report { .. } => "reported",
    };
    all.push(Subgoal {
        name: last.into(),
        requires: (facts..all.len()).collect(),
    });
    all
}

/// Whether a slot is filled as asked.
fn is_filled(filling: Option<Filling<'_>>) -> bool {
    filling.is_some_and(|f| f.quarters == FULL_CREDIT)
}

/// Something to find out.
#[derive(Clone, Copy)]
enum Reading {
    /// A fact that every way to succeed rests on.
    Fact(usize),
    /// The facts of one of the products that fill a slot.
    Slot(usize),
}

/// What is to be found out: the facts that everything rests on, then per slot those of one product.
fn readings(def: &Def) -> SmallVec<[Reading; 8]> {
    let mut always = FactSet::first(usize::from(def.decisive_facts));
    let mut slots: SmallVec<[Reading; 8]> = SmallVec::new();
    if let Objective::Purchase(purchase) = &def.objective {
        let shared = |slot: &Slot| {
            let needs = slot.choices.iter().map(|c| c.needs);
            needs.reduce(FactSet::intersection).unwrap_or_default()
        };
        let rest = purchase.slots.iter().map(shared);
        always = rest.fold(purchase.needs, FactSet::union);
        for (number, slot) in purchase.slots.iter().enumerate() {
            if slot.choices.iter().any(|c| !always.includes(c.needs)) {
                slots.push(Reading::Slot(number));
            }
        }
    }
    always.iter().map(Reading::Fact).chain(slots).collect()
}

fn has_read(def: &Def, reading: Reading, known: FactSet) -> bool {
    match (reading, &def.objective) {
        (Reading::Fact(fact), _) => known.contains(fact),
        (Reading::Slot(slot), Objective::Purchase(purchase)) => {
            let choices = &purchase.slots[slot].choices;
            choices.iter().any(|c| known.includes(c.needs))
        }
        (Reading::Slot(_), _) => false,
    }
}

/// The sub-goals that hold, in the order of [`subgoals_of`].
#[must_use]
pub(crate) fn subgoals(def: &Def, state: &State) -> FactSet {
    let mut set = FactSet::default();
    let mut next = 0;
    let mut push = |holds: bool| {
        if holds {
            set = set.with(next);
        }
        next += 1;
    };
    for reading in readings(def) {
        push(has_read(def, reading, state.known()));
    }
    match &def.objective {
        Objective::Answer { .. } | Objective::Report { .. } => {}
        Objective::Purchase(purchase) => {
            let matching = Matching::new(purchase, state.lines());
            let start = Matching::new(purchase, &def.cart);
            for (now, before) in matching.fillings.iter().zip(&start.fillings) {
                if !is_filled(*before) {
                    push(is_filled(*now));
                }
            }
            if start.extra != 0 {
                push(matching.extra == 0);
            }
            if let Some(coupon) = purchase.coupon {
                push(state.coupon() == Some(coupon));
            }
            if let Some(address) = purchase.address {
                push(state.address() == address);
            }
            if let Some(wrap) = purchase.wrap {
                push(state.wrap() == wrap);
            }
        }
        Objective::Cancel { targets, .. } => {
            for order in (0..def.orders.len()).filter(|i| targets >> i & 1 == 1) {
                push(state.cancelled() >> order & 1 == 1);
            }
        }
        Objective::Return { .. } => form_parts(def, state).into_iter().for_each(&mut push),
    }
    push(
        state
            .ending()
            .is_some_and(|e| e.grade == Rational::from_integer(1)),
    );
    set
}
