//! The page that an action leads to.

use crate::shop::strict::world::{
    action::Action,
    limits::{MAX_GROUPS, ORDER_ROWS},
    listing::{Filters, Listing},
    page::{Origin, Page, Tab},
};

/// The page an action that moves leads to.
pub(crate) fn destination(page: &Page, action: &Action) -> Option<Page> {
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
            chosen: [0; MAX_GROUPS],
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
