//! Reading, admitting and executing actions, and the menu.

use truestep_core::model::{Applied, MenuEntry, StatementKind, Statements};
use truestep_core::rational::Rational;
use truestep_core::truth::Rejection;

use crate::shop::product::ProductId;

use super::checks;
use super::def::{Def, MenuKind};
use super::forms::forms;
use super::moves::{follow, listed, resolve};
use super::pages::{label, sub_buttons};
use super::parse::{Parsed, parse};
use super::state::{Action, Query, State};
use super::types::{Click, page_of_rank};
use super::view::{View, with_scene};

/// What a step states for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Something was bought, for this reward.
    Bought {
        /// The product's id.
        asin: String,
        /// The reward.
        reward: Rational,
    },
}

impl truestep_core::model::Statement for Statement {
    fn kind(&self) -> StatementKind {
        StatementKind::Info
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Bought { asin, reward } => {
                out.push_str("bought ");
                out.push_str(asin);
                out.push_str(" for a reward of ");
                out.push_str(&reward.to_string());
            }
        }
    }
}

/// Reads an action as WebShop does.
pub(super) fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
    match parse(text) {
        Parsed::Neither => Err(forms().unknown(text)),
        Parsed::Search(words) => def.search(&words).map(Action::Search).map_err(|exception| {
            Rejection::new(
                "unanswerable",
                format!(
                    "WebShop's search raises {exception} for these words; search for plain words"
                ),
            )
        }),
        Parsed::Click(wanted) => {
            let click = with_scene(def, state, &View::default(), |scene| {
                resolve(scene, &wanted)
            });
            let action = click.and_then(|click| action_of(def, state, click, &wanted));
            action.ok_or_else(|| {
                Rejection::new(
                    "not_on_page",
                    "nothing on this page bears that text; click what the page shows",
                )
            })
        }
    }
}

fn action_of(def: &Def, state: &State, click: Click, wanted: &str) -> Option<Action> {
    Some(match click {
        Click::Back => Action::Back,
        Click::Turn(_) if wanted.eq_ignore_ascii_case(label::NEXT) => Action::Next,
        Click::Turn(_) | Click::ToItem => Action::Prev,
        Click::Show(kind) => Action::Show(kind),
        Click::Buy => Action::Buy,
        Click::Open(rank) => match state {
            State::Results { query, .. } => Action::Open(def.product_at(query, rank)?),
            _ => return None,
        },
        Click::Choose { group, value } => Action::Choose {
            product: product_of(def, state)?,
            group,
            value,
        },
    })
}

/// The product whose page, or a page behind it, is open.
pub(super) fn product_of(def: &Def, state: &State) -> Option<ProductId> {
    match state {
        State::Item { query, rank, .. } | State::Sub { query, rank, .. } => {
            def.product_at(query, *rank)
        }
        State::Done { product, .. } => Some(*product),
        State::Search | State::Results { .. } => None,
    }
}

/// Appends an action's canonical text.
pub(super) fn encode(def: &Def, action: &Action, out: &mut String) {
    let (name, argument) = match action {
        Action::Search(query) => ("search", def.text_of(query).to_owned()),
        Action::Open(product) => (
            "click",
            def.shop.stock().product(*product).asin.to_lowercase(),
        ),
        Action::Choose {
            product,
            group,
            value,
        } => {
            let product = def.shop.stock().product(*product);
            let group = product.options.get(usize::from(*group));
            (
                "click",
                group
                    .and_then(|group| group.values.get(usize::from(*value)))
                    .cloned()
                    .unwrap_or_default(),
            )
        }
        Action::Back => ("click", label::BACK.to_lowercase()),
        Action::Next => ("click", label::NEXT.to_lowercase()),
        Action::Prev => ("click", label::PREV.to_lowercase()),
        Action::Show(kind) => ("click", kind.name().to_lowercase()),
        Action::Buy => ("click", label::BUY.to_lowercase()),
    };
    for part in [name, "[", &argument, "]"] {
        out.push_str(part);
    }
}

/// The click an action is here; `None` if the page does not have it.
fn click_of(def: &Def, state: &State, action: &Action) -> Option<Click> {
    if let Some(click) = plain_click(def, state, action) {
        return Some(click);
    }
    // Pages that WebShop mistakes for others, and option values that collide with buttons, take the way through the text.
    let mut text = String::new();
    encode(def, action, &mut text);
    let Parsed::Click(wanted) = parse(&text) else {
        return None;
    };
    let click = with_scene(def, state, &View::default(), |scene| {
        resolve(scene, &wanted)
    })?;
    (action_of(def, state, click, &wanted).as_ref() == Some(action)).then_some(click)
}

/// The click where nothing on the page is mistaken for something else.
fn plain_click(def: &Def, state: &State, action: &Action) -> Option<Click> {
    match (state, action) {
        (State::Search | State::Done { .. }, _) => None,
        (_, Action::Back) => Some(Click::Back),
        (State::Results { page, .. }, Action::Next) => Some(Click::Turn(page + 1)),
        (State::Results { page, .. }, Action::Prev) => (*page > 1).then(|| Click::Turn(page - 1)),
        (State::Results { query, page }, Action::Open(product)) => {
            let mut ranks = listed(*page, def.hit_count(query));
            let rank = ranks.find(|rank| def.product_at(query, *rank as u32) == Some(*product))?;
            def.opens(*product).then_some(Click::Open(rank as u32))
        }
        (State::Item { rank, .. }, Action::Prev) if is_plain(def, state) => {
            Some(Click::Turn(page_of_rank(*rank)))
        }
        (State::Item { .. }, Action::Show(kind))
            if sub_buttons(def.show_attributes).contains(kind) =>
        {
            Some(Click::Show(*kind))
        }
        (State::Item { .. }, Action::Buy) => Some(Click::Buy),
        (
            State::Item { query, rank, .. },
            Action::Choose {
                product,
                group,
                value,
            },
        ) => {
            let (tables, search) = def.located(query);
            let item = tables.at_rank(search, *rank)?;
            let here =
                item.product == *product && tables.offers(item, (*group).into(), (*value).into());
            here.then_some(Click::Choose {
                group: *group,
                value: *value,
            })
        }
        (State::Sub { .. }, Action::Prev) if is_plain(def, state) => Some(Click::ToItem),
        _ => None,
    }
}

/// Whether the page's address is what it seems: neither a free query nor a chosen value names another kind of page.
pub(super) fn is_plain(def: &Def, state: &State) -> bool {
    match state {
        State::Item {
            query,
            rank,
            chosen,
        }
        | State::Sub {
            query,
            rank,
            chosen,
            ..
        } => {
            if matches!(query, Query::Free(_)) && super::moves::says_page_kind(def.text_of(query)) {
                return false;
            }
            let (tables, search) = def.located(query);
            let item = tables.at_rank(search, *rank);
            item.is_some_and(|item| {
                chosen
                    .iter()
                    .all(|(group, value)| tables.offers(item, group, value))
            })
        }
        _ => true,
    }
}

/// Whether an action can be executed here.
pub(super) fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    let allowed = match (state, action) {
        (State::Done { .. }, _) => {
            return Err(Rejection::new(
                "episode_over",
                "the purchase ended the episode; start another",
            ));
        }
        (_, Action::Search(_)) => true,
        _ => click_of(def, state, action).is_some(),
    };
    if allowed {
        Ok(())
    } else {
        Err(Rejection::new(
            "not_on_page",
            "this page does not have that; click what the page shows",
        ))
    }
}

/// The state an admitted action leads to.
pub(super) fn successor(def: &Def, state: &State, action: &Action) -> State {
    match (state, action) {
        (State::Done { .. }, _) => state.clone(),
        (_, Action::Search(query)) => State::Results {
            query: query.clone(),
            page: 1,
        },
        _ => match click_of(def, state, action) {
            Some(click) => follow(
                state,
                click,
                |query, rank| groups_of(def, query, rank),
                |query, rank| bought(def, query, rank),
            ),
            None => state.clone(),
        },
    }
}

fn groups_of(def: &Def, query: &Query, rank: u32) -> usize {
    let (tables, search) = def.located(query);
    tables
        .at_rank(search, rank)
        .map_or(0, super::tables::Item::groups)
}

fn bought(def: &Def, query: &Query, rank: u32) -> ProductId {
    def.product_at(query, rank).unwrap_or(ProductId(0))
}

/// Executes an admitted action.
pub(super) fn step(
    def: &Def,
    state: &mut State,
    action: &Action,
    facts: &mut impl Statements<Statement>,
) -> Applied {
    let next = successor(def, state, action);
    let changed = next != *state;
    *state = next;
    if let (true, State::Done { product, .. }) = (changed, &*state) {
        let asin = def.shop.stock().product(*product).asin.clone();
        facts.emit(Statement::Bought {
            asin,
            reward: checks::outcome(def, state),
        });
    }
    if changed {
        Applied::CHANGED
    } else {
        Applied::UNCHANGED
    }
}

/// Appends the menu: queries on the search page; elsewhere what can be clicked, in page order. `Next` is left out on a page
/// without hits, where WebShop would count up for ever, unless the menu is to be WebShop's.
pub(super) fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
    let mut add = |action| out.push(MenuEntry { action, weight: 1 });
    match state {
        State::Search => {
            (0..def.menu.len()).for_each(|place| add(Action::Search(Query::Menu(place as u8))))
        }
        State::Results { query, page } => {
            add(Action::Back);
            if *page > 1 {
                add(Action::Prev);
            }
            let ranks = listed(*page, def.hit_count(query));
            if !ranks.is_empty() || def.menu_kind == MenuKind::Clickables {
                add(Action::Next);
            }
            ranks
                .filter_map(|rank| def.product_at(query, rank as u32))
                .filter(|product| def.opens(*product))
                .for_each(|product| add(Action::Open(product)));
        }
        State::Item { query, rank, .. } => {
            let (tables, search) = def.located(query);
            [Action::Back, Action::Prev].into_iter().for_each(&mut add);
            for kind in sub_buttons(def.show_attributes) {
                add(Action::Show(*kind));
            }
            add(Action::Buy);
            if let Some(item) = tables.at_rank(search, *rank) {
                let product = item.product;
                tables.offered(item).for_each(|(group, value)| {
                    add(Action::Choose {
                        product,
                        group,
                        value,
                    })
                });
            }
        }
        State::Sub { .. } => [Action::Back, Action::Prev].into_iter().for_each(&mut add),
        State::Done { .. } => {}
    }
}
