//! The planner: distance, shortest-path actions, the best reward still reachable and what of it a step gave away, and the
//! classes of the lumped graph.
//!
//! Everything is read from tables made once per task. With `need` the fewest option clicks a product still needs,
//! `R(q, p)` the fewest steps to success from page `p` of search `q` without leaving it, and `S` those from the search page:
//! `d(search) = S = 1 + min R(q, 1)`, `d(results) = min(R, 1 + S)`, `d(item) = min(need + 1, 1 + d(previous page), 1 + S)`,
//! `d(behind an item) = 1 + min(d(item), S)`.

use truestep_core::model::MenuEntry;
use truestep_core::rational::Rational;
use truestep_core::truth::{Detail, Distance, FactSet};

use super::checks;
use super::def::Def;
use super::state::{Action, Query, State};
use super::step::successor;
use super::tables::NEVER;
use super::types::page_of_rank;

/// What states have in common that nothing can tell apart, values and menus included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The search page.
    Search,
    /// A page of results.
    Results(Query, u32),
    /// An item found on a page: profile of the product and code of what is chosen.
    Item(Query, u32, u32, u64),
    /// A page behind such an item; which one makes no difference.
    Sub(Query, u32, u32, u64),
    /// Bought, for this reward and with these sub-goals reached.
    Done(Rational, FactSet),
    /// A state free text led to in which pages are mistaken for others: not lumped.
    Odd(Box<State>),
}

/// The class of a state.
pub(super) fn class(def: &Def, state: &State) -> Class {
    match state {
        State::Search => Class::Search,
        State::Results { query, page } => Class::Results(query.clone(), *page),
        State::Done { .. } => {
            Class::Done(checks::outcome(def, state), checks::subgoals(def, state))
        }
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
            let (tables, search) = def.located(query);
            match tables.at_rank(search, *rank) {
                Some(item) if super::step::is_plain(def, state) => {
                    let (page, profile, code) =
                        (page_of_rank(*rank), item.profile, tables.code(item, chosen));
                    match state {
                        State::Item { .. } => Class::Item(query.clone(), page, profile, code),
                        _ => Class::Sub(query.clone(), page, profile, code),
                    }
                }
                _ => Class::Odd(Box::new(state.clone())),
            }
        }
    }
}

/// Fewest steps to success; [`NEVER`] if there is no way.
fn steps(def: &Def, state: &State) -> u32 {
    let home = def.tables.steps_from_search_page();
    match state {
        State::Search => home,
        State::Results { query, page } => steps_from_results(def, query, *page, home),
        State::Item { .. } => from_item(def, state, home),
        State::Sub { .. } => {
            let back = successor(def, state, &Action::Prev);
            let back = match &back {
                State::Item { .. } => from_item(def, &back, home),
                State::Results { query, page } => steps_from_results(def, query, *page, home),
                _ => NEVER,
            };
            back.min(home).saturating_add(1)
        }
        State::Done { .. } => {
            if checks::outcome(def, state) == Rational::from_integer(1) {
                0
            } else {
                NEVER
            }
        }
    }
}

fn steps_from_results(def: &Def, query: &Query, page: u32, home: u32) -> u32 {
    let (tables, search) = def.located(query);
    tables
        .steps_from_results(search, page)
        .min(home.saturating_add(1))
}

fn from_item(def: &Def, state: &State, home: u32) -> u32 {
    let State::Item {
        query,
        rank,
        chosen,
    } = state
    else {
        return NEVER;
    };
    let (tables, search) = def.located(query);
    let buying = tables
        .at_rank(search, *rank)
        .and_then(|item| tables.needed_at(item, tables.code(item, chosen)));
    let back = match successor(def, state, &Action::Prev) {
        State::Results { query, page } => steps_from_results(def, &query, page, home),
        _ => NEVER,
    };
    buying
        .unwrap_or(NEVER)
        .min(back)
        .min(home)
        .saturating_add(1)
}

/// Fewest steps to success over the menu.
pub(super) fn distance(def: &Def, state: &State) -> Distance {
    match steps(def, state) {
        NEVER => Distance::Never,
        steps => Distance::Steps(steps),
    }
}

/// Appends the positions in the menu of the actions on a shortest path, without making any successor state.
pub(super) fn best_actions(
    def: &Def,
    state: &State,
    menu: &[MenuEntry<Action>],
    out: &mut Vec<u32>,
) {
    let here = steps(def, state);
    if here == NEVER || here == 0 {
        return;
    }
    let home = def.tables.steps_from_search_page();
    let after = successor_steps(def, state, home);
    let best = menu
        .iter()
        .enumerate()
        .filter(|(_, entry)| after(&entry.action) == here - 1);
    out.extend(best.map(|(place, _)| place as u32));
}

/// How far from success each action of a state's menu leads.
fn successor_steps<'d>(def: &'d Def, state: &'d State, home: u32) -> impl Fn(&Action) -> u32 + 'd {
    let item = match state {
        State::Item {
            query,
            rank,
            chosen,
        } => {
            let (tables, search) = def.located(query);
            tables
                .at_rank(search, *rank)
                .map(|item| (tables, item, tables.code(item, chosen), chosen))
        }
        _ => None,
    };
    let here = steps(def, state);
    let (back_from_item, previous) = match state {
        State::Item { .. } | State::Sub { .. } => {
            (true, steps(def, &successor(def, state, &Action::Prev)))
        }
        _ => (false, NEVER),
    };
    move |action| match (state, action) {
        (_, Action::Search(query)) => steps_from_results(def, query, 1, home),
        (_, Action::Back) => home,
        (_, Action::Prev) if back_from_item => previous,
        (State::Results { query, page }, Action::Prev) => {
            steps_from_results(def, query, page.saturating_sub(1), home)
        }
        (State::Results { query, page }, Action::Next) => {
            steps_from_results(def, query, page + 1, home)
        }
        (State::Results { query, page }, Action::Open(product)) => {
            let (tables, _) = def.located(query);
            let buying = tables
                .of_product(*product)
                .and_then(|item| tables.needed_at(item, 0))
                .unwrap_or(NEVER);
            buying
                .min(steps_from_results(def, query, *page, home))
                .min(home)
                .saturating_add(1)
        }
        (State::Item { .. }, Action::Choose { group, value, .. }) => match item {
            Some((tables, item, code, chosen)) => {
                let code = tables.code_after(item, code, chosen, (*group).into(), (*value).into());
                let buying = tables.needed_at(item, code).unwrap_or(NEVER);
                buying.min(previous).min(home).saturating_add(1)
            }
            None => NEVER,
        },
        (State::Item { .. }, Action::Show(_)) => here.min(home).saturating_add(1),
        (State::Item { .. }, Action::Buy) => match item {
            Some((tables, item, code, _)) if tables.needed_at(item, code) == Some(0) => 0,
            _ => NEVER,
        },
        _ => NEVER,
    }
}

/// The best reward still reachable: what a purchase paid; before one, what any product the menu or the open search finds can
/// pay, for nothing but buying closes a way.
pub(super) fn best_outcome(def: &Def, state: &State) -> Rational {
    match state {
        State::Done { .. } => checks::outcome(def, state),
        State::Results {
            query: Query::Free(_),
            ..
        }
        | State::Item {
            query: Query::Free(_),
            ..
        }
        | State::Sub {
            query: Query::Free(_),
            ..
        } => {
            let (State::Results { query, .. }
            | State::Item { query, .. }
            | State::Sub { query, .. }) = state
            else {
                return def.tables.best;
            };
            def.located(query).0.best.max(def.tables.best)
        }
        _ => def.tables.best,
    }
}

/// The regret of a step: how much of the best reward still reachable it gave away.
pub(super) fn step_details(def: &Def, before: &State, after: &State, out: &mut Vec<Detail>) {
    let regret = best_outcome(def, before) - best_outcome(def, after);
    out.push(Detail::new("regret", regret));
}
