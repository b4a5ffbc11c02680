//! Tables of distances: what a plan can reach from where, with what already done.
//!
//! A plan walks over the nodes of [`PageGraph`] and reaches *milestones* there: a tab read, a product in the cart, an order
//! cancelled. Those reached are a set, bits of a small number; it only grows, so the table of distances of one set - fewest
//! steps from each node - follows from the tables of larger sets by breadth-first search. Tables are made when first asked
//! for.

use crate::shop::strict::{
    planner::{
        milestones::{Key, MAX_MILESTONE_BITS, MilestoneLayout},
        page_graph::{NOWHERE, Node, NodeKind, PageGraph},
    },
    world::{
        def::{Def, wrong_options},
        objective::{Objective, Purchase},
        offers::Offers,
        page::{Origin, Page, Tab},
    },
};
use std::sync::OnceLock;
use truestep_core::truth::FactSet;

/// Farther than any plan.
pub(crate) const FAR: u8 = u8::MAX;

/// Tables of distances for one set of nodes.
#[derive(Debug)]
pub(crate) struct Plan {
    graph: PageGraph,
    pub(crate) layout: MilestoneLayout,
    tables: Vec<OnceLock<Box<[u8]>>>,
}

/// Where the agent is, seen from a plan.
#[derive(Clone, Copy)]
pub(crate) enum Position {
    Node(Node),
    /// At no node; `back` leads to this one.
    Aside(Option<Node>),
}

impl Plan {
    pub(crate) fn new(def: &Def, key: &Key) -> Self {
        let layout = MilestoneLayout::new(def, key.detour);
        assert!(
            layout.bits <= MAX_MILESTONE_BITS,
            "invariant: templates keep milestone sets below 16 bits"
        );
        let tables = (0..1usize << layout.bits)
            .map(|_| OnceLock::new())
            .collect();
        Self {
            graph: PageGraph::new(def, key),
            layout,
            tables,
        }
    }

    /// Fewest steps from each node with these milestones.
    fn table(&self, def: &Def, milestones: usize) -> &[u8] {
        self.tables[milestones].get_or_init(|| self.search(def, milestones))
    }

    fn at(&self, def: &Def, milestones: usize, node: Node) -> u8 {
        self.table(def, milestones)[usize::from(node)]
    }

    /// Steps from `node` after arriving there with `milestones`.
    fn after_arrival(&self, def: &Def, milestones: usize, node: Node) -> u8 {
        let milestones = milestones | self.graph.arrive[usize::from(node)] as usize;
        self.at(def, milestones, node)
    }

    /// Breadth-first search backwards over the steps that keep the milestones, from ends and from steps that reach more.
    fn search(&self, def: &Def, milestones: usize) -> Box<[u8]> {
        let known = self.layout.facts(milestones);
        let changes = |node: Node| self.graph.arrive[usize::from(node)] & !known != 0;
        let mut seeds: Vec<u8> = (0..self.graph.kinds.len())
            .map(|node| self.best_milestone(def, milestones, node as Node))
            .collect();
        for &(from, to) in self.graph.edges() {
            if changes(to) {
                let through = self.after_arrival(def, milestones, to).saturating_add(1);
                let seed = &mut seeds[usize::from(from)];
                *seed = through.min(*seed);
            }
        }
        let mut from_anywhere = FAR;
        let mut same = vec![];
        for &node in &self.graph.globals {
            if changes(node) {
                let through = self.after_arrival(def, milestones, node).saturating_add(1);
                from_anywhere = through.min(from_anywhere);
            } else {
                same.push(node);
            }
        }
        self.spread(seeds, from_anywhere, &same)
    }

    /// Settle nodes level by level. `from_anywhere` bounds every node; reaching a node of `globals` lowers the bound.
    fn spread(&self, seeds: Vec<u8>, mut from_anywhere: u8, globals: &[Node]) -> Box<[u8]> {
        let mut distance = seeds;
        let mut settled = vec![false; distance.len()];
        let mut level = 0u8;
        loop {
            let mut next = FAR;
            let mut frontier = vec![];
            for (node, &d) in distance.iter().enumerate() {
                if settled[node] {
                    continue;
                }
                if d <= level {
                    frontier.push(node);
                } else {
                    next = next.min(d);
                }
            }
            for node in frontier {
                settled[node] = true;
                if globals.contains(&(node as Node)) {
                    from_anywhere = from_anywhere.min(level.saturating_add(1));
                }
                for source in self.graph.sources(node as Node) {
                    let through = level.saturating_add(1);
                    let d = &mut distance[usize::from(source)];
                    if !settled[usize::from(source)] && through < *d {
                        *d = through;
                        next = next.min(through);
                    }
                }
            }
            next = next.min(from_anywhere.max(level));
            if from_anywhere <= level {
                // Everything still open is one link away from a node settled before.
                for (node, d) in distance.iter_mut().enumerate() {
                    if !settled[node] {
                        *d = from_anywhere.min(*d);
                    }
                }
                return distance.into_boxed_slice();
            }
            if next == FAR {
                return distance.into_boxed_slice();
            }
            level = next;
        }
    }

    /// Fewest steps from a node whose first step reaches a milestone or the end.
    fn best_milestone(&self, def: &Def, milestones: usize, node: Node) -> u8 {
        let kind = self.graph.kinds[usize::from(node)];
        if self.ends(def, milestones, kind) {
            return 1;
        }
        let mut best = FAR;
        let mut try_milestone = |milestones: usize| {
            best = best.min(self.at(def, milestones, node).saturating_add(1));
        };
        match kind {
            NodeKind::Item { product, wrong } => {
                let id = def.relevant[usize::from(product)];
                for tab in Tab::ALL {
                    let mask = self.layout.shown_by_tab(def, id, tab);
                    if mask & !milestones != 0 {
                        try_milestone(milestones | mask);
                    }
                }
                let can_buy = def.offers.has(Offers::BUY) && wrong == 0;
                if let (true, Some((slot, choice))) = (can_buy, def.choice(id)) {
                    self.fill(def, milestones, slot, choice)
                        .into_iter()
                        .for_each(&mut try_milestone);
                }
            }
            NodeKind::Order(order) => {
                if def.offers.has(Offers::REORDER) {
                    for (slot, choice) in reorders(def, order) {
                        self.fill(def, milestones, slot, choice)
                            .into_iter()
                            .for_each(&mut try_milestone);
                    }
                }
                self.cancel(def, milestones, order)
                    .into_iter()
                    .for_each(&mut try_milestone);
            }
            NodeKind::Cart => {
                if let (Some(free), Some(first)) = (self.layout.free(milestones), self.layout.free)
                    && free < self.missing(def, milestones)
                {
                    try_milestone(milestones + (1 << first));
                }
                if let (false, Some(bit)) = (self.layout.is_tidy(milestones), self.layout.tidied) {
                    try_milestone(milestones | 1 << bit);
                }
            }
            _ => {}
        }
        best
    }

    fn missing(&self, def: &Def, milestones: usize) -> usize {
        let Objective::Purchase(purchase) = &def.objective else {
            return 0;
        };
        let slots = 0..purchase.slots.len();
        slots
            .filter(|&s| self.layout.slot(milestones, s) == 0)
            .count()
    }

    /// The milestones after putting `choice` into the cart for `slot`, if that is of use.
    fn fill(&self, def: &Def, milestones: usize, slot: usize, choice: usize) -> Option<usize> {
        let Objective::Purchase(purchase) = &def.objective else {
            return None;
        };
        let product = purchase.slots[slot].choices[choice].product;
        let is_sold_out = def.market.brief(product).stock_units == 0;
        if is_sold_out || self.layout.slot(milestones, slot) != 0 {
            return None;
        }
        let filled = milestones | (choice + 1) << self.layout.slots[slot].0;
        match (self.layout.free(milestones), self.layout.free) {
            (Some(0), _) => None,
            (Some(_), Some(first)) => Some(filled - (1 << first)),
            _ => Some(filled),
        }
    }

    fn cancel(&self, def: &Def, milestones: usize, order: u8) -> Option<usize> {
        let Objective::Cancel { targets, .. } = def.objective else {
            return None;
        };
        if targets >> order & 1 == 0 {
            return None;
        }
        let rank = (targets & ((1 << order) - 1)).count_ones();
        let bit = 1usize << (self.layout.cancelled + rank);
        (milestones & bit == 0).then_some(milestones | bit)
    }

    /// Whether the next step can end the episode with success.
    fn ends(&self, def: &Def, milestones: usize, kind: NodeKind) -> bool {
        let has = |needs: FactSet| {
            needs.bits() & ((1 << self.layout.facts) - 1) & !self.layout.facts(milestones) == 0
        };
        if !self.layout.is_tidy(milestones) {
            return false;
        }
        match &def.objective {
            Objective::Answer { needs, .. } | Objective::Report { needs } => has(*needs),
            Objective::Cancel { targets, needs } => {
                let all = (1usize << targets.count_ones()) - 1;
                has(*needs) && milestones >> self.layout.cancelled & all == all
            }
            Objective::Return { needs, .. } => has(*needs) && kind == NodeKind::Form { wrong: 0 },
            Objective::Purchase(purchase) => {
                kind == NodeKind::Cart
                    && has(purchase.needs)
                    && self.is_bought_right(purchase, milestones, has)
            }
        }
    }

    fn is_bought_right(
        &self,
        purchase: &Purchase,
        milestones: usize,
        has: impl Fn(FactSet) -> bool,
    ) -> bool {
        let mut cost = 0;
        for (number, slot) in purchase.slots.iter().enumerate() {
            let Some(choice) = self.layout.slot(milestones, number).checked_sub(1) else {
                return false;
            };
            let Some(choice) = slot.choices.get(choice) else {
                return false;
            };
            if !has(choice.needs) {
                return false;
            }
            cost += u64::from(choice.price_cents) * u64::from(slot.quantity);
        }
        purchase
            .budget_cents
            .is_none_or(|budget| cost <= u64::from(budget))
    }

    pub(crate) fn position(&self, def: &Def, page: &Page) -> Position {
        let node = match page {
            Page::Home => None,
            Page::Results { listing, page } => self.graph.results(def, listing, *page),
            Page::Cart => Some(self.graph.cart()),
            Page::Coupons => Some(self.graph.coupons()),
            Page::Orders(page) => Some(self.graph.orders(*page)),
            Page::Order(order) => Some(self.graph.order(*order)),
            Page::Form {
                order,
                line,
                reason,
                refund,
            } => {
                let Objective::Return {
                    order: o,
                    line: l,
                    reason: r,
                    refund: f,
                    ..
                } = def.objective
                else {
                    return Position::Aside(Some(self.graph.order(*order)));
                };
                if (*order, *line) != (o, l) {
                    return Position::Aside(Some(self.graph.order(*order)));
                }
                let wrong = u8::from(*reason != Some(r)) + u8::from(*refund != Some(f));
                Some(self.graph.form(wrong))
            }
            Page::Item {
                product,
                chosen,
                from,
                ..
            } => {
                let origin = match from {
                    Origin::Results { listing, page } => self.graph.results(def, listing, *page),
                    Origin::Cart => Some(self.graph.cart()),
                    Origin::Order(order) => Some(self.graph.order(*order)),
                };
                let node = origin.and_then(|origin| {
                    let number = def.relevance(*product)?;
                    let wrong = wrong_options(def, *product, chosen);
                    self.graph.item(number, origin, wrong)
                });
                return node.map_or(Position::Aside(origin), Position::Node);
            }
        };
        node.map_or(Position::Aside(None), Position::Node)
    }

    /// The decisive facts that coming to a page shows.
    pub(crate) fn shown(&self, def: &Def, page: &Page, position: Position) -> usize {
        let on_arrival = match position {
            Position::Node(node) => self.graph.arrive[usize::from(node)] as usize,
            Position::Aside(_) => 0,
        };
        match page {
            Page::Item { product, tab, .. } if *tab != Tab::Main => {
                on_arrival | self.layout.shown_by_tab(def, *product, *tab)
            }
            _ => on_arrival,
        }
    }

    /// Fewest steps from a position with these milestones, [`FAR`] if success cannot be reached.
    pub(crate) fn value(&self, def: &Def, position: Position, milestones: usize) -> u8 {
        match position {
            Position::Node(node) => self.at(def, milestones, node),
            Position::Aside(back) => {
                let link = self.at(def, milestones, NOWHERE);
                let back = back.map_or(FAR, |node| {
                    self.after_arrival(def, milestones, node).saturating_add(1)
                });
                link.min(back)
            }
        }
    }
}

/// Slots and choices that the lines of an order fill when ordered again.
fn reorders(def: &Def, order: u8) -> impl Iterator<Item = (usize, usize)> + '_ {
    let lines = def.orders[usize::from(order)].lines.iter();
    lines.filter_map(|bought| {
        let found = def.choice(bought.line.product)?;
        (wrong_options(def, bought.line.product, &bought.line.variant) == 0).then_some(found)
    })
}
