//! The graph an audit plays on: nodes of the task's graph times the scheme's memory, with prices on the transitions.

use super::{
    AuditError,
    price::{AuditScalar, Pricing},
    world::World,
};
use crate::stage::Memory;
use std::collections::HashMap;
use truestep_core::graph::{EdgeId, NodeId};

/// A transition of the game.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) to: u32,
    /// The transition of the task's graph.
    pub(crate) arc: u32,
}

/// Places, moves and links, in compressed rows; place 0 is the start, numbered breadth first.
pub(crate) struct Game<'w, S> {
    pub(crate) world: &'w World,
    /// The node of each place.
    pub(crate) nodes: Vec<NodeId>,
    /// `[places + 1]`.
    first_move: Vec<u32>,
    /// The edge of each move.
    pub(crate) edges: Vec<EdgeId>,
    /// `[moves + 1]`.
    first_link: Vec<u32>,
    pub(crate) links: Vec<Link>,
    /// Price of each link.
    pub(crate) prices: Vec<S>,
    /// The move by which each place was found first; `u32::MAX` for the start.
    found_by: Vec<u32>,
}

impl<'w, S: AuditScalar> Game<'w, S> {
    /// Price every transition.
    pub(crate) fn new(
        world: &'w World,
        pricing: &dyn Pricing<S>,
        max_states: u32,
    ) -> Result<Self, AuditError> {
        let start = world.graph().start();
        let mut builder = Builder {
            memories: Memories::default(),
            places: HashMap::new(),
            of_place: vec![],
            max_states,
        };
        let first = pricing.start(&world.truth.states[start.0 as usize]);
        let first = builder.memories.number(&first);
        let mut game = Self {
            world,
            nodes: vec![],
            first_move: vec![0],
            edges: vec![],
            first_link: vec![0],
            links: vec![],
            prices: vec![],
            found_by: vec![],
        };
        game.place(&mut builder, start, first, u32::MAX)?;
        let mut place = 0;
        // Arcs are in the order of edges, so an edge's are found from where the last edge's ended.
        let first_arc = first_arcs(world);
        while place < game.nodes.len() {
            game.expand(place, &mut builder, pricing, &first_arc)?;
            place += 1;
        }
        Ok(game)
    }

    fn expand(
        &mut self,
        place: usize,
        builder: &mut Builder,
        pricing: &dyn Pricing<S>,
        first_arc: &[u32],
    ) -> Result<(), AuditError> {
        let (world, node) = (self.world, self.nodes[place]);
        for edge in world.edges(node) {
            let this = self.edges.len() as u32;
            self.edges.push(edge);
            let at = edge.0 as usize;
            for index in first_arc[at]..first_arc[at + 1] {
                let arc = &world.arcs[index as usize];
                let number = builder.of_place[place];
                let mut memory = builder.memories.known[number as usize].clone();
                let transition = world.endless(arc);
                let price = match World::price(pricing, &mut memory, &transition) {
                    Ok(price) => price,
                    Err(why) => {
                        let after = self.way_to(place as u32);
                        let action = transition.action.to_owned();
                        return Err(AuditError::no_price(after, action, why.0));
                    }
                };
                let memory = match pricing.remembers() {
                    true => builder.memories.number(&memory),
                    false => number,
                };
                let to = self.place(builder, arc.to, memory, this)?;
                self.links.push(Link { to, arc: index });
                self.prices.push(price);
            }
            self.first_link.push(self.links.len() as u32);
        }
        self.first_move.push(self.edges.len() as u32);
        Ok(())
    }

    fn place(
        &mut self,
        builder: &mut Builder,
        node: NodeId,
        memory: u32,
        by: u32,
    ) -> Result<u32, AuditError> {
        // What a scheme remembers of an episode that is over changes nothing.
        let memory = if self.world.grade(node).is_some() {
            0
        } else {
            memory
        };
        let next = self.nodes.len() as u32;
        let place = *builder.places.entry((node, memory)).or_insert(next);
        if place == next {
            if next >= builder.max_states.max(self.world.graph().nodes() as u32) {
                return Err(AuditError::TooManyMemories {
                    max_states: builder.max_states,
                    nodes: self.world.graph().nodes(),
                });
            }
            self.nodes.push(node);
            builder.of_place.push(memory);
            self.found_by.push(by);
        }
        Ok(place)
    }

    /// Number of places.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The moves of a place, in menu order; none where the episode has ended.
    pub(crate) fn moves(&self, place: u32) -> std::ops::Range<u32> {
        self.first_move[place as usize]..self.first_move[place as usize + 1]
    }

    /// The links of a move.
    pub(crate) fn links(&self, step: u32) -> std::ops::Range<usize> {
        self.first_link[step as usize] as usize..self.first_link[step as usize + 1] as usize
    }

    /// The place a move leads to surely.
    pub(crate) fn sure(&self, step: u32) -> Option<u32> {
        let links = self.links(step);
        (links.len() == 1).then(|| self.links[links.start].to)
    }

    /// The probability of a link.
    pub(crate) fn share(&self, link: usize) -> S {
        let arc = &self.world.arcs[self.links[link].arc as usize];
        S::ratio(arc.numerator, arc.denominator)
    }

    /// The grade of a place where the episode has ended.
    pub(crate) fn grade(&self, place: u32) -> Option<S> {
        let grade = self.world.grade(self.nodes[place as usize]);
        grade.map(S::from_rational)
    }

    /// The outcome of every link: the grade where it ends the episode, else 0.
    pub(crate) fn outcomes(&self) -> Vec<S> {
        let outcome = |link: &Link| self.grade(link.to).unwrap_or_else(S::zero);
        self.links.iter().map(outcome).collect()
    }

    /// The text of a move's action.
    pub(crate) fn text(&self, step: u32) -> String {
        self.name(step).to_owned()
    }

    /// The same, lent.
    pub(crate) fn name(&self, step: u32) -> &str {
        &self.world.actions[self.edges[step as usize].0 as usize]
    }

    /// The place a move is made in.
    pub(crate) fn place_of(&self, step: u32) -> u32 {
        self.first_move.partition_point(|&first| first <= step) as u32 - 1
    }

    /// The move by which a place that is not the start was found first.
    pub(crate) fn found_by(&self, place: u32) -> u32 {
        self.found_by[place as usize]
    }

    /// The moves by which a place was found first: a shortest way to it from the start.
    pub(crate) fn moves_to(&self, place: u32) -> Vec<u32> {
        let mut moves = vec![];
        let mut here = place;
        while self.found_by[here as usize] != u32::MAX {
            let by = self.found_by[here as usize];
            moves.push(by);
            here = self.place_of(by);
        }
        moves.reverse();
        moves
    }

    /// The actions of a shortest way to a place.
    pub(crate) fn way_to(&self, place: u32) -> Vec<String> {
        self.moves_to(place).iter().map(|&m| self.text(m)).collect()
    }

    /// The sum over the links of a move of share times what `of` says of the link.
    pub(crate) fn expect(&self, step: u32, of: impl Fn(usize) -> S) -> S {
        let links = self.links(step);
        if links.len() == 1 {
            return of(links.start);
        }
        links.fold(S::zero(), |sum, link| sum + self.share(link) * of(link))
    }
}

impl<'w, S: AuditScalar> Game<'w, S> {
    /// The same game without rejected actions, and what lists over its links keep. Its ways are not known.
    pub(crate) fn menu<const N: usize>(&self, lists: [&[S]; N]) -> (Self, [Vec<S>; N]) {
        let mut menu = Self {
            world: self.world,
            nodes: self.nodes.clone(),
            first_move: vec![0],
            edges: vec![],
            first_link: vec![0],
            links: vec![],
            prices: vec![],
            found_by: vec![u32::MAX; self.nodes.len()],
        };
        let mut kept = lists.map(|_| vec![]);
        for place in 0..self.len() as u32 {
            for step in self.moves(place) {
                let edge = self.edges[step as usize];
                if self.world.is_rejected(edge) {
                    continue;
                }
                menu.edges.push(edge);
                for link in self.links(step) {
                    menu.links.push(self.links[link]);
                    menu.prices.push(self.prices[link].clone());
                    for (kept, list) in kept.iter_mut().zip(lists) {
                        kept.push(list[link].clone());
                    }
                }
                menu.first_link.push(menu.links.len() as u32);
            }
            menu.first_move.push(menu.edges.len() as u32);
        }
        (menu, kept)
    }

    /// The same game in doubles.
    pub(crate) fn rough(&self) -> Game<'w, f64> {
        Game {
            world: self.world,
            nodes: self.nodes.clone(),
            first_move: self.first_move.clone(),
            edges: self.edges.clone(),
            first_link: self.first_link.clone(),
            links: self.links.clone(),
            prices: self.prices.iter().map(|p| p.to_f64()).collect(),
            found_by: self.found_by.clone(),
        }
    }
}

/// The first transition of every edge, and the number of all.
pub(crate) fn first_arcs(world: &World) -> Vec<u32> {
    let mut first = Vec::with_capacity(world.actions.len() + 1);
    for arc in world.arcs.iter() {
        while first.len() <= arc.edge.0 as usize {
            first.push(arc.index);
        }
    }
    first.push(world.arcs.len() as u32);
    first
}

struct Builder {
    memories: Memories,
    /// Looked up, never walked.
    places: HashMap<(NodeId, u32), u32>,
    of_place: Vec<u32>,
    max_states: u32,
}

/// Memories by number.
#[derive(Default)]
pub(crate) struct Memories {
    pub(crate) known: Vec<Memory>,
    numbers: HashMap<Memory, u32>,
}

impl Memories {
    pub(crate) fn number(&mut self, memory: &Memory) -> u32 {
        if let Some(&number) = self.numbers.get(memory) {
            return number;
        }
        let number = self.known.len() as u32;
        self.known.push(memory.clone());
        self.numbers.insert(memory.clone(), number);
        number
    }
}
