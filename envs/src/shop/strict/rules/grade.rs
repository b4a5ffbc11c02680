//! Grades: of ending the episode here, and the best that can still be had.

use crate::shop::strict::world::{
    action::Action,
    def::Def,
    objective::{Choice, Objective, Purchase, Slot},
    offers::Offers,
    page::Page,
    records::Line,
    state::State,
    variant::price_cents,
};
use truestep_core::{rational::Rational, truth::FactSet};

/// Quarters of a slot's credit: product, options and quantity right.
const FULL_CREDIT: i64 = 4;

/// How a cart answers a purchase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Quarters of credit of the slots.
    pub(crate) quarters: i64,
    /// Slots whose product is in the cart with the right options.
    pub(crate) filled: u32,
    /// Lines that count for no slot.
    pub(crate) extra: u32,
    /// What the slots' lines cost in the quantities wanted, cents.
    pub(crate) cost_cents: u32,
    /// Whether the facts each counted product needs are known.
    pub(crate) supported: bool,
}

/// Match a cart with the slots: each slot takes its best line, the others are extra.
pub(crate) fn tally(def: &Def, purchase: &Purchase, lines: &[Line], known: FactSet) -> Tally {
    let mut tally = Tally {
        supported: known.includes(purchase.needs),
        ..Tally::default()
    };
    let mut counted = 0;
    for slot in &purchase.slots {
        let mut best: Option<(i64, &Line, &Choice)> = None;
        for line in lines {
            let Some(choice) = slot.choices.iter().find(|c| c.product == line.product) else {
                continue;
            };
            let credit = credit(choice.suits(&line.variant), line.quantity == slot.quantity);
            if best.is_none_or(|(most, ..)| credit > most) {
                best = Some((credit, line, choice));
            }
        }
        match best {
            None => tally.supported = false,
            Some((credit, line, choice)) => {
                counted += 1;
                tally.quarters += credit;
                tally.filled += u32::from(choice.suits(&line.variant));
                tally.cost_cents +=
                    price_cents(&def.product(line.product)) * u32::from(slot.quantity);
                tally.supported &= known.includes(choice.needs);
            }
        }
    }
    tally.extra = lines.len() as u32 - counted;
    tally
}

fn credit(options: bool, quantity: bool) -> i64 {
    match (options, quantity) {
        (true, true) => FULL_CREDIT,
        (false, false) => FULL_CREDIT / 4,
        _ => FULL_CREDIT / 2,
    }
}

/// Number of settings the purchase asks for, and of those that are right.
pub(crate) fn settings(purchase: &Purchase, state: &State) -> (i64, i64) {
    let asked = [
        purchase.coupon.map(|c| state.coupon() == Some(c)),
        purchase.address.map(|a| state.address() == a),
        purchase.wrap.map(|w| state.wrap() == w),
    ];
    let count = asked.iter().flatten().count();
    let right = asked.iter().flatten().filter(|&&right| right).count();
    (count as i64, right as i64)
}

/// The grade of ending the episode with `action` here.
#[must_use]
pub(crate) fn grade(def: &Def, state: &State, action: &Action) -> Rational {
    let zero = Rational::from_integer(0);
    match (&def.objective, action) {
        (
            Objective::Answer {
                correct, partial, ..
            },
            Action::Answer(value),
        ) => {
            if value == correct {
                return Rational::from_integer(1);
            }
            let near = partial.iter().find(|(v, _)| v == value);
            near.map_or(zero, |(_, grade)| *grade)
        }
        (Objective::Purchase(purchase), Action::Checkout) => purchase_grade(def, purchase, state),
        (Objective::Cancel { targets, .. }, Action::Finish) => {
            let right = (state.cancelled() & targets).count_ones();
            let wrong = (state.cancelled() & !targets).count_ones();
            Rational::new(right.into(), (targets.count_ones() + wrong).into())
        }
        (Objective::Return { .. }, Action::Submit) => return_grade(def, state),
        (Objective::Report { .. }, Action::Report) => Rational::from_integer(1),
        _ => zero,
    }
}

fn purchase_grade(def: &Def, purchase: &Purchase, state: &State) -> Rational {
    let tally = tally(def, purchase, state.lines(), state.known());
    let (asked, right) = settings(purchase, state);
    let parts = purchase.slots.len() as i64 + asked + i64::from(tally.extra);
    let grade = Rational::new(tally.quarters + FULL_CREDIT * right, FULL_CREDIT * parts);
    if purchase.budget_cents.is_some_and(|b| tally.cost_cents > b) {
        grade / 2
    } else {
        grade
    }
}

fn return_grade(def: &Def, state: &State) -> Rational {
    let [form, reason, refund] = form_parts(def, state);
    let quarters = if form {
        2 + i64::from(reason) + i64::from(refund)
    } else {
        0
    };
    Rational::new(quarters, 4)
}

/// On the form of a return: right line, right reason, right refund.
pub(crate) fn form_parts(def: &Def, state: &State) -> [bool; 3] {
    let Objective::Return {
        order: o,
        line: l,
        reason: r,
        refund: f,
        ..
    } = def.objective
    else {
        return [false; 3];
    };
    match state.page() {
        Page::Form {
            order,
            line,
            reason,
            refund,
        } if (*order, *line) == (o, l) => [true, *reason == Some(r), *refund == Some(f)],
        _ => [false; 3],
    }
}

/// The best grade that menu actions can still reach.
#[must_use]
pub(crate) fn best_outcome(def: &Def, state: &State) -> Rational {
    if let Some(ending) = state.ending() {
        return ending.grade;
    }
    let one = Rational::from_integer(1);
    match &def.objective {
        Objective::Purchase(purchase) if !can_add(def) => best_without_adding(purchase, state),
        Objective::Cancel { targets, .. } => {
            let wrong = (state.cancelled() & !targets).count_ones();
            let wanted = targets.count_ones();
            Rational::new(wanted.into(), (wanted + wrong).into())
        }
        _ => one,
    }
}

fn can_add(def: &Def) -> bool {
    def.offers.has(Offers::BUY) || def.offers.has(Offers::REORDER)
}

/// Nothing can be added: a slot is worth the best line it still has, everything else can be set right.
fn best_without_adding(purchase: &Purchase, state: &State) -> Rational {
    let (asked, _) = settings(purchase, state);
    let slots = purchase.slots.iter();
    let quarters: i64 = slots.map(|slot| best_quarters(slot, state.lines())).sum();
    let parts = purchase.slots.len() as i64 + asked;
    match (quarters, state.lines().len()) {
        // An empty cart cannot be bought, and a line that counts for nothing is one too many.
        (0, 0) => Rational::from_integer(0),
        (0, _) => Rational::new(FULL_CREDIT * asked, FULL_CREDIT * (parts + 1)),
        _ => Rational::new(quarters + FULL_CREDIT * asked, FULL_CREDIT * parts),
    }
}

fn best_quarters(slot: &Slot, lines: &[Line]) -> i64 {
    let credits = lines.iter().filter_map(|line| {
        let choice = slot.choices.iter().find(|c| c.product == line.product)?;
        Some(credit(choice.suits(&line.variant), true))
    });
    credits.max().unwrap_or(0)
}
