//! What each menu action would lead to, without taking any.

use super::components::{Body, HostOf, LIVE};
use crate::{
    chance::Enumerated,
    digest::Digest,
    model::{HostFault, Model, Planner as _, Status, Unheard, Worker},
    rational::Rational,
    truth::{Distance, FactSet},
};
use bevy_ecs::prelude::*;

/// Most ways one action is followed through chance; beyond it [`Successor::complete`] is false.
pub const MAX_OUTCOMES: usize = 4096;

/// What is the case in a state one action away.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Digest of the state.
    pub digest: Digest,
    /// The same, computed anew from all cells.
    pub recomputed: Digest,
    /// Whether the state is another than before, cell by cell.
    pub differs: bool,
    /// What the step said about that.
    pub changed: bool,
    /// Whether the episode goes on.
    pub status: Status,
    /// Fewest steps to success.
    pub distance: Distance,
    /// The same with evidence ignored.
    pub distance_clairvoyant: Distance,
    /// Best grade still reachable; `None` if not computed.
    pub best_outcome: Option<Rational>,
    /// Task-relevant facts shown.
    pub known: FactSet,
    /// Sub-goals that hold.
    pub subgoals: FactSet,
}

/// What one menu entry leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Successor {
    /// Its canonical text.
    pub action: String,
    /// Its weight.
    pub weight: u32,
    /// Whether the world would execute it.
    pub admitted: bool,
    /// For an action that commits: whether its evidence is known.
    pub supported: Option<bool>,
    /// The states it can lead to, in the order chance enumerates them; one in a world without chance, none if it is not
    /// admitted.
    pub reached: Vec<Reached>,
    /// Whether `reached` holds them all.
    pub complete: bool,
    /// The host's failure, if it failed: `reached` is then what was found before.
    pub fault: Option<HostFault>,
}

/// See [`Shard::successors`](super::Shard::successors).
pub(super) fn successors<M: Model>(world: &mut World, entity: Entity) -> Vec<Successor> {
    world.resource_scope(|world, mut host: Mut<'_, HostOf<M>>| {
        let mut body = world.get_mut::<Body<M>>(entity).expect(LIVE);
        body.ensure_menu();
        let body = &*body;
        let each = body.menu.iter();
        each.map(|entry| try_entry::<M>(&mut host.0, body, &entry.action, entry.weight))
            .collect()
    })
}

fn try_entry<M: Model>(
    worker: &mut Worker<M>,
    body: &Body<M>,
    action: &M::Action,
    weight: u32,
) -> Successor {
    let (def, here) = (&*body.def, &body.state);
    let mut successor = Successor {
        action: String::new(),
        weight,
        admitted: M::admit(def, here, action).is_ok(),
        supported: M::supported(def, here, action),
        reached: vec![],
        complete: true,
        fault: None,
    };
    M::encode(def, action, &mut successor.action);
    if !successor.admitted {
        return successor;
    }
    let mut chance = Enumerated::default();
    loop {
        chance.rewind();
        let mut next = here.clone();
        let stepped = worker.lend(def, |host| {
            M::step(def, host, &mut next, action, &mut chance, &mut Unheard)
        });
        match stepped {
            Ok(applied) => successor.reached.push(Reached {
                digest: M::digest(&next),
                recomputed: M::recompute_digest(&next),
                differs: next != *here,
                changed: applied.changed,
                status: M::status(def, &next),
                distance: M::Planner::distance(def, &next),
                distance_clairvoyant: M::Planner::distance_clairvoyant(def, &next),
                best_outcome: M::Planner::best_outcome(def, &next),
                known: M::known(def, &next),
                subgoals: M::subgoals(def, &next),
            }),
            Err(fault) => {
                successor.fault = Some(fault);
                successor.complete = false;
                return successor;
            }
        }
        if !chance.advance() {
            return successor;
        }
        if successor.reached.len() >= MAX_OUTCOMES {
            successor.complete = false;
            return successor;
        }
    }
}
