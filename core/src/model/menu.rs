//! What can be done: the menu that graphs, agents and values are relative to.

use super::Dynamics;
use std::{fmt::Debug, hash::Hash};

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry<A> {
    /// A canonical action.
    pub action: A,
    /// Its weight, at least 1.
    pub weight: u32,
}

/// The menu of a world, and which of its states are alike.
///
/// Laws, checked by the contract kit: the menu is non-empty while the episode runs, lists distinct canonical actions in a
/// fixed order, and holds a shortest-path action wherever success can be reached; equal [`Menu::class`] implies equal
/// status, equal multiset of successor classes and weights.
pub trait Menu: Dynamics {
    /// Exact lumping of states for the graph.
    type Class: Clone + Eq + Hash + Debug + Send + Sync + 'static;

    /// Append the menu: distinct canonical actions with weights, in a fixed order; nothing once the episode has ended.
    fn menu(def: &Self::Def, state: &Self::State, out: &mut Vec<MenuEntry<Self::Action>>);
    /// The class of a state in the lumped graph.
    fn class(def: &Self::Def, state: &Self::State) -> Self::Class;
}
