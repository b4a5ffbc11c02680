//! Exact lumping: which states of a task are alike in everything the graph can see.
//!
//! Products the task is not about differ only in how many menu entries their page has; lines of the cart differ only in
//! what they count for; the tab shown changes no menu. Where the stock of a product may bind, it is kept
//! which product it is, and how many units a line has. Everything else is kept.

use crate::shop::{
    product::ProductId,
    strict::{
        planner::page_graph::facts_shown,
        rules::{menu::quantities, subgoals::subgoals},
        world::{
            def::{Def, wrong_options},
            listing::Listing,
            objective::{Objective, Purchase},
            offers::Offers,
            page::{Origin, Page},
            records::Line,
            state::State,
            variant::{Variant, choosable, price_cents},
        },
    },
};
use smallvec::SmallVec;
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
    /// Facts that coming to the cart would show.
    in_cart: u64,
    /// Lines that can be put back, as bits.
    removed: u8,
    /// The cart's lines, in order of their classes.
    cart: SmallVec<[LineClass; 2]>,
    settings: [Setting; 3],
    cancelled: u16,
}

/// A line of the cart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum LineClass {
    /// It may fill a slot: slot and choice, whether its options are right, its units.
    Wanted {
        slot: u8,
        choice: u8,
        suits: bool,
        /// Where a budget binds and the options are wrong, what a unit costs.
        wrong_cents: u32,
        quantity: u8,
        is_repeat: bool,
    },
    /// Another product the task is about, which the cart links to.
    Linked {
        product: u8,
        quantities: Quantities,
        is_repeat: bool,
    },
    /// Any other; `most` units are offered of it.
    Other {
        most: u8,
        quantities: Quantities,
        is_repeat: bool,
    },
    /// A line of another product, whose stock may bind.
    Scarce {
        product: ProductId,
        quantity: u8,
        is_repeat: bool,
    },
}

/// What the menu offers for a line that counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Quantities {
    /// All of the usual quantities but the present one.
    Others,
    /// All of them.
    All,
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
    /// An item the task is about; `wrong` has a bit per option group chosen wrong, `wrong_cents` is as in a line.
    Item {
        product: u8,
        wrong: u8,
        wrong_cents: u32,
        from: Origin,
    },
    /// An item whose stock may bind.
    Scarce {
        product: ProductId,
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
        page: page_class(def, state),
        known: state.known(),
        in_cart: facts_shown(def, &Page::Cart, &[], state.lines()) & !state.known().bits(),
        removed: removed_class(def, state),
        cart: cart_class(def, state),
        settings: settings_class(def, state),
        cancelled: state.cancelled(),
    })
}

fn page_class(def: &Def, state: &State) -> PageClass {
    match state.page() {
        Page::Home => PageClass::Home,
        Page::Results { listing, page } => PageClass::Results(listing.clone(), *page),
        Page::Item {
            product,
            chosen,
            from,
            ..
        } => item_class(def, state, *product, chosen, from.clone()),
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

/// Whether the cart may come to hold all units of a product that there are. A cart with more units than the menu leads to
/// is kept as it is.
fn is_scarce(def: &Def, state: &State, product: ProductId) -> bool {
    let most = |product: ProductId| *quantities(def, product).end();
    let stock = def.market.brief(product).stock_units;
    let is_usual = state.lines().iter().all(|l| l.quantity <= most(l.product));
    stock > 0 && (!is_usual || stock < u16::from(most(product)) * u16::from(def.cart_limit))
}

fn item_class(
    def: &Def,
    state: &State,
    product: ProductId,
    chosen: &Variant,
    from: Origin,
) -> PageClass {
    if let Some(number) = def.relevance(product) {
        let wrong = match wrong_options(def, product, chosen) {
            0 => 0,
            _ => wrong_groups(def, product, chosen),
        };
        return PageClass::Item {
            product: number as u8,
            wrong,
            wrong_cents: wrong_cents(def, product, chosen),
            from,
        };
    }
    let adds = def.offers.has(Offers::BUY);
    if adds && is_scarce(def, state, product) {
        return PageClass::Scarce { product, from };
    }
    let shown = def.product(product);
    let moves: usize = if def.offers.has(Offers::OPTIONS) {
        choosable(&shown).map(|(_, values)| values - 1).sum()
    } else {
        0
    };
    PageClass::Other {
        moves: moves as u16,
        is_sold_out: adds && shown.details.stock_units == 0,
        from,
    }
}

/// What a unit with wrong options costs, where it can matter: a budget is judged by it. 0 everywhere else.
fn wrong_cents(def: &Def, product: ProductId, variant: &Variant) -> u32 {
    let has_budget = |p: &Purchase| p.budget_cents.is_some();
    let matters = def.objective.purchase().is_some_and(has_budget)
        && wrong_options(def, product, variant) > 0;
    if matters {
        price_cents(&def.product(product), variant)
    } else {
        0
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

fn cart_class(def: &Def, state: &State) -> SmallVec<[LineClass; 2]> {
    let lines = state.lines().iter().enumerate();
    let mut classes: SmallVec<[LineClass; 2]> = lines
        .map(|(number, line)| line_class(def, state, number, line))
        .collect();
    classes.sort_unstable();
    classes
}

fn line_class(def: &Def, state: &State, number: usize, line: &Line) -> LineClass {
    let has_links = def.offers.has(Offers::CART_LINKS);
    let mut before = state.lines()[..number].iter();
    let is_repeat = has_links && before.any(|l| l.product == line.product);
    if let (Objective::Purchase(purchase), Some((s, c))) =
        (&def.objective, def.choice(line.product))
    {
        return LineClass::Wanted {
            slot: s as u8,
            choice: c as u8,
            suits: purchase.slots[s].choices[c].suits(&line.variant),
            wrong_cents: wrong_cents(def, line.product, &line.variant),
            quantity: line.quantity,
            is_repeat,
        };
    }
    if is_scarce(def, state, line.product) {
        return LineClass::Scarce {
            product: line.product,
            quantity: line.quantity,
            is_repeat,
        };
    }
    let offered = quantities(def, line.product);
    let quantities = match offered.contains(&line.quantity) {
        true => Quantities::Others,
        false => Quantities::All,
    };
    match def.relevance(line.product) {
        Some(product) if has_links => LineClass::Linked {
            product: product as u8,
            quantities,
            is_repeat,
        },
        _ => LineClass::Other {
            most: *offered.end(),
            quantities,
            is_repeat,
        },
    }
}

/// Lines of the start that are not in the cart, as bits.
fn removed_class(def: &Def, state: &State) -> u8 {
    let is_gone = |line: &Line| state.removed(def).any(|l| l == line);
    let lines = def.cart.iter().enumerate();
    lines
        .filter(|(_, line)| is_gone(line))
        .fold(0, |mask, (i, _)| mask | 1 << i)
}

fn settings_class(def: &Def, state: &State) -> [Setting; 3] {
    let purchase = def.objective.purchase();
    let address = purchase.and_then(|p| p.address).unwrap_or(0);
    let wrap = purchase.and_then(|p| p.wrap).unwrap_or(0);
    [
        setting(state.coupon(), purchase.and_then(|p| p.coupon)),
        setting(Some(state.address()), Some(address)),
        setting(Some(state.wrap()), Some(wrap)),
    ]
}
