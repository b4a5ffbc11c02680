//! Exact lumping: which states of a task are alike in everything the graph can see.
//!
//! Products the task is not about differ only in how many menu entries their page has; lines of the cart differ only in
//! what they count for; the tab shown changes no menu. Everything else is kept.

use crate::shop::{
    product::ProductId,
    strict::{
        rules::{menu::QUANTITIES, subgoals::subgoals},
        world::{
            def::{Def, wrong_options},
            limits::MAX_LINES,
            listing::Listing,
            objective::{MAX_CHOICES, Objective},
            offers::Offers,
            page::{Origin, Page},
            records::Line,
            state::State,
            variant::{Variant, choosable},
        },
    },
};
use truestep_core::{rational::Rational, truth::FactSet};

/// The class of a state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The episode has ended.
    Ended {
        /// The grade.
        grade: Rational,
        /// The sub-goals that hold.
        subgoals: FactSet,
    },
    /// It goes on.
    Running(Running),
}

/// The class of a state in which the episode goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Running {
    page: PageClass,
    known: FactSet,
    /// Codes of the cart's lines, ascending, then zeros.
    cart: [u8; MAX_LINES],
    settings: [Setting; 3],
    cancelled: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Setting {
    Unset,
    Right,
    Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum PageClass {
    Home,
    Results(Listing, u8),
    /// An item the task is about; `wrong` has a bit per option group chosen wrong.
    Item {
        product: u8,
        wrong: u8,
        from: Origin,
    },
    /// Any other item.
    Other {
        moves: u16,
        is_sold_out: bool,
        from: Origin,
    },
    Cart,
    Coupons,
    Orders(u8),
    Order(u8),
    Form {
        order: u8,
        is_right: bool,
        reason: Setting,
        refund: Setting,
    },
}

/// The class of a state.
#[must_use]
pub(crate) fn class(def: &Def, state: &State) -> Class {
    if let Some(ending) = state.ending() {
        return Class::Ended {
            grade: ending.grade,
            subgoals: subgoals(def, state),
        };
    }
    Class::Running(Running {
        page: page_class(def, state.page()),
        known: state.known(),
        cart: cart_class(def, state.lines()),
        settings: settings_class(def, state),
        cancelled: state.cancelled(),
    })
}

fn page_class(def: &Def, page: &Page) -> PageClass {
    match page {
        Page::Home => PageClass::Home,
        Page::Results { listing, page } => PageClass::Results(listing.clone(), *page),
        Page::Item {
            product,
            chosen,
            from,
            ..
        } => item_class(def, *product, chosen, from.clone()),
        Page::Cart => PageClass::Cart,
        Page::Coupons => PageClass::Coupons,
        Page::Orders(page) => PageClass::Orders(*page),
        Page::Order(order) => PageClass::Order(*order),
        Page::Form {
            order,
            line,
            reason,
            refund,
        } => {
            let (is_right, r, f) = match def.objective {
                Objective::Return {
                    order: o,
                    line: l,
                    reason,
                    refund,
                    ..
                } if (o, l) == (*order, *line) => (true, Some(reason), Some(refund)),
                _ => (false, None, None),
            };
            PageClass::Form {
                order: *order,
                is_right,
                reason: setting(*reason, r),
                refund: setting(*refund, f),
            }
        }
    }
}

fn setting(now: Option<u8>, wanted: Option<u8>) -> Setting {
    match (now, wanted) {
        (None, _) => Setting::Unset,
        (Some(now), Some(wanted)) if now == wanted => Setting::Right,
        _ => Setting::Wrong,
    }
}

fn item_class(def: &Def, product: ProductId, chosen: &Variant, from: Origin) -> PageClass {
    if let Some(number) = def.relevance(product) {
        let wrong = match wrong_options(def, product, chosen) {
            0 => 0,
            _ => wrong_groups(def, product, chosen),
        };
        return PageClass::Item {
            product: number as u8,
            wrong,
            from,
        };
    }
    let shown = def.product(product);
    let moves: usize = if def.offers.has(Offers::OPTIONS) {
        choosable(&shown).map(|(_, values)| values - 1).sum()
    } else {
        0
    };
    PageClass::Other {
        moves: moves as u16,
        is_sold_out: def.offers.has(Offers::BUY) && shown.details.stock_units == 0,
        from,
    }
}

fn wrong_groups(def: &Def, product: ProductId, chosen: &Variant) -> u8 {
    let (Objective::Purchase(purchase), Some((s, c))) = (&def.objective, def.choice(product))
    else {
        return 0;
    };
    let wanted = purchase.slots[s].choices[c].options.iter().zip(chosen);
    wanted
        .enumerate()
        .filter(|(_, (w, now))| w.is_some_and(|w| w != **now))
        .fold(0, |mask, (group, _)| mask | 1 << group)
}

fn cart_class(def: &Def, lines: &[Line]) -> [u8; MAX_LINES] {
    let mut codes = [0; MAX_LINES];
    for (number, line) in lines.iter().enumerate() {
        codes[number] = line_code(def, lines, number, line);
    }
    codes[..lines.len()].sort_unstable();
    codes
}

/// 1.. for lines of products that fill a slot, 100.. for others the task is about, 200.. for the rest.
fn line_code(def: &Def, lines: &[Line], number: usize, line: &Line) -> u8 {
    let has_links = def.offers.has(Offers::CART_LINKS);
    let is_repeat = has_links && lines[..number].iter().any(|l| l.product == line.product);
    if let (Objective::Purchase(purchase), Some((s, c))) =
        (&def.objective, def.choice(line.product))
    {
        let slot = &purchase.slots[s];
        let kind = s * MAX_CHOICES + c;
        let suits = slot.choices[c].suits(&line.variant);
        let quantity = quantity_code(def, line.quantity, Some(slot.quantity));
        return 1 + (kind as u8 * 2 + u8::from(suits)) * 4 + quantity + u8::from(is_repeat) * 100;
    }
    let quantity = quantity_code(def, line.quantity, None);
    match def.relevance(line.product) {
        Some(product) if has_links => 210 + product as u8 * 4 + quantity,
        _ => 200 + quantity + u8::from(is_repeat) * 4,
    }
}

/// Right, wrong but as many menu entries, or one menu entry more.
fn quantity_code(def: &Def, quantity: u8, wanted: Option<u8>) -> u8 {
    let usual = if def.offers.has(Offers::QUANTITIES) {
        QUANTITIES
    } else {
        1..=1
    };
    match usual.contains(&quantity) {
        _ if wanted == Some(quantity) => 0,
        true => 1,
        false => 2,
    }
}

fn settings_class(def: &Def, state: &State) -> [Setting; 3] {
    let Objective::Purchase(purchase) = &def.objective else {
        return [
            setting(state.coupon(), None),
            Setting::Unset,
            Setting::Unset,
        ];
    };
    let asked = |now: u8, wanted: Option<u8>| match wanted {
        Some(_) => setting(Some(now), wanted),
        None => Setting::Unset,
    };
    [
        setting(state.coupon(), purchase.coupon),
        asked(state.address(), purchase.address),
        asked(state.wrap(), purchase.wrap),
    ]
}
