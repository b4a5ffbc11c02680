//! What admitted actions do to the state.

use super::{
    checks,
    def::Def,
    state::State,
    types::{Action, Ending, Filters, Line, Listing, ORDER_ROWS, Origin, Page, ShopFact, Tab},
};
use truestep_core::model::{Applied, Statements};

/// Execute an admitted action.
pub(super) fn step(
    def: &Def,
    state: &mut State,
    action: &Action,
    facts: &mut impl Statements<ShopFact>,
) -> Applied {
    let before = state.digest();
    match action {
        Action::Remove(line) => state.remove_line(usize::from(*line)),
        Action::SetQuantity(line, quantity) => state.set_quantity(usize::from(*line), *quantity),
        Action::ApplyCoupon(coupon) => state.set_coupon(*coupon),
        Action::Address(address) => state.set_address(*address),
        Action::Wrap(wrap) => state.set_wrap(*wrap),
        Action::AddToCart | Action::Reorder(_) => {
            if let Some(line) = line_to_add(def, state, action) {
                state.add_line(line);
            }
        }
        Action::CancelOrder => {
            if let Page::Order(order) = *state.page() {
                checks::state_cancellation(def, order, facts);
                state.cancel(order);
            }
        }
        Action::Checkout | Action::Submit | Action::Answer(_) | Action::Report | Action::Finish => {
            checks::state_ending(def, state, action, facts);
            let grade = checks::grade(def, state, action);
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

/// Take in what the page shows.
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
            if !known.contains(i) && place.is_shown(state.page(), rows) {
                known = known.with(i);
                facts.emit(ShopFact::Learned(i as u8));
            }
        }
    }
    if known != state.known() {
        state.set_known(known);
    }
}

/// The page an action that moves leads to.
pub(super) fn destination(page: &Page, action: &Action) -> Option<Page> {
    Some(match (action, page) {
        (Action::Search(query), _) => Page::Results {
            listing: Listing::fresh(query.clone()),
            page: 0,
        },
        (Action::Cart, _) => Page::Cart,
        (Action::Coupons, _) => Page::Coupons,
        (Action::Orders, _) => Page::Orders(0),
        (Action::Order(order), _) => Page::Order(*order),
        (Action::Open(product), _) => Page::Item {
            product: *product,
            tab: Tab::Main,
            chosen: [0; super::types::MAX_GROUPS],
            from: origin(page)?,
        },
        (Action::Next, Page::Orders(number)) => Page::Orders(number + 1),
        (Action::Prev, Page::Orders(number)) => Page::Orders(number - 1),
        (Action::Return(line), Page::Order(order)) => Page::Form {
            order: *order,
            line: *line,
            reason: None,
            refund: None,
        },
        (Action::Back, _) => up(page)?,
        (_, Page::Results { listing, page }) => rearranged(listing, *page, action)?,
        (_, Page::Item { .. }) => changed_item(page, action)?,
        (_, Page::Form { .. }) => changed_form(page, action)?,
        _ => return None,
    })
}

fn origin(page: &Page) -> Option<Origin> {
    match page {
        Page::Results { listing, page } => Some(Origin::Results {
            listing: listing.clone(),
            page: *page,
        }),
        Page::Cart => Some(Origin::Cart),
        Page::Order(order) => Some(Origin::Order(*order)),
        _ => None,
    }
}

fn up(page: &Page) -> Option<Page> {
    match page {
        Page::Item { from, .. } => Some(match from {
            Origin::Results { listing, page } => Page::Results {
                listing: listing.clone(),
                page: *page,
            },
            Origin::Cart => Page::Cart,
            Origin::Order(order) => Page::Order(*order),
        }),
        Page::Order(order) => Some(Page::Orders(order / ORDER_ROWS as u8)),
        Page::Form { order, .. } => Some(Page::Order(*order)),
        _ => None,
    }
}

fn rearranged(listing: &Listing, page: u8, action: &Action) -> Option<Page> {
    let mut listing = listing.clone();
    let page = match action {
        Action::Next => page + 1,
        Action::Prev => page - 1,
        Action::Sort(sort) => {
            listing.sort = *sort;
            0
        }
        Action::Filter(filter) => {
            listing.filters = listing.filters.with(*filter);
            0
        }
        Action::ClearFilters => {
            listing.filters = Filters::default();
            0
        }
        _ => return None,
    };
    Some(Page::Results { listing, page })
}

fn changed_item(page: &Page, action: &Action) -> Option<Page> {
    let mut page = page.clone();
    if let Page::Item { tab, chosen, .. } = &mut page {
        match action {
            Action::Tab(wanted) => *tab = *wanted,
            Action::Select(_, group, value) => chosen[usize::from(*group)] = *value,
            _ => return None,
        }
    }
    Some(page)
}

fn changed_form(page: &Page, action: &Action) -> Option<Page> {
    let mut page = page.clone();
    if let Page::Form { reason, refund, .. } = &mut page {
        match action {
            Action::Reason(wanted) => *reason = Some(*wanted),
            Action::Refund(wanted) => *refund = Some(*wanted),
            _ => return None,
        }
    }
    Some(page)
}
