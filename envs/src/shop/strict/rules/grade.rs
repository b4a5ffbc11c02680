//! Grades: of ending the episode here, and the best that can still be had.

use crate::shop::strict::{
    rules::matching::{FULL_CREDIT, Filling, Matching, settings, strays},
    world::{
        action::Action,
        def::Def,
        objective::{Objective, Purchase},
        page::Page,
        records::Line,
        state::State,
        variant::price_cents,
    },
};
use truestep_core::{rational::Rational, truth::FactSet};

/// How a cart answers a purchase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Quarters of credit of the slots.
    pub(crate) quarters: i64,
    /// Slots whose product is in the cart with the right options.
    pub(crate) filled: u32,
    /// Lines that count for no slot.
    pub(crate) extra: u32,
    /// What the slots' products cost with the options they have, in the quantities wanted, cents.
    pub(crate) cost_cents: u32,
    /// Whether the facts each counted product needs are known.
    pub(crate) supported: bool,
}

/// Hold a cart against the slots.
pub(crate) fn tally(def: &Def, purchase: &Purchase, lines: &[Line], known: FactSet) -> Tally {
    let matching = Matching::new(purchase, lines);
    let mut tally = Tally {
        supported: known.includes(purchase.needs),
        extra: matching.extra_lines(),
        ..Tally::default()
    };
    for (slot, filling) in purchase.slots.iter().zip(&matching.fillings) {
        let Some(filling) = filling else {
            tally.supported = false;
            continue;
        };
        tally.quarters += filling.quarters;
        tally.filled += u32::from(filling.has_right_options);
        let cost = unit_cents(def, filling, lines).saturating_mul(slot.quantity.into());
        tally.cost_cents = tally.cost_cents.saturating_add(cost);
        tally.supported &= known.includes(filling.choice.needs);
    }
    tally
}

/// What a unit of a filling costs; with wrong options, the dearest of its lines, cents.
fn unit_cents(def: &Def, filling: &Filling<'_>, lines: &[Line]) -> u32 {
    if filling.has_right_options {
        return filling.choice.price_cents;
    }
    let product = def.product(filling.choice.product);
    let of = lines.iter().enumerate();
    of.filter(|(number, _)| filling.lines >> number & 1 == 1)
        .map(|(_, line)| price_cents(&product, &line.variant))
        .max()
        .unwrap_or(0)
}

/// The grade of ending the episode with `action` here.
#[must_use]
pub(crate) fn grade(def: &Def, state: &State, action: &Action) -> Rational {
    let grade = grade_alone(def, state, action);
    // Everything left changed that the task does not name counts as one more thing done wrong.
    grade / (1 + i64::from(strays(def, state)))
}

/// The grade as far as the end itself goes.
pub(crate) fn grade_alone(def: &Def, state: &State, action: &Action) -> Rational {
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
    let settings = settings(Some(purchase), state);
    let wrong = i64::from(tally.extra) + settings.changed;
    let parts = purchase.slots.len() as i64 + settings.asked + wrong;
    let earned = tally.quarters + FULL_CREDIT * settings.right;
    let grade = Rational::new(earned, FULL_CREDIT * parts);
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
        Objective::Cancel { targets, .. } => {
            let wrong = (state.cancelled() & !targets).count_ones();
            let wanted = targets.count_ones();
            Rational::new(wanted.into(), (wanted + wrong).into())
        }
        _ => one,
    }
}
