//! What admitted actions do to the state.

use crate::shop::strict::{
    rules::{
        grade::grade,
        navigate::destination,
        report::{state_cancellation, state_ending},
    },
    world::{
        action::Action,
        def::Def,
        fact::ShopFact,
        page::Page,
        records::Line,
        state::{Ending, State},
    },
};
use truestep_core::model::{Applied, Statements};

/// Execute an admitted action.
pub(crate) fn step(
    def: &Def,
    state: &mut State,
    action: &Action,
    facts: &mut impl Statements<ShopFact>,
) -> Applied {
    let before = state.digest();
    match action {
        Action::Remove(line) => state.remove_line(usize::from(*line)),
        Action::SetQuantity(line, quantity) => state.set_quantity(usize::from(*line), *quantity),
        Action::ApplyCoupon(coupon) => state.set_coupon(Some(*coupon)),
        Action::RemoveCoupon => state.set_coupon(None),
        Action::Address(address) => state.set_address(*address),
        Action::Wrap(wrap) => state.set_wrap(*wrap),
        Action::AddToCart | Action::Restore(_) | Action::Reorder(_) => {
            if let Some(line) = line_to_add(def, state, action) {
                state.add_line(line);
            }
        }
        Action::CancelOrder => {
            if let Page::Order(order) = *state.page() {
                state_cancellation(def, order, facts);
                state.cancel(order);
            }
        }
        Action::Checkout | Action::Submit | Action::Answer(_) | Action::Report | Action::Finish => {
            state_ending(def, state, action, facts);
            let grade = grade(def, state, action);
            state.end(Ending { grade });
        }
        _ => {
            if let Some(page) = destination(state.page(), action) {
                state.set_page(page);
                learn(def, state, facts);
            }
        }
    }
    let changed = state.digest() != before;
    Applied {
        changed,
        repeated: !changed,
    }
}

fn line_to_add(def: &Def, state: &State, action: &Action) -> Option<Line> {
    match (action, state.page()) {
        (
            Action::AddToCart,
            Page::Item {
                product, chosen, ..
            },
        ) => Some(Line {
            product: *product,
            variant: *chosen,
            quantity: 1,
        }),
        (Action::Restore(number), _) => state.removed(def).nth(usize::from(*number)).copied(),
        (Action::Reorder(line), Page::Order(order)) => {
            let bought = def.orders[usize::from(*order)].lines[usize::from(*line)];
            Some(Line {
                quantity: 1,
                ..bought.line
            })
        }
        _ => None,
    }
}

/// Take in what the page shows. What is done in the cart shows nothing new there: a line put back was there before.
fn learn(def: &Def, state: &mut State, facts: &mut impl Statements<ShopFact>) {
    let mut known = state.known();
    if known.len() == def.facts.len() {
        return;
    }
    {
        let hits = match state.page() {
            Page::Results { listing, .. } => Some(def.hits(listing)),
            _ => None,
        };
        let rows = match (&hits, state.page()) {
            (Some(hits), Page::Results { page, .. }) => def.rows(hits, *page),
            _ => &[],
        };
        for (i, place) in def.facts.iter().enumerate() {
            if !known.contains(i) && place.is_shown(state.page(), rows, state.lines()) {
                known = known.with(i);
                facts.emit(ShopFact::Learned(i as u8));
            }
        }
    }
    if known != state.known() {
        state.set_known(known);
    }
}
