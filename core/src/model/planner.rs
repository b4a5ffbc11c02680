//! How far it is: what a world that can plan says, and what follows where it cannot or need not.

use super::{HostFault, MenuEntry, Model, Unheard, Worker};
use crate::{chance::Enumerated, rational::Rational, truth::Distance};
use std::any::TypeId;

/// Whether a planner lists the best actions itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Best {
    /// It has: they are in `out`.
    Listed,
    /// It leaves them to trial: where a step has one successor each entry of the menu is tried, which costs one step and
    /// one distance an entry in every state that is judged. Where a step draws from chance they are *not computed*.
    ByTrial,
}

/// Plans in a world of model `M`. Optional: [`Model::Planner`] says who does, [`NoPlanner`] where nobody does.
pub trait Planner<M: Model = Self>: 'static {
    /// Fewest steps to success over supported menu actions; with chance in the steps, in the best case.
    fn distance(def: &M::Def, state: &M::State) -> Distance;
    /// The same with evidence ignored.
    fn distance_clairvoyant(def: &M::Def, state: &M::State) -> Distance {
        Self::distance(def, state)
    }
    /// Append the positions in `menu` of the best actions, ascending: those on a shortest path; with chance in the steps,
    /// those of the largest success probability. Asked only where the distance is at least 1.
    ///
    /// A world whose steps are slow lists them itself: see [`Best::ByTrial`] for what the default costs.
    fn best_actions(
        _def: &M::Def,
        _state: &M::State,
        _menu: &[MenuEntry<M::Action>],
        _out: &mut Vec<u32>,
    ) -> Best {
        Best::ByTrial
    }
    /// The best grade still reachable over the menu; `None` if not computed.
    fn best_outcome(_def: &M::Def, _state: &M::State) -> Option<Rational> {
        None
    }
}

/// For worlds without a planner: their distances come from a graph, where one can be had, and are absent elsewhere.
#[derive(Clone, Copy, Debug)]
pub enum NoPlanner {}

impl<M: Model> Planner<M> for NoPlanner {
    fn distance(_: &M::Def, _: &M::State) -> Distance {
        Distance::NotComputed
    }
}

/// Whether somebody plans in worlds of `M`.
#[must_use]
pub fn has_planner<M: Model>() -> bool {
    TypeId::of::<M::Planner>() != TypeId::of::<NoPlanner>()
}

/// The menu positions of the best actions, ascending; `None` if they are not computed. Where the goal is reached, or
/// cannot be reached, there are none.
///
/// # Errors
/// A [`HostFault`] if actions are found by trial and the host fails: what could not be tried is not "not best".
pub(crate) fn best_actions<M: Model>(
    def: &M::Def,
    worker: &mut Worker<M>,
    state: &M::State,
    here: Distance,
    menu: &[MenuEntry<M::Action>],
) -> Result<Option<Vec<u32>>, HostFault> {
    let mut best = vec![];
    match here {
        Distance::NotComputed => return Ok(None),
        Distance::Never | Distance::Steps(0) => return Ok(Some(best)),
        Distance::Steps(_) => {}
    }
    match M::Planner::best_actions(def, state, menu, &mut best) {
        Best::Listed => Ok(Some(best)),
        Best::ByTrial if M::DRAWS.in_step() => Ok(None),
        Best::ByTrial => {
            worker.lend(def, |host| {
                best_actions_by_trial::<M>(def, host, state, menu, &mut best)
            })?;
            Ok(Some(best))
        }
    }
}

/// The positions in `menu` of the supported actions that lower the distance by one, found by trying each: one step and
/// one distance an entry. Only for models whose steps draw nothing.
///
/// # Errors
/// A [`HostFault`] if a step meets one.
pub fn best_actions_by_trial<M: Model>(
    def: &M::Def,
    host: &mut M::Host,
    state: &M::State,
    menu: &[MenuEntry<M::Action>],
    out: &mut Vec<u32>,
) -> Result<(), HostFault> {
    let Distance::Steps(here @ 1..) = M::Planner::distance(def, state) else {
        return Ok(());
    };
    for (index, entry) in menu.iter().enumerate() {
        if M::supported(def, state, &entry.action) == Some(false) {
            continue;
        }
        let mut next = state.clone();
        let mut chance = Enumerated::default();
        M::step(
            def,
            host,
            &mut next,
            &entry.action,
            &mut chance,
            &mut Unheard,
        )?;
        if M::Planner::distance(def, &next) == Distance::Steps(here - 1) {
            out.push(index as u32);
        }
    }
    Ok(())
}
