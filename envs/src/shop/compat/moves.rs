//! What a click leads to: from a label on a page to a [`Click`], and from a click to the next [`State`].

use crate::shop::product::{Product, ProductId};

use super::address::{self, Kind};
use super::pages::{Place, Scene, label, sub_buttons};
use super::state::{Query, State};
use super::types::{Chosen, Click, PAGE_LEN, SubKind, page_of_rank};

/// What clicking a lower-cased label on a page does; `None` if nothing there bears it.
///
/// WebShop looks the label up among everything clickable and then acts on its *text*: an option value called `reviews` opens
/// the reviews, and where two groups share a value the last group gets it. What `< prev` does depends on the page's address.
pub fn resolve(scene: &Scene<'_>, wanted: &str) -> Option<Click> {
    let is = |name: &str| name.eq_ignore_ascii_case(wanted);
    match scene.place {
        Place::Search | Place::Done { .. } => None,
        Place::Results { page, shown, .. } => {
            if is(label::BACK) {
                return Some(Click::Back);
            }
            if is(label::NEXT) {
                return Some(Click::Turn(page + 1));
            }
            if is(label::PREV) {
                return (page > 1).then(|| Click::Turn(page - 1));
            }
            let id = wanted.to_uppercase();
            let is_it = |asin: &str| asin == id && is_opened_by_its_link(asin);
            let place = shown.iter().position(|hit| is_it(&hit.product.asin))?;
            Some(Click::Open(
                (page as usize - 1).saturating_mul(PAGE_LEN) as u32 + place as u32,
            ))
        }
        Place::Item { product, .. } => {
            let button = [label::BACK, label::PREV, label::BUY].into_iter().any(is)
                || sub_buttons(scene.show_attributes)
                    .iter()
                    .any(|kind| is(kind.name()));
            let choice = choice(product, wanted);
            // The search form's button is excluded by name even where an option bears it.
            if (!button && choice.is_none()) || wanted == "search" {
                return None;
            }
            route(scene, wanted).or(choice)
        }
        Place::Sub { .. } => [label::BACK, label::PREV]
            .into_iter()
            .any(is)
            .then(|| route(scene, wanted))
            .flatten(),
    }
}

/// Whether the link of a product opens it: an action can name it, and it is in capitals. WebShop lower-cases the link's text
/// and looks for the product of that text in capitals; it raises `KeyError` where there is none.
pub(super) fn is_opened_by_its_link(asin: &str) -> bool {
    if asin
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    {
        return !asin.is_empty();
    }
    asin.to_lowercase().to_uppercase() == asin
        && !asin.is_empty()
        && !asin.contains(['[', '\n'])
        && ![label::BACK, label::NEXT, label::PREV]
            .iter()
            .any(|label| label.eq_ignore_ascii_case(asin))
}

/// Whether a text in an address makes WebShop mistake the page for another.
pub(super) fn says_page_kind(text: &str) -> bool {
    text.contains("search_results") || text.contains("item_page")
}

/// Whether a value can be named in an action, is not the text of a button, and does not confuse addresses: what the menu
/// asks of a value beside [`is_chosen_by_its_text`].
pub(super) fn is_plain_choice(value: &str) -> bool {
    let is_label = || {
        let buttons = [label::BACK, label::PREV, label::BUY, label::SEARCH].into_iter();
        buttons
            .chain(SubKind::ALL.map(SubKind::name))
            .any(|name| name.eq_ignore_ascii_case(value))
    };
    let lower = value.to_lowercase() == value;
    lower
        && !value.is_empty()
        && !value.contains(['[', '\n'])
        && !says_page_kind(value)
        && !is_label()
}

/// Whether clicking a value's text chooses that very value: it is the first of its group with the text, and no later group
/// has it.
pub(super) fn is_chosen_by_its_text(product: &Product, group: usize, value: usize) -> bool {
    let text = &product.options[group].values[value];
    !product.options[group].values[..value].contains(text)
        && !product.options[group + 1..]
            .iter()
            .any(|later| later.values.contains(text))
}

/// The last group with this value, and the value's first place in it.
fn choice(product: &Product, wanted: &str) -> Option<Click> {
    let value_in = |values: &[String]| values.iter().position(|value| value == wanted);
    let group = product
        .options
        .iter()
        .rposition(|group| value_in(&group.values).is_some())?;
    let value = value_in(&product.options[group].values)?;
    Some(Click::Choose {
        group: group as u16,
        value: value as u16,
    })
}

/// What a label's text alone leads to on an item page or behind it; `None` leaves the item page as it is.
fn route(scene: &Scene<'_>, wanted: &str) -> Option<Click> {
    let is = |name: &str| name.eq_ignore_ascii_case(wanted);
    let page = match scene.place {
        Place::Item { page, .. } | Place::Sub { page, .. } => page,
        _ => return None,
    };
    if is(label::BUY) {
        return Some(Click::Buy);
    }
    if is(label::BACK) {
        return Some(Click::Back);
    }
    if is(label::NEXT) || is(label::PREV) {
        return match (
            address::kind(&address::address(scene.session, &scene.place)),
            is(label::NEXT),
        ) {
            (Kind::Results, true) => Some(Click::Turn(page + 1)),
            (Kind::Results, false) => Some(Click::Turn(page.saturating_sub(1))),
            (Kind::Item, false) => Some(Click::Turn(page)),
            (Kind::Sub, false) => Some(Click::ToItem),
            _ => None,
        };
    }
    SubKind::from_label(wanted).map(Click::Show)
}

/// The state a click leads to; a click that does not belong to the state leaves it as it is.
///
/// `groups` gives the number of option groups of the hit with a rank, `product` its id.
pub fn follow(
    state: &State,
    click: Click,
    groups: impl FnOnce(&Query, u32) -> usize,
    product: impl FnOnce(&Query, u32) -> ProductId,
) -> State {
    match (state, click) {
        (State::Search | State::Done { .. }, _) => state.clone(),
        (_, Click::Back) => State::Search,
        (
            State::Results { query, .. } | State::Item { query, .. } | State::Sub { query, .. },
            Click::Turn(page),
        ) => State::Results {
            query: query.clone(),
            page,
        },
        (State::Results { query, .. }, Click::Open(rank)) => State::Item {
            query: query.clone(),
            rank,
            chosen: Chosen::none(groups(query, rank)),
        },
        (
            State::Item {
                query,
                rank,
                chosen,
            },
            Click::Choose { group, value },
        ) => {
            let mut chosen = chosen.clone();
            chosen.set(group.into(), value.into());
            State::Item {
                query: query.clone(),
                rank: *rank,
                chosen,
            }
        }
        (
            State::Item {
                query,
                rank,
                chosen,
            },
            Click::Show(kind),
        ) => State::Sub {
            query: query.clone(),
            rank: *rank,
            chosen: chosen.clone(),
            kind,
        },
        (
            State::Sub {
                query,
                rank,
                chosen,
                ..
            },
            Click::ToItem,
        ) => State::Item {
            query: query.clone(),
            rank: *rank,
            chosen: chosen.clone(),
        },
        (
            State::Item {
                query,
                rank,
                chosen,
            },
            Click::Buy,
        ) => State::Done {
            product: product(query, *rank),
            chosen: chosen.clone(),
        },
        _ => state.clone(),
    }
}

/// The hits listed on a page, as a range of ranks.
pub fn listed(page: u32, total: usize) -> std::ops::Range<usize> {
    let start = (page as usize)
        .saturating_sub(1)
        .saturating_mul(PAGE_LEN)
        .min(total);
    let end = (page as usize).saturating_mul(PAGE_LEN).min(total);
    start..end.max(start)
}

/// The page a state's item was opened from.
pub fn page_of(state: &State) -> Option<u32> {
    match state {
        State::Results { page, .. } => Some(*page),
        State::Item { rank, .. } | State::Sub { rank, .. } => Some(page_of_rank(*rank)),
        State::Search | State::Done { .. } => None,
    }
}
