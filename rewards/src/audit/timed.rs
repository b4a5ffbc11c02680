//! The game with a horizon: layers of places, one per number of steps taken.

use super::{
    AuditError, Options,
    channels::Values,
    game::{Memories, first_arcs},
    price::{AuditScalar, Pricing},
    world::World,
};
use std::collections::HashMap;
use truestep_core::{
    graph::{EdgeId, NodeId, edges::Arc},
    truth::{Reachable, StateTruth},
};

/// Most places of all layers together: about a gigabyte.
const MAX_PLACES: u64 = 20_000_000;

/// Most transitions of all layers together that are priced and weighed: about a minute of one core.
const MAX_STEPS: u64 = 20_000_000;

/// A node with what the scheme remembers.
pub(crate) type Place = (NodeId, u32);

/// The places that can be reached in just so many steps.
#[derive(Default)]
pub(crate) struct Layer {
    pub(crate) places: Vec<Place>,
    /// Looked up, never walked.
    numbers: HashMap<Place, u32>,
    /// Place of the layer before and edge by which each was found first.
    found_by: Vec<(u32, EdgeId)>,
}

impl Layer {
    fn place(&mut self, place: Place, by: (u32, EdgeId)) {
        let next = self.places.len() as u32;
        if *self.numbers.entry(place).or_insert(next) == next {
            self.places.push(place);
            self.found_by.push(by);
        }
    }
}

/// What a transition pays and where it leads.
pub(crate) struct Paid<S> {
    pub(crate) arc: u32,
    pub(crate) to: u32,
    pub(crate) price: S,
}

/// The layers of a horizon, with the truth of states as the steps run out.
pub(crate) struct Timed<'w, S> {
    pub(crate) world: &'w World,
    pricing: &'w dyn Pricing<S>,
    values: Option<Values>,
    pub(crate) horizon: u32,
    pub(crate) layers: Vec<Layer>,
    memories: Memories,
    first_arc: Vec<u32>,
    /// Truth with the steps left of the layer at hand, and with one fewer.
    states: [Vec<StateTruth>; 2],
}

impl<'w, S: AuditScalar> Timed<'w, S> {
    pub(crate) fn new(
        world: &'w World,
        pricing: &'w dyn Pricing<S>,
        values: Option<Values>,
        horizon: u32,
        options: &Options,
    ) -> Result<Self, AuditError> {
        // The largest it may get; places of a layer cost as much as the layer itself.
        let places = (world.graph().nodes() as u64 + 16) * u64::from(horizon);
        let steps = world.arcs.len() as u64 * u64::from(horizon);
        if places > MAX_PLACES || steps > MAX_STEPS {
            return Err(AuditError::TooLong {
                nodes: world.graph().nodes(),
                horizon,
            });
        }
        let mut timed = Self {
            world,
            pricing,
            values,
            horizon,
            layers: vec![],
            memories: Memories::default(),
            first_arc: first_arcs(world),
            states: [world.truth.states.clone(), world.truth.states.clone()],
        };
        timed.turn_to(horizon);
        let start = world.graph().start();
        let memory = pricing.start(&timed.states[0][start.0 as usize]);
        let memory = timed.memories.number(&memory);
        let mut first = Layer::default();
        first.place((start, memory), (0, EdgeId(0)));
        timed.layers.push(first);
        for step in 0..horizon {
            timed.turn_to(horizon - step);
            let next = timed.next_layer(step)?;
            if next.places.len() as u64 > u64::from(options.limits.max_states) {
                return Err(AuditError::TooManyMemories {
                    max_states: options.limits.max_states,
                    nodes: world.graph().nodes(),
                });
            }
            timed.layers.push(next);
        }
        Ok(timed)
    }

    /// Set the truth of states to `left` steps left before the step, and one fewer after it.
    pub(crate) fn turn_to(&mut self, left: u32) {
        for (states, left) in self.states.iter_mut().zip([left, left - 1]) {
            for (node, truth) in states.iter_mut().enumerate() {
                truth.steps_left = Some(left);
                truth.reachable = Reachable::from_distance(truth.distance, Some(left));
                if let Some(values) = &self.values {
                    values.complete_state(truth, node, left);
                }
            }
        }
    }

    fn next_layer(&mut self, step: u32) -> Result<Layer, AuditError> {
        let mut next = Layer::default();
        for here in 0..self.layers[step as usize].places.len() as u32 {
            let (node, memory) = self.layers[step as usize].places[here as usize];
            for edge in self.edges(node) {
                for index in self.arcs(edge) {
                    let arc = self.world.arcs[index as usize];
                    let place = match self.pricing.remembers() {
                        true => self.price(step, here, &arc, memory)?.1,
                        false => (arc.to, memory),
                    };
                    next.place(self.settled(place), (here, edge));
                }
            }
        }
        Ok(next)
    }

    /// What a scheme remembers of an episode that is over changes nothing.
    fn settled(&self, (node, memory): Place) -> Place {
        match self.world.grade(node) {
            Some(_) => (node, 0),
            None => (node, memory),
        }
    }

    /// The edges of a node whose action counts.
    pub(crate) fn edges(&self, node: NodeId) -> impl Iterator<Item = EdgeId> + use<'w, S> {
        let world = self.world;
        world.edges(node)
    }

    fn arcs(&self, edge: EdgeId) -> std::ops::Range<u32> {
        self.first_arc[edge.0 as usize]..self.first_arc[edge.0 as usize + 1]
    }

    fn price(
        &mut self,
        step: u32,
        here: u32,
        arc: &Arc,
        memory: u32,
    ) -> Result<(S, Place), AuditError> {
        let left = self.horizon - step;
        let [before, after] = &self.states;
        let pair = [&before[arc.from.0 as usize], &after[arc.to.0 as usize]];
        let mut transition = self.world.transition(arc, pair, left == 1);
        let values = self.values.as_ref();
        let completed =
            values.map(|values| values.complete_step(transition.step, arc.edge.0 as usize, left));
        if let Some(completed) = &completed {
            transition.edge.step = completed;
        }
        let mut remembered = self.memories.known[memory as usize].clone();
        let price = World::price(self.pricing, &mut remembered, &transition);
        let price = price.map_err(|why| {
            let action = transition.action.to_owned();
            AuditError::no_price(self.way_to(step, here), action, why.0)
        })?;
        let memory = match self.pricing.remembers() {
            true => self.memories.number(&remembered),
            false => memory,
        };
        Ok((price, (arc.to, memory)))
    }

    /// What the transitions of an edge pay from a place of layer `step`; the truth must be turned to that layer.
    pub(crate) fn paid(
        &mut self,
        step: u32,
        here: u32,
        edge: EdgeId,
    ) -> Result<Vec<Paid<S>>, AuditError> {
        let memory = self.layers[step as usize].places[here as usize].1;
        let mut paid = vec![];
        for index in self.arcs(edge) {
            let arc = self.world.arcs[index as usize];
            let (price, place) = self.price(step, here, &arc, memory)?;
            let to = self.layers[step as usize + 1].numbers[&self.settled(place)];
            paid.push(Paid {
                arc: index,
                to,
                price,
            });
        }
        Ok(paid)
    }

    /// Whether the transition does no harm and brings nothing, with the steps left of the layer at hand.
    pub(crate) fn is_harmless(&self, arc: u32) -> bool {
        let arc = &self.world.arcs[arc as usize];
        let [before, after] = &self.states;
        let pair = [&before[arc.from.0 as usize], &after[arc.to.0 as usize]];
        super::harmless::is_harmless(&self.world.transition(arc, pair, false))
    }

    /// Whether the transition does harm, with the steps left of the layer at hand.
    pub(crate) fn is_harmful(&self, arc: u32) -> bool {
        let arc = &self.world.arcs[arc as usize];
        let [before, after] = &self.states;
        let pair = [&before[arc.from.0 as usize], &after[arc.to.0 as usize]];
        super::harmful::is_harmful(&self.world.transition(arc, pair, false))
    }

    /// The actions of a way to a place of layer `step`.
    pub(crate) fn way_to(&self, step: u32, place: u32) -> Vec<String> {
        let (mut actions, mut here) = (vec![], place);
        for step in (1..=step).rev() {
            let (before, edge) = self.layers[step as usize].found_by[here as usize];
            actions.push(self.world.actions[edge.0 as usize].clone());
            here = before;
        }
        actions.reverse();
        actions
    }
}
